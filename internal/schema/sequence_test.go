package schema_test

import (
	"slices"
	"testing"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/schema"
)

func TestSequence(t *testing.T) {
	for _, c := range []struct {
		path          []string
		first, last   string
		before, after string
		length        int
	}{
		{[]string{"inv:Invoice"}, "ext:UBLExtensions", "cac:InvoiceLine", "cac:AdditionalDocumentReference", "cac:ProjectReference", 54},
		{[]string{"cn:CreditNote"}, "ext:UBLExtensions", "cac:CreditNoteLine", "cac:AdditionalDocumentReference", "cac:StatementDocumentReference", 0},
		{[]string{"rsm:CrossIndustryInvoice", "rsm:SupplyChainTradeTransaction", "ram:ApplicableHeaderTradeAgreement"}, "ram:Reference", "ram:UltimateCustomerOrderReferencedDocument", "ram:SellerOrderReferencedDocument", "ram:AdditionalReferencedDocument", 0},
		{[]string{"fe322:Facturae", "Invoices", "Invoice"}, "InvoiceHeader", "AdditionalData", "Items", "PaymentDetails", 9},
		{[]string{"fe32:Facturae", "Invoices", "Invoice", "AdditionalData"}, "RelatedInvoice", "Extensions", "RelatedDocuments", "InvoiceAdditionalInformation", 4},
		{[]string{"inv:Invoice", "cbc:ID"}, "", "", "", "", 0},
		{[]string{"inv:Invoice", "cbc:ID", "cbc:ID"}, "", "", "", "", 0},
		{nil, "", "", "", "", 0},
	} {
		var path []names.Name
		for _, n := range c.path {
			path = append(path, names.Of(n))
		}
		all := schema.Sequence(path...)
		if c.first == "" {
			if all != nil {
				t.Errorf("%v: %v", c.path, all)
			}
			continue
		}
		at := func(s string) int { return slices.Index(all, names.Of(s)) }
		if len(all) == 0 || at(c.first) != 0 || at(c.last) != len(all)-1 || at(c.before) < 0 || at(c.before) >= at(c.after) || c.length > 0 && len(all) != c.length {
			t.Errorf("%v: %d %v", c.path, len(all), all)
		}
	}
}
