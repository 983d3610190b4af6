package einvoice_test

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// internalTypes are the types of internal packages that stand in the public API all the
// same, and why. Nothing is added here without a reason.
var internalTypes = map[string]string{
	"validate names.Name":         "rules are written with it: Check is for them",
	"validate tree.Node":          "an alias, Node: elements as rules see them",
	"convert open.BatchError":     "an alias, BatchError",
	"facturae xmlmap.LengthError": "an alias, LengthError",
}

// TestPublicAPI: every public package has a comment and an example that is run, every
// exported name a comment, and no signature a type that users cannot name.
func TestPublicAPI(t *testing.T) {
	packages := publicPackages(t)
	if len(packages) < 10 {
		t.Fatalf("only %d public packages: %v", len(packages), packages)
	}
	used := map[string]bool{}
	for _, dir := range packages {
		p := parsePackage(t, dir)
		if len(p.doc.Doc) < 100 {
			t.Errorf("%s: the package comment is %q", dir, p.doc.Doc)
		}
		if !slices.ContainsFunc(p.examples, func(x *doc.Example) bool { return x.Output != "" || x.EmptyOutput }) {
			t.Errorf("%s: no example with output", dir)
		}
		for _, name := range p.withoutComment() {
			t.Errorf("%s: %s has no comment", dir, name)
		}
		for _, name := range p.internalTypes() {
			if used[dir+" "+name] = true; internalTypes[dir+" "+name] == "" {
				t.Errorf("%s: %s is in the public API", dir, name)
			}
		}
	}
	for name := range internalTypes {
		if !used[name] {
			t.Errorf("%s is in the public API no longer: take it off the list", name)
		}
	}
}

// publicPackages lists the folders with packages that users can import.
func publicPackages(t *testing.T) (dirs []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		name := d.Name()
		if path != "." && (strings.HasPrefix(name, ".") || slices.Contains([]string{"internal", "testdata", "cmd", "docs", "generate"}, name)) {
			return fs.SkipDir
		}
		if files, err := filepath.Glob(filepath.Join(path, "*.go")); err != nil || len(files) > 0 {
			dirs = append(dirs, filepath.ToSlash(path))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}

type parsedPackage struct {
	doc      *doc.Package
	examples []*doc.Example
	imports  map[string]string // names of internal packages, with their paths
}

func parsePackage(t *testing.T, dir string) *parsedPackage {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	p := &parsedPackage{imports: map[string]string{}}
	var files, tests []*ast.File
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		f, err := parser.ParseFile(set, filepath.Join(dir, e.Name()), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(e.Name(), "_test.go") {
			tests = append(tests, f)
			continue
		}
		files = append(files, f)
		for _, spec := range f.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil && strings.Contains(path, "/internal/") {
				p.imports[path[strings.LastIndexByte(path, '/')+1:]] = path
			}
		}
	}
	if p.doc, err = doc.NewFromFiles(set, files, module+"/"+dir); err != nil {
		t.Fatal(err)
	}
	p.examples = doc.Examples(tests...)
	return p
}

// withoutComment lists exported names that say nothing of themselves.
func (p *parsedPackage) withoutComment() (names []string) {
	need := func(name, text string) {
		if strings.TrimSpace(text) == "" {
			names = append(names, name)
		}
	}
	values := func(all []*doc.Value) {
		for _, v := range all {
			if v.Doc != "" {
				continue
			}
			for _, spec := range v.Decl.Specs {
				if s := spec.(*ast.ValueSpec); s.Doc.Text()+s.Comment.Text() == "" && s.Names[0].IsExported() {
					names = append(names, s.Names[0].Name)
				}
			}
		}
	}
	functions := func(all []*doc.Func, of string) {
		for _, f := range all {
			need(of+f.Name, f.Doc)
		}
	}
	values(p.doc.Consts)
	values(p.doc.Vars)
	functions(p.doc.Funcs, "")
	for _, t := range p.doc.Types {
		need(t.Name, t.Doc)
		values(t.Consts)
		values(t.Vars)
		functions(t.Funcs, "")
		for _, m := range t.Methods {
			if !slices.Contains([]string{"Error", "String", "Unwrap"}, m.Name) { // known by their interfaces
				need(t.Name+"."+m.Name, m.Doc)
			}
		}
	}
	return names
}

// internalTypes lists the types of internal packages in exported signatures, fields and
// aliases.
func (p *parsedPackage) internalTypes() (names []string) {
	look := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok && p.imports[x.Name] != "" {
				if name := x.Name + "." + s.Sel.Name; !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
			return true
		})
	}
	functions := func(all []*doc.Func) {
		for _, f := range all {
			look(f.Decl.Type)
		}
	}
	functions(p.doc.Funcs)
	for _, t := range p.doc.Types {
		functions(t.Funcs)
		functions(t.Methods)
		for _, spec := range t.Decl.Specs {
			switch x := spec.(*ast.TypeSpec).Type.(type) {
			case *ast.StructType:
				for _, f := range x.Fields.List {
					if len(f.Names) == 0 || slices.ContainsFunc(f.Names, (*ast.Ident).IsExported) {
						look(f.Type)
					}
				}
			default:
				look(x)
			}
		}
	}
	slices.Sort(names)
	return names
}

// TestDocumentedCode: the Go code of the documents stands, line by line, in an example of
// this package, which the compiler has read.
func TestDocumentedCode(t *testing.T) {
	source, err := os.ReadFile("example_docs_test.go")
	if err != nil {
		t.Fatal(err)
	}
	compiled := trimmed(string(source))
	blocks := 0
	for _, name := range []string{"README.md", "docs/API.md"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, block := range goBlocks(string(data)) {
			blocks++
			if !strings.Contains(compiled, trimmed(block)) {
				t.Errorf("%s: the %s block of Go is in no example of example_docs_test.go:\n%s", name, ordinal(i+1), block)
			}
		}
	}
	if blocks < 3 {
		t.Errorf("only %d blocks of Go in the documents", blocks)
	}
}

func ordinal(n int) string { return fmt.Sprintf("%d.", n) }

func goBlocks(text string) (blocks []string) {
	for _, part := range strings.Split(text, "```go\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		blocks = append(blocks, block)
	}
	return blocks
}

// trimmed takes indentation, empty lines and the space before comments away.
func trimmed(text string) string {
	var b strings.Builder
	b.WriteByte('\n')
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}
