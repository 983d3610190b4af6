package structure

import (
	"slices"

	"github.com/einvoice-go/einvoice/internal/names"
)

// neverAny says why none of the checks finds anything, if so.
func (m *Machine) neverAny(checks []int32) (why string) {
	for _, i := range checks {
		if why = m.never(i); why == "" {
			return ""
		}
	}
	return why
}

// never says why a check finds nothing, ever.
func (m *Machine) never(i int32) string {
	c := &m.checks[i]
	if c.path.never {
		return c.path.unheard()
	}
	if c.context == document {
		return ""
	}
	why := ""
	for _, path := range m.contexts[c.context].paths {
		switch {
		case path.never:
			why = path.unheard()
		case m.hidden(c, path):
			why = "the published rules ask other ones of all " + path.all[len(path.all)-1].text + " first, and then this one no more"
		default:
			return ""
		}
	}
	return why
}

// unheard says which step of a path no schema knows.
func (s steps) unheard() string {
	for i := range s.all {
		if step := &s.all[i]; step.text != "." && len(step.names) == 0 {
			return "no schema has an element " + step.text
		}
	}
	return ""
}

// hidden tells whether the elements at a path of a check's context always belong to an
// earlier context.
func (m *Machine) hidden(c *check, path steps) bool {
	if c.context == document {
		return false
	}
	for i := range c.context {
		if slices.ContainsFunc(m.contexts[i].paths, func(earlier steps) bool { return earlier.covers(path) }) {
			return true
		}
	}
	return false
}

// covers tells whether all elements at another path are at this one too.
func (s steps) covers(other steps) bool {
	n, k := len(other.all), len(s.all)
	if s.never || k > n || s.root && (!other.root || k != n) {
		return false
	}
	for i := range s.all {
		theirs := other.all[n-k+i].names
		if len(s.all[i].guards) > 0 || slices.ContainsFunc(theirs, func(name names.Name) bool { return !slices.Contains(s.all[i].names, name) }) {
			return false
		}
	}
	return true
}
