package facturae_test

import (
	"reflect"
	"testing"

	"github.com/einvoice-go/einvoice/facturae"
)

// FuzzFacturae: read . write . read is read, in every version that can hold it, and what
// is written is well-formed.
func FuzzFacturae(f *testing.F) {
	f.Add([]byte(small()))
	xml, _, _ := facturae.Build(full(1))
	f.Add(xml)
	f.Add([]byte(with(`xmlns:a="urn:a"`, `<Extensions><a:b c="d">e</a:b></Extensions>`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := facturae.Parse(data)
		if err != nil {
			return
		}
		for _, version := range []facturae.Version{doc.Version, facturae.V322, facturae.V321, facturae.V32} {
			out, losses, err := facturae.BuildOptions{Version: version}.Build(&doc.Facturae)
			if err != nil {
				continue
			}
			again, err := facturae.Parse(out)
			if err != nil {
				t.Fatalf("%s: what was written is not read: %v\n%s", version, err, out)
			}
			again.Facturae.FileHeader.SchemaVersion = doc.Facturae.FileHeader.SchemaVersion
			if len(losses) == 0 && version != facturae.V32 && !reflect.DeepEqual(doc.Facturae, again.Facturae) {
				t.Fatalf("%s: read . write . read differs from read\n%s", version, out)
			}
			third, losses, err := facturae.BuildOptions{Version: version}.Build(&again.Facturae)
			if err != nil || string(third) != string(out) {
				t.Fatalf("%s: written again it differs: %v %v\n%s\n%s", version, err, losses, out, third)
			}
		}
	})
}

// FuzzExtensions: setting an extension leaves the others as they are.
func FuzzExtensions(f *testing.F) {
	f.Add("<Extensions/>")
	f.Add(`<Extensions xmlns:a="urn:a"><a:b > 1 </a:b></Extensions>`)
	f.Fuzz(func(t *testing.T, s string) {
		before, err := facturae.Extensions(s).List()
		if err != nil || s == "" {
			return
		}
		e := facturae.Extensions(s)
		if err := e.SetFaceB2B(facturae.FaceB2B{ReceiverCentre: facturae.FaceB2BCentre{Code: "1"}}); err != nil {
			return
		}
		after, err := e.List()
		if err != nil || !reflect.DeepEqual(others(after), others(before)) {
			t.Fatalf("%s: %v: was %v, is %v", e, err, before, after)
		}
		if got, _, err := e.FaceB2B(); err != nil || got == nil || got.ReceiverCentre.Code != "1" {
			t.Fatalf("%s: %v %v", e, got, err)
		}
	})
}

func others(all []facturae.Extension) (others []facturae.Extension) {
	for _, x := range all {
		if x.Name != "FaceB2BExtension" {
			others = append(others, x)
		}
	}
	return others
}
