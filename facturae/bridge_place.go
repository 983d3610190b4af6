package facturae

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// The bridge finds the leaves of a document (texts, numbers, dates) by reflection, and
// only where it compares whole documents, reads the kept notes, or turns signs around.

// leaf is a text, number or date of a document with its place, as in
// "Invoices[0].Items[2].ArticleCode".
type leaf struct {
	place string
	at    reflect.Value
}

// text is the leaf as it is written, "" if it is absent.
func (l leaf) text() string {
	if l.at.Kind() == reflect.String {
		return l.at.String()
	}
	switch x := l.at.Interface().(type) {
	case einvoice.Decimal:
		return x.String()
	case einvoice.Date:
		return x.String()
	case einvoice.Binary:
		if !x.IsSet() {
			return ""
		}
		return "a file"
	}
	return ""
}

// same compares numbers by value and everything else by text.
func (l leaf) same(m leaf) bool {
	if a, ok := l.at.Interface().(einvoice.Decimal); ok {
		b, ok := m.at.Interface().(einvoice.Decimal)
		return ok && a.Equal(b)
	}
	return l.text() == m.text()
}

func (l leaf) set(text string) bool {
	switch l.at.Interface().(type) {
	case einvoice.Decimal:
		d, err := einvoice.ParseDecimal(text)
		if err != nil {
			return false
		}
		l.at.Set(reflect.ValueOf(d))
		return true
	case einvoice.Date:
		d, err := einvoice.ParseDate(text)
		if err != nil {
			return false
		}
		l.at.Set(reflect.ValueOf(d))
		return true
	}
	if l.at.Kind() != reflect.String {
		return false
	}
	l.at.SetString(text)
	return true
}

var (
	decimalType = reflect.TypeFor[einvoice.Decimal]()
	dateType    = reflect.TypeFor[einvoice.Date]()
	binaryType  = reflect.TypeFor[einvoice.Binary]()
)

func isLeaf(t reflect.Type) bool {
	return t.Kind() == reflect.String || t == decimalType || t == dateType || t == binaryType
}

// leaves visits the leaves below v that have a value, in the order of the fields.
func leaves(v reflect.Value, place string, visit func(leaf)) {
	switch {
	case isLeaf(v.Type()):
		visit(leaf{place, v})
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			leaves(v.Elem(), place, visit)
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			leaves(v.Index(i), place+"["+strconv.Itoa(i)+"]", visit)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).IsZero() { // most are: a place is put together for the others only
				continue
			}
			f := v.Type().Field(i)
			at := join(place, f.Name)
			if f.Anonymous {
				at = place
			}
			leaves(v.Field(i), at, visit)
		}
	}
}

// values are the leaves of a document that have a value.
func values(doc any) (all []leaf) {
	leaves(reflect.ValueOf(doc).Elem(), "", func(l leaf) {
		if l.text() != "" {
			all = append(all, l)
		}
	})
	return all
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "." + b
}

// maxIndex bounds the lists that a kept note can make.
const maxIndex = 10000

// leafAt finds the leaf at a place and makes the groups on the way to it. Lists grow by
// the element that is meant, and before it by empty ones as far as gaps allows.
func leafAt(doc any, place string, gaps *int) (leaf, bool) {
	v, ok := find(doc, place, gaps)
	return leaf{place, v}, ok && isLeaf(v.Type())
}

func find(doc any, place string, gaps *int) (reflect.Value, bool) {
	v := reflect.ValueOf(doc).Elem()
	for step := range strings.SplitSeq(place, ".") {
		name, index, indexed := strings.Cut(step, "[")
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct || isLeaf(v.Type()) {
			return v, false
		}
		if v = v.FieldByName(name); !v.IsValid() {
			return v, false
		}
		if !indexed {
			continue
		}
		i, ok := indexOf(index)
		if !ok || v.Kind() != reflect.Slice || i-v.Len() > *gaps {
			return v, false
		}
		*gaps -= max(0, i-v.Len())
		for i >= v.Len() {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		}
		v = v.Index(i)
	}
	return v, true
}

func indexOf(s string) (int, bool) {
	s, closed := strings.CutSuffix(s, "]")
	i, err := strconv.Atoi(s)
	return i, closed && err == nil && i >= 0 && i <= maxIndex
}

// clone copies a document so deep that the copy shares nothing that can be changed.
func clone[T any](doc *T) *T {
	out := new(T)
	copyInto(reflect.ValueOf(out).Elem(), reflect.ValueOf(doc).Elem())
	return out
}

func copyInto(to, from reflect.Value) {
	switch {
	case isLeaf(from.Type()):
		to.Set(from)
	case from.Kind() == reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			copyInto(to.Elem(), from.Elem())
		}
	case from.Kind() == reflect.Slice:
		if !from.IsNil() {
			to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
			for i := range from.Len() {
				copyInto(to.Index(i), from.Index(i))
			}
		}
	case from.Kind() == reflect.Struct:
		for i := range from.NumField() {
			copyInto(to.Field(i), from.Field(i))
		}
	default:
		to.Set(from)
	}
}

// unsigned are the numbers that stay when an invoice is turned into its opposite:
// rates, prices and what only counts.
var unsigned = map[string]bool{
	"TaxRate": true, "DiscountRate": true, "ChargeRate": true, "SubsidyRate": true, "WithholdingRate": true,
	"EquivalenceSurcharge": true, "UnitPriceWithoutTax": true, "ExchangeRate": true, "SequenceNumber": true,
}

// negate turns the sign of every amount and quantity of an invoice.
func negate(inv *Invoice) {
	leaves(reflect.ValueOf(inv).Elem(), "", func(l leaf) {
		d, ok := l.at.Interface().(einvoice.Decimal)
		if name := l.place[strings.LastIndexByte(l.place, '.')+1:]; ok && d.IsSet() && !unsigned[name] {
			l.at.Set(reflect.ValueOf(d.Neg()))
		}
	})
}
