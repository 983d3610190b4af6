package validate

import (
	"context"
	"slices"
	"testing"

	ciisyntax "github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/sample"
	ublsyntax "github.com/einvoice-go/einvoice/ubl"
)

// Rules of a country are broken on a sample of that country: it is to be valid itself, and
// to be taken for one of that country.
func TestNationalSamples(t *testing.T) {
	for _, n := range []struct {
		name       string
		adapt      change
		ofCountry  condition
		inCII, ubl bool
	}{
		{"german", asGerman, inGermany, true, true},
		{"danish", asDanish, inDenmark, true, true},
		{"dutch", asDutch, withDutchRepresentative, true, true},
		{"greek", asGreek, inGreece, false, true},
		{"icelandic", asIcelandic, inIceland, false, true},
		{"italian", asItalian, fromItaly, true, true},
		{"norwegian", asNorwegian, fromNorway, false, true},
		{"norwegian in CII", ciiNorwegian(), fromNorway, true, false},
		{"swedish", asSwedish, inSweden, true, true},
	} {
		inv := sample.Peppol()
		n.adapt(inv)
		if n.ubl {
			xml, _, err := ublsyntax.Build(inv)
			if err != nil {
				t.Fatal(err)
			}
			validNationally(t, n.name, xml, n.ofCountry)
		}
		if n.inCII && slices.ContainsFunc(Sets(), func(s *Set) bool { return s.Name == "peppol" && s.CII }) {
			inv := sample.PeppolCII()
			n.adapt(inv)
			xml, _, err := ciisyntax.Build(inv)
			if err != nil {
				t.Fatal(err)
			}
			validNationally(t, n.name, xml, n.ofCountry)
		}
	}
}

func validNationally(t *testing.T, name string, xml []byte, ofCountry condition) {
	t.Helper()
	v, err := newValidation(context.Background(), Options{Rules: []string{"peppol"}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := v.document(xml)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		t.Errorf("%s: %s: %s", name, f.Rule, f.Message)
	}
	if len(r.RuleSets) == 0 || !ofCountry(&v.check, v.check.head) {
		t.Errorf("%s: rule sets %v, countries %+v", name, r.RuleSets, v.facts.nations)
	}
}

func TestNationalForms(t *testing.T) {
	for _, c := range []struct {
		name  string
		form  func(string) bool
		right []string
		wrong []string
	}{
		{"mod11", mod11, []string{"923456783", "974760673"}, []string{"923456784", "000000000"}},
		{"swedishOrganization", swedishOrganization, []string{"5560004615", "55600046150"}, []string{"5560004616", "556000461", "55600046A5", ""}},
		{"greekTax", greekTax, []string{"123456783", "098765430", "12345678399", "123456783x"}, []string{"123456789", "12345678", "12345678x", "", "١٢٣٤٥٦٧٨٣"}},
		{"isIBAN", isIBAN, []string{"DE75512108001245126199", "DE75 5121 0800 1245 1261 99", "GB82WEST12345698765432"},
			[]string{"", "DE75512108001245126198", "de75512108001245126199", "GB82west12345698765432", "DE7551210800124512619Ä", "DE", "D175512108001245126199"}},
		{"isTelephone", isTelephone, []string{"+49 1 2", "1a2b3"}, []string{"12", "none", "١٢٣"}},
		{"isEmail", isEmail, []string{"a@b.c", "a.b@c.d.e"}, []string{"a@b", "@b.c", "a@b.", "a@.c", "a@b..c", "a@b@c.d", "a b@c.d", "a@b c.d", "a.b"}},
		{"isAbsoluteURI", isAbsoluteURI, []string{"https://x", "ab:", "a+1-.:x"}, []string{"a:x", "", "x.y/z", ":x", "1a:x", "a_b:x", " https://x"}},
		{"isNumber", isNumber, []string{"1", " 12 ", "-1.5e3", ".5", "5.", "INF", "1e999"}, []string{"", "1 2", "0x10", "1_0", "NaN", "Inf", "e", "."}},
		{"isWhole", isWhole, []string{"0", "-0", "+7", " 12 "}, []string{"", "-1", "1.0", "x", "+", "-"}},
		{"isFiscalCode", isFiscalCode, []string{"RSSMRA80A01H501U", "12345678901"}, []string{"rssmra80a01h501u", "1234567890", "12345678901234567"}},
		{"danishTax", danishTax, []string{"1234", "12#x", " 1234 ", "0e99"}, []string{"", "123", "12345", "#x", "x#", "abcd", "-123"}},
		{"danishMeans", codes.Get("dk-payment-means@peppol-2026.5").HasRun, []string{"1", "97", "10 31"}, []string{"", "30", "9"}},
		{"isDiscount", isDiscount, []string{"#SKONTO#TAGE=14#PROZENT=2.00#", "#SKONTO#TAGE=0#PROZENT=12.50#BASISBETRAG=-1.00#"},
			[]string{"#SKONTO#TAGE=14#PROZENT=2#", "#SKONTO#TAGE=#PROZENT=2.00#", "#SKONTO#TAGE=14#PROZENT=2.00", "#SKONTO#TAGE=1#PROZENT=2.00#BASISBETRAG=1.00", "#SKONTO#TAGE=1#PROZENT=2.00#x",
				"#SKONTO#TAGE=1#PROZENT=2.00##", "#SKONTO#TAGE=1#PROZENT=2.00#BASISBETRAG=#", "#skonto#TAGE=14#PROZENT=2.00#", "#"}},
	} {
		for _, s := range c.right {
			if !c.form(s) {
				t.Errorf("%s(%q) is false", c.name, s)
			}
		}
		for _, s := range c.wrong {
			if c.form(s) {
				t.Errorf("%s(%q) is true", c.name, s)
			}
		}
	}
}

func TestWrongDiscount(t *testing.T) {
	const right = "#SKONTO#TAGE=14#PROZENT=2.00#"
	for terms, want := range map[string]bool{
		"":                         false,
		"30 days":                  false,
		"30 days # or not":         false,
		right:                      true, // no line end follows
		right + "\n":               false,
		right + " \t\r\n":          false,
		" " + right + "\n":         false,
		right + "\n30 days":        false,
		right + "\n30 #1# days":    true,
		right + "\n30 #1#\n":       false,
		right + "\n30 ## days":     false,
		"30 days\n" + right + "\n": false,
		right + "\n#x#\n":          true,
	} {
		if _, wrong := wrongDiscount(terms, isDiscount); wrong != want {
			t.Errorf("%q: %v", terms, wrong)
		}
	}
}

func TestChars(t *testing.T) {
	for _, c := range []struct {
		s           string
		from, count int
		want        string
	}{{"äöü", 0, 2, "äö"}, {"äöü", 1, 9, "öü"}, {"äöü", 3, 2, ""}, {"äöü", 9, 2, ""}, {"", 0, 2, ""}, {"abc", 0, 3, "abc"}} {
		if got := chars(c.s, c.from, c.count); got != c.want {
			t.Errorf("chars(%q, %d, %d) = %q", c.s, c.from, c.count, got)
		}
	}
}

// The rules for CII are those for UBL as far as they go.
func TestNationalRulesInCII(t *testing.T) {
	all := peppolNational()
	for _, r := range peppolCIINational() {
		if r.In("ubl") || !r.In("cii") || !slices.ContainsFunc(all, func(o Rule) bool { return o.ID == r.ID && o.In("ubl") }) {
			t.Errorf("%s", r.ID)
		}
	}
}
