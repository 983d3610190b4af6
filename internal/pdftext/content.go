package pdftext

import (
	"github.com/einvoice-go/einvoice/internal/pdf"
)

// state is what of the graphics state matters to text (8.4.1, 9.3.1).
type state struct {
	ctm     matrix
	font    *font
	size    float64
	char    float64 // Tc
	word    float64 // Tw
	scale   float64 // Tz: 1 is 100 %
	leading float64 // TL
	rise    float64 // Ts
	mode    int64   // Tr
}

// content is what draws a page or form, while it is being read.
type content struct {
	*reader
	state
	resources pdf.Dict
	saved     []state
	beyond    int    // states that were saved beyond what is kept
	text      matrix // Tm
	line      matrix // of the line that text is on
	depth     int
	fonts     map[pdf.Name]*font // by the names of this content
	err       error
}

// states is how many are kept: ISO 32000-1, annex C has 28.
const states = 256

func (r *reader) run(data []byte, resources pdf.Dict, ctm matrix, depth int) error {
	c := &content{reader: r, state: state{ctm: ctm, scale: 1}, resources: resources, text: identity, line: identity, depth: depth, fonts: map[pdf.Name]*font{}}
	err := pdf.Operators(data, func(operator string, operands []pdf.Object) bool {
		if c.err = r.step(1 + len(operands)); c.err == nil {
			c.do(operator, operands)
		}
		return c.err == nil
	})
	if c.err == nil && err != nil {
		r.unread("page %d cannot be read whole: %v", r.number, err)
	}
	return c.err
}

func (c *content) do(operator string, a []pdf.Object) {
	switch operator {
	case "q":
		c.save()
	case "Q":
		c.restore()
	case "cm":
		if m, ok := six(a); ok {
			c.ctm = m.times(c.ctm)
		}
	case "Do":
		c.object(a)
	case "gs":
		c.parameters(a)
	case "BT":
		c.text, c.line = identity, identity
	case "Tf":
		c.setFont(a)
	case "Td", "TD", "Tm", "T*":
		c.move(operator, a)
	case "Tj", "TJ", "'", "\"":
		c.show(operator, a)
	default:
		c.parameter(operator, a)
	}
}

func (c *content) save() {
	if len(c.saved) == states {
		c.beyond++
		return
	}
	c.saved = append(c.saved, c.state)
}

func (c *content) restore() {
	switch n := len(c.saved); {
	case c.beyond > 0:
		c.beyond--
	case n > 0:
		c.state, c.saved = c.saved[n-1], c.saved[:n-1]
	}
}

// parameter sets one of those of text (9.3).
func (c *content) parameter(operator string, a []pdf.Object) {
	if len(a) == 0 {
		return
	}
	v, ok := number(a[0])
	if !ok {
		return
	}
	switch operator {
	case "Tc":
		c.char = v
	case "Tw":
		c.word = v
	case "Tz":
		c.scale = v / 100
	case "TL":
		c.leading = v
	case "Ts":
		c.rise = v
	case "Tr":
		c.mode = int64(v)
	}
}

// parameters are those that stand in a dictionary (8.4.5): of these, the font.
func (c *content) parameters(a []pdf.Object) {
	gs := c.doc.Dict(c.resource("ExtGState", a))
	if f := c.doc.Array(gs.Get("Font")); len(f) == 2 {
		if size, ok := c.doc.Number(f[1]); ok {
			c.size = size
			c.font, c.err = c.fontOf(f[0])
		}
	}
}

func (c *content) setFont(a []pdf.Object) {
	if len(a) != 2 {
		return
	}
	c.size, _ = number(a[1])
	name, _ := a[0].(pdf.Name)
	if f := c.fonts[name]; f != nil {
		c.font = f
		return
	}
	o := c.resource("Font", a[:1])
	if c.err == nil {
		c.font, c.err = c.fontOf(o)
		c.fonts[name] = c.font
	}
}

// resource is the one that a name stands for, which is the last operand.
func (c *content) resource(kind pdf.Name, a []pdf.Object) pdf.Object {
	if len(a) == 0 {
		return nil
	}
	name, ok := a[len(a)-1].(pdf.Name)
	if !ok {
		return nil
	}
	d := c.doc.Dict(c.resources.Get(kind))
	if c.err = c.step((len(c.resources) + len(d)) / 8); c.err != nil {
		return nil
	}
	return d.Get(name)
}

func (c *content) object(a []pdf.Object) {
	s := c.doc.Stream(c.resource("XObject", a))
	if s == nil || c.err != nil || c.doc.Name(s.Get("Subtype")) == "Image" {
		return
	}
	c.err = c.form(s, c.resources, c.ctm, c.depth)
}

// move goes to another place (9.4.2).
func (c *content) move(operator string, a []pdf.Object) {
	switch {
	case operator == "Tm":
		if m, ok := six(a); ok {
			c.line = m
		}
	case operator == "T*":
		c.line = c.line.moved(0, -c.leading)
	case len(a) == 2:
		x, okX := number(a[0])
		y, okY := number(a[1])
		if !okX || !okY {
			return
		}
		if operator == "TD" {
			c.leading = -y
		}
		c.line = c.line.moved(x, y)
	}
	c.text = c.line
}

// show draws text (9.4.3).
func (c *content) show(operator string, a []pdf.Object) {
	if len(a) == 0 {
		return
	}
	switch operator {
	case "\"":
		if len(a) == 3 {
			c.word, _ = number(a[0])
			c.char, _ = number(a[1])
		}
		fallthrough
	case "'":
		c.move("T*", nil)
	}
	switch o := a[len(a)-1].(type) {
	case pdf.String:
		c.draw(string(o))
	case pdf.Array:
		for _, o := range o {
			if s, ok := o.(pdf.String); ok {
				c.draw(string(s))
			} else if n, ok := number(o); ok {
				c.advance(-n / 1000 * c.size)
			}
			if c.err == nil {
				c.err = c.step(1)
			}
			if c.err != nil {
				return
			}
		}
	}
}

// advance moves along the line of text, by unscaled units of text space (9.4.4).
func (c *content) advance(by float64) {
	if c.font != nil && c.font.vertical {
		c.text = c.text.moved(0, by)
	} else {
		c.text = c.text.moved(by*c.scale, 0)
	}
}

// draw draws the glyphs of a string.
func (c *content) draw(s string) {
	f := c.font
	if f == nil {
		c.out.breakWord()
		if s != "" {
			c.unread("page %d: there is text whose font is missing", c.number)
			c.reader.text.Glyphs++
		}
		return
	}
	for len(s) > 0 && c.err == nil {
		g := f.next(s)
		if g.text == "" && f.later != nil {
			if c.err = f.later(); c.err != nil {
				return
			}
			f.later = nil
			g = f.next(s)
		}
		s = s[g.bytes:]
		from := c.trm()
		by := g.width*c.size + c.char
		if g.bytes == 1 && g.code == ' ' {
			by += c.word
		}
		if f.vertical {
			by = -c.size + c.char
		}
		// The end is that of the glyph itself: what stands between characters is a gap.
		c.put(f, g, from)
		c.advance(by)
		c.err = c.step(1 + len(g.text)/4)
	}
}

// trm places the glyph at hand on the page.
func (c *content) trm() matrix {
	return matrix{c.size * c.scale, 0, 0, c.size, 0, c.rise}.times(c.text).times(c.ctm)
}

func (c *content) put(f *font, g glyph, at matrix) {
	if g.text != "" && blank(g.text) {
		c.out.space(g.width)
		return
	}
	c.reader.text.Glyphs++
	f.glyphs++
	if c.mode == 3 || c.mode == 7 {
		c.reader.text.Invisible++
	}
	if g.text == "" {
		f.unread++
		g.text = "\uFFFD"
	}
	if c.out.put(g.text, at, g.width, f.vertical) {
		c.err = c.step(12)
	}
}

// number is an operand that is one.
func number(o pdf.Object) (float64, bool) {
	switch n := o.(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

func six(a []pdf.Object) (m matrix, ok bool) {
	if len(a) != 6 {
		return m, false
	}
	for i := range m {
		if m[i], ok = number(a[i]); !ok {
			return m, false
		}
	}
	return m, true
}
