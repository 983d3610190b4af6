package facturx_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/internal/pdftest"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
)

func ExampleExtract() {
	pdf, err := os.ReadFile("invoice.pdf")
	if err != nil {
		return
	}
	invoice, err := facturx.Extract(context.Background(), pdf, facturx.Options{})
	if err != nil {
		fmt.Println(err) // such as: the PDF holds no file, and so no invoice
		return
	}
	os.WriteFile(invoice.Name, invoice.XML, 0o666)
}

func TestExtract(t *testing.T) {
	more := pdftest.File{Name: "hours.csv", Relationship: "Supplement", MIME: "text/csv", Content: []byte("a,b\n1,2\n")}
	for name, pdf := range map[string][]byte{"table": hybrid(t, more).Bytes(), "packed": hybrid(t, more).Packed()} {
		t.Run(name, func(t *testing.T) {
			inv, err := facturx.Extract(t.Context(), pdf, facturx.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(inv.XML, invoiceXML(t)) {
				t.Error("not the XML that was put in")
			}
			if want := (facturx.Facts{File: 1, Name: "factur-x.xml", Format: einvoice.CII, Specification: "urn:cen.eu:en16931:2017", Profile: "EN 16931"}); inv.Facts != want {
				t.Errorf("%+v", inv.Facts)
			}
			r := inv.Report
			if len(r.Notes) > 0 || r.Version != "1.7" || r.Pages != 1 || r.Encrypted || r.Repaired || r.Signatures != 0 || r.PDFA == nil || r.PDFA.String() != "PDF/A-3b" {
				t.Errorf("%+v", r)
			}
			if want := (facturx.Claim{Namespace: "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#", Type: "INVOICE", File: "factur-x.xml", Version: "1.0", Level: "EN 16931"}); len(r.Claims) != 1 || r.Claims[0] != want {
				t.Errorf("%+v", r.Claims)
			}
			f := r.Files[1]
			if len(r.Files) != 2 || f.Name != "hours.csv" || f.Relationship != "Supplement" || f.MIME != "text/csv" || f.Size != 8 || f.Modified != "2026-01-21T09:30:00+01:00" ||
				!slices.Equal(f.Places, []string{"names", "catalog"}) || f.SHA256[:8] != "492f20a2" && len(f.SHA256) != 64 {
				t.Errorf("%+v", f)
			}
		})
	}
}

// TestPlaces: wherever a file is referred to, it is found, once.
func TestPlaces(t *testing.T) {
	const root = "<</Type/Catalog/Pages 2 0 R%s>>"
	const page = "<</Type/Page/Parent 2 0 R%s>>"
	for _, c := range []struct{ name, root, page, place string }{
		{"tree", "/Names<</EmbeddedFiles<</Kids[<</Limits[(x)(y)]/Names[(k) SPEC]>>]>>>>", "", "names"},
		{"catalog", "/AF[SPEC SPEC]", "", "catalog"},
		{"catalog, no array", "/AF SPEC", "", "catalog"},
		{"page", "", "/AF[SPEC]", "page 1"},
		{"annotation", "", "/Annots[<</Subtype/FileAttachment/FS SPEC>>]", "annotation on page 1"},
		{"associated with an annotation", "", "/Annots[<</Subtype/Link/AF[SPEC]>>]", "annotation on page 1"},
		{"form", "", "/Resources<</XObject<</X <</Subtype/Form/Resources<</XObject<</Y <</AF[SPEC]>>>>>>>>>>>>", "page 1"},
		{"marked content", "", "/Resources<</Properties<</P <</MCAF[SPEC]>>>>>>", "page 1"},
		{"structure", "/StructTreeRoot<</K[<</S/Document/K[<</S/P/AF[SPEC]/K 0>>]>>]>>", "", "structure"},
		{"direct", "/AF[<</F(factur-x.xml)/EF<</Unix 6 0 R>>>>]", "", "catalog"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := pdftest.Hybrid("", invoice(t))
			set := func(n int, frame, keys string) { d.Set(n, frame, strings.ReplaceAll(keys, "SPEC", "7 0 R")) }
			set(1, root, c.root)
			set(3, page, c.page)
			inv, err := facturx.Extract(t.Context(), d.Bytes(), facturx.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if f := inv.Report.Files[0]; len(inv.Report.Files) != 1 || !slices.Equal(f.Places, []string{c.place}) || f.Filename != "factur-x.xml" {
				t.Errorf("%+v", f)
			}
		})
	}
}

// TestChoice: of several files, the invoice is found in the order that is documented.
func TestChoice(t *testing.T) {
	cii := invoiceXML(t)
	other, _, err := ubl.Build(sample.Invoice())
	if err != nil {
		t.Fatal(err)
	}
	order := []byte(`<rsm:SCRDMCCBDACIOMessageStructure xmlns:rsm="urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:128"/>`)
	type files = []pdftest.File
	file := func(name string, content []byte) pdftest.File { return pdftest.File{Name: name, Content: content} }
	for _, c := range []struct {
		name    string
		files   files
		claimed string
		want    string
		code    facturx.ErrorCode
	}{
		{"by name", files{file("zugferd-invoice.xml", cii), file("xrechnung.xml", cii), file("Factur-X.xml", cii)}, "", "Factur-X.xml", ""},
		{"content before name", files{file("factur-x.xml", []byte("<a/>")), file("b.xml", cii)}, "", "b.xml", ""},
		{"claimed name", files{file("a.xml", cii), file("b.xml", cii)}, "b.xml", "b.xml", ""},
		{"first", files{file("a.xml", other), file("b.xml", cii)}, "", "a.xml", ""},
		{"old name", files{file("a.xml", cii), file("ZUGFeRD-invoice.xml", other)}, "a.xml", "ZUGFeRD-invoice.xml", ""},
		{"name alone", files{file("a.txt", []byte("a")), file("factur-x.xml", []byte("no XML"))}, "", "factur-x.xml", ""},
		{"in a path", files{file("../a/factur-x.xml", cii)}, "", "factur-x.xml", ""},
		{"order", files{file("order-x.xml", order)}, "", "", facturx.ErrOrder},
		{"order by another name", files{file("factur-x.xml", order)}, "", "", facturx.ErrOrder},
		{"order and invoice", files{file("order-x.xml", order), file("a.xml", cii)}, "", "a.xml", ""},
		{"none", files{file("a.txt", []byte("a")), file("b.xml", []byte("<b/>"))}, "", "", facturx.ErrNoInvoice},
		{"nothing", nil, "", "", facturx.ErrNoAttachments},
	} {
		t.Run(c.name, func(t *testing.T) {
			inv, err := facturx.Extract(t.Context(), pdftest.Hybrid(pdftest.Metadata(c.claimed, "EN 16931"), c.files...).Bytes(), facturx.Options{})
			if c.code != "" {
				wantCode(t, err, c.code)
				var own *facturx.Error
				if errors.As(err, &own); own.Report == nil || len(own.Files) != len(c.files) {
					t.Errorf("%+v", own)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if inv.Name != c.want {
				t.Errorf("%s", inv.Name)
			}
		})
	}
}

// TestNotes: every contradiction is noted, and nothing else.
func TestNotes(t *testing.T) {
	type edit = func(d *pdftest.Doc)
	swap := func(n int, from, to string) edit {
		return func(d *pdftest.Doc) {
			if !strings.Contains(d.Get(n), from) {
				panic("object without " + from)
			}
			d.Set(n, "%s", strings.ReplaceAll(d.Get(n), from, to))
		}
	}
	const catalog, metadata, stream, spec = 1, 5, 6, 7
	for _, c := range []struct {
		name string
		edit edit
		want []facturx.NoteCode
	}{
		{"none", func(*pdftest.Doc) {}, nil},
		{"relationship that does not exist", swap(spec, "/Alternative", "/Invoice"), []facturx.NoteCode{facturx.NoteRelationship}},
		{"relationship missing", swap(spec, "/AFRelationship/Alternative", ""), []facturx.NoteCode{facturx.NoteRelationship}},
		{"relationship of another file", swap(spec, "/Alternative", "/Supplement"), []facturx.NoteCode{facturx.NoteRelationship}},
		{"name", swap(spec, "factur-x.xml", "invoice.xml"), []facturx.NoteCode{facturx.NoteName, facturx.NoteClaimFile}},
		{"name of another profile", swap(spec, "factur-x.xml", "xrechnung.xml"), []facturx.NoteCode{facturx.NoteName, facturx.NoteClaimFile}},
		{"type", swap(stream, "text#2Fxml", "application#2Fpdf"), []facturx.NoteCode{facturx.NoteType}},
		{"size", swap(stream, "/Params<</Size ", "/Params<</Size 1"), []facturx.NoteCode{facturx.NoteSize}},
		{"checksum", swap(stream, "/Params<<", "/Params<</CheckSum(0123456789abcdef)"), []facturx.NoteCode{facturx.NoteCheckSum}},
		{"not in the tree", swap(catalog, "/Names", "/Else"), []facturx.NoteCode{facturx.NotePlace}},
		{"not associated", swap(catalog, "/AF", "/Else"), []facturx.NoteCode{facturx.NotePlace}},
		{"level", swap(metadata, "EN 16931", "MINIMUM "), []facturx.NoteCode{facturx.NoteClaimLevel}},
		{"level by its old name", swap(metadata, ">EN 16931<", "> COMFORT<"), []facturx.NoteCode{facturx.NoteClaimLevel}},
		{"document type", swap(metadata, ">INVOICE<", ">RECEIPT<"), []facturx.NoteCode{facturx.NoteClaimType}},
		{"version", swap(metadata, ">1.0<", ">9.9<"), []facturx.NoteCode{facturx.NoteClaimVersion}},
		{"claim of ZUGFeRD 1", swap(metadata, "urn:factur-x:pdfa", "urn:ferd:pdfa:::::"), []facturx.NoteCode{facturx.NoteStandards}},
		{"no claim", swap(metadata, "urn:factur-x", "urn:faktur-x"), []facturx.NoteCode{facturx.NoteNoClaim}},
		{"PDF/A-1", swap(metadata, `part="3"`, `part="1"`), []facturx.NoteCode{facturx.NotePDFA}},
		{"PDF/A-4f", swap(metadata, `part="3" pdfaid:conformance="B"`, `part="4" pdfaid:conformance="F"`), nil},
		{"no PDF/A", swap(metadata, "pdfaid:part", "pdfaid:x   "), []facturx.NoteCode{facturx.NotePDFA}},
		{"XMP is no XML", swap(metadata, "</rdf:RDF>", "</rdf:RDf>"), []facturx.NoteCode{facturx.NoteBadXMP}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := hybrid(t)
			c.edit(d)
			r, err := facturx.Inspect(t.Context(), d.Bytes(), facturx.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []facturx.NoteCode
			for _, n := range r.Notes {
				got = append(got, n.Code)
				if n.Message == "" || strings.Contains(n.Message, "%!") {
					t.Errorf("%q", n.Message)
				}
			}
			if !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(c.want))) {
				t.Errorf("%v", r.Notes)
			}
		})
	}
}

// TestContentNotes: what is wrong with the XML is noted, and the XML is there.
func TestContentNotes(t *testing.T) {
	xml := string(invoiceXML(t))
	for _, c := range []struct {
		name, xml string
		want      facturx.NoteCode
	}{
		{"ill-formed", xml + "<", facturx.NoteXML},
		{"no guideline", strings.Replace(xml, "urn:cen.eu:en16931:2017", "", 1), facturx.NoteGuideline},
		{"unknown guideline", strings.Replace(xml, "urn:cen.eu:en16931:2017", "urn:x", 1), facturx.NoteGuideline},
		{"MINIMUM as Alternative", strings.Replace(xml, "urn:cen.eu:en16931:2017", "urn:factur-x.eu:1p0:minimum", 1), facturx.NoteRelationship},
		{"another document", "<a/>", facturx.NoteContent},
		{"no XML", "a", facturx.NoteContent},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := invoice(t)
			f.Content = []byte(c.xml)
			inv, err := facturx.Extract(t.Context(), pdftest.Hybrid(pdftest.Metadata("factur-x.xml", "EN 16931"), f).Bytes(), facturx.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if string(inv.XML) != c.xml || !slices.ContainsFunc(inv.Report.Notes, func(n facturx.Note) bool { return n.Code == c.want }) {
				t.Errorf("%v", inv.Report.Notes)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	good := hybrid(t).Bytes()
	damaged := invoice(t)
	broken := hybrid(t)
	broken.Set(6, "%s", strings.Replace(broken.Get(6), "/FlateDecode", "/ASCIIHexDecode", 1))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		pdf  []byte
		o    facturx.Options
		want facturx.ErrorCode
	}{
		{"empty", t.Context(), nil, facturx.Options{}, facturx.ErrNotPDF},
		{"XML", t.Context(), damaged.Content, facturx.Options{}, facturx.ErrNotPDF},
		{"header", t.Context(), good[:20], facturx.Options{}, facturx.ErrDamaged},
		{"content", t.Context(), broken.Bytes(), facturx.Options{}, facturx.ErrDamaged},
		{"larger than the limit", t.Context(), good, facturx.Options{MaxSize: 100}, facturx.ErrLimit},
		{"file larger than the limit", t.Context(), good, facturx.Options{MaxFile: 100}, facturx.ErrLimit},
		{"files larger than the limit", t.Context(), good, facturx.Options{MaxTotal: 100}, facturx.ErrLimit},
		{"invoice larger than the limit", t.Context(), good, facturx.Options{MaxXML: 100}, facturx.ErrLimit},
		{"more files than the limit", t.Context(), hybrid(t, invoice(t)).Bytes(), facturx.Options{MaxFiles: 1}, facturx.ErrLimit},
		{"ended", ended, good, facturx.Options{}, facturx.ErrTimeout},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := facturx.Extract(c.ctx, c.pdf, c.o)
			wantCode(t, err, c.want)
		})
	}
}

// TestAttachments: package attach gives the files of a PDF, and those in its invoice.
func TestAttachments(t *testing.T) {
	inv := invoice(t)
	var embedded bytes.Buffer
	doc := func() (r readCloser, err error) { return readCloser{bytes.NewReader(inv.Content)}, nil }
	_, err := attach.Embed(t.Context(), opener(doc), &embedded, []attach.New{{Name: "inner.txt", Content: opener(func() (readCloser, error) { return readCloser{strings.NewReader("inside")}, nil })}}, attach.EditOptions{})
	if err != nil {
		t.Fatal(err)
	}
	inv.Content = embedded.Bytes()
	broken := pdftest.File{Name: "broken.bin", Content: []byte("x")}
	d := pdftest.Hybrid("", inv, broken, pdftest.File{Name: "../outer.txt", MIME: "text/plain", Content: []byte("outside")})
	d.Set(8, "%s", strings.Replace(d.Get(8), "/FlateDecode", "/NoDecode", 1))
	for _, inner := range []bool{false, true} {
		files, found, err := attach.List(t.Context(), bytes.NewReader(d.Bytes()), attach.Options{Containers: []attach.Container{facturx.Attachments{Inner: inner}}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range files {
			s := fmt.Sprint(f.Index, " ", f.Name, " ", f.Size)
			if f.Err != nil {
				s += " " + string(f.Err.Code)
			}
			got = append(got, s)
		}
		want := []string{fmt.Sprint("1 factur-x.xml ", len(inv.Content)), "2 broken.bin 0 compression", "3 outer.txt 7"}
		if inner {
			want = append(want, "4 hours.csv 23", "5 R-2026-0117_5 0", "6 inner.txt 6")
		}
		if !slices.Equal(got, want) || found.Format != facturx.PDF || found.Files != len(want) {
			t.Errorf("inner %t: %q, %+v", inner, got, found)
		}
	}
}

type reader interface{ Read([]byte) (int, error) }

type readCloser struct{ reader }

func (readCloser) Close() error { return nil }

// TestConcurrent: one PDF, read by many at a time.
func TestConcurrent(t *testing.T) {
	pdf, want := hybrid(t).Packed(), invoiceXML(t)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			inv, err := facturx.Extract(context.Background(), pdf, facturx.Options{})
			if err != nil || !bytes.Equal(inv.XML, want) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

// TestHome: nothing is written anywhere.
func TestHome(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "TMPDIR"} {
		t.Setenv(name, home)
	}
	if _, err := facturx.Extract(t.Context(), hybrid(t).Bytes(), facturx.Options{}); err != nil {
		t.Fatal(err)
	}
	if found, _ := filepath.Glob(filepath.Join(home, "*")); len(found) > 0 {
		t.Error(found)
	}
}

// BenchmarkExtract takes the invoice out of a hybrid of 100 KB.
func BenchmarkExtract(b *testing.B) {
	d := hybrid(b)
	picture := make([]byte, 80<<10)
	for i := range picture {
		picture[i] = byte(i * i >> 3)
	}
	d.Stream("/Type/XObject/Subtype/Image", picture)
	want := invoiceXML(b)
	for name, pdf := range map[string][]byte{"table": d.Bytes(), "packed": d.Packed()} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(pdf)))
			b.ReportAllocs()
			for b.Loop() {
				inv, err := facturx.Extract(context.Background(), pdf, facturx.Options{})
				if err != nil || len(inv.XML) != len(want) {
					b.Fatal(err)
				}
			}
		})
	}
}
