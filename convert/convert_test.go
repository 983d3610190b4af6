package convert_test

import (
	"encoding/base64"
	"errors"
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
)

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const (
	ublFile = "../testdata/invoices/peppol.xml"
	ciiFile = "../testdata/cii/en16931.xml"
	zf1File = "../testdata/quirks/zugferd-1.xml"
)

// TestOpen opens documents in every wrapping, and says what it unwrapped.
func TestOpen(t *testing.T) {
	invoice, crossIndustry := read(t, ublFile), read(t, ciiFile)
	body := func(xml string) string { _, after, _ := strings.Cut(xml, "?>"); return after }
	envelope := func(xml string) string {
		return `<sh:StandardBusinessDocument xmlns:sh="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><sh:StandardBusinessDocumentHeader/>` + body(xml) + `</sh:StandardBusinessDocument>`
	}
	wide := func(xml string) string {
		var b strings.Builder
		b.WriteString("\xff\xfe")
		for _, u := range utf16.Encode([]rune(strings.Replace(xml, "UTF-8", "UTF-16", 1))) {
			b.WriteByte(byte(u))
			b.WriteByte(byte(u >> 8))
		}
		return b.String()
	}
	asBase64 := base64.StdEncoding.EncodeToString([]byte(crossIndustry))
	inv := sample.Invoice()
	json, err := inv.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, data string
		format     einvoice.Format
		notes      string
	}{
		{"UBL", invoice, einvoice.UBLInvoice, ""},
		{"UBL credit note", read(t, "../testdata/invoices/credit-note.xml"), einvoice.UBLCreditNote, ""},
		{"CII", crossIndustry, einvoice.CII, ""},
		{"ZUGFeRD 1.0", read(t, zf1File), einvoice.ZUGFeRD1, ""},
		{"JSON", string(json), "json", ""},
		{"JSON with a byte order mark", "\xEF\xBB\xBF" + string(json), "json", ""},
		{"UBL with a byte order mark", "\xEF\xBB\xBF" + invoice, einvoice.UBLInvoice, ""},
		{"CII with a byte order mark", "\xEF\xBB\xBF" + crossIndustry, einvoice.CII, ""},
		{"UBL in UTF-16", wide(invoice), einvoice.UBLInvoice, "UTF-16"},
		{"CII in UTF-16", wide(crossIndustry), einvoice.CII, "UTF-16"},
		{"UBL in an envelope", envelope(invoice), einvoice.UBLInvoice, "StandardBusinessDocument"},
		{"CII in an envelope", envelope(crossIndustry), einvoice.CII, "StandardBusinessDocument"},
		{"CII after a long comment", "<!--" + strings.Repeat("x", 9000) + "-->" + body(crossIndustry), einvoice.CII, ""},
		{"UBL that speaks of CII", "<!-- CrossIndustryInvoice -->" + body(invoice), einvoice.UBLInvoice, ""},
		{"CII as a data: URI", "data:text/xml;name=invoice.xml;base64," + asBase64, einvoice.CII, "data: URI"},
		{"CII as a data: URI with line breaks", " DATA:application/xml;BASE64," + asBase64[:100] + "\r\n" + asBase64[100:] + "\n", einvoice.CII, "data: URI"},
		{"UBL as a data: URI with escapes", "data:text/xml," + url.PathEscape(invoice), einvoice.UBLInvoice, "data: URI"},
		{"JSON as a data: URI", "data:application/json;base64," + base64.StdEncoding.EncodeToString(json), "json", "data: URI"},
		{"an envelope in a data: URI", "data:;base64," + base64.StdEncoding.EncodeToString([]byte(envelope(invoice))), einvoice.UBLInvoice, "data: URI,StandardBusinessDocument"},
	} {
		doc, err := convert.Open([]byte(c.data))
		if err != nil || doc.Format != c.format || doc.Invoice.Number == "" {
			t.Errorf("%s: %v %+v", c.name, err, doc)
			continue
		}
		want := strings.Split(c.notes, ",")
		if c.notes == "" {
			want = nil
		}
		if len(doc.Notes) != len(want) {
			t.Errorf("%s: notes %q", c.name, doc.Notes)
			continue
		}
		for i, n := range want {
			if !strings.Contains(doc.Notes[i], n) {
				t.Errorf("%s: note %q, want one of %s", c.name, doc.Notes[i], n)
			}
		}
	}
}

// TestOpenRefuses: what is no invoice gets an error that says so, with a place.
func TestOpenRefuses(t *testing.T) {
	for _, c := range []struct {
		name, data string
		code       einvoice.ErrorCode
		message    string
	}{
		{"nothing", "", einvoice.ErrEmpty, ""},
		{"another root", "<Order xmlns='urn:x'/>", einvoice.ErrWrongRoot, "the root element is Order (urn:x), neither a UBL Invoice or CreditNote nor a CII CrossIndustryInvoice"},
		{"UBL in another namespace", "<Invoice xmlns='urn:x'/>", einvoice.ErrWrongRoot, "the root element Invoice is in urn:x, not in that of UBL 2.1"},
		{"CII in another namespace", "<CrossIndustryInvoice xmlns='urn:x'/>", einvoice.ErrWrongRoot, "the root element CrossIndustryInvoice is in urn:x, not in that of CII D16B"},
		{"an envelope without invoice", `<s:StandardBusinessDocument xmlns:s="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><a/></s:StandardBusinessDocument>`, einvoice.ErrNoInvoice, ""},
		{"CII cut off", read(t, ciiFile)[:3000], einvoice.ErrTruncated, ""},
		{"CII with a DOCTYPE", "<!DOCTYPE x>" + read(t, ciiFile)[38:], einvoice.ErrDoctype, ""},
		{"a data: URI without comma", "data:text/xml;base64", einvoice.ErrMalformed, "a data: URI without a comma"},
		{"a data: URI that is not base64", "data:text/xml;base64,<a>", einvoice.ErrMalformed, "not base64"},
		{"a data: URI with a bad escape", "data:text/xml,%zz", einvoice.ErrMalformed, "invalid URL escape"},
		{"a data: URI of a data: URI", "data:,data:,x", einvoice.ErrNotXML, ""},
		{"a data: URI of nothing", "data:,", einvoice.ErrEmpty, ""},
	} {
		doc, err := convert.Open([]byte(c.data))
		var e *einvoice.SyntaxError
		if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Message, c.message) || doc != nil {
			t.Errorf("%s: %v %+v", c.name, doc, err)
		}
		r, err2 := convert.Convert([]byte(c.data), convert.Options{To: convert.UBL})
		if r == nil || r.Output != nil || err2 == nil || err2.Error() != err.Error() {
			t.Errorf("%s: converted to %+v, %v", c.name, r, err2)
		}
	}
	if _, err := convert.Open([]byte(`{"number":`)); err == nil {
		t.Error("half a JSON document is opened")
	}
}

// TestWrongValues: a document with values that are none is not converted, and the
// values are among the losses.
func TestWrongValues(t *testing.T) {
	data := strings.Replace(read(t, ciiFile), ">20261012<", ">20261312<", 1)
	r, err := convert.Convert([]byte(data), convert.Options{To: convert.UBL})
	var e *einvoice.ValueError
	if !errors.As(err, &e) || r.Output != nil || len(r.Losses) != 2 || r.Losses[0].Term != "BT-2" || r.Losses[0].Line == 0 {
		t.Errorf("%+v %v", r, err)
	}
}

// TestOptions: options that make no sense are refused before any document is read.
func TestOptions(t *testing.T) {
	for _, c := range []struct {
		options convert.Options
		want    error
	}{
		{convert.Options{To: convert.UBL}, nil},
		{convert.Options{To: convert.JSON}, nil},
		{convert.Options{To: convert.CII, Profile: "Factur-X-Extended"}, nil},
		{convert.Options{To: convert.UBL, Profile: "PEPPOL"}, nil},
		{convert.Options{To: convert.UBL, Profile: "urn:my:own:1.0"}, nil},
		{convert.Options{}, convert.ErrTarget},
		{convert.Options{To: "pdf"}, convert.ErrTarget},
		{convert.Options{To: convert.CII, Profile: "extreme"}, convert.ErrProfile},
		{convert.Options{To: convert.UBL, Profile: "minimum"}, convert.ErrProfile},
	} {
		if err := c.options.Check(); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%+v: %v", c.options, err)
		}
		if r, err := convert.Convert([]byte(read(t, ublFile)), c.options); !errors.Is(err, c.want) || (r.Output == nil) != (c.want != nil) {
			t.Errorf("%+v: converted to %d bytes: %v", c.options, len(r.Output), err)
		}
	}
}

// TestProfiles: the output claims what was asked for, and a note says what it was
// before.
func TestProfiles(t *testing.T) {
	for _, p := range convert.Profiles() {
		r, err := convert.Convert([]byte(read(t, ublFile)), convert.Options{To: convert.CII, Profile: p.Name})
		if err != nil {
			t.Fatal(p.Name, err)
		}
		doc, err := cii.Parse(r.Output)
		if err != nil {
			t.Fatal(p.Name, err)
		}
		claims := doc.Invoice.Process
		if claims.Specification != p.Specification || p.Process != "" && claims.BusinessProcess != p.Process {
			t.Errorf("%s: claims %+v", p.Name, claims)
		}
		noted := strings.Contains(strings.Join(r.Notes, "\n"), "BT-24 Specification identifier: "+p.Specification+" instead of urn:")
		if noted != (p.Name != "peppol") {
			t.Errorf("%s: notes %q", p.Name, r.Notes)
		}
		if cii.ProfileOf(p.Specification) != p.CII {
			t.Errorf("%s: BT-24 is read as %s", p.Name, cii.ProfileOf(p.Specification))
		}
	}
	// A process of the parties' own stays.
	inv := sample.Invoice()
	inv.Process.BusinessProcess = "our own"
	r, err := convert.Build(&einvoice.Document{Invoice: *inv}, convert.Options{To: convert.UBL, Profile: "xrechnung"})
	if err != nil || !strings.Contains(string(r.Output), "<cbc:ProfileID>our own</cbc:ProfileID>") {
		t.Errorf("%s %v", r.Output, err)
	}
}

// TestAdapt: what one syntax demands and the other leaves open ends in a loss or in a
// note, and the caller's invoice stays as it was.
func TestAdapt(t *testing.T) {
	n := einvoice.MustDecimal
	for _, c := range []struct {
		name   string
		from   einvoice.Format
		to     convert.Target
		change func(*einvoice.Invoice)
		losses string // kind term place value, one a line
		notes  string
		want   string // in the output
	}{
		{"payment means without code", einvoice.CII, convert.UBL, func(i *einvoice.Invoice) {
			i.PaymentInstructions = []einvoice.PaymentInstructions{{Remittance: "R-1"}}
		}, "", "BT-81 Payment means type code: written as 1 (not defined), since UBL needs one", "<cbc:PaymentMeansCode>1<"},
		{"two buyer identifiers", einvoice.CII, convert.UBL, func(i *einvoice.Invoice) {
			i.Buyer.Identifiers = []einvoice.Identifier{{Value: "K-1"}, {Value: "9999999000010", Scheme: "0088"}, {Value: "K-2"}}
		}, "repeated BT-46 Buyer.Identifiers[0].Value K-1\nrepeated BT-46 Buyer.Identifiers[2].Value K-2", "", `<cbc:ID schemeID="0088">9999999000010<`},
		{"buyer identifiers of which one is empty", einvoice.CII, convert.UBL, func(i *einvoice.Invoice) {
			i.Buyer.Identifiers = []einvoice.Identifier{{}, {Value: "B-1"}, {Scheme: "0088"}}
		}, "repeated BT-46-1 Buyer.Identifiers[2].Scheme 0088", "", ">B-1<"},
		{"a department without a person", einvoice.CII, convert.UBL, func(i *einvoice.Invoice) {
			i.Seller.Contact, i.Buyer.Contact = &einvoice.Contact{Department: "Sales"}, &einvoice.Contact{Point: "Ann", Department: "Stores"}
		}, "unbound BT-56 Buyer.Contact.Department Stores", "BT-41 Seller contact point: the department stands there, since UBL has one place for both", "<cbc:Name>Sales<"},
		{"a note that looks like a subject code", einvoice.CII, convert.UBL, func(i *einvoice.Invoice) { i.Notes = []einvoice.Note{{Text: "#AAI#foo"}} },
			"", "BT-21 Invoice note subject code, BT-22 Invoice note: #AAI# is read as a subject code in UBL", ""},
		{"a creditor identifier with the payee", einvoice.UBLInvoice, convert.CII, func(i *einvoice.Invoice) {
			i.Seller.BankAssignedCreditorIdentifier = ""
			i.Payee = &einvoice.Payee{Name: "Factor", BankAssignedCreditorIdentifier: "DE98"}
		}, "", "BT-90 Bank assigned creditor identifier: it no longer stands with the Payee, since CII has one place for it", "<ram:CreditorReferenceID>DE98<"},
		{"means of which one has a reference, another a mandate", einvoice.UBLInvoice, convert.CII, func(i *einvoice.Invoice) {
			i.PaymentInstructions = []einvoice.PaymentInstructions{{MeansCode: "30"}, {MeansCode: "59", Remittance: "R-1", DirectDebit: &einvoice.DirectDebit{MandateReference: "M-1"}}}
		}, "", "BT-83 Remittance information: R-1 stands for all payment means, since CII has one\nBT-89 Mandate reference identifier: M-1 stands for the first direct debit, since CII has one", "<ram:DirectDebitMandateID>M-1<"},
		{"further payment terms without first ones", "json", convert.CII, func(i *einvoice.Invoice) {
			i.Process.Specification, i.PaymentTerms, i.DueDate = cii.Extended.Specification(), "", einvoice.Date{}
			i.FurtherPaymentTerms = []einvoice.PaymentTerms{{Description: "rest"}}
		}, "", "BT-20 Payment terms, BT-9 Payment due date: the first of the further payment terms stand there, since there are none before", ">rest<"},
		{"BT-111 in the invoice currency", "json", convert.CII, func(i *einvoice.Invoice) {
			i.VATCurrency, i.Totals.VAT, i.Totals.VATInAccountingCurrency = "EUR", einvoice.Decimal{}, n("1")
		}, "unbound BT-111 Totals.VATInAccountingCurrency 1", "", ""},
		{"a code of CII for the tax point", "json", convert.CII, func(i *einvoice.Invoice) { i.TaxPointDate, i.TaxPointDateCode = einvoice.Date{}, "72" },
			"unbound BT-8 TaxPointDateCode 72", "", "<ram:DueDateTypeCode>72<"},
		{"no total VAT amount", einvoice.CII, convert.UBL, func(i *einvoice.Invoice) { i.Totals.VAT = einvoice.Decimal{} },
			"", "BT-110 Invoice total VAT amount: written as 228.00, the sum of BT-117, since UBL needs it", ">228.00<"},
		{"gross price without discount", einvoice.CII, convert.UBL, func(i *einvoice.Invoice) { i.Lines[1].Price = einvoice.Price{Net: n("5"), Gross: n("5")} },
			"", "BT-147 Item price discount: written as 0 on 1 of 2 lines, since UBL needs one with BT-148", `<cbc:Amount currencyID="EUR">0</cbc:Amount>`},
		{"from UBL to UBL nothing of that", einvoice.UBLInvoice, convert.UBL, func(i *einvoice.Invoice) {
			i.PaymentInstructions = []einvoice.PaymentInstructions{{Remittance: "R-1"}}
			i.Buyer.Identifiers = []einvoice.Identifier{{Value: "K-1"}, {Value: "K-2"}}
		}, "", "", "<cbc:PaymentID>R-1<"},
		{"BT-6 is BT-5", einvoice.UBLInvoice, convert.CII, func(i *einvoice.Invoice) {
			i.VATCurrency, i.Totals.VATInAccountingCurrency = "EUR", einvoice.Decimal{}
		},
			"declared BT-6 VATCurrency EUR", "", ""},
		{"discount without gross price", "json", convert.CII, func(i *einvoice.Invoice) { i.Lines[1].Price = einvoice.Price{Net: n("5"), Discount: n("1")} },
			"unbound BT-147 Lines[1].Price.Discount 1", "", ""},
		{"several preceding invoices", einvoice.UBLInvoice, convert.CII, func(i *einvoice.Invoice) {
			i.PrecedingInvoices = []einvoice.PrecedingInvoice{{Reference: "A"}, {Reference: "B", IssueDate: einvoice.NewDate(2026, 1, 2)}}
		}, "unbound BT-25 PrecedingInvoices[1].Reference B\nunbound BT-26 PrecedingInvoices[1].IssueDate 2026-01-02", "", "<ram:IssuerAssignedID>A<"},
		{"several preceding invoices in EXTENDED", einvoice.UBLInvoice, convert.CII, func(i *einvoice.Invoice) {
			i.Process.Specification = cii.Extended.Specification()
			i.PrecedingInvoices = []einvoice.PrecedingInvoice{{Reference: "A"}, {Reference: "B"}}
		}, "", "", "<ram:IssuerAssignedID>B<"},
		{"from CII to CII they stay", einvoice.CII, convert.CII, func(i *einvoice.Invoice) {
			i.PrecedingInvoices = []einvoice.PrecedingInvoice{{Reference: "A"}, {Reference: "B"}}
		}, "", "", "<ram:IssuerAssignedID>B<"},
	} {
		inv, same := sample.Invoice(), sample.Invoice()
		for _, i := range []*einvoice.Invoice{inv, same} {
			i.Totals.VAT, i.PaymentInstructions, i.Allowances, i.Charges = n("228.00"), nil, nil, nil
			i.VATBreakdown = []einvoice.VATBreakdown{{TaxableAmount: n("1200.00"), TaxAmount: n("228.00"), VATCategory: einvoice.VATCategory{Code: "S", Rate: n("19")}}}
			c.change(i)
		}
		r, err := convert.Build(&einvoice.Document{Invoice: *inv, Format: c.from}, convert.Options{To: c.to})
		if err != nil || !strings.Contains(string(r.Output), c.want) {
			t.Errorf("%s: %v\n%s", c.name, err, r.Output)
		}
		var losses []string
		for _, l := range r.Losses {
			losses = append(losses, strings.Join([]string{string(l.Kind), l.Term, l.Place, l.Value}, " "))
		}
		if got := strings.Join(losses, "\n"); got != c.losses {
			t.Errorf("%s: losses\n%s\nwant\n%s", c.name, got, c.losses)
		}
		if got := strings.Join(r.Notes, "\n"); got != c.notes {
			t.Errorf("%s: notes %q", c.name, got)
		}
		if !reflect.DeepEqual(inv, same) {
			t.Errorf("%s: the invoice was changed: %v", c.name, einvoice.Diff(same, inv))
		}
	}
}

// TestNil: nil is an invoice without content.
func TestNil(t *testing.T) {
	for _, to := range convert.Targets() {
		r, err := convert.Build(nil, convert.Options{To: to})
		if to == convert.Facturae {
			if !errors.As(err, new(*facturae.MissingError)) {
				t.Errorf("%s: %v", to, err)
			}
		} else if err != nil || len(r.Output) == 0 {
			t.Errorf("%s: %v", to, err)
		}
	}
	if out, losses, err := cii.Build(nil); err != nil || len(out) == 0 || len(losses) > 0 {
		t.Errorf("cii: %s %v %v", out, losses, err)
	}
	if out, losses, err := ubl.Build(nil); err != nil || len(out) == 0 || len(losses) > 0 {
		t.Errorf("ubl: %s %v %v", out, losses, err)
	}
}

// TestStrict: a loss that says something is an error, white space is not.
func TestStrict(t *testing.T) {
	data := read(t, "../testdata/cii/extended.xml")
	r, err := convert.Convert([]byte(data), convert.Options{To: convert.UBL, Strict: true})
	var e *convert.LossError
	if !errors.As(err, &e) || len(e.Losses) == 0 || r.Output != nil || len(r.Losses) < len(e.Losses) {
		t.Fatalf("%v", err)
	}
	if first := e.Losses[0]; first.Term == "" || first.Path == "" || first.Value == "" || first.Why == "" || first.Line == 0 || first.Offset == 0 {
		t.Errorf("%+v", first)
	}
	space := strings.Replace(read(t, ciiFile), "<ram:TypeCode>380<", "<ram:TypeCode> 380 <", 1)
	r, err = convert.Convert([]byte(space), convert.Options{To: convert.CII, Strict: true})
	if err != nil || len(r.Losses) != 1 || r.Losses[0].Kind != einvoice.LossSpace {
		t.Errorf("%v %v", r.Losses, err)
	}
}

// TestFormatOfUBL: a credit note stays one, whatever its type code.
func TestFormatOfUBL(t *testing.T) {
	inv := sample.Invoice()
	inv.TypeCode = "381"
	for from, want := range map[einvoice.Format]einvoice.Format{
		einvoice.CII: einvoice.UBLCreditNote, "json": einvoice.UBLCreditNote,
		einvoice.UBLInvoice: einvoice.UBLInvoice, einvoice.UBLCreditNote: einvoice.UBLCreditNote,
	} {
		r, err := convert.Build(&einvoice.Document{Invoice: *inv, Format: from}, convert.Options{To: convert.UBL})
		if err != nil || r.To != want {
			t.Errorf("%s: %s, %v", from, r.To, err)
			continue
		}
		if doc, err := ubl.Parse(r.Output); err != nil || doc.Format != want {
			t.Errorf("%s: %v", from, err)
		}
	}
}
