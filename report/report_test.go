package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/validate"
)

var update = flag.Bool("update", false, "write testdata/report.* anew")

// hostile is what a document may bring into a report.
const hostile = "</pre></failure>]]>\"'&<script>alert(1)</script>\n::error::x\r\x1b[31m\u202e{0} [a](https://example.com)%0A"

// reports are documents with everything that a report can hold.
func reports() []*validate.Report {
	part := validate.NotRun{RuleSet: "en16931@1.3.16", Why: "in part: no code lists"}
	return []*validate.Report{
		{File: "in/good.xml", Format: einvoice.UBLInvoice, Profile: "en16931", RuleSets: []string{"en16931@1.3.16"}, Status: validate.Valid, Findings: []validate.Finding{},
			NotRun: []validate.NotRun{part, {RuleSet: "schema:ubl-2.1", Why: "in part: no order"}}, ElapsedMicros: 1_234_567},
		{File: "in/bad one%.xml", Format: einvoice.CII, Profile: "peppol-bis-3", RuleSets: []string{"en16931@1.3.16"}, Status: validate.Invalid,
			NotRun: []validate.NotRun{part, {RuleSet: "peppol", Why: "not there yet"}, {RuleSet: "xrechnung", Why: "nor is this"}},
			Findings: []validate.Finding{
				{Rule: "BR-CO-10", RuleSet: "en16931@1.3.16", Severity: validate.Fatal, Terms: []string{"BT-106", "BT-131"}, Path: "/a/b[2]/@c", Line: 7, Column: 3,
					Message: "BT-106 is 1, not 2.", Help: "Add up.", Excerpt: "<b c=\"1\"/>\n   ^", Exact: true},
				{Rule: "BR-CO-10", RuleSet: "en16931@1.3.16", Severity: validate.Fatal, Path: "/a/b", Line: 9, Column: 1, Message: "Again.", Excerpt: "<b/>\n^"},
				{Rule: "soft", RuleSet: "en16931@1.3.16", Severity: validate.Warning, Path: "/a", Line: 9, Column: 1, Message: hostile, Help: hostile, Excerpt: hostile, Exact: true},
				{Rule: "hint", RuleSet: "en16931@1.3.16", Severity: validate.Info, Message: "No more than a hint."},
				{Rule: "not-run", RuleSet: "peppol", Severity: validate.Fatal, Message: "It did not run."},
			},
			More: []validate.More{{Rule: "BR-CO-10", RuleSet: "en16931@1.3.16", Count: 41}}, Notes: []string{"A note."}, ElapsedMicros: 999},
		{File: "pack.zip!/" + hostile, RuleSets: []string{}, Status: validate.Unreadable,
			Findings: []validate.Finding{{Rule: "truncated", RuleSet: "xml", Severity: validate.Fatal, Line: 1, Column: 1, Message: "It ends."}}},
		Unread("gone.xml", errors.New("no such file")),
	}
}

func write(t testing.TB, format string, o Options, all []*validate.Report) string {
	t.Helper()
	var b bytes.Buffer
	w, err := New(format, &b, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if err := w.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGolden holds every format against testdata/report.*: read these files to see
// what others get to see.
func TestGolden(t *testing.T) {
	for _, format := range Formats() {
		got := write(t, format, Options{Version: "v1.2.3", Created: "today"}, reports())
		file := "testdata/report." + format
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s (-update writes it anew): got\n%s", file, got)
		}
		wellFormed(t, format, got, reports())
	}
}

// TestNothing: a report on no document is a report.
func TestNothing(t *testing.T) {
	for _, format := range Formats() {
		wellFormed(t, format, write(t, format, Options{}, nil), nil)
	}
}

// wellFormed holds the text of a report against what its format demands.
func wellFormed(t testing.TB, format, text string, all []*validate.Report) {
	t.Helper()
	findings, more := 0, 0
	for _, r := range all {
		findings += len(r.Findings)
		more += len(r.More)
	}
	if format != "json" && format != "sarif" && clean(strings.ReplaceAll(text, "\n", "")) != strings.ReplaceAll(text, "\n", "") {
		t.Errorf("%s: characters that clean takes out", format)
	}
	switch format {
	case "json":
		checkLines(t, text, len(all))
	case "sarif":
		checkSARIF(t, text, findings+more)
	case "junit":
		checkXML(t, format, text, len(all), "testsuites testsuite testcase failure error skipped system-out")
	case "html":
		checkXML(t, format, strings.TrimPrefix(text, "<!DOCTYPE html>\n"), -1, "html head meta title style body main h1 h2 h3 p a b div span ul li table thead tbody tr th td fieldset legend label input section header footer pre")
	case "github":
		checkGitHub(t, text, findings+more)
	}
}

func checkLines(t testing.TB, text string, documents int) {
	t.Helper()
	if n := strings.Count(text, "\n"); n != documents {
		t.Errorf("json: %d lines for %d documents", n, documents)
	}
	for line := range strings.Lines(text) {
		var r validate.Report
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Errorf("json: %v in %q", err, line)
		}
	}
}

// checkSARIF knows what the published JSON schema demands of the parts in use.
func checkSARIF(t testing.TB, text string, results int) {
	t.Helper()
	var log struct {
		Version string `json:"version"`
		Schema  string `json:"$schema"`
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct {
						ID      string
						Help    struct{ Text *string }
						Default struct{ Level string } `json:"defaultConfiguration"`
					}
				}
			}
			Results []struct {
				RuleID    string `json:"ruleId"`
				RuleIndex int    `json:"ruleIndex"`
				Level     string
				Message   struct{ Text *string }
				Locations []struct {
					Physical struct {
						Artifact struct{ URI string } `json:"artifactLocation"`
						Region   *struct{ StartLine int }
					} `json:"physicalLocation"`
				}
			}
			Invocations []struct {
				Successful *bool `json:"executionSuccessful"`
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatalf("sarif: %v in %s", err, text)
	}
	if log.Version != "2.1.0" || log.Schema == "" || len(log.Runs) != 1 || log.Runs[0].Tool.Driver.Name == "" || len(log.Runs[0].Invocations) != 1 || log.Runs[0].Invocations[0].Successful == nil {
		t.Fatalf("sarif: not a log of one run: %s", text)
	}
	run := log.Runs[0]
	if len(run.Results) != results {
		t.Errorf("sarif: %d results for %d findings", len(run.Results), results)
	}
	words := map[string]bool{"error": true, "warning": true, "note": true}
	for _, r := range run.Results {
		if r.RuleIndex < 0 || r.RuleIndex >= len(run.Tool.Driver.Rules) {
			t.Fatalf("sarif: no rule %d", r.RuleIndex)
		}
		rule := run.Tool.Driver.Rules[r.RuleIndex]
		if rule.ID != r.RuleID || rule.Help.Text == nil || !words[rule.Default.Level] || !words[r.Level] || r.Message.Text == nil || len(r.Locations) != 1 {
			t.Errorf("sarif: result %+v of rule %+v", r, rule)
		}
		at := r.Locations[0].Physical
		if strings.Trim(at.Artifact.URI, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=@%:") != "" {
			t.Errorf("sarif: %q is no URI", at.Artifact.URI)
		}
		if at.Region != nil && at.Region.StartLine < 1 {
			t.Errorf("sarif: line %d", at.Region.StartLine)
		}
	}
}

// checkXML: well formed, and without elements that do not belong there.
func checkXML(t testing.TB, format, text string, suites int, elements string) {
	t.Helper()
	known := map[string]bool{}
	for _, name := range strings.Fields(elements) {
		known[name] = true
	}
	d := xml.NewDecoder(strings.NewReader(text))
	found := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v in\n%s", format, err, text)
		}
		if start, ok := token.(xml.StartElement); ok {
			if !known[start.Name.Local] {
				t.Errorf("%s: element %s", format, start.Name.Local)
			}
			for _, a := range start.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#d") || a.Name.Local == "src" {
					t.Errorf("%s: %s %s=%q", format, start.Name.Local, a.Name.Local, a.Value)
				}
			}
			if start.Name.Local == "testsuite" {
				found++
			}
		}
	}
	if suites >= 0 && found != suites {
		t.Errorf("%s: %d suites for %d documents", format, found, suites)
	}
}

func checkGitHub(t testing.TB, text string, findings int) {
	t.Helper()
	commands := 0
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "::error ") || strings.HasPrefix(line, "::warning ") || strings.HasPrefix(line, "::notice "):
			commands++
		case i != len(lines)-1:
			t.Errorf("github: line %q", line)
		}
	}
	if commands < findings {
		t.Errorf("github: %d annotations for %d findings", commands, findings)
	}
}

func TestFails(t *testing.T) {
	with := func(s ...validate.Severity) *validate.Report {
		r := &validate.Report{Status: validate.Valid}
		for _, s := range s {
			r.Findings = append(r.Findings, validate.Finding{Rule: string(s), Severity: s})
		}
		return r
	}
	for _, c := range []struct {
		report *validate.Report
		least  validate.Severity
		want   bool
	}{
		{with(), validate.Info, false},
		{with(validate.Info), validate.Info, true},
		{with(validate.Info), validate.Warning, false},
		{with(validate.Warning), validate.Info, true},
		{with(validate.Warning), validate.Warning, true},
		{with(validate.Warning), validate.Fatal, false},
		{with(validate.Info, validate.Fatal), validate.Fatal, true},
		{with(validate.Fatal), validate.Info, true},
		{Unread("x", io.ErrUnexpectedEOF), validate.Fatal, true},
	} {
		if got := Fails(c.report, c.least); got != c.want {
			t.Errorf("%v at %s: %v", c.report.Findings, c.least, got)
		}
	}
}

// TestFailOn: what counts as a failure of a test case follows the option.
func TestFailOn(t *testing.T) {
	soft := []*validate.Report{{File: "a", RuleSets: []string{"s"}, Status: validate.Valid, Findings: []validate.Finding{{Rule: "r", RuleSet: "s", Severity: validate.Warning, Message: "m"}}}}
	for _, c := range []struct {
		least    validate.Severity
		failures string
	}{{"", `failures="0"`}, {validate.Fatal, `failures="0"`}, {validate.Warning, `failures="1"`}, {validate.Info, `failures="1"`}} {
		if got := write(t, "junit", Options{FailOn: c.least}, soft); !strings.Contains(got, c.failures) {
			t.Errorf("%q: no %s in %s", c.least, c.failures, got)
		}
	}
}

// TestNeverPassed: a rule set that did not run is no test case that passed.
func TestNeverPassed(t *testing.T) {
	r := []*validate.Report{{File: "a", RuleSets: []string{"ran"}, Status: validate.Valid, NotRun: []validate.NotRun{{RuleSet: "peppol", Why: "none"}, {RuleSet: "schema", Why: "in part: some"}, {RuleSet: "ran", Why: "in part: most"}}}}
	got := write(t, "junit", Options{}, r)
	for _, want := range []string{`tests="3" failures="0" errors="0" skipped="2"`, `<skipped message="not run: none"/>`, `<skipped message="run in part: some"/>`, "run in part: most"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func TestOptionsUnknown(t *testing.T) {
	if _, err := New("text", io.Discard, Options{FailOn: "nonsense"}); !errors.Is(err, ErrSeverity) {
		t.Errorf("%v", err)
	}
	if _, err := New("nonsense", io.Discard, Options{}); !errors.Is(err, ErrFormat) {
		t.Errorf("%v", err)
	}
}

func TestURI(t *testing.T) {
	for name, want := range map[string]string{
		"a/b.xml":          "a/b.xml",
		"a b%ü.xml":        "a%20b%25%C3%BC.xml",
		"x:y.xml":          "x%3Ay.xml",
		"a.zip!/f/#1?.xml": "a.zip!/f/%231%3F.xml",
		"/tmp/a.xml":       "file:///tmp/a.xml",
		"-":                "-",
		"bad\xff\n.xml":    "bad%FF%0A.xml",
		"c/[1].xml":        "c/%5B1%5D.xml",
	} {
		if got := uri(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

// TestWriteFails: an error of what is written to comes back from Add or Close.
func TestWriteFails(t *testing.T) {
	for _, format := range Formats() {
		w, err := New(format, broken{}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for range 2000 {
			for _, r := range reports() {
				if err == nil {
					err = w.Add(r)
				}
			}
		}
		if err == nil {
			err = w.Close()
		}
		if !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

var errBroken = errors.New("no space left")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

// TestPageBounded: a page counts what it does not list, and says so.
func TestPageBounded(t *testing.T) {
	p := newHTML(io.Discard, Options{FailOn: validate.Fatal}).(*page)
	r := &validate.Report{File: "a", Status: validate.Invalid, Findings: make([]validate.Finding, 1000)}
	for i := range r.Findings {
		r.Findings[i] = validate.Finding{Rule: "r", RuleSet: "s", Severity: validate.Fatal}
	}
	documents := mostFindings/1000 + 3
	for range documents {
		if err := p.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	listed, unlisted := 0, 0
	for _, d := range p.view.Rows {
		listed, unlisted = listed+len(d.Findings), unlisted+d.Unlisted
	}
	if listed != mostFindings || unlisted != 3000 || p.view.Fatal != documents*1000 || p.view.Rules[0].Findings != documents*1000 || p.view.Rules[0].Documents != documents {
		t.Errorf("%d listed, %d unlisted, %d fatal, %+v", listed, unlisted, p.view.Fatal, p.view.Rules[0])
	}
	p.findings = 0
	for range mostDocuments {
		if err := p.Add(&validate.Report{Status: validate.Valid}); err != nil {
			t.Fatal(err)
		}
	}
	if len(p.view.Rows) != mostDocuments || p.view.Unlisted != documents || p.view.Documents != mostDocuments+documents {
		t.Errorf("%d rows, %d unlisted", len(p.view.Rows), p.view.Unlisted)
	}
	var b strings.Builder
	p.w = &b
	if err := p.Close(); err != nil || !strings.Contains(b.String(), fmt.Sprintf("%d documents more than this page holds", documents)) || !strings.Contains(b.String(), "1000 findings more than this page holds") {
		t.Errorf("the page does not say what it does not list: %v", err)
	}
}

// FuzzReport: no text in a finding breaks a format.
func FuzzReport(f *testing.F) {
	f.Add(hostile, "BR-01", "/a/b", "a.xml", "fatal", 1, 1, true)
	f.Add("\x00\xff\ufffe", "]]>", "--%>{{.}}", "\n::error::", "", -1, 0, false)
	f.Add("\u2028\u0085", "", "/", "", "warning", 3, -4, true)
	f.Fuzz(func(t *testing.T, text, rule, path, file, severity string, line, column int, exact bool) {
		n := validate.NotRun{RuleSet: rule, Why: text}
		all := []*validate.Report{{
			File: file, Format: einvoice.Format(path), Profile: text, RuleSets: []string{rule, path}, NotRun: []validate.NotRun{n, {RuleSet: path, Why: "in part: " + text}}, Status: validate.Status(severity),
			Findings: []validate.Finding{{Rule: rule, RuleSet: path, Severity: validate.Severity(severity), Terms: []string{text, rule}, Path: path, Line: line, Column: column, Message: text, Help: path, Excerpt: text, Exact: exact},
				{Rule: rule, RuleSet: rule, Severity: validate.Fatal, Message: text, Place: path}},
			More: []validate.More{{Rule: rule, RuleSet: path, Count: 2}}, Notes: []string{text}, ElapsedMicros: int64(line),
		}, Unread(file, errors.New(text))}
		for _, format := range Formats() {
			wellFormed(t, format, write(t, format, Options{Version: text, Created: text, FailOn: severities[line&1]}, all), all)
		}
	})
}
