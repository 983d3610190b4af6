package attach

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"github.com/einvoice-go/einvoice/internal/filetype"
	"github.com/einvoice-go/einvoice/internal/unzip"
)

// inside is what stands in a file that is an archive.
type inside struct {
	looked bool    // the content has been read and, if it is an archive, looked into
	files  []inner // in it, and in the archives in it: one of each kind
	sealed string  // why these are not all
	left   int64   // bytes that may still be unpacked
}

// inner is a file in an archive.
type inner struct {
	name, mime string // name cut to its end
	part       bool   // of an office document, which consists of such files
}

// inspect reads a content to its end and, if it is an archive, notes what stands in it.
func (f *File) inspect(content io.Reader) error {
	c := &counting{r: content}
	r := bufio.NewReaderSize(c, peekSize)
	head, _ := r.Peek(peekSize)
	f.inside = inside{looked: true, left: mostUnpacked}
	if isZIP(head) {
		f.inside.look(r, isOffice(filetype.Detect(head)), 0)
	}
	_, err := io.Copy(io.Discard, r)
	if c.err != nil {
		err = c.err
	}
	f.Size = c.n
	return err
}

// isZIP goes by the beginning alone: what an archive calls itself by its first entries
// says nothing of the others.
func isZIP(head []byte) bool {
	return len(head) >= 4 && head[0] == 'P' && head[1] == 'K' && (head[2] == 3 && head[3] == 4 || head[2] == 5 && head[3] == 6)
}

// isOffice tells archives that are documents: pictures and pages in them are parts of it.
func isOffice(mime string) bool {
	return mime != "application/zip" && mime != "application/java-archive"
}

// mostNested is how many archives in one another are looked into; deeper ones are said to
// be sealed.
const mostNested = 3

// What a look into archives may cost: kinds of files that are kept, the bytes of their
// names, and the bytes that are unpacked in all, of archives in archives too.
const (
	mostKinds    = 1_000
	mostNamed    = 100
	mostUnpacked = 512 << 20
)

// look lists the files in an archive and in the archives in it.
func (x *inside) look(in io.Reader, office bool, depth int) {
	kinds := map[string]bool{}
	z := unzip.NewReader(in, unzip.Limits{Unpacked: max(x.left, 1)})
	for x.sealed == "" {
		entry, err := z.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			x.sealed = reason(err)
			return
		}
		if entry.Dir {
			continue
		}
		c := &counting{r: z}
		x.lookAt(entry.Name, c, office, depth, kinds)
		_, err = io.Copy(io.Discard, c)
		if x.left -= c.n; err != nil {
			x.sealed = reason(err)
		}
	}
}

// lookAt looks at a file in an archive.
func (x *inside) lookAt(name string, content io.Reader, office bool, depth int, kinds map[string]bool) {
	r := bufio.NewReaderSize(content, peekSize)
	head, _ := r.Peek(peekSize)
	mime := filetype.Detect(head)
	kind := strings.Join(filetype.Extensions(lastOf(name, mostNamed)), ".") + " " + mime
	if !kinds[kind] && len(x.files) < mostKinds {
		kinds[kind] = true
		x.files = append(x.files, inner{lastOf(name, mostNamed), mime, office})
	}
	switch {
	case len(x.files) == mostKinds:
		x.sealed = "there are files of too many kinds in it"
	case !isZIP(head):
	case depth+1 == mostNested:
		x.sealed = "there are archives in archives in it"
	default:
		x.look(r, isOffice(mime), depth+1)
	}
}

// lastOf is the end of a name, which tells its type.
func lastOf(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[len(s)-n:], "")
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
