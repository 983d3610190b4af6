package ubl_test

import (
	"context"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/syntaxtest"
	"github.com/einvoice-go/einvoice/ubl"
)

// The laws that every syntax is held to, and the bad input that each gets: see package
// syntaxtest.
func TestSyntax(t *testing.T) { syntax.Test(t) }

func FuzzLaws(f *testing.F) { syntax.Fuzz(f) }

func FuzzMutants(f *testing.F) { syntax.FuzzMutants(f) }

const (
	openInvoice = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"` +
		` xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"` +
		` xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">`
	closeInvoice = `</Invoice>`
)

var (
	body    = syntaxtest.Room{Open: openInvoice, Close: closeInvoice, Path: "/Invoice"}
	writers = []*syntaxtest.Writer{writer(einvoice.UBLInvoice), writer(einvoice.UBLCreditNote)}
)

var syntax = &syntaxtest.Syntax{
	Parse: ubl.Parse, Stream: ubl.Stream, Locate: ubl.Locate, LocateStream: ubl.LocateStream,
	StreamParts: func(part int, in io.Reader) (*einvoice.Document, error) {
		return ubl.ParseOptions{MaxPart: part}.Stream(context.Background(), in, func(*einvoice.Line) error { return nil })
	},
	Writers: writers,
	Back: func(doc *einvoice.Document) *syntaxtest.Writer {
		if doc.Format == einvoice.UBLCreditNote {
			return writers[1]
		}
		return writers[0]
	},
	Moved: map[string]string{"Seller.Contact.Department": "Seller.Contact.Point", "Buyer.Contact.Department": "Buyer.Contact.Point"},
	// UBL repeats the whole of cac:PaymentMeans for each account, and what else stands
	// in it belongs to one of them only.
	Adapt: func(inv *einvoice.Invoice) {
		inv.PaymentInstructions[0].Card, inv.PaymentInstructions[0].DirectDebit = nil, nil
		inv.PaymentInstructions[1].CreditTransfers = inv.PaymentInstructions[1].CreditTransfers[:1]
	},
	Inexact: map[string]bool{"MeansText": true, "Text": true, "SubjectCode": true},

	Root: "Invoice", Body: body, Number: "cbc:ID", Note: syntaxtest.Room{Open: "<cbc:Note>", Close: "</cbc:Note>"},
	Lines: body, Line: "<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>",
	Nested: syntaxtest.Room{Open: openInvoice + "<cac:InvoiceLine>", Close: "</cac:InvoiceLine>" + closeInvoice}, Nest: "<cac:SubInvoiceLine>",
	Keyed: body, Key: syntaxtest.Room{Open: "<cac:AdditionalDocumentReference>", Close: "</cac:AdditionalDocumentReference>"},
	Many: func(n int) []byte {
		return []byte(body.With(strings.Repeat("<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>1</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>", n) +
			strings.Repeat("<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>", n)))
	},
	Strange: []syntaxtest.BadCase{
		{"CII", `<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>`, einvoice.ErrWrongRoot, "1:1"},
		{"another namespace", `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>`, einvoice.ErrWrongRoot, "1:1"},
		{"a line alone", `<cac:InvoiceLine xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"/>`, einvoice.ErrWrongRoot, "1:1"},
	},
	ExampleName: "peppol-base-example", Example: "corpora/peppol-examples/examples/base-example.xml",
	Mutants: syntaxtest.Mutants{
		Texts: []string{"NA", "FC", "SEPA", "#AAI#text", "#€#x", "#AAI#", "##x", "x<cbc:Unknown>y</cbc:Unknown>z"},
		Elements: []string{
			`<cbc:Unknown/>`, `<cbc:Note languageID="de">x</cbc:Note>`,
			`<cac:AllowanceCharge/>`, `<cac:Party/>`, `<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>`, `<cbc:ChargeIndicator>0</cbc:ChargeIndicator>`,
			`<cac:PaymentMeans><cbc:PaymentDueDate>2026-01-01</cbc:PaymentDueDate></cac:PaymentMeans>`, `<cac:TaxTotal><cbc:TaxAmount currencyID="v6">1</cbc:TaxAmount></cac:TaxTotal>`,
			`<cac:PartyTaxScheme><cbc:CompanyID>x</cbc:CompanyID></cac:PartyTaxScheme>`, `<cac:PartyIdentification><cbc:ID schemeID="SEPA"/></cac:PartyIdentification>`,
			`<cac:AdditionalDocumentReference><cbc:ID>x</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>`,
			`<cac:InvoiceLine><cbc:ID>x</cbc:ID></cac:InvoiceLine>`, `</cac:Party>`,
		},
		Attributes: []string{"schemeID"},
		Prefix:     "cbc:", Prefixes: []string{"cac:", "", "x:", "cbc:X"},
		Part:  "  <c",
		Kinds: []string{"", "value", "malformed", "truncated", "doctype", "loss unbound", "loss repeated", "loss malformed", "loss constant", "loss empty"},
	},
}

func writer(format einvoice.Format) *syntaxtest.Writer {
	o := ubl.BuildOptions{Format: format}
	return &syntaxtest.Writer{
		Name: string(format), Least: 600,
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
