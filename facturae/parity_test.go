package facturae_test

import (
	"testing"

	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/internal/published"
)

// TestSignatureParity holds our verdict on integrity against xmlsec1's on every signed
// document that others published.
func TestSignatureParity(t *testing.T) {
	signed, good := 0, 0
	for _, f := range published.FacturaeDocuments(t) {
		v, err := facturae.Verify(f.Document, facturae.VerifyOptions{})
		if !f.Signed {
			if err == nil {
				t.Errorf("%s: verified, and has no signature", f.File)
			}
			continue
		}
		signed++
		if err != nil {
			t.Errorf("%s: %v", f.File, err)
			continue
		}
		if f.Signature == "OK" {
			good++
		}
		if got := v.Integrity.Verdict == facturae.Good; got != (f.Signature == "OK") {
			t.Errorf("%s: integrity %v, xmlsec1 says %s", f.File, v.Integrity, f.Signature)
		}
		if f.Signature == "OK" { // signed by others: one of them with the policy 3.0
			t.Logf("%s: profile %v, notes %v", f.File, v.Profile, v.Notes)
		}
	}
	t.Logf("%d signed documents, %d of them good", signed, good)
	if signed < 47 || good < 9 {
		t.Errorf("only %d signed documents, %d of them good", signed, good)
	}
}
