package sample

import "github.com/einvoice-go/einvoice"

// FacturX makes the golden invoices for CII: one that uses all of Factur-X EXTENDED
// that the model has, and what is left of it in the smaller profiles. The names are
// those of the profiles in package convert.
func FacturX() []Variant {
	about := map[string]string{
		"extended":  "a creamery delivers by its own lorry: everything of EXTENDED",
		"en16931":   "the same in the terms of EN 16931",
		"basic":     "the same without the details of lines",
		"basicwl":   "the same without lines",
		"minimum":   "the same: document, parties and totals",
		"xrechnung": "the same for a German authority",
	}
	var all []Variant
	for _, name := range []string{"extended", "en16931", "basic", "basicwl", "minimum", "xrechnung"} {
		inv := facturXExtended()
		if name != "extended" { // what the profile has not would leave sums that do not add up
			inv.LogisticsCharges, inv.FurtherPaymentTerms, inv.Totals.Rounding = nil, nil, einvoice.Decimal{}
		}
		if name == "xrechnung" {
			p := &inv.PaymentInstructions[0]
			p.Card, p.DirectDebit, p.CreditTransfers = nil, nil, p.CreditTransfers[:1]
			inv.Seller.BankAssignedCreditorIdentifier = ""
			inv.PaymentTerms = "#SKONTO#TAGE=14#PROZENT=2.00#\n"
		}
		if _, err := inv.Calculate(); err != nil {
			panic("sample: " + name + ": " + err.Error())
		}
		all = append(all, Variant{name, inv, about[name]})
	}
	return all
}

// InProfile is Invoice in a profile of Factur-X, with a name as in FacturX. Only the
// largest profiles have a rounding amount; in EXTENDED lines say themselves why they are exempt.
func InProfile(name string) *einvoice.Invoice {
	inv := Invoice()
	inv.Process.Specification = map[string]string{
		"minimum": "urn:factur-x.eu:1p0:minimum", "basicwl": "urn:factur-x.eu:1p0:basicwl", "basic": core + "#compliant#urn:factur-x.eu:1p0:basic",
		"en16931": core, "extended": core + "#conformant#urn:factur-x.eu:1p0:extended",
	}[name]
	switch name {
	case "minimum", "basicwl", "basic":
		inv.Totals.Rounding, inv.Totals.Due = einvoice.Decimal{}, n("1000.50")
	case "extended":
		inv.VATBreakdown[1].ExemptionReasonCode, inv.Lines[1].ExemptionReason = "", inv.VATBreakdown[1].ExemptionReason
	}
	return inv
}

func facturXExtended() *einvoice.Invoice {
	reduced, standard := vat("S", "7"), vat("S", "19")
	yoghurt := einvoice.Line{ID: "1", Note: "Kühlkette eingehalten", Object: id("Tour 17", "AWV"), Quantity: units("12", "XCT"), PackageQuantity: units("240", "XCU"),
		PurchaseOrderReference: "B-4711", PurchaseOrderLine: "10", BuyerAccountingReference: "3400", Period: einvoice.Period{Start: day(2026, 10, 5), End: day(2026, 10, 9)},
		Allowances:  []einvoice.AllowanceCharge{{BaseAmount: n("180.00"), Percentage: n("5"), Amount: n("9.00"), Reason: "Aktionsrabatt", ReasonCode: "95"}},
		Charges:     []einvoice.AllowanceCharge{{BaseAmount: n("180.00"), Percentage: n("2"), Amount: n("3.60"), Reason: "Mehrwegsteige", ReasonCode: "ABL"}},
		Price:       einvoice.Price{Net: n("15.00"), Gross: n("16.00"), Discount: n("1.00"), DiscountPercentage: n("6.25"), DiscountBase: n("16.00"), DiscountReason: "Händlerrabatt", BaseQuantity: units("1", "XCT")},
		VATCategory: reduced,
		Item: einvoice.Item{Name: "Joghurt, sortiert", Description: "Steige mit 20 Bechern zu 150 g", SellerIdentifier: "J-20", BuyerIdentifier: "880017", Standard: id("9999999000478", "0160"),
			Classifications: []einvoice.Classification{{Code: "04032099", Scheme: "HS", SchemeVersion: "2022"}}, OriginCountry: "DE",
			Attributes: []einvoice.ItemAttribute{{Name: "Fettgehalt", Value: "3,8 %"}},
			IncludedItems: []einvoice.IncludedItem{{Name: "Erdbeere", SellerIdentifier: "J-1", Standard: id("9999999000485", "0160"), Quantity: units("10", "C62")},
				{Name: "Kirsche", SellerIdentifier: "J-2", Quantity: units("10", "C62")}}}}
	basket := line("2", "1", "C62", "48.00", standard, "Geschenkkorb")
	basket.StatusReasonCode = "DETAIL"
	crate := line("3", "4", "C62", "3.10", standard, "Pfandkiste")
	return &einvoice.Invoice{
		Number: "M-2026-0815", IssueDate: day(2026, 10, 12), TypeCode: "380", DocumentName: "LIEFERRECHNUNG", Currency: "EUR", VATCurrency: "CHF",
		TaxPointDateCode: "35", DueDate: day(2026, 11, 11), BuyerReference: "16999-MARKT-81", ProjectReference: "Herbstaktion", ContractReference: "RV-2024-9",
		PurchaseOrderReference: "B-4711", SalesOrderReference: "A-9921", ReceivingAdvice: "WE-3302", DespatchAdvice: "LS-7781", DeliveryNote: "LN-7781", TenderOrLot: "Los 3",
		InvoicedObject: id("Filiale 12", "AWV"), BuyerAccountingReference: "3400", PaymentTerms: "Zahlbar bis 11.11.2026 ohne Abzug, bei Zahlung bis 26.10.2026 mit 2 % Skonto",
		Process:           process("P1", core),
		Notes:             []einvoice.Note{{SubjectCode: "REG", Text: "Amtsgericht Beispielstadt HRB 99904"}, {SubjectCode: "AAI", ContentCode: "EEV", Text: "Es bleibt Eigentum des Verkäufers, bis es bezahlt ist."}},
		PrecedingInvoices: []einvoice.PrecedingInvoice{{Reference: "M-2026-0801", IssueDate: day(2026, 9, 28), TypeCode: "380"}},
		Seller: einvoice.Party{Name: "Molkerei Alpenglück eG", TradingName: "Alpenglück", Identifiers: []einvoice.Identifier{id("L-471", ""), id("9999999000478", "0088")}, LegalRegistration: id("GnR 9904", "0002"),
			VATIdentifier: "DE777666552", TaxRegistration: id("999/447/11015", ""), AdditionalLegalInformation: "Sitz Beispielstadt, Vorstand: Vroni Huber", ElectronicAddress: id("rechnung@alpenglueck.example", "EM"),
			Address:                        einvoice.PostalAddress{Line1: "Almweg 1", Line2: "Tor 2", Line3: "Rampe C", City: "Beispielstadt", PostCode: "99993", Subdivision: "Bayern", Country: "DE"},
			Contact:                        &einvoice.Contact{Point: "Vroni Huber", Telephone: "+49 999 4711-0", Email: "rechnung@alpenglueck.example", Fax: "+49 999 4711-9"},
			BankAssignedCreditorIdentifier: "DE98ZZZ09999999999"},
		Buyer: einvoice.Party{Name: "Supermarkt Nordstern GmbH", TradingName: "Nordstern", Identifiers: []einvoice.Identifier{id("9999999000485", "0088")}, LegalRegistration: id("HRB 99905", "0002"),
			VATIdentifier: "DE777666560", AdditionalLegalInformation: "Filialbetrieb", ElectronicAddress: id("einkauf@nordstern.example", "EM"),
			Address: einvoice.PostalAddress{Line1: "Hafenring 8", Line2: "Halle 3", Line3: "Büro 12", City: "Musterhafen", PostCode: "99992", Subdivision: "Holstein", Country: "DE"},
			Contact: &einvoice.Contact{Department: "Wareneingang", Telephone: "+49 999 8150", Email: "einkauf@nordstern.example", Fax: "+49 999 8151"}},
		Payee: &einvoice.Payee{Name: "Milchfaktor Bank AG", Identifier: id("9999999000492", "0088"), LegalRegistration: id("HRB 99906", "0002"),
			Address: einvoice.PostalAddress{Line1: "Tresorgasse 2", Line2: "Turm B", Line3: "12. Stock", City: "Musterstadt", PostCode: "99991", Subdivision: "Bayern", Country: "DE"}},
		TaxRepresentative: &einvoice.TaxRepresentative{Name: "Fiskal & Partner mbB", VATIdentifier: "DE777666579",
			Address: einvoice.PostalAddress{Line1: "Am Amt 5", Line2: "1. Stock", Line3: "Zimmer 7", City: "Musterstadt", PostCode: "99991", Subdivision: "Bayern", Country: "DE"}},
		Invoicee: &einvoice.TradeParty{Name: "Nordstern Zentrale", Identifiers: []einvoice.Identifier{id("Z-1", ""), id("9999999000508", "0088")},
			Address: einvoice.PostalAddress{Line1: "Zentralallee 1", Line2: "Haus A", Line3: "Empfang", City: "Musterhafen", PostCode: "99990", Subdivision: "Holstein", Country: "DE"}},
		Delivery: &einvoice.Delivery{Name: "Nordstern Filiale 12", Location: id("9999999000515", "0088"), Date: day(2026, 10, 9), ContactPoint: "Rampe", ElectronicAddress: id("filiale12@nordstern.example", "EM"),
			Address: einvoice.PostalAddress{Line1: "Kaistraße 12", Line2: "Rampe 1", Line3: "Hof", City: "Musterhafen", PostCode: "99992", Subdivision: "Holstein", Country: "DE"}},
		Period: einvoice.Period{Start: day(2026, 10, 5), End: day(2026, 10, 9)},
		PaymentInstructions: []einvoice.PaymentInstructions{
			{MeansCode: "58", MeansText: "Überweisung", Remittance: "M-2026-0815", Card: &einvoice.PaymentCard{AccountNumber: "4711", Holder: "Nordstern GmbH"},
				DirectDebit:     &einvoice.DirectDebit{MandateReference: "MANDAT-12", DebitedAccount: "DE28999999990009004711"},
				CreditTransfers: []einvoice.CreditTransfer{{Account: "FR3199999999990000000471122", AccountName: "Milchfaktor", ServiceProvider: "XMPLFRPP"}, {Account: "4711-22", AccountName: "Milchfaktor"}}}},
		PaymentDiscounts:    []einvoice.PaymentDiscount{{BasisDate: day(2026, 10, 12), Period: units("14", "DAY"), BaseAmount: n("278.37"), Percentage: n("2"), Amount: n("5.57")}},
		FurtherPaymentTerms: []einvoice.PaymentTerms{{Description: "Rest nach Inventur", DueDate: day(2026, 12, 11), PartialAmount: n("50.00")}},
		Allowances:          []einvoice.AllowanceCharge{{BaseAmount: n("235.00"), Percentage: n("2"), Amount: n("4.70"), VATCategory: reduced, Reason: "Bonus", ReasonCode: "104"}},
		Charges:             []einvoice.AllowanceCharge{{BaseAmount: n("235.00"), Percentage: n("1"), Amount: n("2.35"), VATCategory: standard, Reason: "Verpackung", ReasonCode: "PC"}},
		LogisticsCharges:    []einvoice.LogisticsCharge{{Description: "Fracht", Amount: n("12.00"), VATCategory: standard}},
		Totals:              einvoice.Totals{VATInAccountingCurrency: n("24.12"), Paid: n("20.00"), Rounding: n("0.01")},
		VATCurrencyExchange: &einvoice.CurrencyExchange{Source: "EUR", Target: "CHF", Rate: n("0.9412"), Date: day(2026, 10, 12)},
		SupportingDocuments: []einvoice.SupportingDocument{{Reference: "LS-7781", Description: "Lieferschein", Location: "https://alpenglueck.example/ls/7781.pdf",
			Attachment: &einvoice.Attachment{MIMECode: "text/csv", Filename: "tour17.csv", Content: einvoice.BinaryBytes([]byte("Halt;Uhrzeit\nFiliale 12;06:40\n"))}}},
		Lines: []einvoice.Line{yoghurt, basket, crate},
	}
}
