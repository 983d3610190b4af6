package sample

import "github.com/einvoice-go/einvoice"

// Variant is one of the project's own golden invoices.
type Variant struct {
	Name    string // also that of its file in testdata/invoices
	Invoice *einvoice.Invoice
	About   string // the business story, and what it is there to show
}

// Variants makes the golden invoices, each a different business story, with all sums
// calculated. Together they use every term of EN 16931. The parties and their
// numbers are invented; where numbers have check digits, these are right.
func Variants() []Variant {
	all := []Variant{
		{"minimal", minimal(), "a baker's delivery: nothing but what EN 16931 demands"},
		{"references", references(), "a tram overhaul under contract: every reference from BT-11 to BT-19, and those of the lines"},
		{"periods", periods(), "office cleaning by the month: invoicing period, line periods, tax point as a code (BT-8)"},
		{"tax-point-code", taxPointCode(), "an architect who owes VAT when paid: BT-8 without an invoicing period"},
		{"tax-point-date", taxPointDate(), "a translation finished in the month before: BT-7"},
		{"attachments", attachments(), "a survey with two embedded files and one at an address"},

		{"vat-standard", vatStandard(), "books and stationery: category S at two rates"},
		{"vat-zero-rated", vatZeroRated(), "children's books and their delivery: categories Z and S"},
		{"vat-exempt", vatExempt(), "a music school: category E with reason and code"},
		{"vat-reverse-charge", vatReverseCharge(), "software for a customer in another member state: category AE"},
		{"vat-intra-community", vatIntraCommunity(), "a packing machine to Finland: category K with delivery date and country"},
		{"vat-export", vatExport(), "olive oil to Canada: category G"},
		{"vat-not-subject", vatNotSubject(), "an association's membership fees: category O, no VAT identifiers, no rate"},
		{"vat-igic", vatIGIC(), "a hotel in the Canary Islands is supplied: category L"},
		{"vat-ipsi", vatIPSI(), "office supplies in Ceuta: category M"},
		{"vat-split-payment", vatSplitPayment(), "school furniture for an Italian town: category B"},
		{"vat-in-other-currency", vatInOtherCurrency(), "invoiced in dollars, VAT accounted for in euros: BT-6, BT-111"},
		{"tax-representative", taxRepresentative(), "a Swiss seller with a representative in Italy: BG-11"},

		{"allowances-and-charges", allowancesAndCharges(), "cargo bikes: allowances and charges on document and lines, some by percentage"},
		{"prices", prices(), "screws: prices per thousand, price discounts, up to six decimals"},
		{"prepaid-and-rounding", prepaidAndRounding(), "a kitchen with a deposit paid, rounded to whole kronor"},
		{"direct-debit", directDebit(), "electricity, collected by SEPA direct debit: BT-89, BT-91, BT-90 with the seller"},
		{"direct-debit-by-payee", directDebitByPayee(), "a phone bill that a factoring company collects: payee with BT-90"},
		{"card", card(), "a hotel stay paid by card: nothing is due"},
		{"several-accounts", severalAccounts(), "a wholesaler with three bank accounts and a creditor reference"},

		{"credit-note", creditNote(), "spoilt chocolate comes back: 381 in Peppol BIS, preceding invoice, due date"},
		{"corrective-invoice", correctiveInvoice(), "hours billed too often: 384 with negative lines"},
		{"self-billed", selfBilled(), "a dairy invoices for the farmer: 389"},
		{"peppol", peppolFull(), "Peppol BIS Billing 3.0 with every party in full"},
		{"xrechnung", xrechnungFull(), "XRechnung for a German authority: routing id, cash discount"},
		{"xrechnung-extension", xrechnungExtension(), "telephony with sub-lines two deep and a payment collected for a third party"},
	}
	for _, v := range all {
		if _, err := v.Invoice.Calculate(); err != nil {
			panic("sample: " + v.Name + ": " + err.Error())
		}
	}
	return all
}

// The specification identifiers (BT-24).
const (
	core        = "urn:cen.eu:en16931:2017"
	peppol      = core + "#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
	selfBilling = core + "#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0"
	xrechnung   = core + "#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
	extension   = xrechnung + "#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0"
)

// The business processes (BT-23).
const (
	billing       = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
	billingByThem = "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"
)

// Short forms for what every invoice is made of.
var (
	n   = einvoice.MustDecimal
	day = einvoice.NewDate
)

func process(business, specification string) einvoice.ProcessControl {
	return einvoice.ProcessControl{BusinessProcess: business, Specification: specification}
}

func id(value, scheme string) einvoice.Identifier {
	return einvoice.Identifier{Value: value, Scheme: scheme}
}

// vat is a category with its rate, which category O has not.
func vat(code, rate string) einvoice.VATCategory {
	if rate == "" {
		return einvoice.VATCategory{Code: code}
	}
	return einvoice.VATCategory{Code: code, Rate: n(rate)}
}

func units(value, unit string) einvoice.Quantity {
	return einvoice.Quantity{Value: n(value), Unit: unit}
}

func address(line1, postCode, city, country string) einvoice.PostalAddress {
	return einvoice.PostalAddress{Line1: line1, PostCode: postCode, City: city, Country: country}
}

// line is a plain line; the rest is set on the result.
func line(number, value, unit, price string, v einvoice.VATCategory, name string) einvoice.Line {
	return einvoice.Line{ID: number, Quantity: units(value, unit), Price: einvoice.Price{Net: n(price)}, VATCategory: v, Item: einvoice.Item{Name: name}}
}

// transfer is a payment to one account.
func transfer(means, remittance, account, name, bank string) []einvoice.PaymentInstructions {
	return []einvoice.PaymentInstructions{{MeansCode: means, Remittance: remittance,
		CreditTransfers: []einvoice.CreditTransfer{{Account: account, AccountName: name, ServiceProvider: bank}}}}
}

// exempted is a breakdown that says why there is no VAT; its sums are calculated.
func exempted(v einvoice.VATCategory, code, reason string) []einvoice.VATBreakdown {
	return []einvoice.VATBreakdown{{VATCategory: v, ExemptionReasonCode: code, ExemptionReason: reason}}
}
