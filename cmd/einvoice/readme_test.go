package main

import (
	"bytes"
	"flag"
	"os"
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
