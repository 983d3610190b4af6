package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
)

// Write writes the document anew: all objects that its catalog and its information
// dictionary lead to, numbered from 1 in the order of their old numbers, with one
// cross-reference table and nothing behind it, not encrypted (ISO 19005-3, 6.1). The
// content of streams stays as it is. The identifier keeps its first half; the second is a
// digest of all that is written, so the same document gives the same bytes. version is
// that of the header, "" that of the document.
//
// Objects that cannot be read are null in what is written: see Unreadable.
func (d *Doc) Write(version string) (out []byte, err error) {
	defer guard(&err)
	if d.Dict(d.Catalog().Get("Pages")) == nil {
		return nil, errPages
	}
	d.Place("Root")
	if d.Trailer.Get("Info") != nil {
		d.Place("Info")
	}
	nums, err := d.reach()
	if err != nil {
		return nil, err
	}
	d.again()
	w := newWriter(d)
	w.numbers = make(map[int]int, len(nums))
	for i, num := range nums {
		w.numbers[num] = i + 1
	}
	w.b.Grow(len(d.src) + 64<<10)
	w.header(either(version, d.Version()))
	if err := w.objects(nums); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(w.b.Bytes())
	id := String(sum[:16])
	trailer := Dict{{"Root", d.Trailer.Get("Root")}, {"Info", d.Trailer.Get("Info")}, {"ID", d.identifier(id)}}
	w.finish(trailer)
	return w.b.Bytes(), d.ctx.Err()
}

var errPages = fail(Damaged, "the PDF is damaged: its pages cannot be found")

// objectSize is how large an object other than a stream may be in a plain document.
const objectSize = 1 << 20

// Plain writes the document anew in the plainest form there is: every object in place,
// whether something leads to it or not, one cross-reference table, no encryption, and
// lengths that are right. What reads only documents like this one is out of reach of most
// that a stranger can do.
func (d *Doc) Plain() (out []byte, err error) {
	defer guard(&err)
	d.again()
	w := newWriter(d)
	w.largest = objectSize
	w.header(either(d.Version(), "1.7"))
	if err := w.objects(d.Numbers()); err != nil {
		return nil, err
	}
	var trailer Dict
	for _, key := range []Name{"Root", "Info", "ID"} {
		if v := d.Trailer.Get(key); v != nil {
			trailer = append(trailer, Entry{key, v})
		}
	}
	w.finish(trailer)
	return w.b.Bytes(), d.ctx.Err()
}

// identifier is that of a document (14.4), with another second half.
func (d *Doc) identifier(second String) Array {
	if a := d.Array(d.Trailer.Get("ID")); len(a) > 0 {
		if first := d.Bytes(a[0]); first != "" {
			return Array{String(first), second}
		}
	}
	return Array{second, second}
}

// writer writes objects one behind the other, and knows where they stand.
type writer struct {
	*Doc
	b           bytes.Buffer
	numbers     map[int]int // the new numbers of objects; what has none is null; nil: they stay
	generations bool        // they stay too; otherwise all are 0
	largest     int         // object other than a stream in a plain document, in bytes; 0: it is none
	limit       int         // bytes to write at most
	rows        []row
}

// row is a line of the cross-reference table.
type row struct{ num, gen, at int }

func newWriter(d *Doc) *writer { return &writer{Doc: d, limit: 2*int(d.limits.Size) + 1<<20} }

func (w *writer) header(version string) {
	fmt.Fprintf(&w.b, "%%PDF-%s\n%%\xE2\xE3\xCF\xD3\n", version)
}

func (w *writer) objects(nums []int) error {
	for _, num := range nums {
		if num == 0 {
			continue
		}
		o, err := w.peek(num)
		if err != nil {
			return err
		}
		if err := w.object(num, 0, o); err != nil {
			return err
		}
		if w.b.Len() > w.limit {
			return fail(Limit, "the PDF is larger than the limit when written anew")
		}
		if err := w.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// object writes one; in a plain document, unless it is part of how that was packed.
func (w *writer) object(num, gen int, o Object) error {
	s, stream := o.(*Stream)
	if stream && w.largest > 0 && (s.Get("Type") == Name("ObjStm") || s.Get("Type") == Name("XRef")) {
		return nil
	}
	number := num
	if w.numbers != nil {
		number = w.numbers[num]
	}
	start := w.b.Len()
	fmt.Fprintf(&w.b, "%d %d obj\n", number, gen)
	if stream {
		if err := w.stream(s); err != nil {
			return err
		}
	} else {
		w.write(o)
		if w.largest > 0 && w.b.Len()-start > w.largest {
			return fail(Limit, "an object of the PDF is larger than %d bytes", w.largest)
		}
	}
	w.b.WriteString("\nendobj\n")
	w.rows = append(w.rows, row{number, gen, start})
	return nil
}

// stream writes one with its content as it is, but for encryption.
func (w *writer) stream(s *Stream) error {
	raw, dict := w.raw(s), s.Dict
	if w.crypt != nil && s.own == nil {
		names, params, err := w.pipeline(s)
		if err == nil {
			raw, err = w.decrypted(s, names, params)
		}
		if err != nil {
			return err
		}
		dict = w.withoutCrypt(dict, names, params)
	}
	w.write(dict.With("Length", int64(len(raw))))
	w.b.WriteString("\nstream\n")
	w.b.Write(raw)
	w.b.WriteString("\nendstream")
	return nil
}

// withoutCrypt takes the filter Crypt out (7.4.10): what it did is undone.
func (d *Doc) withoutCrypt(dict Dict, names []Name, params []Dict) Dict {
	if !slices.Contains(names, "Crypt") {
		return dict
	}
	var filters, parms Array
	for i, name := range names {
		if name == "Crypt" {
			continue
		}
		filters = append(filters, name)
		if params[i] == nil {
			parms = append(parms, nil)
		} else {
			parms = append(parms, params[i])
		}
	}
	dict = dict.With("Filter", nil).With("DecodeParms", nil).With("DP", nil)
	if len(filters) > 0 {
		dict = dict.With("Filter", filters).With("DecodeParms", parms)
	}
	return dict
}

// finish writes table and trailer of a document.
func (w *writer) finish(trailer Dict) {
	size := 1
	for _, r := range w.rows {
		size = max(size, r.num+1)
	}
	at := w.b.Len()
	w.table(append([]row{{0, 65535, -1}}, w.rows...))
	w.b.WriteString("trailer\n")
	w.write(append(Dict{{"Size", int64(size)}}, trailer...))
	fmt.Fprintf(&w.b, "\nstartxref\n%d\n%%%%EOF\n", at)
}

// table writes a cross-reference section, a subsection for each run of numbers (7.5.4).
func (w *writer) table(rows []row) {
	w.b.WriteString("xref\n")
	for _, run := range subsections(rows) {
		fmt.Fprintf(&w.b, "%d %d\n", run[0].num, len(run))
		for _, r := range run {
			if r.at < 0 {
				fmt.Fprintf(&w.b, "%010d %05d f \n", 0, r.gen)
			} else {
				fmt.Fprintf(&w.b, "%010d %05d n \n", r.at, r.gen)
			}
		}
	}
}

// subsections cuts rows, which are in the order of their numbers, where a number is missing.
func subsections(rows []row) (all [][]row) {
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].num == rows[n-1].num+1 {
			n++
		}
		all = append(all, rows[:n])
		rows = rows[n:]
	}
	return all
}
