package xmlmap

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Attributes and namespaces of a start tag.

func (r *Reader) scanAttrs(i int) bool {
	s := r.src
	prefixed := 0
	decls := 0
	for {
		gap := i
		for i < len(s) && isSpace(s[i]) {
			i++
		}
		if i >= len(s) {
			return r.fail(i, einvoice.ErrTruncated, "a start tag does not end")
		}
		switch s[i] {
		case '>':
			r.pos = i + 1
			return prefixed+decls == 0 && len(r.attrs) < 2 || r.closeTag(prefixed, decls)
		case '/':
			if i+1 >= len(s) {
				return r.fail(i, einvoice.ErrTruncated, "a start tag does not end")
			}
			if s[i+1] != '>' {
				return r.fail(i, einvoice.ErrMalformed, `"/" inside a start tag`)
			}
			r.pos, r.empty = i+2, true
			return prefixed+decls == 0 && len(r.attrs) < 2 || r.closeTag(prefixed, decls)
		}
		if gap == i {
			return r.fail(i, einvoice.ErrMalformed, "white space is missing before an attribute")
		}
		off := i
		end, colon, ok := r.scanName(i)
		if !ok {
			return false
		}
		name := s[i:end]
		for i = end; i < len(s) && isSpace(s[i]); i++ {
		}
		if i >= len(s) {
			return r.eof()
		}
		if s[i] != '=' {
			return r.fail(i, einvoice.ErrMalformed, "the attribute %s has no value", name)
		}
		for i++; i < len(s) && isSpace(s[i]); i++ {
		}
		if i >= len(s) {
			return r.eof()
		}
		if s[i] != '"' && s[i] != '\'' {
			return r.fail(i, einvoice.ErrMalformed, "the value of attribute %s is not quoted", name)
		}
		quote := s[i]
		i++
		from, esc := i, false
	value:
		for {
			for i < len(s) && class[s[i]]&attrStop == 0 {
				i++
			}
			if i >= len(s) {
				return r.fail(off, einvoice.ErrTruncated, "the value of attribute %s does not end", name)
			}
			switch c := s[i]; {
			case c == quote:
				break value
			case c == '<':
				return r.fail(i, einvoice.ErrMalformed, `"<" in the value of attribute %s`, name)
			case c == '&' || isSpace(c):
				esc = true
			case c < ' ':
				return r.fail(i, einvoice.ErrMalformed, "the character U+%04X is not allowed in XML", c)
			}
			i++
		}
		a := attr{name: name, colon: uint8(colon), esc: esc, value: s[from:i], off: off}
		i++
		if name == "xmlns" || colon == 6 && name[:6] == "xmlns:" {
			if !r.bind(&a) {
				return false
			}
			decls++
			continue
		}
		if colon > 0 {
			prefixed++
		}
		if len(r.attrs) >= r.limits.Attributes {
			return r.fail(off, einvoice.ErrLimit, "an element has more than %d attributes", r.limits.Attributes)
		}
		r.attrs = append(r.attrs, a)
	}
}

const (
	xmlURI   = "http://www.w3.org/XML/1998/namespace"
	xmlnsURI = "http://www.w3.org/2000/xmlns/"
)

// bind takes in a namespace declaration of the element being opened.
func (r *Reader) bind(a *attr) bool {
	b := binding{depth: len(r.stack) + 1, uri: r.attrValue(a)}
	if r.err != nil {
		return false
	}
	if a.colon > 0 {
		b.prefix = a.name[6:]
		if b.uri == "" {
			return r.fail(a.off, einvoice.ErrMalformed, "the prefix %q is bound to nothing", b.prefix)
		}
	}
	if b.prefix == "xmlns" || b.uri == xmlnsURI || (b.prefix == "xml") != (b.uri == xmlURI) {
		return r.fail(a.off, einvoice.ErrMalformed, "a reserved namespace is declared")
	}
	if len(r.binds) >= r.limits.Attributes {
		return r.fail(a.off, einvoice.ErrLimit, "more than %d namespace declarations in scope", r.limits.Attributes)
	}
	b.ns = r.schema.number(b.uri)
	b.space = r.spaceOf(b.uri)
	r.binds = append(r.binds, b)
	return true
}

const xmlSpace = 1

// spaceOf is the number of a namespace that is being declared: that of an earlier
// declaration of it, or a new one.
func (r *Reader) spaceOf(uri string) int32 {
	if uri == xmlURI {
		return xmlSpace
	}
	for i := range r.binds {
		if r.binds[i].uri == uri {
			return r.binds[i].space
		}
	}
	return int32(len(r.binds)) + xmlSpace + 1
}

func (r *Reader) distinctDecls() bool {
	for i := len(r.binds) - 1; i >= 0 && r.binds[i].depth > len(r.stack); i-- {
		for j := i - 1; j >= 0 && r.binds[j].depth > len(r.stack); j-- {
			if r.binds[i].prefix == r.binds[j].prefix {
				return r.fail(r.start, einvoice.ErrMalformed, "a namespace prefix is declared twice on one element")
			}
		}
	}
	return true
}

// closeTag makes the checks that need the whole start tag.
func (r *Reader) closeTag(prefixed, decls int) bool {
	return (decls < 2 || r.distinctDecls()) && (prefixed == 0 || r.boundAttrs()) && (len(r.attrs) < 2 || r.distinct(prefixed))
}

// distinct refuses attributes of the same name, also by way of two prefixes.
func (r *Reader) distinct(prefixed int) bool {
	for i := 1; i < len(r.attrs); i++ {
		a := &r.attrs[i]
		for j := range r.attrs[:i] {
			b := &r.attrs[j]
			if a.name == b.name || prefixed > 1 && a.space != 0 && a.space == b.space && a.name[a.colon:] == b.name[b.colon:] {
				return r.fail(a.off, einvoice.ErrMalformed, "the attribute %s stands twice", a.name)
			}
		}
	}
	return true
}

// boundAttrs resolves the prefixes of attributes.
func (r *Reader) boundAttrs() bool {
	for i := range r.attrs {
		if a := &r.attrs[i]; a.colon > 0 {
			if a.space = r.space(a.name[:a.colon-1]); a.space == 0 {
				return r.fail(a.off, einvoice.ErrMalformed, "the prefix %q is not bound to a namespace", a.name[:a.colon-1])
			}
		}
	}
	return true
}

// space numbers the namespaces in scope: equal namespaces have equal numbers. 0 is
// none.
func (r *Reader) space(prefix string) int32 {
	for i := len(r.binds) - 1; i >= 0; i-- {
		if r.binds[i].prefix == prefix {
			return r.binds[i].space
		}
	}
	if prefix == "xml" {
		return xmlSpace
	}
	return 0
}

func (r *Reader) resolve(prefix string) (uint8, bool) {
	for i := len(r.binds) - 1; i >= 0; i-- {
		if r.binds[i].prefix == prefix {
			return r.binds[i].ns, true
		}
	}
	if prefix == "xml" {
		return nsXML, true
	}
	return nsNone, prefix == ""
}

func (r *Reader) uri(prefix string) string {
	for i := len(r.binds) - 1; i >= 0; i-- {
		if r.binds[i].prefix == prefix {
			return r.binds[i].uri
		}
	}
	if prefix == "xml" {
		return xmlURI
	}
	return ""
}

// attribute takes the value of an attribute without prefix off the current start tag.
func (r *Reader) attribute(name string, m *meta) string {
	for i := range r.attrs {
		if a := &r.attrs[i]; a.name == name {
			v := r.attrValue(a)
			if trim(v) == "" {
				v = ""
				r.loseEmptyAttr(a, m)
			} else {
				r.taken = append(r.taken, *a)
			}
			r.attrs = append(r.attrs[:i], r.attrs[i+1:]...)
			return v
		}
	}
	return ""
}

func (r *Reader) attrValue(a *attr) string {
	if !a.esc {
		return a.value
	}
	at := a.off + len(a.name)
	at += strings.IndexAny(r.src[at:], `"'`) + 1
	return r.unescape(a.value, at, true)
}

// checkAttrs checks the references in attributes that nobody asks for.
func (r *Reader) checkAttrs() {
	for i := range r.attrs {
		r.attrValue(&r.attrs[i])
	}
}
