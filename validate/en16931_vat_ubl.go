package validate

import (
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Where UBL has what the rules on VAT categories ask for.

var (
	ublItemTaxes   = path("cac:Item/cac:ClassifiedTaxCategory")
	ublRows        = path("cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory")
	ublSeller      = path("cac:AccountingSupplierParty/cac:Party")
	ublBuyer       = path("cac:AccountingCustomerParty/cac:Party")
	partyTaxes     = path("cac:PartyTaxScheme")
	ublRepTaxes    = path("cac:TaxRepresentativeParty/cac:PartyTaxScheme")
	ublBuyerLegals = path("cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID")
)

func categoryUBL(n Node) category { return categoryOf(n.Child(cbcID).Norm()) }

func (f *vatFacts) addHeadUBL(c *Check) {
	p := &f.parties
	p.root, p.seller, p.buyer = c.head, ublSeller.First(c.head), ublBuyer.First(c.head)
	p.sellerTax, p.sellerVAT = companies(partyTaxes, p.seller)
	_, p.representative = companies(ublRepTaxes, c.head)
	_, p.buyerVAT = companies(partyTaxes, p.buyer)
	p.buyerLegal = ublBuyerLegals.First(c.head)
	f.addRates(ublRows, cbcPercent, c.head)
	f.seeUBL(c.v.head.Tree())
}

// companies are the first tax number of a party, and the first for VAT.
func companies(taxes *tree.Path, from Node) (number, vat Node) {
	taxes.Each(from, func(n Node) bool {
		if id := n.Child(cbcCompanyID); id.Exists() {
			if !number.Exists() {
				number = id
			}
			if !vat.Exists() && isVAT(n) {
				vat = id
			}
		}
		return true
	})
	return number, vat
}

// seeUBL notes the tax categories of a tree.
func (f *vatFacts) seeUBL(t *tree.Tree) {
	for n := t.First(cacClassifiedTaxCategory); n.Exists(); n = n.Same() {
		f.seeItem(n)
	}
	for n := t.First(cacTaxCategory); n.Exists(); n = n.Same() {
		f.seeCategory(n)
	}
	for n := t.First(cacAllowanceCharge); n.Exists(); n = n.Same() {
		kind := elsewhere
		if i := n.Child(cbcChargeIndicator); !n.Parent().Parent().Exists() && isTrue(i) {
			kind = inCharges
		} else if !n.Parent().Parent().Exists() && isFalse(i) {
			kind = inAllowances
		}
		f.add(n.Child(cacTaxCategory), categoryUBL, cbcPercent, kind, n.Child(cbcAmount))
	}
	for n := t.First(cbcIdentificationCode); n.Exists() && !f.foreign; n = n.Same() {
		f.foreign = n.Text() != "IT"
	}
}

func (f *vatFacts) seeItem(n Node) {
	id := n.Child(cbcID)
	code, vat := id.Norm(), isVAT(n)
	u := &f.use[categoryOf(code)]
	u.item = true
	u.itemVAT = u.itemVAT || vat
	u.any = u.any || vat
	u.itemExact = u.itemExact || id.Text() == code
	u.exact = u.exact || id.Text() == code
	f.otherItem = f.otherItem || vat && code != "O"
}

func (f *vatFacts) seeCategory(n Node) {
	id := n.Child(cbcID)
	code, vat := id.Norm(), isVAT(n)
	exact := id.Text() == code
	u := &f.use[categoryOf(code)]
	u.any = u.any || vat
	u.exact = u.exact || exact
	switch p := n.Parent(); p.Name() {
	case cacAllowanceCharge:
		f.seePart(u, p, code, vat, exact)
	case cacTaxSubtotal:
		if total := p.Parent(); total.Name() == cacTaxTotal && total.Parent().Exists() && !total.Parent().Parent().Exists() {
			f.seeRow(u, n, vat, exact)
			if vat && code != "O" && !f.otherRow.Exists() {
				f.otherRow = n
			}
		}
	}
}

func (f *vatFacts) seePart(u *use, p Node, code string, vat, exact bool) {
	head := !p.Parent().Parent().Exists()
	u.part = true
	u.headPartExact = u.headPartExact || head && exact
	if !vat {
		return
	}
	u.partVAT = true
	switch i := p.Child(cbcChargeIndicator); {
	case isFalse(i):
		u.allowance = true
		u.headAllowance = u.headAllowance || head
		f.otherAllowance = f.otherAllowance || code != "O"
	case isTrue(i):
		u.charge = true
		u.chargeExact = u.chargeExact || exact
		u.headCharge = u.headCharge || head
		f.otherCharge = f.otherCharge || code != "O"
	}
}

func (f *vatFacts) seeRow(u *use, n Node, vat, exact bool) {
	u.rows++
	if exact {
		u.rowsExact++
	}
	if !vat {
		return
	}
	u.rowsVAT++
	if exact {
		u.rowsExactVAT++
	}
	u.addRow(n)
}
