package intake

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// b2bDocument is the body with which an invoice is made in B2Brouter's API.
type b2bDocument struct {
	b2bInvoice
}

type b2bInvoice struct {
	einvoice.Invoice
	self        *node
	kind        string // type
	terms       *node
	dueDate     *node
	preceding   einvoice.PrecedingInvoice
	references  []b2bReference
	credit      *node // is_credit_note, if true
	delivery    einvoice.Date
	extra       string
	literals    string
	means       einvoice.PaymentInstructions
	contact     b2bContact
	contactNode *node
	contactID   *node
	lines       []b2bLine
	parts       []b2bPart
	subtotal    stated
	total       stated
	taxes       []b2bSum
	withheld    bool
}

type b2bReference struct{ einvoice.PrecedingInvoice }

type b2bLine struct {
	einvoice.Line
	self  *node
	taxes []b2bTax
	parts []b2bPart
}

type b2bTax struct {
	self                 *node
	name, category, note string
	percent              einvoice.Decimal
}

type b2bPart struct {
	self               *node
	indicator, reason  string
	amount, percentage einvoice.Decimal
	untaxed            *node
	amountNode         *node
}

type b2bSum struct {
	self         *node
	name         string
	category     string
	percent      einvoice.Decimal
	base, amount stated
}

// invoice makes the invoice of the model of what the tables found.
func (d *b2bDocument) invoice(r *reader, root *node, o Options) *einvoice.Invoice {
	b := &d.b2bInvoice
	if b.self == nil {
		b.self = root
	}
	b.header(r)
	b.other(r)
	for i := range b.lines {
		l := &b.lines[i]
		l.fold(r, b)
		b.Lines = append(b.Lines, l.Line)
	}
	s := settlement{sink: r, inv: &b.Invoice, self: b.self, failed: r.failed, line: func(i int) place { return b.lines[i].self }}
	b.foldParts(r, &s)
	s.finish(o, "urn:cen.eu:en16931:2017", "")
	b.compare(&s)
	return &b.Invoice
}

func (b *b2bInvoice) header(r *reader) {
	b.typeCode(r)
	b.due(r)
	if b.preceding != (einvoice.PrecedingInvoice{}) {
		b.PrecedingInvoices = append(b.PrecedingInvoices, b.preceding)
	}
	for _, p := range b.references {
		b.PrecedingInvoices = append(b.PrecedingInvoices, p.PrecedingInvoice)
	}
	for _, text := range []string{b.extra, b.literals} {
		if text != "" {
			b.Notes = append(b.Notes, einvoice.Note{Text: text})
		}
	}
	if b.delivery.IsSet() {
		b.Delivery = &einvoice.Delivery{Date: b.delivery}
	}
	if m := b.means; m.MeansCode != "" || m.MeansText != "" || m.Remittance != "" {
		b.PaymentInstructions = []einvoice.PaymentInstructions{m}
	}
}

// typeCode settles BT-3, which the API also says in other words.
func (b *b2bInvoice) typeCode(r *reader) {
	self := b.kind == "IssuedSelfInvoice"
	switch {
	case b.TypeCode != "" && b.credit != nil && !b.IsCreditNote():
		r.problem(b.credit, "is_credit_note is true, but type_code is %s, which is no credit note", b.TypeCode)
	case b.TypeCode != "":
	case b.credit != nil && self:
		b.TypeCode = "261"
	case b.credit != nil:
		b.TypeCode = "381"
	case self:
		b.TypeCode = "389"
	default:
		return // defaults may have one
	}
}

// due settles BT-9: terms say how to count the days, or that there is a day.
func (b *b2bInvoice) due(r *reader) {
	switch {
	case b.terms == nil:
	case b.terms.text == "custom" && b.dueDate == nil:
		r.problem(b.terms, "terms custom needs a due_date")
	case b.terms.text != "custom" && b.dueDate == nil:
		r.lose(einvoice.LossUnbound, b.terms, "says how the service counts the days to the due date: write due_date (BT-9), or payment_terms (BT-20)")
	case b.terms.text != "custom":
		r.note(b.terms, "%q is not needed beside due_date", b.terms.text)
	}
}

// fold makes a line of the model.
func (l *b2bLine) fold(r *reader, b *b2bInvoice) {
	l.tax(r, b)
	for i := range l.parts {
		p := &l.parts[i]
		base := l.Quantity.Value.Mul(l.Price.Net)
		if q := l.Price.BaseQuantity.Value; q.Sign() > 0 {
			base = base.Quo(q, 2)
		}
		p.fold(r, base.Round(2), &l.Allowances, &l.Charges, einvoice.VATCategory{})
	}
}

// tax finds the VAT among the taxes of a line. Others are withheld from what is paid, or
// are surcharges: EN 16931 has no term for either.
func (l *b2bLine) tax(r *reader, b *b2bInvoice) {
	var vat *b2bTax
	others := ""
	for i := range l.taxes {
		t := &l.taxes[i]
		kind, isVAT := vatNames[strings.ToUpper(t.name)]
		switch {
		case t.name == "":
		case !isVAT:
			b.withheld = true
			others = ", but " + shorten(t.name)
			r.lose(einvoice.LossUnbound, t.self, "not VAT, and EN 16931 has no other taxes: the amount due (BT-115) is without it")
		case vat != nil:
			r.problem(t.self, "a second VAT on one line: EN 16931 has one; make two lines of it")
		default:
			vat = t
			t.fold(r, kind, l)
		}
	}
	if vat == nil {
		r.problem(l.self, "no VAT among taxes_attributes%s: every line needs a category (BT-151)", others)
	}
}

// vatNames are the names of VAT, and of the taxes that stand in its place in the Canary
// Islands and in Ceuta and Melilla, with their categories of UNTDID 5305.
var vatNames = map[string]string{"VAT": "", "IVA": "", "TVA": "", "MWST": "", "UST": "", "BTW": "", "MOMS": "", "ALV": "", "DPH": "", "PVM": "", "PTU": "",
	"PDV": "", "DDV": "", "ÁFA": "", "ФПА": "", "ΦΠΑ": "", "ДДС": "", "IGIC": "L", "IPSI": "M"}

// b2bCategories are those of the API that EN 16931 has under another code.
var b2bCategories = map[string]string{"H": "S", "AA": "S", "AAA": "S", "NS": "O"}

func (t *b2bTax) fold(r *reader, kind string, l *b2bLine) {
	code := t.category
	if c, other := b2bCategories[code]; other {
		r.note(t.self.member("category"), "%s is %s in EN 16931", code, c)
		code = c
	}
	if kind != "" && (code == "S" || code == "") {
		r.note(t.self, "%s has the category %s in EN 16931", t.name, kind)
		code = kind
	}
	l.VATCategory = category(r, t.self, "percent", code, t.percent)
	if strings.HasPrefix(t.note, "VATEX") && !exemptionCodes.Has(t.note) {
		r.problem(t.self.member("comment"), "%q is no code of %s", shorten(t.note), exemptionCodes.Name())
	}
	l.ExemptionReason = t.note // becomes that of the breakdown
}

// foldParts makes the allowances and charges of the document. They have no VAT of their
// own in the API, so they have that of the lines, if it is one.
func (b *b2bInvoice) foldParts(r *reader, s *settlement) {
	if len(b.parts) == 0 {
		return
	}
	vat, one := s.oneCategory()
	base, known := s.sumOfLines()
	for i := range b.parts {
		p := &b.parts[i]
		switch {
		case !one:
			r.problem(p.self, "the lines have several VAT categories or rates, and this says none: allowances and charges of the lines have theirs")
		case p.untaxed != nil:
			r.problem(p.untaxed, "apply_taxes is false, but that says no VAT category (BT-95, BT-102): put it on a line with one")
		case !p.amount.IsSet() && !known:
		default:
			r.note(p.self, "taxed as the lines are")
			p.fold(r, base, &b.Allowances, &b.Charges, vat)
		}
	}
}

// fold makes an allowance or charge, with its amount if that follows from a percentage.
func (p *b2bPart) fold(r *reader, base einvoice.Decimal, allowances, charges *[]einvoice.AllowanceCharge, vat einvoice.VATCategory) {
	a := einvoice.AllowanceCharge{Amount: p.amount, Percentage: p.percentage, Reason: p.reason, VATCategory: vat}
	if p.percentage.IsSet() && base.IsSet() {
		a.BaseAmount = base
		amount := base.Mul(p.percentage).Mul(einvoice.NewDecimal(1, 2)).Round(2)
		if a.Amount.IsSet() && a.Amount.Cmp(amount) != 0 {
			r.problem(p.amountNode, "is %s, but %s %% of %s makes %s", a.Amount, p.percentage, base, amount)
		}
		a.Amount = amount
	}
	switch {
	case !p.amount.IsSet() && !p.percentage.IsSet():
		r.problem(p.self, "neither amount nor percentage")
	case p.indicator == "allowance":
		*allowances = append(*allowances, a)
	case p.indicator == "charge":
		*charges = append(*charges, a)
	}
}

// compare holds the sums that an answer of the API states against the invoice.
func (b *b2bInvoice) compare(s *settlement) {
	t := &b.Totals
	if b.subtotal.IsSet() && b.subtotal.Cmp(t.LineNet) != 0 {
		s.compare(b.subtotal, t.WithoutVAT, "the lines less allowances plus charges (BT-109)")
	}
	if b.withheld && b.total.IsSet() {
		s.drop(einvoice.LossUnbound, b.total.at, "a total after taxes that EN 16931 does not have; the invoice's (BT-112) is "+t.WithVAT.String())
	} else {
		s.compare(b.total, t.WithVAT, "the total with VAT (BT-112)")
	}
	for i := range b.taxes {
		sum := &b.taxes[i]
		if _, isVAT := vatNames[strings.ToUpper(sum.name)]; isVAT {
			s.compareTax(sum.self, sum.category, sum.percent, sum.base, sum.amount)
		} else {
			s.drop(einvoice.LossUnbound, sum.self, "not VAT, and EN 16931 has no other taxes")
		}
	}
}
