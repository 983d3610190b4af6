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
