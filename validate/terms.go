package validate

import (
	"strings"
	"sync"

	"github.com/einvoice-go/einvoice"
	ciisyntax "github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/tree"
	ublsyntax "github.com/einvoice-go/einvoice/ubl"
)

// termPath is where a term stands in a syntax.
type termPath struct {
	steps  []names.Name // from the root on
	attr   string
	key    []names.Name // what tells the element from others of its path
	keyed  string       // the value that it has
	byAttr string
}

var termPaths = map[einvoice.Format]func() map[string][]termPath{
	einvoice.UBLInvoice:    sync.OnceValue(func() map[string][]termPath { return termPathsOf(einvoice.UBLInvoice, ublsyntax.Bindings) }),
	einvoice.UBLCreditNote: sync.OnceValue(func() map[string][]termPath { return termPathsOf(einvoice.UBLCreditNote, ublsyntax.Bindings) }),
	einvoice.CII:           sync.OnceValue(func() map[string][]termPath { return termPathsOf(einvoice.CII, ciisyntax.Bindings) }),
}

func termPathsOf(f einvoice.Format, bindings func(einvoice.Format) ([]einvoice.Binding, error)) map[string][]termPath {
	all := map[string][]termPath{}
	list, err := bindings(f)
	if err != nil {
		return all
	}
	for _, b := range list {
		t, ok := einvoice.TermAt(b.Place)
		if !ok || strings.HasSuffix(b.Place, ".Scheme") {
			continue
		}
		if p, ok := parseTermPath(f, b); ok {
			all[t.ID] = append(all[t.ID], p)
		}
	}
	return all
}

func parseTermPath(f einvoice.Format, b einvoice.Binding) (p termPath, ok bool) {
	steps, attr, _ := strings.Cut(strings.TrimPrefix(b.Path, "/"), "/@")
	p.attr = attr
	if p.steps, ok = nameSteps(f, steps); !ok {
		return p, false
	}
	if key, value, found := strings.Cut(b.If, " = "); found {
		key, p.byAttr, _ = strings.Cut(key, "/@")
		if p.key, ok = nameSteps("", key); !ok {
			return p, false
		}
		p.keyed = value
	}
	return p, true
}

func nameSteps(f einvoice.Format, path string) (steps []names.Name, ok bool) {
	for _, s := range strings.Split(path, "/") {
		switch {
		case f == einvoice.UBLInvoice && len(steps) == 0:
			s = "inv:Invoice"
		case f == einvoice.UBLCreditNote && len(steps) == 0:
			s = "cn:CreditNote"
		}
		n, ok := names.Find(s)
		if !ok {
			return nil, false
		}
		steps = append(steps, n)
	}
	return steps, true
}

// term is the value of a term next to an element: within it, or within the groups
// around it.
func (c *Check) term(id string, near Node) string {
	paths := termPaths[c.v.format]
	if paths == nil {
		return ""
	}
	all := paths()[id]
	for i := range all {
		p := &all[i]
		if n := c.follow(p, near); n.Exists() {
			if p.attr != "" {
				return n.AttrValue(p.attr)
			}
			return n.Norm()
		}
	}
	return ""
}

// follow goes up from an element to where the path passes by, and down the path from there.
func (c *Check) follow(p *termPath, near Node) Node {
	from, depth := near, len(ancestry(near))
	for depth > 0 {
		if line := ancestry(from); depth <= len(p.steps) && equalNames(line, p.steps[:depth]) {
			break
		}
		from = from.Parent()
		depth--
	}
	if depth == 0 || c.line.Exists() && !c.inLine(from) {
		from, depth = c.head, 1
		if p.steps[0] != c.head.Name() {
			return Node{}
		}
	}
	return tree.Ask(from, p, func(from Node) (found Node) {
		descend(from, p.steps[depth:], func(n Node) bool {
			if p.holds(n) {
				found = n
			}
			return !found.Exists()
		})
		return found
	})
}

// holds tells whether the element is the one that its key tells from others.
func (p *termPath) holds(n Node) bool {
	if p.key == nil {
		return true
	}
	for g := n; g.Exists(); g = g.Parent() {
		x := g
		for _, s := range p.key {
			x = x.Child(s)
		}
		if x.Exists() {
			if p.byAttr != "" {
				return x.AttrValue(p.byAttr) == p.keyed
			}
			return x.Norm() == p.keyed
		}
	}
	return false
}

func descend(n Node, steps []names.Name, visit func(Node) bool) bool {
	if len(steps) == 0 {
		return visit(n)
	}
	for x := n.Child(steps[0]); x.Exists(); x = x.NextNamed(steps[0]) {
		if !descend(x, steps[1:], visit) {
			return false
		}
	}
	return true
}

// ancestry is the names from the root down to an element.
func ancestry(n Node) []names.Name {
	if !n.Exists() {
		return nil
	}
	return append(ancestry(n.Parent()), n.Name())
}

func equalNames(a, b []names.Name) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
