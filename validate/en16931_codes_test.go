package validate_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/einvoice-go/einvoice/validate"
)

// codeCases are corners of the rules on code lists; what the published rules say there was asked of them.
var codeCases = []struct {
	name, syntax, script string
	want                 []string
}{
	{"white space around a code", "ubl", "set cbc:DocumentCurrencyCode = &#32;EUR&#10;", nil},
	{"two codes are none", "ubl", "set cbc:InvoiceTypeCode = 380 381", []string{"BR-CL-01"}},
	{"a credit note's code on an invoice", "ubl", "set cbc:InvoiceTypeCode = 381", []string{"BR-CL-01"}},
	{"in CII there is one list", "cii", "set rsm:ExchangedDocument/ram:TypeCode = 381", nil},
	{"small letters", "ubl", "set cac:InvoiceLine/cac:Item/cac:OriginCountry/cbc:IdentificationCode = de", []string{"BR-CL-15"}},
	{"small letters of a VATEX code", "ubl", "set cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:ID = E\nbefore cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme <cbc:TaxExemptionReasonCode> vatex-eu-132</cbc:TaxExemptionReasonCode>", nil},
	{"an empty scheme", "ubl", "attr cac:AccountingCustomerParty/cac:Party/cbc:EndpointID schemeID =", []string{"BR-CL-25"}},
	{"no scheme", "ubl", "noattr cac:AccountingCustomerParty/cac:Party/cac:PartyIdentification/cbc:ID schemeID", nil},
	{"the creditor identifier of a seller", "ubl", "attr cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID schemeID = SEPA", nil},
	{"a buyer has none", "ubl", "attr cac:AccountingCustomerParty/cac:Party/cac:PartyIdentification/cbc:ID schemeID = SEPA", []string{"BR-CL-10"}},
	{"a country of origin with a scheme is a registration", "cii", "attr rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedTradeProduct/ram:OriginTradeCountry/ram:ID schemeID = X", []string{"BR-CL-11"}},
	{"of any country", "cii", "attr rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedTradeProduct/ram:OriginTradeCountry/ram:ID schemeID = 0088\n" +
		"set rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedTradeProduct/ram:OriginTradeCountry/ram:ID = QQ", nil},
	{"a reference of another kind has any scheme", "ubl", "attr cac:AdditionalDocumentReference/cbc:ID schemeID = QQQ\nset cac:AdditionalDocumentReference/cbc:DocumentTypeCode = 50", nil},
	{"no # in a note", "ubl", "set cbc:Note = QQQ", nil},
	{"one # in a note", "ubl", "set cbc:Note = #QQQ", nil},
	{"a subject of two letters", "ubl", "set cbc:Note = #QQ#x", nil},
	{"a subject behind words", "ubl", "set cbc:Note = x #QQQ#x", []string{"BR-CL-08"}},
	{"a piece of a subject", "ubl", "set cbc:Note = #AA #x", nil},
	{"a MIME type and white space", "ubl", "attr cac:AdditionalDocumentReference/cac:Attachment/cbc:EmbeddedDocumentBinaryObject mimeCode = text/csv&#32;", []string{"BR-CL-24"}},
	{"an allowance's reason on a charge", "ubl", "set cac:AllowanceCharge/cbc:ChargeIndicator = 1", []string{"BR-CL-20"}},
	{"an allowance's reason on a charge", "cii", "set rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeAllowanceCharge/ram:ChargeIndicator/udt:Indicator = 1", []string{"BR-CL-20"}},
}

var codeID = regexp.MustCompile(`^BR-CL-`)

func TestCodeCorners(t *testing.T) {
	for _, x := range codeCases {
		t.Run(x.syntax+"/"+x.name, func(t *testing.T) {
			if got := codeIDs(check(t, vatCase(t, x.syntax, "", x.script), "en16931")); !slices.Equal(got, x.want) {
				t.Errorf("fired %v, want %v", got, x.want)
			}
		})
	}
}

func codeIDs(r *validate.Report) []string {
	return slices.DeleteFunc(fired(r), func(id string) bool { return !codeID.MatchString(id) })
}
