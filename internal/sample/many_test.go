package sample_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
	"github.com/einvoice-go/einvoice/validate"
)

// TestMany: invoices that are made in numbers are valid in either syntax, differ, and are
// the same when they are made again.
func TestMany(t *testing.T) {
	seen, credits := map[string]bool{}, 0
	for nth := range uint64(100) {
		inv := sample.Many(7, nth)
		if seen[inv.Number] {
			t.Errorf("number %s again", inv.Number)
		}
		seen[inv.Number] = true
		if inv.TypeCode == "381" {
			credits++
		}
		if !reflect.DeepEqual(inv, sample.Many(7, nth)) {
			t.Errorf("%d is another one when it is made again", nth)
		}
		for _, build := range []func() ([]byte, error){
			func() ([]byte, error) { xml, _, err := ubl.Build(inv); return xml, err },
			func() ([]byte, error) { xml, _, err := cii.Build(inv); return xml, err },
		} {
			xml, err := build()
			if err != nil {
				t.Fatal(err)
			}
			r, err := validate.Document(context.Background(), xml, validate.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if r.Status != validate.Valid || len(r.Findings) > 0 {
				t.Errorf("%d: %s: %v", nth, r.Status, r.Findings)
			}
		}
	}
	if credits != 20 {
		t.Errorf("%d credit notes", credits)
	}
	if reflect.DeepEqual(sample.Many(7, 1), sample.Many(8, 1)) {
		t.Error("the seed makes no difference")
	}
}
