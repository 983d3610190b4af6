package intake

import "github.com/einvoice-go/einvoice"

// fold puts together what stands in several columns.
func (h *csvHead) fold() {
	if h.note != "" {
		h.Notes = []einvoice.Note{{Text: h.note}}
	}
	if h.delivery.IsSet() {
		h.Delivery = &einvoice.Delivery{Date: h.delivery}
	}
	if h.preceding != (einvoice.PrecedingInvoice{}) {
		h.PrecedingInvoices = []einvoice.PrecedingInvoice{h.preceding}
	}
	if h.account != (einvoice.CreditTransfer{}) {
		h.means.CreditTransfers = []einvoice.CreditTransfer{h.account}
	}
	if m := h.means; m.MeansCode != "" || m.Remittance != "" || m.CreditTransfers != nil {
		h.PaymentInstructions = []einvoice.PaymentInstructions{m}
	}
	for _, p := range []struct {
		party  *einvoice.Party
		person *einvoice.Contact
	}{{&h.Seller, &h.seller}, {&h.Buyer, &h.buyer}} {
		if *p.person != (einvoice.Contact{}) {
			p.party.Contact = p.person
		}
	}
}

// parts makes the allowance and the charge of the document.
func (h *csvHead) parts(c *csvReader, first cell) {
	for _, p := range []struct {
		csvPart
		name string
		to   *[]einvoice.AllowanceCharge
	}{{h.allowance, "allowance", &h.Allowances}, {h.charge, "charge", &h.Charges}} {
		switch {
		case p.amount.IsSet():
			v := category(c, p.at, p.name+"_vat_rate", p.category, p.rate)
			*p.to = append(*p.to, einvoice.AllowanceCharge{Amount: p.amount, Reason: p.reason, VATCategory: v})
		case p.at == cell{} && p.csvPart != csvPart{}:
			c.wrong(first, p.name+" is empty, where "+p.name+"_reason, "+p.name+"_vat_category or "+p.name+"_vat_rate is not")
		}
	}
}

func (l *csvLine) fold(c *csvReader, rec record) {
	for _, name := range []string{"quantity", "price", "item_name"} {
		if x := c.find(rec, name); x.text == "" {
			c.wrong(x, name+" is empty")
		}
	}
	at := l.rateAt
	if at.row == 0 {
		at = c.find(rec, "vat_rate")
	}
	l.VATCategory = category(c, at, "vat_rate", l.category, l.rate)
	for _, p := range []struct {
		csvPart
		to *[]einvoice.AllowanceCharge
	}{{l.allowance, &l.Allowances}, {l.charge, &l.Charges}} {
		if p.amount.IsSet() {
			*p.to = append(*p.to, einvoice.AllowanceCharge{Amount: p.amount, Reason: p.reason})
		} else if p.reason != "" {
			c.wrong(l.row, "a reason of an allowance or charge without its amount")
		}
	}
	if q := l.Price.BaseQuantity.Value; q.IsSet() && q.Sign() <= 0 {
		c.wrong(c.find(rec, "base_quantity"), "is "+q.String()+": a price is for more than 0 units")
	}
	l.NetAmount = einvoice.Decimal{}
	l.check(c)
}

// check compares line_net with what the row makes.
func (l *csvLine) check(c *csvReader) {
	if !l.net.IsSet() {
		return
	}
	trial := l.Line
	trial.VATCategory = einvoice.VATCategory{Code: "O"}
	inv := einvoice.Invoice{Lines: []einvoice.Line{trial}}
	if _, err := inv.Calculate(); err != nil {
		return
	}
	if made := inv.Lines[0].NetAmount; made.Cmp(l.net.Decimal) != 0 {
		c.wrong(l.net.at, "is "+l.net.String()+", but quantity x price, less allowance plus charge, is "+made.String())
	}
}

func (h *csvHead) compare(s *settlement) {
	t := &h.Totals
	for i, x := range []struct {
		made einvoice.Decimal
		what string
	}{{t.LineNet, "the sum of the lines (BT-106)"}, {t.WithoutVAT, "the total without VAT (BT-109)"}, {t.VAT, "the VAT (BT-110)"},
		{t.WithVAT, "the total with VAT (BT-112)"}, {t.Due, "the amount due (BT-115)"}} {
		s.compare(h.totals[i], x.made, x.what)
	}
}
