// Package pdf reads PDF documents from strangers (ISO 32000-1 and -2): their objects,
// the files embedded in them, and their metadata.
//
//	d, err := pdf.Open(ctx, data, pdf.Limits{})
//	files, err := d.Files()
//	content, err := d.Content(files[0], 64<<20)
//
// It is bounded by its construction: an object is parsed when somebody asks for it, once;
// what is parsed and what is decoded is counted against Limits; whatever points at
// something else (references, trees, chains of cross-reference sections, lengths) keeps
// to a depth and never goes round. No work is more than linear in the size of the
// document. Where the cross-reference table is damaged, it is made anew from the objects.
//
// Documents encrypted with an empty user password are read. Others give an Error.
package pdf

import (
	"context"
	"fmt"
)

// Limits bound what a document may cost. Zero values stand for the defaults.
type Limits struct {
	Size    int64 // bytes of the document: 256 MiB
	Objects int   // objects in the cross-reference table: 1,000,000
	Values  int   // numbers, names, strings ... parsed in all: 1,000,000
	Decoded int64 // bytes of object and cross-reference streams decoded in all: 512 MiB
	Nodes   int   // nodes of trees (pages, names, structure) visited: 200,000
	Files   int   // embedded files: 10,000
}

// held is how many bytes of decoded object streams are kept, and how large one may be.
const held = 48 << 20

func (l Limits) orDefault() Limits {
	set(&l.Size, 256<<20)
	set(&l.Objects, 1_000_000)
	set(&l.Values, 1_000_000)
	set(&l.Decoded, 512<<20)
	set(&l.Nodes, 200_000)
	set(&l.Files, 10_000)
	return l
}

func set[T int | int64](p *T, usual T) {
	if *p <= 0 {
		*p = usual
	}
}

// Code classes errors.
type Code string

// The codes of errors.
const (
	NotPDF      Code = "not-pdf"     // there is no header "%PDF-"
	Damaged     Code = "damaged"     // neither the document nor what is left of it can be read
	Encrypted   Code = "encrypted"   // a password is needed, or another program
	Limit       Code = "limit"       // more than Limits allow
	Unsupported Code = "unsupported" // content in an encoding that is not read, or elsewhere
)

// Error says why a document, or a stream in it, cannot be read.
type Error struct {
	Code    Code
	Message string
	Err     error // behind it, or nil
}

func (e *Error) Error() string { return e.Message }

// Unwrap is Err.
func (e *Error) Unwrap() error { return e.Err }

func fail(code Code, format string, a ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, a...)}
}

// Doc is a document. It is not safe for concurrent use.
type Doc struct {
	Trailer  Dict
	Header   string // version by the first line, as in "1.7"
	Repaired bool   // the cross-reference table was damaged, and has been made anew

	ctx    context.Context
	opened bool // what is damaged from here on may be mended, once
	base   int  // bytes in front of the header
	last   int  // where the newest cross-reference section stands
	// lastStream: that section is a stream
	lastStream bool
	src        []byte
	limits     Limits
	entries    map[int]entry
	cache      map[int]Object
	streams    map[int]*objectStream
	busy       map[int]bool // object streams being decoded
	heldNow    int
	values     int   // that may still be parsed
	decoded    int64 // bytes that may still be decoded
	nodes      int   // of trees that may still be visited
	ends       []int // where "endstream" stands; nil: not looked for yet
	crypt      *crypt
	edits      map[int]Object // what stands in the place of objects: see Set
	top        int            // the highest number that is taken; 0: not looked for yet
	trailer    Dict           // as it was before Place, or nil

	unreadable map[int]bool // see Unreadable
	dangling   map[int]bool // numbers that something refers to and that no object has
}

// headerWithin is how far into a document its header may stand (ISO 32000-1 annex H.3,
// note 13).
const headerWithin = 1024

// Open reads what tells where the objects are. data must not change while the document
// is in use. The errors are *Error, or what ctx says.
func Open(ctx context.Context, data []byte, l Limits) (d *Doc, err error) {
	defer guard(&err)
	l = l.orDefault()
	if int64(len(data)) > l.Size {
		return nil, fail(Limit, "the document is larger than %d bytes", l.Size)
	}
	base, version := header(data)
	if base < 0 {
		return nil, fail(NotPDF, "this is no PDF: there is no %%PDF- in its first %d bytes", headerWithin)
	}
	d = &Doc{Header: version, ctx: ctx, src: data[base:], limits: l, values: l.Values, decoded: l.Decoded, nodes: l.Nodes, edits: map[int]Object{},
		base: base, unreadable: map[int]bool{}, dangling: map[int]bool{}}
	d.forget()
	if err := d.begin(); err != nil {
		return nil, err
	}
	return d, nil
}

// forget empties what is kept of objects.
func (d *Doc) forget() {
	d.cache, d.streams, d.busy, d.heldNow = map[int]Object{}, map[int]*objectStream{}, map[int]bool{}, 0
}

func (d *Doc) begin() error {
	defer func() { d.opened = true }()
	err := d.readXref()
	if err == nil {
		d.forget() // what was asked for before all sections were read
		err = d.unlock()
	}
	if err == nil && d.Catalog() != nil {
		return nil
	}
	if final(err) {
		return err
	}
	if err := d.repair(); err != nil {
		return err
	}
	if d.Catalog() == nil {
		return fail(Damaged, "the PDF is damaged: no document catalog can be found")
	}
	return nil
}

// final tells errors that no repair mends.
func final(err error) bool {
	if e, ok := err.(*Error); ok {
		return e.Code != Damaged
	}
	return err != nil
}

// Catalog is the root of the document (7.7.2), nil if there is none.
func (d *Doc) Catalog() Dict {
	c := d.Dict(d.Trailer.Get("Root"))
	if c == nil || c.Get("Pages") == nil && d.Name(c.Get("Type")) != "Catalog" {
		return nil
	}
	return c
}

// Encrypted tells whether the document is, with a password that was empty.
func (d *Doc) Encrypted() bool { return d.crypt != nil }

// Version is that of the catalog if it is later than the one of the header (7.2.2).
func (d *Doc) Version() string {
	if v := string(d.Name(d.Catalog().Get("Version"))); v > d.Header && len(v) == 3 {
		return v
	}
	return d.Header
}

// guard turns a panic into an error: what comes from strangers must not end a program.
func guard(err *error) {
	if p := recover(); p != nil {
		*err = fail(Damaged, "the PDF is damaged: %v", p)
	}
}
