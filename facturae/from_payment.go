package facturae

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// payment writes the installments: the first from BT-9 and BG-16, further ones as they
// were kept. Their sum is what is to be paid.
func (c *fromInvoice) payment() {
	inv := c.inv
	further := c.further()
	p := Installment{InstallmentDueDate: take(c, &inv.DueDate)}
	if inv.PaymentTerms == NoPaymentTerms {
		take(c, &inv.PaymentTerms)
	}
	if !p.InstallmentDueDate.IsSet() && len(inv.PaymentInstructions) == 0 && len(further) == 0 && !c.o.DueDate.IsSet() {
		return // BT-20 alone: see mirrored
	}
	if !p.InstallmentDueDate.IsSet() {
		p.InstallmentDueDate = c.o.DueDate
	}
	if !p.InstallmentDueDate.IsSet() {
		c.lack(c.at()+".PaymentDetails[0].InstallmentDueDate", "BT-9", "DueDate", "an installment has a date")
	}
	p.InstallmentAmount = c.out.InvoiceTotals.TotalExecutableAmount
	for _, x := range further {
		p.InstallmentAmount = p.InstallmentAmount.Sub(x.InstallmentAmount)
	}
	p.InstallmentAmount = p.InstallmentAmount.Round(2)
	p.PaymentMeans = firstOf(c.o.PaymentMeans, special)
	if inv.PaymentTerms != NoPaymentTerms {
		p.CollectionAdditionalInformation = c.text(&inv.PaymentTerms, mostInfo)
	}
	if len(inv.PaymentInstructions) > 0 {
		c.instructions(&inv.PaymentInstructions[0], &p)
	} else if c.o.PaymentMeans == "" {
		c.note("%s.PaymentDetails[0].PaymentMeans: 13, special, as BT-81 is absent", c.at())
	}
	c.out.PaymentDetails = append([]Installment{p}, further...)
}

// further are the installments after the first, as they were kept.
func (c *fromInvoice) further() []Installment {
	if len(c.sums.PaymentDetails) < 2 {
		return nil
	}
	return clone(&c.sums).PaymentDetails[1:]
}

func (c *fromInvoice) instructions(in *einvoice.PaymentInstructions, p *Installment) {
	code, known := meansFrom(in.MeansCode, in.MeansText)
	if p.PaymentMeans = code; known {
		take(c, &in.MeansCode)
		if row, _ := meansOf(code); strings.EqualFold(strings.TrimSpace(in.MeansText), row.label) {
			take(c, &in.MeansText)
		}
	} else if in.MeansCode == "" && c.o.PaymentMeans != "" {
		p.PaymentMeans = c.o.PaymentMeans
	} else {
		c.lost(&in.MeansCode, "Facturae has no such means of payment: written as 13, special")
	}
	p.PaymentReconciliationReference = c.reference(&in.Remittance, 60)
	if len(in.CreditTransfers) > 0 {
		t := &in.CreditTransfers[0]
		if a := c.account(&t.Account, func(p *Installment) *Account { return p.AccountToBeCredited }); a != nil {
			a.BIC = c.bic(&t.ServiceProvider)
			p.AccountToBeCredited = a
		}
	}
	if d := in.DirectDebit; d != nil {
		p.AccountToBeDebited = c.account(&d.DebitedAccount, func(p *Installment) *Account { return p.AccountToBeDebited })
	}
}

// account is an IBAN by its form, or else a national number; or what was kept.
func (c *fromInvoice) account(at *string, kept func(*Installment) *Account) *Account {
	s := strings.ReplaceAll(*at, " ", "")
	n := len([]rune(s))
	if n < 5 || n > 34 {
		c.lost(at, "an account of Facturae has 5 to 34 characters")
		return nil
	}
	take(c, at)
	if p := c.kept.invoice.PaymentDetails; len(p) > 0 {
		if k := kept(&p[0]); k != nil && (k.IBAN != "" || k.AccountNumber != "") {
			return &Account{IBAN: k.IBAN, AccountNumber: k.AccountNumber}
		}
	}
	if isIBAN(s) {
		return &Account{IBAN: s}
	}
	return &Account{AccountNumber: s}
}

// isIBAN looks at the form only.
func isIBAN(s string) bool {
	if len(s) < 15 || !isSubject(s[:2]) || !allDigits(s[2:4]) {
		return false
	}
	for _, r := range s[4:] {
		if (r < '0' || r > '9') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return true
}

// bic has eleven characters in Facturae: XXX stands for the head office.
func (c *fromInvoice) bic(at *string) string {
	s := strings.ReplaceAll(*at, " ", "")
	switch len(s) {
	case 8:
		take(c, at)
		return s + "XXX"
	case 11:
		take(c, at)
		return s
	}
	c.lost(at, "a BIC has 8 or 11 characters")
	return ""
}

// documents embeds the files whose format Facturae has.
func (c *fromInvoice) documents() {
	for i := range c.inv.SupportingDocuments {
		d := &c.inv.SupportingDocuments[i]
		if d.Reference == annex(i) {
			take(c, &d.Reference)
		}
		a := d.Attachment
		if a == nil {
			continue
		}
		format := fileFormatOf(a.MIMECode)
		if format == "" {
			c.lost(&a.Content, "Facturae cannot embed "+firstOf(a.MIMECode, "a file of unknown type"))
			continue
		}
		data, err := a.Content.Base64()
		if err != nil {
			c.lost(&a.Content, "the file cannot be read: "+err.Error())
			continue
		}
		take(c, &a.Content)
		take(c, &a.MIMECode)
		out := Attachment{AttachmentCompressionAlgorithm: "NONE", AttachmentFormat: format, AttachmentEncoding: "BASE64", AttachmentData: data}
		if out.AttachmentDescription = c.text(&d.Description, mostInfo); out.AttachmentDescription == "" {
			out.AttachmentDescription = c.text(&a.Filename, mostInfo)
		} else if a.Filename == fileName(&out, i) {
			take(c, &a.Filename)
		}
		c.additional().RelatedDocuments = append(c.additional().RelatedDocuments, out)
	}
}

func fileFormatOf(mime string) string {
	for _, f := range fileFormats {
		if strings.EqualFold(f.mime, mime) {
			return f.format
		}
	}
	return ""
}
