package xmlmap

import "strings"

// Element is a start tag.
type Element struct {
	NS    uint8       // number of the namespace in the reader's schema + 1; 0: none, 254: xml, 255: another
	Local string      // name without prefix
	Raw   string      // name as written
	Off   int64       // offset in the document
	Attrs []Attribute // valid until the next element

	r *Reader
}

// Namespace is the URI that a prefix stands for here, "" for one that is not bound:
// what a qualified name in a value needs.
func (e *Element) Namespace(prefix string) string {
	if e.r == nil {
		return ""
	}
	return e.r.uri(prefix)
}

// Declared visits the namespace declarations of this start tag in document order: what
// canonical XML needs. A uri of "" takes the default namespace back.
func (e *Element) Declared(visit func(prefix, uri string)) {
	for i := range e.r.binds {
		if b := &e.r.binds[i]; b.depth == len(e.r.stack) {
			visit(b.prefix, b.uri)
		}
	}
}

// Attribute is an attribute. Namespace declarations are none.
type Attribute struct {
	Space string // URI of its namespace, "" for none
	Local string
	Raw   string // name as written
	Value string
	Off   int64
}

// Attr is the value of an attribute without namespace.
func (e *Element) Attr(local string) (string, bool) {
	for i := range e.Attrs {
		if a := &e.Attrs[i]; a.Local == local && a.Space == "" {
			return a.Value, true
		}
	}
	return "", false
}

// Visitor follows a walk through a document.
type Visitor interface {
	// Open is called at a start tag.
	Open(*Element)
	// Close is called at an end tag, with the character data of an element that has no
	// child elements; "" for one that has.
	Close(text string, off int64)
	// Stray is called for character data other than white space in an element that
	// has child elements too.
	Stray(text string, off int64)
}

// Walk visits the current element and everything in it: what a reader of tables does
// not look at too.
func (r *Reader) Walk(v Visitor) error {
	w := walker{r: r, v: v, depth: len(r.stack), parents: make([]bool, 0, 16)}
	w.open()
	for r.err == nil && len(r.stack) >= w.depth {
		w.step()
	}
	return r.Err()
}

type walker struct {
	r       *Reader
	v       Visitor
	e       Element
	depth   int
	parents []bool // which of the open elements have children
	text    string // of the current element, its first piece
	rest    []byte // all of it, if there are several
	at      int64  // where it begins
	pieces  bool   // there is such text
}

func (w *walker) open() {
	w.r.element(&w.e)
	if w.r.err == nil {
		w.parents = append(w.parents, false)
		w.v.Open(&w.e)
	}
}

// element describes the start tag that was read last.
func (r *Reader) element(e *Element) {
	top := &r.stack[len(r.stack)-1]
	*e = Element{NS: r.ns, Local: r.local, Raw: top.raw, Off: r.base + int64(r.start), Attrs: e.Attrs[:0], r: r}
	for i := range r.attrs {
		a := &r.attrs[i]
		x := Attribute{Local: a.name[a.colon:], Raw: a.name, Value: r.attrValue(a), Off: r.base + int64(a.off)}
		if a.colon > 0 {
			x.Space = r.uri(a.name[:a.colon-1])
		}
		e.Attrs = append(e.Attrs, x)
	}
}

// step reads one piece of content: most are a whole value, or the next start tag.
func (w *walker) step() {
	r := w.r
	if r.empty {
		r.empty = false
		r.pop()
		w.close("", r.base+int64(r.pos))
		return
	}
	s, i := r.src, r.pos
	for i < len(s) && class[s[i]]&textStop == 0 {
		i++
	}
	if i+1 >= len(s) || s[i] != '<' || w.pieces {
		w.slow()
		return
	}
	switch s[i+1] {
	case '!', '?':
		w.slow()
	case '/':
		text, at := s[r.pos:i], r.base+int64(r.pos)
		r.pos = i
		if r.end(); r.err == nil {
			w.close(text, at)
		}
	default:
		w.stray(s[r.pos:i], r.base+int64(r.pos))
		r.pos = i
		w.child()
	}
}

func (w *walker) child() {
	w.parents[len(w.parents)-1] = true
	if w.r.open() {
		w.open()
	}
}

func (w *walker) close(text string, at int64) {
	last := len(w.parents) - 1
	if w.parents[last] {
		w.stray(text, at)
		text = ""
	}
	w.parents = w.parents[:last]
	w.v.Close(text, at)
}

func (w *walker) stray(text string, at int64) {
	if !isBlank(text) {
		w.v.Stray(text, at)
	}
}

// slow reads a piece of content with references, CDATA, comments, or at the end of a
// part of a stream.
func (w *walker) slow() {
	r := w.r
	s := r.src[r.pos:]
	if isBlank(s) && r.more != nil {
		from := r.pos
		r.pos = len(r.src)
		if r.more(r) || r.err != nil {
			return
		}
		r.pos = from
	}
	switch {
	case len(s) < 2 && (s == "" || s[0] == '<'):
		r.eof()
	case s[0] != '<':
		at := r.base + int64(r.pos)
		w.add(r.chars(), at)
	case s[1] == '/':
		r.end()
		if r.err == nil {
			text, at := w.take()
			w.close(text, at)
		}
	case strings.HasPrefix(s, cdataStart):
		at := r.base + int64(r.pos)
		w.add(r.cdata(s), at)
	case s[1] == '!' || s[1] == '?':
		r.skipMisc()
		w.add("", r.base+int64(r.pos))
	default:
		w.stray(w.take())
		w.child()
	}
}

func (w *walker) add(text string, at int64) {
	switch {
	case !w.pieces:
		w.text, w.at, w.pieces = text, at, true
	case len(w.rest) == 0:
		w.rest = append(append(w.rest, w.text...), text...)
	default:
		w.rest = append(w.rest, text...)
	}
}

func (w *walker) take() (text string, at int64) {
	if !w.pieces {
		return "", w.r.base + int64(w.r.pos)
	}
	text, at = w.text, w.at
	if len(w.rest) > 0 {
		text = string(w.rest)
	}
	w.text, w.rest, w.pieces = "", w.rest[:0], false
	return text, at
}
