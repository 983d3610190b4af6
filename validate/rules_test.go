package validate_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
	"github.com/einvoice-go/einvoice/validate"
)

func fired(r *validate.Report) (ids []string) {
	for _, f := range r.Findings {
		if !slices.Contains(ids, f.Rule) {
			ids = append(ids, f.Rule)
		}
	}
	slices.Sort(ids)
	return ids
}

func TestSampleIsValid(t *testing.T) {
	r, err := validate.Invoice(sample.Invoice(), validate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != validate.Valid || len(r.Findings) > 0 {
		t.Fatalf("%s: %+v", r.Status, r.Findings)
	}
}

// TestEveryRule breaks the sample once for each rule: exactly that rule fires, and
// those that it names as companions. The finding points into the document at the
// place where the broken invoice, written as UBL, has it.
func TestEveryRule(t *testing.T) {
	for _, set := range validate.Sets() {
		for _, rule := range set.Rules {
			t.Run(set.Name+"/"+rule.ID, func(t *testing.T) {
				if rule.Break == nil {
					if rule.NoBreak == "" && rule.Never == "" {
						t.Fatal("neither Break nor a reason for its absence")
					}
					return
				}
				inv := sample.Invoice()
				rule.Break(inv)
				r, err := validate.Invoice(inv, validate.Options{})
				if err != nil {
					t.Fatal(err)
				}
				want := append([]string{rule.ID}, rule.Also...)
				slices.Sort(want)
				if got := fired(r); !slices.Equal(got, want) {
					t.Fatalf("fired %v, want %v", got, want)
				}
				k := slices.IndexFunc(r.Findings, func(f validate.Finding) bool { return f.Rule == rule.ID })
				f := r.Findings[k]
				if strings.ContainsAny(f.Message, "{}") {
					t.Errorf("the message has gaps: %s", f.Message)
				}
				if f.Severity != rule.Severity || f.RuleSet != set.ID() {
					t.Errorf("finding %+v", f)
				}
				inDocument(t, inv, &rule, f)
			})
		}
	}
}

// inDocument checks that the rule fires on the document too, with a position.
func inDocument(t *testing.T, inv *einvoice.Invoice, rule *validate.Rule, want validate.Finding) {
	if strings.HasPrefix(rule.Never, "ubl:") {
		return
	}
	xml, _, err := ubl.Build(inv)
	if err != nil {
		t.Fatal(err)
	}
	r, err := validate.Document(context.Background(), xml, validate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if f.Rule == rule.ID {
			if f.Message != want.Message {
				t.Errorf("in the document: %q, in memory: %q", f.Message, want.Message)
			}
			if f.Line == 0 || f.Path == "" || f.Excerpt == "" {
				t.Errorf("no position: %+v", f)
			}
			return
		}
	}
	t.Errorf("does not fire on the document: %v", fired(r))
}

var ruleID = regexp.MustCompile(`^BR-[A-Z0-9-]+$`)

func TestRegistry(t *testing.T) {
	for _, set := range validate.Sets() {
		seen := map[string]bool{}
		texts := map[string]string{}
		for _, r := range set.Rules {
			if seen[r.ID] {
				t.Errorf("%s twice in %s", r.ID, set.ID())
			}
			seen[r.ID] = true
			if !ruleID.MatchString(r.ID) {
				t.Errorf("id %q", r.ID)
			}
			if r.Severity != validate.Fatal && r.Severity != validate.Warning && r.Severity != validate.Info {
				t.Errorf("%s: severity %q", r.ID, r.Severity)
			}
			if other, ok := texts[r.Text]; ok || !strings.HasSuffix(r.Text, ".") || strings.Contains(r.Text, "\n") {
				t.Errorf("%s: text %q (also %s)", r.ID, r.Text, other)
			}
			texts[r.Text] = r.ID
			if len(r.Terms) == 0 {
				t.Errorf("%s: no terms", r.ID)
			}
			for _, id := range r.Terms {
				if _, ok := einvoice.LookupTerm(id); !ok {
					t.Errorf("%s: no term %s", r.ID, id)
				}
			}
		}
		for _, r := range set.Rules {
			for _, id := range r.Also {
				if !seen[id] {
					t.Errorf("%s: companion %s is no rule", r.ID, id)
				}
			}
		}
	}
}
