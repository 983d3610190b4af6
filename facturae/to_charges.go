package facturae

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// general is an allowance (negative) or a charge of the document.
type general struct {
	part     einvoice.AllowanceCharge // with its sign
	discount bool
}

// general shares the discounts and surcharges of the document among the categories.
func (t *taxation) general() {
	totals := &t.in.InvoiceTotals
	var discounts, surcharges einvoice.Decimal
	for _, s := range totals.GeneralSurcharges {
		surcharges = surcharges.Add(s.ChargeAmount)
		t.share(general{part: part2(s.ChargeReason, "Cargo general", s.ChargeRate, s.ChargeAmount)})
	}
	for _, d := range totals.GeneralDiscounts {
		discounts = discounts.Add(d.DiscountAmount)
		p := part2(d.DiscountReason, "Descuento general", d.DiscountRate, d.DiscountAmount)
		p.Amount = p.Amount.Neg()
		t.share(general{p, true})
	}
	if !addsUp(totals) {
		return // the sum before taxes is without what is stated beside the lists
	}
	if rest := totals.TotalGeneralSurcharges.Sub(surcharges); totals.TotalGeneralSurcharges.IsSet() && rest.Sign() != 0 {
		t.note("%s.InvoiceTotals.TotalGeneralSurcharges: %s more than the surcharges make", t.place, rest)
		t.share(general{part: part2("", "Cargo general", einvoice.Decimal{}, rest)})
	}
	if rest := totals.TotalGeneralDiscounts.Sub(discounts); totals.TotalGeneralDiscounts.IsSet() && rest.Sign() != 0 {
		t.note("%s.InvoiceTotals.TotalGeneralDiscounts: %s more than the discounts make", t.place, rest)
		t.share(general{part2("", "Descuento general", einvoice.Decimal{}, rest.Neg()), true})
	}
}

// addsUp tells whether the sums of discounts and surcharges lead to the sum before taxes.
func addsUp(t *InvoiceTotals) bool {
	return t.TotalGrossAmount.Sub(t.TotalGeneralDiscounts).Add(t.TotalGeneralSurcharges).Cmp(t.TotalGrossAmountBeforeTaxes) == 0
}

// share puts a part into the category that lacks just this much; or into those that lack
// something of its sign, each as much as it lacks; the rest into the largest.
func (t *taxation) share(x general) {
	if len(t.groups) == 0 {
		t.group(einvoice.VATCategory{Code: t.zero, Rate: zeroRate(t.zero)})
	}
	for _, g := range t.groups {
		if len(t.groups) == 1 || g.missing().Round(2).Cmp(x.part.Amount) == 0 {
			t.add(g, x, x.part.Amount)
			return
		}
	}
	rest, n := x.part.Amount, 0
	for _, g := range t.groups {
		m := g.missing().Round(2)
		if m.Sign() != rest.Sign() || m.Sign() == 0 {
			continue
		}
		if m.Abs().Cmp(rest.Abs()) > 0 {
			m = rest
		}
		t.add(g, x, m)
		rest, n = rest.Sub(m), n+1
	}
	if rest.Sign() != 0 || n == 0 {
		t.add(t.rest(x, rest), x, rest)
		n++
	}
	if n > 1 {
		t.note("%s.InvoiceTotals: %q is %d parts, one for each VAT rate that it belongs to", t.place, x.part.Reason, n)
	}
}

// rest is where a part belongs that no base lacks: the largest, if that goes with its tax;
// else it bears no VAT.
func (t *taxation) rest(x general, amount einvoice.Decimal) *group {
	g := t.largest()
	if !g.rated() || !g.stated || g.explained(g.sum.Add(amount)) || !g.explained(g.sum) {
		return g
	}
	return t.without(x.part.Reason)
}

func zeroRate(category string) einvoice.Decimal {
	if category == "O" {
		return einvoice.Decimal{}
	}
	return einvoice.NewDecimal(0, 0)
}

func (t *taxation) largest() *group {
	best := t.groups[0]
	for _, g := range t.groups[1:] {
		if g.sum.Abs().Cmp(best.sum.Abs()) > 0 {
			best = g
		}
	}
	return best
}

func (t *taxation) add(g *group, x general, amount einvoice.Decimal) {
	x.part.Amount, x.part.VATCategory = amount, g.category
	g.sum = g.sum.Add(amount)
	t.charges = append(t.charges, x)
}

// marked is the reason of a charge that is no charge in Facturae; the words in brackets
// tell FromInvoices what it is.
func marked(what, place string) string { return what + " (Facturae " + place + ")" }

// The places of marked charges.
const (
	markTax       = "TaxTypeCode "
	markSurcharge = "EquivalenceSurcharge"
	markExpenses  = "TotalReimbursableExpenses"
	markFinancial = "TotalFinancialExpenses"
	markAdjust    = "TaxableBase"
)

// otherTaxes writes taxes that are no VAT as charges: part of the VAT base that lacks
// just their amount (excise duty on electricity), else without VAT.
func (t *taxation) otherTaxes() {
	var sum einvoice.Decimal
	for _, x := range t.others {
		sum = sum.Add(amountOf(x).Round(2))
	}
	var feeds *group
	for _, g := range t.groups {
		if m := g.missing().Round(2); g.rated() && g.stated && m.Sign() != 0 && m.Cmp(sum) == 0 {
			feeds = g
		}
	}
	for _, x := range t.others {
		amount := amountOf(x).Round(2)
		g := feeds
		for _, h := range t.groups {
			if m := h.missing().Round(2); feeds == nil && h.rated() && h.stated && m.Sign() != 0 && m.Cmp(amount) == 0 {
				g = h
			}
		}
		if g == nil || t.o.OtherTaxes == OtherTaxExempt {
			g = t.without(taxOf(x.TaxTypeCode).name)
		}
		p := einvoice.AllowanceCharge{Reason: marked(taxOf(x.TaxTypeCode).name, markTax+x.TaxTypeCode),
			Percentage: x.TaxRate, BaseAmount: x.TaxableBase.TotalAmount.Round(2)}
		t.add(g, general{part: p}, amount)
		t.note("%s.TaxesOutputs: tax %s of %s is a charge (BG-21) of category %s, since it is no VAT", t.place, x.TaxTypeCode, amount, g.category.Code)
	}
}

// without is the group of what bears no VAT.
func (t *taxation) without(reason string) *group {
	g := t.group(einvoice.VATCategory{Code: t.zero, Rate: zeroRate(t.zero)})
	g.reason(reason)
	return g
}

func (t *taxation) surcharge(x *TaxOutput, amount einvoice.Decimal) {
	p := einvoice.AllowanceCharge{Reason: marked("Recargo de equivalencia", markSurcharge),
		Percentage: x.EquivalenceSurcharge, BaseAmount: x.TaxableBase.TotalAmount.Round(2)}
	g := t.without("Recargo de equivalencia")
	g.base = g.base.Add(amount.Round(2))
	t.add(g, general{part: p}, amount.Round(2))
	t.note("%s.TaxesOutputs: the equivalence surcharge of %s is a charge (BG-21)", t.place, amount)
}

// withoutVAT writes reimbursable and financial expenses as charges.
func (t *taxation) withoutVAT() {
	if e := reimbursable(&t.in.InvoiceTotals).Round(2); e.Sign() != 0 && t.o.Reimbursable == ReimbursableAsCharge {
		t.add(t.without("Suplidos, art. 78.Tres.3.º LIVA"), general{part: einvoice.AllowanceCharge{Reason: marked("Suplidos", markExpenses)}}, e)
		t.note("%s.InvoiceTotals.ReimbursableExpenses: %s as a charge (BG-21) without VAT", t.place, e)
	}
	if e := t.in.InvoiceTotals.TotalFinancialExpenses.Sub(t.rounding).Round(2); e.Sign() != 0 {
		t.add(t.without("Gastos financieros"), general{part: einvoice.AllowanceCharge{Reason: marked("Gastos financieros", markFinancial)}}, e)
		t.note("%s.InvoiceTotals.TotalFinancialExpenses: %s as a charge (BG-21) without VAT", t.place, e)
	}
}

// reimbursable is the total of suplidos, as stated or added up.
func reimbursable(totals *InvoiceTotals) einvoice.Decimal {
	if totals.TotalReimbursableExpenses.IsSet() {
		return totals.TotalReimbursableExpenses
	}
	var sum einvoice.Decimal
	for _, e := range totals.ReimbursableExpenses {
		sum = sum.Add(e.ReimbursableExpensesAmount)
	}
	return sum
}

// write turns the parts into BG-20 and BG-21.
func (t *taxation) write() {
	for _, x := range t.charges {
		if x.discount {
			x.part.Amount = x.part.Amount.Neg()
			t.inv.Allowances = append(t.inv.Allowances, x.part)
		} else {
			t.inv.Charges = append(t.inv.Charges, x.part)
		}
	}
}

// markOf is what stands in the brackets of a marked reason.
func markOf(reason string) string {
	_, m, ok := strings.Cut(reason, " (Facturae ")
	m, closed := strings.CutSuffix(m, ")")
	if !ok || !closed {
		return ""
	}
	switch {
	case m == markSurcharge, m == markExpenses, m == markFinancial, m == markAdjust,
		strings.HasPrefix(m, markTax) && len(m) == len(markTax)+2:
		return m
	}
	return ""
}
