package xmlmap

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Via goes through a scratch type where document and model differ in shape. Fold
// puts one element into the model and says why parts of it have no place; unfold
// takes all of them out again; home turns a place in the element just folded into
// a place of the model, "" if it has none.
type Via[T, C any] struct {
	Table  *Table[C]
	Leaf   *Row[C] // instead of Table: the element is a value
	Fold   func(*T, *C, *Context) []Left
	Unfold func(*T, *Context) []C
	Home   func(t *T, place string) string
	Places string // for descriptions: "scratch place = model place; ..."; one may have several; "." is the element
}

// Left is a part of a folded element that has no place, or whose place is taken.
type Left struct {
	Step, Place, Value, Why string
	Kind                    einvoice.LossKind // "": LossRepeated
}

// Row makes the row for elements at p.
func (v Via[T, C]) Row(p string) Row[T] {
	m := &meta{kind: "via", name: unnamed.name}
	row := Row[T]{path: split(p), opened: true, many: true, meta: m, sub: v.describe, read: v.read}
	if v.Table != nil {
		row.nested = v.Table.compile
	}
	row.write = func(w *Writer, t *T, g *tag) {
		all := v.Unfold(t, &w.doc)
		for i := range all {
			w.push(m, i)
			if v.Leaf != nil {
				v.Leaf.write(w, &all[i], g)
			} else {
				w.group(g, func() { v.Table.root.writeKids(w, &all[i]) })
			}
			w.unpush()
		}
	}
	return row
}

// describe gives the places of the scratch value their homes in the model.
func (v Via[T, C]) describe(b Binding, visit func(Binding)) {
	homes := map[string][]string{}
	for pair := range strings.SplitSeq(v.Places, ";") {
		if from, to, ok := strings.Cut(pair, "="); ok {
			from = strings.TrimSpace(from)
			homes[from] = append(homes[from], strings.TrimSpace(to))
		}
	}
	atHome := func(x Binding) {
		x.Via = true
		scratch := x.Place
		x.Place = ""
		if len(homes[scratch]) == 0 {
			visit(x)
		}
		for _, x.Place = range homes[scratch] {
			visit(x)
		}
	}
	if v.Leaf == nil {
		for _, home := range homes["."] {
			visit(Binding{Path: b.Path, Place: home, Kind: "group", Many: b.Many, Via: true, If: b.If, Profiles: b.Profiles})
		}
		v.Table.describe(Binding{Path: b.Path, Profiles: b.Profiles, If: b.If}, atHome)
		return
	}
	m := v.Leaf.meta
	b.Kind, b.Place = m.kind, m.name()
	atHome(b)
	for _, a := range m.attrs {
		atHome(a.binding(b))
	}
}

func (v Via[T, C]) read(r *Reader, t *T, m *meta) {
	start, e, n := r.start, r.stack[len(r.stack)-1], len(r.list)
	var c C
	r.trace.repeats(r)
	events := r.trace.hold()
	r.places = append(r.places, frame{meta: m, index: -1, via: true})
	var ok bool
	if v.Leaf != nil {
		before := r.count
		v.Leaf.read(r, &c, v.Leaf.meta)
		ok = r.count > before
	} else {
		ok = readGroup(r, v.Table, &c)
	}
	r.unpush()
	folded := len(r.list)
	if ok && r.err == nil {
		for _, left := range v.Fold(t, &c, &r.doc) {
			step := r.show(&e)
			if left.Step != "" {
				step += "/" + left.Step
			}
			r.loseFolded(start, step, left)
		}
	}
	home := func(place string) string { return v.Home(t, place) }
	for i := n; i < folded; i++ {
		if l := &r.list[i]; l.Place != "" {
			l.Place = home(l.Place)
			term, _ := einvoice.TermAt(l.Place)
			l.Term = term.ID
		}
	}
	r.trace.release(r, events, home)
}

// Either writes the value of another place where the row's own is absent, and
// declares it lost where both are there. What is read goes to the own place.
func Either[T any](row Row[T], own func(*T) *string, place string, other func(*T) string) Row[T] {
	row.meta.also = place
	write := row.write
	row.write = func(w *Writer, t *T, g *tag) {
		v := other(t)
		switch first := *own(t); {
		case first == "" && v != "":
			w.leaf(g, v)
			return
		case v != "":
			w.orphan(place, "there is one place for both, which "+row.meta.name()+" has")
		}
		write(w, t, g)
	}
	return row
}
