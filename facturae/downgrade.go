package facturae

import (
	"errors"
	"fmt"
	"slices"

	"github.com/einvoice-go/einvoice"
)

// downgrade makes invoices of 3.2.2 what an older version can hold.
type downgrade struct {
	version Version
	place   string // of the invoice at hand
	losses  []einvoice.Loss
}

func (d *downgrade) lose(kind einvoice.LossKind, place, value, why string) {
	d.losses = append(d.losses, einvoice.Loss{Kind: kind, Place: d.place + "." + place, Value: value, Why: why})
}

// invoice changes a copy; what it points to is copied before it is changed.
func (d *downgrade) invoice(v *Invoice) error {
	v.Items = slices.Clone(v.Items)
	d.references(v)
	for i := range v.Items {
		l := &v.Items[i]
		at := fmt.Sprintf("Items[%d]", i)
		if l.UnitOfMeasure == "36" {
			d.lose(einvoice.LossConstant, at+".UnitOfMeasure", "36", d.lacks("the unit kWh")+": it is written 05, another unit")
			l.UnitOfMeasure = "05"
		}
		if d.version == V32 {
			l.TaxesOutputs = d.outputs(l.TaxesOutputs, at+".TaxesOutputs")
			l.TaxesWithheld = d.taxes(l.TaxesWithheld, at+".TaxesWithheld")
		}
	}
	if d.version == V32 {
		v.TaxesOutputs = d.outputs(v.TaxesOutputs, "TaxesOutputs")
		v.TaxesWithheld = d.taxes(v.TaxesWithheld, "TaxesWithheld")
	}
	if v.AdditionalData == nil {
		return nil
	}
	for i, a := range v.AdditionalData.RelatedDocuments {
		if a.AttachmentFormat == "html" {
			return &einvoice.BuildError{Place: fmt.Sprintf("%s.AdditionalData.RelatedDocuments[%d].AttachmentFormat", d.place, i),
				Err: errors.New(d.lacks("attachments in html"))}
		}
	}
	return nil
}

func (d *downgrade) lacks(what string) string {
	return "Facturae " + string(d.version) + " does not know " + what
}

// references of the invoice, which 3.2.2 brought, go to every line that has none.
func (d *downgrade) references(v *Invoice) {
	data := &v.InvoiceIssueData
	for _, r := range []struct {
		name string
		from *string
		to   func(*InvoiceLine) *string
	}{
		{"ReceiverTransactionReference", &data.ReceiverTransactionReference, func(l *InvoiceLine) *string { return &l.ReceiverTransactionReference }},
		{"FileReference", &data.FileReference, func(l *InvoiceLine) *string { return &l.FileReference }},
		{"ReceiverContractReference", &data.ReceiverContractReference, func(l *InvoiceLine) *string { return &l.ReceiverContractReference }},
	} {
		value := *r.from
		if value == "" || len(v.Items) == 0 {
			continue
		}
		for i := range v.Items {
			if to := r.to(&v.Items[i]); *to == "" {
				*to = value
			}
		}
		*r.from = ""
		d.lose(einvoice.LossDeclared, "InvoiceIssueData."+r.name, value, "Facturae "+string(d.version)+" has it on lines only: it stands on every line that has no other")
	}
}

// outputs and taxes write codes that 3.2 lacks as 05, another tax.
func (d *downgrade) outputs(all []TaxOutput, place string) []TaxOutput {
	if !slices.ContainsFunc(all, func(t TaxOutput) bool { return isLater(t.TaxTypeCode) }) {
		return all
	}
	all = slices.Clone(all)
	for i := range all {
		d.taxType(&all[i].Tax, fmt.Sprintf("%s[%d].Tax", place, i))
	}
	return all
}

func (d *downgrade) taxes(all []Tax, place string) []Tax {
	if !slices.ContainsFunc(all, func(t Tax) bool { return isLater(t.TaxTypeCode) }) {
		return all
	}
	all = slices.Clone(all)
	for i := range all {
		d.taxType(&all[i], fmt.Sprintf("%s[%d]", place, i))
	}
	return all
}

// isLater tells the tax types that 3.2.1 brought.
func isLater(code string) bool { return len(code) == 2 && code >= "20" && code <= "29" }

func (d *downgrade) taxType(t *Tax, place string) {
	if isLater(t.TaxTypeCode) {
		d.lose(einvoice.LossConstant, place+".TaxTypeCode", t.TaxTypeCode, d.lacks("the tax type "+t.TaxTypeCode)+": it is written 05, another tax")
		t.TaxTypeCode = "05"
	}
}
