package ubl_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
)

// benchDocuments are what the benchmarks run on: our sample with a few, a thousand
// and ten thousand lines, and Peppol's base example where EINVOICE_CORPORA has it.
func benchDocuments(b *testing.B) map[string][]byte {
	docs := map[string][]byte{}
	for _, n := range []int{2, 1000, 10000} {
		data, _, err := ubl.Build(sample.WithLines(n))
		if err != nil {
			b.Fatal(err)
		}
		docs[fmt.Sprintf("lines=%d", n)] = data
	}
	if data := published.BaseExample(b); data != nil {
		docs["peppol-base-example"] = data
	}
	return docs
}

// BenchmarkTokenizer is the yardstick: encoding/xml reading tokens and doing nothing
// with them.
func BenchmarkTokenizer(b *testing.B) {
	each(b, func(b *testing.B, data []byte) {
		for b.Loop() {
			d := xml.NewDecoder(bytes.NewReader(data))
			n := 0
			for {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n < 100 {
				b.Fatal("too few tokens")
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	each(b, func(b *testing.B, data []byte) {
		for b.Loop() {
			doc, err := ubl.Parse(data)
			if err != nil || len(doc.Invoice.Lines) == 0 || len(doc.Losses) > 0 {
				b.Fatal("not parsed", err)
			}
		}
	})
}

func BenchmarkStream(b *testing.B) {
	each(b, func(b *testing.B, data []byte) {
		for b.Loop() {
			n := 0
			_, err := ubl.Stream(context.Background(), bytes.NewReader(data), func(*einvoice.Line) error { n++; return nil })
			if err != nil || n == 0 {
				b.Fatal("not parsed", err)
			}
		}
	})
}

func BenchmarkBuild(b *testing.B) {
	each(b, func(b *testing.B, data []byte) {
		doc, err := ubl.Parse(data)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			out, _, err := ubl.Build(&doc.Invoice)
			if err != nil || len(out) < 1000 {
				b.Fatal("not built", err)
			}
		}
	})
}

func each(b *testing.B, run func(*testing.B, []byte)) {
	docs := benchDocuments(b)
	for _, name := range []string{"peppol-base-example", "lines=2", "lines=1000", "lines=10000"} {
		if data, ok := docs[name]; ok {
			b.Run(name, func(b *testing.B) {
				b.SetBytes(int64(len(data)))
				b.ReportAllocs()
				run(b, data)
			})
		}
	}
}
