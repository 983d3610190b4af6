package validate

import (
	"strconv"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Rules for documents of the XRechnung Extension: sub-lines, payments to third parties, more file formats and schemes.
func xrechnungExtension() []Rule {
	return []Rule{
		{ID: "BR-DEX-01", Severity: Fatal, Terms: t("BT-125"),
			Text: "The attached file (BT-125) has the format {format}, which the extension does not allow.",
			UBL:  attachedFormat("cbc:EmbeddedDocumentBinaryObject"), CII: attachedFormat("ram:AttachmentBinaryObject"),
			Break: extended(func(inv *einvoice.Invoice) { inv.SupportingDocuments[0].Attachment.MIMECode = "text/plain" })},
		{ID: "BR-DEX-02", Severity: Warning, Terms: t("BT-131", "BG-DEX-01"),
			Text: "The net amount {net} of a line with sub-lines is not their sum, {sum}.",
			UBL:  each("/inv:Invoice/cac:InvoiceLine|cac:SubInvoiceLine", subLineSum),
			Break: extended(func(inv *einvoice.Invoice) {
				inv.Lines[0].SubLines = []einvoice.Line{inv.Lines[1]}
			})},
		{ID: "BR-DEX-03", Severity: Fatal, Terms: t("BG-DEX-01"),
			Text: "A sub-line has {count} VAT categories, where it must have one.",
			UBL: each("cac:SubInvoiceLine/cac:Item", func(c *Check, n Node) {
				if count := itemCategories.Count(n); count != 1 && ofExtendedInvoice(c) {
					c.Arg("count", strconv.Itoa(count)).Fail(n)
				}
			}),
			Break: extended(func(inv *einvoice.Invoice) {
				sub := inv.Lines[1]
				sub.VATCategory = einvoice.VATCategory{}
				inv.Lines[1].SubLines = []einvoice.Line{sub}
			})},
		{ID: "BR-DEX-04", Severity: Fatal, Terms: t("BT-29", "BT-46", "BT-60"),
			Text: "The party identifier {value} has the scheme {scheme}, which is in no list.",
			UBL:  scheme("cac:PartyIdentification/cbc:ID", extendedICD, isCreditor),
			CII:  scheme("ram:GlobalID", extendedICD, within("ram:SpecifiedTradeProduct", "ram:ShipToTradeParty")),
			Break: extended(func(inv *einvoice.Invoice) {
				inv.Buyer.Identifiers[0].Scheme = "XR04"
			})},
		{ID: "BR-DEX-05", Severity: Fatal, Terms: t("BT-30", "BT-47", "BT-61"),
			Text: "The registration {value} has the scheme {scheme}, which is in no list.",
			UBL:  scheme("cac:PartyLegalEntity/cbc:CompanyID", extendedICD, never),
			CII:  scheme("ram:ID", extendedICD, within("ram:SpecifiedTaxRegistration")),
			Break: extended(func(inv *einvoice.Invoice) {
				inv.Buyer.LegalRegistration.Scheme = "XR04"
			})},
		{ID: "BR-DEX-06", Severity: Fatal, Terms: t("BT-157"),
			Text: "The item identifier {value} (BT-157) of line {line} has the scheme {scheme}, which is in no list.",
			UBL:  scheme("cac:StandardItemIdentification/cbc:ID", extendedICD, never),
			CII:  scheme("ram:SpecifiedTradeProduct/ram:GlobalID", extendedICD, never),
			Break: extended(func(inv *einvoice.Invoice) {
				inv.Lines[0].Item.Standard.Scheme = "XR04"
			})},
		{ID: "BR-DEX-07", Severity: Fatal, Terms: t("BT-34", "BT-49"),
			Text: "The electronic address {value} has the scheme {scheme}, which is in no list.",
			UBL:  scheme("cbc:EndpointID", extendedEAS, never),
			CII:  scheme("ram:URIUniversalCommunication/ram:URIID", extendedEAS, never),
			Break: extended(func(inv *einvoice.Invoice) {
				inv.Buyer.ElectronicAddress.Scheme = "XR04"
			})},
		{ID: "BR-DEX-08", Severity: Fatal, Terms: t("BT-71"),
			Text: "The place of delivery {value} (BT-71) has the scheme {scheme}, which is in no list.",
			UBL:  scheme("cac:DeliveryLocation/cbc:ID", extendedICD, never),
			CII:  scheme("ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:GlobalID", extendedICD, never),
			Break: extended(func(inv *einvoice.Invoice) {
				inv.Delivery.Location.Scheme = "XR04"
			})},
		{ID: "BR-DEX-09", Severity: Fatal, Terms: t("BT-115", "BT-112", "BT-113", "BT-114", "BT-DEX-002"),
			Text:  "The amount due {BT-115} (BT-115) less the rounding (BT-114) is {left}; the total with VAT less what is paid plus the payments for third parties is {right}.",
			UBL:   when("cac:LegalMonetaryTotal", ofExtension, dueWithThirdParties),
			Break: extended(func(inv *einvoice.Invoice) { inv.Totals.Due = einvoice.MustDecimal("1000.01") })},
		{ID: "BR-DEX-10", Severity: Fatal, Terms: t("BT-DEX-001"),
			Text:  "A payment for a third party has no type (BT-DEX-001).",
			UBL:   when(thirdPartyPayment, ofExtension, anyFilled("cbc:ID")),
			Break: extended(func(inv *einvoice.Invoice) { parking(inv).Type = "" })},
		{ID: "BR-DEX-11", Severity: Fatal, Terms: t("BT-DEX-002"),
			Text: "A payment for a third party has no amount (BT-DEX-002).",
			UBL:  when(thirdPartyPayment, ofExtension, anyFilled("cbc:PaidAmount")),
			Break: extended(func(inv *einvoice.Invoice) {
				parking(inv).Amount, inv.Totals.Due = einvoice.Decimal{}, einvoice.MustDecimal("1000.00")
			}), Also: t("BR-DEX-14")},
		{ID: "BR-DEX-12", Severity: Fatal, Terms: t("BT-DEX-003"),
			Text:  "A payment for a third party has no description (BT-DEX-003).",
			UBL:   when(thirdPartyPayment, ofExtension, anyFilled("cbc:InstructionID")),
			Break: extended(func(inv *einvoice.Invoice) { parking(inv).Description = "" })},
		{ID: "BR-DEX-13", Severity: Fatal, Terms: t("BT-DEX-002"),
			Text:  "The amount {BT-DEX-002} of a payment for a third party (BT-DEX-002) has more than two decimals.",
			UBL:   when(thirdPartyPayment, ofExtension, twoDecimals("cbc:PaidAmount")),
			Break: extended(func(inv *einvoice.Invoice) { parking(inv).Amount = einvoice.MustDecimal("12.501") })},
		{ID: "BR-DEX-14", Severity: Fatal, Terms: t("BT-DEX-002", "BT-5"),
			Text: "The amount of a payment for a third party (BT-DEX-002) is in {currency} instead of the invoice currency {BT-5} (BT-5).",
			UBL: each(thirdPartyPayment, func(c *Check, n Node) {
				amount := n.Child(cbcPaidAmount)
				currency, ok := amount.Attr("currencyID")
				if ofExtension(c, n) && (!ok || !anyOf(documentCurrency, c.head, currency)) {
					c.Arg("currency", shown(currency)).failAt(paidAmounts, n)
				}
			}),
			Break:    extended(func(inv *einvoice.Invoice) { parking(inv) }),
			BreakUBL: "attr cac:PrepaidPayment/cbc:PaidAmount currencyID = USD"},
		{ID: "BR-DEX-15", Severity: Warning, Terms: t("BT-X-304"),
			Text:     "Line {line} is a sub-line of line {value} (BT-X-304), which the extension does not have in CII.",
			CII:      when(xrLines+"/ram:AssociatedDocumentLineDocument/ram:ParentLineID", ofExtension, never),
			Break:    extended(func(*einvoice.Invoice) {}),
			BreakCII: "add rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/ram:AssociatedDocumentLineDocument <ram:ParentLineID>2</ram:ParentLineID>"},
	}
}

// extended makes the invoice one of the extension first.
func extended(change func(*einvoice.Invoice)) func(*einvoice.Invoice) {
	return func(inv *einvoice.Invoice) {
		inv.Process.Specification = xrExtension
		change(inv)
	}
}

// parking gives the invoice a payment for a third party.
func parking(inv *einvoice.Invoice) *einvoice.ThirdPartyPayment {
	inv.ThirdPartyPayments = []einvoice.ThirdPartyPayment{{Type: "Parking", Amount: einvoice.MustDecimal("12.50"), Description: "Paid by telephone"}}
	inv.Totals.Due = einvoice.MustDecimal("1012.50")
	return &inv.ThirdPartyPayments[0]
}

const thirdPartyPayment = "/inv:Invoice/cac:PrepaidPayment"

var (
	extendedMIME = codes.Get("mime@xrechnung-3.0.2")
	extendedICD  = codes.Get("icd@xrechnung-3.0.2")
	extendedEAS  = codes.Get("eas@xrechnung-3.0.2")

	itemCategories    = path("cac:ClassifiedTaxCategory")
	paidAmounts       = path("cbc:PaidAmount")
	thirdPartyAmounts = path("../cac:PrepaidPayment/cbc:PaidAmount")
)

// scheme demands that the schemes of identifiers are in a list, but for some of these.
func scheme(pattern string, list *codes.List, but condition) Test {
	return each(pattern, func(c *Check, n Node) {
		if code, ok := n.Attr("schemeID"); ok && c.claims().extension && !list.Has(tree.Normalize(code)) && !but(c, n) {
			c.Arg("scheme", shown(code)).Fail(n)
		}
	})
}

// attachedFormat demands that attachments have a format of the extension's list.
func attachedFormat(pattern string) Test {
	return each(pattern, func(c *Check, n Node) {
		if code := n.AttrValue("mimeCode"); c.claims().extension && !extendedMIME.Has(code) {
			c.Arg("format", shown(code)).Fail(n)
		}
	})
}

// ofExtendedInvoice: the document is an invoice, not a credit note, and one of the extension.
func ofExtendedInvoice(c *Check) bool { return c.head.Name() == invInvoice && c.claims().extension }

// subLineSum: the net amounts of sub-lines add up to that of the line around them.
func subLineSum(c *Check, n Node) {
	sub := n.Child(cacSubInvoiceLine)
	if !sub.Exists() || !ofExtendedInvoice(c) {
		return
	}
	total := zero
	for ; sub.Exists(); sub = sub.NextNamed(cacSubInvoiceLine) {
		total = total.Add(sub.Child(cbcLineExtensionAmount).Decimal())
	}
	if net := n.Child(cbcLineExtensionAmount).Decimal(); !same(net, total) {
		c.Arg("net", orNone(net)).Arg("sum", total.String()).failAt(ublLineNet, n)
	}
}

// dueWithThirdParties is BT-115 where payments for third parties add to it.
func dueWithThirdParties(c *Check, n Node) bool {
	due, gross := n.Child(cbcPayableAmount).Decimal(), n.Child(cbcTaxInclusiveAmount).Decimal()
	left := due.Sub(n.Child(cbcPayableRoundingAmount).Decimal())
	right := gross.Sub(n.Child(cbcPrepaidAmount).Decimal()).Add(sum(thirdPartyAmounts, n))
	if due.IsSet() && gross.IsSet() && same(cents(left), cents(right)) {
		return true
	}
	c.Arg("left", orNone(left)).Arg("right", orNone(right))
	return false
}
