package invoicepage

import (
	"github.com/einvoice-go/einvoice"
)

// payment draws how, where and until when to pay.
func (d *drawer) payment() {
	p := &pairs{d: d, size: sizeText}
	inv := d.inv
	if inv.Totals.Due.IsSet() && len(inv.PaymentInstructions) > 0 {
		due := &block{glyphs: d.text(strong, joined(noBreakSpace, d.amount(inv.Totals.Due), inv.Currency)), size: sizeText}
		p.blocks(d.l(lDue), due)
	}
	p.date(d.l(lDueDate), inv.DueDate)
	for i := range inv.PaymentInstructions {
		d.instructions(p, &inv.PaymentInstructions[i])
	}
	p.add(d.l(lCreditor), inv.Seller.BankAssignedCreditorIdentifier)
	if inv.Payee != nil {
		p.add(d.l(lCreditor), inv.Payee.BankAssignedCreditorIdentifier)
	}
	p.add(d.l(lTerms), inv.PaymentTerms)
	for i := range inv.FurtherPaymentTerms {
		t := &inv.FurtherPaymentTerms[i]
		p.add(d.l(lTerms), joined(", ", t.Description, d.lang.date(t.DueDate), joined(noBreakSpace, d.amount(t.PartialAmount))))
	}
	for i := range inv.PaymentDiscounts {
		p.add(d.l(lEarlyPayment), d.earlyPayment(&inv.PaymentDiscounts[i]))
	}
	if len(p.list) == 0 || d.err != nil {
		return
	}
	d.section(d.l(lPayment), min(unit(len(p.list))*16000, 150000))
	const border unit = 8000
	d.y += 3000
	p.draw(marginLeft+border, 42*millimetre, textWidth-2*border-42*millimetre, grid{above: 1600, tinted: true})
	d.y += 4000
}

// instructions adds BG-16.
func (d *drawer) instructions(p *pairs, i *einvoice.PaymentInstructions) {
	text := i.MeansText
	if text == "" {
		text = means.in(d.lang, i.MeansCode)
	}
	p.add(d.l(lMeans), text)
	for k := range i.CreditTransfers {
		t := &i.CreditTransfers[k]
		p.add(d.l(lAccountName), t.AccountName)
		p.add(d.l(lAccount), fourByFour(t.Account))
		p.add(d.l(lBank), t.ServiceProvider)
	}
	p.add(d.l(lRemittance), i.Remittance)
	if c := i.Card; c != nil {
		p.add(d.l(lCard), joined(" ", c.Network, c.AccountNumber))
		p.add(d.l(lCardHolder), c.Holder)
	}
	if m := i.DirectDebit; m != nil {
		p.add(d.l(lMandate), m.MandateReference)
		p.add(d.l(lDebited), fourByFour(m.DebitedAccount))
	}
}

// earlyPayment is a discount in one line: "2 % on 100.00 within 10 days, 2.00".
func (d *drawer) earlyPayment(e *einvoice.PaymentDiscount) string {
	period := d.quantity(&e.Period)
	if period != "" {
		period = d.l(lWithin) + " " + period
	}
	from := d.lang.date(e.BasisDate)
	if from != "" {
		from = d.l(lFrom) + " " + from
	}
	return joined(", ", joined(" ", d.partOf(e.Percentage, e.BaseAmount), period, from), d.amount(e.Amount))
}
