package facturae

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// totals works TaxesOutputs and InvoiceTotals out anew, from the lines as they are
// written and from what the invoice has beside them.
func (c *fromInvoice) totals() {
	t := &c.out.InvoiceTotals
	c.marks = map[string]einvoice.Decimal{}
	c.generalParts(t)
	c.taxRows()
	c.withheld()
	t.TotalGrossAmount = einvoice.NewDecimal(0, 2)
	for i := range c.out.Items {
		t.TotalGrossAmount = t.TotalGrossAmount.Add(c.out.Items[i].GrossAmount)
	}
	if t.GeneralDiscounts != nil {
		t.TotalGeneralDiscounts = discountsOf(t)
	}
	if t.GeneralSurcharges != nil {
		t.TotalGeneralSurcharges = surchargesOf(t)
	}
	t.TotalGrossAmountBeforeTaxes = t.TotalGrossAmount.Sub(t.TotalGeneralDiscounts).Add(t.TotalGeneralSurcharges)
	t.TotalTaxOutputs = c.vat()
	t.TotalTaxesWithheld = einvoice.NewDecimal(0, 2)
	for i := range c.out.TaxesWithheld {
		t.TotalTaxesWithheld = t.TotalTaxesWithheld.Add(c.out.TaxesWithheld[i].TaxAmount.TotalAmount)
	}
	t.InvoiceTotal = t.TotalGrossAmountBeforeTaxes.Add(t.TotalTaxOutputs).Sub(t.TotalTaxesWithheld)
	c.due(t)
	in := &c.inv.Totals
	for _, d := range []*einvoice.Decimal{&in.LineNet, &in.Allowances, &in.Charges, &in.WithoutVAT, &in.VAT, &in.WithVAT, &in.Paid, &in.Rounding, &in.Due} {
		take(c, d)
	}
	c.sumsHold(t)
}

// sumsHold tells where the totals of the invoice are not what Facturae makes of its parts.
func (c *fromInvoice) sumsHold(t *InvoiceTotals) {
	in := &c.inv.Totals
	want := in.Due
	if c.o.TaxesWithheldIn == WithheldInGross {
		want = want.Sub(t.TotalTaxesWithheld)
	}
	if in.Due.IsSet() && want.Cmp(t.TotalExecutableAmount) != 0 {
		c.fates[&in.Due] = fate{kind: einvoice.LossConstant, why: "the parts of the invoice make " + t.TotalExecutableAmount.String() + ", which is written"}
	}
	net := t.TotalGrossAmount
	if in.LineNet.IsSet() && in.LineNet.Cmp(net) != 0 {
		c.fates[&in.LineNet] = fate{kind: einvoice.LossConstant, why: "the lines make " + net.String() + ", which is written"}
	}
}

// generalParts: allowances and charges of the document. Neighbours that differ only in the
// VAT category are one, as Facturae has no category there. Marked charges are what they
// say.
func (c *fromInvoice) generalParts(t *InvoiceTotals) {
	for i := range c.inv.Allowances {
		p := &c.inv.Allowances[i]
		c.category(&p.VATCategory)
		if markOf(p.Reason) == markAdjust {
			c.adjusted(p, take(c, &p.Amount).Neg())
			continue
		}
		d := Discount{c.reason(p, "Descuento"), c.rate(&p.Percentage), take(c, &p.Amount).Round(2)}
		if n := len(t.GeneralDiscounts); n > 0 && i > 0 && sameBut(p, &c.inv.Allowances[i-1]) {
			last := &t.GeneralDiscounts[n-1]
			last.DiscountAmount = last.DiscountAmount.Add(d.DiscountAmount)
			continue
		}
		t.GeneralDiscounts = append(t.GeneralDiscounts, d)
	}
	last := -1
	for i := range c.inv.Charges {
		p := &c.inv.Charges[i]
		c.category(&p.VATCategory)
		switch m := markOf(p.Reason); m {
		case "":
		case markAdjust:
			c.adjusted(p, take(c, &p.Amount))
			continue
		default:
			c.marked(p, m)
			continue
		}
		d := Charge{c.reason(p, "Cargo"), c.rate(&p.Percentage), take(c, &p.Amount).Round(2)}
		if last >= 0 && last == i-1 && sameBut(p, &c.inv.Charges[last]) {
			at := &t.GeneralSurcharges[len(t.GeneralSurcharges)-1]
			at.ChargeAmount = at.ChargeAmount.Add(d.ChargeAmount)
		} else {
			t.GeneralSurcharges = append(t.GeneralSurcharges, d)
		}
		last = i
	}
	switch d := c.marks[markAdjust]; d.Sign() {
	case 1:
		t.GeneralSurcharges = append(t.GeneralSurcharges, Charge{ChargeReason: "Ajuste", ChargeAmount: d})
	case -1:
		t.GeneralDiscounts = append(t.GeneralDiscounts, Discount{DiscountReason: "Ajuste", DiscountAmount: d.Neg()})
	}
	for i := range c.inv.LogisticsCharges {
		p := &c.inv.LogisticsCharges[i]
		c.category(&p.VATCategory)
		t.GeneralSurcharges = append(t.GeneralSurcharges, Charge{firstOf(c.text(&p.Description, mostInfo), "Cargo"), einvoice.Decimal{}, take(c, &p.Amount).Round(2)})
	}
}

// category: the VAT category of a general discount shows in the bases of the taxes.
func (c *fromInvoice) category(v *einvoice.VATCategory) {
	take(c, &v.Code)
	take(c, &v.Rate)
	if v.IsVAT() {
		take(c, &v.Scheme)
	}
}

func sameBut(a, b *einvoice.AllowanceCharge) bool {
	return a.Reason != "" && a.Reason == b.Reason && a.ReasonCode == b.ReasonCode && a.Percentage.Equal(b.Percentage) && a.BaseAmount.Equal(b.BaseAmount)
}

// marked puts a charge that ToInvoices has made to where it came from.
func (c *fromInvoice) marked(p *einvoice.AllowanceCharge, m string) {
	take(c, &p.Reason)
	amount := take(c, &p.Amount).Round(2)
	if code, ok := strings.CutPrefix(m, markTax); ok {
		t := TaxOutput{Tax: Tax{TaxTypeCode: code, TaxRate: c.rate(&p.Percentage), TaxableBase: c.euros(take(c, &p.BaseAmount)), TaxAmount: c.euros(amount)}}
		if !t.TaxRate.IsSet() {
			t.TaxRate = einvoice.NewDecimal(0, 2)
		}
		if !t.TaxableBase.TotalAmount.IsSet() {
			t.TaxableBase = c.euros(einvoice.NewDecimal(0, 2))
		}
		c.out.TaxesOutputs = append(c.out.TaxesOutputs, t)
		m = markTax
	}
	c.marks[m] = c.marks[m].Add(amount)
	if !isRated(p.VATCategory.Code) {
		c.marks["without VAT"] = c.marks["without VAT"].Add(amount)
	}
	if m == markSurcharge {
		c.surcharged(p, amount)
	}
}

// adjusted undoes an adjustment of ToInvoices: what is left of all of them is a surcharge
// or a discount.
func (c *fromInvoice) adjusted(p *einvoice.AllowanceCharge, amount einvoice.Decimal) {
	take(c, &p.Reason)
	amount = amount.Round(2)
	c.marks[markAdjust] = c.marks[markAdjust].Add(amount)
	if !isRated(p.VATCategory.Code) {
		c.marks["without VAT"] = c.marks["without VAT"].Add(amount)
	}
}

func isRated(category string) bool { return category == "S" || category == "L" || category == "M" }

// surcharged remembers an equivalence surcharge for the tax with its base.
func (c *fromInvoice) surcharged(p *einvoice.AllowanceCharge, amount einvoice.Decimal) {
	t := TaxOutput{Tax: Tax{TaxTypeCode: iva, TaxableBase: c.euros(take(c, &p.BaseAmount))}, EquivalenceSurcharge: c.rate(&p.Percentage).Round(2), EquivalenceSurchargeAmount: c.euros(amount)}
	c.surchargeRows = append(c.surchargeRows, t)
}

// vat is TotalTaxOutputs: BT-110 and the taxes that are charges in EN 16931-1.
func (c *fromInvoice) vat() einvoice.Decimal {
	sum := c.inv.Totals.VAT
	if !sum.IsSet() {
		sum = einvoice.NewDecimal(0, 2)
		for i := range c.inv.VATBreakdown {
			sum = sum.Add(c.inv.VATBreakdown[i].TaxAmount)
		}
	}
	return sum.Round(2).Add(c.marks[markTax]).Add(c.marks[markSurcharge])
}

// taxRows writes TaxesOutputs: the VAT breakdown, one tax for each type, rate and
// surcharge, before other taxes. There is always one.
func (c *fromInvoice) taxRows() {
	others := c.out.TaxesOutputs
	c.out.TaxesOutputs = nil
	left := c.marks["without VAT"]
	for i := range c.inv.VATBreakdown {
		b := &c.inv.VATBreakdown[i]
		base := take(c, &b.TaxableAmount).Round(2)
		if !isRated(b.VATCategory.Code) && left.IsSet() {
			base, left = base.Sub(left), einvoice.Decimal{}
			if base.Sign() == 0 && !c.onLine(b.VATCategory.Code) {
				take(c, &b.TaxAmount)
				c.category(&b.VATCategory)
				take(c, &b.ExemptionReason)
				take(c, &b.ExemptionReasonCode)
				continue
			}
		}
		c.taxRow(b, base)
	}
	for _, s := range c.surchargeRows {
		for i := range c.out.TaxesOutputs {
			if t := &c.out.TaxesOutputs[i]; t.TaxableBase.TotalAmount.Cmp(s.TaxableBase.TotalAmount) == 0 && !t.EquivalenceSurcharge.IsSet() {
				t.EquivalenceSurcharge, t.EquivalenceSurchargeAmount = s.EquivalenceSurcharge, s.EquivalenceSurchargeAmount
				break
			}
		}
	}
	c.out.TaxesOutputs = append(c.out.TaxesOutputs, others...)
	if len(c.out.TaxesOutputs) == 0 {
		zero := einvoice.NewDecimal(0, 2)
		c.out.TaxesOutputs = []TaxOutput{{Tax: Tax{TaxTypeCode: iva, TaxRate: zero, TaxableBase: c.euros(zero), TaxAmount: c.euros(zero)}}}
		c.note("%s.TaxesOutputs: IVA at 0 of 0, as there has to be a tax", c.at())
	}
}

func (c *fromInvoice) onLine(category string) bool {
	return c.categories[category]
}

// taxRow writes a VAT breakdown, into a tax that is there if it is of the same kind.
func (c *fromInvoice) taxRow(b *einvoice.VATBreakdown, base einvoice.Decimal) {
	t := c.taxOutput(&b.VATCategory, base)
	tax := take(c, &b.TaxAmount).Round(2)
	if !tax.IsSet() {
		tax = percent(base, b.VATCategory.Rate)
	}
	if t.EquivalenceSurcharge.IsSet() {
		surcharge := percent(base, t.EquivalenceSurcharge)
		t.EquivalenceSurchargeAmount = c.euros(surcharge)
		tax = tax.Sub(surcharge)
	}
	if !tax.IsSet() {
		tax = einvoice.NewDecimal(0, 2)
	}
	t.TaxAmount = c.euros(tax)
	c.exempt(b)
	for i := range c.out.TaxesOutputs {
		x := &c.out.TaxesOutputs[i]
		if x.TaxTypeCode == t.TaxTypeCode && x.TaxRate.Cmp(t.TaxRate) == 0 && x.EquivalenceSurcharge.Equal(t.EquivalenceSurcharge) {
			addAmount(&x.TaxableBase, t.TaxableBase)
			addAmount(&x.TaxAmount, t.TaxAmount)
			addAmount(&x.EquivalenceSurchargeAmount, t.EquivalenceSurchargeAmount)
			return
		}
	}
	c.out.TaxesOutputs = append(c.out.TaxesOutputs, t)
}

func addAmount(to *Amount, a Amount) {
	to.TotalAmount, to.EquivalentInEuros = to.TotalAmount.Add(a.TotalAmount), to.EquivalentInEuros.Add(a.EquivalentInEuros)
}

// exempt: reasons stand with the lines; the reverse charge has a legal literal.
func (c *fromInvoice) exempt(b *einvoice.VATBreakdown) {
	if c.onLine(b.VATCategory.Code) && b.VATCategory.Code != "AE" {
		return // see event
	}
	text := strings.TrimSpace(b.ExemptionReasonCode + " " + b.ExemptionReason)
	if b.VATCategory.Code != "AE" {
		return
	}
	take(c, &b.ExemptionReasonCode)
	take(c, &b.ExemptionReason)
	said := slices.ContainsFunc(c.texts, func(s string) bool { return strings.Contains(strings.ToLower(s), reverseCharge) })
	if !strings.Contains(strings.ToLower(text), reverseCharge) && !said {
		c.literal(reasons["AE"])
	}
	if text != "" && text != "VATEX-EU-AE" && text != reasons["AE"] && !slices.Contains(c.texts, text) {
		c.literal(text)
	}
}

// withheld are the taxes that the buyer keeps back: kept in the notes, or of the options.
func (c *fromInvoice) withheld() {
	rows := c.sums.TaxesWithheld
	if !c.kept.has("Invoice.TaxesWithheld") {
		rows = c.o.TaxesWithheld
	}
	for i := range rows {
		t := *clone(&rows[i])
		if !t.TaxAmount.TotalAmount.IsSet() {
			t.TaxAmount = c.euros(percent(t.TaxableBase.TotalAmount, t.TaxRate))
		}
		c.out.TaxesWithheld = append(c.out.TaxesWithheld, t)
	}
}

// due goes from InvoiceTotal to what is to be paid. BT-113 holds what was kept of taxes
// withheld, subsidies, payments, guarantees and payments in kind; the rest of it is a
// payment on account on the issue date.
func (c *fromInvoice) due(t *InvoiceTotals) {
	k := clone(&c.sums.InvoiceTotals)
	expenses := c.expenses(t, k)
	t.Subsidies, t.AmountsWithheld, t.PaymentInKind, t.PaymentsOnAccount = k.Subsidies, k.AmountsWithheld, k.PaymentInKind, k.PaymentsOnAccount
	var guarantee, kind einvoice.Decimal
	if t.AmountsWithheld != nil {
		guarantee = t.AmountsWithheld.WithholdingAmount
	}
	if t.PaymentInKind != nil {
		kind = t.PaymentInKind.PaymentInKindAmount
	}
	rest := c.inv.Totals.Paid.Round(2).Sub(subsidies(t)).Sub(onAccount(t)).Sub(guarantee).Sub(kind)
	if c.o.TaxesWithheldIn == WithheldAsPaid {
		rest = rest.Sub(t.TotalTaxesWithheld)
	}
	if c.marks[markExpenses].Sign() == 0 && c.kept.has("Invoice.InvoiceTotals.ReimbursableExpenses") {
		rest = rest.Add(expenses)
	}
	rest = rest.Round(2)
	if rest.Sign() != 0 {
		t.PaymentsOnAccount = append(t.PaymentsOnAccount, PaymentOnAccount{c.inv.IssueDate, rest})
		c.note("%s.InvoiceTotals.PaymentsOnAccount: %s of BT-113, dated as the invoice, as there is no other date", c.at(), rest)
	}
	if len(t.PaymentsOnAccount) > 0 {
		t.TotalPaymentsOnAccount = onAccount(t).Round(2)
	}
	t.TotalFinancialExpenses = c.marks[markFinancial]
	if r := c.inv.Totals.Rounding; r.Sign() != 0 {
		t.TotalFinancialExpenses = t.TotalFinancialExpenses.Add(r).Round(2)
		c.info = append(c.info, mirrorText(roundingLabel, roundingTerm, r.String()))
		c.note("%s.InvoiceTotals.TotalFinancialExpenses: has the rounding amount (BT-114), which has no place of its own", c.at())
	}
	t.TotalOutstandingAmount = t.InvoiceTotal.Sub(subsidies(t)).Sub(t.TotalPaymentsOnAccount).Round(2)
	t.TotalExecutableAmount = t.TotalOutstandingAmount.Sub(guarantee).Sub(kind).Add(expenses).Add(t.TotalFinancialExpenses).Round(2)
}

// expenses are the reimbursable ones: those that were kept, if they make the charge, or
// one for all; and payments collected for others (BG-DEX-09).
func (c *fromInvoice) expenses(t, k *InvoiceTotals) (sum einvoice.Decimal) {
	keptSum := reimbursable(&InvoiceTotals{ReimbursableExpenses: k.ReimbursableExpenses})
	charged := c.marks[markExpenses]
	switch {
	case len(k.ReimbursableExpenses) > 0 && (charged.Sign() == 0 || charged.Cmp(keptSum) == 0):
		t.ReimbursableExpenses, sum = k.ReimbursableExpenses, keptSum
	case charged.Sign() != 0:
		t.ReimbursableExpenses, sum = []ReimbursableExpense{{ReimbursableExpensesAmount: charged}}, charged
	}
	for i := range c.inv.ThirdPartyPayments {
		p := &c.inv.ThirdPartyPayments[i]
		d := take(c, &p.Amount).Round(2)
		t.ReimbursableExpenses = append(t.ReimbursableExpenses, ReimbursableExpense{ReimbursableExpensesAmount: d})
		sum = sum.Add(d)
	}
	if len(t.ReimbursableExpenses) > 0 {
		t.TotalReimbursableExpenses = sum.Round(2)
	}
	return sum.Round(2)
}
