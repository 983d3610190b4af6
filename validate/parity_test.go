package validate_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/einvoice-go/einvoice/validate"
)

// verdict is what a published artefact says of a document.
type verdict struct {
	File, Ruleset string
	Failed        []struct{ ID string }
	Error         any
}

// TestParity compares the rules that exist here with the official verdicts on
// published documents and their mutants: see TestCorpus in package ubl for the
// environment variables.
func TestParity(t *testing.T) {
	conformance, corpora := os.Getenv("EINVOICE_CONFORMANCE"), os.Getenv("EINVOICE_CORPORA")
	if conformance == "" || corpora == "" {
		t.Skip("EINVOICE_CONFORMANCE and EINVOICE_CORPORA are not set")
	}
	official := verdicts(t, filepath.Join(conformance, "verdicts.jsonl.gz"), "en16931-ubl")
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
		data, err := os.ReadFile(filepath.Join(corpora, v.File))
		if err != nil {
			t.Fatal(err)
		}
		r, err := validate.Document(context.Background(), data, validate.Options{Rules: []string{"en16931"}})
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

// verdicts reads those on documents that the XSD accepts and that the official run
// finished.
func verdicts(t *testing.T, file, ruleset string) (all []verdict) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	refused := map[string]bool{}
	s := bufio.NewScanner(z)
	s.Buffer(nil, 16<<20)
	for s.Scan() {
		var v verdict
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		switch {
		case v.Ruleset == ruleset && v.Error == nil:
			all = append(all, v)
		case len(v.Ruleset) > 4 && v.Ruleset[:4] == "xsd-" && (len(v.Failed) > 0 || v.Error != nil):
			refused[v.File] = true
		}
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(v verdict) bool { return refused[v.File] })
}
