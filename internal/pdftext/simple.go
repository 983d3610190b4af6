package pdftext

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// symbolic is the flag of a font with other characters than the standard Latin ones.
const symbolic = 1 << 2

// simple reads a font with codes of one byte (9.6).
func (r *reader) simple(f *font, d pdf.Dict) error {
	descriptor := r.doc.Dict(d.Get("FontDescriptor"))
	encoding := r.doc.Resolve(d.Get("Encoding"))
	dict, _ := encoding.(pdf.Dict)
	name, _ := encoding.(pdf.Name)
	if dict != nil {
		name = r.doc.Name(dict.Get("BaseEncoding"))
	}
	type3 := r.doc.Name(d.Get("Subtype")) == "Type3"
	if err := r.differences(f, dict); err != nil {
		return err
	}
	base := encodings()[name]
	if base == nil && !type3 {
		f.later = func() error { return r.ownTexts(f, descriptor, encoding == nil) }
		if f.unicode == nil || !r.embedded(descriptor) { // else it is seldom needed
			defer func() { f.later = nil }()
			if err := f.later(); err != nil {
				return err
			}
		}
	}
	f.base(base)
	return r.widths(f, d, descriptor, type3)
}

// base gives texts to the codes that have none.
func (f *font) base(e *encoding) {
	if e == nil {
		return
	}
	for i := range f.texts {
		if f.texts[i] == "" && !f.differs[i] {
			f.texts[i] = e[i]
		}
	}
}

func (r *reader) embedded(descriptor pdf.Dict) bool {
	for _, key := range programs {
		if r.doc.Stream(descriptor.Get(key)) != nil {
			return true
		}
	}
	return false
}

// ownTexts gives texts to a font without an encoding that has a name: those of its
// program, or of the standard font that it is. bare: it has no encoding at all.
func (r *reader) ownTexts(f *font, descriptor pdf.Dict, bare bool) error {
	inside, embedded, err := r.builtIn(descriptor)
	if err != nil {
		return err
	}
	flags, _ := r.doc.Int(descriptor.Get("Flags"))
	switch {
	case inside != nil:
		f.base(inside)
	case embedded && (flags&symbolic != 0 || bare):
		f.why = "its own encoding is not known"
	default:
		f.base(ownEncoding(f.name))
	}
	return nil
}

// differences are the codes that stand for another glyph than in the base encoding (9.6.6.2).
func (r *reader) differences(f *font, encoding pdf.Dict) error {
	code := int64(0)
	a := r.doc.Array(encoding.Get("Differences"))
	if err := r.step(len(a)); err != nil {
		return err
	}
	for _, o := range a {
		switch o := r.doc.Resolve(o).(type) {
		case int64:
			code = o
		case pdf.Name:
			if code >= 0 && code < 256 {
				f.texts[code], f.differs[code] = glyphText(string(o)), true
			}
			code++
		}
	}
	return nil
}

// widths reads the widths of glyphs (9.6.2.1), or takes those that everybody knows.
func (r *reader) widths(f *font, d, descriptor pdf.Dict, type3 bool) error {
	unit := 0.001
	if m, ok := r.matrix(d.Get("FontMatrix")); ok && type3 {
		unit = m[0]
	}
	missing, ok := r.doc.Number(descriptor.Get("MissingWidth"))
	a := r.doc.Array(d.Get("Widths"))
	if err := r.step(len(a)); err != nil {
		return err
	}
	if a == nil && !ok {
		f.standardWidths()
		return nil
	}
	for i := range f.widths {
		f.widths[i] = missing * unit
	}
	from, _ := r.doc.Int(d.Get("FirstChar"))
	for i, o := range a[:min(len(a), 256)] {
		if code := from + int64(i); code >= 0 && code < 256 {
			w, _ := r.doc.Number(o)
			f.widths[code] = w * unit
		}
	}
	return nil
}

// standardWidths are those of the standard fonts (9.6.2.2), by the letter beneath the
// accents.
func (f *font) standardWidths() {
	name := strings.ToLower(f.name)
	bold := strings.Contains(name, "bold")
	table := &helvetica
	switch serif := strings.Contains(name, "times") || strings.Contains(name, "serif"); {
	case strings.Contains(name, "courier"):
		for i := range f.widths {
			f.widths[i] = 0.6
		}
		return
	case serif && bold:
		table = &timesBold
	case serif:
		table = &times
	case bold:
		table = &helveticaBold
	}
	for i, text := range f.texts {
		f.widths[i] = 0.556
		for _, c := range norm.NFD.String(text) {
			if c >= ' ' && int(c) < ' '+len(table) {
				f.widths[i] = float64(table[c-' ']) / 1000
			}
			break
		}
	}
}

// programs are where a font descriptor has the font program (9.9).
var programs = []pdf.Name{"FontFile", "FontFile2", "FontFile3"}

// builtIn is the encoding of a font program, nil where it does not say.
func (r *reader) builtIn(descriptor pdf.Dict) (e *encoding, embedded bool, err error) {
	for _, key := range programs {
		s := r.doc.Stream(descriptor.Get(key))
		if s == nil {
			continue
		}
		data, err := r.program(s)
		if err != nil {
			return nil, true, err
		}
		switch {
		case key == "FontFile":
			e, err = r.type1(data)
		case openType(data) != nil:
			e, err = openType(data).encoding(r)
		case key == "FontFile3":
			e, err = r.cff(data)
		}
		return e, true, err
	}
	return nil, false, nil
}

// ownEncoding is that of a font that is not in the document.
func ownEncoding(name string) *encoding {
	if _, after, ok := strings.Cut(name, "+"); ok {
		name = after
	}
	switch {
	case strings.HasPrefix(name, "Symbol"):
		return encodings()["Symbol"]
	case strings.HasPrefix(name, "ZapfDingbats"), strings.HasPrefix(name, "Wingdings"), strings.HasPrefix(name, "Webdings"):
		return encodings()["Dingbats"]
	}
	return encodings()["StandardEncoding"]
}
