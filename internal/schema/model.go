package schema

import (
	"math/bits"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

// A content model becomes the automaton of its particles (Glushkov's): one state a
// particle, and from each an edge to every particle that may come next. XML Schema's
// rule of unique particle attribution makes it deterministic.

// set is a set of particles.
type set []uint64

func (s set) add(i int)      { s[i>>6] |= 1 << (i & 63) }
func (s set) has(i int) bool { return s[i>>6]&(1<<(i&63)) != 0 }
func (s set) union(of set) {
	for i, w := range of {
		s[i] |= w
	}
}
func (s set) each(f func(int)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			f(i<<6 + bits.TrailingZeros64(w))
		}
	}
}

// group is a part of a model: where it can begin and end, and whether it can be left out.
type group struct {
	first, last set
	empty       bool
}

type modeler struct {
	l      *loader
	t      *typ
	words  []string
	space  uint8
	width  int     // words of a set
	leaves []state // of the particles, from 1
	wild   []typeID
	follow []set
}

// model compiles a content model.
func (l *loader) model(t *typ, words []string, space uint8, mixed bool) {
	switch {
	case mixed:
		t.kind = ofMixed
	case len(words) == 0:
		t.kind = ofNothing
	default:
		t.kind = ofElements
	}
	n := len(words) + 1 // at most so many particles
	m := &modeler{l: l, t: t, words: words, space: space, width: n>>6 + 1, leaves: make([]state, 1, n), wild: make([]typeID, 1, n)}
	m.follow = make([]set, 1, n)
	all := m.sequence()
	if len(m.words) > 0 {
		l.fail("%s: %q is left over", t.name, m.words)
	}
	m.follow[0] = all.first
	if all.empty {
		all.last.add(0)
	}
	t.start, t.count = uint32(len(l.t.states)), uint32(len(m.leaves))
	for i, s := range m.leaves {
		s.from = uint32(len(l.t.edges))
		m.follow[i].each(func(to int) {
			e := edge{name: m.leaves[to].name, typ: m.leaves[to].typ, to: t.start + uint32(to)}
			if e.name == names.Other {
				e.typ, s.wild = m.wild[to], true
			}
			l.t.edges = append(l.t.edges, e)
		})
		s.to, s.accept = uint32(len(l.t.edges)), all.last.has(i)
		l.t.states = append(l.t.states, s)
	}
}

func (m *modeler) set() set { return make(set, m.width) }

// sequence reads particles up to the end of a group.
func (m *modeler) sequence() group {
	g := group{first: m.set(), last: m.set(), empty: true}
	for len(m.words) > 0 && m.words[0] != "|" && m.words[0][0] != ')' {
		p := m.particle()
		g.last.each(func(i int) { m.follow[i].union(p.first) })
		if g.empty {
			g.first.union(p.first)
		}
		if !p.empty {
			clear(g.last)
		}
		g.last.union(p.last)
		g.empty = g.empty && p.empty
	}
	return g
}

func (m *modeler) particle() group {
	w := m.words[0]
	m.words = m.words[1:]
	if w == "(" {
		g := m.sequence()
		for len(m.words) > 0 && m.words[0] == "|" {
			m.words = m.words[1:]
			p := m.sequence()
			g.first.union(p.first)
			g.last.union(p.last)
			g.empty = g.empty || p.empty
		}
		if len(m.words) == 0 {
			m.l.fail("%s: a group does not end", m.t.name)
		}
		w = m.words[0]
		m.words = m.words[1:]
		return m.occurs(g, w[1:])
	}
	i := strings.TrimRight(w, "?*+")
	return m.occurs(m.leaf(i), w[len(i):])
}

func (m *modeler) occurs(g group, occurrence string) group {
	if occurrence == "*" || occurrence == "+" {
		g.last.each(func(i int) { m.follow[i].union(g.first) })
	}
	if occurrence == "*" || occurrence == "?" {
		g.empty = true
	}
	return g
}

// leaf is an element or a wildcard.
func (m *modeler) leaf(w string) group {
	var s state
	var wild typeID
	if rest, ok := strings.CutPrefix(w, "any:"); ok {
		space, process, _ := strings.Cut(rest, "/")
		wild = typeID(len(m.l.t.wild))
		m.l.t.wild = append(m.l.t.wild, wildcard{other: space == "other", space: m.space, strict: process == "strict"})
	} else {
		name, typ, ok := strings.Cut(w, "=")
		if !ok {
			typ = m.l.usual[name]
		}
		s.name, s.typ = names.Of(name), m.l.typ(typ)
	}
	i := len(m.leaves)
	m.leaves = append(m.leaves, s)
	m.wild = append(m.wild, wild)
	m.follow = append(m.follow, m.set())
	g := group{first: m.set(), last: m.set()}
	g.first.add(i)
	g.last.add(i)
	return g
}
