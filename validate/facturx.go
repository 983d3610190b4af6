package validate

import "strings"

// Factur-X 1.09.2 (ZUGFeRD 2.5): a set for each profile, of which the one runs that the document claims. The published
// Schematron of a profile has the rules of EN 16931 that are left in it, in an earlier wording, beside its structure.
// None of them has code lists: those are part of the structure.
const facturXVersion = "1.09.2"

var (
	facturXSetMinimum = Set{Name: "facturx", Version: facturXVersion, Profile: "factur-x-minimum", CII: true,
		ciiStructure: facturXStructured(facturXMinimum), rules: revised(inMinimum)}
	facturXSetBasicWL = Set{Name: "facturx", Version: facturXVersion, Profile: "factur-x-basicwl", CII: true,
		ciiStructure: facturXStructured(facturXBasicWL), rules: revised(inBasicWL)}
	facturXSetBasic = Set{Name: "facturx", Version: facturXVersion, Profile: "factur-x-basic", CII: true,
		ciiStructure: facturXStructured(facturXBasic), rules: revised(inBasic)}
	facturXSetEN16931 = Set{Name: "facturx", Version: facturXVersion, Profile: "en16931", CII: true,
		ciiStructure: facturXStructured(facturXEN16931), rules: revised(inFacturX)}
	facturXSetExtended = Set{Name: "facturx", Version: facturXVersion, Profile: "factur-x-extended", CII: true,
		ciiStructure: facturXExtendedStructure(), rules: revised(inExtended)}
)

// facturXStructured is the structure of a profile. Its rules on the identifier of the profile are broken in ways
// that leave the profile to be seen.
func facturXStructured(profile string) *structured {
	const guideline = "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter"
	breaks := map[string]string{"FX-SCH-A-000025": "twice " + guideline, "FX-SCH-A-000407": "twice " + guideline + "/ram:ID"}
	for _, id := range t("FX-SCH-A-000026", "FX-SCH-A-000418", "FX-SCH-A-000493", "FX-SCH-A-000556", "FX-SCH-A-000636") {
		breaks[id] = "add " + guideline + "/ram:ID &#32;"
	}
	return &structured{machine: facturXStructures[profile], breaks: breaks}
}

func facturXExtendedStructure() *structured {
	s := facturXStructured(facturXExtended)
	s.late, s.lateRules = func() late { return new(lineVAT) }, lineVATRules
	return s
}

// inBasic is what is other in the profile BASIC than in EN 16931.
func inBasic() revision {
	return revision{
		of:      facturXSetEN16931.Rules(),
		leftOut: t("BR-51", "BR-52", "CII-SR-474", "CII-SR-475", "CII-SR-476"),
		changed: []ruleChange{ // how to break them where the profile has no place for what they speak of
			{"BR-54", broken("add " + firstItem + " <ram:ApplicableProductCharacteristic><ram:Description>Shift</ram:Description></ram:ApplicableProductCharacteristic>")},
			{"BR-61", also(emptyToo)},
			{"BR-65", broken("add " + firstItem + " <ram:DesignatedProductClassification><ram:ClassCode>7</ram:ClassCode></ram:DesignatedProductClassification>")},
			{"BR-DEC-17", broken("add " + ciiSettlement + "/" + ciiTotals + " <ram:RoundingAmount>0.000</ram:RoundingAmount>")},
			{"BR-DEC-25", broken(lineBase("false"))},
			{"BR-DEC-28", broken(lineBase("true"))},
		},
	}
}

// inBasicWL has no lines.
func inBasicWL() revision {
	return revision{
		of: facturXSetBasic.Rules(),
		leftOut: t("BR-16", "BR-21", "BR-22", "BR-23", "BR-24", "BR-25", "BR-26", "BR-27", "BR-28", "BR-30", "BR-41", "BR-42", "BR-43", "BR-44", "BR-54", "BR-64", "BR-65",
			"BR-CO-04", "BR-CO-07", "BR-CO-08", "BR-CO-10", "BR-CO-20", "BR-CO-23", "BR-CO-24", "BR-DEC-23", "BR-DEC-24", "BR-DEC-25", "BR-DEC-27", "BR-DEC-28",
			"BR-S-01", "BR-S-02", "BR-S-05", "BR-S-08", "BR-Z-01", "BR-Z-02", "BR-Z-05", "BR-Z-08", "BR-E-01", "BR-E-02", "BR-E-05", "BR-E-08",
			"BR-AE-01", "BR-AE-02", "BR-AE-05", "BR-AE-08", "BR-IC-01", "BR-IC-02", "BR-IC-05", "BR-IC-08", "BR-G-01", "BR-G-02", "BR-G-05", "BR-G-08",
			"BR-O-01", "BR-O-02", "BR-O-05", "BR-O-08", "BR-O-12", "BR-AF-01", "BR-AF-02", "BR-AF-05", "BR-AF-08", "BR-AG-01", "BR-AG-02", "BR-AG-05", "BR-AG-08",
			"BR-B-01", "BR-B-02", "PEPPOL-EN16931-R008"),
	}
}

// inMinimum has little but totals.
func inMinimum() revision {
	return revision{
		of: facturXSetBasicWL.Rules(),
		only: t("BR-01", "BR-02", "BR-03", "BR-04", "BR-05", "BR-06", "BR-07", "BR-08", "BR-09", "BR-13", "BR-14", "BR-15",
			"BR-CO-09", "BR-CO-26", "BR-DEC-12", "BR-DEC-13", "BR-DEC-14", "BR-DEC-18"),
		changed: []ruleChange{{"BR-09", also("BR-08")}}, // the address is nothing but a country
	}
}

// lineBase adds an allowance or charge with a base amount to the first line.
func lineBase(indicator string) string {
	return "add rsm:SupplyChainTradeTransaction/" + ciiLines + "/ram:SpecifiedLineTradeSettlement <ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>" + indicator +
		"</udt:Indicator></ram:ChargeIndicator><ram:BasisAmount>1.000</ram:BasisAmount><ram:ActualAmount>0.00</ram:ActualAmount><ram:Reason>none</ram:Reason></ram:SpecifiedTradeAllowanceCharge>"
}

// onlyCII is rules without what they have for UBL.
func onlyCII(rules []Rule) (all []Rule) {
	for _, r := range rules {
		r.Severity, r.SeverityCII = r.SeverityIn(cii), ""
		r.UBL, r.BreakUBL = Test{}, ""
		if strings.HasPrefix(r.Never, ubl+": ") {
			r.Never = ""
		}
		all = append(all, r)
	}
	return all
}
