package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	ciisyntax "github.com/einvoice-go/einvoice/cii"
)

// A profile is what a document claims to follow in its specification identifier
// (BT-24), and the rule sets that go with it.
type profile struct {
	name string
	id   string // the identifier, or with a trailing * what it begins with
	sets []string
	only string // the one syntax that it is for, if not both
	// levels are the severities that the profile's own validation gives to rules of
	// the sets that it builds on.
	levels func(einvoice.Format) map[string]Severity
	// partly says what of the profile is not known here.
	partly string
}

const (
	core   = "urn:cen.eu:en16931:2017"
	bis    = core + "#compliant#urn:fdc:peppol.eu:2017:poacc:"
	xr     = core + "#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
	others = "the rules of EN 16931 were chosen, those that the identifier adds to them are not known"
)

var (
	core16931   = []string{"schema", "en16931"}
	peppolBIS   = []string{"schema", "en16931", "peppol"}
	xrechnung30 = []string{"schema", "en16931", "xrechnung"}
	facturX     = []string{"schema", "facturx"}
)

// Longer identifiers come first where one is the beginning of another.
var profiles = []profile{
	{name: "peppol-bis-3", id: bis + "billing:3.0", sets: peppolBIS},
	{name: "peppol-selfbilling-3", id: bis + "selfbilling:3.0", sets: []string{"schema", "en16931", "peppol-selfbilling"}},
	{name: "peppol-bis-3", id: bis + "billing:3.0#*", sets: peppolBIS, partly: "the rules of Peppol BIS Billing were chosen, those that the identifier adds to them are not known"},
	{name: "xrechnung-3.0-extension", id: xrExtension, sets: xrechnung30, levels: extensionLevels},
	{name: "xrechnung-3.0-cvd", id: xrCVD, sets: xrechnung30, levels: cvdLevels},
	{name: "xrechnung-3.0", id: xr, sets: xrechnung30, levels: ciusLevels},
	{name: "xrechnung-older", id: core + "#compliant#urn:xoev-de:kosit:standard:xrechnung_*", sets: core16931, partly: "this release of XRechnung is out of use: only the rules of EN 16931 were chosen"},
	{name: "factur-x-extended", id: core + "#conformant#urn:factur-x.eu:1p0:extended", sets: facturX, only: cii},
	{name: "factur-x-extended", id: core + "#conformant#urn:zugferd.de:2p0:extended", sets: facturX, only: cii},
	{name: "factur-x-basic", id: core + "#compliant#urn:factur-x.eu:1p0:basic", sets: facturX, only: cii},
	{name: "factur-x-basic", id: core + "#compliant#urn:zugferd.de:2p0:basic", sets: facturX, only: cii},
	{name: "factur-x-basicwl", id: "urn:factur-x.eu:1p0:basicwl", sets: facturX, only: cii},
	{name: "factur-x-basicwl", id: "urn:zugferd.de:2p0:basicwl", sets: facturX, only: cii},
	{name: "factur-x-minimum", id: "urn:factur-x.eu:1p0:minimum", sets: facturX, only: cii},
	{name: "factur-x-minimum", id: "urn:zugferd.de:2p0:minimum", sets: facturX, only: cii},
	{name: "en16931", id: core, sets: core16931},
	{name: "en16931-cius", id: core + "#*", sets: core16931, partly: others},
}

// KoSIT's configuration of its validator gives some rules of EN 16931 another weight
// in documents of XRechnung: it has a stricter list of its own for them, or its
// extension allows what EN 16931 does not.

func ciusLevels(f einvoice.Format) map[string]Severity {
	levels := map[string]Severity{"BR-CL-21": Warning, "BR-CL-23": Warning}
	switch f {
	case einvoice.UBLInvoice:
		levels["UBL-CR-646"] = Fatal
	case einvoice.CII:
		levels["CII-SR-452"], levels["CII-SR-453"], levels["CII-SR-454"] = Fatal, Fatal, Fatal
	}
	return levels
}

func cvdLevels(f einvoice.Format) map[string]Severity {
	levels := ciusLevels(f)
	levels["BR-CL-13"] = Info
	if f == einvoice.UBLCreditNote {
		levels["UBL-CR-646"] = Fatal
	}
	return levels
}

func extensionLevels(f einvoice.Format) map[string]Severity {
	if f == einvoice.UBLCreditNote { // the extension has no credit notes
		return nil
	}
	levels := map[string]Severity{"BR-CL-23": Warning}
	for _, id := range t("BR-CL-10", "BR-CL-11", "BR-CL-21", "BR-CL-24", "BR-CL-25", "BR-CL-26") {
		levels[id] = Info
	}
	switch f {
	case einvoice.UBLInvoice: // third-party payments add to the amount due
		levels["BR-CO-16"], levels["UBL-CR-470"], levels["UBL-CR-646"] = Info, Info, Info
	case einvoice.CII:
		levels["CII-SR-452"], levels["CII-SR-453"], levels["CII-SR-454"] = Fatal, Fatal, Fatal
	}
	return levels
}

func findProfile(specification string) *profile {
	for i := range profiles {
		p := &profiles[i]
		if head, prefix := strings.CutSuffix(p.id, "*"); specification == p.id || prefix && strings.HasPrefix(specification, head) {
			return p
		}
	}
	switch p := ciisyntax.ProfileOf(specification); p {
	case ciisyntax.Minimum, ciisyntax.BasicWL, ciisyntax.Basic, ciisyntax.Extended: // spelled as in drafts of Factur-X, which is a finding of its rules
		return findProfile(p.Specification())
	}
	return nil
}

// ruleSets are the names that Options.Rules takes, beside auto.
var ruleSets = []string{"schema", "en16931", "peppol", "peppol-selfbilling", "xrechnung", "facturx", "facturae", "container"}

// parseRules returns nil for auto, else what was asked for in the order of ruleSets.
func parseRules(asked []string) (wanted []string, err error) {
	for _, a := range asked {
		name, version, versioned := strings.Cut(a, "@")
		switch {
		case a == "auto" || a == "":
		case !slices.Contains(ruleSets, name):
			return nil, fmt.Errorf("%w: %q (there are auto, %s)", ErrRuleSet, a, strings.Join(ruleSets, ", "))
		case versioned && !hasVersion(name, version):
			return nil, fmt.Errorf("%w: %q (%s)", ErrRuleSet, a, versionsSay(name))
		default:
			wanted = append(wanted, a)
		}
	}
	slices.SortStableFunc(wanted, func(a, b string) int { return place(a) - place(b) })
	return slices.Compact(wanted), nil
}

// place is a set's number in ruleSets.
func place(asked string) int {
	name, _, _ := strings.Cut(asked, "@")
	return slices.Index(ruleSets, name)
}

func hasVersion(name, version string) bool { return slices.Contains(versionsOf(name), version) }

func versionsSay(name string) string {
	all := versionsOf(name)
	if len(all) == 0 {
		return name + " is asked for without a version"
	}
	return "of " + name + " there are the versions " + strings.Join(all, ", ")
}

func versionsOf(name string) (all []string) {
	for _, s := range Sets() {
		if s.Name == name && !slices.Contains(all, s.Version) {
			all = append(all, s.Version)
		}
	}
	return all
}

// choose decides which sets run, and says so for those that do not.
func (v *validation) choose() {
	if v.root.syntax == fe {
		v.chooseFacturae()
		return
	}
	n := v.check.specification()
	specification := n.Norm()
	chosen, unknown := core16931, "the specification identifier (BT-24) is not known: the rules of EN 16931 were chosen"
	if p := findProfile(specification); p != nil {
		v.profile, chosen, unknown = p.name, p.sets, p.partly
		if p.levels != nil {
			v.levels = p.levels(v.format)
		}
	}
	if v.wanted != nil { // what is asked for by name runs as it was published
		chosen, v.levels = v.wanted, nil
	}
	for _, s := range chosen {
		v.chooseSet(s)
	}
	if v.wanted != nil {
		return
	}
	if v.profile == "en16931" && v.check.syntax == cii {
		v.notRun = append(v.notRun, NotRun{"facturx", "the profile EN 16931 of Factur-X has the same identifier: name the set to check against it too"})
	}
	if unknown == "" {
		return
	}
	v.notRun = append(v.notRun, NotRun{"profile", unknown})
	if specification != "" {
		v.findings = append(v.findings, Finding{Rule: "specification-unknown", RuleSet: "profile", Severity: Warning, Terms: t("BT-24"), Offset: n.Offset(), Path: v.check.pathOf(n),
			Message: "The specification identifier (BT-24) is " + v.claim() + ": " + unknown + "."})
	}
}

// nothingSeen takes back what runs on a document in Facturae in which no invoice stands
// where one is looked for, as with elements in the namespace of the root.
func (v *validation) nothingSeen() {
	const why = "no invoice stands where it is looked for: Invoices and Invoice are in no namespace"
	for _, p := range v.plans {
		v.ran = slices.DeleteFunc(v.ran, func(id string) bool { return id == p.set.ID() })
		v.didNotRun(p.set.Name, why)
	}
	v.plans = nil
}

// chooseFacturae: documents in Facturae claim no profile.
func (v *validation) chooseFacturae() {
	chosen := []string{"schema", "facturae"}
	if v.wanted != nil {
		chosen = v.wanted
	}
	for _, s := range chosen {
		v.chooseSet(s)
	}
}

var (
	ublSpecification = path("cbc:CustomizationID")
	ciiSpecification = path("rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID")
)

// specification is the element of BT-24.
func (c *Check) specification() Node {
	if c.syntax == cii {
		return ciiSpecification.First(c.head)
	}
	return ublSpecification.First(c.head)
}

// claim is what the document names as its specification, for messages.
func (v *validation) claim() string {
	if s := v.check.specification().Norm(); s != "" {
		return quote(shorten(s))
	}
	return "missing"
}

func (v *validation) chooseSet(asked string) {
	switch {
	case asked == "schema":
		v.ran = append(v.ran, v.root.schemaID())
		return
	case isContainer(asked):
		if v.container == nil {
			v.didNotRun(asked, "the document was not read from a PDF, so there is no container")
		}
		return // it is added at the end
	}
	name, version, versioned := strings.Cut(asked, "@")
	why := "it has no rules for " + string(v.format)
	for _, s := range Sets() {
		switch {
		case s.Name != name || !s.In(v.check.syntax) || versioned && s.Version != version:
		case s.Profile != "" && s.Profile != v.profile:
			why = "the specification identifier (BT-24) is " + v.claim() + ", which names none of the profiles that it is for"
		default:
			v.ran = append(v.ran, s.ID())
			v.plans = append(v.plans, s.plan(v.check.syntax))
			return
		}
	}
	v.didNotRun(asked, why)
}

func (v *validation) didNotRun(asked, why string) {
	v.notRun = append(v.notRun, NotRun{asked, why})
	if v.wanted != nil { // who asks for a set by name must not take silence for a pass
		v.findings = append(v.findings, Finding{Rule: "not-run", RuleSet: asked, Severity: Fatal, Offset: -1,
			Message: "The rule set " + asked + " was asked for and did not run: " + why + "."})
	}
}
