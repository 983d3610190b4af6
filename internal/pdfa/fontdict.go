package pdfa

import (
	"slices"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

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
