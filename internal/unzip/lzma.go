package unzip

import (
	"fmt"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

// An LZMA entry begins with the version of the packer (2 bytes), the length of the
// properties (2 bytes) and the properties: a byte for lc, lp and pb, and the size of the
// dictionary (4 bytes).
const (
	lenLZMA       = 9
	lzmaBare      = lenLZMA + 5 // with a range coder that has coded nothing
	lzmaSmallest  = 4 << 10     // dictionary that package lzma takes
	lzmaLiterals  = 4           // lc + lp beyond which the tables grow to megabytes; XZ Utils has the same bound
	lzmaProps     = 9 * 5 * 5
	lzmaUnknown   = ^uint64(0)
	lenLZMAHeader = lzma.HeaderLen
)

// openLZMA hands the entry to package lzma under the header of an .lzma file.
func (r *Reader) openLZMA() (io.Reader, error) {
	h := &r.header
	var b [lenLZMA]byte
	if _, err := io.ReadFull(&r.src, b[:]); err != nil {
		return nil, r.damaged(tooShort(err))
	}
	if err := checkProperties(h.offset, b); err != nil {
		return nil, err
	}
	if h.size <= 0 && h.packed == lzmaBare {
		return &bare{&r.src}, nil
	}
	dictionary, err := r.dictionary(int64(le.Uint32(b[5:])))
	if err != nil {
		return nil, err
	}
	in := &lzmaInput{source: &r.src}
	in.header[0] = b[4]
	le.PutUint32(in.header[1:], uint32(dictionary))
	le.PutUint64(in.header[5:], lzmaUnknown)
	if h.size >= 0 {
		le.PutUint64(in.header[5:], uint64(h.size))
	}
	var content io.Reader
	err = guard(func() (err error) { content, err = lzma.NewReader(in); return err })
	if err != nil {
		return nil, r.damaged(tooShort(err))
	}
	return &guarded{content}, nil
}

func checkProperties(offset int64, b [lenLZMA]byte) error {
	props := int(b[4])
	if le.Uint16(b[2:]) != 5 || props >= lzmaProps {
		return errorAt(offset, CodeMalformed, "the LZMA properties are damaged")
	}
	if lc, lp := props%9, props/9%5; lc+lp > lzmaLiterals {
		return errorAt(offset, CodeLimit, "LZMA with lc %d and lp %d: together more than %d", lc, lp, lzmaLiterals)
	}
	return nil
}

// dictionary is how large a window is needed, which a header may exaggerate.
func (r *Reader) dictionary(claimed int64) (int64, error) {
	h := &r.header
	most := r.limits.Unpacked - r.unpacked
	if h.packed >= 0 {
		most = min(most, r.limits.largest(h.packed))
	}
	if h.size >= 0 {
		most = min(most, h.size)
	}
	need := max(min(claimed, most), lzmaSmallest)
	r.dictionaries += need
	if need > r.limits.Dictionary || r.dictionaries/dictionaries > r.limits.Dictionary {
		return 0, errorAt(h.offset, CodeLimit, "an LZMA dictionary of %d bytes: one may have %d, and all together %d times as much", need, r.limits.Dictionary, dictionaries)
	}
	return need, nil
}

// lzmaInput is the header of an .lzma file, and then the entry.
type lzmaInput struct {
	*source
	header [lenLZMAHeader]byte
	given  int
}

func (l *lzmaInput) Read(p []byte) (int, error) {
	if l.given < len(l.header) {
		n := copy(p, l.header[l.given:])
		l.given += n
		return n, nil
	}
	return l.source.Read(p)
}

// bare is an entry without content that package lzma would read a symbol of.
type bare struct{ src *source }

func (b *bare) Read([]byte) (int, error) {
	if err := b.src.skip(b.src.left); err != nil {
		return 0, err
	}
	return 0, io.EOF
}

// guarded keeps panics of a decompressor that is not ours from ours.
type guarded struct{ in io.Reader }

func (g *guarded) Read(p []byte) (n int, err error) {
	err = guard(func() (err error) { n, err = g.in.Read(p); return err })
	return n, err
}

func guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return f()
}

// tooShort is for where an end is not the end that was waited for.
func tooShort(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
