package facturx_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturx"
	invoices "github.com/einvoice-go/einvoice/internal/open"
	"github.com/einvoice-go/einvoice/internal/pdftest"
	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/internal/sample"
)

// notesOf are the codes of the notes on what the pages of a PDF show.
func notesOf(t *testing.T, pdf []byte) (codes []facturx.NoteCode, notes []facturx.Note) {
	t.Helper()
	r, err := facturx.Inspect(t.Context(), pdf, facturx.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range r.Notes {
		if strings.HasPrefix(string(n.Code), "text-") {
			codes, notes = append(codes, n.Code), append(notes, n)
		}
	}
	return codes, notes
}

// TestVisible: what the pages do not show is noted, and nothing else.
func TestVisible(t *testing.T) {
	const number, date, amount, unreadable = facturx.NoteTextNumber, facturx.NoteTextDate, facturx.NoteTextAmount, facturx.NoteTextUnreadable
	type codes = []facturx.NoteCode
	for _, c := range []struct {
		name string
		page []string
		edit []string // in the content, or the font: this for that
		want codes
		says string
	}{
		{"all", []string{"R-2026-0117", "2026-03-02", "1000.00"}, nil, nil, ""},
		{"in one line", []string{"Invoice R-2026-0117 of March 2nd, 2026: 1,000.00 EUR"}, nil, nil, ""},
		{"another number", []string{"R-2026-0118", "2026-03-02", "1000.00"}, nil, codes{number}, `the invoice number "R-2026-0117" (BT-1) is not in the text of the pages`},
		{"another date", []string{"R-2026-0117", "2026-03-03", "1000.00"}, nil, codes{date}, "the issue date 2026-03-02 (BT-2) is not in the text of the pages, in any of the usual forms"},
		{"another amount", []string{"R-2026-0117", "2026-03-02", "11000.00"}, nil, codes{amount}, "the amount to pay 1000.00 EUR (BT-115) is not in the text of the pages"},
		{"another invoice", []string{"something else"}, nil, codes{number, date, amount}, ""},
		{"no text", nil, nil, codes{unreadable}, "they hold no text"},
		{"text over a scan", []string{"R-2026-0117", "2026-03-02", "1000.00"}, []string{"BT", "BT 3 Tr"}, nil, ""},
		{"text over a scan, of another invoice", []string{"x"}, []string{"BT", "BT 3 Tr"}, codes{number, date, amount}, "invisible"},
		{"a font that cannot be read", []string{"R-2026-0117", "2026-03-02", "1001.00"}, []string{"/WinAnsiEncoding", "<</Differences[48/g1/g2/g3/g4]>>"}, codes{unreadable}, "searched for the number, the issue date and the amount of the invoice: not all of their text can be read, and the rest does not show it (the text in the font Helvetica cannot be read"},
		{"content that is cut off", []string{"R-2026-0117", "2026-03-02"}, []string{"ET", "("}, codes{unreadable}, "searched for the amount of the invoice: not all of their text can be read, and the rest does not show it (page 1 cannot be read whole"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := hybrid(t)
			edit := strings.NewReplacer(c.edit...)
			d.Show(edit.Replace("/WinAnsiEncoding"), edit.Replace(pdftest.Lines(c.page...)))
			got, notes := notesOf(t, d.Bytes())
			if !slices.Equal(got, c.want) || c.says != "" && !strings.Contains(notes[0].Message, c.says) {
				t.Errorf("%v", notes)
			}
		})
	}
}

// TestVisibleOptions: Inspect looks at the pages, Extract does not, unless they are told.
func TestVisibleOptions(t *testing.T) {
	d := hybrid(t)
	show(d, "nothing")
	for choice, want := range map[facturx.TextSearch][2]int{facturx.TextByInspect: {3, 0}, facturx.TextAlways: {3, 3}, facturx.TextNever: {0, 0}} {
		o := facturx.Options{Text: choice}
		r, err := facturx.Inspect(t.Context(), d.Bytes(), o)
		if err != nil || len(r.Notes) != want[0] {
			t.Errorf("%v: %v %v", choice, r, err)
		}
		inv, err := facturx.Extract(t.Context(), d.Bytes(), o)
		if err != nil || len(inv.Report.Notes) != want[1] {
			t.Errorf("%v: %v %v", choice, inv, err)
		}
	}
}

// TestVisibleTerms: nothing is left to pay, or nothing is known.
func TestVisibleTerms(t *testing.T) {
	inv := sample.Invoice()
	inv.Totals.Paid, inv.Totals.Due = inv.Totals.WithVAT, einvoice.MustDecimal("0.00")
	made, err := facturx.Create(&einvoice.Document{Invoice: *inv}, facturx.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if codes, notes := notesOf(t, made.PDF); len(codes) > 0 {
		t.Error(notes)
	}
	f := invoice(t)
	f.Content = []byte(strings.ReplaceAll(string(made.XML), "R-2026-0117", " "))
	d := pdftest.Hybrid("", f)
	show(d, "March 2, 2026")
	if codes, notes := notesOf(t, d.Bytes()); !slices.Equal(codes, []facturx.NoteCode{facturx.NoteTextAmount}) || !strings.Contains(notes[0].Message, "(BT-112)") {
		t.Error(notes)
	}
}

// TestOwnPages: what is drawn here is found, in every language.
func TestOwnPages(t *testing.T) {
	files := []string{"../testdata/invoices/minimal.xml", "../testdata/invoices/prepaid-and-rounding.xml", "../testdata/invoices/corrective-invoice.xml"}
	if os.Getenv("EINVOICE_CONFORMANCE") != "" {
		all, err := filepath.Glob("../testdata/*/*.xml")
		if err != nil || len(all) < 50 {
			t.Fatal(err, len(all))
		}
		files = all
	}
	made := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s, err := invoices.Read(data)
		if err != nil || s.Document == nil {
			continue // one of those that are broken
		}
		for _, language := range []string{"en", "de", "fr", "es"} {
			doc := *s.Document
			doc.Invoice.Notes, doc.Invoice.Allowances = nil, nil // have characters that no font has
			pdf, err := facturx.Create(&doc, facturx.CreateOptions{Language: language, Profile: "extended"})
			if err != nil {
				continue // likewise
			}
			made++
			if codes, notes := notesOf(t, pdf.PDF); len(codes) > 0 {
				t.Errorf("%s in %s: %v", file, language, notes)
			}
		}
	}
	if made < 4*len(files)*4/5 && made < 12 {
		t.Errorf("%d documents", made)
	}
}

// otherPages are the hybrids in ZUGFeRD/corpus whose pages show something else than their
// XML says, as one sees who looks at them: policies without the end of the invoice number;
// drawings of another invoice, or of another year; an amount that is not that of the page.
var otherPages = map[string][]facturx.NoteCode{
	"ZUGFeRD_1p0_COMFORT_Haftpflichtversicherung_Versicherungssteuer.pdf": {facturx.NoteTextNumber},
	"ZUGFeRD_1p0_COMFORT_Kraftfahrversicherung_Bruttopreise.pdf":          {facturx.NoteTextNumber},
	"ZUGFeRD_1p0_COMFORT_Sachversicherung_berechneter_Steuersatz.pdf":     {facturx.NoteTextNumber},
	"acme_invoice-42_ZUGFeRD.pdf":                                         {facturx.NoteTextNumber, facturx.NoteTextDate, facturx.NoteTextAmount},
	"MustangGnuaccountingBeispielRE-20150613_503.pdf":                     {facturx.NoteTextAmount},
	"MustangGnuaccountingBeispielRE-20151008_504.pdf":                     {facturx.NoteTextDate},
	"MustangGnuaccountingBeispielRE-20151008_504new.pdf":                  {facturx.NoteTextDate},
	"fail2.pdf": {facturx.NoteTextDate},
	"MustangGnuaccountingBeispielRE-20201121_508_withBOM.pdf": {facturx.NoteTextNumber, facturx.NoteTextDate},
	"sample_inofficial_20190125_atgp_factur-x_v_1_0.pdf":      {facturx.NoteTextNumber, facturx.NoteTextDate, facturx.NoteTextAmount},
	"ZUGFeRD_2.0_fully_compliant_complete.pdf":                {facturx.NoteTextAmount},
	"ZUGFeRD_2_fully_compliant_complete.pdf":                  {facturx.NoteTextAmount},
}

// TestVisibleCorpus: of the hybrids that others published, those have notes whose pages
// show another invoice than their XML, and no other.
func TestVisibleCorpus(t *testing.T) {
	hybrids := 0
	err := filepath.WalkDir(published.Folder(t, published.PDFs), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.EqualFold(filepath.Ext(path), ".pdf") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if r, err := facturx.Inspect(t.Context(), data, facturx.Options{}); err != nil || r.Invoice == nil {
			return nil // no hybrid, or damaged on purpose
		}
		hybrids++
		if codes, notes := notesOf(t, data); !slices.Equal(codes, otherPages[filepath.Base(path)]) {
			t.Errorf("%s: %v", path, notes)
		}
		return nil
	})
	if err != nil || hybrids < 20 {
		t.Errorf("%d hybrids: %v", hybrids, err)
	}
}

// BenchmarkInspect looks at a page of our own, with and without its text.
func BenchmarkInspect(b *testing.B) {
	made, err := facturx.Create(&einvoice.Document{Invoice: *sample.Invoice()}, facturx.CreateOptions{})
	if err != nil {
		b.Fatal(err)
	}
	for name, choice := range map[string]facturx.TextSearch{"text": facturx.TextByInspect, "without": facturx.TextNever} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := facturx.Inspect(b.Context(), made.PDF, facturx.Options{Text: choice})
				if err != nil || len(r.Notes) > 0 {
					b.Fatal(err, r)
				}
			}
		})
	}
}
