package einvoice_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/einvoice-go/einvoice"

// allowed lists, for every package that is not a test helper, which packages of this
// module it may import: docs/ARCHITECTURE.md.
var allowed = map[string][]string{
	".":                     {},
	"internal/xmlmap":       {"."},
	"internal/names":        {"internal/xmlmap"},
	"internal/codes":        {},
	"internal/tree":         {".", "internal/xmlmap", "internal/names"},
	"internal/schema":       {"internal/xmlmap", "internal/names"},
	"internal/structure":    {"internal/names", "internal/tree"},
	"internal/ber":          {},
	"internal/unzip":        {},
	"internal/filetype":     {},
	"attach":                {".", "internal/xmlmap", "internal/names", "internal/schema", "internal/codes", "internal/ber", "internal/unzip", "internal/filetype"},
	"internal/xmldsig":      {".", "internal/xmlmap"},
	"internal/pkcs8":        {},
	"facturae":              {".", "internal/xmlmap", "internal/names", "internal/codes", "internal/xmldsig", "internal/pkcs8"},
	"internal/pdf":          {},
	"internal/pdftest":      {},
	"internal/pdftext":      {"internal/pdf"},
	"internal/pdfcpu":       {"internal/pdf"},
	"facturx":               {".", "cii", "convert", "validate", "internal/invoicepage", "internal/pdfwrite", "attach", "internal/open", "internal/pdf", "internal/pdfa", "internal/pdftext", "internal/xmp", "internal/xmlmap", "internal/names", "internal/filetype"},
	"internal/xmp":          {"internal/xmlmap", "internal/names"},
	"internal/sample":       {".", "internal/xmlmap", "internal/names", "internal/tree"},
	"internal/jsonschema":   {"."},
	"internal/published":    {"."},
	"internal/syntaxtest":   {".", "internal/xmlmap", "internal/sample", "internal/published"},
	"internal/syntax":       {".", "internal/xmlmap"},
	"ubl":                   {".", "internal/xmlmap", "internal/syntax"},
	"cii":                   {".", "internal/xmlmap", "internal/syntax"},
	"internal/slips":        {},
	"intake":                {".", "internal/codes", "internal/slips"},
	"internal/open":         {".", "ubl", "cii", "facturae", "intake", "attach"},
	"convert":               {".", "ubl", "cii", "facturae", "intake", "internal/open"},
	"internal/checkdigit":   {},
	"validate":              {".", "internal/checkdigit", "ubl", "cii", "facturae", "internal/xmlmap", "internal/names", "internal/tree", "internal/schema", "internal/codes", "internal/structure", "internal/open", "internal/filetype"},
	"check":                 {".", "ubl", "cii", "attach", "facturx", "validate", "internal/open"},
	"mask":                  {".", "convert", "internal/xmlmap", "internal/names", "internal/checkdigit", "internal/codes", "internal/filetype"},
	"validate/generate":     {"internal/codes"}, // a command
	"report":                {".", "validate"},
	"internal/comparison":   {".", "internal/open", "internal/xmlmap", "internal/names"},
	"golden":                {".", "validate", "report", "internal/comparison"},
	"internal/cli":          {".", "ubl", "cii", "facturae", "intake", "convert", "validate", "check", "mask", "report", "attach", "facturx", "internal/comparison", "internal/filetype", "internal/names", "internal/schema", "internal/sample", "internal/slips"},
	"internal/font":         {},
	"internal/icc":          {},
	"internal/pdfwrite":     {"internal/font", "internal/icc"},
	"internal/pdfa":         {"internal/pdf", "internal/icc", "internal/font"},
	"internal/invoicepage":  {".", "internal/font", "internal/pdfwrite"},
	"internal/differential": {"validate", "internal/xmlmap", "internal/names"},
	"cmd/einvoice":          {"internal/cli"},
	"internal/release":      {}, // a command

	"internal/schema/generate": {"internal/names"},                // a command
	"internal/sample/generate": {"internal/sample", "ubl", "cii"}, // a command
}

// timely are the library packages that may deal in times. The clock is no affair of
// theirs: times are given.
var timely = []string{".", "facturae", "facturx", "internal/pdfwrite", "internal/invoicepage"}

// forTests are the library packages for the tests of those who use the library: golden
// files are files.
var forTests = []string{"golden"}

// clock is what of package time looks at the clock.
var clock = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

// forbidden is what library packages must not touch.
var forbidden = []string{"os", "net", "net/http", "os/exec", "unsafe", "C", "time"}

func TestImports(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		may, known := allowed[dir]
		if !known {
			t.Errorf("%s: package %s has no place in docs/ARCHITECTURE.md", path, dir)
			return nil
		}
		seen[dir] = true
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			checkImport(t, path, dir, name, may)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) != len(allowed) {
		t.Errorf("saw %d packages, the list has %d", len(seen), len(allowed))
	}
}

func checkImport(t *testing.T, path, dir, name string, may []string) {
	if rest, own := strings.CutPrefix(name, module); own {
		target := strings.TrimPrefix(rest, "/")
		if target == "" {
			target = "."
		}
		if !slices.Contains(may, target) {
			t.Errorf("%s imports %s", path, target)
		}
		return
	}
	tests := dir == "internal/published" || dir == "internal/syntaxtest" || dir == "internal/pdftest" // tests alone import them
	program := strings.HasPrefix(dir, "cmd/") || strings.HasSuffix(dir, "/generate") || dir == "internal/cli" || dir == "internal/differential" || dir == "internal/release"
	library := !program && !tests && !slices.Contains(forTests, dir)
	if library && name == "time" && slices.Contains(timely, dir) {
		checkClock(t, path)
		return
	}
	if library && slices.Contains(forbidden, name) {
		t.Errorf("%s imports %s, which a library package must not", path, name)
	}
}

func checkClock(t *testing.T, path string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clock, s.Sel.Name) {
				t.Errorf("%s uses time.%s: a library package does not look at the clock", path, s.Sel.Name)
			}
		}
		return true
	})
}
