// Package xmldsig is the part of XML Signature (W3C, second edition) that any profile
// needs: documents as trees, canonical XML, references and their digests, signature
// values, and distinguished names as text.
package xmldsig

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Document is a document as canonical XML sees it: every node in document order in one
// list. It is read by internal/xmlmap, so that what is verified is what all other
// packages read, and refused where they refuse it.
type Document struct {
	text    string // in UTF-8, without byte order mark
	nodes   []node
	attrs   []attribute
	decls   []declaration
	spaces  []string // namespaces by number; 0 is none
	root    int32
	ids     map[string]int32 // by Id attribute: the first
	twice   []string         // values of Id attributes that stand more than once, in document order
	numbers map[string]uint16
}

type kind uint8

const (
	element kind = iota
	text
	comment
	instruction
)

type node struct {
	kind   kind
	colon  uint8  // of an element: length of the prefix with its colon
	space  uint16 // of an element: number of its namespace
	parent int32  // -1 at the top
	after  int32  // the first node behind it and all that is in it
	attrs  [2]int32
	decls  [2]int32
	text   string // an element's name as written, or content: of an instruction "target data"
	off    int64  // where it begins
	tag    int64  // of an element: where its start tag ends
	close  int64  // of an element: where its end tag begins
}

type attribute struct {
	space uint16
	colon uint8
	name  string // as written
	value string
}

func (a *attribute) local() string { return a.name[a.colon:] }

type declaration struct{ prefix, uri string }

// Element is an element of a document. The zero Element is none: see IsZero.
type Element struct {
	d *Document
	i int32
}

// maxNodes bounds memory: so many nodes are 1 GB, or about 500 MB of invoice lines.
const maxNodes = 1 << 24

// Parse reads a document. What is not well-formed, has a DOCTYPE or exceeds the limits of
// internal/xmlmap gives an *einvoice.SyntaxError.
func Parse(data []byte) (*Document, error) { return parse(data, maxNodes) }

func parse(data []byte, most int) (*Document, error) {
	source, _, err := xmlmap.Decode(data)
	if err != nil {
		return nil, err
	}
	t, _, err := xmlmap.NewTokens(context.Background(), bytes.NewReader(data), &xmlmap.Schema{}, xmlmap.Limits{})
	if err != nil {
		return nil, err
	}
	d := &Document{text: source, root: -1, ids: map[string]int32{}, spaces: []string{""}, numbers: map[string]uint16{"": 0}}
	// As many as there are tags and as much text between them; not more than the size of the
	// text gives reason for, whatever it is made of.
	d.nodes = make([]node, 0, 16+min(strings.Count(source, "<")*3/2, len(source)/8))
	b := builder{Document: d, t: t, most: most}
	if hasDeclaration := strings.HasPrefix(source, "<?xml") && len(source) > 5 && xmlmap.IsSpace(source[5]); hasDeclaration {
		b.read = int64(strings.Index(source, "?>") + len("?>"))
	}
	for t.Next() {
		if err := b.token(); err != nil {
			return nil, err
		}
	}
	if err := t.Err(); err != nil {
		return nil, err
	}
	b.between(int64(len(source)))
	return d, nil
}

// builder makes the tree of the tokens.
type builder struct {
	*Document
	t    *xmlmap.Tokens
	open []int32
	read int64 // up to where the text is in the tree
	most int   // nodes
}

func errLarge() error {
	return &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: "the document has more elements, attributes or namespaces than can be held to be canonicalized"}
}

func (b *builder) token() error {
	t := b.t
	if t.Off < b.read || t.End < t.Off || t.End > int64(len(b.text)) {
		return errors.New("xmldsig: the places of two readings differ")
	}
	b.between(t.Off)
	if max(len(b.nodes), len(b.attrs), len(b.decls)) > b.most || len(b.spaces) > math.MaxUint16 {
		return errLarge()
	}
	switch t.Kind {
	case xmlmap.OpenToken:
		b.start()
	case xmlmap.TextToken:
		s := b.text[t.Off:t.End]
		if s != t.Text {
			s = strings.Clone(t.Text)
		}
		b.add(node{kind: text, text: s, off: t.Off})
	case xmlmap.CloseToken:
		n := &b.nodes[b.open[len(b.open)-1]]
		n.after, n.close = int32(len(b.nodes)), t.Off
		b.open = b.open[:len(b.open)-1]
	}
	b.read = t.End
	return nil
}

func (b *builder) add(n node) {
	n.parent = -1
	if len(b.open) > 0 {
		n.parent = b.open[len(b.open)-1]
	}
	n.after = int32(len(b.nodes)) + 1
	b.nodes = append(b.nodes, n)
}

func (b *builder) start() {
	e := &b.t.Element
	name := b.text[e.Off+1 : e.Off+1+int64(len(e.Raw))]
	n := node{kind: element, colon: uint8(len(e.Raw) - len(e.Local)), text: name, off: e.Off, tag: b.t.End}
	prefix := ""
	if n.colon > 0 {
		prefix = name[:n.colon-1]
	}
	n.space = b.number(e.Namespace(prefix))
	n.attrs[0], n.decls[0] = int32(len(b.attrs)), int32(len(b.decls))
	e.Declared(func(prefix, uri string) {
		b.decls = append(b.decls, declaration{strings.Clone(prefix), b.spaces[b.number(uri)]})
	})
	at := int32(len(b.nodes))
	for i := range e.Attrs {
		a := &e.Attrs[i]
		value := strings.Clone(a.Value)
		b.attrs = append(b.attrs, attribute{b.number(a.Space), uint8(len(a.Raw) - len(a.Local)), b.text[a.Off : a.Off+int64(len(a.Raw))], value})
		if a.Raw == "Id" {
			b.identify(value, at)
		}
	}
	n.attrs[1], n.decls[1] = int32(len(b.attrs)), int32(len(b.decls))
	b.add(n)
	if len(b.open) == 0 {
		b.root = at
	}
	b.open = append(b.open, at)
}

func (b *builder) identify(id string, at int32) {
	if _, taken := b.ids[id]; taken {
		b.twice = append(b.twice, id)
		return
	}
	b.ids[id] = at
}

// number numbers namespaces. More of them than there are numbers is seen in token.
func (b *builder) number(uri string) uint16 {
	n, known := b.numbers[uri]
	if !known {
		n = uint16(min(len(b.spaces), math.MaxUint16))
		uri = strings.Clone(uri)
		b.spaces = append(b.spaces, uri)
		b.numbers[uri] = n
	}
	return n
}

// between adds the comments and instructions up to a place: they are no tokens. The
// scanner has seen that they are well-formed.
func (b *builder) between(to int64) {
	gap, base := b.text[b.read:to], b.read
	for {
		i := strings.IndexByte(gap, '<')
		if i < 0 {
			return
		}
		gap, base = gap[i:], base+int64(i)
		n := node{off: base}
		skip := 1
		switch {
		case strings.HasPrefix(gap, "<!--"):
			n.kind = comment
			n.text, _, _ = strings.Cut(gap[len("<!--"):], "-->")
			skip = len("<!---->") + len(n.text)
			b.add(n.lines())
		case strings.HasPrefix(gap, "<?"):
			n.kind = instruction
			content, _, _ := strings.Cut(gap[len("<?"):], "?>")
			skip = len("<??>") + len(content)
			n.text = oneBlank(content)
			b.add(n.lines())
		}
		skip = min(skip, len(gap))
		gap, base = gap[skip:], base+int64(skip)
	}
}

// oneBlank is an instruction as canonical XML writes it: one blank behind the target.
func oneBlank(s string) string {
	i := 0
	for i < len(s) && !xmlmap.IsSpace(s[i]) {
		i++
	}
	if data := strings.TrimLeft(s[i:], " \t\r\n"); data != "" {
		return s[:i] + " " + data
	}
	return s[:i]
}

// lines normalizes line ends (XML 1.0, 2.11).
func (n node) lines() node {
	if strings.IndexByte(n.text, '\r') >= 0 {
		n.text = strings.ReplaceAll(strings.ReplaceAll(n.text, "\r\n", "\n"), "\r", "\n")
	}
	return n
}

// Root is the document element.
func (d *Document) Root() Element { return Element{d, d.root} }

// ByID is the element whose attribute Id, and of no other name, has a value. Whoever
// follows a reference has to refuse documents with RepeatedIDs.
func (d *Document) ByID(id string) (Element, bool) {
	i, ok := d.ids[id]
	if !ok {
		return Element{}, false
	}
	return Element{d, i}, true
}

// RepeatedIDs are the values that more than one Id attribute has.
func (d *Document) RepeatedIDs() []string { return d.twice }

// IDs visits the values of all Id attributes, in no order.
func (d *Document) IDs() iter.Seq[string] {
	return func(yield func(string) bool) {
		for id := range d.ids {
			if !yield(id) {
				return
			}
		}
	}
}

// All visits the elements of a name, in document order.
func (d *Document) All(space, local string) iter.Seq[Element] {
	return func(yield func(Element) bool) {
		number, known := d.numbers[space]
		if !known {
			return
		}
		for i := range d.nodes {
			n := &d.nodes[i]
			if n.kind == element && n.space == number && n.text[n.colon:] == local && !yield(Element{d, int32(i)}) {
				return
			}
		}
	}
}

func (e Element) node() *node { return &e.d.nodes[e.i] }

// IsZero tells that there is no element.
func (e Element) IsZero() bool { return e.d == nil }

// Document is the one that the element stands in, nil for none.
func (e Element) Document() *Document { return e.d }

// Space is the URI of the element's namespace, "" for none.
func (e Element) Space() string { return e.d.spaces[e.node().space] }

// Local is the name without prefix.
func (e Element) Local() string { n := e.node(); return n.text[n.colon:] }

// Name is the name as written.
func (e Element) Name() string { return e.node().text }

// Is compares the name.
func (e Element) Is(space, local string) bool {
	return !e.IsZero() && e.Local() == local && e.Space() == space
}

// Parent is the element around it, the zero Element for the root.
func (e Element) Parent() Element {
	if p := e.node().parent; p >= 0 {
		return Element{e.d, p}
	}
	return Element{}
}

// Within tells whether the element is another one or stands in it.
func (e Element) Within(other Element) bool {
	return !e.IsZero() && !other.IsZero() && e.i >= other.i && e.i < other.node().after
}

// Attr is the value of an attribute without namespace.
func (e Element) Attr(name string) (string, bool) {
	if e.IsZero() {
		return "", false
	}
	n := e.node()
	for i := n.attrs[0]; i < n.attrs[1]; i++ {
		if a := &e.d.attrs[i]; a.name == name {
			return a.value, true
		}
	}
	return "", false
}

// Children visits the child elements.
func (e Element) Children() iter.Seq[Element] {
	return func(yield func(Element) bool) {
		if e.IsZero() {
			return
		}
		for i := e.i + 1; i < e.node().after; i = e.d.nodes[i].after {
			if e.d.nodes[i].kind == element && !yield(Element{e.d, i}) {
				return
			}
		}
	}
}

// Child is the first child of a name, or the zero Element.
func (e Element) Child(space, local string) Element {
	for c := range e.Children() {
		if c.Is(space, local) {
			return c
		}
	}
	return Element{}
}

// Path is Child of Child, all in one namespace.
func (e Element) Path(space string, locals ...string) Element {
	for _, local := range locals {
		e = e.Child(space, local)
	}
	return e
}

// Text is the character data of an element, without that of its children.
func (e Element) Text() string {
	if e.IsZero() {
		return ""
	}
	first := ""
	var all strings.Builder
	for i := e.i + 1; i < e.node().after; i = e.d.nodes[i].after {
		switch n := &e.d.nodes[i]; {
		case n.kind != text:
		case first == "" && all.Len() == 0:
			first = n.text
		default:
			if all.Len() == 0 {
				all.WriteString(first)
			}
			all.WriteString(n.text)
		}
	}
	if all.Len() > 0 {
		return all.String()
	}
	return first
}

// Trailing tells whether an element, or text other than white space, follows in the
// same parent.
func (e Element) Trailing() bool {
	n := e.node()
	if n.parent < 0 {
		return false
	}
	for i := n.after; i < e.d.nodes[n.parent].after; i = e.d.nodes[i].after {
		switch c := &e.d.nodes[i]; {
		case c.kind == element, c.kind == text && xmlmap.Trim(c.text) != "":
			return true
		}
	}
	return false
}

// Position is where the element begins.
func (e Element) Position() einvoice.Position {
	if e.IsZero() {
		return einvoice.Position{}
	}
	return einvoice.PositionAt(e.d.text, int(e.node().off))
}

// StartTag is the start tag as it stands in the document.
func (e Element) StartTag() string { n := e.node(); return e.d.text[n.off:n.tag] }

// EndTag is where the end tag begins, in the UTF-8 form of the document without byte
// order mark.
func (e Element) EndTag() int64 { return e.node().close }

func (e Element) String() string {
	if e.IsZero() {
		return "no element"
	}
	p := e.Position()
	return fmt.Sprintf("<%s> at %d:%d", e.Name(), p.Line, p.Column)
}
