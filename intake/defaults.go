package intake

import (
	"reflect"
	"slices"

	"github.com/einvoice-go/einvoice"
)

// fillDefaults takes over what the invoice lacks and the defaults have; it lists the terms
// or groups of the invoice that it touched. What belongs together is not mixed: a party
// of another name, an address, an account.
func fillDefaults(inv, defaults *einvoice.Invoice) (filled []string) {
	if defaults == nil {
		return nil
	}
	d := *defaults
	if !sameParty(&inv.Seller, &d.Seller) {
		d.Seller = einvoice.Party{}
	}
	if !sameParty(&inv.Buyer, &d.Buyer) {
		d.Buyer = einvoice.Party{}
	}
	if accounts(inv, &d) {
		filled = append(filled, "BG-17 Credit transfer")
	}
	to, from := reflect.ValueOf(inv).Elem(), reflect.ValueOf(&d).Elem()
	for i := range to.NumField() {
		name := to.Type().Field(i).Name
		if !fill(to.Field(i), from.Field(i)) {
			continue
		}
		for _, place := range []string{name, name + "[0]"} {
			if t, ok := einvoice.TermAt(place); ok {
				name = t.ID + " " + t.Name
				break
			}
		}
		filled = append(filled, name)
	}
	return filled
}

// sameParty: the document names none, or the one of the defaults.
func sameParty(p, d *einvoice.Party) bool {
	return p.Name == "" || p.Name == d.Name || d.Name == ""
}

// accounts gives the accounts of the defaults to a credit transfer that has none.
func accounts(inv, d *einvoice.Invoice) bool {
	if len(inv.PaymentInstructions) != 1 || len(d.PaymentInstructions) != 1 {
		return false
	}
	to, from := inv.PaymentInstructions[0], d.PaymentInstructions[0]
	if to.CreditTransfers != nil || from.CreditTransfers == nil || to.MeansCode != "" && to.MeansCode != from.MeansCode {
		return false
	}
	to.MeansCode, to.CreditTransfers = from.MeansCode, slices.Clone(from.CreditTransfers)
	inv.PaymentInstructions = []einvoice.PaymentInstructions{to}
	return true
}

// fill goes into groups, and takes lists, addresses and values whole. The defaults stay
// untouched: what they point to is copied.
func fill(to, from reflect.Value) (did bool) {
	switch {
	case from.IsZero():
		return false
	case to.Kind() == reflect.Pointer && !to.IsNil():
		return fill(to.Elem(), from.Elem())
	case to.Kind() == reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		return fill(to.Elem(), from.Elem())
	case to.Kind() == reflect.Slice:
		if to.Len() > 0 || from.Len() == 0 {
			return false
		}
		to.Set(reflect.AppendSlice(reflect.MakeSlice(to.Type(), 0, from.Len()), from))
		return true
	case to.Kind() == reflect.Struct && !isWhole(to.Type()):
		for i := range to.NumField() {
			did = fill(to.Field(i), from.Field(i)) || did
		}
		return did
	case !to.IsZero():
		return false
	}
	to.Set(from)
	return true
}

// isWhole tells what is not put together of parts of two documents.
func isWhole(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[einvoice.Decimal](), reflect.TypeFor[einvoice.Date](), reflect.TypeFor[einvoice.Binary](), reflect.TypeFor[einvoice.Quantity](),
		reflect.TypeFor[einvoice.Identifier](), reflect.TypeFor[einvoice.PostalAddress](), reflect.TypeFor[einvoice.Period]():
		return true
	}
	return false
}
