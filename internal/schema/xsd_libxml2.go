//go:build libxml2

package schema

import (
	"errors"
	"fmt"
	"strings"

	"github.com/lestrrat-go/libxml2/parser"
	"github.com/lestrrat-go/libxml2/xsd"

	"github.com/einvoice-go/einvoice/internal/names"
)

// External holds a document against the XSD files of a user, with libxml2. The files
// are found by the names they are published under. libxml2 tells no lines, and no more
// than its first errors.
func External(dir string, root names.Name, doc []byte) ([]ExternalFault, error) {
	path, err := findXSD(dir, root)
	if err != nil {
		return nil, err
	}
	// From the file, and never from memory: that leaks, and imports would not be found.
	s, err := xsd.ParseFromFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer s.Free()
	d, err := parser.New(parser.XMLParseNoNet, parser.XMLParseHuge).Parse(doc)
	if err != nil {
		return nil, fmt.Errorf("libxml2: %w", err)
	}
	defer d.Free()
	err = s.Validate(d)
	if err == nil {
		return nil, nil
	}
	var all xsd.SchemaValidationError
	if !errors.As(err, &all) || len(all.Errors()) == 0 {
		return nil, fmt.Errorf("libxml2: %w", err)
	}
	faults := make([]ExternalFault, 0, len(all.Errors()))
	for _, e := range all.Errors() {
		faults = append(faults, ExternalFault{Message: strings.TrimSpace(e.Error())})
	}
	return faults, nil
}
