package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/report"
	"github.com/einvoice-go/einvoice/validate"
)

// validation is what to check, and how to report on it.
type validation struct {
	options validate.Options
	report  report.Options
	output  string
	xsd     string // folder of the user's XSD files
}

func (a *app) validate() *cobra.Command {
	job := &validation{}
	failOn := ""
	c := command("validate FILE|FOLDER|ZIP|- ... [-o FILE]", "Check documents against the rules they claim to follow", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		if !slices.Contains(report.Formats(), a.format) {
			return usagef("--format %s: there are %s", a.format, strings.Join(report.Formats(), ", "))
		}
		job.report.FailOn = validate.Severity(failOn)
		if !slices.Contains(report.Severities(), job.report.FailOn) {
			return usagef("--fail-on %s: there are %s", failOn, severityNames())
		}
		if err := job.options.Check(); err != nil {
			return usageError{err}
		}
		if err := checkXSD(job.xsd); err != nil {
			return err
		}
		a.archives = true
		return a.validateAll(c.Context(), a.expand(args, ".xml", ".xsig", ".pdf"), job)
	})
	c.Long = `Checks documents against the rules that they claim to follow, and says which rule is
broken, with which values, and where. Every report says what did not run.

The documents of a ZIP archive are its .xml, .xsig and .pdf files, shown as
archive.zip!/invoice.xml, those of a folder too. Of a hybrid PDF both the PDF and the
invoice in it are checked, in one report. PDFs without an invoice, of which there are many
beside XML documents, are passed over in folders and archives, and named on standard error;
one that is an argument itself is a failure.

Formats: text; json, one object a line and a document; sarif (2.1.0) for code scanning
and editors; junit for CI servers; github for annotations in GitHub Actions; html, one
page for people that loads nothing.`
	c.Flags().StringSliceVar(&job.options.Rules, "rules", nil, "comma list of auto, schema, en16931, peppol, peppol-selfbilling, xrechnung, facturx, facturae, container; each also with @version")
	c.Flags().StringVar(&a.format, "format", "text", "report: "+strings.Join(report.Formats(), ", "))
	c.Flags().StringVarP(&job.output, "output", "o", "", "file for the report; standard output otherwise")
	c.Flags().StringVar(&failOn, "fail-on", string(validate.Fatal), "least severity that makes the exit status 1: "+severityNames())
	c.Flags().StringVar(&job.xsd, "xsd", "", "folder of XSD files to hold the documents against too (needs a program built with -tags libxml2)")
	a.jobsFlag(c)
	return c
}

func severityNames() string {
	var names []string
	for _, s := range report.Severities() {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

type verdict struct {
	report *validate.Report
	err    error
	passed string // why the document was passed over: it holds no invoice, and nobody said that it does
}

// validateAll writes one report. A report in a file is there when it is whole.
func (a *app) validateAll(ctx context.Context, all []input, job *validation) error {
	job.report.Version = version()
	if job.output == "" {
		return a.reportOn(ctx, all, job, a.out)
	}
	for _, in := range all {
		if sameFile(in.path, job.output) {
			return usagef("-o %s is one of the documents", job.output)
		}
	}
	out, err := createOutput(job.output)
	if err != nil {
		return fmt.Errorf("%s: %w", job.output, plain(err))
	}
	if err := a.reportOn(ctx, all, job, out); err != nil {
		out.abandon()
		return err
	}
	return out.commit()
}

func (a *app) reportOn(ctx context.Context, all []input, job *validation, out io.Writer) error {
	job.report.Created = time.Now().Format("2006-01-02 15:04 MST")
	w, err := report.New(a.format, out, job.report)
	if err != nil {
		return usageError{err}
	}
	var failed error // of the first write that did not succeed
	add := func(r *validate.Report) {
		if failed == nil {
			failed = w.Add(r)
		}
		if report.Fails(r, job.report.FailOn) {
			a.raise(exitFindings)
		}
	}
	for _, r := range a.unread {
		add(r)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	passed := 0
	p := newProgress(a.err, len(all), job.output != "" || !a.terminal)
	err = each(ctx, all, a.jobs, func(in input) verdict { return judge(ctx, in, job) }, func(in input, v verdict) {
		if v.passed != "" {
			passed++
			p.clear()
			a.complain(exitClean, in.name, errors.New("passed over: "+v.passed))
			p.step()
			return
		}
		if v.err != nil {
			p.clear()
			a.complain(statusOf(v.err), in.name, v.err)
			v.report = report.Unread(in.name, v.err)
		}
		if add(v.report); failed != nil {
			stop(failed) // nobody reads the rest
		}
		p.step()
	})
	p.clear()
	if failed != nil {
		return failed
	}
	if err != nil {
		return err
	}
	if passed > 0 && passed == len(all) {
		a.complain(exitUsage, "validate", errors.New("nothing was checked: all documents were passed over"))
	}
	return w.Close()
}

// passedOver says why a PDF that nobody named is none of the documents to check, "" if it is
// one: it holds no invoice.
func passedOver(in input, r *validate.Report) string {
	if !in.met || r.Status != validate.Unreadable {
		return ""
	}
	switch f := &r.Findings[0]; f.Rule {
	case "pdf-" + string(facturx.ErrNoAttachments), "pdf-" + string(facturx.ErrNoInvoice), "pdf-" + string(facturx.ErrOrder):
		return f.Message
	}
	return ""
}

func judge(ctx context.Context, in input, job *validation) verdict {
	start := time.Now()
	r, err := validateOne(ctx, in, job.options)
	if err == nil {
		if why := passedOver(in, r); why != "" {
			return verdict{passed: why}
		}
	}
	if err == nil && job.xsd != "" && r.Status != validate.Unreadable {
		err = addXSD(r, job.xsd, in)
	}
	if err != nil {
		return verdict{err: err}
	}
	r.File = in.name
	r.ElapsedMicros = time.Since(start).Microseconds()
	return verdict{report: r}
}

func validateOne(ctx context.Context, in input, o validate.Options) (*validate.Report, error) {
	if in.size > streamFrom && !in.isPDF() {
		r, err := validate.Stream(ctx, in.open, o)
		if r != nil {
			r.Notes = append(in.wrapped.notes(), r.Notes...)
		}
		return r, plain(err)
	}
	data, err := in.read()
	var syntax *einvoice.SyntaxError
	switch {
	case errors.As(err, &syntax) && in.wrapped.notes() != nil: // what it is wrapped in is damaged
		return unwrapped(in, err, syntax), nil
	case err != nil:
		return nil, err
	}
	var r *validate.Report
	if facturx.IsPDF(data) {
		r, err = facturx.Validate(ctx, data, facturx.Options{}, o)
	} else {
		r, err = validate.Document(ctx, data, o)
	}
	if r != nil {
		r.Notes = append(in.wrapped.notes(), r.Notes...)
	}
	return r, err
}

// unwrapped is the report on a document that cannot be taken out of what it is wrapped in.
func unwrapped(in input, err error, why *einvoice.SyntaxError) *validate.Report {
	r := report.Unread(in.name, err)
	f := &r.Findings[0]
	f.Rule, f.RuleSet, f.Line, f.Column, f.Message, f.Exact = string(why.Code), "xml", why.Line, why.Column, why.Message, why.Line > 0
	return r
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

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if strings.HasSuffix(what, "s") {
		what += "e"
	}
	return fmt.Sprintf("%d %ss", n, what)
}
