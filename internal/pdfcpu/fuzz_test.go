package pdfcpu

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// FuzzOpen: pdfcpu takes what it is handed, or says what is wrong, soon and without panic;
// and a plain document stays one.
func FuzzOpen(f *testing.F) {
	f.Add(sample().Bytes())
	f.Add(sample().Packed())
	f.Fuzz(func(t *testing.T, data []byte) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		c, err := Open(ctx, data, pdf.Limits{})
		if elapsed := time.Since(start); elapsed > 5*time.Second {
			t.Fatalf("took %v", elapsed)
		}
		var own *pdf.Error
		if err != nil && !errors.As(err, &own) || err == nil && c == nil {
			t.Fatalf("%T: %v", err, err)
		}
		d, err := pdf.Open(ctx, data, pdf.Limits{})
		if err != nil {
			return
		}
		plain, err := d.Plain()
		if err != nil {
			return
		}
		again, err := pdf.Open(ctx, plain, pdf.Limits{})
		if err != nil || again.Repaired || again.Encrypted() {
			t.Fatalf("%v, %+v", err, again)
		}
	})
}
