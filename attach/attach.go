// Package attach lists, extracts, embeds and removes the files inside invoices: UBL, CII
// and Facturae documents of any size, read as a stream and in bounded memory.
//
//	doc, err := attach.Walk(ctx, in, attach.Options{}, func(f *attach.File, content io.Reader) error {
//		fmt.Println(f.Name, f.Type)
//		_, err := io.Copy(out, content)
//		return err
//	})
//
// What stands in a document is seldom what it claims to be. Base64 with line breaks,
// without padding, in the alphabet of URLs, with a data: prefix, encoded twice; BER and
// DER wrappers, ZIP and GZIP, and each of them mislabelled: all of it is recognised,
// decoded, and said in File.Notes. What cannot be decoded is an Error with the place in
// the document; the other files are read all the same.
//
// Embed and Remove splice the bytes of the document and leave every other byte as it was.
// What Embed has put in, Remove takes out to the byte. Signed documents are refused
// unless forced. Where Embed has to open an element that was empty, a tab (it was <a/>) or
// a space (it had no children) in the end tag, which means nothing to XML, remembers how
// it was written; who writes the document anew in between loses no more than that.
//
// The places are EN 16931's BG-24 (BT-122 to BT-125) in UBL and CII, all other binary
// objects of their schemas, and RelatedDocuments of Facturae 3.2 to 3.2.2. External
// references (BT-124) are listed, and never fetched.
package attach

import (
	"context"
	"io"

	"github.com/einvoice-go/einvoice"
)

// Opener opens a document or a file for reading, each time from its start.
type Opener = func() (io.ReadCloser, error)

// Options for reading. The zero value has sensible limits.
type Options struct {
	MaxFile  int64 // bytes of one file when decoded: 256 MiB
	MaxTotal int64 // bytes of all files together: 1 GiB
	MaxFiles int   // files of a document, those in archives counted one by one: 10,000

	// Raw leaves ZIP and GZIP packed and twice encoded base64 as it is: a file is then
	// what the document holds, without its first encoding.
	Raw bool

	// Containers read documents that are not XML, such as package facturx PDFs.
	Containers []Container
}

func (o Options) orDefault() Options {
	if o.MaxFile <= 0 {
		o.MaxFile = 256 << 20
	}
	if o.MaxTotal <= 0 {
		o.MaxTotal = 1 << 30
	}
	if o.MaxFiles <= 0 {
		o.MaxFiles = 10_000
	}
	return o
}

// Container is a kind of document that holds files in another way than XML does. This
// package gives the files their names, types, notes on both, and limits; the container
// sets Index, Kind, Path and what the document says of a file.
type Container interface {
	// Is looks at the first bytes, up to 512 of them.
	Is(head []byte) bool
	// Walk hands over each file with its content as it is. in is an io.Seeker if that of
	// the caller is one. A content that is broken gives an *Error from Read.
	Walk(ctx context.Context, in io.Reader, visit func(f *File, content io.Reader) error) (*Document, error)
}

// Editor is a Container in which files can be embedded and removed too.
type Editor interface {
	Container
	// Edit writes a document with some files removed and others added, of which either
	// may be none: see Embed and Remove.
	Edit(ctx context.Context, doc Opener, out io.Writer, add []New, remove func(*File) bool, o EditOptions) (*Edit, error)
}

// Kind tells files in a document from those it only refers to.
type Kind string

// The kinds of files.
const (
	Embedded Kind = "embedded"
	External Kind = "external"
)

// File is what a document says of a file, and what was found out about it.
type File struct {
	Index       int    `json:"index"`           // from 1, in the order of the document
	Entry       int    `json:"entry,omitempty"` // from 1: which one it is in an archive of several
	Kind        Kind   `json:"kind"`
	Name        string `json:"name"`                  // safe on any disk, and unique in the document
	Filename    string `json:"filename,omitempty"`    // as the document gives it (BT-125-2), or the archive
	Reference   string `json:"reference,omitempty"`   // BT-122
	Description string `json:"description,omitempty"` // BT-123, AttachmentDescription
	TypeCode    string `json:"typeCode,omitempty"`    // of the reference, UNTDID 1001
	URI         string `json:"uri,omitempty"`         // BT-124 of an external file
	MIME        string `json:"mime,omitempty"`        // as the document claims (BT-125-1)
	Format      string `json:"format,omitempty"`      // AttachmentFormat of Facturae
	Encoding    string `json:"encoding,omitempty"`    // AttachmentEncoding of Facturae
	Compression string `json:"compression,omitempty"` // AttachmentCompressionAlgorithm of Facturae
	Invoice     string `json:"invoice,omitempty"`     // number of the invoice that holds it

	Type string `json:"type,omitempty"` // MIME type by content, "" if the content does not tell
	View bool   `json:"view,omitempty"` // the one rendering of the invoice for people to read: see ViewMark

	Path     string            `json:"path,omitempty"`    // of the element that holds the content, or the reference
	Position einvoice.Position `json:"position,omitzero"` // of that element

	// Size, Notes and Err are complete when the content has been read to its end.
	Size  int64  `json:"size"` // bytes read so far
	Notes []Note `json:"notes,omitempty"`
	Err   *Error `json:"error,omitempty"` // the content cannot be decoded, or not to its end

	SHA256 string `json:"sha256,omitempty"` // of the content, from List only

	inside inside // what stands in it, if it is an archive
}

// Document is what was learned of a document on the way.
type Document struct {
	Format        einvoice.Format `json:"format"`
	Specification string          `json:"specification,omitempty"` // BT-24
	Invoices      int             `json:"invoices"`                // more than 1 in a batch of Facturae
	Signed        bool            `json:"signed"`                  // it holds a digital signature
	Files         int             `json:"files"`                   // how many were handed over
	Notes         []Note          `json:"notes,omitempty"`
}

// Note says what was odd, and what was done about it.
type Note struct {
	Code    NoteCode `json:"code"`
	Message string   `json:"message"`
}

func (n Note) String() string { return n.Message }

// NoteCode classes notes.
type NoteCode string

// The codes of notes on files.
const (
	NoteDataURI     NoteCode = "data-uri"      // the content begins like a data: URI, which was taken off
	NotePythonBytes NoteCode = "python-bytes"  // the content is written b'...', as Python prints bytes
	NoteURLAlphabet NoteCode = "url-alphabet"  // base64 with - and _ in place of + and /
	NotePadding     NoteCode = "padding"       // the padding of base64 is missing
	NoteBits        NoteCode = "trailing-bits" // the last character of base64 has bits set that mean nothing
	NoteTwice       NoteCode = "twice-encoded" // base64 of base64: both were taken off
	NoteNone        NoteCode = "none-is-base64"
	NoteMislabelled NoteCode = "mislabelled"   // it is not encoded or packed as the document says: it was taken as it is
	NoteWrapped     NoteCode = "wrapped"       // in ASN.1, though the document does not say so, or other ASN.1
	NoteType        NoteCode = "type-differs"  // the content is not of the type that the document claims
	NoteName        NoteCode = "name-changed"  // the file name was not safe, or not unique, or there was none
	NoteArchive     NoteCode = "archive"       // something odd in an archive, or an archive of several files
	NoteLate        NoteCode = "late"          // it stands behind the content, where a stream cannot heed it
	NoteShortened   NoteCode = "shortened"     // a text about the file was longer than what is kept of it
	NoteViews       NoteCode = "several-views" // more than one file is marked as the rendering of the invoice
	NoteEncoding    NoteCode = "transcoded"    // of a document: the encoding that it was read from
	NoteContainer   NoteCode = "container"     // of a document that is not XML: something odd about it
	NoteEmpty       NoteCode = "empty"         // there is no content
	NoteCharset     NoteCode = "charset"       // of a document: a data: URI names another character set than the document itself
	NoteBase64      NoteCode = "base64"        // of a document: it came as base64
	NoteSpace       NoteCode = "invisible"     // base64 with invisible characters in it that are no white space of XML
)
