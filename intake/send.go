package intake

import (
	"fmt"

	"github.com/einvoice-go/einvoice"
)

// sendDocument is the body of "Send invoice (v2)".
type sendDocument struct {
	sendInvoice
}

type sendInvoice struct {
	einvoice.Invoice
	self            *node
	note            string
	sender          einvoice.Identifier
	receiver        einvoice.Identifier
	supplier, buyer sendParty
	lines           []sendLine
	allowances      []sendPart
	charges         []sendPart
	breakdown       []sendTax
	hasBreakdown    *node
	totals          sendTotals
}

type sendParty struct {
	einvoice.Party
	taxID     string
	taxIDNode *node
}

type sendVAT struct {
	self, rateNode *node
	category       string
	rate           einvoice.Decimal
}

type sendLine struct {
	einvoice.Line
	sendVAT
	extension stated
	reason    string
}

type sendPart struct {
	einvoice.AllowanceCharge
	sendVAT
}

type sendTax struct {
	sendVAT
	taxable, tax stated
}

type sendTotals struct {
	subtotal, allowances, charges, tax, grand stated
}

// lineSlack is what PEPPOL-EN16931-R120 lets the net amount of a line differ from
// quantity x price. Sums have no slack.
var lineSlack = einvoice.MustDecimal("0.02")

// invoice makes the invoice of the model of what the tables found.
func (d *sendDocument) invoice(r *reader, root *node, o Options) *einvoice.Invoice {
	b := &d.sendInvoice
	if b.self == nil {
		b.self = root
	}
	b.Seller, b.Invoice.Buyer = b.supplier.Party, b.buyer.Party
	b.supplier.identify(r, &b.Seller, true)
	b.buyer.identify(r, &b.Invoice.Buyer, false)
	b.Seller.ElectronicAddress, b.Invoice.Buyer.ElectronicAddress = b.sender, b.receiver
	if b.note != "" {
		b.Notes = []einvoice.Note{{Text: b.note}}
	}
	for i := range b.lines {
		l := &b.lines[i]
		l.VATCategory = l.settle(r)
		l.ExemptionReason = l.reason
		l.net(r)
		b.Lines = append(b.Lines, l.Line)
	}
	b.Allowances, b.Charges = foldParts(r, b.allowances), foldParts(r, b.charges)
	s := settlement{sink: r, inv: &b.Invoice, self: b.self, failed: r.failed, line: func(i int) place { return b.lines[i].self }}
	s.finish(o, "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0")
	b.compare(&s)
	return &b.Invoice
}

func (v *sendVAT) settle(r *reader) einvoice.VATCategory {
	at := v.rateNode
	if at == nil {
		at = v.self
	}
	return category(r, at, "taxRate", v.category, v.rate)
}

// identify settles the tax number: one that begins with the code of a country is for VAT.
func (p *sendParty) identify(r *reader, to *einvoice.Party, seller bool) {
	switch {
	case p.taxID == "":
	case isVATIdentifier(p.taxID):
		to.VATIdentifier = p.taxID
	case seller:
		to.TaxRegistration.Value = p.taxID
		r.note(p.taxIDNode, "the Seller tax registration identifier (BT-32), since a VAT identifier (BT-31) begins with the code of its country")
	default:
		r.lose(einvoice.LossUnbound, p.taxIDNode, "no VAT identifier (BT-48), which begins with the code of its country, and the Buyer has no other tax number")
	}
}

// net compares the net amount of a line with quantity x price.
func (l *sendLine) net(r *reader) {
	if !l.extension.IsSet() || !l.Quantity.Value.IsSet() || !l.Price.Net.IsSet() {
		return
	}
	product := l.Quantity.Value.Mul(l.Price.Net).Round(2)
	difference := l.extension.Sub(product).Abs()
	switch {
	case !product.IsSet() || difference.Cmp(lineSlack) > 0:
		r.wrong(l.extension.at, fmt.Sprintf("is %s, but quantity x unitPrice is %s", l.extension.Decimal, product))
	case difference.Sign() != 0:
		r.remark(l.extension.at, fmt.Sprintf("is %s, quantity x unitPrice is %s: as much as PEPPOL-EN16931-R120 lets it differ", l.extension.Decimal, product))
	}
	l.NetAmount = l.extension.Decimal
}

func foldParts(r *reader, parts []sendPart) (all []einvoice.AllowanceCharge) {
	for i := range parts {
		p := &parts[i]
		p.VATCategory = p.settle(r)
		all = append(all, p.AllowanceCharge)
	}
	return all
}

// compare holds the totals block against the lines, and its members against one another.
func (b *sendInvoice) compare(s *settlement) {
	t, stated := &b.Totals, &b.totals
	s.compare(stated.subtotal, t.LineNet, "the sum of the line extensions (BT-106)")
	s.compare(stated.allowances, t.Allowances, "the sum of the allowances (BT-107)")
	s.compare(stated.charges, t.Charges, "the sum of the charges (BT-108)")
	s.compare(stated.tax, t.VAT, "the sum of the taxes (BT-110)")
	if stated.subtotal.IsSet() && stated.tax.IsSet() {
		made := stated.subtotal.Sub(stated.allowances.Decimal).Add(stated.charges.Decimal).Add(stated.tax.Decimal)
		s.compare(stated.grand, made, "subtotal - allowances + charges + taxAmount")
	}
	block := b.self.member("totals")
	if block != nil && !stated.allowances.IsSet() && len(b.Allowances) > 0 && s.completed {
		s.wrong(block, "allowances is missing: the invoice has some, "+t.Allowances.String()+" in all")
	}
	if block != nil && !stated.charges.IsSet() && len(b.Charges) > 0 && s.completed {
		s.wrong(block, "charges is missing: the invoice has some, "+t.Charges.String()+" in all")
	}
	for i := range b.breakdown {
		x := &b.breakdown[i]
		s.compareTax(x.self, x.category, x.rate, x.taxable, x.tax)
	}
	if b.hasBreakdown == nil || !s.completed {
		return
	}
	for i := range b.VATBreakdown {
		if !s.compared[i] {
			s.wrong(b.hasBreakdown, "nothing is said of "+categoryName(b.VATBreakdown[i].VATCategory)+", which the lines have")
		}
	}
}
