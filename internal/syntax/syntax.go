// Package syntax makes a reader and writer of invoices out of tables: what the
// packages of the formats have in common. They add their tables, their names and
// their options.
package syntax

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// MaxSize is the size of document that Parse takes unless told otherwise.
const MaxSize = 256 << 20

// Codec reads and writes invoices.
type Codec = xmlmap.Codec[einvoice.Invoice]

// Syntax is a family of document types. Its schema serves to find the root; each codec
// has its own, which is the same one where the types share their namespaces.
type Syntax struct {
	Name    string // as in "UBL has no place for it"
	Holds   string // what an envelope is searched for, as in "UBL invoice or credit note"
	Schema  *xmlmap.Schema
	Formats []*Format
	// WrongRoot says what is wrong with a root element of another name.
	WrongRoot func(uri, local string) string
}

// Format is one document type.
type Format struct {
	Name     einvoice.Format
	Codec    *Codec
	Deep     bool // the lines are children of the root's children: streams are cut there
	ReadOnly bool

	mu   sync.Mutex
	rest map[uint16]xmlmap.Rest // by profile
}

// ParseOptions are described with the packages that have them.
type ParseOptions struct {
	MaxSize   int64
	MaxPart   int
	MaxDepth  int
	MaxLosses int
	Into      *einvoice.Document
}

func (o ParseOptions) limits() xmlmap.Limits {
	return xmlmap.Limits{Depth: o.MaxDepth, Losses: o.MaxLosses, Part: o.MaxPart}
}

// Parse reads a document.
func (s *Syntax) Parse(data []byte, o ParseOptions) (*einvoice.Document, error) {
	if limit := o.MaxSize; int64(len(data)) > limit && (limit > 0 || len(data) > MaxSize) {
		if limit == 0 {
			limit = MaxSize
		}
		return nil, &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: fmt.Sprintf("the document has %d bytes, the limit is %d", len(data), limit)}
	}
	text, note, err := xmlmap.Decode(data)
	if err != nil {
		return nil, err
	}
	return s.read(xmlmap.NewReader(text, s.Schema, o.limits()), o.Into, note)
}

// Stream reads a document of any length and hands its lines over one by one.
func (s *Syntax) Stream(ctx context.Context, in io.Reader, line func(*einvoice.Line) error, o ParseOptions) (*einvoice.Document, error) {
	r, note, err := xmlmap.NewStream(ctx, in, s.Schema, o.limits())
	if err != nil {
		return nil, err
	}
	sink := line
	if doc := o.Into; doc != nil {
		sink = func(l *einvoice.Line) error {
			doc.Losses = r.Losses()
			return line(l)
		}
	}
	r.SetSink(sink)
	return s.read(r, o.Into, note)
}

// format finds the format of the root element, nil if it is none of the syntax.
func (s *Syntax) format(r *xmlmap.Reader) *Format {
	for _, f := range s.Formats {
		if f.Codec.Is(r) {
			return f
		}
	}
	return nil
}

// start goes to the root element, out of its envelope if it has one.
func (s *Syntax) start(r *xmlmap.Reader) (f *Format, note string, err error) {
	if !r.Start() {
		return nil, "", r.Err()
	}
	uri, local := r.Root()
	if local == "StandardBusinessDocument" {
		r.Deeper()
		if !r.Envelope(func() bool { return s.format(r) != nil }) {
			if r.Err() == nil {
				err = &einvoice.SyntaxError{Code: einvoice.ErrNoInvoice, Message: "the StandardBusinessDocument holds no " + s.Holds}
				return nil, "", err
			}
			return nil, "", r.Err()
		}
		note = "unwrapped from a StandardBusinessDocument"
	}
	if f = s.format(r); f == nil {
		return nil, "", r.Refuse(einvoice.ErrWrongRoot, s.WrongRoot(uri, local))
	}
	if f.Deep {
		r.Deeper()
	}
	return f, note, nil
}

func (s *Syntax) read(r *xmlmap.Reader, doc *einvoice.Document, notes ...string) (*einvoice.Document, error) {
	f, note, err := s.start(r)
	if err != nil {
		return nil, err
	}
	if doc == nil {
		doc = new(einvoice.Document)
	}
	*doc = einvoice.Document{Format: f.Name}
	for _, n := range append(notes, note) {
		if n != "" {
			doc.Notes = append(doc.Notes, n)
		}
	}
	doc.Losses = f.Codec.Read(r, &doc.Invoice)
	r.Finish()
	if err := r.Err(); err != nil {
		return nil, err
	}
	var bad []einvoice.Loss
	for _, l := range doc.Losses {
		if l.Kind == einvoice.LossMalformed {
			bad = append(bad, l)
		}
	}
	if bad != nil {
		return doc, &einvoice.ValueError{Losses: bad}
	}
	return doc, nil
}

// Locate finds where places of the model stand in a document.
func (s *Syntax) Locate(data []byte, places []string) (map[string]einvoice.Location, error) {
	text, _, err := xmlmap.Decode(data)
	if err != nil {
		return nil, err
	}
	return s.locate(xmlmap.NewReader(text, s.Schema, xmlmap.Limits{}), places)
}

// LocateStream is Locate for documents of any length.
func (s *Syntax) LocateStream(ctx context.Context, in io.Reader, places []string) (map[string]einvoice.Location, error) {
	r, _, err := xmlmap.NewStream(ctx, in, s.Schema, xmlmap.Limits{})
	if err != nil {
		return nil, err
	}
	r.SetSink(func(*einvoice.Line) error { return nil })
	return s.locate(r, places)
}

func (s *Syntax) locate(r *xmlmap.Reader, places []string) (map[string]einvoice.Location, error) {
	wanted := xmlmap.Wanted{}
	for _, p := range places {
		wanted[p] = einvoice.Location{}
	}
	r.Trace(wanted)
	f, _, err := s.start(r)
	if err != nil {
		return nil, err
	}
	var inv einvoice.Invoice
	f.Codec.Read(r, &inv)
	if err := r.Err(); !errors.Is(err, xmlmap.ErrFound) {
		return wanted, err
	}
	return wanted, nil
}

// WriteOptions say how to write.
type WriteOptions struct {
	Format  einvoice.Format
	Profile uint16 // see xmlmap.Options
	Target  string // who has no place for what is lost; "": the syntax
	Compact bool
}

// ErrFormat: no such format here.
var ErrFormat = errors.New("no such format")

// called finds a format of the syntax.
func (s *Syntax) called(name einvoice.Format) (*Format, error) {
	for _, f := range s.Formats {
		if f.Name == name {
			return f, nil
		}
	}
	return nil, fmt.Errorf("%w of %s: %q", ErrFormat, s.Name, name)
}

// writable finds a format of the syntax that can be written.
func (s *Syntax) writable(name einvoice.Format) (*Format, error) {
	f, err := s.called(name)
	if err == nil && f.ReadOnly {
		err = fmt.Errorf("%w to write: %q is only read", ErrFormat, name)
	}
	return f, err
}

// Build writes an invoice.
func (s *Syntax) Build(inv *einvoice.Invoice, o WriteOptions) (xml []byte, losses []einvoice.Loss, err error) {
	f, err := s.writable(o.Format)
	if err != nil {
		return nil, nil, err
	}
	xml, err = f.Codec.Append(make([]byte, 0, 8<<10), inv, o.options(inv, nil, &losses))
	if err != nil {
		return nil, nil, buildError(err)
	}
	return xml, append(losses, s.unbound(f, inv, o)...), nil
}

// Write writes an invoice to w piece by piece. Lines, if not nil, stands in for
// inv.Lines.
func (s *Syntax) Write(w io.Writer, inv *einvoice.Invoice, lines iter.Seq[*einvoice.Line], o WriteOptions) (losses []einvoice.Loss, err error) {
	f, err := s.writable(o.Format)
	if err != nil {
		return nil, err
	}
	if err := f.Codec.WriteTo(w, inv, o.options(inv, lines, &losses)); err != nil {
		return nil, buildError(err)
	}
	return append(losses, s.unbound(f, inv, o)...), nil
}

func (o WriteOptions) options(inv *einvoice.Invoice, lines iter.Seq[*einvoice.Line], losses *[]einvoice.Loss) xmlmap.Options {
	x := xmlmap.Options{Currency: inv.Currency, Compact: o.Compact, Profile: o.Profile}
	if lines != nil {
		x.Source = lines
	}
	x.Lose = func(place, why string) {
		*losses = append(*losses, unplaced(inv, place, why))
	}
	return x
}

// buildError gives an error of the writer its place in the invoice.
func buildError(err error) error {
	var e *xmlmap.PlaceError
	if !errors.As(err, &e) {
		return err
	}
	t, _ := einvoice.TermAt(e.Place)
	return &einvoice.BuildError{Term: t.ID, Place: e.Place, Path: e.Path, Err: e.Err}
}

// unbound lists the values of an invoice that the format has no place for, or only in
// other profiles than the one to write.
func (s *Syntax) unbound(f *Format, inv *einvoice.Invoice, o WriteOptions) (losses []einvoice.Loss) {
	nowhere := map[string]bool{}
	if o.Target != "" {
		f.restOf(0).Each(inv, func(place string) { nowhere[place] = true })
	}
	f.restOf(o.Profile).Each(inv, func(place string) {
		who := s.Name
		if !nowhere[place] && o.Target != "" {
			who = o.Target
		}
		losses = append(losses, unplaced(inv, place, who+" has no place for it"))
	})
	return losses
}

// restOf is made once for each profile that is written.
func (f *Format) restOf(profile uint16) xmlmap.Rest {
	f.mu.Lock()
	defer f.mu.Unlock()
	rest, ok := f.rest[profile]
	if !ok {
		if f.rest == nil {
			f.rest = map[uint16]xmlmap.Rest{}
		}
		rest = f.Codec.Rest(profile)
		f.rest[profile] = rest
	}
	return rest
}

func unplaced(inv *einvoice.Invoice, place, why string) einvoice.Loss {
	t, _ := einvoice.TermAt(place)
	return einvoice.Loss{Kind: einvoice.LossUnbound, Term: t.ID, Place: place, Value: inv.ValueAt(place), Why: why}
}

// Bindings describes the mapping of a format: every bound element and attribute in
// document order, with its place in Invoice.
func (s *Syntax) Bindings(name einvoice.Format) (all []einvoice.Binding, err error) {
	f, err := s.called(name)
	if err != nil {
		return nil, err
	}
	f.Codec.Describe(func(b einvoice.Binding) { all = append(all, b) })
	return all, nil
}
