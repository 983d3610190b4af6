package syntaxtest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"github.com/einvoice-go/einvoice"
)

const (
	openSBD = `<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">` +
		`<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion></StandardBusinessDocumentHeader>`
	closeSBD = `</StandardBusinessDocument>`
)

// BadCase is a document that cannot be read.
type BadCase = struct {
	Name, Data string
	Code       einvoice.ErrorCode
	At         string // line:column, "0:0" for none
}

// numbered is a document with a number.
func (s *Syntax) numbered(number string) string {
	return s.Body.Below("<" + s.Number + ">" + number + "</" + s.Number + ">")
}

// onRoot puts attributes on the root element of a document.
func (s *Syntax) onRoot(attributes, document string) string {
	return strings.Replace(document, "<"+s.Root+" ", "<"+s.Root+attributes+" ", 1)
}

func (s *Syntax) unreadable(t *testing.T) {
	invoice := s.numbered("1")
	prefix := s.Mutants.Prefix
	body := func(b string) string { return s.Body.Below(strings.ReplaceAll(b, "p:", prefix)) }
	after := len(s.Body.Close) + 1
	lastNamespace := strings.LastIndex(invoice, " xmlns:") + 1
	order := `<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>`
	for _, c := range append([]BadCase{
		{"empty file", "", einvoice.ErrEmpty, "0:0"},
		{"only white space", " \r\n\t", einvoice.ErrEmpty, "0:0"},
		{"text", "Invoice no. 1", einvoice.ErrNotXML, "1:1"},
		{"JSON", `{"number": "1"}`, einvoice.ErrNotXML, "1:1"},
		{"EDIFACT", "UNA:+.? 'UNB+UNOC:3", einvoice.ErrNotXML, "1:1"},
		{"PDF", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj <</Type/Catalog>> endobj", einvoice.ErrNotXML, "1:1"},
		{"ZIP", "PK\x03\x04\x14\x00\x00\x00\x08\x00", einvoice.ErrNotXML, "1:1"},
		{"PNG", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", einvoice.ErrNotXML, "1:1"},
		{"HTML with a DOCTYPE", "<!DOCTYPE html>\n<html><body>404</body></html>", einvoice.ErrDoctype, "1:1"},
		{"HTML without", "<html><head><meta charset=utf-8></head></html>", einvoice.ErrWrongRoot, "1:1"},
		{"XHTML", `<html xmlns="http://www.w3.org/1999/xhtml"/>`, einvoice.ErrWrongRoot, "1:1"},
		{"Facturae", `<fe:Facturae xmlns:fe="http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"/>`, einvoice.ErrWrongRoot, "1:1"},
		{"UBL order", order, einvoice.ErrWrongRoot, "1:1"},
		{"no namespace", "<Invoice><ID>1</ID></Invoice>", einvoice.ErrWrongRoot, "1:1"},
		{"a root in the namespace of xml", `<xml:Invoice/>`, einvoice.ErrWrongRoot, "1:1"},
		{"truncated", invoice[:strings.Index(invoice, "1</")+1], einvoice.ErrTruncated, "2:10"},
		{"truncated in the root", invoice[:lastNamespace+20], einvoice.ErrTruncated, fmt.Sprintf("1:%d", lastNamespace+1)},
		{"truncated before the root", `<?xml version="1.0"?>`, einvoice.ErrTruncated, "1:22"},
		{"two invoices", invoice + invoice, einvoice.ErrMalformed, fmt.Sprintf("3:%d", after)},
		{"text at the end", invoice + "\nx", einvoice.ErrMalformed, "4:1"},
		{"DOCTYPE", `<?xml version="1.0"?><!DOCTYPE Invoice>` + invoice, einvoice.ErrDoctype, "1:22"},
		{"DOCTYPE with an external entity", `<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + s.numbered("&x;"), einvoice.ErrDoctype, "1:1"},
		{"an entity that is not declared", s.numbered("&nbsp;"), einvoice.ErrMalformed, "2:9"},
		{"an entity in an attribute that nobody wants", body(`<p:Unknown x="&y;"/>`), einvoice.ErrMalformed, "2:17"},
		{"an entity in an attribute of the root", s.onRoot(` x="&y;"`, invoice), einvoice.ErrMalformed, fmt.Sprintf("1:%d", len("<"+s.Root+` x="`)+1)},
		{"an unbound prefix", body("<x:ID>1</x:ID>"), einvoice.ErrMalformed, "2:1"},
		{"an unbound prefix of an attribute", body(`<p:ID xsi:nil="true"/>`), einvoice.ErrMalformed, "2:9"},
		{"an attribute twice", body(`<p:ID a="1" a="2"/>`), einvoice.ErrMalformed, "2:15"},
		{"crossing tags", body("<p:Party><p:ID></p:Party></p:ID>"), einvoice.ErrMalformed, "2:20"},
		{"bad UTF-8", s.numbered("Caf\xE9 1"), einvoice.ErrEncoding, "2:12"},
		{"bad UTF-8 in an unknown element", body("<p:Unknown>\xC0\x80</p:Unknown>"), einvoice.ErrEncoding, "2:14"},
		{"U+FFFE", s.numbered("\uFFFE"), einvoice.ErrMalformed, "2:9"},
		{"NUL", s.numbered("\x00"), einvoice.ErrMalformed, "2:9"},
		{"UTF-32 little endian", "\xFF\xFE\x00\x00<\x00\x00\x00", einvoice.ErrEncoding, "1:1"},
		{"UTF-32 big endian", "\x00\x00\xFE\xFF\x00\x00\x00<", einvoice.ErrEncoding, "1:1"},
		{"UTF-32 without byte order mark", "<\x00\x00\x00I\x00\x00\x00", einvoice.ErrEncoding, "1:1"},
		{"UTF-16 with half a pair", string(utf16Of("<Invoice>\n", binary.LittleEndian, true)) + "\x00\xD8<\x00", einvoice.ErrEncoding, "2:1"},
		{"UTF-16 with half a pair and another character", string(utf16Of("<Invoice>\n", binary.LittleEndian, true)) + "\x00\xD8\x00\xE0", einvoice.ErrEncoding, "2:1"},
		{"UTF-16 with the other half", string(utf16Of("<Invoice>\n", binary.LittleEndian, true)) + "\x00\xDC\x00\xDC", einvoice.ErrEncoding, "2:1"},
		{"UTF-16 with half a character", string(utf16Of("<Invoice>\n", binary.BigEndian, true)) + "\x00", einvoice.ErrEncoding, "2:1"},
		{"US-ASCII with another byte", `<?xml version="1.0" encoding="US-ASCII"?>` + "\n" + s.numbered("Caf\xE9 1"), einvoice.ErrEncoding, "3:12"},
		{"an unknown encoding", `<?xml version="1.0" encoding="EBCDIC-CP-DE"?>` + invoice, einvoice.ErrEncoding, "1:1"},
		{"an envelope without an invoice", openSBD + "\n" + closeSBD, einvoice.ErrNoInvoice, "0:0"},
		{"an envelope around an order", openSBD + order + closeSBD, einvoice.ErrNoInvoice, "0:0"},
		{"an envelope that is truncated", openSBD + "\n", einvoice.ErrTruncated, "2:1"},
		{"an envelope that ends after the invoice", openSBD + "\n" + invoice, einvoice.ErrTruncated, fmt.Sprintf("4:%d", after)},
		{"an envelope with a fault after the invoice", openSBD + "\n" + invoice + "<x>&y;</x>" + closeSBD, einvoice.ErrMalformed, fmt.Sprintf("4:%d", after+3)},
		{"an envelope with a fault in its tag", strings.Replace(openSBD, "<StandardBusinessDocument ", `<StandardBusinessDocument x="&y;" `, 1) + invoice + closeSBD, einvoice.ErrMalformed, "1:30"},
	}, s.Strange...) {
		doc, err := s.BothWays(t, []byte(c.Data))
		var e *einvoice.SyntaxError
		if !errors.As(err, &e) || doc != nil {
			t.Errorf("%s: %v, %v", c.Name, doc, err)
		} else if at := fmt.Sprintf("%d:%d", e.Line, e.Column); e.Code != c.Code || at != c.At {
			t.Errorf("%s: %s at %s, want %s at %s: %v", c.Name, e.Code, at, c.Code, c.At, err)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
}

func utf16Of(s string, order binary.ByteOrder, bom bool) []byte {
	if bom {
		s = "\uFEFF" + s
	}
	var b bytes.Buffer
	binary.Write(&b, order, utf16.Encode([]rune(s)))
	return b.Bytes()
}

func (s *Syntax) encodings(t *testing.T) {
	const name = "Käse & Brot, 3 €, œuvre"
	document := func(encoding string) string {
		return `<?xml version="1.0" encoding="` + encoding + "\"?>\n" + s.Body.Below(s.Note.With(strings.ReplaceAll(name, "&", "&amp;")))
	}
	in := func(e *charmap.Charmap, encoding string) []byte {
		b, err := e.NewEncoder().Bytes([]byte(strings.NewReplacer("€", "&#8364;", "œ", "&#339;").Replace(document(encoding))))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	referenced := func(s string) (b []byte) {
		for _, c := range s {
			if c < 0x80 {
				b = append(b, byte(c))
			} else {
				b = fmt.Appendf(b, "&#%d;", c)
			}
		}
		return b
	}
	direct := func(e *charmap.Charmap, encoding string) []byte {
		b, err := e.NewEncoder().Bytes([]byte(document(encoding)))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, c := range []struct {
		name string
		data []byte
		note string
	}{
		{"UTF-8", []byte(document("UTF-8")), ""},
		{"UTF-8 with byte order mark", []byte("\uFEFF" + document("utf-8")), ""},
		{"UTF-16 LE", utf16Of(document("UTF-16"), binary.LittleEndian, true), "read from UTF-16LE"},
		{"UTF-16 BE", utf16Of(document("UTF-16"), binary.BigEndian, true), "read from UTF-16BE"},
		{"UTF-16 LE without byte order mark", utf16Of(document("UTF-16LE"), binary.LittleEndian, false), "read from UTF-16LE"},
		{"UTF-16 BE without byte order mark", utf16Of(document("UTF-16BE"), binary.BigEndian, false), "read from UTF-16BE"},
		{"UTF-16 that claims UTF-8", utf16Of(document("UTF-8"), binary.LittleEndian, true), "read from UTF-16LE"},
		{"ISO-8859-1", in(charmap.ISO8859_1, "ISO-8859-1"), "read from ISO-8859-1"},
		{"latin1", in(charmap.ISO8859_1, "latin1"), "read from latin1"},
		{"ISO-8859-15", direct(charmap.ISO8859_15, "iso-8859-15"), "read from iso-8859-15"},
		{"US-ASCII", referenced(document("US-ASCII")), ""},
		{"windows-1252", direct(charmap.Windows1252, "windows-1252"), "read from windows-1252"},
	} {
		doc, err := s.BothWays(t, c.data)
		if err != nil || len(doc.Losses) > 0 {
			t.Errorf("%s: %v, losses %v", c.name, err, doc)
			continue
		}
		var want []string
		if c.note != "" {
			want = []string{c.note}
		}
		if notes := doc.Invoice.Notes; len(notes) != 1 || notes[0].Text != name || !reflect.DeepEqual(doc.Notes, want) {
			t.Errorf("%s: read %q, notes %q, want %q", c.name, notes, doc.Notes, want)
		}
	}
}

func (s *Syntax) envelope(t *testing.T) {
	for _, w := range s.all() {
		data, _, err := w.Build(&einvoice.Invoice{Number: "1"}, false)
		if err != nil {
			t.Fatal(err)
		}
		_, invoice, _ := strings.Cut(string(data), "?>")
		for _, after := range []string{"", "<x/>", "<!-- c -->", " \n"} {
			doc, err := s.BothWays(t, []byte(`<?xml version="1.0"?>`+openSBD+"\n"+invoice+after+closeSBD+"\n"))
			if err != nil || doc.Invoice.Number != "1" || !reflect.DeepEqual(doc.Notes, []string{"unwrapped from a StandardBusinessDocument"}) || len(doc.Losses) > 0 {
				t.Errorf("%s: %+v, %v", w.Name, doc, err)
			}
		}
	}
}

// LossCase is a document that holds something beyond the model or against its data
// types.
type LossCase = struct {
	Name, In string // In: which of Syntax.Rooms; "": Body
	Body     string // from the second line on
	Want     string // losses, apart by "; ": kind, term, path (… is that of the room In), value, line:column
	Values   string // what was read, apart by " ": term=value
}

// Losses runs the cases.
func (s *Syntax) Losses(t *testing.T, cases []LossCase) {
	t.Helper()
	for _, c := range cases {
		room := &s.Body
		if c.In != "" {
			room = s.Rooms[c.In]
		}
		doc, err := s.BothWays(t, []byte(room.Below(c.Body)))
		if doc == nil || (err != nil) != strings.Contains(c.Want, "malformed") {
			t.Errorf("%s: %v", c.Name, err)
			continue
		}
		var got, values []string
		for _, l := range doc.Losses {
			path := l.Path
			if below, ok := strings.CutPrefix(path, room.Path); ok && c.In != "" {
				path = "…" + below
			}
			got = append(got, fmt.Sprintf("%s %s %s %q %d:%d", l.Kind, l.Term, path, l.Value, l.Line, l.Column))
		}
		for _, v := range doc.Invoice.Values() {
			values = append(values, v.Term.ID+"="+v.Text)
		}
		if got := strings.Join(got, "; "); got != c.Want {
			t.Errorf("%s:\nlosses %s\nwant   %s", c.Name, got, c.Want)
		}
		if got := strings.Join(values, " "); got != c.Values {
			t.Errorf("%s:\nread %s\nwant %s", c.Name, got, c.Values)
		}
		var bad *einvoice.ValueError
		if errors.As(err, &bad) && len(bad.Losses) != strings.Count(c.Want, "malformed") {
			t.Errorf("%s: %d values in the error: %v", c.Name, len(bad.Losses), err)
		}
		s.roundTrip(t, doc)
	}
}
