package facturae

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

func (c *fromInvoice) items() {
	c.out.Items = make([]InvoiceLine, len(c.inv.Lines))
	c.categories, c.events = map[string]bool{}, map[string]*SpecialTaxableEvent{}
	for i := range c.inv.Lines {
		code := c.inv.Lines[i].VATCategory.Code
		if !c.categories[code] {
			c.categories[code], c.events[code] = true, c.event(code)
		}
		c.item(i, &c.inv.Lines[i], &c.out.Items[i])
	}
	if len(c.out.Items) == 0 {
		c.lack(c.at()+".Items", "BG-25", "", "an invoice without lines cannot be written")
	}
}

func (c *fromInvoice) item(i int, in *einvoice.Line, out *InvoiceLine) {
	if allDigits(in.ID) && len(in.ID) < 16 && (in.ID == "0" || in.ID[0] != '0') {
		if d, err := einvoice.ParseDecimal(take(c, &in.ID)); err == nil {
			out.SequenceNumber = d
		}
	}
	out.ItemDescription = c.text(&in.Item.Name, mostInfo)
	if out.ItemDescription == "" {
		c.lack(c.at()+".Items["+strconv.Itoa(i)+"].ItemDescription", "BT-153", "", "")
	}
	out.ArticleCode = c.reference(&in.Item.SellerIdentifier, 20)
	if p := &in.Period; p.Start.IsSet() && p.End.IsSet() {
		out.LineItemPeriod = &Period{take(c, &p.Start), take(c, &p.End)}
	}
	if s := &c.inv.SalesOrderReference; *s != "" {
		out.IssuerTransactionReference = c.reference(s, 20)
	}
	if s := &c.inv.DespatchAdvice; *s != "" {
		if n := c.reference(s, 30); n != "" {
			out.DeliveryNotes = []DeliveryNote{{DeliveryNoteNumber: n}}
		}
	}
	c.parts(in, out)
	c.price(i, in, out)
	c.lineTexts(i, in, out)
	c.lineTaxes(in, out)
}

// lineTexts: the description (BT-154), the note (BT-127), and terms without an element.
func (c *fromInvoice) lineTexts(i int, in *einvoice.Line, out *InvoiceLine) {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	unit, known := unitFrom(take(c, &in.Quantity.Unit))
	if out.UnitOfMeasure = unit; !known {
		add(mirrorText(unitLabel, unitTerm, in.Quantity.Unit))
	}
	for _, m := range mirroredOnLine {
		if at := m.at(in); *at != "" {
			take(c, at)
			add(mirrorText(m.label, m.term, *at))
		}
	}
	add(take(c, &in.Item.Description))
	add(c.lines[i])
	text := strings.Join(parts, "\n")
	out.AdditionalLineItemInformation = shorten(text, mostInfo)
	if rest := text[len(out.AdditionalLineItemInformation):]; rest != "" {
		at := &in.Note
		if in.Note == "" {
			at = &in.Item.Description
		}
		c.fates[at] = fate{kind: einvoice.LossUnbound, why: "the information of a line has 2500 characters: this was cut off", lost: rest}
	}
}

// parts are the allowances and charges of a line. Rates without a reason have a usual one.
func (c *fromInvoice) parts(in *einvoice.Line, out *InvoiceLine) {
	for i := range in.Allowances {
		p := &in.Allowances[i]
		out.DiscountsAndRebates = append(out.DiscountsAndRebates, Discount{c.reason(p, "Descuento"), c.rate(&p.Percentage), take(c, &p.Amount).Round(2)})
	}
	for i := range in.Charges {
		p := &in.Charges[i]
		out.Charges = append(out.Charges, Charge{c.reason(p, "Cargo"), c.rate(&p.Percentage), take(c, &p.Amount).Round(2)})
	}
}

func (c *fromInvoice) reason(p *einvoice.AllowanceCharge, usual string) string {
	c.basis(p)
	return firstOf(c.text(&p.Reason, mostInfo), usual)
}

// basis: the base (BT-93 and its like) has no place, but it is not lost where the amount
// and the rate tell it.
func (c *fromInvoice) basis(p *einvoice.AllowanceCharge) {
	if p.BaseAmount.IsSet() && p.Percentage.IsSet() && percent(p.BaseAmount, p.Percentage).Cmp(p.Amount) == 0 && p.Percentage.Sign() != 0 {
		c.fates[&p.BaseAmount] = fate{kind: einvoice.LossDeclared, why: "Facturae has no base of discounts and charges; amount and rate tell it"}
	}
}

// rate has at most eight decimals.
func (c *fromInvoice) rate(p *einvoice.Decimal) einvoice.Decimal {
	d := take(c, p)
	if d.Scale() > 8 {
		return d.Round(8)
	}
	return d
}

// price: FACe demands that quantity times price, in two decimals, is TotalCost, and that
// with discounts and charges it is the net amount. Where BT-146 does not make it, the
// price is searched with eight decimals; where there is none, the line is one unit.
func (c *fromInvoice) price(i int, in *einvoice.Line, out *InvoiceLine) {
	net := take(c, &in.NetAmount).Round(2)
	out.GrossAmount, out.TotalCost = net, net
	for _, d := range out.DiscountsAndRebates {
		out.TotalCost = out.TotalCost.Add(d.DiscountAmount)
	}
	for _, d := range out.Charges {
		out.TotalCost = out.TotalCost.Sub(d.ChargeAmount)
	}
	q, p := take(c, &in.Quantity.Value), take(c, &in.Price.Net)
	if b := in.Price.BaseQuantity.Value; b.IsSet() && b.Sign() != 0 {
		take(c, &in.Price.BaseQuantity.Value)
		p = p.Quo(b, 8)
		if u := &in.Price.BaseQuantity.Unit; *u == in.Quantity.Unit {
			take(c, u)
		}
		if b.Cmp(one) != 0 {
			c.note("%s.Items[%d].UnitPriceWithoutTax: %s, the price of one unit (BT-146 / BT-149)", c.at(), i, p)
		}
	}
	if p.Scale() > 8 {
		p = p.Round(8)
	}
	if !q.IsSet() {
		q = one
		c.note("%s.Items[%d].Quantity: 1, as BT-129 is absent", c.at(), i)
	}
	out.Quantity, out.UnitPriceWithoutTax = q, p
	if p.IsSet() && q.Mul(p).Round(2).Cmp(out.TotalCost) == 0 {
		return
	}
	if exact := out.TotalCost.Quo(q, 8); exact.IsSet() && q.Mul(exact).Round(2).Cmp(out.TotalCost) == 0 {
		out.UnitPriceWithoutTax = exact
		c.note("%s.Items[%d].UnitPriceWithoutTax: %s instead of %s, since with the quantity of %s it has to make %s", c.at(), i, exact, orNone(p), q, out.TotalCost)
	} else {
		out.Quantity, out.UnitPriceWithoutTax = one, out.TotalCost
		c.note("%s.Items[%d].Quantity: 1 at %s, since no price of eight decimals makes this with the quantity of %s", c.at(), i, out.TotalCost, q)
		c.lost(&in.Quantity.Value, "no price of eight decimals makes the amount of the line with it")
	}
	if p.IsSet() {
		c.fates[&in.Price.Net] = fate{kind: einvoice.LossConstant, why: "quantity times price has to be the amount of the line: written as " + out.UnitPriceWithoutTax.String()}
	}
}

func orNone(d einvoice.Decimal) string { return firstOf(d.String(), "none") }

// lineTaxes: one tax, of the VAT category; and why there is none.
func (c *fromInvoice) lineTaxes(in *einvoice.Line, out *InvoiceLine) {
	v := &in.VATCategory
	t := c.taxOutput(v, out.GrossAmount)
	t.TaxAmount = c.euros(percent(out.GrossAmount, t.TaxRate))
	if t.EquivalenceSurcharge.IsSet() {
		t.EquivalenceSurchargeAmount = c.euros(percent(out.GrossAmount, t.EquivalenceSurcharge))
	}
	out.TaxesOutputs = []TaxOutput{t}
	if e := c.events[v.Code]; e != nil {
		event := *e
		out.SpecialTaxableEvent = &event
	}
}

// taxOutput is a tax of a VAT category with its base.
func (c *fromInvoice) taxOutput(v *einvoice.VATCategory, base einvoice.Decimal) (t TaxOutput) {
	take(c, &v.Code)
	rate := c.rate(&v.Rate)
	if !rate.IsSet() {
		rate = einvoice.NewDecimal(0, 2)
	}
	t.TaxTypeCode, t.TaxRate = taxFrom(v.Code), rate
	if v.Code == "S" && c.inv.Seller.Address.Country == "ES" {
		if r, surcharge, ok := surchargeOf(rate); ok {
			t.TaxRate, t.EquivalenceSurcharge = r, surcharge
		}
	}
	if v.IsVAT() {
		take(c, &v.Scheme)
	} else if v.Scheme != "" {
		t.TaxTypeCode = otherTax
	}
	t.TaxableBase = c.euros(base)
	return t
}

// event says why a category bears no VAT: the reason of its breakdown (BG-23), with the
// code in front. The reverse charge has a legal literal instead.
func (c *fromInvoice) event(category string) *SpecialTaxableEvent {
	e := &SpecialTaxableEvent{SpecialTaxableEventCode: "01"}
	switch category {
	case "O":
		e.SpecialTaxableEventCode = "02"
	case "E", "K", "G":
	default:
		return nil
	}
	e.SpecialTaxableEventReason = reasons[category]
	for i := range c.inv.VATBreakdown {
		b := &c.inv.VATBreakdown[i]
		if b.VATCategory.Code != category {
			continue
		}
		if text := strings.TrimSpace(b.ExemptionReasonCode + " " + b.ExemptionReason); text != "" {
			take(c, &b.ExemptionReasonCode)
			e.SpecialTaxableEventReason = shorten(text, mostInfo)
			c.text(&b.ExemptionReason, mostInfo-len([]rune(b.ExemptionReasonCode))-1)
		}
		break
	}
	return e
}
