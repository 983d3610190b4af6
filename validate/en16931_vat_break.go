package validate

import "github.com/einvoice-go/einvoice"

// How the rules on VAT categories are broken: the sample with everything in one category, and one thing wrong.

func units(n int64) einvoice.Decimal { return einvoice.NewDecimal(n, 0) }

// category is the family's, with a rate that it may have.
func (f *vatFamily) category() einvoice.VATCategory {
	v := einvoice.VATCategory{Code: f.code}
	switch {
	case f.cat == catS:
		v.Rate = units(19)
	case f.rated():
		v.Rate = units(7)
	case f.rate != rateNone:
		v.Rate = units(0)
	}
	return v
}

// only puts lines and what usage k means, document allowances or charges, into the category, and removes the others.
func (f *vatFamily) only(inv *einvoice.Invoice, k int) {
	if k != 1 {
		inv.Allowances = nil
	}
	if k != 2 {
		inv.Charges = nil
	}
	if f.needs == noVATNumber {
		inv.Seller.VATIdentifier, inv.Buyer.VATIdentifier, inv.TaxRepresentative = "", "", nil
	}
	retax(inv, f.category())
	reason := ""
	if f.reason {
		reason = "not taxed here"
		inv.VATBreakdown[0].ExemptionReason = reason
	}
	if inv.Lines[len(inv.Lines)-1].ExemptionReason != "" { // the lines of the sample for EXTENDED say it themselves
		for i := range inv.Lines {
			inv.Lines[i].ExemptionReason = reason
		}
	}
}

// retax puts lines, allowances and charges into a category.
func retax(inv *einvoice.Invoice, v einvoice.VATCategory) {
	for i := range inv.Lines {
		inv.Lines[i].VATCategory = v
	}
	for i := range inv.Allowances {
		inv.Allowances[i].VATCategory = v
	}
	for i := range inv.Charges {
		inv.Charges[i].VATCategory = v
	}
	recalculate(inv)
}

// recalculate makes breakdown and totals anew.
func recalculate(inv *einvoice.Invoice) {
	inv.VATBreakdown = nil
	t := &inv.Totals
	inv.Totals = einvoice.Totals{VATInAccountingCurrency: t.VATInAccountingCurrency, Paid: t.Paid, Rounding: t.Rounding}
	_, _ = inv.Calculate() // what is incomplete fails the rule's test
}

func (f *vatFamily) breakBreakdown(inv *einvoice.Invoice) {
	inv.Lines = inv.Lines[:1]
	f.only(inv, -1)
	if !f.rated() {
		inv.VATBreakdown = append(inv.VATBreakdown, inv.VATBreakdown[0])
		return
	}
	lines := inv.Totals.LineNet
	inv.VATBreakdown = []einvoice.VATBreakdown{{VATCategory: einvoice.VATCategory{Code: "Z", Rate: units(0)},
		TaxableAmount: einvoice.NewDecimal(0, 2), TaxAmount: einvoice.NewDecimal(0, 2)}}
	inv.Totals = einvoice.Totals{VATInAccountingCurrency: inv.Totals.VATInAccountingCurrency, LineNet: lines, WithoutVAT: lines,
		VAT: einvoice.NewDecimal(0, 2), WithVAT: lines, Due: lines}
}

// otherRowCII is a row of the breakdown that no rule of CII misses anything at.
func (f *vatFamily) otherRowCII() string {
	other := "L"
	if f.cat == catL {
		other = "M"
	}
	return "set rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode = " + other
}

func (f *vatFamily) breakNumbers(k int) func(*einvoice.Invoice) {
	return func(inv *einvoice.Invoice) {
		f.only(inv, k)
		switch f.needs {
		case noVATNumber:
			inv.Seller.VATIdentifier = "DE123456789"
		case vatNumberAndBuyer:
			inv.Buyer.VATIdentifier = ""
		case taxNumberAndBuyer:
			inv.Buyer.VATIdentifier, inv.Buyer.LegalRegistration = "", einvoice.Identifier{}
		case aTaxNumber:
			inv.Seller.TaxRegistration = einvoice.Identifier{}
			fallthrough
		default:
			inv.Seller.VATIdentifier, inv.TaxRepresentative = "", nil
		}
	}
}

// breakRate gives something worth nothing a wrong rate, so that no sum changes.
func (f *vatFamily) breakRate(k int) func(*einvoice.Invoice) {
	return func(inv *einvoice.Invoice) {
		inv.Lines[1].Price.Net, inv.Lines[1].NetAmount = einvoice.NewDecimal(0, 2), einvoice.NewDecimal(0, 2)
		nothing := einvoice.AllowanceCharge{Amount: einvoice.NewDecimal(0, 2), Reason: "none"}
		inv.Allowances, inv.Charges = []einvoice.AllowanceCharge{nothing}, []einvoice.AllowanceCharge{nothing}
		f.only(inv, k)
		rate := einvoice.Decimal{}
		switch {
		case f.rate == rateNone:
			rate = units(0)
		case f.rate == rateZero:
			rate = units(5)
		}
		switch k {
		case 0:
			inv.Lines[1].VATCategory.Rate = rate
		case 1:
			inv.Allowances[0].VATCategory.Rate = rate
		case 2:
			inv.Charges[0].VATCategory.Rate = rate
		}
	}
}

func (f *vatFamily) breakTaxable(inv *einvoice.Invoice) {
	f.only(inv, -1)
	b := &inv.VATBreakdown[0]
	b.TaxableAmount = b.TaxableAmount.Add(units(5))
}

func (f *vatFamily) breakTax(inv *einvoice.Invoice) {
	f.only(inv, -1)
	wrong := einvoice.NewDecimal(40, 2)
	if f.rated() {
		v := f.category()
		v.Rate, wrong = einvoice.NewDecimal(4, 1), einvoice.NewDecimal(0, 2)
		retax(inv, v)
	}
	b, t := &inv.VATBreakdown[0], &inv.Totals
	less := b.TaxAmount.Sub(wrong)
	b.TaxAmount, t.VAT, t.WithVAT, t.Due = wrong, wrong, t.WithVAT.Sub(less), t.Due.Sub(less)
}

func (f *vatFamily) breakReason(inv *einvoice.Invoice) {
	f.only(inv, -1)
	inv.VATBreakdown[0].ExemptionReason = ""
	if !f.reason {
		inv.VATBreakdown[0].ExemptionReason = "not taxed here"
	}
}

// breakO puts a line, an allowance and a charge into category Z, beside a line in O.
func (f *vatFamily) breakO(inv *einvoice.Invoice) {
	f.only(inv, -1)
	z := einvoice.VATCategory{Code: "Z", Rate: units(0)}
	part := einvoice.AllowanceCharge{Amount: units(10), Reason: "both ways", VATCategory: z}
	inv.Lines[1].VATCategory = z
	inv.Allowances, inv.Charges = []einvoice.AllowanceCharge{part}, []einvoice.AllowanceCharge{part}
	recalculate(inv)
	inv.VATBreakdown[0].ExemptionReason = "not taxed here"
}

func breakSplit(inv *einvoice.Invoice) {
	for _, a := range []*einvoice.PostalAddress{&inv.Seller.Address, &inv.Buyer.Address, &inv.TaxRepresentative.Address, &inv.Delivery.Address} {
		a.Country = "IT"
	}
	for i := range inv.Lines {
		inv.Lines[i].Item.OriginCountry = "IT"
	}
	retax(inv, einvoice.VATCategory{Code: "S", Rate: units(22)})
	inv.Lines[1].VATCategory.Code = "B"
	recalculate(inv)
}
