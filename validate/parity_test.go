package validate_test

import (
	"context"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/validate"
)

// officially tells which published artefact a rule set is compared with, in each syntax.
var officially = map[string]struct{ set, profile, syntax string }{
	"en16931-ubl":         {"en16931", "", "ubl"},
	"en16931-cii":         {"en16931", "", "cii"},
	"peppol-ubl-2026.5":   {"peppol", "", "ubl"},
	"peppol-cii-2025-05":  {"peppol", "", "cii"},
	"xrechnung-ubl-2.5.0": {"xrechnung", "", "ubl"},
	"xrechnung-cii-2.5.0": {"xrechnung", "", "cii"},
	"fx-minimum":          {"facturx", "factur-x-minimum", "cii"},
	"fx-basicwl":          {"facturx", "factur-x-basicwl", "cii"},
	"fx-basic":            {"facturx", "factur-x-basic", "cii"},
	"fx-en16931":          {"facturx", "en16931", "cii"},
	"fx-extended":         {"facturx", "factur-x-extended", "cii"},
}

// TestParity compares the rules that exist here with the official verdicts on
// published documents and their mutants: see package published. The rules that differ
// most are listed first.
func TestParity(t *testing.T) {
	for ruleset, ours := range officially {
		t.Run(ruleset, func(t *testing.T) { parity(t, ruleset, ours.set, ours.profile, ours.syntax) })
	}
}

func parity(t *testing.T, ruleset, name, profile, syntax string) {
	known := rulesOf(name, profile, syntax)
	if len(known) == 0 {
		t.Fatalf("there is no set %s for %s", name, syntax)
	}
	missed, extra := map[string][]string{}, map[string][]string{}
	documents, agree := 0, 0
	for _, v := range verdicts(t, ruleset) {
		var want []string
		for _, f := range v.Failed {
			id := f.ID
			if strings.HasPrefix(id, "TEXT:") && profile != "" { // rules of structure without an id
				id = unnamed
			}
			if known[id] && !slices.Contains(want, id) {
				want = append(want, id)
			}
		}
		slices.Sort(want)
		r, err := validate.Document(context.Background(), published.Document(t, v.File), validate.Options{Rules: []string{name}})
		if err != nil {
			t.Fatal(err)
		}
		got := fired(r)
		documents++
		if slices.Equal(got, want) {
			agree++
		}
		note(missed, want, got, v.File)
		note(extra, got, want, v.File)
	}
	t.Logf("%d documents, %d agree (%d rules)", documents, agree, len(known))
	report(t, "missed", missed)
	report(t, "extra", extra)
}

// note notes under which ids of one list that the other has not a document differs.
func note(into map[string][]string, one, other []string, file string) {
	for _, id := range one {
		if !slices.Contains(other, id) {
			into[id] = append(into[id], file)
		}
	}
}

func report(t *testing.T, what string, differ map[string][]string) {
	var ids []string
	for id := range differ {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return len(differ[ids[i]]) > len(differ[ids[j]]) })
	for _, id := range ids {
		files := differ[id]
		t.Errorf("%s %s in %d documents: %s", what, id, len(files), strings.Join(files[:min(3, len(files))], " "))
	}
}

// unnamed is the id of what the published Schematron of Factur-X gives none.
const unnamed = "FX-SCH-A"

func rulesOf(name, profile, syntax string) map[string]bool {
	known := map[string]bool{}
	if profile != "" {
		known[unnamed] = true
	}
	for _, s := range validate.Sets() {
		if s.Name != name || s.Profile != profile || !s.In(syntax) {
			continue
		}
		for i := range s.All() {
			if s.All()[i].In(syntax) {
				known[s.All()[i].ID] = true
			}
		}
		break
	}
	return known
}

// verdicts are those of a rule set on documents that the XSD accepts and that the
// official run finished.
func verdicts(t *testing.T, ruleset string) (all []published.Verdict) {
	refused := map[string]bool{}
	for _, v := range published.Verdicts(t) {
		switch {
		case v.Ruleset == ruleset && v.Error == nil:
			all = append(all, v)
		case v.Schema() && !v.Accepted():
			refused[v.File] = true
		}
	}
	return slices.DeleteFunc(all, func(v published.Verdict) bool { return refused[v.File] })
}
