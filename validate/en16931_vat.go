package validate

import (
	"strconv"

	"github.com/einvoice-go/einvoice/internal/tree"
)

// The rules on VAT categories: BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O, BR-AF, BR-AG and BR-B. Nine families ask the
// same ten questions. They differ in small things, and all that the published rules differ in is kept.

// vatFamily is what the rules of a category ask for.
type vatFamily struct {
	prefix string // of the ids
	code   string
	cat    category
	name   string

	needs   taxNumbers
	rate    rateKind
	rateCII rateKind
	reason  bool // an exemption reason has to be given; else it must not be
	anyType bool // CII: the breakdown is looked at whatever the tax type is
	facturX bool // as the profiles of Factur-X ask: see facturXFamilies
}

var vatFamilies = []vatFamily{
	{"BR-S", "S", catS, "standard rated", aTaxNumber, ratePositive, ratePositive, false, true, false},
	{"BR-Z", "Z", catZ, "zero rated", aTaxNumber, rateZero, rateZero, false, true, false},
	{"BR-E", "E", catE, "exempt from VAT", aTaxNumber, rateZero, rateZero, true, false, false},
	{"BR-AE", "AE", catAE, "reverse charge", taxNumberAndBuyer, rateZero, rateZero, true, false, false},
	{"BR-IC", "K", catK, "intra-community supply", vatNumberAndBuyer, rateZero, rateZero, true, false, false},
	{"BR-G", "G", catG, "export outside the EU", aVATNumber, rateZero, rateZero, true, false, false},
	{"BR-O", "O", catO, "not subject to VAT", noVATNumber, rateNone, rateNone, true, false, false},
	{"BR-AF", "L", catL, "IGIC, Canary Islands", aTaxNumber, rateNotNegative, ratePositive, false, false, false},
	{"BR-AG", "M", catM, "IPSI, Ceuta and Melilla", aTaxNumber, rateNotNegative, rateNotNegative, false, false, false},
}

// rated tells whether the category is taxed, at rates of its own.
func (f *vatFamily) rated() bool { return f.cat < ratedCategories }

// says is the category for texts.
func (f *vatFamily) says() string { return "VAT category " + f.code + " (" + f.name + ")" }

func vatCategories() []Rule { return vatRules(vatFamilies) }

func vatRules(families []vatFamily) (all []Rule) {
	for i := range families {
		f := &families[i]
		all = append(all, f.breakdownRule())
		for k := range usages {
			all = append(all, f.numberRule(k))
		}
		for k := range usages {
			all = append(all, f.rateRule(k))
		}
		all = append(all, f.taxableRule(), f.taxRule(), f.reasonRule())
	}
	return append(all, vatOthers(familyOf(families, "BR-IC"), familyOf(families, "BR-O"))...)
}

// usage is a place where a category is used.
type usage struct {
	what, number, rate string    // in texts, and the numbers of the rules
	category, percent  string    // the terms
	ubl, cii           string    // where the tax is; who needs which number UBL asks of the document as a whole
	indicator          condition // of an allowance or charge, nil of an item
	letter             condition // the same to the letter
}

var usages = []usage{
	{"line {line}", "-02", "-05", "BT-151", "BT-152", "cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory|cac:CreditNoteLine/cac:Item/cac:ClassifiedTaxCategory",
		"ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax", nil, nil},
	{"an allowance", "-03", "-06", "BT-95", "BT-96", "cac:AllowanceCharge/cac:TaxCategory", "ram:SpecifiedTradeAllowanceCharge/ram:CategoryTradeTax", isAllowanceTax, saysAllowance},
	{"a charge", "-04", "-07", "BT-102", "BT-103", "cac:AllowanceCharge/cac:TaxCategory", "ram:SpecifiedTradeAllowanceCharge/ram:CategoryTradeTax", isChargeTax, saysCharge},
}

func indicatorOf(c *Check, tax Node) Node {
	if c.syntax == cii {
		return ciiIndicator.First(tax.Parent())
	}
	return tax.Parent().Child(cbcChargeIndicator)
}

func isAllowanceTax(c *Check, tax Node) bool { return isFalse(indicatorOf(c, tax)) }
func isChargeTax(c *Check, tax Node) bool    { return isTrue(indicatorOf(c, tax)) }

var (
	saysAllowance = says("../ram:ChargeIndicator/udt:Indicator", "false")
	saysCharge    = says("../ram:ChargeIndicator/udt:Indicator", "true")
)

// of: the element at hand is VAT of the family's category, and its use is the one that the rule speaks of.
func (f *vatFamily) of(u *usage) condition {
	var indicator condition
	switch {
	case u != nil && f.facturX:
		indicator = u.letter
	case u != nil:
		indicator = u.indicator
	}
	return func(c *Check, n Node) bool {
		cat, vat := c.categoryAt(n)
		return cat == f.cat && (vat || f.facturX) && (indicator == nil || indicator(c, n))
	}
}

const (
	ublRow = "/*/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory"
)

// rowCII: the row of the breakdown at hand is of the family's category.
func (f *vatFamily) rowCII(c *Check, n Node) bool {
	cat, vat := c.categoryAt(n)
	return cat == f.cat && (vat || f.anyType)
}

// breakdownRule: who uses the category has it in the breakdown, and the other way round (-01).
func (f *vatFamily) breakdownRule() Rule {
	help := "Give exactly one VAT breakdown for category " + f.code + "."
	if f.rated() {
		help = "Give a VAT breakdown for each rate of category " + f.code + " that is used, and no others."
	}
	inUBL := func(c *Check, n Node) {
		if u := &c.vat().use[f.cat]; !f.balancedUBL(u) {
			c.Arg("rows", strconv.Itoa(u.rows)).Arg("used", usedBy(u.item || u.part)).Fail(u.at(ublTaxTotal, n))
		}
	}
	inCII := func(c *Check, n Node) {
		if u := &c.vat().use[f.cat]; !f.balancedCII(u) {
			c.Arg("rows", strconv.Itoa(u.rows)).Arg("used", usedBy(u.items+u.parts > 0)).Fail(u.at(ciiSettlementAt, n))
		}
	}
	r := Rule{ID: f.prefix + "-01", Severity: Fatal, Terms: t("BT-118", "BT-151", "BT-95", "BT-102"), Help: help,
		Text: f.says() + " has {rows} groups in the VAT breakdown (BG-23), and {used} in it.",
		UBL:  each("/*", inUBL), CII: each("/*", inCII), Break: f.breakBreakdown}
	if f.rated() {
		r.BreakCII = f.otherRowCII()
	}
	return r
}

func usedBy(used bool) string {
	if used {
		return "lines, allowances or charges are"
	}
	return "no line, allowance or charge is"
}

var (
	ublTaxTotal     = path("cac:TaxTotal")
	ciiSettlementAt = path(ciiSettlement)
)

// at is the row of the breakdown that is one too many, else what is around the rows, else the root.
func (u *use) at(around *tree.Path, root Node) Node {
	for _, n := range []Node{u.row[1], u.row[0], around.First(root)} {
		if n.Exists() {
			return n
		}
	}
	return root
}

func (f *vatFamily) balancedUBL(u *use) bool {
	switch f.cat {
	case catS:
		return (u.item || u.part) == (u.rows > 0)
	case catL:
		return balanced(u.itemVAT || u.partVAT, u.rowsExact, u.rowsVAT)
	case catM:
		return balanced(u.itemVAT || u.partVAT, u.rowsExactVAT, u.rowsVAT)
	}
	return !u.any || u.rowsVAT == 1
}

func balanced(used bool, ifUsed, ifNot int) bool { return used && ifUsed > 0 || !used && ifNot == 0 }

// balancedCII: for the rated categories the published rule adds up lines and rows, and asks for two of them.
func (f *vatFamily) balancedCII(u *use) bool {
	switch {
	case f.rated():
		return (u.items == 0 || u.items+u.rows >= 2) && (u.parts == 0 || u.parts+u.rows >= 2)
	case f.cat == catO && u.rows == 0:
		return true
	}
	return u.rows == 0 && u.items == 0 && u.parts == 0 || u.rows == 1 && u.items+u.parts > 0
}

// taxNumbers is who has to be known by a number for VAT purposes.
type taxNumbers uint8

const (
	aTaxNumber        taxNumbers = iota // the seller by a VAT or tax number, or the representative
	aVATNumber                          // the seller or the representative by a VAT identifier
	taxNumberAndBuyer                   // and the buyer by a VAT identifier or a legal registration
	vatNumberAndBuyer                   // and the buyer by a VAT identifier
	noVATNumber                         // none of the three has a VAT identifier
)

// wrong is the number that should not be there or the party that lacks one, and what to say of it; no element if all
// is well.
func (p *taxParties) wrong(needs taxNumbers) (Node, string) {
	seller, buyer := p.sellerVAT, p.buyerVAT
	says := "neither seller (BT-31) nor tax representative (BT-63) has a VAT identifier"
	switch needs {
	case noVATNumber:
		for _, n := range []Node{p.sellerVAT, p.representative, p.buyerVAT} {
			if n.Exists() {
				return n, "there is the VAT identifier " + n.Norm()
			}
		}
		return Node{}, ""
	case aTaxNumber, taxNumberAndBuyer:
		seller, says = p.sellerTax, "the seller has no VAT or tax number, and no tax representative with a VAT identifier"
	}
	if !seller.Exists() && !p.representative.Exists() {
		return orRoot(p.seller, p.root), says
	}
	switch {
	case needs == vatNumberAndBuyer && !buyer.Exists():
		return orRoot(p.buyer, p.root), "the buyer has no VAT identifier (BT-48)"
	case needs == taxNumberAndBuyer && !buyer.Exists() && !p.buyerLegal.Exists():
		return orRoot(p.buyer, p.root), "the buyer has neither VAT identifier (BT-48) nor legal registration (BT-47)"
	}
	return Node{}, ""
}

func orRoot(n, root Node) Node {
	if n.Exists() {
		return n
	}
	return root
}

// numberRule: who uses the category has the numbers for it (-02 to -04).
func (f *vatFamily) numberRule(k int) Rule {
	u := &usages[k]
	what := []string{"An item", "An allowance", "A charge"}[k]
	inUBL := func(c *Check, n Node) {
		v := c.vat()
		if !f.usedUBL(&v.use[f.cat], k) {
			return
		}
		at, says := v.parties.wrong(f.needs)
		if !at.Exists() && f.cat == catS && k == 0 && !v.use[catS].itemVAT {
			at, says = n, "its tax is not called VAT" // of items in S the published rule demands that
		}
		if at.Exists() {
			c.Arg("why", says).Fail(at)
		}
	}
	inCII := func(c *Check, n Node) {
		if at, says := c.vat().parties.wrong(f.needs); at.Exists() {
			c.Arg("why", says).Fail(n)
		}
	}
	r := Rule{ID: f.prefix + u.number, Severity: Fatal, Terms: t(u.category, "BT-31", "BT-32", "BT-63"),
		Text: what + " is in " + f.says() + ", but {why}.",
		UBL:  each("/*", inUBL), CII: whenEach(u.cii, f.of(u), inCII),
		Break: f.breakNumbers(k)}
	switch f.needs {
	case aVATNumber:
		r.Terms = t(u.category, "BT-31", "BT-63")
	case taxNumberAndBuyer:
		r.Terms = append(r.Terms, "BT-48", "BT-47")
	case vatNumberAndBuyer, noVATNumber:
		r.Terms = t(u.category, "BT-31", "BT-63", "BT-48")
	}
	if k > 0 {
		r.Also = []string{f.prefix + usages[0].number}
	}
	return r
}

// usedUBL tells whether the category is used as rule -02, -03 or -04 asks.
func (f *vatFamily) usedUBL(u *use, k int) bool {
	switch {
	case f.cat == catS && k == 0:
		return u.item
	case f.cat == catL && k == 2:
		return u.chargeExact
	case f.cat == catO && k > 0:
		return []bool{u.headAllowance, u.headCharge}[k-1]
	}
	return []bool{u.itemVAT, u.allowance, u.charge}[k]
}

// whenEach is each for those of the elements that fulfil a condition.
func whenEach(pattern string, condition condition, test func(*Check, Node)) Test {
	return each(pattern, func(c *Check, n Node) {
		if condition(c, n) {
			test(c, n)
		}
	})
}

// rateKind is which rates a category may have.
type rateKind uint8

const (
	rateZero rateKind = iota
	ratePositive
	rateNotNegative
	rateNone
)

var rateSays = []string{"0", "one above 0", "one of 0 or above", "none"}

func (k rateKind) allows(rate Node) bool {
	d := rate.Decimal()
	switch k {
	case rateZero:
		return d.IsSet() && d.Sign() == 0
	case ratePositive:
		return d.IsSet() && d.Sign() > 0
	case rateNotNegative:
		return d.IsSet() && d.Sign() >= 0
	}
	return !rate.Exists()
}

// rateRule: the rate is one that the category may have (-05 to -07).
func (f *vatFamily) rateRule(k int) Rule {
	u := &usages[k]
	test := func(c *Check, n Node) {
		rate, kind := n.Child(cbcPercent), f.rate
		if c.syntax == cii {
			rate, kind = n.Child(ramRateApplicablePercent), f.rateCII
		}
		if !kind.allows(rate) {
			c.Arg("rate", shown(rate.Norm())).Arg("needed", rateSays[kind]).Fail(orRoot(rate, n))
		}
	}
	return Rule{ID: f.prefix + u.rate, Severity: Fatal, Terms: t(u.percent, u.category),
		Text: "The VAT rate of " + u.what + " is {rate}, but " + f.says() + " needs {needed}.",
		UBL:  whenEach(u.ubl, f.of(u), test), CII: whenEach(u.cii, f.of(u), test),
		Break: f.breakRate(k)}
}
