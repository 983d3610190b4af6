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
	from, to := r.pos, len(r.src)
	i := strings.IndexByte(r.src[from:], '<')
	if i >= 0 {
		to = from + i
	}
	plain := r.plain(from, to)
	r.pos = to
	if i < 0 {
		r.eof()
	}
	return r.resolved(from, to, plain)
}

// plain checks a stretch of character data, and tells whether it means what it shows: it
// has no references and no line ends to be normalized.
func (r *Reader) plain(from, to int) bool {
	plain := true
	for i := from; i < to; i++ {
		c := r.src[i]
		switch {
		case class[c]&textStop == 0:
		case c == '&', c == '\r':
			plain = false
		case c == ']':
			if strings.HasPrefix(r.src[i:], cdataEnd) {
				return r.fail(i, einvoice.ErrMalformed, `"]]>" in text`)
			}
		default:
			return r.fail(i, einvoice.ErrMalformed, "the character U+%04X is not allowed in XML", c)
		}
	}
	return plain
}

// resolved is what a checked stretch means.
func (r *Reader) resolved(from, to int, plain bool) string {
	switch {
	case r.err != nil:
		return ""
	case plain:
		return r.src[from:to]
	}
	return r.unescape(r.src[from:to], from, false)
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
