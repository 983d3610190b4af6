package pdfa

import (
	"io"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// node is a place in the document: an object with a number, or a part of one. What
// stands there is looked up anew every time, so that it is the mended one.
type node struct {
	m   *mender
	num int   // of the object, 0: part of another
	up  *node // that other, nil: a value that stands nowhere
	key pdf.Name
	at  int // in an array, where there is no key
	own pdf.Object
}

// node is the place of an object: where a reference leads, or a value on its own.
func (m *mender) node(o pdf.Object) *node {
	if num := number(o); num != 0 {
		return &node{m: m, num: num}
	}
	return &node{m: m, own: o}
}

// number is that of an object which a reference leads to, 0 if it is none. Number 0 is
// that of no object.
func number(o pdf.Object) int {
	ref, _ := o.(pdf.Ref)
	return ref.Num
}

// raw is what stands in the place, which may be a reference.
func (n *node) raw() pdf.Object {
	switch {
	case n.num != 0:
		return pdf.Ref{Num: n.num}
	case n.up == nil:
		return n.own
	case n.key != "":
		return n.up.dict().Get(n.key)
	}
	if a := n.up.array(); n.at < len(a) {
		return a[n.at]
	}
	return nil
}

func (n *node) value() pdf.Object     { return n.m.d.Resolve(n.raw()) }
func (n *node) dict() pdf.Dict        { return n.m.d.Dict(n.raw()) }
func (n *node) array() pdf.Array      { return n.m.d.Array(n.raw()) }
func (n *node) name() pdf.Name        { return n.m.d.Name(n.raw()) }
func (n *node) stream() *pdf.Stream   { return n.m.d.Stream(n.raw()) }
func (n *node) there() bool           { return n.value() != nil }
func (n *node) is(name pdf.Name) bool { return n.name() == name }

func (n *node) number() (float64, bool) { return n.m.d.Number(n.raw()) }

func (n *node) integer() (int64, bool) { return n.m.d.Int(n.raw()) }

// get is the place of a key's value.
func (n *node) get(key pdf.Name) *node {
	if num := number(n.dict().Get(key)); num != 0 {
		return &node{m: n.m, num: num}
	}
	return &node{m: n.m, up: n, key: key}
}

// path is the place of a value some keys below.
func (n *node) path(keys ...pdf.Name) *node {
	for _, k := range keys {
		n = n.get(k)
	}
	return n
}

// item is the place of an element of an array.
func (n *node) item(i int) *node {
	if a := n.array(); i < len(a) {
		if num := number(a[i]); num != 0 {
			return &node{m: n.m, num: num}
		}
	}
	return &node{m: n.m, up: n, at: i}
}

// items are the places of the elements of an array.
func (n *node) items() []*node {
	out := make([]*node, len(n.array()))
	for i := range out {
		out[i] = n.item(i)
	}
	return out
}

// keys are those of a dictionary that have a value.
func (n *node) keys() []pdf.Name {
	var out []pdf.Name
	for _, e := range n.dict() {
		if n.m.d.Resolve(e.Value) != nil {
			out = append(out, e.Key)
		}
	}
	return out
}

// object is the number of the object that the place is in.
func (n *node) object() int {
	for ; n != nil; n = n.up {
		if n.num != 0 {
			return n.num
		}
	}
	return 0
}

// set sets a key, or takes it out if the value is nil, and tells whether that could be
// done.
func (n *node) set(key pdf.Name, value pdf.Object) bool {
	switch o := n.value().(type) {
	case pdf.Dict:
		return n.put(o.With(key, value))
	case *pdf.Stream:
		return n.put(o.WithDict(o.Dict.With(key, value)))
	}
	return false
}

// put puts an object in the place.
func (n *node) put(value pdf.Object) bool {
	switch {
	case n.num != 0:
		n.m.d.Set(n.num, value)
		return true
	case n.up == nil:
		return false
	case n.key != "":
		return n.up.set(n.key, value)
	}
	a := append(pdf.Array(nil), n.up.array()...)
	if n.at >= len(a) {
		return false
	}
	a[n.at] = value
	return n.up.put(a)
}

// same is a text that tells objects apart: by number where they have one.
func (n *node) same() string {
	if n.num != 0 {
		return itoa(n.num)
	}
	if n.up == nil {
		return ""
	}
	return n.up.same() + "/" + string(n.key) + itoa(n.at)
}

// decoded is the content of a stream, up to a limit. What could be decoded is there beside
// an error.
func (m *mender) decoded(s *pdf.Stream, limit int64) ([]byte, error) {
	m.alive()
	if s == nil {
		return nil, nil
	}
	limit = min(limit, m.left)
	in, err := m.d.Reader(s, limit)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(in)
	m.spend(len(data), err)
	return data, err
}

// spend counts what was decoded.
func (m *mender) spend(n int, err error) {
	m.left -= int64(n)
	if pdf.IsCode(err, pdf.Limit) || m.left <= 0 {
		m.limit("the content of the PDF is larger than %d bytes when decoded", maxDecoded)
	}
}
