//go:build !libxml2

package schema

import "github.com/einvoice-go/einvoice/internal/names"

// External holds a document against the XSD files of a user, with libxml2.
func External(dir string, root names.Name, doc []byte) ([]ExternalFault, error) {
	return nil, ErrNoLibxml2
}
