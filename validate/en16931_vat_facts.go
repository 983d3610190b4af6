package validate

import (
	"math/bits"
	"slices"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// What the rules on VAT categories ask of the whole document: which categories are used where, what the lines,
// allowances and charges of each add up to, and who has which tax number. All of it is as large as the list of
// categories and the VAT breakdown, however many lines there are.

// category is a VAT category code that has rules of its own; 0 stands for all others. Those with a rate of their own
// come first.
type category uint8

const (
	catS category = iota + 1
	catL
	catM
	catZ
	catE
	catAE
	catK
	catG
	catO
	catB
	categories
	ratedCategories = catM + 1
)

func categoryOf(code string) category {
	switch code {
	case "S":
		return catS
	case "L":
		return catL
	case "M":
		return catM
	case "Z":
		return catZ
	case "E":
		return catE
	case "AE":
		return catAE
	case "K":
		return catK
	case "G":
		return catG
	case "O":
		return catO
	case "B":
		return catB
	}
	return 0
}

// use is where a category is used. In UBL most rules see a category only where its tax scheme is VAT, others wherever
// its code stands, and some do not see a code with white space around it ("exact").
type use struct {
	any, exact               bool // anywhere; any asks for VAT
	item, itemVAT, itemExact bool // of an item
	part, partVAT            bool // of an allowance or charge
	allowance, charge        bool // with VAT
	chargeExact              bool // with VAT
	headAllowance            bool // of the document, with VAT
	headCharge               bool
	headPartExact            bool
	items, parts             int // CII: how often

	rows, rowsVAT, rowsExact, rowsExactVAT int     // in the VAT breakdown; CII: only rows
	row                                    [2]Node // the first of them
}

// sums are what the parts of a taxable amount add up to.
type sums [3]einvoice.Decimal

// The parts of a taxable amount. What stands elsewhere is part of none.
const (
	inLines = iota
	inCharges
	inAllowances
	elsewhere
)

func (s *sums) add(kind int, d einvoice.Decimal) {
	if kind != elsewhere {
		s[kind] = s[kind].Add(d)
	}
}

// parts are the charges less the allowances.
func (s *sums) parts() einvoice.Decimal { return zero.Add(s[inCharges]).Sub(s[inAllowances].Add(zero)) }

func (s *sums) total() einvoice.Decimal { return s.parts().Add(s[inLines]) }

// rounded is the total of sums that are rounded one by one.
func (s *sums) rounded() einvoice.Decimal {
	return cents(zero.Add(s[inLines])).Add(cents(zero.Add(s[inCharges]))).Sub(cents(zero.Add(s[inAllowances])))
}

// rated is what is known of a VAT rate that the breakdown has.
type rated struct {
	rate       einvoice.Decimal
	sums       [ratedCategories]sums
	item, part bool // there is a line, an allowance or charge in category S with it
	met        int  // the number of the member that it was met in last
}

// taxParties is who has which number, and where it stands.
type taxParties struct {
	root, seller, buyer  Node
	sellerTax, sellerVAT Node // any tax number, and a VAT identifier
	representative       Node // VAT identifiers
	buyerVAT             Node
	buyerLegal           Node // a legal registration
}

type vatFacts struct {
	ready   bool
	use     [categories]use
	sums    [categories]sums
	rates   []rated // in order
	parties taxParties
	members int // lines, allowances and charges so far

	otherRow                               Node // the first row of the breakdown that is not in category O
	otherItem, otherAllowance, otherCharge bool // and whether there are others of those (CII: the last two are one)
	foreign                                bool // there is a country other than Italy

	last    Node // the element that was asked for its category last
	lastCat category
	lastVAT bool
}

// vat are the facts, which know at least the document without its lines.
func (c *Check) vat() *vatFacts {
	f := &c.Facts.vats
	if !f.ready {
		f.ready = true
		if c.syntax == cii {
			f.addHeadCII(c)
		} else {
			f.addHeadUBL(c)
		}
	}
	return f
}

// addVAT adds the line at hand to the facts. What is only asked whether it exists is taken from the whole tree that the
// line is in, once.
func (f *Facts) addVAT(c *Check) {
	v, t := c.vat(), c.v.lines.Tree()
	v.last = Node{} // the tree of the line may hold another one next
	first := t.First(c.line.Name()) == c.line
	if c.syntax == cii {
		if first {
			v.seeCII(t, false)
		}
		settlement := c.line.Child(ramSpecifiedLineTradeSettlement)
		v.add(settlement.Child(ramApplicableTradeTax), categoryCII, ramRateApplicablePercent, inLines, settlement.Child(ramSpecifiedTradeSettlementLineMonetarySummation).Child(ramLineTotalAmount))
		return
	}
	if first {
		v.seeUBL(t)
	}
	v.add(ublItemTaxes.First(c.line), categoryUBL, cbcPercent, inLines, c.line.Child(cbcLineExtensionAmount))
}

// add adds a line, allowance or charge to the sums of the VAT categories that it has, of which tax is the first.
func (f *vatFacts) add(tax Node, categoryIn func(Node) category, rate names.Name, kind int, amount Node) {
	if !tax.Exists() {
		return
	}
	f.members++
	mask := uint(0)
	for n := tax; n.Exists(); n = n.NextNamed(tax.Name()) {
		mask |= 1 << categoryIn(n)
	}
	d := amount.Decimal()
	for m := mask; m != 0; m &= m - 1 {
		f.sums[bits.TrailingZeros(m)].add(kind, d)
	}
	if mask&(1<<catS|1<<catL|1<<catM) == 0 {
		return
	}
	for n := tax; n.Exists(); n = n.NextNamed(tax.Name()) {
		if r := f.rated(n.Child(rate).Decimal()); r != nil && r.met != f.members {
			r.met = f.members
			r.add(mask, kind, d)
		}
	}
}

func (r *rated) add(mask uint, kind int, d einvoice.Decimal) {
	for i := catS; i < ratedCategories; i++ {
		if mask>>i&1 != 0 {
			r.sums[i].add(kind, d)
		}
	}
	if mask>>catS&1 != 0 {
		r.item = r.item || kind == inLines
		r.part = r.part || kind != inLines
	}
}

// rated finds what is known of a rate; nil if the breakdown does not have it.
func (f *vatFacts) rated(rate einvoice.Decimal) *rated {
	if !rate.IsSet() {
		return nil
	}
	i, ok := slices.BinarySearchFunc(f.rates, rate, func(r rated, rate einvoice.Decimal) int { return r.rate.Cmp(rate) })
	if !ok {
		return nil
	}
	return &f.rates[i]
}

// addRates notes the rates of the VAT breakdown.
func (f *vatFacts) addRates(rows *tree.Path, rate names.Name, head Node) {
	rows.Each(head, func(n Node) bool {
		if d := n.Child(rate).Decimal(); d.IsSet() {
			f.rates = append(f.rates, rated{rate: d})
		}
		return true
	})
	slices.SortFunc(f.rates, func(a, b rated) int { return a.rate.Cmp(b.rate) })
	f.rates = slices.CompactFunc(f.rates, func(a, b rated) bool { return a.rate.Cmp(b.rate) == 0 })
}

// addRow notes a row of the VAT breakdown.
func (u *use) addRow(n Node) {
	if !u.row[0].Exists() {
		u.row[0] = n
	} else if !u.row[1].Exists() {
		u.row[1] = n
	}
}

// categoryAt is the category of a tax element and whether the tax is VAT. The rules of all categories ask one after
// the other.
func (c *Check) categoryAt(n Node) (category, bool) {
	f := c.vat()
	if f.last != n {
		f.last = n
		if c.syntax == cii {
			f.lastCat, f.lastVAT = categoryCII(n), ciiIsVAT(n)
		} else {
			f.lastCat, f.lastVAT = categoryUBL(n), isVAT(n)
		}
	}
	return f.lastCat, f.lastVAT
}
