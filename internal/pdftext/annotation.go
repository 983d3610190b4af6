package pdftext

import "github.com/einvoice-go/einvoice/internal/pdf"

// Flags of annotations (12.5.3) that keep them from being seen.
const (
	hidden = 1 << 1
	noView = 1 << 5
)

// annotations reads those of a page: the fields of forms, stamps, notes.
func (r *reader) annotations(p pdf.Page) error {
	for _, o := range r.doc.Array(p.Dict.Get("Annots")) {
		if err := r.step(10); err != nil {
			return err
		}
		a := r.doc.Dict(o)
		flags, _ := r.doc.Int(a.Get("F"))
		if a == nil || flags&(hidden|noView) != 0 || r.doc.Name(a.Get("Subtype")) == "Popup" {
			continue
		}
		s := r.appearance(a)
		if s == nil {
			r.value(a)
			continue
		}
		if err := r.form(s, nil, r.place(a, s), 0); err != nil {
			return err
		}
	}
	return nil
}

// appearance is what an annotation looks like (12.5.5), nil if nothing says so.
func (r *reader) appearance(a pdf.Dict) *pdf.Stream {
	normal := r.doc.Resolve(r.doc.Dict(a.Get("AP")).Get("N"))
	if states, ok := normal.(pdf.Dict); ok {
		normal = states.Get(r.doc.Name(a.Get("AS")))
	}
	return r.doc.Stream(normal)
}

// place moves an appearance to its annotation. Its scale is not looked at.
func (r *reader) place(a pdf.Dict, s *pdf.Stream) matrix {
	rect, box := r.doc.Array(a.Get("Rect")), r.doc.Array(s.Get("BBox"))
	m := identity
	if len(rect) != 4 || len(box) != 4 {
		return m
	}
	for i := range 2 {
		to, _ := r.doc.Number(rect[i])
		from, _ := r.doc.Number(box[i])
		m[4+i] = to - from
	}
	return m
}

// value is the text of a field, or note on the page, that viewers draw by themselves.
func (r *reader) value(a pdf.Dict) {
	key := pdf.Name("V")
	if r.doc.Name(a.Get("Subtype")) == "FreeText" {
		key = "Contents"
	} else if r.doc.Name(a.Get("Subtype")) != "Widget" {
		return
	}
	for range maps { // a field inherits its value
		if s := r.doc.Text(a.Get(key)); s != "" {
			r.out.line(s)
			r.text.Glyphs += len(s)
			return
		}
		if a = r.doc.Dict(a.Get("Parent")); a == nil {
			return
		}
	}
}

// line takes text that stands nowhere in particular.
func (l *layout) line(s string) {
	l.words = append(l.words, word{text: []byte(s), before: '\n', size: 1, ux: 1})
	l.open = false
}
