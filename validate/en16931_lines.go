package validate

import (
	"math"

	"github.com/einvoice-go/einvoice"
)

// Rules that ask for a term of an invoice line (BR-21 to BR-30, BR-41 to BR-44, BR-54, BR-64, BR-65).
func linePresence() []Rule {
	return []Rule{
		{ID: "BR-21", Severity: Fatal, Terms: t("BT-126"),
			Text:  "Line {line} has no identifier (BT-126).",
			UBL:   mustFill(ublLines, "cbc:ID"),
			CII:   mustFill(ciiLines, "ram:AssociatedDocumentLineDocument/ram:LineID"),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].ID = "" }},
		{ID: "BR-22", Severity: Fatal, Terms: t("BT-129"),
			Text:     "Line {line} has no invoiced quantity (BT-129).",
			UBL:      at(ublLines, has("cbc:InvoicedQuantity|cbc:CreditedQuantity")),
			CII:      mustHave(ciiLines, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"),
			BreakUBL: "drop cac:InvoiceLine/cbc:InvoicedQuantity",
			BreakCII: "drop rsm:SupplyChainTradeTransaction/" + ciiLines + "/ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", Also: t("BR-23")},
		{ID: "BR-23", Severity: Fatal, Terms: t("BT-130"),
			Text:  "The quantity {BT-129} of line {line} has no unit of measure (BT-130).",
			Help:  "Give a code of UN/ECE Recommendation 20 or 21: C62 stands for one, HUR for hour.",
			UBL:   unit(ublLines, "cbc:InvoicedQuantity|cbc:CreditedQuantity"),
			CII:   unit(ciiLines, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Quantity.Unit = "" }},
		{ID: "BR-24", Severity: Fatal, Terms: t("BT-131"),
			Text:  "Line {line} has no net amount (BT-131).",
			UBL:   mustHave(ublLines, "cbc:LineExtensionAmount"),
			CII:   mustHave(ciiLines, ciiLineAmount),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].NetAmount = einvoice.Decimal{} }, Also: t("BR-CO-10", "BR-S-08")},
		{ID: "BR-25", Severity: Fatal, Terms: t("BT-153"),
			Text:  "The item of line {line} has no name (BT-153).",
			UBL:   mustFill(ublLines, "cac:Item/cbc:Name"),
			CII:   mustFill(ciiLines, "ram:SpecifiedTradeProduct/ram:Name"),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Item.Name = "" }},
		{ID: "BR-26", Severity: Fatal, Terms: t("BT-146"),
			Text:  "Line {line} has no net price (BT-146).",
			UBL:   mustHave(ublLines, "cac:Price/cbc:PriceAmount"),
			CII:   mustHave(ciiLines, "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount"),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Price.Net = einvoice.Decimal{} }, Also: t("BR-27", "cii: CII-SR-439")},
		{ID: "BR-27", Severity: Fatal, Terms: t("BT-146"),
			Text:  "The net price (BT-146) of line {line} is {BT-146}; it must be there and not be negative.",
			Help:  "To credit something, make the quantity negative, not the price.",
			UBL:   notBelowZero(ublLines, "cac:Price/cbc:PriceAmount", true),
			CII:   notBelowZero(ciiLines, "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount", true),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Price.Net = inv.Lines[0].Price.Net.Neg() }},
		{ID: "BR-28", Severity: Fatal, Terms: t("BT-148"),
			Text:  "The gross price (BT-148) of line {line} is {BT-148}; it must not be negative.",
			UBL:   notBelowZero(ublLines, "cac:Price/cac:AllowanceCharge/cbc:BaseAmount", false),
			CII:   notBelowZero(ciiLines, "ram:SpecifiedLineTradeAgreement/ram:GrossPriceProductTradePrice/ram:ChargeAmount", false),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Price.Gross = einvoice.MustDecimal("-1") }},
		{ID: "BR-30", Severity: Fatal, Terms: t("BT-135", "BT-134"),
			Text:  "The period of line {line} ends on {BT-135} (BT-135), before it starts on {BT-134} (BT-134).",
			UBL:   at("cac:InvoiceLine/cac:InvoicePeriod|cac:CreditNoteLine/cac:InvoicePeriod", periodInOrder),
			CII:   at("ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod", ciiPeriodInOrder),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Period.End = inv.Lines[0].Period.Start.AddDays(-1) }},
		{ID: "BR-41", Severity: Fatal, Terms: t("BT-136"),
			Text:  "The allowance in {element} no. {nth} of line {line} has no amount (BT-136).",
			UBL:   when(ublLineAllowances, isAllowance, has("cbc:Amount")),
			CII:   when(ciiLineAllowances, ciiIsAllowance, has("ram:ActualAmount")),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Allowances[0].Amount = einvoice.Decimal{} }},
		{ID: "BR-42", Severity: Fatal, Terms: t("BT-139", "BT-140"),
			Text:  "The allowance of {BT-136} in {element} no. {nth} of line {line} says neither in words (BT-139) nor by code (BT-140) what it is for.",
			UBL:   when(ublLineAllowances, isAllowance, hasReason),
			CII:   when(ciiLineAllowances, ciiIsAllowance, ciiHasReason),
			Break: func(inv *einvoice.Invoice) { noReason(&inv.Lines[0].Allowances[0]) }, Also: t("BR-CO-23")},
		{ID: "BR-43", Severity: Fatal, Terms: t("BT-141"),
			Text:  "The charge in {element} no. {nth} of line {line} has no amount (BT-141).",
			UBL:   when(ublLineAllowances, isCharge, has("cbc:Amount")),
			CII:   when(ciiLineAllowances, ciiIsCharge, has("ram:ActualAmount")),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Charges[0].Amount = einvoice.Decimal{} }},
		{ID: "BR-44", Severity: Fatal, Terms: t("BT-144", "BT-145"),
			Text:  "The charge of {BT-141} in {element} no. {nth} of line {line} says neither in words (BT-144) nor by code (BT-145) what it is for.",
			UBL:   when(ublLineAllowances, isCharge, hasReason),
			CII:   when(ciiLineAllowances, ciiIsCharge, ciiHasReason),
			Break: func(inv *einvoice.Invoice) { noReason(&inv.Lines[0].Charges[0]) }, Also: t("BR-CO-24")},
		{ID: "BR-54", Severity: Fatal, Terms: t("BG-32", "BT-160", "BT-161"),
			Text:  "The item attribute {BT-160} with the value {BT-161} in {element} no. {nth} lacks its name (BT-160) or its value (BT-161).",
			UBL:   at("cac:AdditionalItemProperty", and(has("cbc:Name"), has("cbc:Value"))),
			CII:   at("ram:ApplicableProductCharacteristic", and(has("ram:Description"), has("ram:Value"))),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Item.Attributes[0].Value = "" }, Also: t("cii: CII-SR-072")},
		{ID: "BR-64", Severity: Fatal, Terms: t("BT-157"),
			Text:  "The standard identifier (BT-157) {BT-157} of the item of line {line} has no scheme.",
			Help:  "Give a code of ISO 6523, such as 0160 for a GTIN.",
			UBL:   at("cac:InvoiceLine/cac:Item/cac:StandardItemIdentification/cbc:ID|cac:CreditNoteLine/cac:Item/cac:StandardItemIdentification/cbc:ID", hasAttr("schemeID")),
			CII:   ciiScheme(ciiLines, "ram:SpecifiedTradeProduct/ram:GlobalID", "schemeID"),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Item.Standard.Scheme = "" }, Also: t("cii: CII-SR-046")},
		{ID: "BR-65", Severity: Fatal, Terms: t("BT-158"),
			Text: "The classification (BT-158) {BT-158} of the item of line {line} does not say which scheme it belongs to.",
			Help: "Give a code of UNTDID 7143, such as TST or HS.",
			UBL: at("cac:InvoiceLine/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode|"+
				"cac:CreditNoteLine/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode", hasAttr("listID")),
			CII:   ciiScheme("ram:DesignatedProductClassification", "ram:ClassCode", "listID"),
			Break: func(inv *einvoice.Invoice) { inv.Lines[0].Item.Classifications[0].Scheme = "" }},
	}
}

// unit demands that one of the quantities that a path leads to has a unit.
func unit(pattern, p string) Test { return each(pattern, unitOf(p)) }

// unitOf is unit for an element that is looked at already.
func unitOf(p string) func(*Check, Node) {
	q := path(p)
	return func(c *Check, n Node) {
		if q.Each(n, func(x Node) bool { _, ok := x.Attr("unitCode"); return !ok }) {
			c.failAt(q, n)
		}
	}
}

// notBelowZero demands that one of the numbers that a path leads to is not negative, if
// there are any or one must be there.
func notBelowZero(pattern, p string, must bool) Test {
	q := path(p)
	return each(pattern, func(c *Check, n Node) {
		if !q.Each(n, belowZero) {
			return
		}
		switch x := q.First(n); {
		case x.Exists():
			c.Fail(x)
		case must:
			c.Fail(n)
		}
	})
}

// ciiScheme demands that one of the identifiers that a path leads to names its scheme, if
// there are any.
func ciiScheme(pattern, p, attr string) Test {
	q := path(p)
	return each(pattern, func(c *Check, n Node) {
		if x := q.First(n); x.Exists() && q.Each(n, func(x Node) bool { return blank(x.AttrValue(attr)) }) {
			c.Fail(x)
		}
	})
}

// belowZero also holds for -0.0 (see double), and for what is no number.
func belowZero(n Node) bool {
	f := double(n)
	return !(f >= 0) || math.Signbit(f)
}
