package attach

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/filetype"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// New is a file to be embedded.
type New struct {
	Name        string // file name; mandatory
	Content     Opener // mandatory, unless URI is given
	URI         string // where the file is, in place of its content (BT-124; UBL and CII)
	MIME        string // "" is by content and name
	Reference   string // BT-122; "" is Name
	Description string // BT-123, AttachmentDescription; in Facturae "" is Name, which has no place of its own

	// View marks the file as the one rendering of the invoice for people to read; another
	// one that is so marked is removed. The Description is then ViewMark, or the one
	// given if it is one of those that are understood.
	View bool

	Format      string // AttachmentFormat of Facturae; "" is by content and name
	Encoding    string // of Facturae: BASE64, which "" is too, or DER
	Compression string // of Facturae: NONE, which "" is too, ZIP or GZIP
}

// EditOptions for Embed and Remove.
type EditOptions struct {
	Options
	Invoice       string   // Facturae: number of the invoice in a batch of several, with its series or without
	Policies      []Policy // that the document's files must keep afterwards
	Replace       bool     // take the place of files of the same name, and take over what describes them
	Force         bool     // edit signed documents: the signature breaks
	KeepReference bool     // Remove leaves the reference to a file in place, without content
}

// Edit is what an edit did.
type Edit struct {
	Document   *Document   `json:"document"`
	Added      []*File     `json:"added,omitempty"`
	Removed    []*File     `json:"removed,omitempty"`
	Notes      []Note      `json:"notes,omitempty"`
	Violations []Violation `json:"violations,omitempty"` // of policies: warnings
}

// Codes of notes on edits.
const (
	NoteSignature NoteCode = "signature"         // the signature of the document is broken by the edit
	NoteProfile   NoteCode = "profile"           // what the document claims to follow does not allow the file
	NoteWhole     NoteCode = "reference-removed" // the format has no reference without content
)

// Embed copies a document with files added. The new elements stand where the schema wants
// them, indented like their neighbours; all other bytes are those of doc. A file whose
// name is taken is an error unless Replace is set.
//
// doc is opened twice, and each file up to three times. Nothing is written when a file, a
// policy, a signature or the document itself stands against it; the error is an *Error,
// a *PolicyError or an *einvoice.SyntaxError.
func Embed(ctx context.Context, doc Opener, out io.Writer, files []New, o EditOptions) (*Edit, error) {
	if c, err := o.editor(doc); c != nil || err != nil {
		return edit(ctx, c, err, doc, out, files, func(*File) bool { return false }, o)
	}
	e, err := survey(ctx, doc, o)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fail(ErrInput, "no files to embed")
	}
	if len(stepsOf(e.Document.Format)) == 0 {
		return nil, fail(ErrUnsupported, "nothing can be embedded in a document of format %s", e.Document.Format)
	}
	at, bad := e.plan.choose(o.Invoice)
	if bad != nil {
		return nil, bad
	}
	e.invoice = at.invoice
	var news []*addition
	for i := range files {
		a, err := e.prepare(&files[i], i, o.Options.orDefault())
		if err != nil {
			return nil, err
		}
		news = append(news, a)
	}
	if err := e.makeRoom(news, o); err != nil {
		return nil, err
	}
	if err := e.check(o); err != nil {
		return nil, err
	}
	e.noteProfile()
	e.insert(at, news)
	e.drop(false)
	return &e.Edit, e.write(ctx, doc, out)
}

// editing is an edit on its way.
type editing struct {
	Edit
	plan    *plan
	files   []*File // of the document
	invoice string  // that files are added to
	total   int64   // bytes of the new files
	changes []change
}

// editor finds who edits a document, nil for this package.
func (o EditOptions) editor(doc Opener) (Container, error) {
	if len(o.Containers) == 0 {
		return nil, nil
	}
	in, err := doc()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	_, c, err := o.container(in)
	return c, err
}

// edit has a container edit a document of its kind.
func edit(ctx context.Context, c Container, err error, doc Opener, out io.Writer, add []New, remove func(*File) bool, o EditOptions) (*Edit, error) {
	if err != nil {
		return nil, err
	}
	if e, ok := c.(Editor); ok {
		return e.Edit(ctx, doc, out, add, remove, o)
	}
	return nil, fail(ErrUnsupported, "the files in documents of this kind can be read, and not changed")
}

// survey reads the document to be edited.
func survey(ctx context.Context, doc Opener, o EditOptions) (*editing, error) {
	in, err := doc()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	e := &editing{plan: &plan{}}
	e.Document = &Document{}
	w := &walker{Options: o.Options.orDefault(), visit: func(f *File, content io.Reader) error {
		e.files = append(e.files, f)
		if len(o.Policies) == 0 {
			return nil
		}
		return f.inspect(content)
	}}
	s, err := newScanner(ctx, in, e.Document)
	if err != nil {
		return nil, err
	}
	s.onFile, s.onLink, s.plan = w.embedded, w.link, e.plan
	if err := s.run(); err != nil {
		return nil, err
	}
	e.Document.Files = w.count
	if e.Document.Signed {
		if !o.Force {
			return nil, fail(ErrSigned, "the document is signed, and its signature would no longer hold")
		}
		e.Notes = append(e.Notes, Note{NoteSignature, "the document is signed: its signature no longer holds"})
	}
	return e, nil
}

// addition is a file with what its element needs.
type addition struct {
	*New
	file *File
	size int64 // of what DER wraps; -1: not needed
	sum  uint32
}

// prepare looks at a file and decides how it is embedded.
func (e *editing) prepare(n *New, i int, limits Options) (*addition, error) {
	f := &File{Index: e.Document.Files + i + 1, Invoice: e.invoice, Kind: Embedded, Filename: n.Name, Name: n.Name, Reference: n.Reference, Description: n.Description, MIME: n.MIME, View: n.View, URI: n.URI,
		Format: n.Format, Encoding: strings.ToUpper(n.Encoding), Compression: strings.ToUpper(n.Compression)}
	a := &addition{New: n, file: f, size: -1}
	refuse := func(code ErrorCode, format string, args ...any) (*addition, error) {
		return nil, f.place(fail(code, format, args...))
	}
	if n.Name == "" {
		f.Name = fmt.Sprintf("file %d", i+1)
		return refuse(ErrInput, "it has no name")
	}
	for _, text := range []string{n.Name, n.MIME, n.Reference, n.Description, n.URI} {
		if err := xmlmap.CheckText(text); err != nil {
			return refuse(ErrText, "%q: %w", cut(text), err)
		}
	}
	e.describeNew(a)
	if isFacturae(e.Document.Format) && utf8.RuneCountInString(f.Description) > mostDescription {
		return refuse(ErrText, "AttachmentDescription cannot be longer than %d characters", mostDescription)
	}
	if n.URI != "" {
		f.Kind = External
		if n.Content != nil || isFacturae(e.Document.Format) {
			return refuse(ErrFormat, "a URI stands in place of the content, and not in Facturae")
		}
		return a, nil
	}
	if n.Content == nil {
		return refuse(ErrInput, "it has neither content nor URI")
	}
	if err := a.look(); err != nil {
		return refuse(ErrInput, "cannot be read: %w", err)
	}
	if e.total += f.Size; f.Size > limits.MaxFile || e.total > limits.MaxTotal {
		return refuse(ErrLimit, "%d bytes, where a file may have %d and all of them %d", f.Size, limits.MaxFile, limits.MaxTotal)
	}
	if f.View && f.Type != "application/pdf" {
		return refuse(ErrFormat, "the rendering of the invoice is a PDF, and it is none")
	}
	if bad := e.chooseForm(a); bad != nil {
		return nil, f.place(bad)
	}
	return a, nil
}

// mostDescription is how many characters AttachmentDescription may have.
const mostDescription = 2500

// describeNew fills in what nobody gave.
func (e *editing) describeNew(a *addition) {
	f := a.file
	if f.Reference == "" {
		f.Reference = a.Name
	}
	facturae := isFacturae(e.Document.Format)
	if f.View {
		known := false
		for _, m := range viewMarks {
			known = known || strings.EqualFold(m, f.Description)
		}
		if !known {
			f.Description = ViewMark
		}
		if facturae {
			f.Description += ": " + a.Name
		}
	} else if facturae && f.Description == "" {
		f.Description = a.Name
	}
}

// look reads a file to its end, since it must be known before anything is written that
// it can be read, how large it is and of what type.
func (a *addition) look() error {
	r, err := a.Content()
	if err != nil {
		return err
	}
	defer r.Close()
	sum := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	err = measure(a.file, io.TeeReader(r, sum))
	a.sum = sum.Sum32()
	return err
}

// measure reads a content to its end and tells its type and size, and what stands in it.
func measure(f *File, content io.Reader) error {
	r := bufio.NewReaderSize(content, peekSize)
	head, err := r.Peek(peekSize)
	if err != nil && err != io.EOF {
		return err
	}
	f.Type = filetype.Detect(head)
	return f.inspect(r)
}

// chooseForm decides on MIME type, format, encoding and compression.
func (e *editing) chooseForm(a *addition) *Error {
	f := a.file
	byName := filetype.ByName(a.Name)
	if f.MIME == "" {
		f.MIME = f.Type
		if byName != "" && (f.Size == 0 || filetype.Same(byName, f.Type)) {
			f.MIME = byName
		}
		if f.MIME == "" {
			f.MIME = "application/octet-stream"
		}
	}
	f.compareTypes(int(min(f.Size, 1)))
	if !isFacturae(e.Document.Format) {
		if f.Format != "" || f.Encoding != "" && f.Encoding != "BASE64" || f.Compression != "" && f.Compression != "NONE" {
			return fail(ErrFormat, "only Facturae has formats, encodings and compressions")
		}
		return nil
	}
	if bad := e.facturaeFormat(a); bad != nil {
		return bad
	}
	switch f.Compression {
	case "":
		f.Compression = "NONE"
	case "NONE", "ZIP", "GZIP":
	default:
		return fail(ErrCompression, "%q is no compression: ZIP, GZIP and NONE are", f.Compression)
	}
	switch f.Encoding {
	case "":
		f.Encoding = "BASE64"
	case "BASE64":
	case "DER":
		n := &counter{}
		if err := a.packed(n); err != nil {
			return fail(ErrInput, "cannot be read: %w", err)
		}
		a.size = n.n
	default:
		return fail(ErrEncoding, "%q cannot be written: BASE64 and DER can", f.Encoding)
	}
	return nil
}

// facturaeFormats are the values of AttachmentFormat; html is there from 3.2.2 on.
var facturaeFormats = []string{"xml", "doc", "gif", "rtf", "pdf", "xls", "jpg", "bmp", "tiff", "html"}

// FacturaeFormats are the values that AttachmentFormat can have in a version of Facturae
// ("facturae-3.2").
func FacturaeFormats(version einvoice.Format) []string {
	if version == "facturae-3.2.2" {
		return append([]string(nil), facturaeFormats...)
	}
	return append([]string(nil), facturaeFormats[:len(facturaeFormats)-1]...)
}

func (e *editing) facturaeFormat(a *addition) *Error {
	f := a.file
	if f.Format == "" {
		f.Format = formatOf(f)
	}
	f.Format = strings.ToLower(f.Format)
	if slices.Contains(FacturaeFormats(e.Document.Format), f.Format) {
		return nil
	}
	what := f.Format
	if what == "" {
		what = f.MIME
	}
	return fail(ErrFormat, "%s has no format %q for attachments: %s", e.Document.Format, what, strings.Join(FacturaeFormats(e.Document.Format), ", "))
}

// formatOf finds the format by the type: any extension of it that is one.
func formatOf(f *File) string {
	for _, mime := range []string{f.MIME, f.Type} {
		if t := filetype.ByMIME(mime); t != nil {
			for _, x := range t.Extensions {
				if slices.Contains(facturaeFormats, x) {
					return x
				}
			}
		}
	}
	return ""
}

// makeRoom removes what the new files take the place of.
func (e *editing) makeRoom(news []*addition, o EditOptions) error {
	taken := map[string]bool{}
	for _, a := range news {
		key := strings.ToLower(a.Name)
		if taken[key] {
			return a.file.place(fail(ErrExists, "the name is given twice"))
		}
		taken[key] = true
		if a.View {
			for _, b := range news {
				if b != a && b.View {
					return b.file.place(fail(ErrExists, "there is only one rendering of the invoice"))
				}
			}
		}
		for _, f := range e.files {
			same := strings.EqualFold(f.Name, a.Name) || strings.EqualFold(f.Filename, a.Name)
			switch {
			case f.Invoice != e.invoice || slices.Contains(e.Removed, f):
			case same && !o.Replace && !(a.View && f.View):
				return a.file.place(fail(ErrExists, "a file of this name is in the document"))
			case same, a.View && f.View:
				if err := e.take([]*File{f}, false); err != nil {
					return err
				}
				if same {
					a.inherit(f)
				}
			}
		}
		e.Added = append(e.Added, a.file)
		for _, n := range a.file.Notes {
			e.Notes = append(e.Notes, Note{n.Code, a.Name + ": " + n.Message})
		}
	}
	return nil
}

// noteProfile says what the specification that the document follows has against the new
// files: a validator will say it too.
func (e *editing) noteProfile() {
	spec := strings.ToLower(e.Document.Specification)
	for _, profile := range []string{"minimum", "basicwl", "basic"} {
		if e.Document.Format == einvoice.CII && strings.HasSuffix(spec, ":"+profile) {
			e.Notes = append(e.Notes, Note{NoteProfile, "profile " + profile + " of Factur-X has no place for files"})
			return
		}
	}
	allowed := mimeEN16931
	if strings.Contains(spec, "xrechnung") {
		allowed = mimeXRechnung
	}
	for _, f := range e.Added {
		if strings.HasPrefix(spec, "urn:cen.eu:en16931:2017") && f.Kind == Embedded && !allowed.Has(f.MIME) {
			e.Notes = append(e.Notes, Note{NoteProfile, fmt.Sprintf("%s: %s is none of the types that EN 16931 allows (BR-CL-24): %s", f.Name, f.MIME, strings.Join(allowed.All(), ", "))})
		}
	}
}

// inherit takes over what describes the file that this one takes the place of.
func (a *addition) inherit(f *File) {
	if a.Reference == "" && f.Reference != "" {
		a.file.Reference = f.Reference
	}
	if a.Description == "" && !a.View && !f.View {
		a.file.Description = f.Description
	}
}

// insert plans the elements of the new files.
func (e *editing) insert(at *place, news []*addition) {
	steps := stepsOf(e.Document.Format)
	have := len(at.nodes)
	parent := at.nodes[have-1]
	parent.added += len(news)
	var all []element
	for _, a := range news {
		all = append(all, a.element(e.Document.Format))
	}
	for i := len(steps) - 1; i >= have; i-- {
		all = []element{{name: steps[i-1].child.String(), kids: all}}
	}
	l, off := parent.layout(steps[have-1])
	write := func(w io.Writer) error {
		b := bufio.NewWriterSize(w, 64<<10)
		for _, x := range all {
			if err := l.render(b, x); err != nil {
				return err
			}
		}
		return b.Flush()
	}
	e.changes = append(e.changes, parent.opened(off, write)...)
}

// layout finds where a new child goes and how its neighbours are written.
func (x *node) layout(s step) (layout, int64) {
	l := layout{prefixes: x.prefixes, unit: "  "}
	off := x.inner
	switch behind := x.behind(s.child); {
	case behind != nil:
		off, l.blank = behind.end, behind.blank.text
	case x.first != nil:
		l.blank = x.first.text
	case x.blank.text != "":
		l.blank = x.blank.text + l.unit
	}
	if strings.TrimLeft(l.blank, xmlSpaces) != "" || len(l.blank) > mostBlank {
		l.blank = ""
	}
	if unit, ok := strings.CutPrefix(l.blank, x.blank.text); ok && unit != "" && x.blank.text != "" && !strings.ContainsAny(unit, "\r\n") {
		l.unit = unit
	}
	return l, off
}

// opened are the changes that put something into an element. One that was empty is
// opened, and a blank in its end tag, which means nothing to XML, remembers how it was:
// a tab that it was <a/>, a space that it had no children.
func (x *node) opened(off int64, write func(io.Writer) error) []change {
	switch {
	case x.empty:
		return []change{{from: x.inner - 2, to: x.inner, write: func(w io.Writer) error {
			if _, err := io.WriteString(w, ">"); err != nil {
				return err
			}
			if err := write(w); err != nil {
				return err
			}
			_, err := io.WriteString(w, "</"+x.written+"\t>")
			return err
		}}}
	case x.children == 0 && !x.solid && x.droppable():
		return []change{{from: off, to: off, write: write}, {from: x.end - 1, to: x.end - 1, text: " "}}
	}
	return []change{{from: off, to: off, write: write}}
}

// write makes the edited document.
func (e *editing) write(ctx context.Context, doc Opener, out io.Writer) error {
	in, err := doc()
	if err != nil {
		return err
	}
	defer in.Close()
	if err := splice(contextReader{ctx, in}, out, e.changes); err != nil {
		var own *Error
		if errors.As(err, &own) {
			return own
		}
		return err
	}
	return nil
}

type contextReader struct {
	context.Context
	io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.Err(); err != nil {
		return 0, err
	}
	return c.Reader.Read(p)
}

// counter counts bytes.
type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }

// Bytes opens a document that is held in memory.
func Bytes(data []byte) Opener {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}
