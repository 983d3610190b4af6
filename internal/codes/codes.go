// Package codes holds every code list that the rules ask for, as data: each list once, with its name, its version
// and its source. Where two rule sets use different contents of one list, the second is written as a difference.
//
//	var currencies = codes.Get("currencies@en16931-1.3.16")
//
//	if !currencies.Has(invoice.Currency) { ... }
//
// # The data
//
// The files in the folder data have one item a line:
//
//	# a comment: which rules use the list, and how (see below)
//	list payment-means@en16931-1.3.16
//	name UNTDID 4461
//		1 2 3 ...
//
//	list payment-means@other-1.0 = payment-means@en16931-1.3.16 -70 +99
//
// What follows the @ is the version: the rule set whose published rules hold this list. A line "source VERSION TEXT"
// names where it comes from. Codes are separated by blanks and stand, on lines that begin with a tab, in the order
// in which they are published. A list that is a difference has the name of its base. The line "empty" says that the
// published rules let an empty value pass. "describe NAME" begins lines of a code and what it means, in our words,
// for all lists of that name.
//
// # How the rules ask
//
// The published rules ask in five ways, and the comments in the data say which. Nothing is normalized here:
//   - one: the value, with its white space normalized and without a blank inside, is a code. Has.
//   - norm: the value, with its white space normalized, is a code. Has.
//   - exact: the value as it is written is a code. Has. Rules of Factur-X let an empty value pass.
//   - run: the value between two blanks occurs in the list, written with blanks around every code: "EUR FJD" passes
//     where FJD follows EUR. HasRun.
//   - part: the value occurs anywhere in the list so written: "", "E" and "R F" pass. HasPart.
package codes

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// A List is a code list in one version. It is safe for concurrent use; its codes are parsed when it is first asked.
type List struct {
	id, name, source string
	base             *List  // nil: a list of its own
	changes          string // to the base
	body             part   // the lines with the codes
	empty            bool   // an empty value passes
	descriptions     func() map[string]map[string]string

	once  sync.Once
	err   error
	codes map[string]struct{}
	order []string
	text  string // " A B C ", as rules have it that search in it
}

// Get returns the list with this id, as the data has it: "currencies@peppol-2026.5". It is meant for package
// variables: it parses no list, and panics if there is none with this id.
func Get(id string) *List {
	list, ok := embedded().byID[id]
	if !ok {
		panic("codes: there is no list " + id)
	}
	return list
}

// Lists returns all lists, ordered by id.
func Lists() []*List {
	all := embedded().byID
	lists := make([]*List, 0, len(all))
	for _, id := range slices.Sorted(maps.Keys(all)) {
		lists = append(lists, all[id])
	}
	return lists
}

// ID is the name of the list in this package: "payment-means@en16931-1.3.16".
func (l *List) ID() string { return l.id }

// Name is the name by which the list is known: "UNTDID 4461".
func (l *List) Name() string { return l.name }

// Version is the rule set whose rules hold the list in this form: "en16931-1.3.16".
func (l *List) Version() string {
	_, version, _ := strings.Cut(l.id, "@")
	return version
}

// Source says where the list was taken from.
func (l *List) Source() string { return l.source }

// Has reports whether code is in the list. Case and white space count.
func (l *List) Has(code string) bool {
	l.load()
	_, ok := l.codes[code]
	return ok
}

// HasRun reports whether s is a run of codes that stand next to each other in the list, one blank between two, and
// none around them. One code is a run. See the package comment.
func (l *List) HasRun(s string) bool {
	l.load()
	for rest := l.text; len(rest) >= len(s)+2; {
		at := strings.Index(rest[1:len(rest)-1], s) + 1
		if at == 0 {
			return false
		}
		if rest[at-1] == ' ' && rest[at+len(s)] == ' ' {
			return true
		}
		rest = rest[at:]
	}
	return false
}

// HasPart reports whether s occurs anywhere in the list, its codes written in their order with one blank between two,
// one before the first and one after the last. See the package comment.
func (l *List) HasPart(s string) bool {
	l.load()
	return strings.Contains(l.text, s)
}

// All returns the codes in alphabetical order.
func (l *List) All() []string {
	l.load()
	return slices.Sorted(slices.Values(l.order))
}

// Describe says what a code of the list means, "" if that is not known here or code is not in the list.
func (l *List) Describe(code string) string {
	if !l.Has(code) {
		return ""
	}
	return l.descriptions()[l.name][code]
}

// load panics on damaged data, which a test keeps from happening: a list without its codes would call every invoice
// wrong.
func (l *List) load() {
	if err := l.parsed(); err != nil {
		panic("codes: " + err.Error())
	}
}

func (l *List) parsed() error {
	l.once.Do(l.parseOnce)
	return l.err
}

func (l *List) parseOnce() { l.err = l.parse() }
