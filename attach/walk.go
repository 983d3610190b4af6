package attach

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"github.com/einvoice-go/einvoice/internal/filetype"
)

// Walk hands over each file of a document, in document order, with its content decoded.
// The content is read while the document is: it is gone when visit returns, and what is
// left of it is passed over. Files that are only referred to have no content.
//
// Where a content is broken, its Read returns an *Error, which File.Err holds too. If
// visit returns that error the other files follow; any other error of visit ends the walk.
// The error of Walk itself is that, an *einvoice.SyntaxError of the document, an *Error
// where it has too many files, or what ctx or in say. A nil visit passes over all files.
func Walk(ctx context.Context, in io.Reader, o Options, visit func(f *File, content io.Reader) error) (*Document, error) {
	if visit == nil {
		visit = func(*File, io.Reader) error { return nil }
	}
	w := &walker{Options: o.orDefault(), visit: visit}
	in, c, err := o.container(in)
	if err != nil {
		return nil, err
	}
	if c != nil {
		return c.Walk(ctx, in, w.found)
	}
	doc := &Document{}
	s, err := newScanner(ctx, in, doc)
	if err != nil {
		return nil, err
	}
	s.onFile, s.onLink = w.embedded, w.link
	if err := s.run(); err != nil {
		return nil, err
	}
	doc.Files = w.count
	return doc, nil
}

// headSize is how many bytes tell a container.
const headSize = 512

// container finds out by its first bytes who reads a document, nil for this package, and
// gives the document again from its beginning.
func (o Options) container(in io.Reader) (io.Reader, Container, error) {
	if len(o.Containers) == 0 {
		return in, nil, nil
	}
	head := bufio.NewReaderSize(in, headSize)
	first, _ := head.Peek(headSize) // an error shows when it is read
	var found Container
	for _, c := range o.Containers {
		if c.Is(first) {
			found = c
			break
		}
	}
	if s, ok := in.(io.Seeker); ok {
		_, err := s.Seek(-int64(head.Buffered()), io.SeekCurrent)
		return in, found, err
	}
	return head, found, nil
}

// walker hands over files.
type walker struct {
	Options
	visit    func(*File, io.Reader) error
	names    filetype.Names
	count    int
	total    int64
	unpacked int64           // bytes that came out of archives, read or passed over
	views    map[string]bool // invoices that have one
}

// embedded takes a file out of its encodings.
func (w *walker) embedded(f *File, c *content) error {
	in, err := w.decode(f, c)
	if err != nil {
		return w.deliver(f, nil, failing{f.place(err)})
	}
	return w.unpack(f, in)
}

// found takes a file of a container.
func (w *walker) found(f *File, in io.Reader) error {
	if f.Kind == External {
		return w.link(f)
	}
	return w.deliver(f, nil, in)
}

func (w *walker) link(f *File) error {
	if err := w.counted(f); err != nil {
		return err
	}
	w.name(f, "")
	return w.visit(f, failing{io.EOF})
}

func (w *walker) counted(f *File) error {
	if w.count++; w.count > w.MaxFiles {
		w.name(f, "")
		return f.place(fail(ErrLimit, "the document holds more than %d files", w.MaxFiles))
	}
	if f.View {
		if w.views == nil {
			w.views = map[string]bool{}
		}
		had := w.views[f.Invoice]
		w.views[f.Invoice] = true
		if had {
			f.note(NoteViews, "another file is marked as the rendering of the invoice too")
		}
	}
	return nil
}

// deliver hands over a file with its decoded content. more tells at the end of in
// whether what it came out of is sound.
func (w *walker) deliver(f *File, more func() error, in io.Reader) error {
	if err := w.counted(f); err != nil {
		return err
	}
	r := &reading{walker: w, file: f, in: bufio.NewReaderSize(in, peekSize), more: more}
	head, err := r.in.Peek(peekSize)
	if len(head) == 0 && err == io.EOF {
		f.note(NoteEmpty, "there is no content")
	}
	f.Type = filetype.Detect(head)
	w.name(f, f.Type)
	f.compareTypes(len(head))
	err = w.visit(f, r)
	if f.Err != nil && errors.Is(err, f.Err) {
		return nil
	}
	return err
}

// peekSize is how much of a content is looked at to tell its type.
const peekSize = 4096

// reading is the content of a file while it is handed over.
type reading struct {
	*walker
	file *File
	in   *bufio.Reader
	more func() error
	err  error
}

func (r *reading) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.in.Read(p)
	r.file.Size += int64(n)
	r.total += int64(n)
	switch {
	case r.file.Size > r.MaxFile:
		err = fail(ErrLimit, "the file is larger than %d bytes", r.MaxFile)
	case r.total > r.MaxTotal:
		err = fail(ErrLimit, "the files of the document are larger than %d bytes", r.MaxTotal)
	case err == io.EOF && r.more != nil:
		if e := r.more(); e != nil {
			err = e
		}
	}
	if err != nil {
		r.err = r.file.failed(err)
	}
	return n, r.err
}

// failed keeps the error of a content with its file; other errors, of the document or of
// where it comes from, are passed on.
func (f *File) failed(err error) error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		f.Err = f.place(e)
		return f.Err
	}
	return err
}

// failing is a reader of nothing but an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// List reads a document to its end and tells what files it holds, their sizes, types and
// checksums, and for Policy.Check what stands in those that are archives. A broken file has File.Err.
func List(ctx context.Context, in io.Reader, o Options) ([]*File, *Document, error) {
	var all []*File
	b := newBudget()
	doc, err := Walk(ctx, in, o, func(f *File, content io.Reader) error {
		all = append(all, f)
		if f.Kind == External {
			return nil
		}
		sum := sha256.New()
		content = io.TeeReader(content, sum)
		err := f.inspect(content, b)
		if err == nil {
			f.SHA256 = hex.EncodeToString(sum.Sum(nil))
		}
		return err
	})
	return all, doc, err
}

// Sink takes a file. Either Commit or Abandon is called at its end.
type Sink interface {
	io.Writer
	Commit() error // the file is complete
	Abandon()      // it is broken: see File.Err
}

// Extract writes each embedded file to the sink that create makes for it; a nil Sink
// leaves it out. An *Error of create, Write or Commit is that of the file, and the others
// follow; any other error ends the walk. It returns all files, those that are only referred to among them.
func Extract(ctx context.Context, in io.Reader, o Options, create func(*File) (Sink, error)) ([]*File, *Document, error) {
	var all []*File
	buf := make([]byte, 64<<10)
	doc, err := Walk(ctx, in, o, func(f *File, content io.Reader) error {
		all = append(all, f)
		if f.Kind == External {
			return nil
		}
		out, err := create(f)
		if own := (*Error)(nil); errors.As(err, &own) {
			return f.failed(own)
		}
		if err != nil || out == nil {
			return err
		}
		// Only what copies piece by piece keeps to buf.
		_, err = io.CopyBuffer(struct{ io.Writer }{out}, struct{ io.Reader }{content}, buf)
		if err == nil {
			err = out.Commit()
		} else {
			out.Abandon()
		}
		return f.failed(err)
	})
	return all, doc, err
}
