package facturae

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// ToOptions say how ToInvoices goes about what EN 16931-1 has no term for. The zero
// value is right for most uses.
type ToOptions struct {
	// JoinNumber makes BT-1 (and BT-25) of a series and a number. nil: series, hyphen,
	// number; the number alone where there is no series.
	JoinNumber func(series, number string) string

	TaxesWithheld   Withheld   // taxes that the buyer keeps back (IRPF, IRNR ...)
	Surcharge       Surcharge  // the equivalence surcharge
	OtherTaxes      OtherTaxes // taxes that are no VAT, such as excise duties
	Reimbursable    Reimbursable
	NotSubject      NotSubject  // operations not subject to VAT
	CorrectiveSigns CreditNotes // corrective invoices by differences whose total is negative

	// PaymentTerms is BT-20 where something is to be paid and the document says neither
	// when nor how: BR-CO-25 asks for one of the two. "": NoPaymentTerms.
	PaymentTerms string

	// WithoutNotes leaves out the lines in BT-22 and BT-127 that keep what has no term:
	// all of it is then a loss, and FromInvoices cannot bring it back.
	WithoutNotes bool
}

// ErrOption: an option has a value that it does not know.
var ErrOption = errors.New("no such option")

// Check tells whether the options have values that they know.
func (o ToOptions) Check() error {
	for _, c := range [][3]string{
		{"TaxesWithheld", string(o.TaxesWithheld), string(WithheldInGross)},
		{"Surcharge", string(o.Surcharge), string(SurchargeAsCharge)},
		{"OtherTaxes", string(o.OtherTaxes), string(OtherTaxExempt)},
		{"Reimbursable", string(o.Reimbursable), string(ReimbursableAsPaid)},
		{"NotSubject", string(o.NotSubject), string(NotSubjectExempt)},
		{"CorrectiveSigns", string(o.CorrectiveSigns), string(CreditCorrective)},
	} {
		if name, value, other := c[0], c[1], c[2]; value != "" && value != other {
			return fmt.Errorf("%w: %s is %q (it is empty or %s)", ErrOption, name, value, other)
		}
	}
	return nil
}

// NoPaymentTerms stands for BT-20 where a document says nothing of payment.
const NoPaymentTerms = "Sin condiciones de pago indicadas"

// Withheld says where taxes that the buyer keeps back stand.
type Withheld string

// The ways of taxes withheld.
const (
	WithheldAsPaid  Withheld = ""      // in BT-113, so that BT-115 is what is really to be paid
	WithheldInGross Withheld = "gross" // nowhere: BT-115 is before taxes withheld
)

// Surcharge says how the equivalence surcharge (recargo de equivalencia) is written.
type Surcharge string

// The ways of the equivalence surcharge.
const (
	SurchargeInRate   Surcharge = ""       // in one rate with the VAT: 21 and 5.2 are 26.2
	SurchargeAsCharge Surcharge = "charge" // as a charge (BG-21) without VAT
)

// OtherTaxes says how taxes that are no VAT are written.
type OtherTaxes string

// The ways of other taxes.
const (
	OtherTaxInBase OtherTaxes = ""       // as a charge (BG-21), of the VAT category whose base it feeds, else without VAT
	OtherTaxExempt OtherTaxes = "exempt" // as a charge without VAT
)

// Reimbursable says how expenses paid in the name of the buyer (suplidos) are written.
type Reimbursable string

// The ways of reimbursable expenses.
const (
	ReimbursableAsCharge Reimbursable = ""     // as a charge (BG-21) without VAT
	ReimbursableAsPaid   Reimbursable = "paid" // taken off BT-113, which may become negative
)

// NotSubject says which VAT category operations not subject to VAT have.
type NotSubject string

// The ways of operations not subject to VAT.
const (
	NotSubjectAlone  NotSubject = ""       // O if the invoice has nothing else (BR-O-11 to BR-O-14), else E
	NotSubjectExempt NotSubject = "exempt" // E
)

// CreditNotes says what corrective invoices by differences with a negative total become.
type CreditNotes string

// The ways of negative corrective invoices.
const (
	CreditInverted   CreditNotes = ""           // credit notes (381, or 261 if the buyer issues it), all signs turned
	CreditCorrective CreditNotes = "corrective" // corrected invoices (384) with their signs
)

// Converted is an invoice of EN 16931-1 made of one of Facturae.
type Converted struct {
	Invoice einvoice.Invoice
	// Losses have their Place in Facturae: "Invoices[0].InvoiceHeader.InvoiceClass".
	// What belongs to the whole file is named with each of its invoices.
	Losses []einvoice.Loss
	// Notes name every convention that was used, with the place in Facturae, and
	// everything that was adapted.
	Notes []string
}

// ToInvoices makes an invoice of EN 16931-1 of each invoice of a document. Every value
// of the document is in the invoice, in a kept line of its notes, or among the losses:
// the invoices are converted back, and what does not come back by itself is kept or
// listed. docs/FACTURAE.md has the mapping.
//
// The errors are ErrNoInvoice and ErrOption. Amounts follow EN 16931-1 (two decimals, BR-CO-10 to
// BR-CO-17) as far as the document does not contradict itself, of which a note tells.
func ToInvoices(f *Facturae, o ToOptions) ([]Converted, error) {
	if f == nil || len(f.Invoices) == 0 {
		return nil, ErrNoInvoice
	}
	if err := o.Check(); err != nil {
		return nil, err
	}
	all := make([]Converted, len(f.Invoices))
	for i := range f.Invoices {
		c := &toInvoice{f: f, src: &f.Invoices[i], o: o, out: &all[i], place: "Invoices[" + strconv.Itoa(i) + "]"}
		c.run()
	}
	o.keep(f, all)
	return all, nil
}

// toInvoice is one invoice on its way.
type toInvoice struct {
	f     *Facturae
	src   *Invoice // as it stands
	in    *Invoice // with the signs that the result has
	o     ToOptions
	out   *Converted
	inv   *einvoice.Invoice
	place string // of the invoice in Facturae

	literals []string         // lower case
	zero     string           // the category of what bears no VAT: E, or O
	charges  []general        // BG-20 and BG-21 in the making
	rounding einvoice.Decimal // BT-114, if a former conversion has put it elsewhere
}

func (c *toInvoice) note(format string, args ...any) {
	c.out.Notes = append(c.out.Notes, fmt.Sprintf(format, args...))
}

func (c *toInvoice) run() {
	c.inv, c.in = &c.out.Invoice, c.src
	inverted := c.header()
	if inverted {
		c.in = clone(c.src)
		negate(c.in)
		c.note("%s: a credit note has its signs turned: what was negative is positive", c.place)
	}
	for _, l := range c.in.LegalLiterals {
		c.literals = append(c.literals, strings.ToLower(l))
	}
	c.issueData()
	c.texts()
	c.lines()
	c.taxes()
	c.totals()
	c.parties()
	c.payment()
	c.attachments()
	c.always()
}

// header: number, type and preceding invoice. It tells whether the signs are to be turned.
func (c *toInvoice) header() (inverted bool) {
	h, inv := &c.src.InvoiceHeader, c.inv
	inv.Number = c.joined(h.InvoiceSeriesCode, h.InvoiceNumber)
	if h.InvoiceSeriesCode != "" {
		c.note("%s.InvoiceHeader.InvoiceSeriesCode: joined with the number in BT-1", c.place)
	}
	inv.Process.Specification = "urn:cen.eu:en16931:2017"
	method := ""
	if r := h.Corrective; r != nil {
		method = r.CorrectionMethod
		if number := c.joined(r.InvoiceSeriesCode, r.InvoiceNumber); number != "" {
			inv.PrecedingInvoices = append(inv.PrecedingInvoices, einvoice.PrecedingInvoice{Reference: number, IssueDate: r.InvoiceIssueDate})
		}
	}
	if a := c.src.AdditionalData; a != nil && a.RelatedInvoice != "" {
		inv.PrecedingInvoices = append(inv.PrecedingInvoices, einvoice.PrecedingInvoice{Reference: a.RelatedInvoice})
	}
	negative := corrects(h.InvoiceClass) && method == "02" && c.src.InvoiceTotals.TotalGrossAmountBeforeTaxes.Sign() < 0
	inverted = negative && c.o.CorrectiveSigns == CreditInverted
	inv.TypeCode = typeCode(h, c.f.FileHeader.FactoringAssignmentData != nil, inverted)
	return inverted
}

// typeCode is BT-3.
func typeCode(h *InvoiceHeader, factored, inverted bool) string {
	self := h.InvoiceDocumentType == "AF"
	switch {
	case inverted && self:
		return "261"
	case inverted:
		return "381"
	case corrects(h.InvoiceClass):
		return "384"
	case self:
		return "389"
	case h.InvoiceClass == "OC" || h.InvoiceClass == "CC":
		return "385"
	case factored:
		return "393"
	}
	return "380"
}

func (c *toInvoice) joined(series, number string) string {
	switch {
	case c.o.JoinNumber != nil:
		return c.o.JoinNumber(series, number)
	case series == "":
		return number
	}
	return series + "-" + number
}

func (c *toInvoice) issueData() {
	d, inv := &c.in.InvoiceIssueData, c.inv
	inv.IssueDate, inv.TaxPointDate, inv.Currency = d.IssueDate, d.OperationDate, d.InvoiceCurrencyCode
	if p := d.InvoicingPeriod; p != nil {
		inv.Period = einvoice.Period{Start: p.StartDate, End: p.EndDate}
	}
	inv.PurchaseOrderReference = orOfLines(c.in, d.ReceiverTransactionReference, func(l *InvoiceLine) string { return l.ReceiverTransactionReference })
	inv.ContractReference = orOfLines(c.in, d.ReceiverContractReference, func(l *InvoiceLine) string { return l.ReceiverContractReference })
	inv.TenderOrLot = orOfLines(c.in, d.FileReference, func(l *InvoiceLine) string { return l.FileReference })
	inv.SalesOrderReference = orOfLines(c.in, "", func(l *InvoiceLine) string { return l.IssuerTransactionReference })
	inv.DespatchAdvice = orOfLines(c.in, "", func(l *InvoiceLine) string {
		if len(l.DeliveryNotes) != 1 {
			return ""
		}
		return l.DeliveryNotes[0].DeliveryNoteNumber
	})
}

// orOfLines is a reference of the header, or the one that all lines share: versions
// before 3.2.2 have it there only.
func orOfLines(in *Invoice, header string, of func(*InvoiceLine) string) string {
	if header != "" || len(in.Items) == 0 {
		return header
	}
	first := of(&in.Items[0])
	for i := range in.Items {
		if of(&in.Items[i]) != first {
			return ""
		}
	}
	return first
}

// The subject codes (BT-21, UNTDID 4451) of texts that have elements of their own.
const (
	subjectGeneral = "AAI" // InvoiceDescription
	subjectLegal   = "ABL" // LegalReference
)

// texts: descriptions, legal literals and what a former conversion has put into the
// additional information.
func (c *toInvoice) texts() {
	c.addNote(subjectGeneral, c.in.InvoiceIssueData.InvoiceDescription)
	for _, l := range c.in.LegalLiterals {
		c.addNote(subjectLegal, l)
	}
	if c.in.AdditionalData == nil {
		return
	}
	text := c.in.AdditionalData.InvoiceAdditionalInformation
	var rest []string
	for line := range strings.SplitSeq(text, "\n") {
		if m := mirroredLine.FindStringSubmatch(line); m == nil || !c.mirror(m[1], m[2]) {
			rest = append(rest, line)
		}
	}
	for _, n := range subjects(strings.Join(rest, "\n")) {
		c.addNote(n.SubjectCode, n.Text)
	}
}

func (c *toInvoice) mirror(term, text string) bool {
	if d, err := einvoice.ParseDecimal(text); term == roundingTerm && err == nil && !c.rounding.IsSet() && c.in.InvoiceTotals.TotalFinancialExpenses.IsSet() {
		c.rounding = d
		return true
	}
	for _, m := range mirrored {
		if m.term != term {
			continue
		}
		if at := m.at(c.inv, true); *at == "" {
			*at = unescapes.Replace(text)
			return true
		}
	}
	return false
}

func (c *toInvoice) addNote(subject, text string) {
	if strings.TrimSpace(text) != "" {
		c.inv.Notes = append(c.inv.Notes, einvoice.Note{SubjectCode: subject, Text: text})
	}
}

// subjects takes notes apart that were joined: a line that begins like #AAI# is a new
// one with this subject code.
func subjects(text string) (all []einvoice.Note) {
	var n einvoice.Note
	some := false
	flush := func() {
		if some {
			all = append(all, n)
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		if len(line) > 5 && line[0] == '#' && line[4] == '#' && isSubject(line[1:4]) {
			flush()
			n, some = einvoice.Note{SubjectCode: line[1:4], Text: line[5:]}, true
			continue
		}
		if some {
			n.Text += "\n"
		}
		n.Text += line
		some = true
	}
	flush()
	return all
}

func isSubject(s string) bool {
	for _, r := range s {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return true
}

// always is what EN 16931-1 demands and Facturae leaves open.
func (c *toInvoice) always() {
	inv := c.inv
	if inv.Totals.Due.Sign() > 0 && !inv.DueDate.IsSet() && inv.PaymentTerms == "" {
		inv.PaymentTerms = NoPaymentTerms
		if c.o.PaymentTerms != "" {
			inv.PaymentTerms = c.o.PaymentTerms
		}
		c.note("BT-20 Payment terms: %q, since %s.PaymentDetails says nothing of when to pay (BR-CO-25)", inv.PaymentTerms, c.place)
	}
	for i := range inv.VATBreakdown {
		if inv.VATBreakdown[i].VATCategory.Code == "K" {
			c.delivered()
		}
	}
}

// delivered: an intra-community supply has a day or period (BR-IC-11) and a country
// (BR-IC-12).
func (c *toInvoice) delivered() {
	inv := c.inv
	if inv.Delivery == nil {
		inv.Delivery = new(einvoice.Delivery)
	}
	d := inv.Delivery
	if !d.Date.IsSet() && !inv.Period.Start.IsSet() {
		if d.Date = inv.TaxPointDate; !d.Date.IsSet() {
			d.Date = inv.IssueDate
		}
		c.note("BT-72 Actual delivery date: %s, since an intra-community supply needs one (BR-IC-11)", d.Date)
	}
	if d.Address.Country == "" {
		d.Address.Country = inv.Buyer.Address.Country
		c.note("BT-80 Deliver to country code: %s, that of the buyer, since an intra-community supply needs one (BR-IC-12)", d.Address.Country)
	}
}
