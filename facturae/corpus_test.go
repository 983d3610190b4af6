package facturae_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/internal/schema"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// faults is what the schema says of a document, "" if it is valid.
func faults(data []byte) string {
	r, _, err := xmlmap.NewStream(context.Background(), bytes.NewReader(data), names.Schema, xmlmap.Limits{})
	if err != nil {
		return err.Error()
	}
	if !r.Start() {
		return r.Err().Error()
	}
	s := schema.For(names.LookupURI(r.Root()))
	if s == nil {
		return "no schema"
	}
	found := ""
	v := s.NewValidator(func(f schema.Fault) { found += fmt.Sprintf("%+v\n", f) })
	if err := r.Walk(walker{v}); err != nil {
		return err.Error()
	}
	if r.Finish(); r.Err() != nil {
		return r.Err().Error()
	}
	return found
}

type walker struct{ *schema.Validator }

func (w walker) Open(e *xmlmap.Element) { w.Validator.Open(names.Lookup(e.NS, e.Local), e) }

// TestCorpus reads every published document of versions 3.2, 3.2.1 and 3.2.2 and writes it
// again: read . write . read is read, what was valid by its schema still is, and every
// element of the source is in the output or among the losses.
func TestCorpus(t *testing.T) {
	count := map[string]int{}
	lost := map[string]int{}
	for _, d := range published.FacturaeDocuments(t) {
		doc, err := facturae.Parse(d.Document)
		if doc == nil {
			if len(d.Version) >= 3 && d.Version[:3] == "3.2" {
				t.Errorf("%s: %v", d.File, err)
			}
			count["not 3.2"]++
			continue
		}
		valid := d.Valid != nil && *d.Valid
		if err != nil && valid {
			t.Errorf("%s: %v", d.File, err)
		}
		out, left, err := facturae.BuildOptions{Version: doc.Version}.Build(&doc.Facturae)
		if err != nil {
			if valid {
				t.Errorf("%s: build: %v", d.File, err)
			}
			count["not written again"]++
			continue
		}
		count["read and written"]++
		again, err := facturae.Parse(out)
		if err != nil {
			t.Errorf("%s: parse what was built: %v", d.File, err)
			continue
		}
		if !valid {
			continue
		}
		count["valid "+string(doc.Version)]++
		if len(left) > 0 {
			t.Errorf("%s: losses of writing the same version: %v", d.File, left)
		}
		if !reflect.DeepEqual(doc.Facturae, again.Facturae) {
			t.Errorf("%s: read . write . read differs from read", d.File)
		}
		if f := faults(out); f != "" && doc.Facturae.Extensions+extensions(&doc.Facturae) == "" {
			t.Errorf("%s: valid before, now: %s", d.File, f)
		}
		text, _, _ := xmlmap.Decode(d.Document)
		if missing := published.Unaccounted(t, []byte(text), out, doc.Losses); len(missing) > 0 {
			t.Errorf("%s: dropped in silence: %v", d.File, missing)
		}
		for _, l := range doc.Losses {
			lost[string(l.Kind)+" "+l.Path]++
		}
	}
	t.Log(count)
	for _, l := range slices.Sorted(maps.Keys(lost)) {
		t.Log(lost[l], l)
	}
	if count["valid 3.2"] < 45 || count["valid 3.2.1"] < 4 || count["valid 3.2.2"] < 55 {
		t.Error("documents are missing")
	}
}

// extensions are those of the invoices.
func extensions(f *facturae.Facturae) (all facturae.Extensions) {
	for i := range f.Invoices {
		if d := f.Invoices[i].AdditionalData; d != nil {
			all += d.Extensions
		}
		for k := range f.Invoices[i].Items {
			all += f.Invoices[i].Items[k].Extensions
		}
	}
	return all
}
