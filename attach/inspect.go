package attach

import (
	"bufio"
	"errors"
	"io"

	"github.com/einvoice-go/einvoice/internal/filetype"
	"github.com/einvoice-go/einvoice/internal/unzip"
)

// inspect reads a content to its end and, if it is an archive, notes what stands in it.
func (f *File) inspect(content io.Reader) error {
	c := &counting{r: content}
	if f.Type == zipType {
		f.inner, f.sealed = namesIn(c, 0)
	}
	_, err := io.Copy(io.Discard, c)
	if c.err != nil {
		err = c.err
	}
	f.Size = c.n
	return err
}

const zipType = "application/zip"

// mostNested is how many archives in one another are looked into; deeper ones are said to
// be sealed.
const mostNested = 3

// mostNames is how many names of an archive are looked at.
const mostNames = 10_000

// namesIn lists the files in an archive and in the archives in it. sealed says why that
// cannot be all of them.
func namesIn(in io.Reader, depth int) (names []string, sealed string) {
	z := unzip.NewReader(in, unzip.Limits{Entries: mostNames})
	for {
		entry, err := z.Next()
		if err == io.EOF {
			return names, sealed
		}
		if err != nil {
			return names, "it is broken or encrypted: " + reason(err)
		}
		if entry.Dir {
			continue
		}
		names = append(names, entry.Name)
		r := bufio.NewReaderSize(z, peekSize)
		head, _ := r.Peek(peekSize)
		if filetype.Detect(head) != zipType {
			continue
		}
		if depth+1 == mostNested {
			sealed = "archives in archives"
			continue
		}
		inner, why := namesIn(r, depth+1)
		if names = append(names, inner...); why != "" {
			sealed = why
		}
		if len(names) > mostNames {
			return names[:mostNames], "too many files"
		}
	}
}

func reason(err error) string {
	var e *unzip.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return err.Error()
}

// counting counts what is read, and keeps an error that is not the end.
type counting struct {
	r   io.Reader
	n   int64
	err error
}

func (c *counting) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && err != io.EOF {
		c.err = err
	}
	return n, err
}
