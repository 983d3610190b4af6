package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Rules on code lists (BR-CL-01 to BR-CL-26). Codes are compared with white space at their ends taken off; a code of
// two words is in no list.
func codeLists() []Rule {
	return []Rule{
		{ID: "BR-CL-01", Severity: Fatal, Terms: t("BT-3"),
			Text: "The document type {value} (BT-3) is no code of UNTDID 1001 that invoices and credit notes may have.",
			UBL: both(at("cbc:InvoiceTypeCode", isIn("invoice-types@en16931-ubl-1.3.16")),
				at("cbc:CreditNoteTypeCode", isIn("credit-note-types@en16931-ubl-1.3.16"))),
			CII:   at("rsm:ExchangedDocument/ram:TypeCode", isIn("document-types@en16931-cii-1.3.16")),
			Break: func(inv *einvoice.Invoice) { inv.TypeCode = "999" }},
		{ID: "BR-CL-03", Severity: Fatal, Terms: t("BT-5", "BT-6"),
			Text: "The currency {code} of {element} is no code of ISO 4217.",
			UBL: coded("cbc:Amount|cbc:BaseAmount|cbc:PriceAmount|cbc:TaxAmount|cbc:TaxableAmount|cbc:LineExtensionAmount|cbc:TaxExclusiveAmount|"+
				"cbc:TaxInclusiveAmount|cbc:AllowanceTotalAmount|cbc:ChargeTotalAmount|cbc:PrepaidAmount|cbc:PayableRoundingAmount|cbc:PayableAmount",
				"currencyID", nil, currencies),
			CII:   coded("ram:TaxTotalAmount", "currencyID", hasAttr("currencyID"), currencies),
			Break: func(inv *einvoice.Invoice) { inv.VATCurrency = "QQQ" }, Also: []string{"BR-CL-05"}},
		{ID: "BR-CL-04", Severity: Fatal, Terms: t("BT-5"),
			Text: "The invoice currency {value} (BT-5) is no code of ISO 4217.",
			UBL:  at("cbc:DocumentCurrencyCode", isIn(currencies)), CII: at("ram:InvoiceCurrencyCode", isIn(currencies)),
			Break: func(inv *einvoice.Invoice) { inv.Currency = "ECU" }, Also: []string{"BR-CL-03"}},
		{ID: "BR-CL-05", Severity: Fatal, Terms: t("BT-6"),
			Text: "The VAT accounting currency {value} (BT-6) is no code of ISO 4217.",
			UBL:  at("cbc:TaxCurrencyCode", isIn(currencies)), CII: at("ram:TaxCurrencyCode", isIn(currencies)),
			Break: func(inv *einvoice.Invoice) { inv.VATCurrency = "QQQ" }, Also: []string{"BR-CL-03"}},
		{ID: "BR-CL-06", Severity: Fatal, Terms: t("BT-8"),
			Text: "The code {value} for the VAT date (BT-8) is none of those for issue, delivery and payment.",
			Help: "UBL takes 3, 35 and 432, CII takes 5, 29 and 72.",
			UBL:  at("cac:InvoicePeriod/cbc:DescriptionCode", isIn("tax-point-codes@en16931-ubl-1.3.16")),
			CII:  at("ram:DueDateTypeCode", isIn("tax-point-codes@en16931-cii-1.3.16")),
			Break: func(inv *einvoice.Invoice) {
				inv.TaxPointDate, inv.TaxPointDateCode = einvoice.Date{}, "3"
			},
			BreakUBL: "set cac:InvoicePeriod/cbc:DescriptionCode = 7",
			BreakCII: "set rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax/ram:DueDateTypeCode = 7"},
		{ID: "BR-CL-07", Severity: Fatal, Terms: t("BT-18", "BT-128"),
			Text:  "The scheme {code} of an invoiced object (BT-18, BT-128) is no code of UNTDID 1153.",
			UBL:   coded("cac:AdditionalDocumentReference/cbc:ID|cac:DocumentReference/cbc:ID", "schemeID", and(hasAttr("schemeID"), says130), referenceCodes),
			CII:   coded("ram:ReferenceTypeCode", "", nil, referenceCodes),
			Break: func(inv *einvoice.Invoice) { inv.InvoicedObject.Scheme = "QQQ" }},
		{ID: "BR-CL-08", Severity: Fatal, Terms: t("BT-21"),
			Text:  "The subject {code} of a note (BT-21) is no code of UNTDID 4451.",
			UBL:   each("/*/cbc:Note", noteSubject),
			CII:   coded("ram:SubjectCode", "", nil, "note-subjects@en16931-cii-1.3.16"),
			Break: func(inv *einvoice.Invoice) { inv.Notes[0].SubjectCode = "QQQ" }},
		{ID: "BR-CL-10", Severity: Fatal, Terms: t("BT-29", "BT-46", "BT-60"),
			Text:  "The scheme {code} of a party's identifier (BT-29, BT-46, BT-60) is no code of the ISO/IEC 6523 list.",
			UBL:   coded("cac:PartyIdentification/cbc:ID", "schemeID", and(hasAttr("schemeID"), not(isCreditor)), icd),
			CII:   coded("ram:GlobalID", "schemeID", and(hasAttr("schemeID"), not(within("ram:SpecifiedTradeProduct", "ram:ShipToTradeParty"))), icd),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.Identifiers[0].Scheme = "9999" }},
		{ID: "BR-CL-11", Severity: Fatal, Terms: t("BT-30", "BT-47", "BT-61"),
			Text:  "The scheme {code} of a legal registration (BT-30, BT-47, BT-61) is no code of the ISO/IEC 6523 list.",
			UBL:   coded("cac:PartyLegalEntity/cbc:CompanyID", "schemeID", hasAttr("schemeID"), icd),
			CII:   coded("ram:ID", "schemeID", and(hasAttr("schemeID"), not(within("ram:SpecifiedTaxRegistration"))), icd),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.LegalRegistration.Scheme = "9999" }},
		{ID: "BR-CL-13", Severity: Fatal, Terms: t("BT-158"),
			Text:  "The scheme {code} of an item classification (BT-158) is no code of UNTDID 7143.",
			UBL:   coded("cac:CommodityClassification/cbc:ItemClassificationCode", "listID", hasAttr("listID"), "item-classes@en16931-1.3.16"),
			CII:   coded("ram:ClassCode", "listID", hasAttr("listID"), "item-classes@en16931-1.3.16"),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Item.Classifications[0].Scheme = "QQQ" }},
		{ID: "BR-CL-14", Severity: Fatal, Terms: t("BT-40", "BT-55", "BT-69", "BT-80"),
			Text:  "The country {value} of an address is no code of ISO 3166-1.",
			UBL:   at("cac:Country/cbc:IdentificationCode", isIn("countries@en16931-ubl-1.3.16")),
			CII:   at("ram:CountryID", isIn("countries@en16931-cii-1.3.16")),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.Address.Country = "QQ" }},
		{ID: "BR-CL-15", Severity: Fatal, Terms: t("BT-159"),
			Text: "The country of origin {value} of an item (BT-159) is no code of ISO 3166-1.",
			UBL:  at("cac:OriginCountry/cbc:IdentificationCode", isIn("countries@en16931-ubl-1.3.16")),
			// What has a scheme is BR-CL-11's alone.
			CII:   coded("ram:OriginTradeCountry/ram:ID", "", not(hasAttr("schemeID")), "countries@en16931-cii-1.3.16"),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Item.OriginCountry = "QQ" }},
		{ID: "BR-CL-16", Severity: Fatal, Terms: t("BT-81"),
			Text: "The payment means {value} (BT-81) is no code of UNTDID 4461.",
			UBL:  at("cac:PaymentMeans/cbc:PaymentMeansCode", isIn(paymentMeans)), CII: at("ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode", isIn(paymentMeans)),
			Break: func(inv *einvoice.Invoice) { inv.PaymentInstructions[0].MeansCode = "999" }},
		{ID: "BR-CL-17", Severity: Fatal, Terms: t("BT-95", "BT-102", "BT-118"),
			Text: "The VAT category {value} of {parent} is none that EN 16931 knows.", Help: "The categories are S, Z, E, AE, K, G, O, L, M and B.",
			UBL: each("cac:TaxCategory/cbc:ID", vatCategoryCode), CII: each("ram:CategoryTradeTax/ram:CategoryCode", vatCategoryCode),
			Break: func(inv *einvoice.Invoice) {
				inv.Allowances = append(inv.Allowances, einvoice.AllowanceCharge{Amount: einvoice.NewDecimal(0, 2), Reason: "none",
					VATCategory: einvoice.VATCategory{Code: "X", Rate: units(0)}})
			}},
		{ID: "BR-CL-18", Severity: Fatal, Terms: t("BT-151", "BT-118"),
			Text: "The VAT category {value} in {parent} is not known to EN 16931.", Help: "The categories are S, Z, E, AE, K, G, O, L, M and B.",
			UBL: each("cac:ClassifiedTaxCategory/cbc:ID", vatCategoryCode), CII: each("ram:ApplicableTradeTax/ram:CategoryCode", vatCategoryCode),
			Break: func(inv *einvoice.Invoice) {
				l := inv.Lines[1]
				l.ID, l.NetAmount, l.Price.Net, l.VATCategory.Code = "3", einvoice.NewDecimal(0, 2), einvoice.NewDecimal(0, 2), "X"
				inv.Lines = append(inv.Lines, l)
			}},
		{ID: "BR-CL-19", Severity: Fatal, Terms: t("BT-98", "BT-140"),
			Text:  "The reason {value} of an allowance (BT-98, BT-140) is no code of UNTDID 5189.",
			UBL:   coded("cac:AllowanceCharge/cbc:AllowanceChargeReasonCode", "", isAllowanceTax, "allowance-reasons@en16931-1.3.16"),
			CII:   coded("ram:SpecifiedTradeAllowanceCharge/ram:ReasonCode", "", isAllowanceTax, "allowance-reasons@en16931-1.3.16"),
			Break: func(inv *einvoice.Invoice) { inv.Allowances[0].ReasonCode = "1" }},
		{ID: "BR-CL-20", Severity: Fatal, Terms: t("BT-105", "BT-145"),
			Text:  "The reason {value} of a charge (BT-105, BT-145) is no code of UNTDID 7161.",
			UBL:   coded("cac:AllowanceCharge/cbc:AllowanceChargeReasonCode", "", isChargeTax, "charge-reasons@en16931-1.3.16"),
			CII:   coded("ram:SpecifiedTradeAllowanceCharge/ram:ReasonCode", "", isChargeTax, "charge-reasons@en16931-1.3.16"),
			Break: func(inv *einvoice.Invoice) { inv.Charges[0].ReasonCode = "1" }},
		{ID: "BR-CL-21", Severity: Fatal, Terms: t("BT-157"),
			Text:  "The scheme {code} of an item's standard identifier (BT-157) is no code of the ISO/IEC 6523 list.",
			UBL:   coded("cac:StandardItemIdentification/cbc:ID", "schemeID", hasAttr("schemeID"), icd),
			CII:   coded("ram:SpecifiedTradeProduct/ram:GlobalID", "schemeID", hasAttr("schemeID"), icd),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Item.Standard.Scheme = "9999" }},
		{ID: "BR-CL-22", Severity: Fatal, Terms: t("BT-121"),
			Text: "The exemption reason code {value} (BT-121) is no VATEX code.",
			UBL:  at("cbc:TaxExemptionReasonCode", vatex), CII: at("ram:ExemptionReasonCode", vatex),
			Break: func(inv *einvoice.Invoice) { inv.VATBreakdown[1].ExemptionReasonCode = "VATEX-EU-1" }},
		{ID: "BR-CL-23", Severity: Fatal, Terms: t("BT-130", "BT-150"),
			Text:  "The unit {code} of {element} is no code of UN/ECE Recommendation 20 or 21.",
			UBL:   coded("cbc:InvoicedQuantity|cbc:BaseQuantity|cbc:CreditedQuantity", "unitCode", hasAttr("unitCode"), "units@en16931-1.3.16"),
			CII:   coded("ram:BasisQuantity|ram:BilledQuantity", "unitCode", hasAttr("unitCode"), "units@en16931-1.3.16"),
			Break: func(inv *einvoice.Invoice) { inv.Lines[1].Quantity.Unit = "hours" }},
		{ID: "BR-CL-24", Severity: Fatal, Terms: t("BT-125"),
			Text: "The MIME type {code} of an attachment (BT-125) is not one that invoices may carry.",
			Help: "PDF, PNG, JPEG, CSV and the spreadsheets of Office Open XML and OpenDocument are allowed.",
			UBL:  attrIn("cbc:EmbeddedDocumentBinaryObject", "mimeCode", "mime@en16931-1.3.16"), CII: attrIn("ram:AttachmentBinaryObject", "mimeCode", "mime@en16931-1.3.16"),
			Break: func(inv *einvoice.Invoice) { inv.SupportingDocuments[0].Attachment.MIMECode = "text/html" }},
		{ID: "BR-CL-25", Severity: Fatal, Terms: t("BT-34", "BT-49"),
			Text:  "The scheme {code} of an electronic address (BT-34, BT-49) is no code of the EAS list.",
			UBL:   coded("cbc:EndpointID", "schemeID", hasAttr("schemeID"), "eas@en16931-1.3.16"),
			CII:   coded("ram:URIUniversalCommunication/ram:URIID", "schemeID", hasAttr("schemeID"), "eas@en16931-1.3.16"),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.ElectronicAddress.Scheme = "9999" }},
		{ID: "BR-CL-26", Severity: Fatal, Terms: t("BT-71"),
			Text:  "The scheme {code} of a delivery location (BT-71) is no code of the ISO/IEC 6523 list.",
			UBL:   coded("cac:DeliveryLocation/cbc:ID", "schemeID", hasAttr("schemeID"), icd),
			CII:   coded("ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:GlobalID", "schemeID", hasAttr("schemeID"), icd),
			Break: func(inv *einvoice.Invoice) { inv.Delivery.Location.Scheme = "9999" }},
	}
}

const (
	currencies     = "currencies@en16931-1.3.16"
	icd            = "icd@en16931-1.3.16"
	paymentMeans   = "payment-means@en16931-1.3.16"
	referenceCodes = "reference-codes@en16931-1.3.16"
)

// isIn: the text of the element is a code of the list.
func isIn(list string) condition {
	l := codes.Get(list)
	return func(_ *Check, n Node) bool { return l.Has(n.Norm()) }
}

// coded: an attribute, or the text if none is named, is a code of the list, at elements that fulfil a condition, if
// one is given.
func coded(pattern, attr string, condition condition, list string) Test {
	l := codes.Get(list)
	return each(pattern, func(c *Check, n Node) {
		if condition != nil && !condition(c, n) {
			return
		}
		code := n.Norm()
		if attr != "" {
			code = tree.Normalize(n.AttrValue(attr))
		}
		if !l.Has(code) {
			c.Arg("code", shown(code)).Fail(n)
		}
	})
}

// attrIn: an attribute of elements, where they have it, is a code of the list to the letter.
func attrIn(pattern, attr, list string) Test {
	l := codes.Get(list)
	return each(pattern, func(c *Check, n Node) {
		if code, ok := n.Attr(attr); ok && !l.Has(code) {
			c.Arg("code", shown(code)).Fail(n)
		}
	})
}

// says130: the reference around is one to an invoiced object.
var says130 = says("../cbc:DocumentTypeCode", "130")

// within: the element is somewhere within one of such a name.
func within(around ...string) condition {
	var all []names.Name
	for _, s := range around {
		all = append(all, name(s))
	}
	return func(_ *Check, n Node) bool {
		for p := n.Parent(); p.Exists(); p = p.Parent() {
			for _, a := range all {
				if p.Name() == a {
					return true
				}
			}
		}
		return false
	}
}

var withinCreditor = within("cac:AccountingSupplierParty", "cac:PayeeParty")

// isCreditor: the identifier is the creditor identifier of a direct debit (BT-90).
func isCreditor(c *Check, n Node) bool {
	return tree.Normalize(n.AttrValue("schemeID")) == "SEPA" && withinCreditor(c, n)
}

var noteSubjects = codes.Get("note-subjects@en16931-ubl-1.3.16")

// noteSubject looks at what stands between the first two # of a note, if it is as long as a code.
func noteSubject(c *Check, n Node) {
	_, rest, _ := strings.Cut(n.Text(), "#")
	code, _, found := strings.Cut(rest, "#")
	if found && runes(code) == 3 && !noteSubjects.HasPart(code) {
		c.Arg("code", code).Fail(n)
	}
}

var vatCategoryCodes = codes.Get("vat-categories@en16931-1.3.16")

func vatCategoryCode(c *Check, n Node) {
	if !vatCategoryCodes.Has(n.Norm()) {
		c.Arg("parent", n.Parent().Show()).Fail(n)
	}
}

var vatexCodes = codes.Get("vatex@en16931-1.3.16")

// vatex: upper and lower case are the same.
func vatex(_ *Check, n Node) bool { return vatexCodes.Has(strings.ToUpper(n.Norm())) }
