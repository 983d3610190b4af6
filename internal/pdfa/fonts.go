package pdfa

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// face is a font of the document that text is shown in.
type face struct {
	*node
	key        string
	title      string // its name
	kind       pdf.Name
	type3      bool
	composite  bool
	descendant *node // of a composite font
	descriptor *node
	shown      bool // text was shown in it
	seen       bool // so that it can be seen
	program    program
	codes      *codeMap
	encoding   encodingTable // of a simple font, by the document
	encoded    bool          // it has one
	widths     map[int]float64
	usual      float64 // width of characters that have none
	checked    map[int]bool
	said       map[string]bool
	found      []int
	toGlyph    []byte             // CIDToGIDMap
	drawn      map[string]float64 // widths of the glyphs of a Type 3 font
	encodingAt int                // where it was found that a symbolic font has an encoding
}

var fontKinds = []pdf.Name{"Type1", "MMType1", "TrueType", "Type3", "Type0"}

// font is the font of a resource.
func (m *mender) font(n *node) *face {
	key := n.same()
	if f, ok := m.fonts[key]; ok {
		return f
	}
	f := &face{node: n, key: key, kind: n.get("Subtype").name(), descendant: n, checked: map[int]bool{}, said: map[string]bool{}}
	f.type3, f.composite = f.kind == "Type3", f.kind == "Type0"
	if f.composite {
		f.descendant = n.get("DescendantFonts").item(0)
	}
	f.descriptor = f.descendant.get("FontDescriptor")
	f.title = string(n.get("BaseFont").name())
	if f.title == "" {
		f.title = string(n.get("Name").name())
	}
	m.fonts[key] = f
	return f
}

// report notes a problem of the font, each kind of them once.
func (f *face) report(clause, kind string, object int, mended bool, format string, a ...any) {
	if f.said[kind] {
		return
	}
	f.said[kind] = true
	m := f.m
	m.frames = append(m.frames, nil)
	m.report(clause, object, mended, format, a...)
	last := len(m.frames) - 1
	found := m.frames[last]
	m.frames = m.frames[:last]
	f.found = append(f.found, found...)
}

// show checks the font in which text is shown, and its glyphs.
func (m *mender) show(r *run, text string) {
	f := r.font
	if !f.shown {
		f.shown = true
		f.dictionary(r)
	}
	if f.type3 {
		for i := range len(text) {
			f.type3Width(int(text[i]))
		}
	} else if r.mode != 3 {
		if !f.seen {
			f.seen = true
			f.load()
		}
		f.text(text)
	}
	for _, i := range f.found {
		m.again(i)
	}
}

// dictionary checks what a font says of itself.
func (f *face) dictionary(r *run) {
	o := f.object()
	if !f.get("Type").is("Font") {
		f.report("6.2.11.2", "type", o, f.set("Type", pdf.Name("Font")), "the font %s does not say that it is one", f.title)
	}
	if !slices.Contains(fontKinds, f.kind) {
		f.report("6.2.11.2", "kind", o, false, "the font %s is of a kind that there is not: %q", f.title, string(f.kind))
		return
	}
	if !f.type3 && f.get("BaseFont").name() == "" {
		name := f.descriptor.get("FontName").name()
		f.report("6.2.11.2", "name", o, name != "" && f.set("BaseFont", name), "a font has no name")
	}
	for _, name := range []pdf.Name{f.get("BaseFont").name(), f.descriptor.get("FontName").name()} {
		f.m.utf8Name(o, name, "font")
	}
	if f.composite {
		f.compositeDictionary()
	} else {
		f.simpleDictionary()
	}
	if f.type3 {
		f.readWidths()
		f.readEncoding()
		f.glyphProcedures(r)
	}
	f.lists()
}

// standard are the fonts that viewers have (9.6.2.2).
var standard = []string{"Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique", "Helvetica", "Helvetica-Bold",
	"Helvetica-Oblique", "Helvetica-BoldOblique", "Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic", "Symbol", "ZapfDingbats"}

func (f *face) simpleDictionary() {
	if f.kind == "Type1" && slices.Contains(standard, f.title) && f.m.program(f.descriptor) == nil {
		return // reported as not embedded, where it is seen
	}
	for _, key := range []pdf.Name{"FirstChar", "LastChar", "Widths"} {
		if !f.get(key).there() {
			f.report("6.2.11.2", string(key), f.object(), false, "the font %s does not say its widths (%s); save the document in another program", f.title, string(key))
		}
	}
	first, ok1 := f.get("FirstChar").integer()
	last, ok2 := f.get("LastChar").integer()
	widths := f.get("Widths").array()
	if want := last - first + 1; ok1 && ok2 && widths != nil && want != int64(len(widths)) {
		done := want > 0 && want < int64(len(widths)) && f.set("Widths", slices.Clone(widths[:max(want, 0)]))
		done = done || want > int64(len(widths)) && len(widths) > 0 && f.set("LastChar", first+int64(len(widths))-1)
		f.report("6.2.11.2", "count", f.object(), done, "the font %s has %d widths for %d characters", f.title, len(widths), want)
	}
}

// compositeDictionary checks the parts of a composite font (9.7).
func (f *face) compositeDictionary() {
	if f.descendant.dict() == nil {
		f.report("6.2.11.2", "descendant", f.object(), false, "the font %s lacks its descendant; save the document in another program", f.title)
		return
	}
	if !f.descendant.get("Type").is("Font") {
		f.report("6.2.11.2", "descendant type", f.descendant.object(), f.descendant.set("Type", pdf.Name("Font")), "the font %s does not say that it is one", f.title)
	}
	kind := f.descendant.get("Subtype").name()
	if kind != "CIDFontType0" && kind != "CIDFontType2" {
		f.report("6.2.11.2", "descendant kind", f.descendant.object(), false, "the font %s is of a kind that there is not: %q", f.title, string(kind))
	}
	if m := f.descendant.get("CIDToGIDMap"); kind == "CIDFontType2" && m.stream() == nil && !m.is("Identity") && f.m.program(f.descriptor) != nil {
		f.report("6.2.11.3.2", "map", f.descendant.object(), f.descendant.set("CIDToGIDMap", pdf.Name("Identity")), "the font %s does not say which glyphs its characters have (CIDToGIDMap)", f.title)
	}
	f.characterMap()
}

// characterMap checks the CMap of a composite font (6.2.11.3).
func (f *face) characterMap() {
	encoding := f.get("Encoding")
	f.codes = &codeMap{identity: true}
	info := f.descendant.get("CIDSystemInfo")
	if name := encoding.name(); name != "" {
		if name == "Identity-H" || name == "Identity-V" {
			return
		}
		known, ok := predefined[name]
		f.codes = &codeMap{unknown: true}
		if !ok {
			f.report("6.2.11.3.3", "cmap", f.object(), false, "the font %s uses the CMap %s, which is not embedded", f.title, string(name))
			return
		}
		f.sameCollection(info, "Adobe", known.ordering, known.supplement)
		return
	}
	if encoding.stream() == nil {
		f.report("6.2.11.3.3", "cmap", f.object(), false, "the font %s has no CMap", f.title)
		return
	}
	data, err := f.m.decoded(encoding.stream(), maxProgram)
	if err != nil {
		f.report("6.2.11.3.3", "cmap", encoding.object(), false, "the CMap of the font %s is damaged: %v", f.title, err)
	}
	f.codes = readCodeMap(data)
	f.embeddedMap(encoding, info)
}

func (f *face) embeddedMap(encoding, info *node) {
	o := encoding.object()
	if mode, _ := encoding.get("WMode").integer(); int(mode) != f.codes.wmode {
		f.report("6.2.11.3.3", "wmode", o, false, "the CMap of the font %s contradicts itself about the direction of writing (WMode)", f.title)
	}
	if f.codes.largest > 65535 {
		f.report("6.1.13", "cid", o, false, "the CMap of the font %s has the character %d; 65,535 are allowed", f.title, f.codes.largest)
	}
	uses := pdf.Name(f.codes.uses)
	if other := encoding.get("UseCMap"); other.name() != "" {
		uses = other.name()
	} else if other.stream() != nil {
		uses = other.get("CMapName").name()
	}
	if uses != "" {
		f.codes.unknown = true
		if _, ok := predefined[uses]; !ok && uses != "Identity-H" && uses != "Identity-V" {
			f.report("6.2.11.3.3", "usecmap", o, false, "the CMap of the font %s uses another that PDF does not know: %s", f.title, string(uses))
		}
	}
	if n := encoding.get("CMapName").name(); n == "Identity-H" || n == "Identity-V" {
		return
	}
	own := encoding.get("CIDSystemInfo")
	supplement, _ := own.get("Supplement").integer()
	f.sameCollection(info, f.m.d.Bytes(own.get("Registry").raw()), f.m.d.Bytes(own.get("Ordering").raw()), supplement)
}

// sameCollection: font and CMap speak of the same characters (6.2.11.3.1).
func (f *face) sameCollection(info *node, registry, ordering string, supplement int64) {
	r, o := f.m.d.Bytes(info.get("Registry").raw()), f.m.d.Bytes(info.get("Ordering").raw())
	s, ok := info.get("Supplement").integer()
	if r != registry || o != ordering || !ok || s > supplement {
		f.report("6.2.11.3.1", "collection", f.object(), false, "the font %s has the characters of %s-%s-%d and its CMap those of %s-%s-%d", f.title, r, o, s, registry, ordering, supplement)
	}
}

// lists takes out lists of glyphs, which need not be there and often are wrong.
func (f *face) lists() {
	for _, key := range []pdf.Name{"CIDSet", "CharSet"} {
		if f.descriptor.get(key).there() && strings.Index(f.title, "+") == 6 {
			f.report("6.2.11.4.2", string(key), f.descriptor.object(), f.descriptor.set(key, nil), "the font %s lists its glyphs (%s), which need not be and has to be exact", f.title, string(key))
		}
	}
}

// glyphProcedures checks what draws the glyphs of a Type 3 font.
func (f *face) glyphProcedures(r *run) {
	if r.deep >= maxDepth {
		return
	}
	f.drawn = map[string]float64{}
	f.m.once("type3 "+f.key, func() {
		procs := f.get("CharProcs")
		for _, name := range procs.keys() {
			f.m.visit()
			g := procs.get(name)
			data, err := f.m.decoded(g.stream(), f.m.left)
			if err != nil {
				f.m.report("6.2.2", g.object(), false, "the content of a glyph is damaged: %v", err)
			}
			f.drawn[string(name)] = drawnWidth(data)
			st := newState()
			st.fill, st.stroke = paint{}, paint{}
			f.m.content(&scope{m: f.m, owner: f.node, own: f.get("Resources"), page: r.inherited()}, data, st, r.deep+1)
		}
	})
	if found := f.m.memo["type3 "+f.key]; len(found) > 0 {
		f.found = append(f.found, found...)
	}
}

// drawnWidth is the first operand of d0 or d1, with which a glyph begins (9.6.5).
func drawnWidth(data []byte) (width float64) {
	_ = pdf.Operators(data, func(op string, o []pdf.Object) bool {
		if len(o) > 0 && (op == "d0" || op == "d1") {
			switch w := o[0].(type) {
			case int64:
				width = float64(w)
			case float64:
				width = w
			}
		}
		return false
	})
	return width
}

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
	f.readEncoding()
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
