package sample

import "github.com/einvoice-go/einvoice"

// The variants that show a profile in full.

func peppolFull() *einvoice.Invoice {
	standard, reduced := vat("S", "23"), vat("S", "8")
	desk := einvoice.Line{ID: "1", Note: "Kolor: dąb naturalny", Quantity: units("4", "H87"), PurchaseOrderLine: "1", BuyerAccountingReference: "MPK-210",
		Price: einvoice.Price{Gross: n("1580.00"), Discount: n("130.00"), BaseQuantity: units("1", "H87")}, VATCategory: standard,
		Item: einvoice.Item{Name: "Biurko z regulacją wysokości", Description: "Blat 160 × 80 cm, pamięć trzech pozycji", SellerIdentifier: "BRK-160-D", BuyerIdentifier: "M-0404",
			Standard: id("09999990000293", "0160"), Classifications: []einvoice.Classification{{Code: "56101703", Scheme: "TST", SchemeVersion: "26.08.01"}, {Code: "94033010", Scheme: "HS"}},
			OriginCountry: "PL", Attributes: []einvoice.ItemAttribute{{Name: "Blat", Value: "dąb"}, {Name: "Nośność", Value: "80 kg"}}}}
	plants := line("2", "12", "H87", "34.90", reduced, "Monstera w doniczce 🪴")
	plants.Allowances = []einvoice.AllowanceCharge{{BaseAmount: n("418.80"), Percentage: n("10"), Reason: "Rabat ilościowy", ReasonCode: "100"}}
	return &einvoice.Invoice{
		Number: "FS/2026/10/0077", IssueDate: day(2026, 10, 5), TypeCode: "380", Currency: "PLN", DueDate: day(2026, 10, 19),
		BuyerReference: "Dział zakupów", PurchaseOrderReference: "ZAM-4471", SalesOrderReference: "ZS-9002", ContractReference: "UM/2025/31", DespatchAdvice: "WZ-771", ReceivingAdvice: "PZ-310",
		BuyerAccountingReference: "MPK-210", PaymentTerms: "14 dni od daty wystawienia", Process: process(billing, peppol),
		Notes: []einvoice.Note{{Text: "Proszę podać numer faktury w tytule przelewu."}},
		Seller: einvoice.Party{Name: "Meble Świerk sp. z o.o.", TradingName: "Świerk Biuro", Identifiers: []einvoice.Identifier{id("5900001123454", "0088"), id("PL-991", "")},
			LegalRegistration: id("0000999901", ""), VATIdentifier: "PL9999999901", AdditionalLegalInformation: "Kapitał zakładowy 50 000 zł", ElectronicAddress: id("PL9999999901", "9945"),
			Address: einvoice.PostalAddress{Line1: "ul. Stolarska 9", Line2: "Hala 2", Line3: "Brama C", City: "Zielona Góra", PostCode: "65-999", Subdivision: "lubuskie", Country: "PL"},
			Contact: &einvoice.Contact{Point: "Małgorzata Łoś", Telephone: "+48 99 999 01 01", Email: "faktury@swierk.example"}},
		Buyer: einvoice.Party{Name: "Biuro Rachunkowe Ćwiek S.A.", TradingName: "Ćwiek", Identifiers: []einvoice.Identifier{id("9999999000010", "0088")},
			LegalRegistration: id("0000999902", ""), VATIdentifier: "PL9999999902", ElectronicAddress: id("PL9999999902", "9945"),
			Address: einvoice.PostalAddress{Line1: "al. Żeglarska 1", Line2: "piętro 4", Line3: "pok. 12", City: "Szczecin", PostCode: "70-999", Subdivision: "zachodniopomorskie", Country: "PL"},
			Contact: &einvoice.Contact{Point: "Księgowość", Telephone: "+48 99 999 02 02", Email: "ksiegowosc@cwiek.example"}},
		Payee: &einvoice.Payee{Name: "Faktoring Bałtyk S.A.", Identifier: id("9999999000027", "0088"), LegalRegistration: id("999900BALTYK00002635", "0199")},
		Delivery: &einvoice.Delivery{Name: "Ćwiek, oddział Łódź", Location: id("5900001123454", "0088"), Date: day(2026, 10, 2),
			Address: einvoice.PostalAddress{Line1: "ul. Włókiennicza 7", Line2: "wejście od podwórza", Line3: "recepcja", City: "Łódź", PostCode: "90-999", Subdivision: "łódzkie", Country: "PL"}},
		PaymentInstructions: transfer("30", "FS/2026/10/0077", "PL77999900010000000087654321", "Faktoring Bałtyk", "XMPLPLPW"),
		Charges:             []einvoice.AllowanceCharge{{Amount: n("120.00"), VATCategory: standard, Reason: "Wniesienie i montaż", ReasonCode: "FC"}},
		Lines:               []einvoice.Line{desk, plants},
	}
}

func xrechnungFull() *einvoice.Invoice {
	standard := vat("S", "19")
	return &einvoice.Invoice{
		Number: "R26-1044", IssueDate: day(2026, 9, 30), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 10, 30), BuyerReference: "991-99999-78",
		PaymentTerms: "#SKONTO#TAGE=7#PROZENT=2.00#\n#SKONTO#TAGE=14#PROZENT=1.00#BASISBETRAG=1500.00#\n",
		Process:      process(billing, xrechnung), PurchaseOrderReference: "4500099017",
		Notes: []einvoice.Note{{SubjectCode: "REG", Text: "Geschäftsführerin: Dr. Änne Groß\nAmtsgericht Beispielstadt HRB 99901"}},
		Seller: einvoice.Party{Name: "Grünflächenpflege Groß gGmbH", LegalRegistration: id("HRB 99901", ""), VATIdentifier: "DE333444558", TaxRegistration: id("999/815/08155", ""),
			ElectronicAddress: id("rechnungen@gruen-gross.example", "EM"), Address: address("Kleingartenweg 9", "99997", "Beispielstadt", "DE"),
			Contact: &einvoice.Contact{Point: "Buchhaltung", Telephone: "+49 999 555-10", Email: "rechnungen@gruen-gross.example"}},
		Buyer: einvoice.Party{Name: "Landesamt für Gewässerschutz", ElectronicAddress: id("991-99999-78", "0204"),
			Address: address("Am Wehr 1", "99996", "Beispielstadt", "DE"), Contact: &einvoice.Contact{Point: "Referat 12, Fr. Yıldız"}},
		Delivery:            &einvoice.Delivery{Date: day(2026, 9, 25)},
		PaymentInstructions: transfer("58", "R26-1044", "DE55999999990000815000", "Grünflächenpflege Groß", ""),
		Lines: []einvoice.Line{
			line("1", "1460", "MTK", "0.89", standard, "Uferböschung mähen, Mähgut abfahren"),
			line("2", "7.75", "HUR", "46", standard, "Gehölzschnitt"),
		},
	}
}

func xrechnungExtension() *einvoice.Invoice {
	standard := vat("S", "19")
	sub := func(number, value, unit, price, name string) einvoice.Line {
		return line(number, value, unit, price, standard, name)
	}
	phone := sub("1", "1", "MON", "64.80", "Anschluss Rathaus, Oktober")
	lines := sub("1.1", "1", "C62", "52.50", "Telefonie")
	lines.SubLines = []einvoice.Line{sub("1.1.1", "10", "C62", "4.75", "Nebenstelle"), sub("1.1.2", "1", "C62", "5.00", "Zentrale Rufnummer")}
	phone.SubLines = []einvoice.Line{lines, sub("1.2", "1", "C62", "12.30", "Internetzugang")}
	return &einvoice.Invoice{
		Number: "TK-2026-10-5567", IssueDate: day(2026, 11, 2), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 11, 16), BuyerReference: "16999-MUEHLTAL-53",
		Period:  einvoice.Period{Start: day(2026, 10, 1), End: day(2026, 10, 31)},
		Process: process(billing, extension),
		Seller: einvoice.Party{Name: "Fernmelde Süd eG", VATIdentifier: "DE888777660", ElectronicAddress: id("rechnung@fernmelde-sued.example", "EM"),
			Address: address("Leitungsstraße 9", "99995", "Knotenpunkt", "DE"), Contact: &einvoice.Contact{Point: "Kundendienst", Telephone: "0800 555 0199", Email: "rechnung@fernmelde-sued.example"}},
		Buyer:               einvoice.Party{Name: "Gemeinde Mühltal", ElectronicAddress: id("16999-MUEHLTAL-53", "0204"), Address: address("Rathausplatz 1", "99998", "Mühltal", "DE")},
		PaymentInstructions: transfer("58", "TK-2026-10-5567", "DE62999999990005567001", "Fernmelde Süd", ""),
		ThirdPartyPayments: []einvoice.ThirdPartyPayment{
			{Type: "Parkgebühren", Amount: n("12.50"), Description: "Handyparken, 5 Vorgänge, für Parkraum Mühltal"},
			{Type: "Spende", Amount: n("5.00"), Description: "SMS-Spende für die Seenotrettung ⚓"},
		},
		Lines: []einvoice.Line{phone, sub("2", "37", "MIN", "0.029", "Verbindungen ins Ausland")},
	}
}
