package facturae

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// kindOf is the kind of invoice of BT-3.
func (c *fromInvoice) kindOf() typeRow {
	for _, k := range kinds {
		if k.code == c.inv.TypeCode {
			return k
		}
	}
	k := kinds[0]
	if c.inv.IsCreditNote() {
		k = kinds[1]
	}
	k.faithful = c.inv.TypeCode == ""
	return k
}

// header: number, kind and what is corrected.
func (c *fromInvoice) header() {
	c.kind = c.kindOf()
	h, kept := &c.out.InvoiceHeader, &c.kept.invoice.InvoiceHeader
	take(c, &c.inv.TypeCode)
	if !c.kind.faithful {
		c.fates[&c.inv.TypeCode] = fate{kind: einvoice.LossUnbound, why: "Facturae has no such kind of invoice: written as " + c.kind.document + " " + c.kind.class}
	}
	h.InvoiceDocumentType, h.InvoiceClass = c.kind.document, c.kind.class
	if c.o.Simplified && h.InvoiceDocumentType == "FC" {
		h.InvoiceDocumentType = "FA"
	}
	number := c.inv.Number
	switch series := kept.InvoiceSeriesCode; {
	case kept.InvoiceNumber != "":
		number = kept.InvoiceNumber
	case series != "":
		h.InvoiceSeriesCode = series
		number = strings.TrimPrefix(number, series+"-")
	case c.o.SplitNumber != nil:
		h.InvoiceSeriesCode, number = c.o.SplitNumber(number)
		c.number(&c.inv.Number, h.InvoiceSeriesCode, 20, c.at()+".InvoiceHeader.InvoiceSeriesCode")
	}
	if f := c.fates[&c.inv.Number]; f.cannot == "" {
		h.InvoiceNumber = c.number(&c.inv.Number, number, 20, c.at()+".InvoiceHeader.InvoiceNumber")
	}
	if number == "" {
		c.lack(c.at()+".InvoiceHeader.InvoiceNumber", "BT-1", "SplitNumber", "")
	}
	if corrects(c.kind.class) || corrects(kept.InvoiceClass) || kept.Corrective != nil {
		c.corrective()
	} else {
		c.related()
	}
}

// corrective writes what is corrected: the first preceding invoice (BG-3); further ones in words.
func (c *fromInvoice) corrective() {
	o, kept := &c.o.Corrective, c.kept.invoice.InvoiceHeader.Corrective
	if kept == nil {
		kept = new(Corrective)
	}
	r := &Corrective{ReasonCode: firstOf(kept.ReasonCode, o.ReasonCode, "10"), CorrectionMethod: firstOf(kept.CorrectionMethod, o.CorrectionMethod, c.kind.method, "01"),
		AdditionalReasonDescription: o.AdditionalReasonDescription, TaxPeriod: kept.TaxPeriod}
	c.out.InvoiceHeader.Corrective = r
	r.ReasonDescription, r.CorrectionMethodDescription = reasonTexts[r.ReasonCode], methodTexts[r.CorrectionMethod]
	if kept.ReasonCode == "" && o.ReasonCode == "" {
		c.note("%s.InvoiceHeader.Corrective.ReasonCode: 10, as none is given", c.at())
	}
	at := c.at() + ".InvoiceHeader.Corrective"
	if len(c.inv.PrecedingInvoices) > 0 {
		p := &c.inv.PrecedingInvoices[0]
		number := p.Reference
		if kept.InvoiceNumber != "" {
			number = kept.InvoiceNumber
		} else if c.o.SplitNumber != nil {
			r.InvoiceSeriesCode, number = c.o.SplitNumber(number)
			c.number(&p.Reference, r.InvoiceSeriesCode, 20, at+".InvoiceSeriesCode")
		}
		if c.fates[&p.Reference].cannot == "" {
			r.InvoiceNumber = c.number(&p.Reference, number, 20, at+".InvoiceNumber")
		}
		r.InvoiceIssueDate = take(c, &p.IssueDate)
		c.others(r)
	}
	if r.InvoiceNumber == "" {
		r.InvoiceNumber = o.InvoiceNumber
	}
	if r.InvoiceNumber == "" && kept.InvoiceNumber == "" && (r.CorrectionMethod == "01" || r.CorrectionMethod == "02") && len(c.inv.PrecedingInvoices) == 0 {
		c.lack(at+".InvoiceNumber", "BT-25", "Corrective.InvoiceNumber", "methods 01 and 02 name the corrected invoice")
	}
	c.taxPeriod(r, at)
}

// others names further corrected invoices in words.
func (c *fromInvoice) others(r *Corrective) {
	for i := range c.inv.PrecedingInvoices[1:] {
		p := &c.inv.PrecedingInvoices[i+1]
		if p.Reference == "" {
			continue
		}
		if c.out.AdditionalData == nil && c.relatedTo(p) {
			continue
		}
		text := strings.TrimSpace(take(c, &p.Reference) + " " + take(c, &p.IssueDate).String())
		if r.AdditionalReasonDescription != "" {
			r.AdditionalReasonDescription += "; "
		}
		r.AdditionalReasonDescription = shorten(r.AdditionalReasonDescription+text, mostInfo)
	}
}

// taxPeriod: BG-14, or the day of the corrected invoice.
func (c *fromInvoice) taxPeriod(r *Corrective, at string) {
	day := r.InvoiceIssueDate
	for _, p := range []Period{r.TaxPeriod, c.o.Corrective.TaxPeriod, {c.inv.Period.Start, c.inv.Period.End}, {day, day}} {
		if p.StartDate.IsSet() && p.EndDate.IsSet() {
			r.TaxPeriod = p
			return
		}
	}
	c.lack(at+".TaxPeriod", "BT-26", "Corrective.TaxPeriod", "the period whose tax is corrected")
}

// related writes a preceding invoice of one that corrects nothing.
func (c *fromInvoice) related() {
	if len(c.inv.PrecedingInvoices) > 0 {
		c.relatedTo(&c.inv.PrecedingInvoices[0])
	}
}

// relatedTo is RelatedInvoice, which has no date.
func (c *fromInvoice) relatedTo(p *einvoice.PrecedingInvoice) bool {
	if len([]rune(p.Reference)) > 40 || p.Reference == "" || p.IssueDate.IsSet() && corrects(c.kind.class) {
		return false
	}
	c.additional().RelatedInvoice = take(c, &p.Reference)
	return true
}

func (c *fromInvoice) issueData() {
	inv, d := c.inv, &c.out.InvoiceIssueData
	d.IssueDate = take(c, &inv.IssueDate)
	if !d.IssueDate.IsSet() {
		c.lack(c.at()+".InvoiceIssueData.IssueDate", "BT-2", "", "")
	}
	c.operationDate()
	if p := &inv.Period; p.Start.IsSet() && p.End.IsSet() {
		d.InvoicingPeriod = &Period{take(c, &p.Start), take(c, &p.End)}
	} else {
		c.lost(&p.Start, "a period of Facturae has both its days")
		c.lost(&p.End, "a period of Facturae has both its days")
	}
	c.currency()
	d.LanguageName = firstOf(c.o.LanguageName, "es")
	d.ReceiverTransactionReference = c.reference(&inv.PurchaseOrderReference, 20)
	d.ReceiverContractReference = c.reference(&inv.ContractReference, 20)
	d.FileReference = c.reference(&inv.TenderOrLot, 20)
	if c.o.Extensions != "" {
		c.additional().Extensions = c.o.Extensions
	}
}

// operationDate is BT-7, or BT-72, if it is not the issue date.
func (c *fromInvoice) operationDate() {
	inv, d := c.inv, &c.out.InvoiceIssueData
	d.OperationDate = take(c, &inv.TaxPointDate)
	x := inv.Delivery
	if x == nil || !x.Date.IsSet() {
		return
	}
	switch {
	case x.Date == inv.TaxPointDate:
		take(c, &x.Date)
	case x.Date == inv.IssueDate && !d.OperationDate.IsSet():
		take(c, &x.Date)
	case !d.OperationDate.IsSet():
		d.OperationDate = take(c, &x.Date)
	default:
		c.lost(&x.Date, "OperationDate has the tax point date (BT-7)")
	}
	intraCommunity := slices.ContainsFunc(inv.VATBreakdown, func(b einvoice.VATBreakdown) bool { return b.VATCategory.Code == "K" })
	if intraCommunity && x.Address == (einvoice.PostalAddress{Country: inv.Buyer.Address.Country}) {
		take(c, &x.Address.Country) // ToInvoices gives it back
	}
}

// currency: the invoice's, which has to be on Facturae's list, the rate to the euro, and
// the currency of the tax.
func (c *fromInvoice) currency() {
	inv, d := c.inv, &c.out.InvoiceIssueData
	d.InvoiceCurrencyCode = take(c, &inv.Currency)
	d.TaxCurrencyCode = firstOf(take(c, &inv.VATCurrency), inv.Currency)
	switch {
	case inv.Currency == "":
		c.lack(c.at()+".InvoiceIssueData.InvoiceCurrencyCode", "BT-5", "", "")
		return
	case !isCurrency(inv.Currency):
		c.fates[&inv.Currency] = fate{cannot: c.at() + ".InvoiceIssueData.InvoiceCurrencyCode", why: "Facturae's list lacks the currency"}
		return
	}
	if d.TaxCurrencyCode != inv.Currency && !isCurrency(d.TaxCurrencyCode) {
		c.lost(&inv.VATCurrency, "Facturae's list lacks the currency")
		d.TaxCurrencyCode = inv.Currency
	}
	if inv.Currency == "EUR" {
		if inv.VATCurrency == "EUR" {
			take(c, &inv.Totals.VATInAccountingCurrency)
		}
		return
	}
	c.exchange(d)
}

func (c *fromInvoice) exchange(d *InvoiceIssueData) {
	x := &ExchangeRateDetails{c.o.ExchangeRate, c.o.ExchangeRateDate}
	if k := c.kept.invoice.InvoiceIssueData.ExchangeRateDetails; k != nil {
		*x = *k
	}
	t := &c.inv.Totals
	if c.inv.VATCurrency == "EUR" && t.VATInAccountingCurrency.IsSet() {
		take(c, &t.VATInAccountingCurrency)
		if !x.ExchangeRate.IsSet() && t.VAT.Sign() != 0 {
			x.ExchangeRate = t.VATInAccountingCurrency.Quo(t.VAT, 8)
			c.note("%s.InvoiceIssueData.ExchangeRateDetails: the rate %s is BT-111 / BT-110", c.at(), x.ExchangeRate)
		}
	}
	if x.ExchangeRate.Sign() <= 0 {
		c.lack(c.at()+".InvoiceIssueData.ExchangeRateDetails.ExchangeRate", "BT-111", "ExchangeRate", "the currency is not the euro")
		return
	}
	if !x.ExchangeRateDate.IsSet() {
		x.ExchangeRateDate = c.inv.IssueDate
		c.note("%s.InvoiceIssueData.ExchangeRateDetails: the rate is of the issue date, as no other date is given", c.at())
	}
	d.ExchangeRateDetails = x
}

// euros completes an amount in another currency than the euro.
func (c *fromInvoice) euros(d einvoice.Decimal) Amount {
	a := Amount{TotalAmount: d}
	if x := c.out.InvoiceIssueData.ExchangeRateDetails; x != nil && d.IsSet() {
		a.EquivalentInEuros = d.Mul(x.ExchangeRate).Round(2)
	}
	return a
}
