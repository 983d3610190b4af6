// Package intake reads invoices as other programs have them, into the invoice model: the
// JSON that APIs of invoicing services take, and spreadsheets as CSV.
//
//	docs, err := intake.Parse(data, intake.Options{})
//
// There are two forms of JSON. B2BrouterJSON is the body with which an invoice is made in
// B2Brouter's API (an object "invoice" with "invoice_lines_attributes"); SendV2JSON is the
// business-shaped body of "Send invoice (v2)" (supplier, buyer, lines, totals). The JSON
// form of the model itself is read by einvoice.ParseJSON. docs/JSON-IN.md lists every
// member and docs/CSV.md every column; both pages are made of the tables that read.
//
// Reading is strict. Members and columns that are not known, values of a wrong type,
// amounts that do not add up (there is no tolerance): all of it is one error, in document
// order. Nothing is dropped in silence: what EN 16931 has no term for is a loss with its
// JSON Pointer, and what only tells the service what to do is a note. Nothing is made up
// in silence either: what follows from other values is a note, and what EN 16931 or Peppol
// BIS Billing demands and the document lacks is named in notes that begin with "missing".
package intake

import (
	"errors"
	"fmt"

	"github.com/einvoice-go/einvoice"
)

// Options say how to read.
type Options struct {
	// Defaults has values for what the document does not hold, such as the seller, which
	// an API knows from the account. They stand only where the document has none; a note
	// names what they supplied. Lines, totals and VAT breakdowns cannot be defaults.
	Defaults *einvoice.Invoice
}

// ErrDefaults: the defaults hold what only a document can say.
var ErrDefaults = errors.New("defaults cannot hold lines, totals, allowances, charges or VAT breakdowns")

// Check tells whether the options make sense.
func (o Options) Check() error {
	d := o.Defaults
	if d != nil && (d.Lines != nil || d.VATBreakdown != nil || d.Totals != einvoice.Totals{} || d.Allowances != nil || d.Charges != nil || d.LogisticsCharges != nil) {
		return ErrDefaults
	}
	return nil
}

// Parse reads a document of one of the formats of this package, which Detect finds out. A
// CSV file may hold several invoices.
//
// What is no JSON is a *einvoice.SyntaxError, JSON that is no invoice a *einvoice.JSONError
// with all its problems, and so is a *CSVError for CSV. There is no Document beside them.
func Parse(data []byte, o Options) ([]*einvoice.Document, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	format, err := Detect(data)
	if err != nil {
		return nil, err
	}
	var doc *einvoice.Document
	switch format {
	case einvoice.B2BrouterJSON:
		doc, err = parseJSON(data, o, format, b2bRoot, (*b2bDocument).invoice)
	case einvoice.SendV2JSON:
		doc, err = parseJSON(data, o, format, sendRoot, (*sendDocument).invoice)
	case einvoice.CSV:
		return parseCSV(data, o)
	default:
		return nil, &einvoice.SyntaxError{Code: einvoice.ErrWrongRoot, Message: fmt.Sprintf("neither %s, %s nor %s", einvoice.B2BrouterJSON, einvoice.SendV2JSON, einvoice.CSV)}
	}
	if err != nil {
		return nil, err
	}
	return []*einvoice.Document{doc}, nil
}

// parseJSON reads a document of one form: its tables take it apart, fold makes the invoice.
func parseJSON[T any](data []byte, o Options, format einvoice.Format, form *table[T], fold func(*T, *reader, *node, Options) *einvoice.Invoice) (*einvoice.Document, error) {
	root, text, err := parseTree(data)
	if err != nil {
		return nil, err
	}
	r := &reader{text: text}
	d := new(T)
	form.read(r, root, d)
	inv := fold(d, r, root, o)
	if err := r.failure(); err != nil {
		return nil, err
	}
	return &einvoice.Document{Invoice: *inv, Format: format, Losses: r.placed(), Notes: append(missing(inv), r.notes.texts()...)}, nil
}

// Members describes the members of a JSON form, nil for other formats.
func Members(f einvoice.Format) []Member {
	switch f {
	case einvoice.B2BrouterJSON:
		return b2bRoot.members()
	case einvoice.SendV2JSON:
		return sendRoot.members()
	}
	return nil
}
