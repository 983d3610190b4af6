package xmldsig

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strings"
)

// Canonicalization is a method of canonical XML.
type Canonicalization struct {
	Exclusive bool     // Exclusive XML Canonicalization 1.0
	V11       bool     // Canonical XML 1.1: xml:id is not taken from ancestors
	Comments  bool     // keeps comments
	Inclusive []string // of exclusive: prefixes treated as the inclusive method does, "" for the default
}

// Subset is what of a document to canonicalize: an element with all that is in it, or
// everything if there is none, but for another element in it.
type Subset struct{ Apex, Without Element }

// length is how much text a subset is, for budgets.
func (d *Document) length(s Subset) int64 {
	if s.Apex.IsZero() {
		return int64(len(d.text))
	}
	n := s.Apex.node()
	return n.close - n.off
}

const xmlSpace = "http://www.w3.org/XML/1998/namespace"

// Canonical writes the canonical form (Canonical XML 1.0 and 1.1, chapter 2; Exclusive
// XML Canonicalization 1.0, chapter 3).
//
// Canonical XML 1.1 joins the xml:base of ancestors that are left out; that is not
// done: it is ErrUnsupported.
func (d *Document) Canonical(w io.Writer, how Canonicalization, what Subset) error {
	out, buffered := w.(*bufio.Writer)
	if !buffered {
		out = bufio.NewWriterSize(w, 16<<10)
	}
	c := canonicalizer{d: d, how: how, out: out}
	from, to := int32(0), int32(len(d.nodes))
	if !what.Apex.IsZero() {
		from, to = what.Apex.i, what.Apex.node().after
		if err := c.inherit(what.Apex); err != nil {
			return err
		}
	}
	c.walk(from, to, what.Without)
	return out.Flush()
}

// bound is a prefix that stands for a namespace, from an element on.
type bound struct {
	prefix, uri string
	depth       int
}

type canonicalizer struct {
	d         *Document
	how       Canonicalization
	out       *bufio.Writer
	open      []int32 // elements whose end tag is to come
	scope     []bound // declared, innermost last
	rendered  []bound // written, innermost last
	inherited []attribute
	names     []bound      // of one element, to be written
	attrs     []*attribute // of one element
}

// inherit brings what an apex has from elements that are left out: namespaces, and for
// the inclusive methods attributes such as xml:lang.
func (c *canonicalizer) inherit(apex Element) error {
	var outer []int32
	for i := apex.node().parent; i >= 0; i = c.d.nodes[i].parent {
		outer = append(outer, i)
	}
	for _, i := range slices.Backward(outer) {
		n := &c.d.nodes[i]
		c.declare(n, 0)
		if c.how.Exclusive {
			continue
		}
		for k := n.attrs[0]; k < n.attrs[1]; k++ {
			a := c.d.attrs[k]
			if c.d.spaces[a.space] != xmlSpace || c.how.V11 && a.local() == "id" {
				continue
			}
			if c.how.V11 && a.local() == "base" {
				return unsupported("Canonical XML 1.1 below an element with xml:base")
			}
			c.inherited = slices.DeleteFunc(c.inherited, func(b attribute) bool { return b.local() == a.local() })
			c.inherited = append(c.inherited, a)
		}
	}
	return nil
}

func (c *canonicalizer) declare(n *node, depth int) {
	for k := n.decls[0]; k < n.decls[1]; k++ {
		if x := c.d.decls[k]; x.prefix != "xml" {
			c.scope = append(c.scope, bound{x.prefix, x.uri, depth})
		}
	}
}

func (c *canonicalizer) walk(from, to int32, without Element) {
	skip := int32(-1)
	if !without.IsZero() {
		skip = without.i
	}
	behind := false // the document element, that is
	for i := from; i < to; {
		c.closeUpTo(i)
		n := &c.d.nodes[i]
		if i == skip {
			i = n.after
			continue
		}
		switch n.kind {
		case element:
			c.start(i, n)
			behind = behind || n.parent < 0
		case text:
			escape(c.out, n.text, false)
		case comment:
			if c.how.Comments {
				c.misc(n, behind, "<!--", "-->")
			}
		case instruction:
			c.misc(n, behind, "<?", "?>")
		}
		i++
	}
	c.closeUpTo(to)
}

// closeUpTo writes the end tags of the elements that end before a node.
func (c *canonicalizer) closeUpTo(i int32) {
	for len(c.open) > 0 {
		n := &c.d.nodes[c.open[len(c.open)-1]]
		if n.after > i {
			return
		}
		c.out.WriteString("</")
		c.out.WriteString(n.text)
		c.out.WriteByte('>')
		depth := len(c.open)
		c.open = c.open[:depth-1]
		c.scope = outOf(c.scope, depth)
		c.rendered = outOf(c.rendered, depth)
	}
}

func outOf(all []bound, depth int) []bound {
	for len(all) > 0 && all[len(all)-1].depth >= depth {
		all = all[:len(all)-1]
	}
	return all
}

// misc writes a comment or an instruction, on a line of its own outside the document
// element.
func (c *canonicalizer) misc(n *node, behind bool, before, after string) {
	top := n.parent < 0
	if top && behind {
		c.out.WriteByte('\n')
	}
	c.out.WriteString(before)
	c.out.WriteString(n.text)
	c.out.WriteString(after)
	if top && !behind {
		c.out.WriteByte('\n')
	}
}

func (c *canonicalizer) start(i int32, n *node) {
	apex := len(c.open) == 0
	c.open = append(c.open, i)
	depth := len(c.open)
	c.declare(n, depth)
	c.out.WriteByte('<')
	c.out.WriteString(n.text)
	c.names = c.names[:0]
	if c.how.Exclusive {
		c.utilized(n, apex, depth)
	} else {
		c.declared(n, apex, depth)
	}
	slices.SortFunc(c.names, func(a, b bound) int { return strings.Compare(a.prefix, b.prefix) })
	for _, b := range c.names {
		c.out.WriteString(" xmlns")
		if b.prefix != "" {
			c.out.WriteByte(':')
			c.out.WriteString(b.prefix)
		}
		c.out.WriteString(`="`)
		escape(c.out, b.uri, true)
		c.out.WriteByte('"')
	}
	c.rendered = append(c.rendered, c.names...)
	c.attributes(n, apex)
	c.out.WriteByte('>')
}

// declared finds what the inclusive methods declare: everything in scope that has not
// been declared with that meaning already.
func (c *canonicalizer) declared(n *node, apex bool, depth int) {
	if apex {
		for k := range c.scope {
			c.render(c.scope[k].prefix, depth)
		}
		return
	}
	for k := n.decls[0]; k < n.decls[1]; k++ {
		c.render(c.d.decls[k].prefix, depth)
	}
}

// utilized finds what the exclusive method declares: the prefixes of this element and
// its attributes, and those that the list of inclusive ones adds.
func (c *canonicalizer) utilized(n *node, apex bool, depth int) {
	c.render(n.text[:max(0, int(n.colon)-1)], depth)
	for k := n.attrs[0]; k < n.attrs[1]; k++ {
		if a := &c.d.attrs[k]; a.colon > 0 {
			c.render(a.name[:a.colon-1], depth)
		}
	}
	for _, prefix := range c.how.Inclusive {
		if apex || c.declares(n, prefix) {
			c.render(prefix, depth)
		}
	}
}

func (c *canonicalizer) declares(n *node, prefix string) bool {
	return slices.ContainsFunc(c.d.decls[n.decls[0]:n.decls[1]], func(x declaration) bool { return x.prefix == prefix })
}

// render declares a prefix unless it has been with the same meaning. The default
// namespace is taken back only where there is one.
func (c *canonicalizer) render(prefix string, depth int) {
	uri := meaning(c.scope, prefix)
	if prefix == "xml" || uri == meaning(c.rendered, prefix) {
		return
	}
	if !slices.ContainsFunc(c.names, func(b bound) bool { return b.prefix == prefix }) {
		c.names = append(c.names, bound{prefix, uri, depth})
	}
}

func meaning(all []bound, prefix string) string {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].prefix == prefix {
			return all[i].uri
		}
	}
	return ""
}

func (c *canonicalizer) attributes(n *node, apex bool) {
	c.attrs = c.attrs[:0]
	for k := n.attrs[0]; k < n.attrs[1]; k++ {
		c.attrs = append(c.attrs, &c.d.attrs[k])
	}
	if apex {
		for k := range c.inherited {
			a := &c.inherited[k]
			if !slices.ContainsFunc(c.attrs, func(b *attribute) bool { return b.space == a.space && b.local() == a.local() }) {
				c.attrs = append(c.attrs, a)
			}
		}
	}
	slices.SortFunc(c.attrs, func(a, b *attribute) int {
		return cmp.Or(strings.Compare(c.d.spaces[a.space], c.d.spaces[b.space]), strings.Compare(a.local(), b.local()))
	})
	for _, a := range c.attrs {
		c.out.WriteByte(' ')
		c.out.WriteString(a.name)
		c.out.WriteString(`="`)
		escape(c.out, a.value, true)
		c.out.WriteByte('"')
	}
}

// escape writes text or the value of an attribute.
func escape(out *bufio.Writer, s string, attribute bool) {
	from := 0
	for i := 0; i < len(s); i++ {
		ref := ""
		switch c := s[i]; {
		case c > '>':
			continue
		case c == '&':
			ref = "&amp;"
		case c == '<':
			ref = "&lt;"
		case c == '\r':
			ref = "&#xD;"
		case c == '>' && !attribute:
			ref = "&gt;"
		case c == '"' && attribute:
			ref = "&quot;"
		case c == '\t' && attribute:
			ref = "&#x9;"
		case c == '\n' && attribute:
			ref = "&#xA;"
		default:
			continue
		}
		out.WriteString(s[from:i])
		out.WriteString(ref)
		from = i + 1
	}
	out.WriteString(s[from:])
}
