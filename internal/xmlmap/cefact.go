package xmlmap

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// This file has the leaves that UN/CEFACT's syntaxes write in a way of their own.

// DateTime binds a calendar date written as CCYYMMDD with the format code 102 of
// UNTDID 2379. Of a day with a time of day the day is read, and the rest is a loss.
func DateTime[T any](p string, at func(*T) *einvoice.Date) Row[T] {
	return leaf("date", p, at, getDateTime, func(w *Writer, g *tag, v *einvoice.Date) {
		if !v.IsSet() {
			return
		}
		if !v.IsValid() {
			w.refuse(einvoice.ErrDate)
		}
		w.beginAttr(g, "format", "102")
		var iso [16]byte
		for _, c := range v.Append(iso[:0]) {
			if c != '-' {
				w.buf = append(w.buf, c)
			}
		}
		w.buf = append(w.buf, g.close...)
	}).withAttr("format", "=102")
}

func getDateTime(r *Reader, v *einvoice.Date, m *meta) {
	format := trim(r.attribute("format", m))
	s, at := r.value(m, true)
	if s == "" {
		return
	}
	switch format {
	case "102", "":
		if d, ok := basicDate(s); ok {
			*v = d
			return
		}
		r.count--
		r.malformed(at, m, s, "not a day of the calendar written as CCYYMMDD (format 102)")
	case "203", "204", "205", "303", "304":
		if len(s) >= 8 {
			if d, ok := basicDate(s[:8]); ok {
				*v = d
				if len(s) == 8 {
					r.loseAt(einvoice.LossDeclared, at.start, r.show(&at.elem), s, "a day without time: it is written with format 102", m)
					return
				}
				r.loseAt(einvoice.LossConstant, at.start, r.show(&at.elem), s, "the day has a place, the time of day (format "+format+") has none", m)
				return
			}
		}
		r.count--
		r.malformed(at, m, s, "does not begin with a day of the calendar (format "+format+")")
	default:
		r.count--
		r.malformed(at, m, s, "format "+shorten(format)+" does not give a day: format 102, CCYYMMDD, does")
	}
}

// basicDate reads CCYYMMDD.
func basicDate(s string) (einvoice.Date, bool) {
	if len(s) != 8 {
		return einvoice.Date{}, false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return einvoice.Date{}, false
		}
		n = n*10 + int(s[i]-'0')
	}
	d := einvoice.Date{Year: int16(n / 10000), Month: uint8(n / 100 % 100), Day: uint8(n % 100)}
	return d, d.IsValid()
}

// ISODay binds a calendar date written as xs:date or xs:dateTime. Of a dateTime the
// day is read. Its time is a loss, which does not count if it is midnight: that is how
// a dateTime writes a day.
func ISODay[T any](p string, at func(*T) *einvoice.Date) Row[T] {
	row := Date(p, at)
	row.read = func(r *Reader, t *T, m *meta) { getISODay(r, at(t), m) }
	return row
}

func getISODay(r *Reader, v *einvoice.Date, m *meta) {
	s, at := r.value(m, true)
	if s == "" {
		return
	}
	day, rest := s[:min(10, len(s))], s[min(10, len(s)):]
	d, err := einvoice.ParseDate(day)
	clock, timed := strings.CutPrefix(rest, "T")
	if err != nil || rest != "" && !isZone(rest) && !(timed && isTime(clock)) {
		r.count--
		r.malformed(at, m, s, "not a day written as YYYY-MM-DD, alone or with a time as in 2014-03-31T00:00:00")
		return
	}
	switch *v = d; {
	case rest == "":
	case timed && isMidnight(clock):
		r.loseAt(einvoice.LossDeclared, at.start, r.show(&at.elem), s, "midnight stands for the day, which alone is kept", m)
	case timed:
		r.loseAt(einvoice.LossConstant, at.start, r.show(&at.elem), s, "the day has a place, the time of day has none", m)
	default:
		r.loseAt(einvoice.LossConstant, at.start, r.show(&at.elem), s, "the time zone has no place", m)
	}
}

// isMidnight tells a time of 00:00:00 without a zone.
func isMidnight(s string) bool { return strings.Trim(s, "0:.") == "" }

// isTime tells the time of an xs:dateTime: hh:mm:ss, maybe with a fraction and a zone.
func isTime(s string) bool {
	if len(s) < 8 || s[2] != ':' || s[5] != ':' || !isDigits(s[0:2]+s[3:5]+s[6:8]) || s[0:2] > "23" || s[3:5] > "59" || s[6:8] > "59" {
		return false
	}
	rest := s[8:]
	if fraction, ok := strings.CutPrefix(rest, "."); ok {
		n := 0
		for n < len(fraction) && fraction[n] >= '0' && fraction[n] <= '9' {
			n++
		}
		if n == 0 {
			return false
		}
		rest = fraction[n:]
	}
	return rest == "" || isZone(rest)
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// PlainAmount binds an amount that does not name its currency: it is in that of the
// document.
func PlainAmount[T any](p string, at func(*T) *einvoice.Decimal) Row[T] {
	row := Number(p, at)
	row.meta.kind = "amount"
	row.read = func(r *Reader, t *T, m *meta) {
		r.dropCurrency()
		getDecimal(r, at(t), m)
	}
	return row
}

const impliedCurrency = "amounts are in the invoice currency (BT-5), which is not repeated"

// dropCurrency takes a currency off an amount that needs none. Before the invoice
// currency is known, what it names is judged in the end.
func (r *Reader) dropCurrency() {
	for i := range r.attrs {
		a := &r.attrs[i]
		if a.name != "currencyID" {
			continue
		}
		c := trim(r.attrValue(a))
		kind, why := einvoice.LossDeclared, impliedCurrency
		switch known := r.doc.Currency; {
		case known != "" && c != known:
			kind, why = einvoice.LossConstant, countsIn(known)
		case known == "" && r.presumed == "":
			r.presumed = c
		case known == "" && c != r.presumed:
			r.mixed = true
		}
		r.lose(kind, a.off, "@currencyID", c, why)
		r.attrs = append(r.attrs[:i], r.attrs[i+1:]...)
		return
	}
}

// judgeCurrency makes losses that count of the currencies that stood before the invoice
// currency was known, and are others.
func (r *Reader) judgeCurrency() {
	if r.presumed == "" || r.presumed == r.doc.Currency && !r.mixed {
		return
	}
	for i := range r.list {
		if l := &r.list[i]; l.Why == impliedCurrency && l.Value != r.doc.Currency { // those only counted have no value
			l.Kind, l.Why = einvoice.LossConstant, countsIn(r.doc.Currency)
		}
	}
}

// Recode binds a code that stands for another one of the model: pairs of {code in the
// document, code in the model}. Other codes pass as they are. home is the place in the
// model, for what is said of writing.
func Recode[T any](p, home string, at func(*T) *string, pairs ...[2]string) Row[T] {
	row := Code(p, at)
	row.read = func(r *Reader, t *T, m *meta) {
		v, here := r.value(m, true)
		for _, pair := range pairs {
			switch v {
			case pair[0]:
				v = pair[1]
			case pair[1]:
				r.loseAt(einvoice.LossConstant, here.start, r.show(&here.elem), v, "a code of another list: it is written "+pair[0], m)
			default:
				continue
			}
			break
		}
		*at(t) = v
	}
	row.write = func(w *Writer, t *T, g *tag) {
		v := *at(t)
		for _, pair := range pairs {
			if v == pair[1] {
				v = pair[0]
				break
			}
			if v == pair[0] {
				w.doc.Lose(home, "a code of another list than the invoice's: here it means "+pair[1])
				break
			}
		}
		putString(w, g, &v)
	}
	return row
}

// Again is a row for a value that another row has bound before: where the two differ,
// the one read last counts, and the other is a loss. A unit that only one names is that
// of both.
func Again[T any](row Row[T], at func(*T) *einvoice.Quantity, why string) Row[T] {
	read := row.read
	row.read = func(r *Reader, t *T, m *meta) {
		start, e, had := r.start, r.stack[len(r.stack)-1], *at(t)
		if read(r, t, m); !had.Value.IsSet() || !at(t).Value.IsSet() {
			return
		}
		now := at(t)
		if now.Unit == "" && now.Value == had.Value {
			now.Unit = had.Unit
		}
		if *now != had {
			r.loseAt(einvoice.LossConstant, start, r.show(&e), strings.TrimSpace(had.Value.String()+" "+had.Unit), why, m)
		}
	}
	return row
}

// Mark remembers, for Done of the group around it, that a row has read a value.
func Mark[T any](row Row[T], bit uint8) Row[T] {
	read := row.read
	row.read = func(r *Reader, t *T, m *meta) {
		before := r.count
		if read(r, t, m); r.count > before {
			r.marks |= bit
		}
	}
	return row
}

// Done judges a group once it has been read, by the marks of the rows in it: what it
// says, if anything, is a loss at place, relative to T.
func (row Row[T]) Done(place string, judge func(marks uint8, t *T) (value, why string)) Row[T] {
	at := &meta{name: func() string { return place }}
	row.done = func(r *Reader, t *T, start int, e *elem) {
		marks := r.marks
		r.marks = 0
		if value, why := judge(marks, t); why != "" {
			r.loseAt(einvoice.LossConstant, start, r.show(e), value, why, at)
		}
	}
	return row
}

// SchemedID binds an identifier whose scheme is def where the model names none. A
// scheme that is taken by another row is not written, and others only in some profiles.
func SchemedID[T any](p, attr, def, taken string, free uint16, at func(*T) *einvoice.Identifier) Row[T] {
	row := ID(p, attr, at)
	row.read = func(r *Reader, t *T, m *meta) {
		v := at(t)
		scheme := r.attribute(attr, m)
		if v.Value, _ = r.value(m, true); v.Value != "" && scheme != def {
			v.Scheme = scheme
		}
	}
	write, place := row.write, then(placeOf(at), "Scheme")
	row.write = func(w *Writer, t *T, g *tag) {
		v := *at(t)
		switch {
		case v.Value == "" || v.Scheme != "" && v.Scheme != taken && (w.set == 0 || w.set&free != 0):
			write(w, t, g)
			return
		case v.Scheme == taken:
			w.orphan(place(), "the scheme "+taken+" says something else here: it is written "+def)
		case v.Scheme != "":
			w.orphan(place(), "the profile has the scheme "+def+" only")
		}
		w.beginAttr(g, attr, def)
		w.text(v.Value)
		w.buf = append(w.buf, g.close...)
	}
	return row
}

// List binds a repeated value to a slice: leaf is its row.
func List[T, C any](at func(*T) *[]C, leaf Row[C]) Row[T] {
	p := strings.Join(leaf.path, "/")
	row := group(p, at)
	row.many = true
	row.meta.kind = "group"
	row.sub = func(b Binding, visit func(Binding)) {
		b.Kind, b.Place = leaf.meta.kind, join(b.Place, leaf.meta.name())
		visit(b)
		for _, a := range leaf.meta.attrs {
			visit(a.binding(b))
		}
	}
	row.read = func(r *Reader, t *T, m *meta) {
		s := at(t)
		n, count := len(*s), r.count
		r.trace.repeats(r)
		r.push(m, n)
		var zero C
		*s = append(*s, zero)
		leaf.read(r, &(*s)[n], leaf.meta)
		if r.count == count {
			if *s = (*s)[:n]; n == 0 {
				*s = nil
			}
		}
		r.unpush()
	}
	row.write = func(w *Writer, t *T, g *tag) {
		for i := range *at(t) {
			if c := &(*at(t))[i]; leaf.when == nil || leaf.when(c) {
				w.push(row.meta, i)
				leaf.write(w, c, g)
				w.unpush()
			}
		}
	}
	return row
}

// Lost declares that an element has no place in the model, and why.
func Lost[T any](p, why string) Row[T] {
	return Row[T]{path: split(p), opened: true, many: true, meta: &meta{kind: "lost", name: unnamed.name},
		read:  func(r *Reader, _ *T, _ *meta) { r.loseElement(why) },
		write: func(*Writer, *T, *tag) {},
	}
}

// Declared is Lost for what carries nothing that the model should hold.
func Declared[T any](p, why string) Row[T] {
	row := Lost[T](p, why)
	row.read = func(r *Reader, _ *T, _ *meta) { r.loseElementAs(einvoice.LossDeclared, why) }
	return row
}

// LostUnlessFalse is Lost for an indicator: false is what a document is taken for anyway.
func LostUnlessFalse[T any](p, why string) Row[T] {
	row := Lost[T](p, why)
	row.read = func(r *Reader, _ *T, _ *meta) {
		start, e := r.start, r.stack[len(r.stack)-1]
		kind, v := einvoice.LossUnbound, trim(r.text())
		if boolean(v, "false") {
			kind = einvoice.LossDeclared
		}
		r.lose(kind, start, r.show(&e), v, why)
	}
	return row
}
