package facturx

import (
	"errors"
	"fmt"
	"time"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/internal/invoicepage"
	"github.com/einvoice-go/einvoice/internal/pdfwrite"
)

// CreateOptions say how a hybrid invoice is made. The zero value is an English page with
// the invoice in the profile that it claims, or else in EN 16931.
type CreateOptions struct {
	// Profile of the XML inside, as in convert.Options: minimum, basicwl, basic, en16931,
	// extended, xrechnung ... "" keeps the one that the invoice claims, if it is one of
	// these.
	Profile string
	// Strict makes it an error if the XML cannot hold all of the invoice: see
	// convert.LossError.
	Strict bool

	Language string   // of labels, numbers and dates: en (or ""), de, fr, es
	Logo     []byte   // PNG or JPEG, drawn at most 60 mm wide and 20 mm high
	LogoText string   // what the logo shows, for those who cannot see it; "": the seller's name
	Fonts    [][]byte // TrueType, for characters that Liberation Sans lacks, in order of preference
	Unshaped bool     // scripts that need shaping are drawn character by character instead of being refused

	Time    time.Time // when the document was made; zero: it does not say
	Title   string    // "": kind and number of the invoice
	Creator string    // the program that asked for the document

	// Relationship of the XML to the page (AFRelationship). "": Data in MINIMUM and BASIC
	// WL, which say less than the page, Alternative in the others (Factur-X 1.0, 6.2.2).
	Relationship string
	Files        []Attached // further files
}

// Attached is a file that goes into the PDF beside the invoice.
type Attached struct {
	Name         string // without path
	MIME         string
	Description  string
	Relationship string // "": Supplement
	Data         []byte
	ModTime      time.Time // zero: that of the document
}

// Created is a hybrid invoice.
type Created struct {
	PDF    []byte
	XML    []byte // the invoice in it
	Name   string // of the XML in the PDF
	Losses []einvoice.Loss
	Notes  []string
}

// Create draws an invoice and puts it into the drawing as XML: a PDF/A-3a and PDF/UA-1
// document with one of the profiles of Factur-X. The same invoice and options give the
// same bytes. The losses are what the XML cannot hold (the page shows what the model
// has); the invoice is not judged: see package validate.
//
// The errors are those of convert.Build, *CreateError for options and for characters that
// no font has.
func Create(doc *einvoice.Document, o CreateOptions) (*Created, error) {
	if doc == nil {
		doc = new(einvoice.Document)
	}
	xml, p, err := build(doc, o.Profile, o.Strict)
	if err != nil {
		return nil, err
	}
	if p == 0 {
		return nil, &CreateError{"Profile", noProfile(o.Profile)}
	}
	made := &Created{XML: xml.Output, Losses: xml.Losses, Notes: xml.Notes, Name: fileNameOf(p)}
	made.PDF, err = invoicepage.Draw(&doc.Invoice, o.page(p, made))
	return made, createError(err)
}

// build writes the XML of a hybrid, in the profile that is named, or that the invoice
// claims, or in EN 16931. The profile is 0 if it is none of a hybrid.
func build(doc *einvoice.Document, profile string, strict bool) (*convert.Result, cii.Profile, error) {
	if profile == "" && cii.ProfileOf(doc.Invoice.Process.Specification) == 0 {
		profile = "en16931"
	}
	xml, err := convert.Build(doc, convert.Options{To: convert.CII, Profile: profile, Strict: strict})
	if err != nil {
		return nil, 0, err
	}
	inside, err := cii.Parse(xml.Output)
	if err != nil {
		return nil, 0, err
	}
	return xml, cii.ProfileOf(inside.Invoice.Process.Specification), nil
}

func noProfile(name string) error {
	return fmt.Errorf("%q is none that a hybrid invoice can claim (%v)", name, cii.Profiles())
}

// fileNameOf is what the XML is called: XRechnung has a name of its own (ZUGFeRD 2.3).
func fileNameOf(p cii.Profile) string {
	if p == cii.XRechnung {
		return "xrechnung.xml"
	}
	return "factur-x.xml"
}

// page says how to draw, and what goes inside.
func (o CreateOptions) page(p cii.Profile, made *Created) invoicepage.Options {
	return invoicepage.Options{
		Language: o.Language, Logo: o.Logo, LogoText: o.LogoText, Fonts: o.Fonts, Unshaped: o.Unshaped,
		Time: o.Time, Title: o.Title, Creator: o.Creator,
		Hybrid:      hybridOf(p),
		Conformance: pdfwrite.A3A, Accessible: true,
		Attachments: attachmentsOf(p, made.XML, o.Relationship, o.Files),
	}
}

// hybridOf is what the metadata say of an invoice.
func hybridOf(p cii.Profile) *pdfwrite.Hybrid {
	version := "1.0" // of Factur-X, which it has been since the first
	if p == cii.XRechnung {
		version = "3.0" // of XRechnung
	}
	return &pdfwrite.Hybrid{DocumentType: "INVOICE", DocumentFileName: fileNameOf(p), Version: version, ConformanceLevel: p.String()}
}

// attachmentsOf are the invoice, and what goes in beside it.
func attachmentsOf(p cii.Profile, xml []byte, relationship string, files []Attached) []pdfwrite.Attachment {
	if relationship == "" {
		if relationship = "Alternative"; p <= cii.BasicWL {
			relationship = "Data"
		}
	}
	all := []pdfwrite.Attachment{{Name: fileNameOf(p), MIME: "text/xml", Relationship: pdfwrite.Relationship(relationship),
		Description: "Factur-X " + p.String(), Data: xml}}
	for _, f := range files {
		if f.Relationship == "" {
			f.Relationship = "Supplement"
		}
		all = append(all, pdfwrite.Attachment{Name: f.Name, MIME: f.MIME, Description: f.Description,
			Relationship: pdfwrite.Relationship(f.Relationship), Data: f.Data, ModTime: f.ModTime})
	}
	return all
}

// CreateError says why an invoice cannot be drawn.
type CreateError struct {
	Option string // field of CreateOptions that is wrong, "" if none is
	Err    error
}

func (e *CreateError) Error() string {
	if e.Option == "" {
		return e.Err.Error()
	}
	return "option " + e.Option + ": " + e.Err.Error()
}

// Unwrap is Err.
func (e *CreateError) Unwrap() error { return e.Err }

func createError(err error) error {
	var option *invoicepage.OptionError
	var file *pdfwrite.AttachmentError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &option):
		return &CreateError{option.Option, option.Err}
	case errors.As(err, &file):
		return &CreateError{"Files", file}
	}
	return &CreateError{"", err}
}
