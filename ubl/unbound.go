package ubl

import (
	"sync"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

var (
	restOfInvoice    = sync.OnceValue(invoiceCodec.Rest)
	restOfCreditNote = sync.OnceValue(creditNoteCodec.Rest)
)

// unbound lists the values of an invoice that the format has no place for.
func (o BuildOptions) unbound(inv *einvoice.Invoice) (losses []einvoice.Loss) {
	rest := func() xmlmap.Rest {
		if o.format(inv) == einvoice.UBLCreditNote {
			return restOfCreditNote()
		}
		return restOfInvoice()
	}
	rest().Each(inv, func(place string) {
		losses = append(losses, unplaced(inv, place, "UBL has no place for it"))
	})
	return losses
}

func unplaced(inv *einvoice.Invoice, place, why string) einvoice.Loss {
	t, _ := einvoice.TermAt(place)
	return einvoice.Loss{Kind: einvoice.LossUnbound, Term: t.ID, Place: place, Value: inv.ValueAt(place), Why: why}
}
