package pdfwrite

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"github.com/einvoice-go/einvoice/internal/font"
)

// Font is a font of a document: the glyphs that its pages use, in the order of their
// first use. A character's code, its CID and its glyph in the subset are one number.
type Font struct {
	source *font.Font
	number int
	used   map[glyphOf]uint16
	order  []uint16 // glyph of the source by code
	chars  []rune   // what it stands for
	object int
}

// glyphOf tells characters apart that look the same, so that each is copied as it was.
type glyphOf struct {
	glyph uint16
	char  rune
}

func (f *Font) code(g font.Glyph) uint16 {
	key := glyphOf{g.ID, g.Char}
	code, ok := f.used[key]
	if !ok {
		code = uint16(len(f.order))
		f.used[key] = code
		f.order = append(f.order, g.ID)
		f.chars = append(f.chars, g.Char)
	}
	return code
}

// fonts embeds each used font as a CIDFontType2 subset with Identity-H (ISO 32000-1, 9.7.4).
func (d *Document) embedFonts() error {
	for _, f := range d.fonts {
		if len(f.order) == 1 {
			continue
		}
		if len(f.order) > 0xFFFF {
			return &font.Error{Why: "more than 65535 characters"}
		}
		subset, err := f.source.Subset(f.order)
		if err != nil {
			return err
		}
		base := tag(subset) + "+" + f.source.Name()
		s := f.source
		file := d.stream(fmt.Sprintf("/Length1 %d", len(subset)), subset)
		descriptor := d.add("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %d 0 R>>",
			base, s.Box[0], s.Box[1], s.Box[2], s.Box[3], s.ItalicAngle, s.Ascent, s.Descent, s.CapHeight, file)
		descendant := d.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/W[0[%s]]/CIDToGIDMap/Identity>>",
			base, descriptor, f.widths())
		unicode := d.stream("", f.toUnicode())
		f.object = d.add("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", base, descendant, unicode)
	}
	return nil
}

// tag is the prefix of a subset's name: six capital letters (9.6.4).
func tag(subset []byte) string {
	sum := sha256.Sum256(subset)
	var b [6]byte
	for i := range b {
		b[i] = 'A' + sum[i]%26
	}
	return string(b[:])
}

func (f *Font) widths() []byte {
	var b []byte
	for i, g := range f.order {
		if i > 0 {
			b = append(b, ' ')
		}
		b = fmt.Append(b, f.source.Advance(g))
	}
	return b
}

// toUnicode maps codes to characters (9.10.3).
func (f *Font) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for from := 1; from < len(f.chars); from += 100 {
		to := min(from+100, len(f.chars))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for code := from; code < to; code++ {
			fmt.Fprintf(&b, "<%04X> <%s>\n", code, utf16Hex(f.chars[code]))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}
