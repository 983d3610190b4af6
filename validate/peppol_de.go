package validate

import (
	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
)

// Rules of Germany for invoices within the country: what XRechnung asks for, too.
func peppolDE() []Rule {
	return []Rule{
		{ID: "DE-R-001", Severity: Fatal, Terms: t("BG-16"),
			Text:  "Invoice {BT-1} from Germany to Germany has no payment instructions (BG-16).",
			UBL:   when("/*", inGermany, has("cac:PaymentMeans")),
			Break: german(func(inv *einvoice.Invoice) { inv.PaymentInstructions = nil })},
		{ID: "DE-R-002", Severity: Fatal, Terms: t("BG-6"),
			Text:  "The German seller {BT-27} gives no contact (BG-6).",
			UBL:   when("/*/cac:AccountingSupplierParty", inGermany, has("cac:Party/cac:Contact")),
			Break: german(func(inv *einvoice.Invoice) { inv.Seller.Contact = nil })},
		{ID: "DE-R-003", Severity: Fatal, Terms: t("BT-37"),
			Text:  "The address of the German seller {BT-27} has no city (BT-37).",
			UBL:   when("/*/cac:AccountingSupplierParty/cac:Party/cac:PostalAddress", inGermany, filled("cbc:CityName")),
			Break: german(func(inv *einvoice.Invoice) { inv.Seller.Address.City = "" })},
		{ID: "DE-R-004", Severity: Fatal, Terms: t("BT-38"),
			Text:  "The address of the German seller {BT-27} has no post code (BT-38).",
			UBL:   when("/*/cac:AccountingSupplierParty/cac:Party/cac:PostalAddress", inGermany, filled("cbc:PostalZone")),
			Break: german(func(inv *einvoice.Invoice) { inv.Seller.Address.PostCode = "" })},
		{ID: "DE-R-005", Severity: Fatal, Terms: t("BT-41"),
			Text:  "The contact of the German seller {BT-27} names no person or department (BT-41).",
			UBL:   when(ublSellerContact, inGermany, filled("cbc:Name")),
			Break: german(func(inv *einvoice.Invoice) { inv.Seller.Contact.Point = "" })},
		{ID: "DE-R-006", Severity: Fatal, Terms: t("BT-42"),
			Text:  "The contact {BT-41} of the German seller has no telephone number (BT-42).",
			UBL:   when(ublSellerContact, inGermany, filled("cbc:Telephone")),
			Break: german(func(inv *einvoice.Invoice) { inv.Seller.Contact.Telephone = "" }), Also: t("DE-R-027")},
		{ID: "DE-R-007", Severity: Fatal, Terms: t("BT-43"),
			Text:  "The contact {BT-41} of the German seller has no e-mail address (BT-43).",
			UBL:   when(ublSellerContact, inGermany, filled("cbc:ElectronicMail")),
			Break: german(func(inv *einvoice.Invoice) { inv.Seller.Contact.Email = "" }), Also: t("DE-R-028")},
		{ID: "DE-R-008", Severity: Fatal, Terms: t("BT-52"),
			Text:  "The address of the German buyer {BT-44} has no city (BT-52).",
			UBL:   when("/*/cac:AccountingCustomerParty/cac:Party/cac:PostalAddress", inGermany, filled("cbc:CityName")),
			Break: german(func(inv *einvoice.Invoice) { inv.Buyer.Address.City = "" })},
		{ID: "DE-R-009", Severity: Fatal, Terms: t("BT-53"),
			Text:  "The address of the German buyer {BT-44} has no post code (BT-53).",
			UBL:   when("/*/cac:AccountingCustomerParty/cac:Party/cac:PostalAddress", inGermany, filled("cbc:PostalZone")),
			Break: german(func(inv *einvoice.Invoice) { inv.Buyer.Address.PostCode = "" })},
		{ID: "DE-R-010", Severity: Fatal, Terms: t("BT-77"),
			Text:  "The address of delivery of an invoice within Germany has no city (BT-77).",
			UBL:   when("/*/cac:Delivery/cac:DeliveryLocation/cac:Address", inGermany, filled("cbc:CityName")),
			Break: german(func(inv *einvoice.Invoice) { inv.Delivery.Address.City = "" })},
		{ID: "DE-R-011", Severity: Fatal, Terms: t("BT-78"),
			Text:  "The address of delivery of an invoice within Germany has no post code (BT-78).",
			UBL:   when("/*/cac:Delivery/cac:DeliveryLocation/cac:Address", inGermany, filled("cbc:PostalZone")),
			Break: german(func(inv *einvoice.Invoice) { inv.Delivery.Address.PostCode = "" })},
		{ID: "DE-R-014", Severity: Fatal, Terms: t("BT-119"),
			Text:  "The VAT breakdown of category {BT-118} has no rate (BT-119), which Germany demands.",
			Help:  "Give the rate 0 where no VAT is charged.",
			UBL:   when("/*/cac:TaxTotal/cac:TaxSubtotal", inGermany, filled("cac:TaxCategory/cbc:Percent")),
			Break: german(func(inv *einvoice.Invoice) { inv.VATBreakdown[1].VATCategory.Rate = einvoice.Decimal{} })},
		{ID: "DE-R-015", Severity: Fatal, Terms: t("BT-10"),
			Text:  "Invoice {BT-1} within Germany has no buyer reference (BT-10).",
			Help:  "Public authorities in Germany give a Leitweg-ID; others any reference by which they route invoices.",
			UBL:   when("/*", inGermany, filled("cbc:BuyerReference")),
			Break: german(func(inv *einvoice.Invoice) { inv.BuyerReference = "" })},
		{ID: "DE-R-016", Severity: Fatal, Terms: t("BT-31", "BT-32", "BG-11"),
			Text: "The German seller {BT-27} deals in VAT and gives neither VAT identifier (BT-31) nor tax registration (BT-32) nor tax representative (BG-11).",
			UBL:  when("/*", inGermany, germanTaxNumber),
			Break: german(func(inv *einvoice.Invoice) {
				inv.Seller.VATIdentifier, inv.Seller.TaxRegistration, inv.TaxRepresentative = "", einvoice.Identifier{}, nil
			})},
		{ID: "DE-R-017", Severity: Warning, Terms: t("BT-3"),
			Text:  "Type code {BT-3} (BT-3) is none of those for invoices within Germany: 326, 380, 381, 384, 389, 875, 876, 877.",
			UBL:   when("/*", inGermany, germanType),
			Break: german(func(inv *einvoice.Invoice) { inv.TypeCode = "386" })},
		{ID: "DE-R-018", Severity: Fatal, Terms: t("BT-20"),
			Text:  "The line {discount} of the payment terms (BT-20) is no cash discount in the agreed form, or no line end follows it.",
			Help:  "Write each discount on a line of its own, such as #SKONTO#TAGE=14#PROZENT=2.00#, with BASISBETRAG=100.00# behind it where it is not on the whole amount, and end the line.",
			UBL:   germanDiscounts(isDiscount),
			Break: german(func(inv *einvoice.Invoice) { inv.PaymentTerms = "#SKONTO#TAGE=14#PROZENT=2#\n" })},
		{ID: "DE-R-019", Severity: Warning, Terms: t("BT-84"),
			Text:  "Account {BT-84} of the SEPA credit transfer (BT-81 is 58) is no IBAN.",
			UBL:   when("/*/cac:PaymentMeans", and(meansNorm("58"), inGermany), ibanAt("cac:PayeeFinancialAccount/cbc:ID")),
			Break: german(pay("58", "", "DE75512108001245126198", ""))},
		{ID: "DE-R-020", Severity: Warning, Terms: t("BT-91"),
			Text:  "The debited account {BT-91} of the SEPA direct debit (BT-81 is 59) is no IBAN.",
			UBL:   when("/*/cac:PaymentMeans", and(meansNorm("59"), inGermany), ibanAt("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID")),
			Break: german(debit("59", "DE75512108001245126198"))},
		{ID: "DE-R-022", Severity: Fatal, Terms: t("BT-125-2"),
			Text: "File name {file} (BT-125-2) stands with more than one attachment.",
			Help: "Give each attachment a file name of its own.",
			UBL:  each("/*", sameFileNames),
			Break: german(func(inv *einvoice.Invoice) {
				inv.SupportingDocuments = append(inv.SupportingDocuments, inv.SupportingDocuments[0])
			})},
		{ID: "DE-R-023-1", Severity: Fatal, Terms: t("BG-17"),
			Text:  "Payment means {BT-81} (BT-81) is a credit transfer, and no account to pay to (BG-17) is given.",
			UBL:   when("/*/cac:PaymentMeans", and(meansIn("transfer-payment-means@xrechnung-3.0.2"), inGermany), has("cac:PayeeFinancialAccount")),
			Break: german(pay("30", "", "", ""))},
		{ID: "DE-R-023-2", Severity: Fatal, Terms: t("BG-18", "BG-19"),
			Text:  "Payment means {BT-81} (BT-81) is a credit transfer, and a card (BG-18) or direct debit (BG-19) is given with it.",
			UBL:   when("/*/cac:PaymentMeans", and(meansIn("transfer-payment-means@xrechnung-3.0.2"), inGermany), and(lacks("cac:CardAccount"), lacks("cac:PaymentMandate"))),
			Break: german(withCard)},
		{ID: "DE-R-024-1", Severity: Fatal, Terms: t("BG-18"),
			Text:  "Payment means {BT-81} (BT-81) is a card payment, and no card (BG-18) is given.",
			UBL:   when("/*/cac:PaymentMeans", and(meansIn("card-payment-means@xrechnung-3.0.2"), inGermany), has("cac:CardAccount")),
			Break: german(pay("48", "", "", ""))},
		{ID: "DE-R-024-2", Severity: Fatal, Terms: t("BG-17", "BG-19"),
			Text:  "Payment means {BT-81} (BT-81) is a card payment, and a credit transfer (BG-17) or direct debit (BG-19) is given with it.",
			UBL:   when("/*/cac:PaymentMeans", and(meansIn("card-payment-means@xrechnung-3.0.2"), inGermany), and(lacks("cac:PayeeFinancialAccount"), lacks("cac:PaymentMandate"))),
			Break: german(pay("48", "", "DE75512108001245126199", ""), withCard)},
		{ID: "DE-R-025-1", Severity: Fatal, Terms: t("BG-19"),
			Text:  "Payment means {BT-81} (BT-81) is a SEPA direct debit, and no direct debit (BG-19) is given.",
			UBL:   when("/*/cac:PaymentMeans", and(meansNorm("59"), inGermany), has("cac:PaymentMandate")),
			Break: german(pay("59", "", "", "")), Also: t("DE-R-020", "PEPPOL-EN16931-R061")},
		{ID: "DE-R-025-2", Severity: Fatal, Terms: t("BG-17", "BG-18"),
			Text:  "Payment means {BT-81} (BT-81) is a SEPA direct debit, and a credit transfer (BG-17) or card (BG-18) is given with it.",
			UBL:   when("/*/cac:PaymentMeans", and(meansNorm("59"), inGermany), and(lacks("cac:PayeeFinancialAccount"), lacks("cac:CardAccount"))),
			Break: german(debit("59", "DE75512108001245126199"), withCard)},
		{ID: "DE-R-026", Severity: Warning, Terms: t("BT-3", "BG-3"),
			Text:  "A corrected invoice (BT-3 is 384) within Germany names no preceding invoice (BG-3).",
			UBL:   when("/*", and(or(saysNorm("cbc:InvoiceTypeCode", "384"), saysNorm("cbc:CreditNoteTypeCode", "384")), inGermany), has("cac:BillingReference/cac:InvoiceDocumentReference")),
			Break: german(func(inv *einvoice.Invoice) { inv.TypeCode, inv.PrecedingInvoices = "384", nil })},
		{ID: "DE-R-027", Severity: Warning, Terms: t("BT-42"),
			Text:  "Telephone number {BT-42} (BT-42) of the German seller's contact has fewer than three digits.",
			UBL:   when(ublSellerContact, inGermany, normAt("cbc:Telephone", isTelephone)),
			Break: german(func(inv *einvoice.Invoice) { inv.Seller.Contact.Telephone = "none" })},
		{ID: "DE-R-028", Severity: Warning, Terms: t("BT-43"),
			Text:  "{BT-43} (BT-43) of the German seller's contact is no e-mail address.",
			UBL:   when(ublSellerContact, inGermany, normAt("cbc:ElectronicMail", isEmail)),
			Break: german(func(inv *einvoice.Invoice) { inv.Seller.Contact.Email = "accounts@localhost" })},
		{ID: "DE-R-030", Severity: Fatal, Terms: t("BT-90"),
			Text:  "A direct debit (BG-19) within Germany asks for the creditor identifier (BT-90) of seller or payee.",
			UBL:   when("/*", and(has("cac:PaymentMeans/cac:PaymentMandate"), inGermany), hasCreditorID),
			Break: german(debit("59", "DE75512108001245126199"), noCreditor)},
		{ID: "DE-R-031", Severity: Fatal, Terms: t("BT-91"),
			Text:  "A direct debit (BG-19) within Germany asks for the account that is debited (BT-91).",
			UBL:   when("/*", and(has("cac:PaymentMeans/cac:PaymentMandate"), inGermany), has("cac:PaymentMeans/cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID")),
			Break: german(debit("59", "")), Also: t("DE-R-020")},
		{ID: "DE-R-T02", Severity: Warning, Terms: t("BT-124"),
			Text:  "Document location {BT-124} (BT-124) does not begin with a scheme such as https:.",
			UBL:   when("/*/cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference", inGermany, textAt("cbc:URI", isAbsoluteURI)),
			Break: german(func(inv *einvoice.Invoice) { inv.SupportingDocuments[0].Location = "musterwerk.example/r-2026-0117" })},
	}
}

var (
	germanVATCodes  = codes.Get("seller-vat-categories@peppol-2026.5")
	germanTypes     = codes.Get("de-document-types@peppol-2026.5")
	sellerTaxNumber = path("cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID")
	fiscalAgent     = path("cac:TaxRepresentativeParty")
	headAllowances  = path("cac:AllowanceCharge")
	attachedFiles   = path("cac:AdditionalDocumentReference/cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
	creditorIDs     = path("cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID|cac:PayeeParty/cac:PartyIdentification/cbc:ID")
	typeCodes       = path("cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode")
)

// germanTaxNumber: the seller gives a tax number or a representative, or the document has
// none of the VAT categories that need one.
func germanTaxNumber(c *Check, n Node) bool {
	given := fiscalAgent.Exists(n) || !sellerTaxNumber.Each(n, func(x Node) bool { return x.Norm() == "" })
	if given || c.nations().taxed {
		return given
	}
	return headAllowances.Each(n, func(x Node) bool {
		if s := chargeIndicatorPath.First(x).Text(); s != "true" && s != "false" {
			return true
		}
		return allowanceVAT.Each(x, func(code Node) bool { return !germanVATCodes.Has(code.Text()) })
	})
}

// germanDiscounts looks for early payment discounts that are not in their form.
func germanDiscounts(form func(line string) bool) Test {
	return each("/*/cac:PaymentTerms", func(c *Check, n Node) {
		if !inGermany(c, n) {
			return
		}
		note := n.Child(cbcNote)
		if line, wrong := wrongDiscount(note.Text(), form); wrong {
			c.Arg("discount", line).Fail(note)
		}
	})
}

func germanType(_ *Check, n Node) bool {
	return !typeCodes.Each(n, func(x Node) bool { return !germanTypes.Has(x.Norm()) })
}

// sameFileNames fails at each attachment whose file name an earlier document has.
func sameFileNames(c *Check, n Node) {
	if !inGermany(c, n) {
		return
	}
	seen := map[string]bool{}
	attachedFiles.Each(n, func(x Node) bool {
		if file, ok := x.Attr("filename"); ok {
			if seen[file] {
				c.Arg("file", file).Fail(x)
			}
			seen[file] = true
		}
		return true
	})
}

func hasCreditorID(_ *Check, n Node) bool {
	return !creditorIDs.Each(n, func(x Node) bool { return x.AttrValue("schemeID") != "SEPA" })
}

func withCard(inv *einvoice.Invoice) {
	inv.PaymentInstructions[0].Card = aCard()
}

func noCreditor(inv *einvoice.Invoice) {
	inv.Seller.BankAssignedCreditorIdentifier, inv.Payee.BankAssignedCreditorIdentifier = "", ""
}
