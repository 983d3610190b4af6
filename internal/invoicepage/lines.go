package invoicepage

import (
	"github.com/einvoice-go/einvoice"
)

// lineTable collects the rows of the lines before their columns have a width.
type lineTable struct {
	d    *drawer
	rows [][]cell

	numbers, quantities, units, prices, bases, rates, amounts []*block // by column; bases stand under prices
}

const (
	columnGap   unit = 9000
	lineIndent  unit = 9000 // of lines that belong to others, a level
	detailRoom  unit = 130000
	maxNumeric  unit = 92000 // of a column of numbers; longer ones are broken
	lineColumns      = 7
)

// lines draws BG-25.
func (d *drawer) lines() {
	if len(d.inv.Lines) == 0 {
		return
	}
	t := &lineTable{d: d}
	depth := depths(d.inv.Lines)
	for i := range d.inv.Lines {
		t.add(&d.inv.Lines[i], depth[i])
	}
	if d.err != nil {
		return
	}
	t.draw()
	d.y += 4000
}

// depths finds how deep lines lie that name the line to which they belong (BT-X-304).
func depths(lines []einvoice.Line) []int {
	level := map[string]int{}
	depth := make([]int, len(lines))
	for i := range lines {
		if at, ok := level[lines[i].ParentID]; ok && lines[i].ParentID != "" {
			depth[i] = min(at+1, maxDepth)
		}
		level[lines[i].ID] = depth[i]
	}
	return depth
}

// add makes the row of a line and those of the lines in it (BG-DEX-01).
func (t *lineTable) add(l *einvoice.Line, depth int) {
	d := t.d
	if depth > maxDepth {
		d.fail(ErrTooDeep)
	}
	if d.err != nil {
		return
	}
	number := d.one(muted, sizeText, l.ID)
	quantity := toRight(d.one(plain, sizeText, d.lang.number(l.Quantity.Value, 0)))
	unitName := d.one(plain, sizeText, unitNames.in(d.lang, l.Quantity.Unit))
	price := toRight(d.one(plain, sizeText, d.lang.number(l.Price.Net, d.decimals)))
	rate := toRight(d.one(plain, sizeText, d.rate(&l.VATCategory)))
	amount := toRight(d.one(plain, sizeText, d.amount(l.NetAmount)))
	t.numbers, t.quantities, t.units = append(t.numbers, number), append(t.quantities, quantity), append(t.units, unitName)
	t.prices, t.rates, t.amounts = append(t.prices, price), append(t.rates, rate), append(t.amounts, amount)
	per := toRight(d.one(muted, sizeSmall, d.perUnit(&l.Price.BaseQuantity, l.Quantity.Unit)))
	t.bases = append(t.bases, per)
	description := stack(d.description(l)...)
	for _, b := range description.blocks {
		b.indent = min(unit(depth), 6) * lineIndent
	}
	t.rows = append(t.rows, []cell{stack(number), description, stack(quantity), stack(unitName), stack(price, per), stack(rate), stack(amount)})
	for i := range l.SubLines {
		t.add(&l.SubLines[i], depth+1)
	}
}

// perUnit says for how many units a price is, if not for one of those that the line counts.
func (d *drawer) perUnit(q *einvoice.Quantity, unit string) string {
	one := q.Value.Cmp(einvoice.NewDecimal(1, 0)) == 0
	if !q.Value.IsSet() && q.Unit == "" || one && (q.Unit == "" || q.Unit == unit) {
		return ""
	}
	return joined(" ", d.l(lPer), d.quantity(q))
}

func (d *drawer) quantity(q *einvoice.Quantity) string {
	return joined(noBreakSpace, d.lang.number(q.Value, 0), unitNames.in(d.lang, q.Unit))
}

// rate is the rate of VAT, with the category where it is not the usual one, and the
// tax where it is not VAT.
func (d *drawer) rate(c *einvoice.VATCategory) string {
	code, scheme := c.Code, c.Scheme
	if code == "S" && c.Rate.IsSet() {
		code = ""
	}
	if scheme == einvoice.NoTaxScheme {
		scheme = ""
	}
	return joined(" ", scheme, code, d.lang.percent(c.Rate))
}

// draw gives the columns of numbers the width that they need, and the rest to the words.
func (t *lineTable) draw() {
	d := t.d
	head := []cell{
		d.headCell(lPosition, left, ""), d.headCell(lDescription, left, ""), d.headCell(lQuantity, right, ""), d.headCell(lUnit, left, ""),
		d.headCell(lPrice, right, d.inv.Currency), d.headCell(lVAT, right, ""), d.headCell(lAmount, right, d.inv.Currency),
	}
	if d.err != nil {
		return
	}
	d.underDecimals(t.quantities)
	d.underDecimals(t.prices)
	d.underDecimals(t.amounts)
	widths := [lineColumns]unit{}
	for i, column := range [lineColumns][]*block{0: t.numbers, 2: t.quantities, 3: t.units, 4: t.prices, 5: t.rates, 6: t.amounts} {
		if i != 1 {
			widths[i] = max(widest(column), widest(head[i].blocks))
		}
	}
	widths[4] = max(widths[4], widest(t.bases))
	for i := range widths {
		widths[i] = min(widths[i], maxNumeric)
	}
	widths[0] = min(widths[0], 45000)
	g := &grid{table: true, head: head, above: 2500, ruled: true, line: hairline, columns: spread(widths[:], 1, detailRoom)}
	for i, column := range [lineColumns][]*block{2: t.quantities, 4: t.prices, 6: t.amounts} {
		fit(column, g.columns[i].width)
	}
	d.draw(d.doc.Structure(), g, t.rows)
}

// fit gives up the alignment of decimal marks where a number fills its column.
func fit(blocks []*block, width unit) {
	for _, b := range blocks {
		if b != nil && b.natural() > width {
			b.pad = 0
		}
	}
}

// spread places columns over the width of the text: each has its width, but the
// flexible one, which gets the rest and at least the room given; then the others
// shrink alike.
func spread(widths []unit, flexible int, room unit) []column {
	var sum unit
	for i, w := range widths {
		if i != flexible {
			sum += w
		}
	}
	gaps := columnGap * unit(len(widths)-1)
	rest := textWidth - gaps - sum
	if rest < room {
		available := textWidth - gaps - room
		for i := range widths {
			widths[i] = unit(int64(widths[i]) * int64(available) / int64(max(sum, 1)))
		}
		rest = room
	}
	widths[flexible] = rest
	columns := make([]column, len(widths))
	x := marginLeft
	for i, w := range widths {
		columns[i] = column{x, w}
		x += w + columnGap
	}
	return columns
}

// headCell is the head of a column, with a currency in a line of its own.
func (d *drawer) headCell(id label, a align, currency string) cell {
	c := stack(d.one(muted, sizeSmall, d.l(id)), d.one(muted, sizeTiny, currency))
	for _, b := range c.blocks {
		b.align = a
	}
	c.scope = "Column"
	return c
}
