package validate

import (
	"math"
	"math/big"

	"github.com/einvoice-go/einvoice"
)

// extendedSums are the totals of EXTENDED: what is added up may be off by a cent for each member.
func extendedSums() []Rule {
	return []Rule{
		renamed("BR-CO-10", "BR-FXEXT-CO-10", both(each(ciiLines, addExtendedLine), each(ciiTotals, extendedLineTotal)),
			reads("The sum of the line net amounts (BT-106) is {BT-106}; the lines that count (BT-131) add up to {sum}, give or take {tolerance}."),
			breaks(func(inv *einvoice.Invoice) { inv.Totals.LineNet = inv.Totals.LineNet.Add(one) })),
		renamed("BR-CO-11", "BR-FXEXT-CO-11", each(ciiTotals, extendedAllowances),
			reads("The sum of the document's allowances (BT-107) is {BT-107}; the allowances (BT-92) add up to {sum}, give or take {tolerance}."),
			breaks(func(inv *einvoice.Invoice) { inv.Totals.Allowances = inv.Totals.Allowances.Add(one) })),
		renamed("BR-CO-12", "BR-FXEXT-CO-12", each(ciiTotals, extendedCharges), speaksOf("BT-108", "BT-99", "BT-X-272"),
			reads("The sum of the document's charges (BT-108) is {BT-108}; the charges (BT-99, BT-X-272) add up to {sum}, give or take {tolerance}."),
			breaks(func(inv *einvoice.Invoice) { inv.Totals.Charges = inv.Totals.Charges.Add(one) })),
		renamed("BR-CO-13", "BR-FXEXT-CO-13", each(ciiTotals, extendedWithoutVAT), speaksOf("BT-109", "BT-131", "BT-92", "BT-99", "BT-X-272"),
			reads("The total without VAT (BT-109) is {BT-109}; lines less allowances plus charges make {sum}, give or take {tolerance}."),
			breaks(func(inv *einvoice.Invoice) { inv.Totals.WithoutVAT = inv.Totals.WithoutVAT.Add(one) }), along("BR-FXEXT-CO-15")),
		renamed("BR-CO-15", "BR-FXEXT-CO-15", each(ciiTotals, extendedWithVAT),
			reads("The total with VAT (BT-112) is {BT-112}; {BT-109} without VAT (BT-109) plus the VAT in {BT-5} (BT-110), {vat}, make {sum}, give or take {tolerance}."),
			breaks(func(inv *einvoice.Invoice) { inv.Totals.WithVAT = inv.Totals.WithVAT.Add(one) }), along("BR-FXEXT-CO-16")),
		renamed("BR-CO-16", "BR-FXEXT-CO-16", each(ciiTotals, extendedDue),
			reads("The amount due (BT-115) is {BT-115}; {BT-112} with VAT (BT-112) less what is paid (BT-113) plus rounding (BT-114) and adjustments make {sum}.")),
	}
}

// breaks gives it another way to break it.
func breaks(f func(*einvoice.Invoice)) func(*Rule) { return func(r *Rule) { r.Break = f } }

// extendedFacts is what EXTENDED asks of the lines. BR-FXEXT-CO-10 collects it for all rules, as it looks at lines and
// its set is that of EXTENDED.
type extendedFacts struct {
	lines   int              // that count
	net     part             // what they make
	applied [categories]bool // categories of charges for logistics that stand within lines
	terms   bool             // a line has payment terms
	vat     extendedVATFacts
	tree    lineTree
}

var countsAsOne = or(lacks("ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode"), says("ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode", "DETAIL"))

func addExtendedLine(c *Check, line Node) {
	f := &c.extended
	if t := c.v.lines.Tree(); t.First(line.Name()) == line { // the first of those that the tree holds speaks for all
		for n := t.First(ramAppliedTradeTax); n.Exists(); n = n.Same() {
			f.applied[categoryCII(n)] = true
		}
		for n := t.First(ramSpecifiedTradePaymentTerms); n.Exists() && !f.terms; n = n.Same() {
			f.terms = dueText.Exists(n)
		}
	}
	f.tree.add(c, line)
	if !countsAsOne(c, line) {
		return
	}
	f.lines++
	net := zero
	ciiLineNet.Each(line, func(n Node) bool {
		f.net.double += double(n)
		net = net.Add(n.Decimal())
		return true
	})
	f.net.exact = f.net.exact.Add(net)
	c.extendedVAT().add(line.Child(ramSpecifiedLineTradeSettlement).Child(ramApplicableTradeTax), inLines, net)
}

// summand is a sum to the cent, as the published rule has it and as it should be.
type summand struct {
	double float64
	exact  einvoice.Decimal
}

func (p part) summand() summand { return summand{centsDouble(p.double), cents(zero.Add(p.exact))} }

func (s summand) negative() summand { return summand{-s.double, s.exact.Neg()} }

// addsUp tells whether an amount is what summands make, give or take a cent a member. The published rules take sums in
// floating point for exact, which counts where the distance is just as large as allowed.
func addsUp(given einvoice.Decimal, members int, sums ...summand) (want, tolerance einvoice.Decimal, ok bool) {
	want, tolerance = zero, einvoice.NewDecimal(int64(members), 2)
	size := given.Abs()
	for _, s := range sums {
		want = want.Add(s.exact)
		size = size.Add(s.exact.Abs())
	}
	if !given.IsSet() {
		return want, tolerance, false
	}
	distance := given.Sub(want).Abs()
	if size.Cmp(large) < 0 {
		switch {
		case distance.Cmp(tolerance.Sub(thousandth)) < 0:
			return want, tolerance, true
		case distance.Cmp(tolerance.Add(thousandth)) > 0:
			return want, tolerance, false
		}
	}
	exact, valid := new(big.Rat).SetString(given.String())
	if !valid {
		return want, tolerance, false
	}
	for _, s := range sums {
		if math.IsNaN(s.double) || math.IsInf(s.double, 0) {
			return want, tolerance, false
		}
		exact.Sub(exact, ratOf(s.double))
	}
	return want, tolerance, exact.Abs(exact).Cmp(big.NewRat(int64(members), 100)) <= 0
}

var thousandth = einvoice.NewDecimal(1, 3)

// failSum is a finding at a total, or where it should be.
func (c *Check) failSum(total, around Node, want, tolerance einvoice.Decimal) {
	c.Arg("sum", want.String()).Arg("tolerance", tolerance.String()).Fail(orRoot(total, around))
}

func extendedLineTotal(c *Check, n Node) {
	total := ciiLineTotalAmount.First(n)
	if want, tolerance, ok := addsUp(total.Decimal(), c.Lines, c.extended.net.summand100()); !ok {
		c.failSum(total, n, want, tolerance)
	}
}

func extendedAllowances(c *Check, n Node) {
	total := ciiAllowanceTotal.First(n)
	allowances, _, _ := c.facturXParts()
	if allowances.count == 0 && !total.Exists() {
		return
	}
	if want, tolerance, ok := addsUp(total.Decimal(), allowances.count, allowances.summand()); !ok {
		c.failSum(total, n, want, tolerance)
	}
}

func extendedCharges(c *Check, n Node) {
	total := ciiChargeTotal.First(n)
	_, charges, logistics := c.facturXParts()
	if charges.count == 0 && !total.Exists() {
		return
	}
	want, tolerance, ok := addsUp(total.Decimal(), charges.count+logistics.count, charges.summand100(), logistics.summand())
	if !ok {
		c.failSum(total, n, want, tolerance)
	}
}

// summand100 is summand with the factor 100 in one step.
func (p part) summand100() summand {
	return summand{roundDouble(p.double*100) / 100, cents(zero.Add(p.exact))}
}

var ciiBasisTotal = path("ram:TaxBasisTotalAmount")

func extendedWithoutVAT(c *Check, n Node) {
	total := ciiBasisTotal.First(n)
	allowances, charges, logistics := c.facturXParts()
	want, tolerance, ok := addsUp(total.Decimal(), c.extended.lines+allowances.count+charges.count+logistics.count,
		c.extended.net.summand100(), allowances.summand().negative(), charges.summand100(), logistics.summand())
	if !ok {
		c.failSum(total, n, want, tolerance)
	}
}

var ciiGrand = path("ram:GrandTotalAmount")

// extendedWithVAT: of the total VAT amounts one is in the currency of the invoice.
func extendedWithVAT(c *Check, n Node) {
	total, vat := ciiGrand.First(n), Node{}
	ciiTaxTotal.Each(n, func(x Node) bool {
		if inInvoiceCurrency(c, x) {
			vat = x
		}
		return !vat.Exists()
	})
	allowances, charges, logistics := c.facturXParts()
	want := ciiBasisTotal.First(n).Decimal().Add(vat.Decimal())
	tolerance := einvoice.NewDecimal(int64(c.extended.lines+allowances.count+charges.count+logistics.count), 2)
	basis, given := ciiBasisTotal.First(n).Decimal(), total.Decimal()
	if !vat.Decimal().IsSet() || !basis.IsSet() || !given.IsSet() || given.Sub(want).Abs().Cmp(tolerance) > 0 {
		c.Arg("vat", orNone(vat.Decimal())).failSum(total, n, zero.Add(want), tolerance)
	}
}

var (
	ciiPaid        = path("ram:TotalPrepaidAmount")
	ciiRounding    = path("ram:RoundingAmount")
	dueAmount      = path("ram:DuePayableAmount")
	ciiAdjustments = path("../ram:SpecifiedFinancialAdjustment/ram:ActualAmount")
)

func extendedDue(c *Check, n Node) {
	want := sum(ciiGrand, n).Sub(sum(ciiPaid, n)).Add(sum(ciiRounding, n)).Add(sum(ciiAdjustments, n))
	if due := dueAmount.First(n); !same(due.Decimal(), want) {
		c.Arg("sum", want.String()).Fail(orRoot(due, n))
	}
}
