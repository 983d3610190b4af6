package unzip

import (
	"io"
	"math"
	"slices"
)

// listing is an entry as the directory has it.
type listing struct {
	sighting
	attrs uint32 // external attributes
	disk  uint32
	flags flags
	title string
}

// directory is what the end records are held against.
type directory struct {
	start, size int64
	entries     int
	shared      []uint64 // hashes of names that several entries have
}

// readDirectory reads the central directory and everything behind it. It returns io.EOF
// if all of it agrees with the entries read.
func (r *Reader) readDirectory() error {
	d := directory{start: r.src.at, shared: r.seen.shared()}
	sig, err := r.src.signature()
	for ; err == nil && sig == sigCentral; sig, err = r.src.signature() {
		if err := r.readListing(&d); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	if sig == sigSignature {
		if err := r.skipDigitalSignature(); err != nil {
			return err
		}
	}
	d.size = r.src.at - d.start
	if err := r.readEnd(&d); err != nil {
		return err
	}
	return r.complete()
}

// complete judges the archive as a whole.
func (r *Reader) complete() error {
	if r.seen.count == 0 {
		return errorAt(0, CodeEmpty, "the archive has no entries")
	}
	if s := r.seen.unlisted(); s != nil {
		return errorAt(s.offset, CodeInconsistent, "the directory leaves out the entry at byte %d", s.offset)
	}
	return io.EOF
}

func (r *Reader) readListing(d *directory) error {
	at := r.src.at
	l, err := r.src.readListing()
	if err != nil {
		return err
	}
	d.entries++
	if err := r.compare(&l); err != nil {
		err.Entry, err.Offset = shown(l.title), at
		return err
	}
	r.noteListing(&l, d)
	return nil
}

// readListing reads the record that the archive stands at.
func (s *source) readListing() (listing, error) {
	b, err := s.record(lenCentral)
	if err != nil {
		return listing{}, err
	}
	name, extra, comment := int(le.Uint16(b[28:])), int(le.Uint16(b[30:])), int(le.Uint16(b[32:]))
	if b, err = s.more(name + extra + comment); err != nil {
		return listing{}, err
	}
	l := listing{flags: flags(le.Uint16(b[8:])), attrs: le.Uint32(b[38:])}
	l.method, l.crc = Method(le.Uint16(b[10:])), le.Uint32(b[16:])
	field := b[lenCentral+name : lenCentral+name+extra]
	l.title = decodeName(b[lenCentral:lenCentral+name], l.flags, field)
	if err := l.setSizes(b, field); err != nil {
		err.Offset, err.Entry = s.at-int64(len(b)), shown(l.title)
		return l, err
	}
	return l, nil
}

// setSizes takes each number from the record or, where it says so, from the ZIP64 field,
// which holds only those.
func (l *listing) setSizes(b, extra []byte) (err *Error) {
	wide, again := extraField(extra, extraZIP64)
	if again {
		return errorAt(0, CodeMalformed, "two ZIP64 fields in one header")
	}
	exists := wide != nil
	next := func(short uint32) int64 {
		if short != in64 || !exists {
			return int64(short)
		}
		if len(wide) < 8 || le.Uint64(wide) > math.MaxInt64 {
			err = errorAt(0, CodeMalformed, "the ZIP64 field is damaged")
			return -1
		}
		n := le.Uint64(wide)
		wide = wide[8:]
		return int64(n)
	}
	l.size = next(le.Uint32(b[24:]))
	l.packed = next(le.Uint32(b[20:]))
	l.offset = next(le.Uint32(b[42:]))
	l.disk = uint32(le.Uint16(b[34:]))
	if l.disk == in64s && len(wide) >= 4 {
		l.disk = le.Uint32(wide)
	}
	return err
}

// compare holds a listing against the entry that it is about.
func (r *Reader) compare(l *listing) *Error {
	s := r.seen.find(l.offset)
	differs := func(format string, a ...any) *Error {
		return errorAt(0, CodeInconsistent, "the directory "+format, a...)
	}
	switch {
	case l.disk != 0:
		return errorAt(0, CodeSplit, "the entry is in part %d of a split archive", l.disk+1)
	case s == nil:
		return differs("has an entry at byte %d, where none begins", l.offset)
	case s.listed:
		return differs("lists the entry at byte %d twice", l.offset)
	case l.flags.encrypted() != s.sealed:
		return differs("and the entry do not agree on whether it is encrypted")
	case l.method != s.method:
		return differs("has the method %d, the entry %d", uint16(l.method), uint16(s.method))
	case l.crc != s.crc:
		return differs("has the CRC-32 %08x, the entry %08x", l.crc, s.crc)
	case l.size != s.size || l.packed != s.packed:
		return differs("has %d bytes, packed %d; the entry %d, packed %d", l.size, l.packed, s.size, s.packed)
	}
	s.listed = true
	l.name = s.name
	return nil
}

// noteListing tells the oddities that the directory shows.
func (r *Reader) noteListing(l *listing, d *directory) {
	if r.seen.hash(l.title) != l.name {
		r.notes.add(NoteOtherName, l.title, l.offset, "this is the name in the directory; before the entry stands another one")
		h := header{name: l.title, offset: l.offset}
		h.note(&r.notes)
	}
	if _, ok := slices.BinarySearch(d.shared, l.name); ok {
		r.notes.add(NoteSameName, l.title, l.offset, "another entry has the same name")
	}
	if l.link() {
		r.notes.add(NoteLink, l.title, l.offset, "a symbolic link; its content is the name of its target")
	}
}

// link reports whether the Unix mode in the attributes is that of a symbolic link. Who
// wrote it is not asked: not all that unpack ask.
func (l *listing) link() bool {
	const typeMask, link = 0o170000, 0o120000
	return l.attrs>>16&typeMask == link
}

// skipDigitalSignature keeps the last entry before it as part of the same record, for
// falseLocator.
func (r *Reader) skipDigitalSignature() error {
	b, err := r.src.more(lenSignature)
	if err != nil {
		return err
	}
	_, err = r.src.more(int(le.Uint16(b[len(b)-2:])))
	return err
}
