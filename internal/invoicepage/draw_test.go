package invoicepage

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/font"
	"github.com/einvoice-go/einvoice/internal/pdfwrite"
	"github.com/einvoice-go/einvoice/internal/sample"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func logo(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 10))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSameBytes(t *testing.T) {
	o := Options{Language: "de", Time: noon, Logo: logo(t), Conformance: pdfwrite.A3A, Accessible: true}
	first, err := Draw(sample.Invoice(), o)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if again, err := Draw(sample.Invoice(), o); err != nil || !bytes.Equal(first, again) {
				t.Error("not the same bytes", err)
			}
		})
	}
	wg.Wait()
	o.Time = noon.Add(time.Second)
	if later, err := Draw(sample.Invoice(), o); err != nil || bytes.Equal(first, later) {
		t.Error("the time makes no difference", err)
	}
}

// lineOf is what stands at the height of a text, from left to right.
func lineOf(all []drawnText, text string) string {
	for _, d := range all {
		if d.text != text {
			continue
		}
		var parts []string
		for _, e := range all {
			if e.page == d.page && e.y == d.y {
				parts = append(parts, e.text)
			}
		}
		return strings.Join(parts, "|")
	}
	return ""
}

func TestLanguages(t *testing.T) {
	inv := sample.Invoice()
	inv.Lines[1].NetAmount = einvoice.MustDecimal("12345678.9")
	inv.Totals.Due = einvoice.MustDecimal("-1234.5")
	for language, want := range map[string][]string{
		"":      {"Invoice R-2026-0117", "2|Transport insurance|1|pcs|200.00|E 0%|12,345,678.90", "Amount due EUR|-1,234.50", "Date|2\u00a0March\u00a02026", "Page\u00a01\u00a0of\u00a03"},
		"de-AT": {"Rechnung R-2026-0117", "2|Transport insurance|1|Stk.|200,00|E 0\u00a0%|12.345.678,90", "Zahlbetrag EUR|-1.234,50", "Datum|02.03.2026", "Seite\u00a01\u00a0von\u00a03"},
		"fr":    {"Facture R-2026-0117", "2|Transport insurance|1|u.|200,00|E 0\u00a0%|12\u00a0345\u00a0678,90", "Net à payer EUR|-1\u00a0234,50", "Date|02/03/2026", "Page\u00a01\u00a0sur\u00a03"},
		"es":    {"Factura R-2026-0117", "2|Transport insurance|1|ud.|200,00|E 0\u00a0%|12.345.678,90", "Total a pagar EUR|-1.234,50", "Fecha|02/03/2026", "Página\u00a01\u00a0de\u00a03"},
	} {
		all := draw(t, inv, Options{Language: language})
		for _, w := range want {
			first, _, several := strings.Cut(w, "|")
			if several && strings.HasPrefix(first, "2") {
				first = "Transport insurance"
			}
			if got := lineOf(all, first); !strings.Contains(got, w) {
				t.Errorf("%s: the line of %q is %q, want %q", language, first, got, w)
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		in       string
		decimals int
		want     [4]string
	}{
		{"0", 2, [4]string{"0.00", "0,00", "0,00", "0,00"}},
		{"-0.5", 2, [4]string{"-0.50", "-0,50", "-0,50", "-0,50"}},
		{"999", 0, [4]string{"999", "999", "999", "999"}},
		{"1000", 0, [4]string{"1,000", "1.000", "1\u00a0000", "1.000"}},
		{"1234567.12345", 2, [4]string{"1,234,567.12345", "1.234.567,12345", "1\u00a0234\u00a0567,12345", "1.234.567,12345"}},
		{"10.2000", 2, [4]string{"10.20", "10,20", "10,20", "10,20"}},
		{"19.00", 0, [4]string{"19", "19", "19", "19"}},
		{"12345678901234567890123456789012345678", 0, [4]string{"12,345,678,901,234,567,890,123,456,789,012,345,678", "12.345.678.901.234.567.890.123.456.789.012.345.678",
			"12\u00a0345\u00a0678\u00a0901\u00a0234\u00a0567\u00a0890\u00a0123\u00a0456\u00a0789\u00a0012\u00a0345\u00a0678", "12.345.678.901.234.567.890.123.456.789.012.345.678"}},
	} {
		for l, want := range c.want {
			if got := language(l).number(einvoice.MustDecimal(c.in), c.decimals); got != want {
				t.Errorf("%s in %s: %q, want %q", c.in, Languages()[l], got, want)
			}
		}
	}
	if got := german.number(einvoice.Decimal{}, 2); got != "" {
		t.Errorf("an absent number is %q", got)
	}
	if got := english.date(einvoice.Date{Year: 2026, Month: 13, Day: 1}); got != "2026-00-01" {
		t.Errorf("a day of no calendar is %q", got)
	}
}

// TestWords: every label and code has words in every language.
func TestWords(t *testing.T) {
	for i, row := range labels {
		for l, word := range row {
			if strings.TrimSpace(word) == "" {
				t.Errorf("label %d has no word in %s", i, Languages()[l])
			}
		}
	}
	for _, table := range []words{kinds, categories, means, taxPoints, unitNames, subjects, reasons, countries} {
		for code, row := range table {
			for l, word := range row {
				if strings.TrimSpace(word) == "" {
					t.Errorf("%s has no word in %s", code, Languages()[l])
				}
			}
		}
	}
}

func TestTitles(t *testing.T) {
	for code, want := range map[string]string{"380": "Rechnung", "381": "Rechnungskorrektur", "384": "Korrigierte Rechnung", "389": "Gutschrift", "875": "Abschlagsrechnung", "532": "Rechnungskorrektur", "999": "Rechnung", "": "Rechnung"} {
		inv := &einvoice.Invoice{TypeCode: code}
		if got := draw(t, inv, Options{Language: "de"})[0].text; got != want {
			t.Errorf("%s is called %q, want %q", code, got, want)
		}
	}
}

func TestTextErrors(t *testing.T) {
	for name, c := range map[string]struct {
		change func(inv *einvoice.Invoice)
		want   TextError
		o      Options
	}{
		"glyph":                          {func(inv *einvoice.Invoice) { inv.Lines[1].Item.Name = "Tisch 漢" }, TextError{"BT-153", "Lines[1].Item.Name", &font.CharacterError{Char: '漢', Reason: font.NoGlyph}}, Options{}},
		"Arabic":                         {func(inv *einvoice.Invoice) { inv.Buyer.Name = "شركة" }, TextError{"BT-44", "Buyer.Name", &font.CharacterError{Char: 'ش', Reason: font.NeedsShaping}}, Options{}},
		"arabic, unshaped, without font": {func(inv *einvoice.Invoice) { inv.Notes[0].Text = "ࢷ" }, TextError{"BT-22", "Notes[0].Text", &font.CharacterError{Char: 'ࢷ', Reason: font.NoGlyph}}, Options{Unshaped: true}},
	} {
		inv := sample.Invoice()
		c.change(inv)
		var got *TextError
		if _, err := Draw(inv, c.o); !errors.As(err, &got) || got.Term != c.want.Term || got.Place != c.want.Place || *got.Err != *c.want.Err {
			t.Errorf("%s: %v", name, err)
		}
	}
	inv := sample.Invoice()
	inv.Buyer.Name = "בית"
	if text := squeezed(draw(t, inv, Options{Unshaped: true})); !strings.Contains(text, "בית") {
		t.Error("Hebrew is not drawn unshaped")
	}
}

func TestOptionErrors(t *testing.T) {
	for option, o := range map[string]Options{
		"Language": {Language: "it"}, "Logo": {Logo: []byte("x")}, "Fonts[0]": {Fonts: [][]byte{nil}},
		"Attachments[0]": {Attachments: []pdfwrite.Attachment{{Name: "a/b"}}}, "Fonts": {Fonts: make([][]byte, 201)},
	} {
		var wrong *OptionError
		if _, err := Draw(sample.Invoice(), o); !errors.As(err, &wrong) || wrong.Option != option {
			t.Errorf("%s: %v", option, err)
		}
	}
}

func TestLimits(t *testing.T) {
	line := einvoice.Line{ID: "x"}
	for range maxDepth + 1 {
		line = einvoice.Line{ID: "x", SubLines: []einvoice.Line{line}}
	}
	if _, err := Draw(&einvoice.Invoice{Lines: []einvoice.Line{line}}, Options{}); !errors.Is(err, ErrTooDeep) {
		t.Error(err)
	}
	if _, err := Draw(&einvoice.Invoice{Lines: []einvoice.Line{{SubLines: line.SubLines[0].SubLines}}}, Options{}); err != nil {
		t.Error(err)
	}
	if testing.Short() {
		return
	}
	if _, err := Draw(&einvoice.Invoice{PaymentTerms: strings.Repeat("\n", 1) + strings.Repeat("x\n", maxPages*70)}, Options{}); !errors.Is(err, ErrTooLong) {
		t.Error(err)
	}
}

// TestManyLines: every line is there once and in order, the head on every page on
// which lines stand, and the page says how many there are.
func TestManyLines(t *testing.T) {
	const n = 500
	inv := sample.WithLines(n)
	for i := range inv.Lines {
		inv.Lines[i].Item.Name = fmt.Sprintf("Item %d of many", i+1)
	}
	all := draw(t, inv, Options{})
	next, heads, pages := 1, map[int]int{}, map[int]bool{}
	for _, d := range all {
		if d.text == fmt.Sprintf("Item %d of many", next) {
			next++
			pages[d.page] = true
		}
		if d.text == "Unit price" {
			heads[d.page]++
		}
	}
	if next != n+1 {
		t.Errorf("%d lines in order", next-1)
	}
	for p := range pages {
		if heads[p] != 1 {
			t.Errorf("page %d has %d heads", p+1, heads[p])
		}
	}
	last := all[len(all)-1].page + 1
	if want := fmt.Sprintf("Page\u00a0%d\u00a0of\u00a0%d", last, last); !slices.ContainsFunc(all, func(d drawnText) bool { return d.text == want }) {
		t.Errorf("no %q", want)
	}
}

// TestDecimalMarks: the decimal marks of a column stand under each other.
func TestDecimalMarks(t *testing.T) {
	inv := &einvoice.Invoice{Currency: "EUR"}
	amounts := []string{"1.25", "1000.125", "7", "-33333.5"}
	for _, a := range amounts {
		inv.Lines = append(inv.Lines, einvoice.Line{ID: "n", NetAmount: einvoice.MustDecimal(a)})
	}
	all := draw(t, inv, Options{})
	want := 0.0
	for _, text := range []string{"1.25", "1,000.125", "7.00", "-33,333.50"} {
		i := slices.IndexFunc(all, func(d drawnText) bool { return d.text == text })
		if i < 0 {
			t.Fatalf("no %s", text)
		}
		_, fraction, _ := strings.Cut(text, ".")
		mark := all[i].right - float64(len(fraction))*0.556*all[i].size
		if want == 0 {
			want = mark
		}
		if math.Abs(mark-want) > 0.05 {
			t.Errorf("the mark of %s stands at %.2f, not at %.2f", text, mark, want)
		}
	}
}

// TestLongWords: words that fit into no line are broken, nothing is lost or outside.
func TestLongWords(t *testing.T) {
	inv, _ := filled()
	long := strings.Repeat("Donaudampfschifffahrt", 12)
	inv.Lines[0].Item.Name, inv.Lines[0].ID, inv.Number = long, long, long
	inv.Lines[1].NetAmount = einvoice.MustDecimal("12345678901234567890123456789012345678")
	inv.Seller.Name, inv.Buyer.Name, inv.BuyerReference, inv.PaymentTerms, inv.Notes[0].Text = long, long, long, long, long
	inv.SupportingDocuments[0].Location = "https://example.com/" + long
	text := squeezed(draw(t, inv, Options{Language: "de"}))
	if got := strings.Count(text, long); got < 8 {
		t.Errorf("the long word stands there %d times", got)
	}
	if !strings.Contains(text, "12.345.678.901.234.567.890.123.456.789.012.345.678") {
		t.Error("digits are lost")
	}
}

// TestLongCell: a cell higher than a page goes on on the next one.
func TestLongCell(t *testing.T) {
	inv := sample.Invoice()
	var want strings.Builder
	for i := range 300 {
		fmt.Fprintf(&want, "sentence %d of the description; ", i)
	}
	inv.Lines[0].Item.Description = want.String()
	inv.Seller.AdditionalLegalInformation = want.String() // too long for the foot of the page
	text := squeezed(draw(t, inv, Options{}))
	for i := range 300 {
		if !strings.Contains(text, fmt.Sprintf("sentence%dofthedescription;", i)) {
			t.Fatalf("sentence %d is lost", i)
		}
	}
}

func TestSoftHyphens(t *testing.T) {
	b := &block{size: 10000}
	d, err := newDrawer(&einvoice.Invoice{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	b.glyphs = d.text(plain, "Rech\u00adnungs\u00adkorrektur 01/02/2026 an-ders")
	var got []string
	for _, line := range b.lines(62000) {
		var s strings.Builder
		for _, g := range line {
			s.WriteRune(g.Char)
		}
		got = append(got, s.String())
	}
	if want := []string{"Rechnungs\u00ad", "korrektur ", "01/02/2026 ", "an-ders"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestIBAN(t *testing.T) {
	for in, want := range map[string]string{"DE75512108001245126199": "DE75 5121 0800 1245 1261 99", "NO9386011117947": "NO93 8601 1117 947", "1234567890123456": "1234567890123456",
		"DE75 5121": "DE75 5121", "": "", "DE7551210800124512619_": "DE7551210800124512619_"} {
		if got := strings.ReplaceAll(fourByFour(in), noBreakSpace, " "); got != want {
			t.Errorf("%q becomes %q", in, got)
		}
	}
}

// TestAccessible: one H1, headings below it, tables with heads, a figure with words.
func TestAccessible(t *testing.T) {
	pdf, err := Draw(sample.Invoice(), Options{Language: "de", Logo: logo(t), LogoText: "Zeichen", Conformance: pdfwrite.A3A, Accessible: true, Time: noon})
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, o := range read(t, pdf).objects {
		for _, part := range []string{"/S/H1", "/S/H2", "/S/Table/", "/Scope/Column", "/Scope/Row", "/Alt(Zeichen)", "<pdfuaid:part>1<", "/Lang(de)", "/Title(Rechnung R-2026-0117)/Author"} {
			count[part] += strings.Count(o, part)
		}
	}
	want := map[string]int{"/S/H1": 1, "/S/H2": 9, "/S/Table/": 7, "/Scope/Column": 18, "/Scope/Row": 44, "/Alt(Zeichen)": 1, "<pdfuaid:part>1<": 1, "/Lang(de)": 1, "/Title(Rechnung R-2026-0117)/Author": 1}
	for part, n := range want {
		if count[part] != n {
			t.Errorf("%s stands there %d times, want %d", part, count[part], n)
		}
	}
}

// FuzzDraw: any texts give a page on which the number of the invoice can be found and
// nothing stands outside, or an error that names the character.
func FuzzDraw(f *testing.F) {
	f.Add("R-1", "Muster\tGmbH & Söhne\u00ad", "a\nb\u2028c", "x\u0301\u200b", uint8(3))
	f.Add("漢字", "שלום", "\u202eabc", strings.Repeat("W", 900), uint8(40))
	f.Add("", "\xff\xfe", "\u00a0", "- / -- //", uint8(0))
	f.Fuzz(func(t *testing.T, number, name, text, other string, lines uint8) {
		inv := sample.WithLines(int(lines) % 12)
		inv.Number, inv.Seller.Name, inv.Notes[0].Text, inv.Buyer.Address.Line1 = number, name, text, other
		inv.PaymentTerms, inv.DocumentName, inv.Currency, inv.Seller.AdditionalLegalInformation = text+other, other, name, text
		for i := range inv.Lines {
			inv.Lines[i].Item.Name, inv.Lines[i].Item.Description, inv.Lines[i].Quantity.Unit, inv.Lines[i].ID = text, other, name, number
		}
		o := Options{Language: Languages()[len(text)%4], Unshaped: len(name)%2 == 0}
		pdf, err := Draw(inv, o)
		var bad *TextError
		if errors.As(err, &bad) {
			if !strings.ContainsRune(inv.ValueAt(bad.Place), bad.Err.Char) && bad.Err.Char < 0x300 {
				t.Fatalf("%q does not stand at %s", bad.Err.Char, bad.Place)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		all := read(t, pdf).pages()
		inside(t, all)
		plainNumber := strings.TrimFunc(number, func(r rune) bool { return r <= '~' && r > ' ' }) == ""
		if plainNumber && !strings.Contains(squeezed(all), number) {
			t.Fatalf("the number %q is not there", number)
		}
		if again, err := Draw(inv, o); err != nil || !bytes.Equal(pdf, again) {
			t.Fatal("not the same bytes", err)
		}
	})
}

func BenchmarkDraw(b *testing.B) {
	for _, n := range []int{1, 20, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			inv := sample.WithLines(n)
			b.ReportAllocs()
			for b.Loop() {
				pdf, err := Draw(inv, Options{Time: noon, Conformance: pdfwrite.A3A})
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(pdf)))
			}
		})
	}
}
