package intake_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/intake"
	"github.com/einvoice-go/einvoice/validate"
)

func sample(tb testing.TB, name string) string {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "intake", name))
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

func defaults(tb testing.TB) intake.Options {
	tb.Helper()
	inv, err := einvoice.ParseJSON([]byte(sample(tb, "parties.json")))
	if err != nil {
		tb.Fatal(err)
	}
	return intake.Options{Defaults: inv}
}

// one reads a document of one invoice.
func one(tb testing.TB, data string) *einvoice.Document {
	tb.Helper()
	docs, err := intake.Parse([]byte(data), intake.Options{})
	if err != nil || len(docs) != 1 {
		tb.Fatalf("%d documents, %v", len(docs), err)
	}
	return docs[0]
}

// TestToUBL: what the samples hold becomes UBL that is valid for Peppol BIS Billing, given
// who sends, and without that names what is missing.
func TestToUBL(t *testing.T) {
	for _, c := range []struct {
		name    string
		format  einvoice.Format
		totals  string // without VAT, VAT, with VAT
		missing string // terms, without defaults
		losses  string // pointers
	}{
		{"b2brouter.json", einvoice.B2BrouterJSON, "92.82 19.49 112.31", "BT-27 BT-40 BT-31 BT-84 BT-34", ""},
		{"b2brouter-short.json", einvoice.B2BrouterJSON, "25.00 5.25 30.25", "BT-27 BT-40 BT-31 BT-44 BT-55 BT-10 BT-34 BT-49", "/invoice/contact_id"},
		{"send-v2.json", einvoice.SendV2JSON, "544.40 99.47 643.87", "", ""},
		{"lines.csv", einvoice.CSV, "370.00 70.30 440.30 29.75 5.65 35.40", "", ""},
	} {
		docs, err := intake.Parse([]byte(sample(t, c.name)), intake.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var totals, missing, losses []string
		for _, d := range docs {
			sums := d.Invoice.Totals
			totals = append(totals, sums.WithoutVAT.String(), sums.VAT.String(), sums.WithVAT.String())
			for _, n := range d.Notes {
				if rest, ok := strings.CutPrefix(n, "missing for "); ok {
					_, rest, _ = strings.Cut(rest, ": ")
					missing = append(missing, strings.Fields(rest)[0])
				}
			}
			for _, l := range d.Losses {
				losses = append(losses, l.Path)
			}
			if d.Format != c.format {
				t.Errorf("%s: format %s", c.name, d.Format)
			}
		}
		for _, x := range [][3]string{{"totals", strings.Join(totals, " "), c.totals}, {"missing", strings.Join(missing, " "), c.missing}, {"losses", strings.Join(losses, " "), c.losses}} {
			if x[1] != x[2] {
				t.Errorf("%s: %s\n%s\nwant\n%s", c.name, x[0], x[1], x[2])
			}
		}
		results, err := convert.ConvertAll([]byte(sample(t, c.name)), convert.Options{To: convert.UBL, Profile: "peppol", Intake: defaults(t)})
		for i, r := range results {
			if err != nil {
				t.Fatal(c.name, err)
			}
			report, err := validate.Document(t.Context(), r.Output, validate.Options{})
			if err != nil || report.Status != validate.Valid || len(report.Findings) > 0 {
				t.Errorf("%s[%d]: %v %+v\n%s", c.name, i, err, report, r.Output)
			}
		}
	}
}

// set changes one value of a JSON document, by its pointer; nil takes it away.
func set(tb testing.TB, doc, pointer string, value any) string {
	tb.Helper()
	var root any
	d := json.NewDecoder(strings.NewReader(doc))
	d.UseNumber()
	if err := d.Decode(&root); err != nil {
		tb.Fatal(err)
	}
	at, steps := root, strings.Split(pointer, "/")[1:]
	for i, s := range steps {
		last := i == len(steps)-1
		switch x := at.(type) {
		case map[string]any:
			switch {
			case last && value == nil:
				delete(x, s)
			case last:
				x[s] = value
			default:
				if x[s] == nil {
					if x[s] = map[string]any{}; steps[i+1] == "0" {
						x[s] = []any{map[string]any{}}
					}
				}
				at = x[s]
			}
		case []any:
			n, err := strconv.Atoi(s)
			if err != nil || n >= len(x) {
				tb.Fatalf("%s: no element %s", pointer, s)
			}
			if at = x[n]; last {
				x[n] = value
			}
		}
	}
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		tb.Fatal(err)
	}
	return string(out)
}

// TestMembers: every member of the tables that names a term sets this term, at its place
// in the model; what is a note or a loss is on the list with its pointer.
func TestMembers(t *testing.T) {
	values := map[string]any{"BT-3": "384", "BT-5": "USD", "BT-6": "SEK", "BT-55": "FR", "BT-40": "FR", "BT-130": "KGM", "BT-149": "2", "BT-34": "9920:X1", "BT-49": "9920:X2", "BT-81": 10,
		"BT-48": "FR99", "BT-31": "FR98", "BT-47-1": "0088"}
	wants := map[string]string{"BT-34": "X1", "BT-49": "X2", "BT-81": "60"}
	// These need company, or are compared: other tests have them.
	elsewhere := map[string]bool{"BT-129": true, "BT-146": true, "BT-131": true, "BT-151": true, "BT-152": true, "BT-120": true, "BT-92": true, "BT-94": true, "BT-97": true,
		"BT-95": true, "BT-96": true, "BT-116": true, "BT-117": true, "BT-118": true, "BT-119": true, "BT-47-1": true, "BT-49-1": true}
	for format, doc := range map[einvoice.Format]string{einvoice.B2BrouterJSON: sample(t, "b2brouter.json"), einvoice.SendV2JSON: sample(t, "send-v2.json")} {
		tested := 0
		var walk func(path string, all []intake.Member)
		walk = func(path string, all []intake.Member) {
			for _, m := range all {
				at := path + "/" + m.Name
				term, _, _ := strings.Cut(m.To, ",")
				switch {
				case m.Kind == "list":
					walk(at+"/0", m.Members)
				case m.Kind == "object":
					walk(at, m.Members)
				case m.To == "note" && m.Kind != "identifier", m.To == "loss":
					tested++
					checkSpoken(t, set(t, doc, at, spoken[m.Kind]), at)
				case strings.HasPrefix(term, "BT-") && !elsewhere[term] && !strings.Contains(m.Name, "credit_note") && m.Name != "type":
					tested++
					value, want := values[term], wants[term]
					if value == nil {
						value = map[string]any{"date": "2026-04-30", "number": "7.25"}[m.Kind]
					}
					if value == nil {
						value = "probe " + term
					}
					if m.Name == "pin_value" {
						value = want
					}
					if want == "" {
						want = fmt.Sprint(value)
					}
					checkTerm(t, set(t, company(t, doc, at), at, value), at, term, want)
				}
			}
		}
		walk("", intake.Members(format))
		if tested < 20 {
			t.Errorf("%s: %d members tested", format, tested)
		}
	}
}

// spoken are values of members that become notes or losses.
var spoken = map[string]any{"any": "some text", "flag": true, "identifier": "17"}

// company gives a member what it cannot be without.
func company(tb testing.TB, doc, at string) string {
	switch {
	case strings.HasPrefix(at, "/invoice/invoice_references/0/"):
		return set(tb, doc, "/invoice/invoice_references/0/number", "N-1")
	case at == "/invoice/contact/currency":
		return set(tb, doc, "/invoice/tax_amount_in_tax_currency", "7.00")
	case at == "/invoice/tax_amount_in_tax_currency", strings.HasSuffix(at, "/name"):
		return doc
	}
	return doc
}

func checkTerm(t *testing.T, doc, at, term, want string) {
	t.Helper()
	docs, err := intake.Parse([]byte(doc), intake.Options{})
	if err != nil {
		t.Errorf("%s: %v", at, err)
		return
	}
	for _, v := range docs[0].Invoice.Values() {
		if v.Term.ID == term && v.Text == want {
			return
		}
	}
	t.Errorf("%s: no %s is %q", at, term, want)
}

// checkSpoken: something is said of a member.
func checkSpoken(t *testing.T, doc, at string) {
	t.Helper()
	if strings.Contains(at, "/invoice_references/0/") {
		doc = set(t, doc, "/invoice/invoice_references/0/number", "N-1")
	}
	if strings.Contains(at, "/allowance_charges_attributes/0/") {
		doc = set(t, set(t, doc, strings.TrimSuffix(at, "is_reimbursable_expense")+"allowance_charge_indicator", "charge"), strings.TrimSuffix(at, "is_reimbursable_expense")+"amount", 1)
		doc = set(t, doc, strings.TrimSuffix(at, "is_reimbursable_expense")+"percentage", nil)
	}
	docs, err := intake.Parse([]byte(doc), intake.Options{})
	if err != nil {
		t.Errorf("%s: %v", at, err)
		return
	}
	for _, l := range docs[0].Losses {
		if l.Path == at && l.Line > 0 && l.Why != "" {
			return
		}
	}
	for _, n := range docs[0].Notes {
		if strings.HasPrefix(n, at+": ") {
			return
		}
	}
	t.Errorf("%s: nothing is said of it: %q %v", at, docs[0].Notes, docs[0].Losses)
}

// TestProblems: what is wrong is said, all of it, in document order, with its pointer.
func TestProblems(t *testing.T) {
	type change struct {
		at    string
		value any
	}
	line := "/invoice/invoice_lines_attributes/0"
	for _, c := range []struct {
		file    string
		changes []change
		want    string // pointer: text, one a line
	}{
		{"b2brouter.json", []change{{"/invoice/due_date", nil}}, "/invoice/terms: terms custom needs a due_date"},
		{"b2brouter.json", []change{{"/invoice/send_after_import", true}}, "/invoice/send_after_import: it stands outside the invoice, beside \"invoice\""},
		{"b2brouter.json", []change{{"/number", "1"}}, "/number: it stands outside the invoice: move it into \"invoice\""},
		{"b2brouter.json", []change{{"/invoice/type_document", "380"}, {"/invoice/nubmer", "1"}, {line + "/discount_percent", 5}, {line + "/prise", 5}},
			"/invoice/invoice_lines_attributes/0/discount_percent: allowances and charges stand in allowance_charges_attributes since version 2026-03-02\n" +
				"/invoice/invoice_lines_attributes/0/prise: no such member: is it price?\n/invoice/nubmer: no such member: is it number?\n/invoice/type_document: it is called type_code since version 2026-03-02"},
		{"b2brouter.json", []change{{"/invoice/contact/tin_scheme", 12345}, {"/invoice/contact/pin_scheme", "9999"}, {"/invoice/date", "09/03/2026"}, {"/invoice/currency", "EURO"}, {line + "/quantity", "1e3"}},
			"/invoice/contact/pin_scheme: the scheme 9999 is neither in the list ISO 6523 (ICD) nor among the electronic addresses (EAS)\n" +
				"/invoice/contact/pin_value: pin_value needs a pin_scheme: the Buyer electronic address (BT-49) has one\n" +
				"/invoice/contact/tin_scheme: \"12345\" is no scheme: four digits, as in \"0007\"\n/invoice/currency: \"EURO\" is no code of ISO 4217\n" +
				"/invoice/date: \"09/03/2026\" is not a calendar date (YYYY-MM-DD); write the year first, as in \"2026-01-31\"\n" +
				"/invoice/invoice_lines_attributes/0/quantity: \"1e3\" is not a decimal number (digits, at most one point, an optional leading sign)"},
		{"b2brouter.json", []change{{line + "/taxes_attributes/0/name", "IRPF"}}, line + ": no VAT among taxes_attributes, but IRPF: every line needs a category (BT-151)"},
		{"b2brouter.json", []change{{line + "/taxes_attributes/0/category", "XX"}}, line + "/taxes_attributes/0/category: \"XX\" is no VAT category: S, H, AA, AAA, Z, E, AE, G, K, O, NS"},
		{"b2brouter.json", []change{{line + "/taxes_attributes/0/category", "E"}}, line + "/taxes_attributes/0: category E has no tax, but the rate is 21"},
		{"b2brouter.json", []change{{line + "/allowance_charges_attributes/0/amount", 5}}, line + "/allowance_charges_attributes/0/amount: is 5, but 10 % of 49.80 makes 4.98"},
		{"b2brouter.json", []change{{"/invoice/subtotal", "92.83"}, {"/invoice/total", 112.3}, {"/invoice/taxes", []any{map[string]any{"name": "VAT", "percent": 21, "base": 92.82, "amount": 19.5}, map[string]any{"name": "VAT", "percent": 10, "amount": 1}}}},
			"/invoice/subtotal: is 92.83, but the lines less allowances plus charges (BT-109) is 92.82\n" +
				"/invoice/taxes/0/amount: is 19.5, but the tax on 92.82 in category S 21 (BT-117) is 19.49\n/invoice/taxes/1: nothing in the invoice is taxed with 10 %, or it stands above\n" +
				"/invoice/total: is 112.3, but the total with VAT (BT-112) is 112.31"},
		{"b2brouter.json", []change{{"/invoice/type_code", "380"}, {"/invoice/is_credit_note", true}}, "/invoice/is_credit_note: is_credit_note is true, but type_code is 380, which is no credit note"},
		{"b2brouter.json", []change{{"/invoice/invoice_lines_attributes", []any{}}}, "/invoice: there are no lines (BG-25)"},
		{"b2brouter.json", []change{{"/invoice/invoice_lines_attributes/1/taxes_attributes/0/percent", 10}, {"/invoice/allowance_charges_attributes", []any{map[string]any{"allowance_charge_indicator": "charge", "amount": 1}}}},
			"/invoice/allowance_charges_attributes/0: the lines have several VAT categories or rates, and this says none: allowances and charges of the lines have theirs"},

		{"send-v2.json", []change{{"/vendor", map[string]any{}}, {"/customerName", "X"}, {"/extractionConfidence", 0.9}, {"/supplier", nil}},
			": the member supplier is missing: the Seller (BG-4)\n/customerName: it belongs to version 1: version 2 has buyer {name, taxId, address {countryCode, ...}}\n" +
				"/extractionConfidence: version 2 has no concepts of extraction: leave it out\n/vendor: it belongs to version 1: version 2 has supplier {name, taxId, address {countryCode, ...}}"},
		{"send-v2.json", []change{{"/buyer/address/countryCode", nil}, {"/supplier/address", "Hopstraat 5"}},
			"/buyer/address: the member countryCode is missing: ISO 3166-1, two letters\n/supplier/address: a string, where an object is expected"},
		{"send-v2.json", []change{{"/senderParticipantId", "208:1"}, {"/receiverParticipantId", "4321:1"}},
			"/receiverParticipantId: the scheme 4321 is in no list of electronic addresses (EAS)\n" +
				"/senderParticipantId: \"208:1\" is no ISO 6523 identifier: write the four digits of the scheme, a colon and the identifier, as in 0088:7300010000001"},
		{"send-v2.json", []change{{"/senderParticipantId", "0088: "}, {"/receiverParticipantId", "0088:" + strings.Repeat("9", 131)}},
			"/receiverParticipantId: the identifier has more than 135 characters\n/senderParticipantId: \"0088:\" is no ISO 6523 identifier: write the four digits of the scheme, a colon and the identifier, as in 0088:7300010000001"},
		{"send-v2.json", []change{{"/totals", nil}}, ": the member totals is missing: the totals block {subtotal, allowances, charges, taxAmount, grandTotal}"},
		{"send-v2.json", []change{{"/totals/subtotal", 539.41}}, // two, since grandTotal is computed of it
			"/totals/grandTotal: is 643.87, but subtotal - allowances + charges + taxAmount is 643.88\n/totals/subtotal: is 539.41, but the sum of the line extensions (BT-106) is 539.40"},
		{"send-v2.json", []change{{"/totals/grandTotal", 643.88}}, "/totals/grandTotal: is 643.88, but subtotal - allowances + charges + taxAmount is 643.87"},
		{"send-v2.json", []change{{"/totals/allowances", nil}, {"/totals/grandTotal", 653.87}}, "/totals: allowances is missing: the invoice has some, 10.00 in all"},
		{"send-v2.json", []change{{"/lines/0/lineExtension", 440.43}}, "/lines/0/lineExtension: is 440.43, but quantity x unitPrice is 440.40\n" +
			"/taxBreakdown/0/taxAmount: is 93.53, but the tax on 445.43 in category S 21.0 (BT-117) is 93.54\n/taxBreakdown/0/taxableAmount: is 445.40, but the taxable amount of category S 21.0 (BT-116) is 445.43\n" +
			"/totals/subtotal: is 539.40, but the sum of the line extensions (BT-106) is 539.43\n/totals/taxAmount: is 99.47, but the sum of the taxes (BT-110) is 99.48"},
		{"send-v2.json", []change{{"/taxBreakdown", []any{map[string]any{"taxRate": 21, "taxableAmount": "445.40", "taxAmount": "93.53"}}}},
			"/taxBreakdown: nothing is said of category S 6.0, which the lines have"},
		{"send-v2.json", []change{{"/lines/0/taxRate", nil}, {"/lines/1/taxCategory", nil}, {"/lines/1/taxRate", 0}},
			"/lines/0: category S needs a rate (taxRate)\n/lines/1/taxRate: no VAT category is given, and without a rate above 0 it may be Z, E, AE, G, K or O"},
		{"send-v2.json", []change{{"/lines/0/quantity", nil}, {"/lines/1/description", 5}, {"/note", true}, {"/dueDate", "2026-06-03T00:00:00Z"}},
			"/dueDate: \"2026-06-03T00:00:00Z\" is not a calendar date (YYYY-MM-DD); write the day alone, as in \"2026-06-03\"\n" +
				"/lines/0: the member quantity is missing: the invoiced quantity (BT-129)\n/lines/1/description: a number, where a string is expected\n/note: a truth value, where a string is expected"},
	} {
		doc := sample(t, c.file)
		var first string
		for _, x := range c.changes {
			doc = set(t, doc, x.at, x.value)
			first += x.at + " "
		}
		_, err := intake.Parse([]byte(doc), intake.Options{})
		checkProblems(t, first, doc, err, c.want)
	}
}

// checkProblems compares an error, and looks its pointers up in the document.
func checkProblems(t *testing.T, name, doc string, err error, want string) {
	t.Helper()
	var e *einvoice.JSONError
	if !errors.As(err, &e) {
		t.Errorf("%s: %v", name, err)
		return
	}
	var got []string
	for _, p := range e.Problems {
		got = append(got, p.Pointer+": "+p.Why)
		if p.Line == 0 || !resolves(doc, p.Pointer) {
			t.Errorf("%s: %s is not in the document", name, p)
		}
	}
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("%s:\n%s\nwant\n%s", name, s, want)
	}
}

// resolves looks a pointer up, as RFC 6901 has it.
func resolves(doc, pointer string) bool {
	var at any
	if json.Unmarshal([]byte(doc), &at) != nil {
		return false
	}
	if pointer == "" {
		return true
	}
	for _, s := range strings.Split(pointer, "/")[1:] {
		s = strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
		switch x := at.(type) {
		case map[string]any:
			next, ok := x[s]
			if !ok {
				return false
			}
			at = next
		case []any:
			n, err := strconv.Atoi(s)
			if err != nil || n < 0 || n >= len(x) {
				return false
			}
			at = x[n]
		default:
			return false
		}
	}
	return true
}

// TestNotes: what is read in another way than it is written, and what is left out.
func TestNotes(t *testing.T) {
	line := "/invoice/invoice_lines_attributes/0"
	for _, c := range []struct {
		file, at string
		value    any
		want     string // begins a note or a loss
	}{
		{"send-v2.json", "/lines/1/taxRate", nil, ""},
		{"send-v2.json", "/lines/0/lineExtension", nil, ""},
		{"send-v2.json", "/senderParticipantId", "0037:123", "/senderParticipantId: the scheme 0037 is in the list of EN 16931 (EAS) and not in Peppol's"},
		{"send-v2.json", "/senderParticipantId", "0246:123", ""},
		{"send-v2.json", "/buyer/taxId", "0999999823", "19:5 /buyer/taxId = \"0999999823\": no VAT identifier (BT-48)"},
		{"send-v2.json", "/supplier/taxId", "0999999922", "/supplier/taxId: the Seller tax registration identifier (BT-32)"},
		{"b2brouter.json", line + "/taxes_attributes", []any{map[string]any{"name": "IGIC", "category": "S", "percent": 7}}, line + "/taxes_attributes/0: IGIC has the category L in EN 16931"},
		{"b2brouter.json", line + "/taxes_attributes", []any{map[string]any{"name": "VAT", "category": "AA", "percent": 10}, map[string]any{"name": "IRPF", "percent": -15}}, line + "/taxes_attributes/0/category: AA is S in EN 16931"},
		{"b2brouter.json", "/invoice/type", "ReceivedInvoice", "/invoice/contact: the Seller (BG-4): in a ReceivedInvoice the account is the Buyer"},
		{"b2brouter.json", "/invoice/type_code", "381", ""},
		{"b2brouter.json", "/invoice/is_credit_note", true, ""},
		{"b2brouter.json", "/invoice/terms", "30", "/invoice/terms: \"30\" is not needed beside due_date"},
		{"b2brouter.json", "/invoice/payment_method", 19, "58:5 /invoice/payment_method = \"19\": a means of payment"},
		{"b2brouter.json", "/invoice/contact/tin_value", "B00000018", "/invoice/contact/tin_value: the Buyer legal registration identifier (BT-47)"},
		{"b2brouter.json", "/invoice/extra_info", "", "21:5 /invoice/extra_info: empty, which counts as absent"},
	} {
		docs, err := intake.Parse([]byte(set(t, sample(t, c.file), c.at, c.value)), intake.Options{})
		if c.at == "/lines/1/taxRate" {
			if err == nil {
				t.Errorf("%s: no error", c.at)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.at, err)
			continue
		}
		all := docs[0].Notes
		for _, l := range docs[0].Losses {
			all = append(all, l.String())
		}
		found := c.want == ""
		for _, s := range all {
			found = found || c.want != "" && strings.HasPrefix(s, c.want)
		}
		if !found {
			t.Errorf("%s: %q\nwant %s", c.at, all, c.want)
		}
	}
	small := strings.NewReplacer(`"taxRate": 6.0`, `"taxRate": 0.06`, `"taxAmount": 5.94`, `"taxAmount": 0.06`, "99.47", "93.59", "643.87", "637.99").Replace(sample(t, "send-v2.json"))
	if notes := strings.Join(one(t, small).Notes, "\n"); !strings.Contains(notes, "warning: taxRate is percent: 0.06 is 0.06 %; a fraction is written times 100") {
		t.Errorf("a rate below 1: %s", notes)
	}
}

// TestRoles: who the contact is, and what the document is called, say type and type_code.
func TestRoles(t *testing.T) {
	for _, c := range []struct{ kind, code, credit, want string }{
		{"IssuedInvoice", "", "", "380 Buyer"}, {"IssuedSelfInvoice", "", "", "389 Seller"}, {"IssuedSelfInvoice", "", "yes", "261 Seller"},
		{"ReceivedInvoice", "", "yes", "381 Seller"}, {"IssuedSimplifiedInvoice", "384", "", "384 Buyer"}, {"IssuedInvoice", "396", "yes", "396 Buyer"},
	} {
		data := set(t, sample(t, "b2brouter.json"), "/invoice/type", c.kind)
		if c.code != "" {
			data = set(t, data, "/invoice/type_code", c.code)
		}
		if c.credit != "" {
			data = set(t, data, "/invoice/is_credit_note", true)
		}
		inv := one(t, data).Invoice
		got := inv.TypeCode + " Buyer"
		if inv.Buyer.Name == "" && inv.Seller.VATIdentifier == "ESB00000018" {
			got = inv.TypeCode + " Seller"
		}
		if got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// TestDetect: JSON goes by its members.
func TestDetect(t *testing.T) {
	for _, c := range []struct {
		data   string
		format einvoice.Format
		err    string
	}{
		{sample(t, "b2brouter.json"), einvoice.B2BrouterJSON, ""},
		{"\ufeff " + sample(t, "send-v2.json"), einvoice.SendV2JSON, ""},
		{`{"senderParticipantId": "", "invoice": {"supplier": {}}}`, einvoice.SendV2JSON, ""},
		{`{"vendor": {}, "number": "1"}`, "", "different forms"},
		{`{"invoice": {}, "number": "1"}`, einvoice.B2BrouterJSON, ""},
		{`{"invoice": {}, "supplier": {}}`, "", "the document has invoice and supplier, which belong to different forms"},
		{`{"foo": 1, "bar": {"number": 2}}`, "", "none of the forms of an invoice in JSON"},
		{`{"number": "1", "buyer": {}}`, "", ""},
		{`{"Number": "1"}`, "", ""},
		{`{}`, "", ""}, {`[1]`, "", ""}, {`<a/>`, "", ""}, {``, "", ""}, {`{"invoice`, einvoice.B2BrouterJSON, ""}, {`{"foo":`, "", ""},
		{"number,issue_date,price\n", einvoice.CSV, ""},
		{"number,date,total\n", "", ""},
		{"Number;Issue Date;Item-Name\n", einvoice.CSV, ""},
	} {
		format, err := intake.Detect([]byte(c.data))
		if format != c.format || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%.60q: %q, %v", c.data, format, err)
		}
	}
}

// TestSyntax: what is no JSON says where.
func TestSyntax(t *testing.T) {
	for _, c := range []struct{ data, want string }{
		{`{"invoice": `, "1:13: the text ends in the middle of the JSON"},
		{`{"invoice": {"number": "\ud800"}}`, "1:24: half of a surrogate pair, which is no character"},
		{"{\"invoice\": \"\xff\"}", "1:14: the text is not UTF-8"},
		{`{"invoice": ` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, "1:44: nested deeper than 32 levels"},
		{`{"invoice": {}} x`, "1:17: not JSON: invalid character 'x' after top-level value"},
	} {
		_, err := intake.Parse([]byte(c.data), intake.Options{})
		var e *einvoice.SyntaxError
		if !errors.As(err, &e) || e.Error() != c.want {
			t.Errorf("%.40q: %v", c.data, err)
		}
	}
	_, err := intake.Parse([]byte(`{"invoice": {"number": "1", "number": "2", "date": null}, "invoice": 1}`), intake.Options{})
	if err == nil || !strings.HasPrefix(err.Error(), "1:13: /invoice: the member currency") && !strings.Contains(err.Error(), "and ") {
		t.Errorf("%v", err)
	}
}

// TestDefaults: they fill gaps, mix no parties, and stay as they are.
func TestDefaults(t *testing.T) {
	o := defaults(t)
	before := sample(t, "parties.json")
	docs, err := intake.Parse([]byte(sample(t, "b2brouter.json")), o)
	if err != nil {
		t.Fatal(err)
	}
	inv := &docs[0].Invoice
	if inv.Seller.Name != "Vapor Dyers S.L." || inv.Buyer.Contact == nil || inv.Buyer.Address.City != "Martorell" || inv.PaymentInstructions[0].CreditTransfers[0].Account == "" ||
		inv.PaymentInstructions[0].Remittance != "VD-2026-118" {
		t.Errorf("%+v", inv)
	}
	inv.PaymentInstructions[0].CreditTransfers[0].Account = "changed"
	if after, err := einvoice.ParseJSON([]byte(before)); err != nil || len(einvoice.Diff(after, o.Defaults)) > 0 {
		t.Errorf("the defaults were changed: %v %v", err, einvoice.Diff(after, o.Defaults))
	}
	docs, err = intake.Parse([]byte(sample(t, "lines.csv")), o)
	if err != nil || docs[0].Invoice.Seller.Address.Line1 != "" || docs[0].Invoice.BuyerReference != "TL-OFFICE" {
		t.Errorf("%v %+v", err, docs[0].Invoice.Seller)
	}
	o.Defaults.Lines = []einvoice.Line{{}}
	if _, err := intake.Parse([]byte(before), o); !errors.Is(err, intake.ErrDefaults) {
		t.Error(err)
	}
}
