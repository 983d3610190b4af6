package ber

import "io"

// length is the second part of a value's header.
type length struct {
	bytes      int64
	indefinite bool
	minimal    bool // in the shortest form
}

// length reads the length of the value whose tag, of one byte, was at from.
func (r *reader) length(from int64) (n length, err error) {
	first, err := r.byte()
	switch {
	case err != nil:
		return n, err
	case first < 0x80:
		return length{bytes: int64(first), minimal: true}, nil
	case first == 0x80:
		return length{indefinite: true}, nil
	case first > 0x88:
		return n, fault(BadLength, from, "a length of %d bytes", first&0x7F)
	}
	size := int(first & 0x7F)
	var v uint64
	for range size {
		b, err := r.byte()
		if err != nil {
			return n, err
		}
		v = v<<8 | uint64(b)
	}
	if v > noEnd {
		return n, fault(BadLength, from, "a length of more than 63 bits")
	}
	return length{bytes: int64(v), minimal: v >= 0x80 && v>>(8*(size-1)) != 0}, nil
}

// byte reads one byte of the input.
func (r *reader) byte() (byte, error) {
	b, err := r.in.ReadByte()
	if err != nil {
		return 0, r.broken(err)
	}
	r.at++
	return b, nil
}

// broken is the error of an input that ends, or fails, inside a value.
func (r *reader) broken(err error) error {
	if err == io.EOF {
		return fault(Truncated, r.at, "the input ends inside the value")
	}
	return err
}
