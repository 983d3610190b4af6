package filetype

import (
	"bytes"
	"encoding/binary"
)

// entries says by the name of an entry, or how it begins, which kind of ZIP has it.
var entries = []struct {
	name string
	mime string
	rank int // of several, the highest counts
}{
	{"word/", office + "wordprocessingml.document", 1},
	{"xl/", office + "spreadsheetml.sheet", 1},
	{"ppt/", office + "presentationml.presentation", 1},
	{"visio/", "application/vnd.ms-visio.drawing", 1},
	{"word/vbaProject.bin", "application/vnd.ms-word.document.macroenabled.12", 2},
	{"xl/vbaProject.bin", "application/vnd.ms-excel.sheet.macroenabled.12", 2},
	{"ppt/vbaProject.bin", "application/vnd.ms-powerpoint.presentation.macroenabled.12", 2},
	{"xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12", 2},
	{"META-INF/MANIFEST.MF", "application/java-archive", 3},
	{"AppxManifest.xml", "application/vnd.ms-appx", 4},
	{"AndroidManifest.xml", "application/vnd.android.package-archive", 4},
}

const (
	entryHeader = "PK\x03\x04"
	entrySize   = 30 // of the header of an entry, without its name
)

// zipType looks at the entries that lie, whole or in part, in the first bytes.
func zipType(head []byte) string {
	mime, rank := zip, 0
	for at, first := 0, true; len(head)-at >= entrySize; first = false {
		h := head[at:]
		name, body, size := zipEntry(h)
		if first && string(name) == "mimetype" {
			if t := byMIME[string(token(body[:min(len(body), 100)]))]; t != nil && isKind(t.MIME, zip) {
				return t.MIME
			}
		}
		for _, e := range entries {
			if e.rank > rank && len(name) >= len(e.name) && string(name[:len(e.name)]) == e.name {
				mime, rank = e.mime, e.rank
			}
		}
		at = len(head) - len(body)
		if size > int64(len(body)) {
			break
		}
		at += int(size) // of a size that comes later: 0
		next := bytes.Index(head[at:], []byte(entryHeader))
		if next < 0 {
			break
		}
		at += next
	}
	return mime
}

// zipEntry takes the header of an entry apart; size is that of the packed content.
func zipEntry(h []byte) (name, body []byte, size int64) {
	size = int64(binary.LittleEndian.Uint32(h[18:]))
	nameEnd := entrySize + int(binary.LittleEndian.Uint16(h[26:]))
	bodyAt := nameEnd + int(binary.LittleEndian.Uint16(h[28:]))
	return h[entrySize:min(nameEnd, len(h))], h[min(bodyAt, len(h)):], size
}

// token is what at the start of b may be the name of a type.
func token(b []byte) []byte {
	for i, c := range b {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '/', c == '.', c == '-', c == '+':
		default:
			return b[:i]
		}
	}
	return b
}
