package pdfa

// program is a font program, as far as it tells whether glyphs are there and how wide
// they are. Glyphs are numbered from 0, which is the one that stands for those missing.
type program interface {
	glyphs() int
	width(glyph int) (float64, bool) // in 1/1000 of the font size
	named(name string) (glyph int, ok bool)
}

// --- numbers of a font are big-endian; what stands outside reads as 0 ---

func u8(b []byte, i int) int {
	if i < 0 || i >= len(b) {
		return 0
	}
	return int(b[i])
}

func u16(b []byte, i int) int { return u8(b, i)<<8 | u8(b, i+1) }

func i16(b []byte, i int) int { return int(int16(u16(b, i))) }

func u32(b []byte, i int) int { return u16(b, i)<<16 | u16(b, i+2) }

func cut(b []byte, at, length int) []byte {
	if at < 0 || length < 0 || at > len(b) || length > len(b)-at {
		return nil
	}
	return b[at : at+length]
}
