package pdfwrite

import (
	"fmt"
	"strings"
	"time"
)

const (
	hybridNamespace = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
	uaNamespace     = "http://www.aiim.org/pdfua/ns/id/"
)

// property of an XMP extension schema (ISO 19005-3, 6.6.2.3).
type property struct{ name, kind, category, description string }

var hybridProperties = []property{
	{"DocumentFileName", "Text", "external", "name of the embedded invoice file"},
	{"DocumentType", "Text", "external", "kind of the embedded document, INVOICE"},
	{"Version", "Text", "external", "version of the schema of the embedded invoice"},
	{"ConformanceLevel", "Text", "external", "profile of the embedded invoice"},
}

var uaProperties = []property{{"part", "Integer", "internal", "part of ISO 14289 to which the document keeps"}}

// xmpWriter writes an XMP packet, one rdf:Description a schema, properties as elements.
type xmpWriter struct{ strings.Builder }

func (w *xmpWriter) line(format string, args ...any) {
	fmt.Fprintf(w, format+"\n", args...)
}

// Metadata is what a document says of itself in XMP. An empty text is not written.
type Metadata struct {
	Title, Author, Subject, Keywords, Creator, Producer string
	Language                                            string // BCP 47
	Created, Modified, Described                        string // ISO 8601; the last, of the metadata themselves

	Part       int    // of ISO 19005 that the document claims; 0: none
	Level      string // of it: A, B, U
	Accessible bool   // claims PDF/UA-1
	Hybrid     *Hybrid

	Kept    []string // further properties, as elements with the namespaces that they need
	Schemas []string // descriptions of their extension schemas, each an rdf:li
}

// xmp says the same as the Info dictionary (ISO 19005-3, 6.6.2.1).
func (i *Info) xmp() []byte {
	m := Metadata{Title: i.Title, Author: i.Author, Subject: i.Subject, Keywords: i.Keywords, Creator: i.Creator, Producer: i.Producer,
		Language: i.Language, Created: stamp(i.Created), Modified: stamp(i.Modified), Level: i.Conformance.level(), Accessible: i.Accessible, Hybrid: i.Hybrid}
	if m.Level != "" {
		m.Part = 3
	}
	return m.XMP()
}

// XMP is a packet of XMP (ISO 16684-1).
func (m *Metadata) XMP() []byte {
	var w xmpWriter
	w.line("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>")
	w.line(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`)
	w.schema("dc", "http://purl.org/dc/elements/1.1/", []string{
		"<dc:format>application/pdf</dc:format>",
		wrapped("dc:title", `<rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt>`, m.Title),
		wrapped("dc:creator", `<rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq>`, m.Author),
		wrapped("dc:description", `<rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt>`, m.Subject),
		wrapped("dc:language", `<rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag>`, m.Language),
	})
	w.schema("pdf", "http://ns.adobe.com/pdf/1.3/", []string{wrapped("pdf:Producer", "%s", m.Producer), wrapped("pdf:Keywords", "%s", m.Keywords)})
	w.schema("xmp", "http://ns.adobe.com/xap/1.0/", []string{
		wrapped("xmp:CreatorTool", "%s", m.Creator), wrapped("xmp:CreateDate", "%s", m.Created), wrapped("xmp:ModifyDate", "%s", m.Modified),
		wrapped("xmp:MetadataDate", "%s", m.Described),
	})
	if m.Part > 0 {
		w.schema("pdfaid", "http://www.aiim.org/pdfa/ns/id/", []string{fmt.Sprintf("<pdfaid:part>%d</pdfaid:part>", m.Part), wrapped("pdfaid:conformance", "%s", m.Level)})
	}
	if m.Accessible {
		w.schema("pdfuaid", uaNamespace, []string{"<pdfuaid:part>1</pdfuaid:part>"})
	}
	if h := m.Hybrid; h != nil {
		w.schema("fx", hybridNamespace, []string{
			wrapped("fx:DocumentType", "%s", h.DocumentType), wrapped("fx:DocumentFileName", "%s", h.DocumentFileName),
			wrapped("fx:Version", "%s", h.Version), wrapped("fx:ConformanceLevel", "%s", h.ConformanceLevel),
		})
	}
	if len(m.Kept) > 0 {
		w.line(`<rdf:Description rdf:about="">%s</rdf:Description>`, strings.Join(m.Kept, ""))
	}
	w.extensions(m)
	w.line("</rdf:RDF></x:xmpmeta>")
	w.WriteString(`<?xpacket end="r"?>`) // not to be changed in place: there is no padding
	return []byte(w.String())
}

func (w *xmpWriter) schema(prefix, namespace string, properties []string) {
	body := strings.Join(properties, "")
	if body == "" {
		return
	}
	w.line(`<rdf:Description rdf:about="" xmlns:%s="%s">%s</rdf:Description>`, prefix, namespace, body)
}

// extensions describes the schemas that XMP does not know.
func (w *xmpWriter) extensions(m *Metadata) {
	own := m.Part > 0 && (m.Accessible || m.Hybrid != nil)
	if !own && len(m.Schemas) == 0 {
		return
	}
	w.line(`<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>`)
	if own && m.Accessible {
		w.extension("PDF/UA identification", uaNamespace, "pdfuaid", uaProperties)
	}
	if own && m.Hybrid != nil {
		w.extension("Factur-X PDFA Extension Schema", hybridNamespace, "fx", hybridProperties)
	}
	for _, s := range m.Schemas {
		w.line("%s", s)
	}
	w.line(`</rdf:Bag></pdfaExtension:schemas></rdf:Description>`)
}

func (w *xmpWriter) extension(schema, namespace, prefix string, properties []property) {
	w.line(`<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>%s</pdfaSchema:schema><pdfaSchema:namespaceURI>%s</pdfaSchema:namespaceURI><pdfaSchema:prefix>%s</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>`, schema, namespace, prefix)
	for _, p := range properties {
		w.line(`<rdf:li rdf:parseType="Resource"><pdfaProperty:name>%s</pdfaProperty:name><pdfaProperty:valueType>%s</pdfaProperty:valueType><pdfaProperty:category>%s</pdfaProperty:category><pdfaProperty:description>%s</pdfaProperty:description></rdf:li>`, p.name, p.kind, p.category, p.description)
	}
	w.line(`</rdf:Seq></pdfaSchema:property></rdf:li>`)
}

// wrapped is an element with a value, nothing for an empty value.
func wrapped(element, format, value string) string {
	if value == "" {
		return ""
	}
	return "<" + element + ">" + fmt.Sprintf(format, escape.Replace(value)) + "</" + element + ">"
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", " ")

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02T15:04:05-07:00")
}

// Clean is a text as Info and XMP can both hold it.
func Clean(s string) string { return strings.TrimSpace(clean(s)) }

// clean takes out what cannot stand in XML, so that Info and XMP can say the same.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < ' ', r >= 0x7F && r < 0xA0, r == 0xFFFE, r == 0xFFFF, r == 0xFFFD:
			return -1
		}
		return r
	}, s)
}
