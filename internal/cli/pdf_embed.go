package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturx"
)

// embedFlags say how an invoice goes into a PDF.
type embedFlags struct {
	options facturx.EmbedOptions
	files   []string
	at      string
	output  string
}

func (a *app) pdfEmbed() *cobra.Command {
	f := &embedFlags{}
	o := &f.options
	c := command("embed PDF DOCUMENT -o PDF", "Put an invoice into a PDF that exists", cobra.ExactArgs(2), func(c *cobra.Command, args []string) error {
		if f.output == "" {
			return usagef("the hybrid needs a file to go to: -o FILE, or - for standard output")
		}
		if args[0] == "-" && args[1] == "-" {
			return usagef("standard input cannot be both the PDF and the document")
		}
		if err := (convert.Options{To: convert.CII, Profile: o.Profile}).Check(); err != nil {
			return usageError{err}
		}
		if err := f.complete(); err != nil {
			return err
		}
		view, err := a.single(args[0])
		if err != nil {
			return err
		}
		document, err := a.single(args[1])
		if err != nil {
			return err
		}
		a.printEmbedded(embed(c.Context(), view, document, f), f)
		return nil
	})
	c.Long = `Makes a hybrid invoice (Factur-X, ZUGFeRD, XRechnung) of a PDF and an invoice of any format:
a PDF/A-3b document in which programs find the invoice as XML. CII in one of the profiles
goes in byte for byte, everything else is converted. What is seen stays the same; further
files in the PDF stay, an invoice in it is replaced. Notes tell which of number, date and
amount to pay the pages do not show; nothing else of them is compared with the invoice.

What keeps the PDF from being PDF/A-3 is mended where that changes nothing that is seen, and
listed with page, object and clause where it cannot be: fonts that are not embedded, CMYK
without an output intent. --no-claim accepts a file then that does not claim to be PDF/A.

A signed PDF is left alone, unless --incremental appends to it, which keeps its bytes and its
signatures, or --force ends them.`
	c.Flags().StringVarP(&f.output, "output", "o", "", "PDF; - is standard output")
	c.Flags().StringVar(&o.Profile, "profile", "", "profile of the XML, as in basic or xrechnung")
	c.Flags().BoolVar(&o.Strict, "strict", false, "losses are errors")
	c.Flags().StringVar(&o.Relationship, "relationship", "", "of the XML to the pages: Alternative, Data or Source; by profile if left out")
	c.Flags().StringSliceVar(&f.files, "file", nil, "further file to put inside")
	c.Flags().BoolVar(&o.Incremental, "incremental", false, "keep the bytes of the PDF and append to them: for signed PDFs, and for those that are PDF/A already")
	c.Flags().BoolVar(&o.NoClaim, "no-claim", false, "accept a PDF that does not claim to be PDF/A where it cannot be mended")
	c.Flags().BoolVar(&o.Force, "force", false, "end the signatures of a signed PDF, or append to one that is certified against that")
	c.Flags().BoolVar(&o.NoReplace, "no-replace", false, "an invoice that is inside already is an error")
	c.Flags().BoolVar(&o.Decrypt, "decrypt", false, "accept a PDF that is encrypted without a password; the hybrid is not encrypted")
	c.Flags().StringVar(&o.Title, "title", "", "title of the document; that of the PDF otherwise")
	c.Flags().StringVar(&o.Language, "lang", "", "language of the pages, as in de, where the PDF does not say it")
	c.Flags().StringVar(&f.at, "time", "", "when this was done, as in 2026-01-21T10:00:00+01:00; now if left out")
	a.formatFlag(c)
	return c
}

// complete reads what the flags name.
func (f *embedFlags) complete() (err error) {
	o := &f.options
	o.Time, o.Creator = time.Now().Truncate(time.Second), "einvoice "+version()
	if f.at != "" {
		if o.Time, err = time.Parse(time.RFC3339, f.at); err != nil {
			return usagef("--time %s: not a time such as 2026-01-21T10:00:00+01:00", f.at)
		}
	}
	for _, name := range f.files {
		inside, err := fileInside(name)
		if err != nil {
			return fmt.Errorf("--file %s: %w", name, plain(err))
		}
		o.Files = append(o.Files, inside)
	}
	return nil
}

// embedded is what pdf embed says.
type embedded struct {
	File     string            `json:"file"`
	Document string            `json:"document"`
	Output   string            `json:"output,omitempty"`
	Status   string            `json:"status"`          // embedded, failed
	Name     string            `json:"name,omitempty"`  // of the XML in the PDF
	Claim    string            `json:"claim,omitempty"` // PDF/A-3b; none if it is missing
	Problems []facturx.Problem `json:"pdfa"`
	Losses   []einvoice.Loss   `json:"losses"`
	Notes    []string          `json:"notes,omitempty"`
	Error    *problem          `json:"error,omitempty"`
	data     []byte
	err      error
}

// errOverView: what was made would be gone with what it was made of.
var errOverView = errors.New("the hybrid would overwrite what it is made of")

func embed(ctx context.Context, view, in input, f *embedFlags) (e embedded) {
	e = embedded{File: view.name, Document: in.name, Problems: []facturx.Problem{}, Losses: []einvoice.Loss{}}
	if sameFile(view.path, f.output) || sameFile(in.path, f.output) {
		e.err = errOverView
		return e
	}
	data, err := view.read()
	if err != nil {
		e.err, e.Document = err, view.name
		return e
	}
	xml, notes, err := in.document()
	if err != nil {
		e.err = err
		return e
	}
	made, err := facturx.EmbedXML(ctx, data, xml, f.options)
	e.Notes = notes
	e.take(made, err)
	if err == nil && f.output != "-" {
		e.Output = f.output
		e.err = writeFile(f.output, e.data)
	}
	return e
}

func (e *embedded) take(made *facturx.Embedded, err error) {
	e.err = err
	var claim *facturx.PDFAError
	if errors.As(err, &claim) {
		e.Problems = claim.Problems
	}
	var lost *convert.LossError
	if errors.As(err, &lost) {
		e.err, e.Losses = fmt.Errorf("%w: %s that carry information", errLosses, plural(len(lost.Losses), "value")), lost.Losses
	}
	if made == nil {
		return
	}
	e.Name, e.Claim, e.data = made.Name, made.Claim, made.PDF
	e.Problems = append(e.Problems, made.Problems...)
	e.Losses = append(e.Losses, made.Losses...)
	e.Notes = append(e.Notes, made.Notes...)
}

func (a *app) printEmbedded(e embedded, f *embedFlags) {
	toStandard := f.output == "-"
	if e.Status = "embedded"; e.err != nil {
		e.Status, e.Error = "failed", problemOf(e.err)
		a.raise(statusOf(e.err))
	} else if toStandard {
		a.out.Write(e.data)
	}
	if a.format == "json" {
		a.printJSONTo(e, toStandard)
		return
	}
	a.out.Flush()
	if e.err != nil {
		fmt.Fprintf(a.err, "einvoice: %s: %v\n", shown(e.blamed()), withFlag(plain(e.err)))
	}
	for _, l := range e.Losses {
		fmt.Fprintf(a.err, "%s: lost: %s\n", e.Document, l)
	}
	a.printPDFA(e.File, e.Problems)
	for _, n := range e.Notes {
		fmt.Fprintf(a.err, "%s: note: %s\n", e.File, shown(n))
	}
	if e.err == nil && !toStandard {
		fmt.Fprintf(a.out, "%s + %s -> %s (%s)\n", e.File, e.Document, e.Output, first(e.Claim, "makes no claim to be PDF/A"))
	}
}

// blamed is the file that an error is about: the PDF, or the invoice.
func (e *embedded) blamed() string {
	if isAboutPDF(e.err) {
		return e.File
	}
	return e.Document
}

func isAboutPDF(err error) bool {
	var reading *facturx.Error
	var claim *facturx.PDFAError
	return errors.As(err, &reading) || errors.As(err, &claim) || isEmbedError(err) || errors.Is(err, errOverView)
}

// withFlag adds to an error of an option which flag that is.
func withFlag(err error) error {
	var e *facturx.EmbedError
	flags := map[string]string{"Decrypt": "--decrypt", "Force": "--force, --incremental", "NoReplace": "--no-replace", "Incremental": "--incremental"}
	if errors.As(err, &e) && flags[e.Option] != "" {
		return fmt.Errorf("%w (%s)", err, flags[e.Option])
	}
	return err
}

// printPDFA prints what PDF/A-3 does not allow, a line each.
func (a *app) printPDFA(name string, all []facturx.Problem) {
	for _, p := range all {
		verb := "not PDF/A"
		if p.Mended {
			verb = "mended"
		}
		fmt.Fprintf(a.err, "%s: %s: %s\n", name, verb, shown(p.String()))
	}
}

// view is the PDF, or the folder of PDFs, that invoices go into when they are converted.
type view struct {
	path    string
	folder  bool
	options facturx.EmbedOptions
}

// take makes the conversion one that puts invoices into PDFs that exist.
func (j *conversion) take(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("--pdf %s: %w", path, plain(err))
	}
	f := embedFlags{options: facturx.EmbedOptions{Profile: j.options.Profile, Strict: j.options.Strict}}
	if err := f.complete(); err != nil {
		return err
	}
	j.view = &view{path, info.IsDir(), f.options}
	return nil
}

// holds tells whether a file is the PDF, or may be one of them.
func (v *view) holds(name string) bool {
	if !v.folder {
		return overwrites(v.path, name)
	}
	_, inside := placeIn(v.path, name)
	return inside
}

// of is the PDF for a document: in a folder, the one with its name.
func (v *view) of(in input) string {
	if !v.folder {
		return v.path
	}
	base := filepath.Base(in.name)
	return filepath.Join(v.path, strings.TrimSuffix(base, filepath.Ext(base))+".pdf")
}

// embed puts a document into its PDF.
func (j *conversion) embed(in input, data []byte) ([]*convert.Result, []facturx.Problem, error) {
	r := &convert.Result{}
	name := j.view.of(in)
	pdf, err := os.ReadFile(name)
	if err != nil {
		return []*convert.Result{r}, nil, fmt.Errorf("%s: %w", name, plain(err))
	}
	if j.over(name, in) {
		return []*convert.Result{r}, nil, errOverView
	}
	if docs, err := convert.OpenAll(data); err == nil && len(docs) > 0 {
		r.From = docs[0].Format
	}
	made, err := facturx.EmbedXML(context.Background(), pdf, data, j.view.options) // which is bounded in itself
	if isAboutPDF(err) {
		err = fmt.Errorf("%s: %w", name, err)
	}
	var claim *facturx.PDFAError
	if errors.As(err, &claim) {
		return []*convert.Result{r}, claim.Problems, err
	}
	if err != nil {
		return []*convert.Result{r}, nil, err
	}
	r.To, r.Output, r.Losses, r.Notes = einvoice.Format(hybrid), made.PDF, made.Losses, made.Notes
	return []*convert.Result{r}, made.Problems, nil
}
