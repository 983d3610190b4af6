package cli

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/internal/filetype"
)

// hybrid is the target of documents that become PDFs.
const hybrid = "facturx"

// pageFlags say how pages look.
type pageFlags struct {
	language, logo, logoText, title, at string
	fonts, files                        []string
	unshaped                            bool
}

func (a *app) pdfCreate() *cobra.Command {
	job, page := &conversion{}, pageFlags{}
	c := command("create DOCUMENT ... -o PDF|FOLDER", "Draw invoices as hybrid PDFs", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		if job.output == "" {
			return usagef("a PDF needs a file to go to: -o FILE, or - for standard output")
		}
		if job.output == "-" {
			job.output = ""
		}
		if err := job.asPDF(&page); err != nil {
			return err
		}
		if err := job.options.Check(); err != nil {
			return usageError{err}
		}
		a.archives = true
		return a.convertAll(c.Context(), job.from(args, ".xml", ".json", ".xsig"), job)
	})
	c.Long = `Draws an invoice of any format as a page for people, with the invoice inside as XML for
machines: a Factur-X document, PDF/A-3a and PDF/UA-1, in the profile that the invoice
claims or --profile names, EN 16931 otherwise. What the XML cannot hold is printed.

The font has Latin, Greek and Cyrillic letters; --font adds TrueType files for others.

` + batchHelp
	c.Flags().StringVarP(&job.output, "output", "o", "", "PDF, or folder for several; - is standard output")
	c.Flags().StringVar(&job.options.Profile, "profile", "", "profile of the XML, as in basic or xrechnung")
	c.Flags().BoolVar(&job.options.Strict, "strict", false, "losses are errors")
	c.Flags().StringVar(&page.language, "lang", "en", "language of labels, numbers and dates: en, de, fr, es")
	c.Flags().StringVar(&page.logo, "logo", "", "PNG or JPEG file, drawn at the top")
	c.Flags().StringVar(&page.logoText, "logo-text", "", "what the logo shows, for those who cannot see it")
	c.Flags().StringVar(&page.title, "title", "", "title of the document; kind and number of the invoice otherwise")
	c.Flags().StringSliceVar(&page.fonts, "font", nil, "TrueType file for characters that the page's own font lacks")
	c.Flags().BoolVar(&page.unshaped, "unshaped", false, "draw Arabic, Hebrew and other scripts character by character")
	c.Flags().StringSliceVar(&page.files, "file", nil, "further file to put inside")
	c.Flags().StringVar(&page.at, "time", "", "when the document was made, as in 2026-01-21T10:00:00+01:00; now if left out")
	a.formatFlag(c)
	job.batch = a.batchFlags(c)
	job.nameFlag(c, "PDF")
	return c
}

// asPDF makes the conversion one to hybrid PDFs.
func (j *conversion) asPDF(p *pageFlags) (err error) {
	j.options.To = convert.CII // inside
	o := &facturx.CreateOptions{Profile: j.options.Profile, Strict: j.options.Strict, Language: p.language, LogoText: p.logoText,
		Title: p.title, Unshaped: p.unshaped, Time: time.Now().Truncate(time.Second), Creator: "einvoice " + version()}
	if p.at != "" {
		if o.Time, err = time.Parse(time.RFC3339, p.at); err != nil {
			return usagef("--time %s: not a time such as 2026-01-21T10:00:00+01:00", p.at)
		}
	}
	if p.logo != "" {
		if o.Logo, err = os.ReadFile(p.logo); err != nil {
			return fmt.Errorf("--logo %s: %w", p.logo, plain(err))
		}
	}
	for _, name := range p.fonts {
		font, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("--font %s: %w", name, plain(err))
		}
		o.Fonts = append(o.Fonts, font)
	}
	for _, name := range p.files {
		f, err := fileInside(name)
		if err != nil {
			return fmt.Errorf("--file %s: %w", name, plain(err))
		}
		o.Files = append(o.Files, f)
	}
	j.page = o
	return nil
}

// fileInside reads a file that goes into a PDF.
func fileInside(name string) (f facturx.Attached, err error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return f, err
	}
	base := name[strings.LastIndexAny(name, `/\`)+1:]
	return facturx.Attached{Name: base, MIME: first(filetype.ByName(base), filetype.Detect(data[:min(len(data), 4096)]), "application/octet-stream"), Data: data}, nil
}

// to is the target as the user names it.
func (j *conversion) to() string {
	if j.page != nil {
		return hybrid
	}
	return string(j.options.To)
}

// draw makes a PDF of each invoice.
func (j *conversion) draw(data []byte) (results []*convert.Result, err error) {
	docs, err := j.options.OpenAll(data)
	if err != nil || len(docs) == 0 {
		r := &convert.Result{}
		if len(docs) > 0 {
			r = &convert.Result{From: docs[0].Format, Losses: docs[0].Losses, Notes: docs[0].Notes}
		}
		return []*convert.Result{r}, err
	}
	for _, doc := range docs {
		made, err := facturx.Create(doc, *j.page)
		r := &convert.Result{From: doc.Format, Losses: doc.Losses, Notes: doc.Notes}
		if made != nil {
			r.Losses, r.Notes, r.Output, r.To = made.Losses, made.Notes, made.PDF, einvoice.Format(hybrid)
		}
		results = append(results, r)
		if err != nil {
			return results, err
		}
	}
	return results, nil
}
