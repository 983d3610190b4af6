package einvoice

// PaymentInstructions is BG-16. EN 16931 has one; where the means of several
// accounts differ, an invoice in UBL or CII has several.
type PaymentInstructions struct {
	MeansCode  string `json:"meansCode,omitempty"`  // BT-81: UNTDID 4461, 30 credit transfer, 58 SEPA credit transfer
	MeansText  string `json:"meansText,omitempty"`  // BT-82
	Remittance string `json:"remittance,omitempty"` // BT-83: reference to give when paying

	CreditTransfers []CreditTransfer `json:"creditTransfers,omitempty"` // BG-17
	Card            *PaymentCard     `json:"card,omitempty"`            // BG-18
	DirectDebit     *DirectDebit     `json:"directDebit,omitempty"`     // BG-19
}

// CreditTransfer is BG-17, an account to pay to.
type CreditTransfer struct {
	Account         string `json:"account,omitempty"`         // BT-84: IBAN or national number
	AccountName     string `json:"accountName,omitempty"`     // BT-85
	ServiceProvider string `json:"serviceProvider,omitempty"` // BT-86: BIC or national code
}

// PaymentCard is BG-18. Only the last digits of the number may be given.
type PaymentCard struct {
	AccountNumber string `json:"accountNumber,omitempty"` // BT-87
	Holder        string `json:"holder,omitempty"`        // BT-88
	Network       string `json:"network,omitempty"`       // card network; UBL demands one and writes NA for none
}

// DirectDebit is BG-19. Its third term, BT-90, stands with the Seller or Payee.
type DirectDebit struct {
	MandateReference string `json:"mandateReference,omitempty"` // BT-89
	DebitedAccount   string `json:"debitedAccount,omitempty"`   // BT-91
}

// PaymentDiscount is a discount for early payment (Factur-X EXTENDED).
type PaymentDiscount struct {
	Period     Quantity `json:"period,omitzero"`     // days or months, from the basis date on
	BasisDate  Date     `json:"basisDate,omitzero"`  // absent: the issue date
	Percentage Decimal  `json:"percentage,omitzero"` // percent of the base amount
	BaseAmount Decimal  `json:"baseAmount,omitzero"`
	Amount     Decimal  `json:"amount,omitzero"`
}

// PaymentTerms is one of several terms of payment (Factur-X EXTENDED); the first one is
// BT-20 and BT-9 of the invoice.
type PaymentTerms struct {
	Description   string  `json:"description,omitempty"`  // BT-20
	DueDate       Date    `json:"dueDate,omitzero"`       // BT-9
	PartialAmount Decimal `json:"partialAmount,omitzero"` // BT-X-275: what is due by then
}

// ThirdPartyPayment is BG-DEX-09 (XRechnung Extension): a payment collected for
// somebody else. It adds to the amount due (BT-115).
type ThirdPartyPayment struct {
	Type        string  `json:"type,omitempty"`        // BT-DEX-001
	Amount      Decimal `json:"amount,omitzero"`       // BT-DEX-002
	Description string  `json:"description,omitempty"` // BT-DEX-003
}
