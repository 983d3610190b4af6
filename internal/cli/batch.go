package cli

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// batch is a run over many documents: what validate, convert, attach extract and pdf
// extract have in common. Workers work on documents; what becomes of them is concluded in
// the order of the inputs, so that nothing depends on which worker was faster.
type batch struct {
	*app
	name, results, resume, list string
	null, quiet, goOn           bool
	maxFailures                 int
	beside                      string // file for a report; "" if there is none
	single                      string // file for the one output; "" if outputs go elsewhere

	source   *source
	template *template // of --name
	options  runLine
	stage    stage
	journal  *journal
	whole    *output // of --results
	counts   tally
	progress *progress
	stopped  atomic.Bool
	failure  error // of what is written beside the outputs: it ends the run
	stop     context.CancelCauseFunc
}

// conclusion is what a command says of an input when its turn has come.
type conclusion struct {
	word    string // what became of it, as in the JSON
	failed  bool
	status  int   // exit status
	results []any // what stands in the JSON
	saved   any   // what the command wants back when the run is resumed
	claims  []string
	outputs []recorded
	again   bool // is worked on again when the run is resumed
}

// steps are a command's part in a run.
type steps[R any] struct {
	work     func(input) R
	conclude func(input, R) conclusion
	recall   func(*record) error // what has been done before is said again; may be nil
	end      func() error        // may be nil
}

// batchHelp says what all these commands have in common.
const batchHelp = `Documents come from files, folders (at any depth), globs, ZIP, tar and tar.gz archives and
--files-from, and results in their order. One that fails does not stop the others, unless
--max-failures says so. Outputs appear whole or not at all; with --resume a run that was
ended, however, goes on where it was, and leaves out what is done and has not changed.`

// batchFlags gives a command the flags of a batch.
func (a *app) batchFlags(c *cobra.Command) *batch {
	b := &batch{app: a}
	c.Flags().StringVar(&b.list, "files-from", "", "file with a further document, folder or archive a line; - is standard input")
	c.Flags().BoolVarP(&b.null, "null", "0", false, "--files-from has NUL bytes instead of line ends, as find -print0 writes")
	c.Flags().StringVar(&b.results, "results", "", "JSON file for the results too, an object a line, in the order of the documents")
	c.Flags().StringVar(&b.resume, "resume", "", "journal, made if it is not there: a run with the same options goes on where it ended")
	c.Flags().IntVar(&b.maxFailures, "max-failures", 0, "stop after so many failed documents; the results say which were not run")
	c.Flags().BoolVar(&b.goOn, "continue", false, "go on after failed documents: so it is if nothing else is said")
	c.Flags().BoolVarP(&b.quiet, "quiet", "q", false, "no progress, and no summary at the end")
	args, run := c.Args, c.RunE
	c.Args = func(c *cobra.Command, given []string) error {
		if b.list != "" && len(given) == 0 {
			return nil
		}
		return args(c, given)
	}
	c.RunE = func(c *cobra.Command, given []string) (err error) {
		if err := b.check(c); err != nil {
			return err
		}
		return run(c, given)
	}
	a.jobsFlag(c)
	return b
}

// nameFlag gives it the name of its outputs.
func (b *batch) nameFlag(c *cobra.Command, what string) {
	c.Flags().StringVar(&b.name, "name", "", "name of each "+what+" in the folder of -o, made of "+templateHelp())
}

func (b *batch) check(c *cobra.Command) (err error) {
	if b.maxFailures < 0 {
		return usagef("--max-failures %d: a number of documents, or 0 for all", b.maxFailures)
	}
	if b.goOn && b.maxFailures > 0 {
		return usagef("--continue and --max-failures contradict one another")
	}
	if b.jobs < 1 {
		return usagef("-j %d: at least one document at a time", b.jobs)
	}
	if b.null && b.list == "" {
		return usagef("--null says how --files-from is written")
	}
	if c.Flags().Changed("name") {
		if b.template, err = parseTemplate(b.name); err != nil {
			return err
		}
	}
	b.options, err = headingOf(c)
	b.stage.tag = b.options.Run
	return err
}

// passing are flags that change nothing in what becomes of a document.
var passing = []string{"jobs", "results", "resume", "format", "max-failures", "continue", "quiet", "files-from", "null"}

// fileFlags are flags that name a file whose content matters.
var fileFlags = []string{"facts", "defaults", "pdf", "xsd", "logo", "font", "file"}

// headingOf says what a run is: two with the same one make the same of a document.
func headingOf(c *cobra.Command) (h runLine, err error) {
	h = runLine{Version: version(), Command: strings.TrimPrefix(c.CommandPath(), "einvoice "), Options: []string{}, Run: rand.Text()[:12]}
	if h.Folder, err = os.Getwd(); err != nil {
		return h, err
	}
	c.Flags().Visit(func(f *pflag.Flag) {
		if slices.Contains(passing, f.Name) || f.Name == "output" && c.Name() == "validate" {
			return
		}
		value := f.Value.String()
		if f.Name == "output" {
			value = filepath.Clean(value)
		}
		option := "--" + f.Name + "=" + value
		if slices.Contains(fileFlags, f.Name) {
			for _, name := range strings.Split(strings.Trim(f.Value.String(), "[]"), ",") {
				option += fingerprint(name)
			}
		}
		h.Options = append(h.Options, option)
	})
	return h, nil
}

// fingerprint tells versions of a file, or of a folder by what lies in it; "" of what
// cannot be read, which is said elsewhere.
func fingerprint(name string) string {
	sum := sha256.New()
	if data, err := os.ReadFile(name); err == nil {
		sum.Write(data)
	} else {
		err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err == nil && !d.IsDir() {
				fmt.Fprintln(sum, path, info.Size(), info.ModTime().UnixNano())
			}
			return err
		})
		if err != nil {
			return ""
		}
	}
	return "@" + hex.EncodeToString(sum.Sum(nil)[:8])
}

// from is the source of a run.
func (b *batch) from(args []string, extensions ...string) *source {
	s := b.app.from(args, extensions...)
	if b.list != "" {
		s.list = &list{name: b.list, null: b.null}
	}
	s.tag = b.stage.tag
	return s
}

// into decides whether outputs go to a folder, which is made then.
func (b *batch) into(output string, s *source) error {
	info, err := os.Stat(output)
	folder := err == nil && info.IsDir() || strings.HasSuffix(output, string(filepath.Separator))
	if (s.several() || b.template != nil) && !folder {
		switch {
		case output == "" && b.template != nil:
			return usagef("--name is for outputs in a folder: -o FOLDER")
		case output == "" || output == "-":
			return usagef("several documents need a folder to go to: -o FOLDER")
		case err == nil:
			return usagef("several documents cannot go to one file %s", output)
		}
		folder = true
	}
	if folder {
		b.stage.folder = output
		s.output, s.made = output, b.stage.claims.has
	} else if output != "-" {
		b.single = output
	}
	return nil
}

// folder tells whether outputs go to a folder.
func (b *batch) folder() bool { return b.stage.folder != "" }

// run goes through all documents.
func run[R any](ctx context.Context, b *batch, s *source, step steps[R]) error {
	if b.jobs >= 1 && b.jobs < runtime.GOMAXPROCS(0) { // reading and reporting take processors too
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(b.jobs))
	}
	ctx, b.stop = context.WithCancelCause(ctx)
	defer b.stop(nil)
	b.source = s
	b.progress = newProgress(b.err, b.quiet || b.terminal && b.beside == "")
	defer b.close()
	if err := b.open(s); err != nil {
		return err
	}
	err := each(ctx, b.guarded(s), b.jobs, func(in input) worked[R] {
		switch {
		case b.stopped.Load():
			return worked[R]{notRun: true}
		case b.spoils(in):
			return worked[R]{spoiled: true}
		case b.journal != nil:
			if r := b.journal.finished(&in); r != nil {
				return worked[R]{before: r}
			}
		}
		return worked[R]{result: step.work(in)}
	}, func(in input, w worked[R]) { conclude(b, in, w, step) })
	b.progress.end()
	if b.failure != nil {
		return b.failure
	}
	if errors.Is(err, context.Canceled) {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	if step.end != nil {
		if err := step.end(); err != nil {
			return err
		}
	}
	return b.finish()
}

// worked is what a worker hands on.
type worked[R any] struct {
	result R
	before *record // of an earlier run
	notRun bool
	// spoiled: the results or the journal have taken the document's place.
	spoiled bool
}

// conclude is called in the order of the inputs.
func conclude[R any](b *batch, in input, w worked[R], step steps[R]) {
	switch {
	case b.failure != nil:
		return
	case w.spoiled:
		b.fail(usagef("%s is one of the documents: --results and --resume need files of their own", in.name))
		return
	case w.notRun || b.stopped.Load():
		b.counts.notRun++
		b.write(map[string]string{"file": in.name, "status": "not-run"})
		return
	case w.before != nil && !b.reclaim(w.before, in.name): // another has its name now
		w.result, w.before = step.work(in), nil
	}
	if r := w.before; r != nil {
		b.counts.before++
		b.count(r.Word, r.Failed, r.Status)
		for _, text := range r.Results {
			b.write(text)
		}
		if step.recall != nil {
			b.fail(step.recall(r))
		}
		return
	}
	c := step.conclude(in, w.result)
	b.count(c.word, c.failed, c.status)
	b.record(in, &c)
}

// record writes down what became of a document.
func (b *batch) record(in input, c *conclusion) {
	if b.journal == nil && b.whole == nil {
		return
	}
	r := record{File: in.name, Size: in.size, Modified: in.modified, Sum: in.sum, Place: in.place, Claims: c.claims, Outputs: c.outputs,
		Status: c.status, Word: c.word, Failed: c.failed}
	for _, v := range c.results {
		text, err := encode(v)
		if err != nil {
			b.fail(err)
			return
		}
		r.Results = append(r.Results, text)
		b.write(json.RawMessage(text))
	}
	if b.journal == nil || c.again || c.status == exitUsage { // the file system may have changed its mind
		return
	}
	if c.saved != nil {
		saved, err := encode(c.saved)
		b.fail(err)
		r.Saved = saved
	}
	b.fail(b.journal.add(&r))
}

// count counts a document, and stops the run if it was a failure too many.
func (b *batch) count(word string, failed bool, status int) {
	b.raise(status)
	b.counts.add(word, failed)
	b.progress.step(b.counts.failed)
	if b.maxFailures > 0 && b.counts.failed >= b.maxFailures {
		b.stopped.Store(true)
	}
}

// write adds to the results.
func (b *batch) write(v any) {
	if b.whole == nil {
		return
	}
	text, ok := v.(json.RawMessage)
	if !ok {
		text, _ = encode(v)
	}
	if len(text) == 0 || text[len(text)-1] != '\n' {
		text = append(text[:len(text):len(text)], '\n')
	}
	_, err := b.whole.Write(text)
	b.fail(err)
}

// fail ends the run, if there was an error.
func (b *batch) fail(err error) {
	if err != nil && b.failure == nil {
		b.failure = err
		b.stop(err)
	}
}

// reclaim reserves the outputs that a document has had before.
func (b *batch) reclaim(r *record, name string) bool {
	if slices.ContainsFunc(r.Claims, b.stage.claims.has) {
		return false
	}
	for _, target := range r.Claims {
		b.stage.claims.take(target, name)
	}
	return true
}

// claim reserves a name for an output, or a folder of outputs, in a conclusion.
func (b *batch) claim(c *conclusion, target, document string) error {
	err := b.stage.claim(target, document)
	if err == nil {
		c.claims = append(c.claims, target)
	}
	c.again = c.again || err != nil
	return err
}

// commit gives an output its name, which has been claimed.
func (b *batch) commit(c *conclusion, o *staged) error {
	if b.folder() && b.source.mayRead(o.target, o.own) {
		b.stage.abandon(o)
		return fmt.Errorf("%w: %s", errOverInput, o.target)
	}
	err := b.stage.commit(o)
	if err == nil {
		c.outputs = append(c.outputs, recorded{o.target, o.size})
	}
	return err
}

// errOverInput: names may come from the documents, and one of them be that of another.
var errOverInput = errors.New("the output would overwrite what may be another of the documents")

// place claims a name and gives it to an output.
func (b *batch) place(c *conclusion, o *staged, document string) error {
	if err := b.claim(c, o.target, document); err != nil {
		b.stage.abandon(o)
		return err
	}
	return b.commit(c, o)
}
