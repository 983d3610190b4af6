package xmlmap

import (
	"reflect"
	"strings"
	"sync"

	"github.com/einvoice-go/einvoice"
)

// Binding is einvoice.Binding.
type Binding = einvoice.Binding

// Describe lists every place that the codec binds, in document order. The Go field
// behind an accessor is found by its address, so it is never written twice.
func (c *Codec[T]) Describe(visit func(Binding)) {
	c.table.describe(Binding{Path: "/" + c.step}, visit)
}

func (t *Table[T]) describe(at Binding, visit func(Binding)) {
	if strings.Count(at.Path, "/") > 24 {
		return
	}
	describe(&t.root, at, visit)
}

func describe[T any](n *node[T], at Binding, visit func(Binding)) {
	for _, k := range n.kids {
		b := Binding{Path: at.Path + "/" + k.step, Place: at.Place, Many: k.many, Profiles: common(at.Profiles, k.sets), If: at.If}
		for _, g := range k.keys {
			b.If = strings.TrimPrefix(b.If+"; "+g.shown+" = "+g.want, "; ")
		}
		if k.row == nil {
			if k.meta != nil { // a wrapper with a place of its own
				group := b
				group.Kind, group.Place = k.meta.kind, join(at.Place, k.meta.name())
				visit(group)
			}
			describe(k, b, visit)
			continue
		}
		m := k.row.meta
		b.Kind, b.Place = m.kind, join(at.Place, m.name())
		if k.many && m.kind != "via" {
			b.Place += "[]"
		}
		if k.fixed || m.kind == "lost" {
			b.Place = ""
		}
		if k.row.sub != nil {
			if m.kind != "via" {
				visit(b)
			}
			if strings.Contains(at.Path+"/", "/"+k.step+"/") && strings.Contains(at.Place, m.name()) { // a table within itself
				continue
			}
			k.row.sub(b, visit)
			continue
		}
		if len(m.fields) == 0 {
			visit(b)
		}
		for _, f := range m.fields {
			shared := b
			shared.Place = join(b.Place, f)
			visit(shared)
		}
		for _, a := range m.attrs {
			visit(a.binding(b))
		}
		if m.also != "" {
			b.Place = join(at.Place, m.also)
			visit(b)
		}
	}
}

// common are the profiles that have both a group and what is in it.
func common(group, inside uint16) uint16 {
	if group == 0 || inside == 0 {
		return group | inside
	}
	return group & inside
}

func (a attrMeta) binding(of Binding) Binding {
	b := Binding{Path: of.Path + "/@" + a.name, Kind: "attribute", Via: of.Via, Profiles: of.Profiles, If: of.If}
	parent := outer(of.Place)
	switch {
	case strings.HasPrefix(a.place, "="):
		b.Kind = "= " + strings.TrimPrefix(a.place, "=")
	default:
		b.Place = join(parent, a.place)
	}
	return b
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "." + b
}

func then(name func() string, field string) func() string {
	return sync.OnceValue(func() string { return join(name(), field) })
}

// placeOf names the field that an accessor points at.
func placeOf[T, P any](at func(*T) P) func() string {
	return sync.OnceValue(func() string {
		v := new(T)
		p := reflect.ValueOf(at(v))
		return field(reflect.TypeFor[T](), p.Pointer()-reflect.ValueOf(v).Pointer(), p.Type().Elem())
	})
}

func field(t reflect.Type, off uintptr, want reflect.Type) string {
	if off == 0 && t == want {
		return ""
	}
	if t.Kind() == reflect.Struct {
		for i := range t.NumField() {
			f := t.Field(i)
			if off >= f.Offset && off < f.Offset+max(f.Type.Size(), 1) {
				return join(f.Name, field(f.Type, off-f.Offset, want))
			}
		}
	}
	return "?"
}
