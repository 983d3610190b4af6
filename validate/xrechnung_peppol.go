package validate

import (
	"strconv"

	"github.com/einvoice-go/einvoice"
)

// The rules of Peppol that XRechnung has too. For UBL they are Peppol's but for the tolerance, which is larger in forints;
// for CII they are XRechnung's own.
func asInPeppol() revision {
	return revision{
		of: peppolCommon(),
		only: t("PEPPOL-EN16931-R001", "PEPPOL-EN16931-R005", "PEPPOL-EN16931-R008", "PEPPOL-EN16931-R010", "PEPPOL-EN16931-R020",
			"PEPPOL-EN16931-R040", "PEPPOL-EN16931-R041", "PEPPOL-EN16931-R042", "PEPPOL-EN16931-R043", "PEPPOL-EN16931-R044",
			"PEPPOL-EN16931-R046", "PEPPOL-EN16931-R053", "PEPPOL-EN16931-R054", "PEPPOL-EN16931-R055", "PEPPOL-EN16931-R061",
			"PEPPOL-EN16931-R101", "PEPPOL-EN16931-R110", "PEPPOL-EN16931-R111", "PEPPOL-EN16931-R120", "PEPPOL-EN16931-R121", "PEPPOL-EN16931-R130"),
		changed: []ruleChange{
			{"PEPPOL-EN16931-R001", inCIIToo(mustHave("rsm:ExchangedDocumentContext", "ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"), "")},
			{"PEPPOL-EN16931-R005", inCIIToo(at(xrHeader+"/ram:TaxCurrencyCode", ownVATCurrency), "", "cii: PEPPOL-EN16931-R053", "cii: PEPPOL-EN16931-R054")},
			{"PEPPOL-EN16931-R008", inCIIToo(each("*", ciiEmptyElement), "set rsm:ExchangedDocument/ram:IncludedNote/ram:Content =")},
			{"PEPPOL-EN16931-R010", inCIIToo(mustHave("ram:BuyerTradeParty", ciiAddress), "")},
			{"PEPPOL-EN16931-R020", inCIIToo(mustHave("ram:SellerTradeParty", ciiAddress), "")},
			{"PEPPOL-EN16931-R040", looks(each(allowanceCharges, percentageOf(moreInForints, cbcAmount, cbcMultiplierFactorNumeric, cbcBaseAmount)))},
			{"PEPPOL-EN16931-R040", inCIIToo(each(ciiAllowance, percentageOf(moreInForints, ramActualAmount, ramCalculationPercent, ramBasisAmount)), "")},
			{"PEPPOL-EN16931-R041", inCIIToo(when(ciiAllowance, has("ram:CalculationPercent"), has("ram:BasisAmount")), "")},
			{"PEPPOL-EN16931-R042", inCIIToo(when(ciiAllowance, has("ram:BasisAmount"), has("ram:CalculationPercent")), "")},
			{"PEPPOL-EN16931-R044", inCIIToo(when(ciiGross, has("ram:AppliedTradeAllowanceCharge/ram:ActualAmount"),
				says("ram:AppliedTradeAllowanceCharge/ram:ChargeIndicator/udt:Indicator", "false")), "set "+xrDiscount+"/ram:ChargeIndicator/udt:Indicator = true")},
			{"PEPPOL-EN16931-R046", inCIIToo(each(ciiGross, netOfGross), "")},
			{"PEPPOL-EN16931-R053", inCIIToo(each(xrHeader, func(c *Check, n Node) {
				if found := vatTotals(n, ramInvoiceCurrencyCode, true); found.count > 1 {
					c.Arg("count", strconv.Itoa(found.count)).Fail(n)
				}
			}), "twice "+ciiSettlement+"/"+ciiTotals+"/ram:TaxTotalAmount")},
			{"PEPPOL-EN16931-R053", reads("There are {count} VAT totals in the invoice currency (BT-110), where there must be one.")},
			{"PEPPOL-EN16931-R054", inCIIToo(each(xrHeader, otherVATTotals), "drop "+ciiSettlement+"/ram:TaxCurrencyCode")},
			{"PEPPOL-EN16931-R054", reads("There are {count} VAT totals beside that in the invoice currency (BT-111), where there must be {right}.")},
			{"PEPPOL-EN16931-R055", inCIIToo(at(xrHeader, ciiSameSigns), "")},
			{"PEPPOL-EN16931-R061", inCIIToo(each("ram:SpecifiedTradeSettlementPaymentMeans", debitHasMandate), "")},
			{"PEPPOL-EN16931-R061", func(r *Rule) {
				r.Break = func(inv *einvoice.Invoice) { directDebit(inv, "59").MandateReference = "" }
			}},
			{"PEPPOL-EN16931-R101", inCIIToo(when(ciiLines, has(ciiRefer), namesObject), "set "+ciiLine+"/"+ciiRefer+"/ram:TypeCode = 50")},
			{"PEPPOL-EN16931-R110", inCIIToo(ciiWithinPeriod("ram:StartDateTime", "start", func(line, header string) bool { return line >= header }), "")},
			{"PEPPOL-EN16931-R111", inCIIToo(ciiWithinPeriod("ram:EndDateTime", "end", func(line, header string) bool { return line <= header }), "")},
			{"PEPPOL-EN16931-R120", looks(each(ublLines, lineNet(moreInForints)))},
			{"PEPPOL-EN16931-R120", inCIIToo(each(ciiLines, ciiLineNetOrGross), "")},
			{"PEPPOL-EN16931-R120", weighs(Warning)},
			{"PEPPOL-EN16931-R121", inCIIToo(each(ciiPriceBases, aboveZero), "")},
			{"PEPPOL-EN16931-R130", inCIIToo(each(ciiPriceBases, ciiSameUnit), "")},
		},
		added: []Rule{
			{ID: "PEPPOL-EN16931-R043-1", Severity: Fatal, Terms: t("BG-20", "BG-21", "BG-27", "BG-28"),
				Text: "The indicator of an allowance or charge is {indicator}, neither true nor false.",
				CII: each(ciiAllowance, func(c *Check, n Node) {
					if n.Child(ramCalculationPercent).Exists() == n.Child(ramBasisAmount).Exists() { // else R041 or R042 speaks
						indicates(c, n)
					}
				}),
				BreakCII: "set " + ciiSettlement + "/ram:SpecifiedTradeAllowanceCharge/ram:ChargeIndicator/udt:Indicator = 0"},
			{ID: "PEPPOL-EN16931-R043-2", Severity: Fatal, Terms: t("BT-147"),
				Text:     "The indicator of the discount on the price of line {line} is {indicator}, neither true nor false.",
				CII:      each("ram:AppliedTradeAllowanceCharge", indicates),
				BreakCII: "set " + xrDiscount + "/ram:ChargeIndicator/udt:Indicator = 0", Also: t("PEPPOL-EN16931-R044")},
		},
	}
}

// inCIIToo gives a rule for UBL a test for CII: what breaks it there, if it cannot be done in memory, and which rules
// fire with it.
func inCIIToo(test Test, script string, also ...string) func(*Rule) {
	return func(r *Rule) { r.CII, r.BreakCII, r.Also = test, script, also }
}

const (
	xrHeader   = "ram:ApplicableHeaderTradeSettlement"
	xrDiscount = ciiGross + "/ram:AppliedTradeAllowanceCharge"

	ciiAllowance = "ram:SpecifiedTradeAllowanceCharge"
	ciiAddress   = "ram:URIUniversalCommunication/ram:URIID"
)

var (
	ciiNetOfGross = path("../ram:NetPriceProductTradePrice/ram:ChargeAmount")
	ciiDiscount   = path("ram:AppliedTradeAllowanceCharge/ram:ActualAmount")
	ciiGrossBase  = path("ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice/ram:BasisQuantity")

	slackInForints = einvoice.MustDecimal("0.5")
)

// ciiEmptyElement: there may be no element without content but one, and that only with the usual prefix.
func ciiEmptyElement(c *Check, n Node) {
	if n.Name() != ramApplicableHeaderTradeDelivery || n.Written() != "ram:ApplicableHeaderTradeDelivery" {
		emptyElement(c, n)
	}
}

// moreInForints is the tolerance for amounts.
func moreInForints(c *Check) einvoice.Decimal {
	p := documentCurrency
	if c.syntax == cii {
		p = ciiInvoiceCurrency
	}
	if anyOf(p, c.head, "HUF") {
		return slackInForints
	}
	return slack
}

// netOfGross: the net price of a line is the gross price less the discount.
func netOfGross(c *Check, n Node) {
	if !n.Child(ramChargeAmount).Exists() {
		return
	}
	net, gross, discount := ciiNetOfGross.First(n).Decimal(), n.Child(ramChargeAmount).Decimal(), orElse(ciiDiscount.First(n), zero)
	if !same(net, gross.Sub(discount)) {
		c.Arg("net", orNone(net)).Arg("gross", orNone(gross)).Arg("discount", orNone(discount)).Fail(n)
	}
}

// ciiSameSigns: of the VAT totals in the two currencies both are below zero, or none is. Without one in the currency of
// the invoice nothing is said.
func ciiSameSigns(_ *Check, n Node) bool {
	ours := vatTotals(n, ramInvoiceCurrencyCode, true)
	if ours.count == 0 || !n.Child(ramTaxCurrencyCode).Exists() {
		return true
	}
	other := vatTotals(n, ramTaxCurrencyCode, true)
	return ours.negative && other.negative || ours.atLeast && other.atLeast
}

// ciiLineNetOrGross checks BT-131, with the base quantity of the gross price where the net price has none.
func ciiLineNetOrGross(c *Check, n Node) {
	s := ciiLineSum(n)
	if base := ciiNetBase.First(n); !base.Exists() || s.base.IsSet() && s.base.Sign() == 0 {
		s.base = orElse(ciiGrossBase.First(n), one)
	}
	s.check(c, n, moreInForints(c))
}
