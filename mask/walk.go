package mask

import (
	"io"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// walker goes through a document and notes what is to be replaced. It is replaced
// afterwards, when all VAT identifiers are known.
type walker struct {
	*xmlmap.Tokens
	text   string // the document in UTF-8, which offsets are of
	open   []frame
	edits  []edit
	report *Report
	values *values
	at     map[string]int // of paths, in Report.Masked
	last   int64          // end of the token before
	signed bool
}

// frame is an open element.
type frame struct {
	local  string
	shown  string // as paths have it
	of     syntax
	inner  int64
	empty  bool
	parent bool // it has children
	text   []piece
}

// piece is text as it is meant, and where it stands.
type piece struct {
	from, to int64
	text     string
}

// edit replaces a stretch of the document.
type edit struct {
	from, to int64
	kind     kind
	value    string
	quote    byte   // of an attribute
	raw      bool   // in a CDATA section, where nothing is escaped
	path     string // "" for what is only removed
}

func (w *walker) run() error {
	for w.Next() {
		w.between(w.Off)
		switch w.Kind {
		case xmlmap.OpenToken:
			w.enter()
		case xmlmap.CloseToken:
			w.leave()
		case xmlmap.TextToken:
			f := &w.open[len(w.open)-1]
			f.text = append(f.text, piece{w.Off, w.End, strings.Clone(w.Text)})
		}
		w.last = w.End
	}
	if err := w.Err(); err != nil {
		return err
	}
	w.between(int64(len(w.text)))
	if w.report.Format == "" {
		return &einvoice.SyntaxError{Code: einvoice.ErrWrongRoot, Message: "no invoice in UBL, CII or Facturae, which are what can be masked"}
	}
	return nil
}

// between removes the comments and instructions in front of a token.
func (w *walker) between(to int64) {
	if w.last >= to {
		return
	}
	gap := w.text[w.last:to]
	for i := 0; i < len(gap); {
		start := strings.IndexByte(gap[i:], '<')
		if start < 0 {
			return
		}
		i += start
		mark, count := "", (*int)(nil)
		switch rest := gap[i:]; {
		case strings.HasPrefix(rest, "<!--"):
			mark, count = "-->", &w.report.Comments
		case strings.HasPrefix(rest, "<?xml ") && w.last+int64(i) == 0:
			i += len("<?xml ")
			continue
		case strings.HasPrefix(rest, "<?"):
			mark, count = "?>", &w.report.Instructions
		default:
			i++
			continue
		}
		n := strings.Index(gap[i:], mark)
		if n < 0 {
			return
		}
		*count++
		w.edits = append(w.edits, edit{from: w.last + int64(i), to: w.last + int64(i+n+len(mark))})
		i += n + len(mark)
	}
}

var formats = map[string]einvoice.Format{
	"inv:Invoice": einvoice.UBLInvoice, "cn:CreditNote": einvoice.UBLCreditNote, "rsm:CrossIndustryInvoice": einvoice.CII,
	"fe32:Facturae": "facturae-3.2", "fe321:Facturae": "facturae-3.2.1", "fe322:Facturae": "facturae-3.2.2",
}

func (w *walker) enter() {
	e := &w.Element
	prefix, _, ok := strings.Cut(e.Raw, ":")
	if !ok {
		prefix = ""
	}
	name, uri := names.Lookup(e.NS, e.Local), e.Namespace(prefix)
	f := frame{local: strings.Clone(e.Local), shown: name.Show(), of: syntaxOf(name, uri), inner: w.End, empty: w.Empty}
	if name == names.Other {
		f.shown = strings.Clone(e.Raw)
	}
	format, is := formats[name.String()]
	if uri == "urn:ferd:CrossIndustryDocument:invoice:1p0" && e.Local == "CrossIndustryDocument" {
		format, is = einvoice.ZUGFeRD1, true
	}
	if is && w.report.Format == "" {
		w.report.Format = format
		for i := range w.open { // an envelope is not part of paths
			w.open[i].shown = ""
		}
	}
	w.signed = w.signed || f.of == signatureSyntax && e.Local == "Signature"
	if n := len(w.open); n > 0 {
		w.open[n-1].parent = true
		w.open[n-1].text = slices.DeleteFunc(w.open[n-1].text, func(p piece) bool { return strings.Trim(p.text, xmlSpaces) == "" })
	}
	w.open = append(w.open, f)
	for i := range e.Attrs {
		w.attribute(&e.Attrs[i], f.of)
	}
}

// attribute notes the value of an attribute where it stands.
func (w *walker) attribute(a *xmlmap.Attribute, of syntax) {
	k := attributeKind(of, a.Space, a.Local)
	if k == keep || a.Value == "" {
		return
	}
	tag := w.text[a.Off:w.End]
	equals := strings.IndexByte(tag, '=')
	if equals < 0 {
		return
	}
	start := equals + 1
	for strings.IndexByte(xmlSpaces, tag[start]) >= 0 {
		start++
	}
	quote := tag[start]
	end := strings.IndexByte(tag[start+1:], quote)
	if quote != '"' && quote != '\'' || end < 0 {
		return // which the scanner has refused
	}
	from := a.Off + int64(start) + 1
	w.add(edit{from: from, to: from + int64(end), kind: k, value: strings.Clone(a.Value), quote: quote, path: w.path() + "/@" + a.Raw})
}

func (w *walker) add(e edit) {
	switch {
	case e.kind == code && looksLikeCode(e.value):
		return
	case e.kind == code:
		e.kind = text
	case e.kind == vat:
		w.values.identifier(e.value)
		w.values.part(e.value)
	case e.kind == part:
		w.values.part(e.value)
	}
	w.edits = append(w.edits, e)
}

func (w *walker) path() string {
	var b strings.Builder
	for i := range w.open {
		if w.open[i].shown != "" {
			b.WriteString("/" + w.open[i].shown)
		}
	}
	return b.String()
}

// leave notes the text of an element. What has no children is replaced as one, with
// the comments and sections in it.
func (w *walker) leave() {
	n := len(w.open) - 1
	f := &w.open[n]
	defer func() { w.open = w.open[:n] }()
	if f.parent {
		for _, p := range f.text {
			if strings.Trim(p.text, xmlSpaces) != "" {
				raw := w.text[p.from:p.to]
				w.add(edit{from: p.from, to: p.to, value: p.text, raw: raw == p.text && strings.ContainsAny(raw, "<&"), path: w.path()})
			}
		}
		return
	}
	parent := ""
	if n > 0 {
		parent = w.open[n-1].local
	}
	k, value := elementKind(f.of, parent, f.local), joinedText(f.text)
	if k == keep || strings.Trim(value, xmlSpaces) == "" {
		return
	}
	w.add(edit{from: f.inner, to: w.Off, kind: k, value: value, path: w.path()})
}

func joinedText(pieces []piece) string {
	if len(pieces) == 1 {
		return pieces[0].text
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// write writes the document with its edits.
func (w *walker) write(out io.WriteCloser) error {
	slices.SortStableFunc(w.edits, func(a, b edit) int {
		switch {
		case a.from < b.from, a.from == b.from && a.to > b.to:
			return -1
		case a.from == b.from && a.to == b.to:
			return 0
		}
		return 1
	})
	at := int64(0)
	for _, e := range w.edits {
		if e.from < at {
			continue
		}
		if _, err := io.WriteString(out, w.text[at:e.from]); err != nil {
			return err
		}
		if _, err := io.WriteString(out, w.replacement(&e)); err != nil {
			return err
		}
		at = e.to
	}
	if _, err := io.WriteString(out, w.text[at:]); err != nil {
		return err
	}
	w.conclude()
	return out.Close()
}

func (w *walker) replacement(e *edit) string {
	if e.path == "" {
		return ""
	}
	masked := w.masked(e)
	if masked != e.value {
		w.count(e.path)
	}
	switch {
	case masked == e.value && !strings.Contains(w.text[e.from:e.to], "<!--") && !strings.Contains(w.text[e.from:e.to], "<?"):
		return w.text[e.from:e.to]
	case e.raw:
		return masked
	case e.quote == '\'':
		return apostrophes.Replace(masked)
	case e.quote == '"':
		return quotes.Replace(masked)
	}
	return escaper.Replace(masked)
}

var (
	escaper     = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
	quotes      = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;")
	apostrophes = strings.NewReplacer("&", "&amp;", "<", "&lt;", "'", "&apos;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;")
)

func (w *walker) masked(e *edit) string {
	switch e.kind {
	case terms:
		return w.values.terms(e.value)
	case locations:
		return w.values.locations(e.value)
	case joined:
		return w.values.joined(e.value)
	case filename:
		return w.values.filename(e.value)
	case file:
		w.report.Files++
		return placeholder(e.value)
	case digest:
		return filled(e.value)
	}
	return w.values.text(e.value)
}

// mostPaths is how many paths a report has.
const mostPaths = 2_000

func (w *walker) count(path string) {
	i, ok := w.at[path]
	switch {
	case ok:
		w.report.Masked[i].Count++
	case len(w.report.Masked) == mostPaths:
		w.report.More++
	default:
		w.at[path] = len(w.report.Masked)
		w.report.Masked = append(w.report.Masked, Count{Terms: termsAt(w.report.Format, path), Path: path, Count: 1})
	}
}

func (w *walker) conclude() {
	r := w.report
	if w.signed {
		r.Notes = append(r.Notes, "the document was signed: the signature is masked too, and no longer holds")
	}
	if r.Files > 0 {
		r.Notes = append(r.Notes, "the files inside are placeholders of the same kind: what was odd about them is gone")
	}
	if w.values.unkept > 0 {
		r.Notes = append(r.Notes, "some check digits could not be kept: a rule about them may say something else now")
	}
}
