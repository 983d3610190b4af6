package xmlmap

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// Reader is a pull scanner. Strings it returns are slices of the document unless
// they hold references: reading a value allocates nothing.
type Reader struct {
	src    string // the document, or the part of it at hand
	pos    int
	start  int // offset of the current start tag
	ns     uint8
	local  string
	attrs  []attr // of the current start tag; reading a value or a child reports what is left
	taken  []attr // those that the row at hand took: lost after all if there is no value
	empty  bool   // the current element is <a/>
	stack  []elem
	binds  []binding
	schema *Schema
	limits Limits
	err    *einvoice.SyntaxError

	count    int // values read so far: tells an empty group from a filled one
	doc      Context
	last     string // value read
	marks    uint8  // see Mark
	presumed string // currency of the first amount, before BT-5 is known
	mixed    bool   // and it was not the only one
	losses
	places []frame
	trace  *tracer
	sink   any   // where the rows of kind Each hand their elements to
	sunk   int   // how many they handed there
	cause  error // of the caller's, behind err
	parts  *parts

	more     func(r *Reader) bool // loads the next part when streaming
	base     int64                // offset of src in the document
	baseLine int                  // line and column of src[0], from 0
	baseCol  int
}

type elem struct {
	raw   string // name as written
	colon uint8  // length of the prefix with its colon
	ns    uint8
}

func (e *elem) local() string { return e.raw[e.colon:] }

type attr struct {
	name  string // as written
	colon uint8
	esc   bool  // value holds references or white space to be normalized
	space int32 // number of the prefix's namespace: see Reader.space
	value string
	off   int
}

type binding struct {
	prefix, uri string
	ns          uint8
	space       int32
	depth       int
}

// Context is what a row may need to know about the whole document.
type Context struct {
	Currency string // BT-5, once read or from the start when writing
	Profile  uint16 // what is being written: see Options
	Memo     int    // for a fold to remember something by
	lose     func(place, why string)
}

// Lose declares, while writing, that a place is left out.
func (c *Context) Lose(place, why string) {
	if c.lose != nil {
		c.lose(place, why)
	}
}

// NewReader reads src, which must be valid UTF-8 as Decode returns it.
func NewReader(src string, s *Schema, l Limits) *Reader {
	r := &Reader{src: src, schema: s, limits: l.orDefault()}
	r.stack = make([]elem, 0, 16)
	r.binds = make([]binding, 0, 8)
	r.attrs = make([]attr, 0, 8)
	r.places = make([]frame, 0, 8)
	return r
}

// Err is the first error met.
func (r *Reader) Err() error {
	switch {
	case r.cause != nil:
		return r.cause
	case r.err != nil:
		return r.err
	}
	return nil
}

// Refuse ends reading at the current element, for a reason of the caller's.
func (r *Reader) Refuse(code einvoice.ErrorCode, message string) error {
	r.fail(r.start, code, "%s", message)
	return r.Err()
}

// Root is the name of the current element: its namespace and local name.
func (r *Reader) Root() (uri, local string) {
	switch r.ns {
	case nsNone, nsOther, nsXML:
		return r.uri(r.stack[len(r.stack)-1].prefix()), r.local
	}
	return r.schema.Namespaces[r.ns-1].URI, r.local
}

func (e *elem) prefix() string {
	if e.colon == 0 {
		return ""
	}
	return e.raw[:e.colon-1]
}

func (r *Reader) fail(off int, code einvoice.ErrorCode, format string, a ...any) bool {
	if r.err == nil {
		r.err = &einvoice.SyntaxError{Position: r.position(off), Code: code, Message: fmt.Sprintf(format, a...), Excerpt: einvoice.Excerpt(r.src, off)}
	}
	return false
}

func (r *Reader) position(off int) einvoice.Position {
	p := einvoice.PositionAt(r.src, off)
	if p.Line == 1 {
		p.Column += r.baseCol
	}
	p.Line += r.baseLine
	p.Offset += r.base
	return p
}

func (r *Reader) eof() bool {
	if len(r.stack) > 0 {
		return r.fail(len(r.src), einvoice.ErrTruncated, "the document ends inside <%s>", r.stack[len(r.stack)-1].raw)
	}
	return r.fail(len(r.src), einvoice.ErrTruncated, "the document ends too early")
}

// next moves to the next child's start tag; false at the parent's end tag.
func (r *Reader) next() bool {
	if r.err != nil {
		return false
	}
	if r.empty {
		r.empty = false
		r.pop()
		return false
	}
	for {
		s, p := r.src, r.pos
		for p < len(s) && isSpace(s[p]) {
			p++
		}
		r.pos = p
		if p+1 >= len(s) {
			if r.more != nil && p == len(s) && r.more(r) {
				continue
			}
			if r.err != nil {
				return false
			}
			if p == len(s) || s[p] == '<' {
				return r.eof()
			}
		}
		if s[p] != '<' {
			if len(r.stack) == 0 {
				return r.textInProlog(p)
			}
			if t := trim(r.chars()); t != "" {
				r.lose(einvoice.LossUnbound, p, "#text", t, "text between elements")
			}
			if r.err != nil {
				return false
			}
			continue
		}
		switch s[p+1] {
		case '/':
			return r.end()
		case '!', '?':
			if !r.skipMisc() {
				return false
			}
		default:
			return r.open()
		}
	}
}

// textInProlog tells a file of another kind from a document with stray text.
func (r *Reader) textInProlog(p int) bool {
	if r.base == 0 && trim(r.src[:p]) == "" {
		r.err = notXML(r.src, p, r.position(p))
		return false
	}
	return r.fail(p, einvoice.ErrMalformed, "text outside the root element")
}

func firstRune(s string) rune {
	c, _ := utf8.DecodeRuneInString(s)
	return c
}

// finish reads what may follow the root element.
func (r *Reader) finish() {
	for r.err == nil {
		for r.pos < len(r.src) && isSpace(r.src[r.pos]) {
			r.pos++
		}
		if r.pos == len(r.src) {
			if r.more != nil && r.more(r) {
				continue
			}
			return
		}
		s := r.src[r.pos:]
		switch {
		case s[0] != '<':
			r.fail(r.pos, einvoice.ErrMalformed, "text after the root element")
		case len(s) == 1:
			r.eof()
		case s[1] == '?' || s[1] == '!':
			r.skipMisc()
		case s[1] == '/':
			r.end()
		default:
			r.fail(r.pos, einvoice.ErrMalformed, "a second root element")
		}
	}
}

// skipMisc passes what stands between elements: a comment, a processing instruction,
// or a CDATA section, which is text.
func (r *Reader) skipMisc() bool {
	s := r.src[r.pos:]
	switch {
	case strings.HasPrefix(s, "<!--"):
		return r.skipComment(s)
	case strings.HasPrefix(s, "<?"):
		return r.skipPI(s)
	case strings.HasPrefix(s, cdataStart):
		if len(r.stack) == 0 {
			return r.fail(r.pos, einvoice.ErrMalformed, "text outside the root element")
		}
		off := r.pos
		if t := trim(r.cdata(s)); t != "" {
			r.lose(einvoice.LossUnbound, off, "#text", t, "text between elements")
		}
		return r.err == nil
	case strings.HasPrefix(s, "<!DOCTYPE"):
		return r.fail(r.pos, einvoice.ErrDoctype, "a document type declaration (DOCTYPE) is not accepted")
	case strings.HasPrefix("<!--", s), strings.HasPrefix(cdataStart, s), strings.HasPrefix("<!DOCTYPE", s):
		return r.eof()
	}
	return r.fail(r.pos, einvoice.ErrMalformed, "malformed markup")
}

func (r *Reader) skipComment(s string) bool {
	i := strings.Index(s[4:], "--")
	if i < 0 || len(s) == 4+i+2 {
		return r.fail(r.pos, einvoice.ErrTruncated, "a comment does not end")
	}
	if s[4+i+2] != '>' {
		return r.checkChars(r.pos, r.pos+4+i) && r.fail(r.pos+4+i, einvoice.ErrMalformed, `"--" inside a comment`)
	}
	from := r.pos
	r.pos += 4 + i + 3
	return r.checkChars(from, r.pos)
}

const cdataStart = "<![CDATA["

// cdata reads the CDATA section at the start of s, which is what is left to read.
func (r *Reader) cdata(s string) string {
	i := strings.Index(s, "]]>")
	if i < 0 {
		r.fail(r.pos, einvoice.ErrTruncated, "a CDATA section does not end")
		return ""
	}
	r.checkChars(r.pos, r.pos+i)
	r.pos += i + len("]]>")
	return lineEnds(s[len(cdataStart):i])
}

func (r *Reader) skipPI(s string) bool {
	i := 2
	for i < len(s) && class[s[i]]&nameByte != 0 {
		i++
	}
	if i == len(s) {
		return r.fail(r.pos, einvoice.ErrTruncated, "a processing instruction does not end")
	}
	target := s[2:i]
	if target == "" || class[target[0]]&nameStart == 0 || !validName(target) {
		return r.fail(r.pos, einvoice.ErrMalformed, "malformed processing instruction")
	}
	if strings.EqualFold(target, "xml") {
		return r.fail(r.pos, einvoice.ErrMalformed, "an XML declaration may only stand at the very start")
	}
	end := strings.Index(s[i:], "?>")
	if end < 0 {
		return r.fail(r.pos, einvoice.ErrTruncated, "a processing instruction does not end")
	}
	if end > 0 && !isSpace(s[i]) {
		return r.fail(r.pos, einvoice.ErrMalformed, "malformed processing instruction")
	}
	from := r.pos
	r.pos += i + end + 2
	return r.checkChars(from, r.pos)
}

// checkChars refuses control characters in a stretch that is not kept.
func (r *Reader) checkChars(from, to int) bool {
	for i := from; i < to; i++ {
		if c := r.src[i]; c < ' ' && !isSpace(c) {
			return r.fail(i, einvoice.ErrMalformed, "the character U+%04X is not allowed in XML", c)
		}
	}
	return true
}

func (r *Reader) end() bool {
	p := r.pos + 2
	s := r.src
	if len(r.stack) == 0 {
		return r.fail(r.pos, einvoice.ErrMalformed, "an end tag without start tag")
	}
	top := r.stack[len(r.stack)-1].raw
	if len(s) > p+len(top) && s[p:p+len(top)] == top {
		p += len(top)
		if s[p] == '>' {
			r.pos = p + 1
			r.pop()
			return false
		}
		for p < len(s) && isSpace(s[p]) {
			p++
		}
		if p < len(s) && s[p] == '>' {
			r.pos = p + 1
			r.pop()
			return false
		}
	}
	if strings.IndexByte(s[r.pos:], '>') < 0 {
		return r.eof()
	}
	return r.fail(r.pos, einvoice.ErrMalformed, "expected </%s>", top)
}

func (r *Reader) pop() {
	r.stack = r.stack[:len(r.stack)-1]
	n := len(r.binds)
	for n > 0 && r.binds[n-1].depth > len(r.stack) {
		n--
	}
	r.binds = r.binds[:n]
}

// open reads a start tag.
func (r *Reader) open() bool {
	s, p := r.src, r.pos+1
	r.start = r.pos
	if len(r.stack) >= r.limits.Depth {
		return r.fail(r.pos, einvoice.ErrLimit, "elements nest deeper than %d", r.limits.Depth)
	}
	end, colon, ok := r.scanName(p)
	if !ok {
		return false
	}
	e := elem{raw: s[p:end], colon: uint8(colon)}
	r.empty = false
	r.attrs = r.attrs[:0]
	if s[end] == '>' {
		r.pos = end + 1
	} else if !r.scanAttrs(end) {
		return false
	}
	e.ns, ok = r.resolve(e.prefix())
	if !ok {
		return r.fail(r.start, einvoice.ErrMalformed, "the prefix %q is not bound to a namespace", e.prefix())
	}
	r.ns, r.local = e.ns, e.local()
	if r.trace != nil {
		r.trace.open(r, &e)
	}
	r.stack = append(r.stack, e)
	return true
}

// scanName reads a qualified name at p. colon is the length of prefix and colon.
func (r *Reader) scanName(p int) (end, colon int, ok bool) {
	s := r.src
	var high byte
	i := p
	if i < len(s) && class[s[i]]&nameStart == 0 {
		return 0, 0, r.fail(i, einvoice.ErrMalformed, "a name cannot begin with %q", firstRune(s[i:]))
	}
	for i < len(s) && class[s[i]]&nameByte != 0 {
		high |= s[i]
		i++
	}
	if i < len(s) && s[i] == ':' {
		colon = i + 1 - p
		i++
		if i < len(s) && class[s[i]]&nameStart == 0 {
			return 0, 0, r.fail(i, einvoice.ErrMalformed, "malformed name")
		}
		for i < len(s) && class[s[i]]&nameByte != 0 {
			high |= s[i]
			i++
		}
		if i < len(s) && s[i] == ':' {
			return 0, 0, r.fail(i, einvoice.ErrMalformed, "a name with two colons")
		}
	}
	if i >= len(s) {
		return 0, 0, r.eof()
	}
	if i-p > r.limits.Name || colon > 255 {
		return 0, 0, r.fail(p, einvoice.ErrLimit, "a name is longer than %d bytes, or its prefix than 254", r.limits.Name)
	}
	if high >= utf8.RuneSelf && (!validName(s[p:max(p, p+colon-1)]) || !validName(s[p+colon:i])) {
		return 0, 0, r.fail(p, einvoice.ErrMalformed, "a name holds a character that names cannot have")
	}
	return i, colon, true
}
