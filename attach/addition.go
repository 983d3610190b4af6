package attach

import (
	"bufio"
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
	err = measure(a.file, io.TeeReader(r, sum), newBudget())
	a.sum = sum.Sum32()
	return err
}

// measure reads a content to its end and tells its type and size, and what stands in it.
func measure(f *File, content io.Reader, b *budget) error {
	r := bufio.NewReaderSize(content, peekSize)
	head, err := r.Peek(peekSize)
	if err != nil && err != io.EOF {
		return err
	}
	f.Type = filetype.Detect(head)
	return f.inspect(r, b)
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

// inherit takes over what describes the file that this one takes the place of.
func (a *addition) inherit(f *File) {
	if a.Reference == "" && f.Reference != "" {
		a.file.Reference = f.Reference
	}
	if a.Description == "" && !a.View && !f.View {
		a.file.Description = f.Description
	}
}

// counter counts bytes.
type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }
