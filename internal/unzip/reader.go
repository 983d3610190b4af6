package unzip

import (
	"bytes"
	"errors"
	"hash/crc32"
	"io"
)

// Reader reads an archive, entry by entry.
type Reader struct {
	src    source
	limits Limits
	notes  notes
	seen   ledger
	err    error // what Next has ended with

	begun bool // past the beginning
	split bool // which bore the mark of a split archive

	header   header // of the current entry
	entry    *Entry // nil between entries
	content  io.Reader
	start    int64 // offset of its data
	size     int64 // content so far
	crc      uint32
	unpacked int64 // content of all entries so far

	inflater     io.Reader // used again for every entry
	dictionaries int64     // bytes of all LZMA windows so far
	discard      []byte
}

// Entry is a file or directory in an archive.
type Entry struct {
	Name   string // in UTF-8, not made safe: see NoteUnsafeName
	Dir    bool
	Method Method

	// Packed and Size are in bytes; -1 while they are not known, which may be until
	// the content has been read.
	Packed, Size int64

	// Refused says why the content cannot be read: it is encrypted, or packed by a method
	// that is not supported. Read returns it, and Next goes on behind the entry.
	Refused *Error
}

// NewReader reads the archive that in is. It is read to its end: another end record in
// what follows the archive would show other programs another archive.
func NewReader(in io.Reader, l Limits) *Reader {
	return &Reader{src: newSource(in), limits: l.orDefault()}
}

// Notes are the oddities met so far: all of them once Next has returned io.EOF.
func (r *Reader) Notes() []Note { return r.notes.all() }

// Next goes to the next entry. What is left of the current one is read and checked. After
// the last one it returns io.EOF if the directory agrees with what was read. All other
// errors are of type *Error, and final.
func (r *Reader) Next() (*Entry, error) {
	if r.err == nil {
		r.err = r.next()
	}
	if r.err != nil {
		r.entry, r.content = nil, nil
		return nil, r.err
	}
	return r.entry, nil
}

func (r *Reader) next() error {
	if err := r.finish(); err != nil {
		return err
	}
	sig, err := r.signature()
	if err != nil {
		return r.refuse(err)
	}
	if sig != sigLocal {
		return r.refuse(r.readDirectory())
	}
	if r.seen.count >= r.limits.Entries {
		return errorAt(r.src.at, CodeLimit, "more than %d entries", r.limits.Entries)
	}
	r.header, err = r.src.readHeader()
	h := &r.header
	r.entry = &Entry{Name: h.name, Dir: h.dir(), Method: h.method, Packed: h.packed, Size: h.size}
	if err == nil {
		err = h.check()
	}
	if err == nil || h.passable(err) {
		h.note(&r.notes)
	}
	switch {
	case err == nil:
		err = r.open()
	case h.passable(err):
		errors.As(r.refuse(err), &r.entry.Refused)
		return nil
	}
	return r.refuse(err)
}

// signature is that of the next record; before the first one, it is made sure that this
// is an archive.
func (r *Reader) signature() (uint32, error) {
	if !r.begun {
		r.begun = true
		if err := r.begin(); err != nil {
			return 0, err
		}
	}
	return r.src.signature()
}

// begin passes the mark that an archive made to be split begins with.
func (r *Reader) begin() error {
	b, err := r.src.peek(4)
	if err != nil {
		return r.noBeginning(b)
	}
	sig := le.Uint32(b)
	switch sig {
	case sigLocal, sigCentral, sigEnd, sigEnd64:
		return nil
	case sigDescriptor, sigOnePart:
		r.split = sig == sigDescriptor
		if err := r.src.skip(4); err != nil {
			return err
		}
		if sig, err = r.src.signature(); err != nil || sig == sigLocal {
			return err
		}
	}
	return errorAt(0, CodeNotArchive, "this does not begin like a ZIP archive")
}

// noBeginning judges less than four bytes.
func (r *Reader) noBeginning(b []byte) error {
	if r.src.err.Code != CodeTruncated || len(b) > 0 && bytes.HasPrefix([]byte("PK"), b[:min(len(b), 2)]) {
		return r.src.err
	}
	return errorAt(0, CodeNotArchive, "this does not begin like a ZIP archive: %d bytes", len(b))
}

// refuse adds to an error which entry it is about.
func (r *Reader) refuse(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	if e.Code == CodeTruncated && r.split {
		e.Code, e.Message = CodeSplit, "the archive goes on in another file"
	}
	if r.entry != nil {
		e.Entry = shown(r.entry.Name)
	}
	return e
}

// Read gives the content of the current entry. It returns io.EOF only when the content
// has the size and the CRC-32 that the archive has for it.
func (r *Reader) Read(p []byte) (int, error) {
	switch {
	case r.err != nil:
		return 0, r.err
	case r.entry != nil && r.entry.Refused != nil:
		return 0, r.entry.Refused
	case r.content == nil:
		return 0, io.EOF
	case len(p) == 0:
		return 0, nil
	}
	n, err := r.read(p)
	if err != nil && err != io.EOF {
		r.err = r.refuse(err)
		err = r.err
	}
	return n, err
}

func (r *Reader) read(p []byte) (int, error) {
	n, err := r.content.Read(p)
	if over := r.account(p[:n]); over != nil {
		return 0, over
	}
	switch err {
	case nil:
		return n, nil
	case io.EOF:
		if err := r.close(); err != nil {
			return n, err
		}
		return n, io.EOF
	}
	return n, r.damaged(err)
}

// account counts content, and refuses what is too much before it is handed out.
func (r *Reader) account(p []byte) error {
	r.crc = crc32.Update(r.crc, crc32.IEEETable, p)
	r.size += int64(len(p))
	r.unpacked += int64(len(p))
	h := &r.header
	switch {
	case r.size > 0 && r.entry.Dir:
		return errorAt(h.offset, CodeMalformed, "a directory that has content")
	case h.size >= 0 && r.size > h.size:
		return errorAt(r.src.at, CodeSize, "the content is longer than the %d bytes recorded", h.size)
	case r.unpacked > r.limits.Unpacked:
		return errorAt(r.src.at, CodeLimit, "the entries unpack to more than %d bytes", r.limits.Unpacked)
	case h.packed >= 0:
		return r.dense(h.packed)
	}
	return r.dense(r.src.at - r.start + packedLead)
}

func (r *Reader) dense(packed int64) error {
	if r.limits.tooDense(r.size, packed) {
		return errorAt(r.src.at, CodeLimit, "the content is more than %d times as large as its packed data", r.limits.Ratio)
	}
	return nil
}

// damaged says in our words why a decompressor gave up.
func (r *Reader) damaged(err error) error {
	switch {
	case r.src.err != nil:
		return r.src.err
	case errors.Is(err, io.ErrUnexpectedEOF):
		e := errorAt(r.src.at, CodeSize, "the packed data go on beyond their size, %d bytes", r.header.packed)
		e.Err = err
		return e
	}
	e := errorAt(r.src.at, CodeMalformed, "the packed data are damaged: %v", err)
	e.Err = err
	return e
}

// close ends the current entry: its content has been read.
func (r *Reader) close() error {
	h := &r.header
	used := r.src.at - r.start
	if h.packed >= 0 {
		if err := r.passSlack(); err != nil {
			return err
		}
	}
	r.src.left = unbounded
	packed := r.src.at - r.start
	if err := r.verify(used, packed); err != nil {
		return err
	}
	r.entry.Packed, r.entry.Size = packed, r.size
	r.seen.add(sighting{offset: h.offset, packed: packed, size: r.size, crc: r.crc, method: h.method, name: r.seen.hash(h.name)})
	r.content = nil
	return nil
}

// passSlack skips what lies between the end of the packed data and where the header has
// it. Nobody reads that, but everybody passes over it.
func (r *Reader) passSlack() error {
	if r.src.left > 0 {
		r.notes.add(NoteSlack, r.header.name, r.header.offset, "%d bytes follow the end of the packed data", r.src.left)
	}
	return r.src.skip(r.src.left)
}

// verify holds the content against what the archive has recorded of it.
func (r *Reader) verify(used, packed int64) error {
	h := &r.header
	if h.size >= 0 && h.size != r.size {
		return errorAt(r.src.at, CodeSize, "the content has %d bytes; recorded are %d", r.size, h.size)
	}
	if err := r.dense(used); err != nil {
		return err
	}
	if h.flags.descriptor() {
		if err := r.src.readDescriptor(tally{r.crc, packed, r.size}); err != nil {
			return err
		}
	}
	if r.crc != h.crc && !(h.flags.descriptor() && h.crc == 0) {
		return errorAt(r.src.at, CodeChecksum, "the content has the CRC-32 %08x; recorded is %08x", r.crc, h.crc)
	}
	return nil
}

// finish reads what is left of the current entry.
func (r *Reader) finish() error {
	if r.entry != nil && r.entry.Refused != nil {
		h := &r.header
		r.seen.add(sighting{offset: h.offset, packed: h.packed, size: h.size, crc: h.crc, method: h.method, name: r.seen.hash(h.name), sealed: h.flags.encrypted()})
		r.entry = nil
		return r.refuse(r.src.skip(h.packed))
	}
	if r.content != nil && r.discard == nil {
		r.discard = make([]byte, windowSize/2)
	}
	for r.content != nil {
		if _, err := r.read(r.discard); err != nil && err != io.EOF {
			return r.refuse(err)
		}
	}
	r.entry = nil
	return nil
}
