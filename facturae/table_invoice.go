package facturae

import (
	"github.com/einvoice-go/einvoice"
	x "github.com/einvoice-go/einvoice/internal/xmlmap"
)

var invoice = x.Of(
	x.In("InvoiceHeader", func(i *Invoice) *InvoiceHeader { return &i.InvoiceHeader }, invoiceHeader),
	x.In("InvoiceIssueData", func(i *Invoice) *InvoiceIssueData { return &i.InvoiceIssueData }, issueData),
	x.Group("TaxesOutputs", x.Many("Tax", func(i *Invoice) *[]TaxOutput { return &i.TaxesOutputs }, taxOutput)),
	x.Group("TaxesWithheld", x.Many("Tax", func(i *Invoice) *[]Tax { return &i.TaxesWithheld }, tax)),
	x.In("InvoiceTotals", func(i *Invoice) *InvoiceTotals { return &i.InvoiceTotals }, totals),
	x.Group("Items", x.Many("InvoiceLine", func(i *Invoice) *[]InvoiceLine { return &i.Items }, line)),
	x.Group("PaymentDetails", x.Many("Installment", func(i *Invoice) *[]Installment { return &i.PaymentDetails }, installment)),
	x.Group("LegalLiterals", x.List(func(i *Invoice) *[]string { return &i.LegalLiterals }, text("LegalReference", 250, func(s *string) *string { return s }))),
	x.Opt("AdditionalData", func(i *Invoice) **AdditionalData { return &i.AdditionalData }, additionalData),
)

var invoiceHeader = x.Of(
	number("InvoiceNumber", 20, func(h *InvoiceHeader) *string { return &h.InvoiceNumber }).Needed(),
	number("InvoiceSeriesCode", 20, func(h *InvoiceHeader) *string { return &h.InvoiceSeriesCode }),
	x.Code("InvoiceDocumentType", func(h *InvoiceHeader) *string { return &h.InvoiceDocumentType }),
	x.Code("InvoiceClass", func(h *InvoiceHeader) *string { return &h.InvoiceClass }),
	x.Opt("Corrective", func(h *InvoiceHeader) **Corrective { return &h.Corrective }, corrective),
)

var corrective = x.Of(
	number("InvoiceNumber", 20, func(c *Corrective) *string { return &c.InvoiceNumber }),
	number("InvoiceSeriesCode", 20, func(c *Corrective) *string { return &c.InvoiceSeriesCode }),
	x.Code("ReasonCode", func(c *Corrective) *string { return &c.ReasonCode }),
	x.Code("ReasonDescription", func(c *Corrective) *string { return &c.ReasonDescription }),
	x.In("TaxPeriod", func(c *Corrective) *Period { return &c.TaxPeriod }, period),
	x.Code("CorrectionMethod", func(c *Corrective) *string { return &c.CorrectionMethod }),
	x.Code("CorrectionMethodDescription", func(c *Corrective) *string { return &c.CorrectionMethodDescription }),
	text("AdditionalReasonDescription", 2500, func(c *Corrective) *string { return &c.AdditionalReasonDescription }),
	x.Date("InvoiceIssueDate", func(c *Corrective) *einvoice.Date { return &c.InvoiceIssueDate }).For(bit322),
)

var period = x.Of(
	x.Date("StartDate", func(p *Period) *einvoice.Date { return &p.StartDate }),
	x.Date("EndDate", func(p *Period) *einvoice.Date { return &p.EndDate }),
)

var issueData = x.Of(
	x.Date("IssueDate", func(d *InvoiceIssueData) *einvoice.Date { return &d.IssueDate }),
	x.Date("OperationDate", func(d *InvoiceIssueData) *einvoice.Date { return &d.OperationDate }),
	x.Opt("PlaceOfIssue", func(d *InvoiceIssueData) **PlaceOfIssue { return &d.PlaceOfIssue }, x.Of(
		number("PostCode", 5, func(p *PlaceOfIssue) *string { return &p.PostCode }),
		text("PlaceOfIssueDescription", 20, func(p *PlaceOfIssue) *string { return &p.PlaceOfIssueDescription }),
	)),
	x.Opt("InvoicingPeriod", func(d *InvoiceIssueData) **Period { return &d.InvoicingPeriod }, period),
	x.Code("InvoiceCurrencyCode", func(d *InvoiceIssueData) *string { return &d.InvoiceCurrencyCode }),
	x.Opt("ExchangeRateDetails", func(d *InvoiceIssueData) **ExchangeRateDetails { return &d.ExchangeRateDetails }, x.Of(
		x.Scaled("ExchangeRate", money, func(e *ExchangeRateDetails) *einvoice.Decimal { return &e.ExchangeRate }),
		x.Date("ExchangeRateDate", func(e *ExchangeRateDetails) *einvoice.Date { return &e.ExchangeRateDate }),
	)),
	x.Code("TaxCurrencyCode", func(d *InvoiceIssueData) *string { return &d.TaxCurrencyCode }),
	x.Code("LanguageName", func(d *InvoiceIssueData) *string { return &d.LanguageName }),
	text("InvoiceDescription", 2500, func(d *InvoiceIssueData) *string { return &d.InvoiceDescription }).For(bit322),
	number("ReceiverTransactionReference", 20, func(d *InvoiceIssueData) *string { return &d.ReceiverTransactionReference }).For(bit322),
	number("FileReference", 20, func(d *InvoiceIssueData) *string { return &d.FileReference }).For(bit322),
	number("ReceiverContractReference", 20, func(d *InvoiceIssueData) *string { return &d.ReceiverContractReference }).For(bit322),
)

var tax = x.Of(
	x.Code("TaxTypeCode", func(t *Tax) *string { return &t.TaxTypeCode }),
	x.Scaled("TaxRate", money, func(t *Tax) *einvoice.Decimal { return &t.TaxRate }),
	sum("TaxableBase", func(t *Tax) *Amount { return &t.TaxableBase }),
	sum("TaxAmount", func(t *Tax) *Amount { return &t.TaxAmount }),
)

var taxOutput = x.Of(
	x.Code("TaxTypeCode", func(t *TaxOutput) *string { return &t.TaxTypeCode }),
	x.Scaled("TaxRate", money, func(t *TaxOutput) *einvoice.Decimal { return &t.TaxRate }),
	sum("TaxableBase", func(t *TaxOutput) *Amount { return &t.TaxableBase }),
	sum("TaxAmount", func(t *TaxOutput) *Amount { return &t.TaxAmount }),
	sum("SpecialTaxableBase", func(t *TaxOutput) *Amount { return &t.SpecialTaxableBase }),
	sum("SpecialTaxAmount", func(t *TaxOutput) *Amount { return &t.SpecialTaxAmount }),
	x.Scaled("EquivalenceSurcharge", two, func(t *TaxOutput) *einvoice.Decimal { return &t.EquivalenceSurcharge }),
	sum("EquivalenceSurchargeAmount", func(t *TaxOutput) *Amount { return &t.EquivalenceSurchargeAmount }),
)

var discount = x.Of(
	need("DiscountReason", 2500, func(d *Discount) *string { return &d.DiscountReason }),
	x.Scaled("DiscountRate", rate, func(d *Discount) *einvoice.Decimal { return &d.DiscountRate }),
	x.Scaled("DiscountAmount", price, func(d *Discount) *einvoice.Decimal { return &d.DiscountAmount }),
)

var charge = x.Of(
	need("ChargeReason", 2500, func(c *Charge) *string { return &c.ChargeReason }),
	x.Scaled("ChargeRate", rate, func(c *Charge) *einvoice.Decimal { return &c.ChargeRate }),
	x.Scaled("ChargeAmount", price, func(c *Charge) *einvoice.Decimal { return &c.ChargeAmount }),
)

var totals = x.Of(
	x.Scaled("TotalGrossAmount", money, func(t *InvoiceTotals) *einvoice.Decimal { return &t.TotalGrossAmount }),
	x.Group("GeneralDiscounts", x.Many("Discount", func(t *InvoiceTotals) *[]Discount { return &t.GeneralDiscounts }, discount)),
	x.Group("GeneralSurcharges", x.Many("Charge", func(t *InvoiceTotals) *[]Charge { return &t.GeneralSurcharges }, charge)),
	x.Scaled("TotalGeneralDiscounts", money, func(t *InvoiceTotals) *einvoice.Decimal { return &t.TotalGeneralDiscounts }),
	x.Scaled("TotalGeneralSurcharges", money, func(t *InvoiceTotals) *einvoice.Decimal { return &t.TotalGeneralSurcharges }),
	x.Scaled("TotalGrossAmountBeforeTaxes", money, func(t *InvoiceTotals) *einvoice.Decimal { return &t.TotalGrossAmountBeforeTaxes }),
	x.Scaled("TotalTaxOutputs", money, func(t *InvoiceTotals) *einvoice.Decimal { return &t.TotalTaxOutputs }),
	x.Scaled("TotalTaxesWithheld", money, func(t *InvoiceTotals) *einvoice.Decimal { return &t.TotalTaxesWithheld }),
	x.Scaled("InvoiceTotal", money, func(t *InvoiceTotals) *einvoice.Decimal { return &t.InvoiceTotal }),
	x.Group("Subsidies", x.Many("Subsidy", func(t *InvoiceTotals) *[]Subsidy { return &t.Subsidies }, x.Of(
		need("SubsidyDescription", 2500, func(s *Subsidy) *string { return &s.SubsidyDescription }),
		x.Scaled("SubsidyRate", rate, func(s *Subsidy) *einvoice.Decimal { return &s.SubsidyRate }),
		x.Scaled("SubsidyAmount", money, func(s *Subsidy) *einvoice.Decimal { return &s.SubsidyAmount }),
	))),
	x.Group("PaymentsOnAccount", x.Many("PaymentOnAccount", func(t *InvoiceTotals) *[]PaymentOnAccount { return &t.PaymentsOnAccount }, x.Of(
		x.Date("PaymentOnAccountDate", func(p *PaymentOnAccount) *einvoice.Date { return &p.PaymentOnAccountDate }),
		x.Scaled("PaymentOnAccountAmount", money, func(p *PaymentOnAccount) *einvoice.Decimal { return &p.PaymentOnAccountAmount }),
	))),
	x.Group("ReimbursableExpenses", x.Many("ReimbursableExpenses", func(t *InvoiceTotals) *[]ReimbursableExpense { return &t.ReimbursableExpenses }, x.Of(
		x.Opt("ReimbursableExpensesSellerParty", func(e *ReimbursableExpense) **TaxIdentification { return &e.SellerParty }, taxIdentification),
		x.Opt("ReimbursableExpensesBuyerParty", func(e *ReimbursableExpense) **TaxIdentification { return &e.BuyerParty }, taxIdentification),
		x.Date("IssueDate", func(e *ReimbursableExpense) *einvoice.Date { return &e.IssueDate }),
		number("InvoiceNumber", 20, func(e *ReimbursableExpense) *string { return &e.InvoiceNumber }),
		number("InvoiceSeriesCode", 20, func(e *ReimbursableExpense) *string { return &e.InvoiceSeriesCode }),
		x.Scaled("ReimbursableExpensesAmount", money, func(e *ReimbursableExpense) *einvoice.Decimal { return &e.ReimbursableExpensesAmount }),
	))),
	x.Scaled("TotalFinancialExpenses", two, func(t *InvoiceTotals) *einvoice.Decimal { return &t.TotalFinancialExpenses }),
	x.Scaled("TotalOutstandingAmount", money, func(t *InvoiceTotals) *einvoice.Decimal { return &t.TotalOutstandingAmount }),
	x.Scaled("TotalPaymentsOnAccount", money, func(t *InvoiceTotals) *einvoice.Decimal { return &t.TotalPaymentsOnAccount }),
	x.Opt("AmountsWithheld", func(t *InvoiceTotals) **AmountsWithheld { return &t.AmountsWithheld }, x.Of(
		need("WithholdingReason", 2500, func(w *AmountsWithheld) *string { return &w.WithholdingReason }),
		x.Scaled("WithholdingRate", rate, func(w *AmountsWithheld) *einvoice.Decimal { return &w.WithholdingRate }),
		x.Scaled("WithholdingAmount", money, func(w *AmountsWithheld) *einvoice.Decimal { return &w.WithholdingAmount }),
	)),
	x.Scaled("TotalExecutableAmount", money, func(t *InvoiceTotals) *einvoice.Decimal { return &t.TotalExecutableAmount }),
	x.Scaled("TotalReimbursableExpenses", money, func(t *InvoiceTotals) *einvoice.Decimal { return &t.TotalReimbursableExpenses }),
	x.Opt("PaymentInKind", func(t *InvoiceTotals) **PaymentInKind { return &t.PaymentInKind }, x.Of(
		need("PaymentInKindReason", 2500, func(p *PaymentInKind) *string { return &p.PaymentInKindReason }),
		x.Scaled("PaymentInKindAmount", money, func(p *PaymentInKind) *einvoice.Decimal { return &p.PaymentInKindAmount }),
	)).For(bit322),
)

// A line has the taxes withheld before those charged, the invoice behind them.
var line = x.Of(
	number("IssuerContractReference", 20, func(l *InvoiceLine) *string { return &l.IssuerContractReference }),
	x.Date("IssuerContractDate", func(l *InvoiceLine) *einvoice.Date { return &l.IssuerContractDate }),
	number("IssuerTransactionReference", 20, func(l *InvoiceLine) *string { return &l.IssuerTransactionReference }),
	x.Date("IssuerTransactionDate", func(l *InvoiceLine) *einvoice.Date { return &l.IssuerTransactionDate }),
	number("ReceiverContractReference", 20, func(l *InvoiceLine) *string { return &l.ReceiverContractReference }),
	x.Date("ReceiverContractDate", func(l *InvoiceLine) *einvoice.Date { return &l.ReceiverContractDate }),
	number("ReceiverTransactionReference", 20, func(l *InvoiceLine) *string { return &l.ReceiverTransactionReference }),
	x.Date("ReceiverTransactionDate", func(l *InvoiceLine) *einvoice.Date { return &l.ReceiverTransactionDate }),
	number("FileReference", 20, func(l *InvoiceLine) *string { return &l.FileReference }),
	x.Date("FileDate", func(l *InvoiceLine) *einvoice.Date { return &l.FileDate }),
	x.Scaled("SequenceNumber", free, func(l *InvoiceLine) *einvoice.Decimal { return &l.SequenceNumber }),
	x.Group("DeliveryNotesReferences", x.Many("DeliveryNote", func(l *InvoiceLine) *[]DeliveryNote { return &l.DeliveryNotes }, x.Of(
		number("DeliveryNoteNumber", 30, func(n *DeliveryNote) *string { return &n.DeliveryNoteNumber }).Needed(),
		x.Date("DeliveryNoteDate", func(n *DeliveryNote) *einvoice.Date { return &n.DeliveryNoteDate }),
	))),
	need("ItemDescription", 2500, func(l *InvoiceLine) *string { return &l.ItemDescription }),
	x.Scaled("Quantity", free, func(l *InvoiceLine) *einvoice.Decimal { return &l.Quantity }),
	x.Code("UnitOfMeasure", func(l *InvoiceLine) *string { return &l.UnitOfMeasure }),
	x.Scaled("UnitPriceWithoutTax", price, func(l *InvoiceLine) *einvoice.Decimal { return &l.UnitPriceWithoutTax }),
	x.Scaled("TotalCost", price, func(l *InvoiceLine) *einvoice.Decimal { return &l.TotalCost }),
	x.Group("DiscountsAndRebates", x.Many("Discount", func(l *InvoiceLine) *[]Discount { return &l.DiscountsAndRebates }, discount)),
	x.Group("Charges", x.Many("Charge", func(l *InvoiceLine) *[]Charge { return &l.Charges }, charge)),
	x.Scaled("GrossAmount", price, func(l *InvoiceLine) *einvoice.Decimal { return &l.GrossAmount }),
	x.Group("TaxesWithheld", x.Many("Tax", func(l *InvoiceLine) *[]Tax { return &l.TaxesWithheld }, tax)),
	x.Group("TaxesOutputs", x.Many("Tax", func(l *InvoiceLine) *[]TaxOutput { return &l.TaxesOutputs }, taxOutput)),
	x.Opt("LineItemPeriod", func(l *InvoiceLine) **Period { return &l.LineItemPeriod }, period),
	x.Date("TransactionDate", func(l *InvoiceLine) *einvoice.Date { return &l.TransactionDate }),
	text("AdditionalLineItemInformation", 2500, func(l *InvoiceLine) *string { return &l.AdditionalLineItemInformation }),
	x.Opt("SpecialTaxableEvent", func(l *InvoiceLine) **SpecialTaxableEvent { return &l.SpecialTaxableEvent }, x.Of(
		x.Code("SpecialTaxableEventCode", func(e *SpecialTaxableEvent) *string { return &e.SpecialTaxableEventCode }),
		need("SpecialTaxableEventReason", 2500, func(e *SpecialTaxableEvent) *string { return &e.SpecialTaxableEventReason }),
	)),
	number("ArticleCode", 20, func(l *InvoiceLine) *string { return &l.ArticleCode }),
	x.Raw("Extensions", func(l *InvoiceLine) *Extensions { return &l.Extensions }),
)

var installment = x.Of(
	x.Date("InstallmentDueDate", func(i *Installment) *einvoice.Date { return &i.InstallmentDueDate }),
	x.Scaled("InstallmentAmount", two, func(i *Installment) *einvoice.Decimal { return &i.InstallmentAmount }),
	x.Code("PaymentMeans", func(i *Installment) *string { return &i.PaymentMeans }),
	x.Opt("AccountToBeCredited", func(i *Installment) **Account { return &i.AccountToBeCredited }, account),
	text("PaymentReconciliationReference", 60, func(i *Installment) *string { return &i.PaymentReconciliationReference }),
	x.Opt("AccountToBeDebited", func(i *Installment) **Account { return &i.AccountToBeDebited }, account),
	text("CollectionAdditionalInformation", 2500, func(i *Installment) *string { return &i.CollectionAdditionalInformation }),
	number("RegulatoryReportingData", 6, func(i *Installment) *string { return &i.RegulatoryReportingData }),
	text("DebitReconciliationReference", 60, func(i *Installment) *string { return &i.DebitReconciliationReference }),
)

var account = x.Of(
	number("IBAN", 34, func(a *Account) *string { return &a.IBAN }),
	number("AccountNumber", 34, func(a *Account) *string { return &a.AccountNumber }),
	text("BankCode", 60, func(a *Account) *string { return &a.BankCode }),
	text("BranchCode", 60, func(a *Account) *string { return &a.BranchCode }),
	x.Opt("BranchInSpainAddress", func(a *Account) **AddressInSpain { return &a.BranchAddress.InSpain }, addressInSpain),
	x.Opt("OverseasBranchAddress", func(a *Account) **OverseasAddress { return &a.BranchAddress.Overseas }, overseasAddress),
	number("BIC", 11, func(a *Account) *string { return &a.BIC }),
)

var additionalData = x.Of(
	text("RelatedInvoice", 40, func(d *AdditionalData) *string { return &d.RelatedInvoice }),
	x.Group("RelatedDocuments", x.Many("Attachment", func(d *AdditionalData) *[]Attachment { return &d.RelatedDocuments }, attachment)),
	text("InvoiceAdditionalInformation", 2500, func(d *AdditionalData) *string { return &d.InvoiceAdditionalInformation }),
	x.Raw("Extensions", func(d *AdditionalData) *Extensions { return &d.Extensions }),
)

var attachment = x.Of(
	x.Code("AttachmentCompressionAlgorithm", func(a *Attachment) *string { return &a.AttachmentCompressionAlgorithm }),
	x.Code("AttachmentFormat", func(a *Attachment) *string { return &a.AttachmentFormat }),
	x.Code("AttachmentEncoding", func(a *Attachment) *string { return &a.AttachmentEncoding }),
	text("AttachmentDescription", 2500, func(a *Attachment) *string { return &a.AttachmentDescription }),
	x.Text("AttachmentData", func(a *Attachment) *string { return &a.AttachmentData }).Needed(),
)
