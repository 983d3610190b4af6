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
)

func (a *app) convert() *cobra.Command {
	job := &conversion{}
	var to string
	c := command("convert --to ubl|cii|json FILE|FOLDER|- ... [-o FILE|FOLDER]", "Convert documents, and say what the conversion loses", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		job.options.To = convert.Target(to)
		if err := job.options.Check(); err != nil {
			return usageError{err}
		}
		all := a.expand(args, ".xml", ".json")
		if err := job.place(args, all); err != nil {
			return err
		}
		return a.convertAll(c.Context(), all, job)
	})
	c.Long = `Converts UBL, CII and the JSON form of the invoice model into one another; reads ZUGFeRD 1.0,
envelopes (SBDH), data: URIs and hybrid PDFs
(named as files: of a folder only XML and JSON are taken) too. What has no place in the target is printed, with
its place in the source, and leaves the exit status at 0; what the target demands and
the source leaves open is filled in with a note. With --strict a loss is an error and
nothing is written, unless all that is lost is white space, empty elements and hints
for schema validators.

--profile says which specification the output shall claim (BT-24, BT-23), and in CII
what it may hold: ` + profileNames() + `,
or a specification identifier. Without it, the document goes on claiming what it claims.`
	c.Flags().StringVar(&to, "to", "", "target: ubl, cii or json")
	c.Flags().StringVar(&job.options.Profile, "profile", "", "specification to claim, as in peppol")
	c.Flags().StringVarP(&job.output, "output", "o", "", "file, or folder for several documents; standard output otherwise")
	c.Flags().BoolVar(&job.options.Strict, "strict", false, "losses are errors")
	a.formatFlag(c)
	a.jobsFlag(c)
	return c
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
	options convert.Options
	output  string
	folder  bool
}

// place decides whether the output is a folder, and that no two outputs collide.
func (j *conversion) place(args []string, all []input) error {
	if info, err := os.Stat(j.output); err == nil && info.IsDir() || strings.HasSuffix(j.output, string(filepath.Separator)) {
		j.folder = true
	}
	if several(args) && !j.folder {
		if j.output == "" {
			return usagef("several documents need a folder to go to: -o FOLDER")
		}
		if _, err := os.Stat(j.output); err == nil {
			return usagef("several documents cannot go to one file %s", j.output)
		}
		j.folder = true
	}
	if !j.folder {
		return nil
	}
	taken := map[string]string{}
	for _, in := range all {
		target := j.target(in)
		if other, ok := taken[target]; ok {
			return usagef("%s and %s would both become %s", other, in.name, target)
		}
		taken[target] = in.name
	}
	return os.MkdirAll(j.output, 0o777)
}

// several tells whether arguments may stand for more than one document.
func several(args []string) bool {
	info, err := os.Stat(args[0])
	return len(args) > 1 || err == nil && info.IsDir() || err != nil && strings.ContainsAny(args[0], "*?[")
}

func (j *conversion) target(in input) string {
	if !j.folder {
		return j.output
	}
	base := filepath.Base(in.name)
	if in.name == "-" {
		base = "stdin"
	}
	extension := map[convert.Target]string{convert.UBL: ".xml", convert.CII: ".xml", convert.JSON: ".json"}[j.options.To]
	return filepath.Join(j.output, strings.TrimSuffix(base, filepath.Ext(base))+extension)
}

// outcome is one converted document.
type outcome struct {
	File   string          `json:"file"`
	Output string          `json:"output,omitempty"`
	From   einvoice.Format `json:"from,omitempty"`
	To     string          `json:"to"`
	Status string          `json:"status"` // converted, failed
	Error  string          `json:"error,omitempty"`
	Losses []einvoice.Loss `json:"losses"`
	Notes  []string        `json:"notes,omitempty"`

	data []byte
	err  error
}

func (a *app) convertAll(ctx context.Context, all []input, job *conversion) error {
	return each(ctx, all, a.jobs, job.run, func(in input, o outcome) {
		if o.err != nil {
			a.raise(statusOf(o.err))
			o.Status, o.Error = "failed", o.err.Error()
		} else if job.output == "" {
			a.out.Write(o.data)
		}
		a.printOutcome(&o, job)
	})
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

func (j *conversion) run(in input) (o outcome) {
	o = outcome{File: in.name, To: string(j.options.To), Status: "converted", Losses: []einvoice.Loss{}}
	data, notes, err := in.document()
	if err != nil {
		o.err = err
		return o
	}
	r, err := convert.Convert(data, j.options)
	o.From, o.Notes, o.Losses = r.From, append(notes, r.Notes...), append(o.Losses, r.Losses...)
	if o.data, o.err = r.Output, err; err != nil {
		var lost *convert.LossError
		if errors.As(err, &lost) { // what it is stands below
			o.err = fmt.Errorf("%w: %s that carry information", errLosses, plural(len(lost.Losses), "value"))
		}
		return o
	}
	if j.output != "" {
		o.Output = j.target(in)
		if sameFile(in.name, o.Output) {
			switch {
			case notes != nil:
				o.err = errOverPDF
				return o
			case material(o.Losses):
				o.err = errInPlace
				return o
			}
		}
		o.err = writeFile(o.Output, o.data)
	}
	return o
}

// errLosses: strict mode found something to lose.
var errLosses = errors.New("not converted, since it would lose something (--strict)")

// errInPlace: what is lost would be gone for good.
var errInPlace = errors.New("the conversion loses something, and would overwrite the only copy")

func sameFile(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// printOutcome reports on standard error where standard output has the document.
func (a *app) printOutcome(o *outcome, job *conversion) {
	if a.format == "json" {
		a.printJSONTo(o, job.output == "")
		return
	}
	a.out.Flush()
	if o.Status == "failed" {
		fmt.Fprintf(a.err, "einvoice: %s: %s\n", o.File, o.Error)
	}
	for _, l := range o.Losses {
		verb := "lost"
		if !l.Kind.Material() {
			verb = "dropped" // nothing that says anything
		}
		fmt.Fprintf(a.err, "%s: %s: %s\n", o.File, verb, l)
	}
	for _, n := range o.Notes {
		fmt.Fprintf(a.err, "%s: note: %s\n", o.File, n)
	}
	if o.Output != "" && o.Status == "converted" {
		fmt.Fprintf(a.out, "%s -> %s", o.File, o.Output)
		if n := len(o.Losses); n > 0 {
			fmt.Fprintf(a.out, " (%s)", plural(n, "loss"))
		}
		fmt.Fprintln(a.out)
	}
}
