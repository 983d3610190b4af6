package invoicepage

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/font"
	"github.com/einvoice-go/einvoice/internal/pdfwrite"
)

// one makes a paragraph of one style; nil for no text.
func (d *drawer) one(s style, size unit, text string) *block {
	b := &block{glyphs: d.text(s, text), size: size}
	if b.empty() {
		return nil
	}
	return b
}

// labelled is "label text" with the label in grey; nil for no text.
func (d *drawer) labelled(size unit, label, text string) *block {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	b := &block{glyphs: append(d.text(muted, label+noBreakSpace+noBreakSpace), d.text(plain, text)...), size: size}
	return b
}

// stack is a cell of the paragraphs that are there.
func stack(blocks ...*block) cell {
	var c cell
	for _, b := range blocks {
		if b != nil {
			c.blocks = append(c.blocks, b)
		}
	}
	return c
}

// toRight aligns a paragraph to the right.
func toRight(b *block) *block {
	if b != nil {
		b.align = right
	}
	return b
}

func spaced(b *block, before unit) *block {
	if b != nil {
		b.before = before
	}
	return b
}

// underDecimals brings decimal marks under each other: what has fewer decimals than
// the longest gets space at its right.
func (d *drawer) underDecimals(blocks []*block) {
	fraction := func(b *block) unit {
		width, seen := 0, false
		for i := range b.glyphs {
			g := &b.glyphs[i]
			seen = seen || g.Char == rune(d.lang.decimalMark())
			if seen {
				width += g.Width()
			}
		}
		return scaled(width, b.size)
	}
	var longest unit
	for _, b := range blocks {
		if b != nil {
			longest = max(longest, fraction(b))
		}
	}
	for _, b := range blocks {
		if b != nil {
			b.pad = longest - fraction(b)
		}
	}
}

// widest is the natural width of the widest of some paragraphs.
func widest(blocks []*block) (w unit) {
	for _, b := range blocks {
		if b != nil {
			w = max(w, b.natural())
		}
	}
	return w
}

// paragraph draws text over the whole width.
func (d *drawer) paragraph(b *block) {
	if b == nil || d.err != nil {
		return
	}
	d.draw(d.doc.Structure(), &grid{columns: []column{{marginLeft, textWidth}}}, [][]cell{stack(b).alone()})
}

func (c cell) alone() []cell { return []cell{c} }

// section draws a heading, with room for something below it.
func (d *drawer) section(title string, room unit) {
	if d.err != nil {
		return
	}
	d.y += 14000
	d.need(24000 + room)
	b := &block{glyphs: d.text(accent, title), size: sizeHead, tag: pdfwrite.H2}
	if d.err == nil {
		d.doc.Bookmark(title, d.here(), d.y)
	}
	d.paragraph(b)
	d.y += 3000
}

// pair is a row of labels and values.
type pair struct {
	label string
	value []*block
}

// pairs collects rows; those without a value are left out.
type pairs struct {
	d    *drawer
	size unit
	list []pair
}

func (p *pairs) add(label, value string) { p.blocks(label, p.d.one(plain, p.size, value)) }

func (p *pairs) id(label string, id einvoice.Identifier) { p.add(label, identifier(id)) }

func (p *pairs) date(label string, date einvoice.Date) { p.add(label, p.d.lang.date(date)) }

func (p *pairs) blocks(label string, values ...*block) {
	if c := stack(values...); c.blocks != nil {
		p.list = append(p.list, pair{label, c.blocks})
	}
}

// draw draws labels in one column and values in another, as a table.
func (p *pairs) draw(x, labelWidth, valueWidth unit, g grid) {
	if len(p.list) == 0 {
		return
	}
	const gap unit = 6000
	g.table = true
	g.columns = []column{{x, labelWidth - gap}, {x + labelWidth, valueWidth}}
	var rows [][]cell
	for _, e := range p.list {
		head := stack(p.d.one(muted, p.size, e.label))
		head.scope = "Row"
		if len(e.value) > 0 && len(head.blocks) > 0 {
			head.blocks[0].lead = e.value[0].leading() // base lines meet
		}
		rows = append(rows, []cell{head, {blocks: e.value}})
	}
	p.d.draw(p.d.doc.Structure(), &g, rows)
}

// identifier is a value with the name or code of its scheme.
func identifier(id einvoice.Identifier) string {
	scheme, known := schemes[id.Scheme]
	if !known {
		scheme = id.Scheme
	}
	switch {
	case scheme == "":
		return id.Value
	case id.Value == "":
		return "(" + scheme + ")"
	}
	return id.Value + " (" + scheme + ")"
}

// joined joins what is there.
func joined(separator string, parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, separator)
}

// addressLines are the lines of an address: street, town, region, country.
func (d *drawer) addressLines(a *einvoice.PostalAddress) []string {
	return []string{a.Line1, a.Line2, a.Line3, joined(" ", a.PostCode, a.City), a.Subdivision, countries.in(d.lang, a.Country)}
}

// span is "from – to", either of which may be absent.
func (d *drawer) span(p einvoice.Period) string {
	if p.Start.IsSet() || p.End.IsSet() {
		return strings.TrimSpace(d.lang.date(p.Start) + " – " + d.lang.date(p.End))
	}
	return ""
}

// fourByFour groups an IBAN (ISO 13616) for reading; other account numbers stay.
func fourByFour(account string) string {
	letter := func(c byte) bool { return c >= 'A' && c <= 'Z' }
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	if len(account) < 15 || len(account) > 34 || !letter(account[0]) || !letter(account[1]) || !digit(account[2]) || !digit(account[3]) {
		return account
	}
	var b strings.Builder
	for i := range len(account) {
		if c := account[i]; !letter(c) && !digit(c) && (c < 'a' || c > 'z') {
			return account
		}
		if i > 0 && i%4 == 0 {
			b.WriteString(noBreakSpace)
		}
		b.WriteByte(account[i])
	}
	return b.String()
}

// pageNumbers draws the line at the foot of every page.
func (d *drawer) pageNumbers() {
	for i, p := range d.pages {
		if d.err != nil {
			return
		}
		p.Artifact(pdfwrite.Pagination)
		number := d.text(muted, d.l(lPage)+noBreakSpace+strconv.Itoa(i+1)+noBreakSpace+d.l(lPageOf)+noBreakSpace+strconv.Itoa(len(d.pages)))
		width := inked(number, sizeSmall)
		d.put(p, pageWidth-marginRight-width, numberLine, sizeSmall, number)
		d.put(p, marginLeft, numberLine, sizeSmall, d.cut(visible(d.text(muted, d.heading())), sizeSmall, textWidth-width-20000))
		p.End()
	}
}

// cut shortens a line to a width.
func (d *drawer) cut(line []glyph, size, width unit) []glyph {
	x := 0
	for i := range line {
		x += line[i].Width()
		if line[i].Break == font.NewLine || scaled(x, size) > width-size {
			return append(line[:i:i], d.text(muted, "…")...)
		}
	}
	return line
}
