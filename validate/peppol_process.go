package validate

import (
	"regexp"
	"strings"
)

// What a document of Peppol says of itself: the specification that it follows (BT-24) and the process that it
// is part of (BT-23).

const (
	bisBilling     = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
	bisSelfBilling = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0"
)

// claims: the specification identifier begins so, and does not contain what it must not, if anything.
func claims(prefix, never string) condition {
	return func(_ *Check, n Node) bool {
		s := n.Child(cbcCustomizationID).Norm()
		return strings.HasPrefix(s, prefix) && (never == "" || !strings.Contains(s, never))
	}
}

// process finds the number of the process that a business process identifier stands for, "" if for none.
type process func(id string) string

// known: the document's process is one of those.
func (p process) known(c *Check, _ Node) bool { return p(c.head.Child(cbcProfileID).Norm()) != "" }

// is: the document's process has one of these numbers.
func (p process) is(numbers ...string) condition {
	return func(c *Check, _ Node) bool {
		got := p(c.head.Child(cbcProfileID).Norm())
		for _, n := range numbers {
			if got == n {
				return true
			}
		}
		return false
	}
}

var billingProcess process = func(id string) string {
	if id == "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0" {
		return "01"
	}
	return otherProcess(id)
}

var selfBillingProcess process = func(id string) string {
	if id == "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0" {
		return "01"
	}
	return otherProcess(id)
}

// otherProcess knows those that billing and self-billing share.
func otherProcess(id string) string {
	switch id {
	case "urn:peppol:france:billing:regulated", "urn:peppol:france:billing:non-regulated":
		return "01"
	case "urn:peppol:bis:billing_with_response":
		return "02"
	}
	return ""
}

// QUIRK: Until 2025.11 the identifier only had to contain the pattern, in which a point stood for anything, and
// the number was the seventh part of whatever stood there.
var (
	pattern2025   = regexp.MustCompile(`urn:fdc:peppol.eu:2017:poacc:billing:[0-9]{2}:1.0`)
	processOf2025 = process(func(id string) string {
		switch {
		case id == "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0":
			return "01"
		case !pattern2025.MatchString(id):
			return ""
		}
		if number := strings.Split(id, ":")[6]; number != "" {
			return number
		}
		return "none"
	})
)
