// Command generate makes small valid invoices for runs over many: UBL invoices, UBL credit
// notes and CII, the same ones for the same seed.
//
//	go run ./internal/sample/generate -n 100000 -o FOLDER
//	go run ./internal/sample/generate -n 100000 -o invoices.tar.gz
package main

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
)

func main() {
	n := flag.Uint64("n", 1000, "number of invoices")
	seed := flag.Uint64("seed", 1, "others for another seed")
	out := flag.String("o", "", "folder, which is made, or archive with the extension .tar.gz")
	flag.Parse()
	if *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*seed, *n, *out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(seed, n uint64, out string) error {
	if strings.HasSuffix(out, ".tar.gz") {
		return archive(seed, n, out)
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	return each(seed, n, func(name string, xml []byte) error {
		return os.WriteFile(filepath.Join(out, name), xml, 0o666)
	})
}

func archive(seed, n uint64, out string) error {
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(f)
	z := gzip.NewWriter(buffered)
	t := tar.NewWriter(z)
	err = each(seed, n, func(name string, xml []byte) error {
		h := &tar.Header{Name: name, Mode: 0o644, Size: int64(len(xml)), ModTime: time.Unix(1_767_225_600, 0)} // 2026-01-01
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		_, err := t.Write(xml)
		return err
	})
	return errors.Join(err, t.Close(), z.Close(), buffered.Flush(), f.Close())
}

// each makes the documents: two of three are UBL.
func each(seed, n uint64, write func(name string, xml []byte) error) error {
	for nth := range n {
		build := ubl.Build
		if nth%3 == 2 {
			build = cii.Build
		}
		xml, losses, err := build(sample.Many(seed, nth))
		if err == nil && len(losses) > 0 {
			err = fmt.Errorf("lost: %v", losses[0])
		}
		if err == nil {
			err = write(fmt.Sprintf("%07d.xml", nth), xml)
		}
		if err != nil {
			return fmt.Errorf("invoice %d: %w", nth, err)
		}
	}
	return nil
}
