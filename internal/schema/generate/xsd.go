package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

const xsdNS = "http://www.w3.org/2001/XMLSchema"

// node is an element of an XSD.
type node struct {
	name  string
	attrs map[string]string
	binds map[string]string // prefix to URI, in scope
	nodes []*node
	file  *file
}

// file is one XSD.
type file struct {
	target    string
	qualified bool
}

// reader collects the components of all files that a schema consists of.
type reader struct {
	m        *model
	prefixes map[string]string
	read     map[string]bool
	complex  map[string]*node
	simple   map[string]*node
	elements map[string]*node
	busy     map[string]bool
}

func fromXSD(t xsdTable) (*model, error) {
	r := &reader{
		m:        &model{name: t.name, roots: t.roots, namespaces: map[string]string{}, elements: map[string]string{}, types: map[string]*typ{}},
		prefixes: map[string]string{xsdNS: "xs"},
		read:     map[string]bool{},
		complex:  map[string]*node{}, simple: map[string]*node{}, elements: map[string]*node{},
		busy: map[string]bool{},
	}
	for _, ns := range names.Schema.Namespaces {
		r.prefixes[ns.URI] = ns.Prefix
	}
	for uri, p := range t.prefixes {
		r.prefixes[uri] = p
	}
	for _, f := range t.files {
		if err := r.load(f); err != nil {
			return nil, err
		}
	}
	if err := r.build(); err != nil {
		return nil, err
	}
	r.m.reachable()
	return r.m, nil
}

// load reads a file and those that it imports and includes.
func (r *reader) load(path string) error {
	path = filepath.Clean(path)
	if r.read[path] {
		return nil
	}
	r.read[path] = true
	root, err := parse(path)
	if err != nil {
		return err
	}
	f := &file{target: root.attrs["targetNamespace"], qualified: root.attrs["elementFormDefault"] == "qualified"}
	if root.attrs["attributeFormDefault"] == "qualified" || f.target == "" || !f.qualified {
		return fmt.Errorf("%s: a form of schema that the generator does not know", path)
	}
	prefix := r.prefixes[f.target]
	if prefix == "" {
		return fmt.Errorf("%s: namespace %s has no prefix", path, f.target)
	}
	r.m.namespaces[prefix] = f.target
	for _, n := range root.nodes {
		n.setFile(f)
		name := prefix + ":" + n.attrs["name"]
		switch n.name {
		case "import", "include":
			if l := n.attrs["schemaLocation"]; l != "" {
				if err := r.load(filepath.Join(filepath.Dir(path), l)); err != nil {
					return err
				}
			}
		case "complexType":
			r.complex[name] = n
		case "simpleType":
			r.simple[name] = n
		case "element":
			r.elements[name] = n
		default:
			return fmt.Errorf("%s: <%s>", path, n.name)
		}
	}
	return nil
}

func (n *node) setFile(f *file) {
	n.file = f
	for _, x := range n.nodes {
		x.setFile(f)
	}
}

func parse(path string) (*node, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d := xml.NewDecoder(f)
	stack := []*node{{binds: map[string]string{}}}
	annotation := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return stack[0].nodes[0], nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if annotation > 0 || t.Name.Local == "annotation" {
				annotation++
				continue
			}
			top := stack[len(stack)-1]
			n := start(t, top.binds)
			top.nodes = append(top.nodes, n)
			stack = append(stack, n)
		case xml.EndElement:
			if annotation > 0 {
				annotation--
				continue
			}
			stack = stack[:len(stack)-1]
		}
	}
}

func start(t xml.StartElement, outer map[string]string) *node {
	n := &node{name: t.Name.Local, attrs: map[string]string{}, binds: outer}
	copied := false
	for _, a := range t.Attr {
		prefix, declared := "", a.Name.Space == "" && a.Name.Local == "xmlns"
		if a.Name.Space == "xmlns" {
			prefix, declared = a.Name.Local, true
		}
		if !declared {
			n.attrs[a.Name.Local] = a.Value
			continue
		}
		if !copied {
			inner := map[string]string{}
			for k, v := range outer {
				inner[k] = v
			}
			n.binds, copied = inner, true
		}
		n.binds[prefix] = a.Value
	}
	return n
}

// qname is a name in an attribute value, with the prefix of the tables.
func (r *reader) qname(n *node, value string) (string, error) {
	prefix, local, ok := strings.Cut(value, ":")
	if !ok {
		prefix, local = "", value
	}
	p := r.prefixes[n.binds[prefix]]
	if p == "" {
		return "", fmt.Errorf("%q: namespace %q has no prefix", value, n.binds[prefix])
	}
	return p + ":" + local, nil
}

func (r *reader) build() error {
	for name, n := range r.elements {
		t, err := r.typeOf(n, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		r.m.elements[name] = t
	}
	for name := range r.complex {
		if err := r.complexType(name); err != nil {
			return err
		}
	}
	for name := range r.simple {
		if err := r.simpleType(name); err != nil {
			return err
		}
	}
	return nil
}

// allow refuses attributes beyond those named.
func (n *node) allow(attrs ...string) error {
	for a := range n.attrs {
		if !slices.Contains(attrs, a) && a != "id" {
			return fmt.Errorf("<%s %s=%q>", n.name, a, n.attrs[a])
		}
	}
	return nil
}

// typeOf is the type of an element declaration; one without name gets the owner's.
func (r *reader) typeOf(n *node, owner string) (string, error) {
	if err := n.allow("name", "type", "minOccurs", "maxOccurs"); err != nil {
		return "", err
	}
	if v := n.attrs["type"]; v != "" {
		return r.qname(n, v)
	}
	if len(n.nodes) == 0 {
		return "xs:anyType", nil
	}
	if len(n.nodes) > 1 || n.nodes[0].name != "complexType" {
		return "", fmt.Errorf("<%s> in an element", n.nodes[0].name)
	}
	r.complex[owner] = n.nodes[0]
	return owner, r.complexType(owner)
}

func (r *reader) complexType(name string) error {
	n := r.complex[name]
	if r.m.types[name] != nil {
		return nil
	}
	if r.busy[name] {
		return fmt.Errorf("%s is derived from itself", name)
	}
	r.busy[name] = true
	defer delete(r.busy, name)
	t := &typ{name: name, mixed: n.attrs["mixed"] == "true"}
	if err := n.allow("name", "mixed", "abstract"); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := r.body(t, n); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if n.attrs["abstract"] != "true" { // no element has an abstract type
		r.m.types[name] = t
	} else {
		r.m.types[name+"/abstract"] = t
	}
	return nil
}

func (r *reader) body(t *typ, n *node) (err error) {
	for _, x := range n.nodes {
		switch x.name {
		case "simpleContent", "complexContent":
			if len(x.nodes) != 1 {
				return fmt.Errorf("<%s>", x.name)
			}
			err = r.derive(t, x.nodes[0], x.name == "simpleContent")
		case "sequence", "choice", "any":
			t.model, err = r.particle(t, x)
		case "attribute":
			err = r.attribute(t, x)
		case "anyAttribute":
			t.any, err = wildcard(x)
			if t.any != "any/strict" && err == nil {
				err = fmt.Errorf("attributes %s", t.any)
			}
			t.any = "strict"
		default:
			err = fmt.Errorf("<%s>", x.name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// derive takes over what the base has.
func (r *reader) derive(t *typ, n *node, simple bool) error {
	base, err := r.qname(n, n.attrs["base"])
	if err != nil {
		return err
	}
	t.base = base
	b, err := r.complexBase(base)
	if err != nil {
		return err
	}
	if b == nil {
		if !simple || n.name != "extension" {
			return fmt.Errorf("base %s", base)
		}
		t.text = base
		return r.body(t, n)
	}
	t.attrs, t.any, t.text = slices.Clone(b.attrs), b.any, b.text
	inherited := b.model
	if err := r.body(t, n); err != nil {
		return err
	}
	if n.name == "extension" && inherited != nil {
		if t.model == nil {
			t.model = inherited
		} else {
			t.model = &particle{parts: []*particle{inherited, t.model}, min: 1, max: 1}
		}
	}
	if !simple && n.name == "extension" {
		t.mixed = b.mixed
	}
	return nil
}

func (r *reader) complexBase(base string) (*typ, error) {
	if r.complex[base] == nil {
		return nil, nil
	}
	if err := r.complexType(base); err != nil {
		return nil, err
	}
	if b := r.m.types[base]; b != nil {
		return b, nil
	}
	return r.m.types[base+"/abstract"], nil
}

func (r *reader) attribute(t *typ, n *node) error {
	if err := n.allow("name", "type", "use", "fixed"); err != nil {
		return err
	}
	a := attribute{name: n.attrs["name"], required: n.attrs["use"] == "required", fixed: n.attrs["fixed"]}
	if len(n.nodes) > 0 || a.name == "" || n.attrs["use"] == "prohibited" {
		return fmt.Errorf("attribute %q", a.name)
	}
	var err error
	if a.typ, err = r.qname(n, n.attrs["type"]); err != nil {
		return err
	}
	i := slices.IndexFunc(t.attrs, func(x attribute) bool { return x.name == a.name })
	if i >= 0 {
		t.attrs[i] = a
	} else {
		t.attrs = append(t.attrs, a)
	}
	return nil
}

func (r *reader) particle(t *typ, n *node) (p *particle, err error) {
	p = &particle{min: 1, max: 1}
	if v := n.attrs["minOccurs"]; v != "" {
		if p.min, err = strconv.Atoi(v); err != nil {
			return nil, err
		}
	}
	if v := n.attrs["maxOccurs"]; v == "unbounded" {
		p.max = -1
	} else if v != "" {
		if p.max, err = strconv.Atoi(v); err != nil {
			return nil, err
		}
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	switch n.name {
	case "element":
		return p, r.elementParticle(t, n, p)
	case "any":
		p.any, err = wildcard(n)
		return p, err
	case "choice", "sequence":
		p.choice = n.name == "choice"
	default:
		return nil, fmt.Errorf("<%s> in a content model", n.name)
	}
	if err := n.allow("minOccurs", "maxOccurs"); err != nil {
		return nil, err
	}
	for _, x := range n.nodes {
		part, err := r.particle(t, x)
		if err != nil {
			return nil, err
		}
		p.parts = append(p.parts, part)
	}
	return p, nil
}

func (r *reader) elementParticle(t *typ, n *node, p *particle) (err error) {
	if ref := n.attrs["ref"]; ref != "" {
		if err := n.allow("ref", "minOccurs", "maxOccurs"); err != nil {
			return err
		}
		if p.name, err = r.qname(n, ref); err != nil {
			return err
		}
		global := r.elements[p.name]
		if global == nil {
			return fmt.Errorf("no element %s", p.name)
		}
		p.typ, err = r.typeOf(global, p.name)
		return err
	}
	p.name = r.prefixes[n.file.target] + ":" + n.attrs["name"]
	p.typ, err = r.typeOf(n, t.name+"/"+n.attrs["name"])
	return err
}

func wildcard(n *node) (string, error) {
	if err := n.allow("namespace", "processContents", "minOccurs", "maxOccurs"); err != nil {
		return "", err
	}
	space, process := "any", "strict"
	switch n.attrs["namespace"] {
	case "", "##any":
	case "##other":
		space = "other"
	default:
		return "", fmt.Errorf("namespace %q", n.attrs["namespace"])
	}
	switch v := n.attrs["processContents"]; v {
	case "", "strict":
	case "lax":
		process = v
	default:
		return "", fmt.Errorf("processContents %q", v)
	}
	return space + "/" + process, nil
}

func (r *reader) simpleType(name string) error {
	n := r.simple[name]
	if len(n.nodes) != 1 || n.nodes[0].name != "restriction" {
		return fmt.Errorf("%s: not a restriction", name)
	}
	n = n.nodes[0]
	base, err := r.qname(n, n.attrs["base"])
	if err != nil {
		return err
	}
	t := &typ{name: name, base: base, simple: true}
	for _, f := range n.nodes {
		v := f.attrs["value"]
		switch f.name {
		case "enumeration":
			t.enum = append(t.enum, v)
		case "length", "minLength", "maxLength":
			t.facets = append(t.facets, f.name+"="+v)
		default:
			return fmt.Errorf("%s: facet %s", name, f.name)
		}
	}
	slices.Sort(t.enum)
	r.m.types[name] = t
	return nil
}
