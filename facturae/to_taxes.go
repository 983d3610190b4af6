package facturae

import (
	"fmt"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// group is what one VAT breakdown (BG-23) is made of.
type group struct {
	category einvoice.VATCategory
	stated   bool             // the document has a tax of this kind
	base     einvoice.Decimal // as the document states it
	tax      einvoice.Decimal // with the surcharge
	sum      einvoice.Decimal // of lines, allowances and charges
	reasons  []string
	said     map[string]bool
}

// missing is what the base has and its parts do not.
func (g *group) missing() einvoice.Decimal { return g.base.Sub(g.sum) }

// taxation works the VAT breakdown out.
type taxation struct {
	*toInvoice
	groups []*group
	at     map[string]*group // by category and rate
	others []*TaxOutput      // taxes that are no VAT
}

func (c *toInvoice) taxes() {
	c.settleOutside()
	t := &taxation{toInvoice: c, at: map[string]*group{}}
	for i := range c.in.TaxesOutputs {
		t.stated(&c.in.TaxesOutputs[i])
	}
	t.addLines()
	t.shareZero()
	t.general()
	t.otherTaxes()
	t.withoutVAT()
	t.adjust()
	t.breakdown()
	t.write()
}

func (t *taxation) group(v einvoice.VATCategory) *group {
	if g := t.at[groupKey(v)]; g != nil {
		return g
	}
	g := &group{category: v, sum: einvoice.NewDecimal(0, 2)}
	t.groups, t.at[groupKey(v)] = append(t.groups, g), g
	return g
}

// groupKey is the same for rates of one value.
func groupKey(v einvoice.VATCategory) string {
	rate := v.Rate.String()
	if strings.Contains(rate, ".") {
		rate = strings.TrimRight(strings.TrimRight(rate, "0"), ".")
	}
	return v.Code + " " + firstOf(rate, "0")
}

// stated takes a tax of the document. What bears no VAT is grouped by the lines, which
// alone say why.
func (t *taxation) stated(x *TaxOutput) {
	category := taxOf(x.TaxTypeCode).category
	switch {
	case category == "":
		t.others = append(t.others, x)
		return
	case x.TaxRate.Sign() == 0:
		return
	}
	g := t.group(einvoice.VATCategory{Code: category, Rate: t.combined(x)})
	tax := amountOf(x)
	if t.o.Surcharge == SurchargeInRate {
		tax = tax.Add(x.EquivalenceSurchargeAmount.TotalAmount)
	} else if e := x.EquivalenceSurchargeAmount.TotalAmount; e.Sign() != 0 {
		t.surcharge(x, e)
	}
	g.stated, g.base, g.tax = true, g.base.Add(x.TaxableBase.TotalAmount), g.tax.Add(tax)
}

// amountOf is the amount of a tax, which may be left to be worked out.
func amountOf(x *TaxOutput) einvoice.Decimal {
	if x.TaxAmount.TotalAmount.IsSet() {
		return x.TaxAmount.TotalAmount
	}
	return percent(x.TaxableBase.TotalAmount, x.TaxRate)
}

var hundredth = einvoice.NewDecimal(1, 2)

// percent is rate percent of an amount, in two decimals.
func percent(amount, rate einvoice.Decimal) einvoice.Decimal {
	return amount.Mul(rate).Mul(hundredth).Round(2)
}

// addLines sums the lines up. A line whose rate lacks the surcharge that the document
// has for it gets it.
func (t *taxation) addLines() {
	for i := range t.inv.Lines {
		l := &t.inv.Lines[i]
		if g := t.withSurcharge(l.VATCategory, &t.in.Items[i]); g != nil {
			t.note("BT-152 of line %s: %s, with the equivalence surcharge that %s.TaxesOutputs has", l.ID, g.category.Rate, t.place)
			l.VATCategory.Rate = g.category.Rate
		}
		g := t.group(l.VATCategory)
		g.sum = g.sum.Add(l.NetAmount)
		g.reason(reasonOf(l.VATCategory.Code, &t.in.Items[i]))
	}
}

func (t *taxation) withSurcharge(v einvoice.VATCategory, in *InvoiceLine) (found *group) {
	if x := mainTax(in); x == nil || x.TaxRate.Sign() == 0 {
		return nil
	}
	if g := t.at[groupKey(v)]; g != nil && g.stated {
		return nil
	}
	for i := range t.in.TaxesOutputs {
		x := &t.in.TaxesOutputs[i]
		if x.TaxRate.Cmp(mainTax(in).TaxRate) != 0 || taxOf(x.TaxTypeCode).category != v.Code {
			continue
		}
		if found != nil {
			return nil
		}
		found = t.group(einvoice.VATCategory{Code: v.Code, Rate: t.combined(x)})
	}
	return found
}

// reasonOf is why a line bears no VAT (BT-120), with the code in front if there is one.
func reasonOf(category string, in *InvoiceLine) string {
	if category == "Z" || reasons[category] == "" {
		return ""
	}
	if e := in.SpecialTaxableEvent; e != nil && strings.TrimSpace(e.SpecialTaxableEventReason) != "" {
		return e.SpecialTaxableEventReason
	}
	x := mainTax(in)
	switch {
	case in.SpecialTaxableEvent != nil && in.SpecialTaxableEvent.SpecialTaxableEventCode == "02":
		return reasons["O"]
	case x != nil && x.TaxTypeCode == travelAgent:
		return "VATEX-EU-D " + taxOf(travelAgent).name
	case x == nil && len(in.TaxesOutputs) > 0:
		return taxOf(in.TaxesOutputs[0].TaxTypeCode).name
	}
	return reasons[category]
}

func (g *group) reason(s string) {
	if s == "" || g.said[s] {
		return
	}
	if g.said == nil {
		g.said = map[string]bool{}
	}
	g.said[s] = true
	g.reasons = append(g.reasons, s)
}

// shareZero states a base for what bears VAT at 0 %: the taxes do not say of which kind
// they are, so all kinds but the first have what their lines make.
func (t *taxation) shareZero() {
	var zero einvoice.Decimal
	for i := range t.in.TaxesOutputs {
		if x := &t.in.TaxesOutputs[i]; x.TaxRate.Sign() == 0 && taxOf(x.TaxTypeCode).category != "" {
			zero = zero.Add(x.TaxableBase.TotalAmount)
		}
	}
	var first *group
	for _, g := range t.groups {
		if g.rated() {
			continue
		}
		g.base = g.sum
		if first == nil {
			first = g
		} else {
			zero = zero.Sub(g.sum)
		}
	}
	if first != nil && zero.IsSet() {
		first.base = zero
	}
}

// rated tells whether there can be tax.
func (g *group) rated() bool {
	switch g.category.Code {
	case "S", "L", "M":
		return true
	}
	return false
}

var one = einvoice.NewDecimal(1, 0)

// explained tells whether the tax is within what BR-S-09 and its like allow for a base.
func (g *group) explained(base einvoice.Decimal) bool {
	return g.tax.Round(2).Sub(percent(base, g.category.Rate)).Abs().Cmp(one) < 0
}

// adjust makes ends meet where the document does not: allowances and charges bring a
// base to what is stated if only this explains the tax, and the whole to BT-109.
func (t *taxation) adjust() {
	for _, g := range t.groups {
		if m := g.missing().Round(2); g.rated() && m.Sign() != 0 && !g.explained(g.sum) {
			t.adjustBy(g, m)
		}
	}
	rest := t.want().Sub(t.have())
	switch {
	case rest.Sign() == 0 || len(t.groups) == 0:
		return
	case rest.Abs().Cmp(one) < 0:
		t.adjustBy(t.largest(), rest)
	default:
		t.adjustBy(t.without("Ajuste"), rest)
	}
}

func (t *taxation) adjustBy(g *group, amount einvoice.Decimal) {
	t.add(g, general{einvoice.AllowanceCharge{Reason: marked("Ajuste de la base imponible", markAdjust)}, amount.Sign() < 0}, amount)
	t.note("%s.TaxesOutputs: an adjustment of %s in category %s %s, since the lines, discounts and surcharges do not make the sums of the document",
		t.place, amount, g.category.Code, g.category.Rate)
}

// want is BT-109: the sum before taxes as stated, and the charges that Facturae counts
// elsewhere.
func (t *taxation) want() einvoice.Decimal {
	sum := t.in.InvoiceTotals.TotalGrossAmountBeforeTaxes.Round(2)
	for _, x := range t.charges {
		if m := markOf(x.part.Reason); m != "" && m != markAdjust {
			sum = sum.Add(x.part.Amount)
		}
	}
	return sum
}

func (t *taxation) have() einvoice.Decimal {
	sum := einvoice.NewDecimal(0, 2)
	for _, g := range t.groups {
		sum = sum.Add(g.sum)
	}
	return sum
}

// breakdown writes BG-23: the base is the sum of its parts, which the rules compare; the
// tax is the stated one. Where the total of taxes is another sum, the largest tax gives way.
func (t *taxation) breakdown() {
	var vat, stated einvoice.Decimal
	for _, g := range t.groups {
		b := einvoice.VATBreakdown{VATCategory: g.category, TaxableAmount: g.sum, TaxAmount: einvoice.NewDecimal(0, 2)}
		if g.rated() && g.tax.IsSet() {
			b.TaxAmount = g.tax.Round(2)
		}
		if g.rated() && g.stated && g.base.Cmp(g.sum) != 0 {
			t.note("%s.TaxesOutputs: the base of %s %s is %s, and %s in BT-116, which is what its parts make (BR-S-08)",
				t.place, g.category.Code, g.category.Rate, g.base, g.sum)
		}
		b.ExemptionReasonCode, b.ExemptionReason = exemptionOf(g)
		vat = vat.Add(b.TaxAmount)
		t.inv.VATBreakdown = append(t.inv.VATBreakdown, b)
	}
	stated = t.in.InvoiceTotals.TotalTaxOutputs.Round(2).Sub(t.taxCharges())
	if d := stated.Sub(vat); t.in.InvoiceTotals.TotalTaxOutputs.IsSet() && d.Sign() != 0 {
		t.giveWay(d)
	}
}

// taxCharges are the charges that are taxes in Facturae.
func (t *taxation) taxCharges() (sum einvoice.Decimal) {
	for _, x := range t.charges {
		if m := markOf(x.part.Reason); strings.HasPrefix(m, markTax) || m == markSurcharge {
			sum = sum.Add(x.part.Amount)
		}
	}
	return sum
}

// giveWay lets the tax amount of the largest breakdown have the difference to the total,
// as far as BR-S-09 and its like allow.
func (t *taxation) giveWay(d einvoice.Decimal) {
	var at *einvoice.VATBreakdown
	for i := range t.inv.VATBreakdown {
		b := &t.inv.VATBreakdown[i]
		if b.VATCategory.Rate.Sign() != 0 && (at == nil || b.TaxAmount.Abs().Cmp(at.TaxAmount.Abs()) > 0) {
			at = b
		}
	}
	if at == nil || at.TaxAmount.Add(d).Sub(percent(at.TaxableAmount, at.VATCategory.Rate)).Abs().Cmp(one) >= 0 {
		t.note("%s.InvoiceTotals.TotalTaxOutputs: %s away from the sum of the taxes: the document contradicts itself", t.place, d)
		return
	}
	at.TaxAmount = at.TaxAmount.Add(d)
	t.note("%s.InvoiceTotals.TotalTaxOutputs: %s away from the sum of the taxes; BT-117 of %s %s has the difference", t.place, d, at.VATCategory.Code, at.VATCategory.Rate)
}

// exemptionOf is BT-121 and BT-120.
func exemptionOf(g *group) (code, reason string) {
	var texts []string
	if g.rated() || g.category.Code == "Z" {
		return "", ""
	}
	for _, r := range g.reasons {
		c, text := vatex(r)
		if code == "" {
			code = c
		}
		if text != "" {
			texts = append(texts, text)
		}
	}
	if !knownExemption(code) {
		code = ""
	}
	reason = strings.Join(texts, "; ")
	if reason == "" && code == "" {
		reason = firstOf(reasons[g.category.Code], fmt.Sprint(g.category.Code))
	}
	return code, reason
}
