package convert_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/internal/syntaxtest"
	"github.com/einvoice-go/einvoice/ubl"
)

// benchDocuments are our sample with a few, a thousand and ten thousand lines in both
// syntaxes, and Peppol's base example where EINVOICE_CORPORA has it.
func benchDocuments(b *testing.B) (names []string, docs map[string][]byte) {
	docs = map[string][]byte{}
	add := func(name string, data []byte, err error) {
		if err != nil {
			b.Fatal(err)
		}
		names, docs[name] = append(names, name), data
	}
	if data := published.BaseExample(b); data != nil {
		add("peppol-base-example", data, nil)
	}
	for _, n := range []int{2, 1000, 10000} {
		inv := sample.WithLines(n)
		data, _, err := ubl.Build(inv)
		add(fmt.Sprintf("ubl-lines=%d", n), data, err)
		data, _, err = cii.Build(inv)
		add(fmt.Sprintf("cii-lines=%d", n), data, err)
	}
	return names, docs
}

func each(b *testing.B, run func(*testing.B, []byte)) {
	names, docs := benchDocuments(b)
	for _, name := range names {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(docs[name])))
			b.ReportAllocs()
			run(b, docs[name])
		})
	}
}

// BenchmarkTokenizer is the yardstick.
func BenchmarkTokenizer(b *testing.B) { each(b, syntaxtest.Tokenize) }

func BenchmarkConvert(b *testing.B) {
	each(b, func(b *testing.B, data []byte) {
		to := convert.CII
		if bytes.Contains(data[:200], []byte("CrossIndustryInvoice")) {
			to = convert.UBL
		}
		for b.Loop() {
			r, err := convert.Convert(data, convert.Options{To: to})
			if err != nil || len(r.Output) < 1000 {
				b.Fatal("not converted", err)
			}
		}
	})
}
