package main

import (
	"strings"
)

// node is a line of a table.
type node struct {
	step     string
	facts    []string
	children []*node
}

// child finds the line of a step below another, and makes it after the given one.
func (n *node) child(step string, after *node) *node {
	for _, c := range n.children {
		if c.step == step {
			return c
		}
	}
	c := &node{step: step}
	at := len(n.children)
	for i, other := range n.children {
		if other == after {
			at = i + 1
		}
	}
	n.children = append(n.children[:at], append([]*node{c}, n.children[at:]...)...)
	return c
}

// write puts a line and all below it into the table. From some depth on, a line without
// facts of its own that has one line below it shares its line with that one.
func (n *node) write(b *strings.Builder, depth, join int) {
	step := n.step
	for depth >= join && len(n.facts) == 0 && len(n.children) == 1 {
		n = n.children[0]
		step += "/" + n.step
	}
	b.WriteString(strings.Repeat(" ", depth) + step)
	for _, f := range n.facts {
		b.WriteString(" " + f)
	}
	b.WriteByte('\n')
	for _, c := range n.children {
		c.write(b, depth+1, join)
	}
}

// steps cuts a path at the slashes that are in no bracket.
func steps(path string) []string { return split(path, "/") }
