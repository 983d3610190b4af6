package schema

import (
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// What happens after an element that the content model does not have next: one fault,
// and the reading goes on where it makes sense.

// unexpected finds out what is wrong with an element, and where it belongs.
func (v *Validator) unexpected(f *frame, t *typ, n names.Name, e *xmlmap.Element) {
	ahead, here := v.places(f, t, n)
	switch {
	case ahead != 0:
		v.missing(f, t, ahead, n, e)
		f.state = ahead
		f.seen.add(ahead - t.start)
	case here != 0:
		v.misplaced(f, t, here-t.start, n, e)
	case v.otherSpace(f, t, n, e):
		return
	case v.usedUp(t, e):
		v.fault(OneTooMany, e.Off, Args{Element: shown(n, e), Parent: f.show()})
		v.skip = 1
		return
	case v.unknown(n):
		v.fault(UnknownElement, e.Off, Args{Element: shown(n, e), Parent: f.show()})
		v.skip = 1
		return
	default:
		v.fault(UnexpectedElement, e.Off, Args{Element: shown(n, e), Parent: f.show()})
		v.skip = 1
		return
	}
	v.enter(n, v.t.states[max(ahead, here)].typ, e, true)
}

// otherSpace takes an element for the one of the same name in another namespace that
// would be right here. What is in it is not looked at.
func (v *Validator) otherSpace(f *frame, t *typ, n names.Name, e *xmlmap.Element) bool {
	for s := t.start + 1; s < t.start+t.count; s++ {
		right := v.t.states[s].name
		if right == names.Other || right == n || local(right.String()) != e.Local {
			continue
		}
		v.fault(WrongNamespace, e.Off, Args{Element: shown(n, e), Parent: f.show(), Expected: right.String()})
		v.skip = 1
		if ahead, _ := v.places(f, t, right); ahead != 0 {
			f.state = ahead
			f.seen.add(ahead - t.start)
		}
		return true
	}
	return false
}

func local(name string) string { return name[strings.IndexByte(name, ':')+1:] }

// usedUp reports whether a wildcard would take the element if it were the first.
func (v *Validator) usedUp(t *typ, e *xmlmap.Element) bool {
	for _, s := range v.t.states[t.start : t.start+t.count] {
		for _, x := range v.t.edges[s.from:s.to] {
			if x.name == names.Other && v.t.wild[x.typ].takes(e) {
				return true
			}
		}
	}
	return false
}

// unknown reports whether the schema does not have the element anywhere.
func (v *Validator) unknown(n names.Name) bool {
	if n == names.Other {
		return true
	}
	if v.t.global[n] != noType {
		return false
	}
	for i := range v.t.states {
		if v.t.states[i].name == n {
			return false
		}
	}
	return true
}

// places are the particles of a name: one that can still come, if what stands between
// is left out, or one that cannot. 0: there is none.
func (v *Validator) places(f *frame, t *typ, n names.Name) (ahead, here uint32) {
	if n == names.Other {
		return 0, 0
	}
	var reach set
	for s := t.start + 1; s < t.start+t.count; s++ {
		if v.t.states[s].name != n {
			continue
		}
		if reach == nil {
			reach = v.reachable(t, f.state)
		}
		if s > f.state && reach.has(int(s-t.start)) {
			return s, 0
		}
		if here == 0 {
			here = s
		}
	}
	return 0, here
}

// reachable are the particles that can come after a state.
func (v *Validator) reachable(t *typ, from uint32) set {
	reach := make(set, t.count>>6+1)
	todo := []uint32{from}
	for len(todo) > 0 {
		s := &v.t.states[todo[len(todo)-1]]
		todo = todo[:len(todo)-1]
		for _, x := range v.t.edges[s.from:s.to] {
			if i := int(x.to - t.start); !reach.has(i) {
				reach.add(i)
				todo = append(todo, x.to)
			}
		}
	}
	return reach
}

// missing reports what has to stand between the state and a particle.
func (v *Validator) missing(f *frame, t *typ, until uint32, n names.Name, e *xmlmap.Element) {
	at := f.state
	for range t.count {
		s := &v.t.states[at]
		next := v.needed(s)
		for _, x := range v.t.edges[s.from:s.to] {
			if x.to == until {
				return
			}
		}
		v.fault(MissingElement, e.Off, Args{Element: shown(n, e), Parent: f.show(), Expected: v.list(next)})
		moved := false
		for _, s := range next {
			f.owed.add(s - t.start)
			if s < until && s > at && (!moved || s > at) {
				at, moved = s, true
			}
		}
		if !moved {
			return
		}
	}
}

// needed are the particles of which one has to come after a state: those that no other
// that may come next can precede.
func (v *Validator) needed(s *state) (next []uint32) {
	edges := v.t.edges[s.from:s.to]
	for _, x := range edges {
		last := true
		for _, y := range v.t.edges[v.t.states[x.to].from:v.t.states[x.to].to] {
			for _, z := range edges {
				if y.to == z.to && y.to > x.to {
					last = false
				}
			}
		}
		if last {
			next = append(next, x.to)
		}
	}
	return next
}

// list names particles: "cbc:ID", "A or B".
func (v *Validator) list(states []uint32) string {
	var b strings.Builder
	for i, s := range states {
		switch {
		case i > 0 && i == len(states)-1:
			b.WriteString(" or ")
		case i > 0:
			b.WriteString(", ")
		}
		if n := v.t.states[s].name; n != names.Other {
			b.WriteString(n.Show())
		} else {
			b.WriteString("another element")
		}
	}
	return b.String()
}

// misplaced reports an element that belongs into its parent, and not here.
func (v *Validator) misplaced(f *frame, t *typ, particle uint32, n names.Name, e *xmlmap.Element) {
	a := Args{Element: shown(n, e), Parent: f.show()}
	switch later := f.seen.lowest(particle); {
	case f.owed.has(particle): // said already, when it was missing
		f.owed.drop(particle)
		f.seen.add(particle)
		return
	case f.seen.has(particle):
		v.fault(TooMany, e.Off, a)
		return
	case later != 0 && v.follows(t, particle, later):
		a.Expected = v.list([]uint32{t.start + later})
		v.fault(OutOfOrder, e.Off, a)
	default:
		a.Expected = v.list([]uint32{f.state})
		v.fault(Excluded, e.Off, a)
	}
	f.seen.add(particle)
}

// follows reports whether one particle can come somewhere after another.
func (v *Validator) follows(t *typ, first, then uint32) bool {
	return v.reachable(t, t.start+first).has(int(then))
}

// unfinished reports what is missing at the end of an element.
func (v *Validator) unfinished(f *frame, t *typ, off int64) {
	at := f.state
	for range t.count {
		s := &v.t.states[at]
		if s.accept {
			return
		}
		next := v.needed(s)
		v.fault(MissingAtEnd, off, Args{Element: f.show(), Expected: v.list(next)})
		moved := false
		for _, s := range next {
			if s > at {
				at, moved = s, true
			}
		}
		if !moved {
			return
		}
	}
}
