package facturae_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/facturae"
)

// with is the small document with extensions in the additional data of its invoice.
func with(root, extensions string) string {
	return small(`<fe:Facturae `, `<fe:Facturae `+root+` `, "</Invoice>", "<AdditionalData>"+extensions+"</AdditionalData></Invoice>")
}

func extensionsOf(t *testing.T, doc string) facturae.Extensions {
	t.Helper()
	d, err := facturae.Parse([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	return d.Facturae.Invoices[0].AdditionalData.Extensions
}

// TestExtensions: they are kept byte for byte, with the namespaces that they need.
func TestExtensions(t *testing.T) {
	for _, c := range []struct{ name, root, in, want string }{
		{"as it is", "", `<Extensions><a:b xmlns:a="urn:a" c = 'd'>&#65;<!-- e --><![CDATA[<]]></a:b>
			</Extensions>`, ""},
		{"a prefix of the root", `xmlns:a="urn:&amp;a"`, `<Extensions ><a:b/></Extensions>`, `<Extensions xmlns:a="urn:&amp;a" ><a:b/></Extensions>`},
		{"in an attribute", `xmlns:a="urn:a"`, `<Extensions><b a:c="d"/></Extensions>`, `<Extensions xmlns:a="urn:a"><b a:c="d"/></Extensions>`},
		{"in a value", `xmlns:a="urn:a"`, `<Extensions><b c="a:d"/></Extensions>`, `<Extensions xmlns:a="urn:a"><b c="a:d"/></Extensions>`},
		{"of its own", `xmlns:a="urn:a"`, `<Extensions xmlns:a="urn:b"><a:b/></Extensions>`, ""},
		{"not asked for", `xmlns:a="urn:a"`, `<Extensions><b xmlns="urn:b"/></Extensions>`, ""},
		{"nothing in it", "", `<Extensions/>`, "none"},
		{"only text", "", `<Extensions>x</Extensions>`, "none"},
	} {
		want := c.want
		if want == "" {
			want = c.in
		}
		doc, err := facturae.Parse([]byte(with(c.root, c.in)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if want == "none" {
			if doc.Facturae.Invoices[0].AdditionalData != nil || len(doc.Losses) == 0 {
				t.Errorf("%s: kept, or dropped in silence: %v", c.name, doc.Losses)
			}
			continue
		}
		got := doc.Facturae.Invoices[0].AdditionalData.Extensions
		out, _, err := facturae.Build(&doc.Facturae)
		if string(got) != want || err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %s, want %s (%v)", c.name, got, want, err)
		}
		if again := extensionsOf(t, string(out)); again != got {
			t.Errorf("%s: read again: %s", c.name, again)
		}
	}
}

func TestFaceB2B(t *testing.T) {
	full := facturae.FaceB2B{Version: "1.1", PublicSector: &facturae.PublicSectorInformation{PublicOrganismCode: "L01", ContractReference: "C & D"},
		ReceiverCentre:        facturae.FaceB2BCentre{Code: "ESB000", Name: "Uno"},
		AdministrativeCentres: []facturae.FaceB2BCentre{{Code: "1", Role: "Payer"}, {Code: "2", Name: "Dos", Role: "Fiscal"}},
		SellerCentres:         []facturae.FaceB2BCentre{{Code: "3", Role: "Seller"}}}
	old := full
	old.Version, old.SellerCentres = "1.0", nil
	const other = `<Extensions xmlns:a="urn:a"><a:b > 1 </a:b></Extensions>`
	for _, f := range []facturae.FaceB2B{full, old} {
		for _, before := range []facturae.Extensions{"", "<Extensions />", other} {
			e := before
			if err := e.SetFaceB2B(f); err != nil {
				t.Fatal(err)
			}
			got, losses, err := e.FaceB2B()
			if err != nil || losses != nil || !reflect.DeepEqual(*got, f) {
				t.Errorf("%s in %q: %+v %v %v", f.Version, before, got, losses, err)
			}
			if before == other && !strings.Contains(string(e), `<a:b > 1 </a:b>`) {
				t.Errorf("the other extension has changed: %s", e)
			}
			if kept := extensionsOf(t, with("", string(e))); kept != e {
				t.Errorf("in a document: %s, want %s", kept, e)
			}
			again := e
			if err := again.SetFaceB2B(facturae.FaceB2B{ReceiverCentre: facturae.FaceB2BCentre{Code: "9"}}); err != nil {
				t.Fatal(err)
			}
			all, err := again.List()
			want := 1
			if before == other {
				want = 2
			}
			if err != nil || len(all) != want || all[want-1].Name != "FaceB2BExtension" || !strings.HasSuffix(all[want-1].Namespace, "v1_1") {
				t.Errorf("written again: %v %+v", err, all)
			}
		}
	}
	for _, bad := range []facturae.FaceB2B{{}, {Version: "2.0", ReceiverCentre: full.ReceiverCentre},
		{Version: "1.0", ReceiverCentre: full.ReceiverCentre, SellerCentres: full.SellerCentres},
		{ReceiverCentre: facturae.FaceB2BCentre{Code: strings.Repeat("x", 31)}}} {
		var e facturae.Extensions
		if err := e.SetFaceB2B(bad); err == nil || e != "" {
			t.Errorf("%+v is written: %s", bad, e)
		}
	}
	got, losses, err := facturae.Extensions(`<Extensions><x:FaceB2BExtension xmlns:x="http://www.facturae.es/Facturae/Extensions/FB2B"><more/></x:FaceB2BExtension></Extensions>`).FaceB2B()
	if err != nil || got == nil || len(losses) != 1 {
		t.Errorf("an unknown element: %v %v %v", got, losses, err)
	}
	if got, _, err := facturae.Extensions(other).FaceB2B(); got != nil || err != nil {
		t.Errorf("another extension: %v %v", got, err)
	}
	for _, broken := range []facturae.Extensions{"<Extensions>", "x", "<Extensions><a></Extensions>"} {
		if _, _, err := broken.FaceB2B(); err == nil {
			t.Errorf("%s is read", broken)
		}
		if _, err := broken.List(); err == nil {
			t.Errorf("%s is listed", broken)
		}
		if e := broken; e.SetFaceB2B(full) == nil || e != broken {
			t.Errorf("%s is written to", broken)
		}
	}
}
