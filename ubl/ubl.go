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
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// MaxSize is the size of document that Parse takes unless told otherwise.
const MaxSize = 256 << 20

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

func (o ParseOptions) limits() xmlmap.Limits {
	return xmlmap.Limits{Depth: o.MaxDepth, Losses: o.MaxLosses, Part: o.MaxPart}
}

// Parse reads a UBL invoice or credit note.
//
// A document that cannot be read gives a *einvoice.SyntaxError and no Document.
// Values that are not of their type give a *einvoice.ValueError beside a usable
// Document in which their places are absent.
func Parse(data []byte) (*einvoice.Document, error) { return ParseOptions{}.Parse(data) }

// Parse is Parse with options.
func (o ParseOptions) Parse(data []byte) (*einvoice.Document, error) {
	if limit := o.MaxSize; int64(len(data)) > limit && (limit > 0 || len(data) > MaxSize) {
		if limit == 0 {
			limit = MaxSize
		}
		return nil, &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: fmt.Sprintf("the document has %d bytes, the limit is %d", len(data), limit)}
	}
	text, note, err := xmlmap.Decode(data)
	if err != nil {
		return nil, err
	}
	return o.read(xmlmap.NewReader(text, schema, o.limits()), note)
}

// Stream reads a document of any length. Each line is handed to line and then
// forgotten, so that Document.Invoice has no lines in the end; memory is bounded by
// the largest child of the root. An error of line's ends the reading.
func Stream(ctx context.Context, in io.Reader, line func(*einvoice.Line) error) (*einvoice.Document, error) {
	return ParseOptions{}.Stream(ctx, in, line)
}

// Stream is Stream with options.
func (o ParseOptions) Stream(ctx context.Context, in io.Reader, line func(*einvoice.Line) error) (*einvoice.Document, error) {
	r, note, err := xmlmap.NewStream(ctx, in, schema, o.limits())
	if err != nil {
		return nil, err
	}
	sink := line
	if doc := o.Into; doc != nil {
		sink = func(l *einvoice.Line) error {
			doc.Losses = r.Losses()
			return line(l)
		}
	}
	r.SetSink(sink)
	return o.read(r, note)
}

// start goes to the root element, out of its envelope if it has one.
func start(r *xmlmap.Reader) (codec *xmlmap.Codec[einvoice.Invoice], format einvoice.Format, note string, err error) {
	if !r.Start() {
		return nil, "", "", r.Err()
	}
	is := func() bool { return invoiceCodec.Is(r) || creditNoteCodec.Is(r) }
	uri, local := r.Root()
	if local == "StandardBusinessDocument" {
		r.Deeper()
		if !r.Envelope(is) {
			if r.Err() == nil {
				err = &einvoice.SyntaxError{Code: einvoice.ErrNoInvoice, Message: "the StandardBusinessDocument holds no UBL invoice or credit note"}
				return nil, "", "", err
			}
			return nil, "", "", r.Err()
		}
		note = "unwrapped from a StandardBusinessDocument"
	}
	switch {
	case invoiceCodec.Is(r):
		return invoiceCodec, einvoice.UBLInvoice, note, nil
	case creditNoteCodec.Is(r):
		return creditNoteCodec, einvoice.UBLCreditNote, note, nil
	}
	return nil, "", "", r.Refuse(einvoice.ErrWrongRoot, wrongRoot(uri, local))
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

func (o ParseOptions) read(r *xmlmap.Reader, notes ...string) (*einvoice.Document, error) {
	codec, format, note, err := start(r)
	if err != nil {
		return nil, err
	}
	doc := o.Into
	if doc == nil {
		doc = new(einvoice.Document)
	}
	*doc = einvoice.Document{Format: format}
	for _, n := range append(notes, note) {
		if n != "" {
			doc.Notes = append(doc.Notes, n)
		}
	}
	doc.Losses = codec.Read(r, &doc.Invoice)
	r.Finish()
	if err := r.Err(); err != nil {
		return nil, err
	}
	var bad []einvoice.Loss
	for _, l := range doc.Losses {
		if l.Kind == einvoice.LossMalformed {
			bad = append(bad, l)
		}
	}
	if bad != nil {
		return doc, &einvoice.ValueError{Losses: bad}
	}
	return doc, nil
}

// Locate finds where places of the model, such as "Lines[3].Item.Name", stand in a
// document.
func Locate(data []byte, places ...string) (map[string]einvoice.Location, error) {
	text, _, err := xmlmap.Decode(data)
	if err != nil {
		return nil, err
	}
	return locate(xmlmap.NewReader(text, schema, xmlmap.Limits{}), places)
}

// LocateStream is Locate for documents of any length.
func LocateStream(ctx context.Context, in io.Reader, places ...string) (map[string]einvoice.Location, error) {
	r, _, err := xmlmap.NewStream(ctx, in, schema, xmlmap.Limits{})
	if err != nil {
		return nil, err
	}
	r.SetSink(func(*einvoice.Line) error { return nil })
	return locate(r, places)
}

func locate(r *xmlmap.Reader, places []string) (map[string]einvoice.Location, error) {
	wanted := xmlmap.Wanted{}
	for _, p := range places {
		wanted[p] = einvoice.Location{}
	}
	r.Trace(wanted)
	codec, _, _, err := start(r)
	if err != nil {
		return nil, err
	}
	var inv einvoice.Invoice
	codec.Read(r, &inv)
	if err := r.Err(); !errors.Is(err, xmlmap.ErrFound) {
		return wanted, err
	}
	return wanted, nil
}

// BuildOptions say how to write. The zero value is right for most uses.
type BuildOptions struct {
	// Format chooses Invoice or CreditNote; "" goes by the type code (BT-3).
	Format einvoice.Format
	// Compact leaves out line breaks and indentation.
	Compact bool
}

// ErrFormat: the options name a format that is not UBL.
var ErrFormat = errors.New("not a UBL format")

// buildError gives an error of the writer its place in the invoice.
func buildError(err error) error {
	var e *xmlmap.PlaceError
	if !errors.As(err, &e) {
		return err
	}
	t, _ := einvoice.TermAt(e.Place)
	return &einvoice.BuildError{Term: t.ID, Place: e.Place, Path: e.Path, Err: e.Err}
}

// Build writes an invoice as UBL, with line breaks and indentation. The losses are
// the values that UBL has no place for. Text that XML cannot hold, a day that does not
// exist and a number of too many digits give a *einvoice.BuildError. An embedded file
// held as base64 text is written as it is, decoded by nobody. Build does not judge the invoice: see package
// validate.
func Build(inv *einvoice.Invoice) (xml []byte, losses []einvoice.Loss, err error) {
	return BuildOptions{}.Build(inv)
}

// Build is Build with options.
func (o BuildOptions) Build(inv *einvoice.Invoice) (xml []byte, losses []einvoice.Loss, err error) {
	codec, err := o.codec(inv)
	if err != nil {
		return nil, nil, err
	}
	xml, err = codec.Append(make([]byte, 0, 8<<10), inv, o.options(inv, nil, &losses))
	if err != nil {
		return nil, nil, buildError(err)
	}
	return xml, append(losses, o.unbound(inv)...), nil
}

// Write writes an invoice to w piece by piece. Lines, if not nil, stands in for
// inv.Lines; their number does not matter, but fields of theirs that have no
// place in UBL are not among the losses.
func (o BuildOptions) Write(w io.Writer, inv *einvoice.Invoice, lines iter.Seq[*einvoice.Line]) (losses []einvoice.Loss, err error) {
	codec, err := o.codec(inv)
	if err != nil {
		return nil, err
	}
	if err := codec.WriteTo(w, inv, o.options(inv, lines, &losses)); err != nil {
		return nil, buildError(err)
	}
	return append(losses, o.unbound(inv)...), nil
}

func (o BuildOptions) format(inv *einvoice.Invoice) einvoice.Format {
	switch {
	case o.Format != "":
		return o.Format
	case inv.IsCreditNote():
		return einvoice.UBLCreditNote
	}
	return einvoice.UBLInvoice
}

func (o BuildOptions) codec(inv *einvoice.Invoice) (*xmlmap.Codec[einvoice.Invoice], error) {
	return codecOf(o.format(inv))
}

func codecOf(f einvoice.Format) (*xmlmap.Codec[einvoice.Invoice], error) {
	switch f {
	case einvoice.UBLInvoice:
		return invoiceCodec, nil
	case einvoice.UBLCreditNote:
		return creditNoteCodec, nil
	}
	return nil, fmt.Errorf("%w: %q", ErrFormat, f)
}

func (o BuildOptions) options(inv *einvoice.Invoice, lines iter.Seq[*einvoice.Line], losses *[]einvoice.Loss) xmlmap.Options {
	x := xmlmap.Options{Currency: inv.Currency, Compact: o.Compact}
	if lines != nil {
		x.Source = lines
	}
	x.Lose = func(place, why string) {
		*losses = append(*losses, unplaced(inv, place, why))
	}
	return x
}

// Bindings describes the mapping: every bound element and attribute in document
// order, with its place in Invoice.
func Bindings(f einvoice.Format) ([]einvoice.Binding, error) {
	codec, err := codecOf(f)
	if err != nil {
		return nil, err
	}
	var all []einvoice.Binding
	codec.Describe(func(b einvoice.Binding) { all = append(all, b) })
	return all, nil
}
