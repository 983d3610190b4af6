package attach_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
)

func TestOpenDocument(t *testing.T) {
	xml := `<?xml version="1.0" encoding="iso-8859-1"?><a>` + strings.Repeat("0123456789", 2000) + "</a>"
	for _, c := range []struct {
		name, in, want string
		form           attach.Form
		file           string
		notes          []attach.NoteCode
	}{
		{"XML", xml, xml, attach.Raw, "", nil},
		{"XML with white space and a mark", "\xEF\xBB\xBF \n<a/>", "\xEF\xBB\xBF \n<a/>", attach.Raw, "", nil},
		{"JSON", `{"a":1}`, `{"a":1}`, attach.Raw, "", nil},
		{"nothing", "", "", attach.Raw, "", nil},
		{"text", "Which is it?", "Which is it?", attach.Raw, "", nil},
		{"a table", "data;of;a;table\n1;2;3;4\n", "data;of;a;table\n1;2;3;4\n", attach.Raw, "", nil},
		{"base64 of XML", b64(xml), xml, attach.Base64, "", []attach.NoteCode{attach.NoteBase64}},
		{"base64 of XML in lines", "\n" + b64(xml)[:76] + "\r\n" + b64(xml)[76:] + "\n", xml, attach.Base64, "", []attach.NoteCode{attach.NoteBase64}},
		{"base64 without padding", strings.TrimRight(b64("<a></a>"), "="), "<a></a>", attach.Base64, "", []attach.NoteCode{attach.NoteBase64, attach.NotePadding}},
		{"base64 of a PDF", b64(pdf), pdf, attach.Base64, "", []attach.NoteCode{attach.NoteBase64}},
		{"base64 of UTF-16", b64("\xFF\xFE<\x00a\x00"), "\xFF\xFE<\x00a\x00", attach.Base64, "", []attach.NoteCode{attach.NoteBase64}},
		{"base64 of something else", b64("\x01\x02\x03\x04\x05\x06\x07\x08"), b64("\x01\x02\x03\x04\x05\x06\x07\x08"), attach.Raw, "", nil},
		{"a URI", "data:text/xml;name=a%20b.xml;base64," + b64(xml), xml, attach.DataURI, "a b.xml", []attach.NoteCode{attach.NoteDataURI}},
		{"a URI without type", "data:;base64," + b64(xml), xml, attach.DataURI, "", []attach.NoteCode{attach.NoteDataURI}},
		{"a URI of octets", "data:application/octet-stream;filename=a.xsig;base64," + b64(xml), xml, attach.DataURI, "a.xsig", []attach.NoteCode{attach.NoteDataURI}},
		{"a URI with escapes", "DATA:application/xml," + url.PathEscape(xml), xml, attach.DataURI, "", []attach.NoteCode{attach.NoteDataURI}},
		{"a URI with its character set", "data:text/xml;charset=ISO-8859-1;base64," + b64(xml), xml, attach.DataURI, "", []attach.NoteCode{attach.NoteDataURI}},
		{"a URI with another", "data:text/xml;charset=utf-8;base64," + b64(xml), xml, attach.DataURI, "", []attach.NoteCode{attach.NoteDataURI, attach.NoteCharset}},
		{"a URI of another type", "data:application/pdf;base64," + b64(xml), xml, attach.DataURI, "", []attach.NoteCode{attach.NoteDataURI, attach.NoteType}},
		{"a URI of a URI", "data:,data:,x", "data:,x", attach.DataURI, "", []attach.NoteCode{attach.NoteDataURI}},
	} {
		for _, in := range []io.Reader{strings.NewReader(c.in), iotest.OneByteReader(strings.NewReader(c.in))} {
			r, b := attach.OpenDocument(in)
			got, err := io.ReadAll(r)
			var notes []attach.NoteCode
			for _, n := range b.Notes {
				notes = append(notes, n.Code)
			}
			if err != nil || string(got) != c.want || b.Form != c.form || b.Filename != c.file || strings.Join(asStrings(notes), " ") != strings.Join(asStrings(c.notes), " ") {
				t.Errorf("%s: %d bytes of %d, %+v, %v", c.name, len(got), len(c.want), b, err)
			}
		}
	}
}

func asStrings(codes []attach.NoteCode) (all []string) {
	for _, c := range codes {
		all = append(all, string(c))
	}
	return all
}

// TestOpenDocumentRefuses: what is broken says where.
func TestOpenDocumentRefuses(t *testing.T) {
	for _, c := range []struct {
		in     string
		code   einvoice.ErrorCode
		line   int
		column int
		offset int64
	}{
		{"data:text/xml;base64", einvoice.ErrMalformed, 0, 0, 0},
		{"data:;base64,PGE+\r\nPC9h*gqq", einvoice.ErrMalformed, 2, 5, 23},
		{"data:;base64,PGE+P", einvoice.ErrTruncated, 1, 19, 18},
		{" data:,%3Ca%3", einvoice.ErrTruncated, 1, 14, 13},
		{"data:,\u00e4%zz", einvoice.ErrMalformed, 1, 9, 9},
		{b64("<a>"+strings.Repeat("b", 9000)) + "?", einvoice.ErrMalformed, 1, 12005, 12004},
		{"data:" + strings.Repeat("x", 10000) + ",", einvoice.ErrMalformed, 0, 0, 0},
	} {
		r, _ := attach.OpenDocument(strings.NewReader(c.in))
		_, err := io.ReadAll(r)
		var e *einvoice.SyntaxError
		if !errors.As(err, &e) || e.Code != c.code || e.Line != c.line || e.Column != c.column || e.Offset != c.offset {
			t.Errorf("%.40q: %+v", c.in, err)
		}
	}
	if _, _, err := attach.ParseDataURI("<a/>"); err == nil {
		t.Error("XML is no URI")
	}
}

func TestWriteDataURI(t *testing.T) {
	for _, c := range []struct {
		content string
		uri     attach.URI
		want    string
	}{
		{"<a/>", attach.URI{}, "data:text/xml;base64,"},
		{"<?xml version='1.0'?><a/>", attach.URI{Name: "Rechnung Nr. 7;x,y.xml"}, "data:text/xml;name=Rechnung%20Nr.%207%3Bx%2Cy.xml;base64,"},
		{pdf, attach.URI{Name: "ü.pdf"}, "data:application/pdf;name=%C3%BC.pdf;base64,"},
		{"a;b", attach.URI{Name: "a.csv"}, "data:text/csv;name=a.csv;base64,"},
		{"\x01\x02", attach.URI{}, "data:application/octet-stream;base64,"},
		{"", attach.URI{MIME: "text/xml; charset=utf-8", Name: "a"}, "data:text/xml%3B%20charset%3Dutf-8;name=a;base64,"},
	} {
		var out bytes.Buffer
		u, err := attach.WriteDataURI(&out, strings.NewReader(c.content), c.uri)
		if err != nil || out.String() != c.want+b64(c.content) || u.MIME == "" {
			t.Errorf("%s, %+v, %v", out.String(), u, err)
		}
		content, b, err := attach.ParseDataURI(out.String())
		if err != nil || string(content) != c.content || b.Filename != c.uri.Name {
			t.Errorf("back: %q %+v %v", content, b, err)
		}
	}
	if _, err := attach.WriteDataURI(io.Discard, iotest.ErrReader(io.ErrClosedPipe), attach.URI{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}

// FuzzDataURI: reading is the same in any pieces, ends in a typed error or not at all, and
// what was read can be written and read again.
func FuzzDataURI(f *testing.F) {
	for _, s := range []string{"data:text/xml;name=a%20b.xml;base64,PGEvPg==", "data:,%3Ca/%3E", "PGEgYj0nYyc+PC9hPg", "data:;charset=x;base64,P*", "<a/>", "data:text/plain"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		r, b := attach.OpenDocument(strings.NewReader(in))
		got, err := io.ReadAll(r)
		r, b2 := attach.OpenDocument(iotest.HalfReader(strings.NewReader(in)))
		got2, err2 := io.ReadAll(r)
		if !bytes.Equal(got, got2) || b.Form != b2.Form || len(b.Notes) != len(b2.Notes) || (err == nil) != (err2 == nil) || err != nil && err.Error() != err2.Error() {
			t.Fatalf("%q %v, %q %v", got, err, got2, err2)
		}
		var e *einvoice.SyntaxError
		if err != nil && !errors.As(err, &e) {
			t.Fatal(err)
		}
		if b.Form == attach.Raw && string(got) != in {
			t.Fatal("raw and changed")
		}
		if len(b.Filename) > 1000 { // the head would be longer than what is looked at
			return
		}
		var out bytes.Buffer
		if _, err := attach.WriteDataURI(&out, bytes.NewReader(got), attach.URI{Name: b.Filename}); err != nil {
			t.Fatal(err)
		}
		again, b, err := attach.ParseDataURI(out.String())
		if err != nil || !bytes.Equal(again, got) || b.Form != attach.DataURI {
			t.Fatalf("%q %v", again, err)
		}
	})
}

func ExampleWriteDataURI() {
	var body strings.Builder
	invoice := strings.NewReader("<Invoice>...</Invoice>")
	if _, err := attach.WriteDataURI(&body, invoice, attach.URI{Name: "invoice.xml"}); err != nil {
		panic(err)
	}
	fmt.Println(body.String()) // the body of the import call
	// Output: data:text/xml;name=invoice.xml;base64,PEludm9pY2U+Li4uPC9JbnZvaWNlPg==
}
