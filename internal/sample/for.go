package sample

import "github.com/einvoice-go/einvoice"

// forSets are the invoices that rules are tried on: valid by the rules of the set. A
// version or a profile of a set may have its own.
var forSets = map[string]func() *einvoice.Invoice{
	"en16931":            Invoice,
	"peppol":             Peppol,
	"peppol@2025.5":      PeppolCII,
	"peppol-selfbilling": PeppolSelfBilling,
	"xrechnung":          XRechnung,

	"facturx/factur-x-minimum":  inProfile("minimum"),
	"facturx/factur-x-basicwl":  inProfile("basicwl"),
	"facturx/factur-x-basic":    inProfile("basic"),
	"facturx/en16931":           inProfile("en16931"),
	"facturx/factur-x-extended": inProfile("extended"),
}

func inProfile(name string) func() *einvoice.Invoice {
	return func() *einvoice.Invoice { return InProfile(name) }
}

// For makes the invoice that the rules of a set are tried on, anew each time; nil if
// there is none. The profile is that of sets which have one for each.
func For(name, version, profile string) *einvoice.Invoice {
	for _, key := range []string{name + "/" + profile, name + "@" + version, name} {
		if build := forSets[key]; build != nil {
			return build()
		}
	}
	return nil
}
