package validate

import "testing"

// TestRevisions holds that what versions are said to have otherwise is about rules that there are.
func TestRevisions(t *testing.T) {
	for name, v := range map[string]func() revision{"peppol@2025.11": since2025, "peppol-selfbilling": whenSelfBilled, "xrechnung": asInPeppol,
		"facturx": inFacturX, "facturx/basic": inBasic, "facturx/basicwl": inBasicWL, "facturx/minimum": inMinimum, "facturx/extended": inExtended} {
		if ids := v().unknown(); len(ids) > 0 {
			t.Errorf("%s speaks of unknown rules: %v", name, ids)
		}
	}
	if ids := (revision{of: peppolCommon(), leftOut: []string{"BR-02"}, changed: []ruleChange{{"BR-23", weighs(Info)}}}).unknown(); len(ids) != 2 {
		t.Errorf("unknown rules go unnoticed: %v", ids)
	}
}
