package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
)

// write writes an object.
func (w *writer) write(o Object) {
	b := &w.b
	switch o := o.(type) {
	case bool:
		b.WriteString(strconv.FormatBool(o))
	case int64:
		b.Write(strconv.AppendInt(b.AvailableBuffer(), o, 10))
	case float64:
		b.Write(strconv.AppendFloat(b.AvailableBuffer(), within(o), 'f', -1, 64))
	case String:
		writeString(b, o)
	case Name:
		writeName(b, o)
	case Ref:
		w.reference(o)
	case Array:
		b.WriteByte('[')
		for i, v := range o {
			if i > 0 {
				b.WriteByte(' ')
			}
			w.write(v)
		}
		b.WriteByte(']')
	case Dict:
		w.dict(o)
	default:
		b.WriteString("null")
	}
}

func (w *writer) reference(r Ref) {
	switch {
	case w.null(r):
		w.b.WriteString("null")
		return
	case w.numbers != nil:
		r = Ref{Num: w.numbers[r.Num]}
	case !w.generations:
		r.Gen = 0
	}
	fmt.Fprintf(&w.b, "%d %d R", r.Num, r.Gen)
}

// dict writes a dictionary; of a key that is there twice, the last.
func (w *writer) dict(d Dict) {
	w.b.WriteString("<<")
	for i, e := range d {
		if w.null(e.Value) || d.repeats(i) {
			continue // null is what a key has that is not there (7.3.7)
		}
		writeName(&w.b, e.Key)
		w.b.WriteByte(' ')
		w.write(e.Value)
	}
	w.b.WriteString(">>")
}

// null tells what is written as null: references that lead nowhere too (7.3.10).
func (w *writer) null(o Object) bool {
	r, is := o.(Ref)
	if !is || w.numbers == nil {
		return o == nil
	}
	_, there := w.numbers[r.Num]
	return !there
}

// repeats tells whether the key of an entry comes again further behind. Dictionaries of
// more than repeated entries are taken at their word.
func (d Dict) repeats(i int) bool {
	const repeated = 1000
	if len(d) > repeated {
		return false
	}
	return slices.ContainsFunc(d[i+1:], func(e Entry) bool { return e.Key == d[i].Key })
}

// writeString writes a string in parentheses (for pdfcpu a date in hexadecimal is none),
// or in hexadecimal where most of it is no text.
func writeString(b *bytes.Buffer, s String) {
	binary := 0
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			binary++
		}
	}
	if binary > len(s)/4 {
		fmt.Fprintf(b, "<%X>", string(s))
		return
	}
	b.WriteByte('(')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '(' || c == ')' || c == '\\':
			b.Write([]byte{'\\', c})
		case c < ' ' || c > '~':
			fmt.Fprintf(b, "\\%03o", c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte(')')
}

func writeName(b *bytes.Buffer, n Name) {
	b.WriteByte('/')
	for i := range len(n) {
		if c := n[i]; class[c] != regular || c == '#' || c < '!' || c > '~' {
			fmt.Fprintf(b, "#%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
}
