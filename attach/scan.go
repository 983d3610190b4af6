package attach

import (
	"context"
	"io"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// scanner goes through a document and knows where it is. What it keeps is what is open.
type scanner struct {
	*xmlmap.Tokens
	doc     *Document
	open    []frame
	root    int    // how deep the invoice document is: 1, or more in an envelope; 0: not found yet
	invoice string // series and number
	number  string
	space   blank // the white space in front of the token at hand
	last    int64 // end of the token before
	onFile  func(f *File, content *content) error
	onLink  func(f *File) error
	plan    *plan // nil but for Embed and Remove
	count   int   // files so far
}

// frame is an open element.
type frame struct {
	name   names.Name
	raw    string // of an element that no schema knows
	nth    int    // among its siblings of the same name
	inner  int64  // where its content begins
	empty  bool   // <a/>
	field  field  // what its text is, if that is wanted
	text   []byte
	fields *[fieldCount]string // of its children
	seen   []sibling
	blank  blank // in front of it

	file  *File // that it describes, once its content has gone by
	short bool  // some text was longer than what is kept

	// For Embed and Remove.
	uri      *node // of its child that refers to a file
	node     *node // where something may change
	children int
	solid    bool // it has text, or comments
}

type sibling struct {
	name names.Name
	n    int
}

// blank is white space between two tags.
type blank struct {
	start, end int64
	text       string // as it stands in the document
}

func newScanner(ctx context.Context, in io.Reader, doc *Document) (*scanner, error) {
	t, note, err := xmlmap.NewTokens(ctx, in, names.Schema, xmlmap.Limits{})
	if err != nil {
		return nil, err
	}
	if note != "" {
		doc.Notes = append(doc.Notes, Note{NoteEncoding, note})
	}
	return &scanner{Tokens: t, doc: doc}, nil
}

// run reads the document to its end.
func (s *scanner) run() error {
	for s.Next() {
		if n := len(s.open); n > 0 && s.Off != s.last {
			s.open[n-1].solid = true // a comment, or an instruction
		}
		switch s.Kind {
		case xmlmap.OpenToken:
			s.enter()
		case xmlmap.CloseToken:
			s.leave()
		case xmlmap.TextToken:
			s.content()
		}
		s.last = s.End
	}
	if err := s.Err(); err != nil {
		return err
	}
	if s.root == 0 {
		return &einvoice.SyntaxError{Code: einvoice.ErrWrongRoot, Message: "no invoice in UBL, CII or Facturae, and so no files that belong to one"}
	}
	return nil
}

// enter takes in a start tag.
func (s *scanner) enter() {
	e := &s.Element
	name := names.Lookup(e.NS, e.Local)
	depth := len(s.open)
	nth := 1
	if depth > 0 {
		nth = s.open[depth-1].another(name)
	}
	s.push(frame{name: name, nth: nth, inner: s.End, empty: s.Empty, blank: s.blankBefore()})
	f := &s.open[depth]
	if name == names.Other {
		f.raw = strings.Clone(e.Raw)
	}
	s.recognize(f)
	f.field = fields[e.Local]
	if s.plan != nil {
		s.plan.enter(s)
	}
	if isContent(s.open, e.Local) {
		s.file()
	}
}

// push keeps the slices of the frame that was at this depth before.
func (s *scanner) push(f frame) {
	n := len(s.open)
	if n < cap(s.open) {
		old := &s.open[:n+1][n]
		f.text, f.seen = old.text[:0], old.seen[:0]
	}
	s.open = append(s.open, f)
}

// another counts a child.
func (f *frame) another(name names.Name) int {
	if name == names.Other {
		return 1
	}
	for i := range f.seen {
		if f.seen[i].name == name {
			f.seen[i].n++
			return f.seen[i].n
		}
	}
	f.seen = append(f.seen, sibling{name, 1})
	return 1
}

// recognize looks for the root element of an invoice, and for signatures.
func (s *scanner) recognize(f *frame) {
	switch f.name {
	case nameSignature, nameDigitalSignature:
		s.doc.Signed = true
		return
	case nameFacturaeInvoice:
		s.doc.Invoices++
		s.invoice, s.number = "", ""
	}
	format, is := formats[f.name]
	if !is && f.raw != "" {
		prefix, _, ok := strings.Cut(f.raw, ":")
		if !ok {
			prefix = ""
		}
		format, is = oldFormats[s.Element.Namespace(prefix)]
	}
	if is && s.root == 0 {
		s.root = len(s.open)
		s.doc.Format = format
		if !isFacturae(format) {
			s.doc.Invoices = 1
		}
	}
}

var (
	nameSignature        = names.Of("ds:Signature")
	nameDigitalSignature = names.Of("cac:DigitalSignatureAttachment")
	nameFacturaeInvoice  = names.Of("Invoice")
	nameAttachment       = names.Of("cac:Attachment")
)

var formats = map[names.Name]einvoice.Format{
	names.Of("inv:Invoice"):              einvoice.UBLInvoice,
	names.Of("cn:CreditNote"):            einvoice.UBLCreditNote,
	names.Of("rsm:CrossIndustryInvoice"): einvoice.CII,
	names.Of("fe32:Facturae"):            "facturae-3.2",
	names.Of("fe321:Facturae"):           "facturae-3.2.1",
	names.Of("fe322:Facturae"):           "facturae-3.2.2",
}

// oldFormats are by namespace: their files are read, and none are put in.
var oldFormats = map[string]einvoice.Format{
	"urn:ferd:CrossIndustryDocument:invoice:1p0":         einvoice.ZUGFeRD1,
	"http://www.facturae.es/Facturae/2007/v3.0/Facturae": "facturae-3.0",
	"http://www.facturae.es/Facturae/2007/v3.1/Facturae": "facturae-3.1",
}

func isFacturae(f einvoice.Format) bool { return strings.HasPrefix(string(f), "facturae") }

// content is character data: white space between tags, or a text about a file.
func (s *scanner) content() {
	if len(s.open) == 0 {
		return
	}
	f := &s.open[len(s.open)-1]
	if f.field != noField && len(f.text) <= mostText {
		f.text = append(f.text, s.Text...)
	}
	if xmlmap.Trim(s.Text) != "" {
		f.solid = true
		return
	}
	if s.space.end != s.Off {
		s.space = blank{start: s.Off}
	}
	s.space.end = s.End
	if s.plan != nil && len(s.space.text) <= mostBlank {
		text := asWritten(s.Text, s.End-s.Off)
		s.space.text += strings.Clone(text[:min(len(text), mostBlank+1)])
	}
}

// mostBlank is how much white space is taken as a pattern for new elements.
const mostBlank = 256

// asWritten undoes the normalization of line ends; n is how many bytes stand in the document.
func asWritten(text string, n int64) string {
	switch n {
	case int64(len(text)):
		return text
	case int64(len(text) + strings.Count(text, "\n")):
		return strings.ReplaceAll(text, "\n", "\r\n")
	}
	return ""
}

// blankBefore is the white space directly in front of the token at hand.
func (s *scanner) blankBefore() blank {
	if s.space.end != s.Off {
		return blank{start: s.Off, end: s.Off}
	}
	return s.space
}

// leave takes in an end tag.
func (s *scanner) leave() {
	n := len(s.open) - 1
	f := &s.open[n]
	if n > 0 && f.field != noField {
		s.set(&s.open[n-1], f)
		if s.plan != nil && f.field == fieldURI {
			s.open[n-1].uri = &node{name: f.name, blank: f.blank, inner: f.inner, end: s.End}
		}
	}
	if f.fields != nil && f.fields[fieldURI] != "" && s.refers(n) {
		s.link(n)
	}
	if s.plan != nil {
		s.plan.leave(s)
	}
	s.open = s.open[:n]
}

var (
	nameGuideline = names.Of("ram:GuidelineSpecifiedDocumentContextParameter")
	nameHeader    = names.Of("InvoiceHeader")
	nameExchanged = names.Of("rsm:ExchangedDocument")
)

// isContent tells the elements whose text is a file.
func isContent(open []frame, local string) bool {
	if strings.HasSuffix(local, "BinaryObject") {
		return true
	}
	return local == "AttachmentData" && len(open) > 1 && open[len(open)-2].local() == "Attachment"
}

func (f *frame) local() string {
	s := f.raw
	if f.name != names.Other {
		s = f.name.String()
	}
	return s[strings.IndexByte(s, ':')+1:]
}
