package pdf

import (
	"bytes"
	"io"
)

// entry is where an object stands (7.5.4, 7.5.8).
type entry struct {
	at    int // in the document, or the number of its object stream
	index int // in that
	kind  kind
}

type kind uint8

const (
	free kind = iota
	direct
	packed
)

var errXref = fail(Damaged, "the PDF is damaged: its cross-reference table cannot be read")

// sections is how many cross-reference sections there may be: one an update.
const sections = 4096

// readXref reads the sections from the newest to the oldest; the newest entry counts.
func (d *Doc) readXref() error {
	d.entries, d.Trailer = map[int]entry{}, nil
	at := d.lastXref()
	d.last = int(at)
	seen := map[int64]bool{}
	for next := []int64{at}; len(next) > 0; {
		at, next = next[0], next[1:]
		if at < 0 || at >= int64(len(d.src)) {
			return errXref
		}
		if seen[at] || len(seen) >= sections {
			continue
		}
		seen[at] = true
		trailer, err := d.section(int(at))
		if err != nil {
			return err
		}
		for _, e := range trailer {
			if d.Trailer.Get(e.Key) == nil {
				d.Trailer = append(d.Trailer, e)
			}
		}
		for _, key := range []Name{"XRefStm", "Prev"} {
			if n, ok := trailer.Get(key).(int64); ok {
				next = append(next, n)
			}
		}
		if err := d.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// lastXref is where the last startxref points to, or -1.
func (d *Doc) lastXref() int64 {
	const mark = "startxref"
	i := bytes.LastIndex(d.src, []byte(mark))
	if i < 0 {
		return -1
	}
	l := d.lexer(i + len(mark))
	l.space()
	n, ok := l.digits()
	if !ok {
		return -1
	}
	return int64(n)
}

func (d *Doc) lexer(pos int) *lexer { return &lexer{d: d, src: d.src, pos: pos} }

// section reads a table with its trailer, or a stream.
func (d *Doc) section(at int) (Dict, error) {
	l := d.lexer(at)
	l.space()
	isTable := bytes.HasPrefix(l.src[l.pos:], []byte("xref"))
	if at == d.last {
		d.lastStream = !isTable
	}
	if isTable {
		l.pos += len("xref")
		return d.table(l)
	}
	s, err := d.parseAt(at, -1)
	if err != nil {
		return nil, err
	}
	stream, ok := s.(*Stream)
	if !ok {
		return nil, errXref
	}
	return stream.Dict, d.xrefStream(stream)
}

// table reads subsections and the trailer (7.5.4, 7.5.5).
func (d *Doc) table(l *lexer) (Dict, error) {
	for {
		l.space()
		first, ok := l.digits()
		if !ok {
			break
		}
		l.space()
		count, ok := l.digits()
		if !ok || count > len(l.src)-l.pos {
			return nil, errXref
		}
		for i := range count {
			if err := d.row(l, first+i); err != nil {
				return nil, err
			}
		}
	}
	if string(l.word()) != "trailer" {
		return nil, errXref
	}
	o, err := l.object()
	if err != nil {
		return nil, err
	}
	trailer, ok := o.(Dict)
	if !ok {
		return nil, errXref
	}
	return trailer, nil
}

// row is one line of a table.
func (d *Doc) row(l *lexer, num int) error {
	l.space()
	at, ok := l.digits()
	if !ok {
		return errXref
	}
	l.space()
	if _, ok := l.digits(); !ok {
		return errXref
	}
	l.space()
	switch string(l.word()) {
	case "n":
		return d.add(num, entry{at: at, kind: direct})
	case "f":
		return d.add(num, entry{kind: free})
	}
	return errXref
}

// add notes where an object is, unless a newer section has said so.
func (d *Doc) add(num int, e entry) error {
	if num < 0 || num > maxNumber {
		return errXref
	}
	if num == 0 { // the head of the list of free numbers, and never an object (7.5.4)
		e.kind = free
	}
	if _, ok := d.entries[num]; ok {
		return nil
	}
	if len(d.entries) >= d.limits.Objects {
		return fail(Limit, "the PDF has more than %d objects", d.limits.Objects)
	}
	d.entries[num] = e
	return nil
}

// xrefStream reads the entries of a cross-reference stream (7.5.8) while it is decoded.
func (d *Doc) xrefStream(s *Stream) error {
	var w [3]int
	widths := d.Array(s.Get("W"))
	if len(widths) < len(w) {
		return errXref
	}
	size := 0
	for i := range w {
		n, ok := widths[i].(int64)
		if !ok || n < 0 || n > 8 {
			return errXref
		}
		w[i] = int(n)
		size += w[i]
	}
	if size == 0 || w[1] == 0 {
		return errXref
	}
	in, err := d.reader(s, &d.decoded)
	if err != nil {
		return err
	}
	index := d.Array(s.Get("Index"))
	if index == nil {
		index = Array{int64(0), s.Get("Size")}
	}
	row := make([]byte, size)
	for i := 0; i+1 < len(index); i += 2 {
		first, ok1 := index[i].(int64)
		count, ok2 := index[i+1].(int64)
		if !ok1 || !ok2 || first < 0 || count < 0 || first > maxNumber || count > maxNumber {
			return errXref
		}
		for k := range int(count) {
			if _, err := io.ReadFull(in, row); err == io.EOF {
				return nil // fewer than announced: the others are free
			} else if err != nil {
				return damaged(err)
			}
			if err := d.packedRow(int(first)+k, row, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// packedRow is one entry of a stream. What is of an unknown type is a free one (7.5.8.3).
func (d *Doc) packedRow(num int, row []byte, w [3]int) error {
	kind, second, third := 1, number(row[w[0]:w[0]+w[1]]), number(row[w[0]+w[1]:])
	if w[0] > 0 {
		kind = number(row[:w[0]])
	}
	switch kind {
	case 1:
		return d.add(num, entry{at: second, kind: direct})
	case 2:
		return d.add(num, entry{at: second, index: third, kind: packed})
	}
	return d.add(num, entry{kind: free})
}

// number is a big-endian one; one that is too large leads nowhere.
func number(b []byte) (n int) {
	for _, c := range b {
		if n > maxNumber {
			return -1
		}
		n = n<<8 | int(c)
	}
	return n
}

// header finds "%PDF-1.7": where it begins, or -1, and the version.
func header(data []byte) (at int, version string) {
	const mark = "%PDF-"
	head := data[:min(len(data), headerWithin)]
	at = bytes.Index(head, []byte(mark))
	if at < 0 {
		return -1, ""
	}
	rest := head[at+len(mark):]
	if len(rest) >= 3 && rest[1] == '.' && rest[0] >= '0' && rest[0] <= '9' && rest[2] >= '0' && rest[2] <= '9' {
		version = string(rest[:3])
	}
	return at, version
}
