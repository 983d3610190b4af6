package xmlmap

import (
	"fmt"
	"strings"
)

// Raw binds an element with all that is in it as text, byte for byte. Namespaces that
// elements around it declare and its content uses are declared on its start tag.
func Raw[T any, S ~string](p string, at func(*T) *S) Row[T] {
	row := leaf("xml", p, at, func(r *Reader, v *S, m *meta) {
		here := here{r.start, r.stack[len(r.stack)-1]}
		s, filled := r.raw()
		if !filled {
			r.loseEmpty(here.start, here.elem, m)
			return
		}
		*v = S(s)
		r.count++
		r.last = "an element"
		if r.trace != nil {
			r.trace.leaf(r, m, here)
		}
	}, nil)
	row.write = func(w *Writer, t *T, g *tag) {
		s := string(*at(t))
		if s == "" {
			return
		}
		if err := checkRaw(s, g.bare[1:]); err != nil {
			w.refuseAt(row.meta, err)
			return
		}
		w.begin(&tag{open: s})
	}
	return row
}

// raw consumes the current element and gives its text, and tells whether there are
// elements in it.
func (r *Reader) raw() (s string, filled bool) {
	start, tagEnd, depth := r.start, r.pos, len(r.stack)
	outside := len(r.binds) // bindings of elements around this one
	for outside > 0 && r.binds[outside-1].depth >= depth {
		outside--
	}
	around := append([]binding(nil), r.binds[:outside]...)
	bare := r.isDefault(outside) // elements without a prefix are in a namespace declared outside
	quiet := r.quiet
	r.quiet = true
	r.checkAttrs()
	r.attrs = r.attrs[:0]
	for r.err == nil && len(r.stack) >= depth {
		if r.next() {
			filled = true
			bare = bare || r.isDefault(outside)
			r.checkAttrs()
			r.attrs = r.attrs[:0]
		}
	}
	if r.quiet = quiet; r.err != nil {
		return "", false
	}
	s = r.src[start:r.pos]
	name := start + 1
	for name < tagEnd && class[r.src[name]]&nameByte != 0 || r.src[name] == ':' {
		name++
	}
	own := r.src[name:tagEnd]
	var add strings.Builder
	for i := len(around) - 1; i >= 0; i-- {
		b := &around[i]
		switch {
		case shadowed(around[i+1:], b.prefix), declares(own, b.prefix):
		case b.prefix == "" && bare && b.uri != "":
			fmt.Fprintf(&add, ` xmlns="%s"`, attrEscaper.Replace(b.uri))
		case b.prefix != "" && strings.Contains(s, b.prefix+":"):
			fmt.Fprintf(&add, ` xmlns:%s="%s"`, b.prefix, attrEscaper.Replace(b.uri))
		}
	}
	if add.Len() > 0 {
		at := name - start
		s = s[:at] + add.String() + s[at:]
	}
	return s, filled
}

var attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;")

// isDefault tells whether the current element is without a prefix and in a namespace
// that one of the first bindings declares.
func (r *Reader) isDefault(outside int) bool {
	if r.stack[len(r.stack)-1].colon > 0 {
		return false
	}
	for i := len(r.binds) - 1; i >= 0; i-- {
		if b := &r.binds[i]; b.prefix == "" {
			return i < outside && b.uri != ""
		}
	}
	return false
}

func shadowed(inner []binding, prefix string) bool {
	for i := range inner {
		if inner[i].prefix == prefix {
			return true
		}
	}
	return false
}

// declares tells whether a start tag, given from behind its name, binds a prefix.
func declares(tag, prefix string) bool {
	name := "xmlns"
	if prefix != "" {
		name += ":" + prefix
	}
	for rest := tag; ; {
		i := strings.Index(rest, name)
		if i < 0 {
			return false
		}
		after := strings.TrimLeft(rest[i+len(name):], xmlSpaces)
		if strings.HasPrefix(after, "=") && i > 0 && isSpace(rest[i-1]) {
			return true
		}
		rest = rest[i+len(name):]
	}
}

// checkRaw tells whether a text is one element of the name, whole and well-formed.
func checkRaw(s, name string) error {
	if at := badText(s); at >= 0 {
		return TextError("the element is not valid UTF-8")
	}
	r := NewReader(s, &Schema{}, Limits{})
	if !strings.HasPrefix(s, "<") || !r.next() {
		return notElement(r, name)
	}
	if _, local := r.Root(); local != name {
		return TextError(fmt.Sprintf("the element is %s, not %s", local, name))
	}
	r.skip()
	r.finish()
	if r.err == nil && !strings.HasSuffix(s, ">") {
		return notElement(r, name)
	}
	if r.err != nil {
		return TextError("the element is not well-formed: " + r.err.Error())
	}
	return nil
}

func notElement(r *Reader, name string) error {
	if r.err != nil {
		return TextError("the element is not well-formed: " + r.err.Error())
	}
	return TextError("this is no element " + name)
}

// Child is an element within another.
type Child struct {
	URI, Local string
	Start, End int // in the text
}

// Children are the elements directly within the one of a name that a text is, as a row of
// kind Raw has it; tail is where its end tag begins.
func Children(s, name string) (all []Child, tail int, err error) {
	if err := checkRaw(s, name); err != nil {
		return nil, 0, err
	}
	r := NewReader(s, &Schema{}, Limits{})
	r.quiet = true
	if !r.next() {
		return nil, 0, r.Err()
	}
	if r.empty {
		return nil, r.pos - len("/>"), nil
	}
	for {
		tail = r.pos
		if !r.next() {
			break
		}
		c := Child{Start: r.start}
		c.URI, c.Local = r.Root()
		r.skip()
		c.End = r.pos
		all = append(all, c)
	}
	return all, tail, r.Err()
}
