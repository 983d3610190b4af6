package einvoice

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Format names a document format.
type Format string

// The formats.
const (
	UBLInvoice    Format = "ubl-invoice"
	UBLCreditNote Format = "ubl-creditnote"
	CII           Format = "cii"      // UN/CEFACT Cross Industry Invoice D16B: Factur-X, ZUGFeRD 2
	ZUGFeRD1      Format = "zugferd1" // CrossIndustryDocument of ZUGFeRD 1.0, read only

	B2BrouterJSON Format = "b2brouter-json" // invoice of B2Brouter's API, read only: package intake
	SendV2JSON    Format = "send-v2-json"   // body of "Send invoice (v2)", read only: package intake
	CSV           Format = "csv"            // one invoice line a row, read only: package intake
)

// Document is an invoice together with what its reader noticed.
type Document struct {
	Invoice Invoice
	Format  Format
	Losses  []Loss   // what stood in the document and has no place in Invoice, in document order (empty groups after what is in them)
	Notes   []string // what was done to the input before reading: unwrapped, transcoded
}

// LossKind says why something is on the list of losses.
type LossKind string

// The kinds of losses.
const (
	LossUnbound   LossKind = "unbound"   // no place in the model
	LossRepeated  LossKind = "repeated"  // its place is taken by an earlier one
	LossMalformed LossKind = "malformed" // the value is not of its data type
	LossConstant  LossKind = "constant"  // a value that the model implies differs: it would be written otherwise
	LossEmpty     LossKind = "empty"     // present without content, which counts as absent
	LossSpace     LossKind = "space"     // white space around a code, an identifier or a number
	LossDeclared  LossKind = "declared"  // left out by decision: see Why
)

// Material tells whether something is lost that carries information: not white
// space, empty elements, or hints for validators.
func (k LossKind) Material() bool {
	return k != LossEmpty && k != LossSpace && k != LossDeclared
}

// Loss is something in a document that the model does not hold.
type Loss struct {
	Kind   LossKind `json:"kind"`
	Term   string   `json:"term,omitempty"`  // BT or BG id, if the place belongs to one
	Place  string   `json:"place,omitempty"` // place in Invoice, if it has one
	Path   string   `json:"path,omitempty"`  // element path in the document
	Value  string   `json:"value,omitempty"` // text of the element or attribute, shortened
	Why    string   `json:"why"`             // in one line
	Offset int64    `json:"offset"`          // of the element or attribute in the UTF-8 form of the document
	Line   int      `json:"line,omitempty"`  // of Offset, from 1; 0 for what a writer leaves out
	Column int      `json:"column,omitempty"`
	Count  int      `json:"count,omitempty"` // > 1: so many at this path, counted once the list had grown long
}

func (l Loss) String() string {
	s := l.Path
	if s == "" {
		s = l.Place
	}
	if l.Term != "" {
		s = l.Term + " " + s
	}
	if l.Line > 0 {
		s = fmt.Sprintf("%d:%d %s", l.Line, l.Column, s)
	}
	if l.Value != "" {
		s += " = " + strconv.Quote(l.Value)
	}
	if l.Count > 1 {
		s += fmt.Sprintf(" (%d times)", l.Count)
	}
	return s + ": " + l.Why
}

// ValueError reports values that are not of their data type. It comes beside a
// usable Document, in which the places of these values are absent.
type ValueError struct {
	Losses []Loss // of kind LossMalformed, at least one
}

func (e *ValueError) Error() string {
	s := e.Losses[0].String()
	if n := len(e.Losses); n > 1 {
		s += fmt.Sprintf(" (and %d more)", n-1)
	}
	return s
}

// BuildError says that an invoice cannot be written, and where in it the cause stands.
type BuildError struct {
	Term  string // BT or BG id, if the place belongs to one
	Place string // field path in Invoice, without indexes where shapes differ; may be ""
	Path  string // element path in the document
	Err   error  // such as text that cannot stand in XML
}

func (e *BuildError) Error() string {
	where := e.Place
	if where == "" {
		where = e.Path
	}
	if e.Term != "" {
		where = e.Term + " " + where
	}
	return where + ": " + e.Err.Error()
}

// Unwrap is Err.
func (e *BuildError) Unwrap() error { return e.Err }

// ErrorCode classes what makes a document, XML or JSON, unreadable.
type ErrorCode string

// The error codes.
const (
	ErrEmpty     ErrorCode = "empty"      // no bytes, or only white space
	ErrNotXML    ErrorCode = "not-xml"    // does not start like XML
	ErrMalformed ErrorCode = "malformed"  // not well-formed XML 1.0 with namespaces
	ErrTruncated ErrorCode = "truncated"  // ends too early
	ErrEncoding  ErrorCode = "encoding"   // not in the encoding it claims, or in one not supported
	ErrDoctype   ErrorCode = "doctype"    // has a document type declaration, which is refused
	ErrLimit     ErrorCode = "limit"      // exceeds a limit
	ErrWrongRoot ErrorCode = "wrong-root" // well-formed, but not a document of this format
	ErrNoInvoice ErrorCode = "no-invoice" // an envelope without an invoice in it
)

// Position is a place in the text of a document.
type Position struct {
	Offset int64 `json:"offset"` // bytes from the start, in UTF-8 and without byte order mark
	Line   int   `json:"line"`   // from 1
	Column int   `json:"column"` // from 1, in characters
}

// SyntaxError says that a document cannot be read, where and why.
type SyntaxError struct {
	Position
	Code    ErrorCode
	Message string
	Excerpt string // the line, and a caret under the column; may be empty
}

func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message)
}

// Location is where a place of the model stands in a document.
type Location struct {
	Position
	Path    string // XPath, with the prefixes that the syntax uses by convention
	Excerpt string // the line, with a caret below
	Exact   bool   // false: the place is absent, this is the nearest group around it
}

// Binding is a place in a document format that is bound to a place in Invoice.
type Binding struct {
	Path  string // element or attribute path in the document
	Place string // field path in Invoice, "" for fixed content
	Kind  string // data type, "group", "attribute", or "= value" for fixed content
	Many  bool   // the element repeats
	Via   bool   // the shapes differ: converted by code
	If    string // what tells the element from others of its path, as in "ram:TypeCode = 130"

	// Profiles is a set of bits, one for each profile of the format that has the
	// place (cii.Profile); 0: all have it.
	Profiles uint16
}

// PositionAt finds line and column of an offset in text.
func PositionAt(text string, offset int) Position {
	offset = max(0, min(offset, len(text)))
	head := text[:offset]
	start := strings.LastIndexByte(head, '\n') + 1
	return Position{int64(offset), strings.Count(head, "\n") + 1, utf8.RuneCountInString(head[start:]) + 1}
}

// Excerpt shows the line of an offset, without its indentation and cut to about 100
// characters, and below it a caret; nothing of an empty line.
func Excerpt(text string, offset int) string {
	const before, width = 40, 100
	offset = max(0, min(offset, len(text)))
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	for start < offset && (text[start] == ' ' || text[start] == '\t') {
		start++
	}
	lead, tail := "", ""
	if offset-start > before {
		lead, start = "…", offset-before
		for start < offset && !utf8.RuneStart(text[start]) {
			start++
		}
	}
	end := len(text)
	if i := strings.IndexByte(text[offset:], '\n'); i >= 0 {
		end = offset + i
	}
	if end-start > width {
		tail, end = "…", start+width
		for end > offset && !utf8.RuneStart(text[end]) {
			end--
		}
	}
	line := lead + printable(strings.TrimRight(text[start:end], "\r")) + tail
	if strings.TrimSpace(line) == "" {
		return ""
	}
	return line + "\n" + strings.Repeat(" ", utf8.RuneCountInString(lead+text[start:offset])) + "^"
}

// printable replaces what would upset a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}
