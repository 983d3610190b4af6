package validate

import (
	"slices"
	"sync"

	"github.com/einvoice-go/einvoice"
)

// inExtended is the profile EXTENDED. It knows lines that are groups of others or say something only, charges for
// logistics, and several exemption reasons at one rate; and where amounts are added up it allows for a cent a member.
func inExtended() revision {
	return revision{
		of: facturXSetEN16931.Rules(),
		leftOut: t("BR-22", "BR-23", "BR-24", "BR-26", "BR-27", "BR-28", "BR-38", "BR-44", "BR-54", "BR-CO-04", "BR-CO-06", "BR-CO-08", "BR-CO-10", "BR-CO-11", "BR-CO-12", "BR-CO-13", "BR-CO-15",
			"BR-CO-16", "BR-CO-17", "BR-CO-22", "BR-CO-24", "BR-S-01", "BR-S-08", "BR-S-09", "BR-S-10", "BR-Z-01", "BR-Z-08", "BR-Z-10", "BR-E-01", "BR-E-08", "BR-AE-01", "BR-AE-08", "BR-IC-01", "BR-IC-08",
			"BR-G-01", "BR-G-08", "BR-O-01", "BR-O-02", "BR-O-03", "BR-O-04", "BR-O-08", "BR-O-11", "BR-O-12", "BR-O-13", "BR-O-14", "BR-AF-01", "BR-AF-08", "BR-AF-10", "BR-AG-01", "BR-AG-08", "BR-AG-10",
			"CII-SR-470", "CII-SR-474"),
		changed: extendedCompanions(),
		added:   slices.Concat(extendedSums(), extendedParts(), extendedLines(), extendedVATRules()),
	}
}

// extendedCompanions are rules of EXTENDED that fire with those of the profile EN 16931.
func extendedCompanions() (all []ruleChange) {
	standard := t("BR-FXEXT-S08b", "BR-FXEXT-S-08ini", "BR-FXEXT-S-08rev")
	for _, with := range []struct {
		id  string
		ids []string
	}{
		{"BR-05", t("BR-FXEXT-CO-15")}, {"BR-12", t("BR-FXEXT-CO-10")}, {"BR-13", t("BR-FXEXT-CO-13", "BR-FXEXT-CO-15")},
		{"BR-14", t("BR-FXEXT-CO-15", "BR-FXEXT-CO-16")}, {"BR-15", t("BR-FXEXT-CO-16")},
		{"BR-16", append(t("BR-FXEXT-CO-10", "BR-FXEXT-CO-13", "BR-FXEXT-E-01", "BR-FXEXT-E-08b", "BR-FXEXT-E-08ini", "BR-FXEXT-E-08rev"), standard...)},
		{"BR-31", append(t("BR-FXEXT-CO-11", "BR-FXEXT-CO-13"), standard...)}, {"BR-32", standard},
		{"BR-36", append(t("BR-FXEXT-CO-12", "BR-FXEXT-CO-13"), standard...)}, {"BR-37", standard},
		{"BR-45", append(t("BR-FXEXT-S-09b"), standard...)}, {"BR-46", t("BR-FXEXT-S-09b")}, {"BR-47", t("BR-FXEXT-S-01")},
		{"BR-48", append(t("BR-FXEXT-S-09b"), standard...)}, {"BR-CO-18", t("BR-FXEXT-E-01", "BR-FXEXT-S-01")},
	} {
		all = append(all, ruleChange{with.id, also(with.ids...)})
	}
	for i := range vatFamilies {
		if f := &vatFamilies[i]; f.reason { // allowances and charges of the sample give no reasons
			for _, rest := range t("-03", "-04", "-10") {
				all = append(all, ruleChange{f.prefix + rest, also(f.extendedID("-08rev"))})
			}
		}
	}
	return all
}

// renamed is a rule of EN 16931 that EXTENDED has by another id, and with another test for CII if one is given.
func renamed(from, id string, test Test, changes ...func(*Rule)) Rule {
	for _, r := range renamable() {
		if r.ID != from {
			continue
		}
		r.ID, r.Also = id, nil
		if len(test.on) > 0 {
			r.CII = test
		}
		for _, change := range changes {
			change(&r)
		}
		return r
	}
	panic("no rule " + from)
}

var renamable = sync.OnceValue(func() []Rule { return onlyCII(slices.Concat(presence(), linePresence(), calculation())) })

const (
	aboutLine  = ciiLines + "/ram:AssociatedDocumentLineDocument"
	firstAbout = "rsm:SupplyChainTradeTransaction/" + aboutLine
	firstItem  = "rsm:SupplyChainTradeTransaction/" + ciiLines + "/ram:SpecifiedTradeProduct"
)

// saysDetail: the line counts by itself. At ram:AssociatedDocumentLineDocument.
var saysDetail = or(lacks("ram:LineStatusReasonCode"), says("ram:LineStatusReasonCode", "DETAIL"))

// extendedParts are rules on single elements.
func extendedParts() []Rule {
	return []Rule{
		{ID: "BR-FXEXT-01", Severity: Fatal, Terms: t("BG-1", "BT-22", "BT-X-5"),
			Text:     "Note no. {nth} has a subject (BT-21), but neither text (BT-22) nor a code for it (BT-X-5).",
			CII:      when("/rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IncludedNote", has("ram:SubjectCode"), has("ram:ContentCode|ram:Content")),
			BreakCII: "drop rsm:ExchangedDocument/ram:IncludedNote/ram:Content"},
		{ID: "BR-FXEXT-02", Severity: Fatal, Terms: t("BT-127"),
			Text:     "A note of line {line} has a subject, but neither text (BT-127) nor a code for it.",
			CII:      when("ram:AssociatedDocumentLineDocument/ram:IncludedNote", has("ram:SubjectCode"), has("ram:ContentCode|ram:Content")),
			BreakCII: "add " + firstAbout + " <ram:IncludedNote><ram:SubjectCode>AAI</ram:SubjectCode></ram:IncludedNote>"},
		{ID: "BR-FXEXT-03", Severity: Fatal, Terms: t("BT-48", "BT-63"),
			Text:     "The tax registration {value} is no VAT identifier: only the seller may have another one.",
			CII:      when("ram:SpecifiedTaxRegistration/ram:ID", not(within("ram:SellerTradeParty")), isVATNumber),
			BreakCII: "attr " + ciiAgreement + "/ram:BuyerTradeParty/ram:SpecifiedTaxRegistration/ram:ID schemeID = FC"},
		{ID: "BR-FXEXT-04", Severity: Warning, Terms: t("BG-32"),
			Text:     "The type {value} of an item attribute of line {line} is no code of UNTDID 6313 and none that Factur-X adds.",
			CII:      coded("ram:ApplicableProductCharacteristic/ram:TypeCode", "", nil, "characteristic-types@facturx-1.09.2"),
			BreakCII: "first " + firstItem + "/ram:ApplicableProductCharacteristic <ram:TypeCode>COLOUR OF EYES</ram:TypeCode>"},
		renamed("BR-22", "BR-FXEXT-BR-22", when(aboutLine, saysDetail, has("../ram:SpecifiedLineTradeDelivery/ram:BilledQuantity")), along("BR-FXEXT-BR-23", emptyToo)),
		renamed("BR-23", "BR-FXEXT-BR-23", whenEach(aboutLine, saysDetail, unitOf("../ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"))),
		renamed("BR-24", "BR-FXEXT-BR-24", when(aboutLine, saysDetail, has("../"+ciiLineAmount)),
			along("BR-FXEXT-CO-10", "BR-FXEXT-CO-13", "BR-FXEXT-S08b", "BR-FXEXT-S-08ini", "BR-FXEXT-S-08rev")),
		renamed("BR-26", "BR-FXEXT-BR-26", when(aboutLine, saysDetail, has("../ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount"))),
		renamed("BR-CO-04", "BR-FXEXT-CO-04", when(aboutLine, saysDetail,
			and(says("../ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:TypeCode", "VAT"), ofVAT("../ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax", "ram:CategoryCode", ciiIsVAT))),
			reads("Line {line} has no VAT category code (BT-151), or its tax is not called VAT."), along("BR-FXEXT-S08b", "BR-FXEXT-S-08ini", "BR-FXEXT-S-08rev")),
		renamed("BR-38", "BR-FXEXT-BR-38", Test{}),
		renamed("BR-44", "BR-FXEXT-BR-44", Test{}),
		{ID: "BR-FXEXT-BR-54-1", Severity: Fatal, Terms: t("BG-32", "BT-160"),
			Text:     "Item attribute no. {nth} of line {line} has neither a name (BT-160) nor a type.",
			CII:      at("ram:ApplicableProductCharacteristic", has("ram:Description|ram:TypeCode")),
			BreakCII: "drop " + firstItem + "/ram:ApplicableProductCharacteristic/ram:Description"},
		{ID: "BR-FXEXT-BR-54-2", Severity: Fatal, Terms: t("BG-32", "BT-161"),
			Text:     "Item attribute no. {nth} of line {line} needs either a value (BT-161) or a measure with its unit.",
			CII:      at("ram:ApplicableProductCharacteristic", oneValue),
			BreakCII: "drop " + firstItem + "/ram:ApplicableProductCharacteristic/ram:Value"},
		{ID: "CII-DT-097", Severity: Fatal, Terms: t("BT-2", "BT-9", "BT-72"),
			Text:     "The date {value} in {element} is not written YYYYMMDD, as the format 102 is.",
			CII:      when("udt:DateTimeString", inFormat("102"), func(_ *Check, n Node) bool { return isDay(trimmed(n)) }),
			BreakCII: "set rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString = 2026-03-02"},
		{ID: "BR-FXEXT-CII-DT-097a", Severity: Fatal, Terms: t("BT-2", "BT-9", "BT-72"),
			Text: "The date {value} in {element} is not written YYYYMMDDhhmm, as the format 205 is.",
			CII:  when("udt:DateTimeString", inFormat("205"), func(_ *Check, n Node) bool { return isMinute(trimmed(n)) }),
			BreakCII: "set rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString = 20260227\n" +
				"attr rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString format = 205"},
		{ID: "BR-CO-25", Severity: Fatal, Terms: t("BT-115", "BT-9", "BT-20"),
			Text: "{BT-115} is due (BT-115), but neither a due date (BT-9) nor payment terms (BT-20) say until when.",
			CII:  each("/*", dueSometime),
			Break: func(inv *einvoice.Invoice) {
				inv.PaymentTerms, inv.DueDate = "", einvoice.Date{}
			}},
	}
}

var (
	hasValue   = has("ram:Value")
	hasMeasure = has("ram:ValueMeasure")
	measures   = path("ram:ValueMeasure")
)

func oneValue(c *Check, n Node) bool {
	if hasValue(c, n) {
		return !hasMeasure(c, n)
	}
	return !measures.Each(n, func(x Node) bool { return x.AttrValue("unitCode") == "" })
}

func inFormat(format string) condition {
	return func(_ *Check, n Node) bool { return n.AttrValue("format") == format }
}

var dueText = path("ram:DueDateDateTime|ram:Description")

// dueSometime is BR-CO-25. A line's payment terms are as good as the document's.
func dueSometime(c *Check, n Node) {
	var due Node
	c.Anywhere(ramDuePayableAmount, func(x Node) bool { due = x; return false })
	if d := due.Decimal(); !d.IsSet() || d.Sign() <= 0 || c.extended.terms {
		return
	}
	found := false
	c.Anywhere(ramSpecifiedTradePaymentTerms, func(x Node) bool { found = dueText.Exists(x); return !found })
	if !found {
		c.Fail(due)
	}
}
