package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// space is what becomes of white space in a value.
type space uint8

const (
	preserve space = iota
	replace
	collapse
)

// simple is a simple type: a type of XML Schema and what restricts it.
type simple struct {
	what     string            // what a value is, for messages
	valid    func(string) bool // nil: any text is
	space    space
	id       bool // values are unique in the document
	free     bool // no text is wrong
	least    int  // length; -1: no limit
	most     int
	enum     []string // in order; nil: no list
	patterns []*pattern
}

// builtIns adds the types of XML Schema.
func (l *loader) builtIns() {
	l.t.types = make([]typ, 1, 1024)
	l.t.states = make([]state, 0, 4096)
	l.t.edges = make([]edge, 0, 32768)
	any := l.add("xs:anyType")
	any.kind = ofAnything
	for _, b := range builtIns {
		t := l.add("xs:" + b.name)
		t.kind, t.base = ofText, l.t.byName["xs:"+b.base]
		t.value = &simple{what: b.what, valid: b.valid, space: b.space, id: b.name == "ID", free: b.valid == nil, least: -1, most: -1}
	}
}

// restrict adds the facets of a derived type.
func (s *simple) restrict(facets []string) error {
	for i, f := range facets {
		if f == "enum" {
			s.enum = facets[i+1:]
			if !slices.IsSorted(s.enum) {
				return fmt.Errorf("the values are not in order")
			}
			s.free = false
			return nil
		}
		name, value, _ := strings.Cut(f, "=")
		if name == "pattern" {
			p, err := newPattern(value)
			if err != nil {
				return err
			}
			s.patterns = append(slices.Clip(s.patterns), p)
			s.free = false
			continue
		}
		n, err := strconv.Atoi(value)
		if err != nil {
			return err
		}
		switch name {
		case "length":
			s.least, s.most = n, n
		case "minLength":
			s.least = n
		case "maxLength":
			s.most = n
		default:
			return fmt.Errorf("facet %s", name)
		}
		s.free = false
	}
	return nil
}

// check holds a text against the type. No code means that it is right.
func (s *simple) check(text string) (code Code, expected string) {
	if s.free {
		return 0, ""
	}
	v := s.normal(text)
	switch {
	case s.valid != nil && !s.valid(v):
		return BadValue, s.what
	case s.most >= 0 && len(v) > s.most && utf8.RuneCountInString(v) > s.most:
		if s.least == s.most {
			return BadLength, strconv.Itoa(s.most)
		}
		return TooLong, strconv.Itoa(s.most)
	case s.least > 0 && (len(v) < s.least || utf8.RuneCountInString(v) < s.least):
		if s.least == s.most {
			return BadLength, strconv.Itoa(s.least)
		}
		return TooShort, strconv.Itoa(s.least)
	}
	for _, p := range s.patterns {
		if !p.match(v) {
			return BadForm, p.text
		}
	}
	if s.enum != nil {
		if _, ok := slices.BinarySearch(s.enum, v); !ok {
			return s.notListed()
		}
	}
	return 0, ""
}

// notListed shows a list as long as it can be taken in.
func (s *simple) notListed() (Code, string) {
	if len(s.enum) > 12 {
		return NotInList, strconv.Itoa(len(s.enum))
	}
	return NotAmong, strings.Join(s.enum, ", ")
}

// normal is a text as the type sees it.
func (s *simple) normal(text string) string {
	switch s.space {
	case replace:
		if strings.ContainsAny(text, "\t\n\r") {
			return strings.Map(func(r rune) rune {
				if r == '\t' || r == '\n' || r == '\r' {
					return ' '
				}
				return r
			}, text)
		}
	case collapse:
		return collapsed(text)
	}
	return text
}

func isSpace(c byte) bool { return xmlmap.IsSpace(c) }

func isBlank(s string) bool {
	for i := range len(s) {
		if !isSpace(s[i]) {
			return false
		}
	}
	return true
}

func trim(s string) string { return xmlmap.Trim(s) }

// collapsed has no white space at its ends and single spaces inside.
func collapsed(s string) string { return xmlmap.Normalize(s) }
