package validate

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// Check is what a rule's test works with: it holds the facts, and takes the findings.
type Check struct {
	*Facts
	v    *validation
	run  *bound // the rule at hand
	args []arg
	one  *einvoice.Line // the line at hand
	nth  int            // its number, from 0
}

type arg struct{ name, value string }

// Arg gives a value to the text of the finding that follows.
func (c *Check) Arg(name, value string) *Check {
	c.args = append(c.args, arg{name, value})
	return c
}

// Fail records a finding. The indexes say which of the repeated groups it is in,
// from the outside in; in a line test the line's own comes first by itself.
func (c *Check) Fail(index ...int) {
	index = c.where(index)
	rule := c.run.rule
	if c.malformed(rule.Terms, index) {
		c.args = c.args[:0]
		return // that has its own finding
	}
	severity := rule.Severity
	if s, ok := c.v.levels[rule.ID]; ok {
		severity = s
	}
	if c.v.count(c.run) {
		c.v.findings = append(c.v.findings, Finding{
			Rule: rule.ID, RuleSet: c.run.set.ID(), Severity: severity, Terms: rule.Terms,
			Message: c.text(index), Help: rule.Help, Place: place(rule.Terms[0], index),
		})
	}
	c.args = c.args[:0]
}

// where puts the line's own number first.
func (c *Check) where(index []int) []int {
	if c.one != nil {
		return append([]int{c.nth}, index...)
	}
	return index
}

// place is where a term stands, cut off at the group whose number is not known.
func place(term string, index []int) string {
	p := einvoice.PlaceOf(term, index...)
	if i := strings.Index(p, "[]"); i >= 0 {
		p = p[:i]
		if k := strings.LastIndexByte(p, '.'); k >= 0 {
			return p[:k]
		}
		return ""
	}
	return p
}

// text fills in the rule's text, in one pass: values are never looked at again.
func (c *Check) text(index []int) string {
	var b strings.Builder
	for rest := c.run.rule.Text; rest != ""; {
		before, after, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			break
		}
		name, tail, _ := strings.Cut(after, "}")
		b.WriteString(shorten(c.gap(name, index)))
		rest = tail
	}
	return b.String()
}

// gap is what goes into a gap of the text: an argument, or the value of a term.
func (c *Check) gap(name string, index []int) string {
	for _, a := range c.args {
		if a.name == name {
			return a.value
		}
	}
	return c.value(name, index)
}

// shorten keeps values readable in a message.
func shorten(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	end := most
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// value is a term's value for the text, such as "1000.00"; "(none)" when absent.
func (c *Check) value(term string, index []int) string {
	inv := c.Invoice
	if c.one != nil {
		if term == "line" {
			if c.one.ID != "" {
				return strconv.Quote(c.one.ID)
			}
			return "no. " + strconv.Itoa(c.nth+1)
		}
		if t, ok := einvoice.LookupTerm(term); ok && strings.HasPrefix(t.Place, "Lines[]") {
			inv = &einvoice.Invoice{Lines: []einvoice.Line{*c.one}}
			index = append([]int{0}, index[1:]...)
		}
	}
	if term == "nth" {
		return strconv.Itoa(index[len(index)-1] + 1)
	}
	if v := inv.ValueAt(place(term, index)); v != "" {
		return v
	}
	return "(none)"
}

// --- the kinds of tests ---

// whole tests the document: false is a finding.
func whole(ok func(*Check) bool) Test {
	return Test{document: func(c *Check) {
		if !ok(c) {
			c.Fail()
		}
	}}
}

// lines tests every line.
func lines(ok func(*Check, *einvoice.Line) bool) Test {
	return Test{line: func(c *Check, l *einvoice.Line) {
		if !ok(c, l) {
			c.Fail()
		}
	}}
}

// each tests every element of a list of the document.
func each[T any](list func(*Check) []T, ok func(*Check, *T, int) bool) Test {
	return Test{document: func(c *Check) {
		all := list(c)
		for i := range all {
			if !ok(c, &all[i], i) {
				c.Fail(i)
			}
		}
	}}
}

// eachOfLine tests every element of a list of every line.
func eachOfLine[T any](list func(*einvoice.Line) []T, ok func(*Check, *T, int) bool) Test {
	return Test{line: func(c *Check, l *einvoice.Line) {
		all := list(l)
		for i := range all {
			if !ok(c, &all[i], i) {
				c.Fail(i)
			}
		}
	}}
}

// never is the test of a rule that no document can break.
func never() Test { return Test{document: func(*Check) {}} }

// --- running them ---

// validation is one document being checked.
type validation struct {
	wanted   map[string]bool
	most     int
	facts    Facts
	check    Check
	plans    []*plan
	seen     map[*bound]int // findings of each rule
	findings []Finding
	ran      []string
	notRun   []NotRun
	levels   map[string]Severity

	specification string // what the rule sets were chosen for
	profile       string
	chosen        int // findings of the choice itself: they come first
}

// bound is a rule in the set that it runs for.
type bound struct {
	set  *Set
	rule *Rule
}

// plan is which rules of a set run for a syntax, and how.
type plan struct{ document, line []bound }

// plans are made once: name of the set, and "ubl", "cii" or "" for the model alone.
var plans = sync.OnceValue(func() map[[2]string]*plan {
	all := map[[2]string]*plan{}
	for _, s := range Sets() {
		for _, syntax := range []string{"ubl", "cii", ""} {
			p := new(plan)
			for i := range s.Rules {
				r := &s.Rules[i]
				switch {
				case r.neverIn(syntax):
				case r.Test.line != nil:
					p.line = append(p.line, bound{s, r})
				default:
					p.document = append(p.document, bound{s, r})
				}
			}
			all[[2]string{s.ID(), syntax}] = p
		}
	}
	return all
})

// neverIn tells whether a rule is impossible in a syntax.
func (r *Rule) neverIn(syntax string) bool {
	in, _, limited := strings.Cut(r.Never, ": ")
	if !limited || in != "ubl" && in != "cii" {
		return r.Never != ""
	}
	return in == syntax
}

// begin chooses the rules, once the head of the document is known.
func (v *validation) begin(doc *einvoice.Document) {
	v.facts = Facts{Invoice: &doc.Invoice, Format: doc.Format, losses: doc.Losses}
	v.check = Check{Facts: &v.facts, v: v}
	v.choose()
	for _, id := range v.ran {
		v.addPlan(id)
	}
}

// count counts a finding, and tells whether it is to be listed.
func (v *validation) count(b *bound) bool {
	if v.seen == nil {
		v.seen = map[*bound]int{}
	}
	v.seen[b]++
	return v.seen[b] <= v.most
}

func (v *validation) line(l *einvoice.Line) {
	c := &v.check
	c.one, c.nth = l, v.facts.Lines
	for _, p := range v.plans {
		for i := range p.line {
			c.run = &p.line[i]
			c.run.rule.Test.line(c, l)
		}
	}
	c.one = nil
	v.facts.addLine(l)
}

func (v *validation) lines(doc *einvoice.Document) {
	for i := range doc.Invoice.Lines {
		v.line(&doc.Invoice.Lines[i])
	}
}

// finish runs the rules on the whole document.
func (v *validation) finish(doc *einvoice.Document) *Report {
	v.facts.losses = doc.Losses
	v.rechoose()
	c := &v.check
	for _, p := range v.plans {
		for i := range p.document {
			c.run = &p.document[i]
			c.run.rule.Test.document(c)
		}
	}
	r := &Report{Format: doc.Format, Profile: v.profile, RuleSets: v.ran, NotRun: v.notRun, Notes: slices.Clone(doc.Notes), Findings: v.findings}
	r.noteLosses(doc.Losses)
	for _, p := range v.plans {
		for _, rules := range [][]bound{p.document, p.line} {
			for i := range rules {
				if b := &rules[i]; v.seen[b] > v.most {
					r.More = append(r.More, More{Rule: b.rule.ID, RuleSet: b.set.ID(), Count: v.seen[b] - v.most})
				}
			}
		}
	}
	return r
}
