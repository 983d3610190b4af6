package facturae_test

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/ubl"
	"github.com/einvoice-go/einvoice/validate"
)

// broken are the rules of the schema and of EN 16931 that an invoice breaks as UBL and as CII.
func broken(t *testing.T, inv *einvoice.Invoice) (found []string) {
	t.Helper()
	u, _, err := ubl.Build(inv)
	if err != nil {
		return []string{"ubl: " + err.Error()}
	}
	c, _, err := cii.BuildOptions{Profile: cii.EN16931}.Build(inv)
	if err != nil {
		return []string{"cii: " + err.Error()}
	}
	for syntax, data := range map[string][]byte{"ubl": u, "cii": c} {
		r, err := validate.Document(context.Background(), data, validate.Options{Rules: []string{"schema", "en16931"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Findings {
			if f.Severity == validate.Fatal {
				found = append(found, syntax+" "+f.Rule+": "+f.Message)
			}
		}
		if len(r.NotRun) > 0 {
			t.Fatalf("not run: %v", r.NotRun)
		}
	}
	slices.Sort(found)
	return found
}

// TestBridgeCorpus takes every published document that its XSD accepts to EN 16931-1 and
// back. An invoice that breaks a rule comes from a document that contradicts itself, and a
// note says so; what comes back is valid and adds up, but for installments that did not
// add up before.
func TestBridgeCorpus(t *testing.T) {
	count, lost := map[string]int{}, map[string]int{}
	for _, d := range published.FacturaeDocuments(t) {
		if d.Valid == nil || !*d.Valid || !strings.HasPrefix(d.Version, "3.2") {
			continue
		}
		doc, err := facturae.Parse(d.Document)
		if err != nil {
			t.Errorf("%s: %v", d.File, err)
			continue
		}
		count["documents"]++
		all, err := facturae.ToInvoices(&doc.Facturae, facturae.ToOptions{})
		if err != nil {
			t.Errorf("%s: %v", d.File, err)
			continue
		}
		var invoices []*einvoice.Invoice
		for i := range all {
			count["invoices"]++
			if b := broken(t, &all[i].Invoice); len(b) == 0 {
				count["valid"]++
			} else if contradiction := noteOf(all[i].Notes, "contradicts itself"); contradiction == "" || slices.ContainsFunc(b, func(s string) bool { return !strings.Contains(s, "BR-CO-16:") }) {
				t.Errorf("%s: %s", d.File, strings.Join(b, "\n"))
			} else {
				t.Logf("%s: %s", d.File, contradiction)
			}
			if !slices.ContainsFunc(all[i].Losses, material) {
				count["without material losses"]++
			}
			if noteOf(all[i].Notes, "an adjustment of") != "" {
				count["adjusted"]++
			}
			for _, l := range all[i].Losses {
				if l.Kind.Material() {
					lost[genericPlace(l.Place)]++
				}
			}
			invoices = append(invoices, &all[i].Invoice)
		}
		if back(t, d.File, &doc.Facturae, invoices) {
			count["back"]++
		}
		stable(t, d.File, all)
	}
	t.Log(count)
	for _, p := range slices.Sorted(maps.Keys(lost)) {
		t.Logf("%4d lost: %s", lost[p], p)
	}
	if count["documents"] < 110 || count["valid"] < 102 || count["back"] < 110 {
		t.Errorf("%v", count)
	}
}

func noteOf(notes []string, what string) string {
	for _, n := range notes {
		if strings.Contains(n, what) {
			return n
		}
	}
	return ""
}

// stable: there and back again makes the same invoices, if nothing was lost or had to be
// supplied; and in any case from then on.
func stable(t *testing.T, name string, all []facturae.Converted) {
	t.Helper()
	again := andBack(t, name, all)
	if again == nil {
		return
	}
	third := andBack(t, name, again)
	for i := range all {
		_, err := facturae.FromInvoices([]*einvoice.Invoice{&all[i].Invoice}, facturae.FromOptions{})
		if err == nil && !slices.ContainsFunc(all[i].Losses, material) {
			same(t, name, &all[i].Invoice, &again[i].Invoice)
		}
		same(t, name+" again", &again[i].Invoice, &third[i].Invoice)
	}
}

func material(l einvoice.Loss) bool { return l.Kind.Material() }

// same compares two invoices, but for the kept lines: what was derived meanwhile is kept too.
func same(t *testing.T, name string, a, b *einvoice.Invoice) {
	t.Helper()
	for _, d := range einvoice.Diff(a, b) {
		if d.Term == "BT-22" && strings.Contains(d.A, "(Facturae ") || d.Term == "BT-127" && strings.Contains(d.B, "(Facturae ") {
			continue
		}
		t.Errorf("%s: not stable: %v", name, d)
	}
}

func andBack(t *testing.T, name string, all []facturae.Converted) []facturae.Converted {
	t.Helper()
	var invoices []*einvoice.Invoice
	for i := range all {
		invoices = append(invoices, &all[i].Invoice)
	}
	c := supplied(t, name, invoices, facturae.FromOptions{})
	if c == nil {
		return nil
	}
	again, err := facturae.ToInvoices(&c.Facturae, facturae.ToOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// back makes a document of invoices that came from one.
func back(t *testing.T, name string, source *facturae.Facturae, invoices []*einvoice.Invoice) bool {
	t.Helper()
	again := supplied(t, name, invoices, facturae.FromOptions{})
	if again == nil {
		return false
	}
	bad := valid(t, name, again)
	if bad == installments && strings.Contains(arithmetic(source), installments) {
		bad = ""
	}
	if bad != "" {
		t.Errorf("%s: back: %s", name, bad)
	}
	return bad == ""
}

// valid is what is wrong with a document by its schema and its sums.
func valid(t *testing.T, name string, c *facturae.Composed) string {
	t.Helper()
	out, losses, err := facturae.Build(&c.Facturae)
	if err != nil {
		return err.Error()
	}
	if f := fatal(t, out); f != "" {
		return f
	}
	for _, l := range losses {
		t.Logf("%s: written as 3.2.2: %v", name, l)
	}
	return arithmetic(&c.Facturae)
}

// fatal is what the schema and the rules that FACe enforces say of a document, but for
// the numbers of the parties (HAP-5B), which are those of the source.
func fatal(t *testing.T, out []byte) (all string) {
	t.Helper()
	r, err := validate.Document(context.Background(), out, validate.Options{Rules: []string{"schema", "facturae"}})
	if err != nil || len(r.NotRun) > 0 {
		t.Fatal(err, r.NotRun)
	}
	for _, f := range r.Findings {
		if f.Severity == validate.Fatal && f.Rule != "HAP-5B" {
			all += f.Rule + ": " + f.Message + "\n"
		}
	}
	return all
}

// supplied makes a document and gives by options what is missing: each missing value
// names the option that supplies it.
func supplied(t *testing.T, name string, invoices []*einvoice.Invoice, o facturae.FromOptions) *facturae.Composed {
	t.Helper()
	for range 3 {
		c, err := facturae.FromInvoices(invoices, o)
		if err == nil {
			return c
		}
		var missing *facturae.MissingError
		if !errors.As(err, &missing) {
			t.Logf("%s: %v", name, err)
			return nil
		}
		for _, m := range missing.Fields {
			supply(t, &o, m)
		}
	}
	t.Errorf("%s: still missing", name)
	return nil
}

// supply sets the option that a missing value names.
func supply(t *testing.T, o *facturae.FromOptions, m facturae.Missing) {
	t.Helper()
	v := reflect.ValueOf(o).Elem()
	for name := range strings.SplitSeq(m.Option, ".") {
		if v = v.FieldByName(name); !v.IsValid() {
			t.Fatalf("no option %s for %s", m.Option, m.Place)
		}
	}
	day := einvoice.NewDate(2026, 1, 31)
	switch x := v.Addr().Interface().(type) {
	case *einvoice.Decimal:
		*x = einvoice.MustDecimal("0.5")
	case *einvoice.Date:
		*x = day
	case *facturae.Period:
		*x = facturae.Period{StartDate: day, EndDate: day}
	case *string:
		*x = map[string]string{"PersonTypeCode": "J", "ResidenceTypeCode": "U", "PostCode": "28001"}[m.Option[strings.LastIndexByte(m.Option, '.')+1:]]
		if *x == "" {
			*x = "Dato"
		}
	default:
		t.Fatalf("option %s for %s", m.Option, m.Place)
	}
}

// sameTotals: an invoice that became Facturae has the same totals when it is one again.
func sameTotals(t *testing.T, name string, inv *einvoice.Invoice, c *facturae.Composed) {
	t.Helper()
	all, err := facturae.ToInvoices(&c.Facturae, facturae.ToOptions{})
	if err != nil {
		t.Fatal(err)
	}
	a, b := &inv.Totals, &all[0].Invoice.Totals
	for term, d := range map[string][2]einvoice.Decimal{"BT-106": {a.LineNet, b.LineNet}, "BT-109": {a.WithoutVAT, b.WithoutVAT}, "BT-110": {a.VAT, b.VAT},
		"BT-112": {a.WithVAT, b.WithVAT}, "BT-113": {a.Paid, b.Paid}, "BT-115": {a.Due, b.Due}} {
		if d[0].Cmp(d[1]) != 0 {
			t.Errorf("%s: %s was %s and is %s: %v", name, term, d[0], d[1], all[0].Notes)
		}
	}
	if bad := broken(t, &all[0].Invoice); bad != nil {
		t.Errorf("%s: there and back: %v", name, bad)
	}
}

var exampleFolders = []string{"peppol-examples", "en16931-ubl-examples", "en16931-cii-examples", "en16931-testfiles",
	"phive-en16931", "phive-peppol", "phive-peppol-italy", "xrechnung-testsuite", "zugferd-corpus"}

// TestBridgeExamples makes Facturae of the published examples of EN 16931 and Peppol
// BIS Billing that their rules accept.
func TestBridgeExamples(t *testing.T) {
	status := map[string]bool{}
	for _, v := range published.Verdicts(t) {
		folder := strings.Split(v.File, "/")[1]
		if (v.Schema() || strings.HasPrefix(v.Ruleset, "en16931-")) && slices.Contains(exampleFolders, folder) {
			was, known := status[v.File]
			status[v.File] = (was || !known) && v.Accepted()
		}
	}
	count, lost := map[string]int{}, map[string]int{}
	for _, file := range slices.Sorted(maps.Keys(status)) {
		if !status[file] {
			continue
		}
		count["documents"]++
		doc, err := convert.Open(published.Document(t, file))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		c := supplied(t, file, []*einvoice.Invoice{&doc.Invoice}, facturae.FromOptions{})
		if c == nil {
			count["refused"]++
			continue
		}
		if bad := valid(t, file, c); bad != "" {
			t.Errorf("%s: %s", file, bad)
			continue
		}
		count["valid"]++
		sameTotals(t, file, &doc.Invoice, c)
		for _, l := range c.Losses {
			if l.Kind.Material() {
				lost[l.Term]++
			}
		}
	}
	t.Log(count)
	for _, term := range slices.Sorted(maps.Keys(lost)) {
		t.Logf("%4d lost: %s", lost[term], term)
	}
	if count["valid"] < 300 {
		t.Errorf("%v", count)
	}
}
