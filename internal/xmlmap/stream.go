package xmlmap

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// NewStream reads a document of any length in parts: whole children of the root.
// Memory is bounded by the largest child, as long as what is read is not kept: see
// Each rows and SetSink.
func NewStream(ctx context.Context, in io.Reader, s *Schema, l Limits) (r *Reader, note string, err error) {
	in, note, err = decodeReader(in)
	if err != nil {
		return nil, "", err
	}
	r = NewReader("", s, l)
	p := &parts{ctx: ctx, in: in, whole: 1, limit: r.limits.Part, deepest: r.limits.Depth}
	r.more = p.next
	r.parts = p
	return r, note, nil
}

// SetSink hands the elements of Each rows to f, a func(*C) error.
func (r *Reader) SetSink(f any) { r.sink = f }

// Deeper tells a streaming reader that the document proper is one level further
// down: parts are now children of the root's child.
func (r *Reader) Deeper() {
	if r.parts != nil {
		r.parts.whole++
	}
}

// stop ends reading with an error of the caller's.
func (r *Reader) stop(err error) {
	if r.err == nil {
		r.err = &einvoice.SyntaxError{Message: err.Error()}
		r.cause = err
	}
}

// parts cuts a stream after whole elements.
type parts struct {
	ctx    context.Context
	in     io.Reader
	buf    []byte // not handed out yet
	scan   int    // how far buf has been looked at
	cut    int    // end of the last whole element in buf
	depth  int
	whole  int // elements below this depth come whole
	limit  int
	eof    bool
	last   bool // the rest has been handed out
	rooted bool // the root's start tag has been handed out
	begun  bool // something other than white space has been met

	deepest int // elements below this depth are not waited for: the reader will refuse them
}

const partSize = 128 << 10

// next hands the reader its next part.
func (p *parts) next(r *Reader) bool {
	if p.last {
		return false
	}
	if err := p.ctx.Err(); err != nil {
		r.stop(err)
		return false
	}
	for !p.advance() {
		if p.eof {
			p.cut, p.last = len(p.buf), true
			break
		}
		if len(p.buf) > p.limit {
			return r.fail(r.pos, einvoice.ErrLimit, "one element is larger than %d bytes", p.limit)
		}
		if err := p.fill(); err != nil {
			return p.broken(r, err)
		}
		if !p.isXML() {
			p.cut, p.last = len(p.buf), true
			p.hand(r)
			return true // the reader says what is wrong
		}
	}
	if p.cut == 0 {
		return false
	}
	p.hand(r)
	if off := badText(r.src); off >= 0 && !(p.last && cutShort(r.src, off)) {
		r.err = textError(r.src, off, r.position(off))
		return false
	}
	return true
}

// hand gives the reader what comes before the cut.
func (p *parts) hand(r *Reader) {
	r.placeLosses()
	r.retire()
	r.src, r.pos = string(p.buf[:p.cut]), 0
	p.buf = append(p.buf[:0], p.buf[p.cut:]...)
	p.scan -= p.cut
	p.cut = 0
}

// isXML looks at the first character, so that a large file of another kind is not
// searched for markup.
func (p *parts) isXML() bool {
	if p.begun {
		return true
	}
	t := bytes.TrimLeft(p.buf, xmlSpaces)
	p.begun = len(t) > 0
	return !p.begun || t[0] == '<'
}

// broken ends reading where the source fails.
func (p *parts) broken(r *Reader, err error) bool {
	if !isDecodingError(err) {
		r.stop(err)
		return false
	}
	p.cut = len(p.buf)
	p.hand(r)
	r.err = decodingError(err, r.src, r.position(len(r.src)))
	return false
}

// retire moves the base over the part that has been read.
func (r *Reader) retire() {
	r.base += int64(len(r.src))
	if n := strings.Count(r.src, "\n"); n > 0 {
		r.baseLine += n
		r.baseCol = utf8.RuneCountInString(r.src[strings.LastIndexByte(r.src, '\n')+1:])
	} else {
		r.baseCol += utf8.RuneCountInString(r.src)
	}
}

func (p *parts) fill() error {
	n := len(p.buf)
	want := max(partSize, min(n, p.limit+1-n)) // double while an element goes on
	p.buf = append(p.buf, make([]byte, want)...)
	k, err := io.ReadFull(p.in, p.buf[n:])
	p.buf = p.buf[:n+k]
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		p.eof = true
		return nil
	}
	return err
}

// advance looks at the markup in buf; true if there is something to hand out. It
// judges nothing but where elements begin and end: the reader judges the rest.
func (p *parts) advance() bool {
	for {
		i := bytes.IndexByte(p.buf[p.scan:], '<')
		if i < 0 {
			p.scan = len(p.buf)
			return p.cut > 0
		}
		at := p.scan + i
		s := p.buf[at:]
		if len(s) < 9 && !p.eof {
			p.scan = at
			return p.cut > 0
		}
		n, next := 0, byte(0)
		if len(s) > 1 {
			next = s[1]
		}
		switch next {
		case '/':
			if n = bytes.IndexByte(s, '>') + 1; n > 0 {
				p.depth--
			}
		case '!', '?':
			n = otherMarkup(s)
		default:
			if n = startTag(s); n > 0 && s[n-2] != '/' {
				if p.depth++; p.depth > p.deepest {
					p.scan = at + n
					p.cut = p.scan
					return true
				}
			}
		}
		if n <= 0 {
			p.scan = at
			return p.cut > 0
		}
		p.scan = at + n
		if p.depth <= p.whole {
			p.cut = p.scan
			if p.depth == 1 && p.whole == 1 && !p.rooted {
				p.rooted = true // the root's name may change what is whole
				return true
			}
		}
	}
}

// otherMarkup is the length of a comment, CDATA section, instruction or declaration.
func otherMarkup(s []byte) int {
	switch {
	case bytes.HasPrefix(s, []byte("<!--")):
		return span(s, 4, "-->")
	case bytes.HasPrefix(s, []byte("<![CDATA[")):
		return span(s, 9, "]]>")
	case s[1] == '?':
		return span(s, 2, "?>")
	}
	return span(s, 2, ">")
}

// span is the length of s up to and with the closing mark, 0 if it is not there.
func span(s []byte, from int, mark string) int {
	i := bytes.Index(s[min(from, len(s)):], []byte(mark))
	if i < 0 {
		return 0
	}
	return from + i + len(mark)
}

// startTag is the length of a start tag: a ">" inside quotes does not end it.
func startTag(s []byte) int {
	end := bytes.IndexByte(s, '>')
	if end < 0 {
		return 0
	}
	if bytes.IndexByte(s[:end], '"') < 0 && bytes.IndexByte(s[:end], '\'') < 0 {
		return end + 1
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '>':
			return i + 1
		case '"', '\'':
			k := bytes.IndexByte(s[i+1:], s[i])
			if k < 0 {
				return 0
			}
			i += k + 1
		}
	}
	return 0
}
