package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// element is a document that can be changed.
type element struct {
	name     string
	attrs    []xmlmap.Attribute
	text     string
	children []*element
	parent   *element
}

// mutator makes mutants out of seeds.
type mutator struct {
	*rand.Rand
	seeds  []*element
	texts  map[string][]string   // by name: what has been seen in it
	values map[string][]string   // by attribute
	grafts map[string][]*element // by name of the parent: what has been seen in it
}

func newMutator(r *rand.Rand, seeds []string) (*mutator, error) {
	files, err := expand(seeds)
	if err != nil {
		return nil, err
	}
	m := &mutator{Rand: r, texts: map[string][]string{}, values: map[string][]string{}, grafts: map[string][]*element{}}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		if root := parse(data); root != nil {
			m.seeds = append(m.seeds, root)
			m.learn(root)
		}
	}
	if len(m.seeds) == 0 {
		return nil, errors.New("no seeds: name files or folders with invoices in UBL or CII")
	}
	return m, nil
}

// parse reads a document; nil for what is none, or too large to be changed quickly.
func parse(data []byte) *element {
	if len(data) > 256<<10 {
		return nil
	}
	text, _, err := xmlmap.Decode(data)
	if err != nil {
		return nil
	}
	r := xmlmap.NewReader(text, names.Schema, xmlmap.Limits{})
	if !r.Start() {
		return nil
	}
	if uri, local := r.Root(); names.LookupURI(uri, local) == names.Other {
		return nil
	}
	var b builder
	if r.Walk(&b) != nil {
		return nil
	}
	return b.root
}

type builder struct{ root, open *element }

func (b *builder) Open(e *xmlmap.Element) {
	x := &element{name: names.Lookup(e.NS, e.Local).String(), attrs: append([]xmlmap.Attribute(nil), e.Attrs...), parent: b.open}
	if x.name == "" {
		x.name = e.Local
	}
	if b.open == nil {
		b.root = x
	} else {
		b.open.children = append(b.open.children, x)
	}
	b.open = x
}

func (b *builder) Close(text string, _ int64) { b.open.text, b.open = text, b.open.parent }
func (b *builder) Stray(string, int64)        {}

// learn notes what stands where, to put it elsewhere.
func (m *mutator) learn(e *element) {
	if len(e.children) == 0 && len(m.texts[e.name]) < 200 {
		m.texts[e.name] = append(m.texts[e.name], e.text)
	}
	for _, a := range e.attrs {
		if a.Space == "" {
			m.values[a.Local] = append(m.values[a.Local], a.Value)
		}
	}
	for _, c := range e.children {
		if len(m.grafts[e.name]) < 500 {
			m.grafts[e.name] = append(m.grafts[e.name], c)
		}
		m.learn(c)
	}
}

// mutant is a changed seed, and what was done to it.
func (m *mutator) mutant() (doc []byte, what string) {
	root := m.seeds[m.IntN(len(m.seeds))].clone(nil)
	var done []string
	for range 1 + m.IntN(3) {
		done = append(done, m.change(root))
	}
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	root.write(&b, true)
	return []byte(b.String()), strings.Join(done, "; ")
}

func (e *element) clone(parent *element) *element {
	x := &element{name: e.name, attrs: append([]xmlmap.Attribute(nil), e.attrs...), text: e.text, parent: parent}
	for _, c := range e.children {
		x.children = append(x.children, c.clone(x))
	}
	return x
}

func (e *element) all(into []*element) []*element {
	for _, c := range e.children {
		into = c.all(append(into, c))
	}
	return into
}

func (e *element) place() int {
	for i, c := range e.parent.children {
		if c == e {
			return i
		}
	}
	return -1
}

func (e *element) insert(at int, x *element) {
	x.parent = e
	e.children = append(e.children[:at], append([]*element{x}, e.children[at:]...)...)
}

func (e *element) remove() {
	i := e.place()
	e.parent.children = append(e.parent.children[:i:i], e.parent.children[i+1:]...)
}

// change makes one change somewhere in the document.
func (m *mutator) change(root *element) string {
	all := root.all(nil)
	if len(all) == 0 {
		return "nothing is left"
	}
	e := all[m.IntN(len(all))]
	switch k := m.IntN(100); {
	case k < 18:
		e.remove()
		return "drop " + e.name
	case k < 26:
		e.parent.insert(e.place()+1, e.clone(nil))
		return "twice " + e.name
	case k < 50 && len(e.children) == 0:
		return m.changeText(e)
	case k < 62:
		return m.changeAttr(e)
	case k < 90:
		return m.graft(root, e)
	case k < 93:
		e.children, e.text = nil, ""
		return "empty " + e.name
	case k < 96 && e.place() > 0:
		i := e.place()
		c := e.parent.children
		c[i], c[i-1] = c[i-1], c[i]
		return "swap " + e.name
	}
	return m.changeText(e)
}

// oddities are values that rules stumble over.
var oddities = []string{"", " ", "0", "0.00", "1", "-1", "0.001", "100.005", "1000000.10", "1.0", "+5", ".5", "5.", "19", "19.00", "7", "25", "x",
	"S", "Z", "E", "AE", "K", "G", "O", "L", "M", "B", "380", "381", "384", "326", "389", "71", "30", "58", "59", "49", "48", "10", "1", "97", "EUR", "SEK", "DKK", "NOK", "XXX", // XXX: no currency
	"DE", "DK", "NO", "SE", "IT", "IS", "NL", "GR", "EL", "FR", "XI", "de", "DE123456789", "NO123456785MVA", "SE556000461501", "IT00743110157", "EL123456789", "GR123456789",
	"2026-01-31", "2025-02-28", "2026-12-31", "20260131", "102", "203", "VAT", "vat", "GST", "0088", "0184", "0192", "0007", "9930", "EM", "SEPA", "VA", "FC",
	"true", "false", "3", "35", "432", "5", "29", "72", "130", "50", "916", "C62", "HUR", "KGM", "XPP", "VATEX-EU-O", "VATEX-EU-AE", "VATEX-EU-132", "application/pdf", "text/xml",
	"#SKONTO#TAGE=14#PROZENT=2.25#\n", "DE75512108001245126199", "NO9386011117947", "5790000435975", "a b", " EUR ", "1234567890123456", "ö",
}

func (m *mutator) changeText(e *element) string {
	before := e.text
	if seen := m.texts[e.name]; len(seen) > 0 && m.IntN(2) == 0 {
		e.text = seen[m.IntN(len(seen))]
	} else {
		e.text = oddities[m.IntN(len(oddities))]
	}
	e.children = nil
	return fmt.Sprintf("set %s %.30q to %.30q", e.name, before, e.text)
}

func (m *mutator) changeAttr(e *element) string {
	common := []string{"schemeID", "currencyID", "unitCode", "listID", "mimeCode", "filename", "format", "name", "schemeName", "listVersionID", "schemeAgencyID", "languageID", "unitCodeListID"}
	if len(e.attrs) == 0 || m.IntN(4) == 0 {
		a := common[m.IntN(len(common))]
		e.attrs = append(e.attrs, xmlmap.Attribute{Local: a, Raw: a, Value: m.attrValue(a)})
		if hasTwice(e.attrs, a) {
			e.attrs = e.attrs[:len(e.attrs)-1]
		}
		return "attribute " + a + " on " + e.name
	}
	i := m.IntN(len(e.attrs))
	a := &e.attrs[i]
	if m.IntN(3) == 0 {
		name := a.Raw
		e.attrs = append(e.attrs[:i:i], e.attrs[i+1:]...)
		return "no attribute " + name + " on " + e.name
	}
	a.Value = m.attrValue(a.Local)
	return fmt.Sprintf("attribute %s=%.20q on %s", a.Raw, a.Value, e.name)
}

func (m *mutator) attrValue(a string) string {
	if seen := m.values[a]; len(seen) > 0 && m.IntN(3) > 0 {
		return seen[m.IntN(len(seen))]
	}
	return oddities[m.IntN(len(oddities))]
}

func hasTwice(attrs []xmlmap.Attribute, name string) bool {
	n := 0
	for _, a := range attrs {
		if a.Local == name {
			n++
		}
	}
	return n > 1
}

// graft puts into an element, or one around it, what another document has in one of
// that name, next to its like or behind what stands before it there.
func (m *mutator) graft(root, e *element) string {
	for len(m.grafts[e.name]) == 0 {
		if e = e.parent; e == nil {
			return "no graft"
		}
	}
	seen := m.grafts[e.name]
	donor := seen[m.IntN(len(seen))]
	e.insert(m.spot(e, donor), donor.clone(nil))
	return "graft " + donor.name + " into " + e.name
}

// spot is where the donor fits: behind the last of its like, or of those that stand before
// it where it comes from.
func (m *mutator) spot(e, donor *element) int {
	before := map[string]bool{donor.name: true}
	for _, c := range donor.parent.children {
		if c == donor {
			break
		}
		before[c.name] = true
	}
	at := 0
	for i, c := range e.children {
		if before[c.name] {
			at = i + 1
		}
	}
	return at
}

// write writes the document with the prefixes that are used by convention.
func (e *element) write(b *strings.Builder, root bool) {
	name := e.name
	for _, ns := range names.Schema.Namespaces {
		if ns.Hidden {
			name = strings.TrimPrefix(name, ns.Prefix+":")
		}
	}
	b.WriteString("<" + name)
	if root {
		prefix, _, _ := strings.Cut(e.name, ":")
		for _, ns := range names.Schema.Namespaces {
			switch {
			case ns.Prefix == prefix && ns.Hidden:
				b.WriteString(` xmlns="` + ns.URI + `"`)
			case !ns.Hidden:
				b.WriteString(` xmlns:` + ns.Prefix + `="` + ns.URI + `"`)
			}
		}
	}
	for _, a := range e.attrs {
		if a.Space == "" {
			b.WriteString(" " + a.Local + `="`)
			xml.EscapeText(b, []byte(a.Value))
			b.WriteString(`"`)
		}
	}
	b.WriteString(">")
	for _, c := range e.children {
		c.write(b, false)
	}
	if len(e.children) == 0 {
		xml.EscapeText(b, []byte(e.text))
	}
	b.WriteString("</" + name + ">")
}
