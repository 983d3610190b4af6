package validate

import (
	"slices"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice/internal/names"
)

// Check is what a rule's test works with: it holds the document and the facts about
// it, and takes the findings.
type Check struct {
	*Facts
	v      *validation
	rule   *Rule // the rule at hand
	set    *Set
	args   []Arg
	syntax string
	head   Node // the root element of the document without its lines
	line   Node // the invoice line at hand, if any: outside of it only the elements around it are to be seen
	nth    int  // its number, from 0
	bill   bill // of Facturae, where invoices are what lines are elsewhere
}

// Arg is a named value in the text of a finding.
type Arg struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Arg gives a value to the text of the finding that follows.
func (c *Check) Arg(name, value string) *Check {
	c.args = append(c.args, Arg{name, value})
	return c
}

// Fail records a finding at an element.
func (c *Check) Fail(n Node) { c.fail(c.rule, n, c.rule.Text) }

func (c *Check) fail(rule *Rule, n Node, text string) {
	if c.v.count(counted{c.set, rule.ID}) {
		c.record(rule, n, text, c.spotOf(n))
	}
	c.args = c.args[:0]
}

// spot is a place in the document that is kept when its element is gone.
type spot struct {
	offset int64
	path   string
}

func (c *Check) spotOf(n Node) spot { return spot{n.Offset(), c.pathOf(n)} }

// failThere records a finding at an element of a line that is gone. Values for the text
// have to be given.
func (c *Check) failThere(at spot) {
	if c.v.count(counted{c.set, c.rule.ID}) {
		c.record(c.rule, c.head, c.rule.Text, at)
	}
	c.args = c.args[:0]
}

func (c *Check) record(rule *Rule, n Node, text string, at spot) {
	f := Finding{Rule: rule.ID, RuleSet: c.set.ID(), Severity: rule.SeverityIn(c.syntax), Terms: rule.Terms,
		Help: rule.Help, Path: at.path, Offset: at.offset}
	if s, ok := c.v.levels[rule.ID]; ok {
		f.Severity = s
	}
	f.Message, f.Args = c.text(c.v.wording(rule, text), slices.Clone(c.args), n)
	if c.v.model && len(rule.Terms) > 0 {
		f.Place = c.place(rule.Terms[0])
	}
	c.v.findings = append(c.v.findings, f)
}

// Seen tells whether an element of a name stands anywhere in the document.
func (c *Check) Seen(n names.Name) bool {
	return c.head.Exists() && c.v.head.Tree().First(n).Exists() || c.inLines(n)
}

// Anywhere visits the elements of a name outside of the invoice lines, until visit
// answers false.
func (c *Check) Anywhere(n names.Name, visit func(Node) bool) {
	for x := c.v.head.Tree().First(n); x.Exists() && visit(x); x = x.Same() {
	}
}

// inLine tells whether an element belongs to the invoice line at hand.
func (c *Check) inLine(n Node) bool {
	for ; n.Exists(); n = n.Parent() {
		if n == c.line {
			return c.line.Exists()
		}
	}
	return false
}

func runes(s string) int { return utf8.RuneCountInString(s) }
