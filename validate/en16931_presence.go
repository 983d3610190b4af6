package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Rules that ask for a term of the document (BR-01 to BR-20, BR-29 to BR-38, BR-45 to BR-63), and a
// few on how groups must be filled.
func presence() []Rule {
	return []Rule{
		{ID: "BR-01", Severity: Fatal, Terms: t("BT-24"),
			Text:  "The specification identifier (BT-24) is missing.",
			Help:  "Name the specification that the invoice follows, such as urn:cen.eu:en16931:2017.",
			UBL:   mustFill("/*", "cbc:CustomizationID"),
			CII:   mustFill("/*", "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"),
			Break: func(inv *einvoice.Invoice) { inv.Process.Specification = "" }, Also: t("cii: CII-SR-009", "cii: CII-SR-010")},
		{ID: "BR-02", Severity: Fatal, Terms: t("BT-1"),
			Text:  "The invoice number (BT-1) is missing.",
			UBL:   mustFill("/*", "cbc:ID"),
			CII:   mustFill("/*", "rsm:ExchangedDocument/ram:ID"),
			Break: func(inv *einvoice.Invoice) { inv.Number = "" }},
		{ID: "BR-03", Severity: Fatal, Terms: t("BT-2"),
			Text:  "The issue date (BT-2) is missing.",
			UBL:   mustFill("/*", "cbc:IssueDate"),
			CII:   demand("/*", "rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString", issueDateIn102),
			Break: func(inv *einvoice.Invoice) { inv.IssueDate = einvoice.Date{} }},
		{ID: "BR-04", Severity: Fatal, Terms: t("BT-3"),
			Text:  "The type code (BT-3) is missing.",
			Help:  "380 is a commercial invoice, 381 a credit note (UNTDID 1001).",
			UBL:   at("/*", or(filled("cbc:InvoiceTypeCode"), filled("cbc:CreditNoteTypeCode"))),
			CII:   mustFill("/*", "rsm:ExchangedDocument/ram:TypeCode"),
			Break: func(inv *einvoice.Invoice) { inv.TypeCode = "" }, Also: t("cii: CII-SR-014")},
		{ID: "BR-05", Severity: Fatal, Terms: t("BT-5"),
			Text:  "The currency of the invoice (BT-5) is missing.",
			UBL:   mustFill("/*", "cbc:DocumentCurrencyCode"),
			CII:   mustFill("/*", ciiSettlement+"/ram:InvoiceCurrencyCode"),
			Break: func(inv *einvoice.Invoice) { inv.Currency = "" }, Also: t("ubl: BR-CL-03")},
		{ID: "BR-06", Severity: Fatal, Terms: t("BT-27"),
			Text:  "The name of the seller (BT-27) is missing.",
			UBL:   mustFill("/*", "cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName"),
			CII:   mustFill("/*", ciiAgreement+"/ram:SellerTradeParty/ram:Name"),
			Break: func(inv *einvoice.Invoice) { inv.Seller.Name = "" }, Also: t("ubl: UBL-SR-19", "ubl: UBL-SR-20", "ubl: UBL-SR-21")},
		{ID: "BR-07", Severity: Fatal, Terms: t("BT-44"),
			Text:  "The name of the buyer (BT-44) is missing.",
			UBL:   mustFill("/*", "cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName"),
			CII:   mustFill("/*", ciiAgreement+"/ram:BuyerTradeParty/ram:Name"),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.Name = "" }},
		{ID: "BR-08", Severity: Fatal, Terms: t("BG-5"),
			Text:  "The seller's postal address (BG-5) is missing.",
			UBL:   mustHave("/*", "cac:AccountingSupplierParty/cac:Party/cac:PostalAddress"),
			CII:   mustHave("/*", ciiAgreement+"/ram:SellerTradeParty/ram:PostalTradeAddress"),
			Break: func(inv *einvoice.Invoice) { inv.Seller.Address = einvoice.PostalAddress{} }, Also: t("cii: BR-09")},
		{ID: "BR-09", Severity: Fatal, Terms: t("BT-40"),
			Text:  "The seller's address has no country code (BT-40).",
			UBL:   mustFill("cac:AccountingSupplierParty/cac:Party/cac:PostalAddress", "cac:Country/cbc:IdentificationCode"),
			CII:   mustFill("/*", ciiAgreement+"/ram:SellerTradeParty/ram:PostalTradeAddress/ram:CountryID"),
			Break: func(inv *einvoice.Invoice) { inv.Seller.Address.Country = "" }},
		{ID: "BR-10", Severity: Fatal, Terms: t("BG-8"),
			Text:  "The buyer's postal address (BG-8) is missing.",
			UBL:   mustHave("/*", "cac:AccountingCustomerParty/cac:Party/cac:PostalAddress"),
			CII:   mustHave("/*", ciiAgreement+"/ram:BuyerTradeParty/ram:PostalTradeAddress"),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.Address = einvoice.PostalAddress{} }, Also: t("cii: BR-11")},
		{ID: "BR-11", Severity: Fatal, Terms: t("BT-55"),
			Text:  "The buyer's address has no country code (BT-55).",
			UBL:   mustFill("cac:AccountingCustomerParty/cac:Party/cac:PostalAddress", "cac:Country/cbc:IdentificationCode"),
			CII:   mustFill("/*", ciiAgreement+"/ram:BuyerTradeParty/ram:PostalTradeAddress/ram:CountryID"),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.Address.Country = "" }},
		{ID: "BR-12", Severity: Fatal, Terms: t("BT-106"),
			Text:  "The sum of the line net amounts (BT-106) is missing.",
			UBL:   mustHave(ublTotals, "cbc:LineExtensionAmount"),
			CII:   mustHave(ciiTotals, "ram:LineTotalAmount"),
			Break: func(inv *einvoice.Invoice) { inv.Totals.LineNet = einvoice.Decimal{} }, Also: t("BR-CO-10", "BR-CO-13")},
		{ID: "BR-13", Severity: Fatal, Terms: t("BT-109"),
			Text:  "The total without VAT (BT-109) is missing.",
			UBL:   mustHave(ublTotals, "cbc:TaxExclusiveAmount"),
			CII:   mustHave(ciiTotals, "ram:TaxBasisTotalAmount"),
			Break: func(inv *einvoice.Invoice) { inv.Totals.WithoutVAT = einvoice.Decimal{} }, Also: t("BR-CO-13", "BR-CO-15")},
		{ID: "BR-14", Severity: Fatal, Terms: t("BT-112"),
			Text:  "The total with VAT (BT-112) is missing.",
			UBL:   mustHave(ublTotals, "cbc:TaxInclusiveAmount"),
			CII:   mustHave(ciiTotals, "ram:GrandTotalAmount"),
			Break: func(inv *einvoice.Invoice) { inv.Totals.WithVAT = einvoice.Decimal{} }, Also: t("BR-CO-15", "BR-CO-16")},
		{ID: "BR-15", Severity: Fatal, Terms: t("BT-115"),
			Text:  "The amount due for payment (BT-115) is missing.",
			UBL:   mustHave(ublTotals, "cbc:PayableAmount"),
			CII:   mustHave(ciiTotals, "ram:DuePayableAmount"),
			Break: func(inv *einvoice.Invoice) { inv.Totals.Due = einvoice.Decimal{} }, Also: t("BR-CO-16")},
		{ID: "BR-16", Severity: Fatal, Terms: t("BG-25"),
			Text:  "The invoice has no line (BG-25).",
			UBL:   at("/*", func(c *Check, n Node) bool { return c.Lines > 0 || anyUBLLine(c, n) }),
			CII:   at("/*", hasCIILine),
			Break: func(inv *einvoice.Invoice) { inv.Lines = nil }, Also: t("BR-CO-10", "cii: BR-E-01", "BR-E-08", "BR-S-08")},
		{ID: "BR-17", Severity: Fatal, Terms: t("BT-59"),
			Text:     "The payee is named {BT-59}: a payee must have a name (BT-59), and be another party than the seller.",
			Help:     "Leave the payee (BG-10) out if the seller is paid.",
			UBL:      at("cac:PayeeParty", payeeIsAnother),
			CII:      at("ram:PayeeTradeParty", ciiPayeeIsAnother),
			BreakUBL: "set cac:PayeeParty/cac:PartyName/cbc:Name = Musterwerk",
			BreakCII: "set " + ciiSettlement + "/ram:PayeeTradeParty/ram:Name = Muster Werkstatt GmbH"},
		{ID: "BR-18", Severity: Fatal, Terms: t("BT-62"),
			Text:  "The seller's tax representative (BG-11) has no name (BT-62).",
			UBL:   mustFill("cac:TaxRepresentativeParty", "cac:PartyName/cbc:Name"),
			CII:   mustFill("ram:SellerTaxRepresentativeTradeParty", "ram:Name"),
			Break: func(inv *einvoice.Invoice) { inv.TaxRepresentative.Name = "" }},
		{ID: "BR-19", Severity: Fatal, Terms: t("BG-12"),
			Text:  "The seller's tax representative (BG-11) has no postal address (BG-12).",
			UBL:   mustHave("cac:TaxRepresentativeParty", "cac:PostalAddress"),
			CII:   mustHave("ram:SellerTaxRepresentativeTradeParty", "ram:PostalTradeAddress"),
			Break: func(inv *einvoice.Invoice) { inv.TaxRepresentative.Address = einvoice.PostalAddress{} }, Also: t("cii: BR-20")},
		{ID: "BR-20", Severity: Fatal, Terms: t("BT-69"),
			Text:  "The address of the seller's tax representative has no country code (BT-69).",
			UBL:   mustFill("cac:TaxRepresentativeParty/cac:PostalAddress", "cac:Country/cbc:IdentificationCode"),
			CII:   mustFill("ram:SellerTaxRepresentativeTradeParty", "ram:PostalTradeAddress/ram:CountryID"),
			Break: func(inv *einvoice.Invoice) { inv.TaxRepresentative.Address.Country = "" }},
		{ID: "BR-29", Severity: Fatal, Terms: t("BT-74", "BT-73"),
			Text:  "The invoicing period ends on {BT-74} (BT-74), before it starts on {BT-73} (BT-73).",
			UBL:   when("cac:InvoicePeriod", not(ofLine), periodInOrder),
			CII:   at("ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod", ciiPeriodInOrder),
			Break: func(inv *einvoice.Invoice) { inv.Period.End = inv.Period.Start.AddDays(-1) }},
		{ID: "BR-31", Severity: Fatal, Terms: t("BT-92"),
			Text:  "The document level allowance in {element} no. {nth} has no amount (BT-92).",
			UBL:   when(ublAllowanceCharges, isAllowance, has("cbc:Amount")),
			CII:   when(ciiAllowanceCharges, ciiIsAllowance, has("ram:ActualAmount")),
			Break: func(inv *einvoice.Invoice) { inv.Allowances[0].Amount = einvoice.Decimal{} }, Also: t("BR-CO-11", "BR-S-08")},
		{ID: "BR-32", Severity: Fatal, Terms: t("BT-95"),
			Text:  "The document level allowance in {element} no. {nth} has no VAT category code (BT-95).",
			UBL:   when(ublAllowanceCharges, isAllowance, ofVAT("cac:TaxCategory", "cbc:ID", isVAT)),
			CII:   when(ciiAllowanceCharges, ciiIsAllowance, ofVAT("ram:CategoryTradeTax", "ram:CategoryCode", ciiIsVAT)),
			Break: func(inv *einvoice.Invoice) { inv.Allowances[0].VATCategory.Code = "" }, Also: t("BR-S-08")},
		{ID: "BR-33", Severity: Fatal, Terms: t("BT-97", "BT-98"),
			Text:  "The document level allowance of {BT-92} in {element} no. {nth} says neither in words (BT-97) nor by code (BT-98) what it is for.",
			UBL:   when(ublAllowanceCharges, isAllowance, hasReason),
			CII:   when(ciiAllowanceCharges, ciiIsAllowance, ciiHasReason),
			Break: func(inv *einvoice.Invoice) { noReason(&inv.Allowances[0]) }, Also: t("BR-CO-21")},
		{ID: "BR-36", Severity: Fatal, Terms: t("BT-99"),
			Text:  "The document level charge in {element} no. {nth} has no amount (BT-99).",
			UBL:   when(ublAllowanceCharges, isCharge, has("cbc:Amount")),
			CII:   when(ciiAllowanceCharges, ciiIsCharge, has("ram:ActualAmount")),
			Break: func(inv *einvoice.Invoice) { inv.Charges[0].Amount = einvoice.Decimal{} }, Also: t("BR-CO-12", "BR-S-08")},
		{ID: "BR-37", Severity: Fatal, Terms: t("BT-102"),
			Text:  "The document level charge in {element} no. {nth} has no VAT category code (BT-102).",
			UBL:   when(ublAllowanceCharges, isCharge, ofVAT("cac:TaxCategory", "cbc:ID", isVAT)),
			CII:   when(ciiAllowanceCharges, ciiIsCharge, ofVAT("ram:CategoryTradeTax", "ram:CategoryCode", ciiIsVAT)),
			Break: func(inv *einvoice.Invoice) { inv.Charges[0].VATCategory.Code = "" }, Also: t("BR-S-08")},
		{ID: "BR-38", Severity: Fatal, Terms: t("BT-104", "BT-105"),
			Text:  "The document level charge of {BT-99} in {element} no. {nth} says neither in words (BT-104) nor by code (BT-105) what it is for.",
			UBL:   when(ublAllowanceCharges, isCharge, hasReason),
			CII:   when(ciiAllowanceCharges, ciiIsCharge, ciiHasReason),
			Break: func(inv *einvoice.Invoice) { noReason(&inv.Charges[0]) }, Also: t("BR-CO-22")},
		{ID: "BR-45", Severity: Fatal, Terms: t("BT-116"),
			Text:  "VAT breakdown no. {nth} has no taxable amount (BT-116).",
			UBL:   at(ublBreakdown, has("cbc:TaxableAmount")),
			CII:   when(ciiBreakdown, ownBreakdown, has("ram:BasisAmount")),
			Break: func(inv *einvoice.Invoice) { inv.VATBreakdown[0].TaxableAmount = einvoice.Decimal{} }, Also: t("BR-CO-17", "BR-S-08", "BR-S-09")},
		{ID: "BR-46", Severity: Fatal, Terms: t("BT-117"),
			Text:  "VAT breakdown no. {nth} has no tax amount (BT-117).",
			UBL:   at(ublBreakdown, has("cbc:TaxAmount")),
			CII:   when(ciiBreakdown, ownBreakdown, has("ram:CalculatedAmount")),
			Break: func(inv *einvoice.Invoice) { inv.VATBreakdown[0].TaxAmount = einvoice.Decimal{} }, Also: t("BR-CO-14", "BR-CO-17", "BR-S-09")},
		{ID: "BR-47", Severity: Fatal, Terms: t("BT-118"),
			Text:  "VAT breakdown no. {nth} has no VAT category code (BT-118).",
			UBL:   at(ublBreakdown, ofVAT("cac:TaxCategory", "cbc:ID", isVAT)),
			CII:   when(ciiBreakdown, ownBreakdown, ofVAT(".", "ram:CategoryCode", ciiIsVAT)),
			Break: func(inv *einvoice.Invoice) { inv.VATBreakdown[0].VATCategory.Code = "" }, Also: t("BR-S-01")},
		{ID: "BR-48", Severity: Fatal, Terms: t("BT-119"),
			Text:  "VAT breakdown no. {nth} has no rate (BT-119); only category O (not subject to VAT) has none.",
			UBL:   at(ublBreakdown, or(ofVAT("cac:TaxCategory", "cbc:Percent", isVAT), categoryO)),
			CII:   when(ciiBreakdown, ownBreakdown, ofVAT(".", "ram:RateApplicablePercent", ciiIsVAT)),
			Break: func(inv *einvoice.Invoice) { inv.VATBreakdown[0].VATCategory.Rate = einvoice.Decimal{} }, Also: t("BR-CO-17", "BR-S-09")},
		{ID: "BR-49", Severity: Fatal, Terms: t("BT-81"),
			Text:  "Payment instructions no. {nth} have no payment means code (BT-81).",
			UBL:   at("cac:PaymentMeans", has("cbc:PaymentMeansCode")),
			CII:   at("ram:SpecifiedTradeSettlementPaymentMeans", has("ram:TypeCode")),
			Break: func(inv *einvoice.Invoice) { inv.PaymentInstructions[0].MeansCode = "" }},
		{ID: "BR-50", Severity: Fatal, Terms: t("BT-84"),
			Text:     "The credit transfer (BG-17) names an account without identifier (BT-84).",
			UBL:      when("cac:PaymentMeans/cac:PayeeFinancialAccount", or(says("../cbc:PaymentMeansCode", "30"), says("../cbc:PaymentMeansCode", "58")), filled("cbc:ID")),
			CII:      when(ciiAccount, ciiTransfer, or(filled("ram:IBANID"), filled("ram:ProprietaryID"))),
			BreakUBL: "set cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID =",
			BreakCII: "set " + ciiSettlement + "/" + ciiAccount + "/ram:IBANID ="},
		{ID: "BR-51", Severity: Warning, SeverityCII: Fatal, Terms: t("BT-87"),
			Text:  "The card number (BT-87) has {length} characters: the rules of card security allow no more than ten of its digits to be shown.",
			UBL:   atMostTen("cac:PaymentMeans/cac:CardAccount/cbc:PrimaryAccountNumberID", "."),
			CII:   atMostTen("ram:ApplicableTradeSettlementFinancialCard", "ram:ID"),
			Break: func(inv *einvoice.Invoice) { inv.PaymentInstructions[0].Card.AccountNumber = "4111111111111111" }},
		{ID: "BR-52", Severity: Fatal, Terms: t("BT-122"),
			Text:  "The supporting document in {element} no. {nth} has no reference (BT-122).",
			UBL:   at("cac:AdditionalDocumentReference", filled("cbc:ID")),
			CII:   at("ram:AdditionalReferencedDocument", filled("ram:IssuerAssignedID")),
			Break: func(inv *einvoice.Invoice) { inv.SupportingDocuments[0].Reference = "" }},
		{ID: "BR-53", Severity: Fatal, Terms: t("BT-111", "BT-6"),
			Text:  "VAT is accounted for in {BT-6} (BT-6), but the total VAT amount in that currency (BT-111) is missing.",
			Help:  "The accounting currency (BT-6) is only given if it differs from that of the invoice (BT-5).",
			UBL:   both(each("cac:TaxTotal/cbc:TaxAmount", noteTaxCurrency), each("/*", taxCurrencyUsed)),
			CII:   at(ciiTotals, ciiTaxCurrencyUsed),
			Break: func(inv *einvoice.Invoice) { inv.Totals.VATInAccountingCurrency = einvoice.Decimal{} }, Also: t("cii: BR-DEC-15")},
		{ID: "BR-55", Severity: Fatal, Terms: t("BT-25"),
			Text:  "Preceding invoice no. {nth} has no number (BT-25).",
			UBL:   at("cac:BillingReference", has("cac:InvoiceDocumentReference/cbc:ID")),
			CII:   at("/rsm:CrossIndustryInvoice/"+ciiSettlement+"/ram:InvoiceReferencedDocument", filled("ram:IssuerAssignedID")),
			Break: func(inv *einvoice.Invoice) { inv.PrecedingInvoices[0].Reference = "" }, Also: t("ubl: UBL-SR-07")},
		{ID: "BR-56", Severity: Fatal, Terms: t("BT-63"),
			Text:  "The seller's tax representative (BG-11) has no VAT identifier (BT-63).",
			UBL:   at("cac:TaxRepresentativeParty", ofVAT("cac:PartyTaxScheme", "cbc:CompanyID", isVAT)),
			CII:   at("ram:SellerTaxRepresentativeTradeParty", hasVATNumber),
			Break: func(inv *einvoice.Invoice) { inv.TaxRepresentative.VATIdentifier = "" }},
		{ID: "BR-57", Severity: Fatal, Terms: t("BT-80"),
			Text: "The deliver to address (BG-15) has no country code (BT-80).",
			UBL:  mustHave("cac:Delivery/cac:DeliveryLocation/cac:Address", "cac:Country/cbc:IdentificationCode"),
			CII: when("/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery",
				has("ram:ShipToTradeParty/ram:PostalTradeAddress"), filled("ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID")),
			Break: func(inv *einvoice.Invoice) { inv.Delivery.Address.Country = "" }},
		{ID: "BR-61", Severity: Fatal, Terms: t("BT-84", "BT-81"),
			Text:     "Payment means {BT-81} is a credit transfer, which needs an account to pay to (BT-84).",
			UBL:      when("cac:PaymentMeans", or(saysNorm("cbc:PaymentMeansCode", "30"), saysNorm("cbc:PaymentMeansCode", "58")), has("cac:PayeeFinancialAccount/cbc:ID")),
			CII:      when(ciiAccount, ciiTransfer, has("ram:IBANID|ram:ProprietaryID")),
			BreakUBL: "drop cac:PaymentMeans/cac:PayeeFinancialAccount",
			BreakCII: "drop " + ciiSettlement + "/" + ciiAccount + "/ram:IBANID", Also: t("cii: BR-50", "cii: CII-SR-470")},
		{ID: "BR-62", Severity: Fatal, Terms: t("BT-34"),
			Text:  "The seller's electronic address (BT-34) {BT-34} has no scheme.",
			Help:  "Give a code of the EAS list, such as 0088 for a GLN.",
			UBL:   at("cac:AccountingSupplierParty/cac:Party/cbc:EndpointID", hasAttr("schemeID")),
			CII:   each("/*", ciiAddressScheme(ciiAgreement+"/ram:SellerTradeParty/ram:URIUniversalCommunication")),
			Break: func(inv *einvoice.Invoice) { inv.Seller.ElectronicAddress.Scheme = "" }},
		{ID: "BR-63", Severity: Fatal, Terms: t("BT-49"),
			Text:  "The buyer's electronic address (BT-49) {BT-49} has no scheme.",
			Help:  "Give a code of the EAS list, such as 0088 for a GLN.",
			UBL:   at("cac:AccountingCustomerParty/cac:Party/cbc:EndpointID", hasAttr("schemeID")),
			CII:   each("/*", ciiAddressScheme(ciiAgreement+"/ram:BuyerTradeParty/ram:URIUniversalCommunication")),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.ElectronicAddress.Scheme = "" }},
	}
}

func noReason(a *einvoice.AllowanceCharge) { a.Reason, a.ReasonCode = "", "" }

// ciiAccount is where a credit transfer goes to; ciiTransfer tells whether it is one,
// by UNTDID 4461.
const ciiAccount = "ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount"

var (
	ciiTransfer = saysIn("../ram:TypeCode", Node.Text, "transfer-payment-means@en16931-1.3.16")
	anyUBLLine  = has("cac:InvoiceLine|cac:CreditNoteLine")
	lineItem    = name(ciiLines)
)

func hasCIILine(c *Check, _ Node) bool { return c.Lines > 0 || c.Seen(lineItem) }

var issueDate = path("rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString")

func issueDateIn102(_ *Check, n Node) bool {
	return !issueDate.Each(n, func(d Node) bool { return d.AttrValue("format") != "102" || d.Norm() == "" })
}

// payeeIsAnother compares names and identifiers as the published rule does, which
// takes the trading name for UBL and the name for CII.
func payeeIsAnother(_ *Check, n Node) bool {
	return payeeNames.Exists(n) && !share(payeeNames, sellerNames, n) && !share(payeeIDs, sellerIDs, n)
}

func ciiPayeeIsAnother(_ *Check, n Node) bool {
	return ciiPayeeName.Exists(n) && !share(ciiPayeeName, ciiSellerName, n) && !share(ciiOwnID, ciiSellerID, n) && !share(ciiLegal, ciiSellerLegal, n)
}

var (
	payeeNames  = path("cac:PartyName/cbc:Name")
	payeeIDs    = path("cac:PartyIdentification/cbc:ID")
	sellerNames = path("../cac:AccountingSupplierParty/cac:Party/cac:PartyName/cbc:Name")
	sellerIDs   = path("../cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID")

	ciiPayeeName   = path("ram:Name")
	ciiSellerName  = path("../../ram:ApplicableHeaderTradeAgreement/ram:SellerTradeParty/ram:Name")
	ciiSellerID    = path("../../ram:ApplicableHeaderTradeAgreement/ram:SellerTradeParty/ram:ID")
	ciiSellerLegal = path("../../ram:ApplicableHeaderTradeAgreement/ram:SellerTradeParty/ram:SpecifiedLegalOrganization/ram:ID")
)

// ofLine: the element stands directly in an invoice line.
func ofLine(_ *Check, n Node) bool {
	p := n.Parent().Name()
	return p == cacInvoiceLine || p == cacCreditNoteLine
}

var taxCategories = path("cac:TaxCategory")

// categoryO: a VAT category is O.
func categoryO(_ *Check, n Node) bool {
	return !taxCategories.Each(n, func(x Node) bool { return !isVAT(x) || x.Child(cbcID).Norm() != "O" })
}

var registrations = path("ram:SpecifiedTaxRegistration/ram:ID")

// hasVATNumber: one of the party's tax registrations is a VAT identifier.
func hasVATNumber(_ *Check, n Node) bool {
	return !registrations.Each(n, func(id Node) bool { return id.AttrValue("schemeID") != "VA" || id.Norm() == "" })
}

// ciiAddressScheme: the first electronic address says in its first identifier by which scheme it is.
func ciiAddressScheme(p string) func(*Check, Node) {
	q := path(p)
	return func(c *Check, n Node) {
		address := q.First(n)
		if !address.Exists() {
			return
		}
		for id := address.Child(ramURIID); id.Exists(); id = id.NextNamed(ramURIID) {
			if blank(id.AttrValue("schemeID")) {
				continue
			}
			return
		}
		c.Fail(address)
	}
}

var taxCurrency = path("cbc:TaxCurrencyCode")

// noteTaxCurrency keeps those of the header's accounting currencies that tax amounts
// of lines are in: they count too.
func noteTaxCurrency(c *Check, n Node) {
	if !c.line.Exists() {
		return
	}
	if s, ok := n.Attr("currencyID"); ok && !c.taxIn[s] && anyOf(taxCurrency, c.head, s) {
		c.noteTaxIn(strings.Clone(s)) // the line goes
	}
}

func taxCurrencyUsed(c *Check, n Node) {
	if !taxCurrency.Exists(n) {
		return
	}
	c.Anywhere(cbcTaxAmount, func(x Node) bool {
		if s, ok := x.Attr("currencyID"); ok && x.Parent().Name() == cacTaxTotal {
			c.noteTaxIn(s)
		}
		return true
	})
	taxCurrency.Each(n, func(code Node) bool {
		if !c.taxIn[code.Text()] {
			c.Fail(code)
		}
		return true
	})
}

func (f *Facts) noteTaxIn(currency string) {
	if f.taxIn == nil {
		f.taxIn = map[string]bool{}
	}
	f.taxIn[currency] = true
}

var (
	ciiTaxCurrency     = path(ciiSettlement + "/ram:TaxCurrencyCode")
	ciiInvoiceCurrency = path(ciiSettlement + "/ram:InvoiceCurrencyCode")
	ciiTaxTotal        = path("ram:TaxTotalAmount")
)

func ciiTaxCurrencyUsed(c *Check, n Node) bool {
	if !ciiTaxCurrency.Exists(c.head) {
		return true
	}
	equal := tree.Ask(c.head, ciiTaxCurrency, func(head Node) bool { return share(ciiTaxCurrency, ciiInvoiceCurrency, head) })
	return !equal && !ciiTaxTotal.Each(n, func(x Node) bool {
		s, ok := x.Attr("currencyID")
		return !ok || !anyOf(ciiTaxCurrency, c.head, s)
	})
}
