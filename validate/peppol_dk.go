package validate

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
)

// Rules of Denmark.
func peppolDK() []Rule {
	return []Rule{
		{ID: "DK-R-002", Severity: Fatal, Terms: t("BT-30"),
			Text:  "The Danish seller {BT-27} gives no legal registration (BT-30).",
			Help:  "Give the CVR number with the scheme 0184.",
			UBL:   when("/*", fromDenmark, filled("cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID")),
			Break: danish(func(inv *einvoice.Invoice) { inv.Seller.LegalRegistration = einvoice.Identifier{} })},
		{ID: "DK-R-003", Severity: Fatal, Terms: t("BT-158"),
			Text:  "Line {line} classifies its item (BT-158) by UNSPSC in another version than 19.05.01 or 26.08.01.",
			UBL:   when("inv:Invoice/cac:InvoiceLine|cn:CreditNote/cac:CreditNoteLine", inDenmark, danishClasses("cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode", "dk-unspsc-versions@peppol-2026.5")),
			Break: danish(func(inv *einvoice.Invoice) { inv.Lines[0].Item.Classifications[0].SchemeVersion = "7.0401" })},
		{ID: "DK-R-004", Severity: Fatal, Terms: t("BT-104", "BT-97"),
			Text: "Reason {reason} of a tax other than VAT (reason code ZZZ) is neither a number of four digits nor a number and a text with # between them.",
			UBL: each("cac:AllowanceCharge", func(c *Check, n Node) {
				reason := allowanceReason.First(n)
				if isZZZ(c, n) && inDenmark(c, n) && !danishTax(reason.Text()) {
					c.Arg("reason", shown(reason.Norm())).Fail(n)
				}
			}),
			Break: danish(func(inv *einvoice.Invoice) {
				inv.Charges[0].ReasonCode, inv.Allowances[0].Reason = "ZZZ", ""
			})},
		{ID: "DK-R-005", Severity: Fatal, Terms: t("BT-81"),
			Text:  "Payment means {BT-81} (BT-81) is none of those within Denmark: 1, 10, 31, 42, 48, 49, 50, 58, 59, 93, 97.",
			UBL:   when("inv:Invoice/cac:PaymentMeans", inDenmark, textAt("cbc:PaymentMeansCode", codes.Get("dk-payment-means@peppol-2026.5").HasRun)),
			Break: danish(pay("30", "", "DK5000400440116243", "0040"))},
		{ID: "DK-R-006", Severity: Fatal, Terms: t("BT-84", "BT-86"),
			Text:  "A transfer (BT-81 is {BT-81}) within Denmark asks for account (BT-84) and bank (BT-86): {BT-84}, {BT-86}.",
			Help:  "Give the registration number of the bank as BT-86.",
			UBL:   when("inv:Invoice/cac:PaymentMeans", and(means("31", "42"), inDenmark), and(filled("cac:PayeeFinancialAccount/cbc:ID"), filled("cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"))),
			Break: danish(pay("31", "", "DK5000400440116243", ""))},
		{ID: "DK-R-007", Severity: Fatal, Terms: t("BT-89", "BT-91"),
			Text:  "A direct debit (BT-81 is 49) within Denmark asks for mandate (BT-89) and debited account (BT-91).",
			UBL:   when("inv:Invoice/cac:PaymentMeans", and(means("49"), inDenmark), and(filled("cac:PaymentMandate/cbc:ID"), filled("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"))),
			Break: danish(debit("49", ""))},
		{ID: "DK-R-008", Severity: Fatal, Terms: t("BT-83", "BT-84"),
			Text:  "A payment by giro (BT-81 is 50) within Denmark asks for a reference of kind 01#, 04# or 15# (BT-83) and an account of 7 or 8 digits (BT-84): {BT-83}, {BT-84}.",
			UBL:   when("inv:Invoice/cac:PaymentMeans", and(means("50"), inDenmark), and(kindOfPayment("cbc:PaymentID", "01#", "04#", "15#"), textAt("cac:PayeeFinancialAccount/cbc:ID", isGiro))),
			Break: danish(pay("50", "01#", "123456", ""))},
		{ID: "DK-R-009", Severity: Fatal, Terms: t("BT-83"),
			Text:  "Giro reference {BT-83} (BT-83) of kind 04# or 15# does not have 16 characters behind its kind.",
			UBL:   when("inv:Invoice/cac:PaymentMeans", and(means("50"), kindOfPayment("cbc:PaymentID", "04#", "15#"), inDenmark), long("cbc:PaymentID", 19, 19)),
			Break: danish(pay("50", "04#123", "1234567", ""))},
		{ID: "DK-R-010", Severity: Fatal, Terms: t("BT-83", "BT-84"),
			Text:  "A payment by FIK (BT-81 is 93) within Denmark asks for a reference of kind 71#, 73# or 75# (BT-83) and an account of 8 characters (BT-84): {BT-83}, {BT-84}.",
			UBL:   when("inv:Invoice/cac:PaymentMeans", and(means("93"), inDenmark), and(kindOfPayment("cbc:PaymentID", "71#", "73#", "75#"), long("cac:PayeeFinancialAccount/cbc:ID", 8, 8))),
			Break: danish(pay("93", "73#", "1234567", ""))},
		{ID: "DK-R-011", Severity: Fatal, Terms: t("BT-83"),
			Text:  "FIK reference {BT-83} (BT-83) of kind 71# or 75# does not have 15 or 16 characters behind its kind.",
			UBL:   when("inv:Invoice/cac:PaymentMeans", and(means("93"), kindOfPayment("cbc:PaymentID", "71#", "75#"), inDenmark), long("cbc:PaymentID", 18, 19)),
			Break: danish(pay("93", "71#123", "12345678", ""))},
		{ID: "DK-R-013", Severity: Fatal, Terms: t("BT-29-1", "BT-46-1"),
			Text: "Identifier {id} of a party of an invoice within Denmark has no scheme (BT-29-1, BT-46-1).",
			UBL: each("/*/cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification|/*/cac:AccountingCustomerParty/cac:Party/cac:PartyIdentification", func(c *Check, n Node) {
				if id := n.Child(cbcID); id.Exists() && inDenmark(c, n) && normalize(id.AttrValue("schemeID")) == "" {
					c.Arg("id", id.Norm()).Fail(id)
				}
			}),
			Break: danish(func(inv *einvoice.Invoice) { inv.Seller.Identifiers[0].Scheme = "" })},
		{ID: "DK-R-014", Severity: Fatal, Terms: t("BT-30-1", "BT-30"),
			Text:  "Legal registration {BT-30} (BT-30) of the Danish seller does not have the scheme 0184 (BT-30-1).",
			UBL:   when("/*", fromDenmark, schemeIfAny("cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID", "0184")),
			Break: danish(func(inv *einvoice.Invoice) { inv.Seller.LegalRegistration.Scheme = "" })},
		{ID: "DK-R-016", Severity: Fatal, Terms: t("BT-115"),
			Text: "The amount due {BT-115} (BT-115) of a credit note within Denmark is below zero.",
			UBL: when("/cn:CreditNote", inDenmark, func(_ *Check, n Node) bool {
				due := payableAmount.First(n).Decimal()
				return !due.IsSet() || due.Sign() >= 0
			}),
			Break: danish(negativeCreditNote)},
		{ID: "DK-R-017", Severity: Fatal, Terms: t("BT-47-1", "BT-47"),
			Text:  "Legal registration {BT-47} (BT-47) of the Danish buyer does not have the scheme 0184 (BT-47-1).",
			UBL:   when("/*/cac:AccountingCustomerParty/cac:Party", inDenmark, schemeIfAny("cac:PartyLegalEntity/cbc:CompanyID", "0184")),
			Break: danish(func(inv *einvoice.Invoice) { inv.Buyer.LegalRegistration.Scheme = "" })},
	}
}

var (
	allowanceReason = path("cbc:AllowanceChargeReason")
	payableAmount   = path("cac:LegalMonetaryTotal/cbc:PayableAmount")
	isZZZ           = says("cbc:AllowanceChargeReasonCode", "ZZZ")
)

func isGiro(account string) bool { return allDigits(account, 7, 8) }

// danishTax: four digits, or a # that is neither first nor last.
func danishTax(reason string) bool {
	if f, ok := number(reason); ok && f >= 0 && f <= 9999 && runes(normalize(reason)) == 4 {
		return true
	}
	return strings.Contains(reason, "#") && !strings.HasPrefix(reason, "#") && !strings.HasSuffix(reason, "#")
}

// danishClasses: where one of the item's classes is of UNSPSC (TST), one has a version of it that is in use.
func danishClasses(p, versions string) condition {
	q, inUse := path(p), codes.Get(versions)
	return func(_ *Check, n Node) bool {
		unspsc, current := false, false
		q.Each(n, func(x Node) bool {
			unspsc = unspsc || x.AttrValue("listID") == "TST"
			current = current || inUse.Has(x.AttrValue("listVersionID"))
			return !current
		})
		return !unspsc || current
	}
}

// kindOfPayment: the reference begins with one of these kinds.
func kindOfPayment(p string, kinds ...string) condition {
	return textAt(p, func(s string) bool { return slices.Contains(kinds, chars(s, 0, 3)) })
}

// long: the text has so many characters.
func long(p string, least, most int) condition {
	return textAt(p, ofLength(least, most))
}

// schemeIfAny: an identifier that is given has this scheme.
func schemeIfAny(p, scheme string) condition {
	q := path(p)
	return func(_ *Check, n Node) bool {
		return q.Each(n, func(x Node) bool { return normalize(x.AttrValue("schemeID")) == scheme })
	}
}

func negativeCreditNote(inv *einvoice.Invoice) {
	inv.TypeCode = "381"
	inv.Totals.Due = einvoice.NewDecimal(-100, 2)
}
