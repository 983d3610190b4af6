package validate

import (
	"slices"
	"strings"
	"sync"
)

// revision says what a rule set has otherwise than another one.
type revision struct {
	of      []Rule
	only    []string // if there are any: all others are left out
	leftOut []string
	changed []ruleChange
	added   []Rule
}

// ruleChange is what is other about a rule that both have.
type ruleChange struct {
	id   string
	edit func(*Rule)
}

// rules makes the rules. That the ids exist is for a test to hold: see unknown.
func (v revision) rules() []Rule {
	all := make([]Rule, 0, len(v.of)+len(v.added))
	for _, r := range v.of {
		if slices.Contains(v.leftOut, r.ID) || v.only != nil && !slices.Contains(v.only, r.ID) {
			continue
		}
		for _, c := range v.changed {
			if c.id == r.ID {
				c.edit(&r)
			}
		}
		all = append(all, r)
	}
	return v.companions(append(all, v.added...))
}

// revised makes the rules when they are asked for, once.
func revised(v func() revision) func() []Rule {
	return sync.OnceValue(func() []Rule { return v().rules() })
}

// companions forgets those that the rules were given in the other set and have not here.
func (v revision) companions(all []Rule) []Rule {
	ids := map[string]bool{}
	for i := range all {
		ids[all[i].ID] = true
	}
	for i := range len(all) - len(v.added) {
		all[i].Also = slices.DeleteFunc(slices.Clone(all[i].Also), func(id string) bool {
			_, rest, only := strings.Cut(id, ": ")
			return !ids[id] && !(only && ids[rest])
		})
	}
	return all
}

// unknown lists the ids that the revision speaks of and the other set has not.
func (v revision) unknown() (ids []string) {
	named := slices.Concat(v.only, v.leftOut)
	for _, c := range v.changed {
		named = append(named, c.id)
	}
	for _, id := range named {
		if !slices.ContainsFunc(v.of, func(r Rule) bool { return r.ID == id }) {
			ids = append(ids, id)
		}
	}
	return ids
}

// weighs changes the severity.
func weighs(s Severity) func(*Rule) { return func(r *Rule) { r.Severity = s } }

// looks changes the test for UBL.
func looks(t Test) func(*Rule) { return func(r *Rule) { r.UBL = t } }

// looksCII changes the test for CII.
func looksCII(t Test) func(*Rule) { return func(r *Rule) { r.CII = t } }

// edits makes one edit of several.
func edits(all ...func(*Rule)) func(*Rule) {
	return func(r *Rule) {
		for _, edit := range all {
			edit(r)
		}
	}
}

// cannotFire says why the rule is never violated.
func cannotFire(why string) func(*Rule) { return func(r *Rule) { r.Never = why } }

// also names further rules that fire with it.
func also(ids ...string) func(*Rule) {
	return func(r *Rule) { r.Also = slices.Concat(r.Also, ids) }
}
