package mask_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/mask"
	"github.com/einvoice-go/einvoice/validate"
)

var key = []byte("a key for tests")

// fired are the rules that fire on a document and how often, its format and its verdict.
func fired(t testing.TB, data []byte) string {
	r, err := validate.Document(context.Background(), data, validate.Options{MaxFindings: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, f := range r.Findings {
		count[string(f.Severity)+" "+f.RuleSet+" "+f.Rule]++
	}
	all := []string{string(r.Format) + " " + r.Profile + " " + string(r.Status)}
	for rule, n := range count {
		all = append(all, fmt.Sprintf("%s %d", rule, n))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// documents are those of the project that are invoices in XML.
func documents(t testing.TB) map[string][]byte {
	all := map[string][]byte{}
	for _, pattern := range []string{"invoices", "cii", "invalid", "quirks", "facturae"} {
		files, err := filepath.Glob("../testdata/" + pattern + "/*.x*")
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			all[f] = data
		}
	}
	return all
}

// TestVerdict: the same rules fire, equally often, before and after.
func TestVerdict(t *testing.T) {
	for name, data := range documents(t) {
		out, report, err := mask.XML(data, mask.Options{Key: key})
		if err != nil {
			var e *einvoice.SyntaxError
			if !errors.As(err, &e) || e.Code == einvoice.ErrMalformed {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if before, after := fired(t, data), fired(t, out); before != after {
			t.Errorf("%s: before\n%s\nafter\n%s", name, before, after)
		}
		if report.Values() == 0 && bytes.Contains(data, []byte("RegistrationName")) {
			t.Errorf("%s: nothing was masked", name)
		}
	}
}

// TestVerdictOfCorpora is TestVerdict over published documents and their mutants, of which
// one of 20 is taken, or of as many as EINVOICE_EVERY says.
func TestVerdictOfCorpora(t *testing.T) {
	var files []string
	err := filepath.WalkDir(published.Folder(t, "EINVOICE_CORPORA"), func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && (strings.HasSuffix(path, ".xml") || strings.HasSuffix(path, ".xsig")) {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatal(len(files), err)
	}
	every, all, kept, unreadable := 20, 0, 0, 0
	if n, err := strconv.Atoi(os.Getenv("EINVOICE_EVERY")); err == nil {
		every = max(n, 1)
	}
	for i := 0; i < len(files); i += every {
		data, err := os.ReadFile(files[i])
		if err != nil {
			t.Fatal(err)
		}
		out, _, err := mask.XML(data, mask.Options{Key: key})
		if err != nil {
			unreadable++
			continue
		}
		all++
		if before, after := fired(t, data), fired(t, out); before == after {
			kept++
		} else {
			t.Errorf("%s:%s", files[i], difference(before, after))
		}
	}
	t.Logf("%d of %d documents keep their verdict; %d are no invoices that can be read", kept, all, unreadable)
}

func difference(before, after string) (s string) {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	for _, x := range a {
		if !slices.Contains(b, x) {
			s += "\n  - " + x
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			s += "\n  + " + x
		}
	}
	return s
}

// secrets is a document in which all that is not syntax is somebody's.
const secrets = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="anna.xsl"?>
<!-- for Anna Schmidt -->
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" xmlns:x="urn:anna">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
  <cbc:ID>ANNA-4711</cbc:ID>
  <cbc:IssueDate>2026-03-02</cbc:IssueDate>
  <cbc:InvoiceTypeCode name="Annas Rechnung" listID="UNCL1001">380</cbc:InvoiceTypeCode>
  <cbc:DocumentCurrencyCode>Schmidt, Anna</cbc:DocumentCurrencyCode>
  <cbc:Note><![CDATA[Anna & <Schmidt>]]> und<!-- Anna --> Sohn</cbc:Note>
  <x:anything where='Annas "Haus"'>Anna <x:b/> Schmidt</x:anything>
  <cac:AdditionalDocumentReference><cbc:ID>ANNA-4711</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="Anna Schmidt.pdf">JVBERi0xLjQKQW5uYQ==</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>
  <cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>DE89 3704 0044 0532 0130 00</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
  <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
</Invoice>
`

func TestSecrets(t *testing.T) {
	out, report, err := mask.XML([]byte(secrets), mask.Options{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"nna", "NNA", "chmidt", "4711", "3704", "Sohn", "Haus", "QW5uYQ", "stylesheet", "<!--"} {
		// The namespace is of the syntax, and stays.
		if strings.Contains(strings.Replace(string(out), "urn:anna", "", 1), s) {
			t.Errorf("%q is still there:\n%s", s, out)
		}
	}
	for _, s := range []string{`<?xml version="1.0" encoding="UTF-8"?>`, "urn:cen.eu:en16931:2017", "2026-03-02", `listID="UNCL1001">380<`, `currencyID="EUR">100.00<`, `mimeCode="application/pdf"`, ".pdf\">", ">DE"} {
		if !strings.Contains(string(out), s) {
			t.Errorf("%q is gone:\n%s", s, out)
		}
	}
	if report.Files != 1 || report.Comments != 2 || report.Instructions != 1 || report.Format != einvoice.UBLInvoice {
		t.Errorf("%+v", report)
	}
	for _, c := range report.Masked {
		if c.Path == "/Invoice/cbc:ID" && (c.Count != 1 || len(c.Terms) != 1 || c.Terms[0] != "BT-1") {
			t.Errorf("%+v", c)
		}
	}
	other, _, err := mask.XML([]byte(secrets), mask.Options{Key: []byte("another")})
	if err != nil || bytes.Equal(out, other) {
		t.Error("another key, and the same result", err)
	}
}

// TestEncodings: documents keep theirs.
func TestEncodings(t *testing.T) {
	latin := []byte("<?xml version='1.0' encoding='ISO-8859-1'?><Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2' a='M\xfcller'>M\xfcller</Invoice>")
	out, _, err := mask.XML(latin, mask.Options{Key: key})
	if err != nil || len(out) != len(latin) || bytes.Contains(out, []byte("M\xfcller")) {
		t.Errorf("%q %v", out, err)
	}
	bom := append([]byte("\xEF\xBB\xBF"), secrets...)
	if out, _, err = mask.XML(bom, mask.Options{Key: key}); err != nil || !bytes.HasPrefix(out, bom[:30]) {
		t.Errorf("%q %v", out[:30], err)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		data string
		code einvoice.ErrorCode
	}{
		{"", einvoice.ErrEmpty},
		{"%PDF-1.4", einvoice.ErrNotXML},
		{"{}", einvoice.ErrNotXML},
		{"<a/>", einvoice.ErrWrongRoot},
		{secrets[:len(secrets)-20], einvoice.ErrTruncated},
	} {
		out, report, err := mask.XML([]byte(c.data), mask.Options{Key: key})
		var e *einvoice.SyntaxError
		if out != nil || report != nil || !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%q: %v", c.data, err)
		}
	}
	if _, _, err := mask.XML([]byte(secrets), mask.Options{}); !errors.Is(err, mask.ErrKey) {
		t.Error(err)
	}
}

func ExampleXML() {
	data := []byte(`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>F-2026-17</cbc:ID>
  <cbc:Note>Deliver to Anna Schmidt</cbc:Note>
</Invoice>`)
	out, report, err := mask.XML(data, mask.Options{Key: []byte("take 32 random bytes instead")})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(out))
	fmt.Println(report.Values(), "values")
	// Output:
	// <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
	//   <cbc:ID>J-3098-62</cbc:ID>
	//   <cbc:Note>Dlybpgu cc Rixt Bcydeua</cbc:Note>
	// </Invoice>
	// 2 values
}
