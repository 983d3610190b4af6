package einvoice

// Party is the Seller (BG-4) or the Buyer (BG-7). The ids name the Seller's term
// first.
type Party struct {
	Name                       string        `json:"name,omitempty"`                       // BT-27, BT-44: full legal name
	TradingName                string        `json:"tradingName,omitempty"`                // BT-28, BT-45
	Identifiers                []Identifier  `json:"identifiers,omitempty"`                // BT-29, BT-46: scheme ISO 6523 ICD
	LegalRegistration          Identifier    `json:"legalRegistration,omitzero"`           // BT-30, BT-47
	VATIdentifier              string        `json:"vatIdentifier,omitempty"`              // BT-31, BT-48: with its country prefix
	TaxRegistration            Identifier    `json:"taxRegistration,omitzero"`             // BT-32: local tax number; Scheme "" means FC
	AdditionalLegalInformation string        `json:"additionalLegalInformation,omitempty"` // BT-33
	ElectronicAddress          Identifier    `json:"electronicAddress,omitzero"`           // BT-34, BT-49: scheme from the EAS list
	Address                    PostalAddress `json:"address,omitzero"`                     // BG-5, BG-8
	Contact                    *Contact      `json:"contact,omitempty"`                    // BG-6, BG-9

	// BankAssignedCreditorIdentifier is BT-90, the SEPA creditor identifier. It
	// stands with the party that holds it (Seller here, or Payee), since that is
	// where UBL keeps it; EN 16931 counts it to BG-19.
	BankAssignedCreditorIdentifier string `json:"bankAssignedCreditorIdentifier,omitempty"`
}

// PostalAddress is BG-5, BG-8, BG-12 or BG-15.
type PostalAddress struct {
	Line1       string `json:"line1,omitempty"`       // BT-35, BT-50, BT-64, BT-75: usually street and number
	Line2       string `json:"line2,omitempty"`       // BT-36, BT-51, BT-65, BT-76
	Line3       string `json:"line3,omitempty"`       // BT-162, BT-163, BT-164, BT-165
	City        string `json:"city,omitempty"`        // BT-37, BT-52, BT-66, BT-77
	PostCode    string `json:"postCode,omitempty"`    // BT-38, BT-53, BT-67, BT-78
	Subdivision string `json:"subdivision,omitempty"` // BT-39, BT-54, BT-68, BT-79: region, state, province
	Country     string `json:"country,omitempty"`     // BT-40, BT-55, BT-69, BT-80: ISO 3166-1 alpha-2
}

// Contact is BG-6 or BG-9.
type Contact struct {
	Point      string `json:"point,omitempty"`      // BT-41, BT-56: person or department
	Department string `json:"department,omitempty"` // BT-41, BT-56: the department, where CII tells it from the person
	Telephone  string `json:"telephone,omitempty"`  // BT-42, BT-57
	Email      string `json:"email,omitempty"`      // BT-43, BT-58
	Fax        string `json:"fax,omitempty"`        // BT-X-107, BT-X-115
}

// Payee is BG-10: who is paid, if not the Seller.
type Payee struct {
	Name              string        `json:"name,omitempty"`             // BT-59
	Identifier        Identifier    `json:"identifier,omitzero"`        // BT-60
	LegalRegistration Identifier    `json:"legalRegistration,omitzero"` // BT-61
	Address           PostalAddress `json:"address,omitzero"`           // BG-X-31

	// BankAssignedCreditorIdentifier is BT-90: see Party.
	BankAssignedCreditorIdentifier string `json:"bankAssignedCreditorIdentifier,omitempty"`
}

// TaxRepresentative is BG-11: who answers for the Seller's VAT in the Buyer's country.
type TaxRepresentative struct {
	Name          string        `json:"name,omitempty"`          // BT-62
	VATIdentifier string        `json:"vatIdentifier,omitempty"` // BT-63
	Address       PostalAddress `json:"address,omitzero"`        // BG-12
}

// TradeParty is a further party of Factur-X EXTENDED.
type TradeParty struct {
	Name        string        `json:"name,omitempty"`
	Identifiers []Identifier  `json:"identifiers,omitempty"`
	Address     PostalAddress `json:"address,omitzero"`
}

// Delivery is BG-13: where and when goods or services were delivered.
type Delivery struct {
	Name              string        `json:"name,omitempty"`             // BT-70
	Location          Identifier    `json:"location,omitzero"`          // BT-71
	Date              Date          `json:"date,omitzero"`              // BT-72: actual delivery date
	Address           PostalAddress `json:"address,omitzero"`           // BG-15
	ContactPoint      string        `json:"contactPoint,omitempty"`     // BT-X-148
	ElectronicAddress Identifier    `json:"electronicAddress,omitzero"` // BT-X-143
}
