// Package pdftext reads the text that the pages of a PDF show (ISO 32000-1, clause 9).
//
//	text, err := pdftext.Read(ctx, doc, pdftext.Limits{})
//	for _, p := range text.Pages { ... p.Drawn, p.Laid ... }
//
// It reads what draws the pages, the forms in that, and the annotations, and turns the
// codes of their fonts into Unicode: by their ToUnicode maps, or else by their encodings
// and the names of glyphs, or else by what the font programs inside say (Type 1, CFF,
// TrueType). A font whose codes cannot be turned into text is named in Text.Unread: what
// is not found there may be on the page all the same.
//
// It looks for text, and not at the picture: text under a picture, in white or outside of
// the page counts, letters that are drawn as lines or as an image do not.
//
// Documents come from strangers: what is decoded and done is counted against Limits;
// forms and maps that lead to one another keep to a depth and never go round.
package pdftext

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// Limits bound what a document may cost. Zero values stand for the defaults.
type Limits struct {
	Decoded int64 // bytes of content, maps and font programs: 64 MiB
	Steps   int   // operators, glyphs and entries of tables: 3,000,000
}

// forms is how deep forms may stand in one another, and how deep maps use one another.
const (
	forms = 24
	maps  = 4
)

func (l Limits) orDefault() Limits {
	if l.Decoded <= 0 {
		l.Decoded = 64 << 20
	}
	if l.Steps <= 0 {
		l.Steps = 3_000_000
	}
	return l
}

// Text is that of a document.
type Text struct {
	Pages     []Page
	Glyphs    int      // that are drawn, whether they could be read or not; without spaces
	Invisible int      // of these, that leave no mark: as programs put them over a scan
	Unread    []string // why text may be missing: sentences without a full stop
}

// Page is the text of a page, twice. Words that touch one another are one, those that
// stand apart have a space between them, those that stand as far apart as columns a tab.
type Page struct {
	Drawn string // in the order in which it is drawn: a line for each stretch
	Laid  string // in the order of lines from top to bottom, as far as text is not slanted
}

// mostUnread is how many reasons are kept.
const mostUnread = 20

// errSpent ends the work when the limits are reached.
var errSpent = errors.New("more than the limits allow")

// Read reads the text of all pages. What cannot be read is named in Text.Unread; the
// error is that of the context.
func Read(ctx context.Context, doc *pdf.Doc, l Limits) (*Text, error) {
	var pages []Page
	text, err := Each(ctx, doc, l, func(p Page) bool {
		pages = append(pages, p)
		return true
	})
	if err != nil {
		return nil, err
	}
	text.Pages = pages
	return text, nil
}

// Each is Read page by page, until do gives false. The text that it gives has no pages.
func Each(ctx context.Context, doc *pdf.Doc, l Limits, do func(Page) bool) (*Text, error) {
	l = l.orDefault()
	r := &reader{ctx: ctx, doc: doc, steps: l.Steps, decoded: l.Decoded, fonts: map[int]*font{}, contents: map[int][]byte{}, active: map[int]bool{}, text: &Text{}}
	for page := range doc.AllPages() {
		p, err := r.page(page)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			r.unread("page %d and what follows: %v", page.Number, err)
		}
		if !do(p) || err != nil {
			break
		}
	}
	if doc.Spent() != nil {
		r.unread("the PDF has more objects than the limits allow")
	}
	r.readFonts()
	return r.text, ctx.Err()
}

func (r *reader) unread(format string, a ...any) {
	if s := fmt.Sprintf(format, a...); len(r.text.Unread) < mostUnread && !slices.Contains(r.text.Unread, s) {
		r.text.Unread = append(r.text.Unread, s)
	}
}

// readFonts names the fonts of which not all could be read. One glyph of many may be
// an ornament; of a font of which more than one in twenty is unknown, words are.
func (r *reader) readFonts() {
	for _, f := range r.used {
		if f.unread*20 <= f.glyphs {
			continue
		}
		why := f.why
		if why == "" {
			why = "nothing says which characters its codes stand for"
		}
		r.unread("the text in the font %s cannot be read: %s", f.name, why)
	}
}
