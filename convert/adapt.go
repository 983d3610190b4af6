package convert

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
)

// adapter is an invoice on its way from one syntax to another. What the target's
// schema or its binding of EN 16931-1 demands, and the source's does not, is settled
// here: each step leaves a loss or a note. The invoice is the caller's but for the
// lists that a step copies before it changes them.
type adapter struct {
	einvoice.Invoice
	from    Target
	profile cii.Profile // 0: by BT-24
	asked   bool        // the profile is on demand
	losses  []einvoice.Loss
	notes   []string
}

func (a *adapter) note(format string, args ...any) {
	a.notes = append(a.notes, fmt.Sprintf(format, args...))
}

// lose lists a value left out of the invoice.
func (a *adapter) lose(kind einvoice.LossKind, place, value, why string) {
	if value != "" {
		t, _ := einvoice.TermAt(place)
		a.losses = append(a.losses, einvoice.Loss{Kind: kind, Term: t.ID, Place: place, Value: value, Why: why})
	}
}

// toUBL settles what UBL demands. What comes from UBL stays as it is.
func (a *adapter) toUBL() {
	if a.from == UBL {
		return
	}
	a.oneContact("BT-41", a.Seller.Contact)
	a.oneContact("BT-56", a.Buyer.Contact)
	a.subjectCodes()
	a.nameMeans()
	a.oneBuyerIdentifier()
	a.totalVAT()
	a.discounts()
}

// nameMeans: UBL keeps all payment information in cac:PaymentMeans, and that needs a
// code (BT-81).
func (a *adapter) nameMeans() {
	a.PaymentInstructions = slices.Clone(a.PaymentInstructions)
	for i := range a.PaymentInstructions {
		if p := &a.PaymentInstructions[i]; p.MeansCode == "" {
			p.MeansCode = "1"
			a.note("BT-81 Payment means type code: written as 1 (not defined), since UBL needs one")
		}
	}
}

// oneBuyerIdentifier: CII has two elements for BT-46, which EN 16931-1 has once; the
// one with a scheme says more.
func (a *adapter) oneBuyerIdentifier() {
	all := a.Buyer.Identifiers
	if len(all) < 2 {
		return
	}
	keep := slices.IndexFunc(all, func(id einvoice.Identifier) bool { return id.Value != "" && id.Scheme != "" })
	if keep < 0 {
		keep = max(0, slices.IndexFunc(all, func(id einvoice.Identifier) bool { return id.Value != "" }))
	}
	a.Buyer.Identifiers = make([]einvoice.Identifier, len(all)) // each stays at its place
	for i, id := range all {
		if i == keep {
			a.Buyer.Identifiers[i] = id
		} else {
			place := "Buyer.Identifiers[" + strconv.Itoa(i) + "]"
			why := "there is one Buyer identifier (BT-46), which is " + all[keep].Value
			a.lose(einvoice.LossRepeated, place+".Value", id.Value, why)
			a.lose(einvoice.LossRepeated, place+".Scheme", id.Scheme, why)
		}
	}
}

// oneContact: CII tells the department from the person.
func (a *adapter) oneContact(term string, c *einvoice.Contact) {
	if c != nil && c.Point == "" && c.Department != "" {
		t, _ := einvoice.LookupTerm(term)
		a.note("%s %s: the department stands there, since UBL has one place for both", term, t.Name)
	}
}

// subjectCodes: by convention a note that begins like #AAI# begins with its subject code.
func (a *adapter) subjectCodes() {
	for _, n := range a.Notes {
		if s := n.Text; n.SubjectCode == "" && len(s) >= 5 && s[0] == '#' && s[4] == '#' {
			a.note("BT-21 Invoice note subject code, BT-22 Invoice note: %s is read as a subject code in UBL", s[:5])
		}
	}
}

// totalVAT: UBL keeps the breakdown below the total (BT-110), which is its sum.
func (a *adapter) totalVAT() {
	if a.Totals.VAT.IsSet() || len(a.VATBreakdown) == 0 {
		return
	}
	sum := einvoice.Decimal{}
	for _, v := range a.VATBreakdown {
		if !v.TaxAmount.IsSet() {
			return
		}
		if !sum.IsSet() {
			sum = v.TaxAmount
			continue
		}
		if sum = sum.Add(v.TaxAmount); !sum.IsValid() {
			return
		}
	}
	a.Totals.VAT = sum
	a.note("BT-110 Invoice total VAT amount: written as %s, the sum of BT-117, since UBL needs it", sum)
}

// discounts: UBL keeps the gross price (BT-148) with a discount, which is 0 where
// there is none.
func (a *adapter) discounts() {
	n := 0
	for i := range a.Lines {
		if p := &a.Lines[i].Price; p.Gross.IsSet() && !p.Discount.IsSet() {
			if n++; n == 1 {
				a.Lines = slices.Clone(a.Lines)
			}
			a.Lines[i].Price.Discount = einvoice.NewDecimal(0, 0)
		}
	}
	if n > 0 {
		a.note("BT-147 Item price discount: written as 0 on %d of %d lines, since UBL needs one with BT-148", n, len(a.Lines))
	}
}

// toCII settles what CII D16B demands. What comes from CII stays as it is, unless it is
// to follow another profile.
func (a *adapter) toCII() {
	if a.profile == 0 {
		a.profile = cii.ProfileOf(a.Process.Specification)
	}
	if a.from == CII && !a.asked {
		return
	}
	a.oneForAllMeans()
	a.oneCurrency()
	a.onePrecedingInvoice()
	a.grossPrices()
}

// oneForAllMeans: the remittance information and the mandate stand once in CII, and
// so does the creditor.
func (a *adapter) oneForAllMeans() {
	shared := func(term, all string, get func(*einvoice.PaymentInstructions) string) {
		first, same := "", true
		for i := range a.PaymentInstructions {
			v := get(&a.PaymentInstructions[i])
			same = same && (i == 0 || v == get(&a.PaymentInstructions[0]))
			if first == "" {
				first = v
			}
		}
		if first != "" && !same {
			t, _ := einvoice.LookupTerm(term)
			a.note("%s %s: %s %s, since CII has one", term, t.Name, first, all)
		}
	}
	shared("BT-83", "stands for all payment means", func(p *einvoice.PaymentInstructions) string { return p.Remittance })
	shared("BT-89", "stands for the first direct debit", func(p *einvoice.PaymentInstructions) string {
		if p.DirectDebit == nil {
			return ""
		}
		return p.DirectDebit.MandateReference
	})
	if p := a.Payee; p != nil && p.BankAssignedCreditorIdentifier != "" && a.Seller.BankAssignedCreditorIdentifier == "" {
		a.note("BT-90 Bank assigned creditor identifier: it no longer stands with the Payee, since CII has one place for it")
	}
	if t := a.FurtherPaymentTerms; len(t) > 0 && a.PaymentTerms == "" && !a.DueDate.IsSet() && a.PaymentDiscounts == nil && !t[0].PartialAmount.IsSet() {
		a.note("BT-20 Payment terms, BT-9 Payment due date: the first of the further payment terms stand there, since there are none before")
	}
}

// oneCurrency: with BT-6 CII wants a second total (BT-111), even if BT-6 is BT-5.
func (a *adapter) oneCurrency() {
	if a.VATCurrency != "" && a.VATCurrency == a.Currency && !a.Totals.VATInAccountingCurrency.IsSet() {
		a.lose(einvoice.LossDeclared, "VATCurrency", a.VATCurrency, "the same as the invoice currency (BT-5); CII would want the total VAT amount twice")
		a.VATCurrency = ""
	}
}

// onePrecedingInvoice: the schema of D16B has one ram:InvoiceReferencedDocument; those
// of the Factur-X profiles have many.
func (a *adapter) onePrecedingInvoice() {
	switch a.profile {
	case cii.BasicWL, cii.Basic, cii.Extended:
		return
	}
	for i, p := range a.PrecedingInvoices {
		if i > 0 {
			place := "PrecedingInvoices[" + strconv.Itoa(i) + "]"
			why := "CII D16B has one preceding invoice (BG-3)"
			a.lose(einvoice.LossUnbound, place+".Reference", p.Reference, why)
			a.lose(einvoice.LossUnbound, place+".IssueDate", p.IssueDate.String(), why)
			a.lose(einvoice.LossUnbound, place+".TypeCode", p.TypeCode, why)
		}
	}
	a.PrecedingInvoices = a.PrecedingInvoices[:min(1, len(a.PrecedingInvoices))]
}

// grossPrices: CII keeps the discount (BT-147) with the gross price (BT-148).
func (a *adapter) grossPrices() {
	copied := false
	for i := range a.Lines {
		if p := &a.Lines[i].Price; p.Discount.IsSet() && !p.Gross.IsSet() {
			a.lose(einvoice.LossUnbound, "Lines["+strconv.Itoa(i)+"].Price.Discount", p.Discount.String(), "CII keeps the discount with the gross price (BT-148), which is absent")
			if !copied {
				a.Lines, copied = slices.Clone(a.Lines), true
			}
			a.Lines[i].Price.Discount = einvoice.Decimal{}
		}
	}
}
