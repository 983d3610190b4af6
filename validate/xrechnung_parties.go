package validate

import (
	"github.com/einvoice-go/einvoice"
)

// Rules of XRechnung on seller, buyer and the place of delivery.
func xrechnungParties() []Rule {
	return []Rule{
		{ID: "BR-DE-2", Severity: Fatal, Terms: t("BG-6"),
			Text:  "The seller has no contact (BG-6).",
			UBL:   mustHave("/*/cac:AccountingSupplierParty", "cac:Party/cac:Contact"),
			CII:   mustHave(xrSeller, "ram:DefinedTradeContact"),
			Break: func(inv *einvoice.Invoice) { inv.Seller.Contact = nil }},
		{ID: "BR-DE-3", Severity: Fatal, Terms: t("BT-37"),
			Text:  "The seller's address has no city (BT-37).",
			UBL:   mustFillAny(ublSellerAddress, "cbc:CityName"),
			CII:   mustFillAny(xrSeller+"/ram:PostalTradeAddress", "ram:CityName"),
			Break: func(inv *einvoice.Invoice) { inv.Seller.Address.City = "" }},
		{ID: "BR-DE-4", Severity: Fatal, Terms: t("BT-38"),
			Text:  "The seller's address has no post code (BT-38).",
			UBL:   mustFillAny(ublSellerAddress, "cbc:PostalZone"),
			CII:   mustFillAny(xrSeller+"/ram:PostalTradeAddress", "ram:PostcodeCode"),
			Break: func(inv *einvoice.Invoice) { inv.Seller.Address.PostCode = "" }},
		{ID: "BR-DE-5", Severity: Fatal, Terms: t("BT-41"),
			Text:  "The seller's contact has no name (BT-41).",
			UBL:   mustFillAny(ublSellerContact, "cbc:Name"),
			CII:   at(xrSeller+"/ram:DefinedTradeContact", anyFilled("ram:PersonName|ram:DepartmentName")),
			Break: func(inv *einvoice.Invoice) { inv.Seller.Contact.Point = "" }},
		{ID: "BR-DE-6", Severity: Fatal, Terms: t("BT-42"),
			Text:  "The seller's contact has no telephone number (BT-42).",
			UBL:   mustFillAny(ublSellerContact, "cbc:Telephone"),
			CII:   mustFillAny(xrSeller+"/ram:DefinedTradeContact", ciiTelephone),
			Break: func(inv *einvoice.Invoice) { inv.Seller.Contact.Telephone = "" }, Also: t("BR-DE-27")},
		{ID: "BR-DE-7", Severity: Fatal, Terms: t("BT-43"),
			Text:  "The seller's contact has no e-mail address (BT-43).",
			UBL:   mustFillAny(ublSellerContact, "cbc:ElectronicMail"),
			CII:   mustFillAny(xrSeller+"/ram:DefinedTradeContact", ciiEmail),
			Break: func(inv *einvoice.Invoice) { inv.Seller.Contact.Email = "" }, Also: t("BR-DE-28")},
		{ID: "BR-DE-27", Severity: Warning, Terms: t("BT-42"),
			Text:  "The seller's telephone number {BT-42} (BT-42) has fewer than three digits.",
			UBL:   wellFormed(ublSellerContact, "cbc:Telephone", isTelephone),
			CII:   wellFormed(xrSeller+"/ram:DefinedTradeContact", ciiTelephone, isTelephone),
			Break: func(inv *einvoice.Invoice) { inv.Seller.Contact.Telephone = "extension 10" }},
		{ID: "BR-DE-28", Severity: Warning, Terms: t("BT-43"),
			Text:  "The seller's e-mail address {BT-43} (BT-43) does not consist of a name, an @ and a domain.",
			UBL:   wellFormed(ublSellerContact, "cbc:ElectronicMail", isEmail),
			CII:   wellFormed(xrSeller+"/ram:DefinedTradeContact", ciiEmail, isEmail),
			Break: func(inv *einvoice.Invoice) { inv.Seller.Contact.Email = "accounts@musterwerk" }},
		{ID: "BR-DE-8", Severity: Fatal, Terms: t("BT-52"),
			Text:  "The buyer's address has no city (BT-52).",
			UBL:   mustFillAny(ublBuyerAddress, "cbc:CityName"),
			CII:   mustFillAny(xrAgreement+"/ram:BuyerTradeParty/ram:PostalTradeAddress", "ram:CityName"),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.Address.City = "" }},
		{ID: "BR-DE-9", Severity: Fatal, Terms: t("BT-53"),
			Text:  "The buyer's address has no post code (BT-53).",
			UBL:   mustFillAny(ublBuyerAddress, "cbc:PostalZone"),
			CII:   mustFillAny(xrAgreement+"/ram:BuyerTradeParty/ram:PostalTradeAddress", "ram:PostcodeCode"),
			Break: func(inv *einvoice.Invoice) { inv.Buyer.Address.PostCode = "" }},
		{ID: "BR-DE-10", Severity: Fatal, Terms: t("BT-77"),
			Text:  "The delivery address has no city (BT-77).",
			UBL:   mustFillAny(ublDeliveryAddress, "cbc:CityName"),
			CII:   mustFillAny(xrDelivery+"/ram:ShipToTradeParty/ram:PostalTradeAddress", "ram:CityName"),
			Break: func(inv *einvoice.Invoice) { inv.Delivery.Address.City = "" }},
		{ID: "BR-DE-11", Severity: Fatal, Terms: t("BT-78"),
			Text:  "The delivery address has no post code (BT-78).",
			UBL:   mustFillAny(ublDeliveryAddress, "cbc:PostalZone"),
			CII:   mustFillAny(xrDelivery+"/ram:ShipToTradeParty/ram:PostalTradeAddress", "ram:PostcodeCode"),
			Break: func(inv *einvoice.Invoice) { inv.Delivery.Address.PostCode = "" }},
	}
}

const (
	ublSellerAddress   = "/*/cac:AccountingSupplierParty/cac:Party/cac:PostalAddress"
	ublSellerContact   = "/*/cac:AccountingSupplierParty/cac:Party/cac:Contact"
	ublBuyerAddress    = "/*/cac:AccountingCustomerParty/cac:Party/cac:PostalAddress"
	ublDeliveryAddress = "/*/cac:Delivery/cac:DeliveryLocation/cac:Address"

	xrSeller     = xrAgreement + "/ram:SellerTradeParty"
	ciiTelephone = "ram:TelephoneUniversalCommunication/ram:CompleteNumber"
	ciiEmail     = "ram:EmailURIUniversalCommunication/ram:URIID"
)

// wellFormed demands a form of the first of the elements that a path leads to. An absent one does not have it either.
func wellFormed(pattern, p string, valid func(string) bool) Test {
	q := path(p)
	return each(pattern, func(c *Check, n Node) {
		if !valid(q.First(n).Norm()) {
			c.failAt(q, n)
		}
	})
}
