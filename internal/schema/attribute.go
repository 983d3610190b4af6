package schema

import (
	"math/bits"
	"strings"

	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// attributes holds the attributes of an element against its type, and says which type
// that is: xsi:type may name another.
func (v *Validator) attributes(f *frame, e *xmlmap.Element, declared bool) typeID {
	qualified := false
	for i := range e.Attrs {
		if e.Attrs[i].Space != "" {
			qualified = true
			break
		}
	}
	id := f.typ
	if qualified {
		id = v.instance(f, e, declared)
	}
	t := &v.t.types[id]
	if t.kind == ofAnything {
		return id
	}
	seen := uint64(0)
	for i := range e.Attrs {
		a := &e.Attrs[i]
		if a.Space == xsiNS && reserved(a.Local) {
			continue
		}
		use := -1
		if a.Space == "" {
			use = t.attribute(a.Local)
		}
		if use < 0 {
			v.fault(UnknownAttribute, a.Off, Args{Element: f.show(), Attribute: cut(a.Raw)})
			continue
		}
		seen |= 1 << use
		v.attribute(f, &t.attrs[use], a)
	}
	for missing := t.required &^ seen; missing != 0; missing &= missing - 1 {
		v.fault(MissingAttribute, e.Off, Args{Element: f.show(), Attribute: t.attrs[bits.TrailingZeros64(missing)].name})
	}
	return id
}

// reserved are the attributes that every element may have.
func reserved(local string) bool {
	return local == "type" || local == "nil" || local == "schemaLocation" || local == "noNamespaceSchemaLocation"
}

func (t *typ) attribute(local string) int {
	for i := range t.attrs {
		if t.attrs[i].name == local {
			return i
		}
	}
	return -1
}

func (v *Validator) attribute(f *frame, use *attrUse, a *xmlmap.Attribute) {
	if use.hasFixed && use.value.normal(a.Value) != use.fixed {
		v.fault(FixedValue, a.Off, Args{Element: f.show(), Attribute: use.name, Value: cut(a.Value), Expected: use.fixed})
		return
	}
	v.value(f, use.name, use.value, a.Value, a.Off)
}

// instance deals with the attributes that every element may have, and says which type
// the element has.
func (v *Validator) instance(f *frame, e *xmlmap.Element, declared bool) typeID {
	id := f.typ
	for i := range e.Attrs {
		a := &e.Attrs[i]
		if a.Space != xsiNS {
			continue
		}
		switch a.Local {
		case "schemaLocation", "noNamespaceSchemaLocation":
			if !areURIs(a.Value) {
				v.fault(BadValue, a.Off, Args{Element: f.show(), Attribute: cut(a.Raw), Value: cut(a.Value), Expected: "a list of URIs"})
			}
		case "nil":
			if !isBoolean(trim(a.Value)) {
				v.fault(BadValue, a.Off, Args{Element: f.show(), Attribute: cut(a.Raw), Value: cut(a.Value), Expected: "true, false, 1 or 0"})
			} else if declared { // no element of these schemas may be nil
				v.fault(NilNotAllowed, a.Off, Args{Element: f.show()})
			}
		case "type":
			named := v.typeNamed(e, trim(a.Value))
			if named == noType || !v.derived(named, f.typ) {
				v.fault(BadType, a.Off, Args{Element: f.show(), Value: cut(a.Value)})
				continue
			}
			id = named
		}
	}
	return id
}

// typeNamed finds the type that a qualified name stands for.
func (v *Validator) typeNamed(e *xmlmap.Element, name string) typeID {
	if !isQName(name) {
		return noType
	}
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		prefix, local = "", name
	}
	return v.t.byName[v.t.byURI[e.Namespace(prefix)]+":"+local]
}

func (v *Validator) derived(id, from typeID) bool {
	for id != from {
		if from == anyType {
			return true
		}
		if id == noType {
			return false
		}
		id = v.t.types[id].base
	}
	return true
}

func hasType(e *xmlmap.Element) bool {
	for i := range e.Attrs {
		if e.Attrs[i].Space == xsiNS && e.Attrs[i].Local == "type" {
			return true
		}
	}
	return false
}
