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

// xmp says the same as the Info dictionary (ISO 19005-3, 6.6.2.1).
func (i *Info) xmp() []byte {
	var w xmpWriter
	w.line("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>")
	w.line(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`)
	w.schema("dc", "http://purl.org/dc/elements/1.1/", []string{
		"<dc:format>application/pdf</dc:format>",
		wrapped("dc:title", `<rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt>`, i.Title),
		wrapped("dc:creator", `<rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq>`, i.Author),
		wrapped("dc:description", `<rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt>`, i.Subject),
		wrapped("dc:language", `<rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag>`, i.Language),
	})
	w.schema("pdf", "http://ns.adobe.com/pdf/1.3/", []string{wrapped("pdf:Producer", "%s", i.Producer), wrapped("pdf:Keywords", "%s", i.Keywords)})
	w.schema("xmp", "http://ns.adobe.com/xap/1.0/", []string{
		wrapped("xmp:CreatorTool", "%s", i.Creator), wrapped("xmp:CreateDate", "%s", stamp(i.Created)), wrapped("xmp:ModifyDate", "%s", stamp(i.Modified)),
	})
	if level := i.Conformance.level(); level != "" {
		w.schema("pdfaid", "http://www.aiim.org/pdfa/ns/id/", []string{"<pdfaid:part>3</pdfaid:part>", wrapped("pdfaid:conformance", "%s", level)})
	}
	if i.Accessible {
		w.schema("pdfuaid", uaNamespace, []string{"<pdfuaid:part>1</pdfuaid:part>"})
	}
	if h := i.Hybrid; h != nil {
		w.schema("fx", hybridNamespace, []string{
			wrapped("fx:DocumentType", "%s", h.DocumentType), wrapped("fx:DocumentFileName", "%s", h.DocumentFileName),
			wrapped("fx:Version", "%s", h.Version), wrapped("fx:ConformanceLevel", "%s", h.ConformanceLevel),
		})
	}
	w.extensions(i)
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
func (w *xmpWriter) extensions(i *Info) {
	if i.Conformance == NoClaim || !i.Accessible && i.Hybrid == nil {
		return
	}
	w.line(`<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>`)
	if i.Accessible {
		w.extension("PDF/UA identification", uaNamespace, "pdfuaid", uaProperties)
	}
	if i.Hybrid != nil {
		w.extension("Factur-X PDFA Extension Schema", hybridNamespace, "fx", hybridProperties)
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
