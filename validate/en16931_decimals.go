package validate

import "github.com/einvoice-go/einvoice"

// The rules on the number of decimals (BR-DEC): amounts have at most two. Prices
// and quantities are free.
func decimals() []Rule {
	return []Rule{
		inAllowance("BR-DEC-01", "BT-92", "amount of the document level allowance", isAllowance, ciiIsAllowance, amount, func(inv *einvoice.Invoice) *einvoice.AllowanceCharge { return &inv.Allowances[0] }),
		inAllowance("BR-DEC-02", "BT-93", "base amount of the document level allowance", isAllowance, ciiIsAllowance, baseAmount, func(inv *einvoice.Invoice) *einvoice.AllowanceCharge { return &inv.Allowances[0] }),
		inAllowance("BR-DEC-05", "BT-99", "amount of the document level charge", isCharge, ciiIsCharge, amount, func(inv *einvoice.Invoice) *einvoice.AllowanceCharge { return &inv.Charges[0] }),
		inAllowance("BR-DEC-06", "BT-100", "base amount of the document level charge", isCharge, ciiIsCharge, baseAmount, func(inv *einvoice.Invoice) *einvoice.AllowanceCharge { return &inv.Charges[0] }),
		inTotals("BR-DEC-09", "BT-106", "sum of the line net amounts", "cbc:LineExtensionAmount", "ram:LineTotalAmount", func(m *einvoice.Totals) *einvoice.Decimal { return &m.LineNet }),
		inTotals("BR-DEC-10", "BT-107", "sum of the document's allowances", "cbc:AllowanceTotalAmount", "ram:AllowanceTotalAmount", func(m *einvoice.Totals) *einvoice.Decimal { return &m.Allowances }),
		inTotals("BR-DEC-11", "BT-108", "sum of the document's charges", "cbc:ChargeTotalAmount", "ram:ChargeTotalAmount", func(m *einvoice.Totals) *einvoice.Decimal { return &m.Charges }),
		inTotals("BR-DEC-12", "BT-109", "total without VAT", "cbc:TaxExclusiveAmount", "ram:TaxBasisTotalAmount", func(m *einvoice.Totals) *einvoice.Decimal { return &m.WithoutVAT }),
		{ID: "BR-DEC-13", Severity: Fatal, Terms: t("BT-110"), Never: notInUBL, UBL: alwaysHolds,
			Text: "The total VAT amount (BT-110) is {value}; amounts have at most two decimals.",
			CII:  each(ciiTotals, ciiVATDecimals),
			Break: func(inv *einvoice.Invoice) {
				inv.VATCurrency, inv.Totals.VATInAccountingCurrency = "", einvoice.Decimal{}
				inv.Totals.VAT = inv.Totals.VAT.Add(einvoice.NewDecimal(4, 3))
			}, Also: t("BR-CO-14")},
		inTotals("BR-DEC-14", "BT-112", "total with VAT", "cbc:TaxInclusiveAmount", "ram:GrandTotalAmount", func(m *einvoice.Totals) *einvoice.Decimal { return &m.WithVAT }),
		{ID: "BR-DEC-15", Severity: Fatal, Terms: t("BT-111", "BT-6"), Never: notInUBL, UBL: alwaysHolds,
			Text: "The total VAT amount in the accounting currency {BT-6} (BT-111) is {given}; it must be there, and amounts have at most two decimals.",
			CII:  each(ciiTotals, ciiAccountingDecimals),
			Break: func(inv *einvoice.Invoice) {
				inv.Totals.VATInAccountingCurrency = inv.Totals.VATInAccountingCurrency.Add(einvoice.NewDecimal(4, 3))
			}},
		inTotals("BR-DEC-16", "BT-113", "paid amount", "cbc:PrepaidAmount", "ram:TotalPrepaidAmount", func(m *einvoice.Totals) *einvoice.Decimal { return &m.Paid }),
		inTotals("BR-DEC-17", "BT-114", "rounding amount", "cbc:PayableRoundingAmount", "ram:RoundingAmount", func(m *einvoice.Totals) *einvoice.Decimal { return &m.Rounding }),
		inTotals("BR-DEC-18", "BT-115", "amount due for payment", "cbc:PayableAmount", "ram:DuePayableAmount", func(m *einvoice.Totals) *einvoice.Decimal { return &m.Due }),
		inBreakdown("BR-DEC-19", "BT-116", "taxable amount", "cbc:TaxableAmount", "ram:BasisAmount", func(v *einvoice.VATBreakdown) *einvoice.Decimal { return &v.TaxableAmount }),
		inBreakdown("BR-DEC-20", "BT-117", "tax amount", "cbc:TaxAmount", "ram:CalculatedAmount", func(v *einvoice.VATBreakdown) *einvoice.Decimal { return &v.TaxAmount }),
		{ID: "BR-DEC-23", Severity: Fatal, Terms: t("BT-131"),
			Text:  "The net amount of line {line} (BT-131) is {value}" + twoAtMost,
			UBL:   precise(ublLines, "cbc:LineExtensionAmount", always),
			CII:   precise(ciiLines, ciiLineAmount, always),
			Break: func(inv *einvoice.Invoice) { moreDecimals(&inv.Lines[0].NetAmount) }, Also: t("ubl: UBL-DT-01")},
		inLineAllowance("BR-DEC-24", "BT-136", "amount of the allowance", isAllowance, ciiIsAllowance, amount, func(l *einvoice.Line) *einvoice.AllowanceCharge { return &l.Allowances[0] }),
		inLineAllowance("BR-DEC-25", "BT-137", "base amount of the allowance", isAllowance, ciiIsAllowance, baseAmount, func(l *einvoice.Line) *einvoice.AllowanceCharge { return &l.Allowances[0] }),
		inLineAllowance("BR-DEC-27", "BT-141", "amount of the charge", isCharge, ciiIsCharge, amount, func(l *einvoice.Line) *einvoice.AllowanceCharge { return &l.Charges[0] }),
		inLineAllowance("BR-DEC-28", "BT-142", "base amount of the charge", isCharge, ciiIsCharge, baseAmount, func(l *einvoice.Line) *einvoice.AllowanceCharge { return &l.Charges[0] }),
	}
}

const notInUBL = "ubl: the published test compares a currency with a child that amounts do not have"

const twoAtMost = "; amounts have at most two decimals, and no white space after them."

// precise demands at most two decimals of the first element that a path leads to.
func precise(pattern, p string, of condition) Test {
	q := path(p)
	return each(pattern, func(c *Check, n Node) {
		if x := q.First(n); x.Exists() && fractionLength(x.Text()) > 2 && of(c, n) {
			c.Fail(x)
		}
	})
}

// moreDecimals adds a third decimal without changing the value.
func moreDecimals(d *einvoice.Decimal) { *d = d.Add(einvoice.NewDecimal(0, 3)) }

// amountOf is an amount of allowances and charges, in both syntaxes and in the model.
type amountOf struct {
	ubl, cii string
	at       func(*einvoice.AllowanceCharge) *einvoice.Decimal
}

var (
	amount     = amountOf{"cbc:Amount", "ram:ActualAmount", func(a *einvoice.AllowanceCharge) *einvoice.Decimal { return &a.Amount }}
	baseAmount = amountOf{"cbc:BaseAmount", "ram:BasisAmount", func(a *einvoice.AllowanceCharge) *einvoice.Decimal { return &a.BaseAmount }}
)

func inAllowance(id, term, what string, kind, ciiKind condition, a amountOf, first func(*einvoice.Invoice) *einvoice.AllowanceCharge) Rule {
	return Rule{ID: id, Severity: Fatal, Terms: t(term), Text: "The " + what + " (" + term + ") is {value}" + twoAtMost,
		UBL: precise(ublAllowanceCharges, a.ubl, kind), CII: precise(ciiAllowanceCharges, a.cii, ciiKind),
		Break: func(inv *einvoice.Invoice) { moreDecimals(a.at(first(inv))) }, Also: t("ubl: UBL-DT-01")}
}

func inLineAllowance(id, term, what string, kind, ciiKind condition, a amountOf, first func(*einvoice.Line) *einvoice.AllowanceCharge) Rule {
	return Rule{ID: id, Severity: Fatal, Terms: t(term), Text: "The " + what + " of line {line} (" + term + ") is {value}" + twoAtMost,
		UBL: precise(ublLineAllowances, a.ubl, kind), CII: precise(ciiLineAllowances, a.cii, ciiKind),
		Break: func(inv *einvoice.Invoice) { moreDecimals(a.at(first(&inv.Lines[0]))) }, Also: t("ubl: UBL-DT-01")}
}

func inTotals(id, term, what, ubl, cii string, at func(*einvoice.Totals) *einvoice.Decimal) Rule {
	return Rule{ID: id, Severity: Fatal, Terms: t(term), Text: "The " + what + " (" + term + ") is {value}" + twoAtMost,
		UBL: precise(ublTotals, ubl, always), CII: precise(ciiTotals, cii, always),
		Break: func(inv *einvoice.Invoice) { moreDecimals(at(&inv.Totals)) }, Also: t("ubl: UBL-DT-01")}
}

func inBreakdown(id, term, what, ubl, cii string, at func(*einvoice.VATBreakdown) *einvoice.Decimal) Rule {
	return Rule{ID: id, Severity: Fatal, Terms: t(term), Text: "The " + what + " (" + term + ") in the VAT breakdown is {value}" + twoAtMost,
		UBL: precise(ublBreakdown, ubl, always), CII: precise(ciiBreakdown, cii, ownBreakdown),
		Break: func(inv *einvoice.Invoice) { moreDecimals(at(&inv.VATBreakdown[0])) }, Also: t("ubl: UBL-DT-01")}
}

// ciiVATDecimals counts decimals by value, and is content with one good amount or one in another currency.
func ciiVATDecimals(c *Check, n Node) {
	if ciiTaxTotal.Each(n, func(x Node) bool { return inInvoiceCurrency(c, x) && !wholeCents(x) }) && ciiTaxTotal.Exists(n) {
		c.Fail(ciiTaxTotal.First(n))
	}
}

// ciiAccountingDecimals wants one good amount in the accounting currency (BT-6), if there is one.
func ciiAccountingDecimals(c *Check, n Node) {
	if !ciiTaxTotal.Exists(n) || !ciiTaxCurrency.Exists(c.head) {
		return
	}
	at := Node{}
	good := !ciiTaxTotal.Each(n, func(x Node) bool {
		currency, ok := x.Attr("currencyID")
		if !ok || !anyOf(ciiTaxCurrency, c.head, currency) {
			return true
		}
		at = x
		return !wholeCents(x)
	})
	if good {
		return
	}
	c.Arg("given", orNone(at.Decimal()))
	if !at.Exists() {
		at = n
	}
	c.Fail(at)
}

func wholeCents(n Node) bool { f := double(n); return f == roundDouble(f*100)/100 }
