package facturx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/internal/pdf"
)

// Attachments makes package attach read PDFs: attach.Options.Containers. The files are
// handed over as a stream; of the document itself all bytes are held.
type Attachments struct {
	Options
	// Inner also gives the files in the invoice itself (BT-125), after those of the PDF.
	Inner bool
}

// Is implements attach.Container.
func (Attachments) Is(head []byte) bool { return IsPDF(head) }

// Walk implements attach.Container. The errors are *Error, or those of visit.
func (a Attachments) Walk(ctx context.Context, in io.Reader, visit func(*attach.File, io.Reader) error) (*attach.Document, error) {
	o := a.orDefault()
	var b bytes.Buffer
	if _, err := io.Copy(&b, io.LimitReader(patient{ctx, in}, o.MaxSize+1)); err != nil {
		return nil, err
	}
	d, err := pdf.Open(ctx, b.Bytes(), pdf.Limits{Size: o.MaxSize, Files: o.MaxFiles})
	if err != nil {
		return nil, wrap(err)
	}
	files, notes, err := d.Files()
	if err != nil {
		return nil, wrap(err)
	}
	doc := &attach.Document{Format: PDF, Invoices: 1}
	for _, n := range notes {
		doc.Notes = append(doc.Notes, attach.Note{Code: attach.NoteContainer, Message: n})
	}
	if d.Repaired {
		doc.Notes = append(doc.Notes, attach.Note{Code: attach.NoteContainer, Message: "the PDF is damaged; its objects were found all the same"})
	}
	signatures, err := d.Signatures()
	if err != nil {
		return nil, wrap(err)
	}
	doc.Signed = signatures > 0
	for i, f := range files {
		doc.Files++
		if err := a.visit(ctx, d, i, f, visit); err != nil {
			return doc, err
		}
	}
	if a.Inner {
		err = a.inner(ctx, b.Bytes(), doc, visit)
	}
	return doc, err
}

func (a Attachments) visit(ctx context.Context, d *pdf.Doc, i int, p *pdf.File, visit func(*attach.File, io.Reader) error) error {
	f := &attach.File{Index: i + 1, Kind: attach.Embedded, Filename: cut(p.Name), Description: cut(p.Description), MIME: cut(p.MIME), Path: fmt.Sprintf("object %d", p.Object)}
	in, err := d.Content(p, a.orDefault().MaxFile)
	if err != nil {
		in = failing{err}
	}
	return visit(f, &content{patient{ctx, in}})
}

// failing is a reader of nothing but an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// content gives errors of the file as package attach knows them.
type content struct{ in io.Reader }

func (c *content) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	var own *pdf.Error
	if errors.As(err, &own) {
		code := attach.ErrDamaged
		switch own.Code {
		case pdf.Limit:
			code = attach.ErrLimit
		case pdf.Encrypted:
			code = attach.ErrEncrypted
		case pdf.Unsupported:
			code = attach.ErrCompression
		}
		return n, &attach.Error{Code: code, Message: own.Message, Err: own}
	}
	return n, err
}

// inner hands over the files in the invoice. That there is none, or that it is broken, is
// a note: Extract has the error.
func (a Attachments) inner(ctx context.Context, data []byte, doc *attach.Document, visit func(*attach.File, io.Reader) error) error {
	inv, err := Extract(ctx, data, a.Options)
	if err != nil {
		doc.Notes = append(doc.Notes, attach.Note{Code: attach.NoteContainer, Message: "no files in the invoice: " + err.Error()})
		return ctx.Err()
	}
	before := doc.Files
	var failed error // of visit: any other is the invoice's own
	found, err := attach.Walk(ctx, bytes.NewReader(inv.XML), attach.Options{Raw: true}, func(f *attach.File, in io.Reader) error {
		f.Index += before
		f.Path = inv.Name + "!" + f.Path
		f.Notes = slices.DeleteFunc(f.Notes, func(n attach.Note) bool { return n.Code == attach.NoteName || n.Code == attach.NoteType })
		failed = visit(f, in)
		return failed
	})
	switch {
	case failed != nil && errors.Is(err, failed):
		return err
	case err != nil:
		doc.Notes = append(doc.Notes, attach.Note{Code: attach.NoteContainer, Message: fmt.Sprintf("the files in %s: %v", inv.Name, err)})
		return ctx.Err()
	}
	doc.Files += found.Files
	doc.Specification = inv.Specification
	return nil
}
