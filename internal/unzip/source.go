package unzip

import (
	"bufio"
	"errors"
	"io"
	"math"
)

const unbounded = math.MaxInt64

// source is the archive as a stream. Decompressors read the current entry from it, a
// byte at a time where they must, so that it stands exactly behind what they used.
type source struct {
	in   *bufio.Reader
	at   int64  // offset in the archive of the next byte
	left int64  // bytes that the current entry may still take
	rec  []byte // the current record
	err  *Error // why there are no more bytes
}

const (
	windowSize = 64 << 10
	patience   = 100 // times that a reader may give nothing
)

func newSource(in io.Reader) source {
	return source{in: bufio.NewReaderSize(in, windowSize), left: unbounded}
}

// Read gives bytes of the current entry; io.EOF at its end.
func (s *source) Read(p []byte) (int, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	if int64(len(p)) > s.left {
		p = p[:s.left]
	}
	for range patience {
		n, err := s.in.Read(p)
		s.pass(n)
		if err != nil {
			return n, s.fail(err)
		}
		if n > 0 || len(p) == 0 {
			return n, nil
		}
	}
	return 0, s.fail(io.ErrNoProgress)
}

// ReadByte gives one byte of the current entry; io.EOF at its end.
func (s *source) ReadByte() (byte, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	c, err := s.in.ReadByte()
	if err != nil {
		return 0, s.fail(err)
	}
	s.pass(1)
	return c, nil
}

func (s *source) pass(n int) {
	s.at += int64(n)
	s.left -= int64(n)
}

// fail keeps why the archive goes no further: decompressors tell it in words of their own.
func (s *source) fail(err error) *Error {
	switch {
	case s.err != nil:
	case errors.Is(err, io.EOF):
		s.err = errorAt(s.at, CodeTruncated, "the archive ends too early")
		s.err.Err = io.ErrUnexpectedEOF
	default:
		s.err = errorAt(s.at, CodeInput, "the archive cannot be read on: %v", err)
		s.err.Err = err
	}
	return s.err
}

// peek shows all bytes at hand, at least n, without taking them. With an error they are
// fewer.
func (s *source) peek(n int) ([]byte, error) {
	_, err := s.in.Peek(n)
	window, _ := s.in.Peek(s.in.Buffered())
	if err != nil {
		return window, s.fail(err)
	}
	return window, nil
}

// signature shows the four bytes that the next record begins with.
func (s *source) signature() (uint32, error) {
	b, err := s.peek(4)
	if err != nil {
		return 0, err
	}
	return le.Uint32(b), nil
}

// record takes n bytes. They hold until the next record.
func (s *source) record(n int) ([]byte, error) {
	s.rec = s.rec[:0]
	return s.more(n)
}

// more takes n bytes that belong to the same record, and gives all of it.
func (s *source) more(n int) ([]byte, error) {
	old := len(s.rec)
	s.rec = append(s.rec, make([]byte, n)...)
	if _, err := io.ReadFull(s, s.rec[old:]); err != nil {
		return nil, err
	}
	return s.rec, nil
}

// skip passes over n bytes.
func (s *source) skip(n int64) error {
	for n > 0 {
		k, err := s.in.Discard(int(min(n, windowSize)))
		s.pass(k)
		if err != nil {
			return s.fail(err)
		}
		n -= int64(k)
	}
	return nil
}
