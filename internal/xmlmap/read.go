package xmlmap

import (
	"slices"

	"github.com/einvoice-go/einvoice"
)

// readKids reads the children of the current element into t.
func (n *node[T]) readKids(r *Reader, t *T) {
	if len(r.attrs) > 0 {
		r.loseAttrs()
	}
	last := 0
	var seen [2]uint64
	for r.next() {
		i := index(n.names, last, r.ns, r.local)
		if i < 0 {
			r.loseElement("no term of the invoice holds this element")
			continue
		}
		last = i
		k := n.kids[i]
		if len(k.keys) > 0 {
			chosen, why := k.choose(r)
			if chosen == nil {
				r.loseElementAs(einvoice.LossConstant, why)
				continue
			}
			k = chosen
		}
		if !k.many {
			bit := uint64(1) << (k.bit & 63)
			if seen[k.bit>>6]&bit != 0 {
				r.loseRepeated(k.meta)
				continue
			}
			seen[k.bit>>6] |= bit
		}
		before := r.count
		k.read(r, t)
		if k.after != nil {
			k.after(t)
		}
		if r.count == before && k.row != nil && !k.many && !k.plain {
			seen[k.bit>>6] &^= 1 << (k.bit & 63) // it was empty: another one may have the place
		}
	}
}

func (n *node[T]) read(r *Reader, t *T) {
	if n.row != nil {
		n.row.read(r, t, n.row.meta)
		return
	}
	if n.fixed {
		n.readKids(r, t)
		return
	}
	start, count, lost, e := r.start, r.count, len(r.list), r.stack[len(r.stack)-1]
	if r.trace != nil && n.meta != nil {
		r.trace.leaf(r, n.meta, here{start, e})
	}
	n.readKids(r, t)
	if n.done != nil {
		n.done(r, t, start, &e)
	}
	if r.count == count && !n.plain {
		if n.meta == nil { // a wrapper without a place of its own
			why := "present without content, which counts as absent"
			if slices.ContainsFunc(r.list[lost:], func(l einvoice.Loss) bool { return l.Kind != einvoice.LossEmpty }) {
				why = "nothing in it has a place, which counts as absent"
			}
			r.lose(einvoice.LossEmpty, start, r.show(&e), "", why)
			return
		}
		r.loseEmpty(start, e, n.meta)
	}
}

func (r *Reader) loseRepeated(m *meta) {
	n := len(r.list)
	r.loseElementAs(einvoice.LossRepeated, "stands more than once; the first one is kept")
	if m != nil && len(r.list) > n {
		l := &r.list[n]
		var relative bool
		if l.Place, relative = r.place(m); !relative {
			t, _ := einvoice.TermAt(l.Place)
			l.Term = t.ID
		}
	}
}

// loseEmpty records an element that was present without content.
func (r *Reader) loseEmpty(start int, e elem, m *meta) {
	r.loseAt(einvoice.LossEmpty, start, r.show(&e), "", "present without content, which counts as absent", m)
}

// value is the text of a leaf: "" is recorded as empty.
func (r *Reader) value(m *meta, trimmed bool) (s string, at here) {
	at = here{r.start, r.stack[len(r.stack)-1]}
	s = r.text()
	if trimmed {
		if t := trim(s); len(t) < len(s) {
			if t != "" {
				r.loseSpace(at, m, s)
			}
			s = t
		}
	}
	if s == "" || !trimmed && isBlank(s) {
		r.loseEmpty(at.start, at.elem, m)
		for i := range r.taken {
			a := &r.taken[i]
			r.loseAttr(a, m, einvoice.LossUnbound, r.show(&at.elem)+"/", r.attrValue(a), "an attribute of an element without content")
		}
		r.taken = r.taken[:0]
		return "", at
	}
	r.count++
	r.last = s
	if r.trace != nil {
		r.trace.leaf(r, m, at)
		for i := range r.taken {
			r.trace.attribute(r, m, at, &r.taken[i])
		}
	}
	r.taken = r.taken[:0]
	return s, at
}

// loseSpace records white space around a value; the loss shows it.
func (r *Reader) loseSpace(at here, m *meta, raw string) {
	n := len(r.list)
	r.loseAt(einvoice.LossSpace, at.start, r.show(&at.elem), raw, "white space around the value is not kept", m)
	if len(r.list) > n && len(raw) <= 80 {
		r.list[n].Value = raw
	}
}

func isBlank(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isSpace(s[i]) {
			return false
		}
	}
	return true
}

// here remembers an element that has been read.
type here struct {
	start int
	elem  elem
}

// malformed records a value that is not of its data type.
func (r *Reader) malformed(at here, m *meta, value, why string) {
	r.loseAt(einvoice.LossMalformed, at.start, r.show(&at.elem), value, why, m)
}

// peek looks ahead for a key without moving.
func (r *Reader) peek(g *guard) (v string) {
	r.ahead(func() { v = r.find(g.path, g) })
	return v
}

// FirstChild is the name of the first element within the current one, looked at without
// moving: its namespace and local name.
func (r *Reader) FirstChild() (uri, local string) {
	r.ahead(func() {
		if r.next() {
			uri, local = r.Root()
		}
	})
	return uri, local
}

// ahead lets look do what it likes within the current element, and goes back.
func (r *Reader) ahead(look func()) {
	pos, start, ns, local, empty, err := r.pos, r.start, r.ns, r.local, r.empty, r.err
	depth, binds, quiet, count := len(r.stack), len(r.binds), r.quiet, r.count
	trace := r.trace
	var kept []attr
	if len(r.attrs) > 0 {
		kept = append(kept, r.attrs...)
	}
	top := r.stack[depth-1]
	r.quiet, r.trace = true, nil
	look()
	if r.err != nil && err == nil {
		return // the document is broken there: reading will stop
	}
	r.pos, r.start, r.ns, r.local, r.empty = pos, start, ns, local, empty
	r.stack = append(r.stack[:depth-1], top)
	r.binds, r.quiet, r.trace, r.count = r.binds[:binds], quiet, trace, count
	r.attrs = append(r.attrs[:0], kept...)
}

func (r *Reader) find(path []qname, g *guard) string {
	for r.next() {
		if q := path[0]; r.local == q.local && r.ns == q.ns {
			switch {
			case len(path) > 1:
				return r.find(path[1:], g)
			case g.attr != "":
				return r.attribute(g.attr, nil)
			}
			return trim(r.text())
		}
		for _, q := range g.stop {
			if r.local == q.local && r.ns == q.ns {
				return ""
			}
		}
		r.skip()
	}
	return ""
}
