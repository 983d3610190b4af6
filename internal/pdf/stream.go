package pdf

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/ascii85"
	"errors"
	"io"
)

// filters is how many filters a stream may have. Programs write one or two.
const filters = 8

// Reader decodes a stream (7.3.8, 7.4), up to limit bytes of it, between its filters too:
// beyond them Read gives an Error. What is damaged gives one where the damage is.
func (d *Doc) Reader(s *Stream, limit int64) (r io.Reader, err error) {
	defer guard(&err)
	in, err := d.reader(s, &limit)
	if err != nil {
		return nil, err
	}
	return &guarded{in}, nil
}

// guarded gives errors of this package, and never panics.
type guarded struct{ in io.Reader }

func (g *guarded) Read(p []byte) (n int, err error) {
	defer guard(&err)
	n, err = g.in.Read(p)
	return n, damaged(err)
}

// damaged says what an error of a decoder means.
func damaged(err error) error {
	var own *Error
	switch {
	case err == nil, err == io.EOF, errors.As(err, &own):
		return err
	}
	return &Error{Damaged, "a stream of the PDF is damaged: " + err.Error(), err}
}

// reader decodes a stream and takes what each filter gives from a budget.
func (d *Doc) reader(s *Stream, budget *int64) (io.Reader, error) {
	if s.Get("F") != nil {
		return nil, fail(Unsupported, "the content of a stream is in another file")
	}
	names, params, err := d.pipeline(s)
	if err != nil {
		return nil, err
	}
	raw, err := d.decrypted(s, names, params)
	if err != nil {
		return nil, err
	}
	var in io.Reader = bytes.NewReader(raw)
	for i, name := range names {
		if in, err = d.filter(in, name, params[i]); err != nil {
			return nil, err
		}
		in = &counted{in: in, budget: budget}
	}
	if len(names) == 0 {
		in = &counted{in: in, budget: budget}
	}
	return in, nil
}

// pipeline is the filters of a stream with their parameters.
func (d *Doc) pipeline(s *Stream) (names []Name, params []Dict, err error) {
	switch f := d.Resolve(s.Get("Filter")).(type) {
	case Name:
		names = []Name{f}
	case Array:
		if len(f) > filters {
			return nil, nil, fail(Limit, "a stream of the PDF has %d filters, more than %d", len(f), filters)
		}
		for _, o := range f {
			names = append(names, d.Name(o))
		}
	}
	params = make([]Dict, len(names))
	switch p := d.Resolve(first(s.Get("DecodeParms"), s.Get("DP"))).(type) {
	case Dict:
		if len(params) > 0 {
			params[0] = p
		}
	case Array:
		for i := range min(len(p), len(params)) {
			params[i] = d.Dict(p[i])
		}
	}
	return names, params, nil
}

func first(a, b Object) Object {
	if a != nil {
		return a
	}
	return b
}

func (d *Doc) filter(in io.Reader, name Name, params Dict) (io.Reader, error) {
	switch name {
	case "FlateDecode", "Fl":
		return d.predicted(inflate(in), params)
	case "LZWDecode", "LZW":
		early := true
		if n, ok := d.Int(params.Get("EarlyChange")); ok {
			early = n != 0
		}
		return d.predicted(newLZW(in, early), params)
	case "ASCIIHexDecode", "AHx":
		return &hexReader{in: bufio.NewReader(in)}, nil
	case "ASCII85Decode", "A85":
		return ascii85.NewDecoder(&until{in: bufio.NewReader(in)}), nil
	case "RunLengthDecode", "RL":
		return &runLength{in: bufio.NewReader(in)}, nil
	case "Crypt":
		return in, nil // see decrypted
	}
	return nil, fail(Unsupported, "the filter %q is not read", string(name))
}

// inflate reads deflate in zlib's wrapper, whose checksum at the end is not looked at: it
// is missing in some files. Without the wrapper it is read too.
func inflate(in io.Reader) io.Reader {
	b := bufio.NewReader(in)
	if head, err := b.Peek(2); err == nil && head[0]&15 == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		b.Discard(2)
	}
	return flate.NewReader(b)
}

// counted takes what is read from a budget.
type counted struct {
	in     io.Reader
	budget *int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	if *c.budget -= int64(n); *c.budget < 0 {
		return 0, fail(Limit, "a stream of the PDF is larger than the limit when decoded")
	}
	return n, err
}

// hexReader decodes ASCIIHexDecode (7.4.2).
type hexReader struct {
	in  *bufio.Reader
	end bool
}

func (h *hexReader) Read(p []byte) (n int, err error) {
	for n < len(p) && !h.end {
		high, err := h.digit()
		if err != nil {
			return n, err
		}
		if high < 0 {
			break
		}
		low, err := h.digit()
		if err != nil {
			return n, err
		}
		p[n] = byte(high<<4 | max(low, 0))
		n++
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// digit is the next one, -1 at the end.
func (h *hexReader) digit() (int, error) {
	for !h.end {
		c, err := h.in.ReadByte()
		switch {
		case err == io.EOF, err == nil && c == '>':
			h.end = true
		case err != nil:
			return -1, err
		case class[c] == white:
		case digit(c) < 0:
			return -1, fail(Damaged, "a stream of the PDF is damaged: %q is no hexadecimal digit", c)
		default:
			return digit(c), nil
		}
	}
	return -1, nil
}

// until ends at the mark "~" of ASCII85Decode (7.4.3).
type until struct {
	in  *bufio.Reader
	end bool
}

func (u *until) Read(p []byte) (n int, err error) {
	if u.end {
		return 0, io.EOF
	}
	n, err = u.in.Read(p)
	if i := bytes.IndexByte(p[:n], '~'); i >= 0 {
		u.end = true
		return i, io.EOF
	}
	return n, err
}

// runLength decodes RunLengthDecode (7.4.5).
type runLength struct {
	in   *bufio.Reader
	left int  // of the run at hand
	same bool // it is one byte, repeated
	c    byte
	end  bool
}

func (r *runLength) Read(p []byte) (n int, err error) {
	for n < len(p) && !r.end {
		if r.left == 0 {
			if err := r.begin(); err != nil {
				return n, err
			}
			continue
		}
		c := r.c
		if !r.same {
			if c, err = r.in.ReadByte(); err != nil {
				return n, short(err)
			}
		}
		p[n] = c
		n++
		r.left--
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

func (r *runLength) begin() error {
	length, err := r.in.ReadByte()
	switch {
	case err == io.EOF, err == nil && length == 128:
		r.end = true
		return nil
	case err != nil:
		return err
	case length < 128:
		r.left, r.same = int(length)+1, false
		return nil
	}
	r.left, r.same = 257-int(length), true
	r.c, err = r.in.ReadByte()
	return short(err)
}

func short(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
