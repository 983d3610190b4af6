package intake_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/intake"
)

var update = flag.Bool("update", false, "write docs/JSON-IN.md and docs/CSV.md anew")

// TestPages holds the pages against the tables.
func TestPages(t *testing.T) {
	for name, page := range map[string][]byte{"JSON-IN.md": jsonPage(), "CSV.md": csvPage()} {
		name = filepath.Join("..", "docs", name)
		if *update {
			if err := os.WriteFile(name, page, 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		have, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(have, page) {
			t.Errorf("%s is not what the tables say: go test ./intake -run Pages -update", name)
		}
	}
}

const jsonHead = "# Invoices of APIs in JSON\n\n" +
	"Made from the tables that read (`go test ./intake -run Pages -update`). `einvoice convert invoice.json --to ubl` reads three forms of JSON: the\n" +
	"model's own ([invoice.schema.json](invoice.schema.json)) and the two below. Which one it is says the root object: B2Brouter's has\n" +
	"`invoice`, the other one `supplier`, `senderParticipantId` and so on.\n\n" +
	"* Members that are not listed, that stand twice, or that are `null` are errors; so are amounts that do not add up, without tolerance. All\n" +
	"  errors come at once, in document order, with their JSON Pointers.\n" +
	"* Numbers may be JSON numbers or strings; their digits are kept. Dates are YYYY-MM-DD. Codes may be in small letters.\n" +
	"* **loss**: EN 16931 has no term for it; it is listed with its pointer, and `--strict` makes it an error. **note**: it tells the service what\n" +
	"  to do and is no part of the invoice. **check**: it is compared with what the invoice makes it.\n" +
	"* What a form has no member for is not made up. The seller of B2Brouter's form is the account: give it with `--defaults`. What EN 16931 or\n" +
	"  Peppol BIS Billing still misses is named in notes that begin with \"missing\". What follows from other values is filled in with a note: 380\n" +
	"  for BT-3, C62 for BT-130, S for the category where there is a rate, numbers of lines.\n" +
	"* Members in bold must be there.\n"

func jsonPage() []byte {
	var b bytes.Buffer
	b.WriteString(jsonHead)
	for _, form := range []struct {
		format      einvoice.Format
		title, text string
	}{
		{einvoice.B2BrouterJSON, "B2Brouter", "The body of `POST /accounts/{id}/invoices`, in the versions since 2025-10-13. Withholding taxes (IRPF) and other taxes that are not VAT are losses.\n" +
			"Allowances and charges of the whole invoice are taxed as its lines are, if those are taxed alike."},
		{einvoice.SendV2JSON, "Send invoice (v2)", "The business-shaped body of `POST /v2/invoices/send`, which claims Peppol BIS Billing 3.0. The page of the endpoint names supplier, buyer,\n" +
			"countryCode, taxRate, totals, subtotal and grandTotal, and in its formulas allowances, charges and taxAmount. Most other names are those of version 1\n" +
			"of the endpoint; `orderReference`, `taxExemptionReason`, `taxCategory`, `taxBreakdown` and the lines of an address are ours, since the page does not\n" +
			"show them. The invoice may stand beside the routing, or in an object `invoice`."},
	} {
		fmt.Fprintf(&b, "\n## %s (`%s`)\n%s\n\n| member | type | becomes | |\n|---|---|---|---|\n", form.title, form.format, form.text)
		members(&b, "", intake.Members(form.format))
	}
	return b.Bytes()
}

func members(b *bytes.Buffer, path string, all []intake.Member) {
	for _, m := range all {
		name := "`" + path + m.Name + "`"
		if m.Must {
			name = "**" + name + "**"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", name, m.Kind, m.To, m.Help)
		inner := path + m.Name + "."
		if m.Kind == "list" {
			inner = path + m.Name + "[]."
		}
		members(b, inner, m.Members)
	}
}

const csvHead = "# Invoices in CSV\n\n" +
	"Made from the table that reads (`go test ./intake -run Pages -update`). One row is one line of an invoice; the first row has the names of\n" +
	"the columns, in any order. Rows with the same `number` that follow one another are one invoice, so a file may hold many:\n" +
	"`einvoice convert lines.csv --to ubl -o folder`.\n\n" +
	"* What belongs to the whole invoice stands in its first row, and in the others too or not at all; where it differs, that is an error.\n" +
	"* Columns that are not listed are errors. Names may have capitals, blanks and hyphens: `Issue Date` is `issue_date`. Rows and cells without\n" +
	"  content count as absent; blanks around a value are none of it.\n" +
	"* Columns are separated by commas, semicolons or tabs, whatever the first row has most of; a line `sep=;` before it says so too. Values may\n" +
	"  stand in quotation marks, and must if they hold a separator, a quotation mark (which is doubled) or a line end.\n" +
	"* Numbers have a decimal point and no mark of thousands. Between semicolons or tabs it may be a decimal comma, in the whole file; where `1,234`\n" +
	"  might be both, and no other number shows which, that is an error.\n" +
	"* Dates are YYYY-MM-DD. Files are UTF-8, with or without byte order mark, or UTF-16 with one; what is neither is read as windows-1252, with a note.\n" +
	"* Amounts that the file states (check) are compared with what the lines make, without tolerance. Errors come all at once, with row and column.\n" +
	"* What is the same in all invoices, such as the seller, may come from `--defaults` instead. What EN 16931 or Peppol BIS Billing misses is named\n" +
	"  in notes that begin with \"missing\".\n" +
	"* Columns in bold must be there.\n"

func csvPage() []byte {
	var b bytes.Buffer
	b.WriteString(csvHead)
	for _, header := range []bool{true, false} {
		title := "The invoice"
		if !header {
			title = "The line"
		}
		fmt.Fprintf(&b, "\n## %s\n\n| column | type | term | name | |\n|---|---|---|---|---|\n", title)
		for _, c := range intake.Columns() {
			if c.Header != header {
				continue
			}
			name := "`" + c.Name + "`"
			if c.Must {
				name = "**" + name + "**"
			}
			term, _ := einvoice.LookupTerm(c.Term)
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", name, c.Kind, c.Term, term.Name, strings.ReplaceAll(c.Help, "|", "\\|"))
		}
	}
	return b.Bytes()
}
