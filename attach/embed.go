package attach

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
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
	budget  *budget
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
	e := &editing{plan: &plan{}, budget: newBudget()}
	e.Document = &Document{}
	w := &walker{Options: o.Options.orDefault(), visit: func(f *File, content io.Reader) error {
		e.files = append(e.files, f)
		if len(o.Policies) == 0 {
			return nil
		}
		return f.inspect(content, e.budget)
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

// Bytes opens a document that is held in memory.
func Bytes(data []byte) Opener {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}
