package intake_test

import (
	"errors"
	"fmt"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/intake"
)

// All that is wrong comes at once, with its place; amounts are compared without tolerance.
func ExampleParse() {
	_, err := intake.Parse([]byte(`{
  "invoice": {
    "number": "7", "date": "2026-02-03", "currency": "EUR", "terms": "custom",
    "invoice_lines_attributes": [
      { "quantity": 2, "prize": 12.5, "description": "Ink",
        "taxes_attributes": [ { "name": "VAT", "category": "S", "percent": 21 } ] }
    ]
  }
}`), intake.Options{})
	var wrong *einvoice.JSONError
	if errors.As(err, &wrong) {
		for _, p := range wrong.Problems {
			fmt.Println(p)
		}
	}
	// Output:
	// 3:70: /invoice/terms: terms custom needs a due_date
	// 5:7: /invoice/invoice_lines_attributes/0: the member price is missing: the net price (BT-146)
	// 5:24: /invoice/invoice_lines_attributes/0/prize: no such member: is it price?
}

// A file may hold several invoices. What they lack is named.
func ExampleParse_csv() {
	docs, err := intake.Parse([]byte("number;issue_date;currency;item_name;quantity;price;vat_rate\n"+
		"12;2026-07-01;EUR;Yarn;1,5;12,40;21\n"+
		"12;;;Needles;10;0,85;21\n"+
		"13;2026-07-02;EUR;Yarn;3;12,40;21\n"), intake.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range docs {
		fmt.Println(d.Invoice.Number, d.Invoice.Totals.WithVAT, d.Notes[0])
	}
	// Output:
	// 12 32.79 missing for EN 16931: BT-27 Seller name (BR-06)
	// 13 45.01 missing for EN 16931: BT-27 Seller name (BR-06)
}
