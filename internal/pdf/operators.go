package pdf

import "bytes"

// operands is how many an operator has at most: those before are passed over. The
// operators of ISO 32000 take 6, or 32 components of a colour.
const operands = 64

// Operators parses what draws a page, a form or a glyph (7.8.2): do gets every operator
// with its operands, which are its own until it returns, and ends the work with false. An
// image in the content (8.9.7) is one operator, "EI", with its dictionary and its data.
// What is no operator is passed over, as viewers do; the error is that of content that
// ends within an operand.
func Operators(content []byte, do func(operator string, operands []Object) bool) (err error) {
	defer guard(&err)
	l := &lexer{d: &Doc{}, src: content, free: true}
	var stack []Object
	for {
		l.space()
		if l.pos >= len(l.src) {
			return nil
		}
		o, err := l.object()
		if err != nil {
			return err
		}
		word, operator := o.(keyword)
		if !operator {
			if len(stack) == operands {
				stack = append(stack[:0], stack[1:]...)
			}
			stack = append(stack, o)
			continue
		}
		if word == "BI" {
			word, stack = "EI", append(stack[:0], l.image()...)
		}
		if !do(string(word), stack) {
			return nil
		}
		stack = stack[:0]
	}
}

// image is the dictionary and the data of an inline image.
func (l *lexer) image() []Object {
	dict := Dict{}
	for {
		l.space()
		key, err := l.object()
		if err != nil || key == keyword("ID") {
			break
		}
		name, ok := key.(Name)
		if !ok {
			continue
		}
		value, err := l.object()
		if err != nil {
			break
		}
		if value == keyword("ID") {
			break
		}
		dict = append(dict, Entry{name, value})
	}
	l.pos = min(l.pos+1, len(l.src)) // the white space after ID
	start := l.pos
	for at := start; ; {
		i := bytes.Index(l.src[at:], []byte("EI"))
		if i < 0 {
			l.pos = len(l.src)
			return []Object{dict, String(l.src[start:])}
		}
		at += i
		if at > start && class[l.src[at-1]] == white && l.afterImage(at+len("EI")) {
			l.pos = at + len("EI")
			return []Object{dict, String(l.src[start : at-1])}
		}
		at += len("EI")
	}
}

// afterImage tells whether text follows, as after an image and seldom within one.
func (l *lexer) afterImage(at int) bool {
	rest := l.src[at:min(at+16, len(l.src))]
	if len(rest) > 0 && class[rest[0]] != white {
		return false
	}
	for _, c := range rest {
		if c >= 0x7F || c < ' ' && class[c] != white {
			return false
		}
	}
	return true
}
