package structure

import (
	"fmt"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// guard is a condition of a step: see the package comment.
type guard struct {
	number int // in the table
	up     int // how far out the left side begins
	not    bool
	inside names.Name // the element is one, or is inside one; Other: look at the operand
	left   operand
	op     string // "" if it is enough that there is something
	values []string
	right  operand // "$": instead of values
	base   int     // how far out the right side begins
}

// operand is a path in a condition: to elements, or to an attribute of them.
type operand struct {
	path *tree.Path
	self bool // no path: the element at hand
	attr string
}

var operators = []string{"~=", "^=", "!=", "="}

func parseGuard(text string) (g guard, err error) {
	text, g.not = strings.CutPrefix(text, "!")
	if name, ok := strings.CutPrefix(text, "<"); ok {
		n, known := names.Find(name)
		if !known {
			return g, fmt.Errorf("no schema has %q", name)
		}
		g.inside = n
		return g, nil
	}
	left, right := text, ""
	for _, op := range operators {
		if l, r, ok := strings.Cut(text, op); ok {
			left, g.op, right = l, op, r
			break
		}
	}
	if other, ok := strings.CutPrefix(right, "$"); ok {
		if g.left, err = parseOperand(left); err != nil {
			return g, err
		}
		other, g.base = outwards(other)
		g.right, err = parseOperand(other)
		return g, err
	}
	left, g.up = outwards(left)
	if g.left, err = parseOperand(left); err != nil {
		return g, err
	}
	if g.op == "!=" || g.op != "" && right == "" {
		return g, fmt.Errorf("%q compares with nothing", text)
	}
	g.values = strings.Split(right, "|")
	return g, nil
}

// outwards takes the steps out of an element off a path.
func outwards(path string) (rest string, up int) {
	for {
		inner, ok := strings.CutPrefix(path, "../")
		switch {
		case ok:
			path, up = inner, up+1
		case path == "..":
			return ".", up + 1
		default:
			return path, up
		}
	}
}

func parseOperand(text string) (o operand, err error) {
	whole := text
	if i := strings.LastIndexByte(text, '@'); i >= 0 && (i == 0 || text[i-1] == '/') {
		if o.attr = text[i+1:]; !isName(o.attr) {
			return o, fmt.Errorf("%q is no path", whole)
		}
		text = strings.TrimSuffix(text[:i], "/")
	}
	o.self = text == "." || text == "" && o.attr != ""
	if o.self {
		return o, nil
	}
	for _, step := range strings.Split(strings.TrimPrefix(text, "/"), "/") {
		if _, ok := names.Find(step); !ok && step != ".." {
			return o, fmt.Errorf("%q is no path: no schema has %q", whole, step)
		}
	}
	o.path = tree.ParsePath(text)
	return o, nil
}

// each visits the values, until visit answers false.
func (o *operand) each(n tree.Node, visit func(string) bool) {
	value := func(n tree.Node) bool {
		if o.attr == "" {
			return visit(n.Value())
		}
		if v, ok := n.Attr(o.attr); ok {
			return visit(v)
		}
		return true
	}
	if o.self {
		value(n)
		return
	}
	o.path.Each(n, value)
}

// guardAt is a condition on the element at hand, or on one so many levels further out.
type guardAt struct {
	guard
	up int
}

// memo is what is known of a condition, so that the many children of one element do not
// each look at all of its children again.
type memo struct {
	at     tree.Node
	known  bool
	holds  bool
	base   tree.Node
	values map[string]bool // of the right side, at the base
}

// hold tells whether all conditions are fulfilled.
func (w *Walk) hold(guards []guardAt, n tree.Node) bool {
	for i := range guards {
		g := &guards[i]
		at := outer(n, g.up+g.guard.up)
		if at == n {
			if !w.holds(&g.guard, n) {
				return false
			}
			continue
		}
		m := &w.memos[g.number]
		if !m.known || m.at != at {
			m.at, m.known, m.holds = at, true, tree.Ask(at, &g.guard, func(at tree.Node) bool { return w.holds(&g.guard, at) })
		}
		if !m.holds {
			return false
		}
	}
	return true
}

func outer(n tree.Node, up int) tree.Node {
	for range up {
		n = n.Parent()
	}
	return n
}

// holds tells whether an element fulfils a condition.
func (w *Walk) holds(g *guard, n tree.Node) bool {
	if g.inside != names.Other {
		for n.Exists() && n.Name() != g.inside {
			n = n.Parent()
		}
		return n.Exists() != g.not
	}
	var right map[string]bool
	if g.op != "" && g.values == nil {
		right = w.right(g, n)
	}
	found := false
	g.left.each(n, func(v string) bool {
		found = g.matches(v, right)
		return !found
	})
	return found != g.not
}

// right lists the values of the right side.
func (w *Walk) right(g *guard, n tree.Node) map[string]bool {
	m := &w.memos[g.number]
	base := outer(n, g.base)
	if m.values == nil || m.base != base {
		m.base, m.values = base, tree.Ask(base, &g.right, func(base tree.Node) map[string]bool {
			all := map[string]bool{}
			g.right.each(base, func(v string) bool { all[v] = true; return true })
			return all
		})
	}
	return m.values
}

func (g *guard) matches(v string, right map[string]bool) bool {
	switch {
	case g.op == "":
		return true
	case g.op == "!=":
		return len(right) > 1 || len(right) == 1 && !right[v]
	case right != nil:
		return right[v]
	case g.op == "~=":
		v = tree.Normalize(v)
	case g.op == "^=":
		v = strings.ToUpper(v)
	}
	return slices.Contains(g.values, v)
}
