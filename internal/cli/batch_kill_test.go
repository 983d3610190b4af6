package cli

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
)

// asCommand has the test binary be the command, so that there is something to kill.
const asCommand = "EINVOICE_TEST_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// killed are runs that are killed again and again. The folders in and out are in the
// folder of the run.
var killed = []struct {
	name, args string
	grows      string // what shows how far the run is
}{
	{"convert", "convert --to ubl in in.zip -o out --name {dir}/{number}.{ext}", "out"},
	{"convert by names", "convert --to cii in -o out -j 2", "out"},
	{"validate", "validate in in.zip -o report.html --format html", "journal.jsonl"},
	{"attach extract", "attach extract in -o out", "out"},
}

// TestKilled kills runs at any moment and resumes them. In the end there is what there is
// after a run that nobody has disturbed. EINVOICE_KILLS says how often each run is killed.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	rounds := 3
	if n, err := strconv.Atoi(os.Getenv("EINVOICE_KILLS")); err == nil {
		rounds = n
	}
	all := 0
	for _, c := range killed {
		t.Run(c.name, func(t *testing.T) {
			args := append(strings.Fields(c.args), "--results", "results.jsonl")
			want := inputsToKill(t)
			if out, err := process(want, args...).CombinedOutput(); err != nil && !isStatus(err, 1) {
				t.Fatalf("%v\n%s", err, out)
			}
			got := inputsToKill(t)
			kills := killAgainAndAgain(t, got, c.grows, rounds, append(args, "--resume", "journal.jsonl"))
			t.Logf("%d kills", kills)
			all += kills
			os.Remove(filepath.Join(got, "journal.jsonl"))
			compareFolders(t, want, got)
		})
	}
	if all < 2 {
		t.Errorf("only %d runs were killed before their end", all)
	}
}

// inputsToKill makes a folder with documents of which some fail, and some want the same name.
func inputsToKill(t *testing.T) string {
	dir := t.TempDir()
	in := filepath.Join(dir, "in")
	if err := os.Rename(many(t, 120), in); err != nil {
		t.Fatal(err)
	}
	inv := withFiles()
	for i := range 60 { // have files to extract
		name := filepath.Join(in, fmt.Sprintf("%05d.xml", 2*i+1))

		inv.Number = fmt.Sprintf("A-%d", i)
		xml, _, err := ubl.Build(inv)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, xml, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	first, err := os.ReadFile(filepath.Join(in, "00000.xml"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"in/00100b.xml": "<Invoice>", "in/00110b.xml": string(first), "in/deeper/x.xml": document(t)}
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	archive := pack(t, packed{"a.xml", document(t)}, packed{"b/bad.xml", "<Invoice>"}, packed{"b/c.xml", string(first)})
	if err := os.Rename(archive, filepath.Join(dir, "in.zip")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func process(dir string, args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...)
	c.Dir = dir
	c.Env = append(os.Environ(), asCommand+"=1")
	return c
}

func isStatus(err error, status int) bool {
	exit, ok := err.(*exec.ExitError)
	return ok && exit.ExitCode() == status
}

// killAgainAndAgain runs a command until it comes to its end, and kills it on the way.
func killAgainAndAgain(t *testing.T, dir, grows string, rounds int, args []string) (kills int) {
	for round := 0; ; round++ {
		var said bytes.Buffer
		c := process(dir, args...)
		c.Stdout, c.Stderr = &said, &said
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		if round < rounds {
			waitForMore(filepath.Join(dir, grows), int64(max(2, 300/rounds)), ended)
			c.Process.Kill()
		}
		err := <-ended
		if err == nil || isStatus(err, 1) {
			return kills
		}
		if exit, ok := err.(*exec.ExitError); !ok || exit.Exited() && runtime.GOOS != "windows" {
			t.Fatalf("round %d: %v\n%s", round, err, said.String())
		}
		kills++
	}
}

// waitForMore waits until a file or folder has grown somewhat, and a moment.
func waitForMore(grows string, step int64, ended chan error) {
	size := func() int64 {
		if entries, err := os.ReadDir(grows); err == nil {
			return int64(len(entries))
		}
		info, err := os.Stat(grows)
		if err != nil {
			return 0
		}
		return info.Size() / 1000
	}
	aim := size() + rand.Int64N(step)
	for deadline := time.Now().Add(10 * time.Second); size() < aim && time.Now().Before(deadline) && len(ended) == 0; {
		time.Sleep(100 * time.Microsecond)
	}
	time.Sleep(rand.N(2 * time.Millisecond))
}

var changing = regexp.MustCompile(`"elapsed_us":\d+|\d\d\d\d-\d\d-\d\d \d\d:\d\d [A-Z]+`)

// compareFolders demands the same files with the same content.
func compareFolders(t *testing.T, want, got string) {
	t.Helper()
	w, g := filesIn(t, want), filesIn(t, got)
	for name, text := range w {
		if other, there := g[name]; !there {
			t.Errorf("%s is missing", name)
		} else if other != text {
			t.Errorf("%s differs: %s", name, firstDifference(text, other))
		}
	}
	for name := range g {
		if _, there := w[name]; !there {
			t.Errorf("%s should not be there", name)
		}
	}
	if len(w) < 100 {
		t.Errorf("only %d files", len(w))
	}
}

func filesIn(t *testing.T, dir string) map[string]string {
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[name] = changing.ReplaceAllString(string(data), "")
		return err
	})
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", dir, err))
	}
	return all
}

// withFiles is an invoice with embedded files.
func withFiles() *einvoice.Invoice {
	inv := sample.Many(2, 0)
	inv.SupportingDocuments = []einvoice.SupportingDocument{
		{Reference: "hours", Attachment: &einvoice.Attachment{MIMECode: "text/csv", Filename: "hours.csv", Content: einvoice.BinaryBase64("ZGF5LGhvdXJzCjIwMjYtMDItMDIsOAo=")}},
		{Reference: "days", Attachment: &einvoice.Attachment{MIMECode: "text/csv", Filename: "hours.csv", Content: einvoice.BinaryBase64("ZGF5Cg==")}},
	}
	return inv
}
