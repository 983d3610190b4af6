package validate

// XRechnung for UBL and CII: the rules beside those of EN 16931, which are a set of their own. Those of its extension
// and of its profile for clean vehicles look at documents that claim these.
var xrechnung = Set{Name: "xrechnung", Version: "3.0.2", UBL: true, CII: true,
	rules: joined(revised(asInPeppol), xrechnungDocument, xrechnungParties, xrechnungPayment, xrechnungExtension, xrechnungCVD)}

// The specification identifiers (BT-24) of XRechnung's extension and of its profile for clean vehicles.
const (
	xrExtension = xr + "#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0"
	xrCVD       = xr + "#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_0.9"
)

// xrechnungFacts is what the rules of XRechnung note about a document.
type xrechnungFacts struct {
	asked          bool // the two that follow are known
	extension, cvd bool // the document claims these

	withoutPeriod bool // a line has no period
	vat           bool // a line has a tax that is VAT (CII)
	taxed         bool // a line has a category that the seller needs a VAT or tax number for
	vehicle       bool // a line names a vehicle and its emission class
}

// claims finds out what the document says of itself.
func (c *Check) claims() *xrechnungFacts {
	f := &c.xrechnung
	if !f.asked {
		p := ublSpecification
		if c.syntax == cii {
			p = ciiSpecification
		}
		f.asked, f.extension, f.cvd = true, anyOf(p, c.head, xrExtension), anyOf(p, c.head, xrCVD)
	}
	return f
}

func ofExtension(c *Check, _ Node) bool { return c.claims().extension }
func ofCVD(c *Check, _ Node) bool       { return c.claims().cvd }

// Where things stand, from the root element on.
const (
	xrLines = inRoot + "/" + ciiLine

	xrAgreement  = inRoot + "/" + ciiAgreement
	xrSettlement = inRoot + "/" + ciiSettlement
	xrDelivery   = inRoot + "/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery"
)

// anyFilled: one of such elements has text other than white space.
func anyFilled(p string) condition {
	q := path(p)
	return func(_ *Check, n Node) bool {
		return !q.Each(n, func(x Node) bool { return blank(x.Text()) })
	}
}

// mustFillAny demands an element with text. If there is none, the finding is at the innermost of the groups on the
// way to it that is there.
func mustFillAny(pattern, p string) Test { return demand(pattern, p, anyFilled(p)) }
