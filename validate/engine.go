package validate

import (
	"slices"
	"sync"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/schema"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// bound is one question of a rule in the set that it runs for.
type bound struct {
	set     *Set
	rule    *Rule
	pattern tree.Pattern
	test    func(*Check, Node)
}

// plan is what is asked of which elements: the rules of a set in a syntax.
type plan struct {
	set    *Set
	byName [][]bound // by the number of the element's name
	all    []bound   // of elements of any name
}

// madeOnce is a set's plan for a syntax.
type madeOnce struct {
	once sync.Once
	plan *plan
}

// plan is made when a document asks for it.
func (s *Set) plan(syntax string) *plan {
	m := &s.ublPlan
	switch syntax {
	case cii:
		m = &s.ciiPlan
	case fe:
		m = &s.fePlan
	}
	m.once.Do(func() { m.plan = makePlan(s, syntax) })
	return m.plan
}

func makePlan(s *Set, syntax string) *plan {
	p := &plan{set: s, byName: make([][]bound, names.Count())}
	rules := s.Rules()
	for i := range rules {
		r := &rules[i]
		for _, o := range r.test(syntax).on {
			for _, pattern := range tree.ParsePatterns(o.pattern) {
				b := bound{s, r, pattern, o.test}
				if n := pattern.Name(); n != names.Other {
					p.byName[n] = append(p.byName[n], b)
				} else {
					p.all = append(p.all, b)
				}
			}
		}
	}
	return p
}

// counted is what findings are counted by.
type counted struct {
	set  *Set
	rule string
}

// validation is one document being checked.
type validation struct {
	*workspace
	wanted   []string // nil: what the document claims
	most     int
	texts    func(*Rule) string // Options.Texts
	root     *root
	format   einvoice.Format
	model    bool // the document was made from an invoice in memory
	facts    Facts
	check    Check
	plans    []*plan
	walks    []*structureWalk
	seen     map[counted]int // findings of each rule
	findings []Finding
	ran      []string
	notRun   []NotRun
	notes    []string
	levels   map[string]Severity
	profile  string
	faults   map[schema.Code]int // findings of the schema, counted
	misfits  []Finding           // and listed

	extensions []NotRun // whose schemas are not here
}

// count counts a finding, and tells whether it is to be listed.
func (v *validation) count(key counted) bool {
	if v.seen == nil {
		v.seen = map[counted]int{}
	}
	v.seen[key]++
	return v.seen[key] <= v.most
}

// begin chooses the rules, once the document without its lines is known.
func (v *validation) begin() {
	v.head.Forget()
	v.check = Check{Facts: &v.facts, v: v, syntax: v.root.syntax, head: v.head.Tree().Root()}
	v.choose()
	v.beginWalks()
}

// allLines runs the rules on the lines that the tree of lines holds.
func (v *validation) allLines() {
	v.facts.note(v.lines.Tree().Names())
	outer := v.lines.Tree().Root()
	if v.root.deep {
		outer = outer.FirstChild()
	}
	for line := outer.FirstChild(); line.Exists(); line = line.Next() {
		v.oneLine(line)
	}
}

func (v *validation) oneLine(line Node) {
	c := &v.check
	c.line, c.nth = line, v.facts.Lines
	if c.syntax == fe {
		c.bill = billOf(line)
	}
	v.visit(line)
	for _, w := range v.walks {
		w.line(line)
	}
	v.facts.addLine(c)
	c.line = Node{}
}

// visit asks everything of an element and of all within it.
func (v *validation) visit(n Node) {
	name := n.Name()
	for _, p := range v.plans {
		v.ask(p.byName[name], n)
		if p.all != nil {
			v.ask(p.all, n)
		}
	}
	for x := n.FirstChild(); x.Exists(); x = x.Next() {
		v.visit(x)
	}
}

func (v *validation) ask(questions []bound, n Node) {
	c := &v.check
	for i := range questions {
		b := &questions[i]
		if b.pattern.Matches(n) {
			c.rule, c.set = b.rule, b.set
			b.test(c, n)
		}
	}
}

// finish runs the rules on the document without its lines.
func (v *validation) finish() *Report {
	if v.root.syntax == fe && v.facts.Lines == 0 {
		v.nothingSeen()
	}
	v.visit(v.check.head)
	for _, w := range v.walks {
		w.rest(v.check.head)
	}
	r := &Report{Format: v.format, Profile: v.profile, RuleSets: v.ran, NotRun: append(v.notRun, v.extensions...), Notes: slices.Clone(v.notes), Findings: append(v.misfits, v.findings...)}
	r.addFaults(v)
	for _, p := range v.plans {
		r.addMore(v, p.set)
	}
	return r
}

// addMore counts the findings that are not listed, in the order of the rules.
func (r *Report) addMore(v *validation, s *Set) {
	more := func(rules []Rule) {
		for i := range rules {
			if n := v.seen[counted{s, rules[i].ID}]; n > v.most {
				r.More = append(r.More, More{Rule: rules[i].ID, RuleSet: s.ID(), Count: n - v.most})
			}
		}
	}
	if len(v.seen) == 0 {
		return
	}
	more(s.Rules())
	if t := s.structured(v.root.syntax); t != nil {
		more(t.rules(v.root.syntax))
	}
}
