package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice/report"
	"github.com/einvoice-go/einvoice/validate"
)

// ruleFilter says which rules are listed.
type ruleFilter struct {
	sets     []string
	syntax   string // "": any
	severity string // "": any
}

func (a *app) rules() *cobra.Command {
	var only ruleFilter
	c := command("rules", "List the rules that documents are checked against", cobra.NoArgs, func(*cobra.Command, []string) error {
		sets, err := chooseSets(only.sets)
		if err != nil {
			return err
		}
		if only.syntax != "" && !slices.Contains(syntaxes, only.syntax) {
			return usagef("--syntax %s: there are %s", only.syntax, strings.Join(syntaxes, ", "))
		}
		if only.severity != "" && !slices.Contains(report.Severities(), validate.Severity(only.severity)) {
			return usagef("--severity %s: there are %s", only.severity, severityNames())
		}
		a.listSets(sets, only)
		return nil
	})
	c.Long = `Lists the rules of every rule set that this version has, with severity and text, and
counts them at the end. What stands in <> is filled in with values by a finding. einvoice
explain says more of a rule.`
	c.Flags().StringSliceVar(&only.sets, "set", nil, "comma list of rule sets, as in en16931 or "+firstSet())
	c.Flags().StringVar(&only.syntax, "syntax", "", "rules for documents in this syntax: "+strings.Join(syntaxes, ", "))
	c.Flags().StringVar(&only.severity, "severity", "", "rules of this weight: "+severityNames())
	a.formatFlag(c)
	return c
}

// in lists the syntaxes in which a rule is wanted.
func (o ruleFilter) in(r *validate.Rule) (in []string) {
	for _, s := range syntaxes {
		if r.In(s) && (o.syntax == "" || o.syntax == s) && (o.severity == "" || o.severity == string(r.SeverityIn(s))) {
			in = append(in, s)
		}
	}
	return in
}

// firstSet is an example of a name with a version.
func firstSet() string {
	for _, s := range validate.Sets() {
		return s.ID()
	}
	return "NAME@VERSION"
}

// chooseSets finds rule sets by name, or by name and version. None stands for all.
func chooseSets(names []string) (sets []*validate.Set, err error) {
	all := validate.Sets()
	if len(names) == 0 {
		return all, nil
	}
	for _, n := range names {
		found := false
		for _, s := range all {
			if n = strings.TrimSpace(n); n != s.Name && n != s.ID() {
				continue
			}
			found = true
			if !slices.Contains(sets, s) {
				sets = append(sets, s)
			}
		}
		if !found {
			return nil, usagef("--set %s: this version has %s", n, strings.Join(setIDs(all), ", "))
		}
	}
	return sets, nil
}

func setIDs(sets []*validate.Set) (ids []string) {
	for _, s := range sets {
		ids = append(ids, s.ID())
	}
	return ids
}

// listed is a rule in the JSON of rules, one a line.
type listed struct {
	Rule        string            `json:"rule"`
	RuleSet     string            `json:"ruleset"`
	Profile     string            `json:"profile,omitempty"`
	Severity    validate.Severity `json:"severity"`
	SeverityCII validate.Severity `json:"severity_cii,omitempty"` // where it is another one
	Syntaxes    []string          `json:"syntaxes"`
	Terms       []string          `json:"terms"`
	Text        string            `json:"text"`
	Help        string            `json:"help,omitempty"`
	Source      string            `json:"source,omitempty"`
	Never       string            `json:"never,omitempty"`
}

func (a *app) listSets(sets []*validate.Set, only ruleFilter) {
	total, bySeverity := 0, map[validate.Severity]int{}
	for i, s := range sets {
		var rules []*validate.Rule
		for k := range s.All() {
			if r := &s.All()[k]; only.in(r) != nil {
				rules = append(rules, r)
				total++
				bySeverity[r.SeverityIn(only.in(r)[0])]++
			}
		}
		a.separate(i)
		a.listSet(s, rules, only)
	}
	if a.format == "json" {
		return
	}
	fmt.Fprintf(a.out, "\n%s in %s", plural(total, "rule"), plural(len(sets), "rule set"))
	for i, s := range report.Severities() {
		fmt.Fprintf(a.out, "%s %d %s", []string{":", ","}[min(i, 1)], bySeverity[s], s)
	}
	fmt.Fprintln(a.out)
}

func (a *app) listSet(s *validate.Set, rules []*validate.Rule, only ruleFilter) {
	if a.format == "json" {
		for _, r := range rules {
			a.printJSON(listed{r.ID, s.ID(), s.Profile, r.Severity, r.SeverityCII, only.in(r), append([]string{}, r.Terms...), open(r.Text), r.Help, r.Source, r.Never})
		}
		return
	}
	name := inSet{RuleSet: s.ID(), Profile: s.Profile}.name()
	fmt.Fprintf(a.out, "%s: %s\n", name, plural(len(rules), "rule"))
	width := 0
	for _, r := range rules {
		width = max(width, len(r.ID))
	}
	for _, r := range rules {
		fmt.Fprintf(a.out, "  %-*s  %-7s  %s\n", width, r.ID, r.SeverityIn(only.in(r)[0]), open(r.Text))
	}
}
