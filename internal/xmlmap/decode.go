package xmlmap

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"

	"github.com/einvoice-go/einvoice"
)

// sniffed is how the bytes of a document stand for characters.
type sniffed struct {
	name string                // "" for UTF-8
	dec  transform.Transformer // nil for UTF-8
	set  *charmap.Charmap      // that dec decodes, if it is one of single bytes
	bom  int                   // bytes to leave out at the start
}

// sniffLength is how many bytes sniff wants to see.
const sniffLength = 512

// sniff finds the encoding from byte order mark and XML declaration.
func sniff(head []byte) (sniffed, error) {
	switch {
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(head, []byte{0, 0, 0xFE, 0xFF}),
		bytes.HasPrefix(head, []byte{'<', 0, 0, 0}), bytes.HasPrefix(head, []byte{0, 0, 0, '<'}):
		return sniffed{}, encodingError("UTF-32 is not supported: convert the document to UTF-8")
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		return sniffed{name: "UTF-16LE", dec: utf16Decoder{order: binary.LittleEndian}, bom: 2}, nil
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return sniffed{name: "UTF-16BE", dec: utf16Decoder{order: binary.BigEndian}, bom: 2}, nil
	case bytes.HasPrefix(head, []byte{'<', 0}):
		return sniffed{name: "UTF-16LE", dec: utf16Decoder{order: binary.LittleEndian}, bom: 0}, nil
	case bytes.HasPrefix(head, []byte{0, '<'}):
		return sniffed{name: "UTF-16BE", dec: utf16Decoder{order: binary.BigEndian}, bom: 0}, nil
	}
	s := sniffed{}
	if bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")) {
		s.bom = 3
	}
	text := string(head[s.bom:])
	if len(head) == sniffLength && hasDeclaration(text) && !bytes.Contains(head, []byte("?>")) {
		return s, &einvoice.SyntaxError{Position: einvoice.Position{Line: 1, Column: 1}, Code: einvoice.ErrLimit,
			Message: fmt.Sprintf("the XML declaration is longer than %d bytes", sniffLength)}
	}
	declared := declaredEncoding(text)
	switch strings.ToUpper(declared) {
	case "", "UTF-8", "UTF8":
		return s, nil
	case "US-ASCII", "ASCII":
		s.dec = ascii{}
		return s, nil
	case "ISO-8859-1", "ISO8859-1", "LATIN1", "ISO_8859-1":
		s.set = charmap.ISO8859_1
	case "ISO-8859-15", "ISO8859-15", "LATIN-9", "ISO_8859-15":
		s.set = charmap.ISO8859_15
	case "WINDOWS-1252", "CP1252":
		s.set = charmap.Windows1252
	case "UTF-16", "UTF-16LE", "UTF-16BE":
		return s, encodingError("the XML declaration says %s, but the bytes are not UTF-16", declared)
	default:
		return s, encodingError("the encoding %q is not supported (UTF-8, UTF-16, US-ASCII, ISO-8859-1, ISO-8859-15, windows-1252 are)", shorten(declared))
	}
	if s.bom > 0 {
		return s, encodingError("the byte order mark says UTF-8, the XML declaration says %s", declared)
	}
	s.dec = single{set: s.set}
	s.name = declared
	return s, nil
}

func encodingError(format string, a ...any) error {
	return &einvoice.SyntaxError{Position: einvoice.Position{Line: 1, Column: 1}, Code: einvoice.ErrEncoding, Message: fmt.Sprintf(format, a...)}
}

// utf16Decoder decodes UTF-16 and refuses, unlike the decoders of x/text, what is none.
type utf16Decoder struct {
	transform.NopResetter
	order binary.ByteOrder
}

var (
	errSurrogate = errors.New("not UTF-16: a surrogate stands alone")
	errHalf      = errors.New("not UTF-16: the number of bytes is odd")
	errASCII     = errors.New("the XML declaration says ASCII, but a byte is above 0x7F")
)

func (u utf16Decoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		rest := src[nSrc:]
		if len(rest) < 2 {
			if atEOF {
				return nDst, nSrc, errHalf
			}
			return nDst, nSrc, transform.ErrShortSrc
		}
		c, size := rune(u.order.Uint16(rest)), 2
		if c >= 0xD800 && c < 0xE000 {
			if len(rest) < 4 && !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			low := rune(0)
			if len(rest) >= 4 {
				low = rune(u.order.Uint16(rest[2:]))
			}
			if c >= 0xDC00 || low < 0xDC00 || low > 0xDFFF {
				return nDst, nSrc, errSurrogate
			}
			c, size = 0x10000+(c-0xD800)<<10+(low-0xDC00), 4
		}
		if nDst+utf8.RuneLen(c) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], c)
		nSrc += size
	}
	return nDst, nSrc, nil
}

// ascii lets through what it says.
type ascii struct{ transform.NopResetter }

func (ascii) Transform(dst, src []byte, _ bool) (nDst, nSrc int, err error) {
	for ; nSrc < len(src); nSrc++ {
		switch {
		case src[nSrc] >= utf8.RuneSelf:
			return nSrc, nSrc, errASCII
		case nSrc == len(dst):
			return nSrc, nSrc, transform.ErrShortDst
		}
		dst[nSrc] = src[nSrc]
	}
	return nSrc, nSrc, nil
}

func isDecodingError(err error) bool { return err == errSurrogate || err == errHalf || err == errASCII }

func (s sniffed) note() string {
	if s.name == "" {
		return ""
	}
	return "read from " + s.name
}

// hasDeclaration tells whether an XML declaration begins here, be it cut short after
// the name; <?xml-stylesheet is none.
func hasDeclaration(s string) bool {
	return strings.HasPrefix(s, "<?xml") && (len(s) == 5 || isSpace(s[5]))
}

// declaredEncoding reads the encoding out of an XML declaration.
func declaredEncoding(head string) string {
	if !hasDeclaration(head) {
		return ""
	}
	if i := strings.Index(head, "?>"); i >= 0 {
		head = head[:i]
	}
	_, after, ok := strings.Cut(head, "encoding")
	after = strings.TrimLeft(after, xmlSpaces)
	if !ok || after == "" || after[0] != '=' {
		return ""
	}
	after = strings.TrimLeft(after[1:], xmlSpaces)
	if after == "" || after[0] != '"' && after[0] != '\'' {
		return ""
	}
	value, _, ok := strings.Cut(after[1:], after[:1])
	if !ok {
		return ""
	}
	return value
}

// Decode turns the bytes of a document into UTF-8 text without byte order mark. The
// note says what was done, if anything.
func Decode(data []byte) (text, note string, err error) {
	if len(bytes.TrimLeft(data, xmlSpaces)) == 0 {
		return "", "", errEmpty()
	}
	s, err := sniff(data[:min(len(data), sniffLength)])
	if err != nil {
		return "", "", err
	}
	if s.dec == nil {
		text = string(data[s.bom:])
	} else {
		out, _, err := transform.Bytes(s.dec, data[s.bom:])
		text = string(out)
		if err != nil {
			return "", "", decodingError(err, text, einvoice.PositionAt(text, len(text)))
		}
	}
	if off := badText(text); off >= 0 && !cutShort(text, off) {
		if t := strings.TrimLeft(text, xmlSpaces); t[0] != '<' {
			at := len(text) - len(t)
			return "", "", notXML(text, at, einvoice.PositionAt(text, at))
		}
		return "", "", textError(text, off, einvoice.PositionAt(text, off))
	}
	return text, s.note(), nil
}

func errEmpty() *einvoice.SyntaxError {
	return &einvoice.SyntaxError{Code: einvoice.ErrEmpty, Message: "the document is empty"}
}

const xmlSpaces = " \t\r\n"

// cutShort tells whether the bytes from off on are the beginning of a character: the
// document is truncated there, and the scanner says so.
func cutShort(text string, off int) bool { return !utf8.FullRuneInString(text[off:]) }

func decodingError(err error, text string, at einvoice.Position) *einvoice.SyntaxError {
	return &einvoice.SyntaxError{Position: at, Code: einvoice.ErrEncoding, Message: err.Error(), Excerpt: einvoice.Excerpt(text, len(text))}
}

func notXML(text string, off int, at einvoice.Position) *einvoice.SyntaxError {
	return &einvoice.SyntaxError{Position: at, Code: einvoice.ErrNotXML, Excerpt: einvoice.Excerpt(text, off),
		Message: "this is not XML: " + beginning(text[off:])}
}

// beginning says how a text begins that is not XML, and what it may be instead.
func beginning(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if strings.HasPrefix(text, "PK\x03\x04") {
		return "it is a ZIP archive"
	}
	if first == utf8.RuneError || !unicode.IsPrint(first) {
		return fmt.Sprintf("it begins with the bytes % X", text[:min(len(text), 4)])
	}
	return fmt.Sprintf("the first character is %q", first)
}

// badText is the offset of the first byte that is not valid UTF-8 or of the first
// character beyond ASCII that XML excludes, or -1. Control characters show up while
// scanning.
func badText(s string) int {
	bad := -1
	if !utf8.ValidString(s) {
		for i, c := range s {
			if c == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
				bad, s = i, s[:i]
				break
			}
		}
	}
	for i := 0; ; {
		k := strings.Index(s[i:], "\xEF\xBF")
		if k < 0 {
			return bad
		}
		if i += k; s[i+2] >= 0xBE { // U+FFFE, U+FFFF
			return i
		}
		i += 2
	}
}

func textError(text string, off int, at einvoice.Position) *einvoice.SyntaxError {
	e := &einvoice.SyntaxError{Position: at, Code: einvoice.ErrEncoding, Excerpt: einvoice.Excerpt(text, off)}
	if off+2 < len(text) && text[off:off+2] == "\xEF\xBF" && text[off+2] >= 0xBE && text[off+2] <= 0xBF {
		e.Code, e.Message = einvoice.ErrMalformed, "the characters U+FFFE and U+FFFF are not allowed in XML"
	} else {
		e.Message = fmt.Sprintf("the byte 0x%02X is not valid UTF-8", text[off])
	}
	return e
}

// decodeReader is Decode for a stream; characters are checked part by part.
func decodeReader(in io.Reader) (out io.Reader, note string, err error) {
	head := make([]byte, sniffLength)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, "", err
	}
	s, err := sniff(head[:n])
	if err != nil {
		return nil, "", err
	}
	in = io.MultiReader(bytes.NewReader(head[s.bom:n]), in)
	if s.dec != nil {
		in = transform.NewReader(in, s.dec)
	}
	return in, s.note(), nil
}

// declaration reads the XML declaration, if there is one at the very start.
func (r *Reader) declaration() bool {
	s := r.src
	if !hasDeclaration(s) {
		return true
	}
	end := strings.Index(s, "?>")
	if end < 0 {
		return r.fail(0, einvoice.ErrTruncated, "the XML declaration does not end")
	}
	r.pos = end + 2
	rest := s[5:end]
	for i, name := range []string{"version", "encoding", "standalone"} {
		t := strings.TrimLeft(rest, xmlSpaces)
		if !strings.HasPrefix(t, name) {
			if i == 0 {
				return r.fail(0, einvoice.ErrMalformed, "the XML declaration has no version")
			}
			continue
		}
		after := strings.TrimLeft(t[len(name):], xmlSpaces)
		if len(t) == len(rest) || after == "" || after[0] != '=' {
			return r.fail(end-len(t), einvoice.ErrMalformed, "malformed XML declaration")
		}
		after = strings.TrimLeft(after[1:], xmlSpaces)
		if after == "" || after[0] != '"' && after[0] != '\'' {
			return r.fail(end-len(t), einvoice.ErrMalformed, "malformed XML declaration")
		}
		value, tail, ok := strings.Cut(after[1:], after[:1])
		if !ok || !validDeclaration(name, value) {
			return r.fail(end-len(t), einvoice.ErrMalformed, "the XML declaration's %s cannot be %q", name, shorten(value))
		}
		rest = tail
	}
	if trim(rest) != "" {
		return r.fail(end-len(rest), einvoice.ErrMalformed, "malformed XML declaration")
	}
	return true
}

func validDeclaration(name, value string) bool {
	switch name {
	case "version": // "1." and digits: all of them are read as 1.0 (fifth edition, 2.8)
		minor, ok := strings.CutPrefix(value, "1.")
		return ok && minor != "" && strings.Trim(minor, "0123456789") == ""
	case "standalone":
		return value == "yes" || value == "no"
	}
	for i := 0; i < len(value); i++ {
		c := value[i] | 0x20
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789._-", rune(value[i]))) {
			return false
		}
	}
	return value != ""
}

// Start reads up to the start tag of the root element.
func (r *Reader) Start() bool {
	if r.src == "" && r.more != nil {
		r.more(r)
	}
	if r.err == nil && trim(r.src) == "" {
		r.err = errEmpty()
		return false
	}
	return r.err == nil && r.declaration() && r.next()
}

// Envelope goes on from the root element to the first child for which is answers
// true, past all others.
func (r *Reader) Envelope(is func() bool) bool {
	r.checkAttrs()
	r.attrs = r.attrs[:0]
	for r.next() {
		if is() {
			return true
		}
		r.skip()
	}
	return false
}

// Finish reads to the end of the document, out of the root's envelope if it has one.
func (r *Reader) Finish() {
	for r.err == nil && len(r.stack) > 0 {
		if r.next() {
			r.skip()
		}
	}
	r.finish()
}
