package syntax

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Both syntaxes repeat the payment means for each account, and the total VAT amount
// for each currency, where EN 16931-1 has one group and two terms. This file folds and
// unfolds them for both.

// Means is one element of payment means: BG-16 with at most one account.
type Means struct {
	Head     einvoice.PaymentInstructions
	Transfer einvoice.CreditTransfer
	Due      einvoice.Date // UBL credit notes: the document has no place for BT-9
}

// MeansPlaces says where the places of Means are in the model.
const MeansPlaces = `. = PaymentInstructions[]; Transfer = PaymentInstructions[].CreditTransfers[];
	Head.Card = PaymentInstructions[].Card; Head.DirectDebit = PaymentInstructions[].DirectDebit; Head.MeansCode = PaymentInstructions[].MeansCode; Head.MeansText = PaymentInstructions[].MeansText;
	Head.Remittance = PaymentInstructions[].Remittance; Due = DueDate;
	Head.Card.AccountNumber = PaymentInstructions[].Card.AccountNumber; Head.Card.Holder = PaymentInstructions[].Card.Holder;
	Head.Card.Network = PaymentInstructions[].Card.Network;
	Transfer.Account = PaymentInstructions[].CreditTransfers[].Account; Transfer.AccountName = PaymentInstructions[].CreditTransfers[].AccountName;
	Transfer.ServiceProvider = PaymentInstructions[].CreditTransfers[].ServiceProvider;
	Head.DirectDebit.MandateReference = PaymentInstructions[].DirectDebit.MandateReference;
	Head.DirectDebit.DebitedAccount = PaymentInstructions[].DirectDebit.DebitedAccount`

// FoldMeans adds one element of payment means to an invoice. Neighbours that differ in
// nothing but the account are one BG-16. textStep is where the syntax has BT-82.
func FoldMeans(i *einvoice.Invoice, m *Means, textStep string) (left []xmlmap.Left) {
	if n := len(i.PaymentInstructions); n > 0 && m.Transfer != (einvoice.CreditTransfer{}) {
		last, at := &i.PaymentInstructions[n-1], "PaymentInstructions["+strconv.Itoa(n-1)+"]"
		sameText := m.Head.MeansText == "" || m.Head.MeansText == last.MeansText // once is enough: UBL-SR-46
		if last.MeansCode == m.Head.MeansCode && sameText && last.Remittance == m.Head.Remittance &&
			m.Head.Card == nil && m.Head.DirectDebit == nil && len(last.CreditTransfers) > 0 {
			last.CreditTransfers = append(last.CreditTransfers, m.Transfer)
			if m.Head.MeansText != "" {
				left = append(left, xmlmap.Left{Step: textStep, Place: at + ".MeansText", Why: "the text of the payment means (BT-82) stands once"})
			}
			return left
		}
	}
	if m.Transfer != (einvoice.CreditTransfer{}) {
		m.Head.CreditTransfers = []einvoice.CreditTransfer{m.Transfer}
	}
	i.PaymentInstructions = append(i.PaymentInstructions, m.Head)
	return left
}

// UnfoldMeans makes an element of payment means for each account.
func UnfoldMeans(i *einvoice.Invoice, c *xmlmap.Context) (all []Means) {
	for n, p := range i.PaymentInstructions {
		if p.MeansCode == "" && p.MeansText != "" {
			c.Lose("PaymentInstructions["+strconv.Itoa(n)+"].MeansText", "it goes with the payment means code (BT-81), which is absent")
		}
		m, accounts := Means{Head: p}, 0
		for _, t := range p.CreditTransfers {
			if t == (einvoice.CreditTransfer{}) {
				continue // an empty group is an absent group
			}
			if accounts++; accounts > 1 {
				m = Means{Head: p}
				m.Head.Card, m.Head.DirectDebit, m.Head.MeansText = nil, nil, ""
			}
			m.Transfer = t
			all = append(all, m)
		}
		if accounts == 0 {
			all = append(all, m)
		}
	}
	return all
}

// HomeOfMeans is the place in the model of a place in the Means folded last.
func HomeOfMeans(i *einvoice.Invoice, place string) string {
	n := len(i.PaymentInstructions) - 1
	if n < 0 {
		return ""
	}
	group := "PaymentInstructions[" + strconv.Itoa(n) + "]"
	switch head, field, _ := strings.Cut(place, "."); head {
	case "Head":
		return group + "." + field
	case "Transfer":
		transfer := group + ".CreditTransfers[" + strconv.Itoa(max(0, len(i.PaymentInstructions[n].CreditTransfers)-1)) + "]"
		if field == "" {
			return transfer
		}
		return transfer + "." + field
	case "Due":
		return "DueDate"
	}
	return group
}

// VATTotal is a total VAT amount with its currency.
type VATTotal struct {
	Amount   einvoice.Decimal
	Currency string
}

// FoldVATTotal puts a total VAT amount where its currency says: BT-110 or BT-111. One
// that has the breakdown with it is BT-110 in any currency. step is the amount's
// element, relative to the one that is folded.
func FoldVATTotal(i *einvoice.Invoice, t VATTotal, hasBreakdown bool, step string) (left []xmlmap.Left) {
	second := t.Currency == i.VATCurrency && t.Currency != "" && (t.Currency != i.Currency || i.Totals.VAT.IsSet())
	at := func(attribute string) string {
		if step == "" {
			return attribute
		}
		return strings.TrimSuffix(step+"/"+attribute, "/")
	}
	switch {
	case !t.Amount.IsSet():
	case second && !i.Totals.VATInAccountingCurrency.IsSet():
		i.Totals.VATInAccountingCurrency = t.Amount
	case !i.Totals.VAT.IsSet() && t.Currency == i.Currency:
		i.Totals.VAT = t.Amount
	case !i.Totals.VAT.IsSet() && hasBreakdown:
		i.Totals.VAT = t.Amount
		left = append(left, xmlmap.Left{Step: at("@currencyID"), Place: "Totals.VAT", Value: t.Currency, Why: t.Currency + " is neither the invoice currency (BT-5) nor the VAT accounting currency (BT-6)"})
	default:
		tooMany := xmlmap.Left{Step: at(""), Value: t.Amount.String(), Why: t.Amount.String() + " " + t.Currency + " is one total VAT amount too many"}
		if t.Currency == i.Currency {
			tooMany.Place = "Totals.VAT"
		}
		left = append(left, tooMany)
	}
	return left
}

// UnfoldVATTotals lists the total VAT amounts with their currencies; first tells
// whether there has to be an element for BT-110 even without an amount.
func UnfoldVATTotals(i *einvoice.Invoice, c *xmlmap.Context, first bool) (all []VATTotal) {
	if i.Totals.VAT.IsSet() || first {
		all = append(all, VATTotal{i.Totals.VAT, i.Currency})
	}
	switch {
	case !i.Totals.VATInAccountingCurrency.IsSet():
	case i.VATCurrency == "":
		c.Lose("Totals.VATInAccountingCurrency", "it needs its currency (BT-6)")
	case i.VATCurrency == i.Currency && !i.Totals.VAT.IsSet():
		c.Lose("Totals.VATInAccountingCurrency", "in the invoice currency (BT-5) it would be taken for the total VAT amount (BT-110)")
	default:
		all = append(all, VATTotal{i.Totals.VATInAccountingCurrency, i.VATCurrency})
	}
	return all
}

// HomeOfVATTotal is the place of the amount folded last.
func HomeOfVATTotal(i *einvoice.Invoice) string {
	if i.Totals.VATInAccountingCurrency.IsSet() {
		return "Totals.VATInAccountingCurrency"
	}
	return "Totals.VAT"
}
