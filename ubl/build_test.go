package ubl_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
)

// TestBuildLosses: what an invoice holds beyond UBL, and what has nothing to go with,
// is among the losses, with its term.
func TestBuildLosses(t *testing.T) {
	inv := sample.Invoice()
	inv.TypeCode = "381"
	inv.DocumentName = "Gutschrift"
	inv.InvoicedObject.Value = ""
	inv.Lines[1].Price.BaseQuantity.Unit = "C62"
	inv.Lines[0].Item.Classifications[0].Code = ""
	inv.PaymentInstructions = nil
	inv.ThirdPartyPayments = []einvoice.ThirdPartyPayment{{Type: "tolls"}}
	inv.Lines[1].SubLines = []einvoice.Line{{ID: "2.1", PackageQuantity: einvoice.Quantity{Value: einvoice.NewDecimal(3, 0)}}}
	inv.Totals.VATInAccountingCurrency, inv.VATCurrency = einvoice.NewDecimal(1, 0), ""
	_, losses, err := ubl.Build(inv)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range losses {
		got = append(got, l.Term+" "+l.Place)
		if l.Why == "" || l.Kind != einvoice.LossUnbound {
			t.Errorf("%+v", l)
		}
	}
	slices.Sort(got)
	want := []string{
		"BT-111 Totals.VATInAccountingCurrency",
		"BT-150 Lines[1].Price.BaseQuantity.Unit",
		"BT-158-1 Lines[0].Item.Classifications[0].Scheme",
		"BT-158-2 Lines[0].Item.Classifications[0].SchemeVersion",
		"BT-18-1 InvoicedObject.Scheme",
		"BT-9 DueDate",
		"BT-DEX-001 ThirdPartyPayments[0].Type",
		"BT-X-2 DocumentName",
		"BT-X-47 Lines[1].SubLines[0].PackageQuantity.Value",
	}
	if !slices.Equal(got, want) {
		t.Errorf("losses\n%q, want\n%q", got, want)
	}
}

func TestBuildFormat(t *testing.T) {
	if _, _, err := (ubl.BuildOptions{Format: "pdf"}).Build(sample.Invoice()); !errors.Is(err, ubl.ErrFormat) {
		t.Errorf("a format that is not UBL: %v", err)
	}
	compact, _, err := ubl.BuildOptions{Compact: true}.Build(sample.Invoice())
	if err != nil || slices.Contains(compact[60:len(compact)-1], '\n') {
		t.Errorf("compact output has line breaks: %v", err)
	}
}
