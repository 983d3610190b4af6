package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// profiles are those of Factur-X, each with its letter in the table.
const profiles = "MWBEX"

var profileNames = []string{"MINIMUM", "BASIC-WL", "BASIC", "EN16931", "EXTENDED"}

// late are the conditions that compare something of a line with something after the
// lines: Go code looks after them, as the table is asked line by line.
const late = "=/rsm:CrossIndustryInvoice/"

// element is what the profiles say of an element.
type element struct {
	occurs map[byte]said            // by profile: sign
	banned map[byte]bool            // by profile
	others map[string]map[byte]said // by fact
	order  []string                 // of the facts
}

type said struct{ sign, id string }

type facturX struct {
	root     node
	elements map[*node]*element
	last     map[*node]*node // the child that was spoken of last
	lists    func(profile byte, number string) (string, error)
}

// structural picks the contexts of the last pattern, which holds the structure, and then
// those whose structure stands elsewhere, with business rules.
func structural(all []context) (picked []context) {
	last := all[len(all)-1].pattern
	for _, c := range all {
		if c.pattern == last && !strings.Contains(c.path, late) {
			picked = append(picked, c)
		}
	}
	for _, c := range all {
		c.tests = slices.DeleteFunc(slices.Clone(c.tests), func(t test) bool { return !strings.HasPrefix(t.id, "FX-SCH-A-") })
		if c.pattern != last && len(c.tests) > 0 {
			picked = append(picked, c)
		}
	}
	return picked
}

// facturXTable makes the table of all profiles. The largest profile comes first: it gives
// the order.
func facturXTable(dir string, lists func(profile byte, number string) (string, error)) (string, error) {
	f := facturX{elements: map[*node]*element{}, lists: lists}
	read := map[byte][]context{}
	for i := len(profiles) - 1; i >= 0; i-- {
		all, err := readSchematron(dir + "/FACTUR-X_" + profileNames[i] + ".xslt")
		if err != nil {
			return "", err
		}
		f.last = map[*node]*node{}
		for _, c := range structural(all) {
			if c.path, err = path(c.path); err != nil {
				return "", fmt.Errorf("%s: %w", profileNames[i], err)
			}
			f.at(c.path) // contexts first: their order counts
			read[profiles[i]] = append(read[profiles[i]], c)
		}
	}
	for i := range len(profiles) {
		if err := f.profile(profiles[i], read[profiles[i]]); err != nil {
			return "", fmt.Errorf("%s: %w", profileNames[i], err)
		}
	}
	var b strings.Builder
	for _, top := range f.root.children {
		f.finish(top)
		top.step = "/" + top.step
		top.write(&b, 0, 1<<10)
	}
	return b.String(), nil
}

// profile adds what a profile says, and holds the order of the table against its own.
func (f *facturX) profile(profile byte, all []context) error {
	order := map[*node]int{}
	f.number(&f.root, order)
	before := map[string]int{} // by path without conditions
	for _, c := range all {
		here := f.at(c.path)
		bare := conditions.ReplaceAllString(c.path, "")
		if before[bare] > order[here] {
			return fmt.Errorf("%s stands too early in the table", c.path)
		}
		before[bare] = order[here]
		for _, t := range c.tests {
			if err := f.test(profile, here, c, t); err != nil {
				return fmt.Errorf("%s: %w", c.path, err)
			}
		}
	}
	return nil
}

var conditions = regexp.MustCompile(`\[[^\]]*\]`)

func (f *facturX) number(n *node, order map[*node]int) {
	order[n] = len(order)
	for _, c := range n.children {
		f.number(c, order)
	}
}

// at is the line of a path.
func (f *facturX) at(path string) *node {
	from := &f.root
	for _, step := range steps(strings.TrimPrefix(path, "/")) {
		c := from.child(step, f.last[from])
		f.last[from] = c
		from = c
	}
	return from
}

func (f *facturX) element(n *node) *element {
	if f.elements[n] == nil {
		f.elements[n] = &element{occurs: map[byte]said{}, banned: map[byte]bool{}, others: map[string]map[byte]said{}}
	}
	return f.elements[n]
}

var inList = regexp.MustCompile(`^string-length\(\$(\w+)\)=0 or document\('[^']*'\)/codedb/cl\[@id=(\d+)\]/enumeration\[@value=\$(\w+)\]$`)

func (f *facturX) test(profile byte, here *node, c context, t test) error {
	e := f.element(here)
	if t.flag != "" {
		return fmt.Errorf("what is a %q rule", t.flag)
	}
	number := strings.TrimLeft(strings.TrimPrefix(t.id, "FX-SCH-A-"), "0")
	if m := inList.FindStringSubmatch(t.xpath); m != nil && m[1] == m[3] && !t.report {
		list, err := f.lists(profile, m[2])
		if err != nil {
			return err
		}
		where := "in"
		if what := c.lets[m[1]]; what != "." {
			where = what
		}
		return e.say(profile, where+":"+list, number)
	}
	switch {
	case strings.Contains(t.xpath, late):
		return nil
	case t.report && t.xpath == "true()":
		e.banned[profile] = true
		return nil
	case t.report && strings.HasPrefix(t.xpath, "@"):
		return e.say(profile, "-"+t.xpath, number)
	case t.report:
		return fmt.Errorf("what is %s", t.xpath)
	case strings.HasPrefix(t.xpath, "@"):
		return e.say(profile, t.xpath, number)
	}
	where, sign, err := occurrence(t.xpath)
	if err != nil || sign == "-" || len(steps(where)) != 1 {
		return fmt.Errorf("what is %s: %w", t.xpath, err)
	}
	child := f.element(here.child(where, nil))
	if child.occurs[profile] != (said{}) {
		return fmt.Errorf("twice: %s", t.xpath)
	}
	child.occurs[profile] = said{sign, number}
	return nil
}

func (e *element) say(profile byte, fact, id string) error {
	if id == "" && fact[0] != '-' {
		return fmt.Errorf("%s has no id", fact)
	}
	if e.others[fact] == nil {
		e.others[fact] = map[byte]said{}
		e.order = append(e.order, fact)
	}
	if e.others[fact][profile] != (said{}) {
		return fmt.Errorf("twice: %s", fact)
	}
	e.others[fact][profile] = said{fact, id}
	return nil
}

// finish writes the facts of a line and of all below it.
func (f *facturX) finish(n *node) {
	if e := f.elements[n]; e != nil {
		n.facts = e.facts()
	}
	for _, c := range n.children {
		f.finish(c)
	}
}

func (e *element) facts() (facts []string) {
	if len(e.occurs) > 0 {
		facts = append(facts, columns(func(p byte) string { return e.occurs[p].sign })+ids(e.occurs))
	}
	if len(e.banned) > 0 {
		facts = append(facts, columns(func(p byte) string {
			if e.banned[p] {
				return "-"
			}
			return ""
		}))
	}
	for _, fact := range e.order {
		mask := ""
		for i := range len(profiles) {
			if _, ok := e.others[fact][profiles[i]]; ok {
				mask += profiles[i : i+1]
			}
		}
		facts = append(facts, mask+":"+fact+ids(e.others[fact]))
	}
	return facts
}

func columns(sign func(profile byte) string) (out string) {
	for i := range len(profiles) {
		if s := sign(profiles[i]); s != "" {
			out += s
		} else {
			out += "."
		}
	}
	return out
}

// ids writes one id if all profiles have the same, else one for each.
func ids(of map[byte]said) string {
	var all []string
	same := true
	for i := range len(profiles) {
		if s, ok := of[profiles[i]]; ok {
			all = append(all, s.id)
			same = same && s.id == all[0]
		}
	}
	switch {
	case same && all[0] == "":
		return ""
	case same:
		return "#" + all[0]
	}
	return "#" + strings.Join(all, ",")
}
