package xmlmap

import (
	"io"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Codec is a table bound to a document element.
type Codec[T any] struct {
	table  *Table[T]
	schema *Schema
	uri    string // of the root
	local  string
	step   string
	head   string // up to the root's start tag
	tail   string
}

// New compiles a table for the root element given as prefix:name. The namespaces
// named in declare are declared on the root, in that order.
func New[T any](s *Schema, root string, t *Table[T], declare ...string) *Codec[T] {
	t.compile(s)
	name := s.name(root)
	c := &Codec[T]{table: t, schema: s, uri: s.Namespaces[name.ns-1].URI, local: name.local, step: s.show(root)}
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<" + c.step)
	for _, prefix := range declare {
		n := s.Namespaces[s.name(prefix+":").ns-1]
		b.WriteString(" xmlns")
		if !n.Hidden {
			b.WriteString(":" + n.Prefix)
		}
		b.WriteString(`="` + n.URI + `"`)
	}
	c.head, c.tail = b.String()+">", "</"+c.step+">\n"
	return c
}

// Is tells whether the reader stands on this codec's root element.
func (c *Codec[T]) Is(r *Reader) bool {
	uri, local := r.Root()
	return local == c.local && uri == c.uri
}

// Read reads the root element on which the reader stands, and the rest of the
// document after it.
func (c *Codec[T]) Read(r *Reader, into *T) []einvoice.Loss {
	r.use(c.schema)
	if r.trace != nil {
		r.trace.leaf(r, unnamed, here{r.start, r.stack[len(r.stack)-1]})
	}
	c.table.root.readKids(r, into)
	r.judgeCurrency()
	r.placeLosses()
	return r.list
}

// Losses are those found so far.
func (r *Reader) Losses() []einvoice.Loss { return r.list }

// Options say how to write.
type Options struct {
	Currency string                  // BT-5
	Compact  bool                    // no line breaks and indentation
	Source   any                     // see Each
	Profile  uint16                  // one bit: only rows of this profile (see Row.For); 0: all
	Lose     func(place, why string) // hears what an unfold leaves out
}

// Append appends the document to buf.
func (c *Codec[T]) Append(buf []byte, from *T, o Options) ([]byte, error) {
	return c.write(Writer{buf: buf}, from, o)
}

// WriteTo writes the document to out piece by piece.
func (c *Codec[T]) WriteTo(out io.Writer, from *T, o Options) error {
	_, err := c.write(Writer{out: out, buf: make([]byte, 0, 80<<10)}, from, o)
	return err
}

func (c *Codec[T]) write(w Writer, from *T, o Options) ([]byte, error) {
	var h [16]held
	var f [8]frame
	w.held, w.places, w.depth, w.plain, w.source = h[:0], f[:0], 1, o.Compact, o.Source
	w.set = o.Profile
	w.doc = Context{Currency: o.Currency, Profile: o.Profile, lose: o.Lose}
	w.buf = append(w.buf, c.head...)
	c.table.root.writeKids(&w, from)
	w.depth = 0
	w.line()
	w.buf = append(w.buf, c.tail...)
	w.flush()
	return w.buf, w.err
}
