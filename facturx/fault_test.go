package facturx

import (
	"slices"
	"testing"

	"github.com/einvoice-go/einvoice/validate"
)

// TestCodes: every rule of the set has a code, and no other has one.
func TestCodes(t *testing.T) {
	for _, s := range validate.Sets() {
		if !s.PDF {
			continue
		}
		for i := range s.Rules() {
			if codes[s.Rules()[i].ID] == "" {
				t.Errorf("%s has no code", s.Rules()[i].ID)
			}
		}
		if len(s.Rules()) != len(codes) {
			t.Errorf("%d rules, %d codes", len(s.Rules()), len(codes))
		}
	}
	others := validate.Others()
	for _, code := range []ErrorCode{ErrNotPDF, ErrDamaged, ErrEncrypted, ErrNoAttachments, ErrNoInvoice, ErrOrder, ErrLimit} {
		if !slices.ContainsFunc(others, func(o validate.Other) bool { return o.From == "pdf" && o.Rule.ID == "pdf-"+string(code) }) {
			t.Errorf("nothing explains pdf-%s", code)
		}
	}
}

// TestTextRules: what the search in the pages notes becomes a finding of its own rule.
func TestTextRules(t *testing.T) {
	var r Report
	for _, code := range []NoteCode{NoteTextNumber, NoteTextDate, NoteTextAmount, NoteTextUnreadable} {
		r.note(code, "what was looked for")
	}
	c, rest := r.container()
	if len(rest) > 0 || len(c.Faults) != 4 {
		t.Fatalf("%+v, %+v", c, rest)
	}
	for i, f := range c.Faults {
		rule := validate.ContainerRule(f.Rule)
		if rule == nil || rule.Severity == validate.Fatal || codes[f.Rule] != r.Notes[i].Code || f.Args[0].Value != "what was looked for" {
			t.Errorf("%+v", f)
		}
	}
}
