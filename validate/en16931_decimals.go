package validate

import "github.com/einvoice-go/einvoice"

// The rules on the number of decimals (BR-DEC): amounts have at most two. Prices
// and quantities are free.
var decimals = []Rule{
	ofAllowance("BR-DEC-01", "BT-92", "amount", allowances, amount, func(inv *einvoice.Invoice) *einvoice.AllowanceCharge { return &inv.Allowances[0] }),
	ofAllowance("BR-DEC-02", "BT-93", "base amount", allowances, baseAmount, func(inv *einvoice.Invoice) *einvoice.AllowanceCharge { return &inv.Allowances[0] }),
	ofAllowance("BR-DEC-05", "BT-99", "amount", charges, amount, func(inv *einvoice.Invoice) *einvoice.AllowanceCharge { return &inv.Charges[0] }),
	ofAllowance("BR-DEC-06", "BT-100", "base amount", charges, baseAmount, func(inv *einvoice.Invoice) *einvoice.AllowanceCharge { return &inv.Charges[0] }),
	ofTotals("BR-DEC-09", "BT-106", "sum of the line net amounts", "", func(m *einvoice.Totals) *einvoice.Decimal { return &m.LineNet }),
	ofTotals("BR-DEC-10", "BT-107", "sum of the document's allowances", "", func(m *einvoice.Totals) *einvoice.Decimal { return &m.Allowances }),
	ofTotals("BR-DEC-11", "BT-108", "sum of the document's charges", "", func(m *einvoice.Totals) *einvoice.Decimal { return &m.Charges }),
	ofTotals("BR-DEC-12", "BT-109", "total without VAT", "", func(m *einvoice.Totals) *einvoice.Decimal { return &m.WithoutVAT }),
	ofTotals("BR-DEC-13", "BT-110", "total VAT amount", inUBL, func(m *einvoice.Totals) *einvoice.Decimal { return &m.VAT }),
	ofTotals("BR-DEC-14", "BT-112", "total with VAT", "", func(m *einvoice.Totals) *einvoice.Decimal { return &m.WithVAT }),
	ofTotals("BR-DEC-15", "BT-111", "total VAT amount in the accounting currency", inUBL, func(m *einvoice.Totals) *einvoice.Decimal { return &m.VATInAccountingCurrency }),
	ofTotals("BR-DEC-16", "BT-113", "paid amount", "", func(m *einvoice.Totals) *einvoice.Decimal { return &m.Paid }),
	ofTotals("BR-DEC-17", "BT-114", "rounding amount", "", func(m *einvoice.Totals) *einvoice.Decimal { return &m.Rounding }),
	ofTotals("BR-DEC-18", "BT-115", "amount due for payment", "", func(m *einvoice.Totals) *einvoice.Decimal { return &m.Due }),
	ofBreakdown("BR-DEC-19", "BT-116", "taxable amount", func(v *einvoice.VATBreakdown) *einvoice.Decimal { return &v.TaxableAmount }),
	ofBreakdown("BR-DEC-20", "BT-117", "tax amount", func(v *einvoice.VATBreakdown) *einvoice.Decimal { return &v.TaxAmount }),
	{ID: "BR-DEC-23", Severity: Fatal, Terms: t("BT-131"),
		Text:  "The net amount (BT-131) of line {line} is {BT-131}; amounts have at most two decimals, and no white space after them.",
		Test:  lines(func(c *Check, l *einvoice.Line) bool { return c.twoDecimals(l.NetAmount) }),
		Break: func(inv *einvoice.Invoice) { moreDecimals(&inv.Lines[0].NetAmount) }},
	ofLineAllowance("BR-DEC-24", "BT-136", "amount of allowance", lineAllowances, amount, func(l *einvoice.Line) *einvoice.AllowanceCharge { return &l.Allowances[0] }),
	ofLineAllowance("BR-DEC-25", "BT-137", "base amount of allowance", lineAllowances, baseAmount, func(l *einvoice.Line) *einvoice.AllowanceCharge { return &l.Allowances[0] }),
	ofLineAllowance("BR-DEC-27", "BT-141", "amount of charge", lineCharges, amount, func(l *einvoice.Line) *einvoice.AllowanceCharge { return &l.Charges[0] }),
	ofLineAllowance("BR-DEC-28", "BT-142", "base amount of charge", lineCharges, baseAmount, func(l *einvoice.Line) *einvoice.AllowanceCharge { return &l.Charges[0] }),
}

// inUBL: the published test compares a currency with a child that amounts do not have.
const inUBL = "ubl: the published rule cannot fire"

func amount(a *einvoice.AllowanceCharge) *einvoice.Decimal     { return &a.Amount }
func baseAmount(a *einvoice.AllowanceCharge) *einvoice.Decimal { return &a.BaseAmount }

// twoDecimals: the amount at the rule's term has at most two decimals.
func (c *Check) twoDecimals(d einvoice.Decimal, index ...int) bool {
	return !c.tooPrecise(d, func() string { return place(c.run.rule.Terms[0], c.where(index)) })
}

// moreDecimals adds a third decimal without changing the value.
func moreDecimals(d *einvoice.Decimal) { *d = d.Add(einvoice.NewDecimal(0, 3)) }

func ofAllowance(id, term, name string, list func(*Check) []einvoice.AllowanceCharge, at func(*einvoice.AllowanceCharge) *einvoice.Decimal, first func(*einvoice.Invoice) *einvoice.AllowanceCharge) Rule {
	return Rule{ID: id, Severity: Fatal, Terms: t(term),
		Text:  "The " + name + " (" + term + ") no. {nth} is {" + term + "}; amounts have at most two decimals, and no white space after them.",
		Test:  each(list, func(c *Check, a *einvoice.AllowanceCharge, i int) bool { return c.twoDecimals(*at(a), i) }),
		Break: func(inv *einvoice.Invoice) { moreDecimals(at(first(inv))) }}
}

func ofLineAllowance(id, term, name string, list func(*einvoice.Line) []einvoice.AllowanceCharge, at func(*einvoice.AllowanceCharge) *einvoice.Decimal, first func(*einvoice.Line) *einvoice.AllowanceCharge) Rule {
	return Rule{ID: id, Severity: Fatal, Terms: t(term),
		Text:  "The " + name + " no. {nth} of line {line} (" + term + ") is {" + term + "}; amounts have at most two decimals, and no white space after them.",
		Test:  eachOfLine(list, func(c *Check, a *einvoice.AllowanceCharge, i int) bool { return c.twoDecimals(*at(a), i) }),
		Break: func(inv *einvoice.Invoice) { moreDecimals(at(first(&inv.Lines[0]))) }}
}

func ofTotals(id, term, name, never string, at func(*einvoice.Totals) *einvoice.Decimal) Rule {
	return Rule{ID: id, Severity: Fatal, Terms: t(term), Never: never,
		Text:  "The " + name + " (" + term + ") is {" + term + "}; amounts have at most two decimals, and no white space after them.",
		Test:  whole(func(c *Check) bool { return c.twoDecimals(*at(&c.Totals)) }),
		Break: func(inv *einvoice.Invoice) { moreDecimals(at(&inv.Totals)) }}
}

func ofBreakdown(id, term, name string, at func(*einvoice.VATBreakdown) *einvoice.Decimal) Rule {
	return Rule{ID: id, Severity: Fatal, Terms: t(term),
		Text:  "The " + name + " (" + term + ") of VAT breakdown no. {nth} is {" + term + "}; amounts have at most two decimals, and no white space after them.",
		Test:  each(breakdown, func(c *Check, v *einvoice.VATBreakdown, i int) bool { return c.twoDecimals(*at(v), i) }),
		Break: func(inv *einvoice.Invoice) { moreDecimals(at(&inv.VATBreakdown[0])) }}
}
