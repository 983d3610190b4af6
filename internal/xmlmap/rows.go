package xmlmap

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// This file has the rows that are leaves, one a semantic data type of EN 16931-1,
// 6.5. Where an accessor is asked for, it returns a pointer: the reader stores
// through it, the writer loads through it. Groups are in groups.go, values whose
// place differs from the model's in via.go.

func split(p string) []string { return strings.Split(p, "/") }

// leaf makes a row from the two halves of one data type.
func leaf[T, V any](kind, p string, at func(*T) *V, get func(*Reader, *V, *meta), put func(*Writer, *tag, *V)) Row[T] {
	return Row[T]{path: split(p), opened: true,
		meta:  &meta{kind: kind, name: placeOf(at)},
		read:  func(r *Reader, t *T, m *meta) { get(r, at(t), m) },
		write: func(w *Writer, t *T, g *tag) { put(w, g, at(t)) },
	}
}

func (row Row[T]) withAttr(name, place string) Row[T] {
	row.meta.attrs = append(row.meta.attrs, attrMeta{name, place})
	return row
}

// Text binds free text, kept to the letter; blank text counts as absent.
func Text[T any](p string, at func(*T) *string) Row[T] {
	return leaf("text", p, at, func(r *Reader, v *string, m *meta) { *v, _ = r.value(m, false) }, putString)
}

// Code binds a code or identifier without scheme; white space around it is dropped.
func Code[T any](p string, at func(*T) *string) Row[T] {
	return leaf("code", p, at, func(r *Reader, v *string, m *meta) { *v, _ = r.value(m, true) }, putString)
}

// CodeBut is a Code of which one value, reserved, has a meaning in the model only: it is
// not written, and where a document has it, that counts as absent and is a loss.
func CodeBut[T any](p, reserved string, at func(*T) *string) Row[T] {
	row := Code(p, at).When(func(t *T) bool { return *at(t) != reserved })
	row.read = func(r *Reader, t *T, m *meta) {
		v, here := r.value(m, true)
		if v == reserved {
			r.count--
			r.loseAt(einvoice.LossConstant, here.start, r.show(&here.elem), v, "not a code: it counts as absent", m)
			v = ""
		}
		*at(t) = v
	}
	return row
}

// Default is a Code that is written as def when absent, and read as absent then.
func Default[T any](p, def string, at func(*T) *string, needs func(*T) bool) Row[T] {
	row := Code(p, at)
	row.plain = true
	row.meta.kind = "code, default " + def
	row.read = func(r *Reader, t *T, m *meta) {
		v, _ := r.value(m, true)
		if v == def { // as good as absent: no value of its own
			v = ""
			r.count--
		}
		*at(t) = v
	}
	row.write = func(w *Writer, t *T, g *tag) {
		if v := *at(t); v != "" {
			w.leaf(g, v)
		} else if needs(t) {
			w.leaf(g, def)
		}
	}
	return row
}

// Except is a Default with a value that says something else in the document: it is a
// loss, and the default is written.
func Except[T any](taken string, row Row[T], at func(*T) *string) Row[T] {
	write, def := row.write, strings.TrimPrefix(row.meta.kind, "code, default ")
	row.write = func(w *Writer, t *T, g *tag) {
		if !strings.EqualFold(*at(t), taken) {
			write(w, t, g)
			return
		}
		w.orphan(row.meta.name(), "the code "+taken+" says something else here: it is written "+def)
		w.leaf(g, def)
	}
	return row
}

// Currency is a Code that sets the currency of the document's amounts.
func Currency[T any](p string, at func(*T) *string) Row[T] {
	row := Code(p, at)
	row.read = func(r *Reader, t *T, m *meta) {
		*at(t), _ = r.value(m, true)
		r.doc.Currency = *at(t)
	}
	return row
}

// Date binds a calendar date.
func Date[T any](p string, at func(*T) *einvoice.Date) Row[T] {
	return leaf("date", p, at, getDate, func(w *Writer, g *tag, v *einvoice.Date) {
		if v.IsSet() {
			if !v.IsValid() {
				w.refuse(einvoice.ErrDate)
			}
			w.begin(g)
			w.buf = append(v.Append(w.buf), g.close...)
		}
	})
}

// Number binds a decimal without unit or currency.
func Number[T any](p string, at func(*T) *einvoice.Decimal) Row[T] {
	return leaf("number", p, at, getDecimal, func(w *Writer, g *tag, v *einvoice.Decimal) {
		if v.IsSet() {
			w.begin(g)
			w.number(*v, g)
		}
	})
}

// Amount binds an amount in the document's currency.
func Amount[T any](p string, at func(*T) *einvoice.Decimal) Row[T] {
	return leaf("amount", p, at, getAmount, func(w *Writer, g *tag, v *einvoice.Decimal) {
		w.amount(g, *v, w.doc.Currency)
	}).withAttr("currencyID", "=Currency")
}

// Money binds an amount that names its own currency.
func Money[T any](p string, at func(*T) *einvoice.Decimal, currency func(*T) *string) Row[T] {
	row := Number(p, at).withAttr("currencyID", "=")
	row.meta.kind = "amount"
	row.read = func(r *Reader, t *T, m *meta) {
		c := r.attribute("currencyID", m)
		if getDecimal(r, at(t), m); at(t).IsSet() {
			*currency(t) = c
		}
	}
	row.write = func(w *Writer, t *T, g *tag) { w.amount(g, *at(t), *currency(t)) }
	return row
}

// Quantity binds a number with its unit.
func Quantity[T any](p string, at func(*T) *einvoice.Quantity) Row[T] {
	row := leaf("quantity", p, at, func(r *Reader, v *einvoice.Quantity, m *meta) {
		unit, before := r.attribute("unitCode", m), r.count
		if getDecimal(r, &v.Value, m); r.count > before { // another row may have set it already
			v.Unit = unit
		}
	}, func(w *Writer, g *tag, v *einvoice.Quantity) {
		if v.Value.IsSet() {
			w.beginAttr(g, "unitCode", v.Unit)
			w.number(v.Value, g)
		} else if v.Unit != "" {
			w.orphan(placeOf(at)()+".Unit", "a unit without a number")
		}
	}).withAttr("unitCode", "Unit")
	row.meta.name = then(row.meta.name, "Value")
	return row
}

// ID binds an identifier whose scheme stands in the named attribute.
func ID[T any](p, attr string, at func(*T) *einvoice.Identifier) Row[T] {
	row := leaf("identifier", p, at, func(r *Reader, v *einvoice.Identifier, m *meta) {
		scheme := r.attribute(attr, m)
		if v.Value, _ = r.value(m, true); v.Value != "" {
			v.Scheme = scheme
		}
	}, func(w *Writer, g *tag, v *einvoice.Identifier) {
		if v.Value != "" {
			w.beginAttr(g, attr, v.Scheme)
			w.text(v.Value)
			w.buf = append(w.buf, g.close...)
		} else if v.Scheme != "" {
			w.orphan(join(placeOf(at)(), "Scheme"), "a scheme without an identifier")
		}
	}).withAttr(attr, "Scheme")
	row.meta.name = then(row.meta.name, "Value")
	return row
}

// KeyedID is an ID with a fixed scheme that tells its parent from others of its name.
func KeyedID[T any](p, attr, scheme string, at func(*T) *string) Row[T] {
	row := leaf("identifier", p, at, func(r *Reader, v *string, m *meta) {
		r.attribute(attr, m)
		*v, _ = r.value(m, true)
	}, func(w *Writer, g *tag, v *string) {
		if *v != "" {
			w.beginAttr(g, attr, scheme)
			w.text(*v)
			w.buf = append(w.buf, g.close...)
		}
	}).withAttr(attr, "="+scheme)
	row.key = &match{want: scheme, attr: attr, equal: exactly}
	return row
}

// Attr is an attribute beside the value of a row.
type Attr[T any] struct {
	Name string
	At   func(*T) *string
}

// With binds attributes of a Code or Text to places of their own.
func With[T any](row Row[T], value func(*T) *string, attrs ...Attr[T]) Row[T] {
	trimmed := row.meta.kind == "code"
	own := placeOf(value)
	for _, a := range attrs {
		beside := strings.TrimPrefix(placeOf(a.At)(), outer(own())+".")
		row.meta.attrs = append(row.meta.attrs, attrMeta{a.Name, beside})
	}
	row.meta.name = own
	row.read = func(r *Reader, t *T, m *meta) {
		var got [4]string
		for i, a := range attrs {
			got[i] = r.attribute(a.Name, m)
		}
		v, _ := r.value(m, trimmed)
		if *value(t) = v; v != "" {
			for i, a := range attrs {
				*a.At(t) = got[i]
			}
		}
	}
	row.write = func(w *Writer, t *T, g *tag) {
		v := *value(t)
		if v == "" {
			for _, a := range attrs {
				if *a.At(t) != "" {
					w.orphan(placeOf(a.At)(), "it goes with "+own()+", which is absent")
				}
			}
			return
		}
		w.begin(&tag{open: g.bare})
		for _, a := range attrs {
			w.attr(a.Name, *a.At(t))
		}
		w.buf = append(w.buf, '>')
		w.text(v)
		w.buf = append(w.buf, g.close...)
	}
	return row
}

// Binary binds an embedded file: base64 text, MIME code and file name.
func Binary[T any](p string, at func(*T) **einvoice.Attachment) Row[T] {
	row := leaf("binary", p, at, getBinary, func(w *Writer, g *tag, v **einvoice.Attachment) {
		if a := *v; a != nil {
			w.binary(g, a)
		}
	}).withAttr("mimeCode", "MIMECode").withAttr("filename", "Filename")
	row.meta.name = then(row.meta.name, "Content")
	return row
}

// Strings binds a repeated element to a slice through a codec of its own; fields
// are the places of C that share the text.
func Strings[T, C any](p string, at func(*T) *[]C, decode func(string) C, encode func(*C) string, fields ...string) Row[T] {
	row := leaf("text", p, at, nil, func(w *Writer, g *tag, v *[]C) {
		for i := range *v {
			if s := encode(&(*v)[i]); s != "" {
				w.leaf(g, s)
			}
		}
	})
	row.many = true
	row.meta.fields = fields
	row.read = func(r *Reader, t *T, m *meta) {
		s := at(t)
		r.trace.repeats(r)
		r.push(m, len(*s))
		if v, _ := r.value(unnamed, false); v != "" {
			*s = append(*s, decode(v))
		}
		r.unpush()
	}
	return row
}

// unnamed is the row of a value that stands for its whole group.
var unnamed = &meta{name: func() string { return "" }}

// Const is written as is and expected as is.
func Const[T any](p, val string) Row[T] { return fixed[T](p, &match{want: val, equal: exactly}) }

// Key is a Const that also tells its parent from others of the same name. Looking
// ahead for it stops at the elements named in before.
func Key[T any](p, val string, before ...string) Row[T] {
	row := Const[T](p, val)
	row.key = &match{want: val, equal: exactly, before: before}
	return row
}

// KeyFold is a Key whose letters may be of any case.
func KeyFold[T any](p, val string) Row[T] {
	m := &match{want: val, equal: anyCase}
	row := fixed[T](p, m)
	row.key = m
	return row
}

// KeyBool is a Key of XML Schema's type boolean.
func KeyBool[T any](p, val string) Row[T] {
	m := &match{want: val, equal: boolean}
	row := fixed[T](p, m)
	row.key = m
	return row
}

// KeyFalse is a Key of type boolean that is false, also where it is missing.
func KeyFalse[T any](p string) Row[T] {
	m := &match{want: "false", equal: func(got, want string) bool { return got == "" || boolean(got, want) }}
	row := fixed[T](p, m)
	row.key = m
	return row
}

func fixed[T any](p string, m *match) Row[T] {
	return Row[T]{path: split(p), fixed: m.want, opened: true, meta: &meta{kind: "= " + m.want, name: unnamed.name},
		read: func(r *Reader, _ *T, _ *meta) {
			start, e := r.start, r.stack[len(r.stack)-1]
			v := trim(r.text())
			if r.trace != nil {
				r.trace.leaf(r, unnamed, here{start, e})
			}
			switch {
			case !m.equal(v, m.want):
				r.lose(einvoice.LossConstant, start, r.show(&e), v, "only "+m.want+" has a place here")
			case m.want != v && !isBoolean(v):
				r.lose(einvoice.LossConstant, start, r.show(&e), v, "it is written "+m.want)
			}
		},
		write: func(*Writer, *T, *tag) {},
	}
}

func isBoolean(s string) bool { return s == "0" || s == "1" }

// --- reading the data types ---

func getDecimal(r *Reader, v *einvoice.Decimal, m *meta) {
	s, at := r.value(m, true)
	if s == "" {
		return
	}
	d, err := einvoice.ParseDecimal(s)
	if err != nil {
		r.count--
		r.malformed(at, m, s, err.Error())
		return
	}
	*v = d
}

func getAmount(r *Reader, v *einvoice.Decimal, m *meta) {
	for i := range r.attrs {
		if a := &r.attrs[i]; a.name == "currencyID" {
			if c := trim(r.attrValue(a)); c != r.doc.Currency {
				r.lose(einvoice.LossConstant, a.off, "@currencyID", c, countsIn(r.doc.Currency))
			}
			r.attrs = append(r.attrs[:i], r.attrs[i+1:]...)
			break
		}
	}
	getDecimal(r, v, m)
}

// countsIn says of an amount in another currency what becomes of it.
func countsIn(currency string) string {
	if currency == "" {
		currency = "not known here"
	}
	return "the invoice currency (BT-5) is " + currency + ", and the amount counts in that"
}

func getDate(r *Reader, v *einvoice.Date, m *meta) {
	s, at := r.value(m, true)
	if s == "" {
		return
	}
	day, zone := s, ""
	if len(s) > 10 && isZone(s[10:]) {
		day, zone = s[:10], s[10:]
	}
	d, err := einvoice.ParseDate(day)
	if err != nil {
		r.count--
		r.malformed(at, m, s, err.Error())
		return
	}
	if zone != "" {
		r.loseAt(einvoice.LossConstant, at.start, r.show(&at.elem), s, "the time zone has no place", m)
	}
	*v = d
}

func isZone(s string) bool {
	return s == "Z" || len(s) == 6 && (s[0] == '+' || s[0] == '-') && s[3] == ':'
}

func getBinary(r *Reader, v **einvoice.Attachment, m *meta) {
	a := einvoice.Attachment{MIMECode: r.attribute("mimeCode", m), Filename: r.attribute("filename", m)}
	named := len(r.taken) > 0
	n := len(r.list)
	s, _ := r.value(m, true)
	switch {
	case s != "":
		a.Content = einvoice.BinaryBase64(s)
	case named: // a file without content still has a name: nothing is lost
		r.list = r.list[:n]
		r.count++
	default:
		return
	}
	*v = &a
}

func putString(w *Writer, g *tag, v *string) {
	if *v != "" {
		w.leaf(g, *v)
	}
}
