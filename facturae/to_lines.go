package facturae

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

func (c *toInvoice) lines() {
	c.inv.Lines = make([]einvoice.Line, len(c.in.Items))
	for i := range c.in.Items {
		c.line(&c.in.Items[i], &c.inv.Lines[i], c.place+".Items["+strconv.Itoa(i)+"]", i)
	}
}

func (c *toInvoice) line(in *InvoiceLine, out *einvoice.Line, place string, i int) {
	out.ID = strconv.Itoa(i + 1)
	if n := in.SequenceNumber; n.IsSet() {
		out.ID = n.String()
	}
	out.Item = einvoice.Item{Name: in.ItemDescription, SellerIdentifier: in.ArticleCode}
	if strings.TrimSpace(out.Item.Name) == "" {
		out.Item.Name = firstOf(in.ArticleCode, "-")
		c.note("%s.ItemDescription: empty, %q stands in BT-153, which has to be there", place, out.Item.Name)
	}
	if p := in.LineItemPeriod; p != nil {
		out.Period = einvoice.Period{Start: p.StartDate, End: p.EndDate}
	}
	out.Quantity = einvoice.Quantity{Value: in.Quantity, Unit: unitOf(in.UnitOfMeasure)}
	lineText(in, out)
	out.Price.Net = in.UnitPriceWithoutTax
	if out.Price.Net.Sign() < 0 { // BR-27
		out.Price.Net, out.Quantity.Value = out.Price.Net.Neg(), out.Quantity.Value.Neg()
		c.note("%s.UnitPriceWithoutTax: BT-146 cannot be negative (BR-27), so the quantity has the sign", place)
	}
	out.NetAmount = in.GrossAmount.Round(2)
	if out.NetAmount.Cmp(in.GrossAmount) != 0 {
		c.note("%s.GrossAmount: %s rounded to %s (BR-DEC-23)", place, in.GrossAmount, out.NetAmount)
	}
	for _, d := range in.DiscountsAndRebates {
		out.Allowances = append(out.Allowances, part2(d.DiscountReason, "Descuento", d.DiscountRate, d.DiscountAmount))
	}
	for _, d := range in.Charges {
		out.Charges = append(out.Charges, part2(d.ChargeReason, "Cargo", d.ChargeRate, d.ChargeAmount))
	}
	out.VATCategory = c.categoryOf(in)
}

// lineText is the note of a line, and what a former conversion has put into it.
func lineText(in *InvoiceLine, out *einvoice.Line) {
	var rest []string
	for part := range strings.SplitSeq(in.AdditionalLineItemInformation, "\n") {
		if m := mirroredLine.FindStringSubmatch(part); m == nil || !mirrorOnLine(out, m[1], unescapes.Replace(m[2]), in.UnitOfMeasure) {
			rest = append(rest, part)
		}
	}
	out.Note = strings.Join(rest, "\n")
}

func mirrorOnLine(out *einvoice.Line, term, text, unit string) bool {
	if term == unitTerm && unit == otherUnit && out.Quantity.Unit == pieces {
		out.Quantity.Unit = text
		return true
	}
	for _, m := range mirroredOnLine {
		if at := m.at(out); m.term == term && *at == "" {
			*at = text
			return true
		}
	}
	return false
}

// part2 is an allowance or charge, with the two decimals of EN 16931-1 and a reason
// (BR-41 to BR-44).
func part2(reason, usual string, rate, amount einvoice.Decimal) einvoice.AllowanceCharge {
	if strings.TrimSpace(reason) == "" {
		reason = usual
	}
	return einvoice.AllowanceCharge{Reason: reason, Percentage: rate, Amount: amount.Round(2)}
}

func firstOf(all ...string) string {
	for _, s := range all {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

// mainTax is the tax of a line that has a VAT category: the first, or that with a rate.
func mainTax(l *InvoiceLine) *TaxOutput {
	var first *TaxOutput
	for i := range l.TaxesOutputs {
		t := &l.TaxesOutputs[i]
		if taxOf(t.TaxTypeCode).category == "" {
			continue
		}
		if first == nil || first.TaxRate.Sign() == 0 && t.TaxRate.Sign() != 0 {
			first = t
		}
	}
	return first
}

// categoryOf is the VAT category of a line (BG-30). Category O may turn into E when
// all lines are known: see settleOutside.
func (c *toInvoice) categoryOf(l *InvoiceLine) einvoice.VATCategory {
	zero := einvoice.NewDecimal(0, 0)
	t := mainTax(l)
	if t == nil {
		return einvoice.VATCategory{Code: "E", Rate: zero}
	}
	category := taxOf(t.TaxTypeCode).category
	if t.TaxRate.Sign() != 0 {
		return einvoice.VATCategory{Code: category, Rate: c.combined(t)}
	}
	return einvoice.VATCategory{Code: c.zeroCategory(l, t), Rate: zero}
}

// combined is the rate with the equivalence surcharge in it.
func (c *toInvoice) combined(t *TaxOutput) einvoice.Decimal {
	if c.o.Surcharge == SurchargeInRate {
		return t.TaxRate.Add(t.EquivalenceSurcharge)
	}
	return t.TaxRate
}

// zeroCategory is the category of a tax at 0 %, which IGIC and IPSI cannot have (BR-AF-05,
// BR-AG-05): by the code that a reason begins with, the
// event (exempt, not subject), the legal literal of the reverse charge; else Z.
func (c *toInvoice) zeroCategory(l *InvoiceLine, t *TaxOutput) string {
	if e := l.SpecialTaxableEvent; e != nil {
		code, _ := vatex(e.SpecialTaxableEventReason)
		if category := exemptions[code]; category != "" {
			return category
		}
		if e.SpecialTaxableEventCode == "02" && c.o.NotSubject == NotSubjectAlone {
			return "O"
		}
		return "E"
	}
	if t.TaxTypeCode == travelAgent {
		return "E"
	}
	for _, s := range c.literals {
		if strings.Contains(s, reverseCharge) {
			return "AE"
		}
	}
	return "Z"
}

// vatex takes the code of an exemption (BT-121) off the reason that begins with it.
func vatex(reason string) (code, rest string) {
	word, rest, _ := strings.Cut(reason, " ")
	if strings.HasPrefix(word, "VATEX-") {
		return word, rest
	}
	return "", reason
}

// settleOutside: category O stands alone in an invoice (BR-O-11 to BR-O-14); beside
// others, what is not subject is E with its reason. It says what bears no VAT at all.
func (c *toInvoice) settleOutside() {
	c.zero = "O"
	for i := range c.inv.Lines {
		if c.inv.Lines[i].VATCategory.Code != "O" {
			c.zero = "E"
		}
	}
	for i := range c.in.TaxesOutputs {
		if t := &c.in.TaxesOutputs[i]; t.TaxRate.Sign() != 0 || t.TaxAmount.TotalAmount.Sign() != 0 {
			c.zero = "E"
		}
	}
	if len(c.inv.Lines) == 0 {
		c.zero = "E"
	}
	for i := range c.inv.Lines {
		v := &c.inv.Lines[i].VATCategory
		switch {
		case v.Code == "O" && c.zero == "O":
			v.Rate = einvoice.Decimal{} // BR-O-05
		case v.Code == "O":
			v.Code = "E"
			c.note("BT-151 of line %s: E, since category O cannot stand beside others (BR-O-11)", c.inv.Lines[i].ID)
		}
	}
}
