package schema

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// pattern is an expression that a whole value has to match. Most values are ASCII, and
// go through a table of states; regexp takes the others.
type pattern struct {
	text  string
	re    *regexp.Regexp
	next  [][utf8.RuneSelf]uint8 // by state and character; 0 is no match any more
	final []bool
}

// newPattern compiles an expression in the syntax of XML Schema, as far as the schemas
// here use it: \d is a decimal digit of any script there.
func newPattern(text string) (*pattern, error) {
	expression := "^(?:" + strings.ReplaceAll(text, `\d`, `\p{Nd}`) + ")$"
	re, err := regexp.Compile(expression)
	if err != nil {
		return nil, err
	}
	p := &pattern{text: text, re: re}
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return nil, err
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, err
	}
	p.tabulate(prog)
	return p, nil
}

// maxStates is how large a table may get. An expression that needs more has none.
const maxStates = 64

// tabulate makes the table: a state is a set of instructions.
func (p *pattern) tabulate(prog *syntax.Prog) {
	sets := [][]uint32{nil, closure(prog, []uint32{uint32(prog.Start)}, syntax.EmptyBeginText)}
	for i := 0; i < len(sets); i++ {
		var row [utf8.RuneSelf]uint8
		for c := range row {
			var to []uint32
			for _, pc := range sets[i] {
				if in := &prog.Inst[pc]; isRune(in) && in.MatchRune(rune(c)) {
					to = append(to, in.Out)
				}
			}
			set := closure(prog, to, 0)
			if len(set) == 0 {
				continue
			}
			at := slices.IndexFunc(sets, func(s []uint32) bool { return slices.Equal(s, set) })
			if at < 0 {
				at = len(sets)
				sets = append(sets, set)
			}
			if at >= maxStates {
				p.next, p.final = nil, nil
				return
			}
			row[c] = uint8(at)
		}
		flags := syntax.EmptyEndText
		if i == 1 {
			flags |= syntax.EmptyBeginText
		}
		p.next = append(p.next, row)
		p.final = append(p.final, slices.ContainsFunc(closure(prog, sets[i], flags), func(pc uint32) bool { return prog.Inst[pc].Op == syntax.InstMatch }))
	}
}

func isRune(in *syntax.Inst) bool {
	return in.Op == syntax.InstRune || in.Op == syntax.InstRune1 || in.Op == syntax.InstRuneAny || in.Op == syntax.InstRuneAnyNotNL
}

// closure follows what takes no character. Conditions that do not hold stay in it.
func closure(prog *syntax.Prog, from []uint32, holds syntax.EmptyOp) (all []uint32) {
	todo := slices.Clone(from)
	for len(todo) > 0 {
		pc := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if slices.Contains(all, pc) {
			continue
		}
		all = append(all, pc)
		switch in := &prog.Inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			todo = append(todo, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			todo = append(todo, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^holds == 0 {
				todo = append(todo, in.Out)
			}
		}
	}
	slices.Sort(all)
	return all
}

func (p *pattern) match(s string) bool {
	if p.next == nil {
		return p.re.MatchString(s)
	}
	state := uint8(1)
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return p.re.MatchString(s)
		}
		if state = p.next[state][s[i]]; state == 0 {
			return false
		}
	}
	return p.final[state]
}
