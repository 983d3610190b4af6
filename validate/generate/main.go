// Command generate makes the tables of package validate that hold the structure of
// documents: what the profiles of Factur-X and the structural rules of EN 16931 allow
// where, and how often. It reads the published Schematrons in their compiled form and
// takes the facts from them; what it writes is in a notation of our own, see
// package structure.
//
//	go run ./validate/generate -artefacts DIR -o validate
//
// DIR has the folders en16931 and facturx/1.09.2.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	dir := flag.String("artefacts", "", "folder of the published Schematrons")
	out := flag.String("o", "validate", "folder of the tables")
	flag.Parse()
	if err := run(*dir, *out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(dir, out string) error {
	tables, err := generate(dir)
	if err != nil {
		return err
	}
	for name, text := range tables {
		if err := os.WriteFile(filepath.Join(out, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// generate returns the tables by the names of their files.
func generate(dir string) (map[string]string, error) {
	facturX := filepath.Join(dir, "facturx", "1.09.2")
	lists, err := codeLists(facturX)
	if err != nil {
		return nil, err
	}
	fx, err := facturXTable(facturX, lists)
	if err != nil {
		return nil, err
	}
	u, err := en16931Table(filepath.Join(dir, "en16931", "EN16931-UBL-validation.xslt"), ubl)
	if err != nil {
		return nil, err
	}
	c, err := en16931Table(filepath.Join(dir, "en16931", "EN16931-CII-validation.xslt"), cii)
	if err != nil {
		return nil, err
	}
	return map[string]string{
		"facturx_structure.txt":     facturXHead + fx,
		"en16931_ubl_structure.txt": fmt.Sprintf(en16931Head, "UBL", "UBL") + u,
		"en16931_cii_structure.txt": fmt.Sprintf(en16931Head, "CII", "CII") + c,
	}, nil
}

const made = "# Made by validate/generate. The notation is described in internal/structure.\n"

const facturXHead = `# The structure of the profiles of Factur-X 1.09.2.
` + made + `%title Factur-X
%profiles MINIMUM BASICWL BASIC EN16931 EXTENDED
%letters MWBEX
%ids FX-SCH-A-000000
%lists facturx-1.09.2
%severity fatal
%contexts every

`

const en16931Head = `# The structural rules of EN 16931 1.3.16 for %s.
` + made + `%%title EN 16931
%%ids %s-
%%severity warning
%%contexts first

`
