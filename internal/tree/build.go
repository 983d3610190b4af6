package tree

import (
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Builder puts trees together. The zero Builder is ready; after Reset it can be used
// for another document without asking for memory again.
type Builder struct {
	t    *Tree
	open []int32
	raw  []string // their names as written
}

// Tree is what has been built so far.
func (b *Builder) Tree() *Tree { return b.t }

// Reset forgets everything. Nodes of the tree so far must no longer be used.
func (b *Builder) Reset() {
	b.open = b.open[:0]
	clear(b.raw[:cap(b.raw)])
	b.raw = b.raw[:0]
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
	clear(t.other)
	clear(t.firsts)
	clear(t.known)
	t.kin = t.kin[:0]
	t.nodes, t.attrs, t.named = t.nodes[:0], t.attrs[:0], t.named[:0]
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
	if name == names.Other {
		t.write(i, e.Raw)
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
		p.indexed = false
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
	b.raw = append(b.raw, e.Raw)
	return Node{t, i}
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
	if n.firstChild == 0 && n.name != names.Other && xmlmap.Trim(text) == "" && b.raw[last] != n.name.Show() {
		b.t.write(b.open[last], b.raw[last])
	}
	if n.kids > narrow {
		b.t.index(b.open[last])
	}
	b.open, b.raw = b.open[:last], b.raw[:last]
}

// Settle is for who reads the tree while elements are open: wide ones among them are
// indexed already. What the tree remembered before it forgets.
func (b *Builder) Settle() {
	if b.t == nil {
		return
	}
	clear(b.t.known)
	for _, i := range b.open {
		if n := &b.t.nodes[i]; n.kids > narrow && !n.indexed {
			b.t.index(i)
		}
	}
}

// index makes the children of a wide element known to each other.
func (t *Tree) index(parent int32) {
	if t.firsts == nil {
		t.firsts = map[parentage]int32{}
	}
	t.kin = append(t.kin, make([]kin, len(t.nodes)-len(t.kin))...)
	last := map[names.Name]int32{}
	unknown := map[string]int32{} // how many there are of each, as written
	for i := t.nodes[parent].firstChild; i != 0; i = t.nodes[i].next {
		name := t.nodes[i].name
		before := last[name]
		if before == 0 {
			t.firsts[parentage{parent, name}] = i
		} else {
			t.kin[before].next = i
		}
		last[name] = i
		t.kin[i].nth = t.kin[before].nth + 1
		if name == names.Other {
			unknown[t.other[i]]++
			t.kin[i].nth = unknown[t.other[i]]
		}
	}
	t.nodes[parent].indexed = true
}

// Current is the element that is open, if any.
func (b *Builder) Current() Node {
	if len(b.open) == 0 {
		return Node{}
	}
	return Node{b.t, b.open[len(b.open)-1]}
}
