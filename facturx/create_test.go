package facturx_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/internal/sample"
)

var madeAt = time.Date(2026, 2, 16, 10, 0, 0, 0, time.UTC)

// TestCreate: what is made is what Extract finds, without a note, in every profile.
func TestCreate(t *testing.T) {
	inv := sample.Invoice()
	for profile, want := range map[string]struct{ name, level, relationship string }{
		"":          {"factur-x.xml", "EN 16931", "Alternative"},
		"minimum":   {"factur-x.xml", "MINIMUM", "Data"},
		"basicwl":   {"factur-x.xml", "BASIC WL", "Data"},
		"basic":     {"factur-x.xml", "BASIC", "Alternative"},
		"en16931":   {"factur-x.xml", "EN 16931", "Alternative"},
		"extended":  {"factur-x.xml", "EXTENDED", "Alternative"},
		"xrechnung": {"xrechnung.xml", "XRECHNUNG", "Alternative"},
	} {
		made, err := facturx.Create(&einvoice.Document{Invoice: *inv}, facturx.CreateOptions{Profile: profile, Language: "de", Time: madeAt})
		if err != nil {
			t.Fatalf("%q: %v", profile, err)
		}
		found, err := facturx.Extract(context.Background(), made.PDF, facturx.Options{})
		if err != nil || !bytes.Equal(found.XML, made.XML) || found.Name != want.name || made.Name != want.name {
			t.Fatalf("%q: %v", profile, err)
		}
		r := found.Report
		if len(r.Notes) > 0 || r.PDFA == nil || r.PDFA.String() != "PDF/A-3a" || len(r.Claims) != 1 || r.Claims[0].Level != want.level || r.Files[0].Relationship != want.relationship {
			t.Errorf("%q: %+v %+v %+v", profile, r.Notes, r.Claims, r.Files[0])
		}
		doc, err := cii.Parse(found.XML)
		if err != nil || doc.Invoice.Number != inv.Number || doc.Invoice.Totals.Due.Cmp(inv.Totals.Due) != 0 {
			t.Errorf("%q: %v", profile, err)
		}
		again, err := facturx.Create(&einvoice.Document{Invoice: *inv}, facturx.CreateOptions{Profile: profile, Language: "de", Time: madeAt})
		if err != nil || !bytes.Equal(again.PDF, made.PDF) {
			t.Errorf("%q: made again, it is another one (%v)", profile, err)
		}
	}
}

// TestCreateKeeps: a profile that the invoice claims stays, and files go in beside it.
func TestCreateKeeps(t *testing.T) {
	inv := sample.Invoice()
	inv.Process.Specification = cii.Extended.Specification()
	made, err := facturx.Create(&einvoice.Document{Invoice: *inv}, facturx.CreateOptions{Relationship: "Source",
		Files: []facturx.Attached{{Name: "a.csv", MIME: "text/csv", Data: []byte("1;2\n")}}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := facturx.Inspect(context.Background(), made.PDF, facturx.Options{})
	if err != nil || r.Invoice.Profile != "EXTENDED" || len(r.Files) != 2 {
		t.Fatalf("%v %+v", err, r)
	}
	for _, f := range r.Files {
		want := map[string]string{"a.csv": "Supplement", "factur-x.xml": "Source"}[f.Name]
		if f.Relationship != want {
			t.Errorf("%s is %s, not %s", f.Name, f.Relationship, want)
		}
	}
}

func TestCreateRefuses(t *testing.T) {
	inv := sample.Invoice()
	arabic := sample.Invoice()
	arabic.Lines[0].Item.Name = "قلم"
	for _, c := range []struct {
		name   string
		inv    *einvoice.Invoice
		o      facturx.CreateOptions
		option string
		says   string
	}{
		{"a language", inv, facturx.CreateOptions{Language: "tlh"}, "Language", "en, de, fr, es"},
		{"a logo that is none", inv, facturx.CreateOptions{Logo: []byte("x")}, "Logo", ""},
		{"a file without name", inv, facturx.CreateOptions{Files: []facturx.Attached{{MIME: "a/b"}}}, "", "file name"},
		{"two files of one name", inv, facturx.CreateOptions{Files: []facturx.Attached{{Name: "factur-x.xml", MIME: "text/xml"}}}, "", "taken"},
		{"a relationship", inv, facturx.CreateOptions{Relationship: "Friend"}, "", "relationship"},
		{"another profile", inv, facturx.CreateOptions{Profile: "urn:other"}, "Profile", "urn:other"},
		{"a script", arabic, facturx.CreateOptions{}, "", "BT-153"},
	} {
		made, err := facturx.Create(&einvoice.Document{Invoice: *c.inv}, c.o)
		var e *facturx.CreateError
		if !errors.As(err, &e) || made != nil && made.PDF != nil || !strings.Contains(err.Error(), c.says) || c.option != "" && e.Option != c.option {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := facturx.Create(&einvoice.Document{Invoice: *inv}, facturx.CreateOptions{Profile: "nothing"}); !errors.Is(err, convert.ErrProfile) {
		t.Error(err)
	}
	var lost *convert.LossError
	if _, err := facturx.Create(&einvoice.Document{Invoice: *inv}, facturx.CreateOptions{Profile: "minimum", Strict: true}); !errors.As(err, &lost) {
		t.Error(err)
	}
}

func BenchmarkCreate(b *testing.B) {
	inv := sample.Invoice()
	for len(inv.Lines) < 20 {
		inv.Lines = append(inv.Lines, inv.Lines[0])
	}
	b.ReportAllocs()
	for b.Loop() {
		made, err := facturx.Create(&einvoice.Document{Invoice: *inv}, facturx.CreateOptions{Time: madeAt})
		if err != nil || len(made.PDF) < 10_000 {
			b.Fatal(err)
		}
	}
}
