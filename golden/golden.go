// Package golden compares the invoices that your program makes with golden files, in your
// Go tests, by what they say and not by their bytes; and demands that they are valid.
//
//	func TestInvoice(t *testing.T) {
//		xml := makeInvoice()
//		golden.Equal(t, xml, "testdata/invoice.xml")
//		golden.Valid(t, xml, "auto")
//	}
//
// A golden file is made, and made anew where it differs, by running the tests with the
// environment variable EINVOICE_UPDATE=1:
//
//	EINVOICE_UPDATE=1 go test ./...
//
// It is a variable and no flag, since a package that declares flags declares them for every
// program that links it, and go test refuses flags that a package does not know. Tests with
// a flag of their own set Options.Update.
//
// # What is compared
//
// Documents of any format that convert.Open reads: UBL, CII, Facturae, the JSON form, also
// one with another. Numbers are equal by value, the order of lines and lists means nothing
// (einvoice.Diff), nor do namespace prefixes, white space, comments, the order of
// attributes, the encoding, and an envelope (SBDH) around the document.
//
// What the invoice model does not hold is compared too, so that nothing hides there:
// elements and attributes by their content and their place. Two documents of different
// formats cannot agree in that, and differ if either has any: Options.ModelAlone lets it pass.
// Beyond the 10,000th of a document only their number at each path is compared.
//
// The package is for tests: unlike the others it reads and writes files.
package golden

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/comparison"
)

// Variable is the environment variable that has golden files written. Its values are 1 and
// 0; empty is 0.
const Variable = "EINVOICE_UPDATE"

// TB is what is needed of a testing.TB: every *testing.T, *testing.B and *testing.F is one.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
}

// Options of a comparison. The zero value is what Equal has.
type Options struct {
	// Ignore lists terms that may differ, such as BT-1 and BT-2; a group (BG-25) stands for
	// all that is in it, and a term for its parts (BT-29 for BT-29-1). What the invoice
	// model does not hold has no term: see ModelAlone.
	Ignore []string
	// ModelAlone compares what the invoice model holds and nothing else.
	ModelAlone bool
	// Exact compares bytes; what differs is told by meaning all the same.
	Exact bool
	// Update writes the golden file if it differs or is not there, as the variable does.
	Update bool
}

// Equal lets the test fail, and go on, if a document does not say the same as a golden file.
// The file is relative to the package's folder, in which go test runs. It reports whether
// they are equal.
func Equal(t TB, got []byte, file string) bool {
	t.Helper()
	return Options{}.Equal(t, got, file)
}

// Equal is the function Equal with options.
func (o Options) Equal(t TB, got []byte, file string) bool {
	t.Helper()
	problem := o.equal(got, file)
	if problem != "" {
		t.Errorf("%s", problem)
	}
	return problem == ""
}

func (o Options) equal(got []byte, file string) (problem string) {
	var err error
	if o.Ignore, err = comparison.CheckIgnore(o.Ignore); err != nil {
		return "golden: Ignore: " + err.Error()
	}
	if o.Exact && (o.Ignore != nil || o.ModelAlone) {
		return "golden: Exact compares all bytes: leave out Ignore and ModelAlone"
	}
	update, err := o.update()
	if err != nil {
		return "golden: " + err.Error()
	}
	want, err := os.ReadFile(file)
	missing := errors.Is(err, fs.ErrNotExist)
	switch {
	case missing && !update:
		return fmt.Sprintf("there is no golden file %s.\nTo make it of what the test got: %s=1 go test", file, Variable)
	case err != nil && !missing:
		return "golden: " + err.Error()
	case missing:
		problem = "it is not there"
	default:
		problem = o.difference(got, want)
	}
	switch {
	case problem == "":
		return ""
	case update:
		return write(file, got, o.Exact)
	}
	return fmt.Sprintf("%s (golden file -> got): %s\nTo take what the test got: %s=1 go test", file, problem, Variable)
}

// update tells whether golden files are to be written.
func (o Options) update() (bool, error) {
	switch v := os.Getenv(Variable); v {
	case "", "0":
		return o.Update, nil
	case "1":
		return true, nil
	default:
		return false, fmt.Errorf("the variable %s is %q, where 1 has golden files written and 0 has not", Variable, v)
	}
}

// write makes a golden file. What is no document does not become one, unless it is bytes
// that are compared.
func write(file string, got []byte, exact bool) (problem string) {
	if _, err := read(got); err != nil && !exact {
		return fmt.Sprintf("%s is not written: what the test got cannot be read: %v", file, err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return "golden: " + err.Error()
	}
	if err := os.WriteFile(file, got, 0o666); err != nil {
		return "golden: " + err.Error()
	}
	return ""
}

// difference describes in what two documents differ, "" if in nothing.
func (o Options) difference(got, want []byte) string {
	if bytes.Equal(got, want) {
		return ""
	}
	g, errGot := read(got)
	w, errWant := read(want)
	switch {
	case o.Exact && (errGot != nil || errWant != nil):
		return differentBytes(got, want)
	case errGot != nil:
		return "what the test got cannot be read: " + errGot.Error()
	case errWant != nil:
		return "the golden file cannot be read: " + errWant.Error()
	}
	r := comparison.Documents(w, g, comparison.Options{Ignore: o.Ignore, ModelAlone: o.ModelAlone})
	said := describe(r)
	if o.Exact {
		if said == "" {
			said = " They say the same."
		}
		return differentBytes(got, want) + said
	}
	return strings.TrimPrefix(said, " ")
}

func read(data []byte) (*comparison.Document, error) {
	if bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil, errors.New("it is a PDF: compare the invoice in it (facturx.Extract), or all bytes (Options.Exact)")
	}
	d, err := comparison.Read(data)
	if errors.As(err, new(*einvoice.ValueError)) {
		err = nil // such values are compared as what the model does not hold
	}
	return d, err
}

// differentBytes says where the first difference is.
func differentBytes(got, want []byte) string {
	n := 0
	for n < min(len(got), len(want)) && got[n] == want[n] {
		n++
	}
	line := 1 + bytes.Count(got[:n], []byte("\n"))
	return fmt.Sprintf("the bytes differ from line %d (byte %d) on.", line, n+1)
}
