package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// What tests are made of: conditions on an element that many rules share. Those with a path
// speak of what it leads to from the element at hand.

type condition = func(*Check, Node) bool

// has: there is such an element.
func has(p string) condition {
	q := path(p)
	return func(_ *Check, n Node) bool { return q.Exists(n) }
}

// lacks: there is no such element.
func lacks(p string) condition { return not(has(p)) }

// filled: the first such element has text other than white space.
func filled(p string) condition {
	q := path(p)
	return func(_ *Check, n Node) bool { return q.First(n).Norm() != "" }
}

// most: there are at most so many such elements.
func most(limit int, p string) condition {
	q := path(p)
	return func(_ *Check, n Node) bool { return q.Count(n) <= limit }
}

// says: one of such elements has exactly this text.
func says(p, text string) condition {
	q := path(p)
	return func(_ *Check, n Node) bool { return q.Says(n, text) }
}

// saysNorm: one of such elements has this text, white space normalized.
func saysNorm(p, text string) condition {
	q := path(p)
	return func(_ *Check, n Node) bool { return q.SaysNorm(n, text) }
}

// saysIn: the text of one of such elements, as it is or normalized, is a code of a list.
func saysIn(p string, text func(Node) string, list string) condition {
	q, l := path(p), codes.Get(list)
	return func(_ *Check, n Node) bool { return !q.Each(n, func(x Node) bool { return !l.Has(text(x)) }) }
}

// hasAttr: the element at hand has the attribute, be it empty.
func hasAttr(name string) condition {
	return func(_ *Check, n Node) bool { _, ok := n.Attr(name); return ok }
}

func always(*Check, Node) bool { return true }
func never(*Check, Node) bool  { return false }

func not(f condition) condition { return func(c *Check, n Node) bool { return !f(c, n) } }

func and(all ...condition) condition {
	return func(c *Check, n Node) bool {
		for _, f := range all {
			if !f(c, n) {
				return false
			}
		}
		return true
	}
}

func or(all ...condition) condition {
	return func(c *Check, n Node) bool {
		for _, f := range all {
			if f(c, n) {
				return true
			}
		}
		return false
	}
}

// twoDecimals: the first such element has at most two characters after the point. The published rules
// count characters, so white space behind counts too.
func twoDecimals(p string) condition {
	q := path(p)
	return func(_ *Check, n Node) bool { return fractionLength(q.First(n).Text()) <= 2 }
}

// fractionLength counts the characters after the first point.
func fractionLength(s string) int {
	_, after, _ := strings.Cut(s, ".")
	return runes(after)
}

// isTrue and isFalse read xs:boolean.
func isTrue(n Node) bool  { s := n.Norm(); return s == "true" || s == "1" }
func isFalse(n Node) bool { s := n.Norm(); return s == "false" || s == "0" }

// sum adds up the numbers that a path leads to; 0 if there are none.
func sum(p *tree.Path, from Node) einvoice.Decimal {
	return tree.Ask(p.Base(from), p, func(Node) einvoice.Decimal {
		total := zero
		p.Each(from, func(n Node) bool { total = total.Add(n.Decimal()); return true })
		return total
	})
}

var zero = einvoice.NewDecimal(0, 0)

// cents rounds to two decimals, halves towards positive infinity, as XPath's round() does.
func cents(d einvoice.Decimal) einvoice.Decimal { return d.RoundHalfUp(2) }

// same: both are numbers, and equal.
func same(a, b einvoice.Decimal) bool { return a.IsSet() && b.IsSet() && a.Cmp(b) == 0 }

// shown is a text for a message, which may be missing.
func shown(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}

// orNone is a number for a message, which may be missing.
func orNone(d einvoice.Decimal) string {
	if !d.IsSet() {
		return shown("")
	}
	return d.String()
}

// name is the number of an element name.
func name(s string) names.Name { return names.Of(s) }

// The identifier of the element at hand.
var (
	ublOwnID = path("cbc:ID")
	ciiOwnID = path("ram:ID")
)
