package validate

import "strings"

// Forms and check digits of identifiers. Each function takes the whole identifier, without white space around it.

type form = func(string) bool

func bothForms(a, b form) form  { return func(s string) bool { return a(s) && b(s) } }
func eitherForm(a, b form) form { return func(s string) bool { return a(s) || b(s) } }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// digitsOnly: there are digits, and nothing else.
func digitsOnly(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// nDigits: so many digits.
func nDigits(n int) form { return func(s string) bool { return len(s) == n && digitsOnly(s) } }

// danishNumber: DK and eight digits.
func danishNumber(s string) bool { return len(s) == 10 && s[:2] == "DK" && digitsOnly(s[2:]) }

// dutchVAT: NL, nine digits, B, two digits.
func dutchVAT(s string) bool {
	return len(s) == 14 && s[:2] == "NL" && digitsOnly(s[2:11]) && s[11] == 'B' && digitsOnly(s[12:])
}

// ipaCode: six letters or digits.
func ipaCode(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) && !isLetter(s[i]) {
			return false
		}
	}
	return len(s) == 6
}

// partitaIVA: identifiers that begin with IT go on with eleven digits that have a check digit. Others are not looked at.
func partitaIVA(s string) bool {
	if !strings.HasPrefix(s, "IT") && !strings.HasPrefix(s, "it") {
		return true
	}
	return nDigits(11)(s[2:]) && luhn(s[2:])
}

// codiceFiscale: 11 digits, or 16 characters of which some are letters and some are digits.
//
// QUIRK: The published rule takes whole numbers for digits, so that a sign or a blank may stand in the place of one.
func codiceFiscale(s string) bool {
	if runes(s) == 11 {
		return wholeNumber(s)
	}
	r := []rune(s)
	if len(r) != 16 {
		return false
	}
	return letters(r[:6]) && wholeNumber(string(r[6:8])) && letters(r[8:9]) && wholeNumber(string(r[9:11])) &&
		wholeNumber(string(r[14:15])) && letters(r[15:])
}

// wholeNumber: the text is an xs:integer.
func wholeNumber(s string) bool {
	s = strings.Trim(s, " ")
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	return digitsOnly(s)
}

func letters(all []rune) bool {
	for _, r := range all {
		if r > 'z' || !isLetter(byte(r)) {
			return false
		}
	}
	return true
}

// valueOf is the value of digits.
func valueOf(s string) (n int) {
	for i := range s {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
