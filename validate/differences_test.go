package validate_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/validate"
)

// TestKnownDifferences holds what docs/KNOWN-DIFFERENCES.md says of documents on which
// the published artefacts come to something else.
func TestKnownDifferences(t *testing.T) {
	data, err := os.ReadFile("../testdata/invoices/minimal.xml")
	if err != nil {
		t.Fatal(err)
	}
	good := string(data)
	declaration := regexp.MustCompile(`<\?xml[^>]*\?>`)
	if !declaration.MatchString(good) || len(fired(check(t, data))) > 0 {
		t.Fatal("the document is not what the cases are made from")
	}
	begin := func(with string) string { return declaration.ReplaceAllString(good, with) }
	net := regexp.MustCompile(`(<cbc:LineExtensionAmount currencyID="EUR">)[^<]*`)
	const wide = "1234567890123456789012345678901234567890.00"
	for _, c := range []struct {
		name, xml  string
		want       []string
		officially string
	}{
		{"numbers beyond 38 digits", net.ReplaceAllString(good, "${1}"+wide), []string{"BR-CO-10", "BR-CO-13", "BR-S-08"}, "BR-CO-13 BR-S-08"},
		{"no number", strings.Replace(good, net.FindString(good), `<cbc:LineExtensionAmount currencyID="EUR">abc`, 1), []string{"BR-CO-10", "BR-CO-13", "bad-value"}, "the run ends in an error"},
		{"document type", begin(`<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY x "7">]>`), []string{"doctype"}, "nothing"},
		{"encoding", begin(`<?xml version="1.0" encoding="ISO-8859-2"?>`), []string{"encoding"}, "nothing"},
		{"depth", strings.Replace(good, "<cbc:CustomizationID>", strings.Repeat("<x>", 140)+strings.Repeat("</x>", 140)+"<cbc:CustomizationID>", 1), []string{"limit"}, "no finding of a limit"},
		{"identifier", strings.Replace(good, "urn:cen.eu:en16931:2017<", "urn:cen.eu:en16931:2017#compliant#urn:example:1<", 1), []string{"specification-unknown"}, "nothing"},
	} {
		if c.xml == good {
			t.Errorf("%s: nothing was changed", c.name)
		}
		if got := fired(check(t, []byte(c.xml))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v (officially %s)", c.name, got, c.want, c.officially)
		}
	}
	for asked, xml := range map[string]string{"facturx": good, "peppol@2025.5": good, "facturae": good} {
		r := check(t, []byte(xml), asked)
		if got := fired(r); !slices.Equal(got, []string{"not-run"}) || r.Status != validate.Invalid {
			t.Errorf("%s: %v, %s", asked, got, r.Status)
		}
	}
}
