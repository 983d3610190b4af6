package validate

import (
	"cmp"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
)

// Rules of Peppol on invoice lines, and on allowances and charges of lines and documents.
func peppolLines() []Rule {
	return []Rule{
		{ID: "PEPPOL-EN16931-R040", Severity: Fatal, Terms: t("BT-92", "BT-99", "BT-136", "BT-141"),
			Text:  "The amount {amount} of an allowance or charge is not {percentage} % of {base} = {right}.",
			UBL:   each(allowanceCharges, percentageOf(twoCents, cbcAmount, cbcMultiplierFactorNumeric, cbcBaseAmount)),
			Break: func(inv *einvoice.Invoice) { inv.Allowances[0].Amount = einvoice.MustDecimal("100.03") }},
		{ID: "PEPPOL-EN16931-R041", Severity: Fatal, Terms: t("BT-93", "BT-100", "BT-137", "BT-142"),
			Text:  "An allowance or charge has a percentage and no base amount (BT-93, BT-100, BT-137, BT-142).",
			UBL:   at(allowanceCharges, or(lacks("cbc:MultiplierFactorNumeric"), has("cbc:BaseAmount"))),
			Break: func(inv *einvoice.Invoice) { inv.Allowances[0].BaseAmount = einvoice.Decimal{} }},
		{ID: "PEPPOL-EN16931-R042", Severity: Fatal, Terms: t("BT-94", "BT-101", "BT-138", "BT-143"),
			Text:  "An allowance or charge has a base amount and no percentage (BT-94, BT-101, BT-138, BT-143).",
			UBL:   at(allowanceCharges, or(has("cbc:MultiplierFactorNumeric"), lacks("cbc:BaseAmount"))),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Charges[0].Percentage = einvoice.Decimal{} }},
		{ID: "PEPPOL-EN16931-R043", Severity: Fatal, Terms: t("BG-20", "BG-21", "BG-27", "BG-28"),
			Text: "The indicator of an allowance or charge is {indicator} instead of true or false.",
			UBL: each(allowanceCharges, func(c *Check, n Node) {
				if n.Child(cbcMultiplierFactorNumeric).Exists() != n.Child(cbcBaseAmount).Exists() {
					return // R041 or R042 speaks
				}
				if s := n.Child(cbcChargeIndicator).Norm(); s != "true" && s != "false" {
					c.Arg("indicator", shown(s)).Fail(n)
				}
			}),
			BreakUBL: "set cac:AllowanceCharge/cbc:ChargeIndicator = 0"},
		{ID: "PEPPOL-EN16931-R044", Severity: Fatal, Terms: t("BT-147"),
			Text:     "The price of line {line} has a charge; there may only be a discount (BT-147).",
			UBL:      at("cac:Price/cac:AllowanceCharge", saysNorm("cbc:ChargeIndicator", "false")),
			BreakUBL: "set cac:InvoiceLine/cac:Price/cac:AllowanceCharge/cbc:ChargeIndicator = true"},
		{ID: "PEPPOL-EN16931-R046", Severity: Fatal, Terms: t("BT-146", "BT-147", "BT-148"),
			Text: "The net price {net} of line {line} is not the gross price {gross} less the discount {discount} (BT-146 = BT-148 - BT-147).",
			UBL: each("cac:Price/cac:AllowanceCharge", func(c *Check, n Node) {
				if !n.Child(cbcBaseAmount).Exists() {
					return
				}
				net, gross, discount := n.Parent().Child(cbcPriceAmount).Decimal(), n.Child(cbcBaseAmount).Decimal(), n.Child(cbcAmount).Decimal()
				if !same(net, gross.Sub(discount)) {
					c.Arg("net", orNone(net)).Arg("gross", orNone(gross)).Arg("discount", orNone(discount)).Fail(n)
				}
			}),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Price.Gross = einvoice.MustDecimal("121") }},
		{ID: "PEPPOL-EN16931-R100", Severity: Fatal, Terms: t("BT-128"),
			Text:     "Line {line} has more than one invoiced object (BT-128).",
			UBL:      at(ublLines, most(1, "cac:DocumentReference")),
			BreakUBL: "twice cac:InvoiceLine/cac:DocumentReference"},
		{ID: "PEPPOL-EN16931-R101", Severity: Fatal, Terms: t("BT-128"),
			Text:     "Line {line} has a document reference that is not to the invoiced object (BT-128).",
			Help:     "References of lines have the type code 130.",
			UBL:      at(ublLines, or(lacks("cac:DocumentReference"), says("cac:DocumentReference/cbc:DocumentTypeCode", "130"))),
			BreakUBL: "set cac:InvoiceLine/cac:DocumentReference/cbc:DocumentTypeCode = 50"},
		{ID: "PEPPOL-EN16931-R110", Severity: Fatal, Terms: t("BT-134", "BT-73"),
			Text:  "The period of line {line} begins on {value} (BT-134), before that of the invoice, {start} (BT-73).",
			UBL:   withinPeriod("cbc:StartDate", "start", +1),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Period.Start = inv.Period.Start.AddDays(-1) }},
		{ID: "PEPPOL-EN16931-R111", Severity: Fatal, Terms: t("BT-135", "BT-74"),
			Text:  "The period of line {line} ends on {value} (BT-135), after that of the invoice, {end} (BT-74).",
			UBL:   withinPeriod("cbc:EndDate", "end", -1),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Period.End = inv.Period.End.AddDays(1) }},
		{ID: "PEPPOL-EN16931-R120", Severity: Fatal, Terms: t("BT-131", "BT-129", "BT-146", "BT-149", "BT-136", "BT-141"),
			Text:  "The net amount {net} of line {line} (BT-131) is not {quantity} × {price} / {base} + charges {charges} - allowances {allowances} = {right}.",
			UBL:   each(ublLines, lineNet(twoCents)),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].NetAmount = einvoice.MustDecimal("1000.03") }},
		{ID: "PEPPOL-EN16931-R121", Severity: Fatal, Terms: t("BT-149"),
			Text: "The base quantity {base} of the price of line {line} (BT-149) is not above zero.",
			UBL: each(ublLines, func(c *Check, n Node) {
				if d := n.Child(cacPrice).Child(cbcBaseQuantity).Decimal(); d.IsSet() && d.Sign() <= 0 {
					c.Arg("base", d.String()).Fail(n.Child(cacPrice).Child(cbcBaseQuantity))
				}
			}),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Price.BaseQuantity.Value = einvoice.MustDecimal("0") }},
		{ID: "PEPPOL-EN16931-R130", Severity: Fatal, Terms: t("BT-150", "BT-130"),
			Text:  "The base quantity of the price of line {line} is in {base} (BT-150), the quantity in {unit} (BT-130).",
			UBL:   each("cac:Price/cbc:BaseQuantity", sameUnit),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Price.BaseQuantity.Unit = "DAY" }},
	}
}

const (
	allowanceCharges = "inv:Invoice/cac:AllowanceCharge|cn:CreditNote/cac:AllowanceCharge|" +
		"inv:Invoice/cac:InvoiceLine/cac:AllowanceCharge|cn:CreditNote/cac:CreditNoteLine/cac:AllowanceCharge"
)

// tolerance is by how much numbers of a document may be off.
type tolerance func(*Check) einvoice.Decimal

var slack = einvoice.MustDecimal("0.02")

func twoCents(*Check) einvoice.Decimal { return slack }

// orElse is the number in an element, or what stands for an absent one.
func orElse(n Node, d einvoice.Decimal) einvoice.Decimal {
	if n.Exists() {
		return n.Decimal()
	}
	return d
}

// near: the numbers differ by no more than is tolerated. Of what is no number nothing is said here.
func near(a, b, tolerated einvoice.Decimal) bool {
	return !a.IsSet() || !b.IsSet() || a.Sub(b).Abs().Cmp(tolerated) <= 0
}

// percentageOf checks amounts of allowances and charges that are a percentage of something.
func percentageOf(within tolerance, amount, percentage, base names.Name) func(*Check, Node) {
	return func(c *Check, n Node) {
		of, rate := n.Child(base), n.Child(percentage)
		if !of.Exists() || !rate.Exists() {
			return
		}
		got := orElse(n.Child(amount), zero)
		if right := of.Decimal().Mul(rate.Decimal()).Mul(hundredth); !near(got, right, within(c)) {
			c.Arg("amount", got.String()).Arg("percentage", rate.Norm()).Arg("base", of.Norm()).Arg("right", right.String()).Fail(n)
		}
	}
}

// lineNet checks BT-131.
func lineNet(within tolerance) func(*Check, Node) {
	return func(c *Check, n Node) { ublLineSum(n).check(c, n, within(c)) }
}

func ublLineSum(n Node) lineSum {
	price := n.Child(cacPrice)
	s := lineSum{net: orElse(n.Child(cbcLineExtensionAmount), zero), quantity: orElse(n.Child(quantityName(n)), one),
		price: orElse(price.Child(cbcPriceAmount), zero), base: orElse(price.Child(cbcBaseQuantity), one)}
	s.allowances, s.charges = partsOf(n)
	return s
}

// lineSum is what the net amount of a line is computed from.
type lineSum struct{ net, quantity, price, base, allowances, charges einvoice.Decimal }

func (s lineSum) check(c *Check, n Node, tolerated einvoice.Decimal) {
	if s.base.IsSet() && s.base.Sign() == 0 {
		s.base = one
	}
	right := s.quantity.Mul(xpathQuo(s.price, s.base)).Add(s.charges).Sub(s.allowances)
	if near(s.net, right, tolerated) {
		return
	}
	c.Arg("net", s.net.String()).Arg("quantity", s.quantity.String()).Arg("price", s.price.String()).Arg("base", s.base.String())
	c.Arg("charges", s.charges.String()).Arg("allowances", s.allowances.String()).Arg("right", right.String()).Fail(n)
}

// quantityName is what the document's kind calls a quantity.
func quantityName(n Node) names.Name {
	for p := n.Parent(); p.Exists(); n, p = p, p.Parent() {
	}
	if n.Name() == invInvoice {
		return cbcInvoicedQuantity
	}
	return cbcCreditedQuantity
}

// partsOf sums up the allowances and the charges of a line, each rounded to cents.
func partsOf(n Node) (allowances, charges einvoice.Decimal) {
	allowances, charges = zero, zero
	for x := n.Child(cacAllowanceCharge); x.Exists(); x = x.NextNamed(cacAllowanceCharge) {
		amount := x.Child(cbcAmount)
		if !amount.Exists() {
			continue
		}
		switch x.Child(cbcChargeIndicator).Norm() {
		case "false":
			allowances = allowances.Add(amount.Decimal())
		case "true":
			charges = charges.Add(amount.Decimal())
		}
	}
	return cents(allowances), cents(charges)
}

// xpathQuo divides as precisely as the processors that the published rules run on: 18 decimals, and as many more as
// the dividend has more than the divisor.
func xpathQuo(a, b einvoice.Decimal) einvoice.Decimal {
	if b.Cmp(one) == 0 {
		return a
	}
	return a.Quo(b, uint8(18+max(0, significant(a)-significant(b))))
}

// significant is the number of decimals without zeros at the end.
func significant(d einvoice.Decimal) int {
	s := d.String()
	if i := strings.IndexByte(s, '.'); i >= 0 {
		return len(strings.TrimRight(s[i+1:], "0"))
	}
	return 0
}

// withinPeriod compares the dates of lines with those of the invoice; want is the order that is right beside equality.
func withinPeriod(date, arg string, want int) Test {
	headDay := path("cac:InvoicePeriod/" + date)
	return each("inv:Invoice/cac:InvoiceLine/cac:InvoicePeriod/"+date+"|cn:CreditNote/cac:CreditNoteLine/cac:InvoicePeriod/"+date, func(c *Check, n Node) {
		of := headDay.First(c.head)
		if !of.Exists() {
			return
		}
		ours, ok1 := instant(n.Text())
		theirs, ok2 := instant(of.Text())
		if n.Text() == "" || ok1 && ok2 && cmp.Compare(ours, theirs) == -want { // an empty date lies nowhere
			c.Arg(arg, shown(of.Norm())).Fail(n)
		}
	})
}

// sameUnit: the base quantity of a price has the unit of the quantity.
func sameUnit(c *Check, n Node) {
	base, ok := n.Attr("unitCode")
	line := n.Parent().Parent()
	if !ok || !line.Child(cbcInvoicedQuantity).Exists() && !line.Child(cbcCreditedQuantity).Exists() {
		return
	}
	if unit, ok := line.Child(quantityName(line)).Attr("unitCode"); !ok || unit != base {
		c.Arg("base", shown(base)).Arg("unit", shown(unit)).Fail(n)
	}
}
