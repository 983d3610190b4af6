// Command release packs a folder into an archive that depends on nothing but the names and
// the content of its files and a time that is given: for .ci/release.
//
//	go run ./internal/release -time 1769000000 FOLDER NAME.tar.gz
//	go run ./internal/release -time 1769000000 FOLDER NAME.zip
//
// In the archive everything is in a folder NAME, in the order of the names. Programs can be
// run, whatever the file system thinks of that; owners and groups are nobody's.
package main

import (
	"archive/tar"
	"archive/zip"
	"compress/flate"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	seconds := flag.Int64("time", -1, "time of all files, in seconds since 1970")
	flag.Parse()
	if err := run(*seconds, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(seconds int64, args []string) error {
	if seconds < 0 || len(args) != 2 {
		return errors.New("usage: release -time SECONDS FOLDER ARCHIVE")
	}
	out, err := os.Create(args[1])
	if err != nil {
		return err
	}
	if err := pack(out, os.DirFS(args[0]), filepath.Base(args[1]), time.Unix(seconds, 0).UTC()); err != nil {
		out.Close()
		return errors.Join(err, os.Remove(args[1]))
	}
	return out.Close()
}

// packer is what both kinds of archives have in common.
type packer interface {
	add(name string, data []byte, program bool, at time.Time) error
	Close() error
}

// pack writes the files of a folder, in the order of their names.
func pack(w io.Writer, folder fs.FS, archive string, at time.Time) error {
	var p packer
	var top string
	switch {
	case strings.HasSuffix(archive, ".tar.gz"):
		top = strings.TrimSuffix(archive, ".tar.gz")
		compressed, err := gzip.NewWriterLevel(w, gzip.BestCompression)
		if err != nil {
			return err
		}
		p = &tarPacker{tar.NewWriter(compressed), compressed}
	case strings.HasSuffix(archive, ".zip"):
		top = strings.TrimSuffix(archive, ".zip")
		p = newZipPacker(w)
	default:
		return fmt.Errorf("%s is neither .tar.gz nor .zip", archive)
	}
	files := 0
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error { // in order
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		files++
		return p.add(path.Join(top, name), data, name == "einvoice" || name == "einvoice.exe", at)
	})
	if err == nil && files == 0 {
		err = errors.New("the folder has no files")
	}
	return errors.Join(err, p.Close())
}

type tarPacker struct {
	*tar.Writer
	compressed *gzip.Writer
}

func (p *tarPacker) add(name string, data []byte, program bool, at time.Time) error {
	h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(data)), Mode: mode(program), ModTime: at, Format: tar.FormatUSTAR}
	if err := p.WriteHeader(h); err != nil {
		return err
	}
	_, err := p.Write(data)
	return err
}

func (p *tarPacker) Close() error { return errors.Join(p.Writer.Close(), p.compressed.Close()) }

type zipPacker struct{ *zip.Writer }

func newZipPacker(w io.Writer) *zipPacker {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	return &zipPacker{z}
}

func (p *zipPacker) add(name string, data []byte, program bool, at time.Time) error {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at}
	h.SetMode(fs.FileMode(mode(program)))
	w, err := p.CreateHeader(h)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

func mode(program bool) int64 {
	if program {
		return 0o755
	}
	return 0o644
}
