package cii_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
)

var update = flag.Bool("update", false, "write testdata/*.golden anew")

// zugferd1 is an invoice of our own in ZUGFeRD 1.0, valid by its XSD. It holds all that
// the table binds, as far as one document can, in values that differ from one another.
var zugferd1 = func() string {
	data, err := os.ReadFile("../testdata/quirks/zugferd-1.xml")
	if err != nil {
		panic(err)
	}
	return string(data)
}()

const (
	openZUGFeRD1 = `<rsm:CrossIndustryDocument xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0"` +
		` xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12"` +
		` xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15">`
	closeZUGFeRD1 = `</rsm:CrossIndustryDocument>`
)

// zugferd1Of puts body on the second line of a document, inside the wrapper: a path.
func zugferd1Of(wrapper, body string) string {
	var open, shut string
	for step := range strings.SplitSeq(wrapper, "/") {
		if step != "" {
			open, shut = open+"<"+step+">", "</"+step+">"+shut
		}
	}
	return openZUGFeRD1 + open + "\n" + body + "\n" + shut + closeZUGFeRD1
}

// The wrappers.
const (
	zfContext    = "rsm:SpecifiedExchangedDocumentContext"
	zfHeader     = "rsm:HeaderExchangedDocument"
	zfAgreement  = "rsm:SpecifiedSupplyChainTradeTransaction/ram:ApplicableSupplyChainTradeAgreement"
	zfDelivery   = "rsm:SpecifiedSupplyChainTradeTransaction/ram:ApplicableSupplyChainTradeDelivery"
	zfSettlement = "rsm:SpecifiedSupplyChainTradeTransaction/ram:ApplicableSupplyChainTradeSettlement"
	zfLine       = "rsm:SpecifiedSupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem"
)

// readZUGFeRD1 reads a document whole and as a stream, which must agree.
func readZUGFeRD1(t *testing.T, data string) (*einvoice.Document, error) {
	t.Helper()
	doc, err := cii.Parse([]byte(data))
	var lines []einvoice.Line
	streamed, streamErr := cii.Stream(context.Background(), strings.NewReader(data), func(l *einvoice.Line) error {
		lines = append(lines, *l)
		return nil
	})
	if fmt.Sprint(err) != fmt.Sprint(streamErr) {
		t.Errorf("Parse: %v\nStream: %v", err, streamErr)
	}
	if doc != nil && streamed != nil {
		if streamed.Invoice.Lines != nil {
			t.Errorf("Stream keeps %d lines", len(streamed.Invoice.Lines))
		}
		if streamed.Invoice.Lines = lines; !reflect.DeepEqual(doc, streamed) {
			t.Errorf("Stream and Parse differ: %v\n%v\n%v", einvoice.Diff(&doc.Invoice, &streamed.Invoice), doc.Losses, streamed.Losses)
		}
	}
	if doc != nil && doc.Format != einvoice.ZUGFeRD1 {
		t.Errorf("format %q", doc.Format)
	}
	return doc, err
}

func mustReadZUGFeRD1(t *testing.T, data string) *einvoice.Document {
	t.Helper()
	doc, err := readZUGFeRD1(t, data)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestZUGFeRD1 reads the sample: its values and losses are in testdata.
func TestZUGFeRD1(t *testing.T) {
	const golden = "testdata/zugferd1.golden"
	doc := mustReadZUGFeRD1(t, zugferd1)
	var b bytes.Buffer
	for _, v := range doc.Invoice.Values() {
		fmt.Fprintf(&b, "%s = %q\n", v.Place, v.Text)
	}
	b.WriteString("\nlosses:\n")
	for _, l := range doc.Losses {
		fmt.Fprintf(&b, "%s %v\n", l.Kind, l)
	}
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != string(want) {
		t.Errorf("%s differs; -update writes it anew:\n%s", golden, got)
	}
	for _, data := range append(zugferd1More, zugferd1) {
		if left := unaccounted(t, data, mustReadZUGFeRD1(t, data)); len(left) > 0 {
			t.Errorf("dropped in silence: %v", left)
		}
	}
}

// zugferd1More holds what the sample has no room for.
var zugferd1More = []string{
	zugferd1Of("rsm:SpecifiedSupplyChainTradeTransaction", `
		<ram:ApplicableSupplyChainTradeDelivery><ram:ShipToTradeParty><ram:ID>1</ram:ID></ram:ShipToTradeParty></ram:ApplicableSupplyChainTradeDelivery>
		<ram:ApplicableSupplyChainTradeSettlement><ram:PayeeTradeParty><ram:GlobalID schemeID="0088">2</ram:GlobalID></ram:PayeeTradeParty></ram:ApplicableSupplyChainTradeSettlement>`),
	zugferd1Of("rsm:SpecifiedSupplyChainTradeTransaction", `
		<ram:ApplicableSupplyChainTradeAgreement>
			<ram:SellerTradeParty><ram:ID schemeID="s1">1</ram:ID><ram:SpecifiedTaxRegistration><ram:ID schemeID="s2">2</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
			<ram:BuyerTradeParty><ram:ID schemeID="s3">3</ram:ID><ram:SpecifiedTaxRegistration><ram:ID schemeID="s4">4</ram:ID></ram:SpecifiedTaxRegistration></ram:BuyerTradeParty>
		</ram:ApplicableSupplyChainTradeAgreement>
		<ram:ApplicableSupplyChainTradeDelivery><ram:ShipToTradeParty><ram:ID schemeID="s5">5</ram:ID></ram:ShipToTradeParty></ram:ApplicableSupplyChainTradeDelivery>
		<ram:ApplicableSupplyChainTradeSettlement>
			<ram:InvoiceeTradeParty><ram:ID schemeID="s6">6</ram:ID></ram:InvoiceeTradeParty>
			<ram:PayeeTradeParty><ram:ID schemeID="s7">7</ram:ID></ram:PayeeTradeParty>
		</ram:ApplicableSupplyChainTradeSettlement>
		<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedSupplyChainTradeSettlement>`+
		lineAllowance("false", "VAT", "8")+lineAllowance("false", "GST", "9")+lineAllowance("true", "VAT", "10")+lineAllowance("true", "GST", "11")+`
		</ram:SpecifiedSupplyChainTradeSettlement></ram:IncludedSupplyChainTradeLineItem>`),
}

func lineAllowance(charge, tax, rate string) string {
	return `<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>` + charge + `</udt:Indicator></ram:ChargeIndicator><ram:CategoryTradeTax>` +
		`<ram:TypeCode>` + tax + `</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:ApplicablePercent>` + rate + `</ram:ApplicablePercent></ram:CategoryTradeTax></ram:SpecifiedTradeAllowanceCharge>`
}

// beyondZUGFeRD1 are elements of CII D16B that ZUGFeRD 1.0 does not have. They are read
// all the same where the two share a table. Nor has it a second currency (BT-6, BT-111).
var beyondZUGFeRD1 = regexp.MustCompile(`/ram:(SpecifiedLegalOrganization|URIUniversalCommunication|LineThree|CountrySubDivisionName|ExemptionReasonCode|TaxPointDate|DueDateTypeCode|RoundingAmount|DirectDebitMandateID)(/|$)|TradeParty/ram:Description$`)

// TestZUGFeRD1Bindings holds that every row reads its element into its place.
func TestZUGFeRD1Bindings(t *testing.T) {
	there, located, places := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, data := range append(zugferd1More, zugferd1) {
		inv := mustReadZUGFeRD1(t, data).Invoice
		for _, f := range leaves(t, data) {
			there[f.path] = true
		}
		for place, l := range locateAll(t, data, &inv) {
			places[anyIndex(place)] = true
			if l.Exact {
				located[anyIndex(l.Path)+" "+anyIndex(place)] = true
			}
		}
	}
	var lost []string
	for _, b := range bindings(t, einvoice.ZUGFeRD1) {
		switch {
		case b.Kind == "group" || b.Kind == "via" || beyondZUGFeRD1.MatchString(b.Path) || b.Place == "Totals.VATInAccountingCurrency":
		case b.Kind == "lost":
			lost = append(lost, b.Path)
		case !there[b.Path]:
			t.Errorf("no sample has %s", b.Path)
		case b.Place == "":
		case !places[b.Place]:
			t.Errorf("%s: no sample has a value at %s", b.Path, b.Place)
		case b.Kind != "attribute" && !located[strings.ReplaceAll(b.Path, "[]", "")+" "+b.Place]:
			t.Errorf("%s is not what is read into %s", b.Path, b.Place)
		}
	}
	for _, path := range lost {
		if !covered(path) {
			t.Errorf("no case of TestZUGFeRD1Losses loses %s", path)
		}
	}
}

// covered tells whether a case loses the element.
func covered(path string) bool {
	for _, c := range zugferd1Losses {
		for _, l := range c.losses {
			if c.path(strings.Fields(l)[2]) == path {
				return true
			}
		}
	}
	return false
}

// indexes of paths and of places
var indexes = regexp.MustCompile(`\[\d+\]`)

// anyIndex turns "a[1]/b" into "a/b" and "A[1].B" into "A[].B".
func anyIndex(s string) string {
	if strings.HasPrefix(s, "/") {
		return indexes.ReplaceAllString(s, "")
	}
	return indexes.ReplaceAllString(s, "[]")
}

func locateAll(t *testing.T, data string, inv *einvoice.Invoice) map[string]einvoice.Location {
	t.Helper()
	var places []string
	for _, v := range inv.Values() {
		places = append(places, v.Place)
	}
	all, err := cii.Locate([]byte(data), places...)
	if err != nil {
		t.Fatal(err)
	}
	streamed, err := cii.LocateStream(context.Background(), strings.NewReader(data), places...)
	if err != nil || !reflect.DeepEqual(all, streamed) {
		t.Errorf("LocateStream differs from Locate: %v", err)
	}
	return all
}

// leaf is an element without children, or an attribute, as encoding/xml sees it.
type leaf struct {
	path, text string
	off        int64   // of the element
	within     []int64 // offsets of the elements around it
}

func leaves(t *testing.T, data string) (all []leaf) {
	t.Helper()
	prefixes := map[string]string{
		"urn:ferd:CrossIndustryDocument:invoice:1p0":                                        "rsm:",
		"urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12": "ram:",
		"urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15":                        "udt:",
		"urn:un:unece:uncefact:data:standard:QualifiedDataType:12":                          "qdt:",
	}
	type frame struct {
		path string
		off  int64
		text string
		kids int
	}
	var stack []frame
	within := func(n int) (offs []int64) {
		for _, f := range stack[:n] {
			offs = append(offs, f.off)
		}
		return offs
	}
	d := xml.NewDecoder(strings.NewReader(data))
	for {
		off := d.InputOffset()
		token, err := d.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			path := ""
			if n := len(stack); n > 0 {
				path = stack[n-1].path
				stack[n-1].kids++
			}
			path += "/" + prefixes[e.Name.Space] + e.Name.Local
			stack = append(stack, frame{path: path, off: off})
			for _, a := range e.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					all = append(all, leaf{path + "/@" + a.Name.Local, a.Value, off, within(len(stack) - 1)})
				}
			}
		case xml.CharData:
			if n := len(stack); n > 0 {
				stack[n-1].text += string(e)
			}
		case xml.EndElement:
			n := len(stack) - 1
			if f := stack[n]; f.kids == 0 {
				all = append(all, leaf{f.path, strings.TrimSpace(f.text), f.off, within(n)})
			}
			stack = stack[:n]
		}
	}
}

// unaccounted lists the elements and attributes of a document that are neither values of
// the invoice nor fixed nor below a loss.
func unaccounted(t *testing.T, data string, doc *einvoice.Document) (left []string) {
	t.Helper()
	data = strings.TrimPrefix(data, "\uFEFF")
	lost, lostAttrs := map[int64]bool{}, map[string]int{}
	for _, l := range doc.Losses {
		if element, attr, ok := strings.Cut(l.Path, "/@"); ok {
			lostAttrs[element+"/@"+attr[strings.IndexByte(attr, ':')+1:]]++
			continue
		}
		lost[l.Offset] = true
	}
	held := map[int64]bool{}
	for _, l := range locateAll(t, data, &doc.Invoice) {
		if l.Exact {
			held[l.Offset] = true
		}
	}
	values := map[string]bool{}
	for _, v := range doc.Invoice.Values() {
		values[anyIndex(v.Place)+" "+v.Text] = true
	}
	bound, fixed := map[string][]string{}, map[string]bool{}
	for _, b := range bindings(t, einvoice.ZUGFeRD1) {
		bound[b.Path] = append(bound[b.Path], b.Place)
		if want, ok := strings.CutPrefix(b.Kind, "= "); ok {
			fixed[b.Path+" = "+want] = true
		}
	}
	for _, f := range leaves(t, data) {
		isAttr := strings.Contains(f.path, "/@")
		is := f.path + " = " + f.text
		switch {
		case fixed[is] || implied.MatchString(is) || strings.HasSuffix(is, "/ram:TaxTotalAmount/@currencyID = "+doc.Invoice.Currency):
		case lost[f.off] || slices.ContainsFunc(f.within, func(o int64) bool { return lost[o] }):
		case !isAttr && held[f.off]:
		case slices.ContainsFunc(bound[f.path], func(place string) bool { return values[place+" "+f.text] }):
		case isAttr && lostAttrs[f.path] > 0:
			lostAttrs[f.path]--
		default:
			left = append(left, is)
		}
	}
	return left
}

// implied is what the model has no value for because it goes without saying.
var implied = regexp.MustCompile(`/ram:SpecifiedTaxRegistration/ram:ID/@schemeID = (VA|FC)$|Tax/ram:TypeCode = VAT$`)

// TestZUGFeRD1AsCII writes what was read as CII D16B, and reads that.
func TestZUGFeRD1AsCII(t *testing.T) {
	for _, data := range append(zugferd1More, zugferd1) {
		inv := mustReadZUGFeRD1(t, data).Invoice
		if p := cii.ProfileOf(inv.Process.Specification); p != 0 {
			t.Errorf("%s counts as the profile %s of CII", inv.Process.Specification, p)
		}
		inv.Process.Specification = cii.Extended.Specification()
		out, losses, err := cii.BuildOptions{Profile: cii.Any}.Build(&inv)
		if err != nil || len(losses) > 0 {
			t.Fatal(err, losses)
		}
		again, err := cii.Parse(out)
		if err != nil || again.Format != einvoice.CII {
			t.Fatal(again, err)
		}
		if !reflect.DeepEqual(again.Invoice, inv) {
			t.Errorf("it comes back another: %v", einvoice.Diff(&inv, &again.Invoice))
		}
		for _, l := range again.Losses {
			if l.Kind.Material() {
				t.Errorf("loss of what was built: %v", l)
			}
		}
	}
}

// lossCase is a part of a document, what is read of it and what is lost.
type lossCase struct {
	name, wrapper, body string
	values              []string // "Place = text"
	losses              []string // "kind column path below the wrapper = value -> place", all on line 2
}

var zugferd1Losses = []lossCase{
	{name: "test indicator", wrapper: zfContext,
		body:   `<ram:TestIndicator><udt:Indicator>true</udt:Indicator></ram:TestIndicator>`,
		losses: []string{"unbound 20 ram:TestIndicator/udt:Indicator = true", "empty 1 ram:TestIndicator"}},
	{name: "two guidelines", wrapper: zfContext,
		body:   `<ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>first</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>second</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter>`,
		values: []string{"Process.Specification = first"},
		losses: []string{"repeated 120 ram:GuidelineSpecifiedDocumentContextParameter"}},
	{name: "header", wrapper: zfHeader,
		body:   `<ram:Name>RECHNUNG</ram:Name><ram:Name>INVOICE</ram:Name><ram:CopyIndicator><udt:Indicator>true</udt:Indicator></ram:CopyIndicator><ram:LanguageID>de</ram:LanguageID><ram:LanguageID>en</ram:LanguageID><ram:EffectiveSpecifiedPeriod><ram:CompleteDateTime><udt:DateTimeString format="102">20140305</udt:DateTimeString></ram:CompleteDateTime></ram:EffectiveSpecifiedPeriod>`,
		values: []string{"DocumentName = RECHNUNG"},
		losses: []string{
			"repeated 30 ram:Name = INVOICE -> DocumentName",
			"unbound 58 ram:CopyIndicator",
			"unbound 132 ram:LanguageID = de",
			"unbound 167 ram:LanguageID = en",
			"unbound 202 ram:EffectiveSpecifiedPeriod",
		}},
	{name: "two texts in a note", wrapper: zfHeader,
		body:   `<ram:IncludedNote><ram:Content>a</ram:Content><ram:Content>b</ram:Content></ram:IncludedNote>`,
		values: []string{"Notes[0].Text = a"},
		losses: []string{"repeated 47 ram:IncludedNote/ram:Content = b -> Notes[0].Text"}},
	{name: "attributes of identifiers and codes", wrapper: zfHeader,
		body: `<ram:ID schemeID="x" schemeAgencyID="y">1</ram:ID><ram:TypeCode listID="z">380</ram:TypeCode>`,
		values: []string{
			"Number = 1",
			"TypeCode = 380",
		},
		losses: []string{
			"unbound 9 ram:ID/@schemeID = x",
			"unbound 22 ram:ID/@schemeAgencyID = y",
			"unbound 65 ram:TypeCode/@listID = z",
		}},
	{name: "issue date with a time", wrapper: zfHeader,
		body:   `<ram:IssueDateTime><udt:DateTimeString format="203">201403051159</udt:DateTimeString></ram:IssueDateTime>`,
		values: []string{"IssueDate = 2014-03-05"},
		losses: []string{"constant 20 ram:IssueDateTime/udt:DateTimeString = 201403051159 -> IssueDate"}},
	{name: "parties", wrapper: zfAgreement,
		body: `<ram:BuyerReference>a</ram:BuyerReference><ram:BuyerReference>b</ram:BuyerReference><ram:SellerTradeParty><ram:DefinedTradeContact><ram:PersonName>c</ram:PersonName></ram:DefinedTradeContact><ram:DefinedTradeContact><ram:PersonName>d</ram:PersonName></ram:DefinedTradeContact></ram:SellerTradeParty><ram:ProductEndUserTradeParty><ram:Name>e</ram:Name></ram:ProductEndUserTradeParty><ram:ApplicableTradeDeliveryTerms><ram:DeliveryTypeCode>EXW</ram:DeliveryTypeCode></ram:ApplicableTradeDeliveryTerms><ram:CustomerOrderReferencedDocument><ram:ID>f</ram:ID></ram:CustomerOrderReferencedDocument>`,
		values: []string{
			"BuyerReference = a",
			"Seller.Contact.Point = c",
		},
		losses: []string{
			"repeated 43 ram:BuyerReference = b -> BuyerReference",
			"repeated 192 ram:SellerTradeParty/ram:DefinedTradeContact -> Seller.Contact",
			"unbound 300 ram:ProductEndUserTradeParty",
			"unbound 383 ram:ApplicableTradeDeliveryTerms",
			"unbound 500 ram:CustomerOrderReferencedDocument",
		}},
	{name: "three tax registrations", wrapper: zfAgreement,
		body: `<ram:SellerTradeParty><ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">1</ram:ID></ram:SpecifiedTaxRegistration><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">2</ram:ID></ram:SpecifiedTaxRegistration><ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">3</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>`,
		values: []string{
			"Seller.VATIdentifier = 2",
			"Seller.TaxRegistration.Value = 1",
		},
		losses: []string{"repeated 209 ram:SellerTradeParty/ram:SpecifiedTaxRegistration"}},
	{name: "referenced documents", wrapper: zfAgreement,
		body: `<ram:BuyerOrderReferencedDocument><ram:IssueDateTime>2014-03-05T00:00:00</ram:IssueDateTime><ram:ID>1</ram:ID></ram:BuyerOrderReferencedDocument><ram:ContractReferencedDocument><ram:IssueDateTime>2014-03-06</ram:IssueDateTime><ram:ID>2</ram:ID></ram:ContractReferencedDocument><ram:ContractReferencedDocument><ram:ID>3</ram:ID></ram:ContractReferencedDocument>`,
		values: []string{
			"ContractReference = 2",
			"PurchaseOrderReference = 1",
		},
		losses: []string{
			"unbound 35 ram:BuyerOrderReferencedDocument/ram:IssueDateTime = 2014-03-05T00:00:00",
			"unbound 178 ram:ContractReferencedDocument/ram:IssueDateTime = 2014-03-06",
			"repeated 278 ram:ContractReferencedDocument",
		}},
	{name: "additional documents", wrapper: zfAgreement,
		body: `<ram:AdditionalReferencedDocument><ram:IssueDateTime>2014-03-05T00:00:00</ram:IssueDateTime><ram:TypeCode>AGG</ram:TypeCode><ram:ID>1</ram:ID><ram:ID>2</ram:ID></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:TypeCode>VN</ram:TypeCode><ram:ID>3</ram:ID></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:TypeCode>VN</ram:TypeCode><ram:ID>4</ram:ID></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:ID>5</ram:ID></ram:AdditionalReferencedDocument>`,
		values: []string{
			"SalesOrderReference = 3",
			"SupportingDocuments[0].Reference = 1",
			"SupportingDocuments[1].Reference = 5",
		},
		losses: []string{
			"unbound 35 ram:AdditionalReferencedDocument/ram:IssueDateTime = 2014-03-05T00:00:00",
			"unbound 93 ram:AdditionalReferencedDocument/ram:TypeCode = AGG",
			"repeated 143 ram:AdditionalReferencedDocument/ram:ID = 2 -> SupportingDocuments[0].Reference",
			"repeated 314 ram:AdditionalReferencedDocument",
		}},
	{name: "days of a preceding invoice", wrapper: zfAgreement,
		body: `<ram:AdditionalReferencedDocument><ram:IssueDateTime>2014-03-05</ram:IssueDateTime><ram:TypeCode>OI</ram:TypeCode><ram:ID>0</ram:ID></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:IssueDateTime>2014-03-05T00:00:00</ram:IssueDateTime><ram:TypeCode>OI</ram:TypeCode><ram:ID>1</ram:ID></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:IssueDateTime>2014-03-05T00:00:00.000</ram:IssueDateTime><ram:TypeCode>OI</ram:TypeCode><ram:ID>2</ram:ID></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:IssueDateTime>2014-03-05T12:30:00</ram:IssueDateTime><ram:TypeCode>OI</ram:TypeCode><ram:ID>3</ram:ID></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:IssueDateTime>2014-03-05T00:00:00Z</ram:IssueDateTime><ram:TypeCode>OI</ram:TypeCode><ram:ID>4</ram:ID></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:IssueDateTime>2014-03-05+01:00</ram:IssueDateTime><ram:TypeCode>OI</ram:TypeCode><ram:ID>5</ram:ID></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:IssueDateTime> 2014-03-05 </ram:IssueDateTime><ram:TypeCode>OI</ram:TypeCode><ram:ID>6</ram:ID></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:IssueDateTime></ram:IssueDateTime><ram:TypeCode>OI</ram:TypeCode><ram:ID>7</ram:ID></ram:AdditionalReferencedDocument>`,
		values: []string{
			"PrecedingInvoices[0].Reference = 0",
			"PrecedingInvoices[0].IssueDate = 2014-03-05",
			"PrecedingInvoices[1].Reference = 1",
			"PrecedingInvoices[1].IssueDate = 2014-03-05",
			"PrecedingInvoices[2].Reference = 2",
			"PrecedingInvoices[2].IssueDate = 2014-03-05",
			"PrecedingInvoices[3].Reference = 3",
			"PrecedingInvoices[3].IssueDate = 2014-03-05",
			"PrecedingInvoices[4].Reference = 4",
			"PrecedingInvoices[4].IssueDate = 2014-03-05",
			"PrecedingInvoices[5].Reference = 5",
			"PrecedingInvoices[5].IssueDate = 2014-03-05",
			"PrecedingInvoices[6].Reference = 6",
			"PrecedingInvoices[6].IssueDate = 2014-03-05",
			"PrecedingInvoices[7].Reference = 7",
		},
		losses: []string{
			"declared 202 ram:AdditionalReferencedDocument/ram:IssueDateTime = 2014-03-05T00:00:00 -> PrecedingInvoices[1].IssueDate",
			"declared 378 ram:AdditionalReferencedDocument/ram:IssueDateTime = 2014-03-05T00:00:00.000 -> PrecedingInvoices[2].IssueDate",
			"constant 558 ram:AdditionalReferencedDocument/ram:IssueDateTime = 2014-03-05T12:30:00 -> PrecedingInvoices[3].IssueDate",
			"constant 734 ram:AdditionalReferencedDocument/ram:IssueDateTime = 2014-03-05T00:00:00Z -> PrecedingInvoices[4].IssueDate",
			"constant 911 ram:AdditionalReferencedDocument/ram:IssueDateTime = 2014-03-05+01:00 -> PrecedingInvoices[5].IssueDate",
			"space 1084 ram:AdditionalReferencedDocument/ram:IssueDateTime =  2014-03-05  -> PrecedingInvoices[6].IssueDate",
			"empty 1253 ram:AdditionalReferencedDocument/ram:IssueDateTime -> PrecedingInvoices[7].IssueDate",
		}},
	{name: "delivery", wrapper: zfDelivery,
		body: `<ram:RelatedSupplyChainConsignment><ram:SpecifiedLogisticsTransportMovement><ram:ModeCode>3</ram:ModeCode></ram:SpecifiedLogisticsTransportMovement></ram:RelatedSupplyChainConsignment><ram:ShipToTradeParty><ram:ID>1</ram:ID><ram:Name>a</ram:Name><ram:DefinedTradeContact><ram:PersonName>b</ram:PersonName><ram:DepartmentName>c</ram:DepartmentName></ram:DefinedTradeContact></ram:ShipToTradeParty><ram:UltimateShipToTradeParty><ram:Name>d</ram:Name></ram:UltimateShipToTradeParty><ram:ShipFromTradeParty><ram:Name>e</ram:Name></ram:ShipFromTradeParty><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime><udt:DateTimeString format="102">20140305</udt:DateTimeString></ram:OccurrenceDateTime><ram:OccurrenceDateTime><udt:DateTimeString format="102">20140305</udt:DateTimeString></ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent><ram:DeliveryNoteReferencedDocument><ram:IssueDateTime>2014-03-05T00:00:00</ram:IssueDateTime><ram:ID>2</ram:ID></ram:DeliveryNoteReferencedDocument>`,
		values: []string{
			"DeliveryNote = 2",
			"Delivery.Name = a",
			"Delivery.Location.Value = 1",
			"Delivery.Date = 2014-03-05",
			"Delivery.ContactPoint = c",
		},
		losses: []string{
			"unbound 1 ram:RelatedSupplyChainConsignment",
			"unbound 272 ram:ShipToTradeParty/ram:DefinedTradeContact/ram:PersonName = b",
			"unbound 397 ram:UltimateShipToTradeParty",
			"unbound 480 ram:ShipFromTradeParty",
			"repeated 698 ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime",
			"unbound 882 ram:DeliveryNoteReferencedDocument/ram:IssueDateTime = 2014-03-05T00:00:00",
		}},
	{name: "payment means", wrapper: zfSettlement,
		body: `<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:Information>a</ram:Information><ram:Information>b</ram:Information><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>DE08700901001234567890</ram:IBANID><ram:ProprietaryID>1234567890</ram:ProprietaryID></ram:PayeePartyCreditorFinancialAccount><ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>GENODEF1M04</ram:BICID><ram:GermanBankleitzahlID>70090100</ram:GermanBankleitzahlID><ram:Name>c</ram:Name></ram:PayeeSpecifiedCreditorFinancialInstitution></ram:SpecifiedTradeSettlementPaymentMeans>`,
		values: []string{
			"PaymentInstructions[0].MeansCode = 58",
			"PaymentInstructions[0].MeansText = a",
			"PaymentInstructions[0].CreditTransfers[0].Account = DE08700901001234567890",
			"PaymentInstructions[0].CreditTransfers[0].ServiceProvider = GENODEF1M04",
		},
		losses: []string{
			"repeated 110 ram:SpecifiedTradeSettlementPaymentMeans/ram:Information = b -> PaymentInstructions[0].MeansText",
			"repeated 233 ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID = 1234567890 -> PaymentInstructions[0].CreditTransfers[0].Account",
			"repeated 405 ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeeSpecifiedCreditorFinancialInstitution/ram:GermanBankleitzahlID = 70090100 -> PaymentInstructions[0].CreditTransfers[0].ServiceProvider",
			"unbound 466 ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeeSpecifiedCreditorFinancialInstitution/ram:Name = c",
		}},
	{name: "direct debits", wrapper: zfSettlement,
		body: `<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>49</ram:TypeCode><ram:ID schemeAgencyID="DE1">m1</ram:ID><ram:PayerPartyDebtorFinancialAccount><ram:IBANID>DE21860000000086001055</ram:IBANID><ram:ProprietaryID>1</ram:ProprietaryID></ram:PayerPartyDebtorFinancialAccount><ram:PayerSpecifiedDebtorFinancialInstitution><ram:BICID>MARKDEF1860</ram:BICID></ram:PayerSpecifiedDebtorFinancialInstitution></ram:SpecifiedTradeSettlementPaymentMeans><ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>49</ram:TypeCode><ram:ID schemeAgencyID="DE1">m2</ram:ID></ram:SpecifiedTradeSettlementPaymentMeans><ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>49</ram:TypeCode><ram:ID schemeAgencyID="DE2">m3</ram:ID></ram:SpecifiedTradeSettlementPaymentMeans>`,
		values: []string{
			"Seller.BankAssignedCreditorIdentifier = DE1",
			"PaymentInstructions[0].MeansCode = 49",
			"PaymentInstructions[0].DirectDebit.MandateReference = m1",
			"PaymentInstructions[0].DirectDebit.DebitedAccount = DE21860000000086001055",
			"PaymentInstructions[1].MeansCode = 49",
			"PaymentInstructions[1].DirectDebit.MandateReference = m2",
			"PaymentInstructions[2].MeansCode = 49",
			"PaymentInstructions[2].DirectDebit.MandateReference = m3",
		},
		losses: []string{
			"unbound 199 ram:SpecifiedTradeSettlementPaymentMeans/ram:PayerPartyDebtorFinancialAccount/ram:ProprietaryID = 1",
			"unbound 278 ram:SpecifiedTradeSettlementPaymentMeans/ram:PayerSpecifiedDebtorFinancialInstitution",
			"declared 448 ram:SpecifiedTradeSettlementPaymentMeans/ram:ID/@schemeAgencyID = DE1 -> Seller.BankAssignedCreditorIdentifier",
			"repeated 604 ram:SpecifiedTradeSettlementPaymentMeans/ram:ID/@schemeAgencyID = DE2 -> Seller.BankAssignedCreditorIdentifier",
		}},
	{name: "a mandate without a creditor", wrapper: zfSettlement,
		body: `<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>49</ram:TypeCode><ram:ID schemeAgencyID=" ">m1</ram:ID></ram:SpecifiedTradeSettlementPaymentMeans>`,
		values: []string{
			"PaymentInstructions[0].MeansCode = 49",
			"PaymentInstructions[0].DirectDebit.MandateReference = m1",
		},
		losses: []string{"empty 82 ram:SpecifiedTradeSettlementPaymentMeans/ram:ID/@schemeAgencyID -> Seller.BankAssignedCreditorIdentifier"}},
	{name: "two remittances", wrapper: zfSettlement,
		body:   `<ram:PaymentReference>a</ram:PaymentReference><ram:PaymentReference>b</ram:PaymentReference>`,
		values: []string{"PaymentInstructions[0].Remittance = a"},
		losses: []string{"repeated 47 ram:PaymentReference = b -> PaymentInstructions[0].Remittance"}},
	{name: "parties of the settlement", wrapper: zfSettlement,
		body:   `<ram:PayeeTradeParty><ram:Name>a</ram:Name><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">1</ram:ID></ram:SpecifiedTaxRegistration></ram:PayeeTradeParty><ram:PayeeTradeParty><ram:Name>b</ram:Name></ram:PayeeTradeParty>`,
		values: []string{"Payee.Name = a"},
		losses: []string{
			"unbound 44 ram:PayeeTradeParty/ram:SpecifiedTaxRegistration",
			"repeated 159 ram:PayeeTradeParty -> Payee",
		}},
	{name: "currencies", wrapper: zfSettlement,
		body: `<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:SpecifiedTradeSettlementMonetarySummation><ram:LineTotalAmount currencyID="EUR">1</ram:LineTotalAmount><ram:ChargeTotalAmount currencyID="USD">2</ram:ChargeTotalAmount><ram:AllowanceTotalAmount>3</ram:AllowanceTotalAmount><ram:TaxTotalAmount currencyID="EUR">4</ram:TaxTotalAmount><ram:TaxTotalAmount currencyID="USD">5</ram:TaxTotalAmount><ram:TotalAllowanceChargeAmount currencyID="EUR">6</ram:TotalAllowanceChargeAmount></ram:SpecifiedTradeSettlementMonetarySummation>`,
		values: []string{
			"Currency = EUR",
			"Totals.LineNet = 1",
			"Totals.Allowances = 3",
			"Totals.Charges = 2",
			"Totals.VAT = 4",
		},
		losses: []string{
			"declared 123 ram:SpecifiedTradeSettlementMonetarySummation/ram:LineTotalAmount/@currencyID = EUR",
			"constant 186 ram:SpecifiedTradeSettlementMonetarySummation/ram:ChargeTotalAmount/@currencyID = USD",
			"repeated 341 ram:SpecifiedTradeSettlementMonetarySummation/ram:TaxTotalAmount = 5",
			"unbound 400 ram:SpecifiedTradeSettlementMonetarySummation/ram:TotalAllowanceChargeAmount = 6",
		}},
	{name: "allowances", wrapper: zfSettlement,
		body:   `<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator><ram:SequenceNumeric>1</ram:SequenceNumeric><ram:BasisQuantity unitCode="C62">2</ram:BasisQuantity><ram:ActualAmount>3</ram:ActualAmount><ram:ActualAmount>4</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge><ram:SpecifiedTradeAllowanceCharge><ram:ActualAmount>5</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>`,
		values: []string{"Allowances[0].Amount = 3"},
		losses: []string{
			"unbound 115 ram:SpecifiedTradeAllowanceCharge/ram:SequenceNumeric = 1",
			"unbound 159 ram:SpecifiedTradeAllowanceCharge/ram:BasisQuantity = 2",
			"repeated 252 ram:SpecifiedTradeAllowanceCharge/ram:ActualAmount = 4 -> Allowances[0].Amount",
			"constant 326 ram:SpecifiedTradeAllowanceCharge",
		}},
	{name: "payment terms", wrapper: zfSettlement,
		body: `<ram:SpecifiedTradePaymentTerms><ram:Description>a</ram:Description><ram:Description>b</ram:Description><ram:ApplicableTradePaymentPenaltyTerms><ram:CalculationPercent>1</ram:CalculationPercent></ram:ApplicableTradePaymentPenaltyTerms><ram:ApplicableTradePaymentDiscountTerms><ram:CalculationPercent>2</ram:CalculationPercent></ram:ApplicableTradePaymentDiscountTerms></ram:SpecifiedTradePaymentTerms><ram:SpecifiedTradePaymentTerms><ram:Description>c</ram:Description><ram:ApplicableTradePaymentDiscountTerms><ram:CalculationPercent>3</ram:CalculationPercent></ram:ApplicableTradePaymentDiscountTerms></ram:SpecifiedTradePaymentTerms>`,
		values: []string{
			"PaymentTerms = a",
			"PaymentDiscounts[0].Percentage = 2",
			"FurtherPaymentTerms[0].Description = c",
		},
		losses: []string{
			"repeated 69 ram:SpecifiedTradePaymentTerms/ram:Description = b -> PaymentTerms",
			"unbound 105 ram:SpecifiedTradePaymentTerms/ram:ApplicableTradePaymentPenaltyTerms",
			"repeated 402 ram:SpecifiedTradePaymentTerms/ram:ApplicableTradePaymentDiscountTerms",
		}},
	{name: "accounts", wrapper: zfSettlement,
		body:   `<ram:SpecifiedTradeAccountingAccount><ram:ID>1</ram:ID></ram:SpecifiedTradeAccountingAccount><ram:ReceivableSpecifiedTradeAccountingAccount><ram:ID>2</ram:ID></ram:ReceivableSpecifiedTradeAccountingAccount><ram:ReceivableSpecifiedTradeAccountingAccount><ram:ID>3</ram:ID></ram:ReceivableSpecifiedTradeAccountingAccount>`,
		values: []string{"BuyerAccountingReference = 2"},
		losses: []string{
			"unbound 1 ram:SpecifiedTradeAccountingAccount",
			"repeated 207 ram:ReceivableSpecifiedTradeAccountingAccount",
		}},
	{name: "notes of a line", wrapper: zfLine,
		body: `<ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID><ram:IncludedNote><ram:ContentCode>EEV</ram:ContentCode><ram:Content>a</ram:Content><ram:Content>b</ram:Content><ram:SubjectCode>PRF</ram:SubjectCode></ram:IncludedNote><ram:IncludedNote><ram:Content>c</ram:Content></ram:IncludedNote></ram:AssociatedDocumentLineDocument>`,
		values: []string{
			"Lines[0].ID = 1",
			"Lines[0].Note = a",
		},
		losses: []string{
			"unbound 81 ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:ContentCode = EEV",
			"repeated 147 ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content = b -> Lines[0].Note",
			"unbound 175 ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:SubjectCode = PRF",
			"repeated 232 ram:AssociatedDocumentLineDocument/ram:IncludedNote",
		}},
	{name: "agreement of a line", wrapper: zfLine,
		body: `<ram:SpecifiedSupplyChainTradeAgreement><ram:ContractReferencedDocument><ram:ID>1</ram:ID></ram:ContractReferencedDocument><ram:AdditionalReferencedDocument><ram:IssueDateTime>2014-03-05</ram:IssueDateTime><ram:ID>2</ram:ID><ram:ReferenceTypeCode>AAM</ram:ReferenceTypeCode></ram:AdditionalReferencedDocument><ram:AdditionalReferencedDocument><ram:ID>3</ram:ID></ram:AdditionalReferencedDocument><ram:GrossPriceProductTradePrice><ram:ChargeAmount>4</ram:ChargeAmount><ram:AppliedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>true</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>5</ram:ActualAmount></ram:AppliedTradeAllowanceCharge><ram:AppliedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>6</ram:ActualAmount></ram:AppliedTradeAllowanceCharge><ram:AppliedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>7</ram:ActualAmount></ram:AppliedTradeAllowanceCharge></ram:GrossPriceProductTradePrice><ram:CustomerOrderReferencedDocument><ram:ID>8</ram:ID></ram:CustomerOrderReferencedDocument></ram:SpecifiedSupplyChainTradeAgreement>`,
		values: []string{
			"Lines[0].Object.Value = 2",
			"Lines[0].Object.Scheme = AAM",
			"Lines[0].Price.Discount = 6",
			"Lines[0].Price.Gross = 4",
		},
		losses: []string{
			"unbound 41 ram:SpecifiedSupplyChainTradeAgreement/ram:ContractReferencedDocument",
			"unbound 158 ram:SpecifiedSupplyChainTradeAgreement/ram:AdditionalReferencedDocument/ram:IssueDateTime = 2014-03-05",
			"repeated 310 ram:SpecifiedSupplyChainTradeAgreement/ram:AdditionalReferencedDocument",
			"constant 468 ram:SpecifiedSupplyChainTradeAgreement/ram:GrossPriceProductTradePrice/ram:AppliedTradeAllowanceCharge",
			"repeated 835 ram:SpecifiedSupplyChainTradeAgreement/ram:GrossPriceProductTradePrice/ram:AppliedTradeAllowanceCharge",
			"unbound 1053 ram:SpecifiedSupplyChainTradeAgreement/ram:CustomerOrderReferencedDocument",
		}},
	{name: "delivery of a line", wrapper: zfLine,
		body: `<ram:SpecifiedSupplyChainTradeDelivery><ram:BilledQuantity unitCode="C62">1</ram:BilledQuantity><ram:ChargeFreeQuantity unitCode="C62">2</ram:ChargeFreeQuantity><ram:ShipToTradeParty><ram:Name>a</ram:Name></ram:ShipToTradeParty><ram:DeliveryNoteReferencedDocument><ram:ID>b</ram:ID></ram:DeliveryNoteReferencedDocument></ram:SpecifiedSupplyChainTradeDelivery>`,
		values: []string{
			"Lines[0].Quantity.Value = 1",
			"Lines[0].Quantity.Unit = C62",
		},
		losses: []string{
			"unbound 97 ram:SpecifiedSupplyChainTradeDelivery/ram:ChargeFreeQuantity = 2",
			"unbound 162 ram:SpecifiedSupplyChainTradeDelivery/ram:ShipToTradeParty",
			"unbound 229 ram:SpecifiedSupplyChainTradeDelivery/ram:DeliveryNoteReferencedDocument",
		}},
	{name: "taxes of a line", wrapper: zfLine,
		body: `<ram:SpecifiedSupplyChainTradeSettlement><ram:ApplicableTradeTax><ram:CalculatedAmount currencyID="EUR">1</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:ApplicablePercent>19</ram:ApplicablePercent></ram:ApplicableTradeTax><ram:ApplicableTradeTax><ram:TypeCode>ZF_INSURANCE_TAX</ram:TypeCode><ram:ApplicablePercent>20</ram:ApplicablePercent></ram:ApplicableTradeTax></ram:SpecifiedSupplyChainTradeSettlement>`,
		values: []string{
			"Lines[0].VATCategory.Code = S",
			"Lines[0].VATCategory.Rate = 19",
		},
		losses: []string{
			"unbound 66 ram:SpecifiedSupplyChainTradeSettlement/ram:ApplicableTradeTax/ram:CalculatedAmount = 1",
			"repeated 273 ram:SpecifiedSupplyChainTradeSettlement/ram:ApplicableTradeTax -> Lines[0].VATCategory",
		}},
	{name: "product", wrapper: zfLine,
		body: `<ram:SpecifiedTradeProduct><ram:GlobalID>1</ram:GlobalID><ram:GlobalID>2</ram:GlobalID><ram:Name>a</ram:Name><ram:Name>b</ram:Name><ram:ApplicableProductCharacteristic><ram:TypeCode>METER_NUMBER</ram:TypeCode><ram:Description>c</ram:Description><ram:ValueMeasure unitCode="KGM">3</ram:ValueMeasure><ram:Value>d</ram:Value></ram:ApplicableProductCharacteristic><ram:DesignatedProductClassification><ram:ClassCode listID="TST">4</ram:ClassCode><ram:ClassName>e</ram:ClassName></ram:DesignatedProductClassification><ram:IncludedReferencedProduct><ram:BuyerAssignedID>5</ram:BuyerAssignedID><ram:Name>f</ram:Name><ram:Description>g</ram:Description></ram:IncludedReferencedProduct></ram:SpecifiedTradeProduct>`,
		values: []string{
			"Lines[0].Item.Name = a",
			"Lines[0].Item.Standard.Value = 1",
			"Lines[0].Item.Classifications[0].Code = 4",
			"Lines[0].Item.Classifications[0].Scheme = TST",
			"Lines[0].Item.Attributes[0].Name = c",
			"Lines[0].Item.Attributes[0].Value = d",
			"Lines[0].Item.IncludedItems[0].Name = f",
		},
		losses: []string{
			"repeated 58 ram:SpecifiedTradeProduct/ram:GlobalID = 2 -> Lines[0].Item.Standard.Value",
			"repeated 110 ram:SpecifiedTradeProduct/ram:Name = b -> Lines[0].Item.Name",
			"unbound 169 ram:SpecifiedTradeProduct/ram:ApplicableProductCharacteristic/ram:TypeCode = METER_NUMBER",
			"unbound 246 ram:SpecifiedTradeProduct/ram:ApplicableProductCharacteristic/ram:ValueMeasure = 3",
			"unbound 443 ram:SpecifiedTradeProduct/ram:DesignatedProductClassification/ram:ClassName = e",
			"unbound 544 ram:SpecifiedTradeProduct/ram:IncludedReferencedProduct/ram:BuyerAssignedID = 5",
			"unbound 610 ram:SpecifiedTradeProduct/ram:IncludedReferencedProduct/ram:Description = g",
		}},
	{name: "names of CII D16B", wrapper: zfSettlement,
		body:   `<ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:RateApplicablePercent>19</ram:RateApplicablePercent><ram:ApplicablePercent>20</ram:ApplicablePercent></ram:ApplicableTradeTax>`,
		values: []string{"VATBreakdown[0].VATCategory.Rate = 20"},
		losses: []string{"unbound 57 ram:ApplicableTradeTax/ram:RateApplicablePercent = 19"}},
}

func (c *lossCase) path(below string) string {
	return "/rsm:CrossIndustryDocument/" + c.wrapper + "/" + below
}

// TestZUGFeRD1Losses holds that what has no place is a loss, and where.
func TestZUGFeRD1Losses(t *testing.T) {
	for _, c := range zugferd1Losses {
		t.Run(c.name, func(t *testing.T) {
			data := zugferd1Of(c.wrapper, c.body)
			doc := mustReadZUGFeRD1(t, data)
			var values, losses []string
			for _, v := range doc.Invoice.Values() {
				values = append(values, v.Place+" = "+v.Text)
			}
			for _, l := range doc.Losses {
				if l.Line == 1 && l.Kind == einvoice.LossEmpty {
					continue // the wrapper
				}
				s := fmt.Sprintf("%s %d %s", l.Kind, l.Column, strings.TrimPrefix(l.Path, c.path("")))
				if l.Value != "" {
					s += " = " + l.Value
				}
				if l.Place != "" {
					s += " -> " + l.Place
				}
				if l.Line != 2 || l.Why == "" {
					t.Errorf("%v at line %d", l, l.Line)
				}
				losses = append(losses, s)
			}
			if !slices.Equal(values, c.values) {
				t.Errorf("values %q", values)
			}
			if !slices.Equal(losses, c.losses) {
				t.Errorf("losses %q", losses)
			}
			if left := unaccounted(t, data, doc); len(left) > 0 {
				t.Errorf("dropped in silence: %v", left)
			}
		})
	}
}

// TestZUGFeRD1WrongValues holds that a value that is not of its type is absent and said
// to be wrong, and that the rest is there.
func TestZUGFeRD1WrongValues(t *testing.T) {
	day := func(format, text string) string {
		return `<ram:ID>1</ram:ID><ram:IssueDateTime><udt:DateTimeString format="` + format + `">` + text + `</udt:DateTimeString></ram:IssueDateTime>`
	}
	oi := func(text string) string {
		return `<ram:AdditionalReferencedDocument><ram:IssueDateTime>` + text + `</ram:IssueDateTime><ram:TypeCode>OI</ram:TypeCode><ram:ID>1</ram:ID></ram:AdditionalReferencedDocument>`
	}
	const (
		issue     = "IssueDate"
		preceding = "PrecedingInvoices[0].IssueDate"
	)
	for _, c := range []struct{ wrapper, body, place string }{
		{zfHeader, day("102", "20140230"), issue},
		{zfHeader, day("102", "2014-03-05"), issue},
		{zfHeader, day("610", "201403"), issue}, // a month
		{zfHeader, day("616", "201410"), issue}, // a week
		{zfHeader, day("1020", "20140305"), issue},
		{zfAgreement, oi("20140305"), preceding},
		{zfAgreement, oi("2014-02-30T00:00:00"), preceding},
		{zfAgreement, oi("2014-03-05T"), preceding},
		{zfAgreement, oi("2014-03-05 00:00:00"), preceding},
		{zfAgreement, oi("2014-03-05T24:00:00"), preceding},
		{zfAgreement, oi("2014-03-05T12:60:00"), preceding},
		{zfAgreement, oi("2014-03-05T12:00:60"), preceding},
		{zfAgreement, oi("2014-03-05T12:00"), preceding},
		{zfAgreement, oi("2014-03-05T1a:00:00"), preceding},
		{zfAgreement, oi("2014-03-05T12:00:00."), preceding},
		{zfAgreement, oi("2014-03-05T12:00:00.1x"), preceding},
		{zfSettlement, "<ram:SpecifiedTradeSettlementMonetarySummation><ram:GrandTotalAmount>1,00</ram:GrandTotalAmount></ram:SpecifiedTradeSettlementMonetarySummation>", "Totals.WithVAT"},
		{zfLine, "<ram:SpecifiedSupplyChainTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:ApplicablePercent>19 %</ram:ApplicablePercent></ram:ApplicableTradeTax></ram:SpecifiedSupplyChainTradeSettlement>", "Lines[0].VATCategory.Rate"},
		{zfLine, `<ram:SpecifiedSupplyChainTradeDelivery><ram:BilledQuantity unitCode="C62">one</ram:BilledQuantity></ram:SpecifiedSupplyChainTradeDelivery>`, "Lines[0].Quantity.Value"},
	} {
		data := zugferd1Of(c.wrapper, c.body)
		doc, err := readZUGFeRD1(t, data)
		var e *einvoice.ValueError
		if !errors.As(err, &e) || len(e.Losses) != 1 || doc == nil {
			t.Errorf("%s: %v", c.body, err)
			continue
		}
		if l := e.Losses[0]; l.Place != c.place || l.Line != 2 || l.Value == "" {
			t.Errorf("%s: the loss is of %s: %v", c.body, l.Place, l)
		}
		if v := doc.Invoice.ValueAt(c.place); v != "" {
			t.Errorf("%s: %s is %s", c.body, c.place, v)
		}
		if left := unaccounted(t, data, doc); len(left) > 0 {
			t.Errorf("%s: dropped in silence: %v", c.body, left)
		}
	}
}

// TestZUGFeRD1InParts reads more lines than fit in a part. The rest of the invoice is
// known when they come.
func TestZUGFeRD1InParts(t *testing.T) {
	const n = 3000
	line := "<ram:IncludedSupplyChainTradeLineItem>" +
		"<ram:SpecifiedTradeProduct><ram:Name>" + strings.Repeat("x", 100) + "</ram:Name></ram:SpecifiedTradeProduct></ram:IncludedSupplyChainTradeLineItem>\n"
	data := zugferd1Of("rsm:SpecifiedSupplyChainTradeTransaction", "<ram:ApplicableSupplyChainTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode></ram:ApplicableSupplyChainTradeSettlement>"+strings.Repeat(line, n))
	doc, lines := new(einvoice.Document), 0
	_, err := cii.ParseOptions{Into: doc, MaxPart: 64 << 10}.Stream(context.Background(), strings.NewReader(data), func(*einvoice.Line) error {
		if lines++; doc.Invoice.Currency != "EUR" {
			return errors.New("the currency is not known")
		}
		return nil
	})
	if err != nil || lines != n {
		t.Errorf("%d lines, %v", lines, err)
	}
}

// TestRoots holds that the root alone decides what a document is.
func TestRoots(t *testing.T) {
	const (
		d16b     = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
		d16bRAM  = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
		ferd     = "urn:ferd:CrossIndustryDocument:invoice:1p0"
		ferdRAM  = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12"
		envelope = `<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><StandardBusinessDocumentHeader/>%s</StandardBusinessDocument>`
	)
	number := func(root, ns, header, ram string) string {
		return fmt.Sprintf("<x:%s xmlns:x=%q xmlns:y=%q>\n<x:%s><y:ID>1</y:ID></x:%s></x:%s>", root, ns, ram, header, header, root)
	}
	cross := number("CrossIndustryInvoice", d16b, "ExchangedDocument", d16bRAM)
	old := number("CrossIndustryDocument", ferd, "HeaderExchangedDocument", ferdRAM)
	unprefixed := strings.NewReplacer("x:", "", "xmlns:x=", "xmlns=").Replace(old)
	for _, c := range []struct {
		name, data string
		format     einvoice.Format
		path       string // of Number; "" if it is not read
		message    string // of the error, in part
	}{
		{name: "CII D16B", data: cross, format: einvoice.CII, path: "/rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:ID"},
		{name: "ZUGFeRD 1.0", data: old, format: einvoice.ZUGFeRD1, path: "/rsm:CrossIndustryDocument/rsm:HeaderExchangedDocument/ram:ID"},
		{name: "a default namespace", data: unprefixed, format: einvoice.ZUGFeRD1, path: "/rsm:CrossIndustryDocument/rsm:HeaderExchangedDocument/ram:ID"},
		{name: "an envelope", data: fmt.Sprintf(envelope, old), format: einvoice.ZUGFeRD1, path: "/sbdh:StandardBusinessDocument/rsm:CrossIndustryDocument/rsm:HeaderExchangedDocument/ram:ID"},
		{name: "a default namespace in an envelope", data: fmt.Sprintf(envelope, unprefixed), format: einvoice.ZUGFeRD1, path: "/sbdh:StandardBusinessDocument/rsm:CrossIndustryDocument/rsm:HeaderExchangedDocument/ram:ID"},
		{name: "an envelope of CII D16B", data: fmt.Sprintf(envelope, cross), format: einvoice.CII, path: "/sbdh:StandardBusinessDocument/rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:ID"},
		{name: "ram of the other one in CII D16B", data: number("CrossIndustryInvoice", d16b, "ExchangedDocument", ferdRAM), format: einvoice.CII},
		{name: "ram of the other one in ZUGFeRD 1.0", data: number("CrossIndustryDocument", ferd, "HeaderExchangedDocument", d16bRAM), format: einvoice.ZUGFeRD1},
		{name: "the other root in the namespace of CII D16B", data: number("CrossIndustryDocument", d16b, "ExchangedDocument", d16bRAM), message: "root element CrossIndustryDocument is in " + d16b + ", not in that of ZUGFeRD 1.0"},
		{name: "the other root in the namespace of ZUGFeRD 1.0", data: number("CrossIndustryInvoice", ferd, "HeaderExchangedDocument", ferdRAM), message: "root element CrossIndustryInvoice is in " + ferd + ", not in that of CII D16B"},
		{name: "no namespace", data: "<CrossIndustryDocument/>", message: "is in no namespace"},
		{name: "UBL", data: `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`, message: "not a CrossIndustryInvoice (CII D16B) or CrossIndustryDocument (ZUGFeRD 1.0)"},
		{name: "an envelope of UBL", data: fmt.Sprintf(envelope, `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`), message: "holds no CII or ZUGFeRD 1.0 invoice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := cii.Parse([]byte(c.data))
			streamed, streamErr := cii.Stream(context.Background(), strings.NewReader(c.data), func(*einvoice.Line) error { return nil })
			if !reflect.DeepEqual(doc, streamed) || fmt.Sprint(err) != fmt.Sprint(streamErr) {
				t.Errorf("Stream: %v, %v; Parse: %v, %v", streamed, streamErr, doc, err)
			}
			if c.message != "" {
				if err == nil || !strings.Contains(err.Error(), c.message) {
					t.Errorf("error %v", err)
				}
				return
			}
			if err != nil || doc.Format != c.format {
				t.Fatal(doc, err)
			}
			if c.path == "" {
				if doc.Invoice.Number != "" || len(doc.Losses) == 0 || !doc.Losses[0].Kind.Material() {
					t.Errorf("it is read as %q: %v", doc.Invoice.Number, doc.Losses)
				}
				return
			}
			if doc.Invoice.Number != "1" || len(doc.Losses) > 0 {
				t.Errorf("number %q, %v", doc.Invoice.Number, doc.Losses)
			}
			l, err := cii.Locate([]byte(c.data), "Number")
			if err != nil || l["Number"].Path != c.path || !l["Number"].Exact || l["Number"].Line != 2 {
				t.Errorf("located at %+v: %v", l["Number"], err)
			}
		})
	}
}

// TestZUGFeRD1IsNotWritten holds that nothing but CII D16B is.
func TestZUGFeRD1IsNotWritten(t *testing.T) {
	out, _, err := cii.Build(&einvoice.Invoice{Number: "1", Process: einvoice.ProcessControl{Specification: "urn:ferd:CrossIndustryDocument:invoice:1p0:basic"}})
	if err != nil || !bytes.Contains(out, []byte("<rsm:CrossIndustryInvoice ")) {
		t.Errorf("%s: %v", out, err)
	}
}
