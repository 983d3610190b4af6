package xmlmap

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/lestrrat-go/helium"

	"github.com/einvoice-go/einvoice"
)

// This file holds the scanner against two XML parsers that we did not write: what we
// accept they accept, what we refuse helium refuses, and all see the same elements, attributes and text. Where one
// of them is known to be stricter or laxer, the function that makes the exception
// says so and why.

// seen is what readers of XML must agree on of an element: its name, its attributes,
// and its own text, that is without that of elements inside.
type seen struct {
	Depth int
	Name  xml.Name
	Attrs map[xml.Name]string
	Text  string
}

// readEvents reads the element on which r stands, and what is in it.
func readEvents(r *Reader, all *[]seen) {
	uri, local := r.Root()
	e := seen{Depth: len(r.stack), Name: xml.Name{Space: uri, Local: local}, Attrs: map[xml.Name]string{}}
	for i := range r.attrs {
		a := &r.attrs[i]
		name := xml.Name{Local: a.name[a.colon:]}
		if a.colon > 0 {
			name.Space = r.uri(a.name[:a.colon-1])
		}
		e.Attrs[name] = r.attrValue(a)
	}
	r.attrs = r.attrs[:0]
	if all != nil {
		ahead := *r // the text is read from a copy, the children from the original
		ahead.stack = append([]elem(nil), r.stack...)
		ahead.binds = append([]binding(nil), r.binds...)
		ahead.quiet = true
		e.Text = ahead.text()
		*all = append(*all, e)
	}
	for r.next() {
		readEvents(r, all)
	}
}

func ourEvents(text string) (all []seen, err error) {
	r := NewReader(text, noNamespaces, Limits{})
	if r.Start() {
		readEvents(r, &all)
		r.Finish()
	}
	return all, r.Err()
}

func standardEvents(text string) ([]seen, error) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // text is UTF-8 by now
	var all []seen
	var open []int
	for {
		token, err := d.Token()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		switch x := token.(type) {
		case xml.StartElement:
			e := seen{Depth: len(open) + 1, Name: x.Name, Attrs: map[xml.Name]string{}}
			for _, a := range x.Attr {
				if a.Name.Space != "xmlns" && a.Name != (xml.Name{Local: "xmlns"}) {
					e.Attrs[a.Name] = a.Value
				}
			}
			open = append(open, len(all))
			all = append(all, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				all[open[len(open)-1]].Text += string(x)
			}
		}
	}
}

func heliumEvents(doc []byte) ([]seen, error) {
	d, err := helium.NewParser().Parse(context.Background(), doc)
	if err != nil {
		return nil, err
	}
	defer d.Free()
	var all []seen
	var walk func(n helium.Node, depth int)
	walk = func(n helium.Node, depth int) {
		x := n.(*helium.Element)
		i := len(all)
		e := seen{Depth: depth, Name: xml.Name{Space: x.URI(), Local: x.LocalName()}, Attrs: map[xml.Name]string{}}
		for _, a := range x.Attributes() {
			e.Attrs[xml.Name{Space: a.URI(), Local: a.LocalName()}] = a.Value()
		}
		all = append(all, e)
		for c := range helium.Children(n) {
			switch c.Type() {
			case helium.ElementNode:
				walk(c, depth+1)
			case helium.TextNode, helium.CDATASectionNode:
				all[i].Text += string(c.Content())
			}
		}
	}
	for c := range helium.Children(d) {
		if c.Type() == helium.ElementNode {
			walk(c, 1)
		}
	}
	return all, nil
}

// standardRefuses tells why encoding/xml may refuse what is well-formed.
func standardRefuses(text string, err error) bool {
	switch {
	case strings.Contains(err.Error(), "unsupported version"):
		// Version 1.1: the fifth edition of XML 1.0 (2.8) reads it as 1.0.
		return true
	case strings.Contains(err.Error(), "invalid XML name"), strings.Contains(err.Error(), "expected element name"),
		strings.Contains(err.Error(), "expected attribute name"):
		// Names: it has the tables of XML 1.0's second edition.
		return !isASCII(text)
	}
	return false
}

// likeStandard takes out where encoding/xml's report differs: it does not normalize
// white space in attribute values (3.3.3), so that a line break and a reference to
// one look alike.
func likeStandard(all []seen) []seen {
	// It also takes a reference to CR and a line end after it for one line end.
	space := strings.NewReplacer("\t", " ", "\r\n", " ", "\r ", " ", "\r", " ", "\n", " ")
	return mapAttrs(all, space.Replace)
}

// mapAttrs changes attribute values, also those that declare namespaces.
func mapAttrs(all []seen, f func(string) string) []seen {
	out := make([]seen, len(all))
	for i, e := range all {
		attrs := map[xml.Name]string{}
		for name, v := range e.Attrs {
			name.Space = f(name.Space)
			attrs[name] = f(v)
		}
		e.Attrs, e.Name.Space = attrs, f(e.Name.Space)
		out[i] = e
	}
	return out
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// heliumRefuses tells why helium may refuse what is well-formed.
func heliumRefuses(doc []byte, text string, err error) bool {
	switch {
	case bytes.HasPrefix(doc, []byte("<\x00")), bytes.HasPrefix(doc, []byte("\x00<")):
		// UTF-16 without byte order mark: it looks for a declaration in that encoding,
		// the first character is enough for us.
		return true
	case strings.Contains(err.Error(), "is not a validURI"):
		// The namespaces recommendation has a namespace name be a URI reference, and
		// readers need not check.
		return true
	case strings.Contains(text, ">/>"):
		// Text that begins with "/>": it takes <a>/></a> for <a/> and more (a bug of 0.8.0).
		return true
	case strings.Contains(err.Error(), "declared encoding conflicts") && bytes.IndexByte(doc, 0) >= 0:
		// UTF-16 that calls itself UTF-8: libxml2 reads it, as we do.
		return true
	}
	return false
}

// weRefuse tells why we may refuse what helium accepts.
func weRefuse(doc []byte, err error) bool {
	var e *einvoice.SyntaxError
	errors.As(err, &e)
	doc = bytes.ReplaceAll(doc, []byte{0}, nil) // UTF-16, nearly
	switch {
	case e.Code == einvoice.ErrDoctype || bytes.Contains(doc, []byte("<!DOCTYPE")): // by decision
	case e.Code == einvoice.ErrLimit: // helium's limits are higher: 256 levels
	case e.Code == einvoice.ErrEncoding && strings.Contains(e.Message, "supported"): // helium knows more encodings
	case bytes.Contains(doc, []byte(">/>")): // the bug of 0.8.0 again: <a>/> passes for <a/>
	default:
		return false
	}
	return true
}

// likeHelium takes out where helium's report differs: in attribute values it makes
// two spaces of a CR LF, which counts as one line end before (2.11).
func likeHelium(all []seen, text string) []seen {
	if !strings.Contains(text, "\r\n") {
		return all
	}
	spaces := regexp.MustCompile(" +")
	return mapAttrs(all, func(v string) string { return spaces.ReplaceAllString(v, " ") })
}

func differences(doc []byte) error {
	text, _, err := Decode(doc)
	var ours []seen
	if err == nil {
		ours, err = ourEvents(text)
	}
	if err != nil {
		if _, other := heliumEvents(doc); other == nil && !weRefuse(doc, err) {
			return fmt.Errorf("helium accepts, we say %w", err)
		}
		return nil
	}
	for _, part := range []int{1 + len(doc)/256, partSize} {
		tokens, err := tokenEvents(doc, part, false)
		if err == nil {
			err = compare(ours, tokens)
		}
		if err != nil {
			return fmt.Errorf("tokens: %w", err)
		}
	}
	standard, err := standardEvents(text)
	if err == nil {
		err = compare(likeStandard(ours), likeStandard(standard))
	}
	if err != nil && !standardRefuses(text, err) {
		return fmt.Errorf("encoding/xml: %w", err)
	}
	other, err := heliumEvents(doc)
	if err == nil {
		err = compare(likeHelium(ours, text), likeHelium(other, text))
	}
	if err != nil && !heliumRefuses(doc, text, err) {
		return fmt.Errorf("helium: %w", err)
	}
	return nil
}

func compare(ours, theirs []seen) error {
	for i := range max(len(ours), len(theirs)) {
		if i >= len(ours) || i >= len(theirs) {
			return fmt.Errorf("%d elements, we see %d", len(theirs), len(ours))
		}
		if !reflect.DeepEqual(ours[i], theirs[i]) {
			return fmt.Errorf("%#v, we see %#v", theirs[i], ours[i])
		}
	}
	return nil
}

func TestDifferential(t *testing.T) {
	for _, c := range wellFormed {
		if err := differences([]byte(c.doc)); err != nil {
			t.Errorf("%s: %.100q: %v", c.name, c.doc, err)
		}
	}
	for _, c := range illFormed {
		if err := differences([]byte(c.doc)); err != nil {
			t.Errorf("%s: %.100q: %v", c.name, c.doc, err)
		}
	}
}

func FuzzDifferential(f *testing.F) {
	for _, c := range wellFormed {
		f.Add([]byte(c.doc))
		f.Add(asUTF16(c.doc, binary.LittleEndian))
	}
	for _, c := range illFormed {
		f.Add([]byte(c.doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		var first *einvoice.SyntaxError
		errors.As(ways["skip"](doc), &first)
		for name, read := range ways {
			err := read(doc)
			var e *einvoice.SyntaxError
			if err != nil && (!errors.As(err, &e) || e.Code == "") {
				t.Errorf("%s: %T %v has no code", name, err, err)
			}
			// Of several faults, tokens report the one that they come to first: that they
			// say the same of one is held by the tables.
			if tokens := strings.HasPrefix(name, "tokens"); tokens && (first == nil) != (e == nil) || !tokens && !sameError(first, e) {
				t.Errorf("skip says %v, %s says %v", first, name, e)
			}
		}
		if err := differences(doc); err != nil {
			t.Error(err)
		}
	})
}

func asUTF16(s string, order binary.ByteOrder) []byte {
	var b bytes.Buffer
	binary.Write(&b, order, utf16.Encode([]rune("\uFEFF"+s)))
	return b.Bytes()
}
