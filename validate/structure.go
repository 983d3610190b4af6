package validate

import (
	"slices"
	"strings"
	"sync"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/structure"
)

// structured is what a set states element by element: a machine of package structure,
// and what that cannot say.
type structured struct {
	machine func() *structure.Machine
	// late holds values in lines against the rest of the document, which comes later.
	late func() late
	// lateRules are what late looks for, and breaks are how to break rules that their own
	// script cannot break, by id.
	lateRules []Rule
	breaks    map[string]string

	once sync.Once
	list []Rule
	byID map[string]*Rule
}

// late takes lines, and in the end the rest of the document.
type late interface {
	line(Node)
	rest(root Node, report func(*structure.Finding))
}

// rules are the rules that the machine knows, in a syntax.
func (s *structured) rules(syntax string) []Rule {
	s.once.Do(func() {
		s.byID = map[string]*Rule{}
		for _, r := range s.machine().Rules() {
			x := Rule{ID: r.ID, Severity: Warning, Text: r.Text, Help: r.Help, Never: r.Never, Paths: r.Paths, structural: syntax}
			if r.Fatal {
				x.Severity = Fatal
			}
			if text, ok := structureTexts[r.ID]; ok {
				x.Text, x.Help = text, ""
			}
			s.list = append(s.list, x)
		}
		s.list = append(s.list, s.lateRules...)
		for i := range s.list {
			s.byID[s.list[i].ID] = &s.list[i]
		}
	})
	return s.list
}

// broken are the rules with the scripts that break them.
func (s *structured) broken(syntax string) []Rule {
	all := slices.Clone(s.rules(syntax))
	m := s.machine()
	for i, r := range m.Rules() {
		script, ok := s.breaks[r.ID]
		if !ok {
			script = m.Break(&r, structureRoots[syntax])
		}
		switch syntax {
		case ubl:
			all[i].BreakUBL = script
		case cii:
			all[i].BreakCII = script
		}
	}
	return all
}

// structureRoots are the root elements of the documents that rules are broken in.
var structureRoots = map[string]names.Name{ubl: names.Of("inv:Invoice"), cii: names.Of("rsm:CrossIndustryInvoice")}

// structureWalk is a document on its way through the structure of a set. It belongs to
// a workspace.
type structureWalk struct {
	check  *Check
	set    *Set
	walk   structure.Walk
	late   late
	report func(*structure.Finding)
}

// walk is the workspace's walk of a number.
func (w *workspace) walk(k int) *structureWalk {
	if k == len(w.paths) {
		x := new(structureWalk)
		x.report = func(f *structure.Finding) { x.check.misplaced(x.set, f) }
		w.paths = append(w.paths, x)
	}
	return w.paths[k]
}

// forget lets go of the document.
func (w *structureWalk) forget() {
	w.check, w.set, w.late = nil, nil, nil
	w.walk.Forget()
}

// beginWalks begins the walks of the sets that run.
func (v *validation) beginWalks() {
	n := 0
	for _, p := range v.plans {
		s := p.set.structured(v.root.syntax)
		if s == nil {
			continue
		}
		w := v.walk(n)
		n++
		w.check, w.set = &v.check, p.set
		w.walk.Begin(s.machine(), w.report)
		if s.late != nil {
			w.late = s.late()
		}
	}
	v.walks = v.paths[:n]
}

func (w *structureWalk) line(n Node) {
	w.walk.Line(n)
	if w.late != nil {
		w.late.line(n)
	}
}

func (w *structureWalk) rest(root Node) {
	w.walk.Rest(root)
	if w.late != nil {
		w.late.rest(root, w.report)
	}
}

// misplaced records a finding of a set's structure.
func (c *Check) misplaced(set *Set, f *structure.Finding) {
	rule := set.structural(f.Rule, c.syntax)
	if rule == nil { // the published set gives it no id
		rule = &withoutID
	}
	text := f.Text
	if own, ok := structureTexts[f.Rule]; ok {
		text = own
	}
	c.set = set
	for _, a := range f.Args {
		c.Arg(a.Name, strings.Clone(a.Value))
	}
	c.fail(rule, f.Node, text)
}

// withoutID is what stands for the rules of structure that the published Schematron of
// Factur-X gives no id.
var withoutID = Rule{ID: facturXUnnamed, Severity: Fatal, Text: "{element} is not part of the profile."}
