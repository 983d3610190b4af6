package validate

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/internal/structure"
	"github.com/einvoice-go/einvoice/internal/tree"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// inParts builds a document as validation does: the lines of the invoice apart from
// the rest.
type inParts struct {
	rest, part tree.Builder
	begun      bool
	line       func(tree.Node)
}

var lineNames = map[names.Name]bool{
	names.Of("cac:InvoiceLine"): true, names.Of("cac:CreditNoteLine"): true, names.Of("ram:IncludedSupplyChainTradeLineItem"): true,
}

func (v *inParts) Open(e *xmlmap.Element) {
	name := names.Lookup(e.NS, e.Local)
	if !v.begun && v.line != nil && lineNames[name] {
		v.part.Begin(&v.rest)
		v.begun = true
	}
	if v.begun {
		v.part.Open(name, e)
	} else {
		v.rest.Open(name, e)
	}
}

func (v *inParts) Close(text string, _ int64) {
	if !v.begun {
		v.rest.Close(text)
		return
	}
	v.part.Close(text)
	if v.part.Depth() == v.rest.Depth() {
		n := v.part.Tree().Root()
		for range v.rest.Depth() {
			n = n.FirstChild()
		}
		v.line(n)
		v.begun = false
	}
}

func (v *inParts) Stray(string, int64) {}

// structureIDs are the rules that a document breaks. Those without an id are "".
func structureIDs(t testing.TB, m *structure.Machine, late *lineVAT, data []byte, parts bool) []string {
	t.Helper()
	text, _, err := xmlmap.Decode(data)
	if err != nil {
		return nil
	}
	r := xmlmap.NewReader(text, names.Schema, xmlmap.Limits{})
	if !r.Start() {
		return nil
	}
	found := map[string]bool{}
	report := func(f *structure.Finding) {
		if !f.Node.Exists() || strings.Contains(f.Text, "{limit}") && len(f.Args) == 0 {
			t.Errorf("a finding of %s without a place or a value", f.Rule)
		}
		found[f.Rule] = true
	}
	w := m.Walk(report)
	v := new(inParts)
	if parts {
		v.line = w.Line
		if late != nil {
			v.line = func(n tree.Node) { w.Line(n); late.line(n) }
		}
	}
	if err := r.Walk(v); err != nil {
		return nil
	}
	w.Rest(v.rest.Tree().Root())
	if late != nil && parts {
		late.rest(v.rest.Tree().Root(), report)
	}
	return slices.Sorted(maps.Keys(found))
}

func TestStructureParity(t *testing.T) {
	agreed, documents, bad := map[string]int{}, map[string]int{}, map[string]bool{}
	all := published.Verdicts(t)
	for _, v := range all {
		if v.Schema() && !v.Accepted() {
			bad[v.File] = true
		}
	}
	for _, v := range all {
		m, profile := structureFor(v.Ruleset)
		if m == nil || v.Error != nil || bad[v.File] {
			continue
		}
		var late *lineVAT
		if profile == facturXExtended {
			late = new(lineVAT)
		}
		want := structuralIDs(&v)
		data := published.Document(t, v.File)
		documents[v.Ruleset]++
		got := structureIDs(t, m, late, data, true)
		for i := range got {
			if got[i] == facturXUnnamed {
				got[i] = ""
			}
		}
		slices.Sort(got)
		got = slices.Compact(got)
		if slices.Equal(got, want) {
			agreed[v.Ruleset]++
		} else {
			t.Errorf("%s %s: %v, want %v", v.Ruleset, v.File, got, want)
		}
		if profile == "" {
			if whole := structureIDs(t, m, nil, data, false); !slices.Equal(got, whole) {
				t.Errorf("%s: in parts %v, as a whole %v", v.File, got, whole)
			}
		}
	}
	for _, set := range sortedKeys(documents) {
		t.Logf("%s: %d of %d documents agree", set, agreed[set], documents[set])
	}
}

// structureFor is the structure that a published Schematron has, and its profile.
func structureFor(ruleset string) (*structure.Machine, string) {
	switch ruleset {
	case "en16931-ubl":
		return ublStructure(), ""
	case "en16931-cii":
		return ciiStructure(), ""
	}
	profile := strings.ToUpper(strings.TrimPrefix(ruleset, "fx-"))
	return facturXStructure(profile), profile
}

// structuralIDs are the rules of structure that a published Schematron found broken.
// Those without an id are listed with their text.
func structuralIDs(v *published.Verdict) []string {
	found := map[string]bool{}
	for _, f := range v.Failed {
		switch {
		case strings.HasPrefix(f.ID, "TEXT:") && strings.HasPrefix(v.Ruleset, "fx-"):
			found[""] = true
		case strings.HasPrefix(f.ID, "FX-SCH-A"), !strings.HasPrefix(v.Ruleset, "fx-") && (strings.HasPrefix(f.ID, "UBL-") || strings.HasPrefix(f.ID, "CII-")):
			found[f.ID] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// TestStructureNames: the published rules speak of a few elements that no schema has.
// Any other is a slip in a table.
func TestStructureNames(t *testing.T) {
	found := map[string]bool{}
	for _, table := range []string{ublStructureTable, ciiStructureTable, facturXStructureTable} {
		for _, name := range regexp.MustCompile(`\b[a-z]+:[A-Z]\w*`).FindAllString(table, -1) {
			if _, ok := names.Find(name); !ok {
				found[name] = true
			}
		}
	}
	want := []string{"cbc:PriceList", "cbc:ValidityPeriod", "ram:InvoiceSpecifiedReferencedDocument", "ram:ModelID", "ram:ValuationBreakdownStatement"}
	if got := sortedKeys(found); !slices.Equal(got, want) {
		t.Errorf("no schema has %v", got)
	}
}

// neverBroken are the rules that speak of what no document can have, or that others
// come before. Any other rule of structure can fire: more of them are a slip in a table.
var neverBroken = []string{
	"UBL-CR-629", "UBL-CR-630", "CII-SR-438", "CII-DT-010", "CII-DT-011", "CII-DT-012",
	"FX-SCH-A-000326", "FX-SCH-A-000958", "FX-SCH-A-000959", "FX-SCH-A-000960", "FX-SCH-A-000961",
}

func TestStructureRules(t *testing.T) {
	gap := regexp.MustCompile(`\{\w+\}`)
	texts := maps.Clone(structureTexts)
	for _, m := range []struct {
		machine *structure.Machine
		syntax  string
		rules   int
	}{
		{ublStructure(), ubl, 756}, {ciiStructure(), cii, 583},
		{facturXStructure(facturXMinimum), cii, 37}, {facturXStructure(facturXBasicWL), cii, 137}, {facturXStructure(facturXBasic), cii, 175},
		{facturXStructure(facturXEN16931), cii, 218}, {facturXStructure(facturXExtended), cii, 714},
	} {
		rules := m.machine.Rules()
		if len(rules) != m.rules {
			t.Errorf("%d rules from %s on, want %d", len(rules), rules[0].ID, m.rules)
		}
		for _, r := range rules {
			if never := slices.Contains(neverBroken, r.ID); never != (r.Never != "") {
				t.Errorf("%s never fires: %q", r.ID, r.Never)
			}
			if (r.Never == "") != (m.machine.Break(&r, structureRoots[m.syntax]) != "") {
				t.Errorf("%s: a script breaks it, or it never fires", r.ID)
			}
			if len(r.Paths) == 0 || r.Paths[0] == "" || !strings.HasSuffix(r.Text, ".") {
				t.Errorf("%s is incomplete: %v %q", r.ID, r.Paths, r.Text)
			}
			known := append(gap.FindAllString(r.Text, -1), "{element}")
			for _, g := range gap.FindAllString(texts[r.ID], -1) {
				if !slices.Contains(known, g) {
					t.Errorf("%s has no value for %s", r.ID, g)
				}
			}
			delete(texts, r.ID)
		}
	}
	for _, id := range sortedKeys(texts) {
		t.Errorf("%s is no rule", id)
	}
	if facturXStructure("XRECHNUNG") != nil {
		t.Error("a profile without a table has one")
	}
}

// TestStructureOfRepeated: several published rules are content if one of many elements
// is as it should be.
func TestStructureOfRepeated(t *testing.T) {
	const reference, scheme = "<cac:AdditionalDocumentReference>%s</cac:AdditionalDocumentReference>", "<cac:AccountingSupplierParty><cac:Party><cac:PartyTaxScheme>%s<cbc:CompanyID/><cbc:CompanyID/></cac:PartyTaxScheme></cac:Party></cac:AccountingSupplierParty>"
	const product = "<rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedTradeProduct>%s</ram:SpecifiedTradeProduct></ram:IncludedSupplyChainTradeLineItem></rsm:SupplyChainTradeTransaction>"
	for _, c := range []struct {
		id, in, inside string
		fires          bool
	}{
		{"UBL-CR-002", "%s", "<cbc:UBLVersionID>2.0</cbc:UBLVersionID>", true},
		{"UBL-CR-002", "%s", "<cbc:UBLVersionID>2.0</cbc:UBLVersionID><cbc:UBLVersionID>2.1</cbc:UBLVersionID>", false},
		{"UBL-SR-43", reference, "<cbc:DocumentTypeCode>1</cbc:DocumentTypeCode>", true},
		{"UBL-SR-43", reference, "<cbc:DocumentTypeCode>1</cbc:DocumentTypeCode><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>", false},
		{"UBL-SR-43", reference, "<cbc:DocumentTypeCode>1</cbc:DocumentTypeCode><cbc:DocumentTypeCode>50</cbc:DocumentTypeCode>", true},
		{"UBL-SR-43", reference, "<cbc:ID schemeID=''/>", true},
		{"UBL-SR-13", scheme, "<cac:TaxScheme><cbc:ID>LOC</cbc:ID></cac:TaxScheme>", true},
		{"UBL-SR-13", scheme, "<cac:TaxScheme/>", true},
		{"UBL-SR-13", scheme, "", false},
		{"CII-SR-046", product, "<ram:GlobalID/>", true},
		{"CII-SR-046", product, "<ram:GlobalID/><ram:GlobalID schemeID='0160'/>", false},
		{"CII-SR-090", product, "<ram:OriginTradeCountry/>", true},
		{"CII-SR-090", product, "<ram:OriginTradeCountry/><ram:OriginTradeCountry><ram:ID/></ram:OriginTradeCountry>", false},
		{"CII-SR-090", product, "<ram:OriginTradeCountry><ram:ID/></ram:OriginTradeCountry><ram:OriginTradeCountry><ram:ID/></ram:OriginTradeCountry>", true},
		{"CII-DT-018", "<ram:AdditionalReferencedDocument>%s</ram:AdditionalReferencedDocument>", "<ram:TypeCode/><ram:TypeCode>50</ram:TypeCode>", false},
		{"CII-DT-037", "<ram:ApplicableTradeTax>%s</ram:ApplicableTradeTax>", "<ram:TypeCode/><ram:TypeCode>VAT</ram:TypeCode>", false},
		{"CII-DT-037", "<ram:ApplicableTradeTax>%s</ram:ApplicableTradeTax>", "<ram:TypeCode/>", true},
	} {
		m, root := ublStructure(), "Invoice"
		if strings.HasPrefix(c.id, "CII") {
			m, root = ciiStructure(), "rsm:CrossIndustryInvoice"
		}
		doc := "<" + root + ` xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"`
		for _, ns := range names.Schema.Namespaces {
			if !ns.Hidden {
				doc += ` xmlns:` + ns.Prefix + `="` + ns.URI + `"`
			}
		}
		doc += ">" + fmt.Sprintf(c.in, c.inside) + "</" + root + ">"
		if got := structureIDs(t, m, nil, []byte(doc), true); slices.Contains(got, c.id) != c.fires {
			t.Errorf("%s in %s: %v", c.id, c.inside, got)
		}
	}
}

func TestLineVAT(t *testing.T) {
	const amount = `<ram:TaxTotalAmount%s>1</ram:TaxTotalAmount>`
	in := func(currencies ...string) (s string) {
		for _, c := range currencies {
			if c != "" {
				c = ` currencyID="` + c + `"`
			}
			s += fmt.Sprintf(amount, c)
		}
		return `<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>` + s +
			`</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>`
	}
	var many []string
	for c := 'A'; c <= 'Z'; c++ {
		many = append(many, "EU"+string(c))
	}
	for _, c := range []struct {
		lines, want string
	}{
		{in("EUR") + in("DKK", "EUR") + in(), ""},
		{in("EUR", "DKK", "EUR") + in("EUR"), "FX-SCH-A-000387"},
		{in("DKK") + in("DKK", "DKK"), "FX-SCH-A-000388"},
		{in("SEK") + in("SEK", "SEK"), ""},
		{in("EUR", ""), ""},
		{in(many...), ""},
	} {
		doc := `<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"><rsm:SupplyChainTradeTransaction>` +
			c.lines + `<ram:ApplicableHeaderTradeSettlement><ram:TaxCurrencyCode>DKK</ram:TaxCurrencyCode><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode></ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`
		m := facturXStructure(facturXExtended)
		all := strings.Join(structureIDs(t, m, new(lineVAT), []byte(doc), true), " ")
		for _, id := range []string{"FX-SCH-A-000387", "FX-SCH-A-000388"} {
			if strings.Contains(all, id) != (c.want == id) {
				t.Errorf("%s: %s", c.lines, all)
			}
		}
		foreign := slices.Contains(strings.Fields(all), facturXUnnamed)
		if want := strings.Contains(c.lines, "SEK") || strings.Contains(c.lines, "Amount>1") && strings.Contains(c.lines, "TaxTotalAmount>1") || strings.Contains(c.lines, "EUZ"); foreign != want {
			t.Errorf("%s: foreign currency %v", c.lines, foreign)
		}
	}
}

// BenchmarkStructure is one walk through a tree that is there.
func BenchmarkStructure(b *testing.B) {
	data := published.BaseExample(b)
	if data == nil {
		var err error
		if data, err = os.ReadFile("../testdata/invoices/peppol.xml"); err != nil {
			b.Fatal(err)
		}
	}
	text, _, _ := xmlmap.Decode(data)
	r := xmlmap.NewReader(text, names.Schema, xmlmap.Limits{})
	v := new(inParts)
	if !r.Start() || r.Walk(v) != nil {
		b.Fatal(r.Err())
	}
	root := v.rest.Tree().Root()
	m := ublStructure()
	var w structure.Walk
	n := 0
	count := func(*structure.Finding) { n++ }
	b.ReportAllocs()
	for b.Loop() {
		w.Begin(m, count)
		w.Rest(root)
		if n != 0 {
			b.Fatal(n)
		}
	}
}

// BenchmarkStructureTable is what the first document of a format pays.
func BenchmarkStructureTable(b *testing.B) {
	for _, t := range []struct{ name, table, profile string }{
		{"ubl", ublStructureTable, ""}, {"cii", ciiStructureTable, ""}, {"extended", facturXStructureTable, facturXExtended}, {"minimum", facturXStructureTable, facturXMinimum},
	} {
		b.Run(t.name, func(b *testing.B) {
			for b.Loop() {
				machine(t.table, t.profile)
			}
		})
	}
}
