package facturae

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// readNotes takes the kept lines out of the notes of the invoice and its lines.
func (c *fromInvoice) readNotes() {
	c.kept.gaps = 1000
	c.kept.invoice.Items = make([]InvoiceLine, len(c.inv.Lines))
	for i := range c.inv.Notes {
		n := &c.inv.Notes[i]
		text, bad := c.kept.read(n.Text, "")
		c.texts = append(c.texts, text)
		c.unreadable(&n.Text, bad)
	}
	for i := range c.inv.Lines {
		l := &c.inv.Lines[i]
		text, bad := c.kept.read(l.Note, "Items["+strconv.Itoa(i)+"]")
		c.lines = append(c.lines, text)
		c.unreadable(&l.Note, bad)
	}
}

// unreadable lists lines that look like kept ones and are not.
func (c *fromInvoice) unreadable(at *string, bad []string) {
	c.fates[at] = fate{}
	if len(bad) > 0 {
		c.fates[at] = fate{kind: einvoice.LossMalformed, why: "it looks like a value of Facturae that was kept, and is none", lost: strings.Join(bad, "\n")}
	}
}

const (
	mostInfo    = 2500 // characters of InvoiceAdditionalInformation and of descriptions
	mostLiteral = 250  // of LegalReference
)

// notes writes the texts: general ones, legal ones, all others with their subject code
// in front, and the terms that have no element. What is too long for the additional
// information goes on in the legal literals.
func (c *fromInvoice) notes() {
	for i := range c.inv.Notes {
		n := &c.inv.Notes[i]
		text := c.texts[i]
		if text == "" {
			continue
		}
		switch {
		case n.SubjectCode == subjectGeneral && c.out.InvoiceIssueData.InvoiceDescription == "" && len([]rune(text)) <= mostInfo:
			take(c, &n.SubjectCode)
			c.out.InvoiceIssueData.InvoiceDescription = text
		case n.SubjectCode == subjectLegal:
			take(c, &n.SubjectCode)
			c.literal(text)
		case len(n.SubjectCode) == 3 && isSubject(n.SubjectCode):
			take(c, &n.SubjectCode)
			c.info = append(c.info, "#"+n.SubjectCode+"#"+text)
		default:
			c.info = append(c.info, text)
		}
	}
	c.payee()
	for _, m := range mirrored {
		if at := m.at(c.inv, false); at != nil && *at != "" && !c.placed(at) {
			take(c, at)
			c.info = append(c.info, mirrorText(m.label, m.term, *at))
		}
	}
	text := strings.Join(c.info, "\n")
	if text == "" {
		return
	}
	head := shorten(text, mostInfo)
	if len(head) < len(text) {
		c.note("%s.AdditionalData.InvoiceAdditionalInformation: what is beyond its %d characters goes on in LegalLiterals", c.at(), mostInfo)
		c.literal(text[len(head):])
	}
	c.additional().InvoiceAdditionalInformation = head
}

// payee: the assignee of a claim, which was kept, is the payee.
func (c *fromInvoice) payee() {
	if p := c.inv.Payee; p != nil && c.first.FileHeader.FactoringAssignmentData != nil {
		take(c, &p.Name)
		take(c, &p.LegalRegistration.Value)
	}
}

// placed tells whether a value has been dealt with.
func (c *fromInvoice) placed(p *string) bool {
	_, known := c.fates[p]
	return known
}

// literal writes a legal text, in several if it is long.
func (c *fromInvoice) literal(text string) {
	for range len(text) {
		head := shorten(text, mostLiteral)
		c.out.LegalLiterals = append(c.out.LegalLiterals, head)
		if text = text[len(head):]; text == "" {
			return
		}
	}
}

func (c *fromInvoice) additional() *AdditionalData {
	if c.out.AdditionalData == nil {
		c.out.AdditionalData = new(AdditionalData)
	}
	return c.out.AdditionalData
}

// patch puts the kept values of the invoice in their places. Where they make sums that
// are not those of the invoice, somebody has changed it since, and they are left out.
func (c *fromInvoice) patch() {
	plain := clone(c.out)
	var stale []string
	for _, p := range c.kept.groups {
		gaps := 0
		if rest, ok := strings.CutPrefix(p, "Invoice."); ok {
			if v, ok := find(c.out, rest, &gaps); ok {
				v.SetZero() // what was derived of it is not what was there
			}
		}
	}
	for _, p := range c.kept.places {
		rest, ok := strings.CutPrefix(p, "Invoice.")
		if !ok {
			continue
		}
		gaps := 0
		if l, ok := leafAt(c.out, rest, &gaps); !ok || !l.set(c.kept.values[p]) {
			stale = append(stale, p)
		}
	}
	t, u := &c.out.InvoiceTotals, &plain.InvoiceTotals
	if !near(taxesOf(c.out), t.TotalTaxOutputs) && near(taxesOf(plain), t.TotalTaxOutputs) {
		c.out.TaxesOutputs = plain.TaxesOutputs
		stale = append(stale, "Invoice.TaxesOutputs")
	}
	if d := discountsOf(t); d.Cmp(discountsOf(u)) != 0 {
		t.GeneralDiscounts = u.GeneralDiscounts
		stale = append(stale, "Invoice.InvoiceTotals.GeneralDiscounts")
	}
	if d := surchargesOf(t); d.Cmp(surchargesOf(u)) != 0 {
		t.GeneralSurcharges = u.GeneralSurcharges
		stale = append(stale, "Invoice.InvoiceTotals.GeneralSurcharges")
	}
	for i := range min(len(c.out.Items), len(plain.Items)) {
		l, m := &c.out.Items[i], &plain.Items[i]
		if cost := l.Quantity.Mul(l.UnitPriceWithoutTax).Round(2); cost.Cmp(l.TotalCost) != 0 {
			l.Quantity, l.UnitPriceWithoutTax = m.Quantity, m.UnitPriceWithoutTax
		}
	}
	c.out.Items = c.out.Items[:min(len(c.out.Items), len(plain.Items))]
	for _, p := range stale {
		c.note("%s.%s: what was kept of it does not go with the invoice, and is left out", c.at(), strings.TrimPrefix(p, "Invoice."))
	}
}

func taxesOf(inv *Invoice) (sum einvoice.Decimal) {
	for i := range inv.TaxesOutputs {
		sum = sum.Add(amountOf(&inv.TaxesOutputs[i])).Add(inv.TaxesOutputs[i].EquivalenceSurchargeAmount.TotalAmount)
	}
	return sum
}

// near allows what BR-S-09 and its like allow for all taxes together.
func near(a, b einvoice.Decimal) bool { return a.Sub(b).Abs().Cmp(one) < 0 }

func discountsOf(t *InvoiceTotals) (sum einvoice.Decimal) {
	for _, d := range t.GeneralDiscounts {
		sum = sum.Add(d.DiscountAmount)
	}
	return sum
}

func surchargesOf(t *InvoiceTotals) (sum einvoice.Decimal) {
	for _, d := range t.GeneralSurcharges {
		sum = sum.Add(d.ChargeAmount)
	}
	return sum
}
