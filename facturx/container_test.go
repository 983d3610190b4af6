package facturx_test

import (
	"crypto/md5"
	"crypto/rc4"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/internal/pdftest"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
	"github.com/einvoice-go/einvoice/validate"
)

// Objects of the hybrid without fault.
const (
	theCatalog  = 1
	thePage     = 3
	theMetadata = 5
	theStream   = 6
	theSpec     = 7
)

// swap replaces a text in an object.
func swap(n int, from, to string) func(*pdftest.Doc) {
	return func(d *pdftest.Doc) {
		if !strings.Contains(d.Get(n), from) {
			panic("object without " + from)
		}
		d.Set(n, "%s", strings.ReplaceAll(d.Get(n), from, to))
	}
}

// inXML replaces a text in the invoice.
func inXML(from, to string) func(testing.TB) pdftest.File {
	return func(t testing.TB) pdftest.File {
		f := invoice(t)
		if !strings.Contains(string(f.Content), from) {
			t.Fatalf("no %s in the invoice", from)
		}
		f.Content = []byte(strings.ReplaceAll(string(f.Content), from, to))
		return f
	}
}

// asUBL is the invoice in another syntax, under another name.
func asUBL(t testing.TB) pdftest.File {
	xml, _, err := ubl.Build(sample.Invoice())
	if err != nil {
		t.Fatal(err)
	}
	f := invoice(t)
	f.Name, f.Content = "ubl.xml", xml
	return f
}

// breaks are a PDF for each rule of the set "container", and what fires beside the rule.
var breaks = []struct {
	rule string
	path string
	edit func(*pdftest.Doc)
	file func(testing.TB) pdftest.File // in place of the invoice
	more func(testing.TB) pdftest.File
	also []string
}{
	{rule: "FX-PDF-101", path: "object 7", edit: swap(theSpec, "factur-x.xml", "invoice.xml"), also: []string{"FX-PDF-407"}},
	{rule: "FX-PDF-102", path: "object 7", edit: swap(theSpec, "factur-x.xml", "Factur-X.xml"), also: []string{"FX-PDF-407"}},
	{rule: "FX-PDF-103", path: "object 7", file: func(t testing.TB) pdftest.File { f := asUBL(t); f.Name = "factur-x.xml"; return f }},
	{rule: "FX-PDF-104", path: "object 7", edit: swap(theSpec, "factur-x.xml", "xrechnung.xml"), also: []string{"FX-PDF-407"}},
	{rule: "FX-PDF-105", path: "object 6", file: asUBL, also: []string{"FX-PDF-407"}},
	{rule: "FX-PDF-106", path: "object 7", more: func(t testing.TB) pdftest.File { f := invoice(t); f.Name = "second.xml"; return f }},
	{rule: "FX-PDF-107", path: "object 7", more: asUBL},
	{rule: "FX-PDF-108", path: "object 6", file: func(t testing.TB) pdftest.File { f := invoice(t); f.Content = []byte("<a/>"); return f }},
	{rule: "FX-PDF-109", path: "object 6", file: inXML("urn:cen.eu:en16931:2017", "urn:example:own")},
	{rule: "FX-PDF-110", path: "object 6", file: inXML("urn:cen.eu:en16931:2017", "")},
	{rule: "FX-PDF-111", path: "object 8", edit: swap(8, "/FlateDecode", "/NoDecode"), more: func(testing.TB) pdftest.File {
		return pdftest.File{Name: "more.txt", MIME: "text/plain", Relationship: "Supplement", Content: []byte("text")}
	}},
	{rule: "FX-PDF-201", path: "/Root/Names/EmbeddedFiles", edit: swap(theCatalog, "/Names<<", "/Else<<")},
	{rule: "FX-PDF-202", path: "/Root/AF", edit: swap(theCatalog, "/AF", "/Else")},
	{rule: "FX-PDF-203", path: "object 7", edit: swap(theSpec, "/AFRelationship/Alternative", "")},
	{rule: "FX-PDF-204", path: "object 7", edit: swap(theSpec, "/Alternative", "/Supplement")},
	{rule: "FX-PDF-205", path: "object 7", file: inXML("urn:cen.eu:en16931:2017", "urn:factur-x.eu:1p0:minimum"), edit: swap(theMetadata, "EN 16931", "MINIMUM ")},
	{rule: "FX-PDF-206", path: "object 6", edit: swap(theStream, "/Subtype/text#2Fxml", "")},
	{rule: "FX-PDF-207", path: "object 6", edit: swap(theStream, "text#2Fxml", "text#2Fplain")},
	{rule: "FX-PDF-208", path: "object 6", edit: swap(theStream, "text#2Fxml", "application#2Fxml")},
	{rule: "FX-PDF-209", path: "object 7", edit: swap(theSpec, "/UF(factur-x.xml)", "")},
	{rule: "FX-PDF-210", path: "object 6", edit: swap(theStream, "/Params<</Size ", "/Params<</Size 1")},
	{rule: "FX-PDF-211", path: "object 6", edit: swap(theStream, "/Params<<", "/Params<</CheckSum(0123456789abcdef)")},
	{rule: "FX-PDF-212", path: "object 8", more: func(testing.TB) pdftest.File {
		return pdftest.File{Name: "more.png", MIME: "image/png", Relationship: "Supplement", Content: []byte("%PDF-1.7\n")}
	}},
	{rule: "FX-PDF-301", path: "/Root/Metadata", edit: swap(theMetadata, "pdfaid:part", "pdfaid:x   ")},
	{rule: "FX-PDF-302", path: "/Root/Metadata", edit: swap(theMetadata, `part="3"`, `part="1"`)},
	{rule: "FX-PDF-303", path: "/Root/Metadata", edit: swap(theMetadata, `conformance="B"`, `conformance="X"`)},
	{rule: "FX-PDF-304", path: "/Encrypt", edit: encrypt},
	{rule: "FX-PDF-305", edit: func(d *pdftest.Doc) { d.Trailer = "/Prev 9" }},
	{rule: "FX-PDF-306", edit: swap(theCatalog, "/AF[", "/AF[<</F(lost.txt)/EF<<>>>>")},
	{rule: "FX-PDF-401", path: "/Root/Metadata", edit: swap(theMetadata, "</rdf:RDF>", "</rdf:RDf>")},
	{rule: "FX-PDF-402", path: "/Root/Metadata", edit: swap(theMetadata, "urn:factur-x", "urn:faktur-x")},
	{rule: "FX-PDF-403", path: "/Root/Metadata", edit: swap(theMetadata, "<fx:Version>1.0</fx:Version>", "                            ")},
	{rule: "FX-PDF-404", path: "/Root/Metadata", edit: swap(theMetadata, "<pdfaSchema:namespaceURI>urn:factur-x", "<pdfaSchema:namespaceURI>urn:factur-y")},
	{rule: "FX-PDF-405", path: "/Root/Metadata", edit: swap(theMetadata, "<pdfaProperty:name>Version<", "<pdfaProperty:name>version<")},
	{rule: "FX-PDF-406", path: "/Root/Metadata/DocumentType", edit: swap(theMetadata, ">INVOICE<", ">RECEIPT<")},
	{rule: "FX-PDF-407", path: "/Root/Metadata/DocumentFileName", edit: swap(theMetadata, ">factur-x.xml<", ">faktur-x.xml<")},
	{rule: "FX-PDF-408", path: "/Root/Metadata/Version", edit: swap(theMetadata, ">1.0<", ">9.9<")},
	{rule: "FX-PDF-409", path: "/Root/Metadata/ConformanceLevel", edit: swap(theMetadata, "EN 16931", "EXTENDED")},
	{rule: "FX-PDF-410", path: "/Root/Metadata/ConformanceLevel", edit: swap(theMetadata, ">EN 16931<", "> COMFORT<")},
	{rule: "FX-PDF-411", path: "/Root/Metadata", edit: swap(theMetadata, "urn:factur-x:pdfa:", "urn:ferd:pdfa:::::")},
	{rule: "FX-PDF-601", edit: func(d *pdftest.Doc) { show(d, "vom 02.03.2026", "1.000,00") }},
	{rule: "FX-PDF-602", edit: func(d *pdftest.Doc) { show(d, "R-2026-0117", "1.000,00") }},
	{rule: "FX-PDF-603", edit: func(d *pdftest.Doc) { show(d, "R-2026-0117", "vom 02.03.2026") }},
	{rule: "FX-PDF-604", edit: func(d *pdftest.Doc) { show(d) }},
}

// TestContainerRules breaks the PDF once for each rule: exactly that one fires, with the
// place, and those that cannot but fire as well.
func TestContainerRules(t *testing.T) {
	var covered []string
	for _, c := range breaks {
		covered = append(covered, c.rule)
		t.Run(c.rule, func(t *testing.T) {
			first := invoice
			if c.file != nil {
				first = c.file
			}
			files := []pdftest.File{first(t)}
			if c.more != nil {
				files = append(files, c.more(t))
			}
			d := pdftest.Hybrid(pdftest.Metadata("factur-x.xml", "EN 16931"), files...)
			show(d, shownText...)
			if c.edit != nil {
				c.edit(d)
			}
			r, err := facturx.Validate(t.Context(), d.Bytes(), facturx.Options{}, validate.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range r.Findings {
				if f.RuleSet != validate.ContainerSet {
					continue
				}
				got = append(got, f.Rule)
				if f.Line != 0 || strings.ContainsAny(f.Message, "{}") || strings.Contains(f.Message, "(none)") || f.Rule == c.rule && f.Path != c.path {
					t.Errorf("%+v", f)
				}
				if rule := validate.ContainerRule(f.Rule); f.Severity != rule.Severity || f.Severity == validate.Fatal && r.Status == validate.Valid {
					t.Errorf("%s is %s, the document %s", f.Rule, f.Severity, r.Status)
				}
			}
			if want := append([]string{c.rule}, c.also...); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
				t.Errorf("fired %v, want %v: %+v", got, want, r)
			}
			if !slices.Contains(r.RuleSets, validate.ContainerSet) {
				t.Errorf("ran %v", r.RuleSets)
			}
		})
	}
	for _, s := range validate.Sets() {
		for i := range s.Rules() {
			if id := s.Rules()[i].ID; s.PDF && !slices.Contains(covered, id) {
				t.Errorf("nothing breaks %s", id)
			}
		}
	}
}

// encrypt says that the document is encrypted with an empty password; its strings and
// streams stay as they are (ISO 32000-1, 7.6.5, the filter Identity).
func encrypt(d *pdftest.Doc) {
	pad := []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")
	owner, id := strings.Repeat("o", 32), "0123456789abcdef"
	sum := md5.Sum([]byte(string(pad) + owner + "\xFC\xFF\xFF\xFF" + id))
	for range 50 {
		sum = md5.Sum(sum[:])
	}
	hash := md5.Sum([]byte(string(pad) + id))
	user := hash[:]
	for i := range 20 {
		key := slices.Clone(sum[:])
		for k := range key {
			key[k] ^= byte(i)
		}
		c, err := rc4.NewCipher(key)
		if err != nil {
			panic(err)
		}
		c.XORKeyStream(user, user)
	}
	d.Trailer = fmt.Sprintf("/ID[(%s)(%s)]/Encrypt<</Filter/Standard/V 4/R 4/Length 128/P -4/O(%s)/U<%x%032x>/CF<<>>/StmF/Identity/StrF/Identity>>", id, id, owner, user, 0)
}

// TestValidateSets: a set that is asked for by name runs, or is reported as not run.
func TestValidateSets(t *testing.T) {
	d := hybrid(t)
	swap(theSpec, "/AFRelationship/Alternative", "")(d)
	run := func(rules ...string) *validate.Report {
		r, err := facturx.Validate(t.Context(), d.Bytes(), facturx.Options{}, validate.Options{Rules: rules})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	count := func(r *validate.Report) (findings, notes int) {
		for _, f := range r.Findings {
			if f.Rule == "FX-PDF-203" {
				findings++
			}
		}
		for _, n := range r.Notes {
			if strings.Contains(n, "AFRelationship") {
				notes++
			}
		}
		return findings, notes
	}
	for _, c := range []struct {
		rules           []string
		ran             string
		findings, notes int
	}{
		{nil, "container@1 schema:cii-d16b en16931@1.3.16", 1, 0},
		{[]string{"auto"}, "container@1 schema:cii-d16b en16931@1.3.16", 1, 0},
		{[]string{"container"}, "container@1", 1, 0},
		{[]string{"schema", "container@1"}, "container@1 schema:cii-d16b", 1, 0},
		{[]string{"schema"}, "schema:cii-d16b", 0, 1}, // nothing is dropped in silence
	} {
		r := run(c.rules...)
		findings, notes := count(r)
		if strings.Join(r.RuleSets, " ") != c.ran || findings != c.findings || notes != c.notes || c.findings > 0 && r.Status != validate.Invalid {
			t.Errorf("%v: ran %v, %d findings, %d notes, %s", c.rules, r.RuleSets, findings, notes, r.Status)
		}
	}
	if _, err := facturx.Validate(t.Context(), d.Bytes(), facturx.Options{}, validate.Options{Rules: []string{"container@9"}}); err == nil {
		t.Error("a version that does not exist")
	}
	r, err := validate.Document(t.Context(), invoiceXML(t), validate.Options{Rules: []string{"container"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.RuleSets) > 0 || len(r.NotRun) != 1 || r.NotRun[0].RuleSet != "container" || r.Status != validate.Invalid || r.Findings[0].Rule != "not-run" {
		t.Errorf("of an XML document: %+v", r)
	}
}

// TestValidateUnreadable: what is wrong with the PDF is told beside what is wrong with the XML in it.
func TestValidateUnreadable(t *testing.T) {
	f := invoice(t)
	f.Content, f.Relationship = append(f.Content, '<'), ""
	r, err := facturx.Validate(t.Context(), pdftest.Hybrid(pdftest.Metadata("factur-x.xml", "EN 16931"), f).Bytes(), facturx.Options{}, validate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != validate.Unreadable || len(r.Findings) != 2 || r.Findings[0].Rule != "FX-PDF-203" || r.Findings[1].RuleSet != "xml" || r.Findings[1].Line == 0 {
		t.Errorf("%+v", r)
	}
	for pdf, want := range map[string]string{"": "pdf-not-pdf", "%PDF-1.7\n": "pdf-damaged", string(pdftest.Hybrid("").Bytes()): "pdf-no-attachments"} {
		r, err := facturx.Validate(t.Context(), []byte(pdf), facturx.Options{}, validate.Options{})
		if err != nil || r.Status != validate.Unreadable || len(r.Findings) != 1 || r.Findings[0].Rule != want {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

// TestTexts: texts can be put in other words, and findings beyond the limit are counted.
func TestTexts(t *testing.T) {
	d := hybrid(t)
	swap(theSpec, "/F(factur-x.xml)/UF(factur-x.xml)", "")(d)
	r, err := facturx.Validate(t.Context(), d.Bytes(), facturx.Options{}, validate.Options{Rules: []string{"container"}, MaxFindings: 1, Texts: func(r *validate.Rule) string {
		if r.ID == "FX-PDF-209" {
			return "Es fehlt {key} {nonsense}."
		}
		return ""
	}})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(r.Findings, func(f validate.Finding) bool { return f.Rule == "FX-PDF-209" })
	if i < 0 || r.Findings[i].Message != "Es fehlt F (none)." || len(r.More) != 1 || r.More[0] != (validate.More{Rule: "FX-PDF-209", RuleSet: "container@1", Count: 1}) {
		t.Errorf("%+v", r)
	}
}
