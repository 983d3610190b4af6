// Package validate checks invoices against their schema and the rules of EN 16931 and
// its national and industrial profiles, and Facturae against what Spanish registers check, and
// says which rule is broken, with which values, and where in the document.
//
//	report, err := validate.Document(ctx, data, validate.Options{})
//	for _, f := range report.Findings {
//		fmt.Println(f.Rule, f.Line, f.Column, f.Message)
//	}
//
// A rule is a literal: see Rule. Rules look at the tree of the document's elements. Rule
// sets carry versions; what ran and what did not is in every Report.
//
// # Other languages
//
// The texts of rules stand apart from their checks. Options.Texts replaces them by texts
// with the same gaps, in which the values then stand: "{BT-106}", "{line}", "{sum}".
// Every rule that a finding can come from is in Set.All of Sets, or in Others. Rules of
// schemas share ids, and the id of a rule of structure can have several texts, so the
// text that is to be replaced is always Rule.Text.
package validate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/einvoice-go/einvoice"
	ciisyntax "github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/open"
	"github.com/einvoice-go/einvoice/internal/tree"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
	ublsyntax "github.com/einvoice-go/einvoice/ubl"
)

// Options say what to check. The zero value checks what the document claims.
type Options struct {
	// Rules names rule sets: auto, schema, en16931, peppol, peppol-selfbilling,
	// xrechnung, facturx, facturae, container, each of them with @version for another than the newest. None is the same as
	// auto: chosen by specification identifier (BT-24), and the container where there is one.
	Rules []string
	// MaxFindings is how many findings of one rule are listed; further ones are
	// counted. 0: 100.
	MaxFindings int
	// Texts gives the text of a rule in other words, with the same gaps: in another
	// language. "" stands for Rule.Text. It is called for each finding, so it should be
	// fast, and safe for concurrent use if the options are used so.
	Texts func(*Rule) string
	// Container is what was found of the PDF that the document stands in, for Document; nil: it
	// stands in none. facturx.Validate sets it.
	Container *Container
}

// Check tells whether the options name rule sets that there are; the error is
// ErrRuleSet.
func (o Options) Check() error {
	_, err := parseRules(o.Rules)
	return err
}

// ErrRuleSet: the options name a rule set that does not exist.
var ErrRuleSet = errors.New("no such rule set")

// Opener opens a document for reading, each time from its start.
type Opener = func() (io.ReadCloser, error)

// Document checks a document held in memory.
func Document(ctx context.Context, data []byte, o Options) (*Report, error) {
	v, err := newValidation(ctx, o)
	if err != nil {
		return nil, err
	}
	defer v.release()
	v.container = o.Container
	r, err := v.document(data)
	if err == nil {
		err = v.contain(r)
	}
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (v *validation) document(data []byte) (*Report, error) {
	if len(data) > ublsyntax.MaxSize {
		return unreadable(&einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: fmt.Sprintf("the document has %d bytes, the limit is %d", len(data), ublsyntax.MaxSize)}), nil
	}
	data, notXML, notes, err := open.Unwrap(data)
	if err != nil {
		return refused(err)
	}
	for _, n := range notes {
		v.note(n)
	}
	if notXML {
		return v.read(data)
	}
	text, note, err := xmlmap.Decode(data)
	if err != nil {
		return refused(err)
	}
	v.note(note)
	switch found, err := v.text(text); {
	case err != nil:
		return refused(err)
	case !found:
		return v.read(data)
	}
	report := v.finish()
	report.locate(text)
	report.conclude()
	return report, nil
}

// text reads a document and runs the rules on its lines. A tree of all of a large one
// would take much memory, and the time to fill it.
func (v *validation) text(text string) (found bool, err error) {
	const large = 256 << 10
	if len(text) > large {
		return v.inTurn(func(f func(*xmlmap.Reader) error) error {
			return f(xmlmap.NewReader(text, names.Schema, xmlmap.Limits{}))
		}, false)
	}
	if found, err = v.loadWhole(text); found && err == nil {
		v.begin()
		v.allLines()
	}
	return found, err
}

// read checks a document that no rules are written for by way of the invoice that it
// holds.
func (v *validation) read(data []byte) (*Report, error) {
	src, err := open.Read(data)
	var values *einvoice.ValueError
	if err != nil && (src.Document == nil || !errors.As(err, &values)) {
		return refused(err)
	}
	r, err := v.invoice(&src.Document.Invoice)
	if err != nil {
		return nil, err
	}
	for _, n := range r.RuleSets {
		r.NotRun = append(r.NotRun, NotRun{n, "in part: it has no rules for " + string(src.Document.Format) + ", the invoice was checked as " + string(r.Format)})
	}
	r.Format = src.Document.Format
	if !open.IsXML(r.Format) {
		r.Notes = append(r.Notes, src.Document.Notes...)
	}
	if values != nil {
		r.addValues(values.Losses)
		r.conclude()
	}
	return r, nil
}

// Stream checks a document of any length in bounded memory. It opens the document
// once, again for the lines if something stands behind them, and again to find the places of findings.
func Stream(ctx context.Context, opener Opener, o Options) (*Report, error) {
	v, err := newValidation(ctx, o)
	if err != nil {
		return nil, err
	}
	defer v.release()
	noted := false
	stream := open.Stream{Opener: opener}
	opener = stream.Open
	found, err := v.inTurn(func(f func(*xmlmap.Reader) error) error {
		return reading(opener, func(in io.Reader) error {
			r, note, err := xmlmap.NewStream(ctx, in, names.Schema, xmlmap.Limits{})
			if err != nil {
				return err
			}
			if !noted {
				v.note(note)
				noted = true
			}
			return f(r)
		})
	}, true)
	var syntax *einvoice.SyntaxError
	switch {
	case errors.As(err, &syntax) && syntax.Code == einvoice.ErrNotXML: // JSON, CSV, a data: URI, or nothing at all
		return v.readStream(opener)
	case err != nil:
		return refused(err)
	case !found:
		r, err := v.readStream(opener)
		if r != nil {
			r.Notes = append(stream.Notes(), r.Notes...)
		}
		return r, err
	}
	report := v.finish()
	report.Notes = append(stream.Notes(), report.Notes...)
	if len(report.Findings) > 0 {
		if err := reading(opener, func(in io.Reader) error { return report.locateStream(in) }); err != nil {
			return nil, err
		}
	}
	report.conclude()
	return report, nil
}

// readStream is for documents that no rules are written for: they have to fit into
// memory.
func (v *validation) readStream(opener Opener) (r *Report, err error) {
	err = reading(opener, func(in io.Reader) error {
		data, err := io.ReadAll(io.LimitReader(in, ublsyntax.MaxSize+1))
		if err == nil {
			r, err = v.document(data)
		}
		return err
	})
	return r, err
}

func reading(opener Opener, f func(io.Reader) error) error {
	in, err := opener()
	if err != nil {
		return err
	}
	defer in.Close()
	return f(in)
}

// Invoice checks an invoice that is in no document yet, as the document that it would
// make. Findings have no positions, but places in the invoice.
func Invoice(inv *einvoice.Invoice, o Options) (*Report, error) {
	v, err := newValidation(context.Background(), o)
	if err != nil {
		return nil, err
	}
	defer v.release()
	r, err := v.invoice(inv)
	if r != nil {
		r.Format = ""
	}
	return r, err
}

func (v *validation) invoice(inv *einvoice.Invoice) (*Report, error) {
	xml, losses, err := v.write(inv)
	if err != nil {
		return nil, err
	}
	for _, l := range losses {
		v.note("not checked: " + l.String())
	}
	v.model = true
	if found, err := v.text(string(xml)); !found || err != nil {
		return nil, fmt.Errorf("validate: the document that was built cannot be read: %w", err)
	}
	report := v.finish()
	for i := range report.Findings {
		report.Findings[i].Offset = -1
	}
	report.conclude()
	return report, nil
}

// write makes the document that an invoice is checked as: CII where its profile knows
// no other syntax.
func (v *validation) write(inv *einvoice.Invoice) (xml []byte, losses []einvoice.Loss, err error) {
	if p := findProfile(inv.Process.Specification); p != nil && p.only == cii {
		return ciisyntax.Build(inv)
	}
	return ublsyntax.Build(inv)
}

func newValidation(ctx context.Context, o Options) (*validation, error) {
	wanted, err := parseRules(o.Rules)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	v := &validation{workspace: workspaces.Get().(*workspace), wanted: wanted, most: o.MaxFindings, texts: o.Texts}
	if v.most <= 0 {
		v.most = 100
	}
	return v, nil
}

// workspace is what one validation leaves to the next: the memory of its trees, and of
// its walks through them.
type workspace struct {
	head, lines tree.Builder
	paths       []*structureWalk
}

var workspaces = sync.Pool{New: func() any { return new(workspace) }}

// release gives the workspace back. A large one is left to the garbage collector.
func (v *validation) release() {
	const large = 1 << 17
	w := v.workspace
	v.workspace = nil
	if w.head.Room() > large || w.lines.Room() > large {
		return
	}
	w.head.Reset()
	w.lines.Reset()
	for _, x := range w.paths {
		x.forget()
	}
	workspaces.Put(w)
}

func (v *validation) note(s string) {
	if s != "" {
		v.notes = append(v.notes, s)
	}
}

// refused is the report on a document that cannot be read, if that is its own fault.
func refused(err error) (*Report, error) {
	var syntax *einvoice.SyntaxError
	if errors.As(err, &syntax) {
		return unreadable(syntax), nil
	}
	return nil, err
}

// unreadable is the report on a document that cannot be read at all.
func unreadable(e *einvoice.SyntaxError) *Report {
	return &Report{Status: Unreadable, RuleSets: []string{}, Findings: []Finding{{
		Rule: string(e.Code), RuleSet: "xml", Severity: Fatal, Line: e.Line, Column: e.Column, Message: e.Message, Excerpt: e.Excerpt, Exact: true,
	}}}
}
