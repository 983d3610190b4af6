package structure

import (
	"cmp"
	"errors"
	"slices"

	"github.com/einvoice-go/einvoice/internal/names"
)

// automaton follows the names from the root to an element: its state says what the
// element may be. Paths that may begin anywhere are followed along with those that
// begin at the root.
type automaton struct {
	base    []int32  // by state: where its transitions stand
	owner   []uint16 // whose transition it is
	to      []uint16
	float   []uint16 // by name: the state where no path is being followed
	accepts []accepts
}

// outside is the state of the root element's surroundings; nowhere that of an element
// of no interest.
const (
	nowhere = 0
	outside = 1
)

// accepts is what is known of an element in a state.
type accepts struct {
	contexts []candidate // the first whose conditions hold
	checks   []int32
}

type candidate struct {
	context int32
	guards  []guardAt
}

// pattern is a path that ends at a context or at what a check looks at.
type pattern struct {
	root   bool
	steps  [][]names.Name
	guards []guardAt
	accepted
}

// accepted is the number of a context or of a check, the other one is -1.
type accepted struct{ context, check int32 }

// next is the state of a child element.
func (a *automaton) next(state uint16, name names.Name) uint16 {
	if i := a.base[state] + int32(name); a.owner[i] == state {
		return a.to[i]
	}
	return a.float[name]
}

// item is a pattern of which some steps have been seen.
type item struct{ pattern, seen int32 }

type builder struct {
	*automaton
	patterns []pattern
	starts   map[names.Name][]item // patterns that begin with a name anywhere
	states   [][]item
	numbers  map[string]uint16
	moves    []move // of the state at hand
	items    []item
	key      []byte
}

// build makes the automaton.
func (a *automaton) build(patterns []pattern) error {
	b := builder{automaton: a, patterns: patterns, starts: map[names.Name][]item{}, numbers: map[string]uint16{}}
	b.number(nil)
	var rooted []item
	for i := range patterns {
		switch {
		case patterns[i].root:
			rooted = append(rooted, item{int32(i), 0})
		default:
			for _, n := range patterns[i].steps[0] {
				b.starts[n] = append(b.starts[n], item{int32(i), 1})
			}
		}
	}
	if len(rooted) == 0 {
		rooted = []item{{-1, 0}} // a state of its own all the same
	}
	b.number(rooted)
	a.float = make([]uint16, names.Count())
	for n := range a.float {
		if items := b.starts[names.Name(n)]; len(items) > 0 {
			a.float[n] = b.number(slices.Clone(items))
		}
	}
	for s := 0; s < len(b.states); s++ {
		b.expand(uint16(s))
		if len(b.states) >= 1<<16-1 {
			return errors.New("the table is too large")
		}
	}
	return nil
}

// number is the number of a state, which may be new.
func (b *builder) number(items []item) uint16 {
	slices.SortFunc(items, func(x, y item) int {
		return cmp.Or(cmp.Compare(x.pattern, y.pattern), cmp.Compare(x.seen, y.seen))
	})
	items = slices.Compact(items)
	b.key = b.key[:0]
	for _, it := range items {
		b.key = append(b.key, byte(it.pattern), byte(it.pattern>>8), byte(it.pattern>>16), byte(it.pattern>>24), byte(it.seen), byte(it.seen>>8))
	}
	if n, ok := b.numbers[string(b.key)]; ok {
		return n
	}
	n := uint16(len(b.states))
	b.numbers[string(b.key)] = n
	items = slices.Clone(items)
	b.states = append(b.states, items)
	b.accepts = append(b.accepts, b.accept(items))
	return n
}

// accept collects the patterns that are complete.
func (b *builder) accept(items []item) (a accepts) {
	for _, it := range items {
		if it.pattern < 0 || int(it.seen) < len(b.patterns[it.pattern].steps) {
			continue
		}
		p := &b.patterns[it.pattern]
		if p.check >= 0 {
			a.checks = append(a.checks, p.check)
		} else {
			a.contexts = append(a.contexts, candidate{p.context, p.guards})
		}
	}
	slices.Sort(a.checks)
	a.checks = slices.Compact(a.checks) // alternatives may overlap
	slices.SortStableFunc(a.contexts, func(x, y candidate) int { return cmp.Compare(x.context, y.context) })
	return a
}

// expand adds the transitions of a state.
func (b *builder) expand(s uint16) {
	b.moves = b.moves[:0]
	for _, it := range b.states[s] {
		if it.pattern < 0 || int(it.seen) == len(b.patterns[it.pattern].steps) {
			continue
		}
		for _, n := range b.patterns[it.pattern].steps[it.seen] {
			b.moves = append(b.moves, move{n, item{it.pattern, it.seen + 1}})
		}
	}
	slices.SortStableFunc(b.moves, func(x, y move) int { return cmp.Compare(x.name, y.name) })
	base := b.room()
	b.base = append(b.base, base)
	for from := 0; from < len(b.moves); {
		name := b.moves[from].name
		b.items = append(b.items[:0], b.starts[name]...)
		for ; from < len(b.moves) && b.moves[from].name == name; from++ {
			b.items = append(b.items, b.moves[from].item)
		}
		b.owner[base+int32(name)] = s
		b.to[base+int32(name)] = b.number(b.items)
	}
}

// move is a step of a pattern that a name is.
type move struct {
	name names.Name
	item item
}

// free marks a place that no state owns.
const free = 1<<16 - 1

// room finds the first place where the moves fit between other states' transitions.
func (b *builder) room() int32 {
	for base := int32(0); ; base++ {
		for len(b.owner) < int(base)+names.Count() {
			b.owner, b.to = append(b.owner, free), append(b.to, 0)
		}
		if !slices.ContainsFunc(b.moves, func(m move) bool { return b.owner[base+int32(m.name)] != free }) {
			return base
		}
	}
}
