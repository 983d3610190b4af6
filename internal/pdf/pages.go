package pdf

import (
	"bytes"
	"io"
	"iter"
	"slices"
)

// Page is a page of a document, with what it takes from the nodes above it (7.7.3.4).
type Page struct {
	Number    int    // from 1
	Ref       Ref    // of the page, zero if it stands in the array of its parent
	Dict      Dict   // as it stands in the document
	Resources Object // its own, or else those that it inherits; nil if there are none
	MediaBox  Object // likewise
	Rotate    Object // likewise
}

// inherited are the attributes of pages that nodes above them can have.
var inherited = []Name{"Resources", "MediaBox", "Rotate"}

// AllPages are the pages of a document in their order. A tree that goes round, or is too
// deep or too large, ends early.
func (d *Doc) AllPages() iter.Seq[Page] {
	type node struct {
		o     Object
		above [3]Object
		depth int
	}
	return func(yield func(Page) bool) {
		seen := map[int]bool{}
		number := 0
		left := d.limits.Nodes
		for next := []node{{o: d.Catalog().Get("Pages")}}; len(next) > 0 && left > 0 && d.ctx.Err() == nil; left-- {
			n := next[len(next)-1]
			next = next[:len(next)-1]
			ref, _ := n.o.(Ref)
			dict := d.Dict(n.o)
			if dict == nil || ref.Num != 0 && seen[ref.Num] || n.depth > nesting {
				continue
			}
			seen[ref.Num] = true
			for i, key := range inherited {
				n.above[i] = first(dict.Get(key), n.above[i])
			}
			if kids := d.Array(dict.Get("Kids")); kids != nil {
				for _, k := range slices.Backward(kids) {
					if len(next) < d.limits.Nodes {
						next = append(next, node{k, n.above, n.depth + 1})
					}
				}
				continue
			}
			number++
			if !yield(Page{number, ref, dict, n.above[0], n.above[1], n.above[2]}) {
				return
			}
		}
	}
}

// PageContent is what draws a page (7.8.2): the content of its streams, one after the
// other, up to limit bytes. What could be decoded is there beside an error.
func (d *Doc) PageContent(page Dict, limit int64) (content []byte, err error) {
	defer guard(&err)
	var streams Array
	switch o := d.Resolve(page.Get("Contents")).(type) {
	case Array:
		streams = o
	case *Stream:
		streams = Array{o}
	}
	var b bytes.Buffer
	for _, o := range streams {
		s := d.Stream(o)
		if s == nil {
			continue
		}
		r, problem := d.Reader(s, limit-int64(b.Len()))
		if problem == nil {
			_, problem = io.Copy(&b, r)
		}
		if problem != nil && err == nil {
			err = problem
		}
		b.WriteByte('\n') // streams end between two tokens
		if final(problem) || b.Len() > int(limit) {
			break
		}
	}
	return b.Bytes(), err
}
