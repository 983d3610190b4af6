package ubl

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/syntax"
	. "github.com/einvoice-go/einvoice/internal/xmlmap"
)

// The binding of EN 16931-1 to UBL 2.1 (CEN/TS 16931-3-2), with the elements that
// the XRechnung Extension adds. Rows stand in the order of the UBL schemas.

var schema = &Schema{Namespaces: []Namespace{
	{Prefix: "inv", URI: "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2", Hidden: true},
	{Prefix: "cn", URI: "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2", Hidden: true},
	{Prefix: "cac", URI: "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"},
	{Prefix: "cbc", URI: "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"},
	{Prefix: "ext", URI: "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"},
	{Prefix: "sbdh", URI: "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"},
}}

type (
	invoice = einvoice.Invoice
	line    = einvoice.Line
)

// Root elements of invoices and credit notes differ in order and in a few names.
// Every row is written once here and named in both lists below.
var (
	customization   = Code("cbc:CustomizationID", func(i *invoice) *string { return &i.Process.Specification })
	profile         = Text("cbc:ProfileID", func(i *invoice) *string { return &i.Process.BusinessProcess })
	number          = Code("cbc:ID", func(i *invoice) *string { return &i.Number })
	issueDate       = Date("cbc:IssueDate", func(i *invoice) *einvoice.Date { return &i.IssueDate })
	dueDate         = Date("cbc:DueDate", func(i *invoice) *einvoice.Date { return &i.DueDate })
	invoiceType     = Code("cbc:InvoiceTypeCode", func(i *invoice) *string { return &i.TypeCode })
	creditNoteType  = Code("cbc:CreditNoteTypeCode", func(i *invoice) *string { return &i.TypeCode })
	notes           = Strings("cbc:Note", func(i *invoice) *[]einvoice.Note { return &i.Notes }, decodeNote, encodeNote, "SubjectCode", "Text")
	taxPointDate    = Date("cbc:TaxPointDate", func(i *invoice) *einvoice.Date { return &i.TaxPointDate })
	currency        = Currency("cbc:DocumentCurrencyCode", func(i *invoice) *string { return &i.Currency })
	taxCurrency     = Code("cbc:TaxCurrencyCode", func(i *invoice) *string { return &i.VATCurrency })
	accountingCost  = Text("cbc:AccountingCost", func(i *invoice) *string { return &i.BuyerAccountingReference })
	buyerReference  = Text("cbc:BuyerReference", func(i *invoice) *string { return &i.BuyerReference })
	invoicingPeriod = GroupAt("cac:InvoicePeriod", func(i *invoice) *einvoice.Period { return &i.Period },
		Date("cbc:StartDate", func(i *invoice) *einvoice.Date { return &i.Period.Start }),
		Date("cbc:EndDate", func(i *invoice) *einvoice.Date { return &i.Period.End }),
		Code("cbc:DescriptionCode", func(i *invoice) *string { return &i.TaxPointDateCode }))
	orderReference = Group("cac:OrderReference",
		// QUIRK: the schema demands an ID; BIS Billing 3.0 agrees on NA where there is a sales order only.
		Default("cbc:ID", "NA", func(i *invoice) *string { return &i.PurchaseOrderReference }, func(i *invoice) bool { return i.SalesOrderReference != "" }),
		Code("cbc:SalesOrderID", func(i *invoice) *string { return &i.SalesOrderReference }))
	billingReference = Many("cac:BillingReference", func(i *invoice) *[]einvoice.PrecedingInvoice { return &i.PrecedingInvoices }, Of(
		Group("cac:InvoiceDocumentReference",
			Code("cbc:ID", func(p *einvoice.PrecedingInvoice) *string { return &p.Reference }),
			Date("cbc:IssueDate", func(p *einvoice.PrecedingInvoice) *einvoice.Date { return &p.IssueDate }))))
	despatchAdvice  = Code("cac:DespatchDocumentReference/cbc:ID", func(i *invoice) *string { return &i.DespatchAdvice })
	receivingAdvice = Code("cac:ReceiptDocumentReference/cbc:ID", func(i *invoice) *string { return &i.ReceivingAdvice })
	tenderOrLot     = Code("cac:OriginatorDocumentReference/cbc:ID", func(i *invoice) *string { return &i.TenderOrLot })
	contract        = Code("cac:ContractDocumentReference/cbc:ID", func(i *invoice) *string { return &i.ContractReference })
	invoicedObject  = Group("cac:AdditionalDocumentReference",
		ID("cbc:ID", "schemeID", func(i *invoice) *einvoice.Identifier { return &i.InvoicedObject }),
		documentType("130"))
	// Credit notes have no cac:ProjectReference.
	projectAsDocument = Group("cac:AdditionalDocumentReference",
		Code("cbc:ID", func(i *invoice) *string { return &i.ProjectReference }),
		documentType("50"))
	supportingDocuments = Many("cac:AdditionalDocumentReference", func(i *invoice) *[]einvoice.SupportingDocument { return &i.SupportingDocuments }, Of(
		Code("cbc:ID", func(d *einvoice.SupportingDocument) *string { return &d.Reference }),
		Text("cbc:DocumentDescription", func(d *einvoice.SupportingDocument) *string { return &d.Description }),
		Group("cac:Attachment",
			Binary("cbc:EmbeddedDocumentBinaryObject", func(d *einvoice.SupportingDocument) **einvoice.Attachment { return &d.Attachment }),
			Text("cac:ExternalReference/cbc:URI", func(d *einvoice.SupportingDocument) *string { return &d.Location }))))
	project  = Code("cac:ProjectReference/cbc:ID", func(i *invoice) *string { return &i.ProjectReference })
	supplier = In("cac:AccountingSupplierParty/cac:Party", func(i *invoice) *einvoice.Party { return &i.Seller }, party(sellerLegal, creditorIdentifier))
	customer = In("cac:AccountingCustomerParty/cac:Party", func(i *invoice) *einvoice.Party { return &i.Buyer }, party(buyerLegal))
	payee    = Opt("cac:PayeeParty", func(i *invoice) **einvoice.Payee { return &i.Payee }, Of(
		Group("cac:PartyIdentification", KeyedID("cbc:ID", "schemeID", "SEPA", func(p *einvoice.Payee) *string { return &p.BankAssignedCreditorIdentifier })),
		Group("cac:PartyIdentification", ID("cbc:ID", "schemeID", func(p *einvoice.Payee) *einvoice.Identifier { return &p.Identifier })),
		Text("cac:PartyName/cbc:Name", func(p *einvoice.Payee) *string { return &p.Name }),
		ID("cac:PartyLegalEntity/cbc:CompanyID", "schemeID", func(p *einvoice.Payee) *einvoice.Identifier { return &p.LegalRegistration })))
	taxRepresentative = Opt("cac:TaxRepresentativeParty", func(i *invoice) **einvoice.TaxRepresentative { return &i.TaxRepresentative }, Of(
		Text("cac:PartyName/cbc:Name", func(p *einvoice.TaxRepresentative) *string { return &p.Name }),
		In("cac:PostalAddress", func(p *einvoice.TaxRepresentative) *einvoice.PostalAddress { return &p.Address }, address),
		Group("cac:PartyTaxScheme",
			Code("cbc:CompanyID", func(p *einvoice.TaxRepresentative) *string { return &p.VATIdentifier }),
			KeyFold[einvoice.TaxRepresentative]("cac:TaxScheme/cbc:ID", "VAT"))))
	delivery = Opt("cac:Delivery", func(i *invoice) **einvoice.Delivery { return &i.Delivery }, Of(
		Date("cbc:ActualDeliveryDate", func(d *einvoice.Delivery) *einvoice.Date { return &d.Date }),
		Group("cac:DeliveryLocation",
			ID("cbc:ID", "schemeID", func(d *einvoice.Delivery) *einvoice.Identifier { return &d.Location }),
			In("cac:Address", func(d *einvoice.Delivery) *einvoice.PostalAddress { return &d.Address }, address)),
		Text("cac:DeliveryParty/cac:PartyName/cbc:Name", func(d *einvoice.Delivery) *string { return &d.Name })))
	paymentTerms     = Text("cac:PaymentTerms/cbc:Note", func(i *invoice) *string { return &i.PaymentTerms })
	thirdPartyAmount = Many("cac:PrepaidPayment", func(i *invoice) *[]einvoice.ThirdPartyPayment { return &i.ThirdPartyPayments }, Of(
		Text("cbc:ID", func(p *einvoice.ThirdPartyPayment) *string { return &p.Type }),
		Amount("cbc:PaidAmount", func(p *einvoice.ThirdPartyPayment) *einvoice.Decimal { return &p.Amount }),
		Text("cbc:InstructionID", func(p *einvoice.ThirdPartyPayment) *string { return &p.Description })))
	allowances = Many("cac:AllowanceCharge", func(i *invoice) *[]einvoice.AllowanceCharge { return &i.Allowances }, allowanceCharge("false", vatOfAllowance))
	charges    = Many("cac:AllowanceCharge", func(i *invoice) *[]einvoice.AllowanceCharge { return &i.Charges }, allowanceCharge("true", vatOfAllowance))
	totals     = In("cac:LegalMonetaryTotal", func(i *invoice) *einvoice.Totals { return &i.Totals }, Of(
		Amount("cbc:LineExtensionAmount", func(t *einvoice.Totals) *einvoice.Decimal { return &t.LineNet }),
		Amount("cbc:TaxExclusiveAmount", func(t *einvoice.Totals) *einvoice.Decimal { return &t.WithoutVAT }),
		Amount("cbc:TaxInclusiveAmount", func(t *einvoice.Totals) *einvoice.Decimal { return &t.WithVAT }),
		Amount("cbc:AllowanceTotalAmount", func(t *einvoice.Totals) *einvoice.Decimal { return &t.Allowances }),
		Amount("cbc:ChargeTotalAmount", func(t *einvoice.Totals) *einvoice.Decimal { return &t.Charges }),
		Amount("cbc:PrepaidAmount", func(t *einvoice.Totals) *einvoice.Decimal { return &t.Paid }),
		Amount("cbc:PayableRoundingAmount", func(t *einvoice.Totals) *einvoice.Decimal { return &t.Rounding }),
		Amount("cbc:PayableAmount", func(t *einvoice.Totals) *einvoice.Decimal { return &t.Due })))
	invoiceLines    = Each("cac:InvoiceLine", func(i *invoice) *[]line { return &i.Lines }, lineTable("cbc:InvoicedQuantity", "cac:SubInvoiceLine"))
	creditNoteLines = Each("cac:CreditNoteLine", func(i *invoice) *[]line { return &i.Lines }, lineTable("cbc:CreditedQuantity", "cac:SubCreditNoteLine"))
)

var invoiceCodec = New(schema, "inv:Invoice", Of(
	customization, profile, number, issueDate, dueDate, invoiceType, notes, taxPointDate, currency, taxCurrency,
	accountingCost, buyerReference, invoicingPeriod, orderReference, billingReference, despatchAdvice, receivingAdvice,
	tenderOrLot, contract, invoicedObject, supportingDocuments, project, supplier, customer, payee, taxRepresentative,
	delivery, paymentMeans(nil), paymentTerms, thirdPartyAmount, allowances, charges, taxTotals,
	totals, invoiceLines,
), "inv", "cac", "cbc")

var creditNoteCodec = New(schema, "cn:CreditNote", Of(
	customization, profile, number, issueDate, taxPointDate, creditNoteType, notes, currency, taxCurrency,
	accountingCost, buyerReference, invoicingPeriod, orderReference, billingReference, despatchAdvice, receivingAdvice,
	contract, invoicedObject, projectAsDocument, supportingDocuments, tenderOrLot, supplier, customer, payee,
	taxRepresentative, delivery, paymentMeans(paymentDueDate), paymentTerms, allowances, charges,
	taxTotals, totals, creditNoteLines,
), "cn", "cac", "cbc")

// --- groups ---

var address = Of(
	Text("cbc:StreetName", func(a *einvoice.PostalAddress) *string { return &a.Line1 }),
	Text("cbc:AdditionalStreetName", func(a *einvoice.PostalAddress) *string { return &a.Line2 }),
	Text("cbc:CityName", func(a *einvoice.PostalAddress) *string { return &a.City }),
	Text("cbc:PostalZone", func(a *einvoice.PostalAddress) *string { return &a.PostCode }),
	Text("cbc:CountrySubentity", func(a *einvoice.PostalAddress) *string { return &a.Subdivision }),
	Text("cac:AddressLine/cbc:Line", func(a *einvoice.PostalAddress) *string { return &a.Line3 }),
	Code("cac:Country/cbc:IdentificationCode", func(a *einvoice.PostalAddress) *string { return &a.Country }),
)

var (
	registrationName = Text("cbc:RegistrationName", func(p *einvoice.Party) *string { return &p.Name })
	companyID        = ID("cbc:CompanyID", "schemeID", func(p *einvoice.Party) *einvoice.Identifier { return &p.LegalRegistration })
	sellerLegal      = Group("cac:PartyLegalEntity", registrationName, companyID,
		Text("cbc:CompanyLegalForm", func(p *einvoice.Party) *string { return &p.AdditionalLegalInformation }))
	buyerLegal = Group("cac:PartyLegalEntity", registrationName, companyID)
)

// creditorIdentifier is BT-90, which only sellers and payees have.
var creditorIdentifier = Group("cac:PartyIdentification", KeyedID("cbc:ID", "schemeID", "SEPA", func(p *einvoice.Party) *string { return &p.BankAssignedCreditorIdentifier }))

func taxScheme(p *einvoice.Party) *string { return &p.TaxRegistration.Scheme }

func contactPoint(c *einvoice.Contact) *string { return &c.Point }

func party(legal Row[einvoice.Party], identifiers ...Row[einvoice.Party]) *Table[einvoice.Party] {
	rows := append([]Row[einvoice.Party]{
		ID("cbc:EndpointID", "schemeID", func(p *einvoice.Party) *einvoice.Identifier { return &p.ElectronicAddress }),
	}, identifiers...)
	return Of(rows...).Add(
		Many("cac:PartyIdentification", func(p *einvoice.Party) *[]einvoice.Identifier { return &p.Identifiers }, Of(
			ID("cbc:ID", "schemeID", func(i *einvoice.Identifier) *einvoice.Identifier { return i }))),
		Text("cac:PartyName/cbc:Name", func(p *einvoice.Party) *string { return &p.TradingName }),
		In("cac:PostalAddress", func(p *einvoice.Party) *einvoice.PostalAddress { return &p.Address }, address),
		Group("cac:PartyTaxScheme",
			Code("cbc:CompanyID", func(p *einvoice.Party) *string { return &p.VATIdentifier }),
			KeyFold[einvoice.Party]("cac:TaxScheme/cbc:ID", "VAT")),
		Group("cac:PartyTaxScheme",
			Code("cbc:CompanyID", func(p *einvoice.Party) *string { return &p.TaxRegistration.Value }),
			Except("VAT", Default("cac:TaxScheme/cbc:ID", "FC", taxScheme,
				func(p *einvoice.Party) bool { return p.TaxRegistration.Value != "" }), taxScheme)),
		legal,
		Opt("cac:Contact", func(p *einvoice.Party) **einvoice.Contact { return &p.Contact }, Of(
			Either(Text("cbc:Name", contactPoint), contactPoint, "Department", func(c *einvoice.Contact) string { return c.Department }),
			Text("cbc:Telephone", func(c *einvoice.Contact) *string { return &c.Telephone }),
			Text("cbc:ElectronicMail", func(c *einvoice.Contact) *string { return &c.Email }))),
	)
}

// documentType tells the uses of cac:AdditionalDocumentReference apart.
func documentType(code string) Row[invoice] {
	return Key[invoice]("cbc:DocumentTypeCode", code, "cbc:DocumentType", "cbc:DocumentDescription", "cac:Attachment")
}

// A tax category comes in two forms, of which only one can be there: that of VAT,
// and that of another tax, which the model keeps apart by its scheme.
var (
	categoryCode = Code("cbc:ID", func(c *einvoice.VATCategory) *string { return &c.Code })
	categoryRate = Number("cbc:Percent", func(c *einvoice.VATCategory) *einvoice.Decimal { return &c.Rate })
	vat          = Of(categoryCode, categoryRate, KeyFold[einvoice.VATCategory]("cac:TaxScheme/cbc:ID", "VAT"))
	otherTax     = Of(categoryCode, categoryRate,
		CodeBut("cac:TaxScheme/cbc:ID", einvoice.NoTaxScheme, func(c *einvoice.VATCategory) *string { return &c.Scheme }))
)

func category[T any](path string, at func(*T) *einvoice.VATCategory) []Row[T] {
	return []Row[T]{
		In(path, at, vat).When(func(t *T) bool { return at(t).IsVAT() }),
		In(path, at, otherTax).When(func(t *T) bool { return !at(t).IsVAT() }).After(func(t *T) { noScheme(at(t)) }).Shared(path),
	}
}

func noScheme(c *einvoice.VATCategory) {
	if c.Scheme == "" && *c != (einvoice.VATCategory{}) {
		c.Scheme = einvoice.NoTaxScheme
	}
}

var vatOfAllowance = category("cac:TaxCategory", func(a *einvoice.AllowanceCharge) *einvoice.VATCategory { return &a.VATCategory })

func allowanceCharge(indicator string, more []Row[einvoice.AllowanceCharge]) *Table[einvoice.AllowanceCharge] {
	return Of(
		KeyBool[einvoice.AllowanceCharge]("cbc:ChargeIndicator", indicator),
		Code("cbc:AllowanceChargeReasonCode", func(a *einvoice.AllowanceCharge) *string { return &a.ReasonCode }),
		Text("cbc:AllowanceChargeReason", func(a *einvoice.AllowanceCharge) *string { return &a.Reason }),
		Number("cbc:MultiplierFactorNumeric", func(a *einvoice.AllowanceCharge) *einvoice.Decimal { return &a.Percentage }),
		Amount("cbc:Amount", func(a *einvoice.AllowanceCharge) *einvoice.Decimal { return &a.Amount }),
		Amount("cbc:BaseAmount", func(a *einvoice.AllowanceCharge) *einvoice.Decimal { return &a.BaseAmount }),
	).Add(more...)
}

// lineTable is the table of lines; it holds itself, for sub-lines.
func lineTable(quantity, subLine string) *Table[line] {
	lineCategory := category("cac:ClassifiedTaxCategory", func(l *line) *einvoice.VATCategory { return &l.VATCategory })
	t := Of(
		Code("cbc:ID", func(l *line) *string { return &l.ID }),
		Text("cbc:Note", func(l *line) *string { return &l.Note }),
		Quantity(quantity, func(l *line) *einvoice.Quantity { return &l.Quantity }),
		Amount("cbc:LineExtensionAmount", func(l *line) *einvoice.Decimal { return &l.NetAmount }),
		Text("cbc:AccountingCost", func(l *line) *string { return &l.BuyerAccountingReference }),
		In("cac:InvoicePeriod", func(l *line) *einvoice.Period { return &l.Period }, Of(
			Date("cbc:StartDate", func(p *einvoice.Period) *einvoice.Date { return &p.Start }),
			Date("cbc:EndDate", func(p *einvoice.Period) *einvoice.Date { return &p.End }))),
		Code("cac:OrderLineReference/cbc:LineID", func(l *line) *string { return &l.PurchaseOrderLine }),
		Group("cac:DocumentReference",
			ID("cbc:ID", "schemeID", func(l *line) *einvoice.Identifier { return &l.Object }),
			Const[line]("cbc:DocumentTypeCode", "130")),
		Many("cac:AllowanceCharge", func(l *line) *[]einvoice.AllowanceCharge { return &l.Allowances }, allowanceCharge("false", nil)),
		Many("cac:AllowanceCharge", func(l *line) *[]einvoice.AllowanceCharge { return &l.Charges }, allowanceCharge("true", nil)),
		GroupAt("cac:Item", func(l *line) *einvoice.Item { return &l.Item },
			Text("cbc:Description", func(l *line) *string { return &l.Item.Description }),
			Text("cbc:Name", func(l *line) *string { return &l.Item.Name }),
			Code("cac:BuyersItemIdentification/cbc:ID", func(l *line) *string { return &l.Item.BuyerIdentifier }),
			Code("cac:SellersItemIdentification/cbc:ID", func(l *line) *string { return &l.Item.SellerIdentifier }),
			ID("cac:StandardItemIdentification/cbc:ID", "schemeID", func(l *line) *einvoice.Identifier { return &l.Item.Standard }),
			Code("cac:OriginCountry/cbc:IdentificationCode", func(l *line) *string { return &l.Item.OriginCountry }),
			Many("cac:CommodityClassification", func(l *line) *[]einvoice.Classification { return &l.Item.Classifications }, classification),
			lineCategory[0], lineCategory[1],
			Many("cac:AdditionalItemProperty", func(l *line) *[]einvoice.ItemAttribute { return &l.Item.Attributes }, Of(
				Text("cbc:Name", func(a *einvoice.ItemAttribute) *string { return &a.Name }),
				Text("cbc:Value", func(a *einvoice.ItemAttribute) *string { return &a.Value })))),
		In("cac:Price", func(l *line) *einvoice.Price { return &l.Price }, price),
	)
	return t.Add(Many(subLine, func(l *line) *[]line { return &l.SubLines }, t))
}

var classification = Of(
	With(Code[einvoice.Classification]("cbc:ItemClassificationCode", nil), func(c *einvoice.Classification) *string { return &c.Code },
		Attr[einvoice.Classification]{Name: "listID", At: func(c *einvoice.Classification) *string { return &c.Scheme }},
		Attr[einvoice.Classification]{Name: "listVersionID", At: func(c *einvoice.Classification) *string { return &c.SchemeVersion }}),
)

var price = Of(
	Amount("cbc:PriceAmount", func(p *einvoice.Price) *einvoice.Decimal { return &p.Net }),
	Quantity("cbc:BaseQuantity", func(p *einvoice.Price) *einvoice.Quantity { return &p.BaseQuantity }),
	Group("cac:AllowanceCharge",
		KeyBool[einvoice.Price]("cbc:ChargeIndicator", "false"),
		Amount("cbc:Amount", func(p *einvoice.Price) *einvoice.Decimal { return &p.Discount }),
		Amount("cbc:BaseAmount", func(p *einvoice.Price) *einvoice.Decimal { return &p.Gross })),
)

// --- where the shapes differ ---

// UBL has no place for the subject code of a note (BT-21): by convention it stands
// before the text between two number signs.
func decodeNote(s string) einvoice.Note {
	if len(s) >= 5 && s[0] == '#' && s[4] == '#' && !strings.ContainsAny(s[1:4], "# \t\r\n") {
		return einvoice.Note{SubjectCode: s[1:4], Text: s[5:]}
	}
	return einvoice.Note{Text: s}
}

func encodeNote(n *einvoice.Note) string {
	if n.SubjectCode != "" {
		return "#" + n.SubjectCode + "#" + n.Text
	}
	return n.Text
}

// UBL repeats cac:PaymentMeans for each account: see syntax.Means.
type means = syntax.Means

func paymentMeans(due []Row[means]) Row[invoice] {
	rows := []Row[means]{
		With(Code[means]("cbc:PaymentMeansCode", nil), func(m *means) *string { return &m.Head.MeansCode },
			Attr[means]{Name: "name", At: func(m *means) *string { return &m.Head.MeansText }}),
	}
	rows = append(append(rows, due...),
		Text("cbc:PaymentID", func(m *means) *string { return &m.Head.Remittance }),
		Opt("cac:CardAccount", func(m *means) **einvoice.PaymentCard { return &m.Head.Card }, Of(
			Text("cbc:PrimaryAccountNumberID", func(c *einvoice.PaymentCard) *string { return &c.AccountNumber }),
			// QUIRK: the schema demands a network; BIS Billing 3.0 suggests NA where it is of no interest.
			Default("cbc:NetworkID", "NA", func(c *einvoice.PaymentCard) *string { return &c.Network },
				func(c *einvoice.PaymentCard) bool { return c.AccountNumber != "" || c.Holder != "" }),
			Text("cbc:HolderName", func(c *einvoice.PaymentCard) *string { return &c.Holder }))),
		GroupAt("cac:PayeeFinancialAccount", func(m *means) *einvoice.CreditTransfer { return &m.Transfer },
			Code("cbc:ID", func(m *means) *string { return &m.Transfer.Account }),
			Text("cbc:Name", func(m *means) *string { return &m.Transfer.AccountName }),
			Code("cac:FinancialInstitutionBranch/cbc:ID", func(m *means) *string { return &m.Transfer.ServiceProvider })),
		Opt("cac:PaymentMandate", func(m *means) **einvoice.DirectDebit { return &m.Head.DirectDebit }, Of(
			Code("cbc:ID", func(d *einvoice.DirectDebit) *string { return &d.MandateReference }),
			Code("cac:PayerFinancialAccount/cbc:ID", func(d *einvoice.DirectDebit) *string { return &d.DebitedAccount }))),
	)
	unfold := syntax.UnfoldMeans
	if due != nil {
		unfold = unfoldMeansWithDue
	}
	return Via[invoice, means]{
		Table: Of(rows...), Fold: foldMeans, Unfold: unfold, Home: syntax.HomeOfMeans, Places: syntax.MeansPlaces,
	}.Row("cac:PaymentMeans")
}

var paymentDueDate = []Row[means]{Date("cbc:PaymentDueDate", func(m *means) *einvoice.Date { return &m.Due })}

func foldMeans(i *invoice, m *means, _ *Context) (left []Left) {
	if m.Due.IsSet() {
		if i.DueDate.IsSet() && i.DueDate != m.Due {
			left = append(left, Left{Step: "cbc:PaymentDueDate", Place: "DueDate", Value: m.Due.String(), Why: "there is one due date (BT-9): " + i.DueDate.String() + ", not " + m.Due.String()})
		} else {
			i.DueDate = m.Due
		}
	}
	return append(left, syntax.FoldMeans(i, m, "cbc:PaymentMeansCode/@name")...)
}

func unfoldMeansWithDue(i *invoice, c *Context) []means {
	all := syntax.UnfoldMeans(i, c)
	if !i.DueDate.IsSet() {
		return all
	}
	if len(all) == 0 {
		c.Lose("DueDate", "a UBL credit note keeps the due date with the payment means, and there are none")
		return nil
	}
	for k := range all {
		all[k].Due = i.DueDate
	}
	return all
}

// UBL has one cac:TaxTotal for each currency; only the first carries the breakdown.
type taxTotal struct {
	syntax.VATTotal
	vat []einvoice.VATBreakdown
}

var taxTotals = Via[invoice, taxTotal]{
	Fold: foldTax, Unfold: unfoldTax, Home: homeOfTax,
	Places: `VATTotal.Amount = Totals.VAT; VATTotal.Amount = Totals.VATInAccountingCurrency; vat[] = VATBreakdown[]; vat[].TaxableAmount = VATBreakdown[].TaxableAmount; vat[].TaxAmount = VATBreakdown[].TaxAmount;
		vat[].VATCategory.Code = VATBreakdown[].VATCategory.Code; vat[].VATCategory.Rate = VATBreakdown[].VATCategory.Rate;
		vat[].VATCategory.Scheme = VATBreakdown[].VATCategory.Scheme;
		vat[].ExemptionReason = VATBreakdown[].ExemptionReason; vat[].ExemptionReasonCode = VATBreakdown[].ExemptionReasonCode`,
	Table: Of(
		Money("cbc:TaxAmount", func(t *taxTotal) *einvoice.Decimal { return &t.Amount }, func(t *taxTotal) *string { return &t.Currency }),
		Many("cac:TaxSubtotal", func(t *taxTotal) *[]einvoice.VATBreakdown { return &t.vat }, Of(
			Amount("cbc:TaxableAmount", func(v *einvoice.VATBreakdown) *einvoice.Decimal { return &v.TaxableAmount }),
			Amount("cbc:TaxAmount", func(v *einvoice.VATBreakdown) *einvoice.Decimal { return &v.TaxAmount }),
			breakdownCategory(KeyFold[einvoice.VATBreakdown]("cac:TaxScheme/cbc:ID", "VAT")).
				When(func(v *einvoice.VATBreakdown) bool { return v.VATCategory.IsVAT() }),
			breakdownCategory(CodeBut("cac:TaxScheme/cbc:ID", einvoice.NoTaxScheme, func(v *einvoice.VATBreakdown) *string { return &v.VATCategory.Scheme })).
				When(func(v *einvoice.VATBreakdown) bool { return !v.VATCategory.IsVAT() }).
				After(func(v *einvoice.VATBreakdown) { noScheme(&v.VATCategory) }).Shared("cac:TaxCategory")))),
}.Row("cac:TaxTotal")

func breakdownCategory(scheme Row[einvoice.VATBreakdown]) Row[einvoice.VATBreakdown] {
	return GroupAt("cac:TaxCategory", func(v *einvoice.VATBreakdown) *einvoice.VATCategory { return &v.VATCategory },
		Code("cbc:ID", func(v *einvoice.VATBreakdown) *string { return &v.VATCategory.Code }),
		Number("cbc:Percent", func(v *einvoice.VATBreakdown) *einvoice.Decimal { return &v.VATCategory.Rate }),
		Code("cbc:TaxExemptionReasonCode", func(v *einvoice.VATBreakdown) *string { return &v.ExemptionReasonCode }),
		Text("cbc:TaxExemptionReason", func(v *einvoice.VATBreakdown) *string { return &v.ExemptionReason }),
		scheme)
}

func foldTax(i *invoice, t *taxTotal, _ *Context) []Left {
	left := syntax.FoldVATTotal(i, t.VATTotal, len(t.vat) > 0, "cbc:TaxAmount")
	if len(t.vat) > 0 && i.VATBreakdown == nil {
		i.VATBreakdown = t.vat
	} else if len(t.vat) > 0 {
		left = append(left, Left{Step: "cac:TaxSubtotal", Place: "VATBreakdown", Why: "there is one VAT breakdown (BG-23), that of the first cac:TaxTotal"})
	}
	return left
}

func unfoldTax(i *invoice, c *Context) (all []taxTotal) {
	for k, t := range syntax.UnfoldVATTotals(i, c, len(i.VATBreakdown) > 0) {
		all = append(all, taxTotal{VATTotal: t})
		if k == 0 && (i.Totals.VAT.IsSet() || len(i.VATBreakdown) > 0) {
			all[0].vat = i.VATBreakdown
		}
	}
	return all
}

func homeOfTax(i *invoice, place string) string {
	switch {
	case strings.HasPrefix(place, "vat["):
		return "VATBreakdown" + place[len("vat"):]
	case place == "VATTotal.Amount":
		return syntax.HomeOfVATTotal(i)
	}
	return "Totals"
}
