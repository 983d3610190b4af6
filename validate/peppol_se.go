package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Rules of Sweden.
func peppolSE() []Rule {
	return []Rule{
		{ID: "SE-R-001", Severity: Fatal, Terms: t("BT-31"),
			Text:  "VAT identifier {BT-31} (BT-31) of the Swedish seller does not have 14 characters.",
			UBL:   when("cac:AccountingSupplierParty/cac:Party", swedishVATHere(&ublNations), swedishVATNumber(&ublNations, func(s string) bool { return runes(normalize(s)) == 14 })),
			Break: swedish(func(inv *einvoice.Invoice) { inv.Seller.VATIdentifier = "SE5560004615" })},
		{ID: "SE-R-002", Severity: Fatal, Terms: t("BT-31"),
			Text:  "VAT identifier {BT-31} (BT-31) of the Swedish seller has other characters than digits behind SE.",
			UBL:   when("cac:AccountingSupplierParty/cac:Party", swedishVATHere(&ublNations), swedishVATNumber(&ublNations, func(s string) bool { return isNumber(chars(s, 2, 12)) })),
			Break: swedish(func(inv *einvoice.Invoice) { inv.Seller.VATIdentifier = "SE55600046150X" })},
		{ID: "SE-R-003", Severity: Fatal, Terms: t("BT-30"),
			Text:  "Legal registration {BT-30} (BT-30) of the Swedish seller is no number.",
			UBL:   when(swedishLegal, and(has("cbc:CompanyID"), inSwedenAt("../"+ublCountryCode)), textAt("cbc:CompanyID", isNumber)),
			Break: swedish(func(inv *einvoice.Invoice) { inv.Seller.LegalRegistration.Value = "556000461A" }), Also: t("SE-R-013")},
		{ID: "SE-R-004", Severity: Fatal, Terms: t("BT-30"),
			Text:  "Legal registration {BT-30} (BT-30) of the Swedish seller does not have ten characters.",
			UBL:   when(swedishLegal, and(has("cbc:CompanyID"), inSwedenAt("../"+ublCountryCode)), normAt("cbc:CompanyID", ofLength(10, 10))),
			Break: swedish(func(inv *einvoice.Invoice) { inv.Seller.LegalRegistration.Value = "55600046150" })},
		{ID: "SE-R-005", Severity: Fatal, Terms: t("BT-32"),
			Text: "Tax registration {value} (BT-32) of the Swedish seller does not say Godkänd för F-skatt.",
			UBL: when("cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID",
				and(not(isVATUpper), inSwedenAt("../../"+ublCountryCode), has("../../cac:PartyLegalEntity/cbc:CompanyID")), isFTax),
			Break: swedish(func(inv *einvoice.Invoice) { inv.Seller.TaxRegistration.Value = "F-skatt" })},
		{ID: "SE-R-006", Severity: Fatal, Terms: t("BT-152", "BT-96", "BT-103", "BT-119"),
			Text:  "VAT rate {rate} of the Swedish seller is none of 25, 12 and 6.",
			UBL:   each("cac:TaxCategory|cac:ClassifiedTaxCategory", swedishRate(says("cbc:ID", "S"), "cbc:Percent")),
			Break: swedish(func(inv *einvoice.Invoice) { inv.Lines[0].VATCategory.Rate = einvoice.NewDecimal(19, 0) })},
		{ID: "SE-R-007", Severity: Warning, Terms: t("BT-84"),
			Text:  "Plusgiro account {value} (BT-84) of the Swedish seller is no number.",
			UBL:   swedishGiro("SE:PLUSGIRO", isNumber),
			Break: swedish(pay("30", "", "12345-6", "SE:PLUSGIRO"))},
		{ID: "SE-R-008", Severity: Warning, Terms: t("BT-84"),
			Text:  "Bankgiro account {value} (BT-84) of the Swedish seller is no number.",
			UBL:   swedishGiro("SE:BANKGIRO", isNumber),
			Break: swedish(pay("30", "", "999-9901", "SE:BANKGIRO"))},
		{ID: "SE-R-009", Severity: Warning, Terms: t("BT-84"),
			Text:  "Bankgiro account {value} (BT-84) of the Swedish seller does not have 7 or 8 characters.",
			UBL:   swedishGiro("SE:BANKGIRO", ofLength(7, 8)),
			Break: swedish(pay("30", "", "999901", "SE:BANKGIRO"))},
		{ID: "SE-R-010", Severity: Warning, Terms: t("BT-84"),
			Text:  "Plusgiro account {value} (BT-84) of the Swedish seller does not have 2 to 8 characters.",
			UBL:   swedishGiro("SE:PLUSGIRO", ofLength(2, 8)),
			Break: swedish(pay("30", "", "999999901", "SE:PLUSGIRO"))},
		{ID: "SE-R-011", Severity: Warning, Terms: t("BT-81"),
			Text:  "Payment means {BT-81} (BT-81) of the Swedish seller is given up for a transfer (30) with the giro as its bank (BT-86).",
			Help:  "Give code 30, and SE:PLUSGIRO or SE:BANKGIRO as BT-86.",
			UBL:   when("cac:PaymentMeans", means("50", "56"), not(fromSweden)),
			Break: swedish(pay("50", "", "9999901", ""))},
		{ID: "SE-R-012", Severity: Warning, Terms: t("BT-81"),
			Text:  "Payment means 31 (BT-81) is not for transfers within Sweden: these are code 30.",
			UBL:   when("cac:PaymentMeans", means("31"), not(inSweden)),
			Break: swedish(pay("31", "", "9999901", "SE:BANKGIRO"))},
		{ID: "SE-R-013", Severity: Fatal, Terms: t("BT-30"),
			Text:  "Legal registration {BT-30} (BT-30) of the Swedish seller has a wrong check digit.",
			UBL:   when(swedishLegal, and(has("cbc:CompanyID"), inSwedenAt("../"+ublCountryCode)), normAt("cbc:CompanyID", swedishOrganization)),
			Break: swedish(func(inv *einvoice.Invoice) { inv.Seller.LegalRegistration.Value = "5560004616" })},
	}
}

const (
	swedishLegal   = "cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity"
	ublCountryCode = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
)

func inSwedenAt(p string) condition { return says(p, "SE") }

// swedishVATHere: the seller at hand has an address in Sweden and a VAT identifier of it.
func swedishVATHere(p *nationPaths) condition {
	return func(c *Check, n Node) bool { return p.country.First(n).Text() == "SE" && p.hasVATOf(c, n, "SE") }
}

// swedishVATNumber: the VAT identifiers of the seller at hand are of a form.
func swedishVATNumber(p *nationPaths, form func(string) bool) condition {
	return func(c *Check, n Node) bool {
		return p.registration.Each(n, func(x Node) bool { return !p.vat(c, x) || form(p.number.First(x).Text()) })
	}
}

var isVATUpper = normAt("../cac:TaxScheme/cbc:ID", func(s string) bool { return strings.ToUpper(s) == "VAT" })

func isFTax(_ *Check, n Node) bool { return strings.ToUpper(n.Norm()) == "GODKÄND FÖR F-SKATT" }

// swedishRate: VAT that the seller charges under a Swedish VAT identifier has a rate of Sweden.
func swedishRate(taxed condition, rate string) func(*Check, Node) {
	q := path(rate)
	return func(c *Check, n Node) {
		if !withSwedishVAT(c, n) || !taxed(c, n) {
			return
		}
		r := q.First(n)
		if f, ok := number(r.Text()); !ok || f != 25 && f != 12 && f != 6 {
			c.Arg("rate", shown(r.Norm())).Fail(n)
		}
	}
}

var (
	ublBranch = path("../cac:FinancialInstitutionBranch/cbc:ID")
	ublMeans  = path("../../cbc:PaymentMeansCode")
)

// swedishGiro: the number of a Swedish giro account is of a form.
func swedishGiro(giro string, form func(string) bool) Test {
	return each("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID", func(c *Check, n Node) {
		if ublBranch.First(n).Norm() == giro && ublMeans.First(n).Norm() == "30" && fromSweden(c, n) && !form(n.Norm()) {
			c.Fail(n)
		}
	})
}

func ofLength(least, most int) func(string) bool {
	return func(s string) bool { n := runes(s); return n >= least && n <= most }
}
