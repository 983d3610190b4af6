package attach

import (
	"archive/zip"
	"compress/gzip"
	"encoding/base64"
	"hash/crc32"
	"io"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/ber"
)

// element is the element of a new file.
func (a *addition) element(f einvoice.Format) element {
	switch {
	case isFacturae(f):
		return a.facturaeElement()
	case f == einvoice.CII:
		return a.ciiElement()
	}
	return a.ublElement()
}

func (a *addition) ublElement() element {
	f := a.file
	attached := element{name: "cac:Attachment"}
	if f.Kind == External {
		attached.kids = []element{{name: "cac:ExternalReference", kids: []element{{name: "cbc:URI", text: f.URI}}}}
	} else {
		attached.kids = []element{{name: "cbc:EmbeddedDocumentBinaryObject", attrs: [][2]string{{"mimeCode", f.MIME}, {"filename", a.Name}}, write: a.encoded}}
	}
	e := element{name: "cac:AdditionalDocumentReference", kids: []element{{name: "cbc:ID", text: f.Reference}}}
	if f.Description != "" {
		e.kids = append(e.kids, element{name: "cbc:DocumentDescription", text: f.Description})
	}
	e.kids = append(e.kids, attached)
	return e
}

// supportingDocument is the code of UNTDID 1001 that CII demands (CII-DT-022).
const supportingDocument = "916"

func (a *addition) ciiElement() element {
	f := a.file
	e := element{name: "ram:AdditionalReferencedDocument", kids: []element{{name: "ram:IssuerAssignedID", text: f.Reference}}}
	if f.Kind == External {
		e.kids = append(e.kids, element{name: "ram:URIID", text: f.URI})
	}
	e.kids = append(e.kids, element{name: "ram:TypeCode", text: supportingDocument})
	if f.Description != "" {
		e.kids = append(e.kids, element{name: "ram:Name", text: f.Description})
	}
	if f.Kind == Embedded {
		e.kids = append(e.kids, element{name: "ram:AttachmentBinaryObject", attrs: [][2]string{{"mimeCode", f.MIME}, {"filename", a.Name}}, write: a.encoded})
	}
	return e
}

func (a *addition) facturaeElement() element {
	f := a.file
	return element{name: "Attachment", kids: []element{
		{name: "AttachmentCompressionAlgorithm", text: f.Compression},
		{name: "AttachmentFormat", text: f.Format},
		{name: "AttachmentEncoding", text: f.Encoding},
		{name: "AttachmentDescription", text: f.Description},
		{name: "AttachmentData", write: a.encoded},
	}}
}

// encoded writes the content as base64, in one line.
func (a *addition) encoded(w io.Writer) error {
	enc := &base64Writer{w: w}
	if a.file.Encoding == "DER" {
		enc.Write(ber.Header(a.size))
	}
	if err := a.packed(enc); err != nil {
		return err
	}
	return enc.Close()
}

// base64Writer encodes large pieces at once, which encoding/base64's own writer does not.
type base64Writer struct {
	w    io.Writer
	held [encodedAtOnce]byte
	n    int
	out  [encodedAtOnce / 3 * 4]byte
	err  error
}

const encodedAtOnce = 48 << 10 // a multiple of three

func (b *base64Writer) Write(p []byte) (int, error) {
	size := len(p)
	for len(p) > 0 && b.err == nil {
		k := copy(b.held[b.n:], p)
		p = p[k:]
		if b.n += k; b.n == len(b.held) {
			b.flush()
		}
	}
	return size - len(p), b.err
}

func (b *base64Writer) flush() {
	base64.StdEncoding.Encode(b.out[:], b.held[:b.n])
	if b.err == nil {
		_, b.err = b.w.Write(b.out[:base64.StdEncoding.EncodedLen(b.n)])
	}
	b.n = 0
}

// Close writes what is left, with its padding.
func (b *base64Writer) Close() error {
	b.flush()
	return b.err
}

// packed writes the content compressed, if it is to be. The same content gives the same
// bytes: no time, no name of a system.
func (a *addition) packed(w io.Writer) error {
	r, err := a.Content()
	if err != nil {
		return a.file.place(fail(ErrInput, "cannot be read: %w", err))
	}
	defer r.Close()
	switch a.file.Compression {
	case "ZIP":
		z := zip.NewWriter(w)
		entry, err := z.CreateHeader(&zip.FileHeader{Name: a.Name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if err := a.copy(entry, r); err != nil {
			return err
		}
		return z.Close()
	case "GZIP":
		z := gzip.NewWriter(w)
		if err := a.copy(z, r); err != nil {
			return err
		}
		return z.Close()
	}
	return a.copy(w, r)
}

// copy copies the content, which must be what it was when it was looked at.
func (a *addition) copy(w io.Writer, r io.Reader) error {
	sum := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	n, err := io.CopyBuffer(struct{ io.Writer }{w}, io.TeeReader(r, sum), make([]byte, encodedAtOnce))
	if err != nil {
		return err
	}
	if n != a.file.Size || sum.Sum32() != a.sum {
		return a.file.place(fail(ErrInput, "it changed while it was read"))
	}
	return nil
}
