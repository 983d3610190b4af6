// Package open finds out what a document is and reads it: what convert, validate and
// the command have in common.
package open

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/intake"
	"github.com/einvoice-go/einvoice/ubl"
)

// JSON is the format of a document that was the JSON form of the invoice.
const JSON einvoice.Format = "json"

// Source is a document with the text that it was read from.
type Source struct {
	Document *einvoice.Document
	Data     []byte // of an XML document, unwrapped

	// Facturae is the document that the invoice is one of, nil if it is of another format.
	Facturae *facturae.Document
}

// Options say how to read documents in Facturae, and those of package intake.
type Options struct {
	FromFacturae facturae.ToOptions
	Intake       intake.Options
	AsFacturae   bool // their invoices are not taken to the model: Document has none
}

// BatchError says that a document holds several invoices where one is asked for.
type BatchError struct {
	Invoices int
}

func (e *BatchError) Error() string {
	return fmt.Sprintf("the document is a batch of %d invoices, where one is asked for", e.Invoices)
}

// Read reads a document of one invoice, of any format: see convert.Open.
func Read(data []byte) (s Source, err error) {
	all, err := ReadAll(data, Options{})
	switch len(all) {
	case 0:
		return Source{}, err
	case 1:
		return all[0], err
	}
	return Source{}, &BatchError{len(all)}
}

// ReadAll is Read for documents that may hold several invoices, which those of Facturae
// and CSV do.
func ReadAll(data []byte, o Options) (all []Source, err error) {
	data, notXML, notes, err := Unwrap(data)
	if err != nil {
		return nil, err
	}
	switch {
	case notXML:
		if all, err = readOther(data, o); err != nil {
			return nil, err
		}
	default:
		all, err = openAny(data, o)
	}
	for _, s := range all {
		s.Document.Notes = append(notes[:len(notes):len(notes)], s.Document.Notes...)
	}
	return all, err
}

// readOther reads JSON and CSV: the JSON form of the invoice, or what package intake knows.
func readOther(data []byte, o Options) (all []Source, err error) {
	format, err := intake.Detect(data)
	if err != nil {
		return nil, err
	}
	if format == "" {
		inv, err := einvoice.ParseJSON(data)
		if err != nil {
			return nil, err
		}
		return sources(&einvoice.Document{Invoice: *inv, Format: JSON}, nil), nil
	}
	docs, err := intake.Parse(data, o.Intake)
	for _, doc := range docs {
		all = append(all, sources(doc, nil)...)
	}
	return all, err
}

// Unwrap takes a document out of a data: URI or out of base64, and tells whether it is
// JSON or CSV. Notes say what was done, and what was odd about it.
func Unwrap(data []byte) (inner []byte, notXML bool, notes []string, err error) {
	if attach.FormOf(data) != attach.Raw {
		r, b := attach.OpenDocument(bytes.NewReader(data))
		if data, err = io.ReadAll(r); err != nil { // which is smaller than what it is made of
			return nil, false, nil, err
		}
		for _, n := range b.Notes {
			notes = append(notes, n.Message)
		}
	}
	if text := bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")); isJSON(text) {
		return text, true, notes, nil
	}
	if format, _ := intake.Detect(data); format == einvoice.CSV {
		return data, true, notes, nil
	}
	return data, false, notes, nil
}

// openXML tries the likelier syntax first; which that is only matters for speed.
func openXML(data []byte) (*einvoice.Document, error) {
	first, second := ubl.Parse, cii.Parse
	if likely(data, "CrossIndustry") {
		first, second = second, first
	}
	doc, err := first(data)
	if !isOther(err) {
		return doc, err
	}
	doc, err2 := second(data)
	if !isOther(err2) {
		return doc, err2
	}
	return nil, neither(err, err2)
}

// neither is the error of the syntax whose root element it is in another namespace, or
// one that names both.
func neither(a, b error) error {
	for _, err := range []error{a, b} {
		var e *einvoice.SyntaxError
		if errors.As(err, &e) && (e.Code != einvoice.ErrWrongRoot || strings.Contains(e.Message, "not in that of")) {
			return err
		}
	}
	var e *einvoice.SyntaxError
	errors.As(a, &e)
	both := *e
	name, _, _ := strings.Cut(e.Message, ", not")
	both.Message = name + ", neither a UBL Invoice or CreditNote nor a CII CrossIndustryInvoice nor Facturae"
	return &both
}

// likely tells whether a word stands near the start of a document, in whatever encoding:
// UTF-16 has zeros between the letters.
func likely(data []byte, word string) bool {
	head := data[:min(len(data), 4096)]
	return bytes.Contains(head, []byte(word)) || bytes.Contains(bytes.ReplaceAll(head, []byte{0}, nil), []byte(word))
}

// isOther tells that a document is well-formed so far and of another syntax.
func isOther(err error) bool {
	var e *einvoice.SyntaxError
	return errors.As(err, &e) && (e.Code == einvoice.ErrWrongRoot || e.Code == einvoice.ErrNoInvoice)
}

// isJSON: XML begins with "<", or with a byte order mark.
func isJSON(data []byte) bool {
	data = bytes.TrimLeft(data, " \t\r\n")
	return len(data) > 0 && (data[0] == '{' || data[0] == '[')
}

// Locate finds places of the model in a document that was read as of a format.
func Locate(f einvoice.Format, data []byte, places ...string) (map[string]einvoice.Location, error) {
	switch {
	case IsUBL(f):
		return ubl.Locate(data, places...)
	case IsFacturae(f):
		return facturae.Locate(data, places...)
	}
	return cii.Locate(data, places...)
}

// IsUBL tells the UBL formats from the others.
func IsUBL(f einvoice.Format) bool {
	return f == einvoice.UBLInvoice || f == einvoice.UBLCreditNote
}

// IsXML tells the formats whose documents are XML from the others.
func IsXML(f einvoice.Format) bool {
	return f != JSON && f != einvoice.CSV && f != einvoice.B2BrouterJSON && f != einvoice.SendV2JSON
}

// IsFacturae tells the versions of Facturae from the others.
func IsFacturae(f einvoice.Format) bool { return strings.HasPrefix(string(f), "facturae-") }
