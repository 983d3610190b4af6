package cli

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/comparison"
	"github.com/einvoice-go/einvoice/report"
	"github.com/einvoice-go/einvoice/validate"
)

// diffWriter writes what diff says, one pair of documents after another.
type diffWriter struct {
	a      *app
	report report.Writer // of --format junit and github
	sum    bool          // of several pairs
	counts struct{ same, different, alone, unreadable int }
}

func (a *app) diffWriter(several bool) (*diffWriter, error) {
	w := &diffWriter{a: a, sum: several}
	if a.format == "text" || a.format == "json" {
		return w, nil
	}
	var err error
	w.report, err = report.New(a.format, a.out, report.Options{Version: version(), Comparison: true})
	for _, r := range a.lost {
		if err == nil {
			err = w.report.Add(r)
		}
	}
	return w, err
}

func (w *diffWriter) add(c *compared) error {
	switch {
	case c.failed != nil:
		w.counts.unreadable++
	case c.Only != "":
		w.counts.alone++
	case c.result.Count() > 0:
		w.counts.different++
	default:
		w.counts.same++
	}
	switch {
	case w.report != nil:
		return w.report.Add(c.asReport())
	case w.a.format == "json":
		w.a.printJSON(c)
	case c.Only != "":
		fmt.Fprintf(w.a.out, "%s: in this folder alone\n", shown(c.file))
	case c.failed == nil && c.result.Count() > 0:
		w.a.printCompared(c)
	}
	return nil
}

// close prints how many documents there were, if any differ.
func (w *diffWriter) close() error {
	if w.report != nil {
		return w.report.Close()
	}
	n := &w.counts
	if w.a.format != "text" || !w.sum || n.different+n.alone+n.unreadable == 0 {
		return nil
	}
	parts := []string{}
	for _, p := range []struct {
		n    int
		what string
	}{{n.same, "the same"}, {n.different, "different"}, {n.alone, "in one folder alone"}, {n.unreadable, "not readable"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	fmt.Fprintf(w.a.out, "%s: %s\n", plural(n.same+n.different+n.alone+n.unreadable, "pair"), strings.Join(parts, ", "))
	return nil
}

// printCompared prints a line a term; those of an element of a list stand below it.
func (a *app) printCompared(c *compared) {
	fmt.Fprintf(a.out, "%s -> %s: %s\n", c.A, c.B, plural(c.result.Count(), "difference"))
	if c.Invoices != nil {
		fmt.Fprintf(a.out, "  %s -> %s\n", plural(c.Invoices[0], "invoice"), plural(c.Invoices[1], "invoice"))
	}
	for _, inv := range c.result.Invoices {
		if inv.Number > 0 {
			fmt.Fprintf(a.out, "  invoice %d\n", inv.Number)
		}
		a.printChanges(inv.Changes)
		for i := range inv.Beyond {
			b := &inv.Beyond[i]
			fmt.Fprintf(a.out, "  %-10s %s %s\n", cmp.Or(b.Term, "beyond"), b.Path, beyondText(b))
		}
	}
}

func (a *app) printChanges(changes []comparison.Change) {
	last := ""
	for i := range changes {
		c := &changes[i].Change
		indent, in := "  ", around(c)
		if in != "" {
			indent = "    "
		}
		if in != last && in != "" {
			fmt.Fprintf(a.out, "  %s\n", in)
		}
		last = in
		fmt.Fprintf(a.out, "%s%-10s %-45s %s -> %s\n", indent, c.Term, c.Name, quoted(c.A), quoted(c.B))
	}
}

// around names the element of a list that a change is in, "" if it is in none.
func around(c *einvoice.Change) string {
	a, b := c.PlaceA[:strings.LastIndexByte(c.PlaceA, ']')+1], c.PlaceB[:strings.LastIndexByte(c.PlaceB, ']')+1]
	switch {
	case a == b:
		return a
	case c.PlaceB == "":
		return a + " removed"
	case c.PlaceA == "":
		return b + " added"
	}
	return a + " -> " + b
}

func quoted(s string) string {
	if s == "" {
		return "(absent)"
	}
	return fmt.Sprintf("%q", s)
}

// beyondText says in what something differs that the model does not hold.
func beyondText(b *comparison.Beyond) string {
	inside := func(s string) string {
		if s == "" {
			return "(no text of its own)"
		}
		return fmt.Sprintf("%q", s)
	}
	switch {
	case !b.InB:
		return inside(b.A) + " -> (absent)"
	case !b.InA:
		return "(absent) -> " + inside(b.B)
	case b.A == b.B:
		return "differs in what is inside, or beyond what is shown here: " + inside(b.A)
	}
	return inside(b.A) + " -> " + inside(b.B)
}

// asReport has differences as findings on a document, for the formats of CI.
func (c *compared) asReport() *validate.Report {
	if c.failed != nil {
		r := report.Unread(c.file, plain(c.failed))
		if e := (*einvoice.SyntaxError)(nil); errors.As(c.failed, &e) {
			f := &r.Findings[0]
			f.Rule, f.RuleSet, f.Line, f.Column, f.Message = string(e.Code), "xml", e.Line, e.Column, e.Message
		}
		return r
	}
	r := &validate.Report{File: c.file, RuleSets: []string{"diff"}, Status: validate.Valid, Findings: []validate.Finding{}}
	add := func(rule, path, message string, line, column int) {
		r.Add(validate.Finding{Rule: rule, RuleSet: "diff", Severity: validate.Fatal, Path: path, Message: message, Line: line, Column: column, Offset: -1})
	}
	if c.Only != "" {
		add("alone", "", "The other folder has no such document.", 0, 0)
		return r
	}
	if c.Invoices != nil {
		add("invoices", "", fmt.Sprintf("%s: %s; here: %d.", c.A, plural(c.Invoices[0], "invoice"), c.Invoices[1]), 0, 0)
	}
	for _, inv := range c.result.Invoices {
		for _, x := range inv.Changes {
			add(x.Term, cmp.Or(x.PlaceB, x.PlaceA), fmt.Sprintf("%s: %s in %s, %s here.", x.Name, quoted(x.A), c.A, quoted(x.B)), x.LineB, x.ColumnB)
		}
		for i := range inv.Beyond {
			b := &inv.Beyond[i]
			add("beyond-the-model", b.Path, fmt.Sprintf("%s: %s", b.Path, beyondText(b)), b.LineB, b.ColumnB)
		}
	}
	return r
}
