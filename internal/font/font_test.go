package font

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"
)

func builtin(t testing.TB) *Font {
	t.Helper()
	f, err := Regular()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestParse(t *testing.T) {
	f := builtin(t)
	if f.Name() != "LiberationSans" || f.upem != 2048 || f.Ascent != 905 || f.Descent != -212 {
		t.Errorf("%s, %d units, %d %d", f.Name(), f.upem, f.Ascent, f.Descent)
	}
	// The widths are those of Helvetica, with which Liberation Sans is metrically compatible.
	for r, want := range map[rune]int{'A': 667, 'i': 222, 'W': 944, '0': 556, ' ': 278, 'é': 556, '€': 556} {
		if got := f.Advance(f.Glyph(r)); got != want {
			t.Errorf("%c is %d wide, want %d", r, got, want)
		}
	}
	for _, r := range "ÀžőșŵΩяЖ–…" {
		if f.Glyph(r) == 0 {
			t.Errorf("no glyph for %c", r)
		}
	}
	for _, r := range []rune{'中', '😀', -1, 0x10FFFF} {
		if g := f.Glyph(r); g != 0 {
			t.Errorf("%U has glyph %d", r, g)
		}
	}
	bold, err := Bold()
	if err != nil || bold.Name() != "LiberationSans-Bold" {
		t.Error(bold, err)
	}
}

func TestParseErrors(t *testing.T) {
	ttf := liberationsansregular.TTF
	for name, c := range map[string]struct {
		data []byte
		why  string
	}{
		"nothing":    {nil, "not a TrueType"},
		"text":       {[]byte("hello, this is no font"), "not a TrueType"},
		"CFF":        {[]byte("OTTO\x00\x00"), "CFF"},
		"collection": {[]byte("ttcf\x00\x00"), "collection"},
		"cut":        {ttf[:2000], "outside the file"},
		"no tables":  {[]byte("\x00\x01\x00\x00\x00\x00"), "no table"},
		"large":      {make([]byte, maxSize+1), "larger"},
	} {
		var wrong *Error
		if _, err := Parse(c.data); !errors.As(err, &wrong) || !strings.Contains(wrong.Why, c.why) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// whole adds a character map to a subset, so that it can be read again.
func whole(t testing.TB, subset []byte, chars []rune) *Font {
	t.Helper()
	data := assemble(tablesWithMap(t, subset, chars))
	f, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// tablesWithMap are the tables of a subset and a map in format 12: glyph i+1 is chars[i].
func tablesWithMap(t testing.TB, subset []byte, chars []rune) []table {
	t.Helper()
	raw := &Font{tables: map[string][]byte{}}
	if err := raw.directory(subset); err != nil {
		t.Fatal(err)
	}
	order := make([]int, len(chars))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(chars[a]) - int(chars[b]) })
	m := []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0}
	m = binary.BigEndian.AppendUint32(m, uint32(16+12*len(chars)))
	m = binary.BigEndian.AppendUint32(m, 0)
	m = binary.BigEndian.AppendUint32(m, uint32(len(chars)))
	for _, i := range order {
		for _, v := range []int{int(chars[i]), int(chars[i]), i + 1} {
			m = binary.BigEndian.AppendUint32(m, uint32(v))
		}
	}
	tables := []table{{"cmap", m}}
	for _, name := range []string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"} {
		tables = append(tables, table{name, raw.tables[name]})
	}
	return tables
}

func TestSubset(t *testing.T) {
	f := builtin(t)
	chars := []rune("AÅé ΐЙ€ff")
	glyphs := []uint16{0}
	for _, r := range chars {
		glyphs = append(glyphs, f.Glyph(r))
	}
	subset, err := f.Subset(glyphs)
	if err != nil {
		t.Fatal(err)
	}
	if len(subset) > 8000 {
		t.Errorf("%d bytes for %d glyphs", len(subset), len(chars))
	}
	if sum := checksum(subset); sum != 0xB1B0AFBA {
		t.Errorf("checksum of the file is %X", sum)
	}
	s := whole(t, subset, chars[:len(chars)-1]) // the two f are two glyphs
	for i, r := range chars[:len(chars)-1] {
		was, is := f.Glyph(r), s.Glyph(r)
		if int(is) != i+1 {
			t.Errorf("%c is glyph %d, want %d", r, is, i+1)
		}
		if f.Advance(was) != s.Advance(is) {
			t.Errorf("%c was %d wide and is %d", r, f.Advance(was), s.Advance(is))
		}
		if a, b := drawing(f, int(was), 0), drawing(s, int(is), 0); !bytes.Equal(a, b) {
			t.Errorf("%c looks different", r)
		}
	}
	if !bytes.Equal(s.outline(8), s.outline(9)) || len(s.outline(8)) == 0 {
		t.Error("one glyph for two characters differs")
	}
	again, err := f.Subset(glyphs)
	if err != nil || !bytes.Equal(subset, again) {
		t.Error("two runs differ", err)
	}
	if len(components(f.outline(int(f.Glyph('Å'))))) == 0 {
		t.Error("Å is not composite: the test does not try what it should")
	}
}

// drawing is the outline of a glyph with its parts in place of their numbers.
func drawing(f *Font, g, depth int) []byte {
	outline := withoutInstructions(f.outline(g))
	var parts []byte
	for _, at := range components(outline) {
		if depth < 8 {
			parts = append(parts, drawing(f, u16(outline, at), depth+1)...)
		}
		outline[at], outline[at+1] = 0, 0
	}
	for len(outline) > 0 && outline[len(outline)-1] == 0 {
		outline = outline[:len(outline)-1] // padding
	}
	return append(outline, parts...)
}

func shapeText(t *testing.T, s *Set, text string) string {
	t.Helper()
	glyphs, err := s.Shape(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var b strings.Builder
	for _, g := range glyphs {
		switch g.Break {
		case NewLine:
			b.WriteString("|")
		case ZeroBreak:
			b.WriteString("^")
		case SpaceBreak:
			b.WriteString("_")
		default:
			b.WriteRune(g.Char)
		}
	}
	return b.String()
}

func TestShape(t *testing.T) {
	s := &Set{Faces: []*Font{builtin(t)}}
	for _, c := range []struct{ in, want string }{
		{"e\u0301a\u0308", "éä"},                 // composed
		{"a\tb\u2003c", "a_b_c"},                 // spaces
		{"a\r\nb\u2028c\nd\u0085e", "a|b|c|d|e"}, // lines
		{"a\x00\x1b\u200d\ufeff\u202eb\u2066\u200e", "ab"},
		{"a\u200bb", "a^b"},
		{"10\u00a0%", "10\u00a0%"},
		{"ex\u00adample", "ex\u00adample"},
		{"x\ufe0f", "x"},
		{"a\u2011b\u2010c", "a\u2011b\u2010c"},
	} {
		if got := shapeText(t, s, c.in); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.in, got, c.want)
		}
	}
}

func TestBreaks(t *testing.T) {
	s := &Set{Faces: []*Font{builtin(t)}}
	glyphs, err := s.Shape("a b-c/d\u00a0e\u00adf")
	if err != nil {
		t.Fatal(err)
	}
	var got []Break
	for _, g := range glyphs {
		got = append(got, g.Break)
	}
	want := []Break{NoBreak, SpaceBreak, NoBreak, MayBreak, NoBreak, MayBreak, NoBreak, NoBreak, NoBreak, SoftBreak, NoBreak}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestMarks: a mark that no composed character has stands over its letter and moves
// nothing.
func TestMarks(t *testing.T) {
	s := &Set{Faces: []*Font{builtin(t)}}
	glyphs, err := s.Shape("x\u0301i")
	if err != nil || len(glyphs) != 3 {
		t.Fatal(glyphs, err)
	}
	x, mark := glyphs[0], glyphs[1]
	if mark.Width() != 0 {
		t.Errorf("the mark moves on by %d", mark.Width())
	}
	letter, accent := s.Faces[0].box(x.ID), s.Faces[0].box(mark.ID)
	over := int(x.Advance+mark.Before) + (accent[0]+accent[2])/2
	if d := over - (letter[0]+letter[2])/2; d < -1 || d > 1 {
		t.Errorf("the mark stands %d beside the middle", d)
	}
	if mark.Rise != 0 {
		t.Errorf("over a small letter the mark rises by %d", mark.Rise)
	}
	glyphs, err = s.Shape("Ж\u0301\u0303")
	if err != nil || len(glyphs) != 3 {
		t.Fatal(glyphs, err)
	}
	top := 0
	for i, g := range glyphs {
		b := s.Faces[0].box(g.ID)
		if bottom := b[1] + int(g.Rise); i > 0 && bottom < top {
			t.Errorf("mark %d starts at %d, below %d", i, bottom, top)
		}
		top = b[3] + int(g.Rise)
	}
	if glyphs, err = s.Shape("x" + strings.Repeat("\u0301\u0303", 50_000)); err != nil || len(glyphs) != 100_001 {
		t.Error("many marks", len(glyphs), err)
	}
	if glyphs, err = s.Shape("\u0301"); err != nil || glyphs[0].Width() != 0 {
		t.Error("a mark alone", glyphs, err)
	}
}

func TestCharacterErrors(t *testing.T) {
	s := &Set{Faces: []*Font{builtin(t)}}
	for text, want := range map[string]CharacterError{
		"漢字":        {'漢', NoGlyph},
		"a😀":        {'😀', NoGlyph},
		"שלום":      {'ש', NeedsShaping},
		"مرحبا":     {'م', NeedsShaping},
		"नमस्ते":    {'न', NeedsShaping},
		"\ue000":    {'\ue000', PrivateUse},
		"ok \u0e01": {'\u0e01', NeedsShaping},
	} {
		var got *CharacterError
		if _, err := s.Shape(text); !errors.As(err, &got) || *got != want {
			t.Errorf("%s: %v", text, err)
		}
	}
	unshaped := &Set{Faces: s.Faces, Unshaped: true}
	if got := shapeText(t, unshaped, "אב"); got != "אב" {
		t.Errorf("unshaped Hebrew is %q", got)
	}
	e := CharacterError{'漢', NoGlyph}
	if got := e.Error(); got != "the character 漢 (U+6F22) cannot be drawn: no font has a glyph for it" {
		t.Error(got)
	}
}

// TestFallback: the first font that has a character draws it.
func TestFallback(t *testing.T) {
	f := builtin(t)
	subset, err := f.Subset([]uint16{0, f.Glyph('A'), f.Glyph('B')})
	if err != nil {
		t.Fatal(err)
	}
	small := whole(t, subset, []rune{'A', '漢'}) // B serves as an ideograph
	s := &Set{Faces: []*Font{f, small}}
	glyphs, err := s.Shape("A漢")
	if err != nil || glyphs[0].Face != 0 || glyphs[1].Face != 1 || glyphs[1].Advance != 667 {
		t.Errorf("%+v %v", glyphs, err)
	}
}

// FuzzFont: no bytes make reading, looking up or making a subset fail otherwise than
// by an *Error, and what a subset keeps can be read again with the same widths.
func FuzzFont(f *testing.F) {
	full := builtin(f)
	chars := []rune("AÄé漢")
	glyphs := []uint16{0, full.Glyph('A'), full.Glyph('Ä'), full.Glyph('é'), full.Glyph('Z')}
	subset, err := full.Subset(glyphs)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(assemble(tablesWithMap(f, subset, chars)))
	f.Add(subset)
	f.Add([]byte("OTTO"))
	f.Fuzz(func(t *testing.T, data []byte) {
		font, err := Parse(data)
		var wrong *Error
		if err != nil {
			if !errors.As(err, &wrong) {
				t.Fatalf("untyped error %v", err)
			}
			return
		}
		set := &Set{Faces: []*Font{font}, Unshaped: true}
		_, err = set.Shape("AÄéx\u0301漢 \u0301")
		var bad *CharacterError
		if err != nil && !errors.As(err, &bad) {
			t.Fatalf("untyped error %v", err)
		}
		order := []uint16{0}
		for _, r := range "AÄé漢Z" {
			order = append(order, font.Glyph(r))
		}
		subset, err := font.Subset(order)
		if err != nil {
			if !errors.As(err, &wrong) {
				t.Fatalf("untyped error %v", err)
			}
			return
		}
		again := whole(t, subset, []rune("AÄé漢Z"))
		for i, g := range order {
			if a, b := font.Advance(g), again.Advance(uint16(i)); a != b {
				t.Fatalf("glyph %d was %d wide and is %d", g, a, b)
			}
		}
	})
}
