package validate_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/validate"
)

// unsigned is the rule that says of a document that it is not signed, which is no fault before it is.
const unsigned = "FE-901"

// changed is one of the samples in Facturae, edited: see sample.BreakFacturae.
func changed(t testing.TB, script string) []byte {
	t.Helper()
	_, xml, err := sample.BreakFacturae(script)
	if err != nil {
		t.Fatal(err)
	}
	return xml
}

// TestFacturaeSamplesAreValid: by the schema and the rules, and nothing is said of them but that they are not signed.
func TestFacturaeSamplesAreValid(t *testing.T) {
	for _, name := range sample.FacturaeNames {
		r := both(t, name, sample.Facturae(name), validate.Options{})
		if left := without(fired(r), []string{unsigned}); len(left) > 0 || r.Status != validate.Valid || len(r.RuleSets) != 2 || len(r.NotRun) > 0 {
			t.Errorf("%s: %s %v %v%s", name, r.Status, r.RuleSets, r.NotRun, messages(r))
		}
		if signed := len(fired(r)) == 0; signed != (name == "signed") {
			t.Errorf("%s: %v", name, fired(r))
		}
	}
}

// TestFacturaeStreamIsMemory: what breaks a rule is found in a stream as it is in memory, with the schema's findings and without.
func TestFacturaeStreamIsMemory(t *testing.T) {
	for _, found := range validate.Find("HAP-3A") {
		for _, r := range found.Set.Rules() {
			for _, o := range []validate.Options{{}, {Rules: []string{"facturae"}, MaxFindings: 1}} {
				if len(both(t, r.ID, changed(t, r.BreakFacturae), o).Findings) == 0 {
					t.Errorf("%s: no finding", r.ID)
				}
			}
		}
	}
}

// TestFacturaeCases is what the samples show when they are changed.
func TestFacturaeCases(t *testing.T) {
	const line, total = "//InvoiceLine/", "//InvoiceTotals/"
	for _, c := range []struct {
		name, script string
		want         []string // beside the rule on unsigned documents
	}{
		{"quantity with an exponent", "set " + line + "Quantity = 1E1", nil},
		{"and a sign", "set " + line + "Quantity = +1.0e+1", nil},
		{"and blanks", "set " + line + "Quantity =  100e-1 ", nil},
		{"quantity out of reach", "set " + line + "Quantity = 1E99", these("FE-422")},
		{"quantity of no number", "set " + line + "Quantity = NaN", these("FE-422")},
		{"half a cent, away from zero", "set " + line + "UnitPriceWithoutTax = 12.3445", nil},
		{"half a cent below zero", "from corrective\nset " + line + "UnitPriceWithoutTax = 12.3425\nset " + line + "Quantity = -2", nil},
		{"a cent too much below zero", "from corrective\nset " + line + "TotalCost = -24.70", these("HAP-6A-1", "HAP-6A-2")},
		{"zeros at the end", "set " + line + "TotalCost = 123.45000000\nset " + total + "InvoiceTotal = 923.1600", nil},
		{"a number of 40 digits", "set " + total + "InvoiceTotal = 1234567890123456789012345678901234567890.00", these("HAP-6F", "FE-411", "FE-801")},
		{"no cents in other currencies", "from dollars\nset " + line + "TotalCost = 999.999\nset " + line + "GrossAmount = 999.999", nil},
		{"a cent of tax", "set Invoices/Invoice/TaxesOutputs/Tax/TaxAmount/TotalAmount = 161.88\nset " + total + "TotalTaxOutputs = 162.37", nil},
		{"an amount of tax that is left out", "drop Invoices/Invoice/TaxesOutputs/Tax/TaxAmount", nil},
		{"payments on account without their total", "drop " + total + "TotalPaymentsOnAccount", nil},
		{"expenses without their total", "drop " + total + "TotalReimbursableExpenses", nil},
		{"a copy beside its original", "from batch\ntwice Invoices/Invoice\nset Invoices/Invoice/InvoiceHeader/InvoiceClass = CO", these("FE-801", "FE-802", "FE-803", "FE-804")},
		{"the same number in another series", "from batch\nset Invoices/Invoice/InvoiceHeader/InvoiceNumber = 22\nset Invoices/Invoice/InvoiceIssueData/IssueDate = 2026-02-17\nset Invoices/Invoice/InvoiceHeader/InvoiceSeriesCode = C", these("FE-808")},
		{"the same number on the same day", "from batch\nset Invoices/Invoice/InvoiceHeader/InvoiceNumber = 22\nset Invoices/Invoice/InvoiceIssueData/IssueDate = 2026-02-17", these("HAP-3B", "FE-808")},
		{"currencies that do not add up", "from batch\nset Invoices/Invoice/InvoiceIssueData/InvoiceCurrencyCode = GBP\nset //Batch/TotalInvoicesAmount/TotalAmount = 1.00", these("FE-131", "FE-133", "FE-807")},
		{"no batch identifier without an issuer", "set //InvoiceIssuerType = XX\nset //BatchIdentifier = 1", nil},
		{"series before the number", "set //BatchIdentifier = A00000000-F/7", nil},
		{"method 03 is about no single invoice", "from corrective\nset //CorrectionMethod = 03\nset //CorrectionMethodDescription = Rectificación por descuento por volumen de operaciones durante un periodo\ndrop //Corrective/InvoiceNumber\ndrop //Corrective/InvoiceIssueDate", nil},
		{"a copy of a corrective invoice", "from corrective\nset //InvoiceClass = CR\ndrop //Corrective", these("FE-111")},
		{"no taxes withheld is 0", "from summary\nset " + total + "TotalTaxesWithheld = 0", nil},
		{"taxes withheld on nothing", "from corrective\nset " + total + "TotalTaxesWithheld = -1.00", these("HAP-6F", "FE-402")},
		{"another policy's digest is another matter", "from signed\nset //xades:SigPolicyId/xades:Identifier = urn:x\nset //xades:SigPolicyHash/ds:DigestValue = AAAA", these("HAP-2-1")},
		{"a signature without a policy", "from signed\ndrop //xades:SignaturePolicyIdentifier", these("HAP-2-1")},
		{"SHA-256 of the policy", "from signed\nset //xades:SigPolicyHash/ds:DigestValue = a/vDoueJq9zxWGCFwdsXdlXtkFSEek4XVtmlQCEDaE8=", nil},
		{"roles in the policy's other language", "from signed\nset //xades:ClaimedRole = Third Party", nil},
		{"a known extension", `make Invoices/Invoice/AdditionalData/Extensions` + "\n" + `add //AdditionalData/Extensions <b:FaceB2BExtension xmlns:b="http://www.facturae.es/Facturae/Extensions/FaceB2BExtensionv1_1"/>`, nil},
		{"an unknown one of the same name", `make Extensions` + "\n" + `add Extensions <b:FaceB2BExtension xmlns:b="urn:example:1"/>`, these("HAP-1")},
		{"a file in lines", "set //AttachmentData = JVBERi0xLjQKJeLj\n", nil},
		{"a file with padding", "set //AttachmentData = JVBERi0xLjQ=", nil},
		{"a file cut off", "set //AttachmentData = JVBERi0xLjQKJ", these("FE-602")},
		{"a file behind its padding", "set //AttachmentData = JVBERi0xLjQ=JVBERi0x", these("FE-602")},
		{"text as it is", "set //AttachmentFormat = xml\nset //AttachmentEncoding = NONE\nset //AttachmentData = &lt;a/&gt;", nil},
		{"a file without encoding is base64", "drop //AttachmentEncoding", nil},
		{"a centre of no authority", "set //AdministrativeCentre/RoleTypeCode = 04\nset //AdministrativeCentre/CentreCode = X", these("FE-212", "HAP-8")},
		{"no centres at all", "drop //AdministrativeCentres", nil},
		{"a foreign seller", "set //SellerParty/TaxIdentification/ResidenceTypeCode = E\nset //SellerParty/TaxIdentification/TaxIdentificationNumber = CHE-999.999.996\nset //SellerParty/LegalEntity/AddressInSpain/CountryCode = CHE", these("FE-206", "FE-808")},
	} {
		want := append(slices.Clone(c.want), unsigned)
		if strings.HasPrefix(c.script, "from signed") {
			want = want[:len(c.want)]
		}
		slices.Sort(want)
		if r := check(t, changed(t, c.script), "facturae"); !slices.Equal(fired(r), want) {
			t.Errorf("%s: %v, want %v%s", c.name, fired(r), want, messages(r))
		}
	}
}

func these(ids ...string) []string { return ids }

// TestFacturaePositions: of the second invoice of a batch, which is looked at in a tree of its own.
func TestFacturaePositions(t *testing.T) {
	xml := sample.Facturae("batch")
	k := bytes.LastIndex(xml, []byte("<InvoiceTotal>50.00"))
	xml = slices.Concat(xml[:k], []byte("<InvoiceTotal>50.01"), xml[k+len("<InvoiceTotal>50.00"):])
	r := both(t, "batch", xml, validate.Options{Rules: []string{"facturae"}})
	i := slices.IndexFunc(r.Findings, func(f validate.Finding) bool { return f.Rule == "HAP-6F" })
	if i < 0 {
		t.Fatal(fired(r))
	}
	line := 1 + bytes.Count(xml[:k], []byte("\n"))
	column := k - bytes.LastIndexByte(xml[:k], '\n')
	if f := r.Findings[i]; f.Path != "/Facturae/Invoices/Invoice[2]/InvoiceTotals/InvoiceTotal" || f.Line != line || f.Column != column || f.Severity != validate.Fatal {
		t.Errorf("%+v, want line %d, column %d", f, line, column)
	}
}

// TestFacturaeExtensions: one with a schema that registers accept is no fault, but the report says that its schema did not run. Others
// are what the format's schema says of them.
func TestFacturaeExtensions(t *testing.T) {
	const add = "make Invoices/Invoice/AdditionalData/Extensions\nadd //AdditionalData/Extensions "
	for _, c := range []struct {
		uri    string
		status validate.Status
		want   []string
	}{
		{"http://www.facturae.es/Facturae/Extensions/FB2B", validate.Valid, []string{unsigned}},
		{"http://www.facturae.es/Facturae/Extensions/FaceB2BExtensionv1_1", validate.Valid, []string{unsigned}},
		{"urn:example:1", validate.Invalid, []string{unsigned, "HAP-1", "undeclared-element"}},
	} {
		xml := changed(t, add+`<b:FaceB2BExtension xmlns:b="`+c.uri+`"/>`+"\n"+add+`<b:FaceB2BExtension xmlns:b="`+c.uri+`"/>`)
		r := both(t, c.uri, xml, validate.Options{})
		if r.Status != c.status || !slices.Equal(fired(r), c.want) || (len(r.NotRun) == 1) != (c.status == validate.Valid) {
			t.Errorf("%s: %s %v %v", c.uri, r.Status, fired(r), r.NotRun)
		}
	}
}

// TestFacturaeInItsNamespace: where children have taken the namespace of the root, as in some documents, rules see
// nothing, and say so.
func TestFacturaeInItsNamespace(t *testing.T) {
	xml := bytes.ReplaceAll(sample.Facturae("summary"), []byte("fe:Facturae"), []byte("Facturae"))
	xml = bytes.ReplaceAll(xml, []byte("xmlns:fe"), []byte("xmlns"))
	r := both(t, "auto", xml, validate.Options{})
	if r.Status != validate.Invalid || len(r.RuleSets) != 1 || len(r.NotRun) != 1 || r.NotRun[0].RuleSet != "facturae" {
		t.Errorf("%s %v %v", r.Status, r.RuleSets, r.NotRun)
	}
	if r := both(t, "by name", xml, validate.Options{Rules: []string{"facturae"}}); r.Status != validate.Invalid || !slices.Equal(fired(r), []string{"not-run"}) {
		t.Errorf("%s %v", r.Status, fired(r))
	}
}

// TestFacturaeTexts: the schema takes the texts that the rules want for the codes of corrections.
func TestFacturaeTexts(t *testing.T) {
	count := 0
	for code := range 100 {
		code := fmt.Sprintf("%02d", code)
		for script, text := range map[string]string{
			"from corrective\nset //ReasonCode = %s\nset //ReasonDescription = %s":                 facturae.ReasonText(code),
			"from corrective\nset //CorrectionMethod = %s\nset //CorrectionMethodDescription = %s": facturae.MethodText(code),
		} {
			if text == "" {
				continue
			}
			count++
			if r := check(t, changed(t, fmt.Sprintf(script, code, text))); !slices.Equal(fired(r), []string{unsigned}) {
				t.Errorf("%s %s:%s", code, text, messages(r))
			}
		}
	}
	if count != 26 {
		t.Errorf("%d texts", count)
	}
}

const facturaeDocuments = "testdata/facturae-documents.tsv"

// TestFacturaeDocuments holds what the rules say of real documents against a list that was gone through by hand: of how many
// a rule says something, and of how many of these the schema says nothing.
func TestFacturaeDocuments(t *testing.T) {
	type count struct{ all, valid int }
	counts, severities, ran := map[string]count{}, map[string]validate.Severity{}, 0
	for _, d := range published.FacturaeDocuments(t) {
		if len(d.Document) == 0 || !strings.HasPrefix(d.Version, "3.2") {
			continue
		}
		r := both(t, d.File, d.Document, validate.Options{})
		ran++
		if !slices.Contains(r.RuleSets, "facturae@3.2.2") && len(r.NotRun) == 0 && r.Status != validate.Unreadable {
			t.Errorf("%s: %v", d.File, r.RuleSets)
		}
		for _, id := range fired(r) {
			k := slices.IndexFunc(r.Findings, func(f validate.Finding) bool { return f.Rule == id })
			if f := r.Findings[k]; f.RuleSet == "facturae@3.2.2" {
				n := counts[id]
				n.all++
				if d.Valid != nil && *d.Valid {
					n.valid++
				}
				counts[id], severities[id] = n, f.Severity
			}
		}
	}
	if ran < 100 {
		t.Fatalf("only %d documents", ran)
	}
	var lines []string
	for id, n := range counts {
		lines = append(lines, fmt.Sprintf("%s\t%s\t%d\t%d\n", id, severities[id], n.all, n.valid))
	}
	slices.Sort(lines)
	got := "rule\tseverity\tdocuments\tof these valid by the schema\n" + strings.Join(lines, "")
	if *update {
		if err := os.WriteFile(facturaeDocuments, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(facturaeDocuments)
	if err != nil {
		t.Fatal(err)
	}
	missing, extra := difference(string(want), got)
	for _, l := range missing {
		t.Errorf("no longer: %s", l)
	}
	for _, l := range extra {
		t.Errorf("new: %s", l)
	}
}

// TestFacturaeBatch: a batch of many invoices adds up, and one of them that is wrong is found with its number.
func TestFacturaeBatch(t *testing.T) {
	const n = 300
	xml := manyInvoices(t, n)
	if r := both(t, "good", xml, validate.Options{}); r.Status != validate.Valid || !slices.Equal(fired(r), []string{unsigned}) {
		t.Fatalf("%s%s", r.Status, messages(r))
	}
	xml = bytes.Replace(xml, []byte("<InvoiceNumber>"+fmt.Sprint(n)+"<"), []byte("<InvoiceNumber>1<"), 1)
	r := both(t, "twice", xml, validate.Options{})
	if !slices.Equal(fired(r), []string{unsigned, "HAP-3B"}) {
		t.Fatalf("%s%s", r.Status, messages(r))
	}
	for _, f := range r.Findings {
		if want := fmt.Sprintf("/Facturae/Invoices/Invoice[%d]/InvoiceHeader/InvoiceNumber", n); f.Rule == "HAP-3B" && f.Path != want {
			t.Errorf("%s, want %s", f.Path, want)
		}
	}
}
