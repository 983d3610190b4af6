package pdfa

import "sort"

// trueType is a font program with a glyf table, or an OpenType one with CFF outlines.
type trueType struct {
	tables   map[string][]byte
	count    int // of glyphs
	long     int // of widths
	upem     int
	maps     []characterMap
	outlines *cff // in place of glyf
	names    map[string]int
}

// characterMap is one of the maps of a table cmap.
type characterMap struct {
	platform, encoding int
	data               []byte
}

// readTrueType reads a font program; nil if it is none.
func readTrueType(data []byte) *trueType {
	f := &trueType{tables: map[string][]byte{}}
	switch v := u32(data, 0); v {
	case 0x00010000, 0x74727565, 0x4F54544F:
	default:
		return nil
	}
	for i := range min(u16(data, 4), 256) {
		at, length := u32(data, 20+16*i), u32(data, 24+16*i)
		if table := cut(data, at, min(length, max(len(data)-at, 0))); table != nil {
			f.tables[string(data[12+16*i:16+16*i])] = table
		}
	}
	f.count, f.upem, f.long = u16(f.tables["maxp"], 4), u16(f.tables["head"], 18), u16(f.tables["hhea"], 34)
	if table, ok := f.tables["CFF "]; ok {
		f.outlines = readCFF(table)
	} else if f.tables["glyf"] == nil {
		return nil
	}
	if f.count == 0 || f.upem == 0 || f.long == 0 {
		return nil
	}
	table := f.tables["cmap"]
	for i := range min(u16(table, 2), 64) {
		if at := u32(table, 8+8*i); at >= 0 && at < len(table) {
			f.maps = append(f.maps, characterMap{u16(table, 4+8*i), u16(table, 6+8*i), table[at:]})
		}
	}
	return f
}

func (f *trueType) glyphs() int { return f.count }

func (f *trueType) width(glyph int) (float64, bool) {
	if glyph < 0 || glyph >= f.count {
		return 0, false
	}
	at := 4 * min(glyph, f.long-1)
	if at+2 > len(f.tables["hmtx"]) {
		return 0, false
	}
	return float64(u16(f.tables["hmtx"], at)) * 1000 / float64(f.upem), true
}

// named finds a glyph by the names of the table post.
func (f *trueType) named(name string) (int, bool) {
	if f.outlines != nil {
		return f.outlines.named(name)
	}
	if f.names == nil {
		f.names = map[string]int{}
		for i, n := range f.post() {
			if _, known := f.names[n]; !known {
				f.names[n] = i
			}
		}
	}
	g, ok := f.names[name]
	return g, ok
}

func (f *trueType) post() []string {
	table := f.tables["post"]
	switch u32(table, 0) {
	case 0x00010000:
		return macGlyphs()[:min(f.count, len(macGlyphs()))]
	case 0x00020000:
	default:
		return nil
	}
	var own []string
	for at := 34 + 2*u16(table, 32); at < len(table); {
		length := int(table[at])
		own = append(own, string(cut(table, at+1, length)))
		at += 1 + length
	}
	out := make([]string, min(u16(table, 32), f.count))
	for i := range out {
		switch k := u16(table, 34+2*i); {
		case k < len(macGlyphs()):
			out[i] = macGlyphs()[k]
		case k-len(macGlyphs()) < len(own):
			out[i] = own[k-len(macGlyphs())]
		}
	}
	return out
}

// find is the map of a platform and encoding.
func (f *trueType) find(platform, encoding int) *characterMap {
	for i := range f.maps {
		if f.maps[i].platform == platform && f.maps[i].encoding == encoding {
			return &f.maps[i]
		}
	}
	return nil
}

// lookup is the glyph of a code, 0 if there is none.
func (c *characterMap) lookup(code int) int {
	if c == nil || code < 0 {
		return 0
	}
	switch u16(c.data, 0) {
	case 0:
		if code < 256 {
			return u8(c.data, 6+code)
		}
	case 4:
		return c.segment(code)
	case 6:
		if first := u16(c.data, 6); code >= first && code < first+u16(c.data, 8) {
			return u16(c.data, 10+2*(code-first))
		}
	case 12:
		n := min(u32(c.data, 12), len(c.data)/12)
		i := sort.Search(n, func(i int) bool { return u32(c.data, 20+12*i) >= code })
		if start := u32(c.data, 16+12*i); i < n && code >= start {
			return u32(c.data, 24+12*i) + code - start
		}
	}
	return 0
}

func (c *characterMap) segment(code int) int {
	n := min(u16(c.data, 6)/2, len(c.data)/8)
	i := sort.Search(n, func(i int) bool { return u16(c.data, 14+2*i) >= code })
	start := u16(c.data, 16+2*n+2*i)
	if i == n || code < start || code > 0xFFFF {
		return 0
	}
	delta, at := u16(c.data, 16+4*n+2*i), 16+6*n+2*i
	offset := u16(c.data, at)
	if offset == 0 {
		return (code + delta) & 0xFFFF
	}
	g := u16(c.data, at+offset+2*(code-start))
	if g == 0 {
		return 0
	}
	return (g + delta) & 0xFFFF
}

// symbolic is the glyph of a code in a font with a code of its own (9.6.6.4).
func (f *trueType) symbolic(code int) int {
	if c := f.find(3, 0); c != nil {
		for _, high := range []int{0, 0xF000, 0xF100, 0xF200} {
			if g := c.lookup(high + code); g != 0 {
				return g
			}
		}
	}
	if c := f.find(1, 0); c != nil {
		if g := c.lookup(code); g != 0 {
			return g
		}
	}
	if len(f.maps) > 0 && f.find(3, 0) == nil && f.find(1, 0) == nil {
		return f.maps[0].lookup(code)
	}
	return 0
}

// text is the glyph of a name, by the maps for text (9.6.6.4).
func (f *trueType) text(name string) int {
	if name == "" {
		return 0
	}
	if c := f.find(3, 1); c != nil {
		if r, ok := runeOf(name); ok {
			if g := c.lookup(int(r)); g != 0 {
				return g
			}
		}
	}
	if c := f.find(1, 0); c != nil {
		for code, n := range encodingTables()["MacRomanEncoding"] {
			if n == name {
				if g := c.lookup(code); g != 0 {
					return g
				}
			}
		}
	}
	g, _ := f.named(name)
	return g
}
