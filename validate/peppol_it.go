package validate

import "github.com/einvoice-go/einvoice"

// Rules of Italy.
func peppolIT() []Rule {
	return []Rule{
		{ID: "IT-R-001", Severity: Fatal, Terms: t("BT-32"),
			Text:  "Tax registration {BT-32} (BT-32) of the Italian seller is not made of 11 to 16 capital letters and digits.",
			Help:  "Give the codice fiscale.",
			UBL:   when("cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme", and(not(isVATNorm), fromItaly), normAt("cbc:CompanyID", isFiscalCode)),
			Break: italian(func(inv *einvoice.Invoice) { inv.Seller.TaxRegistration.Value = "RSS-1" })},
		{ID: "IT-R-002", Severity: Fatal, Terms: t("BT-35"),
			Text:  "The address of the Italian seller {BT-27} has no street (BT-35).",
			UBL:   when("cac:AccountingSupplierParty/cac:Party", fromItaly, has("cac:PostalAddress/cbc:StreetName")),
			Break: italian(func(inv *einvoice.Invoice) { inv.Seller.Address.Line1 = "" })},
		{ID: "IT-R-003", Severity: Fatal, Terms: t("BT-37"),
			Text:  "The address of the Italian seller {BT-27} has no city (BT-37).",
			UBL:   when("cac:AccountingSupplierParty/cac:Party", fromItaly, has("cac:PostalAddress/cbc:CityName")),
			Break: italian(func(inv *einvoice.Invoice) { inv.Seller.Address.City = "" })},
		{ID: "IT-R-004", Severity: Fatal, Terms: t("BT-38"),
			Text:  "The address of the Italian seller {BT-27} has no post code (BT-38).",
			UBL:   when("cac:AccountingSupplierParty/cac:Party", fromItaly, has("cac:PostalAddress/cbc:PostalZone")),
			Break: italian(func(inv *einvoice.Invoice) { inv.Seller.Address.PostCode = "" })},
	}
}

// isFiscalCode: 11 to 16 capital letters and digits.
func isFiscalCode(s string) bool {
	if len(s) < 11 || len(s) > 16 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !isUpper(c) && !isDigit(c) {
			return false
		}
	}
	return true
}
