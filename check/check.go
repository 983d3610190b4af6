// Package check gives one verdict on a document before it goes to an import call: is its
// format one for an import, what of the PDF around it, the schema, the rules that it
// claims to follow, the files inside, the identifiers that route it.
//
//	verdict, err := check.Document(ctx, data, check.Options{Policies: []attach.Policy{attach.B2Brouter()}})
//	if verdict.Ready {
//		// hand it over
//	}
//
// Each step is ok, failed, or not run with the reason. What was not checked is never
// counted as passed: a document is ready if its format, its schema and its rules were
// checked, and no step failed.
package check

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/internal/open"
	"github.com/einvoice-go/einvoice/validate"
)

// Options say what to check. The zero value has no policy for the files inside.
type Options struct {
	Validate    validate.Options
	Policies    []attach.Policy // what the channel lets through
	Attachments attach.Options  // limits for decoding the files inside
}

// Status is the outcome of a step.
type Status string

// The outcomes.
const (
	OK     Status = "ok"
	Failed Status = "failed"
	NotRun Status = "not-run"
)

// Step is a question that was asked about a document.
type Step struct {
	Name   string `json:"step"` // one of Steps
	Status Status `json:"status"`
	What   string `json:"what,omitempty"` // what was looked at; of a step not run: why

	Findings   []validate.Finding `json:"findings,omitempty"`
	Violations []attach.Violation `json:"violations,omitempty"`
	NotRun     []validate.NotRun  `json:"not_run,omitempty"` // what belongs to the step and was not checked
	Notes      []string           `json:"notes,omitempty"`
}

// The steps.
const (
	Format      = "format"      // is it of a format for an import, and can it be read
	Container   = "container"   // of a hybrid PDF: is an invoice inside, does anything contradict it
	Schema      = "schema"      // does it follow its schema
	Rules       = "rules"       // and the rules that it claims to follow
	Attachments = "attachments" // can the files inside be decoded, and do the policies let them through
	Identifiers = "identifiers" // do the electronic addresses (BT-34, BT-49) have the form XXXX:identifier
)

// Steps are the names of the steps in their order.
func Steps() []string {
	return []string{Format, Container, Schema, Rules, Attachments, Identifiers}
}

// Verdict is the outcome for one document. It has every step.
type Verdict struct {
	File    string          `json:"file,omitempty"`
	Ready   bool            `json:"ready"`
	Format  einvoice.Format `json:"format,omitempty"`
	Profile string          `json:"profile,omitempty"`
	Steps   []Step          `json:"steps"`
}

// Step finds a step by its name, nil if there is no such step.
func (v *Verdict) Step(name string) *Step {
	for i := range v.Steps {
		if v.Steps[i].Name == name {
			return &v.Steps[i]
		}
	}
	return nil
}

// Document checks a document held in memory: XML, a hybrid PDF, either of them as base64
// or as a data: URI. The errors are those of options and of ctx; what is wrong with the
// document is in the verdict.
func Document(ctx context.Context, data []byte, o Options) (*Verdict, error) {
	c := &checking{ctx: ctx, o: o}
	if attach.FormOf(data) != attach.Raw {
		r, b := attach.OpenDocument(bytes.NewReader(data))
		var err error
		if data, err = io.ReadAll(r); err != nil {
			return refused(err)
		}
		for _, n := range b.Notes {
			c.notes = append(c.notes, n.Message)
		}
	}
	c.report = func() (*validate.Report, error) { return validate.Document(ctx, data, o.Validate) }
	c.open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	if facturx.IsPDF(data) {
		return c.pdf(data)
	}
	return c.run()
}

// Stream checks a document of any length in bounded memory; opener opens it several times,
// each time from its start. Of a PDF up to 256 MiB are held in memory. The errors are
// those of Document and of reading.
func Stream(ctx context.Context, opener validate.Opener, o Options) (*Verdict, error) {
	s := open.Stream{Opener: opener}
	in, err := s.Open()
	if err != nil {
		return refused(err)
	}
	defer in.Close()
	head := make([]byte, 1024)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return refused(err)
	}
	if facturx.IsPDF(head[:n]) || !couldBeXML(head[:n]) {
		data, err := io.ReadAll(io.LimitReader(io.MultiReader(bytes.NewReader(head[:n]), in), mostHeld+1))
		if err != nil {
			return refused(err)
		}
		if len(data) > mostHeld {
			return refused(&einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: "a document that is no XML is larger than what is held in memory (256 MiB)"})
		}
		return Document(ctx, data, o)
	}
	c := &checking{ctx: ctx, o: o, open: s.Open, report: func() (*validate.Report, error) { return validate.Stream(ctx, s.Open, o.Validate) }}
	c.notes = s.Notes()
	return c.run()
}

// mostHeld is the size of document that is held in memory.
const mostHeld = 256 << 20

// couldBeXML: JSON is read at once.
func couldBeXML(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	return len(head) == 0 || head[0] != '{' && head[0] != '['
}

// refused is the verdict on a document that cannot be read, if that is its own fault.
func refused(err error) (*Verdict, error) {
	var syntax *einvoice.SyntaxError
	if !errors.As(err, &syntax) {
		return nil, err
	}
	v := newVerdict()
	v.Steps[0] = Step{Name: Format, Status: Failed, What: "it cannot be read", Findings: []validate.Finding{{Rule: string(syntax.Code), RuleSet: "xml",
		Severity: validate.Fatal, Line: syntax.Line, Column: syntax.Column, Message: syntax.Message, Excerpt: syntax.Excerpt, Exact: syntax.Line > 0}}}
	return v, nil
}

// newVerdict has not run anything.
func newVerdict() *Verdict {
	v := &Verdict{}
	for _, name := range Steps() {
		v.Steps = append(v.Steps, Step{Name: name, Status: NotRun, What: "the document cannot be read"})
	}
	return v
}

// conclude gives the verdict: nothing failed, and what matters has run.
func (v *Verdict) conclude() *Verdict {
	v.Ready = true
	for _, s := range v.Steps {
		must := s.Name == Format || s.Name == Schema || s.Name == Rules
		if s.Status == Failed || must && s.Status != OK {
			v.Ready = false
		}
	}
	return v
}
