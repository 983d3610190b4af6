package validate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// The VAT breakdown of EXTENDED: lines, allowances, charges and charges for logistics with the same category and rate
// may be told apart by their exemption reasons, so that there are two ways to add them up.

// extendedVATRules are the rules on VAT categories.
func extendedVATRules() (all []Rule) {
	for i := range vatFamilies {
		f := &vatFamilies[i]
		all = append(all, f.extendedBreakdown())
		all = append(all, f.extendedTaxable()...)
	}
	return append(all, extendedTax)
}

// extendedID is the id of a rule of the family. One is written otherwise.
func (f *vatFamily) extendedID(rest string) string {
	if f.cat == catS && rest == "-08b" {
		return "BR-FXEXT-S08b"
	}
	return "BR-FXEXT-" + strings.TrimPrefix(f.prefix, "BR-") + rest
}

// extendedBreakdown: who uses the category has it in the breakdown, and the other way round.
func (f *vatFamily) extendedBreakdown() Rule {
	r := f.breakdownRule()
	r.ID, r.UBL, r.BreakUBL = f.extendedID("-01"), Test{}, ""
	r.Help = "Give VAT breakdowns for category " + f.code + " if it is used, and only then."
	r.CII = each("/*", func(c *Check, n Node) {
		u := &c.vat().use[f.cat]
		used := u.items+u.parts > 0 || c.extended.applied[f.cat]
		c.Anywhere(ramAppliedTradeTax, func(x Node) bool { used = used || categoryCII(x) == f.cat; return !used })
		if used != (u.rows > 0) {
			row := u.row[0]
			c.Arg("used", usedBy(used)).Arg("rows", rowsSay(u.rows)).Fail(orRoot(row, orRoot(ciiSettlementAt.First(n), n)))
		}
	})
	r.Text = f.says() + " has {rows} in the VAT breakdown (BG-23), but {used} in it."
	r.Break = func(inv *einvoice.Invoice) { f.only(inv, -1) }
	r.BreakCII = "set " + ciiSettlement + "/ram:ApplicableTradeTax/ram:CategoryCode = X"
	if f.cat == catO {
		r.Also = t("BR-48")
	}
	return r
}

func rowsSay(n int) string {
	if n == 0 {
		return "no group"
	}
	return "a group"
}

// extendedTaxable: the taxable amount is what lines, allowances and charges make, with the exemption reason (rev),
// whatever the reason (ini), or in one of the two ways (b).
func (f *vatFamily) extendedTaxable() (all []Rule) {
	at := ""
	if f.cat != catO {
		at = " at {rate} %"
	}
	ids := t(f.extendedID("-08b"), f.extendedID("-08ini"), f.extendedID("-08rev"))
	text := "The taxable amount (BT-116) of " + f.says() + at + " is {given}; lines less allowances plus charges make {sum}, give or take {tolerance}"
	for i, k := range []struct {
		severity Severity
		says     string
		ok       func(einvoice.Decimal, *extendedSum) bool
	}{
		{Fatal, ", and with the same exemption reason {own}.", func(d einvoice.Decimal, s *extendedSum) bool { return s.own.makes(d) || s.all.makes(d) }},
		{Warning, ", whatever the exemption reason.", func(d einvoice.Decimal, s *extendedSum) bool { return s.all.makes(d) }},
		{Warning, " in all, but {own} with the same exemption reason.", func(d einvoice.Decimal, s *extendedSum) bool { return s.own.makes(d) }},
	} {
		r := Rule{ID: ids[i], Severity: k.severity, Terms: t("BT-116", "BT-131", "BT-92", "BT-99", "BT-X-272"), Text: text + k.says, Break: f.breakTaxable, Also: slices.Delete(slices.Clone(ids), i, i+1)}
		r.CII = whenEach(ciiBreakdown, f.of(nil), func(c *Check, n Node) {
			at := n.Child(ramBasisAmount)
			s := c.extendedVAT().sum(n)
			if s == nil || !at.Decimal().IsSet() || !k.ok(at.Decimal(), s) {
				failTaxable(c, s, at, n)
			}
		})
		if f.cat == catS {
			r.Also = append(r.Also, "BR-FXEXT-S-09b")
		}
		all = append(all, r)
	}
	return all
}

func failTaxable(c *Check, s *extendedSum, at, n Node) {
	if s == nil {
		s = new(extendedSum)
	}
	c.Arg("given", shown(at.Norm())).Arg("rate", shown(n.Child(ramRateApplicablePercent).Norm()))
	c.Arg("sum", s.all.total().String()).Arg("own", s.own.total().String()).Arg("tolerance", s.all.tolerance().String()).Fail(orRoot(at, n))
}

// extendedTax is BR-FXEXT-S-09b.
var extendedTax = Rule{ID: "BR-FXEXT-S-09b", Severity: Fatal, Terms: t("BT-117", "BT-116", "BT-119"),
	Text: "The VAT amount (BT-117) of category S is {given}, but {rate} % of {basis} makes {sum}, give or take {tolerance}.",
	CII: each(ciiBreakdown, func(c *Check, n Node) {
		if cat, _ := c.categoryAt(n); cat != catS {
			return
		}
		basis, rate, tax := n.Child(ramBasisAmount), n.Child(ramRateApplicablePercent), n.Child(ramCalculatedAmount)
		want, tolerance := einvoice.Decimal{}, zero
		if s := c.extendedVAT().sum(n); s != nil && basis.Decimal().IsSet() && tax.Decimal().IsSet() {
			want, tolerance = cents(basis.Decimal().Mul(rate.Decimal()).Mul(hundredth)), s.all.tolerance()
			if own := s.own.tolerance(); own.Cmp(tolerance) > 0 {
				tolerance = own
			}
			if want.IsSet() && tax.Decimal().Sub(want).Abs().Cmp(tolerance) <= 0 {
				return
			}
		}
		c.Arg("given", shown(tax.Norm())).Arg("basis", shown(basis.Norm())).Arg("rate", shown(rate.Norm()))
		c.Arg("sum", orNone(want)).Arg("tolerance", tolerance.String()).Fail(orRoot(tax, n))
	}),
	Break: func(inv *einvoice.Invoice) {
		b := &inv.VATBreakdown[0]
		b.TaxAmount = b.TaxAmount.Add(one)
	}, Also: t("BR-CO-14")}

// tally is what members make.
type tally struct {
	sums    [inLogistics + 1]einvoice.Decimal
	members int
}

// inLogistics is a part of a taxable amount that only EXTENDED has.
const inLogistics = elsewhere + 1

func (y *tally) add(kind int, d einvoice.Decimal) {
	y.members++
	if kind != elsewhere {
		y.sums[kind] = y.sums[kind].Add(d)
	}
}

func (y *tally) total() einvoice.Decimal {
	sum := func(kind int) einvoice.Decimal { return cents(zero.Add(y.sums[kind])) }
	return sum(inLines).Sub(sum(inAllowances)).Add(sum(inCharges)).Add(sum(inLogistics))
}

// tolerance is a cent for each member.
func (y *tally) tolerance() einvoice.Decimal { return einvoice.NewDecimal(int64(y.members), 2) }

func (y *tally) makes(d einvoice.Decimal) bool {
	return d.Sub(y.total()).Abs().Cmp(y.tolerance()) <= 0
}

// vatKey tells the groups of the VAT breakdown apart; own is by all of it, all without the reasons.
type vatKey struct {
	cat        category
	rate       einvoice.Decimal // not set in category O
	code, text string
}

func keyOf(tax Node) (vatKey, bool) {
	k := vatKey{cat: categoryCII(tax), rate: tax.Child(ramRateApplicablePercent).Decimal(), code: tax.Child(ramExemptionReasonCode).Norm(), text: tax.Child(ramExemptionReason).Norm()}
	if k.cat == catO {
		k.rate = einvoice.Decimal{}
		return k, true
	}
	return k, k.cat != 0 && k.rate.IsSet()
}

// plain is the key without the reasons.
func (k vatKey) plain() vatKey { return vatKey{cat: k.cat, rate: k.rate} }

func (k vatKey) compare(o vatKey) int {
	if d := cmp.Compare(k.cat, o.cat); d != 0 {
		return d
	}
	if k.cat != catO {
		if d := k.rate.Cmp(o.rate); d != 0 {
			return d
		}
	}
	return cmp.Or(strings.Compare(k.code, o.code), strings.Compare(k.text, o.text))
}

// extendedSum is what belongs to a group of the VAT breakdown.
type extendedSum struct{ own, all tally }

// extendedVATFacts is what is added up for the groups of the VAT breakdown, whatever the number of lines.
type extendedVATFacts struct {
	ready    bool
	own, all keyed
}

// keyed are tallies in the order of their keys.
type keyed struct {
	keys    []vatKey
	tallies []tally
}

func (k *keyed) find(key vatKey) (int, bool) {
	return slices.BinarySearchFunc(k.keys, key, vatKey.compare)
}

// extendedVAT are the facts, which know at least the document without its lines.
func (c *Check) extendedVAT() *extendedVATFacts {
	f := &c.extended.vat
	if f.ready {
		return f
	}
	f.ready = true
	ciiRows.Each(c.head, func(n Node) bool {
		if key, ok := keyOf(n); ok {
			f.own.keys = append(f.own.keys, key)
			f.all.keys = append(f.all.keys, key.plain())
		}
		return true
	})
	f.own.settle()
	f.all.settle()
	ciiAllowanceCharge.Each(c.head, func(n Node) bool {
		kind := elsewhere
		if i := ciiIndicator.First(n); isTrue(i) {
			kind = inCharges
		} else if isFalse(i) {
			kind = inAllowances
		}
		f.add(n.Child(ramCategoryTradeTax), kind, allOf(n, ramActualAmount))
		return true
	})
	ciiLogistics.Each(c.head, func(n Node) bool {
		f.add(n.Child(ramAppliedTradeTax), inLogistics, allOf(n, ramAppliedAmount))
		return true
	})
	return f
}

// settle puts the keys in order, each once.
func (k *keyed) settle() {
	slices.SortFunc(k.keys, vatKey.compare)
	k.keys = slices.CompactFunc(k.keys, func(a, b vatKey) bool { return a.compare(b) == 0 })
	k.tallies = make([]tally, len(k.keys))
}

// add adds a line, allowance or charge to the groups that it belongs to.
func (f *extendedVATFacts) add(tax Node, kind int, d einvoice.Decimal) {
	key, ok := keyOf(tax)
	if !ok {
		return
	}
	if i, ok := f.all.find(key.plain()); ok {
		f.all.tallies[i].add(kind, d)
		if i, ok := f.own.find(key); ok {
			f.own.tallies[i].add(kind, d)
		}
	}
}

// sum is what belongs to a group of the breakdown; nil if it has no rate.
func (f *extendedVATFacts) sum(row Node) *extendedSum {
	key, ok := keyOf(row)
	if !ok {
		return nil
	}
	i, ok1 := f.own.find(key)
	k, ok2 := f.all.find(key.plain())
	if !ok1 || !ok2 {
		return nil
	}
	return &extendedSum{f.own.tallies[i], f.all.tallies[k]}
}
