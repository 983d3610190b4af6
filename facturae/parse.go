package facturae

import (
	"errors"
	"fmt"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// MaxSize is the size of document that Parse takes unless told otherwise.
const MaxSize = 256 << 20

// Format is the name of a version among the document formats, as in "facturae-3.2.2".
func (v Version) Format() einvoice.Format { return einvoice.Format("facturae-" + string(v)) }

// ParseOptions say how to read. The zero value is right for most uses.
type ParseOptions struct {
	MaxSize   int64 // bytes; 0: MaxSize
	MaxDepth  int   // elements in one another; 0: 128
	MaxLosses int   // losses listed one by one, further ones are counted by path; 0: 10,000
}

// Parse reads a Facturae document of any of the versions, signed or not: see Verify.
//
// A document that cannot be read gives a *einvoice.SyntaxError and no Document. Values
// that are not of their type give a *einvoice.ValueError beside a usable Document in
// which their places are absent.
func Parse(data []byte) (*Document, error) { return ParseOptions{}.Parse(data) }

// Parse is Parse with options.
func (o ParseOptions) Parse(data []byte) (*Document, error) {
	limit := o.MaxSize
	if limit <= 0 {
		limit = MaxSize
	}
	if int64(len(data)) > limit {
		return nil, &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: fmt.Sprintf("the document has %d bytes, the limit is %d", len(data), limit)}
	}
	text, note, err := xmlmap.Decode(data)
	if err != nil {
		return nil, err
	}
	r := xmlmap.NewReader(text, formats[0].schema, xmlmap.Limits{Depth: o.MaxDepth, Losses: o.MaxLosses})
	f, err := start(r)
	if err != nil {
		return nil, err
	}
	doc := &Document{Version: f.version}
	doc.note(note)
	if uri, _ := r.FirstChild(); uri != "" {
		doc.note("the elements are in the namespace " + uri + ", where the schema has them in none")
	}
	doc.Losses = f.codec.Read(r, &doc.Facturae)
	r.Finish()
	if err := r.Err(); err != nil {
		return nil, err
	}
	doc.judge()
	return doc, doc.malformed()
}

func (d *Document) note(s string) {
	if s != "" {
		d.Notes = append(d.Notes, s)
	}
}

// start goes to the root element and finds its version.
func start(r *xmlmap.Reader) (*format, error) {
	if !r.Start() {
		return nil, r.Err()
	}
	for _, f := range formats {
		if f.codec.Is(r) {
			return f, nil
		}
	}
	return nil, r.Refuse(einvoice.ErrWrongRoot, wrongRoot(r.Root()))
}

func wrongRoot(uri, local string) string {
	switch {
	case uri == "":
		uri = "no namespace"
	case local == "Facturae" && strings.HasPrefix(uri, "http://www.facturae.es/Facturae/2007/"):
		return fmt.Sprintf("the root element Facturae is in %s: versions before 3.2 are not read", uri)
	}
	if local == "Facturae" {
		return fmt.Sprintf("the root element Facturae is in %s, not in that of version 3.2, 3.2.1 or 3.2.2", uri)
	}
	return fmt.Sprintf("the root element is %s (%s), not Facturae", local, uri)
}

// judge looks at what the table cannot: whether the version named is the one of the
// namespace, and how many signatures there are.
func (d *Document) judge() {
	for i := range d.Losses {
		if l := &d.Losses[i]; strings.HasSuffix(l.Path, "/ds:Signature") && l.Kind == einvoice.LossDeclared {
			d.Signatures += max(1, l.Count)
		}
	}
	if v := d.Facturae.FileHeader.SchemaVersion; v != "" && v != string(d.Version) {
		d.Losses = append(d.Losses, einvoice.Loss{Kind: einvoice.LossConstant, Place: "FileHeader.SchemaVersion",
			Path: "/fe:Facturae/FileHeader/SchemaVersion", Value: v, Offset: -1,
			Why: "the namespace is that of version " + string(d.Version) + ", which is what the document is read as"})
	}
}

// malformed is the error for values that are not of their type.
func (d *Document) malformed() error {
	var bad []einvoice.Loss
	for _, l := range d.Losses {
		if l.Kind == einvoice.LossMalformed {
			bad = append(bad, l)
		}
	}
	if bad == nil {
		return nil
	}
	return &einvoice.ValueError{Losses: bad}
}

// Locate finds where places of the type, such as "Invoices[0].InvoiceTotals.InvoiceTotal",
// stand in a document.
func Locate(data []byte, places ...string) (map[string]einvoice.Location, error) {
	text, _, err := xmlmap.Decode(data)
	if err != nil {
		return nil, err
	}
	r := xmlmap.NewReader(text, formats[0].schema, xmlmap.Limits{})
	wanted := xmlmap.Wanted{}
	for _, p := range places {
		wanted[p] = einvoice.Location{}
	}
	r.Trace(wanted)
	f, err := start(r)
	if err != nil {
		return nil, err
	}
	var into Facturae
	f.codec.Read(r, &into)
	if err := r.Err(); !errors.Is(err, xmlmap.ErrFound) {
		return wanted, err
	}
	return wanted, nil
}

// Bindings describes the mapping of a version: every bound element in document order,
// with its place in Facturae.
func Bindings(v Version) (all []einvoice.Binding, err error) {
	f, err := formatOf(v)
	if err != nil {
		return nil, err
	}
	f.codec.Describe(func(b einvoice.Binding) {
		if b.Profiles == 0 || b.Profiles&f.bit != 0 {
			b.Profiles = 0
			all = append(all, b)
		}
	})
	return all, nil
}

// ErrVersion: no such version.
var ErrVersion = errors.New("no such version of Facturae")

// formatOf is a version; "" is 3.2.2.
func formatOf(v Version) (*format, error) {
	if v == "" {
		v = V322
	}
	for _, f := range formats {
		if f.version == v {
			return f, nil
		}
	}
	return nil, fmt.Errorf("%w: %q (there are 3.2.2, 3.2.1 and 3.2)", ErrVersion, v)
}
