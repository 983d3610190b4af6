package validate

import (
	"github.com/einvoice-go/einvoice"
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
// the check, the check's own test, the documentation and the reports.
type Rule struct {
	ID       string
	Severity Severity
	// Terms are the business terms that the rule speaks of. The first is where a
	// finding points to.
	Terms []string
	// Text says in one line what is wrong. {BT-n} stands for the value of a term,
	// {name} for an argument that the test gives.
	Text string
	// Help says how to mend it, where that is not obvious.
	Help string
	// Test looks for violations.
	Test Test
	// Break turns a valid sample invoice into one that violates this rule.
	Break func(*einvoice.Invoice)
	// Also names the rules that Break cannot help violating as well.
	Also []string
	// NoBreak says why there is no Break.
	NoBreak string
	// Never says why a finding is impossible: for good, or in a syntax ("ubl", "cii")
	// given before a colon.
	Never string
}

// Test is a check, of the document as a whole or line by line.
type Test struct {
	document func(*Check)
	line     func(*Check, *einvoice.Line)
}

// Set is a version of a rule set: which rules it has.
type Set struct {
	Name    string // as in Options.Rules
	Version string
	Rules   []Rule
	// Missing says which rules of the published set are not built yet; "" if none.
	Missing string
}

// ID is name@version.
func (s *Set) ID() string { return s.Name + "@" + s.Version }

// Sets lists the rule sets, newest version first.
func Sets() []*Set { return []*Set{&en16931} }

// Find returns the rules with an id, one for each set that has it.
func Find(id string) (found []Found) {
	for _, s := range Sets() {
		for i := range s.Rules {
			if s.Rules[i].ID == id {
				found = append(found, Found{s, &s.Rules[i]})
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

var en16931 = Set{
	Name: "en16931", Version: "1.3.16",
	Rules:   join(presence, calculation, decimals),
	Missing: "VAT category families (BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-AF, BR-AG, BR-O, BR-B), code lists (BR-CL) and syntax rules (UBL-CR, UBL-SR, UBL-DT)",
}

func join(lists ...[]Rule) (all []Rule) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}
