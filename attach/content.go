package attach

import (
	"bytes"
	"fmt"

	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// content is the text of the element at hand, in pieces.
type content struct {
	scanner *scanner
	file    *File
	depth   int
	ended   bool
	err     error
	ahead   []piece // read to have a look
	now     piece
	end     int64 // behind what has been read
}

// piece is a stretch of text and where it stands.
type piece struct {
	text  []byte
	off   int64
	exact bool // each byte of it is one in the document
}

// next implements source.
func (c *content) next() ([]byte, error) {
	if len(c.ahead) > 0 {
		c.now, c.ahead = c.ahead[0], c.ahead[1:]
	} else {
		c.now = c.read()
	}
	return c.now.text, c.err
}

// read goes to the next piece.
func (c *content) read() piece {
	s := c.scanner
	if c.ended || c.err != nil {
		return piece{off: c.end}
	}
	if !s.Next() {
		c.err = s.Err()
		return piece{}
	}
	switch s.Kind {
	case xmlmap.TextToken:
		c.end = s.End
		if s.Bytes != nil {
			return piece{s.Bytes, s.Off, true}
		}
		return piece{[]byte(s.Text), s.Off, int64(len(s.Text)) == s.End-s.Off}
	case xmlmap.OpenToken:
		c.err = c.file.place(&Error{Code: ErrElements, Position: s.Position(s.Off), Message: fmt.Sprintf("the element <%s> stands where the content should be", s.Element.Raw)})
		return piece{}
	}
	c.ended = true
	return piece{off: c.end}
}

// peek is the beginning of the text, n bytes of it if there are so many.
func (c *content) peek(n int) string {
	var text []byte
	for _, p := range c.ahead {
		text = append(text, p.text...)
	}
	for len(text) < n {
		p := c.read()
		if len(p.text) == 0 {
			break
		}
		c.check() // the next token takes its place
		p.text = bytes.Clone(p.text)
		c.ahead = append(c.ahead, p)
		text = append(text, p.text[:min(len(p.text), n)]...)
	}
	return string(text)
}

// discard drops n bytes of what was peeked at.
func (c *content) discard(n int) {
	for n > 0 && len(c.ahead) > 0 {
		p := &c.ahead[0]
		k := min(n, len(p.text))
		p.text, p.off, n = p.text[k:], p.off+int64(k), n-k
		if len(p.text) == 0 {
			c.ahead = c.ahead[1:]
		}
	}
}

// at implements source. What XML excludes is an error of the document.
func (c *content) at(i int, e *Error) error {
	s := c.scanner
	if c.check(); s.Err() != nil {
		return s.Err()
	}
	off := c.now.off
	if c.now.exact {
		off += int64(i)
	}
	e.Position = s.Position(off)
	return c.file.place(e)
}

// check refuses what XML excludes in the text at hand, if that has not been done.
func (c *content) check() {
	if s := c.scanner; s.Unchecked && s.Kind == xmlmap.TextToken {
		s.Check()
	}
}

// skip goes to the end of the element.
func (c *content) skip() {
	s := c.scanner
	c.check()
	for s.Unchecked = true; !c.ended && s.Err() == nil && s.Next(); c.check() {
		c.ended = s.Kind == xmlmap.CloseToken && s.Depth() < c.depth
	}
	s.Unchecked = false
}

// place tells which file an error is of.
func (f *File) place(e *Error) *Error {
	e.Index, e.Name = f.Index, f.Name
	if e.Position.Line == 0 {
		e.Position = f.Position
	}
	return e
}
