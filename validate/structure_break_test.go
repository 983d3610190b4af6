package validate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/validate"
)

// TestEveryStructuralRule breaks a valid sample by the script of each rule of structure:
// the rule must fire, with a text without gaps and a position. Others may fire beside.
func TestEveryStructuralRule(t *testing.T) {
	for _, set := range validate.Sets() {
		for _, syntax := range []string{"ubl", "cii"} {
			all := set.All()
			structural := 0
			for i := range all {
				if rule := &all[i]; len(rule.Paths) > 0 && rule.In(syntax) {
					structural++
					if err := breakStructure(t, set, rule, syntax); err != nil {
						t.Errorf("%s %s %s: %v", set.ID(), rule.ID, syntax, err)
					}
				}
			}
			if structural > 0 {
				t.Logf("%s in %s: %d rules of structure", set.ID(), syntax, structural)
			}
		}
	}
}

func breakStructure(t *testing.T, set *validate.Set, rule *validate.Rule, syntax string) error {
	script := rule.Script(syntax)
	switch {
	case rule.Never != "" && script != "":
		return fmt.Errorf("it never fires, but is to be broken by %q", script)
	case rule.Never != "":
		return nil
	case script == "":
		return fmt.Errorf("nothing breaks it")
	}
	xml, err := sample.Edit(build(t, syntax, sampleOf(set)()), script)
	if err != nil {
		return err
	}
	r := check(t, xml, set.ID())
	k := slices.IndexFunc(r.Findings, func(f validate.Finding) bool { return f.Rule == rule.ID })
	if k < 0 {
		return fmt.Errorf("%v fire, after\n%s", fired(r), script)
	}
	switch f := r.Findings[k]; {
	case strings.ContainsAny(f.Message, "{}"):
		return fmt.Errorf("the message has gaps: %s", f.Message)
	case f.Line == 0 || f.Path == "" || f.Excerpt == "":
		return fmt.Errorf("no position: %+v", f)
	case f.RuleSet != set.ID() || f.Severity != rule.SeverityIn(syntax):
		return fmt.Errorf("rule set %s, severity %s", f.RuleSet, f.Severity)
	}
	return nil
}
