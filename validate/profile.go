package validate

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// A profile is what a document claims to follow in its specification identifier
// (BT-24), and the rule sets that go with it.
type profile struct {
	name string
	id   string // the identifier, or with a trailing * what it begins with
	sets []string
	// levels are the severities that the profile's own validation gives to rules of
	// the sets it builds on.
	levels map[string]Severity
}

// KoSIT's configuration for the XRechnung Extension: third-party payments add to the
// amount due, of which EN 16931 knows nothing.
var extensionLevels = map[string]Severity{"BR-CO-16": Info}

// Longer identifiers come first where one is the beginning of another.
var profiles = []profile{
	{name: "peppol-bis-3", id: "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", sets: []string{"schema", "en16931", "peppol"}},
	{name: "peppol-selfbilling-3", id: "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0", sets: []string{"schema", "en16931", "peppol"}},
	{name: "xrechnung-3.0-extension", id: "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0", sets: []string{"schema", "en16931", "xrechnung"}, levels: extensionLevels},
	{name: "xrechnung-3.0", id: "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0*", sets: []string{"schema", "en16931", "xrechnung"}},
	{name: "xrechnung-older", id: "urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_*", sets: []string{"schema", "en16931"}},
	{name: "factur-x-extended", id: "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended", sets: []string{"schema", "facturx"}},
	{name: "factur-x-basic", id: "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic", sets: []string{"schema", "facturx"}},
	{name: "factur-x-basicwl", id: "urn:factur-x.eu:1p0:basicwl", sets: []string{"schema", "facturx"}},
	{name: "factur-x-minimum", id: "urn:factur-x.eu:1p0:minimum", sets: []string{"schema", "facturx"}},
	{name: "en16931", id: "urn:cen.eu:en16931:2017", sets: []string{"schema", "en16931"}},
	{name: "en16931-cius", id: "urn:cen.eu:en16931:2017#*", sets: []string{"schema", "en16931"}},
}

func findProfile(specification string) *profile {
	for i := range profiles {
		p := &profiles[i]
		if head, prefix := strings.CutSuffix(p.id, "*"); specification == p.id || prefix && strings.HasPrefix(specification, head) {
			return p
		}
	}
	return nil
}

// rechoose chooses again at the end of a stream in which lines stood before the
// specification identifier.
func (v *validation) rechoose() {
	if v.facts.Process.Specification == v.specification {
		return
	}
	before, findings := v.ran, v.findings[v.chosen:]
	v.ran, v.notRun, v.levels, v.findings = nil, nil, nil, nil
	v.choose()
	v.findings = append(v.findings, findings...)
	for _, id := range v.ran {
		if !slices.Contains(before, id) {
			v.notRun = append(v.notRun, NotRun{id, "in part: lines stood before the specification identifier (BT-24)"})
			v.addPlan(id)
		}
	}
}

func (v *validation) addPlan(id string) {
	v.plans = append(v.plans, plans()[[2]string{id, syntaxOf(v.facts.Format)}])
}

// syntaxOf is "ubl", "cii" or, for what is in no syntax, "".
func syntaxOf(f einvoice.Format) string {
	switch f {
	case einvoice.UBLInvoice, einvoice.UBLCreditNote:
		return "ubl"
	case einvoice.CII, einvoice.ZUGFeRD1:
		return "cii"
	}
	return ""
}

// choose decides which sets run, and says so for those that do not.
func (v *validation) choose() {
	v.specification, v.profile = v.facts.Process.Specification, ""
	names, unknown := []string{"schema", "en16931"}, true
	if p := findProfile(v.specification); p != nil {
		v.profile, names, unknown, v.levels = p.name, p.sets, false, p.levels
	}
	if v.wanted != nil { // what is asked for by name runs as it was published
		names, v.levels = nil, nil
		for _, n := range ruleSets {
			if v.wanted[n] {
				names = append(names, n)
			}
		}
	}
	for _, n := range names {
		v.chooseSet(n)
	}
	if unknown && v.wanted == nil {
		v.notRun = append(v.notRun, NotRun{"profile", "the specification identifier (BT-24) is not known: the rules of EN 16931 were chosen"})
		if id := v.specification; id != "" {
			v.findings = append(v.findings, Finding{Rule: "specification-unknown", RuleSet: "profile", Severity: Warning, Terms: t("BT-24"),
				Message: "The specification identifier (BT-24) " + quote(id) + " is not known: only the rules of EN 16931 were checked.", Place: "Process.Specification"})
		}
	}
	v.chosen = len(v.findings)
}

func (v *validation) chooseSet(name string) {
	for _, s := range Sets() {
		if s.Name != name {
			continue
		}
		v.ran = append(v.ran, s.ID())
		if s.Missing != "" {
			v.notRun = append(v.notRun, NotRun{s.ID(), "in part: this version has no " + s.Missing})
		}
		if syntaxOf(v.facts.Format) == "cii" {
			v.notRun = append(v.notRun, NotRun{s.ID(), "in part: its rules are those published for UBL, which differ from those for CII in details"})
		}
		return
	}
	if name == "schema" {
		if v.facts.Format != "" {
			v.notRun = append(v.notRun, NotRun{schemaOf(v.facts.Format), "in part: this version checks numbers and dates, not the other types, nor the order and number of elements"})
		}
		return
	}
	v.notRun = append(v.notRun, NotRun{name, "this version has no such rules yet"})
	if v.wanted != nil { // who asks for a set by name must not take silence for a pass
		v.findings = append(v.findings, Finding{Rule: "not-run", RuleSet: name, Severity: Fatal, nowhere: true,
			Message: "The rule set " + name + " was asked for and did not run: this version has no such rules yet."})
	}
}
