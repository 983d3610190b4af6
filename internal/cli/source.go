package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// source is where the documents of a run come from, one after the other: what a run
// needs of memory does not depend on how many there are.
type source struct {
	a          *app
	args       []string
	extensions []string // of documents in folders and archives
	list       *list    // further arguments; nil if there is none

	place  func(iter.Seq[input]) iter.Seq[input] // gives inputs their places; may be nil
	dry    bool                                  // nobody opens them
	tag    string                                // of temporary files
	output string                                // folder of outputs, which are no documents; "" if there is none
	made   func(target string) bool              // tells whether a file of that folder is an output of this run
}

// nowhereError marks what is wrong with an argument, or a file in a folder, before it is
// opened as a document.
type nowhereError struct{ error }

func (e nowhereError) Unwrap() error { return e.error }

// nowhere stands for the documents that something does not lead to, so that it has its
// place among the results.
func nowhere(name string, err error) input {
	return input{name: name, size: -1, lost: plain(err), open: func() (io.ReadCloser, error) { return nil, nowhereError{plain(err)} }}
}

// from is a source: files, folders (their files with one of the extensions, at any depth,
// in the order of their names), globs, and - for standard input; where the command says so
// also ZIP and tar archives.
func (a *app) from(args []string, extensions ...string) *source {
	return &source{a: a, args: args, extensions: extensions}
}

// all goes through the documents. What leads nowhere is among them, and says so when it
// is opened.
func (s *source) all() iter.Seq[input] {
	if s.place != nil {
		return s.place(s.found())
	}
	return s.found()
}

func (s *source) found() iter.Seq[input] {
	return func(give func(input) bool) {
		yield := func(in input) bool { return give(unwrapping(in)) }
		for _, arg := range s.args {
			if !s.each(arg, yield) {
				return
			}
		}
		if s.list == nil {
			return
		}
		for arg, err := range s.list.lines(s.a.in) {
			switch {
			case err != nil:
				yield(nowhere(s.list.name, err))
				return
			case arg == "-" && s.list.name == "-":
				err = errors.New("standard input is the list")
				if !yield(nowhere("-", err)) {
					return
				}
			case !s.each(arg, yield):
				return
			}
		}
	}
}

// collect lists the documents, for commands that need them all at a time.
func (s *source) collect() (all []input) {
	for in := range s.all() {
		in.look()
		all = append(all, in)
	}
	return all
}

// repeatable tells whether going through the documents costs little and leaves them there:
// a list from a pipe is read once, a tar archive is unpacked for it.
func (s *source) repeatable() bool {
	if s.list != nil {
		if info, err := os.Stat(s.list.name); err != nil || !info.Mode().IsRegular() {
			return false
		}
	}
	return !slices.ContainsFunc(s.args, isTar)
}

// names are the documents without content, for those who only count and name them.
func (s *source) names() iter.Seq[input] {
	dry := *s
	dry.dry = true
	return dry.all()
}

// several tells whether the source may be of more than one document.
func (s *source) several() bool {
	if len(s.args) != 1 || s.list != nil {
		return true
	}
	info, err := os.Stat(s.args[0])
	if isURI(s.args[0], err) {
		return false
	}
	return err == nil && (info.IsDir() || s.a.archives && (isArchive(s.args[0]) || isTar(s.args[0]))) || err != nil && strings.ContainsAny(s.args[0], "*?[")
}

// each goes through what an argument stands for. It tells whether to go on.
func (s *source) each(arg string, yield func(input) bool) bool {
	if arg == "-" {
		return yield(s.a.stdin())
	}
	info, err := os.Stat(arg)
	switch {
	case isURI(arg, err):
		return yield(fromURI(arg))
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(arg, "*?["):
		return s.glob(arg, yield)
	case err != nil:
		return yield(nowhere(arg, err))
	case info.IsDir():
		return s.folder(arg, yield)
	case s.a.archives && isArchive(arg):
		all, err := unpack(arg, info.Size(), s.extensions)
		if err != nil {
			return yield(nowhere(arg, err))
		}
		for _, in := range all {
			if !yield(in) {
				return false
			}
		}
		return true
	case s.a.archives && isTar(arg):
		return s.untar(arg, yield)
	}
	return yield(file(arg, info))
}

// glob goes through what matches a pattern, folder by folder.
func (s *source) glob(pattern string, yield func(input) bool) bool {
	dir, last := filepath.Split(pattern)
	folders := []string{filepath.Clean(dir)}
	if strings.ContainsAny(dir, "*?[") {
		var err error
		if folders, err = filepath.Glob(filepath.Clean(dir)); err != nil {
			return yield(nowhere(pattern, err))
		}
	}
	if _, err := filepath.Match(last, ""); err != nil {
		return yield(nowhere(pattern, err))
	}
	slices.Sort(folders)
	some := false
	for _, folder := range folders {
		isOutput := s.outputsIn(folder)
		for e, err := range listing(folder, func(name string, _ fs.FileMode) bool { ok, _ := filepath.Match(last, name); return ok }) {
			if err != nil {
				break // what is no folder does not match
			}
			if isOutput(e.name) {
				continue
			}
			if some = true; !s.each(filepath.Join(folder, e.name), yield) {
				return false
			}
		}
	}
	if !some {
		return yield(nowhere(pattern, errors.New("nothing matches")))
	}
	return true
}

// folder goes through the documents in a folder. What cannot be read is named, and the
// rest goes on. Links to files count, links to folders do not: they may go round.
func (s *source) folder(root string, yield func(input) bool) bool {
	w := &walk{source: s, root: root, yield: yield}
	w.folder("")
	if w.found == 0 && !w.stopped {
		w.give(nowhere(root, fmt.Errorf("the folder holds no %s file", strings.Join(s.extensions, " or "))))
	}
	return !w.stopped
}

type walk struct {
	*source
	root    string
	found   int
	yield   func(input) bool
	stopped bool
}

func (w *walk) give(in input) {
	w.found++
	w.stopped = !w.yield(in)
}

// folder goes through a folder below the root.
func (w *walk) folder(below string) {
	folder := filepath.Join(w.root, below)
	isOutput := w.outputsIn(folder)
	wanted := func(name string, mode fs.FileMode) bool { return mode.IsDir() || hasExtension(name, w.extensions) }
	for e, err := range listing(folder, wanted) {
		path := filepath.Join(folder, e.name)
		switch {
		case err != nil:
			w.give(nowhere(folder, err))
		case e.mode.IsDir():
			if !sameFile(path, w.output) {
				w.folder(filepath.Join(below, e.name))
			}
		case e.mode.IsRegular():
			if !isOutput(e.name) {
				w.give(input{name: path, path: path, size: -1, dir: filepath.ToSlash(below), late: true, met: true, open: func() (io.ReadCloser, error) { return openFile(path, os.O_RDONLY, 0) }})
			}
		case e.mode&fs.ModeSymlink != 0:
			info, err := os.Stat(path)
			if err != nil {
				w.give(nowhere(path, err))
			} else if info.Mode().IsRegular() {
				in := file(path, info)
				in.dir, in.met = filepath.ToSlash(below), true
				w.give(in)
			}
		}
		if w.stopped {
			return
		}
	}
}

// outputsIn tells of the files of a folder which were put there by this run.
func (s *source) outputsIn(folder string) func(name string) bool {
	none := func(string) bool { return false }
	if s.made == nil || s.output == "" {
		return none
	}
	below, inside := placeIn(s.output, folder)
	if !inside {
		return none
	}
	return func(name string) bool { return s.made(filepath.Join(s.output, below, name)) }
}

// placeIn is where a path is in a folder, if it is there.
func placeIn(folder, path string) (below string, inside bool) {
	f, err1 := filepath.Abs(folder)
	p, err2 := filepath.Abs(path)
	below, err := filepath.Rel(f, p)
	return below, err1 == nil && err2 == nil && err == nil && filepath.IsLocal(below)
}

// mayRead tells whether a file that is there may be one of the documents, other than an
// output's own.
func (s *source) mayRead(target, own string) bool {
	if _, err := os.Stat(target); err != nil || overwrites(own, target) {
		return false
	}
	standsFor := func(arg string) bool { return s.mayStandFor(arg, target) }
	return slices.ContainsFunc(s.args, standsFor) || s.list != nil && s.list.mayName(target, s.extensions, s.a.in, standsFor)
}

// mayStandFor tells whether a file may be what an argument stands for.
func (s *source) mayStandFor(arg, target string) bool {
	info, err := os.Stat(arg)
	switch {
	case err != nil:
		match, _ := filepath.Match(filepath.Clean(arg), filepath.Clean(target))
		return match
	case !info.IsDir():
		return sameFile(arg, target)
	case !hasExtension(target, s.extensions):
		return false
	}
	if below, inside := placeIn(arg, s.output); inside && below != "." {
		return false // the folder of outputs is passed over
	}
	_, inside := placeIn(arg, target)
	return inside
}
