package intake_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/intake"
)

// laws hold for every input: no panic, an error with places that are there, or documents
// that can be written, whose sums are what their lines make.
func laws(t *testing.T, data string) {
	docs, err := intake.Parse([]byte(data), intake.Options{})
	var js *einvoice.JSONError
	var table *intake.CSVError
	var syntax *einvoice.SyntaxError
	switch {
	case err == nil:
	case docs != nil:
		t.Errorf("documents beside %v", err)
	case errors.As(err, &js):
		for i, p := range js.Problems {
			if !strings.Contains(data, "\\") && !resolves(strings.TrimPrefix(data, "\ufeff"), p.Pointer) && p.Pointer != "" {
				t.Errorf("%s is not in the document", p)
			}
			if i > 0 && p.Offset < js.Problems[i-1].Offset {
				t.Errorf("%s stands before %s", p, js.Problems[i-1])
			}
		}
	case errors.As(err, &table):
		if len(table.Problems) == 0 || len(table.Problems) > 100 {
			t.Errorf("%d problems", len(table.Problems))
		}
	case !errors.As(err, &syntax):
		t.Errorf("%T %v", err, err)
	}
	for _, d := range docs {
		again := d.Invoice
		if differences, err := again.Calculate(); err != nil || len(differences) > 0 {
			// The net amount of a line may differ by 0.02.
			if err != nil || d.Format != einvoice.SendV2JSON || differences[0].Term != "BT-131" {
				t.Errorf("%v %v", differences, err)
			}
		}
		_, err := convert.Build(d, convert.Options{To: convert.UBL})
		if err != nil && !errors.As(err, new(*einvoice.BuildError)) {
			t.Errorf("not written: %v", err)
		}
	}
}

func FuzzJSON(f *testing.F) {
	for _, name := range []string{"b2brouter.json", "b2brouter-short.json", "send-v2.json"} {
		f.Add(sample(f, name))
	}
	f.Add(`{"invoice": {"contact": {}, "taxes": [{}], "allowance_charges_attributes": [{}], "invoice_lines_attributes": [{"taxes_attributes": [{}]}, 5]}}`)
	f.Add(`{"supplier": {}, "buyer": 1, "lines": [{}, 2], "allowances": [{}], "taxBreakdown": [{}, []], "totals": []}`)
	f.Add(`{"accessPointRef": 1, "senderParticipantId": "0088:1", "invoice": {"lines": [{"quantity": "9e9"}]}}`)
	f.Fuzz(laws)
}

func FuzzCSV(f *testing.F) {
	f.Add(sample(f, "lines.csv"))
	f.Add(rows("1,2026-01-02,EUR,x,1,1,21", "1,,,y,2,3.5,10"))
	f.Add("sep=;\nnumber;quantity;price;vat_rate;issue_date;item_name\n1;1,5;2,50;21;2026-01-01;\"x\ny\"\n")
	f.Fuzz(laws)
}

// TestBounded: what a document can repeat costs no more than its length.
func TestBounded(t *testing.T) {
	const n = 5000
	line := func(i int) string {
		return fmt.Sprintf(`{"quantity": 1, "price": 1, "description": "x", "file_reference": "f", "taxes_attributes": [{"name": "VAT", "category": "E", "comment": "%d"}, {"name": "IRPF", "percent": -1}]}`, i)
	}
	var lines, taxes, table []string
	for i := range n {
		lines = append(lines, line(i))
		taxes = append(taxes, fmt.Sprintf(`{"quantity": 1, "price": 1, "description": "x", "taxes_attributes": [{"name": "VAT", "percent": 1.%d}]}`, i))
		table = append(table, fmt.Sprintf("1,2026-01-02,EUR,x,1,1,%d", i%7))
	}
	head := `{"invoice": {"number": "1", "date": "2026-01-02", "invoice_lines_attributes": [`
	start := time.Now()
	doc := one(t, head+strings.Join(lines, ",\n")+"]}}")
	if len(doc.Losses) > 700 || len(doc.Notes) > 100 {
		t.Errorf("%d losses, %d notes", len(doc.Losses), len(doc.Notes))
	}
	for _, data := range []string{head + strings.Join(taxes, ",\n") + "]}}", head + strings.Repeat("1,", n) + "1]}}", rows(table...), rows(strings.Repeat("x\n", n))} {
		if _, err := intake.Parse([]byte(data), intake.Options{}); err == nil {
			t.Errorf("%.200s: no error", data)
		}
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %s", took)
	}
}
