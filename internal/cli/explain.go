package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/validate"
)

func (a *app) explain() *cobra.Command {
	c := command("explain RULE|TERM ...", "Explain a rule (BR-CO-10) or a business term (BT-31)", cobra.MinimumNArgs(1), func(_ *cobra.Command, args []string) error {
		for _, id := range args {
			if err := a.explainOne(strings.ToUpper(id)); err != nil {
				return err
			}
		}
		return nil
	})
	a.formatFlag(c)
	return c
}

// explanation is what explain knows of a rule.
type explanation struct {
	Rule     string            `json:"rule"`
	RuleSet  string            `json:"ruleset"`
	Severity validate.Severity `json:"severity"`
	Text     string            `json:"text"`
	Help     string            `json:"help,omitempty"`
	Terms    []einvoice.Term   `json:"terms"`
	Never    string            `json:"never,omitempty"`
	Example  string            `json:"example,omitempty"`
}

func (a *app) explainOne(id string) error {
	if found := validate.Find(id); len(found) > 0 {
		for _, f := range found {
			a.explainRule(f)
		}
		return nil
	}
	if term, ok := einvoice.LookupTerm(id); ok {
		return a.explainTerm(term)
	}
	return usagef("%s is neither a rule nor a business term that this version knows", id)
}

func (a *app) explainRule(f validate.Found) {
	r := f.Rule
	x := explanation{Rule: r.ID, RuleSet: f.Set.ID(), Severity: r.Severity, Text: open(r.Text), Help: r.Help, Never: r.Never, Example: example(f)}
	for _, id := range r.Terms {
		if t, ok := einvoice.LookupTerm(id); ok {
			x.Terms = append(x.Terms, t)
		}
	}
	if a.format == "json" {
		a.printJSON(x)
		return
	}
	fmt.Fprintf(a.out, "%s (%s, %s)\n  %s\n", x.Rule, x.RuleSet, x.Severity, x.Text)
	if x.Help != "" {
		fmt.Fprintf(a.out, "  %s\n", x.Help)
	}
	if x.Never != "" {
		fmt.Fprintf(a.out, "  Never fires in %s\n", x.Never)
	}
	fmt.Fprintln(a.out, "\n  Terms:")
	for _, t := range x.Terms {
		fmt.Fprintf(a.out, "    %-8s %-40s %s\n", t.ID, t.Name, pathsOf(einvoice.UBLInvoice, t))
	}
	if x.Example != "" {
		fmt.Fprintf(a.out, "\n  A finding looks like this:\n    %s\n", x.Example)
	}
}

// open shows the gaps of a text that a finding fills with values.
func open(text string) string { return strings.NewReplacer("{", "<", "}", ">").Replace(text) }

// example breaks a sample invoice and shows what the rule says of it.
func example(f validate.Found) string {
	if f.Rule.Break == nil {
		return ""
	}
	inv := sample.Invoice()
	f.Rule.Break(inv)
	report, err := validate.Invoice(inv, validate.Options{})
	if err != nil {
		return ""
	}
	for _, finding := range report.Findings {
		if finding.Rule == f.Rule.ID && finding.RuleSet == f.Set.ID() {
			return finding.Message
		}
	}
	return ""
}

func (a *app) explainTerm(t einvoice.Term) error {
	if a.format == "json" {
		a.printJSON(t)
		return nil
	}
	fmt.Fprintf(a.out, "%s %s\n", t.ID, t.Name)
	fmt.Fprintf(a.out, "  type            %s, %s", t.Type, t.Cardinality)
	if t.Group != "" {
		g, _ := einvoice.LookupTerm(t.Group)
		fmt.Fprintf(a.out, " in %s %s", g.ID, g.Name)
	}
	fmt.Fprintf(a.out, "\n  in Go           Invoice.%s\n", t.Place)
	all := placesOf(t)
	for _, f := range convert.Formats() {
		a.printPlaces(all, f)
	}
	var rules []string
	for _, s := range validate.Sets() {
		for _, r := range s.All() {
			for _, id := range r.Terms {
				if id == t.ID {
					rules = append(rules, r.ID)
				}
			}
		}
	}
	if rules != nil {
		fmt.Fprintf(a.out, "  rules           %s\n", strings.Join(rules, " "))
	}
	return nil
}
