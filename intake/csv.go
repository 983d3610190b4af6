package intake

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/einvoice-go/einvoice"
)

// Limits of a table: a cell takes about 60 bytes of memory.
const (
	maxColumns = 500
	maxCells   = 4 << 20
)

// CSVProblem is one reason why a CSV file is not read.
type CSVProblem struct {
	Row    int               // as a spreadsheet counts: the names of the columns are row 1; 0: the file
	Column string            // its name; "" if it is the row
	At     einvoice.Position // in the text of the file
	Why    string            // in one line
}

func (p CSVProblem) String() string {
	where := cell{row: p.Row, column: p.Column}.where()
	if p.At.Line > 0 {
		where = fmt.Sprintf("%d:%d: %s", p.At.Line, p.At.Column, where)
	}
	return where + ": " + p.Why
}

// CSVError lists what is wrong with a CSV file, from its top to its end.
type CSVError struct {
	Problems []CSVProblem // at least one, at most 100
	More     int          // so many more were found and not listed
}

func (e *CSVError) Error() string {
	s := e.Problems[0].String()
	if n := len(e.Problems) - 1 + e.More; n > 0 {
		s += fmt.Sprintf(" (and %d more)", n)
	}
	return s
}

// cell is a value of the table, or a row where column is "".
type cell struct {
	row      int
	column   string
	text     string
	line, at int // where it begins: line, and byte in it from 1
}

func (c cell) where() string {
	if c.row == 0 {
		return "the file"
	}
	return strings.TrimSuffix(fmt.Sprintf("row %d, %s", c.row, c.column), ", ")
}

// csvReader is one reading of a CSV file.
type csvReader struct {
	text     string
	problems []csvFound
	more     int
	mark     byte           // the decimal mark
	index    map[string]int // of the columns
	notes    notes
	losses   []einvoice.Loss
}

type csvFound struct {
	at  cell
	why string
}

func (c *csvReader) wrong(at place, why string) {
	if len(c.problems) == keptAtMost {
		c.more++
		return
	}
	c.problems = append(c.problems, csvFound{at.(cell), why})
}

func (c *csvReader) remark(at place, why string) {
	x := at.(cell)
	c.notes.add(x.column, x.where(), why)
}

func (c *csvReader) drop(kind einvoice.LossKind, at place, why string) {
	x := at.(cell)
	if n := len(c.losses); n == lossesEach {
		l := &c.losses[n-1]
		l.Value, l.Count = "", max(l.Count, 1)+1
		return
	}
	p := c.position(x)
	c.losses = append(c.losses, einvoice.Loss{Kind: kind, Path: x.where(), Value: shorten(x.text), Why: why, Offset: p.Offset, Line: p.Line, Column: p.Column})
}

// position finds a cell in the text.
func (c *csvReader) position(x cell) einvoice.Position {
	if x.line == 0 {
		return einvoice.Position{}
	}
	offset := 0
	for range x.line - 1 {
		offset += strings.IndexByte(c.text[offset:], '\n') + 1
	}
	return einvoice.PositionAt(c.text, offset+x.at-1)
}

func (c *csvReader) failure() error {
	if len(c.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(c.problems, func(a, b csvFound) int {
		return cmp.Or(cmp.Compare(a.at.line, b.at.line), cmp.Compare(a.at.at, b.at.at))
	})
	e := &CSVError{More: c.more + max(0, len(c.problems)-maxProblems)}
	for _, p := range c.problems[:min(len(c.problems), maxProblems)] {
		e.Problems = append(e.Problems, CSVProblem{Row: p.at.row, Column: p.at.column, At: c.position(p.at), Why: p.why})
	}
	return e
}

// decodeCSV makes UTF-8 of the encodings in which spreadsheets save.
func decodeCSV(data []byte) (text, note string, err error) {
	bad := func(why string) (string, string, error) {
		return "", "", &einvoice.SyntaxError{Code: einvoice.ErrEncoding, Message: why}
	}
	if len(data) > MaxSize {
		return "", "", &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: fmt.Sprintf("the file has %d bytes, the limit is %d", len(data), MaxSize)}
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), bytes.HasPrefix(data, []byte("\xFE\xFF")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil || bytes.Contains(out, []byte("\ufffd")) {
			return bad("the text is not UTF-16")
		}
		text, note = string(out), "transcoded from UTF-16"
	case utf8.Valid(data):
		text = strings.TrimPrefix(string(data), "\ufeff")
	default:
		out, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil || bytes.Contains(out, []byte("\ufffd")) {
			return bad("the text is neither UTF-8, UTF-16 nor windows-1252: save it as UTF-8")
		}
		text, note = string(out), "read as windows-1252, since it is not UTF-8"
	}
	if strings.Contains(text, "\x00") {
		return bad("the text has bytes that are 0: save it as UTF-8")
	}
	return text, note, nil
}

// separator is what stands between the columns, by the first row; and the row itself. A
// first line sep=; as spreadsheets know it says so.
func separator(text string) (comma rune, first string, skip int) {
	line, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	line = strings.TrimRight(line, "\r")
	if rest, ok := strings.CutPrefix(line, "sep="); ok && len(rest) == 1 && strings.Contains(",;\t", rest) {
		_, after, _ := strings.Cut(text, "\n")
		first, _, _ = strings.Cut(after, "\n")
		return rune(rest[0]), strings.TrimRight(first, "\r"), len(text) - len(after)
	}
	comma = ','
	for _, c := range ";\t" {
		if strings.Count(line, string(c)) > strings.Count(line, string(comma)) {
			comma = c
		}
	}
	return comma, line, 0
}

// looksLikeCSV tells whether the first row names at least three columns that are known.
func looksLikeCSV(data []byte) bool {
	head := bytes.TrimPrefix(data[:min(len(data), 64<<10)], []byte("\xEF\xBB\xBF"))
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		head = bytes.ReplaceAll(head[2:], []byte{0}, nil) // UTF-16: the names are ASCII
	}
	comma, line, _ := separator(string(head))
	known := 0
	for _, f := range strings.Split(line, string(comma)) {
		if _, ok := csvColumns[columnName(strings.Trim(f, `" `))]; ok {
			known++
		}
	}
	return known >= 3
}

// columnName lets people write names as they like: Issue Date, issue-date.
func columnName(s string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(s)))
}

// record is a row of the table.
type record struct {
	cells []cell // one a column of the first row
	row   cell   // the row as a place
}

// records reads the table.
func (c *csvReader) records(comma rune, skip int) (all []record, err error) {
	r := csv.NewReader(strings.NewReader(c.text[skip:]))
	r.Comma, r.FieldsPerRecord = comma, -1
	lines, within, cells := 0, 0, 0 // lines before the table; line ends within cells
	if skip > 0 {
		lines = 1
	}
	for {
		fields, err := r.Read()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, c.syntax(err, lines)
		}
		cells += len(fields)
		switch {
		case len(fields) > maxColumns:
			return nil, &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: fmt.Sprintf("a row of %d columns; the limit is %d", len(fields), maxColumns)}
		case cells > maxCells:
			return nil, &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: fmt.Sprintf("more than %d cells: make several files of it", maxCells)}
		}
		line, _ := r.FieldPos(0)
		rec := record{row: cell{row: line - within, line: line + lines, at: 1}}
		for i, f := range fields {
			l, at := r.FieldPos(i)
			within += strings.Count(f, "\n")
			rec.cells = append(rec.cells, cell{row: rec.row.row, text: strings.TrimSpace(f), line: l + lines, at: at})
		}
		all = append(all, rec)
	}
}

// syntax is the error of text that is no CSV.
func (c *csvReader) syntax(err error, before int) error {
	e := &einvoice.SyntaxError{Code: einvoice.ErrMalformed, Message: "not CSV: " + err.Error()}
	var p *csv.ParseError
	if errors.As(err, &p) {
		e.Position = c.position(cell{line: p.Line + before, at: max(1, p.Column)})
		e.Excerpt = einvoice.Excerpt(c.text, int(e.Offset))
		e.Message = "not CSV: a quotation mark within a value: put the value into quotation marks, and double those in it"
		if p.Err == csv.ErrQuote {
			e.Message = "not CSV: a quotation mark is missing, or one in a value is not doubled"
		}
	}
	return e
}
