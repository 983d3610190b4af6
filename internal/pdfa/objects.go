package pdfa

import (
	"bytes"
	"compress/zlib"
	"math"
	"slices"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// objects checks every object of the document, used or not: limits (6.1.13) and how
// streams are written (6.1.7).
func (m *mender) objects() {
	numbers := m.d.Numbers()
	if len(numbers) > 8_388_607 {
		m.report("6.1.13", 0, false, "the document has more than 8,388,607 objects")
	}
	for _, num := range numbers {
		m.alive()
		n := m.node(pdf.Ref{Num: num})
		o := n.value()
		if s, ok := o.(*pdf.Stream); ok {
			if t := n.get("Type").name(); t == "ObjStm" || t == "XRef" {
				continue // part of how the document was packed
			}
			m.stream(n, s)
			o = n.dict()
		}
		if small(o) {
			o = withoutSmall(o)
			m.report("6.1.13", num, n.replace(o), "a number is too near to 0 to be one")
		}
		m.limits(o, n, 0)
	}
}

// replace puts a value in the place; of a stream, its dictionary.
func (n *node) replace(o pdf.Object) bool {
	if s := n.stream(); s != nil {
		return n.put(s.WithDict(o.(pdf.Dict)))
	}
	return n.put(o)
}

const smallest = 1.175e-38

func tiny(f float64) bool { return f != 0 && math.Abs(f) < smallest }

// small tells whether a number in an object is so small that it has to be written as 0.
func small(o pdf.Object) bool {
	switch o := o.(type) {
	case float64:
		return tiny(o)
	case pdf.Array:
		return slices.ContainsFunc(o, small)
	case pdf.Dict:
		return slices.ContainsFunc(o, func(e pdf.Entry) bool { return small(e.Value) })
	}
	return false
}

func withoutSmall(o pdf.Object) pdf.Object {
	switch o := o.(type) {
	case float64:
		if tiny(o) {
			return int64(0)
		}
	case pdf.Array:
		out := make(pdf.Array, len(o))
		for i, v := range o {
			out[i] = withoutSmall(v)
		}
		return out
	case pdf.Dict:
		out := make(pdf.Dict, len(o))
		for i, e := range o {
			out[i] = pdf.Entry{Key: e.Key, Value: withoutSmall(e.Value)}
		}
		return out
	}
	return o
}

// limits checks an object and what is in it. The parser bounds how deep that is.
func (m *mender) limits(o pdf.Object, at *node, deep int) {
	switch o := o.(type) {
	case int64:
		if o > math.MaxInt32 || o < math.MinInt32 {
			m.report("6.1.13", at.object(), false, "the number %d has more than 32 bits", o)
		}
	case float64:
		if math.Abs(o) > 3.403e38 || deep == 0 && tiny(o) {
			m.report("6.1.13", at.object(), false, "the number %g is out of range", o)
		}
	case pdf.String:
		if len(o) > 32767 {
			m.report("6.1.13", at.object(), false, "a text has %d bytes; 32,767 are allowed", len(o))
		}
	case pdf.Name:
		m.nameLimit(o, at)
	case pdf.Array:
		for _, v := range o {
			m.limits(v, at, deep+1)
		}
	case pdf.Dict:
		for _, e := range o {
			m.nameLimit(e.Key, at)
			m.limits(e.Value, at, deep+1)
		}
	}
}

func (m *mender) nameLimit(name pdf.Name, at *node) {
	if len(name) > 127 {
		m.report("6.1.13", at.object(), false, "a name has %d bytes; 127 are allowed", len(name))
	}
}

// filters of PDF/A, and their short names, which only images in content may use.
var filters = map[pdf.Name]pdf.Name{
	"ASCIIHexDecode": "ASCIIHexDecode", "ASCII85Decode": "ASCII85Decode", "FlateDecode": "FlateDecode",
	"RunLengthDecode": "RunLengthDecode", "CCITTFaxDecode": "CCITTFaxDecode", "JBIG2Decode": "JBIG2Decode",
	"DCTDecode": "DCTDecode", "JPXDecode": "JPXDecode",
	"AHx": "ASCIIHexDecode", "A85": "ASCII85Decode", "Fl": "FlateDecode", "RL": "RunLengthDecode",
	"CCF": "CCITTFaxDecode", "DCT": "DCTDecode",
}

// stream checks how a stream is written.
func (m *mender) stream(n *node, s *pdf.Stream) {
	if s.Get("F") != nil {
		m.report("6.1.7.1", n.object(), false, "the content of a stream is in another file; put it into the document")
		return
	}
	for _, key := range []pdf.Name{"FFilter", "FDecodeParms"} {
		if s.Get(key) != nil {
			m.report("6.1.7.1", n.object(), n.set(key, nil), "a stream says how a file outside the document is written (%s)", string(key))
		}
	}
	names := m.filterNames(n)
	last := -1 // of those that have to go
	full := false
	for i, name := range names {
		switch {
		case name == "Crypt" && m.identity(n, i):
		case filters[name] == "":
			last = i
		default:
			full = full || filters[name] != name
		}
	}
	if last >= 0 {
		m.recode(n, names, last)
	} else if full {
		m.report("6.1.7.2", n.object(), n.set("Filter", fullNames(names)), "a stream names its filters by short names")
	}
}

func (m *mender) filterNames(n *node) (names []pdf.Name) {
	f := n.get("Filter")
	if name := f.name(); name != "" {
		return []pdf.Name{name}
	}
	for _, o := range f.array() {
		names = append(names, m.d.Name(o))
	}
	return names
}

// identity tells whether a Crypt filter does nothing.
func (m *mender) identity(n *node, i int) bool {
	p := n.get("DecodeParms")
	if p.array() != nil {
		p = p.item(i)
	}
	name := p.get("Name").name()
	return name == "" || name == "Identity"
}

func fullNames(names []pdf.Name) pdf.Object {
	out := make(pdf.Array, len(names))
	for i, name := range names {
		out[i] = name
		if long := filters[name]; long != "" {
			out[i] = long
		}
	}
	return out
}

// recode decodes a stream up to a filter that is not allowed, and deflates it.
func (m *mender) recode(n *node, names []pdf.Name, last int) {
	data, err := m.upTo(n, names, last+1)
	if err != nil {
		m.report("6.1.7.2", n.object(), false, "a stream has the filter %q: %v", string(names[last]), err)
		return
	}
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(data)
	z.Close()
	dict := n.dict().With("DecodeParms", m.rest(n, last)).With("DP", nil).With("Length", int64(b.Len()))
	filter, _ := fullNames(names[last:]).(pdf.Array)
	filter[0] = pdf.Name("FlateDecode")
	if len(filter) == 1 {
		dict = dict.With("Filter", filter[0])
	} else {
		dict = dict.With("Filter", filter)
	}
	m.report("6.1.7.2", n.object(), n.put(pdf.NewStream(dict, b.Bytes())), "a stream has the filter %q", string(names[last]))
}

// upTo is the content of a stream behind its first filters.
func (m *mender) upTo(n *node, names []pdf.Name, count int) ([]byte, error) {
	var some pdf.Array
	for _, name := range names[:count] {
		some = append(some, name)
	}
	s := n.stream()
	dict := s.Dict.With("Filter", some)
	if len(some) == 0 {
		dict = dict.With("Filter", nil).With("DecodeParms", nil)
	}
	return m.decoded(s.WithDict(dict), m.left)
}

// rest are the parameters of the filters behind one.
func (m *mender) rest(n *node, last int) pdf.Object {
	p := n.get("DecodeParms").array()
	if last+1 >= len(p) {
		return nil
	}
	return append(pdf.Array{nil}, p[last+1:]...)
}
