package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/cli"
)

var update = flag.Bool("update", false, "write the output of the README's commands anew")

// TestREADME runs the commands of the README's console blocks, in the project's
// folder, and compares what they print with what stands below them.
func TestREADME(t *testing.T) {
	t.Chdir("../..")
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	commands, inBlock := 0, false
	for line := range strings.Lines(string(data)) {
		switch {
		case strings.HasPrefix(line, "```"):
			inBlock = line == "```console\n"
		case inBlock && strings.HasPrefix(line, "$ einvoice "):
			commands++
			out.WriteString(line)
			var print bytes.Buffer
			cli.Main(strings.Fields(line)[2:], strings.NewReader(""), &print, &print)
			out.Write(print.Bytes())
			continue
		case inBlock: // what it printed last time
			continue
		}
		out.WriteString(line)
	}
	if commands < 5 {
		t.Fatalf("only %d commands in the README", commands)
	}
	if *update {
		if err := os.WriteFile("README.md", []byte(out.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if out.String() != string(data) {
		t.Errorf("the README's output is not what the commands print: run go test ./cmd/einvoice -update")
	}
}

// TestREADMETyped types the commands of the README's sh blocks, in order and as they stand,
// in a copy of what they read: all of them have to succeed. Those of go and of the shell
// are passed over.
func TestREADMETyped(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, name := range []string{"testdata", "facturae/testdata"} {
		if err := os.CopyFS(filepath.Join(folder, name), os.DirFS(filepath.Join("../..", name))); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(folder)
	typed := 0
	for _, part := range strings.Split(string(data), "```sh\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		for line := range strings.Lines(block) {
			line, _, _ = strings.Cut(strings.TrimSpace(line), " #")
			if name, ok := strings.CutPrefix(line, "mkdir -p "); ok {
				if err := os.MkdirAll(name, 0o777); err != nil {
					t.Fatal(err)
				}
			}
			if !strings.HasPrefix(line, "einvoice ") {
				continue
			}
			typed++
			var print bytes.Buffer
			if status := cli.Main(strings.Fields(line)[1:], strings.NewReader(""), &print, &print); status != 0 {
				t.Errorf("%s: exit status %d\n%s", line, status, print.String())
			}
		}
	}
	if typed < 10 {
		t.Errorf("only %d commands in sh blocks", typed)
	}
}
