package validate

import (
	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
)

// Rules of Iceland.
func peppolIS() []Rule {
	return []Rule{
		{ID: "IS-R-001", Severity: Warning, Terms: t("BT-3"),
			Text:  "Type code {BT-3} (BT-3) of the Icelandic seller is neither 380 nor 381.",
			UBL:   when("/*", fromIceland, or(normAt("cbc:InvoiceTypeCode", icelandicTypes.Has), normAt("cbc:CreditNoteTypeCode", icelandicTypes.Has))),
			Break: icelandic(func(inv *einvoice.Invoice) { inv.TypeCode = "386" })},
		{ID: "IS-R-002", Severity: Fatal, Terms: t("BT-30", "BT-30-1"),
			Text:  "The Icelandic seller {BT-27} gives no legal registration (BT-30) with the scheme 0196 (kennitala).",
			UBL:   when("/*", fromIceland, attrAt("cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID", "schemeID", "0196")),
			Break: icelandic(func(inv *einvoice.Invoice) { inv.Seller.LegalRegistration.Scheme = "" })},
		{ID: "IS-R-003", Severity: Fatal, Terms: t("BT-35", "BT-38"),
			Text:  "The address of the Icelandic seller {BT-27} has no street (BT-35) or no post code (BT-38): {BT-35}, {BT-38}.",
			UBL:   when("/*", fromIceland, and(has("cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cbc:StreetName"), has("cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cbc:PostalZone"))),
			Break: icelandic(func(inv *einvoice.Invoice) { inv.Seller.Address.PostCode = "" })},
		{ID: "IS-R-004", Severity: Fatal, Terms: t("BT-47", "BT-47-1"),
			Text:  "The Icelandic buyer {BT-44} has no legal registration (BT-47) with the scheme 0196 (kennitala).",
			UBL:   when("/*/cac:AccountingCustomerParty", inIceland, attrAt("cac:Party/cac:PartyLegalEntity/cbc:CompanyID", "schemeID", "0196")),
			Break: icelandic(func(inv *einvoice.Invoice) { inv.Buyer.LegalRegistration = einvoice.Identifier{} })},
		{ID: "IS-R-005", Severity: Fatal, Terms: t("BT-50", "BT-53"),
			Text:  "The address of the Icelandic buyer {BT-44} has no street (BT-50) or no post code (BT-53): {BT-50}, {BT-53}.",
			UBL:   when("/*/cac:AccountingCustomerParty", inIceland, and(has("cac:Party/cac:PostalAddress/cbc:StreetName"), has("cac:Party/cac:PostalAddress/cbc:PostalZone"))),
			Break: icelandic(func(inv *einvoice.Invoice) { inv.Buyer.Address.Line1 = "" })},
		{ID: "IS-R-006", Severity: Fatal, Terms: t("BT-84"),
			Text:  "Account {account} (BT-84) of an Icelandic claim (BT-81 is 9) does not have 12 characters.",
			UBL:   each("/*", icelandicAccount("9")),
			Break: icelandic(pay("9", "", "0101-26-007654", ""))},
		{ID: "IS-R-007", Severity: Fatal, Terms: t("BT-84"),
			Text:  "Account {account} (BT-84) of an Icelandic transfer (BT-81 is 42) does not have 12 characters.",
			UBL:   each("/*", icelandicAccount("42")),
			Break: icelandic(pay("42", "", "01012600765", ""))},
		{ID: "IS-R-008", Severity: Fatal, Terms: t("BT-122"),
			Text:  "The final due date (EINDAGI) of the Icelandic seller is not a date in the form YYYY-MM-DD: {day}.",
			UBL:   finalDay(func(day string, _ Node) bool { return dayCastable(day) }),
			Break: icelandic(lastDay("2026-04-5"))},
		{ID: "IS-R-009", Severity: Fatal, Terms: t("BT-9"),
			Text:  "The Icelandic seller gives a final due date (EINDAGI) {day} and no due date (BT-9).",
			UBL:   finalDay(func(_ string, due Node) bool { return due.Exists() }),
			Break: icelandic(func(inv *einvoice.Invoice) { inv.DueDate = einvoice.Date{} }), Also: t("IS-R-010")},
		{ID: "IS-R-010", Severity: Fatal, Terms: t("BT-9"),
			Text:  "The final due date (EINDAGI) {day} of the Icelandic seller lies before the due date {BT-9} (BT-9).",
			UBL:   finalDay(func(day string, due Node) bool { return due.Exists() && due.Text() <= day }),
			Break: icelandic(lastDay("2026-03-31"))},
	}
}

// finalDueDate describes the supporting document that holds the final due date.
const finalDueDate = "EINDAGI"

var (
	headMeans    = path("cac:PaymentMeans")
	payeeAccount = path("cac:PayeeFinancialAccount/cbc:ID")
	headDueDate  = path("cbc:DueDate")
	isFinalDay   = says("cbc:DocumentDescription", finalDueDate)
)

var icelandicTypes = codes.Get("is-document-types@peppol-2026.5")

// icelandicAccount: where there are such payment means, their account has 12 characters.
func icelandicAccount(code string) func(*Check, Node) {
	is := means(code)
	return func(c *Check, n Node) {
		if !fromIceland(c, n) {
			return
		}
		var wrong Node
		right := false
		headMeans.Each(n, func(x Node) bool {
			if is(c, x) {
				right = runes(payeeAccount.First(x).Norm()) == 12
				wrong = x
			}
			return !right
		})
		if wrong.Exists() && !right {
			c.Arg("account", shown(payeeAccount.First(wrong).Norm())).Fail(wrong)
		}
	}
}

// finalDay asks something of the final due date, where there is one, and the due date.
func finalDay(ok func(day string, due Node) bool) Test {
	return each("/*", func(c *Check, n Node) {
		if !fromIceland(c, n) {
			return
		}
		found, right := Node{}, false
		references.Each(n, func(x Node) bool {
			if isFinalDay(c, x) {
				found = ublOwnID.First(x)
				right = ok(found.Text(), headDueDate.First(n))
			}
			return !right
		})
		if found.Exists() && !right {
			c.Arg("day", shown(found.Norm())).Fail(found)
		}
	})
}
