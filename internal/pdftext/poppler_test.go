package pdftext_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/einvoice-go/einvoice/internal/pdf"
	"github.com/einvoice-go/einvoice/internal/pdftext"
	"github.com/einvoice-go/einvoice/internal/published"
)

// TestPoppler: of the words with a digit that poppler's pdftotext finds in published PDFs,
// more than 99 in a hundred are words here too. The others it puts together or takes apart
// where we do not.
func TestPoppler(t *testing.T) {
	folder := published.Folder(t, published.PDFs)
	docs, words, found := 0, 0, 0
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.EqualFold(filepath.Ext(path), ".pdf") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		ours, ok := wordsOf(t, data)
		theirs, err := exec.CommandContext(t.Context(), "pdftotext", path, "-").Output()
		if !ok || err != nil {
			return nil // damaged on purpose
		}
		docs++
		var missing []string
		for _, w := range strings.Fields(norm.NFKC.String(string(theirs))) {
			if !strings.ContainsAny(w, "0123456789") {
				continue
			}
			if words++; ours[w] {
				found++
			} else {
				missing = append(missing, w)
			}
		}
		if len(missing) > 0 {
			t.Logf("%s: %.200q", filepath.Base(path), missing[:min(len(missing), 5)])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d documents, %d of %d words with digits (%.2f %%)", docs, found, words, 100*float64(found)/float64(words))
	if docs < 20 || found*100 < words*99 {
		t.Error("fewer than 99 %, or too few documents (is there pdftotext?)")
	}
}

func wordsOf(t *testing.T, data []byte) (words map[string]bool, ok bool) {
	doc, err := pdf.Open(t.Context(), data, pdf.Limits{})
	if err != nil {
		return nil, false
	}
	text, err := pdftext.Read(t.Context(), doc, pdftext.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	words = map[string]bool{}
	for _, p := range text.Pages {
		for _, w := range strings.Fields(norm.NFKC.String(p.Drawn + "\n" + p.Laid)) {
			words[w] = true
		}
	}
	return words, true
}
