package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

// A line of a tree: indent, name, occurrence, type, and the facets of a simple type.
var (
	elementLine = regexp.MustCompile(`^( *)([\w:]+)(?: (\d)\.\.(\d|n))?(?: : ([\w:]+)(?:\[(.*)\])?)?(?: \(ref\))?$`)
	choiceLine  = regexp.MustCompile(`^( *)<choice (\d)\.\.(1)>$`)
	anyLine     = regexp.MustCompile(`^( *)<any (\d)\.\.(n) ns=##(\w+) pc=(\w+)>$`)
	extendsLine = regexp.MustCompile(`^( *)\(extends (\w+)\)$`)
)

// tree reads an element tree into types. A type is written out wherever it is used;
// every time must say the same.
type tree struct {
	m      *model
	prefix string
	lists  map[string][]string
	lines  []string
}

func fromTree(folder, version string) (*model, error) {
	text, err := os.ReadFile(filepath.Join(folder, "tree-"+strings.ReplaceAll(version, ".", "_")+".txt"))
	if err != nil {
		return nil, err
	}
	lists, err := codeLists(filepath.Join(folder, "codelists.json"), version)
	if err != nil {
		return nil, err
	}
	prefix := "fe" + strings.ReplaceAll(version, ".", "")
	root := prefix + ":Facturae"
	t := &tree{prefix: "fe:", lists: lists, lines: strings.Split(strings.TrimRight(string(text), "\n"), "\n")}
	t.m = &model{name: "facturae" + strings.TrimPrefix(prefix, "fe"), uses: []string{"dsig"}, roots: []string{root},
		namespaces: map[string]string{}, elements: map[string]string{root: "fe:Facturae/Facturae"}, types: map[string]*typ{}}
	for _, ns := range names.Schema.Namespaces {
		if ns.Prefix == prefix {
			t.m.namespaces["fe"] = ns.URI
			t.m.namespaces[prefix] = ns.URI
		}
	}
	parts, rest, err := t.children(t.lines[1:], 2, "fe:Facturae")
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("%q follows the tree", rest[0])
	}
	t.m.types["fe:Facturae/Facturae"] = &typ{name: "fe:Facturae/Facturae", model: sequence(parts)}
	return t.m, err
}

func sequence(parts []*particle) *particle { return &particle{parts: parts, min: 1, max: 1} }

// codeLists are the values of the enumerations of a version.
func codeLists(path, version string) (map[string][]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all map[string]map[string]struct{ Versions []string }
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	lists := map[string][]string{}
	for name, values := range all {
		for v, x := range values {
			if slices.Contains(x.Versions, version) {
				lists[name] = append(lists[name], v)
			}
		}
		slices.Sort(lists[name])
	}
	return lists, nil
}

// children reads the lines of an indent.
func (t *tree) children(lines []string, indent int, owner string) (parts []*particle, rest []string, err error) {
	for len(lines) > 0 {
		line := lines[0]
		if depth := len(line) - len(strings.TrimLeft(line, " ")); depth != indent {
			if depth > indent {
				return nil, nil, fmt.Errorf("%q is indented too far", line)
			}
			break
		}
		lines = lines[1:]
		var p *particle
		switch {
		case choiceLine.MatchString(line):
			x := choiceLine.FindStringSubmatch(line)
			p = &particle{choice: true}
			p.occurs(x[2], x[3])
			p.parts, lines, err = t.children(lines, indent+2, owner)
		case anyLine.MatchString(line):
			x := anyLine.FindStringSubmatch(line)
			p = &particle{any: x[4] + "/" + x[5]}
			p.occurs(x[2], x[3])
		case extendsLine.MatchString(line):
			continue // what the base has is written out
		default:
			p, lines, err = t.element(line, lines, indent, owner)
		}
		if err != nil {
			return nil, nil, err
		}
		parts = append(parts, p)
	}
	return parts, lines, nil
}

func (p *particle) occurs(min, max string) {
	p.min, p.max = int(min[0]-'0'), 1
	if max == "n" {
		p.max = -1
	}
}

func (t *tree) element(line string, lines []string, indent int, owner string) (*particle, []string, error) {
	x := elementLine.FindStringSubmatch(line)
	if x == nil {
		return nil, nil, fmt.Errorf("%q", line)
	}
	p := &particle{name: x[2], typ: x[5]}
	p.occurs(x[3], x[4])
	if strings.Contains(x[2], ":") { // a reference to another schema
		p.typ = x[2] + "Type"
		return p, lines, p.check()
	}
	switch {
	case strings.HasPrefix(p.typ, "xs:"):
		return p, lines, p.check()
	case x[6] != "":
		p.typ = t.prefix + p.typ
		return p, lines, t.simple(p.typ, x[6])
	case p.typ == "":
		p.typ = owner + "/" + p.name
	default:
		p.typ = t.prefix + p.typ
	}
	parts, lines, err := t.children(lines, indent+2, p.typ)
	if err != nil {
		return nil, nil, err
	}
	return p, lines, t.add(&typ{name: p.typ, model: sequence(parts)})
}

// simple reads "xs:string; minLength=3, maxLength=30".
func (t *tree) simple(name, text string) error {
	base, facets, _ := strings.Cut(text, "; ")
	s := &typ{name: name, base: base, simple: true}
	if base, pattern, ok := strings.Cut(facets, "pattern="); ok { // a pattern may hold commas, and stands last
		s.facets = append(s.facets, "pattern="+quoted(pattern))
		facets = strings.TrimSuffix(base, ", ")
	}
	if strings.HasPrefix(facets, "enum(") {
		if s.enum = t.lists[strings.TrimPrefix(name, t.prefix)]; len(s.enum) == 0 {
			return fmt.Errorf("%s has no code list", name)
		}
		return t.add(s)
	}
	for f := range strings.SplitSeq(facets, ", ") {
		if f != "" {
			s.facets = append(s.facets, f)
		}
	}
	slices.Sort(s.facets)
	return t.add(s)
}

func (t *tree) add(x *typ) error {
	old := t.m.types[x.name]
	if old != nil && describe(old) != describe(x) {
		return fmt.Errorf("%s is one thing here and another there", x.name)
	}
	t.m.types[x.name] = x
	return nil
}

func describe(x *typ) string { return x.base + x.restriction() + x.content(nil) }
