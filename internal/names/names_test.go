package names_test

import (
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/names"
)

func TestNames(t *testing.T) {
	if names.Count() < 2000 {
		t.Fatalf("only %d names", names.Count())
	}
	number := map[string]uint8{}
	for i, ns := range names.Schema.Namespaces {
		number[ns.Prefix] = uint8(i + 1)
	}
	for n := names.Name(1); int(n) < names.Count(); n++ {
		prefix, local, ok := strings.Cut(n.String(), ":")
		if !ok {
			prefix, local = "", prefix
		}
		if names.Of(n.String()) != n || names.Lookup(number[prefix], local) != n {
			t.Errorf("%s is not found again", n)
		}
	}
	for _, of := range []struct {
		ns    uint8
		local string
	}{{number["cbc"], "Unheard"}, {number["cac"], "ID"}, {0, "ID"}, {254, "ID"}, {255, "ID"}} {
		if n := names.Lookup(of.ns, of.local); n != names.Other {
			t.Errorf("%v is taken for %s", of, n)
		}
	}
	if got := names.Of("inv:Invoice").Show() + names.Of("cbc:ID").Show(); got != "Invoicecbc:ID" {
		t.Error(got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a misspelt name goes unnoticed")
		}
	}()
	names.Of("cbc:Unheard")
}
