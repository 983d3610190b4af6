package facturx_test

import (
	"context"
	"fmt"
	"os"

	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturx"
)

// Draw an invoice as a PDF with its XML inside, and take it out again.
func ExampleCreate() {
	data, err := os.ReadFile("../testdata/invoices/minimal.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	doc, err := convert.Open(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	created, err := facturx.Create(doc, facturx.CreateOptions{Language: "fr"})
	if err != nil {
		fmt.Println(err)
		return
	}
	invoice, err := facturx.Extract(context.Background(), created.PDF, facturx.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(invoice.Name, invoice.Format, invoice.Profile)
	fmt.Println(invoice.Report.PDFA, len(invoice.Report.Notes))
	// Output:
	// factur-x.xml cii EN 16931
	// PDF/A-3a 0
}
