package validate

// Dates of an invoice. There is no clock here: what is later than today is not looked for.
func facturaeDates() []Rule {
	return []Rule{
		{ID: "HAP-7", Severity: Fatal,
			Text:          "The day of issue {value} is no day of the calendar.",
			Facturae:      at("InvoiceIssueData/IssueDate", func(_ *Check, n Node) bool { return day(n) != "" }),
			BreakFacturae: "set //InvoiceIssueData/IssueDate = 2026-02-30"},
		{ID: "FE-121", Severity: Fatal,
			Text:          "The invoicing period ends on {value}, before it begins.",
			Facturae:      at("InvoicingPeriod/EndDate", notBefore("../StartDate")),
			BreakFacturae: "from summary\nset //InvoicingPeriod/EndDate = 2026-01-01"},
		{ID: "FE-122", Severity: Fatal,
			Text:          "The tax period of the correction ends on {value}, before it begins.",
			Facturae:      at("TaxPeriod/EndDate", notBefore("../StartDate")),
			BreakFacturae: "from corrective\nset //TaxPeriod/EndDate = 2025-01-01"},
		{ID: "FE-123", Severity: Fatal,
			Text:          "The period of line {line} ends on {value}, before it begins.",
			Facturae:      at("LineItemPeriod/EndDate", notBefore("../StartDate")),
			BreakFacturae: "from summary\nset //LineItemPeriod/EndDate = 2026-01-01"},
		{ID: "FE-124", Severity: Info,
			Text:          "The day of the operation is that of issue, {value}.",
			Help:          "OperationDate is for operations on another day than that of issue.",
			Facturae:      at("InvoiceIssueData/OperationDate", operationOnAnotherDay),
			BreakFacturae: "after //InvoiceIssueData/IssueDate <OperationDate>2026-02-16</OperationDate>"},
		{ID: "FE-125", Severity: Warning,
			Text: "The day of issue {value} is hardly meant.",
			Help: "The format is of 2009.",
			Facturae: at("InvoiceIssueData/IssueDate", func(_ *Check, n Node) bool {
				d := day(n)
				return d == "" || "2007" <= d && d < "2100"
			}),
			BreakFacturae: "from summary\nset //InvoiceIssueData/IssueDate = 1926-02-16"},
		{ID: "FE-126", Severity: Info,
			Text:          "An advance payment is dated {value}, after the invoice of {issued}.",
			Facturae:      each("PaymentOnAccountDate", paidInAdvance),
			BreakFacturae: "set //PaymentOnAccountDate = 2027-01-31"},
	}
}

var operationIssue = path("../IssueDate")

func operationOnAnotherDay(_ *Check, n Node) bool {
	d := day(n)
	return d == "" || d != day(operationIssue.First(n))
}

func paidInAdvance(c *Check, n Node) {
	if issued := day(billIssueDate.First(c.line)); issued != "" && day(n) > issued {
		c.Arg("issued", issued).Fail(n)
	}
}
