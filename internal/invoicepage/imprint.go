package invoicepage

// The foot of the first page: who the Seller is by law. It has three columns.

const maxFooter = 45 * millimetre

// measureImprint makes room for the foot. One that is too high for it is drawn behind
// everything else.
func (d *drawer) measureImprint() {
	cells := d.imprintCells(sizeTiny)
	if cells == nil {
		return
	}
	g := d.imprintGrid()
	if h := g.lay(cells).height() + 2*g.above; h <= maxFooter {
		d.footer = cells
		d.bottom = textBottom - h - 3*millimetre
	}
}

func (d *drawer) imprintGrid() *grid {
	const gap = 5 * millimetre
	width := (textWidth - 2*gap) / 3
	return &grid{above: 3000, columns: []column{{marginLeft, width}, {marginLeft + width + gap, width}, {marginLeft + 2*(width+gap), width}}}
}

// imprintCells are name and address; how to reach the Seller; numbers by which the
// law knows the Seller.
func (d *drawer) imprintCells(size unit) []cell {
	s := &d.inv.Seller
	var name, contact, law cell
	a := &s.Address
	for _, line := range []string{s.Name, joined(", ", a.Line1, a.Line2, a.Line3), joined(", ", joined(" ", a.PostCode, a.City), a.Subdivision, countries.in(d.lang, a.Country))} {
		name.blocks = append(name.blocks, stack(d.one(muted, size, line)).blocks...)
	}
	if c := s.Contact; c != nil {
		contact = stack(d.one(muted, size, joined(", ", c.Point, c.Department)), d.labelled(size, d.l(lPhone), c.Telephone), d.labelled(size, d.l(lFax), c.Fax), d.labelled(size, d.l(lEmail), c.Email))
	}
	contact.blocks = append(contact.blocks, stack(d.labelled(size, d.l(lElectronicAddress), identifier(s.ElectronicAddress))).blocks...)
	law = stack(d.labelled(size, d.l(lVATNumber), s.VATIdentifier), d.labelled(size, d.l(lTaxNumber), identifier(s.TaxRegistration)),
		d.labelled(size, d.l(lRegistration), identifier(s.LegalRegistration)))
	for _, id := range s.Identifiers {
		law.blocks = append(law.blocks, stack(d.labelled(size, d.l(lIdentifier), identifier(id))).blocks...)
	}
	law.blocks = append(law.blocks, stack(d.one(muted, size, s.AdditionalLegalInformation)).blocks...)
	if name.blocks == nil && contact.blocks == nil && law.blocks == nil {
		return nil
	}
	return []cell{name, contact, law}
}

// imprint draws the foot of the first page, or all of it here if it is too long.
func (d *drawer) imprint() {
	if d.err != nil {
		return
	}
	g := d.imprintGrid()
	if d.footer == nil {
		if cells := d.imprintCells(sizeSmall); cells != nil {
			d.section(d.l(lSeller), 20000)
			d.draw(d.doc.Structure(), g, [][]cell{cells})
		}
		return
	}
	page, y := d.page, d.y
	d.page, d.y = 0, d.bottom+3*millimetre
	d.bottom = textBottom
	d.rule(marginLeft, textWidth, 400, hairline)
	d.draw(d.doc.Structure(), g, [][]cell{d.footer})
	d.page, d.y = page, y
}
