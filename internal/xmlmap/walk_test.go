package xmlmap_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

type walkLog struct{ strings.Builder }

func (w *walkLog) Open(e *xmlmap.Element) {
	fmt.Fprintf(w, "<%d:%s@%d", e.NS, e.Local, e.Off)
	for _, a := range e.Attrs {
		fmt.Fprintf(w, " %s|%s=%q", a.Space, a.Local, a.Value)
	}
	w.WriteString(">")
}
func (w *walkLog) Close(text string, off int64) { fmt.Fprintf(w, "%q@%d/", text, off) }
func (w *walkLog) Stray(text string, off int64) { fmt.Fprintf(w, "!%q@%d", text, off) }

var walkSchema = &xmlmap.Schema{Namespaces: []xmlmap.Namespace{{Prefix: "a", URI: "urn:a"}}}

// TestWalk holds what a visitor sees, in memory and as a stream of single bytes.
func TestWalk(t *testing.T) {
	for doc, want := range map[string]string{
		`<r xmlns="urn:a" x="1&amp;"/>`:                         `<1:r@0 |x="1&">""@29/`,
		`<r><a>t</a> <b> </b>  </r>`:                            `<0:r@0><0:a@3>"t"@6/<0:b@12>" "@15/""@20/`,
		`<r>x<a/>y<!-- c -->z<a/></r>`:                          `<0:r@0>!"x"@3<0:a@4>""@8/!"yz"@8<0:a@20>""@24/""@24/`,
		`<r><a>1<![CDATA[<2>]]>&#51;<?p?>4</a></r>`:             `<0:r@0><0:a@3>"1<2>34"@6/""@37/`,
		`<q:r xmlns:q="urn:b" q:x="1"><a xmlns="urn:a"/></q:r>`: `<255:r@0 urn:b|x="1"><1:a@29>""@47/""@47/`,
	} {
		var whole walkLog
		r := xmlmap.NewReader(doc, walkSchema, xmlmap.Limits{})
		if !r.Start() {
			t.Fatal(r.Err())
		}
		err := r.Walk(&whole)
		r.Finish()
		if err != nil || r.Err() != nil || whole.String() != want {
			t.Errorf("%s\n got %s\nwant %s %v", doc, whole.String(), want, err)
		}
		var parts walkLog
		r, _, err = xmlmap.NewStream(context.Background(), iotest.OneByteReader(strings.NewReader(doc)), walkSchema, xmlmap.Limits{})
		if err != nil || !r.Start() {
			t.Fatal(err)
		}
		if err := r.Walk(&parts); err != nil || parts.String() != whole.String() {
			t.Errorf("%s: as a stream %s %v", doc, parts.String(), err)
		}
	}
}

func TestWalkIllFormed(t *testing.T) {
	for _, doc := range []string{`<r>`, `<r><a></r>`, `<r>&x;</r>`, `<r><a`, `<r>]]></r>`, `<r><a>t</a`, `<r x="&x;"/>`, `<r><![CDATA[</r>`, "<r>\x01</r>", `<r><a><b/>`} {
		r := xmlmap.NewReader(doc, walkSchema, xmlmap.Limits{})
		if r.Start() && r.Walk(new(walkLog)) == nil {
			t.Errorf("%s: no error", doc)
		}
	}
}
