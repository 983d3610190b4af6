package validate

import (
	"slices"
	"sync"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Severity is the weight that a rule set gives to a rule.
type Severity string

// The severities. A document with a fatal finding is invalid.
const (
	Fatal   Severity = "fatal"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Rule is one business rule. Everything about it is in this literal: from it come
// the checks, their own tests, the documentation and the reports.
type Rule struct {
	ID       string
	Severity Severity
	// SeverityCII is the weight in CII, where it is another one.
	SeverityCII Severity
	// Terms are the business terms that the rule speaks of.
	Terms []string
	// Text says in one line what is wrong. {name} stands for an argument that the test
	// gives, {BT-n} for the value of a term, {line} for the invoice line at hand, {value} and {element} for
	// text and name of the element that the finding is at, {nth} for its number among its like.
	Text string
	// Help says how to mend it, where that is not obvious.
	Help string
	// UBL, CII and Facturae look for violations in each syntax. A zero Test: the published
	// set for the syntax has no such rule.
	UBL, CII, Facturae Test
	// Break turns a valid sample invoice into one that violates this rule.
	Break func(*einvoice.Invoice)
	// BreakUBL, BreakCII and BreakFacturae do it by editing the sample's document, for what
	// an invoice in memory cannot express: see sample.Edit, and sample.Facturae.
	BreakUBL, BreakCII, BreakFacturae string
	// Also names the rules that breaking this one cannot help violating as well: in all
	// syntaxes, or in the one given before a colon, as in "cii: BR-09".
	Also []string
	// NoBreak says why there is no Break.
	NoBreak string
	// Never says why a finding is impossible: for good, or in a syntax (see Syntaxes)
	// given before a colon.
	Never string
	// Paths are the elements that a rule of structure speaks of.
	Paths []string

	structural string // the syntax whose structure the rule belongs to
}

// SeverityIn is the rule's weight in a syntax: see Syntaxes.
func (r *Rule) SeverityIn(syntax string) Severity {
	if syntax == cii && r.SeverityCII != "" {
		return r.SeverityCII
	}
	return r.Severity
}

// In tells whether the rule is looked for in a syntax: see Syntaxes.
func (r *Rule) In(syntax string) bool { return len(r.test(syntax).on) > 0 || r.structural == syntax }

// Script is what edits the sample's document in a syntax to break the rule; "" if Break
// does it, or nothing.
func (r *Rule) Script(syntax string) string {
	switch syntax {
	case ubl:
		return r.BreakUBL
	case cii:
		return r.BreakCII
	case fe:
		return r.BreakFacturae
	}
	return ""
}

func (r *Rule) test(syntax string) *Test {
	switch syntax {
	case ubl:
		return &r.UBL
	case cii:
		return &r.CII
	case fe:
		return &r.Facturae
	}
	return &Test{}
}

// Set is a version of a rule set: which rules it has.
type Set struct {
	Name    string // as in Options.Rules
	Version string
	// Profile is the profile of documents that the set is for, if not all.
	Profile string
	// UBL, CII and Facturae tell whether the set speaks of documents in that syntax.
	UBL, CII, Facturae bool
	// rules are made when somebody asks for them: most runs of a program need few sets.
	rules func() []Rule

	ublStructure, ciiStructure *structured
	ublPlan, ciiPlan, fePlan   madeOnce

	once sync.Once
	all  []Rule
}

// Rules are the rules that look at values. Rules of structure come beside: see All.
func (s *Set) Rules() []Rule { return s.rules() }

// All are the rules of the set, those of structure too, which come with scripts that
// break them.
func (s *Set) All() []Rule {
	s.once.Do(func() {
		s.all = slices.Clone(s.Rules())
		for _, syntax := range Syntaxes() {
			if t := s.structured(syntax); t != nil {
				s.all = append(s.all, t.broken(syntax)...)
			}
		}
	})
	return s.all
}

// structured is what the set states element by element; nil if nothing.
func (s *Set) structured(syntax string) *structured {
	switch syntax {
	case ubl:
		return s.ublStructure
	case cii:
		return s.ciiStructure
	}
	return nil
}

// structural finds a rule of structure.
func (s *Set) structural(id, syntax string) *Rule {
	t := s.structured(syntax)
	t.rules(syntax)
	return t.byID[id]
}

// ID is name@version.
func (s *Set) ID() string { return s.Name + "@" + s.Version }

// In tells whether the set speaks of documents in a syntax: see Syntaxes.
func (s *Set) In(syntax string) bool {
	return syntax == ubl && s.UBL || syntax == cii && s.CII || syntax == fe && s.Facturae
}

// Sets lists the rule sets, newest version first.
func Sets() []*Set {
	return []*Set{&en16931, &peppol, &peppolOf2025, &peppolCII, &peppolSelfBilling, &xrechnung,
		&facturXSetMinimum, &facturXSetBasicWL, &facturXSetBasic, &facturXSetEN16931, &facturXSetExtended, &facturae}
}

// Find returns the rules with an id, one for each set that has it.
func Find(id string) (found []Found) {
	for _, s := range Sets() {
		all := s.All()
		for i := range all {
			if all[i].ID == id {
				found = append(found, Found{s, &all[i]})
			}
		}
	}
	return found
}

// Found is a rule and the set that it was found in.
type Found struct {
	Set  *Set
	Rule *Rule
}

// joined makes the rules of several lists when they are asked for, once.
func joined(lists ...func() []Rule) func() []Rule {
	return sync.OnceValue(func() (all []Rule) {
		for _, list := range lists {
			all = append(all, list()...)
		}
		return all
	})
}

// The syntaxes that rules are written for.
const (
	ubl = "ubl"
	cii = "cii"
	fe  = "facturae" // 3.2, 3.2.1 and 3.2.2
)

// Syntaxes lists the syntaxes that rules are written for: "ubl", "cii" and "facturae".
func Syntaxes() []string { return []string{ubl, cii, fe} }

// Node is an element of the document.
type Node = tree.Node

// Test looks for violations at the elements of some kinds. See at, when, each.
type Test struct {
	on []on
}

// on is what is asked of the elements of one kind.
type on struct {
	pattern string // alternatives stand apart by "|"; read when a plan is made
	test    func(*Check, Node)
}

// at tests the elements that a pattern describes ("cac:Party/cbc:EndpointID", see
// tree.Pattern; alternatives stand apart by "|"): where ok answers false there is a finding.
func at(pattern string, ok func(*Check, Node) bool) Test {
	return each(pattern, func(c *Check, n Node) {
		if !ok(c, n) {
			c.Fail(n)
		}
	})
}

// when is at for those of the elements that fulfil a condition.
func when(pattern string, condition, ok func(*Check, Node) bool) Test {
	return each(pattern, func(c *Check, n Node) {
		if condition(c, n) && !ok(c, n) {
			c.Fail(n)
		}
	})
}

// each calls a function that says itself what is wrong, by Check.Fail.
func each(pattern string, test func(*Check, Node)) Test {
	if pattern == "/*" { // by name, so that not every element is asked
		pattern = "/inv:Invoice|/cn:CreditNote|/rsm:CrossIndustryInvoice"
	}
	return Test{[]on{{pattern, test}}}
}

// both makes one test of several.
func both(tests ...Test) (t Test) {
	for _, x := range tests {
		t.on = append(t.on, x.on...)
	}
	return t
}

// t is for lists of terms.
func t(ids ...string) []string { return ids }

// path is a path to elements: see tree.Path. It is read when a rule first asks.
func path(text string) *tree.Path {
	p := tree.NewPath(text)
	everyPath.Lock()
	defer everyPath.Unlock()
	everyPath.list = append(everyPath.list, p)
	return p
}

// everyPath are those made so far, for the test that each can be read: rules are made when
// they are asked for.
var everyPath struct {
	sync.Mutex
	list []*tree.Path
}
