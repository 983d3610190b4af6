package cli

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/einvoice-go/einvoice"
)

// What an archive may hold. Deflate shrinks real documents to a fifth, very long and
// uniform ones to a hundred and fiftieth, and nothing to less than a thousandth.
const (
	mostEntries   = 100_000
	mostDirectory = 32 << 20 // bytes of the list of entries, which is held in memory
	mostUnpacked  = 16 << 30 // bytes of all documents together
	mostRatio     = 500      // of unpacked to packed size, for documents beyond smallEntry
	smallEntry    = 1 << 20
)

// archive is a ZIP file. It is open only while one of its documents is, so that there
// may be many.
type archive struct {
	name  string
	size  int64
	quota int64 // what may still be read of the list of entries; -1: it has been read

	lock  sync.Mutex
	file  *os.File
	users int
}

func (z *archive) acquire() error {
	z.lock.Lock()
	defer z.lock.Unlock()
	if z.users == 0 {
		f, err := os.Open(z.name)
		if err != nil {
			return plain(err)
		}
		z.file = f
	}
	z.users++
	return nil
}

func (z *archive) release() error {
	z.lock.Lock()
	defer z.lock.Unlock()
	if z.users--; z.users == 0 {
		return z.file.Close()
	}
	return nil
}

// ReadAt is called between acquire and release only.
func (z *archive) ReadAt(p []byte, off int64) (int, error) {
	if z.quota >= 0 {
		if z.quota -= int64(len(p)); z.quota < 0 {
			return 0, limitf("the archive's list of entries is longer than %d bytes", mostDirectory)
		}
	}
	return z.file.ReadAt(p, off)
}

func limitf(format string, args ...any) error {
	return &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: fmt.Sprintf(format, args...)}
}

// isArchive tells by its name whether a file is a ZIP archive.
func isArchive(name string) bool { return hasExtension(name, []string{".zip"}) }

// unpack lists the documents of an archive, or all files if extensions is nil, as "archive.zip!/folder/entry.xml", in the
// archive's order. Nothing is unpacked before it is read, and nothing to the disk.
func unpack(name string, size int64, extensions []string) ([]input, error) {
	z := &archive{name: name, size: size, quota: mostDirectory}
	if err := z.acquire(); err != nil {
		return nil, err
	}
	defer z.release()
	r, err := zip.NewReader(z, size)
	z.quota = -1
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are shown, never used as paths
		return nil, err
	}
	if err := z.check(r.File); err != nil {
		return nil, err
	}
	var all []input
	for _, f := range r.File {
		// __MACOSX/ is where macOS puts what a file system knows of a file beside its
		// content, under the file's own name.
		if !f.FileInfo().IsDir() && (extensions == nil || hasExtension(f.Name, extensions)) && !strings.HasPrefix(f.Name, "__MACOSX/") {
			all = append(all, z.input(f))
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("the archive holds no %s", strings.TrimSpace(strings.Join(extensions, " or ")+" file"))
	}
	return all, nil
}

// check refuses archives that are made to do harm.
func (z *archive) check(entries []*zip.File) error {
	if len(entries) > mostEntries {
		return limitf("the archive has %d entries, which is more than %d", len(entries), mostEntries)
	}
	var packed, unpacked uint64
	for _, f := range entries {
		// The sums cannot overflow: each step is checked.
		if f.CompressedSize64 > uint64(z.size)-packed {
			return limitf("the archive's entries lie over one another")
		}
		packed += f.CompressedSize64
		if f.UncompressedSize64 > mostUnpacked-unpacked {
			return limitf("the archive unpacks to more than %d bytes", int64(mostUnpacked))
		}
		unpacked += f.UncompressedSize64
	}
	return nil
}

// input is a document of the archive. What is wrong with one of them is said of that
// one, and the others go on.
func (z *archive) input(f *zip.File) input {
	const encrypted = 1
	var refused error
	switch {
	case f.Flags&encrypted != 0:
		refused = errors.New("encrypted: unpack it first")
	case f.UncompressedSize64 > smallEntry && f.UncompressedSize64/mostRatio > f.CompressedSize64:
		refused = limitf("unpacks to more than %d times its packed size", mostRatio)
	}
	return input{name: z.name + "!/" + f.Name, path: z.name, size: int64(f.UncompressedSize64), met: true, dir: entryDir(f.Name), sum: fmt.Sprintf("%08x", f.CRC32), open: func() (io.ReadCloser, error) {
		if refused != nil {
			return nil, refused
		}
		if err := z.acquire(); err != nil {
			return nil, err
		}
		r, err := f.Open()
		if err != nil {
			z.release()
			return nil, err
		}
		return &entry{r, z}, nil
	}}
}

// entry is a document being unpacked. The reader stops at the size that the archive's
// list gives, and compares the checksum.
type entry struct {
	io.ReadCloser
	archive *archive
}

func (e *entry) Close() error {
	err := e.ReadCloser.Close()
	if e.archive != nil { // a second Close is none
		err = errors.Join(err, e.archive.release())
		e.archive = nil
	}
	return err
}
