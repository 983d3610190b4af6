// Package facturx reads hybrid invoices, PDF documents with the invoice as XML inside, as
// Factur-X, ZUGFeRD 1 and 2 and XRechnung make them, and makes such documents: of a PDF and
// an invoice, or of an invoice alone, which it draws.
//
//	invoice, err := facturx.Extract(ctx, pdf, facturx.Options{})
//	doc, err := cii.Parse(invoice.XML)
//	hybrid, err := facturx.EmbedXML(ctx, pdf, xml, facturx.EmbedOptions{}) // hybrid.PDF
//	made, err := facturx.Create(doc, facturx.CreateOptions{Language: "fr"}) // made.PDF
//
// Validate checks a hybrid in one report: the PDF by rules of its own (FX-PDF-101 ...), and
// the XML in it by package validate.
//
// Inspect tells all that is known of a PDF: its files and where they are referred to, what
// its metadata claim, which file is the invoice, where name, relationship, metadata and
// the invoice's own guideline contradict one another, and whether the pages show number,
// date and amount of the invoice (UBL and CII). Attachments makes all files of a
// PDF those of package attach.
//
// # Which file is the invoice
//
// The name says what a file is meant to be, its root element what it is. Candidates are
// files whose root element is that of an invoice (CII, ZUGFeRD 1.0, UBL, Facturae), and
// files with a name that a standard gives an invoice whatever they hold, unless it is an
// order or another known document. Of several the first counts, in this order: an invoice
// by its root element before others; then by name factur-x.xml, xrechnung.xml,
// zugferd-invoice.xml (or ZUGFeRD-invoice.xml), the name that the metadata give, any
// other; then one that is associated with the document (/AF) before others; then in the
// order of Report.Files. That there were several is a note.
//
// PDFs come from strangers: what they may cost is bounded (see Options), and no more than
// linear in their size. No file is written, and nothing is fetched.
package facturx

import (
	"bytes"

	"github.com/einvoice-go/einvoice"
)

// The formats of files that are not those of an invoice package.
const (
	PDF   einvoice.Format = "pdf"
	Order einvoice.Format = "order-x" // an order, order change or response: not an invoice
)

// Options bound what a document may cost. The zero value has sensible limits.
type Options struct {
	MaxSize  int64 // bytes of the PDF: 256 MiB
	MaxFile  int64 // bytes of one file inside, decoded: 256 MiB
	MaxTotal int64 // bytes of all files together: 1 GiB
	MaxXML   int64 // bytes of the invoice, which is held in memory: 64 MiB
	MaxFiles int   // files: 10,000

	// Text says whether the pages are searched for number, date and amount of the invoice.
	Text TextSearch
}

func (o Options) orDefault() Options {
	for _, f := range []struct {
		p     *int64
		usual int64
	}{{&o.MaxSize, 256 << 20}, {&o.MaxFile, 256 << 20}, {&o.MaxTotal, 1 << 30}, {&o.MaxXML, 64 << 20}} {
		if *f.p <= 0 {
			*f.p = f.usual
		}
	}
	if o.MaxFiles <= 0 {
		o.MaxFiles = 10_000
	}
	return o
}

// IsPDF tells by the first bytes of a document, of which 1,024 are enough, whether it is
// a PDF.
func IsPDF(head []byte) bool {
	return bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-"))
}
