package font

import (
	"encoding/binary"
	"slices"
)

// Flags of a composite glyph's components (OpenType, glyf table).
const (
	argsAreWords    = 0x0001
	haveScale       = 0x0008
	moreComponents  = 0x0020
	haveXYScale     = 0x0040
	haveTwoByTwo    = 0x0080
	haveInstruction = 0x0100
)

// Subset makes a font of the given glyphs, in this order: glyph i of the subset is
// glyphs[i] of f. Glyph 0 comes first whether asked for or not; a glyph may stand
// several times, for characters that look the same. What composite glyphs consist
// of follows behind. Instructions for the grid of a screen are left out.
//
// The result has the tables that a CIDFontType2 needs (ISO 32000-1, 9.9), no
// character map. An error is an *Error.
func (f *Font) Subset(glyphs []uint16) ([]byte, error) {
	order := slices.Clone(glyphs)
	if len(order) == 0 || order[0] != 0 {
		order = slices.Insert(order, 0, 0)
	}
	place := map[uint16]uint16{}
	for i, g := range order {
		if _, seen := place[g]; !seen {
			place[g] = uint16(i)
		}
	}
	var glyf []byte
	var loca []byte
	for i := 0; i < len(order); i++ {
		if len(order) > 0xFFFF {
			return nil, &Error{"more than 65535 glyphs in a subset"}
		}
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		outline := withoutInstructions(f.outline(int(order[i])))
		for _, at := range components(outline) {
			part := uint16(u16(outline, at))
			if _, seen := place[part]; !seen {
				place[part] = uint16(len(order))
				order = append(order, part)
			}
			binary.BigEndian.PutUint16(outline[at:], place[part])
		}
		glyf = pad(append(glyf, outline...))
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	if len(glyf) == 0 {
		glyf = make([]byte, 4) // a table must not be empty
	}
	return assemble(f.tablesOf(order, loca, glyf)), nil
}

type table struct {
	name string
	data []byte
}

// tablesOf are the tables of a subset, by name.
func (f *Font) tablesOf(order []uint16, loca, glyf []byte) []table {
	head := extended(f.tables["head"], 54)
	binary.BigEndian.PutUint32(head[8:], 0)  // checksum: set at the end
	binary.BigEndian.PutUint16(head[50:], 1) // long offsets
	hhea := extended(f.tables["hhea"], 36)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(order)))
	maxp := extended(f.tables["maxp"], 32)
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(order)))
	var hmtx []byte
	for _, g := range order {
		advance := u16(f.tables["hmtx"], 4*min(int(g), f.long-1))
		bearing := u16(f.tables["hmtx"], 4*int(g)+2)
		if int(g) >= f.long {
			bearing = u16(f.tables["hmtx"], 4*f.long+2*(int(g)-f.long))
		}
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(advance))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(bearing))
	}
	return []table{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}}
}

// extended is a copy of at least n bytes.
func extended(b []byte, n int) []byte {
	return append(slices.Clone(b), make([]byte, max(0, n-len(b)))...)
}

// components lists where in a composite glyph the numbers of its parts stand.
func components(outline []byte) (at []int) {
	if len(outline) < 10 || i16(outline, 0) >= 0 {
		return nil
	}
	for p := 10; p+4 <= len(outline); {
		flags := u16(outline, p)
		at = append(at, p+2)
		p += componentSize(flags)
		if flags&moreComponents == 0 {
			break
		}
	}
	return at
}

func componentSize(flags int) int {
	size := 6
	if flags&argsAreWords != 0 {
		size = 8
	}
	switch {
	case flags&haveScale != 0:
		size += 2
	case flags&haveXYScale != 0:
		size += 4
	case flags&haveTwoByTwo != 0:
		size += 8
	}
	return size
}

// withoutInstructions is a copy of a glyph without its program; one that is
// damaged becomes a glyph without ink.
func withoutInstructions(outline []byte) []byte {
	if len(outline) < 10 {
		return nil
	}
	contours := i16(outline, 0)
	if contours >= 0 {
		at := 10 + 2*contours
		if at+2 > len(outline) || at+2+u16(outline, at) > len(outline) {
			return nil
		}
		short := append(slices.Clone(outline[:at]), 0, 0)
		return append(short, outline[at+2+u16(outline, at):]...)
	}
	short := slices.Clone(outline)
	p, flags := 10, moreComponents
	for flags&moreComponents != 0 && p+4 <= len(short) {
		flags = u16(short, p)
		binary.BigEndian.PutUint16(short[p:], uint16(flags&^haveInstruction))
		p += componentSize(flags)
	}
	return short[:min(p, len(short))]
}

func pad(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// assemble puts tables, sorted by name, into one file.
func assemble(tables []table) []byte {
	n := len(tables)
	power := 0
	for 2<<power <= n {
		power++
	}
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, 16 << power, power, 16*n - 16<<power} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	start := 12 + 16*n
	var body []byte
	head := 0
	for _, t := range tables {
		if t.name == "head" {
			head = start + len(body)
		}
		out = append(out, t.name...)
		out = binary.BigEndian.AppendUint32(out, checksum(t.data))
		out = binary.BigEndian.AppendUint32(out, uint32(start+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
		body = pad(append(body, t.data...))
	}
	out = append(out, body...)
	binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(b []byte) (sum uint32) {
	for i := 0; i < len(b); i += 4 {
		var word [4]byte
		copy(word[:], b[i:])
		sum += binary.BigEndian.Uint32(word[:])
	}
	return sum
}
