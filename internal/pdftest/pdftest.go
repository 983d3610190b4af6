// Package pdftest writes small PDFs, sound ones and others, for tests.
package pdftest

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"fmt"
	"strings"
)

// Doc is a PDF in the making. Objects are numbered from 1 in the order in which they are
// added.
type Doc struct {
	Version string // "1.7"
	Root    int    // number of the catalog: 1
	Trailer string // more keys of the trailer
	objects []object
}

type object struct {
	body   string
	stream bool
}

// Add adds an object and gives its number.
func (d *Doc) Add(format string, a ...any) int {
	d.objects = append(d.objects, object{body: fmt.Sprintf(format, a...)})
	return len(d.objects)
}

// Next is the number of the next object.
func (d *Doc) Next() int { return len(d.objects) + 1 }

// Set changes an object.
func (d *Doc) Set(n int, format string, a ...any) { d.objects[n-1].body = fmt.Sprintf(format, a...) }

// Get is the text of an object.
func (d *Doc) Get(n int) string { return d.objects[n-1].body }

// Stream adds a stream with its content as it is to stand in the document.
func (d *Doc) Stream(dict string, content []byte) int {
	d.objects = append(d.objects, object{fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(content), content), true})
	return len(d.objects)
}

// Flate adds a stream and compresses it.
func (d *Doc) Flate(dict string, content []byte) int {
	return d.Stream(dict+"/Filter/FlateDecode", Deflate(content))
}

// Deflate compresses.
func Deflate(content []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(content)
	z.Close()
	return b.Bytes()
}

func (d *Doc) begin() *bytes.Buffer {
	if d.Version == "" {
		d.Version = "1.7"
	}
	if d.Root == 0 {
		d.Root = 1
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%%PDF-%s\n%%\xE2\xE3\xCF\xD3\n", d.Version)
	return &b
}

// Bytes is the document with a cross-reference table.
func (d *Doc) Bytes() []byte {
	b := d.begin()
	offsets := make([]int, 0, len(d.objects))
	for i, o := range d.objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", i+1, o.body)
	}
	at := b.Len()
	fmt.Fprintf(b, "xref\n0 %d\n0000000000 65535 f \n", len(d.objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(b, "trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(d.objects)+1, d.Root, d.Trailer, at)
	return b.Bytes()
}

// Packed is the document with an object stream and a cross-reference stream, whose rows
// have a PNG predictor.
func (d *Doc) Packed() []byte {
	b := d.begin()
	count := len(d.objects)
	rows := make([][5]byte, count+3) // one of type, three of offset, one of index
	var table, bodies strings.Builder
	inside := 0
	for i, o := range d.objects {
		n := i + 1
		if o.stream {
			rows[n] = row(1, b.Len(), 0)
			fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", n, o.body)
			continue
		}
		fmt.Fprintf(&table, "%d %d ", n, bodies.Len())
		fmt.Fprintf(&bodies, "%s ", o.body)
		rows[n] = row(2, count+1, inside)
		inside++
	}
	rows[count+1] = row(1, b.Len(), 0)
	content := Deflate([]byte(table.String() + bodies.String()))
	fmt.Fprintf(b, "%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n", count+1, inside, table.Len(), len(content), content)
	at := b.Len()
	rows[count+2] = row(1, at, 0)
	content = Deflate(predict(rows))
	fmt.Fprintf(b, "%d 0 obj\n<</Type/XRef/W[1 3 1]/Size %d/Root %d 0 R%s/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 5>>/Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n",
		count+2, count+3, d.Root, d.Trailer, len(content), content, at)
	return b.Bytes()
}

func row(kind, at, index int) [5]byte {
	return [5]byte{byte(kind), byte(at >> 16), byte(at >> 8), byte(at), byte(index)}
}

// predict puts in front of each row the filter "Up", and writes differences.
func predict(rows [][5]byte) (out []byte) {
	var above [5]byte
	for _, r := range rows {
		out = append(out, 2)
		for i := range r {
			out = append(out, r[i]-above[i])
		}
		above = r
	}
	return out
}

// File is one to be embedded.
type File struct {
	Name         string
	Relationship string
	MIME         string
	Content      []byte
}

// Hybrid is a hybrid invoice with a page: its first file is the invoice. metadata is its
// XMP. The catalog is object 1, its page object 3.
func Hybrid(metadata string, files ...File) *Doc {
	d := &Doc{}
	d.Add("")
	d.Add("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	d.Add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>")
	d.Flate("", []byte("0 0 m 100 100 l S"))
	xmp := d.Stream("/Type/Metadata/Subtype/XML", []byte(metadata))
	var names, af strings.Builder
	for _, f := range files {
		n := d.Embed(f)
		fmt.Fprintf(&names, "(%s) %d 0 R ", f.Name, n)
		fmt.Fprintf(&af, "%d 0 R ", n)
	}
	d.Set(1, "<</Type/Catalog/Pages 2 0 R/Metadata %d 0 R/Names<</EmbeddedFiles<</Names[%s]>>>>/AF[%s]>>", xmp, names.String(), af.String())
	return d
}

// Lines is content that draws lines of text, in PDF's own form, in the font /F.
func Lines(lines ...string) string {
	var b strings.Builder
	b.WriteString("BT /F 12 Tf 14 TL 70 700 Td ")
	for _, line := range lines {
		fmt.Fprintf(&b, "(%s) ' ", line)
	}
	return b.String() + "ET"
}

// Show draws content on the page of a hybrid, instead of what is there. Its font /F is
// Helvetica, in an encoding: /WinAnsiEncoding, or a dictionary.
func (d *Doc) Show(encoding, content string) {
	n := d.Flate("", []byte(content))
	d.Set(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding%s>>>>>>>>", n, encoding)
}

// Embed adds a file specification and its stream, and gives the number of the former.
func (d *Doc) Embed(f File) int {
	n := d.Flate(fmt.Sprintf("/Type/EmbeddedFile/Subtype/%s/Params<</Size %d/ModDate(D:20260121093000+01'00')>>", strings.ReplaceAll(f.MIME, "/", "#2F"), len(f.Content)), f.Content)
	relationship := ""
	if f.Relationship != "" {
		relationship = "/AFRelationship/" + f.Relationship
	}
	return d.Add("<</Type/Filespec/F(%[1]s)/UF(%[1]s)%[2]s/EF<</F %[3]d 0 R/UF %[3]d 0 R>>>>", f.Name, relationship, n)
}

// Metadata is XMP with the claims of Factur-X and of PDF/A-3B, and the description of the
// former that PDF/A wants.
func Metadata(file, level string) string {
	var properties strings.Builder
	for _, name := range []string{"DocumentFileName", "DocumentType", "Version", "ConformanceLevel"} {
		fmt.Fprintf(&properties, `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>%s</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>of the invoice</pdfaProperty:description></rdf:li>
`, name)
	}
	return fmt.Sprintf(`<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="B"/>
<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>%s</fx:DocumentFileName><fx:Version>1.0</fx:Version><fx:ConformanceLevel>%s</fx:ConformanceLevel>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X</pdfaSchema:schema><pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
%s</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`, file, level, properties.String())
}

// DeflateZeros are n zeros, compressed, without the right checksum; n is a multiple of a
// mebibyte. A block that refers to nothing but zeros is written once and repeated.
func DeflateZeros(n int64) []byte {
	var block bytes.Buffer
	w, err := flate.NewWriter(&block, flate.BestCompression)
	if err != nil {
		panic(err)
	}
	w.Write(make([]byte, 1<<20))
	w.Flush()
	out := append([]byte("\x78\x9C"), bytes.Repeat(block.Bytes(), int(n>>20))...)
	return append(out, 3, 0, 0, 0, 0, 0) // an empty last block
}
