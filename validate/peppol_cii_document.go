package validate

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

// What is said of the document as a whole.
func peppolCIIDocument() []Rule {
	return []Rule{
		inCII("PEPPOL-EN16931-R001", at("rsm:ExchangedDocumentContext", has("ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID")),
			along("PEPPOL-EN16931-R007")),
		inCII("PEPPOL-EN16931-R002", each("rsm:ExchangedDocument", onePlainNote), speaksOf("BT-22", "BT-21"), helps("Put everything into one note without a code."),
			reads("There are {notes} notes (BT-22), {coded} of them with a subject code (BT-21): one is allowed, without a code."),
			broken("twice rsm:ExchangedDocument/ram:IncludedNote")),
		inCII("PEPPOL-EN16931-R003", at("ram:ApplicableHeaderTradeAgreement", has("ram:BuyerReference|ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID"))),
		inCII("PEPPOL-EN16931-R004", each("rsm:ExchangedDocumentContext", func(c *Check, n Node) {
			if !strings.HasPrefix(ciiGuideline.First(n).Norm(), bisBilling) {
				c.failAt(ciiGuideline, n)
			}
		})),
		inCII("PEPPOL-EN16931-R005", at("ram:ApplicableHeaderTradeSettlement/ram:TaxCurrencyCode", ownVATCurrency),
			along("PEPPOL-EN16931-R053", "PEPPOL-EN16931-R054")),
		{ID: "PEPPOL-EN16931-R006", Severity: Fatal, Terms: t("BT-18"),
			Text:     "The document has more than one invoiced object identifier (BT-18): {reference} is the second one with the type code 130.",
			CII:      oneOfType("ram:ApplicableHeaderTradeAgreement", "ram:AdditionalReferencedDocument", "130"),
			BreakCII: "set " + ciiAgreement + "/ram:AdditionalReferencedDocument/ram:TypeCode = 130"},
		inCII("PEPPOL-EN16931-R007", each("rsm:ExchangedDocumentContext", func(c *Check, n Node) {
			if !knownProcess(n) {
				c.failAt(ciiProcessID, n)
			}
		})),
		inCII("PEPPOL-EN16931-R010", at("ram:BuyerTradeParty", has("ram:URIUniversalCommunication/ram:URIID"))),
		inCII("PEPPOL-EN16931-R020", at("ram:SellerTradeParty", has("ram:URIUniversalCommunication/ram:URIID"))),
		inCII("PEPPOL-EN16931-R053", each("ram:ApplicableHeaderTradeSettlement", func(c *Check, n Node) {
			if found := vatTotals(n, ramInvoiceCurrencyCode, true); found.count != 1 {
				c.Arg("count", strconv.Itoa(found.count)).Fail(n)
			}
		}), reads("There are {count} VAT totals in the invoice currency {BT-5} (BT-110), where there must be one."),
			broken("twice "+ciiSettlement+"/"+ciiTotals+"/ram:TaxTotalAmount")),
		inCII("PEPPOL-EN16931-R054", each("ram:ApplicableHeaderTradeSettlement", otherVATTotals), reads("There are {count} VAT totals in another currency than that of the invoice (BT-111), where there must be {right}."),
			broken("drop "+ciiSettlement+"/ram:TaxCurrencyCode")),
		inCII("PEPPOL-EN16931-R055", when("ram:ApplicableHeaderTradeSettlement", has("ram:TaxCurrencyCode"), func(_ *Check, n Node) bool {
			ours, other := vatTotals(n, ramInvoiceCurrencyCode, true), vatTotals(n, ramTaxCurrencyCode, true)
			return ours.negative && other.negative || ours.atLeast && other.atLeast
		})),
		inCII("PEPPOL-EN16931-R061", each("ram:SpecifiedTradeSettlementPaymentMeans", debitHasMandate)),
		inCII("PEPPOL-EN16931-R080", oneOfType("ram:ApplicableHeaderTradeAgreement", "ram:AdditionalReferencedDocument", "50"),
			speaksOf("BT-17"),
			reads("The document has more than one tender or lot reference (BT-17): {reference} is the second one with the type code 50."),
			broken("twice "+ciiAgreement+"/ram:AdditionalReferencedDocument")),
	}
}

var (
	ciiGuideline = path("ram:GuidelineSpecifiedDocumentContextParameter/ram:ID")
	ciiProcessID = path("ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID")
	noteCode     = path("ram:IncludedNote/ram:SubjectCode")
	includedNote = path("ram:IncludedNote")
	vatTotalsCII = path(ciiTotals + "/ram:TaxTotalAmount")
	ciiMandateID = path("../ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID")
)

// knownProcess: the document is part of a process of Peppol's. One that is called Unknown is none.
func knownProcess(context Node) bool {
	number := processOf2025(ciiProcessID.First(context).Norm())
	return number != "" && number != "Unknown"
}

// onePlainNote: there is one note at most, and none with a subject code.
func onePlainNote(c *Check, n Node) {
	notes, coded := includedNote.Count(n), noteCode.Count(n)
	if notes <= 1 && coded == 0 {
		return
	}
	wrong := noteCode.First(n)
	if notes > 1 {
		wrong = includedNote.First(n).NextNamed(includedNote.First(n).Name())
	}
	c.Arg("notes", strconv.Itoa(notes)).Arg("coded", strconv.Itoa(coded)).Fail(wrong)
}

// ownVATCurrency: the currency of VAT is another one than that of the invoice.
func ownVATCurrency(_ *Check, n Node) bool {
	return n.Norm() != n.Parent().Child(ramInvoiceCurrencyCode).Norm()
}

// otherVATTotals: there is one VAT total in another currency than that of the invoice, if there is such a currency.
func otherVATTotals(c *Check, n Node) {
	right := 0
	if n.Child(ramTaxCurrencyCode).Exists() {
		right = 1
	}
	if found := vatTotals(n, ramInvoiceCurrencyCode, false); found.count != right {
		c.Arg("count", strconv.Itoa(found.count)).Arg("right", strconv.Itoa(right)).Fail(n)
	}
}

// debitHasMandate: with a direct debit there is a mandate.
func debitHasMandate(c *Check, n Node) {
	if code := n.Child(ramTypeCode).Norm(); debitMeans.Has(code) && !ciiMandateID.Exists(n) {
		c.Arg("code", code).Fail(n)
	}
}

// oneOfType: at most one of the documents that a path leads to has this type code.
func oneOfType(pattern, documents, code string) Test {
	p := path(documents)
	return each(pattern, func(c *Check, n Node) {
		found := 0
		p.Each(n, func(x Node) bool {
			if x.Child(ramTypeCode).Text() != code {
				return true
			}
			if found++; found == 2 {
				c.Arg("reference", x.Child(ramIssuerAssignedID).Norm()).Fail(x)
			}
			return found < 2
		})
	})
}

// vatAmounts tells of some of the VAT totals how many they are, and whether any is below zero and any is not.
type vatAmounts struct {
	count             int
	negative, atLeast bool
}

// vatTotals looks at the VAT totals in the currency that an element names, or at those in others.
func vatTotals(settlement Node, currency names.Name, same bool) (found vatAmounts) {
	code := settlement.Child(currency)
	if !code.Exists() {
		return found
	}
	vatTotalsCII.Each(settlement, func(x Node) bool {
		if c, ok := x.Attr("currencyID"); ok && (c == code.Text()) == same {
			found.count++
			negative := isNegative(x.Text())
			found.negative = found.negative || negative
			found.atLeast = found.atLeast || !negative
		}
		return true
	})
	return found
}
