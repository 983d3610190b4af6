package main

import (
	"fmt"
	"slices"
	"strings"
)

// en16931Table makes the table of the structural rules of a syntax: those of the pattern
// of the Schematron that holds them.
func en16931Table(file string, s syntax) (string, error) {
	all, err := readSchematron(file)
	if err != nil {
		return "", err
	}
	g := &en16931{syntax: s, document: &node{step: "//"}, used: map[string]bool{}}
	for _, c := range all {
		structural := slices.ContainsFunc(c.tests, func(t test) bool { return strings.HasPrefix(t.id, s.ids) })
		if !structural {
			continue
		}
		if g.pattern == "" {
			g.pattern = c.pattern
		}
		if err := g.add(c); err != nil {
			return "", fmt.Errorf("%s: %w", c.path, err)
		}
	}
	for id := range s.odd {
		if !g.used[id] {
			return "", fmt.Errorf("%s is no odd rule any more", id)
		}
	}
	var b strings.Builder
	for _, c := range append(g.contexts, g.document) {
		c.write(&b, 0, 1)
	}
	return b.String(), nil
}

// syntax is what a table needs to know beside the Schematron.
type syntax struct {
	ids  string            // how the ids of structural rules begin
	odd  map[string]string // what tests say that are written in another way than most, by id
	from map[string]string // likewise the contexts
}

type en16931 struct {
	syntax
	pattern  string
	contexts []*node
	document *node // what is counted over the whole document
	used     map[string]bool
}

func (g *en16931) add(c context) error {
	if c.pattern != g.pattern {
		return fmt.Errorf("structural rules in two patterns: %s and %s", c.pattern, g.pattern)
	}
	head, err := g.head(c.path)
	if err != nil {
		return err
	}
	here := &node{step: head}
	g.contexts = append(g.contexts, here)
	for _, t := range c.tests {
		if t.report || !strings.HasPrefix(t.id, g.ids) {
			return fmt.Errorf("%s is no structural rule", t.id)
		}
		if err := g.test(here, t); err != nil {
			return fmt.Errorf("%s: %w", t.id, err)
		}
	}
	return nil
}

// head is the first line of a context.
func (g *en16931) head(xpath string) (string, error) {
	if h, ok := g.from[xpath]; ok {
		return h, nil
	}
	var heads []string
	for _, one := range split(xpath, "|") {
		p, err := path(one)
		if err != nil {
			return "", err
		}
		heads = append(heads, strings.TrimPrefix(p, "//"))
	}
	return strings.Join(heads, " |\n"), nil
}

func (g *en16931) test(here *node, t test) error {
	id := "#" + strings.TrimPrefix(t.id, g.ids)
	switch t.flag {
	case "fatal":
		id += "!"
	case "warning":
	default:
		return fmt.Errorf("what is a %q rule", t.flag)
	}
	if lines, ok := g.odd[t.id]; ok {
		g.used[t.id] = true
		for line := range strings.SplitSeq(lines, ";") {
			where, fact, _ := strings.Cut(strings.TrimSpace(line), " ")
			g.say(here, where, fact+id)
		}
		return nil
	}
	where, sign, err := occurrence(t.xpath)
	if err != nil {
		return err
	}
	g.say(here, where, sign+id)
	return nil
}

// say adds a fact on a path to a context, or to the document.
func (g *en16931) say(here *node, where, fact string) {
	if rest, ok := strings.CutPrefix(where, "//"); ok {
		here, where = g.document, rest
	}
	all := steps(where)
	if last := all[len(all)-1]; last[0] == '@' && (fact[0] == '-' || fact[0] == '+') {
		all, fact = all[:len(all)-1], strings.TrimPrefix(fact[:1]+last+fact[1:], "+")
	}
	if len(all) == 0 && here == g.document { // an attribute anywhere
		here.children = append(here.children, &node{step: "*", facts: []string{fact}})
		return
	}
	for _, step := range all {
		if step == "." {
			break
		}
		here = here.child(step, nil)
	}
	here.facts = append(here.facts, fact)
}

const (
	inTender  = "[<ram:AdditionalReferencedDocument]"
	notTender = "[!<ram:AdditionalReferencedDocument]"
	notHeader = "[!<ram:ApplicableHeaderTradeSettlement] -"
	price     = "ram:GrossPriceProductTradePrice/ram:AppliedTradeAllowanceCharge/"
	otherName = ".[!cac:PartyName/cbc:Name!=$../cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName] -"
	account   = "ram:PayeePartyCreditorFinancialAccount/ram:"
	billed    = "ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode"
)

var ubl = syntax{
	ids: "UBL-",
	from: map[string]string{
		"//*[ends-with(name(), 'Amount') and not(ends-with(name(),'PriceAmount')) and not(ancestor::cac:Price/cac:AllowanceCharge)]": "*Amount[!<cbc:PriceAmount][!<cac:Price]",
		"//*[ends-with(name(), 'BinaryObject')]": "*BinaryObject",
	},
	odd: map[string]string{
		"UBL-CR-002": "cbc:UBLVersionID[!../cbc:UBLVersionID=2.1] -",
		"UBL-CR-412": "cac:PaymentMeans/cbc:PaymentDueDate[/inv:Invoice] -",
		"UBL-CR-665": "//cac:AdditionalDocumentReference[!cbc:DocumentTypeCode=130]/cbc:ID/@schemeID -",
		"UBL-DT-01":  ". is:cents",
		"UBL-DT-18":  "//*[!<cbc:PaymentMeansCode]/@name -",
		"UBL-SR-13":  "cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme[cac:TaxScheme][!cac:TaxScheme/cbc:ID^=VAT]/cbc:CompanyID ?",
		"UBL-SR-19":  "cac:PartyName/cbc:Name ?; " + otherName,
		"UBL-SR-20":  "cac:PartyIdentification/cbc:ID[!@schemeID^=SEPA] ?; " + otherName,
		"UBL-SR-21":  "cac:PartyLegalEntity/cbc:CompanyID ?; " + otherName,
		"UBL-SR-43": "cbc:DocumentTypeCode[!../cbc:DocumentTypeCode=50|130] -; cbc:DocumentTypeCode[.=50][!../cbc:DocumentTypeCode=130][/inv:Invoice] -; " +
			"cbc:ID[!../cbc:DocumentTypeCode]/@schemeID -",
		"UBL-SR-44": "//cbc:PaymentID same",
		"UBL-SR-47": "//cbc:PaymentMeansCode same",
		"UBL-SR-51": "cac:AddressLine ?",
		"UBL-SR-53": "cac:TaxScheme/cbc:ID +; cbc:CompanyID +",
	},
}

var cii = syntax{
	ids: "CII-",
	from: map[string]string{
		"//*[ends-with(name(), 'DocumentContextParameter')]":                      "*DocumentContextParameter",
		"//ram:*[ends-with(name(), 'ID')]":                                        "ram:*ID",
		"//ram:*[ends-with(name(), 'ReferencedDocument')]":                        "ram:*ReferencedDocument",
		"//ram:*[ends-with(name(), 'Amount') and not (self::ram:TaxTotalAmount)]": "ram:*Amount[!<ram:TaxTotalAmount]",
		"//ram:*[ends-with(name(), 'Quantity')]":                                  "ram:*Quantity",
		"//ram:*[ends-with(name(), 'TradeTax')]":                                  "ram:*TradeTax",
	},
	odd: map[string]string{
		"CII-DT-015": "ram:URIID" + notTender + " -; ram:URIID" + inTender + "[!../ram:TypeCode=916] -",
		"CII-DT-018": "ram:TypeCode" + notTender + " -; ram:TypeCode" + inTender + "[!../ram:TypeCode=50|130|916] -",
		"CII-DT-021": "ram:Name" + notTender + " -; ram:Name" + inTender + "[!../ram:TypeCode=916] -",
		"CII-DT-022": "ram:AttachmentBinaryObject" + notTender + " -; ram:AttachmentBinaryObject" + inTender + "[!../ram:TypeCode=916] -",
		"CII-DT-024": "ram:ReferenceTypeCode" + notTender + " -; ram:ReferenceTypeCode" + inTender + "[!../ram:TypeCode=130] -",
		"CII-DT-027": "ram:FormattedIssueDateTime[!<ram:InvoiceReferencedDocument] -",
		"CII-DT-033": "//ram:*Quantity/@unitCode needs:" + billed,
		"CII-DT-037": "ram:TypeCode[!../ram:TypeCode=VAT] -",
		"CII-DT-041": "ram:BasisAmount" + notHeader,
		"CII-DT-052": "ram:ExemptionReasonCode[!<ram:ApplicableTradeTax] -",
		"CII-DT-054": "ram:TaxPointDate" + notHeader,
		"CII-DT-058": "ram:DueDateTypeCode" + notHeader,
		"CII-DT-097": ". is:date",
		"CII-DT-098": "ram:ExemptionReason[!<ram:ApplicableTradeTax] -",
		"CII-SR-046": "ram:GlobalID[!../ram:GlobalID/@schemeID] -",
		"CII-SR-090": "ram:OriginTradeCountry[!../ram:OriginTradeCountry/ram:ID] -; ram:OriginTradeCountry/ram:ID ?",
		"CII-SR-119": ".[" + price + "ram:ActualAmount][!" + price + "ram:ChargeIndicator/udt:Indicator~=false|0] -; " +
			".[" + price + "ram:ChargeIndicator][!" + price + "ram:ActualAmount] -",
		"CII-SR-449": "ram:ShipToTradeParty[ram:ID]/ram:GlobalID -",
		"CII-SR-450": "ram:BuyerTradeParty[ram:ID]/ram:GlobalID -",
		"CII-SR-451": "ram:PayeeTradeParty[ram:ID]/ram:GlobalID -",
		"CII-SR-462": "//ram:ApplicableTradeTax/ram:DueDateTypeCode same",
		"CII-SR-465": "ram:SellerTradeParty[ram:DefinedTradeContact/ram:DepartmentName]/ram:DefinedTradeContact/ram:PersonName -",
		"CII-SR-466": "ram:BuyerTradeParty[ram:DefinedTradeContact/ram:DepartmentName]/ram:DefinedTradeContact/ram:PersonName -",
		"CII-SR-467": "//ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode same~",
		"CII-SR-468": "//ram:SpecifiedTradeSettlementPaymentMeans/ram:Information same~",
		"CII-SR-470": "ram:SpecifiedTradeSettlementPaymentMeans[ram:TypeCode~=30|58][!" + account + "IBANID][!" + account + "ProprietaryID] -",
	},
}
