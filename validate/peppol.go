package validate

// Peppol BIS Billing 3.0 for UBL: the rules beside those of EN 16931, which are a set of their own.
var peppol = Set{Name: "peppol", Version: "2026.5", UBL: true, rules: joined(peppolCommon, peppolNational)}

// peppolCommon are the rules that are not those of a country.
var peppolCommon = joined(peppolDocument, peppolLines, peppolIdentifiers, peppolCodes)

// peppolNational are those of the countries that have some.
var peppolNational = joined(peppolDE, peppolDK, peppolGR, peppolIS, peppolIT, peppolNL, peppolNO, peppolSE)

// Self-billing: other identifiers and type codes, no national rules. It does not look at the currency of VAT
// amounts within the breakdown.
var peppolSelfBilling = Set{Name: "peppol-selfbilling", Version: "2026.5", UBL: true, rules: revised(whenSelfBilled)}

func whenSelfBilled() revision {
	return revision{
		of:      peppolCommon(),
		leftOut: []string{"PEPPOL-EN16931-P0112"},
		changed: []ruleChange{
			{"PEPPOL-EN16931-R004", looks(at("/*", claims(bisSelfBilling, "::")))},
			{"PEPPOL-EN16931-R007", looks(at("/*", selfBillingProcess.known))},
			{"PEPPOL-EN16931-R051", looks(inDocumentCurrency(false))},
			{"PEPPOL-EN16931-P0100", looks(typeIn("cbc:InvoiceTypeCode", "invoice-types@peppol-selfbilling-2026.5", selfBillingProcess.is("01")))},
			{"PEPPOL-EN16931-P0101", looks(typeIn("cbc:CreditNoteTypeCode", "credit-note-types@peppol-selfbilling-2026.5", selfBillingProcess.is("01")))},
		},
	}
}
