package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/facturx"
)

func (a *app) convert() *cobra.Command {
	job := &conversion{}
	var to, version, facts, defaults, into string
	page := pageFlags{}
	c := command("convert --to ubl|cii|facturae|facturx|json FILE|FOLDER|ARCHIVE|- ... [-o FILE|FOLDER]", "Convert documents, and say what the conversion loses", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		if err := checkTarget(to); err != nil {
			return err
		}
		job.output = unlessStandard(job.output)
		job.options.To, job.options.Version = convert.Target(to), facturae.Version(version)
		if err := job.readFacts(facts); err != nil {
			return err
		}
		if err := job.readDefaults(defaults); err != nil {
			return err
		}
		if to == hybrid {
			if err := job.asPDF(&page); err != nil {
				return err
			}
		}
		if into != "" {
			if to != hybrid {
				return usagef("--pdf is for --to facturx")
			}
			if err := job.take(into); err != nil {
				return err
			}
		}
		if err := job.options.Check(); err != nil {
			return usageError{err}
		}
		a.archives = true
		s := job.from(args, ".xml", ".json", ".csv", ".xsig")
		if job.joined {
			if job.results != "" || job.resume != "" || job.template != nil || job.maxFailures > 0 {
				return usagef("--batch makes one document of all, which --results, --resume, --name and --max-failures are not for")
			}
			return a.convertBatch(s.collect(), job)
		}
		return a.convertAll(c.Context(), s, job)
	})
	c.Long = `Converts UBL, CII, Facturae and the JSON form of the invoice model into one another; reads
ZUGFeRD 1.0, envelopes (SBDH), data: URIs and hybrid PDFs (named as files: of a folder
only .xml, .xsig, .json and .csv are taken) too, and the JSON of B2Brouter's API and of
Send invoice (v2), and CSV with one line a row (docs/JSON-IN.md, docs/CSV.md). What has no place in the target is printed, with its place in the source, and leaves the exit status at 0; what the target
demands and the source leaves open is filled in with a note. With --strict a loss is an
error and nothing is written, unless all that is lost is white space, empty elements and
hints for schema validators.

--profile says which specification the output shall claim (BT-24, BT-23), and in CII
what it may hold: ` + profileNames() + `,
or a specification identifier. Without it, the document goes on claiming what it claims.

A batch of Facturae becomes one document for each invoice, in the folder of -o: name-1.xml,
name-2.xml and so on. --batch makes one batch of all documents, --split takes a batch
apart that shall stay Facturae. A signature does not outlive a conversion: see sign.

--to facturx draws the invoice and puts it inside as XML: a hybrid PDF (see pdf create,
which has more to say about the page). With --pdf it goes into a PDF that exists (see pdf
embed), which is taken by name if --pdf names a folder: a.xml goes into a.pdf.

--facts FILE names a JSON file with what Facturae demands and an invoice may lack (members
of facturae.FromOptions, as in {"Buyer": {"Province": "Madrid", "AdministrativeCentres":
[...]}}), and "From" with the conventions for the way back (facturae.ToOptions).

--defaults FILE names an invoice in the model's JSON form with what stands where the JSON of
an API or a CSV file has nothing, such as {"seller": {"name": ...}}; a note says what it was.

` + batchHelp
	c.Flags().StringVar(&to, "to", "", "target: ubl, cii, facturae, facturx or json")
	c.Flags().StringVar(&job.options.Profile, "profile", "", "specification to claim, as in peppol")
	c.Flags().StringVar(&version, "version", "", "version of Facturae: 3.2, 3.2.1 or 3.2.2")
	c.Flags().StringVar(&into, "pdf", "", "PDF to put the invoice into, or folder with a PDF for each document")
	c.Flags().StringVar(&facts, "facts", "", "JSON file with facts for Facturae")
	c.Flags().StringVar(&defaults, "defaults", "", "JSON file with what the JSON of an API or CSV lacks")
	c.Flags().BoolVar(&job.joined, "batch", false, "make one batch of Facturae of all documents")
	c.Flags().BoolVar(&job.split, "split", false, "take batches of Facturae apart")
	c.Flags().StringVarP(&job.output, "output", "o", "", "file, or folder for several documents; standard output otherwise")
	c.Flags().BoolVar(&job.options.Strict, "strict", false, "losses are errors")
	a.formatFlag(c)
	job.batch = a.batchFlags(c)
	job.nameFlag(c, "document")
	return c
}

// unlessStandard is the name of an output, "" if it is standard output.
func unlessStandard(name string) string {
	if name == "-" {
		return ""
	}
	return name
}

func profileNames() string {
	var names []string
	for _, p := range convert.Profiles() {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

// conversion is what to do with every input.
type conversion struct {
	*batch
	options convert.Options
	output  string
	page    *facturx.CreateOptions // draw it: the documents become hybrid PDFs
	view    *view                  // put it into a PDF that exists instead
	joined  bool                   // one document of all
	split   bool                   // several documents of one
}

// target is where a document goes, or an invoice of one: the nth from 1.
func (j *conversion) target(in input, nth int, data []byte) (string, error) {
	if !j.folder() {
		return j.output, nil
	}
	n := naming{in: in, nth: nth, ext: "xml"}
	switch {
	case j.page != nil:
		n.ext = "pdf"
	case j.options.To == convert.JSON:
		n.ext = "json"
	}
	if j.template == nil {
		name := stem(in)
		if in.name != in.path {
			name = safeName(name)
		}
		if nth > 0 {
			name = fmt.Sprintf("%s-%d", name, nth)
		}
		return filepath.Join(j.output, name+"."+n.ext), nil
	}
	if j.template.inside() {
		var err error
		if n.invoice, err = invoiceOf(data, max(nth, 1)-1); err != nil {
			return "", err
		}
	}
	name, err := j.template.name(n)
	return filepath.Join(j.output, name), err
}

// overPDF tells whether a PDF, of which only the invoice is taken, would be overwritten.
func (j *conversion) overPDF(in input) bool {
	return j.over(in.path, in)
}

// over tells whether the output of a document would overwrite a file, as far as its name
// depends on nothing in the document.
func (j *conversion) over(name string, in input) bool {
	if j.output == "" || j.template != nil && j.template.inside() {
		return false
	}
	target, err := j.target(in, 0, nil)
	return err == nil && overwrites(name, target)
}

// foresee demands that no two outputs collide, where their names depend on nothing but
// those of the inputs: better now than after half of the work.
func (j *conversion) foresee(s *source) error {
	if !j.folder() || !s.repeatable() || j.template != nil && j.template.inside() {
		return nil
	}
	var c claims
	defer c.close()
	for in := range s.names() {
		target, err := j.target(in, 0, nil)
		if err != nil {
			continue // which is said of that one
		}
		if other, free := c.take(target, in.name); !free {
			return usagef("%s and %s would both become %s", other, in.name, target)
		}
	}
	return nil
}

// outcome is one converted document.
type outcome struct {
	File    string          `json:"file"`
	Invoice int             `json:"invoice,omitempty"` // its number in a batch, from 1
	Output  string          `json:"output,omitempty"`
	From    einvoice.Format `json:"from,omitempty"`
	To      string          `json:"to"`
	Status  string          `json:"status"` // converted, failed
	Error   string          `json:"error,omitempty"`
	Losses  []einvoice.Loss `json:"losses"`
	Notes   []string        `json:"notes,omitempty"`
	// Missing is what Facturae demands and neither the document nor --facts has.
	Missing []facturae.Missing `json:"missing,omitempty"`
	// Problems are all the reasons why JSON or CSV is no invoice.
	Problems []string `json:"problems,omitempty"`
	// PDFA is what PDF/A-3 does not allow in the PDF of --pdf, or did not before it was mended.
	PDFA []facturx.Problem `json:"pdfa,omitempty"`

	data    []byte
	waiting *staged
	err     error
}

func (a *app) convertAll(ctx context.Context, s *source, job *conversion) error {
	if err := job.into(job.output, s); err != nil {
		return err
	}
	if v := job.view; v != nil && v.folder && job.folder() {
		if _, inside := placeIn(v.path, job.output); inside {
			return usagef("-o %s lies in the folder of --pdf, whose PDFs could be overwritten", job.output)
		}
	}
	if err := job.foresee(s); err != nil {
		return err
	}
	return run(ctx, job.batch, s, steps[[]outcome]{work: job.run, conclude: func(_ input, outcomes []outcome) conclusion {
		c := conclusion{word: "converted"}
		for i := range outcomes {
			o := &outcomes[i]
			c.status = max(c.status, a.conclude(&c, o, job))
			c.results = append(c.results, o)
			if o.Status == "failed" {
				c.word, c.failed = "failed", true
			}
		}
		return c
	}})
}

// conclude gives an output its name, prints an outcome, and the document if it goes
// nowhere else, and gives the exit status.
func (a *app) conclude(c *conclusion, o *outcome, job *conversion) (status int) {
	if o.err == nil && o.waiting != nil {
		o.err = job.place(c, o.waiting, o.File)
	}
	if o.err != nil {
		status = statusOf(o.err)
		o.Status, o.Error, o.Problems = "failed", o.err.Error(), problemsOf(o.err)
	} else if job.output == "" {
		a.out.Write(o.data)
	}
	a.printOutcome(o, job)
	return status
}

// material: some loss carries information.
func material(losses []einvoice.Loss) bool {
	for _, l := range losses {
		if l.Kind.Material() {
			return true
		}
	}
	return false
}

// run converts a document, or each invoice of one.
func (j *conversion) run(in input) []outcome {
	data, notes, err := in.document()
	if err != nil {
		return []outcome{j.outcome(in, 0, &convert.Result{}, err)}
	}
	if notes != nil && j.overPDF(in) {
		return []outcome{j.outcome(in, 0, &convert.Result{Notes: notes}, errOverPDF)}
	}
	results, problems, err := j.convertAll(in, data)
	err = hintCSV(in.name, err)
	for _, r := range results {
		r.Notes = append(notes[:len(notes):len(notes)], r.Notes...)
	}
	if len(results) > 1 && !j.folder() {
		return []outcome{j.outcome(in, 0, &convert.Result{From: results[0].From}, fmt.Errorf("%w: it has %d", errBatch, len(results)))}
	}
	var all []outcome
	for i, r := range results {
		nth, failed := i+1, error(nil)
		if len(results) == 1 {
			nth = 0
		}
		if i == len(results)-1 {
			failed = err
		}
		o := j.write(in, nth, data, r, failed)
		o.PDFA = problems
		all = append(all, o)
	}
	return all
}

// convertAll makes one document of each invoice, or of a batch that stays one. An error is
// that of the last result.
func (j *conversion) convertAll(in input, data []byte) (all []*convert.Result, problems []facturx.Problem, err error) {
	switch {
	case j.view != nil:
		return j.embed(in, data)
	case j.page != nil:
		all, err = j.draw(data)
		return all, nil, err
	}
	r, err := convert.Convert(data, j.options)
	var batch *convert.BatchError
	if j.split || errors.As(err, &batch) {
		all, err = convert.ConvertAll(data, j.options)
		return all, nil, err
	}
	return []*convert.Result{r}, nil, err
}

// errBatch: several invoices cannot go to one file.
var errBatch = errors.New("the document is a batch of invoices, which need a folder to go to (-o FOLDER)")

func (j *conversion) outcome(in input, nth int, r *convert.Result, err error) outcome {
	o := outcome{File: in.name, Invoice: nth, To: j.to(), Status: "converted", From: r.From, Notes: r.Notes,
		Losses: append([]einvoice.Loss{}, r.Losses...), data: r.Output, err: err}
	var lost *convert.LossError
	if errors.As(err, &lost) { // what it is stands below
		o.err = fmt.Errorf("%w: %s that carry information", errLosses, plural(len(lost.Losses), "value"))
	}
	var missing *facturae.MissingError
	var misfit *facturae.MisfitError
	if errors.As(err, &missing) && !errors.As(err, &misfit) { // likewise
		o.err, o.Missing = fmt.Errorf("%w: %s (--facts FILE)", errMissing, plural(len(missing.Fields), "value")), missing.Fields
	}
	return o
}

// errMissing: Facturae demands more than there is.
var errMissing = errors.New("not converted, since Facturae demands what the invoice lacks")

// write is outcome, and has the document wait where it shall go to a file.
func (j *conversion) write(in input, nth int, data []byte, r *convert.Result, err error) outcome {
	o := j.outcome(in, nth, r, err)
	if o.err != nil || j.output == "" {
		return o
	}
	if o.Output, o.err = j.target(in, nth, data); o.err != nil {
		return o
	}
	if j.view != nil && j.view.holds(o.Output) {
		o.err = errOverView
		return o
	}
	if material(o.Losses) && overwrites(in.path, o.Output) {
		o.err = errInPlace
		return o
	}
	if o.waiting, o.err = j.stage.put(o.Output, o.data); o.err == nil {
		o.waiting.own = in.path
	}
	return o
}

// convertBatch makes one document of all.
func (a *app) convertBatch(all []input, job *conversion) error {
	if job.options.To != convert.Facturae || job.split {
		return usagef("--batch makes a batch of Facturae: --to facturae, and no --split")
	}
	if len(all) == 0 {
		return nil
	}
	var documents [][]byte
	for _, in := range all {
		data, _, err := in.document()
		if err != nil {
			a.complain(statusOf(err), in.name, err)
			return nil
		}
		documents = append(documents, data)
	}
	r, err := convert.Batch(documents, job.options)
	in := all[0]
	if len(all) > 1 {
		in.name = fmt.Sprintf("%s and %d more", in.name, len(all)-1)
	}
	o := job.write(in, 0, nil, r, err)
	a.raise(a.conclude(&conclusion{}, &o, job))
	return nil
}

// errLosses: strict mode found something to lose.
var errLosses = errors.New("not converted, since it would lose something (--strict)")

// errInPlace: what is lost would be gone for good.
var errInPlace = errors.New("the conversion loses something, and would overwrite the only copy")

// overwrites tells whether writing to a target would change a file that is read.
func overwrites(path, target string) bool { return path != "" && sameFile(target, path) }

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// printOutcome reports on standard error where standard output has the document.
func (a *app) printOutcome(o *outcome, job *conversion) {
	if a.format == "json" {
		a.printJSONTo(o, job.output == "")
		return
	}
	if len(o.Losses)+len(o.Missing)+len(o.Notes) > 0 || o.Status == "failed" || a.terminal {
		a.out.Flush()
	}
	name := shown(numbered(o.File, o.Invoice))
	if o.Status == "failed" {
		fmt.Fprintf(a.err, "einvoice: %s: %s\n", name, o.Error)
		a.printProblems(name, o.err)
	}
	for _, m := range o.Missing {
		a.printMissing(name, m)
	}
	a.printPDFA(name, o.PDFA)
	for _, l := range o.Losses {
		verb := "lost"
		if !l.Kind.Material() {
			verb = "dropped" // nothing that says anything
		}
		fmt.Fprintf(a.err, "%s: %s: %s\n", name, verb, l)
	}
	for _, n := range o.Notes {
		fmt.Fprintf(a.err, "%s: note: %s\n", name, n)
	}
	if o.Output != "" && o.Status == "converted" {
		fmt.Fprintf(a.out, "%s -> %s", name, shown(o.Output))
		if n := len(o.Losses); n > 0 {
			fmt.Fprintf(a.out, " (%s)", plural(n, "loss"))
		}
		fmt.Fprintln(a.out)
	}
}

// printMissing says where a value can come from: the document, or the file of --facts.
func (a *app) printMissing(name string, m facturae.Missing) {
	var from []string
	if m.Term != "" {
		from = append(from, m.Term+" in the invoice")
	}
	if m.Option != "" {
		from = append(from, m.Option+" in the facts")
	}
	why := ""
	if m.Why != "" {
		why = " (" + m.Why + ")"
	}
	fmt.Fprintf(a.err, "%s: missing: %s: %s%s\n", name, m.Place, strings.Join(from, ", or "), why)
}
