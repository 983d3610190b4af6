package mask_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/mask"
	"github.com/einvoice-go/einvoice/validate"
)

var key = []byte("a key for tests")

// fired are the rules that fire on a document and how often, its format and its verdict.
func fired(t testing.TB, data []byte) string {
	r, err := validate.Document(context.Background(), data, validate.Options{MaxFindings: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, f := range r.Findings {
		count[string(f.Severity)+" "+f.RuleSet+" "+f.Rule]++
	}
	all := []string{string(r.Format) + " " + r.Profile + " " + string(r.Status)}
	for rule, n := range count {
		all = append(all, fmt.Sprintf("%s %d", rule, n))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// documents are those of the project that are invoices in XML.
func documents(t testing.TB) map[string][]byte {
	all := map[string][]byte{}
	for _, pattern := range []string{"invoices", "cii", "invalid", "quirks", "facturae"} {
		files, err := filepath.Glob("../testdata/" + pattern + "/*.x*")
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			all[f] = data
		}
	}
	return all
}

// TestVerdict: the same rules fire, equally often, before and after.
func TestVerdict(t *testing.T) {
	for name, data := range documents(t) {
		out, report, err := mask.XML(data, mask.Options{Key: key})
		if err != nil {
			var e *einvoice.SyntaxError
			if !errors.As(err, &e) || e.Code == einvoice.ErrMalformed {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if before, after := fired(t, data), fired(t, out); before != after {
			t.Errorf("%s: before\n%s\nafter\n%s", name, before, after)
		}
		if report.Values() == 0 && bytes.Contains(data, []byte("RegistrationName")) {
			t.Errorf("%s: nothing was masked", name)
		}
	}
}

// TestVerdictOfCorpora is TestVerdict over published documents, of which every so many is
// taken: EINVOICE_CORPORA names folders of them.
func TestVerdictOfCorpora(t *testing.T) {
	folders := os.Getenv("EINVOICE_CORPORA")
	if folders == "" {
		t.Skip("EINVOICE_CORPORA names no folder with documents")
	}
	var files []string
	for _, folder := range filepath.SplitList(folders) {
		err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && (strings.HasSuffix(path, ".xml") || strings.HasSuffix(path, ".xsig")) {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	every, all, kept, unreadable := 1, 0, 0, 0
	fmt.Sscan(os.Getenv("EINVOICE_EVERY"), &every)
	for i := 0; i < len(files); i += every {
		data, err := os.ReadFile(files[i])
		if err != nil {
			t.Fatal(err)
		}
		out, _, err := mask.XML(data, mask.Options{Key: key})
		if err != nil {
			unreadable++
			continue
		}
		all++
		if before, after := fired(t, data), fired(t, out); before == after {
			kept++
		} else {
			t.Errorf("%s:%s", files[i], difference(before, after))
		}
	}
	t.Logf("%d of %d documents keep their verdict; %d are no invoices that can be read", kept, all, unreadable)
}

func difference(before, after string) (s string) {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	for _, x := range a {
		if !slices.Contains(b, x) {
			s += "\n  - " + x
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			s += "\n  + " + x
		}
	}
	return s
}
