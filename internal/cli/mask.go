package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice/internal/filetype"
	"github.com/einvoice-go/einvoice/mask"
	"github.com/einvoice-go/einvoice/validate"
)

// masking is what mask is to do.
type masking struct {
	output  string
	keyFile string
	options mask.Options
	folder  bool
	inputs  []fs.FileInfo // what is read: the documents and the key
}

// masked is what mask says of a document.
type masked struct {
	File   string `json:"file"`
	Output string `json:"output,omitempty"`
	*mask.Report
	// Same: the same rules fire, equally often, before and after; Changed are those
	// that do not.
	Same    bool     `json:"same_findings"`
	Changed []string `json:"changed,omitempty"`
	Error   *problem `json:"error,omitempty"`

	notes []string
	data  []byte
	err   error
}

func (a *app) mask() *cobra.Command {
	job := &masking{}
	c := command("mask FILE|FOLDER|- ... [-o FILE|FOLDER]", "Replace what is personal in documents, so that they can be shown to others", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		if err := job.readKey(); err != nil {
			return err
		}
		s := a.from(args, ".xml", ".xsig")
		inputs := s.collect()
		if err := job.place(s, inputs); err != nil {
			return err
		}
		return each(c.Context(), slices.Values(inputs), a.jobs, func(in input) masked { return job.run(c.Context(), in) }, func(_ input, m masked) { a.printMasked(m) })
	})
	c.Long = `Replaces names, addresses, contacts, identifiers, accounts, references, texts and the files
inside, so that a document that makes trouble can be shown to others. Letters become
letters and digits digits; equal values stay equal; check digits that were right are
right; countries of VAT identifiers, extensions of file names, codes, dates, amounts and
quantities stay, and so does every byte that is not replaced. Comments and processing
instructions go. A signature no longer holds.

The result is validated: the same rules should fire as before, equally often. If they do
not, the document is written, what changed is said, and the exit status is 1.

The lengths of values and all amounts and dates stay: who knows an invoice may find it
again. Values are replaced by a random key, which is forgotten. --key-file takes a key from
a file instead, for several documents that have to be masked alike: who has it can undo
the masking, so it must not go with the documents. File names are yours to choose.

Of a hybrid PDF, the XML in it is masked and written, without the PDF.`
	c.Example = `  einvoice mask invoice.xml -o masked.xml
  head -c 32 /dev/urandom > key && einvoice mask --key-file key inbox/ -o masked/`
	c.Flags().StringVarP(&job.output, "output", "o", "", "file, or folder for several; standard output otherwise")
	c.Flags().StringVar(&job.keyFile, "key-file", "", "file whose bytes are the key (at least 16); a random key if left out")
	a.formatFlag(c)
	a.jobsFlag(c)
	return c
}

// leastKey is the length of a key in bytes that cannot be found by trying.
const leastKey = 16

func (j *masking) readKey() (err error) {
	if j.keyFile == "" {
		j.options.Key = make([]byte, 32)
		_, err = rand.Read(j.options.Key)
		return err
	}
	if j.options.Key, err = keyFile(j.keyFile); err == nil && len(j.options.Key) < leastKey {
		return usagef("--key-file %s: %d bytes are too few for a key, %d are the least", j.keyFile, len(j.options.Key), leastKey)
	}
	return err
}

func pathsOf(inputs []input) (all []string) {
	for _, in := range inputs {
		if in.path != "" {
			all = append(all, in.path)
		}
	}
	return all
}

// reads tells whether a file is one of the documents, or the key.
func (j *masking) reads(name string) bool {
	info, err := os.Stat(name)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(j.inputs, func(other fs.FileInfo) bool { return os.SameFile(info, other) })
}

// place decides whether the output is a folder, and gives each document a name in it.
func (j *masking) place(s *source, inputs []input) error {
	for _, path := range append([]string{j.keyFile}, pathsOf(inputs)...) {
		if info, err := os.Stat(path); err == nil {
			j.inputs = append(j.inputs, info)
		}
	}
	info, err := os.Stat(j.output)
	j.folder = err == nil && info.IsDir() || strings.HasSuffix(j.output, string(filepath.Separator))
	if s.several() && !j.folder {
		if j.output == "" || err == nil {
			return usagef("several documents need a folder to go to: -o FOLDER")
		}
		j.folder = true
	}
	if !j.folder {
		return nil
	}
	var names filetype.Names
	for i, in := range inputs {
		base := uriNameOf(in)
		if filetype.ByName(base) == filetype.ByName("a.pdf") {
			base = strings.TrimSuffix(base, filepath.Ext(base)) + ".xml"
		}
		inputs[i].place = names.Safe(base, "document", "xml")
	}
	return os.MkdirAll(j.output, 0o777)
}

// errOverOriginal: what was masked would be gone.
var errOverOriginal = errors.New("the output is the document itself, which would be gone")

func (j *masking) run(ctx context.Context, in input) masked {
	m := masked{File: in.name}
	data, notes, err := in.document()
	if m.notes = notes; err != nil {
		m.err = err
		return m
	}
	if m.data, m.Report, m.err = mask.XML(data, j.options); m.err != nil {
		return m
	}
	if m.Changed, m.err = changedFindings(ctx, data, m.data); m.err != nil {
		return m
	}
	m.Same = len(m.Changed) == 0
	if j.output == "" || j.output == "-" {
		return m
	}
	if m.Output = j.output; j.folder {
		m.Output = filepath.Join(j.output, in.place)
	}
	switch {
	case overwrites(in.path, m.Output):
		m.err = errOverOriginal
		return m
	case j.reads(m.Output):
		m.err = fmt.Errorf("%w: %s", errOverInput, m.Output)
		return m
	}
	m.err = writeFile(m.Output, m.data)
	return m
}

// changedFindings are the rules that do not fire equally often on two documents.
func changedFindings(ctx context.Context, a, b []byte) ([]string, error) {
	count := map[string][2]int{}
	for i, data := range [][]byte{a, b} {
		r, err := validate.Document(ctx, data, validate.Options{MaxFindings: 1})
		if err != nil {
			return nil, err
		}
		add := func(rule string, n int) {
			c := count[rule]
			c[i] += n
			count[rule] = c
		}
		for _, f := range r.Findings {
			add(f.Rule, 1)
		}
		for _, f := range r.More {
			add(f.Rule, f.Count)
		}
	}
	var changed []string
	for rule, c := range count {
		if c[0] != c[1] {
			changed = append(changed, fmt.Sprintf("%s: %d before, %d after", rule, c[0], c[1]))
		}
	}
	slices.Sort(changed)
	return changed, nil
}

func (a *app) printMasked(m masked) {
	toStandard := m.Output == ""
	switch {
	case m.err != nil:
		m.Error = problemOf(m.err)
		a.raise(statusOf(m.err))
		if errors.Is(m.err, errOverOriginal) {
			a.raise(exitUsage)
		}
	case !m.Same:
		a.raise(exitFindings)
	}
	if m.err == nil && toStandard {
		a.out.Write(m.data)
	}
	if a.format == "json" {
		a.printJSONTo(m, toStandard)
		return
	}
	a.out.Flush()
	if m.err != nil {
		a.complain(statusOf(m.err), m.File, plain(m.err))
		return
	}
	var b bytes.Buffer
	m.print(&b)
	if toStandard {
		a.err.Write(b.Bytes())
	} else {
		a.out.Write(b.Bytes())
	}
}

// print says what was masked, and nothing of what stood there.
func (m *masked) print(w io.Writer) {
	head := m.File
	if m.Output != "" {
		head += " -> " + m.Output
	}
	fmt.Fprintf(w, "%s: %s masked\n", shown(head), plural(m.Values(), "value"))
	for _, c := range m.Masked {
		fmt.Fprintf(w, "  %4d  %-12s %s\n", c.Count, strings.Join(c.Terms, ", "), shown(c.Path))
	}
	if n := m.Comments + m.Instructions; n > 0 {
		fmt.Fprintf(w, "  %4d  comments and processing instructions removed\n", n)
	}
	for _, n := range append(m.notes, m.Notes...) {
		fmt.Fprintf(w, "  note: %s\n", shown(n))
	}
	for _, c := range m.Changed {
		fmt.Fprintf(w, "  CHANGED: %s\n", c)
	}
	if m.Same {
		fmt.Fprintln(w, "  the same rules fire as before")
	}
}
