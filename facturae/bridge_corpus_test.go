package facturae_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
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

// TestBridgeCorpus takes every published document that its XSD accepts to EN 16931-1 and back.
func TestBridgeCorpus(t *testing.T) {
	documents, invoices, valid, back := 0, 0, 0, 0
	lost := map[string]int{}
	for _, d := range published.FacturaeDocuments(t) {
		if d.Valid == nil || !*d.Valid || !strings.HasPrefix(d.Version, "3.2") {
			continue
		}
		doc, err := facturae.Parse(d.Document)
		if err != nil {
			t.Errorf("%s: %v", d.File, err)
			continue
		}
		documents++
		all, err := facturae.ToInvoices(&doc.Facturae, facturae.ToOptions{})
		if err != nil {
			t.Errorf("%s: %v", d.File, err)
			continue
		}
		var invs []*einvoice.Invoice
		for i := range all {
			invoices++
			if b := broken(t, &all[i].Invoice); len(b) > 0 {
				t.Logf("%s: invoice %d: %s", d.File, i, strings.Join(b, "\n\t"))
				for _, n := range all[i].Notes {
					if strings.Contains(n, "contradict") || strings.Contains(n, "adjust") || strings.Contains(n, "away") {
						t.Logf("\t\tnote: %s", n)
					}
				}
			} else {
				valid++
			}
			for _, l := range all[i].Losses {
				if l.Kind.Material() {
					lost[genericPlace(l.Place)]++
					if testing.Verbose() {
						t.Logf("%s: %s", d.File, l)
					}
				}
			}
			invs = append(invs, &all[i].Invoice)
		}
		again, err := facturae.FromInvoices(invs, facturae.FromOptions{})
		if err != nil {
			t.Logf("%s: back: %v", d.File, err)
			continue
		}
		out, losses, err := facturae.Build(&again.Facturae)
		if err != nil {
			t.Logf("%s: build: %v", d.File, err)
			continue
		}
		if f := faults(out); f != "" {
			t.Logf("%s: back: %s", d.File, f)
			continue
		}
		_ = losses
		if bad := arithmetic(&again.Facturae); bad != "" {
			t.Logf("%s: back: %s", d.File, bad)
			continue
		}
		back++
	}
	t.Logf("%d documents, %d invoices, %d valid in UBL and CII; %d documents back", documents, invoices, valid, back)
	for _, p := range slices.Sorted(maps.Keys(lost)) {
		t.Logf("%4d lost: %s", lost[p], p)
	}
}
