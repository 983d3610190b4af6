package intake

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/slips"
)

// table says what an object of a form may hold. Each row is a member and what becomes
// of it; what no row names is refused. The pages in docs are made of the tables.
type table[T any] struct {
	rows    []row[T]
	byName  map[string]int
	refused func(name string) string // why a member without a row is refused; may be nil
	choose  func(n *node) *table[T]  // the table to use in its place; may be nil
}

// row is a member of an object.
type row[T any] struct {
	name string
	kind string // for the pages: text, number, date ...
	to   string // the term that it becomes, or what else becomes of it
	help string // in one line, for the pages and for who misses it
	must bool
	read func(r *reader, n *node, t *T)
	sub  func() []Member // of objects and lists
}

func tableOf[T any](rows ...row[T]) *table[T] {
	t := &table[T]{rows: rows, byName: make(map[string]int, len(rows))}
	for i, row := range rows {
		t.byName[row.name] = i
	}
	return t
}

// read reads an object. Members that stand twice, that no row names, and that are
// missing are problems.
func (t *table[T]) read(r *reader, n *node, into *T) {
	if !r.is(n, '{', "an object") {
		return
	}
	if t.choose != nil {
		t = t.choose(n)
	}
	seen := make([]bool, len(t.rows))
	for _, m := range n.children {
		i, known := t.byName[m.name]
		switch {
		case !known:
			r.problemName(m, "%s", t.whyUnknown(m.name))
		case seen[i]:
			r.problemName(m, "the member stands twice")
		default:
			seen[i] = !(t.rows[i].must && m.kind == '"' && m.text == "")
			t.rows[i].read(r, m, into)
		}
	}
	for i, row := range t.rows {
		if row.must && !seen[i] {
			r.problem(n, "the member %s is missing: %s", row.name, row.help)
		}
	}
}

func (t *table[T]) whyUnknown(name string) string {
	if t.refused != nil {
		if why := t.refused(name); why != "" {
			return why
		}
	}
	var names []string
	for _, row := range t.rows {
		names = append(names, row.name)
	}
	return "no such member" + suggest(name, names)
}

// farOff is how many slips make another name.
const farOff = 4

// suggest names what is nearest to a name, where that is near.
func suggest(name string, known []string) string {
	best, distance := "", farOff
	for _, k := range known {
		if d := slips.Distance(strings.ToLower(name), strings.ToLower(k), farOff-1); d < distance && 3*d <= len(k) {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return ": is it " + best + "?"
}

// Member describes a member of a form: see Members.
type Member struct {
	Name    string
	Kind    string   // text, identifier, number, date, flag, code, object, list, any
	To      string   // the term that it becomes; "note", "loss", "check", "error", or a sentence
	Help    string   // in one line; may be ""
	Must    bool     // a document without it is refused
	Members []Member // of an object, or of the objects in a list
}

func (t *table[T]) members() (all []Member) {
	for _, row := range t.rows {
		m := Member{Name: row.name, Kind: row.kind, To: row.to, Help: row.help, Must: row.must}
		if row.sub != nil {
			m.Members = row.sub()
		}
		all = append(all, m)
	}
	return all
}

// --- rows ---

func text[T any](name, term string, at func(*T) *string) row[T] {
	return row[T]{name: name, kind: "text", to: term, read: func(r *reader, n *node, t *T) {
		if s, ok := r.str(n); ok {
			*at(t) = s
		}
	}}
}

// ident is text that may be a number in JSON.
func ident[T any](name, term string, at func(*T) *string) row[T] {
	return row[T]{name: name, kind: "identifier", to: term, read: func(r *reader, n *node, t *T) {
		if s, ok := r.word(n); ok {
			*at(t) = s
		}
	}}
}

func number[T any](name, term string, at func(*T) *einvoice.Decimal) row[T] {
	return row[T]{name: name, kind: "number", to: term, read: func(r *reader, n *node, t *T) {
		if d, ok := r.decimal(n); ok {
			*at(t) = d
		}
	}}
}

func date[T any](name, term string, at func(*T) *einvoice.Date) row[T] {
	return row[T]{name: name, kind: "date", to: term, read: func(r *reader, n *node, t *T) {
		if d, ok := r.date(n); ok {
			*at(t) = d
		}
	}}
}

// code is a value of a list; small letters are taken for capitals.
func code[T any](name, term string, list *codes.List, at func(*T) *string) row[T] {
	return row[T]{name: name, kind: "code", to: term, help: list.Name(), read: func(r *reader, n *node, t *T) {
		if s, ok := r.word(n); ok {
			if s = strings.ToUpper(s); !list.Has(s) {
				r.problem(n, "%q is no code of %s", shorten(s), list.Name())
				return
			}
			*at(t) = s
		}
	}}
}

func object[T, U any](name, to string, in *table[U], at func(*T) *U) row[T] {
	return row[T]{name: name, kind: "object", to: to, sub: in.members, read: func(r *reader, n *node, t *T) { in.read(r, n, at(t)) }}
}

// list reads an array; each element gets a chance to know its node.
func list[T, U any](name, to string, in *table[U], at func(*T) *[]U, own func(*U, *node)) row[T] {
	return row[T]{name: name, kind: "list", to: to, sub: in.members, read: func(r *reader, n *node, t *T) {
		if !r.is(n, '[', "an array") {
			return
		}
		all := make([]U, len(n.children))
		for i, c := range n.children {
			if own != nil {
				own(&all[i], c)
			}
			in.read(r, c, &all[i])
		}
		*at(t) = all
	}}
}

// via is a member that code looks at.
func via[T any](name, kind, to, help string, read func(r *reader, n *node, t *T)) row[T] {
	return row[T]{name: name, kind: kind, to: to, help: help, read: read}
}

// noted is a member that tells the service what to do, and is no part of the invoice.
func noted[T any](name, why string) row[T] {
	return via(name, "any", "note", why, func(r *reader, n *node, _ *T) { r.note(n, "%s; no part of the invoice", why) })
}

// notedFlag is one that is true or false.
func notedFlag[T any](name, why string) row[T] {
	return via(name, "flag", "note", why, func(r *reader, n *node, _ *T) {
		if value, ok := r.flag(n); ok {
			r.note(n, "%v: %s; no part of the invoice", value, why)
		}
	})
}

// lost is a member that EN 16931 has no term for.
func lost[T any](name, why string) row[T] {
	return via(name, "any", "loss", why, func(r *reader, n *node, _ *T) { r.lose(einvoice.LossUnbound, n, why) })
}

// needed makes a row one that must be there.
func needed[T any](x row[T], help string) row[T] {
	x.must = true
	if help != "" {
		x.help = help
	}
	return x
}

// helped gives a row a help text.
func helped[T any](x row[T], help string) row[T] {
	x.help = help
	return x
}

// check is an amount that is compared with what the invoice makes it.
func check[T any](name, help string, at func(*T) *stated) row[T] {
	return via(name, "number", "check", help, func(r *reader, n *node, t *T) {
		if d, ok := r.decimal(n); ok {
			*at(t) = stated{d, n}
		}
	})
}

// with gives a row the members of the object that it reads.
func (x row[T]) with(members func() []Member) row[T] {
	x.sub = members
	return x
}

func (x row[T]) needed() row[T] { return needed(x, "") }
