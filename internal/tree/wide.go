package tree

import "github.com/einvoice-go/einvoice/internal/names"

// narrow is the number of children that are looked through one by one. Elements with more of
// them are wide: no question about their children goes through all of these, as there may be a
// question for each.
const narrow = 48

// wide is what is known of a wide element's children, as far as they have been looked at.
type wide struct {
	upto    int32 // the last of them
	first   map[names.Name]int32
	last    map[names.Name]int32
	unknown map[string]int32 // how many there are of the names that no schema has
}

// kin is what the child of a wide element knows of its siblings of the same name.
type kin struct{ next, nth int32 }

// wide looks at the children of an element that have not been looked at yet.
func (t *Tree) wide(parent int32) *wide {
	w := t.wides[parent]
	if w == nil {
		if t.wides == nil {
			t.wides = map[int32]*wide{}
		}
		w = &wide{first: map[names.Name]int32{}, last: map[names.Name]int32{}}
		t.wides[parent] = w
	}
	if w.upto == t.nodes[parent].lastChild {
		return w
	}
	if short := len(t.nodes) - len(t.kin); short > 0 {
		t.kin = append(t.kin, make([]kin, short)...)
	}
	i := t.nodes[parent].firstChild
	if w.upto != 0 {
		i = t.nodes[w.upto].next
	}
	for ; i != 0; i = t.nodes[i].next {
		t.meet(w, i)
	}
	return w
}

// meet takes in the next child.
func (t *Tree) meet(w *wide, i int32) {
	name := t.nodes[i].name
	if before := w.last[name]; before != 0 {
		t.kin[before].next = i
		t.kin[i].nth = t.kin[before].nth + 1
	} else {
		w.first[name] = i
		t.kin[i].nth = 1
	}
	if name == names.Other {
		if w.unknown == nil {
			w.unknown = map[string]int32{}
		}
		w.unknown[t.other[i]]++
		t.kin[i].nth = w.unknown[t.other[i]]
	}
	w.last[name], w.upto = i, i
}
