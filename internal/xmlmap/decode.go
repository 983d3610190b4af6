package xmlmap

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/einvoice-go/einvoice"
)

// sniffed is how the bytes of a document stand for characters.
type sniffed struct {
	name string            // "" for UTF-8
	dec  *encoding.Decoder // nil for UTF-8
	bom  int               // bytes to leave out at the start
}

// sniffLength is how many bytes sniff wants to see.
const sniffLength = 512

// sniff finds the encoding from byte order mark and XML declaration.
func sniff(head []byte) (sniffed, error) {
	utf16 := func(e unicode.Endianness, name string) (sniffed, error) {
		return sniffed{name: name, dec: unicode.UTF16(e, unicode.UseBOM).NewDecoder()}, nil
	}
	switch {
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(head, []byte{0, 0, 0xFE, 0xFF}),
		bytes.HasPrefix(head, []byte{'<', 0, 0, 0}), bytes.HasPrefix(head, []byte{0, 0, 0, '<'}):
		return sniffed{}, encodingError("UTF-32 is not supported: convert the document to UTF-8")
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{'<', 0}):
		return utf16(unicode.LittleEndian, "UTF-16LE")
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}), bytes.HasPrefix(head, []byte{0, '<'}):
		return utf16(unicode.BigEndian, "UTF-16BE")
	}
	s := sniffed{}
	if bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")) {
		s.bom = 3
	}
	declared := declaredEncoding(string(head[s.bom:]))
	switch strings.ToUpper(declared) {
	case "", "UTF-8", "UTF8", "US-ASCII", "ASCII":
		return s, nil
	case "ISO-8859-1", "ISO8859-1", "LATIN1", "ISO_8859-1":
		s.dec = charmap.ISO8859_1.NewDecoder()
	case "ISO-8859-15", "ISO8859-15", "LATIN-9", "ISO_8859-15":
		s.dec = charmap.ISO8859_15.NewDecoder()
	case "WINDOWS-1252", "CP1252":
		s.dec = charmap.Windows1252.NewDecoder()
	case "UTF-16", "UTF-16LE", "UTF-16BE":
		return s, encodingError("the XML declaration says %s, but the bytes are not UTF-16", declared)
	default:
		return s, encodingError("the encoding %q is not supported (UTF-8, UTF-16, ISO-8859-1, ISO-8859-15, windows-1252 are)", shorten(declared))
	}
	if s.bom > 0 {
		return s, encodingError("the byte order mark says UTF-8, the XML declaration says %s", declared)
	}
	s.name = declared
	return s, nil
}

func encodingError(format string, a ...any) error {
	return &einvoice.SyntaxError{Position: einvoice.Position{Line: 1, Column: 1}, Code: einvoice.ErrEncoding, Message: fmt.Sprintf(format, a...)}
}

func (s sniffed) note() string {
	if s.name == "" {
		return ""
	}
	return "read from " + s.name
}

// declaredEncoding reads the encoding out of an XML declaration.
func declaredEncoding(head string) string {
	if !strings.HasPrefix(head, "<?xml") {
		return ""
	}
	if i := strings.Index(head, "?>"); i >= 0 {
		head = head[:i]
	}
	_, after, ok := strings.Cut(head, "encoding")
	after = strings.TrimLeft(after, " \t\r\n")
	if !ok || after == "" || after[0] != '=' {
		return ""
	}
	after = strings.TrimLeft(after[1:], " \t\r\n")
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
	if len(bytes.TrimLeft(data[:min(len(data), 4096)], " \t\r\n")) == 0 && len(bytes.TrimSpace(data)) == 0 {
		return "", "", &einvoice.SyntaxError{Code: einvoice.ErrEmpty, Message: "the document is empty"}
	}
	s, err := sniff(data[:min(len(data), sniffLength)])
	if err != nil {
		return "", "", err
	}
	if s.dec == nil {
		text = string(data[s.bom:])
	} else {
		out, _, err := transform.Bytes(s.dec, data)
		if err != nil {
			return "", "", encodingError("not %s: %v", s.name, err)
		}
		text = strings.TrimPrefix(string(out), "\uFEFF")
		if strings.Contains(s.name, "UTF-16") && strings.ContainsRune(text, utf8.RuneError) {
			return "", "", encodingError("not %s: a surrogate stands alone", s.name)
		}
	}
	if off := badText(text); off >= 0 {
		return "", "", textError(text, off, einvoice.PositionAt(text, off))
	}
	return text, s.note(), nil
}

// badText is the offset of the first byte that is not valid UTF-8 or of a character
// beyond ASCII that XML excludes, or -1. Control characters show up while scanning.
func badText(s string) int {
	if !utf8.ValidString(s) {
		for i, c := range s {
			if c == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
				return i
			}
		}
	}
	for i := 0; ; {
		k := strings.Index(s[i:], "\xEF\xBF")
		if k < 0 {
			return -1
		}
		if i += k; s[i+2] >= 0xBE { // U+FFFE, U+FFFF
			return i
		}
		i += 2
	}
}

func textError(text string, off int, at einvoice.Position) error {
	e := &einvoice.SyntaxError{Position: at, Code: einvoice.ErrEncoding, Message: "the bytes are not valid UTF-8", Excerpt: einvoice.Excerpt(text, off)}
	if strings.HasPrefix(text[off:], "\xEF\xBF") {
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
	if !strings.HasPrefix(s, "<?xml") || len(s) > 5 && !isSpace(s[5]) {
		return true
	}
	end := strings.Index(s, "?>")
	if end < 0 {
		return r.fail(0, einvoice.ErrTruncated, "the XML declaration does not end")
	}
	r.pos = end + 2
	rest := s[5:end]
	for i, name := range []string{"version", "encoding", "standalone"} {
		t := strings.TrimLeft(rest, " \t\r\n")
		if !strings.HasPrefix(t, name) {
			if i == 0 {
				return r.fail(0, einvoice.ErrMalformed, "the XML declaration has no version")
			}
			continue
		}
		after := strings.TrimLeft(t[len(name):], " \t\r\n")
		if len(t) == len(rest) || after == "" || after[0] != '=' {
			return r.fail(end-len(t), einvoice.ErrMalformed, "malformed XML declaration")
		}
		after = strings.TrimLeft(after[1:], " \t\r\n")
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
	case "version":
		return value == "1.0"
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
		return r.fail(0, einvoice.ErrEmpty, "the document is empty")
	}
	return r.err == nil && r.declaration() && r.next()
}

// Envelope goes on from the root element to the first child for which is answers
// true, past all others.
func (r *Reader) Envelope(is func() bool) bool {
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
