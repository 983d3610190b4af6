package attach

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// field is a text about a file.
type field uint8

const (
	noField field = iota
	fieldReference
	fieldDescription
	fieldTypeCode
	fieldURI
	fieldFilename
	fieldMIME
	fieldFormat
	fieldEncoding
	fieldCompression
	fieldNumber
	fieldSeries
	fieldSpecification
	fieldCount
)

// fields are by local name: what names say is understood whatever namespace somebody
// has put them in. Where the same name says something else, the element around it is
// none that is asked.
var fields = map[string]field{
	"ID": fieldReference, "IssuerAssignedID": fieldReference, "Reference": fieldReference,
	"DocumentTypeCode": fieldTypeCode, "TypeCode": fieldTypeCode,
	"DocumentDescription": fieldDescription, "Name": fieldDescription, "Title": fieldDescription, "AttachmentDescription": fieldDescription, "RepositoryName": fieldDescription,
	"URI": fieldURI, "URIID": fieldURI, "URL": fieldURI,
	"FileName": fieldFilename, "MimeCode": fieldMIME, "MIMECode": fieldMIME,
	"AttachmentFormat": fieldFormat, "AttachmentEncoding": fieldEncoding, "AttachmentCompressionAlgorithm": fieldCompression,
	"CustomizationID": fieldSpecification, "InvoiceNumber": fieldNumber, "InvoiceSeriesCode": fieldSeries,
}

// mostText is how many bytes of a text about a file are kept: AttachmentDescription may
// have 2,500 characters.
const mostText = 16 << 10

// set keeps a text about a file with the element around it. The first one counts.
func (s *scanner) set(parent, f *frame) {
	text := xmlmap.Trim(string(f.text))
	if len(text) > mostText {
		text = strings.ToValidUTF8(text[:mostText], "") // a character may be cut
		parent.short = true
	}
	if parent.file != nil && text != "" {
		parent.file.note(NoteLate, f.local()+" stands behind the content, where a stream cannot heed it: "+cut(text))
	}
	if parent.fields == nil {
		parent.fields = new([fieldCount]string)
	}
	if parent.fields[f.field] == "" {
		parent.fields[f.field] = text
	}
	switch {
	case f.field == fieldSpecification && len(s.open)-1 == s.root, parent.name == nameGuideline && f.field == fieldReference:
		s.doc.Specification = text
	case parent.name == nameHeader && f.field == fieldNumber:
		s.number = text
		s.invoice = parent.fields[fieldSeries] + text
	case parent.name == nameHeader && f.field == fieldSeries:
		s.invoice = text + parent.fields[fieldNumber]
	case f.field == fieldReference && s.invoice == "" && (len(s.open)-1 == s.root || parent.name == nameExchanged):
		s.invoice, s.number = text, text
	}
}

// refers tells elements that may refer to a file elsewhere.
func (s *scanner) refers(n int) bool {
	local := s.open[n].local()
	return local == "ExternalReference" || local == "Repository" || strings.HasSuffix(local, "ReferencedDocument") || strings.HasSuffix(local, "SpecifiedBinaryFile")
}

// describe is what the document says of the file in the innermost element, or of the one
// that the element at depth n refers to.
func (s *scanner) describe(kind Kind, n int, from ...int) *File {
	s.count++
	f := &File{Index: s.count, Kind: kind, Path: s.path(n), Position: s.Position(s.Off), Invoice: s.invoice}
	for _, i := range from {
		if i < 0 || s.open[i].fields == nil {
			continue
		}
		x := s.open[i].fields
		if s.open[i].short {
			f.note(NoteShortened, fmt.Sprintf("a text about it is longer than the %d bytes that are kept", mostText))
		}
		for _, p := range []struct {
			to *string
			f  field
		}{{&f.Reference, fieldReference}, {&f.Description, fieldDescription}, {&f.TypeCode, fieldTypeCode}, {&f.Filename, fieldFilename},
			{&f.MIME, fieldMIME}, {&f.Format, fieldFormat}, {&f.Encoding, fieldEncoding}, {&f.Compression, fieldCompression}} {
			if *p.to == "" {
				*p.to = x[p.f]
			}
		}
		if kind == External && f.URI == "" {
			f.URI = x[fieldURI]
		}
	}
	return f
}

// group is the depth of the element that describes what the element at depth n holds.
func (s *scanner) group(n int) int {
	if n > 1 && s.open[n-1].name == nameAttachment {
		return n - 2
	}
	return n - 1
}

// link is at the end of an element that refers to a file elsewhere.
func (s *scanner) link(n int) {
	outer := -1
	if local := s.open[n].local(); local == "ExternalReference" || local == "Repository" {
		outer = s.group(n)
	}
	f := s.describe(External, n, n, outer)
	s.markView(f)
	if s.plan != nil {
		s.plan.found(s, f, n)
	}
	if s.onLink != nil {
		if err := s.onLink(f); err != nil {
			s.Fail(err)
		}
	}
}

// file is at the start tag of an element whose text is a file.
func (s *scanner) file() {
	n := len(s.open) - 1
	f := s.describe(Embedded, n, s.group(n))
	for _, a := range []struct {
		name string
		to   *string
	}{{"filename", &f.Filename}, {"mimeCode", &f.MIME}, {"encodingCode", &f.Encoding}, {"format", &f.Format}} {
		if v, ok := s.Element.Attr(a.name); ok && xmlmap.Trim(v) != "" {
			*a.to = strings.Clone(xmlmap.Trim(v))
		}
	}
	s.open[n].field = noField
	s.markView(f)
	if s.plan != nil {
		s.plan.found(s, f, n)
	}
	c := &content{scanner: s, file: f, depth: s.Depth(), now: piece{off: s.End}, end: s.End}
	if g := s.group(n); g >= 0 {
		s.open[g].file = f
	}
	err := s.onFile(f, c)
	c.skip()
	if err != nil {
		s.Fail(err)
	}
	if s.Err() == nil {
		s.leave()
	}
}

// path is where an element is.
func (s *scanner) path(n int) string {
	var b strings.Builder
	for i := range s.open[:n+1] {
		f := &s.open[i]
		b.WriteByte('/')
		if f.name == names.Other {
			b.WriteString(f.raw)
		} else {
			b.WriteString(f.name.Show())
		}
		if f.nth > 1 || i == s.group(n) {
			b.WriteString("[" + strconv.Itoa(f.nth) + "]")
		}
	}
	path := b.String()
	if len(path) > mostPath {
		return strings.ToValidUTF8(path[:mostPath/2], "") + "..." + lastOf(path, mostPath/2)
	}
	return path
}

// mostPath is how long a path is shown: names have 256 bytes, and nest 128 deep.
const mostPath = 1024
