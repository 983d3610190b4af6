package validate

import (
	"strings"
	"unicode"
)

// Dates as EXTENDED reads them: by their form alone, so that February may have 31 days.

func trimmed(n Node) string { return strings.Trim(n.Text(), " \t\r\n") }

// isDay: YYYYMMDD.
func isDay(s string) bool {
	year, rest := digitsOff(s, 4)
	return year && len(rest) == 4 && between(rest[:2], "01", "12") && between(rest[2:], "01", "31")
}

// isMinute: YYYYMMDDhhmm.
func isMinute(s string) bool {
	year, rest := digitsOff(s, 4)
	return year && len(rest) == 8 && between(rest[:2], "01", "12") && between(rest[2:4], "01", "31") && between(rest[4:6], "00", "23") &&
		'0' <= rest[6] && rest[6] <= '5' && '0' <= rest[7] && rest[7] <= '9'
}

// digitsOff takes digits off the front of a text: those of any script, as regular expressions of XPath do.
func digitsOff(s string, count int) (ok bool, rest string) {
	for i, r := range s {
		if count == 0 {
			return true, s[i:]
		}
		if !unicode.Is(unicode.Nd, r) {
			return false, s
		}
		count--
	}
	return count == 0, ""
}

// between compares numbers of two digits.
func between(s, from, to string) bool {
	return digitsOnly(s) && from <= s && s <= to
}
