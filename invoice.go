package einvoice

// Invoice is an invoice or credit note in the terms of EN 16931-1, with the
// extensions that Peppol BIS Billing 3.0, XRechnung and Factur-X EXTENDED use.
//
// Absent, empty and zero are three things: an absent text or code is "", an
// absent number or date is one whose IsSet is false, an absent optional group is
// nil. A group without any content counts as absent.
type Invoice struct {
	Number                   string     `json:"number,omitempty"`                   // BT-1: number that the Seller gave this invoice
	IssueDate                Date       `json:"issueDate,omitzero"`                 // BT-2
	TypeCode                 string     `json:"typeCode,omitempty"`                 // BT-3: UNTDID 1001, 380 invoice, 381 credit note
	DocumentName             string     `json:"documentName,omitempty"`             // BT-X-2: the kind of document in words
	Currency                 string     `json:"currency,omitempty"`                 // BT-5: ISO 4217 code of all amounts but BT-111
	VATCurrency              string     `json:"vatCurrency,omitempty"`              // BT-6: currency in which VAT is accounted for
	TaxPointDate             Date       `json:"taxPointDate,omitzero"`              // BT-7: day on which VAT becomes due
	TaxPointDateCode         string     `json:"taxPointDateCode,omitempty"`         // BT-8: the same as a code of UNTDID 2005 (3, 35, 432)
	DueDate                  Date       `json:"dueDate,omitzero"`                   // BT-9
	BuyerReference           string     `json:"buyerReference,omitempty"`           // BT-10: routing id of the Buyer, the German Leitweg-ID
	ProjectReference         string     `json:"projectReference,omitempty"`         // BT-11
	ContractReference        string     `json:"contractReference,omitempty"`        // BT-12
	PurchaseOrderReference   string     `json:"purchaseOrderReference,omitempty"`   // BT-13: order number given by the Buyer
	SalesOrderReference      string     `json:"salesOrderReference,omitempty"`      // BT-14: order number given by the Seller
	ReceivingAdvice          string     `json:"receivingAdvice,omitempty"`          // BT-15
	DespatchAdvice           string     `json:"despatchAdvice,omitempty"`           // BT-16
	DeliveryNote             string     `json:"deliveryNote,omitempty"`             // BT-X-202
	TenderOrLot              string     `json:"tenderOrLot,omitempty"`              // BT-17
	InvoicedObject           Identifier `json:"invoicedObject,omitzero"`            // BT-18: meter point, phone number ...; scheme UNTDID 1153
	BuyerAccountingReference string     `json:"buyerAccountingReference,omitempty"` // BT-19
	PaymentTerms             string     `json:"paymentTerms,omitempty"`             // BT-20

	Notes   []Note         `json:"notes,omitempty"`  // BG-1
	Process ProcessControl `json:"process,omitzero"` // BG-2

	PrecedingInvoices []PrecedingInvoice `json:"precedingInvoices,omitempty"` // BG-3

	Seller            Party              `json:"seller,omitzero"`             // BG-4
	Buyer             Party              `json:"buyer,omitzero"`              // BG-7
	Payee             *Payee             `json:"payee,omitempty"`             // BG-10
	TaxRepresentative *TaxRepresentative `json:"taxRepresentative,omitempty"` // BG-11
	Invoicee          *TradeParty        `json:"invoicee,omitempty"`          // BG-X-36: who receives the invoice, if not the Buyer

	Delivery *Delivery `json:"delivery,omitempty"` // BG-13
	Period   Period    `json:"period,omitzero"`    // BG-14

	PaymentInstructions []PaymentInstructions `json:"paymentInstructions,omitempty"` // BG-16, several where means differ
	PaymentDiscounts    []PaymentDiscount     `json:"paymentDiscounts,omitempty"`    // BG-X-44
	FurtherPaymentTerms []PaymentTerms        `json:"furtherPaymentTerms,omitempty"` // after BT-20 and BT-9: instalments, early payment

	Allowances       []AllowanceCharge `json:"allowances,omitempty"`       // BG-20
	Charges          []AllowanceCharge `json:"charges,omitempty"`          // BG-21
	LogisticsCharges []LogisticsCharge `json:"logisticsCharges,omitempty"` // BG-X-42

	Totals              Totals               `json:"totals,omitzero"`               // BG-22
	VATBreakdown        []VATBreakdown       `json:"vatBreakdown,omitempty"`        // BG-23
	VATCurrencyExchange *CurrencyExchange    `json:"vatCurrencyExchange,omitempty"` // BG-X-41
	ThirdPartyPayments  []ThirdPartyPayment  `json:"thirdPartyPayments,omitempty"`  // BG-DEX-09
	SupportingDocuments []SupportingDocument `json:"supportingDocuments,omitempty"` // BG-24

	Lines []Line `json:"lines,omitempty"` // BG-25
}

// Note is BG-1, a free text about the whole invoice.
type Note struct {
	SubjectCode string `json:"subjectCode,omitempty"` // BT-21: UNTDID 4451
	Text        string `json:"text,omitempty"`        // BT-22
	ContentCode string `json:"contentCode,omitempty"` // BT-X-5: an agreed text, given by its code
}

// ProcessControl is BG-2: which business process and which specification the
// document follows. Validators choose their rules by it.
type ProcessControl struct {
	BusinessProcess string `json:"businessProcess,omitempty"` // BT-23
	Specification   string `json:"specification,omitempty"`   // BT-24
}

// PrecedingInvoice is BG-3: an invoice that this one corrects or completes.
type PrecedingInvoice struct {
	Reference string `json:"reference,omitempty"` // BT-25
	IssueDate Date   `json:"issueDate,omitzero"`  // BT-26
	TypeCode  string `json:"typeCode,omitempty"`  // BT-X-555
}

// SupportingDocument is BG-24: a document that goes with the invoice, embedded or
// at an address.
type SupportingDocument struct {
	Reference   string      `json:"reference,omitempty"`   // BT-122
	Description string      `json:"description,omitempty"` // BT-123
	Location    string      `json:"location,omitempty"`    // BT-124: URL
	Attachment  *Attachment `json:"attachment,omitempty"`  // BT-125
}

// Attachment is BT-125, an embedded file.
type Attachment struct {
	MIMECode string `json:"mimeCode,omitempty"` // BT-125-1
	Filename string `json:"filename,omitempty"` // BT-125-2
	Content  Binary `json:"content,omitzero"`   // BT-125
}

// Period is BG-14 or BG-26, a time span whose days both belong to it.
type Period struct {
	Start Date `json:"start,omitzero"` // BT-73, BT-134
	End   Date `json:"end,omitzero"`   // BT-74, BT-135
}

// Identifier is the data type Identifier of EN 16931-1: a value and, where it
// needs one, the scheme that it comes from (ISO 6523 ICD, EAS, UNTDID ...).
type Identifier struct {
	Value  string `json:"value,omitempty"`
	Scheme string `json:"scheme,omitempty"`
}

// Quantity is a number with its unit (UN/ECE Recommendation 20 and 21).
type Quantity struct {
	Value Decimal `json:"value,omitzero"`
	Unit  string  `json:"unit,omitempty"`
}

// IsCreditNote tells whether the type code (BT-3) is one of those of UNTDID 1001
// that EN 16931 counts as credit notes.
func (inv *Invoice) IsCreditNote() bool {
	switch inv.TypeCode {
	case "81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532":
		return true
	}
	return false
}
