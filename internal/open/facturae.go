package open

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

// openAny tries the likelier format first; which that is only matters for speed.
func openAny(data []byte, o Options) ([]Source, error) {
	if likely(data, "Facturae") {
		all, err := openFacturae(data, o)
		if !isWrongRoot(err) {
			return all, err
		}
		doc, err := openXML(data)
		return sources(doc, data), err
	}
	doc, err := openXML(data)
	if isOther(err) {
		if all, err := openFacturae(data, o); !isWrongRoot(err) {
			return all, err
		}
	}
	return sources(doc, data), err
}

// isWrongRoot tells that a document is none of Facturae, not even in a wrong namespace.
func isWrongRoot(err error) bool {
	var e *einvoice.SyntaxError
	return errors.As(err, &e) && e.Code == einvoice.ErrWrongRoot && !strings.HasPrefix(e.Message, "the root element Facturae")
}

// openFacturae reads the invoices of a document.
func openFacturae(data []byte, o Options) ([]Source, error) {
	doc, err := facturae.Parse(data)
	if doc == nil {
		return nil, err
	}
	invoices := make([]facturae.Converted, len(doc.Facturae.Invoices))
	if len(invoices) == 0 {
		return nil, &einvoice.SyntaxError{Code: einvoice.ErrNoInvoice, Message: "the document holds no invoice"}
	}
	if !o.AsFacturae {
		var wrong error
		if invoices, wrong = facturae.ToInvoices(&doc.Facturae, o.FromFacturae); wrong != nil {
			return nil, wrong
		}
	}
	all := make([]Source, len(invoices))
	for i := range invoices {
		c := &invoices[i]
		Place(doc.Version.Format(), data, c.Losses)
		all[i] = Source{Data: data, Facturae: doc, Document: &einvoice.Document{Invoice: c.Invoice, Format: doc.Version.Format(),
			Losses: append(lossesOf(doc, i), c.Losses...), Notes: append(slices.Clone(doc.Notes), c.Notes...)}}
	}
	return all, err
}

func sources(doc *einvoice.Document, data []byte) []Source {
	if doc == nil {
		return nil
	}
	return []Source{{Document: doc, Data: data}}
}

// lossesOf are the losses of reading that belong to an invoice, or to the file.
func lossesOf(doc *facturae.Document, i int) (losses []einvoice.Loss) {
	own := fmt.Sprintf("Invoices[%d]", i)
	for _, l := range doc.Losses {
		if invoice, _, _ := strings.Cut(l.Place, "."); invoice == own || !strings.HasPrefix(invoice, "Invoices[") {
			losses = append(losses, l)
		}
	}
	return losses
}

// Place gives losses that have a place, and no position, their place in the document that
// was read as of a format.
func Place(f einvoice.Format, data []byte, losses []einvoice.Loss) {
	var places []string
	for _, l := range losses {
		if l.Line == 0 && l.Place != "" {
			places = append(places, l.Place)
		}
	}
	if data == nil || places == nil {
		return
	}
	found, err := Locate(f, data, places...)
	if err != nil && !errors.As(err, new(*einvoice.ValueError)) {
		return // it was read before: the losses stand without positions
	}
	for i := range losses {
		l := &losses[i]
		if at := found[l.Place]; l.Line == 0 && at.Line > 0 {
			l.Path, l.Offset, l.Line, l.Column = at.Path, at.Offset, at.Line, at.Column
		}
	}
}
