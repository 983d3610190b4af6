// Package tree holds a document as a tree of elements with numbered names: what rules
// look at that are written for a syntax.
//
// A Node is a handle; the zero Node is absent, and asking it anything answers with
// nothing. Trees are built by a Builder, once. They remember answers while they are read: a
// tree is for one goroutine at a time.
package tree

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Tree is a document, or a part of one with the elements around it.
type Tree struct {
	nodes []node
	attrs []xmlmap.Attribute
	other map[int32]string // names as written: those that no schema has, and those of empty elements with an unusual prefix
	first []int32          // by name: the first node that has it
	last  []int32
	named []names.Name // those that first knows, to forget them again

	wides map[int32]*wide // elements with many children that were asked for some
	kin   []kin           // by node: of the children of those
	known map[any]any     // answers to questions on large groups, see question
}

// node links are numbers of nodes; 0 is none, as the root is nobody's child.
type node struct {
	name       names.Name
	nattrs     uint16
	parent     int32
	firstChild int32
	lastChild  int32
	next       int32 // sibling
	same       int32 // next node of the same name, in document order
	attrs      int32
	kids       uint8 // children, up to narrow+1
	off        int64
	text       string
}

// Node is an element of a tree.
type Node struct {
	t *Tree
	i int32
}

// Root is the outermost element.
func (t *Tree) Root() Node {
	if t == nil || len(t.nodes) == 0 {
		return Node{}
	}
	return Node{t, 0}
}

// Len is the number of elements.
func (t *Tree) Len() int {
	if t == nil {
		return 0
	}
	return len(t.nodes)
}

// Names are the names that occur in the tree, each once.
func (t *Tree) Names() []names.Name { return t.named }

// First is the first element of a name anywhere in the tree; Same leads to the others.
func (t *Tree) First(name names.Name) Node {
	if t == nil || int(name) >= len(t.first) || t.first[name] == 0 {
		return Node{}
	}
	return Node{t, t.first[name] - 1}
}

// Same is the next element of the same name in document order.
func (n Node) Same() Node {
	if n.t == nil {
		return n
	}
	return n.t.at(n.t.nodes[n.i].same)
}

func (t *Tree) at(i int32) Node {
	if i == 0 {
		return Node{}
	}
	return Node{t, i}
}

// Exists tells a node from the absence of one.
func (n Node) Exists() bool { return n.t != nil }

// Name is the number of the element's name, names.Other if no schema has it.
func (n Node) Name() names.Name {
	if n.t == nil {
		return names.Other
	}
	return n.t.nodes[n.i].name
}

// Show is the element's name for messages and paths.
func (n Node) Show() string {
	if n.t == nil {
		return ""
	}
	if name := n.t.nodes[n.i].name; name != names.Other {
		return name.Show()
	}
	return n.t.other[n.i]
}

// Written is the name of an element without content as the document has it, with the prefix used there.
func (n Node) Written() string {
	if n.t == nil {
		return ""
	}
	if s, ok := n.t.other[n.i]; ok {
		return s
	}
	return n.Show()
}

// Offset is where the start tag stands in the document.
func (n Node) Offset() int64 {
	if n.t == nil {
		return -1
	}
	return n.t.nodes[n.i].off
}

// Text is the character data of an element without children, as it is.
func (n Node) Text() string {
	if n.t == nil {
		return ""
	}
	return n.t.nodes[n.i].text
}

// Norm is the text with XPath's normalize-space: trimmed, and single blanks within.
func (n Node) Norm() string { return Normalize(n.Text()) }

// Value is the string value of XPath: the text of the element and of all within it.
func (n Node) Value() string {
	if n.t == nil {
		return ""
	}
	if n.t.nodes[n.i].firstChild == 0 {
		return n.t.nodes[n.i].text
	}
	var b strings.Builder
	n.Walk(func(x Node) bool { b.WriteString(x.Text()); return true })
	return b.String()
}

// Decimal is the text as a number; one that is not set if it is absent or none.
func (n Node) Decimal() einvoice.Decimal {
	d, err := einvoice.ParseDecimal(xmlmap.Trim(n.Text()))
	if err != nil {
		return einvoice.Decimal{}
	}
	return d
}

// Attr is the value of an attribute without namespace.
func (n Node) Attr(local string) (value string, ok bool) {
	for _, a := range n.Attrs() {
		if a.Local == local && a.Space == "" {
			return a.Value, true
		}
	}
	return "", false
}

// AttrValue is Attr for those to whom absent and empty are the same.
func (n Node) AttrValue(local string) string {
	v, _ := n.Attr(local)
	return v
}

// Attrs are the attributes.
func (n Node) Attrs() []xmlmap.Attribute {
	if n.t == nil {
		return nil
	}
	x := &n.t.nodes[n.i]
	return n.t.attrs[x.attrs : x.attrs+int32(x.nattrs)]
}

// Parent is the element around this one.
func (n Node) Parent() Node {
	if n.t == nil || n.i == 0 {
		return Node{}
	}
	return Node{n.t, n.t.nodes[n.i].parent}
}

// FirstChild is the first child element of any name.
func (n Node) FirstChild() Node {
	if n.t == nil {
		return Node{}
	}
	return n.t.at(n.t.nodes[n.i].firstChild)
}

// Next is the next sibling of any name.
func (n Node) Next() Node {
	if n.t == nil {
		return Node{}
	}
	return n.t.at(n.t.nodes[n.i].next)
}

// Child is the first child of a name.
func (n Node) Child(name names.Name) Node {
	if n.t != nil && n.t.nodes[n.i].kids > narrow {
		return n.t.at(n.t.wide(n.i).first[name])
	}
	return n.FirstChild().orNext(name)
}

// NextNamed is the next sibling of a name.
func (n Node) NextNamed(name names.Name) Node {
	if n.t != nil && n.i != 0 {
		if x := &n.t.nodes[n.i]; n.t.nodes[x.parent].kids > narrow && x.name == name {
			n.t.wide(x.parent)
			return n.t.at(n.t.kin[n.i].next)
		}
	}
	return n.Next().orNext(name)
}

func (n Node) orNext(name names.Name) Node {
	for n.t != nil && n.t.nodes[n.i].name != name {
		n = n.Next()
	}
	return n
}

// Walk visits the element and all within it, in document order, until visit answers
// false.
func (n Node) Walk(visit func(Node) bool) bool {
	if n.t == nil {
		return true
	}
	if !visit(n) {
		return false
	}
	for c := n.FirstChild(); c.t != nil; c = c.Next() {
		if !c.Walk(visit) {
			return false
		}
	}
	return true
}

// Index is the element's number among its siblings of the same name, from 1, and
// whether there are others.
func (n Node) Index() (index int, several bool) {
	index = 1
	p := n.Parent()
	if p.t != nil && p.t.nodes[p.i].kids > narrow {
		n.t.wide(p.i)
		k := n.t.kin[n.i]
		return int(k.nth), k.nth > 1 || k.next != 0
	}
	for c := p.FirstChild(); c.t != nil; c = c.Next() {
		switch {
		case c.i == n.i:
			return index, index > 1 || n.NextNamed(n.Name()).Exists()
		case c.Name() == n.Name() && c.Show() == n.Show():
			index++
		}
	}
	return 1, false
}

// Normalize is XPath's normalize-space.
func Normalize(s string) string { return xmlmap.Normalize(s) }
