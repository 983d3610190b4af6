package mask

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice/internal/checkdigit"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/filetype"
)

// values replaces values.
type values struct {
	cipher *cipher
	known  map[string]string // what has been replaced
	vat    map[string]bool   // what stands somewhere as a VAT identifier: its country stays
	parts  []string          // of what is joined
	unkept int               // values whose check digits could not be kept
	steps  int               // candidates that were looked at, in all
}

func newValues(key []byte) *values {
	return &values{cipher: newCipher(key), known: map[string]string{}, vat: map[string]bool{}}
}

// mostKnown bounds how many replacements are remembered: they can be made again.
const mostKnown = 100_000

// text replaces a text of any kind. White space stays.
func (v *values) text(s string) string {
	core := strings.Trim(s, xmlSpaces)
	if core == "" || constant(core) {
		return s
	}
	masked, ok := v.known[core]
	if !ok {
		masked = v.core(core)
		if len(v.known) < mostKnown {
			v.known[core] = masked
		}
	}
	i := strings.Index(s, core)
	return s[:i] + masked + s[i+len(core):]
}

const xmlSpaces = " \t\r\n"

var (
	// What is no good address stays as bad as it is, and is replaced as other texts are.
	address = regexp.MustCompile(`^(mailto:)?([^\s@]+)@([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+)$`)
	link    = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]{0,20}://)([^/?#\s]*)(\S*)$`)
	subject = regexp.MustCompile(`^#[A-Z]{2,3}#`)
	day     = regexp.MustCompile(`\b(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}/[0-9]{2}/[0-9]{4})\b`)
	word    = regexp.MustCompile(`[\pL\pM\pN]+`)
)

func (v *values) core(s string) string {
	if m := address.FindStringSubmatch(s); m != nil {
		return m[1] + v.words(m[2]) + "@" + v.host(m[3])
	}
	if m := link.FindStringSubmatch(s); m != nil {
		return m[1] + v.host(m[2]) + v.words(m[3])
	}
	lead := subject.FindString(s) // of a note, which is a code
	rest := s[len(lead):]
	if strings.ContainsFunc(rest, unicode.IsSpace) {
		return lead + v.whole(rest)
	}
	return lead + v.words(rest)
}

// host replaces the name of a host by one in a domain that nobody can have.
func (v *values) host(s string) string {
	plain := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
	if plain == "" {
		return "host.example"
	}
	return v.whole(plain[:min(len(plain), 40)]) + ".example"
}

// words replaces a text without white space, word by word, so that parts of identifiers
// are replaced as they are elsewhere. Days stay; and so do, where | or # divide an
// identifier into fields, the numbers of one or two digits, which are codes there.
func (v *values) words(s string) string {
	replace := v.word
	if strings.ContainsAny(s, "|#") || isShort(s) {
		replace = v.field
	}
	var b strings.Builder
	last := 0
	for _, at := range append(day.FindAllStringIndex(s, -1), []int{len(s), len(s)}) {
		b.WriteString(word.ReplaceAllStringFunc(s[last:at[0]], replace))
		b.WriteString(s[at[0]:at[1]])
		last = at[1]
	}
	return b.String()
}

func (v *values) word(s string) string {
	if constant(s) {
		return s
	}
	return v.whole(s)
}

func (v *values) field(s string) string {
	if isShort(s) {
		return s
	}
	return v.word(s)
}

// isShort: one or two digits, which tell nobody.
func isShort(s string) bool { return len(s) <= 2 && strings.Trim(s, "0123456789") == "" }

// whole replaces all letters and digits of a text together. Those that an identifier
// begins or ends with stay where they mean a country.
func (v *values) whole(s string) string {
	lead := v.country(s)
	tail := ""
	if strings.EqualFold(lead, "NO") && strings.HasSuffix(s, "MVA") {
		tail = "MVA"
	}
	core := s[len(lead) : len(s)-len(tail)]
	if lead == "EL" && len(core) > greekDigits && strings.Trim(core, "0123456789") == "" {
		return lead + v.whole(core[:greekDigits]) + v.whole(core[greekDigits:])
	}
	masked, ok := v.step(lead, core, false)
	if !ok && strings.HasPrefix(core, "0") { // so few digits can change that none fits
		masked, ok = v.step(lead, core, true)
	}
	if !ok {
		v.unkept++
	}
	return lead + masked + tail
}

// greekDigits is how many digits a Greek tax number has. What stands behind is not looked
// at where rules compare it with others.
const greekDigits = 9

// step goes on through the texts of a shape until one passes the checks that this one
// passes; zeros says whether those in front may change.
func (v *values) step(lead, s string, zeros bool) (masked string, ok bool) {
	core := []rune(s)
	all, at := symbols(core, zeros)
	if len(all) == 0 {
		return string(core), true
	}
	want := marks(lead, plainOf([]rune(s)))
	order := v.cipher.at(all)
	most := mostSteps
	if v.steps > mostStepsOfAll {
		most = fewSteps
	}
	for range most {
		v.steps++
		order.next(all)
		for i, x := range all {
			core[at[i]] = x.of.runes[x.index]
		}
		if marks(lead, plainOf(core)) == want {
			return string(core), true
		}
	}
	return string(core), false
}

// How many candidates are looked at for a value: one in a hundred has a right IBAN, and few
// numbers are right in two ways. A document full of those that are gets fewer for each.
const (
	mostSteps      = 20_000
	mostStepsOfAll = 2_000_000
	fewSteps       = 500
)

// plainOf is the letters and digits of a text; "" of a long one, in which nobody looks for
// check digits.
func plainOf(text []rune) string {
	const longest = 60
	if len(text) > longest {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, string(text))
}

// country is the country that an identifier begins with: two letters in front of what is
// mostly digits, or any in front of what stands somewhere as a VAT identifier.
func (v *values) country(s string) string {
	if len(s) > 1 && v.vat[s] && (isLetter(s[0]) && isLetter(s[1]) || s[:2] == kosovo) {
		return s[:2]
	}
	if len(s) < 3 || !isLetter(s[0]) || !isLetter(s[1]) {
		return ""
	}
	digits, letters := 0, 0
	for _, r := range s[2:] {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	if digits >= 6 && letters <= 4 && countries.Has(s[:2]) || digits >= 6 && s[:2] == "EL" {
		return s[:2]
	}
	return ""
}

// kosovo is the one country whose code has a digit.
const kosovo = "1A"

var countries = codes.Get("countries@en16931-ubl-1.3.16")

func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

// marks are the checks that an identifier passes: those of all kinds, since what kind it is
// stands elsewhere, and it may stand in several places.
func marks(lead, core string) (m uint32) {
	if len(core) < 2 {
		return 0
	}
	digits := strings.Trim(core, "0123456789") == ""
	all := lead + core
	n := len(core)
	for i, ok := range [...]bool{
		digits && checkdigit.GLN(core),
		digits && n >= 9 && n <= 14 && checkdigit.Luhn(core),
		digits && n > 10 && n <= 14 && checkdigit.Luhn(core[:10]),
		digits && n == 9 && checkdigit.Mod11(core),
		digits && n == 10 && checkdigit.Belgian(core),
		digits && n == 11 && checkdigit.ABN(core),
		digits && n >= 9 && n <= 12 && checkdigit.GreekTax(core),
		checkdigit.IBAN(all),
		checkdigit.Account(all),
		checkdigit.European(all),
		lead == "NL" && dutch.MatchString(core),
		checkdigit.PersonOf(all) == 'F',
		checkdigit.PersonOf(all) == 'J',
	} {
		if ok {
			m |= 1 << i
		}
	}
	return m
}

var dutch = regexp.MustCompile(`^[0-9]{9}B[0-9]{2}$`)

// constants are texts that rules look for, and that say nothing of anybody.
var constants = map[string]bool{}

func init() {
	for _, s := range []string{"Godkänd för F-skatt", "Foretaksregisteret", "EINDAGI", "##M.AR.K##", "##INVOICE|URL##", "SE:PLUSGIRO", "SE:BANKGIRO", "DK:BANK", "VAT", "NA",
		"Commercial invoice", "CommercialInvoice", "LISIBLE", "cva", "clean", "zero-emission", "other", "supplier", "emisor", "customer", "receptor", "third party", "tercero"} {
		constants[strings.ToUpper(s)] = true
	}
}

func constant(s string) bool { return len(s) < 40 && constants[strings.ToUpper(s)] }

// terms replaces payment terms, in which lines that begin with # are a language of their
// own: its words and numbers stay.
func (v *values) terms(s string) string {
	lines := strings.SplitAfter(s, "\n")
	for i, line := range lines {
		if !strings.Contains(line, "#") {
			lines[i] = v.text(line)
			continue
		}
		at := strings.IndexByte(line, '#')
		lines[i] = v.text(line[:at]) + letters.ReplaceAllStringFunc(line[at:], func(w string) string {
			if discountWords[w] {
				return w
			}
			return v.whole(w)
		})
	}
	return strings.Join(lines, "")
}

var (
	letters       = regexp.MustCompile(`\pL+`)
	discountWords = map[string]bool{"SKONTO": true, "VERZUG": true, "TAGE": true, "PROZENT": true, "BASISBETRAG": true}
)

// filename replaces a file name but for its extension.
func (v *values) filename(s string) string {
	i := strings.LastIndexByte(s, '.')
	if i <= 0 || filetype.ByName(s) == "" {
		return v.text(s)
	}
	return v.text(s[:i]) + s[i:]
}

// identifier replaces an identifier that begins with a country.
func (v *values) identifier(s string) {
	core := strings.Trim(s, xmlSpaces)
	if strings.ContainsFunc(core, unicode.IsSpace) {
		v.vat[core] = true
		return
	}
	if first := word.FindString(core); first != "" && strings.HasPrefix(core, first) {
		v.vat[first] = true
	}
}

// part notes a part of what may be joined.
func (v *values) part(s string) {
	const most = 64
	if s = strings.Trim(s, xmlSpaces); len(v.parts) < most && s != "" {
		v.parts = append(v.parts, s)
		if len(s) > 2 && strings.EqualFold(s[:2], "ES") {
			v.parts = append(v.parts, s[2:])
		}
	}
}

var separators = strings.NewReplacer("-", "", " ", "", "/", "")

// joined replaces an identifier that is made of others, with or without separators, by what
// these are replaced by.
func (v *values) joined(s string) string {
	const longest = 200
	whole := separators.Replace(s)
	if len(whole) > longest {
		return v.text(s)
	}
	masked, ok := v.segment(whole, map[string]bool{})
	if !ok || utf8.RuneCountInString(masked) != utf8.RuneCountInString(whole) {
		return v.text(s)
	}
	rest := []rune(masked)
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("- /", r) {
			return r
		}
		r, rest = rest[0], rest[1:]
		return r
	}, s)
}

// segment takes a text apart into parts; dead are the ends that cannot be.
func (v *values) segment(s string, dead map[string]bool) (masked string, ok bool) {
	if s == "" {
		return "", true
	}
	if dead[s] {
		return "", false
	}
	for _, p := range v.parts {
		plain := separators.Replace(p)
		if plain == "" || !strings.HasPrefix(s, plain) {
			continue
		}
		if rest, ok := v.segment(s[len(plain):], dead); ok {
			return separators.Replace(v.text(p)) + rest, true
		}
	}
	dead[s] = true
	return "", false
}
