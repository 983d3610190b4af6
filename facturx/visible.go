package facturx

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/pdf"
	"github.com/einvoice-go/einvoice/internal/pdftext"
	"github.com/einvoice-go/einvoice/validate"
)

// TextSearch says whether the pages are searched for what the invoice says.
type TextSearch int

// Inspect searches, Extract does not: for most documents it takes longer than all else.
const (
	TextByInspect TextSearch = iota
	TextAlways
	TextNever
)

// sought is what the pages of an invoice show, and what it is called.
type sought struct {
	rule  string       // of the set "container"
	short string       // as in "cannot be searched for the number"
	value validate.Arg // in the rule's text
	find  func(text string) bool
}

// ruleUnread: the text of the pages cannot be read.
const ruleUnread = "FX-PDF-604"

// visible compares the pages of a document with the invoice in it: number (BT-1), issue
// date (BT-2) and the amount to pay (BT-115, or that with VAT where nothing is left to
// pay) are in the text of the pages, in one of the forms in which people write them. The
// invoice is what counts, so that the notes are a hint only. Where text cannot be read,
// a note says so instead of claiming that something is missing.
func visible(ctx context.Context, doc *pdf.Doc, inv *einvoice.Invoice) []Note {
	all := soughtOf(inv)
	if len(all) == 0 {
		return nil
	}
	missing := slices.Clone(all)
	text, err := pdftext.Each(ctx, doc, pdftext.Limits{}, func(p pdftext.Page) bool {
		drawn, laid := fold(p.Drawn), fold(p.Laid)
		missing = slices.DeleteFunc(missing, func(s sought) bool { return s.find(drawn) || s.find(laid) })
		return len(missing) > 0
	})
	unread := func(of []sought, why string) []Note {
		return []Note{fault(ruleUnread, "", arg("what", listOf(of)), arg("why", why))}
	}
	switch {
	case err != nil:
		return unread(all, err.Error())
	case text.Glyphs == 0 && len(text.Unread) == 0:
		return unread(all, "they hold no text, as those of a scan")
	case len(missing) == 0:
		return nil
	case len(text.Unread) > 0:
		return unread(missing, "not all of their text can be read, and the rest does not show it ("+strings.Join(text.Unread, "; ")+")")
	}
	where := "in the text of the pages"
	if text.Invisible == text.Glyphs {
		where += ", all of which is invisible, as what programs read from a scan"
	}
	var notes []Note
	for _, s := range missing {
		notes = append(notes, fault(s.rule, "", s.value, arg("where", where)))
	}
	return notes
}

func soughtOf(inv *einvoice.Invoice) (all []sought) {
	if number := fold(strings.TrimSpace(inv.Number)); number != "" {
		all = append(all, sought{"FX-PDF-601", "the number", arg("value", strconv.Quote(cut(inv.Number))),
			func(text string) bool { return hasNumber(text, number) }})
	}
	if date := inv.IssueDate; date.IsValid() {
		all = append(all, sought{"FX-PDF-602", "the issue date", arg("value", date.String()),
			func(text string) bool { return hasDate(text, date) }})
	}
	amount, term := inv.Totals.Due, "amount to pay %s (BT-115)"
	if amount.Sign() == 0 {
		amount, term = inv.Totals.WithVAT, "amount with VAT %s (BT-112)"
	}
	if amount.Sign() != 0 {
		all = append(all, sought{"FX-PDF-603", "the amount", arg("what", fmt.Sprintf(term, strings.TrimSpace(amount.String()+" "+inv.Currency))),
			func(text string) bool { return hasAmount(text, amount, inv.Currency) }})
	}
	return all
}

// listOf is "the number, the issue date and the amount".
func listOf(all []sought) string {
	var b strings.Builder
	for i, s := range all {
		switch {
		case i == 0:
		case i == len(all)-1:
			b.WriteString(" and ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(s.short)
	}
	return b.String()
}
