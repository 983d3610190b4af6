package validate

import (
	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// The national rules of Peppol for CII are of an older version than those for UBL: what
// they say is the same, what they look at is not.
var peppolCIINational = joined(ciiDK, ciiIT, ciiNL, ciiNO, ciiSE)

// breakBy breaks the rule otherwise than in UBL: by a change of the invoice, and a script if need be.
func breakBy(f change, script string, also ...string) func(*Rule) {
	return func(r *Rule) { r.Break, r.BreakCII, r.Also = f, script, also }
}

const (
	sellerInCII = ciiAgreement + "/ram:SellerTradeParty"
	ciiMeans    = ciiSettlement + "/ram:SpecifiedTradeSettlementPaymentMeans"
	// Patterns that begin at the root.
	inRoot   = "/rsm:CrossIndustryInvoice"
	inSeller = inRoot + "/" + sellerInCII
	inMeans  = inRoot + "/" + ciiMeans
)

// withVATScheme is an edit script: the rules for CII know a VAT identifier by the scheme VAT, where
// EN 16931 has VA.
const withVATScheme = "attr " + sellerInCII + "/ram:SpecifiedTaxRegistration/ram:ID schemeID = VAT"

func ciiDK() []Rule {
	return []Rule{
		inCII("DK-R-002", when(inRoot, fromDenmark, filled(sellerInCII+"/ram:SpecifiedLegalOrganization/ram:ID"))),
		inCII("DK-R-003", when(inRoot+"/"+ciiLine, inDenmark,
			danishClasses("ram:SpecifiedTradeProduct/ram:DesignatedProductClassification/ram:ClassCode", "dk-unspsc-versions@peppol-cii-2025.5")),
			func(r *Rule) { r.Severity = Warning }),
		inCII("DK-R-004", each(inRoot, ciiDanishTax)),
		inCII("DK-R-005", when(inMeans, inDenmark, textAt("ram:TypeCode", codes.Get("dk-payment-means@peppol-cii-2025.5").HasRun))),
		inCII("DK-R-006", when(inMeans, and(means("31", "42"), inDenmark),
			and(filled("ram:PayeePartyCreditorFinancialAccount/ram:IBANID"), filled("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID")))),
		inCII("DK-R-007", when(inMeans, and(means("49"), inDenmark),
			and(filled("../ram:CreditorReferenceID"), filled("ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID"))), ciiDanishDebit),
		inCII("DK-R-008", when(inMeans, and(means("50"), inDenmark),
			and(kindOfPayment("../ram:PaymentReference", "01#", "04#", "15#"), long("ram:PayeePartyCreditorFinancialAccount/ram:IBANID", 7, 7))), func(r *Rule) {
			r.Text = "A payment by giro (BT-81 is 50) within Denmark asks for a reference of kind 01#, 04# or 15# (BT-83) and an account of 7 characters as ram:IBANID (BT-84): {BT-83}."
		}),
		inCII("DK-R-009", when(inMeans, and(means("50"), kindOfPayment("../ram:PaymentReference", "04#", "15#"), inDenmark), long("../ram:PaymentReference", 19, 19)),
			breakBy(danish(pay("50", "04#123", "DK5000400440116243", "")), "set "+ciiIBAN+" = 1234567")),
		inCII("DK-R-010", when(inMeans, and(means("93"), inDenmark),
			and(kindOfPayment("../ram:PaymentReference", "71#", "73#", "75#"), long("ram:PayeePartyCreditorFinancialAccount/ram:IBANID", 8, 8))), func(r *Rule) {
			r.Text = "A payment by FIK (BT-81 is 93) within Denmark asks for a reference of kind 71#, 73# or 75# (BT-83) and an account of 8 characters as ram:IBANID (BT-84): {BT-83}."
		}),
		inCII("DK-R-011", when(inMeans, and(means("93"), kindOfPayment("../ram:PaymentReference", "71#", "75#"), inDenmark), long("../ram:PaymentReference", 18, 19)),
			breakBy(danish(pay("93", "71#123", "DK5000400440116243", "")), "set "+ciiIBAN+" = 12345678")),
		inCII("DK-R-013", each(inRoot, ciiDanishIDs), breakBy(danish(), "noattr "+sellerInCII+"/ram:GlobalID schemeID")),
		inCII("DK-R-014", when(inRoot, fromDenmark, schemeIfAny(sellerInCII+"/ram:SpecifiedLegalOrganization/ram:ID", "0184"))),
		inCII("DK-R-016", when(inRoot, and(saysNorm("rsm:ExchangedDocument/ram:TypeCode", "381"), inDenmark), func(_ *Check, n Node) bool {
			due := ciiDue.First(n).Decimal()
			return !due.IsSet() || due.Sign() >= 0
		})),
	}
}

const ciiIBAN = ciiMeans + "/ram:PayeePartyCreditorFinancialAccount/ram:IBANID"

// ciiDanishDebit: the published rule looks for the mandate (BT-89) where the schema has no place for it.
func ciiDanishDebit(r *Rule) {
	r.Text = "A direct debit (BT-81 is 49) within Denmark asks for creditor (BT-90) and mandate (BT-89), the mandate within the payment means."
	r.Help = "The schema of CII keeps the mandate elsewhere, so that no invoice fulfils this rule: use another payment means."
	r.Terms = t("BT-81", "BT-89", "BT-90")
}

var (
	ciiDue       = path(ciiSettlement + "/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:DuePayableAmount")
	ciiReasons   = path(ciiSettlement + "/ram:SpecifiedTradeAllowanceCharge/ram:Reason")
	ciiReason    = path("ram:Reason")
	ciiIsZZZ     = says("ram:ReasonCode", "ZZZ")
	ciiSellerIDs = path(sellerInCII + "/ram:GlobalID")
	ciiBuyerIDs  = path(ciiAgreement + "/ram:BuyerTradeParty/ram:GlobalID")
)

// ciiDanishTax looks at the reason of each tax, or at the only one that the document has.
func ciiDanishTax(c *Check, n Node) {
	if !inDenmark(c, n) {
		return
	}
	only := ciiReasons.Count(n) == 1
	ciiAllowanceCharge.Each(n, func(x Node) bool {
		if !ciiIsZZZ(c, x) {
			return true
		}
		reason := ciiReason.First(x)
		if only {
			reason = ciiReasons.First(n)
		}
		if !danishTax(reason.Text()) {
			c.Arg("reason", shown(reason.Norm())).Fail(x)
		}
		return true
	})
}

// ciiDanishIDs: of the global identifiers of a party, one has a scheme.
func ciiDanishIDs(c *Check, n Node) {
	if !inDenmark(c, n) {
		return
	}
	for _, p := range []*tree.Path{ciiSellerIDs, ciiBuyerIDs} {
		id := p.First(n)
		if id.Exists() && p.Each(n, func(x Node) bool { return normalize(x.AttrValue("schemeID")) == "" }) {
			c.Arg("id", id.Norm()).Fail(id)
		}
	}
}

func ciiIT() []Rule {
	return []Rule{
		inCII("IT-R-001", when(ciiSellerParty+"/ram:SpecifiedTaxRegistration", fromItaly, ciiFiscalCode)),
		inCII("IT-R-002", when(ciiSellerParty, fromItaly, has("ram:PostalTradeAddress/ram:LineOne"))),
		inCII("IT-R-003", when(ciiSellerParty, fromItaly, has("ram:PostalTradeAddress/ram:CityName"))),
		inCII("IT-R-004", when(ciiSellerParty, fromItaly, has("ram:PostalTradeAddress/ram:PostcodeCode"))),
	}
}

const ciiSellerParty = "ram:SellerTradeParty"

// ciiFiscalCode: the number is of another scheme than FC, or of the form of a fiscal code.
func ciiFiscalCode(_ *Check, n Node) bool {
	return !ciiOwnID.Each(n, func(x Node) bool {
		return normalize(x.AttrValue("schemeID")) == "FC" && !isFiscalCode(x.Norm())
	})
}

func ciiNL() []Rule {
	return []Rule{
		inCII("NL-R-001", when(inRoot+"/rsm:ExchangedDocument", and(normAt("ram:TypeCode", codes.Get("credit-note-types@peppol-cii-2025.5").Has), fromNetherlands),
			has("../"+ciiSettlement+"/ram:InvoiceReferencedDocument/ram:IssuerAssignedID"))),
		inCII("NL-R-002", when(inSeller+"/ram:PostalTradeAddress", fromNetherlands, ciiDutchAddress)),
		inCII("NL-R-003", when(inSeller+"/ram:SpecifiedLegalOrganization/ram:ID", fromNetherlands, dutchRegistration)),
		inCII("NL-R-004", when(inRoot+"/"+ciiAgreement+"/ram:BuyerTradeParty/ram:PostalTradeAddress", inNetherlands, ciiDutchAddress)),
		inCII("NL-R-005", when(inRoot+"/"+ciiAgreement+"/ram:BuyerTradeParty/ram:SpecifiedLegalOrganization/ram:ID", inNetherlands, dutchRegistration)),
		inCII("NL-R-006", when(inRoot+"/"+ciiAgreement+"/ram:SellerTaxRepresentativeTradeParty/ram:PostalTradeAddress", withDutchRepresentative, ciiDutchAddress)),
		inCII("NL-R-007", when(inRoot+"/"+ciiSettlement+"/ram:SpecifiedTradeSettlementHeaderMonetarySummation", fromNetherlands, func(c *Check, n Node) bool {
			return nothingDue(dueAmount.First(n), ciiKind.First(c.head).Norm() == "381") || ciiAllMeans.Exists(c.head)
		})),
		inCII("NL-R-008", when(inMeans, inNetherlands, meansIn("nl-payment-means@peppol-cii-2025.5"))),
		inCII("NL-R-009", when(inRoot+"/"+ciiLine+"/ram:SpecifiedLineTradeAgreement/ram:BuyerOrderReferencedDocument/ram:LineID", fromNetherlands,
			func(c *Check, _ Node) bool { return ciiOrder.Exists(c.head) })),
	}
}

var (
	ciiDutchAddress = and(has("ram:LineOne"), has("ram:CityName"), has("ram:PostcodeCode"))
	ciiKind         = path("rsm:ExchangedDocument/ram:TypeCode")
	ciiAllMeans     = path(ciiMeans)
	ciiOrder        = path(ciiAgreement + "/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID")
)

func ciiNO() []Rule {
	return []Rule{
		inCII("NO-R-001", when(ciiSellerParty, fromNorway, norwegianVAT(&ciiNations, vatByScheme)),
			breakBy(ciiNorwegian(func(inv *einvoice.Invoice) { inv.Seller.VATIdentifier = "NO923456784MVA" }), withVATScheme)),
		inCII("NO-R-002", when(ciiSellerParty, fromNorway, func(c *Check, n Node) bool {
			return !registrations.Each(n, func(x Node) bool {
				return x.AttrValue("schemeID") != "FC" || x.Norm() != norwegianRegister
			})
		}), breakBy(ciiNorwegian(func(inv *einvoice.Invoice) { inv.Seller.TaxRegistration = einvoice.Identifier{} }), "")),
	}
}

var (
	// In CII the register stands with the scheme FC.
	ciiNorwegian = nationality(func(inv *einvoice.Invoice) {
		asNorwegian(inv)
		inv.Seller.TaxRegistration.Scheme = ""
	})
)

func ciiSE() []Rule {
	return []Rule{
		inCII("SE-R-001", when(inSeller, swedishVATHere(&ciiNations), swedishVATNumber(&ciiNations, func(s string) bool { return runes(normalize(s)) == 14 })),
			ciiSwedishVAT("SE5560004615")),
		inCII("SE-R-002", when(inSeller, swedishVATHere(&ciiNations), swedishVATNumber(&ciiNations, func(s string) bool { return isNumber(chars(s, 2, 12)) })),
			ciiSwedishVAT("SE55600046150X")),
		inCII("SE-R-003", when(ciiSwedishLegal, ciiSwedishOrganization, textAt("ram:ID", isNumber)), along("SE-R-013")),
		inCII("SE-R-004", when(ciiSwedishLegal, ciiSwedishOrganization, normAt("ram:ID", ofLength(10, 10)))),
		inCII("SE-R-005", when(inSeller+"/ram:SpecifiedTaxRegistration/ram:ID",
			and(attrAt(".", "schemeID", "FC"), inSwedenAt("../../"+ciiCountryCode), has("../../ram:SpecifiedLegalOrganization/ram:ID")), isFTax)),
		// The rule for CII asks for Swedish rates in every VAT category.
		inCII("SE-R-006", each("ram:ApplicableTradeTax|ram:CategoryTradeTax", swedishRate(always, "ram:RateApplicablePercent")),
			breakBy(swedish(), withVATScheme)),
		inCII("SE-R-007", ciiSwedishGiro("SE:PLUSGIRO", isNumber)),
		inCII("SE-R-008", ciiSwedishGiro("SE:BANKGIRO", isNumber)),
		inCII("SE-R-009", ciiSwedishGiro("SE:BANKGIRO", ofLength(7, 8))),
		inCII("SE-R-010", ciiSwedishGiro("SE:PLUSGIRO", ofLength(2, 8))),
		inCII("SE-R-011", when(inMeans, meansNorm("50", "56"), not(fromSweden))),
		inCII("SE-R-012", when(inMeans, meansNorm("31"), not(inSweden))),
		inCII("SE-R-013", when(ciiSwedishLegal, ciiSwedishOrganization, normAt("ram:ID", swedishOrganization))),
	}
}

const (
	ciiCountryCode  = "ram:PostalTradeAddress/ram:CountryID"
	ciiSwedishLegal = inSeller + "/ram:SpecifiedLegalOrganization"
)

var (
	ciiSwedishOrganization = and(has("ram:ID"), inSwedenAt("../"+ciiCountryCode))
	ciiBank                = path("../../ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID")
	ciiMeansCode           = path("../../ram:TypeCode")
)

// ciiSwedishVAT breaks a rule on VAT identifiers. Once the seller has one that these rules
// know, its exempt lines have no Swedish rate.
func ciiSwedishVAT(id string) func(*Rule) {
	return breakBy(swedish(func(inv *einvoice.Invoice) { inv.Seller.VATIdentifier = id }), withVATScheme, "SE-R-006")
}

func ciiSwedishGiro(giro string, form func(string) bool) Test {
	return each(inMeans+"/ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID", func(c *Check, n Node) {
		if ciiBank.First(n).Norm() == giro && ciiMeansCode.First(n).Norm() == "30" && fromSweden(c, n) && !form(n.Norm()) {
			c.Fail(n)
		}
	})
}
