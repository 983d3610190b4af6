package invoicepage

import (
	"strings"

	"github.com/einvoice-go/einvoice/internal/font"
	"github.com/einvoice-go/einvoice/internal/pdfwrite"
)

type unit = pdfwrite.Unit

// style is how a piece of text looks.
type style uint8

const (
	plain style = iota
	strong
	muted  // labels and small print; contrast 5.9:1 on white (WCAG 2.1 asks for 4.5:1)
	accent // headings
)

var colors = [...]pdfwrite.Color{plain: {R: 26, G: 26, B: 26}, strong: {R: 26, G: 26, B: 26}, muted: {R: 95, G: 95, B: 95}, accent: {R: 30, G: 58, B: 95}}

func (s style) bold() bool { return s == strong || s == accent }

type align uint8

const (
	left align = iota
	right
)

// glyph is a sign with the look of its text.
type glyph struct {
	font.Glyph
	style style
}

// block is a paragraph.
type block struct {
	glyphs []glyph
	size   unit
	lead   unit // from one base line to the next; 0: 1.35 times the size
	before unit // space above, not at the top of a cell
	indent unit
	align  align
	pad    unit // space at the right, which brings decimal marks under each other
	tag    pdfwrite.Tag
}

// empty tells whether there is nothing to draw.
func (b *block) empty() bool {
	for _, g := range b.glyphs {
		if g.Break != font.NewLine && g.Break != font.ZeroBreak && g.Break != font.SpaceBreak {
			return false
		}
	}
	return true
}

func (b *block) leading() unit {
	if b.lead != 0 {
		return b.lead
	}
	return b.size * 27 / 20
}

// scaled is so many thousandths of an em at a size.
func scaled(thousandths int, size unit) unit {
	return unit(int64(thousandths) * int64(size) / 1000)
}

// natural is the width of the longest line if none has to be broken.
func (b *block) natural() unit {
	widest, x := 0, 0
	for _, g := range b.glyphs {
		x += g.width()
		if g.Break == font.NewLine {
			x = 0
		}
		widest = max(widest, x)
	}
	return scaled(widest, b.size) + 1 + b.indent + b.pad // 1: what scaled cuts off
}

// width leaves out what is drawn only at the end of a line.
func (g *glyph) width() int {
	if g.Break == font.SoftBreak {
		return 0
	}
	return g.Width()
}

// lines breaks a paragraph into lines that are at most so wide, at spaces and after
// hyphens; a word that fits into no line is broken where the line is full.
func (b *block) lines(width unit) [][]glyph {
	limit := 1 << 30
	if b.size > 0 {
		limit = int(int64(max(width-b.indent-b.pad, 1)) * 1000 / int64(b.size))
	}
	var lines [][]glyph
	start, place, x := 0, 0, 0 // place: where the line may end
	for i := 0; i < len(b.glyphs); i++ {
		g := &b.glyphs[i]
		switch {
		case g.Break == font.NewLine:
			lines = append(lines, visible(b.glyphs[start:i]))
			start, place, x = i+1, i+1, 0
			continue
		case x+g.width() > limit && g.Break != font.SpaceBreak && i > start && g.Width() > 0:
			end := place
			if end <= start {
				end = b.emergency(start, i)
			}
			lines = append(lines, visible(b.glyphs[start:end]))
			start, place, x = end, end, 0
			for k := start; k < i; k++ {
				x += b.glyphs[k].width()
			}
		}
		x += g.width()
		switch g.Break {
		case font.SpaceBreak, font.ZeroBreak:
			place = i + 1
		case font.MayBreak:
			if i > start && b.opens(i) {
				place = i + 1
			}
		case font.SoftBreak:
			if x+g.Width() <= limit {
				place = i + 1
			}
		}
	}
	if start < len(b.glyphs) {
		lines = append(lines, visible(b.glyphs[start:]))
	}
	return lines
}

// opens tells whether a line may end after a hyphen or slash: not after one that begins
// a word, nor inside numbers and dates.
func (b *block) opens(i int) bool {
	if b.glyphs[i-1].Break == font.SpaceBreak || b.glyphs[i-1].Break == font.NewLine {
		return false
	}
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	return i+1 >= len(b.glyphs) || !digit(b.glyphs[i+1].Char)
}

// emergency is where a word is broken that fits into no line: after a sign such as the
// point of an address in the second half of the line, else at its end.
func (b *block) emergency(start, end int) int {
	for i := end - 1; i > start+(end-start)/2; i-- {
		if strings.ContainsRune(".@_:;,&=?+|-/\\", b.glyphs[i].Char) && b.glyphs[i+1].Width() > 0 {
			return i + 1
		}
	}
	return end
}

// visible leaves out what a line does not show: hyphens but the one at its end.
func visible(line []glyph) []glyph {
	for i := range line {
		if k := line[i].Break; k == font.ZeroBreak || k == font.SoftBreak && i < len(line)-1 {
			shown := make([]glyph, 0, len(line))
			for j, g := range line {
				if g.Break != font.ZeroBreak && (g.Break != font.SoftBreak || j == len(line)-1) {
					shown = append(shown, g)
				}
			}
			return shown
		}
	}
	return line
}

// inked is the width of a line without the spaces at its end.
func inked(line []glyph, size unit) unit {
	end := len(line)
	for end > 0 && line[end-1].Break == font.SpaceBreak {
		end--
	}
	x := 0
	for i := range line[:end] {
		x += line[i].Width()
	}
	return scaled(x, size)
}

// text makes glyphs; the first character that cannot be drawn ends everything.
func (d *drawer) text(s style, text string) []glyph {
	if d.err != nil || text == "" {
		return nil
	}
	set := &d.regular
	if s.bold() {
		set = &d.bold
	}
	shaped, err := set.Shape(text)
	if err != nil {
		d.fail(err)
		return nil
	}
	glyphs := make([]glyph, len(shaped))
	for i, g := range shaped {
		glyphs[i] = glyph{g, s}
	}
	return glyphs
}

// put draws a line of glyphs on a base line.
func (d *drawer) put(p *pdfwrite.Page, x, y, size unit, line []glyph) {
	for from := 0; from < len(line); {
		s := line[from].style
		var run []font.Glyph
		to, width := from, 0
		for ; to < len(line) && line[to].style == s; to++ {
			run = append(run, line[to].Glyph)
			width += line[to].Width()
		}
		faces := d.faces
		if s.bold() {
			faces = d.boldFaces
		}
		p.Text(x, y, size, colors[s], faces, run)
		x += scaled(width, size)
		from = to
	}
}

func (d *drawer) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}
