// Package checkdigit knows forms and check digits of identifiers: what rules look at, and
// what masking has to keep. Functions take the whole identifier, without white space around it.
package checkdigit

import "strings"

// GLN is the check digit of GS1 over any number of digits.
func GLN(s string) bool {
	sum := 0
	for i, weight := len(s)-2, 3; i >= 0; i, weight = i-1, 4-weight {
		sum += int(s[i]-'0') * weight
	}
	return (10-sum%10)%10 == int(s[len(s)-1]-'0')
}

// Luhn is the check digit of Swedish organization numbers and Italian VAT numbers: every second digit from the right
// counts twice.
func Luhn(s string) bool {
	sum := 0
	for i, twice := len(s)-1, false; i >= 0; i, twice = i-1, !twice {
		d := int(s[i] - '0')
		if twice {
			d = 2*d%10 + 2*d/10
		}
		sum += d
	}
	return sum%10 == 0
}

// Belgian: the last two of the ten digits are 97 less the remainder of the first eight by 97.
func Belgian(s string) bool { return valueOf(s[8:10]) == 97-valueOf(s[:8])%97 }

// ABN is the check of Australian business numbers: the weighted sum, with 1 taken from the first digit, is a multiple of 89.
func ABN(s string) bool {
	sum := -10
	for i := range s {
		weight := 2*i - 1
		if i == 0 {
			weight = 10
		}
		sum += int(s[i]-'0') * weight
	}
	return sum%89 == 0
}

// Mod11 is the check of Norwegian organization numbers: weights 2 to 7 from the right on, the
// last digit makes up for the remainder.
func Mod11(s string) bool {
	if !allDigits(s, 2, 20) || strings.Trim(s, "0") == "" {
		return false
	}
	sum, last := 0, len(s)-1
	for i := range last {
		sum += int(s[last-1-i]-'0') * (i%6 + 2)
	}
	return (11-sum%11)%11 == int(s[last]-'0')
}

// GreekTax is the check of Greek tax numbers (AFM): weights 256 to 2, the ninth digit is the check
// digit; what stands behind is not looked at.
func GreekTax(s string) bool {
	s = s[:min(len(s), 9)]
	if !allDigits(s, 9, 9) {
		return false
	}
	sum := 0
	for i := range 8 {
		sum += int(s[i]-'0') << (8 - i)
	}
	return sum%11%10 == int(s[8]-'0')
}

// isIBAN: two capital letters, two digits, at most 30 letters and digits, white space anywhere; what that makes as
// a number, the first four last, leaves the remainder 1 when divided by 97.
//
// QUIRK: Small letters do not count as capital ones do: a is 42 where A is 10.
func IBAN(s string) bool {
	s = withoutSpace.Replace(s)
	if len(s) < 4 || len(s) > 34 || !isUpper(s[0]) || !isUpper(s[1]) || !allDigits(s[2:4], 2, 2) {
		return false
	}
	rest := 0
	for _, c := range []byte(s[4:] + s[:4]) {
		switch {
		case isDigit(c):
			rest = (rest*10 + int(c-'0')) % 97
		case isUpper(c) || 'a' <= c && c <= 'z':
			rest = (rest*100 + int(c) - 55) % 97
		default:
			return false
		}
	}
	return rest == 1
}

var withoutSpace = strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "")

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

// digitsOnly: there are digits, and nothing else.
func digitsOnly(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// allDigits: so many digits from 0 to 9, at least and at most, and nothing else.
func allDigits(s string, least, most int) bool {
	return len(s) >= least && len(s) <= most && strings.Trim(s, "0123456789") == ""
}

// valueOf is the value of digits.
func valueOf(s string) (n int) {
	for i := range s {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
