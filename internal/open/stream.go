package open

import (
	"io"

	"github.com/einvoice-go/einvoice/attach"
)

// Stream opens a document, each time from its start, out of the data: URI or the base64
// that it may have come in.
type Stream struct {
	Opener func() (io.ReadCloser, error)
	body   *attach.Body
}

// Open is an opener of the document itself.
func (s *Stream) Open() (io.ReadCloser, error) {
	in, err := s.Opener()
	if err != nil {
		return nil, err
	}
	inner, body := attach.OpenDocument(in)
	s.body = body
	return struct {
		io.Reader
		io.Closer
	}{inner, in}, nil
}

// Notes say what was taken off, and what was odd about it: all of it when the document
// has been read to its end.
func (s *Stream) Notes() (notes []string) {
	if s.body == nil {
		return nil
	}
	for _, n := range s.body.Notes {
		notes = append(notes, n.Message)
	}
	return notes
}
