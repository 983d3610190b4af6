// Package invoicepage draws an invoice for people: A4 pages with letterhead, address
// for a window envelope (DIN 5008, form B), lines, totals and payment, tagged for
// screen readers.
//
//	data, err := invoicepage.Draw(&inv, invoicepage.Options{Language: "de", Time: now})
//
// Every term of the model that has a value is drawn, but for those that NotDrawn
// lists. Numbers are written from their decimals, never rounded. Nothing is
// computed: what the invoice says is what stands on the page.
package invoicepage

import (
	"errors"
	"strings"
	"time"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/font"
	"github.com/einvoice-go/einvoice/internal/pdfwrite"
)

// Options say how an invoice is drawn. The zero value is an English page without logo
// that claims no standard.
type Options struct {
	Language string // of labels, numbers and dates: "en" (or ""), "de", "fr", "es"; a region may follow, as in "de-AT"
	Logo     []byte // PNG or JPEG, drawn at most 60 mm wide and 20 mm high
	LogoText string // what the logo shows, for those who cannot see it; "": the Seller's name

	Fonts    [][]byte // TrueType fonts for characters that Liberation Sans lacks, in order of preference
	Unshaped bool     // draw Arabic, Hebrew, Indic and other scripts character by character from left to right instead of refusing them

	Time    time.Time // when the document was made; zero: it does not say
	Title   string    // of the document; "": kind and number of the invoice
	Creator string    // program that asked for the document
	// Producer is the program that wrote it; "": einvoice.
	Producer string

	Attachments []pdfwrite.Attachment
	Hybrid      *pdfwrite.Hybrid     // what XMP says about the invoice among the attachments
	Conformance pdfwrite.Conformance // the level of PDF/A-3 to claim
	Accessible  bool                 // claim PDF/UA-1
}

// OptionError says which option cannot be used.
type OptionError struct {
	Option string // field of Options
	Err    error
}

func (e *OptionError) Error() string { return "option " + e.Option + ": " + e.Err.Error() }

// Unwrap is Err.
func (e *OptionError) Unwrap() error { return e.Err }

// TextError says which value of the invoice holds a character that cannot be drawn.
type TextError struct {
	Term  string // BT id, "" for what has none
	Place string // field path in Invoice, as in Lines[3].Item.Name
	Err   *font.CharacterError
}

func (e *TextError) Error() string {
	hint := "; give a font that has it (Fonts)"
	if e.Err.Reason == font.NeedsShaping {
		hint = "; ask for plain characters from left to right (Unshaped) with a font that has them (Fonts)"
	}
	return strings.TrimSpace(e.Term+" "+e.Place) + ": " + e.Err.Error() + hint
}

// Unwrap is Err.
func (e *TextError) Unwrap() error { return e.Err }

// Limits on what is drawn.
const (
	maxPages = 20000
	maxDepth = 64 // of lines in lines
)

var (
	// ErrTooLong: the invoice would need more than 20,000 pages.
	ErrTooLong = errors.New("invoicepage: more than 20000 pages")
	// ErrTooDeep: lines are nested more than 64 deep.
	ErrTooDeep = errors.New("invoicepage: lines nested more than 64 deep")

	errLanguage = errors.New("not one of en, de, fr, es")
)

// Languages lists the languages of labels.
func Languages() []string { return []string{"en", "de", "fr", "es"} }

// Draw makes a PDF of an invoice. The same invoice and options give the same bytes.
// Errors: *OptionError, *TextError, ErrTooLong, ErrTooDeep.
func Draw(inv *einvoice.Invoice, o Options) ([]byte, error) {
	d, err := newDrawer(inv, o)
	if err != nil {
		return nil, err
	}
	d.letterhead()
	d.title()
	d.lines()
	d.sums()
	d.payment()
	d.details()
	d.notes()
	d.documents()
	d.imprint()
	d.pageNumbers()
	if d.err != nil {
		return nil, d.located(d.err)
	}
	return d.doc.Bytes()
}

// located finds the value in which a character stands that cannot be drawn.
func (d *drawer) located(err error) error {
	var bad *font.CharacterError
	if !errors.As(err, &bad) {
		return err
	}
	e := &TextError{Err: bad}
	for _, v := range d.inv.Values() {
		if _, err := d.regular.Shape(v.Text); errors.As(err, &bad) && bad.Char == e.Err.Char {
			e.Term, e.Place = v.Term.ID, v.Place
			break
		}
	}
	return e
}

// NotDrawn tells of the places that are not drawn, or not always, why.
func NotDrawn() map[string]string {
	return map[string]string{
		"Process.BusinessProcess":                  "tells programs how to process the document",
		"Process.Specification":                    "tells programs how to read the document",
		"SupportingDocuments[].Attachment.Content": "a file: its name and kind are listed",
		"TypeCode":                        "the title says it in words",
		"PaymentInstructions[].MeansCode": "in words, where BT-82 does not have them",
		"Allowances[].ReasonCode":         "only where there is no reason in words",
		"Charges[].ReasonCode":            "only where there is no reason in words",
		"Lines[].Allowances[].ReasonCode": "only where there is no reason in words",
		"Lines[].Charges[].ReasonCode":    "only where there is no reason in words",
	}
}
