// Package published reads what tests compare with and what does not ship with the
// project: documents that others published, and what the official artefacts say of
// them. Two environment variables name the folders; without them the tests that ask
// for them are skipped, here and nowhere else. .ci/run sets both wherever it finds the
// folders, and fails if one of these tests is skipped all the same.
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
	"strings"
	"testing"
)

const (
	conformance = "EINVOICE_CONFORMANCE" // the verdicts
	corpora     = "EINVOICE_CORPORA"     // the documents that the verdicts name
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

// Facturae is a Facturae document and what libxml2 says of it by the published XSD.
type Facturae struct {
	File, Version string
	Valid         *bool    `json:"xsd_valid"` // nil: it was not asked
	Errors        []string `json:"xsd_errors"`
	Document      []byte   `json:"-"`
}

// FacturaeDocuments are all of them, in the order of the index.
func FacturaeDocuments(t testing.TB) (all []Facturae) {
	t.Helper()
	lines(t, bytes.NewReader(read(t, conformance, "facturae/index.jsonl")), &all)
	z, err := gzip.NewReader(bytes.NewReader(read(t, conformance, "facturae/facturae.tar.gz")))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	archive := tar.NewReader(z)
	for {
		h, err := archive.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if files[h.Name], err = io.ReadAll(archive); err != nil {
			t.Fatal(err)
		}
	}
	for i := range all {
		if all[i].Document = files[all[i].File]; all[i].Document == nil {
			t.Fatalf("no file %s", all[i].File)
		}
	}
	return all
}

// read skips the test if the variable is not set.
func read(t testing.TB, variable, name string) []byte {
	t.Helper()
	folder := os.Getenv(variable)
	if folder == "" {
		t.Skip(variable + " is not set")
	}
	data, err := os.ReadFile(filepath.Join(folder, name))
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
