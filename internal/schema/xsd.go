package schema

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

// ErrNoLibxml2 is what External returns where the program was built without libxml2.
var ErrNoLibxml2 = errors.New("this program cannot run XSD files: build it with cgo, libxml2 and the tag libxml2 (go build -tags libxml2 ./cmd/einvoice)")

// ErrNoXSD is in the error of External if the folder does not hold the schema.
var ErrNoXSD = errors.New("no XSD for the document")

// ExternalFault is what the XSD of a user says of a document.
type ExternalFault struct {
	Line    int // 0: not known
	Message string
}

// xsdNames are the names of the published files, in lower case.
var xsdNames = map[string][]string{
	"inv:Invoice":              {"ubl-invoice-2.1.xsd"},
	"cn:CreditNote":            {"ubl-creditnote-2.1.xsd"},
	"rsm:CrossIndustryInvoice": {"crossindustryinvoice_100pd16b.xsd"},
	"fe32:Facturae":            {"facturaev3_2.xsd", "facturae32.xsd"},
	"fe321:Facturae":           {"facturaev3_2_1.xsd", "facturae321.xsd"},
	"fe322:Facturae":           {"facturaev3_2_2.xsd", "facturae322.xsd"},
}

const maxFiles = 100_000 // looked through for an XSD

// findXSD looks for the schema of a root element in a folder and those in it. The
// first in the order of names is taken.
func findXSD(dir string, root names.Name) (path string, err error) {
	wanted := xsdNames[root.String()]
	if len(wanted) == 0 {
		return "", fmt.Errorf("%w: its root is %s", ErrNoXSD, root.Show())
	}
	seen := 0
	err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if seen++; seen > maxFiles {
			return fmt.Errorf("%s holds more than %d files", dir, maxFiles)
		}
		if !d.IsDir() && slices.Contains(wanted, strings.ToLower(d.Name())) {
			path = p
			return fs.SkipAll
		}
		return nil
	})
	if err == nil && path == "" {
		err = fmt.Errorf("%w: %s is not in %s", ErrNoXSD, strings.Join(wanted, " or "), dir)
	}
	return path, err
}
