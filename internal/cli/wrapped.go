package cli

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/internal/filetype"
)

// wrapping is what was found around a document: a data: URI, or base64.
type wrapping struct {
	lock sync.Mutex
	body *attach.Body // nil: nothing, or the document has not been opened
}

// unwrapping is an input whose document comes out of what it may be wrapped in, wherever
// it is opened.
func unwrapping(in input) input {
	if in.wrapped != nil {
		return in
	}
	w, open := &wrapping{}, in.open
	in.wrapped = w
	in.open = func() (io.ReadCloser, error) {
		r, err := open()
		if err != nil {
			return nil, err
		}
		return w.unwrap(r)
	}
	return in
}

// lookedAt is how many bytes tell whether a document is wrapped.
const lookedAt = 4096

// unwrap takes a document out of its wrapping. One that has none comes as it is, so that
// who can seek in it still can.
func (w *wrapping) unwrap(r io.ReadCloser) (io.ReadCloser, error) {
	head := make([]byte, lookedAt)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		r.Close()
		return nil, err
	}
	raw := attach.FormOf(head[:n]) == attach.Raw
	if s, ok := r.(io.Seeker); ok && raw {
		if _, err := s.Seek(0, io.SeekStart); err == nil {
			return r, nil
		}
	}
	type reading struct {
		io.Reader
		io.Closer
	}
	all := io.MultiReader(bytes.NewReader(head[:n]), r)
	if raw {
		return reading{all, r}, nil
	}
	inner, body := attach.OpenDocument(all)
	w.lock.Lock()
	w.body = body
	w.lock.Unlock()
	return reading{inner, r}, nil
}

// notes say what was taken off; all of them are there when the document has been read.
func (w *wrapping) notes() (all []string) {
	if w == nil {
		return nil
	}
	w.lock.Lock()
	defer w.lock.Unlock()
	if w.body != nil {
		for _, n := range w.body.Notes {
			all = append(all, n.Message)
		}
	}
	return all
}

// sayWrapped says on standard error what was taken off, for commands whose results have
// no place for it.
func (a *app) sayWrapped(in input) {
	for _, n := range in.wrapped.notes() {
		a.out.Flush()
		fmt.Fprintf(a.err, "%s: note: %s\n", in.name, shown(n))
	}
}

// uriName is what the name of a document begins with that is a data: URI on the command
// line. What follows is the name that the URI gives.
const uriName = "data:"

// isURI tells whether an argument is a data: URI, and no file of such a name; err is what
// the file system says of it.
func isURI(arg string, err error) bool {
	return err != nil && len(arg) > len(uriName) && strings.EqualFold(arg[:len(uriName)], uriName)
}

// fromURI is the document in an argument.
func fromURI(arg string) input {
	_, b := attach.OpenDocument(strings.NewReader(arg))
	var names filetype.Names
	return input{name: uriName + names.Safe(b.Filename, "document", "xml"), size: int64(len(arg)),
		open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(arg)), nil }}
}

// filename is the name that a data: URI gives.
func (w *wrapping) filename() string {
	w.lock.Lock()
	defer w.lock.Unlock()
	if w.body == nil {
		return ""
	}
	return w.body.Filename
}
