package pdftext

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// reader reads a document.
type reader struct {
	ctx      context.Context
	doc      *pdf.Doc
	steps    int            // that may still be taken
	decoded  int64          // bytes that may still be decoded
	fonts    map[int]*font  // by number of object
	used     []*font        // in the order of their use
	contents map[int][]byte // of forms, by number of object
	held     int            // bytes of these
	active   map[int]bool   // forms that are being drawn
	text     *Text
	out      *layout // of the page at hand
	number   int     // of the page at hand
}

// held is how many bytes of forms are kept for the next time that they are drawn.
const held = 16 << 20

// step counts work; the error is errSpent, or that of the context.
func (r *reader) step(n int) error {
	before := r.steps >> 12
	if r.steps -= n; r.steps < 0 {
		return errSpent
	}
	if r.steps>>12 != before {
		return r.ctx.Err()
	}
	return nil
}

// page reads a page; the error ends the document.
func (r *reader) page(p pdf.Page) (out Page, err error) {
	defer func() { // what comes from strangers must not end a program
		if p := recover(); p != nil {
			err = fmt.Errorf("the PDF is damaged: %v", p)
		}
	}()
	r.out, r.number = &layout{}, p.Number
	err = r.step(100)
	var content []byte
	if err == nil {
		content, err = r.pageContent(p.Dict)
	}
	if err == nil {
		err = r.run(content, r.doc.Dict(p.Resources), identity, 0)
	}
	if err == nil {
		err = r.annotations(p)
	}
	return r.out.page(), err
}

// pageContent is what draws a page (7.8.2).
func (r *reader) pageContent(page pdf.Dict) (content []byte, err error) {
	streams := r.doc.Array(page.Get("Contents"))
	if streams == nil {
		streams = pdf.Array{page.Get("Contents")}
	}
	for _, o := range streams {
		if err := r.step(10); err != nil {
			return nil, err
		}
		s := r.doc.Stream(o)
		if s == nil {
			continue
		}
		part, err := r.stream(s)
		if err == errSpent {
			return nil, err
		}
		if err != nil {
			r.unread("page %d cannot be read whole: %v", r.number, err)
		}
		content = append(append(content, part...), '\n') // streams end between two tokens
	}
	return content, nil
}

// stream is the content of a stream, and what could be decoded of it beside an error.
func (r *reader) stream(s *pdf.Stream) ([]byte, error) {
	n, err := r.doc.Stored(s) // passed through even if nothing comes out of it
	if err != nil {
		return nil, err
	}
	if r.decoded -= int64(n); r.decoded <= 0 {
		return nil, errSpent
	}
	in, err := r.doc.Reader(s, r.decoded)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = io.Copy(&b, in)
	r.decoded -= int64(b.Len())
	return b.Bytes(), err
}

// form draws a form (8.10), or the appearance of an annotation, which is one.
func (r *reader) form(s *pdf.Stream, above pdf.Dict, ctm matrix, depth int) error {
	if r.active[s.Ref.Num] && s.Ref.Num != 0 {
		return nil
	}
	if depth > forms {
		r.unread("page %d: forms stand more than %d deep in one another", r.number, forms)
		return nil
	}
	content, kept := r.contents[s.Ref.Num]
	if !kept {
		var err error
		content, err = r.stream(s)
		if err == errSpent {
			return err
		}
		if err != nil {
			r.unread("page %d: a form cannot be read whole: %v", r.number, err)
		}
		if s.Ref.Num != 0 && r.held+len(content) <= held {
			r.contents[s.Ref.Num] = content
			r.held += len(content)
		}
	}
	resources := above // what PDF 1.1 did
	if own := r.doc.Dict(s.Get("Resources")); own != nil {
		resources = own
	}
	if m, ok := r.matrix(s.Get("Matrix")); ok {
		ctm = m.times(ctm)
	}
	r.active[s.Ref.Num] = true
	defer delete(r.active, s.Ref.Num)
	return r.run(content, resources, ctm, depth+1)
}

// matrix reads an array of six numbers.
func (r *reader) matrix(o pdf.Object) (m matrix, ok bool) {
	a := r.doc.Array(o)
	if len(a) != 6 {
		return m, false
	}
	for i := range m {
		if m[i], ok = r.doc.Number(a[i]); !ok {
			return m, false
		}
	}
	return m, true
}

// matrix is a transformation (8.3.3): x' = ax + cy + e, y' = bx + dy + f.
type matrix [6]float64

var identity = matrix{0: 1, 3: 1}

// times is m first, then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) point(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// moved is m with its origin at a point of its own.
func (m matrix) moved(x, y float64) matrix {
	m[4], m[5] = m.point(x, y)
	return m
}
