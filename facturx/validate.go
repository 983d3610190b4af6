package facturx

import (
	"context"
	"errors"

	"github.com/einvoice-go/einvoice/validate"
)

// Validate checks a hybrid invoice in one report: the PDF by the rules of the set
// "container", the invoice inside by those that it claims to follow, or that rules name.
// Findings on the PDF have no line; their path names the place in the PDF. Those on the
// invoice have the places in its XML.
//
// The pages are searched for number, date and amount unless Options.Text says TextNever.
//
// A PDF that gives no invoice is unreadable, with a finding that says why ("pdf-" and the
// code of the Error). The errors are those of the context and of the options.
func Validate(ctx context.Context, pdf []byte, o Options, rules validate.Options) (*validate.Report, error) {
	if err := rules.Check(); err != nil {
		return nil, err
	}
	if o.Text == TextByInspect { // as Inspect does
		o.Text = TextAlways
	}
	inv, err := Extract(ctx, pdf, o)
	var own *Error
	switch {
	case errors.As(err, &own) && own.Code != ErrTimeout:
		return noInvoice(own), nil
	case err != nil:
		return nil, err
	}
	c, rest := inv.Report.container()
	rules.Container = c
	r, err := validate.Document(ctx, inv.XML, rules)
	if err != nil {
		return nil, err
	}
	if !ranContainer(r) { // what was found is told all the same
		rest = inv.Report.Notes
	}
	notes := []string{"the invoice is " + inv.Name + " in the PDF"}
	for _, n := range rest {
		if n.Code != NoteXML || r.Status != validate.Unreadable { // or a finding says it
			notes = append(notes, n.Message)
		}
	}
	r.Notes = append(notes, r.Notes...)
	return r, nil
}

// container parts the notes into what breaks rules, and the rest.
func (r *Report) container() (c *validate.Container, rest []Note) {
	c = &validate.Container{}
	for i := range r.Notes {
		if f, broken := r.Notes[i].asFault(); broken {
			c.Faults = append(c.Faults, f)
		} else {
			rest = append(rest, r.Notes[i])
		}
	}
	return c, rest
}

func ranContainer(r *validate.Report) bool {
	return len(r.RuleSets) > 0 && r.RuleSets[0] == validate.ContainerSet
}

// noInvoice is the report on a PDF that gives no invoice.
func noInvoice(e *Error) *validate.Report {
	r := &validate.Report{Status: validate.Unreadable, RuleSets: []string{}, Findings: []validate.Finding{{
		Rule: "pdf-" + string(e.Code), RuleSet: "pdf", Severity: validate.Fatal, Message: e.Message, Offset: -1,
	}}}
	if e.Report != nil {
		for _, n := range e.Report.Notes {
			r.Notes = append(r.Notes, n.Message)
		}
	}
	return r
}
