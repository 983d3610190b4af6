package ubl_test

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/ubl"
)

// binding.tsv lists, as facts in our own notation, which term the published syntax
// bindings put where: CEN/TS 16931-3-2 as the Peppol BIS Billing 3.0 structure and
// the XRechnung Extension show it. One line a term and path.
//
//go:embed testdata/binding.tsv
var publishedPaths string

// TestBinding compares the tables with the published bindings, both ways.
func TestBinding(t *testing.T) {
	want := map[string]bool{}
	for line := range strings.Lines(publishedPaths) {
		want[strings.TrimSpace(line)] = true
	}
	if len(want) < 300 {
		t.Fatalf("only %d published places", len(want))
	}
	have := map[string]bool{}
	for _, format := range []einvoice.Format{einvoice.UBLInvoice, einvoice.UBLCreditNote} {
		bindings, err := ubl.Bindings(format)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range bindings {
			term, ok := einvoice.TermAt(b.Place)
			if !ok && b.Place != "" && b.Kind != "group" {
				t.Errorf("%s is bound to %s, which is no term's place", b.Path, b.Place)
			}
			if ok {
				have[term.ID+"\t"+b.Path] = true
			}
		}
	}
	for entry := range want {
		if !have[entry] {
			t.Errorf("published, but not bound: %s", entry)
		}
	}
	for entry := range have {
		if !want[entry] && !beyond(entry) {
			t.Errorf("bound, but not published: %s", entry)
		}
	}
}

// beyond names what is bound beyond the published lists: groups, terms of our own,
// sub-lines (which repeat the places of lines), and these.
func beyond(entry string) bool {
	switch entry {
	case "BT-11\t/CreditNote/cac:AdditionalDocumentReference/cbc:ID", // CEN/TS 16931-3-2: type code 50
		"BT-21\t/CreditNote/cbc:Note", // the number sign convention holds for both
		"BT-32-1\t/Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID", // any code but VAT
		"BT-32-1\t/CreditNote/cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID",
		"BT-150\t/CreditNote/cac:CreditNoteLine/cac:Price/cbc:BaseQuantity/@unitCode": // the credit note's structure file leaves its term out
		return true
	}
	return strings.HasPrefix(entry, "BG-") || strings.HasPrefix(entry, "EX-") || strings.Contains(entry, "/cac:SubInvoiceLine/") || strings.Contains(entry, "/cac:SubCreditNoteLine/")
}
