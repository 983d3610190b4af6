package validate_test

import (
	"testing"

	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/validate"
)

// unsigned is the rule that says of a document that it is not signed, which is no fault before it is.
const unsigned = "FE-901"

// TestFacturaeSamplesAreValid: by the schema and the rules, and nothing is said of them but that they are not signed.
func TestFacturaeSamplesAreValid(t *testing.T) {
	for _, name := range sample.FacturaeNames {
		r := check(t, sample.Facturae(name))
		if left := without(fired(r), []string{unsigned}); len(left) > 0 || r.Status != validate.Valid || len(r.RuleSets) != 2 || len(r.NotRun) > 0 {
			t.Errorf("%s: %s %v %v%s", name, r.Status, r.RuleSets, r.NotRun, messages(r))
		}
		if signed := len(fired(r)) == 0; signed != (name == "signed") {
			t.Errorf("%s: %v", name, fired(r))
		}
	}
}
