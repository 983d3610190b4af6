package filetype

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

var safeNames = []struct{ name, stem, ext, want string }{
	{"a.pdf", "x", "pdf", "a.pdf"},
	{"Rechnung Nr. 5.pdf", "x", "pdf", "Rechnung Nr. 5.pdf"},
	{"Grüße 名前 😀.PDF", "x", "pdf", "Grüße 名前 😀.PDF"},
	{"a&b=c (1) [2] {3} #4 %20 'x' `y` ~z $ @ ! ; , + ^.pdf", "x", "pdf", "a&b=c (1) [2] {3} #4 %20 'x' `y` ~z $ @ ! ; , + ^.pdf"},

	// Paths.
	{"a/b.pdf", "x", "pdf", "b.pdf"},
	{`a\b.pdf`, "x", "pdf", "b.pdf"},
	{`C:\Users\me\b.pdf`, "x", "pdf", "b.pdf"},
	{"file:///tmp/b.pdf", "x", "pdf", "b.pdf"},
	{`\\server\share\b.pdf`, "x", "pdf", "b.pdf"},
	{"../../etc/passwd", "x", "pdf", "passwd.pdf"},
	{`..\..\b.pdf`, "x", "pdf", "b.pdf"},
	{"a.pdf/", "x", "pdf", "a.pdf"},
	{"a.pdf/..", "x", "pdf", "a.pdf"},
	{"a.pdf/ . /\u200b", "x", "pdf", "a.pdf"},
	{"C:b.pdf", "x", "pdf", "C_b.pdf"},
	{`C:\`, "x", "pdf", "C_.pdf"},

	// Characters.
	{"a\x00b\x1fc\x7fd\u0085e.pdf", "x", "pdf", "abcd e.pdf"},
	{"a\nb\tc\r\nd.pdf", "x", "pdf", "a b c d.pdf"},
	{`a<b>c:d"e|f?g*h.pdf`, "x", "pdf", "a_b_c_d_e_f_g_h.pdf"},
	{"a\u202Efdp.exe", "x", "pdf", "afdp.exe"},
	{"a\u200B\u200C\u200D\u2060\uFEFF\u00AD\u2066\u2069\u061C\u034F\u3164.pdf", "x", "pdf", "a.pdf"},
	{"a\u00A0\u2003 \u3000\u2028\u2800b.pdf", "x", "pdf", "a b.pdf"},
	{"a\uFE0F\U000E0041.pdf", "x", "pdf", "a.pdf"},
	{"a\uE000\uFFFF\U0010FFFF.pdf", "x", "pdf", "a___.pdf"},
	{"a\xFF\xFEb\xC3.pdf", "x", "pdf", "a_b_.pdf"},
	{"e\u0301.pdf", "x", "pdf", "é.pdf"},
	{"e\u200B\u0301.pdf", "x", "pdf", "é.pdf"},
	{"\u212Aelvin.pdf", "x", "pdf", "Kelvin.pdf"},
	{"a" + strings.Repeat("\u0302", 100) + ".pdf", "x", "pdf", "â" + strings.Repeat("\u0302", marks-1) + ".pdf"},
	{"<\u0338.pdf", "x", "pdf", "≮.pdf"},

	// Ends.
	{"  a.pdf  ", "x", "pdf", "a.pdf"},
	{".htaccess", "x", "pdf", "htaccess.pdf"},
	{"...a.pdf...", "x", "pdf", "a.pdf"},
	{". a .pdf . ", "x", "pdf", "a .pdf"},
	{"\u00A0a.pdf\u00A0", "x", "pdf", "a.pdf"},

	// Extensions.
	{"a", "x", "pdf", "a.pdf"},
	{"a", "x", ".PDF", "a.pdf"},
	{"a", "x", "", "a"},
	{"a", "x", "p/f", "a"},
	{"a", "x", "averylongextension", "a"},
	{"a.", "x", "pdf", "a.pdf"},
	{"a.exe", "x", "pdf", "a.exe"},
	{"a.7z", "x", "zip", "a.7z"},
	{"v1.2", "x", "pdf", "v1.2.pdf"},
	{"invoice 31.12.2026", "x", "pdf", "invoice 31.12.2026.pdf"},
	{"Dr. Miller", "x", "pdf", "Dr. Miller.pdf"},
	{"a.Leistungsverzeichnis", "x", "pdf", "a.Leistungsverzeichnis.pdf"},
	{"a.exe::$DATA", "x", "pdf", "a.exe__$DATA.pdf"},

	// Devices.
	{"CON", "x", "pdf", "_CON.pdf"},
	{"con.pdf", "x", "pdf", "_con.pdf"},
	{"Aux.tar.gz", "x", "pdf", "_Aux.tar.gz"},
	{"nul .txt", "x", "pdf", "_nul .txt"},
	{"NUL:", "x", "pdf", "NUL_.pdf"},
	{"COM1.txt", "x", "pdf", "_COM1.txt"},
	{"LPT9", "x", "", "_LPT9"},
	{"com².txt", "x", "pdf", "_com².txt"},
	{"CONOUT$", "x", "", "_CONOUT$"},
	{"COM.txt", "x", "pdf", "COM.txt"},
	{"COM10.txt", "x", "pdf", "COM10.txt"},
	{"CONTRACT.pdf", "x", "pdf", "CONTRACT.pdf"},

	// Nothing left.
	{"", "invoice", "pdf", "invoice.pdf"},
	{"", "2026/001", "pdf", "2026_001.pdf"},
	{"", `a\b`, "pdf", "a_b.pdf"},
	{"", "INV.A1", "pdf", "INV.A1.pdf"},
	{"...", "invoice", "", "invoice"},
	{" /\\. ", "invoice", "pdf", "invoice.pdf"},
	{"\u200B\x00", "invoice", "pdf", "invoice.pdf"},
	{"", "", "", "file"},
	{"", "..", "pdf", "file.pdf"},
	{"", "CON", "pdf", "_CON.pdf"},
	{".pdf", "invoice", "pdf", "pdf.pdf"},

	// Lengths.
	{strings.Repeat("a", 300) + ".pdf", "x", "pdf", strings.Repeat("a", 196) + ".pdf"},
	{strings.Repeat("a", 300), "x", "", strings.Repeat("a", 199)},
	{strings.Repeat("a", 300), "x", "pdf", strings.Repeat("a", 196) + ".pdf"},
	{strings.Repeat("ü", 300) + ".pdf", "x", "pdf", strings.Repeat("ü", 98) + ".pdf"},
	{"a" + strings.Repeat("ü", 300) + ".pdf", "x", "pdf", "a" + strings.Repeat("ü", 97) + ".pdf"},
	{strings.Repeat("😀", 300) + ".jpeg", "x", "pdf", strings.Repeat("😀", 48) + ".jpeg"},
	{strings.Repeat("a", 198) + " . " + strings.Repeat("b", 100), "x", "", strings.Repeat("a", 198)},
	{strings.Repeat("a", 195) + ".execution-of-contract", "x", "", strings.Repeat("a", 195) + ".exe_"},
	{"CON." + strings.Repeat("a", 300) + ".pdf", "x", "pdf", "_CON." + strings.Repeat("a", 191) + ".pdf"},
	{"", strings.Repeat("a", 300), "pdf", strings.Repeat("a", 196) + ".pdf"},
	{strings.Repeat("a", 250) + "/b.pdf", "x", "pdf", "b.pdf"},
}

func TestSafe(t *testing.T) {
	for _, c := range safeNames {
		var n Names
		got := n.Safe(c.name, c.stem, c.ext)
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.name, got, c.want)
		}
		checkName(t, got)
		var again Names
		if second := again.Safe(got, c.stem, c.ext); second != got {
			t.Errorf("%q: %q, and from it %q", c.name, got, second)
		}
	}
}

// checkName judges a name by rules of its own.
func checkName(t *testing.T, name string) {
	t.Helper()
	if name == "" || len(name) > maxName || !utf8.ValidString(name) || !norm.NFC.IsNormalString(name) {
		t.Errorf("%q: its length, encoding or form", name)
	}
	for _, c := range name {
		if unicode.In(c, unicode.C, unicode.Zl, unicode.Zp) || unicode.Is(unicode.Zs, c) && c != ' ' || !unicode.In(c, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Zs) ||
			c >= 0x115F && unicode.In(c, unicode.Other_Default_Ignorable_Code_Point) || strings.ContainsRune("<>:\"/\\|?*", c) {
			t.Errorf("%q has the character %U", name, c)
		}
	}
	if strings.ContainsRune(" .", rune(name[0])) || strings.ContainsRune(" .", rune(name[len(name)-1])) || strings.Contains(name, "  ") {
		t.Errorf("%q: blanks and dots", name)
	}
	stem := strings.TrimRight(strings.SplitN(name, ".", 2)[0], " ")
	for _, device := range []string{"con", "prn", "aux", "nul", "com0", "com1", "com5", "com9", "lpt1", "lpt9", "com¹", "com²", "lpt³", "conin$", "conout$"} {
		if strings.EqualFold(stem, device) {
			t.Errorf("%q is a device", name)
		}
	}
}

func TestUnique(t *testing.T) {
	long := strings.Repeat("a", 196)
	for _, c := range []struct{ in, want []string }{
		{[]string{"a.pdf", "a.pdf", "a.pdf"}, []string{"a.pdf", "a (2).pdf", "a (3).pdf"}},
		{[]string{"a.pdf", "A.PDF", "a.Pdf"}, []string{"a.pdf", "A (2).PDF", "a (3).Pdf"}},
		{[]string{"a (2).pdf", "a.pdf", "a.pdf"}, []string{"a (2).pdf", "a.pdf", "a (3).pdf"}},
		{[]string{"a.pdf", "a.pdf", "a (2).pdf", "a (2).pdf"}, []string{"a.pdf", "a (2).pdf", "a (2) (2).pdf", "a (2) (3).pdf"}},
		{[]string{"a", "a.pdf", "a.xml"}, []string{"a.pdf", "a (2).pdf", "a.xml"}},
		{[]string{"ÄÖ.pdf", "a\u0308o\u0308.pdf"}, []string{"ÄÖ.pdf", "äö (2).pdf"}},
		{[]string{"Straße.pdf", "STRASSE.pdf", "straẞe.pdf"}, []string{"Straße.pdf", "STRASSE (2).pdf", "straẞe (3).pdf"}},
		{[]string{"ΣΑΣ.pdf", "σας.pdf"}, []string{"ΣΑΣ.pdf", "σας (2).pdf"}},
		{[]string{"I.pdf", "i.pdf", "ı.pdf"}, []string{"I.pdf", "i (2).pdf", "ı (3).pdf"}},
		{[]string{"s.pdf", "ſ.pdf", "k.pdf", "\u212A.pdf"}, []string{"s.pdf", "ſ (2).pdf", "k.pdf", "K (2).pdf"}},
		{[]string{"a .pdf", "a .pdf", "a.pdf", "a.pdf"}, []string{"a .pdf", "a (2).pdf", "a.pdf", "a (3).pdf"}},
		{[]string{"a.tar.gz", "a.tar.gz"}, []string{"a.tar.gz", "a.tar (2).gz"}},
		{[]string{"v1.2", "v1.2"}, []string{"v1.2.pdf", "v1.2 (2).pdf"}},
		{[]string{"CON", "con"}, []string{"_CON.pdf", "_con (2).pdf"}},
		{[]string{"a/x.pdf", `b\x.pdf`}, []string{"x.pdf", "x (2).pdf"}},
		{[]string{long + "x.pdf", long + "y.pdf"}, []string{long + ".pdf", long[:184] + " (2).pdf"}},
		{[]string{long[:195] + "x.pdf", long[:195] + "y.pdf", long[:195] + "x.pdf", long[:195] + "y.pdf"},
			[]string{long[:195] + "x.pdf", long[:195] + "y.pdf", long[:184] + " (2).pdf", long[:184] + " (3).pdf"}},
		{[]string{"", "", "x.pdf"}, []string{"x.pdf", "x (2).pdf", "x (3).pdf"}},
	} {
		var n Names
		var got []string
		for _, name := range c.in {
			got = append(got, n.Safe(name, "x", "pdf"))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

// TestManyNames takes linear time, or much longer than the test may.
func TestManyNames(t *testing.T) {
	const many = 100_000
	var n Names
	seen := make(map[string]bool, 3*many)
	add := func(name string) {
		if got := strings.ToLower(n.Safe(name, "x", "pdf")); seen[got] {
			t.Fatalf("%q twice", got)
		} else {
			seen[got] = true
		}
	}
	for i := range many / 5 {
		add(fmt.Sprintf("a (%d).pdf", i)) // in the way of the others
	}
	for i := range many {
		if add("a.pdf"); i%10 > 0 {
			continue
		}
		add(strings.Repeat("b", 250) + ".pdf")
	}
}

// TestFold demands that characters which differ in case alone are one, and that the
// folding of Unicode makes no more equal than ours.
func TestFold(t *testing.T) {
	for c := rune(0); c <= 0x1F000; c++ {
		if c > 0x3000 && c < 0xA000 || c > 0xAC00 && c < 0xF900 {
			continue // Han and Hangul: many, and without cases
		}
		others := []rune{unicode.SimpleFold(c), unicode.ToUpper(c), unicode.ToLower(c)}
		if composed := []rune(norm.NFC.String(string(c))); len(composed) == 1 {
			others = append(others, composed[0])
		}
		if s := string(c); fold(s) != fold(cases.Fold().String(s)) || fold(s) != fold(fold(s)) {
			t.Errorf("%q is folded to %q", c, fold(s))
		}
		for _, other := range others {
			if other != c && c != 'İ' /* is i with a dot to all, and no case of i */ && fold("é"+string(c)) != fold("é"+string(other)) {
				t.Errorf("%q and %q", c, other)
			}
		}
	}
}

// FuzzNames takes names at random, some of them twice: see checkName, and no two are one
// but for case; what a name was made to is kept when it comes back.
func FuzzNames(f *testing.F) {
	for i, c := range safeNames {
		f.Add(c.name, safeNames[(i+1)%len(safeNames)].name, c.stem, c.ext)
	}
	f.Fuzz(func(t *testing.T, a, b, stem, ext string) {
		var n Names
		var got []string
		for _, name := range []string{a, b, a, strings.ToUpper(b), "a (2)", a, a + b, strings.ToLower(a)} {
			s := n.Safe(name, stem, ext)
			checkName(t, s)
			for _, other := range got {
				if strings.EqualFold(s, other) || fold(s) == fold(other) {
					t.Fatalf("%q and %q", s, other)
				}
			}
			got = append(got, s)
			var fresh Names
			if again := fresh.Safe(s, stem, ext); again != s {
				t.Fatalf("%q from %q", again, s)
			}
			checkExtensions(t, name, s, cleanExtension(ext))
		}
	})
}

func BenchmarkSafe(b *testing.B) {
	for _, name := range []string{"invoice 2026-001.pdf", "Rechnung für Größen.pdf"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var n Names
				n.Safe(name, "x", "pdf")
			}
		})
	}
}
