package validate

import "github.com/einvoice-go/einvoice"

// National rules are broken on an invoice of their country: these make one of a sample
// that is valid by the rules for all countries.

type change = func(*einvoice.Invoice)

// nationality is a change that comes before those that break a rule.
func nationality(adapt change) func(...change) change {
	return func(breaks ...change) change {
		return func(inv *einvoice.Invoice) {
			adapt(inv)
			for _, b := range breaks {
				b(inv)
			}
		}
	}
}

var (
	german    = nationality(asGerman)
	danish    = nationality(asDanish)
	dutch     = nationality(asDutch)
	greek     = nationality(asGreek)
	icelandic = nationality(asIcelandic)
	italian   = nationality(asItalian)
	norwegian = nationality(asNorwegian)
	swedish   = nationality(asSwedish)
)

// id is an identifier with its scheme.
func id(value, scheme string) einvoice.Identifier {
	return einvoice.Identifier{Value: value, Scheme: scheme}
}

// pay makes a transfer the one way to pay.
func pay(means, remittance, account, provider string) change {
	return func(inv *einvoice.Invoice) {
		p := einvoice.PaymentInstructions{MeansCode: means, Remittance: remittance}
		if account != "" {
			p.CreditTransfers = []einvoice.CreditTransfer{{Account: account, ServiceProvider: provider}}
		}
		inv.PaymentInstructions = []einvoice.PaymentInstructions{p}
	}
}

// debit makes a direct debit the one way to pay.
func debit(means, account string) change {
	return func(inv *einvoice.Invoice) {
		inv.PaymentInstructions = []einvoice.PaymentInstructions{{MeansCode: means, DirectDebit: &einvoice.DirectDebit{MandateReference: "M-55", DebitedAccount: account}}}
	}
}

func asGerman(inv *einvoice.Invoice) {
	inv.Seller.Address.Country, inv.Buyer.Address.Country = "DE", "DE"
	inv.Buyer.VATIdentifier = "DE999999901"
	pay("58", "R-2026-0117", "DE75512108001245126199", "")(inv)
}

func asDanish(inv *einvoice.Invoice) {
	inv.Seller.Address.Country, inv.Buyer.Address.Country = "DK", "DK"
	inv.Seller.VATIdentifier, inv.Buyer.VATIdentifier = "DK99999901", "DK99999902"
	inv.Seller.LegalRegistration, inv.Buyer.LegalRegistration = id("99999901", "0184"), id("DK99999902", "0184")
	pay("42", "R-2026-0117", "DK5000400440116243", "0040")(inv)
}

func asDutch(inv *einvoice.Invoice) {
	inv.Seller.Address.Country, inv.Buyer.Address.Country, inv.TaxRepresentative.Address.Country = "NL", "NL", "NL"
	inv.Seller.VATIdentifier, inv.Buyer.VATIdentifier = "NL999999901B01", "NL999999902B01"
	inv.Seller.LegalRegistration, inv.Buyer.LegalRegistration = id("99999901", "0106"), id("00000001999999990000", "0190")
	pay("30", "R-2026-0117", "NL91ABNA0417164300", "")(inv)
}

const (
	oneAFM   = "123456783"
	otherAFM = "098765430"
)

func asGreek(inv *einvoice.Invoice) {
	inv.Number = greekNumber()
	inv.Seller.Address.Country, inv.Buyer.Address.Country = "GR", "GR"
	inv.Seller.VATIdentifier, inv.Buyer.VATIdentifier = "EL"+oneAFM, "EL"+otherAFM
	inv.Seller.ElectronicAddress, inv.Buyer.ElectronicAddress = id(oneAFM, "9933"), id(otherAFM, "9933")
	inv.SupportingDocuments = append(inv.SupportingDocuments,
		einvoice.SupportingDocument{Reference: "400001234567890", Description: markDescription},
		einvoice.SupportingDocument{Reference: "1", Description: urlDescription, Location: "https://musterwerk.example/i/1"})
}

// greekNumber is an invoice number of the parts that Greece asks for, some of them replaced.
func greekNumber(replace ...string) string {
	parts := []string{oneAFM, "02/03/2026", "0", "1.1", "A", "117"}
	for i := 0; i+1 < len(replace); i += 2 {
		parts[replace[i][0]-'1'] = replace[i+1]
	}
	number := parts[0]
	for _, p := range parts[1:] {
		number += "|" + p
	}
	return number
}

// greekPart replaces one part of the number, counted from "1".
func greekPart(part, value string) change {
	return func(inv *einvoice.Invoice) { inv.Number = greekNumber(part, value) }
}

func asIcelandic(inv *einvoice.Invoice) {
	inv.Seller.Address.Country, inv.Buyer.Address.Country = "IS", "IS"
	inv.Seller.VATIdentifier, inv.Buyer.VATIdentifier = "IS99901", "IS99902"
	inv.Seller.LegalRegistration, inv.Buyer.LegalRegistration = id("9999999901", "0196"), id("9999999902", "0196")
	pay("42", "R-2026-0117", "010126007654", "")(inv)
	inv.SupportingDocuments = append(inv.SupportingDocuments, einvoice.SupportingDocument{Reference: "2026-04-15", Description: finalDueDate})
}

// lastDay gives the last document, the one that asIcelandic adds, another reference.
func lastDay(reference string) change {
	return func(inv *einvoice.Invoice) {
		inv.SupportingDocuments[len(inv.SupportingDocuments)-1].Reference = reference
	}
}

func asItalian(inv *einvoice.Invoice) {
	inv.Seller.Address.Country, inv.Seller.VATIdentifier = "IT", "IT99999999901"
	inv.Seller.TaxRegistration = id("RSSMRA80A01H501U", "")
}

func asNorwegian(inv *einvoice.Invoice) {
	inv.Seller.Address.Country, inv.Seller.VATIdentifier = "NO", "NO923456783MVA"
	inv.Seller.TaxRegistration = id(norwegianRegister, "TAX")
}

func asSwedish(inv *einvoice.Invoice) {
	inv.Seller.Address.Country, inv.Buyer.Address.Country = "SE", "SE"
	inv.Seller.VATIdentifier, inv.Seller.LegalRegistration = "SE556000461501", id("5560004615", "")
	inv.Seller.TaxRegistration = id("Godkänd för F-skatt", "")
	pay("30", "R-2026-0117", "9999901", "SE:BANKGIRO")(inv)
	rate(inv, "25")
}

// rate gives everything that is taxed at the standard rate another one.
func rate(inv *einvoice.Invoice, percent string) {
	r, _ := einvoice.ParseDecimal(percent)
	set := func(v *einvoice.VATCategory) {
		if v.Code == "S" {
			v.Rate = r
		}
	}
	for i := range inv.Lines {
		set(&inv.Lines[i].VATCategory)
	}
	for i := range inv.Allowances {
		set(&inv.Allowances[i].VATCategory)
	}
	for i := range inv.Charges {
		set(&inv.Charges[i].VATCategory)
	}
	for i := range inv.VATBreakdown {
		set(&inv.VATBreakdown[i].VATCategory)
	}
}
