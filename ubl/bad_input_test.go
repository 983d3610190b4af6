package ubl_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
	"github.com/einvoice-go/einvoice/ubl"
)

const (
	openInvoice = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"` +
		` xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"` +
		` xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">`
	closeInvoice = `</Invoice>`
	openSBD      = `<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">` +
		`<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion></StandardBusinessDocumentHeader>`
	closeSBD = `</StandardBusinessDocument>`
)

// invoiceOf puts body on the second line of an invoice.
func invoiceOf(body string) string { return openInvoice + "\n" + body + "\n" + closeInvoice }

// bothWays parses data whole and as a stream, which must agree.
func bothWays(t *testing.T, data []byte) (*einvoice.Document, error) {
	t.Helper()
	doc, err := ubl.Parse(data)
	checkStream(t, data, doc, err)
	return doc, err
}

func TestUnreadable(t *testing.T) {
	invoice := invoiceOf("<cbc:ID>1</cbc:ID>")
	for _, c := range []struct {
		name, data string
		code       einvoice.ErrorCode
		at         string // line:column, "0:0" for none
	}{
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
		{"CII", `<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>`, einvoice.ErrWrongRoot, "1:1"},
		{"UBL order", `<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>`, einvoice.ErrWrongRoot, "1:1"},
		{"no namespace", "<Invoice><ID>1</ID></Invoice>", einvoice.ErrWrongRoot, "1:1"},
		{"another namespace", `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>`, einvoice.ErrWrongRoot, "1:1"},
		{"a root in the namespace of xml", `<xml:Invoice/>`, einvoice.ErrWrongRoot, "1:1"},
		{"a line alone", `<cac:InvoiceLine xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"/>`, einvoice.ErrWrongRoot, "1:1"},
		{"truncated", invoice[:len(invoice)-20], einvoice.ErrTruncated, "2:10"},
		{"truncated in the root", invoice[:100], einvoice.ErrTruncated, "1:73"},
		{"truncated before the root", `<?xml version="1.0"?>`, einvoice.ErrTruncated, "1:22"},
		{"two invoices", invoice + invoice, einvoice.ErrMalformed, "3:11"},
		{"text at the end", invoice + "\nx", einvoice.ErrMalformed, "4:1"},
		{"DOCTYPE", `<?xml version="1.0"?><!DOCTYPE Invoice>` + invoice, einvoice.ErrDoctype, "1:22"},
		{"DOCTYPE with an external entity", `<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + invoiceOf("<cbc:ID>&x;</cbc:ID>"), einvoice.ErrDoctype, "1:1"},
		{"an entity that is not declared", invoiceOf("<cbc:ID>&nbsp;</cbc:ID>"), einvoice.ErrMalformed, "2:9"},
		{"an entity in an attribute that nobody wants", invoiceOf(`<cbc:Unknown x="&y;"/>`), einvoice.ErrMalformed, "2:17"},
		{"an entity in an attribute of the root", strings.Replace(invoice, "<Invoice ", `<Invoice x="&y;" `, 1), einvoice.ErrMalformed, "1:13"},
		{"an unbound prefix", invoiceOf("<x:ID>1</x:ID>"), einvoice.ErrMalformed, "2:1"},
		{"an unbound prefix of an attribute", invoiceOf(`<cbc:ID xsi:nil="true"/>`), einvoice.ErrMalformed, "2:9"},
		{"an attribute twice", invoiceOf(`<cbc:ID a="1" a="2"/>`), einvoice.ErrMalformed, "2:15"},
		{"crossing tags", invoiceOf("<cac:Party><cbc:ID></cac:Party></cbc:ID>"), einvoice.ErrMalformed, "2:20"},
		{"bad UTF-8", invoiceOf("<cbc:ID>Caf\xE9 1</cbc:ID>"), einvoice.ErrEncoding, "2:12"},
		{"bad UTF-8 in an unknown element", invoiceOf("<cbc:Unknown>\xC0\x80</cbc:Unknown>"), einvoice.ErrEncoding, "2:14"},
		{"U+FFFE", invoiceOf("<cbc:ID>\uFFFE</cbc:ID>"), einvoice.ErrMalformed, "2:9"},
		{"NUL", invoiceOf("<cbc:ID>\x00</cbc:ID>"), einvoice.ErrMalformed, "2:9"},
		{"UTF-32 little endian", "\xFF\xFE\x00\x00<\x00\x00\x00", einvoice.ErrEncoding, "1:1"},
		{"UTF-32 big endian", "\x00\x00\xFE\xFF\x00\x00\x00<", einvoice.ErrEncoding, "1:1"},
		{"UTF-32 without byte order mark", "<\x00\x00\x00I\x00\x00\x00", einvoice.ErrEncoding, "1:1"},
		{"UTF-16 with half a pair", string(utf16Of("<Invoice>\n", binary.LittleEndian, true)) + "\x00\xD8<\x00", einvoice.ErrEncoding, "2:1"},
		{"UTF-16 with half a pair and another character", string(utf16Of("<Invoice>\n", binary.LittleEndian, true)) + "\x00\xD8\x00\xE0", einvoice.ErrEncoding, "2:1"},
		{"UTF-16 with the other half", string(utf16Of("<Invoice>\n", binary.LittleEndian, true)) + "\x00\xDC\x00\xDC", einvoice.ErrEncoding, "2:1"},
		{"UTF-16 with half a character", string(utf16Of("<Invoice>\n", binary.BigEndian, true)) + "\x00", einvoice.ErrEncoding, "2:1"},
		{"US-ASCII with another byte", `<?xml version="1.0" encoding="US-ASCII"?>` + "\n" + invoiceOf("<cbc:ID>Caf\xE9 1</cbc:ID>"), einvoice.ErrEncoding, "3:12"},
		{"an unknown encoding", `<?xml version="1.0" encoding="EBCDIC-CP-DE"?>` + invoice, einvoice.ErrEncoding, "1:1"},
		{"an envelope without an invoice", openSBD + "\n" + closeSBD, einvoice.ErrNoInvoice, "0:0"},
		{"an envelope around an order", openSBD + `<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>` + closeSBD, einvoice.ErrNoInvoice, "0:0"},
		{"an envelope that is truncated", openSBD + "\n", einvoice.ErrTruncated, "2:1"},
		{"an envelope that ends after the invoice", openSBD + "\n" + invoice, einvoice.ErrTruncated, "4:11"},
		{"an envelope with a fault after the invoice", openSBD + "\n" + invoice + "<x>&y;</x>" + closeSBD, einvoice.ErrMalformed, "4:14"},
		{"an envelope with a fault in its tag", strings.Replace(openSBD, "<StandardBusinessDocument ", `<StandardBusinessDocument x="&y;" `, 1) + invoice + closeSBD, einvoice.ErrMalformed, "1:30"},
	} {
		doc, err := bothWays(t, []byte(c.data))
		var e *einvoice.SyntaxError
		if !errors.As(err, &e) || doc != nil {
			t.Errorf("%s: %v, %v", c.name, doc, err)
		} else if at := fmt.Sprintf("%d:%d", e.Line, e.Column); e.Code != c.code || at != c.at {
			t.Errorf("%s: %s at %s, want %s at %s: %v", c.name, e.Code, at, c.code, c.at, err)
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

func TestEncodings(t *testing.T) {
	const name = "Käse & Brot, 3 €, œuvre"
	document := func(encoding string) string {
		return `<?xml version="1.0" encoding="` + encoding + "\"?>\n" + invoiceOf("<cbc:BuyerReference>"+strings.ReplaceAll(name, "&", "&amp;")+"</cbc:BuyerReference>")
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
		doc, err := bothWays(t, c.data)
		if err != nil || len(doc.Losses) > 0 {
			t.Errorf("%s: %v, losses %v", c.name, err, doc)
			continue
		}
		var want []string
		if c.note != "" {
			want = []string{c.note}
		}
		if doc.Invoice.BuyerReference != name || !reflect.DeepEqual(doc.Notes, want) {
			t.Errorf("%s: read %q, notes %q, want %q", c.name, doc.Invoice.BuyerReference, doc.Notes, want)
		}
	}
}

func TestEnvelope(t *testing.T) {
	for _, invoice := range []string{
		invoiceOf("<cbc:ID>1</cbc:ID>"), strings.ReplaceAll(invoiceOf("<cbc:ID>1</cbc:ID>"), "Invoice", "CreditNote"),
	} {
		for _, after := range []string{"", "<x/>", "<!-- c -->", " \n"} {
			doc, err := bothWays(t, []byte(`<?xml version="1.0"?>`+openSBD+"\n"+invoice+after+closeSBD+"\n"))
			if err != nil || doc.Invoice.Number != "1" || !reflect.DeepEqual(doc.Notes, []string{"unwrapped from a StandardBusinessDocument"}) || len(doc.Losses) > 0 {
				t.Errorf("%+v, %v", doc, err)
			}
		}
	}
}

// TestLosses holds what stands beyond the model or against its data types, one line
// a loss: kind, term, path, value, line:column.
func TestLosses(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       string // losses, apart by "; "
		values     string // what was read
	}{
		{"nothing", "", "", ""},
		{"an amount with an exponent", `<cac:LegalMonetaryTotal><cbc:PayableAmount>1e5</cbc:PayableAmount></cac:LegalMonetaryTotal>`,
			`malformed BT-115 /Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount "1e5" 2:25; empty BG-22 /Invoice/cac:LegalMonetaryTotal "" 2:1`, ""},
		{"an amount with a comma", `<cac:LegalMonetaryTotal><cbc:PayableAmount>1,00</cbc:PayableAmount><cbc:PrepaidAmount>1.00</cbc:PrepaidAmount></cac:LegalMonetaryTotal>`,
			`malformed BT-115 /Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount "1,00" 2:25`, "BT-113=1.00"},
		{"an amount that is none", `<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount>NaN</cbc:LineExtensionAmount></cac:InvoiceLine>`,
			`malformed BT-131 /Invoice/cac:InvoiceLine/cbc:LineExtensionAmount "NaN" 2:36`, "BT-126=1"},
		{"an amount of 40 digits", `<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount>` + strings.Repeat("9", 40) + `</cbc:LineExtensionAmount></cac:InvoiceLine>`,
			`malformed BT-131 /Invoice/cac:InvoiceLine/cbc:LineExtensionAmount "` + strings.Repeat("9", 40) + `" 2:36`, "BT-126=1"},
		{"an amount of 38 digits", `<cac:InvoiceLine><cbc:LineExtensionAmount>` + strings.Repeat("9", 38) + `</cbc:LineExtensionAmount></cac:InvoiceLine>`,
			``, "BT-131=" + strings.Repeat("9", 38)},
		{"an amount in another currency", "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>\n" +
			`<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="USD">1</cbc:PayableAmount></cac:LegalMonetaryTotal>`,
			`constant  /Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount/@currencyID "USD" 3:44`, "BT-5=EUR BT-115=1"},
		{"a day that does not exist", "<cbc:IssueDate>2026-02-30</cbc:IssueDate>", `malformed BT-2 /Invoice/cbc:IssueDate "2026-02-30" 2:1`, ""},
		{"a German date", "<cbc:IssueDate>30.01.2026</cbc:IssueDate>", `malformed BT-2 /Invoice/cbc:IssueDate "30.01.2026" 2:1`, ""},
		{"a date and time", "<cbc:IssueDate>2026-01-30T12:00:00</cbc:IssueDate>", `malformed BT-2 /Invoice/cbc:IssueDate "2026-01-30T12:00:00" 2:1`, ""},
		{"a date with a time zone", "<cbc:IssueDate>2026-01-30+01:00</cbc:IssueDate>", `constant BT-2 /Invoice/cbc:IssueDate "2026-01-30+01:00" 2:1`, "BT-2=2026-01-30"},
		{"a date with Z", "<cbc:IssueDate>2026-01-30Z</cbc:IssueDate>", `constant BT-2 /Invoice/cbc:IssueDate "2026-01-30Z" 2:1`, "BT-2=2026-01-30"},

		{"an element twice", "<cbc:ID>1</cbc:ID>\n<cbc:ID>2</cbc:ID>", `repeated BT-1 /Invoice/cbc:ID "2" 3:1`, "BT-1=1"},
		{"a group twice", "<cac:Delivery><cbc:ActualDeliveryDate>2026-01-01</cbc:ActualDeliveryDate></cac:Delivery><cac:Delivery><cbc:ActualDeliveryDate>2026-01-02</cbc:ActualDeliveryDate></cac:Delivery>",
			`repeated BG-13 /Invoice/cac:Delivery "" 2:89`, "BT-72=2026-01-01"},
		{"an element twice, in a line", "<cac:InvoiceLine><cac:Item><cbc:Name>a</cbc:Name><cbc:Name>b</cbc:Name></cac:Item></cac:InvoiceLine>",
			`repeated BT-153 /Invoice/cac:InvoiceLine/cac:Item/cbc:Name "b" 2:50`, "BT-153=a"},
		{"an unknown element", "<cbc:UUID>x y</cbc:UUID>", `unbound  /Invoice/cbc:UUID "x y" 2:1`, ""},
		{"an unknown element with references", "<cbc:UUID>x &amp; &#10; y</cbc:UUID>", "unbound  /Invoice/cbc:UUID \"x & \\n y\" 2:1", ""},
		{"an unknown element with CDATA", "<cbc:UUID><![CDATA[<x>]]></cbc:UUID>", `unbound  /Invoice/cbc:UUID "" 2:1`, ""},
		{"an unknown group", "<cac:Signature a='1'><cbc:ID b='2'>x</cbc:ID><!-- c --><?p q?></cac:Signature>", `unbound  /Invoice/cac:Signature "" 2:1`, ""},
		{"an element of another namespace", `<ID xmlns="urn:x">x</ID>`, `unbound  /Invoice/ID "x" 2:1`, ""},
		{"an element with another prefix", `<y:ID xmlns:y="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" z="1">x</y:ID>`,
			`unbound  /Invoice/cbc:ID/@z "1" 2:86`, "BT-1=x"},
		{"an unknown attribute", `<cbc:ID schemeID="7">x</cbc:ID>`, `unbound  /Invoice/cbc:ID/@schemeID "7" 2:9`, "BT-1=x"},
		{"an unknown attribute of a group", `<cac:Delivery x="&lt;"><cbc:ActualDeliveryDate>2026-01-01</cbc:ActualDeliveryDate></cac:Delivery>`,
			`unbound  /Invoice/cac:Delivery/@x "<" 2:15`, "BT-72=2026-01-01"},
		{"an unknown attribute of a group that is looked into", `<cac:AllowanceCharge x="1"><cbc:Amount y="2">3</cbc:Amount><cbc:ChargeIndicator z="4">true</cbc:ChargeIndicator></cac:AllowanceCharge>`,
			`unbound  /Invoice/cac:AllowanceCharge/@x "1" 2:22; unbound  /Invoice/cac:AllowanceCharge/cbc:Amount/@y "2" 2:40; ` +
				`unbound  /Invoice/cac:AllowanceCharge/cbc:ChargeIndicator/@z "4" 2:81`, "BT-99=3"},
		{"xsi:nil", `<cbc:ID xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>`,
			`declared  /Invoice/cbc:ID/@xsi:nil "true" 2:63; empty BT-1 /Invoice/cbc:ID "" 2:1`, ""},
		{"text between elements", "x<cbc:ID>1</cbc:ID>y&amp;z", `unbound  /Invoice/#text "x" 2:1; unbound  /Invoice/#text "y&z" 2:20`, "BT-1=1"},
		{"CDATA between elements", "<![CDATA[ <x> ]]><cbc:ID>1</cbc:ID>", `unbound  /Invoice/#text "<x>" 2:1`, "BT-1=1"},
		{"an element in a value", "<cbc:ID>a<cbc:Name>b</cbc:Name>c</cbc:ID>", `unbound  /Invoice/cbc:ID/cbc:Name "b" 2:10`, "BT-1=ac"},
		{"comments and CDATA in a value", "<cbc:ID>a<!-- x -->b<![CDATA[<&>]]><?p q?>c</cbc:ID>", "", "BT-1=ab<&>c"},

		{"an empty element", "<cbc:ID/>\n<cbc:IssueDate></cbc:IssueDate>", `empty BT-1 /Invoice/cbc:ID "" 2:1; empty BT-2 /Invoice/cbc:IssueDate "" 3:1`, ""},
		{"a blank element", "<cbc:BuyerReference> \n </cbc:BuyerReference>", `empty BT-10 /Invoice/cbc:BuyerReference "" 2:1`, ""},
		{"an empty group", "<cac:Delivery/>", `empty BG-13 /Invoice/cac:Delivery "" 2:1`, ""},
		{"an empty line", "<cac:InvoiceLine></cac:InvoiceLine>", `empty BG-25 /Invoice/cac:InvoiceLine "" 2:1`, ""},
		{"an empty group in a group", "<cac:AccountingSupplierParty><cac:Party><cac:PostalAddress/></cac:Party></cac:AccountingSupplierParty>",
			`empty BG-5 /Invoice/cac:AccountingSupplierParty/cac:Party/cac:PostalAddress "" 2:41; empty BG-4 /Invoice/cac:AccountingSupplierParty/cac:Party "" 2:30; empty  /Invoice/cac:AccountingSupplierParty "" 2:1`, ""},
		{"a reference of another type", "<cac:InvoiceLine><cac:DocumentReference><cbc:ID>x</cbc:ID><cbc:DocumentTypeCode>131</cbc:DocumentTypeCode></cac:DocumentReference></cac:InvoiceLine>",
			`constant  /Invoice/cac:InvoiceLine/cac:DocumentReference/cbc:DocumentTypeCode "131" 2:59`, "BT-128=x"},
		{"neither allowance nor charge", "<cac:AllowanceCharge><cbc:Amount>1</cbc:Amount></cac:AllowanceCharge>", `constant  /Invoice/cac:AllowanceCharge "" 2:1`, ""},
		{"a second VAT breakdown", "<cac:TaxTotal><cbc:TaxAmount>1</cbc:TaxAmount></cac:TaxTotal>\n<cac:TaxTotal><cbc:TaxAmount>2</cbc:TaxAmount></cac:TaxTotal>",
			`repeated BT-110 /Invoice/cac:TaxTotal/cbc:TaxAmount "2" 3:1`, "BT-110=1"},
	} {
		data := []byte(invoiceOf(c.body))
		doc, err := bothWays(t, data)
		if doc == nil || (err != nil) != strings.Contains(c.want, "malformed") {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got, values []string
		for _, l := range doc.Losses {
			got = append(got, fmt.Sprintf("%s %s %s %q %d:%d", l.Kind, l.Term, l.Path, l.Value, l.Line, l.Column))
		}
		for _, v := range doc.Invoice.Values() {
			values = append(values, v.Term.ID+"="+v.Text)
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s:\nlosses %s\nwant   %s", c.name, s, c.want)
		}
		if s := strings.Join(values, " "); s != c.values {
			t.Errorf("%s: read %q, want %q", c.name, s, c.values)
		}
		var bad *einvoice.ValueError
		if errors.As(err, &bad) && len(bad.Losses) != strings.Count(c.want, "malformed") {
			t.Errorf("%s: %d values in the error: %v", c.name, len(bad.Losses), err)
		}
	}
}

// repeated reads as head, n times body, tail.
func repeated(head, body string, n int64, tail string) io.Reader {
	block := strings.Repeat(body, max(1, (64<<10)/len(body)))
	return io.MultiReader(strings.NewReader(head), &repeater{block: block, left: n * int64(len(body))}, strings.NewReader(tail))
}

type repeater struct {
	block string
	at    int
	left  int64
}

func (r *repeater) Read(p []byte) (n int, err error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n = copy(p[:min(int64(len(p)), r.left)], r.block[r.at:])
	r.left -= int64(n)
	if r.at += n; r.at == len(r.block) {
		r.at = 0
	}
	return n, nil
}

type counter struct {
	io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// within runs f and checks what it takes: time generously, for slow machines, and
// bytes allocated.
func within(t *testing.T, name string, seconds float64, mb uint64, f func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	f()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	used := (after.TotalAlloc - before.TotalAlloc) >> 20
	t.Logf("%s: %v, %d MB allocated", name, took.Round(time.Millisecond), used)
	if took.Seconds() > seconds || used > mb {
		t.Errorf("%s took %v and allocated %d MB, the limits are %v s and %d MB", name, took, used, seconds, mb)
	}
}

// TestBigStreams feeds Stream what has no end.
func TestBigStreams(t *testing.T) {
	line := "<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>"
	for _, c := range []struct {
		name    string
		in      io.Reader
		code    einvoice.ErrorCode
		most    int64   // bytes that may be read
		seconds float64 // that it may take
		mb      uint64  // that it may allocate
	}{
		{"50 MB of <a>", repeated("", "<a>", 50<<20/3, ""), einvoice.ErrWrongRoot, 1 << 20, 1, 4},
		{"1 GB of <a>", repeated("", "<a>", 1<<30/3, ""), einvoice.ErrWrongRoot, 1 << 20, 1, 4},
		{"1 GB of elements in an invoice", repeated(openInvoice, "<a>", 1<<30/3, ""), einvoice.ErrLimit, 1 << 20, 1, 4},
		{"1 GB of sub-lines in one another", repeated(openInvoice+"<cac:InvoiceLine>", "<cac:SubInvoiceLine>", 1<<30/20, ""), einvoice.ErrLimit, 1 << 20, 1, 4},
		{"1 GB of elements in an envelope", repeated(openSBD+openInvoice, "<a>", 1<<30/3, ""), einvoice.ErrLimit, 1 << 20, 1, 4},
		{"1 GB of zeros", repeated("", "\x00", 1<<30, ""), einvoice.ErrNotXML, 1 << 20, 1, 4},
		{"1 GB of text", repeated("  ", "Lorem ipsum <", 1<<30/13, ""), einvoice.ErrNotXML, 1 << 20, 1, 4},
		{"1 GB of names", repeated("<", "a", 1<<30, ""), einvoice.ErrLimit, 20 << 20, 2, 80},
		{"1 GB in one attribute", repeated("<a b='", "c", 1<<30, ""), einvoice.ErrLimit, 20 << 20, 2, 80},
		{"1 GB of text in an element", repeated(openInvoice+"<cbc:Note>", "Lorem ipsum ", 1<<30/12, ""), einvoice.ErrLimit, 20 << 20, 2, 80},
		{"1 GB of siblings in an element", repeated(openInvoice+"<cac:Party>", "<a/>", 1<<30/4, ""), einvoice.ErrLimit, 20 << 20, 2, 80},
		{"1 GB in one comment", repeated(openInvoice+"<!--", "Lorem ipsum ", 1<<30/12, ""), einvoice.ErrLimit, 20 << 20, 2, 80},
		{"1 GB of white space", repeated("", " \n", 1<<30/2, ""), einvoice.ErrLimit, 20 << 20, 2, 80},
		{"1 GB of different unknown elements", io.MultiReader(strings.NewReader(openInvoice), &numbers{format: "<a%d/>"}), einvoice.ErrLimit, 1 << 20, 1, 40},
		{"100,000 lines", repeated(openInvoice, line, 100_000, closeInvoice), "", 100 << 20, 3, 200},
		{"100,000 lines in an envelope", repeated(openSBD+openInvoice, line, 100_000, closeInvoice+closeSBD), "", 100 << 20, 3, 200},
		{"100,000 comments", repeated(openInvoice, "<!-- c -->", 100_000, closeInvoice), "", 100 << 20, 3, 20},
	} {
		within(t, c.name, c.seconds, c.mb, func() {
			in := &counter{Reader: c.in}
			o := ubl.ParseOptions{MaxPart: 4 << 20}
			doc, err := o.Stream(context.Background(), in, func(*einvoice.Line) error { return nil })
			if code := errorCode(t, c.name, doc, err); code != c.code || in.n > c.most {
				t.Errorf("%s: code %q after %d bytes, want %q: %v", c.name, code, in.n, c.code, err)
			}
		})
	}
}

// numbers reads as numbered elements without end.
type numbers struct {
	format string
	n      int
	rest   []byte
}

func (r *numbers) Read(p []byte) (int, error) {
	for len(r.rest) < 4096 {
		r.rest = fmt.Appendf(r.rest, r.format, r.n)
		r.n++
	}
	n := copy(p, r.rest)
	r.rest = append(r.rest[:0], r.rest[n:]...)
	return n, nil
}

// TestBigDocuments gives Parse what is large in one way.
func TestBigDocuments(t *testing.T) {
	numbered := func(format string, n int) string {
		b := make([]byte, 0, n*len(format))
		for i := range n {
			b = fmt.Appendf(b, format, i)
		}
		return string(b)
	}
	onRoot := func(declarations, body string) string {
		return strings.Replace(invoiceOf(body), "<Invoice", "<Invoice"+declarations, 1)
	}
	samePrefixed := "<a" + numbered(` p%d:a=""`, 100) + "/>"
	for _, c := range []struct {
		name    string
		data    string
		code    einvoice.ErrorCode
		seconds float64
		times   float64 // of its size that it may allocate
		check   func(*einvoice.Document) bool
	}{
		{"1e6 levels", invoiceOf(strings.Repeat("<a>", 1e6)), einvoice.ErrLimit, 1, 2, nil},
		{"1e6 attributes", invoiceOf("<a" + numbered(` a%d=""`, 1e6) + "/>"), einvoice.ErrLimit, 1, 2, nil},
		{"1e5 namespace declarations", invoiceOf("<a" + numbered(` xmlns:a%d="u"`, 1e5) + "/>"), einvoice.ErrLimit, 1, 2, nil},
		{"namespace declarations on each of many levels", invoiceOf(strings.Repeat(`<a xmlns:p="u" xmlns:q="v">`, 1e5)), einvoice.ErrLimit, 1, 2, nil},
		{"one attribute in many namespaces, many times", onRoot(numbered(` xmlns:p%[1]d="urn:%[1]d"`, 100), strings.Repeat(samePrefixed, 2000)), "", 2, 20, nil},
		{"long names of namespaces", onRoot(numbered(` xmlns:p%d="`+strings.Repeat("u", 10_000)+`%[1]d"`, 100), strings.Repeat(samePrefixed, 2000)), "", 2, 20, nil},
		{"the farthest of many prefixes", onRoot(numbered(` xmlns:p%[1]d="urn:%[1]d"`, 120), strings.Repeat("<p0:a/>", 200_000)), "", 2, 40, nil},
		{"one namespace in many prefixes", onRoot(numbered(` xmlns:p%d="urn:x"`, 100), samePrefixed), einvoice.ErrMalformed, 1, 3000, nil},
		{"1e6 unknown elements", invoiceOf(strings.Repeat("<a/>", 1e6)), "", 3, 300, func(d *einvoice.Document) bool {
			last := d.Losses[len(d.Losses)-1]
			return len(d.Losses) == 10_001 && last.Count == 1e6-10_000 && last.Path == "/Invoice/a"
		}},
		{"1e5 different unknown elements", invoiceOf(numbered("<a%d/>", 1e5)), einvoice.ErrLimit, 2, 20, nil},
		{"1e5 different unknown attributes", invoiceOf(numbered(`<cbc:Note a%d="">x</cbc:Note>`, 1e5)), einvoice.ErrLimit, 2, 20, nil},
		{"a text of 40 MB", invoiceOf("<cbc:Note>" + strings.Repeat("Lorem ipsum ", 40<<20/12) + "</cbc:Note>"), "", 1, 2, func(d *einvoice.Document) bool {
			return len(d.Invoice.Notes[0].Text) == 40<<20/12*12
		}},
		{"a text of 10 MB of references", invoiceOf("<cbc:Note>" + strings.Repeat("&lt;", 10<<20/4) + "</cbc:Note>"), "", 1, 4, func(d *einvoice.Document) bool {
			return len(d.Invoice.Notes[0].Text) == 10<<20/4
		}},
		{"a text of 10 MB of sections", invoiceOf("<cbc:Note>" + strings.Repeat("<![CDATA[x]]><!---->", 10<<20/20) + "</cbc:Note>"), "", 1, 3, func(d *einvoice.Document) bool {
			return len(d.Invoice.Notes[0].Text) == 10<<20/20
		}},
		{"a text of 10 MB of brackets", invoiceOf("<cbc:Note>" + strings.Repeat("]", 10<<20) + "</cbc:Note>"), "", 1, 3, nil},
		{"an unknown element of 40 MB", invoiceOf("<a>" + strings.Repeat("<b c='&amp;'/>", 40<<20/14) + "</a>"), "", 3, 4, nil},
		{"many losses far inside", invoiceOf("<cac:InvoiceLine>" + strings.Repeat("<cac:SubInvoiceLine>", 120) + strings.Repeat("<x/>", 200_000) +
			strings.Repeat("</cac:SubInvoiceLine>", 120) + "</cac:InvoiceLine>"), "", 2, 60, nil},
		{"10 MB between elements", invoiceOf(strings.Repeat("x<!---->", 10<<20/8)), "", 3, 60, nil},
		{"documents that look for their type", invoiceOf(strings.Repeat("<cac:AdditionalDocumentReference>"+strings.Repeat("<a/>", 100)+"</cac:AdditionalDocumentReference>", 1000)), "", 2, 100, nil},
	} {
		within(t, c.name, c.seconds, uint64(c.times*float64(len(c.data)))>>20+1, func() {
			doc, err := ubl.Parse([]byte(c.data))
			if code := errorCode(t, c.name, doc, err); code != c.code {
				t.Errorf("%s: code %q, want %q: %.200v", c.name, code, c.code, err)
			} else if c.check != nil && !c.check(doc) {
				t.Errorf("%s: %d losses, %.1000v", c.name, len(doc.Losses), doc.Losses[max(0, len(doc.Losses)-3):])
			}
		})
	}
}

// TestBigLocate finds many places in a document that is one long line.
func TestBigLocate(t *testing.T) {
	const n = 20_000
	data := []byte(openInvoice + strings.Repeat("<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>1</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>", n) +
		strings.Repeat("<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>", n) + closeInvoice)
	var places []string
	for i := 0; i < n; i += 40 {
		places = append(places, fmt.Sprintf("PaymentInstructions[0].CreditTransfers[%d].Account", i), fmt.Sprintf("Lines[%d].ID", i), fmt.Sprintf("Lines[%d].Item.Name", i))
	}
	within(t, "locate", 3, 200, func() {
		found, err := ubl.Locate(data, places...)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range places {
			l := found[p]
			if l.Exact == strings.HasSuffix(p, ".Name") || l.Line != 1 || l.Column != int(l.Offset)+1 {
				t.Fatalf("%s: %+v", p, l)
			}
		}
	})
}

// TestStreamMemory reads 100 MB with a loss here and there: what Stream keeps of them
// must not keep the document.
func TestStreamMemory(t *testing.T) {
	body := "text<!--" + strings.Repeat(" ", 100<<10) + "-->"
	doc, err := ubl.Stream(context.Background(), repeated(openInvoice, body, 1000, closeInvoice), func(*einvoice.Line) error { return nil })
	if err != nil || len(doc.Losses) != 1000 {
		t.Fatalf("%v, %d losses", err, len(doc.Losses))
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	if mb := m.HeapAlloc >> 20; mb > 30 {
		t.Errorf("%d MB are in use", mb)
	}
	runtime.KeepAlive(doc)
}

// TestUnwritable puts what XML cannot hold into every text of an invoice, one at a
// time: writing fails and names the place.
func TestUnwritable(t *testing.T) {
	bad := []string{"a\x00b", "\x1F", "a\uFFFEb", "\uFFFF", "a\xFFb", "\xED\xA0\x80", "\x0B"}
	for _, format := range formats {
		o := ubl.BuildOptions{Format: format}
		_, left, err := o.Build(filled())
		if err != nil {
			t.Fatal(err)
		}
		unbound := map[string]bool{}
		for _, l := range left {
			unbound[l.Place] = true
		}
		tried := 0
		for i, v := range filled().Values() {
			if strings.Contains(v.Place, "Lines[1]") {
				continue // enough of them
			}
			inv := filled()
			if at := valueAt(inv, v.Place); at.Kind() == reflect.String {
				at.SetString(bad[i%len(bad)])
			} else if at.Type() == reflect.TypeFor[einvoice.Binary]() {
				at.Set(reflect.ValueOf(einvoice.BinaryBase64(bad[i%len(bad)])))
			} else {
				continue
			}
			_, _, err := o.Build(inv)
			_, werr := o.Write(io.Discard, inv, nil)
			if unbound[v.Place] {
				if err != nil || werr != nil {
					t.Errorf("%s: %s is not written, but %v, %v", format, v.Place, err, werr)
				}
				continue
			}
			tried++
			var e *einvoice.BuildError
			var text xmlmap.TextError
			if !errors.As(err, &e) || !errors.As(err, &text) || werr == nil || err.Error() != werr.Error() {
				t.Errorf("%s: %s = %q: Build says %v, Write %v", format, v.Place, bad[i%len(bad)], err, werr)
				continue
			}
			if !names(e.Place, v.Place) || !strings.Contains(err.Error(), e.Place) || !strings.HasPrefix(e.Path, "/") {
				t.Errorf("%s: %s: the error names %q, %q: %v", format, v.Place, e.Place, e.Path, err)
			}
		}
		if tried < 200 {
			t.Errorf("%s: only %d texts were tried", format, tried)
		}
	}
}

// names tells whether the place in an error is good enough for a place: that of its
// element for an attribute, without indexes where the shapes differ, the group where
// the fields of one share a text.
func names(named, place string) bool {
	index := regexp.MustCompile(`\[[0-9]*\]`)
	outer := func(s string) string { return s[:max(0, strings.LastIndexByte(s, '.'))] }
	n, p := index.ReplaceAllString(named, ""), index.ReplaceAllString(place, "")
	exact := strings.Contains(named, "[]") || named == "Notes" || strings.HasPrefix(place, outer(named))
	return exact && n != "" && (n == p || n == outer(p) || outer(n) == outer(p))
}

// valueAt finds the field of a place.
func valueAt(inv *einvoice.Invoice, place string) reflect.Value {
	v := reflect.ValueOf(inv).Elem()
	for step := range strings.SplitSeq(place, ".") {
		name, index, indexed := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		if v = reflect.Indirect(v).FieldByName(name); indexed {
			i, _ := strconv.Atoi(index)
			v = v.Index(i)
		}
	}
	return v
}

// TestSpecialCharacters puts everything that XML has another use for into every text.
func TestSpecialCharacters(t *testing.T) {
	inv := filled()
	for i, v := range inv.Values() {
		at := valueAt(inv, v.Place)
		if at.Kind() == reflect.String && !strings.HasSuffix(v.Place, ".SubjectCode") {
			at.SetString(fmt.Sprintf("%d\r\n\t\r \"'<&>&lt;&#13;]]>\u0085\u2028\U0001F600 ä\n.", i))
		}
	}
	checkEveryField(t, inv)
}
