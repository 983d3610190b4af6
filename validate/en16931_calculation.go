package validate

import (
	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Conditions between terms, and sums (BR-CO). Sums are rounded to two decimals, halves
// towards positive infinity.
func calculation() []Rule {
	return []Rule{
		{ID: "BR-CO-03", Severity: Fatal, Terms: t("BT-7", "BT-8"),
			Text:  "The tax point is given twice, as date {BT-7} (BT-7) and as code {BT-8} (BT-8): only one of them may be there.",
			UBL:   at("/*", not(and(has("cbc:TaxPointDate"), has("cac:InvoicePeriod/cbc:DescriptionCode")))),
			CII:   each("/*", ciiOneTaxPoint),
			Break: func(inv *einvoice.Invoice) { inv.TaxPointDateCode = "35" }},
		{ID: "BR-CO-04", Severity: Fatal, Terms: t("BT-151"),
			Text:  "Line {line} has no VAT category code (BT-151).",
			UBL:   at(ublLines, ofVAT("cac:Item/cac:ClassifiedTaxCategory", "cbc:ID", isVAT)),
			CII:   at(ciiLines, ofVAT("ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax", "ram:CategoryCode", ciiIsVAT)),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].VATCategory.Code = "" }, Also: t("BR-S-08")},
		{ID: "BR-CO-05", Severity: Fatal, Terms: t("BT-97", "BT-98"), Never: uncheckable, UBL: alwaysHolds, CII: alwaysHolds,
			Text: "The reason of a document level allowance in words (BT-97) and its code (BT-98) mean different things."},
		{ID: "BR-CO-06", Severity: Fatal, Terms: t("BT-104", "BT-105"), Never: uncheckable, UBL: alwaysHolds, CII: alwaysHolds,
			Text: "The reason of a document level charge in words (BT-104) and its code (BT-105) mean different things."},
		{ID: "BR-CO-07", Severity: Fatal, Terms: t("BT-139", "BT-140"), Never: uncheckable, UBL: alwaysHolds, CII: alwaysHolds,
			Text: "The reason of a line's allowance in words (BT-139) and its code (BT-140) mean different things."},
		{ID: "BR-CO-08", Severity: Fatal, Terms: t("BT-144", "BT-145"), Never: uncheckable, UBL: alwaysHolds, CII: alwaysHolds,
			Text: "The reason of a line's charge in words (BT-144) and its code (BT-145) mean different things."},
		{ID: "BR-CO-09", Severity: Fatal, Terms: t("BT-31", "BT-48", "BT-63"),
			Text:  "The VAT identifier {value} does not begin with a country code of ISO 3166-1 (EL for Greece, XI for Northern Ireland).",
			UBL:   each("cac:PartyTaxScheme", vatPrefix),
			CII:   when("ram:SpecifiedTaxRegistration/ram:ID", isVATNumber, ciiVATPrefix),
			Break: func(inv *einvoice.Invoice) { inv.Seller.VATIdentifier = "123456789" }},
		{ID: "BR-CO-10", Severity: Fatal, Terms: t("BT-106", "BT-131"),
			Text:  "The sum of the line net amounts (BT-106) is {BT-106}; the lines (BT-131) add up to {sum}.",
			UBL:   each(ublTotals, lineTotal),
			CII:   each(ciiTotals, ciiLineTotal),
			Break: func(inv *einvoice.Invoice) { addCent(&inv.Totals.LineNet) }, Also: t("BR-CO-13")},
		{ID: "BR-CO-11", Severity: Fatal, Terms: t("BT-107", "BT-92"),
			Text:  "The sum of the document's allowances (BT-107) is {BT-107}; the allowances (BT-92) add up to {sum}.",
			UBL:   sumOf("cbc:AllowanceTotalAmount", isFalse),
			CII:   ciiSumOf("ram:AllowanceTotalAmount", isFalse),
			Break: func(inv *einvoice.Invoice) { addCent(&inv.Totals.Allowances) }, Also: t("BR-CO-13")},
		{ID: "BR-CO-12", Severity: Fatal, Terms: t("BT-108", "BT-99"),
			Text:  "The sum of the document's charges (BT-108) is {BT-108}; the charges (BT-99) add up to {sum}.",
			UBL:   sumOf("cbc:ChargeTotalAmount", isTrue),
			CII:   ciiSumOf("ram:ChargeTotalAmount", isTrue),
			Break: func(inv *einvoice.Invoice) { addCent(&inv.Totals.Charges) }, Also: t("BR-CO-13")},
		{ID: "BR-CO-13", Severity: Fatal, Terms: t("BT-109", "BT-106", "BT-107", "BT-108"),
			Text:  "The total without VAT (BT-109) is {BT-109}; lines {BT-106} less allowances {BT-107} plus charges {BT-108} make {sum}.",
			UBL:   withoutVAT(ublTotals, false, "cbc:TaxExclusiveAmount", "cbc:LineExtensionAmount", "cbc:AllowanceTotalAmount", "cbc:ChargeTotalAmount"),
			CII:   withoutVAT(ciiTotals, true, "ram:TaxBasisTotalAmount", "ram:LineTotalAmount", "ram:AllowanceTotalAmount", "ram:ChargeTotalAmount"),
			Break: func(inv *einvoice.Invoice) { addCent(&inv.Totals.WithoutVAT) }, Also: t("BR-CO-15")},
		{ID: "BR-CO-14", Severity: Fatal, Terms: t("BT-110", "BT-117"),
			Text:  "The total VAT amount (BT-110) is {given}; the VAT breakdown (BT-117) adds up to {sum}.",
			UBL:   when("/inv:Invoice/cac:TaxTotal|/cn:CreditNote/cac:TaxTotal", has("cac:TaxSubtotal"), vatTotal),
			CII:   when(ciiTotals+"/ram:TaxTotalAmount", inInvoiceCurrency, ciiVATTotal),
			Break: func(inv *einvoice.Invoice) { addCent(&inv.Totals.VAT) }, Also: t("BR-CO-15")},
		{ID: "BR-CO-15", Severity: Fatal, Terms: t("BT-112", "BT-109", "BT-110"),
			Text:  "The total with VAT (BT-112) is {BT-112}; {BT-109} without VAT (BT-109) plus the VAT in {BT-5} (BT-110), {vat}, make {sum}.",
			UBL:   each("/*", withVAT),
			CII:   each("/*", ciiWithVAT),
			Break: func(inv *einvoice.Invoice) { addCent(&inv.Totals.WithVAT) }, Also: t("BR-CO-16")},
		{ID: "BR-CO-16", Severity: Fatal, Terms: t("BT-115", "BT-112", "BT-113", "BT-114"),
			Text:  "The amount due (BT-115) is {BT-115}; {BT-112} with VAT (BT-112) less {BT-113} paid (BT-113) plus {BT-114} for rounding (BT-114) make {sum}.",
			UBL:   amountDue(ublTotals, true, "cbc:PayableAmount", "cbc:TaxInclusiveAmount", "cbc:PrepaidAmount", "cbc:PayableRoundingAmount"),
			CII:   amountDue(ciiTotals, false, "ram:DuePayableAmount", "ram:GrandTotalAmount", "ram:TotalPrepaidAmount", "ram:RoundingAmount"),
			Break: func(inv *einvoice.Invoice) { addCent(&inv.Totals.Due) }},
		{ID: "BR-CO-17", Severity: Fatal, Terms: t("BT-117", "BT-116", "BT-119"),
			Text: "The tax amount (BT-117) of VAT breakdown no. {nth} is {BT-117}; {BT-116} (BT-116) at {BT-119} % (BT-119) make {sum}.",
			UBL:  each(ublBreakdown, taxAmount),
			CII:  each(ciiBreakdown, ciiTaxAmount),
			Break: func(inv *einvoice.Invoice) {
				inv.VATBreakdown[0].TaxAmount = inv.VATBreakdown[0].TaxAmount.Add(einvoice.MustDecimal("2"))
			}, Also: t("BR-CO-14", "BR-S-09")},
		{ID: "BR-CO-18", Severity: Fatal, Terms: t("BG-23"),
			Text:  "The VAT breakdown (BG-23) is missing.",
			UBL:   mustHave("/*", ublBreakdown),
			CII:   demand("/*", ciiSettlement+"/ram:ApplicableTradeTax", or(has(ciiSettlement+"/ram:ApplicableTradeTax"), not(hasCIILine))),
			Break: func(inv *einvoice.Invoice) { inv.VATBreakdown, inv.TaxPointDate = nil, einvoice.Date{} }, Also: t("cii: BR-CO-14", "BR-E-01", "BR-S-01")},
		{ID: "BR-CO-19", Severity: Fatal, Terms: t("BG-14", "BT-73", "BT-74"),
			Text:     "The invoicing period (BG-14) has neither a start (BT-73) nor an end (BT-74).",
			UBL:      when("cac:InvoicePeriod", not(ofLine), has("cbc:StartDate|cbc:EndDate|cbc:DescriptionCode")),
			CII:      at("ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod", has("ram:StartDateTime|ram:EndDateTime")),
			BreakUBL: "set cac:InvoicePeriod =",
			BreakCII: "set " + ciiSettlement + "/ram:BillingSpecifiedPeriod ="},
		{ID: "BR-CO-20", Severity: Fatal, Terms: t("BG-26", "BT-134", "BT-135"),
			Text:     "The period of line {line} (BG-26) has neither a start (BT-134) nor an end (BT-135).",
			UBL:      at("cac:InvoiceLine/cac:InvoicePeriod|cac:CreditNoteLine/cac:InvoicePeriod", has("cbc:StartDate|cbc:EndDate")),
			CII:      at("ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod", has("ram:StartDateTime|ram:EndDateTime")),
			BreakUBL: "set cac:InvoiceLine/cac:InvoicePeriod =",
			BreakCII: "set rsm:SupplyChainTradeTransaction/" + ciiLines + "/ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod ="},
		{ID: "BR-CO-21", Severity: Fatal, Terms: t("BT-97", "BT-98"),
			Text:  "The document level allowance of {BT-92} in {element} no. {nth} needs a reason in words (BT-97), by code (BT-98), or both.",
			UBL:   when(ublAllowanceCharges, isAllowance, hasReason),
			CII:   when(ciiAllowanceCharges, ciiIsAllowance, ciiHasReason),
			Break: func(inv *einvoice.Invoice) { noReason(&inv.Allowances[0]) }, Also: t("BR-33")},
		{ID: "BR-CO-22", Severity: Fatal, Terms: t("BT-104", "BT-105"),
			Text:  "The document level charge of {BT-99} in {element} no. {nth} needs a reason in words (BT-104), by code (BT-105), or both.",
			UBL:   when(ublAllowanceCharges, isCharge, hasReason),
			CII:   when(ciiAllowanceCharges, ciiIsCharge, ciiHasReason),
			Break: func(inv *einvoice.Invoice) { noReason(&inv.Charges[0]) }, Also: t("BR-38")},
		{ID: "BR-CO-23", Severity: Fatal, Terms: t("BT-139", "BT-140"),
			Text:  "The allowance of {BT-136} in {element} no. {nth} of line {line} needs a reason in words (BT-139), by code (BT-140), or both.",
			UBL:   when(ublLineAllowances, isAllowance, hasReason),
			CII:   when(ciiLineAllowances, ciiIsAllowance, ciiHasReason),
			Break: func(inv *einvoice.Invoice) { noReason(&inv.Lines[0].Allowances[0]) }, Also: t("BR-42")},
		{ID: "BR-CO-24", Severity: Fatal, Terms: t("BT-144", "BT-145"),
			Text:  "The charge of {BT-141} in {element} no. {nth} of line {line} needs a reason in words (BT-144), by code (BT-145), or both.",
			UBL:   when(ublLineAllowances, isCharge, hasReason),
			CII:   when(ciiLineAllowances, ciiIsCharge, ciiHasReason),
			Break: func(inv *einvoice.Invoice) { noReason(&inv.Lines[0].Charges[0]) }, Also: t("BR-44")},
		{ID: "BR-CO-26", Severity: Fatal, Terms: t("BT-29", "BT-30", "BT-31"),
			Text: "The seller cannot be identified: one of identifier (BT-29), legal registration (BT-30) and VAT identifier (BT-31) must be there.",
			UBL:  at("cac:AccountingSupplierParty", or(ofVAT("cac:Party/cac:PartyTaxScheme", "cbc:CompanyID", isVAT), identifiedParty, has("cac:Party/cac:PartyLegalEntity/cbc:CompanyID"))),
			CII:  at("ram:SellerTradeParty", or(has("ram:ID|ram:GlobalID|ram:SpecifiedLegalOrganization/ram:ID"), hasVATRegistration)),
			Break: func(inv *einvoice.Invoice) {
				inv.Seller.VATIdentifier, inv.Seller.Identifiers, inv.Seller.LegalRegistration = "", nil, einvoice.Identifier{}
			}},
	}
}

const uncheckable = "no machine can compare the words with the code; the published rule always holds"

func addCent(d *einvoice.Decimal) { *d = d.Add(einvoice.NewDecimal(1, 2)) }

// failAt is a finding at the first element of a path, or where the path starts if there
// is none.
func (c *Check) failAt(p *tree.Path, n Node) {
	if x := p.First(n); x.Exists() {
		n = x
	}
	c.Fail(n)
}

// ciiOneTaxPoint: the two may stand anywhere, but only a VAT breakdown asks.
func ciiOneTaxPoint(c *Check, n Node) {
	if !c.Seen(ramTaxPointDate) || !c.Seen(ramDueDateTypeCode) {
		return
	}
	ciiRows.Each(n, func(tax Node) bool {
		if ownBreakdown(c, tax) {
			c.Fail(tax)
			return false
		}
		return true
	})
}

var (
	partyIDs    = path("cac:Party/cac:PartyIdentification/cbc:ID")
	ublSubtotal = path("cac:TaxSubtotal/cbc:TaxAmount")
)

// identifiedParty: the party has an identifier other than that of a SEPA creditor.
func identifiedParty(_ *Check, n Node) bool {
	return !partyIDs.Each(n, func(id Node) bool { return id.AttrValue("schemeID") == "SEPA" })
}

func hasVATRegistration(c *Check, n Node) bool {
	return !registrations.Each(n, func(id Node) bool { return !isVATNumber(c, id) })
}

func isVATNumber(_ *Check, n Node) bool { return n.AttrValue("schemeID") == "VA" }

// vatPrefix passes over parties without number, and takes one letter for the
// beginning of a code, as the published rule for UBL does.
func vatPrefix(c *Check, n Node) {
	if id := n.Child(cbcCompanyID); id.Exists() && isVAT(n) && !vatCountries.HasPart(firstTwo(id.Text())) {
		c.Fail(id)
	}
}

func ciiVATPrefix(_ *Check, n Node) bool { return ciiVATCountries.Has(firstTwo(n.Text())) }

var (
	vatCountries    = codes.Get("vat-countries@en16931-ubl-1.3.16")
	ciiVATCountries = codes.Get("vat-countries@en16931-cii-1.3.16")
)

// firstTwo are the first two characters.
func firstTwo(s string) string {
	count := 0
	for i := range s {
		if count == 2 {
			return s[:i]
		}
		count++
	}
	return s
}
