package report

import (
	"strings"

	"github.com/einvoice-go/einvoice/validate"
)

// description is what a report says of a rule, beside its findings.
type description struct {
	text, help string
	severity   validate.Severity
	terms      []string
}

// about describes the rule of a finding.
func about(f *validate.Finding) description {
	for _, found := range validate.Find(f.Rule) {
		if found.Set.ID() == f.RuleSet {
			r := found.Rule
			return description{text: gaps.Replace(r.Text), help: r.Help, severity: r.Severity, terms: r.Terms}
		}
	}
	for _, o := range validate.Others() {
		if o.Rule.ID == f.Rule && (strings.HasPrefix(f.RuleSet, o.From) || o.From == "profile") {
			return description{text: gaps.Replace(o.Rule.Text), help: o.Rule.Help, severity: o.Rule.Severity, terms: o.Rule.Terms}
		}
	}
	text := "Check " + clean(f.Rule) + " of " + clean(f.RuleSet) + "."
	if f.RuleSet == fileSet {
		text = "The file cannot be read."
	}
	return description{text: text, help: clean(f.Help)}
}

// gaps marks what a finding fills with values: [BT-106]. Pointed brackets would look
// like tags to what shows a text as Markdown.
var gaps = strings.NewReplacer("{", "[", "}", "]")
