package sample_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/internal/sample"
)

const ciiFolder = "../../testdata/cii"

// TestFacturXFiles holds testdata/cii against the writer; what is in them comes back.
func TestFacturXFiles(t *testing.T) {
	for _, v := range sample.FacturX() {
		r, err := convert.Build(&einvoice.Document{Invoice: *v.Invoice}, convert.Options{To: convert.CII, Profile: v.Name})
		if err != nil {
			t.Fatal(v.Name, err)
		}
		file := filepath.Join(ciiFolder, v.Name+".xml")
		if *update {
			if err := os.WriteFile(file, r.Output, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, r.Output) {
			t.Errorf("%s is not what Build writes (-update writes it anew): %v", file, err)
		}
		doc, err := cii.Parse(r.Output)
		if err != nil || len(doc.Losses) > 0 {
			t.Errorf("%s: parse: %v %v", v.Name, doc.Losses, err)
			continue
		}
		again, losses, err := cii.Build(&doc.Invoice)
		if err != nil || len(losses) > 0 || !bytes.Equal(again, r.Output) {
			t.Errorf("%s: built again it is another: %v %v", v.Name, losses, err)
		}
		lost := map[string]bool{}
		for _, l := range r.Losses {
			lost[l.Place] = true
		}
		for _, c := range einvoice.Diff(v.Invoice, &doc.Invoice) {
			if !lost[c.PlaceA] && !strings.HasPrefix(c.Term, "BT-24") && !strings.HasPrefix(c.Term, "BT-23") {
				t.Errorf("%s: changed in silence: %v", v.Name, c)
			}
		}
		if v.Name == "extended" && len(r.Losses) > 0 {
			t.Errorf("EXTENDED has no place for %v", r.Losses)
		}
	}
}

// TestFacturXUsesEverything: what CII is bound to is in the sample of EXTENDED.
func TestFacturXUsesEverything(t *testing.T) {
	used := map[string]bool{}
	for _, v := range sample.FacturX()[0].Invoice.Values() {
		used[v.Term.ID] = true
	}
	for _, b := range ciiBindings(t) {
		term, ok := einvoice.TermAt(b.Place)
		if ok && term.Type != einvoice.Group && !used[term.ID] && !elsewhere[term.ID] {
			t.Errorf("the sample does not use %s %s (%s)", term.ID, term.Name, b.Place)
		}
	}
}

// elsewhere are terms that exclude others in the sample, or are no part of Factur-X.
var elsewhere = map[string]bool{
	"BT-7":    true,                               // BT-8 stands for it
	"BT-32-1": true, "EX-1": true, "EX-1-1": true, // tax registrations of schemes of their own
	"EX-3": true, "EX-4": true, "EX-5": true, "EX-6": true, // taxes of a line's allowances: the line's own
	"EX-7": true, "EX-8": true, "EX-9": true, "EX-10": true, "EX-11": true, "EX-12": true, "EX-13": true, // taxes other than VAT
	"BT-120": true, "BT-121": true, "BT-X-96": true, // nothing is exempt
	"BT-X-304": true, "BT-X-7": true, // no line details another
	"BT-X-262": true, "BT-X-263": true, // the basis of VAT is not told apart
}

func ciiBindings(t *testing.T) []einvoice.Binding {
	all, err := cii.Bindings(einvoice.CII)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
