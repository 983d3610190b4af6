package validate

import (
	"strconv"

	"github.com/einvoice-go/einvoice/internal/tree"
)

// Who takes part. The order checks the seller and the assignee; of others the rules only warn.
const (
	strictParties = "SellerParty|Assignee"
	strictNumbers = "SellerParty/TaxIdentification/TaxIdentificationNumber|Assignee/TaxIdentification/TaxIdentificationNumber"
	otherNumbers  = "BuyerParty/TaxIdentification/TaxIdentificationNumber|ThirdParty/TaxIdentification/TaxIdentificationNumber|" +
		"ReimbursableExpensesSellerParty/TaxIdentificationNumber|ReimbursableExpensesBuyerParty/TaxIdentificationNumber"
)

func facturaeParties() []Rule {
	return []Rule{
		{ID: "HAP-5A", Severity: Fatal,
			Text:          "{party} is neither a person (F) nor an entity (J): PersonTypeCode is {value}.",
			Facturae:      party("SellerParty/TaxIdentification/PersonTypeCode|Assignee/TaxIdentification/PersonTypeCode", isOneOf("F", "J")),
			BreakFacturae: "set //SellerParty/TaxIdentification/PersonTypeCode = X"},
		{ID: "HAP-5B", Severity: Fatal,
			Text:          "{party} resides in Spain, but {value} is no Spanish tax number: form or control character are wrong.",
			Facturae:      party(strictNumbers, or(not(resides("R")), foreignPrefix, isSpanish)),
			BreakFacturae: "set //SellerParty/TaxIdentification/TaxIdentificationNumber = A00000001", Also: t("FE-808")},
		{ID: "HAP-5C", Severity: Fatal,
			Text:          "{party} is a person, but has no name and first surname.",
			Help:          "Give Individual with Name and FirstSurname, or PersonTypeCode J.",
			Facturae:      party(strictParties, or(not(says("TaxIdentification/PersonTypeCode", "F")), and(filled("Individual/Name"), filled("Individual/FirstSurname")))),
			BreakFacturae: "from batch\nset //SellerParty/Individual/FirstSurname ="},
		{ID: "HAP-5D", Severity: Fatal,
			Text:          "{party} is an entity, but has no name.",
			Help:          "Give LegalEntity with CorporateName, or PersonTypeCode F.",
			Facturae:      party(strictParties, or(not(says("TaxIdentification/PersonTypeCode", "J")), filled("LegalEntity/CorporateName"))),
			BreakFacturae: "set //SellerParty/LegalEntity/CorporateName ="},
		{ID: "HAP-5E", Severity: Fatal,
			Text:          "{party} resides in Spain, but its tax number {value} begins with another country than ES.",
			Facturae:      party(strictNumbers, or(not(resides("R")), not(foreignPrefix))),
			BreakFacturae: "set //SellerParty/TaxIdentification/TaxIdentificationNumber = PT999999990", Also: t("FE-808")},
		{ID: "HAP-5F", Severity: Fatal,
			Text:          "Seller and assignee have the same tax number {value}.",
			Facturae:      at("Assignee/TaxIdentification/TaxIdentificationNumber", notTheSeller),
			BreakFacturae: "from factoring\nset //Assignee/TaxIdentification/TaxIdentificationNumber = ESA00000000"},
		{ID: "FE-201", Severity: Warning,
			Text:          "{party} resides in Spain, and {value} is no tax number there: form or control character are wrong.",
			Facturae:      party(otherNumbers, or(not(resides("R")), isSpanish)),
			BreakFacturae: "set //BuyerParty/TaxIdentification/TaxIdentificationNumber = P9999999A"},
		{ID: "FE-202", Severity: Warning,
			Text:          "{party} resides in another country of the European Union, but {value} is no VAT number there.",
			Help:          "Write the country before the number, as in PT999999990.",
			Facturae:      party(strictNumbers+"|"+otherNumbers, or(not(resides("U")), func(_ *Check, n Node) bool { return europeanNumber(n.Norm()) })),
			BreakFacturae: "from batch\nset //BuyerParty/TaxIdentification/TaxIdentificationNumber = 999999990"},
		{ID: "FE-203", Severity: Warning,
			Text:          "{party} is said to be {said} (PersonTypeCode {value}), but the tax number {number} is one of {is}.",
			Facturae:      each("TaxIdentification/PersonTypeCode|ReimbursableExpensesSellerParty/PersonTypeCode|ReimbursableExpensesBuyerParty/PersonTypeCode", personFits),
			BreakFacturae: "set //ReimbursableExpensesSellerParty/PersonTypeCode = F"},
		{ID: "FE-204", Severity: Warning,
			Text: "{party} is named as {element}, but its PersonTypeCode is {code}.",
			Facturae: each("BuyerParty/LegalEntity|BuyerParty/Individual|ThirdParty/LegalEntity|ThirdParty/Individual", func(c *Check, n Node) {
				if code := partyPerson.First(n).Norm(); code == "F" && n.Name() == name("LegalEntity") || code == "J" && n.Name() == name("Individual") {
					c.Arg("party", partyName(n)).Arg("code", code).Fail(n)
				}
			}),
			BreakFacturae: "from batch\nset //BuyerParty/TaxIdentification/PersonTypeCode = F"},
		{ID: "FE-205", Severity: Warning,
			Text:          "{party} resides {where} (ResidenceTypeCode {code}), but the address is in {value}.",
			Facturae:      each("LegalEntity/*/CountryCode|Individual/*/CountryCode", addressFits),
			BreakFacturae: "from batch\nset //BuyerParty/LegalEntity/OverseasAddress/CountryCode = MAR"},
		{ID: "FE-206", Severity: Warning,
			Text:          "AddressInSpain has the country {value}.",
			Facturae:      at("AddressInSpain/CountryCode|BranchInSpainAddress/CountryCode", isOneOf("ESP")),
			BreakFacturae: "set //AdministrativeCentre/AddressInSpain/CountryCode = PRT"},
		{ID: "FE-207", Severity: Warning,
			Text:          "{element} of an address abroad is {value}.",
			Help:          "Addresses in Spain have an element of their own, with a post code.",
			Facturae:      at("OverseasAddress/CountryCode|OverseasBranchAddress/CountryCode", not(isOneOf("ESP"))),
			BreakFacturae: "from batch\nset //BuyerParty/LegalEntity/OverseasAddress/CountryCode = ESP", Also: t("FE-205")},
		{ID: "FE-208", Severity: Warning,
			Text:          "{party} has no name.",
			Facturae:      party("BuyerParty/LegalEntity/CorporateName|BuyerParty/Individual/Name|ThirdParty/LegalEntity/CorporateName|ThirdParty/Individual/Name", func(_ *Check, n Node) bool { return n.Norm() != "" }),
			BreakFacturae: "set //BuyerParty/LegalEntity/CorporateName ="},
	}
}

// parties are the elements that stand for one, and what messages call it.
var parties = map[string]string{
	"SellerParty": "The seller", "BuyerParty": "The buyer", "Assignee": "The assignee", "ThirdParty": "The third party",
	"ReimbursableExpensesSellerParty": "The seller of reimbursable expenses", "ReimbursableExpensesBuyerParty": "The buyer of reimbursable expenses",
}

// partyName is what messages call the party that an element belongs to.
func partyName(n Node) string {
	for ; n.Exists(); n = n.Parent() {
		if s := parties[n.Name().String()]; s != "" {
			return s
		}
	}
	return "A party"
}

// party is at for elements of a party, which is {party} in the rule's text.
func party(pattern string, ok condition) Test {
	return each(pattern, func(c *Check, n Node) {
		if !ok(c, n) {
			c.Arg("party", partyName(n)).Fail(n)
		}
	})
}

var (
	residence    = path("../ResidenceTypeCode")
	siblingTaxID = path("../TaxIdentificationNumber")
	partyPerson  = path("../TaxIdentification/PersonTypeCode")
	partyHome    = path("../../../TaxIdentification/ResidenceTypeCode")
	sellerNumber = path("Parties/SellerParty/TaxIdentification/TaxIdentificationNumber")
)

// resides: beside the number at hand stands this code of residence.
func resides(code string) condition {
	return func(_ *Check, n Node) bool { return residence.First(n).Norm() == code }
}

func isSpanish(_ *Check, n Node) bool { return spanishNumber(n.Norm()) }

// foreignPrefix: the number begins with a country other than Spain.
func foreignPrefix(_ *Check, n Node) bool {
	s := leadingCountry(n.Norm())
	return s != "" && s != "ES"
}

func notTheSeller(c *Check, n Node) bool {
	return taxNumber(n.Norm()) != taxNumber(sellerNumber.First(c.head).Norm())
}

func personFits(c *Check, n Node) {
	if residence.First(n).Norm() != "R" {
		return
	}
	words := map[byte]string{'F': "a person", 'J': "an entity"}
	number := siblingTaxID.First(n).Norm()
	is := personOf(number)
	if said := n.Norm(); is != 0 && (said == "F" || said == "J") && said[0] != is {
		c.Arg("party", partyName(n)).Arg("said", words[said[0]]).Arg("number", number).Arg("is", words[is]).Fail(n)
	}
}

func addressFits(c *Check, n Node) {
	in, sure := inUnion(n.Norm())
	wrong, where := false, ""
	code := partyHome.First(n).Norm()
	switch code {
	case "R":
		wrong, where = n.Norm() != "ESP", "in Spain"
	case "U":
		wrong, where = !in, "in another country of the European Union"
	case "E":
		wrong, where = in && sure || n.Norm() == "ESP", "outside of the European Union"
	}
	if wrong {
		c.Arg("party", partyName(n)).Arg("where", where).Arg("code", code).Fail(n)
	}
}

// The centres of an authority: accounting office (01), managing body (02) and processing unit (03) are how an
// invoice finds its way there. Whether the directory has them cannot be told here.
func facturaeCentres() []Rule {
	return []Rule{
		{ID: "HAP-8", Severity: Warning,
			Text:          "The buyer has administrative centres, but none in role {roles}.",
			Help:          "Authorities want the accounting office (01), the managing body (02) and the processing unit (03).",
			Facturae:      each("BuyerParty/AdministrativeCentres", centreRoles),
			BreakFacturae: "set //BuyerParty/AdministrativeCentres/AdministrativeCentre/RoleTypeCode = 04"},
		{ID: "FE-211", Severity: Warning,
			Text:          "The buyer's centre in role {value} has no code.",
			Facturae:      when("BuyerParty/AdministrativeCentres/AdministrativeCentre/RoleTypeCode", isOneOf("01", "02", "03"), filled("../CentreCode")),
			BreakFacturae: "drop //BuyerParty/AdministrativeCentres/AdministrativeCentre/CentreCode"},
		{ID: "FE-212", Severity: Warning,
			Text:          "{value} is no code of an administrative centre.",
			Help:          "The directory of authorities (DIR3) has codes such as L01280796, EA0009999 and A05008801.",
			Facturae:      at("BuyerParty/AdministrativeCentres/AdministrativeCentre/CentreCode", func(_ *Check, n Node) bool { s := n.Norm(); return s == "" || centreCode(s) }),
			BreakFacturae: "set //BuyerParty/AdministrativeCentres/AdministrativeCentre/CentreCode = 12"},
		{ID: "FE-213", Severity: Warning,
			Text:          "The buyer has {count} administrative centres in role {role}.",
			Facturae:      each("BuyerParty/AdministrativeCentres", centresOnce),
			BreakFacturae: "twice //BuyerParty/AdministrativeCentres/AdministrativeCentre"},
	}
}

var centreRole = path("AdministrativeCentre/RoleTypeCode")

// roleCounts counts the centres of a party by role.
func roleCounts(centres Node) map[string]int {
	return tree.Ask(centres, centreRole, func(n Node) map[string]int {
		count := map[string]int{}
		centreRole.Each(n, func(x Node) bool { count[x.Norm()]++; return true })
		return count
	})
}

func centreRoles(c *Check, n Node) {
	count, missing := roleCounts(n), ""
	for _, role := range []string{"01", "02", "03"} {
		if count[role] == 0 {
			missing += ", " + role
		}
	}
	if missing != "" {
		c.Arg("roles", missing[2:]).Fail(n)
	}
}

func centresOnce(c *Check, n Node) {
	count := roleCounts(n)
	for _, role := range []string{"01", "02", "03"} {
		if count[role] > 1 {
			c.Arg("count", strconv.Itoa(count[role])).Arg("role", role).Fail(n)
		}
	}
}
