package einvoice

import (
	"slices"
	"strconv"
	"strings"
)

// DataType is a semantic data type of EN 16931-1, clause 6.5.
type DataType string

// The semantic data types; Group stands for a group of terms.
const (
	Amount            DataType = "Amount"
	UnitPriceAmount   DataType = "Unit price amount"
	QuantityType      DataType = "Quantity"
	Percentage        DataType = "Percentage"
	IdentifierType    DataType = "Identifier"
	DocumentReference DataType = "Document reference"
	Code              DataType = "Code"
	DateType          DataType = "Date"
	Text              DataType = "Text"
	BinaryObject      DataType = "Binary object"
	Group             DataType = "Group"
)

// Term is a business term (BT) or group of terms (BG) and its place in Invoice.
type Term struct {
	ID          string   `json:"id"`          // BT-n and BG-n: EN 16931-1; BT-X-n: Factur-X EXTENDED; BT-DEX-n: XRechnung Extension; EX-n: ours
	Name        string   `json:"name"`        //
	Type        DataType `json:"type"`        //
	Cardinality string   `json:"cardinality"` // within its group
	Group       string   `json:"group"`       // the BG that it belongs to, "" for the invoice itself
	Place       string   `json:"place"`       // fields of Invoice, as in Lines[].Item.Name
}

// Terms lists every term in the order of the standard, but what describes an
// embedded file before its content (BT-125). A term with two homes (BT-90) stands
// twice. Sub-lines (BG-DEX-01) repeat the terms of lines.
func Terms() []Term { return slices.Clone(terms) }

// LookupTerm finds the first term with the given id, such as "BT-31".
func LookupTerm(id string) (Term, bool) {
	for i := range terms {
		if strings.EqualFold(terms[i].ID, id) {
			return terms[i], true
		}
	}
	return Term{}, false
}

// TermAt finds the term of a place such as "Lines[3].Item.Name", with or without
// numbers between the brackets. Sub-lines answer with the terms of lines.
func TermAt(place string) (Term, bool) {
	place = generic(place)
	for {
		if t, ok := termAt[place]; ok {
			return *t, true
		}
		inSubLine, ok := strings.CutPrefix(place, "Lines[].SubLines[].")
		if !ok {
			return Term{}, false
		}
		place = "Lines[]." + inSubLine
	}
}

// generic takes the numbers out of a place.
func generic(place string) string {
	if !strings.ContainsAny(place, "0123456789") {
		return place
	}
	var b strings.Builder
	for i := 0; i < len(place); i++ {
		b.WriteByte(place[i])
		if place[i] == '[' {
			for i+1 < len(place) && place[i+1] != ']' {
				i++
			}
		}
	}
	return b.String()
}

// PlaceOf is the place of a term with the given indexes filled in from left to
// right: PlaceOf("BT-131", 3) is "Lines[3].NetAmount".
func PlaceOf(id string, index ...int) string {
	t, ok := LookupTerm(id)
	if !ok {
		return ""
	}
	place := t.Place
	for _, i := range index {
		place = strings.Replace(place, "[]", "["+strconv.Itoa(i)+"]", 1)
	}
	return place
}

var termAt = func() map[string]*Term {
	m := make(map[string]*Term, len(terms))
	for i := range terms {
		m[terms[i].Place] = &terms[i]
	}
	return m
}()

var terms = []Term{
	{"BT-1", "Invoice number", IdentifierType, "1..1", "", "Number"},
	{"BT-2", "Invoice issue date", DateType, "1..1", "", "IssueDate"},
	{"BT-3", "Invoice type code", Code, "1..1", "", "TypeCode"},
	{"BT-X-2", "Document name", Text, "0..1", "", "DocumentName"},
	{"BT-5", "Invoice currency code", Code, "1..1", "", "Currency"},
	{"BT-6", "VAT accounting currency code", Code, "0..1", "", "VATCurrency"},
	{"BT-7", "Value added tax point date", DateType, "0..1", "", "TaxPointDate"},
	{"BT-8", "Value added tax point date code", Code, "0..1", "", "TaxPointDateCode"},
	{"BT-9", "Payment due date", DateType, "0..1", "", "DueDate"},
	{"BT-10", "Buyer reference", Text, "0..1", "", "BuyerReference"},
	{"BT-11", "Project reference", DocumentReference, "0..1", "", "ProjectReference"},
	{"BT-12", "Contract reference", DocumentReference, "0..1", "", "ContractReference"},
	{"BT-13", "Purchase order reference", DocumentReference, "0..1", "", "PurchaseOrderReference"},
	{"BT-14", "Sales order reference", DocumentReference, "0..1", "", "SalesOrderReference"},
	{"BT-15", "Receiving advice reference", DocumentReference, "0..1", "", "ReceivingAdvice"},
	{"BT-16", "Despatch advice reference", DocumentReference, "0..1", "", "DespatchAdvice"},
	{"BT-X-202", "Delivery note number", DocumentReference, "0..1", "", "DeliveryNote"},
	{"BT-17", "Tender or lot reference", DocumentReference, "0..1", "", "TenderOrLot"},
	{"BT-18", "Invoiced object identifier", IdentifierType, "0..1", "", "InvoicedObject.Value"},
	{"BT-18-1", "Invoiced object identifier scheme", Code, "0..1", "", "InvoicedObject.Scheme"},
	{"BT-19", "Buyer accounting reference", Text, "0..1", "", "BuyerAccountingReference"},
	{"BT-20", "Payment terms", Text, "0..1", "", "PaymentTerms"},
	{"BG-1", "Invoice note", Group, "0..n", "", "Notes[]"},
	{"BT-21", "Invoice note subject code", Code, "0..1", "BG-1", "Notes[].SubjectCode"},
	{"BT-22", "Invoice note", Text, "1..1", "BG-1", "Notes[].Text"},
	{"BT-X-5", "Invoice note content code", Code, "0..1", "BG-1", "Notes[].ContentCode"},
	{"BG-2", "Process control", Group, "1..1", "", "Process"},
	{"BT-23", "Business process type", Text, "0..1", "BG-2", "Process.BusinessProcess"},
	{"BT-24", "Specification identifier", IdentifierType, "1..1", "BG-2", "Process.Specification"},
	{"BG-3", "Preceding invoice reference", Group, "0..n", "", "PrecedingInvoices[]"},
	{"BT-25", "Preceding Invoice reference", DocumentReference, "1..1", "BG-3", "PrecedingInvoices[].Reference"},
	{"BT-26", "Preceding Invoice issue date", DateType, "0..1", "BG-3", "PrecedingInvoices[].IssueDate"},
	{"BT-X-555", "Earlier invoice type code", Code, "0..1", "BG-3", "PrecedingInvoices[].TypeCode"},
	{"BG-4", "Seller", Group, "1..1", "", "Seller"},
	{"BT-27", "Seller name", Text, "1..1", "BG-4", "Seller.Name"},
	{"BT-28", "Seller trading name", Text, "0..1", "BG-4", "Seller.TradingName"},
	{"BT-29", "Seller identifier", IdentifierType, "0..n", "BG-4", "Seller.Identifiers[].Value"},
	{"BT-29-1", "Seller identifier scheme", Code, "0..1", "BG-4", "Seller.Identifiers[].Scheme"},
	{"BT-30", "Seller legal registration identifier", IdentifierType, "0..1", "BG-4", "Seller.LegalRegistration.Value"},
	{"BT-30-1", "Seller legal registration identifier scheme", Code, "0..1", "BG-4", "Seller.LegalRegistration.Scheme"},
	{"BT-31", "Seller VAT identifier", IdentifierType, "0..1", "BG-4", "Seller.VATIdentifier"},
	{"BT-32", "Seller tax registration identifier", IdentifierType, "0..1", "BG-4", "Seller.TaxRegistration.Value"},
	{"BT-32-1", "Seller tax registration identifier scheme", Code, "0..1", "BG-4", "Seller.TaxRegistration.Scheme"},
	{"BT-33", "Seller additional legal information", Text, "0..1", "BG-4", "Seller.AdditionalLegalInformation"},
	{"BT-34", "Seller electronic address", IdentifierType, "0..1", "BG-4", "Seller.ElectronicAddress.Value"},
	{"BT-34-1", "Seller electronic address scheme", Code, "0..1", "BG-4", "Seller.ElectronicAddress.Scheme"},
	{"BG-5", "Seller postal address", Group, "1..1", "BG-4", "Seller.Address"},
	{"BT-35", "Seller address line 1", Text, "0..1", "BG-5", "Seller.Address.Line1"},
	{"BT-36", "Seller address line 2", Text, "0..1", "BG-5", "Seller.Address.Line2"},
	{"BT-162", "Seller address line 3", Text, "0..1", "BG-5", "Seller.Address.Line3"},
	{"BT-37", "Seller city", Text, "0..1", "BG-5", "Seller.Address.City"},
	{"BT-38", "Seller post code", Text, "0..1", "BG-5", "Seller.Address.PostCode"},
	{"BT-39", "Seller country subdivision", Text, "0..1", "BG-5", "Seller.Address.Subdivision"},
	{"BT-40", "Seller country code", Code, "1..1", "BG-5", "Seller.Address.Country"},
	{"BG-6", "Seller contact", Group, "0..1", "BG-4", "Seller.Contact"},
	{"BT-41", "Seller contact point", Text, "0..1", "BG-6", "Seller.Contact.Point"},
	{"BT-41", "Seller contact point (department)", Text, "0..1", "BG-6", "Seller.Contact.Department"},
	{"BT-42", "Seller contact telephone number", Text, "0..1", "BG-6", "Seller.Contact.Telephone"},
	{"BT-43", "Seller contact email address", Text, "0..1", "BG-6", "Seller.Contact.Email"},
	{"BT-X-107", "Seller contact fax", Text, "0..1", "BG-6", "Seller.Contact.Fax"},
	{"BT-90", "Bank assigned creditor identifier", IdentifierType, "0..1", "BG-4", "Seller.BankAssignedCreditorIdentifier"},
	{"BG-7", "Buyer", Group, "1..1", "", "Buyer"},
	{"BT-44", "Buyer name", Text, "1..1", "BG-7", "Buyer.Name"},
	{"BT-45", "Buyer trading name", Text, "0..1", "BG-7", "Buyer.TradingName"},
	{"BT-46", "Buyer identifier", IdentifierType, "0..1", "BG-7", "Buyer.Identifiers[].Value"},
	{"BT-46-1", "Buyer identifier scheme", Code, "0..1", "BG-7", "Buyer.Identifiers[].Scheme"},
	{"BT-47", "Buyer legal registration identifier", IdentifierType, "0..1", "BG-7", "Buyer.LegalRegistration.Value"},
	{"BT-47-1", "Buyer legal registration identifier scheme", Code, "0..1", "BG-7", "Buyer.LegalRegistration.Scheme"},
	{"BT-48", "Buyer VAT identifier", IdentifierType, "0..1", "BG-7", "Buyer.VATIdentifier"},
	{"EX-1", "Buyer tax registration identifier", IdentifierType, "0..1", "BG-7", "Buyer.TaxRegistration.Value"},
	{"EX-1-1", "Buyer tax registration identifier scheme", Code, "0..1", "BG-7", "Buyer.TaxRegistration.Scheme"},
	{"BT-X-334", "Buyer description", Text, "0..1", "BG-7", "Buyer.AdditionalLegalInformation"},
	{"BT-49", "Buyer electronic address", IdentifierType, "0..1", "BG-7", "Buyer.ElectronicAddress.Value"},
	{"BT-49-1", "Buyer electronic address scheme", Code, "0..1", "BG-7", "Buyer.ElectronicAddress.Scheme"},
	{"BG-8", "Buyer postal address", Group, "1..1", "BG-7", "Buyer.Address"},
	{"BT-50", "Buyer address line 1", Text, "0..1", "BG-8", "Buyer.Address.Line1"},
	{"BT-51", "Buyer address line 2", Text, "0..1", "BG-8", "Buyer.Address.Line2"},
	{"BT-163", "Buyer address line 3", Text, "0..1", "BG-8", "Buyer.Address.Line3"},
	{"BT-52", "Buyer city", Text, "0..1", "BG-8", "Buyer.Address.City"},
	{"BT-53", "Buyer post code", Text, "0..1", "BG-8", "Buyer.Address.PostCode"},
	{"BT-54", "Buyer country subdivision", Text, "0..1", "BG-8", "Buyer.Address.Subdivision"},
	{"BT-55", "Buyer country code", Code, "1..1", "BG-8", "Buyer.Address.Country"},
	{"BG-9", "Buyer contact", Group, "0..1", "BG-7", "Buyer.Contact"},
	{"BT-56", "Buyer contact point", Text, "0..1", "BG-9", "Buyer.Contact.Point"},
	{"BT-56", "Buyer contact point (department)", Text, "0..1", "BG-9", "Buyer.Contact.Department"},
	{"BT-57", "Buyer contact telephone number", Text, "0..1", "BG-9", "Buyer.Contact.Telephone"},
	{"BT-58", "Buyer contact email address", Text, "0..1", "BG-9", "Buyer.Contact.Email"},
	{"BT-X-115", "Buyer contact fax", Text, "0..1", "BG-9", "Buyer.Contact.Fax"},
	{"EX-14", "Buyer bank assigned creditor identifier", IdentifierType, "0..1", "BG-7", "Buyer.BankAssignedCreditorIdentifier"},
	{"BG-10", "Payee", Group, "0..1", "", "Payee"},
	{"BT-59", "Payee name", Text, "1..1", "BG-10", "Payee.Name"},
	{"BT-60", "Payee identifier", IdentifierType, "0..1", "BG-10", "Payee.Identifier.Value"},
	{"BT-60-1", "Payee identifier scheme", Code, "0..1", "BG-10", "Payee.Identifier.Scheme"},
	{"BT-61", "Payee legal registration identifier", IdentifierType, "0..1", "BG-10", "Payee.LegalRegistration.Value"},
	{"BT-61-1", "Payee legal registration identifier scheme", Code, "0..1", "BG-10", "Payee.LegalRegistration.Scheme"},
	{"BG-X-40", "Payee address", Group, "0..1", "BG-10", "Payee.Address"},
	{"BT-X-250", "Payee address line 1", Text, "0..1", "BG-X-40", "Payee.Address.Line1"},
	{"BT-X-251", "Payee address line 2", Text, "0..1", "BG-X-40", "Payee.Address.Line2"},
	{"BT-X-252", "Payee address line 3", Text, "0..1", "BG-X-40", "Payee.Address.Line3"},
	{"BT-X-253", "Payee city", Text, "0..1", "BG-X-40", "Payee.Address.City"},
	{"BT-X-249", "Payee post code", Text, "0..1", "BG-X-40", "Payee.Address.PostCode"},
	{"BT-X-255", "Payee region", Text, "0..1", "BG-X-40", "Payee.Address.Subdivision"},
	{"BT-X-254", "Payee country code", Code, "0..1", "BG-X-40", "Payee.Address.Country"},
	{"BT-90", "Bank assigned creditor identifier", IdentifierType, "0..1", "BG-10", "Payee.BankAssignedCreditorIdentifier"},
	{"BG-11", "Seller tax representative party", Group, "0..1", "", "TaxRepresentative"},
	{"BT-62", "Seller tax representative name", Text, "1..1", "BG-11", "TaxRepresentative.Name"},
	{"BT-63", "Seller tax representative VAT identifier", IdentifierType, "1..1", "BG-11", "TaxRepresentative.VATIdentifier"},
	{"BG-12", "Seller tax representative postal address", Group, "1..1", "BG-11", "TaxRepresentative.Address"},
	{"BT-64", "Tax representative address line 1", Text, "0..1", "BG-12", "TaxRepresentative.Address.Line1"},
	{"BT-65", "Tax representative address line 2", Text, "0..1", "BG-12", "TaxRepresentative.Address.Line2"},
	{"BT-164", "Tax representative address line 3", Text, "0..1", "BG-12", "TaxRepresentative.Address.Line3"},
	{"BT-66", "Tax representative city", Text, "0..1", "BG-12", "TaxRepresentative.Address.City"},
	{"BT-67", "Tax representative post code", Text, "0..1", "BG-12", "TaxRepresentative.Address.PostCode"},
	{"BT-68", "Tax representative country subdivision", Text, "0..1", "BG-12", "TaxRepresentative.Address.Subdivision"},
	{"BT-69", "Tax representative country code", Code, "1..1", "BG-12", "TaxRepresentative.Address.Country"},
	{"BG-X-36", "Invoicee party", Group, "0..1", "", "Invoicee"},
	{"BT-X-226", "Invoicee name", Text, "0..1", "BG-X-36", "Invoicee.Name"},
	{"BT-X-225", "Invoicee global identifier", IdentifierType, "0..n", "BG-X-36", "Invoicee.Identifiers[].Value"},
	{"BT-X-225-0", "Invoicee global identifier scheme", Code, "0..1", "BG-X-36", "Invoicee.Identifiers[].Scheme"},
	{"BG-X-38", "Invoicee address", Group, "0..1", "BG-X-36", "Invoicee.Address"},
	{"BT-X-235", "Invoicee address line 1", Text, "0..1", "BG-X-38", "Invoicee.Address.Line1"},
	{"BT-X-236", "Invoicee address line 2", Text, "0..1", "BG-X-38", "Invoicee.Address.Line2"},
	{"BT-X-237", "Invoicee address line 3", Text, "0..1", "BG-X-38", "Invoicee.Address.Line3"},
	{"BT-X-238", "Invoicee city", Text, "0..1", "BG-X-38", "Invoicee.Address.City"},
	{"BT-X-234", "Invoicee post code", Text, "0..1", "BG-X-38", "Invoicee.Address.PostCode"},
	{"BT-X-240", "Invoicee region", Text, "0..1", "BG-X-38", "Invoicee.Address.Subdivision"},
	{"BT-X-239", "Invoicee country code", Code, "0..1", "BG-X-38", "Invoicee.Address.Country"},
	{"BG-13", "Delivery information", Group, "0..1", "", "Delivery"},
	{"BT-70", "Deliver to party name", Text, "0..1", "BG-13", "Delivery.Name"},
	{"BT-71", "Deliver to location identifier", IdentifierType, "0..1", "BG-13", "Delivery.Location.Value"},
	{"BT-71-1", "Deliver to location identifier scheme", Code, "0..1", "BG-13", "Delivery.Location.Scheme"},
	{"BT-72", "Actual delivery date", DateType, "0..1", "BG-13", "Delivery.Date"},
	{"BG-15", "Deliver to address", Group, "0..1", "BG-13", "Delivery.Address"},
	{"BT-75", "Deliver to address line 1", Text, "0..1", "BG-15", "Delivery.Address.Line1"},
	{"BT-76", "Deliver to address line 2", Text, "0..1", "BG-15", "Delivery.Address.Line2"},
	{"BT-165", "Deliver to address line 3", Text, "0..1", "BG-15", "Delivery.Address.Line3"},
	{"BT-77", "Deliver to city", Text, "0..1", "BG-15", "Delivery.Address.City"},
	{"BT-78", "Deliver to post code", Text, "0..1", "BG-15", "Delivery.Address.PostCode"},
	{"BT-79", "Deliver to country subdivision", Text, "0..1", "BG-15", "Delivery.Address.Subdivision"},
	{"BT-80", "Deliver to country code", Code, "1..1", "BG-15", "Delivery.Address.Country"},
	{"BT-X-156", "Ship-to contact department", Text, "0..1", "BG-13", "Delivery.ContactPoint"},
	{"BT-X-160", "Ship-to electronic address", IdentifierType, "0..1", "BG-13", "Delivery.ElectronicAddress.Value"},
	{"BT-X-160-0", "Ship-to electronic address scheme", Code, "0..1", "BG-13", "Delivery.ElectronicAddress.Scheme"},
	{"BG-14", "Invoicing period", Group, "0..1", "", "Period"},
	{"BT-73", "Invoicing period start date", DateType, "0..1", "BG-14", "Period.Start"},
	{"BT-74", "Invoicing period end date", DateType, "0..1", "BG-14", "Period.End"},
	{"BG-16", "Payment instructions", Group, "0..1", "", "PaymentInstructions[]"},
	{"BT-81", "Payment means type code", Code, "1..1", "BG-16", "PaymentInstructions[].MeansCode"},
	{"BT-82", "Payment means text", Text, "0..1", "BG-16", "PaymentInstructions[].MeansText"},
	{"BT-83", "Remittance information", Text, "0..1", "BG-16", "PaymentInstructions[].Remittance"},
	{"BG-17", "Credit transfer", Group, "0..n", "BG-16", "PaymentInstructions[].CreditTransfers[]"},
	{"BT-84", "Payment account identifier", IdentifierType, "1..1", "BG-17", "PaymentInstructions[].CreditTransfers[].Account"},
	{"BT-85", "Payment account name", Text, "0..1", "BG-17", "PaymentInstructions[].CreditTransfers[].AccountName"},
	{"BT-86", "Payment service provider identifier", IdentifierType, "0..1", "BG-17", "PaymentInstructions[].CreditTransfers[].ServiceProvider"},
	{"BG-18", "Payment card information", Group, "0..1", "BG-16", "PaymentInstructions[].Card"},
	{"BT-87", "Payment card primary account number", Text, "1..1", "BG-18", "PaymentInstructions[].Card.AccountNumber"},
	{"BT-88", "Payment card holder name", Text, "0..1", "BG-18", "PaymentInstructions[].Card.Holder"},
	{"EX-2", "Payment card network", Text, "0..1", "BG-18", "PaymentInstructions[].Card.Network"},
	{"BG-19", "Direct debit", Group, "0..1", "BG-16", "PaymentInstructions[].DirectDebit"},
	{"BT-89", "Mandate reference identifier", IdentifierType, "0..1", "BG-19", "PaymentInstructions[].DirectDebit.MandateReference"},
	{"BT-91", "Debited account identifier", IdentifierType, "0..1", "BG-19", "PaymentInstructions[].DirectDebit.DebitedAccount"},
	{"BG-X-44", "Early payment discount", Group, "0..n", "", "PaymentDiscounts[]"},
	{"BT-X-283", "Early payment discount period", QuantityType, "0..1", "BG-X-44", "PaymentDiscounts[].Period.Value"},
	{"BT-X-284", "Early payment discount period unit", Code, "0..1", "BG-X-44", "PaymentDiscounts[].Period.Unit"},
	{"BT-X-282", "Early payment discount reference date", DateType, "0..1", "BG-X-44", "PaymentDiscounts[].BasisDate"},
	{"BT-X-286", "Early payment discount percentage", Percentage, "0..1", "BG-X-44", "PaymentDiscounts[].Percentage"},
	{"BT-X-285", "Early payment discount base amount", Amount, "0..1", "BG-X-44", "PaymentDiscounts[].BaseAmount"},
	{"BT-X-287", "Early payment discount amount", Amount, "0..1", "BG-X-44", "PaymentDiscounts[].Amount"},
	{"BG-EX-1", "Further payment terms", Group, "0..n", "", "FurtherPaymentTerms[]"},
	{"BT-20", "Payment terms", Text, "0..1", "BG-EX-1", "FurtherPaymentTerms[].Description"},
	{"BT-9", "Payment due date", DateType, "0..1", "BG-EX-1", "FurtherPaymentTerms[].DueDate"},
	{"BT-X-275", "Partial payment amount", Amount, "0..1", "BG-EX-1", "FurtherPaymentTerms[].PartialAmount"},
	{"BG-20", "Document level allowances", Group, "0..n", "", "Allowances[]"},
	{"BT-92", "Document level allowance amount", Amount, "1..1", "BG-20", "Allowances[].Amount"},
	{"BT-93", "Document level allowance base amount", Amount, "0..1", "BG-20", "Allowances[].BaseAmount"},
	{"BT-94", "Document level allowance percentage", Percentage, "0..1", "BG-20", "Allowances[].Percentage"},
	{"BT-95", "Document level allowance VAT category code", Code, "1..1", "BG-20", "Allowances[].VATCategory.Code"},
	{"BT-96", "Document level allowance VAT rate", Percentage, "0..1", "BG-20", "Allowances[].VATCategory.Rate"},
	{"EX-7", "Document level allowance tax scheme other than VAT", Code, "0..1", "BG-20", "Allowances[].VATCategory.Scheme"},
	{"BT-97", "Document level allowance reason", Text, "0..1", "BG-20", "Allowances[].Reason"},
	{"BT-98", "Document level allowance reason code", Code, "0..1", "BG-20", "Allowances[].ReasonCode"},
	{"BG-21", "Document level charges", Group, "0..n", "", "Charges[]"},
	{"BT-99", "Document level charge amount", Amount, "1..1", "BG-21", "Charges[].Amount"},
	{"BT-100", "Document level charge base amount", Amount, "0..1", "BG-21", "Charges[].BaseAmount"},
	{"BT-101", "Document level charge percentage", Percentage, "0..1", "BG-21", "Charges[].Percentage"},
	{"BT-102", "Document level charge VAT category code", Code, "1..1", "BG-21", "Charges[].VATCategory.Code"},
	{"BT-103", "Document level charge VAT rate", Percentage, "0..1", "BG-21", "Charges[].VATCategory.Rate"},
	{"EX-8", "Document level charge tax scheme other than VAT", Code, "0..1", "BG-21", "Charges[].VATCategory.Scheme"},
	{"BT-104", "Document level charge reason", Text, "0..1", "BG-21", "Charges[].Reason"},
	{"BT-105", "Document level charge reason code", Code, "0..1", "BG-21", "Charges[].ReasonCode"},
	{"BG-X-42", "Logistics charge", Group, "0..n", "", "LogisticsCharges[]"},
	{"BT-X-271", "Logistics charge description", Text, "0..1", "BG-X-42", "LogisticsCharges[].Description"},
	{"BT-X-272", "Logistics charge amount", Amount, "0..1", "BG-X-42", "LogisticsCharges[].Amount"},
	{"BT-X-273", "Logistics charge tax category code", Code, "0..1", "BG-X-42", "LogisticsCharges[].VATCategory.Code"},
	{"BT-X-274", "Logistics charge tax rate", Percentage, "0..1", "BG-X-42", "LogisticsCharges[].VATCategory.Rate"},
	{"EX-9", "Logistics charge tax scheme other than VAT", Code, "0..1", "BG-X-42", "LogisticsCharges[].VATCategory.Scheme"},
	{"BG-22", "Document totals", Group, "1..1", "", "Totals"},
	{"BT-106", "Sum of Invoice line net amount", Amount, "1..1", "BG-22", "Totals.LineNet"},
	{"BT-107", "Sum of allowances on document level", Amount, "0..1", "BG-22", "Totals.Allowances"},
	{"BT-108", "Sum of charges on document level", Amount, "0..1", "BG-22", "Totals.Charges"},
	{"BT-109", "Invoice total amount without VAT", Amount, "1..1", "BG-22", "Totals.WithoutVAT"},
	{"BT-110", "Invoice total VAT amount", Amount, "0..1", "BG-22", "Totals.VAT"},
	{"BT-111", "Invoice total VAT amount in accounting currency", Amount, "0..1", "BG-22", "Totals.VATInAccountingCurrency"},
	{"BT-112", "Invoice total amount with VAT", Amount, "1..1", "BG-22", "Totals.WithVAT"},
	{"BT-113", "Paid amount", Amount, "0..1", "BG-22", "Totals.Paid"},
	{"BT-114", "Rounding amount", Amount, "0..1", "BG-22", "Totals.Rounding"},
	{"BT-115", "Amount due for payment", Amount, "1..1", "BG-22", "Totals.Due"},
	{"BG-23", "VAT breakdown", Group, "1..n", "", "VATBreakdown[]"},
	{"BT-116", "VAT category taxable amount", Amount, "1..1", "BG-23", "VATBreakdown[].TaxableAmount"},
	{"BT-117", "VAT category tax amount", Amount, "1..1", "BG-23", "VATBreakdown[].TaxAmount"},
	{"BT-118", "VAT category code", Code, "1..1", "BG-23", "VATBreakdown[].VATCategory.Code"},
	{"BT-119", "VAT category rate", Percentage, "0..1", "BG-23", "VATBreakdown[].VATCategory.Rate"},
	{"EX-10", "VAT breakdown tax scheme other than VAT", Code, "0..1", "BG-23", "VATBreakdown[].VATCategory.Scheme"},
	{"BT-120", "VAT exemption reason text", Text, "0..1", "BG-23", "VATBreakdown[].ExemptionReason"},
	{"BT-121", "VAT exemption reason code", Code, "0..1", "BG-23", "VATBreakdown[].ExemptionReasonCode"},
	{"BT-X-262", "VAT sum of line amounts", Amount, "0..1", "BG-23", "VATBreakdown[].LineBasis"},
	{"BT-X-263", "VAT sum of allowances and charges", Amount, "0..1", "BG-23", "VATBreakdown[].AllowanceBasis"},
	{"BG-X-41", "Tax currency exchange", Group, "0..1", "", "VATCurrencyExchange"},
	{"BT-X-258", "Tax currency exchange source currency", Code, "0..1", "BG-X-41", "VATCurrencyExchange.Source"},
	{"BT-X-259", "Tax currency exchange target currency", Code, "0..1", "BG-X-41", "VATCurrencyExchange.Target"},
	{"BT-X-260", "Tax currency exchange rate", QuantityType, "0..1", "BG-X-41", "VATCurrencyExchange.Rate"},
	{"BT-X-261", "Tax currency exchange rate date", DateType, "0..1", "BG-X-41", "VATCurrencyExchange.Date"},
	{"BG-DEX-09", "Third party payment", Group, "0..n", "", "ThirdPartyPayments[]"},
	{"BT-DEX-001", "Third party payment type", Text, "1..1", "BG-DEX-09", "ThirdPartyPayments[].Type"},
	{"BT-DEX-002", "Third party payment amount", Amount, "1..1", "BG-DEX-09", "ThirdPartyPayments[].Amount"},
	{"BT-DEX-003", "Third party payment description", Text, "1..1", "BG-DEX-09", "ThirdPartyPayments[].Description"},
	{"BG-24", "Additional supporting documents", Group, "0..n", "", "SupportingDocuments[]"},
	{"BT-122", "Supporting document reference", DocumentReference, "1..1", "BG-24", "SupportingDocuments[].Reference"},
	{"BT-123", "Supporting document description", Text, "0..1", "BG-24", "SupportingDocuments[].Description"},
	{"BT-124", "External document location", Text, "0..1", "BG-24", "SupportingDocuments[].Location"},
	{"BT-125-1", "Attached document MIME code", Code, "0..1", "BG-24", "SupportingDocuments[].Attachment.MIMECode"},
	{"BT-125-2", "Attached document filename", Text, "0..1", "BG-24", "SupportingDocuments[].Attachment.Filename"},
	{"BT-125", "Attached document", BinaryObject, "0..1", "BG-24", "SupportingDocuments[].Attachment.Content"},
	{"BG-25", "Invoice line", Group, "1..n", "", "Lines[]"},
	{"BT-126", "Invoice line identifier", IdentifierType, "1..1", "BG-25", "Lines[].ID"},
	{"BT-X-304", "Parent line identifier", IdentifierType, "0..1", "BG-25", "Lines[].ParentID"},
	{"BT-X-7", "Line status code", Code, "0..1", "BG-25", "Lines[].StatusCode"},
	{"BT-X-8", "Line status reason code", Code, "0..1", "BG-25", "Lines[].StatusReasonCode"},
	{"BT-127", "Invoice line note", Text, "0..1", "BG-25", "Lines[].Note"},
	{"BT-128", "Invoice line object identifier", IdentifierType, "0..1", "BG-25", "Lines[].Object.Value"},
	{"BT-128-1", "Invoice line object identifier scheme", Code, "0..1", "BG-25", "Lines[].Object.Scheme"},
	{"BT-129", "Invoiced quantity", QuantityType, "1..1", "BG-25", "Lines[].Quantity.Value"},
	{"BT-130", "Invoiced quantity unit of measure code", Code, "1..1", "BG-25", "Lines[].Quantity.Unit"},
	{"BT-X-47", "Line package quantity", QuantityType, "0..1", "BG-25", "Lines[].PackageQuantity.Value"},
	{"BT-X-47-0", "Line package quantity unit", Code, "0..1", "BG-25", "Lines[].PackageQuantity.Unit"},
	{"BT-131", "Invoice line net amount", Amount, "1..1", "BG-25", "Lines[].NetAmount"},
	{"BT-X-21", "Line purchase order number", DocumentReference, "0..1", "BG-25", "Lines[].PurchaseOrderReference"},
	{"BT-132", "Referenced purchase order line reference", DocumentReference, "0..1", "BG-25", "Lines[].PurchaseOrderLine"},
	{"BT-133", "Invoice line Buyer accounting reference", Text, "0..1", "BG-25", "Lines[].BuyerAccountingReference"},
	{"BG-26", "Invoice line period", Group, "0..1", "BG-25", "Lines[].Period"},
	{"BT-134", "Invoice line period start date", DateType, "0..1", "BG-26", "Lines[].Period.Start"},
	{"BT-135", "Invoice line period end date", DateType, "0..1", "BG-26", "Lines[].Period.End"},
	{"BG-27", "Invoice line allowances", Group, "0..n", "BG-25", "Lines[].Allowances[]"},
	{"BT-136", "Invoice line allowance amount", Amount, "1..1", "BG-27", "Lines[].Allowances[].Amount"},
	{"BT-137", "Invoice line allowance base amount", Amount, "0..1", "BG-27", "Lines[].Allowances[].BaseAmount"},
	{"BT-138", "Invoice line allowance percentage", Percentage, "0..1", "BG-27", "Lines[].Allowances[].Percentage"},
	{"EX-3", "Invoice line allowance VAT category code", Code, "0..1", "BG-27", "Lines[].Allowances[].VATCategory.Code"},
	{"EX-4", "Invoice line allowance VAT rate", Percentage, "0..1", "BG-27", "Lines[].Allowances[].VATCategory.Rate"},
	{"EX-11", "Invoice line allowance tax scheme other than VAT", Code, "0..1", "BG-27", "Lines[].Allowances[].VATCategory.Scheme"},
	{"BT-139", "Invoice line allowance reason", Text, "0..1", "BG-27", "Lines[].Allowances[].Reason"},
	{"BT-140", "Invoice line allowance reason code", Code, "0..1", "BG-27", "Lines[].Allowances[].ReasonCode"},
	{"BG-28", "Invoice line charges", Group, "0..n", "BG-25", "Lines[].Charges[]"},
	{"BT-141", "Invoice line charge amount", Amount, "1..1", "BG-28", "Lines[].Charges[].Amount"},
	{"BT-142", "Invoice line charge base amount", Amount, "0..1", "BG-28", "Lines[].Charges[].BaseAmount"},
	{"BT-143", "Invoice line charge percentage", Percentage, "0..1", "BG-28", "Lines[].Charges[].Percentage"},
	{"EX-5", "Invoice line charge VAT category code", Code, "0..1", "BG-28", "Lines[].Charges[].VATCategory.Code"},
	{"EX-6", "Invoice line charge VAT rate", Percentage, "0..1", "BG-28", "Lines[].Charges[].VATCategory.Rate"},
	{"EX-12", "Invoice line charge tax scheme other than VAT", Code, "0..1", "BG-28", "Lines[].Charges[].VATCategory.Scheme"},
	{"BT-144", "Invoice line charge reason", Text, "0..1", "BG-28", "Lines[].Charges[].Reason"},
	{"BT-145", "Invoice line charge reason code", Code, "0..1", "BG-28", "Lines[].Charges[].ReasonCode"},
	{"BG-29", "Price details", Group, "1..1", "BG-25", "Lines[].Price"},
	{"BT-146", "Item net price", UnitPriceAmount, "1..1", "BG-29", "Lines[].Price.Net"},
	{"BT-147", "Item price discount", UnitPriceAmount, "0..1", "BG-29", "Lines[].Price.Discount"},
	{"BT-148", "Item gross price", UnitPriceAmount, "0..1", "BG-29", "Lines[].Price.Gross"},
	{"BT-149", "Item price base quantity", QuantityType, "0..1", "BG-29", "Lines[].Price.BaseQuantity.Value"},
	{"BT-150", "Item price base quantity unit of measure", Code, "0..1", "BG-29", "Lines[].Price.BaseQuantity.Unit"},
	{"BT-X-34", "Price discount percentage", Percentage, "0..1", "BG-29", "Lines[].Price.DiscountPercentage"},
	{"BT-X-35", "Price discount base amount", UnitPriceAmount, "0..1", "BG-29", "Lines[].Price.DiscountBase"},
	{"BT-X-36", "Price discount reason", Text, "0..1", "BG-29", "Lines[].Price.DiscountReason"},
	{"BG-30", "Line VAT information", Group, "1..1", "BG-25", "Lines[].VATCategory"},
	{"BT-151", "Invoiced item VAT category code", Code, "1..1", "BG-30", "Lines[].VATCategory.Code"},
	{"BT-152", "Invoiced item VAT rate", Percentage, "0..1", "BG-30", "Lines[].VATCategory.Rate"},
	{"EX-13", "Invoiced item tax scheme other than VAT", Code, "0..1", "BG-30", "Lines[].VATCategory.Scheme"},
	{"BT-X-96", "Line VAT exemption reason", Text, "0..1", "BG-25", "Lines[].ExemptionReason"},
	{"BG-31", "Item information", Group, "1..1", "BG-25", "Lines[].Item"},
	{"BT-153", "Item name", Text, "1..1", "BG-31", "Lines[].Item.Name"},
	{"BT-154", "Item description", Text, "0..1", "BG-31", "Lines[].Item.Description"},
	{"BT-155", "Item Seller's identifier", IdentifierType, "0..1", "BG-31", "Lines[].Item.SellerIdentifier"},
	{"BT-156", "Item Buyer's identifier", IdentifierType, "0..1", "BG-31", "Lines[].Item.BuyerIdentifier"},
	{"BT-157", "Item standard identifier", IdentifierType, "0..1", "BG-31", "Lines[].Item.Standard.Value"},
	{"BT-157-1", "Item standard identifier scheme", Code, "0..1", "BG-31", "Lines[].Item.Standard.Scheme"},
	{"BT-158", "Item classification identifier", IdentifierType, "0..n", "BG-31", "Lines[].Item.Classifications[].Code"},
	{"BT-158-1", "Item classification scheme", Code, "1..1", "BG-31", "Lines[].Item.Classifications[].Scheme"},
	{"BT-158-2", "Item classification scheme version", Text, "0..1", "BG-31", "Lines[].Item.Classifications[].SchemeVersion"},
	{"BT-159", "Item country of origin", Code, "0..1", "BG-31", "Lines[].Item.OriginCountry"},
	{"BG-32", "Item attributes", Group, "0..n", "BG-31", "Lines[].Item.Attributes[]"},
	{"BT-160", "Item attribute name", Text, "1..1", "BG-32", "Lines[].Item.Attributes[].Name"},
	{"BT-161", "Item attribute value", Text, "1..1", "BG-32", "Lines[].Item.Attributes[].Value"},
	{"BG-X-1", "Included item", Group, "0..n", "BG-31", "Lines[].Item.IncludedItems[]"},
	{"BT-X-18", "Included item name", Text, "0..1", "BG-X-1", "Lines[].Item.IncludedItems[].Name"},
	{"BT-X-16", "Included item seller number", IdentifierType, "0..1", "BG-X-1", "Lines[].Item.IncludedItems[].SellerIdentifier"},
	{"BT-X-15", "Included item global identifier", IdentifierType, "0..1", "BG-X-1", "Lines[].Item.IncludedItems[].Standard.Value"},
	{"BT-X-15-1", "Included item global identifier scheme", Code, "0..1", "BG-X-1", "Lines[].Item.IncludedItems[].Standard.Scheme"},
	{"BT-X-20", "Included item quantity", QuantityType, "0..1", "BG-X-1", "Lines[].Item.IncludedItems[].Quantity.Value"},
	{"BT-X-20-1", "Included item quantity unit", Code, "0..1", "BG-X-1", "Lines[].Item.IncludedItems[].Quantity.Unit"},
	{"BG-DEX-01", "Sub invoice line", Group, "0..n", "BG-25", "Lines[].SubLines[]"},
}
