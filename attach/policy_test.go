package attach_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/attach"
)

// archived is a ZIP archive of files and contents.
func archived(files ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, _ := z.Create(files[i])
		io.WriteString(w, files[i+1])
	}
	z.Close()
	return b.String()
}

// violations are the codes of what a policy has against an Embed.
func violations(t *testing.T, doc string, p attach.Policy, files ...attach.New) (all []attach.ViolationCode) {
	t.Helper()
	out, e, err := embed(doc, attach.EditOptions{Policies: []attach.Policy{p}}, files...)
	var against *attach.PolicyError
	switch {
	case errors.As(err, &against):
		if out != "" || err.Error() == "" {
			t.Errorf("%s: %d bytes written, %v", p.Name, len(out), err)
		}
	case err != nil:
		t.Fatal(err)
	default:
		against = &attach.PolicyError{Violations: e.Violations}
	}
	for _, v := range against.Violations {
		if v.Policy != p.Name || v.Message == "" || v.String() == "" {
			t.Errorf("%+v", v)
		}
		all = append(all, v.Code)
	}
	return all
}

func TestPolicies(t *testing.T) {
	ubl, fe := string(sampleUBL(t, "", "")), facturae(t)
	large := strings.Repeat("x", 4<<20)
	small := attach.B2Brouter()
	small.MaxFile = 4 << 20
	nested := archived("a.txt", "x", "b.zip", archived("c/d.zip", archived("evil.JS", "x")))
	for _, c := range []struct {
		name, doc string
		p         attach.Policy
		files     []attach.New
		want      string
	}{
		{"nothing against it", ubl, attach.B2Brouter(), []attach.New{newFile("a.pdf", pdf)}, ""},
		{"as large as allowed", ubl, small, []attach.New{newFile("a.csv", large)}, ""},
		{"larger", ubl, small, []attach.New{newFile("a.csv", large+"x")}, "file-size"},
		{"blocked", ubl, attach.B2Brouter(), []attach.New{newFile("a.EXE", "x")}, "blocked-type"},
		{"two extensions", ubl, attach.B2Brouter(), []attach.New{newFile("a.pdf.js", "x")}, "blocked-type"},
		{"harmless in the middle", ubl, attach.B2Brouter(), []attach.New{newFile("node.js.pdf", pdf)}, ""},
		{"a dot at the end", ubl, attach.B2Brouter(), []attach.New{newFile("a.bat.", "x")}, "blocked-type"},
		{"a stream", ubl, attach.B2Brouter(), []attach.New{newFile("a.exe::$DATA", "x")}, "blocked-type"},
		{"turned round", ubl, attach.B2Brouter(), []attach.New{newFile("a\u202efdp.exe", "x")}, "blocked-type"},
		{"by content", ubl, attach.B2Brouter(), []attach.New{newFile("a.pdf", "GIF89a\x01\x00\x01\x00")}, "blocked-type"},
		{"html", ubl, attach.B2Brouter(), []attach.New{newFile("a.txt", "<!DOCTYPE html><html></html>")}, "blocked-type"},
		{"in an archive", ubl, attach.B2Brouter(), []attach.New{newFile("a.zip", archived("x/y.sh", "x"))}, "blocked-type"},
		{"in archives in it", ubl, attach.B2Brouter(), []attach.New{newFile("a.zip", nested)}, "blocked-type"},
		{"deeper than is looked", ubl, attach.B2Brouter(), []attach.New{newFile("a.zip", archived("b.zip", archived("c.zip", archived("d.zip", archived("e.txt", "x")))))}, "uninspected"},
		{"a broken archive", ubl, attach.B2Brouter(), []attach.New{newFile("a.zip", archived("a.txt", "x")[:50])}, "uninspected"},
		{"in what begins like an office document", ubl, attach.B2Brouter(), []attach.New{newFile("a.docx", archived("[Content_Types].xml", "<x/>", "word/document.xml", "<x/>", "evil.exe", "x"))}, "blocked-type"},
		{"a picture in an office document", ubl, attach.B2Brouter(), []attach.New{newFile("a.docx", archived("[Content_Types].xml", "<x/>", "word/document.xml", "<x/>", "word/media/a.gif", "GIF89a"))}, ""},
		{"in an archive, by content", ubl, attach.B2Brouter(), []attach.New{newFile("a.zip", archived("a.txt", "GIF89a\x01\x00\x01\x00"))}, "blocked-type"},
		{"a harmless archive", ubl, attach.B2Brouter(), []attach.New{newFile("a.zip", archived("a.txt", "x"))}, ""},
		{"e-mail", ubl, attach.Policy{Name: "e", MaxTotal: 8 << 20}, []attach.New{newFile("a.csv", large), newFile("b.csv", large)}, ""},
		{"e-mail, too much", ubl, attach.Policy{Name: "e", MaxTotal: 8<<20 - 1}, []attach.New{newFile("a.csv", large), newFile("b.csv", large)}, "total-size"},
		{"a warning", ubl, attach.Policy{Name: "e", WarnTotal: 1}, []attach.New{newFile("a.csv", large)}, "total-size"},
		{"BIS", ubl, attach.BIS(), []attach.New{newFile("a.pdf", pdf), newFile("b.csv", "a;b\n"), newFile("c.png", "\x89PNG\r\n\x1a\n"), newFile("d.jpg", "\xff\xd8\xff\xe0"), newFile("e.xlsx", archived("[Content_Types].xml", "<x/>", "xl/workbook.xml", "<x/>")), newFile("f.ods", "")}, ""},
		{"BIS, XML", ubl, attach.BIS(), []attach.New{newFile("a.xml", "<a/>")}, "type"},
		{"XRechnung, XML", ubl, attach.XRechnung(), []attach.New{newFile("a.xml", "<a/>")}, ""},
		{"Facturae", fe, attach.Facturae(), []attach.New{newFile("a.pdf", pdf)}, ""},
		{"BIS in Facturae", fe, attach.BIS(), []attach.New{newFile("a.xml", "<a/>")}, "type"},
		{"detached", ubl, attach.Detached(), []attach.New{newFile("a.pdf", pdf)}, "detached"},
		{"detached, a link", ubl, attach.Detached(), []attach.New{{Name: "a.pdf", URI: "https://x.example/a.pdf"}}, ""},
	} {
		var got []string
		for _, v := range violations(t, c.doc, c.p, c.files...) {
			got = append(got, string(v))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestPolicyOnDocument: files that are there already count, and those that go do not.
func TestPolicyOnDocument(t *testing.T) {
	doc := string(sampleUBL(t, "first.pdf", pdf))
	two := attach.Policy{Name: "two", MaxTotal: int64(2 * len(pdf))}
	if got := violations(t, doc, two, newFile("second.pdf", pdf)); got != nil {
		t.Errorf("%v", got)
	}
	if got := violations(t, doc, two, newFile("second.pdf", pdf+"1")); len(got) != 1 {
		t.Errorf("%v", got)
	}
	if _, _, err := embed(doc, attach.EditOptions{Policies: []attach.Policy{two}, Replace: true}, newFile("first.pdf", pdf+"12345")); err != nil {
		t.Errorf("in the place of another: %v", err)
	}
	var against *attach.PolicyError
	if _, _, err := embed(doc, attach.EditOptions{Policies: []attach.Policy{two}, Force: true}, newFile("second.pdf", pdf+"1")); !errors.As(err, &against) {
		t.Errorf("force is for signatures: %v", err)
	}
	// What nobody has looked into is not clean; what cannot be decoded has no size.
	archive := &attach.File{Kind: attach.Embedded, Name: "a.zip", Type: "application/zip"}
	if got := attach.B2Brouter().Check([]*attach.File{archive}, "cii"); len(got) != 1 || got[0].Code != attach.Uninspected {
		t.Errorf("%v", got)
	}
	broken := &attach.File{Kind: attach.Embedded, Name: "a.pdf", Err: &attach.Error{}}
	if got := attach.Channel(1).Check([]*attach.File{broken}, "cii"); len(got) != 1 || got[0].Code != attach.Undecoded {
		t.Errorf("%v", got)
	}
	// A document on its way: an encrypted archive, a broken file, two of one name.
	doc = inFacturae(t, b64("PK\x03\x04\x14\x00\x01"+archived("a.txt", "x")[7:]), "CompressionAlgorithm=NONE", "Format=xml")
	doc = strings.Replace(doc, "</RelatedDocuments>", "<Attachment><AttachmentFormat>pdf</AttachmentFormat><AttachmentDescription>a.pdf</AttachmentDescription><AttachmentData>QQ*</AttachmentData></Attachment></RelatedDocuments>", 1)
	files, d, err := attach.List(context.Background(), strings.NewReader(doc), attach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := attach.B2Brouter().Check(files, d.Format)
	if len(got) != 2 || got[0].Code != attach.Uninspected || got[1].Code != attach.Undecoded {
		t.Errorf("%v", got)
	}
}

// TestUniqueNames: two files of one name, as XRechnung forbids.
func TestUniqueNames(t *testing.T) {
	doc := string(sampleUBL(t, "a.pdf", pdf))
	i := strings.Index(doc, "<cac:AdditionalDocumentReference>")
	j := strings.LastIndex(doc, "</cac:AdditionalDocumentReference>") + len("</cac:AdditionalDocumentReference>")
	doc = doc[:j] + strings.Replace(doc[i:j], "a.pdf", "A.PDF", 1) + doc[j:]
	files, d, err := attach.List(context.Background(), strings.NewReader(doc), attach.Options{})
	if got := attach.XRechnung().Check(files, d.Format); err != nil || len(got) != 1 || got[0].Code != attach.SameName {
		t.Errorf("%v %v", got, err)
	}
	if files[0].Name != "a.pdf" || files[1].Name != "A (2).PDF" {
		t.Errorf("%s, %s", files[0].Name, files[1].Name)
	}
}

func TestNamedPolicy(t *testing.T) {
	for _, name := range attach.PolicyNames() {
		name = strings.Replace(name, "SIZE", "20MB", 1)
		p, err := attach.NamedPolicy(name)
		if err != nil || name != "channel:20MB" && p.Name != name {
			t.Errorf("%s: %+v %v", name, p, err)
		}
	}
	if p, err := attach.NamedPolicy("channel:5MB"); err != nil || p.MaxTotal != 5*attach.MB || p.WarnTotal != 5*attach.MB {
		t.Errorf("%+v %v", p, err)
	}
	for _, name := range []string{"", "peppol", "channel:", "channel:-1", "channel:x", "channel:9999999999999GB", "channel:5PB"} {
		if _, err := attach.NamedPolicy(name); err == nil {
			t.Errorf("%q is a policy", name)
		}
	}
	for s, want := range map[string]int64{"1": 1, "1b": 1, "500KB": 500 << 10, "20MB": 20 << 20, "20 MB": 0, "1GiB": 1 << 30, "2M": 2 << 20} {
		if n, err := attach.ParseSize(s); n != want || (err != nil) != (want == 0) {
			t.Errorf("%s: %d %v", s, n, err)
		}
	}
	if p := attach.B2Brouter(); p.MaxFile != 50*attach.MB || attach.Email().MaxTotal != 40*attach.MB || attach.Email().MaxFile != p.MaxFile {
		t.Errorf("%+v", p)
	}
}
