package font

import "sync"

// Character is the character that a glyph name stands for, by the names that the
// built-in font gives its own glyphs, which are those of the Adobe Glyph List.
func Character(name string) (r rune, ok bool) {
	r, ok = characters()[name]
	return r, ok
}

var characters = sync.OnceValue(func() map[string]rune {
	out := map[string]rune{}
	f, err := Regular()
	if err != nil {
		return out
	}
	names := postNames(f.tables["post"], f.glyphs)
	for r := rune(0x20); r <= 0xFFFD; r++ {
		if g := f.Glyph(r); g != 0 && int(g) < len(names) && names[g] != "" {
			if _, known := out[names[g]]; !known {
				out[names[g]] = r
			}
		}
	}
	return out
})

// postNames are the names of glyphs that a table "post" of version 2 spells out.
func postNames(table []byte, glyphs int) []string {
	if u32(table, 0) != 0x00020000 {
		return nil
	}
	n := min(u16(table, 32), glyphs)
	var own []string
	for at := 34 + 2*u16(table, 32); at < len(table); {
		length := int(table[at])
		own = append(own, string(cut(table, at+1, length)))
		at += 1 + length
	}
	names := make([]string, n)
	for i := range names {
		if k := u16(table, 34+2*i) - 258; k >= 0 && k < len(own) {
			names[i] = own[k]
		}
	}
	return names
}
