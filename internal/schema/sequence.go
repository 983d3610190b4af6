package schema

import (
	"github.com/einvoice-go/einvoice/internal/names"
)

// Sequence lists the child elements of an element in the order in which its schema wants
// them. path leads to it from the root element, which it begins with; nil if no document
// has such an element.
func Sequence(path ...names.Name) []names.Name {
	if len(path) == 0 {
		return nil
	}
	s := For(path[0])
	if s == nil {
		return nil
	}
	t := s.load()
	id := t.global[path[0]]
	for _, step := range path[1:] {
		id = t.child(id, step)
	}
	return t.sequence(id)
}

// child is the type of a child element, noType if there is none.
func (t *table) child(id typeID, name names.Name) typeID {
	for _, s := range t.content(id) {
		for _, e := range t.edges[s.from:s.to] {
			if e.name == name {
				return e.typ
			}
		}
	}
	return noType
}

func (t *table) content(id typeID) []state {
	typ := &t.types[id]
	if id == noType || typ.kind < ofElements {
		return nil
	}
	return t.states[typ.start : typ.start+typ.count]
}

// sequence lists the particles of a type: the state after one is its number.
func (t *table) sequence(id typeID) (all []names.Name) {
	typ := &t.types[id]
	particles := make([]names.Name, typ.count)
	for _, s := range t.content(id) {
		for _, e := range t.edges[s.from:s.to] {
			particles[e.to-typ.start] = e.name
		}
	}
	for _, name := range particles {
		if name != names.Other { // the start, or a wildcard
			all = append(all, name)
		}
	}
	return all
}
