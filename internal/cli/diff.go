package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/comparison"
)

// diffFormats are the values of --format for diff.
var diffFormats = []string{"text", "json", "junit", "github"}

// differing is what diff was asked.
type differing struct {
	ignore []string
	strict bool
}

func (a *app) diff() *cobra.Command {
	job := &differing{}
	c := command("diff A B", "Compare two documents of any format, or two folders, by business terms", cobra.ExactArgs(2), func(c *cobra.Command, args []string) (err error) {
		if args[0] == "-" && args[1] == "-" {
			return usagef("diff - -: standard input is one document")
		}
		if job.ignore, err = comparison.CheckIgnore(job.ignore); err != nil {
			return usagef("--ignore %w", err)
		}
		return a.diffAll(c.Context(), args[0], args[1], job)
	})
	c.Long = `Lists the business terms in which B differs from A, whatever syntax each is written in.
Numbers are equal by value, the order of lines and other lists means nothing, and a line
that was put in does not make those after it differ. Nothing is printed if both say the
same. What has no place in the invoice model is not compared, and standard error says so;
with --strict it is, by its content and place.

Two folders are compared document by document, of the same name in both; of names that
differ in nothing but the extension too (a.xml and a.json). A document that is in one folder
alone is a difference.

Formats: text; json, one object a line and a pair of documents; junit and github for CI,
where the differences are findings on the documents of B.

Exit status: 0 both say the same; 1 they differ, or one of them is no readable document;
2 wrong usage, or files that could not be read.`
	c.Example = `  einvoice diff invoice.xml invoice.json
  einvoice diff --ignore BT-1,BT-2 --strict expected.xml made.xml
  einvoice diff --format github testdata/golden/ out/`
	c.Flags().StringSliceVar(&job.ignore, "ignore", nil, "comma list of terms not to compare, such as BT-24,BG-24; a group stands for all that is in it")
	c.Flags().BoolVar(&job.strict, "strict", false, "compare what the invoice model does not hold too")
	a.formatFlagOf(c, diffFormats...)
	return c
}

// diffAll compares two documents, or what two folders hold.
func (a *app) diffAll(ctx context.Context, nameA, nameB string, job *differing) error {
	pairs, err := a.pairs(nameA, nameB)
	if err != nil {
		return err
	}
	w, err := a.diffWriter(len(pairs) > 1 || isFolder(nameA) && isFolder(nameB))
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.add(a.compareOne(p, job)); err != nil {
			return err
		}
	}
	return w.close()
}

// compared is what diff says of two documents.
type compared struct {
	A           string              `json:"a"`
	B           string              `json:"b"`
	Only        string              `json:"only,omitempty"` // "a" or "b": the other folder has no such document
	Differences []difference        `json:"differences"`
	Invoices    []int               `json:"invoices,omitempty"` // their numbers in A and B, if they differ
	Beyond      []comparison.Beyond `json:"beyond,omitempty"`   // what the model does not hold, with --strict
	Error       *problem            `json:"error,omitempty"`

	result *comparison.Result
	file   string // the one that findings are about
	failed error  // of the file that is named there
}

type difference struct {
	Invoice int `json:"invoice,omitempty"` // its number in a batch, from 1
	comparison.Change
}

// compareOne says what is wrong with either document before it gives up.
func (a *app) compareOne(p documentPair, job *differing) *compared {
	c := &compared{A: p.nameA(), B: p.nameB(), Differences: []difference{}, file: p.nameB()}
	switch {
	case p.a == nil:
		c.Only = "b"
	case p.b == nil:
		c.Only, c.file = "a", p.nameA()
	}
	if c.Only != "" {
		a.raise(exitFindings)
		return c
	}
	docA, errA := a.comparable(p.a, job)
	docB, errB := a.comparable(p.b, job)
	if errA != nil || errB != nil {
		if c.failed = errB; errA != nil {
			c.failed, c.file = errA, c.A
		}
		c.Error = problemOf(c.failed)
		return c
	}
	if !job.strict {
		a.noteBeyond(c.A, docA)
		a.noteBeyond(c.B, docB)
	}
	c.fill(comparison.Documents(docA, docB, comparison.Options{Ignore: job.ignore, ModelAlone: !job.strict, NoPositions: a.format == "text"}))
	if c.result.Count() > 0 {
		a.raise(exitFindings)
	}
	return c
}

func (c *compared) fill(r *comparison.Result) {
	c.result = r
	if r.InvoicesA != r.InvoicesB {
		c.Invoices = []int{r.InvoicesA, r.InvoicesB}
	}
	for _, i := range r.Invoices {
		for _, x := range i.Changes {
			c.Differences = append(c.Differences, difference{i.Number, x})
		}
		c.Beyond = append(c.Beyond, i.Beyond...)
	}
}

// comparable reads a document; what is wrong with it has been reported then.
func (a *app) comparable(in *input, job *differing) (*comparison.Document, error) {
	data, _, err := in.document()
	var doc *comparison.Document
	if err == nil {
		doc, err = comparison.Read(data)
	}
	if job.strict && errors.As(err, new(*einvoice.ValueError)) {
		err = nil // such values are compared as what the model does not hold
	}
	if err != nil { // also values that are none: they would look absent
		a.complain(statusOf(err), in.name, err)
	}
	return doc, err
}

// noteBeyond says that what the model does not hold is not compared.
func (a *app) noteBeyond(name string, doc *comparison.Document) {
	switch n := doc.Beyond(); n {
	case 0:
	case 1:
		fmt.Fprintf(a.err, "note: 1 element of %s has no place in the invoice model and is not compared (--strict does)\n", name)
	default:
		fmt.Fprintf(a.err, "note: %d elements of %s have no place in the invoice model and are not compared (--strict does)\n", n, name)
	}
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// formatFlagOf is formatFlag for a command with other formats.
func (a *app) formatFlagOf(c *cobra.Command, formats ...string) {
	list := strings.Join(formats, ", ")
	c.Flags().StringVar(&a.format, "format", formats[0], "output: "+list)
	before := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		for _, f := range formats {
			if a.format == f {
				return before(c, args)
			}
		}
		return usagef("--format %s: there are %s", a.format, list)
	}
}
