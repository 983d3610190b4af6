package ubl_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
)

// TestBuildRefuses: Build writes nothing that Parse would refuse.
func TestBuildRefuses(t *testing.T) {
	nines := einvoice.MustDecimal(strings.Repeat("9", einvoice.MaxDigits))
	for name, c := range map[string]struct {
		spoil func(*einvoice.Invoice)
		term  string
		cause error
	}{
		"a day that does not exist": {func(i *einvoice.Invoice) { i.IssueDate = einvoice.NewDate(2026, 2, 30) }, "BT-2", einvoice.ErrDate},
		"too many digits":           {func(i *einvoice.Invoice) { i.Totals.Due = nines.Mul(nines) }, "BT-115", einvoice.ErrDecimalDigits},
		"too many decimals": {func(i *einvoice.Invoice) {
			i.Lines[1].Quantity.Value = einvoice.MustDecimal("0.1").Mul(einvoice.MustDecimal("0." + strings.Repeat("0", 37) + "1"))
		}, "BT-129", einvoice.ErrDecimalDigits},
	} {
		inv := sample.Invoice()
		c.spoil(inv)
		_, _, err := ubl.Build(inv)
		var e *einvoice.BuildError
		if !errors.As(err, &e) || e.Term != c.term || !errors.Is(err, c.cause) {
			t.Errorf("%s: %v, want %v at %s", name, err, c.cause, c.term)
		}
	}
}
