package einvoice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// smallInvoice has one of each kind of value.
func smallInvoice() *Invoice {
	return &Invoice{
		Number: `A "1" <&> ü` + "\n", IssueDate: NewDate(2026, 1, 21),
		Payee:  &Payee{},
		Totals: Totals{Due: num("119.00"), Paid: num("0")},
		SupportingDocuments: []SupportingDocument{
			{Attachment: &Attachment{MIMECode: "text/csv", Content: BinaryBytes([]byte("ABC"))}},
			{},
		},
		Lines: []Line{{ID: "1", Price: Price{BaseQuantity: Quantity{num("100"), "C62"}}, SubLines: []Line{{ID: "1.1"}}}},
	}
}

const smallJSON = `{
  "number": "A \"1\" <&> ü\n",
  "issueDate": "2026-01-21",
  "payee": {},
  "totals": {
    "paid": "0",
    "due": "119.00"
  },
  "supportingDocuments": [
    {
      "attachment": {
        "mimeCode": "text/csv",
        "content": "QUJD"
      }
    },
    {}
  ],
  "lines": [
    {
      "id": "1",
      "price": {
        "baseQuantity": {
          "value": "100",
          "unit": "C62"
        }
      },
      "subLines": [
        {
          "id": "1.1"
        }
      ]
    }
  ]
}
`

func TestAppendJSON(t *testing.T) {
	for _, c := range []struct {
		name string
		inv  *Invoice
		want string
	}{
		{"one of each kind", smallInvoice(), smallJSON},
		{"nothing", &Invoice{}, "{}\n"},
		{"empty slices are absent", &Invoice{Lines: []Line{}}, "{}\n"},
		{"control characters", &Invoice{Number: "\x00\x1f\t\r\u007f\u2028/\\"}, "{\n  \"number\": \"\\u0000\\u001f\\t\\r\u007f\u2028/\\\\\"\n}\n"},
	} {
		got, err := c.inv.AppendJSON([]byte("before"))
		if err != nil || string(got) != "before"+c.want {
			t.Errorf("%s: %v\n%s", c.name, err, got)
		}
	}
}

// TestAppendJSONRefuses what ParseJSON would not take back.
func TestAppendJSONRefuses(t *testing.T) {
	ring := []Line{{ID: "1"}}
	ring[0].SubLines = ring
	for _, c := range []struct {
		name    string
		inv     *Invoice
		pointer string
		why     string
	}{
		{"not UTF-8", &Invoice{Lines: []Line{{}, {Item: Item{Name: "caf\xe9"}}}}, "/lines/1/item/name", "UTF-8"},
		{"no such day", &Invoice{Delivery: &Delivery{Date: Date{2026, 2, 30}}}, "/delivery/date", `"2026-02-30"`},
		{"too many digits", &Invoice{Totals: Totals{Due: num("1" + strings.Repeat("0", 30)).Mul(num("1" + strings.Repeat("0", 30)))}}, "/totals/due", "38 digits"},
		{"too many decimals", &Invoice{Totals: Totals{Due: NewDecimal(1, 39)}}, "/totals/due", "38 digits"},
		{"no file", &Invoice{SupportingDocuments: []SupportingDocument{{Attachment: &Attachment{
			Content: BinaryFrom(func() (io.ReadCloser, error) { return nil, io.ErrClosedPipe })}}}},
			"/supportingDocuments/0/attachment/content", io.ErrClosedPipe.Error()},
		{"a line inside itself", &Invoice{Lines: ring}, "/lines" + strings.Repeat("/0/subLines", 63) + "/0", "128"},
	} {
		got, err := c.inv.AppendJSON([]byte("before"))
		var failed *JSONError
		if !errors.As(err, &failed) || string(got) != "before" {
			t.Errorf("%s: %v, %q", c.name, err, got)
			continue
		}
		p := failed.Problems[0]
		if p.Pointer != c.pointer || !strings.Contains(p.Why, c.why) {
			t.Errorf("%s: %v; want %s: ...%s", c.name, p, c.pointer, c.why)
		}
	}
}

func TestParseJSON(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       Invoice
	}{
		{"nothing", `{}`, Invoice{}},
		{"white space", " \r\n\t{ \"number\" :\n\"1\" } \n", Invoice{Number: "1"}},
		{"a byte order mark", "\ufeff{\"number\":\"1\"}", Invoice{Number: "1"}},
		{"escapes", `{"n\u0075mber":"\"\\\/\b\f\n\r\t\u00fc\ud83d\ude00\uFFFD"}`, Invoice{Number: "\"\\/\b\f\n\r\tü😀\ufffd"}},
		{"an empty string is absent", `{"number":"","totals":{},"lines":[]}`, Invoice{}},
		{"an empty group", `{"payee":{}}`, Invoice{Payee: &Payee{}}},
		{"a decimal in a string", `{"totals":{"due":"-01.50"}}`, Invoice{Totals: Totals{Due: num("-1.50")}}},
		{"a decimal as a number", `{"totals":{"due":-1.50,"paid":0}}`, Invoice{Totals: Totals{Due: num("-1.50"), Paid: num("0")}}},
		{"a decimal beyond a float", `{"totals":{"due":12345678901234567890.123456789}}`, Invoice{Totals: Totals{Due: num("12345678901234567890.123456789")}}},
		{"a date", `{"issueDate":"2024-02-29"}`, Invoice{IssueDate: NewDate(2024, 2, 29)}},
		{"sub-lines", `{"lines":[{"subLines":[{"id":"a"},{"id":"b"}]},{"id":"c"}]}`, Invoice{Lines: []Line{{SubLines: []Line{{ID: "a"}, {ID: "b"}}}, {ID: "c"}}}},
		{"a file", `{"supportingDocuments":[{"attachment":{"content":"QU\nJD"}}]}`,
			Invoice{SupportingDocuments: []SupportingDocument{{Attachment: &Attachment{Content: BinaryBase64("QU\nJD")}}}}},
		{"an empty file", `{"supportingDocuments":[{"attachment":{"content":""}}]}`,
			Invoice{SupportingDocuments: []SupportingDocument{{Attachment: &Attachment{Content: BinaryBytes(nil)}}}}},
	} {
		inv, err := ParseJSON([]byte(c.text))
		if err != nil || !same(inv, &c.want) {
			t.Errorf("%s: %v, %+v", c.name, err, inv)
		}
	}
}

func TestParseJSONRefuses(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string // "line:column pointer: why" of each problem, in part
	}{
		{"not an object", `[]`, `1:1 : an array, where an object is expected`},
		{"null", `null`, `1:1 : null`},
		{"a string", `"x"`, `1:1 : a string, where an object`},
		{"an unknown member", "{\n \"nr\": 1}", `2:2 /nr: no such member`},
		{"an unknown member with content", `{"x":{"number":[1,{"y":"}"}]},"number":1}`,
			"1:2 /x: no such member\n1:40 /number: a number, where a string is expected"},
		{"wrong capitals", `{"Number":"1"}`, `1:2 /Number: no such member: is it number?`},
		{"an unknown member of a line", `{"lines":[{},{"netamount":"1"}]}`, `1:15 /lines/1/netamount: no such member: is it netAmount?`},
		{"a pointer with escapes", `{"a/b~c":1}`, `1:2 /a~1b~0c: no such member`},
		{"twice", `{"number":"1","number":"2"}`, `1:15 /number: the member stands twice`},
		{"twice, in disguise", `{"number":"1","n\u0075mber":"1"}`, `1:15 /number: the member stands twice`},
		{"a member called nothing", `{"":1}`, `1:2 /: no such member`},
		{"nulls", `{"number":null,"payee":null,"lines":null,"notes":[null],"totals":{"due":null},"issueDate":null}`,
			"1:11 /number: null; leave out\n1:24 /payee: null\n1:37 /lines: null\n1:51 /notes/0: null\n1:73 /totals/due: null\n1:91 /issueDate: null"},
		{"wrong types", `{"number":1,"typeCode":true,"currency":{},"buyerReference":[],"lines":{},"totals":[],"notes":["x"],"payee":"x"}`,
			"/number: a number, where a string\n/typeCode: a truth value\n/currency: an object\n/buyerReference: an array\n" +
				"/lines: an object, where an array\n/totals: an array, where an object\n/notes/0: a string, where an object\n/payee: a string"},
		{"bad decimals", `{"totals":{"due":"1,00","paid":1e2,"vat":"","withVAT":" 1","lineNet":true,"rounding":{"x":[]},"charges":"NaN"}}`,
			"1:18 /totals/due: \"1,00\" is not a decimal number\n1:32 /totals/paid: \"1e2\" is not a decimal\n1:42 /totals/vat: empty\n" +
				"/totals/withVAT: \" 1\" is not\n/totals/lineNet: a truth value\n/totals/rounding: an object, where a string with a decimal number\n/totals/charges: \"NaN\""},
		{"a decimal of 39 digits", `{"totals":{"due":` + strings.Repeat("9", 39) + `}}`, `/totals/due: "999`},
		{"bad dates", `{"issueDate":"2026-02-29","dueDate":"21.01.2026","taxPointDate":20260121,"period":{"start":"","end":"2026-01-21T00:00:00Z"}}`,
			"/issueDate: \"2026-02-29\" is not a calendar date\n/dueDate: \n/taxPointDate: a number\n/period/start: empty\n/period/end: "},
		{"half a character", `{"number":"\ud83d","currency":"\ude00","typeCode":"\ud83dx","buyerReference":"\ud83d\u0041"}`,
			"1:11 /number: half of a\n/currency: half\n/typeCode: half\n/buyerReference: half"},
		{"a file that is no string", `{"supportingDocuments":[{"attachment":{"content":["QUJD"]}}]}`,
			`/supportingDocuments/0/attachment/content: an array, where a string with base64`},
	} {
		inv, err := ParseJSON([]byte(c.text))
		var failed *JSONError
		if inv != nil || !errors.As(err, &failed) {
			t.Errorf("%s: %v, %v", c.name, inv, err)
			continue
		}
		want := rows(c.want)
		if len(failed.Problems) != len(want) {
			t.Errorf("%s: %v, want %q", c.name, failed.Problems, want)
			continue
		}
		for i, p := range failed.Problems {
			got := fmt.Sprintf("%d:%d %s: %s", p.Line, p.Column, p.Pointer, p.Why)
			if !strings.HasPrefix(got, want[i]) && !strings.Contains(got, " "+want[i]) {
				t.Errorf("%s: %q, want %q", c.name, got, want[i])
			}
		}
	}
}

func TestParseJSONSyntax(t *testing.T) {
	for _, c := range []struct {
		name, text   string
		code         ErrorCode
		line, column int
	}{
		{"nothing", "", ErrEmpty, 0, 0},
		{"white space", " \n", ErrEmpty, 0, 0},
		{"a byte order mark", "\ufeff", ErrEmpty, 0, 0},
		{"a document after the document", `{} {}`, ErrMalformed, 1, 4},
		{"text after the document", "{\"number\":\"1\"}\nx", ErrMalformed, 2, 1},
		{"a comma too many", "{\"number\":\"1\",}", ErrMalformed, 1, 15},
		{"a comma too few", `{"lines":[{} {}]}`, ErrMalformed, 1, 14},
		{"single quotes", `{'number':'1'}`, ErrMalformed, 1, 2},
		{"a line break in a string", "{\"number\":\"1\n\"}", ErrMalformed, 1, 13},
		{"a leading zero", `{"totals":{"due":01}}`, ErrMalformed, 1, 19},
		{"a plus sign", `{"totals":{"due":+1}}`, ErrMalformed, 1, 18},
		{"NaN", `{"totals":{"due":NaN}}`, ErrMalformed, 1, 18},
		{"an unknown escape", `{"number":"\x"}`, ErrMalformed, 1, 13},
		{"XML", `<Invoice/>`, ErrMalformed, 1, 1},
		{"the end is missing", `{"number":"1"`, ErrTruncated, 1, 14},
		{"Latin 1", "{\"number\":\"\ufffd caf\xe9\"}", ErrEncoding, 1, 17},
		{"UTF-16", "\xff\xfe{\x00}\x00", ErrEncoding, 1, 1},
		{"ten thousand arrays", strings.Repeat("[", 20000) + strings.Repeat("]", 20000), ErrLimit, 1, 10001},
	} {
		inv, err := ParseJSON([]byte(c.text))
		var syntax *SyntaxError
		if inv != nil || !errors.As(err, &syntax) {
			t.Errorf("%s: %v, %v", c.name, inv, err)
		} else if syntax.Code != c.code || syntax.Line != c.line || syntax.Column != c.column || syntax.Message == "" {
			t.Errorf("%s: %s at %d:%d, want %s at %d:%d", c.name, syntax.Code, syntax.Line, syntax.Column, c.code, c.line, c.column)
		}
	}
}

func TestParseJSONDepth(t *testing.T) {
	nested := func(n int) string {
		return `{"lines":[` + strings.Repeat(`{"subLines":[`, n) + `{"id":"x"}` + strings.Repeat(`]}`, n) + `]}`
	}
	inv, err := ParseJSON([]byte(nested(62)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := inv.AppendJSON(nil); err != nil {
		t.Errorf("what was read is not written: %v", err)
	}
	_, err = ParseJSON([]byte(nested(63)))
	var failed *JSONError
	if !errors.As(err, &failed) || !strings.Contains(failed.Problems[0].Why, "128") {
		t.Errorf("%v", err)
	}
	if _, err = ParseJSON([]byte(`{"x":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`)); !errors.As(err, &failed) || len(failed.Problems) != 1 {
		t.Errorf("an unknown member, however deep: %v", err)
	}
}

func TestParseJSONManyProblems(t *testing.T) {
	_, err := ParseJSON([]byte(`{"lines":[` + strings.Repeat(`{"x":1},`, 99999) + `{"x":1}]}`))
	var failed *JSONError
	if !errors.As(err, &failed) || len(failed.Problems) != 100 || failed.More != 99900 {
		t.Fatal(err)
	}
	if want := "1:12: /lines/0/x: no such member (and 99999 more)"; err.Error() != want {
		t.Errorf("%s, want %s", err, want)
	}
	if s := (JSONProblem{Why: "null"}).String(); s != "the document: null" {
		t.Error(s)
	}
}

// TestJSONRoundTrip: parse(write(inv)) equals inv.
func TestJSONRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	all := []*Invoice{{}, fullInvoice()}
	for range 200 {
		all = append(all, randomInvoice(r))
	}
	for _, inv := range all {
		text, err := inv.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseJSON(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if !same(inv, again) {
			t.Fatalf("%q\nwant\n%q\n%s", values(again), values(inv), text)
		}
	}
}

// TestJSONAgainstEncodingJSON: the struct tags are the form, whoever writes it.
func TestJSONAgainstEncodingJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, inv := range []*Invoice{{}, smallInvoice(), fullInvoice(), randomInvoice(r), randomInvoice(r), randomInvoice(r)} {
		ours, err := inv.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		var theirs bytes.Buffer
		enc := json.NewEncoder(&theirs)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(inv); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(ours, theirs.Bytes()) {
			t.Fatalf("ours\n%s\nencoding/json\n%s", ours, theirs.Bytes())
		}
	}
}

// same tells whether two invoices have the same groups with the same values in them.
// What a Decimal or a Binary is made of inside does not matter.
func same(a, b *Invoice) bool { return sameValue(reflect.ValueOf(a), reflect.ValueOf(b)) }

func sameValue(a, b reflect.Value) bool {
	switch x := a.Interface().(type) {
	case Decimal:
		y := b.Interface().(Decimal)
		return x.String() == y.String() && x.Equal(y)
	case Binary:
		return x.Equal(b.Interface().(Binary))
	}
	switch a.Kind() {
	case reflect.Pointer:
		return a.IsNil() == b.IsNil() && (a.IsNil() || sameValue(a.Elem(), b.Elem()))
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !sameValue(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for i := range a.NumField() {
			if !sameValue(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	return a.Interface() == b.Interface()
}

// randomInvoice has each value and each group by chance.
func randomInvoice(r *rand.Rand) *Invoice {
	inv := &Invoice{}
	fill(reflect.ValueOf(inv).Elem(), 0, func(v reflect.Value) {
		if r.IntN(3) == 0 {
			return
		}
		switch v.Interface().(type) {
		case string:
			v.SetString([]string{"plain", "ü\"\\\n", "<&>", " ", "😀\x01", "\ufffd"}[r.IntN(6)])
		case Decimal:
			v.Set(reflect.ValueOf(randomDecimal(r)))
		case Date:
			v.Set(reflect.ValueOf(NewDate(1+r.IntN(9999), 1, 1).AddDays(r.IntN(28))))
		case Binary:
			v.Set(reflect.ValueOf([]Binary{BinaryBase64("QUJD"), BinaryBase64("QU\r\nI="), BinaryBase64("not base64"), BinaryBytes(nil)}[r.IntN(4)]))
		}
	})
	thin(reflect.ValueOf(inv).Elem(), r)
	return inv
}

// thin takes out groups by chance.
func thin(v reflect.Value, r *rand.Rand) {
	switch {
	case isLeaf(v.Type()):
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			thin(v.Field(i), r)
		}
	case r.IntN(3) == 0:
		v.SetZero()
	case v.Kind() == reflect.Pointer:
		thin(v.Elem(), r)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			thin(v.Index(i), r)
		}
	}
}

func TestJSONConcurrently(t *testing.T) {
	inv := smallInvoice()
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			text, err := inv.AppendJSON(nil)
			if err != nil || string(text) != smallJSON {
				t.Errorf("%v\n%s", err, text)
			}
			if _, err := ParseJSON(text); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func FuzzParseJSON(f *testing.F) {
	f.Add([]byte(smallJSON))
	full, _ := fullInvoice().AppendJSON(nil)
	f.Add(full[:bytes.IndexByte(full, '}')])
	for _, s := range []string{
		`{}`, ``, `[]`, `{"number":"\ud83d\ude00","lines":[{"subLines":[{}]}]}`, `{"totals":{"due":-1.50,"paid":"0"}}`,
		`{"issueDate":"2026-01-21","x":[{"a":null},1e9,true]}`, `{"number":"1","number":"2"}`, "\ufeff{}", `{"supportingDocuments":[{"attachment":{"content":""}}]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		inv, err := ParseJSON(data)
		if err != nil {
			var syntax *SyntaxError
			var failed *JSONError
			if inv != nil || !errors.As(err, &failed) && !errors.As(err, &syntax) || err.Error() == "" {
				t.Fatalf("%v beside %T %v", inv, err, err)
			}
			return
		}
		text, err := inv.AppendJSON(nil)
		if err != nil {
			t.Fatalf("what was read is not written: %v", err)
		}
		again, err := ParseJSON(text)
		if err != nil || !same(inv, again) {
			t.Fatalf("%v\n%s", err, text)
		}
		var theirs Invoice
		if err := json.Unmarshal(text, &theirs); err != nil {
			t.Fatalf("encoding/json: %v\n%s", err, text)
		}
		// encoding/json takes an empty file for an absent one.
		if out, err := theirs.AppendJSON(nil); err != nil || !bytes.Equal(out, text) && !bytes.Contains(text, []byte(`"content": ""`)) {
			t.Fatalf("encoding/json reads it differently: %v\n%s", err, text)
		}
	})
}

func BenchmarkJSON(b *testing.B) {
	inv := fullInvoice()
	text, err := inv.AppendJSON(nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("parse", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			if got, err := ParseJSON(text); err != nil || len(got.Lines) != 2 {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding/json parse", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			var got Invoice
			if err := json.Unmarshal(text, &got); err != nil || len(got.Lines) != 2 {
				b.Fatal(err)
			}
		}
	})
	b.Run("write", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			if got, err := inv.AppendJSON(nil); err != nil || len(got) != len(text) {
				b.Fatal(err)
			}
		}
	})
}
