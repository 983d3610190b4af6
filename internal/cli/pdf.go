package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/facturx"
)

func (a *app) pdf() *cobra.Command {
	c := command("pdf inspect|extract|embed|create", "Look into hybrid PDFs (Factur-X, ZUGFeRD), take the invoice out, make them", cobra.NoArgs, func(c *cobra.Command, _ []string) error { return c.Help() })
	c.Long = `Looks into PDFs with an invoice inside: Factur-X, ZUGFeRD 1 and 2, XRechnung. validate,
convert, inspect, terms and diff take such a PDF in place of an XML document, and attach
list and extract show all files in it. embed puts an invoice into a PDF that exists, create
draws one.`
	c.AddCommand(a.pdfInspect(), a.pdfExtract(), a.pdfEmbed(), a.pdfCreate())
	return c
}

// inspected is what pdf inspect says of a document.
type inspected struct {
	File string `json:"file"`
	*facturx.Report
	Error *problem `json:"error,omitempty"`
	err   error
}

func (a *app) pdfInspect() *cobra.Command {
	c := command("inspect PDF|FOLDER|- ...", "Show what is in PDFs, and where it contradicts itself", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		return each(c.Context(), a.from(args, ".pdf").all(), a.jobs, func(in input) inspected {
			data, err := in.read()
			if err != nil {
				return inspected{File: in.name, err: err}
			}
			r, err := facturx.Inspect(c.Context(), data, facturx.Options{})
			return inspected{File: in.name, Report: r, err: err}
		}, a.printInspected)
	})
	c.Long = `Shows the files in a PDF and where they are referred to, which of them is the invoice and
the profile that it follows, and what the metadata claim. Notes tell where name,
relationship, metadata and the invoice itself contradict one another. That a PDF holds no
invoice is no failure here.`
	a.formatFlag(c)
	a.jobsFlag(c)
	return c
}

func (a *app) printInspected(in input, o inspected) {
	a.sayWrapped(in)
	if o.err != nil {
		o.Error = problemOf(o.err)
		a.raise(statusOf(o.err))
	}
	switch {
	case a.format == "json":
		a.printJSON(o)
	case o.err != nil:
		a.complain(statusOf(o.err), o.File, o.err)
	default:
		a.printPDF(o)
	}
}

// printPDF prints a report, a line a fact.
func (a *app) printPDF(o inspected) {
	r := o.Report
	fmt.Fprintf(a.out, "%s\n", shown(o.File))
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	row := func(name string, parts ...string) {
		var said []string
		for _, s := range parts {
			if s != "" {
				said = append(said, s)
			}
		}
		fmt.Fprintf(w, "  %s\t%s\n", name, shown(strings.Join(said, ", ")))
	}
	row("PDF", append([]string{r.Version}, pdfFacts(r)...)...)
	for _, c := range r.Claims {
		version := ""
		if c.Version != "" {
			version = "version " + c.Version
		}
		row("metadata", c.Type, c.File, version, c.Level)
	}
	if i := r.Invoice; i != nil {
		row("invoice", i.Name, first(string(i.Format), "format not known"), i.Profile, i.Specification)
	} else {
		row("invoice", "none")
	}
	for _, f := range r.Files {
		row(fmt.Sprintf("#%d", f.Index), f.Name, first(f.MIME, f.Type, "type not known"), plural(int(f.Size), "byte"), first(f.Relationship, "no relationship"),
			digest(f), "in "+strings.Join(f.Places, " and "), f.Description)
	}
	for _, n := range r.Notes {
		row("note", n.Message)
	}
	w.Flush()
}

func pdfFacts(r *facturx.Report) (parts []string) {
	if r.PDFA != nil {
		parts = append(parts, "claims "+r.PDFA.String())
	}
	parts = append(parts, plural(int(r.Pages), "page"))
	if r.Producer != "" {
		parts = append(parts, "made by "+r.Producer)
	}
	if r.Encrypted {
		parts = append(parts, "encrypted without password")
	}
	if r.Signatures > 0 {
		parts = append(parts, plural(r.Signatures, "signature"))
	}
	return parts
}

func digest(f *facturx.File) string {
	if f.SHA256 == "" {
		return ""
	}
	return "sha256 " + f.SHA256[:16]
}

// pdfExtraction is what pdf extract is to do.
type pdfExtraction struct {
	*batch
	output string
	all    bool
}

// taken is what pdf extract says of a document.
type taken struct {
	File    string         `json:"file"`
	Output  string         `json:"output,omitempty"`
	Invoice *facturx.Facts `json:"invoice,omitempty"`
	Notes   []facturx.Note `json:"notes,omitempty"`
	Error   *problem       `json:"error,omitempty"`
	xml     []byte
	waiting *staged
	err     error
}

func (a *app) pdfExtract() *cobra.Command {
	job := &pdfExtraction{}
	c := command("extract PDF|FOLDER|ARCHIVE|- ... [-o FILE|FOLDER]", "Take the invoice, or all files, out of PDFs", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		a.archives = true
		s := job.from(args, ".pdf")
		if job.all {
			if job.output == "" || job.output == "-" {
				return usagef("extract --all needs a folder: -o FOLDER")
			}
			return job.extractAll(c.Context(), s, job.output, attach.Options{Containers: []attach.Container{anything{}}})
		}
		if err := job.into(job.output, s); err != nil {
			return err
		}
		if job.template == nil && job.folder() {
			s.place = numberedPlaces(func(in input) (string, string, string) { return stem(in) + ".xml", "invoice", "xml" })
		}
		return run(c.Context(), job.batch, s, steps[taken]{work: func(in input) taken { return job.run(c.Context(), in) }, conclude: job.conclude})
	})
	c.Long = `Writes the invoice in a PDF to standard output or a file, byte for byte as it is; those of
several PDFs go to a folder. With --all, every file in the PDFs goes to a folder, each
PDF's to one of its own if there are several.

` + batchHelp
	c.Flags().StringVarP(&job.output, "output", "o", "", "file, or folder for several; standard output otherwise")
	c.Flags().BoolVar(&job.all, "all", false, "all files, to a folder")
	a.formatFlag(c)
	job.batch = a.batchFlags(c)
	job.nameFlag(c, "invoice, or with --all each PDF's folder,")
	return c
}

func (j *pdfExtraction) run(ctx context.Context, in input) taken {
	t := taken{File: in.name}
	data, err := in.read()
	if err != nil {
		t.err = err
		return t
	}
	inv, err := facturx.Extract(ctx, data, facturx.Options{})
	if err != nil {
		t.err = err
		return t
	}
	t.Invoice, t.Notes, t.xml = &inv.Facts, inv.Report.Notes, inv.XML
	if j.output == "" || j.output == "-" {
		return t
	}
	if t.Output, err = j.target(in, inv.XML); err == nil && overwrites(in.path, t.Output) {
		err = errOverPDF
	}
	if err == nil {
		t.waiting, err = j.stage.put(t.Output, inv.XML)
	}
	t.err = err
	return t
}

// target is where the invoice goes.
func (j *pdfExtraction) target(in input, xml []byte) (string, error) {
	switch {
	case !j.folder():
		return j.output, nil
	case j.template == nil:
		return filepath.Join(j.output, in.place), nil
	}
	n := naming{in: in, ext: "xml"}
	if j.template.inside() {
		var err error
		if n.invoice, err = invoiceOf(xml, 0); err != nil {
			return "", err
		}
	}
	name, err := j.template.name(n)
	return filepath.Join(j.output, name), err
}

// conclude gives the invoice its name.
func (j *pdfExtraction) conclude(in input, t taken) (c conclusion) {
	if t.err == nil && t.waiting != nil {
		t.err = j.place(&c, t.waiting, in.name)
	}
	c.word = "extracted"
	if t.err != nil {
		t.Error = problemOf(t.err)
		c.word, c.failed, c.status = "failed", true, statusOf(t.err)
	}
	c.results = []any{&t}
	j.sayWrapped(in)
	j.printTaken(&t, j)
	return c
}

// errOverPDF: the XML is less than the PDF.
var errOverPDF = errors.New("the invoice would overwrite the PDF that it is in")

func (a *app) printTaken(t *taken, job *pdfExtraction) {
	toStandard := job.output == "" || job.output == "-"
	if t.err == nil && toStandard {
		a.out.Write(t.xml)
	}
	if a.format == "json" {
		a.printJSONTo(t, toStandard)
		return
	}
	if t.err != nil {
		a.complain(statusOf(t.err), t.File, plain(t.err))
		return
	}
	a.out.Flush()
	for _, n := range t.Notes {
		fmt.Fprintf(a.err, "%s: note: %s\n", t.File, shown(n.Message))
	}
	if !toStandard {
		fmt.Fprintf(a.out, "%s -> %s\n", t.File, t.Output)
	}
}

// anything takes every document for a PDF: one that is none gives an error that says so.
type anything struct{ facturx.Attachments }

func (anything) Is([]byte) bool { return true }

// document is the XML or JSON of an input: of a PDF the invoice in it, with notes on that.
func (in input) document() (data []byte, notes []string, err error) {
	data, err = in.read()
	notes = in.wrapped.notes()
	if err != nil || !facturx.IsPDF(data) {
		return data, notes, err
	}
	inv, err := facturx.Extract(context.Background(), data, facturx.Options{}) // which is bounded in itself
	if err != nil {
		return nil, nil, err
	}
	notes = append(notes, fmt.Sprintf("the invoice is %s in the PDF", inv.Name))
	for _, n := range inv.Report.Notes {
		notes = append(notes, n.Message)
	}
	return inv.XML, notes, nil
}

// isPDF looks at the beginning of an input.
func (in input) isPDF() bool {
	r, err := in.open()
	if err != nil {
		return false // which shows when it is read
	}
	defer r.Close()
	head := make([]byte, 1024)
	n, _ := io.ReadFull(r, head)
	return facturx.IsPDF(head[:n])
}

// withNotes puts notes in front of those of a document.
func withNotes(doc *einvoice.Document, notes []string) {
	if doc != nil {
		doc.Notes = append(notes, doc.Notes...)
	}
}
