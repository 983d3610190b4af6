package unzip

import (
	"bytes"
	"hash/crc32"
	"io"
)

// storedUntilDescriptor is content that is not packed and of a length that only the
// descriptor behind it has. It ends before a descriptor that has the CRC-32 and the size
// of everything up to it, with another entry or the directory behind. The content may
// itself be an archive, full of descriptors: theirs are of other sizes.
//
// The work stays linear whatever the content: each place where an entry or the directory
// could begin is looked at once, and costs at most the CRC-32 of some 30 bytes.
type storedUntilDescriptor struct {
	src   *source
	size  int64 // handed out
	sure  int   // bytes from here on that are content
	crc   uint32
	ended bool // after these bytes comes the descriptor
}

func (s *storedUntilDescriptor) Read(p []byte) (int, error) {
	if s.sure == 0 && !s.ended {
		if err := s.look(); err != nil {
			return 0, err
		}
	}
	if s.sure == 0 {
		return 0, io.EOF
	}
	n, err := s.src.Read(p[:min(len(p), s.sure)])
	s.sure -= n
	s.size += int64(n)
	return n, err
}

// look finds the end, or some bytes that come before it.
func (s *storedUntilDescriptor) look() error {
	for looked := 0; s.sure == 0 && !s.ended; {
		window, err := s.src.peek(looked + 4)
		if err != nil {
			return err
		}
		looked = s.search(window, looked)
	}
	return nil
}

// search looks for the end of the content in the window from a place on, and returns how
// far it got.
func (s *storedUntilDescriptor) search(window []byte, from int) int {
	for {
		i := recordIn(window[from:])
		if i < 0 {
			from = max(from, len(window)-3)
			s.advance(window, from-lenDescriptor)
			return from
		}
		next := from + i
		for _, f := range forms {
			if s.endsAt(window, next-f.length(), f) {
				s.advance(window, next-f.length())
				s.ended = true
				return next
			}
		}
		from = next + 4
		s.advance(window, from-lenDescriptor)
	}
}

// advance makes sure of the content up to a place.
func (s *storedUntilDescriptor) advance(window []byte, to int) {
	if to > s.sure {
		s.crc = crc32.Update(s.crc, crc32.IEEETable, window[s.sure:to])
		s.sure = to
	}
}

// endsAt reports whether the descriptor of the content stands at a place in the window.
func (s *storedUntilDescriptor) endsAt(window []byte, at int, f form) bool {
	if at < s.sure {
		return false
	}
	size := s.size + int64(at)
	if !f.sizes(window[at:], size, size) {
		return false
	}
	return f.crc(window[at:]) == crc32.Update(s.crc, crc32.IEEETable, window[s.sure:at])
}

// recordIn finds where an entry or the directory could begin.
func recordIn(b []byte) int {
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte("PK"))
		if i < 0 || at+i+4 > len(b) {
			return -1
		}
		at += i
		if sig := le.Uint32(b[at:]); sig == sigLocal || sig == sigCentral {
			return at
		}
		at += 2
	}
}
