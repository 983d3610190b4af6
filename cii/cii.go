// Package cii reads and writes invoices in UN/CEFACT Cross Industry Invoice D16B, by
// the binding of EN 16931-1 to CII (CEN/TS 16931-3-3): the XML of Factur-X and ZUGFeRD 2
// in every profile, and XRechnung. It also reads ZUGFeRD 1.0.
//
//	doc, err := cii.Parse(data)        // doc.Invoice, doc.Losses
//	xml, losses, err := cii.Build(inv) // the document, and what it cannot hold
//
// Nothing is dropped in silence: what a document holds beyond the invoice model is
// in Document.Losses, what an invoice holds beyond CII, or beyond the profile, is in
// Build's losses.
package cii

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
	Name: "CII", Holds: "CII or ZUGFeRD 1.0 invoice", Schema: schema,
	Formats: []*syntax.Format{
		{Name: einvoice.CII, Codec: codec, Deep: true},
		{Name: einvoice.ZUGFeRD1, Codec: zugferd1Codec, Deep: true, ReadOnly: true},
	},
	WrongRoot: wrongRoot,
}

func wrongRoot(uri, local string) string {
	if uri == "" {
		uri = "no namespace"
	}
	switch local {
	case "CrossIndustryInvoice":
		return fmt.Sprintf("the root element %s is in %s, not in that of CII D16B", local, uri)
	case "CrossIndustryDocument":
		return fmt.Sprintf("the root element %s is in %s, not in that of ZUGFeRD 1.0", local, uri)
	}
	return fmt.Sprintf("the root element is %s (%s), not a CrossIndustryInvoice (CII D16B) or CrossIndustryDocument (ZUGFeRD 1.0)", local, uri)
}

// ParseOptions say how to read. The zero value is right for most uses.
type ParseOptions struct {
	MaxSize   int64 // bytes; 0: MaxSize. Stream has no such limit.
	MaxPart   int   // bytes of one line, or of the settlement, in Stream; 0: 256 MiB
	MaxDepth  int   // elements in one another; 0: 128
	MaxLosses int   // losses listed one by one, further ones are counted by path; 0: 10,000

	// Into, if not nil, is the Document to read into. A line callback of Stream finds
	// in it what has been read before the line.
	Into *einvoice.Document
}

// Parse reads a CII invoice, or one in ZUGFeRD 1.0: Document.Format says which.
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
// forgotten, so that Document.Invoice has no lines in the end. Lines come before most
// of the document, also before the currency: Into knows little when they come. In
// ZUGFeRD 1.0 they come last.
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
	// Profile is what may be written; 0 goes by the specification identifier (BT-24),
	// and an identifier that names none is the same as Any.
	Profile Profile
	// Compact leaves out line breaks and indentation.
	Compact bool
}

// Build writes an invoice as CII, with line breaks and indentation. The losses are
// the values that CII, or the profile, has no place for. Text that XML cannot hold, a
// day that does not exist and a number of too many digits give a
// *einvoice.BuildError. Build does not judge the invoice: see package validate.
// nil is an invoice without content.
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
// place in CII are not among the losses.
func (o BuildOptions) Write(w io.Writer, inv *einvoice.Invoice, lines iter.Seq[*einvoice.Line]) (losses []einvoice.Loss, err error) {
	inv = cmp.Or(inv, &einvoice.Invoice{})
	return family.Write(w, inv, lines, o.write(inv))
}

func (o BuildOptions) write(inv *einvoice.Invoice) syntax.WriteOptions {
	p := o.Profile
	if p == 0 {
		p = ProfileOf(inv.Process.Specification)
	}
	w := syntax.WriteOptions{Format: einvoice.CII, Compact: o.Compact}
	if p == 0 || p == Any {
		return w
	}
	if w.Profile = uint16(p); p != Extended {
		w.Target = "the profile " + p.String()
	}
	return w
}

// Bindings describes the mapping of CII or ZUGFeRD 1.0: every bound element and
// attribute in document order, with its place in Invoice and the profiles that have it.
func Bindings(f einvoice.Format) ([]einvoice.Binding, error) { return family.Bindings(f) }
