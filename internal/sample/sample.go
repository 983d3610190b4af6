// Package sample makes a valid invoice that uses every group of EN 16931 at least
// once: what rules are tried on, and what explanations break.
package sample

import (
	"strconv"

	"github.com/einvoice-go/einvoice"
)

// Invoice makes a new one each time. Its sums: lines 1000.00 + 200.00, allowance
// 100.00, charge 50.00; VAT 19 % on 950.00 and 0 % on 200.00.
func Invoice() *einvoice.Invoice {
	standard := einvoice.VATCategory{Code: "S", Rate: n("19")}
	exempt := einvoice.VATCategory{Code: "E", Rate: n("0")}
	return &einvoice.Invoice{
		Number: "R-2026-0117", IssueDate: day(2026, 3, 2), TypeCode: "380", Currency: "EUR", VATCurrency: "SEK",
		TaxPointDate: day(2026, 2, 28), DueDate: day(2026, 4, 1), BuyerReference: "04011000-12345-34",
		ProjectReference: "P-7", ContractReference: "C-2025-3", PurchaseOrderReference: "PO-4711", SalesOrderReference: "SO-12",
		ReceivingAdvice: "RA-9", DespatchAdvice: "DA-8", TenderOrLot: "T-1/2", BuyerAccountingReference: "4400",
		InvoicedObject: einvoice.Identifier{Value: "DE00123", Scheme: "MG"}, PaymentTerms: "Net within 30 days",
		Notes:             []einvoice.Note{{SubjectCode: "AAI", Text: "Thank you for your order."}},
		Process:           einvoice.ProcessControl{BusinessProcess: "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", Specification: "urn:cen.eu:en16931:2017"},
		PrecedingInvoices: []einvoice.PrecedingInvoice{{Reference: "R-2026-0101", IssueDate: day(2026, 2, 2)}},
		Seller: einvoice.Party{
			Name: "Muster Werkstatt GmbH", TradingName: "Musterwerk", Identifiers: []einvoice.Identifier{{Value: "4000001123452", Scheme: "0088"}},
			LegalRegistration: einvoice.Identifier{Value: "HRB 4711"}, VATIdentifier: "DE123456789", TaxRegistration: einvoice.Identifier{Value: "201/113/40209"},
			AdditionalLegalInformation: "Managing director: A. Muster", ElectronicAddress: einvoice.Identifier{Value: "4000001123452", Scheme: "0088"},
			Address:                        einvoice.PostalAddress{Line1: "Lindenweg 4", Line2: "Hof 2", Line3: "Halle B", City: "Leipzig", PostCode: "04109", Subdivision: "Sachsen", Country: "DE"},
			Contact:                        &einvoice.Contact{Point: "Accounts", Telephone: "+49 341 555010", Email: "accounts@musterwerk.example"},
			BankAssignedCreditorIdentifier: "DE98ZZZ09999999999",
		},
		Buyer: einvoice.Party{
			Name: "Nordbygg AB", TradingName: "Nordbygg", Identifiers: []einvoice.Identifier{{Value: "7300010000001", Scheme: "0088"}},
			LegalRegistration: einvoice.Identifier{Value: "556000-4615", Scheme: "0007"}, VATIdentifier: "SE556000461501",
			ElectronicAddress: einvoice.Identifier{Value: "7300010000001", Scheme: "0088"},
			Address:           einvoice.PostalAddress{Line1: "Storgatan 1", City: "Stockholm", PostCode: "111 22", Country: "SE"},
			Contact:           &einvoice.Contact{Point: "Inköp", Telephone: "+46 8 555020", Email: "inkop@nordbygg.example"},
		},
		Payee:             &einvoice.Payee{Name: "Factor Bank AG", Identifier: einvoice.Identifier{Value: "4099999000001", Scheme: "0088"}, LegalRegistration: einvoice.Identifier{Value: "HRB 99"}},
		TaxRepresentative: &einvoice.TaxRepresentative{Name: "Skatteombud AB", VATIdentifier: "SE556111222201", Address: einvoice.PostalAddress{Line1: "Kungsgatan 5", City: "Göteborg", PostCode: "411 19", Country: "SE"}},
		Delivery: &einvoice.Delivery{Name: "Nordbygg depot", Location: einvoice.Identifier{Value: "7300010000018", Scheme: "0088"}, Date: day(2026, 2, 27),
			Address: einvoice.PostalAddress{Line1: "Hamnvägen 7", City: "Gävle", PostCode: "802 57", Country: "SE"}},
		Period: einvoice.Period{Start: day(2026, 2, 1), End: day(2026, 2, 28)},
		PaymentInstructions: []einvoice.PaymentInstructions{{
			MeansCode: "58", MeansText: "SEPA credit transfer", Remittance: "R-2026-0117",
			CreditTransfers: []einvoice.CreditTransfer{{Account: "DE75512108001245126199", AccountName: "Musterwerk", ServiceProvider: "MARKDEF1100"}},
			Card:            &einvoice.PaymentCard{AccountNumber: "1234", Holder: "N. Bygg"},
			DirectDebit:     &einvoice.DirectDebit{MandateReference: "M-55", DebitedAccount: "SE3550000000054910000003"},
		}},
		Allowances: []einvoice.AllowanceCharge{{Amount: n("100.00"), BaseAmount: n("1000.00"), Percentage: n("10"), VATCategory: standard, Reason: "Loyalty discount", ReasonCode: "95"}},
		Charges:    []einvoice.AllowanceCharge{{Amount: n("50.00"), VATCategory: standard, Reason: "Freight", ReasonCode: "FC"}},
		Totals: einvoice.Totals{LineNet: n("1200.00"), Allowances: n("100.00"), Charges: n("50.00"), WithoutVAT: n("1150.00"), VAT: n("180.50"),
			VATInAccountingCurrency: n("2003.55"), WithVAT: n("1330.50"), Paid: n("330.00"), Rounding: n("-0.50"), Due: n("1000.00")},
		VATBreakdown: []einvoice.VATBreakdown{
			{TaxableAmount: n("950.00"), TaxAmount: n("180.50"), VATCategory: standard},
			{TaxableAmount: n("200.00"), TaxAmount: n("0.00"), VATCategory: exempt, ExemptionReason: "Insurance", ExemptionReasonCode: "VATEX-EU-132"},
		},
		SupportingDocuments: []einvoice.SupportingDocument{{Reference: "timesheet", Description: "Hours worked", Location: "https://musterwerk.example/r-2026-0117",
			Attachment: &einvoice.Attachment{MIMECode: "text/csv", Filename: "hours.csv", Content: einvoice.BinaryBase64("ZGF5LGhvdXJzCjIwMjYtMDItMDIsOAo=")}}},
		Lines: []einvoice.Line{
			{ID: "1", Note: "As agreed", Object: einvoice.Identifier{Value: "machine 3", Scheme: "ABO"}, Quantity: einvoice.Quantity{Value: n("10"), Unit: "HUR"}, NetAmount: n("1000.00"),
				PurchaseOrderLine: "10", BuyerAccountingReference: "4400-1", Period: einvoice.Period{Start: day(2026, 2, 2), End: day(2026, 2, 13)},
				Allowances: []einvoice.AllowanceCharge{{Amount: n("50.00"), BaseAmount: n("1000.00"), Percentage: n("5"), Reason: "Volume discount", ReasonCode: "100"}},
				Charges:    []einvoice.AllowanceCharge{{Amount: n("50.00"), BaseAmount: n("1000.00"), Percentage: n("5"), Reason: "Night work", ReasonCode: "ADR"}},
				Price:      einvoice.Price{Net: n("100.0000"), Discount: n("20"), Gross: n("120"), BaseQuantity: einvoice.Quantity{Value: n("1"), Unit: "HUR"}}, VATCategory: standard,
				Item: einvoice.Item{Name: "Assembly", Description: "Assembly of the shelves", SellerIdentifier: "ASM-1", BuyerIdentifier: "8812",
					Standard: einvoice.Identifier{Value: "04012345678901", Scheme: "0160"}, Classifications: []einvoice.Classification{{Code: "72101507", Scheme: "TST", SchemeVersion: "19.05.01"}},
					OriginCountry: "DE", Attributes: []einvoice.ItemAttribute{{Name: "Shift", Value: "Night"}}}},
			{ID: "2", Quantity: einvoice.Quantity{Value: n("1"), Unit: "C62"}, NetAmount: n("200.00"), Price: einvoice.Price{Net: n("200.00")}, VATCategory: exempt,
				Item: einvoice.Item{Name: "Transport insurance"}},
		},
	}
}

// WithLines is Invoice with n lines, all like its first; the sums are not adapted.
func WithLines(n int) *einvoice.Invoice {
	inv := Invoice()
	line := inv.Lines[0]
	inv.Lines = make([]einvoice.Line, n)
	for i := range inv.Lines {
		inv.Lines[i] = line
		inv.Lines[i].ID = strconv.Itoa(i + 1)
	}
	return inv
}
