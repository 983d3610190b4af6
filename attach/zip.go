package attach

import (
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/einvoice-go/einvoice/internal/unzip"
)

func flateError(err error) *Error {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) {
		return &Error{Code: ErrGzip, Message: "the GZIP file is broken: " + err.Error(), Err: err}
	}
	return nil
}

// unzip hands over the files of an archive: one, as a rule.
func (w *walker) unzip(f *File, in io.Reader) error {
	z := &archive{zip: unzip.NewReader(in, unzip.Limits{Entries: w.MaxFiles, Unpacked: max(1, w.MaxTotal-w.unpacked)})}
	var all []*unzip.Entry
	for n := 1; z.next(); n++ {
		e := *f
		e.Entry, e.Filename, e.Notes = n, z.entry.Name, slices.Clip(f.Notes)
		if n > 1 {
			e.note(NoteArchive, "the archive holds several files")
		}
		z.last = &e
		all = append(all, z.entry)
		// The entry is read to its end, and with the last one the archive.
		if err := w.deliver(&e, z.sound, typed{z.zip, zipError}); err != nil {
			return err
		}
	}
	for _, entry := range all { // also of those that nobody read: they were unpacked to pass over them
		w.unpacked += max(0, entry.Size)
	}
	if z.err == nil && z.last == nil {
		z.err = fail(ErrArchive, "the archive holds no file")
	}
	if z.err == nil || z.last != nil && z.last.Err != nil {
		return nil
	}
	var e *Error
	if !errors.As(z.err, &e) {
		return z.err
	}
	if z.last == nil {
		return w.deliver(f, nil, failing{f.place(e)})
	}
	z.last.Err = z.last.place(e)
	return nil
}

// archive goes through the files of an archive.
type archive struct {
	zip   *unzip.Reader
	entry *unzip.Entry
	ahead bool // entry is the next one already
	last  *File
	err   error // io.EOF at the end of a sound archive

	refused bool // the entry at hand ends the archive: what follows it cannot be told
}

// next goes to the next file.
func (z *archive) next() bool {
	switch {
	case z.ahead:
	case z.refused:
		z.last.note(NoteArchive, "what follows it in the archive cannot be told")
		return false
	default:
		z.step()
	}
	z.ahead = false
	if z.err == io.EOF {
		z.err = nil
		return false
	}
	return z.err == nil
}

func (z *archive) step() {
	for {
		entry, err := z.zip.Next()
		var own *unzip.Error
		if errors.As(err, &own) && (own.Code == unzip.CodeEncrypted || own.Code == unzip.CodeMethod) && !z.refused {
			// It is the next file that cannot be read, and not the one before.
			entry, err, z.refused = &unzip.Entry{Name: own.Entry, Refused: own}, nil, true
		}
		if err != nil {
			z.err = err
			if e := zipError(err); e != nil {
				z.err = e
			}
			if z.last != nil {
				for _, n := range z.zip.Notes() {
					message := n.Message
					if n.Entry != "" && n.Entry != z.last.Filename {
						message = fmt.Sprintf("%q in the archive: %s", cut(n.Entry), message)
					}
					z.last.note(NoteArchive, message)
				}
			}
			return
		}
		if !entry.Dir {
			z.entry = entry
			return
		}
	}
}

// sound goes on to the next file at the end of one: what is wrong with the archive then
// shows before its last file is taken for good.
func (z *archive) sound() error {
	if !z.ahead && z.err == nil {
		z.ahead = true
		z.step()
	}
	if z.err != nil && z.err != io.EOF {
		return z.err
	}
	return nil
}

// zipError turns an error of the archive into ours.
func zipError(err error) *Error {
	var e *unzip.Error
	if !errors.As(err, &e) {
		return nil
	}
	if e.Code == unzip.CodeInput {
		return nil // what is below has said it
	}
	code := ErrArchive
	switch e.Code {
	case unzip.CodeEncrypted:
		code = ErrEncrypted
	case unzip.CodeMethod:
		code = ErrCompression
	case unzip.CodeTruncated:
		code = ErrTruncated
	case unzip.CodeLimit:
		code = ErrLimit
	}
	return &Error{Code: code, Message: e.Error(), Err: err}
}
