package validate_test

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/validate"
)

func TestOthers(t *testing.T) {
	id, texts := regexp.MustCompile(`^([a-z]+(-[a-z]+)*|FX-SCH-A)$`), map[string]bool{}
	for _, o := range validate.Others() {
		r := &o.Rule
		if !id.MatchString(r.ID) || texts[r.Text] || !strings.HasSuffix(r.Text, ".") || len(r.Text) < 10 || r.Severity == "" {
			t.Errorf("%s: %+v", o.From, r)
		}
		texts[r.Text] = true
		if len(validate.Find(strings.ToUpper(r.ID))) > 0 {
			t.Errorf("%s is a rule of a set too", r.ID)
		}
	}
}

// TestOthersAreAll: whatever the broken documents of the project come to is a rule of a
// set or among the others.
func TestOthersAreAll(t *testing.T) {
	known := map[string]bool{}
	for _, o := range validate.Others() {
		known[o.Rule.ID] = true
	}
	seen := map[string]bool{}
	for _, folder := range []string{"broken", "invalid", "quirks"} {
		files, err := os.ReadDir("../testdata/" + folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile("../testdata/" + folder + "/" + file.Name())
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range check(t, data).Findings {
				if !known[f.Rule] && len(validate.Find(f.Rule)) == 0 {
					t.Errorf("%s: nothing is known of %s", file.Name(), f.Rule)
				}
				seen[f.Rule] = true
			}
		}
	}
	for _, id := range []string{"not-xml", "malformed", "truncated", "bad-value", "specification-unknown"} {
		if !seen[id] {
			t.Errorf("no document comes to %s", id)
		}
	}
}

// TestTexts: every text can be replaced by one with the same gaps, and no replacement
// changes what is found or breaks a message.
func TestTexts(t *testing.T) {
	inv := sample.Invoice()
	inv.Number, inv.Totals.LineNet = "", einvoice.MustDecimal("1")
	xml, err := sample.Edit(build(t, "ubl", inv), "set cbc:IssueDate = today\nadd cac:OrderReference <cbc:CopyIndicator>true</cbc:CopyIndicator>")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	asked := map[string]string{}
	run := func(texts func(*validate.Rule) string) *validate.Report {
		r, err := validate.Document(context.Background(), xml, validate.Options{Texts: texts})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	own := run(nil)
	for name, c := range map[string]struct {
		texts func(*validate.Rule) string
		want  func(validate.Finding) string
	}{
		"none": {func(r *validate.Rule) string {
			mu.Lock()
			defer mu.Unlock()
			asked[r.ID] = r.Text
			return ""
		}, func(f validate.Finding) string { return f.Message }},
		"the same":    {func(r *validate.Rule) string { return r.Text }, func(f validate.Finding) string { return f.Message }},
		"gaps at all": {func(*validate.Rule) string { return "}{{nonsense}{" }, nil},
		"more words":  {func(r *validate.Rule) string { return "Achtung: " + r.Text }, func(f validate.Finding) string { return "Achtung: " + f.Message }},
	} {
		r := run(c.texts)
		if len(r.Findings) != len(own.Findings) || !slices.Equal(fired(r), fired(own)) {
			t.Errorf("%s: %v", name, fired(r))
			continue
		}
		for i, f := range r.Findings {
			if c.want != nil && f.Message != c.want(own.Findings[i]) {
				t.Errorf("%s: %s", name, f.Message)
			}
		}
	}
	for _, id := range []string{"BR-CO-10", "UBL-CR-016", "bad-value"} {
		if asked[id] == "" {
			t.Errorf("no text was asked for %s: %v", id, fired(own))
		}
	}
}
