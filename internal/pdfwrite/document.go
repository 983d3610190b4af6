// Package pdfwrite writes PDF 1.7 documents (ISO 32000-1) from first to last byte:
// pages with text, lines and pictures, the structure tree that tells their meaning,
// embedded fonts, attached files and metadata.
//
//	doc := pdfwrite.New(pdfwrite.Info{Title: "Invoice 1", Language: "en", Conformance: pdfwrite.A3A})
//	face := doc.Font(f)
//	page := doc.Page(595276, 841890)
//	page.Begin(doc.Structure().Child(pdfwrite.H1))
//	page.Text(70000, 90000, 18000, pdfwrite.Black, []*pdfwrite.Font{face}, glyphs)
//	page.End()
//	data, err := doc.Bytes()
//
// What it writes keeps to PDF/A-3 (ISO 19005-3) and PDF/UA-1 (ISO 14289-1): fonts
// are embedded with a way back to Unicode, colours are sRGB with an output intent,
// everything drawn belongs to the structure tree or is an artifact, Info and XMP say
// the same. The same calls give the same bytes.
//
// Lengths are in thousandths of a point (1/72000 inch) from the upper left corner of
// a page, y downwards: whole numbers, so that no machine rounds otherwise than another.
package pdfwrite

import (
	"errors"
	"time"

	"github.com/einvoice-go/einvoice/internal/font"
)

// Unit is a length: a thousandth of a point.
type Unit int32

// Conformance is the part and level of ISO 19005 that a document claims.
type Conformance uint8

// The levels; none claims nothing, though the file is made in the same way.
const (
	NoClaim Conformance = iota
	A3B                 // PDF/A-3b: looks the same everywhere
	A3U                 // PDF/A-3u: and its text can be copied
	A3A                 // PDF/A-3a: and its structure is told
)

func (c Conformance) level() string { return [...]string{"", "B", "U", "A"}[min(c, A3A)] }

// Info is what a document says about itself, in the Info dictionary and in XMP.
type Info struct {
	Title, Author, Subject, Keywords, Creator, Producer string

	Language    string    // BCP 47, such as "de"
	Created     time.Time // absent: not said
	Modified    time.Time // absent: Created
	Conformance Conformance
	Accessible  bool    // claims PDF/UA-1
	Hybrid      *Hybrid // the invoice inside, for Factur-X and ZUGFeRD
}

// Hybrid are the four properties of the Factur-X extension schema.
type Hybrid struct {
	DocumentType     string // INVOICE
	DocumentFileName string // factur-x.xml
	Version          string // 1.0
	ConformanceLevel string // MINIMUM, BASIC WL, BASIC, EN 16931, EXTENDED, XRECHNUNG
}

// Document is a document being written.
type Document struct {
	info        Info
	objects     [][]byte // object n is objects[n-1]
	fonts       []*Font
	images      []*Image
	pages       []*Page
	root        *Element
	attachments []Attachment
	bookmarks   []bookmark
	deflate     deflater
	err         error // the first mistake
}

// ErrStructure: something was drawn outside the structure tree and not as an
// artifact, or marked content was not closed.
var ErrStructure = errors.New("pdfwrite: content outside the structure tree")

// New starts a document.
func New(info Info) *Document {
	if info.Modified.IsZero() {
		info.Modified = info.Created
	}
	return &Document{info: info, root: &Element{tag: DocumentTag}}
}

// Structure is the root of the structure tree.
func (d *Document) Structure() *Element { return d.root }

// Font prepares a font; the glyphs that pages use are embedded.
func (d *Document) Font(f *font.Font) *Font {
	p := &Font{source: f, number: len(d.fonts), used: map[glyphOf]uint16{}, order: []uint16{0}, chars: []rune{0}}
	d.fonts = append(d.fonts, p)
	return p
}

// Page starts a new last page.
func (d *Document) Page(width, height Unit) *Page {
	p := &Page{doc: d, width: width, height: height, number: len(d.pages)}
	d.pages = append(d.pages, p)
	return p
}

type bookmark struct {
	title string
	page  *Page
	y     Unit
}

// Bookmark adds a line to the outline of the document that leads to a place.
func (d *Document) Bookmark(title string, page *Page, y Unit) {
	d.bookmarks = append(d.bookmarks, bookmark{title, page, y})
}

func (d *Document) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}
