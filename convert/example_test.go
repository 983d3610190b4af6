package convert_test

import (
	"errors"
	"fmt"
	"os"

	"github.com/einvoice-go/einvoice/convert"
)

// Convert a document of any format, and hear what the target has no place for.
func ExampleConvert() {
	data, err := os.ReadFile("../testdata/invoices/references.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := convert.Convert(data, convert.Options{To: convert.CII})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.From, "->", result.To)
	for _, loss := range result.Losses {
		fmt.Println(loss.Term, loss.Value)
	}

	_, err = convert.Convert(data, convert.Options{To: convert.CII, Strict: true})
	var lost *convert.LossError
	fmt.Println(errors.As(err, &lost) && len(lost.Losses) == len(result.Losses))
	// Output:
	// ubl-invoice -> cii
	// BT-25 20260448
	// BT-26 2026-04-30
	// true
}

// Open says what a document is, and reads it.
func ExampleOpen() {
	for _, name := range []string{"invoices/minimal.xml", "cii/basic.xml", "quirks/sbdh-envelope.xml", "broken/html.xml"} {
		data, err := os.ReadFile("../testdata/" + name)
		if err != nil {
			fmt.Println(err)
			return
		}
		doc, err := convert.Open(data)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(doc.Format, doc.Invoice.Number, doc.Notes)
	}
	// Output:
	// ubl-invoice 7 []
	// cii M-2026-0815 []
	// ubl-invoice T-100 [unwrapped from a StandardBusinessDocument]
	// 1:1: the root element is html (no namespace), neither a UBL Invoice or CreditNote nor a CII CrossIndustryInvoice nor Facturae
}
