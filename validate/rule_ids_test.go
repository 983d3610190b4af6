package validate_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/validate"
)

var update = flag.Bool("update", false, "write testdata anew")

const ruleIDs = "testdata/rule-ids.tsv"

// TestRuleIDs: a rule set loses no rule and changes no severity unnoticed. The list has
// a line for each rule and syntax; what it says was compared with the published sets.
func TestRuleIDs(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("set\tsyntax\tid\tseverity\n")
	for _, set := range validate.Sets() {
		for _, syntax := range validate.Syntaxes() {
			for _, line := range ruleLines(set, syntax) {
				b.WriteString(line + "\n")
			}
		}
	}
	if *update {
		if err := os.WriteFile(ruleIDs, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(ruleIDs)
	if err != nil {
		t.Fatal(err)
	}
	missing, extra := difference(string(want), b.String())
	for _, line := range missing {
		t.Errorf("no longer there: %s", line)
	}
	for _, line := range extra {
		t.Errorf("new: %s", line)
	}
	if t.Failed() {
		t.Log("once that is compared with the published set: go test ./validate -run RuleIDs -update")
	}
}

// ruleLines lists the rules of a set in a syntax, in alphabetical order.
func ruleLines(set *validate.Set, syntax string) (lines []string) {
	all := set.All()
	for i := range all {
		if r := &all[i]; r.In(syntax) {
			name := set.ID()
			if set.Profile != "" {
				name += " " + set.Profile
			}
			lines = append(lines, strings.Join([]string{name, syntax, r.ID, string(r.SeverityIn(syntax))}, "\t"))
		}
	}
	slices.Sort(lines)
	return lines
}

// difference lists the lines that only one of two texts has.
func difference(a, b string) (onlyA, onlyB []string) {
	count := map[string]int{}
	for line := range strings.Lines(a) {
		count[line]++
	}
	for line := range strings.Lines(b) {
		if count[line]--; count[line] < 0 {
			onlyB = append(onlyB, strings.TrimSpace(line))
		}
	}
	for line := range strings.Lines(a) {
		if count[line] > 0 {
			count[line] = 0
			onlyA = append(onlyA, strings.TrimSpace(line))
		}
	}
	return onlyA, onlyB
}

// publishedSets are the names in the list of published ids, and the sets that hold them.
var publishedSets = map[string][2]string{
	"en16931-ubl@1.3.16":            {"en16931@1.3.16", "ubl"},
	"en16931-cii@1.3.16":            {"en16931@1.3.16", "cii"},
	"peppol-ubl@2026.5":             {"peppol@2026.5", "ubl"},
	"peppol-cii@2025.5":             {"peppol@2025.5", "cii"},
	"peppol-selfbilling-ubl@2026.5": {"peppol-selfbilling@2026.5", "ubl"},
	"xrechnung-ubl@3.0.2":           {"xrechnung@3.0.2", "ubl"},
	"xrechnung-cii@3.0.2":           {"xrechnung@3.0.2", "cii"},
}

// TestPublishedRuleIDs holds the sets against the ids and severities of the published
// ones, where a list of these is to be had.
func TestPublishedRuleIDs(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(published.Folder(t, published.Facts), "rule-ids.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	official := map[string]map[string]string{}
	for line := range strings.Lines(string(data)) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 3 && f[0] != "ruleset" {
			if official[f[0]] == nil {
				official[f[0]] = map[string]string{}
			}
			official[f[0]][f[1]] = strings.TrimSuffix(f[2], "rmation") // information
		}
	}
	for name, ids := range official {
		set := slices.IndexFunc(validate.Sets(), func(s *validate.Set) bool { return s.ID() == publishedSets[name][0] })
		if set < 0 {
			t.Errorf("%s: no such set here", name)
			continue
		}
		all := validate.Sets()[set].All()
		var missing []string
		for i := range all {
			r := &all[i]
			if syntax := publishedSets[name][1]; r.In(syntax) {
				severity, ok := ids[r.ID]
				if !ok {
					t.Errorf("%s has no %s", name, r.ID)
				} else if severity != string(r.SeverityIn(syntax)) {
					t.Errorf("%s: %s is %s here, published as %s", name, r.ID, r.SeverityIn(syntax), severity)
				}
				delete(ids, r.ID)
			}
		}
		for id := range ids {
			missing = append(missing, id)
		}
		if slices.Sort(missing); len(missing) > 0 {
			t.Errorf("%s: missing %s", name, strings.Join(missing, " "))
		}
	}
}
