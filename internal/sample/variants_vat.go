package sample

import "github.com/einvoice-go/einvoice"

// The variants of VAT: one for each category, and who accounts for it in which
// currency.

func vatStandard() *einvoice.Invoice {
	full, reduced := vat("S", "19"), vat("S", "7")
	return &einvoice.Invoice{
		Number: "2026/00417", IssueDate: day(2026, 2, 9), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 2, 23),
		Process: process("", core),
		Notes:   []einvoice.Note{{Text: "Wir danken für Ihren Einkauf.\nBücher tragen den ermäßigten Steuersatz."}},
		Seller: einvoice.Party{Name: "Buchhandlung Käthe Öztürk e. K.", VATIdentifier: "DE999999911", TaxRegistration: id("99/815/04711", ""),
			Address: address("Färbergäßchen 3", "79098", "Freiburg im Breisgau", "DE")},
		Buyer:               einvoice.Party{Name: "Grundschule am Mühlbach", Address: address("Schulstraße 1", "79102", "Freiburg im Breisgau", "DE")},
		PaymentInstructions: transfer("58", "2026/00417", "DE85999999990001234567", "Buchhandlung Öztürk", ""),
		Lines: []einvoice.Line{
			line("1", "24", "H87", "9.81", reduced, "Lesebuch »Der Fuchs im Weinberg«, 2. Klasse"),
			line("2", "24", "H87", "2.10", full, "Schreibheft DIN A5, liniert"),
			line("3", "1", "SET", "37.815", full, "Wandkarte Südbaden mit Aufhängung"),
		},
	}
}

func vatZeroRated() *einvoice.Invoice {
	zero, standard := vat("Z", "0"), vat("S", "23")
	return &einvoice.Invoice{
		Number: "INV-3021", IssueDate: day(2026, 3, 17), TypeCode: "380", Currency: "EUR", PaymentTerms: "Payment within 30 days of the invoice date",
		Process: process("", core),
		Notes:   []einvoice.Note{{Text: "Happy St Patrick's Day ☘️ – the office is closed on the 17th."}},
		Seller: einvoice.Party{Name: "Sally Gap Books Ltd", VATIdentifier: "IE9999999WI", LegalRegistration: id("999001", ""),
			Address: address("2 Military Road", "A98 X9X9", "Laragh", "IE")},
		Buyer:               einvoice.Party{Name: "Scoil Naomh Áine", Address: address("Bóthar na Trá", "H91 X9X9", "Gaillimh", "IE")},
		PaymentInstructions: transfer("30", "INV-3021", "IE86XMPL99000112345678", "Sally Gap Books Ltd", "XMPLIE2D"),
		Lines: []einvoice.Line{
			line("1", "60", "H87", "6.50", zero, "Picture book “The Otter's Umbrella”"),
			line("2", "1", "C62", "12.20", standard, "Delivery to the school"),
		},
	}
}

func vatExempt() *einvoice.Invoice {
	exempt := vat("E", "0")
	return &einvoice.Invoice{
		Number: "MS-26-0088", IssueDate: day(2026, 1, 31), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 2, 14),
		Process: process("", core),
		Seller: einvoice.Party{Name: "Musikschule Sonnwendviertel GmbH", VATIdentifier: "ATU99999901",
			Address: address("Gudrunstraße 999/2", "1100", "Wien", "AT")},
		Buyer:               einvoice.Party{Name: "Jänner & Töchter OG", Address: address("Am Graben 0", "1010", "Wien", "AT")},
		PaymentInstructions: transfer("58", "MS-26-0088", "AT939999900001234567", "Musikschule Sonnwendviertel", ""),
		VATBreakdown:        exempted(exempt, "VATEX-EU-132", "Unterricht, steuerfrei nach § 6 Abs. 1 Z 11 UStG"),
		Lines: []einvoice.Line{
			line("1", "4", "HUR", "48", exempt, "Einzelunterricht Violoncello, Jänner"),
			line("2", "1", "MON", "15.90", exempt, "Leihgebühr ¾-Cello"),
		},
	}
}

func vatReverseCharge() *einvoice.Invoice {
	reverse := vat("AE", "0")
	return &einvoice.Invoice{
		Number: "FV/12/03/2026", IssueDate: day(2026, 3, 31), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 4, 30),
		Process: process("", core),
		Notes:   []einvoice.Note{{SubjectCode: "AAI", Text: "Odwrotne obciążenie / Reverse charge. Dziękujemy za współpracę! 🚀"}},
		Seller: einvoice.Party{Name: "Żółw i Gęś Oprogramowanie sp. z o.o.", TradingName: "Żółw & Gęś", VATIdentifier: "PL9999999911",
			Address: address("ul. Śniadeckich 0/15", "00-999", "Warszawa", "PL")},
		Buyer: einvoice.Party{Name: "Skärgårdsfärjor AB", VATIdentifier: "SE556999999701", LegalRegistration: id("5569999997", "0007"),
			Address: address("Kajen 12", "111 99", "Stockholm", "SE")},
		PaymentInstructions: transfer("58", "FV/12/03/2026", "PL38999900010000000012345678", "Żółw i Gęś", "XMPLPLPW"),
		VATBreakdown:        exempted(reverse, "VATEX-EU-AE", "Odwrotne obciążenie"),
		Lines: []einvoice.Line{
			line("1", "152.25", "HUR", "72.00", reverse, "Rozbudowa systemu rezerwacji miejsc"),
			line("2", "1", "MON", "490.00", reverse, "Utrzymanie i dyżur, marzec 2026"),
		},
	}
}

func vatIntraCommunity() *einvoice.Invoice {
	supply := vat("K", "0")
	return &einvoice.Invoice{
		Number: "2026-VE-0031", IssueDate: day(2026, 4, 20), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 6, 19),
		Process: process("", core),
		Seller: einvoice.Party{Name: "Officine Brenta S.p.A.", VATIdentifier: "IT09999990162", AdditionalLegalInformation: "Capitale sociale € 520.000 i.v.",
			LegalRegistration: id("PD-999999", ""), Address: einvoice.PostalAddress{Line1: "Via dell'Industria 9", PostCode: "35010", City: "Vigonza", Subdivision: "PD", Country: "IT"}},
		Buyer: einvoice.Party{Name: "Järvisuolan Pakkaamo Oy", VATIdentifier: "FI99999990",
			Address: address("Tehtaankatu 99", "70100", "Kuopio", "FI")},
		Delivery: &einvoice.Delivery{Name: "Järvisuola, varasto 2", Date: day(2026, 4, 17),
			Address: einvoice.PostalAddress{Line1: "Satamatie 5", Line2: "Portti B", PostCode: "70900", City: "Toivala", Country: "FI"}},
		PaymentInstructions: transfer("58", "2026-VE-0031", "IT63L9999901600000000012345", "Officine Brenta", ""),
		VATBreakdown:        exempted(supply, "VATEX-EU-IC", "Cessione intracomunitaria, art. 41 DL 331/93"),
		Lines: []einvoice.Line{
			{ID: "1", Quantity: units("1", "H87"), Price: einvoice.Price{Net: n("38750.00")}, VATCategory: supply,
				Item: einvoice.Item{Name: "Confezionatrice verticale CV-80", Description: "Matricola 26-0080, con nastro di carico", SellerIdentifier: "CV-80",
					Classifications: []einvoice.Classification{{Code: "84224000", Scheme: "HS"}}, OriginCountry: "IT"}},
			line("2", "16", "HUR", "85", supply, "Messa in servizio compresa nella fornitura"),
		},
	}
}

func vatExport() *einvoice.Invoice {
	export := vat("G", "0")
	return &einvoice.Invoice{
		Number: "ΤΠΑ-000731", IssueDate: day(2026, 5, 4), TypeCode: "380", Currency: "EUR", PaymentTerms: "Προκαταβολή 30 %, υπόλοιπο με τη φορτωτική",
		Process: process("", core),
		Seller: einvoice.Party{Name: "Ελαιώνες Λακωνίας Α.Ε.", TradingName: "Lakonia Olive Groves", VATIdentifier: "EL999999901",
			Address: address("Λεωφόρος Ελιάς 4", "231 00", "Σπάρτη", "GR")},
		Buyer: einvoice.Party{Name: "Épicerie Fleuve Saint-Laurent inc.",
			Address: einvoice.PostalAddress{Line1: "999, rue du Vieux-Port", PostCode: "H9H 9H9", City: "Montréal", Subdivision: "QC", Country: "CA"}},
		Delivery:            &einvoice.Delivery{Date: day(2026, 5, 2), Address: address("Terminal 3", "H9H 9H0", "Montréal", "CA")},
		PaymentInstructions: transfer("30", "ΤΠΑ-000731", "GR3299900010000000012345678", "Ελαιώνες Λακωνίας", "XMPLGRAA"),
		VATBreakdown:        exempted(export, "VATEX-EU-G", "Εξαγωγή εκτός Ευρωπαϊκής Ένωσης"),
		Lines: []einvoice.Line{
			{ID: "1", Note: "Παρτίδα Κ-17", Quantity: units("1200", "LTR"), Price: einvoice.Price{Net: n("7.35")}, VATCategory: export,
				Item: einvoice.Item{Name: "Εξαιρετικό παρθένο ελαιόλαδο", OriginCountry: "GR",
					Attributes: []einvoice.ItemAttribute{{Name: "Ποικιλία", Value: "Κορωνέικη"}, {Name: "Οξύτητα", Value: "≤ 0,3 %"}}}},
		},
	}
}

func vatNotSubject() *einvoice.Invoice {
	outside := vat("O", "")
	return &einvoice.Invoice{
		Number: "Cotis. 2026-112", IssueDate: day(2026, 1, 15), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 2, 15),
		Process: process("", core),
		Seller: einvoice.Party{Name: "Amis du Moulin de la Sûre a.s.b.l.", LegalRegistration: id("F9999", ""),
			Address: address("9, rue du Moulin", "L-9999", "Dillingen", "LU")},
		Buyer:               einvoice.Party{Name: "Auberge Wantermann s.à r.l.-s", Address: address("1, um Plateau", "L-9998", "Beaufort", "LU")},
		PaymentInstructions: transfer("58", "Cotisation 2026-112", "LU219990000012345678", "Amis du Moulin", ""),
		VATBreakdown:        exempted(outside, "VATEX-EU-O", "Cotisation hors du champ de la TVA"),
		Lines: []einvoice.Line{
			line("1", "1", "ANN", "120", outside, "Cotisation annuelle 2026, membre collectif"),
			line("2", "2", "C62", "25", outside, "Don « une pelle pour la roue »"),
		},
	}
}

func vatIGIC() *einvoice.Invoice {
	full, zero := vat("L", "7"), vat("L", "0")
	return &einvoice.Invoice{
		Number: "A-26/1540", IssueDate: day(2026, 6, 30), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 7, 30),
		Process: process("", core),
		Notes:   []einvoice.Note{{Text: "Operación sujeta al IGIC."}},
		Seller: einvoice.Party{Name: "Frutas del Teide, S.L.", VATIdentifier: "ESB99999901",
			Address: einvoice.PostalAddress{Line1: "Calle del Drago, 8", PostCode: "38999", City: "La Orotava", Subdivision: "Santa Cruz de Tenerife", Country: "ES"}},
		Buyer: einvoice.Party{Name: "Hotel Peñón Azul, S.A.", VATIdentifier: "ESA99999902",
			Address: einvoice.PostalAddress{Line1: "Avenida del Océano, 1", PostCode: "38998", City: "Puerto de la Cruz", Subdivision: "Santa Cruz de Tenerife", Country: "ES"}},
		PaymentInstructions: transfer("30", "A-26/1540", "ES8099990001480001234567", "Frutas del Teide", ""),
		Lines: []einvoice.Line{
			line("1", "85.5", "KGM", "1.15", zero, "Plátano de Canarias, categoría extra"),
			line("2", "12", "H87", "14.20", full, "Cesta de mimbre para bufé"),
		},
	}
}

func vatIPSI() *einvoice.Invoice {
	ipsi := vat("M", "4")
	return &einvoice.Invoice{
		Number: "CE/2026/77", IssueDate: day(2026, 6, 8), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 7, 8),
		Process: process("", core),
		Seller: einvoice.Party{Name: "Papelería Hércules, S.L.U.", VATIdentifier: "ESB99999903",
			Address: einvoice.PostalAddress{Line1: "Paseo del Revellín, 99", PostCode: "51999", City: "Ceuta", Country: "ES"}},
		Buyer:               einvoice.Party{Name: "Astilleros Benzú, S.A.", VATIdentifier: "ESA99999904", Address: address("Muelle España, 0", "51998", "Ceuta", "ES")},
		PaymentInstructions: transfer("30", "CE/2026/77", "ES6599990002940007654321", "Papelería Hércules", ""),
		Lines: []einvoice.Line{
			line("1", "40", "RM", "3.875", ipsi, "Papel A4 80 g, resma de 500 hojas"),
			line("2", "6", "H87", "21.99", ipsi, "Tóner negro TN-99"),
		},
	}
}

func vatSplitPayment() *einvoice.Invoice {
	split := vat("B", "22")
	return &einvoice.Invoice{
		Number: "18/PA", IssueDate: day(2026, 9, 1), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 10, 1),
		Process: process("", core), ContractReference: "Z99999999A",
		PaymentTerms: "Scissione dei pagamenti, art. 17-ter DPR 633/72: al fornitore si paga il solo imponibile, l'IVA all'Erario",
		Seller: einvoice.Party{Name: "Falegnameria Città Alta S.r.l.", VATIdentifier: "IT99887766022",
			Address: einvoice.PostalAddress{Line1: "Vicolo del Legno 2", PostCode: "24129", City: "Bergamo", Subdivision: "BG", Country: "IT"}},
		Buyer: einvoice.Party{Name: "Comune di Valle Serena", ElectronicAddress: id("X9Y9Z9", "0201"),
			Address: einvoice.PostalAddress{Line1: "Piazza del Municipio 1", PostCode: "24999", City: "Valle Serena", Subdivision: "BG", Country: "IT"}},
		PaymentInstructions: transfer("58", "18/PA", "IT87R9999902400000000067890", "Falegnameria Città Alta", ""),
		Lines: []einvoice.Line{
			line("1", "25", "H87", "64.50", split, "Banco scolastico in faggio, altezza regolabile"),
			line("2", "25", "H87", "31.00", split, "Sedia impilabile"),
		},
	}
}

func vatInOtherCurrency() *einvoice.Invoice {
	standard := vat("S", "23")
	return &einvoice.Invoice{
		Number: "FT 2026/901", IssueDate: day(2026, 7, 14), TypeCode: "380", Currency: "USD", VATCurrency: "EUR", DueDate: day(2026, 8, 13),
		Process: process("", core),
		Notes:   []einvoice.Note{{SubjectCode: "TXD", Text: "IVA em euros à taxa de câmbio do BCE de 13/07/2026: 1 EUR = 1,1500 USD"}},
		Seller: einvoice.Party{Name: "Peças de Avião Alverca, Lda.", VATIdentifier: "PT599999901",
			Address: address("Estrada da Pista, 12", "2615-999", "Alverca do Ribatejo", "PT")},
		Buyer:               einvoice.Party{Name: "Táxi Aéreo das Ilhas, S.A.", VATIdentifier: "PT599999902", Address: address("Hangar 4", "9500-999", "Ponta Delgada", "PT")},
		PaymentInstructions: transfer("30", "FT 2026/901", "PT50999900010000012345648", "Peças de Avião Alverca", "XMPLPTPL"),
		// 1,063.96 USD at 1.1500
		Totals: einvoice.Totals{VATInAccountingCurrency: n("925.18")},
		Lines: []einvoice.Line{
			line("1", "2", "H87", "2149.95", standard, "Bomba de combustível, recondicionada"),
			line("2", "10", "H87", "32.6", standard, "Jogo de juntas"),
		},
	}
}

func taxRepresentative() *einvoice.Invoice {
	standard := vat("S", "22")
	return &einvoice.Invoice{
		Number: "R-88214", IssueDate: day(2026, 10, 12), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 11, 11),
		Process: process("", core),
		Seller: einvoice.Party{Name: "Uhrenatelier Bärtschi AG", LegalRegistration: id("CHE-999.999.996", "0183"),
			Address: address("Zytgloggelaube 0", "3999", "Bern", "CH")},
		Buyer: einvoice.Party{Name: "Gioielleria Fratelli Quarta S.n.c.", VATIdentifier: "IT09999980239",
			Address: einvoice.PostalAddress{Line1: "Corso Vittorio 101", PostCode: "73999", City: "Lecce", Subdivision: "LE", Country: "IT"}},
		TaxRepresentative: &einvoice.TaxRepresentative{Name: "Rappresentanza Fiscale Duomo S.r.l.", VATIdentifier: "IT99887755074",
			Address: einvoice.PostalAddress{Line1: "Via Torre 99", Line2: "Scala A", Line3: "c.a. Ufficio IVA", PostCode: "20199", City: "Milano", Subdivision: "MI", Country: "IT"}},
		Delivery:            &einvoice.Delivery{Date: day(2026, 10, 9), Address: address("Corso Vittorio 101", "73999", "Lecce", "IT")},
		PaymentInstructions: transfer("30", "R-88214", "CH8599999000012345678", "Uhrenatelier Bärtschi AG", "XMPLCHZZ"),
		Lines: []einvoice.Line{
			{ID: "1", Quantity: units("3", "H87"), Price: einvoice.Price{Net: n("1980.00")}, VATCategory: standard,
				Item: einvoice.Item{Name: "Armbanduhr «Aare» Stahl", SellerIdentifier: "AARE-38", Standard: id("09999990000125", "0160"), OriginCountry: "CH"}},
		},
	}
}
