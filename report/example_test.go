package report_test

import (
	"context"
	"fmt"
	"os"

	"github.com/einvoice-go/einvoice/report"
	"github.com/einvoice-go/einvoice/validate"
)

// One report on two documents, as GitHub Actions shows it.
func ExampleNew() {
	w, err := report.New("github", os.Stdout, report.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"../testdata/invoices/minimal.xml", "../testdata/invalid/line-sum-wrong.xml"} {
		data, err := os.ReadFile(name)
		if err != nil {
			fmt.Println(err)
			return
		}
		r, err := validate.Document(context.Background(), data, validate.Options{Rules: []string{"en16931"}})
		if err != nil {
			fmt.Println(err)
			return
		}
		r.File = name[len("../testdata/"):]
		if err := w.Add(r); err != nil {
			fmt.Println(err)
			return
		}
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ::error file=invalid/line-sum-wrong.xml,line=77,col=5,title=BR-CO-10 (en16931@1.3.16)::The sum of the line net amounts (BT-106) is 160.01; the lines (BT-131) add up to 160.00.
	// ::error file=invalid/line-sum-wrong.xml,line=78,col=5,title=BR-CO-13 (en16931@1.3.16)::The total without VAT (BT-109) is 150.00; lines 160.01 less allowances 10.00 plus charges (none) make 150.01.
	// 2 documents: 1 valid, 1 invalid
}
