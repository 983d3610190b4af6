package validate

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Numbers and texts whose form national rules ask for.

// chars is a part of a text: so many characters from one on, as far as there are any.
func chars(s string, from, count int) string {
	i, start := 0, len(s)
	for at := range s {
		if i == from {
			start = at
		}
		if i == from+count {
			return s[start:at]
		}
		i++
	}
	return s[start:]
}

// allDigits: so many digits from 0 to 9, at least and at most, and nothing else.
func allDigits(s string, least, most int) bool {
	if len(s) < least || len(s) > most {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}

func isNumber(s string) bool { _, ok := number(s); return ok }

// swedishOrganization is the check of Swedish organization numbers: the tenth digit is the check digit, and digits may
// follow.
func swedishOrganization(s string) bool { return allDigits(s, 10, len(s)) && luhn(s[:10]) }

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

func isLetter(c byte) bool { return isUpper(c &^ 0x20) }

// isTelephone: three digits at least.
func isTelephone(s string) bool {
	n := 0
	for i := range len(s) {
		if isDigit(s[i]) {
			n++
		}
	}
	return n >= 3
}

// isEmail: one @, no white space, and behind the @ parts with points between them.
func isEmail(s string) bool {
	local, domain, found := strings.Cut(s, "@")
	if !found || local == "" || strings.ContainsAny(domain, "@") || strings.ContainsAny(s, " \t\r\n") {
		return false
	}
	parts := strings.Split(domain, ".")
	return len(parts) > 1 && !slices.Contains(parts, "")
}

// isAbsoluteURI: a scheme of two characters at least stands in front.
func isAbsoluteURI(s string) bool {
	scheme, _, found := strings.Cut(s, ":")
	if !found || len(scheme) < 2 || !isLetter(scheme[0]) {
		return false
	}
	for i := 1; i < len(scheme); i++ {
		if c := scheme[i]; !isLetter(c) && !isDigit(c) && c != '+' && c != '.' && c != '-' {
			return false
		}
	}
	return true
}

// wrongDiscount looks in terms of payment for early payment discounts in the way of
// XRechnung (#SKONTO#TAGE=14#PROZENT=2.00#), and tells which line that begins with # is none.
// A discount is a line of its own, so a line end must follow the last one.
func wrongDiscount(terms string, form func(line string) bool) (line string, wrong bool) {
	discounts := false
	for _, l := range strings.Split(terms, "\n") {
		if l = tree.Normalize(l); strings.HasPrefix(l, "#") {
			if !form(l) {
				return l, true
			}
			discounts, line = true, l
		}
	}
	if !discounts {
		return "", false
	}
	return line, !endsItsLine(terms)
}

// endsItsLine: nothing but white space is between the last pair of number signs and a line end.
func endsItsLine(terms string) bool {
	before, _, found := strings.Cut(behindMarked(terms), "\n")
	return found && blank(before)
}

// isDiscount: #SKONTO#TAGE=days#PROZENT=n.nn#, and perhaps BASISBETRAG=n.nn# behind it.
func isDiscount(s string) bool {
	s, ok := strings.CutPrefix(s, "#SKONTO#TAGE=")
	days, s, more := strings.Cut(s, "#PROZENT=")
	if !ok || !more || !allDigits(days, 1, len(days)) {
		return false
	}
	percent, s, found := strings.Cut(s, "#")
	if !found || !hasCents(percent) {
		return false
	}
	if s == "" {
		return true
	}
	base, ok := strings.CutPrefix(s, "BASISBETRAG=")
	base, end := strings.CutSuffix(base, "#")
	return ok && end && hasCents(strings.TrimPrefix(base, "-"))
}

// hasCents: digits, a point, two digits.
func hasCents(s string) bool {
	whole, cents, _ := strings.Cut(s, ".")
	return allDigits(whole, 1, len(whole)) && allDigits(cents, 2, 2)
}

// behindMarked is what stands behind the last stretch between two # of one line that has
// anything between them; all of the text if there is none.
func behindMarked(s string) string {
	behind := 0
	for start := 0; start < len(s); {
		end := len(s)
		if i := strings.IndexAny(s[start:], "\r\n"); i >= 0 {
			end = start + i
		}
		line := s[start:end]
		if first, last := strings.IndexByte(line, '#'), strings.LastIndexByte(line, '#'); last-first >= 2 {
			behind = start + last + 1
		}
		start = end + 1
	}
	return s[behind:]
}

// meansNorm: the payment means (BT-81) is one of these codes.
func meansNorm(codes ...string) condition {
	p := path("cbc:PaymentMeansCode|ram:TypeCode")
	return func(_ *Check, n Node) bool { return slices.Contains(codes, p.First(n).Norm()) }
}

// meansIn is meansNorm for the codes of a list.
func meansIn(list string) condition {
	p, l := path("cbc:PaymentMeansCode|ram:TypeCode"), codes.Get(list)
	return func(_ *Check, n Node) bool { return l.Has(p.First(n).Norm()) }
}

// means: the payment means is one of these codes, without white space around it.
func means(codes ...string) condition {
	p := path("cbc:PaymentMeansCode|ram:TypeCode")
	return func(_ *Check, n Node) bool { return slices.Contains(codes, p.First(n).Text()) }
}

func ibanAt(p string) condition { return textAt(p, isIBAN) }

// textAt: the text of the first such element, or none, is of a form; normAt: with white space
// normalized.
func textAt(p string, form func(string) bool) condition {
	q := path(p)
	return func(_ *Check, n Node) bool { return form(q.First(n).Text()) }
}

func normAt(p string, form func(string) bool) condition {
	q := path(p)
	return func(_ *Check, n Node) bool { return form(q.First(n).Norm()) }
}

// attrAt: one of such elements has the attribute with this value.
func attrAt(p, attr, value string) condition {
	q := path(p)
	return func(_ *Check, n Node) bool {
		return !q.Each(n, func(x Node) bool { v, ok := x.Attr(attr); return !ok || v != value })
	}
}

func normalize(s string) string { return tree.Normalize(s) }
