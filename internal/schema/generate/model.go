package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// model is a schema as facts: what the tables hold.
type model struct {
	name       string
	uses       []string          // other tables that belong to it
	namespaces map[string]string // URI by prefix
	roots      []string
	elements   map[string]string // global elements: name to type
	types      map[string]*typ
}

// typ is a named type. A type without name has that of its owner, "/" and the element.
type typ struct {
	name   string
	base   string // what it is derived from
	text   string // its content is text of this simple type
	simple bool   // it is a simple type itself: facets on base
	facets []string
	enum   []string
	mixed  bool
	model  *particle // nil: no child elements
	attrs  []attribute
	any    string // attributes beyond those: "strict", "lax"
}

type attribute struct {
	name, typ, fixed string
	required         bool
}

type particle struct {
	name, typ string // an element
	any       string // a wildcard: "other/lax"
	choice    bool   // a group
	parts     []*particle
	min, max  int // max -1: no limit
}

// names are those of all elements.
func (m *model) names() []string {
	seen := map[string]bool{}
	for n := range m.elements {
		seen[n] = true
	}
	var visit func(p *particle)
	visit = func(p *particle) {
		if p == nil {
			return
		}
		if p.name != "" {
			seen[p.name] = true
		}
		for _, x := range p.parts {
			visit(x)
		}
	}
	for _, t := range m.types {
		visit(t.model)
	}
	return slices.Sorted(maps.Keys(seen))
}

// reachable drops the types that no root leads to. A wildcard leads to every global
// element.
func (m *model) reachable() {
	keep := map[string]bool{}
	globals := false
	var byType func(string)
	var byParticle func(*particle)
	byType = func(name string) {
		t := m.types[name]
		if t == nil || keep[name] {
			return
		}
		keep[name] = true
		byType(t.base)
		byType(t.text)
		for _, a := range t.attrs {
			byType(a.typ)
		}
		byParticle(t.model)
	}
	byParticle = func(p *particle) {
		if p == nil {
			return
		}
		byType(p.typ)
		for _, x := range p.parts {
			byParticle(x)
		}
		if p.any == "" || globals {
			return
		}
		globals = true
		for _, name := range slices.Sorted(maps.Keys(m.elements)) {
			byType(m.elements[name])
		}
	}
	for _, r := range m.roots {
		byType(m.elements[r])
	}
	maps.DeleteFunc(m.types, func(name string, _ *typ) bool { return !keep[name] })
	if !globals {
		used := map[string]bool{}
		for _, r := range m.roots {
			used[r] = true
		}
		maps.DeleteFunc(m.elements, func(name, _ string) bool { return !used[name] })
	}
}

// write is the notation: see the documentation of package schema.
func (m *model) write(w io.Writer) {
	fmt.Fprintln(w, "# Written by internal/schema/generate. Notation: see the package comment.")
	for _, u := range m.uses {
		fmt.Fprintln(w, "use", u)
	}
	for _, p := range slices.Sorted(maps.Keys(m.namespaces)) {
		fmt.Fprintln(w, "namespace", p, m.namespaces[p])
	}
	for _, r := range m.roots {
		fmt.Fprintln(w, "root", r)
	}
	wrapped(w, "element", m.globals())
	usual := m.usualTypes()
	var local []string
	for _, n := range slices.Sorted(maps.Keys(usual)) {
		if _, global := m.elements[n]; !global {
			local = append(local, n+"="+usual[n])
		}
	}
	wrapped(w, "local", local)
	alike := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(m.types)) {
		t := m.types[name]
		switch {
		case t.simple:
			fmt.Fprintln(w, "simple", name, t.base+t.restriction())
		case t.alike(m.types[t.base]):
			alike[t.base] = append(alike[t.base], name)
		case t.text != "":
			fmt.Fprintln(w, "text", name+derived(t.base)+" "+t.text+t.attributes())
		default:
			word := "content"
			if t.mixed {
				word = "mixed"
			}
			fmt.Fprintln(w, word, name+derived(t.base)+t.content(usual)+t.attributes())
		}
	}
	for _, base := range slices.Sorted(maps.Keys(alike)) {
		wrapped(w, "like "+base, alike[base])
	}
}

func derived(base string) string {
	if base == "" {
		return ""
	}
	return "<" + base
}

// globals are the global elements; the type goes without saying if it has the
// element's name.
func (m *model) globals() (all []string) {
	for _, n := range slices.Sorted(maps.Keys(m.elements)) {
		if t := m.elements[n]; t == n+"Type" {
			all = append(all, n)
		} else {
			all = append(all, n+"="+t)
		}
	}
	return all
}

// usualTypes are the types that elements in content models have most often.
func (m *model) usualTypes() map[string]string {
	count := map[string]map[string]int{}
	var visit func(p *particle)
	visit = func(p *particle) {
		if p == nil {
			return
		}
		if p.name != "" {
			if count[p.name] == nil {
				count[p.name] = map[string]int{}
			}
			count[p.name][p.typ]++
		}
		for _, x := range p.parts {
			visit(x)
		}
	}
	for _, t := range m.types {
		visit(t.model)
	}
	usual := maps.Clone(m.elements)
	for name, types := range count {
		if usual[name] != "" {
			continue
		}
		all := slices.Sorted(maps.Keys(types))
		usual[name] = slices.MaxFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(types[a], types[b]), cmp.Compare(b, a)) })
	}
	return usual
}

// alike reports whether a type has only another name than its base.
func (t *typ) alike(base *typ) bool {
	return base != nil && !t.simple && t.text != "" && t.text == base.text && slices.Equal(t.attrs, base.attrs) && t.any == base.any
}

func (t *typ) restriction() string {
	var b strings.Builder
	for _, f := range t.facets {
		b.WriteString(" " + f)
	}
	if len(t.enum) > 0 {
		b.WriteString(" enum")
		for _, v := range t.enum {
			b.WriteString(" " + quoted(v))
		}
	}
	return b.String()
}

// quoted is a value as one word.
func quoted(v string) string {
	if v == "" || strings.ContainsAny(v, " \t\n\"\\`") {
		return strconv.Quote(v)
	}
	return v
}

func (t *typ) attributes() string {
	var b strings.Builder
	for _, a := range t.attrs {
		b.WriteString(" @" + a.name)
		if !a.required {
			b.WriteString("?")
		}
		b.WriteString("=" + a.typ)
		if a.fixed != "" {
			b.WriteString(" fixed " + quoted(a.fixed))
		}
	}
	if t.any != "" {
		b.WriteString(" @any/" + t.any)
	}
	return b.String()
}

func (t *typ) content(usual map[string]string) string {
	if t.model == nil {
		return ""
	}
	p := t.model
	if p.name == "" && p.any == "" && !p.choice && p.occurrence() == "" { // the outermost sequence
		var b strings.Builder
		for _, x := range p.parts {
			b.WriteString(" " + x.text(usual))
		}
		return b.String()
	}
	return " " + p.text(usual)
}

func (p *particle) text(usual map[string]string) string {
	switch {
	case p.name != "" && p.typ == usual[p.name]:
		return p.name + p.occurrence()
	case p.name != "":
		return p.name + "=" + p.typ + p.occurrence()
	case p.any != "":
		return "any:" + p.any + p.occurrence()
	}
	var parts []string
	for _, x := range p.parts {
		parts = append(parts, x.text(usual))
	}
	between := " "
	if p.choice {
		between = " | "
	}
	return "( " + strings.Join(parts, between) + " )" + p.occurrence()
}

func (p *particle) occurrence() string {
	switch {
	case p.min == 1 && p.max == 1:
		return ""
	case p.min == 0 && p.max == 1:
		return "?"
	case p.min == 0:
		return "*"
	}
	return "+"
}

// check refuses occurrences that the notation does not have.
func (p *particle) check() error {
	if p.min > 1 || p.max != 1 && p.max != -1 {
		return fmt.Errorf("%s occurs %d to %d times, which the notation does not have", p.name, p.min, p.max)
	}
	return nil
}

func wrapped(w io.Writer, word string, all []string) {
	line := ""
	for _, s := range all {
		if line != "" && len(line)+len(s) > 118 {
			fmt.Fprintln(w, line)
			line = ""
		}
		if line == "" {
			line = word
		}
		line += " " + s
	}
	if line != "" {
		fmt.Fprintln(w, line)
	}
}
