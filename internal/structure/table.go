package structure

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

// Error is a mistake in a table.
type Error struct {
	Line int
	Why  string
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Why) }

// Table is a table that has been read.
type Table struct {
	profiles []string
	letters  string
	ids      string
	title    string
	version  string // of code lists
	fatal    bool   // rules that are not marked
	every    bool
	lines    []tableLine
	guards   int // conditions, in all
}

// tableLine is a line; lines that belong together have the same facts.
type tableLine struct {
	number int
	parent int // -1: none
	whole  bool
	paths  []steps
	facts  []fact
	below  bool // it has lines further in
}

type steps struct {
	root  bool
	all   []pathStep
	attr  string // at the end of the path
	never bool   // no schema has a name of it
}

type pathStep struct {
	text   string       // without conditions
	names  []names.Name // nil: the element itself
	guards []guard
}

// fact is one thing that a line says, for the profiles that say it.
type fact struct {
	kind  factKind
	signs string // occurrence, by profile
	attr  string
	value string
	needs steps // needsOther
	mask  uint32
	ids   string // as they stand in the table
}

type factKind uint8

const (
	occurs factKind = iota
	bannedAttribute
	neededAttribute
	inCodeList
	hasForm
	sameValue
	needsOther
)

// Parse reads a table.
func Parse(text string) (*Table, error) {
	p := tableParser{Table: Table{title: "The rule set", letters: "x", profiles: []string{""}, fatal: true}}
	p.lines = make([]tableLine, 0, strings.Count(text, "\n"))
	for i, line := range strings.Split(text, "\n") {
		p.number = i + 1
		if err := p.line(strings.TrimRight(line, " \r")); err != nil {
			return nil, &Error{p.number, err.Error()}
		}
	}
	if len(p.alternatives) > 0 {
		return nil, &Error{p.number, "the last line awaits another"}
	}
	return &p.Table, nil
}

type tableParser struct {
	Table
	number       int
	open         []int   // lines further out, by indentation
	alternatives []steps // of the lines before, that end with |
	document     bool    // below "//"
}

func (p *tableParser) line(line string) error {
	body := strings.TrimLeft(line, " ")
	depth := len(line) - len(body)
	switch {
	case body == "" || body[0] == '#':
		return nil
	case body[0] == '%':
		return p.setting(strings.Fields(body[1:]))
	case depth >= mostSteps, depth > len(p.open) || depth > 0 && len(p.alternatives) > 0:
		return fmt.Errorf("%d blanks in front are too many", depth)
	}
	p.open = p.open[:depth]
	if depth == 0 {
		p.document = body == "//"
		if p.document {
			p.add(tableLine{whole: true})
			return nil
		}
	}
	words := strings.Fields(body)
	if len(words) == 0 {
		return fmt.Errorf("white space other than blanks")
	}
	path, err := p.steps(words[0], depth == 0)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(path.all, func(s pathStep) bool { return s.text == "." }) && (depth != 1 || len(path.all) > 1 || p.every || p.document) {
		return fmt.Errorf("only the element of a context can be meant by a dot")
	}
	if depth == 0 && len(words) == 2 && words[1] == "|" {
		p.alternatives = append(p.alternatives, path)
		return nil
	}
	l := tableLine{paths: append(p.alternatives, path), whole: p.document}
	p.alternatives = nil
	for _, word := range words[1:] {
		f, err := p.fact(word)
		if err != nil {
			return fmt.Errorf("%s: %w", word, err)
		}
		l.facts = append(l.facts, f)
	}
	p.add(l)
	return nil
}

func (p *tableParser) add(l tableLine) {
	l.number, l.parent = p.number, -1
	if k := len(p.open); k > 0 {
		l.parent = p.open[k-1]
		p.lines[l.parent].below = true
	}
	p.open = append(p.open, len(p.lines))
	p.lines = append(p.lines, l)
}

func (p *tableParser) setting(words []string) error {
	switch {
	case len(words) < 2:
		return fmt.Errorf("a setting without a value")
	case words[0] == "profiles":
		p.profiles, p.letters = words[1:], ""
		return nil
	case words[0] == "title":
		p.title = strings.Join(words[1:], " ")
		return nil
	case len(words) > 2:
	case words[0] == "letters" && isName(words[1]) && len(words[1]) == len(p.profiles) && len(p.profiles) <= 32:
		p.letters = words[1]
		return nil
	case words[0] == "ids":
		p.ids = words[1]
		return nil
	case words[0] == "lists":
		p.version = words[1]
		return nil
	case words[0] == "severity" && (words[1] == "warning" || words[1] == "fatal"):
		p.fatal = words[1] == "fatal"
		return nil
	case words[0] == "contexts" && (words[1] == "first" || words[1] == "every"):
		p.every = words[1] == "every"
		return nil
	}
	return fmt.Errorf("no such setting: %s", strings.Join(words, " "))
}

const signs = "1?2+-."

func (p *tableParser) fact(word string) (f fact, err error) {
	if len(p.letters) != len(p.profiles) {
		return f, fmt.Errorf("the profiles have no letters")
	}
	body, ids, _ := strings.Cut(word, "#")
	if len(body) == len(p.letters) && strings.Trim(body, signs) == "" {
		f = fact{kind: occurs, signs: body}
		for i := range body {
			if body[i] != '.' {
				f.mask |= 1 << i
			}
		}
	} else {
		f.mask = 1<<len(p.letters) - 1
		if who, rest, ok := strings.Cut(body, ":"); ok && strings.Trim(who, p.letters) == "" && len(p.letters) > 1 {
			if f.mask, err = p.who(who); err != nil {
				return f, err
			}
			body = rest
		}
		if err := p.statement(&f, body); err != nil {
			return f, err
		}
	}
	if f.mask == 0 {
		return f, fmt.Errorf("it says nothing of any profile")
	}
	if f.ids = ids; ids != "" && strings.Contains(ids, ",") && strings.Count(ids, ",")+1 != bits.OnesCount32(f.mask) {
		return f, fmt.Errorf("not one id for each profile")
	}
	return f, nil
}

// who reads the letters of profiles.
func (p *tableParser) who(letters string) (mask uint32, err error) {
	for i := range letters {
		bit := uint32(1) << strings.IndexByte(p.letters, letters[i])
		if bit <= mask {
			return 0, fmt.Errorf("the letters of the profiles are not in order")
		}
		mask |= bit
	}
	return mask, nil
}

func (p *tableParser) statement(f *fact, body string) error {
	before, after, colon := strings.Cut(body, ":")
	switch {
	case body == "same" || body == "same~":
		f.kind, f.value = sameValue, body
	case before == "is" && (after == "date" || after == "cents"):
		f.kind, f.value = hasForm, after
	case before == "needs" && after != "":
		path, err := p.steps(after, true)
		if err != nil || path.never {
			return fmt.Errorf("no path: %s", after)
		}
		f.kind, f.needs = needsOther, path
	case before == "in" && after != "":
		f.kind, f.value = inCodeList, p.list(after)
	case colon && isAttribute(before) && after != "":
		f.kind, f.attr, f.value = inCodeList, before[1:], p.list(after)
	case !colon && strings.HasPrefix(body, "-") && isAttribute(body[1:]):
		f.kind, f.attr = bannedAttribute, body[2:]
	case !colon && isAttribute(body):
		f.kind, f.attr = neededAttribute, body[1:]
	default:
		return fmt.Errorf("no such fact")
	}
	return nil
}

func isAttribute(s string) bool { return len(s) > 1 && s[0] == '@' && isName(s[1:]) }

func isName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9')
	})
}

func (p *tableParser) list(id string) string {
	if strings.Contains(id, "@") {
		return id
	}
	return id + "@" + p.version
}

// name is the id of a fact's rule in a profile, and whether the rule is fatal.
func (t *Table) name(f *fact, profile int) (id string, fatal bool) {
	id = f.ids
	for n := bits.OnesCount32(f.mask & (1<<profile - 1)); strings.Contains(f.ids, ","); n-- {
		one, rest, more := strings.Cut(id, ",")
		if n == 0 || !more {
			id = one
			break
		}
		id = rest
	}
	id, marked := strings.CutSuffix(id, "!")
	return t.whole(id), t.fatal || marked
}

// whole is an id with what all ids of the table begin with.
func (t *Table) whole(id string) string {
	if id == "" {
		return ""
	}
	bare := strings.TrimRight(t.ids, "0")
	if zeros := len(t.ids) - len(bare); zeros > len(id) {
		return t.ids[:len(t.ids)-len(id)] + id
	}
	return bare + id
}

// mostSteps bounds a line's path, and the depth of a table.
const mostSteps = 32

// steps reads a path, and numbers its conditions.
func (p *tableParser) steps(text string, outermost bool) (steps, error) {
	s, err := parseSteps(text, outermost)
	for i := range s.all {
		for k := range s.all[i].guards {
			s.all[i].guards[k].number = p.guards
			p.guards++
		}
	}
	return s, err
}

// parseSteps reads a path. Only the first line of a context may begin at the root.
func parseSteps(text string, outermost bool) (s steps, err error) {
	if rest, ok := strings.CutPrefix(text, "/"); ok {
		if !outermost {
			return s, fmt.Errorf("%s begins at the root", text)
		}
		s.root, text = true, rest
	}
	parts, err := cutSteps(text)
	if err != nil {
		return s, err
	}
	if len(parts) > mostSteps {
		return s, fmt.Errorf("%d steps are too many", len(parts))
	}
	for i, part := range parts {
		if isAttribute(part) && i == len(parts)-1 && (i > 0 || !outermost) {
			s.attr = part[1:]
			break
		}
		step, known, err := parseStep(part)
		if err != nil {
			return s, err
		}
		s.never = s.never || !known
		s.all = append(s.all, step)
	}
	return s, nil
}

// cutSteps cuts at the slashes that are in no condition.
func cutSteps(text string) (parts []string, err error) {
	from, within := 0, false
	for i := range len(text) {
		switch text[i] {
		case '[', ']':
			if within == (text[i] == '[') {
				return nil, fmt.Errorf("%s: brackets do not match", text)
			}
			within = !within
		case '/':
			if !within {
				parts = append(parts, text[from:i])
				from = i + 1
			}
		}
	}
	if within {
		return nil, fmt.Errorf("%s: brackets do not match", text)
	}
	return append(parts, text[from:]), nil
}

// parseStep reads a step. It is not known if no schema has a name of it.
func parseStep(text string) (s pathStep, known bool, err error) {
	name, conditions, _ := strings.Cut(text, "[")
	s.text = name
	for conditions != "" {
		var one string
		one, conditions, _ = strings.Cut(conditions, "]")
		g, err := parseGuard(one)
		if err != nil {
			return s, false, err
		}
		s.guards = append(s.guards, g)
		conditions = strings.TrimPrefix(conditions, "[")
	}
	if name == "." {
		return s, true, nil
	}
	if n, ok := names.Find(name); ok { // most are just that
		s.names = []names.Name{n}
		return s, true, nil
	}
	for one := range strings.SplitSeq(name, "|") {
		found, err := namesLike(one)
		if err != nil {
			return s, false, err
		}
		s.names = append(s.names, found...)
	}
	slices.Sort(s.names)
	s.names = slices.Compact(s.names)
	return s, len(s.names) > 0, nil
}

// namesLike lists the names that a step means: none if no schema has it.
func namesLike(text string) (found []names.Name, err error) {
	prefix, local, colon := strings.Cut(text, ":")
	star := strings.HasPrefix(text, "*")
	if star {
		prefix, local = "", text
	}
	tail, wild := strings.CutPrefix(local, "*")
	switch {
	case text == "*":
		return append(found, names.Other), nil
	case star && !isName(tail), !star && (!colon || !isName(prefix) || !isName(tail)):
		return nil, fmt.Errorf("%q is no name", text)
	case !wild:
		if n, ok := names.Find(text); ok {
			found = append(found, n)
		}
		return found, nil
	}
	for n := names.Name(1); int(n) < names.Count(); n++ {
		p, l, _ := strings.Cut(n.String(), ":")
		if strings.HasSuffix(l, tail) && (star || p == prefix) {
			found = append(found, n)
		}
	}
	return found, nil
}
