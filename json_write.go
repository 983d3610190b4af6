package einvoice

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"
)

type jsonWriter struct {
	jsonProblems
	out []byte
}

func (w *jsonWriter) problem(why string) {
	w.report(func() Position { return Position{} }, why)
}

func (w *jsonWriter) value(s *jsonShape, v reflect.Value) {
	switch s.kind {
	case jsonPointer:
		w.value(s.elem, v.Elem())
	case jsonObject:
		w.object(s, v)
	case jsonArray:
		w.array(s, v)
	case jsonString:
		w.str(v.String())
	default:
		w.leaf(v.Addr().Interface())
	}
}

func (w *jsonWriter) object(s *jsonShape, v reflect.Value) {
	if w.refuseDepth() {
		return
	}
	w.out = append(w.out, '{')
	empty := true
	for _, f := range s.fields {
		if member := v.Field(f.index); !f.shape.absent(member) {
			w.separate(empty)
			empty = false
			w.enter(f.name)
			w.out = append(appendJSONString(w.out, f.name), ": "...)
			w.value(f.shape, member)
			w.leave()
		}
	}
	w.end('}', empty)
}

func (w *jsonWriter) array(s *jsonShape, v reflect.Value) {
	if w.refuseDepth() {
		return
	}
	w.out = append(w.out, '[')
	for i := range v.Len() {
		w.separate(i == 0)
		w.element(i)
		w.value(s.elem, v.Index(i))
		w.leave()
	}
	w.end(']', v.Len() == 0)
}

// refuseDepth also ends a line that is among its own sub-lines.
func (w *jsonWriter) refuseDepth() bool {
	if w.tooDeep() {
		w.problem(whyTooDeep)
		return true
	}
	return false
}

func (w *jsonWriter) separate(first bool) {
	if !first {
		w.out = append(w.out, ',')
	}
	w.indent(1)
}

func (w *jsonWriter) end(bracket byte, empty bool) {
	if !empty {
		w.indent(0)
	}
	w.out = append(w.out, bracket)
}

func (w *jsonWriter) indent(more int) {
	w.out = append(w.out, '\n')
	for range len(w.path) + more {
		w.out = append(w.out, "  "...)
	}
}

// absent tells what is left out, as omitempty and omitzero say.
func (s *jsonShape) absent(v reflect.Value) bool {
	if s.kind == jsonArray {
		return v.Len() == 0
	}
	return v.IsZero()
}

// leaf writes a value that is a string in JSON, and no string in Go.
func (w *jsonWriter) leaf(at any) {
	var text string
	var err error
	switch p := at.(type) {
	case *Decimal:
		text = p.String()
		if !p.IsValid() {
			err = ErrDecimalDigits
		}
	case *Date:
		text = p.String()
		if !p.IsValid() {
			err = ErrDate
		}
	case *Binary:
		if text, err = p.Base64(); err != nil {
			w.problem(err.Error())
			return
		}
	}
	if err != nil {
		w.problem(strconv.Quote(shorten(text)) + " is " + err.Error())
		return
	}
	w.str(text)
}

func (w *jsonWriter) str(s string) {
	if !utf8.ValidString(s) {
		w.problem("the text is not UTF-8")
		return
	}
	w.out = appendJSONString(w.out, s)
}

func appendJSONString(b []byte, s string) []byte {
	b = append(slices.Grow(b, len(s)+2), '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c >= ' ':
			b = append(b, c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\t':
			b = append(b, `\t`...)
		default:
			b = fmt.Appendf(b, `\u%04x`, c)
		}
	}
	return append(b, '"')
}
