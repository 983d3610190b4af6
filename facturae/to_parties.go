package facturae

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// parties: seller, buyer, and the assignee as the payee.
func (c *toInvoice) parties() {
	outside := c.zero == "O"
	c.inv.Seller = c.party(&c.f.SellerParty, outside, true)
	c.inv.Buyer = c.party(&c.f.BuyerParty, outside, false)
	if outside {
		c.note("BT-30, BT-32, BT-47: the tax numbers stand there and not in BT-31 and BT-48, which an invoice not subject to VAT has not (BR-O-02)")
	}
	a := c.f.FileHeader.FactoringAssignmentData
	if a == nil {
		return
	}
	name, _ := entity(a.Assignee.LegalEntity, a.Assignee.Individual)
	c.inv.Payee = &einvoice.Payee{Name: name, LegalRegistration: einvoice.Identifier{Value: a.Assignee.TaxIdentification.TaxIdentificationNumber}}
	c.note("FileHeader.FactoringAssignmentData.Assignee: the payee (BG-10), with the tax number in BT-61")
}

// entity is the name and the rest of a party.
func entity(e *LegalEntity, i *Individual) (name string, rest LegalEntity) {
	switch {
	case e != nil:
		return e.CorporateName, *e
	case i != nil:
		words := []string{i.Name, i.FirstSurname, i.SecondSurname}
		return strings.Join(strings.Fields(strings.Join(words, " ")), " "), LegalEntity{Address: i.Address, ContactDetails: i.ContactDetails}
	}
	return "", LegalEntity{}
}

func (c *toInvoice) party(p *Party, outside, seller bool) (out einvoice.Party) {
	name, e := entity(p.LegalEntity, p.Individual)
	out.Name, out.TradingName = name, e.TradeName
	if p.PartyIdentification != "" {
		out.Identifiers = []einvoice.Identifier{{Value: p.PartyIdentification}}
	}
	if r := e.RegistrationData; r != nil && seller {
		out.AdditionalLegalInformation = r.AdditionalRegistrationData
	}
	out.Address = address(e.Address)
	out.Contact = contact(e.ContactDetails)
	c.number(&out, &p.TaxIdentification, outside, seller)
	return out
}

// number places the tax number: it is a VAT identifier in Spain and the EU, where it has
// the prefix of its country (BR-CO-09).
func (c *toInvoice) number(out *einvoice.Party, t *TaxIdentification, outside, seller bool) {
	number := t.TaxIdentificationNumber
	if number == "" {
		return
	}
	vat := number
	if !hasCountryPrefix(vat) {
		vat = prefixOf(t.ResidenceTypeCode, out.Address.Country) + vat
	}
	switch {
	case outside || t.ResidenceTypeCode == "E" || !hasCountryPrefix(vat):
		out.LegalRegistration.Value = number
		if seller {
			out.TaxRegistration.Value = number
		}
	default:
		out.VATIdentifier = vat
	}
}

// prefixOf is the prefix of VAT identifiers of a country.
func prefixOf(residence, country string) string {
	switch {
	case residence == "R" || residence == "" && country == "ES":
		return "ES"
	case country == "GR":
		return "EL"
	case residence == "U" && inEU(country):
		return country
	}
	return ""
}

// hasCountryPrefix tells whether a number begins like a VAT identifier: with the two
// letters of a country, which no Spanish number does.
func hasCountryPrefix(number string) bool {
	return len(number) > 4 && (number[:2] == "EL" || number[:2] == "XI" || countryTables().known[number[:2]])
}

// euStates are the member states, as Facturae's residence type U means them, with Greece
// as in VAT identifiers too.
const euStates = " AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK "

func inEU(country string) bool {
	return len(country) == 2 && strings.Contains(euStates, " "+country+" ")
}

func address(a Address) (out einvoice.PostalAddress) {
	switch {
	case a.InSpain != nil:
		s := a.InSpain
		out = einvoice.PostalAddress{Line1: s.Address, PostCode: s.PostCode, City: s.Town, Subdivision: s.Province, Country: alpha2(s.CountryCode)}
	case a.Overseas != nil:
		s := a.Overseas
		out = einvoice.PostalAddress{Line1: s.Address, Subdivision: s.Province, Country: alpha2(s.CountryCode)}
		out.PostCode, out.City = splitTown(s.PostCodeAndTown)
	}
	return out
}

// splitTown takes a post code off a town: the first word, if it has a digit. The two are
// joined by a blank on the way back, so that nothing depends on it.
func splitTown(s string) (postCode, town string) {
	code, rest, ok := strings.Cut(s, " ")
	if ok && strings.ContainsAny(code, "0123456789") && rest != "" && rest[0] != ' ' {
		return code, rest
	}
	return "", s
}

func contact(d *ContactDetails) *einvoice.Contact {
	if d == nil || d.ContactPersons == "" && d.Telephone == "" && d.ElectronicMail == "" {
		return nil
	}
	return &einvoice.Contact{Point: d.ContactPersons, Telephone: d.Telephone, Email: d.ElectronicMail}
}
