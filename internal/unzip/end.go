package unzip

import (
	"bytes"
	"errors"
	"io"
	"math"
)

var endMark = []byte("PK\x05\x06")

// end is what an end record says about the directory.
type end struct {
	disk, directoryDisk uint32
	here, entries       uint64
	size, offset        uint64
}

// readEnd reads what comes after the directory: the end record, before it those of
// ZIP64 where they are, and the rest of the file.
func (r *Reader) readEnd(d *directory) error {
	sig, err := r.src.signature()
	if err != nil {
		return err
	}
	wide := sig == sigEnd64
	if wide {
		if err := r.readEnd64(d); err != nil {
			return err
		}
		if sig, err = r.src.signature(); err != nil {
			return err
		}
	}
	if sig != sigEnd {
		return r.stray(sig)
	}
	if !wide && r.falseLocator() {
		return errorAt(r.src.at-lenLocator64, CodeInconsistent, "the directory ends in what looks like the locator of a ZIP64 directory")
	}
	return r.readEndRecord(d, wide)
}

// falseLocator looks at the 20 bytes before the end record: some programs take them for
// a locator if they begin like one, whatever record they are part of.
func (r *Reader) falseLocator() bool {
	rec := r.src.rec
	return bytes.HasPrefix(rec[max(0, len(rec)-lenLocator64):], []byte("PK\x06\x07"))
}

func (r *Reader) readEndRecord(d *directory, wide bool) error {
	at := r.src.at
	b, err := r.src.record(lenEnd)
	if err != nil {
		return err
	}
	e := end{
		disk: uint32(le.Uint16(b[4:])), directoryDisk: uint32(le.Uint16(b[6:])),
		here: uint64(le.Uint16(b[8:])), entries: uint64(le.Uint16(b[10:])),
		size: uint64(le.Uint32(b[12:])), offset: uint64(le.Uint32(b[16:])),
	}
	if wide {
		e.fill(d)
	}
	if err := e.compare(d, at); err != nil {
		return err
	}
	return r.readRest(at, int64(le.Uint16(b[20:])))
}

// stray refuses a record that has no business where it is.
func (r *Reader) stray(sig uint32) error {
	at := r.src.at
	switch {
	case sig == sigExtraData:
		return errorAt(at, CodeEncrypted, "the directory is encrypted")
	case sig == sigLocal:
		return errorAt(at, CodeInconsistent, "an entry after the directory")
	case sig == sigCentral, sig == sigEnd64, sig == sigLocator64, sig == sigSignature:
		return errorAt(at, CodeMalformed, "a record of the directory in the wrong place")
	}
	return errorAt(at, CodeInconsistent, "bytes that belong to no entry and not to the directory")
}

// readEnd64 reads the end record of ZIP64 and the locator, which must follow.
func (r *Reader) readEnd64(d *directory) error {
	at := r.src.at
	b, err := r.src.record(lenEnd64)
	if err != nil {
		return err
	}
	e := end{
		disk: le.Uint32(b[16:]), directoryDisk: le.Uint32(b[20:]),
		here: le.Uint64(b[24:]), entries: le.Uint64(b[32:]),
		size: le.Uint64(b[40:]), offset: le.Uint64(b[48:]),
	}
	rest := le.Uint64(b[4:]) - (lenEnd64 - 12)
	if rest > math.MaxInt32 {
		return errorAt(at, CodeMalformed, "a ZIP64 end record of impossible length")
	}
	if err := e.compare(d, at); err != nil {
		return err
	}
	if err := r.src.skip(int64(rest)); err != nil {
		return err
	}
	return r.readLocator(at)
}

func (r *Reader) readLocator(end64 int64) error {
	at := r.src.at
	b, err := r.src.record(lenLocator64)
	switch {
	case err != nil:
		return err
	case le.Uint32(b) != sigLocator64:
		return errorAt(at, CodeMalformed, "a ZIP64 end record without locator")
	case le.Uint32(b[4:]) != 0 || le.Uint32(b[16:]) > 1:
		return errorAt(at, CodeSplit, "the archive is split into %d parts", le.Uint32(b[16:]))
	case le.Uint64(b[8:]) != uint64(end64):
		return errorAt(at, CodeInconsistent, "the ZIP64 locator points to byte %d; the record is at %d", le.Uint64(b[8:]), end64)
	}
	return nil
}

// fill puts values for those that are in the ZIP64 record, which has been compared.
func (e *end) fill(d *directory) {
	short := func(n *uint64, mark uint64, value int64) {
		if *n == mark {
			*n = uint64(value)
		}
	}
	short(&e.here, in64s, int64(d.entries))
	short(&e.entries, in64s, int64(d.entries))
	short(&e.size, in64, d.size)
	short(&e.offset, in64, d.start)
	if e.disk == in64s {
		e.disk = 0
	}
	if e.directoryDisk == in64s {
		e.directoryDisk = 0
	}
}

// compare holds an end record against the directory read.
func (e *end) compare(d *directory, at int64) error {
	switch {
	case e.disk != 0 || e.directoryDisk != 0 || e.here != e.entries:
		return errorAt(at, CodeSplit, "this is part %d of a split archive", e.disk+1)
	case e.entries != uint64(d.entries):
		return errorAt(at, CodeInconsistent, "the end record counts %d entries; the directory has %d", e.entries, d.entries)
	case e.size != uint64(d.size):
		return errorAt(at, CodeInconsistent, "the end record has %d bytes for the directory, which has %d", e.size, d.size)
	case e.offset != uint64(d.start):
		return errorAt(at, CodeInconsistent, "the end record has the directory at byte %d; it is at %d", e.offset, d.start)
	}
	return nil
}

// readRest reads the comment and what follows it. Programs look for the end record from
// the back: a second one, be it in the comment, in a second archive behind the first or
// across the fields of the first, would show them other entries.
func (r *Reader) readRest(at, comment int64) error {
	last := bytes.Clone(r.src.rec[1:]) // the end record without its signature
	for {
		window, err := r.src.peek(1)
		if i := endIn(last, window); i >= 0 {
			return errorAt(at, CodeInconsistent, "after the end record of the archive comes another one")
		}
		if err != nil {
			break
		}
		last = append(last, window[max(0, len(window)-len(endMark)+1):]...)
		last = last[len(last)-len(endMark)+1:]
		if err := r.src.skip(int64(len(window))); err != nil {
			return err
		}
	}
	if !errors.Is(r.src.err, io.ErrUnexpectedEOF) {
		return r.src.err
	}
	rest := r.src.at - at - lenEnd - comment
	if rest < 0 {
		return r.src.err
	}
	if rest > 0 {
		r.notes.add(NoteTrailing, "", r.src.at-rest, "%d bytes follow the archive", rest)
	}
	return nil
}

// endIn finds the mark of an end record in last or across last and next, or in next.
func endIn(last, next []byte) int {
	seam := append(last[:len(last):len(last)], next[:min(len(next), len(endMark)-1)]...)
	if i := bytes.Index(seam, endMark); i >= 0 {
		return i
	}
	return bytes.Index(next, endMark)
}
