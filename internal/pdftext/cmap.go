package pdftext

import (
	"strings"
	"unicode/utf16"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// cmap is a map of codes, to text or to CIDs (9.7.5, 9.10.3).
type cmap struct {
	spaces   []space
	texts    map[uint32]string
	cids     map[uint32]uint32
	ranges   []codeRange // of more codes than are worth an entry each
	vertical bool
}

// space is codes of one length.
type space struct {
	bytes    int
	from, to uint32
}

type codeRange struct {
	from, to uint32
	text     string // of the first code
	cid      uint32 // likewise, if there is no text
}

const (
	mostRanges = 100
	mostSpaces = 100
	shortRange = 256
	mostText   = 64 // bytes that one code can stand for, in UTF-16
)

// cmap reads a map.
func (r *reader) cmap(s *pdf.Stream, depth int) (*cmap, error) {
	data, err := r.program(s)
	if err != nil {
		return nil, err
	}
	m := &cmap{texts: map[uint32]string{}, cids: map[uint32]uint32{}}
	if used := r.doc.Stream(s.Get("UseCMap")); used != nil && depth < maps {
		if m, err = r.cmap(used, depth+1); err != nil {
			return nil, err
		}
	}
	p := &cmapParser{reader: r, cmap: m}
	_ = pdf.Tokens(data, p.token) // what is there before the damage counts
	return m, p.err
}

// cmapParser takes the tokens between two words as operands of the second.
type cmapParser struct {
	*reader
	*cmap
	operands []pdf.Object
	err      error
}

// mostOperands is how many a block has at most: ISO 32000-1 says 100 entries.
const mostOperands = 60_000

func (p *cmapParser) token(o pdf.Object, word string) bool {
	if p.err = p.step(2); p.err != nil {
		return false
	}
	if word == "" {
		if len(p.operands) < mostOperands {
			p.operands = append(p.operands, o)
		}
		return true
	}
	a := p.operands
	switch word {
	case "endcodespacerange":
		p.space(a)
	case "endbfchar":
		p.each(a, 2, func(from, _ uint32, to pdf.Object) { p.addText(from, to) })
	case "endbfrange":
		p.each(a, 3, p.textRange)
	case "endcidchar":
		p.each(a, 2, func(from, _ uint32, to pdf.Object) { p.cidRange(from, from, to) })
	case "endcidrange":
		p.each(a, 3, p.cidRange)
	case "def":
		if n := len(a); n >= 2 && a[n-2] == pdf.Name("WMode") {
			p.vertical = a[n-1] == int64(1)
		}
	}
	p.operands = p.operands[:0]
	return p.err == nil
}

// each gives the entries of a block, of two or three operands, one by one.
func (p *cmapParser) each(a []pdf.Object, size int, do func(from, to uint32, value pdf.Object)) {
	if odd := len(a) % size; odd > 0 {
		a = a[odd:] // such as the number of entries, where no word "begin..." is
	}
	for ; len(a) >= size && p.err == nil; a = a[size:] {
		from, _, ok := codeOf(a[0])
		to, _, okTo := codeOf(a[size-2])
		if ok && okTo {
			do(from, to, a[size-1])
		}
	}
}

// codeOf is the code that a string is.
func codeOf(o pdf.Object) (code uint32, bytes int, ok bool) {
	s, ok := o.(pdf.String)
	if !ok || len(s) == 0 || len(s) > 4 {
		return 0, 0, false
	}
	for i := range len(s) {
		code = code<<8 | uint32(s[i])
	}
	return code, len(s), true
}

func (p *cmapParser) space(a []pdf.Object) {
	for ; len(a) >= 2; a = a[2:] {
		from, n, ok := codeOf(a[0])
		to, m, okTo := codeOf(a[1])
		if ok && okTo && n == m && len(p.spaces) < mostSpaces {
			p.spaces = append(p.spaces, space{n, from, to})
		}
	}
}

func (p *cmapParser) addText(code uint32, o pdf.Object) {
	switch o := o.(type) {
	case pdf.String:
		p.texts[code] = utf16Text(string(o))
	case pdf.Name: // of a glyph, as the first specification of these maps had it
		p.texts[code] = glyphText(string(o))
	}
	p.err = p.step(10)
}

func (p *cmapParser) textRange(from, to uint32, o pdf.Object) {
	if list, ok := o.(pdf.Array); ok {
		for i, o := range list {
			if code := from + uint32(i); code <= to && p.err == nil {
				p.addText(code, o)
			}
		}
		return
	}
	s, ok := o.(pdf.String)
	if !ok || to < from {
		return
	}
	first := utf16Text(string(s))
	if first == "" {
		first = "\x00" // a range may begin there
	}
	p.add(codeRange{from: from, to: to, text: first})
}

func (p *cmapParser) cidRange(from, to uint32, o pdf.Object) {
	n, ok := o.(int64)
	if !ok || to < from || n < 0 || n > 0xFFFF {
		return
	}
	p.add(codeRange{from: from, to: to, cid: uint32(n)})
}

// add takes a range apart if it is short.
func (p *cmapParser) add(c codeRange) {
	if c.to-c.from >= shortRange {
		if len(p.ranges) < mostRanges {
			p.ranges = append(p.ranges, c)
		}
		return
	}
	for i := uint32(0); i <= c.to-c.from; i++ {
		if c.text != "" {
			p.texts[c.from+i] = plus(c.text, i)
		} else {
			p.cids[c.from+i] = c.cid + i
		}
	}
	p.err = p.step(10 * int(c.to-c.from+1))
}

// plus is a text whose last character is that many further on.
func plus(s string, n uint32) string {
	runes := []rune(s)
	runes[len(runes)-1] += rune(n)
	return strings.TrimRight(string(runes), "\x00")
}

// text is that of a code; there is none where the map says nothing, or nothing of use.
func (m *cmap) text(code uint32) (string, bool) {
	s, ok := m.texts[code]
	for i := 0; !ok && i < len(m.ranges); i++ {
		if c := m.ranges[i]; c.text != "" && code >= c.from && code <= c.to {
			s, ok = plus(c.text, code-c.from), true
		}
	}
	return s, ok && s != "" && s != "\uFFFD"
}

func (m *cmap) cid(code uint32) (uint32, bool) {
	n, ok := m.cids[code]
	for i := 0; !ok && i < len(m.ranges); i++ {
		if c := m.ranges[i]; c.text == "" && code >= c.from && code <= c.to {
			n, ok = c.cid+code-c.from, true
		}
	}
	return n, ok
}

// code is the code that a string begins with (9.7.6.2): the first that is in a space,
// byte by byte.
func (m *cmap) code(s string) (code uint32, bytes int) {
	if len(m.spaces) == 0 {
		return (&font{}).code(s)
	}
	for n := 1; n <= min(len(s), 4); n++ {
		code = code<<8 | uint32(s[n-1])
		for _, sp := range m.spaces {
			if sp.bytes == n && sp.holds(code) {
				return code, n
			}
		}
	}
	shortest := 4
	for _, sp := range m.spaces {
		shortest = min(shortest, sp.bytes)
	}
	code, bytes = 0, min(shortest, len(s))
	for i := range bytes {
		code = code<<8 | uint32(s[i])
	}
	return code, bytes
}

func (s space) holds(code uint32) bool {
	for shift := 0; shift < 8*s.bytes; shift += 8 {
		if c := code >> shift & 0xFF; c < s.from>>shift&0xFF || c > s.to>>shift&0xFF {
			return false
		}
	}
	return true
}

// utf16Text decodes what a map gives. One byte alone is a character too.
func utf16Text(s string) string {
	s = s[:min(len(s), mostText)]
	if len(s) == 1 {
		return strings.Trim(string(rune(s[0])), "\x00")
	}
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return strings.ReplaceAll(string(utf16.Decode(units)), "\x00", "")
}
