package einvoice

import (
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// wellFormedJSON leaves the syntax to encoding/json, and adds what that forgives:
// text that is not UTF-8.
func wellFormedJSON(data []byte) (string, error) {
	text := strings.TrimPrefix(string(data), "\ufeff")
	fail := func(code ErrorCode, offset int, message string) (string, error) {
		return "", &SyntaxError{Position: PositionAt(text, offset), Code: code, Message: message, Excerpt: Excerpt(text, offset)}
	}
	if strings.Trim(text, " \t\r\n") == "" {
		return "", &SyntaxError{Code: ErrEmpty, Message: "there is no JSON: the text is empty"}
	}
	if !utf8.ValidString(text) {
		return fail(ErrEncoding, firstInvalid(text), "the text is not UTF-8")
	}
	data = data[len(data)-len(text):]
	if json.Valid(data) {
		return text, nil
	}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(data, new(json.RawMessage)); !errors.As(err, &syntax) {
		return fail(ErrMalformed, 0, "the text is not JSON")
	}
	switch why := syntax.Error(); {
	case strings.Contains(why, "unexpected end"):
		return fail(ErrTruncated, len(text), "the text ends in the middle of the JSON")
	case strings.Contains(why, "max depth"):
		return fail(ErrLimit, int(syntax.Offset)-1, "nested too deep")
	default:
		return fail(ErrMalformed, int(syntax.Offset)-1, "not JSON: "+why)
	}
}

// firstInvalid is the offset of the first byte that is not UTF-8.
func firstInvalid(s string) int {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(s)
}

// jsonReader walks through text that is known to be well-formed.
type jsonReader struct {
	jsonProblems
	text string
	pos  int
}

func (r *jsonReader) problem(offset int, why string) {
	r.report(func() Position { return PositionAt(r.text, offset) }, why)
}

// next skips white space and is the character after it.
func (r *jsonReader) next() byte {
	for {
		switch c := r.text[r.pos]; c {
		case ' ', '\t', '\r', '\n':
			r.pos++
		default:
			return c
		}
	}
}

func (r *jsonReader) value(s *jsonShape, v reflect.Value) {
	switch s.kind {
	case jsonPointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.value(s.elem, v.Elem())
	case jsonObject:
		if r.begins('{', "an object") {
			r.object(s, v)
		}
	case jsonArray:
		if r.begins('[', "an array") {
			r.array(s, v)
		}
	case jsonString:
		if r.begins('"', "a string") {
			v.SetString(r.str())
		}
	case jsonDate:
		if r.begins('"', "a string with a date") {
			r.leaf(v, r.str)
		}
	case jsonBinary:
		if r.begins('"', "a string with base64") {
			v.Set(reflect.ValueOf(binaryFromJSON(r.str())))
		}
	case jsonDecimal:
		if c := r.next(); c == '-' || c >= '0' && c <= '9' {
			r.leaf(v, r.literal)
		} else if r.begins('"', "a string with a decimal number") {
			r.leaf(v, r.str)
		}
	}
}

// begins tells whether the next value is of the wanted type, going by its first
// character; if not, it is reported and skipped.
func (r *jsonReader) begins(first byte, wanted string) bool {
	c := r.next()
	if c == first {
		if c != '"' && r.tooDeep() {
			r.problem(r.pos, whyTooDeep)
			r.skip()
			return false
		}
		return true
	}
	var found string
	switch c {
	case 'n':
		r.problem(r.pos, "null; leave out what is absent")
		r.skip()
		return false
	case '{':
		found = "an object"
	case '[':
		found = "an array"
	case '"':
		found = "a string"
	case 't', 'f':
		found = "a truth value"
	default:
		found = "a number"
	}
	r.problem(r.pos, found+", where "+wanted+" is expected")
	r.skip()
	return false
}

func (r *jsonReader) object(s *jsonShape, v reflect.Value) {
	seen := make([]bool, len(s.fields))
	for r.more('}') {
		at := r.pos
		r.enter(r.str())
		r.next() // the colon
		r.pos++
		name := r.path[len(r.path)-1].name
		i, known := s.byName[name]
		switch {
		case !known:
			r.problem(at, "no such member"+s.suggest(name))
			r.skip()
		case seen[i]:
			r.problem(at, "the member stands twice")
			r.skip()
		default:
			seen[i] = true
			r.value(s.fields[i].shape, v.Field(s.fields[i].index))
		}
		r.leave()
	}
}

// suggest helps where only the capitals are wrong, as Go's encoding/json forgives.
func (s *jsonShape) suggest(name string) string {
	for _, f := range s.fields {
		if strings.EqualFold(f.name, name) {
			return ": is it " + f.name + "?"
		}
	}
	return ""
}

func (r *jsonReader) array(s *jsonShape, v reflect.Value) {
	for n := 0; r.more(']'); n++ {
		v.Grow(1)
		v.SetLen(n + 1)
		r.element(n)
		r.value(s.elem, v.Index(n))
		r.leave()
	}
}

// more goes to the next member or element of what began, and past its end if there
// is none.
func (r *jsonReader) more(end byte) bool {
	switch r.next() {
	case '{', '[', ',':
		r.pos++
	}
	if r.next() == end {
		r.pos++
		return false
	}
	return true
}

// leaf reads a decimal number or a date.
func (r *jsonReader) leaf(v reflect.Value, read func() string) {
	at := r.pos
	text := read()
	if text == "" {
		r.problem(at, "empty; leave out what is absent")
		return
	}
	var err error
	switch p := v.Addr().Interface().(type) {
	case *Decimal:
		*p, err = ParseDecimal(text)
	case *Date:
		*p, err = ParseDate(text)
	}
	if err != nil {
		r.problem(at, strconv.Quote(shorten(text))+" is "+err.Error())
	}
}

// shorten keeps messages to a line.
func shorten(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// binaryFromJSON keeps empty content present: an absent member is not the same.
func binaryFromJSON(text string) Binary {
	if text == "" {
		return BinaryBytes(nil)
	}
	return BinaryBase64(text)
}

// str reads a string.
func (r *jsonReader) str() string {
	at := r.pos
	raw, escaped := r.rawString()
	if !escaped {
		return raw
	}
	s, ok := unescape(raw)
	if !ok {
		r.problem(at, "half of a surrogate pair, which is no character")
	}
	return s
}

// rawString is what stands between the quotation marks.
func (r *jsonReader) rawString() (raw string, escaped bool) {
	r.pos++
	start := r.pos
	for ; r.text[r.pos] != '"'; r.pos++ {
		if r.text[r.pos] == '\\' {
			escaped = true
			r.pos++
		}
	}
	r.pos++
	return r.text[start : r.pos-1], escaped
}

// literal reads a number, true, false or null as it is written.
func (r *jsonReader) literal() string {
	start := r.pos
	for r.pos < len(r.text) && !strings.ContainsRune(",]} \t\r\n", rune(r.text[r.pos])) {
		r.pos++
	}
	return r.text[start:r.pos]
}

// skip passes over a value of any kind, however deep.
func (r *jsonReader) skip() {
	for depth := 0; ; {
		switch r.next() {
		case '{', '[':
			depth++
			r.pos++
		case '}', ']':
			depth--
			r.pos++
		case ',', ':':
			r.pos++
		case '"':
			r.rawString()
		default:
			r.literal()
		}
		if depth == 0 {
			return
		}
	}
}

// unescape replaces the escape sequences of a JSON string. A surrogate without its
// other half, which encoding/json would silently replace, is not ok.
func unescape(s string) (string, bool) {
	const escapes, meant = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		i++
		if s[i] != 'u' {
			b.WriteByte(meant[strings.IndexByte(escapes, s[i])])
			continue
		}
		c := hex4(s[i+1:])
		i += 4
		if utf16.IsSurrogate(c) {
			if !strings.HasPrefix(s[i+1:], `\u`) {
				return "", false
			}
			if c = utf16.DecodeRune(c, hex4(s[i+3:])); c == utf8.RuneError {
				return "", false
			}
			i += 6
		}
		b.WriteRune(c)
	}
	return b.String(), true
}

func hex4(s string) rune {
	n, _ := strconv.ParseUint(s[:4], 16, 16)
	return rune(n)
}
