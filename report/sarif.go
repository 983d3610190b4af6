package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/einvoice-go/einvoice/validate"
)

// sarif is the Static Analysis Results Interchange Format 2.1.0 (OASIS). Results are
// written as they come; what they have in common, the rules and what did not run,
// stands behind them, so that memory does not grow with the documents.
type sarif struct {
	w      *bufio.Writer
	o      Options
	begun  bool
	rules  []sarifRule
	index  map[[2]string]int // rule set and rule -> place in rules
	notRun coverage
	failed bool // some file could not be read
}

// informationURI is where people read about the program.
const informationURI = "https://github.com/einvoice-go/einvoice"

func newSARIF(w io.Writer, o Options) Writer {
	s := &sarif{w: bufio.NewWriter(w), o: o, index: map[[2]string]int{}}
	s.w.WriteString(`{"version":"2.1.0","$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",` +
		`"runs":[{"columnKind":"unicodeCodePoints","results":[`)
	return s
}

type (
	sarifText  struct{ Text string }
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifRule struct {
		ID         string         `json:"id"`
		Short      sarifText      `json:"shortDescription"`
		Full       sarifText      `json:"fullDescription"`
		Help       sarifText      `json:"help"`
		Default    sarifLevel     `json:"defaultConfiguration"`
		Properties map[string]any `json:"properties"`
	}
	sarifResult struct {
		RuleID     string          `json:"ruleId"`
		RuleIndex  int             `json:"ruleIndex"`
		Level      string          `json:"level"`
		Message    sarifText       `json:"message"`
		Locations  []sarifLocation `json:"locations"`
		Count      int             `json:"occurrenceCount,omitempty"`
		Properties map[string]any  `json:"properties"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	}
	sarifRegion struct {
		StartLine   int           `json:"startLine"`
		StartColumn int           `json:"startColumn,omitempty"`
		Snippet     *sarifSnippet `json:"snippet,omitempty"`
	}
	sarifSnippet struct {
		Rendered sarifText `json:"rendered"`
	}
	sarifLogical struct {
		Name          string `json:"name"`
		QualifiedName string `json:"fullyQualifiedName"`
		Kind          string `json:"kind"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
)

// MarshalJSON keeps texts from being taken for placeholders and links.
func (t sarifText) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"text": plainText.Replace(t.Text)})
}

// A message text is searched for {0} and [text](target): SARIF 2.1.0, 3.11.5 and
// 3.11.6. A closing bracket before a parenthesis is all that makes a link.
var plainText = strings.NewReplacer("{", "{{", "}", "}}", "](", "] (")

// levels are SARIF's words for the severities.
var levels = map[validate.Severity]string{validate.Fatal: "error", validate.Warning: "warning", validate.Info: "note"}

func level(s validate.Severity) string {
	if l := levels[s]; l != "" {
		return l
	}
	return "warning"
}

func (s *sarif) Add(r *validate.Report) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		if err := s.result(s.finding(r, f)); err != nil {
			return err
		}
		s.failed = s.failed || f.RuleSet == fileSet
	}
	for _, m := range r.More {
		f := &validate.Finding{Rule: m.Rule, RuleSet: m.RuleSet, Severity: severityOf(r, m), Message: plural(m.Count, "further finding") + " of this rule."}
		result := s.finding(r, f)
		result.Count = m.Count
		if err := s.result(result); err != nil {
			return err
		}
	}
	s.notRun.add(r)
	return failed(s.w)
}

func (s *sarif) result(r sarifResult) error {
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if s.begun {
		s.w.WriteByte(',')
	}
	s.begun = true
	s.w.WriteByte('\n')
	s.w.Write(data)
	return nil
}

func (s *sarif) finding(r *validate.Report, f *validate.Finding) sarifResult {
	var at sarifLocation
	at.Physical.Artifact.URI = uri(r.File)
	if f.Line > 0 {
		at.Physical.Region = &sarifRegion{StartLine: f.Line, StartColumn: max(f.Column, 0)}
		if lines := excerpt(f); lines != nil {
			at.Physical.Region.Snippet = &sarifSnippet{sarifText{strings.Join(lines, "\n")}}
		}
	}
	if f.Path != "" {
		l := sarifLogical{Name: clean(f.Path[strings.LastIndexByte(f.Path, '/')+1:]), QualifiedName: clean(f.Path), Kind: "element"}
		if strings.HasPrefix(l.Name, "@") {
			l.Kind = "attribute"
		}
		at.Logical = []sarifLogical{l}
	}
	properties := map[string]any{"ruleset": f.RuleSet}
	if len(f.Terms) > 0 {
		properties["terms"] = f.Terms
	}
	return sarifResult{RuleID: f.Rule, RuleIndex: s.rule(f), Level: level(f.Severity), Message: sarifText{clean(f.Message)},
		Locations: []sarifLocation{at}, Properties: properties}
}

// rule is the place of a finding's rule on the list of those that occur.
func (s *sarif) rule(f *validate.Finding) int {
	key := [2]string{f.RuleSet, f.Rule}
	if i, ok := s.index[key]; ok {
		return i
	}
	rule := sarifRule{ID: f.Rule, Default: sarifLevel{level(f.Severity)}, Properties: map[string]any{"ruleset": f.RuleSet, "tags": []string{f.RuleSet}}}
	about := about(f)
	rule.Short.Text, rule.Full.Text, rule.Help.Text = about.text, about.text, about.text
	if about.help != "" {
		rule.Full.Text, rule.Help.Text = about.text+" "+about.help, about.help
	}
	if len(about.terms) > 0 {
		rule.Properties["terms"] = about.terms
	}
	if about.severity != "" { // a profile may give a finding another one
		rule.Default.Level = level(about.severity)
	}
	s.index[key] = len(s.rules)
	s.rules = append(s.rules, rule)
	return len(s.rules) - 1
}

func (s *sarif) Close() error {
	type component struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	type invocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolConfigurationNotifications,omitempty"`
	}
	in := invocation{Successful: !s.failed}
	s.notRun.all(func(label, set, why string) {
		in.Notifications = append(in.Notifications, sarifNotification{"note", sarifText{fmt.Sprintf("%s: %s: %s", label, set, why)}})
	})
	end, err := json.Marshal(struct {
		Tool        map[string]component `json:"tool"`
		Invocations []invocation         `json:"invocations"`
	}{
		map[string]component{"driver": {"einvoice", s.o.Version, informationURI, append([]sarifRule{}, s.rules...)}},
		[]invocation{in},
	})
	if err != nil {
		return err
	}
	s.w.WriteString("\n],")
	s.w.Write(end[1:])
	s.w.WriteString("]}\n")
	return s.w.Flush()
}

// uri makes a URI reference of a file name: relative names stay relative.
func uri(name string) string {
	name = filepath.ToSlash(name)
	prefix := ""
	switch {
	case filepath.VolumeName(name) != "" && strings.HasPrefix(name, "//"): // \\server\share
		prefix = "file:"
	case strings.HasPrefix(name, "/"):
		prefix = "file://"
	case filepath.VolumeName(name) != "": // C:
		prefix = "file:///"
	}
	var b strings.Builder
	b.WriteString(prefix)
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~/!$&'()*+,;=@", c) >= 0 || c == ':' && prefix != "" {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
