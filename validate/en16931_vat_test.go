package validate_test

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"slices"
	"testing"

	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/validate"
)

const (
	ublRow     = "cac:TaxTotal/cac:TaxSubtotal/"
	ublItem    = "cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory"
	ciiRow     = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax"
	ciiPart    = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeAllowanceCharge"
	ciiLine    = "rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement/"
	ciiLineTax = ciiLine + "ram:ApplicableTradeTax"
	withVAT    = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
	onlyO      = "before " + ublRow + "cac:TaxCategory/cac:TaxScheme <cbc:TaxExemptionReason>not taxed</cbc:TaxExemptionReason>\n"
)

// vatCases are corners where the published rules differ from one another, or from what one expects. What they say
// there was asked of them. Each is the sample, or the sample that a rule breaks, edited.
var vatCases = []struct {
	name, syntax string
	broken       string // the id of the rule that breaks the sample first
	script       string
	want         []string // of the VAT families
}{
	{"white space around a code", "ubl", "", "set " + ublItem + "/cbc:ID = &#32;S&#10;", nil},
	{"white space around a code is another code", "cii", "", "set " + ciiRow + "/ram:CategoryCode = &#32;S", []string{"BR-S-01"}},
	{"so that the sum lacks the line", "cii", "", "set " + ciiLineTax + "/ram:CategoryCode = &#32;S", []string{"BR-S-08"}},
	{"a tax scheme in small letters", "ubl", "", "set " + ublRow + "cac:TaxCategory/cac:TaxScheme/cbc:ID = vat", nil},
	{"S of another tax counts in the breakdown", "ubl", "", "set " + ublRow + "cac:TaxCategory/cac:TaxScheme/cbc:ID = GST", nil},
	{"no item in S is VAT", "ubl", "", "set " + ublItem + "/cac:TaxScheme/cbc:ID = GST", []string{"BR-S-02"}},
	{"M with white space in the breakdown", "ubl", "BR-AG-08", "set " + ublRow + "cac:TaxCategory/cbc:ID = &#32;M", []string{"BR-AG-01", "BR-AG-08"}},
	{"L of another tax in the breakdown", "ubl", "BR-AF-08", "set " + ublRow + "cac:TaxCategory/cac:TaxScheme/cbc:ID = GST", nil},
	{"M of another tax in the breakdown", "ubl", "BR-AG-08", "set " + ublRow + "cac:TaxCategory/cac:TaxScheme/cbc:ID = GST", []string{"BR-AG-01"}},
	{"charge in L with white space", "ubl", "BR-AF-04", "set cac:AllowanceCharge/cac:TaxCategory/cbc:ID = &#32;L", []string{"BR-AF-02"}},
	{"charge in M with white space", "ubl", "BR-AG-04", "set cac:AllowanceCharge/cac:TaxCategory/cbc:ID = &#32;M", []string{"BR-AG-02", "BR-AG-04"}},
	{"L at 0", "ubl", "BR-AF-10", "set " + ublItem + "/cbc:Percent = 0", []string{"BR-AF-08", "BR-AF-10"}},
	{"L at 0", "cii", "BR-AF-10", "set " + ciiLineTax + "/ram:RateApplicablePercent = 0", []string{"BR-AF-05", "BR-AF-10"}},
	{"M at 0", "cii", "BR-AG-10", "set " + ciiLineTax + "/ram:RateApplicablePercent = 0", []string{"BR-AG-10"}},
	{"less than one away", "ubl", "", "set " + ublRow + "cbc:TaxableAmount = 950.99", nil},
	{"one away", "ubl", "", "set " + ublRow + "cbc:TaxableAmount = 951.00", []string{"BR-S-08"}},
	{"one away, and floating point is content", "ubl", "BR-S-10", "set cac:InvoiceLine/cbc:LineExtensionAmount = 2.47\nset " + ublRow + "cbc:TaxableAmount = 203.47", []string{"BR-S-09", "BR-S-10"}},
	{"less than one away, and floating point is not", "ubl", "BR-S-10",
		"set cac:InvoiceLine/cbc:LineExtensionAmount = 715408674071321.28\nset " + ublRow + "cbc:TaxableAmount = 715408674071520.29", []string{"BR-S-08", "BR-S-09", "BR-S-10"}},
	{"charges less allowances alone make the amount", "ubl", "", "set " + ublRow + "cbc:TaxableAmount = -50.00", []string{"BR-S-09"}},
	{"an amount of no tolerance", "ubl", "", "set cac:InvoiceLine/cbc:LineExtensionAmount = 1000.01\nset " + ublItem + "/cbc:ID = E", []string{"BR-E-05", "BR-E-08", "BR-S-08"}},
	{"a cent in S", "cii", "", "set " + ciiRow + "/ram:BasisAmount = 950.01", []string{"BR-S-08"}},
	{"a cent in E", "cii", "BR-E-10", "set " + ciiRow + "/ram:BasisAmount = 1200.01", []string{"BR-E-10"}},
	{"a cent in O", "cii", "BR-O-10", "set " + ciiRow + "/ram:BasisAmount = 1200.01", []string{"BR-O-08", "BR-O-10"}},
	{"sums of CII are rounded", "cii", "", "set " + ciiLine + "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount = 1000.004", nil},
	{"an item of two categories counts in both", "ubl", "", "after " + ublItem + " <cac:ClassifiedTaxCategory><cbc:ID>E</cbc:ID><cbc:Percent>0</cbc:Percent>" + withVAT + "</cac:ClassifiedTaxCategory>", []string{"BR-E-08"}},
	{"and with the rate of either", "ubl", "", "set " + ublItem + "/cbc:Percent = 7\nafter " + ublItem + " <cac:ClassifiedTaxCategory><cbc:ID>E</cbc:ID><cbc:Percent>19</cbc:Percent>" + withVAT + "</cac:ClassifiedTaxCategory>", []string{"BR-E-05", "BR-E-08"}},
	{"an allowance of another tax counts in the sums", "cii", "", "set " + ciiPart + "/ram:CategoryTradeTax/ram:TypeCode = GST", nil},
	{"rows without a rate are not compared", "cii", "", "drop " + ciiRow + "/ram:RateApplicablePercent", []string{"BR-S-09"}},
	{"nor in UBL", "ubl", "", "drop " + ublRow + "cac:TaxCategory/cbc:Percent", []string{"BR-S-09"}},
	{"O alone", "ubl", "BR-O-10", onlyO, nil},
	{"O beside another row", "ubl", "BR-O-10", onlyO + "twice cac:TaxTotal/cac:TaxSubtotal\nset " + ublRow + "cac:TaxCategory/cbc:ID = Z", []string{"BR-O-11", "BR-Z-08", "BR-Z-10"}},
	{"O beside another item", "ubl", "BR-O-10", onlyO + "after " + ublItem + " <cac:ClassifiedTaxCategory>" + withVAT + "</cac:ClassifiedTaxCategory>", []string{"BR-O-12"}},
	{"O beside an allowance of a line", "ubl", "BR-O-10", onlyO + "add cac:InvoiceLine/cac:AllowanceCharge <cac:TaxCategory><cbc:ID>X</cbc:ID>" + withVAT + "</cac:TaxCategory>", []string{"BR-O-13"}},
	{"O beside an item in O that is not VAT", "ubl", "BR-O-10", onlyO + "set " + ublItem + "/cac:TaxScheme/cbc:ID = GST", nil},
	{"a tax number of the seller is no VAT identifier", "ubl", "BR-O-10", onlyO + "set cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID = VAT", []string{"BR-O-02"}},
	{"B beside a country of origin", "ubl", "BR-B-02", "set cac:InvoiceLine/cac:Item/cac:OriginCountry/cbc:IdentificationCode = DE", []string{"BR-B-01", "BR-B-02"}},
	{"K and a delivery date that is empty", "ubl", "BR-IC-11", "add cac:Delivery <cbc:ActualDeliveryDate/>", []string{"BR-IC-11"}},
}

func TestVATCorners(t *testing.T) {
	for _, x := range vatCases {
		t.Run(x.syntax+"/"+x.name, func(t *testing.T) {
			xml := vatCase(t, x.syntax, x.broken, x.script)
			if got := vatIDs(check(t, xml, "en16931")); !slices.Equal(got, x.want) {
				t.Errorf("fired %v, want %v", got, x.want)
			}
		})
	}
}

func vatCase(t *testing.T, syntax, broken, script string) []byte {
	t.Helper()
	inv := sample.Invoice()
	if broken != "" {
		found := validate.Find(broken)
		if len(found) == 0 {
			t.Fatal("no rule " + broken)
		}
		found[0].Rule.Break(inv)
	}
	xml, err := sample.Edit(build(t, syntax, inv), script)
	if err != nil {
		t.Fatal(err)
	}
	return xml
}

var vatID = regexp.MustCompile(`^BR-(S|Z|E|AE|IC|G|O|AF|AG|B)-`)

func vatIDs(r *validate.Report) []string {
	return slices.DeleteFunc(fired(r), func(id string) bool { return !vatID.MatchString(id) })
}

// TestBrokenInStream: what is summed up over lines one by one comes to the same as in a document at hand.
func TestBrokenInStream(t *testing.T) {
	for _, set := range validate.Sets() {
		for i := range set.Rules() {
			rule := &set.Rules()[i]
			for _, syntax := range []string{"ubl", "cii"} {
				if rule.Break == nil || !rule.In(syntax) || sampleOf(set) == nil {
					continue
				}
				inv := sampleOf(set)()
				rule.Break(inv)
				xml := build(t, syntax, inv)
				open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(xml)), nil }
				r, err := validate.Stream(context.Background(), open, validate.Options{Rules: []string{set.ID()}})
				if err != nil {
					t.Fatal(err)
				}
				if got, want := fired(r), fired(check(t, xml, set.ID())); !slices.Equal(got, want) {
					t.Errorf("%s/%s in %s: a stream fires %v, a document %v", set.ID(), rule.ID, syntax, got, want)
				}
			}
		}
	}
}
