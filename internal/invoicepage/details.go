package invoicepage

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/pdfwrite"
)

// details draws the other parties and places, two beside each other.
func (d *drawer) details() {
	var cells []cell
	for _, c := range []cell{d.delivery(), d.payee(), d.representative(), d.invoicee(), d.buyer()} {
		if c.blocks != nil {
			cells = append(cells, c)
		}
	}
	if d.err != nil || cells == nil {
		return
	}
	const gap = 10 * millimetre
	width := (textWidth - gap) / 2
	g := &grid{columns: []column{{marginLeft, width}, {marginLeft + width + gap, width}}, above: 5000}
	d.y += 6000
	for i := 0; i < len(cells); i += 2 {
		pair := cells[i:min(i+2, len(cells))]
		if len(pair) == 1 {
			pair = []cell{pair[0], {}}
		}
		d.draw(d.doc.Structure(), g, [][]cell{pair})
	}
}

// party is a cell with a heading and what is known of somebody; nothing of nobody.
func (d *drawer) party(title label, blocks ...*block) cell {
	c := stack(blocks...)
	if c.blocks == nil {
		return c
	}
	head := &block{glyphs: d.text(accent, d.l(title)), size: sizeHead, tag: pdfwrite.H2}
	c.blocks[0].before = 2000
	return cell{blocks: append([]*block{head}, c.blocks...)}
}

// postal are name and address, a line each.
func (d *drawer) postal(name string, a *einvoice.PostalAddress) []*block {
	blocks := []*block{d.one(plain, sizeText, name)}
	for _, line := range d.addressLines(a) {
		blocks = append(blocks, d.one(plain, sizeText, line))
	}
	return blocks
}

func (d *drawer) delivery() cell {
	v := d.inv.Delivery
	if v == nil {
		return cell{}
	}
	blocks := append(d.postal(v.Name, &v.Address), d.labelled(sizeText, d.l(lLocation), identifier(v.Location)),
		d.labelled(sizeText, d.l(lContact), v.ContactPoint), d.labelled(sizeText, d.l(lElectronicAddress), identifier(v.ElectronicAddress)))
	return d.party(lDelivery, blocks...)
}

func (d *drawer) payee() cell {
	p := d.inv.Payee
	if p == nil {
		return cell{}
	}
	blocks := append(d.postal(p.Name, &p.Address), d.labelled(sizeText, d.l(lIdentifier), identifier(p.Identifier)),
		d.labelled(sizeText, d.l(lRegistration), identifier(p.LegalRegistration)))
	return d.party(lPayee, blocks...)
}

func (d *drawer) representative() cell {
	r := d.inv.TaxRepresentative
	if r == nil {
		return cell{}
	}
	return d.party(lTaxRepresentative, append(d.postal(r.Name, &r.Address), d.labelled(sizeText, d.l(lVATNumber), r.VATIdentifier))...)
}

func (d *drawer) invoicee() cell {
	p := d.inv.Invoicee
	if p == nil {
		return cell{}
	}
	blocks := d.postal(p.Name, &p.Address)
	for _, id := range p.Identifiers {
		blocks = append(blocks, d.labelled(sizeText, d.l(lIdentifier), identifier(id)))
	}
	return d.party(lInvoicee, blocks...)
}

// buyer is what is known of the Buyer besides address and references.
func (d *drawer) buyer() cell {
	b := &d.inv.Buyer
	blocks := []*block{
		d.labelled(sizeText, d.l(lRegistration), identifier(b.LegalRegistration)),
		d.labelled(sizeText, d.l(lTaxNumber), identifier(b.TaxRegistration)),
		d.one(plain, sizeText, b.AdditionalLegalInformation),
		d.labelled(sizeText, d.l(lElectronicAddress), identifier(b.ElectronicAddress)),
		d.labelled(sizeText, d.l(lCreditor), b.BankAssignedCreditorIdentifier),
	}
	if c := b.Contact; c != nil {
		blocks = append(blocks, d.labelled(sizeText, d.l(lContact), joined(", ", c.Point, c.Department)),
			d.labelled(sizeText, d.l(lPhone), c.Telephone), d.labelled(sizeText, d.l(lEmail), c.Email), d.labelled(sizeText, d.l(lFax), c.Fax))
	}
	return d.party(lBuyer, blocks...)
}

// notes draws BG-1.
func (d *drawer) notes() {
	started := false
	for i := range d.inv.Notes {
		n := &d.inv.Notes[i]
		label := joined(", ", subjects.in(d.lang, n.SubjectCode), n.ContentCode)
		if strings.TrimSpace(label+n.Text) == "" {
			continue
		}
		if !started {
			d.section(d.l(lNotes), 20000)
			started = true
		}
		b := d.labelled(sizeText, label, n.Text+" ")
		if label == "" {
			b = d.one(plain, sizeText, n.Text)
		}
		d.paragraph(b)
		d.y += 3000
	}
}

// documents lists BG-24.
func (d *drawer) documents() {
	if len(d.inv.SupportingDocuments) == 0 {
		return
	}
	var rows [][]cell
	for i := range d.inv.SupportingDocuments {
		s := &d.inv.SupportingDocuments[i]
		file := cell{}
		if a := s.Attachment; a != nil {
			file = stack(d.one(plain, sizeText, joined(" ", a.Filename, bracketed(a.MIMECode))))
		}
		file.blocks = append(file.blocks, stack(d.one(plain, sizeText, s.Location)).blocks...)
		rows = append(rows, []cell{stack(d.one(plain, sizeText, s.Reference)), stack(d.one(plain, sizeText, s.Description)), file})
	}
	d.section(d.l(lDocuments), 40000)
	head := []cell{d.headCell(lDocument, left, ""), d.headCell(lDescription, left, ""), d.headCell(lFile, left, "")}
	g := &grid{table: true, head: head, above: 2200, ruled: true, line: hairline, columns: spread([]unit{110000, 0, 150000}, 1, detailRoom)}
	d.draw(d.doc.Structure(), g, rows)
}
