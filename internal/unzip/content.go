package unzip

import (
	"compress/flate"
	"io"
)

// open gets ready to unpack the entry whose header has been read.
func (r *Reader) open() error {
	h := &r.header
	r.start, r.size, r.crc = r.src.at, 0, 0
	if err := r.affordable(); err != nil {
		return err
	}
	if h.packed >= 0 {
		r.src.left = h.packed
	}
	var err error
	r.content, err = r.unpacker()
	return err
}

// affordable refuses what the header already says is too much.
func (r *Reader) affordable() error {
	h := &r.header
	switch {
	case h.size > r.limits.Unpacked-r.unpacked:
		return errorAt(h.offset, CodeLimit, "the entries unpack to more than %d bytes", r.limits.Unpacked)
	case h.size >= 0 && h.packed >= 0 && r.limits.tooDense(h.size, h.packed):
		return errorAt(h.offset, CodeLimit, "the content is more than %d times as large as its packed data", r.limits.Ratio)
	}
	return nil
}

func (r *Reader) unpacker() (io.Reader, error) {
	h := &r.header
	switch {
	case h.packed == 0 && h.size == 0: // some writers pack nothing into nothing
		return &r.src, nil
	case h.method == Deflate:
		return r.inflate()
	case h.method == LZMA:
		return r.openLZMA()
	case h.packed < 0:
		return &storedUntilDescriptor{src: &r.src}, nil
	}
	return &r.src, nil
}

// inflate relies on package flate: from an io.ByteReader it takes no byte too many.
func (r *Reader) inflate() (io.Reader, error) {
	if again, ok := r.inflater.(flate.Resetter); ok {
		return r.inflater, again.Reset(&r.src, nil)
	}
	r.inflater = flate.NewReader(&r.src)
	return r.inflater, nil
}
