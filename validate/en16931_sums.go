package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// The sums that BR-CO-10 to BR-CO-17 ask for.

// lineTotal is BR-CO-10.
func lineTotal(c *Check, n Node) {
	want := cents(c.lineSums.total())
	if !same(ublLineNet.First(n).Decimal(), want) {
		c.Arg("sum", want.String()).failAt(ublLineNet, n)
	}
}

var ciiLineTotalAmount = path("ram:LineTotalAmount")

func ciiLineTotal(c *Check, n Node) {
	want := cents(c.lineSums.total())
	if exact := exactCents(c.lineSums.double); exact.IsSet() {
		want = exact
	}
	if !same(ciiLineTotalAmount.First(n).Decimal(), want) {
		c.Arg("sum", want.String()).failAt(ciiLineTotalAmount, n)
	}
}

var (
	ciiAllowanceCharge = path(ciiSettlement + "/ram:SpecifiedTradeAllowanceCharge")
	ciiIndicator       = path("ram:ChargeIndicator/udt:Indicator")
)

// partSum is what the allowances, or the charges, of the document make.
type partSum struct {
	some   bool // there are any
	exact  einvoice.Decimal
	double float64 // as the published rules for CII add up
}

// sumOf is BR-CO-11 and BR-CO-12: a total of allowances or of charges, which must be
// absent if there are none.
func sumOf(p string, kind func(Node) bool) Test {
	total := path(p)
	return each(ublTotals, func(c *Check, n Node) {
		all := tree.Ask(n.Parent(), total, func(of Node) (all partSum) {
			all.exact = zero
			for x := of.Child(cacAllowanceCharge); x.Exists(); x = x.NextNamed(cacAllowanceCharge) {
				if kind(x.Child(cbcChargeIndicator)) {
					all.exact, all.some = all.exact.Add(x.Child(cbcAmount).Decimal()), true
				}
			}
			return all
		})
		given := total.First(n)
		if want := cents(all.exact); !same(given.Decimal(), want) && (all.some || given.Exists()) {
			c.Arg("sum", want.String()).failAt(total, n)
		}
	})
}

func ciiSumOf(p string, kind func(Node) bool) Test {
	total := path(p)
	return each(ciiTotals, func(c *Check, n Node) {
		all := tree.Ask(c.head, total, func(head Node) (all partSum) {
			all.exact = zero
			ciiAllowanceCharge.Each(head, func(x Node) bool {
				if !ciiIndicator.Each(x, func(i Node) bool { return !kind(i) }) {
					all.some = true
					if a := x.Child(ramActualAmount); a.Exists() {
						all.double, all.exact = all.double+double(a), all.exact.Add(a.Decimal())
					}
				}
				return true
			})
			return all
		})
		given := total.First(n)
		if !sameDouble(double(given), centsDouble(all.double)) && (all.some || given.Exists()) {
			c.Arg("sum", cents(all.exact).String()).failAt(total, n)
		}
	})
}

// withoutVAT is BR-CO-13. In UBL a sum of nothing but lines is not rounded.
func withoutVAT(pattern string, rounded bool, total, lines, allowances, charges string) Test {
	p, q, less, more := path(total), path(lines), path(allowances), path(charges)
	return each(pattern, func(c *Check, n Node) {
		net, minus, plus := q.First(n).Decimal(), less.First(n), more.First(n)
		want := net.Sub(minus.Decimal()).Add(plus.Decimal())
		if rounded || minus.Exists() || plus.Exists() {
			want = cents(want)
		}
		if !net.IsSet() || !same(p.First(n).Decimal(), want) {
			c.Arg("sum", orNone(want)).failAt(p, n)
		}
	})
}

// vatTotal is BR-CO-14.
func vatTotal(c *Check, n Node) bool {
	given, want := n.Child(cbcTaxAmount), cents(sum(ublSubtotal, n))
	if same(given.Decimal(), want) {
		return true
	}
	c.Arg("given", orNone(given.Decimal())).Arg("sum", want.String())
	return false
}

// inInvoiceCurrency: the amount is in the currency of the invoice, to the letter.
func inInvoiceCurrency(c *Check, n Node) bool {
	currency, ok := n.Attr("currencyID")
	return ok && anyOf(ciiInvoiceCurrency, c.head, currency)
}

var ciiTaxAmounts = path(ciiSettlement + "/ram:ApplicableTradeTax/ram:CalculatedAmount")

func ciiVATTotal(c *Check, n Node) bool {
	if sameDouble(double(n), centsDouble(sumDouble(ciiTaxAmounts, c.head))) {
		return true
	}
	c.Arg("given", n.Norm()).Arg("sum", cents(sum(ciiTaxAmounts, c.head)).String())
	return false
}

var (
	documentCurrency = path("cbc:DocumentCurrencyCode")
	taxExclusive     = path("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount")
	taxInclusive     = path("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount")

	ciiTaxTotals  = path(ciiSettlement + "/" + ciiTotals + "/ram:TaxTotalAmount")
	ciiTaxBasis   = path(ciiSettlement + "/" + ciiTotals + "/ram:TaxBasisTotalAmount")
	ciiGrandTotal = path(ciiSettlement + "/" + ciiTotals + "/ram:GrandTotalAmount")
)

// withVAT is BR-CO-15: of the total VAT amounts exactly one must be in the currency of the invoice.
func withVAT(c *Check, n Node) {
	amounts := amountsIn{p: taxAmounts, from: n}
	documentCurrency.Each(n, func(currency Node) bool {
		net, given := taxExclusive.First(n).Decimal(), taxInclusive.First(n).Decimal()
		vat, count := amounts.currency(currency.Text())
		if want := cents(net.Add(vat)); count != 1 || !net.IsSet() || !vat.IsSet() || !same(given, want) {
			c.failWithVAT(vat, count, want, taxInclusive)
		}
		return true
	})
}

// ciiWithVAT lets pass an invoice whose total with VAT is that without.
func ciiWithVAT(c *Check, n Node) {
	amounts := amountsIn{p: ciiTaxTotals, from: n}
	ciiInvoiceCurrency.Each(n, func(currency Node) bool {
		net, given := ciiTaxBasis.First(n).Decimal(), ciiGrandTotal.First(n).Decimal()
		vat, count := amounts.currency(currency.Text())
		want := cents(net.Add(vat))
		if (count != 1 || !net.IsSet() || !vat.IsSet() || !same(given, want)) && !same(given, net) {
			c.failWithVAT(vat, count, want, ciiGrandTotal)
		}
		return true
	})
}

// ciiWithVATOnce is for the set that asks at the totals, of which there should be one.
func ciiWithVATOnce(c *Check, n Node) {
	if c.v.head.Tree().First(n.Name()) == n {
		ciiWithVAT(c, c.head)
	}
}

// amountsIn are amounts by their currency.
type amountsIn struct {
	p     *tree.Path
	from  Node
	asked int
	all   map[string]amountIn
}

type amountIn struct {
	last  Node
	count int
}

// currency is the last of the amounts in a currency, and how many there are. An invoice has one or two currencies:
// who asks for more gets an index.
func (a *amountsIn) currency(code string) (einvoice.Decimal, int) {
	const few = 4
	var found amountIn
	if a.asked++; a.asked > few && a.all == nil {
		a.all = map[string]amountIn{}
	}
	if a.asked <= few || len(a.all) == 0 {
		a.p.Each(a.from, func(x Node) bool {
			s, ok := x.Attr("currencyID")
			switch {
			case !ok:
			case a.all != nil:
				a.all[s] = amountIn{x, a.all[s].count + 1}
			case s == code:
				found = amountIn{x, found.count + 1}
			}
			return true
		})
	}
	if a.all != nil {
		found = a.all[code]
	}
	return found.last.Decimal(), found.count
}

func (c *Check) failWithVAT(vat einvoice.Decimal, count int, want einvoice.Decimal, total *tree.Path) {
	shown := orNone(vat)
	if count > 1 {
		shown += " (given more than once)"
	}
	c.Arg("vat", shown).Arg("sum", orNone(want)).failAt(total, c.head)
}

// amountDue is BR-CO-16. In UBL the two sides are rounded, each if it is a difference.
func amountDue(pattern string, rounded bool, due, withVAT, paid, rounding string) Test {
	p, q, less, more := path(due), path(withVAT), path(paid), path(rounding)
	round := func(d einvoice.Decimal, yes bool) einvoice.Decimal {
		if rounded && yes {
			return cents(d)
		}
		return d
	}
	return each(pattern, func(c *Check, n Node) {
		given, gross, minus, plus := p.First(n).Decimal(), q.First(n).Decimal(), less.First(n), more.First(n)
		left := round(given.Sub(plus.Decimal()), plus.Exists())
		right := round(gross.Sub(minus.Decimal()), minus.Exists())
		if !given.IsSet() || !gross.IsSet() || left.Cmp(right) != 0 {
			c.Arg("sum", orNone(gross.Sub(minus.Decimal()).Add(plus.Decimal()))).failAt(p, n)
		}
	})
}

var (
	ublTaxable = path("cbc:TaxableAmount")
	ublTax     = path("cbc:TaxAmount")
	ciiTaxable = path("ram:BasisAmount")
	ciiTax     = path("ram:CalculatedAmount")
)

// taxAmount is BR-CO-17.
func taxAmount(c *Check, n Node) {
	var rate einvoice.Decimal
	taxCategories.Each(n, func(x Node) bool {
		if isVAT(x) {
			rate = x.Child(cbcPercent).Decimal()
		}
		return !rate.IsSet()
	})
	got := ublTax.First(n).Decimal()
	if want, ok := taxIsRight(ublTaxable.First(n).Decimal(), got, rate, false); !ok {
		c.Arg("sum", orNone(want)).failAt(ublTax, n)
	}
}

func ciiTaxAmount(c *Check, n Node) {
	if ownBreakdown(c, n) {
		ciiTaxAmountOf(c, n)
	}
}

func ciiTaxAmountOf(c *Check, n Node) {
	var rate einvoice.Decimal
	if kind := n.Child(ramTypeCode); strings.EqualFold(kind.Norm(), "VAT") {
		rate = n.Child(ramRateApplicablePercent).Decimal()
	}
	if want, ok := taxIsRight(ciiTaxable.First(n).Decimal(), ciiTax.First(n).Decimal(), rate, true); !ok {
		c.Arg("sum", orNone(want)).failAt(ciiTax, n)
	}
}

var (
	one       = einvoice.NewDecimal(1, 0)
	hundredth = einvoice.NewDecimal(1, 2)
)

// taxIsRight tolerates a difference of less than one unit of currency, in CII of one
// unit too, and treats rates that round to 0 like 0. It returns what would be right.
func taxIsRight(base, tax, rate einvoice.Decimal, oneToo bool) (want einvoice.Decimal, ok bool) {
	if rate.RoundHalfUp(0).Sign() == 0 {
		return zero, tax.IsSet() && tax.RoundHalfUp(0).Sign() == 0
	}
	want = cents(base.Abs().Mul(rate).Mul(hundredth))
	if tax.IsSet() && want.IsSet() {
		off := tax.Abs().Sub(want).Abs().Cmp(one)
		ok = off < 0 || off == 0 && oneToo
	}
	if base.Sign() < 0 {
		want = want.Neg()
	}
	return want, ok
}
