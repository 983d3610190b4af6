package intake

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// place is where something stands in a document: a *node of JSON, a cell of CSV.
type place interface{ where() string }

func (n *node) where() string { return n.pointer() }

// sink hears what is wrong with a document, what was done with it, and what it loses.
type sink interface {
	wrong(at place, why string)
	remark(at place, why string)
	drop(kind einvoice.LossKind, at place, why string)
}

func (r *reader) wrong(at place, why string)  { r.problem(at.(*node), "%s", why) }
func (r *reader) remark(at place, why string) { r.note(at.(*node), "%s", why) }
func (r *reader) drop(kind einvoice.LossKind, at place, why string) {
	r.lose(kind, at.(*node), why)
}

// stated is an amount that a document gives and the invoice makes.
type stated struct {
	einvoice.Decimal
	at place
}

// settlement takes an invoice from what a document says to its totals, and compares.
type settlement struct {
	sink
	inv       *einvoice.Invoice
	self      place
	line      func(i int) place
	failed    func() bool // something is wrong already
	completed bool        // the totals are there
	compared  map[int]bool
}

// mostRates bounds the VAT breakdown, which is searched for what a document says of it.
const mostRates = 1000

// category settles a VAT category (BT-151 and its like). The name is that of the rate.
func category(s sink, at place, name, code string, rate einvoice.Decimal) einvoice.VATCategory {
	switch {
	case rate.Sign() < 0:
		s.wrong(at, "the rate "+rate.String()+" is less than 0")
	case code == "" && rate.Sign() > 0:
		code = "S"
		s.remark(at, "no VAT category is given: S (standard rate), since there is a rate")
	case code == "":
		s.wrong(at, "no VAT category is given, and without a rate above 0 it may be Z, E, AE, G, K or O")
	case strings.Contains(" Z E AE K G O ", " "+code+" "):
		if rate.Sign() != 0 {
			s.wrong(at, "category "+code+" has no tax, but the rate is "+rate.String())
		}
		if rate = einvoice.NewDecimal(0, 0); code == "O" {
			rate = einvoice.Decimal{} // BR-O-05: no rate at all
		}
	case !rate.IsSet():
		s.wrong(at, "category "+code+" needs a rate ("+name+")")
	}
	if rate.Sign() > 0 && rate.Cmp(einvoice.NewDecimal(1, 0)) < 0 {
		s.remark(at, fmt.Sprintf("warning: %s is percent: %s is %s %%; a fraction is written times 100", name, rate, rate))
	}
	return einvoice.VATCategory{Code: code, Rate: rate}
}

// finish completes the invoice: defaults, what follows from other values, and the sums.
func (s *settlement) finish(o Options, specification, process string) {
	inv := s.inv
	if filled := fillDefaults(inv, o.Defaults); filled != nil {
		s.remark(s.self, "from the defaults: "+strings.Join(filled, ", "))
	}
	if inv.TypeCode == "" {
		inv.TypeCode = "380"
		s.remark(s.self, "BT-3 Invoice type code: 380 (commercial invoice), since the document gives none")
	}
	if inv.Process.Specification == "" {
		inv.Process.Specification = specification
		s.remark(s.self, "BT-24 Specification identifier: "+specification+", since the document names none")
	}
	if inv.Process.BusinessProcess == "" {
		inv.Process.BusinessProcess = process
	}
	if len(inv.Lines) == 0 && !s.failed() {
		s.wrong(s.self, "there are no lines (BG-25)")
	}
	s.completeLines()
	s.exemptions()
	_, err := inv.Calculate()
	if s.completed = err == nil; s.completed && len(inv.VATBreakdown) > mostRates {
		s.wrong(s.self, fmt.Sprintf("%d VAT categories and rates; the limit is %d", len(inv.VATBreakdown), mostRates))
		s.completed = false
	}
	var inputs *einvoice.CalculateError
	if errors.As(err, &inputs) && !s.failed() { // else they are named already
		for _, in := range inputs.Inputs {
			s.wrong(s.placeOf(in.Place), in.Term+": "+in.Why)
		}
	}
}

// placeOf is the line of a place of the model, or the document.
func (s *settlement) placeOf(model string) place {
	if rest, ok := strings.CutPrefix(model, "Lines["); ok {
		number, _, _ := strings.Cut(rest, "]")
		if i, err := strconv.Atoi(number); err == nil && i < len(s.inv.Lines) {
			return s.line(i)
		}
	}
	return s.self
}

func (s *settlement) completeLines() {
	taken := map[string]bool{}
	for i := range s.inv.Lines {
		taken[s.inv.Lines[i].ID] = true
	}
	for i := range s.inv.Lines {
		l := &s.inv.Lines[i]
		if l.ID == "" {
			if l.ID = strconv.Itoa(i + 1); taken[l.ID] {
				s.wrong(s.line(i), "the line has no number (BT-126), and another line has "+l.ID+": number all lines or none")
			}
		}
		if l.Quantity.Unit == "" && l.Quantity.Value.IsSet() {
			l.Quantity.Unit = "C62"
			s.remark(s.line(i), "BT-130 unit of measure: C62 (one), since no unit is given")
		}
		if q := &l.Price.BaseQuantity; q.Value.IsSet() && q.Unit == "" {
			q.Unit = l.Quantity.Unit
		}
	}
}

// vatKey tells VAT categories apart; rates are equal by value.
func vatKey(v einvoice.VATCategory) string {
	rate := v.Rate.String()
	if strings.Contains(rate, ".") {
		rate = strings.TrimRight(strings.TrimRight(rate, "0"), ".")
	}
	return v.Code + " " + rate
}

// exemptions takes the reasons why lines are not taxed to the VAT breakdown, which has
// one for each category and rate.
func (s *settlement) exemptions() {
	at := map[string]int{}
	for i := range s.inv.Lines {
		l := &s.inv.Lines[i]
		reason := l.ExemptionReason
		if l.ExemptionReason = ""; reason == "" || s.failed() {
			continue
		}
		b := einvoice.VATBreakdown{VATCategory: l.VATCategory}
		if exemptionCodes.Has(reason) {
			b.ExemptionReasonCode = reason
		} else {
			b.ExemptionReason = reason
		}
		have, known := at[vatKey(l.VATCategory)]
		if !known {
			at[vatKey(l.VATCategory)] = len(s.inv.VATBreakdown)
			s.inv.VATBreakdown = append(s.inv.VATBreakdown, b)
			continue
		}
		h := &s.inv.VATBreakdown[have]
		switch {
		case h.ExemptionReason == b.ExemptionReason && h.ExemptionReasonCode == b.ExemptionReasonCode:
		case h.ExemptionReasonCode == "" && b.ExemptionReason == "":
			h.ExemptionReasonCode = b.ExemptionReasonCode
		case h.ExemptionReason == "" && b.ExemptionReasonCode == "":
			h.ExemptionReason = b.ExemptionReason
		default:
			s.drop(einvoice.LossRepeated, s.line(i), "another reason ("+shorten(reason)+") why category "+l.VATCategory.Code+" is not taxed: the VAT breakdown (BG-23) has one")
		}
	}
}

// oneCategory is the VAT of all lines, if it is one.
func (s *settlement) oneCategory() (v einvoice.VATCategory, one bool) {
	for i := range s.inv.Lines {
		if l := &s.inv.Lines[i]; i == 0 {
			v = l.VATCategory
		} else if vatKey(l.VATCategory) != vatKey(v) {
			return v, false
		}
	}
	return v, true
}

// sumOfLines adds up the lines as they are going to be, for percentages of all of them.
func (s *settlement) sumOfLines() (einvoice.Decimal, bool) {
	trial := einvoice.Invoice{Lines: append([]einvoice.Line(nil), s.inv.Lines...)}
	if _, err := trial.Calculate(); err != nil {
		return einvoice.Decimal{}, false
	}
	return trial.Totals.LineNet, true
}

// compare holds an amount that the document gives against what the invoice makes it. There
// is no tolerance.
func (s *settlement) compare(given stated, made einvoice.Decimal, what string) {
	if !given.IsSet() || !s.completed {
		return
	}
	if !made.IsSet() {
		made = einvoice.NewDecimal(0, 0)
	}
	if given.Cmp(made) != 0 {
		s.wrong(given.at, fmt.Sprintf("is %s, but %s is %s", given.Decimal, what, made))
	}
}

// compareTax holds what a document says of one VAT category and rate against the
// breakdown. Without a category the rate decides.
func (s *settlement) compareTax(at place, code string, rate einvoice.Decimal, base, tax stated) {
	if !s.completed {
		return
	}
	index := -1
	for i := range s.inv.VATBreakdown {
		v := s.inv.VATBreakdown[i].VATCategory
		if s.compared[i] || code != "" && v.Code != code || rate.Cmp(v.Rate) != 0 && (rate.IsSet() || v.Rate.IsSet()) {
			continue
		}
		if index >= 0 {
			s.wrong(at, "several VAT categories have the rate "+rate.String()+": say which")
			return
		}
		index = i
	}
	if index < 0 {
		s.wrong(at, strings.Join(strings.Fields("nothing in the invoice is taxed with "+code+" "+rate.String()+" %, or it stands above"), " "))
		return
	}
	if s.compared == nil {
		s.compared = map[int]bool{}
	}
	s.compared[index] = true
	b := &s.inv.VATBreakdown[index]
	s.compare(base, b.TaxableAmount, "the taxable amount of "+categoryName(b.VATCategory)+" (BT-116)")
	s.compare(tax, b.TaxAmount, "the tax on "+b.TaxableAmount.String()+" in "+categoryName(b.VATCategory)+" (BT-117)")
}

func categoryName(v einvoice.VATCategory) string {
	return strings.TrimSpace("category " + v.Code + " " + v.Rate.String())
}
