package schema

import (
	"math/bits"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Validator holds one document against a schema. It is not safe for concurrent use;
// after Reset it can be used for another document.
type Validator struct {
	s      *Schema
	t      *table
	report func(Fault)
	open   []frame
	skip   int                 // depth in an element that is not looked at
	ids    map[string]struct{} // values of type xs:ID
}

// frame is an open element.
type frame struct {
	typ    typeID
	parent bool // it has child elements
	told   bool // that it must not have text, or elements
	name   names.Name
	state  uint32
	seen   bitset // particles that elements were found for
	owed   bitset // particles that were reported missing
	raw    string // name as written, where it has no number
}

// bitset remembers the first particles of a content model; none has more but those
// where it does not matter.
type bitset [2]uint64

func (b *bitset) add(i uint32) {
	if i < 128 {
		b[i>>6] |= 1 << (i & 63)
	}
}

func (b *bitset) drop(i uint32) {
	if i < 128 {
		b[i>>6] &^= 1 << (i & 63)
	}
}
func (b *bitset) has(i uint32) bool { return i < 128 && b[i>>6]&(1<<(i&63)) != 0 }

// maxIDs is how many identifiers are remembered; beyond it, they are no longer held
// against each other.
const maxIDs = 100_000

// maxID is the length in bytes of those.
const maxID = 200

const xsiNS = "http://www.w3.org/2001/XMLSchema-instance"

// NewValidator is a validator for one document of the schema, which hands over each
// fault as it finds it.
func (s *Schema) NewValidator(report func(Fault)) *Validator {
	return &Validator{s: s, t: s.load(), report: report, open: make([]frame, 0, 16)}
}

// Reset forgets the document.
func (v *Validator) Reset() {
	clear(v.open[:cap(v.open)]) // let go of the document's text
	v.open, v.skip = v.open[:0], 0
	clear(v.ids)
}

// Open takes in a start tag.
func (v *Validator) Open(n names.Name, e *xmlmap.Element) {
	if v.skip > 0 {
		v.skip++
		return
	}
	if len(v.open) == 0 {
		v.root(n, e)
		return
	}
	f := &v.open[len(v.open)-1]
	f.parent = true
	t := &v.t.types[f.typ]
	if t.kind < ofElements {
		v.inOther(f, t, n, e)
		return
	}
	s := &v.t.states[f.state]
	if n != names.Other {
		edges := v.t.edges[s.from:s.to]
		for i := range edges {
			if edges[i].name == n {
				f.state = edges[i].to
				f.seen.add(edges[i].to - t.start)
				v.enter(n, edges[i].typ, e, true)
				return
			}
		}
	}
	if s.wild && v.wildcard(f, t, s, n, e) {
		return
	}
	v.unexpected(f, t, n, e)
}

func (v *Validator) root(n names.Name, e *xmlmap.Element) {
	if n != v.s.root {
		v.fault(WrongRoot, e.Off, Args{Element: shown(n, e), Expected: v.s.root.Show()})
		v.skip = 1
		return
	}
	v.enter(n, v.t.global[n], e, true)
}

// inOther takes an element in one that has no content model.
func (v *Validator) inOther(f *frame, t *typ, n names.Name, e *xmlmap.Element) {
	if t.kind == ofAnything {
		v.anything(n, e)
		return
	}
	code := ElementsInText
	if t.kind == ofNothing {
		code = ElementsInEmpty
	}
	if !f.told {
		v.fault(code, e.Off, Args{Element: shown(n, e), Parent: f.show()})
	}
	f.told = true
	v.skip = 1
}

// anything takes an element wherever any is allowed: as declared if it is.
func (v *Validator) anything(n names.Name, e *xmlmap.Element) {
	if id := v.declared(n); id != noType {
		v.enter(n, id, e, true)
		return
	}
	v.enter(n, anyType, e, false)
}

// declared is the type of a global element. A root of the same tables is declared in
// its own schema only.
func (v *Validator) declared(n names.Name) typeID {
	id := v.t.global[n]
	if id == noType || n == v.s.root {
		return id
	}
	for _, r := range v.t.roots {
		if r == n {
			return noType
		}
	}
	return id
}

// wildcard looks for one that takes the element.
func (v *Validator) wildcard(f *frame, t *typ, s *state, n names.Name, e *xmlmap.Element) bool {
	for _, x := range v.t.edges[s.from:s.to] {
		if x.name != names.Other {
			continue
		}
		w := &v.t.wild[x.typ]
		if !w.takes(e) {
			continue
		}
		f.state = x.to
		f.seen.add(x.to - t.start)
		if w.strict && v.declared(n) == noType && !hasType(e) {
			v.fault(UndeclaredElement, e.Off, Args{Element: shown(n, e), Parent: f.show()})
			v.skip = 1
			return true
		}
		v.anything(n, e)
		return true
	}
	return false
}

func (w *wildcard) takes(e *xmlmap.Element) bool {
	return !w.other || e.NS != 0 && e.NS != w.space
}

// enter begins an element of a type.
func (v *Validator) enter(n names.Name, id typeID, e *xmlmap.Element, declared bool) {
	f := frame{typ: id, name: n}
	if n == names.Other {
		f.raw = e.Raw
	}
	if t := &v.t.types[id]; len(e.Attrs) > 0 || t.required != 0 {
		f.typ = v.attributes(&f, e, declared)
	}
	f.state = v.t.types[f.typ].start
	v.open = append(v.open, f)
}

// Close takes in an end tag, with the text of an element without child elements.
func (v *Validator) Close(text string, off int64) {
	if v.skip > 0 {
		v.skip--
		return
	}
	if len(v.open) == 0 {
		return
	}
	f := &v.open[len(v.open)-1]
	t := &v.t.types[f.typ]
	switch t.kind {
	case ofText:
		if !f.parent {
			v.value(f, "", t.value, text, off)
		}
	case ofNothing:
		if text != "" {
			v.fault(TextNotAllowed, off, Args{Element: f.show(), Value: cut(text)})
		}
	case ofElements:
		if text != "" && !isBlank(text) {
			v.Stray(text, off)
		}
		fallthrough
	case ofMixed:
		if !v.t.states[f.state].accept {
			v.unfinished(f, t, off)
		}
	}
	v.open = v.open[:len(v.open)-1]
}

// Stray takes in text beside elements.
func (v *Validator) Stray(text string, off int64) {
	if v.skip > 0 || len(v.open) == 0 {
		return
	}
	f := &v.open[len(v.open)-1]
	switch k := v.t.types[f.typ].kind; {
	case k == ofAnything || k == ofMixed || f.told:
	case k == ofText: // its elements are the fault
	default:
		f.told = true
		v.fault(TextNotAllowed, off, Args{Element: f.show(), Value: cut(text)})
	}
}

// value checks the text of an element, or of an attribute of it.
func (v *Validator) value(f *frame, attribute string, s *simple, text string, off int64) {
	code, expected := s.check(text)
	if code != 0 {
		v.fault(code, off, Args{Element: f.show(), Attribute: attribute, Value: cut(text), Expected: expected})
		return
	}
	if s.id {
		v.identifier(f, attribute, collapsed(text), off)
	}
}

func (v *Validator) identifier(f *frame, attribute, id string, off int64) {
	if v.ids == nil {
		v.ids = map[string]struct{}{}
	}
	if _, twice := v.ids[id]; twice {
		v.fault(DuplicateID, off, Args{Element: f.show(), Attribute: attribute, Value: cut(id)})
	} else if len(v.ids) < maxIDs && len(id) <= maxID {
		v.ids[strings.Clone(id)] = struct{}{} // without the document around it
	}
}

func (v *Validator) fault(code Code, off int64, a Args) {
	v.report(Fault{Off: off, Code: code, Args: a})
}

func (f *frame) show() string {
	if f.name == names.Other {
		return cut(f.raw)
	}
	return f.name.Show()
}

func shown(n names.Name, e *xmlmap.Element) string {
	if n == names.Other {
		return cut(e.Raw)
	}
	return n.Show()
}

// lowest is the first particle of a set after one, 0 if there is none.
func (b *bitset) lowest(after uint32) uint32 {
	for i := after + 1; i < 128; {
		if w := b[i>>6] >> (i & 63); w != 0 {
			return i + uint32(bits.TrailingZeros64(w))
		}
		i = (i>>6 + 1) << 6
	}
	return 0
}
