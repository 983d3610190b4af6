package validate

import (
	"slices"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// facturXFamilies are the VAT categories as Factur-X looks at them: a tax of any type counts, an indicator of
// allowances and charges is read to the letter, and a taxable amount may be one too low.
var facturXFamilies = func() []vatFamily {
	all := slices.Clone(vatFamilies)
	for i := range all {
		all[i].facturX, all[i].anyType = true, true
	}
	return all
}()

// inFacturX is the profile EN 16931. Where EN 16931 itself asks for text, the rules here are content with white space.
func inFacturX() revision {
	return revision{
		of: onlyCII(slices.Concat(presence(), linePresence(), calculation(), decimals(), vatRules(facturXFamilies))),
		changed: []ruleChange{
			{"BR-01", edits(looksCII(mustGive("/*", "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID")),
				cannotFire("without an identifier a document claims no profile, and the set is not run"))},
			{"BR-02", looksCII(mustGive("/*", "rsm:ExchangedDocument/ram:ID"))},
			{"BR-03", looksCII(demand("/*", "rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString", issueDateGiven))},
			{"BR-04", looksCII(mustGive("/*", "rsm:ExchangedDocument/ram:TypeCode"))},
			{"BR-05", looksCII(mustGive("/*", ciiSettlement+"/ram:InvoiceCurrencyCode"))},
			{"BR-06", looksCII(mustGive("/*", ciiAgreement+"/ram:SellerTradeParty/ram:Name"))},
			{"BR-07", looksCII(mustGive("/*", ciiAgreement+"/ram:BuyerTradeParty/ram:Name"))},
			{"BR-09", looksCII(mustGive("/*", ciiAgreement+"/ram:SellerTradeParty/ram:PostalTradeAddress/ram:CountryID"))},
			{"BR-11", looksCII(mustGive("/*", ciiAgreement+"/ram:BuyerTradeParty/ram:PostalTradeAddress/ram:CountryID"))},
			// The published rule looks for the seller where there is none, so only the name counts.
			{"BR-17", edits(looksCII(mustHave("ram:PayeeTradeParty", "ram:Name")), reads("The payee (BG-10) has no name (BT-59)."), helps(""),
				broken("drop "+ciiSettlement+"/ram:PayeeTradeParty/ram:Name"))},
			{"BR-22", also(emptyToo)},
			{"BR-50", also(emptyToo)},
			{"BR-CO-19", also(emptyToo)},
			{"BR-CO-20", also(emptyToo)},
			{"BR-21", looksCII(mustGive(ciiLines, "ram:AssociatedDocumentLineDocument/ram:LineID"))},
			{"BR-25", looksCII(mustGive(ciiLines, "ram:SpecifiedTradeProduct/ram:Name"))},
			{"BR-45", looksCII(at(ciiBreakdown, has("ram:BasisAmount")))},
			{"BR-46", looksCII(at(ciiBreakdown, has("ram:CalculatedAmount")))},
			{"BR-47", looksCII(at(ciiBreakdown, has("ram:CategoryCode")))},
			{"BR-48", looksCII(at(ciiBreakdown, or(has("ram:RateApplicablePercent"), says("ram:CategoryCode", "O"))))},
			{"BR-52", looksCII(at("ram:AdditionalReferencedDocument", given("ram:IssuerAssignedID")))},
			{"BR-55", looksCII(at("/rsm:CrossIndustryInvoice/"+ciiSettlement+"/ram:InvoiceReferencedDocument", given("ram:IssuerAssignedID")))},
			{"BR-56", looksCII(at("ram:SellerTaxRepresentativeTradeParty", vatNumberGiven))},
			{"BR-57", looksCII(when("/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery",
				has("ram:ShipToTradeParty/ram:PostalTradeAddress"), given("ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID")))},
			{"BR-64", looksCII(schemeGiven("ram:SpecifiedTradeProduct/ram:GlobalID", "ram:SpecifiedTradeProduct/ram:GlobalID", "schemeID"))},
			{"BR-65", looksCII(schemeGiven("ram:SpecifiedTradeProduct/ram:DesignatedProductClassification", "ram:SpecifiedTradeProduct/ram:DesignatedProductClassification/ram:ClassCode", "listID"))},
			{"BR-CO-03", edits(looksCII(at(ciiBreakdown, not(and(has("ram:TaxPointDate"), has("ram:DueDateTypeCode"))))),
				broken("add "+ciiSettlement+"/ram:ApplicableTradeTax <ram:TaxPointDate><udt:DateString format=\"102\">20260228</udt:DateString></ram:TaxPointDate><ram:DueDateTypeCode>5</ram:DueDateTypeCode>"))},
			{"BR-CO-11", looksCII(each(ciiTotals, facturXAllowances))},
			{"BR-CO-12", looksCII(each(ciiTotals, facturXCharges))},
			{"BR-CO-15", looksCII(each(ciiTotals, ciiWithVATOnce))},
			{"BR-CO-17", looksCII(each(ciiBreakdown, ciiTaxAmountOf))},
			{"BR-CO-18", looksCII(mustHave(ciiSettlement, "ram:ApplicableTradeTax"))},
			{"BR-DEC-19", looksCII(precise(ciiBreakdown, "ram:BasisAmount", always))},
			{"BR-DEC-20", looksCII(precise(ciiBreakdown, "ram:CalculatedAmount", always))},
		},
		added: facturXAdded(),
	}
}

// given: one of such elements has text, be it white space.
func given(p string) condition {
	q := path(p)
	return func(_ *Check, n Node) bool { return !q.Each(n, func(x Node) bool { return x.Text() == "" }) }
}

// mustGive is mustFill for rules that ask no more than that.
func mustGive(pattern, p string) Test { return demand(pattern, p, given(p)) }

func issueDateGiven(_ *Check, n Node) bool {
	return !issueDate.Each(n, func(d Node) bool { return d.AttrValue("format") != "102" || d.Text() == "" })
}

func vatNumberGiven(_ *Check, n Node) bool {
	return !registrations.Each(n, func(id Node) bool { return id.AttrValue("schemeID") != "VA" || id.Text() == "" })
}

// schemeGiven: if a line has such a group, one of its codes names its scheme.
func schemeGiven(group, code, attr string) Test {
	g, q := path(group), path(code)
	return each(ciiLines, func(c *Check, n Node) {
		if x := g.First(n); x.Exists() && q.Each(n, func(x Node) bool { return x.AttrValue(attr) == "" }) {
			c.Fail(orRoot(q.First(n), x))
		}
	})
}

// part is what allowances, or charges, of the document make.
type part struct {
	count  int
	double float64 // as the published rules add up
	exact  einvoice.Decimal
}

func (p *part) add(n Node, amount names.Name) {
	p.count++
	for a := n.Child(amount); a.Exists(); a = a.NextNamed(amount) {
		p.double += double(a)
		p.exact = p.exact.Add(a.Decimal())
	}
}

var ciiLogistics = path(ciiSettlement + "/ram:SpecifiedLogisticsServiceCharge")

// facturXParts are the allowances, the charges, and the charges for logistics of the document.
func (c *Check) facturXParts() (allowances, charges, logistics part) {
	all := tree.Ask(c.head, ciiLogistics, func(head Node) (all [3]part) {
		ciiAllowanceCharge.Each(head, func(n Node) bool {
			switch {
			case ciiIsAllowance(c, n):
				all[0].add(n, ramActualAmount)
			case ciiIsCharge(c, n):
				all[1].add(n, ramActualAmount)
			}
			return true
		})
		ciiLogistics.Each(head, func(n Node) bool { all[2].add(n, ramAppliedAmount); return true })
		return all
	})
	return all[0], all[1], all[2]
}

var (
	ciiAllowanceTotal = path("ram:AllowanceTotalAmount")
	ciiChargeTotal    = path("ram:ChargeTotalAmount")
)

// facturXAllowances is BR-CO-11.
func facturXAllowances(c *Check, n Node) {
	allowances, _, _ := c.facturXParts()
	total := ciiAllowanceTotal.First(n)
	if !sameDouble(double(total), centsDouble(allowances.double)) && (allowances.count > 0 || total.Exists()) {
		c.Arg("sum", cents(zero.Add(allowances.exact)).String()).Fail(orRoot(total, n))
	}
}

// facturXCharges is BR-CO-12, which counts those for logistics too, but not alone.
func facturXCharges(c *Check, n Node) {
	_, charges, logistics := c.facturXParts()
	total := ciiChargeTotal.First(n)
	want := centsDouble(centsDouble(charges.double) + centsDouble(logistics.double))
	if !sameDouble(centsDouble(double(total)), want) && (charges.count > 0 || total.Exists()) {
		sum := cents(zero.Add(charges.exact)).Add(cents(zero.Add(logistics.exact)))
		c.Arg("sum", sum.String()).Fail(orRoot(total, n))
	}
}

// facturXAdded are rules that the set of EN 16931 has as rules of structure.
func facturXAdded() []Rule {
	return []Rule{
		{ID: "CII-SR-463", Severity: Fatal, Terms: t("BG-20", "BG-21"),
			Text:     "{element} no. {nth} does not say by an indicator whether it is an allowance or a charge.",
			CII:      at("ram:SpecifiedTradeAllowanceCharge", has("ram:ChargeIndicator")),
			BreakCII: "add " + ciiSettlement + " <ram:SpecifiedTradeAllowanceCharge><ram:ActualAmount>0.00</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>"},
		{ID: "CII-SR-464", Severity: Fatal, Terms: t("BG-17"), CII: alwaysHolds,
			Text:  "The payment means name the bank of the debtor.",
			Never: "the published rule allows for every case"},
		{ID: "CII-SR-465", Severity: Fatal, Terms: t("BT-41"),
			Text:     "The seller's contact (BT-41) has both a person and a department.",
			CII:      at(facturXAgreement, not(and(has("ram:SellerTradeParty/ram:DefinedTradeContact/ram:PersonName"), has("ram:SellerTradeParty/ram:DefinedTradeContact/ram:DepartmentName")))),
			BreakCII: bothContacts("ram:SellerTradeParty")},
		{ID: "CII-SR-466", Severity: Fatal, Terms: t("BT-56"),
			Text:     "The buyer's contact (BT-56) has both a person and a department.",
			CII:      at(facturXAgreement, not(and(has("ram:BuyerTradeParty/ram:DefinedTradeContact/ram:PersonName"), has("ram:BuyerTradeParty/ram:DefinedTradeContact/ram:DepartmentName")))),
			BreakCII: bothContacts("ram:BuyerTradeParty")},
		{ID: "CII-SR-467", Severity: Fatal, Terms: t("BT-81"),
			Text:     "The ways of payment are {first} and {value} (BT-81): an invoice has one.",
			CII:      each("/*", oneOf("ram:TypeCode")),
			BreakCII: "twice " + ciiMeans + "\nset " + ciiMeans + "/ram:TypeCode = 97"},
		{ID: "CII-SR-468", Severity: Fatal, Terms: t("BT-82"),
			Text:     "The ways of payment are {first} and {value} in words (BT-82): an invoice has one.",
			CII:      each("/*", oneOf("ram:Information")),
			BreakCII: "add " + ciiMeans + " <ram:Information>by pigeon</ram:Information>\nadd " + ciiMeans + " <ram:Information>by train</ram:Information>"},
		{ID: "CII-SR-469", Severity: Fatal, Terms: t("BT-83"),
			Text:     "The remittance information (BT-83) is given more than once.",
			CII:      at("ram:ApplicableHeaderTradeSettlement", most(1, "ram:PaymentReference")),
			BreakCII: "twice " + ciiSettlement + "/ram:PaymentReference"},
		{ID: "CII-SR-470", Severity: Fatal, Terms: t("BT-84", "BT-81"),
			Text: "Payment means {BT-81} is a credit transfer: it needs one account, with IBANID or ProprietaryID (BT-84), and not both.",
			CII: when("ram:SpecifiedTradeSettlementPaymentMeans", saysIn("ram:TypeCode", Node.Norm, "transfer-payment-means@en16931-1.3.16"),
				oneAccount),
			BreakCII: "drop " + ciiMeans + "/ram:PayeePartyCreditorFinancialAccount"},
		{ID: "CII-SR-471", Severity: Fatal, Terms: t("BT-95", "BT-102"),
			Text:     "{element} no. {nth} has more than one VAT category.",
			CII:      at("ram:SpecifiedTradeAllowanceCharge", most(1, "ram:CategoryTradeTax")),
			BreakCII: "twice " + ciiSettlement + "/ram:SpecifiedTradeAllowanceCharge/ram:CategoryTradeTax"},
		{ID: "CII-SR-472", Severity: Fatal, Terms: t("BT-96", "BT-103"),
			Text:  "{element} no. {nth} has more than one VAT rate.",
			CII:   at("ram:SpecifiedTradeAllowanceCharge", most(1, "ram:RateApplicablePercent")),
			Never: "the schema has no rate there"},
		{ID: "CII-SR-473", Severity: Fatal, Terms: t("BT-92", "BT-99", "BT-136", "BT-141"),
			Text:     "{element} no. {nth} has more than one amount.",
			CII:      at("ram:SpecifiedTradeAllowanceCharge", most(1, "ram:ActualAmount")),
			BreakCII: "after " + ciiSettlement + "/ram:SpecifiedTradeAllowanceCharge/ram:ActualAmount <ram:ActualAmount>0.00</ram:ActualAmount>"},
		{ID: "CII-SR-474", Severity: Warning, Terms: t("BT-128"),
			Text:     "Line {line} has more than one invoiced object (BT-128).",
			CII:      at("/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/"+ciiLines+"/ram:SpecifiedLineTradeSettlement", atMostOne("130", "")),
			BreakCII: "twice rsm:SupplyChainTradeTransaction/" + ciiLines + "/ram:SpecifiedLineTradeSettlement/ram:AdditionalReferencedDocument"},
		{ID: "CII-SR-475", Severity: Warning, Terms: t("BT-123"),
			Text:     "The supporting documents (type 916) have more than one description (BT-123).",
			CII:      at(facturXAgreement, atMostOne("916", "ram:Name")),
			BreakCII: facturXSupporting("<ram:Name>more</ram:Name>")},
		{ID: "CII-SR-476", Severity: Warning, Terms: t("BT-125"),
			Text:     "The supporting documents (type 916) have more than one attachment (BT-125).",
			CII:      at(facturXAgreement, atMostOne("916", "ram:AttachmentBinaryObject")),
			BreakCII: facturXSupporting(`<ram:AttachmentBinaryObject mimeCode="text/csv" filename="b.csv">YTtiCg==</ram:AttachmentBinaryObject>`)},
		{ID: "PEPPOL-EN16931-R008", Severity: Warning,
			Text:     "{element} is empty.",
			Help:     "Leave out elements that have no value.",
			CII:      each("*", emptyElement),
			BreakCII: "set " + ciiAgreement + "/ram:BuyerReference ="},
	}
}

const (
	emptyToo         = "PEPPOL-EN16931-R008" // fires where a group is left empty
	facturXAgreement = "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement"
)

func bothContacts(party string) string {
	return "add " + ciiAgreement + "/" + party + " <ram:DefinedTradeContact><ram:PersonName>N. N.</ram:PersonName><ram:DepartmentName>Accounts</ram:DepartmentName></ram:DefinedTradeContact>"
}

func facturXSupporting(part string) string {
	return "add " + ciiAgreement + " <ram:AdditionalReferencedDocument><ram:IssuerAssignedID>2</ram:IssuerAssignedID><ram:TypeCode>916</ram:TypeCode>" + part + "</ram:AdditionalReferencedDocument>"
}

// oneOf: all payment means say the same, white space normalized.
func oneOf(child string) func(*Check, Node) {
	of := name(child)
	return func(c *Check, _ Node) {
		var first Node
		c.Anywhere(ramSpecifiedTradeSettlementPaymentMeans, func(n Node) bool {
			for x := n.Child(of); x.Exists(); x = x.NextNamed(of) {
				if !first.Exists() {
					first = x
				} else if x.Norm() != first.Norm() {
					c.Arg("first", first.Norm()).Fail(x)
					return false
				}
			}
			return true
		})
	}
}

var (
	hasIBAN        = has("ram:PayeePartyCreditorFinancialAccount/ram:IBANID")
	hasProprietary = has("ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID")
)

func oneAccount(c *Check, n Node) bool { return hasIBAN(c, n) != hasProprietary(c, n) }

// atMostOne: the documents of a type are one at most, or have one such child at most.
func atMostOne(kind, child string) condition {
	docs, of := path("ram:AdditionalReferencedDocument"), path(".")
	if child != "" {
		of = path(child)
	}
	return func(_ *Check, n Node) bool {
		count := 0
		docs.Each(n, func(d Node) bool {
			if d.Child(ramTypeCode).Norm() == kind {
				count += of.Count(d)
			}
			return true
		})
		return count <= 1
	}
}

// emptyElement: the lines of an invoice are shown apart, so what is around them is not empty.
func emptyElement(c *Check, n Node) {
	if !n.FirstChild().Exists() && blank(n.Text()) && (n.Name() != rsmSupplyChainTradeTransaction || c.Lines == 0) {
		c.Fail(n)
	}
}
