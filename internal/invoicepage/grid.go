package invoicepage

import "github.com/einvoice-go/einvoice/internal/pdfwrite"

// column is where a column of a grid stands on the page.
type column struct{ x, width unit }

// cell is what stands in a row under a column.
type cell struct {
	blocks []*block
	span   int // columns; 0 means 1
	scope  string
}

// grid is rows of cells. As a table it is one for screen readers too; otherwise its
// cells are just divisions, one after the other.
type grid struct {
	columns []column
	head    []cell // repeated on every page
	table   bool
	above   unit           // space in a row above and below its text
	line    pdfwrite.Color // below each row
	ruled   bool
	tinted  bool // a light ground
}

// row is a row being drawn: its cells as lines.
type row struct {
	cells []*laidCell
}

type laidCell struct {
	x, width unit
	lines    []laidLine
	next     int // the first line that is not drawn yet
	element  *pdfwrite.Element
	blocks   []*pdfwrite.Element
	cell     *cell
}

type laidLine struct {
	glyphs []glyph
	block  int
	before unit
}

// lay breaks the text of a row into lines.
func (g *grid) lay(cells []cell) *row {
	r := &row{}
	at := 0
	for i := range cells {
		c := &cells[i]
		from := min(at, len(g.columns)-1)
		at += max(c.span, 1)
		to := min(at, len(g.columns)) - 1
		lc := &laidCell{x: g.columns[from].x, cell: c}
		lc.width = g.columns[to].x + g.columns[to].width - lc.x
		for n, b := range c.blocks {
			for k, line := range b.lines(lc.width) {
				l := laidLine{glyphs: line, block: n}
				if k == 0 && len(lc.lines) > 0 {
					l.before = b.before
				}
				lc.lines = append(lc.lines, l)
			}
		}
		r.cells = append(r.cells, lc)
	}
	return r
}

func (c *laidCell) height(from, to int) (h unit) {
	for i := from; i < to; i++ {
		h += c.cell.blocks[c.lines[i].block].leading()
		if i > from {
			h += c.lines[i].before
		}
	}
	return h
}

// fitting is up to which line a cell has room.
func (c *laidCell) fitting(room unit) int {
	to := c.next
	for to < len(c.lines) {
		h := c.cell.blocks[c.lines[to].block].leading()
		if to > c.next {
			h += c.lines[to].before
		}
		if h > room {
			break
		}
		room -= h
		to++
	}
	return to
}

func (r *row) height() (h unit) {
	for _, c := range r.cells {
		h = max(h, c.height(c.next, len(c.lines)))
	}
	return h
}

func (r *row) done() bool {
	for _, c := range r.cells {
		if c.next < len(c.lines) {
			return false
		}
	}
	return true
}

// draw draws a grid from here on; rows that do not fit go on on the next page.
func (d *drawer) draw(parent *pdfwrite.Element, g *grid, rows [][]cell) {
	if d.err != nil || len(rows) == 0 {
		return
	}
	element := parent
	if g.table {
		element = parent.Child(pdfwrite.Table)
	}
	if g.head != nil {
		first := g.lay(rows[0])
		d.need(g.lay(g.head).height() + min(first.height(), firstPart) + 4*g.above)
		d.drawHead(g, element)
	}
	for i := range rows {
		if d.err != nil {
			return
		}
		d.drawRow(element, g, rows[i])
	}
}

// drawHead draws the head of a table: once for the structure tree, then as decoration.
func (d *drawer) drawHead(g *grid, element *pdfwrite.Element) {
	r := g.lay(g.head)
	if element != nil {
		d.elements(g, element, r)
	}
	d.segment(g, r, d.end())
	d.rule(g.columns[0].x, g.width(), 700, darkline)
	d.y += 1500
}

func (g *grid) width() unit {
	last := g.columns[len(g.columns)-1]
	return last.x + last.width - g.columns[0].x
}

// elements makes the nodes of a row's structure.
func (d *drawer) elements(g *grid, parent *pdfwrite.Element, r *row) {
	holder := parent
	if g.table {
		holder = parent.Child(pdfwrite.TR)
	}
	for _, c := range r.cells {
		switch {
		case !g.table && len(r.cells) == 1:
			c.element = holder
		case !g.table:
			c.element = holder.Child(pdfwrite.Div)
		case c.cell.scope != "":
			c.element = holder.Child(pdfwrite.TH).Scope(c.cell.scope).Span(c.cell.span)
		default:
			c.element = holder.Child(pdfwrite.TD).Span(c.cell.span)
		}
		for _, b := range c.cell.blocks {
			e := c.element
			if !g.table || len(c.cell.blocks) > 1 {
				tag := b.tag
				if tag == "" {
					tag = pdfwrite.P
				}
				e = c.element.Child(tag)
			}
			c.blocks = append(c.blocks, e)
		}
	}
}

// keepTogether is up to which height a row goes to the next page as a whole; of a
// higher one a part of at least firstPart stays.
const (
	keepTogether unit = 90000
	firstPart    unit = 60000
)

// drawRow draws a row, on several pages if it must be.
func (d *drawer) drawRow(parent *pdfwrite.Element, g *grid, cells []cell) {
	r := g.lay(cells)
	height := r.height() + 2*g.above
	if height > keepTogether {
		height = firstPart
	}
	d.breakBefore(g, height)
	d.elements(g, parent, r)
	for d.err == nil {
		d.segment(g, r, d.end())
		if r.done() {
			break
		}
		d.turn(g)
	}
	if g.ruled && d.err == nil {
		d.rule(g.columns[0].x, g.width(), 400, g.line)
		d.y += 400
	}
}

func (d *drawer) breakBefore(g *grid, height unit) {
	if d.y+height > d.end() && d.y > marginTop {
		d.turn(g)
	}
}

// turn goes to the next page and repeats the head of the table there.
func (d *drawer) turn(g *grid) {
	d.nextPage()
	if g.head != nil && d.err == nil {
		d.drawHead(g, nil)
	}
}

// segment draws of a row what fits on this page, at least a line of each cell.
func (d *drawer) segment(g *grid, r *row, end unit) {
	room := end - d.y - 2*g.above
	var used unit
	to := make([]int, len(r.cells))
	placed := false
	for i, c := range r.cells {
		to[i] = c.fitting(room)
		placed = placed || to[i] > c.next
	}
	for i, c := range r.cells {
		if !placed && d.y <= marginTop+60000 {
			to[i] = min(c.next+1, len(c.lines)) // a line higher than the page
		}
		used = max(used, c.height(c.next, to[i]))
	}
	if g.tinted {
		const border unit = 8000
		d.ruleAt(g.columns[0].x-border, d.y, g.width()+2*border, used+2*g.above, tint)
	}
	for i, c := range r.cells {
		d.drawLines(c, to[i], d.y+g.above)
		c.next = to[i]
	}
	d.y += used + 2*g.above
}

// drawLines draws lines of a cell; those of one paragraph are one piece of content.
func (d *drawer) drawLines(c *laidCell, to int, y unit) {
	p := d.here()
	open := -1
	for i := c.next; i < to; i++ {
		line := &c.lines[i]
		b := c.cell.blocks[line.block]
		if open != line.block {
			if open >= 0 {
				p.End()
			}
			open = line.block
			if c.element == nil {
				p.Artifact(pdfwrite.Pagination)
			} else {
				p.Begin(c.blocks[line.block])
			}
		}
		if i > c.next {
			y += line.before
		}
		x := c.x + b.indent
		if b.align == right {
			x = c.x + c.width - b.pad - inked(line.glyphs, b.size)
		}
		y += b.leading()
		d.put(p, x, y-(b.leading()-b.size*7/10)/2, b.size, line.glyphs)
	}
	if open >= 0 {
		p.End()
	}
}
