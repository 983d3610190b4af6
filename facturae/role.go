package facturae

import "strings"

// SignerRole is in which role somebody signs, in the words of the signature policy 3.1
// (ClaimedRole). "" is none, which the policy allows.
type SignerRole string

// The roles.
const (
	SignedBySupplier   SignerRole = "supplier"
	SignedByCustomer   SignerRole = "customer"
	SignedByThirdParty SignerRole = "third party"
)

// roleWords are the policy's two words for each role.
var roleWords = map[string]SignerRole{
	"supplier": SignedBySupplier, "emisor": SignedBySupplier,
	"customer": SignedByCustomer, "receptor": SignedByCustomer,
	"third party": SignedByThirdParty, "tercero": SignedByThirdParty,
}

// ParseSignerRole reads a role in English or Spanish, as the policy writes it. exact is
// false for upper case, a hyphen for the blank, and blanks around it.
func ParseSignerRole(s string) (role SignerRole, exact, ok bool) {
	if role, ok = roleWords[s]; ok {
		return role, true, true
	}
	role, ok = roleWords[strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), "-", " ")]
	return role, false, ok
}
