package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
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
	*batch
	options validate.Options
	report  report.Options
	output  string
	xsd     string // folder of the user's XSD files

	writer report.Writer
	passed int // documents that were passed over
}

func (a *app) validate() *cobra.Command {
	job := &validation{}
	failOn := ""
	c := command("validate FILE|FOLDER|ARCHIVE|- ... [-o FILE]", "Check documents against the rules they claim to follow", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		if !slices.Contains(report.Formats(), a.format) {
			return usagef("--format %s: there are %s", a.format, strings.Join(report.Formats(), ", "))
		}
		job.output = unlessStandard(job.output)
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
		return job.validateAll(c.Context(), job.from(args, ".xml", ".xsig", ".pdf"))
	})
	c.Long = `Checks documents against the rules that they claim to follow, and says which rule is
broken, with which values, and where. Every report says what did not run.

The documents of an archive are its .xml, .xsig and .pdf files, shown as
archive.zip!/invoice.xml, those of a folder too. Of a hybrid PDF both the PDF and the
invoice in it are checked, in one report. PDFs without an invoice, of which there are many
beside XML documents, are passed over in folders and archives, and named on standard error;
one that is an argument itself is a failure.

Formats: text; json, one object a line and a document; sarif (2.1.0) for code scanning
and editors; junit for CI servers; github for annotations in GitHub Actions; html, one
page for people that loads nothing.

` + batchHelp
	c.Flags().StringSliceVar(&job.options.Rules, "rules", nil, "comma list of auto, schema, en16931, peppol, peppol-selfbilling, xrechnung, facturx, facturae, container; each also with @version")
	c.Flags().StringVar(&a.format, "format", "text", "report: "+strings.Join(report.Formats(), ", "))
	c.Flags().StringVarP(&job.output, "output", "o", "", "file for the report; standard output otherwise")
	c.Flags().StringVar(&failOn, "fail-on", string(validate.Fatal), "least severity that makes the exit status 1: "+severityNames())
	c.Flags().StringVar(&job.xsd, "xsd", "", "folder of XSD files to hold the documents against too (needs a program built with -tags libxml2)")
	job.batch = a.batchFlags(c)
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
	over   bool   // the report would overwrite it
}

// validateAll writes one report. A report in a file is there when it is whole.
func (j *validation) validateAll(ctx context.Context, s *source) error {
	j.report.Version = version()
	if j.output == "" {
		return j.reportOn(ctx, s, j.out)
	}
	j.beside = j.output
	out, err := j.create(j.output)
	if err != nil {
		return fmt.Errorf("%s: %w", j.output, plain(err))
	}
	buffered := bufio.NewWriterSize(out, 64<<10)
	err = j.reportOn(ctx, s, buffered)
	if flushed := buffered.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		out.abandon()
		return err
	}
	return out.commit()
}

func (j *validation) reportOn(ctx context.Context, s *source, out io.Writer) (err error) {
	j.report.Created = time.Now().Format("2006-01-02 15:04 MST")
	if j.writer, err = report.New(j.format, out, j.report); err != nil {
		return usageError{err}
	}
	own, _ := os.Stat(j.output)
	return run(ctx, j.batch, s, steps[verdict]{
		work: func(in input) verdict {
			if own != nil && in.path != "" && sameFile(in.path, j.output) {
				return verdict{over: true}
			}
			return judge(ctx, in, j)
		},
		conclude: j.conclude,
		recall:   j.recall,
		end:      j.end,
	})
}

// conclude adds to the report.
func (j *validation) conclude(in input, v verdict) (c conclusion) {
	if v.over {
		j.fail(usagef("-o %s is one of the documents", j.output))
		return c
	}
	if v.err != nil {
		c.status = statusOf(v.err)
		j.complain(c.status, in.name, v.err)
		v.report = report.Unread(in.name, v.err)
	}
	if v.passed != "" {
		j.passed++
		j.complain(exitClean, in.name, errors.New("passed over: "+v.passed))
		c.word = passedWord
		c.results = []any{map[string]string{"file": in.name, "status": passedWord, "why": v.passed}}
		return c
	}
	if c.failed = report.Fails(v.report, j.report.FailOn); c.failed {
		c.status = max(c.status, exitFindings)
	}
	c.word, c.results = string(v.report.Status), []any{v.report}
	c.saved = unsaid(v.report)
	j.fail(j.writer.Add(v.report)) // nobody reads the rest if it cannot be written
	return c
}

// passedWord is what became of a document that was passed over.
const passedWord = "passed-over"

// end closes the report. One that is about nothing must not look like a clean one.
func (j *validation) end() error {
	if j.passed > 0 && j.passed == j.counts.all() {
		j.complain(exitUsage, "validate", errors.New("nothing was checked: all documents were passed over"))
	}
	return j.writer.Close()
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
