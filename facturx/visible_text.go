package facturx

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold takes away what makes no difference to a reader: case, accents, the kinds of
// spaces, dashes, apostrophes and digits.
func fold(s string) string {
	return strings.Map(foldRune, norm.NFD.String(s))
}

func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if r == '\r' || r == '\v' || r == '\f' {
			return '\n'
		}
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	case unicode.Is(unicode.Mn, r), r == '\u200B', r == '\u200C', r == '\u200D', r == '\u2060', r == '\uFEFF':
		return -1
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Pd, r), r == '\u00AD', r == '\u2212', r == '\u207B':
		return '-'
	case strings.ContainsRune("\u2018\u2019\u02BC\u2032\u00B4\u02B9\uFF07", r):
		return '\''
	case unicode.Is(unicode.Nd, r):
		return digitOf(r)
	}
	return unicode.ToLower(r)
}

// digitOf is the digit in ASCII. Digits stand in blocks of ten, of which each begins at a
// range of the table.
func digitOf(r rune) rune {
	for _, table := range unicode.Nd.R16 {
		if lo := rune(table.Lo); r >= lo && r <= rune(table.Hi) {
			return '0' + (r-lo)%10
		}
	}
	for _, table := range unicode.Nd.R32 {
		if lo := rune(table.Lo); r >= lo && r <= rune(table.Hi) {
			return '0' + (r-lo)%10
		}
	}
	return r
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// Bounds of the search for a number.
const (
	longestNumber = 100 // bytes of a number that are compared
	looseNumber   = 5   // bytes of a number that may be written with spaces, or in two lines
	widestSpace   = 4   // bytes of white space in a number
)

// hasNumber finds an invoice number, both of them folded. Longer ones may have other
// spaces than in the invoice, and go on in the next line, with a hyphen or without.
func hasNumber(text, number string) bool {
	number = strings.Join(strings.Fields(number), "")
	for len(number) > longestNumber {
		_, size := utf8.DecodeLastRuneInString(number)
		number = number[:len(number)-size]
	}
	if number == "" {
		return true
	}
	for from := 0; ; {
		i := strings.IndexByte(text[from:], number[0])
		if i < 0 {
			return false
		}
		from += i
		if end := numberAt(text, from, number); end > 0 && !joined(text, from) && !joined(text, end) {
			return true
		}
		from++
	}
}

// numberAt gives where the number ends that begins at a place, or 0.
func numberAt(text string, at int, number string) int {
	loose := len(number) >= looseNumber
	for i := 0; i < len(number); i++ {
		for skipped := 0; at < len(text) && text[at] != number[i]; skipped++ {
			space := text[at] == ' ' || text[at] == '\n'
			hyphen := text[at] == '-' && strings.HasPrefix(text[at+1:], "\n")
			if !loose || i == 0 || skipped == widestSpace || !space && !hyphen {
				return 0
			}
			at++
		}
		if at == len(text) {
			return 0
		}
		at++
	}
	return at
}

// joined tells whether the characters on both sides of a place belong together: two
// digits, also with a point or comma between them, or two letters.
func joined(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, size := utf8.DecodeRuneInString(text[at:])
	point := func(r rune) bool { return r == '.' || r == ',' }
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	switch {
	case digit(before) && digit(after), unicode.IsLetter(before) && unicode.IsLetter(after):
		return true
	case point(before) && digit(after):
		return at >= 2 && isDigit(text[at-2])
	case digit(before) && point(after):
		return at+size < len(text) && isDigit(text[at+size])
	}
	return false
}
