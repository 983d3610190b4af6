package pdftext

import (
	"strings"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// composite reads a font of type 0 (9.7.6).
func (r *reader) composite(f *font, d pdf.Dict) (err error) {
	f.composite = true
	inner := pdf.Dict(nil)
	if a := r.doc.Array(d.Get("DescendantFonts")); len(a) > 0 {
		inner = r.doc.Dict(a[0])
	}
	if err := r.cidWidths(f, inner); err != nil {
		return err
	}
	if s := r.doc.Stream(d.Get("Encoding")); s != nil {
		if f.codes, err = r.cmap(s, 0); err != nil {
			return err
		}
		n, _ := r.doc.Int(s.Get("WMode"))
		f.vertical = n == 1 || f.codes.vertical
	} else {
		f.named(string(r.doc.Name(d.Get("Encoding"))))
	}
	if system := r.doc.Dict(inner.Get("CIDSystemInfo")); f.why == "" && !f.direct {
		switch order := r.doc.Bytes(system.Get("Ordering")); order {
		case "Japan1", "GB1", "CNS1", "Korea1", "KR", "Manga1":
			f.why = "the characters of the collection Adobe-" + order + " are not known here"
		}
	}
	f.later = func() error { return r.glyphRunes(f, inner) }
	return nil
}

// named takes one of the predefined encodings (9.7.5.2).
func (f *font) named(name string) {
	f.vertical = strings.HasSuffix(name, "-V")
	switch {
	case name == "Identity-H", name == "Identity-V", name == "":
	case strings.Contains(name, "UCS2"), strings.Contains(name, "UTF16"):
		f.direct = true
		f.codes = &cmap{spaces: []space{{2, 0, 0xD7FF}, {4, 0xD800DC00, 0xDBFFDFFF}, {2, 0xE000, 0xFFFF}}}
	default:
		f.why = "its encoding " + name + " is not known here"
		if f.unicode != nil && len(f.unicode.spaces) > 0 {
			f.codes = f.unicode
		}
	}
}

// cidWidths reads the widths of CIDs (9.7.4.3).
func (r *reader) cidWidths(f *font, d pdf.Dict) error {
	f.cidWidth, f.cidWidths = 1, map[int]float64{}
	if n, ok := r.doc.Number(d.Get("DW")); ok {
		f.cidWidth = n / 1000
	}
	a := r.doc.Array(d.Get("W"))
	for len(a) >= 2 {
		from, ok := r.doc.Int(a[0])
		if !ok || from < 0 || from > 0xFFFF {
			return nil
		}
		if list := r.doc.Array(a[1]); list != nil {
			if err := r.step(len(list)); err != nil {
				return err
			}
			for i, o := range list {
				if w, ok := r.doc.Number(o); ok {
					f.cidWidths[int(from)+i] = w / 1000
				}
			}
			a = a[2:]
			continue
		}
		to, ok := r.doc.Int(a[1])
		if !ok || len(a) < 3 {
			return nil
		}
		w, _ := r.doc.Number(a[2])
		for n := from; n <= min(to, 0xFFFF); n++ {
			f.cidWidths[int(n)] = w / 1000
		}
		if err := r.step(int(max(min(to, 0xFFFF)-from, 0)) + 3); err != nil {
			return err
		}
		a = a[3:]
	}
	return nil
}

// glyphRunes reads which characters the font program inside has its glyphs for.
func (r *reader) glyphRunes(f *font, inner pdf.Dict) error {
	descriptor := r.doc.Dict(inner.Get("FontDescriptor"))
	s := r.doc.Stream(descriptor.Get("FontFile2"))
	if s == nil {
		s = r.doc.Stream(descriptor.Get("FontFile3"))
	}
	if s == nil || f.direct || f.why != "" {
		return nil
	}
	program, err := r.program(s)
	if err != nil {
		return err
	}
	t := openType(program)
	if t == nil {
		return nil
	}
	if f.runes, err = t.runes(r); err != nil || len(f.runes) == 0 {
		return err
	}
	if gids := r.doc.Stream(inner.Get("CIDToGIDMap")); gids != nil {
		f.gids, err = r.program(gids)
	}
	return err
}

// program is a font program; what is damaged ends early.
func (r *reader) program(s *pdf.Stream) ([]byte, error) {
	data, err := r.stream(s)
	if err == errSpent || r.decoded <= 0 {
		return nil, errSpent
	}
	return data, nil
}
