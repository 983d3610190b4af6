package schema_test

import (
	"context"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/schema"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// repeated is a text many times over.
type repeated struct {
	text string
	left int
	at   int
}

func (r *repeated) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if r.left == 0 {
			return n, io.EOF
		}
		k := copy(p[n:], r.text[r.at:])
		n += k
		if r.at += k; r.at == len(r.text) {
			r.at, r.left = 0, r.left-1
		}
	}
	return n, nil
}

// TestEndless validates a long document in parts: what is held does not grow.
func TestEndless(t *testing.T) {
	doc := base(t)["inv:Invoice"]
	from, to := strings.Index(doc, "<cac:InvoiceLine>"), strings.LastIndex(doc, "</cac:InvoiceLine>")+len("</cac:InvoiceLine>")
	line := doc[from:to]
	lines := 100_000_000 / len(line)
	in := io.MultiReader(strings.NewReader(doc[:from]), &repeated{text: line, left: lines}, strings.NewReader(doc[to:]))
	r, _, err := xmlmap.NewStream(context.Background(), in, names.Schema, xmlmap.Limits{})
	if err != nil || !r.Start() {
		t.Fatal(err)
	}
	faults := 0
	v := schema.For(names.Of("inv:Invoice")).NewValidator(func(schema.Fault) { faults++ })
	c := &counting{driver: driver{v}}
	if err := r.Walk(c); err != nil || faults > 0 {
		t.Fatal(err, faults)
	}
	if c.elements < lines {
		t.Errorf("only %d elements", c.elements)
	}
	if c.first == 0 || c.most > c.first+1<<20 {
		t.Errorf("%d bytes held near the start, %d later", c.first, c.most)
	}
}

// counting looks at the memory now and then: what is held, without the garbage, whose
// amount is the collector's affair.
type counting struct {
	driver
	elements    int
	first, most uint64
}

func (c *counting) Open(e *xmlmap.Element) {
	if c.elements++; c.elements%400_000 == 0 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if c.first == 0 {
			c.first = m.HeapAlloc
		}
		c.most = max(c.most, m.HeapAlloc)
	}
	c.driver.Open(e)
}
