package facturae_test

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

// distinct sets every field of a document to a value that no other has. What is chosen
// from a list, and what says how to read the rest, is set by the test.
type distinct struct{ n int }

func (d *distinct) fill(v reflect.Value, depth int) {
	d.n++
	switch v.Interface().(type) {
	case einvoice.Decimal:
		v.Set(reflect.ValueOf(einvoice.NewDecimal(int64(100000+d.n*37), 2)))
		return
	case einvoice.Date:
		v.Set(reflect.ValueOf(einvoice.NewDate(2020, 1, 1).AddDays(d.n)))
		return
	case einvoice.Binary:
		v.Set(reflect.ValueOf(einvoice.BinaryBase64(fmt.Sprintf("%08d", d.n))))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("v" + strconv.Itoa(10000+d.n) + "z")
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.fill(v.Elem(), depth)
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[[]einvoice.Line]() && depth > 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			d.fill(v.Index(i), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			d.fill(v.Field(i), depth)
		}
	}
}

// leavesOf are the places and values of a document.
func leavesOf(v reflect.Value, place string, visit func(place, text string)) {
	switch x := v.Interface().(type) {
	case einvoice.Decimal:
		visit(place, x.String())
		return
	case einvoice.Date:
		visit(place, x.String())
		return
	case einvoice.Binary:
		s, _ := x.Base64()
		visit(place, s)
		return
	}
	switch v.Kind() {
	case reflect.String:
		visit(place, v.String())
	case reflect.Pointer:
		if !v.IsNil() {
			leavesOf(v.Elem(), place, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			leavesOf(v.Index(i), fmt.Sprintf("%s[%d]", place, i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			at := place
			if !f.Anonymous {
				at = strings.TrimPrefix(place+"."+f.Name, ".")
			}
			leavesOf(v.Field(i), at, visit)
		}
	}
}

// TestEveryLeafToInvoices: every value of a document with all fields set is in the
// invoice, or named with its place among the losses or notes.
func TestEveryLeafToInvoices(t *testing.T) {
	for name, o := range map[string]facturae.ToOptions{
		"usual": {}, "without notes": {WithoutNotes: true},
		"other": {TaxesWithheld: facturae.WithheldInGross, Surcharge: facturae.SurchargeAsCharge, OtherTaxes: facturae.OtherTaxExempt,
			Reimbursable: facturae.ReimbursableAsPaid, NotSubject: facturae.NotSubjectExempt, CorrectiveSigns: facturae.CreditCorrective},
	} {
		for variant := range 4 {
			f := new(facturae.Facturae)
			new(distinct).fill(reflect.ValueOf(f).Elem(), 0)
			vary(f, variant)
			everyLeafToInvoices(t, fmt.Sprint(name, " ", variant), f, o)
		}
	}
}

// vary gives a filled document the codes on which the mapping depends.
func vary(f *facturae.Facturae, variant int) {
	for _, p := range []*facturae.Party{&f.SellerParty, &f.BuyerParty} {
		if variant%2 == 0 {
			p.Individual = nil
			p.LegalEntity.Address.Overseas = nil
			p.LegalEntity.Address.InSpain.CountryCode = "ESP"
			p.TaxIdentification.ResidenceTypeCode = "R"
		} else {
			p.LegalEntity = nil
			p.Individual.Address.InSpain = nil
			p.Individual.Address.Overseas.CountryCode = "FRA"
		}
	}
	for i := range f.Invoices {
		inv := &f.Invoices[i]
		inv.InvoiceIssueData.InvoiceCurrencyCode = "USD"
		inv.TaxesOutputs[0].TaxTypeCode, inv.TaxesOutputs[1].TaxTypeCode = "06", "07"
		if variant > 1 {
			inv.InvoiceHeader.InvoiceClass, inv.InvoiceHeader.Corrective.CorrectionMethod = "OR", "02"
			inv.InvoiceIssueData.TaxCurrencyCode = "EUR"
			inv.TaxesOutputs[0].TaxTypeCode, inv.TaxesOutputs[1].TaxTypeCode = "01", "07"
		}
		if variant == 3 {
			inv.InvoiceTotals.TotalGrossAmountBeforeTaxes = inv.InvoiceTotals.TotalGrossAmountBeforeTaxes.Neg()
		}
	}
}

func everyLeafToInvoices(t *testing.T, name string, f *facturae.Facturae, o facturae.ToOptions) {
	t.Helper()
	all, err := facturae.ToInvoices(f, o)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	leavesOf(reflect.ValueOf(f).Elem(), "", func(place, text string) {
		if text == "" {
			return
		}
		n++
		for i := range all {
			if strings.HasPrefix(place, "Invoices[") && !strings.HasPrefix(place, fmt.Sprintf("Invoices[%d]", i)) {
				continue
			}
			if !holds(&all[i], place, text) {
				t.Errorf("%s: %s = %q is not in invoice %d, and no loss or note", name, place, text, i)
			}
		}
	})
	if n < 600 {
		t.Errorf("%s: only %d leaves", name, n)
	}
}

func holds(c *facturae.Converted, place, text string) (found bool) {
	for _, l := range c.Losses {
		if l.Place == place && l.Why != "" && l.Value != "" {
			return true
		}
	}
	for _, n := range c.Notes {
		if strings.HasPrefix(n, place+" ") || strings.HasPrefix(n, place+":") {
			return true
		}
	}
	leavesOf(reflect.ValueOf(&c.Invoice).Elem(), "", func(_, s string) {
		found = found || strings.Contains(s, text) || s != "" && s == strings.TrimPrefix(text, "-") || "-"+s == text
	})
	for _, sum := range sumsOf(&c.Invoice) {
		found = found || sum.Abs().Cmp(einvoice.MustDecimal("0")) != 0 && strings.TrimPrefix(text, "-") == sum.Abs().String()
	}
	switch { // codes that are others in EN 16931-1
	case strings.HasSuffix(place, ".CountryCode"), strings.HasSuffix(place, "ResidenceTypeCode"):
		return true
	case strings.HasSuffix(place, "InvoiceClass"), strings.HasSuffix(place, "CorrectionMethod"), strings.HasSuffix(place, "TaxTypeCode"):
		return found || len(text) == 2
	}
	return found
}

// sumsOf are amounts that an invoice holds in parts: a discount on several VAT rates, and
// the sum before taxes without the charges that are none in Facturae.
func sumsOf(inv *einvoice.Invoice) (sums []einvoice.Decimal) {
	byReason := map[string]einvoice.Decimal{}
	before := inv.Totals.WithoutVAT
	for _, parts := range [][]einvoice.AllowanceCharge{inv.Allowances, inv.Charges} {
		for _, p := range parts {
			byReason[p.Reason] = byReason[p.Reason].Add(p.Amount)
			if strings.Contains(p.Reason, " (Facturae ") && !strings.Contains(p.Reason, "TaxableBase") {
				before = before.Sub(p.Amount)
			}
		}
	}
	for _, sum := range byReason {
		sums = append(sums, sum)
	}
	return append(sums, before)
}

// TestEveryFieldFromInvoices: every value of an invoice with all fields set is in the
// document, or among the losses with its place.
func TestEveryFieldFromInvoices(t *testing.T) {
	for _, code := range []string{"380", "381", "384"} {
		inv := new(einvoice.Invoice)
		new(distinct).fill(reflect.ValueOf(inv).Elem(), 0)
		plausible(inv, code)
		c, err := facturae.FromInvoices([]*einvoice.Invoice{inv}, facturae.FromOptions{ExchangeRate: einvoice.MustDecimal("0.9")})
		if err != nil {
			t.Fatal(err)
		}
		var have []string
		leavesOf(reflect.ValueOf(&c.Facturae).Elem(), "", func(_, s string) { have = append(have, s) })
		everything := strings.Join(have, "\n")
		lost := map[string]bool{}
		for _, l := range c.Losses {
			if l.Why == "" || l.Value == "" || l.Kind == "" {
				t.Errorf("%s: the loss %+v", code, l)
			}
			lost[l.Place] = true
		}
		n := 0
		leavesOf(reflect.ValueOf(inv).Elem(), "", func(place, text string) {
			if text == "" || lost[place] || knownCodes[genericPlace(place)] {
				return
			}
			n++
			if !strings.Contains(everything, text) {
				t.Errorf("%s: %s = %q is not in the document, and no loss", code, place, text)
			}
		})
		if n < 60 {
			t.Errorf("%s: only %d values", code, n)
		}
	}
}

// knownCodes are fields whose values are others in Facturae: codes, and sums that are
// worked out anew.
var knownCodes = map[string]bool{
	"TypeCode": true, "Seller.Address.Country": true, "Buyer.Address.Country": true, "Delivery.Address.Country": true,
	"PaymentInstructions[].MeansCode": true, "PaymentInstructions[].MeansText": true,
	"Lines[].Quantity.Unit": true, "Lines[].VATCategory.Code": true, "VATBreakdown[].VATCategory.Code": true,
	"Lines[].VATCategory.Scheme": true, "VATBreakdown[].VATCategory.Scheme": true,
	"Allowances[].VATCategory.Code": true, "Allowances[].VATCategory.Scheme": true, "Allowances[].VATCategory.Rate": true,
	"Charges[].VATCategory.Code": true, "Charges[].VATCategory.Scheme": true, "Charges[].VATCategory.Rate": true,
	"LogisticsCharges[].VATCategory.Code": true, "LogisticsCharges[].VATCategory.Scheme": true, "LogisticsCharges[].VATCategory.Rate": true,
	"SupportingDocuments[].Attachment.MIMECode": true,
	"Totals.Allowances":                         true, "Totals.Charges": true, "Totals.WithoutVAT": true, "Totals.WithVAT": true, "Totals.Paid": true,
	"Totals.VATInAccountingCurrency": true, "Totals.Rounding": true, "Lines[].Price.BaseQuantity.Value": true,
	"Lines[].Quantity.Value": true, // with a sign in credit notes
}

func plausible(inv *einvoice.Invoice, code string) {
	inv.TypeCode, inv.Currency, inv.VATCurrency = code, "USD", "EUR"
	inv.Seller.Address.Country, inv.Buyer.Address.Country = "FR", "ES"
	inv.Buyer.Address.PostCode = "28013"
	inv.SupportingDocuments[0].Attachment.MIMECode = "application/pdf"
	for i := range inv.VATBreakdown {
		inv.VATBreakdown[i].VATCategory = einvoice.VATCategory{Code: []string{"S", "E"}[i], Rate: einvoice.MustDecimal([]string{"21", "0"}[i])}
		inv.Lines[i].VATCategory = inv.VATBreakdown[i].VATCategory
	}
}
