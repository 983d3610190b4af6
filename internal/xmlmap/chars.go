package xmlmap

import (
	"strings"
	"unicode/utf8"
)

// Byte classes. A byte of 0x80 and up is part of a multi-byte character, which
// the document as a whole was checked for; only names look at these again.
const (
	nameByte  = 1 << iota // may stand in a name (":" excluded)
	nameStart             // may begin a name
	space                 // white space
	textStop              // needs a look when met in text
	attrStop              // needs a look when met in an attribute value
)

var class = func() (t [256]uint8) {
	for c := range 256 {
		b := byte(c)
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b == '_', b >= 0x80:
			t[c] = nameByte | nameStart
		case b >= '0' && b <= '9', b == '-', b == '.':
			t[c] = nameByte
		case b == ' ':
			t[c] = space
		case b == '\t', b == '\n':
			t[c] = space | attrStop
		case b == '\r':
			t[c] = space | attrStop | textStop
		case b < ' ':
			t[c] = textStop | attrStop
		}
	}
	for _, b := range `<&]` {
		t[b] |= textStop
	}
	for _, b := range `<&"'` {
		t[b] |= attrStop
	}
	return t
}()

func isSpace(b byte) bool { return class[b]&space != 0 }

// trim removes XML white space at both ends.
func trim(s string) string {
	for s != "" && isSpace(s[0]) {
		s = s[1:]
	}
	for s != "" && isSpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// IsSpace tells XML's white space.
func IsSpace(b byte) bool { return isSpace(b) }

// Trim removes XML's white space at both ends.
func Trim(s string) string { return trim(s) }

// Normalize is XPath's normalize-space, and the whiteSpace facet collapse of XML
// Schema: no white space at the ends, single blanks inside.
func Normalize(s string) string {
	s = trim(s)
	for i := 1; i < len(s); i++ {
		if isSpace(s[i]) && (s[i] != ' ' || isSpace(s[i-1])) {
			return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c < utf8.RuneSelf && isSpace(byte(c)) }), " ")
		}
	}
	return s
}

// nameRanges are the characters beyond ASCII that may begin a name (XML 1.0,
// fifth edition, production 4), and then those that may only follow (4a).
var nameRanges = [...][2]rune{
	{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF}, {0x200C, 0x200D}, {0x2070, 0x218F},
	{0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
	{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040},
}

const nameStartRanges = 12

// validName checks the characters beyond ASCII of a name without colon.
func validName(s string) bool {
	for i, r := range s {
		if r < utf8.RuneSelf {
			continue
		}
		ranges := nameRanges[:]
		if i == 0 {
			ranges = nameRanges[:nameStartRanges]
		}
		ok := false
		for _, x := range ranges {
			ok = ok || r >= x[0] && r <= x[1]
		}
		if !ok {
			return false
		}
	}
	return true
}

// isChar is production 2 of XML 1.0.
func isChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}
