package ber

import (
	"bufio"
	"bytes"
	"io"
	"math"
)

// maxDepth is how deep constructed strings may nest. Writers nest one or two deep: more
// is an attempt to exhaust a reader that recurses.
const maxDepth = 32

const noEnd = math.MaxInt64

// level is a constructed value that the reader is inside of.
type level struct {
	want       state
	indefinite bool  // ends with end-of-contents
	end        int64 // where it ends, or the value round it does if it is indefinite
	strings    int   // how many of the levels up to here are strings
}

// reader walks through a wrapper and delivers what is in its strings.
type reader struct {
	in     *bufio.Reader
	at     int64 // offset of the next byte
	left   int64 // of the primitive string at hand
	depth  int
	levels [maxDepth + 3]level // the input, SEQUENCE, [0] and the strings
	err    error

	wrapper Wrapper
	der     bool // as far as it has been seen
	reached bool // the first primitive string has been

	typ  [32]byte // the type of the ContentInfo
	typN int
}

func newReader(in *bufio.Reader) *reader {
	r := &reader{in: in, der: true}
	r.levels[0] = level{want: wantValue, end: noEnd}
	return r
}

// Read hands out the content; large reads pass it straight from the input.
func (r *reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for r.left == 0 && r.err == nil {
		r.err = r.step()
	}
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.in.Read(p[:min(int64(len(p)), r.left)])
	r.at += int64(n)
	r.left -= int64(n)
	if err != nil && (err != io.EOF || r.left > 0) {
		r.err = r.broken(err)
	}
	if n == 0 {
		return 0, r.err
	}
	return n, nil
}

// step goes into the next value, or out of the one at hand.
func (r *reader) step() error {
	l := &r.levels[r.depth]
	switch {
	case r.depth == 0 && l.want == wantEnd:
		return r.finish()
	case r.at < l.end:
		return r.enter(l)
	case l.indefinite:
		return fault(NotEnded, r.at, "no end-of-contents where the value round it ends")
	}
	return r.leave(l, r.at)
}

// leave ends the value at hand; at is where its end shows.
func (r *reader) leave(l *level, at int64) error {
	if !l.want.mayEnd() {
		return fault(Missing, at, "%s is missing", l.want.name())
	}
	r.depth--
	return nil
}

// finish demands that the input ends where its value does.
func (r *reader) finish() error {
	switch _, err := r.in.ReadByte(); err {
	case nil:
		return fault(Trailing, r.at, "bytes after the end of the value")
	case io.EOF:
		return io.EOF
	default:
		return err
	}
}

// enter reads a header inside of l and goes into its value.
func (r *reader) enter(l *level) error {
	from := r.at
	tag, err := r.byte()
	if err != nil {
		return err
	}
	rule, ok := ruleFor(l.want, tag)
	if !ok {
		return r.noRule(l, tag, from)
	}
	n, err := r.length(from)
	if err != nil {
		return err
	}
	inner, err := r.place(l, n, rule, from)
	if err != nil {
		return err
	}
	l.want = rule.next
	r.der = r.der && n.minimal && !n.indefinite && tag != tagStrings
	if rule.in == wantValue && tag != tagSequence {
		r.wrapper = OctetString
	}
	switch tag {
	case tagString:
		r.left, r.reached = n.bytes, true
	case tagOID:
		return r.contentInfo(from, n.bytes)
	default:
		return r.push(inner, from)
	}
	return nil
}

// noRule is for a tag that begins no value: end-of-contents, or a fault.
func (r *reader) noRule(l *level, tag byte, from int64) error {
	if tag != tagEnd || !l.indefinite {
		return fault(BadTag, from, "expected %s, not the tag 0x%02X", l.want.name(), tag)
	}
	switch second, err := r.byte(); {
	case err != nil:
		return err
	case r.at > l.end:
		return fault(Overrun, from, "end-of-contents goes beyond the end of the value it is in")
	case second != 0:
		return fault(BadLength, from, "end-of-contents with the length 0x%02X", second)
	}
	return r.leave(l, from)
}

// place works out where a value ends.
func (r *reader) place(l *level, n length, rule rule, from int64) (level, error) {
	inner := level{want: rule.inside, indefinite: n.indefinite, end: l.end, strings: l.strings}
	if rule.tag == tagStrings {
		inner.strings++
	}
	switch {
	case r.at > l.end:
		return inner, fault(Overrun, from, "a header goes beyond the end of the value it is in")
	case n.indefinite && rule.inside == leaf:
		return inner, fault(BadLength, from, "a primitive value of indefinite length")
	case n.indefinite:
		return inner, nil
	case n.bytes > l.end-r.at:
		return inner, fault(Overrun, from, "a value of %d bytes goes beyond the end of the one it is in", n.bytes)
	}
	inner.end = r.at + n.bytes
	return inner, nil
}

func (r *reader) push(inner level, from int64) error {
	if inner.strings > maxDepth {
		return fault(TooDeep, from, "strings nest deeper than %d", maxDepth)
	}
	r.depth++
	r.levels[r.depth] = inner
	return nil
}

// contentInfo reads the type of a ContentInfo, which must be data.
func (r *reader) contentInfo(from, n int64) error {
	if n > int64(len(r.typ)) {
		return fault(NotData, from, "an object identifier of %d bytes", n)
	}
	for i := range int(n) {
		b, err := r.byte()
		if err != nil {
			return err
		}
		r.typ[i] = b
	}
	r.typN = int(n)
	if !bytes.Equal(r.typ[:r.typN], idData) {
		return fault(NotData, from, "a ContentInfo of a type other than data")
	}
	r.wrapper = CMSData
	return nil
}

// contentType says what the value is by its type, if it has one.
func (r *reader) contentType() string { return typeName(r.typ[:r.typN]) }
