package validate

import (
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Where CII has what the rules on VAT categories ask for.

var (
	ciiRows   = path(ciiSettlement + "/ram:ApplicableTradeTax")
	ciiSeller = path(ciiAgreement + "/ram:SellerTradeParty")
	ciiBuyer  = path(ciiAgreement + "/ram:BuyerTradeParty")
	ciiRep    = path(ciiAgreement + "/ram:SellerTaxRepresentativeTradeParty")
	ciiLegal  = path("ram:SpecifiedLegalOrganization/ram:ID")
)

func categoryCII(n Node) category { return categoryOf(n.Child(ramCategoryCode).Text()) }

func (f *vatFacts) addHeadCII(c *Check) {
	p := &f.parties
	p.root, p.seller, p.buyer = c.head, ciiSeller.First(c.head), ciiBuyer.First(c.head)
	p.sellerTax, p.sellerVAT = vatRegistrations(p.seller)
	_, p.representative = vatRegistrations(ciiRep.First(c.head))
	_, p.buyerVAT = vatRegistrations(p.buyer)
	p.buyerLegal = ciiLegal.First(p.buyer)
	f.addRates(ciiRows, ramRateApplicablePercent, c.head)
	f.seeCII(c.v.head.Tree(), true)
	ciiAllowanceCharge.Each(c.head, func(n Node) bool {
		kind := elsewhere
		if i := ciiIndicator.First(n); isTrue(i) {
			kind = inCharges
		} else if isFalse(i) {
			kind = inAllowances
		}
		f.add(n.Child(ramCategoryTradeTax), categoryCII, ramRateApplicablePercent, kind, n.Child(ramActualAmount))
		return true
	})
}

// vatRegistrations are the first number of a party for VAT or another tax, and the first for VAT.
func vatRegistrations(party Node) (number, vat Node) {
	registrations.Each(party, func(n Node) bool {
		scheme := n.AttrValue("schemeID")
		if !number.Exists() && (scheme == "VA" || scheme == "FC") {
			number = n
		}
		if !vat.Exists() && scheme == "VA" {
			vat = n
		}
		return true
	})
	return number, vat
}

// seeCII notes the tax categories of a tree, and elements of it only if it stays: lines go.
func (f *vatFacts) seeCII(t *tree.Tree, stays bool) {
	for n := t.First(ramApplicableTradeTax); n.Exists(); n = n.Same() {
		u := &f.use[categoryCII(n)]
		switch n.Parent().Name() {
		case ramApplicableHeaderTradeSettlement:
			u.rows++
			if stays {
				u.addRow(n)
			}
		case ramSpecifiedLineTradeSettlement:
			u.items++
		}
		f.otherItem = f.otherItem || notO(n)
	}
	for n := t.First(ramCategoryTradeTax); n.Exists(); n = n.Same() {
		f.use[categoryCII(n)].parts++
		f.otherCharge = f.otherCharge || notO(n)
	}
	for n := t.First(ramCategoryCode); n.Exists(); n = n.Same() {
		f.use[categoryOf(n.Text())].exact = true
	}
	for n := t.First(ramCountryID); n.Exists() && !f.foreign; n = n.Same() {
		f.foreign = n.Text() != "IT"
	}
}

// notO tells whether a tax has a category, and another than O.
func notO(n Node) bool {
	code := n.Child(ramCategoryCode)
	return code.Exists() && code.Text() != "O"
}
