package schema

import (
	"regexp"
	"testing"
)

// FuzzPattern holds the table of every pattern against regexp.
func FuzzPattern(f *testing.F) {
	texts := map[string]bool{`a|b{2,}`: true, `(x?y){3}`: true, ``: true, `\d{5}`: true, `[^a]*`: true}
	for _, name := range []string{"facturae32", "facturae321", "facturae322"} {
		for _, t := range loadTable(name).types {
			if t.value != nil {
				for _, p := range t.value.patterns {
					texts[p.text] = true
				}
			}
		}
	}
	type both struct {
		p  *pattern
		re *regexp.Regexp
	}
	var all []both
	for text := range texts {
		p, err := newPattern(text)
		if err != nil || p.next == nil {
			f.Fatal(text, err)
		}
		all = append(all, both{p, p.re})
	}
	for _, s := range []string{"", "1.25", "-1", "12.345678", "12345", "١٢٣٤٥", "abb", "xyyxy", "\n", "é", "1.123456789", "-0.12"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, x := range all {
			if got, want := x.p.match(s), x.re.MatchString(s); got != want {
				t.Errorf("%q matches %q: %t, regexp says %t", s, x.p.text, got, want)
			}
		}
	})
}
