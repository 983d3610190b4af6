package xmlmap

import (
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// unescape resolves references and normalizes line ends (XML 1.0, 2.11), and in
// attribute values white space (3.3.3). off is where s begins.
func (r *Reader) unescape(s string, off int, attribute bool) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '&':
			end := i + 1
			for end < len(s) && (class[s[end]]&nameByte != 0 || s[end] == '#') {
				end++
			}
			if end == i+1 || end == len(s) || s[end] != ';' {
				r.fail(off+i, einvoice.ErrMalformed, `"&" without a reference: write &amp;`)
				return ""
			}
			ref := s[i+1 : end]
			var ok bool
			if b, ok = appendReference(b, ref); !ok {
				r.fail(off+i, einvoice.ErrMalformed, "the reference &%s; is not one of XML's own", shorten(ref))
				return ""
			}
			i = end + 1
		case c == '\r' && i+1 < len(s) && s[i+1] == '\n':
			i++
		case c == '\r' && !attribute:
			b = append(b, '\n')
			i++
		case attribute && isSpace(c):
			b = append(b, ' ')
			i++
		default:
			b = append(b, c)
			i++
		}
	}
	return string(b)
}

// lineEnds normalizes the line ends of text without references.
func lineEnds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

func appendReference(b []byte, ref string) ([]byte, bool) {
	switch ref {
	case "lt":
		return append(b, '<'), true
	case "gt":
		return append(b, '>'), true
	case "amp":
		return append(b, '&'), true
	case "quot":
		return append(b, '"'), true
	case "apos":
		return append(b, '\''), true
	}
	if len(ref) < 2 || ref[0] != '#' {
		return b, false
	}
	base, digits := rune(10), ref[1:]
	if digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	if digits == "" {
		return b, false
	}
	var n rune
	for i := 0; i < len(digits); i++ {
		d := rune(99)
		switch c := digits[i]; {
		case c >= '0' && c <= '9':
			d = rune(c - '0')
		case c >= 'a' && c <= 'f':
			d = rune(c-'a') + 10
		case c >= 'A' && c <= 'F':
			d = rune(c-'A') + 10
		}
		if d >= base {
			return b, false
		}
		if n = n*base + d; n > utf8.MaxRune {
			return b, false
		}
	}
	if !isChar(n) {
		return b, false
	}
	return utf8.AppendRune(b, n), true
}
