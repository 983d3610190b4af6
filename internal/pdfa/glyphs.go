package pdfa

import (
	"math"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// readWidths reads the widths that the document says, by code or by CID.
func (f *face) readWidths() {
	f.widths = map[int]float64{}
	if f.composite {
		f.usual = 1000
		if w, ok := f.descendant.get("DW").number(); ok {
			f.usual = w
		}
		f.readW()
		return
	}
	f.usual, _ = f.descriptor.get("MissingWidth").number()
	first, _ := f.get("FirstChar").integer()
	for i, o := range f.get("Widths").array() {
		if w, ok := f.m.d.Number(o); ok && i < 256 {
			f.widths[int(first)+i] = w
		}
	}
}

// maxWidths is how many widths a composite font may spread over its characters.
const maxWidths = 1 << 20

// readW reads "c [w1 w2]" and "c1 c2 w" (9.7.4.3).
func (f *face) readW() {
	a := f.descendant.get("W").array()
	left := maxWidths
	for i := 0; i+1 < len(a) && left > 0; {
		first, _ := f.m.d.Int(a[i])
		if list := f.m.d.Array(a[i+1]); list != nil {
			for k, o := range list {
				if w, ok := f.m.d.Number(o); ok {
					f.widths[int(first)+k] = w
				}
			}
			i += 2
			continue
		}
		last, _ := f.m.d.Int(a[i+1])
		if i+2 >= len(a) {
			return
		}
		if w, ok := f.m.d.Number(a[i+2]); ok && last <= maxGlyphs && first >= 0 {
			for c := first; c <= last; c++ {
				f.widths[int(c)] = w
				left--
			}
		}
		i += 3
	}
}

// readEncoding reads the names of the glyphs of a simple font (9.6.6).
func (f *face) readEncoding() {
	encoding := f.get("Encoding")
	name := encoding.name()
	if encoding.dict() != nil {
		name = encoding.get("BaseEncoding").name()
	}
	if t := encodingTables()[string(name)]; t != nil {
		f.encoding, f.encoded = *t, true
	}
	code := 0
	for _, o := range encoding.get("Differences").array() {
		switch o := f.m.d.Resolve(o).(type) {
		case int64:
			code = int(o)
		case pdf.Name:
			if code >= 0 && code < 256 {
				f.encoding[code] = string(o)
			}
			code++
		}
	}
}

// names checks that no code stands for .notdef by the encoding, seen or not (6.2.11.8).
// What a code without a name stands for, the font program tells if there is one.
func (f *face) names(text string) {
	for i := range len(text) {
		name := f.encoding[text[i]]
		if name == ".notdef" || name == "" && f.encoded && !f.embedded {
			f.notdef(int(text[i]))
		}
	}
}

func (f *face) notdef(code int) {
	f.report("6.2.11.8", "notdef", f.object(), false, "text refers to the glyph .notdef of the font %s, by the code %d for one; take that text out", f.title, code)
}

// text checks the glyphs of a text.
func (f *face) text(text string) {
	if f.program == nil {
		return
	}
	if !f.composite {
		for i := range len(text) {
			f.glyph(int(text[i]), 1)
		}
		return
	}
	if f.codes == nil || f.codes.unknown {
		if f.codes != nil {
			f.report("6.2.11.4.1", "unknown cmap", f.object(), false, "the glyphs of the font %s cannot be checked: its CMap is not known here", f.title)
		}
		return
	}
	for len(text) > 0 {
		code, n := f.codes.next(text)
		f.glyph(code, n)
		text = text[n:]
	}
}

// reference is what a code in text leads to.
type reference struct {
	at      int // code or CID, by which widths are told
	glyph   int
	missing bool // the program lacks it
	notdef  bool // it is the glyph that stands for those missing
}

// glyph checks that of a code, once.
func (f *face) glyph(code, length int) {
	key := code<<3 | length
	if f.checked[key] {
		return
	}
	f.checked[key] = true
	r := f.refer(code, length)
	if r.notdef {
		f.notdef(code)
	}
	if r.missing {
		f.report("6.2.11.4.1", "glyph", f.object(), false, "the font %s lacks glyphs that are used, of the code %d for one; make the PDF anew with the whole font", f.title, code)
		return
	}
	f.sameWidth(r.at, r.glyph, code)
}

func (f *face) refer(code, length int) reference {
	if !f.composite {
		return f.referSimple(code)
	}
	cid := f.codes.cid(code, length)
	g := f.glyphOfCID(cid)
	missing := g < 0 || g >= f.program.glyphs() || g == 0 && cid != 0
	missing = missing || f.codes.identity && length == 1 // half a code
	return reference{at: cid, glyph: g, missing: missing, notdef: missing || cid == 0}
}

// sameWidth: the document and the program of a font say the same width (6.2.11.5).
func (f *face) sameWidth(at, glyph, code int) {
	program, ok := f.program.width(glyph)
	if !ok {
		return
	}
	said, known := f.widths[at]
	if !known {
		said = f.usual
	}
	if math.Abs(program-said) > 1 {
		f.report("6.2.11.5", "width", f.object(), false, "the document says another width of glyphs of the font %s than the font does, of the code %d for one: %.4g and %.4g; make the PDF anew with another program", f.title, code, said, program)
	}
}

// glyphOfCID is the glyph of a character of a composite font, -1 if there is none.
func (f *face) glyphOfCID(cid int) int {
	if f.toGlyph != nil {
		if 2*cid+1 >= len(f.toGlyph) {
			return -1
		}
		return u16(f.toGlyph, 2*cid)
	}
	c, ok := f.program.(*cff)
	if tt, is := f.program.(*trueType); is && tt.outlines != nil {
		c, ok = tt.outlines, true
	}
	if !ok || !c.cid {
		return cid
	}
	if g, ok := c.byID[cid]; ok {
		return g
	}
	return -1
}

// referSimple is what a code of a simple font leads to.
func (f *face) referSimple(code int) reference {
	name := f.encoding[code]
	switch p := f.program.(type) {
	case *trueType:
		if f.kind == "TrueType" {
			return f.referTrueType(p, code, name)
		}
		if p.outlines != nil {
			return byName(p.outlines, code, p.outlines.codes[code], name)
		}
	case *cff:
		return byName(p, code, p.codes[code], name)
	case *type1:
		if name == "" {
			name = p.codes[code]
		}
		return byName(p, code, 0, name)
	}
	return reference{at: code}
}

// byName refers to the glyph of a name, or where there is none to that of the font's own
// encoding.
func byName(p program, code, own int, name string) reference {
	if name == "" || name == ".notdef" {
		return reference{at: code, glyph: own, notdef: own == 0 || name != ""}
	}
	g, ok := p.named(name)
	return reference{at: code, glyph: g, missing: !ok}
}

func (f *face) referTrueType(p *trueType, code int, name string) (r reference) {
	r.at = code
	if f.symbolic() || name == "" && !f.encoded {
		if r.glyph = p.symbolic(code); r.glyph == 0 {
			r.glyph = p.text(name)
		}
	} else if name != ".notdef" {
		r.glyph = p.text(name)
	}
	r.notdef = r.glyph == 0
	r.missing = r.notdef && code != 0 && name != ".notdef" || r.glyph >= p.count
	return r
}

// type3Width checks the width that the procedure of a glyph begins with.
func (f *face) type3Width(code int) {
	if f.checked[code] {
		return
	}
	f.checked[code] = true
	drawn, ok := f.drawn[f.encoding[code]]
	said, known := f.widths[code]
	if ok && known && math.Abs(drawn-said) > 1 {
		f.report("6.2.11.5", "width", f.object(), false, "the document says another width of glyphs of the font %s than they are drawn with, of the code %d for one: %.4g and %.4g; make the PDF anew with another program", f.title, code, said, drawn)
	}
}
