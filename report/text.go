package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/einvoice-go/einvoice/validate"
)

// text is for a person at a terminal.
type text struct {
	w      *bufio.Writer
	notRun coverage
}

func newText(w io.Writer, _ Options) Writer { return &text{w: bufio.NewWriter(w)} }

func (t *text) Add(r *validate.Report) error {
	fmt.Fprintf(t.w, "%s: %s", clean(r.File), clean(string(r.Status)))
	if n, w := r.Count(validate.Fatal), r.Count(validate.Warning); n+w > 0 && r.Status != validate.Unreadable {
		fmt.Fprintf(t.w, " (%d fatal, %s)", n, plural(w, "warning"))
	}
	if r.Format != "" {
		fmt.Fprintf(t.w, ", %s", strings.TrimSuffix(clean(string(r.Format)+" "+r.Profile), " "))
	}
	fmt.Fprintln(t.w)
	for i := range r.Findings {
		writeFinding(t.w, &r.Findings[i])
	}
	for _, m := range r.More {
		fmt.Fprintf(t.w, "  and %d more of %s\n", m.Count, clean(m.Rule))
	}
	for _, n := range r.Notes {
		fmt.Fprintf(t.w, "  note: %s\n", clean(n))
	}
	if len(r.RuleSets) > 0 {
		fmt.Fprintf(t.w, "  ran: %s\n", clean(strings.Join(r.RuleSets, ", ")))
	}
	t.notRun.add(r)
	return failed(t.w)
}

func (t *text) Close() error {
	t.notRun.all(func(label, set, why string) { fmt.Fprintf(t.w, "%s: %s: %s\n", label, set, why) })
	return t.w.Flush()
}

// failed returns the error that a buffer met, if any.
func failed(w *bufio.Writer) error {
	_, err := w.Write(nil)
	return err
}

// writeFinding writes a finding with its excerpt and how to mend it.
func writeFinding(w io.Writer, f *validate.Finding) {
	fmt.Fprint(w, "  ")
	if f.Line > 0 {
		fmt.Fprintf(w, "%d:%d ", f.Line, f.Column)
	}
	fmt.Fprintf(w, "%s %s: %s\n", clean(string(f.Severity)), clean(f.Rule), clean(f.Message))
	for _, line := range excerpt(f) {
		fmt.Fprintf(w, "      | %s\n", line)
	}
	if f.Help != "" {
		fmt.Fprintf(w, "      %s\n", clean(f.Help))
	}
}
