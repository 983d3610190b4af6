package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Rules of Norway.
func peppolNO() []Rule {
	return []Rule{
		{ID: "NO-R-001", Severity: Fatal, Terms: t("BT-31"),
			Text:  "VAT identifier {BT-31} (BT-31) of the Norwegian seller is not NO, an organization number with the right check digit and MVA.",
			UBL:   when("cac:AccountingSupplierParty/cac:Party", fromNorway, norwegianVAT(&ublNations, isVATNorm)),
			Break: norwegian(func(inv *einvoice.Invoice) { inv.Seller.VATIdentifier = "NO923456784MVA" })},
		{ID: "NO-R-002", Severity: Warning, Terms: t("BT-32"),
			Text: "The Norwegian seller {BT-27} does not say that it stands in the register of business enterprises (BT-32).",
			Help: "Most companies have to: give Foretaksregisteret as the tax registration (BT-32), in UBL with the tax scheme TAX.",
			UBL: when("cac:AccountingSupplierParty/cac:Party", fromNorway, func(_ *Check, n Node) bool {
				return !partyTaxes.Each(n, func(x Node) bool {
					return taxSchemeID.First(x).Norm() != "TAX" || taxNumberOf.First(x).Norm() != norwegianRegister
				})
			}),
			Break: norwegian(func(inv *einvoice.Invoice) { inv.Seller.TaxRegistration = einvoice.Identifier{} })},
	}
}

const norwegianRegister = "Foretaksregisteret"

// norwegianVAT: VAT identifiers that begin with NO go on with nine digits, checked, and MVA.
func norwegianVAT(p *nationPaths, vat condition) condition {
	return func(c *Check, n Node) bool {
		return p.registration.Each(n, func(x Node) bool {
			if !vat(c, x) {
				return true
			}
			number, norwegian := strings.CutPrefix(p.number.First(x).Text(), "NO")
			if !norwegian {
				return true
			}
			digits, mva := strings.CutSuffix(number, "MVA")
			return mva && allDigits(digits, 9, 9) && mod11(digits)
		})
	}
}
