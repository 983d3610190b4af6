package validate

import (
	"sort"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Status is the verdict on a document.
type Status string

// The verdicts. Unreadable documents could not be parsed.
const (
	Valid      Status = "valid"
	Invalid    Status = "invalid"
	Unreadable Status = "unreadable"
)

// Report is the outcome for one document.
type Report struct {
	File          string          `json:"file"`
	Format        einvoice.Format `json:"format"`
	Profile       string          `json:"profile"`
	RuleSets      []string        `json:"rulesets"` // what ran
	NotRun        []NotRun        `json:"not_run,omitempty"`
	Status        Status          `json:"status"`
	Findings      []Finding       `json:"findings"`
	More          []More          `json:"more,omitempty"` // findings that are counted only
	Notes         []string        `json:"notes,omitempty"`
	ElapsedMicros int64           `json:"elapsed_us"`
}

// NotRun names what was asked for, or belongs to the profile, and did not run.
type NotRun struct {
	RuleSet string `json:"ruleset"`
	Why     string `json:"why"`
}

// More counts the findings of a rule beyond those that are listed.
type More struct {
	Rule    string `json:"rule"`
	RuleSet string `json:"ruleset"`
	Count   int    `json:"count"`
}

// Finding is one violation of one rule.
type Finding struct {
	Rule     string   `json:"rule"`
	RuleSet  string   `json:"ruleset"`
	Severity Severity `json:"severity"`
	Terms    []string `json:"terms,omitempty"`
	Path     string   `json:"path,omitempty"`
	Line     int      `json:"line,omitempty"`
	Column   int      `json:"column,omitempty"`
	Message  string   `json:"message"`

	Args    []Arg  `json:"-"` // the values in the message, for a text in other words
	Help    string `json:"-"` // how to mend it
	Excerpt string `json:"-"` // the line, with a caret below
	Exact   bool   `json:"-"` // Line and Column are known
	Place   string `json:"-"` // place in the invoice, of a finding on an invoice in memory
	Offset  int64  `json:"-"` // of the element in the document, -1 if it has no place there
}

// Count counts the findings of a severity, listed or not.
func (r *Report) Count(s Severity) (n int) {
	weight := map[string]Severity{}
	for i := range r.Findings {
		weight[r.Findings[i].RuleSet+r.Findings[i].Rule] = r.Findings[i].Severity
		if r.Findings[i].Severity == s {
			n++
		}
	}
	for _, m := range r.More {
		if weight[m.RuleSet+m.Rule] == s {
			n += m.Count
		}
	}
	return n
}

// addValues turns values that could not be read into findings: no schema accepts them.
func (r *Report) addValues(losses []einvoice.Loss) {
	for _, l := range losses {
		finding := Finding{Rule: "value", RuleSet: "schema", Severity: Fatal, Path: l.Path, Place: l.Place, Offset: -1,
			Message: l.Path[strings.LastIndexByte(l.Path, '/')+1:] + " is " + quote(l.Value) + ": " + l.Why}
		if l.Term != "" {
			finding.Terms = []string{l.Term}
		}
		r.Findings = append(r.Findings, finding)
	}
}

func quote(s string) string { return `"` + s + `"` }

// Add adds findings of another judge.
func (r *Report) Add(findings ...Finding) {
	r.Findings = append(r.Findings, findings...)
	r.conclude()
}

// conclude orders the findings by place and gives the verdict.
func (r *Report) conclude() {
	sort.SliceStable(r.Findings, func(i, j int) bool {
		a, b := &r.Findings[i], &r.Findings[j]
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
	r.Status = Valid
	if r.Count(Fatal) > 0 {
		r.Status = Invalid
	}
	if r.Findings == nil {
		r.Findings = []Finding{}
	}
	if r.RuleSets == nil {
		r.RuleSets = []string{}
	}
}
