package pdftext_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice/internal/pdf"
	"github.com/einvoice-go/einvoice/internal/pdftest"
	"github.com/einvoice-go/einvoice/internal/pdftext"
)

// TestLimits: what costs more than the limits allow ends, and the text says so.
func TestLimits(t *testing.T) {
	bomb := func() *pdftest.Doc {
		d := one{font: helvetica}.doc()
		d.Set(4, "<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", len(pdftest.DeflateZeros(64<<20)), pdftest.DeflateZeros(64<<20))
		return d
	}
	doubling := one{font: helvetica, content: "/X Do", page: "/XObject<</X 5 0 R>>"} // 2 to the power of 20
	for i := range 20 {
		doubling.more = append(doubling.more, object{fmt.Sprintf("/Subtype/Form/Resources<</XObject<</X %d 0 R>>>>", 6+i), "/X Do /X Do"})
	}
	doubling.more = append(doubling.more, object{dict: "/Subtype/Form", stream: "q Q"})
	deep := one{font: helvetica, content: "/X Do", page: "/XObject<</X 5 0 R>>"}
	for i := range 40 {
		deep.more = append(deep.more, object{fmt.Sprintf("/Subtype/Form/Resources<</XObject<</X %d 0 R>>>>", 6+i), "/X Do"})
	}
	deep.more = append(deep.more, object{dict: "/Subtype/Form", stream: "q Q"})
	identity := "<</Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<<%s>>]/ToUnicode 5 0 R>>"
	ranges := strings.Repeat("<0000><00FF><0041> ", 20_000)
	for _, c := range []struct {
		name string
		doc  *pdftest.Doc
		want string
	}{
		{"content", bomb(), "limit"},
		{"operators", one{font: helvetica, content: strings.Repeat("q ", 200_000)}.doc(), "more than the limits allow"},
		{"glyphs", one{font: helvetica, content: shown(strings.Repeat("x", 200_000))}.doc(), "more than the limits allow"},
		{"words", one{font: helvetica, content: "BT /F 10 Tf " + strings.Repeat("(x) Tj 0 9 Td ", 20_000) + " ET"}.doc(), "more than the limits allow"},
		{"forms", doubling.doc(), "more than the limits allow"},
		{"depth", deep.doc(), "deep in one another"},
		{"map", one{font: fmt.Sprintf(identity, ""), content: shown("<0001>"), more: []object{toUnicode("1 beginbfrange " + ranges + " endbfrange")}}.doc(), "more than the limits allow"},
		{"text of a code", one{font: fmt.Sprintf(identity, ""), content: shown("<0001>"), more: []object{toUnicode("1 beginbfchar <0001> <" + strings.Repeat("0041", 100_000) + "> endbfchar")}}.doc(), ""},
		{"widths", one{font: fmt.Sprintf(identity, "/W["+strings.Repeat("0 65535 500 ", 20)+"]"), content: shown("<0001>"), more: []object{toUnicode("")}}.doc(), "more than the limits allow"},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			text := read(t, c.doc, pdftext.Limits{Decoded: 4 << 20, Steps: 100_000})
			if c.want != "" && (len(text.Unread) == 0 || !strings.Contains(strings.Join(text.Unread, "\n"), c.want)) {
				t.Errorf("%q", text.Unread)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Error(took)
			}
			for _, p := range text.Pages {
				if len(p.Drawn) > 1<<20 {
					t.Errorf("%d bytes", len(p.Drawn))
				}
			}
		})
	}
}

func TestContext(t *testing.T) {
	doc, err := pdf.Open(t.Context(), one{font: helvetica, content: strings.Repeat("q ", 100_000)}.doc().Bytes(), pdf.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pdftext.Read(ctx, doc, pdftext.Limits{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// FuzzRead: whatever the font, its map, its program and the content, reading ends within
// its limits, without a panic and the same way every time.
func FuzzRead(f *testing.F) {
	add := func(font, content, first, second string) { f.Add(font, []byte(content), []byte(first), []byte(second)) }
	add(helvetica, shown("R-1"), "", "")
	add("<</Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W[1[500 600]3 9 500]/DW 1000>>]/ToUnicode 5 0 R>>", shown("<00010002>"),
		"1 begincodespacerange <0000><FFFF> endcodespacerange 1 beginbfrange <0001><0009><0041> endbfrange 1 beginbfchar <00FF> <D83DDE00> endbfchar", "")
	add("<</Subtype/Type0/Encoding 5 0 R/DescendantFonts[<</FontDescriptor<</FontFile2 6 0 R>>/CIDToGIDMap 5 0 R>>]>>", shown("<00010002>"),
		"2 begincodespacerange <00><7F> <8100><9FFF> endcodespacerange 1 begincidrange <00><7F> 1 endcidrange", "\x00\x01\x00\x00\x00\x01")
	add("<</Subtype/Type1/FontDescriptor<</Flags 4/FontFile3 5 0 R>>>>", shown("AB"), cff(), "")
	add("<</Subtype/Type1/FontDescriptor<</Flags 4/FontFile 5 0 R>>>>", shown("AB"), "/Encoding 256 array dup 65 /nine put readonly def", "")
	add("<</Subtype/TrueType/Encoding<</Differences[1/a/uni20AC/f_i]>>/Widths[5 0 R]>>", "q 1 0 0 1 2 3 cm BT /F 1 Tf 3 Tr [(a)-300<01>] TJ T* (x) ' 1 2 (y) \" ET Q BI /W 1 ID x EI /X Do", "", "")
	f.Fuzz(func(t *testing.T, font string, content, first, second []byte) {
		d := one{font: font, content: string(content)}.doc()
		d.Flate("/UseCMap 6 0 R", first)
		d.Flate("/UseCMap 5 0 R/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>", second)
		var again []string
		for range 2 {
			doc, err := pdf.Open(t.Context(), d.Bytes(), pdf.Limits{Values: 10_000})
			if err != nil {
				return
			}
			text, err := pdftext.Read(t.Context(), doc, pdftext.Limits{Decoded: 1 << 20, Steps: 50_000})
			if err != nil {
				t.Fatal(err)
			}
			size := 0
			for _, p := range text.Pages {
				size += len(p.Drawn) + len(p.Laid)
			}
			if size > 4<<20 || text.Invisible > text.Glyphs {
				t.Fatalf("%d bytes, %d of %d glyphs are invisible", size, text.Invisible, text.Glyphs)
			}
			again = append(again, fmt.Sprint(*text))
		}
		if again[0] != again[1] {
			t.Fatal("not the same again")
		}
	})
}

// FuzzDocument: whole documents, damaged ones too.
func FuzzDocument(f *testing.F) {
	d := one{font: helvetica, content: shown("R-1") + " /X Do", page: "/XObject<</X 5 0 R>>", more: []object{{"/Subtype/Form", shown("2")}}}.doc()
	f.Add(d.Bytes())
	f.Add(bytes.ReplaceAll(d.Bytes(), []byte("xref"), []byte("xxxx")))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := pdf.Open(t.Context(), data, pdf.Limits{Values: 10_000, Nodes: 1000})
		if err != nil {
			return
		}
		if _, err := pdftext.Read(t.Context(), doc, pdftext.Limits{Decoded: 1 << 20, Steps: 50_000}); err != nil {
			t.Fatal(err)
		}
	})
}
