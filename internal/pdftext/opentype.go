package pdftext

// sfnt is the tables of a TrueType or OpenType font (ISO/IEC 14496-22).
type sfnt map[string]cffReader

// openType is the tables of a font, nil if it is none.
func openType(data []byte) sfnt {
	b := cffReader(data)
	if v := b.number(0, 4); v != 0x00010000 && v != 0x74727565 && v != 0x4F54544F {
		return nil
	}
	t := sfnt{}
	for i := range min(b.number(4, 2), 64) {
		record := 12 + 16*i
		at, length := b.number(record+8, 4), b.number(record+12, 4)
		if record+16 <= len(b) && at <= len(b) {
			t[string(b[record:record+4])] = b[at:min(at+length, len(b))]
		}
	}
	return t
}

// subtable is the character map for a platform and one of its encodings.
func (t sfnt) subtable(platform int, encodings ...int) cffReader {
	c := t["cmap"]
	for _, want := range encodings {
		for i := range min(c.number(2, 2), 64) {
			record := 4 + 8*i
			if at := c.number(record+4, 4); c.number(record, 2) == platform && c.number(record+2, 2) == want && at < len(c) {
				return c[at:]
			}
		}
	}
	return nil
}

// pairs gives the codes of a character map with their glyphs.
func pairs(r *reader, c cffReader, do func(code, gid int)) error {
	switch c.number(0, 2) {
	case 0:
		for i := range 256 {
			do(i, c.number(6+i, 1))
		}
	case 4:
		return segments(r, c, do)
	case 6:
		first := c.number(6, 2)
		for i := range min(c.number(8, 2), len(c)/2) {
			do(first+i, c.number(10+2*i, 2))
		}
	case 12:
		for i := range min(c.number(12, 4), len(c)/12) {
			from, to, gid := c.number(16+12*i, 4), c.number(20+12*i, 4), c.number(24+12*i, 4)
			for code := from; code <= min(to, from+0xFFFF); code++ {
				do(code, gid+code-from)
			}
			if err := r.step(max(min(to, from+0xFFFF)-from, 0) + 1); err != nil {
				return err
			}
		}
	}
	return nil
}

func segments(r *reader, c cffReader, do func(code, gid int)) error {
	n := min(c.number(6, 2)/2, len(c)/8)
	for i := range n {
		to, from := c.number(14+2*i, 2), c.number(16+2*n+2*i, 2)
		delta, at := c.number(16+4*n+2*i, 2), 16+6*n+2*i
		offset := c.number(at, 2)
		for code := from; code <= min(to, 0xFFFE); code++ {
			gid := code
			if offset != 0 {
				if gid = c.number(at+offset+2*(code-from), 2); gid == 0 {
					continue
				}
			}
			do(code, (gid+delta)&0xFFFF)
		}
		if err := r.step(max(to-from, 0) + 1); err != nil {
			return err
		}
	}
	return nil
}

// runes is the characters that glyphs are for.
func (t sfnt) runes(r *reader) (map[uint16]rune, error) {
	c := t.subtable(3, 10, 1)
	if c == nil {
		c = t.subtable(0, 6, 4, 3, 2, 1, 0)
	}
	m := map[uint16]rune{}
	err := pairs(r, c, func(code, gid int) {
		if gid > 0 && gid <= 0xFFFF && code >= ' ' && code <= 0x10FFFF && (m[uint16(gid)] == 0 || code < int(m[uint16(gid)])) {
			m[uint16(gid)] = rune(code)
		}
	})
	return m, err
}

// encoding is what codes stand for in a font without an encoding of its own (9.6.6.4):
// they lead to glyphs by the map for symbols, or for Macintosh, and glyphs to characters
// by their names or by the map for Unicode. nil: nothing tells.
func (t sfnt) encoding(r *reader) (*encoding, error) {
	names := t.names()
	runes, err := t.runes(r)
	if err != nil {
		return nil, err
	}
	e, any := new(encoding), false
	add := func(code, gid int) {
		s := ""
		if gid > 0 && gid < len(names) {
			s = names[gid]
		}
		if s == "" && gid <= 0xFFFF {
			if c := runes[uint16(gid)]; c != 0 {
				s = string(c)
			}
		}
		if code &= 0xFF; s != "" && e[code] == "" {
			e[code], any = s, true
		}
	}
	for _, c := range []cffReader{t.subtable(3, 0), t.subtable(1, 0)} {
		if err := pairs(r, c, add); err != nil {
			return nil, err
		}
	}
	if !any {
		return nil, nil
	}
	return e, nil
}

// names is the texts of the glyphs by their names, in a table post of version 2.
func (t sfnt) names() []string {
	post := t["post"]
	if post.number(0, 4) != 0x00020000 {
		return nil
	}
	count := min(post.number(32, 2), len(post)/2)
	var own []string
	for at := 34 + 2*count; at < len(post) && len(own) < count; {
		n := int(post[at])
		own = append(own, string(post[at+1:min(at+1+n, len(post))]))
		at += 1 + n
	}
	texts := make([]string, count)
	for i := range texts {
		switch n := post.number(34+2*i, 2); {
		case n >= 258 && n-258 < len(own):
			texts[i] = glyphText(own[n-258])
		case n >= 3 && n < 98: // the names that every Macintosh has begin as ASCII does
			texts[i] = string(rune(n - 3 + ' '))
		}
	}
	return texts
}
