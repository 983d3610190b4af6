package pdftext

import (
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// font turns the codes of a font into text (9.10.2) and widths.
type font struct {
	name      string
	composite bool // codes of several bytes, which stand for CIDs (9.7)
	vertical  bool
	unicode   *cmap // ToUnicode, nil if there is none

	// Of simple fonts:
	texts   [256]string
	differs [256]bool    // by its Differences: nothing else says what these are
	widths  [256]float64 // in sizes of the font

	// Of composite fonts:
	codes     *cmap           // of codes to CIDs; nil: two bytes that are the CID
	direct    bool            // the codes are UTF-16
	cidWidths map[int]float64 // where they differ from
	cidWidth  float64         // that of all others
	gids      []byte          // CIDToGIDMap
	runes     map[uint16]rune // of glyphs, by the font program
	why       string          // nothing of this helps

	later          func() error // asks the font program, for the first code that nothing else explains
	glyphs, unread int          // that were drawn, and of these, that could not be read
}

// glyph is one that a code stands for.
type glyph struct {
	code  uint32
	bytes int
	text  string // "": not known
	width float64
}

// fontOf is the font that an object is, nil if it is none.
func (r *reader) fontOf(o pdf.Object) (*font, error) {
	ref, _ := o.(pdf.Ref)
	if f := r.fonts[ref.Num]; f != nil && ref.Num != 0 {
		return f, nil
	}
	d := r.doc.Dict(o)
	if d == nil {
		return nil, nil
	}
	f := &font{name: string(r.doc.Name(d.Get("BaseFont")))}
	if f.name == "" {
		f.name = string(r.doc.Name(d.Get("Name")))
	}
	if f.name == "" {
		f.name = "without name"
	}
	if len(f.name) > 100 || !utf8.ValidString(f.name) {
		f.name = strings.ToValidUTF8(f.name[:min(len(f.name), 100)], "?")
	}
	err := r.step(1000)
	if err == nil {
		f.unicode, err = r.toUnicode(d)
	}
	switch {
	case err != nil:
	case r.doc.Name(d.Get("Subtype")) == "Type0":
		err = r.composite(f, d)
	default:
		err = r.simple(f, d)
	}
	if err != nil {
		return nil, err
	}
	if ref.Num != 0 {
		r.fonts[ref.Num] = f
	}
	r.used = append(r.used, f)
	return f, nil
}

// toUnicode reads the map of that name (9.10.3).
func (r *reader) toUnicode(d pdf.Dict) (*cmap, error) {
	s := r.doc.Stream(d.Get("ToUnicode"))
	if s == nil {
		return nil, nil
	}
	m, err := r.cmap(s, 0)
	if err != nil || len(m.texts) == 0 && len(m.ranges) == 0 {
		return nil, err
	}
	return m, nil
}

// next is the glyph that a string begins with.
func (f *font) next(s string) (g glyph) {
	if !f.composite {
		g = glyph{code: uint32(s[0]), bytes: 1, text: f.texts[s[0]], width: f.widths[s[0]]}
		if f.unicode != nil {
			if t, ok := f.unicode.text(g.code); ok {
				g.text = t
			}
		}
		return g
	}
	g.code, g.bytes = f.code(s)
	cid := int(g.code)
	if f.codes != nil {
		n, _ := f.codes.cid(g.code)
		cid = int(n)
	}
	g.width = f.cidWidth
	if w, ok := f.cidWidths[cid]; ok {
		g.width = w
	}
	if f.unicode != nil {
		if t, ok := f.unicode.text(g.code); ok {
			g.text = t
			return g
		}
	}
	g.text = f.guess(g, cid, s)
	return g
}

// code is the code that a string begins with.
func (f *font) code(s string) (code uint32, bytes int) {
	if f.codes != nil {
		return f.codes.code(s)
	}
	if len(s) < 2 {
		return uint32(s[0]), 1
	}
	return uint32(s[0])<<8 | uint32(s[1]), 2
}

// guess is the text of a code that no map has.
func (f *font) guess(g glyph, cid int, s string) string {
	if f.direct {
		return utf16Text(s[:g.bytes])
	}
	gid := cid
	if f.gids != nil {
		gid = 0
		if 2*cid+1 < len(f.gids) {
			gid = int(f.gids[2*cid])<<8 | int(f.gids[2*cid+1])
		}
	}
	if r := f.runes[uint16(gid)]; r != 0 && gid <= 0xFFFF {
		return string(r)
	}
	return ""
}
