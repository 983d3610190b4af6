package xmp

import (
	"fmt"
	"strings"
	"testing"
)

const sample = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="A &amp; B" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:a="urn:a">
<dc:title><rdf:Alt><rdf:li xml:lang="de">Rechnung</rdf:li><rdf:li xml:lang="x-default">Invoice</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>
<a:struct rdf:parseType="Resource"><a:x b:y="1" xmlns:b="urn:b">&lt;</a:x></a:struct>
</rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:namespaceURI>urn:a</pdfaSchema:namespaceURI></rdf:li>
<rdf:li><rdf:Description pdfaSchema:namespaceURI="urn:b"/></rdf:li>
</rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

func TestRead(t *testing.T) {
	for _, doc := range []string{sample, "\uFEFF" + sample, "  \n" + sample + "\n\x00\x00"} {
		p, err := Read(t.Context(), []byte(doc))
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for _, q := range p.Properties {
			fmt.Fprintf(&got, "%s|%s|%s|%s|%s\n", q.Space, q.Local, q.Container, strings.Join(q.Texts, ","), q.XML)
		}
		for _, s := range p.Schemas {
			fmt.Fprintf(&got, "%s|%s\n", s.Namespace, s.XML)
		}
		want := `http://ns.adobe.com/pdf/1.3/|Producer||A & B|<pdf:Producer xmlns:pdf="http://ns.adobe.com/pdf/1.3/">A &amp; B</pdf:Producer>
http://purl.org/dc/elements/1.1/|title|Alt|Invoice,Rechnung|<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Alt><rdf:li xml:lang="de">Rechnung</rdf:li><rdf:li xml:lang="x-default">Invoice</rdf:li></rdf:Alt></dc:title>
http://purl.org/dc/elements/1.1/|creator|Seq|A,B|<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>
urn:a|struct|||<a:struct xmlns:a="urn:a" rdf:parseType="Resource"><a:x xmlns:b="urn:b" b:y="1">&lt;</a:x></a:struct>
urn:a|<rdf:li rdf:parseType="Resource"><pdfaSchema:namespaceURI xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#">urn:a</pdfaSchema:namespaceURI></rdf:li>
urn:b|<rdf:li><rdf:Description xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" pdfaSchema:namespaceURI="urn:b"></rdf:Description></rdf:li>
`
		if got.String() != want {
			t.Errorf("got\n%swant\n%s", got.String(), want)
		}
		if p.Text("http://purl.org/dc/elements/1.1/", "creator") != "A; B" || p.Text("http://purl.org/dc/elements/1.1/", "title") != "Invoice" || p.Text("urn:a", "none") != "" {
			t.Error("texts")
		}
	}
	for _, doc := range []string{"", "<a>", "no XML", "<a/>"} {
		if p, err := Read(t.Context(), []byte(doc)); p == nil || len(p.Properties) > 0 || (err == nil) != (doc == "<a/>") {
			t.Errorf("%q: %v", doc, err)
		}
	}
}

// FuzzRead: what is copied of a packet can be read again and says the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Read(t.Context(), data)
		if err != nil {
			return
		}
		var again strings.Builder
		again.WriteString(`<rdf:RDF xmlns:rdf="` + rdf + `"><rdf:Description>`)
		for _, q := range p.Properties {
			again.WriteString(q.XML)
		}
		again.WriteString("</rdf:Description></rdf:RDF>")
		second, err := Read(t.Context(), []byte(again.String()))
		if err != nil || len(second.Properties) != len(p.Properties) {
			t.Fatalf("%v: %s", err, again.String())
		}
		for i, q := range p.Properties {
			if r := second.Properties[i]; r.Space != q.Space || r.Local != q.Local || strings.Join(r.Texts, ",") != strings.Join(q.Texts, ",") {
				t.Fatalf("%+v became %+v", q, r)
			}
		}
	})
}
