package facturae

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// FromOptions supply what Facturae demands and an invoice of EN 16931-1 does not say,
// and how conventions are read. What the invoice says, or what ToInvoices has kept in its
// notes, goes first.
type FromOptions struct {
	// SplitNumber takes a series off BT-1 and BT-25. nil: the number is not split, but
	// by a series that was kept.
	SplitNumber func(number string) (series, rest string)

	Seller, Buyer PartyOptions

	InvoiceIssuerType string      // "": EM, RE for self-billed invoices, TE if there is a ThirdParty
	ThirdParty        *ThirdParty // who issues the invoice on behalf of the seller
	BatchIdentifier   string      // "": tax number of the seller, number and series of the first invoice
	Simplified        bool        // InvoiceDocumentType FA
	LanguageName      string      // "": es

	DueDate      einvoice.Date // of the payment, where BT-9 is absent and there are payment instructions
	PaymentMeans string        // code of Facturae, where BT-81 is absent

	Corrective CorrectiveOptions // of credit notes and corrected invoices

	TaxesWithheld   []Tax    // of each invoice; TaxAmount counts
	TaxesWithheldIn Withheld // whether BT-113 holds them

	ExchangeRate     einvoice.Decimal // euros for one unit of the currency; absent: BT-111 / BT-110 where BT-6 is EUR
	ExchangeRateDate einvoice.Date    // absent: the issue date

	Extensions Extensions // into AdditionalData of each invoice: see FaceB2B
}

// PartyOptions are facts of a party.
type PartyOptions struct {
	PersonTypeCode          string // "": by the Spanish tax number; J if a foreign party has a registration or a VAT number
	ResidenceTypeCode       string // "": by the tax number and the country
	TaxIdentificationNumber string // where BT-31, BT-32 and BT-30 (BT-48, BT-47) are absent

	// Name, FirstSurname and SecondSurname of a natural person. "": BT-27 or BT-44 is
	// split at blanks: the first word, the second word, the rest. With a FirstSurname
	// alone, all of it is the name.
	Name, FirstSurname, SecondSurname string

	Address, PostCode, Town string // where the invoice has none
	Province                string // "": by the first two digits of a Spanish post code

	AdministrativeCentres []AdministrativeCentre // DIR3
}

// CorrectiveOptions complete Corrective.
type CorrectiveOptions struct {
	InvoiceNumber               string // where BT-25 is absent
	ReasonCode                  string // "": 10, the detail of the operation
	CorrectionMethod            string // "": 01 for corrected invoices (384), 02 for credit and debit notes
	TaxPeriod                   Period // absent: BG-14, or the day of BT-26
	AdditionalReasonDescription string
}

// Composed is a document of Facturae made of invoices of EN 16931-1.
type Composed struct {
	Facturae Facturae
	// Losses have their Place in the invoice, and their Path names the invoice
	// ("invoices[1]") where there are several.
	Losses []einvoice.Loss
	Notes  []string // what was derived, adapted, or filled in
}

// BatchError says in what invoices differ that cannot be one batch.
type BatchError struct {
	Differences []BatchDifference // at least one
}

// BatchDifference is a value in which an invoice is not like the first one.
type BatchDifference struct {
	Index       int    // of the invoice
	Place, Term string // in the invoice, or in Facturae for what was kept in notes
	First, This string
}

func (e *BatchError) Error() string {
	d := e.Differences[0]
	s := fmt.Sprintf("facturae: the invoices of a batch have one seller, one buyer and one currency; invoice %d differs from the first in %s %s: %q and %q",
		d.Index+1, d.Term, d.Place, d.This, d.First)
	if n := len(e.Differences); n > 1 {
		s += fmt.Sprintf(" (and %d more)", n-1)
	}
	return s
}

// MissingError names everything that Facturae demands and that neither the invoice nor
// the options have.
type MissingError struct {
	Fields []Missing // at least one
}

// Missing is a value that Facturae demands.
type Missing struct {
	Place  string `json:"place"`            // in Facturae
	Term   string `json:"term,omitempty"`   // BT that it would come from, "" if there is none
	Option string `json:"option,omitempty"` // field of FromOptions that supplies it, "" if there is none
	Why    string `json:"why,omitempty"`    // in one line
}

func (m Missing) String() string {
	from := m.Term
	switch {
	case m.Option == "":
	case from == "":
		from = "FromOptions." + m.Option
	default:
		from += " or FromOptions." + m.Option
	}
	s := m.Place + " is missing: give " + from
	if m.Why != "" {
		s += " (" + m.Why + ")"
	}
	return s
}

func (e *MissingError) Error() string { return listed("facturae: ", e.Fields) }

// MisfitError names the values that Facturae cannot hold and that must not be cut.
type MisfitError struct {
	Values []Misfit // at least one
}

// Misfit is a value that Facturae cannot hold.
type Misfit struct {
	Place string // in Facturae
	Term  string // BT in the invoice
	From  string // place in the invoice
	Value string
	Why   string
}

func (m Misfit) String() string {
	return fmt.Sprintf("%s %s %q does not fit into %s: %s", m.Term, m.From, m.Value, m.Place, m.Why)
}

func (e *MisfitError) Error() string { return listed("facturae: ", e.Values) }

func listed[T fmt.Stringer](head string, all []T) string {
	const shown = 5
	var s []string
	for _, x := range all[:min(len(all), shown)] {
		s = append(s, x.String())
	}
	if n := len(all) - shown; n > 0 {
		s = append(s, fmt.Sprintf("and %d more", n))
	}
	return head + strings.Join(s, "; ")
}

// FromInvoices makes a document of Facturae: of several invoices a batch, if seller, buyer
// and currency are the same. Sums are worked out anew, so that the rules of FACe on
// arithmetic hold, from what the invoices have; what has no place is among the losses.
// Identifiers are never made up. docs/FACTURAE.md has the mapping.
//
// The errors are ErrNoInvoice, ErrOption, *BatchError, *MissingError and *MisfitError; the latter two
// may come joined: errors.As finds either.
func FromInvoices(invoices []*einvoice.Invoice, o FromOptions) (*Composed, error) {
	if len(invoices) == 0 {
		return nil, ErrNoInvoice
	}
	for _, inv := range invoices {
		if inv == nil {
			return nil, ErrNoInvoice
		}
	}
	if w := o.TaxesWithheldIn; w != WithheldAsPaid && w != WithheldInGross {
		return nil, fmt.Errorf("%w: TaxesWithheldIn is %q (it is empty or %s)", ErrOption, w, WithheldInGross)
	}
	a := o.assemble(invoices)
	var errs []error
	if len(a.different) > 0 {
		errs = append(errs, &BatchError{a.different})
	}
	if len(a.missing) > 0 {
		errs = append(errs, &MissingError{a.missing})
	}
	if len(a.misfits) > 0 {
		errs = append(errs, &MisfitError{a.misfits})
	}
	if len(errs) == 1 {
		return nil, errs[0]
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return &a.Composed, nil
}

// assembly is a document in the making.
type assembly struct {
	Composed
	o         FromOptions
	missing   []Missing
	misfits   []Misfit
	different []BatchDifference
	first     *kept
}

func (o FromOptions) assemble(invoices []*einvoice.Invoice) *assembly {
	a := &assembly{o: o}
	a.Facturae.Invoices = make([]Invoice, len(invoices))
	all := make([]*fromInvoice, len(invoices))
	for i, inv := range invoices {
		all[i] = &fromInvoice{assembly: a, inv: inv, out: &a.Facturae.Invoices[i], index: i, many: len(invoices) > 1, fates: map[any]fate{}}
		all[i].readNotes()
	}
	a.first = &all[0].kept
	a.compare(all)
	for _, c := range all {
		c.run()
	}
	a.fileHeader(all[0])
	a.patch()
	for _, c := range all {
		c.patch()
		c.settle()
	}
	a.batch()
	return a
}

// compare finds what keeps invoices from being one batch.
func (a *assembly) compare(all []*fromInvoice) {
	first := all[0]
	for _, c := range all[1:] {
		a.unlike(c, "Seller", "", &first.inv.Seller, &c.inv.Seller)
		a.unlike(c, "Buyer", "", &first.inv.Buyer, &c.inv.Buyer)
		type currency struct{ Currency string }
		a.unlike(c, "", "", &currency{first.inv.Currency}, &currency{c.inv.Currency})
		a.unlike(c, "", "kept in the notes", &first.kept.Facturae, &c.kept.Facturae)
	}
}

func (a *assembly) unlike(c *fromInvoice, place, term string, first, this any) {
	theirs := map[string]string{}
	for _, l := range values(first) {
		theirs[l.place] = l.text()
	}
	add := func(at, was, is string) {
		d := BatchDifference{Index: c.index, Place: join(place, at), Term: term, First: was, This: is}
		if t, ok := einvoice.TermAt(d.Place); ok && term == "" {
			d.Term = t.ID
		}
		a.different = append(a.different, d)
	}
	for _, l := range values(this) {
		if was := theirs[l.place]; was != l.text() {
			add(l.place, was, l.text())
		}
		delete(theirs, l.place)
	}
	for _, l := range values(first) {
		if was, ok := theirs[l.place]; ok {
			add(l.place, was, "")
		}
	}
}

func (a *assembly) note(format string, args ...any) {
	a.Notes = append(a.Notes, fmt.Sprintf(format, args...))
}

func (a *assembly) lack(place, term, option, why string) {
	a.missing = append(a.missing, Missing{place, term, option, why})
}

// fileHeader writes the header and the parties, of the first invoice.
func (a *assembly) fileHeader(c *fromInvoice) {
	f := &a.Facturae
	h := &f.FileHeader
	h.SchemaVersion = string(V322)
	h.InvoiceIssuerType = c.kind.issuer
	if a.o.ThirdParty != nil {
		h.ThirdParty, h.InvoiceIssuerType = clone(a.o.ThirdParty), "TE"
	}
	if a.o.InvoiceIssuerType != "" {
		h.InvoiceIssuerType = a.o.InvoiceIssuerType
	}
	f.SellerParty = c.party(&c.inv.Seller, &a.o.Seller, &a.first.SellerParty, sellerSide)
	f.BuyerParty = c.party(&c.inv.Buyer, &a.o.Buyer, &a.first.BuyerParty, buyerSide)
}

// batch adds the file up, when the invoices are complete.
func (a *assembly) batch() {
	if b := &a.Facturae.FileHeader.Batch; b.BatchIdentifier == "" {
		b.BatchIdentifier = a.o.BatchIdentifier
	}
	a.Facturae.Sum()
}

// patch puts what was kept of the header and the parties in its place.
func (a *assembly) patch() {
	gaps := 0
	for _, p := range a.first.places {
		if strings.HasPrefix(p, "Invoice.") {
			continue
		}
		if l, ok := leafAt(&a.Facturae, p, &gaps); !ok || !l.set(a.first.values[p]) {
			a.note("%s: %q was kept and cannot be put back", p, a.first.values[p])
		}
	}
}

// --- one invoice ---

// fate is what became of a value of the invoice; the zero fate is that it has a place.
type fate struct {
	kind einvoice.LossKind
	why  string
	lost string // the part that is lost; "" is all of it
	// cannot: it must not be cut
	cannot string // place in Facturae
}

// fromInvoice is one invoice on its way.
type fromInvoice struct {
	*assembly
	inv   *einvoice.Invoice
	out   *Invoice
	index int
	many  bool
	kind  typeRow
	kept  kept                        // from its notes, signs as in Facturae
	sums  Invoice                     // the same with the signs of the invoice
	fates map[any]fate                // by the address of the value
	texts []string                    // of notes, without what was kept
	lines []string                    // notes of lines, likewise
	info  []string                    // InvoiceAdditionalInformation in the making
	marks map[string]einvoice.Decimal // what marked charges add up to

	categories map[string]bool                 // VAT categories of lines
	events     map[string]*SpecialTaxableEvent // by VAT category

	surchargeRows []TaxOutput // of marked charges
}

func (c *fromInvoice) at() string { return "Invoices[" + strconv.Itoa(c.index) + "]" }

// text takes a descriptive text: what is too long is cut, and the rest a loss.
func (c *fromInvoice) text(p *string, most int) string {
	s := shorten(*p, most)
	if len(s) < len(*p) {
		c.fates[p] = fate{kind: einvoice.LossUnbound, why: fmt.Sprintf("Facturae has %d characters there: this was cut off", most), lost: (*p)[len(s):]}
		return s
	}
	c.fates[p] = fate{}
	return s
}

// reference takes a reference: what is too long is lost as a whole.
func (c *fromInvoice) reference(p *string, most int) string {
	if len([]rune(*p)) > most {
		c.lost(p, fmt.Sprintf("a reference of Facturae has at most %d characters", most))
		return ""
	}
	c.fates[p] = fate{}
	return *p
}

// number takes an identifier that Facturae must have: what is too long is an error.
func (c *fromInvoice) number(p *string, s string, most int, place string) string {
	c.fates[p] = fate{}
	if len([]rune(s)) > most {
		c.fates[p] = fate{cannot: place, why: fmt.Sprintf("it has more than %d characters", most)}
	}
	return s
}

func (c *fromInvoice) lost(p any, why string) {
	c.fates[p] = fate{kind: einvoice.LossUnbound, why: why}
}

// take marks a value that has its place.
func take[T any](c *fromInvoice, p *T) T {
	c.fates[p] = fate{}
	return *p
}

func (c *fromInvoice) run() {
	if c.sums = *clone(&c.kept.invoice); c.inv.IsCreditNote() {
		negate(&c.sums)
	}
	c.header()
	c.issueData()
	c.items()
	c.totals()
	c.payment()
	c.notes()
	c.documents()
	c.process()
	if c.inv.IsCreditNote() {
		negate(c.out)
		c.note("%s: a credit note is a corrective invoice by differences: all signs are turned", c.at())
	}
}

// process: what is about the document and not the invoice.
func (c *fromInvoice) process() {
	for _, p := range []*string{&c.inv.Process.Specification, &c.inv.Process.BusinessProcess} {
		c.fates[p] = fate{kind: einvoice.LossDeclared, why: "Facturae documents follow no other specification"}
	}
}

// settle lists the losses: values with the fate of one, and those that nobody took.
func (c *fromInvoice) settle() {
	leaves(reflect.ValueOf(c.inv).Elem(), "", func(l leaf) {
		if l.text() == "" {
			return
		}
		f, known := c.fates[l.at.Addr().Interface()]
		switch {
		case known && f.cannot != "":
			t, _ := einvoice.TermAt(l.place)
			c.misfits = append(c.misfits, Misfit{f.cannot, t.ID, l.place, l.text(), f.why})
			return
		case known && f.why == "":
			return
		case !known:
			f = fate{kind: einvoice.LossUnbound, why: "Facturae has no place for it"}
		}
		if c.many && c.index > 0 && (strings.HasPrefix(l.place, "Seller.") || strings.HasPrefix(l.place, "Buyer.")) {
			return // the same as that of the first
		}
		t, _ := einvoice.TermAt(l.place)
		loss := einvoice.Loss{Kind: f.kind, Term: t.ID, Place: l.place, Value: shorten(firstOf(f.lost, l.text()), 200), Why: f.why}
		if c.many {
			loss.Path = "invoices[" + strconv.Itoa(c.index) + "]"
		}
		c.Losses = append(c.Losses, loss)
	})
}
