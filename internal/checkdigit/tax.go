package checkdigit

import "strings"

// Spanish tax numbers, European VAT numbers, bank accounts: forms and check digits.

// TaxNumber is a number in upper case, without the country that may stand before a Spanish one.
func TaxNumber(s string) string {
	s = strings.ToUpper(s)
	if len(s) == 11 && strings.HasPrefix(s, "ES") {
		return s[2:]
	}
	return s
}

const dniLetters = "TRWAGMYFPDXBNJZSQVHLCKE"

// spanishNumber: a NIF of a person (DNI, NIE, K, L, M) or of an entity, with the right control character.
func Spanish(s string) bool {
	s = TaxNumber(s)
	if len(s) != 9 {
		return false
	}
	first, digits, last := s[0], s[1:8], s[8]
	switch {
	case isDigit(first):
		return digitsOnly(s[:8]) && last == dniLetters[valueOf(s[:8])%23]
	case !digitsOnly(digits):
		return false
	case 'X' <= first && first <= 'Z':
		return last == dniLetters[(int(first-'X')*1e7+valueOf(digits))%23]
	case 'K' <= first && first <= 'M':
		return last == dniLetters[valueOf(digits)%23]
	}
	return entityControl(first, digits, last)
}

// entityControl is the control character of a number of an entity: a digit, a letter, or either, by the kind of entity.
func entityControl(kind byte, digits string, last byte) bool {
	sum := 0
	for i := range digits {
		d := int(digits[i] - '0')
		if i%2 == 0 {
			d = 2*d/10 + 2*d%10
		}
		sum += d
	}
	control := (10 - sum%10) % 10
	digit, letter := last == byte('0'+control), last == "JABCDEFGHI"[control]
	switch {
	case strings.IndexByte("ABEH", kind) >= 0:
		return digit
	case strings.IndexByte("PQRSNW", kind) >= 0:
		return letter
	case strings.IndexByte("CDFGJUV", kind) >= 0:
		return digit || letter
	}
	return false
}

// PersonOf is what a Spanish number says of who has it: F for a person, J for an entity, 0 if nothing.
func PersonOf(s string) byte {
	s = TaxNumber(s)
	switch {
	case !Spanish(s):
		return 0
	case isDigit(s[0]) || strings.IndexByte("XYZKLM", s[0]) >= 0:
		return 'F'
	}
	return 'J'
}

// LeadingCountry is the country that a tax number begins with: its first two characters, if they are letters. Codes of
// persons and entities in Spain begin with one.
func LeadingCountry(s string) string {
	if len(s) < 2 || !isLetter(s[0]) || !isLetter(s[1]) {
		return ""
	}
	return strings.ToUpper(s[:2])
}

// memberStates are the countries of the European Union as VAT numbers begin with them, as addresses have them, and the forms of
// their numbers: 9 is a digit, A a letter, X either; small letters are themselves.
var memberStates = map[string]struct{ code, forms string }{
	"AT": {"AUT", "u99999999"},
	"BE": {"BEL", "9999999999"},
	"BG": {"BGR", "999999999 9999999999"},
	"CY": {"CYP", "99999999A"},
	"CZ": {"CZE", "99999999 999999999 9999999999"},
	"DE": {"DEU", "999999999"},
	"DK": {"DNK", "99999999"},
	"EE": {"EST", "999999999"},
	"EL": {"GRC", "999999999"},
	"FI": {"FIN", "99999999"},
	"FR": {"FRA", "XX999999999"},
	"HR": {"HRV", "99999999999"},
	"HU": {"HUN", "99999999"},
	"IE": {"IRL", "9X99999A 9999999AA"},
	"IT": {"ITA", "99999999999"},
	"LT": {"LTU", "999999999 999999999999"},
	"LU": {"LUX", "99999999"},
	"LV": {"LVA", "99999999999"},
	"MT": {"MLT", "99999999"},
	"NL": {"NLD", "XXXXXXXXXXXX"},
	"PL": {"POL", "9999999999"},
	"PT": {"PRT", "999999999"},
	"RO": {"ROU", "99 999 9999 99999 999999 9999999 99999999 999999999 9999999999"},
	"SE": {"SWE", "999999999999"},
	"SI": {"SVN", "99999999"},
	"SK": {"SVK", "9999999999"},
	// No longer a member, or a member for goods: invoices of those years are still about.
	"GB": {"GBR", "999999999 999999999999 XX999"},
	"XI": {"GBR", "999999999 999999999999 XX999"},
}

// europeanNumber: the number is a VAT number of a member state other than Spain.
func European(s string) bool {
	s = strings.ToUpper(s)
	state, ok := memberStates[LeadingCountry(s)]
	if !ok {
		return false
	}
	for form := range strings.FieldsSeq(state.forms) {
		if hasForm(s[2:], form) {
			return true
		}
	}
	return false
}

func hasForm(s, form string) bool {
	if len(s) != len(form) {
		return false
	}
	for i := range form {
		c := s[i]
		ok := form[i]-'a'+'A' == c
		switch form[i] {
		case '9':
			ok = isDigit(c)
		case 'A':
			ok = isLetter(c)
		case 'X':
			ok = isDigit(c) || isLetter(c)
		}
		if !ok {
			return false
		}
	}
	return true
}

// InUnion tells whether a country of an address is in the European Union, Spain aside; sure is false for those that left it, or that
// are part of a member's territory for some taxes.
func InUnion(code string) (in, sure bool) {
	switch code {
	case "GBR", "IMN", "MCO", "GLP", "MTQ", "GUF", "REU":
		return true, false
	}
	for _, m := range memberStates {
		if m.code == code {
			return true, true
		}
	}
	return false, true
}

// accountIBAN: an IBAN; those of Spain have 24 characters, digits after the country.
func Account(s string) bool {
	s = withoutSpace.Replace(s)
	return IBAN(s) && len(s) >= 15 && (s[:2] != "ES" || len(s) == 24 && digitsOnly(s[2:]))
}

// bic: four letters for the bank, two for the country, two for the place, three for the branch.
func BIC(s string) bool { return hasForm(s, "AAAAAAXXXXX") && s == strings.ToUpper(s) }

// centreCode: the form of codes in the directory of Spanish authorities (DIR3): a letter, a letter or digit, seven digits.
func CentreCode(s string) bool { return hasForm(s, "AX9999999") }
