package attach

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"unicode"

	"github.com/einvoice-go/einvoice/internal/filetype"
	"github.com/einvoice-go/einvoice/internal/unzip"
)

// inside is what stands in a file that is an archive.
type inside struct {
	looked bool    // the content has been read and, if it is an archive, looked into
	files  []inner // in it, and in the archives in it: one of each kind
	sealed string  // why these are not all
}

// inner is a file in an archive.
type inner struct {
	name       string   // cut
	extensions []string // that count: see extensionsOf
	mime       string
	part       bool // of an office document, which consists of such files
}

// budget is how many bytes may still be unpacked to look into the archives of a document.
type budget struct{ left int64 }

func newBudget() *budget { return &budget{mostUnpacked} }

// inspect reads a content to its end and, if it is an archive, notes what stands in it.
func (f *File) inspect(content io.Reader, b *budget) error {
	c := &counting{r: content}
	r := bufio.NewReaderSize(c, peekSize)
	head, _ := r.Peek(peekSize)
	f.inside = inside{looked: true}
	switch {
	case isZIP(head):
		f.inside.look(r, b, isOffice(filetype.Detect(head)), 0)
	case f.Claim() == zipType || filetype.ByName(lastOf(f.Filename, mostName)) == zipType:
		f.inside.sealed = "it does not begin like one"
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

const zipType = "application/zip"

// isOffice tells archives that are documents: pictures and pages in them are parts of it.
func isOffice(mime string) bool {
	return mime != zipType && mime != "application/java-archive"
}

// mostNested is how many archives in one another are looked into; deeper ones are said to
// be sealed.
const mostNested = 3

// What a look into the archives of a document may cost: kinds of files that are kept of
// one, the length of their names, what is kept of that, and the bytes that are unpacked.
const (
	mostKinds    = 1_000
	mostNameSeen = 4096
	mostNameKept = 200
	mostUnpacked = 512 << 20
)

// look lists the files in an archive and in the archives in it.
func (x *inside) look(in io.Reader, b *budget, office bool, depth int) {
	kinds := map[string]bool{}
	z := unzip.NewReader(in, unzip.Limits{Unpacked: max(b.left, 1)})
	for x.sealed == "" {
		entry, err := z.Next()
		if err == io.EOF {
			x.otherNames(z.Notes(), office, kinds)
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
		x.lookAt(entry.Name, c, b, office, depth, kinds)
		_, err = io.Copy(io.Discard, c)
		if b.left -= c.n; err != nil {
			x.sealed = reason(err)
		}
	}
}

// otherNames adds the names that entries have in the directory at the end, where these
// differ: there are programs that go by them.
func (x *inside) otherNames(notes []unzip.Note, office bool, kinds map[string]bool) {
	for _, n := range notes {
		switch n.Kind {
		case unzip.NoteOtherName:
			x.add(n.Entry, "", office, kinds)
		case unzip.NoteMore:
			x.sealed = "its directory is odd: " + n.Message
		}
	}
}

// lookAt looks at a file in an archive.
func (x *inside) lookAt(name string, content io.Reader, b *budget, office bool, depth int, kinds map[string]bool) {
	r := bufio.NewReaderSize(content, peekSize)
	head, _ := r.Peek(peekSize)
	mime := filetype.Detect(head)
	x.add(name, mime, office, kinds)
	switch {
	case x.sealed != "" || !isZIP(head):
	case depth+1 == mostNested:
		x.sealed = "there are archives in archives in it"
	default:
		x.look(r, b, isOffice(mime), depth+1)
	}
}

// add keeps one file of each kind.
func (x *inside) add(name, mime string, office bool, kinds map[string]bool) {
	all, ok := extensionsOf(name)
	kind := strings.Join(all, ".") + " " + mime
	switch {
	case kinds[kind]:
	case !ok || len(kind) > mostNameKept:
		x.sealed = "a name in it is too long"
	case len(x.files) == mostKinds:
		x.sealed = "there are files of too many kinds in it"
	default:
		kinds[kind] = true
		x.files = append(x.files, inner{lastOf(name, mostNameKept), all, mime, office})
	}
}

// extensionsOf are the extensions by which a system may go: the last one, or any if the
// name plays tricks with streams or invisible characters. A name that is too long is not
// looked at.
func extensionsOf(name string) (all []string, ok bool) {
	if len(name) > mostNameSeen {
		return nil, false
	}
	all = filetype.Extensions(name)
	if len(all) > 0 && !strings.ContainsFunc(name, func(r rune) bool { return r == ':' || !unicode.IsGraphic(r) }) {
		all = all[len(all)-1:]
	}
	return all, true
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
