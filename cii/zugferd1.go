package cii

import (
	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/syntax"
	. "github.com/einvoice-go/einvoice/internal/xmlmap"
)

// The binding of ZUGFeRD 1.0 (2014), all three profiles, which is only read. Its
// CrossIndustryDocument is older than the CrossIndustryInvoice of CII D16B, and wraps
// the same parts in elements of other names. Parts whose elements are called alike are
// those of table.go; with them come a few elements that ZUGFeRD 1.0 does not have.

var zugferd1Schema = namespaces(
	"urn:ferd:CrossIndustryDocument:invoice:1p0",
	"urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12",
	"urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15",
	"urn:un:unece:uncefact:data:standard:QualifiedDataType:12")

const zugferd1Rate = "ram:ApplicablePercent"

// Agreement, delivery and settlement are of the same types for the document and for a
// line; rows stand where the technical documentation puts them.
var zugferd1Codec = New(zugferd1Schema, "rsm:CrossIndustryDocument", Of(
	Group("rsm:SpecifiedExchangedDocumentContext", documentContext...),
	Group("rsm:HeaderExchangedDocument", append([]Row[invoice]{
		noPlace("ram:CopyIndicator"), noPlace("ram:LanguageID"), noPlace("ram:EffectiveSpecifiedPeriod"),
	}, exchangedDocument...)...),
	Group("rsm:SpecifiedSupplyChainTradeTransaction",
		Group("ram:ApplicableSupplyChainTradeAgreement", zugferd1Agreement...),
		Group("ram:ApplicableSupplyChainTradeDelivery", zugferd1Delivery...),
		Group("ram:ApplicableSupplyChainTradeSettlement", zugferd1Settlement...),
		Each("ram:IncludedSupplyChainTradeLineItem", func(i *invoice) *[]line { return &i.Lines }, zugferd1Line)),
))

var zugferd1Agreement = []Row[invoice]{
	Text("ram:BuyerReference", func(i *invoice) *string { return &i.BuyerReference }),
	In("ram:SellerTradeParty", func(i *invoice) *einvoice.Party { return &i.Seller }, party(0, 0, 0)).After(func(i *invoice) { plainFirst(i.Seller.Identifiers) }),
	In("ram:BuyerTradeParty", func(i *invoice) *einvoice.Party { return &i.Buyer }, party(0, 0, 0)).After(func(i *invoice) { plainFirst(i.Buyer.Identifiers) }),
	noPlace("ram:ProductEndUserTradeParty"), noPlace("ram:ApplicableTradeDeliveryTerms"),
	Code("ram:BuyerOrderReferencedDocument/ram:ID", func(i *invoice) *string { return &i.PurchaseOrderReference }),
	Code("ram:ContractReferencedDocument/ram:ID", func(i *invoice) *string { return &i.ContractReference }),

	// The type is a code of UNTDID 1153 here. Two of its codes are terms of their own:
	// VN is the order number of the Seller, OI the number of a preceding invoice.
	Group("ram:AdditionalReferencedDocument",
		Key[invoice]("ram:TypeCode", "VN"),
		Code("ram:ID", func(i *invoice) *string { return &i.SalesOrderReference })),
	Many("ram:AdditionalReferencedDocument", func(i *invoice) *[]einvoice.PrecedingInvoice { return &i.PrecedingInvoices }, Of(
		ISODay("ram:IssueDateTime", func(p *einvoice.PrecedingInvoice) *einvoice.Date { return &p.IssueDate }),
		Key[einvoice.PrecedingInvoice]("ram:TypeCode", "OI"),
		Code("ram:ID", func(p *einvoice.PrecedingInvoice) *string { return &p.Reference }))),
	Many("ram:AdditionalReferencedDocument", func(i *invoice) *[]einvoice.SupportingDocument { return &i.SupportingDocuments }, Of(
		Lost[einvoice.SupportingDocument]("ram:TypeCode", "a supporting document (BG-24) has no type"),
		Code("ram:ID", func(d *einvoice.SupportingDocument) *string { return &d.Reference }))),
	noPlace("ram:CustomerOrderReferencedDocument"),
}

var zugferd1Delivery = []Row[invoice]{
	noPlace("ram:RelatedSupplyChainConsignment"),
	shipTo,
	noPlace("ram:UltimateShipToTradeParty"), noPlace("ram:ShipFromTradeParty"),
	deliveryEvent,
	Code("ram:DespatchAdviceReferencedDocument/ram:ID", func(i *invoice) *string { return &i.DespatchAdvice }),
	Code("ram:ReceivingAdviceReferencedDocument/ram:ID", func(i *invoice) *string { return &i.ReceivingAdvice }),
	Code("ram:DeliveryNoteReferencedDocument/ram:ID", func(i *invoice) *string { return &i.DeliveryNote }),
}

var zugferd1Settlement = []Row[invoice]{
	paymentReference.Row("ram:PaymentReference"),
	Currency("ram:InvoiceCurrencyCode", func(i *invoice) *string { return &i.Currency }),
	invoicee, payee,
	zugferd1Means.Row("ram:SpecifiedTradeSettlementPaymentMeans"),
	tradeTax(zugferd1Rate).Row("ram:ApplicableTradeTax"),
	In("ram:BillingSpecifiedPeriod", func(i *invoice) *einvoice.Period { return &i.Period }, period),
	Many("ram:SpecifiedTradeAllowanceCharge", func(i *invoice) *[]einvoice.AllowanceCharge { return &i.Allowances }, allowanceCharge("false", 0, zugferd1Rate)),
	Many("ram:SpecifiedTradeAllowanceCharge", func(i *invoice) *[]einvoice.AllowanceCharge { return &i.Charges }, allowanceCharge("true", 0, zugferd1Rate)),
	logisticsCharge(zugferd1Rate),
	paymentTerms.Row("ram:SpecifiedTradePaymentTerms"),
	summation("ram:SpecifiedTradeSettlementMonetarySummation"),
	Text("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID", func(i *invoice) *string { return &i.BuyerAccountingReference }),
}

var zugferd1Line = Of(
	Group("ram:AssociatedDocumentLineDocument",
		Code("ram:LineID", func(l *line) *string { return &l.ID }),
		Text("ram:IncludedNote/ram:Content", func(l *line) *string { return &l.Note })),
	Group("ram:SpecifiedSupplyChainTradeAgreement",
		Group("ram:BuyerOrderReferencedDocument",
			Code("ram:LineID", func(l *line) *string { return &l.PurchaseOrderLine }),
			Code("ram:ID", func(l *line) *string { return &l.PurchaseOrderReference })),
		Group("ram:AdditionalReferencedDocument",
			Code("ram:ID", func(l *line) *string { return &l.Object.Value }),
			Code("ram:ReferenceTypeCode", func(l *line) *string { return &l.Object.Scheme })),
		grossPrice, netPrice).Done("Price.BaseQuantity.Value", oneBasis),
	Group("ram:SpecifiedSupplyChainTradeDelivery",
		Quantity("ram:BilledQuantity", func(l *line) *einvoice.Quantity { return &l.Quantity }),
		Quantity("ram:PackageQuantity", func(l *line) *einvoice.Quantity { return &l.PackageQuantity })),
	Group("ram:SpecifiedSupplyChainTradeSettlement", append(lineTax(zugferd1Rate),
		In("ram:BillingSpecifiedPeriod", func(l *line) *einvoice.Period { return &l.Period }, period),
		Many("ram:SpecifiedTradeAllowanceCharge", func(l *line) *[]einvoice.AllowanceCharge { return &l.Allowances }, allowanceCharge("false", 0, zugferd1Rate)),
		Many("ram:SpecifiedTradeAllowanceCharge", func(l *line) *[]einvoice.AllowanceCharge { return &l.Charges }, allowanceCharge("true", 0, zugferd1Rate)),
		Text("ram:SpecifiedTradeAccountingAccount/ram:ID", func(l *line) *string { return &l.BuyerAccountingReference }),
		PlainAmount("ram:SpecifiedTradeSettlementMonetarySummation/ram:LineTotalAmount", func(l *line) *einvoice.Decimal { return &l.NetAmount }))...),
	product,
)

// zugferd1Payment is syntax.Means with the mandate (BT-89) and the creditor (BT-90),
// which CII D16B has elsewhere.
type zugferd1Payment struct {
	Head              einvoice.PaymentInstructions
	Transfer          einvoice.CreditTransfer
	mandate, creditor string
}

var zugferd1Means = Via[invoice, zugferd1Payment]{
	Table: Of(meansCode(zugferd1Head)...).Add(
		With(Code[zugferd1Payment]("ram:ID", nil), func(m *zugferd1Payment) *string { return &m.mandate },
			Attr[zugferd1Payment]{Name: "schemeAgencyID", At: func(m *zugferd1Payment) *string { return &m.creditor }})).
		Add(accounts(zugferd1Head, zugferd1Transfer)...).Add(
		Lost[zugferd1Payment]("ram:PayerSpecifiedDebtorFinancialInstitution", "the bank of the debited account (BT-91) has no place"),
		Group("ram:PayeeSpecifiedCreditorFinancialInstitution",
			Code("ram:BICID", zugferd1Bank),
			Code("ram:GermanBankleitzahlID", zugferd1Bank).Shared("ram:BICID"), // BT-86 is either
			Lost[zugferd1Payment]("ram:Name", "the name of a bank has no place"))),
	Fold: foldZugferd1Means, Unfold: unfoldZugferd1Means, Home: homeOfZugferd1Means,
	Places: syntax.MeansPlaces + `;
		mandate = PaymentInstructions[].DirectDebit.MandateReference; creditor = Seller.BankAssignedCreditorIdentifier`,
}

func zugferd1Head(m *zugferd1Payment) *einvoice.PaymentInstructions { return &m.Head }
func zugferd1Transfer(m *zugferd1Payment) *einvoice.CreditTransfer  { return &m.Transfer }
func zugferd1Bank(m *zugferd1Payment) *string                       { return &m.Transfer.ServiceProvider }

func foldZugferd1Means(i *invoice, m *zugferd1Payment, c *Context) (left []Left) {
	if m.mandate != "" {
		if m.Head.DirectDebit == nil {
			m.Head.DirectDebit = new(einvoice.DirectDebit)
		}
		m.Head.DirectDebit.MandateReference = m.mandate
	}
	if m.creditor != "" {
		switch was := i.Seller.BankAssignedCreditorIdentifier; was {
		case "":
			i.Seller.BankAssignedCreditorIdentifier = m.creditor
		default:
			l := Left{Kind: einvoice.LossDeclared, Step: "ram:ID/@schemeAgencyID", Place: sellerCreditorPlace, Value: m.creditor, Why: "the creditor (BT-90) stands once"}
			if was != m.creditor {
				l.Kind, l.Why = einvoice.LossRepeated, "there is one creditor (BT-90), which is "+was
			}
			left = append(left, l)
		}
	}
	return append(left, foldMeans(i, &means{Head: m.Head, Transfer: m.Transfer}, c)...)
}

// unfoldZugferd1Means is never asked: ZUGFeRD 1.0 is not written.
func unfoldZugferd1Means(*invoice, *Context) []zugferd1Payment { return nil }

const sellerCreditorPlace = "Seller.BankAssignedCreditorIdentifier"

func homeOfZugferd1Means(i *invoice, place string) string {
	switch place {
	case "mandate":
		place = "Head.DirectDebit.MandateReference"
	case "creditor":
		return sellerCreditorPlace
	}
	return syntax.HomeOfMeans(i, place)
}
