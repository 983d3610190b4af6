package pdf

import (
	"bytes"
	"io"
	"sort"
)

// object is the object of a number, nil if there is none.
func (d *Doc) object(num int) Object {
	if o, ok := d.edits[num]; ok {
		return o
	}
	if o, ok := d.cache[num]; ok {
		return o
	}
	o, err := d.load(num)
	if err != nil && !final(err) && !d.Repaired && d.opened && len(d.busy) == 0 && d.repair() == nil {
		return d.object(num)
	}
	if err != nil {
		o = nil
	}
	d.cache[num] = o
	return o
}

func (d *Doc) load(num int) (Object, error) {
	e := d.entries[num]
	switch e.kind {
	case direct:
		o, err := d.parseAt(e.at, num)
		if err != nil || d.crypt == nil {
			return o, err
		}
		return d.crypt.strings(o, num, d.generation(e.at)), nil
	case packed:
		s, err := d.objectStream(e.at)
		if err != nil {
			return nil, err
		}
		return s.object(d, num, e.index)
	}
	return nil, nil
}

// generation is that of the object at an offset.
func (d *Doc) generation(at int) int {
	_, gen, _, _ := d.headerAt(at)
	return gen
}

// headerAt reads "12 0 obj".
func (d *Doc) headerAt(at int) (num, gen, pos int, ok bool) {
	if at < 0 || at >= len(d.src) {
		return 0, 0, 0, false
	}
	l := d.lexer(at)
	l.space()
	if num, ok = l.digits(); !ok {
		return 0, 0, 0, false
	}
	l.space()
	if gen, ok = l.digits(); !ok {
		return 0, 0, 0, false
	}
	l.space()
	if !bytes.HasPrefix(l.src[l.pos:], []byte("obj")) {
		return 0, 0, 0, false
	}
	return num, gen, l.pos + len("obj"), true
}

// parseAt parses the object that stands at an offset and has a number, any if it is -1.
func (d *Doc) parseAt(at, want int) (Object, error) {
	num, gen, pos, ok := d.headerAt(at)
	if !ok || want >= 0 && num != want {
		return nil, errXref
	}
	if err := d.ctx.Err(); err != nil {
		return nil, err
	}
	o, _, err := d.parse(d.lexer(pos), Ref{num, gen})
	return o, err
}

// parse parses the content of an indirect object (7.3.10), and tells where it ends; of a
// stream, where its content begins.
func (d *Doc) parse(l *lexer, ref Ref) (Object, int, error) {
	o, err := l.object()
	if err != nil {
		return nil, l.pos, err
	}
	switch o := o.(type) {
	case keyword:
		return nil, l.pos, nil // "endobj": an empty object
	case Dict:
		l.space()
		if !bytes.HasPrefix(l.src[l.pos:], []byte("stream")) {
			return o, l.pos, nil
		}
		l.pos += len("stream")
		if l.pos < len(l.src) && l.src[l.pos] == '\r' {
			l.pos++
		}
		if l.pos < len(l.src) && l.src[l.pos] == '\n' {
			l.pos++
		}
		return &Stream{Dict: o, Ref: ref, start: l.pos}, l.pos, nil
	}
	return o, l.pos, nil
}

// raw is the content of a stream as it stands in the document. Its length is believed if
// endstream follows; if not, the next endstream ends it.
func (d *Doc) raw(s *Stream) []byte {
	if s.own != nil {
		return s.own
	}
	if n, ok := d.Int(s.Get("Length")); ok && n >= 0 && n <= int64(len(d.src)-s.start) {
		l := d.lexer(s.start + int(n))
		for l.pos < len(l.src) && class[l.src[l.pos]] == white {
			l.pos++
		}
		if bytes.HasPrefix(l.src[l.pos:], []byte(endMark)) {
			return d.src[s.start : s.start+int(n)]
		}
	}
	raw := d.src[s.start:d.endOf(s.start)]
	raw = bytes.TrimSuffix(raw, []byte("\n"))
	return bytes.TrimSuffix(raw, []byte("\r"))
}

const endMark = "endstream"

// endOf is where the first endstream behind an offset stands, or the end of the document.
func (d *Doc) endOf(at int) int {
	if d.ends == nil {
		d.ends = []int{}
		for i := 0; ; i += len(endMark) {
			k := bytes.Index(d.src[i:], []byte(endMark))
			if k < 0 || len(d.ends) > d.limits.Objects {
				break
			}
			i += k
			d.ends = append(d.ends, i)
		}
	}
	if i := sort.SearchInts(d.ends, at); i < len(d.ends) {
		return d.ends[i]
	}
	return len(d.src)
}

// objectStream is a decoded one (7.5.7).
type objectStream struct {
	data  []byte
	nums  []int
	pos   []int // of each, in data
	first map[int]int
}

var errObjectStream = fail(Damaged, "the PDF is damaged: an object stream cannot be read")

// objectStream decodes one. It cannot stand in another, nor take its length from itself.
func (d *Doc) objectStream(num int) (*objectStream, error) {
	if s, ok := d.streams[num]; ok {
		return s, nil
	}
	e := d.entries[num]
	if e.kind != direct || d.busy[num] || len(d.busy) > hops {
		return nil, errObjectStream
	}
	d.busy[num] = true
	defer delete(d.busy, num)
	o, err := d.parseAt(e.at, num)
	if err != nil {
		return nil, err
	}
	s, ok := o.(*Stream)
	if !ok {
		return nil, errObjectStream
	}
	data, err := d.content(s)
	if err != nil {
		return nil, err
	}
	unpacked, err := d.unpack(s, data)
	if err != nil {
		return nil, err
	}
	if d.heldNow += len(data); d.heldNow > held {
		d.streams, d.heldNow = map[int]*objectStream{}, len(data)
	}
	d.streams[num] = unpacked
	return unpacked, nil
}

// content decodes a stream that is needed to read the document.
func (d *Doc) content(s *Stream) ([]byte, error) {
	budget := min(d.decoded, held)
	before := budget
	in, err := d.reader(s, &budget)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(in)
	d.decoded -= before - budget
	return data, damaged(err)
}

// unpack reads the table in front of the objects.
func (d *Doc) unpack(s *Stream, data []byte) (*objectStream, error) {
	n, ok1 := d.Int(s.Get("N"))
	first, ok2 := d.Int(s.Get("First"))
	if !ok1 || !ok2 || n < 0 || first < 0 || first > int64(len(data)) || n > first {
		return nil, errObjectStream
	}
	u := &objectStream{data: data, first: map[int]int{}}
	l := &lexer{d: d, src: data[:first], free: true}
	for i := range int(n) {
		l.space()
		num, ok := l.digits()
		if !ok {
			return nil, errObjectStream
		}
		l.space()
		at, ok := l.digits()
		if !ok || at > len(data)-int(first) {
			return nil, errObjectStream
		}
		if d.values--; d.values < 0 {
			return nil, fail(Limit, "the PDF has more than %d values", d.limits.Values)
		}
		u.nums, u.pos = append(u.nums, num), append(u.pos, int(first)+at)
		u.first[num] = i
	}
	return u, nil
}

// object is one of the stream's; the number counts where the index does not fit.
func (s *objectStream) object(d *Doc, num, index int) (Object, error) {
	if index < 0 || index >= len(s.nums) || s.nums[index] != num {
		i, ok := s.first[num]
		if !ok {
			return nil, errObjectStream
		}
		index = i
	}
	l := &lexer{d: d, src: s.data, pos: s.pos[index]}
	o, err := l.object()
	if _, ok := o.(keyword); ok {
		return nil, errObjectStream
	}
	return o, err
}
