package pdfa_test

import (
	"context"
	"testing"

	"github.com/einvoice-go/einvoice/internal/pdf"
	"github.com/einvoice-go/einvoice/internal/pdfa"
)

// FuzzMend: what a stranger sends neither ends the program nor makes it mend twice.
func FuzzMend(f *testing.F) {
	for _, c := range cases {
		f.Add(c.sheet.bytes())
	}
	for _, c := range fontCases() {
		if data := c.sheet.bytes(); len(data) < 100_000 {
			f.Add(data)
		}
	}
	ctx := context.Background()
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := pdf.Open(ctx, data, pdf.Limits{Values: 100_000, Decoded: 4 << 20})
		if err != nil {
			return
		}
		if _, err := pdfa.Mend(ctx, d); err != nil {
			if pdf.IsCode(err, pdf.Limit) {
				return
			}
			t.Fatal(err)
		}
		plain, err := d.Plain()
		if err != nil {
			return
		}
		again, err := pdf.Open(ctx, plain, pdf.Limits{})
		if err != nil { // what there is of a document may not be worth writing
			return
		}
		problems, err := pdfa.Mend(ctx, again)
		if err != nil && !pdf.IsCode(err, pdf.Limit) {
			t.Fatal(err)
		}
		for _, p := range problems {
			if p.Mended {
				t.Errorf("mended twice: %v", p)
			}
		}
	})
}
