package facturx

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// mostGroups is how many groups of digits a number has at most.
const mostGroups = 14

// hasAmount finds an amount in a folded text, whatever separates its groups and its
// decimals, and whatever its sign, for which there are words too. One without decimals
// (1234, 1.234,-) is taken if it has three digits, or if it stands beside a currency.
func hasAmount(text string, amount einvoice.Decimal, currency string) bool {
	wanted := []string{plainAmount(amount), plainAmount(amount.RoundHalfUp(2))}
	currency = fold(currency)
	for at := 0; at < len(text); {
		if !isDigit(text[at]) {
			at++
			continue
		}
		run := runAt(text, at)
		found := run.numbers(func(forms []string, from, to int, whole bool) bool {
			if !slices.ContainsFunc(forms, func(s string) bool { return slices.Contains(wanted, s) }) {
				return false
			}
			return !whole || len(forms[0]) >= 3 || besideMoney(text, from, to, currency)
		})
		if found {
			return true
		}
		at = run.end
	}
	return false
}

// plainAmount is an amount without sign, and without zeros that say nothing.
func plainAmount(d einvoice.Decimal) string {
	whole, decimals, _ := strings.Cut(d.Abs().String(), ".")
	return plainNumber(whole, decimals)
}

func plainNumber(whole, decimals string) string {
	whole, decimals = strings.TrimLeft(whole, "0"), strings.TrimRight(decimals, "0")
	if whole == "" {
		whole = "0"
	}
	if decimals == "" {
		return whole
	}
	return whole + "." + decimals
}

// run is groups of digits with one character between each and the next.
type run struct {
	groups []string
	seps   []byte // before each group but the first
	starts []int
	end    int
}

func runAt(text string, at int) (r run) {
	for {
		start := at
		for at < len(text) && isDigit(text[at]) {
			at++
		}
		r.groups, r.starts, r.end = append(r.groups, text[start:at]), append(r.starts, start), at
		if at+1 >= len(text) || !isDigit(text[at+1]) || strings.IndexByte(" .,'", text[at]) < 0 || len(r.groups) == mostGroups {
			return r
		}
		r.seps = append(r.seps, text[at])
		at++
	}
}

// numbers gives the numbers of a run, the longest ones that it can be read as: spaces
// separate groups, or else numbers. A number has two forms where "1.234" can be both. do
// ends the work with true, which is what numbers gives then.
func (r run) numbers(do func(forms []string, from, to int, whole bool) bool) bool {
	for first := 0; first < len(r.groups); {
		last := first // where the next space is, if nothing can be read
		for last < len(r.seps) && r.seps[last] != ' ' {
			last++
		}
		for end := len(r.groups) - 1; end >= first; end-- {
			if end < len(r.seps) && r.seps[end] != ' ' {
				continue
			}
			forms, whole := readNumber(r.groups[first:end+1], r.seps[first:end])
			if len(forms) == 0 {
				continue
			}
			if do(forms, r.starts[first], r.starts[end]+len(r.groups[end]), whole) {
				return true
			}
			last = end
			break
		}
		first = last + 1
	}
	return false
}

// readNumber is the forms of a number, none if the groups make none.
func readNumber(groups []string, seps []byte) (forms []string, whole bool) {
	n := len(seps)
	if grouped(groups, seps) {
		forms, whole = append(forms, plainNumber(strings.Join(groups, ""), "")), true
	}
	if n > 0 && (seps[n-1] == '.' || seps[n-1] == ',') && !slices.Contains(seps[:n-1], seps[n-1]) && grouped(groups[:n], seps[:n-1]) {
		forms, whole = append(forms, plainNumber(strings.Join(groups[:n], ""), groups[n])), false
	}
	return forms, whole
}

// grouped tells whether groups are those of a whole number: 1, 1.234.567, in India
// 12,34,567.
func grouped(groups []string, seps []byte) bool {
	for i, g := range groups[1:] {
		short := i+1 < len(groups)-1 && len(g) == 2 && seps[0] != ' '
		if seps[i] != seps[0] || len(g) != 3 && !short {
			return false
		}
	}
	return len(groups) == 1 || len(groups[0]) <= 3
}

// besideMoney tells whether a currency stands beside a number, or a dash in the place of
// its decimals.
func besideMoney(text string, from, to int, currency string) bool {
	after := strings.TrimLeft(text[to:min(to+8, len(text))], " ")
	before := strings.TrimRight(text[max(from-8, 0):from], " -+")
	for _, dash := range []string{",-", ".-"} {
		if strings.HasPrefix(after, dash) {
			return true
		}
	}
	if currency != "" && (strings.HasPrefix(after, currency) || strings.HasSuffix(before, currency)) {
		return true
	}
	next, _ := utf8.DecodeRuneInString(after)
	last, _ := utf8.DecodeLastRuneInString(before)
	return unicode.Is(unicode.Sc, next) || unicode.Is(unicode.Sc, last)
}
