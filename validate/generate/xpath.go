package main

import (
	"fmt"
	"regexp"
	"strings"
)

// The published tests are XPath. Nearly all of them say one of few things; these are
// turned into the notation of the tables: see package structure.

// unwrap takes off brackets around a whole expression.
func unwrap(s string) string {
	for {
		s = strings.TrimSpace(s)
		if !strings.HasPrefix(s, "(") || closing(s, 0) != len(s)-1 {
			return s
		}
		s = s[1 : len(s)-1]
	}
}

// closing is where the bracket that opens at i closes, -1 if nowhere.
func closing(s string, i int) int {
	depth := 0
	for ; i < len(s); i++ {
		switch s[i] {
		case '(', '[':
			depth++
		case ')', ']':
			if depth--; depth == 0 {
				return i
			}
		case '"', '\'':
			end := strings.IndexByte(s[i+1:], s[i])
			if end < 0 {
				return -1
			}
			i += end + 1
		}
	}
	return -1
}

// split cuts at a separator that is in no bracket.
func split(s, sep string) (parts []string) {
	depth, from := 0, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '(' || s[i] == '[':
			depth++
		case s[i] == ')' || s[i] == ']':
			depth--
		case depth == 0 && strings.HasPrefix(s[i:], sep):
			parts = append(parts, strings.TrimSpace(s[from:i]))
			i += len(sep) - 1
			from = i + 1
		}
	}
	return append(parts, strings.TrimSpace(s[from:]))
}

var plainPath = regexp.MustCompile(`^(/|\./)?(\.\.|@?[\w:-]+)(/(\.\.|@?[\w:-]+))*$`)

// path turns an XPath of child steps with predicates into the notation. Alternatives
// in brackets become alternatives of a step.
func path(s string) (string, error) {
	s = strings.TrimSpace(s)
	anywhere := strings.HasPrefix(s, "//")
	root := !anywhere && strings.HasPrefix(s, "/")
	s = strings.TrimLeft(s, "/")
	var steps []string
	for _, raw := range split(s, "/") {
		step, err := oneStep(raw)
		if err != nil {
			return "", fmt.Errorf("%s: %w", s, err)
		}
		steps = append(steps, step)
	}
	out := strings.Join(steps, "/")
	switch {
	case anywhere:
		return "//" + out, nil
	case root:
		return "/" + out, nil
	}
	return out, nil
}

var stepName = regexp.MustCompile(`^(@?[\w:*-]+|\.|\.\.)$`)

func oneStep(s string) (string, error) {
	name, predicates := s, ""
	if i := strings.IndexByte(s, '['); i >= 0 {
		name = strings.TrimSpace(s[:i])
		for rest := s[i:]; rest != ""; {
			end := closing(rest, 0)
			if rest[0] != '[' || end < 0 {
				return "", fmt.Errorf("no predicate: %s", rest)
			}
			g, err := guards(rest[1:end])
			if err != nil {
				return "", err
			}
			predicates += g
			rest = strings.TrimSpace(rest[end+1:])
		}
	}
	var names []string
	for _, n := range split(unwrap(name), "|") {
		if !stepName.MatchString(n) {
			return "", fmt.Errorf("no step: %q", n)
		}
		names = append(names, strings.Replace(n, "ubl:", "inv:", 1))
	}
	return strings.Join(names, "|") + predicates, nil
}

// guards turns a predicate into the notation: all conditions must hold.
func guards(s string) (string, error) {
	var b strings.Builder
	for _, part := range split(s, " and ") {
		g, err := condition(part)
		if err != nil {
			return "", err
		}
		b.WriteString(g)
	}
	return b.String(), nil
}

var (
	negation   = regexp.MustCompile(`^not ?\(`)
	comparison = regexp.MustCompile(`^(.*?) ?= ?(.*)$`)
	function   = regexp.MustCompile(`^(.*/)?(upper-case|normalize-space)\((.*)\)$`)
)

func condition(s string) (string, error) {
	not := ""
	s = unwrap(s)
	for negation.MatchString(s) && closing(s, strings.IndexByte(s, '(')) == len(s)-1 {
		s = unwrap(s[strings.IndexByte(s, '('):])
		if not == "" {
			not = "!"
		} else {
			not = ""
		}
	}
	m := comparison.FindStringSubmatch(s)
	if m == nil {
		if !plainPath.MatchString(s) {
			return "", fmt.Errorf("no condition: %s", s)
		}
		return "[" + not + s + "]", nil
	}
	left, op := m[1], "="
	if strings.HasSuffix(left, "!") {
		return "", fmt.Errorf("no condition: %s", s)
	}
	if f := function.FindStringSubmatch(left); f != nil {
		left = f[1] + f[3]
		op = map[string]string{"upper-case": "^=", "normalize-space": "~="}[f[2]]
	}
	if !plainPath.MatchString(left) && left != "." {
		return "", fmt.Errorf("no path: %s", left)
	}
	right, err := value(m[2])
	if right == "true|1" || right == "false|0" {
		op = "~="
	}
	return "[" + not + left + op + right + "]", err
}

func value(s string) (string, error) {
	switch {
	case len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0]:
		return s[1 : len(s)-1], nil
	case s == "true()":
		return "true|1", nil
	case s == "false()":
		return "false|0", nil
	case plainPath.MatchString(s):
		return "$" + s, nil
	}
	return "", fmt.Errorf("no value: %s", s)
}

var (
	absent = regexp.MustCompile(`^not ?\(`)
	counts = regexp.MustCompile(`^count\((.*)\) ?(<=|>=|=) ?(\d)$`)
)

// occurrence reads a test that says how often a path may lead to something: its path,
// and its sign in the tables.
func occurrence(xpath string) (where, sign string, err error) {
	s := unwrap(xpath)
	if absent.MatchString(s) && closing(s, strings.IndexByte(s, '(')) == len(s)-1 {
		where, err = path(unwrap(s[strings.IndexByte(s, '('):]))
		return where, "-", err
	}
	if m := counts.FindStringSubmatch(s); m != nil {
		sign, ok := map[string]string{"=1": "1", "<=1": "?", "<=2": "2", ">=1": "+"}[m[2]+m[3]]
		if !ok {
			return "", "", fmt.Errorf("no sign for %s", xpath)
		}
		where, err = path(m[1])
		return where, sign, err
	}
	if plainPath.MatchString(s) {
		where, err = path(s)
		return where, "+", err
	}
	return "", "", fmt.Errorf("what is %s", xpath)
}
