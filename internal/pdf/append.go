package pdf

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
)

// Append writes the document as it was, byte for byte, and behind it what is new or has
// changed (incremental update, 7.5.6), with a cross-reference section of the same kind as
// the last one. What was signed stays as it was signed. An object that was taken away is
// null from now on.
//
// An Error of the code Unsupported says why nothing can be appended: the cross-reference
// table had to be mended, the document is encrypted, or it does not begin with its header.
func (d *Doc) Append() (out []byte, err error) {
	defer guard(&err)
	switch {
	case d.Dict(d.Catalog().Get("Pages")) == nil:
		return nil, errPages
	case d.Repaired:
		return nil, fail(Unsupported, "nothing can be appended to the PDF, since its cross-reference table is damaged: write it anew")
	case d.crypt != nil:
		return nil, fail(Unsupported, "nothing can be appended to the PDF, since it is encrypted: write it anew")
	case d.base > 0:
		return nil, fail(Unsupported, "nothing can be appended to the PDF, since %d bytes stand in front of its header: write it anew", d.base)
	}
	d.again()
	d.Place("Root")
	if d.highest() >= mostNumbers {
		return nil, fail(Unsupported, "nothing can be appended to the PDF, since its objects have numbers up to %d: write it anew", d.highest())
	}
	w := newWriter(d)
	w.generations = true
	w.b.Grow(len(d.src) + 64<<10)
	w.b.Write(d.src)
	if last := d.src[len(d.src)-1]; last != '\n' && last != '\r' {
		w.b.WriteByte('\n')
	}
	for _, num := range d.Edited() {
		e, known := d.entries[num]
		o := d.edits[num]
		if o == nil && (!known || e.kind == free) {
			continue
		}
		gen := 0
		if e.kind == direct {
			gen = d.generation(e.at)
		}
		if err := w.object(num, gen, o); err != nil {
			return nil, err
		}
	}
	return w.update()
}

// mostNumbers is how many objects a document can have (annex C.2).
const mostNumbers = 8_388_607

// sectionKeys are those of a trailer that belong to one section, or to the stream that it
// stands in.
var sectionKeys = []Name{"Size", "Prev", "XRefStm", "Type", "W", "Index", "Filter", "DecodeParms", "Length", "DL"}

// update writes the section behind the objects.
func (w *writer) update() ([]byte, error) {
	d := w.Doc
	sum := sha256.Sum256(w.b.Bytes())
	size, _ := d.Int(d.Trailer.Get("Size"))
	trailer := slices.DeleteFunc(slices.Clone(d.Trailer), func(e Entry) bool { return slices.Contains(sectionKeys, e.Key) })
	trailer = trailer.With("ID", d.identifier(String(sum[:16]))).With("Prev", int64(d.last))
	if size > mostNumbers { // nobody has that many
		size = 0
	}
	size = max(size, int64(d.highest()+1))
	if d.lastStream {
		return w.updateStream(trailer, size)
	}
	at := w.b.Len()
	w.table(w.rows)
	w.b.WriteString("trailer\n")
	w.write(trailer.With("Size", size))
	fmt.Fprintf(&w.b, "\nstartxref\n%d\n%%%%EOF\n", at)
	return w.b.Bytes(), w.ctx.Err()
}

// updateStream writes the section as a stream (7.5.8), which lists itself.
func (w *writer) updateStream(trailer Dict, size int64) ([]byte, error) {
	at := w.b.Len()
	num := w.next()
	rows := append(w.rows, row{num: num, at: at})
	var index Array
	for _, run := range subsections(rows) {
		index = append(index, int64(run[0].num), int64(len(run)))
	}
	var content []byte
	for _, r := range rows {
		content = append(content, 1)
		content = binary.BigEndian.AppendUint32(content, uint32(r.at))
		content = binary.BigEndian.AppendUint16(content, uint16(r.gen))
	}
	trailer = append(Dict{{"Type", Name("XRef")}, {"Size", max(size, int64(num)+1)}, {"W", Array{int64(1), int64(4), int64(2)}}, {"Index", index}}, trailer...)
	w.numbers = nil
	fmt.Fprintf(&w.b, "%d 0 obj\n", num)
	if err := w.stream(NewStream(trailer, content)); err != nil {
		return nil, err
	}
	fmt.Fprintf(&w.b, "\nendobj\nstartxref\n%d\n%%%%EOF\n", at)
	return w.b.Bytes(), w.ctx.Err()
}
