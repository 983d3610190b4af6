package validate

import facturaesyntax "github.com/einvoice-go/einvoice/facturae"

// The head of an invoice: number, class, what it corrects.
func facturaeHead() []Rule {
	return []Rule{
		{ID: "HAP-3A", Severity: Fatal,
			Text:          "The invoice has no number.",
			Facturae:      at("InvoiceHeader", filled("InvoiceNumber")),
			BreakFacturae: "set //InvoiceHeader/InvoiceNumber =", Also: t("FE-808")},
		{ID: "FE-101", Severity: Fatal,
			Text:          "The invoice was issued by a third party (InvoiceIssuerType TE), which is not named.",
			Help:          "Give ThirdParty with its tax number, name and address.",
			Facturae:      when("FileHeader", says("InvoiceIssuerType", "TE"), has("ThirdParty")),
			BreakFacturae: "set //InvoiceIssuerType = TE"},
		{ID: "FE-102", Severity: Warning,
			Text:          "A third party is named, but the invoice was issued by {issuer}.",
			Help:          "InvoiceIssuerType is TE for invoices that a third party issues.",
			Facturae:      each("FileHeader/ThirdParty", thirdPartyIssues),
			BreakFacturae: "add FileHeader <ThirdParty/>"},
		{ID: "FE-103", Severity: Warning,
			Text:          "The invoice is a summary (InvoiceClass {class}) and does not say of which period.",
			Help:          "Give InvoicingPeriod.",
			Facturae:      each("InvoiceIssueData", summaryHasPeriod),
			BreakFacturae: "from summary\ndrop //InvoicingPeriod"},
	}
}

var issuerType = path("../InvoiceIssuerType")

func thirdPartyIssues(c *Check, n Node) {
	switch issuer := issuerType.First(n).Norm(); issuer {
	case "EM":
		c.Arg("issuer", "the seller (InvoiceIssuerType EM)").Fail(n)
	case "RE":
		c.Arg("issuer", "the buyer (InvoiceIssuerType RE)").Fail(n)
	}
}

var invoicingPeriod = path("InvoicingPeriod")

func summaryHasPeriod(c *Check, n Node) {
	if (c.bill.class == "OC" || c.bill.class == "CC") && !invoicingPeriod.Exists(n) {
		c.Arg("class", c.bill.class).Fail(n)
	}
}

// What an invoice corrects, and why.
func facturaeCorrective() []Rule {
	return []Rule{
		{ID: "HAP-4A", Severity: Fatal,
			Text:          "The method of correction {value} is none of the format.",
			Help:          "There are 01 (in full), 02 (by differences), 03 (discount on volume) and 04 (authorized by the tax agency).",
			Facturae:      at("Corrective/CorrectionMethod", isOneOf("01", "02", "03", "04")),
			BreakFacturae: "from corrective\nset //CorrectionMethod = 05"},
		{ID: "HAP-4B", Severity: Fatal,
			Text:          "The invoice corrects another one by method {method}, but does not give its number.",
			Help:          "Methods 01 (in full) and 02 (by differences) need Corrective/InvoiceNumber.",
			Facturae:      each("InvoiceHeader/Corrective", correctedNumber),
			BreakFacturae: "from corrective\ndrop //Corrective/InvoiceNumber"},
		{ID: "FE-111", Severity: Fatal,
			Text:          "The invoice is corrective (InvoiceClass {value}) and does not say what it corrects.",
			Help:          "Give Corrective.",
			Facturae:      when("InvoiceHeader/InvoiceClass", corrects, has("../Corrective")),
			BreakFacturae: "from corrective\ndrop //Corrective"},
		{ID: "FE-112", Severity: Warning,
			Text:          "The invoice says what it corrects, but is not corrective: InvoiceClass is {class}.",
			Help:          "Corrective invoices have the class OR, copies of them CR.",
			Facturae:      each("InvoiceHeader/Corrective", correctiveClass),
			BreakFacturae: "from corrective\nset //InvoiceClass = OO"},
		{ID: "FE-113", Severity: Warning,
			Text:          "The reason for the correction is {code}, but described as {value}: the text for the code is {text}.",
			Facturae:      describes("Corrective/ReasonDescription", "../ReasonCode", facturaesyntax.ReasonText),
			BreakFacturae: "from corrective\nset //ReasonDescription = Base imponible"},
		{ID: "FE-114", Severity: Warning,
			Text:          "The method of correction is {code}, but described as {value}: the text for the code is {text}.",
			Facturae:      describes("Corrective/CorrectionMethodDescription", "../CorrectionMethod", facturaesyntax.MethodText),
			BreakFacturae: "from corrective\nset //CorrectionMethodDescription = Rectificación íntegra"},
		{ID: "FE-115", Severity: Warning,
			Text:          "The invoice corrects {number} by method {method}, but does not give that one's date.",
			Help:          "From version 3.2.2 on there is Corrective/InvoiceIssueDate.",
			Facturae:      each("InvoiceHeader/Corrective", correctedDate),
			BreakFacturae: "from corrective\ndrop //Corrective/InvoiceIssueDate"},
		{ID: "FE-116", Severity: Warning,
			Text:          "The corrected invoice is dated {value}, after the corrective one of {issued}.",
			Facturae:      each("Corrective/InvoiceIssueDate", correctedBefore),
			BreakFacturae: "from corrective\nset //Corrective/InvoiceIssueDate = 2026-12-31"},
		{ID: "FE-117", Severity: Warning,
			Text:          "The invoice corrects itself: it and the corrected one have the number {value}.",
			Facturae:      each("Corrective/InvoiceNumber", correctsAnother),
			BreakFacturae: "from corrective\nset //Corrective/InvoiceNumber = 9\nset //Corrective/InvoiceSeriesCode = R"},
	}
}

func corrects(_ *Check, n Node) bool { s := n.Norm(); return s == "OR" || s == "CR" }

func correctiveClass(c *Check, n Node) {
	if s := c.bill.class; s != "" && s != "OR" && s != "CR" {
		c.Arg("class", s).Fail(n)
	}
}

var (
	correctiveNumber = path("InvoiceNumber")
	correctiveSeries = path("InvoiceSeriesCode")
	correctiveDate   = path("InvoiceIssueDate")
	correctiveMethod = path("CorrectionMethod")
	ownSeries        = path("../../InvoiceSeriesCode")
	ownNumber        = path("../../InvoiceNumber")
	billIssueDate    = path("InvoiceIssueData/IssueDate")
)

// namesOne: the method of correction is one that is about a single invoice.
func namesOne(corrective Node) (method string, ok bool) {
	method = correctiveMethod.First(corrective).Norm()
	return method, method == "01" || method == "02"
}

func correctedNumber(c *Check, n Node) {
	if method, ok := namesOne(n); ok && correctiveNumber.First(n).Norm() == "" {
		c.Arg("method", method).Fail(n)
	}
}

func correctedDate(c *Check, n Node) {
	number := correctiveNumber.First(n).Norm()
	if method, ok := namesOne(n); ok && number != "" && c.head.Name() == name("fe322:Facturae") && !correctiveDate.Exists(n) {
		c.Arg("number", number).Arg("method", method).Fail(n)
	}
}

func correctedBefore(c *Check, n Node) {
	if issued := day(billIssueDate.First(c.line)); issued != "" && day(n) > issued {
		c.Arg("issued", issued).Fail(n)
	}
}

func correctsAnother(c *Check, n Node) {
	if s := n.Norm(); s != "" && s == ownNumber.First(n).Norm() && correctiveSeries.First(n.Parent()).Norm() == ownSeries.First(n).Norm() {
		c.Fail(n)
	}
}

// describes holds the text that describes a code against the text that the format has for it.
func describes(pattern, code string, textOf func(string) string) Test {
	q := path(code)
	return each(pattern, func(c *Check, n Node) {
		if text := textOf(q.First(n).Norm()); text != "" && n.Norm() != text {
			c.Arg("code", q.First(n).Norm()).Arg("text", text).Fail(n)
		}
	})
}
