package jsonschema

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
)

var update = flag.Bool("update", false, "write docs/invoice.schema.json")

var committed = filepath.Join("..", "..", "docs", "invoice.schema.json")

func TestCommitted(t *testing.T) {
	want, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(committed, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(committed)
	if err != nil || !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), want) {
		t.Errorf("%s is old (%v): run go generate ./internal/jsonschema", committed, err)
	}
}

// TestFormFitsSchema writes an invoice with everything in it: the schema takes it,
// and has nothing that it does not use.
func TestFormFitsSchema(t *testing.T) {
	s := load(t)
	text, err := full().AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	if wrong := s.check(text); wrong != nil {
		t.Errorf("%v", wrong)
	}
	for name := range s.names(s.root, "") {
		if !s.used[name] {
			t.Errorf("nothing writes %s", name)
		}
	}
	if len(s.used) < 200 {
		t.Errorf("only %d members: the check is broken", len(s.used))
	}
}

// TestSchemaAgreesWithParseJSON: both take and refuse the same documents.
func TestSchemaAgreesWithParseJSON(t *testing.T) {
	s := load(t)
	for _, c := range []struct {
		text string
		ok   bool
	}{
		{`{}`, true},
		{`{"number":"1","totals":{"due":"-1.50","paid":0.10},"issueDate":"2026-01-21"}`, true},
		{`{"totals":{"due":".5","paid":"5.","vat":"+1"}}`, true},
		{`{"lines":[{"subLines":[{"subLines":[{"id":"1"}]}]}]}`, true},
		{`[]`, false},
		{`{"Number":"1"}`, false},
		{`{"number":1}`, false},
		{`{"number":null}`, false},
		{`{"lines":{}}`, false},
		{`{"lines":[{"subLines":[{"nr":"1"}]}]}`, false},
		{`{"totals":{"due":"1,50"}}`, false},
		{`{"totals":{"due":""}}`, false},
		{`{"totals":{"due":"-"}}`, false},
		{`{"totals":{"due":true}}`, false},
		{`{"issueDate":"21.01.2026"}`, false},
		{`{"issueDate":20260121}`, false},
		{`{"seller":[]}`, false},
	} {
		_, err := einvoice.ParseJSON([]byte(c.text))
		wrong := s.check([]byte(c.text))
		if (err == nil) != c.ok || (wrong == nil) != c.ok {
			t.Errorf("%s: want %t; ParseJSON %v, schema %v", c.text, c.ok, err, wrong)
		}
	}
}

func TestDescriptions(t *testing.T) {
	text, err := os.ReadFile(committed)
	if err != nil {
		t.Fatal(err)
	}
	for _, term := range einvoice.Terms() {
		if want := fmt.Sprintf(`"description": "%s %s"`, term.ID, term.Name); !bytes.Contains(text, []byte(want)) {
			t.Errorf("the schema has no %s", want)
		}
	}
}

// checker is as much of a validator of JSON Schema as this schema needs; a keyword
// that it does not know is an error.
type checker struct {
	root map[string]any
	used map[string]bool
}

func load(t *testing.T) *checker {
	text, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	s := &checker{used: map[string]bool{}}
	if err := json.Unmarshal(text, &s.root); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *checker) check(text []byte) error {
	var v any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return err
	}
	return s.value(s.root, v, "")
}

func (s *checker) resolve(schema map[string]any) (map[string]any, string) {
	if ref, ok := schema["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/$defs/")
		return s.root["$defs"].(map[string]any)[name].(map[string]any), name
	}
	return schema, ""
}

func (s *checker) value(schema map[string]any, v any, place string) error {
	for keyword := range schema {
		if !slices.Contains([]string{"$schema", "$defs", "$ref", "title", "description", "type", "additionalProperties", "properties",
			"items", "pattern", "format", "contentEncoding"}, keyword) {
			return fmt.Errorf("unknown keyword %s", keyword)
		}
	}
	schema, name := s.resolve(schema)
	if name != "" {
		place = name
	}
	if !slices.Contains(types(schema), typeOf(v)) {
		return fmt.Errorf("%s: %s, want %v", place, typeOf(v), types(schema))
	}
	switch v := v.(type) {
	case string:
		if pattern, ok := schema["pattern"].(string); ok && !regexp.MustCompile(pattern).MatchString(v) {
			return fmt.Errorf("%s: %q does not match %s", place, v, pattern)
		}
	case []any:
		for _, element := range v {
			if err := s.value(schema["items"].(map[string]any), element, place+"[]"); err != nil {
				return err
			}
		}
	case map[string]any:
		properties := schema["properties"].(map[string]any)
		for name, m := range v {
			property, ok := properties[name].(map[string]any)
			if !ok && schema["additionalProperties"] == false {
				return fmt.Errorf("%s: unknown member %s", place, name)
			}
			s.used[place+"."+name] = true
			if err := s.value(property, m, place+"."+name); err != nil {
				return err
			}
		}
	}
	return nil
}

// names lists the members that a schema has, lines once.
func (s *checker) names(schema map[string]any, place string) map[string]bool {
	all := map[string]bool{}
	var visit func(map[string]any, string)
	visit = func(schema map[string]any, place string) {
		resolved, name := s.resolve(schema)
		if name != "" {
			place = name
		}
		if items, ok := resolved["items"].(map[string]any); ok {
			visit(items, place+"[]")
		}
		properties, _ := resolved["properties"].(map[string]any)
		for name, property := range properties {
			if member := place + "." + name; !all[member] {
				all[member] = true
				visit(property.(map[string]any), member)
			}
		}
	}
	visit(schema, place)
	return all
}

func types(schema map[string]any) (all []string) {
	switch t := schema["type"].(type) {
	case string:
		return []string{t}
	case []any:
		for _, x := range t {
			all = append(all, x.(string))
		}
	}
	return all
}

func typeOf(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case json.Number:
		return "number"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	case bool:
		return "boolean"
	}
	return "null"
}

// full is an invoice with a value in every leaf.
func full() *einvoice.Invoice {
	inv := &einvoice.Invoice{}
	fill(reflect.ValueOf(inv).Elem(), 0)
	return inv
}

func fill(v reflect.Value, depth int) {
	switch p := v.Addr().Interface().(type) {
	case *string:
		*p = "text"
		return
	case *einvoice.Decimal:
		*p = einvoice.MustDecimal("-12.50")
		return
	case *einvoice.Date:
		*p = einvoice.NewDate(2026, 1, 21)
		return
	case *einvoice.Binary:
		*p = einvoice.BinaryBytes([]byte("ABC"))
		return
	case *[]einvoice.Line:
		if depth++; depth > 2 {
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth)
		}
	}
}
