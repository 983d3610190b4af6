package comparison

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzDocuments: a document is the same as itself, whatever it holds, and what is put into
// it beyond the model is a difference.
func FuzzDocuments(f *testing.F) {
	for _, pattern := range []string{"quirks/*.xml", "cii/*.xml", "facturae/*.xml", "broken/*.xml"} {
		files, err := filepath.Glob("../../testdata/" + pattern)
		if err != nil || len(files) == 0 {
			f.Fatal(pattern, err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, _ := Read(data)
		if d == nil {
			return
		}
		if r := Documents(d, d, Options{}); r.Count() > 0 {
			t.Fatalf("it differs from itself: %+v", r.Invoices)
		}
		end := bytes.LastIndex(data, []byte("</"))
		if end < 0 {
			return
		}
		more, _ := Read([]byte(string(data[:end]) + "<beyond xmlns=\"urn:x\">1</beyond>" + string(data[end:])))
		if more == nil || more.Invoices() != d.Invoices() || more.Beyond() == d.Beyond() {
			return // it became something else, or ends in an envelope
		}
		if r := Documents(d, more, Options{}); r.Count() == 0 {
			t.Fatal("what was put in is no difference")
		}
		if r := Documents(d, more, Options{ModelAlone: true, NoPositions: true}); r.Count() > 0 {
			t.Fatalf("the model differs: %+v", r.Invoices)
		}
	})
}

// TestBeyond: what is compared is all that stands in an element, wherever it stands.
func TestBeyond(t *testing.T) {
	minimal, err := os.ReadFile("../../testdata/invoices/allowances-and-charges.xml")
	if err != nil {
		t.Fatal(err)
	}
	with := func(nth int, inside string) *Document {
		t.Helper()
		parts := strings.SplitAfter(string(minimal), "<cac:InvoiceLine>")
		if len(parts) < 3 {
			t.Fatal("the sample has fewer than two lines")
		}
		parts[nth] = "<cbc:UUID>" + inside + "</cbc:UUID>" + parts[nth]
		d, err := Read([]byte(strings.Join(parts, "")))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for name, c := range map[string]struct {
		a, b *Document
		want int
	}{
		"the same":        {with(1, "x"), with(1, "x"), 0},
		"other text":      {with(1, "x"), with(1, "y"), 1},
		"in another line": {with(1, "x"), with(2, "x"), 2},
	} {
		r := Documents(c.a, c.b, Options{})
		if r.Count() != c.want {
			t.Errorf("%s: %d differences, want %d: %+v", name, r.Count(), c.want, r.Invoices)
		}
		if r := Documents(c.a, c.b, Options{Ignore: []string{"BG-25"}}); r.Count() > c.want {
			t.Errorf("%s: ignoring adds differences", name)
		}
	}
}
