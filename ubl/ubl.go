// Package ubl reads and writes invoices and credit notes in UBL 2.1, by the binding
// of EN 16931-1 to UBL (CEN/TS 16931-3-2) with what Peppol BIS Billing 3.0 and the
// XRechnung Extension add.
//
//	doc, err := ubl.Parse(data)        // doc.Invoice, doc.Losses
//	xml, losses, err := ubl.Build(inv) // the document, and what it cannot hold
//
// Nothing is dropped in silence: what a document holds beyond the invoice model is
// in Document.Losses, what an invoice holds beyond UBL is in Build's losses.
package ubl

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/syntax"
)

// MaxSize is the size of document that Parse takes unless told otherwise.
const MaxSize = syntax.MaxSize

var family = &syntax.Syntax{
	Name: "UBL", Holds: "UBL invoice or credit note", Schema: schema,
	Formats: []*syntax.Format{
		{Name: einvoice.UBLInvoice, Codec: invoiceCodec},
		{Name: einvoice.UBLCreditNote, Codec: creditNoteCodec},
	},
	WrongRoot: wrongRoot,
}

func wrongRoot(uri, local string) string {
	if uri == "" {
		uri = "no namespace"
	}
	if local == "Invoice" || local == "CreditNote" {
		return fmt.Sprintf("the root element %s is in %s, not in that of UBL 2.1", local, uri)
	}
	return fmt.Sprintf("the root element is %s (%s), not a UBL Invoice or CreditNote", local, uri)
}

// ParseOptions say how to read. The zero value is right for most uses.
type ParseOptions struct {
	MaxSize   int64 // bytes; 0: MaxSize. Stream has no such limit.
	MaxPart   int   // bytes of one child of the root in Stream; 0: 256 MiB
	MaxDepth  int   // elements in one another; 0: 128
	MaxLosses int   // losses listed one by one, further ones are counted by path; 0: 10,000

	// Into, if not nil, is the Document to read into. A line callback of Stream finds
	// in it what has been read before the line.
	Into *einvoice.Document
}

// Parse reads a UBL invoice or credit note.
//
// A document that cannot be read gives a *einvoice.SyntaxError and no Document.
// Values that are not of their type give a *einvoice.ValueError beside a usable
// Document in which their places are absent.
func Parse(data []byte) (*einvoice.Document, error) { return ParseOptions{}.Parse(data) }

// Parse is Parse with options.
func (o ParseOptions) Parse(data []byte) (*einvoice.Document, error) {
	return family.Parse(data, syntax.ParseOptions(o))
}

// Stream reads a document of any length. Each line is handed to line and then
// forgotten, so that Document.Invoice has no lines in the end; memory is bounded by
// the largest child of the root. An error of line's ends the reading.
func Stream(ctx context.Context, in io.Reader, line func(*einvoice.Line) error) (*einvoice.Document, error) {
	return ParseOptions{}.Stream(ctx, in, line)
}

// Stream is Stream with options.
func (o ParseOptions) Stream(ctx context.Context, in io.Reader, line func(*einvoice.Line) error) (*einvoice.Document, error) {
	return family.Stream(ctx, in, line, syntax.ParseOptions(o))
}

// Locate finds where places of the model, such as "Lines[3].Item.Name", stand in a
// document.
func Locate(data []byte, places ...string) (map[string]einvoice.Location, error) {
	return family.Locate(data, places)
}

// LocateStream is Locate for documents of any length.
func LocateStream(ctx context.Context, in io.Reader, places ...string) (map[string]einvoice.Location, error) {
	return family.LocateStream(ctx, in, places)
}

// BuildOptions say how to write. The zero value is right for most uses.
type BuildOptions struct {
	// Format chooses Invoice or CreditNote; "" goes by the type code (BT-3).
	Format einvoice.Format
	// Compact leaves out line breaks and indentation.
	Compact bool
}

// ErrFormat: the options name a format that is not UBL.
var ErrFormat = syntax.ErrFormat

// Build writes an invoice as UBL, with line breaks and indentation. The losses are
// the values that UBL has no place for. Text that XML cannot hold, a day that does not
// exist and a number of too many digits give a *einvoice.BuildError. An embedded file
// held as base64 text is written as it is, decoded by nobody. Build does not judge the invoice: see package
// validate. nil is an invoice without content.
func Build(inv *einvoice.Invoice) (xml []byte, losses []einvoice.Loss, err error) {
	return BuildOptions{}.Build(inv)
}

// Build is Build with options.
func (o BuildOptions) Build(inv *einvoice.Invoice) (xml []byte, losses []einvoice.Loss, err error) {
	inv = cmp.Or(inv, &einvoice.Invoice{})
	return family.Build(inv, o.write(inv))
}

// Write writes an invoice to w piece by piece. Lines, if not nil, stands in for
// inv.Lines; their number does not matter, but fields of theirs that have no
// place in UBL are not among the losses.
func (o BuildOptions) Write(w io.Writer, inv *einvoice.Invoice, lines iter.Seq[*einvoice.Line]) (losses []einvoice.Loss, err error) {
	inv = cmp.Or(inv, &einvoice.Invoice{})
	return family.Write(w, inv, lines, o.write(inv))
}

func (o BuildOptions) write(inv *einvoice.Invoice) syntax.WriteOptions {
	format := o.Format
	switch {
	case format != "":
	case inv.IsCreditNote():
		format = einvoice.UBLCreditNote
	default:
		format = einvoice.UBLInvoice
	}
	return syntax.WriteOptions{Format: format, Compact: o.Compact}
}

// Bindings describes the mapping: every bound element and attribute in document
// order, with its place in Invoice.
func Bindings(f einvoice.Format) ([]einvoice.Binding, error) { return family.Bindings(f) }
