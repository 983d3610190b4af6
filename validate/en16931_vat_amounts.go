package validate

import (
	"math"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
)

// The rules on VAT categories that look at the VAT breakdown: -08, -09 and -10.

// taxableRule: the taxable amount is what lines, allowances and charges of the category make (-08).
func (f *vatFamily) taxableRule() Rule {
	r := Rule{ID: f.prefix + "-08", Severity: Fatal, Terms: t("BT-116", "BT-131", "BT-92", "BT-99"),
		Text:  "The taxable amount (BT-116) of " + f.says() + " is {given}, but its lines less allowances plus charges make {sum}.",
		UBL:   whenEach(ublRow, f.of(nil), f.taxableUBL),
		CII:   whenEach(ciiBreakdown, f.rowCII, f.taxableCII),
		Break: f.breakTaxable}
	if f.rated() {
		r.Text = "The taxable amount (BT-116) of " + f.says() + " at {rate} % is {given}, but lines less allowances plus charges with this rate make {sum}."
	}
	if f.rated() && f.cat != catS {
		r.Never = "cii: the published rule looks for the rate where no rate stands"
		r.CII = at(ciiBreakdown, always)
	}
	return r
}

func (f *vatFamily) taxableUBL(c *Check, n Node) {
	v, at := c.vat(), n.Parent().Child(cbcTaxableAmount)
	s, ok, rate := &v.sums[f.cat], false, ""
	if !f.rated() {
		ok = c.Lines > 0 && same(at.Decimal(), s.total())
	} else {
		r := v.rated(n.Child(cbcPercent).Decimal())
		if r == nil {
			return
		}
		s, rate = &r.sums[f.cat], r.rate.String()
		ok = f.ratedTaxableUBL(c, r, at.Decimal())
	}
	if !ok {
		c.Arg("given", shown(at.Norm())).Arg("sum", s.total().String()).Arg("rate", rate).Fail(orRoot(at, n))
	}
}

// ratedTaxableUBL: the amount is less than 1 away. In category S there has to be a line, allowance or charge with the
// rate; and where there is an allowance or charge, the published rule is content if these alone make the amount.
func (f *vatFamily) ratedTaxableUBL(c *Check, r *rated, d einvoice.Decimal) bool {
	s := &r.sums[f.cat]
	if f.cat != catS {
		return c.Lines > 0 && nearUBL(d, s.total())
	}
	return (r.item || r.part) && nearUBL(d, s.total()) || r.part && nearUBL(d, s.parts())
}

func (f *vatFamily) taxableCII(c *Check, n Node) {
	v, at := c.vat(), n.Child(ramBasisAmount)
	s, ok, rate := &v.sums[f.cat], false, ""
	switch {
	case f.cat == catS:
		r := v.rated(n.Child(ramRateApplicablePercent).Decimal())
		if r == nil {
			return
		}
		s, rate = &r.sums[f.cat], r.rate.String()
		ok = anyNumber(at, s.rounded())
	case f.cat == catO:
		ok = anyNumber(at, s.rounded())
	default:
		ok = nearCII(at.Decimal(), s.rounded(), f.facturX)
	}
	if !ok {
		c.Arg("given", shown(at.Norm())).Arg("sum", s.rounded().String()).Arg("rate", rate).Fail(orRoot(at, n))
	}
}

// anyNumber: one of the elements of this name from n on is the number.
func anyNumber(n Node, d einvoice.Decimal) bool {
	for name := n.Name(); n.Exists(); n = n.NextNamed(name) {
		if same(n.Decimal(), d) {
			return true
		}
	}
	return false
}

// taxRule: the VAT amount is the taxable amount times the rate, or 0 (-09).
func (f *vatFamily) taxRule() Rule {
	r := Rule{ID: f.prefix + "-09", Severity: Fatal, Terms: t("BT-117", "BT-116", "BT-119"), Break: f.breakTax,
		Text: "The VAT amount (BT-117) of " + f.says() + " is {given}, but has to be 0."}
	zeroUBL := func(c *Check, n Node) {
		if at := n.Parent().Child(cbcTaxAmount); !same(at.Decimal(), zero) {
			c.Arg("given", shown(at.Norm())).Fail(orRoot(at, n))
		}
	}
	zeroCII := func(c *Check, n Node) {
		if at := n.Child(ramCalculatedAmount); !anyNumber(at, zero) {
			c.Arg("given", shown(at.Norm())).Fail(orRoot(at, n))
		}
	}
	r.UBL, r.CII = whenEach(ublRow, f.of(nil), zeroUBL), whenEach(ciiBreakdown, f.rowCII, zeroCII)
	if !f.rated() {
		return r
	}
	r.Text = "The VAT amount (BT-117) of " + f.says() + " is {given}, but {rate} % of {basis} makes {sum}."
	r.UBL, r.CII = whenEach(ublRow, f.of(nil), taxUBL), whenEach(ciiBreakdown, f.rowCII, taxCII)
	if f.cat != catS {
		r.CII, r.Never = at(ciiBreakdown, always), "cii: the published rule is always content"
	}
	return r
}

func taxUBL(c *Check, n Node) {
	at, taxable, rate := n.Parent().Child(cbcTaxAmount), n.Parent().Child(cbcTaxableAmount), n.Child(cbcPercent)
	d, sum := at.Decimal(), taxOf(taxable, rate)
	if !d.IsSet() || !sum.IsSet() || d.Abs().Sub(sum).Abs().Cmp(one) >= 0 {
		failTax(c, at, taxable, rate, n)
	}
}

// taxCII is taxUBL in floating point, as far as that can matter.
func taxCII(c *Check, n Node) {
	at, taxable, rate := n.Child(ramCalculatedAmount), n.Child(ramBasisAmount), n.Child(ramRateApplicablePercent)
	d, sum := at.Decimal().Abs(), taxOf(taxable, rate)
	near, sure := nearExactly(d, sum)
	if !sure && sum.IsSet() {
		x := math.Floor(float(taxable.Decimal().Abs())*float(rate.Decimal())+0.5) / 100
		near = float(d.Sub(one)) < x && float(d.Add(one)) > x
	}
	if !near || !sum.IsSet() {
		failTax(c, at, taxable, rate, n)
	}
}

// taxOf is what the rate makes of the taxable amount without its sign; not set where one of them is missing.
func taxOf(taxable, rate Node) einvoice.Decimal {
	a, b := taxable.Decimal(), rate.Decimal()
	if !a.IsSet() || !b.IsSet() {
		return einvoice.Decimal{}
	}
	return cents(a.Abs().Mul(b).Mul(hundredth))
}

func failTax(c *Check, at, taxable, rate, n Node) {
	c.Arg("given", shown(at.Norm())).Arg("basis", shown(taxable.Norm())).Arg("rate", shown(rate.Norm()))
	c.Arg("sum", orNone(taxOf(taxable, rate))).Fail(orRoot(at, n))
}

// reasonRule: there is an exemption reason where one is needed, and none where there is no exemption (-10).
func (f *vatFamily) reasonRule() Rule {
	test := func(c *Check, n Node) {
		var found Node
		for _, name := range reasonNames[c.syntax] {
			if x := n.Child(name); x.Exists() && !found.Exists() {
				found = x
			}
		}
		if f.reason != found.Exists() {
			c.Fail(orRoot(found, n))
		}
	}
	r := Rule{ID: f.prefix + "-10", Severity: Fatal, Terms: t("BT-120", "BT-121"), Break: f.breakReason,
		Text: "The VAT breakdown of " + f.says() + " has an exemption reason: {value}.", Help: "Remove BT-120 and BT-121: nothing is exempt here.",
		UBL: whenEach(ublRow, f.of(nil), test), CII: whenEach(ciiBreakdown, f.rowCII, test)}
	if f.reason {
		r.Text = "The VAT breakdown of " + f.says() + " has no exemption reason (BT-120) and no code for one (BT-121)."
		r.Help = ""
	}
	return r
}

var reasonNames = map[string][2]names.Name{
	ubl: {name("cbc:TaxExemptionReason"), name("cbc:TaxExemptionReasonCode")},
	cii: {name("ram:ExemptionReason"), name("ram:ExemptionReasonCode")},
}
