package codes

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/published"
)

// The tests in this file read the code lists out of the published artefacts again and compare. They run when
// EINVOICE_ARTEFACTS names the folder with the compiled Schematrons.

// A place is where a list stands in a compiled Schematron: in the test of a rule or in a variable.
type place struct {
	file  string // a key of artefacts
	where string // rule or variable; "for RULE": the pattern that the rule's elements match
	list  string
	pick  func([]string) []string // which of the literals there hold the codes
}

var artefacts = map[string]string{
	"en-ubl":  "en16931/EN16931-UBL-validation.xslt",
	"en-cii":  "en16931/EN16931-CII-validation.xslt",
	"cen-ubl": "peppol/2026.5/CEN-EN16931-UBL.xslt",
	"pp-ubl":  "peppol/2026.5/PEPPOL-EN16931-UBL.xslt",
	"pp-2025": "peppol/2025.11/PEPPOL-EN16931-UBL.xslt",
	"pp-sb":   "peppol/2026.5/PEPPOL-EN16931-UBL-SB.xslt",
	"pp-cii":  "peppol/repo-2025-05/PEPPOL-EN16931-CII.xslt",
	"xr-ubl":  "xrechnung/2.5.0/XRechnung-UBL-validation.xslt",
	"xr-cii":  "xrechnung/2.5.0/XRechnung-CII-validation.xslt",
	"fx-min":  "facturx/1.09.2/FACTUR-X_MINIMUM.xslt",
	"fx-wl":   "facturx/1.09.2/FACTUR-X_BASIC-WL.xslt",
	"fx-bas":  "facturx/1.09.2/FACTUR-X_BASIC.xslt",
	"fx-en":   "facturx/1.09.2/FACTUR-X_EN16931.xslt",
	"fx-ext":  "facturx/1.09.2/FACTUR-X_EXTENDED.xslt",
}

func places() []place {
	all := slices.Clone(singlePlaces)
	for _, p := range []struct{ rules, list string }{
		{"BR-CL-03 BR-CL-04 BR-CL-05", "currencies"}, {"BR-CL-07", "reference-codes"},
		{"BR-CL-10 BR-CL-11 BR-CL-21 BR-CL-26", "icd"}, {"BR-CL-13", "item-classes"}, {"BR-CL-16", "payment-means"},
		{"BR-CL-17 BR-CL-18", "vat-categories"}, {"BR-CL-19", "allowance-reasons"}, {"BR-CL-20", "charge-reasons"},
		{"BR-CL-22", "vatex"}, {"BR-CL-23", "units"}, {"BR-CL-25", "eas"},
	} {
		for rule := range strings.FieldsSeq(p.rules) {
			for _, file := range []string{"en-ubl", "cen-ubl", "en-cii"} {
				all = append(all, place{file, rule, p.list + "@en16931-1.3.16", searched(0)})
			}
		}
	}
	for file, version := range map[string]string{"pp-ubl": "peppol-2026.5", "pp-sb": "peppol-selfbilling-2026.5", "pp-cii": "peppol-cii-2025.5"} {
		for variable, list := range map[string]string{"ISO4217": "currencies", "MIMECODE": "mime", "UNCL5189": "allowance-reasons",
			"UNCL7161": "charge-reasons", "eaid": "eas"} {
			all = append(all, place{file, variable, list + "@" + version, split(0)})
		}
		all = append(all, place{file, "for PEPPOL-EN16931-R061", "debit-payment-means@peppol-2026.5", split(0)})
	}
	for _, file := range []string{"en-ubl", "cen-ubl"} {
		all = append(all,
			place{file, "BR-CL-01", "invoice-types@en16931-ubl-1.3.16", searched(0)},
			place{file, "BR-CL-01", "credit-note-types@en16931-ubl-1.3.16", searched(1)},
			place{file, "BR-CL-06", "tax-point-codes@en16931-ubl-1.3.16", searched(0)},
			place{file, "BR-CL-08", "note-subjects@en16931-ubl-1.3.16", searched(0)},
			place{file, "BR-CL-14", "countries@en16931-ubl-1.3.16", searched(0)},
			place{file, "BR-CL-15", "countries@en16931-ubl-1.3.16", searched(0)},
			place{file, "BR-CO-09", "vat-countries@en16931-ubl-1.3.16", searched(0)},
			place{file, "BR-CL-24", "mime@en16931-1.3.16", words()})
	}
	for _, file := range []string{"xr-ubl", "xr-cii"} {
		all = append(all,
			place{file, "for BR-DE-23-a", "transfer-payment-means@xrechnung-3.0.2", words()},
			place{file, "for BR-DE-24-a", "card-payment-means@xrechnung-3.0.2", words()},
			place{file, "DIGA-CODES+ISO-6523-ICD-CODES", "icd@xrechnung-3.0.2", joined},
			place{file, "DIGA-CODES+CEF-EAS-CODES", "eas@xrechnung-3.0.2", joined},
			place{file, "CVD-CODE+UNTDID-7143-CODES", "item-classes@xrechnung-3.0.2", joined},
			place{file, "CVD-VEHICLE-CATEGORY", "vehicle-categories@xrechnung-3.0.2", words()},
			place{file, "CVA-CODES", "vehicle-emissions@xrechnung-3.0.2", words()},
			place{file, "for PEPPOL-EN16931-R061", "debit-payment-means@peppol-2026.5", split(0)},
			place{file, "BR-DEX-01", "mime@xrechnung-3.0.2", words()})
	}
	for _, file := range []string{"fx-min", "fx-wl", "fx-bas", "fx-en", "fx-ext"} {
		all = append(all, place{file, "BR-CO-09", "vat-countries@facturx-1.09.2", searched(0)})
	}
	return all
}

var singlePlaces = []place{
	{"en-cii", "BR-CL-01", "document-types@en16931-cii-1.3.16", searched(0)},
	{"en-cii", "BR-CL-06", "tax-point-codes@en16931-cii-1.3.16", searched(0)},
	{"en-cii", "BR-CL-08", "note-subjects@en16931-cii-1.3.16", searched(0)},
	{"en-cii", "BR-CL-14", "countries@en16931-cii-1.3.16", searched(0)},
	{"en-cii", "BR-CL-15", "countries@en16931-cii-1.3.16", searched(0)},
	{"en-cii", "BR-CO-09", "vat-countries@en16931-cii-1.3.16", searched(0)},
	{"en-cii", "BR-CL-24", "mime@en16931-1.3.16", words()},
	{"en-cii", "CII-DT-018", "referenced-document-types@en16931-cii-1.3.16", words()},
	{"en-cii", "for BR-50", "transfer-payment-means@en16931-1.3.16", words()},
	{"pp-ubl", "PEPPOL-EN16931-P0100", "invoice-types@peppol-2026.5", split(2)},
	{"pp-ubl", "PEPPOL-EN16931-P0101", "credit-note-types@peppol-2026.5", split(2)},
	{"pp-ubl", "UNCL2005", "tax-point-codes@peppol-2026.5", split(0)},
	{"pp-ubl", "greekDocumentType", "gr-document-types@peppol-2026.5", split(0)},
	{"pp-ubl", "IS-R-001", "is-document-types@peppol-2026.5", searched(0)},
	{"pp-ubl", "IS-R-001", "is-document-types@peppol-2026.5", searched(1)},
	{"pp-ubl", "DK-R-005", "dk-payment-means@peppol-2026.5", searched(0)},
	{"pp-ubl", "NL-R-008", "nl-payment-means@peppol-2026.5", words()},
	{"pp-ubl", "DK-R-003", "dk-unspsc-versions@peppol-2026.5", words("TST")},
	{"pp-ubl", "supportedInvAndCNTypeCodes", "de-document-types@peppol-2026.5", words()},
	{"pp-ubl", "supportedVATCodes", "seller-vat-categories@peppol-2026.5", words()},
	{"pp-2025", "ISO4217", "currencies@peppol-2025.11", split(0)},
	{"pp-2025", "eaid", "eas@peppol-2025.11", split(0)},
	{"pp-sb", "PEPPOL-EN16931-P0100", "invoice-types@peppol-selfbilling-2026.5", split(1)},
	{"pp-sb", "PEPPOL-EN16931-P0101", "credit-note-types@peppol-selfbilling-2026.5", split(1)},
	{"pp-sb", "UNCL2005", "tax-point-codes@peppol-selfbilling-2026.5", split(0)},
	{"pp-cii", "PEPPOL-EN16931-P0100", "document-types@peppol-cii-2025.5", split(1)},
	{"pp-cii", "for NL-R-001", "credit-note-types@peppol-cii-2025.5", split(0)},
	{"pp-cii", "DK-R-005", "dk-payment-means@peppol-cii-2025.5", searched(0)},
	{"pp-cii", "NL-R-008", "nl-payment-means@peppol-cii-2025.5", words()},
	{"pp-cii", "DK-R-003", "dk-unspsc-versions@peppol-cii-2025.5", words("TST")},
	{"xr-ubl", "supportedInvAndCNTypeCodes", "document-types@xrechnung-3.0.2", words()},
	{"xr-ubl", "supportedVATCodes", "seller-vat-categories@xrechnung-3.0.2", words()},
	{"xr-cii", "BR-DE-17", "document-types@xrechnung-3.0.2", words()},
	{"xr-cii", "BR-DE-16", "seller-vat-categories@xrechnung-3.0.2", words("VAT", "VA", "FC")},
	{"fx-ext", "BR-FXEXT-04", "characteristic-types@facturx-1.09.2", searched(0)},
}

// facturX has the lists of the Factur-X profiles by their numbers, from 1. No version: facturx-1.09.2.
var facturX = map[string]string{
	"MINIMUM": `
		specifications@facturx-minimum-1.09.2 document-types date-formats icd countries currencies currencies
		currencies
	`,
	"BASIC-WL": `
		specifications@facturx-basic-wl-1.09.2 document-types date-formats note-subjects party-icd icd countries eas
		tax-registration tax-registration currencies payment-means vat-type vat-categories vatex tax-point-codes
		allowance-reasons charge-reasons currencies currencies date-formats
	`,
	"BASIC": `
		specifications@facturx-basic-1.09.2 document-types date-formats note-subjects icd units vat-type
		vat-categories allowance-reasons charge-reasons party-icd icd countries eas tax-registration tax-registration
		currencies payment-means vatex tax-point-codes allowance-reasons charge-reasons currencies currencies
		date-formats
	`,
	"EN16931": `
		specifications@facturx-en16931-1.09.2 document-types date-formats note-subjects icd item-classes countries
		units vat-type vat-categories allowance-reasons charge-reasons referenced-document-types reference-codes
		party-icd icd eas tax-registration tax-registration supporting-document-type mime tender-document-type
		invoiced-object-document-type currencies payment-means vatex date-formats tax-point-codes allowance-reasons
		charge-reasons currencies currencies date-formats
	`,
	"EXTENDED": `
		specifications@facturx-extended-1.09.2 document-types date-formats languages note-subjects line-statuses
		line-status-reasons icd item-classes countries party-icd@facturx-extended-1.09.2 icd eas icd units
		delivery-terms reference-date-formats referenced-document-types mime@facturx-extended-1.09.2 reference-codes
		allowance-reasons tax-types vat-type vat-categories@facturx-extended-1.09.2 vatex tax-types tax-point-codes
		allowance-reasons charge-reasons tax-types currencies currencies preceding-invoice-types tax-registration
		tax-registration delivery-terms contract-reference-codes supporting-document-type tender-document-type
		invoiced-object-document-type transport-modes currencies payment-means date-formats allowance-reasons
		charge-reasons other-tax-types vatex currencies currencies preceding-invoice-types accounting-account-types
		preceding-invoice-types
	`,
}

// searched takes the n-th literal that has a blank around each code. A code that has not is never found.
func searched(n int) func([]string) []string {
	return func(literals []string) []string {
		for _, literal := range literals {
			if len(literal) > 2 && literal[0] == ' ' {
				if n--; n < 0 {
					return found(literal)
				}
			}
		}
		return nil
	}
}

// joined searches in the literals as one.
func joined(literals []string) []string {
	return found(strings.Join(literals, ""))
}

func found(text string) []string {
	var codes []string
	for code := range strings.FieldsSeq(text) {
		if strings.Contains(text, " "+code+" ") {
			codes = append(codes, code)
		}
	}
	if strings.Contains(text, "  ") {
		codes = append(codes, "")
	}
	return codes
}

// split takes the words of the n-th literal.
func split(n int) func([]string) []string {
	return func(literals []string) []string {
		if n >= len(literals) {
			return nil
		}
		codes := strings.Fields(literals[n])
		if spaced := " " + literals[n] + " "; strings.Contains(spaced, "  ") {
			codes = append(codes, "") // between two blanks, or beside one at an end
		}
		return codes
	}
}

// words takes every literal for a code, but for those named and the empty ones.
func words(but ...string) func([]string) []string {
	return func(literals []string) []string {
		return slices.DeleteFunc(slices.Clone(literals), func(s string) bool {
			return strings.TrimSpace(s) == "" || slices.Contains(but, s)
		})
	}
}

func artefactDir(t *testing.T) string {
	t.Helper()
	return published.Folder(t, published.Artefacts)
}

func TestPublished(t *testing.T) {
	dir := artefactDir(t)
	seen := map[string]bool{}
	stylesheets := map[string]map[string][]string{}
	for key, path := range artefacts {
		stylesheets[key] = literals(t, filepath.Join(dir, path))
	}
	for _, p := range places() {
		var all []string
		for name := range strings.SplitSeq(p.where, "+") {
			all = append(all, stylesheets[p.file][name]...)
		}
		compare(t, p.file+" "+p.where, p.pick(all), p.list)
		seen[p.list] = true
	}
	for profile, lists := range facturX {
		numbered := codeLists(t, filepath.Join(dir, "facturx/1.09.2/FACTUR-X_"+profile+"_codedb.xml"))
		names := strings.Fields(lists)
		if len(names) != len(numbered) {
			t.Errorf("%s has %d lists, want %d", profile, len(numbered), len(names))
			continue
		}
		for i, name := range names {
			if !strings.Contains(name, "@") {
				name += "@facturx-1.09.2"
			}
			compare(t, profile+" list "+numbered[i].ID, numbered[i].codes(), name)
			seen[name] = true
		}
	}
	for _, l := range Lists() {
		if !seen[l.ID()] {
			t.Errorf("%s was compared with nothing", l.ID())
		}
	}
}

// compare holds the codes that a rule accepts against a list.
func compare(t *testing.T, where string, want []string, id string) {
	t.Helper()
	l := Get(id)
	got := l.All()
	if l.Has("") {
		got = append(got, "")
	}
	var diff []string
	for _, code := range want {
		if !slices.Contains(got, code) {
			diff = append(diff, "+"+code)
		}
	}
	for _, code := range got {
		if !slices.Contains(want, code) {
			diff = append(diff, "-"+code)
		}
	}
	if len(diff) > 0 {
		t.Errorf("%s: %s needs %s", where, id, strings.Join(diff, " "))
	}
}

// TestPublishedText compares what is found by searching in the text of a list: of the lists that rules search for more
// than codes.
func TestPublishedText(t *testing.T) {
	dir := artefactDir(t)
	for _, p := range []struct {
		file, where, list string
		length            int // of the values that the rule searches for; 0: any
	}{
		{"pp-ubl", "DK-R-005", "dk-payment-means@peppol-2026.5", 0},
		{"pp-cii", "DK-R-005", "dk-payment-means@peppol-cii-2025.5", 0},
		{"en-ubl", "BR-CL-08", "note-subjects@en16931-ubl-1.3.16", 3},
		{"en-ubl", "BR-CO-09", "vat-countries@en16931-ubl-1.3.16", 2},
	} {
		want := ""
		for _, literal := range literals(t, filepath.Join(dir, artefacts[p.file]))[p.where] {
			if len(literal) > len(want) { // the list is the longest
				want = literal
			}
		}
		l := Get(p.list)
		l.load()
		if p.length == 0 && l.text != want {
			t.Errorf("%s is %q, want %q", p.list, l.text, want)
		}
		for _, pair := range [][2]string{{want, l.text}, {l.text, want}} {
			for i := 0; i+p.length <= len(pair[0]); i++ {
				if value := pair[0][i : i+p.length]; !strings.Contains(pair[1], value) {
					t.Errorf("%s: %q is found in one of the texts only", p.list, value)
				}
			}
		}
	}
}

// literals returns the string literals of a compiled Schematron by rule, by "for RULE", and by variable.
func literals(t *testing.T, path string) map[string][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s := stylesheet{found: map[string][]string{}}
	d := xml.NewDecoder(file)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return s.found
		}
		if err != nil {
			t.Fatal(path, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			s.start(e)
		case xml.CharData:
			if s.inID {
				s.rule(string(e))
			}
		case xml.EndElement:
			s.inID = false
		}
	}
}

// A stylesheet is what a reader of a compiled Schematron has to remember.
type stylesheet struct {
	found       map[string][]string
	match, when string
	asserting   bool
	inID        bool
}

func (s *stylesheet) start(e xml.StartElement) {
	attr := func(name string) string {
		for _, a := range e.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	switch e.Name.Local {
	case "template":
		s.match = attr("match")
	case "when", "if":
		s.when = attr("test")
	case "variable", "param":
		s.add(attr("name"), attr("select"))
	case "failed-assert":
		s.asserting = true
		if id := attr("id"); id != "" {
			s.rule(id)
		}
	case "attribute":
		s.inID = s.asserting && attr("name") == "id"
	}
}

func (s *stylesheet) rule(id string) {
	s.asserting, s.inID = false, false
	s.add(id, s.when)
	s.add("for "+id, s.match)
}

// add notes the literals of an expression, once: the same rule may stand there for several contexts.
func (s *stylesheet) add(name, expression string) {
	if len(s.found[name]) > 0 {
		return
	}
	for i, text := range strings.Split(expression, "'") {
		if i%2 == 1 {
			s.found[name] = append(s.found[name], text)
		}
	}
}

type codeList struct {
	ID           string `xml:"id,attr"`
	Enumerations []struct {
		Value string `xml:"value,attr"`
	} `xml:"enumeration"`
}

func (c codeList) codes() []string {
	var codes []string
	for _, e := range c.Enumerations {
		codes = append(codes, e.Value)
	}
	return codes
}

func codeLists(t *testing.T, path string) []codeList {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var db struct {
		Lists []codeList `xml:"cl"`
	}
	if err := xml.Unmarshal(data, &db); err != nil {
		t.Fatal(path, err)
	}
	return db.Lists
}
