package validate_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"reflect"
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

// TestValuesInMessages: what a document says is shown as it is, and not taken for a
// gap in the text; long values are cut.
func TestValuesInMessages(t *testing.T) {
	inv := sample.Invoice()
	inv.Seller.ElectronicAddress = einvoice.Identifier{Value: "{BT-34}{nth}{"}
	inv.Buyer.ElectronicAddress = einvoice.Identifier{Value: strings.Repeat("ü", 1000)}
	r, err := validate.Invoice(inv, validate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.Message)
	}
	want := []string{
		"The seller's electronic address (BT-34) {BT-34}{nth}{ has no scheme.",
		"The buyer's electronic address (BT-49) " + strings.Repeat("ü", 50) + "… has no scheme.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestFindingsAreBounded: a rule broken a thousand times is listed a few times and
// counted, in memory and in a stream, with the same verdict.
func TestFindingsAreBounded(t *testing.T) {
	inv := sample.Invoice()
	line := inv.Lines[0]
	line.Quantity.Unit = ""
	inv.Lines = nil
	for range 1000 {
		inv.Lines = append(inv.Lines, line)
	}
	xml, _, err := ubl.Build(inv)
	if err != nil {
		t.Fatal(err)
	}
	o := validate.Options{MaxFindings: 3}
	memory, err := validate.Document(context.Background(), xml, o)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := validate.Stream(context.Background(), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(xml)), nil }, o)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(memory, stream) {
		t.Errorf("in memory %+v, as a stream %+v", memory, stream)
	}
	listed := 0
	for _, f := range memory.Findings {
		if f.Rule == "BR-23" {
			listed++
		}
	}
	want := []validate.More{{Rule: "BR-23", RuleSet: "en16931@1.3.16", Count: 997}}
	if listed != 3 || !slices.Equal(memory.More, want) || memory.Count(validate.Fatal) < 1000 {
		t.Errorf("%d listed, more %+v", listed, memory.More)
	}
}

func TestOptions(t *testing.T) {
	_, err := validate.Invoice(sample.Invoice(), validate.Options{Rules: []string{"en16931", "nonsense"}})
	if !errors.Is(err, validate.ErrRuleSet) {
		t.Errorf("an unknown rule set: %v", err)
	}
	r, err := validate.Invoice(sample.Invoice(), validate.Options{Rules: []string{"peppol", "en16931"}})
	if err != nil || len(r.RuleSets) != 1 || len(r.NotRun) != 2 || r.Status != validate.Invalid || !slices.Equal(fired(r), []string{"not-run"}) {
		t.Errorf("a set that was asked for and cannot run: %v %+v", err, r)
	}
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := validate.Document(canceled, nil, validate.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	inv := sample.Invoice()
	inv.Process.Specification = "urn:example:unknown"
	r, err = validate.Invoice(inv, validate.Options{})
	if err != nil || r.Profile != "" || !slices.Equal(fired(r), []string{"specification-unknown"}) || r.Status != validate.Valid {
		t.Errorf("an unknown specification: %v %+v", err, r)
	}
}

// TestLinesBeforeHead: a document whose lines come first gets the same report from a
// stream as from memory.
func TestLinesBeforeHead(t *testing.T) {
	const peppol = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
	for _, c := range []struct {
		specification, profile string
		rules                  []string
		findings               []string
	}{
		{peppol, "peppol-bis-3", nil, []string{}},
		{peppol, "peppol-bis-3", []string{"peppol"}, []string{"not-run"}},
		{"urn:example:unknown", "", nil, []string{"specification-unknown"}},
	} {
		options := validate.Options{Rules: c.rules}
		memory, stream := linesFirst(t, c.specification, options)
		if memory.Profile != c.profile || !slices.Equal(fired(memory), c.findings) || !reflect.DeepEqual(memory, stream) {
			t.Errorf("%s with rules %v\nin memory %+v\nas a stream %+v", c.specification, c.rules, memory, stream)
		}
	}
}

func linesFirst(t *testing.T, specification string, options validate.Options) (memory, stream *validate.Report) {
	inv := sample.Invoice()
	inv.Process.Specification = specification
	xml, _, err := ubl.Build(inv)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(xml), "  <cbc:CustomizationID>")
	at := strings.Index(rest, "  <cac:InvoiceLine>")
	end := strings.Index(rest, "</Invoice>")
	moved := []byte(head + rest[at:end] + "  <cbc:CustomizationID>" + rest[:at] + rest[end:])
	memory, err = validate.Document(context.Background(), moved, options)
	if err != nil {
		t.Fatal(err)
	}
	stream, err = validate.Stream(context.Background(), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(moved)), nil }, options)
	if err != nil {
		t.Fatal(err)
	}
	return memory, stream
}
