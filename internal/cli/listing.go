package cli

import (
	"bufio"
	"bytes"
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

// mostListed is how many names of a folder are held in memory. A folder that has more
// is listed several times.
const mostListed = 1 << 16

// dirEntry is a file or folder in a folder.
type dirEntry struct {
	name string
	mode fs.FileMode // its type
}

// listing lists what is wanted of a folder in the order of the names.
func listing(folder string, wanted func(string, fs.FileMode) bool) iter.Seq2[dirEntry, error] {
	return func(yield func(dirEntry, error) bool) {
		last := ""
		for {
			names, more, err := namesAfter(folder, last, wanted, mostListed)
			for _, n := range names {
				if !yield(n, nil) {
					return
				}
				last = n.name
			}
			if err != nil {
				yield(dirEntry{}, err)
				return
			}
			if !more {
				return
			}
		}
	}
}

// namesAfter lists the first names of a folder behind another one, in order, and tells
// whether there are more.
func namesAfter(folder, last string, wanted func(string, fs.FileMode) bool, most int) (names []dirEntry, more bool, err error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	order := func(a, b dirEntry) int { return strings.Compare(a.name, b.name) }
	for {
		entries, err := f.ReadDir(1024)
		for _, e := range entries {
			if e.Name() > last && wanted(e.Name(), e.Type()) {
				names = append(names, dirEntry{e.Name(), e.Type()})
			}
		}
		if len(names) >= 2*most || err != nil {
			slices.SortFunc(names, order)
			more = more || len(names) > most
			names = names[:min(len(names), most)]
		}
		if err == io.EOF {
			return names, more, nil
		}
		if err != nil {
			return names, false, err
		}
	}
}

// list is a file with an argument a line, or between NUL bytes.
type list struct {
	name string // - is standard input
	null bool

	files  map[uint64]bool // its files, by the hash of their paths; nil: it has not been looked through
	others []string        // what else it names: folders, patterns
}

// mayName tells whether the list names a file. One that is read from a pipe cannot be
// asked in advance: it may name whatever looks like a document.
func (l *list) mayName(target string, extensions []string, stdin io.Reader, standsFor func(arg string) bool) bool {
	if info, err := os.Stat(l.name); err != nil || !info.Mode().IsRegular() {
		return hasExtension(target, extensions)
	}
	if l.files == nil {
		l.files = map[uint64]bool{}
		for arg, err := range l.lines(stdin) {
			if err != nil {
				break // which is said where the list is worked on
			}
			if info, err := os.Stat(arg); err == nil && info.Mode().IsRegular() {
				l.files[keyOf(absolute(arg))] = true
			} else {
				l.others = append(l.others, arg)
			}
		}
	}
	return l.files[keyOf(absolute(target))] || slices.ContainsFunc(l.others, standsFor)
}

// absolute is a path from the root, with links followed where there are any.
func absolute(path string) string {
	if p, err := filepath.EvalSymlinks(path); err == nil {
		path = p
	}
	if p, err := filepath.Abs(path); err == nil {
		path = p
	}
	return path
}

// longestPath is the longest line of a list.
const longestPath = 64 << 10

// lines goes through the arguments.
func (l *list) lines(stdin io.Reader) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		r := stdin
		if l.name != "-" {
			f, err := os.Open(l.name)
			if err != nil {
				yield("", plain(err))
				return
			}
			defer f.Close()
			r = f
		}
		scan := bufio.NewScanner(r)
		scan.Buffer(nil, longestPath)
		if l.null {
			scan.Split(scanNull)
		}
		for scan.Scan() {
			if arg := scan.Text(); arg != "" && !yield(arg, nil) {
				return
			}
		}
		if err := scan.Err(); errors.Is(err, bufio.ErrTooLong) {
			yield("", fmt.Errorf("a line of the list is longer than %d bytes", longestPath))
		} else if err != nil {
			yield("", plain(err))
		}
	}
}

// scanNull is bufio.ScanLines for what find -print0 writes.
func scanNull(data []byte, atEOF bool) (int, []byte, error) {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}
