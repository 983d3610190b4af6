package validate

import "testing"

func TestForms(t *testing.T) {
	for _, c := range []struct {
		name      string
		form      form
		good, bad []string
	}{
		{"GLN", bothForms(digitsOnly, gln), []string{"4000001123452", "7300010000001", "0", "96385074"}, []string{"4000001123453", "", "5", "400000112345x", "٣"}},
		{"Norway", bothForms(nDigits(9), mod11), []string{"974760673", "991825827"}, []string{"974760674", "000000000", "97476067"}},
		{"Sweden", bothForms(nDigits(10), luhn), []string{"5560004615"}, []string{"5560004616", "556000-4615", "556000461"}},
		{"Belgium", bothForms(nDigits(10), belgian), []string{"0202239951", "0000000097"}, []string{"0202239952", "0000000000", "202239951"}},
		{"Australia", bothForms(nDigits(11), abn), []string{"51824753556", "53004085616"}, []string{"51824753557", "5182475355"}},
		{"Denmark", danishNumber, []string{"DK12345678"}, []string{"dk12345678", "DK1234567", "DK123456789", "12345678"}},
		{"Netherlands", dutchVAT, []string{"NL123456789B01"}, []string{"NL123456789b01", "NL123456789B1", "NL12345678B01", "BE123456789B01"}},
		{"IPA", ipaCode, []string{"UFY9MH", "abc123"}, []string{"UF-123", "UF123", "UF12345", "ÜF123"}},
		{"Partita IVA", partitaIVA, []string{"IT00743110157", "it00743110157", "DE1", ""}, []string{"IT00743110158", "IT0074311015", "IT"}},
		{"Codice fiscale", codiceFiscale, []string{"RSSMRA85T10A562S", "12345678901", "-1234567890", "RSSMRA 5T+1Aéé5S"},
			[]string{"RSSMRA85T10A562", "1234567890x", "RSSMRA85T10A5620", "RSSMRAx5T10A562S", "RSSMRé85T10A562S", "RSSMRA85T10A56xS", ""}},
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

func TestProcesses(t *testing.T) {
	for _, c := range []struct{ id, now, before, selfBilling string }{
		{"urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "01", "01", ""},
		{"urn:fdc:peppol.eu:2017:poacc:billing:07:1.0", "", "07", ""},
		{"urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0", "", "", "01"},
		{"urn:peppol:france:billing:regulated", "01", "", "01"},
		{"urn:peppol:bis:billing_with_response", "02", "", "02"},
		{"x:urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "", "billing", ""},
		{"a::urn:fdc:peppolXeu:2017:poacc:billing:01:1y0", "", "poacc", ""},
		{"::::::urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "", "urn", ""},
		{":::::::urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "", "none", ""},
		{"", "", "", ""},
	} {
		if a, b, s := billingProcess(c.id), processOf2025(c.id), selfBillingProcess(c.id); a != c.now || b != c.before || s != c.selfBilling {
			t.Errorf("%q: %q, before %q, self-billing %q", c.id, a, b, s)
		}
	}
}
