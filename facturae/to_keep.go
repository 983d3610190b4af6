package facturae

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// keep converts the invoices back and compares: what differs is kept in notes or lost.
// Then it does so again: what was kept and still does not come back is lost as well.
func (o ToOptions) keep(f *Facturae, all []Converted) {
	if !o.WithoutNotes {
		o.keepGroups(f, all)
	}
	k := &keeper{o: o, f: f, all: all, done: map[string]bool{}}
	for _, l := range o.differing(f, all) {
		k.differs(l)
	}
	k.write()
	if o.WithoutNotes {
		return
	}
	again := &keeper{o: o, f: f, all: all}
	for _, l := range o.differing(f, all) {
		if !k.lost[l.place] {
			invoice, _, _ := locate(l.place)
			again.lose(invoice, l, "it was kept in a note, but does not go with the rest of the invoice")
		}
	}
}

// differing are the values that do not come back.
func (o ToOptions) differing(f *Facturae, all []Converted) (differ []leaf) {
	invoices := make([]*einvoice.Invoice, len(all))
	for i := range all {
		invoices[i] = &all[i].Invoice
	}
	theirs := map[string]leaf{}
	for _, l := range values(&o.back().assemble(invoices).Facturae) {
		theirs[l.place] = l
	}
	for _, l := range values(f) {
		if m, ok := theirs[l.place]; !ok || !l.same(m) {
			differ = append(differ, l)
		}
	}
	return differ
}

// back are the options under which the result is read back: what FromInvoices would be
// given by somebody who knows nothing of the document.
func (o ToOptions) back() FromOptions {
	return FromOptions{TaxesWithheldIn: o.TaxesWithheld}
}

// keeper writes the kept lines.
type keeper struct {
	o     ToOptions
	f     *Facturae
	all   []Converted
	done  map[string]bool // the instances that are written
	lost  map[string]bool // the places of losses
	parts []part
}

// part is a group that is kept, and what of it.
type part struct {
	row      keptRow
	place    string // of the group in Facturae
	leaves   []leaf
	invoice  int // -1: of the file
	line     int // -1: of the invoice
	instance string
}

// locate tells which invoice and line a place belongs to, and the place from its root.
func locate(place string) (invoice, line int, within string) {
	invoice, line, within = -1, -1, place
	rest, ok := strings.CutPrefix(place, "Invoices[")
	if !ok {
		return
	}
	number, rest, _ := strings.Cut(rest, "].")
	invoice, _ = strconv.Atoi(number)
	within = "Invoice." + rest
	if rest, ok = strings.CutPrefix(rest, "Items["); ok {
		number, rest, _ = strings.Cut(rest, "].")
		line, _ = strconv.Atoi(number)
		within = "InvoiceLine." + rest
	}
	return
}

// differs notes down a leaf that does not come back.
func (k *keeper) differs(l leaf) {
	invoice, line, within := locate(l.place)
	row, instance := keptAs(within)
	if row.why != "" || k.o.WithoutNotes {
		k.lose(invoice, l, row.why)
		return
	}
	place := strings.TrimSuffix(l.place, strings.TrimPrefix(within, instance))
	if !row.whole {
		k.parts = append(k.parts, part{row, place, []leaf{l}, invoice, line, instance})
		return
	}
	if !k.done[place] {
		k.done[place] = true
		k.parts = append(k.parts, part{row, place, nil, invoice, line, instance})
	}
}

// complete gives the groups that are kept as a whole all their leaves.
func (k *keeper) complete() {
	at := map[string]*part{}
	for i := range k.parts {
		if p := &k.parts[i]; p.row.whole {
			at[p.place] = p
		}
	}
	if len(at) == 0 {
		return
	}
	for _, l := range values(k.f) {
		_, _, within := locate(l.place)
		_, instance := keptAs(within)
		if p := at[strings.TrimSuffix(l.place, strings.TrimPrefix(within, instance))]; p != nil {
			p.leaves = append(p.leaves, l)
		}
	}
}

func (k *keeper) lose(invoice int, l leaf, why string) {
	if why == "" {
		why = "EN 16931-1 has no term for it, and notes are switched off"
	}
	kind := lossKind(l.place)
	if d, ok := l.at.Interface().(einvoice.Decimal); ok && d.Sign() == 0 {
		kind = einvoice.LossDeclared // 0 of something that is not there
	}
	if k.lost == nil {
		k.lost = map[string]bool{}
	}
	k.lost[l.place] = true
	loss := einvoice.Loss{Kind: kind, Place: l.place, Value: shorten(l.text(), 200), Why: why}
	for i := range k.all {
		if invoice < 0 || invoice == i {
			k.all[i].Losses = append(k.all[i].Losses, loss)
		}
	}
}

// lossKind: what only describes the file, or adds up what the invoice holds, carries no
// information of its own.
func lossKind(place string) einvoice.LossKind {
	for _, p := range []string{"FileHeader.SchemaVersion", "FileHeader.Modality", "FileHeader.Batch", "EquivalentInEuros"} {
		if strings.HasPrefix(place, p) || strings.HasSuffix(place, p) {
			return einvoice.LossDeclared
		}
	}
	return einvoice.LossUnbound
}

// shorten cuts a text after so many characters.
func shorten(s string, most int) string {
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i]
		}
	}
	return s
}

// write puts the parts into notes: neighbours of one group in one line of text.
func (k *keeper) write() {
	k.complete()
	var merged []part
	at := map[string]int{}
	for _, p := range k.parts {
		if i, ok := at[p.place]; ok {
			merged[i].leaves = append(merged[i].leaves, p.leaves...)
			continue
		}
		at[p.place] = len(merged)
		merged = append(merged, p)
	}
	for _, p := range merged {
		for i := range k.all {
			if p.invoice < 0 || p.invoice == i {
				k.put(&k.all[i], p)
			}
		}
	}
}

func (k *keeper) put(c *Converted, p part) {
	inPlace := make([]leaf, len(p.leaves))
	for i, l := range p.leaves {
		inPlace[i] = leaf{p.instance + strings.TrimPrefix(l.place, p.place), l.at}
	}
	text := keptText(p.label(), p.instance, inPlace)
	term := "BT-22"
	if p.line >= 0 && p.line < len(c.Invoice.Lines) {
		term = "BT-127"
		addLine(&c.Invoice.Lines[p.line].Note, text)
	} else {
		addLine(keptNote(&c.Invoice), text)
	}
	what := p.place
	if len(p.leaves) == 1 {
		what = p.leaves[0].place + " = " + strconv.Quote(shorten(p.leaves[0].text(), 200))
	}
	c.Notes = append(c.Notes, what+": kept in "+term+", as "+p.label())
}

// label is what the group is called, with the name of its tax or office.
func (p part) label() string {
	for _, l := range p.leaves {
		switch l.place[strings.LastIndexByte(l.place, '.')+1:] {
		case "TaxTypeCode":
			return p.row.label + " " + taxOf(l.text()).name
		case "RoleTypeCode":
			if name := rolesOfCentres[l.text()]; name != "" && strings.HasSuffix(p.place, "]") {
				return name
			}
		}
	}
	return p.row.label
}

func addLine(at *string, line string) {
	if *at != "" {
		*at += "\n"
	}
	*at += line
}

// keptNote is the note (BG-1) of the kept lines: the last one.
func keptNote(inv *einvoice.Invoice) *string {
	if n := len(inv.Notes); n > 0 && inv.Notes[n-1].SubjectCode == "" {
		last := inv.Notes[n-1].Text
		if line := last[strings.LastIndexByte(last, '\n')+1:]; keptLine.MatchString(line) {
			return &inv.Notes[n-1].Text
		}
	}
	inv.Notes = append(inv.Notes, einvoice.Note{})
	return &inv.Notes[len(inv.Notes)-1].Text
}

// structural are the groups that are always kept, since the sums of EN 16931-1 can only
// be taken apart by them.
var structural = []string{
	"Invoice.TaxesWithheld", "Invoice.InvoiceTotals.Subsidies", "Invoice.InvoiceTotals.PaymentsOnAccount",
	"Invoice.InvoiceTotals.ReimbursableExpenses", "Invoice.InvoiceTotals.AmountsWithheld", "Invoice.InvoiceTotals.PaymentInKind",
	"FileHeader.FactoringAssignmentData",
}

// keepGroups keeps the structural groups.
func (o ToOptions) keepGroups(f *Facturae, all []Converted) {
	k := &keeper{o: o, f: f, all: all, done: map[string]bool{}}
	leaves(reflect.ValueOf(f).Elem(), "", func(l leaf) {
		if l.text() == "" {
			return
		}
		_, _, within := locate(l.place)
		for _, s := range structural {
			if strings.HasPrefix(within, s) {
				k.differs(l)
			}
		}
	})
	k.write()
}
