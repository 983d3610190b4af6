package sample

import "github.com/einvoice-go/einvoice"

// The variants of everyday trade: what is referred to, attached, charged, paid.

func minimal() *einvoice.Invoice {
	return &einvoice.Invoice{
		Number: "7", IssueDate: day(2026, 3, 2), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 3, 9),
		Process: process("", core),
		Seller:  einvoice.Party{Name: "Boulangerie du Pont", VATIdentifier: "FR99999999901", Address: einvoice.PostalAddress{Country: "FR"}},
		Buyer:   einvoice.Party{Name: "Café Bélier", Address: einvoice.PostalAddress{Country: "FR"}},
		Lines:   []einvoice.Line{line("1", "30", "H87", "1.10", vat("S", "5.5"), "Baguette")},
	}
}

func references() *einvoice.Invoice {
	standard := vat("S", "23")
	return &einvoice.Invoice{
		Number: "20260544", IssueDate: day(2026, 5, 29), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 6, 28),
		BuyerReference: "Dielňa 3 / Ing. Ďurič", ProjectReference: "ELEKTRICKY-2026", ContractReference: "ZML-2024/118", PurchaseOrderReference: "OBJ-88310",
		SalesOrderReference: "ZAK-7741", ReceivingAdvice: "PR-2026-0519", DespatchAdvice: "DL-60233", TenderOrLot: "VO-2024-17/časť 2",
		InvoicedObject: id("vozeň 7105", "VV"), BuyerAccountingReference: "511-7105",
		Process:           process("", core),
		PrecedingInvoices: []einvoice.PrecedingInvoice{{Reference: "20260391", IssueDate: day(2026, 4, 2)}, {Reference: "20260448", IssueDate: day(2026, 4, 30)}},
		Seller: einvoice.Party{Name: "Koľajové vozidlá Ružín, a. s.", LegalRegistration: id("99 999 901", ""), VATIdentifier: "SK9999999901",
			Address: address("Priemyselná 99", "040 99", "Košice", "SK")},
		Buyer:               einvoice.Party{Name: "Mestská doprava Hornád, a. s.", VATIdentifier: "SK9999999902", Address: address("Depo 1", "040 98", "Košice", "SK")},
		PaymentInstructions: transfer("58", "20260544", "SK3699990000000001234567", "Koľajové vozidlá Ružín", ""),
		Lines: []einvoice.Line{
			{ID: "10", Note: "Podľa preberacieho protokolu", Object: id("podvozok P-2", "ACE"), Quantity: units("2", "C62"), PurchaseOrderLine: "10", BuyerAccountingReference: "511-7105-A",
				Price: einvoice.Price{Net: n("6480.00")}, VATCategory: standard,
				Item: einvoice.Item{Name: "Oprava podvozku", SellerIdentifier: "OP-T3", BuyerIdentifier: "SRV-0091"}},
			{ID: "20", Quantity: units("46.5", "HUR"), PurchaseOrderLine: "20", BuyerAccountingReference: "511-7105-B",
				Price: einvoice.Price{Net: n("38.40")}, VATCategory: standard, Item: einvoice.Item{Name: "Elektroinštalačné práce"}},
		},
	}
}

func periods() *einvoice.Invoice {
	standard := vat("S", "27")
	cleaning := line("1", "21", "DAY", "18500", standard, "Irodatakarítás, munkanapokon")
	cleaning.Period = einvoice.Period{Start: day(2026, 2, 1), End: day(2026, 2, 28)}
	windows := line("2", "1", "C62", "64000", standard, "Ablaktisztítás, negyedéves")
	windows.Period = einvoice.Period{Start: day(2026, 2, 14), End: day(2026, 2, 15)}
	mats := line("3", "4", "H87", "2250", standard, "Lábtörlő csere")
	mats.Period = einvoice.Period{Start: day(2026, 2, 16)}
	return &einvoice.Invoice{
		Number: "SZ-2026/00219", IssueDate: day(2026, 3, 3), TypeCode: "380", Currency: "HUF", DueDate: day(2026, 3, 18), TaxPointDateCode: "35",
		Process:             process("", core),
		Period:              einvoice.Period{Start: day(2026, 2, 1), End: day(2026, 2, 28)},
		Seller:              einvoice.Party{Name: "Tükörfényes Takarító Kft.", VATIdentifier: "HU99999901", Address: address("Szívárvány utca 9.", "1999", "Budapest", "HU")},
		Buyer:               einvoice.Party{Name: "Hídfő Ügyvédi Iroda", VATIdentifier: "HU99999902", Address: address("Lánc tér 1. II/5.", "1998", "Budapest", "HU")},
		PaymentInstructions: transfer("30", "SZ-2026/00219", "99999999-00012345-00000000", "Tükörfényes Takarító Kft.", ""),
		Lines:               []einvoice.Line{cleaning, windows, mats},
	}
}

func taxPointCode() *einvoice.Invoice {
	return &einvoice.Invoice{
		Number: "H-2026-09", IssueDate: day(2026, 4, 7), TypeCode: "380", Currency: "EUR", TaxPointDateCode: "432",
		PaymentTerms: "Paiement à 30 jours. Pas d'escompte. TVA acquittée sur les encaissements.",
		Process:      process("", core),
		Seller: einvoice.Party{Name: "Atelier d'architecture Noël & Hæck", LegalRegistration: id("999999901", "0002"), VATIdentifier: "FR88999999902",
			Address: address("99 bis, rue de l'Équerre", "69999", "Lyon", "FR")},
		Buyer:               einvoice.Party{Name: "SCI Le Clos des Chênes", Address: address("1, chemin du Clos", "69998", "Écully", "FR")},
		PaymentInstructions: transfer("58", "H-2026-09", "FR7699999000010000001234537", "Noël & Hæck", ""),
		Lines:               []einvoice.Line{line("1", "35", "P1", "412.5", vat("S", "20"), "Avant-projet définitif, part des honoraires en %")},
	}
}

func taxPointDate() *einvoice.Invoice {
	return &einvoice.Invoice{
		Number: "260113", IssueDate: day(2026, 2, 4), TypeCode: "380", Currency: "CZK", TaxPointDate: day(2026, 1, 30), DueDate: day(2026, 2, 18),
		Process: process("", core),
		Seller: einvoice.Party{Name: "Překlady Jiří Říha", VATIdentifier: "CZ9999999901", Address: address("Příčná 9", "799 99", "Olomouc", "CZ"),
			Contact: &einvoice.Contact{Point: "Jiří Říha", Telephone: "+420 999 000 111", Email: "preklady@riha.example"}},
		Buyer:               einvoice.Party{Name: "Nakladatelství Žlutý kůň s.r.o.", VATIdentifier: "CZ99999902", Address: address("U Koně 1", "199 99", "Praha 9", "CZ")},
		PaymentInstructions: transfer("30", "260113", "999999-0001234567/9999", "", ""),
		Lines: []einvoice.Line{
			line("1", "118.5", "EA", "420", vat("S", "21"), "Překlad z polštiny, normostrana"),
		},
	}
}

func attachments() *einvoice.Invoice {
	return &einvoice.Invoice{
		Number: "112/1/1", IssueDate: day(2026, 8, 21), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 9, 5),
		Process: process("", core),
		Seller: einvoice.Party{Name: "Geodetski ured Šibić d.o.o.", VATIdentifier: "HR99999999901",
			Address: address("Međa 9", "10999", "Zagreb", "HR")},
		Buyer:               einvoice.Party{Name: "Općina Gornja Lomnica", VATIdentifier: "HR99999999902", Address: address("Trg sv. Jurja 1", "10998", "Gornja Lomnica", "HR")},
		PaymentInstructions: transfer("58", "HR00 112-1-1", "HR2999999990001234567", "Geodetski ured Šibić", ""),
		SupportingDocuments: []einvoice.SupportingDocument{
			{Reference: "koordinate", Description: "Koordinate točaka (HTRS96/TM)", Attachment: &einvoice.Attachment{MIMECode: "text/csv", Filename: "koordinate.csv",
				Content: einvoice.BinaryBase64("dG/EjWthO0U7TjtIClQxOzQ1OTg3MS4yMjs1MDczMjEwLjA1OzExOC40MgpUMjs0NTk5MDMuODA7NTA3MzE5OC42MTsxMTguNzcKVDM7NDU5OTExLjEzOzUwNzMyNDAuOTQ7MTE5LjAzCg==")}},
			{Reference: "skica", Description: "Skica izmjere", Attachment: &einvoice.Attachment{MIMECode: "image/png", Filename: "skica.png",
				Content: einvoice.BinaryBase64("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIAQAAAADsdIMmAAAAFklEQVR42mP4z9DIsJdhKRDuBLL+AwAuHAXBMAhpMQAAAABJRU5ErkJggg==")}},
			{Reference: "elaborat-2026-112", Description: "Geodetski elaborat, PDF, 48 MB", Location: "https://sibic.example/elaborati/2026-112.pdf?lang=hr&v=2"},
		},
		Lines: []einvoice.Line{line("1", "1", "C62", "1290.00", vat("S", "25"), "Izrada geodetskog elaborata")},
	}
}

func allowancesAndCharges() *einvoice.Invoice {
	high, low := vat("S", "21"), vat("S", "9")
	bikes := line("1", "3", "H87", "4199.00", high, "Elektrische bakfiets ‘Kwikstaart’")
	bikes.Allowances = []einvoice.AllowanceCharge{{BaseAmount: n("12597.00"), Percentage: n("7.5"), Reason: "Demonstratiemodellen", ReasonCode: "67"}}
	bikes.Charges = []einvoice.AllowanceCharge{
		{BaseAmount: n("12597.00"), Percentage: n("1.25"), Reason: "Verzekering tijdens transport"},
		{Amount: n("75.00"), Reason: "Gravure framenummer"},
	}
	repair := line("2", "2.5", "HUR", "58.00", low, "Reparatie oude bakfiets")
	repair.Allowances = []einvoice.AllowanceCharge{{Amount: n("14.50"), ReasonCode: "64"}}
	return &einvoice.Invoice{
		Number: "F2026-0815", IssueDate: day(2026, 5, 11), TypeCode: "380", Currency: "EUR", DueDate: day(2026, 5, 25),
		Process:             process("", core),
		Seller:              einvoice.Party{Name: "Bakfietsenmakerij De Kwikstaart B.V.", VATIdentifier: "NL999999990B01", Address: address("Spaakstraat 9", "9999 XX", "Groningen", "NL")},
		Buyer:               einvoice.Party{Name: "Kinderopvang Het Nest", Address: address("Eikenlaan 1", "9998 XX", "Haren", "NL")},
		PaymentInstructions: transfer("58", "F2026-0815", "NL92XMPL0123456789", "De Kwikstaart", ""),
		Allowances: []einvoice.AllowanceCharge{
			{BaseAmount: n("11884.68"), Percentage: n("2"), VATCategory: high, Reason: "Vaste klant", ReasonCode: "102"},
			{Amount: n("10.00"), VATCategory: low, Reason: "Zomeractie ☀️", ReasonCode: "95"},
		},
		Charges: []einvoice.AllowanceCharge{
			{Amount: n("45.00"), VATCategory: high, Reason: "Bezorging aan huis", ReasonCode: "DL"},
			{BaseAmount: n("130.50"), Percentage: n("3"), VATCategory: low, Reason: "Milieutoeslag", ReasonCode: "ABL"},
		},
		Lines: []einvoice.Line{bikes, repair},
	}
}

func prices() *einvoice.Invoice {
	standard := vat("S", "21")
	screw := func(number, value string, p einvoice.Price, name string) einvoice.Line {
		return einvoice.Line{ID: number, Quantity: units(value, "H87"), Price: p, VATCategory: standard, Item: einvoice.Item{Name: name}}
	}
	return &einvoice.Invoice{
		Number: "SRB 002718", IssueDate: day(2026, 11, 3), TypeCode: "380", Currency: "RON", DueDate: day(2026, 12, 3),
		Process:             process("", core),
		Seller:              einvoice.Party{Name: "Șuruburi Țepeș S.R.L.", VATIdentifier: "RO99999901", Address: address("Strada Fierarilor 9", "999901", "Brașov", "RO")},
		Buyer:               einvoice.Party{Name: "Mobilă Înțeleaptă S.A.", VATIdentifier: "RO99999902", Address: address("Calea Plutei 1", "999902", "Târgu Mureș", "RO")},
		PaymentInstructions: transfer("30", "SRB 002718", "RO72XMPL0000999900012345", "Șuruburi Țepeș", ""),
		Lines: []einvoice.Line{
			screw("1", "25000", einvoice.Price{Gross: n("48.90"), Discount: n("3.423"), BaseQuantity: units("1000", "H87")}, "Șurub pentru lemn 4×40, preț la mie"),
			screw("2", "1250", einvoice.Price{Net: n("0.137525")}, "Diblu 8 mm, preț cu șase zecimale"),
			screw("3", "60", einvoice.Price{Gross: n("2.5"), Net: n("2.5"), BaseQuantity: units("12", "H87")}, "Balama, preț la duzină"),
			screw("4", "1", einvoice.Price{Net: n("0.00")}, "Mostră gratuită: șaibă"),
		},
	}
}

func creditNote() *einvoice.Invoice {
	reduced := vat("S", "6")
	return &einvoice.Invoice{
		Number: "NC-2026-003", IssueDate: day(2026, 7, 20), TypeCode: "381", Currency: "EUR", DueDate: day(2026, 8, 3), BuyerReference: "Rayon 4",
		ProjectReference: "Été 2026", TenderOrLot: "AO-2025-9", Process: process(billing, peppol),
		Notes:             []einvoice.Note{{Text: "Pralines fondues pendant le transport – avec nos excuses 🍫"}},
		PrecedingInvoices: []einvoice.PrecedingInvoice{{Reference: "F-2026-118", IssueDate: day(2026, 7, 6)}},
		Seller: einvoice.Party{Name: "Chocolaterie du Beffroi SRL", VATIdentifier: "BE0777777771", LegalRegistration: id("0777777771", "0208"),
			ElectronicAddress: id("0777777771", "0208"), Address: address("Grand-Place 0", "7999", "Tournai", "BE")},
		Buyer: einvoice.Party{Name: "Épicerie fine Hibou SA", VATIdentifier: "BE0888888895", ElectronicAddress: id("0888888895", "0208"),
			Address: address("Quai aux Briques 99", "1999", "Bruxelles", "BE")},
		PaymentInstructions: transfer("58", "NC-2026-003", "BE65999000012396", "Épicerie fine Hibou", ""),
		Lines: []einvoice.Line{
			line("1", "18", "XBX", "11.95", reduced, "Ballotin 250 g, assortiment lait"),
			line("2", "4", "KGM", "31.5", reduced, "Orangettes en vrac"),
		},
	}
}

func correctiveInvoice() *einvoice.Invoice {
	standard := vat("S", "19")
	return &einvoice.Invoice{
		Number: "2026-K-14", IssueDate: day(2026, 6, 22), TypeCode: "384", Currency: "EUR", BuyerReference: "16999-MUEHLTAL-53", DueDate: day(2026, 7, 6),
		PaymentTerms: "Der Betrag wird Ihrem Konto gutgeschrieben.", Process: process(billing, xrechnung),
		Notes:             []einvoice.Note{{SubjectCode: "ACB", Text: "Korrektur: statt 46 wurden 38 Stunden geleistet; die Anfahrt fehlte."}},
		PrecedingInvoices: []einvoice.PrecedingInvoice{{Reference: "2026-R-201", IssueDate: day(2026, 6, 5)}},
		Seller: einvoice.Party{Name: "Gerüstbau Rößler & Söhne GmbH", VATIdentifier: "DE111222339", ElectronicAddress: id("rechnung@geruestbau-roessler.example", "EM"),
			Address: address("An der Schmücke 9", "99999", "Weißensee", "DE"), Contact: &einvoice.Contact{Point: "Ute Rößler", Telephone: "+49 36374 5550-0", Email: "rechnung@geruestbau-roessler.example"}},
		Buyer: einvoice.Party{Name: "Gemeinde Mühltal", ElectronicAddress: id("16999-MUEHLTAL-53", "0204"),
			Address: address("Rathausplatz 1", "99998", "Mühltal", "DE")},
		Delivery:            &einvoice.Delivery{Date: day(2026, 6, 3)},
		PaymentInstructions: transfer("58", "2026-K-14", "DE12999999990000112233", "Gerüstbau Rößler", ""),
		Lines: []einvoice.Line{
			line("1", "-46", "HUR", "61.50", standard, "Gerüst stellen (Rechnung 2026-R-201, Position 1)"),
			line("2", "38", "HUR", "61.50", standard, "Gerüst stellen, berichtigt"),
			line("3", "1", "C62", "89", standard, "Anfahrt"),
		},
	}
}

func selfBilled() *einvoice.Invoice {
	standard := vat("S", "21")
	milk := line("1", "18450", "LTR", "0.3925", standard, "Svaigpiens, 4,1 % tauku")
	milk.Period = einvoice.Period{Start: day(2026, 3, 1), End: day(2026, 3, 31)}
	milk.Charges = []einvoice.AllowanceCharge{{BaseAmount: n("7241.63"), Percentage: n("1.5"), Reason: "Piemaksa par kvalitāti", ReasonCode: "ADR"}}
	return &einvoice.Invoice{
		Number: "PC-S-2026-03-0042", IssueDate: day(2026, 4, 2), TypeCode: "389", Currency: "EUR", DueDate: day(2026, 4, 20), PurchaseOrderReference: "LĪG-2025/42",
		Process: process(billingByThem, selfBilling),
		Seller: einvoice.Party{Name: "Zemnieku saimniecība „Kalnozoli”", VATIdentifier: "LV99999999901", ElectronicAddress: id("LV99999999901", "9939"),
			Address: address("Kalnozoli", "LV-9999", "Ērgļu novads", "LV")},
		Buyer: einvoice.Party{Name: "SIA „Piena Ceļš”", VATIdentifier: "LV99999999902", ElectronicAddress: id("LV99999999902", "9939"),
			Address: address("Krējuma iela 1", "LV-9998", "Cēsis", "LV")},
		PaymentInstructions: transfer("58", "PC-S-2026-03-0042", "LV57XMPL0000012345678", "Z/S Kalnozoli", "XMPLLV22"),
		Lines:               []einvoice.Line{milk},
	}
}
