package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/cli"
	"github.com/einvoice-go/einvoice/internal/pdftest"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"einvoice": main})
}

// TestScript runs testdata/script/*.txtar. Beside testscript's own commands there are
//
//	status N ARGS...   run einvoice in this process and demand the exit status N
//	sample NAME        write the sample invoice as UBL
//	archive NAME ENTRY=FILE ...  make a ZIP archive
//	tarball NAME FILE ...        make a .tar.gz archive
//	replace A X Y B    write the file A as B, with Y for every X
//	hybrid NAME FILE   write it as CII into a PDF, beside a CSV file, and as factur-x.xml;
//	                   and none.pdf without it
//
// $ROOT is the project's folder.
func TestScript(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:   "testdata/script",
		Setup: func(e *testscript.Env) error { e.Setenv("ROOT", root); return nil },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status,
			"sample": func(ts *testscript.TestScript, _ bool, args []string) {
				xml, _, err := ubl.Build(sample.Invoice())
				ts.Check(err)
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), xml, 0o666))
			},
			"archive": archive,
			"tarball": tarball,
			"replace": func(ts *testscript.TestScript, _ bool, args []string) {
				text := ts.ReadFile(args[0])
				changed := strings.ReplaceAll(text, args[1], args[2])
				if changed == text {
					ts.Fatalf("%s has no %s", args[0], args[1])
				}
				ts.Check(os.WriteFile(ts.MkAbs(args[3]), []byte(changed), 0o666))
			},
			"hybrid": hybrid,
		},
	})
}

func hybrid(ts *testscript.TestScript, _ bool, args []string) {
	inv := sample.Invoice()
	inv.Process.Specification = cii.EN16931.Specification()
	xml, _, err := cii.Build(inv)
	ts.Check(err)
	csv := pdftest.File{Name: args[1], Relationship: "Supplement", MIME: "text/csv", Content: []byte(ts.ReadFile(args[1]))}
	doc := pdftest.Hybrid(pdftest.Metadata("factur-x.xml", "EN 16931"), pdftest.File{Name: "factur-x.xml", Relationship: "Alternative", MIME: "text/xml", Content: xml}, csv)
	doc.Show("/WinAnsiEncoding", pdftest.Lines(args[2:]...))
	for name, data := range map[string][]byte{"factur-x.xml": xml, args[0]: doc.Bytes(), "none.pdf": pdftest.Hybrid("", csv).Bytes()} {
		ts.Check(os.WriteFile(ts.MkAbs(name), data, 0o666))
	}
}

// archive makes a ZIP archive: archive NAME ENTRY=FILE ...
func archive(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, arg := range args[1:] {
		entry, name, _ := strings.Cut(arg, "=")
		w, err := z.Create(entry)
		ts.Check(err)
		_, err = io.WriteString(w, ts.ReadFile(name))
		ts.Check(err)
	}
	ts.Check(z.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o666))
}

// tarball makes a tar archive: tarball NAME FILE ...
func tarball(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, name := range args[1:] {
		text := ts.ReadFile(name)
		ts.Check(w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))}))
		_, err := io.WriteString(w, text)
		ts.Check(err)
	}
	ts.Check(errors.Join(w.Close(), z.Close()))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o666))
}

func status(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if err != nil || neg {
		ts.Fatalf("usage: status N ARGS...")
	}
	var out, stderr bytes.Buffer
	args = args[1:]
	for i, a := range args { // files are relative to the script's folder
		if _, err := os.Stat(ts.MkAbs(a)); err == nil && a != "-" && !strings.HasPrefix(a, "-") && a != "" {
			args[i] = ts.MkAbs(a)
		}
	}
	got := cli.Main(args, strings.NewReader(""), &out, &stderr)
	ts.Logf("[stdout]\n%s[stderr]\n%s", out.String(), stderr.String())
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}
