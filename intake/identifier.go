package intake

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
)

// The lists that the forms are held against.
var (
	electronicAddresses = codes.Get("eas@en16931-1.3.16")
	peppolAddresses     = codes.Get("eas@peppol-2026.5")
	icds                = codes.Get("icd@en16931-1.3.16")
	currencies          = codes.Get("currencies@en16931-1.3.16")
	countries           = codes.Get("countries@en16931-ubl-1.3.16")
	units               = codes.Get("units@en16931-1.3.16")
	typeCodes           = codes.Get("document-types@en16931-cii-1.3.16")
	vatCategories       = codes.Get("vat-categories@en16931-1.3.16")
	exemptionCodes      = codes.Get("vatex@en16931-1.3.16")
)

// maxParticipant is the length of a participant identifier in Peppol: a scheme of four
// digits, a colon and 130 characters.
const maxParticipant = 135

// participant reads XXXX:identifier, an address in Peppol's network (ISO 6523).
func (r *reader) participant(n *node) (id einvoice.Identifier, ok bool) {
	s, ok := r.str(n)
	if !ok {
		return id, false
	}
	scheme, value, colon := strings.Cut(s, ":")
	switch {
	case !colon || !isScheme(scheme) || strings.TrimSpace(value) == "":
		r.problem(n, "%q is no ISO 6523 identifier: write the four digits of the scheme, a colon and the identifier, as in 0088:7300010000001", shorten(s))
		return id, false
	case strings.TrimSpace(value) != value:
		r.problem(n, "%q: white space around the identifier", shorten(s))
		return id, false
	case len([]rune(s)) > maxParticipant:
		r.problem(n, "the identifier has more than %d characters", maxParticipant)
		return id, false
	}
	return einvoice.Identifier{Value: value, Scheme: scheme}, r.address(n, scheme)
}

// address holds the scheme of an electronic address against the lists, of which there
// are two that disagree: what EN 16931 has and Peppol does not is noted.
func (r *reader) address(n *node, scheme string) bool {
	switch {
	case peppolAddresses.Has(scheme):
	case electronicAddresses.Has(scheme):
		r.note(n, "the scheme %s is in the list of EN 16931 (EAS) and not in Peppol's: PEPPOL-EN16931-CL008 will refuse it there", scheme)
	default:
		r.problem(n, "the scheme %s is in no list of electronic addresses (EAS)", scheme)
		return false
	}
	return true
}

func isScheme(s string) bool { return len(s) == 4 && strings.Trim(s, "0123456789") == "" }

// scheme reads a scheme of four digits. A number stands for the digits without the zeros
// in front, as older versions of the API wrote it.
func (r *reader) scheme(n *node) (string, bool) {
	s, ok := r.word(n)
	if !ok {
		return "", false
	}
	if strings.Trim(s, "0123456789") == "" && len(s) < 4 && n.kind == '0' {
		s = strings.Repeat("0", 4-len(s)) + s
	}
	switch {
	case !isScheme(s):
		r.problem(n, "%q is no scheme: four digits, as in \"0007\"", shorten(s))
		return "", false
	case !icds.Has(s) && !electronicAddresses.Has(s):
		r.problem(n, "the scheme %s is neither in the list ISO 6523 (ICD) nor among the electronic addresses (EAS)", s)
		return "", false
	}
	return s, true
}

// schemeRow is a member that holds a scheme.
func schemeRow[T any](name, to string, at func(*T) *string) row[T] {
	return via(name, "identifier", to, "four digits; a number stands for them (7 is 0007)", func(r *reader, n *node, t *T) {
		if s, ok := r.scheme(n); ok {
			*at(t) = s
		}
	})
}

// isVATIdentifier tells whether an identifier begins like one for VAT: with the code of a
// country, which for Greece is EL.
func isVATIdentifier(s string) bool {
	return len(s) > 2 && (countries.Has(s[:2]) || s[:2] == "EL" || s[:2] == "XI")
}
