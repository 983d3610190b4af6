package unzip

// tally is what a data descriptor records, after the data.
type tally struct {
	crc          uint32
	packed, size int64
}

// form is one of the four ways to write a descriptor. The standard began without a
// signature, and whether sizes have 4 or 8 bytes is not said anywhere reliable.
type form struct {
	signed bool
	width  int
}

// forms has the longest first.
var forms = [...]form{{true, 8}, {false, 8}, {true, 4}, {false, 4}}

const lenDescriptor = 24 // of the longest form

func (f form) length() int { return f.skip() + 4 + 2*f.width }

// skip is how long the signature is.
func (f form) skip() int {
	if f.signed {
		return 4
	}
	return 0
}

// sizes reports whether b, which is long enough, begins with a descriptor of this form
// for these sizes, whatever its checksum.
func (f form) sizes(b []byte, packed, size int64) bool {
	if f.signed && le.Uint32(b) != sigDescriptor {
		return false
	}
	b = b[f.skip()+4:]
	if f.width == 8 {
		return le.Uint64(b) == uint64(packed) && le.Uint64(b[8:]) == uint64(size)
	}
	return uint64(le.Uint32(b)) == uint64(packed) && uint64(le.Uint32(b[4:])) == uint64(size)
}

func (f form) crc(b []byte) uint32 { return le.Uint32(b[f.skip():]) }

func (f form) matches(b []byte, t tally) bool {
	return f.sizes(b, t.packed, t.size) && f.crc(b) == t.crc
}

// follows reports whether what may come after a descriptor comes after this form of it.
func (f form) follows(b []byte) bool {
	sig := le.Uint32(b[f.length():])
	return sig == sigLocal || sig == sigCentral
}

// readDescriptor takes the descriptor, which must say what has been counted.
func (s *source) readDescriptor(t tally) error {
	b, err := s.peek(lenDescriptor + 4)
	if err != nil {
		return err // a directory and its end are longer than that
	}
	for _, f := range forms {
		if f.matches(b, t) && f.follows(b) {
			return s.skip(int64(f.length()))
		}
	}
	return s.mismatch(b, t)
}

// mismatch says what about a descriptor is wrong.
func (s *source) mismatch(b []byte, t tally) error {
	f := form{signed: le.Uint32(b) == sigDescriptor}
	for _, f := range forms {
		if f.matches(b, t) {
			return errorAt(s.at+int64(f.length()), CodeInconsistent, "after the entry comes neither another one nor the directory")
		}
	}
	if f.crc(b) != t.crc {
		return errorAt(s.at, CodeChecksum, "the content has the CRC-32 %08x; recorded after it is %08x", t.crc, f.crc(b))
	}
	return errorAt(s.at, CodeSize, "the content has %d bytes, packed %d; other sizes are recorded after it", t.size, t.packed)
}
