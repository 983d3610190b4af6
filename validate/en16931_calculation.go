package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// The rules of EN 16931-1, clause 6.4.2: conditions between terms, and sums
// (BR-CO). Sums are rounded to two decimals, halves towards positive infinity, as
// XPath's round() does on which the published rules rest.
var calculation = []Rule{
	{ID: "BR-CO-03", Severity: Fatal, Terms: t("BT-7", "BT-8"),
		Text: "The tax point is given twice, as date {BT-7} (BT-7) and as code {BT-8} (BT-8): only one of them may be there.",
		Test: whole(func(c *Check) bool {
			return !c.TaxPointDate.IsSet() || c.TaxPointDateCode == "" && !c.Empty("TaxPointDateCode")
		}),
		Break: func(inv *einvoice.Invoice) { inv.TaxPointDateCode = "35" }},
	{ID: "BR-CO-04", Severity: Fatal, Terms: t("BT-151"),
		Text: "Line {line} has no VAT category code (BT-151).",
		Test: lines(func(c *Check, l *einvoice.Line) bool {
			return l.VATCategory.IsVAT() && (l.VATCategory.Code != "" || c.Empty(c.linePlace("VATCategory.Code")))
		}),
		Break: func(inv *einvoice.Invoice) { inv.Lines[0].VATCategory.Code = "" }},
	{ID: "BR-CO-05", Severity: Fatal, Terms: t("BT-97", "BT-98"), Never: uncheckable, Test: never(),
		Text: "The reason of a document level allowance in words (BT-97) and its code (BT-98) mean different things."},
	{ID: "BR-CO-06", Severity: Fatal, Terms: t("BT-104", "BT-105"), Never: uncheckable, Test: never(),
		Text: "The reason of a document level charge in words (BT-104) and its code (BT-105) mean different things."},
	{ID: "BR-CO-07", Severity: Fatal, Terms: t("BT-139", "BT-140"), Never: uncheckable, Test: never(),
		Text: "The reason of a line's allowance in words (BT-139) and its code (BT-140) mean different things."},
	{ID: "BR-CO-08", Severity: Fatal, Terms: t("BT-144", "BT-145"), Never: uncheckable, Test: never(),
		Text: "The reason of a line's charge in words (BT-144) and its code (BT-145) mean different things."},
	{ID: "BR-CO-09", Severity: Fatal, Terms: t("BT-31", "BT-48", "BT-63"),
		Text: "The VAT identifier {id} ({term}) does not begin with a country code of ISO 3166-1 (EL for Greece, XI for Northern Ireland).",
		Test: Test{document: func(c *Check) {
			check := func(id, term string) {
				if !countryPrefix(id) {
					c.Arg("id", id).Arg("term", term).failAt(term)
				}
			}
			check(c.Seller.VATIdentifier, "BT-31")
			check(c.Buyer.VATIdentifier, "BT-48")
			if c.TaxRepresentative != nil {
				check(c.TaxRepresentative.VATIdentifier, "BT-63")
			}
		}},
		Break: func(inv *einvoice.Invoice) { inv.Seller.VATIdentifier = "123456789" }},
	{ID: "BR-CO-10", Severity: Fatal, Terms: t("BT-106", "BT-131"),
		Text:  "The sum of the line net amounts (BT-106) is {BT-106}; the lines (BT-131) add up to {sum}.",
		Test:  whole(func(c *Check) bool { return c.same(c.Totals.LineNet, cents(zeroIfAbsent(c.LineNet)), "sum") }),
		Break: func(inv *einvoice.Invoice) { inv.Totals.LineNet = addCent(inv.Totals.LineNet) }, Also: t("BR-CO-13")},
	{ID: "BR-CO-11", Severity: Fatal, Terms: t("BT-107", "BT-92"),
		Text: "The sum of the document's allowances (BT-107) is {BT-107}; the allowances (BT-92) add up to {sum}.",
		Test: whole(func(c *Check) bool {
			return !c.Totals.Allowances.IsSet() && len(c.Allowances) == 0 || c.same(c.Totals.Allowances, cents(sumOf(c.Allowances)), "sum")
		}),
		Break: func(inv *einvoice.Invoice) { inv.Totals.Allowances = addCent(inv.Totals.Allowances) }, Also: t("BR-CO-13")},
	{ID: "BR-CO-12", Severity: Fatal, Terms: t("BT-108", "BT-99"),
		Text: "The sum of the document's charges (BT-108) is {BT-108}; the charges (BT-99) add up to {sum}.",
		Test: whole(func(c *Check) bool {
			return !c.Totals.Charges.IsSet() && len(c.Charges) == 0 || c.same(c.Totals.Charges, cents(sumOf(c.Charges)), "sum")
		}),
		Break: func(inv *einvoice.Invoice) { inv.Totals.Charges = addCent(inv.Totals.Charges) }, Also: t("BR-CO-13")},
	{ID: "BR-CO-13", Severity: Fatal, Terms: t("BT-109", "BT-106", "BT-107", "BT-108"),
		Text: "The total without VAT (BT-109) is {BT-109}; lines {BT-106} less allowances {BT-107} plus charges {BT-108} make {sum}.",
		Test: whole(func(c *Check) bool {
			m := &c.Totals
			sum := m.LineNet.Sub(m.Allowances).Add(m.Charges)
			if m.Allowances.IsSet() || m.Charges.IsSet() {
				sum = cents(sum)
			}
			return m.LineNet.IsSet() && c.same(m.WithoutVAT, sum, "sum") || fail(c.Arg("sum", orNone(sum)))
		}),
		Break: func(inv *einvoice.Invoice) { inv.Totals.WithoutVAT = addCent(inv.Totals.WithoutVAT) }, Also: t("BR-CO-15")},
	{ID: "BR-CO-14", Severity: Fatal, Terms: t("BT-110", "BT-117"),
		Text: "The total VAT amount (BT-110) is {BT-110}; the VAT breakdown (BT-117) adds up to {sum}.",
		Test: whole(func(c *Check) bool {
			if len(c.VATBreakdown) == 0 {
				return true
			}
			sum := einvoice.NewDecimal(0, 0)
			for i := range c.VATBreakdown {
				sum = sum.Add(c.VATBreakdown[i].TaxAmount)
			}
			return c.same(c.Totals.VAT, cents(sum), "sum")
		}),
		Break: func(inv *einvoice.Invoice) { inv.Totals.VAT = addCent(inv.Totals.VAT) }, Also: t("BR-CO-15")},
	{ID: "BR-CO-15", Severity: Fatal, Terms: t("BT-112", "BT-109", "BT-110"),
		Text: "The total with VAT (BT-112) is {BT-112}; {BT-109} without VAT (BT-109) plus {BT-110} of VAT (BT-110) make {sum}.",
		Test: whole(func(c *Check) bool {
			m := &c.Totals
			if c.Currency == "" {
				return !c.Empty("Currency")
			}
			sum := cents(m.WithoutVAT.Add(m.VAT))
			once := !c.Repeated("Totals.VAT") && !(c.VATCurrency == c.Currency && m.VATInAccountingCurrency.IsSet())
			switch {
			case !once:
				return fail(c.Arg("sum", orNone(sum)+", but BT-110 is there more than once or in another currency"))
			case c.Padded("Currency"): // compared to the letter
				return fail(c.Arg("sum", orNone(sum)+", but the currency code has white space around it"))
			}
			return m.VAT.IsSet() && m.WithoutVAT.IsSet() && c.same(m.WithVAT, sum, "sum") || fail(c.Arg("sum", orNone(sum)))
		}),
		Break: func(inv *einvoice.Invoice) { inv.Totals.WithVAT = addCent(inv.Totals.WithVAT) }, Also: t("BR-CO-16")},
	{ID: "BR-CO-16", Severity: Fatal, Terms: t("BT-115", "BT-112", "BT-113", "BT-114"),
		Text:  "The amount due (BT-115) is {BT-115}; {BT-112} with VAT (BT-112) less {BT-113} paid (BT-113) plus {BT-114} for rounding (BT-114) make {sum}.",
		Test:  whole(amountDue),
		Break: func(inv *einvoice.Invoice) { inv.Totals.Due = addCent(inv.Totals.Due) }},
	{ID: "BR-CO-17", Severity: Fatal, Terms: t("BT-117", "BT-116", "BT-119"),
		Text: "The tax amount (BT-117) of VAT breakdown no. {nth} is {BT-117}; {BT-116} (BT-116) at {BT-119} % (BT-119) make {sum}.",
		Test: each(breakdown, taxAmount),
		Break: func(inv *einvoice.Invoice) {
			inv.VATBreakdown[0].TaxAmount = inv.VATBreakdown[0].TaxAmount.Add(einvoice.MustDecimal("2"))
		}, Also: t("BR-CO-14")},
	{ID: "BR-CO-18", Severity: Fatal, Terms: t("BG-23"),
		Text:  "The VAT breakdown (BG-23) is missing.",
		Test:  whole(func(c *Check) bool { return len(c.VATBreakdown) > 0 || c.emptyGroups("VATBreakdown") > 0 }),
		Break: func(inv *einvoice.Invoice) { inv.VATBreakdown = nil }},
	{ID: "BR-CO-19", Severity: Fatal, Terms: t("BG-14", "BT-73", "BT-74"),
		Text:    "The invoicing period (BG-14) has neither a start (BT-73) nor an end (BT-74).",
		Test:    whole(func(c *Check) bool { return c.Period != einvoice.Period{} || !c.Empty("Period") }),
		NoBreak: "only a document can hold a period without content, an invoice in memory cannot"},
	{ID: "BR-CO-20", Severity: Fatal, Terms: t("BG-26", "BT-134", "BT-135"),
		Text: "The period of line {line} (BG-26) has neither a start (BT-134) nor an end (BT-135).",
		Test: lines(func(c *Check, l *einvoice.Line) bool {
			return l.Period != einvoice.Period{} || !c.emptyInLine("Period")
		}),
		NoBreak: "only a document can hold a period without content, an invoice in memory cannot"},
	{ID: "BR-CO-21", Severity: Fatal, Terms: t("BT-97", "BT-98"),
		Text:  "Document level allowance no. {nth} needs a reason in words (BT-97), by code (BT-98), or both.",
		Test:  each(allowances, hasReason("Allowances")),
		Break: func(inv *einvoice.Invoice) { noReason(&inv.Allowances[0]) }, Also: t("BR-33")},
	{ID: "BR-CO-22", Severity: Fatal, Terms: t("BT-104", "BT-105"),
		Text:  "Document level charge no. {nth} needs a reason in words (BT-104), by code (BT-105), or both.",
		Test:  each(charges, hasReason("Charges")),
		Break: func(inv *einvoice.Invoice) { noReason(&inv.Charges[0]) }, Also: t("BR-38")},
	{ID: "BR-CO-23", Severity: Fatal, Terms: t("BT-139", "BT-140"),
		Text:  "Allowance no. {nth} of line {line} needs a reason in words (BT-139), by code (BT-140), or both.",
		Test:  eachOfLine(lineAllowances, hasReason("Allowances")),
		Break: func(inv *einvoice.Invoice) { noReason(&inv.Lines[0].Allowances[0]) }, Also: t("BR-42")},
	{ID: "BR-CO-24", Severity: Fatal, Terms: t("BT-144", "BT-145"),
		Text:  "Charge no. {nth} of line {line} needs a reason in words (BT-144), by code (BT-145), or both.",
		Test:  eachOfLine(lineCharges, hasReason("Charges")),
		Break: func(inv *einvoice.Invoice) { noReason(&inv.Lines[0].Charges[0]) }, Also: t("BR-44")},
	{ID: "BR-CO-26", Severity: Fatal, Terms: t("BT-29", "BT-30", "BT-31"),
		Text: "The seller cannot be identified: one of identifier (BT-29), legal registration (BT-30) and VAT identifier (BT-31) must be there.",
		Test: whole(func(c *Check) bool {
			s := &c.Seller
			return s.VATIdentifier != "" || len(s.Identifiers) > 0 || s.LegalRegistration.Value != "" ||
				c.Empty("Seller.VATIdentifier") || c.Empty("Seller.LegalRegistration.Value") || c.emptyGroups("Seller.Identifiers") > 0
		}),
		Break: func(inv *einvoice.Invoice) {
			inv.Seller.VATIdentifier, inv.Seller.Identifiers, inv.Seller.LegalRegistration = "", nil, einvoice.Identifier{}
		}},
}

const uncheckable = "no machine can compare the words with the code; the published rule always holds"

// amountDue is BR-CO-16. Which of the two sides is rounded depends on what is there.
func amountDue(c *Check) bool {
	m := &c.Totals
	sum := m.WithVAT.Sub(m.Paid).Add(m.Rounding)
	if !m.WithVAT.IsSet() || !m.Due.IsSet() {
		return fail(c.Arg("sum", orNone(sum)))
	}
	due, want := m.Due, m.WithVAT
	if m.Paid.IsSet() {
		want = cents(want.Sub(m.Paid))
	}
	if m.Rounding.IsSet() {
		due = cents(due.Sub(m.Rounding))
	}
	return due.Cmp(want) == 0 || fail(c.Arg("sum", orNone(sum)))
}

// taxAmount is BR-CO-17. The published rule tolerates a difference below one unit of
// currency, and treats rates that round to 0 like 0.
func taxAmount(c *Check, v *einvoice.VATBreakdown, _ int) bool {
	rate := v.VATCategory.Rate
	if !v.VATCategory.IsVAT() {
		rate = einvoice.Decimal{}
	}
	if rate.RoundHalfUp(0).Sign() == 0 {
		return v.TaxAmount.IsSet() && v.TaxAmount.RoundHalfUp(0).Sign() == 0 || fail(c.Arg("sum", "0"))
	}
	if !v.TaxAmount.IsSet() || !v.TaxableAmount.IsSet() {
		return fail(c.Arg("sum", "nothing"))
	}
	want := cents(v.TaxableAmount.Abs().Mul(rate).Mul(einvoice.NewDecimal(1, 2)))
	got, one := v.TaxAmount.Abs(), einvoice.NewDecimal(1, 0)
	if got.Sub(one).Cmp(want) < 0 && got.Add(one).Cmp(want) > 0 {
		return true
	}
	if v.TaxableAmount.Sign() < 0 {
		want = want.Neg()
	}
	return fail(c.Arg("sum", want.String()))
}

// same compares a given amount with a computed one.
func (c *Check) same(given, computed einvoice.Decimal, name string) bool {
	return given.IsSet() && given.Cmp(computed) == 0 || fail(c.Arg(name, computed.String()))
}

func orNone(d einvoice.Decimal) string {
	if !d.IsSet() {
		return "(none)"
	}
	return d.String()
}

// fail is false: it ends a condition that has set the arguments of its text.
func fail(*Check) bool { return false }

func cents(d einvoice.Decimal) einvoice.Decimal { return d.RoundHalfUp(2) }

func zeroIfAbsent(d einvoice.Decimal) einvoice.Decimal { return d.Add(einvoice.NewDecimal(0, 0)) }

func addCent(d einvoice.Decimal) einvoice.Decimal { return d.Add(einvoice.NewDecimal(1, 2)) }

func sumOf(all []einvoice.AllowanceCharge) einvoice.Decimal {
	sum := einvoice.NewDecimal(0, 0)
	for i := range all {
		sum = sum.Add(all[i].Amount)
	}
	return sum
}

// countries are the two letters that a VAT identifier may begin with: ISO 3166-1
// alpha-2, and 1A (Kosovo), EL (Greece), XI (Northern Ireland).
const countries = " 1A AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ" +
	" CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH EL ER ES ET FI FJ FK FM FO FR" +
	" GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP" +
	" KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ" +
	" NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW" +
	" SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ" +
	" UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XI YE YT ZA ZM ZW "

func countryPrefix(id string) bool {
	return id == "" || strings.Contains(countries, id[:min(2, len(id))])
}
