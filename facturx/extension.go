package facturx

import (
	"slices"
	"strings"
)

// The namespaces in which PDF/A describes schemas (ISO 19005-3, 6.6.2.3.3).
const (
	schemaNamespace   = "http://www.aiim.org/pdfa/ns/schema#"
	propertyNamespace = "http://www.aiim.org/pdfa/ns/property#"
)

// mostProperties bounds how many names are kept of a schema that is described.
const mostProperties = 100

// extensions collects which properties of the schemas of invoices the metadata describe.
type extensions struct {
	described map[string][]string // by namespace
	depth     int                 // of the open element
	around    int                 // of the element that holds the description at hand, 0 if none does
	uri       string              // that is described
	names     []string
}

// see takes what may be part of a description: an element that is at the depth of the
// open one, or an attribute of that.
func (x *extensions) see(uri, local, value string, attribute bool) {
	switch {
	case uri == schemaNamespace:
		if x.around == 0 {
			if x.around = x.depth; !attribute {
				x.around--
			}
		}
		if local == "namespaceURI" {
			x.uri = value
		}
	case uri == propertyNamespace && local == "name" && len(x.names) < mostProperties:
		x.names = append(x.names, value)
	}
}

// opened takes note of an element that begins a description.
func (x *extensions) opened(uri string) {
	x.depth++
	if uri == schemaNamespace && x.around == 0 {
		x.around = x.depth - 1
	}
}

// closed ends the description when the element around it does.
func (x *extensions) closed() {
	if x.around > 0 && x.depth == x.around {
		ours := slices.ContainsFunc(claimNamespaces, func(s string) bool { return strings.HasPrefix(x.uri, s) })
		if ours && len(x.described) < mostClaims {
			if x.described == nil {
				x.described = map[string][]string{}
			}
			x.described[x.uri] = append(x.described[x.uri], x.names...)
		}
		x.around, x.uri, x.names = 0, "", nil
	}
	x.depth--
}
