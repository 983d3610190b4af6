package golden_test

import (
	"bytes"
	"fmt"
	"os"

	"github.com/einvoice-go/einvoice/golden"
)

// printer is a test that prints its failures. In your tests it is t.
type printer struct{}

func (printer) Helper()                           {}
func (printer) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

var t printer

// A program makes an invoice, a test compares it with a golden file: by what it says, so
// that 33.0 is 33.00, and another item is another item.
func ExampleEqual() {
	got, err := os.ReadFile("../testdata/invoices/minimal.xml") // made by the program
	if err != nil {
		fmt.Println(err)
		return
	}
	got = bytes.ReplaceAll(got, []byte(">33.00<"), []byte(">33.0<"))
	fmt.Println(golden.Equal(t, got, "../testdata/invoices/minimal.xml"))

	got = bytes.ReplaceAll(got, []byte("Baguette"), []byte("Brioche"))
	fmt.Println(golden.Equal(t, got, "../testdata/invoices/minimal.xml"))
	// Output:
	// true
	// ../testdata/invoices/minimal.xml (golden file -> got): 1 difference
	//   BT-153 Item name Lines[0].Item.Name: "Baguette" -> "Brioche" (at 64:7 -> 64:7)
	// To take what the test got: EINVOICE_UPDATE=1 go test
	// false
}

// A number and a date that are other ones every time.
func ExampleOptions() {
	got, err := os.ReadFile("../testdata/invoices/minimal.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	got = bytes.Replace(got, []byte("<cbc:ID>7<"), []byte("<cbc:ID>8<"), 1)
	got = bytes.Replace(got, []byte("2026-03-02"), []byte("2026-03-04"), 1)
	o := golden.Options{Ignore: []string{"BT-1", "BT-2"}}
	fmt.Println(o.Equal(t, got, "../testdata/invoices/minimal.xml"))
	// Output: true
}

// What a program makes is valid by the rules of the specification that it claims.
func ExampleValid() {
	got, err := os.ReadFile("../testdata/invalid/line-sum-wrong.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	golden.Valid(t, got)
	// Output:
	// the document: invalid (2 fatal, 0 warnings), ubl-invoice en16931
	//   77:5 fatal BR-CO-10: The sum of the line net amounts (BT-106) is 160.01; the lines (BT-131) add up to 160.00.
	//       | <cbc:LineExtensionAmount currencyID="EUR">160.01</cbc:LineExtensionAmount>
	//       | ^
	//   78:5 fatal BR-CO-13: The total without VAT (BT-109) is 150.00; lines 160.01 less allowances 10.00 plus charges (none) make 150.01.
	//       | <cbc:TaxExclusiveAmount currencyID="EUR">150.00</cbc:TaxExclusiveAmount>
	//       | ^
	//   ran: schema:ubl-2.1, en16931@1.3.16
}
