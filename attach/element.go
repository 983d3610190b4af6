package attach

import (
	"bufio"
	"io"
	"strings"
)

// element is an element to be written.
type element struct {
	name  string // "cac:Attachment"
	attrs [][2]string
	text  string
	write func(io.Writer) error // the text, if it is long
	kids  []element
}

// layout is how the elements around are indented, and which prefixes they have.
type layout struct {
	blank    string            // in front of a new element; "" writes all in one line
	unit     string            // what is added for one more level
	prefixes map[string]string // by the prefixes that element.name has
}

// deeper is the layout inside an element.
func (l layout) deeper() layout {
	if l.blank != "" {
		l.blank += l.unit
	}
	return l
}

// render writes an element with the white space in front of it.
func (l layout) render(w *bufio.Writer, e element) error {
	name, declaration := l.name(e.name)
	w.WriteString(l.blank + "<" + name + declaration)
	for _, a := range e.attrs {
		w.WriteString(" " + a[0] + `="`)
		attrEscaper.WriteString(w, a[1])
		w.WriteString(`"`)
	}
	w.WriteString(">")
	inner := l.deeper()
	if declaration != "" {
		inner = inner.declared(e.name)
	}
	for _, k := range e.kids {
		if err := inner.render(w, k); err != nil {
			return err
		}
	}
	textEscaper.WriteString(w, e.text)
	if e.write != nil {
		if err := e.write(w); err != nil {
			return err
		}
	}
	if len(e.kids) > 0 {
		w.WriteString(l.blank)
	}
	_, err := w.WriteString("</" + name + ">")
	return err
}

// name is a name as it is written here, with the declaration of its namespace if the
// document has none for it at this place.
func (l layout) name(name string) (written, declaration string) {
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		return name, ""
	}
	actual, ok := l.prefixes[prefix]
	switch {
	case !ok:
		return name, " xmlns:" + prefix + `="` + namespaces[prefix] + `"`
	case actual == "":
		return local, ""
	}
	return actual + ":" + local, ""
}

func (l layout) declared(name string) layout {
	prefix, _, _ := strings.Cut(name, ":")
	prefixes := map[string]string{prefix: prefix}
	for k, v := range l.prefixes {
		prefixes[k] = v
	}
	l.prefixes = prefixes
	return l
}

var (
	textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
	attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;")
)
