package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/validate"
)

func (a *app) validate() *cobra.Command {
	var rules []string
	c := command("validate FILE|FOLDER|- ...", "Check documents against the rules they claim to follow", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		o := validate.Options{Rules: rules}
		if _, err := validate.Invoice(&einvoice.Invoice{}, o); err != nil {
			return usageError{err}
		}
		return a.validateAll(c.Context(), a.expand(args, ".xml"), o)
	})
	c.Long = `Checks documents against the rules that they claim to follow, and says which rule is
broken, with which values, and where. Every report says what did not run.`
	c.Flags().StringSliceVar(&rules, "rules", nil, "comma list of auto, schema, en16931, peppol, xrechnung, facturx, facturae")
	a.formatFlag(c)
	a.jobsFlag(c)
	return c
}

type verdict struct {
	report *validate.Report
	err    error
}

func (a *app) validateAll(ctx context.Context, all []input, o validate.Options) error {
	defer func() { a.printCoverage(len(all)) }()
	return each(ctx, all, a.jobs, func(in input) verdict {
		start := time.Now()
		report, err := validateOne(ctx, in, o)
		if report != nil {
			report.File = in.name
			report.ElapsedMicros = time.Since(start).Microseconds()
		}
		return verdict{report, err}
	}, func(in input, v verdict) {
		if v.err != nil {
			a.complain(statusOf(v.err), in.name, v.err)
			if a.format == "json" {
				a.printJSON(unread(in.name, v.err))
			}
			return
		}
		if v.report.Status != validate.Valid {
			a.raise(exitFindings)
		}
		if a.format == "json" {
			a.printJSON(v.report)
		} else {
			a.printReport(v.report)
		}
	})
}

// unread is the report on a file that could not be read from the disk, so that there
// is one for every document.
func unread(name string, err error) *validate.Report {
	return &validate.Report{File: name, RuleSets: []string{}, Status: validate.Unreadable,
		Findings: []validate.Finding{{Rule: "file", RuleSet: "file", Severity: validate.Fatal, Message: err.Error()}}}
}

func validateOne(ctx context.Context, in input, o validate.Options) (*validate.Report, error) {
	if in.size > streamFrom {
		r, err := validate.Stream(ctx, in.open, o)
		return r, plain(err)
	}
	data, err := in.read()
	if err != nil {
		return nil, err
	}
	return validate.Document(ctx, data, o)
}

// printJSON prints a value on one line.
func (a *app) printJSON(v any) { a.printJSONTo(v, false) }

// printJSONTo prints to standard error where standard output has a document.
func (a *app) printJSONTo(v any, stderr bool) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		a.complain(exitUsage, "output", err)
		return
	}
	if stderr {
		a.out.Flush()
		a.err.Write(b.Bytes())
		return
	}
	a.out.Write(b.Bytes())
}

func (a *app) printReport(r *validate.Report) {
	fmt.Fprintf(a.out, "%s: %s", r.File, r.Status)
	if n, w := r.Count(validate.Fatal), r.Count(validate.Warning); n+w > 0 && r.Status != validate.Unreadable {
		fmt.Fprintf(a.out, " (%d fatal, %s)", n, plural(w, "warning"))
	}
	if r.Format != "" {
		fmt.Fprintf(a.out, ", %s", strings.TrimSuffix(string(r.Format)+" "+r.Profile, " "))
	}
	fmt.Fprintln(a.out)
	for i := range r.Findings {
		a.printFinding(&r.Findings[i])
	}
	for _, m := range r.More {
		fmt.Fprintf(a.out, "  and %d more of %s\n", m.Count, m.Rule)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(a.out, "  note: %s\n", n)
	}
	if len(r.RuleSets) > 0 {
		fmt.Fprintf(a.out, "  ran: %s\n", strings.Join(r.RuleSets, ", "))
	}
	for _, n := range r.NotRun {
		a.notRun.add(n)
	}
}

// coverage collects what did not run, to be said once a run and not once a document.
type coverage struct {
	seen  map[validate.NotRun]int
	order []validate.NotRun
}

func (c *coverage) add(n validate.NotRun) {
	if c.seen == nil {
		c.seen = map[validate.NotRun]int{}
	}
	if c.seen[n]++; c.seen[n] == 1 {
		c.order = append(c.order, n)
	}
}

func (a *app) printCoverage(documents int) {
	for _, n := range a.notRun.order {
		label, why := "not run", n.Why
		if rest, ok := strings.CutPrefix(n.Why, "in part: "); ok {
			label, why = "run in part", rest
		}
		if documents > 1 {
			label += fmt.Sprintf(" (%s)", plural(a.notRun.seen[n], "document"))
		}
		fmt.Fprintf(a.out, "%s: %s: %s\n", label, n.RuleSet, why)
	}
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if strings.HasSuffix(what, "s") {
		what += "e"
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (a *app) printFinding(f *validate.Finding) {
	fmt.Fprint(a.out, "  ")
	if f.Line > 0 {
		fmt.Fprintf(a.out, "%d:%d ", f.Line, f.Column)
	}
	fmt.Fprintf(a.out, "%s %s: %s\n", f.Severity, f.Rule, f.Message)
	if f.Excerpt != "" && f.Exact {
		fmt.Fprintf(a.out, "      | %s\n", strings.ReplaceAll(f.Excerpt, "\n", "\n      | "))
	}
	if f.Help != "" {
		fmt.Fprintf(a.out, "      %s\n", f.Help)
	}
}
