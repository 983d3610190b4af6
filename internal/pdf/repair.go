package pdf

import (
	"bytes"
	"maps"
	"slices"
)

// found is what a scan of the whole document brings to light.
type found struct {
	trailer  Dict
	streams  []int // the numbers of object streams, in the order of the document
	catalogs []int
	work     int // bytes that may still be parsed
}

// repair makes the cross-reference table anew: every "12 0 obj" counts, of two with one
// number the later; and every object stream.
func (d *Doc) repair() error {
	d.Repaired = true
	d.forget()
	d.entries, d.Trailer = map[int]entry{}, nil
	f := &found{work: 4*len(d.src) + 1<<20}
	if err := d.scan(f); err != nil {
		return err
	}
	d.trailers(f)
	if f.trailer.Get("Root") == nil && len(f.catalogs) > 0 {
		f.trailer = append(f.trailer, Entry{"Root", Ref{Num: f.catalogs[len(f.catalogs)-1]}})
	}
	d.Trailer = f.trailer
	if err := d.unlock(); err != nil {
		return err
	}
	if err := d.unpackAll(f); err != nil {
		return err
	}
	if d.Catalog() == nil {
		d.findCatalog()
	}
	return nil
}

// scan finds the objects that stand in the document itself. It passes over the content
// of streams, which may hold what looks like objects.
func (d *Doc) scan(f *found) error {
	for pos := 0; ; {
		i := bytes.Index(d.src[pos:], []byte("obj"))
		if i < 0 {
			return nil
		}
		at, num, ok := before(d.src, pos, pos+i)
		pos += i + len("obj")
		if !ok {
			continue
		}
		if _, known := d.entries[num]; !known && len(d.entries) >= d.limits.Objects {
			return fail(Limit, "the PDF has more than %d objects", d.limits.Objects)
		}
		d.entries[num] = entry{at: at, kind: direct}
		pos = d.examine(f, num, pos)
		if err := d.ctx.Err(); err != nil {
			return err
		}
	}
}

// before reads "12 0 " backwards from obj at i, not further than from.
func before(src []byte, from, i int) (at, num int, ok bool) {
	at = i
	for _, n := range []*int{nil, &num} {
		end := at
		for at > from && class[src[at-1]] == white {
			at--
		}
		if n != nil && at == end {
			return 0, 0, false
		}
		end = at
		for at > from && end-at < 10 && src[at-1] >= '0' && src[at-1] <= '9' {
			at--
		}
		if at == end {
			return 0, 0, false
		}
		for _, c := range src[at:end] {
			if n != nil {
				*n = *n*10 + int(c-'0')
			}
		}
	}
	return at, num, num > 0 && num <= maxNumber
}

// examine looks at the object behind a header, and tells where to go on.
func (d *Doc) examine(f *found, num, pos int) int {
	if f.work <= 0 {
		return pos
	}
	l := d.lexer(pos)
	l.free = true
	o, end, err := d.parse(l, Ref{Num: num})
	f.work -= l.pos - pos + 1
	if err != nil {
		return pos
	}
	switch o := o.(type) {
	case Dict:
		if o.Get("Type") == Name("Catalog") {
			f.catalogs = append(f.catalogs, num)
		}
	case *Stream:
		switch o.Get("Type") {
		case Name("ObjStm"):
			f.streams = append(f.streams, num)
		case Name("XRef"):
			f.take(o.Dict)
		}
		if n, direct := o.Get("Length").(int64); direct && n >= 0 && n <= int64(len(d.src)-end) {
			after := bytes.TrimLeft(d.src[end+int(n):min(len(d.src), end+int(n)+16)], "\r\n \t")
			if bytes.HasPrefix(after, []byte(endMark)) {
				return end + int(n)
			}
		}
		return d.endOf(end)
	}
	return end
}

// take adds the keys of a trailer; those of a later one count.
func (f *found) take(trailer Dict) {
	if trailer.Get("Root") == nil {
		return
	}
	f.trailer = nil
	for _, key := range []Name{"Root", "Info", "Encrypt", "ID"} {
		if v := trailer.Get(key); v != nil {
			f.trailer = append(f.trailer, Entry{key, v})
		}
	}
}

// trailers reads all trailers.
func (d *Doc) trailers(f *found) {
	const mark = "trailer"
	for pos := 0; f.work > 0; {
		i := bytes.Index(d.src[pos:], []byte(mark))
		if i < 0 {
			return
		}
		pos += i + len(mark)
		l := d.lexer(pos)
		l.free = true
		o, err := l.object()
		f.work -= l.pos - pos + 1
		if t, ok := o.(Dict); err == nil && ok {
			f.take(t)
		}
	}
}

// unpackAll adds the objects in object streams, unless one of their number stands further
// behind in the document.
func (d *Doc) unpackAll(f *found) error {
	for _, num := range f.streams {
		at := d.entries[num].at
		s, err := d.objectStream(num)
		if final(err) {
			return err
		}
		if err != nil {
			continue
		}
		for i, inner := range s.nums {
			e, known := d.entries[inner]
			if known && e.kind == direct && e.at > at {
				continue
			}
			if !known && len(d.entries) >= d.limits.Objects {
				return fail(Limit, "the PDF has more than %d objects", d.limits.Objects)
			}
			d.entries[inner] = entry{at: num, index: i, kind: packed}
		}
	}
	return nil
}

// findCatalog looks for it among all objects in object streams, where no trailer is left
// to name it.
func (d *Doc) findCatalog() {
	for _, num := range slices.Backward(slices.Sorted(maps.Keys(d.entries))) {
		if d.entries[num].kind == packed && d.Name(d.Dict(Ref{Num: num}).Get("Type")) == "Catalog" {
			d.Trailer = append(d.Trailer, Entry{"Root", Ref{Num: num}})
			return
		}
	}
}
