package facturae_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

// parsed is the small document, changed.
func parsed(t testing.TB, change func(*facturae.Facturae)) *facturae.Facturae {
	doc, err := facturae.Parse([]byte(small()))
	if err != nil {
		t.Fatal(err)
	}
	change(&doc.Facturae)
	return &doc.Facturae
}

func TestBuildRefuses(t *testing.T) {
	long := strings.Repeat("ñ", 21)
	for _, c := range []struct {
		name    string
		version facturae.Version
		change  func(*facturae.Facturae)
		place   string
		says    string
	}{
		{"a number too long", "", func(f *facturae.Facturae) { f.Invoices[0].InvoiceHeader.InvoiceNumber = long },
			"Invoices[0].InvoiceHeader.InvoiceNumber", "21 characters, its element takes 20"},
		{"a reference too long", "", func(f *facturae.Facturae) {
			f.Invoices[0].AdditionalData = nil
			f.Invoices[0].LegalLiterals = []string{strings.Repeat("x", 251)}
		},
			"Invoices[0].LegalLiterals[0]", "250"},
		{"a control character", "", func(f *facturae.Facturae) { f.BuyerParty.Individual.Name = "A\x01" }, "BuyerParty.Individual.Name", "U+0001"},
		{"html in 3.2.1", facturae.V321, func(f *facturae.Facturae) { f.Invoices[0].AdditionalData = attached("html") },
			"Invoices[0].AdditionalData.RelatedDocuments[0].AttachmentFormat", "html"},
		{"a negative rate in 3.2", facturae.V32, func(f *facturae.Facturae) {
			f.Invoices[0].InvoiceTotals.GeneralDiscounts = []facturae.Discount{{DiscountReason: "x", DiscountRate: einvoice.MustDecimal("-1")}}
		}, "Invoices[0].InvoiceTotals.GeneralDiscounts[0].DiscountRate", "negative"},
		{"an extension that is no XML", "", func(f *facturae.Facturae) { f.Extensions = "<Extensions><a></Extensions>" }, "Extensions", "well-formed"},
		{"an extension of another name", "", func(f *facturae.Facturae) { f.Extensions = "<Other/>" }, "Extensions", "Other"},
		{"an extension and more", "", func(f *facturae.Facturae) { f.Extensions = "<Extensions/><a/>" }, "Extensions", "well-formed"},
		{"no extension", "", func(f *facturae.Facturae) { f.Extensions = "x" }, "Extensions", "no element"},
	} {
		_, _, err := facturae.BuildOptions{Version: c.version}.Build(parsed(t, c.change))
		var e *einvoice.BuildError
		if !errors.As(err, &e) || e.Place != c.place || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, _, err := (facturae.BuildOptions{Version: "3.1"}).Build(nil); !errors.Is(err, facturae.ErrVersion) {
		t.Error(err)
	}
	var length *facturae.LengthError
	_, _, err := facturae.Build(parsed(t, func(f *facturae.Facturae) { f.Invoices[0].InvoiceHeader.InvoiceNumber = long }))
	if !errors.As(err, &length) || length.Limit != 20 {
		t.Error(err)
	}
	if xml, _, err := facturae.Build(nil); err != nil || !strings.Contains(string(xml), "3.2.2") {
		t.Errorf("nothing: %s %v", xml, err)
	}
}

func attached(format string) *facturae.AdditionalData {
	return &facturae.AdditionalData{RelatedDocuments: []facturae.Attachment{{AttachmentFormat: format, AttachmentData: "QQ=="}}}
}

// TestVersions: what is written in an older version is valid there, and what changes is
// among the losses.
func TestVersions(t *testing.T) {
	rich := func(f *facturae.Facturae) {
		i := &f.Invoices[0]
		i.InvoiceIssueData.ReceiverTransactionReference = "PO-1"
		i.Items[0].UnitOfMeasure = "36"
		i.Items[0].TaxesOutputs[0].TaxTypeCode = "29"
		i.TaxesOutputs[0].TaxRate = einvoice.MustDecimal("5.11269632")
		i.InvoiceTotals.TotalGeneralDiscounts = einvoice.MustDecimal("0.0")
	}
	for version, want := range map[facturae.Version][]string{
		facturae.V322: nil,
		facturae.V321: {"Invoices[0].InvoiceIssueData.ReceiverTransactionReference", "Invoices[0].Items[0].UnitOfMeasure"},
		facturae.V32: {"Invoices[0].InvoiceIssueData.ReceiverTransactionReference", "Invoices[0].Items[0].UnitOfMeasure",
			"Invoices[0].Items[0].TaxesOutputs[0].Tax.TaxTypeCode", "Invoices[0].TaxesOutputs[0].Tax.TaxRate"},
	} {
		f := parsed(t, rich)
		xml, losses, err := facturae.BuildOptions{Version: version}.Build(f)
		if err != nil || len(losses) != len(want) {
			t.Errorf("%s: %v %v", version, err, losses)
			continue
		}
		for i, l := range losses {
			if l.Place != want[i] || l.Why == "" {
				t.Errorf("%s: %+v", version, l)
			}
		}
		if found := faults(xml); found != "" {
			t.Errorf("%s: %s\n%s", version, found, xml)
		}
		if f.Invoices[0].Items[0].UnitOfMeasure != "36" || f.Invoices[0].Items[0].ReceiverTransactionReference != "" || f.Invoices[0].TaxesOutputs[0].TaxRate.Scale() != 8 {
			t.Errorf("%s: Build changes what it is given", version)
		}
		doc, err := facturae.Parse(xml)
		if err != nil || version != facturae.V322 && doc.Facturae.Invoices[0].Items[0].ReceiverTransactionReference != "PO-1" {
			t.Errorf("%s: %v: the reference is not on the line", version, err)
		}
	}
}

// TestNeeded: text that the schema demands is written empty, beside something.
func TestNeeded(t *testing.T) {
	xml, losses, err := facturae.Build(parsed(t, func(f *facturae.Facturae) {
		f.Invoices[0].InvoiceHeader.InvoiceNumber = ""
		f.SellerParty.LegalEntity.CorporateName = ""
		f.BuyerParty.Individual.FirstSurname = ""
	}))
	if err != nil || losses != nil || faults(xml) != "" {
		t.Errorf("%v %v %s", err, losses, faults(xml))
	}
	for _, want := range []string{"<InvoiceNumber/>", "<CorporateName/>", "<FirstSurname/>"} {
		if !strings.Contains(string(xml), want) {
			t.Errorf("no %s", want)
		}
	}
}
