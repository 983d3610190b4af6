package einvoice

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"reflect"
	"strconv"
	"strings"
)

// Value is one term of an invoice with its value.
type Value struct {
	Term  Term
	Place string // with indexes: "Lines[3].Item.Name"
	Text  string // dates ISO 8601, numbers as written, BT-125 as a digest
}

// Values lists every term that has a value, in the order of Terms, lines one after
// the other. An embedded file (BT-125) is represented by "sha256:" and the first 16
// hex digits of the digest of its base64 text without white space.
func (inv *Invoice) Values() []Value {
	var all []Value
	walk(reflect.ValueOf(inv).Elem(), "", func(place string, v reflect.Value) {
		if s := text(v); s != "" {
			t, _ := TermAt(place)
			all = append(all, Value{t, place, s})
		}
	})
	return all
}

// ValueAt is the text at a place such as "Lines[3].Item.Name", "" if it has none.
func (inv *Invoice) ValueAt(place string) string {
	v := reflect.ValueOf(inv).Elem()
	for step := range strings.SplitSeq(place, ".") {
		name, index, indexed := strings.Cut(step, "[")
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return ""
			}
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct || isLeaf(v.Type()) {
			return ""
		}
		if v = v.FieldByName(name); !v.IsValid() {
			return ""
		}
		if indexed {
			index, closed := strings.CutSuffix(index, "]")
			i, err := strconv.Atoi(index)
			if !closed || err != nil || v.Kind() != reflect.Slice || i < 0 || i >= v.Len() {
				return ""
			}
			v = v.Index(i)
		}
	}
	if !isLeaf(v.Type()) {
		return ""
	}
	return text(v)
}

// walk visits every leaf of a group: what a term can stand for.
func walk(v reflect.Value, place string, visit func(string, reflect.Value)) {
	switch {
	case isLeaf(v.Type()):
		visit(place, v)
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), place, visit)
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), place+"["+strconv.Itoa(i)+"]", visit)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), join(place, v.Type().Field(i).Name), visit)
		}
	}
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "." + b
}

var (
	decimalType = reflect.TypeFor[Decimal]()
	dateType    = reflect.TypeFor[Date]()
	binaryType  = reflect.TypeFor[Binary]()
)

func isLeaf(t reflect.Type) bool {
	return t.Kind() == reflect.String || t == decimalType || t == dateType || t == binaryType
}

func text(v reflect.Value) string {
	if v.Kind() == reflect.String {
		return v.String()
	}
	switch x := v.Interface().(type) {
	case Decimal:
		return x.String()
	case Date:
		return x.String()
	case Binary:
		return x.digest()
	}
	return ""
}

func (b Binary) digest() string {
	if !b.IsSet() {
		return ""
	}
	h := sha256.New()
	if b.raw == nil && b.open == nil {
		io.Copy(h, &noSpace{s: b.text})
	} else if err := b.WriteBase64(h); err != nil {
		return "unreadable: " + err.Error()
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))[:16]
}
