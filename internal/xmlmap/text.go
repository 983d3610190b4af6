package xmlmap

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Character data: the content of values, and what is passed over.

// text returns the character data of the current element and consumes its end tag.
func (r *Reader) text() string {
	if len(r.attrs) > 0 {
		r.loseAttrs()
	}
	if r.empty {
		r.empty = false
		r.pop()
		return ""
	}
	s, i := r.src, r.pos
	for i < len(s) && class[s[i]]&textStop == 0 {
		i++
	}
	if i+1 < len(s) && s[i] == '<' && s[i+1] == '/' {
		v := s[r.pos:i]
		r.pos = i
		r.end()
		return v
	}
	return r.slowText()
}

// slowText is text for values with references, CDATA, comments, or children.
func (r *Reader) slowText() string {
	v := r.chars()
	var b []byte
	for r.err == nil {
		s := r.src[r.pos:]
		if len(s) < 2 {
			r.eof()
			break
		}
		switch {
		case s[1] == '/':
			r.end()
			if b == nil {
				return v
			}
			return string(append(b, v...))
		case strings.HasPrefix(s, cdataStart):
			b = append(append(b, v...), r.cdata(s)...)
		case s[1] == '!' || s[1] == '?':
			b = append(b, v...)
			r.skipMisc()
		default:
			b = append(b, v...)
			if r.open() {
				r.loseElement("an element inside a value")
			}
		}
		if r.err == nil {
			v = r.chars()
		}
	}
	return ""
}

// chars reads character data up to the next "<".
func (r *Reader) chars() string {
	s, i := r.src, r.pos
	from, plain := i, true
	for {
		for i < len(s) && class[s[i]]&textStop == 0 {
			i++
		}
		if i >= len(s) {
			r.pos = i
			r.eof()
			return ""
		}
		switch c := s[i]; {
		case c == '<':
			r.pos = i
			if plain {
				return s[from:i]
			}
			return r.unescape(s[from:i], from, false)
		case c == '&', c == '\r':
			plain = false
		case c == ']':
			if strings.HasPrefix(s[i:], "]]>") {
				r.fail(i, einvoice.ErrMalformed, `"]]>" in text`)
				return ""
			}
		default:
			r.fail(i, einvoice.ErrMalformed, "the character U+%04X is not allowed in XML", c)
			return ""
		}
		i++
	}
}

// skip consumes the current element and everything in it.
func (r *Reader) skip() {
	r.checkAttrs()
	r.attrs = r.attrs[:0]
	depth := len(r.stack)
	quiet := r.quiet
	r.quiet = true
	for r.err == nil && len(r.stack) >= depth {
		if r.next() {
			r.checkAttrs()
			r.attrs = r.attrs[:0]
		}
	}
	r.quiet = quiet
}
