package einvoice

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// The JSON form of an invoice is what the struct tags of Invoice say: decimals are
// strings that keep their scale, dates are ISO 8601, embedded files are base64, and
// what is absent is left out. docs/invoice.schema.json describes it. The functions
// here read it strictly and write it legibly; encoding/json writes the same members.

// JSONProblem is one reason why something is not the JSON form of an invoice.
type JSONProblem struct {
	Pointer  string // RFC 6901, such as "/lines/3/netAmount"; "" is the whole document
	Position        // in the text that was read; zero when writing
	Why      string // in one line
}

func (p JSONProblem) String() string {
	s := p.Pointer
	if s == "" {
		s = "the document"
	}
	if p.Line > 0 {
		s = fmt.Sprintf("%d:%d: %s", p.Line, p.Column, s)
	}
	return s + ": " + p.Why
}

// JSONError lists what ParseJSON or AppendJSON found, or package intake in the JSON of
// others, in document order.
type JSONError struct {
	Problems []JSONProblem // at least one, at most 100
	More     int           // so many more were found and not listed
}

func (e *JSONError) Error() string {
	s := e.Problems[0].String()
	if n := len(e.Problems) - 1 + e.More; n > 0 {
		s += fmt.Sprintf(" (and %d more)", n)
	}
	return s
}

const (
	maxJSONProblems = 100
	maxJSONDepth    = 128 // objects and arrays in one another: sub-lines have no limit of their own
)

// ParseJSON reads the JSON form of an invoice, and nothing else: it refuses members
// that the form does not have (capitals count) or that stand twice, values of another
// type, null, numbers that are no Decimal, days that do not exist, and any text after
// the document. A decimal may be a JSON number; its digits are kept as written.
// The base64 of embedded files is checked when they are opened, as in any format.
//
// Text that is not JSON gives a *SyntaxError, JSON that is not an invoice a
// *JSONError with all its problems. There is no Invoice beside either.
func ParseJSON(data []byte) (*Invoice, error) {
	text, err := wellFormedJSON(data)
	if err != nil {
		return nil, err
	}
	r := jsonReader{text: text}
	inv := new(Invoice)
	r.value(invoiceShape(), reflect.ValueOf(inv).Elem())
	if err := r.failure(); err != nil {
		return nil, err
	}
	return inv, nil
}

// AppendJSON appends the JSON form of the invoice to b: indented by two spaces, with
// members in the order of the struct fields, one newline at the end, and < > & as
// they are. The same invoice always gives the same text, and ParseJSON makes an equal
// invoice of it.
//
// What ParseJSON would refuse is a *JSONError: text that is not UTF-8, a day that
// does not exist, more digits than MaxDigits, an embedded file that cannot be opened,
// sub-lines nested too deep. Then b is returned as it was.
func (inv *Invoice) AppendJSON(b []byte) ([]byte, error) {
	w := jsonWriter{out: b}
	w.value(invoiceShape(), reflect.ValueOf(inv).Elem())
	if err := w.failure(); err != nil {
		return b, err
	}
	return append(w.out, '\n'), nil
}

// --- the form ---

type jsonKind uint8

const (
	jsonString jsonKind = iota
	jsonDecimal
	jsonDate
	jsonBinary
	jsonObject
	jsonArray
	jsonPointer
)

// jsonShape is the form of one Go type. Shapes do not change once they are made.
type jsonShape struct {
	kind   jsonKind
	elem   *jsonShape     // of arrays and pointers
	fields []jsonField    // of objects
	byName map[string]int // index into fields
}

type jsonField struct {
	name  string
	index int
	shape *jsonShape
}

var invoiceShape = sync.OnceValue(func() *jsonShape {
	return shapeOf(reflect.TypeFor[Invoice](), map[reflect.Type]*jsonShape{})
})

var leafKinds = map[reflect.Type]jsonKind{
	reflect.TypeFor[string](): jsonString, decimalType: jsonDecimal, dateType: jsonDate, binaryType: jsonBinary,
}

// shapeOf makes the shape of a type. Known holds those in the making too, since a
// line holds lines.
func shapeOf(t reflect.Type, known map[reflect.Type]*jsonShape) *jsonShape {
	if s := known[t]; s != nil {
		return s
	}
	s := new(jsonShape)
	known[t] = s
	switch {
	case isLeaf(t):
		s.kind = leafKinds[t]
	case t.Kind() == reflect.Pointer:
		s.kind, s.elem = jsonPointer, shapeOf(t.Elem(), known)
	case t.Kind() == reflect.Slice:
		s.kind, s.elem = jsonArray, shapeOf(t.Elem(), known)
	default:
		s.kind, s.byName = jsonObject, map[string]int{}
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			s.byName[name] = len(s.fields)
			s.fields = append(s.fields, jsonField{name, i, shapeOf(t.Field(i).Type, known)})
		}
	}
	return s
}

// --- what reading and writing share: where we are, and what is wrong there ---

// jsonPath is the way from the document to a value. It becomes a pointer only when
// there is something to say.
type jsonPath []jsonStep

type jsonStep struct {
	name  string
	index int // of an array's element; -1 for a member
}

func (p jsonPath) pointer() string {
	var b strings.Builder
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	for _, s := range p {
		b.WriteByte('/')
		if s.index >= 0 {
			b.WriteString(strconv.Itoa(s.index))
		} else {
			b.WriteString(escape.Replace(s.name))
		}
	}
	return b.String()
}

type jsonProblems struct {
	path  jsonPath
	found JSONError
}

func (p *jsonProblems) enter(name string) { p.path = append(p.path, jsonStep{name, -1}) }
func (p *jsonProblems) element(i int)     { p.path = append(p.path, jsonStep{"", i}) }
func (p *jsonProblems) leave()            { p.path = p.path[:len(p.path)-1] }
func (p *jsonProblems) tooDeep() bool     { return len(p.path) >= maxJSONDepth }

// report takes the position as a function, since counting lines costs time.
func (p *jsonProblems) report(at func() Position, why string) {
	if len(p.found.Problems) == maxJSONProblems {
		p.found.More++
		return
	}
	p.found.Problems = append(p.found.Problems, JSONProblem{p.path.pointer(), at(), why})
}

func (p *jsonProblems) failure() error {
	if len(p.found.Problems) == 0 {
		return nil
	}
	return &p.found
}

var whyTooDeep = fmt.Sprintf("nested deeper than %d levels", maxJSONDepth)
