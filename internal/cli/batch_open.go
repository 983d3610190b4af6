package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"
)

// besides demands that what is written beside the outputs is not anything else of the run.
func (b *batch) besides() error {
	all := []struct{ flag, name string }{{"--files-from", b.list}, {"-o", b.beside}, {"-o", b.single}, {"--results", b.results}, {"--resume", b.resume}}
	for i, x := range all {
		for _, y := range all[i+1:] {
			if x.name != "" && y.name != "" && x.flag != y.flag && (filepath.Clean(x.name) == filepath.Clean(y.name) || sameFile(x.name, y.name)) {
				return usagef("%s and %s name the same file %s", x.flag, y.flag, y.name)
			}
		}
	}
	for _, name := range []string{b.results, b.resume} {
		if name != "" && b.folder() {
			b.stage.claims.take(name, "--results or --resume")
		}
	}
	return nil
}

// spoils tells whether a document would be overwritten by what is written beside.
func (b *batch) spoils(in input) bool {
	return in.path != "" && (b.results != "" && sameFile(in.path, b.results) || b.resume != "" && sameFile(in.path, b.resume))
}

// open begins a run.
func (b *batch) open(s *source) error {
	if err := b.besides(); err != nil {
		return err
	}
	if b.folder() {
		if err := b.unread(s); err != nil {
			return err
		}
		if err := os.MkdirAll(b.stage.folder, 0o777); err != nil {
			return fmt.Errorf("%s: %w", b.stage.folder, plain(err))
		}
	}
	if b.resume != "" {
		if err := b.goOnFrom(); err != nil {
			return err
		}
	}
	if b.results != "" {
		whole, err := b.create(b.results)
		if err != nil {
			return fmt.Errorf("--results %s: %w", b.results, plain(err))
		}
		b.whole = whole
	}
	b.progress.countAll(s)
	b.err = b.progress.around(b.err)
	return nil
}

// create makes a file that appears whole or not at all, and of which nothing is left
// when a run that was killed is resumed.
func (b *batch) create(name string) (*output, error) {
	return createTemporary(name, temporary(b.stage.tag))
}

// goOnFrom opens the journal and sweeps away what runs before have left behind.
func (b *batch) goOnFrom() (err error) {
	if b.journal, err = openJournal(b.resume, b.options); err != nil {
		return err
	}
	folders := []string{os.TempDir()}
	for _, name := range []string{b.results, b.beside} {
		if name != "" {
			folders = append(folders, filepath.Dir(name))
		}
	}
	if b.folder() {
		folders = append(folders, b.stage.folder)
	}
	for _, folder := range folders {
		if err := sweep(folder, b.journal.earlier...); err != nil {
			return fmt.Errorf("%s: %w", folder, plain(err))
		}
	}
	return nil
}

// unread demands of a run that can be resumed that its outputs do not become inputs:
// which files were there before could not be told.
func (b *batch) unread(s *source) error {
	for _, arg := range s.args {
		if b.resume != "" && sameFile(arg, b.stage.folder) {
			return usagef("--resume needs a folder of its own for the outputs: %s is read too", arg)
		}
	}
	return nil
}

// guarded is a source that leaves out files in the folder of outputs that can be resumed.
func (b *batch) guarded(s *source) iter.Seq[input] {
	if b.resume == "" || !b.folder() {
		return s.all()
	}
	return func(yield func(input) bool) {
		dir, inside := "", false
		for in := range s.all() {
			if d := filepath.Dir(in.path); in.path != "" && d != dir {
				_, inside = placeIn(b.stage.folder, d)
				dir = d
			}
			if inside && in.path != "" {
				in = nowhere(in.name, errors.New("lies in the folder of the outputs, from which --resume cannot tell it"))
			}
			if !yield(in) {
				return
			}
		}
	}
}

// close ends what a run holds.
func (b *batch) close() {
	b.stage.close()
	if b.journal != nil {
		if err := b.journal.close(); err != nil && !errors.Is(err, fs.ErrClosed) {
			b.complain(exitUsage, b.resume, plain(err))
		}
	}
	if b.whole != nil {
		b.whole.abandon()
	}
	b.err = b.progress.under(b.err)
}

// finish ends a run that has come to its end.
func (b *batch) finish() error {
	if b.whole != nil {
		err := b.whole.commit()
		if b.whole = nil; err != nil {
			return fmt.Errorf("--results %s: %w", b.results, plain(err))
		}
	}
	b.out.Flush()
	if b.list != "" && b.counts.all() == 0 && b.counts.notRun == 0 {
		b.complain(exitUsage, b.list, errors.New("the list names no document"))
	}
	if b.stopped.Load() && b.counts.notRun > 0 {
		fmt.Fprintf(b.err, "einvoice: stopped after %s (--max-failures)\n", plural(b.counts.failed, "failed document"))
	}
	if b.format == "text" && !b.quiet && b.counts.all() > 1 {
		fmt.Fprintf(b.err, "einvoice: %s\n", b.counts.summary(time.Since(b.progress.began)))
	}
	return nil
}
