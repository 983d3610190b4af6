package pdftext

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Distances between glyphs, in sizes of their font.
const (
	touching = 0.12 // less is no gap between words
	column   = 0.9  // more is a gap between columns
	overlap  = 0.4  // glyphs go back less than this within a word
	offLine  = 0.35 // glyphs go up or down less than this within a line
	twice    = 0.08 // the same glyph again within this distance is one that is drawn bold
)

// word is a run of glyphs that touch one another.
type word struct {
	text   []byte
	before byte    // what separates it from the one before: space, tab or new line
	x, y   float64 // where it begins, on the page
	ex, ey float64 // where it ends
	ux, uy float64 // direction of its line, of length 1
	size   float64 // of its font
}

// layout is the words of a page, in the order in which they are drawn.
type layout struct {
	words  []word
	open   bool    // the last word may go on
	spaces int     // since the last glyph
	blank  float64 // their width, in sizes of the font
	lx, ly float64 // where the last glyph begins
	last   string  // its text
}

func blank(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && r != '\u200B' && r != '\uFEFF' && r != 0 {
			return false
		}
	}
	return true
}

// breakWord ends the word at hand.
func (l *layout) breakWord() { l.open = false }

// space takes one that is drawn.
func (l *layout) space(width float64) {
	if width > touching {
		l.spaces++
		l.blank += width
	}
}

// put takes a glyph, and tells whether it begins a word.
func (l *layout) put(text string, at matrix, width float64, vertical bool) (begins bool) {
	g := word{x: at[4], y: at[5]}
	if vertical {
		g.ex, g.ey = at.point(0, -1)
	} else {
		g.ex, g.ey = at.point(width, 0)
	}
	along := math.Hypot(at[0], at[1])
	g.ux, g.uy, g.size = at[0]/along, at[1]/along, math.Hypot(at[2], at[3])
	if vertical {
		g.ux, g.uy = -at[2]/g.size, -at[3]/g.size
	}
	if !(along > 1e-9 && g.size > 1e-9 && along < 1e9 && g.size < 1e9) || math.Abs(g.x)+math.Abs(g.y) > 1e9 {
		return false // it leaves no mark, or is nowhere
	}
	defer func() { l.last, l.lx, l.ly, l.spaces, l.blank, l.open = text, g.x, g.y, 0, 0, true }()
	n := len(l.words)
	if n == 0 {
		g.before, g.text = '\n', []byte(text)
		l.words = append(l.words, g)
		return true
	}
	w := &l.words[n-1]
	if l.last == text && math.Hypot(g.x-l.lx, g.y-l.ly) < twice*g.size {
		return false
	}
	g.before = w.gap(&g, l.spaces, l.blank)
	if g.before == 0 && l.open {
		w.text = append(w.text, text...)
		w.ex, w.ey, w.size = g.ex, g.ey, max(w.size, g.size)
		return false
	}
	if g.before == 0 {
		g.before = ' '
	}
	g.text = []byte(text)
	l.words = append(l.words, g)
	return true
}

// gap is what stands between a word and one that is drawn after it, with that many spaces
// of that width in all between them; 0 is nothing.
func (w *word) gap(next *word, spaces int, blank float64) byte {
	size := max(w.size, next.size)
	dx, dy := (next.x-w.ex)/size, (next.y-w.ey)/size
	along, across := dx*w.ux+dy*w.uy, dy*w.ux-dx*w.uy
	if math.Abs(across) > offLine || along < -overlap || w.ux*next.ux+w.uy*next.uy < 0.99 {
		return '\n'
	}
	switch {
	case along-blank > column || spaces > 2:
		return '\t'
	case along > touching || spaces > 0:
		return ' '
	}
	return 0
}

func (l *layout) page() Page {
	var b strings.Builder
	for i := range l.words {
		if i > 0 {
			b.WriteByte(l.words[i].before)
		}
		b.Write(l.words[i].text)
	}
	return Page{Drawn: b.String(), Laid: l.laid()}
}

// placed is a word by its line.
type placed struct {
	*word
	turned int     // quarters of a turn
	from   float64 // along its line
	line   float64 // across it
	index  int     // as drawn
}

// laid puts words together by where they stand.
func (l *layout) laid() string {
	var all []placed
	for i := range l.words {
		w := &l.words[i]
		turned := -1
		for q, u := range [][2]float64{{1, 0}, {0, 1}, {-1, 0}, {0, -1}} {
			if w.ux*u[0]+w.uy*u[1] > 0.999 {
				turned = q
			}
		}
		if turned >= 0 {
			all = append(all, placed{w, turned, w.x*w.ux + w.y*w.uy, w.y*w.ux - w.x*w.uy, i})
		}
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.turned, b.turned), cmp.Compare(b.line, a.line), cmp.Compare(a.index, b.index))
	})
	var b strings.Builder
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].turned == all[0].turned && all[0].line-all[n].line < offLine*min(all[0].size, all[n].size) {
			n++
		}
		writeLine(&b, all[:n])
		all = all[n:]
	}
	return b.String()
}

func writeLine(b *strings.Builder, line []placed) {
	slices.SortFunc(line, func(a, b placed) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.index, b.index)) })
	for i, w := range line {
		if i > 0 {
			gap := line[i-1].gap(w.word, 0, 0)
			if w.index == line[i-1].index+1 && w.before != '\n' {
				gap = w.before // which knows of spaces that were drawn
			}
			switch gap {
			case 0:
			case '\n': // they overlap
				b.WriteByte(' ')
			default:
				b.WriteByte(gap)
			}
		}
		b.Write(w.text)
	}
	b.WriteByte('\n')
}
