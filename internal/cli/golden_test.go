package cli

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/golden anew")

// goldenCommands are run on every document. Their names are the sections of a golden file.
var goldenCommands = []string{
	"validate --format json",
	"validate",
	"terms",
	"inspect",
	"convert --to json",
	"convert --to ubl",
	"convert --to cii",
}

// largestJSON is the size of document from which golden files have no JSON form of it.
const largestJSON = 40 << 10

// TestGolden holds everything that the command says of the project's own documents
// against testdata/golden: read these files to see what a user sees.
func TestGolden(t *testing.T) {
	t.Chdir("../..")
	stale := map[string]bool{}
	for _, file := range glob(t, "testdata/golden/*/*") {
		stale[file] = true
	}
	for _, folder := range []string{"invoices", "cii", "quirks", "broken", "invalid"} {
		files := glob(t, "testdata/"+folder+"/*.xml")
		if len(files) < 6 {
			t.Errorf("only %d documents in testdata/%s", len(files), folder)
		}
		for _, file := range files {
			golden := "testdata/golden/" + folder + "/" + strings.TrimSuffix(filepath.Base(file), ".xml") + ".txt"
			delete(stale, golden)
			t.Run(folder+"/"+filepath.Base(file), func(t *testing.T) { checkGolden(t, file, golden) })
		}
	}
	for file := range stale {
		if *update {
			os.Remove(file)
		} else {
			t.Errorf("%s belongs to no document", file)
		}
	}
}

// glob lists files in order, with slashes on every system.
func glob(t *testing.T, pattern string) []string {
	files, err := filepath.Glob(filepath.FromSlash(pattern))
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i] = filepath.ToSlash(files[i])
	}
	return files
}

func checkGolden(t *testing.T, file, golden string) {
	document, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, command := range goldenCommands {
		if command == "convert --to json" && len(document) > largestJSON {
			continue
		}
		got.WriteString(section(command, file, document))
	}
	if *update {
		if err := os.MkdirAll(filepath.Dir(golden), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v (-update writes it)", err)
	}
	if diff := firstDifference(string(want), got.String()); diff != "" {
		t.Errorf("%s (-update writes it anew): %s", golden, diff)
	}
}

var elapsed = regexp.MustCompile(`"elapsed_us":\d+`)

// section runs a command on a file and shows its exit status, standard output and
// standard error.
func section(command, file string, document []byte) string {
	var out, stderr bytes.Buffer
	status := Main(append(strings.Fields(command), file), strings.NewReader(""), &out, &stderr)
	stdout := elapsed.ReplaceAllString(out.String(), `"elapsed_us":0`)
	if stdout == string(document) && stdout != "" {
		stdout = "(the document as it is)\n"
	}
	s := fmt.Sprintf("-- %s: exit status %d --\n%s", command, status, whole(stdout))
	if stderr.Len() > 0 {
		s += fmt.Sprintf("-- %s: standard error --\n%s", command, whole(stderr.String()))
	}
	return s
}

// whole shows where output does not end with its line.
func whole(s string) string {
	if s != "" && !strings.HasSuffix(s, "\n") {
		return s + "\n(no line end)\n"
	}
	return s
}

// firstDifference shows the first line that differs, and its section; "" if none does.
func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	in := ""
	for i := 0; i < len(w) || i < len(g); i++ {
		a, b := at(w, i), at(g, i)
		if a != b {
			return fmt.Sprintf("line %d, in %q:\nwant %s\n got %s", i+1, in, a, b)
		}
		if strings.HasPrefix(a, "-- ") {
			in = strings.Trim(a, "- ")
		}
	}
	return ""
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return fmt.Sprintf("%q", lines[i])
	}
	return "(the end)"
}
