package validate

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// What the rule literals are made of: lists to go through, and conditions that
// several rules share.

func t(ids ...string) []string { return ids }

func allowances(c *Check) []einvoice.AllowanceCharge       { return c.Allowances }
func charges(c *Check) []einvoice.AllowanceCharge          { return c.Charges }
func breakdown(c *Check) []einvoice.VATBreakdown           { return c.VATBreakdown }
func instructions(c *Check) []einvoice.PaymentInstructions { return c.PaymentInstructions }

func lineAllowances(l *einvoice.Line) []einvoice.AllowanceCharge { return l.Allowances }
func lineCharges(l *einvoice.Line) []einvoice.AllowanceCharge    { return l.Charges }

func hasAmount(_ *Check, a *einvoice.AllowanceCharge, _ int) bool { return a.Amount.IsSet() }

func hasCategory(list string) func(*Check, *einvoice.AllowanceCharge, int) bool {
	return func(c *Check, a *einvoice.AllowanceCharge, i int) bool {
		return a.VATCategory.IsVAT() && (a.VATCategory.Code != "" || c.Empty(at(list, i)+".VATCategory.Code"))
	}
}

// hasReason asks for a reason in words or by code, on the document or on a line.
func hasReason(list string) func(*Check, *einvoice.AllowanceCharge, int) bool {
	return func(c *Check, a *einvoice.AllowanceCharge, i int) bool {
		if a.Reason != "" || a.ReasonCode != "" {
			return true
		}
		p := at(list, i)
		if c.one != nil {
			p = c.linePlace(p)
		}
		return c.Empty(p+".Reason") || c.Empty(p+".ReasonCode")
	}
}

func noReason(a *einvoice.AllowanceCharge) { a.Reason, a.ReasonCode = "", "" }

// at is the place of one of a list.
func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// linePlace is a place within the line at hand.
func (c *Check) linePlace(place string) string { return at("Lines", c.nth) + "." + place }

// emptyInLine is Empty for a place within the line at hand.
func (c *Check) emptyInLine(place string) bool {
	return len(c.losses) > 0 && c.Empty(c.linePlace(place)) // most documents spare each line the making of places
}

func (c *Check) lineAt(list string, i int) string { return c.linePlace(at(list, i)) }

// failAt records a finding at the place of a term that is not the rule's first.
func (c *Check) failAt(term string) {
	n := len(c.v.findings)
	c.Fail()
	if len(c.v.findings) > n {
		f := &c.v.findings[n]
		f.Place, f.Terms = place(term, nil), t(term)
	}
}

// normalize is XPath's normalize-space.
func normalize(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }), " ")
}

func runes(s string) int { return utf8.RuneCountInString(s) }
