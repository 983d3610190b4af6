package facturae

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// side tells seller and buyer apart: how places, options and terms are called.
type side struct {
	place, option                                        string
	name, vat, street, town, postCode, province, country string // terms
}

var (
	sellerSide = side{"SellerParty", "Seller", "BT-27", "BT-31", "BT-35", "BT-37", "BT-38", "BT-39", "BT-40"}
	buyerSide  = side{"BuyerParty", "Buyer", "BT-44", "BT-48", "BT-50", "BT-52", "BT-53", "BT-54", "BT-55"}
)

func (c *fromInvoice) party(p *einvoice.Party, o *PartyOptions, kept *Party, s side) (out Party) {
	out.TaxIdentification = c.taxIdentification(p, o, &kept.TaxIdentification, s)
	for i := range p.Identifiers {
		if id := &p.Identifiers[i]; out.PartyIdentification == "" && id.Scheme == "" && len(id.Value) <= 10 && allDigits(id.Value) {
			out.PartyIdentification = take(c, &id.Value)
		} else if id.Scheme == "" && id.Value != "" {
			c.lost(&id.Value, "PartyIdentification has one number, of up to ten digits")
		}
	}
	if len(kept.AdministrativeCentres) == 0 {
		for i := range o.AdministrativeCentres {
			out.AdministrativeCentres = append(out.AdministrativeCentres, *clone(&o.AdministrativeCentres[i]))
		}
	}
	person := out.TaxIdentification.PersonTypeCode == "F" && kept.LegalEntity == nil || kept.Individual != nil
	where, contacts := c.address(p, o, kept, s, person), c.contact(p)
	if person {
		out.Individual = c.individual(p, o, kept.Individual, s)
		out.Individual.Address, out.Individual.ContactDetails = where, contacts
		return out
	}
	e := &LegalEntity{CorporateName: c.text(&p.Name, 80), TradeName: c.text(&p.TradingName, 40), Address: where, ContactDetails: contacts}
	if e.CorporateName == "" {
		c.lack(s.place+".LegalEntity.CorporateName", s.name, "", "")
	}
	if t := c.text(&p.AdditionalLegalInformation, 20); t != "" {
		e.RegistrationData = &RegistrationData{AdditionalRegistrationData: t}
	}
	out.LegalEntity = e
	return out
}

// taxIdentification: the number is BT-31 (BT-48), BT-32 or BT-30 (BT-47); in Spain without
// its prefix. Where a party resides goes by the number and then by the country.
func (c *fromInvoice) taxIdentification(p *einvoice.Party, o *PartyOptions, kept *TaxIdentification, s side) (t TaxIdentification) {
	number, at := firstNumber(p)
	if number == "" {
		number = o.TaxIdentificationNumber
	}
	if number == "" && kept.TaxIdentificationNumber == "" {
		c.lack(s.place+".TaxIdentification.TaxIdentificationNumber", s.vat, s.option+".TaxIdentificationNumber", "")
	}
	spanish := strings.TrimPrefix(strings.ToUpper(number), "ES")
	country := p.Address.Country
	t.ResidenceTypeCode = firstOf(kept.ResidenceTypeCode, o.ResidenceTypeCode, residence(number, country))
	if t.ResidenceTypeCode == "" {
		c.lack(s.place+".TaxIdentification.ResidenceTypeCode", s.country, s.option+".ResidenceTypeCode", "")
	}
	if t.ResidenceTypeCode == "R" && strings.HasPrefix(strings.ToUpper(number), "ES") {
		number = number[2:]
	}
	if at != nil {
		number = c.number(at, number, 30, s.place+".TaxIdentification.TaxIdentificationNumber")
		if n := len([]rune(number)); n > 0 && n < 3 && kept.TaxIdentificationNumber == "" {
			c.fates[at] = fate{cannot: s.place + ".TaxIdentification.TaxIdentificationNumber", why: "it has less than 3 characters"}
		}
	}
	t.TaxIdentificationNumber = number
	for _, q := range []*string{&p.VATIdentifier, &p.TaxRegistration.Value, &p.LegalRegistration.Value} {
		if *q != "" && strings.EqualFold(strings.TrimPrefix(strings.ToUpper(*q), "ES"), spanish) && c.fates[q].cannot == "" {
			take(c, q)
		}
	}
	t.PersonTypeCode = firstOf(kept.PersonTypeCode, o.PersonTypeCode)
	if t.PersonTypeCode == "" {
		t.PersonTypeCode = c.personType(p, t, s)
	}
	return t
}

func firstNumber(p *einvoice.Party) (string, *string) {
	for _, at := range []*string{&p.VATIdentifier, &p.TaxRegistration.Value, &p.LegalRegistration.Value} {
		if *at != "" {
			return *at, at
		}
	}
	return "", nil
}

// residence is R for a Spanish number or a party in Spain, U in the EU, E elsewhere.
func residence(number, country string) string {
	prefix := ""
	if hasCountryPrefix(number) {
		prefix = strings.ToUpper(number[:2])
	}
	switch {
	case prefix == "ES" || prefix == "" && country == "ES":
		return "R"
	case inEU(prefix) || prefix == "" && inEU(country):
		return "U"
	case prefix != "" || country != "":
		return "E"
	}
	return ""
}

// personType goes by the first character of a Spanish number: DNI, NIE and the K, L and M
// of persons without either are those of natural persons.
func (c *fromInvoice) personType(p *einvoice.Party, t TaxIdentification, s side) string {
	n := strings.ToUpper(t.TaxIdentificationNumber)
	switch {
	case n == "" && t.ResidenceTypeCode == "R":
		return "" // the number, which is missing, will tell
	case n == "":
		c.lack(s.place+".TaxIdentification.PersonTypeCode", s.vat, s.option+".PersonTypeCode", "")
		return ""
	case t.ResidenceTypeCode == "R" && strings.ContainsAny(n[:1], "0123456789XYZKLM"):
		return "F"
	case t.ResidenceTypeCode == "R":
		return "J"
	case p.LegalRegistration.Value != "" || p.VATIdentifier != "":
		c.note("%s.TaxIdentification.PersonTypeCode: J, since a foreign party with a VAT or registration number is taken for a legal entity", s.place)
		return "J"
	}
	c.lack(s.place+".TaxIdentification.PersonTypeCode", s.vat, s.option+".PersonTypeCode", "the number does not tell")
	return ""
}

// individual splits a name at blanks, unless the options have its parts.
func (c *fromInvoice) individual(p *einvoice.Party, o *PartyOptions, kept *Individual, s side) *Individual {
	i := new(Individual)
	words := strings.Fields(p.Name)
	if o.FirstSurname != "" && o.Name == "" {
		words = []string{strings.Join(words, " ")}
	}
	if len(words) > 0 {
		i.Name = words[0]
	}
	if len(words) > 1 {
		i.FirstSurname, i.SecondSurname = words[1], strings.Join(words[2:], " ")
	}
	if o.Name != "" || o.FirstSurname != "" {
		i.Name, i.FirstSurname, i.SecondSurname = firstOf(o.Name, i.Name), o.FirstSurname, o.SecondSurname
	}
	c.text(&p.Name, 120)
	for _, at := range []*string{&i.Name, &i.FirstSurname, &i.SecondSurname} {
		if short := shorten(*at, 40); short != *at {
			c.fates[&p.Name] = fate{kind: einvoice.LossUnbound, why: "the parts of a name have 40 characters"}
			*at = short
		}
	}
	if i.FirstSurname == "" && (kept == nil || kept.FirstSurname == "") {
		c.lack(s.place+".Individual.FirstSurname", s.name, s.option+".FirstSurname", "a natural person has a surname")
	}
	return i
}

// address is the Spanish or the other form, by the country.
func (c *fromInvoice) address(p *einvoice.Party, o *PartyOptions, kept *Party, s side, person bool) (out Address) {
	a := &p.Address
	street := c.street(a)
	code := alpha3(take(c, &a.Country))
	k := kept.address(person)
	switch {
	case a.Country == "" && k.country() == "":
		c.lack(s.entity(person)+".Address.CountryCode", s.country, "", "")
	case code == "" && k.country() == "":
		c.fates[&a.Country] = fate{cannot: s.entity(person) + ".Address.CountryCode", why: "Facturae's list of countries lacks it"}
	}
	if code == "ESP" && k.Overseas == nil || k.InSpain != nil && k.Overseas == nil {
		out.InSpain = c.inSpain(a, street, code, o, k, s, person)
		return out
	}
	out.Overseas = c.overseas(a, street, code, o, k, s, person)
	return out
}

// address is the address that was kept of a party.
func (p *Party) address(person bool) Address {
	switch {
	case person && p.Individual != nil:
		return p.Individual.Address
	case !person && p.LegalEntity != nil:
		return p.LegalEntity.Address
	}
	return Address{}
}

func (a Address) country() string {
	switch {
	case a.InSpain != nil:
		return a.InSpain.CountryCode
	case a.Overseas != nil:
		return a.Overseas.CountryCode
	}
	return ""
}

func (s side) entity(person bool) string {
	if person {
		return s.place + ".Individual"
	}
	return s.place + ".LegalEntity"
}

// street joins the lines of an address in 80 characters.
func (c *fromInvoice) street(a *einvoice.PostalAddress) string {
	var lines []string
	left := 80
	for _, p := range []*string{&a.Line1, &a.Line2, &a.Line3} {
		if *p == "" {
			continue
		}
		if len(lines) > 0 {
			left -= 2
		}
		text := c.text(p, max(left, 0))
		if left -= len([]rune(text)); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, ", ")
}

func (c *fromInvoice) inSpain(a *einvoice.PostalAddress, street, code string, o *PartyOptions, k Address, s side, person bool) *AddressInSpain {
	out := &AddressInSpain{Address: firstOf(street, o.Address), Town: firstOf(c.text(&a.City, 50), o.Town), CountryCode: code}
	out.PostCode = firstOf(strings.TrimSpace(take(c, &a.PostCode)), o.PostCode)
	if len(out.PostCode) != 5 || !allDigits(out.PostCode) {
		if out.PostCode != "" {
			c.fates[&a.PostCode] = fate{cannot: s.entity(person) + ".Address.InSpain.PostCode", why: "a post code in Spain has five digits"}
		}
	}
	out.Province = firstOf(c.text(&a.Subdivision, 20), o.Province)
	if p := provinceOf(out.PostCode); out.Province == "" && p != "" {
		out.Province = p
	}
	if k.InSpain == nil {
		k.InSpain = new(AddressInSpain)
	}
	at := s.entity(person) + ".Address.InSpain."
	c.needed(at+"Address", s.street, s.option+".Address", out.Address, k.InSpain.Address)
	c.needed(at+"PostCode", s.postCode, s.option+".PostCode", out.PostCode, k.InSpain.PostCode)
	c.needed(at+"Town", s.town, s.option+".Town", out.Town, k.InSpain.Town)
	c.needed(at+"Province", s.province, s.option+".Province", out.Province, k.InSpain.Province)
	return out
}

func (c *fromInvoice) needed(place, term, option string, any ...string) {
	if firstOf(any...) == "" {
		c.lack(place, term, option, "")
	}
}

func (c *fromInvoice) overseas(a *einvoice.PostalAddress, street, code string, o *PartyOptions, k Address, s side, person bool) *OverseasAddress {
	out := &OverseasAddress{Address: firstOf(street, o.Address), CountryCode: code, Province: firstOf(c.text(&a.Subdivision, 20), o.Province)}
	take(c, &a.PostCode)
	post, town := a.PostCode, c.text(&a.City, 50)
	if post == "" && town == "" {
		post, town = o.PostCode, o.Town
	}
	out.PostCodeAndTown = strings.TrimSpace(post + " " + town)
	if short := shorten(out.PostCodeAndTown, 50); short != out.PostCodeAndTown {
		c.fates[&a.City] = fate{kind: einvoice.LossUnbound, why: "post code and town have 50 characters together", lost: out.PostCodeAndTown[len(short):]}
		out.PostCodeAndTown = short
	}
	if k.Overseas == nil {
		k.Overseas = new(OverseasAddress)
	}
	at := s.entity(person) + ".Address.Overseas."
	if out.Province == "" && k.Overseas.Province == "" && town != "" {
		out.Province = shorten(town, 20)
		c.note("%sProvince: %q, which is the town, since there is no %s", at, out.Province, s.province)
	}
	c.needed(at+"Address", s.street, s.option+".Address", out.Address, k.Overseas.Address)
	c.needed(at+"PostCodeAndTown", s.town, s.option+".Town", out.PostCodeAndTown, k.Overseas.PostCodeAndTown)
	c.needed(at+"Province", s.province, s.option+".Province", out.Province, k.Overseas.Province)
	return out
}

// contact is the contact of a party, with the electronic address if that is an e-mail.
func (c *fromInvoice) contact(p *einvoice.Party) *ContactDetails {
	d := new(ContactDetails)
	if k := p.Contact; k != nil {
		d.ContactPersons = c.text(&k.Point, 40)
		if d.ContactPersons == "" {
			d.ContactPersons = c.text(&k.Department, 40)
		}
		d.Telephone = c.telephone(&k.Telephone)
		d.TeleFax = c.telephone(&k.Fax)
		d.ElectronicMail = c.reference(&k.Email, 60)
	}
	if e := &p.ElectronicAddress; d.ElectronicMail == "" && e.Scheme == "EM" && e.Value != "" {
		if d.ElectronicMail = c.reference(&e.Value, 60); d.ElectronicMail != "" {
			take(c, &e.Scheme)
		}
	}
	if *d == (ContactDetails{}) {
		return nil
	}
	return d
}

// telephone has 15 characters: without blanks and the like if need be.
func (c *fromInvoice) telephone(p *string) string {
	s := *p
	if len([]rune(s)) > 15 {
		s = strings.Map(func(r rune) rune {
			if strings.ContainsRune(" -.()/", r) {
				return -1
			}
			return r
		}, s)
	}
	if len([]rune(s)) > 15 {
		c.lost(p, "a telephone number of Facturae has at most 15 characters")
		return ""
	}
	take(c, p)
	return s
}
