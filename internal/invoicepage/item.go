package invoicepage

import (
	"github.com/einvoice-go/einvoice"
)

// description is what stands in the column of words: the item, and in small print
// what else is known of the line.
func (d *drawer) description(l *einvoice.Line) []*block {
	item := &l.Item
	blocks := []*block{
		d.one(strong, sizeText, item.Name),
		spaced(d.one(plain, sizeSmall, item.Description), 1000),
		spaced(d.one(plain, sizeSmall, l.Note), 1000),
	}
	facts := &block{size: sizeSmall, before: 1000} // run on, in small print
	fact := func(label, text string) {
		if one := d.labelled(sizeSmall, label, text); one != nil {
			if len(facts.glyphs) > 0 {
				facts.glyphs = append(facts.glyphs, d.text(muted, ";  ")...)
			}
			facts.glyphs = append(facts.glyphs, one.glyphs...)
		}
	}
	d.itemFacts(item, fact)
	d.lineFacts(l, fact)
	if len(facts.glyphs) > 0 {
		blocks = append(blocks, facts)
	}
	small := func(label, text string) { blocks = append(blocks, d.labelled(sizeSmall, label, text)) }
	for _, a := range item.Attributes {
		if a.Value == "" {
			blocks = append(blocks, d.one(plain, sizeSmall, a.Name))
		} else {
			small(a.Name, a.Value)
		}
	}
	for i := range item.IncludedItems {
		small(d.l(lIncludes), d.included(&item.IncludedItems[i]))
	}
	d.lineMoney(l, small)
	return blocks
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

func (d *drawer) included(item *einvoice.IncludedItem) string {
	return joined(", ", joined(" ", d.quantity(&item.Quantity), item.Name), item.SellerIdentifier, identifier(item.Standard))
}

// itemFacts are numbers and classes of an item.
func (d *drawer) itemFacts(item *einvoice.Item, fact func(label, text string)) {
	fact(d.l(lItemNumber), item.SellerIdentifier)
	fact(d.l(lYourItemNumber), item.BuyerIdentifier)
	fact(d.l(lStandardNumber), identifier(item.Standard))
	for _, c := range item.Classifications {
		text := joined(" ", c.Code, bracketed(c.Scheme))
		if c.SchemeVersion != "" {
			text = joined(", ", text, d.l(lVersion)+" "+c.SchemeVersion)
		}
		fact(d.l(lClassification), text)
	}
	fact(d.l(lOrigin), countries.in(d.lang, item.OriginCountry))
}

// lineFacts are references, period and status of a line.
func (d *drawer) lineFacts(l *einvoice.Line, fact func(label, text string)) {
	fact(d.l(lPackages), d.quantity(&l.PackageQuantity))
	fact(d.l(lPeriod), d.span(l.Period))
	fact(d.l(lOrder), l.PurchaseOrderReference)
	fact(d.l(lOrderLine), l.PurchaseOrderLine)
	fact(d.l(lObject), identifier(l.Object))
	fact(d.l(lAccounting), l.BuyerAccountingReference)
	fact(d.l(lParent), l.ParentID)
	fact(d.l(lStatus), joined(", ", l.StatusCode, l.StatusReasonCode))
	fact(d.l(lVAT), l.ExemptionReason)
}

// lineMoney are list price, discount, allowances and charges of a line.
func (d *drawer) lineMoney(l *einvoice.Line, small func(label, text string)) {
	p := &l.Price
	gross := d.lang.number(p.Gross, d.decimals)
	discount := joined(" ", d.lang.number(p.Discount, d.decimals), d.partOf(p.DiscountPercentage, p.DiscountBase), bracketed(p.DiscountReason))
	if discount != "" {
		discount = d.l(lDiscount) + " " + discount
	}
	if gross != "" || p.Discount.Sign() != 0 || p.DiscountReason != "" {
		small(d.l(lGrossPrice), joined(", ", gross, discount))
	}
	for i := range l.Allowances {
		small(d.l(lAllowance), d.allowance(&l.Allowances[i], "-"))
	}
	for i := range l.Charges {
		small(d.l(lCharge), d.allowance(&l.Charges[i], ""))
	}
}

// partOf is "10 % on 200.00".
func (d *drawer) partOf(percentage, base einvoice.Decimal) string {
	switch {
	case !base.IsSet():
		return d.lang.percent(percentage)
	case !percentage.IsSet():
		return d.l(lOn) + " " + d.lang.number(base, d.decimals)
	}
	return d.lang.percent(percentage) + " " + d.l(lOn) + " " + d.lang.number(base, d.decimals)
}

// allowance is an allowance or charge of a line in one line.
func (d *drawer) allowance(a *einvoice.AllowanceCharge, sign string) string {
	amount := d.amount(a.Amount)
	if sign != "" && a.Amount.Sign() > 0 {
		amount = d.amount(a.Amount.Neg())
	}
	return joined(", ", d.reason(a), d.partOf(a.Percentage, a.BaseAmount), d.rate(&a.VATCategory), joined(noBreakSpace, amount, d.inv.Currency))
}

// reason is why, in words if there are any.
func (d *drawer) reason(a *einvoice.AllowanceCharge) string {
	if a.Reason != "" {
		return a.Reason
	}
	return reasons.in(d.lang, a.ReasonCode)
}
