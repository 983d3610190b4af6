// Package published reads what tests compare with and what does not ship with the
// project: documents that others published, and what the official artefacts say of
// them. Environment variables name the folders; without them the tests that ask for them
// are skipped, here and nowhere else. .ci/run sets those of the verdicts, the documents
// and the lists of facts wherever it finds the folders, and fails if one of these tests
// is skipped all the same. The published artefacts themselves are for those who make a
// table or a code list anew: .ci/artefacts.
package published

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const (
	conformance = "EINVOICE_CONFORMANCE" // the verdicts
	corpora     = "EINVOICE_CORPORA"     // the documents that the verdicts name
)

// What else tests ask for, by the variable that names the folder: see Folder.
const (
	Artefacts = "EINVOICE_ARTEFACTS" // the compiled Schematrons
	XSDs      = "EINVOICE_XSD"       // the XSDs of UBL and CII
	Trees     = "EINVOICE_FACTURAE"  // the structure of Facturae, as text
	Facts     = "EINVOICE_FACTS"     // the ids and severities of the published rules
	PDFs      = "EINVOICE_PDFS"      // hybrid PDFs
)

// Verdict is what one published artefact says of one document.
type Verdict struct {
	File, Ruleset string
	Failed        []struct{ ID string }
	Error         any // the artefact did not finish
}

// Accepted reports whether the artefact finished and found nothing.
func (v *Verdict) Accepted() bool { return v.Error == nil && len(v.Failed) == 0 }

// Schema reports whether the artefact is an XSD.
func (v *Verdict) Schema() bool { return strings.HasPrefix(v.Ruleset, "xsd-") }

// Verdicts are all of them, in the order of the file.
func Verdicts(t testing.TB) (all []Verdict) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(read(t, conformance, "verdicts.jsonl.gz")))
	if err != nil {
		t.Fatal(err)
	}
	lines(t, z, &all)
	return all
}

// Document is the file of a verdict.
func Document(t testing.TB, name string) []byte {
	t.Helper()
	return read(t, corpora, name)
}

// BaseExample is the first example of Peppol BIS Billing 3.0: see Example.
func BaseExample(t testing.TB) []byte {
	return Example(t, "corpora/peppol-examples/examples/base-example.xml")
}

// Example is a published document for benchmarks; nil where there are none.
func Example(t testing.TB, name string) []byte {
	if os.Getenv(corpora) == "" {
		return nil
	}
	return Document(t, name)
}

// Hostile is a short document and libxml2's verdict on it.
type Hostile struct {
	Name       string
	Doctype    bool
	WellFormed bool   `json:"well_formed"`
	Document   []byte `json:"base64"`
}

// HostileDocuments are all of them, in the order of the file.
func HostileDocuments(t testing.TB) (all []Hostile) {
	t.Helper()
	lines(t, bytes.NewReader(read(t, conformance, "hostile/xml.jsonl")), &all)
	return all
}

// Facturae is a Facturae document, what libxml2 says of it by the published XSD, and what
// xmlsec1 says of its signature.
type Facturae struct {
	File, Version string
	Valid         *bool    `json:"xsd_valid"` // nil: it was not asked
	Errors        []string `json:"xsd_errors"`
	Signed        bool     `json:"signed"`
	Signature     string   `json:"signature"` // "OK" or "FAIL": digests and value, whoever signed
	Document      []byte   `json:"-"`
}

// HostilePDF is a small PDF, made to be hard to read. Its name begins with what is to be
// expected: ok (it gives an invoice), enc (encrypted), mal (damaged), loop and bomb (it has
// to end soon).
type HostilePDF struct {
	Name string
	Data []byte
}

// HostilePDFs are all of them, in the order of the archive.
func HostilePDFs(t testing.TB) (all []HostilePDF) {
	t.Helper()
	unpack(t, read(t, conformance, "hostile/pdf.tar.gz"), func(name string, data []byte) {
		all = append(all, HostilePDF{filepath.Base(name), data})
	})
	return all
}

// unpack hands over the regular files of an archive.
func unpack(t testing.TB, packed []byte, file func(name string, data []byte)) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	for archive := tar.NewReader(z); ; {
		h, err := archive.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		file(h.Name, data)
	}
}

// FacturaeDocuments are all of them, in the order of the index.
func FacturaeDocuments(t testing.TB) (all []Facturae) {
	t.Helper()
	lines(t, bytes.NewReader(read(t, conformance, "facturae/index.jsonl")), &all)
	files := map[string][]byte{}
	unpack(t, read(t, conformance, "facturae/facturae.tar.gz"), func(name string, data []byte) { files[name] = data })
	for i := range all {
		if all[i].Document = files[all[i].File]; all[i].Document == nil {
			t.Fatalf("no file %s", all[i].File)
		}
	}
	return all
}

// Folder is the folder that a variable names. The test is skipped if the variable is
// not set.
func Folder(t testing.TB, variable string) string {
	t.Helper()
	folder := os.Getenv(variable)
	if folder == "" {
		t.Skip(variable + " is not set")
	}
	return folder
}

// Number is what a variable says, such as how many documents to try, or what is usual.
func Number(t testing.TB, variable string, usual int) int {
	t.Helper()
	s := os.Getenv(variable)
	if s == "" {
		return usual
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(variable, err)
	}
	return n
}

// Has tells whether there are published documents, for benchmarks that have others too.
func Has() bool { return os.Getenv(conformance) != "" && os.Getenv(corpora) != "" }

func read(t testing.TB, variable, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(Folder(t, variable), name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// lines reads one JSON value a line.
func lines[T any](t testing.TB, r io.Reader, all *[]T) {
	t.Helper()
	s := bufio.NewScanner(r)
	s.Buffer(nil, 16<<20)
	for s.Scan() {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		*all = append(*all, v)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
}
