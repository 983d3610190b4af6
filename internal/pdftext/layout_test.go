package pdftext_test

import (
	"testing"

	"github.com/einvoice-go/einvoice/internal/pdftext"
)

// TestLayout: what stands together is a word, what stands apart is not.
func TestLayout(t *testing.T) {
	begin := "BT /F 10 Tf 50 700 Td "
	for _, c := range []struct{ name, content, drawn, laid string }{
		{"kerned", begin + "[(1)20(23)-30(4,)15(56)] TJ ET", "1234,56", "1234,56\n"},
		{"digit by digit", begin + "(1) Tj 5.56 0 Td (2) Tj 5.56 0 Td (3) Tj ET", "123", "123\n"},
		{"digit by digit, with matrices", "BT /F 1 Tf 10 0 0 10 50 700 Tm (1) Tj 10 0 0 10 55.6 700 Tm (2) Tj ET", "12", "12\n"},
		{"a number of pieces in any order", begin + "5.56 0 Td (2) Tj -5.56 0 Td (1) Tj 11.12 0 Td (3) Tj ET", "2\n1 3", "123\n"},
		{"a space that is a gap", begin + "[(a)-300(b)] TJ ET", "a b", "a b\n"},
		{"a gap between columns", begin + "[(a)-1500(b)] TJ ET", "a\tb", "a\tb\n"},
		{"a space that is drawn", begin + "(a b) Tj ET", "a b", "a b\n"},
		{"spaces between columns", begin + "(a    b) Tj ET", "a\tb", "a\tb\n"},
		{"spaces that do not break the line", begin + "(a b) Tj 4 Tw (c d) Tj ET", "a bc d", "a bc d\n"},
		{"characters with spacing", begin + "1 Tc (12) Tj ET", "12", "12\n"},
		{"characters far apart", begin + "3 Tc (ab) Tj ET", "a b", "a b\n"},
		{"lines", begin + "12 TL (a) Tj T* (b) Tj (c) ' 2 1 (d) \" 0 -20 TD (e) Tj T* (f) Tj ET", "a\nb\nc\nd\ne\nf", "a\nb\nc\nd\ne\nf\n"},
		{"lines from below", begin + "(b) Tj 0 20 Td (a) Tj ET", "b\na", "a\nb\n"},
		{"columns one after the other", begin + "(a) Tj 0 -20 Td (c) Tj 100 20 Td (b) Tj ET", "a\nc\nb", "a\tb\nc\n"},
		{"narrow letters", begin + "50 Tz (ab) Tj ET 1 0 0 1 6 0 cm BT /F 10 Tf 50 700 Td (c) Tj ET", "abc", "abc\n"},
		{"turned", "0 1 -1 0 0 0 cm " + begin + "[(1)20(2)-400(3)] TJ ET", "12 3", "12 3\n"},
		{"slanted", ".7 .7 -.7 .7 0 0 cm " + begin + "[(1)20(2)-400(3)] TJ ET", "12 3", ""},
		{"large by the page", "10 0 0 10 0 0 cm BT /F 1 Tf 5 70 Td [(1)20(2)-400(3)] TJ ET", "12 3", "12 3\n"},
		{"saved and restored", "q 2 0 0 2 0 0 cm " + begin + "(a) Tj ET Q q " + begin + "(b) Tj ET Q", "a\nb", "a\nb\n"},
		{"bold by drawing twice", begin + "(1) Tj -5.2 0 Td ET " + begin + "(1) Tj ET BT /F 10 Tf 50.3 700 Td (1) Tj ET", "1", "1\n"},
		{"raised", begin + "(12) Tj 3 Ts (50) Tj ET", "1250", "1250\n"},
		{"no size", begin + "/F 0 Tf (a) Tj /F 10 Tf (b) Tj ET", "b", "b\n"},
		{"an image between", begin + "(a) Tj ET BI /W 1 /H 1 ID xxx EI " + begin + "5.56 0 Td (b) Tj ET", "ab", "ab\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := read(t, one{font: helvetica, content: c.content}.doc(), pdftext.Limits{})
			if p := text.Pages[0]; p.Drawn != c.drawn || p.Laid != c.laid || len(text.Unread) > 0 {
				t.Errorf("%q %q %q", p.Drawn, p.Laid, text.Unread)
			}
		})
	}
}

// TestForms: text is read wherever a page has it.
func TestForms(t *testing.T) {
	form := func(keys, content string) object {
		return object{"/Type/XObject/Subtype/Form/BBox[0 0 100 20]" + keys, content}
	}
	own := "/Resources<</Font<</F " + helvetica + ">>>>"
	for _, c := range []struct {
		name, content, page string
		more                []object
		want                string
		invisible           int
	}{
		{"form", "/X Do", "/XObject<</X 5 0 R>>", []object{form(own, shown("in a form"))}, "in a form", 0},
		{"form with resources of the page", "/X Do", "/XObject<</X 5 0 R>>", []object{form("", shown("in a form"))}, "in a form", 0},
		{"form that is drawn twice", "/X Do 1 0 0 1 0 -50 cm /X Do", "/XObject<</X 5 0 R>>", []object{form(own, shown("x"))}, "x\nx", 0},
		{"form with a matrix", shown("a") + " /X Do", "/XObject<</X 5 0 R>>", []object{form("/Matrix[1 0 0 1 5.56 0]"+own, shown("b"))}, "ab", 0},
		{"form that draws itself", "/X Do", "/XObject<</X 5 0 R>>", []object{form("", shown("a")+" /X Do")}, "a", 0},
		{"image", "/X Do", "/XObject<</X 5 0 R>>", []object{{"/Subtype/Image", shown("a")}}, "", 0},
		{"field of a form", "", "/Annots[<</Subtype/Widget/Rect[70 70 99 99]/AP<</N 5 0 R>>>>]", []object{form(own, shown("R-1"))}, "R-1", 0},
		{"state of a field", "", "/Annots[<</Subtype/Widget/AS/On/AP<</N<</On 5 0 R/Off 6 0 R>>>>>>]", []object{form(own, shown("on")), form(own, shown("off"))}, "on", 0},
		{"field without appearance", "", "/Annots[<</Subtype/Widget/Parent 5 0 R>>]", []object{{dict: "<</V(R-1)>>"}}, "R-1", 0},
		{"note", "", "/Annots[<</Subtype/FreeText/Contents(paid)>>]", nil, "paid", 0},
		{"hidden", "", "/Annots[<</Subtype/FreeText/F 2/Contents(paid)>>]", nil, "", 0},
		{"font of the graphics state", "/G gs BT 50 700 Td (gs) Tj ET", "/ExtGState<</G<</Font[5 0 R 10]>>>>", []object{{dict: helvetica}}, "gs", 0},
		{"invisible", "BT 3 Tr /F 10 Tf (scan) Tj ET", "", nil, "scan", 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := read(t, one{font: helvetica, content: c.content, page: c.page, more: c.more}.doc(), pdftext.Limits{})
			if p := text.Pages[0]; p.Drawn != c.want || text.Invisible != c.invisible || len(text.Unread) > 0 {
				t.Errorf("%q %+v", p.Drawn, text)
			}
		})
	}
}
