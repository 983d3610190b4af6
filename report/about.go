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

// others are findings that come from no rule of a set.
var others = map[string]string{
	"file":                  "The file cannot be read.",
	"value":                 "A value is not of its data type.",
	"not-run":               "A rule set was asked for and did not run.",
	"specification-unknown": "The specification identifier (BT-24) is not known.",
}

// about describes the rule of a finding.
func about(f *validate.Finding) description {
	for _, found := range validate.Find(f.Rule) {
		if found.Set.ID() == f.RuleSet {
			r := found.Rule
			return description{text: gaps.Replace(r.Text), help: r.Help, severity: r.Severity, terms: r.Terms}
		}
	}
	text := others[f.Rule]
	switch {
	case f.RuleSet == "xml":
		text = "The document cannot be read (" + clean(f.Rule) + ")."
	case text == "":
		text = "Check " + clean(f.Rule) + " of " + clean(f.RuleSet) + "."
	}
	return description{text: text, help: clean(f.Help)}
}

// gaps marks what a finding fills with values: [BT-106]. Pointed brackets would look
// like tags to what shows a text as Markdown.
var gaps = strings.NewReplacer("{", "[", "}", "]")
