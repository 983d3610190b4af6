package pdfa

import "github.com/einvoice-go/einvoice/internal/pdf"

// fontFiles are where the programs of fonts are.
var fontFiles = []pdf.Name{"FontFile", "FontFile2", "FontFile3"}

// program is the place of a font's program, nil if it is not embedded.
func (m *mender) program(descriptor *node) *node {
	for _, key := range fontFiles {
		if p := descriptor.get(key); p.stream() != nil {
			return p
		}
	}
	return nil
}

// load reads the program of the font.
func (f *face) load() {
	p := f.m.program(f.descriptor)
	if p == nil {
		f.report("6.2.11.4.1", "embedded", f.object(), false, "the font %s is not embedded; make the PDF with embedded fonts, or as PDF/A", f.title)
		return
	}
	data, err := f.m.decoded(p.stream(), maxProgram)
	f.program = readProgram(data)
	if f.program == nil {
		why := "it is no font"
		if err != nil {
			why = err.Error()
		}
		f.report("6.2.11.4.1", "embedded", p.object(), false, "the program of the font %s cannot be read: %s; make the PDF anew", f.title, why)
		return
	}
	f.subtype(p)
	f.readWidths()
	if f.composite {
		if s := f.descendant.get("CIDToGIDMap").stream(); s != nil {
			f.toGlyph, _ = f.m.decoded(s, 1<<20)
		}
		return
	}
	if f.kind == "TrueType" {
		f.trueTypeRules()
	}
}

// readProgram reads a font program of whatever kind it is.
func readProgram(data []byte) program {
	if f := readTrueType(data); f != nil {
		return f
	}
	if f := readCFF(data); f != nil {
		return f
	}
	if f := readType1(data); f != nil {
		return f
	}
	return nil
}

// subtype: a program under FontFile3 says what it is.
func (f *face) subtype(p *node) {
	if f.descriptor.get("FontFile3").stream() == nil {
		return
	}
	want := pdf.Name("OpenType")
	if c, ok := f.program.(*cff); ok {
		want = "Type1C"
		if c.cid || f.composite {
			want = "CIDFontType0C"
		}
	}
	if got := p.get("Subtype").name(); got != "Type1C" && got != "CIDFontType0C" && got != "OpenType" {
		f.report("6.2.11.2", "subtype", p.object(), p.set("Subtype", want), "the program of the font %s does not say what it is", f.title)
	}
}

// trueTypeRules are those for the codes of TrueType fonts (6.2.11.6).
func (f *face) trueTypeRules() {
	tt, ok := f.program.(*trueType)
	if !ok {
		return
	}
	symbol := tt.find(3, 0) != nil
	encoding := f.get("Encoding")
	if f.symbolic() {
		if encoding.there() {
			f.report("6.2.11.6", "symbolic encoding", f.object(), false, "the symbolic TrueType font %s has an encoding; make the PDF anew with another program", f.title)
			f.encodingAt = f.found[len(f.found)-1]
		}
		if len(tt.maps) != 1 && !symbol {
			f.report("6.2.11.6", "symbolic maps", f.object(), false, "the symbolic TrueType font %s has %d character maps, and none for symbols", f.title, len(tt.maps))
		}
		return
	}
	if need := map[bool]int{true: 2, false: 1}[symbol]; len(tt.maps) < need {
		f.report("6.2.11.6", "maps", f.object(), false, "the TrueType font %s has no character map for text", f.title)
	}
	base := encoding.name()
	if encoding.dict() != nil {
		base = encoding.get("BaseEncoding").name()
	}
	if base != "MacRomanEncoding" && base != "WinAnsiEncoding" {
		f.report("6.2.11.6", "encoding", f.object(), false, "the TrueType font %s is for text and has neither WinAnsiEncoding nor MacRomanEncoding", f.title)
	}
	for _, d := range encoding.get("Differences").array() {
		if name := f.m.d.Name(d); name != "" && name != ".notdef" {
			if _, ok := runeOf(string(name)); !ok || tt.find(3, 1) == nil {
				f.report("6.2.11.6", "differences", f.object(), false, "the TrueType font %s names its glyphs otherwise than with Unicode: %s", f.title, string(name))
			}
		}
	}
}

// symbolic tells whether the font has characters of its own (9.8.2).
func (f *face) symbolic() bool {
	flags, _ := f.descriptor.get("Flags").integer()
	return flags&4 != 0
}

// fontsDone takes the encodings of symbolic fonts out, where all text that is shown leads
// to the same glyphs without them.
func (m *mender) fontsDone() {
	for _, f := range m.fonts {
		if tt, ok := f.program.(*trueType); ok && f.said["symbolic encoding"] && f.sameWithout(tt) && f.set("Encoding", nil) {
			p := m.found[f.encodingAt]
			p.Mended, p.Message = true, "the symbolic TrueType font "+f.title+" has an encoding, which changes nothing"
		}
	}
}

// sameWithout tells whether no glyph that is used depends on the encoding.
func (f *face) sameWithout(tt *trueType) bool {
	for key := range f.checked {
		code := key >> 3
		g := tt.symbolic(code)
		if g == 0 || f.encoding[code] != "" && tt.text(f.encoding[code]) != g {
			return false
		}
	}
	return true
}
