package facturae

import "github.com/einvoice-go/einvoice"

// totals writes BG-22. What stands before the amount due in Facturae is BT-113.
func (c *toInvoice) totals() {
	in, t := &c.in.InvoiceTotals, &c.inv.Totals
	t.LineNet = einvoice.NewDecimal(0, 2)
	for i := range c.inv.Lines {
		t.LineNet = t.LineNet.Add(c.inv.Lines[i].NetAmount)
	}
	t.Allowances, t.Charges = sumOf(c.inv.Allowances), sumOf(c.inv.Charges)
	t.WithoutVAT = t.LineNet.Sub(t.Allowances).Add(t.Charges)
	t.VAT = einvoice.NewDecimal(0, 2)
	for _, b := range c.inv.VATBreakdown {
		t.VAT = t.VAT.Add(b.TaxAmount)
	}
	t.WithVAT = t.WithoutVAT.Add(t.VAT)
	t.Paid = c.paid(in)
	t.Rounding = c.rounding
	t.Due = t.WithVAT.Sub(t.Paid).Add(t.Rounding)
	c.stated(in, t)
	c.inEuros(t)
}

func sumOf(parts []einvoice.AllowanceCharge) (sum einvoice.Decimal) {
	for _, p := range parts {
		sum = sum.Add(p.Amount)
	}
	return sum
}

// paid is BT-113: taxes withheld, subsidies, payments on account, guarantees and what is
// paid in kind.
func (c *toInvoice) paid(in *InvoiceTotals) (sum einvoice.Decimal) {
	add := func(d einvoice.Decimal, place string) {
		if d = d.Round(2); d.Sign() != 0 {
			sum = sum.Add(d)
			c.note("%s.%s: %s in BT-113", c.place, place, d)
		}
	}
	if c.o.TaxesWithheld == WithheldAsPaid {
		add(in.TotalTaxesWithheld, "InvoiceTotals.TotalTaxesWithheld")
	}
	add(subsidies(in), "InvoiceTotals.Subsidies")
	add(onAccount(in), "InvoiceTotals.PaymentsOnAccount")
	if in.AmountsWithheld != nil {
		add(in.AmountsWithheld.WithholdingAmount, "InvoiceTotals.AmountsWithheld")
	}
	if in.PaymentInKind != nil {
		add(in.PaymentInKind.PaymentInKindAmount, "InvoiceTotals.PaymentInKind")
	}
	if c.o.Reimbursable == ReimbursableAsPaid {
		add(reimbursable(in).Neg(), "InvoiceTotals.ReimbursableExpenses")
	}
	return sum
}

func subsidies(in *InvoiceTotals) (sum einvoice.Decimal) {
	for _, s := range in.Subsidies {
		sum = sum.Add(s.SubsidyAmount)
	}
	return sum
}

// onAccount is the total of payments on account, as stated or added up.
func onAccount(in *InvoiceTotals) (sum einvoice.Decimal) {
	if in.TotalPaymentsOnAccount.IsSet() {
		return in.TotalPaymentsOnAccount
	}
	for _, p := range in.PaymentsOnAccount {
		sum = sum.Add(p.PaymentOnAccountAmount)
	}
	return sum
}

// stated compares the amount due with that of the document: up to one unit of the
// currency is rounding (BT-114); more is a contradiction, which is not hidden.
func (c *toInvoice) stated(in *InvoiceTotals, t *einvoice.Totals) {
	want := in.TotalExecutableAmount.Round(2)
	if c.o.TaxesWithheld == WithheldInGross {
		want = want.Add(in.TotalTaxesWithheld.Round(2))
	}
	d := want.Sub(t.Due)
	switch {
	case !in.TotalExecutableAmount.IsSet() || d.Sign() == 0:
	case d.Abs().Cmp(one) <= 0:
		t.Rounding, t.Due = t.Rounding.Add(d), want
		c.note("%s.InvoiceTotals.TotalExecutableAmount: %s away from what the sums make, in BT-114", c.place, d)
	default:
		t.Due = want
		c.note("%s.InvoiceTotals.TotalExecutableAmount: %s away from what the sums make: the document contradicts itself, and the invoice breaks BR-CO-16", c.place, d)
	}
}

// inEuros writes BT-6 and BT-111 where the tax is accounted for in another currency.
func (c *toInvoice) inEuros(t *einvoice.Totals) {
	d := &c.in.InvoiceIssueData
	if d.TaxCurrencyCode == "" || d.TaxCurrencyCode == d.InvoiceCurrencyCode || d.TaxCurrencyCode != "EUR" {
		return
	}
	var sum einvoice.Decimal
	for i := range c.in.TaxesOutputs {
		x := &c.in.TaxesOutputs[i]
		sum = sum.Add(x.TaxAmount.EquivalentInEuros).Add(x.EquivalenceSurchargeAmount.EquivalentInEuros)
	}
	if !sum.IsSet() && d.ExchangeRateDetails != nil {
		sum = t.VAT.Mul(d.ExchangeRateDetails.ExchangeRate).Round(2)
		c.note("BT-111 Invoice total VAT amount in accounting currency: %s, BT-110 at the rate of %s.InvoiceIssueData.ExchangeRateDetails", sum, c.place)
	}
	if sum.IsSet() {
		c.inv.VATCurrency, t.VATInAccountingCurrency = "EUR", sum.Round(2)
	}
}
