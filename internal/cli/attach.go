package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/internal/filetype"
)

func (a *app) attach() *cobra.Command {
	c := command("attach list|extract|add|remove", "List, extract, add and remove the files inside documents", cobra.NoArgs, func(c *cobra.Command, _ []string) error { return c.Help() })
	c.Long = `Works on the files inside UBL, CII and Facturae documents of any size, without holding
them in memory; list and extract on those inside PDFs too. Base64 of all kinds, BER and DER, ZIP and GZIP are recognised and taken
off; what was odd is said. Adding and removing leave every other byte as it was.

--policy names what a channel lets through, and may be given several times:
  b2brouter     50 MB a file; no exe, js, bat, sh, jar, ps1, html, gif, in archives neither
  email         the same, and 40 MB in all
  channel:20MB  that much in all; from 10 MB on a warning
  bis           the MIME types of Peppol BIS Billing 3.0 and EN 16931 (BT-125)
  xrechnung     those of XRechnung, and no two files of one name
  facturae      the formats of the version of Facturae
  detached      no files at all`
	c.AddCommand(a.attachList(), a.attachExtract(), a.attachAdd(), a.attachRemove())
	return c
}

// policies reads the values of --policy.
func policies(names []string) (all []attach.Policy, err error) {
	for _, name := range names {
		p, err := attach.NamedPolicy(name)
		if err != nil {
			return nil, usageError{err}
		}
		all = append(all, p)
	}
	return all, nil
}

func policyFlag(c *cobra.Command, names *[]string) {
	c.Flags().StringSliceVar(names, "policy", nil, "what the channel lets through: "+strings.Join(attach.PolicyNames(), ", "))
}

// attached is what list and extract say of a document.
type attached struct {
	File       string             `json:"file"`
	Document   *attach.Document   `json:"document,omitempty"`
	Files      []*attach.File     `json:"files"`
	Violations []attach.Violation `json:"violations,omitempty"`
	Written    []string           `json:"written,omitempty"` // by extract
	Error      *problem           `json:"error,omitempty"`

	err     error
	status  int // for the exit status
	folder  string
	written map[*attach.File]string
	waiting []*staged
}

func (a *app) attachList() *cobra.Command {
	var names []string
	var all []attach.Policy
	var limits limitFlag
	c := command("list FILE|FOLDER|ARCHIVE|- ...", "List the files inside documents, with types, sizes and checksums", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) (err error) {
		if all, err = policies(names); err != nil {
			return err
		}
		a.archives = true
		return each(c.Context(), a.from(args, ".xml", ".xsig", ".pdf").all(), a.jobs, func(in input) attached {
			o := attached{File: in.name, Files: []*attach.File{}}
			r, err := a.once(in)
			if err != nil {
				o.err = err
				return o
			}
			defer r.Close()
			files, doc, err := attach.List(c.Context(), r, limits.options())
			return o.found(files, doc, err, all)
		}, func(in input, o attached) { a.printAttached(in, &o) })
	})
	c.Example = `  einvoice attach list invoice.xml
  einvoice attach list --policy b2brouter --policy bis outbox/`
	policyFlag(c, &names)
	limits.add(c)
	innerFlag(c, &limits)
	a.formatFlag(c)
	a.jobsFlag(c)
	return c
}

// limitFlag is --max-file, and how to read PDFs.
type limitFlag struct {
	size  sizeValue
	inner bool
}

// sizeValue is a number of bytes, written as 20MB.
type sizeValue int64

func (v *sizeValue) String() string { return "" }
func (v *sizeValue) Type() string   { return "SIZE" }
func (v *sizeValue) Set(s string) error {
	n, err := attach.ParseSize(s)
	*v = sizeValue(n)
	return err
}

func (l *limitFlag) add(c *cobra.Command) {
	c.Flags().Var(&l.size, "max-file", "largest file to decode, as in 500MB (256MB); all files of a document may have four times as much")
}

func (l *limitFlag) options() attach.Options {
	files := facturx.Attachments{Options: facturx.Options{MaxFile: int64(l.size), MaxTotal: 4 * int64(l.size)}, Inner: l.inner}
	return attach.Options{MaxFile: int64(l.size), MaxTotal: 4 * int64(l.size), Containers: []attach.Container{files}}
}

// problem is an error in the JSON.
type problem struct {
	Code     string             `json:"code"`
	Position *einvoice.Position `json:"position,omitempty"`
	Name     string             `json:"name,omitempty"` // of a file
	Message  string             `json:"message"`
}

func problemOf(err error) *problem {
	var own *attach.Error
	var syntax *einvoice.SyntaxError
	var policy *attach.PolicyError
	var pdf *facturx.Error
	var embed *facturx.EmbedError
	var claim *facturx.PDFAError
	p := &problem{Code: "input", Message: plain(err).Error()}
	switch {
	case errors.As(err, &own):
		p.Code, p.Name, p.Message = string(own.Code), own.Name, own.Message
		if own.Position.Line > 0 {
			p.Position = &own.Position
		}
	case errors.As(err, &syntax):
		p.Code, p.Position, p.Message = string(syntax.Code), &syntax.Position, syntax.Message
	case errors.As(err, &pdf):
		p.Code, p.Message = string(pdf.Code), pdf.Message
	case errors.As(err, &embed):
		p.Code = string(embed.Code)
	case errors.As(err, &claim):
		p.Code = "pdfa"
	case errors.As(err, &policy):
		p.Code = "policy"
	}
	return p
}

// once opens a document that is read once: standard input need not be held for that.
func (a *app) once(in input) (io.ReadCloser, error) {
	if in.name == "-" {
		return in.wrapped.unwrap(io.NopCloser(a.in))
	}
	r, err := in.open()
	return r, plain(err)
}

func (o attached) found(files []*attach.File, doc *attach.Document, err error, all []attach.Policy) attached {
	o.Document, o.err = doc, plain(err)
	o.Files = append(o.Files, files...)
	if err == nil {
		for _, p := range all {
			o.Violations = append(o.Violations, p.Check(files, doc.Format)...)
		}
	}
	return o
}

// judge fills in what the JSON says, and the exit status.
func (o *attached) judge() {
	status := exitClean
	if o.err != nil {
		o.Error = problemOf(o.err)
		status = statusOf(o.err)
	}
	for _, f := range o.Files {
		if f.Err != nil {
			status = max(status, exitFindings)
		}
		if name, ok := o.written[f]; ok {
			o.Written = append(o.Written, name)
		}
	}
	for _, v := range o.Violations {
		if !v.Warning {
			status = max(status, exitFindings)
		}
	}
	o.status = status
}

func (a *app) printAttached(in input, o *attached) {
	a.sayWrapped(in)
	o.judge()
	a.raise(o.status)
	if a.format == "json" {
		a.printJSON(o)
		return
	}
	if o.err != nil {
		a.complain(statusOf(o.err), in.name, o.err)
	}
	if o.Document == nil && len(o.Files) == 0 {
		return
	}
	head := in.name + ": " + plural(len(o.Files), "file")
	if o.Document != nil && o.Document.Signed {
		head += ", signed"
	}
	fmt.Fprintln(a.out, shown(head))
	for _, f := range o.Files {
		a.printFile(f)
		if name, ok := o.written[f]; ok {
			fmt.Fprintf(a.out, "       -> %s\n", shown(name))
		}
	}
	for _, v := range o.Violations {
		kind := "violates"
		if v.Warning {
			kind = "warning"
		}
		fmt.Fprintf(a.out, "  %s: %s\n", kind, shown(v.String()))
	}
}

// printFile prints what is known of a file, one line and one for each oddity.
func (a *app) printFile(f *attach.File) {
	number := fmt.Sprintf("#%d", f.Index)
	if f.Entry > 0 {
		number += fmt.Sprintf("/%d", f.Entry)
	}
	parts := []string{}
	if f.Kind == attach.External {
		parts = append(parts, "elsewhere: "+f.URI)
	} else {
		parts = append(parts, typeShown(f), plural(int(f.Size), "byte"))
	}
	if f.SHA256 != "" {
		parts = append(parts, "sha256 "+f.SHA256[:16])
	}
	if f.Invoice != "" && f.Encoding+f.Format != "" {
		parts = append(parts, "invoice "+f.Invoice)
	}
	if f.View {
		parts = append(parts, "the rendering of the invoice")
	}
	if f.Description != "" && f.Description != f.Name {
		parts = append(parts, fmt.Sprintf("%q", f.Description))
	}
	fmt.Fprintf(a.out, "  %-4s %s  %s\n", number, shown(f.Name), shown(strings.Join(parts, ", ")))
	for _, n := range f.Notes {
		fmt.Fprintf(a.out, "       note: %s\n", shown(n.Message))
	}
	if f.Err != nil {
		at := ""
		if f.Err.Position.Line > 0 { // there are none in a PDF
			at = fmt.Sprintf("%d:%d: ", f.Err.Position.Line, f.Err.Position.Column)
		}
		fmt.Fprintf(a.out, "       error: %s%s\n", at, shown(f.Err.Message))
	}
}

// typeShown is the type that the document claims, unless the content is another.
func typeShown(f *attach.File) string {
	for _, n := range f.Notes {
		if n.Code == attach.NoteType {
			return f.Type
		}
	}
	return first(f.Claim(), f.Type, "type not known")
}

// shown is a text of a stranger's document for a terminal.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r >= 0x7f && r < 0xa0, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
			return ' '
		}
		return r
	}, s)
}

// sink is an output as package attach wants it.
type sink struct{ *output }

func (s sink) Commit() error { return s.commit() }
func (s sink) Abandon()      { s.abandon() }

// editFlags are those of add and remove.
type editFlags struct {
	output   string
	policies []string
	limits   limitFlag
	options  attach.EditOptions
}

// read reads what needs more than a flag's own type.
func (e *editFlags) read() (err error) {
	e.options.Options = e.limits.options()
	e.options.Policies, err = policies(e.policies)
	return err
}

func (e *editFlags) add(c *cobra.Command) {
	c.Flags().StringVarP(&e.output, "output", "o", "", "file to write, which may be the document itself; standard output otherwise")
	c.Flags().StringVar(&e.options.Invoice, "invoice", "", "Facturae: number of the invoice in a batch")
	c.Flags().BoolVar(&e.options.Force, "force", false, "edit signed documents: the signature breaks")
	e.limits.add(c)
	policyFlag(c, &e.policies)
}

// edited is what add and remove say.
type edited struct {
	File   string `json:"file"`
	Output string `json:"output,omitempty"`
	*attach.Edit
	Violations []attach.Violation `json:"violations,omitempty"`
	Error      *problem           `json:"error,omitempty"`
}

// edit runs an edit from a document to an output that appears whole or not at all.
func (a *app) edit(doc string, flags *editFlags, run func(in input, out io.Writer) (*attach.Edit, error)) error {
	in, err := a.single(doc)
	if err != nil {
		return err
	}
	o := edited{File: in.name, Output: flags.output}
	out, err := a.target(flags.output)
	if err != nil {
		return err
	}
	o.Edit, err = run(in, out)
	if err == nil {
		err = out.Commit()
	} else {
		out.Abandon()
	}
	a.sayWrapped(in)
	a.printEdit(o, err)
	return nil
}

// single is the document to be edited.
func (a *app) single(name string) (input, error) {
	if name == "-" {
		return unwrapping(a.stdin()), nil
	}
	info, err := os.Stat(name)
	switch {
	case isURI(name, err):
		return unwrapping(fromURI(name)), nil
	case err != nil:
		return input{}, fmt.Errorf("%s: %w", name, plain(err))
	case !info.Mode().IsRegular():
		return input{}, usagef("%s is no regular file: a document is read more than once (- is standard input)", name)
	}
	return unwrapping(file(name, info)), nil
}

// target is where an edited document goes.
func (a *app) target(name string) (attach.Sink, error) {
	if name == "" || name == "-" {
		return standard{a}, nil
	}
	o, err := createOutput(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, plain(err))
	}
	return sink{o}, nil
}

// standard is standard output. What has been written cannot be taken back: an edit
// writes nothing before it knows that it can.
type standard struct{ *app }

func (s standard) Write(p []byte) (int, error) { return s.out.Write(p) }
func (s standard) Commit() error               { return s.out.Flush() }
func (s standard) Abandon()                    {}

func (a *app) printEdit(o edited, err error) {
	var against *attach.PolicyError
	if errors.As(err, &against) {
		o.Violations = against.Violations
	} else if o.Edit != nil {
		o.Violations = o.Edit.Violations
	}
	toStandard := o.Output == "" || o.Output == "-"
	if err != nil {
		o.Error = problemOf(err)
		a.raise(statusOf(err))
	}
	if a.format == "json" {
		a.printJSONTo(o, toStandard)
		return
	}
	a.out.Flush()
	for _, v := range o.Violations {
		fmt.Fprintf(a.err, "%s: %s\n", o.File, shown(v.String()))
	}
	if err != nil {
		if against == nil {
			a.complain(statusOf(err), o.File, plain(err))
		} else {
			fmt.Fprintf(a.err, "einvoice: %s: nothing was written: a policy stands against it\n", o.File)
		}
		return
	}
	for _, n := range o.Notes {
		fmt.Fprintf(a.err, "%s: note: %s\n", o.File, shown(n.Message))
	}
	if toStandard {
		return
	}
	if len(o.Removed)+len(o.Added) == 0 {
		fmt.Fprintln(a.out, "removed nothing: there are no files")
	}
	for _, f := range o.Removed {
		fmt.Fprintf(a.out, "removed %s\n", shown(f.Name))
	}
	for _, f := range o.Added {
		what := first(f.MIME, f.URI)
		if f.Kind == attach.Embedded {
			what += ", " + plural(int(f.Size), "byte")
		}
		fmt.Fprintf(a.out, "added %s (%s)\n", shown(f.Name), what)
	}
	fmt.Fprintf(a.out, "%s -> %s\n", o.File, o.Output)
}

func (a *app) attachAdd() *cobra.Command {
	var flags editFlags
	var file attach.New
	var unzip bool
	c := command("add DOCUMENT FILE ... -o OUTPUT", "Embed files in a document", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) (err error) {
		if err := flags.read(); err != nil {
			return err
		}
		files, err := a.newFiles(args[1:], file, unzip)
		if err != nil {
			return err
		}
		return a.edit(args[0], &flags, func(in input, out io.Writer) (*attach.Edit, error) {
			return attach.Embed(c.Context(), in.open, out, files, flags.options)
		})
	})
	c.Long = `Embeds files where the document's schema wants them (BG-24; RelatedDocuments in Facturae),
indented like their neighbours; every other byte stays as it was. MIME type and Facturae's
format come from content and name. A name that is taken is an error unless --replace is
given. Signed documents are refused unless --force is given: the signature breaks.

--description, --reference, --mime, --name and --uri are for a single file; FILE may be -
with --name. Receivers may ignore embedded files: what matters stands in the invoice.`
	c.Example = `  einvoice attach add invoice.xml timesheet.csv photo.png -o out.xml
  einvoice attach add invoice.xml invoice.pdf --as-pdf-view -o invoice.xml
  einvoice attach add invoice.xml enclosures.zip --unzip --policy b2brouter -o out.xml`
	c.Flags().StringVar(&file.Name, "name", "", "file name in the document, instead of the file's own")
	c.Flags().StringVar(&file.Description, "description", "", "what the file is (BT-123)")
	c.Flags().StringVar(&file.Reference, "reference", "", "its identifier (BT-122), instead of its name")
	c.Flags().StringVar(&file.MIME, "mime", "", "its MIME type (BT-125-1), instead of what it looks like")
	c.Flags().StringVar(&file.URI, "uri", "", "refer to a file at this address (BT-124) instead of embedding one; needs --name")
	c.Flags().BoolVar(&file.View, "as-pdf-view", false, "the file is the rendering of the invoice for people to read, of which there is one; replaces another")
	c.Flags().StringVar(&file.Format, "attachment-format", "", "Facturae: AttachmentFormat")
	c.Flags().StringVar(&file.Encoding, "encoding", "", "Facturae: BASE64 or DER")
	c.Flags().StringVar(&file.Compression, "compression", "", "Facturae: NONE, ZIP or GZIP")
	c.Flags().BoolVar(&unzip, "unzip", false, "embed the files in ZIP archives, not the archives")
	c.Flags().BoolVar(&flags.options.Replace, "replace", false, "take the place of files of the same name")
	flags.add(c)
	a.formatFlag(c)
	return c
}

// newFiles are the files to be embedded.
func (a *app) newFiles(args []string, like attach.New, unzip bool) (all []attach.New, err error) {
	if like.URI != "" {
		if len(args) > 0 || like.Name == "" {
			return nil, usagef("--uri goes with --name, and without a FILE")
		}
		return []attach.New{like}, nil
	}
	if len(args) == 0 {
		return nil, usagef("add needs a FILE to embed")
	}
	var names filetype.Names // archives may hold several files of a name
	for _, arg := range args {
		if arg == "-" {
			if like.Name == "" {
				return nil, usagef("a file from standard input needs a --name")
			}
			n := like
			n.Content = a.stdin().open
			all = append(all, n)
			continue
		}
		info, err := os.Stat(arg)
		if err != nil {
			return nil, usagef("%s: %v", arg, plain(err))
		}
		if unzip && isArchive(arg) {
			inputs, err := unpack(arg, info.Size(), nil)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", arg, err)
			}
			for _, in := range inputs {
				base := baseName(in.name)
				if strings.HasPrefix(base, ".") { // what systems keep of a folder
					continue
				}
				n := like
				n.Name, n.Content = names.Safe(base, "file", ""), in.open
				all = append(all, n)
			}
			continue
		}
		if !info.Mode().IsRegular() {
			return nil, usagef("%s is no regular file, and would be read more than once", arg)
		}
		n := like
		n.Name = first(like.Name, filepath.Base(arg))
		n.Content = func() (io.ReadCloser, error) { return os.Open(arg) }
		all = append(all, n)
	}
	if single := like.Name + like.Description + like.Reference + like.MIME; len(all) > 1 && (single != "" || like.View) {
		return nil, usagef("--name, --description, --reference, --mime and --as-pdf-view are for a single file")
	}
	return all, nil
}

func baseName(s string) string { return s[strings.LastIndexAny(s, `/\`)+1:] }

func (a *app) attachRemove() *cobra.Command {
	var flags editFlags
	var everything bool
	c := command("remove DOCUMENT NAME|#NUMBER ... -o OUTPUT", "Remove files from a document", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) (err error) {
		if err := flags.read(); err != nil {
			return err
		}
		wanted := args[1:]
		if everything == (len(wanted) > 0) {
			return usagef("remove needs the names of files, or --all")
		}
		return a.edit(args[0], &flags, func(in input, out io.Writer) (*attach.Edit, error) {
			return remove(c, in, out, wanted, everything, flags.options)
		})
	})
	c.Long = `Removes files by their names as list shows them, by the names or references that the
document gives them, or by number. The reference goes with the file, unless it says more
than that there is a file; with --keep-reference it stays. What add has put in, remove
takes out to the byte.`
	c.Flags().BoolVar(&everything, "all", false, "remove all embedded files")
	c.Flags().BoolVar(&flags.options.KeepReference, "keep-reference", false, "leave the references, as for channels that carry no files")
	flags.add(c)
	a.formatFlag(c)
	return c
}

// remove removes what is wanted, or nothing if some of it is not there.
func remove(c *cobra.Command, in input, out io.Writer, wanted []string, everything bool, o attach.EditOptions) (*attach.Edit, error) {
	if everything {
		e, err := attach.Remove(c.Context(), in.open, out, func(f *attach.File) bool { return f.Kind == attach.Embedded }, o)
		var own *attach.Error
		if errors.As(err, &own) && own.Code == attach.ErrNotFound && o.Invoice == "" {
			return unchanged(in, out)
		}
		return e, err
	}
	r, err := in.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var files []*attach.File
	if _, err := attach.Walk(c.Context(), r, o.Options, func(f *attach.File, _ io.Reader) error {
		files = append(files, f)
		return nil
	}); err != nil {
		return nil, err
	}
	chosen := map[[2]int]bool{}
	for _, w := range wanted {
		found, err := called(files, w)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			chosen[[2]int{f.Index, f.Entry}] = true
		}
	}
	return attach.Remove(c.Context(), in.open, out, func(f *attach.File) bool { return chosen[[2]int{f.Index, f.Entry}] }, o)
}

// unchanged copies a document of which nothing is to be removed.
func unchanged(in input, out io.Writer) (*attach.Edit, error) {
	r, err := in.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	_, err = io.Copy(out, r)
	return &attach.Edit{}, err
}

// called finds the file that a user means: by the name that list shows, by number, which
// is that of all files of an archive, or by a name or reference in the document that only
// one file has.
func called(files []*attach.File, name string) (found []*attach.File, err error) {
	for _, is := range []func(*attach.File) bool{
		func(f *attach.File) bool { return name == f.Name },
		func(f *attach.File) bool { return name == fmt.Sprintf("#%d", f.Index) },
		func(f *attach.File) bool { return name != "" && name == f.Filename },
		func(f *attach.File) bool { return name != "" && name == f.Reference },
	} {
		for _, f := range files {
			if is(f) {
				found = append(found, f)
			}
		}
		if len(found) == 0 {
			continue
		}
		for _, f := range found[1:] {
			if f.Index != found[0].Index {
				return nil, &attach.Error{Code: attach.ErrSeveral, Name: name, Message: fmt.Sprintf("%d files are so called in the document: say #%d or #%d", len(found), found[0].Index, f.Index)}
			}
		}
		return found, nil
	}
	return nil, &attach.Error{Code: attach.ErrNotFound, Name: name, Message: "no file of the document is so called"}
}

// isAttachmentError: the document or a file is at fault, not the call.
func isAttachmentError(err error) bool {
	var e *attach.Error
	var p *attach.PolicyError
	return errors.As(err, &e) && e.Code != attach.ErrInput || errors.As(err, &p)
}
