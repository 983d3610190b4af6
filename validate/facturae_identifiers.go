package validate

import "github.com/einvoice-go/einvoice/internal/checkdigit"

// Forms and check digits of identifiers, under the names that rules call them by. White space around is taken off before.
var (
	gln            = checkdigit.GLN
	luhn           = checkdigit.Luhn
	belgian        = checkdigit.Belgian
	abn            = checkdigit.ABN
	mod11          = checkdigit.Mod11
	greekTax       = checkdigit.GreekTax
	isIBAN         = checkdigit.IBAN
	taxNumber      = checkdigit.TaxNumber
	spanishNumber  = checkdigit.Spanish
	personOf       = checkdigit.PersonOf
	leadingCountry = checkdigit.LeadingCountry
	europeanNumber = checkdigit.European
	inUnion        = checkdigit.InUnion
	accountIBAN    = checkdigit.Account
	bic            = checkdigit.BIC
	centreCode     = checkdigit.CentreCode
)
