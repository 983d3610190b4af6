package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/check"
	"github.com/einvoice-go/einvoice/internal/filetype"
	"github.com/einvoice-go/einvoice/validate"
)

// inspection is what to check before an import.
type inspection struct {
	options  check.Options
	policies []string
	limits   limitFlag
	uris     string // folder for data: URIs, or - for standard output; "" for none
}

// checked is what check says of a document.
type checked struct {
	*check.Verdict
	DataURI string   `json:"data_uri,omitempty"` // the file that it was written to
	Error   *problem `json:"error,omitempty"`

	err error
	uri []byte // for standard output
}

func (a *app) check() *cobra.Command {
	job := &inspection{}
	c := command("check FILE|FOLDER|ZIP|- ... [--data-uri FOLDER|-]", "Give one verdict on documents before an import call", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		if err := job.read(); err != nil {
			return err
		}
		a.archives = true
		s := a.from(args, ".xml", ".xsig", ".pdf")
		all := s.collect()
		if err := job.place(s, all); err != nil {
			return err
		}
		return each(c.Context(), slices.Values(all), a.jobs, func(in input) checked { return job.run(c.Context(), in) }, func(in input, o checked) { a.printChecked(in, o, job) })
	})
	c.Long = `Asks of each document what an import call wants to be true, and gives one verdict:
  format       UBL, CII or Facturae, alone or in a hybrid PDF, an envelope, a data: URI
  container    of a PDF: an invoice is inside, and nothing contradicts it
  schema       the document follows its schema
  rules        and the rules that it claims to follow (Peppol BIS, XRechnung, Facturae ...)
  attachments  the files inside can be decoded, and --policy lets them through
  identifiers  the electronic addresses of seller and buyer are XXXX:identifier
A step is ok, failed, or not run, which is never counted as passed: a document is ready
if format, schema and rules were checked and no step failed.

--data-uri writes ready documents, and no others, as data: URIs for the import call: to
a folder as NAME.uri, or one to standard output. See einvoice attach for the policies.

Exit status: 0 all documents are ready; 1 some are not; 2 wrong usage, or files that could
not be read or written.`
	c.Example = `  einvoice check invoice.xml
  einvoice check --policy b2brouter,bis --data-uri ready/ outbox/
  einvoice check --data-uri - invoice.xml | curl --data-binary @- -H 'content-type: application/octet-stream' URL`
	c.Flags().StringSliceVar(&job.policies, "policy", []string{"b2brouter"}, "what the channel lets through: "+strings.Join(attach.PolicyNames(), ", "))
	c.Flags().StringSliceVar(&job.options.Validate.Rules, "rules", nil, "rule sets, as in einvoice validate; what the document claims if left out")
	c.Flags().StringVar(&job.uris, "data-uri", "", "folder for the data: URIs of ready documents; - is standard output")
	job.limits.add(c)
	a.formatFlag(c)
	a.jobsFlag(c)
	return c
}

func (j *inspection) read() (err error) {
	if err := j.options.Validate.Check(); err != nil {
		return usageError{err}
	}
	j.options.Attachments = j.limits.options()
	j.options.Attachments.Containers = nil
	j.options.Policies, err = policies(j.policies)
	return err
}

// place gives each document the name that its URI has in the folder.
func (j *inspection) place(s *source, all []input) error {
	if j.uris == "" || j.uris == "-" {
		if j.uris == "-" && (s.several() || len(all) > 1) {
			return usagef("the data: URIs of several documents need a folder: --data-uri FOLDER")
		}
		return nil
	}
	var names filetype.Names
	for i, in := range all {
		all[i].place = filepath.Join(j.uris, names.Safe(uriNameOf(in)+".uri", "document", "uri"))
	}
	return os.MkdirAll(j.uris, 0o777)
}

// run checks a document, and writes its URI if it is ready. What fits into memory is read
// once: what was checked is what is written.
func (j *inspection) run(ctx context.Context, in input) checked {
	opener, err := in.open, error(nil)
	var v *check.Verdict
	if in.size <= streamFrom || in.isPDF() {
		var data []byte
		var syntax *einvoice.SyntaxError
		if data, err = in.read(); err == nil {
			opener = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
			v, err = check.Document(ctx, data, j.options)
		} else if errors.As(err, &syntax) { // a verdict says so
			v, err = check.Stream(ctx, func() (io.ReadCloser, error) { return nil, syntax }, j.options)
		}
	} else {
		v, err = check.Stream(ctx, in.open, j.options)
	}
	o := checked{Verdict: v, err: plain(err)}
	if v == nil {
		o.Verdict = &check.Verdict{Steps: []check.Step{}}
	} else {
		s := v.Step(check.Format)
		s.Notes = append(in.wrapped.notes(), s.Notes...)
	}
	o.File = in.name
	if o.err == nil && v.Ready && j.uris != "" {
		o.err = j.write(in, opener, &o)
	}
	return o
}

func (j *inspection) write(in input, opener validate.Opener, o *checked) error {
	r, err := opener()
	if err != nil {
		return plain(err)
	}
	defer r.Close()
	uri := attach.URI{Name: uriNameOf(in)}
	if j.uris == "-" {
		var b bytes.Buffer
		_, err := attach.WriteDataURI(&b, r, uri)
		o.uri = b.Bytes()
		return err
	}
	out, err := createOutput(in.place)
	if err != nil {
		return named(in.place, err)
	}
	if _, err := attach.WriteDataURI(out, r, uri); err != nil {
		out.abandon()
		return named(in.place, err)
	}
	o.DataURI = in.place
	return out.commit()
}

func (a *app) printChecked(in input, o checked, job *inspection) {
	switch {
	case o.err != nil:
		o.Error = problemOf(o.err)
		a.raise(statusOf(o.err))
	case !o.Ready:
		a.raise(exitFindings)
	}
	toStandard := job.uris == "-" // where the URI goes, and nothing else
	if a.format == "json" {
		a.printJSONTo(o, toStandard)
	} else {
		out := io.Writer(a.out)
		if toStandard {
			out = a.err
		}
		if o.err != nil {
			a.complain(statusOf(o.err), in.name, o.err)
		}
		printVerdict(out, o)
	}
	a.out.Write(o.uri)
}

// printVerdict prints a line a step, and below it what was found.
func printVerdict(w io.Writer, o checked) {
	if len(o.Steps) == 0 {
		return
	}
	verdict := "NOT ready"
	if o.Ready {
		verdict = "ready"
	}
	fmt.Fprintf(w, "%s: %s\n", shown(o.File), verdict)
	for _, s := range o.Steps {
		fmt.Fprintf(w, "  %-11s %s\n", s.Name, shown(stepShown(&s)))
		for _, f := range s.Findings {
			fmt.Fprintf(w, "    %s\n", shown(findingShown(&f)))
		}
		for _, v := range s.Violations {
			kind := "violates"
			if v.Warning {
				kind = "warning"
			}
			fmt.Fprintf(w, "    %s: %s\n", kind, shown(violationShown(v)))
		}
		for _, n := range s.NotRun {
			fmt.Fprintf(w, "    not run: %s: %s\n", n.RuleSet, shown(n.Why))
		}
		for _, n := range s.Notes {
			fmt.Fprintf(w, "    note: %s\n", shown(n))
		}
	}
	if o.DataURI != "" {
		fmt.Fprintf(w, "  -> %s\n", o.DataURI)
	}
}

func stepShown(s *check.Step) string {
	status := map[check.Status]string{check.OK: "ok", check.Failed: "FAILED", check.NotRun: "not run"}[s.Status]
	if s.Status == check.OK && len(s.NotRun) > 0 {
		status = "ok in part"
	}
	if s.What == "" {
		return status
	}
	return status + ": " + s.What
}

func findingShown(f *validate.Finding) string {
	at := ""
	if f.Line > 0 {
		at = fmt.Sprintf("%d:%d ", f.Line, f.Column)
	}
	return fmt.Sprintf("%s%s %s: %s", at, f.Severity, f.Rule, f.Message)
}

func violationShown(v attach.Violation) string {
	if v.Policy == "" && v.Name != "" {
		return v.Name + ": " + v.Message
	}
	if v.Policy == "" {
		return v.Message
	}
	return v.String()
}
