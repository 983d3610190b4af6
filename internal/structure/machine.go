package structure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

// Machine is a table made ready for one profile: an automaton over element names that
// tells, with one look-up an element, which contexts it may be and which checks it
// concerns. It does not change, and is for any number of walks at a time.
type Machine struct {
	automaton
	contexts []machineContext
	checks   []check
	anywhere map[string][]int32 // checks on an attribute wherever it stands
	slots    int                // counters that the document has
	same     int                // values that it remembers
	guards   int                // conditions
	title    string             // of the table, and its profile
}

type machineContext struct {
	own   []int32 // checks of the element itself
	least []int32 // checks of what it must have
	slots int
	paths []steps // for messages
}

type checkKind uint8

const (
	checkBanned checkKind = iota
	checkCount
	checkBannedAttribute
	checkNeededAttribute
	checkList
	checkDate
	checkCents
	checkSame
	checkNeeds
	checkGives // what checkNeeds asks for
)

// document is the context of checks on the document as a whole.
const document = -1

type check struct {
	kind     checkKind
	id       string
	fatal    bool
	context  int32
	length   int       // of the path from the context
	guards   []guardAt // of the path
	path     steps     // for messages
	attr     string
	min, max int32
	slot     int
	list     CodeList
	trimmed  bool // checkSame
}

// CodeList is what the tables know of internal/codes.
type CodeList interface {
	Has(code string) bool
	Name() string
}

// many is more than any limit.
const many = 1 << 30

// occurrences are the limits that the signs stand for.
var occurrences = map[byte][2]int32{'1': {1, 1}, '?': {0, 1}, '2': {0, 2}, '+': {1, many}}

// Compile makes the machine of a profile. Lists finds code lists, nil if there is none.
func (t *Table) Compile(profile string, lists func(id string) CodeList) (*Machine, error) {
	at := slices.Index(t.profiles, profile)
	if at < 0 {
		return nil, fmt.Errorf("the table is for no profile %q", profile)
	}
	c := compiler{Table: t, profile: at, lists: lists, m: &Machine{anywhere: map[string][]int32{}, guards: t.guards, title: strings.TrimSpace(t.title + " " + profile)}, contextOf: make([]int32, len(t.lines))}
	c.findWays()
	c.findContexts()
	for i := range t.lines {
		for k := range t.lines[i].facts {
			f := &t.lines[i].facts[k]
			if f.mask&(1<<at) == 0 {
				continue
			}
			if err := c.fact(i, f); err != nil {
				return nil, &Error{t.lines[i].number, err.Error()}
			}
		}
	}
	return c.m, c.m.build(c.patterns)
}

type compiler struct {
	*Table
	profile   int
	lists     func(string) CodeList
	m         *Machine
	contextOf []int32   // by line: the context that its facts are about
	ways      [][]steps // by line that may be a context: its paths from the outermost one
	patterns  []pattern
}

// findContexts numbers the contexts in the order of the table, which is their priority.
func (c *compiler) findContexts() {
	for i := range c.lines {
		l := &c.lines[i]
		switch {
		case l.whole:
			c.contextOf[i] = document
		case !c.every && l.parent >= 0:
			c.contextOf[i] = c.contextOf[l.parent]
		case c.every && !c.speaks(i):
			c.contextOf[i] = document // no context of this profile
		default:
			n := int32(len(c.m.contexts))
			c.contextOf[i] = n
			c.m.contexts = append(c.m.contexts, machineContext{paths: c.ways[i]})
			for _, way := range c.ways[i] {
				c.pattern(steps{}, way, accepted{context: n, check: -1})
			}
		}
	}
}

// speaks tells whether a line says anything of its element for the profile, or one below
// counts in it.
func (c *compiler) speaks(i int) bool {
	for k := range c.lines[i].facts {
		if f := &c.lines[i].facts[k]; f.mask&(1<<c.profile) != 0 && (f.kind != occurs || f.signs[c.profile] == '-') {
			return true
		}
	}
	for k := i + 1; k < len(c.lines) && c.lines[i].below && c.lines[k].parent >= i; k++ {
		if c.lines[k].parent != i {
			continue
		}
		for n := range c.lines[k].facts {
			if f := &c.lines[k].facts[n]; f.kind == occurs && f.mask&(1<<c.profile) != 0 && f.signs[c.profile] != '-' {
				return true
			}
		}
	}
	return false
}

// findWays puts the paths of lines together.
func (c *compiler) findWays() {
	c.ways = make([][]steps, len(c.lines))
	for i := range c.lines {
		l := &c.lines[i]
		switch {
		case l.whole || !c.every && l.parent >= 0: // not asked for
		case l.parent < 0:
			c.ways[i] = l.paths
		default:
			for _, outer := range c.ways[l.parent] {
				c.ways[i] = append(c.ways[i], outer.then(l.paths[0]))
			}
		}
	}
}

func (s steps) then(inner steps) steps {
	if len(s.all) == 0 {
		return steps{root: s.root, all: inner.all, attr: cmp.Or(inner.attr, s.attr), never: s.never || inner.never}
	}
	return steps{root: s.root, all: slices.Concat(s.all, inner.all), attr: cmp.Or(inner.attr, s.attr), never: s.never || inner.never}
}

// within is the path of a line from its context.
func (c *compiler) within(i int) (inner steps) {
	for ; c.lines[i].parent >= 0; i = c.lines[i].parent {
		inner = c.lines[i].paths[0].then(inner)
	}
	return inner
}

// fact makes the check of a fact.
func (c *compiler) fact(i int, f *fact) error {
	l := &c.lines[i]
	id, fatal := c.name(f, c.profile)
	ch := check{id: id, fatal: fatal, context: c.contextOf[i], attr: f.attr}
	inner := steps{}
	from := i // the line of the context
	switch {
	case c.every && f.kind == occurs && f.signs[c.profile] != '-':
		if l.parent < 0 {
			return fmt.Errorf("there is nothing around it to count it in")
		}
		from, inner, ch.context = l.parent, l.paths[0], c.contextOf[l.parent]
	case !c.every || l.whole:
		for from = i; c.lines[from].parent >= 0; from = c.lines[from].parent {
		}
		inner = c.within(i)
	}
	if err := c.kind(&ch, f, inner); err != nil {
		return err
	}
	return c.add(ch, from, inner)
}

// kind says what a check does.
func (c *compiler) kind(ch *check, f *fact, inner steps) error {
	if inner.attr != "" {
		if f.kind != occurs && f.kind != needsOther {
			return fmt.Errorf("an attribute has no such fact")
		}
		ch.attr = inner.attr
	}
	switch f.kind {
	case occurs:
		sign := f.signs[c.profile]
		limits := occurrences[sign]
		ch.min, ch.max = limits[0], limits[1]
		if ch.kind = checkCount; sign == '-' {
			ch.kind = checkBanned
		}
	case bannedAttribute:
		ch.kind = checkBannedAttribute
	case neededAttribute:
		ch.kind = checkNeededAttribute
	case inCodeList:
		ch.kind = checkList
		if ch.list = c.lists(f.value); ch.list == nil {
			return fmt.Errorf("there is no code list %q", f.value)
		}
	case hasForm:
		if ch.kind = checkDate; f.value == "cents" {
			ch.kind = checkCents
		}
	case sameValue:
		ch.kind, ch.trimmed = checkSame, f.value == "same~"
	case needsOther:
		ch.kind = checkNeeds
	}
	if (ch.kind == checkSame || ch.kind == checkNeeds) && ch.context != document {
		return fmt.Errorf("that can be said of the whole document only")
	}
	if ch.kind == checkNeeds {
		return c.gives(f)
	}
	return nil
}

// gives adds the check that counts what another one needs; it comes right before that.
func (c *compiler) gives(f *fact) error {
	ch := check{kind: checkGives, context: document, attr: f.needs.attr}
	return c.add(ch, -1, f.needs)
}

// add puts a check where it belongs: to an element itself, or to the end of a path.
func (c *compiler) add(ch check, from int, inner steps) error {
	n := int32(len(c.m.checks))
	self := len(inner.all) == 0
	if len(inner.all) == 1 && inner.all[0].names == nil && !inner.never {
		self = true // "." with conditions
	}
	if !self {
		ch.length = len(inner.all)
	}
	ch.guards = inner.guards()
	ch.path = inner
	if ch.context == document {
		ch.slot = c.m.slots
		c.m.slots++
		return c.addDocument(ch, n, inner)
	}
	x := &c.m.contexts[ch.context]
	if self && ch.kind == checkCount && ch.attr == "" {
		return fmt.Errorf("there is nothing around it to count it in")
	}
	if ch.kind == checkCount {
		ch.slot = x.slots
		x.slots++
		if ch.min > 0 {
			x.least = append(x.least, n)
		}
	}
	c.m.checks = append(c.m.checks, ch)
	if self {
		x.own = append(x.own, n)
		return nil
	}
	for _, way := range c.ways[from] {
		c.pattern(way, inner, accepted{context: -1, check: n})
	}
	return nil
}

// addDocument adds a check on the document as a whole.
func (c *compiler) addDocument(ch check, n int32, path steps) error {
	switch {
	case len(path.all) == 0, ch.kind == checkCount && ch.min > 0:
		return fmt.Errorf("that cannot be said of the whole document")
	case ch.kind == checkSame:
		ch.slot = c.m.same
		c.m.same++
	}
	c.m.checks = append(c.m.checks, ch)
	if first := path.all[0]; len(path.all) == 1 && len(first.names) == 1 && first.names[0] == names.Other {
		if ch.kind != checkBannedAttribute {
			return fmt.Errorf("of any element, only attributes are looked at")
		}
		c.m.anywhere[ch.attr] = append(c.m.anywhere[ch.attr], n)
		return nil
	}
	c.pattern(steps{}, path, accepted{context: -1, check: n})
	return nil
}

// pattern adds a path for the automaton, unless no document can have it. Conditions of
// a check's path are the check's.
func (c *compiler) pattern(outer, inner steps, a accepted) {
	if outer.never || inner.never {
		return
	}
	p := pattern{root: outer.root || inner.root, accepted: a, steps: make([][]names.Name, 0, len(outer.all)+len(inner.all))}
	for k := range outer.all {
		p.steps = append(p.steps, outer.all[k].names)
	}
	for k := range inner.all {
		p.steps = append(p.steps, inner.all[k].names)
	}
	if a.check < 0 {
		p.guards = inner.guards()
	}
	c.patterns = append(c.patterns, p)
}

// guards are the conditions of a path, seen from its end.
func (s steps) guards() (all []guardAt) {
	for k := range s.all {
		for _, g := range s.all[k].guards {
			all = append(all, guardAt{g, len(s.all) - 1 - k})
		}
	}
	return all
}

// show is a path for messages.
func (s steps) show() string {
	var parts []string
	for _, step := range s.all {
		if step.names == nil && step.text == "." {
			continue
		}
		all := strings.Split(step.text, "|")
		for i, name := range all {
			if n, ok := names.Find(name); ok {
				all[i] = n.Show()
			}
		}
		parts = append(parts, strings.Join(all, " or "))
	}
	if s.attr != "" {
		parts = append(parts, "@"+s.attr)
	}
	return strings.Join(parts, "/")
}

// Rule is what a table says under one id.
type Rule struct {
	ID    string
	Fatal bool
	Paths []string // of the elements or attributes that it speaks of
	Text  string   // of its findings, with {gaps}
	Help  string   // what to do
	Never string   // why it finds nothing, if so

	checks []int32
}

// Rules are those of the machine, in the order of the table. What has no id is left out.
func (m *Machine) Rules() (rules []Rule) {
	at := map[string]int{}
	for i := range m.checks {
		c := &m.checks[i]
		if c.id == "" {
			continue
		}
		k, known := at[c.id]
		if !known {
			k = len(rules)
			at[c.id] = k
			r := Rule{ID: c.id, Fatal: c.fatal}
			r.Text, r.Help = m.message(c, c.min > 0)
			rules = append(rules, r)
		}
		rules[k].Paths = append(rules[k].Paths, m.paths(c)...)
		rules[k].checks = append(rules[k].checks, int32(i))
	}
	for i := range rules {
		rules[i].Never = m.neverAny(rules[i].checks)
	}
	return rules
}

// paths are where a check looks, one for each alternative of its context.
func (m *Machine) paths(c *check) (all []string) {
	outer := []string{""}
	if c.context != document {
		outer = outer[:0]
		for _, path := range m.contexts[c.context].paths {
			outer = append(outer, path.show())
		}
	}
	end := c.path.show()
	if c.attr != "" && !strings.HasSuffix(end, "@"+c.attr) {
		end = strings.TrimPrefix(end+"/@"+c.attr, "/")
	}
	for _, o := range outer {
		all = append(all, strings.Trim(o+"/"+end, "/"))
	}
	return all
}
