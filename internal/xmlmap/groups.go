package xmlmap

import (
	"iter"
	"slices"
)

// This file has the ways in which groups hang together.

// Group shares one wrapper element among rows of the same T.
func Group[T any](p string, rows ...Row[T]) Row[T] { return Row[T]{path: split(p), kids: rows} }

// Required is a Group that is written even if it is empty, as the schema demands.
func Required[T any](p string, rows ...Row[T]) Row[T] {
	return Row[T]{path: split(p), kids: rows, plain: true, required: true}
}

// GroupAt is a Group that has a place of its own in the model, for reports.
func GroupAt[T, C any](p string, at func(*T) *C, rows ...Row[T]) Row[T] {
	return Row[T]{path: split(p), kids: rows, meta: &meta{kind: "group", name: placeOf(at)}}
}

func group[T, C any](p string, at func(*T) C) Row[T] {
	return Row[T]{path: split(p), opened: true, meta: &meta{kind: "group", name: placeOf(at)}}
}

// In binds an element to a struct held by value.
func In[T, C any](p string, at func(*T) *C, tab *Table[C]) Row[T] {
	row := group(p, at)
	row.nested, row.sub = tab.compile, tab.describe
	row.read = func(r *Reader, t *T, m *meta) {
		r.push(m, -1)
		readGroup(r, tab, at(t))
		r.unpush()
	}
	row.write = func(w *Writer, t *T, g *tag) {
		w.push(row.meta, -1)
		w.group(g, func() { tab.root.writeKids(w, at(t)) })
		w.unpush()
	}
	return row
}

// readGroup reads an element into c and tells whether it held any value.
func readGroup[C any](r *Reader, tab *Table[C], c *C) bool {
	start, count, e := r.start, r.count, r.stack[len(r.stack)-1]
	if r.trace != nil {
		r.trace.leaf(r, unnamed, here{start, e})
	}
	tab.root.readKids(r, c)
	if r.count == count {
		r.loseEmpty(start, e, unnamed)
		return false
	}
	return true
}

// Opt binds an element to a struct held by pointer: nil when absent.
func Opt[T, C any](p string, at func(*T) **C, tab *Table[C]) Row[T] {
	row := group(p, at)
	row.nested, row.sub = tab.compile, tab.describe
	row.read = func(r *Reader, t *T, m *meta) {
		c := at(t)
		had := *c
		if had == nil {
			*c = new(C)
		}
		r.push(m, -1)
		if !readGroup(r, tab, *c) {
			*c = had
		}
		r.unpush()
	}
	row.write = func(w *Writer, t *T, g *tag) {
		if c := *at(t); c != nil {
			w.push(row.meta, -1)
			w.group(g, func() { tab.root.writeKids(w, c) })
			w.unpush()
		}
	}
	return row
}

// Many binds a repeated element to a slice.
func Many[T, C any](p string, at func(*T) *[]C, tab *Table[C]) Row[T] {
	row := group(p, at)
	row.many = true
	row.nested, row.sub = tab.compile, tab.describe
	row.read = func(r *Reader, t *T, m *meta) {
		s := at(t)
		n := len(*s)
		r.trace.repeats(r)
		r.push(m, n)
		var zero C
		if n == cap(*s) && n >= 64 {
			*s = slices.Grow(*s, r.expect(n))
		}
		*s = append(*s, zero)
		trace := r.trace.passOver(r)
		if !readGroup(r, tab, &(*s)[n]) {
			if *s = (*s)[:n]; n == 0 {
				*s = nil
			}
		}
		r.trace = trace
		r.unpush()
	}
	row.write = func(w *Writer, t *T, g *tag) {
		s := *at(t)
		before := len(w.buf)
		for i := range s {
			if i == 16 && w.out == nil { // the others are about as long, but do not count on it
				w.buf = slices.Grow(w.buf, min(64<<20, (len(w.buf)-before)/16*9/8*(len(s)-16)))
			}
			w.push(row.meta, i)
			w.group(g, func() { tab.root.writeKids(w, &s[i]) })
			w.unpush()
		}
	}
	return row
}

// expect guesses how many more elements follow n that have been read, from the share
// of the document that they took: a long list is then not copied over and over. It
// goes up by no more than a factor of four at a time, lest a document deceive it.
func (r *Reader) expect(n int) int {
	each := r.pos/n + 1
	return max(n/4, min(3*n, (len(r.src)-r.pos)/each+1))
}

// Each is a Many whose elements may be handed over one by one, so that their
// number does not matter: a Reader with a sink func(*C) error gives each to it
// instead of keeping it; a Writer with a source iter.Seq[*C] takes them from there.
func Each[T, C any](p string, at func(*T) *[]C, tab *Table[C]) Row[T] {
	row := Many(p, at, tab)
	read, write := row.read, row.write
	row.read = func(r *Reader, t *T, m *meta) {
		sink, ok := r.sink.(func(*C) error)
		if !ok {
			read(r, t, m)
			return
		}
		r.trace.repeats(r)
		r.push(m, r.sunk)
		trace := r.trace.passOver(r)
		c := new(C)
		if readGroup(r, tab, c) && r.err == nil {
			r.sunk++
			if err := sink(c); err != nil {
				r.stop(err)
			}
		}
		r.trace = trace
		r.unpush()
	}
	row.write = func(w *Writer, t *T, g *tag) {
		source, ok := w.source.(iter.Seq[*C])
		if !ok {
			write(w, t, g)
			return
		}
		n := 0
		for c := range source {
			w.push(row.meta, n)
			w.group(g, func() { tab.root.writeKids(w, c) })
			w.unpush()
			if n++; w.err != nil {
				return
			}
		}
	}
	return row
}
