package validate_test

import (
	"context"
	"slices"
	"testing"

	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/validate"
)

// TestParity compares the rules that exist here with the official verdicts on
// published documents and their mutants: see package published.
func TestParity(t *testing.T) {
	official := verdicts(t, "en16931-ubl")
	if len(official) < 1000 {
		t.Fatalf("only %d verdicts", len(official))
	}
	documents, fires, agree := 0, 0, 0
	for _, v := range official {
		var want []string
		for _, f := range v.Failed {
			if len(validate.Find(f.ID)) > 0 && !slices.Contains(want, f.ID) {
				want = append(want, f.ID)
			}
		}
		r, err := validate.Document(context.Background(), published.Document(t, v.File), validate.Options{Rules: []string{"en16931"}})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(want)
		got := fired(r)
		documents++
		if len(want) > 0 {
			fires++
		}
		if slices.Equal(got, want) {
			agree++
		} else {
			t.Errorf("%s: fired %v, officially %v", v.File, got, want)
		}
		for _, f := range r.Findings {
			if f.Line == 0 || f.Path == "" {
				t.Errorf("%s: %s has no position", v.File, f.Rule)
			}
		}
	}
	t.Logf("%d documents (in %d a rule fires), %d agree", documents, fires, agree)
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
