package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/internal/open"
	"github.com/einvoice-go/einvoice/ubl"
	"github.com/einvoice-go/einvoice/validate"
)

// checking is one check of one document.
type checking struct {
	ctx    context.Context
	o      Options
	notes  []string // on what was taken off
	report func() (*validate.Report, error)
	open   validate.Opener // the XML
	files  validate.Opener // the PDF; nil: the files are those of the XML
	pdfed  *Step           // the container, nil if there is none
}

// pdf checks the invoice in a PDF, and the PDF around it.
func (c *checking) pdf(data []byte) (*Verdict, error) {
	inv, err := facturx.Extract(c.ctx, data, facturx.Options{})
	var broken *facturx.Error
	if errors.As(err, &broken) && c.ctx.Err() == nil {
		v := newVerdict()
		v.Steps[0] = Step{Name: Format, Status: Failed, What: "a PDF without an invoice that can be read", Notes: c.notes}
		v.Steps[1] = Step{Name: Container, Status: Failed, What: "PDF",
			Findings: []validate.Finding{{Rule: "pdf-" + string(broken.Code), RuleSet: "pdf", Severity: validate.Fatal, Message: broken.Message}}}
		return v, nil
	}
	if err != nil {
		return nil, err
	}
	c.pdfed = containerStep(inv)
	c.files = c.open
	c.open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(string(inv.XML))), nil }
	rules := c.o.Validate
	if len(rules.Rules) > 0 { // what is asked for does not take the PDF away
		rules.Rules = append(rules.Rules[:len(rules.Rules):len(rules.Rules)], "container")
	}
	c.report = func() (*validate.Report, error) { return facturx.Validate(c.ctx, data, facturx.Options{}, rules) }
	return c.run()
}

func containerStep(inv *facturx.Invoice) *Step {
	s := &Step{Name: Container, Status: OK, What: "PDF, the invoice in it is " + inv.Name}
	why := "the PDF does not claim to be PDF/A"
	if p := inv.Report.PDFA; p != nil {
		why = "the PDF claims to be " + p.String() + ", which nobody has checked here"
	}
	s.NotRun = []validate.NotRun{{RuleSet: "pdf/a", Why: why}}
	return s
}

// run asks one question after the other. Those that make no sense after what was found
// are not run.
func (c *checking) run() (*Verdict, error) {
	report, err := c.report()
	if err != nil {
		return nil, err
	}
	v := newVerdict()
	v.Format, v.Profile = report.Format, report.Profile
	if !c.formatStep(v, report) {
		return v.conclude(), nil
	}
	rulesSteps(v, report)
	files, err := c.attachmentsStep()
	if err != nil {
		return nil, err
	}
	*v.Step(Attachments) = files
	identifiers, err := c.identifiersStep(v)
	if err != nil {
		return nil, err
	}
	*v.Step(Identifiers) = identifiers
	return v.conclude(), nil
}

// formatStep tells whether there is something to go on with.
func (c *checking) formatStep(v *Verdict, r *validate.Report) bool {
	s, container := v.Step(Format), v.Step(Container)
	container.What = "the document is no PDF"
	if c.pdfed != nil {
		*container = *c.pdfed
	}
	s.What = strings.TrimSpace(string(r.Format) + " " + r.Profile)
	s.Notes = append(c.notes, r.Notes...)
	for _, step := range []string{Schema, Rules, Attachments, Identifiers} {
		v.Step(step).What = "the format is none for an import"
	}
	if r.Status == validate.Unreadable || !importable(r.Format) { // what else was found is not looked at
		v.early(r)
	}
	switch {
	case r.Status == validate.Unreadable:
		s.Status, s.What = Failed, "it cannot be read"
		for _, step := range []string{Schema, Rules, Attachments, Identifiers} {
			v.Step(step).What = "the document cannot be read"
		}
		return false
	case !importable(r.Format):
		s.Notes = c.notes
		s.Status, s.What = Failed, fmt.Sprintf("%s is no format for an import: convert it to UBL, CII or Facturae", r.Format)
		return false
	}
	s.Status = OK
	return true
}

// early are the findings on a document that is not read on.
func (v *Verdict) early(r *validate.Report) {
	for _, f := range r.Findings {
		s := v.stepOf(f.RuleSet)
		switch {
		case s.Name == Container:
			if s.Findings = append(s.Findings, f); f.Severity == validate.Fatal {
				s.Status = Failed
			}
		case r.Status == validate.Unreadable:
			v.Step(Format).Findings = append(v.Step(Format).Findings, f)
		}
	}
}

// importable are the formats that there are schemas and rules for.
func importable(f einvoice.Format) bool {
	return open.IsUBL(f) || open.IsFacturae(f) || f == einvoice.CII
}

// rulesSteps divides the report of package validate between the container, the schema and
// the rules.
func rulesSteps(v *Verdict, r *validate.Report) {
	sets := map[*Step][]string{}
	for _, set := range r.RuleSets {
		s := v.stepOf(set)
		s.Status = OK
		sets[s] = append(sets[s], set)
	}
	for _, n := range r.NotRun {
		s := v.stepOf(n.RuleSet)
		s.NotRun = append(s.NotRun, n)
	}
	for _, f := range r.Findings {
		s := v.stepOf(f.RuleSet)
		s.Findings = append(s.Findings, f)
		if f.Severity == validate.Fatal {
			s.Status = Failed
		}
	}
	for _, m := range r.More {
		s := v.stepOf(m.RuleSet)
		s.Notes = append(s.Notes, fmt.Sprintf("%s: %d more", m.Rule, m.Count))
	}
	for _, s := range []*Step{v.Step(Schema), v.Step(Rules)} {
		if s.What = strings.Join(sets[s], ", "); s.Status == NotRun {
			s.What = "nothing was asked for, or could run"
		}
	}
}

// stepOf is the step that a rule set belongs to.
func (v *Verdict) stepOf(set string) *Step {
	name, _, _ := strings.Cut(set, "@")
	switch {
	case name == "container":
		return v.Step(Container)
	case strings.HasPrefix(name, "schema"):
		return v.Step(Schema)
	}
	return v.Step(Rules)
}

// attachmentsStep decodes the files inside and holds them against the policies.
func (c *checking) attachmentsStep() (s Step, err error) {
	s = Step{Name: Attachments, Status: OK}
	opener, o := c.open, c.o.Attachments
	if c.files != nil {
		opener = c.files
		o.Containers = append(o.Containers[:len(o.Containers):len(o.Containers)], facturx.Attachments{Inner: true})
	}
	in, err := opener()
	if err != nil {
		return s, err
	}
	defer in.Close()
	files, doc, err := attach.List(c.ctx, in, o)
	var own *attach.Error
	if errors.As(err, &own) {
		s.Status, s.What = Failed, "the files cannot be read"
		s.Violations = []attach.Violation{{Code: attach.Undecoded, Index: own.Index, Name: own.Name, Message: own.Message}}
		return s, nil
	}
	if err != nil {
		return s, err
	}
	var names []string
	for _, p := range c.o.Policies {
		names = append(names, p.Name)
		s.Violations = append(s.Violations, p.Check(files, doc.Format)...)
	}
	s.undecoded(files)
	for _, v := range s.Violations {
		if !v.Warning {
			s.Status = Failed
		}
	}
	s.What = counted(files)
	switch {
	case names != nil:
		s.What += ", against " + strings.Join(names, ", ")
	case s.Status == OK && len(files) > 0:
		s.Status = NotRun
		s.What += ", which can be decoded; no policy was given to hold them against"
	}
	return s, nil
}

// undecoded adds files that no policy has spoken of and that cannot be decoded.
func (s *Step) undecoded(files []*attach.File) {
	said := map[int]bool{}
	for _, v := range s.Violations {
		said[v.Index] = said[v.Index] || v.Code == attach.Undecoded
	}
	for _, f := range files {
		if f.Err != nil && !said[f.Index] {
			s.Violations = append(s.Violations, attach.Violation{Code: attach.Undecoded, Index: f.Index, Name: f.Name, Message: "the content cannot be decoded: " + f.Err.Message})
		}
		for _, n := range f.Notes {
			s.Notes = append(s.Notes, f.Name+": "+n.Message)
		}
	}
}

func counted(files []*attach.File) string {
	n, size := 0, int64(0)
	for _, f := range files {
		if f.Kind == attach.Embedded {
			n++
			size += f.Size
		}
	}
	switch n {
	case 0:
		return "no files inside"
	case 1:
		return fmt.Sprintf("1 file, %d bytes", size)
	}
	return fmt.Sprintf("%d files, %d bytes", n, size)
}

// identifiersStep looks at the electronic addresses. Whether anybody can be reached there
// is not known here.
func (c *checking) identifiersStep(v *Verdict) (s Step, err error) {
	s = Step{Name: Identifiers, Status: NotRun}
	if open.IsFacturae(v.Format) {
		s.What = "Facturae has no electronic addresses; its rules check tax identification numbers"
		return s, nil
	}
	read := ubl.Stream
	if v.Format == einvoice.CII {
		read = cii.Stream
	}
	in, err := c.open()
	if err != nil {
		return s, err
	}
	defer in.Close()
	doc, err := read(c.ctx, in, func(*einvoice.Line) error { return nil })
	if doc == nil {
		return s, err // values that are none stand in the schema's findings
	}
	peppol := strings.HasPrefix(v.Profile, "peppol")
	var said []string
	for _, p := range []struct {
		term, who string
		address   einvoice.Identifier
	}{{"BT-34", "seller", doc.Invoice.Seller.ElectronicAddress}, {"BT-49", "buyer", doc.Invoice.Buyer.ElectronicAddress}} {
		if p.address.Value == "" && p.address.Scheme == "" {
			s.NotRun = append(s.NotRun, validate.NotRun{RuleSet: p.term, Why: "the document gives no electronic address of the " + p.who})
			continue
		}
		said = append(said, p.who+" "+p.address.Scheme+":"+p.address.Value)
		if s.Status == NotRun {
			s.Status = OK
		}
		if why := misformed(p.address, peppol); why != "" {
			s.Status = Failed
			s.Findings = append(s.Findings, validate.Finding{Rule: "routing-identifier", RuleSet: "check", Severity: validate.Fatal, Terms: []string{p.term},
				Message: fmt.Sprintf("%s is %q: %s", p.term, p.address.Scheme+":"+p.address.Value, why)})
		}
	}
	if s.What = strings.Join(said, ", "); said == nil {
		s.What, s.NotRun = "the document gives no electronic addresses (BT-34, BT-49)", nil
	}
	return s, nil
}

// mostParticipant is how long a participant's value may be in Peppol's network.
const mostParticipant = 130

// misformed says what keeps an electronic address from being XXXX:identifier.
func misformed(a einvoice.Identifier, peppol bool) string {
	four := len(a.Scheme) == 4 && strings.Trim(a.Scheme, "0123456789") == ""
	switch {
	case strings.TrimSpace(a.Value) == "":
		return "there is no identifier behind the scheme"
	case a.Scheme == "":
		return "there is no scheme in front of the identifier"
	case peppol && !four:
		return "the scheme has to be the four digits of ISO 6523"
	case four && utf8.RuneCountInString(a.Value) > mostParticipant:
		return fmt.Sprintf("the identifier is longer than %d characters", mostParticipant)
	case four && strings.HasPrefix(a.Value, a.Scheme+":"):
		return "the scheme stands in the identifier once more"
	}
	return ""
}
