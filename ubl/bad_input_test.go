package ubl_test

import (
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/syntaxtest"
)

// TestLosses holds what stands beyond the model or against its data types.
func TestLosses(t *testing.T) {
	syntax.Losses(t, []syntaxtest.LossCase{
		{"nothing", "", "", "", ""},
		{"an amount with an exponent", "", `<cac:LegalMonetaryTotal><cbc:PayableAmount>1e5</cbc:PayableAmount></cac:LegalMonetaryTotal>`,
			`malformed BT-115 /Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount "1e5" 2:25; empty BG-22 /Invoice/cac:LegalMonetaryTotal "" 2:1`, ""},
		{"an amount with a comma", "", `<cac:LegalMonetaryTotal><cbc:PayableAmount>1,00</cbc:PayableAmount><cbc:PrepaidAmount>1.00</cbc:PrepaidAmount></cac:LegalMonetaryTotal>`,
			`malformed BT-115 /Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount "1,00" 2:25`, "BT-113=1.00"},
		{"an amount that is none", "", `<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount>NaN</cbc:LineExtensionAmount></cac:InvoiceLine>`,
			`malformed BT-131 /Invoice/cac:InvoiceLine/cbc:LineExtensionAmount "NaN" 2:36`, "BT-126=1"},
		{"an amount of 40 digits", "", `<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount>` + strings.Repeat("9", 40) + `</cbc:LineExtensionAmount></cac:InvoiceLine>`,
			`malformed BT-131 /Invoice/cac:InvoiceLine/cbc:LineExtensionAmount "` + strings.Repeat("9", 40) + `" 2:36`, "BT-126=1"},
		{"an amount of 38 digits", "", `<cac:InvoiceLine><cbc:LineExtensionAmount>` + strings.Repeat("9", 38) + `</cbc:LineExtensionAmount></cac:InvoiceLine>`,
			``, "BT-131=" + strings.Repeat("9", 38)},
		{"an amount in another currency", "", "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>\n" +
			`<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="USD">1</cbc:PayableAmount></cac:LegalMonetaryTotal>`,
			`constant  /Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount/@currencyID "USD" 3:44`, "BT-5=EUR BT-115=1"},
		{"a day that does not exist", "", "<cbc:IssueDate>2026-02-30</cbc:IssueDate>", `malformed BT-2 /Invoice/cbc:IssueDate "2026-02-30" 2:1`, ""},
		{"a German date", "", "<cbc:IssueDate>30.01.2026</cbc:IssueDate>", `malformed BT-2 /Invoice/cbc:IssueDate "30.01.2026" 2:1`, ""},
		{"a date and time", "", "<cbc:IssueDate>2026-01-30T12:00:00</cbc:IssueDate>", `malformed BT-2 /Invoice/cbc:IssueDate "2026-01-30T12:00:00" 2:1`, ""},
		{"a date with a time zone", "", "<cbc:IssueDate>2026-01-30+01:00</cbc:IssueDate>", `constant BT-2 /Invoice/cbc:IssueDate "2026-01-30+01:00" 2:1`, "BT-2=2026-01-30"},
		{"a date with Z", "", "<cbc:IssueDate>2026-01-30Z</cbc:IssueDate>", `constant BT-2 /Invoice/cbc:IssueDate "2026-01-30Z" 2:1`, "BT-2=2026-01-30"},

		{"an element twice", "", "<cbc:ID>1</cbc:ID>\n<cbc:ID>2</cbc:ID>", `repeated BT-1 /Invoice/cbc:ID "2" 3:1`, "BT-1=1"},
		{"a group twice", "", "<cac:Delivery><cbc:ActualDeliveryDate>2026-01-01</cbc:ActualDeliveryDate></cac:Delivery><cac:Delivery><cbc:ActualDeliveryDate>2026-01-02</cbc:ActualDeliveryDate></cac:Delivery>",
			`repeated BG-13 /Invoice/cac:Delivery "" 2:89`, "BT-72=2026-01-01"},
		{"an element twice, in a line", "", "<cac:InvoiceLine><cac:Item><cbc:Name>a</cbc:Name><cbc:Name>b</cbc:Name></cac:Item></cac:InvoiceLine>",
			`repeated BT-153 /Invoice/cac:InvoiceLine/cac:Item/cbc:Name "b" 2:50`, "BT-153=a"},
		{"an unknown element", "", "<cbc:UUID>x y</cbc:UUID>", `unbound  /Invoice/cbc:UUID "x y" 2:1`, ""},
		{"an unknown element with references", "", "<cbc:UUID>x &amp; &#10; y</cbc:UUID>", "unbound  /Invoice/cbc:UUID \"x & \\n y\" 2:1", ""},
		{"an unknown element with CDATA", "", "<cbc:UUID><![CDATA[<x>]]></cbc:UUID>", `unbound  /Invoice/cbc:UUID "" 2:1`, ""},
		{"an unknown group", "", "<cac:Signature a='1'><cbc:ID b='2'>x</cbc:ID><!-- c --><?p q?></cac:Signature>", `unbound  /Invoice/cac:Signature "" 2:1`, ""},
		{"an element of another namespace", "", `<ID xmlns="urn:x">x</ID>`, `unbound  /Invoice/ID "x" 2:1`, ""},
		{"an element with another prefix", "", `<y:ID xmlns:y="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" z="1">x</y:ID>`,
			`unbound  /Invoice/cbc:ID/@z "1" 2:86`, "BT-1=x"},
		{"an unknown attribute", "", `<cbc:ID schemeID="7">x</cbc:ID>`, `unbound  /Invoice/cbc:ID/@schemeID "7" 2:9`, "BT-1=x"},
		{"an unknown attribute of a group", "", `<cac:Delivery x="&lt;"><cbc:ActualDeliveryDate>2026-01-01</cbc:ActualDeliveryDate></cac:Delivery>`,
			`unbound  /Invoice/cac:Delivery/@x "<" 2:15`, "BT-72=2026-01-01"},
		{"an unknown attribute of a group that is looked into", "", `<cac:AllowanceCharge x="1"><cbc:Amount y="2">3</cbc:Amount><cbc:ChargeIndicator z="4">true</cbc:ChargeIndicator></cac:AllowanceCharge>`,
			`unbound  /Invoice/cac:AllowanceCharge/@x "1" 2:22; unbound  /Invoice/cac:AllowanceCharge/cbc:Amount/@y "2" 2:40; ` +
				`unbound  /Invoice/cac:AllowanceCharge/cbc:ChargeIndicator/@z "4" 2:81`, "BT-99=3"},
		{"xsi:nil", "", `<cbc:ID xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>`,
			`declared  /Invoice/cbc:ID/@xsi:nil "true" 2:63; empty BT-1 /Invoice/cbc:ID "" 2:1`, ""},
		{"text between elements", "", "x<cbc:ID>1</cbc:ID>y&amp;z", `unbound  /Invoice/#text "x" 2:1; unbound  /Invoice/#text "y&z" 2:20`, "BT-1=1"},
		{"CDATA between elements", "", "<![CDATA[ <x> ]]><cbc:ID>1</cbc:ID>", `unbound  /Invoice/#text "<x>" 2:1`, "BT-1=1"},
		{"an element in a value", "", "<cbc:ID>a<cbc:Name>b</cbc:Name>c</cbc:ID>", `unbound  /Invoice/cbc:ID/cbc:Name "b" 2:10`, "BT-1=ac"},
		{"comments and CDATA in a value", "", "<cbc:ID>a<!-- x -->b<![CDATA[<&>]]><?p q?>c</cbc:ID>", "", "BT-1=ab<&>c"},

		{"an empty element", "", "<cbc:ID/>\n<cbc:IssueDate></cbc:IssueDate>", `empty BT-1 /Invoice/cbc:ID "" 2:1; empty BT-2 /Invoice/cbc:IssueDate "" 3:1`, ""},
		{"a blank element", "", "<cbc:BuyerReference> \n </cbc:BuyerReference>", `empty BT-10 /Invoice/cbc:BuyerReference "" 2:1`, ""},
		{"an empty group", "", "<cac:Delivery/>", `empty BG-13 /Invoice/cac:Delivery "" 2:1`, ""},
		{"an empty line", "", "<cac:InvoiceLine></cac:InvoiceLine>", `empty BG-25 /Invoice/cac:InvoiceLine "" 2:1`, ""},
		{"an empty group in a group", "", "<cac:AccountingSupplierParty><cac:Party><cac:PostalAddress/></cac:Party></cac:AccountingSupplierParty>",
			`empty BG-5 /Invoice/cac:AccountingSupplierParty/cac:Party/cac:PostalAddress "" 2:41; empty BG-4 /Invoice/cac:AccountingSupplierParty/cac:Party "" 2:30; empty  /Invoice/cac:AccountingSupplierParty "" 2:1`, ""},
		{"a reference of another type", "", "<cac:InvoiceLine><cac:DocumentReference><cbc:ID>x</cbc:ID><cbc:DocumentTypeCode>131</cbc:DocumentTypeCode></cac:DocumentReference></cac:InvoiceLine>",
			`constant  /Invoice/cac:InvoiceLine/cac:DocumentReference/cbc:DocumentTypeCode "131" 2:59`, "BT-128=x"},
		{"neither allowance nor charge", "", "<cac:AllowanceCharge><cbc:Amount>1</cbc:Amount></cac:AllowanceCharge>", `constant  /Invoice/cac:AllowanceCharge "" 2:1`, ""},
		{"a second VAT breakdown", "", "<cac:TaxTotal><cbc:TaxAmount>1</cbc:TaxAmount></cac:TaxTotal>\n<cac:TaxTotal><cbc:TaxAmount>2</cbc:TaxAmount></cac:TaxTotal>",
			`repeated BT-110 /Invoice/cac:TaxTotal/cbc:TaxAmount "2" 3:1`, "BT-110=1"},
		{"a tax called -", "", "<cac:TaxTotal><cac:TaxSubtotal><cac:TaxCategory><cbc:ID>S</cbc:ID><cac:TaxScheme><cbc:ID>-</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>",
			`constant EX-10 /Invoice/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme/cbc:ID "-" 2:82; empty  /Invoice/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme "" 2:67`, "BT-118=S EX-10=-"},
		{"a line's tax called - and nothing else", "", "<cac:InvoiceLine><cbc:ID>1</cbc:ID><cac:Item><cac:ClassifiedTaxCategory><cac:TaxScheme><cbc:ID>-</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item></cac:InvoiceLine>",
			`constant EX-13 /Invoice/cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cac:TaxScheme/cbc:ID "-" 2:88; empty  /Invoice/cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cac:TaxScheme "" 2:73; ` +
				`empty BG-30 /Invoice/cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory "" 2:46; empty BG-31 /Invoice/cac:InvoiceLine/cac:Item "" 2:36`, "BT-126=1"},
	})
}
