package validate_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/validate"
)

// stream checks a document as a stream.
func stream(t *testing.T, xml []byte, o validate.Options) *validate.Report {
	t.Helper()
	r, err := validate.Stream(context.Background(), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(xml)), nil }, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// both checks a document in memory and as a stream, which must come to the same, and
// returns the report.
func both(t *testing.T, name string, xml []byte, o validate.Options) *validate.Report {
	t.Helper()
	memory, err := validate.Document(context.Background(), xml, o)
	if err != nil {
		t.Fatal(name, err)
	}
	if s := stream(t, xml, o); !reflect.DeepEqual(memory, s) {
		t.Errorf("%s\nin memory   %+v\nas a stream %+v", name, memory, s)
	}
	return memory
}

// TestStreamIsMemory: a stream gives the report that the same document gives in
// memory, for valid and for invalid documents of both syntaxes.
func TestStreamIsMemory(t *testing.T) {
	for _, v := range slices.Concat(sample.Variants(), sample.FacturX()) {
		for _, syntax := range []string{"ubl", "cii"} {
			both(t, v.Name+" in "+syntax, build(t, syntax, v.Invoice), validate.Options{})
			wrong(v.Invoice)
			for _, most := range []int{0, 1} {
				r := both(t, v.Name+" in "+syntax+", broken", build(t, syntax, v.Invoice), validate.Options{Rules: []string{"en16931"}, MaxFindings: most})
				if len(r.Findings) == 0 {
					t.Errorf("%s in %s: no finding", v.Name, syntax)
				}
			}
		}
	}
	files, err := filepath.Glob("../testdata/*/*.xml")
	if err != nil || len(files) < 50 {
		t.Fatal(err, len(files))
	}
	files = append(files, "../testdata/intake/send-v2.json", "../testdata/intake/b2brouter.json") // no XML
	for _, f := range files {
		xml, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		both(t, f, xml, validate.Options{})
	}
}

// wrong breaks rules of the lines, of the header, and of both together.
func wrong(inv *einvoice.Invoice) {
	inv.Seller.Name, inv.Totals.LineNet = "", inv.Totals.LineNet.Add(einvoice.MustDecimal("0.001"))
	for i := range inv.Lines {
		inv.Lines[i].Item.Name, inv.Lines[i].Quantity.Unit = "", ""
	}
}

// TestLinesBeforeHead: where the lines stand does not matter to any rule.
func TestLinesBeforeHead(t *testing.T) {
	const peppol = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
	for _, specification := range []string{peppol, "urn:cen.eu:en16931:2017", "urn:example:unknown"} {
		inv := sample.Invoice()
		inv.Process.Specification = specification
		wrong(inv)
		xml := string(build(t, "ubl", inv))
		head, rest, _ := strings.Cut(xml, "  <cbc:CustomizationID>")
		at, end := strings.Index(rest, "  <cac:InvoiceLine>"), strings.Index(rest, "</Invoice>")
		moved := head + rest[at:end] + "  <cbc:CustomizationID>" + rest[:at] + rest[end:]
		o := validate.Options{Rules: []string{"en16931"}}
		got := both(t, specification, []byte(moved), o)
		if want := check(t, []byte(xml), "en16931"); !slices.Equal(fired(got), fired(want)) || got.Profile != want.Profile {
			t.Errorf("%s: fired %v, with the head first %v", specification, fired(got), fired(want))
		}
	}
}

// TestFindingsAreBounded: a rule broken a thousand times is listed a few times and
// counted, with the same verdict.
func TestFindingsAreBounded(t *testing.T) {
	inv := sample.WithLines(1000)
	for i := range inv.Lines {
		inv.Lines[i].Quantity.Unit = ""
	}
	for _, syntax := range []string{"ubl", "cii"} {
		xml := build(t, syntax, inv)
		for most, listed := range map[int]int{0: 100, 3: 3} {
			r := both(t, syntax, xml, validate.Options{Rules: []string{"en16931"}, MaxFindings: most})
			got := 0
			for _, f := range r.Findings {
				if f.Rule == "BR-23" {
					got++
				}
			}
			want := []validate.More{{Rule: "BR-23", RuleSet: "en16931@1.3.16", Count: 1000 - listed}}
			if got != listed || !slices.Equal(r.More, want) || r.Count(validate.Fatal) < 1000 || r.Status != validate.Invalid {
				t.Errorf("%s: %d listed, more %+v, %d fatal", syntax, got, r.More, r.Count(validate.Fatal))
			}
		}
	}
}

// TestValuesInMessages: what a document says is shown as it is, and not taken for a
// gap in the text; long values are cut.
func TestValuesInMessages(t *testing.T) {
	inv := sample.Invoice()
	inv.Seller.ElectronicAddress = einvoice.Identifier{Value: "{BT-34}{nth}{"}
	inv.Buyer.ElectronicAddress = einvoice.Identifier{Value: strings.Repeat("ü", 1000)}
	inv.Lines[0].ID = "{BT-129}"
	inv.Lines[0].Quantity.Unit = ""
	want := []string{
		"The buyer's electronic address (BT-49) " + strings.Repeat("ü", 50) + "… has no scheme.",
		`The quantity 10 of line "{BT-129}" has no unit of measure (BT-130).`,
		"The seller's electronic address (BT-34) {BT-34}{nth}{ has no scheme.",
	}
	for _, syntax := range []string{"ubl", "cii"} {
		r := check(t, build(t, syntax, inv), "en16931")
		var got []string
		for _, f := range r.Findings {
			if slices.Contains([]string{"BR-23", "BR-62", "BR-63"}, f.Rule) {
				got = append(got, f.Message)
			}
		}
		if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
			t.Errorf("%s: %q, want %q", syntax, got, want)
		}
	}
}

// TestMessages: the sums in messages are those of the document.
func TestMessages(t *testing.T) {
	cent := einvoice.MustDecimal("0.01")
	for _, c := range []struct {
		rule  string
		wrong func(*einvoice.Invoice)
		want  string
	}{
		{"BR-CO-10", func(inv *einvoice.Invoice) { inv.Totals.LineNet = inv.Totals.LineNet.Add(cent) },
			"The sum of the line net amounts (BT-106) is 1200.01; the lines (BT-131) add up to 1200.00."},
		{"BR-CO-11", func(inv *einvoice.Invoice) { inv.Totals.Allowances = einvoice.Decimal{} },
			"The sum of the document's allowances (BT-107) is (none); the allowances (BT-92) add up to 100.00."},
		{"BR-CO-13", func(inv *einvoice.Invoice) { inv.Totals.Charges = einvoice.Decimal{} },
			"The total without VAT (BT-109) is 1150.00; lines 1200.00 less allowances 100.00 plus charges (none) make 1100.00."},
		{"BR-CO-14", func(inv *einvoice.Invoice) { inv.Totals.VAT = inv.Totals.VAT.Add(cent) },
			"The total VAT amount (BT-110) is 180.51; the VAT breakdown (BT-117) adds up to 180.50."},
		{"BR-CO-15", func(inv *einvoice.Invoice) { inv.Totals.WithVAT = inv.Totals.WithVAT.Add(cent) },
			"The total with VAT (BT-112) is 1330.51; 1150.00 without VAT (BT-109) plus the VAT in EUR (BT-110), 180.50, make 1330.50."},
		{"BR-CO-16", func(inv *einvoice.Invoice) { inv.Totals.Due = inv.Totals.Due.Add(cent) },
			"The amount due (BT-115) is 1000.01; 1330.50 with VAT (BT-112) less 330.00 paid (BT-113) plus -0.50 for rounding (BT-114) make 1000.00."},
		{"BR-CO-17", func(inv *einvoice.Invoice) { inv.VATBreakdown[0].TaxAmount = einvoice.MustDecimal("178") },
			"The tax amount (BT-117) of VAT breakdown no. 1 is 178; 950.00 (BT-116) at 19 % (BT-119) make 180.50."},
		{"BR-DEC-23", func(inv *einvoice.Invoice) { inv.Lines[0].NetAmount = einvoice.MustDecimal("1000.000") },
			`The net amount of line "1" (BT-131) is 1000.000; amounts have at most two decimals, and no white space after them.`},
		{"BR-51", func(inv *einvoice.Invoice) { inv.PaymentInstructions[0].Card.AccountNumber = "4111111111111111" },
			"The card number (BT-87) has 16 characters: the rules of card security allow no more than ten of its digits to be shown."},
	} {
		for _, syntax := range []string{"ubl", "cii"} {
			inv := sample.Invoice()
			c.wrong(inv)
			r := check(t, build(t, syntax, inv), "en16931")
			k := slices.IndexFunc(r.Findings, func(f validate.Finding) bool { return f.Rule == c.rule })
			if k < 0 {
				t.Errorf("%s in %s does not fire: %v", c.rule, syntax, fired(r))
			} else if got := r.Findings[k].Message; got != c.want {
				t.Errorf("%s in %s: %q\nwant %q", c.rule, syntax, got, c.want)
			}
		}
	}
}

func TestOptions(t *testing.T) {
	_, err := validate.Invoice(sample.Invoice(), validate.Options{Rules: []string{"en16931", "nonsense"}})
	if !errors.Is(err, validate.ErrRuleSet) {
		t.Errorf("an unknown rule set: %v", err)
	}
	_, err = validate.Invoice(sample.Invoice(), validate.Options{Rules: []string{"en16931@0"}})
	if !errors.Is(err, validate.ErrRuleSet) {
		t.Errorf("an unknown version: %v", err)
	}
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := validate.Document(canceled, nil, validate.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	inv := sample.Invoice()
	inv.Process.Specification = "urn:example:unknown"
	r, err := validate.Invoice(inv, validate.Options{})
	if err != nil || r.Profile != "" || !slices.Equal(fired(r), []string{"specification-unknown"}) || r.Status != validate.Valid {
		t.Errorf("an unknown specification: %v %+v", err, r)
	}
}

// TestFormats checks documents of every format, whole and as a stream.
func TestFormats(t *testing.T) {
	json, err := sample.Invoice().AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]einvoice.Format{
		"../testdata/invoices/peppol.xml":      einvoice.UBLInvoice,
		"../testdata/invoices/credit-note.xml": einvoice.UBLCreditNote,
		"../testdata/cii/en16931.xml":          einvoice.CII,
		"../testdata/quirks/zugferd-1.xml":     einvoice.ZUGFeRD1,
		"json":                                 "json",
	} {
		data := json
		if name != "json" {
			if data, err = os.ReadFile(name); err != nil {
				t.Fatal(err)
			}
		}
		r := check(t, data, "en16931")
		if name != "json" { // which streams do not read
			both(t, name, data, validate.Options{Rules: []string{"en16931"}})
		}
		if r.Format != want || r.Status == validate.Unreadable {
			t.Errorf("%s: %+v", name, r)
		}
		inPart := slices.ContainsFunc(r.NotRun, func(n validate.NotRun) bool { return strings.HasPrefix(n.Why, "in part: ") })
		if inPart != (want == einvoice.ZUGFeRD1 || want == "json") {
			t.Errorf("%s: not run: %v", name, r.NotRun)
		}
	}
}
