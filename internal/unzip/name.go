package unzip

import (
	"hash/crc32"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decodeName gives an entry's name in UTF-8. Many writers store UTF-8 without the flag,
// so what is valid UTF-8 counts as such; the rest is the format's own code page 437,
// unless the Unicode path field has the name.
func decodeName(raw []byte, f flags, extra []byte) string {
	switch {
	case f.utf8():
		return strings.ToValidUTF8(string(raw), string(utf8.RuneError))
	case utf8.Valid(raw):
		return string(raw)
	}
	if name := unicodePath(raw, extra); name != "" {
		return name
	}
	var b strings.Builder
	for _, c := range raw {
		b.WriteRune(charmap.CodePage437.DecodeByte(c))
	}
	return b.String()
}

// unicodePath is the name in the extra field 0x7075: its version, 1, the CRC-32 of the
// name that it stands for, and the name.
func unicodePath(raw, extra []byte) string {
	field, _ := extraField(extra, extraUnicodePath)
	if len(field) < 5 || field[0] != 1 || le.Uint32(field[1:]) != crc32.ChecksumIEEE(raw) || !utf8.Valid(field[5:]) {
		return ""
	}
	return string(field[5:])
}

// dangers lists why a name must not be used as a file name as it is.
func dangers(name string) []string {
	var list []string
	add := func(yes bool, why string) {
		if yes {
			list = append(list, why)
		}
	}
	add(name == "", "is empty")
	add(strings.HasPrefix(name, "/"), "is absolute")
	add(hasDrive(name), "names a drive")
	add(leadsUp(name), `has ".." in its path`)
	add(strings.Contains(name, `\`), "has a backslash")
	add(strings.ContainsFunc(name, misleading), "has control characters")
	add(strings.ContainsRune(name, utf8.RuneError), "is not valid UTF-8")
	return list
}

func hasDrive(name string) bool {
	return len(name) > 1 && name[1] == ':' && (name[0]|0x20 >= 'a' && name[0]|0x20 <= 'z')
}

func leadsUp(name string) bool {
	for part := range strings.FieldsFuncSeq(name, func(c rune) bool { return c == '/' || c == '\\' }) {
		if part == ".." {
			return true
		}
	}
	return false
}

// misleading characters change what a name looks like: "invoice‮fdp.exe".
func misleading(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) }

// shown cuts a name to what an error or a note keeps of it.
func shown(name string) string {
	if len(name) <= nameShown {
		return name
	}
	end := nameShown
	for end > 0 && !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end] + "…"
}
