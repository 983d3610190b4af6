package validate

import "testing"

// What the published rules take otherwise than one would think.
func TestPeppolQuirks(t *testing.T) {
	for _, c := range []struct {
		name     string
		is       form
		yes, not []string
	}{
		{"looseABN", looseABN, []string{"51824753556", "51824753556x"}, []string{"", "5182475355", "51824753557", "5182475355é"}},
		{"isNegative", isNegative, []string{"-1", "-0.01", "-0.00", " -.0\n", "-0."}, []string{"", "0", "1.00", "+0.00", "-0", "-00"}},
		{"processOf2025", func(s string) bool { return processOf2025(s) != "" },
			[]string{"urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "xurn:fdc:peppol.eu:2017:poacc:billing:99:1.0x", "urn:fdc:peppol-eu:2017:poacc:billing:02:1x0"},
			[]string{"", "urn:fdc:peppol.eu:2017:poacc:billing:1:1.0", "urn:fdc:peppol.eu:2017:poacc:billing:٠١:1.0"}},
	} {
		for _, s := range c.yes {
			if !c.is(s) {
				t.Errorf("%s(%q) is false", c.name, s)
			}
		}
		for _, s := range c.not {
			if c.is(s) {
				t.Errorf("%s(%q) is true", c.name, s)
			}
		}
	}
}
