package schema_test

import (
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/internal/schema"
	"github.com/einvoice-go/einvoice/ubl"
)

const facturae = `<fe:Facturae xmlns:fe="http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
<FileHeader><SchemaVersion>3.2.2</SchemaVersion><Modality>I</Modality><InvoiceIssuerType>EM</InvoiceIssuerType>
<Batch><BatchIdentifier>B1</BatchIdentifier><InvoicesCount>1</InvoicesCount><TotalInvoicesAmount><TotalAmount>121.00</TotalAmount></TotalInvoicesAmount>
<TotalOutstandingAmount><TotalAmount>121.00</TotalAmount></TotalOutstandingAmount><TotalExecutableAmount><TotalAmount>121.00</TotalAmount></TotalExecutableAmount>
<InvoiceCurrencyCode>EUR</InvoiceCurrencyCode></Batch></FileHeader>
<Parties><SellerParty><TaxIdentification><PersonTypeCode>J</PersonTypeCode><ResidenceTypeCode>R</ResidenceTypeCode><TaxIdentificationNumber>A99999997</TaxIdentificationNumber></TaxIdentification>
<LegalEntity><CorporateName>Molino del Ejemplo</CorporateName><AddressInSpain><Address>Calle 1</Address><PostCode>28001</PostCode><Town>Madrid</Town><Province>Madrid</Province><CountryCode>ESP</CountryCode></AddressInSpain></LegalEntity></SellerParty>
<BuyerParty><TaxIdentification><PersonTypeCode>F</PersonTypeCode><ResidenceTypeCode>U</ResidenceTypeCode><TaxIdentificationNumber>PT999999990</TaxIdentificationNumber></TaxIdentification>
<Individual><Name>Ana</Name><FirstSurname>Exemplo</FirstSurname><OverseasAddress><Address>Rua 2</Address><PostCodeAndTown>1000 Lisboa</PostCodeAndTown><Province>Lisboa</Province><CountryCode>PRT</CountryCode></OverseasAddress></Individual></BuyerParty></Parties>
<Invoices><Invoice><InvoiceHeader><InvoiceNumber>1</InvoiceNumber><InvoiceDocumentType>FC</InvoiceDocumentType><InvoiceClass>OO</InvoiceClass></InvoiceHeader>
<InvoiceIssueData><IssueDate>2026-01-31</IssueDate><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode><TaxCurrencyCode>EUR</TaxCurrencyCode><LanguageName>es</LanguageName></InvoiceIssueData>
<TaxesOutputs><Tax><TaxTypeCode>01</TaxTypeCode><TaxRate>21.00</TaxRate><TaxableBase><TotalAmount>100.00</TotalAmount></TaxableBase></Tax></TaxesOutputs>
<InvoiceTotals><TotalGrossAmount>100.00</TotalGrossAmount><TotalGrossAmountBeforeTaxes>100.00</TotalGrossAmountBeforeTaxes><TotalTaxOutputs>21.00</TotalTaxOutputs><TotalTaxesWithheld>0.00</TotalTaxesWithheld><InvoiceTotal>121.00</InvoiceTotal><TotalOutstandingAmount>121.00</TotalOutstandingAmount><TotalExecutableAmount>121.00</TotalExecutableAmount></InvoiceTotals>
<Items><InvoiceLine><ItemDescription>Harina</ItemDescription><Quantity>10.0</Quantity><UnitPriceWithoutTax>10</UnitPriceWithoutTax><TotalCost>100.00</TotalCost><GrossAmount>100.00</GrossAmount>
<TaxesOutputs><Tax><TaxTypeCode>01</TaxTypeCode><TaxRate>21.00</TaxRate><TaxableBase><TotalAmount>100.00</TotalAmount></TaxableBase></Tax></TaxesOutputs></InvoiceLine></Items></Invoice></Invoices></fe:Facturae>`

// base are valid documents by the root of their schema.
func base(t testing.TB) map[string]string {
	t.Helper()
	own, _, err := ubl.Build(sample.Invoice())
	if err != nil {
		t.Fatal(err)
	}
	cross, _, err := cii.Build(sample.Invoice())
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"inv:Invoice": string(own), "rsm:CrossIndustryInvoice": string(cross), "fe322:Facturae": facturae,
		"cn:CreditNote": "<CreditNot/>"}
}

// TestFaults breaks valid documents and holds what is said: each mistake once.
func TestFaults(t *testing.T) {
	docs := base(t)
	for _, root := range []string{"inv:Invoice", "rsm:CrossIndustryInvoice", "fe322:Facturae"} {
		if faults, err := validate(t, root, []byte(docs[root])); err != nil || len(faults) > 0 {
			t.Fatalf("%s: %v %q", root, err, messages(faults))
		}
	}
	const ubl, cii, fe = "inv:Invoice", "rsm:CrossIndustryInvoice", "fe322:Facturae"
	for _, x := range []struct{ root, old, new, want string }{
		{ubl, "<cbc:IssueDate>", "<cbc:IssueDate>x", `cbc:IssueDate is "x2026-`},
		{fe, "<IssueDate>2026-01-31", "<IssueDate>2026-13-01", `IssueDate is "2026-13-01": not a date (YYYY-MM-DD)`},
		{fe, "<IssueDate>2026-01-31</IssueDate>", "", "IssueDate expected before InvoiceCurrencyCode"},
		{fe, "<IssueDate>2026-01-31</IssueDate><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode>", "<InvoiceCurrencyCode>EUR</InvoiceCurrencyCode><IssueDate>2026-01-31</IssueDate>", "IssueDate expected before InvoiceCurrencyCode"},
		{fe, "<LanguageName>es</LanguageName>", "", "LanguageName is missing in InvoiceIssueData"},
		{fe, "<Modality>I</Modality>", "<Modality>I</Modality><Modality>I</Modality>", "Modality stands twice; only one is allowed"},
		{fe, "<Modality>I</Modality>", "<Modality>X</Modality>", `Modality is "X": expected one of I, L`},
		{fe, "<Modality>I</Modality>", "<Modality/>", `Modality is empty: expected one of I, L`},
		{fe, "ESP", "ES", `CountryCode is "ES": not one of the 235 codes that are allowed`},
		{fe, "28001", "2800", `PostCode is "2800": not 5 characters long`},
		{fe, "28001", "2800x", `PostCode is "2800x": not of the form [0-9]*`},
		{fe, "<BatchIdentifier>B1", "<BatchIdentifier>" + strings.Repeat("é", 71), `BatchIdentifier is "` + strings.Repeat("é", 30) + `…": longer than 70 characters`},
		{fe, "A99999997", "A9", `TaxIdentificationNumber is "A9": shorter than 3 characters`},
		{fe, "<TaxRate>21.00", "<TaxRate>21,00", `TaxRate is "21,00": not a number` + "\n" + `TaxRate is "21,00": not a number`},
		{fe, "<Address>Calle 1</Address>", "<Address>Calle 1</Address><Unheard><x/></Unheard>", "Unheard in AddressInSpain is not known"},
		{fe, "<Address>Calle 1</Address>", "<Address>Calle 1</Address><Batch><x/></Batch>", "Batch is not allowed in AddressInSpain"},
		{fe, "<Address>Calle 1</Address>", "<fe:Address>Calle 1</fe:Address>", "fe:Address in AddressInSpain has another namespace than Address"},
		{fe, "<Address>Calle 1</Address>", "<Address>Calle <b>1</b><b/></Address>", "b is not allowed in Address, which holds text only"},
		{fe, "<Parties>", "<Parties>one two", `Parties holds the text "one two", and no text is allowed there`},
		{fe, "<Modality>", `<Modality x="1">`, "attribute x is not allowed in Modality"},
		{fe, "</Invoices>", `</Invoices><Extensions><own xmlns="urn:own"/></Extensions>`, "own in Extensions is not declared in a schema"},
		{fe, "</Invoices>", `</Invoices><Extensions><own/></Extensions>`, "own in Extensions is not known"},
		{fe, "</LegalEntity>", "</LegalEntity><Individual><Name>x</Name><FirstSurname>y</FirstSurname></Individual>", "Individual is not allowed beside LegalEntity\nAddressInSpain or OverseasAddress is missing in Individual"},
		{fe, "</Invoices>", `</Invoices><ds:Signature Id="1"/>`, `attribute Id of ds:Signature is "1": not an identifier: a letter, then letters, digits, "-", "_" or "."` + "\nds:SignedInfo is missing in ds:Signature\nds:SignatureValue is missing in ds:Signature"},
		{fe, "<fe:Facturae", `<fe:Facturae xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:a a.xsd"`, ""},
		{fe, "<Modality>", `<Modality xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="false">`, "Modality cannot be declared empty (xsi:nil)"},
		{fe, "<Modality>", `<Modality xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="fe:ModalityType">`, ""},
		{fe, "<Modality>", `<Modality xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="fe:BatchType">`, `Modality cannot have the type "fe:BatchType" (xsi:type)`},
		{fe, "<IssueDate>", `<IssueDate xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="nope:x">`, `IssueDate cannot have the type "nope:x" (xsi:type)`},
		{fe, "<InvoicesCount>", `<InvoicesCount xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:s="http://www.w3.org/2001/XMLSchema" xsi:type="s:byte">99`, `InvoicesCount is "991": not a whole number from -128 to 127`},
		{ubl, ` currencyID="EUR"`, "", "attribute currencyID is missing in"},
		{ubl, "cbc:IssueDate>", "cbc:DueDate>", "cbc:IssueDate expected before cbc:DueDate"},
		{cii, `schemeID="VA"`, `schemeID="VA" listID="x"`, "attribute listID is not allowed in ram:ID"},
		{cii, "<ram:TypeCode>VAT", `<ram:TypeCode listID="9">VAT`, `attribute listID of ram:TypeCode is "9": only 5153 is allowed`},
		{"cn:CreditNote", "", "", "the document begins with CreditNot, not with CreditNote"},
	} {
		doc := docs[x.root]
		if !strings.Contains(doc, x.old) {
			t.Fatalf("%s has no %s", x.root, x.old)
		}
		faults, err := validate(t, x.root, []byte(strings.ReplaceAll(doc, x.old, x.new)))
		got := strings.Join(messages(faults), "\n")
		whole := got == x.want || strings.HasSuffix(x.want, "in") || strings.HasSuffix(x.want, "-") || len(faults) > 1 && x.root != fe
		if err != nil || !whole || !strings.HasPrefix(got, x.want) {
			t.Errorf("%s -> %s: %v\n got %q\nwant %q", x.old, x.new, err, got, x.want)
		}
		for _, f := range faults {
			if f.Off < 0 || f.Off > int64(len(doc)+1000) {
				t.Errorf("%s is at %d", f.Message(), f.Off)
			}
		}
	}
}

// TestReset uses one validator for a broken document and then for a good one.
func TestReset(t *testing.T) {
	n := 0
	v := schema.For(names.Of("fe322:Facturae")).NewValidator(func(schema.Fault) { n++ })
	if walk([]byte(facturae[:900]), driver{v}) == nil {
		t.Fatal("half a document")
	}
	v.Reset()
	if err := walk([]byte(facturae), driver{v}); err != nil || n > 0 {
		t.Errorf("%v, %d faults", err, n)
	}
}

// TestExtensions holds what wildcards take: what is declared as declared, the rest as
// it is, and nothing of the wildcard's own namespace.
func TestExtensions(t *testing.T) {
	doc := base(t)["inv:Invoice"]
	at := strings.Index(doc, "<Invoice")
	at += strings.IndexByte(doc[at:], '>') + 1
	for inside, want := range map[string]string{
		`<own:x a="1">t<own:y/></own:x>`:                             "",
		`<own:x><cbc:Amount currencyID="EUR">1</cbc:Amount></own:x>`: "",
		`<own:x><cbc:Amount>1</cbc:Amount></own:x>`:                  "attribute currencyID is missing in cbc:Amount",
		`<own:x><cbc:Unheard/></own:x>`:                              "",
		`<own:x/><own:x/>`:                                           "own:x is one element too many in ext:ExtensionContent",
		`<x xmlns=""/>`:                                              "x in ext:ExtensionContent is not known",
		`<ext:UBLExtension/>`:                                        "ext:UBLExtension is not allowed in ext:ExtensionContent",
		`<own:x/>text`:                                               `ext:ExtensionContent holds the text "text", and no text is allowed there`,
		`<Invoice/>`:                                                 "cbc:ID is missing in Invoice",
		`<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>`:                                 "",
		`<ds:KeyInfo Id="a"><ds:KeyName>x</ds:KeyName><own:x/><ds:KeyInfo Id="a"><ds:KeyName/></ds:KeyInfo></ds:KeyInfo>`: "ds:KeyInfo is not allowed in ds:KeyInfo",
		`<own:x><ds:KeyInfo Id="a"><ds:KeyName/></ds:KeyInfo><ds:KeyInfo Id=" a "><ds:KeyName/></ds:KeyInfo></own:x>`:     `attribute Id of ds:KeyInfo is "a", which is the identifier of another element`,
	} {
		ext := `<ext:UBLExtensions xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2" xmlns:own="urn:own" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ext:UBLExtension><ext:ExtensionContent>` + inside + `</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>`
		faults, err := validate(t, "inv:Invoice", []byte(doc[:at]+ext+doc[at:]))
		got := strings.Join(messages(faults), "\n")
		if err != nil || !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: %v\n got %q\nwant %q", inside, err, got, want)
		}
	}
}

// TestManyFaults: a document of errors is not held in memory, and no error is said
// twice.
func TestManyFaults(t *testing.T) {
	doc := strings.Replace(facturae, "<Modality>", strings.Repeat("<Modality>I</Modality><q><q/></q>", 5000)+"<Modality>", 1)
	faults, err := validate(t, "fe322:Facturae", []byte(doc))
	if err != nil || len(faults) != 5000+4999+1 {
		t.Errorf("%d faults, %v", len(faults), err)
	}
}

// FuzzValidator: any document that can be read gives faults or none, with messages of
// one line, and not more than it has elements, attributes and texts.
func FuzzValidator(f *testing.F) {
	roots := []string{"inv:Invoice", "cn:CreditNote", "rsm:CrossIndustryInvoice", "fe32:Facturae", "fe321:Facturae", "fe322:Facturae"}
	for i, root := range roots {
		if doc := base(f)[root]; doc != "" {
			f.Add(uint8(i), doc)
		}
	}
	f.Add(uint8(0), signed)
	f.Fuzz(func(t *testing.T, i uint8, doc string) {
		root := roots[int(i)%len(roots)]
		faults, err := validate(t, root, []byte(doc))
		again, _ := validate(t, root, []byte(doc))
		if len(faults) != len(again) {
			t.Error("two runs differ")
		}
		if err == nil && len(faults) > 20*(strings.Count(doc, "<")+strings.Count(doc, "=")) {
			t.Errorf("%d faults in %d bytes", len(faults), len(doc))
		}
		for _, m := range messages(faults) {
			if m == "" || strings.ContainsAny(m, "\n\r") {
				t.Errorf("message %q", m)
			}
		}
	})
}
