// Package pdfa finds what keeps a PDF of a stranger from being PDF/A-3b (ISO 19005-3),
// and mends what can be mended without a change to what is seen.
//
//	d, err := pdf.Open(ctx, data, pdf.Limits{})
//	problems, err := pdfa.Mend(ctx, d)
//
// What the writer of the document settles is no affair of this package: header, tables,
// trailer, metadata of the document, embedded files. Everything else is: a document in
// which nothing stays unmended is one that, with these, a validator calls PDF/A-3b.
// Fonts, images, colour spaces and the like count where they are used, not where a
// resource dictionary names them.
//
// It is bounded: what is shared is looked at once, decoded content is counted, nothing
// recurs deeper than some levels.
package pdfa

import (
	"context"
	"fmt"
	"slices"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// Problem is something that PDF/A-3b does not allow.
type Problem struct {
	Clause  string // of ISO 19005-3: "6.2.11.4.1"
	Page    int    // of the input, from 1; the first, if it is on several; 0: on none
	Object  int    // number in the input; 0: none
	Message string // what it is; if it is not mended, what to do
	Mended  bool   // the document has been changed so that it is none any more
}

// Bounds of what a document may cost.
const (
	maxDecoded  = 1 << 30 // bytes of content, fonts, profiles decoded in all
	maxProgram  = 64 << 20
	maxDepth    = 64 // forms in forms, colour spaces in colour spaces
	maxProblems = 10_000
	maxNodes    = 500_000 // of outlines, fields, actions
)

// Mend mends a document and lists what it found, in the order of the document: what
// concerns all of it first, then page by page, each once. If there is no output intent it
// adds one, for sRGB. The errors are those of limits, as *pdf.Error, and of ctx.
func Mend(ctx context.Context, d *pdf.Doc) (problems []Problem, err error) {
	m := &mender{ctx: ctx, d: d, left: maxDecoded, nodes: maxNodes, index: map[string]int{}, memo: map[string][]int{},
		spaceUses: map[string]uses{}, separations: map[string]separation{}, lent: map[loan]lent{}, borrowers: map[int]bool{}, explicit: map[*pdf.Entry]pdf.Ref{}, fonts: map[string]*face{}}
	defer func() {
		if p := recover(); p != nil {
			if s, ok := p.(stop); ok {
				err = s.err
				return
			}
			err = &pdf.Error{Code: pdf.Damaged, Message: fmt.Sprintf("the PDF is damaged: %v", p)}
		}
	}()
	m.document()
	m.pages()
	m.objects()
	m.fontsDone()
	if err := d.Spent(); err != nil {
		return nil, err
	}
	return m.problems(), nil
}

// mender is the work on one document.
type mender struct {
	ctx   context.Context
	d     *pdf.Doc
	page  int   // at hand
	left  int64 // bytes that may still be decoded
	nodes int   // of trees that may still be visited

	found  []*finding
	more   bool             // than are listed
	index  map[string]int   // of what was found, by what it is
	memo   map[string][]int // what was found in what is looked at once
	frames [][]int          // what was found in what is being looked at

	intent      string // colour space of the output intent: "RGB ", "CMYK", "GRAY"
	spaceUses   map[string]uses
	separations map[string]separation
	fonts       map[string]*face
	explicit    map[*pdf.Entry]pdf.Ref // inherited resources that are objects now
	lent        map[loan]lent          // what forms took from their pages
	borrowers   map[int]bool           // these forms
	borrowed    int                    // how often that was
}

// finding is a problem with the pages that have it.
type finding struct {
	Problem
	pages, last int
}

// stop ends the work: a limit, or the context.
type stop struct{ err error }

func (m *mender) limit(format string, a ...any) {
	panic(stop{&pdf.Error{Code: pdf.Limit, Message: fmt.Sprintf(format, a...)}})
}

// visit counts a node of a tree.
func (m *mender) visit() {
	if m.nodes--; m.nodes < 0 {
		m.limit("the PDF has more than %d outlines, fields and actions", maxNodes)
	}
	m.alive()
}

func (m *mender) alive() {
	if err := m.ctx.Err(); err != nil {
		panic(stop{err})
	}
}

// report notes a problem, once for each object.
func (m *mender) report(clause string, object int, mended bool, format string, a ...any) {
	message := fmt.Sprintf(format, a...)
	key := fmt.Sprint(clause, " ", object, " ", mended, " ", message)
	i, ok := m.index[key]
	if !ok {
		if len(m.found) >= maxProblems {
			m.more = true
			return
		}
		i = len(m.found)
		m.index[key] = i
		m.found = append(m.found, &finding{Problem: Problem{clause, m.page, object, message, mended}})
	}
	m.again(i)
}

// again notes that the page at hand has a problem that is known.
func (m *mender) again(i int) {
	f := m.found[i]
	if m.page != f.last && m.page != 0 {
		f.pages, f.last = f.pages+1, m.page
	}
	if n := len(m.frames); n > 0 && !slices.Contains(m.frames[n-1], i) {
		m.frames[n-1] = append(m.frames[n-1], i)
	}
}

// once does work that is the same wherever its object is used; what it found the first
// time is noted again every time.
func (m *mender) once(key string, work func()) {
	if found, ok := m.memo[key]; ok {
		for _, i := range found {
			m.again(i)
		}
		return
	}
	m.memo[key] = nil
	m.frames = append(m.frames, nil)
	work()
	last := len(m.frames) - 1
	found := m.frames[last]
	m.frames = m.frames[:last]
	m.memo[key] = found
	for _, i := range found {
		m.again(i)
	}
}

func (m *mender) problems() []Problem {
	slices.SortStableFunc(m.found, func(a, b *finding) int { return a.Page - b.Page })
	var out []Problem
	for _, f := range m.found {
		switch more := f.pages - 1; {
		case more == 1:
			f.Message += " (and on another page)"
		case more > 1:
			f.Message += fmt.Sprintf(" (and on %d more pages)", more)
		}
		out = append(out, f.Problem)
	}
	if m.more {
		out = append(out, Problem{Message: fmt.Sprintf("there are more problems than the %d listed; make the PDF anew with another program", maxProblems)})
	}
	return out
}
