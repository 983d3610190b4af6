package schema

import (
	"embed"
	"sync"

	"github.com/einvoice-go/einvoice/internal/names"
)

//go:embed *.txt
var files embed.FS

// Schema is one published schema.
type Schema struct {
	id   string
	root names.Name
	load func() *table
}

// ID names the schema: "ubl-2.1", "cii-d16b", "facturae-3.2.2".
func (s *Schema) ID() string { return s.id }

// schemas are all that there are. A table is read when it is first needed.
var schemas = func() map[names.Name]*Schema {
	all := map[names.Name]*Schema{}
	for _, x := range []struct {
		id, file string
		roots    []string
	}{
		{"ubl-2.1", "ubl", []string{"inv:Invoice", "cn:CreditNote"}},
		{"cii-d16b", "cii", []string{"rsm:CrossIndustryInvoice"}},
		{"facturae-3.2", "facturae32", []string{"fe32:Facturae"}},
		{"facturae-3.2.1", "facturae321", []string{"fe321:Facturae"}},
		{"facturae-3.2.2", "facturae322", []string{"fe322:Facturae"}},
	} {
		load := sync.OnceValue(func() *table { return loadTable(x.file) })
		for _, root := range x.roots {
			all[names.Of(root)] = &Schema{id: x.id, root: names.Of(root), load: load}
		}
	}
	return all
}()

// For is the schema of documents with a root element, or nil.
func For(root names.Name) *Schema { return schemas[root] }
