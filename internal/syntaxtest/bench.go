package syntaxtest

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
)

// BenchmarkTokenizer is the yardstick: see Tokenize.
func (s *Syntax) BenchmarkTokenizer(b *testing.B) { s.each(b, Tokenize) }

// Tokenize measures encoding/xml reading tokens and doing nothing with them.
func Tokenize(b *testing.B, data []byte) {
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
}

func (s *Syntax) BenchmarkParse(b *testing.B) {
	s.each(b, func(b *testing.B, data []byte) {
		for b.Loop() {
			doc, err := s.Parse(data)
			if err != nil || len(doc.Invoice.Lines) == 0 || material(doc.Losses) {
				b.Fatal("not parsed", err)
			}
		}
	})
}

func (s *Syntax) BenchmarkStream(b *testing.B) {
	s.each(b, func(b *testing.B, data []byte) {
		for b.Loop() {
			n := 0
			_, err := s.Stream(context.Background(), bytes.NewReader(data), func(*einvoice.Line) error { n++; return nil })
			if err != nil || n == 0 {
				b.Fatal("not parsed", err)
			}
		}
	})
}

func (s *Syntax) BenchmarkBuild(b *testing.B) {
	s.each(b, func(b *testing.B, data []byte) {
		doc, err := s.Parse(data)
		if err != nil {
			b.Fatal(err)
		}
		w := s.Back(doc)
		for b.Loop() {
			out, losses, err := w.Build(&doc.Invoice, false)
			if err != nil || len(out) < 1000 || len(losses) > 0 {
				b.Fatal("not built", err)
			}
		}
	})
}

// each runs a benchmark on our sample with a few, a thousand and ten thousand lines,
// and on the published example where EINVOICE_CORPORA has it.
func (s *Syntax) each(b *testing.B, run func(*testing.B, []byte)) {
	on := func(name string, data []byte) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			run(b, data)
		})
	}
	if data := published.Example(b, s.Example); data != nil {
		on(s.ExampleName, data)
	}
	for _, n := range []int{2, 1000, 10000} {
		on(fmt.Sprintf("lines=%d", n), built(b, s.Writers[0], sample.WithLines(n)))
	}
}
