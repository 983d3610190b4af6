package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/intake"
)

// input is a document to work on.
type input struct {
	name string // as shown to the user
	path string // of the file that it is, or is in; "" if it is in none
	size int64  // -1 if not known
	met  bool   // in a folder or an archive, and not named
	open func() (io.ReadCloser, error)

	wrapped  *wrapping // what was found around it
	dir      string    // folder below the argument, or in the archive, with slashes
	lost     error     // why there is nothing to open; nil if there is
	late     bool      // a file that has not been looked at yet
	modified int64     // when the file was, in nanoseconds since 1970
	sum      string    // checksum of the content, where it costs nothing
	place    string    // name of its output, where that depends on other inputs
	release  func()    // ends what the input holds; nil if nothing
}

// look fills in what is known of a file without reading it.
func (in *input) look() {
	if !in.late {
		return
	}
	info, err := os.Stat(in.path)
	if err != nil {
		*in = nowhere(in.name, err)
		return
	}
	in.late, in.size, in.modified = false, info.Size(), info.ModTime().UnixNano()
}

// streamFrom is the size from which documents are validated as a stream.
const streamFrom = 16 << 20

// maxSize bounds what commands hold in memory.
const maxSize = convert.MaxSize

func hasExtension(path string, extensions []string) bool {
	for _, e := range extensions {
		if strings.EqualFold(filepath.Ext(path), e) {
			return true
		}
	}
	return false
}

// plain drops the path from an error of the file system: it is shown anyway.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	var l *os.LinkError // of renaming, with the name of a temporary file
	if errors.As(err, &l) {
		return l.Err
	}
	return err
}

func file(name string, info fs.FileInfo) input {
	size := info.Size()
	if !info.Mode().IsRegular() { // a pipe, a device
		size = -1
	}
	return input{name: name, path: name, size: size, modified: info.ModTime().UnixNano(), open: func() (io.ReadCloser, error) { return os.Open(name) }}
}

// stdin can be opened more than once: it is read once, and kept.
func (a *app) stdin() input {
	read := sync.OnceValues(func() ([]byte, error) { return readAll(a.in, 0) })
	return input{name: "-", size: -1, open: func() (io.ReadCloser, error) {
		data, err := read()
		return io.NopCloser(bytes.NewReader(data)), err
	}}
}

// readAll reads up to maxSize bytes, probably about size.
func readAll(r io.Reader, size int64) ([]byte, error) {
	b := bytes.NewBuffer(make([]byte, 0, max(size, 0)+bytes.MinRead))
	_, err := b.ReadFrom(io.LimitReader(r, maxSize+1))
	data := b.Bytes()
	if err == nil && len(data) > maxSize {
		err = &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: fmt.Sprintf("larger than %d bytes, which is more than this command holds in memory", maxSize)}
	}
	return data, err
}

func (in input) read() ([]byte, error) {
	if in.size > maxSize {
		return nil, &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: fmt.Sprintf("%d bytes are more than this command holds in memory (%d)", in.size, maxSize)}
	}
	r, err := in.open()
	if err != nil {
		return nil, plain(err)
	}
	defer r.Close()
	data, err := readAll(r, in.size)
	return data, plain(err)
}

// parse reads a document of any format, which may hold several invoices.
func (in input) parse() (p parsed) {
	data, notes, err := in.document()
	if err != nil {
		return parsed{err: err}
	}
	p.docs, p.err = convert.OpenAll(data)
	p.err = hintCSV(in.name, p.err)
	for _, doc := range p.docs {
		withNotes(doc, notes)
	}
	return p
}

// parsed are the invoices of a document.
type parsed struct {
	docs []*einvoice.Document
	err  error
}

// number is that of an invoice among several, from 1; 0 if it is the only one.
func (p *parsed) number(i int) int {
	if len(p.docs) > 1 {
		return i + 1
	}
	return 0
}

// numbered is the name of an invoice of a document.
func numbered(name string, nth int) string {
	if nth > 0 {
		return fmt.Sprintf("%s[%d]", name, nth)
	}
	return name
}

// statusOf is the exit status for a document that could not be read: its own fault,
// or the file system's.
func statusOf(err error) int {
	var nowhere nowhereError
	if errors.As(err, &nowhere) {
		return exitUsage
	}
	var syntax *einvoice.SyntaxError
	var values *einvoice.ValueError
	var json *einvoice.JSONError
	var build *einvoice.BuildError
	var pdf *facturx.Error
	var page *facturx.CreateError
	var table *intake.CSVError
	if errors.Is(err, errLosses) || errors.Is(err, errTaken) || errors.Is(err, errOverInput) || errors.Is(err, errName) || errors.Is(err, errOverPDF) || isEmbedError(err) || errors.As(err, &pdf) || errors.As(err, &page) && page.Option == "" || isFacturaeError(err) || isSignatureError(err) || errors.As(err, &build) || errors.As(err, &syntax) || errors.As(err, &values) || errors.As(err, &json) || errors.As(err, &table) || errors.Is(err, errInPlace) || isAttachmentError(err) {
		return exitFindings
	}
	return exitUsage
}

// isEmbedError tells what keeps an invoice out of a PDF, but for a wrong option.
func isEmbedError(err error) bool {
	var embed *facturx.EmbedError
	var claim *facturx.PDFAError
	return errors.Is(err, errOverView) || errors.As(err, &claim) || errors.As(err, &embed) && embed.Code != facturx.EmbedOption
}

// isFacturaeError tells what keeps an invoice from becoming a document in Facturae, or a
// batch from becoming one of another format.
func isFacturaeError(err error) bool {
	var missing *facturae.MissingError
	var misfit *facturae.MisfitError
	var batch *facturae.BatchError
	var join *facturae.JoinError
	var several *convert.BatchError
	return errors.As(err, &missing) || errors.As(err, &misfit) || errors.As(err, &batch) || errors.As(err, &join) || errors.As(err, &several) ||
		errors.Is(err, errBatch) || errors.Is(err, errMissing)
}
