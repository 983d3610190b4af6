package intake

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

type b2bContact struct {
	einvoice.Party
	person                         einvoice.Contact
	tinScheme, tin, cinScheme, cin string
	pinScheme, pin, currency       string
	tinNode, pinNode, cinNode      *node
}

// other is the contact: the Buyer, or the Seller where the account is the Buyer. One that
// is only referred to is not in the document.
func (b *b2bInvoice) other(r *reader) {
	c := &b.contact
	if b.contactNode == nil {
		if b.contactID != nil {
			r.lose(einvoice.LossUnbound, b.contactID, "a party that only the service knows, the Buyer (BG-7) of an issued invoice: write contact {name, country, ...}, or give the party as a default")
		}
		return
	}
	if b.contactID != nil {
		r.lose(einvoice.LossUnbound, b.contactID, "the number of the contact in the service; the party is what contact says")
	}
	seller := b.kind == "ReceivedInvoice" || b.kind == "IssuedSelfInvoice"
	c.identify(r, seller)
	if c.person != (einvoice.Contact{}) {
		person := c.person
		c.Contact = &person
	}
	if b.Buyer = c.Party; seller {
		b.Seller, b.Buyer = c.Party, einvoice.Party{}
		r.note(b.contactNode, "the Seller (BG-4): in a %s the account is the Buyer", b.kind)
	}
	switch {
	case c.currency == "" || c.currency == b.Currency:
	case b.Totals.VATInAccountingCurrency.IsSet() && b.VATCurrency == "":
		b.VATCurrency = c.currency // where the API takes BT-6 from
	case b.VATCurrency != c.currency:
		r.note(b.contactNode.member("currency"), "%s is not the VAT accounting currency (BT-6), since there is no tax_amount_in_tax_currency", c.currency)
	}
}

// identify: a TIN is a tax number, a CIN that of a register, a PIN an address.
func (c *b2bContact) identify(r *reader, seller bool) {
	if c.tin != "" {
		switch {
		case isVATIdentifier(c.tin):
			c.VATIdentifier = c.tin
			if c.tinScheme != "" {
				r.note(c.tinNode, "a VAT identifier (BT-48); its scheme %s has no place there", c.tinScheme)
			}
		case seller:
			c.TaxRegistration.Value = c.tin
			r.note(c.tinNode, "the Seller tax registration identifier (BT-32), since a VAT identifier (BT-31) begins with the code of its country")
		case c.cin == "":
			c.LegalRegistration = einvoice.Identifier{Value: c.tin, Scheme: c.registered(c.tinScheme)}
			r.note(c.tinNode, "the Buyer legal registration identifier (BT-47), since a VAT identifier (BT-48) begins with the code of its country")
		default:
			r.lose(einvoice.LossUnbound, c.tinNode, "no VAT identifier (BT-48), which begins with the code of its country, and cin_value takes BT-47")
		}
	}
	if c.cin != "" {
		c.LegalRegistration = einvoice.Identifier{Value: c.cin, Scheme: c.registered(c.cinScheme)}
		if c.cinScheme != "" && c.LegalRegistration.Scheme == "" {
			r.note(c.cinNode, "its scheme %s is none of ISO 6523 (ICD) and has no place at BT-47", c.cinScheme)
		}
	}
	switch {
	case c.pin == "":
	case c.pinScheme == "":
		r.problem(c.pinNode, "pin_value needs a pin_scheme: the Buyer electronic address (BT-49) has one")
	case r.address(c.pinNode, c.pinScheme):
		c.ElectronicAddress = einvoice.Identifier{Value: c.pin, Scheme: c.pinScheme}
	}
}

// registered is a scheme that a legal registration (BT-47) may have.
func (c *b2bContact) registered(scheme string) string {
	if icds.Has(scheme) {
		return scheme
	}
	return ""
}

var b2bContacts = b2bContactTable()

func b2bContactTable() *table[b2bContact] {
	type contact = b2bContact
	t := tableOf(
		needed(text("name", "BT-44", func(c *contact) *string { return &c.Name }), "the Buyer name (BT-44)"),
		code("country", "BT-55", countries, func(c *contact) *string { return &c.Address.Country }),
		text("address", "BT-50", func(c *contact) *string { return &c.Address.Line1 }),
		text("address2", "BT-51", func(c *contact) *string { return &c.Address.Line2 }),
		text("city", "BT-52", func(c *contact) *string { return &c.Address.City }),
		ident("postalcode", "BT-53", func(c *contact) *string { return &c.Address.PostCode }),
		text("province", "BT-54", func(c *contact) *string { return &c.Address.Subdivision }),
		ident("phone", "BT-57", func(c *contact) *string { return &c.person.Telephone }),
		text("email", "BT-58", func(c *contact) *string { return &c.person.Email }),
		schemeRow("tin_scheme", "note", func(c *contact) *string { return &c.tinScheme }),
		via("tin_value", "identifier", "BT-48", "the tax number, with the code of the country; without one it is BT-47", func(r *reader, n *node, c *contact) {
			c.tinNode = n
			c.tin, _ = r.word(n)
		}),
		schemeRow("cin_scheme", "BT-47-1", func(c *contact) *string { return &c.cinScheme }),
		via("cin_value", "identifier", "BT-47", "the number in the register of companies", func(r *reader, n *node, c *contact) {
			c.cinNode = n
			c.cin, _ = r.word(n)
		}),
		schemeRow("pin_scheme", "BT-49-1", func(c *contact) *string { return &c.pinScheme }),
		via("pin_value", "identifier", "BT-49", "the electronic address", func(r *reader, n *node, c *contact) {
			c.pinNode = n
			c.pin, _ = r.word(n)
		}),
		code("currency", "BT-6", currencies, func(c *contact) *string { return &c.currency }),
		lost[contact]("website", "EN 16931 has no address in the web"),
		lost[contact]("language", "EN 16931 has no language of a party"),
	)
	const known = "what the service knows of the contact"
	rows := []row[contact]{notedFlag[contact]("is_client", known), notedFlag[contact]("is_provider", known)}
	for _, name := range strings.Fields("transport_type_code document_type_code integration_code payment_method terms parent_id id") {
		rows = append(rows, noted[contact](name, known))
	}
	return tableOf(append(t.rows, rows...)...)
}
