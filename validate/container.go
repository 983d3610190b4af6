package validate

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// PDF stands in for a syntax where rules look at the PDF that an invoice is in.
const PDF = "pdf"

// container is about the PDF that an invoice is in. Package facturx reads PDFs and says what is wrong with them
// (see Container); ids, weights and texts are here, so that they are explained and reported like all others. The
// ids are ours, the standards give none: 1.. the file, 2.. how it is embedded, 3.. the document, 4.. its metadata,
// 6.. its pages. Fatal is what the standard that is named as the source demands and readers rely on.
var container = Set{Name: "container", Version: containerVersion, PDF: true,
	rules: inContainer(containerFile, containerPlace, containerDocument, containerMetadata, containerPages)}

// ContainerSet is the id of the set, as reports name what ran.
const (
	ContainerSet     = "container@" + containerVersion
	containerVersion = "1"
)

// inContainer marks rules that package facturx looks after.
func inContainer(lists ...func() []Rule) func() []Rule {
	return sync.OnceValue(func() []Rule {
		all := joined(lists...)()
		for i := range all {
			all[i].structural = PDF
			all[i].NoBreak = "package facturx breaks it, in a PDF"
		}
		return all
	})
}

// Container is what was found of the PDF that a document stands in.
type Container struct {
	Faults []Fault
}

// Fault is what breaks a rule of the set "container".
type Fault struct {
	Rule string // its id
	Path string // to the place in the PDF, as in "/Root/AF" or "object 12"
	Args []Arg  // the values in the rule's text
}

// ContainerRule finds a rule of the set "container"; nil if there is none with the id.
func ContainerRule(id string) *Rule {
	rules := container.Rules()
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return &rules[i]
}

// Message is the text of the rule with values in its gaps. Those without one say so.
func (r *Rule) Message(args ...Arg) string { return fill(r.Text, args) }

func fill(text string, args []Arg) string {
	var b strings.Builder
	for text != "" {
		before, after, gap := strings.Cut(text, "{")
		b.WriteString(before)
		if !gap {
			break
		}
		name, rest, _ := strings.Cut(after, "}")
		value, _ := find(args, name)
		b.WriteString(shown(readable(name, value)))
		text = rest
	}
	return b.String()
}

// readable is a value as it stands in a message. What says why is a sentence of ours and no
// value, and stays whole.
func readable(name, value string) string {
	if name == "why" || name == "where" {
		return value
	}
	return shorten(value)
}

// containerWanted tells whether the rules on the container are to run.
func (v *validation) containerWanted() bool {
	return v.container != nil && (v.wanted == nil || slices.ContainsFunc(v.wanted, isContainer))
}

func isContainer(asked string) bool { return asked == container.Name || asked == ContainerSet }

// contain adds what was found of the container, in front: it comes first when the document is read.
func (v *validation) contain(r *Report) error {
	if !v.containerWanted() {
		return nil
	}
	r.RuleSets = slices.Insert(r.RuleSets, 0, ContainerSet)
	counts := map[string]int{}
	var findings []Finding
	for _, f := range v.container.Faults {
		rule := ContainerRule(f.Rule)
		if rule == nil {
			return fmt.Errorf("validate: the rule set %s has no rule %q", ContainerSet, f.Rule)
		}
		if counts[f.Rule]++; counts[f.Rule] > v.most {
			continue
		}
		args := slices.Clone(f.Args)
		for i := range args {
			args[i].Value = strings.Clone(readable(args[i].Name, args[i].Value))
		}
		findings = append(findings, Finding{Rule: rule.ID, RuleSet: ContainerSet, Severity: rule.Severity, Terms: rule.Terms, Path: f.Path,
			Message: fill(v.wording(rule, rule.Text), args), Args: args, Help: rule.Help, Offset: -1})
	}
	for _, rule := range container.Rules() {
		if n := counts[rule.ID] - v.most; n > 0 {
			r.More = append(r.More, More{rule.ID, ContainerSet, n})
		}
	}
	status := r.Status
	r.Findings = slices.Insert(r.Findings, 0, findings...)
	if r.conclude(); status == Unreadable {
		r.Status = status
	}
	return nil
}
