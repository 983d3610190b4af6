package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// parseCSV reads a file with one line of an invoice a row. Rows with the same number that
// follow one another are one invoice.
func parseCSV(data []byte, o Options) (docs []*einvoice.Document, err error) {
	text, transcoded, err := decodeCSV(data)
	if err != nil {
		return nil, err
	}
	comma, _, skip := separator(text)
	c := &csvReader{text: text}
	all, err := c.records(comma, skip)
	if err != nil {
		return nil, err
	}
	rows := c.table(all)
	if c.problems == nil && len(rows) == 0 {
		c.wrong(cell{}, "there are no rows below the names of the columns")
	}
	c.decimalMark(rows, comma)
	for _, group := range c.groups(rows) {
		doc := c.document(group, o)
		if transcoded != "" {
			doc.Notes = append([]string{transcoded}, doc.Notes...)
		}
		docs = append(docs, doc)
	}
	if err := c.failure(); err != nil {
		return nil, err
	}
	return docs, nil
}

// table gives every cell its column, by the names in the first row.
func (c *csvReader) table(all []record) (rows []record) {
	if len(all) == 0 {
		c.wrong(cell{}, "there is no row with the names of the columns")
		return nil
	}
	names := c.columns(all[0])
	for _, rec := range all[1:] {
		empty := true
		for i := range rec.cells {
			x := &rec.cells[i]
			if x.text == "" {
				continue
			}
			empty = false
			if i >= len(names) || names[i] == "" && all[0].cells[i].text == "" {
				c.wrong(*x, fmt.Sprintf("%q stands in a column without a name", shorten(x.text)))
			} else {
				x.column = names[i]
			}
		}
		if !empty {
			rows = append(rows, rec)
		}
	}
	return rows
}

// columns reads the first row. Names that are not known are problems.
func (c *csvReader) columns(first record) (names []string) {
	seen := map[string]bool{}
	c.index = map[string]int{}
	for i, x := range first.cells {
		name := columnName(x.text)
		column, known := csvColumns[name]
		x.column = x.text
		switch {
		case name == "":
		case !known:
			c.wrong(x, "no such column"+suggest(name, csvNames))
			name = ""
		case seen[column.name]:
			c.wrong(x, "the column stands twice")
			name = ""
		default:
			name = column.name
			seen[name] = true
			c.index[name] = i
		}
		names = append(names, name)
	}
	for _, col := range csvList {
		if col.Must && !seen[col.Name] {
			c.wrong(first.row, "the column "+col.Name+" is missing: "+col.Help)
		}
	}
	return names
}

// groups puts rows together that are one invoice. Header values may stand in its first
// row alone; if they stand in others too they must be the same.
func (c *csvReader) groups(rows []record) (groups [][]record) {
	first := map[string]int{}
	last := ""
	if _, has := c.index["number"]; !has {
		return nil // that is said already
	}
	for _, rec := range rows {
		number := c.find(rec, "number")
		switch at, known := first[number.text]; {
		case number.text == "":
			c.wrong(number, "number is empty: every row says which invoice it belongs to")
		case number.text == last:
			group := &groups[len(groups)-1]
			c.agree((*group)[0], rec)
			*group = append(*group, rec)
		case known:
			c.wrong(number, fmt.Sprintf("invoice %s began in row %d, and another one stands between: rows of an invoice stand together", shorten(number.text), at))
		default:
			first[number.text] = rec.row.row
			groups = append(groups, []record{rec})
			last = number.text
		}
	}
	return groups
}

// find is the cell of a row in a column.
func (c *csvReader) find(rec record, column string) cell {
	if i, has := c.index[column]; has && i < len(rec.cells) {
		rec.cells[i].column = column
		return rec.cells[i]
	}
	return cell{row: rec.row.row, column: column, line: rec.row.line, at: rec.row.at}
}

// agree compares the header values of a row with those of the first row.
func (c *csvReader) agree(first, rec record) {
	for i, x := range rec.cells {
		if x.text == "" || x.column == "" || !csvColumns[x.column].header {
			continue
		}
		have := ""
		if i < len(first.cells) {
			have = first.cells[i].text
		}
		if have != x.text {
			was := strconv.Quote(shorten(have))
			if have == "" {
				was = "none"
			}
			c.wrong(x, fmt.Sprintf("is %q, but row %d, the first of the invoice, has %s: it is one value for the whole invoice", shorten(x.text), first.row.row, was))
		}
	}
}

// document makes an invoice of its rows.
func (c *csvReader) document(group []record, o Options) *einvoice.Document {
	before := len(c.problems) + c.more
	c.notes, c.losses = notes{}, nil
	h := &csvHead{}
	for _, x := range group[0].cells {
		if col := csvColumns[x.column]; x.text != "" && col.header {
			col.head(c, x, h)
		}
	}
	h.fold()
	lines := make([]csvLine, len(group))
	for i, rec := range group {
		l := &lines[i]
		l.row = rec.row
		for _, x := range rec.cells {
			if col := csvColumns[x.column]; x.text != "" && x.column != "" && !col.header {
				col.line(c, x, l)
			}
		}
		l.fold(c, rec)
		h.Lines = append(h.Lines, l.Line)
	}
	h.parts(c, group[0].row)
	s := settlement{sink: c, inv: &h.Invoice, self: group[0].row, failed: func() bool { return len(c.problems)+c.more > before },
		line: func(i int) place { return lines[i].row }}
	s.finish(o, "urn:cen.eu:en16931:2017", "")
	h.compare(&s)
	return &einvoice.Document{Invoice: h.Invoice, Format: einvoice.CSV, Losses: c.losses, Notes: append(missing(&h.Invoice), c.notes.texts()...)}
}

// thousands is a number whose mark may be one of thousands.
var thousands = regexp.MustCompile(`^[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}$`)

// decimalMark finds out whether numbers have points or commas. Between columns with
// commas they have points; elsewhere the numbers themselves must show it.
func (c *csvReader) decimalMark(rows []record, comma rune) {
	c.mark = '.'
	if comma == ',' {
		return
	}
	var points, commas, either []cell
	for _, rec := range rows {
		for _, x := range rec.cells {
			point, comma := strings.Contains(x.text, "."), strings.Contains(x.text, ",")
			switch {
			case csvColumns[x.column].kind != "number" || point == comma:
			case thousands.MatchString(x.text):
				either = append(either, x)
			case comma:
				commas = append(commas, x)
			default:
				points = append(points, x)
			}
		}
	}
	switch {
	case len(commas) > 0 && len(points) > 0:
		c.wrong(commas[0], fmt.Sprintf("%q has a comma, but %s = %q has a point: write all numbers in one way", commas[0].text, points[0].where(), points[0].text))
		c.mark = 0
	case len(commas) > 0:
		c.mark = ','
	case len(points) == 0:
		for _, x := range either {
			c.wrong(x, fmt.Sprintf("%q may be a fraction or thousands, and no other number of the file shows which: write %s or %s", x.text,
				strings.NewReplacer(".", "", ",", "").Replace(x.text), x.text+"0"))
		}
		if len(either) > 0 && strings.Contains(either[0].text, ",") {
			c.mark = ','
		}
	}
}

// decimal reads a number.
func (c *csvReader) decimal(x cell) (einvoice.Decimal, bool) {
	text := x.text
	switch c.mark {
	case ',':
		text = strings.NewReplacer(",", ".", ".", "\x00").Replace(text)
	case 0: // that is a problem already
		text = strings.ReplaceAll(text, ",", ".")
	}
	d, err := einvoice.ParseDecimal(text)
	if err != nil {
		why := fmt.Sprintf("%q is %v", shorten(x.text), err)
		if c.mark != 0 && strings.ContainsAny(x.text, ",.") {
			why += fmt.Sprintf("; the decimal mark of this file is %q, and there are none for thousands", string(c.mark))
		}
		c.wrong(x, why)
		return d, false
	}
	return d, true
}
