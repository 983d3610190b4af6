package schema_test

import (
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/published"
)

var rootOf = map[string]string{
	"xsd-ubl-inv": "inv:Invoice",
	"xsd-ubl-cn":  "cn:CreditNote",
	"xsd-cii":     "rsm:CrossIndustryInvoice",
}

// TestSchemaParity: every document that the published XSDs were run on gets their
// verdict.
func TestSchemaParity(t *testing.T) {
	compared := map[string]int{}
	for _, x := range published.Verdicts(t) {
		root := rootOf[x.Ruleset]
		if root == "" || x.Error != nil {
			continue
		}
		faults, err := validate(t, root, published.Document(t, x.File))
		if err != nil {
			t.Errorf("%s: %v", x.File, err)
			continue
		}
		compared[x.Ruleset]++
		if (len(faults) == 0) != x.Accepted() {
			t.Errorf("%s: %s: published verdict %t %v, ours:\n\t%s", x.File, x.Ruleset, x.Accepted(), x.Failed, strings.Join(messages(faults), "\n\t"))
		}
		if len(faults) > 40 {
			t.Errorf("%s: %d faults", x.File, len(faults))
		}
	}
	for set := range rootOf {
		if compared[set] < 1000 {
			t.Errorf("%s: only %d documents", set, compared[set])
		}
	}
	t.Log(compared)
}

// TestFacturaeParity does the same for Facturae, where libxml2 was the judge.
func TestFacturaeParity(t *testing.T) {
	roots := map[string]string{"3.2": "fe32:Facturae", "3.2.1": "fe321:Facturae", "3.2.2": "fe322:Facturae"}
	compared := 0
	for _, x := range published.FacturaeDocuments(t) {
		root := roots[x.Version]
		if root == "" || x.Valid == nil {
			continue
		}
		faults, err := validate(t, root, x.Document)
		if err != nil {
			t.Errorf("%s: %v", x.File, err)
			continue
		}
		compared++
		if (len(faults) == 0) != *x.Valid {
			t.Errorf("%s: published verdict %t %v, ours:\n\t%s", x.File, *x.Valid, x.Errors, strings.Join(messages(faults), "\n\t"))
		}
	}
	if compared < 100 {
		t.Errorf("only %d documents", compared)
	}
}
