package facturx_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/internal/pdftest"
)

// FuzzExtract: whatever the document, there is an invoice or a typed error, both times
// the same; the files that package attach gives are those of the report; and limits hold.
func FuzzExtract(f *testing.F) {
	for _, doc := range seeds(f) {
		f.Add(doc)
	}
	o := facturx.Options{MaxFile: 1 << 20, MaxTotal: 4 << 20, MaxFiles: 100}
	f.Fuzz(func(t *testing.T, doc []byte) {
		inv, err := facturx.Extract(t.Context(), doc, o)
		checkError(t, err)
		again, err2 := facturx.Extract(t.Context(), doc, o)
		if (err == nil) != (err2 == nil) || err == nil && !bytes.Equal(inv.XML, again.XML) {
			t.Fatal("not the same again")
		}
		report, err3 := facturx.Inspect(t.Context(), doc, o)
		checkError(t, err3)
		if err == nil && err3 != nil {
			t.Fatal("extracted, but not inspected:", err3)
		}
		if err3 != nil {
			return
		}
		for _, file := range report.Files {
			if file.Size > o.MaxFile || file.Name == "" {
				t.Fatalf("file %q of %d bytes", file.Name, file.Size)
			}
		}
		files, _, err := attach.List(t.Context(), bytes.NewReader(doc), attach.Options{Containers: []attach.Container{facturx.Attachments{Options: o}}})
		if facturx.IsPDF(doc[:min(len(doc), 512)]) && (err != nil || len(files) != len(report.Files)) {
			t.Fatalf("%d files, %v; the report has %d", len(files), err, len(report.Files))
		}
	})
}

func checkError(t *testing.T, err error) {
	t.Helper()
	var own *facturx.Error
	if err != nil && (!errors.As(err, &own) || own.Code == "" || own.Message == "") {
		t.Fatalf("%T: %v", err, err)
	}
}

func seeds(t testing.TB) [][]byte {
	d := hybrid(t, pdftest.File{Name: "more.txt", MIME: "text/plain", Content: []byte("more")})
	all := [][]byte{d.Bytes(), d.Packed(), d.Bytes()[:2000], bytes.ReplaceAll(d.Bytes(), []byte("startxref"), []byte("startxxxx"))}
	small := pdftest.Hybrid(pdftest.Metadata("factur-x.xml", "MINIMUM"), pdftest.File{Name: "factur-x.xml", Content: []byte("<a/>")})
	page := small.Embed(pdftest.File{Name: "b.bin", Content: bytes.Repeat([]byte("b"), 100)})
	small.Set(3, "<</Type/Page/Parent 2 0 R/AF %d 0 R/Annots[<</Subtype/FileAttachment/FS %d 0 R>>]>>", page, page)
	return append(all, small.Bytes(), small.Packed())
}
