package pdf

import (
	"bufio"
	"io"
)

// lzw decodes LZWDecode (7.4.4): codes of 9 to 12 bits, the most significant bit first,
// with a code to clear the table and, usually, lengths that change one code early, which
// compress/lzw does not do.
type lzw struct {
	in     *bufio.Reader
	early  int
	bits   uint32
	nbits  uint
	width  uint
	next   int // the code to be defined next
	last   int // the code before, or -1
	prefix [lzwCodes]uint16
	suffix [lzwCodes]byte
	stack  [lzwCodes]byte
	out    []byte // of stack, to be handed over
	err    error
}

const (
	lzwCodes = 4096
	lzwClear = 256
	lzwEnd   = 257
)

func newLZW(in io.Reader, early bool) *lzw {
	l := &lzw{in: bufio.NewReader(in)}
	if early {
		l.early = 1
	}
	l.clear()
	return l
}

func (l *lzw) clear() { l.width, l.next, l.last = 9, lzwEnd+1, -1 }

func (l *lzw) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(l.out) == 0 {
			if l.err == nil {
				l.err = l.step()
			}
			if l.err != nil {
				if n > 0 {
					return n, nil
				}
				return 0, l.err
			}
		}
		k := copy(p[n:], l.out)
		l.out = l.out[k:]
		n += k
	}
	return n, nil
}

func (l *lzw) code() (int, error) {
	for l.nbits < l.width {
		c, err := l.in.ReadByte()
		if err != nil {
			return 0, err
		}
		l.bits = l.bits<<8 | uint32(c)
		l.nbits += 8
	}
	l.nbits -= l.width
	return int(l.bits>>l.nbits) & (1<<l.width - 1), nil
}

// step decodes one code.
func (l *lzw) step() error {
	code, err := l.code()
	switch {
	case err != nil:
		return err // without an end code too
	case code == lzwEnd:
		return io.EOF
	case code == lzwClear:
		l.clear()
		return nil
	case code > l.next, code == l.next && l.last < 0:
		return fail(Damaged, "a stream of the PDF is damaged: an LZW code that means nothing")
	}
	at, c := len(l.stack), code
	if code == l.next { // the sequence before, and its first byte again
		c = l.last
		at--
	}
	for c > lzwEnd && at > 0 {
		at--
		l.stack[at] = l.suffix[c]
		c = int(l.prefix[c])
	}
	if c >= lzwClear || at == 0 {
		return fail(Damaged, "a stream of the PDF is damaged: an LZW code that means nothing")
	}
	at--
	l.stack[at] = byte(c)
	if code == l.next {
		l.stack[len(l.stack)-1] = byte(c)
	}
	l.out = l.stack[at:]
	if l.last >= 0 && l.next < lzwCodes {
		l.prefix[l.next], l.suffix[l.next] = uint16(l.last), byte(c)
		l.next++
	}
	l.last = code
	if l.width < 12 && l.next+l.early >= 1<<l.width {
		l.width++
	}
	return nil
}
