package einvoice_test

import (
	"errors"
	"fmt"
	"os"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/ubl"
)

// A first invoice for Peppol BIS Billing 3.0: say who sold what to whom, let Calculate
// find the amounts, write the document.
func Example() {
	address := func(id string) einvoice.Identifier { return einvoice.Identifier{Value: id, Scheme: "9914"} }
	inv := &einvoice.Invoice{
		Number: "2026-001", IssueDate: einvoice.NewDate(2026, 1, 21), DueDate: einvoice.NewDate(2026, 2, 20),
		TypeCode: "380", Currency: "EUR", BuyerReference: "PO 77",
		Process: einvoice.ProcessControl{
			BusinessProcess: "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
			Specification:   "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
		},
		Seller: einvoice.Party{Name: "Mayer Metall GmbH", VATIdentifier: "ATU12345678", ElectronicAddress: address("ATU12345678"),
			Address: einvoice.PostalAddress{City: "Graz", PostCode: "8010", Country: "AT"}},
		Buyer: einvoice.Party{Name: "Keller Bau GmbH", ElectronicAddress: address("ATU87654321"),
			Address: einvoice.PostalAddress{City: "Linz", PostCode: "4020", Country: "AT"}},
		Lines: []einvoice.Line{{
			ID: "1", Item: einvoice.Item{Name: "Steel bracket"},
			Quantity:    einvoice.Quantity{Value: einvoice.MustDecimal("12"), Unit: "C62"},
			Price:       einvoice.Price{Net: einvoice.MustDecimal("8.75")},
			VATCategory: einvoice.VATCategory{Code: "S", Rate: einvoice.MustDecimal("20")},
		}},
	}
	if _, err := inv.Calculate(); err != nil {
		fmt.Println(err)
	}
	xml, losses, err := ubl.Build(inv)
	fmt.Println(inv.Totals.Due, inv.Currency, len(xml) > 0, len(losses), err)
	// Output: 126.00 EUR true 0 <nil>
}

// What is given stays as it is; Calculate reports what does not add up.
func ExampleInvoice_Calculate() {
	n := einvoice.MustDecimal
	inv := &einvoice.Invoice{
		Lines: []einvoice.Line{{
			Quantity:    einvoice.Quantity{Value: n("3")},
			Price:       einvoice.Price{Net: n("33.33")},
			VATCategory: einvoice.VATCategory{Code: "S", Rate: n("19")},
		}},
		Totals: einvoice.Totals{LineNet: n("100.00")},
	}
	differences, err := inv.Calculate()
	if err != nil {
		fmt.Println(err)
	}
	for _, d := range differences {
		fmt.Println(d)
	}
	fmt.Println("BT-106 is", inv.Totals.LineNet, "and BT-131 is", inv.Lines[0].NetAmount)
	// Output:
	// BT-106 Totals.LineNet is 100.00, but the sum of BT-131 makes 99.99
	// BT-106 is 100.00 and BT-131 is 99.99
}

// Options ask for the derived value in place of the given one.
func ExampleCalculateOptions() {
	n := einvoice.MustDecimal
	inv := &einvoice.Invoice{
		Lines:  []einvoice.Line{{NetAmount: n("99.99"), VATCategory: einvoice.VATCategory{Code: "S", Rate: n("19")}}},
		Totals: einvoice.Totals{LineNet: n("100.00")},
	}
	differences, err := einvoice.CalculateOptions{Overwrite: true}.Calculate(inv)
	fmt.Println(len(differences), err, inv.Totals.LineNet, inv.Totals.Due)
	// Output: 1 <nil> 99.99 118.99
}

// A line was put in, and a price changed: the other lines are the same, whatever their
// place in the list, and so is an amount that is written in another way.
func ExampleDiff() {
	n := einvoice.MustDecimal
	line := func(id, name, net string) einvoice.Line {
		return einvoice.Line{ID: id, NetAmount: n(net), Item: einvoice.Item{Name: name}}
	}
	a := &einvoice.Invoice{Number: "7", Lines: []einvoice.Line{line("10", "Bracket", "100.00"), line("20", "Bolt", "5.00")}}
	b := &einvoice.Invoice{Number: "7", Lines: []einvoice.Line{line("15", "Nut", "2.50"), line("20", "Bolt", "5"), line("10", "Bracket", "101.00")}}
	for _, change := range einvoice.Diff(a, b) {
		fmt.Println(change)
	}
	// Output:
	// BT-131 Invoice line net amount Lines[0].NetAmount -> Lines[2].NetAmount: "100.00" -> "101.00"
	// BT-126 Invoice line identifier Lines[0].ID: (absent) -> "15"
	// BT-131 Invoice line net amount Lines[0].NetAmount: (absent) -> "2.50"
	// BT-153 Item name Lines[0].Item.Name: (absent) -> "Nut"
}

// Everything that is missing is named at once.
func ExampleCalculateError() {
	inv := &einvoice.Invoice{Lines: []einvoice.Line{{ID: "1"}}}
	_, err := inv.Calculate()
	var failed *einvoice.CalculateError
	if errors.As(err, &failed) {
		for _, in := range failed.Inputs {
			fmt.Println(in.Term, in.Place)
		}
	}
	// Output:
	// BT-129 Lines[0].Quantity.Value
	// BT-146 Lines[0].Price.Net
	// BT-151 Lines[0].VATCategory.Code
}

// Every problem of a document has its place, as a JSON Pointer and by line and column.
func ExampleParseJSON() {
	_, err := einvoice.ParseJSON([]byte(`{
  "Number": "1",
  "issueDate": "2026-02-30",
  "lines": [{"netAmount": "1,50"}]
}`))
	var failed *einvoice.JSONError
	if errors.As(err, &failed) {
		for _, p := range failed.Problems {
			fmt.Println(p)
		}
	}
	// Output:
	// 2:3: /Number: no such member: is it number?
	// 3:16: /issueDate: "2026-02-30" is not a calendar date (YYYY-MM-DD)
	// 4:27: /lines/0/netAmount: "1,50" is not a decimal number (digits, at most one point, an optional leading sign)
}

func ExampleInvoice_AppendJSON() {
	inv := &einvoice.Invoice{Number: "2026-001", IssueDate: einvoice.NewDate(2026, 1, 21), Totals: einvoice.Totals{Due: einvoice.MustDecimal("10.50")}}
	text, err := inv.AppendJSON(nil)
	if err != nil {
		fmt.Println(err)
	}
	os.Stdout.Write(text)
	// Output:
	// {
	//   "number": "2026-001",
	//   "issueDate": "2026-01-21",
	//   "totals": {
	//     "due": "10.50"
	//   }
	// }
}
