package structure

import (
	"slices"
	"strings"
)

// script writes the commands.
func (b *breaker) script() string {
	var lines []string
	if b.fresh == len(b.names) {
		lines = b.change()
	} else {
		lines = b.add()
	}
	return strings.Join(append(b.before, lines...), "\n")
}

// path is the way to the element at a place.
func (b *breaker) path(at int) string {
	switch {
	case at < 0:
		return "."
	case b.anywhere:
		return "//" + strings.Join(b.names[:at+1], "/")
	}
	return strings.Join(b.names[:at+1], "/")
}

// change breaks the rule at the elements that the document has.
func (b *breaker) change() (lines []string) {
	c := b.check
	leaf := b.path(len(b.names) - 1)
	if leaf != "." {
		lines = append(lines, "make "+leaf)
	}
	switch c.kind {
	case checkCount:
		if c.min > 0 {
			return b.lack(leaf)
		}
		if c.attr != "" {
			lines = append(lines, "attr "+leaf+" "+c.attr+" = x")
		}
		for range c.max {
			lines = append(lines, "twice "+leaf)
		}
	case checkNeededAttribute:
		lines = append(lines, "noattr "+leaf+" "+c.attr)
	case checkBannedAttribute:
		lines = append(lines, "attr "+leaf+" "+c.attr+" = x")
	case checkList, checkDate, checkCents:
		if c.attr != "" {
			return append(lines, "attr "+leaf+" "+c.attr+" = "+b.wrong())
		}
		lines = append(lines, "set "+leaf+" = "+b.wrong())
	case checkSame:
		name := b.names[len(b.names)-1]
		lines = append(lines, "after "+leaf+" <"+name+">another</"+name+">")
	case checkNeeds:
		needed := breaker{m: b.m, check: &b.m.checks[b.index-1], root: b.root}
		if !needed.begin(steps{}) {
			return nil
		}
		lines = append([]string{"clear " + needed.path(len(needed.names)-1)}, append(lines, "attr "+leaf+" "+c.attr+" = x")...)
	}
	return lines
}

// lack takes away what the context must have.
func (b *breaker) lack(leaf string) (lines []string) {
	if b.context >= 0 {
		lines = append(lines, "make "+b.path(b.context))
	}
	return append(lines, "clear "+leaf)
}

// add breaks the rule with new elements.
func (b *breaker) add() (lines []string) {
	c := b.check
	leaf := b.leaf()
	number := 1
	switch c.kind {
	case checkCount:
		if c.attr != "" {
			leaf.set(c.attr, "x")
		} else if b.omit() {
			break
		}
		if c.max == many {
			return nil
		}
		number = int(c.max) + 1
	case checkBannedAttribute:
		leaf.set(c.attr, "x")
	case checkList, checkDate, checkCents:
		if c.attr != "" {
			leaf.set(c.attr, b.wrong())
		} else {
			leaf.text = b.wrong()
		}
	case checkSame, checkNeeds:
		return nil
	}
	if n := len(b.elements); n > 1 {
		parent := b.elements[n-2]
		for ; number > 1; number-- {
			parent.children = append(parent.children, leaf)
		}
	}
	var xml strings.Builder
	for range number {
		b.elements[0].write(&xml)
	}
	at := "."
	if b.fresh > 0 {
		at = b.path(b.fresh - 1)
		lines = append(lines, "make "+at)
	}
	return append(lines, "add "+at+" "+xml.String())
}

// leaf is the element to be wrong: another one if a condition asks for a right one.
func (b *breaker) leaf() *element {
	n := len(b.elements)
	leaf := b.elements[n-1]
	given := false
	switch b.check.kind {
	case checkNeededAttribute:
		given = slices.ContainsFunc(leaf.attrs, func(a [2]string) bool { return a[0] == b.check.attr })
	case checkList:
		given = b.check.attr == "" && leaf.text != ""
	}
	if given && n > 1 {
		leaf = &element{name: leaf.name}
		b.elements[n-2].children = append(b.elements[n-2].children, leaf)
	}
	return leaf
}

// omit leaves out what the context must have, if the context is new and no condition
// asks for it.
func (b *breaker) omit() bool {
	k := b.context - b.fresh
	if b.check.min == 0 || k < 0 || k+1 >= len(b.elements) {
		return false
	}
	for i := k + 1; i < len(b.elements); i++ {
		e, inner := b.elements[i], 0
		if i < len(b.elements)-1 {
			inner = 1
		}
		if e.text != "" || len(e.attrs) > 0 || len(e.children) > inner {
			return false
		}
	}
	parent := b.elements[k]
	parent.children = slices.DeleteFunc(parent.children, func(e *element) bool { return e == b.elements[k+1] })
	return true
}

// element is a new element.
type element struct {
	name     string
	attrs    [][2]string
	text     string
	children []*element
}

func (e *element) child(name string) *element {
	for _, c := range e.children {
		if c.name == name {
			return c
		}
	}
	c := &element{name: name}
	e.children = append(e.children, c)
	return c
}

func (e *element) set(attr, value string) {
	e.attrs = slices.DeleteFunc(e.attrs, func(a [2]string) bool { return a[0] == attr })
	e.attrs = append(e.attrs, [2]string{attr, value})
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;")

func (e *element) write(b *strings.Builder) {
	b.WriteString("<" + e.name)
	for _, a := range e.attrs {
		b.WriteString(" " + a[0] + `="` + escaper.Replace(a[1]) + `"`)
	}
	if e.text == "" && len(e.children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteString(">" + escaper.Replace(e.text))
	for _, c := range e.children {
		c.write(b)
	}
	b.WriteString("</" + e.name + ">")
}
