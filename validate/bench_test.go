package validate_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
	"github.com/einvoice-go/einvoice/validate"
)

// document is the sample as UBL with n lines that add up.
func document(b *testing.B, n int) []byte {
	inv := sample.WithLines(n)
	if _, err := (einvoice.CalculateOptions{Overwrite: true}).Calculate(inv); err != nil {
		b.Fatal(err)
	}
	data, _, err := ubl.Build(inv)
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// BenchmarkDocument is parsing and validating, next to encoding/xml only reading the
// tokens of the same bytes.
func BenchmarkDocument(b *testing.B) {
	docs := []struct {
		name string
		data []byte
	}{{"lines=10", document(b, 10)}, {"lines=1000", document(b, 1000)}, {"lines=10000", document(b, 10000)}}
	if data := published.BaseExample(b); data != nil {
		docs[0].name, docs[0].data = "peppol-base-example", data
	}
	for _, d := range docs {
		b.Run("tokenizer/"+d.name, func(b *testing.B) {
			b.SetBytes(int64(len(d.data)))
			for b.Loop() {
				t := xml.NewDecoder(bytes.NewReader(d.data))
				for {
					if _, err := t.Token(); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
		b.Run("memory/"+d.name, func(b *testing.B) {
			b.SetBytes(int64(len(d.data)))
			b.ReportAllocs()
			for b.Loop() {
				r, err := validate.Document(context.Background(), d.data, validate.Options{Rules: []string{"en16931"}})
				if err != nil || r.Status != validate.Valid || len(r.RuleSets) != 1 {
					b.Fatal(err, r)
				}
			}
		})
		b.Run("stream/"+d.name, func(b *testing.B) {
			b.SetBytes(int64(len(d.data)))
			b.ReportAllocs()
			open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(d.data)), nil }
			for b.Loop() {
				r, err := validate.Stream(context.Background(), open, validate.Options{Rules: []string{"en16931"}})
				if err != nil || r.Status != validate.Valid || len(r.RuleSets) != 1 {
					b.Fatal(err, r)
				}
			}
		})
	}
}
