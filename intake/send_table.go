package intake

import (
	"slices"

	"github.com/einvoice-go/einvoice"
)

// sendRoot is the body. Its invoice stands beside the routing, or in an object "invoice".
var sendRoot = sendTable()

// sendForms are the two shapes of the body.
var (
	sendFlat   = sendOf(slices.Concat(sendRouting(), sendRows())...)
	sendNested = sendOf(append(sendRouting(), needed(via("invoice", "object", "BG-0", "the invoice", func(r *reader, n *node, d *sendDocument) {
		if n.kind == '{' {
			d.self = n
		}
		sendInner.read(r, n, d)
	}), ""))...)
	sendInner = sendOf(sendRows()...)
)

func sendOf(rows ...row[sendDocument]) *table[sendDocument] {
	t := tableOf(rows...)
	t.refused = sendRefused
	return t
}

// sendRefused says what version 2 has in the place of what version 1 had.
func sendRefused(name string) string {
	switch name {
	case "vendor":
		return "it belongs to version 1: version 2 has supplier {name, taxId, address {countryCode, ...}}"
	case "customerName":
		return "it belongs to version 1: version 2 has buyer {name, taxId, address {countryCode, ...}}"
	case "extracted", "lineItems", "totalAmount", "totalTaxAmount":
		return "it belongs to version 1: version 2 has supplier, buyer, lines and totals {subtotal, taxAmount, grandTotal}"
	case "extractionConfidence":
		return "version 2 has no concepts of extraction: leave it out"
	}
	return ""
}

func sendTable() *table[sendDocument] {
	t := &table[sendDocument]{rows: sendFlat.rows, byName: sendFlat.byName}
	t.choose = func(n *node) *table[sendDocument] {
		if n.member("invoice") != nil {
			return sendNested
		}
		return sendFlat
	}
	return t
}

type send = sendDocument

func sendRouting() []row[send] {
	return []row[send]{
		needed(via("senderParticipantId", "identifier", "BT-34", "ISO 6523, XXXX:identifier: the Seller electronic address", func(r *reader, n *node, d *send) {
			d.sender, _ = r.participant(n)
		}), ""),
		needed(via("receiverParticipantId", "identifier", "BT-49", "ISO 6523, XXXX:identifier: the Buyer electronic address", func(r *reader, n *node, d *send) {
			d.receiver, _ = r.participant(n)
		}), ""),
		noted[send]("accessPointRef", "tells the service which access point sends"),
	}
}

func sendRows() []row[send] {
	return []row[send]{
		needed(text("invoiceNumber", "BT-1", func(d *send) *string { return &d.Number }), "the invoice number (BT-1)"),
		needed(date("issueDate", "BT-2", func(d *send) *einvoice.Date { return &d.IssueDate }), "the issue date (BT-2)"),
		date("dueDate", "BT-9", func(d *send) *einvoice.Date { return &d.DueDate }),
		needed(code("currencyCode", "BT-5", currencies, func(d *send) *string { return &d.Currency }), "the currency (BT-5), ISO 4217"),
		text("buyerReference", "BT-10", func(d *send) *string { return &d.BuyerReference }),
		text("orderReference", "BT-13", func(d *send) *string { return &d.PurchaseOrderReference }),
		text("note", "BT-22", func(d *send) *string { return &d.note }),
		needed(object("supplier", "BG-4", sendParties("BT-27", "BG-5"), func(d *send) *sendParty { return &d.supplier }), "the Seller (BG-4)"),
		needed(object("buyer", "BG-7", sendParties("BT-44", "BG-8"), func(d *send) *sendParty { return &d.buyer }), "the Buyer (BG-7)"),
		needed(list("lines", "BG-25", sendLines, func(d *send) *[]sendLine { return &d.lines }, func(l *sendLine, n *node) { l.self = n }), "the lines (BG-25)"),
		list("allowances", "BG-20", sendParts, func(d *send) *[]sendPart { return &d.allowances }, func(p *sendPart, n *node) { p.self = n }),
		list("charges", "BG-21", sendParts, func(d *send) *[]sendPart { return &d.charges }, func(p *sendPart, n *node) { p.self = n }),
		via("taxBreakdown", "list", "BG-23", "compared with what the lines make", func(r *reader, n *node, d *send) {
			d.hasBreakdown = n
			sendBreakdown.read(r, n, d)
		}).with(sendTaxes.members),
		needed(object("totals", "BG-22", sendTotal, func(d *send) *sendTotals { return &d.totals }), "the totals block {subtotal, allowances, charges, taxAmount, grandTotal}"),
	}
}

// sendBreakdown reads the list of taxes.
var sendBreakdown = list("taxBreakdown", "BG-23", sendTaxes, func(d *send) *[]sendTax { return &d.breakdown }, func(t *sendTax, n *node) { t.self = n })

func sendParties(name, address string) *table[sendParty] {
	return tableOf(
		needed(text("name", name, func(p *sendParty) *string { return &p.Name }), "the name of the party"),
		via("taxId", "identifier", vatTerm[name], "with the code of the country; without one BT-32 of the Seller", func(r *reader, n *node, p *sendParty) {
			p.taxIDNode = n
			p.taxID, _ = r.word(n)
		}),
		needed(object("address", address, sendAddresses[name], func(p *sendParty) *einvoice.PostalAddress { return &p.Address }), "an object with countryCode"),
	)
}

var vatTerm = map[string]string{"BT-27": "BT-31", "BT-44": "BT-48"}

// sendAddresses are the addresses of the Seller and the Buyer: the same, in other terms.
var sendAddresses = map[string]*table[einvoice.PostalAddress]{
	"BT-27": sendAddress("BT-35", "BT-36", "BT-37", "BT-38", "BT-39", "BT-40"),
	"BT-44": sendAddress("BT-50", "BT-51", "BT-52", "BT-53", "BT-54", "BT-55"),
}

func sendAddress(line1, line2, city, postCode, region, country string) *table[einvoice.PostalAddress] {
	type address = einvoice.PostalAddress
	return tableOf(
		text("street", line1, func(a *address) *string { return &a.Line1 }),
		text("additionalStreet", line2, func(a *address) *string { return &a.Line2 }),
		text("city", city, func(a *address) *string { return &a.City }),
		ident("postalCode", postCode, func(a *address) *string { return &a.PostCode }),
		text("region", region, func(a *address) *string { return &a.Subdivision }),
		needed(code("countryCode", country, countries, func(a *address) *string { return &a.Country }), "ISO 3166-1, two letters"),
	)
}

// vatRows are those of everything that is taxed.
func vatRows[T any](rate, category string, at func(*T) *sendVAT) []row[T] {
	return []row[T]{
		via("taxRate", "number", rate, "percent: 21.0 is 21 %; below 1 is a warning", func(r *reader, n *node, t *T) {
			at(t).rateNode = n
			at(t).rate, _ = r.decimal(n)
		}),
		helped(code("taxCategory", category, vatCategories, func(t *T) *string { return &at(t).category }), "UNTDID 5305; absent: S, if there is a rate above 0"),
	}
}

var sendLines = tableOf(append([]row[sendLine]{
	needed(text("description", "BT-153", func(l *sendLine) *string { return &l.Item.Name }), "the item name (BT-153)"),
	needed(number("quantity", "BT-129", func(l *sendLine) *einvoice.Decimal { return &l.Quantity.Value }), "the invoiced quantity (BT-129)"),
	helped(code("unitCode", "BT-130", units, func(l *sendLine) *string { return &l.Quantity.Unit }), "UN/ECE Recommendation 20 and 21; absent: C62, with a note"),
	needed(number("unitPrice", "BT-146", func(l *sendLine) *einvoice.Decimal { return &l.Price.Net }), "the net price (BT-146)"),
	helped(check("lineExtension", "BT-131: quantity x unitPrice, give or take 0.02; absent: that", func(l *sendLine) *stated { return &l.extension }), "BT-131: quantity x unitPrice, give or take 0.02; absent: that"),
	helped(text("taxExemptionReason", "BT-120, BT-121", func(l *sendLine) *string { return &l.reason }), "why nothing is taxed: a code of VATEX, or a text"),
}, vatRows("BT-152", "BT-151", func(l *sendLine) *sendVAT { return &l.sendVAT })...)...)

var sendParts = tableOf(append([]row[sendPart]{
	needed(number("amount", "BT-92, BT-99", func(p *sendPart) *einvoice.Decimal { return &p.Amount }), "the amount without VAT (BT-92, BT-99)"),
	text("reason", "BT-97, BT-104", func(p *sendPart) *string { return &p.Reason }),
}, vatRows("BT-96, BT-103", "BT-95, BT-102", func(p *sendPart) *sendVAT { return &p.sendVAT })...)...)

var sendTaxes = tableOf(append([]row[sendTax]{
	needed(check("taxableAmount", "BT-116", func(t *sendTax) *stated { return &t.taxable }), "the taxable amount (BT-116)"),
	needed(check("taxAmount", "BT-117", func(t *sendTax) *stated { return &t.tax }), "the tax amount (BT-117)"),
}, vatRows("BT-119", "BT-118", func(t *sendTax) *sendVAT { return &t.sendVAT })...)...)

var sendTotal = tableOf(
	needed(check("subtotal", "BT-106: the sum of lineExtension", func(t *sendTotals) *stated { return &t.subtotal }), "BT-106: the sum of lineExtension"),
	check("allowances", "BT-107: the sum of the allowances", func(t *sendTotals) *stated { return &t.allowances }),
	check("charges", "BT-108: the sum of the charges", func(t *sendTotals) *stated { return &t.charges }),
	needed(check("taxAmount", "BT-110: the sum of the taxes", func(t *sendTotals) *stated { return &t.tax }), "BT-110: the sum of the taxes"),
	needed(check("grandTotal", "BT-112: subtotal - allowances + charges + taxAmount", func(t *sendTotals) *stated { return &t.grand }), "BT-112: subtotal - allowances + charges + taxAmount"),
)
