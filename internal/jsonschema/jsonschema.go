// Package jsonschema describes the JSON form of an invoice, which einvoice.ParseJSON
// reads and Invoice.AppendJSON writes, as a JSON Schema (draft 2020-12).
//
// Structure and names come from the Go types and their tags, descriptions from the
// table of terms: there is nothing to maintain here. The result is committed as
// docs/invoice.schema.json; go generate renews it, and a test fails when it is old.
package jsonschema

//go:generate go test -run TestCommitted -update .

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Generate makes the schema. The same types and terms always give the same text.
func Generate() ([]byte, error) {
	properties, err := marshal(document())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, properties, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func document() object {
	root := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "Invoice"},
		{"description", "An invoice or credit note in the terms of EN 16931-1, with those of Peppol BIS Billing 3.0, XRechnung and Factur-X EXTENDED. " +
			"What is absent is left out. Generated from package einvoice."},
	}
	root = append(root, structSchema(reflect.TypeFor[einvoice.Invoice](), "")...)
	return append(root, member{"$defs", object{
		{"decimal", object{
			{"description", "A decimal number as it is written: 10.00 and 10 are not the same text. At most 38 digits. Written as a string; a number without exponent is read too."},
			{"type", []string{"string", "number"}},
			{"pattern", `^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$`},
		}},
		{"date", object{
			{"description", "A day of the calendar, YYYY-MM-DD."},
			{"type", "string"},
			{"format", "date"},
			{"pattern", `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`},
		}},
		// Lines hold lines, so that they need a name.
		{"line", structSchema(reflect.TypeFor[einvoice.Line](), "Lines[]")},
	}})
}

// leaves are the schemas of the types that terms have, without their descriptions.
var leaves = map[reflect.Type]object{
	reflect.TypeFor[string]():           {{"type", "string"}},
	reflect.TypeFor[einvoice.Decimal](): {{"$ref", "#/$defs/decimal"}},
	reflect.TypeFor[einvoice.Date]():    {{"$ref", "#/$defs/date"}},
	reflect.TypeFor[einvoice.Binary]():  {{"type", "string"}, {"contentEncoding", "base64"}},
}

// schema describes a type at a place of the model.
func schema(t reflect.Type, place string) object {
	if leaf, ok := leaves[t]; ok {
		return described(place, leaf)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schema(t.Elem(), place)
	case reflect.Slice:
		place += "[]"
		items := object{{"$ref", "#/$defs/line"}}
		if t.Elem() != reflect.TypeFor[einvoice.Line]() {
			items = structSchema(t.Elem(), place)
		}
		return described(place, object{{"type", "array"}, {"items", items}})
	}
	return described(place, structSchema(t, place))
}

func structSchema(t reflect.Type, place string) object {
	var properties object
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		properties = append(properties, member{name, schema(f.Type, strings.TrimPrefix(place+"."+f.Name, "."))})
	}
	return object{{"type", "object"}, {"additionalProperties", false}, {"properties", properties}}
}

// described puts the term of a place before its schema. Groups of ours that have no
// term, such as a number and its unit, have no description either.
func described(place string, s object) object {
	term, ok := einvoice.TermAt(place)
	if !ok {
		return s
	}
	return append(object{{"description", term.ID + " " + term.Name}}, s...)
}

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members one after the other.
func (o object) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			out = append(out, ',')
		}
		name, err := marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := marshal(m.value)
		if err != nil {
			return nil, err
		}
		out = append(append(append(out, name...), ':'), value...)
	}
	return append(out, '}'), nil
}

// marshal is json.Marshal, but leaves < > & as they are.
func marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSpace(out.Bytes()), err
}
