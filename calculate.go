package einvoice

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// CalculateOptions say how to calculate. The zero value is right for most uses.
type CalculateOptions struct {
	// Overwrite puts the derived value in the place of a given one that differs
	// (but not in several VAT breakdowns of one category and rate, whose split only
	// the author knows: they are compared by their sum, and reported),
	// and takes away a VAT breakdown (BG-23) to which nothing in the invoice belongs.
	Overwrite bool

	// Decimals of the amounts that are derived. 0 means 2, as many as EN 16931
	// allows (BR-DEC-01 and following); NoDecimals is for currencies without a
	// smaller unit, such as the yen.
	Decimals int
}

// NoDecimals asks Calculate for whole amounts.
const NoDecimals = -1

// Difference is a value that was given and is not what the other values make it.
type Difference struct {
	Term    string  `json:"term"`    // such as BT-106
	Place   string  `json:"place"`   // such as "Totals.LineNet"
	Given   Decimal `json:"given"`   // what stood there
	Derived Decimal `json:"derived"` // what Formula makes of the other values
	Formula string  `json:"formula"` // in terms
}

func (d Difference) String() string {
	return fmt.Sprintf("%s %s is %s, but %s makes %s", d.Term, d.Place, d.Given, d.Formula, d.Derived)
}

// CalculateError names every value without which something cannot be derived.
type CalculateError struct {
	Inputs []BadInput // at least one, in the order of the calculation
}

// BadInput is a value that a calculation needs, absent or of no use.
type BadInput struct {
	Term  string `json:"term"`
	Place string `json:"place"`
	Why   string `json:"why"` // in one line, with what to do
}

func (b BadInput) String() string { return b.Term + " " + b.Place + ": " + b.Why }

func (e *CalculateError) Error() string {
	const shown = 5
	var all []string
	for _, b := range e.Inputs[:min(len(e.Inputs), shown)] {
		all = append(all, b.String())
	}
	s := "the invoice cannot be calculated: " + strings.Join(all, "; ")
	if n := len(e.Inputs) - shown; n > 0 {
		s += fmt.Sprintf(" (and %d more)", n)
	}
	return s
}

// The formulas, in terms of EN 16931-1 and its extensions.
const (
	formulaNet       = "BT-129 x BT-146 / BT-149 - the sum of BT-136 + the sum of BT-141"
	formulaSubLines  = "the sum of BT-131 of the sub-lines"                                  // BR-DEX-02
	formulaPart      = "base amount x percentage / 100"                                      // BT-92, BT-99, BT-136, BT-141
	formulaPrice     = "BT-148 - BT-147"                                                     // BT-146, PEPPOL-EN16931-R046
	formulaLineNet   = "the sum of BT-131"                                                   // BR-CO-10
	formulaAllow     = "the sum of BT-92"                                                    // BR-CO-11
	formulaCharge    = "the sum of BT-99 and BT-X-272"                                       // BR-CO-12
	formulaWithout   = "BT-106 - BT-107 + BT-108"                                            // BR-CO-13
	formulaVAT       = "the sum of BT-117"                                                   // BR-CO-14
	formulaWith      = "BT-109 + BT-110"                                                     // BR-CO-15
	formulaDue       = "BT-112 - BT-113 + BT-114 + the sum of BT-DEX-002"                    // BR-CO-16, BR-DEX-09
	formulaTaxable   = "the sum of BT-131 - BT-92 + BT-99 + BT-X-272 of this category, rate" // BR-S-08 and its like
	formulaTaxAmount = "BT-116 x BT-119 / 100"                                               // BR-CO-17
)

// Calculate is CalculateOptions.Calculate with the zero options.
func (inv *Invoice) Calculate() ([]Difference, error) { return CalculateOptions{}.Calculate(inv) }

// Calculate derives the amounts of an invoice from its quantities, prices,
// percentages, VAT categories, paid amount (BT-113) and rounding amount (BT-114). It
// fills in what is absent. What is given stays as it is; where it is not what its
// formula makes of the other values, a Difference says so. Those other values are
// the ones in the invoice, given or derived, so that one wrong value is named once
// and does not show again in every sum above it.
//
// The formulas:
//
//	BT-147 price discount       BT-X-35 x BT-X-34 / 100, or BT-148 - BT-146
//	BT-146 net price            BT-148 - BT-147
//	BT-136, 141, 92, 99         base amount x percentage / 100
//	BT-131 line net             BT-129 x BT-146 / BT-149 - the BT-136 + the BT-141
//	BT-116 taxable, BT-117 tax  one BG-23 for each category and rate; BT-116 x BT-119 / 100
//	BT-106 to BT-110            the sums; BT-107 and BT-108 only where there is something to add
//	BT-112, BT-115              BT-109 + BT-110; BT-112 - BT-113 + BT-114 + the BT-DEX-002
//
// Amounts are rounded once, at the end of their formula, half away from zero, and
// compared exactly: whoever tolerates a cent looks at Difference.Given and Derived.
// Prices are not rounded. The charges of Factur-X for logistics (BT-X-272) count as
// charges. An absent rate of a category whose rate can only be 0 (Z, E, AE, K, G)
// becomes 0; category O has no rate and no VAT.
//
// A tax other than VAT (VATCategory.Scheme) has breakdowns of its own.
//
// New VAT breakdowns follow the given ones in the order in which their category and
// rate first appear among lines, allowances and charges. Where several given ones
// share category and rate (exemption reasons may differ), their sum is compared.
//
// A line with sub-lines (BG-DEX-01) has a net amount of its own, and only this one
// counts for the document. It is derived from its own quantity and price; if one
// of them is absent, from its sub-lines and its own allowances and charges. Either
// way it is compared with the sum of its sub-lines (BR-DEX-02).
//
// An invoice without lines (Factur-X MINIMUM and BASIC WL) is calculated from the
// sums that are given. The VAT total in accounting currency (BT-111) and the two
// parts of BT-116 in Factur-X EXTENDED (BT-X-262, BT-X-263) are left alone.
//
// Where a value is needed and cannot be had, the error is a *CalculateError that
// names all of them at once, there are no differences and the invoice is as it was.
func (o CalculateOptions) Calculate(inv *Invoice) ([]Difference, error) {
	c := &calculation{inv: inv, overwrite: o.Overwrite, decimals: 2, breakdown: inv.VATBreakdown}
	switch {
	case o.Decimals < 0:
		c.decimals = 0
	case o.Decimals > 0:
		c.decimals = uint8(min(o.Decimals, MaxDigits))
	}
	groups := c.parts()
	if len(c.bad) == 0 {
		c.vat(groups)
	}
	if len(c.bad) == 0 {
		c.totals()
	}
	if len(c.bad) > 0 {
		c.undo()
		return nil, &CalculateError{c.bad}
	}
	return c.differences, nil
}

// calculation is one run of Calculate.
type calculation struct {
	inv         *Invoice
	overwrite   bool
	decimals    uint8
	differences []Difference
	bad         []BadInput

	// What undo needs.
	changes   []change
	breakdown []VATBreakdown
}

type change struct {
	at  *Decimal
	was Decimal
}

func (c *calculation) set(at *Decimal, d Decimal) {
	c.changes = append(c.changes, change{at, *at})
	*at = d
}

func (c *calculation) undo() {
	for _, ch := range slices.Backward(c.changes) {
		*ch.at = ch.was
	}
	c.inv.VATBreakdown = c.breakdown
}

// amount derives an amount of money.
func (c *calculation) amount(at *Decimal, place string, derived Decimal, formula string) {
	c.derive(at, place, derived.Round(c.decimals), formula)
}

// derive fills in what is absent and reports what differs. A value that cannot be
// derived is an absent one.
func (c *calculation) derive(at *Decimal, place string, derived Decimal, formula string) {
	switch {
	case !derived.IsSet():
	case !at.IsSet():
		c.set(at, derived)
	case c.compare(*at, place, derived, formula) && c.overwrite:
		c.set(at, derived)
	}
}

func (c *calculation) compare(given Decimal, place string, derived Decimal, formula string) (differ bool) {
	if given.Cmp(derived) == 0 {
		return false
	}
	term, _ := TermAt(place)
	c.differences = append(c.differences, Difference{term.ID, place, given, derived, formula})
	return true
}

func (c *calculation) useless(place, why string) {
	term, _ := TermAt(place)
	c.bad = append(c.bad, BadInput{term.ID, place, why})
}

// need reports an absent amount.
func (c *calculation) need(d Decimal, place, why string) {
	if !d.IsSet() {
		c.useless(place, why)
	}
}

// parts works out everything that the sums are made of, by VAT category and rate.
func (c *calculation) parts() *vatGroups {
	groups := &vatGroups{at: map[vatKey]int{}}
	add := func(v *VATCategory, amount Decimal, place string) {
		if c.category(v, place+".VATCategory") {
			groups.add(*v, amount)
		}
	}
	inv := c.inv
	for i := range inv.Lines {
		l, place := &inv.Lines[i], nth("Lines", i)
		c.line(l, place)
		add(&l.VATCategory, l.NetAmount, place)
	}
	for i := range inv.Allowances {
		a, place := &inv.Allowances[i], nth("Allowances", i)
		c.part(a, place)
		add(&a.VATCategory, a.Amount.Neg(), place)
	}
	for i := range inv.Charges {
		a, place := &inv.Charges[i], nth("Charges", i)
		c.part(a, place)
		add(&a.VATCategory, a.Amount, place)
	}
	for i := range inv.LogisticsCharges {
		l, place := &inv.LogisticsCharges[i], nth("LogisticsCharges", i)
		c.need(l.Amount, place+".Amount", "absent: give the amount")
		add(&l.VATCategory, l.Amount, place)
	}
	for i, p := range inv.ThirdPartyPayments {
		c.need(p.Amount, nth("ThirdPartyPayments", i)+".Amount", "absent: give the amount")
	}
	return groups
}

func nth(place string, i int) string { return place + "[" + strconv.Itoa(i) + "]" }

// part derives the amount of an allowance or charge.
func (c *calculation) part(a *AllowanceCharge, place string) {
	c.amount(&a.Amount, place+".Amount", percent(a.BaseAmount, a.Percentage), formulaPart)
	c.need(a.Amount, place+".Amount", "absent: give the amount, or base amount and percentage")
}

// percent is base x percentage / 100, exact; absent if one of them is.
func percent(base, percentage Decimal) Decimal {
	return base.Mul(percentage).Mul(NewDecimal(1, 2))
}

// line derives what belongs to one line, its sub-lines first.
func (c *calculation) line(l *Line, place string) {
	for i := range l.SubLines {
		sub, place := &l.SubLines[i], nth(place+".SubLines", i)
		c.line(sub, place)
		if sub.VATCategory.Code != "" { // it plays no part in the sums: BG-30 of the line does
			c.category(&sub.VATCategory, place+".VATCategory")
		}
	}
	for i := range l.Allowances {
		c.part(&l.Allowances[i], nth(place+".Allowances", i))
	}
	for i := range l.Charges {
		c.part(&l.Charges[i], nth(place+".Charges", i))
	}
	c.price(&l.Price, place+".Price")
	c.net(l, place)
}

// price completes net price (BT-146) and discount (BT-147) where there is a gross
// price (BT-148).
func (c *calculation) price(p *Price, place string) {
	if !p.Gross.IsSet() {
		return
	}
	if !p.Discount.IsSet() && p.DiscountPercentage.IsSet() {
		base := p.DiscountBase
		if !base.IsSet() {
			base = p.Gross
		}
		c.set(&p.Discount, percent(base, p.DiscountPercentage))
	}
	if !p.Net.IsSet() {
		c.set(&p.Net, p.Gross.Sub(p.Discount))
	}
	// UBL demands a discount beside a gross price, be it 0.
	if !p.Discount.IsSet() && p.Net.Cmp(p.Gross) <= 0 {
		c.set(&p.Discount, p.Gross.Sub(p.Net))
	}
	c.derive(&p.Net, place+".Net", p.Gross.Sub(p.Discount), formulaPrice)
}

// net derives the net amount of a line (BT-131).
func (c *calculation) net(l *Line, place string) {
	sum, complete := sumOfSubLines(l)
	bad := badForNet(l)
	switch {
	case len(bad) == 0:
		c.amount(&l.NetAmount, place+".NetAmount", netOf(l, c.decimals), formulaNet)
	case l.NetAmount.IsSet():
	case len(l.SubLines) == 0:
		for _, b := range bad {
			c.useless(place+b.Place, b.Why)
		}
	case complete:
		c.amount(&l.NetAmount, place+".NetAmount", sum.Sub(sumOver(l.Allowances, partAmount)).Add(sumOver(l.Charges, partAmount)), formulaSubLines)
	}
	if complete && l.NetAmount.IsSet() {
		c.compare(l.NetAmount, place+".NetAmount", sum.Round(c.decimals), formulaSubLines)
	}
}

// badForNet lists what stands in the way of quantity x price; places count from the line.
func badForNet(l *Line) (bad []BadInput) {
	base := l.Price.BaseQuantity
	if !l.Quantity.Value.IsSet() {
		bad = append(bad, BadInput{Place: ".Quantity.Value", Why: "absent: give the quantity, or the net amount of the line (BT-131)"})
	}
	if !l.Price.Net.IsSet() {
		bad = append(bad, BadInput{Place: ".Price.Net", Why: "absent: give the net price, the gross price (BT-148), or the net amount of the line (BT-131)"})
	}
	if base.Value.IsSet() && base.Value.Sign() <= 0 { // PEPPOL-EN16931-R121
		bad = append(bad, BadInput{Place: ".Price.BaseQuantity.Value", Why: "is " + base.Value.String() + ": a price is for more than 0 units"})
	}
	if base.Unit != "" && l.Quantity.Unit != "" && base.Unit != l.Quantity.Unit { // PEPPOL-EN16931-R130
		bad = append(bad, BadInput{Place: ".Price.BaseQuantity.Unit",
			Why: "the price is for units of " + base.Unit + ", the quantity is in " + l.Quantity.Unit + ": give both in one unit"})
	}
	return bad
}

// netOf is BT-129 x BT-146 / BT-149 - the BT-136 + the BT-141.
func netOf(l *Line, decimals uint8) Decimal {
	total := l.Quantity.Value.Mul(l.Price.Net)
	parts := sumOver(l.Charges, partAmount).Sub(sumOver(l.Allowances, partAmount))
	base := l.Price.BaseQuantity.Value
	if !base.IsSet() {
		return total.Add(parts).Round(decimals)
	}
	// Over one denominator, so that the whole is rounded, and once.
	return total.Add(parts.Mul(base)).Quo(base, decimals)
}

func sumOfSubLines(l *Line) (sum Decimal, complete bool) {
	for i := range l.SubLines {
		if !l.SubLines[i].NetAmount.IsSet() {
			return Decimal{}, false
		}
		sum = sum.Add(l.SubLines[i].NetAmount)
	}
	return sum, len(l.SubLines) > 0
}

// category completes a VAT category and tells whether it is complete.
func (c *calculation) category(v *VATCategory, place string) bool {
	switch v.Code {
	case "":
		c.useless(place+".Code", "absent: give the VAT category, S for the standard rate")
		return false
	case "O":
		return true
	case "Z", "E", "AE", "K", "G":
		// BR-Z-05, BR-E-05, BR-AE-05, BR-IC-05, BR-G-05 and their like.
		if !v.Rate.IsSet() {
			c.set(&v.Rate, NewDecimal(0, 0))
		}
	}
	if !v.Rate.IsSet() {
		c.useless(place+".Rate", "absent: category "+v.Code+" needs a rate in percent")
		return false
	}
	return true
}

// vatGroups adds up what is taxed alike, in order of first appearance.
type vatGroups struct {
	all []vatGroup
	at  map[vatKey]int
}

type vatGroup struct {
	category VATCategory
	base     Decimal // BT-116
}

// vatKey is tax, category and rate; rates are equal by value, 19 and 19.00.
type vatKey struct{ scheme, code, rate string }

func keyOf(v VATCategory) vatKey {
	key := vatKey{code: v.Code}
	if !v.IsVAT() {
		key.scheme = v.Scheme
	}
	if v.Code == "O" {
		return key
	}
	key.rate = v.Rate.String()
	if strings.Contains(key.rate, ".") {
		key.rate = strings.TrimRight(strings.TrimRight(key.rate, "0"), ".")
	}
	return key
}

func (g *vatGroups) add(v VATCategory, amount Decimal) {
	key := keyOf(v)
	i, ok := g.at[key]
	if !ok {
		if v.Code == "O" {
			v.Rate = Decimal{}
		}
		i = len(g.all)
		g.at[key] = i
		g.all = append(g.all, vatGroup{category: v})
	}
	g.all[i].base = g.all[i].base.Add(amount)
}

func (g *vatGroups) have(v VATCategory) bool {
	_, ok := g.at[keyOf(v)]
	return ok
}

// vat completes the VAT breakdown (BG-23).
func (c *calculation) vat(groups *vatGroups) {
	given := map[vatKey][]int{}
	for i := range c.inv.VATBreakdown {
		v := &c.inv.VATBreakdown[i].VATCategory
		if c.category(v, nth("VATBreakdown", i)+".VATCategory") {
			given[keyOf(*v)] = append(given[keyOf(*v)], i)
		}
	}
	if len(c.bad) > 0 {
		return
	}
	if len(c.inv.Lines) > 0 {
		c.inv.VATBreakdown = slices.Clip(c.inv.VATBreakdown) // what follows in the array is not ours
		for _, g := range groups.all {
			c.taxable(given[keyOf(g.category)], g)
		}
	}
	for i := range c.inv.VATBreakdown {
		b, place := &c.inv.VATBreakdown[i], nth("VATBreakdown", i)
		if len(c.inv.Lines) > 0 && !groups.have(b.VATCategory) {
			c.amount(&b.TaxableAmount, place+".TaxableAmount", NewDecimal(0, 0), formulaTaxable)
		}
		c.amount(&b.TaxAmount, place+".TaxAmount", b.tax(), formulaTaxAmount)
	}
	if c.overwrite && len(c.inv.Lines) > 0 {
		// A copy, as undo and the caller may still need what goes.
		c.inv.VATBreakdown = slices.DeleteFunc(slices.Clone(c.inv.VATBreakdown), func(b VATBreakdown) bool { return !groups.have(b.VATCategory) })
	}
}

// tax is BT-116 x BT-119 / 100, exact. Category O has no rate and no VAT (BR-O-09).
func (b *VATBreakdown) tax() Decimal {
	if b.VATCategory.Code == "O" {
		return percent(b.TaxableAmount, NewDecimal(0, 0))
	}
	return percent(b.TaxableAmount, b.VATCategory.Rate)
}

// taxable derives BT-116 of the breakdowns of one category and rate.
func (c *calculation) taxable(at []int, g vatGroup) {
	if len(at) == 0 {
		at = []int{len(c.inv.VATBreakdown)}
		c.inv.VATBreakdown = append(c.inv.VATBreakdown, VATBreakdown{VATCategory: g.category})
	}
	var given Decimal
	var absent []int
	for _, i := range at {
		if d := c.inv.VATBreakdown[i].TaxableAmount; d.IsSet() {
			given = given.Add(d)
		} else {
			absent = append(absent, i)
		}
	}
	place := func(i int) string { return nth("VATBreakdown", i) + ".TaxableAmount" }
	switch {
	case len(at) == 1:
		c.amount(&c.inv.VATBreakdown[at[0]].TaxableAmount, place(at[0]), g.base, formulaTaxable)
	case len(absent) == 0:
		c.compare(given, place(at[0]), g.base.Round(c.decimals), formulaTaxable)
	case len(absent) == 1:
		c.amount(&c.inv.VATBreakdown[absent[0]].TaxableAmount, place(absent[0]), g.base.Sub(given), formulaTaxable)
	default:
		for _, i := range absent {
			c.useless(place(i), "absent in several VAT breakdowns of one category and rate: give it in all of them but one")
		}
	}
}

// totals derives the document totals (BG-22).
func (c *calculation) totals() {
	inv, t := c.inv, &c.inv.Totals
	if len(inv.Lines) > 0 {
		c.amount(&t.LineNet, "Totals.LineNet", sumOver(inv.Lines, func(l *Line) Decimal { return l.NetAmount }), formulaLineNet)
	}
	if len(inv.Allowances) > 0 || t.Allowances.IsSet() {
		c.amount(&t.Allowances, "Totals.Allowances", sumOver(inv.Allowances, partAmount), formulaAllow)
	}
	if len(inv.Charges) > 0 || len(inv.LogisticsCharges) > 0 || t.Charges.IsSet() {
		charges := sumOver(inv.Charges, partAmount).Add(sumOver(inv.LogisticsCharges, func(l *LogisticsCharge) Decimal { return l.Amount }))
		c.amount(&t.Charges, "Totals.Charges", charges, formulaCharge)
	}
	if t.LineNet.IsSet() {
		c.amount(&t.WithoutVAT, "Totals.WithoutVAT", t.LineNet.Sub(t.Allowances).Add(t.Charges), formulaWithout)
	}
	if len(inv.VATBreakdown) > 0 {
		c.amount(&t.VAT, "Totals.VAT", sumOver(inv.VATBreakdown, func(b *VATBreakdown) Decimal { return b.TaxAmount }), formulaVAT)
	}
	if t.WithoutVAT.IsSet() && t.VAT.IsSet() {
		c.amount(&t.WithVAT, "Totals.WithVAT", t.WithoutVAT.Add(t.VAT), formulaWith)
	}
	if t.WithVAT.IsSet() {
		others := sumOver(inv.ThirdPartyPayments, func(p *ThirdPartyPayment) Decimal { return p.Amount })
		c.amount(&t.Due, "Totals.Due", t.WithVAT.Sub(t.Paid).Add(t.Rounding).Add(others), formulaDue)
	}
	if !t.Due.IsSet() {
		c.useless("Lines[]", "there are no lines, and the totals that are given do not lead to the amount due (BT-115)")
	}
}

func partAmount(a *AllowanceCharge) Decimal { return a.Amount }

// sumOver adds up, from 0.
func sumOver[T any](all []T, amount func(*T) Decimal) Decimal {
	sum := NewDecimal(0, 0)
	for i := range all {
		sum = sum.Add(amount(&all[i]))
	}
	return sum
}
