package xmlmap

import "strings"

// Namespace is a namespace that tables use.
type Namespace struct {
	Prefix string // how tables and paths write it
	URI    string
	Hidden bool // paths and documents show no prefix: a default namespace
}

// Schema is the list of namespaces of a document type.
type Schema struct {
	Namespaces []Namespace
	// Unqualified: only the root is in the first namespace, all within it in none. Steps
	// without a prefix are names of no namespace then, and elements that a document puts
	// into the first one all the same count as if they were in none.
	Unqualified bool
}

// Namespace numbers: position in the schema + 1, or one of these.
const (
	nsNone  = 0
	nsXML   = 254
	nsOther = 255
)

type qname struct {
	ns    uint8
	local string
}

func (s *Schema) name(step string) qname {
	p, l, ok := strings.Cut(step, ":")
	if !ok && s.Unqualified {
		return qname{nsNone, step}
	}
	if ok {
		for i := range s.Namespaces {
			if s.Namespaces[i].Prefix == p {
				return qname{uint8(i + 1), l}
			}
		}
	}
	panic("xmlmap: no such prefix: " + step)
}

// number finds the namespace number of a URI.
func (s *Schema) number(uri string) uint8 {
	if uri == "" || s.Unqualified && uri == s.Namespaces[0].URI {
		return nsNone
	}
	for i := range s.Namespaces {
		if s.Namespaces[i].URI == uri {
			return uint8(i + 1)
		}
	}
	return nsOther
}

// use changes to the schema of the document type that the root element has turned out
// to be: its namespaces get the numbers that the tables of that schema know.
func (r *Reader) use(s *Schema) {
	if r.schema == s {
		return
	}
	r.schema = s
	for i := range r.binds {
		r.binds[i].ns = s.number(r.binds[i].uri)
	}
	for i := range r.stack {
		e := &r.stack[i]
		e.ns = r.numberAt(i+1, e.prefix())
		if r.trace != nil {
			r.trace.levels[i].step = r.show(e)
		}
	}
	r.ns = r.stack[len(r.stack)-1].ns
}

// numberAt is the number that a prefix has on an element so deep.
func (r *Reader) numberAt(depth int, prefix string) uint8 {
	for i := len(r.binds) - 1; i >= 0; i-- {
		if b := &r.binds[i]; b.depth <= depth && b.prefix == prefix {
			return b.ns
		}
	}
	if prefix == "xml" {
		return nsXML
	}
	return nsNone
}

// show is a step as it stands in paths and documents.
func (s *Schema) show(step string) string {
	p, l, _ := strings.Cut(step, ":")
	for i := range s.Namespaces {
		if s.Namespaces[i].Prefix == p && s.Namespaces[i].Hidden {
			return l
		}
	}
	return step
}

// Limits bound what a document may ask of the reader. Zero means the default.
type Limits struct {
	Depth      int // elements in one another: 128
	Attributes int // of one element, and namespace declarations in scope: 128
	Name       int // bytes of a name: 256
	Losses     int // losses listed one by one; then by path: 10,000
	Paths      int // different paths once the list is full: 1,000
	Part       int // bytes of one child of the root when streaming: 256 MiB
}

func (l Limits) orDefault() Limits {
	for _, f := range []struct {
		p *int
		d int
	}{{&l.Depth, 128}, {&l.Attributes, 128}, {&l.Name, 256}, {&l.Losses, 10_000}, {&l.Paths, 1_000}, {&l.Part, 256 << 20}} {
		if *f.p <= 0 {
			*f.p = f.d
		}
	}
	return l
}
