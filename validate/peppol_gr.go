package validate

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Rules of Greece. The invoice number (BT-1) has six parts there: tax number of the seller,
// day of issue, number of the establishment, kind of document, series, and number in the series.
func peppolGR() []Rule {
	return []Rule{
		{ID: "GR-R-001-1", Severity: Fatal, Terms: t("BT-1"),
			Text:  "Invoice number {BT-1} (BT-1) of the Greek seller has {parts} parts with | between them instead of six.",
			Help:  "Write tax number|day/month/year|establishment|kind of document|series|number, as in 123456783|02/03/2026|0|1.1|A|117.",
			UBL:   greekPartAt(0, func(_ *Check, parts []string) bool { return len(parts) == 6 }),
			Break: greek(greekPart("6", "117|1"))},
		{ID: "GR-R-001-2", Severity: Fatal, Terms: t("BT-1", "BT-31", "BT-63"),
			Text:  "The first part of invoice number {BT-1} (BT-1) is not the Greek tax number of the seller (in BT-31) or its tax representative (in BT-63): {part}.",
			UBL:   greekPartAt(1, greekSellerPart),
			Break: greek(greekPart("1", otherAFM))},
		{ID: "GR-R-001-3", Severity: Fatal, Terms: t("BT-1", "BT-2"),
			Text:  "The second part of invoice number {BT-1} (BT-1) is not the day of issue {BT-2} (BT-2) in the form day/month/year: {part}.",
			UBL:   greekPartAt(2, greekDatePart),
			Break: greek(greekPart("2", "2026-03-02"))},
		{ID: "GR-R-001-4", Severity: Fatal, Terms: t("BT-1"),
			Text:  "The third part of invoice number {BT-1} (BT-1), the seller's establishment in Greece, is not a whole number from 0 on: {part}.",
			UBL:   greekPartAt(3, func(_ *Check, parts []string) bool { return isWhole(partOf(parts, 3)) }),
			Break: greek(greekPart("3", "-1"))},
		{ID: "GR-R-001-5", Severity: Fatal, Terms: t("BT-1"),
			Text: "The fourth part of invoice number {BT-1} (BT-1) is no kind of document in Greece (1.1, 1.6, 2.1, 2.4, 5.1, 5.2): {part}.",
			UBL: greekPartAt(4, func(_ *Check, parts []string) bool {
				part := partOf(parts, 4)
				return !blank(part) && greekKinds.Has(part)
			}),
			Break: greek(greekPart("4", "9.9"))},
		{ID: "GR-R-001-6", Severity: Fatal, Terms: t("BT-1"),
			Text:  "The fifth part of invoice number {BT-1} (BT-1), the series in Greece, is empty.",
			Help:  "Write 0 where there is no series.",
			UBL:   greekPartAt(5, func(_ *Check, parts []string) bool { return partOf(parts, 5) != "" }),
			Break: greek(greekPart("5", ""))},
		{ID: "GR-R-001-7", Severity: Fatal, Terms: t("BT-1"),
			Text:  "The sixth part of invoice number {BT-1} (BT-1), the number in its Greek series, is empty.",
			UBL:   greekPartAt(6, func(_ *Check, parts []string) bool { return partOf(parts, 6) != "" }),
			Break: greek(greekPart("6", ""))},
		{ID: "GR-R-002", Severity: Fatal, Terms: t("BT-28"),
			Text:  "The Greek seller {BT-27} gives no trading name (BT-28).",
			UBL:   when("cac:AccountingSupplierParty/cac:Party", fromGreece, textAt("cac:PartyName/cbc:Name", notEmpty)),
			Break: greek(func(inv *einvoice.Invoice) { inv.Seller.TradingName = "" })},
		{ID: "GR-R-003", Severity: Fatal, Terms: t("BT-31"),
			Text:  "VAT identifier {BT-31} (BT-31) of the Greek seller is not EL and a tax number with the right check digit.",
			UBL:   when("cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID", and(vatScheme("../cac:TaxScheme/cbc:ID"), fromGreece), textAt(".", isGreekVAT)),
			Break: greek(func(inv *einvoice.Invoice) { inv.Seller.VATIdentifier = "GR" + oneAFM }), Also: t("GR-S-011")},
		{ID: "GR-R-004-1", Severity: Fatal, Terms: t("BT-122", "BT-123"),
			Text:  "The invoice of the Greek seller has {count} supporting documents with the MARK number, described (BT-123) as ##M.AR.K##, where there must be one.",
			Help:  "Give the registration number of the tax authority's platform (myDATA) as BT-122.",
			UBL:   described(markDescription, 1, 1),
			Break: greek(func(inv *einvoice.Invoice) { inv.SupportingDocuments[1].Description = "MARK" })},
		{ID: "GR-R-004-2", Severity: Fatal, Terms: t("BT-122"),
			Text: "MARK number {value} (BT-122) of the Greek seller does not begin with a digit from 1 to 9.",
			UBL: when("cac:AdditionalDocumentReference/cbc:ID", and(says("../cbc:DocumentDescription", markDescription), fromGreece, greekAddress), func(_ *Check, n Node) bool {
				s := n.Text()
				return s != "" && '1' <= s[0] && s[0] <= '9'
			}),
			Break: greek(func(inv *einvoice.Invoice) { inv.SupportingDocuments[1].Reference = "0400001234" })},
		{ID: "GR-R-005", Severity: Fatal, Terms: t("BT-45"),
			Text:  "The buyer {BT-44} of a Greek seller has no trading name (BT-45).",
			UBL:   when("cac:AccountingCustomerParty/cac:Party", fromGreece, textAt("cac:PartyName/cbc:Name", notEmpty)),
			Break: greek(func(inv *einvoice.Invoice) { inv.Buyer.TradingName = "" })},
		{ID: "GR-R-006", Severity: Fatal, Terms: t("BT-48"),
			Text:  "VAT identifier {BT-48} (BT-48) of the Greek buyer is not EL and a tax number with the right check digit.",
			UBL:   when("cac:AccountingCustomerParty/cac:Party", inGreece, oneGreekVAT),
			Break: greek(func(inv *einvoice.Invoice) { inv.Buyer.VATIdentifier = "EL123456789" })},
		{ID: "GR-R-008-2", Severity: Fatal, Terms: t("BT-123", "BT-124"),
			Text:  "The invoice of the Greek seller has {count} supporting documents with its address, described (BT-123) as ##INVOICE|URL##: one at most is allowed.",
			UBL:   described(urlDescription, 0, 1),
			Break: greek(func(inv *einvoice.Invoice) { inv.SupportingDocuments[0].Description = urlDescription }), Also: t("GR-S-008-1")},
		{ID: "GR-R-008-3", Severity: Fatal, Terms: t("BT-124"),
			Text:  "The supporting document of the Greek seller that is described as ##INVOICE|URL## has no location (BT-124).",
			UBL:   when("cac:AdditionalDocumentReference", and(says("cbc:DocumentDescription", urlDescription), fromGreece), filled("cac:Attachment/cac:ExternalReference/cbc:URI")),
			Break: greek(func(inv *einvoice.Invoice) { inv.SupportingDocuments[2].Location = "" })},
		{ID: "GR-R-009", Severity: Fatal, Terms: t("BT-34", "BT-34-1"),
			Text: "The electronic address {BT-34} (BT-34) of the Greek seller is not a Greek tax number with the scheme 9933.",
			UBL: when("cac:AccountingSupplierParty/cac:Party/cbc:EndpointID", func(c *Check, _ Node) bool { return isGreek(c.nations().bySeller) },
				isGreekAddress),
			Break: greek(func(inv *einvoice.Invoice) { inv.Seller.ElectronicAddress = id("4000001123452", "0088") })},
		{ID: "GR-R-010", Severity: Fatal, Terms: t("BT-49", "BT-49-1"),
			Text:  "The electronic address {BT-49} (BT-49) of the Greek buyer is not a Greek tax number with the scheme 9933.",
			UBL:   when("cac:AccountingCustomerParty/cac:Party/cbc:EndpointID", inGreece, isGreekAddress),
			Break: greek(func(inv *einvoice.Invoice) { inv.Buyer.ElectronicAddress.Value = "123456789" })},
		{ID: "GR-S-008-1", Severity: Warning, Terms: t("BT-123", "BT-124"),
			Text:  "The invoice of the Greek seller has {count} supporting documents with its address, described (BT-123) as ##INVOICE|URL##, where there must be one.",
			UBL:   described(urlDescription, 1, 1),
			Break: greek(func(inv *einvoice.Invoice) { inv.SupportingDocuments[2].Description = "Address" })},
		{ID: "GR-S-011", Severity: Warning, Terms: t("BT-31"),
			Text: "The Greek seller {BT-27} does not have exactly one VAT identifier (BT-31) that is EL and a tax number with the right check digit.",
			UBL:  when("cac:AccountingSupplierParty/cac:Party", fromGreece, oneGreekVAT),
			Break: greek(func(inv *einvoice.Invoice) {
				inv.Seller.VATIdentifier, inv.TaxRepresentative.VATIdentifier = "", "EL"+oneAFM
			})},
	}
}

const (
	markDescription = "##M.AR.K##"
	urlDescription  = "##INVOICE|URL##"
)

var greekKinds = codes.Get("gr-document-types@peppol-2026.5")

var (
	vatNumbers  = path("/*/cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme|/*/cac:TaxRepresentativeParty/cac:PartyTaxScheme")
	taxNumberOf = path("cbc:CompanyID")
)

// greekAddress: the seller's address is in Greece; the country is compared as it is written.
func greekAddress(c *Check, _ Node) bool { return c.nations().seller.raw == "GR" }

// greekPartAt asks something of the parts of the invoice number, of part n above all.
func greekPartAt(n int, ok func(c *Check, parts []string) bool) Test {
	return each("/inv:Invoice/cbc:ID|/cn:CreditNote/cbc:ID", func(c *Check, x Node) {
		if !fromGreece(c, x) {
			return
		}
		var parts []string
		if s := x.Text(); s != "" {
			parts = strings.Split(s, "|")
		}
		if !ok(c, parts) {
			if n == 0 {
				c.Arg("parts", strconv.Itoa(len(parts)))
			} else {
				c.Arg("part", shown(partOf(parts, n)))
			}
			c.Fail(x)
		}
	})
}

// partOf is the nth part, counted from 1; none is "".
func partOf(parts []string, n int) string {
	if n > len(parts) {
		return ""
	}
	return parts[n-1]
}

// greekSellerPart: nine digits that are right, and stand in a VAT identifier of the seller
// or its tax representative.
func greekSellerPart(c *Check, parts []string) bool {
	s := partOf(parts, 1)
	return runes(normalize(s)) == 9 && greekTax(s) && tree.Ask(c.head, vatNumbers, func(head Node) map[string]bool {
		all := map[string]bool{}
		vatNumbers.Each(head, func(x Node) bool {
			if ublNations.vat(c, x) {
				all[chars(taxNumberOf.First(x).Text(), 2, 9)] = true
			}
			return true
		})
		return all
	})[s]
}

// greekDatePart: day, month and year of the issue date as they stand there.
func greekDatePart(c *Check, parts []string) bool {
	issued := strings.Split(ublIssueDate.First(c.head).Text(), "-")
	given := strings.Split(partOf(parts, 2), "/")
	if len(issued) < 3 || len(given) < 3 {
		return false
	}
	day, month, year := given[0], given[1], given[2]
	return day == issued[2] && month == issued[1] && year == issued[0] &&
		allDigits(day, 2, 2) && allDigits(month, 2, 2) && allDigits(chars(year, 0, 4), 4, 4) && (year[:2] == "19" || year[:2] == "20")
}

var ublIssueDate = path("cbc:IssueDate")

// isWhole: a whole number that is not below zero.
func isWhole(s string) bool {
	s = strings.Trim(s, " \t\r\n")
	if rest, minus := strings.CutPrefix(s, "-"); minus {
		return rest != "" && strings.Trim(rest, "0") == ""
	}
	s = strings.TrimPrefix(s, "+")
	return allDigits(s, 1, len(s))
}

func isGreekVAT(s string) bool { return chars(s, 0, 2) == "EL" && greekTax(chars(s, 2, 9)) }

// oneGreekVAT: the party has one VAT identifier, and it is right.
func oneGreekVAT(c *Check, n Node) bool {
	count, right := 0, false
	partyTaxes.Each(n, func(x Node) bool {
		if isVATNorm(c, x) {
			taxNumberOf.Each(x, func(v Node) bool { count++; right = isGreekVAT(v.Text()); return true })
		}
		return true
	})
	return count == 1 && right
}

var isVATNorm = vatScheme("cac:TaxScheme/cbc:ID")

// vatScheme: the tax scheme is VAT, white space around it apart.
func vatScheme(p string) condition { return normAt(p, func(s string) bool { return s == "VAT" }) }

func isGreekAddress(_ *Check, n Node) bool {
	return n.AttrValue("schemeID") == "9933" && greekTax(n.Text())
}

func notEmpty(s string) bool { return s != "" }

// described counts the supporting documents with a description.
func described(description string, least, most int) Test {
	has := says("cbc:DocumentDescription", description)
	return each("/*", func(c *Check, n Node) {
		if !fromGreece(c, n) || !greekAddress(c, n) {
			return
		}
		count := 0
		references.Each(n, func(x Node) bool {
			if has(c, x) {
				count++
			}
			return true
		})
		if count < least || count > most {
			c.Arg("count", strconv.Itoa(count)).Fail(n)
		}
	})
}
