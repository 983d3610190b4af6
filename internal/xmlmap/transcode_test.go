package xmlmap

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

// TestTranscode: what nobody changed comes back byte for byte, and what the encoding of
// the document lacks comes as a reference.
func TestTranscode(t *testing.T) {
	all := func(first, last byte) string { // every byte of a character map
		var b []byte
		for c := int(first); c <= int(last); c++ {
			b = append(b, byte(c))
		}
		return string(b)
	}
	utf16 := func(e unicode.Endianness, bom unicode.BOMPolicy, s string) string {
		out, err := unicode.UTF16(e, bom).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, c := range map[string]struct{ doc, changed string }{
		"UTF-8":        {"<a>é</a>", "<a>éΩ</a>"},
		"UTF-8 BOM":    {"\uFEFF<a>é</a>", "\uFEFF<a>éΩ</a>"},
		"Latin-1":      {"<?xml version='1.0' encoding='ISO-8859-1'?><a>" + all(0x80, 0xFF) + "</a>", "<?xml version='1.0' encoding='ISO-8859-1'?><a>" + all(0x80, 0xFF) + "&#937;</a>"},
		"Latin-9":      {"<?xml version='1.0' encoding='ISO-8859-15'?><a>" + all(0x80, 0xFF) + "</a>", "<?xml version='1.0' encoding='ISO-8859-15'?><a>" + all(0x80, 0xFF) + "&#937;</a>"},
		"windows-1252": {"<?xml version='1.0' encoding='windows-1252'?><a>" + all(0x80, 0xFF) + "</a>", "<?xml version='1.0' encoding='windows-1252'?><a>" + all(0x80, 0xFF) + "&#937;</a>"},
		"ASCII":        {"<?xml version='1.0' encoding='US-ASCII'?><a>x</a>", "<?xml version='1.0' encoding='US-ASCII'?><a>x&#937;</a>"},
		"UTF-16LE":     {utf16(unicode.LittleEndian, unicode.UseBOM, "<a>é\U0001F600</a>"), utf16(unicode.LittleEndian, unicode.UseBOM, "<a>é\U0001F600Ω</a>")},
		"UTF-16BE":     {utf16(unicode.BigEndian, unicode.IgnoreBOM, "<a>é\U0001F600</a>"), utf16(unicode.BigEndian, unicode.IgnoreBOM, "<a>é\U0001F600Ω</a>")},
	} {
		for _, change := range []bool{false, true} {
			var out bytes.Buffer
			text, encoded, err := Transcode(strings.NewReader(c.doc), &out)
			if err != nil {
				t.Fatal(name, err)
			}
			in, err := io.ReadAll(text)
			if err != nil {
				t.Fatal(name, err)
			}
			want := c.doc
			if change {
				in, want = bytes.Replace(in, []byte("</a>"), []byte("Ω</a>"), 1), c.changed
			}
			for len(in) > 0 { // in pieces of a few bytes
				n := min(3, len(in))
				if _, err := encoded.Write(in[:n]); err != nil {
					t.Fatal(name, err)
				}
				in = in[n:]
			}
			if err := encoded.Close(); err != nil || out.String() != want {
				t.Errorf("%s: %q, want %q: %v", name, out.String(), want, err)
			}
		}
	}
}
