package sample

import "github.com/einvoice-go/einvoice"

// XRechnung is Peppol as XRechnung wants it: one way to pay, here a credit transfer, and cash discount in its own notation.
func XRechnung() *einvoice.Invoice {
	inv := Peppol()
	inv.Process = process(billing, xrechnung)
	inv.PaymentTerms = "#SKONTO#TAGE=7#PROZENT=2.00#\nNet within 30 days"
	inv.PaymentInstructions[0].Card, inv.PaymentInstructions[0].DirectDebit = nil, nil
	inv.Seller.BankAssignedCreditorIdentifier = ""
	return inv
}
