package facturae_test

import (
	"testing"

	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/internal/syntaxtest"
)

// twentyLines is a document of twenty lines.
func twentyLines(b *testing.B) (*facturae.Facturae, []byte) {
	doc, err := facturae.Parse([]byte(small()))
	if err != nil {
		b.Fatal(err)
	}
	i := &doc.Facturae.Invoices[0]
	for len(i.Items) < 20 {
		i.Items = append(i.Items, i.Items[0])
	}
	text, _, err := facturae.Build(&doc.Facturae)
	if err != nil {
		b.Fatal(err)
	}
	return &doc.Facturae, text
}

func BenchmarkTokenizer(b *testing.B) {
	_, text := twentyLines(b)
	b.SetBytes(int64(len(text)))
	syntaxtest.Tokenize(b, text)
}

func BenchmarkParse(b *testing.B) {
	_, text := twentyLines(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		doc, err := facturae.Parse(text)
		if err != nil || len(doc.Facturae.Invoices[0].Items) != 20 {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	f, text := twentyLines(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		out, _, err := facturae.Build(f)
		if err != nil || len(out) != len(text) {
			b.Fatal(err)
		}
	}
}
