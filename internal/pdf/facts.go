package pdf

import (
	"errors"
	"io"
)

// metadataSize is how large XMP may be.
const metadataSize = 4 << 20

// Metadata is the XMP of the document (14.3.2), nil if there is none.
func (d *Doc) Metadata() (data []byte, err error) {
	defer guard(&err)
	s := d.Stream(d.Catalog().Get("Metadata"))
	if s == nil {
		return nil, nil
	}
	in, err := d.Reader(s, metadataSize)
	if err != nil {
		return nil, err
	}
	data, err = io.ReadAll(in)
	return data, err
}

// Producer is the program that made the document, by its information dictionary (14.3.3).
func (d *Doc) Producer() string { return d.Text(d.Dict(d.Trailer.Get("Info")).Get("Producer")) }

// Pages is their number, as the document says.
func (d *Doc) Pages() int64 {
	return d.number(d.Dict(d.Catalog().Get("Pages")), "Count", 0)
}

// Signatures counts the form fields that are signed (12.7.5.5).
func (d *Doc) Signatures() (n int, err error) {
	defer guard(&err)
	w := &walk{Doc: d, seen: map[int]bool{}}
	var field func(o Object, depth int, inherited Name)
	field = func(o Object, depth int, inherited Name) {
		if !w.visit(o, depth) {
			return
		}
		f := w.Dict(o)
		kind := inherited
		if own := w.Name(f.Get("FT")); own != "" {
			kind = own
		}
		if kind == "Sig" && w.Dict(f.Get("V")).Get("ByteRange") != nil {
			n++
		}
		for _, k := range w.Array(f.Get("Kids")) {
			field(k, depth+1, kind)
		}
	}
	for _, o := range w.Array(w.Dict(w.Catalog().Get("AcroForm")).Get("Fields")) {
		field(o, 0, "")
	}
	return n, nil
}

// IsCode tells whether an error is an Error of a code.
func IsCode(err error, code Code) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}
