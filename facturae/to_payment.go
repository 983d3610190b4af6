package facturae

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// payment writes the first installment as BG-16, BT-9 and BT-20: EN 16931-1 has the first
// date there. Further ones are kept.
func (c *toInvoice) payment() {
	if len(c.in.PaymentDetails) == 0 {
		return
	}
	p, inv := &c.in.PaymentDetails[0], c.inv
	inv.DueDate = p.InstallmentDueDate
	if inv.PaymentTerms == "" {
		inv.PaymentTerms = p.CollectionAdditionalInformation
	}
	row, _ := meansOf(p.PaymentMeans)
	out := einvoice.PaymentInstructions{MeansCode: row.untdid, MeansText: row.label, Remittance: p.PaymentReconciliationReference}
	if a := p.AccountToBeCredited; a != nil {
		if account := firstOf(a.IBAN, a.AccountNumber); account != "" {
			out.CreditTransfers = []einvoice.CreditTransfer{{Account: account, ServiceProvider: a.BIC}}
		}
	}
	if a := p.AccountToBeDebited; a != nil {
		out.DirectDebit = &einvoice.DirectDebit{DebitedAccount: firstOf(a.IBAN, a.AccountNumber)}
		if out.DirectDebit.DebitedAccount == "" {
			out.DirectDebit = nil
		}
	}
	if needsAccount(out.MeansCode) && out.CreditTransfers == nil {
		out.MeansCode = mutuallyDefined
		c.note("BT-81 Payment means type code: ZZZ (%s), since a credit transfer needs an account (BR-61) and %s.PaymentDetails[0] has none", out.MeansText, c.place)
	}
	if out.MeansCode == "" {
		out.MeansCode = mutuallyDefined
	}
	inv.PaymentInstructions = []einvoice.PaymentInstructions{out}
	if n := len(c.in.PaymentDetails); n > 1 {
		c.note("%s.PaymentDetails: BT-9 is the date of the first of %d payments", c.place, n)
	}
}

// needsAccount: BR-61.
func needsAccount(code string) bool { return code == "30" || code == "58" }

// attachments writes those files that EN 16931-1 can embed (BR-CL-24); of the others
// there is a reference.
func (c *toInvoice) attachments() {
	if c.in.AdditionalData == nil {
		return
	}
	for i := range c.in.AdditionalData.RelatedDocuments {
		a := &c.in.AdditionalData.RelatedDocuments[i]
		d := einvoice.SupportingDocument{Reference: annex(i), Description: a.AttachmentDescription}
		if mime, ok := mimeOf(a.AttachmentFormat); ok && isBase64(a) {
			d.Attachment = &einvoice.Attachment{MIMECode: mime, Filename: fileName(a, i), Content: einvoice.BinaryBase64(a.AttachmentData)}
		}
		c.inv.SupportingDocuments = append(c.inv.SupportingDocuments, d)
		c.note("%s.AdditionalData.RelatedDocuments[%d]: BT-122 is %q, since it has no number", c.place, i, d.Reference)
	}
}

// annex is BT-122 of the nth attachment.
func annex(i int) string { return "Anexo " + strconv.Itoa(i+1) }

func mimeOf(format string) (mime string, ok bool) {
	for _, f := range fileFormats {
		if f.format == format {
			return f.mime, f.core
		}
	}
	return "", false
}

func isBase64(a *Attachment) bool {
	plain := a.AttachmentCompressionAlgorithm == "" || a.AttachmentCompressionAlgorithm == "NONE"
	return plain && (a.AttachmentEncoding == "" || a.AttachmentEncoding == "BASE64") && strings.TrimSpace(a.AttachmentData) != ""
}

// fileName is the description if it looks like the name of a file of this format.
func fileName(a *Attachment, i int) string {
	ext := "." + a.AttachmentFormat
	if d := a.AttachmentDescription; strings.HasSuffix(strings.ToLower(d), ext) && !strings.ContainsAny(d, "/\\\n\r\t:") {
		return d
	}
	return "anexo-" + strconv.Itoa(i+1) + ext
}
