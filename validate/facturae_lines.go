package validate

import (
	"github.com/einvoice-go/einvoice"
)

// The lines of an invoice. The order adds them up in euros, without tolerance.
func facturaeLines() []Rule {
	return []Rule{
		{ID: "HAP-6A-1", Severity: Fatal,
			Text: "The cost of line {line} is {value}; {quantity} at {price} make {sum}.",
			Facturae: each("InvoiceLine/TotalCost", func(c *Check, n Node) {
				quantity, price := lineQuantity.First(n), linePrice.First(n)
				if !inEuros(c, n) || !numberOf(quantity).IsSet() || !price.Exists() {
					return
				}
				if want := numberOf(quantity).Mul(numberOf(price)).Round(2); !agree(numberOf(n), want, zero) {
					c.Arg("quantity", quantity.Norm()).Arg("price", price.Norm()).Arg("sum", orNone(want)).Fail(n)
				}
			}),
			BreakFacturae: "set //InvoiceLine/TotalCost = 123.46", Also: t("HAP-6A-2", "FE-421")},
		{ID: "HAP-6A-2", Severity: Fatal,
			Text:          "The gross amount of line {line} is {value}; its cost less discounts and with charges is {sum}.",
			Facturae:      amountIs("InvoiceLine/GrossAmount", exact, lineGross, inEuros),
			BreakFacturae: "set //InvoiceLine/GrossAmount = 119.29", Also: t("HAP-6B-1", "FE-331")},
		{ID: "HAP-6A-3", Severity: Fatal,
			Text:          "{element} of line {line} is {value}: amounts of lines have two decimals, apart from zeros at the end.",
			Facturae:      when("InvoiceLine/TotalCost|InvoiceLine/DiscountsAndRebates/Discount/DiscountAmount|InvoiceLine/Charges/Charge/ChargeAmount|InvoiceLine/GrossAmount", inEuros, inCents),
			BreakFacturae: "set //InvoiceLine/Charges/Charge/ChargeAmount = 2.001", Also: t("HAP-6A-2")},
		{ID: "FE-421", Severity: Info,
			Text:          "{element} of line {line} is {value}; {rate} % of its cost are {sum}.",
			Facturae:      both(shareOf("InvoiceLine/DiscountsAndRebates/Discount/DiscountAmount", "../DiscountRate", "../../../TotalCost"), shareOf("InvoiceLine/Charges/Charge/ChargeAmount", "../ChargeRate", "../../../TotalCost")),
			BreakFacturae: "set //InvoiceLine/DiscountsAndRebates/Discount/DiscountRate = 50"},
		{ID: "FE-422", Severity: Fatal,
			Text:          "{element} of line {line} is {value}, which is no number to reckon with.",
			Facturae:      at("InvoiceLine/Quantity|InvoiceLine/SequenceNumber", func(_ *Check, n Node) bool { return numberOf(n).IsSet() }),
			BreakFacturae: "set //InvoiceLine/Quantity = INF"},
		{ID: "FE-423", Severity: Warning,
			Text:          "Line {line} has no description.",
			Facturae:      at("InvoiceLine/ItemDescription", func(_ *Check, n Node) bool { return n.Norm() != "" }),
			BreakFacturae: "set //InvoiceLine/ItemDescription ="},
	}
}

var (
	lineQuantity  = path("../Quantity")
	linePrice     = path("../UnitPriceWithoutTax")
	lineCost      = path("../TotalCost")
	lineDiscounts = path("../DiscountsAndRebates/Discount/DiscountAmount")
	lineCharges   = path("../Charges/Charge/ChargeAmount")
)

func lineGross(_ *Check, n Node) einvoice.Decimal {
	return plus(minus(orZero(lineCost.First(n)), total(lineDiscounts, n)), total(lineCharges, n))
}

// shareOf tests an amount that comes with a rate against what the rate makes of another amount.
func shareOf(pattern, rate, of string) Test {
	r, base := path(rate), path(of)
	return each(pattern, func(c *Check, n Node) {
		share, whole := numberOf(r.First(n)), numberOf(base.First(n))
		if !share.IsSet() || !whole.IsSet() {
			return
		}
		if want := percent(whole, share); !agree(numberOf(n), want, aCent(c)) {
			c.Arg("rate", share.String()).Arg("sum", want.String()).Fail(n)
		}
	})
}
