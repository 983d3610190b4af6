package xmlmap

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// This file has what schemas ask of values beyond the data types of EN 16931: lengths,
// numbers of decimals that depend on the version, elements that must be there.

// LengthError is the Err of a PlaceError about text that is too long for its element.
type LengthError struct {
	Length, Limit int // in characters
}

func (e *LengthError) Error() string {
	return fmt.Sprintf("the text has %d characters, its element takes %d", e.Length, e.Limit)
}

// DigitsError is the Err of a PlaceError about a number that its element cannot hold.
type DigitsError string

func (e DigitsError) Error() string { return string(e) }

// Limit refuses to write text of more than most characters.
func (row Row[T]) Limit(at func(*T) *string, most int) Row[T] {
	write := row.write
	row.write = func(w *Writer, t *T, g *tag) {
		if s := *at(t); len(s) > most {
			if n := utf8.RuneCountInString(s); n > most {
				w.refuseAt(row.meta, &LengthError{n, most})
				return
			}
		}
		write(w, t, g)
	}
	return row
}

// Needed says that the schema demands the element: it is written empty where the value
// is absent and something stands beside it.
func (row Row[T]) Needed() Row[T] {
	write := row.write
	row.write = func(w *Writer, t *T, g *tag) {
		count := w.count
		if write(w, t, g); w.count == count {
			w.held = append(w.held, held{g.bare + "/>", 0})
		}
	}
	return row
}

// Decimals is how many decimals a number is written with.
type Decimals struct {
	Min, Max uint8
	Unsigned bool
}

// Scaled binds a number that each profile writes with so many decimals: one that has
// fewer gets zeros, one that has more is rounded, half away from zero, and is a loss if
// that changes it. Exponents, which XML Schema's type double has, are read.
func Scaled[T any](p string, decimals func(profile uint16) Decimals, at func(*T) *einvoice.Decimal) Row[T] {
	row := leaf("number", p, at, getDouble, nil)
	row.write = func(w *Writer, t *T, g *tag) {
		d := *at(t)
		if !d.IsSet() {
			return
		}
		want := decimals(w.doc.Profile)
		if want.Unsigned && d.Sign() < 0 {
			w.refuseAt(row.meta, DigitsError(fmt.Sprintf("%s is negative, which its element cannot be in this version", d)))
			return
		}
		if n := d.Scale(); n < int(want.Min) {
			d = d.Round(want.Min)
		} else if n > int(want.Max) {
			if d = d.Round(want.Max); d.Cmp(*at(t)) != 0 {
				w.orphanValue(row.meta.name(), fmt.Sprintf("it is rounded to %s: the element takes %d decimals", d, want.Max))
			}
		}
		w.begin(g)
		w.number(d, g)
	}
	return row
}

// getDouble is getDecimal for numbers that may have an exponent.
func getDouble(r *Reader, v *einvoice.Decimal, m *meta) {
	s, at := r.value(m, true)
	if s == "" {
		return
	}
	d, err := ParseDouble(s)
	if err != nil {
		r.count--
		r.malformed(at, m, s, err.Error())
		return
	}
	*v = d
}

var errNotFinite = errors.New("not a finite number")

// ParseDouble reads a number in the lexical form of XML Schema's type double, but for
// the infinite ones and NaN.
func ParseDouble(s string) (einvoice.Decimal, error) {
	switch s {
	case "INF", "-INF", "+INF", "NaN":
		return einvoice.Decimal{}, errNotFinite
	}
	i := strings.IndexAny(s, "eE")
	if i < 0 {
		return einvoice.ParseDecimal(s)
	}
	exponent, ok := smallInt(s[i+1:])
	if !ok {
		return einvoice.Decimal{}, einvoice.ErrDecimalSyntax
	}
	if _, err := einvoice.ParseDecimal(s[:i]); err != nil {
		return einvoice.Decimal{}, err
	}
	return einvoice.ParseDecimal(shift(s[:i], exponent))
}

// smallInt reads an exponent of at most two digits: numbers beyond have more digits than a
// Decimal.
func smallInt(s string) (n int, ok bool) {
	digits := strings.TrimLeft(s, "+-")
	if len(s)-len(digits) > 1 || digits == "" || len(strings.TrimLeft(digits, "0")) > 2 {
		return 0, false
	}
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	if s[0] == '-' {
		n = -n
	}
	return n, true
}

// shift moves the point of a number by so many places to the right.
func shift(s string, places int) string {
	sign := ""
	if s[0] == '-' || s[0] == '+' {
		sign, s = s[:1], s[1:]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	if places < 0 {
		whole = strings.Repeat("0", -places) + whole
		at := len(whole) + places
		return sign + whole[:at] + "." + whole[at:] + fraction
	}
	fraction += strings.Repeat("0", max(0, places-len(fraction)))
	if fraction[places:] == "" {
		return sign + whole + fraction
	}
	return sign + whole + fraction[:places] + "." + fraction[places:]
}

// refuseAt is refuse at a leaf.
func (w *Writer) refuseAt(m *meta, err error) {
	if w.err == nil {
		r := Reader{places: w.places}
		place, _ := r.place(m)
		w.err = &PlaceError{Place: place, Err: err, complete: true}
	}
}

// orphanValue declares a value that is written otherwise.
func (w *Writer) orphanValue(place, why string) {
	r := Reader{places: w.places}
	group, _ := r.place(nil)
	w.doc.Lose(join(group, place), why)
}
