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
	base := encodings[name]
	if base == nil && !type3 {
		inside, embedded, err := r.builtIn(descriptor, r.doc.Name(d.Get("Subtype")))
		if err != nil {
			return err
		}
		flags, _ := r.doc.Int(descriptor.Get("Flags"))
		switch {
		case inside != nil:
			base = inside
		case embedded && (flags&symbolic != 0 || dict == nil && name == ""):
			f.why = "its own encoding is not known"
		default:
			base = ownEncoding(f.name)
		}
	}
	if base != nil {
		f.texts = *base
	}
	if err := r.differences(f, dict); err != nil {
		return err
	}
	return r.widths(f, d, descriptor, type3)
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
				f.texts[code] = glyphText(string(o))
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

// builtIn is the encoding of a font program, nil where it does not say.
func (r *reader) builtIn(descriptor pdf.Dict, subtype pdf.Name) (e *encoding, embedded bool, err error) {
	for _, key := range []pdf.Name{"FontFile", "FontFile2", "FontFile3"} {
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
		return encodings["Symbol"]
	case strings.HasPrefix(name, "ZapfDingbats"), strings.HasPrefix(name, "Wingdings"), strings.HasPrefix(name, "Webdings"):
		return encodings["Dingbats"]
	}
	return encodings["StandardEncoding"]
}
