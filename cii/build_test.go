package cii_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/sample"
)

// written is the compact form of an invoice in all that CII has.
func written(t *testing.T, inv *einvoice.Invoice) string {
	t.Helper()
	out, losses, err := cii.BuildOptions{Profile: cii.Extended, Compact: true}.Build(inv)
	if err != nil || len(losses) > 0 {
		t.Fatalf("%v, losses %v", err, losses)
	}
	return string(out)
}

// TestAccounts: only what looks like an IBAN stands in ram:IBANID.
func TestAccounts(t *testing.T) {
	for number, iban := range map[string]bool{
		"DE75512108001245126199": true, "SE3550000000054910000003": true, "de75512108001245126199": true, "NO9386011117947": true,
		"12345678": false, "DE": false, "DE75": false, "DEX5512108001245126199": false, "DE7X512108001245126199": false, "D175512108001245126199": false, "1E75512108001245126199": false,
	} {
		inv := &einvoice.Invoice{PaymentInstructions: []einvoice.PaymentInstructions{{CreditTransfers: []einvoice.CreditTransfer{{Account: number}}}}}
		want := "<ram:ProprietaryID>" + number + "</ram:ProprietaryID>"
		if iban {
			want = "<ram:IBANID>" + number + "</ram:IBANID>"
		}
		if out := written(t, inv); !strings.Contains(out, want) || strings.Count(out, number) != 1 {
			t.Errorf("%s is not in %s", want, out)
		}
	}
}

// TestShapes: where the shapes of document and model differ, what stands once in the
// model stands where CII wants it.
func TestShapes(t *testing.T) {
	inv := sample.Invoice()
	inv.TaxPointDateCode = "35"
	inv.PaymentInstructions[0].CreditTransfers = append(inv.PaymentInstructions[0].CreditTransfers, einvoice.CreditTransfer{Account: "2"})
	inv.PaymentInstructions[0].Remittance = "R-1"
	inv.PaymentDiscounts = []einvoice.PaymentDiscount{{Percentage: einvoice.NewDecimal(2, 0)}}
	inv.FurtherPaymentTerms = []einvoice.PaymentTerms{{Description: "later"}}
	out := written(t, inv)
	for element, want := range map[string]int{
		"ram:TaxPointDate": 1, "ram:DueDateTypeCode": 1, "ram:PaymentReference": 1, "ram:SpecifiedTradeSettlementPaymentMeans": 2, "ram:Information": 1, "ram:ApplicableTradeSettlementFinancialCard": 1,
		"ram:DirectDebitMandateID": 1, "ram:SpecifiedTradePaymentTerms": 2, "ram:ApplicableTradePaymentDiscountTerms": 1, "ram:CreditorReferenceID": 1,
	} {
		if got := strings.Count(out, "<"+element+">"); got != want {
			t.Errorf("%s stands %d times, want %d", element, got, want)
		}
	}
	// The tax point is with the first breakdown, whose amount comes before it.
	first, point, second := strings.Index(out, "<ram:CalculatedAmount>180.50"), strings.Index(out, "<ram:TaxPointDate>"), strings.Index(out, "<ram:CalculatedAmount>0.00")
	if first < 0 || point < first || second < point {
		t.Errorf("the tax point date is at %d, the breakdowns at %d and %d", point, first, second)
	}
	if !strings.Contains(out, "<ram:DueDateTypeCode>29<") {
		t.Error("BT-8 is not written as a code of UNTDID 2475")
	}
	for _, empty := range []string{"<ram:ApplicableHeaderTradeAgreement/>", "<ram:ApplicableHeaderTradeDelivery/>", "<ram:ApplicableHeaderTradeSettlement/>"} {
		if out := written(t, &einvoice.Invoice{Number: "1", Lines: []einvoice.Line{{ID: "1"}}}); !strings.Contains(out, empty) {
			t.Errorf("the schema demands %s in %s", empty, out)
		}
	}
}

// TestBuildRefuses: Build writes nothing that Parse would refuse.
func TestBuildRefuses(t *testing.T) {
	nines := einvoice.MustDecimal(strings.Repeat("9", einvoice.MaxDigits))
	for name, c := range map[string]struct {
		spoil func(*einvoice.Invoice)
		term  string
		cause error
	}{
		"a day that does not exist":       {func(i *einvoice.Invoice) { i.IssueDate = einvoice.NewDate(2026, 2, 30) }, "BT-2", einvoice.ErrDate},
		"a tax point that does not exist": {func(i *einvoice.Invoice) { i.TaxPointDate = einvoice.NewDate(2026, 2, 30) }, "BT-7", einvoice.ErrDate},
		"too many digits":                 {func(i *einvoice.Invoice) { i.Totals.Due = nines.Mul(nines) }, "BT-115", einvoice.ErrDecimalDigits},
		"too many digits of VAT":          {func(i *einvoice.Invoice) { i.Totals.VATInAccountingCurrency = nines.Mul(nines) }, "BT-111", einvoice.ErrDecimalDigits},
	} {
		inv := sample.Invoice()
		c.spoil(inv)
		_, _, err := cii.Build(inv)
		var e *einvoice.BuildError
		if !errors.As(err, &e) || e.Term != c.term || !errors.Is(err, c.cause) {
			t.Errorf("%s: %v, want %v at %s", name, err, c.cause, c.term)
		}
	}
}

func TestCompact(t *testing.T) {
	out, _, err := cii.BuildOptions{Compact: true}.Build(sample.Invoice())
	if err != nil || slices.Contains(out[60:len(out)-1], '\n') {
		t.Errorf("compact output has line breaks: %v", err)
	}
}
