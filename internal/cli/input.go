package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/intake"
	"github.com/einvoice-go/einvoice/report"
)

// input is a document to work on.
type input struct {
	name string // as shown to the user
	path string // of the file that it is, or is in; "" if it is in none
	size int64  // -1 if not known
	met  bool   // in a folder or an archive, and not named
	open func() (io.ReadCloser, error)

	wrapped *wrapping // what was found around it
}

// streamFrom is the size from which documents are validated as a stream.
const streamFrom = 16 << 20

// maxSize bounds what commands hold in memory.
const maxSize = convert.MaxSize

// expand turns arguments into inputs: files, folders (their files with one
// of the extensions, at any depth, in order), globs, and - for standard input; where
// the command says so also ZIP archives. An argument that leads nowhere is reported
// and left out.
func (a *app) expand(args []string, extensions ...string) (all []input) {
	for _, arg := range args {
		found, err := a.expandOne(arg, extensions)
		if err != nil {
			a.nowhere(arg, err)
		}
		for _, in := range found {
			all = append(all, unwrapping(in))
		}
	}
	return all
}

// nowhere reports an argument, or a file in a folder, that cannot be read.
func (a *app) nowhere(name string, err error) {
	err = plain(err)
	a.complain(exitUsage, name, err)
	a.unread = append(a.unread, report.Unread(name, err))
}

func (a *app) expandOne(arg string, extensions []string) ([]input, error) {
	if arg == "-" {
		return []input{a.stdin()}, nil
	}
	info, err := os.Stat(arg)
	if isURI(arg, err) {
		return []input{fromURI(arg)}, nil
	}
	if errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(arg, "*?[") {
		matches, globErr := filepath.Glob(arg)
		if globErr != nil {
			return nil, globErr
		}
		if len(matches) == 0 {
			return nil, errors.New("nothing matches")
		}
		sort.Strings(matches)
		return a.expand(matches, extensions...), nil
	}
	if err != nil {
		return nil, plain(err)
	}
	if !info.IsDir() {
		if a.archives && isArchive(arg) {
			return unpack(arg, info.Size(), extensions)
		}
		return []input{file(arg, info)}, nil
	}
	return a.walk(arg, extensions)
}

// walk lists the documents in a folder. What cannot be read is reported by name, and
// the rest goes on. Links to files count, links to folders do not: they may go round.
func (a *app) walk(folder string, extensions []string) (all []input, err error) {
	err = fs.WalkDir(os.DirFS(folder), ".", func(path string, d fs.DirEntry, err error) error {
		name := filepath.Join(folder, filepath.FromSlash(path))
		if err != nil {
			a.nowhere(name, err)
			return nil
		}
		if d.IsDir() || !hasExtension(path, extensions) {
			return nil
		}
		info, err := os.Stat(name)
		switch {
		case err != nil:
			a.nowhere(name, err)
		case info.Mode().IsRegular():
			in := file(name, info)
			in.met = true
			all = append(all, in)
		}
		return nil
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("the folder holds no %s file", strings.Join(extensions, " or "))
	}
	return all, plain(err)
}

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
	return err
}

func file(name string, info fs.FileInfo) input {
	size := info.Size()
	if !info.Mode().IsRegular() { // a pipe, a device
		size = -1
	}
	return input{name: name, path: name, size: size, open: func() (io.ReadCloser, error) { return os.Open(name) }}
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
	var syntax *einvoice.SyntaxError
	var values *einvoice.ValueError
	var json *einvoice.JSONError
	var build *einvoice.BuildError
	var pdf *facturx.Error
	var page *facturx.CreateError
	var table *intake.CSVError
	if errors.Is(err, errLosses) || errors.Is(err, errOverPDF) || isEmbedError(err) || errors.As(err, &pdf) || errors.As(err, &page) && page.Option == "" || isFacturaeError(err) || isSignatureError(err) || errors.As(err, &build) || errors.As(err, &syntax) || errors.As(err, &values) || errors.As(err, &json) || errors.As(err, &table) || errors.Is(err, errInPlace) || isAttachmentError(err) {
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

// each works on all inputs with a few workers and hands on the results in order.
// Memory is bounded by the number of workers.
func each[R any](ctx context.Context, all []input, workers int, work func(input) R, done func(input, R)) error {
	workers = max(1, min(workers, len(all)))
	results := make([]chan R, len(all))
	for i := range results {
		results[i] = make(chan R, 1)
	}
	next := make(chan int)
	ahead := make(chan struct{}, 2*workers) // results waiting to be handed on
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for i := range next {
				results[i] <- work(all[i])
			}
		})
	}
	go func() {
		defer close(next)
		for i := range all {
			select {
			case ahead <- struct{}{}:
				next <- i
			case <-ctx.Done():
				return
			}
		}
	}()
	var err error
	for i := range all {
		select {
		case r := <-results[i]:
			done(all[i], r)
			<-ahead
		case <-ctx.Done():
			err = ctx.Err()
		}
		if err != nil {
			break
		}
	}
	if err == nil {
		wait.Wait()
	} // else some may wait for input that never comes
	return err
}
