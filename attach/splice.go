package attach

import (
	"cmp"
	"io"
	"slices"

	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// change replaces a stretch of the document. Offsets are those of its UTF-8 form.
type change struct {
	from, to int64
	text     string
	write    func(io.Writer) error // instead of text
}

// splice copies a document with its changes, and every other byte as it was.
func splice(in io.Reader, out io.Writer, changes []change) error {
	slices.SortStableFunc(changes, func(a, b change) int { return cmp.Compare(a.from, b.from) })
	text, encoded, err := xmlmap.Transcode(in, out)
	if err != nil {
		return err
	}
	buf := make([]byte, 64<<10)
	at := int64(0)
	for _, c := range changes {
		if c.from < at { // within one that went before
			continue
		}
		if err := copyN(encoded, text, c.from-at, buf); err != nil {
			return err
		}
		if err := copyN(io.Discard, text, c.to-c.from, buf); err != nil {
			return err
		}
		at = c.to
		if c.write != nil {
			err = c.write(encoded)
		} else {
			_, err = io.WriteString(encoded, c.text)
		}
		if err != nil {
			return err
		}
	}
	if _, err := io.CopyBuffer(struct{ io.Writer }{encoded}, struct{ io.Reader }{text}, buf); err != nil {
		return err
	}
	return encoded.Close()
}

func copyN(out io.Writer, in io.Reader, n int64, buf []byte) error {
	k, err := io.CopyBuffer(struct{ io.Writer }{out}, io.LimitReader(in, n), buf)
	if err == nil && k < n {
		err = io.ErrUnexpectedEOF
	}
	return err
}
