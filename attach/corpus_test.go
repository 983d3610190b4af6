package attach_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"html"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/internal/published"
)

// published documents by their root element's format, those that their schema accepts.
func validDocuments(t *testing.T, visit func(name string, doc []byte)) {
	corpora := published.Folder(t, "EINVOICE_CORPORA")
	for _, d := range published.FacturaeDocuments(t) {
		if d.Valid != nil && *d.Valid && strings.HasPrefix(d.Version, "3.2") {
			visit(d.File, d.Document)
		}
	}
	err := filepath.WalkDir(corpora, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".xml" {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && faults(data) == "" {
			visit(path, data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCorpus puts a file into every published document that is valid by its schema: it
// is still valid, the file is found, and removing it gives the document back to the byte.
func TestCorpus(t *testing.T) {
	count := map[string]int{}
	validDocuments(t, func(name string, doc []byte) {
		const own = "of this test <é>.pdf"
		// A reference of another kind may have the same words: it is told by its number.
		out, e, err := embed(string(doc), attach.EditOptions{Force: true}, attach.New{Name: own, Content: attach.Bytes([]byte(pdf))})
		var bad *attach.Error
		if errors.As(err, &bad) && bad.Code == attach.ErrSeveral {
			count["several invoices"]++
			out, e, err = embed(string(doc), attach.EditOptions{Force: true, Invoice: firstInvoice(string(doc))}, attach.New{Name: own, Content: attach.Bytes([]byte(pdf))})
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		count[string(e.Document.Format)]++
		if e.Document.Signed {
			count["signed"]++
		}
		if f := faults([]byte(out)); f != "" {
			t.Errorf("%s: with a file: %s", name, f)
		}
		found := ""
		all, _, err := walk(out, attach.Options{})
		for _, f := range all {
			if f.content == pdf {
				found = f.Name
			}
		}
		back, _, err2 := remove(out, attach.EditOptions{Force: true}, found)
		if err != nil || err2 != nil || back != string(doc) {
			t.Errorf("%s: removed: %v %v\n%s", name, err, err2, difference(string(doc), back))
		}
	})
	t.Log(count)
	if count["ubl-invoice"] < 1900 || count["ubl-creditnote"] < 900 || count["cii"] < 2900 || count["facturae-3.2"] < 45 || count["facturae-3.2.2"] < 55 {
		t.Errorf("%v", count)
	}
}

func firstInvoice(doc string) string {
	_, rest, _ := strings.Cut(doc, "<InvoiceNumber>")
	number, _, _ := strings.Cut(rest, "</InvoiceNumber>")
	_, rest, _ = strings.Cut(rest, "<InvoiceSeriesCode>")
	series, _, _ := strings.Cut(rest, "</InvoiceSeriesCode>")
	return series + number
}

// TestPublishedEncodings: the same file in every encoding that Facturae has.
func TestPublishedEncodings(t *testing.T) {
	folder := published.Folder(t, "EINVOICE_CONFORMANCE")
	data, err := os.ReadFile(filepath.Join(folder, "facturae", "facturae.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	docs, payload := map[string]string{}, ""
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		switch base := filepath.Base(h.Name); {
		case base == "payload.pdf":
			payload = string(b)
		case strings.HasPrefix(base, "att-"):
			docs[base] = string(b)
		}
	}
	for name, doc := range docs {
		want := payload
		if name == "att-none-xml-text.xml" { // text as it is
			_, rest, _ := strings.Cut(doc, "<AttachmentData>")
			text, _, _ := strings.Cut(rest, "</AttachmentData>")
			want = html.UnescapeString(text)
		}
		all, _, err := walk(doc, attach.Options{})
		if err != nil || len(all) != 1 || all[0].err != nil || all[0].content != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(docs) != 12 || payload == "" {
		t.Errorf("%d documents", len(docs))
	}
}
