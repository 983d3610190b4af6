package cii

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/syntax"
	. "github.com/einvoice-go/einvoice/internal/xmlmap"
)

// The binding of EN 16931-1 to UN/CEFACT CII D16B (CEN/TS 16931-3-3) with what
// Factur-X EXTENDED adds, as far as its published examples go. Rows stand in the
// order of the schema; For says which profiles have a row, none that all have it.

var schema = namespaces(
	"urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
	"urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
	"urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
	"urn:un:unece:uncefact:data:standard:QualifiedDataType:100")

// namespaces is the schema of a Cross Industry document. CII D16B and ZUGFeRD 1.0 have
// the same prefixes in the same order, and tables know a namespace by its number in
// that order and show it by its prefix: a table compiled for one is the same for the
// other, so that the two share tables and rows.
func namespaces(rsm, ram, udt, qdt string) *Schema {
	return &Schema{Namespaces: []Namespace{
		{Prefix: "rsm", URI: rsm},
		{Prefix: "ram", URI: ram},
		{Prefix: "udt", URI: udt},
		{Prefix: "qdt", URI: qdt},
		{Prefix: "sbdh", URI: "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"},
	}}
}

// ratePercent is the element of a VAT rate; ZUGFeRD 1.0 has another name for it.
const ratePercent = "ram:RateApplicablePercent"

// Who has a row.
const (
	fromExtended = uint16(Extended)
	fromEN16931  = uint16(EN16931|XRechnung) | fromExtended
	fromBasic    = uint16(Basic) | fromEN16931
	fromBasicWL  = uint16(BasicWL) | fromBasic
)

type (
	invoice = einvoice.Invoice
	line    = einvoice.Line
)

var invoiceTable = Of(
	Group("rsm:ExchangedDocumentContext", documentContext...),
	Group("rsm:ExchangedDocument", exchangedDocument...),
	Group("rsm:SupplyChainTradeTransaction",
		Each("ram:IncludedSupplyChainTradeLineItem", func(i *invoice) *[]line { return &i.Lines }, lineTable).For(fromBasic),
		Required("ram:ApplicableHeaderTradeAgreement", agreement...),
		Required("ram:ApplicableHeaderTradeDelivery", delivery...),
		Required("ram:ApplicableHeaderTradeSettlement", settlement...)),
)

var codec = New(schema, "rsm:CrossIndustryInvoice", invoiceTable, "rsm", "ram", "udt", "qdt")

var documentContext = []Row[invoice]{
	LostUnlessFalse[invoice]("ram:TestIndicator/udt:Indicator", "whether it is a test has no place in the invoice"),
	Text("ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID", func(i *invoice) *string { return &i.Process.BusinessProcess }),
	Code("ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", func(i *invoice) *string { return &i.Process.Specification }),
}

var exchangedDocument = []Row[invoice]{
	Code("ram:ID", func(i *invoice) *string { return &i.Number }),
	Text("ram:Name", func(i *invoice) *string { return &i.DocumentName }).For(fromExtended),
	Code("ram:TypeCode", func(i *invoice) *string { return &i.TypeCode }),
	DateTime("ram:IssueDateTime/udt:DateTimeString", func(i *invoice) *einvoice.Date { return &i.IssueDate }),
	Many("ram:IncludedNote", func(i *invoice) *[]einvoice.Note { return &i.Notes }, Of(
		Code("ram:ContentCode", func(n *einvoice.Note) *string { return &n.ContentCode }).For(fromExtended),
		Text("ram:Content", func(n *einvoice.Note) *string { return &n.Text }),
		Code("ram:SubjectCode", func(n *einvoice.Note) *string { return &n.SubjectCode }))).For(fromBasicWL),
}

// --- agreement: who, and by which contract ---

var agreement = []Row[invoice]{
	Text("ram:BuyerReference", func(i *invoice) *string { return &i.BuyerReference }),
	In("ram:SellerTradeParty", func(i *invoice) *einvoice.Party { return &i.Seller }, party(0, fromBasicWL, fromEN16931)).After(func(i *invoice) { plainFirst(i.Seller.Identifiers) }),
	In("ram:BuyerTradeParty", func(i *invoice) *einvoice.Party { return &i.Buyer }, party(fromBasicWL, fromEN16931, fromExtended)).After(func(i *invoice) { plainFirst(i.Buyer.Identifiers) }),
	Opt("ram:SellerTaxRepresentativeTradeParty", func(i *invoice) **einvoice.TaxRepresentative { return &i.TaxRepresentative }, Of(
		Text("ram:Name", func(p *einvoice.TaxRepresentative) *string { return &p.Name }),
		In("ram:PostalTradeAddress", func(p *einvoice.TaxRepresentative) *einvoice.PostalAddress { return &p.Address }, address(0)),
		Group("ram:SpecifiedTaxRegistration", KeyedID("ram:ID", "schemeID", "VA", func(p *einvoice.TaxRepresentative) *string { return &p.VATIdentifier })))).For(fromBasicWL),
	reference("ram:SellerOrderReferencedDocument", func(i *invoice) *string { return &i.SalesOrderReference }).For(fromEN16931),
	reference("ram:BuyerOrderReferencedDocument", func(i *invoice) *string { return &i.PurchaseOrderReference }),
	reference("ram:ContractReferencedDocument", func(i *invoice) *string { return &i.ContractReference }).For(fromBasicWL),
	Group("ram:AdditionalReferencedDocument",
		Code("ram:IssuerAssignedID", func(i *invoice) *string { return &i.TenderOrLot }),
		documentType("50")).For(fromEN16931),
	Group("ram:AdditionalReferencedDocument",
		Code("ram:IssuerAssignedID", func(i *invoice) *string { return &i.InvoicedObject.Value }),
		documentType("130"),
		Code("ram:ReferenceTypeCode", func(i *invoice) *string { return &i.InvoicedObject.Scheme })).For(fromEN16931),
	Many("ram:AdditionalReferencedDocument", func(i *invoice) *[]einvoice.SupportingDocument { return &i.SupportingDocuments }, Of(
		Code("ram:IssuerAssignedID", func(d *einvoice.SupportingDocument) *string { return &d.Reference }),
		Text("ram:URIID", func(d *einvoice.SupportingDocument) *string { return &d.Location }),
		Const[einvoice.SupportingDocument]("ram:TypeCode", "916"),
		Text("ram:Name", func(d *einvoice.SupportingDocument) *string { return &d.Description }),
		Binary("ram:AttachmentBinaryObject", func(d *einvoice.SupportingDocument) **einvoice.Attachment { return &d.Attachment }))).For(fromEN16931),
	Group("ram:SpecifiedProcuringProject",
		Code("ram:ID", func(i *invoice) *string { return &i.ProjectReference }),
		Const[invoice]("ram:Name", "Project reference")).For(fromEN16931),
	noPlace("ram:SalesAgentTradeParty"), noPlace("ram:BuyerTaxRepresentativeTradeParty"), noPlace("ram:ProductEndUserTradeParty"),
	noPlace("ram:BuyerAgentTradeParty"), noPlace("ram:ApplicableTradeDeliveryTerms"), noPlace("ram:QuotationReferencedDocument"),
	noPlace("ram:UltimateCustomerOrderReferencedDocument"),
}

// noPlace declares what EXTENDED has, no published example uses, and the model lacks.
func noPlace(p string) Row[invoice] {
	return Lost[invoice](p, "a part of EXTENDED that the invoice model does not have")
}

// documentType tells the uses of ram:AdditionalReferencedDocument apart.
func documentType(code string) Row[invoice] {
	return Key[invoice]("ram:TypeCode", code, "ram:Name", "ram:AttachmentBinaryObject", "ram:ReferenceTypeCode", "ram:FormattedIssueDateTime")
}

func reference(p string, at func(*invoice) *string) Row[invoice] {
	return Group(p, Code("ram:IssuerAssignedID", at))
}

// party is the table of Seller and Buyer: tax says which profiles have its country and
// tax registrations, trading which have its trading name, description which have its
// description.
func party(tax, trading, description uint16) *Table[einvoice.Party] {
	return Of(identifiers(func(p *einvoice.Party) *[]einvoice.Identifier { return &p.Identifiers })...).Add(
		Text("ram:Name", func(p *einvoice.Party) *string { return &p.Name }),
		Text("ram:Description", func(p *einvoice.Party) *string { return &p.AdditionalLegalInformation }).For(description),
		Group("ram:SpecifiedLegalOrganization",
			ID("ram:ID", "schemeID", func(p *einvoice.Party) *einvoice.Identifier { return &p.LegalRegistration }),
			Text("ram:TradingBusinessName", func(p *einvoice.Party) *string { return &p.TradingName }).For(trading)),
		Opt("ram:DefinedTradeContact", func(p *einvoice.Party) **einvoice.Contact { return &p.Contact }, contact).For(fromEN16931),
		In("ram:PostalTradeAddress", func(p *einvoice.Party) *einvoice.PostalAddress { return &p.Address }, address(fromBasicWL)).For(tax),
		ID("ram:URIUniversalCommunication/ram:URIID", "schemeID", func(p *einvoice.Party) *einvoice.Identifier { return &p.ElectronicAddress }).For(fromBasicWL),
		Group("ram:SpecifiedTaxRegistration", KeyedID("ram:ID", "schemeID", "VA", func(p *einvoice.Party) *string { return &p.VATIdentifier })).For(tax),
		Group("ram:SpecifiedTaxRegistration", SchemedID("ram:ID", "schemeID", "FC", "VA", uint16(EN16931|XRechnung), func(p *einvoice.Party) *einvoice.Identifier { return &p.TaxRegistration })).For(tax),
	)
}

var contact = Of(
	Text("ram:PersonName", func(c *einvoice.Contact) *string { return &c.Point }),
	Text("ram:DepartmentName", func(c *einvoice.Contact) *string { return &c.Department }),
	Text("ram:TelephoneUniversalCommunication/ram:CompleteNumber", func(c *einvoice.Contact) *string { return &c.Telephone }),
	Text("ram:FaxUniversalCommunication/ram:CompleteNumber", func(c *einvoice.Contact) *string { return &c.Fax }).For(fromExtended),
	Text("ram:EmailURIUniversalCommunication/ram:URIID", func(c *einvoice.Contact) *string { return &c.Email }),
)

// address is a postal address; more says which profiles have more of it than the country.
func address(more uint16) *Table[einvoice.PostalAddress] {
	return Of(
		Text("ram:PostcodeCode", func(a *einvoice.PostalAddress) *string { return &a.PostCode }).For(more),
		Text("ram:LineOne", func(a *einvoice.PostalAddress) *string { return &a.Line1 }).For(more),
		Text("ram:LineTwo", func(a *einvoice.PostalAddress) *string { return &a.Line2 }).For(more),
		Text("ram:LineThree", func(a *einvoice.PostalAddress) *string { return &a.Line3 }).For(more),
		Text("ram:CityName", func(a *einvoice.PostalAddress) *string { return &a.City }).For(more),
		Code("ram:CountryID", func(a *einvoice.PostalAddress) *string { return &a.Country }),
		Text("ram:CountrySubDivisionName", func(a *einvoice.PostalAddress) *string { return &a.Subdivision }).For(more),
	)
}

// Identifiers without a scheme stand in ram:ID, those with one in ram:GlobalID.
const (
	withScheme    = "an identifier with a scheme is written as ram:GlobalID"
	withoutScheme = "an identifier without a scheme is written as ram:ID"
)

func plain(i *einvoice.Identifier) bool   { return i.Scheme == "" }
func schemed(i *einvoice.Identifier) bool { return i.Scheme != "" }

func identifiers[T any](at func(*T) *[]einvoice.Identifier) []Row[T] {
	self := func(i *einvoice.Identifier) *einvoice.Identifier { return i }
	return []Row[T]{
		List(at, ID("ram:ID", "schemeID", self).Only(plain, withScheme)).For(fromBasicWL),
		List(at, ID("ram:GlobalID", "schemeID", self).Only(schemed, withoutScheme)).For(fromBasicWL),
	}
}

// plainFirst puts identifiers into the order in which they are written.
func plainFirst(all []einvoice.Identifier) {
	slices.SortStableFunc(all, func(a, b einvoice.Identifier) int { return cmp.Compare(min(len(a.Scheme), 1), min(len(b.Scheme), 1)) })
}

func identifier[T any](at func(*T) *einvoice.Identifier) []Row[T] {
	return []Row[T]{
		ID("ram:ID", "schemeID", at).Only(func(t *T) bool { return plain(at(t)) }, withScheme),
		ID("ram:GlobalID", "schemeID", at).Only(func(t *T) bool { return schemed(at(t)) }, withoutScheme).Shared("ram:ID"),
	}
}

// --- delivery ---

var delivery = []Row[invoice]{
	shipTo, deliveryEvent,
	reference("ram:DespatchAdviceReferencedDocument", func(i *invoice) *string { return &i.DespatchAdvice }).For(fromBasicWL),
	reference("ram:ReceivingAdviceReferencedDocument", func(i *invoice) *string { return &i.ReceivingAdvice }).For(fromEN16931),
	reference("ram:DeliveryNoteReferencedDocument", func(i *invoice) *string { return &i.DeliveryNote }).For(fromExtended),
	noPlace("ram:RelatedSupplyChainConsignment"), noPlace("ram:UltimateShipToTradeParty"), noPlace("ram:ShipFromTradeParty"),
}

var shipTo = Opt("ram:ShipToTradeParty", deliveryOf, Of(identifier(func(d *einvoice.Delivery) *einvoice.Identifier { return &d.Location })...).Add(
	Text("ram:Name", func(d *einvoice.Delivery) *string { return &d.Name }),
	Text("ram:DefinedTradeContact/ram:DepartmentName", func(d *einvoice.Delivery) *string { return &d.ContactPoint }).For(fromExtended),
	In("ram:PostalTradeAddress", func(d *einvoice.Delivery) *einvoice.PostalAddress { return &d.Address }, address(0)),
	ID("ram:URIUniversalCommunication/ram:URIID", "schemeID", func(d *einvoice.Delivery) *einvoice.Identifier { return &d.ElectronicAddress }).For(fromExtended))).For(fromBasicWL)

var deliveryEvent = Opt("ram:ActualDeliverySupplyChainEvent", deliveryOf, Of(
	DateTime("ram:OccurrenceDateTime/udt:DateTimeString", func(d *einvoice.Delivery) *einvoice.Date { return &d.Date }))).For(fromBasicWL)

func deliveryOf(i *invoice) **einvoice.Delivery { return &i.Delivery }

// --- settlement: what is to be paid, and how ---

var settlement = []Row[invoice]{
	Either(Code("ram:CreditorReferenceID", sellerCreditor), sellerCreditor, "Payee.BankAssignedCreditorIdentifier", payeeCreditor).For(fromBasicWL),
	paymentReference.Row("ram:PaymentReference").For(fromBasicWL),
	Code("ram:TaxCurrencyCode", func(i *invoice) *string { return &i.VATCurrency }).For(fromBasicWL),
	Currency("ram:InvoiceCurrencyCode", func(i *invoice) *string { return &i.Currency }),
	invoicee, payee,
	Opt("ram:TaxApplicableTradeCurrencyExchange", func(i *invoice) **einvoice.CurrencyExchange { return &i.VATCurrencyExchange }, Of(
		Code("ram:SourceCurrencyCode", func(x *einvoice.CurrencyExchange) *string { return &x.Source }),
		Code("ram:TargetCurrencyCode", func(x *einvoice.CurrencyExchange) *string { return &x.Target }),
		Number("ram:ConversionRate", func(x *einvoice.CurrencyExchange) *einvoice.Decimal { return &x.Rate }),
		DateTime("ram:ConversionRateDateTime/udt:DateTimeString", func(x *einvoice.CurrencyExchange) *einvoice.Date { return &x.Date }))).For(fromExtended),
	paymentMeans.Row("ram:SpecifiedTradeSettlementPaymentMeans").For(fromBasicWL),
	tradeTax(ratePercent).Row("ram:ApplicableTradeTax").For(fromBasicWL),
	In("ram:BillingSpecifiedPeriod", func(i *invoice) *einvoice.Period { return &i.Period }, period).For(fromBasicWL),
	Many("ram:SpecifiedTradeAllowanceCharge", func(i *invoice) *[]einvoice.AllowanceCharge { return &i.Allowances }, allowanceCharge("false", 0, ratePercent)).For(fromBasicWL),
	Many("ram:SpecifiedTradeAllowanceCharge", func(i *invoice) *[]einvoice.AllowanceCharge { return &i.Charges }, allowanceCharge("true", 0, ratePercent)).For(fromBasicWL),
	logisticsCharge(ratePercent),
	paymentTerms.Row("ram:SpecifiedTradePaymentTerms").For(fromBasicWL),
	summation("ram:SpecifiedTradeSettlementHeaderMonetarySummation"),
	Many("ram:InvoiceReferencedDocument", func(i *invoice) *[]einvoice.PrecedingInvoice { return &i.PrecedingInvoices }, Of(
		Code("ram:IssuerAssignedID", func(p *einvoice.PrecedingInvoice) *string { return &p.Reference }),
		Code("ram:TypeCode", func(p *einvoice.PrecedingInvoice) *string { return &p.TypeCode }).For(fromExtended),
		DateTime("ram:FormattedIssueDateTime/qdt:DateTimeString", func(p *einvoice.PrecedingInvoice) *einvoice.Date { return &p.IssueDate }))).For(fromBasicWL),
	Text("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID", func(i *invoice) *string { return &i.BuyerAccountingReference }).For(fromBasicWL),
	noPlace("ram:InvoiceIssuerReference"), noPlace("ram:InvoicerTradeParty"), noPlace("ram:PayerTradeParty"), noPlace("ram:SpecifiedAdvancePayment"),
}

var invoicee = Opt("ram:InvoiceeTradeParty", func(i *invoice) **einvoice.TradeParty { return &i.Invoicee }, Of(identifiers(func(p *einvoice.TradeParty) *[]einvoice.Identifier { return &p.Identifiers })...).Add(
	Text("ram:Name", func(p *einvoice.TradeParty) *string { return &p.Name }),
	In("ram:PostalTradeAddress", func(p *einvoice.TradeParty) *einvoice.PostalAddress { return &p.Address }, address(0)))).For(fromExtended).After(func(i *invoice) {
	if i.Invoicee != nil {
		plainFirst(i.Invoicee.Identifiers)
	}
})

var payee = Opt("ram:PayeeTradeParty", func(i *invoice) **einvoice.Payee { return &i.Payee }, Of(identifier(func(p *einvoice.Payee) *einvoice.Identifier { return &p.Identifier })...).Add(
	Text("ram:Name", func(p *einvoice.Payee) *string { return &p.Name }),
	ID("ram:SpecifiedLegalOrganization/ram:ID", "schemeID", func(p *einvoice.Payee) *einvoice.Identifier { return &p.LegalRegistration }),
	In("ram:PostalTradeAddress", func(p *einvoice.Payee) *einvoice.PostalAddress { return &p.Address }, address(0)).For(fromExtended))).For(fromBasicWL)

// logisticsCharge is BG-X-42; rate is the element of a VAT rate, here and below.
func logisticsCharge(rate string) Row[invoice] {
	return Many("ram:SpecifiedLogisticsServiceCharge", func(i *invoice) *[]einvoice.LogisticsCharge { return &i.LogisticsCharges }, Of(
		Text("ram:Description", func(c *einvoice.LogisticsCharge) *string { return &c.Description }),
		PlainAmount("ram:AppliedAmount", func(c *einvoice.LogisticsCharge) *einvoice.Decimal { return &c.Amount })).Add(
		category("ram:AppliedTradeTax", rate, func(c *einvoice.LogisticsCharge) *einvoice.VATCategory { return &c.VATCategory })...)).For(fromExtended)
}

func summation(p string) Row[invoice] {
	return GroupAt(p, func(i *invoice) *einvoice.Totals { return &i.Totals },
		PlainAmount("ram:LineTotalAmount", func(i *invoice) *einvoice.Decimal { return &i.Totals.LineNet }).For(fromBasicWL),
		PlainAmount("ram:ChargeTotalAmount", func(i *invoice) *einvoice.Decimal { return &i.Totals.Charges }).For(fromBasicWL),
		PlainAmount("ram:AllowanceTotalAmount", func(i *invoice) *einvoice.Decimal { return &i.Totals.Allowances }).For(fromBasicWL),
		PlainAmount("ram:TaxBasisTotalAmount", func(i *invoice) *einvoice.Decimal { return &i.Totals.WithoutVAT }),
		vatTotal.Row("ram:TaxTotalAmount"),
		PlainAmount("ram:RoundingAmount", func(i *invoice) *einvoice.Decimal { return &i.Totals.Rounding }).For(fromEN16931),
		PlainAmount("ram:GrandTotalAmount", func(i *invoice) *einvoice.Decimal { return &i.Totals.WithVAT }),
		PlainAmount("ram:TotalPrepaidAmount", func(i *invoice) *einvoice.Decimal { return &i.Totals.Paid }).For(fromBasicWL),
		PlainAmount("ram:DuePayableAmount", func(i *invoice) *einvoice.Decimal { return &i.Totals.Due }))
}

var period = Of(
	DateTime("ram:StartDateTime/udt:DateTimeString", func(p *einvoice.Period) *einvoice.Date { return &p.Start }),
	DateTime("ram:EndDateTime/udt:DateTimeString", func(p *einvoice.Period) *einvoice.Date { return &p.End }),
)

func sellerCreditor(i *invoice) *string { return &i.Seller.BankAssignedCreditorIdentifier }

func payeeCreditor(i *invoice) string {
	if i.Payee == nil {
		return ""
	}
	return i.Payee.BankAssignedCreditorIdentifier
}

// A tax comes in two forms, of which only one can be there: VAT, and another tax,
// which the model keeps apart by its scheme.
func category[T any](p, rate string, at func(*T) *einvoice.VATCategory) []Row[T] {
	code := Code("ram:CategoryCode", func(c *einvoice.VATCategory) *string { return &c.Code })
	percent := Number(rate, func(c *einvoice.VATCategory) *einvoice.Decimal { return &c.Rate })
	return []Row[T]{
		In(p, at, Of(KeyFold[einvoice.VATCategory]("ram:TypeCode", "VAT"), code, percent)).When(func(t *T) bool { return at(t).IsVAT() }),
		In(p, at, Of(otherTax(func(c *einvoice.VATCategory) *einvoice.VATCategory { return c }), code, percent)).
			When(func(t *T) bool { return !at(t).IsVAT() }).After(func(t *T) { noScheme(at(t)) }).Shared(p),
	}
}

func otherTax[T any](at func(*T) *einvoice.VATCategory) Row[T] {
	return CodeBut("ram:TypeCode", einvoice.NoTaxScheme, func(t *T) *string { return &at(t).Scheme })
}

func noScheme(c *einvoice.VATCategory) {
	if c.Scheme == "" && *c != (einvoice.VATCategory{}) {
		c.Scheme = einvoice.NoTaxScheme
	}
}

// allowanceCharge is BG-20, BG-21, BG-27 or BG-28; percent says which profiles have its
// percentage and base amount.
func allowanceCharge(indicator string, percent uint16, rate string) *Table[einvoice.AllowanceCharge] {
	return Of(
		KeyBool[einvoice.AllowanceCharge]("ram:ChargeIndicator/udt:Indicator", indicator),
		Number("ram:CalculationPercent", func(a *einvoice.AllowanceCharge) *einvoice.Decimal { return &a.Percentage }).For(percent),
		PlainAmount("ram:BasisAmount", func(a *einvoice.AllowanceCharge) *einvoice.Decimal { return &a.BaseAmount }).For(percent),
		PlainAmount("ram:ActualAmount", func(a *einvoice.AllowanceCharge) *einvoice.Decimal { return &a.Amount }),
		Code("ram:ReasonCode", func(a *einvoice.AllowanceCharge) *string { return &a.ReasonCode }),
		Text("ram:Reason", func(a *einvoice.AllowanceCharge) *string { return &a.Reason }),
	).Add(category("ram:CategoryTradeTax", rate, func(a *einvoice.AllowanceCharge) *einvoice.VATCategory { return &a.VATCategory })...)
}

// --- lines ---

var lineTable = Of(
	Group("ram:AssociatedDocumentLineDocument",
		Code("ram:LineID", func(l *line) *string { return &l.ID }),
		Code("ram:ParentLineID", func(l *line) *string { return &l.ParentID }).For(fromExtended),
		Code("ram:LineStatusCode", func(l *line) *string { return &l.StatusCode }).For(fromExtended),
		Code("ram:LineStatusReasonCode", func(l *line) *string { return &l.StatusReasonCode }).For(fromExtended),
		Text("ram:IncludedNote/ram:Content", func(l *line) *string { return &l.Note })),
	product,
	Group("ram:SpecifiedLineTradeAgreement",
		Group("ram:BuyerOrderReferencedDocument",
			Code("ram:IssuerAssignedID", func(l *line) *string { return &l.PurchaseOrderReference }).For(fromExtended),
			Code("ram:LineID", func(l *line) *string { return &l.PurchaseOrderLine })).For(fromEN16931),
		grossPrice, netPrice).Done("Price.BaseQuantity.Value", oneBasis),
	Group("ram:SpecifiedLineTradeDelivery",
		Quantity("ram:BilledQuantity", func(l *line) *einvoice.Quantity { return &l.Quantity }),
		Quantity("ram:PackageQuantity", func(l *line) *einvoice.Quantity { return &l.PackageQuantity }).For(fromExtended)),
	Group("ram:SpecifiedLineTradeSettlement", append(lineTax(ratePercent),
		In("ram:BillingSpecifiedPeriod", func(l *line) *einvoice.Period { return &l.Period }, period),
		Many("ram:SpecifiedTradeAllowanceCharge", func(l *line) *[]einvoice.AllowanceCharge { return &l.Allowances }, allowanceCharge("false", fromEN16931, ratePercent)),
		Many("ram:SpecifiedTradeAllowanceCharge", func(l *line) *[]einvoice.AllowanceCharge { return &l.Charges }, allowanceCharge("true", fromEN16931, ratePercent)),
		PlainAmount("ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount", func(l *line) *einvoice.Decimal { return &l.NetAmount }),
		Group("ram:AdditionalReferencedDocument",
			Code("ram:IssuerAssignedID", func(l *line) *string { return &l.Object.Value }),
			Const[line]("ram:TypeCode", "130"),
			Code("ram:ReferenceTypeCode", func(l *line) *string { return &l.Object.Scheme })).For(fromEN16931),
		Text("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID", func(l *line) *string { return &l.BuyerAccountingReference }).For(fromEN16931))...),
)

var product = GroupAt("ram:SpecifiedTradeProduct", func(l *line) *einvoice.Item { return &l.Item },
	ID("ram:GlobalID", "schemeID", func(l *line) *einvoice.Identifier { return &l.Item.Standard }),
	Code("ram:SellerAssignedID", func(l *line) *string { return &l.Item.SellerIdentifier }).For(fromEN16931),
	Code("ram:BuyerAssignedID", func(l *line) *string { return &l.Item.BuyerIdentifier }).For(fromEN16931),
	Text("ram:Name", func(l *line) *string { return &l.Item.Name }),
	Text("ram:Description", func(l *line) *string { return &l.Item.Description }).For(fromEN16931),
	Many("ram:ApplicableProductCharacteristic", func(l *line) *[]einvoice.ItemAttribute { return &l.Item.Attributes }, Of(
		Text("ram:Description", func(a *einvoice.ItemAttribute) *string { return &a.Name }),
		Text("ram:Value", func(a *einvoice.ItemAttribute) *string { return &a.Value }))).For(fromEN16931),
	Many("ram:DesignatedProductClassification", func(l *line) *[]einvoice.Classification { return &l.Item.Classifications }, Of(
		With(Code[einvoice.Classification]("ram:ClassCode", nil), func(c *einvoice.Classification) *string { return &c.Code },
			Attr[einvoice.Classification]{Name: "listID", At: func(c *einvoice.Classification) *string { return &c.Scheme }},
			Attr[einvoice.Classification]{Name: "listVersionID", At: func(c *einvoice.Classification) *string { return &c.SchemeVersion }}))).For(fromEN16931),
	Code("ram:OriginTradeCountry/ram:ID", func(l *line) *string { return &l.Item.OriginCountry }).For(fromEN16931),
	Many("ram:IncludedReferencedProduct", func(l *line) *[]einvoice.IncludedItem { return &l.Item.IncludedItems }, Of(
		ID("ram:GlobalID", "schemeID", func(p *einvoice.IncludedItem) *einvoice.Identifier { return &p.Standard }),
		Code("ram:SellerAssignedID", func(p *einvoice.IncludedItem) *string { return &p.SellerIdentifier }),
		Text("ram:Name", func(p *einvoice.IncludedItem) *string { return &p.Name }),
		Quantity("ram:UnitQuantity", func(p *einvoice.IncludedItem) *einvoice.Quantity { return &p.Quantity }))).For(fromExtended))

var grossPrice = Group("ram:GrossPriceProductTradePrice",
	PlainAmount("ram:ChargeAmount", func(l *line) *einvoice.Decimal { return &l.Price.Gross }),
	Mark(Quantity("ram:BasisQuantity", baseQuantity), ofGross).When(func(l *line) bool { return l.Price.Gross.IsSet() && l.Price.BaseQuantity.Value.IsSet() }),
	Group("ram:AppliedTradeAllowanceCharge",
		KeyFalse[line]("ram:ChargeIndicator/udt:Indicator"),
		Number("ram:CalculationPercent", func(l *line) *einvoice.Decimal { return &l.Price.DiscountPercentage }).For(fromExtended),
		PlainAmount("ram:BasisAmount", func(l *line) *einvoice.Decimal { return &l.Price.DiscountBase }).For(fromExtended),
		PlainAmount("ram:ActualAmount", func(l *line) *einvoice.Decimal { return &l.Price.Discount }),
		Text("ram:Reason", func(l *line) *string { return &l.Price.DiscountReason }).For(fromExtended)))

var netPrice = Group("ram:NetPriceProductTradePrice",
	PlainAmount("ram:ChargeAmount", func(l *line) *einvoice.Decimal { return &l.Price.Net }),
	Mark(Again(Quantity("ram:BasisQuantity", baseQuantity), baseQuantity, "the gross price is for another quantity"), ofNet))

// The model has one base quantity (BT-149) for both prices. Where it stands with one of
// two, and is not 1, the other price was for another quantity.
const ofGross, ofNet = 1, 2

func oneBasis(marks uint8, l *line) (value, why string) {
	p := &l.Price
	if v := p.BaseQuantity.Value; !v.IsSet() || v.Equal(einvoice.NewDecimal(1, 0)) || !p.Gross.IsSet() || !p.Net.IsSet() {
		return "", ""
	}
	value = strings.TrimSpace(p.BaseQuantity.Value.String() + " " + p.BaseQuantity.Unit)
	switch marks {
	case ofGross:
		return value, "it stands with the gross price only, and counts for the net price too"
	case ofNet:
		return value, "it stands with the net price only, and counts for the gross price too"
	}
	return "", ""
}

func baseQuantity(l *line) *einvoice.Quantity { return &l.Price.BaseQuantity }

func lineTax(rate string) []Row[line] {
	at := func(l *line) *einvoice.VATCategory { return &l.VATCategory }
	with := func(scheme Row[line]) Row[line] {
		return GroupAt("ram:ApplicableTradeTax", at,
			scheme,
			Text("ram:ExemptionReason", func(l *line) *string { return &l.ExemptionReason }).For(fromExtended),
			Code("ram:CategoryCode", func(l *line) *string { return &l.VATCategory.Code }),
			Number(rate, func(l *line) *einvoice.Decimal { return &l.VATCategory.Rate }))
	}
	return []Row[line]{
		with(KeyFold[line]("ram:TypeCode", "VAT")).When(func(l *line) bool { return l.VATCategory.IsVAT() }),
		with(otherTax(at)).When(func(l *line) bool { return !l.VATCategory.IsVAT() }).After(func(l *line) { noScheme(&l.VATCategory) }).Shared("ram:ApplicableTradeTax"),
	}
}

// --- where the shapes differ ---

// The remittance information (BT-83) stands once, in front of the payment means.
var paymentReference = Via[invoice, string]{
	Leaf: leafOf(Text("ram:PaymentReference", func(s *string) *string { return s })),
	Fold: func(i *invoice, s *string, _ *Context) []Left {
		if i.PaymentInstructions != nil {
			return []Left{{Place: "PaymentInstructions[0].Remittance", Value: *s, Why: "there is one remittance information (BT-83), in front of the payment means"}}
		}
		i.PaymentInstructions = []einvoice.PaymentInstructions{{Remittance: *s}}
		return nil
	},
	Unfold: func(i *invoice, c *Context) (all []string) {
		for n, p := range i.PaymentInstructions {
			switch {
			case p.Remittance == "" || all != nil && p.Remittance == all[0]:
			case all == nil:
				all = []string{p.Remittance}
			default:
				c.Lose("PaymentInstructions["+strconv.Itoa(n)+"].Remittance", "CII has one remittance information (BT-83), which is "+all[0])
			}
		}
		return all
	},
	Home:   func(*invoice, string) string { return "PaymentInstructions[0].Remittance" },
	Places: "= PaymentInstructions[].Remittance",
}

func leafOf[C any](row Row[C]) *Row[C] { return &row }

// CII repeats the payment means for each account: see syntax.Means.
type means = syntax.Means

const notIBAN = "only an IBAN stands in ram:IBANID: it is written as ram:ProprietaryID"

var paymentMeans = Via[invoice, means]{
	Table: Of(meansCode(headOf)...).Add(
		Opt("ram:ApplicableTradeSettlementFinancialCard", func(m *means) **einvoice.PaymentCard { return &m.Head.Card }, Of(
			Text("ram:ID", func(c *einvoice.PaymentCard) *string { return &c.AccountNumber }),
			Text("ram:CardholderName", func(c *einvoice.PaymentCard) *string { return &c.Holder }))).For(fromEN16931)).
		Add(accounts(headOf, transferOf)...).Add(
		Code("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", func(m *means) *string { return &m.Transfer.ServiceProvider }).For(fromEN16931)),
	Fold: foldMeans, Unfold: unfoldMeans, Home: syntax.HomeOfMeans, Places: syntax.MeansPlaces,
}

func headOf(m *means) *einvoice.PaymentInstructions { return &m.Head }
func transferOf(m *means) *einvoice.CreditTransfer  { return &m.Transfer }

func meansCode[C any](head func(*C) *einvoice.PaymentInstructions) []Row[C] {
	return []Row[C]{
		Code("ram:TypeCode", func(c *C) *string { return &head(c).MeansCode }),
		Text("ram:Information", func(c *C) *string { return &head(c).MeansText }).For(fromEN16931),
	}
}

func accounts[C any](head func(*C) *einvoice.PaymentInstructions, transfer func(*C) *einvoice.CreditTransfer) []Row[C] {
	account := func(c *C) *string { return &transfer(c).Account }
	return []Row[C]{
		Opt("ram:PayerPartyDebtorFinancialAccount", func(c *C) **einvoice.DirectDebit { return &head(c).DirectDebit }, Of(
			Code("ram:IBANID", func(d *einvoice.DirectDebit) *string { return &d.DebitedAccount }))),
		GroupAt("ram:PayeePartyCreditorFinancialAccount", transfer,
			Code("ram:IBANID", account).Only(func(c *C) bool { return isIBAN(*account(c)) }, notIBAN),
			Text("ram:AccountName", func(c *C) *string { return &transfer(c).AccountName }).For(fromEN16931),
			Code("ram:ProprietaryID", account).Only(func(c *C) bool { return !isIBAN(*account(c)) }, "an IBAN is written as ram:IBANID").Shared("ram:IBANID")),
	}
}

// isIBAN tells what looks like an IBAN (ISO 13616): a country and two check digits.
func isIBAN(s string) bool {
	letter := func(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	return len(s) >= 5 && letter(s[0]) && letter(s[1]) && digit(s[2]) && digit(s[3])
}

// foldMeans lets the first means have the remittance information read before.
func foldMeans(i *invoice, m *means, _ *Context) []Left {
	if all := i.PaymentInstructions; len(all) > 0 {
		m.Head.Remittance = all[0].Remittance
		if len(all) == 1 && all[0].MeansCode == "" && all[0].CreditTransfers == nil && all[0].Card == nil && all[0].DirectDebit == nil && all[0].MeansText == "" {
			i.PaymentInstructions = nil // it held the remittance information only
		}
	}
	return syntax.FoldMeans(i, m, "ram:Information")
}

// unfoldMeans leaves out what stands elsewhere in CII, and accounts of which the
// profile has nothing.
func unfoldMeans(i *invoice, c *Context) []means {
	if c.Profile != 0 && c.Profile&fromEN16931 == 0 {
		i = &invoice{PaymentInstructions: slices.Clone(i.PaymentInstructions)}
		for n := range i.PaymentInstructions {
			p := &i.PaymentInstructions[n]
			p.CreditTransfers = slices.DeleteFunc(slices.Clone(p.CreditTransfers), func(t einvoice.CreditTransfer) bool { return t.Account == "" })
		}
	}
	// What it would declare lost is not: BT-82 has an element of its own, with or without BT-81.
	all := syntax.UnfoldMeans(i, &Context{Currency: c.Currency, Profile: c.Profile})
	for k := range all {
		all[k].Head.Remittance = ""
	}
	return all
}

// The tax point (BT-7, BT-8) stands with the VAT breakdown, once.
type tax struct {
	einvoice.VATBreakdown
	typeCode string
	point    einvoice.Date
	code     string
}

func tradeTax(rate string) Via[invoice, tax] {
	return Via[invoice, tax]{
		Table: Of(
			PlainAmount("ram:CalculatedAmount", func(t *tax) *einvoice.Decimal { return &t.TaxAmount }),
			CodeBut("ram:TypeCode", einvoice.NoTaxScheme, func(t *tax) *string { return &t.typeCode }),
			Text("ram:ExemptionReason", func(t *tax) *string { return &t.ExemptionReason }),
			PlainAmount("ram:BasisAmount", func(t *tax) *einvoice.Decimal { return &t.TaxableAmount }),
			PlainAmount("ram:LineTotalBasisAmount", func(t *tax) *einvoice.Decimal { return &t.LineBasis }).For(fromExtended),
			PlainAmount("ram:AllowanceChargeBasisAmount", func(t *tax) *einvoice.Decimal { return &t.AllowanceBasis }).For(fromExtended),
			Code("ram:CategoryCode", func(t *tax) *string { return &t.VATCategory.Code }),
			Code("ram:ExemptionReasonCode", func(t *tax) *string { return &t.ExemptionReasonCode }),
			DateTime("ram:TaxPointDate/udt:DateString", func(t *tax) *einvoice.Date { return &t.point }).For(fromEN16931),
			// The model has the codes of UNTDID 2005, as UBL; CII has those of UNTDID 2475.
			Recode("ram:DueDateTypeCode", "TaxPointDateCode", func(t *tax) *string { return &t.code }, [2]string{"5", "3"}, [2]string{"29", "35"}, [2]string{"72", "432"}),
			Number(rate, func(t *tax) *einvoice.Decimal { return &t.VATCategory.Rate })),
		Fold: foldTax, Unfold: unfoldTax, Home: homeOfTax,
		Places: `. = VATBreakdown[]; VATBreakdown.TaxAmount = VATBreakdown[].TaxAmount; VATBreakdown.TaxableAmount = VATBreakdown[].TaxableAmount;
			VATBreakdown.LineBasis = VATBreakdown[].LineBasis; VATBreakdown.AllowanceBasis = VATBreakdown[].AllowanceBasis;
			VATBreakdown.VATCategory.Code = VATBreakdown[].VATCategory.Code; VATBreakdown.VATCategory.Rate = VATBreakdown[].VATCategory.Rate;
			VATBreakdown.ExemptionReason = VATBreakdown[].ExemptionReason; VATBreakdown.ExemptionReasonCode = VATBreakdown[].ExemptionReasonCode;
			typeCode = VATBreakdown[].VATCategory.Scheme; point = TaxPointDate; code = TaxPointDateCode`,
	}
}

func foldTax(i *invoice, t *tax, _ *Context) (left []Left) {
	once := func(step, place, was, is, what string) {
		l := Left{Kind: einvoice.LossDeclared, Step: step, Place: place, Value: is, Why: what + " stands once"}
		if was != is {
			l.Kind, l.Why = einvoice.LossRepeated, "there is one "+what+", which is "+was
		}
		left = append(left, l)
	}
	switch {
	case !t.point.IsSet():
	case i.TaxPointDate.IsSet():
		once("ram:TaxPointDate", "TaxPointDate", i.TaxPointDate.String(), t.point.String(), "the tax point date (BT-7)")
	default:
		i.TaxPointDate = t.point
	}
	switch {
	case t.code == "":
	case i.TaxPointDateCode != "":
		once("ram:DueDateTypeCode", "TaxPointDateCode", i.TaxPointDateCode, t.code, "the tax point date code (BT-8)")
	default:
		i.TaxPointDateCode = t.code
	}
	switch {
	case t.VATBreakdown == (einvoice.VATBreakdown{}) && t.typeCode == "":
		return left
	case t.typeCode == "":
		t.VATCategory.Scheme = einvoice.NoTaxScheme
	case !strings.EqualFold(t.typeCode, "VAT"):
		t.VATCategory.Scheme = t.typeCode
	case t.typeCode != "VAT":
		left = append(left, Left{Kind: einvoice.LossConstant, Step: "ram:TypeCode", Value: t.typeCode, Why: "it is written VAT"})
	}
	i.VATBreakdown = append(i.VATBreakdown, t.VATBreakdown)
	return left
}

func unfoldTax(i *invoice, _ *Context) (all []tax) {
	for _, v := range i.VATBreakdown {
		t := tax{VATBreakdown: v, typeCode: "VAT"}
		if !v.VATCategory.IsVAT() {
			if t.typeCode = v.VATCategory.Scheme; t.typeCode == einvoice.NoTaxScheme {
				t.typeCode = ""
			}
		}
		all = append(all, t)
	}
	if all == nil {
		all = []tax{{}} // for the tax point; nothing is written of it without one
	}
	all[0].point, all[0].code = i.TaxPointDate, i.TaxPointDateCode
	return all
}

func homeOfTax(i *invoice, place string) string {
	switch head, field, _ := strings.Cut(place, "."); head {
	case "point":
		return "TaxPointDate"
	case "code":
		return "TaxPointDateCode"
	case "typeCode":
		field = "VATCategory.Scheme"
		fallthrough
	default:
		return strings.TrimSuffix("VATBreakdown["+strconv.Itoa(max(0, len(i.VATBreakdown)-1))+"]."+field, ".")
	}
}

// vatTotal is BT-110 and BT-111, told apart by their currency.
var vatTotal = Via[invoice, syntax.VATTotal]{
	Leaf: leafOf(Money("ram:TaxTotalAmount", func(t *syntax.VATTotal) *einvoice.Decimal { return &t.Amount }, func(t *syntax.VATTotal) *string { return &t.Currency })),
	Fold: func(i *invoice, t *syntax.VATTotal, _ *Context) []Left {
		if t.Currency == "" {
			t.Currency = i.Currency
		}
		return syntax.FoldVATTotal(i, *t, false, "")
	},
	Unfold: func(i *invoice, c *Context) []syntax.VATTotal {
		all := syntax.UnfoldVATTotals(i, c, false)
		if n := len(all) - 1; c.Profile == uint16(Minimum) && i.Totals.VATInAccountingCurrency.IsSet() && n >= 0 && i.VATCurrency != "" {
			c.Lose("Totals.VATInAccountingCurrency", "the profile MINIMUM has one total VAT amount")
			all = all[:n]
		}
		return all
	},
	Home:   func(i *invoice, _ string) string { return syntax.HomeOfVATTotal(i) },
	Places: "Amount = Totals.VAT; Amount = Totals.VATInAccountingCurrency",
}

// CII repeats the payment terms; the first are BT-20 and BT-9, and the mandate (BT-89)
// stands there too.
type terms struct {
	einvoice.PaymentTerms
	mandate   string
	discounts []einvoice.PaymentDiscount
}

var paymentTerms = Via[invoice, terms]{
	Table: Of(
		Text("ram:Description", func(t *terms) *string { return &t.Description }),
		DateTime("ram:DueDateDateTime/udt:DateTimeString", func(t *terms) *einvoice.Date { return &t.DueDate }),
		Code("ram:DirectDebitMandateID", func(t *terms) *string { return &t.mandate }),
		PlainAmount("ram:PartialPaymentAmount", func(t *terms) *einvoice.Decimal { return &t.PartialAmount }).For(fromExtended),
		Many("ram:ApplicableTradePaymentDiscountTerms", func(t *terms) *[]einvoice.PaymentDiscount { return &t.discounts }, Of(
			DateTime("ram:BasisDateTime/udt:DateTimeString", func(d *einvoice.PaymentDiscount) *einvoice.Date { return &d.BasisDate }),
			Quantity("ram:BasisPeriodMeasure", func(d *einvoice.PaymentDiscount) *einvoice.Quantity { return &d.Period }),
			PlainAmount("ram:BasisAmount", func(d *einvoice.PaymentDiscount) *einvoice.Decimal { return &d.BaseAmount }),
			Number("ram:CalculationPercent", func(d *einvoice.PaymentDiscount) *einvoice.Decimal { return &d.Percentage }),
			PlainAmount("ram:ActualDiscountAmount", func(d *einvoice.PaymentDiscount) *einvoice.Decimal { return &d.Amount }))).For(fromExtended)),
	Fold: foldTerms, Unfold: unfoldTerms, Home: homeOfTerms,
	Places: `PaymentTerms.Description = PaymentTerms; PaymentTerms.Description = FurtherPaymentTerms[].Description;
		PaymentTerms.DueDate = DueDate; PaymentTerms.DueDate = FurtherPaymentTerms[].DueDate; PaymentTerms.PartialAmount = FurtherPaymentTerms[].PartialAmount;
		mandate = PaymentInstructions[].DirectDebit.MandateReference; discounts[].BasisDate = PaymentDiscounts[].BasisDate;
		discounts[].Period.Value = PaymentDiscounts[].Period.Value; discounts[].Period.Unit = PaymentDiscounts[].Period.Unit;
		discounts[].BaseAmount = PaymentDiscounts[].BaseAmount; discounts[].Percentage = PaymentDiscounts[].Percentage; discounts[].Amount = PaymentDiscounts[].Amount`,
}

// foldTerms takes the first terms as those of the invoice, unless an amount makes them
// an instalment.
func foldTerms(i *invoice, t *terms, c *Context) (left []Left) {
	if t.mandate != "" {
		left = foldMandate(i, t.mandate, c)
	}
	first := i.PaymentTerms == "" && !i.DueDate.IsSet() && i.PaymentDiscounts == nil && i.FurtherPaymentTerms == nil && !t.PartialAmount.IsSet()
	switch {
	case first:
		i.PaymentTerms, i.DueDate, i.PaymentDiscounts = t.Description, t.DueDate, t.discounts
		return left
	case t.discounts != nil:
		left = append(left, Left{Step: "ram:ApplicableTradePaymentDiscountTerms", Why: "a discount has a place with the first payment terms only"})
	}
	if t.PaymentTerms != (einvoice.PaymentTerms{}) {
		i.FurtherPaymentTerms = append(i.FurtherPaymentTerms, t.PaymentTerms)
	}
	return left
}

// mandated is the number of the payment instructions that have the mandate, or would
// have it; -1 if there are none.
func mandated(i *invoice) int {
	for n := range i.PaymentInstructions {
		if i.PaymentInstructions[n].DirectDebit != nil {
			return n
		}
	}
	return min(0, len(i.PaymentInstructions)-1)
}

func foldMandate(i *invoice, mandate string, c *Context) []Left {
	n := c.Memo - 1 // looking through all of them once is enough
	if n < 0 {
		n = mandated(i)
		c.Memo = max(n, 0) + 1
	}
	if n < 0 {
		i.PaymentInstructions, n = append(i.PaymentInstructions, einvoice.PaymentInstructions{}), 0
	}
	p := &i.PaymentInstructions[n]
	if p.DirectDebit == nil {
		p.DirectDebit = new(einvoice.DirectDebit)
	}
	if was := p.DirectDebit.MandateReference; was != "" {
		return []Left{{Step: "ram:DirectDebitMandateID", Place: homeOfTerms(i, "mandate"), Value: mandate, Why: "there is one mandate (BT-89), which is " + was}}
	}
	p.DirectDebit.MandateReference = mandate
	return nil
}

func unfoldTerms(i *invoice, c *Context) (all []terms) {
	first := terms{PaymentTerms: einvoice.PaymentTerms{Description: i.PaymentTerms, DueDate: i.DueDate}, discounts: i.PaymentDiscounts}
	for n, p := range i.PaymentInstructions {
		switch d := p.DirectDebit; {
		case d == nil || d.MandateReference == "" || d.MandateReference == first.mandate:
		case first.mandate == "":
			first.mandate = d.MandateReference
		default:
			c.Lose("PaymentInstructions["+strconv.Itoa(n)+"].DirectDebit.MandateReference", "CII has one mandate (BT-89), which is "+first.mandate)
		}
	}
	all = append(all, first)
	extended := c.Profile == 0 || c.Profile&fromExtended != 0
	for n, d := range i.PaymentDiscounts {
		if extended && d.Period.Unit != "" && !d.Period.Value.IsSet() {
			c.Lose("PaymentDiscounts["+strconv.Itoa(n)+"].Period.Unit", "a unit without a number")
		}
	}
	for n, t := range i.FurtherPaymentTerms {
		if extended {
			all = append(all, terms{PaymentTerms: t})
			continue
		}
		place := "FurtherPaymentTerms[" + strconv.Itoa(n) + "]"
		why := "there is one BT-20 and one BT-9 below the profile EXTENDED"
		if t.Description != "" {
			c.Lose(place+".Description", why)
		}
		if t.DueDate.IsSet() {
			c.Lose(place+".DueDate", why)
		}
	}
	return all
}

func homeOfTerms(i *invoice, place string) string {
	further := len(i.FurtherPaymentTerms) - 1
	switch head, field, _ := strings.Cut(place, "."); head {
	case "PaymentTerms":
		if further >= 0 {
			return "FurtherPaymentTerms[" + strconv.Itoa(further) + "]." + field
		}
		return map[string]string{"Description": "PaymentTerms", "DueDate": "DueDate"}[field]
	case "mandate":
		return "PaymentInstructions[" + strconv.Itoa(max(0, mandated(i))) + "].DirectDebit.MandateReference"
	default:
		return strings.Replace(place, "discounts", "PaymentDiscounts", 1)
	}
}
