package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/internal/filetype"
)

func (a *app) attachExtract() *cobra.Command {
	var b *batch
	var folder string
	var raw bool
	var limits limitFlag
	c := command("extract FILE|FOLDER|ARCHIVE|- ... -o FOLDER", "Write the files inside documents to a folder", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		if folder == "" {
			return usagef("extract needs a folder: -o FOLDER")
		}
		a.archives = true
		options := limits.options()
		options.Raw = raw
		return b.extractAll(c.Context(), b.from(args, ".xml", ".xsig", ".pdf"), folder, options)
	})
	c.Long = `Writes the files inside documents to a folder; of several documents, each to a folder of
its own in it. Names are made safe and unique; files of these names that are there are
overwritten. A file that cannot be decoded to its end is reported and not written; the
others are. Files that a document only refers to are listed and never fetched.

` + batchHelp
	c.Flags().StringVarP(&folder, "output", "o", "", "folder to write to")
	c.Flags().BoolVar(&raw, "raw", false, "leave ZIP and GZIP packed, and base64 of base64 encoded once")
	limits.add(c)
	innerFlag(c, &limits)
	a.formatFlag(c)
	b = a.batchFlags(c)
	b.nameFlag(c, "document's folder")
	return c
}

func innerFlag(c *cobra.Command, l *limitFlag) {
	c.Flags().BoolVar(&l.inner, "inner", false, "of a PDF, also the files in the invoice inside")
}

// extractAll writes the files in documents to a folder, or to one in it for each.
func (b *batch) extractAll(ctx context.Context, s *source, folder string, options attach.Options) error {
	many := s.several() || b.template != nil
	b.stage.folder, s.output, s.made = folder, folder, b.stage.claims.has
	if b.template == nil && many {
		s.place = numberedPlaces(func(in input) (string, string, string) { return stem(in), "document", "" })
	}
	return run(ctx, b, s, steps[attached]{
		work: func(in input) attached {
			target, err := b.folderFor(folder, many, in)
			if err != nil {
				return attached{File: in.name, Files: []*attach.File{}, err: err}
			}
			return b.extractFrom(ctx, in, target, options)
		},
		conclude: func(in input, o attached) (c conclusion) {
			b.placeFiles(&c, in, &o, many)
			b.printAttached(in, &o)
			c.word, c.status, c.results = "extracted", o.status, []any{&o}
			if c.failed = o.status > exitClean; c.failed {
				c.word = "failed"
			}
			return c
		},
	})
}

// numberedPlaces gives each document a name of its own, in the order in which they come.
func numberedPlaces(name func(input) (name, fallback, ext string)) func(iter.Seq[input]) iter.Seq[input] {
	return func(all iter.Seq[input]) iter.Seq[input] {
		return func(yield func(input) bool) {
			var names filetype.Names
			for in := range all {
				in.place = names.Safe(name(in))
				if !yield(in) {
					return
				}
			}
		}
	}
}

// folderFor is the folder of a document.
func (b *batch) folderFor(folder string, many bool, in input) (string, error) {
	switch {
	case !many:
		return folder, nil
	case b.template == nil:
		return filepath.Join(folder, in.place), nil
	}
	n := naming{in: in, ext: strings.TrimPrefix(filepath.Ext(in.name), ".")}
	if b.template.inside() {
		data, _, err := in.document()
		if err != nil {
			return "", err
		}
		if n.invoice, err = invoiceOf(data, 0); err != nil {
			return "", err
		}
	}
	name, err := b.template.name(n)
	return filepath.Join(folder, name), err
}

// extractFrom writes the files of a document to where they wait for their names.
func (b *batch) extractFrom(ctx context.Context, in input, folder string, options attach.Options) attached {
	o := attached{File: in.name, Files: []*attach.File{}, written: map[*attach.File]string{}, folder: folder}
	open := func() (io.ReadCloser, error) { return b.once(in) }
	if b.template != nil { // which may have read it
		open = in.open
	}
	r, err := open()
	if err != nil {
		o.err = plain(err)
		return o
	}
	defer r.Close()
	x := &extraction{batch: b, folder: folder, written: o.written}
	files, doc, err := attach.Extract(ctx, r, options, x.create)
	o.waiting = x.waiting
	return o.found(files, doc, err, nil)
}

// extraction writes the files of a document.
type extraction struct {
	*batch
	folder  string
	written map[*attach.File]string
	waiting []*staged
}

func (x *extraction) create(f *attach.File) (attach.Sink, error) {
	target := filepath.Join(x.folder, f.Name)
	if info, err := os.Lstat(target); err == nil && !info.Mode().IsRegular() {
		return nil, &attach.Error{Code: attach.ErrExists, Message: target + " is there, and is no regular file"}
	}
	o, err := x.stage.create()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", target, plain(err))
	}
	return &extracted{File: o, of: f, in: x, target: target}, nil
}

// extracted is a file on its way to where it waits.
type extracted struct {
	*os.File
	of     *attach.File
	in     *extraction
	target string
}

func (e *extracted) Commit() error {
	info, err := e.Stat()
	if err := errors.Join(err, e.Close()); err != nil {
		e.in.stage.drop(e.Name())
		return err
	}
	e.in.waiting = append(e.in.waiting, &staged{target: e.target, file: e.Name(), size: info.Size()})
	e.in.written[e.of] = e.target
	return nil
}

func (e *extracted) Abandon() {
	e.Close()
	e.in.stage.drop(e.Name())
}

// placeFiles gives files their names, if the folder is free.
func (b *batch) placeFiles(c *conclusion, in input, o *attached, many bool) {
	var err error
	if many && len(o.waiting) > 0 {
		err = b.claim(c, o.folder, in.name)
	}
	for _, s := range o.waiting {
		if err == nil {
			err = b.commit(c, s)
		} else {
			b.stage.abandon(s)
		}
		if err == nil {
			continue
		}
		for f, target := range o.written {
			if target == s.target {
				delete(o.written, f)
			}
		}
	}
	if err != nil {
		o.err = errors.Join(o.err, err)
	}
}
