package xmlmap

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Rest knows the places of T that a codec does not bind.
type Rest struct{ root *restNode }

// restNode is a type on the way to places that are not bound.
type restNode struct {
	leaf   bool
	fields []restField
}

type restField struct {
	index int
	name  string
	list  bool
	node  *restNode
}

// Rest finds the places of T that the codec does not bind in a profile; 0 is all of
// them together.
func (c *Codec[T]) Rest(profile uint16) Rest {
	bound := map[string]bool{}
	c.Describe(func(b Binding) {
		if profile == 0 || b.Profiles == 0 || b.Profiles&profile != 0 {
			bound[b.Place] = true
		}
	})
	return Rest{restOf(reflect.TypeFor[T](), "", bound, map[string]*restNode{})}
}

// restOf is nil if everything below is bound. A type within itself (sub-lines) is
// bound like its first appearance, or not at all.
func restOf(t reflect.Type, place string, bound map[string]bool, outer map[string]*restNode) *restNode {
	if isLeaf(t) {
		if bound[place] {
			return nil
		}
		return &restNode{leaf: true}
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	if n, ok := outer[t.Name()]; ok && strings.Contains(place, ".SubLines") && (bound == nil || bound[place]) {
		return n
	}
	if strings.HasSuffix(place, ".SubLines[]") { // not bound: nothing in it is
		bound, outer = nil, map[string]*restNode{}
	}
	n := &restNode{}
	outer[t.Name()] = n
	for i := range t.NumField() {
		f := t.Field(i)
		x := restField{index: i, name: f.Name}
		of, at := f.Type, join(place, f.Name)
		switch of.Kind() {
		case reflect.Pointer:
			of = of.Elem()
		case reflect.Slice:
			of, x.list = of.Elem(), true
			at += "[]"
		}
		if x.node = restOf(of, at, bound, outer); x.node != nil {
			n.fields = append(n.fields, x)
		}
	}
	if len(n.fields) == 0 {
		return nil
	}
	return n
}

func isLeaf(t reflect.Type) bool {
	return t.Kind() == reflect.String || t == reflect.TypeFor[einvoice.Decimal]() || t == reflect.TypeFor[einvoice.Date]() || t == reflect.TypeFor[einvoice.Binary]()
}

// Each visits the places of v that are not bound and have a value.
func (r Rest) Each(v any, visit func(place string)) {
	if r.root != nil {
		w := restWalk{visit: visit, path: make([]step, 0, 16)}
		w.each(r.root, reflect.ValueOf(v).Elem())
	}
}

// restWalk remembers the way to where it is; places are put together only when there
// is something to say of them.
type restWalk struct {
	path  []step
	visit func(string)
}

type step struct {
	name  string
	index int // -1: not one of a list
}

func (w *restWalk) place() string {
	var b strings.Builder
	for _, s := range w.path {
		appendStep(&b, s.name)
		if s.index >= 0 {
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		}
	}
	return b.String()
}

func (w *restWalk) each(n *restNode, v reflect.Value) {
	if n.leaf {
		if !v.IsZero() {
			w.visit(w.place())
		}
		return
	}
	last := len(w.path)
	for i := range n.fields {
		f := &n.fields[i]
		of := v.Field(f.index)
		w.path = append(w.path[:last], step{f.name, -1})
		switch {
		case f.list:
			for k := range of.Len() {
				w.path = append(w.path[:last], step{f.name, k})
				w.each(f.node, of.Index(k))
			}
		case of.Kind() == reflect.Pointer:
			if !of.IsNil() {
				w.each(f.node, of.Elem())
			}
		case !of.IsZero():
			w.each(f.node, of)
		}
	}
	w.path = w.path[:last]
}
