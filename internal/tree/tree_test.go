package tree_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/tree"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

type visitor struct{ tree.Builder }

func (v *visitor) Open(e *xmlmap.Element)     { v.Builder.Open(names.Lookup(e.NS, e.Local), e) }
func (v *visitor) Close(text string, _ int64) { v.Builder.Close(text) }
func (v *visitor) Stray(text string, _ int64) {}

func build(t testing.TB, doc string) *tree.Tree {
	t.Helper()
	text, _, err := xmlmap.Decode([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	r := xmlmap.NewReader(text, names.Schema, xmlmap.Limits{})
	if !r.Start() {
		t.Fatal(r.Err())
	}
	v := new(visitor)
	if err := r.Walk(v); err != nil {
		t.Fatal(err)
	}
	return v.Tree()
}

const invoice = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <b:ID schemeID="x"> A&amp;<![CDATA[<]]><!-- no -->1
   2 </b:ID>
  <cac:Party><b:Name>one</b:Name></cac:Party>
  <cac:Party><b:Name/><b:Unheard>u</b:Unheard><cac:PostalAddress><b:Name>deep</b:Name></cac:PostalAddress></cac:Party>
</Invoice>`

func TestWritten(t *testing.T) {
	root := build(t, invoice).Root()
	p := tree.ParsePath("cac:Party/cbc:Name")
	for i, want := range []string{"cbc:Name", "b:Name"} { // the first has content
		if got := p.All(root)[i].Written(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := (tree.Node{}).Written(); got != "" {
		t.Errorf("an absent element is written %q", got)
	}
}

func TestTree(t *testing.T) {
	tr := build(t, invoice)
	root := tr.Root()
	id := root.Child(names.Of("cbc:ID"))
	if got := id.Norm(); got != "A&<1 2" {
		t.Errorf("text %q", got)
	}
	if v, ok := id.Attr("schemeID"); !ok || v != "x" {
		t.Errorf("attribute %q %v", v, ok)
	}
	for path, want := range map[string]string{
		"cac:Party/cbc:Name": "one,", "cac:Party/cac:PostalAddress/cbc:Name|cbc:ID": "deep, A&<1\n   2 ",
		"/inv:Invoice/cac:Party/*/cbc:Name": "deep", "cac:Party/../cac:Party/cbc:Name": "one,,one,", "/cn:CreditNote/cbc:ID": "",
	} {
		p := tree.ParsePath(path)
		var got []string
		p.Each(root, func(n tree.Node) bool { got = append(got, n.Text()); return true })
		if strings.Join(got, ",") != want || p.Count(root) != len(got) {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	n := 0
	for x := tr.First(names.Of("cbc:Name")); x.Exists(); x = x.Same() {
		n++
	}
	if n != 3 || !tr.First(names.Of("cbc:ID")).Exists() || tr.First(names.Of("cbc:Note")).Exists() {
		t.Errorf("%d names", n)
	}
	second := root.Child(names.Of("cac:Party")).NextNamed(names.Of("cac:Party"))
	if i, several := second.Index(); i != 2 || !several {
		t.Errorf("index %d %v", i, several)
	}
	if got := second.FirstChild().Next().Show(); got != "b:Unheard" {
		t.Errorf("unknown name %q", got)
	}
	if v := second.Value(); v != "udeep" {
		t.Errorf("value %q", v)
	}
	for pattern, want := range map[string]bool{"cac:Party": true, "/*/cac:Party": true, "/cac:Party": false, "inv:Invoice/cac:Party": true, "cn:CreditNote/cac:Party": false, "cbc:ID|cac:Party": true} {
		got := false
		for _, p := range tree.ParsePatterns(pattern) {
			got = got || p.Matches(second)
		}
		if got != want {
			t.Errorf("%s: %v", pattern, got)
		}
	}
	var none tree.Node
	if none.Exists() || none.Child(names.Of("cbc:ID")).Exists() || none.Parent().Exists() || none.Norm() != "" || none.Decimal().IsSet() || none.Attrs() != nil {
		t.Error("the absent node answers")
	}
}

func TestBuilderAgain(t *testing.T) {
	var b tree.Builder
	for range 3 {
		b.Reset()
		b.Open(names.Of("inv:Invoice"), &xmlmap.Element{})
		b.Open(names.Of("cbc:ID"), &xmlmap.Element{})
		b.Close("1")
		var part tree.Builder
		part.Begin(&b)
		part.Open(names.Of("cac:InvoiceLine"), &xmlmap.Element{})
		part.Close("")
		line := part.Tree().First(names.Of("cac:InvoiceLine"))
		if line.Parent().Name() != names.Of("inv:Invoice") || line.Parent().Child(names.Of("cbc:ID")).Exists() || b.Tree().Len() != 2 || part.Tree().Len() != 2 {
			t.Error("a part has the elements around it, and nothing else of the document")
		}
		b.Close("")
	}
}

// TestWide: children of an element that has many of them are found like those of one
// that has few.
func TestWide(t *testing.T) {
	var doc strings.Builder
	for i := range 500 {
		fmt.Fprintf(&doc, "<%s>%d</%[1]s>", []string{"cbc:ID", "x", "cbc:Note", "y", "cac:Party"}[i*i%7%5], i)
	}
	wide := build(t, strings.Split(invoice, "\n")[0]+strings.NewReplacer("cbc:", "b:").Replace(doc.String())+"</Invoice>").Root()
	seen := map[string]int{}
	last := map[names.Name]tree.Node{}
	for c := wide.FirstChild(); c.Exists(); c = c.Next() {
		seen[c.Show()]++
		if n, several := c.Index(); n != seen[c.Show()] || !several {
			t.Fatalf("%s has the number %d, %v; want %d", c.Text(), n, several, seen[c.Show()])
		}
		before, ok := last[c.Name()]
		switch {
		case !ok && wide.Child(c.Name()) != c:
			t.Fatalf("the first %s is not found", c.Show())
		case ok && before.NextNamed(c.Name()) != c:
			t.Fatalf("%s does not lead to %s", before.Text(), c.Text())
		}
		last[c.Name()] = c
	}
	for name, n := range last {
		if n.NextNamed(name).Exists() {
			t.Errorf("%s is not the last", n.Text())
		}
	}
	if len(last) < 3 || wide.Child(names.Of("cac:Delivery")).Exists() || wide.FirstChild().NextNamed(names.Of("cbc:Note")) != wide.Child(names.Of("cbc:Note")) {
		t.Error(last)
	}
}
