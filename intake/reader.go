package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

const (
	maxProblems = 100  // listed in an error
	keptAtMost  = 5000 // problems kept to be put in order
	lossesEach  = 200  // losses of one kind of member listed; the others are counted
)

// reader is one reading of a JSON document: what was found wrong, lost and noted.
type reader struct {
	text     string
	problems []found
	more     int
	losses   []einvoice.Loss
	perPath  map[string]*tally // losses by path without indexes
	notes    notes
}

type found struct {
	node *node
	at   int
	why  string
}

type tally struct{ listed, last int }

// problem says what is wrong with a value.
func (r *reader) problem(n *node, format string, args ...any) { r.problemAt(n, n.at, format, args...) }

// problemName says what is wrong with a member, at its name.
func (r *reader) problemName(n *node, format string, args ...any) {
	r.problemAt(n, n.nameAt, format, args...)
}

func (r *reader) problemAt(n *node, at int, format string, args ...any) {
	if len(r.problems) == keptAtMost {
		r.more++
		return
	}
	r.problems = append(r.problems, found{n, at, fmt.Sprintf(format, args...)})
}

func (r *reader) failed() bool { return len(r.problems) > 0 }

// failure is the error of all problems, in document order.
func (r *reader) failure() error {
	if len(r.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(r.problems, func(a, b found) int { return cmp.Compare(a.at, b.at) })
	e := &einvoice.JSONError{More: r.more}
	if n := len(r.problems) - maxProblems; n > 0 {
		e.More += n
		r.problems = r.problems[:maxProblems]
	}
	for _, p := range r.problems {
		e.Problems = append(e.Problems, einvoice.JSONProblem{Pointer: p.node.pointer(), Position: einvoice.PositionAt(r.text, p.at), Why: p.why})
	}
	return e
}

// lose lists a value that has no place in the invoice. Positions are found at the end.
func (r *reader) lose(kind einvoice.LossKind, n *node, why string) {
	path := n.pointer()
	key := withoutIndexes(path)
	if r.perPath == nil {
		r.perPath = map[string]*tally{}
	}
	t := r.perPath[key]
	if t == nil {
		t = new(tally)
		r.perPath[key] = t
	}
	if t.listed == lossesEach {
		l := &r.losses[t.last]
		l.Path, l.Value, l.Count = key, "", max(l.Count, 1)+1
		return
	}
	t.listed++
	t.last = len(r.losses)
	r.losses = append(r.losses, einvoice.Loss{Kind: kind, Path: path, Value: shorten(r.value(n)), Why: why, Offset: int64(n.nameAt)})
}

// value is the text of a value: of a string without quotation marks.
func (r *reader) value(n *node) string {
	if n.kind == '{' || n.kind == '[' {
		return r.text[n.at:n.end]
	}
	return n.text
}

// placed are the losses in document order, with lines and columns found in one pass.
func (r *reader) placed() []einvoice.Loss {
	slices.SortStableFunc(r.losses, func(a, b einvoice.Loss) int { return cmp.Compare(a.Offset, b.Offset) })
	line, seen, column := 1, 0, 1
	for i := range r.losses {
		l := &r.losses[i]
		for at := int(l.Offset); seen < at; {
			newline := strings.IndexByte(r.text[seen:at], '\n')
			if newline < 0 {
				column += utf8.RuneCountInString(r.text[seen:at])
				seen = at
				break
			}
			line++
			seen, column = seen+newline+1, 1
		}
		l.Line, l.Column = line, column
	}
	return r.losses
}

// note says what was done with a value. Equal notes of different elements are one.
func (r *reader) note(n *node, format string, args ...any) {
	r.notes.add(withoutIndexes(n.pointer()), n.pointer(), fmt.Sprintf(format, args...))
}

// notes are texts with the places that they are about; the first place is named.
type notes struct {
	all []note
	at  map[string]int
}

type note struct {
	place, text string
	more        int
}

func (s *notes) add(kind, place, text string) {
	if s.at == nil {
		s.at = map[string]int{}
	}
	key := kind + "\x00" + text
	if i, ok := s.at[key]; ok {
		s.all[i].more++
		return
	}
	if len(s.all) >= keptAtMost {
		key = "\x00"
		if i, ok := s.at[key]; ok {
			s.all[i].more++
			return
		}
		place, text = "", "further notes are only counted"
	}
	s.at[key] = len(s.all)
	s.all = append(s.all, note{place: place, text: text})
}

func (s *notes) texts() (all []string) {
	for _, n := range s.all {
		place := n.place
		if n.more > 0 {
			place = strings.TrimSpace(fmt.Sprintf("%s and %d more", place, n.more))
		}
		all = append(all, strings.TrimPrefix(place+": "+n.text, ": "))
	}
	return all
}

// withoutIndexes is a pointer in which every index is *.
func withoutIndexes(pointer string) string {
	parts := strings.Split(pointer, "/")
	for i, p := range parts {
		if p != "" && strings.Trim(p, "0123456789") == "" {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

// shorten keeps texts to a line.
func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// --- values of one type ---

// str reads a string. "" is absent, and on the list of what was dropped.
func (r *reader) str(n *node) (string, bool) {
	if !r.is(n, '"', "a string") {
		return "", false
	}
	if n.text == "" {
		r.lose(einvoice.LossEmpty, n, "empty, which counts as absent")
		return "", false
	}
	return n.text, true
}

// word reads a string or a number as text: identifiers are both in practice.
func (r *reader) word(n *node) (string, bool) {
	if n.kind == '0' {
		return n.text, true
	}
	return r.str(n)
}

// decimal reads a number, or a string that holds one, exactly as it is written.
func (r *reader) decimal(n *node) (d einvoice.Decimal, ok bool) {
	if n.kind != '0' && !r.is(n, '"', "a number") {
		return d, false
	}
	d, err := einvoice.ParseDecimal(n.text)
	if err != nil {
		r.problem(n, "%s is %v", strconv.Quote(shorten(n.text)), err)
		return einvoice.Decimal{}, false
	}
	return d, true
}

func (r *reader) date(n *node) (d einvoice.Date, ok bool) {
	s, ok := r.str(n)
	if !ok {
		return d, false
	}
	d, err := einvoice.ParseDate(s)
	if err != nil {
		r.problem(n, "%s", whyNoDate(s, err))
		return einvoice.Date{}, false
	}
	return d, true
}

// whyNoDate helps where a day is written in another way.
func whyNoDate(s string, err error) string {
	why := strconv.Quote(shorten(s)) + " is " + err.Error()
	if len(s) > len("2006-01-02") && strings.ContainsAny(s, "T ") {
		return why + "; write the day alone, as in " + strconv.Quote(s[:10])
	}
	if strings.ContainsAny(s, "./") {
		return why + "; write the year first, as in \"2026-01-31\""
	}
	return why
}

func (r *reader) flag(n *node) (value, ok bool) {
	if !r.is(n, 't', "true or false") {
		return false, false
	}
	return n.text == "true", true
}

// is tells whether a value is of a kind; if not, that is a problem.
func (r *reader) is(n *node, kind byte, wanted string) bool {
	switch n.kind {
	case kind:
		return true
	case 'n':
		r.problem(n, "null; leave out what is absent")
	default:
		r.problem(n, "%s, where %s is expected", n.what(), wanted)
	}
	return false
}
