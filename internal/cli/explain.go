package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/validate"
)

func (a *app) explain() *cobra.Command {
	c := command("explain RULE|TERM ...", "Explain a rule (BR-CO-10) or a business term (BT-31)", cobra.MinimumNArgs(1), func(_ *cobra.Command, args []string) error {
		for i, id := range args {
			a.separate(i)
			if err := a.explainOne(id); err != nil {
				a.complain(exitUsage, id, err)
			}
		}
		return nil
	})
	c.Long = `Explains rules and business terms.

Of a rule: the rule sets that have it, with its severity; its text, in which <> stands for
the values of a finding, and how to mend what it finds; its business terms and their places
in UBL and CII; and how a valid invoice was changed (- and +) to break it, with what the
rule says to that. The rules for Facturae speak of its elements and name no terms; those on the
PDF of a hybrid (FX-PDF-101) name their source. The findings of schemas (too-many) and of reading (truncated) have
explanations too.`
	a.formatFlag(c)
	return c
}

// explanation is what explain knows of a rule.
type explanation struct {
	Rule     string          `json:"rule"`
	RuleSets []inSet         `json:"rulesets"`
	Text     string          `json:"text"`
	Help     string          `json:"help,omitempty"`
	Source   string          `json:"source,omitempty"`
	Never    string          `json:"never,omitempty"`
	Terms    []explainedTerm `json:"terms"`
	Paths    []string        `json:"paths,omitempty"` // of a rule of structure
	Examples []breaking      `json:"examples"`
}

// anySyntax stands for all of them where a finding does not come from a rule set.
const anySyntax = "any"

// inSet is a rule set that has the rule, and the weight that it gives it in each syntax.
type inSet struct {
	RuleSet  string                       `json:"ruleset"`
	Profile  string                       `json:"profile,omitempty"`
	Severity map[string]validate.Severity `json:"severity"`
}

type explainedTerm struct {
	einvoice.Term
	Paths map[einvoice.Format][]mapped `json:"paths"`
}

func (a *app) explainOne(id string) error {
	if found := findRules(id); len(found) > 0 {
		for i, alike := range groupAlike(found) {
			x, err := explain(alike)
			if err != nil {
				return err
			}
			a.separate(i)
			a.printExplanation(x)
		}
		return nil
	}
	if term, ok := einvoice.LookupTerm(strings.ToUpper(id)); ok {
		return a.explainTerm(term)
	}
	known := 0
	for _, o := range validate.Others() {
		if strings.EqualFold(o.Rule.ID, id) {
			a.separate(known)
			a.printExplanation(explainOther(o))
			known++
		}
	}
	if known > 0 {
		return nil
	}
	return fmt.Errorf("neither a rule nor a business term that this version knows%s", hint(id))
}

// separate leaves a line empty between two explanations.
func (a *app) separate(before int) {
	if before > 0 && a.format == "text" {
		fmt.Fprintln(a.out)
	}
}

// findRules finds rules whatever the case of the id's letters.
func findRules(id string) []validate.Found {
	if found := validate.Find(id); len(found) > 0 {
		return found
	}
	for _, known := range ruleIDs() {
		if strings.EqualFold(known, id) {
			return validate.Find(known)
		}
	}
	return nil
}

// groupAlike puts together the sets that say the same of a rule.
func groupAlike(found []validate.Found) (groups [][]validate.Found) {
	for _, f := range found {
		k := slices.IndexFunc(groups, func(g []validate.Found) bool { return alike(g[0].Rule, f.Rule) })
		if k < 0 {
			groups = append(groups, nil)
			k = len(groups) - 1
		}
		groups[k] = append(groups[k], f)
	}
	return groups
}

func alike(a, b *validate.Rule) bool {
	return a.Text == b.Text && a.Help == b.Help && a.Source == b.Source && a.Never == b.Never && slices.Equal(a.Terms, b.Terms) && slices.Equal(a.Paths, b.Paths)
}

// explain explains a rule that some sets have alike. The example for a syntax is from
// the first of them that has one.
func explain(found []validate.Found) (x explanation, err error) {
	r := found[0].Rule
	x = explanation{Rule: r.ID, Text: open(r.Text), Help: r.Help, Source: r.Source, Never: r.Never, Terms: explainTerms(r), Paths: distinct(r.Paths), Examples: []breaking{}}
	for _, f := range found {
		in := inSet{f.Set.ID(), f.Set.Profile, map[string]validate.Severity{}}
		for _, syntax := range syntaxes {
			if f.Rule.In(syntax) {
				in.Severity[syntax] = f.Rule.SeverityIn(syntax)
			}
		}
		x.RuleSets = append(x.RuleSets, in)
	}
	for _, syntax := range syntaxes {
		for _, f := range found {
			example, err := breakIn(f, syntax)
			if err != nil {
				return x, err
			}
			if example != nil {
				x.Examples = append(x.Examples, *example)
				break
			}
		}
	}
	return x, nil
}

func distinct(all []string) (once []string) {
	for _, s := range all {
		if !slices.Contains(once, s) {
			once = append(once, s)
		}
	}
	return once
}

func explainOther(o validate.Other) explanation {
	return explanation{Rule: o.Rule.ID, Text: open(o.Rule.Text), Help: o.Rule.Help, Terms: explainTerms(&o.Rule), Examples: []breaking{},
		RuleSets: []inSet{{RuleSet: o.From, Severity: map[string]validate.Severity{anySyntax: o.Rule.Severity}}}}
}

func explainTerms(r *validate.Rule) []explainedTerm {
	all := []explainedTerm{}
	for _, id := range r.Terms {
		if t, ok := einvoice.LookupTerm(id); ok {
			all = append(all, explainedTerm{t, byFormat(placesOf(t))})
		}
	}
	return all
}

func (a *app) printExplanation(x explanation) {
	if a.format == "json" {
		a.printJSON(x)
		return
	}
	fmt.Fprintf(a.out, "%s\n  %s\n", x.Rule, x.Text)
	if x.Help != "" {
		fmt.Fprintf(a.out, "  %s\n", x.Help)
	}
	if x.Never != "" {
		fmt.Fprintf(a.out, "  %s\n", never(x.Never))
	}
	if x.Source != "" {
		fmt.Fprintf(a.out, "  Source: %s.\n", x.Source)
	}
	fmt.Fprintln(a.out, "\n  Rule sets:")
	for _, in := range x.RuleSets {
		fmt.Fprintf(a.out, "    %s: %s\n", in.name(), in.weights())
	}
	if len(x.Terms) > 0 {
		fmt.Fprintln(a.out, "\n  Terms:")
	}
	for _, t := range x.Terms {
		fmt.Fprintf(a.out, "    %-8s %s\n", t.ID, t.Name)
		t.each(func(syntax string, m mapped) { fmt.Fprintf(a.out, "    %8s %s\n", syntax, m) })
	}
	if len(x.Paths) > 0 {
		fmt.Fprintln(a.out, "\n  Places:")
	}
	for _, p := range x.Paths {
		fmt.Fprintf(a.out, "    %s\n", p)
	}
	for _, e := range x.Examples {
		a.printExample(e)
	}
}

// never is the reason why a rule finds nothing, as a sentence.
func never(why string) string {
	if only, rest, ok := strings.Cut(why, ": "); ok && slices.Contains(syntaxes, only) {
		return "Never fires in " + inCapitals(only) + ": " + rest + "."
	}
	return "Never fires: " + why + "."
}

func (s inSet) name() string {
	if s.Profile != "" {
		return s.RuleSet + " (" + s.Profile + ")"
	}
	return s.RuleSet
}

// weights says how heavy the rule is in which syntax.
func (s inSet) weights() string {
	if everywhere := s.Severity[anySyntax]; everywhere != "" {
		return string(everywhere)
	}
	var all []string
	var last validate.Severity
	for _, syntax := range syntaxes {
		switch weight := s.Severity[syntax]; {
		case weight == "":
		case weight == last:
			all[len(all)-1] += " and " + inCapitals(syntax)
		default:
			all = append(all, string(weight)+" in "+inCapitals(syntax))
			last = weight
		}
	}
	return strings.Join(all, ", ")
}

// each visits the places of the term in the syntaxes that rules look at. Those in credit
// notes are those in invoices, unless only one of the two has the term.
func (t *explainedTerm) each(visit func(syntax string, m mapped)) {
	inUBL := t.Paths[einvoice.UBLInvoice]
	if len(inUBL) == 0 {
		inUBL = t.Paths[einvoice.UBLCreditNote]
	}
	for _, m := range inUBL {
		visit("ubl", m)
	}
	for _, m := range t.Paths[einvoice.CII] {
		visit("cii", m)
	}
}

func (a *app) printExample(e breaking) {
	fmt.Fprintf(a.out, "\n  Broken in %s:\n", inCapitals(e.Syntax))
	for _, l := range e.Excerpt {
		number := ""
		if l.Line > 0 {
			number = fmt.Sprint(l.Line)
		}
		if l.gap {
			fmt.Fprintln(a.out, "           …")
		}
		fmt.Fprintf(a.out, "    %1s %4s | %s\n", l.Change, number, l.Text)
	}
	fmt.Fprintf(a.out, "    %d:%d %s\n", e.Line, e.Column, e.Message)
}

// open shows the gaps of a text that a finding fills with values.
func open(text string) string { return strings.NewReplacer("{", "<", "}", ">").Replace(text) }

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
	if rules := rulesOn(t.ID); rules != nil {
		fmt.Fprintf(a.out, "  rules           %s\n", strings.Join(rules, " "))
	}
	return nil
}

// rulesOn lists the rules that speak of a term, each once.
func rulesOn(term string) (ids []string) {
	for _, s := range validate.Sets() {
		for _, r := range s.All() {
			if slices.Contains(r.Terms, term) && !slices.Contains(ids, r.ID) {
				ids = append(ids, r.ID)
			}
		}
	}
	return ids
}
