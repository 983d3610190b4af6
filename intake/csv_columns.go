package intake

import (
	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
)

// csvHead is what the first row of an invoice says of the whole of it.
type csvHead struct {
	einvoice.Invoice
	note              string
	delivery          einvoice.Date
	preceding         einvoice.PrecedingInvoice
	means             einvoice.PaymentInstructions
	account           einvoice.CreditTransfer
	seller, buyer     einvoice.Contact
	allowance, charge csvPart
	totals            [5]stated // lines, without VAT, VAT, with VAT, due
}

type csvPart struct {
	at       cell
	amount   einvoice.Decimal
	reason   string
	category string
	rate     einvoice.Decimal
}

type csvLine struct {
	einvoice.Line
	row               cell
	category          string
	rate              einvoice.Decimal
	rateAt            cell
	net               stated
	allowance, charge csvPart
}

func headColumns() []field[csvHead] {
	type head = csvHead
	all := []field[head]{
		textField("number", "BT-1", func(h *head) *string { return &h.Number }).must("in every row: rows with the same number that follow one another are one invoice"),
		dateField("issue_date", "BT-2", func(h *head) *einvoice.Date { return &h.IssueDate }).must("YYYY-MM-DD"),
		codeField("type_code", "BT-3", typeCodes, func(h *head) *string { return &h.TypeCode }).helped("UNTDID 1001; absent: 380, with a note"),
		codeField("currency", "BT-5", currencies, func(h *head) *string { return &h.Currency }),
		dateField("tax_point_date", "BT-7", func(h *head) *einvoice.Date { return &h.TaxPointDate }),
		dateField("due_date", "BT-9", func(h *head) *einvoice.Date { return &h.DueDate }),
		textField("buyer_reference", "BT-10", func(h *head) *string { return &h.BuyerReference }),
		textField("project", "BT-11", func(h *head) *string { return &h.ProjectReference }),
		textField("contract", "BT-12", func(h *head) *string { return &h.ContractReference }),
		textField("purchase_order", "BT-13", func(h *head) *string { return &h.PurchaseOrderReference }),
		textField("sales_order", "BT-14", func(h *head) *string { return &h.SalesOrderReference }),
		textField("despatch_advice", "BT-16", func(h *head) *string { return &h.DespatchAdvice }),
		textField("accounting_reference", "BT-19", func(h *head) *string { return &h.BuyerAccountingReference }),
		textField("payment_terms", "BT-20", func(h *head) *string { return &h.PaymentTerms }),
		textField("note", "BT-22", func(h *head) *string { return &h.note }),
		textField("business_process", "BT-23", func(h *head) *string { return &h.Process.BusinessProcess }),
		textField("specification", "BT-24", func(h *head) *string { return &h.Process.Specification }).helped("absent: EN 16931 alone, with a note"),
		textField("preceding_invoice", "BT-25", func(h *head) *string { return &h.preceding.Reference }),
		dateField("preceding_invoice_date", "BT-26", func(h *head) *einvoice.Date { return &h.preceding.IssueDate }),
	}
	all = append(all, partyColumns("seller", []string{"BT-27", "BT-28", "BT-31", "BT-30", "BT-34", "BT-35", "BT-36", "BT-37", "BT-38", "BT-39", "BT-40", "BT-41", "BT-42", "BT-43"},
		func(h *head) *einvoice.Party { return &h.Seller }, func(h *head) *einvoice.Contact { return &h.seller })...)
	all = append(all, textField("seller_tax_number", "BT-32", func(h *head) *string { return &h.Seller.TaxRegistration.Value }))
	all = append(all, partyColumns("buyer", []string{"BT-44", "BT-45", "BT-48", "BT-47", "BT-49", "BT-50", "BT-51", "BT-52", "BT-53", "BT-54", "BT-55", "BT-56", "BT-57", "BT-58"},
		func(h *head) *einvoice.Party { return &h.Buyer }, func(h *head) *einvoice.Contact { return &h.buyer })...)
	return append(all,
		dateField("delivery_date", "BT-72", func(h *head) *einvoice.Date { return &h.delivery }),
		dateField("period_start", "BT-73", func(h *head) *einvoice.Date { return &h.Period.Start }),
		dateField("period_end", "BT-74", func(h *head) *einvoice.Date { return &h.Period.End }),
		codeField("payment_means", "BT-81", codes.Get("payment-means@en16931-1.3.16"), func(h *head) *string { return &h.means.MeansCode }).helped("UNTDID 4461: 30 credit transfer, 58 SEPA credit transfer"),
		textField("remittance", "BT-83", func(h *head) *string { return &h.means.Remittance }),
		textField("payment_account", "BT-84", func(h *head) *string { return &h.account.Account }).helped("IBAN or national number"),
		textField("payment_account_name", "BT-85", func(h *head) *string { return &h.account.AccountName }),
		textField("payment_bic", "BT-86", func(h *head) *string { return &h.account.ServiceProvider }),
		partField("allowance", "BT-92", func(h *head) *csvPart { return &h.allowance }),
		textField("allowance_reason", "BT-97", func(h *head) *string { return &h.allowance.reason }),
		codeField("allowance_vat_category", "BT-95", vatCategories, func(h *head) *string { return &h.allowance.category }),
		numberField("allowance_vat_rate", "BT-96", func(h *head) *einvoice.Decimal { return &h.allowance.rate }),
		partField("charge", "BT-99", func(h *head) *csvPart { return &h.charge }),
		textField("charge_reason", "BT-104", func(h *head) *string { return &h.charge.reason }),
		codeField("charge_vat_category", "BT-102", vatCategories, func(h *head) *string { return &h.charge.category }),
		numberField("charge_vat_rate", "BT-103", func(h *head) *einvoice.Decimal { return &h.charge.rate }),
		numberField("paid", "BT-113", func(h *head) *einvoice.Decimal { return &h.Totals.Paid }),
		numberField("rounding", "BT-114", func(h *head) *einvoice.Decimal { return &h.Totals.Rounding }),
		totalField("total_lines", "BT-106", 0), totalField("total_without_vat", "BT-109", 1), totalField("total_vat", "BT-110", 2),
		totalField("total_with_vat", "BT-112", 3), totalField("total_due", "BT-115", 4),
	)
}

// partyColumns are those of the Seller and of the Buyer.
func partyColumns(who string, terms []string, party func(*csvHead) *einvoice.Party, person func(*csvHead) *einvoice.Contact) []field[csvHead] {
	type head = csvHead
	who += "_"
	return []field[head]{
		textField(who+"name", terms[0], func(h *head) *string { return &party(h).Name }),
		textField(who+"trading_name", terms[1], func(h *head) *string { return &party(h).TradingName }),
		textField(who+"vat", terms[2], func(h *head) *string { return &party(h).VATIdentifier }).helped("with the code of the country"),
		idField(who+"registration", terms[3], icds, false, func(h *head) *einvoice.Identifier { return &party(h).LegalRegistration }),
		idField(who+"endpoint", terms[4], electronicAddresses, true, func(h *head) *einvoice.Identifier { return &party(h).ElectronicAddress }),
		textField(who+"street", terms[5], func(h *head) *string { return &party(h).Address.Line1 }),
		textField(who+"street2", terms[6], func(h *head) *string { return &party(h).Address.Line2 }),
		textField(who+"city", terms[7], func(h *head) *string { return &party(h).Address.City }),
		textField(who+"post_code", terms[8], func(h *head) *string { return &party(h).Address.PostCode }),
		textField(who+"region", terms[9], func(h *head) *string { return &party(h).Address.Subdivision }),
		codeField(who+"country", terms[10], countries, func(h *head) *string { return &party(h).Address.Country }),
		textField(who+"contact", terms[11], func(h *head) *string { return &person(h).Point }),
		textField(who+"phone", terms[12], func(h *head) *string { return &person(h).Telephone }),
		textField(who+"email", terms[13], func(h *head) *string { return &person(h).Email }),
	}
}

// partField is the amount of an allowance or charge.
func partField[T any](name, term string, at func(*T) *csvPart) field[T] {
	return field[T]{Column{Name: name, Kind: "number", Term: term, Help: "an amount above 0"}, func(c *csvReader, x cell, t *T) {
		at(t).at = x
		at(t).amount, _ = c.decimal(x)
	}}
}

func lineColumns() []field[csvLine] {
	type line = csvLine
	return []field[line]{
		textField("line_id", "BT-126", func(l *line) *string { return &l.ID }).helped("absent in all rows: 1, 2, 3"),
		textField("line_note", "BT-127", func(l *line) *string { return &l.Note }),
		numberField("quantity", "BT-129", func(l *line) *einvoice.Decimal { return &l.Quantity.Value }).must("the invoiced quantity"),
		codeField("unit", "BT-130", units, func(l *line) *string { return &l.Quantity.Unit }).helped("UN/ECE Recommendation 20 and 21; absent: C62, with a note"),
		{Column{Name: "line_net", Kind: "number", Term: "check", Help: "BT-131: compared with quantity x price, without tolerance"}, func(c *csvReader, x cell, l *line) {
			if d, ok := c.decimal(x); ok {
				l.net = stated{d, x}
			}
		}},
		textField("purchase_order_line", "BT-132", func(l *line) *string { return &l.PurchaseOrderLine }),
		textField("line_accounting_reference", "BT-133", func(l *line) *string { return &l.BuyerAccountingReference }),
		dateField("line_period_start", "BT-134", func(l *line) *einvoice.Date { return &l.Period.Start }),
		dateField("line_period_end", "BT-135", func(l *line) *einvoice.Date { return &l.Period.End }),
		partField("line_allowance", "BT-136", func(l *line) *csvPart { return &l.allowance }),
		textField("line_allowance_reason", "BT-139", func(l *line) *string { return &l.allowance.reason }),
		partField("line_charge", "BT-141", func(l *line) *csvPart { return &l.charge }),
		textField("line_charge_reason", "BT-144", func(l *line) *string { return &l.charge.reason }),
		numberField("price", "BT-146", func(l *line) *einvoice.Decimal { return &l.Price.Net }).must("the net price, without VAT"),
		numberField("base_quantity", "BT-149", func(l *line) *einvoice.Decimal { return &l.Price.BaseQuantity.Value }).helped("the price is for so many units"),
		codeField("vat_category", "BT-151", vatCategories, func(l *line) *string { return &l.category }).helped("UNTDID 5305; absent: S, if there is a rate above 0"),
		{Column{Name: "vat_rate", Kind: "number", Term: "BT-152", Help: "percent: 21 is 21 %"}, func(c *csvReader, x cell, l *line) {
			l.rateAt = x
			l.rate, _ = c.decimal(x)
		}},
		textField("vat_exemption_reason", "BT-120", func(l *line) *string { return &l.ExemptionReason }).helped("why nothing is taxed: a text, or a code of VATEX (BT-121)"),
		textField("item_name", "BT-153", func(l *line) *string { return &l.Item.Name }).must("the name of the item"),
		textField("item_description", "BT-154", func(l *line) *string { return &l.Item.Description }),
		textField("item_id", "BT-155", func(l *line) *string { return &l.Item.SellerIdentifier }).helped("the Seller's"),
		textField("item_buyer_id", "BT-156", func(l *line) *string { return &l.Item.BuyerIdentifier }),
		idField("item_standard_id", "BT-157", icds, true, func(l *line) *einvoice.Identifier { return &l.Item.Standard }).helped("scheme:value, as in 0160:07300010000001 (GTIN)"),
	}
}
