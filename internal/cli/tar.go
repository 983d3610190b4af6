package cli

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

// What an archive that is read from its beginning to its end may hold, beside what a ZIP
// archive may.
const (
	heldEntry = 1 << 20 // bytes of a document that is held in memory; others go to a temporary file
	mostEntry = 1 << 30 // bytes of a document
)

// isTar tells by its name whether a file is a tar archive, packed or not.
func isTar(name string) bool {
	return hasExtension(name, []string{".tar", ".tgz"}) || strings.HasSuffix(strings.ToLower(name), ".tar.gz")
}

// untar goes through the documents of a tar archive in its order, as
// "archive.tar.gz!/folder/entry.xml". One is unpacked when it is its turn.
func (s *source) untar(name string, yield func(input) bool) bool {
	f, err := os.Open(name)
	if err != nil {
		return yield(nowhere(name, err))
	}
	defer f.Close()
	u := &unpacker{source: s, name: name, packed: &counter{r: f}}
	var r io.Reader = u.packed
	if !hasExtension(name, []string{".tar"}) {
		z, err := gzip.NewReader(u.packed)
		if err != nil {
			return yield(nowhere(name, err))
		}
		r = z
	}
	u.tar = tar.NewReader(&bounded{r, u, 0})
	for {
		in, err := u.next()
		switch {
		case err == io.EOF && u.found > 0:
			return true
		case err == io.EOF:
			return yield(nowhere(name, fmt.Errorf("the archive holds no %s", strings.TrimSpace(strings.Join(s.extensions, " or ")+" file"))))
		case err != nil: // what follows cannot be found
			return yield(nowhere(name, err))
		}
		u.found++
		if !yield(in) {
			return false
		}
	}
}

// unpacker reads a tar archive.
type unpacker struct {
	*source
	name   string
	packed *counter
	tar    *tar.Reader
	found  int
}

// counter counts what has been read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// bounded refuses archives that are made to do harm.
type bounded struct {
	r io.Reader
	u *unpacker
	n int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	switch {
	case b.n > mostUnpacked:
		return 0, limitf("the archive unpacks to more than %d bytes", int64(mostUnpacked))
	case b.n > 16*smallEntry && b.n/mostRatio > b.u.packed.n:
		return 0, limitf("the archive unpacks to more than %d times its size", mostRatio)
	}
	return n, err
}

// next is the next document.
func (u *unpacker) next() (input, error) {
	for {
		h, err := u.tar.Next()
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) { // names are shown, never used as paths
			return input{}, err
		}
		// macOS puts what its file system knows of a file beside it, as ._name.
		if h.Typeflag == tar.TypeDir || !hasExtension(h.Name, u.extensions) || strings.HasPrefix(path.Base(h.Name), "._") {
			continue
		}
		name := u.name + "!/" + h.Name
		switch {
		case h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse:
			return nowhere(name, errors.New("no file, but a link or device in the archive")), nil
		case h.Size > mostEntry:
			return nowhere(name, limitf("%d bytes, which is more than %d", h.Size, mostEntry)), nil
		}
		return u.read(name, h)
	}
}

// read reads a document: into memory, or to a temporary file.
func (u *unpacker) read(name string, h *tar.Header) (input, error) {
	in := input{name: name, path: u.name, size: h.Size, met: true, dir: entryDir(h.Name)}
	if u.dry {
		return in, nil
	}
	sum := sha256.New()
	r := io.TeeReader(u.tar, sum)
	if h.Size <= heldEntry {
		data := make([]byte, h.Size)
		if _, err := io.ReadFull(r, data); err != nil {
			return in, err
		}
		in.open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	} else {
		f, err := os.CreateTemp("", temporary(u.tag)+"*")
		if err != nil {
			return in, err
		}
		_, err = io.Copy(f, r)
		if err := errors.Join(err, f.Close()); err != nil {
			os.Remove(f.Name())
			return in, err
		}
		in.open = func() (io.ReadCloser, error) { return os.Open(f.Name()) }
		in.release = func() { os.Remove(f.Name()) }
	}
	in.sum = hex.EncodeToString(sum.Sum(nil)[:16])
	return in, nil
}

// entryDir is the folder of a file in an archive.
func entryDir(name string) string {
	dir, _ := path.Split(strings.ReplaceAll(name, `\`, "/"))
	return strings.Trim(dir, "/")
}
