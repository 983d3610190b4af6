package unzip

import (
	"errors"
	"strings"
)

// header is what stands before an entry's data.
type header struct {
	offset       int64
	flags        flags
	method       Method
	crc          uint32 // 0 if it follows the data
	packed, size int64  // -1 if they follow the data
	name         string
}

// readHeader reads the local header that the archive stands at.
func (s *source) readHeader() (header, error) {
	h := header{offset: s.at, packed: -1, size: -1}
	b, err := s.record(lenLocal)
	if err != nil {
		return h, err
	}
	name, extra := int(le.Uint16(b[26:])), int(le.Uint16(b[28:]))
	if b, err = s.more(name + extra); err != nil {
		return h, err
	}
	h.flags, h.method, h.crc = flags(le.Uint16(b[6:])), Method(le.Uint16(b[8:])), le.Uint32(b[14:])
	h.name = decodeName(b[lenLocal:lenLocal+name], h.flags, b[lenLocal+name:])
	err = h.setSizes(le.Uint32(b[18:]), le.Uint32(b[22:]), b[lenLocal+name:])
	return h, err
}

// setSizes takes the sizes that are known before the data. With a descriptor, zeros and
// the marks of ZIP64 without its field are places left empty.
func (h *header) setSizes(packed, size uint32, extra []byte) error {
	wide, again := extraField(extra, extraZIP64)
	if again {
		return errorAt(h.offset, CodeMalformed, "two ZIP64 fields in one header")
	}
	p, n := uint64(packed), uint64(size)
	if n == in64 && len(wide) >= 8 {
		n = le.Uint64(wide)
	}
	switch {
	case p != in64:
	case len(wide) >= 16: // both are there, even if one would do
		p = le.Uint64(wide[8:])
	case len(wide) >= 8 && size != in64:
		p = le.Uint64(wide)
	}
	h.packed, h.size = int64(p), int64(n)
	if h.packed < 0 || h.size < 0 {
		return errorAt(h.offset, CodeMalformed, "a size beyond all bounds")
	}
	if h.flags.descriptor() {
		h.forget(len(wide) == 0)
	}
	return nil
}

// forget drops the sizes that are not meant.
func (h *header) forget(noZIP64 bool) {
	empty := func(n int64) bool { return n == 0 || n == in64 && noZIP64 }
	if empty(h.packed) {
		h.packed = -1
	}
	if empty(h.size) {
		h.size = -1
	}
	switch { // of what is stored, one says the other
	case h.method != Store:
	case h.packed < 0:
		h.packed = h.size
	case h.size < 0:
		h.size = h.packed
	}
}

// check refuses an entry that cannot be read, before its data.
func (h *header) check() error {
	switch {
	case h.flags.encrypted() || h.method == methodAES:
		return errorAt(h.offset, CodeEncrypted, "the entry is encrypted")
	case !h.method.supported():
		return errorAt(h.offset, CodeMethod, "packed by method %d (%s); only Store, Deflate and LZMA are supported", uint16(h.method), h.method)
	case h.method == Store && h.packed != h.size:
		return errorAt(h.offset, CodeSize, "stored as it is, but of size %d and packed size %d", h.size, h.packed)
	case h.dir() && h.size > 0:
		return errorAt(h.offset, CodeMalformed, "a directory that has content")
	}
	return nil
}

// passable tells whether a refused entry can be passed over: its length is known, and what
// is recorded of it stands in front of it.
func (h *header) passable(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Code == CodeEncrypted || e.Code == CodeMethod) && h.packed >= 0 && h.size >= 0 &&
		!h.flags.descriptor() && h.flags&(flagStrong|flagMasked) == 0
}

func (h *header) dir() bool { return strings.HasSuffix(h.name, "/") }

// note tells what is odd about the name.
func (h *header) note(n *notes) {
	if why := dangers(h.name); len(why) > 0 {
		n.add(NoteUnsafeName, h.name, h.offset, "the name %s", strings.Join(why, ", "))
	}
	if strings.Contains(strings.TrimSuffix(h.name, "/"), "/") {
		n.add(NotePath, h.name, h.offset, "the name leads into a folder")
	}
}
