package report

import (
	"bufio"
	_ "embed" // the style sheet
	"fmt"
	"html"
	"strconv"
)

// The page is written by code and not by html/template: that looks for methods by their
// names, so that the linker has to keep the methods of all types, a fifth of the program.

//go:embed page.css
var styles string

// raw is markup. Every other text is escaped, so that what comes from a document stays text.
type raw string

// markup writes a page. Errors are those of Flush.
type markup struct{ *bufio.Writer }

func (m markup) put(parts ...any) {
	for _, p := range parts {
		if as, ok := p.(raw); ok {
			m.WriteString(string(as))
		} else {
			m.WriteString(html.EscapeString(fmt.Sprint(p)))
		}
	}
}

// with writes something around a text that is not empty.
func (m markup) with(before raw, text string, after raw) {
	if text != "" {
		m.put(before, text, after)
	}
}

func (m markup) page(v *view) {
	m.head(v)
	m.summary(v)
	m.notRun(v.NotRun)
	m.documents(v)
	m.rules(v.Rules)
	if len(v.Rows) > 0 {
		m.put(raw("<h2>Findings</h2>\n"))
	}
	for i := range v.Rows {
		m.section(&v.Rows[i])
	}
	m.put(raw("</main>\n</body>\n</html>\n"))
}

func (m markup) head(v *view) {
	title := plural(v.Documents, "document") + ", none failed"
	if v.Failed > 0 {
		title = strconv.Itoa(v.Failed) + " of " + plural(v.Documents, "document") + " failed"
	}
	m.put(raw(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="color-scheme" content="light dark"/>
<title>`), title, raw(" – einvoice</title>\n<style>\n"), raw(styles), raw("</style>\n</head>\n<body>\n<main>\n"))
}

func (m markup) summary(v *view) {
	heading := plural(v.Documents, "document") + " checked, none failed"
	switch {
	case v.Failed > 0:
		heading = strconv.Itoa(v.Failed) + " of " + plural(v.Documents, "document") + " failed"
	case v.Documents == 0:
		heading = "No documents were checked"
	}
	m.put(raw("<h1>"), heading, raw("</h1>\n<p class=\"quiet\">Validation report of einvoice "), v.Version)
	m.with(", ", v.Created, "")
	if m.put(". "); v.FailOn == "fatal" {
		m.put("A document fails if it has fatal findings or cannot be read.")
	} else {
		m.put("A document fails if it has findings of severity ", v.FailOn, " or worse, or cannot be read.")
	}
	m.put(raw("</p>\n<div class=\"bar\" aria-hidden=\"true\">"))
	for _, part := range []struct {
		class raw
		n     int
	}{{"good", v.Valid}, {"fatal", v.Invalid}, {"unreadable", v.Unreadable}} {
		m.put(raw(`<span class="`), part.class, raw(`" style="flex-grow: `), part.n, raw(`"></span>`))
	}
	m.put(raw("</div>\n<ul class=\"tiles\">\n"))
	warnings := "warnings"
	if v.Warning == 1 {
		warnings = "warning"
	}
	for _, tile := range []struct {
		n      int
		what   string
		always bool
	}{{v.Valid, "valid", true}, {v.Invalid, "invalid", true}, {v.Unreadable, "unreadable", false}, {v.Fatal, "fatal", true}, {v.Warning, warnings, true}, {v.Info, "info", false}} {
		if tile.always || tile.n > 0 {
			m.put(raw("<li><b>"), tile.n, raw("</b>"), tile.what, raw("</li>\n"))
		}
	}
	m.put(raw("</ul>\n"))
}

// table writes the head of a table; the names of columns with numbers begin with "#".
func (m markup) table(columns ...string) {
	m.put(raw(`<div class="wide"><table><thead><tr>`))
	for _, c := range columns {
		if len(c) > 0 && c[0] == '#' {
			m.put(raw(`<th class="n">`), c[1:], raw("</th>"))
		} else {
			m.put(raw("<th>"), c, raw("</th>"))
		}
	}
	m.put(raw("</tr></thead><tbody>\n"))
}

func (m markup) endTable() { m.put(raw("</tbody></table></div>\n")) }

func (m markup) notRun(rows []notRunRow) {
	if len(rows) == 0 {
		return
	}
	m.put(raw("<h2>What did not run, or in part</h2>\n"))
	m.table("Rule set", "", "Why", "#Documents")
	for _, r := range rows {
		m.put(raw("<tr><td>"), r.RuleSet, raw(`</td><td class="short">`), r.Label, raw(`</td><td class="text">`), r.Why, raw(`</td><td class="n">`), r.Documents, raw("</td></tr>\n"))
	}
	m.endTable()
}

// tag shows a severity or a status, which is also the name of a class.
func (m markup) tag(s string) {
	m.put(raw(`<span class="tag `), s, raw(`">`), s, raw("</span>"))
}

func (m markup) documents(v *view) {
	m.put(raw(`<h2>Documents</h2>
<fieldset><legend class="quiet">Show</legend>
<label><input type="checkbox" id="fatal" checked="checked"/> fatal</label>
<label><input type="checkbox" id="warning" checked="checked"/> warnings</label>
<label><input type="checkbox" id="info" checked="checked"/> info</label>
<label><input type="checkbox" id="good" checked="checked"/> documents that did not fail</label>
</fieldset>
`))
	m.table("Document", "Verdict", "Format", "#Fatal", "#Warnings", "#Info")
	for i := range v.Rows {
		r := &v.Rows[i]
		m.put(raw("<tr"), goodClass(r, ` class="good-document"`), raw(`><td class="file"><a href="#d`), r.N, raw(`">`), r.File, raw("</a></td><td>"))
		m.tag(r.Status)
		m.put(raw("</td><td>"), r.Format, raw("</td>"))
		for _, n := range []int{r.Fatal, r.Warning, r.Info} {
			class := raw("n")
			if n == 0 {
				class = "n none"
			}
			m.put(raw(`<td class="`), class, raw(`">`), n, raw("</td>"))
		}
		m.put(raw("</tr>\n"))
	}
	m.endTable()
	if v.Unlisted > 0 {
		m.put(raw("<p><b>"), plural(v.Unlisted, "document"), raw(" more than this page holds: counted above, not listed.</b></p>\n"))
	}
}

func goodClass(r *row, class raw) raw {
	if r.Fails {
		return ""
	}
	return class
}

func (m markup) rules(rules []*ruleCount) {
	if len(rules) == 0 {
		return
	}
	m.put(raw("<h2>Rules that were broken</h2>\n"))
	m.table("Rule", "Severity", "Rule set", "What it says", "#Findings", "#Documents")
	for _, r := range rules {
		m.put(raw("<tr><td><b>"), r.Rule, raw("</b></td><td>"))
		m.tag(r.Severity)
		m.put(raw("</td><td>"), r.RuleSet, raw(`</td><td class="text">`), r.Text, raw(`</td><td class="n">`), r.Findings, raw(`</td><td class="n">`), r.Documents, raw("</td></tr>\n"))
	}
	m.endTable()
}

func (m markup) section(r *row) {
	m.put(raw(`<section class="document`), goodClass(r, " good-document"), raw(`" id="d`), r.N, raw("\">\n<header><h3>"), r.File, raw("</h3> "))
	m.tag(r.Status)
	m.put(raw(` <span class="quiet">`), r.Format, raw("</span></header>\n"))
	for i := range r.Findings {
		m.finding(&r.Findings[i])
	}
	m.footer(r)
	m.put(raw("</section>\n"))
}

func (m markup) finding(f *finding) {
	m.put(raw(`<div class="finding `), f.Severity, raw("\">\n<div>"))
	m.tag(f.Severity)
	m.put(raw(" <b>"), f.Rule, raw(`</b> <span class="quiet">`), f.RuleSet)
	if f.Line > 0 {
		m.put(" · line ", f.Line, ", column ", f.Column)
		if f.Near {
			m.put(" (what should be there is absent: this is the group around it)")
		}
	}
	m.put(raw("</span></div>\n<p class=\"what\">"), f.Message, raw("</p>\n"))
	if f.Text != "" {
		m.put(raw("<pre>"), f.Text)
		m.with("\n<span class=\"caret\">", f.Caret, "</span>")
		m.put(raw("</pre>\n"))
	}
	m.with(`<p class="help">`, f.Help, "</p>\n")
	if len(f.Terms) > 0 {
		m.put(raw(`<p class="small quiet">`))
		for i, t := range f.Terms {
			if i > 0 {
				m.put(" · ")
			}
			m.put(raw("<b>"), t.ID, raw("</b> "), t.Name)
		}
		m.put(raw("</p>\n"))
	}
	m.with(`<p class="small quiet path mono">`, f.Path, "</p>\n")
	m.put(raw("</div>\n"))
}

func (m markup) footer(r *row) {
	m.put(raw("<footer class=\"small\">\n"))
	if r.Unlisted > 0 {
		m.put(raw("<p><b>"), plural(r.Unlisted, "finding"), raw(" more than this page holds: counted, not listed.</b></p>\n"))
	}
	for _, more := range r.More {
		m.put(raw("<p>And "), more, raw(": counted, not listed.</p>\n"))
	}
	for _, n := range r.Notes {
		m.put(raw("<p>Note: "), n, raw("</p>\n"))
	}
	if len(r.Findings) == 0 && r.Unlisted == 0 {
		m.put(raw("<p>No findings.</p>\n"))
	}
	for i, s := range r.Ran {
		if i == 0 {
			m.put(raw(`<p class="quiet">Ran: `), s)
		} else {
			m.put(", ", s)
		}
	}
	if len(r.Ran) > 0 {
		m.put(raw("</p>\n"))
	}
	for _, n := range r.NotRun {
		m.put(raw(`<p class="quiet">`), n.Label, raw(`: <span title="`), n.Why, raw(`">`), n.RuleSet, raw("</span></p>\n"))
	}
	m.put(raw("</footer>\n"))
}
