package schema_test

import (
	"testing"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/schema"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// driver hands a walk over to a validator.
type driver struct{ v *schema.Validator }

func (d driver) Open(e *xmlmap.Element)       { d.v.Open(names.Lookup(e.NS, e.Local), e) }
func (d driver) Close(text string, off int64) { d.v.Close(text, off) }
func (d driver) Stray(text string, off int64) { d.v.Stray(text, off) }

// walk reads a document; the error is that of the reader.
func walk(doc []byte, v xmlmap.Visitor) error {
	text, _, err := xmlmap.Decode(doc)
	if err != nil {
		return err
	}
	r := xmlmap.NewReader(text, names.Schema, xmlmap.Limits{})
	if !r.Start() {
		return r.Err()
	}
	if err := r.Walk(v); err != nil {
		return err
	}
	r.Finish()
	return r.Err()
}

// validate is what the schema of a root element says of a document.
func validate(t testing.TB, root string, doc []byte) (faults []schema.Fault, err error) {
	t.Helper()
	v := schema.For(names.Of(root)).NewValidator(func(f schema.Fault) { faults = append(faults, f) })
	return faults, walk(doc, driver{v})
}

func messages(faults []schema.Fault) (all []string) {
	for _, f := range faults {
		all = append(all, f.Message())
	}
	return all
}
