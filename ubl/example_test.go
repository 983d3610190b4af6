package ubl_test

import (
	"context"
	"fmt"
	"os"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/ubl"
)

// Read a document, and see what the model does not hold.
func ExampleParse() {
	data, err := os.ReadFile("../testdata/quirks/date-with-time-zone.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	doc, err := ubl.Parse(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(doc.Format, doc.Invoice.Number, doc.Invoice.Totals.Due, doc.Invoice.Currency)
	for _, loss := range doc.Losses {
		fmt.Println(loss)
	}
	// Output:
	// ubl-invoice Q-7 108.00 EUR
	// 7:3 BT-2 /Invoice/cbc:IssueDate = "2026-05-06Z": the time zone has no place
	// 8:3 BT-9 /Invoice/cbc:DueDate = "2026-06-05+02:00": the time zone has no place
	// 10:3 BT-7 /Invoice/cbc:TaxPointDate = "2026-04-30-05:00": the time zone has no place
}

// Add up the lines of a document of any length, holding one line at a time.
func ExampleStream() {
	file, err := os.Open("../testdata/invoices/vat-standard.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	var sum einvoice.Decimal
	doc, err := ubl.Stream(context.Background(), file, func(line *einvoice.Line) error {
		sum = sum.Add(line.NetAmount)
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(doc.Invoice.Lines), sum.Equal(doc.Invoice.Totals.LineNet))
	// Output: 0 true
}
