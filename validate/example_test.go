package validate_test

import (
	"context"
	"fmt"
	"os"

	"github.com/einvoice-go/einvoice/validate"
)

// Check a document, and say what is wrong with it.
func ExampleDocument() {
	data, err := os.ReadFile("../testdata/invalid/line-sum-wrong.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := validate.Document(context.Background(), data, validate.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Status)
	for _, f := range report.Findings {
		fmt.Printf("%d:%d %s %s\n", f.Line, f.Column, f.Rule, f.Message)
	}
	// Output:
	// invalid
	// 77:5 BR-CO-10 The sum of the line net amounts (BT-106) is 160.01; the lines (BT-131) add up to 160.00.
	// 78:5 BR-CO-13 The total without VAT (BT-109) is 150.00; lines 160.01 less allowances 10.00 plus charges (none) make 150.01.
}
