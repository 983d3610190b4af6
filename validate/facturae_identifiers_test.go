package validate

import "testing"

func TestSpanishIdentifiers(t *testing.T) {
	for _, c := range []struct {
		name      string
		form      form
		good, bad []string
	}{
		{"NIF", spanishNumber,
			[]string{"00000000T", "99999999R", "12345678Z", "X0000000T", "Y0000000Z", "Z0000000M", "K0000000T", "L0000000T", "M0000000T", "A00000000", "ESA00000000", "b99999997",
				"B12345674", "P9999999G", "Q0000000J", "S2800214E", "E54507058", "F00000000", "F0000000J", "U00000000", "ES00000000T", "es00000000t"},
			[]string{"", "T", "00000000A", "0000000T", "000000000T", "X0000000A", "A00000001", "A0000000J", "P99999998", "B12345678", "I00000000", "O00000000", "T00000000", "Ñ0000000T",
				"PT00000000T", "A-0000000-0", " A00000000", "A0000000", "99999999", "XX000000T", "0000000OT", "\x00\x00\x00\x00\x00\x00\x00\x00\x00"}},
		{"VAT", europeanNumber,
			[]string{"PT999999990", "pt999999990", "DE999999999", "ATU99999999", "NL999999999B99", "FRXX999999999", "IE9X99999A", "IE9999999AA", "RO99", "EL999999999", "GB999999999", "SE999999999901"},
			[]string{"", "P", "PT", "999999990", "PT99999999", "ESA00000000", "US999999999", "AT999999999", "NL", "GR999999999", "DE99999999X"}},
		{"account", accountIBAN,
			[]string{"ES1799999999009000047110", "ES17 9999 9999 0090 0004 7110", "DE28999999990009004711"},
			[]string{"", "ES", "ES1899999999009000047110", "ES9999999999999999999999", "1799999999009000047110ES", "ES17999999990090000471"}},
		{"BIC", bic, []string{"XMPLESMMXXX", "XMPLESM1999"}, []string{"", "XMPLESMM", "xmplesmmxxx", "1MPLESMMXXX", "XMPLESMMXXXX"}},
		{"DIR3", centreCode, []string{"L01280796", "EA0009999", "A05008801", "GE0001014"}, []string{"", "1", "L0128079", "L012807960", "L01280796 ", "001280796", "L0128079X"}},
	} {
		for _, s := range c.good {
			if !c.form(s) {
				t.Errorf("%s: %q is refused", c.name, s)
			}
		}
		for _, s := range c.bad {
			if c.form(s) {
				t.Errorf("%s: %q is taken", c.name, s)
			}
		}
	}
}

func TestPersonOf(t *testing.T) {
	for s, want := range map[string]byte{"00000000T": 'F', "X0000000T": 'F', "K0000000T": 'F', "ESA00000000": 'J', "E54507058": 'J', "00000000A": 0, "": 0} {
		if got := personOf(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
