package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Rules of the Netherlands.
func peppolNL() []Rule {
	return []Rule{
		{ID: "NL-R-001", Severity: Fatal, Terms: t("BT-25"),
			Text:  "Credit note {BT-1} of the Dutch seller names no preceding invoice (BT-25).",
			UBL:   when("cbc:CreditNoteTypeCode", fromNetherlands, has("/*/cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID")),
			Break: dutch(func(inv *einvoice.Invoice) { inv.TypeCode, inv.PrecedingInvoices = "381", nil })},
		{ID: "NL-R-002", Severity: Fatal, Terms: t("BG-5"),
			Text:  "The address of the Dutch seller {BT-27} has no street (BT-35), city (BT-37) or post code (BT-38): {BT-35}, {BT-37}, {BT-38}.",
			UBL:   when("cac:AccountingSupplierParty/cac:Party/cac:PostalAddress", fromNetherlands, dutchAddress),
			Break: dutch(func(inv *einvoice.Invoice) { inv.Seller.Address.Line1 = "" })},
		{ID: "NL-R-003", Severity: Fatal, Terms: t("BT-30", "BT-30-1"),
			Text:  "Legal registration {BT-30} (BT-30) of the Dutch seller is not one of the chamber of commerce (scheme 0106) or an OIN (scheme 0190).",
			UBL:   when("cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID", fromNetherlands, dutchRegistration),
			Break: dutch(func(inv *einvoice.Invoice) { inv.Seller.LegalRegistration.Scheme = "" })},
		{ID: "NL-R-004", Severity: Fatal, Terms: t("BG-8"),
			Text:  "The address of the Dutch buyer {BT-44} has no street (BT-50), city (BT-52) or post code (BT-53): {BT-50}, {BT-52}, {BT-53}.",
			UBL:   when("cac:AccountingCustomerParty/cac:Party/cac:PostalAddress", inNetherlands, dutchAddress),
			Break: dutch(func(inv *einvoice.Invoice) { inv.Buyer.Address.City = "" })},
		{ID: "NL-R-005", Severity: Fatal, Terms: t("BT-47", "BT-47-1"),
			Text:  "Legal registration {BT-47} (BT-47) of the Dutch buyer is not one of the chamber of commerce (scheme 0106) or an OIN (scheme 0190).",
			UBL:   when("cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID", inNetherlands, dutchRegistration),
			Break: dutch(func(inv *einvoice.Invoice) { inv.Buyer.LegalRegistration.Scheme = "" })},
		{ID: "NL-R-006", Severity: Fatal, Terms: t("BG-12"),
			Text:  "The address of the Dutch tax representative {BT-62} has no street (BT-64), city (BT-66) or post code (BT-67): {BT-64}, {BT-66}, {BT-67}.",
			UBL:   when("cac:TaxRepresentativeParty/cac:PostalAddress", withDutchRepresentative, dutchAddress),
			Break: dutch(func(inv *einvoice.Invoice) { inv.TaxRepresentative.Address.PostCode = "" })},
		{ID: "NL-R-007", Severity: Fatal, Terms: t("BG-16"),
			Text: "{BT-115} (BT-115) is to be paid to the Dutch seller, and no payment instructions (BG-16) are given.",
			UBL: when("cac:LegalMonetaryTotal", fromNetherlands, func(c *Check, n Node) bool {
				return nothingDue(n.Child(cbcPayableAmount), c.head.Name() == cnCreditNote) || c.Seen(cacPaymentMeans)
			}),
			Break: dutch(func(inv *einvoice.Invoice) { inv.PaymentInstructions = nil })},
		{ID: "NL-R-008", Severity: Fatal, Terms: t("BT-81"),
			Text:  "Payment means {BT-81} (BT-81) is none of those within the Netherlands: 30, 48, 49, 57, 58, 59.",
			UBL:   when("cac:PaymentMeans", inNetherlands, meansIn("nl-payment-means@peppol-2026.5")),
			Break: dutch(pay("42", "", "NL91ABNA0417164300", ""))},
		{ID: "NL-R-009", Severity: Fatal, Terms: t("BT-132", "BT-13"),
			Text:  "Line {line} of the Dutch seller names line {value} of an order (BT-132), and the invoice names no order (BT-13).",
			UBL:   when("cac:OrderLineReference/cbc:LineID", fromNetherlands, func(c *Check, _ Node) bool { return orderReference.Exists(c.head) }),
			Break: dutch(func(inv *einvoice.Invoice) { inv.PurchaseOrderReference, inv.SalesOrderReference = "", "" })},
	}
}

var (
	dutchAddress   = and(has("cbc:StreetName"), has("cbc:CityName"), has("cbc:PostalZone"))
	orderReference = path("cac:OrderReference/cbc:ID")
)

// nothingDue: the amount is not to be paid by the buyer, or not to be given back.
func nothingDue(amount Node, isCreditNote bool) bool {
	due := amount.Decimal()
	if isCreditNote {
		return due.IsSet() && due.Sign() >= 0
	}
	return due.IsSet() && due.Sign() <= 0
}

// dutchRegistration: among the words of the scheme is 0106 or 0190, and there is a number.
func dutchRegistration(_ *Check, n Node) bool {
	words := " " + n.AttrValue("schemeID") + " "
	return (strings.Contains(words, " 0106 ") || strings.Contains(words, " 0190 ")) && n.Norm() != ""
}

func withDutchRepresentative(c *Check, n Node) bool {
	return fromNetherlands(c, n) && c.nations().representative.upper == "NL"
}
