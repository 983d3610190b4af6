package validate

import "github.com/einvoice-go/einvoice"

// What only one VAT category asks for: BR-IC-11 and -12, BR-O-11 to -14, BR-B-01 and -02.

// vatOthers are these rules, of the families of K and O.
func vatOthers(k, o *vatFamily) []Rule {
	return []Rule{
		{ID: "BR-IC-11", Severity: Fatal, Terms: t("BT-72", "BG-14"),
			Text: "An intra-community supply (VAT category K) has neither a delivery date (BT-72) nor an invoicing period (BG-14).",
			UBL:  each("/*", inBreakdownUBL(catK, or(longUBL("cac:Delivery/cbc:ActualDeliveryDate"), has("cac:InvoicePeriod/*")))),
			CII: whenEach(ciiBreakdown, k.rowCII, failUnless(fromRoot("rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery/"+
				"ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString|"+ciiPeriod+"ram:StartDateTime|"+ciiPeriod+"ram:EndDateTime"))),
			Break: func(inv *einvoice.Invoice) {
				k.only(inv, -1)
				inv.Delivery.Date, inv.Period = einvoice.Date{}, einvoice.Period{}
			}},
		{ID: "BR-IC-12", Severity: Fatal, Terms: t("BT-80"),
			Text: "An intra-community supply (VAT category K) has no country that it is delivered to (BT-80).",
			UBL:  each("/*", inBreakdownUBL(catK, longUBL("cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode"))),
			CII: whenEach(ciiBreakdown, k.rowCII, failUnless(fromRoot("rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery/"+
				"ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID"))),
			Break: func(inv *einvoice.Invoice) {
				k.only(inv, -1)
				inv.Delivery.Address = einvoice.PostalAddress{}
			}},
		{ID: "BR-O-11", Severity: Fatal, Terms: t("BT-118"),
			Text:  "The VAT breakdown has VAT category O (not subject to VAT) and another one beside it.",
			Help:  onlyO,
			UBL:   each("/*", besideO(func(v *vatFacts) bool { return v.otherRow.Exists() })),
			CII:   whenEach(ciiBreakdown, o.rowCII, failIf(func(v *vatFacts) bool { return v.otherItem })),
			Break: o.breakO, Also: []string{"BR-O-12", "BR-O-13", "BR-O-14"}},
		{ID: "BR-O-12", Severity: Fatal, Terms: t("BT-151"),
			Text:  "The VAT breakdown has VAT category O (not subject to VAT), and an item is in another category.",
			Help:  onlyO,
			UBL:   each("/*", besideO(func(v *vatFacts) bool { return v.otherItem })),
			CII:   whenEach(ciiBreakdown, o.rowCII, failIf(func(v *vatFacts) bool { return v.otherItem })),
			Break: o.breakO, Also: []string{"BR-O-11", "BR-O-13", "BR-O-14"}},
		{ID: "BR-O-13", Severity: Fatal, Terms: t("BT-95"),
			Text:  "The VAT breakdown has VAT category O (not subject to VAT), and an allowance is in another category.",
			Help:  onlyO,
			UBL:   each("/*", besideO(func(v *vatFacts) bool { return v.otherAllowance })),
			CII:   whenEach(ciiBreakdown, o.rowCII, failIf(func(v *vatFacts) bool { return v.otherCharge })),
			Break: o.breakO, Also: []string{"BR-O-11", "BR-O-12", "BR-O-14"}},
		{ID: "BR-O-14", Severity: Fatal, Terms: t("BT-102"),
			Text:  "The VAT breakdown has VAT category O (not subject to VAT), and a charge is in another category.",
			Help:  onlyO,
			UBL:   each("/*", besideO(func(v *vatFacts) bool { return v.otherCharge })),
			CII:   whenEach(ciiBreakdown, o.rowCII, failIf(func(v *vatFacts) bool { return v.otherCharge })),
			Break: o.breakO, Also: []string{"BR-O-11", "BR-O-12", "BR-O-13"}},
		{ID: "BR-B-01", Severity: Fatal, Terms: t("BT-151", "BT-40", "BT-55"),
			Text: "VAT category B (split payment) is for domestic invoices in Italy, but a country here is another one.",
			UBL:  at("/*", notSplitAbroad), CII: at("/*", notSplitAbroad),
			Break: func(inv *einvoice.Invoice) { retax(inv, einvoice.VATCategory{Code: "B", Rate: units(22)}) }},
		{ID: "BR-B-02", Severity: Fatal, Terms: t("BT-151", "BT-95", "BT-102"),
			Text: "VAT category B (split payment) stands beside category S (standard rated).",
			UBL: at("/*", func(c *Check, _ Node) bool {
				u := &c.vat().use
				return !u[catB].splitUBL() || !u[catS].splitUBL()
			}),
			CII:   at("/*", func(c *Check, _ Node) bool { u := &c.vat().use; return !u[catB].exact || !u[catS].exact }),
			Break: breakSplit},
	}
}

const (
	ciiPeriod = ciiSettlement + "/ram:BillingSpecifiedPeriod/"
	onlyO     = "Where category O is used nothing else can be in the invoice: write two invoices."
)

func familyOf(families []vatFamily, prefix string) *vatFamily {
	for i := range families {
		if families[i].prefix == prefix {
			return &families[i]
		}
	}
	panic("no VAT family " + prefix)
}

// inBreakdownUBL: if a category is in the breakdown, ok answers true; else there is a finding at its row.
func inBreakdownUBL(cat category, ok condition) func(*Check, Node) {
	return func(c *Check, n Node) {
		if u := &c.vat().use[cat]; u.rowsVAT > 0 && !ok(c, n) {
			c.Fail(u.row[0])
		}
	}
}

// besideO: if category O is in the breakdown, there is nothing else.
func besideO(found func(*vatFacts) bool) func(*Check, Node) {
	return inBreakdownUBL(catO, func(c *Check, _ Node) bool { return !found(c.vat()) })
}

// failIf is for rules of the breakdown that look at something else.
func failIf(found func(*vatFacts) bool) func(*Check, Node) {
	return func(c *Check, n Node) {
		if found(c.vat()) {
			c.Fail(n)
		}
	}
}

func failUnless(ok condition) func(*Check, Node) {
	return func(c *Check, n Node) {
		if !ok(c, n) {
			c.Fail(n)
		}
	}
}

// fromRoot: there is such an element in the document.
func fromRoot(p string) condition {
	q := path(p)
	return func(c *Check, _ Node) bool { return q.Exists(c.head) }
}

// longUBL: such an element has more than one character.
func longUBL(p string) condition {
	q := path(p)
	return func(_ *Check, n Node) bool {
		return !q.Each(n, func(x Node) bool { return runes(x.Text()) <= 1 })
	}
}

func notSplitAbroad(c *Check, _ Node) bool {
	v := c.vat()
	return !v.use[catB].exact || !v.foreign
}

// splitUBL: the category is used where BR-B-02 looks for it.
func (u *use) splitUBL() bool { return u.rowsExact > 0 || u.headPartExact || u.itemExact }
