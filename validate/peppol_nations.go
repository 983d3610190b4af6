package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice/internal/tree"
)

// nations are the countries that an invoice goes from and to. National rules ask for
// them at every turn, so they are found once in a document.
type nations struct {
	known bool
	// seller, buyer and representative are the countries of their addresses.
	seller, buyer, representative country
	// bySeller and byBuyer are the countries of their VAT identifiers, else of their addresses;
	// supplier asks the tax representative's VAT identifier before the seller's address.
	bySeller, byBuyer, supplier string
	// swedish: a seller has an address in Sweden; swedishVAT: and a VAT identifier of Sweden.
	swedish, swedishVAT, swedishBuyer bool
	// taxed: an invoice line has a VAT category of germanVATCodes.
	taxed bool
}

// country is a country code as it is written, and in capitals without white space around:
// some published rules read it this way, some the other.
type country struct{ raw, upper string }

func countryOf(code Node) country {
	return country{code.Text(), strings.ToUpper(code.Norm())}
}

// nationPaths is where a syntax keeps what nations are made of.
type nationPaths struct {
	seller, buyer, representative *tree.Path // from the root
	country                       *tree.Path // of a party's address
	registration, number          *tree.Path // of a party with a tax office
	vat                           condition  // of a registration
}

var (
	ublNations = nationPaths{
		seller: path("cac:AccountingSupplierParty/cac:Party"), buyer: path("cac:AccountingCustomerParty/cac:Party"), representative: path("cac:TaxRepresentativeParty"),
		country:      path("cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
		registration: path("cac:PartyTaxScheme"), number: path("cbc:CompanyID"), vat: says("cac:TaxScheme/cbc:ID", "VAT"),
	}
	ciiNations = nationPaths{
		seller:         path(ciiAgreement + "/ram:SellerTradeParty"),
		buyer:          path(ciiAgreement + "/ram:BuyerTradeParty"),
		representative: path(ciiAgreement + "/ram:SellerTaxRepresentativeTradeParty"),
		country:        path("ram:PostalTradeAddress/ram:CountryID"),
		registration:   path("ram:SpecifiedTaxRegistration"), number: path("ram:ID"), vat: vatByScheme,
	}
)

// nations finds the countries on first use.
func (c *Check) nations() *nations {
	n := &c.Facts.nations
	if n.known {
		return n
	}
	n.known = true
	p := &ublNations
	if c.syntax == cii {
		p = &ciiNations
	}
	seller, buyer, representative := p.seller.First(c.head), p.buyer.First(c.head), p.representative.First(c.head)
	n.seller, n.buyer, n.representative = countryOf(p.country.First(seller)), countryOf(p.country.First(buyer)), countryOf(p.country.First(representative))
	n.bySeller = p.ofVAT(c, seller, n.seller.upper)
	n.byBuyer = p.ofVAT(c, buyer, n.buyer.upper)
	n.supplier = p.ofVAT(c, seller, p.ofVAT(c, representative, n.seller.upper))
	p.seller.Each(c.head, func(x Node) bool {
		if p.country.First(x).Text() == "SE" {
			n.swedish = true
			n.swedishVAT = n.swedishVAT || p.hasVATOf(c, x, "SE")
		}
		return true
	})
	p.buyer.Each(c.head, func(x Node) bool {
		n.swedishBuyer = p.country.First(x).Text() == "SE"
		return !n.swedishBuyer
	})
	return n
}

// ofVAT is the country that a party's VAT identifier begins with. With more than one the published
// rules find no country, and none of them is applied.
func (p *nationPaths) ofVAT(c *Check, party Node, otherwise string) string {
	found, count := "", 0
	p.registration.Each(party, func(x Node) bool {
		if p.vat(c, x) {
			found = chars(p.number.First(x).Text(), 0, 2)
			count++
		}
		return count < 2
	})
	switch {
	case count > 1:
		return ""
	case found == "":
		return otherwise
	}
	return strings.ToUpper(tree.Normalize(found))
}

// hasVATOf tells whether a VAT identifier of the party begins with a country.
func (p *nationPaths) hasVATOf(c *Check, party Node, country string) bool {
	return !p.registration.Each(party, func(x Node) bool {
		return !p.vat(c, x) || chars(p.number.First(x).Text(), 0, 2) != country
	})
}

// vatByScheme: a registration of CII whose number has the scheme VAT. (EN 16931 says VA:
// the Peppol rules for CII ask for VAT all the same.)
func vatByScheme(_ *Check, n Node) bool {
	return !ciiOwnID.Each(n, func(x Node) bool { return x.AttrValue("schemeID") != "VAT" })
}

// addLine notes what German rules on the whole document ask of the lines.
func (n *nations) addLine(c *Check) {
	if n.taxed || c.syntax != ubl {
		return
	}
	lineVATCodes.Each(c.line, func(x Node) bool {
		n.taxed = germanVATCodes.Has(x.Text())
		return !n.taxed
	})
}

var lineVATCodes = path("cac:Item/cac:ClassifiedTaxCategory/cbc:ID")

// Who deals with whom. A country is compared as the rules of that country do.

func fromGermany(c *Check, _ Node) bool { return c.nations().seller.upper == "DE" }

func inGermany(c *Check, n Node) bool { return fromGermany(c, n) && c.nations().buyer.upper == "DE" }

func fromDenmark(c *Check, _ Node) bool { return c.nations().seller.raw == "DK" }

func inDenmark(c *Check, n Node) bool { return fromDenmark(c, n) && c.nations().buyer.raw == "DK" }

func fromIceland(c *Check, _ Node) bool { return c.nations().seller.raw == "IS" }

func inIceland(c *Check, n Node) bool { return fromIceland(c, n) && c.nations().buyer.raw == "IS" }

func fromNetherlands(c *Check, _ Node) bool { return c.nations().seller.upper == "NL" }

func inNetherlands(c *Check, n Node) bool {
	return fromNetherlands(c, n) && c.nations().buyer.upper == "NL"
}

func fromItaly(c *Check, _ Node) bool { return c.nations().supplier == "IT" }

func fromNorway(c *Check, _ Node) bool { return c.nations().supplier == "NO" }

func fromSweden(c *Check, _ Node) bool { return c.nations().swedish }

func withSwedishVAT(c *Check, _ Node) bool { return c.nations().swedishVAT }

func inSweden(c *Check, _ Node) bool { n := c.nations(); return n.swedish && n.swedishBuyer }

func fromGreece(c *Check, _ Node) bool { return isGreek(c.nations().supplier) }

func inGreece(c *Check, n Node) bool { return fromGreece(c, n) && isGreek(c.nations().byBuyer) }

// isGreek: VAT identifiers of Greece begin with EL.
func isGreek(country string) bool { return country == "GR" || country == "EL" }
