// Package report writes what package validate found for people and for other
// programs: text, JSON, SARIF 2.1.0, JUnit XML, annotations of GitHub Actions, and an
// HTML page.
//
//	w, err := report.New("sarif", file, report.Options{})
//	for _, document := range documents {
//		err = w.Add(document)
//	}
//	err = w.Close()
//
// Every format shows every finding, and what did not run. Documents come from
// strangers: whatever stands in a message, a path or a file name, a report stays well
// formed, and a terminal sees no control characters.
package report

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice/validate"
)

// Writer writes one report on many documents, in the order in which they are added. It
// is for one goroutine.
type Writer interface {
	// Add reports on a document. The report must not be changed afterwards.
	Add(*validate.Report) error
	// Close ends the report. It does not close what is written to.
	Close() error
}

// Options of a report. The zero value is fine.
type Options struct {
	// Version of the program that checked the documents.
	Version string
	// FailOn is the least severity that lets a document fail. None: fatal.
	FailOn validate.Severity
	// Created says in the HTML page when it was made.
	Created string
	// Comparison has JUnit XML and annotations say of documents that they are the same or
	// different, where they say valid or invalid otherwise.
	Comparison bool
}

// What the options of a report can have wrong.
var (
	ErrFormat   = errors.New("no such report format")
	ErrSeverity = errors.New("no such severity")
)

// formats in the order in which help lists them.
var formats = []struct {
	name string
	new  func(io.Writer, Options) Writer
}{
	{"text", newText},
	{"json", newJSON},
	{"sarif", newSARIF},
	{"junit", newJUnit},
	{"github", newGitHub},
	{"html", newHTML},
}

// Formats lists the names that New takes.
func Formats() (names []string) {
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// New begins a report. A writer that is slow for short texts should be buffered.
func New(format string, w io.Writer, o Options) (Writer, error) {
	if o.FailOn == "" {
		o.FailOn = validate.Fatal
	}
	if !slices.Contains(severities, o.FailOn) {
		return nil, fmt.Errorf("%w: %q (there are fatal, warning, info)", ErrSeverity, o.FailOn)
	}
	for _, f := range formats {
		if f.name == format {
			return f.new(w, o), nil
		}
	}
	return nil, fmt.Errorf("%w: %q (there are %s)", ErrFormat, format, strings.Join(Formats(), ", "))
}

// severities from the worst to the least.
var severities = []validate.Severity{validate.Fatal, validate.Warning, validate.Info}

// Severities lists the severities, the worst first.
func Severities() []validate.Severity { return slices.Clone(severities) }

// reaches tells whether a severity is at least as bad as another.
func reaches(s, least validate.Severity) bool {
	return slices.Index(severities, s) <= slices.Index(severities, least)
}

// Fails tells whether a document has a finding of a severity or a worse one. What
// cannot be read always fails.
func Fails(r *validate.Report, least validate.Severity) bool {
	if r.Status == validate.Unreadable {
		return true
	}
	for _, s := range severities {
		if reaches(s, least) && r.Count(s) > 0 {
			return true
		}
	}
	return false
}

// fileSet stands where findings name their rule set: the file system has the say.
const fileSet = "file"

// Unread is the report on a file that could not be read from the disk, so that there
// is one for every document.
func Unread(file string, err error) *validate.Report {
	return &validate.Report{File: file, RuleSets: []string{}, Status: validate.Unreadable,
		Findings: []validate.Finding{{Rule: "file", RuleSet: fileSet, Severity: validate.Fatal, Message: err.Error()}}}
}

// coverage collects what did not run, to be said once a report and not once a document.
type coverage struct {
	documents int
	times     map[validate.NotRun]int
	order     []validate.NotRun
}

func (c *coverage) add(r *validate.Report) {
	c.documents++
	if c.times == nil {
		c.times = map[validate.NotRun]int{}
	}
	for _, n := range r.NotRun {
		if c.times[n]++; c.times[n] == 1 {
			c.order = append(c.order, n)
		}
	}
}

// all gives each as "not run (2 documents)", the rule set, and why.
func (c *coverage) all(yield func(label, set, why string)) {
	for _, n := range c.order {
		label, why := partly(n)
		if c.documents > 1 {
			label += " (" + plural(c.times[n], "document") + ")"
		}
		yield(label, clean(n.RuleSet), clean(why))
	}
}

// partly tells what did not run at all from what ran in part.
func partly(n validate.NotRun) (label, why string) {
	if rest, ok := strings.CutPrefix(n.Why, "in part: "); ok {
		return "run in part", rest
	}
	return "not run", n.Why
}

// severityOf is the severity of findings that are counted only: that of the listed
// ones of the same rule.
func severityOf(r *validate.Report, m validate.More) validate.Severity {
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Rule == m.Rule && f.RuleSet == m.RuleSet {
			return f.Severity
		}
	}
	return validate.Warning
}

func plural(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// clean puts a text on one line and takes out what would break a format or upset a
// terminal: control characters, marks that turn the direction of text, and what is no
// character. It keeps the number of characters.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= ' ' && r < 0x7f:
			return r
		case r == '\n', r == '\r', r == '\t', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufffe', r == '\uffff':
			return utf8.RuneError
		}
		return r
	}, s)
}

// excerpt gives the lines of an excerpt: one of the document, and one with a caret.
func excerpt(f *validate.Finding) []string {
	if f.Excerpt == "" || !f.Exact {
		return nil
	}
	lines := strings.Split(f.Excerpt, "\n")
	for i := range lines {
		lines[i] = clean(lines[i])
	}
	return lines
}
