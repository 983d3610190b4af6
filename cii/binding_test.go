package cii_test

import (
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
)

// TestBindings: every place that is bound has a term; what has none is fixed, a group,
// or declared lost.
func TestBindings(t *testing.T) {
	all := bindings(t, einvoice.CII)
	seen := map[string]bool{}
	lost := 0
	for _, b := range all {
		term, ok := einvoice.TermAt(b.Place)
		switch {
		case b.Kind == "lost":
			if lost++; b.Place != "" {
				t.Errorf("%s is lost, and bound to %s", b.Path, b.Place)
			}
		case strings.HasPrefix(b.Kind, "="):
			if b.Place != "" {
				t.Errorf("%s is fixed, and bound to %s", b.Path, b.Place)
			}
		case !ok && b.Kind != "group":
			t.Errorf("%s (%s) is bound to %q, which is no term's place", b.Path, b.Kind, b.Place)
		case ok && (term.Type == einvoice.Group) != (b.Kind == "group"):
			t.Errorf("%s (%s) is bound to %s, which is %s", b.Path, b.Kind, b.Place, term.Type)
		}
		if !strings.HasPrefix(b.Path, "/rsm:CrossIndustryInvoice/") {
			t.Errorf("the path %s", b.Path)
		}
		// VAT and other taxes are two rows for the same: only one of the two can be there.
		if key := b.Path + " " + b.Place; b.Place != "" && seen[key] && !strings.Contains(b.Path+"/", "TradeTax/") {
			t.Errorf("%s is bound to %s twice", b.Path, b.Place)
		} else {
			seen[key] = true
		}
	}
	if len(all) < 350 || lost < 10 {
		t.Errorf("only %d bindings, %d of them lost", len(all), lost)
	}
	for _, want := range []string{
		"/rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:ID Number",
		"/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement/ram:BuyerReference BuyerReference",
		"/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax/ram:TaxPointDate/udt:DateString TaxPointDate",
		"/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:CreditorReferenceID Payee.BankAssignedCreditorIdentifier",
		"/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:TaxTotalAmount Totals.VATInAccountingCurrency",
		"/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedTradeProduct/ram:DesignatedProductClassification/ram:ClassCode/@listVersionID Lines[].Item.Classifications[].SchemeVersion",
	} {
		if !seen[want] {
			t.Errorf("not bound: %s", want)
		}
	}
}

// TestViaShare: how much of the mapping is code instead of rows.
func TestViaShare(t *testing.T) {
	bound, via := map[string]bool{}, map[string]bool{}
	for _, b := range bindings(t, einvoice.CII) {
		if term, ok := einvoice.TermAt(b.Place); !ok || term.Type == einvoice.Group {
			continue
		}
		if bound[b.Place] = true; b.Via {
			via[b.Place] = true
		}
	}
	share := 100 * float64(len(via)) / float64(len(bound))
	t.Logf("of %d places %d go through Via: %.1f %%", len(bound), len(via), share)
	if len(bound) < 200 || len(via) == 0 || share > 15 {
		t.Errorf("%d of %d places go through Via: %.1f %%, at most 15 are wanted", len(via), len(bound), share)
	}
}

// TestProfilesContainOneAnother: who has a place, has it in every larger profile, and
// XRECHNUNG has what EN 16931 has.
func TestProfilesContainOneAnother(t *testing.T) {
	has := map[cii.Profile]int{}
	for _, b := range bindings(t, einvoice.CII) {
		set := cii.Profile(b.Profiles)
		in := func(p cii.Profile) bool { return set == 0 || set&p != 0 }
		sizes := []cii.Profile{cii.Minimum, cii.BasicWL, cii.Basic, cii.EN16931, cii.Extended}
		for i, p := range sizes {
			if in(p) {
				has[p]++
			}
			if i > 0 && in(sizes[i-1]) && !in(p) {
				t.Errorf("%s (%s) is in %v, but not in %v", b.Path, b.Place, sizes[i-1], p)
			}
		}
		if in(cii.XRechnung) != in(cii.EN16931) {
			t.Errorf("%s (%s): XRECHNUNG %t, EN 16931 %t", b.Path, b.Place, in(cii.XRechnung), in(cii.EN16931))
		}
	}
	t.Logf("bindings: %v", has)
	if !(has[cii.Minimum] > 20 && has[cii.Minimum] < has[cii.BasicWL] && has[cii.BasicWL] < has[cii.Basic] && has[cii.Basic] < has[cii.EN16931] && has[cii.EN16931] < has[cii.Extended]) {
		t.Errorf("bindings by profile: %v", has)
	}
}

// TestProfilesByTerm holds the profiles against what is known of them: for some terms,
// the first profile that has them (Factur-X 1.0, table of business terms).
func TestProfilesByTerm(t *testing.T) {
	first := map[string]cii.Profile{}
	for _, b := range bindings(t, einvoice.CII) {
		p := cii.Smallest(b.Profiles)
		if was, ok := first[b.Place]; !ok || p < was {
			first[b.Place] = p
		}
	}
	for place, want := range map[string]cii.Profile{
		"Number": cii.Minimum, "TypeCode": cii.Minimum, "IssueDate": cii.Minimum, "Currency": cii.Minimum, "BuyerReference": cii.Minimum, "PurchaseOrderReference": cii.Minimum,
		"Seller.Name": cii.Minimum, "Seller.VATIdentifier": cii.Minimum, "Seller.Address.Country": cii.Minimum, "Seller.LegalRegistration.Value": cii.Minimum,
		"Buyer.Name": cii.Minimum, "Buyer.LegalRegistration.Value": cii.Minimum, "Totals.WithoutVAT": cii.Minimum, "Totals.VAT": cii.Minimum, "Totals.WithVAT": cii.Minimum, "Totals.Due": cii.Minimum,
		"Seller.Address.City": cii.BasicWL, "Buyer.VATIdentifier": cii.BasicWL, "Buyer.Address.Country": cii.BasicWL, "Notes[].Text": cii.BasicWL, "DueDate": cii.BasicWL, "Totals.LineNet": cii.BasicWL,
		"VATCurrency": cii.BasicWL, "VATBreakdown[].TaxAmount": cii.BasicWL, "PrecedingInvoices[].Reference": cii.BasicWL, "ContractReference": cii.BasicWL, "DespatchAdvice": cii.BasicWL,
		"Lines[].ID": cii.Basic, "Lines[].Price.Net": cii.Basic, "Lines[].Item.Name": cii.Basic, "Lines[].Item.Standard.Value": cii.Basic, "Lines[].Allowances[].Amount": cii.Basic,
		"Seller.Contact.Email": cii.EN16931, "SalesOrderReference": cii.EN16931, "SupportingDocuments[].Reference": cii.EN16931, "Totals.Rounding": cii.EN16931, "ProjectReference": cii.EN16931,
		"TaxPointDate": cii.EN16931, "Lines[].Item.Description": cii.EN16931, "Lines[].Item.Attributes[].Value": cii.EN16931, "Lines[].Object.Value": cii.EN16931, "ReceivingAdvice": cii.EN16931,
		"DocumentName": cii.Extended, "Invoicee.Name": cii.Extended, "LogisticsCharges[].Amount": cii.Extended, "PaymentDiscounts[].Amount": cii.Extended, "FurtherPaymentTerms[].PartialAmount": cii.Extended,
		"Lines[].ParentID": cii.Extended, "Lines[].Item.IncludedItems[].Name": cii.Extended, "VATCurrencyExchange.Rate": cii.Extended, "DeliveryNote": cii.Extended, "Buyer.AdditionalLegalInformation": cii.Extended,
	} {
		if got, ok := first[place]; !ok || got != want {
			t.Errorf("%s: bound %t, first in %v, want %v", place, ok, got, want)
		}
	}
}

func bindings(t *testing.T, f einvoice.Format) []einvoice.Binding {
	t.Helper()
	all, err := cii.Bindings(f)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
