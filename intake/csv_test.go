package intake_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/intake"
)

// rows is a small file with the given rows below its names.
func rows(all ...string) string {
	return "number,issue_date,currency,item_name,quantity,price,vat_rate\n" + strings.Join(all, "\n") + "\n"
}

// TestCSVProblems: what is wrong is said, with row and column.
func TestCSVProblems(t *testing.T) {
	semicolons := func(s string) string { return strings.ReplaceAll(s, ",", ";") }
	for _, c := range []struct{ name, data, want string }{
		{"no rows", rows(), "the file: there are no rows below the names of the columns"},
		{"no such columns", "number,issue_date,item_nam,quantity,price,colour\n1,2026-01-02,x,1,1,red\n",
			"1:1: row 1: the column item_name is missing: the name of the item\n1:19: row 1, item_nam: no such column: is it item_name?\n1:43: row 1, colour: no such column\n2:1: row 2, item_name: item_name is empty\n2:1: row 2, vat_rate: no VAT category is given, and without a rate above 0 it may be Z, E, AE, G, K or O"},
		{"a column twice", "number,issue_date,item_name,quantity,price,Price\n", "1:44: row 1, Price: the column stands twice"},
		{"values of other types", rows("1,02/01/2026,EURO,x,one,1,21"), "2:3: row 2, issue_date: \"02/01/2026\" is not a calendar date (YYYY-MM-DD); write the year first, as in \"2026-01-31\"\n" +
			"2:14: row 2, currency: \"EURO\" is no code of ISO 4217\n2:21: row 2, quantity: \"one\" is not a decimal number (digits, at most one point, an optional leading sign)"},
		{"header values that differ", rows("1,2026-01-02,EUR,x,1,1,21", "1,2026-01-03,EUR,x,1,1,21", "1,,,x,1,1,21"),
			"3:3: row 3, issue_date: is \"2026-01-03\", but row 2, the first of the invoice, has \"2026-01-02\": it is one value for the whole invoice"},
		{"header values that come late", rows("1,2026-01-02,,x,1,1,21", "1,,EUR,x,1,1,21"), "3:4: row 3, currency: is \"EUR\", but row 2, the first of the invoice, has none: it is one value for the whole invoice"},
		{"no number", rows("1,2026-01-02,EUR,x,1,1,21", ",,,x,1,1,21"), "3:1: row 3, number: number is empty: every row says which invoice it belongs to"},
		{"rows apart", rows("1,2026-01-02,EUR,x,1,1,21", "2,2026-01-02,EUR,x,1,1,21", "1,2026-01-02,EUR,x,1,1,21"),
			"4:1: row 4, number: invoice 1 began in row 2, and another one stands between: rows of an invoice stand together"},
		{"a value beyond the columns", rows("1,2026-01-02,EUR,x,1,1,21,more"), "2:27: row 2: \"more\" stands in a column without a name"},
		{"a comma in a number", rows(`1,2026-01-02,EUR,x,1,"1,5",21`), "2:22: row 2, price: \"1,5\" is not a decimal number (digits, at most one point, an optional leading sign); the decimal mark of this file is \".\", and there are none for thousands"},
		{"points and commas", semicolons(rows("1,2026-01-02,EUR,x,1.5,A,21")) + "1;;;y;1;2,5;21\n", "3:9: row 3, price: \"2,5\" has a comma, but row 2, quantity = \"1.5\" has a point: write all numbers in one way\n" +
			"2:24: row 2, price: \"A\" is not a decimal"},
		{"thousands or a fraction", semicolons(rows("1,2026-01-02,EUR,x,1,2.345,21")), "2:22: row 2, price: \"2.345\" may be a fraction or thousands, and no other number of the file shows which: write 2345 or 2.3450"},
		{"thousands among commas", semicolons(rows("1,2026-01-02,EUR,x,A,2.345,21")) + "1;;;y;1;2,5;21\n", "row 2, price: \"2.345\" is not a decimal number"},
		{"totals", "number,issue_date,item_name,quantity,price,vat_rate,line_net,total_with_vat\n1,2026-01-02,x,3,1.10,21,3.31,3.98\n",
			"2:26: row 2, line_net: is 3.31, but quantity x price, less allowance plus charge, is 3.30\n2:31: row 2, total_with_vat"},
		{"a total", "number,issue_date,item_name,quantity,price,vat_rate,total_with_vat\n1,2026-01-02,x,3,1.10,21,3.98\n", "2:26: row 2, total_with_vat: is 3.98, but the total with VAT (BT-112) is 3.99"},
		{"an endpoint without scheme", "number,issue_date,item_name,quantity,price,vat_rate,seller_endpoint\n1,2026-01-02,x,3,1.10,21,me@example.org\n",
			"2:26: row 2, seller_endpoint: \"me@example.org\" does not begin with a scheme of EAS and a colon"},
		{"a reason of nothing", "number,issue_date,item_name,quantity,price,vat_rate,allowance_reason\n1,2026-01-02,x,3,1.10,21,loyal\n", "2:1: row 2: allowance is empty, where allowance_reason"},
		{"lines with and without number", "number,issue_date,item_name,quantity,price,vat_rate,line_id\n1,2026-01-02,x,3,1.10,21,2\n1,,x,3,1.10,21,\n", "3:1: row 3: the line has no number (BT-126), and another line has 2"},
		{"for no units", "number,issue_date,item_name,quantity,price,vat_rate,base_quantity\n1,2026-01-02,x,3,1.10,21,0\n", "2:26: row 2, base_quantity: is 0: a price is for more than 0 units"},
	} {
		_, err := intake.Parse([]byte(c.data), intake.Options{})
		var e *intake.CSVError
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for _, p := range e.Problems {
			got = append(got, p.String())
		}
		text := strings.Join(got, "\n")
		for _, want := range strings.Split(c.want, "\n") {
			if !strings.Contains(text, want) {
				t.Errorf("%s:\n%s\nwant\n%s", c.name, text, want)
			}
		}
	}
	for _, c := range []struct{ data, want string }{
		{rows(`1,2026-01-02,EUR,a"b,1,1,21`), "2:19: not CSV: a quotation mark within a value: put the value into quotation marks, and double those in it"},
		{rows(`1,2026-01-02,EUR,"ab`), "3:1: not CSV: a quotation mark is missing, or one in a value is not doubled"},
		{rows("1,2026-01-02,EUR,\x81,1,1,21"), "the text is neither UTF-8, UTF-16 nor windows-1252: save it as UTF-8"},
		{rows(strings.Repeat(",", 500)), "a row of 501 columns; the limit is 500"},
		{rows("1,2026-01-02,EUR,\x00,1,1,21"), "the text has bytes that are 0: save it as UTF-8"},
	} {
		_, err := intake.Parse([]byte(c.data), intake.Options{})
		var e *einvoice.SyntaxError
		if !errors.As(err, &e) || e.Error() != c.want {
			t.Errorf("%q: %v", c.data, err)
		}
	}
}

// TestCSVForms: separators, encodings and marks, of which all mean the same.
func TestCSVForms(t *testing.T) {
	plain := "number,issue_date,currency,item_name,quantity,price,vat_rate\n7,2026-01-02,EUR,Käse,1.5,12.40,7\n"
	semicolon := strings.NewReplacer(",", ";", ".", ",").Replace(plain)
	wide := func(order binary.ByteOrder, s string) string {
		var b bytes.Buffer
		for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
			if err := binary.Write(&b, order, u); err != nil {
				t.Fatal(err)
			}
		}
		return b.String()
	}
	western, err := charmap.Windows1252.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, data, note string }{
		{"plain", plain, ""},
		{"with a byte order mark", "\ufeff" + plain, ""},
		{"line ends of Windows", strings.ReplaceAll(plain, "\n", "\r\n"), ""},
		{"semicolons and commas", semicolon, ""},
		{"tabs", strings.ReplaceAll(plain, ",", "\t"), ""},
		{"a line that names the separator", "sep=;\n" + semicolon, ""},
		{"empty rows", strings.ReplaceAll(semicolon, "\n", "\n;;;;;;\n"), ""},
		{"other names", strings.NewReplacer("issue_date", "Issue Date", "item_name", "ITEM-NAME").Replace(plain), ""},
		{"values in quotation marks", strings.ReplaceAll(plain, "Käse", `" Käse "`), ""},
		{"UTF-16", wide(binary.LittleEndian, plain), "transcoded from UTF-16"},
		{"UTF-16 the other way", wide(binary.BigEndian, plain), "transcoded from UTF-16"},
		{"windows-1252", western, "read as windows-1252, since it is not UTF-8"},
	} {
		docs, err := intake.Parse([]byte(c.data), intake.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		inv := &docs[0].Invoice
		if inv.Number != "7" || inv.Lines[0].Item.Name != "Käse" || inv.Totals.WithVAT.String() != "19.90" || strings.Join(docs[0].Notes, "\n")[:len(c.note)] != c.note {
			t.Errorf("%s: %+v %q", c.name, inv, docs[0].Notes)
		}
	}
}

// TestColumns: every column sets its term, at its place in the model.
func TestColumns(t *testing.T) {
	kinds := map[string]string{"text": "probe", "number": "3.5", "date": "2026-04-30"}
	codes := map[string]string{"BT-3": "384", "BT-5": "SEK", "BT-40": "FR", "BT-55": "FR", "BT-81": "30", "BT-95": "S", "BT-102": "S", "BT-130": "KGM", "BT-151": "S",
		"BT-34": "0088:123", "BT-49": "0088:123", "BT-30": "0007:123", "BT-47": "0007:123", "BT-157": "0160:123", "BT-120": "VATEX-EU-O"}
	for _, col := range intake.Columns() {
		if col.Term == "check" {
			continue // TestCSVProblems
		}
		value := kinds[col.Kind]
		if v, ok := codes[col.Term]; ok {
			value = v
		}
		file := map[string]string{"number": "1", "issue_date": "2026-01-02", "quantity": "1", "price": "1", "item_name": "x", "vat_rate": "10", "vat_category": "S"}
		for prefix, amount := range map[string]string{"allowance_": "allowance", "charge_": "charge", "line_allowance_": "line_allowance", "line_charge_": "line_charge"} {
			if strings.HasPrefix(col.Name, prefix) {
				file[amount] = "1"
			}
		}
		for _, part := range []string{"allowance", "charge"} { // they need a VAT
			if col.Name == part || strings.HasPrefix(col.Name, part+"_") {
				file[part+"_vat_rate"], file[part+"_vat_category"] = "10", "S"
			}
		}
		if col.Term == "BT-120" {
			file["vat_category"] = "O"
			delete(file, "vat_rate")
		}
		file[col.Name] = value
		var names, values []string
		for n, v := range file {
			names, values = append(names, n), append(values, v)
		}
		docs, err := intake.Parse([]byte(strings.Join(names, ",")+"\n"+strings.Join(values, ",")+"\n"), intake.Options{})
		if err != nil {
			t.Errorf("%s: %v", col.Name, err)
			continue
		}
		term, want := col.Term, value
		if col.Kind == "identifier" {
			_, want, _ = strings.Cut(value, ":")
		}
		if term == "BT-120" {
			term = "BT-121" // it was a code
		}
		found := false
		for _, v := range docs[0].Invoice.Values() {
			found = found || v.Term.ID == term && v.Text == want
		}
		if !found {
			t.Errorf("%s: no %s is %q", col.Name, term, want)
		}
	}
}
