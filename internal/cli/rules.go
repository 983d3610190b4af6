package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice/validate"
)

func (a *app) rules() *cobra.Command {
	var names []string
	c := command("rules", "List the rules that documents are checked against", cobra.NoArgs, func(*cobra.Command, []string) error {
		sets, err := chooseSets(names)
		if err != nil {
			return err
		}
		for i, s := range sets {
			if i > 0 && a.format == "text" {
				fmt.Fprintln(a.out)
			}
			a.listSet(s)
		}
		return nil
	})
	c.Long = `Lists the rules of every rule set that this version has, with severity and text. What
stands in <> is filled in with values by a finding. einvoice explain says more of a rule.`
	c.Flags().StringSliceVar(&names, "set", nil, "comma list of rule sets, as in en16931 or "+firstSet())
	a.formatFlag(c)
	return c
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
	Rule     string            `json:"rule"`
	RuleSet  string            `json:"ruleset"`
	Severity validate.Severity `json:"severity"`
	Terms    []string          `json:"terms"`
	Text     string            `json:"text"`
	Help     string            `json:"help,omitempty"`
	Never    string            `json:"never,omitempty"`
}

func (a *app) listSet(s *validate.Set) {
	if a.format == "json" {
		for i := range s.All() {
			r := &s.All()[i]
			a.printJSON(listed{r.ID, s.ID(), r.Severity, append([]string{}, r.Terms...), open(r.Text), r.Help, r.Never})
		}
		return
	}
	fmt.Fprintf(a.out, "%s: %s\n", s.ID(), plural(len(s.All()), "rule"))
	width := 0
	for i := range s.All() {
		width = max(width, len(s.All()[i].ID))
	}
	for i := range s.All() {
		r := &s.All()[i]
		fmt.Fprintf(a.out, "  %-*s  %-7s  %s\n", width, r.ID, r.Severity, open(r.Text))
	}
}
