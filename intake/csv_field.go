package intake

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
)

// Column describes a column of a CSV file: see Columns.
type Column struct {
	Name   string
	Kind   string // text, number, date, code, identifier
	Term   string // the term that it becomes, or "check"
	Help   string // in one line; may be ""
	Header bool   // of the whole invoice, not of a line
	Must   bool   // a file without it is refused
}

// csvColumn is a row of the table of columns.
type csvColumn struct {
	name, kind string
	header     bool
	head       func(c *csvReader, x cell, h *csvHead)
	line       func(c *csvReader, x cell, l *csvLine)
}

// Columns describes the columns, in the order of the page docs/CSV.md.
func Columns() []Column { return append([]Column(nil), csvList...) }

var (
	csvList    []Column
	csvNames   []string
	csvColumns = makeColumns()
)

// makeColumns is the index by name.
func makeColumns() map[string]csvColumn {
	all := map[string]csvColumn{}
	for _, f := range headColumns() {
		f.Header = true
		csvList = append(csvList, f.Column)
		all[f.Name] = csvColumn{name: f.Name, kind: f.Kind, header: true, head: f.read}
	}
	for _, f := range lineColumns() {
		csvList = append(csvList, f.Column)
		all[f.Name] = csvColumn{name: f.Name, kind: f.Kind, line: f.read}
	}
	for _, col := range csvList {
		csvNames = append(csvNames, col.Name)
	}
	return all
}

// field is a column with what reads it.
type field[T any] struct {
	Column
	read func(c *csvReader, x cell, t *T)
}

func textField[T any](name, term string, at func(*T) *string) field[T] {
	return field[T]{Column{Name: name, Kind: "text", Term: term}, func(_ *csvReader, x cell, t *T) { *at(t) = x.text }}
}

func numberField[T any](name, term string, at func(*T) *einvoice.Decimal) field[T] {
	return field[T]{Column{Name: name, Kind: "number", Term: term}, func(c *csvReader, x cell, t *T) { *at(t), _ = c.decimal(x) }}
}

func dateField[T any](name, term string, at func(*T) *einvoice.Date) field[T] {
	return field[T]{Column{Name: name, Kind: "date", Term: term}, func(c *csvReader, x cell, t *T) {
		d, err := einvoice.ParseDate(x.text)
		if err != nil {
			c.wrong(x, whyNoDate(x.text, err))
			return
		}
		*at(t) = d
	}}
}

func codeField[T any](name, term string, list *codes.List, at func(*T) *string) field[T] {
	return field[T]{Column{Name: name, Kind: "code", Term: term, Help: list.Name()}, func(c *csvReader, x cell, t *T) {
		code := strings.ToUpper(x.text)
		if !list.Has(code) {
			c.wrong(x, "\""+shorten(x.text)+"\" is no code of "+list.Name())
			return
		}
		*at(t) = code
	}}
}

// idField reads an identifier, with its scheme before a colon where it has one.
func idField[T any](name, term string, list *codes.List, must bool, at func(*T) *einvoice.Identifier) field[T] {
	help := "scheme:value, as in 0088:7300010000001"
	if !must {
		help += ", or the value alone"
	}
	return field[T]{Column{Name: name, Kind: "identifier", Term: term, Help: help}, func(c *csvReader, x cell, t *T) {
		scheme, value, colon := strings.Cut(x.text, ":")
		switch {
		case colon && list.Has(scheme) && value != "":
			*at(t) = einvoice.Identifier{Value: value, Scheme: scheme}
		case must || colon && isScheme(scheme):
			c.wrong(x, "\""+shorten(x.text)+"\" does not begin with a scheme of "+list.Name()+" and a colon, as in 0088:7300010000001")
		default:
			*at(t) = einvoice.Identifier{Value: x.text}
		}
	}}
}

func totalField(name, term string, i int) field[csvHead] {
	return field[csvHead]{Column{Name: name, Kind: "number", Term: "check", Help: term + ": compared with what the lines make, without tolerance"}, func(c *csvReader, x cell, h *csvHead) {
		if d, ok := c.decimal(x); ok {
			h.totals[i] = stated{d, x}
		}
	}}
}

func (f field[T]) must(help string) field[T] {
	f.Must, f.Help = true, help
	return f
}

func (f field[T]) helped(help string) field[T] {
	f.Help = help
	return f
}
