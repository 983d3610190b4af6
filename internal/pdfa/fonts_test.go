package pdfa_test

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"

	"github.com/einvoice-go/einvoice/internal/icc"
	"github.com/einvoice-go/einvoice/internal/pdftest"
)

// text is a document with a font as object 7, its descriptor 8 and its program 9, in
// which a text is shown. Objects 10 and on follow.
func text(font, descriptor, file string, program []byte, shown string, more ...string) sheet {
	return sheet{
		content:   "BT /F 9 Tf " + shown + " ET",
		resources: "/Font<</F 7 0 R>>",
		objects: append([]string{
			"<</Type/Font" + font + "/FontDescriptor 8 0 R>>",
			"<</Type/FontDescriptor" + descriptor + "/" + file + " 9 0 R>>",
			"|" + string(program),
		}, more...),
	}
}

// sans is a simple TrueType font; A and B are 667 wide.
func sans(font, descriptor, shown string) sheet {
	return text("/Subtype/TrueType"+font, descriptor, "FontFile2", liberationsansregular.TTF, shown)
}

const (
	ab  = "/BaseFont/Test/Encoding/WinAnsiEncoding/FirstChar 65/LastChar 66/Widths[667 667]"
	abc = "/BaseFont/ABCDEF+Test/Encoding/WinAnsiEncoding/FirstChar 65/LastChar 66/Widths[667 667]"
)

// composite is a composite font whose descendant is object 10.
func composite(font, descendant, shown string, more ...string) sheet {
	s := text("", "/Flags 4", "FontFile2", liberationsansregular.TTF, shown,
		append([]string{"<</Type/Font/Subtype/CIDFontType2/BaseFont/Test/FontDescriptor 8 0 R" + descendant + ">>"}, more...)...)
	s.objects[0] = "<</Type/Font/Subtype/Type0/BaseFont/Test/DescendantFonts[10 0 R]" + font + ">>"
	return s
}

const identity = "/CIDToGIDMap/Identity/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[36[667]]"

// cmap is an embedded CMap that leads from the code 01 to the glyph of A.
const cmap = "/CMapName/Test/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>%s|/WMode 0 def 1 begincodespacerange <00><FF> endcodespacerange 1 begincidchar <01> %d endcidchar"

func fontCases() []struct {
	name  string
	sheet sheet
	want  string
} {
	compact := func(keys, shown string) sheet {
		s := text("/Subtype/Type1"+keys, "/Flags 32", "FontFile3", compactFont(), shown)
		s.objects[2] = "/Subtype/Type1C" + s.objects[2]
		return s
	}
	lone := func(shown string) sheet {
		s := sans(ab, "", shown)
		s.objects[1] = "<</Type/FontDescriptor/Flags 32>>"
		return s
	}
	return []struct {
		name  string
		sheet sheet
		want  string
	}{
		{"sound", sans(ab, "/Flags 32", "(AB) Tj"), ""},
		{"width", sans(strings.Replace(ab, "667]", "660]", 1), "/Flags 32", "(A) Tj [(B)] TJ"), "6.2.11.5 - p1 o7"},
		{"width of what is not shown", sans(strings.Replace(ab, "667]", "660]", 1), "/Flags 32", "(A) Tj"), ""},
		{"too many widths", sans(strings.Replace(ab, "]", " 1]", 1), "/Flags 32", "(A) Tj"), "6.2.11.2 + p1 o7"},
		{"too few widths", sans(strings.Replace(ab, " 667]", "]", 1), "/Flags 32", "(A) Tj"), "6.2.11.2 + p1 o7"},
		{"no widths", sans("/BaseFont/Test/Encoding/WinAnsiEncoding", "/Flags 32/MissingWidth 667", "(A) Tj"), "6.2.11.2 - p1 o7, 6.2.11.2 - p1 o7, 6.2.11.2 - p1 o7"},
		{"not embedded", lone("(A) Tj"), "6.2.11.4.1 - p1 o7"},
		{"not embedded and not seen", lone("3 Tr (A) Tj"), ""},
		{"not embedded, not seen, .notdef", lone("3 Tr (\\001) Tj"), "6.2.11.8 - p1 o7"},
		{"not embedded and not used", lone(""), ""},
		{"missing glyph", sans(ab, "/Flags 32", "(\\001) Tj"), "6.2.11.8 - p1 o7, 6.2.11.4.1 - p1 o7"},
		{"no program", text("/Subtype/TrueType"+ab, "/Flags 32", "FontFile2", []byte("x"), "(A) Tj"), "6.2.11.4.1 - p1 o9"},
		{"symbolic with an encoding", sans(ab, "/Flags 4", "(A) Tj"), "6.2.11.6 + p1 o7, 6.2.11.6 - p1 o7"},
		{"text without an encoding", sans(strings.Replace(ab, "/Encoding/WinAnsiEncoding", "", 1), "/Flags 32", "(A) Tj"), "6.2.11.6 - p1 o7"},
		{"name of no character", sans(strings.Replace(ab, "/WinAnsiEncoding", "<</BaseEncoding/WinAnsiEncoding/Differences[66/xyzzy]>>", 1), "/Flags 32", "(A) Tj"), "6.2.11.6 - p1 o7"},
		{"list of glyphs", sans(abc, "/Flags 32/CharSet(/A)/CIDSet 6 0 R", "(A) Tj"), "6.2.11.4.2 + p1 o8, 6.2.11.4.2 + p1 o8"},
		{"name that is not UTF-8", sans(strings.Replace(ab, "/Test", "/T#FF", 1), "/Flags 32", "(A) Tj"), "6.1.8 - p1 o7"},
		{"another kind", sans(ab+"/Subtype/Odd", "/Flags 32", ""), ""},

		{"composite", composite("/Encoding/Identity-H", identity, "<0024> Tj"), ""},
		{"no map to glyphs", composite("/Encoding/Identity-H", strings.Replace(identity, "/CIDToGIDMap/Identity", "", 1), "<0024> Tj"), "6.2.11.3.2 + p1 o10"},
		{"composite width", composite("/Encoding/Identity-H", strings.Replace(identity, "667", "1", 1), "<0024> Tj"), "6.2.11.5 - p1 o7"},
		{"composite glyph", composite("/Encoding/Identity-H", identity, "<FFF0> Tj"), "6.2.11.8 - p1 o7, 6.2.11.4.1 - p1 o7"},
		{"half a code", composite("/Encoding/Identity-H", identity, "(A) Tj"), "6.2.11.8 - p1 o7, 6.2.11.4.1 - p1 o7"},
		{".notdef", composite("/Encoding/Identity-H", identity+"/DW 750", "<0000> Tj"), "6.2.11.8 - p1 o7"},
		{"CMap that is missing", composite("/Encoding/Odd-H", identity, "<0024> Tj"), "6.2.11.3.3 - p1 o7, 6.2.11.4.1 - p1 o7"},
		{"CMap of other characters", composite("/Encoding/UniJIS-UCS2-H", identity, ""), ""},
		{"CMap of other characters, shown", composite("/Encoding/UniJIS-UCS2-H", identity, "<0024> Tj"), "6.2.11.3.1 - p1 o7, 6.2.11.4.1 - p1 o7"},
		{"embedded CMap", composite("/Encoding 11 0 R", identity, "<01> Tj", fmt.Sprintf(cmap, "", 36)), ""},
		{"direction of a CMap", composite("/Encoding 11 0 R", identity, "<01> Tj", fmt.Sprintf(cmap, "/WMode 1", 36)), "6.2.11.3.3 - p1 o11"},
		{"CMap on another", composite("/Encoding 11 0 R", identity, "", fmt.Sprintf(cmap, "/UseCMap/Odd", 36)), ""},
		{"CMap on another, shown", composite("/Encoding 11 0 R", identity, "<01> Tj", fmt.Sprintf(cmap, "/UseCMap/Odd", 36)), "6.2.11.3.3 - p1 o11, 6.2.11.4.1 - p1 o7"},
		{"large CID", composite("/Encoding 11 0 R", identity, "<01> Tj", fmt.Sprintf(cmap, "", 70000)), "6.1.13 - p1 o11, 6.2.11.8 - p1 o7, 6.2.11.4.1 - p1 o7"},

		{"CFF", compact("/BaseFont/Test/FirstChar 65/LastChar 65/Widths[520]", "(A) Tj"), ""},
		{"CFF width", compact("/BaseFont/Test/FirstChar 65/LastChar 65/Widths[500]", "(A) Tj"), "6.2.11.5 - p1 o7"},
		{"CFF glyph", compact("/BaseFont/Test/FirstChar 65/LastChar 65/Widths[520]/Encoding/WinAnsiEncoding", "(B) Tj"), "6.2.11.4.1 - p1 o7"},
		{"Type 1", text("/Subtype/Type1/BaseFont/Test/FirstChar 65/LastChar 65/Widths[600]", "/Flags 32", "FontFile", type1Font(), "(A) Tj"), ""},
		{"Type 1 width", text("/Subtype/Type1/BaseFont/Test/FirstChar 65/LastChar 65/Widths[500]", "/Flags 32", "FontFile", type1Font(), "(A) Tj"), "6.2.11.5 - p1 o7"},
		{"Type 1 glyph", text("/Subtype/Type1/BaseFont/Test/FirstChar 65/LastChar 65/Widths[600]", "/Flags 32", "FontFile", type1Font(), "(B) Tj"), "6.2.11.4.1 - p1 o7"},

		{"Type 3", type3("1000 0 d0 0 0 0 1 k"), "6.2.4.3 - p1 o0"},
		{"Type 3 without colour", type3("1000 0 0 0 9 9 d1 0 0 0 1 k"), ""},
		{"Type 3 width", type3("900 0 d0"), "6.2.11.5 - p1 o7"},
	}
}

// type3 is a document with a glyph that content draws.
func type3(glyph string) sheet {
	return sheet{content: "BT /F 9 Tf (a) Tj ET", resources: "/Font<</F 7 0 R>>", objects: []string{
		"<</Type/Font/Subtype/Type3/FirstChar 97/LastChar 97/Widths[1000]/Encoding<</Differences[97/x]>>/CharProcs<</x 8 0 R>>/Resources<<>>/FontMatrix[.001 0 0 .001 0 0]/FontBBox[0 0 1 1]>>",
		"|" + glyph,
	}}
}

func TestFonts(t *testing.T) {
	for _, c := range fontCases() {
		t.Run(c.name, func(t *testing.T) { check(t, c.sheet.bytes(), c.want) })
	}
}

// TestOnce: what is shared by pages is reported once, with how many there are.
func TestOnce(t *testing.T) {
	d := &pdftest.Doc{}
	d.Add("<</Type/Catalog/Pages 2 0 R/OutputIntents[<</S/GTS_PDFA1/DestOutputProfile 3 0 R>>]>>")
	d.Add("<</Type/Pages/Kids[7 0 R 8 0 R 9 0 R]/Count 3>>")
	d.Stream("/N 3", icc.SRGB())
	d.Stream("", []byte("/X Do"))
	d.Stream(form+"/Resources<</Font<</F 6 0 R>>>>", []byte("BT /F 1 Tf (a) Tj ET 0 0 0 1 k"))
	d.Add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	for range 3 {
		d.Add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>")
	}
	problems := mend(t, open(t, d.Bytes()))
	if got := briefs(problems, false); got != "6.2.11.4.1 - p1 o6, 6.2.4.3 - p1 o0" {
		t.Fatal(got)
	}
	for _, p := range problems {
		if !strings.HasSuffix(p.Message, " (and on 2 more pages)") {
			t.Error(p.Message)
		}
	}
}

// TestInherited: what pages inherit is given to each of them, as one object, and what a
// form takes from two pages that differ is not mended.
func TestInherited(t *testing.T) {
	d := &pdftest.Doc{}
	d.Add("<</Type/Catalog/Pages 2 0 R/OutputIntents[<</S/GTS_PDFA1/DestOutputProfile 3 0 R>>]>>")
	d.Add("<</Type/Pages/Kids[5 0 R 6 0 R]/Count 2/Resources<</ExtGState<</G<<>>>>>>/MediaBox[0 0 9 9]>>")
	d.Stream("/N 3", icc.SRGB())
	d.Stream("", []byte("/G gs"))
	d.Add("<</Type/Page/Parent 2 0 R/Contents 4 0 R>>")
	d.Add("<</Type/Page/Parent 2 0 R/Contents 4 0 R>>")
	again := check(t, d.Bytes(), "6.2.2 + p1 o5, 6.2.2 + p2 o6")
	var refs []any
	for p := range again.AllPages() {
		refs = append(refs, p.Dict.Get("Resources"))
	}
	if len(refs) != 2 || refs[0] != refs[1] || refs[0] == nil {
		t.Error(refs)
	}
	d.Set(5, "<</Type/Page/Parent 2 0 R/Contents 7 0 R/Resources<</XObject<</X 8 0 R>>/ExtGState<</G<<>>>>>>>>")
	d.Set(6, "<</Type/Page/Parent 2 0 R/Contents 7 0 R/Resources<</XObject<</X 8 0 R>>/ExtGState<</G<</LW 2>>>>>>>>")
	d.Stream("", []byte("/X Do"))
	d.Stream(form, []byte("/G gs"))
	if got := briefs(mend(t, open(t, d.Bytes())), false); got != "6.2.2 + p1 o8, 6.2.2 - p2 o8" {
		t.Error(got)
	}
}

// compactFont is a font in CFF with the glyph A, which is 520 wide.
func compactFont() []byte {
	index := func(items ...string) []byte {
		b := binary.BigEndian.AppendUint16(nil, uint16(len(items)))
		if len(items) == 0 {
			return b
		}
		b = append(b, 1, 1)
		at := 1
		for _, s := range items {
			at += len(s)
			b = append(b, byte(at))
		}
		return append(b, strings.Join(items, "")...)
	}
	number := func(v int) string { return string(binary.BigEndian.AppendUint32([]byte{29}, uint32(v))) }
	private := number(300) + "\x14" + number(500) + "\x15"
	build := func(charset, charStrings, at int) []byte {
		top := number(charset) + "\x0F" + number(charStrings) + "\x11" + number(len(private)) + number(at) + "\x12"
		b := []byte{1, 0, 4, 1}
		b = append(b, index("T")...)
		b = append(b, index(top)...)
		b = append(b, index()...)
		return append(b, index()...)
	}
	start := len(build(0, 0, 0))
	glyphs := index("\x0E", "\x9F\x0E") // endchar; 20 endchar
	b := append(build(start, start+3, start+3+len(glyphs)), 0, 0, 34)
	return append(append(b, glyphs...), private...)
}

// type1Font is a Type 1 font with the glyph A, which is 600 wide.
func type1Font() []byte {
	lock := func(s string, key uint16) string {
		out := []byte("xxxx" + s)
		for i, c := range out {
			out[i] = c ^ byte(key>>8)
			key = (uint16(out[i])+key)*52845 + 22719
		}
		return string(out)
	}
	glyph := lock("\x8B\xF8\xEC\x0D\x0E", 4330) // 0 600 hsbw endchar
	private := fmt.Sprintf("dup /Private 8 dict dup begin /lenIV 4 def 2 index /CharStrings 1 dict dup begin\n/A %d RD %s ND\nend", len(glyph), glyph)
	return []byte("%!PS-AdobeFont-1.0: Test\n/FontMatrix [0.001 0 0 0.001 0 0] readonly def\n/Encoding StandardEncoding def\ncurrentfile eexec\n" + lock(private, 55665))
}
