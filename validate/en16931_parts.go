package validate

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// What the rules of EN 16931 share: where their elements stand in each syntax, and
// conditions on these.

const (
	ublLines            = "cac:InvoiceLine|cac:CreditNoteLine"
	ublTotals           = "cac:LegalMonetaryTotal"
	ublBreakdown        = "cac:TaxTotal/cac:TaxSubtotal"
	ublAllowanceCharges = "/inv:Invoice/cac:AllowanceCharge|/cn:CreditNote/cac:AllowanceCharge"
	ublLineAllowances   = "cac:InvoiceLine/cac:AllowanceCharge|cac:CreditNoteLine/cac:AllowanceCharge"

	ciiLines            = "ram:IncludedSupplyChainTradeLineItem"
	ciiTotals           = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
	ciiBreakdown        = "ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax"
	ciiAllowanceCharges = "ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeAllowanceCharge"
	ciiLineAllowances   = "ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeAllowanceCharge"

	ciiAgreement  = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement"
	ciiSettlement = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement"
	ciiLineAmount = "ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
)

// mustHave demands an element, mustFill that the first of its kind has text. If not,
// the finding is at the innermost of the groups on the way to it that is there.
func mustHave(pattern, p string) Test { return demand(pattern, p, has(p)) }
func mustFill(pattern, p string) Test { return demand(pattern, p, filled(p)) }

func demand(pattern, p string, ok condition) Test {
	var way []*tree.Path
	for i := len(p); i > 0; i = strings.LastIndexByte(p[:i], '/') {
		way = append(way, path(p[:i]))
	}
	return each(pattern, func(c *Check, n Node) {
		if !ok(c, n) {
			c.Fail(innermost(way, n))
		}
	})
}

// innermost is the first that there is of elements that paths lead to, or the element
// that they start from.
func innermost(way []*tree.Path, from Node) Node {
	for _, p := range way {
		if n := p.First(from); n.Exists() {
			return n
		}
	}
	return from
}

// alwaysHolds is the test of a rule that the published sets have, but cannot violate.
var alwaysHolds = at("/*", func(*Check, Node) bool { return true })

// Allowances and charges are one element, told apart by an indicator: a boolean in
// UBL; in CII its text is compared to the letter where the element itself is spoken of.
var (
	isAllowance = func(_ *Check, n Node) bool { return isFalse(n.Child(cbcChargeIndicator)) }
	isCharge    = func(_ *Check, n Node) bool { return isTrue(n.Child(cbcChargeIndicator)) }

	ciiIsAllowance = says("ram:ChargeIndicator/udt:Indicator", "false")
	ciiIsCharge    = says("ram:ChargeIndicator/udt:Indicator", "true")

	hasReason    = has("cbc:AllowanceChargeReason|cbc:AllowanceChargeReasonCode")
	ciiHasReason = has("ram:Reason|ram:ReasonCode")
)

// isVAT: the tax scheme of a category or of a party's tax registration is VAT.
func isVAT(n Node) bool {
	for s := n.Child(cacTaxScheme); s.Exists(); s = s.NextNamed(cacTaxScheme) {
		if strings.EqualFold(s.Child(cbcID).Norm(), "VAT") {
			return true
		}
	}
	return false
}

// ciiIsVAT: the type of a tax in CII is VAT, in letters of either case.
func ciiIsVAT(n Node) bool { return strings.EqualFold(n.Child(ramTypeCode).Text(), "VAT") }

// ofVAT: among the elements that a path leads to is one of VAT that has such a child.
func ofVAT(p, child string, vat func(Node) bool) condition {
	q, x := path(p), name(child)
	return func(_ *Check, n Node) bool {
		return !q.Each(n, func(n Node) bool { return !vat(n) || !n.Child(x).Exists() })
	}
}

// ownBreakdown: the published rules for CII never look at the VAT breakdown as such
// where its category is L, M or O, as those on these categories come first.
func ownBreakdown(_ *Check, n Node) bool {
	if !ciiIsVAT(n) {
		return true
	}
	for x := n.Child(ramCategoryCode); x.Exists(); x = x.NextNamed(ramCategoryCode) {
		if s := x.Text(); s == "L" || s == "M" || s == "O" {
			return false
		}
	}
	return true
}

// atMostTen looks at card numbers.
func atMostTen(pattern, p string) Test {
	q := path(p)
	return each(pattern, func(c *Check, n Node) {
		if x := q.First(n); len(x.Norm()) > 10 && runes(x.Norm()) > 10 {
			c.Arg("length", strconv.Itoa(runes(x.Norm()))).Fail(x)
		}
	})
}

// blank: there is nothing but white space.
func blank(s string) bool { return strings.TrimLeft(s, " \t\r\n") == "" }

// anyOf: one of the elements that a path leads to has the text.
func anyOf(p *tree.Path, from Node, text string) bool {
	return p.Says(from, text)
}

// share: an element of one path has the same text as one of another.
func share(p, other *tree.Path, from Node) bool {
	return !p.Each(from, func(x Node) bool { return !anyOf(other, from, x.Text()) })
}

// periodInOrder compares two xs:date, as far as both are there.
func periodInOrder(_ *Check, n Node) bool {
	start, end := n.Child(cbcStartDate), n.Child(cbcEndDate)
	if !start.Exists() || !end.Exists() {
		return true
	}
	a, ok1 := instant(start.Text())
	b, ok2 := instant(end.Text())
	return !ok1 || !ok2 || a <= b
}

var (
	ciiStart     = path("ram:StartDateTime")
	ciiEnd       = path("ram:EndDateTime")
	ciiStartText = path("ram:StartDateTime/udt:DateTimeString")
	ciiEndText   = path("ram:EndDateTime/udt:DateTimeString")
)

// ciiPeriodInOrder compares texts in the format YYYYMMDD (102). If both dates are
// there, one of them in another format is out of order.
func ciiPeriodInOrder(_ *Check, n Node) bool {
	if !ciiStart.Exists(n) || !ciiEnd.Exists(n) {
		return true
	}
	first, some := "", false
	ciiStartText.Each(n, func(start Node) bool {
		if s := start.Text(); start.AttrValue("format") == "102" && (!some || s < first) {
			first, some = s, true
		}
		return true
	})
	return some && !ciiEndText.Each(n, func(end Node) bool { return end.AttrValue("format") != "102" || end.Text() < first })
}

// lineSums is what the lines' net amounts (BT-131) add up to.
type lineSums struct {
	net    einvoice.Decimal
	double float64
}

var (
	ublLineNet = path("cbc:LineExtensionAmount")
	ciiLineNet = path(ciiLineAmount)
)

func (s *lineSums) add(c *Check) {
	p := ublLineNet
	if c.syntax == cii {
		p = ciiLineNet
		s.double += sumDouble(p, c.line)
	}
	s.net = s.net.Add(sum(p, c.line))
}

// total is the sum, 0 if there are no lines.
func (s *lineSums) total() einvoice.Decimal { return zero.Add(s.net) }
