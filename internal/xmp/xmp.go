// Package xmp reads the metadata of documents of strangers (XMP, ISO 16684-1) property by
// property, so that they can be written again.
//
//	p, err := xmp.Read(ctx, data)
//	title := p.Text("http://purl.org/dc/elements/1.1/", "title")
package xmp

import (
	"bytes"
	"context"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// The namespaces that this package knows.
const (
	rdf       = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	extension = "http://www.aiim.org/pdfa/ns/extension/"
	schema    = "http://www.aiim.org/pdfa/ns/schema#"
)

// Packet is what an XMP packet says of its document.
type Packet struct {
	Properties []Property // without those that describe extension schemas
	Schemas    []Schema   // the extension schemas that it describes (ISO 19005-3, 6.6.2.3.2)
}

// Property is a property of the document.
type Property struct {
	Space, Local string   // its name
	Container    string   // Bag, Seq, Alt or "", for the value is none of these
	Texts        []string // of the items, or the value; of alternatives the default first
	XML          string   // the element, with the namespaces that it needs, but for rdf
}

// Schema is the description of an extension schema.
type Schema struct {
	Namespace string
	XML       string // rdf:li in the bag of descriptions
}

// Text is that of a property, of several items the texts with a semicolon between them;
// "" if there is none.
func (p *Packet) Text(space, local string) string {
	for i := range p.Properties {
		q := &p.Properties[i]
		switch {
		case q.Space != space || q.Local != local || len(q.Texts) == 0:
		case q.Container == "Alt":
			return q.Texts[0]
		default:
			return strings.Join(q.Texts, "; ")
		}
	}
	return ""
}

// Read reads a packet. The error is an *einvoice.SyntaxError, or what ctx says; what has
// been read so far is there beside it.
func Read(ctx context.Context, data []byte) (*Packet, error) {
	r := &reader{packet: &Packet{}}
	data = bytes.TrimRight(data, "\x00 \r\n\t")
	if trimmed := bytes.TrimLeft(data, " \r\n\t"); len(trimmed) > 0 && trimmed[0] == '<' {
		data = trimmed
	}
	t, _, err := xmlmap.NewTokens(ctx, bytes.NewReader(data), names.Schema, xmlmap.Limits{})
	if err != nil {
		return r.packet, err
	}
	for t.Next() {
		switch t.Kind {
		case xmlmap.OpenToken:
			r.open(&t.Element)
		case xmlmap.TextToken:
			r.text(t.Text)
		case xmlmap.CloseToken:
			r.close()
		}
	}
	return r.packet, t.Err()
}

// element is one that is open.
type element struct {
	space, local, raw string
	lang              string
	bound             map[string]string // prefixes that its copy declares
	text              strings.Builder
}

// reader knows what is open, and copies the property at hand.
type reader struct {
	packet *Packet
	stack  []*element
	root   int // depth of rdf:RDF, 0: not open
	copy   strings.Builder
	prop   Property
	space  string // that the extension schema at hand describes
}

// at is how deep the open element is below rdf:RDF: 1 a description, 2 a property, 3 its
// container, 4 an item.
func (r *reader) at() int {
	if r.root == 0 {
		return 0
	}
	return len(r.stack) - r.root
}

func (r *reader) open(e *xmlmap.Element) {
	prefix := prefixOf(e.Raw)
	open := &element{space: strings.Clone(e.Namespace(prefix)), local: strings.Clone(e.Local), raw: strings.Clone(e.Raw)}
	r.stack = append(r.stack, open)
	if r.root == 0 {
		if open.space == rdf && open.local == "RDF" {
			r.root = len(r.stack)
		}
		return
	}
	switch r.at() {
	case 1:
		r.attributes(e)
		return
	case 2:
		r.prop = Property{Space: open.space, Local: open.local}
		r.copy.Reset()
	case 3:
		if open.space == rdf && (open.local == "Bag" || open.local == "Seq" || open.local == "Alt") {
			r.prop.Container = open.local
		}
	case 4:
		if r.describes() {
			r.copy.Reset()
			r.space = ""
		}
	}
	r.start(e, open)
}

// describes tells whether the property at hand is the bag of extension schemas.
func (r *reader) describes() bool { return r.prop.Space == extension && r.prop.Local == "schemas" }

// attributes are properties of a description too.
func (r *reader) attributes(e *xmlmap.Element) {
	for i := range e.Attrs {
		a := &e.Attrs[i]
		if a.Space == "" || a.Space == rdf || prefixOf(a.Raw) == "xml" {
			continue
		}
		p := Property{Space: strings.Clone(a.Space), Local: strings.Clone(a.Local), Texts: []string{strings.TrimSpace(strings.Clone(a.Value))}}
		p.XML = "<" + a.Raw + " xmlns:" + prefixOf(a.Raw) + `="` + escape.Replace(a.Space) + `">` + escape.Replace(a.Value) + "</" + a.Raw + ">"
		r.packet.Properties = append(r.packet.Properties, p)
	}
}

func prefixOf(raw string) string {
	prefix, _, colon := strings.Cut(raw, ":")
	if !colon {
		return ""
	}
	return prefix
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\r", "&#13;")

// start copies a start tag with the namespaces that are not declared yet.
func (r *reader) start(e *xmlmap.Element, open *element) {
	open.bound = map[string]string{}
	r.copy.WriteString("<" + e.Raw)
	r.declare(open, prefixOf(e.Raw), open.space)
	for i := range e.Attrs {
		a := &e.Attrs[i]
		prefix := prefixOf(a.Raw)
		if prefix == "xml" && a.Local == "lang" {
			open.lang = strings.Clone(a.Value)
		}
		if prefix != "" && prefix != "xml" {
			r.declare(open, prefix, a.Space)
		}
		if a.Space == schema && a.Local == "namespaceURI" {
			r.space = strings.Clone(a.Value)
		}
		r.copy.WriteString(" " + a.Raw + `="` + strings.ReplaceAll(escape.Replace(a.Value), "\n", "&#10;") + `"`)
	}
	r.copy.WriteByte('>')
}

func (r *reader) declare(open *element, prefix, uri string) {
	if r.bound(prefix) == uri {
		return
	}
	uri = strings.Clone(uri)
	open.bound[strings.Clone(prefix)] = uri
	if prefix != "" {
		prefix = ":" + prefix
	}
	r.copy.WriteString(" xmlns" + prefix + `="` + escape.Replace(uri) + `"`)
}

// bound is what a prefix stands for in the copy.
func (r *reader) bound(prefix string) string {
	first := r.root + 1 // the property
	if r.describes() {
		first = r.root + 3 // the item
	}
	for i := len(r.stack) - 1; i >= first && i >= 0; i-- {
		if uri, ok := r.stack[i].bound[prefix]; ok {
			return uri
		}
	}
	if prefix == "rdf" {
		return rdf
	}
	return ""
}

func (r *reader) text(s string) {
	if r.at() < 2 {
		return
	}
	r.stack[len(r.stack)-1].text.WriteString(s)
	r.copy.WriteString(escape.Replace(s))
}

func (r *reader) close() {
	e := r.stack[len(r.stack)-1]
	at := r.at()
	r.stack = r.stack[:len(r.stack)-1]
	if r.root > len(r.stack) {
		r.root = 0
	}
	if at < 2 {
		return
	}
	r.copy.WriteString("</" + e.raw + ">")
	value := strings.TrimSpace(e.text.String())
	switch {
	case e.space == schema && e.local == "namespaceURI":
		r.space = value
	case at == 4 && r.describes():
		r.packet.Schemas = append(r.packet.Schemas, Schema{r.space, r.copy.String()})
	case at == 4 && r.prop.Container == "Alt" && e.lang == "x-default":
		r.prop.Texts = append([]string{value}, r.prop.Texts...)
	case at == 4 && r.prop.Container != "":
		r.prop.Texts = append(r.prop.Texts, value)
	case at == 2 && !r.describes():
		if r.prop.Container == "" {
			r.prop.Texts = []string{value}
		}
		r.prop.XML = r.copy.String()
		r.packet.Properties = append(r.packet.Properties, r.prop)
	}
}
