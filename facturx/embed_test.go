package facturx_test

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/internal/pdftest"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
)

// plainPDF is a page with a line on it, and nothing else.
func plainPDF() *pdftest.Doc {
	d := &pdftest.Doc{}
	d.Add("<</Type/Catalog/Pages 2 0 R>>")
	d.Add("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	d.Add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>")
	d.Flate("", []byte("0 0 m 100 100 l S"))
	return d
}

// withFont is a page that uses a font which is not embedded.
func withFont() *pdftest.Doc {
	d := plainPDF()
	d.Set(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 6 0 R>>>>>>")
	d.Flate("", []byte("BT /F1 12 Tf (text) Tj ET"))
	d.Add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	return d
}

// embedded demands that an invoice comes back.
func embedded(t *testing.T, made *facturx.Embedded, err error, xml []byte) *facturx.Report {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	found, err := facturx.Extract(t.Context(), made.PDF, facturx.Options{})
	if err != nil || !bytes.Equal(found.XML, xml) || !bytes.Equal(made.XML, xml) || found.Name != made.Name {
		t.Fatalf("%v: the invoice does not come back", err)
	}
	if found.Report.Repaired {
		t.Fatal("the hybrid has to be repaired")
	}
	return found.Report
}

func TestEmbed(t *testing.T) {
	doc := &einvoice.Document{Invoice: *sample.Invoice()}
	for profile, want := range map[string]struct{ name, level, relationship string }{
		"":          {"factur-x.xml", "EN 16931", "Alternative"},
		"minimum":   {"factur-x.xml", "MINIMUM", "Data"},
		"basicwl":   {"factur-x.xml", "BASIC WL", "Data"},
		"basic":     {"factur-x.xml", "BASIC", "Alternative"},
		"extended":  {"factur-x.xml", "EXTENDED", "Alternative"},
		"xrechnung": {"xrechnung.xml", "XRECHNUNG", "Alternative"},
	} {
		for _, pdf := range [][]byte{plainPDF().Bytes(), plainPDF().Packed()} {
			o := facturx.EmbedOptions{Profile: profile, Time: madeAt, Language: "de", Title: "Rechnung"}
			made, err := facturx.Embed(t.Context(), pdf, doc, o)
			if err != nil {
				t.Fatalf("%q: %v", profile, err)
			}
			r := embedded(t, made, err, made.XML)
			if len(r.Notes) > 0 || r.PDFA == nil || r.PDFA.String() != "PDF/A-3b" || made.Claim != "PDF/A-3b" || r.Version != "1.7" || r.Files[0].Modified != "2026-02-16T10:00:00+00:00" {
				t.Errorf("%q: %+v, %v", profile, r, r.Notes)
			}
			if r.Claims[0].Level != want.level || r.Files[0].Relationship != want.relationship || made.Name != want.name || r.Files[0].MIME != "text/xml" {
				t.Errorf("%q: %+v %+v", profile, r.Claims[0], r.Files[0])
			}
			again, err := facturx.Embed(t.Context(), pdf, doc, o)
			if err != nil || !bytes.Equal(again.PDF, made.PDF) {
				t.Errorf("%q: embedded again, it is another one: %v", profile, err)
			}
			// A hybrid is a PDF too: the invoice in it is replaced.
			twice, err := facturx.Embed(t.Context(), made.PDF, doc, o)
			if r := embedded(t, twice, err, made.XML); len(r.Files) != 1 || len(r.Notes) > 0 || !says(twice.Notes, "is replaced") || len(twice.PDF) > len(made.PDF)+20 {
				t.Errorf("%q: %+v, %v, %d and %d bytes", profile, r, twice.Notes, len(twice.PDF), len(made.PDF))
			}
		}
	}
}

func says(notes []string, text string) bool {
	return slices.ContainsFunc(notes, func(n string) bool { return strings.Contains(n, text) })
}

func TestEmbedXML(t *testing.T) {
	own := append(invoiceXML(t), "<!-- kept -->\n"...)
	inUBL, _, err := ubl.Build(sample.Invoice())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, profile string
		xml           []byte
		asItIs        bool
		level         string
	}{
		{"CII", "", own, true, "EN 16931"},
		{"CII in the profile that is named", "en16931", own, true, "EN 16931"},
		{"CII in another profile", "basicwl", own, false, "BASIC WL"},
		{"UBL", "", inUBL, false, "EN 16931"},
	} {
		made, err := facturx.EmbedXML(t.Context(), plainPDF().Bytes(), c.xml, facturx.EmbedOptions{Profile: c.profile})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		r := embedded(t, made, err, made.XML)
		if bytes.Equal(made.XML, c.xml) != c.asItIs || r.Claims[0].Level != c.level || len(r.Notes) > 0 {
			t.Errorf("%s: %v %v", c.name, r.Claims, r.Notes)
		}
		if c.profile == "basicwl" && len(made.Losses) == 0 {
			t.Errorf("%s: no losses", c.name)
		}
	}
	var lost *convert.LossError
	if _, err := facturx.EmbedXML(t.Context(), plainPDF().Bytes(), own, facturx.EmbedOptions{Profile: "minimum", Strict: true}); !errors.As(err, &lost) {
		t.Error(err)
	}
	var syntax *einvoice.SyntaxError
	if _, err := facturx.EmbedXML(t.Context(), plainPDF().Bytes(), []byte("<a/>"), facturx.EmbedOptions{}); !errors.As(err, &syntax) {
		t.Errorf("%T %v", err, err)
	}
}

// crowded has files in a tree with kids: an old invoice that an annotation refers to too,
// one without anything that PDF/A wants, one that belongs to nothing, and a name that
// leads to none.
func crowded(t *testing.T) *pdftest.Doc {
	d := plainPDF()
	old := d.Embed(pdftest.File{Name: "ZUGFeRD-invoice.xml", Relationship: "Alternative", MIME: "text/xml", Content: []byte("<a/>")})
	bare := d.Flate("", []byte("%PDF-1.4"))
	spec := d.Add("<</UF(terms.pdf)/EF<</F %d 0 R>>>>", bare)
	loose := d.Embed(pdftest.File{Name: "loose.csv", Relationship: "Data", MIME: "text/csv", Content: []byte("1;2")})
	look := d.Flate("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", []byte("0 0 9 9 re f"))
	note := d.Add("<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/F 28/FS %d 0 R/AP<</N %d 0 R>>>>", old, look)
	low := d.Add("<</Limits[(a)(m)]/Names[(elsewhere)<</F(http://example.com)>>(loose)%d 0 R]>>", loose)
	high := d.Add("<</Limits[(t)(z)]/Names[(terms)%d 0 R(z)%d 0 R]>>", spec, old)
	d.Set(1, "<</Type/Catalog/Pages 2 0 R/Names<</Dests<</Names[(here)[3 0 R/Fit]]>>/EmbeddedFiles<</Kids[%d 0 R %d 0 R]>>>>/AF[%d 0 R %d 0 R]>>", low, high, old, spec)
	d.Set(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[%d 0 R]>>", note)
	return d
}

func TestEmbedFiles(t *testing.T) {
	xml := invoiceXML(t)
	for _, incremental := range []bool{false, true} {
		o := facturx.EmbedOptions{Time: madeAt, Incremental: incremental, NoClaim: incremental,
			Files: []facturx.Attached{{Name: "Zeiten ü.csv", MIME: "text/csv", Data: []byte("3;4"), Description: "hours"}}}
		made, err := facturx.EmbedXML(t.Context(), crowded(t).Bytes(), xml, o)
		r := embedded(t, made, err, xml)
		var got []string
		for _, f := range r.Files {
			got = append(got, fmt.Sprintf("%s|%s|%s|%v", f.Filename, f.Relationship, f.MIME, f.Places))
		}
		want := []string{
			"factur-x.xml|Alternative|text/xml|[names catalog annotation on page 1]",
			"loose.csv|Data|text/csv|[names catalog]",
			"terms.pdf|Unspecified|application/pdf|[names catalog]",
			"Zeiten ü.csv|Supplement|text/csv|[names catalog]",
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("files\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if !incremental && bytes.Contains(made.PDF, []byte("ZUGFeRD-invoice")) {
			t.Error("the old invoice is still there")
		}
		tree := regexp.MustCompile(`/EmbeddedFiles <</Names \[(.*?)\]>>`).FindSubmatch(made.PDF)
		if tree == nil || !regexp.MustCompile(`^\(elsewhere\) <</F \(http://example.com\)>> \(factur-x.xml\) \d+ 0 R \(loose\) \d+ 0 R \(terms\) \d+ 0 R <FEFF.*> \d+ 0 R$`).Match(tree[1]) {
			t.Errorf("name tree: %s", tree)
		}
		if !bytes.Contains(made.PDF, []byte("/Dests <</Names [(here)")) {
			t.Error("another name tree is not there")
		}
		var mended []string
		for _, p := range made.Problems {
			if p.Clause == "6.8" && p.Mended {
				mended = append(mended, p.Message)
			}
		}
		if len(mended) != 4 {
			t.Errorf("mended: %q", mended)
		}
	}
}

func TestEmbedMetadata(t *testing.T) {
	const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="U" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Tool" xmp:CreateDate="2020-01-02T03:04:05Z"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:known="urn:known" xmlns:other="urn:other" known:a="1" other:b="2" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Not this one</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>A &amp; B</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">ours</rdf:li></rdf:Alt></dc:rights></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:namespaceURI>urn:known</pdfaSchema:namespaceURI><pdfaSchema:prefix>known</pdfaSchema:prefix></rdf:li>
<rdf:li rdf:parseType="Resource"><pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI></rdf:li>
</rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF></x:xmpmeta>`
	d := plainPDF()
	meta := d.Stream("/Type/Metadata/Subtype/XML", []byte(xmp))
	info := d.Add("<</Title(Our title)/Company(Kept)/ModDate(D:20200102030405Z)/Producer<FEFF00FC>>>")
	d.Set(1, "<</Type/Catalog/Pages 2 0 R/Metadata %d 0 R>>", meta)
	d.Trailer = fmt.Sprintf("/Info %d 0 R", info)
	for _, incremental := range []bool{false, true} {
		made, err := facturx.EmbedXML(t.Context(), d.Bytes(), invoiceXML(t), facturx.EmbedOptions{Time: madeAt, Creator: "not asked", Incremental: incremental})
		embedded(t, made, err, made.XML)
		text := string(made.PDF[bytes.LastIndex(made.PDF, []byte("<?xpacket begin")):])
		text = text[:strings.Index(text, "endstream")]
		for _, want := range []string{`x-default">Our title<`, "<rdf:li>A &amp; B</rdf:li>", "CreatorTool>Tool<", "CreateDate>2020-01-02T03:04:05Z<", "ModifyDate>2026-02-16T10:00:00+00:00<",
			"Producer>ü<", ">1</known:a>", ">ours<", "part>3<", "conformance>U<", "<pdfuaid:part>1<", "ConformanceLevel>EN 16931<"} {
			if !strings.Contains(text, want) {
				t.Errorf("XMP lacks %s", want)
			}
		}
		if strings.Contains(text, "urn:other") || strings.Count(text, "pdfaExtension:schemas>") != 2 || strings.Count(text, "namespaceURI>urn:factur-x") != 1 || strings.Count(text, ">urn:known</") != 1 {
			t.Errorf("XMP: %s", text)
		}
		if !says(made.Notes, "urn:otherb") || made.Claim != "PDF/A-3u" {
			t.Errorf("%s %v", made.Claim, made.Notes)
		}
		for _, want := range []string{"/Title (Our title)", "/Author (A & B)", "/Company (Kept)", "/CreationDate (D:20200102030405Z)", "/ModDate (D:20260216100000+00'00')", "/Creator (Tool)"} {
			if !bytes.Contains(made.PDF, []byte(want)) {
				t.Errorf("Info lacks %s", want)
			}
		}
	}
}

// TestEmbedClaim: what cannot be mended is an error with its place, or a hybrid that
// claims nothing and in which nothing has been mended.
func TestEmbedClaim(t *testing.T) {
	_, err := facturx.EmbedXML(t.Context(), withFont().Bytes(), invoiceXML(t), facturx.EmbedOptions{})
	var e *facturx.PDFAError
	if !errors.As(err, &e) || len(facturx.Unmended(e.Problems)) != 1 {
		t.Fatalf("%v", err)
	}
	if p := facturx.Unmended(e.Problems)[0]; p.Clause != "6.2.11.4.1" || p.Page != 1 || p.Object != 6 || !strings.Contains(err.Error(), "page 1, object 6, ISO 19005-3, 6.2.11.4.1") {
		t.Errorf("%+v: %v", p, err)
	}
	made, err := facturx.EmbedXML(t.Context(), withFont().Bytes(), invoiceXML(t), facturx.EmbedOptions{NoClaim: true})
	r := embedded(t, made, err, made.XML)
	if r.PDFA != nil || made.Claim != "" || len(facturx.Unmended(made.Problems)) == 0 || len(r.Claims) != 1 || bytes.Contains(made.PDF, []byte("OutputIntent")) {
		t.Errorf("%+v %v", r.PDFA, made.Problems)
	}
	made, err = facturx.EmbedXML(t.Context(), plainPDF().Bytes(), invoiceXML(t), facturx.EmbedOptions{NoClaim: true})
	if embedded(t, made, err, made.XML); made.Claim != "PDF/A-3b" {
		t.Errorf("a PDF that can be mended claims %q", made.Claim)
	}
	later := plainPDF()
	later.Version = "2.0"
	made, err = facturx.EmbedXML(t.Context(), later.Bytes(), invoiceXML(t), facturx.EmbedOptions{})
	if r := embedded(t, made, err, made.XML); r.Version != "1.7" || !says(made.Notes, "of version 2.0") {
		t.Errorf("%s, %v", r.Version, made.Notes)
	}
}

// signedPDF has a signature, or a certification.
func signedPDF(perms string) *pdftest.Doc {
	d := plainPDF()
	d.Add("<</Type/Sig/ByteRange[0 1 2 3]/Contents<00FF>>>")
	d.Set(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[<</FT/Sig/T(a)/V 5 0 R>>]>>%s>>", perms)
	return d
}

func TestEmbedSigned(t *testing.T) {
	certified := "/Perms<</DocMDP 5 0 R>>"
	for _, c := range []struct {
		name  string
		perms string
		o     facturx.EmbedOptions
		code  facturx.EmbedCode
	}{
		{"anew", "", facturx.EmbedOptions{NoClaim: true}, facturx.EmbedSigned},
		{"anew by force", "", facturx.EmbedOptions{NoClaim: true, Force: true}, ""},
		{"appended", "", facturx.EmbedOptions{NoClaim: true, Incremental: true}, ""},
		{"certified", certified, facturx.EmbedOptions{NoClaim: true, Incremental: true}, facturx.EmbedSigned},
		{"certified by force", certified, facturx.EmbedOptions{NoClaim: true, Incremental: true, Force: true}, ""},
	} {
		pdf := signedPDF(c.perms).Bytes()
		made, err := facturx.EmbedXML(t.Context(), pdf, invoiceXML(t), c.o)
		var e *facturx.EmbedError
		switch {
		case c.code == "":
			r := embedded(t, made, err, made.XML)
			if r.Signatures != 1 || !says(made.Notes, "signed") || bytes.HasPrefix(made.PDF, pdf) != c.o.Incremental {
				t.Errorf("%s: %d %v", c.name, r.Signatures, made.Notes)
			}
		case !errors.As(err, &e) || e.Code != c.code:
			t.Errorf("%s: %v", c.name, err)
		}
	}
	var claim *facturx.PDFAError
	if _, err := facturx.EmbedXML(t.Context(), signedPDF("").Bytes(), invoiceXML(t), facturx.EmbedOptions{Force: true}); !errors.As(err, &claim) {
		t.Error("a signature that is not valid any more is no PDF/A")
	}
}

func TestEmbedIncremental(t *testing.T) {
	doc := blank(t, pdftest.File{Name: "a.csv", Relationship: "Data", MIME: "text/csv", Content: []byte("1")})
	for name, pdf := range map[string][]byte{"table": doc.Bytes(), "packed": doc.Packed()} {
		made, err := facturx.EmbedXML(t.Context(), pdf, invoiceXML(t), facturx.EmbedOptions{Incremental: true, Time: madeAt})
		r := embedded(t, made, err, made.XML)
		if !bytes.HasPrefix(made.PDF, pdf) || made.Claim != "PDF/A-3b" || len(r.Notes) > 0 || len(r.Files) != 2 {
			t.Errorf("%s: %s %v %+v", name, made.Claim, r.Notes, r.Files)
		}
		twice, err := facturx.EmbedXML(t.Context(), made.PDF, invoiceXML(t), facturx.EmbedOptions{Incremental: true, Time: madeAt})
		if r := embedded(t, twice, err, made.XML); !bytes.HasPrefix(twice.PDF, made.PDF) || len(r.Files) != 2 {
			t.Errorf("%s: a second time: %+v", name, r.Files)
		}
	}
	var claim *facturx.PDFAError
	if _, err := facturx.EmbedXML(t.Context(), plainPDF().Bytes(), invoiceXML(t), facturx.EmbedOptions{Incremental: true}); !errors.As(err, &claim) {
		t.Errorf("what is no PDF/A does not become it: %v", err)
	}
	text := bytes.Replace(doc.Bytes(), []byte("%\xE2\xE3\xCF\xD3"), []byte("%abcd"), 1)
	if _, err := facturx.EmbedXML(t.Context(), text, invoiceXML(t), facturx.EmbedOptions{Incremental: true}); !errors.As(err, &claim) || claim.Problems[len(claim.Problems)-1].Clause != "6.1.2" {
		t.Errorf("no mark of a binary file: %v", err)
	}
	old := plainPDF()
	old.Version = "1.4"
	made, err := facturx.EmbedXML(t.Context(), old.Bytes(), invoiceXML(t), facturx.EmbedOptions{Incremental: true, NoClaim: true})
	if r := embedded(t, made, err, made.XML); r.Version != "1.7" {
		t.Error(r.Version)
	}
}

// TestEmbedLooks: what the pages do not show of the invoice is a note.
func TestEmbedLooks(t *testing.T) {
	other := hybrid(t)
	show(other, "Rechnung R-2026-0118", "vom 2. M\xE4rz 2026")
	for name, c := range map[string]struct {
		pdf   []byte
		text  facturx.TextSearch
		notes []string
	}{
		"the same":      {hybrid(t).Bytes(), facturx.TextByInspect, nil},
		"another":       {other.Bytes(), facturx.TextByInspect, []string{"the invoice number", "the amount to pay"}},
		"not looked at": {other.Bytes(), facturx.TextNever, nil},
	} {
		made, err := facturx.EmbedXML(t.Context(), c.pdf, invoiceXML(t), facturx.EmbedOptions{NoClaim: true, Limits: facturx.Options{Text: c.text}})
		if err != nil {
			t.Fatal(err)
		}
		for _, sought := range []string{"the invoice number", "the issue date", "the amount to pay"} {
			if says(made.Notes, sought) != slices.Contains(c.notes, sought) {
				t.Errorf("%s: %s: %q", name, sought, made.Notes)
			}
		}
	}
}

func TestEmbedRefuses(t *testing.T) {
	pdf, xml := blank(t, pdftest.File{Name: "a.csv", Relationship: "Data", MIME: "text/csv"}).Bytes(), invoiceXML(t)
	file := func(name, mime, relationship string) facturx.EmbedOptions {
		return facturx.EmbedOptions{Files: []facturx.Attached{{Name: name, MIME: mime, Relationship: relationship}}}
	}
	for _, c := range []struct {
		name string
		pdf  []byte
		o    facturx.EmbedOptions
		code facturx.EmbedCode
		says string
	}{
		{"an invoice inside", pdf, facturx.EmbedOptions{NoReplace: true}, facturx.EmbedInside, "factur-x.xml"},
		{"a name that is taken", pdf, file("A.csv", "text/csv", ""), facturx.EmbedName, "another name"},
		{"the invoice's own name", pdf, file("Factur-X.xml", "text/xml", ""), facturx.EmbedOption, "taken"},
		{"no media type", pdf, file("b.csv", "", ""), facturx.EmbedOption, "media type"},
		{"a path", pdf, file("a/b.csv", "text/csv", ""), facturx.EmbedOption, "file name"},
		{"a relationship", pdf, facturx.EmbedOptions{Relationship: "Friend"}, facturx.EmbedOption, "Relationship"},
		{"a damaged table", bytes.Replace(pdf, []byte("startxref"), []byte("startxxxx"), 1), facturx.EmbedOptions{Incremental: true}, facturx.EmbedAppend, "anew"},
	} {
		made, err := facturx.EmbedXML(t.Context(), c.pdf, xml, c.o)
		var e *facturx.EmbedError
		if made != nil || !errors.As(err, &e) || e.Code != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	var e *facturx.Error
	for code, pdf := range map[facturx.ErrorCode][]byte{facturx.ErrNotPDF: []byte("no PDF"), facturx.ErrDamaged: []byte("%PDF-1.7\n")} {
		if _, err := facturx.EmbedXML(t.Context(), pdf, xml, facturx.EmbedOptions{}); !errors.As(err, &e) || e.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if _, err := facturx.EmbedXML(t.Context(), pdf, xml, facturx.EmbedOptions{Limits: facturx.Options{MaxSize: 100}}); !errors.As(err, &e) || e.Code != facturx.ErrLimit {
		t.Error(err)
	}
	doc := &einvoice.Document{Invoice: *sample.Invoice()}
	if _, err := facturx.Embed(t.Context(), pdf, doc, facturx.EmbedOptions{Profile: "urn:other"}); err == nil {
		t.Error("a profile that no hybrid has")
	}
}

// FuzzEmbed: into whatever PDF, an invoice goes and comes back, or there is a typed error.
func FuzzEmbed(f *testing.F) {
	for _, doc := range append(seeds(f), plainPDF().Bytes(), withFont().Packed(), signedPDF("").Bytes()) {
		f.Add(doc, true)
		f.Add(doc, false)
	}
	inv := sample.Invoice()
	inv.Process.Specification = cii.Minimum.Specification()
	xml, _, err := cii.Build(inv)
	if err != nil {
		f.Fatal(err)
	}
	o := facturx.EmbedOptions{NoClaim: true, Force: true, Decrypt: true, Time: madeAt, Limits: facturx.Options{MaxFile: 1 << 20, MaxTotal: 4 << 20, MaxFiles: 100}}
	f.Fuzz(func(t *testing.T, pdf []byte, incremental bool) {
		o := o
		o.Incremental = incremental
		made, err := facturx.EmbedXML(t.Context(), pdf, xml, o)
		if err != nil {
			var own *facturx.Error
			var embed *facturx.EmbedError
			if !errors.As(err, &own) && !errors.As(err, &embed) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		found, err := facturx.Extract(t.Context(), made.PDF, facturx.Options{})
		if err != nil || !bytes.Equal(found.XML, xml) || found.Report.Repaired || incremental && !bytes.HasPrefix(made.PDF, pdf) {
			t.Fatalf("the invoice does not come back: %v", err)
		}
	})
}

func BenchmarkEmbed(b *testing.B) {
	made, err := facturx.Create(&einvoice.Document{Invoice: *sample.Invoice()}, facturx.CreateOptions{Time: madeAt})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		again, err := facturx.EmbedXML(b.Context(), made.PDF, made.XML, facturx.EmbedOptions{Time: madeAt})
		if err != nil || len(again.PDF) < 10_000 {
			b.Fatal(err)
		}
	}
}
