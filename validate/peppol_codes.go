package validate

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
)

// Codes, dates and reasons for exemption.
func peppolCodes() []Rule {
	return slices.Concat([]Rule{
		{ID: "PEPPOL-EN16931-CL001", Severity: Fatal, Terms: t("BT-125"),
			Text:  "Peppol does not allow attachments of the type {code} (BT-125).",
			Help:  "PDF, PNG, JPEG, CSV, XLSX and ODS are allowed.",
			UBL:   attrIn("cbc:EmbeddedDocumentBinaryObject", "mimeCode", "mime@peppol-2026.5"),
			Break: func(inv *einvoice.Invoice) { inv.SupportingDocuments[0].Attachment.MIMECode = "text/plain" }},
		{ID: "PEPPOL-EN16931-CL002", Severity: Fatal, Terms: t("BT-98", "BT-140"),
			Text:  "The reason code {value} of an allowance is not in UNTDID 5189 (BT-98, BT-140).",
			UBL:   reasonIn("allowance-reasons@peppol-2026.5", "false"),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Allowances[0].ReasonCode = "ABC" }},
		{ID: "PEPPOL-EN16931-CL003", Severity: Fatal, Terms: t("BT-105", "BT-145"),
			Text:  "The reason code {value} of a charge is not in UNTDID 7161 (BT-105, BT-145).",
			UBL:   reasonIn("charge-reasons@peppol-2026.5", "true"),
			Break: func(inv *einvoice.Invoice) { inv.Charges[0].ReasonCode = "95" }},
		{ID: "PEPPOL-EN16931-CL006", Severity: Fatal, Terms: t("BT-8"),
			Text:  "The VAT point date code {value} (BT-8) is none of 3, 35 and 432.",
			UBL:   at("cac:InvoicePeriod/cbc:DescriptionCode", isIn("tax-point-codes@peppol-2026.5")),
			Break: func(inv *einvoice.Invoice) { inv.TaxPointDate, inv.TaxPointDateCode = einvoice.Date{}, "5" }},
		{ID: "PEPPOL-EN16931-CL007", Severity: Fatal, Terms: t("BT-5", "BT-6"),
			Text:  "The currency {code} of {element} is not in ISO 4217.",
			UBL:   currencyIn("currencies@peppol-2026.5"),
			Break: func(inv *einvoice.Invoice) { inv.VATCurrency = "XYZ" }},
		{ID: "PEPPOL-EN16931-CL008", Severity: Fatal, Terms: t("BT-34", "BT-49"),
			Text:  "The scheme {code} of the electronic address {value} is not in the list of electronic address schemes (EAS).",
			UBL:   attrIn("cbc:EndpointID", "schemeID", "eas@peppol-2026.5"),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.ElectronicAddress.Scheme = "0000" }},
		{ID: "PEPPOL-EN16931-P0100", Severity: Fatal, Terms: t("BT-3"),
			Text:  "Peppol does not allow an invoice to have the type code {value} (BT-3).",
			UBL:   typeIn("cbc:InvoiceTypeCode", "invoice-types@peppol-2026.5", billingProcess.is("01", "02")),
			Break: func(inv *einvoice.Invoice) { inv.TypeCode = "325" }},
		{ID: "PEPPOL-EN16931-P0101", Severity: Fatal, Terms: t("BT-3"),
			Text:     "Peppol does not allow a credit note to have the type code {value} (BT-3).",
			UBL:      typeIn("cbc:CreditNoteTypeCode", "credit-note-types@peppol-2026.5", billingProcess.is("01", "02")),
			Break:    makeCreditNote,
			BreakUBL: "set cbc:CreditNoteTypeCode = 380"},
		{ID: "PEPPOL-EN16931-P0112", Severity: Fatal, Terms: t("BT-3"),
			Text: "The type code {value} (BT-3) is for invoices within Germany only.",
			Help: "Partial invoices are made out as 380, corrected ones as a credit note and a new invoice.",
			UBL: at("cbc:InvoiceTypeCode", func(c *Check, n Node) bool {
				s := n.Norm()
				return s != "326" && s != "384" || inGermany(c, n)
			}),
			Break: func(inv *einvoice.Invoice) { inv.TypeCode = "384" }},
		{ID: "PEPPOL-EN16931-F001", Severity: Fatal, Terms: t("BT-2", "BT-7", "BT-9", "BT-26", "BT-72", "BT-73", "BT-74", "BT-134", "BT-135"),
			Text:     "The date {value} in {element} is not written YYYY-MM-DD.",
			UBL:      at("cbc:IssueDate|cbc:DueDate|cbc:TaxPointDate|cbc:StartDate|cbc:EndDate|cbc:ActualDeliveryDate", func(_ *Check, n Node) bool { return dayCastable(n.Text()) }),
			BreakUBL: "set cbc:DueDate = 2026-04-01Z"},
	},
		exemption("P0104", "G", "VATEX-EU-G", "export outside the EU"),
		exemption("P0105", "O", "VATEX-EU-O", "not subject to VAT"),
		exemption("P0106", "K", "VATEX-EU-IC", "intra-community supply"),
		exemption("P0107", "AE", "VATEX-EU-AE", "reverse charge"),
		exemption("P0108", "E", "VATEX-EU-D", "travel agents"),
		exemption("P0109", "E", "VATEX-EU-F", "second-hand goods"),
		exemption("P0110", "E", "VATEX-EU-I", "works of art"),
		exemption("P0111", "E", "VATEX-EU-J", "collectors' items and antiques"),
	)
}

var (
	chargeIndicatorPath = path("cbc:ChargeIndicator")
	// amountNames are the amounts but those of VAT.
	amountNames = "cbc:Amount|cbc:BaseAmount|cbc:PriceAmount|cbc:TaxableAmount|cbc:LineExtensionAmount|cbc:TaxExclusiveAmount|" +
		"cbc:TaxInclusiveAmount|cbc:AllowanceTotalAmount|cbc:ChargeTotalAmount|cbc:PrepaidAmount|cbc:PayableRoundingAmount|cbc:PayableAmount"
)

// reasonIn: reason codes of allowances (indicator false) or charges (true) are in a list.
func reasonIn(list, indicator string) Test {
	return when("cac:AllowanceCharge/cbc:AllowanceChargeReasonCode", func(_ *Check, n Node) bool {
		return chargeIndicatorPath.First(n.Parent()).Text() == indicator
	}, isIn(list))
}

// currencyIn: the currencies of amounts are in a list.
func currencyIn(list string) Test {
	l := codes.Get(list)
	return each(amountNames+"|cbc:TaxAmount", func(c *Check, n Node) {
		if code := n.AttrValue("currencyID"); !l.Has(code) {
			c.Arg("code", shown(code)).Fail(n)
		}
	})
}

// typeIn: in some processes the type code is in a list.
func typeIn(pattern, list string, process condition) Test {
	return when(pattern, process, isIn(list))
}

// exemption makes the rule that a reason for exemption goes with one VAT category only.
func exemption(number, category, code, why string) []Rule {
	return []Rule{{ID: "PEPPOL-EN16931-" + number, Severity: Fatal, Terms: t("BT-118", "BT-121"),
		Text: "The VAT category with the exemption reason " + code + " (BT-121: " + why + ") is {category} (BT-118) instead of " + category + ".",
		UBL: each("cac:TaxCategory/cbc:TaxExemptionReasonCode", func(c *Check, n Node) {
			if got := ublOwnID.First(n.Parent()).Norm(); got != category && strings.ToUpper(n.Text()) == code {
				c.Arg("category", shown(got)).Fail(n)
			}
		}),
		Break: func(inv *einvoice.Invoice) {
			inv.VATBreakdown[1].VATCategory.Code, inv.VATBreakdown[1].ExemptionReasonCode = "Z", strings.ToLower(code)
		}}}
}

// makeCreditNote turns an invoice into a credit note.
func makeCreditNote(inv *einvoice.Invoice) {
	if inv.TypeCode == "389" { // self-billed
		inv.TypeCode = "261"
		return
	}
	inv.TypeCode = "381"
}
