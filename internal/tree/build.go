package tree

import (
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Builder puts trees together. The zero Builder is ready; after Reset it can be used
// for another document without asking for memory again.
type Builder struct {
	// Copies: texts are copied. The document comes in parts, and would stay in memory as
	// long as a piece of each part is needed.
	Copies bool

	t     *Tree
	open  []int32
	raw   []string          // their names as written
	words map[string]string // copies of names
}

// Tree is what has been built so far.
func (b *Builder) Tree() *Tree { return b.t }

// Reset forgets everything. Nodes of the tree so far must no longer be used.
func (b *Builder) Reset() {
	b.open = b.open[:0]
	clear(b.raw[:cap(b.raw)])
	b.raw = b.raw[:0]
	b.Copies, b.words = false, nil
	t := b.t
	if t == nil {
		b.t = &Tree{first: make([]int32, names.Count()), last: make([]int32, names.Count())}
		return
	}
	for _, name := range t.named {
		t.first[name], t.last[name] = 0, 0
	}
	clear(t.nodes) // let go of the document's text
	clear(t.attrs)
	t.other, t.wides, t.known = emptied(t.other), emptied(t.wides), emptied(t.known)
	t.kin = t.kin[:0]
	t.nodes, t.attrs, t.named = t.nodes[:0], t.attrs[:0], t.named[:0]
}

// emptied is a map to use again, unless it was large: emptying it would take as long each time.
func emptied[K comparable, V any](m map[K]V) map[K]V {
	const large = 64
	if len(m) > large {
		return nil
	}
	clear(m)
	return m
}

// Room is the number of elements and attributes that there is memory for.
func (b *Builder) Room() int {
	if b.t == nil {
		return 0
	}
	return cap(b.t.nodes) + cap(b.t.attrs)
}

// Begin makes the tree one of parts of another: it forgets everything, and takes over
// the elements that are open there, without what is in them.
func (b *Builder) Begin(of *Builder) {
	b.Reset()
	for _, i := range of.open {
		n := &of.t.nodes[i]
		e := xmlmap.Element{Raw: of.t.other[i], Off: n.off, Attrs: of.t.attrs[n.attrs : n.attrs+int32(n.nattrs)]}
		b.Open(n.name, &e)
	}
}

// Depth is the number of elements that are open.
func (b *Builder) Depth() int { return len(b.open) }

// Open begins an element.
func (b *Builder) Open(name names.Name, e *xmlmap.Element) Node {
	if b.t == nil {
		b.Reset()
	}
	t := b.t
	i := int32(len(t.nodes))
	n := node{name: name, off: e.Off, attrs: int32(len(t.attrs)), nattrs: uint16(len(e.Attrs))}
	t.attrs = append(t.attrs, e.Attrs...)
	raw := e.Raw
	if b.Copies {
		raw = b.word(raw)
		b.copy(t.attrs[n.attrs:])
	}
	if name == names.Other {
		t.write(i, raw)
	}
	if k := len(b.open); k > 0 {
		n.parent = b.open[k-1]
		p := &t.nodes[n.parent]
		if p.lastChild == 0 {
			p.firstChild = i
		} else {
			t.nodes[p.lastChild].next = i
		}
		p.lastChild = i
		if p.kids <= narrow {
			p.kids++
		}
	}
	t.nodes = append(t.nodes, n)
	if t.first[name] == 0 {
		t.first[name] = i + 1
		t.named = append(t.named, name)
	} else {
		t.nodes[t.last[name]].same = i
	}
	t.last[name] = i
	b.open = append(b.open, i)
	b.raw = append(b.raw, raw)
	return Node{t, i}
}

func (b *Builder) copy(attrs []xmlmap.Attribute) {
	for i := range attrs {
		a := &attrs[i]
		a.Space, a.Local, a.Raw, a.Value = b.word(a.Space), b.word(a.Local), b.word(a.Raw), strings.Clone(a.Value)
	}
}

// word is a copy of a name, the same each time.
func (b *Builder) word(s string) string {
	if w, ok := b.words[s]; ok {
		return w
	}
	if b.words == nil {
		b.words = map[string]string{}
	}
	s = strings.Clone(s)
	b.words[s] = s
	return s
}

func (t *Tree) write(i int32, raw string) {
	if t.other == nil {
		t.other = map[int32]string{}
	}
	t.other[i] = raw
}

// Close ends the element that was opened last.
func (b *Builder) Close(text string) {
	last := len(b.open) - 1
	n := &b.t.nodes[b.open[last]]
	n.text = text
	if b.Copies {
		n.text = strings.Clone(text)
	}
	if n.firstChild == 0 && n.name != names.Other && xmlmap.Trim(text) == "" && b.raw[last] != n.name.Show() {
		b.t.write(b.open[last], b.raw[last])
	}
	b.open, b.raw = b.open[:last], b.raw[:last]
}

// Forget lets the tree forget the answers that it remembers, as it has grown.
func (b *Builder) Forget() {
	if b.t != nil {
		clear(b.t.known)
	}
}

// Current is the element that is open, if any.
func (b *Builder) Current() Node {
	if len(b.open) == 0 {
		return Node{}
	}
	return Node{b.t, b.open[len(b.open)-1]}
}
