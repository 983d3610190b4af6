package tree

import (
	"strings"
	"sync"

	"github.com/einvoice-go/einvoice/internal/names"
)

// Path leads from an element down to others: steps of names. ".." leads up, "*" is any
// name, and a path that begins with "/" starts at the root element, which its first
// step names. Alternatives stand apart by "|".
type Path struct {
	text string
	once sync.Once
	ways [][]step // see parsed
}

type step struct {
	name names.Name
	kind uint8
}

const (
	child = iota
	any_
	up
	root
)

// NewPath makes a path, which is read when it is used: programs have hundreds of paths, and
// a document asks for few. A name that no schema has is a mistake in the program.
func NewPath(text string) *Path { return &Path{text: text} }

// ParsePath is NewPath for a path that is read now.
func ParsePath(text string) *Path {
	p := NewPath(text)
	p.parsed()
	return p
}

// parsed are the alternatives. A nil Path leads nowhere.
func (p *Path) parsed() [][]step {
	if p == nil {
		return nil
	}
	p.once.Do(func() {
		for _, way := range strings.Split(p.text, "|") {
			p.ways = append(p.ways, parseWay(strings.TrimSpace(way)))
		}
	})
	return p.ways
}

func parseWay(text string) (way []step) {
	if text == "." {
		return nil
	}
	rest, absolute := strings.CutPrefix(text, "/")
	for i, s := range strings.Split(rest, "/") {
		switch {
		case s == "..":
			way = append(way, step{kind: up})
		case absolute && i == 0 && s == "*":
			way = append(way, step{kind: root})
		case absolute && i == 0:
			way = append(way, step{names.Of(s), root})
		case s == "*":
			way = append(way, step{kind: any_})
		default:
			way = append(way, step{names.Of(s), child})
		}
	}
	return way
}

// String is the path as it was written.
func (p *Path) String() string {
	if p == nil {
		return ""
	}
	return p.text
}

// Each visits the elements that the path leads to, until visit answers false.
func (p *Path) Each(from Node, visit func(Node) bool) bool {
	for _, way := range p.parsed() {
		if !follow(way, from, visit) {
			return false
		}
	}
	return true
}

func follow(way []step, n Node, visit func(Node) bool) bool {
	if n.t == nil {
		return true
	}
	if len(way) == 0 {
		return visit(n)
	}
	s := way[0]
	switch s.kind {
	case up:
		return follow(way[1:], n.Parent(), visit)
	case root:
		if r := n.t.Root(); s.name == names.Other || r.Name() == s.name {
			return follow(way[1:], r, visit)
		}
		return true
	case any_:
		for c := n.FirstChild(); c.t != nil; c = c.Next() {
			if !follow(way[1:], c, visit) {
				return false
			}
		}
		return true
	}
	for c := n.Child(s.name); c.t != nil; c = c.NextNamed(s.name) {
		if !follow(way[1:], c, visit) {
			return false
		}
	}
	return true
}

// First is the first element that the path leads to.
func (p *Path) First(from Node) (found Node) {
	for i := range p.parsed() {
		if found = p.first(i, from); found.t != nil {
			return found
		}
	}
	return Node{}
}

func (p *Path) first(i int, from Node) (found Node) {
	way, base := outwards(p.parsed()[i], from)
	find := func() (found Node) {
		follow(way, base, func(n Node) bool { found = n; return false })
		return found
	}
	if base.t == nil || !base.shared(from) {
		return find()
	}
	key := question{p, i, base.i, first}
	if known, ok := base.t.known[key].(Node); ok {
		return known
	}
	found = find()
	base.t.remember(key, found)
	return found
}

// Exists tells whether there is such an element.
func (p *Path) Exists(from Node) bool { return p.First(from).t != nil }

// Says tells whether the text of one of such elements is the one given.
func (p *Path) Says(from Node, text string) bool { return p.says(from, text, texts) }

// SaysNorm is Says for the texts with white space normalized.
func (p *Path) SaysNorm(from Node, text string) bool { return p.says(from, text, normTexts) }

func (p *Path) says(from Node, text string, what answer) bool {
	for i := range p.parsed() {
		way, base := outwards(p.parsed()[i], from)
		if base.t == nil {
			continue
		}
		if base.shared(from) {
			if _, ok := p.texts(i, way, base, what)[text]; ok {
				return true
			}
		} else if !follow(way, base, func(n Node) bool { return what.of(n) != text }) {
			return true
		}
	}
	return false
}

// texts are those of the elements that a way leads to.
func (p *Path) texts(i int, way []step, base Node, what answer) map[string]struct{} {
	key := question{p, i, base.i, what}
	if known, ok := base.t.known[key].(map[string]struct{}); ok {
		return known
	}
	all := map[string]struct{}{}
	follow(way, base, func(n Node) bool { all[what.of(n)] = struct{}{}; return true })
	base.t.remember(key, all)
	return all
}

// Count counts such elements.
func (p *Path) Count(from Node) (n int) {
	for i := range p.parsed() {
		n += p.count(i, from)
	}
	return n
}

func (p *Path) count(i int, from Node) (n int) {
	way, base := outwards(p.parsed()[i], from)
	if base.t == nil {
		return 0
	}
	key, shared := question{p, i, base.i, count}, base.shared(from)
	if shared {
		if known, ok := base.t.known[key].(int); ok {
			return known
		}
	}
	follow(way, base, func(Node) bool { n++; return true })
	if shared {
		base.t.remember(key, n)
	}
	return n
}

// All lists such elements.
func (p *Path) All(from Node) (all []Node) {
	p.Each(from, func(n Node) bool { all = append(all, n); return true })
	return all
}

// Pattern tells whether an element is of a kind: its name and those of the elements
// around it, as many as the pattern has. "/" at the start means that the first step is
// the root; "*" is any name.
type Pattern struct {
	steps    []names.Name // from the inside out; Other is any
	anchored bool
}

// ParsePatterns reads patterns that stand apart by "|".
func ParsePatterns(text string) (all []Pattern) {
	for _, t := range strings.Split(text, "|") {
		t = strings.TrimSpace(t)
		var p Pattern
		t, p.anchored = strings.CutPrefix(t, "/")
		parts := strings.Split(t, "/")
		for i := len(parts) - 1; i >= 0; i-- {
			if parts[i] == "*" {
				p.steps = append(p.steps, names.Other)
			} else {
				p.steps = append(p.steps, names.Of(parts[i]))
			}
		}
		all = append(all, p)
	}
	return all
}

// Name is the name of the elements that the pattern speaks of, Other if of any.
func (p *Pattern) Name() names.Name { return p.steps[0] }

// Matches tells whether an element is of the pattern's kind.
func (p *Pattern) Matches(n Node) bool {
	for i, name := range p.steps {
		if i > 0 {
			n = n.Parent()
		}
		if n.t == nil || name != names.Other && n.t.nodes[n.i].name != name {
			return false
		}
	}
	return !p.anchored || n.i == 0
}
