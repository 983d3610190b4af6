package font

import "sort"

// cmap finds glyphs in the bytes of a character map of format 4 or 12.
type cmap struct {
	data   []byte // from the subtable on
	format int
	count  int // segments or groups
}

// choose takes the subtable that covers most: full Unicode before the basic plane.
func (c *cmap) choose(table []byte) bool {
	best := 0
	for i := range min(u16(table, 2), 64) {
		platform, encoding, at := u16(table, 4+8*i), u16(table, 6+8*i), u32(table, 8+8*i)
		rank := 0
		switch {
		case platform == 3 && encoding == 10:
			rank = 4
		case platform == 0 && encoding >= 4 && encoding != 5: // 5 is for variation sequences
			rank = 3
		case platform == 3 && encoding == 1:
			rank = 2
		case platform == 0 && encoding < 4:
			rank = 1
		}
		format := u16(table, at)
		if rank <= best || at >= len(table) || format != 4 && format != 12 {
			continue
		}
		best = rank
		c.data, c.format = table[at:], format
	}
	switch c.format {
	case 4:
		c.count = min(u16(c.data, 6)/2, len(c.data)/8)
	case 12:
		c.count = min(u32(c.data, 12), len(c.data)/12)
	}
	return best > 0
}

func (c *cmap) lookup(r rune) uint16 {
	if r < 0 || c.count == 0 {
		return 0
	}
	if c.format == 12 {
		return c.group(int(r))
	}
	if r > 0xFFFE {
		return 0
	}
	return c.segment(int(r))
}

func (c *cmap) group(r int) uint16 {
	i := sort.Search(c.count, func(i int) bool { return u32(c.data, 20+12*i) >= r })
	start := u32(c.data, 16+12*i)
	if i == c.count || r < start {
		return 0
	}
	return uint16(min(u32(c.data, 24+12*i)+r-start, 0xFFFF))
}

func (c *cmap) segment(r int) uint16 {
	n := c.count
	i := sort.Search(n, func(i int) bool { return u16(c.data, 14+2*i) >= r })
	start := u16(c.data, 16+2*n+2*i)
	if i == n || r < start {
		return 0
	}
	delta, at := u16(c.data, 16+4*n+2*i), 16+6*n+2*i
	offset := u16(c.data, at)
	if offset == 0 {
		return uint16(r + delta)
	}
	g := u16(c.data, at+offset+2*(r-start))
	if g == 0 {
		return 0
	}
	return uint16(g + delta)
}
