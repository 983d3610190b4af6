package validate

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Check runs one rule: it holds the facts, and takes the findings.
type Check struct {
	*Facts
	v    *validation
	set  *Set
	rule *Rule
	args []arg
	one  *einvoice.Line // the line at hand
	nth  int            // its number, from 0
	seen int            // findings of this rule
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
	at := place(c.rule.Terms[0], index)
	if len(c.losses) > 0 && c.has(einvoice.LossMalformed, at) {
		c.args = c.args[:0]
		return // the value is there, but is none: that has its own finding
	}
	c.seen++
	severity := c.rule.Severity
	if s, ok := c.v.levels[c.rule.ID]; ok {
		severity = s
	}
	if c.seen <= c.v.most {
		c.v.findings = append(c.v.findings, Finding{
			Rule: c.rule.ID, RuleSet: c.set.ID(), Severity: severity, Terms: c.rule.Terms,
			Message: c.text(index), Help: c.rule.Help, Place: at, order: len(c.v.findings),
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

// text fills in the rule's text.
func (c *Check) text(index []int) string {
	s := c.rule.Text
	for _, a := range c.args {
		s = strings.ReplaceAll(s, "{"+a.name+"}", a.value)
	}
	for i := strings.IndexByte(s, '{'); i >= 0; i = strings.IndexByte(s, '{') {
		end := strings.IndexByte(s[i:], '}')
		if end < 0 {
			break
		}
		s = s[:i] + c.value(s[i+1:i+end], index) + s[i+end+1:]
	}
	return s
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
	checks   []Check
	byLine   []int
	findings []Finding
	ran      []string
	notRun   []NotRun
	profile  string
	levels   map[string]Severity
}

// begin chooses the rules, once the head of the document is known.
func (v *validation) begin(doc *einvoice.Document) {
	v.facts = Facts{Invoice: &doc.Invoice, Format: doc.Format, losses: doc.Losses}
	v.profile = profileOf(doc.Invoice.Process.Specification)
	v.choose()
	for _, s := range Sets() {
		if !contains(v.ran, s.ID()) {
			continue
		}
		for i := range s.Rules {
			r := &s.Rules[i]
			if r.Never != "" && neverIn(r.Never, doc.Format) {
				continue
			}
			if r.Test.line != nil {
				v.byLine = append(v.byLine, len(v.checks))
			}
			v.checks = append(v.checks, Check{v: v, Facts: &v.facts, set: s, rule: r})
		}
	}
}

// neverIn tells whether a rule is impossible in the syntax of a format.
func neverIn(why string, f einvoice.Format) bool {
	syntax, _, limited := strings.Cut(why, ": ")
	if !limited || syntax != "ubl" && syntax != "cii" {
		return true
	}
	return strings.HasPrefix(string(f), syntax)
}

func (v *validation) line(l *einvoice.Line) {
	for _, k := range v.byLine {
		c := &v.checks[k]
		c.one, c.nth = l, v.facts.Lines
		c.rule.Test.line(c, l)
		c.one = nil
	}
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
	for k := range v.checks {
		c := &v.checks[k]
		if t := c.rule.Test.document; t != nil {
			t(c)
		}
	}
	r := &Report{Format: doc.Format, Profile: v.profile, RuleSets: v.ran, NotRun: v.notRun, Notes: doc.Notes, Findings: v.findings}
	for k := range v.checks {
		if c := &v.checks[k]; c.seen > v.most {
			r.More = append(r.More, More{Rule: c.rule.ID, RuleSet: c.set.ID(), Count: c.seen - v.most})
		}
	}
	return r
}
