package pdftext_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/pdf"
	"github.com/einvoice-go/einvoice/internal/pdftest"
	"github.com/einvoice-go/einvoice/internal/pdftext"
)

// one is a document with a page, whose font /F and content are given. More objects can be
// referred to: the first of them is 5.
type one struct {
	font    string // dictionary
	content string
	page    string   // more keys of the page
	more    []object // from 5 on
}

type object struct {
	dict   string
	stream string // "": an object that is none
}

func (o one) doc() *pdftest.Doc {
	d := &pdftest.Doc{}
	d.Add("<</Type/Catalog/Pages 2 0 R>>")
	d.Add("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	inside, keys := "", o.page // /XObject and /ExtGState are resources
	if strings.HasPrefix(o.page, "/XObject") || strings.HasPrefix(o.page, "/ExtGState") {
		inside, keys = o.page, ""
	}
	d.Add("%s", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F "+o.font+">>"+inside+">>"+keys+">>")
	d.Flate("", []byte(o.content))
	for _, m := range o.more {
		if m.stream == "" {
			d.Add("%s", m.dict)
		} else {
			d.Flate(m.dict, []byte(m.stream))
		}
	}
	return d
}

func read(t testing.TB, d *pdftest.Doc, l pdftext.Limits) *pdftext.Text {
	t.Helper()
	doc, err := pdf.Open(t.Context(), d.Bytes(), pdf.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := pdftext.Read(t.Context(), doc, l)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"

// shown draws a string: hexadecimal digits in angle brackets, or else its bytes.
func shown(s string) string {
	if !strings.HasPrefix(s, "<") {
		s = fmt.Sprintf("<%x>", s)
	}
	return "BT /F 10 Tf 50 700 Td " + s + " Tj ET"
}
