package structure_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/internal/structure"
	"github.com/einvoice-go/einvoice/internal/tree"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

type visitor struct{ tree.Builder }

func (v *visitor) Open(e *xmlmap.Element)     { v.Builder.Open(names.Lookup(e.NS, e.Local), e) }
func (v *visitor) Close(text string, _ int64) { v.Builder.Close(text) }
func (v *visitor) Stray(string, int64)        {}

// parse builds the tree of what stands inside an invoice.
func parse(t testing.TB, inside string) tree.Node {
	t.Helper()
	return read(t, invoice+inside+`</Invoice>`)
}

const invoice = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" xmlns:x="urn:x">`

func read(t testing.TB, doc string) tree.Node {
	t.Helper()
	r := xmlmap.NewReader(doc, names.Schema, xmlmap.Limits{})
	v := new(visitor)
	if !r.Start() || r.Walk(v) != nil {
		t.Fatal(r.Err())
	}
	return v.Tree().Root()
}

type list []string

func (l list) Has(code string) bool {
	for _, c := range l {
		if c == code {
			return true
		}
	}
	return false
}
func (l list) Name() string { return "some codes" }

func lists(id string) structure.CodeList {
	if id == "codes@1" || id == "codes@2" {
		return list{"A", "B"}
	}
	return nil
}

func compile(t testing.TB, profile, text string) *structure.Machine {
	t.Helper()
	table, err := structure.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	m, err := table.Compile(profile, lists)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// show is a finding with its text filled in.
func show(f *structure.Finding) string {
	text := f.Text
	for _, a := range f.Args {
		text = strings.ReplaceAll(text, "{"+a.Name+"}", a.Value)
	}
	severity := ""
	if f.Fatal {
		severity = "!"
	}
	return fmt.Sprintf("%s%s %s", f.Rule, severity, text)
}

func findings(m *structure.Machine, root tree.Node) string {
	var all []string
	m.Walk(func(f *structure.Finding) { all = append(all, show(f)) }).Rest(root)
	return strings.Join(all, "\n")
}

const head = "%ids R-\n%severity warning\n%lists 1\n"

func TestFacts(t *testing.T) {
	for _, c := range []struct{ name, table, doc, want string }{
		{"not allowed", "/inv:Invoice\n cbc:Note -#1\n cac:Party/cbc:Name -#2!", "<cbc:Note/><cac:Party><cbc:Name/><cbc:Note/></cac:Party><cbc:Name/>",
			"R-1 The rule set has no use for cbc:Note here: leave it out.\nR-2! The rule set has no use for cbc:Name here: leave it out."},
		{"exactly once", "cac:Party\n cbc:Name 1#1", "<cac:Party/><cac:Party><cbc:Name/></cac:Party><cac:Party><cbc:Name/><cbc:Name/><cbc:Name/></cac:Party>",
			"R-1 cac:Party lacks cbc:Name.\nR-1 cbc:Name stands more often here than is allowed: at most 1."},
		{"at most twice", "/inv:Invoice\n cac:Party/cbc:Name 2#1", "<cac:Party><cbc:Name/><cbc:Name/></cac:Party><cac:Party><cbc:Name/></cac:Party>",
			"R-1 cbc:Name stands more often here than is allowed: at most 2."},
		{"at least once", "/inv:Invoice\n cac:Party/cbc:Name +#1", "<cac:Party/>", "R-1 Invoice lacks cac:Party/cbc:Name."},
		{"attributes", "cbc:ID @schemeID#1 -@name#2\n// \n", "<cbc:ID/><cbc:ID schemeID='' name='x'/>",
			"R-1 cbc:ID lacks the attribute schemeID.\nR-2 cbc:ID must not have the attribute name: leave it out."},
		{"attributes at the end of a path", "/inv:Invoice\n cbc:ID/@schemeID ?#1\n cbc:Note -@languageID#2", "<cbc:ID schemeID='1'/><cbc:ID/><cbc:ID schemeID='2'/><cbc:Note languageID='de'/>",
			"R-1 cbc:ID with the attribute schemeID stands more often here than is allowed: at most 1.\nR-2 cbc:Note must not have the attribute languageID: leave it out."},
		{"attributes anywhere", "//\n * -@name#1\n *[!<cbc:ID] -@lang#2", "<cbc:ID name='1' lang='x'/><cac:Party lang='y'/><x:y name='z' x:name='z'/>",
			"R-1 cbc:ID must not have the attribute name: leave it out.\nR-2 cac:Party must not have the attribute lang: leave it out.\nR-1 x:y must not have the attribute name: leave it out."},
		{"codes", "cbc:ID in:codes#1 @schemeID:codes@2#2", "<cbc:ID>A</cbc:ID><cbc:ID> A</cbc:ID><cbc:ID/><cbc:ID schemeID='C'>B</cbc:ID>",
			"R-1 cbc:ID is \" A\": no code of some codes.\nR-2 schemeID of cbc:ID is \"C\": no code of some codes."},
		{"forms", "cbc:IssueDate is:date#1\n*Amount is:cents#2", "<cbc:IssueDate>\n20240231 </cbc:IssueDate><cbc:IssueDate>20241301</cbc:IssueDate><cbc:IssueDate>2024013</cbc:IssueDate><cbc:Amount>1.25</cbc:Amount><cbc:Amount>1.250</cbc:Amount>",
			"R-1 cbc:IssueDate is \"20241301\": no date of the form YYYYMMDD.\nR-1 cbc:IssueDate is \"2024013\": no date of the form YYYYMMDD.\nR-2 cbc:Amount is \"1.250\": more than two decimals."},
		{"the same everywhere", "//\n cbc:ID same#1\n cbc:Note same~#2", "<cbc:ID>1</cbc:ID><cac:Party><cbc:ID>1 </cbc:ID><cbc:ID>1</cbc:ID></cac:Party><cbc:Note> a </cbc:Note><cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note>",
			"R-1 cbc:ID is \"1 \" here and \"1\" elsewhere.\nR-2 cbc:Note is \"b\" here and \"a\" elsewhere."},
		{"how often in the document", "//\n cbc:ID[@schemeID] ?#1", "<cbc:ID schemeID='1'/><cac:Party><cbc:ID/><cbc:ID schemeID='1'/><cbc:ID schemeID='1'/></cac:Party>",
			"R-1 cbc:ID stands more often here than is allowed: at most 1."},
		{"one needs another", "//\n cbc:*Quantity/@unitCode needs:cac:Party/cbc:ID#1", "<cbc:Quantity unitCode='1'/><cbc:ID/>", "R-1 unitCode is used, but there is no cac:Party/cbc:ID in the document."},
		{"and has it", "//\n cbc:*Quantity/@unitCode needs:cac:Party/cbc:ID#1", "<cbc:Quantity unitCode='1'/><cac:Party><cbc:ID/></cac:Party>", ""},
		{"nothing to need it", "//\n cbc:*Quantity/@unitCode needs:cac:Party/cbc:ID#1", "<cbc:Quantity/>", ""},
		{"the first context wins", "cbc:ID[@schemeID=1] -@name#1\ncac:Party/cbc:ID -@name#2\ncbc:ID -@name#3", "<cbc:ID schemeID='1' name=''/><cac:Party><cbc:ID name=''/><cbc:ID schemeID='1' name=''/></cac:Party><cbc:ID name=''/>",
			"R-1 cbc:ID must not have the attribute name: leave it out.\nR-2 cbc:ID must not have the attribute name: leave it out.\nR-1 cbc:ID must not have the attribute name: leave it out.\nR-3 cbc:ID must not have the attribute name: leave it out."},
		{"a context hides what another counts", "cac:Party[cbc:Note]\n cbc:ID -#1\ncac:Party\n cbc:ID ?#2", "<cac:Party><cbc:ID/><cbc:ID/></cac:Party><cac:Party><cbc:Note/><cbc:ID/></cac:Party>",
			"R-2 cbc:ID stands more often here than is allowed: at most 1.\nR-1 The rule set has no use for cbc:ID here: leave it out."},
		{"contexts inside each other", "/inv:Invoice\n cac:Party/cac:Party ?#1\ncac:Party\n cac:Party ?#2", "<cac:Party><cac:Party/><cac:Party><cac:Party/></cac:Party></cac:Party>",
			"R-1 cac:Party stands more often here than is allowed: at most 1.\nR-2 cac:Party stands more often here than is allowed: at most 1."},
		{"alternatives", "/inv:Invoice |\n/cn:CreditNote\n cac:InvoiceLine|cac:CreditNoteLine/cbc:Note -#1", "<cac:InvoiceLine><cbc:Note/></cac:InvoiceLine><cac:CreditNoteLine><cbc:Note/></cac:CreditNoteLine>",
			"R-1 The rule set has no use for cbc:Note here: leave it out.\nR-1 The rule set has no use for cbc:Note here: leave it out."},
		{"any beginning of a name", "*Amount[!<cbc:TaxAmount] -@currencyID#1\ncbc:*Code -@listID#2", "<cbc:Amount currencyID='1'/><cbc:TaxAmount currencyID='1'/><cbc:PriceAmount currencyID='1'/><cbc:TypeCode listID='1'/>",
			"R-1 cbc:Amount must not have the attribute currencyID: leave it out.\nR-1 cbc:PriceAmount must not have the attribute currencyID: leave it out.\nR-2 cbc:TypeCode must not have the attribute listID: leave it out."},
		{"what no schema has", "/inv:Invoice\n cac:Price/cbc:Unheard -#1\n cbc:Note -#2", "<cac:Price><cbc:Unheard/></cac:Price><cbc:Note/>", "R-2 The rule set has no use for cbc:Note here: leave it out."},
		{"the element itself", "cac:Party\n .[!cbc:ID][!cbc:Name] -#1", "<cac:Party/><cac:Party><cbc:ID/></cac:Party>", "R-1 The rule set has no use for cac:Party here: leave it out."},
		{"several ids of one fact", "cbc:ID -#1 -#2!", "<cbc:ID/>", "R-1 The rule set has no use for cbc:ID here: leave it out.\nR-2! The rule set has no use for cbc:ID here: leave it out."},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := compile(t, "", head+c.table)
			if got := findings(m, parse(t, c.doc)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestConditions(t *testing.T) {
	const doc = "<cbc:ID schemeID=' vat'>1</cbc:ID><cbc:Note>EUR</cbc:Note><cac:Party><cbc:Name>EUR</cbc:Name><cbc:Name>x</cbc:Name><cbc:Note/></cac:Party>"
	for condition, want := range map[string]bool{
		"cbc:Name":                    true,
		"cbc:ID":                      false,
		"!cbc:ID":                     true,
		"cbc:Name=EUR":                true,
		"cbc:Name=x|y":                true,
		"cbc:Name=y|z":                false,
		"!cbc:Name=EUR":               false,
		"cbc:Name^=X":                 true,
		"cbc:Name=X":                  false,
		"../cbc:ID/@schemeID":         true,
		"../cbc:ID/@schemeName":       false,
		"../cbc:ID/@schemeID~=vat":    true,
		"../cbc:ID/@schemeID=vat":     false,
		"cbc:Name=$../cbc:Note":       true,
		"cbc:Name!=$../cbc:Note":      true,
		"../cbc:Note!=$../cbc:Note":   false,
		"cbc:Note=$../cbc:ID":         false,
		"cbc:Note!=$../cac:Price":     false,
		"../cbc:Note=$../../cbc:Note": false,
		"/inv:Invoice":                true,
		"/inv:Invoice/cbc:Note=EUR":   true,
		"/cn:CreditNote":              false,
		"<inv:Invoice":                true,
		"<cac:Party":                  true,
		"<cac:Price":                  false,
		"!<cac:Price":                 true,
		".=EURx":                      true,
	} {
		m := compile(t, "", head+"cac:Party\n .["+condition+"] -#1")
		if got := findings(m, parse(t, doc)) != ""; got != want {
			t.Errorf("[%s] is %v", condition, got)
		}
	}
}

const profiles = `%profiles SMALL LARGE
%letters SL
%ids P-000
%lists 1
%contexts every

/inv:Invoice
 cbc:Note ?1#1,22 S:-@languageID L:in:codes#3
 cac:Party .2#4 -.
  cbc:Name 11#5
 cac:Delivery[cbc:ID]
  cbc:ID ?.#6
`

func TestProfiles(t *testing.T) {
	doc := parse(t, "<cbc:Note languageID='de'>C</cbc:Note><cbc:Note>A</cbc:Note><cac:Party/><cac:Delivery><cbc:ID/><cbc:ID/></cac:Delivery>")
	for profile, want := range map[string]string{
		"SMALL": "! cbc:Note must not have the attribute languageID: leave it out.\nP-001! cbc:Note stands more often here than is allowed: at most 1.\n! The rule set SMALL has no use for cac:Party here: leave it out.\nP-005! cac:Party lacks cbc:Name.\nP-006! cbc:ID stands more often here than is allowed: at most 1.",
		"LARGE": "P-003! cbc:Note is \"C\": no code of some codes.\nP-022! cbc:Note stands more often here than is allowed: at most 1.\nP-005! cac:Party lacks cbc:Name.",
	} {
		m := compile(t, profile, profiles)
		if got := findings(m, doc); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", profile, got, want)
		}
	}
}

func TestRules(t *testing.T) {
	rules := compile(t, "", head+"%title The house\n/inv:Invoice |\n/cn:CreditNote\n cbc:ID[@name] -@schemeID#1 1#2!\n//\n cbc:Note same#3").Rules()
	var got []string
	for _, r := range rules {
		got = append(got, fmt.Sprintln(r.ID, r.Fatal, r.Paths, r.Text, r.Help))
	}
	want := []string{
		"R-1 false [Invoice/cbc:ID/@schemeID CreditNote/cbc:ID/@schemeID] {element} must not have the attribute {attribute}: leave it out. The house settles what the attribute would tell.\n",
		"R-2 true [Invoice/cbc:ID CreditNote/cbc:ID] {element} lacks {missing}. Add the element, once, with its value.\n",
		"R-3 false [cbc:Note] {element} is {value} here and {other} elsewhere. Give the element the same value wherever it stands.\n",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// TestBreak: the script of each rule, in a document that has nothing or something,
// makes the rule fire.
func TestBreak(t *testing.T) {
	const some = "<cbc:ID>1</cbc:ID><cbc:Note>A</cbc:Note><cac:Party><cbc:ID>2</cbc:ID><cbc:Name>A</cbc:Name></cac:Party><cac:Party/>"
	for table, want := range map[string]string{
		"/inv:Invoice\n cbc:Note -#1":                                                                            "make cbc:Note",
		"/inv:Invoice\n cac:Party/cbc:Name 1#1":                                                                  "clear cac:Party/cbc:Name",
		"cac:Party\n cbc:Name 1#1":                                                                               "make //cac:Party\nclear //cac:Party/cbc:Name",
		"cac:Party\n cbc:Name 2#1":                                                                               "make //cac:Party/cbc:Name\ntwice //cac:Party/cbc:Name\ntwice //cac:Party/cbc:Name",
		"cbc:ID @schemeID#1 -@name#2 in:codes#3 @name:codes#4":                                                   "",
		"cbc:IssueDate is:date#1\n*Amount is:cents#2":                                                            "",
		"/inv:Invoice\n cbc:ID/@schemeID ?#1":                                                                    "",
		"//\n * -@name#1\n *[!<cbc:Name] -@lang#2":                                                               "",
		"//\n cbc:ID same#1\n cbc:Note same~#2\n cac:Party ?#3":                                                  "",
		"//\n cbc:*Quantity/@unitCode needs:cac:Party/cbc:ID#1":                                                  "clear //cac:Party/cbc:ID\nmake //cbc:Quantity\nattr //cbc:Quantity unitCode = x",
		"cac:Party[cbc:Note=a|b]\n cbc:ID ?#1\ncac:Party\n cbc:Name 1#2":                                         "",
		"cac:Party[!cbc:Note]\n cbc:ID 1#1 @schemeID#2\n cbc:Name[.^=A] -#3":                                     "",
		"/inv:Invoice\n cac:Party[cbc:ID/@schemeID~=V]/cbc:ID @schemeID#1 ?#2":                                   "",
		"/inv:Invoice\n cac:Party\n  cbc:ID[.=$../cbc:Name] -#1\ncac:Party\n .[!cbc:ID][cbc:Name][cbc:Note] -#2": "",
		"/inv:Invoice |\n/cn:CreditNote\n cbc:ID[/cn:CreditNote] -#1\n cbc:ID[/inv:Invoice] -#1":                 "",
		"cac:Party\n cbc:ID[!<cac:Price] -#1\n cbc:ID[<cac:Party] -#2\n cbc:ID[!.=x] -#3":                        "",
		"cac:Party/cbc:ID -@name#1\n*ID -@name#2\n":                                                              "",
		"/inv:Invoice\n cbc:Note[!../cbc:Note=B] -#1\n cbc:ID[!../cbc:Note] -#2\n":                               "",
		"/inv:Invoice\n ext:UBLExtensions -#1":                                                                   "make ext:UBLExtensions",
	} {
		m := compile(t, "", head+table)
		for _, r := range m.Rules() {
			script := m.Break(&r, names.Of("inv:Invoice"))
			if r.Never != "" || want != "" && script != want {
				t.Errorf("%q: %s\n%s", table, r.Never, script)
			}
			for _, inside := range []string{"", some} {
				doc, err := sample.Edit([]byte(invoice+inside+"</Invoice>"), script)
				if err != nil {
					t.Errorf("%q: %v", table, err)
				} else if got := findings(m, read(t, string(doc))); !strings.Contains(got, r.ID) {
					t.Errorf("%q %s: %q, after\n%s", table, r.ID, got, script)
				}
			}
		}
	}
}

func TestNever(t *testing.T) {
	for table, want := range map[string]string{
		"/inv:Invoice\n cac:Price/cbc:Unheard -#1":                                "no schema has an element cbc:Unheard",
		"cbc:Unheard\n cbc:ID -#1":                                                "no schema has an element cbc:Unheard",
		"cbc:ID -@name#2\n/inv:Invoice/cbc:ID -@lang#1":                           "the published rules ask other ones of all cbc:ID first, and then this one no more",
		"cbc:*ID -@name#2\n/inv:Invoice/cbc:ID |\n/cn:CreditNote/cbc:ID -@lang#1": "the published rules ask other ones of all cbc:ID first, and then this one no more",
		"cbc:ID[@name] -@name#2\n/inv:Invoice/cbc:ID -@lang#1":                    "",
		"cac:Party/cbc:ID -@name#2\n/inv:Invoice/cbc:ID -@lang#1":                 "",
		"/cn:CreditNote/cbc:ID -@name#2\n/inv:Invoice/cbc:ID -@lang#1":            "",
		"/inv:Invoice/cbc:ID -@name#2\n/inv:Invoice/cbc:ID |\ncbc:Name -@lang#1":  "",
		"/inv:Invoice\n cac:Price/cbc:Unheard -#1\n cbc:Note -#1":                 "",
	} {
		m := compile(t, "", head+table)
		for _, r := range m.Rules() {
			if r.ID == "R-1" && (r.Never != want || (m.Break(&r, names.Of("inv:Invoice")) == "") != (want != "")) {
				t.Errorf("%q: %q", table, r.Never)
			}
		}
	}
}

// TestParts: lines that come one by one count as in one document.
func TestParts(t *testing.T) {
	m := compile(t, "", head+"/inv:Invoice\n cac:InvoiceLine 2#1\n cac:InvoiceLine/cbc:Note +#2\n cbc:ID 1#3\ncac:InvoiceLine\n cbc:ID 1#4\n//\n cbc:Note same#5")
	var got []string
	w := m.Walk(func(f *structure.Finding) { got = append(got, show(f)) })
	for _, line := range []string{"<cbc:ID/><cbc:Note>1</cbc:Note>", "<cbc:Note>2</cbc:Note>", "<cbc:ID/>", "<cbc:ID/><cbc:ID/>"} {
		w.Line(parse(t, "<cac:InvoiceLine>"+line+"</cac:InvoiceLine>").FirstChild())
	}
	w.Rest(parse(t, "<cbc:ID/><cbc:Note>1</cbc:Note>"))
	want := `R-5 cbc:Note is "2" here and "1" elsewhere.
R-4 cac:InvoiceLine lacks cbc:ID.
R-1 cac:InvoiceLine stands more often here than is allowed: at most 2.
R-4 cbc:ID stands more often here than is allowed: at most 1.`
	if all := strings.Join(got, "\n"); all != want {
		t.Errorf("got\n%s", all)
	}
	m.Walk(func(*structure.Finding) { t.Error("nothing is there") }).Rest(tree.Node{})
}

// TestReuse: a walk that begins anew knows nothing of the document before.
func TestReuse(t *testing.T) {
	counts := compile(t, "", head+"/inv:Invoice\n cac:Party 2#1\ncac:Party[../cbc:Note=$../../cbc:ID]\n cbc:ID ?#2\n//\n cbc:ID same#3\n cbc:Note ?#4")
	lacks := compile(t, "", head+"cac:Party\n cbc:Name 1#5\n//\n cbc:Note same#6\n cbc:ID same#7\n cbc:Name ?#8")
	docs := []string{"<cbc:ID>1</cbc:ID><cac:Party/><cac:Party/><cbc:Note>A</cbc:Note>", "<cbc:ID>2</cbc:ID><cbc:Note>2</cbc:Note><cac:Party><cbc:ID>2</cbc:ID></cac:Party>", "<cbc:Note>B</cbc:Note><cac:Party><cbc:Name/></cac:Party>"}
	var got []string
	var w structure.Walk
	for range 2 {
		for _, m := range []*structure.Machine{counts, lacks} {
			for _, d := range docs {
				doc := parse(t, d)
				got = got[:0]
				w.Begin(m, func(f *structure.Finding) { got = append(got, show(f)) })
				if party := doc.Child(names.Of("cac:Party")); d == docs[2] { // leaves elements around it behind
					w.Line(party)
				}
				w.Rest(doc)
				w.Forget()
				if want := findings(m, doc); d != docs[2] && strings.Join(got, "\n") != want {
					t.Errorf("%s: got\n%s\nwant\n%s", d, strings.Join(got, "\n"), want)
				}
			}
		}
	}
}

func TestConcurrent(t *testing.T) {
	m := compile(t, "", head+"cac:Party\n cbc:Name 1#1")
	doc := parse(t, "<cac:Party/>")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if got := findings(m, doc); got != "R-1 cac:Party lacks cbc:Name." {
				t.Error(got)
			}
		})
	}
	group.Wait()
}

func TestBadTables(t *testing.T) {
	for table, line := range map[string]int{
		strings.Repeat("cac:Party/", 40) + "cbc:ID -": 1,
		"\t":                               1,
		"%ids":                             1,
		"%ids a b":                         1,
		"%unheard x":                       1,
		"%severity info":                   1,
		"%contexts some":                   1,
		"%letters \x8a":                    1,
		"%letters AB":                      1,
		"%profiles A B\ncbc:ID 1":          2,
		" cbc:ID -":                        1,
		"cbc:ID\n   cbc:ID -":              2,
		"cbc:ID |":                         1,
		"cbc:ID |\n cbc:ID -":              2,
		"ID -":                             1,
		"cbc:I-D -":                        1,
		"x*y -":                            1,
		"cbc:ID[ -":                        1,
		"cbc:ID] -":                        1,
		"cbc:ID[[@x]] -":                   1,
		"cbc:ID[] -":                       1,
		"cbc:ID[cbc:Unheard] -":            1,
		"cbc:ID[<cbc:Unheard] -":           1,
		"cbc:ID[@] -":                      1,
		"cbc:ID[cbc:ID=] -":                1,
		"cbc:ID[cbc:ID!=x] -":              1,
		"cbc:ID[cbc:ID=$x] -":              1,
		"@id -":                            1,
		"cbc:ID --":                        1,
		"cbc:ID what":                      1,
		"cbc:ID .":                         1,
		"cbc:ID is:thing":                  1,
		"cbc:ID in:":                       1,
		"cbc:ID -@":                        1,
		"cbc:ID -@x:codes":                 1,
		"cbc:ID needs:/":                   1,
		"cbc:ID -#1,2":                     1,
		"cbc:ID 1":                         1, // in what?
		"cac:Party\n /cbc:ID -":            2,
		"cac:Party\n . 1":                  2,
		"cac:Party\n cbc:ID/. -":           2,
		"cac:Party\n cbc:ID\n  . -":        3,
		". -":                              1,
		"//\n . -":                         2,
		"%contexts every\ncac:Party\n . -": 3,
		"cbc:ID in:unheard@1":              1,
		"cbc:ID same":                      1,
		"cbc:ID needs:cbc:Note":            1,
		"cbc:ID/@name same":                1,
		"//\n cbc:ID 1":                    2,
		"//\n * -":                         2,
		"//\n @name -":                     2,
		"%profiles A B\n%letters AB\n%contexts every\ncbc:ID BA:@x": 4,
		"%profiles A B\n%letters AB\n%contexts every\ncbc:ID 1?":    4,
	} {
		parsed, err := structure.Parse(table)
		if err == nil {
			profile := ""
			if strings.HasPrefix(table, "%profiles") {
				profile = "A"
			}
			_, err = parsed.Compile(profile, lists)
		}
		var at *structure.Error
		if !errors.As(err, &at) || at.Line != line {
			t.Errorf("%q: %v, want an error in line %d", table, err, line)
		}
	}
	if parsed, err := structure.Parse(profiles); err != nil {
		t.Error(err)
	} else if _, err := parsed.Compile("HUGE", lists); err == nil {
		t.Error("a table serves a profile that it does not have")
	}
}

// FuzzParse: no table makes it panic, neither while it is read nor later.
func FuzzParse(f *testing.F) {
	f.Add(profiles)
	f.Add(head + "/inv:Invoice |\n/cn:CreditNote\n cbc:*ID[!../@x~=1|2][<cac:Party] -@schemeID#1 1#2!\n//\n cbc:Note/@a same#3\n * -@x\n cbc:ID needs:cbc:Note")
	doc := parse(f, "<cbc:ID/><cac:Party><cbc:ID x=''/><cbc:Note>A</cbc:Note></cac:Party>")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := structure.Parse(text)
		if err != nil {
			return
		}
		for _, profile := range []string{"", "SMALL", "LARGE"} {
			if m, err := table.Compile(profile, lists); err == nil {
				findings(m, doc)
				for _, r := range m.Rules() {
					m.Break(&r, names.Of("inv:Invoice"))
				}
			}
		}
	})
}

// TestManyChildren: conditions that look at the children around an element cost no more
// for each of them.
func TestManyChildren(t *testing.T) {
	m := compile(t, "", head+`%contexts every
/inv:Invoice
 cac:Party[cbc:Name=x]
  cbc:ID -#1
 cac:Party[!cbc:Name=x]
  cbc:ID[../cbc:Note=x] -#2
  cbc:ID[.=$../cbc:Note] -#3
  cbc:ID[.!=$../../cbc:Note] -#4
`)
	const many = 200_000
	var b strings.Builder
	b.WriteString("<cac:Party>")
	for range many {
		b.WriteString("<cbc:ID>1</cbc:ID>")
	}
	b.WriteString("</cac:Party><cbc:Note>1</cbc:Note>")
	if got := findings(m, parse(t, b.String())); got != "" {
		t.Error(got)
	}
}
