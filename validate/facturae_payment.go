package validate

// How and when the invoice is paid. Nobody refuses invoices for it, so the rules warn.
func facturaePayment() []Rule {
	return []Rule{
		{ID: "FE-501", Severity: Warning,
			Text:          "The payment is a credit transfer (PaymentMeans 04), and there is no account to be credited.",
			Facturae:      when("Installment", says("PaymentMeans", "04"), has("AccountToBeCredited")),
			BreakFacturae: "drop //AccountToBeCredited"},
		{ID: "FE-502", Severity: Warning,
			Text:          "The payment is a direct debit (PaymentMeans 02), and there is no account to be debited.",
			Facturae:      when("Installment", says("PaymentMeans", "02"), has("AccountToBeDebited")),
			BreakFacturae: "drop //AccountToBeDebited"},
		{ID: "FE-503", Severity: Warning,
			Text:          "{value} is no IBAN: form or check digits are wrong.",
			Facturae:      at("AccountToBeCredited/IBAN|AccountToBeDebited/IBAN", func(_ *Check, n Node) bool { return accountIBAN(n.Text()) }),
			BreakFacturae: "set //AccountToBeCredited/IBAN = ES9999999999999999999999"},
		{ID: "FE-504", Severity: Warning,
			Text:          "{value} is no BIC of 11 characters.",
			Help:          "A BIC of eight is filled up with XXX.",
			Facturae:      at("AccountToBeCredited/BIC|AccountToBeDebited/BIC", func(_ *Check, n Node) bool { return bic(n.Norm()) }),
			BreakFacturae: "set //AccountToBeCredited/BIC = XMPLESMM"},
		{ID: "FE-505", Severity: Warning,
			Text:          "The installments make {sum}; the amount to be paid is {amount}.",
			Facturae:      each("Invoice/PaymentDetails", installmentsAddUp),
			BreakFacturae: "set //InstallmentAmount = 400.01"},
		{ID: "FE-506", Severity: Info,
			Text:          "An installment is due on {value}, before the day of issue {issued}.",
			Facturae:      each("Invoice/PaymentDetails/Installment/InstallmentDueDate", dueAfterIssue),
			BreakFacturae: "set //InstallmentDueDate = 2026-01-02"},
	}
}

var eachInstallment = path("Installment/InstallmentAmount")

func installmentsAddUp(c *Check, n Node) {
	amount, sum := numberOf(totalExecutable.First(c.bill.totals)), total(eachInstallment, n)
	if totalExecutable.Exists(c.bill.totals) && !agree(amount, sum, zero) {
		c.Arg("sum", orNone(sum)).Arg("amount", orNone(amount)).Fail(n)
	}
}

func dueAfterIssue(c *Check, n Node) {
	due, issued := day(n), day(billIssueDate.First(c.line))
	if due != "" && due < issued {
		c.Arg("issued", issued).Fail(n)
	}
}
