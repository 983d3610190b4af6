package facturx_test

import (
	"io"
	"testing"

	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/pdftest"
	"github.com/einvoice-go/einvoice/internal/sample"
)

// invoiceXML is our sample in CII.
func invoiceXML(t testing.TB) []byte {
	t.Helper()
	inv := sample.Invoice()
	inv.Process.Specification = cii.EN16931.Specification()
	xml, _, err := cii.Build(inv)
	if err != nil {
		t.Fatal(err)
	}
	return xml
}

// invoice is the file that a hybrid has.
func invoice(t testing.TB) pdftest.File {
	return pdftest.File{Name: "factur-x.xml", Relationship: "Alternative", MIME: "text/xml", Content: invoiceXML(t)}
}

// hybrid is a hybrid without fault.
func hybrid(t testing.TB, more ...pdftest.File) *pdftest.Doc {
	t.Helper()
	d := blank(t, more...)
	show(d, shownText...)
	return d
}

// blank is one whose page shows nothing, so that it needs no font: it is PDF/A-3.
func blank(t testing.TB, more ...pdftest.File) *pdftest.Doc {
	return pdftest.Hybrid(pdftest.Metadata("factur-x.xml", "EN 16931"), append([]pdftest.File{invoice(t)}, more...)...)
}

// shownText is what the page of our sample has to show.
var shownText = []string{"Rechnung R-2026-0117", "vom 2. M\xE4rz 2026", "zu zahlen: 1.000,00 EUR"}

// show draws lines of text on the page of a hybrid, instead of what is there.
func show(d *pdftest.Doc, lines ...string) { d.Show("/WinAnsiEncoding", pdftest.Lines(lines...)) }

// opener makes what package attach opens documents and files with.
func opener(open func() (readCloser, error)) attach.Opener {
	return func() (io.ReadCloser, error) { return open() }
}
