package attach_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/internal/ber"
)

const pdf = "%PDF-1.7\n% of this test\n"

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func zipped(names ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		w, _ := z.Create(n)
		io.WriteString(w, pdf)
	}
	z.Close()
	return b.String()
}

func gzipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, s)
	z.Close()
	return b.String()
}

func facturae(tb testing.TB) string {
	data, err := os.ReadFile("testdata/facturae-3.2.2.xml")
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

// inFacturae puts an Attachment into our Facturae document; fields are "Encoding=DER".
func inFacturae(tb testing.TB, data string, fields ...string) string {
	x := ""
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		x += "<Attachment" + name + ">" + value + "</Attachment" + name + ">"
	}
	return strings.Replace(facturae(tb), "</Items>", "</Items><AdditionalData><RelatedDocuments><Attachment>"+x+"<AttachmentData>"+data+"</AttachmentData></Attachment></RelatedDocuments></AdditionalData>", 1)
}

// got is what a walk handed over.
type got struct {
	*attach.File
	content string
	err     error
}

func walk(doc string, o attach.Options) (all []got, d *attach.Document, err error) {
	d, err = attach.Walk(context.Background(), strings.NewReader(doc), o, func(f *attach.File, content io.Reader) error {
		data, err := io.ReadAll(content)
		all = append(all, got{f, string(data), err})
		return err
	})
	return all, d, err
}

// TestEncodings: what a content may look like, and what is said of it. In UBL, CII and Facturae.
func TestEncodings(t *testing.T) {
	long := pdf + strings.Repeat("0123456789", 20_000)
	for _, c := range []struct {
		name, data string // the text of the element
		fields     string // of Facturae; "": in UBL and CII too
		want       string
		notes      []attach.NoteCode
	}{
		{"plain", b64(pdf), "", pdf, nil},
		{"long", b64(long), "", long, nil},
		{"line breaks", "\r\n" + b64(pdf)[:20] + "\n\t" + b64(pdf)[20:] + "\n", "", pdf, nil},
		{"references for line breaks", b64(pdf)[:20] + "&#13;&#xA;" + b64(pdf)[20:], "", pdf, nil},
		{"CDATA", "<![CDATA[" + b64(long) + "]]>", "", long, nil},
		{"comments", b64(pdf)[:7] + "<!-- x -->" + b64(pdf)[7:] + "<?p?>", "", pdf, nil},
		{"no padding", strings.TrimRight(b64(pdf+"1"), "="), "", pdf + "1", []attach.NoteCode{attach.NotePadding}},
		{"URL alphabet", base64.URLEncoding.EncodeToString([]byte(pdf + "\xfb\xff")), "", pdf + "\xfb\xff", []attach.NoteCode{attach.NoteURLAlphabet}},
		{"data URI", "data:application/pdf;name=x.pdf;base64," + b64(pdf), "", pdf, []attach.NoteCode{attach.NoteDataURI}},
		{"data URI, bare", " DATA:;BASE64," + b64(pdf), "", pdf, []attach.NoteCode{attach.NoteDataURI}},
		{"Python", "b'" + b64(pdf) + "'", "", pdf, []attach.NoteCode{attach.NotePythonBytes}},
		{"Python, encodebytes", "b'" + b64(pdf)[:8] + `\n` + b64(pdf)[8:] + `\n'`, "", pdf, []attach.NoteCode{attach.NotePythonBytes}},
		{"data URI with escapes", "data:application/pdf;base64," + strings.NewReplacer("+", "%2B", "=", "%3d", "M", "%4D").Replace(b64(pdf+"\xfb\xef\xbe+1")), "", pdf + "\xfb\xef\xbe+1", []attach.NoteCode{attach.NoteDataURI}},
		{"invisible characters", "\uFEFF" + b64(pdf)[:6] + "\u00a0" + b64(pdf)[6:] + "\u200b", "", pdf, []attach.NoteCode{attach.NoteSpace}},
		{"Python, double quotes", "b&quot;" + b64(pdf) + "&quot;\n", "", pdf, []attach.NoteCode{attach.NotePythonBytes}},
		{"twice", b64(b64(pdf)), "", pdf, []attach.NoteCode{attach.NoteTwice}},
		{"twice, long, in lines", b64(b64(long[:60_000]) + "\n" + b64(long[60_000:])), "", long, []attach.NoteCode{attach.NoteTwice}},
		{"twice, as a data URI inside", b64("data:application/pdf;base64," + b64(pdf)), "", pdf, []attach.NoteCode{attach.NoteTwice, attach.NoteDataURI}},
		{"nothing", "", "", "", []attach.NoteCode{attach.NoteEmpty}},
		{"text that looks like base64", b64("QUJDREVGR0hJSktMTU5P"), "", "QUJDREVGR0hJSktMTU5P", []attach.NoteCode{attach.NoteType}},

		{"BASE64", b64(pdf), "Encoding=BASE64", pdf, nil},
		{"lower case", b64(pdf), "Encoding=base64 CompressionAlgorithm=none Format=PDF", pdf, nil},
		{"DER", b64("\x04\x18" + pdf), "Encoding=DER", pdf, nil},
		{"DER, long", b64("\x04\x83\x03\x0d\x58" + long), "Encoding=DER", long, nil},
		{"BER, constructed and indefinite", b64("\x24\x80\x04\x08" + pdf[:8] + "\x04\x10" + pdf[8:] + "\x00\x00"), "Encoding=BER", pdf, nil},
		{"BER called DER", b64("\x24\x80\x04\x18" + pdf + "\x00\x00"), "Encoding=DER", pdf, []attach.NoteCode{attach.NoteWrapped}},
		{"CMS", b64("\x30\x27\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x1a\x04\x18" + pdf), "Encoding=DER", pdf, nil},
		{"CMS, indefinite", b64("\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80\x24\x80\x04\x18" + pdf + "\x00\x00\x00\x00\x00\x00"), "Encoding=BER", pdf, nil},
		{"called DER", b64(pdf), "Encoding=DER", pdf, []attach.NoteCode{attach.NoteMislabelled}},
		{"NONE, text", "&lt;a&gt;é&lt;/a&gt;", "Format=xml Encoding=NONE", "<a>é</a>", nil},
		{"NONE, CDATA", "<![CDATA[<a>\r\n</a>]]>", "Format=xml Encoding=NONE", "<a>\n</a>", nil},
		{"NONE, but base64", b64(pdf), "Format=pdf Encoding=NONE", pdf, []attach.NoteCode{attach.NoteNone}},
		{"ZIP", b64(zipped("a.pdf")), "CompressionAlgorithm=ZIP", pdf, nil},
		{"GZIP", b64(gzipped(pdf)), "CompressionAlgorithm=GZIP Encoding=BASE64", pdf, nil},
		{"ZIP in DER", b64(derWrapped(zipped("a.pdf"))), "CompressionAlgorithm=ZIP Encoding=DER", pdf, nil},
		{"called ZIP", b64(pdf), "CompressionAlgorithm=ZIP", pdf, []attach.NoteCode{attach.NoteMislabelled}},
		{"called GZIP", b64(pdf), "CompressionAlgorithm=GZIP", pdf, []attach.NoteCode{attach.NoteMislabelled}},
		{"a PDF called gif", b64(pdf), "Format=gif", pdf, []attach.NoteCode{attach.NoteType}},
	} {
		docs := map[string]string{"facturae": inFacturae(t, c.data, strings.Fields(c.fields)...)}
		if c.fields == "" {
			docs["ubl"] = strings.Replace(string(sampleUBL(t, "x.pdf", "@")), ">QA==<", ">"+c.data+"<", 1)
			docs["cii"] = strings.Replace(string(sampleCII(t, "x.pdf", "@")), ">QA==<", ">"+c.data+"<", 1)
		}
		for name, doc := range docs {
			all, _, err := walk(doc, attach.Options{})
			if err != nil || len(all) != 1 {
				t.Fatalf("%s, %s: %d files, %v", c.name, name, len(all), err)
			}
			f := all[0]
			notes := codes(f.Notes)
			if name == "facturae" && !strings.Contains(c.fields, "Format") { // it says nothing of the type
				notes = append(notes, attach.NoteType)
			}
			if f.err != nil || f.content != c.want || f.Size != int64(len(c.want)) {
				t.Errorf("%s, %s: %d bytes, want %d: %v", c.name, name, len(f.content), len(c.want), f.err)
			}
			for _, n := range c.notes {
				if !slices.Contains(notes, n) {
					t.Errorf("%s, %s: no note %s: %v", c.name, name, n, f.Notes)
				}
			}
			if len(c.notes) == 0 && len(f.Notes) > 0 {
				t.Errorf("%s, %s: %v", c.name, name, f.Notes)
			}
		}
	}
}

func derWrapped(s string) string {
	return string(ber.Header(int64(len(s)))) + s
}

func codes(notes []attach.Note) (all []attach.NoteCode) {
	for _, n := range notes {
		all = append(all, n.Code)
	}
	return all
}

// TestBroken: content that cannot be decoded is a typed error with a place, and the files
// after it are read.
func TestBroken(t *testing.T) {
	packed, gz := zipped("a.pdf"), gzipped(pdf)
	for _, c := range []struct {
		name, data, fields string
		code               attach.ErrorCode
		at                 string // what stands at the place of the error
	}{
		{"a star", b64(pdf)[:8] + "*" + b64(pdf)[8:], "", attach.ErrBase64, "*"},
		{"a star after a line", b64(pdf)[:8] + "\n\n  *", "", attach.ErrBase64, "*"},
		{"not ASCII", "QUJDé", "", attach.ErrBase64, "é"},
		{"one character too many", "QUJDQ", "", attach.ErrTruncated, "</AttachmentData>"},
		{"one character too many, and a comment", "QUJDQ<!-- x -->", "", attach.ErrTruncated, "<!-- x -->"},
		{"text after padding", "QQ==QUJD", "", attach.ErrBase64, "QUJD<"},
		{"elements", "QUJD<b/>", "", attach.ErrElements, "<b/>"},
		{"a data URI of another kind", "data:text/plain,hello", "", attach.ErrBase64, "data:"},
		{"a data URI with a broken escape", "data:;base64,QUJ%4x", "", attach.ErrBase64, "x"},
		{"Python without end", "b'QUJD", "", attach.ErrTruncated, "</AttachmentData>"},
		{"Python with another escape", `b'QUJD\x41'`, "", attach.ErrBase64, "x"},
		{"Python that goes on", "b'QUJD' x", "", attach.ErrBase64, "x<"},
		{"no such encoding", b64(pdf), "Encoding=UUENCODE", attach.ErrEncoding, "<AttachmentData>"},
		{"no such compression", b64(pdf), "CompressionAlgorithm=ARJ", attach.ErrCompression, "<AttachmentData>"},
		{"BER cut short", b64("\x24\x80\x04\x82\x02\x58" + strings.Repeat(pdf, 25)), "Encoding=BER", attach.ErrTruncated, "<AttachmentData>"},
		{"ZIP cut short", b64(packed[:len(packed)-5]), "CompressionAlgorithm=ZIP", attach.ErrTruncated, "<AttachmentData>"},
		{"ZIP with a wrong checksum", b64(strings.Replace(packed, "PK\x07\x08", "PK\x07\x08\x01", 1)), "CompressionAlgorithm=ZIP", attach.ErrArchive, "<AttachmentData>"},
		{"GZIP cut short", b64(gz[:len(gz)-5]), "CompressionAlgorithm=GZIP", attach.ErrTruncated, "<AttachmentData>"},
		{"GZIP with a wrong checksum", b64(gz[:len(gz)-8] + "12345678"), "CompressionAlgorithm=GZIP", attach.ErrGzip, "<AttachmentData>"},
		{"GZIP, broken inside", b64(gz[:10] + "\xff\xff\xff\xff" + gz[14:]), "CompressionAlgorithm=GZIP", attach.ErrGzip, "<AttachmentData>"},
		{"GZIP, header only", b64(gz[:4]), "CompressionAlgorithm=GZIP", attach.ErrTruncated, "<AttachmentData>"},
		{"encrypted ZIP", b64("PK\x03\x04\x14\x00\x01" + packed[7:]), "CompressionAlgorithm=ZIP", attach.ErrEncrypted, "<AttachmentData>"},
		{"ZIP by deflate64", b64("PK\x03\x04\x14\x00\x00\x00\x09" + packed[9:]), "CompressionAlgorithm=ZIP", attach.ErrCompression, "<AttachmentData>"},
	} {
		doc := inFacturae(t, c.data, strings.Fields(c.fields)...)
		second := "<Attachment><AttachmentFormat>pdf</AttachmentFormat><AttachmentData>" + b64(pdf) + "</AttachmentData></Attachment>"
		doc = strings.Replace(doc, "</RelatedDocuments>", second+"</RelatedDocuments>", 1)
		all, _, err := walk(doc, attach.Options{})
		if err != nil || len(all) != 2 {
			t.Fatalf("%s: %d files, %v", c.name, len(all), err)
		}
		var e *attach.Error
		if !errors.As(all[0].err, &e) || e != all[0].Err || e.Code != c.code || e.Index != 1 || e.Name == "" || e.Position.Line == 0 {
			t.Errorf("%s: %+v, %+v", c.name, all[0].err, all[0].Err)
		} else if !strings.HasPrefix(doc[e.Position.Offset:], c.at) || einvoice.PositionAt(doc, int(e.Position.Offset)) != e.Position {
			t.Errorf("%s: %+v is %.10q", c.name, e.Position, doc[e.Position.Offset:])
		}
		if all[1].content != pdf || all[1].err != nil {
			t.Errorf("%s: the second file is %q, %v", c.name, all[1].content, all[1].err)
		}
	}
}

// TestBrokenDocuments: a document that is none ends the walk with its own error.
func TestBrokenDocuments(t *testing.T) {
	ubl := string(sampleUBL(t, "x.pdf", pdf))
	for _, c := range []struct {
		name, doc string
		code      einvoice.ErrorCode
	}{
		{"empty", "", einvoice.ErrEmpty},
		{"a PDF", pdf, einvoice.ErrNotXML},
		{"another document", "<a/>", einvoice.ErrWrongRoot},
		{"JSON", "{}", einvoice.ErrNotXML},
		{"cut short in the content", ubl[:strings.Index(ubl, b64(pdf))+9], einvoice.ErrTruncated},
		{"cut short after it", ubl[:strings.Index(ubl, b64(pdf))+len(b64(pdf))+40], einvoice.ErrTruncated},
		{"a control character in the content", strings.Replace(ubl, b64(pdf), "QUJD\x01", 1), einvoice.ErrMalformed},
		{"]]> in the content", strings.Replace(ubl, b64(pdf), "QUJD]]>", 1), einvoice.ErrMalformed},
		{"a DOCTYPE", "<!DOCTYPE a><a/>", einvoice.ErrDoctype},
		{"bad UTF-8 in the content", strings.Replace(ubl, b64(pdf), "QUJD\xff", 1), einvoice.ErrEncoding},
	} {
		_, _, err := walk(c.doc, attach.Options{})
		var e *einvoice.SyntaxError
		if !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	broken := errors.New("the disk is gone")
	_, err := attach.Walk(context.Background(), io.MultiReader(strings.NewReader(ubl[:2000]), iotest.ErrReader(broken)), attach.Options{}, nil)
	if !errors.Is(err, broken) {
		t.Errorf("the error of the source is %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := attach.Walk(ctx, strings.NewReader(ubl), attach.Options{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestVisitorEnds: an error of the visitor ends the walk, an unread content does not.
func TestVisitorEnds(t *testing.T) {
	doc := inFacturae(t, b64(pdf))
	stop := errors.New("enough")
	if _, err := attach.Walk(context.Background(), strings.NewReader(doc), attach.Options{}, func(*attach.File, io.Reader) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
	if d, err := attach.Walk(context.Background(), strings.NewReader(doc), attach.Options{}, func(*attach.File, io.Reader) error { return nil }); err != nil || d.Files != 1 {
		t.Errorf("%+v %v", d, err)
	}
	bad := strings.Replace(doc, b64(pdf), b64(pdf)+"\x02", 1)
	if _, err := attach.Walk(context.Background(), strings.NewReader(bad), attach.Options{}, func(*attach.File, io.Reader) error { return nil }); err == nil {
		t.Error("what nobody reads is not checked")
	}
}

// TestHeaders: what the document says of its files.
func TestHeaders(t *testing.T) {
	ubl := string(sampleUBL(t, "x.pdf", pdf))
	ubl = strings.Replace(ubl, "<cac:AccountingSupplierParty>", `<cac:AdditionalDocumentReference><cbc:ID>e-1</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode><cac:Attachment><cac:ExternalReference><cbc:URI>https://x.example/a/b.csv?c=d</cbc:URI></cac:ExternalReference></cac:Attachment></cac:AdditionalDocumentReference><cac:AccountingSupplierParty>`, 1)
	all, d, err := walk(ubl, attach.Options{})
	if err != nil || len(all) != 2 || d.Format != einvoice.UBLInvoice || d.Signed || d.Files != 2 || d.Invoices != 1 {
		t.Fatalf("%+v %v", d, err)
	}
	f := all[0]
	if f.Index != 1 || f.Kind != attach.Embedded || f.Name != "x.pdf" || f.Filename != "x.pdf" || f.Reference != "ref-1" || f.Description != "a file" || f.MIME != "application/pdf" || f.Type != "application/pdf" ||
		f.Path != "/Invoice/cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject" || !strings.HasPrefix(ubl[f.Position.Offset:], "<cbc:EmbeddedDocumentBinaryObject ") {
		t.Errorf("%+v", f.File)
	}
	f = all[1]
	if f.Index != 2 || f.Kind != attach.External || f.URI != "https://x.example/a/b.csv?c=d" || f.Name != "b.csv" || f.Reference != "e-1" || f.TypeCode != "130" || f.content != "" ||
		f.Path != "/Invoice/cac:AdditionalDocumentReference[3]/cac:Attachment/cac:ExternalReference" {
		t.Errorf("%+v", f.File)
	}
	all, d, err = walk(inFacturae(t, b64(pdf), "CompressionAlgorithm=NONE", "Format=pdf", "Encoding=BASE64", "Description=albarán 1.pdf"), attach.Options{})
	if err != nil || len(all) != 1 || d.Format != "facturae-3.2.2" {
		t.Fatalf("%+v %v", d, err)
	}
	if f := all[0]; f.Name != "albarán 1.pdf" || f.Format != "pdf" || f.Encoding != "BASE64" || f.Compression != "NONE" || f.Invoice != "F7" {
		t.Errorf("%+v", f.File)
	}
	all, _, _ = walk(inFacturae(t, b64(pdf), "Format=pdf"), attach.Options{})
	if f := all[0]; f.Name != "F7_1.pdf" {
		t.Errorf("without a name it is called %q", f.Name)
	}
	all, _, _ = walk(inFacturae(t, b64(zipped("../../etc/passwd.pdf", "b/c.pdf", "b/", "C.pdf")), "CompressionAlgorithm=ZIP"), attach.Options{})
	var names []string
	for _, f := range all {
		names = append(names, fmt.Sprintf("%d %d %s %t", f.Index, f.Entry, f.Name, f.content == pdf))
	}
	if want := []string{"1 1 passwd.pdf true", "1 2 c.pdf true", "1 3 C (2).pdf true"}; !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
	if !slices.Contains(codes(all[2].Notes), attach.NoteArchive) {
		t.Errorf("%v", all[2].Notes)
	}
}

// TestMixedArchive: a file in an archive that cannot be read is an error of its own.
func TestMixedArchive(t *testing.T) {
	for name, flags := range map[string]uint16{"a.pdf b.pdf c.pdf": 0, "a.pdf b.pdf": 8} { // with a descriptor nobody knows where b.pdf ends
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, h := range []zip.FileHeader{{Name: "a.pdf"}, {Name: "b.pdf", Method: 12, Flags: flags}, {Name: "c.pdf"}} {
			h.CRC32, h.CompressedSize64, h.UncompressedSize64 = crc32.ChecksumIEEE([]byte(pdf)), uint64(len(pdf)), uint64(len(pdf))
			w, _ := z.CreateRaw(&h)
			io.WriteString(w, pdf)
		}
		z.Close()
		all, _, err := walk(inFacturae(t, b64(b.String()), "CompressionAlgorithm=ZIP"), attach.Options{})
		var names []string
		for _, f := range all {
			names = append(names, f.Name)
			if bad := f.Name == "b.pdf"; bad != (f.Err != nil) || bad && f.Err.Code != attach.ErrCompression || !bad && f.content != pdf {
				t.Errorf("%s: %v", f.Name, f.Err)
			}
		}
		if err != nil || strings.Join(names, " ") != name {
			t.Errorf("%q %v", names, err)
		}
	}
}

// TestRaw leaves packed what is packed.
func TestRaw(t *testing.T) {
	packed := zipped("a.pdf")
	for _, c := range []struct{ data, want, fields string }{
		{b64(packed), packed, "CompressionAlgorithm=ZIP"}, {b64(b64(pdf)), b64(pdf), ""}, {b64(derWrapped(packed)), packed, "CompressionAlgorithm=ZIP Encoding=DER"},
	} {
		all, _, err := walk(inFacturae(t, c.data, strings.Fields(c.fields)...), attach.Options{Raw: true})
		if err != nil || len(all) != 1 || all[0].content != c.want {
			t.Errorf("%s: %v", c.fields, err)
		}
	}
}

// fake is a container of another kind than XML.
type fake struct{}

func (fake) Is(head []byte) bool { return bytes.HasPrefix(head, []byte("FAKE")) }

func (fake) Walk(_ context.Context, in io.Reader, visit func(*attach.File, io.Reader) error) (*attach.Document, error) {
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	err = visit(&attach.File{Index: 1, Kind: attach.Embedded, Filename: "a/b.pdf"}, bytes.NewReader(data[4:]))
	return &attach.Document{Format: "fake", Files: 1}, err
}

func TestContainer(t *testing.T) {
	all, d, err := walk("FAKE"+pdf, attach.Options{Containers: []attach.Container{fake{}}})
	if err != nil || d.Format != "fake" || len(all) != 1 || all[0].Name != "b.pdf" || all[0].Type != "application/pdf" || all[0].content != pdf {
		t.Errorf("%+v %v", all, err)
	}
	if all, _, err := walk(inFacturae(t, b64(pdf)), attach.Options{Containers: []attach.Container{fake{}}}); err != nil || len(all) != 1 {
		t.Errorf("%v", err)
	}
}

// editing is a container whose files can be changed.
type editing struct{ fake }

func (editing) Edit(_ context.Context, _ attach.Opener, out io.Writer, add []attach.New, remove func(*attach.File) bool, _ attach.EditOptions) (*attach.Edit, error) {
	fmt.Fprint(out, len(add), remove(&attach.File{Name: "b.pdf"}))
	return &attach.Edit{}, nil
}

// TestEditor: containers edit their own documents, if they can.
func TestEditor(t *testing.T) {
	in := func(c attach.Container) attach.EditOptions {
		return attach.EditOptions{Options: attach.Options{Containers: []attach.Container{c}}}
	}
	if out, _, err := embed("FAKE", in(editing{}), newFile("a.pdf", pdf)); err != nil || out != "1 false" {
		t.Errorf("%q %v", out, err)
	}
	if out, _, err := remove("FAKE", in(editing{}), "b.pdf"); err != nil || out != "0 true" {
		t.Errorf("%q %v", out, err)
	}
	var e *attach.Error
	if _, _, err := embed("FAKE", in(fake{}), newFile("a.pdf", pdf)); !errors.As(err, &e) || e.Code != attach.ErrUnsupported {
		t.Errorf("%v", err)
	}
	if _, _, err := embed(facturae(t), in(editing{}), newFile("a.pdf", pdf)); err != nil {
		t.Errorf("%v", err)
	}
}

func TestListAndExtract(t *testing.T) {
	doc := inFacturae(t, b64(pdf), "Format=pdf")
	sum := sha256.Sum256([]byte(pdf))
	files, d, err := attach.List(context.Background(), strings.NewReader(doc), attach.Options{})
	if err != nil || len(files) != 1 || d.Files != 1 || files[0].Size != int64(len(pdf)) || files[0].SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("%+v %v", files[0], err)
	}
	var sinks []*memory
	create := func(*attach.File) (attach.Sink, error) {
		sinks = append(sinks, &memory{})
		return sinks[len(sinks)-1], nil
	}
	for data, want := range map[string]string{b64(pdf): pdf + " committed", b64(pdf) + "*": pdf + " abandoned"} {
		sinks = nil
		files, _, err := attach.Extract(context.Background(), strings.NewReader(inFacturae(t, data)), attach.Options{}, create)
		if err != nil || len(files) != 1 || len(sinks) != 1 || sinks[0].String() != want {
			t.Errorf("%q %v", sinks[0].String(), err)
		}
	}
}

// memory is a sink.
type memory struct{ bytes.Buffer }

func (m *memory) Commit() error { m.WriteString(" committed"); return nil }
func (m *memory) Abandon()      { m.WriteString(" abandoned") }
