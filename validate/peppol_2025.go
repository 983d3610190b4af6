package validate

import (
	"slices"
	"strings"
)

// The release before: other processes, currencies and address schemes, no rules on Dutch identifiers, and German rules
// that took codes as they are written, or as numbers.
var peppolOf2025 = Set{Name: "peppol", Version: "2025.11", UBL: true, rules: revised(since2025)}

func since2025() revision {
	return revision{
		of: peppol.Rules(),
		leftOut: []string{"PEPPOL-COMMON-R054", "PEPPOL-COMMON-R055", "PEPPOL-COMMON-R056-1", "PEPPOL-COMMON-R056-2", "PEPPOL-COMMON-R057",
			"DE-R-T02"},
		changed: []ruleChange{
			{"PEPPOL-COMMON-R052", weighs(Warning)},
			{"PEPPOL-COMMON-R053", weighs(Warning)},
			{"PEPPOL-EN16931-R004", looks(at("/*", claims(bisBilling, "")))},
			{"PEPPOL-EN16931-R007", looks(at("/*", processOf2025.known))},
			{"PEPPOL-EN16931-CL007", looks(currencyIn("currencies@peppol-2025.11"))},
			{"PEPPOL-EN16931-CL008", looks(attrIn("cbc:EndpointID", "schemeID", "eas@peppol-2025.11"))},
			{"PEPPOL-EN16931-P0100", looks(typeIn("cbc:InvoiceTypeCode", "invoice-types@peppol-2026.5", processOf2025.is("01")))},
			{"PEPPOL-EN16931-P0101", looks(typeIn("cbc:CreditNoteTypeCode", "credit-note-types@peppol-2026.5", processOf2025.is("01")))},
			{"DK-R-003", weighs(Warning)},
			{"DK-R-017", weighs(Warning)},
			{"DE-R-017", looks(when("/*", inGermany, germanTypeAsWritten))},
			{"DE-R-018", looks(germanDiscounts(endsInDiscount))},
			{"DE-R-019", looks(when("/*/cac:PaymentMeans", and(means("58"), inGermany), ibanAt("cac:PayeeFinancialAccount/cbc:ID")))},
			{"DE-R-020", looks(when("/*/cac:PaymentMeans", and(means("59"), inGermany), ibanAt("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID")))},
			{"DE-R-023-1", looks(paidBy(has("cac:PayeeFinancialAccount"), 30, 58))},
			{"DE-R-023-2", looks(paidBy(lacks("cac:CardAccount|cac:PaymentMandate"), 30, 58))},
			{"DE-R-024-1", looks(paidBy(has("cac:CardAccount"), 48, 54, 55))},
			{"DE-R-024-2", looks(paidBy(lacks("cac:PayeeFinancialAccount|cac:PaymentMandate"), 48, 54, 55))},
			{"DE-R-025-1", looks(paidBy(has("cac:PaymentMandate"), 59))},
			{"DE-R-025-2", looks(paidBy(lacks("cac:PayeeFinancialAccount|cac:CardAccount"), 59))},
			{"DE-R-026", looks(when("/*", and(isNumbered("cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode", 384), inGermany), has("cac:BillingReference/cac:InvoiceDocumentReference")))},
			{"DE-R-028", looks(when(ublSellerContact, inGermany, normAt("cbc:ElectronicMail", isPlainEmail)))},
		},
	}
}

// isNumbered: one of such elements is one of these numbers, however it is written.
func isNumbered(p string, numbers ...float64) condition {
	q := path(p)
	return func(_ *Check, n Node) bool {
		return !q.Each(n, func(x Node) bool {
			f, ok := number(x.Text())
			return !ok || !slices.Contains(numbers, f)
		})
	}
}

// paidBy tests payment means within Germany that have one of these codes, read as numbers.
func paidBy(ok condition, codes ...float64) Test {
	return when("/*/cac:PaymentMeans", and(isNumbered("cbc:PaymentMeansCode", codes...), inGermany), ok)
}

func germanTypeAsWritten(_ *Check, n Node) bool {
	return !typeCodes.Each(n, func(x Node) bool { return !germanTypes.Has(x.Text()) })
}

// endsInDiscount: the line ends in a discount, whatever stands before.
func endsInDiscount(s string) bool {
	for i := range len(s) {
		if s[i] == '#' && isDiscount(s[i:]) {
			return true
		}
	}
	return false
}

// isPlainEmail: the parts between points are made of letters, digits and some signs; behind the @ of letters, digits
// and hyphens within, and there are two at least.
func isPlainEmail(s string) bool {
	local, domain, found := strings.Cut(s, "@")
	domains := strings.Split(domain, ".")
	return found && len(domains) > 1 && !slices.ContainsFunc(strings.Split(local, "."), notAtom) && !slices.ContainsFunc(domains, notLabel)
}

func notAtom(s string) bool {
	return s == "" || strings.ContainsFunc(s, func(r rune) bool {
		return r > '~' || !isLetter(byte(r)) && !isDigit(byte(r)) && !strings.ContainsRune("!#$%&\"*+/=?^_`{|}~-", r)
	})
}

func notLabel(s string) bool {
	return s == "" || s[0] == '-' || s[len(s)-1] == '-' || strings.ContainsFunc(s, func(r rune) bool {
		return r > 'z' || !isLetter(byte(r)) && !isDigit(byte(r)) && r != '-'
	})
}
