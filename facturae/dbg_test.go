package facturae_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

func TestDbg(t *testing.T) {
	data, err := os.ReadFile(os.Getenv("DBG"))
	if err != nil {
		t.Skip()
	}
	doc, err := facturae.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	show := func(f *facturae.Facturae, c facturae.Converted) {
		b, _ := json.Marshal(f.Invoices[0].InvoiceTotals)
		x, _ := json.Marshal(f.Invoices[0].TaxesOutputs)
		fmt.Printf("F %s\n  %s\n", b, x)
		b, _ = json.Marshal(c.Invoice.Allowances)
		x, _ = json.Marshal(c.Invoice.Charges)
		y, _ := json.Marshal(c.Invoice.VATBreakdown)
		z, _ := json.Marshal(c.Invoice.Totals)
		fmt.Printf("EN %s\n  %s\n %s\n %s\n", b, x, y, z)
		for _, n := range c.Notes {
			fmt.Println("  note", n)
		}
		for _, n := range c.Losses {
			fmt.Println("  loss", n)
		}
		for _, n := range c.Invoice.Notes {
			fmt.Println("  BT-22", n.SubjectCode, n.Text)
		}
		for _, n := range c.Invoice.Lines {
			fmt.Println("  BT-127", n.Note, n.Quantity, n.Price.Net, n.NetAmount, n.VATCategory)
		}
	}
	all, _ := facturae.ToInvoices(&doc.Facturae, facturae.ToOptions{})
	show(&doc.Facturae, all[0])
	c := supplied(t, "x", []*einvoice.Invoice{&all[0].Invoice}, facturae.FromOptions{})
	if c == nil {
		return
	}
	fmt.Println(c.Notes)
	again, _ := facturae.ToInvoices(&c.Facturae, facturae.ToOptions{})
	show(&c.Facturae, again[0])
	for _, d := range einvoice.Diff(&all[0].Invoice, &again[0].Invoice) {
		fmt.Println("DIFF", d)
	}
}
