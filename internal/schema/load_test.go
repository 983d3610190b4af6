package schema

import (
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/names"
)

// TestTables reads every table, and holds that each has what it should.
func TestTables(t *testing.T) {
	for _, name := range []string{"ubl", "cii", "dsig", "facturae32", "facturae321", "facturae322"} {
		x := loadTable(name)
		least := 90
		if name == "dsig" {
			least = 20
		}
		if n := len(x.types) - len(builtIns); n < least {
			t.Errorf("%s has %d types", name, n)
		}
		if len(x.roots) == 0 || x.global[x.roots[0]] == noType {
			t.Errorf("%s has no root", name)
		}
		for i := range x.types {
			c := &x.types[i]
			if c.kind == ofText && c.value == nil {
				t.Errorf("%s: %s is text of no type", name, c.name)
			}
			if c.count > 128 {
				t.Logf("%s: %s has %d particles", name, c.name, c.count)
			}
		}
		for _, s := range x.states {
			deterministic(t, x, &s)
		}
	}
}

// deterministic holds that no two edges of a state have one name.
func deterministic(t *testing.T, x *table, s *state) {
	t.Helper()
	seen := map[names.Name]bool{}
	for _, e := range x.edges[s.from:s.to] {
		if e.name != names.Other && seen[e.name] {
			t.Errorf("after %s two particles are %s", s.name, e.name)
		}
		seen[e.name] = true
	}
}

// TestSchemas finds a schema by each root, and the roots in its table.
func TestSchemas(t *testing.T) {
	for root, s := range schemas {
		if For(root) != s || s.load().global[root] == noType {
			t.Errorf("%s is not a root of %s", root, s.ID())
		}
	}
	if For(names.Of("cbc:ID")) != nil || For(names.Other) != nil {
		t.Error("a schema for what is no root")
	}
}

// TestFaultTexts holds that every code has a text, and that its gaps are known.
func TestFaultTexts(t *testing.T) {
	for c := WrongRoot; int(c) < len(texts); c++ {
		f := Fault{Code: c, Args: Args{Element: "E", Parent: "P", Attribute: "A", Value: "V", Expected: "X"}}
		if m := f.Message(); m == "" || strings.ContainsAny(m, "{}") {
			t.Errorf("code %d: %q", c, m)
		}
	}
	if (Fault{Code: 255}).Message() != "" {
		t.Error("a message for no code")
	}
}

func BenchmarkLoad(b *testing.B) {
	for _, name := range []string{"ubl", "cii", "facturae322"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				loadTable(name)
			}
		})
	}
}
