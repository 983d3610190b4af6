package intake

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
)

const (
	ownRecord   = "the service's own record of the invoice"
	instruction = "tells the service how to deliver"
)

// b2bRoot is the envelope.
var b2bRoot = b2bEnvelope()

func b2bEnvelope() *table[b2bDocument] {
	t := tableOf(
		notedFlag[b2bDocument]("send_after_import", "tells the service whether to send at once"),
		notedFlag[b2bDocument]("ack", "tells the service that the invoice is known"),
		needed(via("invoice", "object", "BG-0", "the invoice", func(r *reader, n *node, d *b2bDocument) {
			if n.kind == '{' {
				d.self = n
			}
			b2bHeader.read(r, n, &d.b2bInvoice)
		}), ""),
	)
	t.rows[2].sub = b2bHeader.members
	t.refused = func(name string) string {
		if _, inside := b2bHeader.byName[name]; inside {
			return "it stands outside the invoice: move it into \"invoice\""
		}
		return ""
	}
	return t
}

type b2b = b2bInvoice

var b2bHeader = b2bHeaderTable()

func b2bHeaderTable() *table[b2b] {
	t := tableOf(slices.Concat(b2bDocumentRows(), b2bReferenceRows(), b2bPaymentRows(), b2bBeyondRows())...)
	t.refused = b2bRefused
	return t
}

func b2bDocumentRows() []row[b2b] {
	return []row[b2b]{
		helped(via("type", "text", "BT-3", "", readB2BType), "IssuedInvoice, IssuedSimplifiedInvoice, IssuedSelfInvoice (389 in BT-3), ReceivedInvoice"),
		needed(text("number", "BT-1", func(b *b2b) *string { return &b.Number }), "the invoice number (BT-1)"),
		needed(date("date", "BT-2", func(b *b2b) *einvoice.Date { return &b.IssueDate }), "the issue date (BT-2)"),
		code("type_code", "BT-3", typeCodes, func(b *b2b) *string { return &b.TypeCode }),
		via("is_credit_note", "flag", "BT-3", "true: 381, if there is no type_code", func(r *reader, n *node, b *b2b) {
			if yes, _ := r.flag(n); yes {
				b.credit = n
			}
		}),
		code("currency", "BT-5", currencies, func(b *b2b) *string { return &b.Currency }),
		code("tax_currency_code", "BT-6", currencies, func(b *b2b) *string { return &b.VATCurrency }),
		number("tax_amount_in_tax_currency", "BT-111", func(b *b2b) *einvoice.Decimal { return &b.Totals.VATInAccountingCurrency }),
		date("tax_point_date", "BT-7", func(b *b2b) *einvoice.Date { return &b.TaxPointDate }),
		via("due_date", "date", "BT-9", "", func(r *reader, n *node, b *b2b) {
			b.dueDate = n
			b.DueDate, _ = r.date(n)
		}),
		via("terms", "text", "check", "custom: there is a due_date; others are lost unless there is one", func(r *reader, n *node, b *b2b) {
			if _, ok := r.word(n); ok {
				b.terms = n
			}
		}),
		date("delivery_date", "BT-72", func(b *b2b) *einvoice.Date { return &b.delivery }),
		date("invoicing_period_start", "BT-73", func(b *b2b) *einvoice.Date { return &b.Period.Start }),
		date("invoicing_period_end", "BT-74", func(b *b2b) *einvoice.Date { return &b.Period.End }),
		helped(text("extra_info", "BT-22", func(b *b2b) *string { return &b.extra }), "a note"),
		helped(text("legal_literals", "BT-22", func(b *b2b) *string { return &b.literals }), "a further note"),
		via("contact", "object", "BG-7", "the Buyer; the Seller (BG-4) in a ReceivedInvoice or IssuedSelfInvoice", func(r *reader, n *node, b *b2b) {
			b.contactNode = n
			b2bContacts.read(r, n, &b.contact)
		}).with(b2bContacts.members),
		via("contact_id", "identifier", "loss", "a party that only the service knows", func(r *reader, n *node, b *b2b) {
			if _, ok := r.word(n); ok {
				b.contactID = n
			}
		}),
		needed(list("invoice_lines_attributes", "BG-25", b2bLines, func(b *b2b) *[]b2bLine { return &b.lines }, func(l *b2bLine, n *node) { l.self = n }), "the lines (BG-25)"),
		list("allowance_charges_attributes", "BG-20, BG-21", b2bParts, func(b *b2b) *[]b2bPart { return &b.parts }, ownPart),
	}
}

func b2bReferenceRows() []row[b2b] {
	return []row[b2b]{
		text("buyer_reference", "BT-10", func(b *b2b) *string { return &b.BuyerReference }),
		text("contract_number", "BT-12", func(b *b2b) *string { return &b.ContractReference }),
		ident("ponumber", "BT-13", func(b *b2b) *string { return &b.PurchaseOrderReference }),
		text("sales_order_reference", "BT-14", func(b *b2b) *string { return &b.SalesOrderReference }),
		text("receiving_advice_reference", "BT-15", func(b *b2b) *string { return &b.ReceivingAdvice }),
		text("delivery_note_number", "BT-16", func(b *b2b) *string { return &b.DespatchAdvice }),
		text("buyer_accounting_reference", "BT-19", func(b *b2b) *string { return &b.BuyerAccountingReference }),
		helped(text("amended_number", "BT-25", func(b *b2b) *string { return &b.preceding.Reference }), "before version 2026-04-20"),
		helped(date("amended_date", "BT-26", func(b *b2b) *einvoice.Date { return &b.preceding.IssueDate }), "before version 2026-04-20"),
		list("invoice_references", "BG-3", b2bReferences, func(b *b2b) *[]b2bReference { return &b.references }, nil),
	}
}

func b2bPaymentRows() []row[b2b] {
	return []row[b2b]{
		via("payment_method", "identifier", "BT-81", "1 cash (10), 2 debit (49), 3 (8), 4 transfer (30), 10 (60), 11 cheque (20), 14 (97), 58 SEPA transfer, 59 SEPA debit; 7, 12 and 13 are ZZZ", readB2BMethod),
		text("payment_method_text", "BT-82", func(b *b2b) *string { return &b.means.MeansText }),
		text("remittance_information", "BT-83", func(b *b2b) *string { return &b.means.Remittance }),
		text("payment_terms", "BT-20", func(b *b2b) *string { return &b.PaymentTerms }),
		number("payments_on_account", "BT-113", func(b *b2b) *einvoice.Decimal { return &b.Totals.Paid }),
	}
}

// b2bBeyondRows are members that are no part of an invoice of EN 16931: instructions,
// what only Facturae has, and what answers of the API add.
func b2bBeyondRows() (rows []row[b2b]) {
	rows = []row[b2b]{
		noted[b2b]("contact_email_override", instruction),
		lost[b2b]("series_code", "EN 16931 has one number (BT-1), which the API writes without the series"),
		lost[b2b]("language", "EN 16931 has no language of a document"),
		lost[b2b]("exchange_rate", "EN 16931 has no exchange rate"),
		lost[b2b]("exchange_date", "EN 16931 has no exchange rate"),
		lost[b2b]("file_reference", "EN 16931 has no file of the receiver"),
		lost[b2b]("is_amend", "what a correction is says type_code (BT-3), as 384 does"),
		lost[b2b]("amend_of_id", "the number of the corrected invoice in the service: write invoice_references (BG-3)"),
		lost[b2b]("amended_reason", "EN 16931 has no reason of a correction: write it into extra_info (BT-22)"),
		lost[b2b]("amended_invoicing_period_start", "EN 16931 has no period of the corrected invoice"),
		lost[b2b]("amended_invoicing_period_end", "EN 16931 has no period of the corrected invoice"),
		check("subtotal", "in answers: the sum of the lines, or the total without VAT", func(b *b2b) *stated { return &b.subtotal }),
		check("total", "in answers: the total with VAT", func(b *b2b) *stated { return &b.total }),
		list("taxes", "check", b2bSums, func(b *b2b) *[]b2bSum { return &b.taxes }, func(s *b2bSum, n *node) { s.self = n }),
		lost[b2b]("attachments", "files that lie in the service: download them and put them in with einvoice attach add"),
	}
	for _, name := range strings.Fields("id state state_updated_at created_at updated_at ack_at from_net account errors refuse_reason tax_report_ids document_type_code transport_type_code download_legal_url") {
		rows = append(rows, noted[b2b](name, ownRecord))
	}
	return rows
}

// b2bRefused says where members went that other versions of the API have.
func b2bRefused(name string) string {
	switch {
	case name == "type_document":
		return "it is called type_code since version 2026-03-02"
	case name == "client" || name == "client_id":
		return "it is called contact" + strings.TrimPrefix(name, "client") + " since version 2025-10-13"
	case name == "lines" || name == "invoice_lines":
		return "an answer of the API has it: call it invoice_lines_attributes to make an invoice"
	case name == "send_after_import" || name == "ack":
		return "it stands outside the invoice, beside \"invoice\""
	case strings.HasPrefix(name, "discount_") || strings.HasPrefix(name, "charge_"):
		return "allowances and charges stand in allowance_charges_attributes since version 2026-03-02"
	case strings.HasPrefix(name, "amended_"):
		return "corrected invoices stand in invoice_references since version 2026-04-20"
	}
	return ""
}

func readB2BType(r *reader, n *node, b *b2b) {
	s, ok := r.str(n)
	if !ok {
		return
	}
	switch s {
	case "IssuedInvoice", "ReceivedInvoice":
	case "IssuedSimplifiedInvoice":
		r.note(n, "a simplified invoice, which EN 16931 does not tell from others")
	case "IssuedSelfInvoice":
		r.note(n, "a self-billed invoice: 389 in BT-3 if there is no type_code")
	default:
		r.problem(n, "%q is none of IssuedInvoice, IssuedSimplifiedInvoice, IssuedSelfInvoice, ReceivedInvoice", shorten(s))
	}
	b.kind = s
}

// b2bMethods are the means of payment of the API in UNTDID 4461.
var b2bMethods = map[string]string{"1": "10", "2": "49", "3": "8", "4": "30", "7": "ZZZ", "10": "60", "11": "20", "12": "ZZZ", "13": "ZZZ", "14": "97", "58": "58", "59": "59"}

func readB2BMethod(r *reader, n *node, b *b2b) {
	s, ok := r.word(n)
	if !ok {
		return
	}
	if b.means.MeansCode = b2bMethods[s]; b.means.MeansCode == "" {
		r.lose(einvoice.LossUnbound, n, "a means of payment of the service whose code in UNTDID 4461 (BT-81) is not known")
		return
	}
	if b.means.MeansCode != s {
		r.note(n, "%s is %s in UNTDID 4461 (BT-81)", s, b.means.MeansCode)
	}
}

func ownPart(p *b2bPart, n *node) { p.self = n }

var b2bReferences = tableOf(
	needed(text("number", "BT-25", func(p *b2bReference) *string { return &p.Reference }), "the number of the preceding invoice (BT-25)"),
	date("date", "BT-26", func(p *b2bReference) *einvoice.Date { return &p.IssueDate }),
	lost[b2bReference]("invoicing_period_start", "EN 16931 has no period of the corrected invoice"),
	lost[b2bReference]("invoicing_period_end", "EN 16931 has no period of the corrected invoice"),
	lost[b2bReference]("reason", "EN 16931 has no reason of a correction: write it into extra_info (BT-22)"),
)

var b2bSums = tableOf(
	needed(text("name", "check", func(s *b2bSum) *string { return &s.name }), "the name of the tax"),
	number("percent", "check", func(s *b2bSum) *einvoice.Decimal { return &s.percent }),
	check("base", "BT-116", func(s *b2bSum) *stated { return &s.base }),
	check("amount", "BT-117", func(s *b2bSum) *stated { return &s.amount }),
	via("category", "code", "BT-118", "", func(r *reader, n *node, s *b2bSum) {
		if s.category, _ = r.str(n); b2bCategories[s.category] != "" {
			s.category = b2bCategories[s.category]
		}
	}),
)

var b2bTaxes = tableOf(
	needed(text("name", "check", func(t *b2bTax) *string { return &t.name }), "VAT, or what it is called in a country; the API drops taxes without a name"),
	via("category", "code", "BT-151", "S, Z, E, AE, G, K, O; H, AA and AAA are S, NS is O", func(r *reader, n *node, t *b2bTax) {
		s, ok := r.str(n)
		if ok {
			s = strings.ToUpper(s)
			if _, own := b2bCategories[s]; !own && !vatCategories.Has(s) {
				r.problem(n, "%q is no VAT category: S, H, AA, AAA, Z, E, AE, G, K, O, NS", shorten(s))
				return
			}
			t.category = s
		}
	}),
	number("percent", "BT-152", func(t *b2bTax) *einvoice.Decimal { return &t.percent }),
	helped(text("comment", "BT-120, BT-121", func(t *b2bTax) *string { return &t.note }), "why nothing is taxed: a code of VATEX, or a text"),
)

var b2bParts = tableOf(
	via("allowance_charge_indicator", "text", "check", "allowance or charge", func(r *reader, n *node, p *b2bPart) {
		if s, ok := r.str(n); ok {
			if s != "allowance" && s != "charge" {
				r.problem(n, "%q is neither allowance nor charge", shorten(s))
			}
			p.indicator = s
		}
	}).needed(),
	via("amount", "number", "BT-92, BT-99, BT-136, BT-141", "", func(r *reader, n *node, p *b2bPart) {
		p.amountNode = n
		p.amount, _ = r.decimal(n)
	}),
	via("percentage", "number", "BT-94, BT-101, BT-138, BT-143", "of the lines, or of quantity x price of the line", func(r *reader, n *node, p *b2bPart) {
		p.percentage, _ = r.decimal(n)
	}),
	text("reason", "BT-97, BT-104, BT-139, BT-144", func(p *b2bPart) *string { return &p.reason }),
	via("apply_taxes", "flag", "check", "false is refused: it says no VAT category", func(r *reader, n *node, p *b2bPart) {
		if yes, ok := r.flag(n); ok && !yes {
			p.untaxed = n
		}
	}),
	via("is_reimbursable_expense", "flag", "loss", "EN 16931 has no reimbursable expenses", func(r *reader, n *node, _ *b2bPart) {
		if yes, _ := r.flag(n); yes {
			r.lose(einvoice.LossUnbound, n, "EN 16931 has no reimbursable expenses")
		}
	}),
)

// b2bUnits are the units of the API's ancestor in Recommendation 20.
var b2bUnits = map[string]string{"1": "C62", "2": "HUR", "3": "KGM", "4": "LTR", "5": "DAY", "7": "XCS"}

var b2bLines = b2bLineTable()

func b2bLineTable() *table[b2bLine] {
	type line = b2bLine
	t := tableOf(
		needed(number("quantity", "BT-129", func(l *line) *einvoice.Decimal { return &l.Quantity.Value }), "the invoiced quantity (BT-129)"),
		needed(number("price", "BT-146", func(l *line) *einvoice.Decimal { return &l.Price.Net }), "the net price (BT-146)"),
		via("base_quantity", "number", "BT-149", "the price is for so many units", func(r *reader, n *node, l *line) {
			if d, ok := r.decimal(n); ok && d.Sign() <= 0 {
				r.problem(n, "is %s: a price is for more than 0 units", d)
			} else if ok {
				l.Price.BaseQuantity.Value = d
			}
		}),
		needed(text("description", "BT-153", func(l *line) *string { return &l.Item.Name }), "the item name (BT-153)"),
		via("unit", "identifier", "BT-130", "1 C62, 2 HUR, 3 KGM, 4 LTR, 5 DAY, 7 XCS, or a code of Recommendation 20; absent: C62, with a note", readB2BUnit),
		ident("article_code", "BT-155", func(l *line) *string { return &l.Item.SellerIdentifier }),
		text("notes", "BT-127", func(l *line) *string { return &l.Note }),
		ident("sequence_number", "BT-126", func(l *line) *string { return &l.ID }),
		ident("ponumber", "BT-X-21", func(l *line) *string { return &l.PurchaseOrderReference }),
		date("invoicing_period_start", "BT-134", func(l *line) *einvoice.Date { return &l.Period.Start }),
		date("invoicing_period_end", "BT-135", func(l *line) *einvoice.Date { return &l.Period.End }),
		lost[line]("issuer_transaction_reference", "EN 16931 has no such reference of a line"),
		lost[line]("receiver_contract_reference", "EN 16931 has no contract of a line: contract_number (BT-12) is that of the invoice"),
		lost[line]("delivery_note_number", "EN 16931 has no delivery note of a line: delivery_note_number of the invoice is BT-16"),
		lost[line]("file_reference", "EN 16931 has no file of the receiver"),
		needed(list("taxes_attributes", "BG-30", b2bTaxes, func(l *line) *[]b2bTax { return &l.taxes }, func(t *b2bTax, n *node) { t.self = n }), "the VAT of the line (BG-30)"),
		list("allowance_charges_attributes", "BG-27, BG-28", b2bParts, func(l *line) *[]b2bPart { return &l.parts }, ownPart),
	)
	t.refused = func(name string) string {
		if strings.HasPrefix(name, "discount_") || strings.HasPrefix(name, "charge_") {
			return b2bRefused(name)
		}
		return ""
	}
	return t
}

func readB2BUnit(r *reader, n *node, l *b2bLine) {
	s, ok := r.word(n)
	switch {
	case !ok:
	case b2bUnits[s] != "":
		l.Quantity.Unit = b2bUnits[s]
	case units.Has(s):
		l.Quantity.Unit = s
	case s == "6":
		r.lose(einvoice.LossUnbound, n, "another unit, which says none: write its code of Recommendation 20 (BT-130)")
	default:
		r.problem(n, "%q is no unit: a number of 1 to 7, or a code of %s", shorten(s), units.Name())
	}
}
