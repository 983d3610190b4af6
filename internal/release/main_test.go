package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"
)

func TestPack(t *testing.T) {
	at := time.Date(2026, 1, 21, 10, 0, 0, 0, time.UTC)
	// The same files, written at other times and with other modes.
	folder := func(when time.Time, mode fs.FileMode) fs.FS {
		return fstest.MapFS{
			"einvoice":         {Data: []byte("program"), Mode: mode, ModTime: when},
			"README.md":        {Data: bytes.Repeat([]byte("text "), 100), Mode: mode, ModTime: when},
			"man/einvoice.1":   {Data: []byte(".TH"), Mode: mode, ModTime: when},
			"man/einvoice-x.1": {Data: nil, Mode: mode, ModTime: when},
		}
	}
	want := []string{"x/README.md 644 500", "x/einvoice 755 7", "x/man/einvoice-x.1 644 0", "x/man/einvoice.1 644 3"}
	for _, name := range []string{"x.tar.gz", "x.zip"} {
		var one, two bytes.Buffer
		if err := errors.Join(pack(&one, folder(at, 0o600), name, at), pack(&two, folder(time.Now(), 0o777), name, at)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("%s: not the same bytes", name)
		}
		list := listTar
		if name == "x.zip" {
			list = listZip
		}
		got, times, err := list(one.Bytes())
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s holds %q, want %q: %v", name, got, want, err)
		}
		for _, x := range times {
			if !x.Equal(at) {
				t.Errorf("%s: time %v", name, x)
			}
		}
		var later bytes.Buffer
		if err := pack(&later, folder(at, 0o600), name, at.Add(time.Hour)); err != nil || bytes.Equal(one.Bytes(), later.Bytes()) {
			t.Errorf("%s: the time says nothing: %v", name, err)
		}
	}
	if err := pack(io.Discard, folder(at, 0o600), "x.rar", at); err == nil {
		t.Error("x.rar was packed")
	}
	if err := pack(io.Discard, fstest.MapFS{}, "x.zip", at); err == nil {
		t.Error("nothing was packed")
	}
}

func TestRun(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "einvoice"), []byte("program"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "x.tar.gz")
	if err := run(1, []string{folder, out}); err != nil {
		t.Error(err)
	}
	if err := run(-1, []string{folder, out}); err == nil {
		t.Error("no time, and no error")
	}
	missing := filepath.Join(t.TempDir(), "y.zip")
	if err := run(1, []string{filepath.Join(folder, "none"), missing}); err == nil {
		t.Error("no folder, and no error")
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("an archive of nothing was left")
	}
}

func line(name string, mode fs.FileMode, size int64) string {
	return fmt.Sprintf("%s %o %d", name, mode.Perm(), size)
}

func listTar(data []byte) (all []string, times []time.Time, err error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, nil, err
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return all, times, nil
		}
		if err != nil {
			return nil, nil, err
		}
		if h.Uid != 0 || h.Gid != 0 || h.Uname != "" || h.Gname != "" {
			return nil, nil, errors.New("somebody owns " + h.Name)
		}
		all, times = append(all, line(h.Name, h.FileInfo().Mode(), h.Size)), append(times, h.ModTime)
	}
}

func listZip(data []byte) (all []string, times []time.Time, err error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, nil, err
	}
	for _, f := range r.File {
		all, times = append(all, line(f.Name, f.Mode(), int64(f.UncompressedSize64))), append(times, f.Modified)
	}
	return all, times, nil
}
