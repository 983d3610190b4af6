package pdfa

// cff is a font program in the Compact Font Format (Adobe Technical Note 5176).
type cff struct {
	charStrings [][]byte
	global      [][]byte
	strings     [][]byte
	charset     []int // SID or CID of each glyph
	cid         bool
	private     []cffPrivate
	fd          []byte // which of them a glyph has
	scale       float64
	codes       map[int]int // glyphs of the font's own encoding
	byID        map[int]int
	byName      map[string]int
}

// cffPrivate is a Private DICT.
type cffPrivate struct {
	usual, nominal float64
	local          [][]byte
}

// maxGlyphs is how many glyphs a font can have.
const maxGlyphs = 65535

// readCFF reads a font program; nil if it is none.
func readCFF(data []byte) *cff {
	if u8(data, 0) != 1 {
		return nil
	}
	_, at := cffIndex(data, u8(data, 2)) // the names
	tops, at := cffIndex(data, at)
	f := &cff{scale: 1}
	f.strings, at = cffIndex(data, at)
	f.global, _ = cffIndex(data, at)
	if len(tops) == 0 {
		return nil
	}
	top := cffDict(tops[0])
	f.charStrings, _ = cffIndex(data, top.offset(17))
	if len(f.charStrings) == 0 {
		return nil
	}
	if m := top[1207]; len(m) == 6 && m[0] > 0 {
		f.scale = m[0] * 1000
	}
	_, f.cid = top[1230]
	f.readCharset(data, top.offset(15))
	if f.cid {
		f.readFonts(data, top)
	} else {
		f.private = []cffPrivate{readPrivate(data, top)}
		f.readEncoding(data, top.offset(16))
	}
	return f
}

// cffIndex reads an INDEX, and tells where it ends.
func cffIndex(data []byte, at int) (items [][]byte, end int) {
	n, size := u16(data, at), u8(data, at+2)
	if n == 0 || size < 1 || size > 4 || at < 0 || at+3+(n+1)*size > len(data) {
		return nil, at + 2
	}
	base := at + 3 + (n+1)*size - 1
	offset := func(i int) (v int) {
		for k := range size {
			v = v<<8 | u8(data, at+3+i*size+k)
		}
		return v
	}
	end = base + 1
	for i := range n {
		from, to := offset(i), offset(i+1)
		items = append(items, cut(data, base+from, to-from))
		end = base + to
	}
	return items, end
}

// operands of a DICT, by operator; those of two bytes are 1200 and more.
type cffOperands map[int][]float64

func (o cffOperands) offset(op int) int {
	if v := o[op]; len(v) > 0 {
		return int(v[0])
	}
	return 0
}

func cffDict(data []byte) cffOperands {
	out := cffOperands{}
	var stack []float64
	for i := 0; i < len(data); {
		switch b := data[i]; {
		case b == 12:
			out[1200+u8(data, i+1)] = stack
			stack = nil
			i += 2
		case b <= 21:
			out[int(b)] = stack
			stack = nil
			i++
		case b == 30:
			v, n := cffReal(data[i+1:])
			stack = append(stack, v)
			i += 1 + n
		case b == 29:
			stack = append(stack, float64(int32(u32(data, i+1))))
			i += 5
		default:
			v, n := cffNumber(data[i:])
			stack = append(stack, v)
			i += n
		}
		if len(stack) > 513 {
			return out
		}
	}
	return out
}

// cffNumber reads a whole number of one to three bytes.
func cffNumber(b []byte) (v float64, n int) {
	switch c := int(b[0]); {
	case c == 28:
		return float64(i16(b, 1)), 3
	case c >= 32 && c <= 246:
		return float64(c - 139), 1
	case c >= 247 && c <= 250:
		return float64((c-247)*256 + u8(b, 1) + 108), 2
	case c >= 251 && c <= 254:
		return float64(-(c-251)*256 - u8(b, 1) - 108), 2
	}
	return 0, 1
}

func cffReal(b []byte) (v float64, n int) {
	text := ""
	for n < len(b) && n < 32 {
		for _, nibble := range []byte{b[n] >> 4, b[n] & 15} {
			if nibble == 15 {
				return parseFloat(text), n + 1
			}
			text += []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "E", "E-", "", "-"}[nibble]
		}
		n++
	}
	return parseFloat(text), n
}

func readPrivate(data []byte, dict cffOperands) (p cffPrivate) {
	v := dict[18]
	if len(v) < 2 {
		return p
	}
	at := int(v[1])
	private := cffDict(cut(data, at, int(v[0])))
	if w := private[20]; len(w) > 0 {
		p.usual = w[0]
	}
	if w := private[21]; len(w) > 0 {
		p.nominal = w[0]
	}
	if local := private.offset(19); local != 0 {
		p.local, _ = cffIndex(data, at+local)
	}
	return p
}

// readFonts reads the fonts of a CID-keyed font, and which of them a glyph has.
func (f *cff) readFonts(data []byte, top cffOperands) {
	fonts, _ := cffIndex(data, top.offset(1236))
	for _, d := range fonts {
		dict := cffDict(d)
		p := readPrivate(data, dict)
		f.private = append(f.private, p)
		if m := dict[1207]; len(m) == 6 && m[0] > 0 && len(top[1207]) == 0 {
			f.scale = m[0] * 1000
		}
	}
	f.fd = make([]byte, len(f.charStrings))
	at := top.offset(1237)
	switch u8(data, at) {
	case 0:
		copy(f.fd, cut(data, at+1, min(len(f.fd), max(len(data)-at-1, 0))))
	case 3:
		for i := range min(u16(data, at+1), maxGlyphs) {
			first, fd, next := u16(data, at+3+3*i), u8(data, at+5+3*i), u16(data, at+6+3*i)
			for g := first; g < next && g < len(f.fd); g++ {
				f.fd[g] = byte(fd)
			}
		}
	}
}

func (f *cff) readCharset(data []byte, at int) {
	n := len(f.charStrings)
	f.charset = make([]int, n)
	if at <= 2 { // ISOAdobe, and two that no text font has
		for g := range n {
			f.charset[g] = g
		}
	} else {
		f.readRanges(data, at)
	}
	f.byID, f.byName = map[int]int{}, map[string]int{}
	for g, id := range f.charset {
		if _, known := f.byID[id]; !known {
			f.byID[id] = g
		}
		if !f.cid {
			if name := f.string(id); f.byName[name] == 0 {
				f.byName[name] = g
			}
		}
	}
}

func (f *cff) readRanges(data []byte, at int) {
	format := u8(data, at)
	at++
	for g := 1; g < len(f.charset) && at < len(data); {
		first, left := u16(data, at), 0
		at += 2
		switch format {
		case 1:
			left = u8(data, at)
			at++
		case 2:
			left = u16(data, at)
			at += 2
		}
		for i := 0; i <= left && g < len(f.charset); i++ {
			f.charset[g] = first + i
			g++
		}
	}
}

func (f *cff) string(sid int) string {
	standard := standardStrings()
	switch {
	case sid < len(standard):
		return standard[sid]
	case sid-len(standard) < len(f.strings):
		return string(f.strings[sid-len(standard)])
	}
	return ""
}

// readEncoding reads the codes that glyphs have of their own.
func (f *cff) readEncoding(data []byte, at int) {
	f.codes = map[int]int{}
	if at <= 1 {
		for code, name := range encodingTables()["StandardEncoding"] {
			if g, ok := f.byName[name]; ok && name != "" {
				f.codes[code] = g
			}
		}
		return
	}
	format, n := u8(data, at), u8(data, at+1)
	at += 2
	g := 1
	for range n {
		code, left := u8(data, at), 0
		at++
		if format&0x7F == 1 {
			left = u8(data, at)
			at++
		}
		for i := 0; i <= left; i++ {
			f.codes[code+i] = g
			g++
		}
	}
	if format&0x80 != 0 {
		for i := range u8(data, at) {
			if g, ok := f.byID[u16(data, at+2+3*i)]; ok {
				f.codes[u8(data, at+1+3*i)] = g
			}
		}
	}
}

func (f *cff) glyphs() int { return len(f.charStrings) }

func (f *cff) named(name string) (int, bool) {
	g, ok := f.byName[name]
	return g, ok
}
