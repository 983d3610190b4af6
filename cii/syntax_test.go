package cii_test

import (
	"context"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/syntaxtest"
)

// The laws that every syntax is held to, and the bad input that each gets: see package
// syntaxtest.
func TestSyntax(t *testing.T) { syntax.Test(t) }

func FuzzCIILaws(f *testing.F) { syntax.Fuzz(f) }

func FuzzCIIMutants(f *testing.F) { syntax.FuzzMutants(f) }

const (
	openInvoice = `<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"` +
		` xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"` +
		` xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"` +
		` xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100">`
	closeInvoice = `</rsm:CrossIndustryInvoice>`
)

// room is a document with room in nested elements.
func room(names ...string) syntaxtest.Room {
	r := syntaxtest.Room{Open: openInvoice, Close: closeInvoice, Path: "/rsm:CrossIndustryInvoice"}
	for _, name := range names {
		r.Open += "<" + name + ">"
		r.Close = "</" + name + ">" + r.Close
		r.Path += "/" + name
	}
	return r
}

var (
	body       = room("rsm:ExchangedDocument")
	trade      = room("rsm:SupplyChainTradeTransaction")
	lineRoom   = room("rsm:SupplyChainTradeTransaction", "ram:IncludedSupplyChainTradeLineItem")
	agreement  = room("rsm:SupplyChainTradeTransaction", "ram:ApplicableHeaderTradeAgreement")
	delivery   = room("rsm:SupplyChainTradeTransaction", "ram:ApplicableHeaderTradeDelivery")
	settlement = room("rsm:SupplyChainTradeTransaction", "ram:ApplicableHeaderTradeSettlement")
	process    = room("rsm:ExchangedDocumentContext")
)

// least are the values of a full invoice that each profile has room for.
var least = map[cii.Profile]int{cii.Minimum: 19, cii.BasicWL: 120, cii.Basic: 200, cii.EN16931: 297, cii.Extended: 399, cii.Any: 399, cii.XRechnung: 297}

// whole leaves out nothing that CII is bound to.
var whole = writer(cii.Any)

var syntax = &syntaxtest.Syntax{
	Parse: cii.Parse, Stream: cii.Stream, Locate: cii.Locate, LocateStream: cii.LocateStream,
	StreamParts: func(part int, in io.Reader) (*einvoice.Document, error) {
		return cii.ParseOptions{MaxPart: part}.Stream(context.Background(), in, func(*einvoice.Line) error { return nil })
	},
	Writers: []*syntaxtest.Writer{whole},
	Narrow:  []*syntaxtest.Writer{writer(cii.Minimum), writer(cii.BasicWL), writer(cii.Basic), writer(cii.EN16931), writer(cii.Extended), writer(cii.XRechnung), writer(0)},
	Back:    func(*einvoice.Document) *syntaxtest.Writer { return whole },
	Shown: func(v einvoice.Value) string {
		if v.Term.Type == einvoice.DateType {
			return strings.ReplaceAll(v.Text, "-", "")
		}
		return v.Text
	},
	Moved: map[string]string{"Payee.BankAssignedCreditorIdentifier": "Seller.BankAssignedCreditorIdentifier",
		"FurtherPaymentTerms.Description": "PaymentTerms", "FurtherPaymentTerms.DueDate": "DueDate"}, // the first ones are not further ones
	Spread: map[string]bool{"PaymentInstructions.Remittance": true}, // CII has one for all means

	Root: "rsm:CrossIndustryInvoice", Body: body, Number: "ram:ID",
	Note:  syntaxtest.Room{Open: "<ram:IncludedNote><ram:Content>", Close: "</ram:Content></ram:IncludedNote>"},
	Lines: trade, Line: "<ram:IncludedSupplyChainTradeLineItem>" + lineID + "</ram:IncludedSupplyChainTradeLineItem>",
	Nested: lineRoom, Nest: "<ram:AssociatedDocumentLineDocument>",
	Keyed: agreement, Key: syntaxtest.Room{Open: "<ram:AdditionalReferencedDocument>", Close: "</ram:AdditionalReferencedDocument>"},
	Many: func(n int) []byte {
		return []byte(trade.With(strings.Repeat("<ram:IncludedSupplyChainTradeLineItem>"+lineID+"</ram:IncludedSupplyChainTradeLineItem>", n) + "<ram:ApplicableHeaderTradeSettlement>" +
			strings.Repeat("<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:ProprietaryID>1</ram:ProprietaryID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>", n) +
			"</ram:ApplicableHeaderTradeSettlement>"))
	},
	Rooms: map[string]*syntaxtest.Room{"process": &process, "line": &lineRoom, "agreement": &agreement, "delivery": &delivery, "settlement": &settlement, "trade": &trade},
	Strange: []syntaxtest.BadCase{
		{"UBL", `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`, einvoice.ErrWrongRoot, "1:1"},
		{"another version", `<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:2"/>`, einvoice.ErrWrongRoot, "1:1"},
		{"the right name in no namespace", `<CrossIndustryInvoice/>`, einvoice.ErrWrongRoot, "1:1"},
		{"the right name in a namespace below", `<ram:CrossIndustryInvoice xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"/>`, einvoice.ErrWrongRoot, "1:1"},
		{"an order in the namespace of invoices", `<rsm:CrossIndustryOrder xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>`, einvoice.ErrWrongRoot, "1:1"},
		{"an order of Order-X", `<rsm:SCRDMCCBDACIOMessageStructure xmlns:rsm="urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"/>`, einvoice.ErrWrongRoot, "1:1"},
	},
	ExampleName: "en16931-example-9", Example: "corpora/en16931-cii-examples/CII_example9.xml",
	Mutants: syntaxtest.Mutants{
		Texts: []string{"20260228", "20260230", "202602281530", "2026-02", "5", "29", "72", "3", "35", "432", "916", "DE75512108001245126199", "FC", "VA", "102", "203", "610", "x<ram:Unknown>y</ram:Unknown>z"},
		Elements: []string{
			`<ram:Unknown/>`, `<ram:Name languageID="de">x</ram:Name>`, `<ram:ID>x</ram:ID>`, `<ram:ID schemeID="0088">x</ram:ID>`, `<ram:GlobalID>x</ram:GlobalID>`, `<ram:GlobalID schemeID="0088">y</ram:GlobalID>`,
			`<ram:SpecifiedTradeAllowanceCharge/>`, `<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>0</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>1</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>`,
			`<ram:TypeCode>VAT</ram:TypeCode>`, `<ram:TypeCode>130</ram:TypeCode>`, `<ram:PaymentReference>x</ram:PaymentReference>`, `<ram:TaxTotalAmount currencyID="v6">1</ram:TaxTotalAmount>`, `<ram:TaxTotalAmount>2</ram:TaxTotalAmount>`,
			`<ram:ApplicableTradeTax><ram:DueDateTypeCode>5</ram:DueDateTypeCode></ram:ApplicableTradeTax>`, `<ram:ApplicableTradeTax><ram:TaxPointDate><udt:DateString format="102">20260101</udt:DateString></ram:TaxPointDate></ram:ApplicableTradeTax>`,
			`<ram:SpecifiedTradePaymentTerms><ram:DirectDebitMandateID>x</ram:DirectDebitMandateID></ram:SpecifiedTradePaymentTerms>`, `<ram:SpecifiedTradePaymentTerms><ram:PartialPaymentAmount>1</ram:PartialPaymentAmount></ram:SpecifiedTradePaymentTerms>`,
			`<ram:SpecifiedTradeSettlementPaymentMeans><ram:Information>x</ram:Information></ram:SpecifiedTradeSettlementPaymentMeans>`, `<ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>x</ram:BICID></ram:PayeeSpecifiedCreditorFinancialInstitution></ram:SpecifiedTradeSettlementPaymentMeans>`,
			`<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">x</ram:ID></ram:SpecifiedTaxRegistration>`, `<ram:SpecifiedTaxRegistration><ram:ID>x</ram:ID></ram:SpecifiedTaxRegistration>`,
			`<ram:BasisQuantity unitCode="C62">1</ram:BasisQuantity>`, `<ram:BasisQuantity>2</ram:BasisQuantity>`, `<ram:CreditorReferenceID>x</ram:CreditorReferenceID>`,
			`<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>x</ram:IssuerAssignedID><ram:TypeCode>130</ram:TypeCode></ram:AdditionalReferencedDocument>`,
			`<ram:IncludedSupplyChainTradeLineItem>` + lineID + `</ram:IncludedSupplyChainTradeLineItem>`, `</ram:SellerTradeParty>`,
		},
		Attributes: []string{"schemeID", "currencyID", "format", "unitCode", `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil`},
		Prefix:     "ram:", Prefixes: []string{"udt:", "", "x:", "ram:X"},
		Part:  "    <r",
		Kinds: []string{"", "value", "malformed", "truncated", "doctype", "loss unbound", "loss repeated", "loss malformed", "loss constant", "loss empty", "loss declared"},
	},
}

const lineID = "<ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>"

func writer(p cii.Profile) *syntaxtest.Writer {
	// Profile 0 goes by the specification, and what a full invoice has there is none.
	o := cii.BuildOptions{Profile: p}
	return &syntaxtest.Writer{
		Name: p.String(), Least: least[p],
		Build: func(inv *einvoice.Invoice, compact bool) ([]byte, []einvoice.Loss, error) {
			o := o
			o.Compact = compact
			return o.Build(inv)
		},
		Write: func(w io.Writer, inv *einvoice.Invoice, lines iter.Seq[*einvoice.Line]) ([]einvoice.Loss, error) {
			return o.Write(w, inv, lines)
		},
	}
}
