package intake

import (
	"fmt"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// demand is something that EN 16931 or Peppol BIS Billing wants of an invoice, and that
// forms of others often lack.
type demand struct {
	who, what, rule string
	lacks           func(inv *einvoice.Invoice) bool
}

const (
	en     = "EN 16931"
	peppol = "Peppol BIS Billing"
)

var demands = []demand{
	{en, "BT-1 Invoice number", "BR-02", func(i *einvoice.Invoice) bool { return strings.TrimSpace(i.Number) == "" }},
	{en, "BT-2 Invoice issue date", "BR-03", func(i *einvoice.Invoice) bool { return !i.IssueDate.IsSet() }},
	{en, "BT-5 Invoice currency code", "BR-05", func(i *einvoice.Invoice) bool { return i.Currency == "" }},
	{en, "BT-27 Seller name", "BR-06", func(i *einvoice.Invoice) bool { return i.Seller.Name == "" }},
	{en, "BT-40 Seller country code", "BR-09", func(i *einvoice.Invoice) bool { return i.Seller.Address.Country == "" }},
	{en, "BT-31 Seller VAT identifier or BT-32 tax registration", "BR-S-02 and its like", func(i *einvoice.Invoice) bool {
		return i.Seller.VATIdentifier == "" && i.Seller.TaxRegistration.Value == "" && i.TaxRepresentative == nil && taxed(i)
	}},
	{en, "BT-44 Buyer name", "BR-07", func(i *einvoice.Invoice) bool { return i.Buyer.Name == "" }},
	{en, "BT-55 Buyer country code", "BR-11", func(i *einvoice.Invoice) bool { return i.Buyer.Address.Country == "" }},
	{en, "BT-48 Buyer VAT identifier", "BR-AE-02, BR-IC-02", func(i *einvoice.Invoice) bool {
		return i.Buyer.VATIdentifier == "" && has(i, "K") || i.Buyer.VATIdentifier == "" && i.Buyer.LegalRegistration.Value == "" && has(i, "AE")
	}},
	{en, "BT-9 Payment due date or BT-20 Payment terms", "BR-CO-25", func(i *einvoice.Invoice) bool {
		return !i.DueDate.IsSet() && i.PaymentTerms == "" && i.Totals.Due.Sign() > 0
	}},
	{en, "BT-84 Payment account identifier", "BR-50, BR-61", func(i *einvoice.Invoice) bool {
		return slices.ContainsFunc(i.PaymentInstructions, func(p einvoice.PaymentInstructions) bool {
			return (p.MeansCode == "30" || p.MeansCode == "58") && len(p.CreditTransfers) == 0
		})
	}},
	{en, "BT-120 VAT exemption reason or BT-121 its code", "BR-E-10 and its like", func(i *einvoice.Invoice) bool {
		return slices.ContainsFunc(i.VATBreakdown, func(b einvoice.VATBreakdown) bool {
			return strings.Contains(" E AE K G O ", " "+b.VATCategory.Code+" ") && b.ExemptionReason == "" && b.ExemptionReasonCode == ""
		})
	}},
	{en, "BT-97 or BT-139 reason of an allowance", "BR-33, BR-42", func(i *einvoice.Invoice) bool {
		return withoutReason(i, func(l *einvoice.Line) []einvoice.AllowanceCharge { return l.Allowances }, i.Allowances)
	}},
	{en, "BT-104 or BT-144 reason of a charge", "BR-38, BR-44", func(i *einvoice.Invoice) bool {
		return withoutReason(i, func(l *einvoice.Line) []einvoice.AllowanceCharge { return l.Charges }, i.Charges)
	}},
	{peppol, "BT-10 Buyer reference or BT-13 Purchase order reference", "PEPPOL-EN16931-R003", func(i *einvoice.Invoice) bool { return i.BuyerReference == "" && i.PurchaseOrderReference == "" }},
	{peppol, "BT-34 Seller electronic address", "PEPPOL-EN16931-R020", func(i *einvoice.Invoice) bool { return i.Seller.ElectronicAddress.Value == "" }},
	{peppol, "BT-49 Buyer electronic address", "PEPPOL-EN16931-R010", func(i *einvoice.Invoice) bool { return i.Buyer.ElectronicAddress.Value == "" }},
}

// missing names what the invoice lacks, one note each.
func missing(inv *einvoice.Invoice) (notes []string) {
	for _, d := range demands {
		if d.lacks(inv) {
			notes = append(notes, fmt.Sprintf("missing for %s: %s (%s)", d.who, d.what, d.rule))
		}
	}
	return notes
}

func has(inv *einvoice.Invoice, category string) bool {
	return slices.ContainsFunc(inv.VATBreakdown, func(b einvoice.VATBreakdown) bool { return b.VATCategory.Code == category })
}

// taxed tells whether something is not outside the scope of VAT.
func taxed(inv *einvoice.Invoice) bool {
	return slices.ContainsFunc(inv.VATBreakdown, func(b einvoice.VATBreakdown) bool { return b.VATCategory.Code != "O" })
}

func withoutReason(inv *einvoice.Invoice, of func(*einvoice.Line) []einvoice.AllowanceCharge, own []einvoice.AllowanceCharge) bool {
	none := func(a einvoice.AllowanceCharge) bool { return a.Reason == "" && a.ReasonCode == "" }
	return slices.ContainsFunc(own, none) || slices.ContainsFunc(inv.Lines, func(l einvoice.Line) bool { return slices.ContainsFunc(of(&l), none) })
}
