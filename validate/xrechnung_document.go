package validate

import (
	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Rules of XRechnung on the document as a whole.
func xrechnungDocument() []Rule {
	return []Rule{
		{ID: "BR-DE-1", Severity: Fatal, Terms: t("BG-16"),
			Text:  "There are no payment instructions (BG-16).",
			UBL:   mustHave("/*", "cac:PaymentMeans"),
			CII:   mustHave("/*", ciiSettlement+"/ram:SpecifiedTradeSettlementPaymentMeans"),
			Break: func(inv *einvoice.Invoice) { inv.PaymentInstructions = nil }},
		{ID: "BR-DE-15", Severity: Fatal, Terms: t("BT-10"),
			Text:  "The buyer reference (BT-10) is missing.",
			Help:  "German authorities give a routing identifier (Leitweg-ID) for it.",
			UBL:   mustFillAny("/*", "cbc:BuyerReference"),
			CII:   mustFillAny("/*", ciiAgreement+"/ram:BuyerReference"),
			Break: func(inv *einvoice.Invoice) { inv.BuyerReference = "" }},
		{ID: "BR-DE-16", Severity: Fatal, Terms: t("BT-31", "BT-32", "BG-11"),
			Text: "The seller has neither a VAT identifier (BT-31) nor a tax number (BT-32) nor a tax representative (BG-11), which the VAT categories of the invoice demand.",
			UBL:  both(each(ublLines, noteCategory), at("/*", sellerIsTaxed)),
			CII:  both(each(xrLines, ciiNoteCategory), at("/*", ciiSellerIsTaxed)),
			Break: func(inv *einvoice.Invoice) {
				inv.TaxRepresentative, inv.Seller.VATIdentifier, inv.Seller.TaxRegistration = nil, "", einvoice.Identifier{}
			}},
		{ID: "BR-DE-17", Severity: Warning, Terms: t("BT-3"),
			Text:  "The type code {BT-3} (BT-3) is none that XRechnung has.",
			Help:  "There are 326, 380, 381, 384, 389, 875, 876 and 877.",
			UBL:   documentType("cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode"),
			CII:   documentType("rsm:ExchangedDocument/ram:TypeCode"),
			Break: func(inv *einvoice.Invoice) { inv.TypeCode = "388" }},
		{ID: "BR-DE-18", Severity: Fatal, Terms: t("BT-20"),
			Text:  "The line {discount} of the payment terms (BT-20) is no cash discount in the agreed form, or no line end follows it.",
			Help:  "Write each discount on a line of its own, such as #SKONTO#TAGE=14#PROZENT=2.00#, with BASISBETRAG=100.00# behind it where it is not on the whole amount, and end the line.",
			UBL:   each("/*/cac:PaymentTerms", cashDiscount("cbc:Note")),
			CII:   each(xrSettlement+"/ram:SpecifiedTradePaymentTerms", cashDiscount("ram:Description")),
			Break: func(inv *einvoice.Invoice) { inv.PaymentTerms = "#SKONTO#TAGE=7#PROZENT=2#\n" }},
		{ID: "BR-DE-21", Severity: Warning, Terms: t("BT-24"),
			Text:  "The specification identifier {BT-24} (BT-24) is not that of XRechnung 3.0, of its extension or of its profile for clean vehicles.",
			UBL:   mustClaim("/*", "cbc:CustomizationID"),
			CII:   mustClaim("/rsm:CrossIndustryInvoice/rsm:ExchangedDocumentContext", "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"),
			Break: func(inv *einvoice.Invoice) { inv.Process.Specification = core }},
		{ID: "BR-DE-22", Severity: Fatal, Terms: t("BT-125"),
			Text: "Two attached files (BT-125) have the name {name}.",
			UBL:  differentNames("/*/cac:AdditionalDocumentReference", "cac:Attachment/cbc:EmbeddedDocumentBinaryObject"),
			CII:  differentNames("ram:AdditionalReferencedDocument", "ram:AttachmentBinaryObject"),
			Break: func(inv *einvoice.Invoice) {
				inv.SupportingDocuments = append(inv.SupportingDocuments, inv.SupportingDocuments[0])
			}},
		{ID: "BR-DE-26", Severity: Warning, Terms: t("BT-3", "BG-3"),
			Text: "The document is a correction (BT-3: 384) and names no preceding invoice (BG-3).",
			UBL: when("/*", or(saysNorm("cbc:InvoiceTypeCode", "384"), saysNorm("cbc:CreditNoteTypeCode", "384")),
				has("cac:BillingReference/cac:InvoiceDocumentReference")),
			CII:   when("/*", saysNorm("rsm:ExchangedDocument/ram:TypeCode", "384"), has(ciiSettlement+"/ram:InvoiceReferencedDocument")),
			Break: func(inv *einvoice.Invoice) { inv.TypeCode, inv.PrecedingInvoices = "384", nil }},
		{ID: "BR-DE-TMP-32", Severity: Info, Terms: t("BT-72", "BG-14", "BG-26"),
			Text: "There is neither a delivery date (BT-72) nor an invoicing period (BG-14) nor a period for every line (BG-26).",
			UBL: both(each(ublLines, notePeriod("cac:InvoicePeriod")),
				at("/*", or(has("cac:Delivery/cbc:ActualDeliveryDate|cac:InvoicePeriod"), everyLineHasPeriod))),
			CII: both(each(xrLines, notePeriod("ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod")),
				at("/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction", or(has("ram:ApplicableHeaderTradeDelivery/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime|"+
					"ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod"), everyLineHasPeriod))),
			Break: func(inv *einvoice.Invoice) { inv.Delivery.Date, inv.Period = einvoice.Date{}, einvoice.Period{} }},
		{ID: "BR-DE-14", Severity: Fatal, Terms: t("BT-119"),
			Text:  "The VAT breakdown of category {BT-118} has no rate (BT-119).",
			UBL:   mustFillAny("/*/cac:TaxTotal/cac:TaxSubtotal", "cac:TaxCategory/cbc:Percent"),
			CII:   mustFillAny(xrSettlement+"/ram:ApplicableTradeTax", "ram:RateApplicablePercent"),
			Break: func(inv *einvoice.Invoice) { inv.VATBreakdown[1].VATCategory.Rate = einvoice.Decimal{} }},
		{ID: "BR-TMP-2", Severity: Warning, Terms: t("BT-124"),
			Text: "The location {address} of an external document (BT-124) is no URL: it does not begin with a scheme such as https:.",
			UBL: each("/*/cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference", func(c *Check, n Node) {
				c.mustBeURL(n, n.Child(cbcURI))
			}),
			CII: each(xrAgreement+"/ram:AdditionalReferencedDocument", func(c *Check, n Node) {
				if x := n.Child(ramURIID); x.Exists() && isSupporting(c, n) {
					c.mustBeURL(n, x)
				}
			}),
			Break: func(inv *einvoice.Invoice) {
				inv.SupportingDocuments[0].Location = "www.musterwerk.example/r-2026-0117"
			}},
		{ID: "BR-TMP-3", Severity: Fatal, Terms: t("BT-149", "BT-150"),
			Text:     "Net price and gross price of line {line} are for different quantities (BT-149, BT-150): {net} and {gross}.",
			Help:     "The published rule compares how the numbers are written: 1 and 1.0 differ.",
			CII:      each(xrLines+"/ram:SpecifiedLineTradeAgreement", sameBase),
			BreakCII: "set rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice/ram:BasisQuantity = 1.0"},
	}
}

var (
	sellerCategories = codes.Get("seller-vat-categories@xrechnung-3.0.2")
	documentTypes    = codes.Get("document-types@xrechnung-3.0.2")

	isSupporting  = says("ram:TypeCode", "916")
	allowanceVAT  = path("cac:TaxCategory/cbc:ID")
	ciiLineTax    = path("ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:TypeCode")
	ciiCategories = path("ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode")

	hasSellerTax    = or(has("cac:TaxRepresentativeParty"), anyFilled("cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID"))
	ciiSellerTaxes  = path(ciiAgreement + "/ram:SellerTradeParty/ram:SpecifiedTaxRegistration/ram:ID")
	ciiHasTaxPerson = has(ciiAgreement + "/ram:SellerTaxRepresentativeTradeParty")

	baseInNet   = path("ram:NetPriceProductTradePrice/ram:BasisQuantity")
	baseInGross = path("ram:GrossPriceProductTradePrice/ram:BasisQuantity")
)

// noteCategory remembers that a line has a VAT category that the seller needs a number for.
func noteCategory(c *Check, n Node) {
	c.xrechnung.taxed = c.xrechnung.taxed || !lineVATCodes.Each(n, untaxed)
}

func untaxed(category Node) bool { return !sellerCategories.Has(category.Text()) }

func sellerIsTaxed(c *Check, n Node) bool {
	if hasSellerTax(c, n) {
		return true
	}
	taxed := c.xrechnung.taxed
	for x := n.Child(cacAllowanceCharge); x.Exists() && !taxed; x = x.NextNamed(cacAllowanceCharge) {
		s := x.Child(cbcChargeIndicator).Text()
		taxed = (s == "true" || s == "false") && !allowanceVAT.Each(x, untaxed)
	}
	return !taxed
}

// QUIRK: The published rule for CII looks for VAT and for a category on any lines, not the same. It passes over
// allowances and charges of the document: it compares with VAT the text of all that their tax consists of.
func ciiNoteCategory(c *Check, n Node) {
	f := &c.xrechnung
	f.vat = f.vat || anyOf(ciiLineTax, n, "VAT")
	f.taxed = f.taxed || !ciiCategories.Each(n, untaxed)
}

func ciiSellerIsTaxed(c *Check, n Node) bool {
	return !c.xrechnung.vat || !c.xrechnung.taxed || ciiHasTaxPerson(c, n) || !ciiSellerTaxes.Each(n, func(x Node) bool {
		scheme, _ := x.Attr("schemeID")
		s := tree.Normalize(scheme)
		return s != "VA" && s != "FC" || blank(x.Text())
	})
}

// documentType: one of the elements that a path leads to has a type code of XRechnung.
func documentType(p string) Test {
	q := path(p)
	return each("/*", func(c *Check, n Node) {
		if q.Each(n, func(x Node) bool { return !documentTypes.Has(x.Norm()) }) {
			c.failAt(q, n)
		}
	})
}

// mustClaim demands one of the specification identifiers of XRechnung.
func mustClaim(pattern, p string) Test {
	q := path(p)
	return each(pattern, func(c *Check, n Node) {
		if !anyOf(q, n, xr) && !anyOf(q, n, xrExtension) && !anyOf(q, n, xrCVD) {
			c.failAt(q, n)
		}
	})
}

// cashDiscount looks at the lines of payment terms.
func cashDiscount(element string) func(*Check, Node) {
	of := name(element)
	return func(c *Check, n Node) {
		terms := n.Child(of)
		if line, wrong := wrongDiscount(terms.Text(), isDiscount); wrong {
			c.Arg("discount", line).Fail(terms)
		}
	}
}

// differentNames: no two neighbours have an attachment with the same file name. It looks at all of them when it comes to
// the first.
func differentNames(pattern, attachment string) Test {
	p := path(attachment)
	return each(pattern, func(c *Check, n Node) {
		if n != n.Parent().Child(n.Name()) || !n.NextNamed(n.Name()).Exists() {
			return
		}
		seen := map[string]bool{}
		for x := n; x.Exists(); x = x.NextNamed(n.Name()) {
			var ours []string
			p.Each(x, func(file Node) bool {
				if s, ok := file.Attr("filename"); ok {
					if ours = append(ours, s); seen[s] {
						c.Arg("name", s).Fail(file)
						return false
					}
				}
				return true
			})
			for _, s := range ours {
				seen[s] = true
			}
		}
	})
}

// notePeriod remembers that a line has no period.
func notePeriod(p string) func(*Check, Node) {
	q := path(p)
	return func(c *Check, n Node) { c.xrechnung.withoutPeriod = c.xrechnung.withoutPeriod || !q.Exists(n) }
}

func everyLineHasPeriod(c *Check, _ Node) bool { return !c.xrechnung.withoutPeriod }

// mustBeURL demands that an address begins with a scheme of two characters or more.
func (c *Check) mustBeURL(group, address Node) {
	if isAbsoluteURI(address.Text()) {
		return
	}
	if !address.Exists() {
		address = group
	}
	c.Arg("address", shown(address.Norm())).Fail(address)
}

// sameBase compares the quantities that the two prices of a line are for, as far as both are given.
func sameBase(c *Check, n Node) {
	net, gross := baseInNet.First(n), baseInGross.First(n)
	if !net.Exists() || !gross.Exists() {
		return
	}
	a, ok1 := net.Attr("unitCode")
	b, ok2 := gross.Attr("unitCode")
	if net.Text() != gross.Text() || ok1 && ok2 && a != b {
		c.Arg("net", net.Norm()+" "+a).Arg("gross", gross.Norm()+" "+b).Fail(gross)
	}
}
