package pdfwrite_test

import (
	"bytes"
	"crypto/md5"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice/internal/font"
	"github.com/einvoice-go/einvoice/internal/pdfwrite"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.FixedZone("", 3600))

// page is a document of one page with a heading.
func page(t *testing.T, info pdfwrite.Info, text string) (*pdfwrite.Document, *pdfwrite.Page) {
	t.Helper()
	f, err := font.Regular()
	if err != nil {
		t.Fatal(err)
	}
	set := font.Set{Faces: []*font.Font{f}}
	glyphs, err := set.Shape(text)
	if err != nil {
		t.Fatal(err)
	}
	d := pdfwrite.New(info)
	face := d.Font(f)
	p := d.Page(595276, 841890)
	p.Begin(d.Structure().Child(pdfwrite.H1))
	p.Text(70000, 90500, 18000, pdfwrite.Black, []*pdfwrite.Font{face}, glyphs)
	p.End()
	return d, p
}

func finish(t *testing.T, d *pdfwrite.Document) ([]byte, map[int]string) {
	t.Helper()
	pdf, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return pdf, objects(t, pdf)
}

// with finds the object that has a text in it.
func with(t *testing.T, objects map[int]string, text string) string {
	t.Helper()
	for i := 1; i <= len(objects); i++ {
		if strings.Contains(objects[i], text) {
			return objects[i]
		}
	}
	t.Fatalf("no object with %s", text)
	return ""
}

func TestPage(t *testing.T) {
	d, _ := page(t, pdfwrite.Info{Title: "Tést", Language: "de"}, "Aé")
	_, all := finish(t, d)
	contents := regexp.MustCompile(`/Contents (\d+) 0 R`).FindStringSubmatch(with(t, all, "/Type/Page/"))
	var n int
	fmt.Sscan(contents[1], &n)
	want := "/H1 <</MCID 0>> BDC\n0 0 0 rg BT 70 751.39 Td /F0 18 Tf [<00010002>] TJ ET\nEMC\n"
	if got := stream(t, all[n]); got != want {
		t.Errorf("content is %q, want %q", got, want)
	}
	unicode := stream(t, all[number(t, with(t, all, "/Subtype/Type0"), "ToUnicode")])
	for _, line := range []string{"<0001> <0041>\n", "<0002> <00E9>\n"} {
		if !strings.Contains(unicode, line) {
			t.Errorf("ToUnicode lacks %q", line)
		}
	}
	if w := with(t, all, "/CIDFontType2"); !strings.Contains(w, "/W[0[750 667 556]]") {
		t.Errorf("widths of .notdef, A and é: %s", w)
	}
	catalog := with(t, all, "/Type/Catalog")
	for _, entry := range []string{"/MarkInfo<</Marked true>>", "/DisplayDocTitle true", "/Lang(de)", "/StructTreeRoot", "/OutputIntents["} {
		if !strings.Contains(catalog, entry) {
			t.Errorf("the catalog lacks %s", entry)
		}
	}
	if info := with(t, all, "/Title"); !strings.Contains(info, "/Title<FEFF005400E900730074>") {
		t.Errorf("Info is %s", info)
	}
}

func number(t *testing.T, object, key string) (n int) {
	t.Helper()
	m := regexp.MustCompile(key + ` (\d+) 0 R`).FindStringSubmatch(object)
	if m == nil {
		t.Fatalf("no %s in %s", key, object)
	}
	fmt.Sscan(m[1], &n)
	return n
}

func TestSameBytes(t *testing.T) {
	make := func(title string) []byte {
		d, _ := page(t, pdfwrite.Info{Title: title, Created: noon}, "Hello")
		pdf, _ := finish(t, d)
		return pdf
	}
	if !bytes.Equal(make("a"), make("a")) {
		t.Error("two runs differ")
	}
	id := regexp.MustCompile(`/ID\[<(\w{32})><(\w{32})>\]`)
	a, b := id.FindStringSubmatch(string(make("a"))), id.FindStringSubmatch(string(make("b")))
	if a == nil || b == nil || a[1] != a[2] || a[1] == b[1] {
		t.Errorf("identifiers %v and %v", a, b)
	}
}

func TestStructure(t *testing.T) {
	d, p := page(t, pdfwrite.Info{}, "a")
	table := d.Structure().Child(pdfwrite.Table)
	tr := table.Child(pdfwrite.TR)
	th := tr.Child(pdfwrite.TH).Scope("Column").Span(2)
	d.Structure().Child(pdfwrite.P) // without content
	p.Begin(th)
	p.End()
	second := d.Page(595276, 841890)
	second.Begin(th)
	second.Fill(0, 0, 1000, 1000, pdfwrite.White)
	second.End()
	second.Artifact(pdfwrite.Pagination)
	second.End()
	_, all := finish(t, d)
	head := with(t, all, "/S/TH")
	if !strings.Contains(head, "/A<</O/Table/Scope/Column/ColSpan 2>>") {
		t.Errorf("attributes of the head: %s", head)
	}
	if !regexp.MustCompile(`/Pg \d+ 0 R/K\[1 <</Type/MCR/Pg \d+ 0 R/MCID 0>>\]`).MatchString(head) {
		t.Errorf("content on two pages: %s", head)
	}
	for _, o := range all {
		if strings.Contains(o, "/S/P/") {
			t.Error("an element without content is written")
		}
	}
	if root := with(t, all, "/StructTreeRoot/K"); !regexp.MustCompile(`Nums\[0\[\d+ 0 R \d+ 0 R\]1\[\d+ 0 R\]\]`).MatchString(root) {
		t.Errorf("parent tree: %s", root)
	}
}

func TestContentMustBeMarked(t *testing.T) {
	for name, mistake := range map[string]func(d *pdfwrite.Document, p *pdfwrite.Page){
		"unmarked": func(_ *pdfwrite.Document, p *pdfwrite.Page) { p.Fill(0, 0, 1, 1, pdfwrite.Black) },
		"nested":   func(d *pdfwrite.Document, p *pdfwrite.Page) { p.Begin(d.Structure()); p.Artifact(pdfwrite.Layout) },
		"open":     func(d *pdfwrite.Document, p *pdfwrite.Page) { p.Begin(d.Structure()) },
		"not open": func(_ *pdfwrite.Document, p *pdfwrite.Page) { p.End() },
	} {
		d, p := page(t, pdfwrite.Info{}, "a")
		mistake(d, p)
		if _, err := d.Bytes(); !errors.Is(err, pdfwrite.ErrStructure) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMetadata(t *testing.T) {
	info := pdfwrite.Info{Title: "A & B <c>\x01", Author: "Müller", Producer: "p", Created: noon, Conformance: pdfwrite.A3A, Accessible: true,
		Hybrid: &pdfwrite.Hybrid{DocumentType: "INVOICE", DocumentFileName: "factur-x.xml", Version: "1.0", ConformanceLevel: "EN 16931"}}
	d, _ := page(t, info, "a")
	_, all := finish(t, d)
	xmp := stream(t, with(t, all, "/Type/Metadata"))
	for _, want := range []string{
		`<rdf:li xml:lang="x-default">A &amp; B &lt;c&gt;</rdf:li>`, "<dc:creator><rdf:Seq><rdf:li>Müller</rdf:li>", "<pdf:Producer>p</pdf:Producer>",
		"<xmp:CreateDate>2026-03-02T12:00:00+01:00</xmp:CreateDate>", "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
		"<pdfuaid:part>1</pdfuaid:part>", "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>", "<pdfaSchema:prefix>fx</pdfaSchema:prefix>", "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>",
	} {
		if !strings.Contains(xmp, want) {
			t.Errorf("XMP lacks %s", want)
		}
	}
	dict := with(t, all, "/CreationDate")
	for _, want := range []string{"/Title(A & B <c>)", "/CreationDate(D:20260302120000+01'00')", "/ModDate(D:20260302120000+01'00')"} {
		if !strings.Contains(dict, want) {
			t.Errorf("Info lacks %s: %s", want, dict)
		}
	}
	d, _ = page(t, pdfwrite.Info{}, "a")
	_, all = finish(t, d)
	if xmp := stream(t, with(t, all, "/Type/Metadata")); strings.Contains(xmp, "pdfaid") || strings.Contains(xmp, "CreateDate") {
		t.Error("claims what was not asked for")
	}
}

func TestAttachments(t *testing.T) {
	d, _ := page(t, pdfwrite.Info{Created: noon}, "a")
	for _, a := range []pdfwrite.Attachment{
		{Name: "b.xml", MIME: "text/xml", Relationship: pdfwrite.Alternative, Description: "the invoice", Data: []byte("<b/>")},
		{Name: "é.csv", MIME: "text/csv", Relationship: pdfwrite.Supplement, Data: []byte("1;2"), ModTime: noon.AddDate(0, 0, -1)},
		{Name: "a(1).txt", MIME: "text/plain", Relationship: pdfwrite.Data},
	} {
		if err := d.Attach(a); err != nil {
			t.Fatal(err)
		}
	}
	_, all := finish(t, d)
	catalog := with(t, all, "/Type/Catalog")
	if !regexp.MustCompile(`/AF\[\d+ 0 R \d+ 0 R \d+ 0 R\]/Names<</EmbeddedFiles<</Names\[\(a\\\(1\\\)\.txt\) \d+ 0 R \(b\.xml\) \d+ 0 R <FEFF00E9002E006300730076> \d+ 0 R \]>>>>`).MatchString(catalog) {
		t.Errorf("files in the catalog: %s", catalog)
	}
	spec := with(t, all, "/UF(b.xml)")
	for _, want := range []string{"/F(b.xml)", "/AFRelationship/Alternative", "/Desc(the invoice)"} {
		if !strings.Contains(spec, want) {
			t.Errorf("the file specification lacks %s: %s", want, spec)
		}
	}
	file := all[number(t, spec, "/EF<</F")]
	if !strings.HasPrefix(file, fmt.Sprintf("<</Type/EmbeddedFile/Subtype/text#2Fxml/Params<</Size 4/CheckSum<%X>/ModDate(D:20260302120000+01'00')>>", md5.Sum([]byte("<b/>")))) {
		t.Errorf("the file: %.200s", file)
	}
	if got := stream(t, file); got != "<b/>" {
		t.Errorf("content %q", got)
	}
	if other := with(t, all, "/F(_.csv)/UF<FEFF00E9"); !strings.Contains(all[number(t, other, "/EF<</F")], "D:20260301") {
		t.Error("the time of a file is not its own")
	}
}

func TestAttachmentErrors(t *testing.T) {
	good := pdfwrite.Attachment{Name: "a.xml", MIME: "text/xml", Relationship: pdfwrite.Data}
	for name, change := range map[string]func(a *pdfwrite.Attachment){
		"no name": func(a *pdfwrite.Attachment) { a.Name = "" }, "path": func(a *pdfwrite.Attachment) { a.Name = "../b.xml" },
		"control": func(a *pdfwrite.Attachment) { a.Name = "b\x01" }, "MIME": func(a *pdfwrite.Attachment) { a.MIME = "xml" },
		"relationship": func(a *pdfwrite.Attachment) { a.Relationship = "Other" }, "taken": func(*pdfwrite.Attachment) {},
	} {
		d := pdfwrite.New(pdfwrite.Info{})
		if err := d.Attach(good); err != nil {
			t.Fatal(err)
		}
		a := good
		change(&a)
		var wrong *pdfwrite.AttachmentError
		if err := d.Attach(a); !errors.As(err, &wrong) || wrong.Name != a.Name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestImages(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	img.Set(0, 0, color.NRGBA{R: 255, A: 255})
	img.Set(1, 0, color.NRGBA{R: 255, A: 0}) // transparent: white
	var pngFile, jpegFile bytes.Buffer
	if err := errors.Join(png.Encode(&pngFile, img), jpeg.Encode(&jpegFile, img, nil)); err != nil {
		t.Fatal(err)
	}
	d, p := page(t, pdfwrite.Info{}, "a")
	for _, data := range [][]byte{pngFile.Bytes(), jpegFile.Bytes()} {
		i, err := d.Image(data)
		if err != nil || i.Width != 2 || i.Height != 1 {
			t.Fatal(i, err)
		}
		p.Begin(d.Structure().Child(pdfwrite.Figure).Describe("logo", p, 0, 0, 2000, 1000))
		p.Image(i, 0, 0, 2000, 1000)
		p.End()
	}
	_, all := finish(t, d)
	if got := stream(t, with(t, all, "/DeviceRGB/Filter/FlateDecode")); got != "\xFF\x00\x00\xFF\xFF\xFF" {
		t.Errorf("pixels %x", got)
	}
	if got := stream(t, with(t, all, "/DCTDecode")); got != jpegFile.String() {
		t.Error("the JPEG is not as it was")
	}
	if figure := with(t, all, "/S/Figure"); !strings.Contains(figure, "/BBox[0 840.89 2 841.89 ]") || !strings.Contains(figure, "/Alt(logo)") {
		t.Errorf("figure: %s", figure)
	}
	var wrong *pdfwrite.ImageError
	for _, data := range [][]byte{nil, []byte("GIF89a"), pngFile.Bytes()[:40], jpegFile.Bytes()[:len(jpegFile.Bytes())/2], make([]byte, 17<<20)} {
		if _, err := d.Image(data); !errors.As(err, &wrong) {
			t.Errorf("%d bytes: %v", len(data), err)
		}
	}
}

func TestBookmarks(t *testing.T) {
	d, p := page(t, pdfwrite.Info{}, "a")
	d.Bookmark("One", p, 90000)
	d.Bookmark("Two", p, 190500)
	_, all := finish(t, d)
	two := with(t, all, "/Title(Two)")
	if !strings.Contains(two, "/XYZ 0 651.39 null]") || !strings.Contains(two, "/Prev") || strings.Contains(two, "/Next") {
		t.Errorf("the second: %s", two)
	}
	if root := with(t, all, "/Type/Outlines"); !strings.Contains(root, "/Count 2") {
		t.Errorf("root: %s", root)
	}
}

// TestProfile holds the numbers of the colour profile: 952 bytes, ICC version 2.1,
// and the middle of the curve, which is 0.2140 for 0.5 in sRGB.
func TestProfile(t *testing.T) {
	d, _ := page(t, pdfwrite.Info{}, "a")
	_, all := finish(t, d)
	icc := stream(t, with(t, all, "<</N 3/"))
	if len(icc) != 952 || icc[8:12] != "\x02\x10\x00\x00" || icc[36:40] != "acsp" {
		t.Fatalf("%d bytes, version %x", len(icc), icc[8:12])
	}
	at := strings.Index(icc, "curv") + 12
	middle := int(icc[at+2*127])<<8 | int(icc[at+2*127+1])
	if middle < 13800 || middle > 14100 { // 127/255: 0.2122 * 65535
		t.Errorf("the curve at 127 is %d", middle)
	}
}
