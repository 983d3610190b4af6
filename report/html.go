package report

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/validate"
)

// page is one HTML file that stands by itself: no script, nothing loaded. It has the
// summary first, so that it is held until Close, and is bounded: what a browser could
// not show any more is counted only, and the page says so.
type page struct {
	w        io.Writer
	o        Options
	view     view
	counts   map[[2]string]*ruleCount
	findings int
	notRun   coverage
}

// What a page holds at most.
const (
	mostDocuments = 20_000
	mostFindings  = 20_000
)

// view is what the page shows.
type view struct {
	Version, Created           string
	Documents, Failed          int
	Valid, Invalid, Unreadable int
	Fatal, Warning, Info       int
	FailOn                     string
	Rows                       []row
	Unlisted                   int // documents that have no row
	Rules                      []*ruleCount
	NotRun                     []notRunRow
}

// row is a document: a line in the table and, if there is something to say, a section.
type row struct {
	N                    int // number of its section
	File, Status, Format string
	Fails                bool
	Fatal, Warning, Info int
	Findings             []finding
	More                 []string
	Notes, Ran           []string
	NotRun               []notRunRow
	Unlisted             int // findings that are counted only
}

type finding struct {
	Severity, Rule, RuleSet, Message, Path, Help string
	Line, Column                                 int
	Text, Caret                                  string
	Near                                         bool // the position is that of the group around
	Terms                                        []term
}

type term struct{ ID, Name string }

type notRunRow struct {
	Label, RuleSet, Why string
	Documents           int
}

// ruleCount counts a rule's findings over all documents.
type ruleCount struct {
	Rule, RuleSet, Text string
	Severity            string
	rank                int
	Findings, Documents int
	last                int // the document that was counted last
}

func newHTML(w io.Writer, o Options) Writer {
	return &page{w: w, o: o, counts: map[[2]string]*ruleCount{}}
}

func (p *page) Add(r *validate.Report) error {
	v := &p.view
	v.Documents++
	p.notRun.add(r)
	fatal, warning, info := r.Count(validate.Fatal), r.Count(validate.Warning), r.Count(validate.Info)
	v.Fatal, v.Warning, v.Info = v.Fatal+fatal, v.Warning+warning, v.Info+info
	switch r.Status {
	case validate.Valid:
		v.Valid++
	case validate.Invalid:
		v.Invalid++
	default:
		v.Unreadable++
	}
	fails := Fails(r, p.o.FailOn)
	if fails {
		v.Failed++
	}
	p.countRules(r)
	if len(v.Rows) >= mostDocuments {
		v.Unlisted++
		return nil
	}
	d := row{N: v.Documents, File: clean(r.File), Status: clean(string(r.Status)), Format: strings.TrimSpace(clean(string(r.Format) + " " + r.Profile)),
		Fails: fails, Fatal: fatal, Warning: warning, Info: info}
	p.details(&d, r)
	v.Rows = append(v.Rows, d)
	return nil
}

// details fills in what the document's section shows.
func (p *page) details(d *row, r *validate.Report) {
	for i := range r.Findings {
		if p.findings >= mostFindings {
			d.Unlisted = len(r.Findings) - i
			break
		}
		p.findings++
		d.Findings = append(d.Findings, viewOf(&r.Findings[i]))
	}
	for _, m := range r.More {
		d.More = append(d.More, plural(m.Count, "further finding")+" of "+clean(m.Rule))
	}
	for _, n := range r.Notes {
		d.Notes = append(d.Notes, clean(n))
	}
	for _, s := range r.RuleSets {
		d.Ran = append(d.Ran, clean(s))
	}
	for _, n := range r.NotRun {
		label, why := partly(n)
		d.NotRun = append(d.NotRun, notRunRow{Label: label, RuleSet: clean(n.RuleSet), Why: clean(why)})
	}
}

func viewOf(f *validate.Finding) finding {
	v := finding{Severity: severityClass(f.Severity), Rule: clean(f.Rule), RuleSet: clean(f.RuleSet), Message: clean(f.Message), Path: clean(f.Path), Help: clean(f.Help),
		Line: f.Line, Column: f.Column, Near: f.Line > 0 && !f.Exact}
	if lines := excerpt(f); len(lines) > 0 {
		v.Text, v.Caret = lines[0], strings.Join(lines[1:], " ")
	}
	for _, id := range f.Terms {
		t := term{ID: clean(id)}
		if known, ok := einvoice.LookupTerm(id); ok {
			t.Name = known.Name
		}
		v.Terms = append(v.Terms, t)
	}
	return v
}

// severityClass is also the name of a class of the page.
func severityClass(s validate.Severity) string {
	if slices.Contains(severities, s) {
		return string(s)
	}
	return string(validate.Warning)
}

func (p *page) countRules(r *validate.Report) {
	count := func(f *validate.Finding, n int) {
		key := [2]string{f.RuleSet, f.Rule}
		c := p.counts[key]
		if c == nil {
			class := severityClass(f.Severity)
			c = &ruleCount{Rule: clean(f.Rule), RuleSet: clean(f.RuleSet), Text: clean(about(f).text), Severity: class, rank: slices.Index(severities, validate.Severity(class))}
			p.counts[key] = c
			p.view.Rules = append(p.view.Rules, c)
		}
		c.Findings += n
		if c.last != p.view.Documents {
			c.last = p.view.Documents
			c.Documents++
		}
	}
	for i := range r.Findings {
		count(&r.Findings[i], 1)
	}
	for _, m := range r.More {
		count(&validate.Finding{Rule: m.Rule, RuleSet: m.RuleSet, Severity: severityOf(r, m)}, m.Count)
	}
}

func (p *page) Close() error {
	v := &p.view
	v.Version, v.Created, v.FailOn = clean(p.o.Version), clean(p.o.Created), string(p.o.FailOn)
	for _, n := range p.notRun.order {
		label, why := partly(n)
		v.NotRun = append(v.NotRun, notRunRow{label, clean(n.RuleSet), clean(why), p.notRun.times[n]})
	}
	slices.SortStableFunc(v.Rules, func(a, b *ruleCount) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return b.Findings - a.Findings
	})
	w := bufio.NewWriter(p.w)
	markup{w}.page(v)
	return w.Flush()
}
