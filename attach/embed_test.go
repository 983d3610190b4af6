package attach_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/schema"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

func embed(doc string, o attach.EditOptions, files ...attach.New) (string, *attach.Edit, error) {
	var out bytes.Buffer
	e, err := attach.Embed(context.Background(), attach.Bytes([]byte(doc)), &out, files, o)
	return out.String(), e, err
}

func remove(doc string, o attach.EditOptions, which ...string) (string, *attach.Edit, error) {
	var out bytes.Buffer
	e, err := attach.Remove(context.Background(), attach.Bytes([]byte(doc)), &out, func(f *attach.File) bool {
		return slices.Contains(which, f.Name)
	}, o)
	return out.String(), e, err
}

func newFile(name, content string) attach.New {
	return attach.New{Name: name, Content: attach.Bytes([]byte(content))}
}

// validator holds a document against its schema.
type validator struct{ *schema.Validator }

func (v validator) Open(e *xmlmap.Element) { v.Validator.Open(names.Lookup(e.NS, e.Local), e) }

// faults tells what is wrong with a document by its schema; "" if nothing is.
func faults(data []byte) string {
	r, _, err := xmlmap.NewStream(context.Background(), bytes.NewReader(data), names.Schema, xmlmap.Limits{})
	if err != nil {
		return err.Error()
	}
	if !r.Start() {
		return r.Err().Error()
	}
	uri, local := r.Root()
	s := schema.For(names.LookupURI(uri, local))
	if s == nil {
		return "no schema"
	}
	found := ""
	v := s.NewValidator(func(f schema.Fault) { found = fmt.Sprintf("%+v", f) })
	err = r.Walk(validator{v})
	if err == nil {
		r.Finish()
		err = r.Err()
	}
	if err != nil {
		return err.Error()
	}
	return found
}

// ours are documents to put files into, all valid.
func ours(t testing.TB) map[string]string {
	all := map[string]string{
		"ubl": string(sampleUBL(t, "", "")), "ubl with a file": string(sampleUBL(t, "first.pdf", pdf)),
		"cii": string(sampleCII(t, "", "")), "cii with a file": string(sampleCII(t, "first.pdf", pdf)),
		"facturae with a file": inFacturae(t, b64(pdf), "Format=pdf"),
	}
	for _, v := range []string{"3.2", "3.2.1", "3.2.2"} {
		data, err := os.ReadFile("testdata/facturae-" + v + ".xml")
		if err != nil {
			t.Fatal(err)
		}
		all["facturae "+v] = string(data)
	}
	fe := all["facturae 3.2.2"]
	in := func(s string) string { return strings.Replace(fe, "</Items>", "</Items>"+s, 1) }
	all["AdditionalData, empty"] = in("<AdditionalData/>")
	all["AdditionalData, empty with a blank"] = in("<AdditionalData />")
	all["AdditionalData, start and end tag"] = in("<AdditionalData></AdditionalData>")
	all["AdditionalData, blank in the end tag"] = in("<AdditionalData></AdditionalData >")
	all["AdditionalData, tab in the end tag"] = in("<AdditionalData>\n</AdditionalData\t>")
	all["AdditionalData, a line"] = in("\n      <AdditionalData>\n      </AdditionalData>")
	all["AdditionalData, a comment"] = in("<AdditionalData><!-- none --></AdditionalData>")
	all["AdditionalData, other things"] = in("\n      <AdditionalData>\n        <RelatedInvoice>1</RelatedInvoice>\n        <InvoiceAdditionalInformation>x</InvoiceAdditionalInformation>\n      </AdditionalData>")
	all["AdditionalData, things behind"] = in("\n      <AdditionalData>\n        <InvoiceAdditionalInformation>x</InvoiceAdditionalInformation>\n      </AdditionalData>")
	all["in one line"] = oneLine(all["ubl"])
	all["CRLF"] = strings.ReplaceAll(all["cii"], "\n", "\r\n")
	all["comments"] = strings.Replace(all["ubl"], "<cac:AccountingSupplierParty>", "<!-- the seller --><cac:AccountingSupplierParty>", 1)
	all["an empty agreement"] = emptied(all["cii"], "ram:ApplicableHeaderTradeAgreement", "<ram:ApplicableHeaderTradeAgreement />")
	all["a bare agreement"] = emptied(all["cii"], "ram:ApplicableHeaderTradeAgreement", "<ram:ApplicableHeaderTradeAgreement></ram:ApplicableHeaderTradeAgreement>")
	all["other prefixes"] = strings.NewReplacer("cac:", "a:", "cbc:", "b:", "xmlns:cac=", "xmlns:a=", "xmlns:cbc=", "xmlns:b=").Replace(all["ubl"])
	all["no prefix in scope"] = localDeclarations(all["ubl"])
	all["an envelope"] = "<e:StandardBusinessDocument xmlns:e='urn:e'>\n" + all["ubl"][strings.Index(all["ubl"], "<Invoice"):] + "</e:StandardBusinessDocument>"
	return all
}

func oneLine(doc string) string {
	var b strings.Builder
	for line := range strings.Lines(doc) {
		b.WriteString(strings.TrimSpace(line))
	}
	return b.String()
}

func emptied(doc, name, as string) string {
	before, rest, _ := strings.Cut(doc, "<"+name+">")
	_, after, _ := strings.Cut(rest, "</"+name+">")
	return before + as + after
}

// localDeclarations has every aggregate at the top declare its namespaces itself.
func localDeclarations(doc string) string {
	const cac = ` xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"`
	doc = strings.Replace(doc, cac, "", 1)
	var b strings.Builder
	for line := range strings.Lines(doc) {
		if i := strings.Index(line, "<cac:"); i == 2 {
			end := strings.IndexAny(line[i:], " >/") + i
			line = line[:end] + cac + line[end:]
		}
		b.WriteString(line)
	}
	return b.String()
}

// TestEmbedAndRemove: what is embedded is valid, is found again, and removing it gives the
// document back to the byte.
func TestEmbedAndRemove(t *testing.T) {
	tricky := `näme <&"'> 1.pdf`
	for name, doc := range ours(t) {
		enveloped := name == "an envelope"
		if f := faults([]byte(doc)); f != "" && !enveloped {
			t.Fatalf("%s: our document: %s", name, f)
		}
		for _, files := range [][]attach.New{
			{newFile(tricky, pdf)},
			{newFile("a.pdf", pdf), newFile("b.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), newFile(tricky, pdf)},
		} {
			out, e, err := embed(doc, attach.EditOptions{}, files...)
			if err != nil || len(e.Added) != len(files) {
				t.Fatalf("%s: %v", name, err)
			}
			if f := faults([]byte(out)); f != "" && !enveloped {
				t.Errorf("%s: with %d files: %s\n%s", name, len(files), f, out)
			}
			all, _, err := walk(out, attach.Options{})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			all = all[len(all)-len(files):]
			var which []string
			for i, f := range all {
				if data, _ := io.ReadAll(must(files[i].Content())); f.content != string(data) || f.err != nil {
					t.Errorf("%s: %s is %q", name, f.Name, f.content)
				}
				which = append(which, f.Name)
			}
			back, e, err := remove(out, attach.EditOptions{}, which...)
			if err != nil || back != doc || len(e.Removed) != len(files) {
				t.Errorf("%s: %d files removed: %v\n%s", name, len(files), err, difference(doc, back))
			}
			// One by one, too.
			back = out
			for _, w := range slices.Backward(which) {
				if back, _, err = remove(back, attach.EditOptions{}, w); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			if back != doc {
				t.Errorf("%s: removed one by one\n%s", name, difference(doc, back))
			}
		}
	}
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// difference is where two texts part.
func difference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return "want ..." + a[max(0, i-40):min(len(a), i+80)] + "\n got ..." + b[max(0, i-40):min(len(b), i+80)]
}

// TestEmbedded holds the elements as they are written.
func TestEmbedded(t *testing.T) {
	file := attach.New{Name: "a.pdf", Content: attach.Bytes([]byte(pdf)), Description: "x & y", Reference: "r<1>"}
	link := attach.New{Name: "b.pdf", URI: "https://x.example/?a&b"}
	for name, want := range map[string]string{
		"ubl": `
  <cac:AdditionalDocumentReference>
    <cbc:ID>r&lt;1&gt;</cbc:ID>
    <cbc:DocumentDescription>x &amp; y</cbc:DocumentDescription>
    <cac:Attachment>
      <cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="a.pdf">` + b64(pdf) + `</cbc:EmbeddedDocumentBinaryObject>
    </cac:Attachment>
  </cac:AdditionalDocumentReference>
  <cac:AdditionalDocumentReference>
    <cbc:ID>b.pdf</cbc:ID>
    <cac:Attachment>
      <cac:ExternalReference>
        <cbc:URI>https://x.example/?a&amp;b</cbc:URI>
      </cac:ExternalReference>
    </cac:Attachment>
  </cac:AdditionalDocumentReference>`,
		"cii": `
      <ram:AdditionalReferencedDocument>
        <ram:IssuerAssignedID>r&lt;1&gt;</ram:IssuerAssignedID>
        <ram:TypeCode>916</ram:TypeCode>
        <ram:Name>x &amp; y</ram:Name>
        <ram:AttachmentBinaryObject mimeCode="application/pdf" filename="a.pdf">` + b64(pdf) + `</ram:AttachmentBinaryObject>
      </ram:AdditionalReferencedDocument>
      <ram:AdditionalReferencedDocument>
        <ram:IssuerAssignedID>b.pdf</ram:IssuerAssignedID>
        <ram:URIID>https://x.example/?a&amp;b</ram:URIID>
        <ram:TypeCode>916</ram:TypeCode>
      </ram:AdditionalReferencedDocument>`,
		"facturae 3.2.2": `
      <AdditionalData>
        <RelatedDocuments>
          <Attachment>
            <AttachmentCompressionAlgorithm>NONE</AttachmentCompressionAlgorithm>
            <AttachmentFormat>pdf</AttachmentFormat>
            <AttachmentEncoding>BASE64</AttachmentEncoding>
            <AttachmentDescription>x &amp; y</AttachmentDescription>
            <AttachmentData>` + b64(pdf) + `</AttachmentData>
          </Attachment>
        </RelatedDocuments>
      </AdditionalData>`,
	} {
		files := []attach.New{file, link}
		if name == "facturae 3.2.2" {
			files = files[:1]
		}
		out, _, err := embed(ours(t)[name], attach.EditOptions{}, files...)
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// TestTranscodedDocuments: the new text comes in the encoding of the document.
func TestTranscodedDocuments(t *testing.T) {
	doc := string(sampleUBL(t, "", ""))
	doc = doc[strings.Index(doc, "<Invoice"):]
	latin := must(charmap.ISO8859_1.NewEncoder().String(`<?xml version="1.0" encoding="ISO-8859-1"?>` + strings.ReplaceAll(doc, "Ü", "U")))
	for name, doc := range map[string]string{
		"BOM": "\uFEFF" + doc, "Latin-1": latin, "ASCII": `<?xml version="1.0" encoding="US-ASCII"?>` + strings.Map(func(r rune) rune { return min(r, 'z') }, doc),
		"UTF-16": must(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(doc)),
	} {
		out, _, err := embed(doc, attach.EditOptions{}, newFile("Ω é.pdf", pdf))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all, _, err := walk(out, attach.Options{})
		if err != nil || len(all) == 0 || all[len(all)-1].Filename != "Ω é.pdf" || all[len(all)-1].content != pdf {
			t.Errorf("%s: %v", name, err)
		}
		if back, _, err := remove(out, attach.EditOptions{}, "Ω é.pdf"); err != nil || back != doc {
			t.Errorf("%s: not the same again: %v", name, err)
		}
	}
}

// TestFacturaeForms: encodings and compressions on writing.
func TestFacturaeForms(t *testing.T) {
	for _, c := range []attach.New{{Encoding: "DER"}, {Encoding: "base64", Compression: "ZIP"}, {Compression: "GZIP"}, {Encoding: "DER", Compression: "zip"}} {
		c.Name, c.Content = "a.pdf", attach.Bytes([]byte(strings.Repeat(pdf, 100)))
		out, _, err := embed(facturae(t), attach.EditOptions{}, c)
		again, _, _ := embed(facturae(t), attach.EditOptions{}, c)
		all, _, err2 := walk(out, attach.Options{})
		if err != nil || err2 != nil || len(all) != 1 || all[0].content != strings.Repeat(pdf, 100) || len(all[0].Notes) > 0 || faults([]byte(out)) != "" || out != again {
			t.Errorf("%+v: %v %v", c, err, err2)
		} else if all[0].Compression != strings.ToUpper(c.Compression) && c.Compression != "" || c.Encoding == "DER" && all[0].Encoding != "DER" {
			t.Errorf("%+v: %+v", c, all[0].File)
		}
	}
	for _, c := range []struct{ doc, name, format string }{{"facturae 3.2.2", "a.html", "html"}, {"facturae 3.2.1", "a.htm", ""}, {"facturae 3.2", "photo.jpeg", "jpg"}, {"facturae 3.2", "a.tif", "tiff"}, {"facturae 3.2", "a.csv", ""}} {
		content := map[string]string{"html": "<!DOCTYPE html><html>", "jpg": "\xff\xd8\xff\xe0\x00\x10JFIF\x00", "tiff": "II*\x00\x08\x00\x00\x00"}[c.format]
		if content == "" {
			content = "<!DOCTYPE html><html>"
		}
		_, e, err := embed(ours(t)[c.doc], attach.EditOptions{}, newFile(c.name, content))
		var bad *attach.Error
		if c.format == "" && (!errors.As(err, &bad) || bad.Code != attach.ErrFormat) || c.format != "" && (err != nil || e.Added[0].Format != c.format) {
			t.Errorf("%s in %s: %v", c.name, c.doc, err)
		}
	}
}

// TestRefused: what stands against an edit, and that nothing is written then.
func TestRefused(t *testing.T) {
	ubl, fe := string(sampleUBL(t, "first.pdf", pdf)), facturae(t)
	broken := errors.New("gone")
	signed := strings.Replace(fe, "</fe:Facturae>", `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/></fe:Facturae>`, 1)
	batch := strings.Replace(fe, "</Invoice>", "</Invoice>"+strings.Replace(fe[strings.Index(fe, "<Invoice>"):strings.Index(fe, "</Invoices>")], "<InvoiceNumber>7", "<InvoiceNumber>8", 1), 1)
	for _, c := range []struct {
		name, doc string
		file      attach.New
		o         attach.EditOptions
		code      attach.ErrorCode
	}{
		{"no name", ubl, newFile("", pdf), attach.EditOptions{}, attach.ErrInput},
		{"no content", ubl, attach.New{Name: "a.pdf"}, attach.EditOptions{}, attach.ErrInput},
		{"a file that cannot be opened", ubl, attach.New{Name: "a.pdf", Content: func() (io.ReadCloser, error) { return nil, broken }}, attach.EditOptions{}, attach.ErrInput},
		{"both URI and content", ubl, attach.New{Name: "a.pdf", URI: "https://x.example", Content: attach.Bytes(nil)}, attach.EditOptions{}, attach.ErrFormat},
		{"a URI in Facturae", fe, attach.New{Name: "a.pdf", URI: "https://x.example"}, attach.EditOptions{}, attach.ErrFormat},
		{"a control character", ubl, newFile("a\x01.pdf", pdf), attach.EditOptions{}, attach.ErrText},
		{"a name that is taken", ubl, newFile("FIRST.pdf", pdf), attach.EditOptions{}, attach.ErrExists},
		{"compression in UBL", ubl, attach.New{Name: "a.pdf", Content: attach.Bytes(nil), Compression: "ZIP"}, attach.EditOptions{}, attach.ErrFormat},
		{"no such compression", fe, attach.New{Name: "a.pdf", Content: attach.Bytes([]byte(pdf)), Compression: "RAR"}, attach.EditOptions{}, attach.ErrCompression},
		{"BER cannot be written", fe, attach.New{Name: "a.pdf", Content: attach.Bytes([]byte(pdf)), Encoding: "BER"}, attach.EditOptions{}, attach.ErrEncoding},
		{"a view that is no PDF", ubl, attach.New{Name: "a.txt", Content: attach.Bytes([]byte("x")), View: true}, attach.EditOptions{}, attach.ErrFormat},
		{"signed", signed, newFile("a.pdf", pdf), attach.EditOptions{}, attach.ErrSigned},
		{"several invoices", batch, newFile("a.pdf", pdf), attach.EditOptions{}, attach.ErrSeveral},
		{"no such invoice", batch, newFile("a.pdf", pdf), attach.EditOptions{Invoice: "F9"}, attach.ErrNotFound},
		{"ZUGFeRD 1.0", "<r:CrossIndustryDocument xmlns:r='urn:ferd:CrossIndustryDocument:invoice:1p0'/>", newFile("a.pdf", pdf), attach.EditOptions{}, attach.ErrUnsupported},
		{"no agreement", "<rsm:CrossIndustryInvoice xmlns:rsm='urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'/>", newFile("a.pdf", pdf), attach.EditOptions{}, attach.ErrNoPlace},
	} {
		out, _, err := embed(c.doc, c.o, c.file)
		var e *attach.Error
		if !errors.As(err, &e) || e.Code != c.code || e.Error() == "" || out != "" {
			t.Errorf("%s: %v; %d bytes were written", c.name, err, len(out))
		}
	}
	if _, _, err := embed(ubl, attach.EditOptions{}, newFile("a.pdf", pdf), newFile("A.pdf", pdf)); err == nil {
		t.Error("the same name twice")
	}
	if _, _, err := embed(ubl, attach.EditOptions{}); err == nil {
		t.Error("no files")
	}
	if _, _, err := embed(ubl[:900], attach.EditOptions{}, newFile("a.pdf", pdf)); err == nil {
		t.Error("a truncated document")
	}
	if _, _, err := remove(ubl, attach.EditOptions{}, "nothing"); err == nil {
		t.Error("nothing to remove")
	}
	out, e, err := embed(signed, attach.EditOptions{Force: true}, newFile("a.pdf", pdf))
	if err != nil || out == "" || !slices.Contains(codes(e.Notes), attach.NoteSignature) || !e.Document.Signed {
		t.Errorf("forced: %v", err)
	}
	out, _, err = embed(batch, attach.EditOptions{Invoice: "F8"}, newFile("a.pdf", pdf))
	if all, d, _ := walk(out, attach.Options{}); err != nil || len(all) != 1 || all[0].Invoice != "F8" || d.Invoices != 2 {
		t.Errorf("into the second invoice: %v", err)
	}
}

// TestChangingFile: a file that is longer each time.
func TestChangingFile(t *testing.T) {
	n := 0
	f := attach.New{Name: "a.pdf", Content: func() (io.ReadCloser, error) {
		n++
		return io.NopCloser(strings.NewReader(strings.Repeat(pdf, n))), nil
	}}
	var e *attach.Error
	if _, _, err := embed(facturae(t), attach.EditOptions{}, f); !errors.As(err, &e) || e.Code != attach.ErrInput {
		t.Errorf("%v", err)
	}
}

// TestReplace takes the place of a file of the same name.
func TestReplace(t *testing.T) {
	for name, doc := range ours(t) {
		first, _, err := embed(doc, attach.EditOptions{}, newFile("a.pdf", pdf))
		if err != nil {
			t.Fatal(name, err)
		}
		second, e, err := embed(first, attach.EditOptions{Replace: true}, newFile("a.pdf", pdf+"2"))
		want, _, _ := embed(doc, attach.EditOptions{}, newFile("a.pdf", pdf+"2"))
		if err != nil || second != want || len(e.Removed) != 1 || len(e.Added) != 1 {
			t.Errorf("%s: %v\n%s", name, err, difference(want, second))
		}
	}
}

// TestView: one rendering, and a new one replaces it.
func TestView(t *testing.T) {
	view := func(name, description string) attach.New {
		return attach.New{Name: name, Content: attach.Bytes([]byte(pdf)), View: true, Description: description}
	}
	for name, doc := range ours(t) {
		first, _, err := embed(doc, attach.EditOptions{}, newFile("other.pdf", pdf), view("a.pdf", ""))
		if err != nil {
			t.Fatal(name, err)
		}
		second, e, err := embed(first, attach.EditOptions{}, view("b.pdf", "LISIBLE"))
		if err != nil || len(e.Removed) != 1 || e.Removed[0].Name != "a.pdf" || !e.Removed[0].View {
			t.Fatalf("%s: %v", name, err)
		}
		all, _, err := walk(second, attach.Options{})
		var views []string
		for _, f := range all {
			if f.View {
				views = append(views, f.Name)
			}
		}
		if err != nil || !slices.Equal(views, []string{"b.pdf"}) || faults([]byte(second)) != "" && name != "an envelope" {
			t.Errorf("%s: %v %v", name, views, err)
		}
	}
	if _, _, err := embed(facturae(t), attach.EditOptions{}, view("a.pdf", ""), view("b.pdf", "")); err == nil {
		t.Error("two views at once")
	}
}

// TestKeepReference takes out the content and leaves what describes it.
func TestKeepReference(t *testing.T) {
	for name, want := range map[string]string{
		"ubl with a file": "<cbc:ID>ref-1</cbc:ID>\n    <cbc:DocumentDescription>a file</cbc:DocumentDescription>\n  </cac:AdditionalDocumentReference>",
		"cii with a file": "<ram:Name>a file</ram:Name>\n      </ram:AdditionalReferencedDocument>",
	} {
		out, e, err := remove(ours(t)[name], attach.EditOptions{KeepReference: true}, "first.pdf")
		if err != nil || !strings.Contains(out, want) || len(e.Removed) != 1 || faults([]byte(out)) != "" {
			t.Errorf("%s: %v %s\n%s", name, err, faults([]byte(out)), out)
		}
	}
	out, e, err := remove(ours(t)["facturae with a file"], attach.EditOptions{KeepReference: true}, "F7_1.pdf")
	if err != nil || out != facturae(t) || !slices.Contains(codes(e.Notes), attach.NoteWhole) {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestRemoveFromReferences: a reference that says more than that there is a file stays.
func TestRemoveFromReferences(t *testing.T) {
	data := `<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="c.pdf">QUJD</cbc:EmbeddedDocumentBinaryObject>`
	uri := `<cac:ExternalReference><cbc:URI>https://x.example/c</cbc:URI></cac:ExternalReference>`
	for _, c := range []struct{ before, after string }{
		{"<cac:ContractDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>" + data + "</cac:Attachment></cac:ContractDocumentReference>", "<cac:ContractDocumentReference><cbc:ID>1</cbc:ID></cac:ContractDocumentReference>"},
		{"<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode><cac:Attachment>" + data + "</cac:Attachment></cac:AdditionalDocumentReference>", "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>"},
		{"<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>" + data + uri + "</cac:Attachment></cac:AdditionalDocumentReference>", "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>" + uri + "</cac:Attachment></cac:AdditionalDocumentReference>"},
	} {
		doc := strings.Replace(string(sampleUBL(t, "", "")), "<cac:AccountingSupplierParty>", "¤<cac:AccountingSupplierParty>", 1)
		out, _, err := remove(strings.Replace(doc, "¤", c.before, 1), attach.EditOptions{}, "c.pdf")
		if want := strings.Replace(doc, "¤", c.after, 1); err != nil || out != want {
			t.Errorf("%v\n%s", err, difference(want, out))
		}
	}
}

// TestRemoveLinks: a link goes alone, and what stands beside it stays.
func TestRemoveLinks(t *testing.T) {
	const id, uri, object = "<ram:IssuerAssignedID>1</ram:IssuerAssignedID>", "<ram:URIID>https://x.example/q.pdf</ram:URIID>", `<ram:AttachmentBinaryObject mimeCode="application/pdf" filename="x.pdf">QUJD</ram:AttachmentBinaryObject>`
	ref := func(s string) string {
		return "<ram:AdditionalReferencedDocument>" + s + "</ram:AdditionalReferencedDocument>"
	}
	for _, c := range []struct{ before, which, after string }{
		{ref(id + uri + object), "q.pdf", ref(id + object)},
		{ref(id + uri + object), "x.pdf", ref(id + uri)},
		{ref(id + uri), "q.pdf", ""},
		{ref(id + uri + "<ram:TypeCode>130</ram:TypeCode>"), "q.pdf", ref(id + "<ram:TypeCode>130</ram:TypeCode>")},
	} {
		doc := strings.Replace(string(sampleCII(t, "", "")), "</ram:BuyerTradeParty>", "</ram:BuyerTradeParty>¤", 1)
		out, e, err := remove(strings.Replace(doc, "¤", c.before, 1), attach.EditOptions{}, c.which)
		if want := strings.Replace(doc, "¤", c.after, 1); err != nil || out != want || len(e.Removed) != 1 {
			t.Errorf("%s of %s: %v\n%s", c.which, c.before, err, difference(want, out))
		}
	}
}

// TestLateAndLong: what a stream cannot heed, or does not keep, is said.
func TestLateAndLong(t *testing.T) {
	doc := strings.Replace(inFacturae(t, b64(pdf)), "</AttachmentData>", "</AttachmentData><AttachmentEncoding>DER</AttachmentEncoding>", 1)
	files, _, err := attach.List(context.Background(), strings.NewReader(doc), attach.Options{})
	if err != nil || !slices.Contains(codes(files[0].Notes), attach.NoteLate) {
		t.Errorf("%v %v", files[0].Notes, err)
	}
	all, _, err := walk(inFacturae(t, b64(pdf), "Description="+strings.Repeat("aü", 20_000)), attach.Options{})
	if err != nil || !slices.Contains(codes(all[0].Notes), attach.NoteShortened) || strings.Contains(all[0].Description, "\uFFFD") || len(all[0].Description) < 16_000 {
		t.Errorf("%d %v", len(all[0].Description), err)
	}
	var e *attach.Error
	if _, _, err := embed(facturae(t), attach.EditOptions{}, attach.New{Name: "a.pdf", Content: attach.Bytes([]byte(pdf)), Description: strings.Repeat("ü", 2501)}); !errors.As(err, &e) || e.Code != attach.ErrText {
		t.Errorf("%v", err)
	}
	if _, _, err := embed(facturae(t), attach.EditOptions{}, attach.New{Name: "a.pdf", Content: attach.Bytes([]byte(pdf)), Description: strings.Repeat("ü", 2500)}); err != nil {
		t.Errorf("%v", err)
	}
	if _, _, err := embed(facturae(t), attach.EditOptions{Options: attach.Options{MaxFile: 10}}, newFile("a.pdf", pdf)); !errors.As(err, &e) || e.Code != attach.ErrLimit {
		t.Errorf("%v", err)
	}
}

// TestInherit: what takes the place of a file keeps what describes it.
func TestInherit(t *testing.T) {
	doc := string(sampleUBL(t, "a.pdf", pdf))
	out, _, err := embed(doc, attach.EditOptions{Replace: true}, newFile("a.pdf", pdf+"2"))
	if want := strings.Replace(doc, b64(pdf), b64(pdf+"2"), 1); err != nil || out != want {
		t.Errorf("%v\n%s", err, difference(want, out))
	}
}

// TestInvoices: a batch, by number with its series and without.
func TestInvoices(t *testing.T) {
	fe := facturae(t)
	one := fe[strings.Index(fe, "<Invoice>"):strings.Index(fe, "</Invoices>")]
	again := func(number, series string) string {
		return strings.NewReplacer("<InvoiceNumber>7", "<InvoiceNumber>"+number, "<InvoiceSeriesCode>F", "<InvoiceSeriesCode>"+series).Replace(one)
	}
	batch := strings.Replace(fe, "</Invoices>", again("8", "F")+again("7", "G")+again("9", "F")+again("9", "F")+"</Invoices>", 1)
	for invoice, want := range map[string]string{"8": "F8", "F7": "F7", "G7": "G7"} {
		out, e, err := embed(batch, attach.EditOptions{Invoice: invoice}, newFile("a.pdf", pdf))
		if err != nil || e.Added[0].Invoice != want {
			t.Fatalf("%s: %v", invoice, err)
		}
		if all, _, _ := walk(out, attach.Options{}); len(all) != 1 || all[0].Invoice != want {
			t.Errorf("%s: %v", invoice, all)
		}
	}
	for invoice, code := range map[string]attach.ErrorCode{"7": attach.ErrSeveral, "F9": attach.ErrSeveral, "10": attach.ErrNotFound} {
		var e *attach.Error
		if _, _, err := embed(batch, attach.EditOptions{Invoice: invoice}, newFile("a.pdf", pdf)); !errors.As(err, &e) || e.Code != code {
			t.Errorf("%s: %v", invoice, err)
		}
	}
	view := attach.New{Name: "a.pdf", Content: attach.Bytes([]byte(pdf)), View: true}
	out, _, err := embed(batch, attach.EditOptions{Invoice: "8"}, view)
	if err == nil {
		out, _, err = embed(out, attach.EditOptions{Invoice: "G7"}, view)
	}
	all, _, _ := walk(out, attach.Options{})
	if err != nil || len(all) != 2 || slices.Contains(codes(all[1].Notes), attach.NoteViews) || !all[0].View || !all[1].View {
		t.Errorf("one view each: %v", err)
	}
	if out, _, err := embed(string(sampleUBL(t, "", "")), attach.EditOptions{Invoice: "R-2026-0117"}, newFile("a.pdf", pdf)); err != nil || out == "" {
		t.Errorf("%v", err)
	}
}

// TestPartOfArchive: a file in an archive of several cannot be removed alone.
func TestPartOfArchive(t *testing.T) {
	doc := inFacturae(t, b64(zipped("a.pdf", "b.pdf")), "CompressionAlgorithm=ZIP")
	var e *attach.Error
	if _, _, err := remove(doc, attach.EditOptions{}, "a.pdf"); !errors.As(err, &e) || e.Code != attach.ErrSeveral {
		t.Errorf("%v", err)
	}
	out, edit, err := remove(doc, attach.EditOptions{}, "a.pdf", "b.pdf")
	if err != nil || out != facturae(t) || len(edit.Removed) != 2 {
		t.Errorf("both: %v", err)
	}
}
