package invoicepage

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// language numbers the columns of the tables of words.
type language uint8

const (
	english language = iota
	german
	french
	spanish
)

func languageOf(tag string) (language, bool) {
	if tag == "" {
		return english, true
	}
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	for i, known := range Languages() {
		if base == known {
			return language(i), true
		}
	}
	return 0, false
}

// noBreakSpace keeps a number and what belongs to it on one line.
const noBreakSpace = "\u00A0"

func (l language) decimalMark() byte {
	if l == english {
		return '.'
	}
	return ','
}

func (l language) group() string {
	return [...]string{",", ".", noBreakSpace, "."}[l]
}

// number writes a decimal in the manner of a language: thousands grouped, at least so
// many decimals, no zeros behind those. No digit is lost.
func (l language) number(d einvoice.Decimal, decimals int) string {
	if !d.IsSet() {
		return ""
	}
	whole, fraction, _ := strings.Cut(d.String(), ".")
	var b strings.Builder
	if rest, negative := strings.CutPrefix(whole, "-"); negative {
		whole = rest
		b.WriteByte('-')
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(l.group())
		}
		b.WriteByte(whole[i])
	}
	for len(fraction) > decimals && fraction[len(fraction)-1] == '0' {
		fraction = fraction[:len(fraction)-1]
	}
	fraction += strings.Repeat("0", max(0, decimals-len(fraction)))
	if fraction != "" {
		b.WriteByte(l.decimalMark())
		b.WriteString(fraction)
	}
	return b.String()
}

// percent writes a rate: "19 %", in English "19%".
func (l language) percent(d einvoice.Decimal) string {
	if !d.IsSet() {
		return ""
	}
	if l == english {
		return l.number(d, 0) + "%"
	}
	return l.number(d, 0) + noBreakSpace + "%"
}

var englishMonths = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// date writes a day in the manner of a language; one that no calendar has in ISO 8601.
func (l language) date(d einvoice.Date) string {
	if !d.IsValid() {
		return d.String()
	}
	day, month, year := strconv.Itoa(int(d.Day)), strconv.Itoa(int(d.Month)), strconv.Itoa(int(d.Year))
	if l == english {
		return day + noBreakSpace + englishMonths[d.Month-1] + noBreakSpace + year
	}
	mark := [...]string{"", ".", "/", "/"}[l]
	return twoDigits(day) + mark + twoDigits(month) + mark + year
}

func twoDigits(s string) string {
	if len(s) < 2 {
		return "0" + s
	}
	return s
}

// minorUnits is how many decimals amounts of a currency have (ISO 4217).
func minorUnits(currency string) int {
	switch currency {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	}
	return 2
}
