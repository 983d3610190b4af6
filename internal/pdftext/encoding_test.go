package pdftext_test

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"

	"github.com/einvoice-go/einvoice/internal/font"
	"github.com/einvoice-go/einvoice/internal/pdftext"
)

const simple = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica"

// toUnicode is a map that programs write, with its lines.
func toUnicode(lines string) object {
	return object{"", "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n" +
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + lines + "\nendcmap CMapName currentdict /CMap defineresource pop end end"}
}

// TestEncodings: codes become text on every way that there is.
func TestEncodings(t *testing.T) {
	const type0 = "<</Type/Font/Subtype/Type0/BaseFont/X"
	const identity = type0 + "/Encoding/Identity-H/DescendantFonts[<</Subtype/CIDFontType2/CIDSystemInfo<</Ordering(Identity)>>"
	for _, c := range []struct {
		name, font, draw, want string
		more                   []object
	}{
		{"WinAnsi", simple + "/Encoding/WinAnsiEncoding>>", "Gr\xFC\xDFe 12 \x80 \x96\x99", "Grüße 12 € –™", nil},
		{"standard", simple + ">>", "it's \xA7 \xE9 \xFB\xA3 \xAF", "it’s § Ø ß£ ﬂ", nil},
		{"MacRoman", simple + "/Encoding/MacRomanEncoding>>", "f\x9Fr \xA5 \xC7", "für • «", nil},
		{"PDFDoc", simple + "/Encoding/PDFDocEncoding>>", "1\xA0 \x84\x9F", "1€ —\uFFFD", nil},
		{"names", simple + "/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[1/Euro/uni20AC/u1F600/Scaron 20/afii10017/afii10023/afii10097/f_i/one.oldstyle/ccedilla/Tcommaaccent/uni00410301/nine.tab]>>>>",
			"A\x01\x02\x03\x04\x14\x15\x16\x17\x18\x19\x1A\x1B\x1C", "A€€😀ŠАЁяﬁ1çȚA\u03019", nil},
		{"names alone", simple + "/Encoding<</Differences[65/B/quoteright/germandbls]>>>>", "ABC D", "B’ß D", nil},
		{"Symbol", "<</Subtype/Type1/BaseFont/Symbol>>", "ab 12 \xA0", "αβ 12 €", nil},
		{"ornaments", "<</Subtype/Type1/BaseFont/ZapfDingbats>>", "\x34", "□", nil},
		{"map of a simple font", simple + "/ToUnicode 5 0 R>>", "\x01\x02\x03\x04a", "12.xa",
			[]object{toUnicode("2 beginbfchar <01> <0031> <02> <0032> endbfchar 1 beginbfrange <03><04>[<002E><0078>] endbfrange")}},
		{"map of two bytes", identity + ">>]/ToUnicode 5 0 R>>", "<00030004000500100011>", "abcfi€",
			[]object{toUnicode("1 beginbfrange <0003> <0005> <0061> endbfrange 2 beginbfchar <0010> <00660069> <0011> <20AC> endbfchar")}},
		{"map of one long range", identity + ">>]/ToUnicode 5 0 R>>", "<0041004200DF20ACD83D>", "ABß€\uFFFD",
			[]object{toUnicode("1 beginbfrange <0000> <FFFF> <0000> endbfrange")}},
		{"map of more than a hundred", identity + ">>]/ToUnicode 5 0 R>>", "<01000101>", "01", []object{toUnicode(manyChars())}},
		{"map that uses another", identity + ">>]/ToUnicode 5 0 R>>", "<00010002>", "12",
			[]object{{"/UseCMap 6 0 R", "1 beginbfchar <0001> <0031> endbfchar"}, {"/UseCMap 5 0 R", "1 beginbfchar <0002> <0032> endbfchar"}}},
		{"character outside of the first plane", identity + ">>]/ToUnicode 5 0 R>>", "<0001>", "😀", []object{toUnicode("1 beginbfchar <0001> <D83DDE00> endbfchar")}},
		{"codes of one and two bytes", type0 + "/Encoding 6 0 R/DescendantFonts[<</Subtype/CIDFontType0>>]/ToUnicode 5 0 R>>", "<41810042>", "AxB",
			[]object{toUnicode("3 beginbfchar <41> <0041> <42> <0042> <8100> <0078> endbfchar"),
				{"", "2 begincodespacerange <00> <7F> <8100> <9FFF> endcodespacerange 1 begincidrange <00> <7F> 1 endcidrange"}}},
		{"UTF-16", type0 + "/Encoding/UniGB-UTF16-H/DescendantFonts[<</Subtype/CIDFontType0/CIDSystemInfo<</Ordering(GB1)>>>>]>>", "<0031D83DDE005E74>", "1😀年", nil},
		{"UCS-2", type0 + "/Encoding/UniJIS-UCS2-H/DescendantFonts[<</Subtype/CIDFontType0>>]>>", "<003100326708>", "12月", nil},
		{"TrueType by glyph", identity + "/FontDescriptor<</FontFile2 5 0 R>>>>]>>", glyphs(t, "Grüße 12,50 €"), "Grüße 12,50 €", []object{{"", string(liberationsansregular.TTF)}}},
		{"TrueType by another order", identity + "/CIDToGIDMap 6 0 R/FontDescriptor<</FontFile2 5 0 R>>>>]>>", "<00010002>", "ß7",
			[]object{{"", string(liberationsansregular.TTF)}, {"", "\x00\x00" + gid(t, 'ß') + gid(t, '7')}}},
		{"TrueType with its own codes", "<</Subtype/TrueType/BaseFont/X/FontDescriptor<</Flags 4/FontFile2 5 0 R>>>>", "AB 12 \x8A", "AB 12 ä", []object{{"", string(liberationsansregular.TTF)}}},
		{"Type 1 with its own codes", "<</Subtype/Type1/BaseFont/X/FontDescriptor<</Flags 4/FontFile 5 0 R>>>>", "\x01\x02a", "9ö\uFFFD",
			[]object{{"", "%!PS-AdobeFont-1.0: X\n/Encoding 256 array 0 1 255 {1 index exch /.notdef put} for\ndup 1 /nine put\ndup 2 /odieresis put\nreadonly def\ncurrentfile eexec \x01\x02"}}},
		{"Type 1 with the standard codes", "<</Subtype/Type1/BaseFont/X/FontDescriptor<</Flags 4/FontFile 5 0 R>>>>", "a\xFB", "aß",
			[]object{{"", "%!PS-AdobeFont-1.0: X\n/Encoding StandardEncoding def currentfile eexec"}}},
		{"CFF with its own codes", "<</Subtype/Type1/BaseFont/X/FontDescriptor<</Flags 4/FontFile3 5 0 R>>>>", "\x41\x42\x43", "7Ă\uFFFD", []object{{"/Subtype/Type1C", cff()}}},
		{"glyphs that are drawn", "<</Subtype/Type3/FontMatrix[.01 0 0 .01 0 0]/FirstChar 97/LastChar 98/Widths[50 50]/Encoding<</Differences[97/five/comma]>>/CharProcs<<>>>>", "ab", "5,", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := read(t, one{font: c.font, content: shown(c.draw), more: c.more}.doc(), pdftext.Limits{})
			if got := text.Pages[0].Drawn; got != c.want || strings.TrimSuffix(text.Pages[0].Laid, "\n") != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
			if unread := strings.Contains(c.want, "\uFFFD"); unread != (len(text.Unread) > 0) {
				t.Errorf("%q", text.Unread)
			}
		})
	}
}

func manyChars() string {
	var b strings.Builder
	b.WriteString("150 beginbfchar\n")
	for i := range 150 {
		fmt.Fprintf(&b, "<%04X> <%04X>\n", 0x100+i, 0x30+i)
	}
	return b.String() + "endbfchar"
}

func glyphs(t testing.TB, s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(gid(t, r))
	}
	return fmt.Sprintf("<%x>", b.String())
}

func gid(t testing.TB, r rune) string {
	f, err := font.Regular()
	if err != nil {
		t.Fatal(err)
	}
	return string(binary.BigEndian.AppendUint16(nil, f.Glyph(r)))
}

// cff is a font in the Compact Font Format with two glyphs: seven at 65, Abreve, which is
// a name of its own, at 66.
func cff() string {
	index := func(entries ...string) string {
		b := []byte{0, byte(len(entries)), 1, 1}
		at := 1
		for _, e := range entries {
			at += len(e)
			b = append(b, byte(at))
		}
		return string(b) + strings.Join(entries, "")
	}
	number := func(n int) string { return string([]byte{28, byte(n >> 8), byte(n)}) }
	header := "\x01\x00\x04\x02" + index("X")
	names, empty := index("Abreve"), "\x00\x00"
	top := len(index(strings.Repeat("x", 12)))
	charset := len(header) + top + len(names) + len(empty)
	encoding := charset + 5
	glyphs := encoding + 4
	dict := number(charset) + "\x0F" + number(encoding) + "\x10" + number(glyphs) + "\x11"
	return header + index(dict) + names + empty + "\x00\x00\x18\x01\x87" + "\x00\x02AB" + index("\x0E", "\x0E", "\x0E")
}

// TestUnread: what cannot be read is named, and why.
func TestUnread(t *testing.T) {
	for _, c := range []struct {
		name, font, content, want string
		more                      []object
	}{
		{"an encoding", "<</Subtype/Type0/BaseFont/ABCDEF+Song/Encoding/GBK-EUC-H/DescendantFonts[<<>>]>>", shown("<3132>"), "font ABCDEF+Song cannot be read: its encoding GBK-EUC-H is not known here", nil},
		{"a collection", "<</Subtype/Type0/BaseFont/Min/Encoding/Identity-H/DescendantFonts[<</CIDSystemInfo<</Ordering(Japan1)>>>>]>>", shown("<3132>"), "collection Adobe-Japan1", nil},
		{"nothing at all", "<</Subtype/Type0/BaseFont/Sub/Encoding/Identity-H/DescendantFonts[<<>>]>>", shown("<0001>"), "font Sub cannot be read: nothing says", nil},
		{"names that mean nothing", "<</Subtype/Type3/FontMatrix[1 0 0 1 0 0]/Encoding<</Differences[1/g1/g2]>>>>", shown("\x01\x02"), "font without name", nil},
		{"a program without codes", "<</Subtype/TrueType/BaseFont/T/FontDescriptor<</Flags 4/FontFile2 5 0 R>>>>", shown("ab"), "font T cannot be read: its own encoding is not known", []object{{"", "\x00\x01\x00\x00"}}},
		{"no font", helvetica, "BT (12) Tj ET", "page 1: there is text whose font is missing", nil},
		{"content that is cut off", helvetica, "BT /F 10 Tf (12", "page 1 cannot be read whole", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := read(t, one{font: c.font, content: c.content, more: c.more}.doc(), pdftext.Limits{})
			if len(text.Unread) != 1 || !strings.Contains(text.Unread[0], c.want) {
				t.Errorf("%q", text.Unread)
			}
		})
	}
	// One glyph of many is an ornament.
	text := read(t, one{font: simple + "/Encoding<</Differences[1/a99]>>>>", content: shown("\x01 " + strings.Repeat("text ", 10))}.doc(), pdftext.Limits{})
	if len(text.Unread) > 0 || !strings.HasPrefix(text.Pages[0].Drawn, "\uFFFD text") {
		t.Errorf("%+v", text)
	}
}
