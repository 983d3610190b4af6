package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newRoot() *cobra.Command {
	a := &app{in: strings.NewReader(""), out: bufio.NewWriter(io.Discard), err: io.Discard}
	return a.root()
}

// TestHelp: every command says what it does, with an example that is a call of it, and in
// lines that fit a terminal.
func TestHelp(t *testing.T) {
	root := newRoot()
	everyCommand(root, func(c *cobra.Command) {
		path := c.CommandPath()
		if c.Hidden {
			return
		}
		if c.Short == "" || strings.HasSuffix(c.Short, ".") || len(c.Short) > 80 {
			t.Errorf("%s: short help is %q", path, c.Short)
		}
		if c.IsAdditionalHelpTopicCommand() {
			if tell(c); c.Long == "" {
				t.Errorf("%s: a topic without text", path)
			}
			return
		}
		if c.Parent() == root && !root.ContainsGroup(c.GroupID) {
			t.Errorf("%s: no group", path)
		}
		if c.Example == "" || !strings.Contains(c.Example, path) && c != root {
			t.Errorf("%s: its examples do not call it: %q", path, c.Example)
		}
		for line := range strings.SplitSeq(c.Long, "\n") {
			if n := len([]rune(line)); n > 100 && c.Runnable() {
				t.Errorf("%s: a line of %d characters: %s", path, n, line)
			}
		}
	})
	for _, g := range groups {
		if g.title == "" || !slices.ContainsFunc(root.Commands(), func(c *cobra.Command) bool { return c.GroupID == g.id }) {
			t.Errorf("group %s has no command", g.id)
		}
	}
	for path := range examples {
		if c, _, err := root.Find(strings.Fields(path)); err != nil || c.CommandPath() != "einvoice "+path {
			t.Errorf("examples of %q, which is no command", path)
		}
	}
}

// TestCommandsInTexts parses every call of einvoice in help, in the documents and in the
// examples of workflows: commands, flags, values of flags, number of arguments.
func TestCommandsInTexts(t *testing.T) {
	var calls []string
	everyCommand(newRoot(), func(c *cobra.Command) {
		if c.Name() == "completion" || c.HasParent() && c.Parent().Name() == "completion" {
			return // the words are cobra's
		}
		tell(c)
		calls = append(calls, callsIn(c.Long)...)
		calls = append(calls, callsIn(c.Example)...)
	})
	inHelp := len(calls)
	for pattern, least := range map[string]int{"../../README.md": 20, "../../docs/CI.md": 6, "../../docs/*.md": 6, "../../docs/examples/*.yml": 3} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v %v", pattern, files, err)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			found := callsIn(string(data))
			least -= len(found)
			calls = append(calls, found...)
		}
		if least > 0 {
			t.Errorf("%s: %d calls are not found", pattern, least)
		}
	}
	if inHelp < 50 {
		t.Errorf("only %d calls in help: they are not found", inHelp)
	}
	for _, call := range calls {
		if err := checkCall(call); err != nil {
			t.Errorf("%s: %v", call, err)
		}
	}
}

func TestCheckCall(t *testing.T) {
	for call, wrong := range map[string]bool{
		"einvoice validate --format github in/":     false,
		"einvoice validate --formt github in/":      true,
		"einvoice validate --format gitlab in/":     true,
		"einvoice validate":                         true,
		"einvoice valdate in/":                      true,
		"einvoice attach lst in/":                   true,
		"einvoice help exit-status":                 false,
		"einvoice help exit-statuses":               true,
		"einvoice diff --ignore BT-1,BT-2 a b":      false,
		"einvoice diff --ignore BT-1,BT-222222 a b": true,
	} {
		if err := checkCall(call); (err != nil) != wrong {
			t.Errorf("%s: %v", call, err)
		}
	}
}

// A call begins a line, after white space, a prompt, or the "- run:" of a workflow.
var call = regexp.MustCompile(`(?m)^(?: {2,}|\$ |)(?:- )?(?:run: )?(?:\$ )?(einvoice (?:[a-z]+|--[a-z]+)\b.*)$`)

// callsIn lists the calls of einvoice in a text, and leaves sentences alone: these have no
// indentation, and a call without is in a block.
func callsIn(text string) (calls []string) {
	inBlock := false
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			inBlock = !inBlock
			continue
		}
		m := call.FindStringSubmatch(line)
		if m == nil || !inBlock && !strings.HasPrefix(line, "  ") {
			continue
		}
		s, _, _ := strings.Cut(m[1], "   ") // an explanation
		s, _, _ = strings.Cut(s, " #")
		s, _, _ = strings.Cut(s, " | ")
		s, _, _ = strings.Cut(s, " > ")
		calls = append(calls, strings.TrimSpace(s))
	}
	return calls
}

// checkCall parses a call as the command would, and does not run it.
func checkCall(call string) error {
	args := strings.Fields(strings.NewReplacer("'", "", `"`, "").Replace(call))[1:]
	root := newRoot()
	c, rest, err := root.Find(args)
	if err != nil {
		return err
	}
	if err := c.ParseFlags(rest); err != nil {
		return err
	}
	if c == root && c.Flags().NArg() > 0 {
		return fmt.Errorf("there is no command %s", c.Flags().Arg(0))
	}
	if c.Name() == "help" {
		about, left, err := root.Find(c.Flags().Args())
		if err != nil || len(left) > 0 || about == root && c.Flags().NArg() > 0 {
			return fmt.Errorf("no such topic")
		}
		return nil
	}
	if err := c.ValidateArgs(c.Flags().Args()); err != nil {
		return err
	}
	known := flagValues()
	path := strings.TrimPrefix(c.CommandPath(), "einvoice ")
	c.Flags().Visit(func(f *pflag.Flag) {
		values, ok := known[path+" --"+f.Name]
		if !ok {
			values = known["--"+f.Name]
		}
		for v := range strings.SplitSeq(strings.Trim(f.Value.String(), "[]"), ",") {
			if len(values) > 0 && !slices.Contains(values, v) && err == nil {
				err = fmt.Errorf("--%s has no value %s", f.Name, v)
			}
		}
	})
	return err
}

// TestCompletions: what shells complete exists, and is complete.
func TestCompletions(t *testing.T) {
	flags := map[string]bool{}
	everyCommand(newRoot(), func(c *cobra.Command) {
		path := strings.TrimPrefix(c.CommandPath(), "einvoice ")
		c.Flags().VisitAll(func(f *pflag.Flag) {
			flags["--"+f.Name], flags[path+" --"+f.Name] = true, true
		})
	})
	named := map[string]bool{}
	for name, values := range flagValues() {
		if !flags[name] {
			t.Errorf("there is no flag %s", name)
		}
		if len(values) < 2 {
			t.Errorf("%s: completed with %q", name, values)
		}
		named[name[strings.Index(name, "--")+2:]] = true
	}
	for name := range named {
		if !hasValues[name] {
			t.Errorf("hasValues lacks %s", name)
		}
	}
	if len(named) != len(hasValues) {
		t.Errorf("hasValues has %d flags, flagValues %d", len(hasValues), len(named))
	}
	for _, c := range []struct {
		args string
		want []string
	}{
		{"validate --format ", []string{"text", "json", "sarif", "junit", "github", "html"}},
		{"diff --format ju", []string{"junit"}},
		{"inspect --format ", []string{"text", "json"}},
		{"convert --to f", []string{"facturae", "facturx"}},
		{"validate --rules peppol,xre", []string{"peppol,xrechnung", "peppol,xrechnung@3.0.2"}},
		{"map bt-31-", nil},
		{"map bt-31", []string{"BT-31"}},
		{"explain BR-CO-25", []string{"BR-CO-25"}},
		{"help exit", []string{"exit-status"}},
		{"attach ex", []string{"extract"}},
	} {
		var out, stderr bytes.Buffer
		if status := Main(append([]string{cobra.ShellCompNoDescRequestCmd}, strings.Split(c.args, " ")...), strings.NewReader(""), &out, &stderr); status != 0 {
			t.Errorf("%s: status %d, %s", c.args, status, stderr.String())
		}
		lines := strings.Split(out.String(), "\n")
		got := lines[:slices.IndexFunc(lines, func(s string) bool { return strings.HasPrefix(s, ":") })]
		if !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%s is completed with %q, want %q", c.args, got, c.want)
		}
	}
}

// TestManPages: one for each command and topic, with all its flags, and no line that is
// taken for a request.
func TestManPages(t *testing.T) {
	folder := t.TempDir()
	var out, stderr bytes.Buffer
	if status := Main([]string{"man", "-o", folder}, strings.NewReader(""), &out, &stderr); status != 0 {
		t.Fatal(stderr.String())
	}
	requests := regexp.MustCompile(`(?m)^[.'](TH|SH|PP|TP|BR|nf|fi)?\b`)
	pages := 0
	everyCommand(newRoot(), func(c *cobra.Command) {
		if c.Hidden {
			return
		}
		pages++
		name := filepath.Join(folder, manName(c)+"."+manSection(c))
		data, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
			return
		}
		page := string(data)
		for _, section := range []string{".TH ", ".SH NAME\n", ".SH DESCRIPTION\n", ".SH SEE ALSO\n"} {
			if strings.Count(page, section) != 1 {
				t.Errorf("%s: %d times %q", name, strings.Count(page, section), section)
			}
		}
		for _, m := range requests.FindAllStringSubmatch(page, -1) {
			if m[1] == "" {
				t.Errorf("%s: a line begins with %q", name, m[0])
			}
		}
		c.InitDefaultVersionFlag()
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(page, roff("--"+f.Name)+`\fR`) && !c.IsAdditionalHelpTopicCommand() {
				t.Errorf("%s lacks --%s", name, f.Name)
			}
		})
	})
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != pages {
		t.Errorf("%d pages, %d commands and topics: %v", len(entries), pages, err)
	}
	if got := roff(".x -y\n'z \\"); got != `\&.x \-y`+"\n"+`\&'z \e` {
		t.Errorf("escaped as %q", got)
	}
}
