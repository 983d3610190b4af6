package facturae_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

// TestBatch: documents go together and come apart again.
func TestBatch(t *testing.T) {
	first := parsed(t, func(*facturae.Facturae) {})
	second := parsed(t, func(f *facturae.Facturae) {
		f.Invoices[0].InvoiceHeader.InvoiceNumber = "8"
		f.Invoices[0].InvoiceTotals.TotalExecutableAmount = einvoice.MustDecimal("100.5")
		f.FileHeader.Batch.TotalExecutableAmount.TotalAmount = einvoice.MustDecimal("100.5")
		f.FileHeader.Batch.BatchIdentifier = "ESA000000008F"
	})
	batch, err := facturae.Join(first, second)
	if err != nil {
		t.Fatal(err)
	}
	b := batch.FileHeader.Batch
	if batch.FileHeader.Modality != "L" || b.InvoicesCount.String() != "2" || b.TotalInvoicesAmount.TotalAmount.String() != "242.00" ||
		b.TotalExecutableAmount.TotalAmount.String() != "221.50" || b.BatchIdentifier != "ESA000000007F" || b.InvoiceCurrencyCode != "EUR" || b.TotalInvoicesAmount.EquivalentInEuros.IsSet() {
		t.Errorf("%+v", b)
	}
	xml, _, err := facturae.Build(batch)
	if err != nil || faults(xml) != "" {
		t.Errorf("%v %s", err, faults(xml))
	}
	parts := facturae.Split(batch)
	if len(parts) != 2 || !reflect.DeepEqual(parts[1].Invoices, second.Invoices) || parts[1].FileHeader.Modality != "I" ||
		!parts[1].FileHeader.Batch.TotalExecutableAmount.TotalAmount.Equal(einvoice.MustDecimal("100.5")) || parts[1].FileHeader.Batch.BatchIdentifier != "ESA000000008F" {
		t.Errorf("%+v", parts[1].FileHeader)
	}
	if len(batch.Invoices) != 2 || first.FileHeader.Modality != "I" {
		t.Error("Join or Split changes what it is given")
	}
	single := facturae.Split(first)
	if len(single) != 1 || single[0].FileHeader.Batch.BatchIdentifier != first.FileHeader.Batch.BatchIdentifier {
		t.Error("a document of one invoice is another one after Split")
	}
}

func TestBatchInAnotherCurrency(t *testing.T) {
	f := parsed(t, func(f *facturae.Facturae) {
		d := &f.Invoices[0].InvoiceIssueData
		d.InvoiceCurrencyCode = "USD"
		d.ExchangeRateDetails = &facturae.ExchangeRateDetails{ExchangeRate: einvoice.MustDecimal("0.915")}
		f.Invoices = append(f.Invoices, f.Invoices[0])
	})
	if f.Sum(); f.FileHeader.Batch.TotalInvoicesAmount.EquivalentInEuros.String() != "221.44" || f.FileHeader.Batch.InvoiceCurrencyCode != "USD" {
		t.Errorf("%+v", f.FileHeader.Batch)
	}
	f.Invoices[1].InvoiceIssueData.ExchangeRateDetails = nil
	if f.Sum(); f.FileHeader.Batch.TotalInvoicesAmount.EquivalentInEuros.IsSet() {
		t.Error("an amount in euros without an exchange rate")
	}
}

func TestNoBatch(t *testing.T) {
	first := parsed(t, func(*facturae.Facturae) {})
	for place, change := range map[string]func(*facturae.Facturae){
		"BuyerParty":                           func(f *facturae.Facturae) { f.BuyerParty.Individual.Name = "Eva" },
		"SellerParty":                          func(f *facturae.Facturae) { f.SellerParty.TaxIdentification.TaxIdentificationNumber = "1" },
		"FileHeader.Batch.InvoiceCurrencyCode": func(f *facturae.Facturae) { f.FileHeader.Batch.InvoiceCurrencyCode = "USD" },
	} {
		_, err := facturae.Join(first, first, parsed(t, change))
		var e *facturae.JoinError
		if !errors.As(err, &e) || e.Index != 2 || e.Place != place || !strings.Contains(err.Error(), "document 3") {
			t.Errorf("%s: %v", place, err)
		}
	}
	if _, err := facturae.Join(); !errors.Is(err, facturae.ErrNoInvoice) {
		t.Error(err)
	}
	if parts := facturae.Split(&facturae.Facturae{}); len(parts) != 0 {
		t.Error(parts)
	}
}
