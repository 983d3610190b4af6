// Package font reads TrueType fonts, finds the glyphs of a text, and makes subsets
// small enough to stand in a document.
//
//	f, err := font.Parse(ttf)
//	set := font.Set{Faces: []*font.Font{f}}
//	glyphs, err := set.Shape("Größe: 12 m²")
//
// It follows the OpenType specification 1.9 (ISO/IEC 14496-22) as far as fonts with
// outlines in a glyf table go. Text is set from left to right, one glyph a
// character; scripts that need more are refused (CharacterError).
package font

import (
	"math"
	"strconv"
	"strings"
)

// Limits on fonts that a caller gives.
const (
	maxSize   = 64 << 20 // bytes
	maxTables = 128
)

// Font is a TrueType font. It does not change and may be shared.
type Font struct {
	tables map[string][]byte
	cmap   cmap
	name   string
	upem   int
	glyphs int // number of glyphs
	long   int // number of glyphs with an advance of their own
	wide   bool

	// Ascent, Descent and CapHeight are in 1/1000 em; Descent is negative.
	Ascent, Descent, CapHeight int
	// Box is the box around all glyphs, in 1/1000 em: left, bottom, right, top.
	Box [4]int
	// ItalicAngle is in degrees, negative for letters that lean to the right.
	ItalicAngle int
}

// Error says why bytes are no font that can be used.
type Error struct{ Why string }

func (e *Error) Error() string { return "font: " + e.Why }

// Parse reads a TrueType font: one with outlines in a glyf table, not a collection and
// not a CFF font. The bytes must not change afterwards. An error is an *Error.
func Parse(data []byte) (*Font, error) {
	f := &Font{tables: map[string][]byte{}}
	if err := f.directory(data); err != nil {
		return nil, err
	}
	for _, name := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap"} {
		if len(f.tables[name]) == 0 {
			return nil, &Error{"no table " + name}
		}
	}
	if err := f.header(); err != nil {
		return nil, err
	}
	f.metrics()
	f.name = postScriptName(f.tables["name"])
	if !f.cmap.choose(f.tables["cmap"]) {
		return nil, &Error{"no Unicode character map in format 4 or 12"}
	}
	return f, nil
}

func (f *Font) directory(data []byte) error {
	if len(data) > maxSize {
		return &Error{"larger than " + strconv.Itoa(maxSize>>20) + " MiB"}
	}
	switch v := u32(data, 0); {
	case v == 0x74746366:
		return &Error{"a collection of fonts (TTC): give one font of it"}
	case v == 0x4F54544F:
		return &Error{"outlines are CFF: a font with TrueType outlines is needed"}
	case v != 0x00010000 && v != 0x74727565:
		return &Error{"not a TrueType font"}
	}
	n := u16(data, 4)
	if n > maxTables {
		return &Error{"too many tables"}
	}
	for i := range n {
		at, length := u32(data, 20+16*i), u32(data, 24+16*i)
		if at > len(data) || length > len(data)-at {
			return &Error{"a table stands outside the file"}
		}
		f.tables[string(cut(data, 12+16*i, 4))] = data[at : at+length]
	}
	return nil
}

func (f *Font) header() error {
	head := f.tables["head"]
	f.upem, f.wide = u16(head, 18), i16(head, 50) != 0
	f.glyphs = u16(f.tables["maxp"], 4)
	f.long = u16(f.tables["hhea"], 34)
	size := 2
	if f.wide {
		size = 4
	}
	switch {
	case f.upem < 16 || f.upem > 16384:
		return &Error{"units per em out of range"}
	case f.glyphs == 0 || len(f.tables["loca"]) < size*(f.glyphs+1):
		return &Error{"glyph index shorter than the number of glyphs"}
	case f.long == 0 || f.long > f.glyphs || len(f.tables["hmtx"]) < 4*f.long:
		return &Error{"horizontal metrics shorter than the number of glyphs"}
	case u16(f.tables["OS/2"], 8)&0xF == 2:
		return &Error{"its licence bits forbid embedding (OS/2 fsType 2)"} // ISO 19005-3, 6.2.11.4.1
	}
	return nil
}

func (f *Font) metrics() {
	head, hhea, os2 := f.tables["head"], f.tables["hhea"], f.tables["OS/2"]
	for i := range f.Box {
		f.Box[i] = f.perMille(i16(head, 36+2*i))
	}
	f.Ascent, f.Descent = f.perMille(i16(hhea, 4)), f.perMille(i16(hhea, 6))
	f.CapHeight = f.Ascent * 7 / 10
	if u16(os2, 0) >= 2 && i16(os2, 88) > 0 {
		f.CapHeight = f.perMille(i16(os2, 88))
	}
	f.ItalicAngle = i16(f.tables["post"], 4)
}

// perMille turns font units into 1/1000 em, rounded to the nearest.
func (f *Font) perMille(units int) int {
	if units < 0 {
		return -f.perMille(-units)
	}
	return (units*2000 + f.upem) / (2 * f.upem)
}

// Name is the PostScript name, of letters, digits and hyphens only; "Font" if there is none.
func (f *Font) Name() string { return f.name }

// Glyph is the number of the glyph of a character; 0 if there is none.
func (f *Font) Glyph(r rune) uint16 {
	g := f.cmap.lookup(r)
	if int(g) >= f.glyphs {
		return 0
	}
	return g
}

// Advance is the width of a glyph in 1/1000 em.
func (f *Font) Advance(glyph uint16) int {
	return f.perMille(u16(f.tables["hmtx"], 4*min(int(glyph), f.long-1)))
}

// box is the box around the ink of a glyph, in 1/1000 em from its origin: left, bottom,
// right, top. One without ink is as wide as its advance.
func (f *Font) box(glyph uint16) (box [4]int) {
	outline := f.outline(int(glyph))
	if len(outline) == 0 {
		return [4]int{2: f.Advance(glyph)}
	}
	for i := range box {
		box[i] = f.perMille(i16(outline, 2+2*i))
	}
	return box
}

// outline is the description of a glyph; empty for one without ink.
func (f *Font) outline(glyph int) []byte {
	if glyph < 0 || glyph >= f.glyphs {
		return nil
	}
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	start, end := 2*u16(loca, 2*glyph), 2*u16(loca, 2*glyph+2)
	if f.wide {
		start, end = u32(loca, 4*glyph), u32(loca, 4*glyph+4)
	}
	if start >= end || end > len(glyf) || end-start < 10 {
		return nil
	}
	return glyf[start:end]
}

// postScriptName finds name 6 in Windows or Macintosh records.
func postScriptName(table []byte) string {
	base := u16(table, 4)
	for i := range min(u16(table, 2), 1024) {
		record := 6 + 12*i
		if u16(table, record+6) != 6 {
			continue
		}
		raw := cut(table, base+u16(table, record+10), min(u16(table, record+8), 126))
		if name := plain(raw); name != "" {
			return name
		}
	}
	return "Font"
}

func plain(raw []byte) string {
	var b strings.Builder
	for _, c := range raw {
		if c == '-' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// --- numbers of a font are big-endian; what stands outside a table reads as 0 ---

func u16(b []byte, i int) int {
	if i < 0 || i > len(b)-2 {
		return 0
	}
	return int(b[i])<<8 | int(b[i+1])
}

func i16(b []byte, i int) int { return int(int16(u16(b, i))) }

// u32 reads what fits no int of 32 bits as the largest one: no offset of a font is that large.
func u32(b []byte, i int) int {
	return int(min(uint32(u16(b, i))<<16|uint32(u16(b, i+2)), math.MaxInt32))
}

func cut(b []byte, at, length int) []byte {
	if at < 0 || length < 0 || at > len(b) || length > len(b)-at {
		return nil
	}
	return b[at : at+length]
}
