package validate

import (
	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
)

const (
	ciiLine       = "rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem"
	ciiGross      = ciiLine + "/ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice"
	ciiPriceBases = "ram:NetPriceProductTradePrice/ram:BasisQuantity|ram:GrossPriceProductTradePrice/ram:BasisQuantity"

	ciiRefer = "ram:SpecifiedLineTradeSettlement/ram:AdditionalReferencedDocument"
)

// Allowances, charges, prices and invoice lines. Of what is wrong about percentage and base amount of an allowance
// one rule speaks: R041, R042 or R040 with R043.
func peppolCIILines() []Rule {
	return []Rule{
		inCII("PEPPOL-EN16931-R040", each("ram:SpecifiedTradeAllowanceCharge", percentageOf(twoCents, ramActualAmount, ramCalculationPercent, ramBasisAmount))),
		inCII("PEPPOL-EN16931-R041", when("ram:SpecifiedTradeAllowanceCharge", has("ram:CalculationPercent"), has("ram:BasisAmount"))),
		inCII("PEPPOL-EN16931-R042", when("ram:SpecifiedTradeAllowanceCharge", has("ram:BasisAmount"), has("ram:CalculationPercent"))),
		inCII("PEPPOL-EN16931-R043", both(each("ram:SpecifiedTradeAllowanceCharge", func(c *Check, n Node) {
			if n.Child(ramBasisAmount).Exists() == n.Child(ramCalculationPercent).Exists() {
				indicates(c, n)
			}
		}), each("ram:AppliedTradeAllowanceCharge", indicates)),
			broken("set "+ciiGross+"/ram:AppliedTradeAllowanceCharge/ram:ChargeIndicator/udt:Indicator = 0")),
		inCII("PEPPOL-EN16931-R100", oneOfType(ciiLines, ciiRefer, "130"),
			broken("twice "+ciiLine+"/"+ciiRefer)),
		inCII("PEPPOL-EN16931-R101", each(ciiLines, func(c *Check, n Node) {
			if first := lineReferences.First(n); first.Exists() && !namesObject(c, n) {
				c.Fail(first)
			}
		}),
			broken("set "+ciiLine+"/"+ciiRefer+"/ram:TypeCode = 50")),
		inCII("PEPPOL-EN16931-R110", ciiWithinPeriod("ram:StartDateTime", "start", func(line, header string) bool { return line >= header })),
		inCII("PEPPOL-EN16931-R111", ciiWithinPeriod("ram:EndDateTime", "end", func(line, header string) bool { return line <= header })),
		inCII("PEPPOL-EN16931-R120", each(ciiLines, func(c *Check, n Node) { ciiLineSum(n).check(c, n, slack) })),
		inCII("PEPPOL-EN16931-R121", each(ciiPriceBases, aboveZero), broken("set "+ciiGross+"/ram:BasisQuantity = 0")),
		inCII("PEPPOL-EN16931-R130", each(ciiPriceBases, ciiSameUnit), broken("attr "+ciiGross+"/ram:BasisQuantity unitCode = DAY")),
	}
}

var (
	lineReferences  = path(ciiRefer)
	namesObject     = says(ciiRefer+"/ram:TypeCode", "130")
	lineSettlements = path("ram:SpecifiedLineTradeSettlement")
	ciiQuantity     = path("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity")
	ciiNetPrice     = path("ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount")
	ciiNetBase      = path("ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity")
	quantityOfPrice = path("../../../ram:SpecifiedLineTradeDelivery/ram:BilledQuantity")
)

// indicates: the indicator of an allowance or charge is written out.
func indicates(c *Check, n Node) {
	if s := ciiIndicator.First(n).Norm(); s != "true" && s != "false" {
		c.Arg("indicator", shown(s)).Fail(n)
	}
}

// aboveZero: the base quantity of a price is.
func aboveZero(c *Check, n Node) {
	if d := n.Decimal(); d.IsSet() && d.Sign() <= 0 {
		c.Arg("base", d.String()).Fail(n)
	}
}

// ciiSameUnit: the base quantity of a price has the unit of the quantity.
func ciiSameUnit(c *Check, n Node) {
	base, ok := n.Attr("unitCode")
	if !ok {
		return
	}
	if unit, ok := quantityOfPrice.First(n).Attr("unitCode"); !ok || unit != base {
		c.Arg("base", shown(base)).Arg("unit", shown(unit)).Fail(n)
	}
}

// ciiWithinPeriod compares a date of a line's period with that of the invoice, as texts.
func ciiWithinPeriod(date, arg string, right func(line, header string) bool) Test {
	header := path(ciiSettlement + "/ram:BillingSpecifiedPeriod/" + date)
	return each("ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod/"+date, func(c *Check, n Node) {
		of := header.First(c.head)
		if !of.Exists() {
			return
		}
		ours, theirs := n.Child(udtDateTimeString), of.Child(udtDateTimeString)
		if ours.Exists() && theirs.Exists() && right(ours.Text(), theirs.Text()) {
			return
		}
		c.Arg("value", shown(ours.Norm())).Arg(arg, shown(theirs.Norm())).Fail(n)
	})
}

// ciiLineSum is what a line says of its net amount.
func ciiLineSum(n Node) lineSum {
	s := lineSum{net: orElse(ciiLineNet.First(n), zero), quantity: orElse(ciiQuantity.First(n), one),
		price: orElse(ciiNetPrice.First(n), zero), base: orElse(ciiNetBase.First(n), one), allowances: zero, charges: zero}
	lineSettlements.Each(n, func(settlement Node) bool {
		for x := settlement.Child(ramSpecifiedTradeAllowanceCharge); x.Exists(); x = x.NextNamed(ramSpecifiedTradeAllowanceCharge) {
			switch ciiIndicator.First(x).Norm() {
			case "false":
				s.allowances = s.allowances.Add(allOf(x, ramActualAmount))
			case "true":
				s.charges = s.charges.Add(allOf(x, ramActualAmount))
			}
		}
		return true
	})
	s.allowances, s.charges = cents(s.allowances), cents(s.charges)
	return s
}

// allOf adds up the numbers in the children of a name.
func allOf(n Node, child names.Name) einvoice.Decimal {
	total := zero
	for x := n.Child(child); x.Exists(); x = x.NextNamed(child) {
		total = total.Add(x.Decimal())
	}
	return total
}
