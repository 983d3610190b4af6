package structure

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

// Break is an edit script, in the language of package sample, that makes a document with
// the root element given break a rule. It is "" if the rule cannot be broken, or if it
// is not known how.
func (m *Machine) Break(r *Rule, root names.Name) string {
	for _, i := range r.checks {
		c := &m.checks[i]
		if m.never(i) != "" {
			continue
		}
		outer := []steps{{}}
		if c.context != document {
			outer = m.contexts[c.context].paths
		}
		for _, o := range outer {
			if o.root && !slices.Contains(o.all[0].names, root) || m.hidden(c, o) {
				continue
			}
			b := breaker{m: m, index: i, check: c, root: root}
			if !b.begin(o) || !b.guards() {
				continue
			}
			if script := b.script(); script != "" {
				return script
			}
		}
	}
	return ""
}

// breaker puts a script together: elements without conditions are used where the
// document has them; from the first on that conditions look at, new ones are added.
type breaker struct {
	m        *Machine
	index    int32
	check    *check
	root     names.Name
	anywhere bool // the path begins anywhere
	names    []string
	context  int // the place of the check's context; -1: the root
	fresh    int // of the first new element
	elements []*element
	before   []string // commands that come first

	conditions []condition
}

// condition is one of the path's.
type condition struct {
	*guard
	at int // the place of the element that it is a condition on; -1: the root
}

// base is the place of the outermost element that a condition looks at.
func (c *condition) base() int {
	if c.inside != names.Other || strings.HasPrefix(c.left.path.String(), "/") {
		return c.at
	}
	return c.at - c.up
}

// begin lays the path out.
func (b *breaker) begin(outer steps) bool {
	inner := b.check.path
	all := slices.Concat(outer.all, inner.all)
	b.anywhere = !outer.root && !inner.root
	if !b.anywhere {
		for i := range all[0].guards {
			b.conditions = append(b.conditions, condition{&all[0].guards[i], -1})
		}
		all = all[1:]
	}
	var use, avoid []names.Name
	for i := range all {
		for k := range all[i].guards {
			if g := &all[i].guards[k]; g.inside != names.Other && g.not {
				avoid = append(avoid, g.inside)
			} else if g.inside != names.Other {
				use = append(use, g.inside)
			}
		}
	}
	for i := range all {
		step := &all[i]
		at := len(b.names)
		if step.names == nil { // the element itself
			at--
		} else {
			name := b.choose(step, use, append(b.taken(step), avoid...))
			if name == "" {
				name = b.choose(step, use, avoid)
			}
			b.names = append(b.names, name)
		}
		for k := range step.guards {
			b.conditions = append(b.conditions, condition{&step.guards[k], at})
		}
	}
	b.context = len(b.names) - 1
	for i := range inner.all {
		if inner.all[i].names != nil {
			b.context--
		}
	}
	return !slices.Contains(b.names, "")
}

// taken lists the names that earlier contexts take away from the one of the check.
func (b *breaker) taken(step *pathStep) (all []names.Name) {
	if len(step.names) == 1 || b.check.context == document {
		return nil
	}
	for i := range b.check.context {
		for _, path := range b.m.contexts[i].paths {
			all = append(all, path.all[len(path.all)-1].names...)
		}
	}
	return all
}

// families are the prefixes of names that stand together.
var families = map[string]string{"inv": "cac cbc ext", "cn": "cac cbc ext", "rsm": "rsm ram udt qdt"}

// examples are elements that any document has, to stand for any element.
var examples = map[string]string{"inv": "cbc:ID", "cn": "cbc:ID", "rsm": "ram:ID"}

// choose is one of the names that a step may have: of the same syntax, and short.
func (b *breaker) choose(step *pathStep, use, avoid []names.Name) (best string) {
	syntax, _, _ := strings.Cut(b.root.String(), ":")
	if len(step.names) == 1 && step.names[0] == names.Other {
		return examples[syntax]
	}
	for _, n := range step.names {
		name := n.String()
		prefix, _, _ := strings.Cut(name, ":")
		switch {
		case slices.Contains(use, n):
			return name
		case !strings.Contains(families[syntax], prefix) || slices.Contains(avoid, n):
		case best == "" || len(name) < len(best):
			best = name
		}
	}
	return best
}

// guards decides which elements are new, makes them, and fulfils the conditions.
func (b *breaker) guards() bool {
	b.fresh = len(b.names)
	for i := range b.conditions {
		c := &b.conditions[i]
		switch at := c.base(); {
		case c.inside != names.Other && c.not:
			if b.anywhere { // not where the document has such an element
				b.fresh = 0
			}
		case c.inside == names.Other && c.at >= 0:
			b.fresh = min(b.fresh, max(at, 0))
		}
	}
	if b.anywhere && b.lonely() {
		b.fresh = 0
	}
	for i := b.fresh; i < len(b.names); i++ {
		e := &element{name: b.names[i]}
		if i > b.fresh {
			parent := b.elements[len(b.elements)-1]
			parent.children = append(parent.children, e)
		}
		b.elements = append(b.elements, e)
	}
	for i := range b.conditions {
		if !b.fulfil(&b.conditions[i]) {
			return false
		}
	}
	return true
}

// lonely tells whether the document's elements may belong to an earlier context.
func (b *breaker) lonely() bool {
	if b.check.context == document || b.context < 0 {
		return false
	}
	n, _ := names.Find(b.names[b.context])
	for i := range b.check.context {
		for _, path := range b.m.contexts[i].paths {
			if slices.Contains(path.all[len(path.all)-1].names, n) {
				return true
			}
		}
	}
	return false
}

// noCurrency is ISO 4217's code for no currency: a value for two places that have to
// agree, and that no sample has.
const noCurrency = "XXX"

// fulfil makes a condition hold.
func (b *breaker) fulfil(c *condition) bool {
	switch {
	case c.inside != names.Other:
		return c.not || slices.Contains(b.names, c.inside.String())
	case strings.HasPrefix(c.left.path.String(), "/"):
		return (c.left.path.String() == "/"+b.root.String()) != c.not
	case strings.Contains(c.left.path.String(), ".."):
		return false
	case c.not:
		return b.refuse(c)
	case c.base() < b.fresh:
		return false
	}
	e := b.elements[c.base()-b.fresh]
	value := "x"
	switch {
	case c.op == "!=":
		return false
	case c.op != "" && c.values != nil:
		value = c.values[0]
	case c.op != "":
		if value = noCurrency; b.check.list != nil && b.check.attr == c.left.attr {
			value = b.wrong()
		}
		where := b.other(c)
		if where == "" {
			return false
		}
		b.before = append(b.before, "make "+where, "set "+where+" = "+value)
	}
	if !c.left.self {
		for _, name := range strings.Split(c.left.path.String(), "/") {
			e = e.child(name)
		}
	}
	if c.left.attr != "" {
		e.set(c.left.attr, value)
	} else if c.op != "" {
		e.text = value
	}
	return true
}

// refuse makes a condition not hold. New elements have nothing that it could ask for,
// but for the values of those on the path.
func (b *breaker) refuse(c *condition) bool {
	at := c.base()
	for _, name := range strings.Split(c.left.path.String(), "/") {
		if c.left.self {
			break
		}
		if at++; at < 0 || at >= len(b.names) || b.names[at] != name {
			at = -1
			break
		}
	}
	if at >= b.fresh && c.left.attr == "" && c.op != "" {
		b.elements[at-b.fresh].text = b.unlike(c.values)
	}
	switch base := c.base(); {
	case base >= b.fresh:
		return true
	case base < -1 || c.left.self || b.anywhere:
		return false
	}
	b.before = append(b.before, "clear "+strings.TrimPrefix(b.path(c.base())+"/"+c.left.path.String(), "./"))
	return true
}

// other is the path to the right side of a condition, if that is an element.
func (b *breaker) other(c *condition) string {
	at := c.at - c.guard.base
	if at < -1 || c.right.attr != "" || c.right.self || strings.HasPrefix(c.right.path.String(), "/") {
		return ""
	}
	return strings.TrimPrefix(b.path(at)+"/"+c.right.path.String(), "./")
}

// unlike is a value that is not among others.
func (b *breaker) unlike(values []string) string {
	v := "x"
	for slices.Contains(values, v) {
		v += "x"
	}
	return v
}

// wrong is a value that the check does not accept.
func (b *breaker) wrong() string {
	switch b.check.kind {
	case checkDate:
		return "20261301"
	case checkCents:
		return "1.234"
	}
	v := "?"
	for b.check.list != nil && b.check.list.Has(v) {
		v += "?"
	}
	return v
}
