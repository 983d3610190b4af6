package xmlmap

import (
	"fmt"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Row binds one path of the document to one place in a T.
type Row[T any] struct {
	path     []string
	kids     []Row[T] // a wrapper element with rows of the same T
	fixed    string   // content written as is
	key      *match   // this fixed content, or attribute, tells its parent from others of its name
	many     bool
	opened   bool // reads and writes its own element: everything but a wrapper
	plain    bool // a default, which counts as no value
	required bool // written even if empty
	read     func(*Reader, *T, *meta)
	write    func(*Writer, *T, *tag)
	meta     *meta
	sub      func(Binding, func(Binding))  // describes a nested table
	nested   func(*Schema) []guard         // compiles a nested table, returns its keys
	when     func(*T) bool                 // whether to write it
	after    func(*T)                      // what to do once it has been read
	done     func(*Reader, *T, int, *elem) // see Done
	shared   string                        // step of the row before it that has its place in common
	sets     uint16                        // profiles that have it, one a bit; 0: all
}

// When writes a row only where the condition holds.
func (row Row[T]) When(holds func(*T) bool) Row[T] {
	row.when = holds
	return row
}

// After does something to the value once the row has been read.
func (row Row[T]) After(do func(*T)) Row[T] {
	row.after = do
	return row
}

// Shared says that a row has its place in common with the row before it that is called
// step: only one of the two can be there.
func (row Row[T]) Shared(step string) Row[T] {
	row.shared = step
	return row
}

// Only says which values the row is for. Others are written elsewhere: reading one here
// loses nothing but its place, and is listed.
func (row Row[T]) Only(fits func(*T) bool, otherwise string) Row[T] {
	row.when = fits
	read := row.read
	row.read = func(r *Reader, t *T, m *meta) {
		start, e, before := r.start, r.stack[len(r.stack)-1], r.count
		if read(r, t, m); r.count > before && !fits(t) {
			r.loseAt(einvoice.LossDeclared, start, r.show(&e), r.last, otherwise, m)
		}
	}
	return row
}

// For says which profiles of the format have the row, one a bit. A writer with another
// profile leaves it out.
func (row Row[T]) For(profiles uint16) Row[T] {
	row.sets = profiles
	return row
}

// meta is what a row is called, for reports.
type meta struct {
	name   func() string // Go place within T
	kind   string
	attrs  []attrMeta
	fields []string // places that share the text of the element
	also   string   // a place that is written where the own one is empty
}

type attrMeta struct {
	name, place string // place relative to the row's; "=" for a constant
}

type tag struct{ open, close, bare string } // "<a>", "</a>", "<a"

type node[T any] struct {
	qname
	tag
	step     string
	row      *Row[T] // nil for a wrapper
	meta     *meta   // nil for a wrapper without a place
	kids     []*node[T]
	names    []qname // of kids, side by side; alternatives are blank
	when     func(*T) bool
	after    func(*T)
	done     func(*Reader, *T, int, *elem)
	keys     []guard // what must hold for this node to be chosen
	alt      *node[T]
	bit      int
	many     bool
	fixed    bool   // holds nothing but fixed content
	plain    bool   // holds nothing but fixed content and defaults: no loss if without value
	sets     uint16 // see Row.For
	required bool   // written even if empty
	held     []held // what to write then
}

// Table is a list of rows for T in schema order, compiled into a tree. Tables are
// compiled by New while packages are initialized, and read-only from then on.
type Table[T any] struct {
	root node[T]
	rows []Row[T]
	done bool
}

// Of lists the rows of T in the order in which the schema wants the elements.
func Of[T any](rows ...Row[T]) *Table[T] { return &Table[T]{rows: rows} }

// Add appends rows; a table that contains itself is made of Of() and Add.
func (t *Table[T]) Add(rows ...Row[T]) *Table[T] {
	t.rows = append(t.rows, rows...)
	return t
}

func (t *Table[T]) compile(s *Schema) []guard {
	if !t.done {
		t.done = true // first, for a table within itself
		t.root.add(s, t.rows)
	}
	return t.root.keys
}

func (n *node[T]) add(s *Schema, rows []Row[T]) {
	for i := range rows {
		row := &rows[i]
		top := newNode[T](s, row.path[0])
		leaf := top
		for _, step := range row.path[1:] {
			c := newNode[T](s, step)
			leaf.append(c)
			leaf = c
		}
		if row.opened {
			leaf.row = row
		}
		leaf.meta, leaf.when, leaf.after = row.meta, row.when, row.after
		leaf.done = row.done
		leaf.sets, leaf.required = row.sets, row.required
		leaf.plain = row.plain || row.fixed != ""
		leaf.many = row.many
		if row.fixed != "" {
			leaf.fixed = true
			leaf.held = []held{{leaf.open + row.fixed + leaf.close, 0}}
		}
		leaf.add(s, row.kids)
		if row.nested != nil {
			leaf.keys = row.nested(s)
		}
		if row.key != nil { // belongs to the element whose row this is
			n.keys = append(n.keys, newGuard(s, row))
		}
		top.settle()
		top.settlePlain()
		n.append(top)
		if row.shared != "" {
			top.bit = n.called(row.shared).bit
		}
	}
}

// append adds a child; one of a name that is there already becomes its alternative.
func (n *node[T]) append(c *node[T]) {
	c.bit = len(n.kids)
	if c.bit >= 128 {
		panic("xmlmap: more than 128 rows in " + n.step)
	}
	name := c.qname
	for _, first := range n.kids {
		if first.qname == c.qname {
			for first.alt != nil {
				first = first.alt
			}
			if len(first.keys) == 0 {
				panic("xmlmap: " + c.step + " stands twice below " + n.step + " and nothing tells them apart")
			}
			first.alt = c
			name = qname{}
			break
		}
	}
	n.kids = append(n.kids, c)
	n.names = append(n.names, name)
}

// called finds the first child of a name; it is there.
func (n *node[T]) called(step string) *node[T] {
	for _, k := range n.kids {
		if k.step == step {
			return k
		}
	}
	panic("xmlmap: nothing before is called " + step + " below " + n.step)
}

// settle finds elements that hold nothing but fixed content.
func (n *node[T]) settle() {
	if n.row != nil || n.fixed || len(n.kids) == 0 {
		return
	}
	all := []held{{n.open, 1}}
	for _, k := range n.kids {
		k.settle()
		if !k.fixed {
			return
		}
		all = append(all, k.held...)
	}
	n.fixed, n.held = true, append(all, held{n.close, -1})
}

func (n *node[T]) settlePlain() {
	if n.row != nil || n.plain || len(n.kids) == 0 {
		return
	}
	for _, k := range n.kids {
		if k.settlePlain(); !k.plain {
			return
		}
	}
	n.plain = true
}

func newNode[T any](s *Schema, step string) *node[T] {
	shown := s.show(step)
	return &node[T]{qname: s.name(step), step: shown, tag: tag{"<" + shown + ">", "</" + shown + ">", "<" + shown}}
}

// index finds a child by name. Documents follow schema order and so does the
// table: the next element is nearly always at or just after the last one.
func index(names []qname, from int, ns uint8, local string) int {
	for i := from; i < len(names); i++ {
		if q := &names[i]; len(q.local) == len(local) && q.ns == ns && q.local == local {
			return i
		}
	}
	for i := range names[:min(from, len(names))] {
		if q := &names[i]; len(q.local) == len(local) && q.ns == ns && q.local == local {
			return i
		}
	}
	return -1
}

// match says when fixed content counts as equal.
type match struct {
	want   string
	attr   string // attribute of the element instead of its content
	equal  func(got, want string) bool
	before []string // elements that the key cannot follow: where looking ahead may stop
}

type guard struct {
	path  []qname
	stop  []qname
	shown string
	*match
}

func newGuard[T any](s *Schema, row *Row[T]) guard {
	g := guard{match: row.key}
	steps := make([]string, len(row.path))
	for i, step := range row.path {
		g.path = append(g.path, s.name(step))
		steps[i] = s.show(step)
	}
	for _, step := range row.key.before {
		g.stop = append(g.stop, s.name(step))
	}
	g.shown = strings.Join(steps, "/")
	if g.attr != "" {
		g.shown += "/@" + g.attr
	}
	return g
}

func exactly(got, want string) bool { return got == want }

func anyCase(got, want string) bool { return strings.EqualFold(got, want) }

func boolean(got, want string) bool {
	switch got {
	case "1":
		got = "true"
	case "0":
		got = "false"
	}
	return got == want
}

// choose picks the alternative whose keys hold; nil and the reason if none does.
func (n *node[T]) choose(r *Reader) (*node[T], string) {
	var miss *guard
	got := ""
	for k := n; k != nil; k = k.alt {
		var g *guard
		if g, got = k.missing(r); g == nil {
			return k, ""
		}
		miss = g
	}
	if got == "" {
		return nil, fmt.Sprintf("%s is missing, only %q has a place", miss.shown, miss.want)
	}
	return nil, fmt.Sprintf("%s is %q, only %q has a place", miss.shown, shorten(got), miss.want)
}

// missing is the first key that does not hold, and what stands in its place.
func (n *node[T]) missing(r *Reader) (*guard, string) {
	for i := range n.keys {
		g := &n.keys[i]
		if got := r.peek(g); !g.equal(got, g.want) {
			return g, got
		}
	}
	return nil, ""
}
