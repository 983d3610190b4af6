package facturae

import "github.com/einvoice-go/einvoice"

// Version is a version of the format.
type Version string

// The versions. 3.2.2 is accepted everywhere; the older ones lack what is marked with
// the version that brought it.
const (
	V32  Version = "3.2"
	V321 Version = "3.2.1"
	V322 Version = "3.2.2"
)

// Document is a Facturae document together with what its reader noticed.
type Document struct {
	Facturae Facturae
	Version  Version         // by the namespace of the root
	Losses   []einvoice.Loss // what stood in the document and has no place in Facturae
	Notes    []string        // what was done to the input before reading

	// Signatures is the number of ds:Signature elements. They are not part of Facturae: a
	// document that is written anew is another one. See Verify.
	Signatures int
}

// Facturae is the root: one invoice, or a batch between the same two parties.
type Facturae struct {
	FileHeader  FileHeader
	SellerParty Party
	BuyerParty  Party
	Invoices    []Invoice
	Extensions  Extensions
}

// FileHeader says what the file is.
type FileHeader struct {
	SchemaVersion     string // written as the version at hand
	Modality          string // I: one invoice; L: a batch
	InvoiceIssuerType string // EM: the seller; RE: the buyer; TE: a third party
	ThirdParty        *ThirdParty
	Batch             Batch

	FactoringAssignmentData *FactoringAssignmentData
}

// Batch adds up the file.
type Batch struct {
	BatchIdentifier        string // by convention the issuer's tax number, the first invoice's number and series
	InvoicesCount          einvoice.Decimal
	TotalInvoicesAmount    Amount // of InvoiceTotal
	TotalOutstandingAmount Amount
	TotalExecutableAmount  Amount
	InvoiceCurrencyCode    string // ISO 4217
}

// Amount is an amount in the currency of the invoice, and in euros where that is
// another one.
type Amount struct {
	TotalAmount       einvoice.Decimal
	EquivalentInEuros einvoice.Decimal // two decimals
}

// ThirdParty issues the invoice on behalf of the seller.
type ThirdParty struct {
	TaxIdentification TaxIdentification
	LegalEntity       *LegalEntity // or Individual
	Individual        *Individual
}

// TaxIdentification is who somebody is to the tax authorities.
type TaxIdentification struct {
	PersonTypeCode          string // F: a natural person; J: a legal entity
	ResidenceTypeCode       string // R: in Spain; U: elsewhere in the EU; E: elsewhere
	TaxIdentificationNumber string // NIF, NIE, or a foreign number
}

// Party is a seller or a buyer.
type Party struct {
	TaxIdentification     TaxIdentification
	PartyIdentification   string // digits, of the sender's own
	AdministrativeCentres []AdministrativeCentre
	LegalEntity           *LegalEntity // or Individual
	Individual            *Individual
}

// AdministrativeCentre is an office of a party: of a public body as in DIR3.
type AdministrativeCentre struct {
	CentreCode     string
	RoleTypeCode   string // 01 Oficina Contable, 02 Órgano Gestor, 03 Unidad Tramitadora, 04 Órgano Proponente, 05..09
	Name           string
	FirstSurname   string
	SecondSurname  string
	Address        Address
	ContactDetails *ContactDetails

	PhysicalGLN             string
	LogicalOperationalPoint string
	CentreDescription       string
}

// LegalEntity is a company or body.
type LegalEntity struct {
	CorporateName    string
	TradeName        string
	RegistrationData *RegistrationData
	Address          Address
	ContactDetails   *ContactDetails
}

// RegistrationData is the entry in the commercial register.
type RegistrationData struct {
	Book                        string
	RegisterOfCompaniesLocation string
	Sheet                       string
	Folio                       string
	Section                     string
	Volume                      string
	AdditionalRegistrationData  string
}

// Individual is a natural person.
type Individual struct {
	Name           string
	FirstSurname   string
	SecondSurname  string
	Address        Address
	ContactDetails *ContactDetails
}

// Address is one of the two forms, of which a document has one.
type Address struct {
	InSpain  *AddressInSpain
	Overseas *OverseasAddress
}

// AddressInSpain is the form of an address in Spain.
type AddressInSpain struct {
	Address     string
	PostCode    string // five digits
	Town        string
	Province    string
	CountryCode string // ISO 3166-1 alpha-3: ESP
}

// OverseasAddress is the form of an address elsewhere.
type OverseasAddress struct {
	Address         string
	PostCodeAndTown string
	Province        string
	CountryCode     string // ISO 3166-1 alpha-3
}

// ContactDetails is how to reach somebody.
type ContactDetails struct {
	Telephone                string
	TeleFax                  string
	WebAddress               string
	ElectronicMail           string
	ContactPersons           string
	CnoCnae                  string // five digits: the code of the activity
	INETownCode              string // of the National Statistics Institute
	AdditionalContactDetails string
}

// FactoringAssignmentData says to whom the claim has been assigned.
type FactoringAssignmentData struct {
	Assignee                     Assignee
	PaymentDetails               []Installment
	FactoringAssignmentClauses   string
	FactoringAssignmentDocuments []FactoringAssignmentDocument // 3.2.2
}

// Assignee is who the claim has been assigned to.
type Assignee struct {
	TaxIdentification TaxIdentification
	LegalEntity       *LegalEntity // or Individual
	Individual        *Individual
}

// FactoringAssignmentDocument proves an assignment.
type FactoringAssignmentDocument struct {
	DocumentCharacter      string
	RepresentationIdentity string
	DocumentType           string
	Repository             *Repository
}

// Repository is where a document is kept.
type Repository struct {
	RepositoryName string
	URL            string
	Reference      string
}

// Invoice is one invoice of the file.
type Invoice struct {
	InvoiceHeader    InvoiceHeader
	InvoiceIssueData InvoiceIssueData
	TaxesOutputs     []TaxOutput
	TaxesWithheld    []Tax
	InvoiceTotals    InvoiceTotals
	Items            []InvoiceLine
	PaymentDetails   []Installment
	LegalLiterals    []string // LegalReference
	AdditionalData   *AdditionalData
}

// InvoiceHeader says which invoice it is.
type InvoiceHeader struct {
	InvoiceNumber       string
	InvoiceSeriesCode   string
	InvoiceDocumentType string // FC: complete; FA: simplified; AF: self-billed
	InvoiceClass        string // OO original, OR corrective, OC summary; CO, CR, CC: copies of them
	Corrective          *Corrective
}

// Corrective says what a corrective invoice corrects.
type Corrective struct {
	InvoiceNumber               string
	InvoiceSeriesCode           string
	ReasonCode                  string // 01 to 16, 80 to 85
	ReasonDescription           string // the Spanish text of ReasonCode: see ReasonText
	TaxPeriod                   Period
	CorrectionMethod            string // 01 in full, 02 by differences, 03 volume discounts, 04 by leave of the AEAT
	CorrectionMethodDescription string // the Spanish text of CorrectionMethod: see MethodText
	AdditionalReasonDescription string
	InvoiceIssueDate            einvoice.Date // of the corrected invoice; 3.2.2
}

// Period has both of its days in it.
type Period struct {
	StartDate einvoice.Date
	EndDate   einvoice.Date
}

// InvoiceIssueData is what belongs to the invoice as a whole.
type InvoiceIssueData struct {
	IssueDate                    einvoice.Date
	OperationDate                einvoice.Date // if another one
	PlaceOfIssue                 *PlaceOfIssue
	InvoicingPeriod              *Period
	InvoiceCurrencyCode          string // ISO 4217
	ExchangeRateDetails          *ExchangeRateDetails
	TaxCurrencyCode              string // ISO 4217
	LanguageName                 string // ISO 639-1
	InvoiceDescription           string // 3.2.2, as are the three that follow
	ReceiverTransactionReference string // the buyer's order
	FileReference                string // expediente
	ReceiverContractReference    string
}

// PlaceOfIssue is where the invoice was issued.
type PlaceOfIssue struct {
	PostCode                string
	PlaceOfIssueDescription string
}

// ExchangeRateDetails is the rate to the euro.
type ExchangeRateDetails struct {
	ExchangeRate     einvoice.Decimal
	ExchangeRateDate einvoice.Date
}

// Tax is a tax with its rate.
type Tax struct {
	TaxTypeCode string           // 01 IVA, 02 IPSI, 03 IGIC, 04 IRPF, ...: see TaxName
	TaxRate     einvoice.Decimal // percent
	TaxableBase Amount
	TaxAmount   Amount
}

// TaxOutput is a Tax that is charged.
type TaxOutput struct {
	Tax
	SpecialTaxableBase         Amount // special regime of groups of entities
	SpecialTaxAmount           Amount
	EquivalenceSurcharge       einvoice.Decimal // percent, two decimals
	EquivalenceSurchargeAmount Amount
}

// InvoiceTotals adds up an invoice.
type InvoiceTotals struct {
	TotalGrossAmount            einvoice.Decimal
	GeneralDiscounts            []Discount
	GeneralSurcharges           []Charge
	TotalGeneralDiscounts       einvoice.Decimal
	TotalGeneralSurcharges      einvoice.Decimal
	TotalGrossAmountBeforeTaxes einvoice.Decimal
	TotalTaxOutputs             einvoice.Decimal
	TotalTaxesWithheld          einvoice.Decimal
	InvoiceTotal                einvoice.Decimal // net of taxes withheld
	Subsidies                   []Subsidy
	PaymentsOnAccount           []PaymentOnAccount
	ReimbursableExpenses        []ReimbursableExpense
	TotalFinancialExpenses      einvoice.Decimal // two decimals
	TotalOutstandingAmount      einvoice.Decimal
	TotalPaymentsOnAccount      einvoice.Decimal
	AmountsWithheld             *AmountsWithheld
	TotalExecutableAmount       einvoice.Decimal // what is to be paid
	TotalReimbursableExpenses   einvoice.Decimal
	PaymentInKind               *PaymentInKind // 3.2.2
}

// Discount is taken off an amount.
type Discount struct {
	DiscountReason string
	DiscountRate   einvoice.Decimal // percent
	DiscountAmount einvoice.Decimal
}

// Charge is added to an amount.
type Charge struct {
	ChargeReason string
	ChargeRate   einvoice.Decimal // percent
	ChargeAmount einvoice.Decimal
}

// Subsidy is paid by somebody else.
type Subsidy struct {
	SubsidyDescription string
	SubsidyRate        einvoice.Decimal // percent
	SubsidyAmount      einvoice.Decimal
}

// PaymentOnAccount has been paid before.
type PaymentOnAccount struct {
	PaymentOnAccountDate   einvoice.Date
	PaymentOnAccountAmount einvoice.Decimal
}

// ReimbursableExpense was paid in the name of the buyer (suplido).
type ReimbursableExpense struct {
	SellerParty                *TaxIdentification
	BuyerParty                 *TaxIdentification
	IssueDate                  einvoice.Date
	InvoiceNumber              string
	InvoiceSeriesCode          string
	ReimbursableExpensesAmount einvoice.Decimal
}

// AmountsWithheld is kept back by the buyer, as a guarantee or the like.
type AmountsWithheld struct {
	WithholdingReason string
	WithholdingRate   einvoice.Decimal // percent
	WithholdingAmount einvoice.Decimal
}

// PaymentInKind is what is not paid in money.
type PaymentInKind struct {
	PaymentInKindReason string
	PaymentInKindAmount einvoice.Decimal
}

// InvoiceLine is one line.
type InvoiceLine struct {
	IssuerContractReference       string
	IssuerContractDate            einvoice.Date
	IssuerTransactionReference    string
	IssuerTransactionDate         einvoice.Date
	ReceiverContractReference     string
	ReceiverContractDate          einvoice.Date
	ReceiverTransactionReference  string
	ReceiverTransactionDate       einvoice.Date
	FileReference                 string
	FileDate                      einvoice.Date
	SequenceNumber                einvoice.Decimal
	DeliveryNotes                 []DeliveryNote
	ItemDescription               string
	Quantity                      einvoice.Decimal
	UnitOfMeasure                 string // 01 units, ...: see the code lists
	UnitPriceWithoutTax           einvoice.Decimal
	TotalCost                     einvoice.Decimal // Quantity times UnitPriceWithoutTax
	DiscountsAndRebates           []Discount
	Charges                       []Charge
	GrossAmount                   einvoice.Decimal
	TaxesWithheld                 []Tax
	TaxesOutputs                  []TaxOutput
	LineItemPeriod                *Period
	TransactionDate               einvoice.Date
	AdditionalLineItemInformation string
	SpecialTaxableEvent           *SpecialTaxableEvent
	ArticleCode                   string
	Extensions                    Extensions
}

// DeliveryNote is a note that the goods came with.
type DeliveryNote struct {
	DeliveryNoteNumber string
	DeliveryNoteDate   einvoice.Date
}

// SpecialTaxableEvent says why a line bears no tax.
type SpecialTaxableEvent struct {
	SpecialTaxableEventCode   string // 01 subject and exempt; 02 not subject
	SpecialTaxableEventReason string
}

// Installment is one payment.
type Installment struct {
	InstallmentDueDate              einvoice.Date
	InstallmentAmount               einvoice.Decimal // two decimals
	PaymentMeans                    string           // 01 to 19: see the code lists
	AccountToBeCredited             *Account
	PaymentReconciliationReference  string
	AccountToBeDebited              *Account
	CollectionAdditionalInformation string
	RegulatoryReportingData         string // six digits
	DebitReconciliationReference    string
}

// Account is a bank account.
type Account struct {
	IBAN          string // or AccountNumber
	AccountNumber string
	BankCode      string
	BranchCode    string
	BranchAddress Address // BranchInSpainAddress or OverseasBranchAddress
	BIC           string  // 11 characters
}

// AdditionalData is what else belongs to the invoice.
type AdditionalData struct {
	RelatedInvoice               string
	RelatedDocuments             []Attachment
	InvoiceAdditionalInformation string
	Extensions                   Extensions
}

// Attachment is an embedded file, as it stands: package attach decodes and makes them.
type Attachment struct {
	AttachmentCompressionAlgorithm string // ZIP, GZIP, NONE
	AttachmentFormat               string // xml doc gif rtf pdf xls jpg bmp tiff; html in 3.2.2
	AttachmentEncoding             string // BASE64, BER, DER, NONE
	AttachmentDescription          string
	AttachmentData                 string
}

// Extensions is an Extensions element, from its start tag to its end tag, byte for byte
// as it stood; the start tag has in addition those namespace declarations of elements
// around it that the content makes use of. "" is none. See FaceB2B.
type Extensions string
