package attach

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// source gives text in pieces, each until the next. next returns nothing at the end, or
// with an error.
type source interface {
	next() ([]byte, error)
	// at is the error of a place in the piece given last.
	at(i int, e *Error) error
}

// base64Reader decodes base64 as it is found: white space anywhere, both alphabets,
// with padding or without.
type base64Reader struct {
	src    source
	note   func(NoteCode, string)
	piece  []byte
	place  int     // of piece in what src gave
	left   [3]byte // decoded and not handed out
	n      int     // of them
	group  uint32  // the characters of a group that has begun
	count  int     // how many
	padded int     // "=" met
	quote  byte    // that ends the text of a Python literal, which has escapes; 0: it is none
	closed bool    // it has come
	uri    bool    // the text is of a URI, which has escapes
	escape string  // one that has begun
	noted  uint8
	err    error
}

const (
	notedURL = 1 << iota
	notedBits
	notedPadding
	notedSpace
)

// sextets holds for each place in a group of four characters what a character stands
// for, and a mark in the highest byte for one that needs a look.
var sextets = func() (t [4][256]uint32) {
	for place := range t {
		for c := range 256 {
			t[place][c] = strange
		}
		for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
			t[place][c] = uint32(i) << (18 - 6*place)
		}
	}
	return t
}()

const strange = 1 << 31

// decodeGroups decodes groups of eight characters until it meets one that needs a look.
// What is behind the written bytes in dst is overwritten: eight bytes are stored at once.
func decodeGroups(dst, s []byte) (written, read int) {
	t := &sextets
	for len(s)-read >= 8 && len(dst)-written >= 8 {
		c := s[read : read+8]
		a := t[0][c[0]] | t[1][c[1]] | t[2][c[2]] | t[3][c[3]]
		b := t[0][c[4]] | t[1][c[5]] | t[2][c[6]] | t[3][c[7]]
		if (a|b)&strange != 0 {
			break
		}
		binary.BigEndian.PutUint64(dst[written:written+8], uint64(a)<<40|uint64(b)<<16)
		written, read = written+6, read+8
	}
	return written, read
}

func (b *base64Reader) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if b.n > 0 {
			k := copy(p[n:], b.left[:b.n])
			copy(b.left[:], b.left[k:b.n])
			b.n -= k
			n += k
			continue
		}
		if b.err != nil {
			break
		}
		if b.place == len(b.piece) {
			b.fetch()
			continue
		}
		if b.count == 0 && b.padded == 0 && b.escape == "" {
			w, r := decodeGroups(p[n:], b.piece[b.place:])
			n, b.place = n+w, b.place+r
			if b.place == len(b.piece) || n == len(p) {
				continue
			}
		}
		b.step(b.piece[b.place])
	}
	if n > 0 || len(p) == 0 {
		return n, nil
	}
	return 0, b.err
}

func (b *base64Reader) fetch() {
	b.piece, b.err = b.src.next()
	b.place = 0
	if b.err == nil && len(b.piece) == 0 {
		b.finish()
	}
}

// step takes one character.
func (b *base64Reader) step(c byte) {
	value := sextets[3][c]
	switch {
	case b.escape != "", c == '\\' && b.quote != 0, c == '%' && b.uri:
		b.escaped(c)
		return
	case c == ' ' || c == '\n' || c == '\t' || c == '\r':
		b.place++
		return
	case b.closed:
		b.refuse("the content goes on after its closing quote")
		return
	case c == b.quote && c != 0:
		b.closed = true
		b.place++
		return
	case c == '=':
		b.pad()
		return
	case c == '-' || c == '_':
		b.say(notedURL, NoteURLAlphabet, "base64 in the alphabet of URLs")
		value = 62
		if c == '_' {
			value = 63
		}
	}
	switch {
	case value == strange:
		b.strange()
	case b.padded > 0:
		b.refuse("not base64: text after the padding")
	default:
		b.group = b.group<<6 | value
		b.place++
		if b.count++; b.count == 4 {
			b.left = [3]byte{byte(b.group >> 16), byte(b.group >> 8), byte(b.group)}
			b.n, b.count, b.group = 3, 0, 0
		}
	}
}

// strange is at a character that base64 does not have. Some that nobody sees come with
// text that has been through a word processor or a web page.
func (b *base64Reader) strange() {
	c, size := utf8.DecodeRune(b.piece[b.place:])
	switch c {
	case '\u00a0', '\u200b', '\ufeff':
		b.say(notedSpace, NoteSpace, fmt.Sprintf("base64 with the invisible character %U", c))
		b.place += size
	default:
		b.refuse(fmt.Sprintf("not base64: %q", c))
	}
}

// escaped takes a character of an escape: \n of Python, which only stands for white
// space here, or %2B of a URI.
func (b *base64Reader) escaped(c byte) {
	b.escape += string(rune(c))
	b.place++
	switch {
	case b.escape[0] == '\\' && len(b.escape) == 2:
		if !strings.ContainsAny(b.escape[1:], "nrt") {
			b.place--
			b.refuse("not base64: " + b.escape)
		}
		b.escape = ""
	case b.escape[0] == '%' && len(b.escape) == 3:
		n, err := strconv.ParseUint(b.escape[1:], 16, 8)
		if b.escape = ""; err != nil || n == '%' {
			b.place--
			b.refuse("not base64: a malformed escape of a URI")
			return
		}
		// It stands for a character of its own, which is taken without moving on.
		b.place--
		b.step(byte(n))
	}
}

// pad takes a "=". More of them than the group at the end lacks mean nothing.
func (b *base64Reader) pad() {
	if b.count == 1 {
		b.refuse("not base64: padding in the wrong place")
		return
	}
	b.place++
	if b.padded++; b.padded > (4-b.count)%4 {
		b.say(notedPadding, NotePadding, "base64 has more padding than it needs")
	}
}

// finish is at the end of the text.
func (b *base64Reader) finish() {
	b.err = io.EOF
	if b.quote != 0 && !b.closed || b.escape != "" {
		b.err = b.src.at(0, fail(ErrTruncated, "the content ends before its closing quote, or within an escape"))
		return
	}
	if b.count == 0 {
		return
	}
	if b.count == 1 {
		b.err = b.src.at(0, fail(ErrTruncated, "base64 ends within a group: one character is left over"))
		return
	}
	if b.count+b.padded < 4 {
		b.say(notedPadding, NotePadding, "the padding of base64 is missing")
	}
	bits := b.group << (6 * (4 - b.count))
	b.left = [3]byte{byte(bits >> 16), byte(bits >> 8), byte(bits)}
	b.n = b.count - 1
	if b.left[b.n] != 0 {
		b.say(notedBits, NoteBits, "the last character of base64 has bits set that mean nothing")
	}
	b.count = 0
}

func (b *base64Reader) say(bit uint8, code NoteCode, message string) {
	if b.noted&bit == 0 {
		b.noted |= bit
		b.note(code, message)
	}
}

func (b *base64Reader) refuse(message string) {
	b.err = b.src.at(b.place, fail(ErrBase64, "%s", message))
}
