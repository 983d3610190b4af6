package pdfwrite

import (
	"fmt"
	"strings"
)

// Tag is a standard structure type (ISO 32000-1, 14.8.4).
type Tag string

// The structure types in use.
const (
	DocumentTag Tag = "Document"
	Div         Tag = "Div"
	H1          Tag = "H1"
	H2          Tag = "H2"
	P           Tag = "P"
	Table       Tag = "Table"
	TR          Tag = "TR"
	TH          Tag = "TH"
	TD          Tag = "TD"
	Figure      Tag = "Figure"
)

// Element is a node of the structure tree.
type Element struct {
	tag    Tag
	kids   []kid
	scope  string
	span   int
	alt    string
	box    [4]Unit // of a figure, in PDF's coordinates
	object int
}

// kid is an element, or marked content on a page.
type kid struct {
	element *Element
	page    *Page
	mark    int
}

// Child adds an element at the end.
func (e *Element) Child(tag Tag) *Element {
	c := &Element{tag: tag}
	e.kids = append(e.kids, kid{element: c})
	return c
}

// Scope says what a TH is the head of: "Column" or "Row".
func (e *Element) Scope(scope string) *Element {
	e.scope = scope
	return e
}

// Span says how many columns a TH or TD covers.
func (e *Element) Span(columns int) *Element {
	e.span = columns
	return e
}

// Describe gives a Figure its text and its place on a page.
func (e *Element) Describe(alt string, p *Page, x, y, width, height Unit) *Element {
	e.alt = alt
	e.box = [4]Unit{x, p.height - y - height, x + width, p.height - y}
	return e
}

// structure writes the tree and returns its root. Elements without content are left out.
func (d *Document) structure() int {
	root := d.reserve()
	d.number(d.root)
	d.element(d.root, root)
	var nums strings.Builder
	for _, p := range d.pages {
		fmt.Fprintf(&nums, "%d[", p.number)
		for i, e := range p.marks {
			if i > 0 {
				nums.WriteByte(' ')
			}
			fmt.Fprintf(&nums, "%d 0 R", e.object)
		}
		nums.WriteByte(']')
	}
	d.set(root, "<</Type/StructTreeRoot/K %d 0 R/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d>>", d.root.object, nums.String(), len(d.pages))
	return root
}

func (e *Element) empty() bool {
	for _, k := range e.kids {
		if k.element == nil || !k.element.empty() {
			return false
		}
	}
	// A cell is part of its row even if nothing stands in it.
	return e.tag != TD && e.tag != TH
}

func (d *Document) number(e *Element) {
	e.object = d.reserve()
	for _, k := range e.kids {
		if k.element != nil && !k.element.empty() {
			d.number(k.element)
		}
	}
}

func (d *Document) element(e *Element, parent int) {
	b := fmt.Appendf(nil, "<</S/%s/P %d 0 R", e.tag, parent)
	b = append(b, e.attributes()...)
	var home *Page // of content that stands here directly
	for _, k := range e.kids {
		if home = k.page; home != nil {
			b = fmt.Appendf(b, "/Pg %d 0 R", home.object)
			break
		}
	}
	b = append(b, "/K["...)
	for _, k := range e.kids {
		switch {
		case k.element != nil && k.element.object != 0:
			b = fmt.Appendf(b, "%d 0 R ", k.element.object)
			d.element(k.element, e.object)
		case k.page != nil && k.page == home:
			b = fmt.Appendf(b, "%d ", k.mark)
		case k.page != nil:
			b = fmt.Appendf(b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", k.page.object, k.mark)
		}
	}
	d.objects[e.object-1] = append(b, "]>>"...)
}

func (e *Element) attributes() string {
	var b strings.Builder
	if e.scope != "" || e.span > 1 {
		b.WriteString("/A<</O/Table")
		if e.scope != "" {
			b.WriteString("/Scope/" + e.scope)
		}
		if e.span > 1 {
			fmt.Fprintf(&b, "/ColSpan %d", e.span)
		}
		b.WriteString(">>")
	}
	if e.tag == Figure {
		box := []byte("/A<</O/Layout/Placement/Block/BBox[")
		for _, u := range e.box {
			box = append(appendNumber(box, u), ' ')
		}
		b.Write(box)
		b.WriteString("]>>/Alt")
		b.WriteString(text(e.alt))
	}
	return b.String()
}
