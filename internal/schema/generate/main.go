// Command generate writes the tables of internal/schema and the list of internal/names
// from the published schemas: UBL 2.1 and CII D16B as XSD, Facturae as element trees
// and code lists.
//
//	go run ./internal/schema/generate -ubl DIR -cii DIR -facturae DIR -o internal/schema
//
// What it meets and does not know is an error: a table is either the whole schema or
// not written.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

func main() {
	log.SetFlags(0)
	ubl := flag.String("ubl", "", "folder of UBL 2.1, with maindoc and common")
	cii := flag.String("cii", "", "folder of CII D16B, with uncefact/data/standard")
	facturae := flag.String("facturae", "", "folder with tree-*.txt and codelists.json")
	out := flag.String("o", "internal/schema", "folder of the package")
	flag.Parse()
	if err := run(*ubl, *cii, *facturae, *out); err != nil {
		log.Fatal(err)
	}
}

// xsdTable says which files a table is made of, and what its namespaces are called.
type xsdTable struct {
	name     string
	roots    []string
	files    []string
	prefixes map[string]string // by namespace; those of internal/names are known
}

func tables(ubl, cii string) []xsdTable {
	common := filepath.Join(ubl, "common")
	return []xsdTable{{
		name:  "ubl",
		roots: []string{"inv:Invoice", "cn:CreditNote"},
		files: []string{filepath.Join(ubl, "maindoc", "UBL-Invoice-2.1.xsd"), filepath.Join(ubl, "maindoc", "UBL-CreditNote-2.1.xsd")},
		prefixes: map[string]string{
			"urn:oasis:names:specification:ubl:schema:xsd:UnqualifiedDataTypes-2":         "udt",
			"urn:oasis:names:specification:ubl:schema:xsd:QualifiedDataTypes-2":           "qdt",
			"urn:un:unece:uncefact:data:specification:CoreComponentTypeSchemaModule:2":    "cct",
			"urn:oasis:names:specification:ubl:schema:xsd:CommonSignatureComponents-2":    "sig",
			"urn:oasis:names:specification:ubl:schema:xsd:SignatureAggregateComponents-2": "sac",
			"urn:oasis:names:specification:ubl:schema:xsd:SignatureBasicComponents-2":     "sbc",
			"http://uri.etsi.org/01903/v1.3.2#":                                           "xades",
			"http://uri.etsi.org/01903/v1.4.1#":                                           "xades141",
		},
	}, {
		name:  "cii",
		roots: []string{"rsm:CrossIndustryInvoice"},
		files: []string{filepath.Join(cii, "uncefact", "data", "standard", "CrossIndustryInvoice_100pD16B.xsd")},
	}, {
		name:  "dsig",
		roots: []string{"ds:Signature"},
		files: []string{filepath.Join(common, "UBL-xmldsig-core-schema-2.1.xsd")},
	}}
}

func run(ubl, cii, facturae, out string) error {
	var made []*model
	for _, t := range tables(ubl, cii) {
		m, err := fromXSD(t)
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		made = append(made, m)
	}
	for _, version := range []string{"3.2", "3.2.1", "3.2.2"} {
		m, err := fromTree(facturae, version)
		if err != nil {
			return fmt.Errorf("version %s of Facturae: %w", version, err)
		}
		made = append(made, m)
	}
	// Names are kept with their order, and new ones added: other tables may have theirs.
	known := map[string]bool{}
	for n := 1; n < names.Count(); n++ {
		known[names.Name(n).String()] = true
	}
	for _, m := range made {
		for _, n := range m.names() {
			known[n] = true
		}
		var b bytes.Buffer
		m.write(&b)
		if err := os.WriteFile(filepath.Join(out, m.name+".txt"), b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return writeNames(filepath.Join(out, "..", "names", "names.txt"), known)
}

func writeNames(path string, known map[string]bool) error {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	all := make([]string, 0, len(known))
	for n := range known {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b string) int {
		qa, qb := strings.Contains(a, ":"), strings.Contains(b, ":")
		if qa != qb {
			if qa {
				return 1
			}
			return -1
		}
		return strings.Compare(a, b)
	})
	for _, n := range all {
		fmt.Fprintln(w, n)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
