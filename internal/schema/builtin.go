package schema

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// builtIns are the types of XML Schema 1.0, each after its base. What is a list of
// values there is a text here that holds them.
var builtIns = []struct {
	name, base, what string
	space            space
	valid            func(string) bool // of a value after white space is dealt with
}{
	{"anySimpleType", "anyType", "", preserve, nil},
	{"string", "anySimpleType", "", preserve, nil},
	{"normalizedString", "string", "", replace, nil},
	{"token", "normalizedString", "", collapse, nil},
	{"language", "token", "a language code such as en or pt-BR", collapse, isLanguage},
	{"Name", "token", "an XML name", collapse, isName},
	{"NCName", "Name", "an XML name without colon", collapse, isNCName},
	{"ID", "NCName", "an identifier: a letter, then letters, digits, \"-\", \"_\" or \".\"", collapse, isNCName},
	{"IDREF", "NCName", "an identifier of another element", collapse, isNCName},
	{"ENTITY", "NCName", "the name of an entity; there are none", collapse, never},
	{"NMTOKEN", "token", "letters, digits, \"-\", \"_\", \".\" or \":\" without spaces", collapse, isNMToken},
	{"IDREFS", "anySimpleType", "a list of identifiers", collapse, each(isNCName)},
	{"ENTITIES", "anySimpleType", "the names of entities; there are none", collapse, never},
	{"NMTOKENS", "anySimpleType", "a list of XML name tokens", collapse, each(isNMToken)},
	{"boolean", "anySimpleType", "true, false, 1 or 0", collapse, isBoolean},
	{"decimal", "anySimpleType", "a decimal number", collapse, isDecimal},
	{"integer", "decimal", "a whole number", collapse, integer("", "")},
	{"nonPositiveInteger", "integer", "a whole number, at most 0", collapse, integer("", "0")},
	{"negativeInteger", "nonPositiveInteger", "a whole number, at most -1", collapse, integer("", "-1")},
	{"long", "integer", "a whole number of at most 64 bits", collapse, integer("-9223372036854775808", "9223372036854775807")},
	{"int", "long", "a whole number of at most 32 bits", collapse, integer("-2147483648", "2147483647")},
	{"short", "int", "a whole number of at most 16 bits", collapse, integer("-32768", "32767")},
	{"byte", "short", "a whole number from -128 to 127", collapse, integer("-128", "127")},
	{"nonNegativeInteger", "integer", "a whole number, at least 0", collapse, integer("0", "")},
	{"unsignedLong", "nonNegativeInteger", "a whole number from 0, of at most 64 bits", collapse, integer("0", "18446744073709551615")},
	{"unsignedInt", "unsignedLong", "a whole number from 0, of at most 32 bits", collapse, integer("0", "4294967295")},
	{"unsignedShort", "unsignedInt", "a whole number from 0 to 65535", collapse, integer("0", "65535")},
	{"unsignedByte", "unsignedShort", "a whole number from 0 to 255", collapse, integer("0", "255")},
	{"positiveInteger", "nonNegativeInteger", "a whole number, at least 1", collapse, integer("1", "")},
	{"float", "anySimpleType", "a number", collapse, isDouble},
	{"double", "anySimpleType", "a number", collapse, isDouble},
	{"duration", "anySimpleType", "a duration such as P1Y2M3DT4H5M6S", collapse, form(`-?P(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?`, "PT")},
	{"dateTime", "anySimpleType", "a date and time (YYYY-MM-DDThh:mm:ss)", collapse, isDateTime},
	{"date", "anySimpleType", "a date (YYYY-MM-DD)", collapse, isDate},
	{"time", "anySimpleType", "a time (hh:mm:ss)", collapse, isTime},
	{"gYear", "anySimpleType", "a year (YYYY)", collapse, part("", "", "-01-01")},
	{"gYearMonth", "anySimpleType", "a month (YYYY-MM)", collapse, part("", "", "-01")},
	{"gMonth", "anySimpleType", "a month (--MM)", collapse, part("--", "2000", "-01")},
	{"gMonthDay", "anySimpleType", "a day of the year (--MM-DD)", collapse, part("--", "2000", "")},
	{"gDay", "anySimpleType", "a day of the month (---DD)", collapse, part("---", "2000-01", "")},
	{"hexBinary", "anySimpleType", "data in hexadecimal digits", collapse, isHex},
	{"base64Binary", "anySimpleType", "data in base64", preserve, isBase64},
	{"anyURI", "anySimpleType", "a URI", collapse, isURI},
	{"QName", "anySimpleType", "an XML name", collapse, isQName},
	{"NOTATION", "anySimpleType", "a notation; there are none", collapse, never},
}

func never(string) bool { return false }

func each(valid func(string) bool) func(string) bool {
	return func(s string) bool {
		for v := range strings.SplitSeq(s, " ") {
			if !valid(v) {
				return false
			}
		}
		return true
	}
}

// form is a type that is rare enough for an expression. It must not end in one of the
// letters that only begin a part.
func form(expression, open string) func(string) bool {
	re := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("^" + expression + "$") })
	return func(s string) bool { return re().MatchString(s) && !strings.ContainsAny(s[len(s)-1:], open) }
}

// digits is the number of digits that s begins with.
func digits(s string) int {
	i := 0
	for i < len(s) && s[i]-'0' < 10 {
		i++
	}
	return i
}

func unsigned(s string) string {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return s[1:]
	}
	return s
}

func isDecimal(s string) bool {
	s = unsigned(s)
	n := digits(s)
	if n == len(s) {
		return n > 0
	}
	if s[n] != '.' {
		return false
	}
	frac := s[n+1:]
	return n+len(frac) > 0 && digits(frac) == len(frac)
}

// integer is a whole number from min to max; "" is no limit.
func integer(min, max string) func(string) bool {
	return func(s string) bool {
		d := unsigned(s)
		if d == "" || digits(d) != len(d) {
			return false
		}
		return (min == "" || !less(s, min)) && (max == "" || !less(max, s))
	}
}

// less compares whole numbers.
func less(a, b string) bool {
	na, da := split(a)
	nb, db := split(b)
	if na != nb {
		return na
	}
	if na {
		da, db = db, da
	}
	if len(da) != len(db) {
		return len(da) < len(db)
	}
	return da < db
}

func split(s string) (negative bool, digits string) {
	negative = s[0] == '-'
	digits = strings.TrimLeft(unsigned(s), "0")
	return negative && digits != "", digits
}

func isDouble(s string) bool {
	if isDecimal(s) || s == "INF" || s == "-INF" || s == "NaN" {
		return true
	}
	i := strings.IndexAny(s, "eE")
	if i < 0 {
		return false
	}
	exponent := unsigned(s[i+1:])
	return exponent != "" && digits(exponent) == len(exponent) && isDecimal(s[:i])
}

func isBoolean(s string) bool { return s == "true" || s == "false" || s == "1" || s == "0" }

func isLanguage(s string) bool {
	for i := 0; ; i++ {
		part, rest, more := strings.Cut(s, "-")
		if part == "" || len(part) > 8 {
			return false
		}
		for j := range len(part) {
			c := part[j]
			if letter := c|0x20 >= 'a' && c|0x20 <= 'z'; !letter && (i == 0 || c-'0' >= 10) {
				return false
			}
		}
		if !more {
			return true
		}
		s = rest
	}
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; c-'0' >= 10 && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return len(s)%2 == 0
}

// base64 values: the bits of a character, or one of these.
const (
	b64Bad = 0xFF
	b64Pad = 0xFE
	b64Gap = 0xFD
)

var base64Bits = func() (t [256]byte) {
	for i := range t {
		t[i] = b64Bad
	}
	for i, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		t[c] = byte(i)
	}
	t['='] = b64Pad
	for _, c := range " \t\n\r" {
		t[c] = b64Gap
	}
	return t
}()

// isBase64 passes over white space itself, since values are long. It wants whole groups of four,
// and no bits set in the padding.
func isBase64(s string) bool {
	n, last := 0, byte(0)
	for i := range len(s) {
		b := base64Bits[s[i]]
		if b < 64 {
			n, last = n+1, b
			continue
		}
		switch b {
		case b64Bad:
			return false
		case b64Pad:
			return endsBase64(s[i:], n, last)
		}
	}
	return n%4 == 0
}

// endsBase64 holds the padding after n characters against the last of them.
func endsBase64(s string, n int, last byte) bool {
	pads := 0
	for i := range len(s) {
		switch base64Bits[s[i]] {
		case b64Pad:
			pads++
		case b64Gap:
		default:
			return false
		}
	}
	return n%4 == 2 && pads == 2 && last&0xF == 0 || n%4 == 3 && pads == 1 && last&3 == 0
}

// isURI is as wide as validators are: what may not stand in a URI counts as escaped.
// What is left is a scheme of the right characters before something, escapes of two
// digits, one fragment, something after "//", and no brackets in a path.
func isURI(s string) bool {
	path := s
	if i := strings.IndexAny(s, ":/?#"); i >= 0 && s[i] == ':' {
		if !isScheme(s[:i]) || i+1 == len(s) || s[i+1] == '#' {
			return false
		}
		if path = s[i+1:]; path[0] != '/' {
			path = ""
		}
	}
	for i := range len(s) {
		switch s[i] {
		case '%':
			if i+2 >= len(s) || !isHex(s[i+1:i+3]) {
				return false
			}
		case '#':
			if strings.IndexByte(s[i+1:], '#') >= 0 {
				return false
			}
		}
	}
	return path != "//" && plainPath(path)
}

func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || c-'0' >= 10 && c != '+' && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}

// plainPath looks for brackets between the host and the query.
func plainPath(s string) bool {
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		s = s[:i]
	}
	if host, ok := strings.CutPrefix(s, "//["); ok { // an address of version 6
		_, s, _ = strings.Cut(host, "]")
	}
	return !strings.ContainsAny(s, "[]")
}

// areURIs is a list of them, as in xsi:schemaLocation.
func areURIs(s string) bool {
	for v := range strings.FieldsSeq(s) {
		if !isURI(v) {
			return false
		}
	}
	return true
}

func isNMToken(s string) bool {
	for _, r := range s {
		if !nameRune(r) && r != ':' {
			return false
		}
	}
	return s != ""
}

func isName(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isNMToken(s) && (nameStart(r) || r == ':')
}

func isNCName(s string) bool { return isName(s) && strings.IndexByte(s, ':') < 0 }

func isQName(s string) bool {
	prefix, local, ok := strings.Cut(s, ":")
	return isNCName(prefix) && (!ok || isNCName(local))
}

// startRanges begin a name (XML 1.0, production 4); followRanges may only follow (4a).
var (
	startRanges = [...][2]rune{
		{'A', 'Z'}, {'_', '_'}, {'a', 'z'}, {0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF},
		{0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
	}
	followRanges = [...][2]rune{{'-', '.'}, {'0', '9'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}
)

func nameStart(r rune) bool { return within(r, startRanges[:]) }
func nameRune(r rune) bool  { return within(r, startRanges[:]) || within(r, followRanges[:]) }

func within(r rune, ranges [][2]rune) bool {
	for _, x := range ranges {
		if r >= x[0] && r <= x[1] {
			return true
		}
	}
	return false
}
