package sample

import "github.com/einvoice-go/einvoice"

// Peppol is Invoice as Peppol BIS Billing 3.0 wants it.
func Peppol() *einvoice.Invoice {
	inv := Invoice()
	inv.Process = process(billing, peppol)
	inv.Payee.Identifier.Value = "4099999000005"     // a GLN with the right check digit
	inv.Buyer.LegalRegistration.Value = "5560004615" // ten digits and nothing between
	return inv
}

// PeppolCII is Peppol as its rules for CII want it.
func PeppolCII() *einvoice.Invoice {
	inv := Peppol()
	inv.Notes[0].SubjectCode = ""
	return inv
}

// PeppolSelfBilling is Peppol as the buyer makes it out in the seller's name.
func PeppolSelfBilling() *einvoice.Invoice {
	inv := Peppol()
	inv.TypeCode = "389"
	inv.Process = process("urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0", "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0")
	return inv
}
