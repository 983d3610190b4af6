package intake

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// Limits of what is read.
const (
	MaxSize   = 64 << 20 // bytes of a document
	maxDepth  = 32       // objects and arrays in one another; the forms need 6
	maxValues = 2 << 20  // values in a document
)

// node is a value of a JSON document: enough to read it, and to say where it stands.
type node struct {
	parent   *node
	name     string // of a member
	index    int    // of an element of an array; -1 for a member
	nameAt   int    // offset of the name of a member, of the value itself otherwise
	at, end  int    // offsets in the text
	kind     byte   // { [ " 0 for numbers, t for true and false, n for null
	text     string // of a string, or a number, true or false as written
	children []*node
}

var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")

// pointer is the place of the value, as RFC 6901 writes it.
func (n *node) pointer() string {
	var parts []string
	for ; n.parent != nil; n = n.parent {
		if n.index >= 0 {
			parts = append(parts, strconv.Itoa(n.index))
		} else {
			parts = append(parts, pointerEscape.Replace(n.name))
		}
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString("/" + parts[i])
	}
	return b.String()
}

// member is the first member of a name, nil if there is none.
func (n *node) member(name string) *node {
	if n == nil || n.kind != '{' {
		return nil
	}
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// what names the kind of a value.
func (n *node) what() string {
	switch n.kind {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't':
		return "a truth value"
	case 'n':
		return "null"
	}
	return "a number"
}

// parseTree reads a JSON text. What is none is a *einvoice.SyntaxError.
func parseTree(data []byte) (root *node, text string, err error) {
	text = strings.TrimPrefix(string(data), "\ufeff")
	if len(text) > MaxSize {
		return nil, "", &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: fmt.Sprintf("the document has %d bytes, the limit is %d", len(text), MaxSize)}
	}
	if !utf8.ValidString(text) || !json.Valid([]byte(text)) {
		if _, err = einvoice.ParseJSON(data); err == nil {
			err = &einvoice.SyntaxError{Code: einvoice.ErrMalformed, Message: "the text is not JSON"}
		}
		return nil, "", err // it says where
	}
	p := treeParser{text: text}
	root = p.value(&node{index: -1}, 0)
	if p.err != nil {
		return nil, "", p.err
	}
	return root, text, nil
}

// treeParser walks through text that is known to be well-formed.
type treeParser struct {
	text   string
	pos    int
	values int
	err    error
}

func (p *treeParser) fail(code einvoice.ErrorCode, at int, message string) {
	if p.err == nil {
		p.err = &einvoice.SyntaxError{Position: einvoice.PositionAt(p.text, at), Code: code, Message: message, Excerpt: einvoice.Excerpt(p.text, at)}
	}
}

func (p *treeParser) next() byte {
	for strings.IndexByte(" \t\r\n", p.text[p.pos]) >= 0 {
		p.pos++
	}
	return p.text[p.pos]
}

// value fills a node that has its place.
func (p *treeParser) value(n *node, depth int) *node {
	c := p.next()
	n.at = p.pos
	if n.index >= 0 || n.parent == nil {
		n.nameAt = n.at
	}
	if p.values++; p.values > maxValues {
		p.fail(einvoice.ErrLimit, n.at, fmt.Sprintf("more than %d values", maxValues))
	}
	if p.err != nil {
		return n
	}
	switch c {
	case '{', '[':
		n.kind = c
		if depth >= maxDepth {
			p.fail(einvoice.ErrLimit, n.at, fmt.Sprintf("nested deeper than %d levels", maxDepth))
			return n
		}
		p.inside(n, depth)
	case '"':
		n.kind, n.text = '"', p.str()
	default:
		start := p.pos
		for p.pos < len(p.text) && strings.IndexByte(",]} \t\r\n", p.text[p.pos]) < 0 {
			p.pos++
		}
		n.text = p.text[start:p.pos]
		switch c {
		case 't', 'f':
			n.kind = 't'
		case 'n':
			n.kind = 'n'
		default:
			n.kind = '0'
		}
	}
	n.end = p.pos
	return n
}

// inside reads what an object or array holds.
func (p *treeParser) inside(n *node, depth int) {
	end := byte('}')
	if n.kind == '[' {
		end = ']'
	}
	p.pos++
	for i := 0; p.err == nil; i++ {
		switch p.next() {
		case ',':
			p.pos++
			p.next()
		case end:
			p.pos++
			return
		}
		child := &node{parent: n, index: i}
		if n.kind == '{' {
			child.index, child.nameAt = -1, p.pos
			child.name = p.str()
			p.next() // the colon
			p.pos++
		}
		n.children = append(n.children, p.value(child, depth+1))
	}
}

// str reads a string.
func (p *treeParser) str() string {
	start, escaped := p.pos, false
	for p.pos++; p.text[p.pos] != '"'; p.pos++ {
		if p.text[p.pos] == '\\' {
			escaped = true
			p.pos++
		}
	}
	p.pos++
	raw := p.text[start:p.pos]
	if !escaped {
		return raw[1 : len(raw)-1]
	}
	var s string
	if json.Unmarshal([]byte(raw), &s) != nil {
		p.fail(einvoice.ErrMalformed, start, "not a JSON string")
	}
	// encoding/json makes a replacement character of half a surrogate pair.
	if strings.Count(s, "\ufffd") > strings.Count(raw, "\ufffd")+strings.Count(strings.ToLower(raw), `\ufffd`) {
		p.fail(einvoice.ErrEncoding, start, "half of a surrogate pair, which is no character")
	}
	return s
}
