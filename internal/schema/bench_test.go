package schema_test

import (
	"testing"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/internal/schema"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// lookup does what a walk needs before the validator: names.
type lookup struct{ n names.Name }

func (l *lookup) Open(e *xmlmap.Element) { l.n = names.Lookup(e.NS, e.Local) }
func (*lookup) Close(string, int64)      {}
func (*lookup) Stray(string, int64)      {}

// BenchmarkValidator measures a walk alone, and with the validator.
func BenchmarkValidator(b *testing.B) {
	for _, x := range []struct{ name, root, file string }{
		{"ubl", "inv:Invoice", "corpora/peppol-examples/examples/base-example.xml"},
		{"cii", "rsm:CrossIndustryInvoice", "corpora/en16931-cii-examples/CII_example1.xml"},
		{"facturae", "fe322:Facturae", ""},
	} {
		var doc []byte
		if x.file != "" {
			doc = published.Example(b, x.file)
		} else if published.Has() {
			doc = longestFacturae(b)
		}
		if doc == nil {
			continue
		}
		text, _, err := xmlmap.Decode(doc)
		if err != nil {
			b.Fatal(err)
		}
		faults := 0
		v := schema.For(names.Of(x.root)).NewValidator(func(schema.Fault) { faults++ })
		for _, visitor := range []struct {
			name string
			v    xmlmap.Visitor
		}{{"walk", &lookup{}}, {"walk+schema", driver{v}}} {
			b.Run(x.name+"/"+visitor.name, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				b.ReportAllocs()
				for b.Loop() {
					v.Reset()
					r := xmlmap.NewReader(text, names.Schema, xmlmap.Limits{})
					if !r.Start() || r.Walk(visitor.v) != nil || faults > 0 {
						b.Fatal(r.Err(), faults)
					}
				}
			})
		}
	}
}

// longestFacturae is the longest valid document of the current version.
func longestFacturae(b *testing.B) (doc []byte) {
	for _, x := range published.FacturaeDocuments(b) {
		if x.Version == "3.2.2" && x.Valid != nil && *x.Valid && len(x.Document) > len(doc) && len(x.Document) < 40_000 {
			doc = x.Document
		}
	}
	return doc
}
