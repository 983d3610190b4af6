package sample

import "github.com/einvoice-go/einvoice"

// The variants of payment.

func prepaidAndRounding() *einvoice.Invoice {
	standard := vat("S", "25")
	return &einvoice.Invoice{
		Number: "10482", IssueDate: day(2026, 9, 14), TypeCode: "380", Currency: "SEK", DueDate: day(2026, 10, 14),
		Process: process("", core),
		Notes:   []einvoice.Note{{Text: "Handpenning 20 000 kr betald 2026-08-03. Godkänd för F-skatt."}},
		Seller: einvoice.Party{Name: "Köksmästaren i Ängelholm AB", VATIdentifier: "SE559888888001", LegalRegistration: id("5598888880", "0007"),
			Address: address("Långgatan 9", "262 99", "Ängelholm", "SE")},
		Buyer: einvoice.Party{Name: "Bostadsrättsföreningen Måsen", Address: address("Strandvägen 1", "262 98", "Skälderviken", "SE")},
		PaymentInstructions: []einvoice.PaymentInstructions{{MeansCode: "30", MeansText: "Bankgiro", Remittance: "10482",
			CreditTransfers: []einvoice.CreditTransfer{{Account: "9999-0017", ServiceProvider: "SE:BANKGIRO"}}}},
		Totals: einvoice.Totals{Paid: n("20000.00"), Rounding: n("-0.24")},
		Lines: []einvoice.Line{
			line("1", "1", "C62", "42190.00", standard, "Köksinredning enligt offert 771"),
			line("2", "6.4", "MTR", "1874.25", standard, "Bänkskiva i ek, oljad"),
			line("3", "14", "HUR", "536.785", standard, "Montering"),
		},
	}
}

func directDebit() *einvoice.Invoice {
	standard := vat("S", "20")
	month := einvoice.Period{Start: day(2026, 1, 1), End: day(2026, 1, 31)}
	used := einvoice.Line{ID: "1", Object: id("AT999000 12345 67890", "AVE"), Quantity: units("412.7", "KWH"), Period: month,
		Price: einvoice.Price{Net: n("0.148790")}, VATCategory: standard, Item: einvoice.Item{Name: "Strom, Verbrauch", Attributes: []einvoice.ItemAttribute{{Name: "Zählerstand neu", Value: "18.204,7 kWh"}}}}
	base := line("2", "1", "MON", "3.60", standard, "Grundpreis")
	base.Period = month
	return &einvoice.Invoice{
		Number: "E-260131-99017", IssueDate: day(2026, 2, 3), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 2, 17), InvoicedObject: id("Anlage 99017", "AVE"), Period: month,
		PaymentTerms: "Der Betrag wird am 17.02.2026 eingezogen.", Process: process("", core),
		Seller: einvoice.Party{Name: "Stromgenossenschaft Grünalm eGen", VATIdentifier: "ATU99999902", BankAssignedCreditorIdentifier: "AT80ZZZ09999999999",
			Address: address("Kraftwerkgasse 9", "8999", "Grünalm", "AT")},
		Buyer:               einvoice.Party{Name: "Gasthof zum Steinbock", Address: address("Passstraße 1", "8998", "Hinterstein", "AT")},
		PaymentInstructions: []einvoice.PaymentInstructions{{MeansCode: "59", MeansText: "SEPA-Lastschrift", Remittance: "E-260131-99017", DirectDebit: &einvoice.DirectDebit{MandateReference: "M-99017-1", DebitedAccount: "AT129999900007654321"}}},
		Lines:               []einvoice.Line{used, base},
	}
}

func directDebitByPayee() *einvoice.Invoice {
	standard := vat("S", "24")
	return &einvoice.Invoice{
		Number: "ΤΗΛ-2026-05-3310", IssueDate: day(2026, 6, 1), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 6, 15),
		Process: process("", core),
		Notes:   []einvoice.Note{{SubjectCode: "PMD", Text: "Η απαίτηση εκχωρήθηκε στην Αιγαίο Πρακτορεία Α.Ε."}},
		Seller: einvoice.Party{Name: "Τηλεφωνία Κυκλάδων Α.Ε.", VATIdentifier: "EL999999902",
			Address: address("Ακτή Ερμού 9", "841 99", "Ερμούπολη", "GR")},
		Buyer:               einvoice.Party{Name: "Ναυπηγείο Τήνου Μ.Ε.Π.Ε.", VATIdentifier: "EL999999903", Address: address("Παραλία 1", "842 99", "Τήνος", "GR")},
		Payee:               &einvoice.Payee{Name: "Αιγαίο Πρακτορεία Α.Ε.", Identifier: id("5200001123455", "0088"), LegalRegistration: id("999904", ""), BankAssignedCreditorIdentifier: "GR45ZZZ09999"},
		PaymentInstructions: []einvoice.PaymentInstructions{{MeansCode: "59", DirectDebit: &einvoice.DirectDebit{MandateReference: "ΕΝΤ-33-10", DebitedAccount: "GR7199900010000000087654321"}}},
		Lines: []einvoice.Line{
			line("1", "1", "MON", "29.90", standard, "Πάγιο Μαΐου"),
			line("2", "184", "MIN", "0.0375", standard, "Κλήσεις προς κινητά"),
		},
	}
}

func card() *einvoice.Invoice {
	reduced, standard := vat("S", "9.5"), vat("S", "22")
	return &einvoice.Invoice{
		Number: "PP1-BL2-1057", IssueDate: day(2026, 8, 9), TypeCode: "380", Currency: "EUR",
		Process: process("", core),
		Notes:   []einvoice.Note{{Text: "Hvala za obisk in srečno pot! 🏔️🐝"}},
		Seller: einvoice.Party{Name: "Hotel Šmarna d.o.o.", TradingName: "Hotel Čebela", VATIdentifier: "SI99999901",
			Address: address("Planinska pot 9", "4999", "Bled", "SI")},
		Buyer:               einvoice.Party{Name: "Žagar svetovanje s.p.", Address: address("Trubarjeva 1", "1999", "Ljubljana", "SI")},
		Delivery:            &einvoice.Delivery{Date: day(2026, 8, 9)},
		PaymentInstructions: []einvoice.PaymentInstructions{{MeansCode: "54", MeansText: "Kreditna kartica", Card: &einvoice.PaymentCard{AccountNumber: "0057", Holder: "M. ŽAGAR"}}},
		Totals:              einvoice.Totals{Paid: n("276.36")},
		Lines: []einvoice.Line{
			line("1", "2", "DAY", "109.59", reduced, "Nočitev z zajtrkom"),
			line("2", "2", "C62", "14.90", standard, "Parkiranje v garaži"),
		},
	}
}

func severalAccounts() *einvoice.Invoice {
	food := vat("S", "14")
	return &einvoice.Invoice{
		Number: "26-31877", IssueDate: day(2026, 3, 18), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 4, 1),
		Process: process("", core),
		Seller:  einvoice.Party{Name: "Itäpään Tukku Oy", VATIdentifier: "FI99999902", Address: address("Tukkutie 9", "80999", "Joensuu", "FI")},
		Buyer:   einvoice.Party{Name: "Ravintola Höyrylaiva", Address: address("Laituri 1", "57999", "Savonlinna", "FI")},
		PaymentInstructions: []einvoice.PaymentInstructions{{MeansCode: "58", Remittance: "RF0820260318", CreditTransfers: []einvoice.CreditTransfer{
			{Account: "FI1099900000123458", AccountName: "Itäpään Tukku, päätili", ServiceProvider: "XMPLFIHH"},
			{Account: "FI5799900000678907", AccountName: "Itäpään Tukku", ServiceProvider: "XMPLFI22"},
			{Account: "FI6699900000246804"},
		}}},
		Lines: []einvoice.Line{
			line("1", "48", "KGM", "9.4275", food, "Muikku, perattu"),
			line("2", "20", "KGM", "1.89", food, "Uudet perunat, Ahvenanmaa"),
		},
	}
}
