package facturae

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/einvoice-go/einvoice"
)

// Sum fills in what FileHeader says of the invoices: how many there are, their totals,
// their currency, and whether they are a batch. An identifier that is there stays; one
// that is missing is made by the convention: the issuer's tax number, the number and the
// series of the first invoice. Amounts in euros are there if every invoice in another
// currency tells its exchange rate.
func (f *Facturae) Sum() {
	h, b := &f.FileHeader, &f.FileHeader.Batch
	h.Modality = "I"
	if len(f.Invoices) > 1 {
		h.Modality = "L"
	}
	if b.BatchIdentifier == "" && len(f.Invoices) > 0 {
		first := f.Invoices[0].InvoiceHeader
		b.BatchIdentifier = f.issuer() + first.InvoiceNumber + first.InvoiceSeriesCode
	}
	b.InvoicesCount = einvoice.NewDecimal(int64(len(f.Invoices)), 0)
	b.InvoiceCurrencyCode = ""
	if len(f.Invoices) > 0 {
		b.InvoiceCurrencyCode = f.Invoices[0].InvoiceIssueData.InvoiceCurrencyCode
	}
	b.TotalInvoicesAmount = f.sum(func(t *InvoiceTotals) einvoice.Decimal { return t.InvoiceTotal })
	b.TotalOutstandingAmount = f.sum(func(t *InvoiceTotals) einvoice.Decimal { return t.TotalOutstandingAmount })
	b.TotalExecutableAmount = f.sum(func(t *InvoiceTotals) einvoice.Decimal { return t.TotalExecutableAmount })
}

// issuer is the tax number of who issues the invoices.
func (f *Facturae) issuer() string {
	switch h := &f.FileHeader; {
	case h.InvoiceIssuerType == "RE":
		return f.BuyerParty.TaxIdentification.TaxIdentificationNumber
	case h.InvoiceIssuerType == "TE" && h.ThirdParty != nil:
		return h.ThirdParty.TaxIdentification.TaxIdentificationNumber
	}
	return f.SellerParty.TaxIdentification.TaxIdentificationNumber
}

func (f *Facturae) sum(of func(*InvoiceTotals) einvoice.Decimal) (a Amount) {
	a.TotalAmount = einvoice.NewDecimal(0, 2)
	euros, inEuros := einvoice.NewDecimal(0, 2), true
	for i := range f.Invoices {
		v := of(&f.Invoices[i].InvoiceTotals)
		if !v.IsSet() {
			continue
		}
		a.TotalAmount = a.TotalAmount.Add(v)
		d := &f.Invoices[i].InvoiceIssueData
		if inEuros = inEuros && d.InvoiceCurrencyCode != "EUR" && d.ExchangeRateDetails != nil; inEuros {
			euros = euros.Add(v.Mul(d.ExchangeRateDetails.ExchangeRate).Round(2))
		}
	}
	if inEuros && len(f.Invoices) > 0 {
		a.EquivalentInEuros = euros
	}
	return a
}

// Split makes one document of each invoice. What belongs to the file (parties, factoring,
// extensions of the root) goes to each of them; they share it with f.
func Split(f *Facturae) []*Facturae {
	all := make([]*Facturae, len(f.Invoices))
	for i := range f.Invoices {
		one := *f
		one.Invoices = f.Invoices[i : i+1 : i+1]
		if len(f.Invoices) > 1 {
			one.FileHeader.Batch.BatchIdentifier = ""
		}
		one.Sum()
		all[i] = &one
	}
	return all
}

// JoinError says why documents do not go together in a batch.
type JoinError struct {
	Index int    // of the first document that does not go with the first one
	Place string // where they differ, as in "BuyerParty"
}

func (e *JoinError) Error() string {
	return fmt.Sprintf("document %d cannot be in one batch with the first one: %s differs", e.Index+1, e.Place)
}

// ErrNoInvoice: there is nothing to make a batch of.
var ErrNoInvoice = errors.New("no invoice to make a batch of")

// Join makes one document of several, which need the same issuer, seller, buyer, currency
// and what else belongs to a file. It shares their content.
func Join(all ...*Facturae) (*Facturae, error) {
	if len(all) == 0 {
		return nil, ErrNoInvoice
	}
	joined := *all[0]
	joined.Invoices = nil
	for i, f := range all {
		if place := differs(all[0], f); place != "" {
			return nil, &JoinError{i, place}
		}
		joined.Invoices = append(joined.Invoices, f.Invoices...)
	}
	if len(all) > 1 {
		joined.FileHeader.Batch.BatchIdentifier = ""
	}
	joined.Sum()
	return &joined, nil
}

// differs is the first place that two documents of a batch have to share and do not.
func differs(a, b *Facturae) string {
	for _, p := range []struct {
		place string
		a, b  any
	}{
		{"FileHeader.InvoiceIssuerType", a.FileHeader.InvoiceIssuerType, b.FileHeader.InvoiceIssuerType},
		{"FileHeader.ThirdParty", a.FileHeader.ThirdParty, b.FileHeader.ThirdParty},
		{"FileHeader.FactoringAssignmentData", a.FileHeader.FactoringAssignmentData, b.FileHeader.FactoringAssignmentData},
		{"SellerParty", a.SellerParty, b.SellerParty},
		{"BuyerParty", a.BuyerParty, b.BuyerParty},
		{"FileHeader.Batch.InvoiceCurrencyCode", a.FileHeader.Batch.InvoiceCurrencyCode, b.FileHeader.Batch.InvoiceCurrencyCode},
		{"Extensions", a.Extensions, b.Extensions},
	} {
		if !reflect.DeepEqual(p.a, p.b) {
			return p.place
		}
	}
	return ""
}
