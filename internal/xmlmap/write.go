package xmlmap

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// Writer appends a document to a byte slice, and hands it on piece by piece if it
// has somewhere to go. A start tag is held back until something is written inside
// it, so empty groups vanish by themselves.
type Writer struct {
	buf    []byte
	out    io.Writer // may be nil
	held   []held    // start tags and fixed content not written yet
	depth  int
	count  int // elements written: tells an empty group
	doc    Context
	places []frame
	source any
	err    error
	plain  bool   // no line breaks and indentation
	set    uint16 // the profile to write, one bit; 0: everything
}

type held struct {
	text  string
	depth int // +1 a start tag, -1 an end tag, 0 a whole element
}

// PlaceError says what cannot be written, and where in the value it stands.
type PlaceError struct {
	Place string // field path, such as "Lines[3].Item.Name"; without indexes where shapes differ
	Path  string // element path in the document
	Err   error

	complete bool // Place is
}

func (e *PlaceError) Error() string {
	if e.Place == "" {
		return e.Path + ": " + e.Err.Error()
	}
	return e.Place + ": " + e.Err.Error()
}
func (e *PlaceError) Unwrap() error { return e.Err }

// TextError is the Err of a PlaceError about text that cannot stand in XML.
type TextError string

func (e TextError) Error() string { return string(e) }

// blame adds, on the way out to the root, what writing k tells of the place of an error.
func (k *node[T]) blame(w *Writer) {
	var e *PlaceError
	if !errors.As(w.err, &e) {
		return
	}
	if e.Path = "/" + k.step + e.Path; e.complete && (k.row == nil || k.row.meta.kind != "via") {
		return
	}
	switch {
	case k.row == nil: // a wrapper
		return
	case k.row.meta.kind == "via": // what stands below is a place in a scratch value
		nth := 0 // of several homes the first one is that of the first element, and so on
		fmt.Sscanf(e.Place, "[%d]", &nth)
		e.Place = ""
		k.row.sub(Binding{}, func(b Binding) {
			if b.Path == strings.TrimPrefix(e.Path, "/"+k.step) && b.Place != "" && nth >= 0 {
				e.Place, nth = b.Place, nth-1
			}
		})
	default:
		e.Place = join(e.Place, k.row.meta.name())
	}
	e.complete = true
}

func (w *Writer) push(m *meta, index int) { w.places = append(w.places, frame{meta: m, index: index}) }
func (w *Writer) unpush()                 { w.places = w.places[:len(w.places)-1] }

func (w *Writer) writeHeld() {
	for _, h := range w.held {
		w.depth += min(h.depth, 0)
		w.line()
		w.buf = append(w.buf, h.text...)
		w.depth += max(h.depth, 0)
	}
	w.held = w.held[:0]
}

const indent = "\n                                                                "

func (w *Writer) line() {
	if !w.plain {
		w.buf = append(w.buf, indent[:min(1+2*w.depth, len(indent))]...)
	}
}

// begin writes the start tag of a leaf, g.open, after what was held back.
func (w *Writer) begin(g *tag) {
	w.count++
	if len(w.held) > 0 {
		w.writeHeld()
	}
	if w.out != nil && len(w.buf) >= 64<<10 {
		w.flush()
	}
	w.line()
	w.buf = append(w.buf, g.open...)
}

func (w *Writer) flush() {
	if w.out != nil && w.err == nil {
		_, w.err = w.out.Write(w.buf)
		w.buf = w.buf[:0]
	}
}

func (w *Writer) beginAttr(g *tag, name, value string) {
	if value == "" {
		w.begin(g)
		return
	}
	w.begin(&tag{open: g.bare})
	w.attr(name, value)
	w.buf = append(w.buf, '>')
}

func (w *Writer) attr(name, value string) {
	if value != "" {
		w.buf = append(append(append(w.buf, ' '), name...), '=', '"')
		w.buf = append(w.escape(value, true), '"')
	}
}

// orphan declares a value left out for want of the value that it goes with.
func (w *Writer) orphan(place, why string) {
	for _, f := range w.places {
		if f.meta.kind == "via" {
			return // scratch values have no places: their unfolds declare what they leave out
		}
	}
	r := Reader{places: w.places}
	group, _ := r.place(nil)
	w.doc.Lose(join(group, place), why)
}

func (w *Writer) leaf(g *tag, text string) {
	w.begin(g)
	w.text(text)
	w.buf = append(w.buf, g.close...)
}

func (w *Writer) text(s string) { w.buf = w.escape(s, false) }

func (w *Writer) amount(g *tag, v einvoice.Decimal, currency string) {
	if v.IsSet() {
		w.beginAttr(g, "currencyID", currency)
		w.number(v, g)
	}
}

// number writes a number and the end tag.
func (w *Writer) number(d einvoice.Decimal, g *tag) {
	if !d.IsValid() {
		w.refuse(einvoice.ErrDecimalDigits)
	}
	w.buf = append(d.Append(w.buf), g.close...)
}

func (w *Writer) binary(g *tag, a *einvoice.Attachment) {
	if !a.Content.IsSet() && a.MIMECode == "" && a.Filename == "" {
		return
	}
	w.begin(&tag{open: g.bare})
	if a.MIMECode == "" {
		w.buf = append(w.buf, ` mimeCode=""`...) // the schemas demand it
	}
	w.attr("mimeCode", a.MIMECode)
	w.attr("filename", a.Filename)
	w.buf = append(w.buf, '>')
	if err := a.Content.WriteBase64(base64Writer{w}); err != nil {
		w.refuse(err)
	}
	w.buf = append(w.buf, g.close...)
}

// base64Writer takes base64 text, which needs no escape. Text that is none came from
// a document, and goes back into one as it was.
type base64Writer struct{ w *Writer }

func (b base64Writer) Write(p []byte) (int, error) {
	b.w.buf = append(b.w.buf, p...)
	if len(b.w.buf) >= 64<<10 {
		b.w.flush()
	}
	return len(p), b.w.err
}

func (b base64Writer) WriteString(s string) (int, error) {
	for n := 0; n < len(s); n += 1 << 20 {
		part := s[n:min(len(s), n+1<<20)]
		if !isPlain(part) {
			b.w.text(s[n:])
			break
		}
		if _, err := b.Write([]byte(part)); err != nil {
			return n, err
		}
	}
	return len(s), b.w.err
}

// isPlain tells whether text can be written as it is.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || class[c]&textStop != 0 || c == '>' {
			return false
		}
	}
	return true
}

// escape appends s so that reading gives it back.
func (w *Writer) escape(s string, attribute bool) []byte {
	b, last := w.buf, 0
	high := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			high = true
			continue
		}
		if c > '>' {
			continue
		}
		var e string
		switch {
		case c == '<':
			e = "&lt;"
		case c == '>':
			e = "&gt;"
		case c == '&':
			e = "&amp;"
		case c == '\r':
			e = "&#13;"
		case c == '"' && attribute:
			e = "&quot;"
		case c == '\t' && attribute:
			e = "&#9;"
		case c == '\n' && attribute:
			e = "&#10;"
		case c < ' ' && c != '\t' && c != '\n':
			w.refuseChar(rune(c))
			continue
		default:
			continue
		}
		b = append(append(b, s[last:i]...), e...)
		last = i + 1
	}
	if high {
		for i, c := range s {
			if c == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") || !isChar(c) {
				w.refuseChar(c)
				break
			}
		}
	}
	return append(b, s[last:]...)
}

func (w *Writer) refuseChar(c rune) { w.refuse(noChar(c)) }

func noChar(c rune) error {
	if c == utf8.RuneError {
		return TextError("the text is not valid UTF-8")
	}
	return TextError(fmt.Sprintf("the character U+%04X cannot stand in XML", c))
}

// CheckText tells whether a text can stand in XML.
func CheckText(s string) error {
	for i, c := range s {
		if c == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") || !isChar(c) {
			return noChar(c)
		}
	}
	return nil
}

// refuse ends writing with an error at the current place.
func (w *Writer) refuse(err error) {
	if w.err == nil {
		r := Reader{places: w.places}
		group, _ := r.place(nil)
		w.err = &PlaceError{Place: group, Err: err}
	}
}

// group writes what body writes between the tags; nothing if body writes nothing.
func (w *Writer) group(g *tag, body func()) {
	n, count := len(w.held), w.count
	w.held = append(w.held, held{g.open, 1})
	body()
	if w.count == count { // nothing came: drop the tag and its fixed content
		w.held = w.held[:n]
		return
	}
	w.writeHeld() // fixed content after the last value
	w.depth--
	w.line()
	w.buf = append(w.buf, g.close...)
}

func (n *node[T]) writeKids(w *Writer, t *T) {
	if w.err != nil {
		return
	}
	for _, k := range n.kids {
		switch {
		case k.sets != 0 && w.set != 0 && k.sets&w.set == 0:
		case k.when != nil && !k.when(t):
		case k.fixed:
			w.held = append(w.held, k.held...)
		case k.row != nil:
			k.row.write(w, t, &k.tag)
		default:
			count := w.count
			if w.group(&k.tag, func() { k.writeKids(w, t) }); k.required && w.count == count {
				w.held = append(w.held, held{k.bare + "/>", 0})
			}
		}
		if w.err != nil {
			k.blame(w)
			return
		}
	}
}
