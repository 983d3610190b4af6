package xmlmap

import "strings"

// Namespace is a namespace that tables use.
type Namespace struct {
	Prefix string // how tables and paths write it
	URI    string
	Hidden bool // paths and documents show no prefix: a default namespace
}

// Schema is the list of namespaces of a document type.
type Schema struct{ Namespaces []Namespace }

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
	if uri == "" {
		return nsNone
	}
	for i := range s.Namespaces {
		if s.Namespaces[i].URI == uri {
			return uint8(i + 1)
		}
	}
	return nsOther
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
