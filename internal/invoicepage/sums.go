package invoicepage

import (
	"github.com/einvoice-go/einvoice"
)

// sums draws allowances and charges, the VAT breakdown and the totals.
func (d *drawer) sums() {
	d.allowances()
	if d.err != nil {
		return
	}
	totals := d.totalRows()
	d.y += 6000
	d.need(unit(min(len(totals)+2, 20)) * 16600)
	vat := d.breakdown()
	if vat == nil {
		d.drawTotals(totals)
		return
	}
	if vat.natural > vatWidth {
		d.drawTotals(totals)
		d.section(d.l(lBreakdown), 40000)
		vat.draw(d, textWidth)
		return
	}
	d.beside(func() {
		d.y -= 12000
		d.section(d.l(lBreakdown), 40000)
		vat.draw(d, vatWidth)
	}, func() { d.drawTotals(totals) })
}

const (
	vatWidth  = 86 * millimetre
	totalLeft = marginLeft + vatWidth + 10*millimetre
	totalWide = textWidth - vatWidth - 10*millimetre
)

// allowances draws BG-20, BG-21 and BG-X-42.
func (d *drawer) allowances() {
	inv := d.inv
	if len(inv.Allowances)+len(inv.Charges)+len(inv.LogisticsCharges) == 0 {
		return
	}
	var rows [][]cell
	var bases, rates, amounts []*block
	add := func(kind, reason string, part string, category *einvoice.VATCategory, amount einvoice.Decimal) {
		base := toRight(d.one(plain, sizeText, part))
		rate := toRight(d.one(plain, sizeText, d.rate(category)))
		sum := toRight(d.one(plain, sizeText, d.amount(amount)))
		bases, rates, amounts = append(bases, base), append(rates, rate), append(amounts, sum)
		rows = append(rows, []cell{stack(d.labelled(sizeText, kind, reason+" ")), stack(base), stack(rate), stack(sum)})
	}
	for i := range inv.Allowances {
		a := &inv.Allowances[i]
		add(d.l(lAllowance), d.reason(a), d.partOf(a.Percentage, a.BaseAmount), &a.VATCategory, a.Amount.Neg())
	}
	for i := range inv.Charges {
		c := &inv.Charges[i]
		add(d.l(lCharge), d.reason(c), d.partOf(c.Percentage, c.BaseAmount), &c.VATCategory, c.Amount)
	}
	for i := range inv.LogisticsCharges {
		c := &inv.LogisticsCharges[i]
		add(d.l(lLogistics), c.Description, "", &c.VATCategory, c.Amount)
	}
	d.section(d.l(lAllowances), 40000)
	head := []cell{d.headCell(lReason, left, ""), d.headCell(lBase, right, ""), d.headCell(lVAT, right, ""), d.headCell(lAmount, right, inv.Currency)}
	if d.err != nil {
		return
	}
	d.underDecimals(amounts)
	widths := []unit{0, min(max(widest(bases), 40000), 150000), min(max(widest(rates), 30000), maxNumeric), min(max(widest(amounts), widest(head[3].blocks)), maxNumeric)}
	d.draw(d.doc.Structure(), &grid{table: true, head: head, above: 2200, ruled: true, line: hairline, columns: spread(widths, 0, detailRoom)}, rows)
	d.y += 4000
}

// vatTable is BG-23 before it is drawn.
type vatTable struct {
	rows    [][]cell
	numbers [3]unit // widths of the columns of numbers
	head    []cell
	natural unit
}

func (d *drawer) breakdown() *vatTable {
	if len(d.inv.VATBreakdown) == 0 {
		return nil
	}
	t := &vatTable{head: []cell{d.headCell(lVAT, left, ""), d.headCell(lRate, right, ""), d.headCell(lTaxable, right, d.inv.Currency), d.headCell(lTax, right, d.inv.Currency)}}
	var columns [3][]*block
	for i := range d.inv.VATBreakdown {
		v := &d.inv.VATBreakdown[i]
		cells := [3]*block{
			toRight(d.one(plain, sizeText, d.lang.percent(v.VATCategory.Rate))),
			toRight(d.one(plain, sizeText, d.amount(v.TaxableAmount))), toRight(d.one(plain, sizeText, d.amount(v.TaxAmount))),
		}
		for k, b := range cells {
			columns[k] = append(columns[k], b)
		}
		t.rows = append(t.rows, []cell{d.category(v), stack(cells[0]), stack(cells[1]), stack(cells[2])})
	}
	d.underDecimals(columns[1])
	d.underDecimals(columns[2])
	t.natural = 62000 + 3*columnGap
	for k := range columns {
		t.numbers[k] = min(max(widest(columns[k]), widest(t.head[k+1].blocks)), maxNumeric)
		t.natural += t.numbers[k]
	}
	return t
}

// category is the VAT category in words and why there is no VAT.
func (d *drawer) category(v *einvoice.VATBreakdown) cell {
	name := categories.in(d.lang, v.VATCategory.Code)
	if name != v.VATCategory.Code && v.VATCategory.Code != "S" {
		name += " (" + v.VATCategory.Code + ")" // as the lines name it
	}
	if !v.VATCategory.IsVAT() {
		name = joined(" ", v.VATCategory.Scheme, v.VATCategory.Code)
		if v.VATCategory.Scheme == einvoice.NoTaxScheme {
			name = v.VATCategory.Code
		}
	}
	return stack(d.one(plain, sizeText, name),
		d.one(muted, sizeSmall, joined(" ", v.ExemptionReason, bracketed(v.ExemptionReasonCode))),
		d.labelled(sizeSmall, d.l(lLineBasis), d.amount(v.LineBasis)), d.labelled(sizeSmall, d.l(lAllowanceBasis), d.amount(v.AllowanceBasis)))
}

func (t *vatTable) draw(d *drawer, width unit) {
	first := width - 3*columnGap - t.numbers[0] - t.numbers[1] - t.numbers[2]
	columns := []column{{marginLeft, first}}
	x := marginLeft + first + columnGap
	for _, w := range t.numbers {
		columns = append(columns, column{x, w})
		x += w + columnGap
	}
	d.draw(d.doc.Structure(), &grid{table: true, head: t.head, above: 2200, ruled: true, line: hairline, columns: columns}, t.rows)
}

// total is a row of the totals.
type total struct {
	label   string
	amount  string
	heavy   bool
	remarks []string
}

// totalRows lists BG-22, in the order in which it adds up.
func (d *drawer) totalRows() (rows []total) {
	t := &d.inv.Totals
	add := func(label string, amount einvoice.Decimal, heavy bool) {
		if amount.IsSet() {
			rows = append(rows, total{label: label, amount: d.amount(amount), heavy: heavy})
		}
	}
	add(d.l(lLineNet), t.LineNet, false)
	add(d.l(lAllowanceTotal), t.Allowances.Neg(), false)
	add(d.l(lChargeTotal), t.Charges, false)
	add(d.l(lWithoutVAT), t.WithoutVAT, true)
	add(d.l(lVATTotal), t.VAT, false)
	add(d.l(lWithVAT), t.WithVAT, true)
	add(d.l(lPaid), t.Paid.Neg(), false)
	add(d.l(lRounding), t.Rounding, false)
	for i := range d.inv.ThirdPartyPayments {
		p := &d.inv.ThirdPartyPayments[i]
		rows = append(rows, total{label: d.l(lThirdParty), amount: d.amount(p.Amount), remarks: []string{p.Type, p.Description}})
	}
	return rows
}

// drawTotals draws the sums and, larger, the amount due.
func (d *drawer) drawTotals(list []total) {
	var rows [][]cell
	var amounts []*block
	for i := range list {
		e := &list[i]
		s := plain
		if e.heavy {
			s = strong
		}
		name := stack(d.one(s, sizeText, e.label))
		for _, remark := range e.remarks {
			name.blocks = append(name.blocks, stack(d.one(muted, sizeSmall, remark)).blocks...)
		}
		name.scope = "Row"
		amount := toRight(d.one(s, sizeText, e.amount))
		amounts = append(amounts, amount)
		rows = append(rows, []cell{name, stack(amount)})
	}
	if due := d.inv.Totals.Due; due.IsSet() {
		name := stack(d.one(accent, 11000, joined(" ", d.l(lDue), d.inv.Currency)))
		name.scope = "Row"
		amount := toRight(d.one(accent, 11000, d.amount(due)))
		rows = append(rows, []cell{name, stack(amount)})
	}
	d.underDecimals(amounts)
	rows = append(rows, d.accountingRows()...)
	if d.err != nil {
		return
	}
	wide := max(widest(amounts), 70000)
	for _, r := range rows {
		wide = min(max(wide, widest(r[1].blocks)), 130000)
	}
	g := &grid{table: true, above: 2000, ruled: true, line: hairline, columns: []column{{totalLeft, totalWide - wide - columnGap}, {totalLeft + totalWide - wide, wide}}}
	d.need(unit(min(len(rows), 20)) * 16600)
	d.rule(totalLeft, totalWide, 700, darkline)
	d.draw(d.doc.Structure(), g, rows)
	d.y += 4000
}

// accountingRows are the VAT in the accounting currency (BT-111) and its rate of exchange.
func (d *drawer) accountingRows() (rows [][]cell) {
	add := func(label, value string) {
		if value == "" {
			return
		}
		name := stack(d.one(muted, sizeSmall, label))
		name.scope = "Row"
		rows = append(rows, []cell{name, stack(toRight(d.one(muted, sizeSmall, value)))})
	}
	add(joined(" ", d.l(lVATIn), d.inv.VATCurrency), d.lang.number(d.inv.Totals.VATInAccountingCurrency, d.vatDecimals))
	if d.inv.VATCurrency != "" && !d.inv.Totals.VATInAccountingCurrency.IsSet() {
		add(d.l(lVATIn), d.inv.VATCurrency)
	}
	if e := d.inv.VATCurrencyExchange; e != nil {
		add(joined(" ", d.l(lExchange), joined("/", e.Source, e.Target), d.lang.date(e.Date)), joined(" ", d.lang.number(e.Rate, 0)))
	}
	return rows
}
