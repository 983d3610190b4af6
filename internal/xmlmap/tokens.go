package xmlmap

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Tokens reads a document of any length one tag or piece of text at a time. Memory does
// not depend on the document: the text of one element may be longer than what is held.
type Tokens struct {
	Kind    TokenKind
	Element Element // of an OpenToken; its attributes are valid until the next token
	Empty   bool    // an OpenToken of <a/>: its CloseToken follows and has no text of its own
	Text    string  // of a TextToken: never empty, references resolved
	Off     int64   // where the token begins, in the UTF-8 form of the document
	End     int64   // and where it ends

	// Unchecked lets text without references through as it stands, line ends and all,
	// without looking at each character: for who refuses all but a few of them, and
	// calls Check where it does.
	Unchecked bool

	// Bytes are the text of an unchecked TextToken in place of Text, most of the time:
	// the bytes that were read, valid until the next token.
	Bytes []byte

	r      *Reader
	in     io.Reader
	part   int // bytes that are read at once
	ctx    context.Context
	buf    []byte // the bytes of r.src, and behind them the start of a character
	whole  int    // bytes of buf that are whole characters
	tag    int    // where the next "<" is in r.src, or its length; -1: not known
	held   int    // of them in front of r.src: what Bytes are
	line   int    // where these begin, as r.baseLine and r.baseCol
	col    int
	ascii  bool // all of them are ASCII
	eof    bool
	begun  bool
	inside string                // the mark that ends the comment, instruction or CDATA section at hand
	outer  string                // what that is
	bad    bool                  // it is malformed, which is said when it has ended
	opened int                   // where it begins in r.src
	start  *einvoice.SyntaxError // what to say if the mark does not come, once r.src goes

	located Locator // the last place asked for
	cdata   bool    // the text at hand is of a CDATA section
}

// TokenKind tells tokens apart.
type TokenKind uint8

// The kinds of tokens.
const (
	NoToken    TokenKind = iota
	OpenToken            // a start tag
	CloseToken           // an end tag
	TextToken            // character data, in as many pieces as it comes
)

// tokenPart is how many bytes are read at once.
const tokenPart = 64 << 10

// mostMarkup is how many bytes a single tag may have.
const mostMarkup = 1 << 20

// NewTokens starts at the beginning of a document. note says what was done to its bytes.
func NewTokens(ctx context.Context, in io.Reader, s *Schema, l Limits) (t *Tokens, note string, err error) {
	in, note, err = decodeReader(in)
	if err != nil {
		return nil, "", err
	}
	t = &Tokens{r: NewReader("", s, l), in: in, part: tokenPart, ctx: ctx}
	return t, note, nil
}

// Err is what ended the tokens, nil at the end of the document.
func (t *Tokens) Err() error { return t.r.Err() }

// Depth is how many elements are open, the one of an OpenToken among them.
func (t *Tokens) Depth() int { return len(t.r.stack) }

// Prefix finds a prefix that stands for a namespace here, "" for the default namespace.
func (t *Tokens) Prefix(uri string) (prefix string, ok bool) {
	binds := t.r.binds
	for i := len(binds) - 1; i >= 0; i-- {
		if binds[i].uri == uri && t.r.uri(binds[i].prefix) == uri {
			return binds[i].prefix, true
		}
	}
	return "", uri == "" && t.r.uri("") == ""
}

// Position is the line and column of an offset that is not before the token at hand; of
// one that has gone, only the offset is known.
func (t *Tokens) Position(off int64) einvoice.Position {
	r := t.r
	switch in := off - t.Off; {
	case t.Bytes != nil && in >= 0 && in <= int64(len(t.Bytes)):
		l := Locator{einvoice.Position{Offset: t.Off, Line: t.line + 1, Column: t.col + 1}}
		l.advance(string(t.Bytes[:in]))
		return l.at
	case off < r.base:
		return einvoice.Position{Offset: off}
	}
	if l := &t.located; l.at.Line == 0 || l.at.Offset < r.base || l.at.Offset > off {
		l.at = einvoice.Position{Offset: r.base, Line: r.baseLine + 1, Column: r.baseCol + 1}
	}
	t.located.advance(r.src[t.located.at.Offset-r.base : off-r.base])
	return t.located.at
}

// Raw is the token at hand as it stands in the document.
func (t *Tokens) Raw() string {
	if t.Bytes != nil {
		return string(t.Bytes)
	}
	return t.r.src[t.Off-t.r.base : t.End-t.r.base]
}

// Fail ends the tokens with an error of the caller's.
func (t *Tokens) Fail(err error) { t.r.stop(err) }

// Next goes to the next token. It is false at the end of the document and at an error.
func (t *Tokens) Next() bool {
	r := t.r
	t.Bytes = nil
	if r.err == nil && !t.begun {
		t.begin()
	}
	for r.err == nil {
		switch {
		case r.empty:
			r.empty = false
			t.close(r.pos)
			r.pop()
			return true
		case t.inside != "":
			if t.within() {
				return true
			}
		case r.pos == len(r.src):
			if t.Unchecked && t.loadText() {
				return true
			}
			if r.pos == len(r.src) && !t.load() {
				return t.finish()
			}
		case r.src[r.pos] == '<':
			if t.markup() {
				return true
			}
		case t.text():
			return true
		}
	}
	return false
}

func (t *Tokens) begin() {
	t.begun = true
	r := t.r
	t.ahead(len("<?xml "))
	for hasDeclaration(r.src) && !strings.Contains(r.src, "?>") && len(r.src) < sniffLength && t.load() {
	}
	for trim(r.src) == "" && r.err == nil {
		r.pos = len(r.src)
		if !t.load() {
			break
		}
	}
	text := strings.TrimLeft(r.src, xmlSpaces)
	switch {
	case text != "" && text[0] != '<' && r.cause == nil: // rather than that it is not UTF-8
		at := len(r.src) - len(text)
		r.err = notXML(r.src, at, r.position(at))
	case r.err != nil:
	case text == "":
		r.err = errEmpty()
	case r.base == 0:
		r.declaration()
	}
}

// finish is at the end of the text.
func (t *Tokens) finish() bool {
	r := t.r
	switch {
	case r.err != nil:
	case len(r.stack) > 0 || t.Kind == NoToken:
		r.eof()
	}
	return false
}

// markup reads what begins with "<"; false if it is no token.
func (t *Tokens) markup() bool {
	r := t.r
	t.ahead(len(cdataStart))
	s := r.src[r.pos:]
	switch {
	case len(s) < 2:
		return r.eof()
	case s[1] == '/':
		if len(r.stack) > 0 && !t.complete(func(b []byte) int { return bytes.IndexByte(b, '>') + 1 }) {
			return r.eof()
		}
		t.close(r.pos)
		r.end()
		t.End = r.base + int64(r.pos)
		return r.err == nil
	case s[1] == '!' || s[1] == '?':
		t.other(s)
		return false
	case len(r.stack) == 0 && t.Kind != NoToken:
		return r.fail(r.pos, einvoice.ErrMalformed, "a second root element")
	}
	t.complete(startTag) // the scanner says what is wrong with a tag that does not end
	return t.open()
}

// complete loads until what stands here is whole.
func (t *Tokens) complete(length func([]byte) int) bool {
	r := t.r
	for length(t.buf[t.held+r.pos:t.whole]) == 0 {
		if len(r.src)-r.pos > mostMarkup {
			return r.fail(r.pos, einvoice.ErrLimit, "one tag is longer than %d bytes", mostMarkup)
		}
		if !t.load() {
			return false
		}
	}
	return true
}

func (t *Tokens) open() bool {
	r := t.r
	if r.err != nil || !r.open() {
		return false
	}
	r.element(&t.Element)
	t.Kind, t.Text, t.Empty = OpenToken, "", r.empty
	t.Off, t.End = t.Element.Off, r.base+int64(r.pos)
	return r.err == nil
}

func (t *Tokens) close(at int) {
	t.Kind, t.Text, t.Empty = CloseToken, "", false
	t.Off = t.r.base + int64(at)
	t.End = t.Off
}

// other begins a comment, an instruction or a CDATA section.
func (t *Tokens) other(s string) {
	r := t.r
	switch {
	case strings.HasPrefix(s, "<!--"):
		t.enter(len("<!--"), "--", "a comment")
	case strings.HasPrefix(s, cdataStart) && len(r.stack) > 0:
		t.enter(len(cdataStart), cdataEnd, "a CDATA section")
	case s[1] == '?':
		t.instruction()
	default: // a document type declaration, or what is malformed or cut short
		r.skipMisc()
	}
}

// instruction begins a processing instruction.
func (t *Tokens) instruction() {
	r := t.r
	t.ahead(r.limits.Name + 8)
	s := r.src[r.pos:]
	if len(s) > r.limits.Name+8 {
		s = s[:r.limits.Name+8]
	}
	i := 2
	for i < len(s) && class[s[i]]&nameByte != 0 {
		i++
	}
	switch target := s[2:i]; {
	case i == len(s) && !t.eof:
		r.fail(r.pos, einvoice.ErrLimit, "a name is longer than %d bytes", r.limits.Name)
	case i == len(s):
		r.fail(r.pos, einvoice.ErrTruncated, "a processing instruction does not end")
	case target == "" || class[target[0]]&nameStart == 0 || !validName(target):
		r.fail(r.pos, einvoice.ErrMalformed, "malformed processing instruction")
	case strings.EqualFold(target, "xml"):
		r.fail(r.pos, einvoice.ErrMalformed, "an XML declaration may only stand at the very start")
	default:
		t.enter(i, instructionEnd, "a processing instruction")
		t.bad = !isSpace(s[i]) && !strings.HasPrefix(s[i:], instructionEnd)
	}
}

// within goes on in a comment, an instruction or a CDATA section; true at text.
func (t *Tokens) within() bool {
	r, mark := t.r, t.inside
	from, to := r.pos, len(r.src)-len(mark) // the rest may be the start of the mark
	i := strings.Index(r.src[from:], mark)
	if i >= 0 {
		to = from + i
	} else if to > from && r.src[to-1] == '\r' { // or of a line end
		to--
	}
	if i < 0 && to <= from {
		if !t.load() && r.err == nil {
			r.err = t.unended()
		}
		return false
	}
	isText := mark == cdataEnd
	if !(isText && t.Unchecked) && !t.bad && !r.checkChars(from, to) {
		return false
	}
	text, off := r.src[from:to], r.base+int64(from)
	r.pos = to
	if i >= 0 {
		t.leave()
	}
	return isText && r.err == nil && t.piece(lineEnds(text), off, len(text), true)
}

const (
	cdataEnd       = "]]>"
	instructionEnd = "?>"
)

// enter goes past the start of what ends with a mark.
func (t *Tokens) enter(start int, mark, name string) {
	t.inside, t.outer, t.opened, t.start, t.bad = mark, name, t.r.pos, nil, false
	t.r.pos += start
}

// unended is the error of what does not end. It is made when the text where it begins is
// about to go, and not for each comment: to count lines takes time.
func (t *Tokens) unended() *einvoice.SyntaxError {
	if t.start == nil {
		t.start = &einvoice.SyntaxError{Position: t.r.position(t.opened), Code: einvoice.ErrTruncated,
			Message: t.outer + " does not end", Excerpt: einvoice.Excerpt(t.r.src, t.opened)}
	}
	return t.start
}

// leave reads the mark that ends what the scanner is in.
func (t *Tokens) leave() {
	r := t.r
	if t.inside == "--" {
		t.ahead(len("-->"))
		if r.err != nil {
			return
		}
		if len(r.src)-r.pos < len("-->") {
			r.err = t.unended()
			return
		}
		if r.src[r.pos+2] != '>' {
			r.fail(r.pos, einvoice.ErrMalformed, `"--" inside a comment`)
			return
		}
		r.pos++
	}
	r.pos += 2
	if t.inside == cdataEnd {
		r.pos++
	}
	if t.bad {
		r.err = t.unended()
		r.err.Code, r.err.Message = einvoice.ErrMalformed, "malformed processing instruction"
	}
	t.inside, t.bad = "", false
}

// text reads character data up to the next "<", or as far as it can be judged.
func (t *Tokens) text() bool {
	r := t.r
	if len(r.stack) == 0 {
		return t.outside()
	}
	from, s := r.pos, r.src[r.pos:]
	if t.tag < from { // text may come in many pieces
		if t.tag = strings.IndexByte(s, '<'); t.tag >= 0 {
			t.tag += from
		} else {
			t.tag = len(r.src)
		}
	}
	n := t.tag - from
	if t.tag == len(r.src) {
		n = t.settled(s)
	}
	if n == 0 {
		if !t.load() && r.err == nil {
			r.plain(from, len(r.src))
			r.eof()
		}
		return false
	}
	reference := -1
	if t.Unchecked { // references come alone, so that the places of all else are known
		switch reference = strings.IndexByte(s[:n], '&'); {
		case reference > 0:
			n, reference = reference, -1
		case reference == 0:
			if i := strings.IndexByte(s[:n], ';'); i > 0 {
				n = i + 1
			}
		}
	}
	text, off := s[:n], r.base+int64(from)
	if !t.Unchecked || reference == 0 {
		text = r.resolved(from, from+n, r.plain(from, from+n))
	}
	r.pos = from + n
	return r.err == nil && t.piece(text, off, n, false)
}

// settled is how much of text at the end of what is there cannot change its meaning by
// what comes: a reference, a line end, "]]>".
func (t *Tokens) settled(s string) int {
	n := len(s)
	if t.eof {
		return 0 // an element is open
	}
	for n > 0 && n > len(s)-2 && (s[n-1] == ']' || s[n-1] == '\r') {
		n--
	}
	// Zeros may make a reference long, but not without end.
	last := strings.LastIndexByte(s, ';') + 1
	if i := strings.IndexByte(s[last:], '&'); i >= 0 && len(s)-last-i < mostMarkup {
		n = min(n, last+i)
	}
	return n
}

// piece makes a token of text that has n bytes in the document.
func (t *Tokens) piece(text string, off int64, n int, cdata bool) bool {
	t.Kind, t.Text, t.Empty = TextToken, text, false
	t.Off, t.End, t.cdata = off, off+int64(n), cdata
	return text != ""
}

// Check refuses characters that XML excludes in the text at hand, which was not checked.
func (t *Tokens) Check() {
	if t.Bytes != nil {
		if !slices.ContainsFunc(t.Bytes, func(c byte) bool { return class[c]&textStop != 0 && c != '\r' }) {
			return
		}
		x := Reader{src: string(t.Bytes), base: t.Off, baseLine: t.line, baseCol: t.col}
		if x.plain(0, len(x.src)); x.err != nil && t.r.err == nil {
			t.r.err = x.err
		}
		return
	}
	from, to := int(t.Off-t.r.base), int(t.End-t.r.base)
	if t.cdata {
		t.r.checkChars(from, to)
	} else {
		t.r.plain(from, to)
	}
}

// outside passes white space before and after the root element.
func (t *Tokens) outside() bool {
	r := t.r
	for r.pos < len(r.src) && isSpace(r.src[r.pos]) {
		r.pos++
	}
	switch {
	case r.pos == len(r.src) || r.src[r.pos] == '<':
	case t.Kind == NoToken:
		r.textInProlog(r.pos)
	default:
		r.fail(r.pos, einvoice.ErrMalformed, "text after the root element")
	}
	return false
}
