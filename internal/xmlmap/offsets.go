package xmlmap

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// around is how much text on each side of a place an excerpt is cut from: some
// documents are one long line.
const around = 512

// Locator finds line and column of ascending offsets, each from the one before.
type Locator struct{ at einvoice.Position }

// In is the place of an offset in a text.
func (l *Locator) In(text string, off int) einvoice.Location {
	from := int(l.at.Offset)
	if l.at.Line == 0 || off < from {
		l.at, from = einvoice.Position{Line: 1, Column: 1}, 0
	}
	l.advance(text[from:off])
	return einvoice.Location{Position: l.at, Excerpt: excerpt(text, off), Exact: true}
}

// advance moves over text.
func (l *Locator) advance(text string) {
	l.at.Offset += int64(len(text))
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		l.at.Line += strings.Count(text, "\n")
		l.at.Column = 1
		text = text[i+1:]
	}
	l.at.Column += utf8.RuneCountInString(text)
}

// LocateOffsets finds line and column of ascending offsets in a document of any
// length, as NewStream counts them.
func LocateOffsets(in io.Reader, offsets []int64) ([]einvoice.Location, error) {
	in, _, err := decodeReader(in)
	if err != nil {
		return nil, err
	}
	r := bufio.NewReaderSize(in, 64<<10)
	l := Locator{einvoice.Position{Line: 1, Column: 1}}
	all := make([]einvoice.Location, len(offsets))
	before := "" // the last text that was passed
	for i, off := range offsets {
		for l.at.Offset < off {
			piece, err := r.Peek(int(min(off-l.at.Offset, 32<<10)))
			if len(piece) == 0 {
				return all, err
			}
			text := string(piece)
			l.pass(text)
			before = tail(before + text)
			if _, err := r.Discard(len(piece)); err != nil {
				return all, err
			}
		}
		after, err := r.Peek(around)
		if err != nil && !errors.Is(err, io.EOF) {
			return all, err
		}
		all[i] = einvoice.Location{Position: l.at, Excerpt: einvoice.Excerpt(before+string(after), len(before)), Exact: true}
	}
	return all, nil
}

// pass is advance for text that may end within a character.
func (l *Locator) pass(text string) {
	l.at.Offset += int64(len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n':
			l.at.Line++
			l.at.Column = 1
		case utf8.RuneStart(c):
			l.at.Column++
		}
	}
}

func tail(s string) string { return s[max(0, len(s)-around):] }
