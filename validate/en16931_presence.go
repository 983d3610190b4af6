package validate

import (
	"strconv"

	"github.com/einvoice-go/einvoice"
)

// The rules of EN 16931-1, clause 6.4.1: what must be there, and a few on how
// groups must be filled (BR-01 to BR-65).
var presence = []Rule{
	{ID: "BR-01", Severity: Fatal, Terms: t("BT-24"),
		Text:  "The specification identifier (BT-24) is missing.",
		Help:  "Name the specification that the invoice follows, such as urn:cen.eu:en16931:2017.",
		Test:  whole(func(c *Check) bool { return c.Process.Specification != "" }),
		Break: func(inv *einvoice.Invoice) { inv.Process.Specification = "" }},
	{ID: "BR-02", Severity: Fatal, Terms: t("BT-1"),
		Text:  "The invoice number (BT-1) is missing.",
		Test:  whole(func(c *Check) bool { return c.Number != "" }),
		Break: func(inv *einvoice.Invoice) { inv.Number = "" }},
	{ID: "BR-03", Severity: Fatal, Terms: t("BT-2"),
		Text:  "The issue date (BT-2) is missing.",
		Test:  whole(func(c *Check) bool { return c.IssueDate.IsSet() }),
		Break: func(inv *einvoice.Invoice) { inv.IssueDate = einvoice.Date{} }},
	{ID: "BR-04", Severity: Fatal, Terms: t("BT-3"),
		Text:  "The type code (BT-3) is missing.",
		Help:  "380 is a commercial invoice, 381 a credit note (UNTDID 1001).",
		Test:  whole(func(c *Check) bool { return c.TypeCode != "" }),
		Break: func(inv *einvoice.Invoice) { inv.TypeCode = "" }},
	{ID: "BR-05", Severity: Fatal, Terms: t("BT-5"),
		Text:  "The currency of the invoice (BT-5) is missing.",
		Test:  whole(func(c *Check) bool { return c.Currency != "" }),
		Break: func(inv *einvoice.Invoice) { inv.Currency = "" }},
	{ID: "BR-06", Severity: Fatal, Terms: t("BT-27"),
		Text:  "The name of the seller (BT-27) is missing.",
		Test:  whole(func(c *Check) bool { return c.Seller.Name != "" }),
		Break: func(inv *einvoice.Invoice) { inv.Seller.Name = "" }},
	{ID: "BR-07", Severity: Fatal, Terms: t("BT-44"),
		Text:  "The name of the buyer (BT-44) is missing.",
		Test:  whole(func(c *Check) bool { return c.Buyer.Name != "" }),
		Break: func(inv *einvoice.Invoice) { inv.Buyer.Name = "" }},
	{ID: "BR-08", Severity: Fatal, Terms: t("BG-5"),
		Text:  "The seller's postal address (BG-5) is missing.",
		Test:  whole(func(c *Check) bool { return c.hasAddress(&c.Seller.Address, "Seller.Address") }),
		Break: func(inv *einvoice.Invoice) { inv.Seller.Address = einvoice.PostalAddress{} }},
	{ID: "BR-09", Severity: Fatal, Terms: t("BT-40"),
		Text: "The seller's address has no country code (BT-40).",
		Test: whole(func(c *Check) bool {
			return c.Seller.Address.Country != "" || !c.hasAddress(&c.Seller.Address, "Seller.Address")
		}),
		Break: func(inv *einvoice.Invoice) { inv.Seller.Address.Country = "" }},
	{ID: "BR-10", Severity: Fatal, Terms: t("BG-8"),
		Text:  "The buyer's postal address (BG-8) is missing.",
		Test:  whole(func(c *Check) bool { return c.hasAddress(&c.Buyer.Address, "Buyer.Address") }),
		Break: func(inv *einvoice.Invoice) { inv.Buyer.Address = einvoice.PostalAddress{} }},
	{ID: "BR-11", Severity: Fatal, Terms: t("BT-55"),
		Text: "The buyer's address has no country code (BT-55).",
		Test: whole(func(c *Check) bool {
			return c.Buyer.Address.Country != "" || !c.hasAddress(&c.Buyer.Address, "Buyer.Address")
		}),
		Break: func(inv *einvoice.Invoice) { inv.Buyer.Address.Country = "" }},
	{ID: "BR-12", Severity: Fatal, Terms: t("BT-106"),
		Text:  "The sum of the line net amounts (BT-106) is missing.",
		Test:  whole(func(c *Check) bool { return c.Totals.LineNet.IsSet() }),
		Break: func(inv *einvoice.Invoice) { inv.Totals.LineNet = einvoice.Decimal{} }, Also: t("BR-CO-10", "BR-CO-13")},
	{ID: "BR-13", Severity: Fatal, Terms: t("BT-109"),
		Text:  "The total without VAT (BT-109) is missing.",
		Test:  whole(func(c *Check) bool { return c.Totals.WithoutVAT.IsSet() }),
		Break: func(inv *einvoice.Invoice) { inv.Totals.WithoutVAT = einvoice.Decimal{} }, Also: t("BR-CO-13", "BR-CO-15")},
	{ID: "BR-14", Severity: Fatal, Terms: t("BT-112"),
		Text:  "The total with VAT (BT-112) is missing.",
		Test:  whole(func(c *Check) bool { return c.Totals.WithVAT.IsSet() }),
		Break: func(inv *einvoice.Invoice) { inv.Totals.WithVAT = einvoice.Decimal{} }, Also: t("BR-CO-15", "BR-CO-16")},
	{ID: "BR-15", Severity: Fatal, Terms: t("BT-115"),
		Text:  "The amount due for payment (BT-115) is missing.",
		Test:  whole(func(c *Check) bool { return c.Totals.Due.IsSet() }),
		Break: func(inv *einvoice.Invoice) { inv.Totals.Due = einvoice.Decimal{} }, Also: t("BR-CO-16")},
	{ID: "BR-16", Severity: Fatal, Terms: t("BG-25"),
		Text:  "The invoice has no line (BG-25).",
		Test:  whole(func(c *Check) bool { return c.Lines > 0 || c.emptyGroups("Lines") > 0 }),
		Break: func(inv *einvoice.Invoice) { inv.Lines = nil }, Also: t("BR-CO-10")},
	{ID: "BR-17", Severity: Fatal, Terms: t("BT-59"),
		Text:  "The payee is named {BT-59}: a payee must have a name (BT-59), and be another party than the seller.",
		Help:  "Leave the payee (BG-10) out if the seller is paid.",
		Test:  whole(func(c *Check) bool { return !c.hasPayee() || payeeIsAnother(c) }),
		Break: func(inv *einvoice.Invoice) { inv.Payee.Name = inv.Seller.TradingName }},
	{ID: "BR-18", Severity: Fatal, Terms: t("BT-62"),
		Text:  "The seller's tax representative (BG-11) has no name (BT-62).",
		Test:  whole(func(c *Check) bool { return !c.hasTaxRepresentative() || c.representative().Name != "" }),
		Break: func(inv *einvoice.Invoice) { inv.TaxRepresentative.Name = "" }},
	{ID: "BR-19", Severity: Fatal, Terms: t("BG-12"),
		Text: "The seller's tax representative (BG-11) has no postal address (BG-12).",
		Test: whole(func(c *Check) bool {
			return !c.hasTaxRepresentative() || c.hasAddress(&c.representative().Address, "TaxRepresentative.Address")
		}),
		Break: func(inv *einvoice.Invoice) { inv.TaxRepresentative.Address = einvoice.PostalAddress{} }},
	{ID: "BR-20", Severity: Fatal, Terms: t("BT-69"),
		Text: "The address of the seller's tax representative has no country code (BT-69).",
		Test: whole(func(c *Check) bool {
			a := &c.representative().Address
			return a.Country != "" || !c.hasAddress(a, "TaxRepresentative.Address")
		}),
		Break: func(inv *einvoice.Invoice) { inv.TaxRepresentative.Address.Country = "" }},
	{ID: "BR-21", Severity: Fatal, Terms: t("BT-126"),
		Text:  "Line {line} has no identifier (BT-126).",
		Test:  lines(func(_ *Check, l *einvoice.Line) bool { return l.ID != "" }),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].ID = "" }},
	{ID: "BR-22", Severity: Fatal, Terms: t("BT-129"),
		Text:  "Line {line} has no invoiced quantity (BT-129).",
		Test:  lines(func(_ *Check, l *einvoice.Line) bool { return l.Quantity.Value.IsSet() }),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].Quantity.Value = einvoice.Decimal{} }},
	{ID: "BR-23", Severity: Fatal, Terms: t("BT-130"),
		Text: "The quantity of line {line} has no unit of measure (BT-130).",
		Help: "Give a code of UN/ECE Recommendation 20 or 21: C62 stands for one, HUR for hour.",
		Test: lines(func(c *Check, l *einvoice.Line) bool {
			return l.Quantity.Unit != "" || c.Empty(c.linePlace("Quantity.Unit"))
		}),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].Quantity.Unit = "" }},
	{ID: "BR-24", Severity: Fatal, Terms: t("BT-131"),
		Text:  "Line {line} has no net amount (BT-131).",
		Test:  lines(func(_ *Check, l *einvoice.Line) bool { return l.NetAmount.IsSet() }),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].NetAmount = einvoice.Decimal{} }, Also: t("BR-CO-10")},
	{ID: "BR-25", Severity: Fatal, Terms: t("BT-153"),
		Text:  "The item of line {line} has no name (BT-153).",
		Test:  lines(func(_ *Check, l *einvoice.Line) bool { return l.Item.Name != "" }),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].Item.Name = "" }},
	{ID: "BR-26", Severity: Fatal, Terms: t("BT-146"),
		Text:  "Line {line} has no net price (BT-146).",
		Test:  lines(func(_ *Check, l *einvoice.Line) bool { return l.Price.Net.IsSet() }),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].Price.Net = einvoice.Decimal{} }, Also: t("BR-27")},
	{ID: "BR-27", Severity: Fatal, Terms: t("BT-146"),
		Text:  "The net price (BT-146) of line {line} is {BT-146}; it must be there and not be negative.",
		Help:  "To credit something, make the quantity negative, not the price.",
		Test:  lines(func(_ *Check, l *einvoice.Line) bool { return l.Price.Net.IsSet() && l.Price.Net.Sign() >= 0 }),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].Price.Net = inv.Lines[0].Price.Net.Neg() }},
	{ID: "BR-28", Severity: Fatal, Terms: t("BT-148"),
		Text:  "The gross price (BT-148) of line {line} is {BT-148}; it must not be negative.",
		Test:  lines(func(_ *Check, l *einvoice.Line) bool { return l.Price.Gross.Sign() >= 0 }),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].Price.Gross = einvoice.MustDecimal("-1") }},
	{ID: "BR-29", Severity: Fatal, Terms: t("BT-74", "BT-73"),
		Text:  "The invoicing period ends on {BT-74} (BT-74), before it starts on {BT-73} (BT-73).",
		Test:  whole(func(c *Check) bool { return inOrder(&c.Period) }),
		Break: func(inv *einvoice.Invoice) { inv.Period.End = inv.Period.Start.AddDays(-1) }},
	{ID: "BR-30", Severity: Fatal, Terms: t("BT-135", "BT-134"),
		Text:  "The period of line {line} ends on {BT-135} (BT-135), before it starts on {BT-134} (BT-134).",
		Test:  lines(func(_ *Check, l *einvoice.Line) bool { return inOrder(&l.Period) }),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].Period.End = inv.Lines[0].Period.Start.AddDays(-1) }},
	{ID: "BR-31", Severity: Fatal, Terms: t("BT-92"),
		Text:  "Document level allowance no. {nth} has no amount (BT-92).",
		Test:  each(allowances, hasAmount),
		Break: func(inv *einvoice.Invoice) { inv.Allowances[0].Amount = einvoice.Decimal{} }, Also: t("BR-CO-11")},
	{ID: "BR-32", Severity: Fatal, Terms: t("BT-95"),
		Text:  "Document level allowance no. {nth} has no VAT category code (BT-95).",
		Test:  each(allowances, hasCategory("Allowances")),
		Break: func(inv *einvoice.Invoice) { inv.Allowances[0].VATCategory.Code = "" }},
	{ID: "BR-33", Severity: Fatal, Terms: t("BT-97", "BT-98"),
		Text:  "Document level allowance no. {nth} says neither in words (BT-97) nor by code (BT-98) what it is for.",
		Test:  each(allowances, hasReason("Allowances")),
		Break: func(inv *einvoice.Invoice) { noReason(&inv.Allowances[0]) }, Also: t("BR-CO-21")},
	{ID: "BR-36", Severity: Fatal, Terms: t("BT-99"),
		Text:  "Document level charge no. {nth} has no amount (BT-99).",
		Test:  each(charges, hasAmount),
		Break: func(inv *einvoice.Invoice) { inv.Charges[0].Amount = einvoice.Decimal{} }, Also: t("BR-CO-12")},
	{ID: "BR-37", Severity: Fatal, Terms: t("BT-102"),
		Text:  "Document level charge no. {nth} has no VAT category code (BT-102).",
		Test:  each(charges, hasCategory("Charges")),
		Break: func(inv *einvoice.Invoice) { inv.Charges[0].VATCategory.Code = "" }},
	{ID: "BR-38", Severity: Fatal, Terms: t("BT-104", "BT-105"),
		Text:  "Document level charge no. {nth} says neither in words (BT-104) nor by code (BT-105) what it is for.",
		Test:  each(charges, hasReason("Charges")),
		Break: func(inv *einvoice.Invoice) { noReason(&inv.Charges[0]) }, Also: t("BR-CO-22")},
	{ID: "BR-41", Severity: Fatal, Terms: t("BT-136"),
		Text:  "Allowance no. {nth} of line {line} has no amount (BT-136).",
		Test:  eachOfLine(lineAllowances, hasAmount),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].Allowances[0].Amount = einvoice.Decimal{} }},
	{ID: "BR-42", Severity: Fatal, Terms: t("BT-139", "BT-140"),
		Text:  "Allowance no. {nth} of line {line} says neither in words (BT-139) nor by code (BT-140) what it is for.",
		Test:  eachOfLine(lineAllowances, hasReason("Allowances")),
		Break: func(inv *einvoice.Invoice) { noReason(&inv.Lines[0].Allowances[0]) }, Also: t("BR-CO-23")},
	{ID: "BR-43", Severity: Fatal, Terms: t("BT-141"),
		Text:  "Charge no. {nth} of line {line} has no amount (BT-141).",
		Test:  eachOfLine(lineCharges, hasAmount),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].Charges[0].Amount = einvoice.Decimal{} }},
	{ID: "BR-44", Severity: Fatal, Terms: t("BT-144", "BT-145"),
		Text:  "Charge no. {nth} of line {line} says neither in words (BT-144) nor by code (BT-145) what it is for.",
		Test:  eachOfLine(lineCharges, hasReason("Charges")),
		Break: func(inv *einvoice.Invoice) { noReason(&inv.Lines[0].Charges[0]) }, Also: t("BR-CO-24")},
	{ID: "BR-45", Severity: Fatal, Terms: t("BT-116"),
		Text:  "VAT breakdown no. {nth} has no taxable amount (BT-116).",
		Test:  each(breakdown, func(_ *Check, v *einvoice.VATBreakdown, _ int) bool { return v.TaxableAmount.IsSet() }),
		Break: func(inv *einvoice.Invoice) { inv.VATBreakdown[0].TaxableAmount = einvoice.Decimal{} }, Also: t("BR-CO-17")},
	{ID: "BR-46", Severity: Fatal, Terms: t("BT-117"),
		Text:  "VAT breakdown no. {nth} has no tax amount (BT-117).",
		Test:  each(breakdown, func(_ *Check, v *einvoice.VATBreakdown, _ int) bool { return v.TaxAmount.IsSet() }),
		Break: func(inv *einvoice.Invoice) { inv.VATBreakdown[0].TaxAmount = einvoice.Decimal{} }, Also: t("BR-CO-14", "BR-CO-17")},
	{ID: "BR-47", Severity: Fatal, Terms: t("BT-118"),
		Text: "VAT breakdown no. {nth} has no VAT category code (BT-118).",
		Test: each(breakdown, func(c *Check, v *einvoice.VATBreakdown, i int) bool {
			return v.VATCategory.IsVAT() && (v.VATCategory.Code != "" || c.Empty(at("VATBreakdown", i)+".VATCategory.Code"))
		}),
		Break: func(inv *einvoice.Invoice) { inv.VATBreakdown[0].VATCategory.Code = "" }},
	{ID: "BR-48", Severity: Fatal, Terms: t("BT-119"),
		Text: "VAT breakdown no. {nth} has no rate (BT-119); only category O (not subject to VAT) has none.",
		Test: each(breakdown, func(_ *Check, v *einvoice.VATBreakdown, _ int) bool {
			return v.VATCategory.IsVAT() && (v.VATCategory.Rate.IsSet() || v.VATCategory.Code == "O")
		}),
		Break: func(inv *einvoice.Invoice) { inv.VATBreakdown[0].VATCategory.Rate = einvoice.Decimal{} }, Also: t("BR-CO-17")},
	{ID: "BR-49", Severity: Fatal, Terms: t("BT-81"),
		Text: "Payment instructions no. {nth} have no payment means code (BT-81).",
		Test: each(instructions, func(c *Check, p *einvoice.PaymentInstructions, i int) bool {
			return p.MeansCode != "" || c.Empty(at("PaymentInstructions", i)+".MeansCode")
		}),
		Break: func(inv *einvoice.Invoice) { inv.PaymentInstructions[0].MeansCode = "" }},
	{ID: "BR-50", Severity: Fatal, Terms: t("BT-84"),
		Text: "A credit transfer (BG-17) has no account identifier (BT-84).",
		Test: each(instructions, func(c *Check, p *einvoice.PaymentInstructions, i int) bool {
			return !isTransfer(p) || !anyTransferWithoutAccount(c, p, i)
		}),
		Break: func(inv *einvoice.Invoice) { inv.PaymentInstructions[0].CreditTransfers[0].Account = "" }, Also: t("BR-61")},
	{ID: "BR-51", Severity: Warning, Terms: t("BT-87"),
		Text: "The card number (BT-87) has {length} characters: the rules of card security allow no more than ten of its digits to be shown.",
		Test: each(instructions, func(c *Check, p *einvoice.PaymentInstructions, _ int) bool {
			if p.Card == nil {
				return true
			}
			n := runes(normalize(p.Card.AccountNumber))
			return n <= 10 || fail(c.Arg("length", strconv.Itoa(n)))
		}),
		Break: func(inv *einvoice.Invoice) { inv.PaymentInstructions[0].Card.AccountNumber = "4111111111111111" }},
	{ID: "BR-52", Severity: Fatal, Terms: t("BT-122"),
		Text: "Supporting document no. {nth} has no reference (BT-122).",
		Test: Test{document: func(c *Check) {
			for i := range c.SupportingDocuments {
				if c.SupportingDocuments[i].Reference == "" {
					c.Fail(i)
				}
			}
			if c.emptyGroups("SupportingDocuments") > 0 {
				c.Fail(len(c.SupportingDocuments))
			}
		}},
		Break: func(inv *einvoice.Invoice) { inv.SupportingDocuments[0].Reference = "" }},
	{ID: "BR-53", Severity: Fatal, Terms: t("BT-111", "BT-6"),
		Text: "VAT is accounted for in {BT-6} (BT-6), but the total VAT amount in that currency (BT-111) is missing.",
		Test: whole(func(c *Check) bool {
			if c.VATCurrency == "" {
				return !c.Empty("VATCurrency")
			}
			given := c.Totals.VATInAccountingCurrency.IsSet() || c.VATCurrency == c.Currency && c.Totals.VAT.IsSet()
			return given && !c.Padded("VATCurrency") // compared to the letter
		}),
		Break: func(inv *einvoice.Invoice) { inv.Totals.VATInAccountingCurrency = einvoice.Decimal{} }},
	{ID: "BR-54", Severity: Fatal, Terms: t("BG-32", "BT-160", "BT-161"),
		Text: "Attribute no. {nth} of the item of line {line} lacks its name (BT-160) or its value (BT-161).",
		Test: Test{line: func(c *Check, l *einvoice.Line) {
			has := func(text string, i int, field string) bool {
				return text != "" || c.Empty(c.lineAt("Item.Attributes", i)+field)
			}
			for i, a := range l.Item.Attributes {
				if !has(a.Name, i, ".Name") || !has(a.Value, i, ".Value") {
					c.Fail(i)
				}
			}
			if n := len(l.Item.Attributes); len(c.losses) > 0 && c.Empty(c.lineAt("Item.Attributes", n)) && !(has("", n, ".Name") && has("", n, ".Value")) {
				c.Fail(n)
			}
		}},
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].Item.Attributes[0].Value = "" }},
	{ID: "BR-55", Severity: Fatal, Terms: t("BT-25"),
		Text: "Preceding invoice no. {nth} has no number (BT-25).",
		Test: Test{document: func(c *Check) {
			for i := range c.PrecedingInvoices {
				if c.PrecedingInvoices[i].Reference == "" && !c.Empty(at("PrecedingInvoices", i)+".Reference") {
					c.Fail(i)
				}
			}
			if n := len(c.PrecedingInvoices); c.emptyGroups("PrecedingInvoices") > 0 && !c.Empty(at("PrecedingInvoices", n)+".Reference") {
				c.Fail(n)
			}
		}},
		Break: func(inv *einvoice.Invoice) { inv.PrecedingInvoices[0].Reference = "" }},
	{ID: "BR-56", Severity: Fatal, Terms: t("BT-63"),
		Text:  "The seller's tax representative (BG-11) has no VAT identifier (BT-63).",
		Test:  whole(func(c *Check) bool { return !c.hasTaxRepresentative() || c.representative().VATIdentifier != "" }),
		Break: func(inv *einvoice.Invoice) { inv.TaxRepresentative.VATIdentifier = "" }},
	{ID: "BR-57", Severity: Fatal, Terms: t("BT-80"),
		Text: "The deliver to address (BG-15) has no country code (BT-80).",
		Test: whole(func(c *Check) bool {
			a := new(einvoice.PostalAddress)
			if c.Delivery != nil {
				a = &c.Delivery.Address
			}
			return !c.hasAddress(a, "Delivery.Address") || a.Country != "" || c.Empty("Delivery.Address.Country")
		}),
		Break: func(inv *einvoice.Invoice) { inv.Delivery.Address.Country = "" }},
	{ID: "BR-61", Severity: Fatal, Terms: t("BT-84", "BT-81"),
		Text: "Payment means {BT-81} is a credit transfer, which needs an account to pay to (BT-84).",
		Test: each(instructions, func(c *Check, p *einvoice.PaymentInstructions, i int) bool {
			return !isTransfer(p) || len(p.CreditTransfers) > 0 && allAccounts(p) || c.Empty(at("PaymentInstructions", i)+".CreditTransfers[0].Account")
		}),
		Break: func(inv *einvoice.Invoice) { inv.PaymentInstructions[0].CreditTransfers = nil }},
	{ID: "BR-62", Severity: Fatal, Terms: t("BT-34"),
		Text: "The seller's electronic address (BT-34) {BT-34} has no scheme.",
		Help: "Give a code of the EAS list, such as 0088 for a GLN.",
		Test: whole(func(c *Check) bool {
			return c.hasScheme(c.Seller.ElectronicAddress, "Seller.ElectronicAddress")
		}),
		Break: func(inv *einvoice.Invoice) { inv.Seller.ElectronicAddress.Scheme = "" }},
	{ID: "BR-63", Severity: Fatal, Terms: t("BT-49"),
		Text: "The buyer's electronic address (BT-49) {BT-49} has no scheme.",
		Help: "Give a code of the EAS list, such as 0088 for a GLN.",
		Test: whole(func(c *Check) bool {
			return c.hasScheme(c.Buyer.ElectronicAddress, "Buyer.ElectronicAddress")
		}),
		Break: func(inv *einvoice.Invoice) { inv.Buyer.ElectronicAddress.Scheme = "" }},
	{ID: "BR-64", Severity: Fatal, Terms: t("BT-157"),
		Text: "The standard identifier (BT-157) {BT-157} of the item of line {line} has no scheme.",
		Help: "Give a code of ISO 6523, such as 0160 for a GTIN.",
		Test: lines(func(c *Check, l *einvoice.Line) bool {
			return l.Item.Standard.Scheme != "" || l.Item.Standard.Value == "" && len(c.losses) == 0 || c.hasScheme(l.Item.Standard, c.linePlace("Item.Standard"))
		}),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].Item.Standard.Scheme = "" }},
	{ID: "BR-65", Severity: Fatal, Terms: t("BT-158"),
		Text: "Classification {BT-158} (BT-158) of the item of line {line} has no scheme.",
		Help: "Give a code of UNTDID 7143, such as TST or HS.",
		Test: eachOfLine(func(l *einvoice.Line) []einvoice.Classification { return l.Item.Classifications },
			func(c *Check, x *einvoice.Classification, i int) bool {
				return x.Scheme != "" || c.Empty(c.lineAt("Item.Classifications", i)+".Scheme")
			}),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].Item.Classifications[0].Scheme = "" }},
}

// hasScheme tells whether an identifier has a scheme, if it exists at all.
func (c *Check) hasScheme(id einvoice.Identifier, place string) bool {
	if id.Value == "" {
		return !c.unschemed(place)
	}
	return id.Scheme != "" || c.Empty(place+".Scheme")
}

func inOrder(p *einvoice.Period) bool {
	return !p.Start.IsSet() || !p.End.IsSet() || p.End.Compare(p.Start) >= 0
}

// payeeIsAnother compares with what the published rule compares: the trading name
// and all identifiers of the seller.
func payeeIsAnother(c *Check) bool {
	p, s := c.Payee, &c.Seller
	if p == nil {
		return c.Empty("Payee.Name")
	}
	if p.Name == "" && !c.Empty("Payee.Name") || p.Name != "" && p.Name == s.TradingName {
		return false
	}
	for _, id := range []string{p.Identifier.Value, p.BankAssignedCreditorIdentifier} {
		if id == "" {
			continue
		}
		if id == s.BankAssignedCreditorIdentifier {
			return false
		}
		for _, own := range s.Identifiers {
			if id == own.Value {
				return false
			}
		}
	}
	return true
}

// isTransfer: UNTDID 4461 codes of credit transfer and SEPA credit transfer.
func isTransfer(p *einvoice.PaymentInstructions) bool {
	return p.MeansCode == "30" || p.MeansCode == "58"
}

func allAccounts(p *einvoice.PaymentInstructions) bool {
	for _, t := range p.CreditTransfers {
		if t.Account == "" {
			return false
		}
	}
	return true
}

func anyTransferWithoutAccount(c *Check, p *einvoice.PaymentInstructions, i int) bool {
	return !allAccounts(p) || c.emptyGroups(at("PaymentInstructions", i)+".CreditTransfers") > 0
}
