package facturx

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/internal/pdf"
	"github.com/einvoice-go/einvoice/internal/pdfwrite"
)

// EmbedOptions say how an invoice goes into a PDF that exists. The zero value makes a
// PDF/A-3 document of it, or tells why that cannot be.
type EmbedOptions struct {
	// Profile of the XML inside: as in CreateOptions.
	Profile string
	// Strict makes it an error if the XML cannot hold all of the invoice: see
	// convert.LossError.
	Strict bool
	// Relationship of the XML to the pages (AFRelationship): as in CreateOptions.
	Relationship string
	Files        []Attached // further files

	Time     time.Time // when this was done; zero: it does not say
	Title    string    // in place of the document's own
	Creator  string    // the program that asked for it, where the PDF names none
	Language string    // BCP 47, where the PDF does not say what language it is in

	// Incremental keeps the bytes of the PDF and puts what is new behind them, so that its
	// signatures stay what they are. It takes a PDF that claims to be PDF/A already: the
	// syntax of what is there stays as it is.
	Incremental bool
	// NoClaim accepts a document that makes no claim to be PDF/A where it cannot be mended.
	// Nothing is mended in it then.
	NoClaim bool
	// Force writes a signed PDF anew, which ends its signatures, or appends to one whose
	// certification allows no change.
	Force bool
	// NoReplace makes it an error if an invoice is inside already. It is replaced otherwise.
	NoReplace bool
	// Decrypt accepts a PDF that is encrypted with an empty password; what it is written
	// to is not encrypted. That its owner allows this is for the caller to know.
	Decrypt bool

	Limits Options // on the PDF
}

// Embedded is a hybrid invoice that was a PDF before.
type Embedded struct {
	PDF    []byte
	XML    []byte // the invoice in it
	Name   string // of the XML in the PDF
	Claim  string // "PDF/A-3b", "" if it makes none
	Losses []einvoice.Loss
	Notes  []string
	// Problems are what PDF/A-3 does not allow: those that have been mended, and, in a
	// document that makes no claim, those that have not.
	Problems []Problem
}

// Embed puts an invoice into a PDF, which becomes a hybrid: a PDF/A-3 document with one of
// the profiles of Factur-X. What is seen of it stays the same. Further files in the PDF
// stay, an invoice in it is replaced. The same input and options give the same bytes.
// Notes say which of number, date and amount to pay the pages do not show (Limits.Text
// switches that off); the invoice is not judged: see package validate.
//
// The errors are those of convert.Build; *Error for a PDF that cannot be read; *EmbedError
// for options, and for a PDF that is signed, encrypted or has an invoice inside when the
// options do not allow that; *PDFAError for what keeps it from being PDF/A-3.
func Embed(ctx context.Context, pdf []byte, doc *einvoice.Document, o EmbedOptions) (*Embedded, error) {
	if doc == nil {
		doc = new(einvoice.Document)
	}
	xml, p, err := build(doc, o.Profile, o.Strict)
	if err != nil {
		return nil, err
	}
	if p == 0 {
		return nil, &EmbedError{Code: EmbedOption, Option: "Profile", Err: noProfile(o.Profile)}
	}
	made := &Embedded{XML: xml.Output, Losses: xml.Losses, Notes: xml.Notes}
	return made.in(ctx, pdf, &doc.Invoice, p, o)
}

// EmbedXML is Embed for an invoice of any format that package convert reads. CII in a
// profile of Factur-X goes in byte for byte, unless the options name another
// specification than it claims; everything else is converted.
func EmbedXML(ctx context.Context, pdf, xml []byte, o EmbedOptions) (*Embedded, error) {
	docs, err := convert.OpenAll(xml)
	if err != nil {
		return nil, err
	}
	if len(docs) != 1 {
		return nil, &EmbedError{Code: EmbedSeveral, Err: fmt.Errorf("the document is a batch of %d invoices: embed one at a time", len(docs))}
	}
	p := cii.ProfileOf(docs[0].Invoice.Process.Specification)
	format, _ := recognize(ctx, xml[:min(len(xml), headSize)])
	if format != einvoice.CII || p == 0 || o.Profile != "" && specificationNamed(o.Profile) != strings.TrimSpace(docs[0].Invoice.Process.Specification) {
		return Embed(ctx, pdf, docs[0], o)
	}
	made := &Embedded{XML: slices.Clone(xml), Notes: docs[0].Notes}
	return made.in(ctx, pdf, &docs[0].Invoice, p, o)
}

// specificationNamed is the identifier that convert.Options mean by a profile.
func specificationNamed(name string) string {
	for _, p := range convert.Profiles() {
		if p.Name == name {
			return p.Specification
		}
	}
	return name
}

// mostValues and mostNodes bound what is held of a PDF that is written anew: 1 GB in the
// worst case.
const (
	mostValues = 10_000_000
	mostNodes  = 5_000_000
)

// embedding is the work on one PDF.
type embedding struct {
	*reading
	*Embedded
	data  []byte // the PDF
	o     EmbedOptions
	p     cii.Profile
	files []pdfwrite.Attachment // the invoice first
	part  int                   // of ISO 19005 that is claimed
	level string
}

func (made *Embedded) in(ctx context.Context, data []byte, inv *einvoice.Invoice, p cii.Profile, o EmbedOptions) (*Embedded, error) {
	e := &embedding{Embedded: made, data: data, o: o, p: p, files: attachmentsOf(p, made.XML, o.Relationship, o.Files)}
	e.Name = fileNameOf(p)
	if err := e.checkFiles(); err != nil {
		return nil, err
	}
	limits := o.Limits.orDefault()
	doc, err := pdf.Open(ctx, data, pdf.Limits{Size: limits.MaxSize, Files: limits.MaxFiles, Values: mostValues, Nodes: mostNodes})
	if err == nil {
		err = doc.Probe()
	}
	if err == nil {
		e.reading, err = read(ctx, doc, limits)
	}
	if err != nil {
		return nil, wrap(err)
	}
	for _, step := range []func() error{e.allowed, e.mend, e.attach, e.describe, e.write} {
		if err := step(); err != nil {
			return nil, wrapEmbed(err)
		}
	}
	if o.Limits.Text != TextNever { // at the end, since it is the dearest to what is left of the limits
		for _, n := range visible(ctx, doc, inv) {
			e.say("%s", n.Message)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, wrap(err)
	}
	return made, nil
}

func (e *embedding) say(format string, a ...any) {
	e.Embedded.Notes = append(e.Embedded.Notes, fmt.Sprintf(format, a...))
}

// allowed holds the PDF against what the options allow.
func (e *embedding) allowed() error {
	d := e.doc
	if d.Pages() == 0 && !hasPage(d) {
		return embedError(EmbedNoPage, "", "the PDF has no page: a hybrid is an invoice that people can see")
	}
	certified := d.Dict(d.Catalog().Get("Perms")).Get("DocMDP") != nil
	switch {
	case d.Encrypted() && !e.o.Decrypt:
		return embedError(EmbedEncrypted, "Decrypt", "the PDF is encrypted, though without a password: with the option Decrypt the hybrid is written without encryption")
	case e.Signatures > 0 && !e.o.Incremental && !e.o.Force:
		return embedError(EmbedSigned, "Force", "the PDF is signed, and its signatures would end: the option Incremental keeps them, Force does not")
	case certified && e.o.Incremental && !e.o.Force:
		return embedError(EmbedSigned, "Force", "the PDF is certified in a way that allows no further file; with the option Force it is put in all the same, and programs will say that the document has been changed")
	case e.Signatures > 0 && e.o.Incremental:
		e.say("the PDF is signed; its signatures stay valid for what was signed, and programs will say that it has been changed since")
	case e.Signatures > 0:
		e.say("the PDF was signed; its signatures are not valid any more")
	}
	if d.Encrypted() {
		e.say("the PDF was encrypted; the hybrid is not")
	}
	if d.Repaired {
		e.say("the PDF is damaged; its objects were found all the same")
	}
	return nil
}

func hasPage(d *pdf.Doc) bool {
	for range d.AllPages() {
		return true
	}
	return false
}

// change sets a key of the catalog; nil takes it out.
func (e *embedding) change(key pdf.Name, value pdf.Object) {
	ref := e.doc.Place("Root")
	e.doc.Set(ref.Num, e.doc.Catalog().With(key, value))
}

func (e *embedding) write() (err error) {
	d := e.doc
	if e.o.Incremental {
		if d.Version() < "1.7" {
			e.change("Version", pdf.Name("1.7"))
		}
		e.PDF, err = d.Append()
	} else {
		version := "1.7"
		if e.part == 0 {
			version = max(version, d.Version())
		} else if v := d.Version(); v > version {
			e.say("the PDF was of version %s; PDF/A-3 is 1.7, and so is the hybrid", v)
		}
		e.change("Version", nil)
		e.PDF, err = d.Write(version)
	}
	if err != nil {
		return err
	}
	if n := d.Unreadable(); len(n) > 0 {
		e.say("%d objects of the PDF cannot be read and are empty in the hybrid (%v)", len(n), n[:min(len(n), 10)])
	}
	if e.part > 0 {
		e.Claim = (&PDFA{Part: "3", Conformance: e.level}).String()
	}
	return nil
}
