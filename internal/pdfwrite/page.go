package pdfwrite

import (
	"strconv"

	"github.com/einvoice-go/einvoice/internal/font"
)

// Color is an sRGB colour, 0 to 255 a part.
type Color struct{ R, G, B uint8 }

// The colours that need no choice.
var (
	Black = Color{}
	White = Color{255, 255, 255}
)

// Page is a page being drawn.
type Page struct {
	doc           *Document
	width, height Unit
	number        int
	content       []byte
	marks         []*Element // the element of each marked content
	open          bool
	object        int
}

// Artifact kinds (ISO 32000-1, 14.8.2.2.2).
const (
	Layout     = "Layout"     // rules, backgrounds
	Pagination = "Pagination" // page numbers, running heads
)

// Begin starts content that belongs to an element of the structure tree. An element
// may have content on several pages. End closes it; marked content does not nest.
func (p *Page) Begin(e *Element) {
	p.opened()
	p.content = append(p.content, '/')
	p.content = append(p.content, e.tag...)
	p.content = append(p.content, " <</MCID "...)
	p.content = strconv.AppendInt(p.content, int64(len(p.marks)), 10)
	p.content = append(p.content, ">> BDC\n"...)
	e.kids = append(e.kids, kid{page: p, mark: len(p.marks)})
	p.marks = append(p.marks, e)
}

// Artifact starts content without meaning of its own: Layout or Pagination.
func (p *Page) Artifact(kind string) {
	p.opened()
	p.content = append(p.content, "/Artifact <</Type /"...)
	p.content = append(p.content, kind...)
	p.content = append(p.content, ">> BDC\n"...)
}

func (p *Page) opened() {
	if p.open {
		p.doc.fail(ErrStructure)
	}
	p.open = true
}

// End closes what Begin or Artifact started.
func (p *Page) End() {
	if !p.open {
		p.doc.fail(ErrStructure)
	}
	p.open = false
	p.content = append(p.content, "EMC\n"...)
}

func (p *Page) drawing() {
	if !p.open {
		p.doc.fail(ErrStructure)
	}
}

// Fill paints a rectangle.
func (p *Page) Fill(x, y, width, height Unit, c Color) {
	p.drawing()
	p.color(c)
	p.numbers(x, p.height-y-height, width, height)
	p.content = append(p.content, "re f\n"...)
}

// Image draws a picture into a rectangle.
func (p *Page) Image(img *Image, x, y, width, height Unit) {
	p.drawing()
	p.content = append(p.content, "q "...)
	p.numbers(width, 0, 0, height, x, p.height-y-height)
	p.content = append(p.content, "cm /I"...)
	p.content = strconv.AppendInt(p.content, int64(img.number), 10)
	p.content = append(p.content, " Do Q\n"...)
}

// Text draws glyphs from left to right, the first one at x, all on the base line y.
// Faces are the fonts that the glyphs number.
func (p *Page) Text(x, y, size Unit, c Color, faces []*Font, glyphs []font.Glyph) {
	p.drawing()
	p.color(c)
	p.content = append(p.content, "BT "...)
	p.numbers(x, p.height-y)
	p.content = append(p.content, "Td "...)
	for from := 0; from < len(glyphs); {
		to := from + 1
		for to < len(glyphs) && glyphs[to].Face == glyphs[from].Face {
			to++
		}
		p.show(faces[glyphs[from].Face], size, glyphs[from:to])
		from = to
	}
	p.content = append(p.content, "ET\n"...)
}

// show writes glyphs of one font, with the shifts between them.
func (p *Page) show(f *Font, size Unit, glyphs []font.Glyph) {
	b := append(p.content, "/F"...)
	b = strconv.AppendInt(b, int64(f.number), 10)
	b = append(appendNumber(append(b, ' '), size), " Tf [<"...)
	shift := func(thousandths int32) {
		if thousandths != 0 {
			b = append(b, '>')
			b = strconv.AppendInt(b, -int64(thousandths), 10)
			b = append(b, '<')
		}
	}
	const digits = "0123456789ABCDEF"
	rise := int32(0)
	for _, g := range glyphs {
		code := f.code(g)
		if g.Rise != rise { // the state lasts (ISO 32000-1, 9.3.7)
			rise = g.Rise
			b = append(b, ">] TJ "...)
			b = append(appendNumber(b, Unit(int64(rise)*int64(size)/1000)), " Ts [<"...)
		}
		shift(g.Before)
		b = append(b, digits[code>>12], digits[code>>8&15], digits[code>>4&15], digits[code&15])
		shift(g.After)
	}
	b = append(b, ">] TJ "...)
	if rise != 0 {
		b = append(b, "0 Ts "...)
	}
	p.content = b
}

func (p *Page) color(c Color) {
	for _, part := range [3]uint8{c.R, c.G, c.B} {
		p.content = append(appendNumber(p.content, Unit((int(part)*2000+255)/510)), ' ')
	}
	p.content = append(p.content, "rg "...)
}

func (p *Page) numbers(list ...Unit) {
	for _, u := range list {
		p.content = append(appendNumber(p.content, u), ' ')
	}
}
