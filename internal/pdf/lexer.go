package pdf

import (
	"bytes"
	"strconv"
)

// nesting is how deep arrays and dictionaries may stand in one another.
const nesting = 64

// lexer parses objects (7.2, 7.3). It takes what real programs write: a dictionary
// without end ends where the object does.
type lexer struct {
	d     *Doc // counts values
	src   []byte
	pos   int
	depth int
	free  bool // values are not counted: nothing of them is kept
}

// longestFree is how much an array or dictionary holds at most that is not counted.
const longestFree = 1 << 16

// class of a byte: regular, white space or delimiter (7.2.2).
const (
	regular = iota
	white
	delimiter
)

var class = func() (t [256]byte) {
	for _, c := range "\x00\t\n\f\r " {
		t[c] = white
	}
	for _, c := range "()<>[]{}/%" {
		t[c] = delimiter
	}
	return t
}()

var (
	errEnd    = fail(Damaged, "the PDF is damaged: an object ends too early")
	errLong   = fail(Limit, "an array or dictionary in the content of the PDF has more than %d entries", longestFree)
	errNested = fail(Damaged, "the PDF is damaged: objects stand more than %d deep in one another", nesting)
)

// space passes over white space and comments.
func (l *lexer) space() {
	for l.pos < len(l.src) {
		switch c := l.src[l.pos]; {
		case class[c] == white:
			l.pos++
		case c == '%':
			for l.pos < len(l.src) && l.src[l.pos] != '\n' && l.src[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// object is the next object, or keyword.
func (l *lexer) object() (Object, error) {
	l.space()
	if l.pos >= len(l.src) {
		return nil, errEnd
	}
	if !l.free {
		if l.d.values--; l.d.values < 0 {
			return nil, fail(Limit, "the PDF has more than %d values", l.d.limits.Values)
		}
	}
	switch c := l.src[l.pos]; {
	case c == '/':
		return l.name(), nil
	case c == '(':
		return l.literal()
	case c == '[':
		return l.array()
	case c == '<':
		if l.pos+1 < len(l.src) && l.src[l.pos+1] == '<' {
			return l.dict()
		}
		return l.hex()
	case c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.':
		return l.number(), nil
	case class[c] == delimiter:
		l.pos++
		if c == '>' && l.pos < len(l.src) && l.src[l.pos] == '>' {
			l.pos++
			return keyword(">>"), nil
		}
		return keyword(string(c)), nil
	}
	switch word := string(l.word()); word {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	default:
		return keyword(word), nil
	}
}

// longest is how many bytes of a keyword or number are looked at.
const longest = 64

// word is a run of regular characters.
func (l *lexer) word() []byte {
	start := l.pos
	for l.pos < len(l.src) && class[l.src[l.pos]] == regular {
		l.pos++
	}
	return l.src[start:min(l.pos, start+longest)]
}

// number is a number, or a reference if two more tokens make it one.
func (l *lexer) number() Object {
	word := l.word()
	n, err := strconv.ParseInt(string(word), 10, 64)
	if err != nil {
		return fraction(string(word))
	}
	if n < 0 || n > maxNumber || word[0] == '+' {
		return n
	}
	back := l.pos
	l.space()
	if gen, ok := l.digits(); ok {
		l.space()
		if l.pos < len(l.src) && l.src[l.pos] == 'R' && (l.pos+1 == len(l.src) || class[l.src[l.pos+1]] != regular) {
			l.pos++
			return Ref{int(n), gen}
		}
	}
	l.pos = back
	return n
}

// maxNumber is the highest number that an object can have here; ISO 32000-1, annex C has
// 8,388,607.
const maxNumber = 1<<31 - 1

// digits is a small whole number without sign.
func (l *lexer) digits() (n int, ok bool) {
	start := l.pos
	for l.pos < len(l.src) && l.pos < start+10 && l.src[l.pos] >= '0' && l.src[l.pos] <= '9' {
		n = n*10 + int(l.src[l.pos]-'0')
		l.pos++
	}
	return n, l.pos > start && n <= maxNumber
}

// name resolves #-escapes.
func (l *lexer) name() Name {
	l.pos++
	start := l.pos
	for l.pos < len(l.src) && class[l.src[l.pos]] == regular {
		l.pos++
	}
	raw := l.src[start:l.pos]
	if bytes.IndexByte(raw, '#') < 0 {
		return Name(raw)
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) && digit(raw[i+1]) >= 0 && digit(raw[i+2]) >= 0 {
			out = append(out, byte(digit(raw[i+1])<<4|digit(raw[i+2])))
			i += 2
		} else {
			out = append(out, raw[i])
		}
	}
	return Name(out)
}

// digit is the value of a hexadecimal digit, or -1.
func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// literal is a string in parentheses (7.3.4.2).
func (l *lexer) literal() (Object, error) {
	l.pos++
	var out []byte
	for depth := 1; l.pos < len(l.src); l.pos++ {
		c := l.src[l.pos]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos++
				return String(out), nil
			}
		case '\\':
			out = l.escape(out)
			continue
		case '\r':
			if l.pos+1 < len(l.src) && l.src[l.pos+1] == '\n' {
				l.pos++
			}
			c = '\n'
		}
		out = append(out, c)
	}
	return nil, errEnd
}

// escape reads what follows a backslash, and leaves the last byte of it to the caller.
func (l *lexer) escape(out []byte) []byte {
	l.pos++
	if l.pos >= len(l.src) {
		return out
	}
	c := l.src[l.pos]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\r' && l.pos+1 < len(l.src) && l.src[l.pos+1] == '\n':
		l.pos++
		return out
	case c == '\r' || c == '\n':
		return out
	case c < '0' || c > '7':
		return append(out, c)
	}
	n := int(c - '0')
	for i := 0; i < 2 && l.pos+1 < len(l.src) && l.src[l.pos+1] >= '0' && l.src[l.pos+1] <= '7'; i++ {
		l.pos++
		n = n*8 + int(l.src[l.pos]-'0')
	}
	return append(out, byte(n))
}

// hex is a string in angle brackets (7.3.4.3). What is no digit is passed over.
func (l *lexer) hex() (Object, error) {
	end := bytes.IndexByte(l.src[l.pos:], '>')
	if end < 0 {
		l.pos = len(l.src)
		return nil, errEnd
	}
	raw := l.src[l.pos+1 : l.pos+end]
	l.pos += end + 1
	out := make([]byte, 0, len(raw)/2+1)
	high := -1
	for _, c := range raw {
		switch v := digit(c); {
		case v < 0:
		case high < 0:
			high = v
		default:
			out, high = append(out, byte(high<<4|v)), -1
		}
	}
	if high >= 0 {
		out = append(out, byte(high<<4))
	}
	return String(out), nil
}

func (l *lexer) array() (Object, error) {
	if l.depth++; l.depth > nesting {
		return nil, errNested
	}
	defer func() { l.depth-- }()
	l.pos++
	a := Array{}
	for {
		before := l.pos
		o, err := l.object()
		if err != nil {
			return nil, err
		}
		if k, ok := o.(keyword); ok {
			switch {
			case k == "]":
				return a, nil
			case ends(k):
				l.pos = before
				return a, nil
			}
			continue
		}
		if l.free && len(a) == longestFree {
			return nil, errLong
		}
		a = append(a, o)
	}
}

// ends tells keywords that no array or dictionary holds: it has no end of its own.
func ends(k keyword) bool {
	return k == "endobj" || k == "obj" || k == "stream" || k == "endstream" || k == "xref" || k == "trailer" || k == "startxref"
}

func (l *lexer) dict() (Object, error) {
	if l.depth++; l.depth > nesting {
		return nil, errNested
	}
	defer func() { l.depth-- }()
	l.pos += 2
	d := Dict{}
	for {
		before := l.pos
		key, err := l.object()
		if err != nil {
			return nil, err
		}
		if k, ok := key.(keyword); ok {
			if ends(k) {
				l.pos = before
			}
			if k == ">>" || ends(k) {
				return d, nil
			}
			continue
		}
		name, ok := key.(Name)
		if !ok {
			continue
		}
		before = l.pos
		value, err := l.object()
		if err != nil {
			return nil, err
		}
		if _, ok := value.(keyword); ok { // a key without a value
			l.pos = before
			continue
		}
		if l.free && len(d) == longestFree {
			return nil, errLong
		}
		d = append(d, Entry{name, value})
	}
}
