// Package convert opens an invoice in any format and turns it into another one, and
// says what has no place there.
//
//	result, err := convert.Convert(data, convert.Options{To: convert.CII, Profile: "xrechnung"})
//	for _, l := range result.Losses {
//		fmt.Println(l)
//	}
//
// Nothing is dropped and nothing is made up in silence: what is lost, while reading or
// while writing, is in Result.Losses with its place in the source, and what the target
// demands and the source leaves open is in Result.Notes.
package convert

import (
	"errors"
	"fmt"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/intake"
	"github.com/einvoice-go/einvoice/internal/open"
	"github.com/einvoice-go/einvoice/ubl"
)

// Target is a family of formats to convert to.
type Target string

// The targets.
const (
	UBL      Target = "ubl"      // Invoice or CreditNote, by the source's format or the type code (BT-3)
	CII      Target = "cii"      // CrossIndustryInvoice D16B
	Facturae Target = "facturae" // 3.2, 3.2.1, 3.2.2
	JSON     Target = "json"     // the JSON form of einvoice.Invoice
)

// Targets lists the targets.
func Targets() []Target { return []Target{UBL, CII, Facturae, JSON} }

// Formats lists the XML formats, for Bindings.
func Formats() []einvoice.Format {
	return []einvoice.Format{einvoice.UBLInvoice, einvoice.UBLCreditNote, einvoice.CII, einvoice.ZUGFeRD1}
}

// Bindings describes the mapping of an XML format: every bound element and attribute in
// document order, with its place in Invoice. Other formats have none.
func Bindings(f einvoice.Format) []einvoice.Binding {
	read := cii.Bindings
	if open.IsUBL(f) {
		read = ubl.Bindings
	}
	all, err := read(f)
	if err != nil {
		return nil
	}
	for i := range all {
		if f == einvoice.ZUGFeRD1 {
			all[i].Profiles = 0 // those that its tables share with CII are not its own
		}
	}
	return all
}

// The errors of wrong options.
var (
	ErrTarget  = errors.New("no such target")
	ErrProfile = errors.New("no such profile")
	ErrVersion = facturae.ErrVersion
)

// Options say how to convert.
type Options struct {
	To Target
	// Profile names the specification that the output shall claim (BT-24, and BT-23 if
	// it has one of its own): see Profiles; or it is a specification identifier itself.
	// "" keeps those of the source. In CII it also says what may be written.
	Profile string
	// Strict makes a loss that carries information an error: see LossError.
	Strict bool
	// Compact leaves out line breaks and indentation.
	Compact bool

	// Version is the version of Facturae to write. "": that of a source in Facturae, else 3.2.2.
	Version facturae.Version
	// ToFacturae has the facts that Facturae demands and other invoices lack.
	ToFacturae facturae.FromOptions
	// FromFacturae has the conventions for what EN 16931-1 lacks.
	FromFacturae facturae.ToOptions

	// Intake says how to read the JSON of APIs and CSV: what stands where they have nothing.
	Intake intake.Options
}

// Result is a converted document.
type Result struct {
	Output []byte          // nil if there was an error
	From   einvoice.Format // of the source
	To     einvoice.Format
	Losses []einvoice.Loss // first of reading, then of writing
	Notes  []string        // what was unwrapped, changed on demand, or filled in
}

// LossError says that a strict conversion would lose something.
type LossError struct {
	Losses []einvoice.Loss // those that carry information, at least one
}

func (e *LossError) Error() string {
	s := "the conversion would lose something: " + e.Losses[0].String()
	if n := len(e.Losses); n > 1 {
		s += fmt.Sprintf(" (and %d more)", n-1)
	}
	return s
}

// MaxSize is the size of document that Open and Convert take.
const MaxSize = ubl.MaxSize

// BatchError says that a document holds several invoices: see OpenAll and ConvertAll.
type BatchError = open.BatchError

// Open reads a document of any format: UBL, CII, Facturae, ZUGFeRD 1.0, the JSON form of
// the invoice, or what package intake reads (JSON of APIs, CSV); in any encoding of package ubl; alone, in a StandardBusinessDocument, or as
// a data: URI. What it unwrapped is in Document.Notes. The format goes by the root
// element and its namespace, that of JSON by the members of the root object.
//
// The errors are *einvoice.SyntaxError, *einvoice.JSONError, *intake.CSVError and *BatchError without, and
// *einvoice.ValueError with a usable Document.
func Open(data []byte) (*einvoice.Document, error) {
	s, err := open.Read(data)
	return s.Document, err
}

// OpenAll is Open for documents that may hold several invoices, as those of Facturae and
// CSV do.
func OpenAll(data []byte) ([]*einvoice.Document, error) { return Options{}.OpenAll(data) }

// OpenAll is the function OpenAll with the conventions of FromFacturae and what Intake
// says; the other options are for writing.
func (o Options) OpenAll(data []byte) ([]*einvoice.Document, error) {
	all, err := open.ReadAll(data, open.Options{FromFacturae: o.FromFacturae, Intake: o.Intake})
	var docs []*einvoice.Document
	for _, s := range all {
		docs = append(docs, s.Document)
	}
	return docs, err
}

// Convert opens a document and converts it. A document that cannot be read, or that
// has values which are not of their type, is not converted: the errors are those of
// Open. The Result is usable beside an error, but for its Output. A document in Facturae
// that shall be in Facturae is not taken apart: all of it is written, in another version.
func Convert(data []byte, o Options) (*Result, error) {
	all, err := open.ReadAll(data, o.open())
	r := &Result{}
	if len(all) > 0 {
		r = resultOf(all[0])
	}
	switch {
	case err != nil:
		return r, err
	case o.To == Facturae && all[0].Facturae != nil:
		return r, o.rewrite(all[0], &all[0].Facturae.Facturae, r)
	case len(all) > 1:
		return &Result{From: r.From}, &BatchError{Invoices: len(all)}
	}
	return r, o.build(all[0], r)
}

// ConvertAll is Convert for documents that may hold several invoices: each becomes a
// document, also of those in Facturae that shall be in Facturae. If one cannot be
// converted the error is its, and the results are those before it and its own.
func ConvertAll(data []byte, o Options) (results []*Result, err error) {
	all, err := open.ReadAll(data, o.open())
	if len(all) == 0 || err != nil {
		r := &Result{}
		if len(all) > 0 {
			r = resultOf(all[0])
		}
		return []*Result{r}, err
	}
	var parts []*facturae.Facturae
	if o.To == Facturae && all[0].Facturae != nil {
		parts = facturae.Split(&all[0].Facturae.Facturae)
	}
	for i, s := range all {
		r := resultOf(s)
		results = append(results, r)
		if parts != nil {
			err = o.rewrite(s, parts[i], r)
		} else {
			err = o.build(s, r)
		}
		if err != nil {
			return results, err
		}
	}
	return results, nil
}

// open says how to read: Facturae that stays Facturae does not go through the model.
func (o Options) open() open.Options {
	return open.Options{FromFacturae: o.FromFacturae, AsFacturae: o.To == Facturae, Intake: o.Intake}
}

func resultOf(s open.Source) *Result {
	return &Result{From: s.Document.Format, Losses: s.Document.Losses, Notes: s.Document.Notes}
}

// Build converts a document that has been read, or an invoice made by a program: the
// losses then have no place in a source. nil is an invoice without content.
func Build(doc *einvoice.Document, o Options) (*Result, error) {
	if doc == nil {
		doc = new(einvoice.Document)
	}
	r := &Result{From: doc.Format, Losses: doc.Losses, Notes: doc.Notes}
	return r, o.build(open.Source{Document: doc}, r)
}

func (o Options) build(s open.Source, r *Result) error {
	p, err := o.profile()
	if err != nil {
		return err
	}
	a := adapter{Invoice: s.Document.Invoice, from: familyOf(s.Document.Format)}
	a.claim(p)
	out, lost, err := o.write(&a, s.Document.Format, r)
	if err != nil {
		return err
	}
	lost = append(a.losses, lost...)
	locate(s, lost)
	r.Losses = append(r.Losses[:len(r.Losses):len(r.Losses)], lost...)
	r.Notes = append(r.Notes[:len(r.Notes):len(r.Notes)], a.notes...)
	if err := o.strict(r); err != nil {
		return err
	}
	r.Output = out
	return nil
}

// strict is the error of losses that carry information, where they are not to be.
func (o Options) strict(r *Result) error {
	if m := material(r.Losses); o.Strict && m != nil {
		return &LossError{m}
	}
	return nil
}

func (o Options) write(a *adapter, from einvoice.Format, r *Result) (out []byte, lost []einvoice.Loss, err error) {
	switch o.To {
	case JSON:
		r.To = open.JSON
		out, err = a.AppendJSON(nil)
	case CII:
		r.To = einvoice.CII
		a.toCII()
		out, lost, err = cii.BuildOptions{Profile: a.profile, Compact: o.Compact}.Build(&a.Invoice)
	case UBL:
		a.toUBL()
		b := ubl.BuildOptions{Compact: o.Compact}
		if r.To = einvoice.UBLInvoice; a.IsCreditNote() {
			r.To = einvoice.UBLCreditNote
		}
		if familyOf(from) == UBL {
			r.To = from
		}
		b.Format = r.To
		out, lost, err = b.Build(&a.Invoice)
	case Facturae:
		out, lost, err = o.toFacturae([]*einvoice.Invoice{&a.Invoice}, r)
	default:
		err = fmt.Errorf("%w: %q", ErrTarget, o.To)
	}
	return out, lost, err
}

// locate gives losses of writing their place in the source. Those of the model have none
// in Facturae, whose document is of another shape.
func locate(s open.Source, losses []einvoice.Loss) {
	if s.Facturae == nil && open.IsXML(s.Document.Format) {
		open.Place(s.Document.Format, s.Data, losses)
	}
}

// material are the losses that carry information.
func material(losses []einvoice.Loss) (m []einvoice.Loss) {
	for _, l := range losses {
		if l.Kind.Material() {
			m = append(m, l)
		}
	}
	return m
}

// familyOf is the target that documents of a format are, "" for JSON and what is only
// read: nothing is assumed of what comes from there.
func familyOf(f einvoice.Format) Target {
	switch {
	case open.IsUBL(f):
		return UBL
	case f == einvoice.CII:
		return CII
	case open.IsFacturae(f):
		return Facturae
	}
	return "" // no target is of its kind
}
