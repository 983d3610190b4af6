package validate

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Identifiers of parties in schemes whose form is known: electronic addresses, party identifiers and
// registrations.
func peppolIdentifiers() []Rule {
	return []Rule{
		{ID: "PEPPOL-COMMON-R040", Severity: Fatal, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "The GLN {value} (scheme 0088) has a wrong check digit or is not made of digits.",
			Help:  "The last digit of a GLN is computed from the others: look for a typing error.",
			UBL:   identifier("0088", bothForms(digitsOnly, gln)),
			Break: identify("0088", "4000001123453")},
		{ID: "PEPPOL-COMMON-R041", Severity: Fatal, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 0192) is no Norwegian organization number: nine digits with a check digit.",
			UBL:   identifier("0192", bothForms(nDigits(9), mod11)),
			Break: identify("0192", "974760674")},
		{ID: "PEPPOL-COMMON-R042", Severity: Fatal, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 0184) is no Danish CVR number: eight digits, or DK and eight digits.",
			UBL:   identifierAsWritten("0184", eitherForm(nDigits(8), danishNumber)),
			Break: identify("0184", "DK1234567")},
		{ID: "PEPPOL-COMMON-R043", Severity: Fatal, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 0208) is no Belgian enterprise number: ten digits, of which the last two are computed.",
			UBL:   identifier("0208", bothForms(nDigits(10), belgian)),
			Break: identify("0208", "0202239952")},
		{ID: "PEPPOL-COMMON-R044", Severity: Warning, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 0201) is no Italian IPA code: six letters or digits.",
			UBL:   identifier("0201", ipaCode),
			Break: identify("0201", "UF-123")},
		{ID: "PEPPOL-COMMON-R045", Severity: Warning, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 0210) is no Italian fiscal code: 11 digits, or 16 letters and digits in their order.",
			UBL:   identifier("0210", codiceFiscale),
			Break: identify("0210", "RSSMRA85T10A562")},
		{ID: "PEPPOL-COMMON-R046", Severity: Warning, Terms: t("BT-34", "BT-49"),
			Text: "The electronic address {value} (scheme 9907) is no Italian fiscal code: 11 digits, or 16 letters and digits in their order.",
			UBL: at("cbc:EndpointID", func(_ *Check, n Node) bool {
				return n.AttrValue("schemeID") != "9907" || codiceFiscale(n.Norm())
			}),
			Break: func(inv *einvoice.Invoice) {
				inv.Buyer.ElectronicAddress = einvoice.Identifier{Value: "RSSMRA85T10A562", Scheme: "9907"}
			},
			Also: []string{"PEPPOL-EN16931-CL008"}},
		{ID: "PEPPOL-COMMON-R047", Severity: Warning, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 0211) is no Italian VAT number: IT and 11 digits with a check digit.",
			UBL:   identifier("0211", partitaIVA),
			Break: identify("0211", "IT00743110158")},
		{ID: "PEPPOL-COMMON-R049", Severity: Fatal, Terms: t("BT-29", "BT-34", "BT-46", "BT-49", "BT-30", "BT-47"),
			Text:  "{value} (scheme 0007) is no Swedish organization number: ten digits with a check digit.",
			UBL:   identifier("0007", bothForms(nDigits(10), luhn)),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.LegalRegistration.Value = "5560004616" }},
		{ID: "PEPPOL-COMMON-R050", Severity: Fatal, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 0151) is no Australian business number: eleven digits, of which the first two are computed.",
			UBL:   identifier("0151", bothForms(nDigits(11), abn)),
			Break: identify("0151", "51824753557")},
		{ID: "PEPPOL-COMMON-R052", Severity: Fatal, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 0096) is no Danish P number: ten digits.",
			UBL:   identifierAsWritten("0096", nDigits(10)),
			Break: identify("0096", "100123456")},
		{ID: "PEPPOL-COMMON-R053", Severity: Fatal, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 0198) is no Danish SE number: DK and eight digits.",
			UBL:   identifierAsWritten("0198", danishNumber),
			Break: identify("0198", "12345678")},
		{ID: "PEPPOL-COMMON-R054", Severity: Warning, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 0106) is no number of the Dutch chamber of commerce: eight digits.",
			UBL:   identifier("0106", nDigits(8)),
			Break: identify("0106", "1234567")},
		{ID: "PEPPOL-COMMON-R055", Severity: Warning, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 0190) is no Dutch OIN: 20 digits.",
			UBL:   identifier("0190", nDigits(20)),
			Break: identify("0190", "0000000100000000000")},
		{ID: "PEPPOL-COMMON-R056-1", Severity: Warning, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 9944) is no Dutch VAT number: NL, nine digits, B, two digits.",
			UBL:   identifier("9944", dutchVAT),
			Break: identify("9944", "NL123456789")},
		{ID: "PEPPOL-COMMON-R056-2", Severity: Warning, Terms: t("BT-31", "BT-48", "BT-63"),
			Text:  "The VAT identifier {value} begins with NL and is no Dutch VAT number: NL, nine digits, B, two digits.",
			UBL:   at("cac:PartyTaxScheme/cbc:CompanyID", func(_ *Check, n Node) bool { return !claimsDutchVAT(n) || dutchVAT(n.Norm()) }),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.VATIdentifier = "NL123456789B1" }},
		{ID: "PEPPOL-COMMON-R057", Severity: Warning, Terms: t("BT-29", "BT-34", "BT-46", "BT-49"),
			Text:  "{value} (scheme 0217) is no number of the Dutch chamber of commerce's register of establishments: twelve digits.",
			UBL:   identifiers("0217", func(n Node) bool { return claimsDutchVAT(n) || nDigits(12)(n.Norm()) }),
			Break: identify("0217", "12345678901")},
	}
}

// identify gives the buyer an identifier.
func identify(scheme, value string) func(*einvoice.Invoice) {
	return func(inv *einvoice.Invoice) {
		inv.Buyer.Identifiers = []einvoice.Identifier{{Value: value, Scheme: scheme}}
	}
}

var taxSchemeID = path("cac:TaxScheme/cbc:ID")

// identifier: identifiers of a scheme have this form, white space normalized.
func identifier(scheme string, valid func(string) bool) Test {
	return identifiers(scheme, func(n Node) bool { return valid(n.Norm()) })
}

// identifierAsWritten is identifier with white space counting.
func identifierAsWritten(scheme string, valid func(string) bool) Test {
	return identifiers(scheme, func(n Node) bool { return valid(n.Text()) })
}

// identifiers goes to parties for their identifiers, as elements called cbc:ID are many.
func identifiers(scheme string, valid func(Node) bool) Test {
	check := func(c *Check, n Node) {
		if n.AttrValue("schemeID") == scheme && !valid(n) {
			c.Fail(n)
		}
	}
	return both(each("cbc:EndpointID|cbc:CompanyID", check), each("cac:PartyIdentification", func(c *Check, n Node) {
		for x := n.Child(cbcID); x.Exists(); x = x.NextNamed(cbcID) {
			check(c, x)
		}
	}))
}

// claimsDutchVAT: the element is a VAT identifier that begins with NL. Those in a scheme that has a rule of its
// own are left to that rule, but for scheme 0217, whose rule is left to this one.
func claimsDutchVAT(n Node) bool {
	party := n.Parent()
	return n.Name() == cbcCompanyID && party.Name() == cacPartyTaxScheme && strings.HasPrefix(n.Norm(), "NL") &&
		!slices.Contains(ruledSchemes, n.AttrValue("schemeID")) && taxSchemeID.First(party).Norm() == "VAT"
}

var ruledSchemes = []string{"0088", "0192", "0184", "0096", "0198", "0208", "0201", "0210", "0211", "0007", "0151", "0106", "0190", "9944"}
