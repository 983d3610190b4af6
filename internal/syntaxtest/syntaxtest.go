// Package syntaxtest holds every syntax to the same laws of reading and writing, and
// feeds each the same bad input. The packages of the formats describe themselves with
// a Syntax and run the lot:
//
//	var syntax = &syntaxtest.Syntax{Parse: ubl.Parse, Stream: ubl.Stream, ...}
//
//	func TestSyntax(t *testing.T)  { syntax.Test(t) }
//	func FuzzLaws(f *testing.F)    { syntax.Fuzz(f) }
//	func FuzzMutants(f *testing.F) { syntax.FuzzMutants(f) }
//	func BenchmarkParse(b *testing.B) { syntax.BenchmarkParse(b) } // and so on
//
// Only tests import it.
package syntaxtest

import (
	"context"
	"io"
	"iter"
	"testing"

	"github.com/einvoice-go/einvoice"
)

// Syntax is a package under test.
type Syntax struct {
	Parse        func(data []byte) (*einvoice.Document, error)
	Stream       func(ctx context.Context, in io.Reader, line func(*einvoice.Line) error) (*einvoice.Document, error)
	StreamParts  func(part int, in io.Reader) (*einvoice.Document, error) // Stream with parts of so many bytes at most
	Locate       func(data []byte, places ...string) (map[string]einvoice.Location, error)
	LocateStream func(ctx context.Context, in io.Reader, places ...string) (map[string]einvoice.Location, error)

	Writers []*Writer                        // those that leave out nothing that the syntax has
	Narrow  []*Writer                        // profiles, which do
	Back    func(*einvoice.Document) *Writer // the one that writes back what has been read
	Shown   func(v einvoice.Value) string    // how a value stands in an element; nil: as it is
	Inexact map[string]bool                  // fields that do not stand in an element of their own
	Spread  map[string]bool                  // places whose value may be read back for several groups
	Moved   map[string]string                // places whose values may be read back at another: documented with the binding
	Adapt   func(inv *einvoice.Invoice)      // makes a full invoice one that the syntax can hold; may be nil

	Root    string           // the root element, as in "Invoice"
	Body    Room             // in a document, where BT-1 and BG-1 stand
	Number  string           // BT-1 there: the element's name, four characters of prefix
	Note    Room             // BG-1 there: its text is between Open and Close
	Lines   Room             // in a document, where BG-25 stands
	Line    string           // a line that has only a number
	Nested  Room             // in a document, where Nest may stand in itself
	Nest    string           // "<cac:SubInvoiceLine>"
	Keyed   Room             // in a document, where Key may stand
	Key     Room             // an element that is looked into before it is read
	Rooms   map[string]*Room // for LossCase.In
	Many    func(n int) []byte
	Strange []BadCase // documents that are well-formed, but of another kind

	Mutants Mutants

	ExampleName, Example string // a published document for benchmarks: its name there, its file
}

// Room is a document, or a part of one, with room for something.
type Room struct {
	Open, Close string
	Path        string // of the element that Open opens last: shown as "…" by LossCase
}

// With puts something into the room.
func (r Room) With(body string) string { return r.Open + body + r.Close }

// Below puts body on the second line of a document.
func (r Room) Below(body string) string { return r.With("\n" + body + "\n") }

// Writer is a way to write.
type Writer struct {
	Name  string
	Least int // values of a full invoice that have to come back
	Build func(inv *einvoice.Invoice, compact bool) ([]byte, []einvoice.Loss, error)
	Write func(w io.Writer, inv *einvoice.Invoice, lines iter.Seq[*einvoice.Line]) ([]einvoice.Loss, error)
}

// Mutants says what documents are changed with.
type Mutants struct {
	Texts      []string // beyond those that every syntax gets
	Elements   []string
	Attributes []string
	Prefix     string // replaced by one of Prefixes
	Prefixes   []string
	Part       string   // lines that begin like this are where streams are cut
	Kinds      []string // outcomes that mutants must have: error codes, "loss " and a kind
}

// all are all ways to write.
func (s *Syntax) all() []*Writer {
	return append(s.Writers[:len(s.Writers):len(s.Writers)], s.Narrow...)
}

// Test runs everything.
func (s *Syntax) Test(t *testing.T) {
	for _, c := range []struct {
		name string
		run  func(*testing.T)
	}{
		{"unreadable", s.unreadable}, {"encodings", s.encodings}, {"envelope", s.envelope},
		{"big streams", s.bigStreams}, {"big documents", s.bigDocuments}, {"big locate", s.bigLocate}, {"stream memory", s.streamMemory},
		{"unwritable", s.unwritable}, {"special characters", s.specialCharacters},
		{"every field", s.everyField}, {"some fields", s.someFields}, {"locate every field", s.locateEveryField},
		{"mutants", s.mutants}, {"stream of parts", s.streamOfParts},
	} {
		t.Run(c.name, c.run)
	}
}
