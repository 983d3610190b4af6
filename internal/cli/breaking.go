package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
	"github.com/einvoice-go/einvoice/validate"
)

// breaking is an example: how a valid document of ours was changed to break a rule, and
// what the rule says to that.
type breaking struct {
	Syntax  string        `json:"syntax"`
	RuleSet string        `json:"ruleset"`
	Line    int           `json:"line"` // of the finding
	Column  int           `json:"column"`
	Path    string        `json:"path"`
	Message string        `json:"message"`
	Excerpt []excerptLine `json:"excerpt"`
}

// excerptLine is a line of the document that breaks the rule, or of the valid one.
type excerptLine struct {
	Line   int    `json:"line,omitempty"`   // in the broken document; 0 for what was taken away
	Change string `json:"change,omitempty"` // "+", "-", "" for what is in both
	Text   string `json:"text"`
	gap    bool   // lines are left out before it
}

// syntaxes are those that rules are written for, and what stands in for one in rules on the PDF around an invoice.
var syntaxes = append(validate.Syntaxes(), validate.PDF)

// inCapitals is a syntax as texts name it.
func inCapitals(syntax string) string {
	if syntax == "facturae" {
		return "Facturae"
	}
	return strings.ToUpper(syntax)
}

// neverIn says why a rule cannot fire in a syntax, "" if it can.
func neverIn(r *validate.Rule, syntax string) string {
	only, why, ok := strings.Cut(r.Never, ": ")
	switch {
	case !ok || !slices.Contains(syntaxes, only):
		return r.Never
	case only == syntax:
		return why
	}
	return ""
}

// breakIn makes the example for a syntax; nil if there is none.
func breakIn(f validate.Found, syntax string) (*breaking, error) {
	r := f.Rule
	if !r.In(syntax) || neverIn(r, syntax) != "" || r.Break == nil && r.Script(syntax) == "" {
		return nil, nil
	}
	good, bad, err := exampleDocuments(f, syntax)
	if good == "" || err != nil {
		return nil, err
	}
	report, err := validate.Document(context.Background(), []byte(bad), validate.Options{Rules: []string{f.Set.ID()}})
	if err != nil {
		return nil, err
	}
	for _, x := range report.Findings {
		switch {
		case x.Rule == "not-run": // it no longer claims the profile that the set is for
			return nil, nil
		case x.Rule == r.ID && x.RuleSet == f.Set.ID():
			return &breaking{syntax, x.RuleSet, x.Line, x.Column, x.Path, x.Message, excerpt(good, bad, int(x.Offset))}, nil
		}
	}
	return nil, fmt.Errorf("%s: the example for %s does not break it", r.ID, syntax)
}

// exampleDocuments are the sample of the rule's set, and the same made to break the rule; "" if there is none.
func exampleDocuments(f validate.Found, syntax string) (good, bad string, err error) {
	if syntax == "facturae" {
		valid, invalid, err := sample.BreakFacturae(f.Rule.Script(syntax))
		return unfold(string(valid)), unfold(string(invalid)), err
	}
	if good, err = exampleDocument(f.Set, syntax, func(*einvoice.Invoice) {}, ""); good == "" || err != nil {
		return "", "", err
	}
	change := f.Rule.Break
	if change == nil {
		change = func(*einvoice.Invoice) {}
	}
	bad, err = exampleDocument(f.Set, syntax, change, f.Rule.Script(syntax))
	return good, bad, err
}

// exampleDocument is the sample of a set, changed, one element a line; "" if there is none.
func exampleDocument(s *validate.Set, syntax string, change func(*einvoice.Invoice), script string) (string, error) {
	inv := sample.For(s.Name, s.Version, s.Profile)
	if inv == nil {
		return "", nil
	}
	change(inv)
	build := ubl.Build
	if syntax == "cii" {
		build = cii.Build
	}
	xml, _, err := build(inv)
	if err == nil {
		xml, err = sample.Edit(xml, script)
	}
	if err != nil {
		return "", err
	}
	return unfold(string(xml)), nil
}

// tag is one of a document of ours: a start tag, an end tag, or neither (<a/>, <?xml?>).
type tag struct {
	from, to int
	step     int // what it adds to the depth
}

// tagsOf lists the tags of a document that is well-formed.
func tagsOf(xml string) (all []tag) {
	for i := strings.IndexByte(xml, '<'); i >= 0 && i < len(xml); {
		end, quote := i, byte(0)
		for ; end < len(xml)-1 && (quote != 0 || xml[end] != '>'); end++ {
			switch c := xml[end]; {
			case quote == 0 && (c == '"' || c == '\''):
				quote = c
			case c == quote:
				quote = 0
			}
		}
		t := tag{i, end + 1, 1}
		switch {
		case strings.HasPrefix(xml[i:], "</"):
			t.step = -1
		case xml[end-1] == '/' || xml[i+1] == '?' || xml[i+1] == '!':
			t.step = 0
		}
		all = append(all, t)
		next := strings.IndexByte(xml[t.to:], '<')
		if next < 0 {
			break
		}
		i = t.to + next
	}
	return all
}

// unfold puts each element on a line of its own, where no text stands between.
func unfold(xml string) string {
	var b strings.Builder
	tags, depth := tagsOf(xml), 0
	for i, t := range tags {
		if i > 0 {
			before := tags[i-1]
			between := xml[before.to:t.from]
			if strings.TrimSpace(between) == "" && !(before.step > 0 && t.step < 0) {
				between = "\n" + strings.Repeat("  ", max(0, depth+min(t.step, 0)))
			}
			b.WriteString(between)
		}
		b.WriteString(xml[t.from:t.to])
		depth += t.step
	}
	b.WriteByte('\n')
	return b.String()
}
