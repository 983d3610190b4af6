package facturae

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// ValueAt is the value at a place such as "Invoices[0].InvoiceHeader.InvoiceNumber" as
// text; "" if there is none.
func (f *Facturae) ValueAt(place string) string {
	v := reflect.ValueOf(f).Elem()
	for step := range strings.SplitSeq(place, ".") {
		name, index, indexed := strings.Cut(step, "[")
		if v.Kind() == reflect.Pointer {
			v = v.Elem() // the zero Value of a nil pointer has no fields
		}
		if v.Kind() != reflect.Struct || isValue(v) {
			return ""
		}
		if v = v.FieldByName(name); v.IsValid() && indexed {
			v = at(v, index)
		}
		if !v.IsValid() {
			return ""
		}
	}
	switch {
	case v.Kind() == reflect.String:
		return v.String()
	case isValue(v):
		return fmt.Sprint(v.Interface())
	}
	return ""
}

// at is an element of a list; the zero Value if there is none.
func at(list reflect.Value, index string) reflect.Value {
	index, closed := strings.CutSuffix(index, "]")
	i, err := strconv.Atoi(index)
	if !closed || err != nil || list.Kind() != reflect.Slice || i < 0 || i >= list.Len() {
		return reflect.Value{}
	}
	return list.Index(i)
}

// isValue tells numbers and dates from groups.
func isValue(v reflect.Value) bool {
	_, ok := v.Interface().(fmt.Stringer)
	return ok
}

// valueAt is ValueAt, short enough for a report.
func valueAt(f *Facturae, place string) string {
	const most = 80
	s := f.ValueAt(place)
	for i := range s {
		if i > most {
			return s[:i] + "…"
		}
	}
	return s
}
