package cii_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/sample"
)

func TestProfileOf(t *testing.T) {
	for specification, want := range map[string]cii.Profile{
		"urn:factur-x.eu:1p0:minimum":                                                cii.Minimum,
		"urn:factur-x.eu:1p0:basicwl":                                                cii.BasicWL,
		"urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic":                cii.Basic,
		"urn:cen.eu:en16931:2017":                                                    cii.EN16931,
		"urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended":            cii.Extended,
		"urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0":      cii.XRechnung,
		"urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_2.0": cii.XRechnung,
		"urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_1.2": cii.XRechnung,
		"urn:zugferd.de:2p0:minimum":                                                 cii.Minimum, // ZUGFeRD 2.0
		"urn:zugferd.de:2p0:basicwl":                                                 cii.BasicWL,
		"urn:cen.eu:en16931:2017#compliant#urn:zugferd.de:2p0:basic":                 cii.Basic,
		"urn:cen.eu:en16931:2017#conformant#urn:zugferd.de:2p0:extended":             cii.Extended,
		" URN:CEN.EU:EN16931:2017#Compliant#urn:Factur-X.eu:1p0:Basic\n":             cii.Basic,
		"urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0": cii.EN16931, // a CIUS of EN 16931 has no more than EN 16931
		"urn:cen.eu:en16931:2017#conformant#urn:some.example:extension":              0,           // an extension may have
		"urn:ferd:CrossIndustryDocument:invoice:1p0:comfort":                         0,           // ZUGFeRD 1.0
		"urn:factur-x.eu:1p0:comfort":                                                0,
		"urn:some.example:basic":                                                     0,
		"urn:cen.eu:en16931:2018":                                                    0,
		"EN 16931":                                                                   0,
		"":                                                                           0,
	} {
		if got := cii.ProfileOf(specification); got != want {
			t.Errorf("ProfileOf(%q) = %v, want %v", specification, got, want)
		}
	}
}

func TestProfiles(t *testing.T) {
	all := cii.Profiles()
	if want := []cii.Profile{cii.Minimum, cii.BasicWL, cii.Basic, cii.EN16931, cii.Extended, cii.XRechnung}; !slices.Equal(all, want) {
		t.Errorf("Profiles() = %v, want %v", all, want)
	}
	names := map[string]bool{}
	for _, p := range all {
		if got := cii.ProfileOf(p.Specification()); got != p {
			t.Errorf("%v: ProfileOf(%q) is %v", p, p.Specification(), got)
		}
		if got := cii.Smallest(uint16(p)); got != p {
			t.Errorf("Smallest(%v) = %v", p, got)
		}
		names[p.String()] = true
	}
	if len(names) != 6 || !names["BASIC WL"] || !names["EN 16931"] {
		t.Errorf("the names are %v", names)
	}
	all[0] = cii.Extended
	if cii.Profiles()[0] != cii.Minimum {
		t.Error("Profiles() can be changed from outside")
	}
	if p := cii.Profile(0); p.String() != "profile 0" || p.Specification() != "" {
		t.Errorf("profile 0 is %q, %q", p, p.Specification())
	}
	for set, want := range map[uint16]cii.Profile{
		0: cii.Minimum, uint16(cii.EN16931 | cii.XRechnung | cii.Extended): cii.EN16931, uint16(cii.Extended): cii.Extended, uint16(cii.Basic | cii.BasicWL): cii.BasicWL,
	} {
		if got := cii.Smallest(set); got != want {
			t.Errorf("Smallest(%b) = %v, want %v", set, got, want)
		}
	}
}

// TestBuildGoesBySpecification: without a profile in the options BT-24 chooses it, and
// one that names none leaves out nothing that CII has.
func TestBuildGoesBySpecification(t *testing.T) {
	inv := sample.Invoice()
	inv.DocumentName = "RECHNUNG" // EXTENDED
	for specification, want := range map[string][]string{
		cii.Extended.Specification():     nil,
		"urn:some.example:specification": nil,
		"":                               nil,
		cii.EN16931.Specification():      {"DocumentName: the profile EN 16931 has no place for it"},
		cii.XRechnung.Specification():    {"DocumentName: the profile XRECHNUNG has no place for it"},
	} {
		inv.Process.Specification = specification
		out, losses, err := cii.Build(inv)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range losses {
			if l.Place == "DocumentName" {
				got = append(got, l.Place+": "+l.Why)
			}
		}
		if !slices.Equal(got, want) || strings.Contains(string(out), "RECHNUNG") != (want == nil) {
			t.Errorf("%q: losses %q, want %q", specification, got, want)
		}
	}
}

// TestProfileAndContent: a document is read whole whatever its guideline says, and
// written as far as the guideline goes.
func TestProfileAndContent(t *testing.T) {
	inv := sample.Invoice()
	inv.Process.Specification = cii.Minimum.Specification()
	data, _, err := cii.BuildOptions{Profile: cii.Extended}.Build(inv)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := cii.Parse(data)
	if err != nil || len(doc.Losses) > 0 || len(doc.Invoice.Lines) != 2 || len(doc.Invoice.Notes) != 1 {
		t.Fatalf("%v, losses %v, %d lines", err, doc.Losses, len(doc.Invoice.Lines))
	}
	out, losses, err := cii.Build(&doc.Invoice)
	if err != nil {
		t.Fatal(err)
	}
	places := map[string]string{}
	for _, l := range losses {
		places[l.Place] = l.Why
	}
	for _, place := range []string{"Notes[0].Text", "DueDate", "Lines[0].ID", "Lines[0].Item.Name", "Lines[1].NetAmount", "Buyer.VATIdentifier", "Totals.LineNet", "Payee.Name", "PaymentInstructions[0].MeansCode"} {
		if places[place] != "the profile MINIMUM has no place for it" {
			t.Errorf("%s: %q", place, places[place])
		}
	}
	for _, name := range []string{"IncludedSupplyChainTradeLineItem", "IncludedNote", "PayeeTradeParty", "SpecifiedTradeSettlementPaymentMeans"} {
		if strings.Contains(string(out), name) {
			t.Errorf("MINIMUM has %s", name)
		}
	}
	again, err := cii.Parse(out)
	if err != nil || len(again.Losses) > 0 || again.Invoice.Number != inv.Number || again.Invoice.Seller.VATIdentifier != inv.Seller.VATIdentifier || !again.Invoice.Totals.Due.Equal(inv.Totals.Due) {
		t.Errorf("%v, losses %v\n%s", err, again.Losses, out)
	}
}

// TestBuildLosses: what an invoice holds beyond CII, and what has nothing to go with,
// is among the losses, with its term, whatever the profile.
func TestBuildLosses(t *testing.T) {
	inv := sample.Invoice()
	inv.Lines[1].Price.BaseQuantity.Unit = "C62"
	inv.Lines[1].Price.Gross = einvoice.NewDecimal(200, 0)
	inv.Lines[0].Item.Classifications[0].Code = ""
	inv.Lines[1].SubLines = []einvoice.Line{{ID: "2.1", SubLines: []einvoice.Line{{ID: "2.1.1"}}}}
	inv.ThirdPartyPayments = []einvoice.ThirdPartyPayment{{Type: "tolls"}}
	inv.PaymentInstructions[0].Card.Network = "Example"
	inv.Buyer.TaxRegistration = einvoice.Identifier{Value: "1", Scheme: "VA"} // would be a VAT identifier
	inv.SupportingDocuments[0].Attachment.MIMECode = ""
	inv.Payee.BankAssignedCreditorIdentifier = "DE00ZZZ"
	inv.PaymentInstructions = append(inv.PaymentInstructions, einvoice.PaymentInstructions{Remittance: "other", DirectDebit: &einvoice.DirectDebit{MandateReference: "M-56"}})
	inv.PaymentDiscounts = []einvoice.PaymentDiscount{{Period: einvoice.Quantity{Unit: "DAY"}}}
	inv.Totals.VATInAccountingCurrency, inv.VATCurrency = einvoice.NewDecimal(1, 0), ""
	want := []string{
		"BT-126 Lines[1].SubLines[0].ID",
		"BT-126 Lines[1].SubLines[0].SubLines[0].ID",
		"BT-111 Totals.VATInAccountingCurrency",
		"BT-150 Lines[1].Price.BaseQuantity.Unit",
		"BT-158-1 Lines[0].Item.Classifications[0].Scheme",
		"BT-158-2 Lines[0].Item.Classifications[0].SchemeVersion",
		"BT-83 PaymentInstructions[1].Remittance",
		"BT-89 PaymentInstructions[1].DirectDebit.MandateReference",
		"BT-90 Payee.BankAssignedCreditorIdentifier",
		"BT-DEX-001 ThirdPartyPayments[0].Type",
		"EX-1-1 Buyer.TaxRegistration.Scheme",
		"EX-2 PaymentInstructions[0].Card.Network",
		"BT-X-284 PaymentDiscounts[0].Period.Unit",
	}
	slices.Sort(want)
	for _, p := range []cii.Profile{cii.Extended, cii.Any} {
		_, losses, err := cii.BuildOptions{Profile: p}.Build(inv)
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
		if !slices.Equal(got, want) {
			t.Errorf("%v: losses\n%q, want\n%q", p, got, want)
		}
	}
}
