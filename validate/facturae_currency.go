package validate

import (
	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
)

// Currencies. In another one than the euro, what matters to taxes is given in euros too.
func facturaeCurrency() []Rule {
	return []Rule{
		{ID: "HAP-6C", Severity: Fatal,
			Text:          "{value} is no currency of ISO 4217.",
			Help:          "The format's own list has codes that ISO never had, such as RMB and NIS.",
			Facturae:      at("InvoiceCurrencyCode|TaxCurrencyCode", func(_ *Check, n Node) bool { return facturaeCurrencies.Has(n.Norm()) }),
			BreakFacturae: "set //TaxCurrencyCode = RMB"},
		{ID: "FE-131", Severity: Warning,
			Text:          "The invoice is in {currency}, and there is no exchange rate.",
			Help:          "Give ExchangeRateDetails: rate and day.",
			Facturae:      each("InvoiceIssueData", exchangeGiven),
			BreakFacturae: "from dollars\ndrop //ExchangeRateDetails"},
		{ID: "FE-132", Severity: Warning,
			Text:          "The exchange rate {value} is not above 0.",
			Facturae:      at("ExchangeRateDetails/ExchangeRate", func(_ *Check, n Node) bool { d := numberOf(n); return d.IsSet() && d.Sign() > 0 }),
			BreakFacturae: "from dollars\nset //ExchangeRate = 0"},
		{ID: "FE-133", Severity: Warning,
			Text:          "The invoice is in {currency}, but {element} of its tax breakdown is not given in euros.",
			Help:          "Give EquivalentInEuros beside TotalAmount.",
			Facturae:      each("Invoice/TaxesOutputs/Tax/TaxableBase|Invoice/TaxesOutputs/Tax/TaxAmount|Invoice/TaxesWithheld/Tax/TaxableBase|Invoice/TaxesWithheld/Tax/TaxAmount", eurosGiven),
			BreakFacturae: "from dollars\ndrop //TaxableBase/EquivalentInEuros"},
		{ID: "FE-134", Severity: Warning,
			Text:          "{value} euros are given for {amount} {currency}, which at {rate} make {sum}.",
			Facturae:      each("Invoice/TaxesOutputs/Tax/*/EquivalentInEuros|Invoice/TaxesWithheld/Tax/*/EquivalentInEuros", eurosReckoned),
			BreakFacturae: "from dollars\nset //TaxAmount/EquivalentInEuros = 1.00"},
		{ID: "FE-135", Severity: Warning,
			Text:          "The batch is in {currency}, but {element} is not given in euros.",
			Help:          "Give EquivalentInEuros beside TotalAmount.",
			Facturae:      each("Batch/TotalInvoicesAmount|Batch/TotalOutstandingAmount|Batch/TotalExecutableAmount", batchEurosGiven),
			BreakFacturae: "from dollars\ndrop //TotalInvoicesAmount/EquivalentInEuros"},
	}
}

var (
	facturaeCurrencies = codes.Get("currencies@facturae-3.2.2")
	exchangeDetails    = path("ExchangeRateDetails")
	exchangeRate       = path("InvoiceIssueData/ExchangeRateDetails/ExchangeRate")
	inEurosToo         = path("EquivalentInEuros")
	batchCurrency      = path("FileHeader/Batch/InvoiceCurrencyCode")
	besideTotal        = path("../TotalAmount")
)

func exchangeGiven(c *Check, n Node) {
	if inOthers(c, n) && !exchangeDetails.Exists(n) {
		c.Arg("currency", c.bill.currency).Fail(n)
	}
}

func eurosGiven(c *Check, n Node) {
	if inOthers(c, n) && !inEurosToo.Exists(n) {
		c.Arg("currency", c.bill.currency).Fail(n)
	}
}

func eurosReckoned(c *Check, n Node) {
	rate, amount := numberOf(exchangeRate.First(c.line)), numberOf(besideTotal.First(n))
	if !inOthers(c, n) || !rate.IsSet() || rate.Sign() <= 0 || !amount.IsSet() {
		return
	}
	want := amount.Mul(rate).Round(2)
	if !agree(numberOf(n), want, einvoice.NewDecimal(1, 2)) {
		c.Arg("amount", amount.String()).Arg("currency", c.bill.currency).Arg("rate", rate.String()).Arg("sum", want.String()).Fail(n)
	}
}

func batchEurosGiven(c *Check, n Node) {
	if s := batchCurrency.First(c.head).Norm(); s != "" && s != "EUR" && !inEurosToo.Exists(n) {
		c.Arg("currency", s).Fail(n)
	}
}
