package filetype

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// marks is how many accents a letter may have. No script needs more; a name with
// hundreds covers the lines round it.
const marks = 8

// clean leaves of one element of a path what every system allows in a name, in
// normalization form C. Cleaning again changes nothing.
func clean(s string) string {
	s = norm.NFD.String(strings.ToValidUTF8(s, "_"))
	run, blank := 0, false
	s = strings.Map(func(c rune) rune {
		switch {
		case isBlank(c):
			run = 0
			if blank {
				return -1
			}
			blank = true
			return ' '
		case isInvisible(c):
			return -1
		case unicode.IsMark(c):
			if run++; run > marks {
				return -1
			}
		default:
			run = 0
		}
		blank = false
		return c
	}, s)
	s = strings.Map(allowed, norm.NFC.String(s))
	return strings.Trim(s, " .")
}

// allowed replaces what some system does not allow in a name, be it that it does not
// know the character.
func allowed(c rune) rune {
	if strings.ContainsRune(`<>:"/\|?*`, c) || !unicode.IsGraphic(c) {
		return '_'
	}
	return c
}

// isBlank tells whether a character shows as a blank.
func isBlank(c rune) bool {
	const brailleBlank = '\u2800'
	return unicode.IsSpace(c) || c == brailleBlank
}

// isInvisible tells whether a character cannot be seen, or only by what it does to the
// order or shape of others.
func isInvisible(c rune) bool {
	return c < 0x20 || c >= 0x7F && unicode.In(c, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// devices is the names, in capital letters, that Windows keeps for devices, with any
// extension.
var devices = []string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}

// isDevice tells whether Windows would take a name for that of a device.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	if slices.Contains(devices, stem) {
		return true
	}
	digit, numbered := strings.CutPrefix(stem, "COM")
	if !numbered {
		digit, numbered = strings.CutPrefix(stem, "LPT")
	}
	return numbered && len(digit) > 0 && len([]rune(digit)) == 1 && strings.Contains("0123456789¹²³", digit)
}
