package facturx

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/filetype"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/pdf"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Invoice is the one in a PDF.
type Invoice struct {
	Facts
	XML    []byte
	Report *Report
}

// Inspect tells what is in a PDF. That there is no invoice is no error: Report.Invoice is
// nil then. The errors are *Error: not-pdf, damaged, encrypted, limit, timeout.
func Inspect(ctx context.Context, pdf []byte, o Options) (*Report, error) {
	r, err := open(ctx, pdf, o)
	if err != nil {
		return nil, err
	}
	if _, err := r.choose(); err != nil {
		return nil, err
	}
	if o.Text != TextNever {
		if err := r.comparePages(); err != nil {
			return nil, err
		}
	}
	return r.Report, nil
}

// Extract gives the invoice in a PDF. The errors are *Error; those of a PDF that could be
// read have its Report.
func Extract(ctx context.Context, pdf []byte, o Options) (*Invoice, error) {
	r, err := open(ctx, pdf, o)
	if err != nil {
		return nil, err
	}
	xml, err := r.choose()
	if err != nil {
		return nil, err
	}
	if r.Invoice == nil {
		return nil, missing(r.Report)
	}
	if f := r.Files[r.Invoice.File-1]; f.Err != nil {
		e := *f.Err
		e.Message, e.Report = fmt.Sprintf("the invoice %s: %s", f.Name, e.Message), r.Report
		return nil, &e
	}
	if o.Text == TextAlways {
		if err := r.comparePages(); err != nil {
			return nil, err
		}
	}
	return &Invoice{*r.Invoice, xml, r.Report}, nil
}

// reading is a PDF that is being looked at.
type reading struct {
	*Report
	ctx   context.Context
	o     Options
	doc   *pdf.Doc
	found []*pdf.File
	total int64
	model *einvoice.Invoice // the invoice, nil if it cannot be read as one

	extensions map[string][]string // which properties of a schema the metadata describe, by namespace
	noXMP      bool                // the metadata could not be read to their end: what is missing may be behind it
}

// open reads all but the invoice.
func open(ctx context.Context, data []byte, o Options) (*reading, error) {
	o = o.orDefault()
	doc, err := pdf.Open(ctx, data, pdf.Limits{Size: o.MaxSize, Files: o.MaxFiles})
	if err != nil {
		return nil, wrap(err)
	}
	return read(ctx, doc, o)
}

func read(ctx context.Context, doc *pdf.Doc, o Options) (*reading, error) {
	r := &reading{Report: &Report{Files: []*File{}}, ctx: ctx, o: o, doc: doc}
	r.readMetadata()
	notes, err := []string(nil), error(nil)
	if r.found, notes, err = doc.Files(); err != nil {
		return nil, wrap(err)
	}
	for _, n := range notes {
		r.fault("FX-PDF-306", "", arg("why", n))
	}
	var safe filetype.Names
	for i, f := range r.found {
		if err := r.readFile(i, f, &safe); err != nil {
			return nil, err
		}
	}
	return r, r.readFacts()
}

func (r *reading) readFacts() error {
	d := r.doc
	signatures, err := d.Signatures()
	if err != nil {
		return wrap(err)
	}
	r.Version, r.Pages, r.Producer, r.Encrypted, r.Signatures, r.Repaired = d.Version(), d.Pages(), cut(d.Producer()), d.Encrypted(), signatures, d.Repaired
	if r.Repaired {
		r.fault("FX-PDF-305", "")
	}
	if r.Encrypted {
		r.fault("FX-PDF-304", "/Encrypt")
	}
	return wrap(r.ctx.Err())
}

// mostText is how much is kept of a text that the PDF gives.
const mostText = 1000

func cut(s string) string {
	if len(s) <= mostText {
		return s
	}
	return strings.ToValidUTF8(s[:mostText], "") + "..."
}

// headSize is how much of a file is looked at to tell what it is.
const headSize = 64 << 10

// readFile reads a file to its end, and keeps what is known of it. Its own faults are
// kept with it; the error is that of the document or of the context.
func (r *reading) readFile(i int, p *pdf.File, safe *filetype.Names) error {
	f := &File{Index: i + 1, Filename: cut(p.Name), Relationship: cut(p.Relationship), MIME: cut(p.MIME), Description: cut(p.Description),
		Created: p.Created, Modified: p.Modified, Places: p.Places}
	if f.Filename == "" {
		f.Filename = cut(p.Key)
	}
	var head window
	sum, shaSum := md5.New(), sha256.New()
	err := r.copy(io.MultiWriter(&head, sum, shaSum), p, f)
	if final := r.ctx.Err(); final != nil {
		return wrap(final)
	}
	f.Type = filetype.Detect(head[:min(len(head), 4096)])
	f.Name = safe.Safe(f.Filename, fmt.Sprintf("attachment_%d", f.Index), extension(f))
	f.Format, f.root = recognize(r.ctx, head)
	r.Files = append(r.Files, f)
	if err != nil {
		errors.As(wrap(err), &f.Err)
		f.Error = f.Err.Message
		r.fault("FX-PDF-111", objectPath(p.Object), arg("file", f.Name), arg("why", f.Error))
		return nil
	}
	f.SHA256 = hex.EncodeToString(shaSum.Sum(nil))
	if p.Size >= 0 && p.Size != f.Size {
		r.fault("FX-PDF-210", objectPath(p.Object), arg("file", f.Name), arg("found", strconv.FormatInt(f.Size, 10)), arg("size", strconv.FormatInt(p.Size, 10)))
	}
	if p.CheckSum != "" && p.CheckSum != string(sum.Sum(nil)) {
		r.fault("FX-PDF-211", objectPath(p.Object), arg("file", f.Name))
	}
	if f.Format == "" && f.MIME != "" && f.Type != "" && !filetype.Same(f.MIME, f.Type) {
		r.fault("FX-PDF-212", objectPath(p.Object), arg("file", f.Name), arg("type", f.MIME), arg("found", f.Type))
	}
	return nil
}

func extension(f *File) string {
	for _, mime := range []string{f.MIME, f.Type} {
		if t := filetype.ByMIME(mime); t != nil && len(t.Extensions) > 0 {
			return t.Extensions[0]
		}
	}
	return "bin"
}

// copy decodes a file within the limits.
func (r *reading) copy(out io.Writer, p *pdf.File, f *File) error {
	limit := min(r.o.MaxFile, r.o.MaxTotal-r.total)
	in, err := r.doc.Content(p, max(limit, 0))
	if err != nil {
		return err
	}
	f.Size, err = io.Copy(out, patient{r.ctx, in})
	r.total += f.Size
	return err
}

// patient reads until the context ends.
type patient struct {
	ctx context.Context
	in  io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.in.Read(b)
}

// window keeps the beginning of what is written to it.
type window []byte

func (w *window) Write(p []byte) (int, error) {
	*w = append(*w, p[:min(len(p), headSize-len(*w))]...)
	return len(p), nil
}

// roots are the root elements of what can be an invoice.
var roots = map[names.Name]einvoice.Format{
	names.Of("inv:Invoice"):              einvoice.UBLInvoice,
	names.Of("cn:CreditNote"):            einvoice.UBLCreditNote,
	names.Of("rsm:CrossIndustryInvoice"): einvoice.CII,
	names.Of("fe32:Facturae"):            "facturae-3.2",
	names.Of("fe321:Facturae"):           "facturae-3.2.1",
	names.Of("fe322:Facturae"):           "facturae-3.2.2",
}

// recognize tells by its root element what an XML document is.
func recognize(ctx context.Context, head []byte) (f einvoice.Format, root string) {
	text := bytes.TrimLeft(head, "\xEF\xBB\xBF \t\r\n\x00\xFE\xFF")
	if len(text) == 0 || text[0] != '<' {
		return "", ""
	}
	t, _, err := xmlmap.NewTokens(ctx, bytes.NewReader(head), names.Schema, xmlmap.Limits{})
	if err != nil {
		return "", ""
	}
	for t.Next() {
		if t.Kind != xmlmap.OpenToken {
			continue
		}
		e := &t.Element
		if f, known := roots[names.Lookup(e.NS, e.Local)]; known {
			return f, strings.Clone(e.Local)
		}
		prefix, _, colon := strings.Cut(e.Raw, ":")
		if !colon {
			prefix = ""
		}
		switch uri := e.Namespace(prefix); {
		case e.Local == "CrossIndustryDocument" && strings.HasPrefix(uri, "urn:ferd:"):
			f = einvoice.ZUGFeRD1
		case strings.HasPrefix(e.Local, "SCRDMCCBDACIO"):
			f = Order
		}
		return f, strings.Clone(e.Local)
	}
	return "", ""
}
