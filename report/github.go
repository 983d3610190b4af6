package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice/validate"
)

// github writes workflow commands, which GitHub Actions shows beside the lines of a
// change: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
type github struct {
	w      *bufio.Writer
	notRun coverage
	counts map[validate.Status]int
	words  map[validate.Status]string
}

func newGitHub(w io.Writer, o Options) Writer {
	words := map[validate.Status]string{validate.Valid: "valid", validate.Invalid: "invalid", validate.Unreadable: "unreadable"}
	if o.Comparison {
		words = map[validate.Status]string{validate.Valid: "the same", validate.Invalid: "different", validate.Unreadable: "unreadable"}
	}
	return &github{w: bufio.NewWriter(w), counts: map[validate.Status]int{}, words: words}
}

// commands for the severities.
var commands = map[validate.Severity]string{validate.Fatal: "error", validate.Warning: "warning", validate.Info: "notice"}

func (g *github) Add(r *validate.Report) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		message := clean(f.Message)
		if f.Help != "" {
			message += "\n" + clean(f.Help)
		}
		g.command(f.Severity, r.File, f.Line, f.Column, f.Rule+" ("+f.RuleSet+")", message)
	}
	for _, m := range r.More {
		g.command(severityOf(r, m), r.File, 0, 0, m.Rule+" ("+m.RuleSet+")", fmt.Sprintf("%d more of %s", m.Count, clean(m.Rule)))
	}
	g.counts[r.Status]++
	g.notRun.add(r)
	return failed(g.w)
}

func (g *github) Close() error {
	g.notRun.all(func(label, set, why string) { g.command(validate.Info, "", 0, 0, label, set+": "+why) })
	var counts []string
	for _, s := range []validate.Status{validate.Valid, validate.Invalid, validate.Unreadable} {
		if n := g.counts[s]; n > 0 {
			counts = append(counts, strconv.Itoa(n)+" "+g.words[s])
		}
	}
	fmt.Fprintf(g.w, "%s: %s\n", plural(g.notRun.documents, "document"), strings.Join(counts, ", "))
	return g.w.Flush()
}

var (
	escapeMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func (g *github) command(s validate.Severity, file string, line, column int, title, message string) {
	command := commands[s]
	if command == "" {
		command = "warning"
	}
	g.w.WriteString("::" + command + " ")
	if file != "" {
		g.w.WriteString("file=" + escapeProperty.Replace(clean(file)) + ",")
	}
	if line > 0 {
		fmt.Fprintf(g.w, "line=%d,col=%d,", line, column)
	}
	g.w.WriteString("title=" + escapeProperty.Replace(clean(title)) + "::" + escapeMessage.Replace(message) + "\n")
}
