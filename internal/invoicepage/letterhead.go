package invoicepage

import (
	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/pdfwrite"
)

// Places of DIN 5008, form B, from the upper edge: the field for the address lies
// behind the window of an envelope.
const (
	senderTop   = 56 * millimetre // sender above the address
	metaTop     = 50 * millimetre
	metaLeft    = 122 * millimetre
	metaLabel   = 30 * millimetre
	titleTop    = 96 * millimetre // at least
	logoHeight  = 20 * millimetre
	logoWidth   = 60 * millimetre
	addressWide = 80 * millimetre
)

// letterhead draws the upper part of the first page and measures its foot.
func (d *drawer) letterhead() {
	d.nextPage()
	d.measureImprint()
	d.y = 15 * millimetre
	d.drawLogo()
	seller := &d.inv.Seller
	width := textWidth
	if d.logo != nil {
		width -= logoWidth + 5*millimetre
	}
	name := d.one(accent, 13000, seller.Name)
	trading := d.one(muted, sizeText, seller.TradingName)
	d.draw(d.doc.Structure(), &grid{columns: []column{{marginLeft, width}}}, [][]cell{stack(name, trading).alone()})
	page, below := d.page, d.y+5*millimetre
	d.beside(func() {
		d.y = max(senderTop, d.y+5*millimetre)
		d.address()
	}, func() {
		d.page, d.y = page, max(metaTop, below)
		d.meta()
	})
	if d.page == 0 {
		d.y = max(d.y+8*millimetre, titleTop)
	}
}

// drawLogo draws the logo at the upper right.
func (d *drawer) drawLogo() {
	if d.logo == nil {
		return
	}
	width, height := logoWidth, unit(int64(logoWidth)*int64(d.logo.Height)/int64(d.logo.Width))
	if height > logoHeight {
		width, height = max(1, unit(int64(logoHeight)*int64(d.logo.Width)/int64(d.logo.Height))), logoHeight
	}
	height = max(height, 1)
	alt := d.o.LogoText
	if alt == "" {
		alt = d.inv.Seller.Name
	}
	p := d.here()
	x, y := pageWidth-marginRight-width, 12*millimetre
	p.Begin(d.doc.Structure().Child(pdfwrite.Figure).Describe(alt, p, x, y, width, height))
	p.Image(d.logo, x, y, width, height)
	p.End()
}

// address draws sender and addressee.
func (d *drawer) address() {
	seller, buyer := &d.inv.Seller, &d.inv.Buyer
	parts := append([]string{seller.Name}, d.addressLines(&seller.Address)...)
	c := stack(d.one(muted, sizeTiny, joined(noBreakSpace+"· ", parts...)))
	before := unit(6000)
	for _, line := range append([]string{buyer.Name, buyer.TradingName}, d.addressLines(&buyer.Address)...) {
		if b := spaced(d.one(plain, 10000, line), before); b != nil {
			c.blocks = append(c.blocks, b)
			before = 0
		}
	}
	if c.blocks == nil {
		return
	}
	d.draw(d.doc.Structure(), &grid{columns: []column{{marginLeft, addressWide}}}, [][]cell{c.alone()})
}

// meta draws what identifies the invoice: numbers, dates, references.
func (d *drawer) meta() {
	inv := d.inv
	p := &pairs{d: d, size: 8500}
	number := &block{glyphs: d.text(strong, inv.Number), size: p.size}
	if !number.empty() {
		p.blocks(d.l(lNumber), number)
	}
	p.date(d.l(lIssueDate), inv.IssueDate)
	if inv.Delivery != nil {
		p.date(d.l(lDeliveryDate), inv.Delivery.Date)
	}
	p.add(d.l(lPeriod), d.span(inv.Period))
	p.date(d.l(lDueDate), inv.DueDate)
	p.add(d.l(lTaxPoint), joined(", ", d.lang.date(inv.TaxPointDate), taxPoints.in(d.lang, inv.TaxPointDateCode)))
	for _, id := range inv.Buyer.Identifiers {
		p.id(d.l(lCustomer), id)
	}
	p.add(d.l(lYourVAT), inv.Buyer.VATIdentifier)
	d.references(p)
	if c := inv.Seller.Contact; c != nil {
		p.add(d.l(lContact), joined(", ", c.Point, c.Department))
		p.add(d.l(lPhone), c.Telephone)
		p.add(d.l(lEmail), c.Email)
		p.add(d.l(lFax), c.Fax)
	}
	p.draw(metaLeft, metaLabel, pageWidth-marginRight-metaLeft-metaLabel, grid{above: 600})
}

func (d *drawer) references(p *pairs) {
	inv := d.inv
	p.add(d.l(lBuyerReference), inv.BuyerReference)
	p.add(d.l(lOrder), inv.PurchaseOrderReference)
	p.add(d.l(lSalesOrder), inv.SalesOrderReference)
	p.add(d.l(lContract), inv.ContractReference)
	p.add(d.l(lProject), inv.ProjectReference)
	p.add(d.l(lDeliveryNote), inv.DeliveryNote)
	p.add(d.l(lDespatchAdvice), inv.DespatchAdvice)
	p.add(d.l(lReceivingAdvice), inv.ReceivingAdvice)
	p.add(d.l(lTender), inv.TenderOrLot)
	p.id(d.l(lObject), inv.InvoicedObject)
	p.add(d.l(lAccounting), inv.BuyerAccountingReference)
}

// title draws kind and number, and which invoices this one refers to.
func (d *drawer) title() {
	d.need(60000)
	d.paragraph(&block{glyphs: d.text(accent, d.heading()), size: sizeTitle, lead: sizeTitle * 6 / 5, tag: pdfwrite.H1})
	d.y += 2000
	if name := d.inv.DocumentName; name != titleOf(d.inv, d.lang) {
		d.paragraph(d.one(muted, sizeText, name))
	}
	for i := range d.inv.PrecedingInvoices {
		d.paragraph(d.one(plain, sizeText, d.preceding(&d.inv.PrecedingInvoices[i])))
	}
	d.y += 8000
}

func (d *drawer) preceding(p *einvoice.PrecedingInvoice) string {
	text := joined(" ", d.l(lPrecedes), p.Reference)
	if p.IssueDate.IsSet() {
		text += " " + d.l(lOf) + " " + d.lang.date(p.IssueDate)
	}
	if p.TypeCode != "" {
		text += " (" + kinds.in(d.lang, p.TypeCode) + ")"
	}
	return text
}
