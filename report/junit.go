package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/validate"
)

// junit is the XML that CI servers show as test results: a document is a test suite,
// a rule set a test case. No one publishes the format; what is written is what the
// common readers take and the XSD of Jenkins allows, of a test case one failure at
// most, since some look at the first only.
type junit struct {
	w      *bufio.Writer
	failOn validate.Severity
}

func newJUnit(w io.Writer, o Options) Writer {
	j := &junit{bufio.NewWriter(w), o.FailOn}
	name := "einvoice validate"
	if o.Comparison {
		name = "einvoice diff"
	}
	j.w.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"" + name + "\">\n")
	return j
}

func (j *junit) Close() error {
	j.w.WriteString("</testsuites>\n")
	return j.w.Flush()
}

// testcase is what a rule set says of a document.
type testcase struct {
	set     string
	ran     bool
	failing []*validate.Finding
	broken  int             // failing findings that are counted only
	out     strings.Builder // what else there is to say
	skipped string          // why it did not run
}

func (j *junit) Add(r *validate.Report) error {
	cases := j.cases(r)
	failures, errors, skipped := 0, 0, 0
	for _, c := range cases {
		switch c.outcome() {
		case "failure":
			failures++
		case "error":
			errors++
		case "skipped":
			skipped++
		}
	}
	milliseconds := max(0, r.ElapsedMicros) / 1000
	fmt.Fprintf(j.w, "  <testsuite name=%s tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%d.%03d\">\n",
		attribute(r.File), len(cases), failures, errors, skipped, milliseconds/1000, milliseconds%1000)
	for _, c := range cases {
		j.testcase(r, c)
	}
	var notes strings.Builder
	for _, n := range r.Notes {
		notes.WriteString("note: " + clean(n) + "\n")
	}
	j.output("    ", notes.String())
	j.w.WriteString("  </testsuite>\n")
	return failed(j.w)
}

// cases sorts the findings by rule set: first those that ran, then those that did
// not, then what else findings name.
func (j *junit) cases(r *validate.Report) (all []*testcase) {
	at := func(set string) *testcase {
		for _, c := range all {
			if c.set == set {
				return c
			}
		}
		all = append(all, &testcase{set: set})
		return all[len(all)-1]
	}
	for _, set := range r.RuleSets {
		at(set).ran = true
	}
	for _, n := range r.NotRun {
		c := at(n.RuleSet)
		label, why := partly(n)
		if !c.ran && c.skipped == "" {
			c.skipped = label + ": " + why
			continue
		}
		c.out.WriteString(label + ": " + clean(why) + "\n")
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if c := at(f.RuleSet); reaches(f.Severity, j.failOn) {
			c.failing = append(c.failing, f)
		} else {
			writeFinding(&c.out, f)
		}
	}
	for _, m := range r.More {
		c := at(m.RuleSet)
		if reaches(severityOf(r, m), j.failOn) {
			c.broken += m.Count
		}
		fmt.Fprintf(&c.out, "  and %d more of %s\n", m.Count, clean(m.Rule))
	}
	return all
}

// outcome is the element that says how the test case went, "" if it passed.
func (c *testcase) outcome() string {
	switch {
	case len(c.failing) > 0 && c.set == fileSet:
		return "error"
	case len(c.failing)+c.broken > 0:
		return "failure"
	case c.skipped != "":
		return "skipped"
	}
	return ""
}

func (j *junit) testcase(r *validate.Report, c *testcase) {
	fmt.Fprintf(j.w, "    <testcase classname=%s name=%s>\n", attribute(r.File), attribute(c.set))
	switch outcome := c.outcome(); outcome {
	case "skipped":
		fmt.Fprintf(j.w, "      <skipped message=%s/>\n", attribute(c.skipped))
	case "failure", "error":
		var body strings.Builder
		for _, f := range c.failing {
			writeFinding(&body, f)
		}
		if c.skipped != "" {
			body.WriteString(clean(c.skipped) + "\n")
		}
		fmt.Fprintf(j.w, "      <%s type=%s message=%s>%s</%[1]s>\n", outcome, attribute(strings.Join(c.rules(), " ")), attribute(c.headline()), escapeXML("\n"+body.String()))
	}
	j.output("      ", c.out.String())
	j.w.WriteString("    </testcase>\n")
}

// rules names the rules that failed, each once.
func (c *testcase) rules() (ids []string) {
	for _, f := range c.failing {
		if !slices.Contains(ids, f.Rule) {
			ids = append(ids, f.Rule)
		}
	}
	return ids
}

// headline is the one line that every reader shows.
func (c *testcase) headline() string {
	if len(c.failing) == 0 {
		return plural(c.broken, "finding")
	}
	f := c.failing[0]
	s := f.Rule + ": " + f.Message
	if n := len(c.failing) + c.broken - 1; n > 0 {
		s += fmt.Sprintf(" (and %s)", plural(n, "further finding"))
	}
	return s
}

func (j *junit) output(indent, s string) {
	if s != "" {
		j.w.WriteString(indent + "<system-out>" + escapeXML("\n"+s) + "</system-out>\n")
	}
}

// attribute quotes a text that is no more than a line.
func attribute(s string) string { return `"` + escapeXML(clean(s)) + `"` }

// xmlEscapes does for attributes and for text, of which clean has made characters of XML.
var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func escapeXML(s string) string { return xmlEscapes.Replace(s) }
