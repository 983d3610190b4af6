package font

import (
	"fmt"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Glyph is a sign to draw. Lengths are in 1/1000 em.
type Glyph struct {
	Face    uint8  // which font of the Set
	ID      uint16 // number in that font
	Char    rune   // what it stands for when text is copied or read aloud
	Before  int32  // how far to move before drawing: marks go back over their letter
	Advance int32  // width in the font
	After   int32  // how far to move after drawing
	Rise    int32  // how far above its place in the font: a mark over a capital letter
	Break   Break
}

// Width is how far a glyph moves on, in 1/1000 em.
func (g Glyph) Width() int { return int(g.Before) + int(g.Advance) + int(g.After) }

// Break says whether a line may end after a glyph.
type Break uint8

// The kinds of breaks.
const (
	NoBreak    Break = iota
	MayBreak         // after a hyphen or slash, between ideographs
	SpaceBreak       // a space, which may hang over the end of its line
	SoftBreak        // a hyphen that is drawn only at the end of a line (U+00AD)
	NewLine          // the line ends here; nothing is drawn
	ZeroBreak        // the line may end here; nothing is drawn (U+200B)
)

// Set is an ordered choice of fonts: a character is drawn in the first one that has it.
type Set struct {
	Faces []*Font
	// Unshaped draws scripts that need shaping or run from right to left one
	// character after the other, from left to right, as far as fonts have glyphs.
	Unshaped bool
}

// Reason says why a character cannot be drawn.
type Reason string

// The reasons.
const (
	NoGlyph      Reason = "no font has a glyph for it"
	NeedsShaping Reason = "its script needs shaping or runs from right to left"
	PrivateUse   Reason = "it is a private use character, which means nothing to others" // ISO 19005-3, 6.2.11.7.3
)

// CharacterError says that a character of a text cannot be drawn.
type CharacterError struct {
	Char   rune
	Reason Reason
}

func (e *CharacterError) Error() string {
	return fmt.Sprintf("the character %s (%U) cannot be drawn: %s", quoted(e.Char), e.Char, e.Reason)
}

func quoted(r rune) string {
	if unicode.IsPrint(r) && !unicode.Is(unicode.M, r) {
		return string(r)
	}
	return fmt.Sprintf("%+q", r)
}

// Shape turns a text into glyphs. Characters are composed first (NFC); controls of
// direction and of joining, variation selectors and control characters are left
// out; tabs become spaces, line and paragraph separators new lines. The error is a
// *CharacterError.
func (s *Set) Shape(text string) ([]Glyph, error) {
	text = norm.NFC.String(text)
	glyphs := make([]Glyph, 0, len(text))
	var last rune
	for _, r := range text {
		newline, skip := separator(r)
		switch {
		case r == '\n' && last == '\r', skip:
		case newline:
			glyphs = append(glyphs, Glyph{Break: NewLine})
		case r == 0x200B:
			glyphs = append(glyphs, Glyph{Break: ZeroBreak})
		default:
			var err error
			if glyphs, err = s.add(glyphs, r); err != nil {
				return nil, err
			}
		}
		last = r
	}
	return glyphs, nil
}

// separator tells what ends a line, and what is not drawn at all.
func separator(r rune) (newline, skip bool) {
	switch {
	case r == '\n', r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
		return true, false
	case r == '\t':
		return false, false
	case r < ' ', r >= 0x7F && r < 0xA0: // control characters
		return false, true
	case r == 0x200C, r == 0x200D, r == 0x2060, r == 0xFEFF, r == 0x034F, r == 0x180E: // joiners
		return false, true
	case r == 0x061C, r == 0x200E, r == 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x206F: // direction
		return false, true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE0FFF: // variation selectors, tags
		return false, true
	}
	return false, false
}

// add appends the glyph of a character, or the glyphs of what it consists of.
func (s *Set) add(glyphs []Glyph, r rune) ([]Glyph, error) {
	if r == '\t' {
		r = ' '
	}
	if unicode.Is(unicode.Co, r) {
		return nil, &CharacterError{r, PrivateUse}
	}
	if !s.Unshaped && r >= 0x0590 && unicode.In(r, shaped...) {
		return nil, &CharacterError{r, NeedsShaping}
	}
	if g, ok := s.find(r); ok {
		return append(glyphs, s.placed(g, glyphs)), nil
	}
	parts := []rune(norm.NFD.String(string(r)))
	if len(parts) < 2 {
		return nil, &CharacterError{r, NoGlyph}
	}
	for _, part := range parts {
		g, ok := s.find(part)
		if !ok {
			return nil, &CharacterError{r, NoGlyph}
		}
		glyphs = append(glyphs, s.placed(g, glyphs))
	}
	return glyphs, nil
}

// find looks for a character in the fonts, and for one that looks the same.
func (s *Set) find(r rune) (Glyph, bool) {
	for _, alike := range [2]rune{r, lookalike(r)} {
		if alike == 0 {
			continue
		}
		for i, f := range s.Faces {
			if id := f.Glyph(alike); id != 0 {
				return Glyph{Face: uint8(i), ID: id, Char: r, Advance: int32(f.Advance(id)), Break: breakAfter(r)}, true
			}
		}
	}
	return Glyph{}, false
}

// lookalike is a character that may be drawn in place of another one.
func lookalike(r rune) rune {
	switch {
	case r == 0xA0, r >= 0x2000 && r <= 0x200A, r == 0x202F, r == 0x205F, r == 0x3000:
		return ' '
	case r == 0xAD, r == 0x2010, r == 0x2011, r == 0x2212:
		return '-'
	case r == 0x2015:
		return 0x2014
	case r == 0x02BC:
		return 0x2019
	}
	return 0
}

func breakAfter(r rune) Break {
	switch {
	case r == ' ', r >= 0x2000 && r <= 0x2006, r >= 0x2008 && r <= 0x200A, r == 0x205F, r == 0x3000:
		return SpaceBreak
	case r == 0xAD:
		return SoftBreak
	case r == '-', r == '/', r == 0x2010, r == 0x2013, r == 0x2014:
		return MayBreak
	case r >= 0x3040 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
		return MayBreak
	}
	return NoBreak
}

// maxMarks is how many marks find their letter; further ones stand where they are.
const maxMarks = 16

// placed sets a combining mark over the middle of the letter before it.
func (s *Set) placed(g Glyph, before []Glyph) Glyph {
	if g.Char < 0x300 || !unicode.In(g.Char, unicode.Mn, unicode.Me) {
		return g
	}
	for i := len(before) - 1; i >= max(0, len(before)-maxMarks); i-- {
		base := before[i]
		if base.Width() == 0 && base.Break != NewLine {
			continue // another mark
		}
		if base.Break != NoBreak {
			break
		}
		under, over := s.Faces[base.Face].box(base.ID), s.Faces[g.Face].box(g.ID)
		g.Before = int32((under[0]+under[2])/2-(over[0]+over[2])/2) - base.Advance
		g.Rise = s.rise(g, before[i:])
		break
	}
	g.After = -(g.Before + g.Advance)
	return g
}

// rise is how far a mark above a letter has to go up, not to touch the letter or the
// marks that are there already.
func (s *Set) rise(g Glyph, letter []Glyph) int32 {
	const above, gap = 230, 40 // canonical combining class; 1/1000 em
	if norm.NFC.PropertiesString(string(g.Char)).CCC() != above {
		return 0
	}
	top := 0
	for i, other := range letter {
		if i == 0 || norm.NFC.PropertiesString(string(other.Char)).CCC() == above {
			top = max(top, s.Faces[other.Face].box(other.ID)[3]+int(other.Rise))
		}
	}
	return int32(max(0, top+gap-s.Faces[g.Face].box(g.ID)[1]))
}

// shaped are the scripts whose text is wrong, not just plain, when it is set one
// glyph a character from left to right.
var shaped = []*unicode.RangeTable{
	unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Samaritan, unicode.Mandaic, unicode.Adlam,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu,
	unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Thai, unicode.Lao, unicode.Tibetan, unicode.Myanmar,
	unicode.Khmer, unicode.Mongolian, unicode.Javanese, unicode.Balinese,
}
