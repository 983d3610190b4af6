package validate_test

import (
	"bytes"
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

// Findings in German: the texts of two rules, with the gaps that they have in English.
func ExampleOptions_texts() {
	german := map[string]string{
		"BR-CO-10": "Die Summe der Positionen (BT-106) ist {BT-106}; die Positionen (BT-131) ergeben {sum}.",
		"too-many": "{element} steht zweimal; erlaubt ist es einmal.",
	}
	data, err := os.ReadFile("../testdata/invalid/line-sum-wrong.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	data = bytes.Replace(data, []byte("<cbc:DueDate>"), []byte("<cbc:IssueDate>2026-03-02</cbc:IssueDate><cbc:DueDate>"), 1)
	report, err := validate.Document(context.Background(), data, validate.Options{
		Texts: func(rule *validate.Rule) string { return german[rule.ID] },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range report.Findings {
		fmt.Println(f.Rule, f.Message)
	}
	// Output:
	// too-many cbc:IssueDate steht zweimal; erlaubt ist es einmal.
	// BR-CO-10 Die Summe der Positionen (BT-106) ist 160.01; die Positionen (BT-131) ergeben 160.00.
	// BR-CO-13 The total without VAT (BT-109) is 150.00; lines 160.01 less allowances 10.00 plus charges (none) make 150.01.
}
