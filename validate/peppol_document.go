package validate

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Rules of Peppol on the document as a whole.
func peppolDocument() []Rule {
	return []Rule{
		{ID: "PEPPOL-EN16931-R001", Severity: Fatal, Terms: t("BT-23"),
			Text: "The business process (BT-23) is missing.",
			UBL:  at("/*", has("cbc:ProfileID")), Also: []string{"PEPPOL-EN16931-R007"},
			Break: func(inv *einvoice.Invoice) { inv.Process.BusinessProcess = "" }},
		{ID: "PEPPOL-EN16931-R002", Severity: Fatal, Terms: t("BT-22"),
			Text: "There are {count} notes (BT-22), where Peppol allows one.",
			Help: "Put everything into one note. Only between a seller and a buyer in Germany there may be more.",
			UBL: each("/*", func(c *Check, n Node) {
				if count := notes.Count(n); count > 1 && !inGermany(c, n) {
					c.Arg("count", strconv.Itoa(count)).Fail(n.Child(cbcNote).NextNamed(cbcNote))
				}
			}),
			Break: func(inv *einvoice.Invoice) { inv.Notes = append(inv.Notes, einvoice.Note{Text: "A second one"}) }},
		{ID: "PEPPOL-EN16931-R003", Severity: Fatal, Terms: t("BT-10", "BT-13"),
			Text: "There is neither a buyer reference (BT-10) nor a purchase order reference (BT-13).",
			UBL:  at("/*", has("cbc:BuyerReference|cac:OrderReference/cbc:ID")),
			Break: func(inv *einvoice.Invoice) {
				inv.BuyerReference, inv.PurchaseOrderReference, inv.SalesOrderReference = "", "", ""
			}},
		{ID: "PEPPOL-EN16931-R004", Severity: Fatal, Terms: t("BT-24"),
			Text:  "The specification identifier {BT-24} (BT-24) is not that of this Peppol specification.",
			UBL:   at("/*", claims(bisBilling, "::")),
			Break: func(inv *einvoice.Invoice) { inv.Process.Specification = "urn:cen.eu:en16931:2017" }},
		{ID: "PEPPOL-EN16931-R005", Severity: Fatal, Terms: t("BT-6", "BT-5"),
			Text: "The VAT accounting currency {value} (BT-6) is the invoice currency.",
			Help: "Leave out BT-6 and the VAT total in it (BT-111).",
			UBL: at("cbc:TaxCurrencyCode", func(_ *Check, n Node) bool {
				return n.Norm() != n.Parent().Child(cbcDocumentCurrencyCode).Norm()
			}),
			Break: func(inv *einvoice.Invoice) { inv.VATCurrency = inv.Currency }},
		{ID: "PEPPOL-EN16931-R007", Severity: Fatal, Terms: t("BT-23"),
			Text: "The business process {BT-23} (BT-23) is none that Peppol has for this kind of document.",
			UBL:  at("/*", billingProcess.known),
			Break: func(inv *einvoice.Invoice) {
				inv.Process.BusinessProcess = "urn:fdc:peppol.eu:2017:poacc:billing:1:1.0"
			}},
		{ID: "PEPPOL-EN16931-R008", Severity: Fatal,
			Text: "{element} is empty.",
			Help: "Leave out elements that have no value.",
			UBL: each("*", func(c *Check, n Node) {
				if !n.FirstChild().Exists() && blank(n.Text()) && (n != c.head || c.Lines == 0) {
					c.Fail(n)
				}
			}),
			BreakUBL: "set cbc:Note ="},
		{ID: "PEPPOL-EN16931-R010", Severity: Fatal, Terms: t("BT-49"),
			Text:  "The buyer has no electronic address (BT-49).",
			UBL:   at("cac:AccountingCustomerParty/cac:Party", has("cbc:EndpointID")),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.ElectronicAddress = einvoice.Identifier{} }},
		{ID: "PEPPOL-EN16931-R020", Severity: Fatal, Terms: t("BT-34"),
			Text:  "The seller has no electronic address (BT-34).",
			UBL:   at("cac:AccountingSupplierParty/cac:Party", has("cbc:EndpointID")),
			Break: func(inv *einvoice.Invoice) { inv.Seller.ElectronicAddress = einvoice.Identifier{} }},
		{ID: "PEPPOL-EN16931-R051", Severity: Fatal, Terms: t("BT-5"),
			Text: "{element} is in {currency} instead of the invoice currency {BT-5} (BT-5).",
			Help: "Only the VAT total in the accounting currency (BT-111) has another currency.",
			UBL:  inDocumentCurrency(true), BreakUBL: "attr cac:LegalMonetaryTotal/cbc:PayableAmount currencyID = USD"},
		{ID: "PEPPOL-EN16931-R053", Severity: Fatal, Terms: t("BG-23", "BT-110"),
			Text: "There are {count} VAT totals with a VAT breakdown (BG-23), where there must be one.",
			UBL: each("/*", func(c *Check, n Node) {
				if with, _ := countTaxTotals(n); with != 1 {
					c.Arg("count", strconv.Itoa(with)).Fail(n)
				}
			}),
			BreakUBL: "twice cac:TaxTotal"},
		{ID: "PEPPOL-EN16931-R054", Severity: Fatal, Terms: t("BT-111", "BT-6"),
			Text: "There are {count} VAT totals without a VAT breakdown (BT-111), where there must be {right}.",
			Help: "The VAT total in the accounting currency (BT-111) and that currency (BT-6) go together.",
			UBL: each("/*", func(c *Check, n Node) {
				want := 0
				if n.Child(cbcTaxCurrencyCode).Exists() {
					want = 1
				}
				if _, without := countTaxTotals(n); without != want {
					c.Arg("count", strconv.Itoa(without)).Arg("right", strconv.Itoa(want)).Fail(n)
				}
			}),
			BreakUBL: "drop cbc:TaxCurrencyCode"},
		{ID: "PEPPOL-EN16931-R055", Severity: Fatal, Terms: t("BT-111", "BT-110"),
			Text: "The VAT totals in the invoice currency {BT-5} and in the accounting currency {BT-6} are missing or do not have the same sign (BT-110, BT-111).",
			UBL:  at("/*", sameSigns),
			Break: func(inv *einvoice.Invoice) {
				inv.Totals.VATInAccountingCurrency = inv.Totals.VATInAccountingCurrency.Neg()
			}},
		{ID: "PEPPOL-EN16931-R061", Severity: Fatal, Terms: t("BT-89", "BT-81"),
			Text: "The direct debit (BT-81: {code}) has no mandate reference (BT-89).",
			UBL: each("cac:PaymentMeans", func(c *Check, n Node) {
				if code := n.Child(cbcPaymentMeansCode).Norm(); debitMeans.Has(code) && !mandateID.Exists(n) {
					c.Arg("code", code).Fail(n)
				}
			}),
			Break: func(inv *einvoice.Invoice) {
				inv.PaymentInstructions[0].MeansCode, inv.PaymentInstructions[0].DirectDebit.MandateReference = "59", ""
			}},
		{ID: "PEPPOL-EN16931-R080", Severity: Fatal, Terms: t("BT-11"),
			Text:     "The credit note has more than one project reference (BT-11).",
			UBL:      at("/cn:CreditNote", oneProject),
			Break:    makeCreditNote,
			BreakUBL: "before cac:AdditionalDocumentReference <cac:AdditionalDocumentReference><cbc:ID>P-8</cbc:ID><cbc:DocumentTypeCode>50</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>"},
	}
}

// debitMeans are the direct debits of UNTDID 4461.
var debitMeans = codes.Get("debit-payment-means@peppol-2026.5")

var (
	notes      = path("cbc:Note")
	mandateID  = path("cac:PaymentMandate/cbc:ID")
	references = path("cac:AdditionalDocumentReference")
	isProject  = says("cbc:DocumentTypeCode", "50")
	taxAmounts = path("cac:TaxTotal/cbc:TaxAmount")
)

// inDocumentCurrency: amounts are in the currency of the invoice; VAT amounts too where they belong to a
// breakdown, and perhaps those within the breakdown.
func inDocumentCurrency(breakdown bool) Test {
	check := func(c *Check, n Node) {
		got, ok := n.Attr("currencyID")
		if currency := c.head.Child(cbcDocumentCurrencyCode); !ok || !currency.Exists() || currency.Text() != got {
			c.Arg("currency", shown(got)).Fail(n)
		}
	}
	return both(each(amountNames, check), each("cac:TaxTotal/cbc:TaxAmount", func(c *Check, n Node) {
		if n.Parent().Child(cacTaxSubtotal).Exists() {
			check(c, n)
		}
	}), each("cac:TaxSubtotal/cbc:TaxAmount", func(c *Check, n Node) {
		if breakdown {
			check(c, n)
		}
	}))
}

// countTaxTotals counts VAT totals with and without a breakdown.
func countTaxTotals(n Node) (with, without int) {
	for x := n.Child(cacTaxTotal); x.Exists(); x = x.NextNamed(cacTaxTotal) {
		if x.Child(cacTaxSubtotal).Exists() {
			with++
		} else {
			without++
		}
	}
	return with, without
}

// sameSigns: of the VAT totals in the two currencies none is above zero, or none below.
func sameSigns(_ *Check, n Node) bool {
	other := n.Child(cbcTaxCurrencyCode)
	if !other.Exists() {
		return true
	}
	in, ours := signsIn(n, other.Norm()), signsIn(n, n.Child(cbcDocumentCurrencyCode).Norm())
	return in.atMost && ours.atMost || in.atLeast && ours.atLeast
}

// signs tells whether there is an amount of at most, and of at least, zero.
type signs struct{ atMost, atLeast bool }

func signsIn(n Node, currency string) (s signs) {
	taxAmounts.Each(n, func(x Node) bool {
		if code, ok := x.Attr("currencyID"); ok && code == currency {
			if d := x.Decimal(); d.IsSet() {
				s.atMost = s.atMost || d.Sign() <= 0
				s.atLeast = s.atLeast || !isNegative(x.Text())
			}
		}
		return true
	})
	return s
}

// isNegative: a number is negative.
//
// QUIRK: The published rules compare floating point numbers, and the processors that they run on take -0.00 to be
// below zero, but not -0.
func isNegative(number string) bool {
	s := tree.Normalize(number)
	return strings.HasPrefix(s, "-") && strings.Trim(s, "-0") != ""
}

// oneProject: among the references of a credit note there is at most one to a project.
func oneProject(_ *Check, n Node) bool {
	projects := 0
	references.Each(n, func(x Node) bool {
		if isProject(nil, x) {
			projects++
		}
		return true
	})
	return projects <= 1
}
