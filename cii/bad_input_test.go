package cii_test

import (
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/syntaxtest"
)

// issued is a document's issue date (BT-2).
func issued(content string) string { return "<ram:IssueDateTime>" + content + "</ram:IssueDateTime>" }

func payment(means string) string {
	return "<ram:SpecifiedTradeSettlementPaymentMeans>" + means + "</ram:SpecifiedTradeSettlementPaymentMeans>\n"
}

func account(ids string) string {
	return payment("<ram:TypeCode>30</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>" + ids + "</ram:PayeePartyCreditorFinancialAccount>")
}

func paymentTerms(body string) string {
	return "<ram:SpecifiedTradePaymentTerms>" + body + "</ram:SpecifiedTradePaymentTerms>\n"
}

func dueDate(day string) string {
	return `<ram:DueDateDateTime><udt:DateTimeString format="102">` + day + `</udt:DateTimeString></ram:DueDateDateTime>`
}

func currency(code string) string {
	return "<ram:InvoiceCurrencyCode>" + code + "</ram:InvoiceCurrencyCode>\n"
}

func totals(amounts string) string {
	return "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>\n" + amounts + "\n</ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
}

func tax(body string) string {
	return "<ram:ApplicableTradeTax>" + body + "</ram:ApplicableTradeTax>\n"
}

func taxPoint(day string) string {
	return `<ram:TaxPointDate><udt:DateString format="102">` + day + `</udt:DateString></ram:TaxPointDate>`
}

func charge(indicator string) string {
	return "<ram:SpecifiedTradeAllowanceCharge>" + indicator + "<ram:ActualAmount>1</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>"
}

func indicator(text string) string {
	return "<ram:ChargeIndicator><udt:Indicator>" + text + "</udt:Indicator></ram:ChargeIndicator>"
}

func document(id, code string) string {
	return "<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>" + id + "</ram:IssuerAssignedID>" + code + "</ram:AdditionalReferencedDocument>\n"
}

func typeCode(code string) string { return "<ram:TypeCode>" + code + "</ram:TypeCode>" }

func seller(body string) string { return "<ram:SellerTradeParty>" + body + "</ram:SellerTradeParty>" }

// prices has the gross price on the second line, the net price on the third.
func prices(gross, net string) string {
	return "<ram:SpecifiedLineTradeAgreement><ram:GrossPriceProductTradePrice><ram:ChargeAmount>2</ram:ChargeAmount>" + gross + "</ram:GrossPriceProductTradePrice>\n" +
		"<ram:NetPriceProductTradePrice><ram:ChargeAmount>1</ram:ChargeAmount>" + net + "</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>"
}

// TestLosses holds what stands beyond the model or against its data types, as far as
// CII has ways of its own; the other ways are those of every syntax.
func TestLosses(t *testing.T) {
	syntax.Losses(t, []syntaxtest.LossCase{
		{"nothing", "", "", `empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument "" 1:337`, ""},

		// dates
		{"a day", "", issued(`<udt:DateTimeString format="102">20260131</udt:DateTimeString>`), "", "BT-2=2026-01-31"},
		{"a day without format", "", issued(`<udt:DateTimeString>20260131</udt:DateTimeString>`), "", "BT-2=2026-01-31"},
		{"a day with an empty format", "", issued(`<udt:DateTimeString format="">20260131</udt:DateTimeString>`), `empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString/@format "" 2:40`, "BT-2=2026-01-31"},
		{"format 203", "", issued(`<udt:DateTimeString format="203">202601312359</udt:DateTimeString>`), `constant BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "202601312359" 2:20`, "BT-2=2026-01-31"},
		{"format 204", "", issued(`<udt:DateTimeString format="204">20260131235959</udt:DateTimeString>`), `constant BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "20260131235959" 2:20`, "BT-2=2026-01-31"},
		{"format 203 without a day", "", issued(`<udt:DateTimeString format="203">202602302359</udt:DateTimeString>`), `malformed BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "202602302359" 2:20; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument "" 1:337`, ""},
		{"format 203 of a day only", "", issued(`<udt:DateTimeString format="203">20260131</udt:DateTimeString>`), `declared BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "20260131" 2:20`, "BT-2=2026-01-31"},
		{"format 610, a month", "", issued(`<udt:DateTimeString format="610">202601</udt:DateTimeString>`), `malformed BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "202601" 2:20; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument "" 1:337`, ""},
		{"format 610 that begins like a day", "", issued(`<udt:DateTimeString format="610">202601310000</udt:DateTimeString>`),
			`malformed BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "202601310000" 2:20; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument "" 1:337`, ""},
		{"format 616, a week", "", issued(`<udt:DateTimeString format="616">202605</udt:DateTimeString>`), `malformed BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "202605" 2:20; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument "" 1:337`, ""},
		{"format 101, a year of two digits", "", issued(`<udt:DateTimeString format="101">260131</udt:DateTimeString>`), `malformed BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "260131" 2:20; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument "" 1:337`, ""},
		{"ISO 8601 with format 102", "", issued(`<udt:DateTimeString format="102">2026-01-31</udt:DateTimeString>`), `malformed BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "2026-01-31" 2:20; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument "" 1:337`, ""},
		{"ISO 8601 without format", "", issued(`<udt:DateTimeString>2026-01-31T00:00:00</udt:DateTimeString>`), `malformed BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "2026-01-31T00:00:00" 2:20; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument "" 1:337`, ""},
		{"a day that does not exist", "", issued(`<udt:DateTimeString format="102">20240230</udt:DateTimeString>`), `malformed BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "20240230" 2:20; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument "" 1:337`, ""},
		{"a leap day", "", issued(`<udt:DateTimeString format="102">20240229</udt:DateTimeString>`), "", "BT-2=2024-02-29"},
		{"a day that is not of digits", "", issued(`<udt:DateTimeString format="102">2026 131</udt:DateTimeString>`), `malformed BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "2026 131" 2:20; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument "" 1:337`, ""},
		{"a day with white space", "", issued(`<udt:DateTimeString format="102"> 20260131 </udt:DateTimeString>`), `space BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString " 20260131 " 2:20`, "BT-2=2026-01-31"},
		{"an empty day", "", issued(`<udt:DateTimeString format="102"/>`), `empty BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString "" 2:20; unbound  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString/@format "102" 2:40; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument "" 1:337`, ""},
		{"udt:DateTime instead", "", issued(`<udt:DateTime>2026-01-31T00:00:00</udt:DateTime>`), `unbound  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTime "2026-01-31T00:00:00" 2:20; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:ExchangedDocument "" 1:337`, ""},
		{"a malformed due date", "settlement", paymentTerms(dueDate("20240230")), `malformed BT-9 …/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString "20240230" 2:54; empty  …/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime "" 2:33; empty  …/ram:SpecifiedTradePaymentTerms "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction "" 1:337`, ""},

		// indicators
		{"a charge", "settlement", charge(indicator("true")), "", "BT-99=1"},
		{"a charge, 1", "settlement", charge(indicator("1")), "", "BT-99=1"},
		{"an allowance", "settlement", charge(indicator("false")), "", "BT-92=1"},
		{"an allowance, 0", "settlement", charge(indicator("0")), "", "BT-92=1"},
		{"TRUE", "settlement", charge(indicator("TRUE")), `constant  …/ram:SpecifiedTradeAllowanceCharge "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction "" 1:337`, ""},
		{"an empty indicator", "settlement", charge(indicator("")), `constant  …/ram:SpecifiedTradeAllowanceCharge "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction "" 1:337`, ""},
		{"no indicator", "settlement", charge(""), `constant  …/ram:SpecifiedTradeAllowanceCharge "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction "" 1:337`, ""},
		{"an indicator after the amount", "settlement", "<ram:SpecifiedTradeAllowanceCharge><ram:ActualAmount>1</ram:ActualAmount>" + indicator("true") + "</ram:SpecifiedTradeAllowanceCharge>", "", "BT-99=1"},

		// amounts and their currencies
		{"the invoice currency on an amount", "settlement", currency("EUR") + totals(`<ram:GrandTotalAmount currencyID="EUR">1</ram:GrandTotalAmount>`), `declared  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount/@currencyID "EUR" 4:23`, "BT-5=EUR BT-112=1"},
		{"another currency on an amount", "settlement", currency("EUR") + totals(`<ram:GrandTotalAmount currencyID="USD">1</ram:GrandTotalAmount>`), `constant  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount/@currencyID "USD" 4:23`, "BT-5=EUR BT-112=1"},
		{"two currencies on amounts", "settlement", currency("EUR") + totals(`<ram:LineTotalAmount currencyID="EUR">1</ram:LineTotalAmount><ram:GrandTotalAmount currencyID="USD">1</ram:GrandTotalAmount>`), `declared  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:LineTotalAmount/@currencyID "EUR" 4:22; constant  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount/@currencyID "USD" 4:84`, "BT-5=EUR BT-106=1 BT-112=1"},
		{"a currency before BT-5 that it turns out to be", "settlement", totals(`<ram:GrandTotalAmount currencyID="EUR">1</ram:GrandTotalAmount>`) + currency("EUR"), `declared  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount/@currencyID "EUR" 3:23`, "BT-5=EUR BT-112=1"},
		{"a currency before BT-5 that is another", "settlement", totals(`<ram:GrandTotalAmount currencyID="USD">1</ram:GrandTotalAmount>`) + currency("EUR"), `constant  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount/@currencyID "USD" 3:23`, "BT-5=EUR BT-112=1"},
		{"two currencies before BT-5, the first one right", "settlement", totals(`<ram:LineTotalAmount currencyID="EUR">1</ram:LineTotalAmount><ram:GrandTotalAmount currencyID="USD">1</ram:GrandTotalAmount>`) + currency("EUR"), `declared  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:LineTotalAmount/@currencyID "EUR" 3:22; constant  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount/@currencyID "USD" 3:84`, "BT-5=EUR BT-106=1 BT-112=1"},
		{"two currencies before BT-5, the second one right", "settlement", totals(`<ram:LineTotalAmount currencyID="USD">1</ram:LineTotalAmount><ram:GrandTotalAmount currencyID="EUR">1</ram:GrandTotalAmount>`) + currency("EUR"), `constant  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:LineTotalAmount/@currencyID "USD" 3:22; declared  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount/@currencyID "EUR" 3:84`, "BT-5=EUR BT-106=1 BT-112=1"},
		{"a currency without BT-5", "settlement", totals(`<ram:GrandTotalAmount currencyID="EUR">1</ram:GrandTotalAmount>`), `constant  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount/@currencyID "EUR" 3:23`, "BT-112=1"},
		{"an empty currency", "settlement", currency("EUR") + totals(`<ram:GrandTotalAmount currencyID="">1</ram:GrandTotalAmount>`), `constant  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount/@currencyID "" 4:23`, "BT-5=EUR BT-112=1"},
		{"a currency on a line, before BT-5", "trade", "<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>" +
			`<ram:LineTotalAmount currencyID="USD">1</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>` + "\n" +
			"<ram:ApplicableHeaderTradeSettlement>" + currency("EUR") + "</ram:ApplicableHeaderTradeSettlement>", `constant  …/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount/@currencyID "USD" 2:145`, "BT-5=EUR BT-131=1"},
		{"an amount with a comma", "settlement", totals(`<ram:GrandTotalAmount>1,00</ram:GrandTotalAmount>`), `malformed BT-112 …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount "1,00" 3:1; empty BG-22 …/ram:SpecifiedTradeSettlementHeaderMonetarySummation "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction "" 1:337`, ""},
		{"an amount of 39 digits", "settlement", totals(`<ram:GrandTotalAmount>` + strings.Repeat("9", 39) + `</ram:GrandTotalAmount>`), `malformed BT-112 …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount "999999999999999999999999999999999999999" 3:1; empty BG-22 …/ram:SpecifiedTradeSettlementHeaderMonetarySummation "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction "" 1:337`, ""},

		// the total VAT amount
		{"VAT in BT-5", "settlement", currency("EUR") + totals(`<ram:TaxTotalAmount currencyID="EUR">1</ram:TaxTotalAmount>`), "", "BT-5=EUR BT-110=1"},
		{"VAT in BT-5 and BT-6", "settlement", "<ram:TaxCurrencyCode>SEK</ram:TaxCurrencyCode>" + currency("EUR") + totals(`<ram:TaxTotalAmount currencyID="EUR">1</ram:TaxTotalAmount><ram:TaxTotalAmount currencyID="SEK">10</ram:TaxTotalAmount>`), "", "BT-5=EUR BT-6=SEK BT-110=1 BT-111=10"},
		{"VAT in BT-6 first", "settlement", "<ram:TaxCurrencyCode>SEK</ram:TaxCurrencyCode>" + currency("EUR") + totals(`<ram:TaxTotalAmount currencyID="SEK">10</ram:TaxTotalAmount><ram:TaxTotalAmount currencyID="EUR">1</ram:TaxTotalAmount>`), "", "BT-5=EUR BT-6=SEK BT-110=1 BT-111=10"},
		{"VAT in BT-6, which is BT-5", "settlement", "<ram:TaxCurrencyCode>EUR</ram:TaxCurrencyCode>" + currency("EUR") + totals(`<ram:TaxTotalAmount currencyID="EUR">1</ram:TaxTotalAmount><ram:TaxTotalAmount currencyID="EUR">1</ram:TaxTotalAmount>`), "", "BT-5=EUR BT-6=EUR BT-110=1 BT-111=1"},
		{"VAT in a third currency", "settlement", "<ram:TaxCurrencyCode>SEK</ram:TaxCurrencyCode>" + currency("EUR") + totals(`<ram:TaxTotalAmount currencyID="USD">1</ram:TaxTotalAmount>`), `repeated  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:TaxTotalAmount "1" 4:1`, "BT-5=EUR BT-6=SEK"},
		{"VAT three times", "settlement", "<ram:TaxCurrencyCode>SEK</ram:TaxCurrencyCode>" + currency("EUR") + totals(`<ram:TaxTotalAmount currencyID="EUR">1</ram:TaxTotalAmount><ram:TaxTotalAmount currencyID="SEK">10</ram:TaxTotalAmount><ram:TaxTotalAmount currencyID="EUR">2</ram:TaxTotalAmount>`), `repeated BT-110 …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:TaxTotalAmount "2" 4:120`, "BT-5=EUR BT-6=SEK BT-110=1 BT-111=10"},
		{"VAT without currency", "settlement", currency("EUR") + totals(`<ram:TaxTotalAmount>1</ram:TaxTotalAmount>`), "", "BT-5=EUR BT-110=1"},
		{"VAT without any currency", "settlement", totals(`<ram:TaxTotalAmount>1</ram:TaxTotalAmount>`), "", "BT-110=1"},
		{"VAT before its currency", "settlement", totals(`<ram:TaxTotalAmount currencyID="EUR">1</ram:TaxTotalAmount>`) + currency("EUR"), `repeated  …/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:TaxTotalAmount "1" 3:1`, "BT-5=EUR"},

		// identifiers
		{"an identifier with a scheme in ram:ID", "agreement", seller(`<ram:ID schemeID="0088">1</ram:ID>`), `declared BT-29 …/ram:SellerTradeParty/ram:ID "1" 2:23`, "BT-29=1 BT-29-1=0088"},
		{"an identifier without in ram:GlobalID", "agreement", seller(`<ram:GlobalID>1</ram:GlobalID>`), `declared BT-29 …/ram:SellerTradeParty/ram:GlobalID "1" 2:23`, "BT-29=1"},
		{"ram:GlobalID before ram:ID", "agreement", seller(`<ram:GlobalID schemeID="0088">1</ram:GlobalID><ram:ID>2</ram:ID>`), "", "BT-29=2 BT-29=1 BT-29-1=0088"},
		{"a place of delivery with an empty one first", "delivery", `<ram:ShipToTradeParty><ram:ID/><ram:GlobalID schemeID="0088">2</ram:GlobalID></ram:ShipToTradeParty>`, `empty BT-71 …/ram:ShipToTradeParty/ram:ID "" 2:23`, "BT-71=2 BT-71-1=0088"},
		{"a place of delivery with both", "delivery", `<ram:ShipToTradeParty><ram:ID>1</ram:ID><ram:GlobalID schemeID="0088">2</ram:GlobalID></ram:ShipToTradeParty>`, `repeated BT-71 …/ram:ShipToTradeParty/ram:GlobalID "2" 2:41`, "BT-71=1"},
		{"a payee whose ram:ID has a scheme", "settlement", `<ram:PayeeTradeParty><ram:ID schemeID="0088">1</ram:ID></ram:PayeeTradeParty>`, `declared BT-60 …/ram:PayeeTradeParty/ram:ID "1" 2:22`, "BT-60=1 BT-60-1=0088"},
		{"a registration of another scheme", "agreement", seller(`<ram:SpecifiedTaxRegistration><ram:ID schemeID="XY">1</ram:ID></ram:SpecifiedTaxRegistration>`), "", "BT-32=1 BT-32-1=XY"},
		{"registrations twice", "agreement", seller(`<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">1</ram:ID></ram:SpecifiedTaxRegistration><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">2</ram:ID></ram:SpecifiedTaxRegistration>`), `repeated  …/ram:SellerTradeParty/ram:SpecifiedTaxRegistration "" 2:116`, "BT-31=1"},

		// accounts, references, mandates
		{"an IBAN", "settlement", account("<ram:IBANID>DE75512108001245126199</ram:IBANID>"), "", "BT-81=30 BT-84=DE75512108001245126199"},
		{"no IBAN in ram:IBANID", "settlement", account("<ram:IBANID>12345</ram:IBANID>"), `declared BT-84 …/ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount/ram:IBANID "12345" 2:114`, "BT-81=30 BT-84=12345"},
		{"an IBAN in ram:ProprietaryID", "settlement", account("<ram:ProprietaryID>DE75512108001245126199</ram:ProprietaryID>"), `declared BT-84 …/ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID "DE75512108001245126199" 2:114`, "BT-81=30 BT-84=DE75512108001245126199"},
		{"both", "settlement", account("<ram:IBANID>DE75512108001245126199</ram:IBANID><ram:ProprietaryID>12345</ram:ProprietaryID>"), `repeated BT-84 …/ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID "12345" 2:161`, "BT-81=30 BT-84=DE75512108001245126199"},
		{"two accounts of one means", "settlement", account("<ram:ProprietaryID>1</ram:ProprietaryID>") + account("<ram:ProprietaryID>2</ram:ProprietaryID>"), "", "BT-81=30 BT-84=1 BT-84=2"},
		{"a text of the means without its code", "settlement", payment("<ram:Information>cash</ram:Information>"), "", "BT-82=cash"},
		{"two remittance informations", "settlement", "<ram:PaymentReference>a</ram:PaymentReference>\n<ram:PaymentReference>b</ram:PaymentReference>", `repeated BT-83 …/ram:PaymentReference "b" 3:1`, "BT-83=a"},
		{"two remittance informations that agree", "settlement", "<ram:PaymentReference>a</ram:PaymentReference>\n<ram:PaymentReference>a</ram:PaymentReference>", `repeated BT-83 …/ram:PaymentReference "a" 3:1`, "BT-83=a"},
		{"remittance information after the means", "settlement", account("<ram:ProprietaryID>1</ram:ProprietaryID>") + "<ram:PaymentReference>a</ram:PaymentReference>", `repeated BT-83 …/ram:PaymentReference "a" 3:1`, "BT-81=30 BT-84=1"},
		{"payment terms twice", "settlement", paymentTerms("<ram:Description>a</ram:Description>"+dueDate("20260131")) + paymentTerms("<ram:Description>b</ram:Description>"+dueDate("20260228")), "", "BT-9=2026-01-31 BT-20=a BT-20=b BT-9=2026-02-28"},
		{"instalments", "settlement", paymentTerms(dueDate("20260131")+"<ram:PartialPaymentAmount>1</ram:PartialPaymentAmount>") + paymentTerms(dueDate("20260228")+"<ram:PartialPaymentAmount>2</ram:PartialPaymentAmount>"), "", "BT-9=2026-01-31 BT-X-275=1 BT-9=2026-02-28 BT-X-275=2"},
		{"a discount with later terms", "settlement", paymentTerms("<ram:Description>a</ram:Description>") + paymentTerms("<ram:Description>b</ram:Description><ram:ApplicableTradePaymentDiscountTerms><ram:CalculationPercent>2</ram:CalculationPercent></ram:ApplicableTradePaymentDiscountTerms>"), `repeated  …/ram:SpecifiedTradePaymentTerms/ram:ApplicableTradePaymentDiscountTerms "" 3:1`, "BT-20=a BT-20=b"},
		{"a mandate without means", "settlement", paymentTerms("<ram:DirectDebitMandateID>m</ram:DirectDebitMandateID>"), "", "BT-89=m"},
		{"two mandates", "settlement", paymentTerms("<ram:DirectDebitMandateID>m</ram:DirectDebitMandateID>") + paymentTerms("<ram:DirectDebitMandateID>n</ram:DirectDebitMandateID>"), `repeated BT-89 …/ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID "n" 3:1`, "BT-89=m"},
		{"two mandates that agree", "settlement", paymentTerms("<ram:DirectDebitMandateID>m</ram:DirectDebitMandateID>") + paymentTerms("<ram:DirectDebitMandateID>m</ram:DirectDebitMandateID>"), `repeated BT-89 …/ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID "m" 3:1`, "BT-89=m"},

		// additional documents
		{"a tender, an object, a document", "agreement", document("a", typeCode("50")) + document("b", typeCode("130")+"<ram:ReferenceTypeCode>MG</ram:ReferenceTypeCode>") + document("c", typeCode("916")), "", "BT-17=a BT-18=b BT-18-1=MG BT-122=c"},
		{"a document of unknown type", "agreement", document("a", typeCode("999")), `constant  …/ram:AdditionalReferencedDocument/ram:TypeCode "999" 2:81`, "BT-122=a"},
		{"a document without type", "agreement", document("a", ""), "", "BT-122=a"},
		{"two objects", "agreement", document("a", typeCode("130")) + document("b", typeCode("130")), `repeated  …/ram:AdditionalReferencedDocument "" 3:1`, "BT-18=a"},
		{"a tender with a name", "agreement", document("a", typeCode("50")+"<ram:Name>x</ram:Name>"), `unbound  …/ram:AdditionalReferencedDocument/ram:Name "x" 2:112`, "BT-17=a"},
		{"a line's document of another type", "line", "<ram:SpecifiedLineTradeSettlement>" + document("a", typeCode("916")) + "</ram:SpecifiedLineTradeSettlement>", `constant  …/ram:SpecifiedLineTradeSettlement/ram:AdditionalReferencedDocument/ram:TypeCode "916" 2:115`, "BT-128=a"},

		// prices
		{"a base quantity twice", "line", prices(`<ram:BasisQuantity unitCode="C62">10</ram:BasisQuantity>`, `<ram:BasisQuantity unitCode="C62">10</ram:BasisQuantity>`), "", "BT-146=1 BT-148=2 BT-149=10 BT-150=C62"},
		{"two base quantities", "line", prices(`<ram:BasisQuantity unitCode="C62">10</ram:BasisQuantity>`, `<ram:BasisQuantity unitCode="C62">100</ram:BasisQuantity>`), `constant BT-149 …/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity "10 C62" 3:70`, "BT-146=1 BT-148=2 BT-149=100 BT-150=C62"},
		{"two units of the base quantity", "line", prices(`<ram:BasisQuantity unitCode="KGM">10</ram:BasisQuantity>`, `<ram:BasisQuantity unitCode="C62">10</ram:BasisQuantity>`), `constant BT-149 …/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity "10 KGM" 3:70`, "BT-146=1 BT-148=2 BT-149=10 BT-150=C62"},
		{"a unit with the gross price only", "line", prices(`<ram:BasisQuantity unitCode="C62">10</ram:BasisQuantity>`, `<ram:BasisQuantity>10</ram:BasisQuantity>`), "", "BT-146=1 BT-148=2 BT-149=10 BT-150=C62"},
		{"a unit with the net price only", "line", prices(`<ram:BasisQuantity>10</ram:BasisQuantity>`, `<ram:BasisQuantity unitCode="C62">10</ram:BasisQuantity>`), `constant BT-149 …/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity "10" 3:70`, "BT-146=1 BT-148=2 BT-149=10 BT-150=C62"},
		{"a base quantity with the gross price only", "line", prices(`<ram:BasisQuantity unitCode="C62">10</ram:BasisQuantity>`, ""), `constant BT-149 …/ram:SpecifiedLineTradeAgreement "10 C62" 2:1`, "BT-146=1 BT-148=2 BT-149=10 BT-150=C62"},
		{"a base quantity with the net price only", "line", prices("", `<ram:BasisQuantity unitCode="C62">10</ram:BasisQuantity>`), `constant BT-149 …/ram:SpecifiedLineTradeAgreement "10 C62" 2:1`, "BT-146=1 BT-148=2 BT-149=10 BT-150=C62"},
		{"a base quantity of 1 with one price", "line", prices(`<ram:BasisQuantity unitCode="C62">1.0</ram:BasisQuantity>`, ""), "", "BT-146=1 BT-148=2 BT-149=1.0 BT-150=C62"},
		{"a base quantity that is written in two ways", "line", prices(`<ram:BasisQuantity unitCode="C62">10</ram:BasisQuantity>`, `<ram:BasisQuantity unitCode="C62">10.0</ram:BasisQuantity>`), `constant BT-149 …/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity "10 C62" 3:70`, "BT-146=1 BT-148=2 BT-149=10.0 BT-150=C62"},
		{"a malformed base quantity", "line", prices(`<ram:BasisQuantity unitCode="C62">10</ram:BasisQuantity>`, `<ram:BasisQuantity unitCode="C62">x</ram:BasisQuantity>`), `malformed BT-149 …/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity "x" 3:70; constant BT-149 …/ram:SpecifiedLineTradeAgreement "10 C62" 2:1`, "BT-146=1 BT-148=2 BT-149=10 BT-150=C62"},
		{"a malformed base quantity in another unit", "line", prices(`<ram:BasisQuantity unitCode="KGM">10</ram:BasisQuantity>`, `<ram:BasisQuantity unitCode="C62">x</ram:BasisQuantity>`), `malformed BT-149 …/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity "x" 3:70; constant BT-149 …/ram:SpecifiedLineTradeAgreement "10 KGM" 2:1`, "BT-146=1 BT-148=2 BT-149=10 BT-150=KGM"},
		{"an empty base quantity in another unit", "line", prices(`<ram:BasisQuantity unitCode="KGM">10</ram:BasisQuantity>`, `<ram:BasisQuantity unitCode="C62"/>`), `empty BT-149 …/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity "" 3:70; unbound BT-150 …/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity/@unitCode "C62" 3:89; constant BT-149 …/ram:SpecifiedLineTradeAgreement "10 KGM" 2:1`, "BT-146=1 BT-148=2 BT-149=10 BT-150=KGM"},
		{"two discounts on a price", "line", prices("<ram:AppliedTradeAllowanceCharge>"+indicator("false")+"<ram:ActualAmount>1</ram:ActualAmount></ram:AppliedTradeAllowanceCharge><ram:AppliedTradeAllowanceCharge>"+indicator("false")+"<ram:ActualAmount>2</ram:ActualAmount></ram:AppliedTradeAllowanceCharge>", ""), `repeated  …/ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice/ram:AppliedTradeAllowanceCharge "" 2:289`, "BT-146=1 BT-147=1 BT-148=2"},
		{"a charge on a price", "line", prices("<ram:AppliedTradeAllowanceCharge>"+indicator("true")+"<ram:ActualAmount>1</ram:ActualAmount></ram:AppliedTradeAllowanceCharge>", ""), `constant  …/ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice/ram:AppliedTradeAllowanceCharge "" 2:105`, "BT-146=1 BT-148=2"},
		{"a discount on a price without indicator", "line", prices("<ram:AppliedTradeAllowanceCharge><ram:ActualAmount>1</ram:ActualAmount></ram:AppliedTradeAllowanceCharge>", ""), "", "BT-146=1 BT-147=1 BT-148=2"},

		// taxes
		{"one tax point on two taxes", "settlement", tax("<ram:CalculatedAmount>1</ram:CalculatedAmount>"+typeCode("VAT")+taxPoint("20260131")) + tax("<ram:CalculatedAmount>2</ram:CalculatedAmount>"+typeCode("VAT")+taxPoint("20260131")), `declared BT-7 …/ram:ApplicableTradeTax/ram:TaxPointDate "2026-01-31" 3:1`, "BT-7=2026-01-31 BT-117=1 BT-117=2"},
		{"two tax points", "settlement", tax("<ram:CalculatedAmount>1</ram:CalculatedAmount>"+typeCode("VAT")+taxPoint("20260131")) + tax("<ram:CalculatedAmount>2</ram:CalculatedAmount>"+typeCode("VAT")+taxPoint("20260228")), `repeated BT-7 …/ram:ApplicableTradeTax/ram:TaxPointDate "2026-02-28" 3:1`, "BT-7=2026-01-31 BT-117=1 BT-117=2"},
		{"one tax point code on two taxes", "settlement", tax(typeCode("VAT")+"<ram:DueDateTypeCode>5</ram:DueDateTypeCode>") + tax(typeCode("VAT")+"<ram:DueDateTypeCode>5</ram:DueDateTypeCode>"), `declared BT-8 …/ram:ApplicableTradeTax/ram:DueDateTypeCode "3" 3:1`, "BT-8=3"},
		{"two tax point codes", "settlement", tax(typeCode("VAT")+"<ram:DueDateTypeCode>5</ram:DueDateTypeCode>") + tax(typeCode("VAT")+"<ram:DueDateTypeCode>72</ram:DueDateTypeCode>"), `repeated BT-8 …/ram:ApplicableTradeTax/ram:DueDateTypeCode "432" 3:1`, "BT-8=3"},
		{"a tax point on the second tax", "settlement", tax("<ram:CalculatedAmount>1</ram:CalculatedAmount>"+typeCode("VAT")) + tax("<ram:CalculatedAmount>2</ram:CalculatedAmount>"+typeCode("VAT")+taxPoint("20260131")), "", "BT-7=2026-01-31 BT-117=1 BT-117=2"},
		{"a tax point code without a tax", "settlement", tax("<ram:DueDateTypeCode>29</ram:DueDateTypeCode>"), "", "BT-8=35"},
		{"tax point code 72", "settlement", tax("<ram:DueDateTypeCode>72</ram:DueDateTypeCode>"), "", "BT-8=432"},
		{"tax point code 3, of the other list", "settlement", tax("<ram:DueDateTypeCode>3</ram:DueDateTypeCode>"), `constant BT-8 …/ram:ApplicableTradeTax/ram:DueDateTypeCode "3" 2:25`, "BT-8=3"},
		{"tax point code 35, of the other list", "settlement", tax("<ram:DueDateTypeCode>35</ram:DueDateTypeCode>"), `constant BT-8 …/ram:ApplicableTradeTax/ram:DueDateTypeCode "35" 2:25`, "BT-8=35"},
		{"tax point code 432, of the other list", "settlement", tax("<ram:DueDateTypeCode>432</ram:DueDateTypeCode>"), `constant BT-8 …/ram:ApplicableTradeTax/ram:DueDateTypeCode "432" 2:25`, "BT-8=432"},
		{"an unknown tax point code", "settlement", tax("<ram:DueDateTypeCode>99</ram:DueDateTypeCode>"), "", "BT-8=99"},
		{"another tax than VAT", "settlement", tax("<ram:CalculatedAmount>1</ram:CalculatedAmount>" + typeCode("GST")), "", "BT-117=1 EX-10=GST"},
		{"vat", "settlement", tax("<ram:CalculatedAmount>1</ram:CalculatedAmount>" + typeCode("vat")), `constant  …/ram:ApplicableTradeTax/ram:TypeCode "vat" 2:1`, "BT-117=1"},
		{"a tax that is not named", "settlement", tax("<ram:CalculatedAmount>1</ram:CalculatedAmount>"), "", "BT-117=1 EX-10=-"},
		{"a tax called -", "settlement", tax("<ram:CalculatedAmount>1</ram:CalculatedAmount>" + typeCode("-")), `constant EX-10 …/ram:ApplicableTradeTax/ram:TypeCode "-" 2:71`, "BT-117=1 EX-10=-"},
		{"a tax called - and nothing else", "settlement", tax(typeCode("-")), `constant EX-10 …/ram:ApplicableTradeTax/ram:TypeCode "-" 2:25; empty  …/ram:ApplicableTradeTax "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction "" 1:337`, ""},
		{"a line's tax other than VAT", "line", "<ram:SpecifiedLineTradeSettlement>" + tax(typeCode("GST")+"<ram:CategoryCode>S</ram:CategoryCode>") + "</ram:SpecifiedLineTradeSettlement>", "", "BT-151=S EX-13=GST"},
		{"a line's vat", "line", "<ram:SpecifiedLineTradeSettlement>" + tax(typeCode("vat")+"<ram:CategoryCode>S</ram:CategoryCode>") + "</ram:SpecifiedLineTradeSettlement>", `constant  …/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:TypeCode "vat" 2:59`, "BT-151=S"},
		{"a line's tax that is not named", "line", "<ram:SpecifiedLineTradeSettlement>" + tax("<ram:CategoryCode>S</ram:CategoryCode>") + "</ram:SpecifiedLineTradeSettlement>", "", "BT-151=S EX-13=-"},
		{"a line's tax called -", "line", "<ram:SpecifiedLineTradeSettlement>" + tax(typeCode("-")) + "</ram:SpecifiedLineTradeSettlement>", `constant EX-13 …/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:TypeCode "-" 2:59; empty BG-30 …/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax "" 2:35; empty  …/ram:SpecifiedLineTradeSettlement "" 2:1; empty BG-25 … "" 1:370; empty  /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction "" 1:337`, ""},
		{"two taxes on a line", "line", "<ram:SpecifiedLineTradeSettlement>" + tax(typeCode("VAT")+"<ram:CategoryCode>S</ram:CategoryCode>") + tax(typeCode("GST")+"<ram:CategoryCode>E</ram:CategoryCode>") + "</ram:SpecifiedLineTradeSettlement>", `repeated BG-30 …/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax "" 3:1`, "BT-151=S"},

		// EXTENDED
		{"a parent line", "line", "<ram:AssociatedDocumentLineDocument><ram:LineID>1.1</ram:LineID><ram:ParentLineID>1</ram:ParentLineID></ram:AssociatedDocumentLineDocument>", "", "BT-126=1.1 BT-X-304=1"},
		{"a test indicator", "process", "<ram:TestIndicator><udt:Indicator>true</udt:Indicator></ram:TestIndicator>", `unbound  …/ram:TestIndicator/udt:Indicator "true" 2:20; empty  …/ram:TestIndicator "" 2:1; empty  … "" 1:337`, ""},
		{"a payer", "settlement", "<ram:PayerTradeParty><ram:Name>x</ram:Name></ram:PayerTradeParty>", `unbound  …/ram:PayerTradeParty "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction "" 1:337`, ""},
		{"a sales agent, twice", "agreement", "<ram:SalesAgentTradeParty><ram:Name>x</ram:Name></ram:SalesAgentTradeParty>\n<ram:SalesAgentTradeParty><ram:Name>y</ram:Name></ram:SalesAgentTradeParty>", `unbound  …/ram:SalesAgentTradeParty "" 2:1; unbound  …/ram:SalesAgentTradeParty "" 3:1; empty  /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction "" 1:337`, ""},
		{"a ship from", "delivery", "<ram:ShipFromTradeParty><ram:Name>x</ram:Name></ram:ShipFromTradeParty>", `unbound  …/ram:ShipFromTradeParty "" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction "" 1:337`, ""},
		{"an unknown element", "delivery", "<ram:Unknown>x</ram:Unknown>", `unbound  …/ram:Unknown "x" 2:1; empty  /rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction "" 1:337`, ""},
		{"an unknown guideline", "process", "<ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:x</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter>", "", "BT-24=urn:x"},
		{"no header at all", "trade", "", `empty  … "" 1:337`, ""},
	})
}
