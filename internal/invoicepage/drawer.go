package invoicepage

import (
	"fmt"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/font"
	"github.com/einvoice-go/einvoice/internal/pdfwrite"
)

// millimetre in thousandths of a point, rounded down.
const millimetre unit = 2834

// The page: A4, margins of DIN 5008.
const (
	pageWidth   unit = 595276
	pageHeight  unit = 841890
	marginLeft       = 25 * millimetre
	marginRight      = 20 * millimetre
	marginTop        = 20 * millimetre
	textWidth        = pageWidth - marginLeft - marginRight
	numberLine       = pageHeight - 10*millimetre // base line of the page number
	textBottom       = pageHeight - 17*millimetre // end of the text above it
)

// Sizes of type.
const (
	sizeTitle unit = 17000
	sizeHead  unit = 10500
	sizeText  unit = 9000
	sizeSmall unit = 7500
	sizeTiny  unit = 6500
)

// drawer draws one invoice.
type drawer struct {
	inv  *einvoice.Invoice
	o    Options
	lang language
	doc  *pdfwrite.Document
	err  error // the first one; nothing is drawn any more

	regular, bold    font.Set
	faces, boldFaces []*pdfwrite.Font
	logo             *pdfwrite.Image

	pages  []*pdfwrite.Page
	page   int  // where we draw
	y      unit // the next free place on it
	bottom unit // end of the first page's text
	footer []cell
	decimals,
	vatDecimals int // of amounts
}

func newDrawer(inv *einvoice.Invoice, o Options) (*drawer, error) {
	l, ok := languageOf(o.Language)
	if !ok {
		return nil, &OptionError{"Language", errLanguage}
	}
	d := &drawer{inv: inv, o: o, lang: l, page: -1, bottom: textBottom,
		decimals: minorUnits(inv.Currency), vatDecimals: minorUnits(inv.VATCurrency)}
	d.doc = pdfwrite.New(d.info())
	if err := d.fonts(); err != nil {
		return nil, err
	}
	if len(o.Logo) > 0 {
		img, err := d.doc.Image(o.Logo)
		if err != nil {
			return nil, &OptionError{"Logo", err}
		}
		d.logo = img
	}
	for i, a := range o.Attachments {
		if err := d.doc.Attach(a); err != nil {
			return nil, &OptionError{fmt.Sprintf("Attachments[%d]", i), err}
		}
	}
	return d, nil
}

func (d *drawer) info() pdfwrite.Info {
	i := pdfwrite.Info{
		Title: d.o.Title, Author: d.inv.Seller.Name, Creator: d.o.Creator, Producer: d.o.Producer,
		Language: d.o.Language, Created: d.o.Time, Conformance: d.o.Conformance, Accessible: d.o.Accessible, Hybrid: d.o.Hybrid,
	}
	if i.Title == "" {
		i.Title = d.heading()
	}
	if i.Language == "" {
		i.Language = "en"
	}
	if i.Producer == "" {
		i.Producer = "einvoice"
	}
	return i
}

// heading is kind and number of the invoice.
func (d *drawer) heading() string {
	if d.inv.Number == "" {
		return titleOf(d.inv, d.lang)
	}
	return titleOf(d.inv, d.lang) + " " + d.inv.Number
}

// fonts prepares the built-in ones and those of the caller, who may give 200.
func (d *drawer) fonts() error {
	regular, err := font.Regular()
	if err != nil {
		return err
	}
	bold, err := font.Bold()
	if err != nil {
		return err
	}
	if len(d.o.Fonts) > 200 {
		return &OptionError{"Fonts", &font.Error{Why: "more than 200"}}
	}
	d.regular = font.Set{Faces: []*font.Font{regular}, Unshaped: d.o.Unshaped}
	d.bold = font.Set{Faces: []*font.Font{bold, regular}, Unshaped: d.o.Unshaped}
	first, second := d.doc.Font(regular), d.doc.Font(bold)
	d.faces, d.boldFaces = []*pdfwrite.Font{first}, []*pdfwrite.Font{second, first}
	for i, data := range d.o.Fonts {
		f, err := font.Parse(data)
		if err != nil {
			return &OptionError{fmt.Sprintf("Fonts[%d]", i), err}
		}
		face := d.doc.Font(f)
		d.regular.Faces, d.faces = append(d.regular.Faces, f), append(d.faces, face)
		d.bold.Faces, d.boldFaces = append(d.bold.Faces, f), append(d.boldFaces, face)
	}
	return nil
}

// l is a label in the language of the page.
func (d *drawer) l(id label) string { return labels[id][d.lang] }

// amount writes money of the invoice's currency.
func (d *drawer) amount(a einvoice.Decimal) string { return d.lang.number(a, d.decimals) }

// --- where we are ---

func (d *drawer) here() *pdfwrite.Page { return d.pages[d.page] }

// end is where the text of the page ends.
func (d *drawer) end() unit {
	if d.page == 0 {
		return d.bottom
	}
	return textBottom
}

// nextPage goes to the next page and makes it if need be.
func (d *drawer) nextPage() {
	d.page++
	d.y = marginTop
	if d.page < len(d.pages) {
		return
	}
	if len(d.pages) >= maxPages {
		d.fail(ErrTooLong)
		d.page--
		return
	}
	d.pages = append(d.pages, d.doc.Page(pageWidth, pageHeight))
}

// need goes to the next page unless there is so much room on this one.
func (d *drawer) need(height unit) {
	if d.y+height > d.end() && d.y > marginTop && d.err == nil {
		d.nextPage()
	}
}

// beside draws two things that start at the same height, and goes on below both.
func (d *drawer) beside(first, second func()) {
	page, y := d.page, d.y
	first()
	firstPage, firstY := d.page, d.y
	d.page, d.y = page, y
	second()
	if firstPage > d.page || firstPage == d.page && firstY > d.y {
		d.page, d.y = firstPage, firstY
	}
}

// rule draws a line across part of the page.
func (d *drawer) rule(x, width, thickness unit, c pdfwrite.Color) {
	d.ruleAt(x, d.y, width, thickness, c)
}

func (d *drawer) ruleAt(x, y, width, thickness unit, c pdfwrite.Color) {
	p := d.here()
	p.Artifact(pdfwrite.Layout)
	p.Fill(x, y, width, thickness, c)
	p.End()
}

var (
	hairline = pdfwrite.Color{R: 205, G: 209, B: 214}
	darkline = pdfwrite.Color{R: 30, G: 58, B: 95}
	tint     = pdfwrite.Color{R: 243, G: 245, B: 248}
)
