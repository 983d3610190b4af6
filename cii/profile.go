package cii

import (
	"fmt"
	"math/bits"
	"strings"
)

// Profile is a subset of CII with a specification identifier (BT-24) of its own.
type Profile uint16

// The profiles of Factur-X 1.0 and ZUGFeRD 2, and XRechnung. Each of the first five
// contains the one before it.
const (
	Minimum   Profile = 1 << iota // document, parties and totals
	BasicWL                       // no lines
	Basic                         // lines without details
	EN16931                       // all of EN 16931-1; ZUGFeRD calls it COMFORT
	Extended                      // more than EN 16931-1
	XRechnung                     // EN16931 with the rules of the German administration
)

// Any is no profile: everything that CII is bound to may be written.
const Any Profile = 1 << 15

var profiles = []struct {
	profile       Profile
	name          string
	specification string
}{
	{Minimum, "MINIMUM", "urn:factur-x.eu:1p0:minimum"},
	{BasicWL, "BASIC WL", "urn:factur-x.eu:1p0:basicwl"},
	{Basic, "BASIC", "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic"},
	{EN16931, "EN 16931", "urn:cen.eu:en16931:2017"},
	{Extended, "EXTENDED", "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"},
	{XRechnung, "XRECHNUNG", "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"},
}

// Profiles lists the profiles, the smallest first.
func Profiles() []Profile {
	all := make([]Profile, len(profiles))
	for i, p := range profiles {
		all[i] = p.profile
	}
	return all
}

// String is the profile's name, as in "BASIC WL".
func (p Profile) String() string {
	for _, known := range profiles {
		if known.profile == p {
			return known.name
		}
	}
	return fmt.Sprintf("profile %d", uint16(p))
}

// Specification is the identifier (BT-24) of documents in the profile.
func (p Profile) Specification() string {
	for _, known := range profiles {
		if known.profile == p {
			return known.specification
		}
	}
	return ""
}

// ProfileOf is the profile that a specification identifier (BT-24) names, also in the
// spelling of earlier versions; 0 if it names none.
func ProfileOf(specification string) Profile {
	s := strings.ToLower(strings.TrimSpace(specification))
	for _, ending := range []struct {
		text    string
		profile Profile
	}{{":minimum", Minimum}, {":basicwl", BasicWL}, {":basic", Basic}, {":extended", Extended}} {
		if strings.HasSuffix(s, ending.text) && (strings.Contains(s, "factur-x.eu:1p0") || strings.Contains(s, "zugferd.de:2p")) {
			return ending.profile
		}
	}
	switch {
	case strings.Contains(s, ":xrechnung_"):
		return XRechnung
	case s == "urn:cen.eu:en16931:2017", strings.HasPrefix(s, "urn:cen.eu:en16931:2017#compliant#"):
		return EN16931
	}
	return 0
}

// Smallest is the first profile of a set such as einvoice.Binding.Profiles; that of an
// empty set is Minimum.
func Smallest(set uint16) Profile {
	if set == 0 {
		return Minimum
	}
	return Profile(1) << bits.TrailingZeros16(set)
}
