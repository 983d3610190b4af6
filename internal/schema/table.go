package schema

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

// table is a schema ready to validate with.
type table struct {
	global []typeID // types of global elements by name; noType: there is none
	roots  []names.Name
	types  []typ
	states []state
	edges  []edge
	wild   []wildcard
	byName map[string]typeID // as in the tables; types of XML Schema as "xs:date"
	byURI  map[string]string // prefixes of types
}

type typeID uint16

const (
	noType  typeID = 0
	anyType typeID = 1 // xs:anyType: anything, declared elements as declared
)

type kind uint8

const (
	ofAnything kind = iota
	ofText
	ofNothing // no text, no elements
	ofElements
	ofMixed
)

type typ struct {
	name     string
	base     typeID
	kind     kind
	anyAttr  bool // a strict wildcard for attributes
	value    *simple
	attrs    []attrUse
	required uint64 // bits of attrs
	start    uint32 // of its content model; one state more for every particle follows
	count    uint32 // of states
}

type attrUse struct {
	name     string
	value    *simple
	fixed    string
	hasFixed bool
}

// state is a place in a content model: at its start, or after a particle.
type state struct {
	from, to uint32 // its edges
	name     names.Name
	typ      typeID
	accept   bool // the content may end here
	wild     bool // some edges are wildcards
}

// edge leads to the particle of an element, or if name is Other, of the wildcard typ.
type edge struct {
	name names.Name
	typ  typeID
	to   uint32
}

type wildcard struct {
	other  bool  // any namespace but one, and not none
	space  uint8 // that one
	strict bool
}

// loadTable reads an embedded table. A table that cannot be read is a mistake in the
// program, which the tests would find: they read all.
func loadTable(name string) *table {
	l := &loader{
		t:     &table{global: make([]typeID, names.Count()), byName: make(map[string]typeID, 2048), byURI: map[string]string{xsdNS: "xs"}},
		usual: make(map[string]string, 1024),
	}
	l.builtIns()
	l.read(name)
	l.declare()
	l.define()
	return l.t
}

const xsdNS = "http://www.w3.org/2001/XMLSchema"

type loader struct {
	t     *table
	lines [][]string        // of types, which need all names first
	usual map[string]string // types by element
	elems []string          // global elements
	space map[string]uint8  // numbers of namespaces by prefix
}

func (l *loader) fail(format string, a ...any) { panic("schema: " + fmt.Sprintf(format, a...)) }

// read takes in the lines of a table and of those it uses.
func (l *loader) read(name string) {
	data, err := files.ReadFile(name + ".txt")
	if err != nil {
		l.fail("%v", err)
	}
	used := l.t.roots
	for line := range strings.Lines(string(data)) {
		if line[0] == '#' {
			continue
		}
		w := l.words(line)
		switch w[0] {
		case "use":
			l.read(w[1])
			l.t.roots = used // the roots of another table are not those of this
		case "namespace":
			if l.t.byURI[w[2]] == "" { // a root may have a prefix of its own
				l.t.byURI[w[2]] = w[1]
			}
			l.number(w[1], w[2])
		case "root":
			l.t.roots = append(l.t.roots, names.Of(w[1]))
		case "element":
			for _, x := range w[1:] {
				name, typ, ok := strings.Cut(x, "=")
				if !ok {
					typ = name + "Type"
				}
				l.elems = append(l.elems, name)
				l.usual[name] = typ
			}
		case "local":
			for _, x := range w[1:] {
				name, typ, _ := strings.Cut(x, "=")
				l.usual[name] = typ
			}
		default:
			l.lines = append(l.lines, w)
		}
	}
}

// number finds the reader's number of a namespace.
func (l *loader) number(prefix, uri string) {
	if l.space == nil {
		l.space = map[string]uint8{}
	}
	for i, ns := range names.Schema.Namespaces {
		if ns.URI == uri {
			l.space[prefix] = uint8(i + 1)
		}
	}
}

// words splits a line.
func (l *loader) words(line string) (all []string) {
	all = make([]string, 0, 8)
	for {
		line = strings.TrimLeft(line, " \n")
		if line == "" {
			return all
		}
		i := strings.IndexAny(line, " \n")
		if q := strings.IndexByte(line[:max(i, 0)], '"'); q == 0 || q > 0 && line[q-1] == '=' {
			quoted, err := strconv.QuotedPrefix(line[q:])
			if err != nil {
				l.fail("%s: %v", line, err)
			}
			value, _ := strconv.Unquote(quoted)
			all = append(all, line[:q]+value)
			line = line[q+len(quoted):]
			continue
		}
		if i < 0 {
			i = len(line)
		}
		all = append(all, line[:i])
		line = line[i:]
	}
}

// declare gives every type its number.
func (l *loader) declare() {
	for _, w := range l.lines {
		own := w[1:2]
		if w[0] == "like" {
			own = w[2:]
		}
		for _, name := range own {
			if i := strings.IndexByte(name, '<'); i >= 0 {
				name = name[:i]
			}
			l.add(name)
		}
	}
	for _, name := range l.elems {
		l.t.global[names.Of(name)] = l.typ(l.usual[name])
	}
}

func (l *loader) add(name string) *typ {
	if l.t.byName[name] != noType {
		l.fail("type %s stands twice", name)
	}
	l.t.byName[name] = typeID(len(l.t.types))
	l.t.types = append(l.t.types, typ{name: name})
	return &l.t.types[len(l.t.types)-1]
}

func (l *loader) typ(name string) typeID {
	id := l.t.byName[name]
	if id == noType {
		l.fail("no type %s", name)
	}
	return id
}

// define fills the types: simple types before others, bases before what is like them.
func (l *loader) define() {
	for _, pass := range []string{"simple", "text", "content", "like"} {
		for _, w := range l.lines {
			word := w[0]
			if word == "mixed" {
				word = "content"
			}
			if word != pass {
				continue
			}
			switch word {
			case "simple":
				l.simple(w[1])
			case "like":
				l.like(l.typ(w[1]), w[2:])
			default:
				l.complex(w)
			}
		}
	}
	l.lines, l.usual = nil, nil
}

func (l *loader) like(base typeID, own []string) {
	for _, name := range own {
		t := &l.t.types[l.typ(name)]
		*t = l.t.types[base]
		t.name, t.base = name, base
	}
}

// simple fills a simple type, and before it the one it is derived from.
func (l *loader) simple(name string) {
	id := l.typ(name)
	if l.t.types[id].value != nil {
		return
	}
	for _, w := range l.lines {
		if w[0] != "simple" || w[1] != name {
			continue
		}
		base := l.typ(w[2])
		if l.t.types[base].value == nil {
			l.simple(w[2])
		}
		s := *l.t.types[base].value
		if err := s.restrict(w[3:]); err != nil {
			l.fail("%s: %v", name, err)
		}
		t := &l.t.types[id]
		t.base, t.kind, t.value = base, ofText, &s
	}
}

// complex fills a type from the words of its line.
func (l *loader) complex(w []string) {
	name, base, _ := strings.Cut(w[1], "<")
	t := &l.t.types[l.typ(name)]
	t.base = l.t.byName[base] // one that no document can name is left out
	rest := w[2:]
	if w[0] == "text" {
		t.kind, t.value = ofText, l.t.types[l.typ(rest[0])].value
		rest = rest[1:]
	} else {
		i := 0
		for i < len(rest) && rest[i][0] != '@' {
			i++
		}
		prefix, _, _ := strings.Cut(name, ":")
		l.model(t, rest[:i], l.space[prefix], w[0] == "mixed")
		rest = rest[i:]
	}
	l.attributes(t, rest)
}

func (l *loader) attributes(t *typ, w []string) {
	for i := 0; i < len(w); i++ {
		if w[i] == "@any/strict" {
			t.anyAttr = true
			continue
		}
		name, value, ok := strings.Cut(w[i], "=")
		if !ok || name[0] != '@' {
			l.fail("%s: %q is no attribute", t.name, w[i])
		}
		name, optional := strings.CutSuffix(name[1:], "?")
		a := attrUse{name: name, value: l.t.types[l.typ(value)].value}
		if !optional {
			t.required |= 1 << len(t.attrs)
		}
		if i+2 < len(w) && w[i+1] == "fixed" {
			a.fixed, a.hasFixed = w[i+2], true
			i += 2
		}
		t.attrs = append(t.attrs, a)
	}
	if len(t.attrs) > 64 {
		l.fail("%s has too many attributes", t.name)
	}
}
