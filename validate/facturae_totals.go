package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// The totals of an invoice, up to what it comes to. The order adds up in euros what lines make.
func facturaeTotals() []Rule {
	return []Rule{
		{ID: "HAP-6B-1", Severity: Fatal,
			Text:          "The gross amounts of the lines make {sum}; TotalGrossAmount is {value}.",
			Facturae:      amountIs("InvoiceTotals/TotalGrossAmount", exact, summed("../../Items/InvoiceLine/GrossAmount"), inEuros),
			BreakFacturae: "set //TotalGrossAmount = 849.29", Also: t("HAP-6E")},
		{ID: "HAP-6B-2", Severity: Fatal,
			Text:          "{element} is {value}: amounts of the invoice have two decimals, apart from zeros at the end.",
			Facturae:      when(facturaeAmounts, inEuros, inCents),
			BreakFacturae: "set //SubsidyAmount = 18.461", Also: t("FE-411")},
		{ID: "HAP-6D", Severity: Fatal,
			Text:          "Taxes withheld are {value}, below 0, on an invoice of {amount} before taxes.",
			Help:          "What is withheld is positive in TotalTaxesWithheld and is taken from the total.",
			Facturae:      each("InvoiceTotals/TotalTaxesWithheld", withheldBelowZero),
			BreakFacturae: "set //TotalTaxesWithheld = -90.00", Also: t("HAP-6F", "FE-402")},
		{ID: "HAP-6E", Severity: Fatal,
			Text:          "TotalGrossAmountBeforeTaxes is {value}; the gross total less discounts and with surcharges is {sum}.",
			Facturae:      amountIs("InvoiceTotals/TotalGrossAmountBeforeTaxes", exact, beforeTaxes),
			BreakFacturae: "set //TotalGrossAmountBeforeTaxes = 850.80", Also: t("HAP-6F")},
		{ID: "HAP-6F", Severity: Fatal,
			Text:          "InvoiceTotal is {value}; the amount before taxes, with taxes and less those withheld, is {sum}.",
			Facturae:      amountIs("InvoiceTotals/InvoiceTotal", exact, withTaxes),
			BreakFacturae: "set //InvoiceTotal = 923.17", Also: t("FE-411", "FE-801")},
		{ID: "FE-401", Severity: Warning,
			Text:          "TotalTaxOutputs is {value}; the taxes and surcharges of the breakdown make {sum}.",
			Facturae:      amountIs("InvoiceTotals/TotalTaxOutputs", aCent, taxesCharged),
			BreakFacturae: "set //TotalTaxOutputs = 162.40", Also: t("HAP-6F")},
		{ID: "FE-402", Severity: Warning,
			Text:          "TotalTaxesWithheld is {value}; the taxes withheld in the breakdown make {sum}.",
			Facturae:      amountIs("InvoiceTotals/TotalTaxesWithheld", aCent, taxesWithheld),
			BreakFacturae: "set //TotalTaxesWithheld = 91.00", Also: t("HAP-6F")},
		{ID: "FE-403", Severity: Warning,
			Text:          "TotalGeneralDiscounts is {value}; the discounts on the invoice make {sum}.",
			Facturae:      amountIs("InvoiceTotals/TotalGeneralDiscounts", exact, summed("../GeneralDiscounts/Discount/DiscountAmount"), has("../GeneralDiscounts/Discount")),
			BreakFacturae: "set //TotalGeneralDiscounts = 8.50", Also: t("HAP-6E")},
		{ID: "FE-404", Severity: Warning,
			Text:          "TotalGeneralSurcharges is {value}; the surcharges on the invoice make {sum}.",
			Facturae:      amountIs("InvoiceTotals/TotalGeneralSurcharges", exact, summed("../GeneralSurcharges/Charge/ChargeAmount"), has("../GeneralSurcharges/Charge")),
			BreakFacturae: "set //TotalGeneralSurcharges = 10.01", Also: t("HAP-6E")},
		{ID: "FE-405", Severity: Warning,
			Text:          "The invoice has {element}, but no {total}.",
			Help:          "Without the total they count for nothing.",
			Facturae:      each("InvoiceTotals/GeneralDiscounts|InvoiceTotals/GeneralSurcharges", adjustmentsTotalled),
			BreakFacturae: "drop //TotalGeneralSurcharges", Also: t("HAP-6E")},
		{ID: "FE-406", Severity: Info,
			Text:          "{element} of the invoice is {value}; {rate} % of its gross total are {sum}.",
			Facturae:      both(shareOf("GeneralDiscounts/Discount/DiscountAmount", "../DiscountRate", "../../../TotalGrossAmount"), shareOf("GeneralSurcharges/Charge/ChargeAmount", "../ChargeRate", "../../../TotalGrossAmount")),
			BreakFacturae: "set //GeneralDiscounts/Discount/DiscountRate = 2"},
		{ID: "FE-407", Severity: Warning,
			Text:          "{element} is {value}, a zero below zero.",
			Help:          "Write 0.00: registers take -0.00 for less than 0.",
			Facturae:      at(facturaeAmounts, func(_ *Check, n Node) bool { return numberOf(n).Sign() != 0 || !strings.HasPrefix(n.Norm(), "-") }),
			BreakFacturae: "from summary\nset //TotalTaxesWithheld = -0.00"},
	}
}

// facturaeAmounts are the amounts of an invoice's totals.
const facturaeAmounts = "InvoiceTotals/TotalGrossAmount|GeneralDiscounts/Discount/DiscountAmount|GeneralSurcharges/Charge/ChargeAmount|InvoiceTotals/TotalGeneralDiscounts|" +
	"InvoiceTotals/TotalGeneralSurcharges|InvoiceTotals/TotalGrossAmountBeforeTaxes|InvoiceTotals/TotalTaxOutputs|InvoiceTotals/TotalTaxesWithheld|" +
	"InvoiceTotals/InvoiceTotal|Subsidy/SubsidyAmount|PaymentOnAccount/PaymentOnAccountAmount|ReimbursableExpenses/ReimbursableExpensesAmount|" +
	"InvoiceTotals/TotalFinancialExpenses|InvoiceTotals/TotalOutstandingAmount|InvoiceTotals/TotalPaymentsOnAccount|AmountsWithheld/WithholdingAmount|" +
	"InvoiceTotals/TotalExecutableAmount|InvoiceTotals/TotalReimbursableExpenses|PaymentInKind/PaymentInKindAmount"

var (
	totalGross      = path("TotalGrossAmount")
	totalDiscounts  = path("TotalGeneralDiscounts")
	totalSurcharges = path("TotalGeneralSurcharges")
	totalBefore     = path("TotalGrossAmountBeforeTaxes")
	totalOutputs    = path("TotalTaxOutputs")
	totalWithheld   = path("TotalTaxesWithheld")
)

func beforeTaxes(c *Check, _ Node) einvoice.Decimal {
	t := c.bill.totals
	return plus(minus(orZero(totalGross.First(t)), orZero(totalDiscounts.First(t))), orZero(totalSurcharges.First(t)))
}

func withTaxes(c *Check, _ Node) einvoice.Decimal {
	t := c.bill.totals
	return minus(plus(orZero(totalBefore.First(t)), orZero(totalOutputs.First(t))), orZero(totalWithheld.First(t)))
}

func withheldBelowZero(c *Check, n Node) {
	before := numberOf(totalBefore.First(c.bill.totals))
	if before.Sign() > 0 && numberOf(n).Sign() < 0 {
		c.Arg("amount", before.String()).Fail(n)
	}
}

// chargeOf is the amount of a tax, or what its rate makes of its base if it is left out.
func chargeOf(tax Node) einvoice.Decimal {
	if amount := ownTaxAmount.First(tax); amount.Exists() {
		return numberOf(amount)
	}
	return percent(numberOf(ownBase.First(tax)), numberOf(ownRate.First(tax)))
}

// taxesOf adds up what the taxes of an invoice come to, with their surcharges.
func taxesOf(p *tree.Path, invoice Node) einvoice.Decimal {
	return tree.Ask(invoice, p, func(invoice Node) einvoice.Decimal {
		sum := zero
		p.Each(invoice, func(tax Node) bool {
			sum = plus(plus(sum, chargeOf(tax)), orZero(ownRE.First(tax)))
			return true
		})
		return sum
	})
}

func taxesCharged(c *Check, _ Node) einvoice.Decimal { return taxesOf(billTaxes, c.line) }

var billWithheld = path("TaxesWithheld/Tax")

func taxesWithheld(c *Check, _ Node) einvoice.Decimal { return taxesOf(billWithheld, c.line) }

func adjustmentsTotalled(c *Check, n Node) {
	p, total := totalDiscounts, "TotalGeneralDiscounts"
	if n.Name() == name("GeneralSurcharges") {
		p, total = totalSurcharges, "TotalGeneralSurcharges"
	}
	if !p.Exists(c.bill.totals) {
		c.Arg("total", total).Fail(n)
	}
}

// What is left to pay of the total.
func facturaePayable() []Rule {
	return []Rule{
		{ID: "FE-411", Severity: Fatal,
			Text:          "TotalOutstandingAmount is {value}; the total less subsidies and payments on account is {sum}.",
			Facturae:      amountIs("InvoiceTotals/TotalOutstandingAmount", exact, outstanding),
			BreakFacturae: "set Invoices/Invoice/InvoiceTotals/TotalOutstandingAmount = 804.71", Also: t("FE-412", "FE-802")},
		{ID: "FE-412", Severity: Fatal,
			Text:          "TotalExecutableAmount is {value}; the outstanding amount less what is withheld or paid in kind, with expenses, is {sum}.",
			Facturae:      amountIs("InvoiceTotals/TotalExecutableAmount", exact, executable),
			BreakFacturae: "set Invoices/Invoice/InvoiceTotals/TotalExecutableAmount = 745.67", Also: t("FE-505", "FE-803")},
		{ID: "FE-413", Severity: Warning,
			Text:          "TotalPaymentsOnAccount is {value}; the payments make {sum}.",
			Facturae:      amountIs("InvoiceTotals/TotalPaymentsOnAccount", exact, summed("../PaymentsOnAccount/PaymentOnAccount/PaymentOnAccountAmount"), has("../PaymentsOnAccount/PaymentOnAccount")),
			BreakFacturae: "set //PaymentOnAccountAmount = 99.00"},
		{ID: "FE-414", Severity: Warning,
			Text:          "TotalReimbursableExpenses is {value}; the expenses make {sum}.",
			Facturae:      amountIs("InvoiceTotals/TotalReimbursableExpenses", exact, summed("../ReimbursableExpenses/ReimbursableExpenses/ReimbursableExpensesAmount"), has("../ReimbursableExpenses/ReimbursableExpenses")),
			BreakFacturae: "set //ReimbursableExpensesAmount = 29.00"},
		{ID: "FE-415", Severity: Info,
			Text:          "The subsidy is {value}; {rate} % of the total are {sum}.",
			Facturae:      shareOf("Subsidy/SubsidyAmount", "../SubsidyRate", "../../../InvoiceTotal"),
			BreakFacturae: "set //SubsidyRate = 3"},
	}
}

var (
	totalInvoice      = path("InvoiceTotal")
	totalOutstanding  = path("TotalOutstandingAmount")
	totalExecutable   = path("TotalExecutableAmount")
	totalAdvances     = path("TotalPaymentsOnAccount")
	totalReimbursable = path("TotalReimbursableExpenses")
	totalFinancial    = path("TotalFinancialExpenses")
	eachSubsidy       = path("Subsidies/Subsidy/SubsidyAmount")
	eachAdvance       = path("PaymentsOnAccount/PaymentOnAccount/PaymentOnAccountAmount")
	eachReimbursable  = path("ReimbursableExpenses/ReimbursableExpenses/ReimbursableExpensesAmount")
	amountWithheld    = path("AmountsWithheld/WithholdingAmount")
	amountInKind      = path("PaymentInKind/PaymentInKindAmount")
)

func outstanding(c *Check, _ Node) einvoice.Decimal {
	t := c.bill.totals
	advances := total(eachAdvance, t)
	if n := totalAdvances.First(t); n.Exists() {
		advances = numberOf(n)
	}
	return minus(minus(orZero(totalInvoice.First(t)), total(eachSubsidy, t)), advances)
}

func executable(c *Check, _ Node) einvoice.Decimal {
	t := c.bill.totals
	expenses := total(eachReimbursable, t)
	if n := totalReimbursable.First(t); n.Exists() {
		expenses = numberOf(n)
	}
	due := minus(minus(orZero(totalOutstanding.First(t)), orZero(amountWithheld.First(t))), orZero(amountInKind.First(t)))
	return plus(plus(due, expenses), orZero(totalFinancial.First(t)))
}
