package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Taxes. What stands with lines is for information; the breakdown of the invoice counts.
func facturaeTaxes() []Rule {
	return []Rule{
		{ID: "FE-301", Severity: Warning,
			Text:          "The tax of type {type} is {value}; {rate} % of {base} are {sum}.",
			Facturae:      taxIs("Invoice/TaxesOutputs/Tax/TaxAmount/TotalAmount", taxRate),
			BreakFacturae: "set Invoices/Invoice/TaxesOutputs/Tax/TaxAmount/TotalAmount = 161.89", Also: t("FE-401")},
		{ID: "FE-302", Severity: Warning,
			Text:          "The equivalence surcharge on {base} is {value}; {rate} % are {sum}.",
			Facturae:      taxIs("Invoice/TaxesOutputs/Tax/EquivalenceSurchargeAmount/TotalAmount", taxSurcharge),
			BreakFacturae: "from batch\nset //EquivalenceSurchargeAmount/TotalAmount = 11.00", Also: t("FE-401")},
		{ID: "FE-303", Severity: Warning,
			Text:          "The tax of type {type} that is withheld is {value}; {rate} % of {base} are {sum}.",
			Facturae:      taxIs("Invoice/TaxesWithheld/Tax/TaxAmount/TotalAmount", taxRate),
			BreakFacturae: "set Invoices/Invoice/TaxesWithheld/Tax/TaxAmount/TotalAmount = 90.02", Also: t("FE-402")},
		{ID: "FE-304", Severity: Info,
			Text:          "The tax of type {type} in line {line} is {value}; {rate} % of {base} are {sum}.",
			Facturae:      taxIs("InvoiceLine/TaxesOutputs/Tax/TaxAmount/TotalAmount|InvoiceLine/TaxesWithheld/Tax/TaxAmount/TotalAmount", taxRate),
			BreakFacturae: "set //InvoiceLine/TaxesOutputs/Tax/TaxAmount/TotalAmount = 25.15"},
		{ID: "FE-305", Severity: Warning,
			Text:          "The tax breakdown has an equivalence surcharge {one}, but no {other}.",
			Facturae:      each("Invoice/TaxesOutputs/Tax", surchargeWhole),
			BreakFacturae: "from batch\ndrop //TaxesOutputs/Tax/EquivalenceSurchargeAmount", Also: t("FE-401")},
		{ID: "FE-306", Severity: Warning,
			Text:          "Line {line} has a tax of type 05 (other), and AdditionalLineItemInformation does not say which.",
			Facturae:      when("InvoiceLine", or(says("TaxesOutputs/Tax/TaxTypeCode", "05"), says("TaxesWithheld/Tax/TaxTypeCode", "05")), filled("AdditionalLineItemInformation")),
			BreakFacturae: "drop //AdditionalLineItemInformation"},
		{ID: "FE-307", Severity: Warning,
			Text:          "A tax of type {value} is one that is withheld, but stands among the taxes charged.",
			Facturae:      at("TaxesOutputs/Tax/TaxTypeCode", not(isOneOf("04", "28", "29"))),
			BreakFacturae: "from summary\nset //InvoiceLine/TaxesOutputs/Tax/TaxTypeCode = 04", Also: t("FE-332")},
		{ID: "FE-308", Severity: Warning,
			Text:          "Line {line} is {event}, but is charged a tax of type {type} at {rate} %.",
			Facturae:      each("InvoiceLine/SpecialTaxableEvent", eventIsFree),
			BreakFacturae: "add //InvoiceLine <SpecialTaxableEvent><SpecialTaxableEventCode>01</SpecialTaxableEventCode></SpecialTaxableEvent>"},
		{ID: "FE-309", Severity: Info,
			Text:          "Line {line} is charged no tax (rate 0), and nothing says why.",
			Help:          "Give SpecialTaxableEvent in the line, LegalLiterals, or InvoiceAdditionalInformation.",
			Facturae:      when("InvoiceLine", freeOfTax, or(has("SpecialTaxableEvent"), has("../../LegalLiterals/LegalReference"), filled("../../AdditionalData/InvoiceAdditionalInformation"))),
			BreakFacturae: "drop //SpecialTaxableEvent"},
		{ID: "FE-310", Severity: Warning,
			Text: "{amount} of a tax is {value}: amounts in the breakdown have two decimals.",
			Facturae: each("Invoice/TaxesOutputs/Tax/*/TotalAmount|Invoice/TaxesWithheld/Tax/*/TotalAmount", func(c *Check, n Node) {
				if inEuros(c, n) && !inCents(c, n) {
					c.Arg("amount", n.Parent().Show()).Fail(n)
				}
			}),
			BreakFacturae: "set Invoices/Invoice/TaxesOutputs/Tax/TaxAmount/TotalAmount = 161.866"},
		{ID: "FE-331", Severity: Info,
			Text:          "The base of the tax of type {type} at {rate} % is {value}; the lines with it make {sum}.",
			Help:          "That is in order where one tax belongs to the base of another, as excises do to that of VAT.",
			Facturae:      each("Invoices/Invoice", basesOfLines),
			BreakFacturae: "from batch\nset Invoices/Invoice/TaxesOutputs/Tax/TaxableBase/TotalAmount = 200.02"},
		{ID: "FE-332", Severity: Warning,
			Text:          "Line {line} is charged a tax of type {type} at {rate} %, which the tax breakdown does not have.",
			Facturae:      each("Invoices/Invoice", taxesOfLines),
			BreakFacturae: "from summary\nset //InvoiceLine/TaxesOutputs/Tax/TaxRate = 9.00"},
	}
}

var (
	taxRate      = path("../../TaxRate")
	taxSurcharge = path("../../EquivalenceSurcharge")
	taxBase      = path("../../TaxableBase/TotalAmount")
	taxKind      = path("../../TaxTypeCode")
)

// taxIs tests an amount of tax against what a rate makes of its base, with a cent for rounding.
func taxIs(pattern string, rate *tree.Path) Test {
	return each(pattern, func(c *Check, n Node) {
		base, share := numberOf(taxBase.First(n)), numberOf(rate.First(n))
		if !base.IsSet() || !share.IsSet() {
			return
		}
		if want := percent(base, share); !agree(numberOf(n), want, aCent(c)) {
			c.Arg("type", shown(taxKind.First(n).Norm())).Arg("rate", share.String()).Arg("base", base.String()).Arg("sum", want.String()).Fail(n)
		}
	})
}

var (
	ownSurcharge       = path("EquivalenceSurcharge")
	ownSurchargeAmount = path("EquivalenceSurchargeAmount")
)

func surchargeWhole(c *Check, n Node) {
	rate, amount := ownSurcharge.First(n), ownSurchargeAmount.First(n)
	switch {
	case rate.Exists() && !amount.Exists() && numberOf(rate).Sign() != 0:
		c.Arg("one", "rate").Arg("other", "amount").Fail(rate)
	case amount.Exists() && !rate.Exists():
		c.Arg("one", "amount").Arg("other", "rate").Fail(amount)
	}
}

var (
	eventCode    = path("SpecialTaxableEventCode")
	lineTaxes    = path("TaxesOutputs/Tax")
	lineAmount   = path("GrossAmount")
	ownRate      = path("TaxRate")
	ownKind      = path("TaxTypeCode")
	ownBase      = path("TaxableBase/TotalAmount")
	ownTaxAmount = path("TaxAmount/TotalAmount")
	ownRE        = path("EquivalenceSurchargeAmount/TotalAmount")
	billTaxes    = path("TaxesOutputs/Tax")
	billLines    = path("Items/InvoiceLine")
)

// isGeneralTax: the tax is one of those that exemptions are from: IVA, IPSI, IGIC.
func isGeneralTax(tax Node) bool {
	kind := ownKind.First(tax).Norm()
	return kind == "01" || kind == "02" || kind == "03"
}

func eventIsFree(c *Check, n Node) {
	event := map[string]string{"01": "exempt (SpecialTaxableEvent 01)", "02": "not subject to tax (SpecialTaxableEvent 02)"}[eventCode.First(n).Norm()]
	if event == "" {
		return
	}
	if tax := chargedTax(n.Parent()); tax.Exists() {
		c.Arg("event", event).Arg("type", ownKind.First(tax).Norm()).Arg("rate", ownRate.First(tax).Norm()).Fail(n)
	}
}

// chargedTax is the first general tax of a line with a rate other than 0.
func chargedTax(line Node) Node {
	return tree.Ask(line, lineTaxes, func(line Node) (found Node) {
		lineTaxes.Each(line, func(tax Node) bool {
			if isGeneralTax(tax) && numberOf(ownRate.First(tax)).Sign() != 0 {
				found = tax
			}
			return !found.Exists()
		})
		return found
	})
}

func freeOfTax(_ *Check, n Node) bool {
	if numberOf(lineAmount.First(n)).Sign() == 0 {
		return false
	}
	return !lineTaxes.Each(n, func(tax Node) bool {
		rate := numberOf(ownRate.First(tax))
		return !isGeneralTax(tax) || !rate.IsSet() || rate.Sign() != 0
	})
}

// taxKey is what tells the taxes of a breakdown apart.
type taxKey struct{ kind, rate, surcharge string }

func taxKeyOf(tax Node) taxKey {
	return taxKey{ownKind.First(tax).Norm(), plain(ownRate.First(tax)), plain(ownSurcharge.First(tax))}
}

func (k taxKey) percentage() string {
	if k.rate == "" {
		return "0"
	}
	return k.rate
}

// plain is a number without the zeros at its end, "" for 0: what it is in the fewest characters.
func plain(n Node) string {
	s := n.Norm()
	if d := numberOf(n); d.IsSet() {
		s = d.String()
	}
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "0" || s == "-0" {
		return ""
	}
	return s
}

// taxSums are the gross amounts of lines by their taxes.
func taxSums(invoice Node) map[taxKey]einvoice.Decimal {
	return tree.Ask(invoice, billLines, func(invoice Node) map[taxKey]einvoice.Decimal {
		sums := map[taxKey]einvoice.Decimal{}
		billLines.Each(invoice, func(line Node) bool {
			gross := numberOf(lineAmount.First(line))
			lineTaxes.Each(line, func(tax Node) bool {
				key := taxKeyOf(tax)
				if sum, ok := sums[key]; ok {
					sums[key] = plus(sum, gross)
				} else {
					sums[key] = gross
				}
				return true
			})
			return true
		})
		return sums
	})
}

var generalAdjustments = path("InvoiceTotals/GeneralDiscounts|InvoiceTotals/GeneralSurcharges")

// basesOfLines holds the bases of the breakdown against the lines. Which taxes a general discount is from is not said.
func basesOfLines(c *Check, invoice Node) {
	if generalAdjustments.Exists(invoice) {
		return
	}
	bases, first := map[taxKey]einvoice.Decimal{}, map[taxKey]Node{}
	var order []taxKey
	billTaxes.Each(invoice, func(tax Node) bool {
		key, base := taxKeyOf(tax), ownBase.First(tax)
		if _, ok := first[key]; !ok {
			first[key], bases[key] = base, zero
			order = append(order, key)
		}
		bases[key] = plus(bases[key], orZero(base))
		return true
	})
	sums := taxSums(invoice)
	for _, key := range order {
		sum, ok := sums[key]
		if ok && first[key].Exists() && !agree(bases[key], sum.Round(2), aCent(c)) {
			c.Arg("type", key.kind).Arg("rate", key.percentage()).Arg("sum", orNone(sum)).Fail(first[key])
		}
	}
}

func taxesOfLines(c *Check, invoice Node) {
	known := map[taxKey]bool{}
	billTaxes.Each(invoice, func(tax Node) bool {
		key := taxKeyOf(tax)
		key.surcharge = ""
		known[key] = true
		return true
	})
	billLines.Each(invoice, func(line Node) bool {
		return lineTaxes.Each(line, func(tax Node) bool {
			key := taxKeyOf(tax)
			key.surcharge = ""
			if !known[key] {
				c.Arg("type", shown(key.kind)).Arg("rate", key.percentage()).Arg("line", itemName(line)).Fail(tax)
			}
			return true
		})
	})
}
