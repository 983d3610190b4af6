package validate_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
	"github.com/einvoice-go/einvoice/validate"
)

// sampleOf makes the invoice that the rules of a set are tried on; nil if there is none.
func sampleOf(set *validate.Set) func() *einvoice.Invoice {
	build := func() *einvoice.Invoice { return sample.For(set.Name, set.Version, set.Profile) }
	if build() == nil {
		return nil
	}
	return build
}

func fired(r *validate.Report) (ids []string) {
	for _, f := range r.Findings {
		if !slices.Contains(ids, f.Rule) {
			ids = append(ids, f.Rule)
		}
	}
	slices.Sort(ids)
	return ids
}

func build(t testing.TB, syntax string, inv *einvoice.Invoice) []byte {
	t.Helper()
	xml, _, err := ubl.Build(inv)
	if syntax == "cii" {
		xml, _, err = cii.Build(inv)
	}
	if err != nil {
		t.Fatal(err)
	}
	return xml
}

func check(t *testing.T, xml []byte, rules ...string) *validate.Report {
	t.Helper()
	r, err := validate.Document(context.Background(), xml, validate.Options{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSamplesAreValid(t *testing.T) {
	for _, set := range validate.Sets() {
		for _, syntax := range []string{"ubl", "cii"} {
			if !set.In(syntax) || sampleOf(set) == nil {
				continue
			}
			if r := check(t, build(t, syntax, sampleOf(set)()), set.ID()); len(r.Findings) > 0 {
				t.Errorf("%s in %s: %s", set.ID(), syntax, messages(r))
			}
		}
	}
}

func messages(r *validate.Report) string {
	var b strings.Builder
	for _, f := range r.Findings {
		b.WriteString("\n  " + f.Rule + ": " + f.Message)
	}
	return b.String()
}

// TestEveryRule breaks the sample once for each rule and syntax: exactly that rule fires, and
// those that it names as companions, with a position.
func TestEveryRule(t *testing.T) {
	for _, set := range validate.Sets() {
		for i := range set.Rules() {
			rule := &set.Rules()[i]
			for _, syntax := range validate.Syntaxes() {
				if !rule.In(syntax) || rule.Never != "" && !strings.Contains(rule.Never, ": ") || strings.HasPrefix(rule.Never, syntax+": ") {
					continue
				}
				t.Run(strings.TrimSuffix(set.ID()+"/"+set.Profile, "/")+"/"+rule.ID+"/"+syntax, func(t *testing.T) { breakRule(t, set, rule, syntax) })
			}
		}
	}
}

func breakRule(t *testing.T, set *validate.Set, rule *validate.Rule, syntax string) {
	script := rule.Script(syntax)
	if (rule.Break == nil || syntax == "facturae") && script == "" {
		if rule.NoBreak == "" {
			t.Fatal("nothing breaks it, and no reason why")
		}
		return
	}
	r := check(t, broken(t, set, rule, syntax), set.ID())
	got := without(fired(r), structural(set))
	expected := append(companions(rule, syntax), rule.ID)
	if syntax == "facturae" {
		expected = append(expected, unsigned)
	}
	if others := without(got, expected); len(others) > 0 || !slices.Contains(got, rule.ID) {
		t.Fatalf("fired %v, want this one and none but %v beside:%s", got, companions(rule, syntax), messages(r))
	}
	k := slices.IndexFunc(r.Findings, func(f validate.Finding) bool { return f.Rule == rule.ID })
	switch f := r.Findings[k]; {
	case strings.ContainsAny(f.Message, "{}"):
		t.Errorf("the message has gaps: %s", f.Message)
	case f.Line == 0 || f.Path == "" || f.Excerpt == "":
		t.Errorf("no position: %+v", f)
	case f.RuleSet != set.ID():
		t.Errorf("rule set %s", f.RuleSet)
	}
}

// broken is the sample of a set, changed so that it violates a rule.
func broken(t *testing.T, set *validate.Set, rule *validate.Rule, syntax string) []byte {
	script := rule.Script(syntax)
	if syntax == "facturae" {
		_, xml, err := sample.BreakFacturae(script)
		if err != nil {
			t.Fatal(err)
		}
		return xml
	}
	inv := sampleOf(set)()
	if rule.Break != nil {
		rule.Break(inv)
	}
	xml, err := sample.Edit(build(t, syntax, inv), script)
	if err != nil {
		t.Fatal(err)
	}
	return xml
}

// structural are the rules of structure of a set for profiles. They ask for much the same as those on values.
func structural(set *validate.Set) []string {
	if set.Profile == "" {
		return nil
	}
	ids := []string{unnamed}
	for _, r := range set.All() {
		if len(r.Paths) > 0 {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// companions are those of the rules in Also that belong to a syntax.
func companions(rule *validate.Rule, syntax string) (ids []string) {
	for _, id := range rule.Also {
		if only, rest, ok := strings.Cut(id, ": "); !ok {
			ids = append(ids, id)
		} else if only == syntax {
			ids = append(ids, rest)
		}
	}
	return ids
}

var ruleID = regexp.MustCompile(`^[A-Z][A-Z0-9-]+([a-z]|ini|rev)?$`)

func TestRegistry(t *testing.T) {
	for _, set := range validate.Sets() {
		seen, texts := map[string]bool{}, map[string]string{}
		for _, r := range set.All() {
			if seen[r.ID] || !ruleID.MatchString(r.ID) {
				t.Errorf("%s: id %q, or twice", set.ID(), r.ID)
			}
			seen[r.ID] = true
			if r.Severity != validate.Fatal && r.Severity != validate.Warning && r.Severity != validate.Info {
				t.Errorf("%s: severity %q", r.ID, r.Severity)
			}
			if other, ok := texts[r.Text]; ok && len(r.Paths) == 0 || !strings.HasSuffix(r.Text, ".") || strings.Contains(r.Text, "\n") {
				t.Errorf("%s: text %q (also %s)", r.ID, r.Text, other)
			}
			texts[r.Text] = r.ID
			for _, id := range r.Terms {
				if _, ok := einvoice.LookupTerm(id); !ok {
					t.Errorf("%s: no term %s", r.ID, id)
				}
			}
		}
		for _, r := range set.All() {
			for _, id := range slices.Concat(companions(&r, "ubl"), companions(&r, "cii"), companions(&r, "facturae")) {
				if !seen[id] {
					t.Errorf("%s: companion %s is no rule", r.ID, id)
				}
			}
		}
	}
}

func without(ids, known []string) (left []string) {
	for _, id := range ids {
		if !slices.Contains(known, id) {
			left = append(left, id)
		}
	}
	return left
}
