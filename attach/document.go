package attach

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/filetype"
)

// OpenDocument reads an invoice document as people hand it over: its bytes, their base64,
// or a data: URI (RFC 2397), with base64 or with escapes. Base64 may be written as in
// OpenBody. No document looks like base64 or like a URI, so that what does is always
// unwrapped, once. Reading ends in an *einvoice.SyntaxError, with the place in what was
// handed over, where the wrapping is broken. Memory does not depend on the document.
//
// Notes say that it was unwrapped, and where the URI claims a media type or a character
// set that the document contradicts: the document is right.
func OpenDocument(in io.Reader) (io.Reader, *Body) {
	r := bufio.NewReaderSize(in, peekSize)
	head, _ := r.Peek(peekSize)
	b := &Body{Form: FormOf(head)}
	if b.Form == Raw {
		b.Type = filetype.Detect(head)
		return r, b
	}
	start := len(head) - len(trimStart(head))
	text := string(head[start:])
	from := &readerSource{r: r, text: newTextPosition()}
	content := io.Reader(&base64Reader{src: from, uri: b.Form == DataURI, note: b.note})
	if b.Form == Base64 {
		r.Discard(start)
		from.text.skip(string(head[:start]))
		b.note(NoteBase64, "unwrapped from base64")
	} else {
		b.note(NoteDataURI, "unwrapped from a data: URI")
		i := strings.IndexByte(text, ',')
		if i < 0 {
			return failing{from.text.syntax(fail(ErrDataURI, "a data: URI without a comma in its first %d bytes, behind which its content would stand", peekSize))}, b
		}
		f := &File{}
		f.fromDataURI(text[:i])
		b.Filename, b.MIME, b.Charset = f.Filename, f.MIME, charsetOf(text[:i])
		r.Discard(start + i + 1)
		from.text.skip(string(head[:start+i+1]))
		if !hasSuffixFold(strings.TrimRight(text[:i], xmlSpaces), ";base64") {
			content = &unescaper{src: from}
		}
	}
	inner := bufio.NewReaderSize(syntaxErrors{content, from.text}, peekSize)
	head, _ = inner.Peek(peekSize)
	b.Type = filetype.Detect(head)
	b.doubt(head)
	return inner, b
}

// ParseDataURI decodes a data: URI (RFC 2397) that is held in memory; see OpenDocument.
func ParseDataURI(uri string) (content []byte, b *Body, err error) {
	if !isDataURI([]byte(uri)) {
		return nil, nil, &einvoice.SyntaxError{Code: einvoice.ErrMalformed, Message: `not a data: URI: it does not begin with "data:"`}
	}
	r, b := OpenDocument(strings.NewReader(uri))
	if content, err = io.ReadAll(r); err != nil {
		return nil, b, err
	}
	return content, b, nil
}

// FormOf tells by its first bytes, of which it looks at 4096, how a document is handed over.
func FormOf(head []byte) Form {
	head = trimStart(head[:min(len(head), peekSize)])
	switch {
	case len(head) == 0 || !startsBase64(head[0]):
		return Raw
	case isDataURI(head):
		return DataURI
	case encodesDocument(head[:min(len(head), lookAhead)]):
		return Base64
	}
	return Raw
}

// startsBase64 is a quick look: XML, JSON, PDF and UTF-16 begin otherwise.
func startsBase64(c byte) bool {
	return sextets[3][c] != strange || c == '-' || c == '_'
}

func trimStart(b []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF")), xmlSpaces)
}

func isDataURI(b []byte) bool { return hasPrefixFold(string(trimStart(b[:min(len(b), 64)])), "data:") }

// encodesDocument tells whether text is the beginning of the base64 of XML, JSON or a PDF.
func encodesDocument(head []byte) bool {
	const least = 8 // characters
	var first [lookAhead]byte
	r := &base64Reader{src: &readerSource{r: bytes.NewReader(head)}, note: func(NoteCode, string) {}}
	n, err := io.ReadFull(r, first[:])
	var e *Error
	if errors.As(err, &e) && e.Code == ErrBase64 || len(bytes.TrimSpace(head)) < least {
		return false
	}
	text := first[:n]
	for _, start := range []string{"%PDF-", "\xFF\xFE<", "\xFE\xFF\x00<", "<\x00", "\x00<"} {
		if bytes.HasPrefix(text, []byte(start)) {
			return true
		}
	}
	text = trimStart(text)
	return len(text) > 1 && strings.IndexByte("<{[", text[0]) >= 0 && isText(text[:min(len(text), 64)])
}

// isText: no control characters. Bytes beyond ASCII may be of any character set.
func isText(b []byte) bool {
	return !bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && !strings.ContainsRune(xmlSpaces, r) || r == 0x7f })
}

func (b *Body) note(code NoteCode, message string) {
	b.Notes = append(b.Notes, Note{code, message})
}

// doubt notes what the URI claims and the document contradicts.
func (b *Body) doubt(head []byte) {
	if !filetype.Same(b.MIME, b.Type) {
		b.note(NoteType, fmt.Sprintf("the data: URI calls it %q, but it is %s", b.MIME, typeOr(b.Type)))
	}
	if own := charsetOfXML(head); b.Charset != "" && own != "" && !strings.EqualFold(b.Charset, own) {
		b.note(NoteCharset, fmt.Sprintf("the data: URI names the character set %q, but the document is in %s", b.Charset, own))
	}
}

func typeOr(mime string) string {
	if mime == "" {
		return "of no known type"
	}
	return mime
}

// charsetOf is the character set that the head of a data: URI names.
func charsetOf(head string) string {
	for _, p := range strings.Split(head, ";") {
		if name, value, _ := strings.Cut(p, "="); strings.EqualFold(strings.TrimSpace(name), "charset") {
			return strings.Trim(percentDecoded(value), `" `)
		}
	}
	return ""
}

// charsetOfXML is the character set of an XML document by its first bytes, "" if it is none.
func charsetOfXML(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xFF\xFE")), bytes.HasPrefix(head, []byte("\xFE\xFF")), bytes.HasPrefix(head, []byte("<\x00")), bytes.HasPrefix(head, []byte("\x00<")):
		return "UTF-16"
	}
	text := trimStart(head)
	if len(text) == 0 || text[0] != '<' {
		return ""
	}
	declaration, _, _ := strings.Cut(string(text), "?>")
	if _, value, ok := strings.Cut(declaration, "encoding="); ok && strings.HasPrefix(declaration, "<?xml") && len(value) > 1 {
		if name, _, ok := strings.Cut(value[1:], value[:1]); ok {
			return name
		}
	}
	return "UTF-8"
}

// syntaxErrors gives errors of the wrapping as those of a document.
type syntaxErrors struct {
	io.Reader
	text *textPosition
}

func (s syntaxErrors) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if e := (*Error)(nil); errors.As(err, &e) {
		err = s.text.syntax(e)
	}
	return n, err
}

// textPosition is where a piece of text stands in all of it.
type textPosition struct {
	start einvoice.Position // of the piece
	piece []byte
}

func newTextPosition() *textPosition {
	return &textPosition{start: einvoice.Position{Line: 1, Column: 1}}
}

// at is the position of a byte of the piece.
func (t *textPosition) at(i int) einvoice.Position {
	p, text := t.start, t.piece[:min(i, len(t.piece))]
	p.Offset += int64(len(text))
	if last := bytes.LastIndexByte(text, '\n'); last >= 0 {
		p.Line += bytes.Count(text, []byte("\n"))
		p.Column, text = 1, text[last+1:]
	}
	p.Column += utf8.RuneCount(text)
	return p
}

// pass goes behind the piece.
func (t *textPosition) pass() { t.start, t.piece = t.at(len(t.piece)), nil }

func (t *textPosition) skip(s string) {
	t.piece = []byte(s)
	t.pass()
}

// syntax is an error of the wrapping as one of the document.
func (t *textPosition) syntax(e *Error) *einvoice.SyntaxError {
	code, what := einvoice.ErrMalformed, ""
	switch e.Code {
	case ErrTruncated:
		code, what = einvoice.ErrTruncated, "the document's wrapping: "
	case ErrBase64:
		what = "the document's wrapping: "
	}
	return &einvoice.SyntaxError{Code: code, Position: e.Position, Message: what + e.Message}
}

// unescaper resolves the escapes of a URI.
type unescaper struct {
	src    source
	piece  []byte
	place  int
	escape []byte // that has begun
	err    error
}

func (u *unescaper) Read(p []byte) (n int, err error) {
	for n < len(p) && u.err == nil {
		if u.place == len(u.piece) {
			u.piece, u.err = u.src.next()
			if u.place = 0; u.err == nil && len(u.piece) == 0 {
				u.finish()
			}
			continue
		}
		c := u.piece[u.place]
		switch {
		case len(u.escape) > 0 && !isHex(c):
			u.err = u.src.at(u.place, fail(ErrDataURI, "the content of the data: URI: %q is an invalid URL escape", string(u.escape)+string(rune(c))))
		case len(u.escape) == 2:
			p[n] = hexValue(u.escape[1])<<4 | hexValue(c)
			n++
			u.escape = u.escape[:0]
		case len(u.escape) > 0 || c == '%':
			u.escape = append(u.escape, c)
		default:
			p[n] = c
			n++
		}
		u.place++
	}
	if n > 0 || len(p) == 0 {
		return n, nil
	}
	return 0, u.err
}

func (u *unescaper) finish() {
	if u.err = io.EOF; len(u.escape) > 0 {
		u.err = u.src.at(0, fail(ErrTruncated, "the content of the data: URI ends within an escape"))
	}
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func hexValue(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
