package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Identifiers of parties in schemes whose form is known. They are looked for wherever an element has such a scheme.
func peppolCIIIdentifiers() []Rule {
	return []Rule{
		inCII("PEPPOL-COMMON-R040", ciiIdentifier("0088", bothForms(digitsOnly, gln))),
		inCII("PEPPOL-COMMON-R041", ciiIdentifier("0192", bothForms(nDigits(9), mod11))),
		inCII("PEPPOL-COMMON-R042", identifiedBy(ciiAnyID, "0184", func(n Node) bool { return eitherForm(nDigits(8), danishNumber)(n.Text()) })),
		inCII("PEPPOL-COMMON-R043", ciiIdentifier("0208", bothForms(nDigits(10), belgian))),
		inCII("PEPPOL-COMMON-R044", ciiIdentifier("0201", ipaCode)),
		inCII("PEPPOL-COMMON-R045", ciiIdentifier("0210", codiceFiscale)),
		inCII("PEPPOL-COMMON-R046", identifiedBy("ram:URIID", "9907", func(n Node) bool { return codiceFiscale(n.Norm()) }),
			along("PEPPOL-EN16931-CL008")),
		inCII("PEPPOL-COMMON-R047", ciiIdentifier("0211", partitaIVA)),
		{ID: "PEPPOL-COMMON-R048", Severity: Warning, Terms: t("BT-34", "BT-49"),
			Text: "The electronic address {value} (scheme 9906) is no Italian VAT number: IT and 11 digits with a check digit.",
			CII:  identifiedBy("ram:URIID", "9906", func(n Node) bool { return partitaIVA(n.Norm()) }),
			Break: func(inv *einvoice.Invoice) {
				inv.Buyer.ElectronicAddress = einvoice.Identifier{Value: "IT00743110158", Scheme: "9906"}
			},
			Also: []string{"PEPPOL-EN16931-CL008"}},
		inCII("PEPPOL-COMMON-R049", ciiIdentifier("0007", bothForms(nDigits(10), luhn))),
		inCII("PEPPOL-COMMON-R050", ciiIdentifier("0151", looseABN)),
	}
}

const ciiAnyID = "ram:URIID|ram:ID|ram:GlobalID"

// ciiIdentifier: identifiers of a scheme have this form, white space normalized.
func ciiIdentifier(scheme string, valid form) Test {
	return identifiedBy(ciiAnyID, scheme, func(n Node) bool { return valid(n.Norm()) })
}

// identifiedBy looks at elements of some names with this scheme.
func identifiedBy(pattern, scheme string, valid func(Node) bool) Test {
	return each(pattern, func(c *Check, n Node) {
		if n.AttrValue("schemeID") == scheme && !valid(n) {
			c.Fail(n)
		}
	})
}

// looseABN is abn of the first eleven characters, whatever they are.
//
// QUIRK: The published rule counts with the characters' numbers, and does not ask whether they are digits or how
// many there are beyond eleven.
func looseABN(s string) bool {
	sum, i := -10, 0
	for _, r := range s {
		if i == 11 {
			break
		}
		weight := 2*i - 1
		if i == 0 {
			weight = 10
		}
		sum += (int(r) - '0') * weight
		i++
	}
	return i == 11 && sum%89 == 0
}

// Codes and dates.
func peppolCIICodes() []Rule {
	return []Rule{
		inCII("PEPPOL-EN16931-CL001", attrIn("ram:AttachmentBinaryObject", "mimeCode", "mime@peppol-cii-2025.5")),
		inCII("PEPPOL-EN16931-CL002", ciiReasonIn("allowance-reasons@peppol-cii-2025.5", "false")),
		inCII("PEPPOL-EN16931-CL003", ciiReasonIn("charge-reasons@peppol-cii-2025.5", "true")),
		inCII("PEPPOL-EN16931-CL007", attrIn("ram:TaxTotalAmount", "currencyID", "currencies@peppol-cii-2025.5")),
		inCII("PEPPOL-EN16931-CL008", each("ram:BuyerTradeParty/ram:URIUniversalCommunication/ram:URIID|ram:SellerTradeParty/ram:URIUniversalCommunication/ram:URIID", knownAddressScheme)),
		inCII("PEPPOL-EN16931-P0100", alwaysHolds, func(r *Rule) {
			r.Never = "cii: the published rule looks for the type code in an element of a name that no schema has"
		}),
		inCII("PEPPOL-EN16931-F001", each("udt:DateTimeString", plainDay),
			reads("The date {value} in the format {format} is not CCYYMMDD of this century in the format 102."),
			broken("attr rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString format = 610")),
	}
}

var ciiAddressSchemes = codes.Get("eas@peppol-cii-2025.5")

// knownAddressScheme: an electronic address has a scheme, and it is in the list.
func knownAddressScheme(c *Check, n Node) {
	if code, ok := n.Attr("schemeID"); !ok || !ciiAddressSchemes.Has(code) {
		c.Arg("code", shown(code)).Fail(n)
	}
}

// ciiReasonIn: reason codes of allowances (indicator false) or charges (true) are in a list.
func ciiReasonIn(list, indicator string) Test {
	return when("ram:SpecifiedTradeAllowanceCharge/ram:ReasonCode", saysNorm("../ram:ChargeIndicator/udt:Indicator", indicator), isIn(list))
}

// plainDay: a date is a day of this century as eight digits, and its format says so.
func plainDay(c *Check, n Node) {
	s, format := n.Text(), n.AttrValue("format")
	if len(s) != 8 || !strings.HasPrefix(s, "20") || !digitsOnly(s) || tree.Normalize(format) != "102" {
		c.Arg("format", shown(format)).Fail(n)
	}
}
