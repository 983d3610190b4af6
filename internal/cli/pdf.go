package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/internal/filetype"
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
		return each(c.Context(), a.expand(args, ".pdf"), a.jobs, func(in input) inspected {
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
	output string
	folder bool
	all    bool
	names  map[string]string // of the outputs in the folder
}

// taken is what pdf extract says of a document.
type taken struct {
	File    string         `json:"file"`
	Output  string         `json:"output,omitempty"`
	Invoice *facturx.Facts `json:"invoice,omitempty"`
	Notes   []facturx.Note `json:"notes,omitempty"`
	Error   *problem       `json:"error,omitempty"`
	xml     []byte
	err     error
}

func (a *app) pdfExtract() *cobra.Command {
	job := &pdfExtraction{}
	c := command("extract PDF|FOLDER|- ... [-o FILE|FOLDER]", "Take the invoice, or all files, out of PDFs", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		inputs := a.expand(args, ".pdf")
		if job.all {
			return a.extractAll(c.Context(), args, inputs, job.output)
		}
		if err := job.place(args, inputs); err != nil {
			return err
		}
		return each(c.Context(), inputs, a.jobs, func(in input) taken { return job.run(c.Context(), in) }, func(in input, t taken) {
			a.sayWrapped(in)
			a.printTaken(t, job)
		})
	})
	c.Long = `Writes the invoice in a PDF to standard output or a file, byte for byte as it is; those of
several PDFs go to a folder. With --all, every file in the PDFs goes to a folder, each
PDF's to one of its own if there are several.`
	c.Flags().StringVarP(&job.output, "output", "o", "", "file, or folder for several; standard output otherwise")
	c.Flags().BoolVar(&job.all, "all", false, "all files, to a folder")
	a.formatFlag(c)
	a.jobsFlag(c)
	return c
}

// place decides whether the output is a folder, and gives each document a name in it.
func (j *pdfExtraction) place(args []string, inputs []input) error {
	info, err := os.Stat(j.output)
	j.folder = err == nil && info.IsDir() || strings.HasSuffix(j.output, string(filepath.Separator))
	if several(args) && !j.folder {
		if j.output == "" || err == nil {
			return usagef("several documents need a folder to go to: -o FOLDER")
		}
		j.folder = true
	}
	if !j.folder {
		return nil
	}
	j.names = map[string]string{}
	var names filetype.Names
	for _, in := range inputs {
		if j.names[in.name] != "" {
			continue // named twice
		}
		base := baseName(in.name)
		if in.name == "-" {
			base = "stdin"
		}
		j.names[in.name] = names.Safe(strings.TrimSuffix(base, filepath.Ext(base))+".xml", "invoice", "xml")
	}
	return os.MkdirAll(j.output, 0o777)
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
	if t.Output = j.output; j.folder {
		t.Output = filepath.Join(j.output, j.names[in.name])
	}
	if sameFile(in.path, t.Output) {
		t.err = errOverPDF
		return t
	}
	t.err = writeFile(t.Output, inv.XML)
	return t
}

// errOverPDF: the XML is less than the PDF.
var errOverPDF = errors.New("the invoice would overwrite the PDF that it is in")

func (a *app) printTaken(t taken, job *pdfExtraction) {
	toStandard := job.output == "" || job.output == "-"
	if t.err != nil {
		t.Error = problemOf(t.err)
		a.raise(statusOf(t.err))
	} else if toStandard {
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

// extractAll writes all files of PDFs.
func (a *app) extractAll(ctx context.Context, args []string, inputs []input, folder string) error {
	if folder == "" || folder == "-" {
		return usagef("extract --all needs a folder: -o FOLDER")
	}
	targets := foldersFor(folder, inputs, len(inputs) > 1 || several(args))
	o := attach.Options{Containers: []attach.Container{anything{}}}
	return each(ctx, inputs, a.jobs, func(in input) attached {
		return a.extractFrom(ctx, in, targets[in.name], o)
	}, a.printAttached)
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
