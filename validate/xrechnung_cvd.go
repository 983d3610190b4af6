package validate

import (
	"strconv"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Rules for documents of XRechnung's profile for clean vehicles (CVD, after the Clean Vehicles Directive): which vehicle
// is invoiced is an item classification with the scheme CVD, how clean it is an item attribute named cva.
func xrechnungCVD() []Rule {
	return []Rule{
		{ID: "BR-DE-CVD-01", Severity: Fatal, Terms: t("BT-12"),
			Text:  "The contract reference (BT-12) is missing.",
			UBL:   when("/*", ofCVD, anyFilled("cac:ContractDocumentReference/cbc:ID")),
			CII:   when(xrAgreement, ofCVD, anyFilled("ram:ContractReferencedDocument/ram:IssuerAssignedID")),
			Break: vehicles(func(inv *einvoice.Invoice) { inv.ContractReference = "" })},
		{ID: "BR-DE-CVD-02", Severity: Fatal, Terms: t("BT-17"),
			Text:  "The tender or lot reference (BT-17) is missing.",
			UBL:   when("/*", ofCVD, anyFilled("cac:OriginatorDocumentReference/cbc:ID")),
			CII:   when(xrAgreement, ofCVD, ciiHasTender),
			Break: vehicles(func(inv *einvoice.Invoice) { inv.TenderOrLot = "" })},
		{ID: "BR-DE-CVD-03", Severity: Fatal, Terms: t("BT-158", "BT-160"),
			Text: "No line has both a vehicle category (BT-158 with the scheme CVD) and the attribute cva (BT-160).",
			UBL:  both(each(ublItems, noteVehicle(ublVehicle)), when("/*", ofCVD, someVehicle)),
			CII:  both(each(ciiItems, noteVehicle(ciiVehicle)), when("/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction", ofCVD, someVehicle)),
			Break: vehicles(func(inv *einvoice.Invoice) {
				inv.Lines[0].Item.Classifications, inv.Lines[0].Item.Attributes = nil, nil
			})},
		{ID: "BR-DE-CVD-04", Severity: Fatal, Terms: t("BT-158"),
			Text:  "The vehicle category {value} (BT-158) of line {line} is none of M1, M2, M3, N1, N2 and N3.",
			UBL:   each(ublClasses, knownVehicle),
			CII:   each(ciiClasses, knownVehicle),
			Break: vehicles(func(inv *einvoice.Invoice) { inv.Lines[0].Item.Classifications[0].Code = "M4" })},
		{ID: "BR-DE-CVD-05", Severity: Fatal, Terms: t("BT-161"),
			Text:  "The attribute cva of line {line} is {emission} (BT-161), which is none of clean, zero-emission and other.",
			UBL:   emission("/inv:Invoice/cac:InvoiceLine/cac:Item/cac:AdditionalItemProperty|/cn:CreditNote/cac:CreditNoteLine/cac:Item/cac:AdditionalItemProperty", "cbc:Name", "cbc:Value"),
			CII:   emission(ciiItems+"/ram:ApplicableProductCharacteristic", "ram:Description", "ram:Value"),
			Break: vehicles(func(inv *einvoice.Invoice) { inv.Lines[0].Item.Attributes[0].Value = "dirty" })},
		{ID: "BR-DE-CVD-06-a", Severity: Fatal, Terms: t("BT-160", "BT-158"),
			Text: "Line {line} has a vehicle category (BT-158) and {count} attributes cva (BT-160), where it must have one.",
			UBL:  each(ublItems, goTogether(ublVehicle, false)),
			CII:  each(ciiItems, goTogether(ciiVehicle, false)),
			Break: vehicles(func(inv *einvoice.Invoice) {
				inv.Lines[1].Item.Classifications = []einvoice.Classification{{Code: "N1", Scheme: "CVD"}}
			})},
		{ID: "BR-DE-CVD-06-b", Severity: Fatal, Terms: t("BT-158", "BT-160"),
			Text: "Line {line} has the attribute cva (BT-160) and {count} vehicle categories (BT-158), where it must have one.",
			UBL:  each(ublItems, goTogether(ublVehicle, true)),
			CII:  each(ciiItems, goTogether(ciiVehicle, true)),
			Break: vehicles(func(inv *einvoice.Invoice) {
				inv.Lines[1].Item.Attributes = []einvoice.ItemAttribute{{Name: "cva", Value: "clean"}}
			})},
		{ID: "BR-TMP-CVD-01", Severity: Fatal, Terms: t("BT-158"),
			Text: "The item classification {value} (BT-158) of line {line} has the scheme {scheme}, which is in no list.",
			UBL:  each(ublClasses, knownClass),
			CII:  each(ciiClasses, knownClass),
			Break: vehicles(func(inv *einvoice.Invoice) {
				inv.Lines[1].Item.Classifications = []einvoice.Classification{{Code: "N1", Scheme: "CVE"}}
			})},
	}
}

// vehicles makes the invoice one for a clean vehicle first.
func vehicles(change func(*einvoice.Invoice)) func(*einvoice.Invoice) {
	return func(inv *einvoice.Invoice) {
		inv.Process.Specification = xrCVD
		inv.Lines[0].Item.Classifications = []einvoice.Classification{{Code: "M1", Scheme: "CVD"}}
		inv.Lines[0].Item.Attributes = []einvoice.ItemAttribute{{Name: "cva", Value: "zero-emission"}}
		change(inv)
	}
}

const (
	ublItems   = "/inv:Invoice/cac:InvoiceLine/cac:Item|/cn:CreditNote/cac:CreditNoteLine/cac:Item"
	ublClasses = "/inv:Invoice/cac:InvoiceLine/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode|" +
		"/cn:CreditNote/cac:CreditNoteLine/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode"
	ciiItems   = xrLines + "/ram:SpecifiedTradeProduct"
	ciiClasses = ciiItems + "/ram:DesignatedProductClassification/ram:ClassCode"
)

var (
	itemClasses       = codes.Get("item-classes@xrechnung-3.0.2")
	vehicleCategories = codes.Get("vehicle-categories@xrechnung-3.0.2")
	vehicleEmissions  = codes.Get("vehicle-emissions@xrechnung-3.0.2")

	ublVehicle = vehicle{path("cac:CommodityClassification/cbc:ItemClassificationCode"), path("cac:AdditionalItemProperty"), path("cbc:Name")}
	ciiVehicle = vehicle{path("ram:DesignatedProductClassification/ram:ClassCode"), path("ram:ApplicableProductCharacteristic"), path("ram:Description")}

	tenderPath = path("ram:AdditionalReferencedDocument")
)

// vehicle tells where an item has what says that it is a vehicle.
type vehicle struct{ classes, attributes, names *tree.Path }

// categories counts the vehicle categories of an item.
func (v vehicle) categories(n Node) (count int) {
	v.classes.Each(n, func(x Node) bool {
		if x.AttrValue("listID") == "CVD" {
			count++
		}
		return true
	})
	return count
}

// emissions counts the attributes of an item that say how clean it is.
func (v vehicle) emissions(n Node) (count int) {
	v.attributes.Each(n, func(x Node) bool {
		if anyOf(v.names, x, "cva") {
			count++
		}
		return true
	})
	return count
}

// noteVehicle remembers that there is a vehicle whose emission class is given.
func noteVehicle(v vehicle) func(*Check, Node) {
	return func(c *Check, n Node) {
		if f := c.claims(); f.cvd && !f.vehicle {
			f.vehicle = v.categories(n) > 0 && v.emissions(n) > 0
		}
	}
}

func someVehicle(c *Check, _ Node) bool { return c.xrechnung.vehicle }

// goTogether: an item with a vehicle category has one emission class, or the other way round.
func goTogether(v vehicle, backwards bool) func(*Check, Node) {
	return func(c *Check, n Node) {
		if !c.claims().cvd {
			return
		}
		has, needs := v.categories(n), v.emissions(n)
		if backwards {
			has, needs = needs, has
		}
		if has > 0 && needs != 1 {
			c.Arg("count", strconv.Itoa(needs)).Fail(n)
		}
	}
}

func knownVehicle(c *Check, n Node) {
	if scheme := n.AttrValue("listID"); c.claims().cvd && tree.Normalize(scheme) == "CVD" && !vehicleCategories.Has(n.Norm()) {
		c.Fail(n)
	}
}

// knownClass: the scheme of an item classification is in the list, or is not given.
func knownClass(c *Check, n Node) {
	if scheme := n.AttrValue("listID"); c.claims().cvd && !itemClasses.Has(tree.Normalize(scheme)) {
		c.Arg("scheme", scheme).Fail(n)
	}
}

// emission looks at the values of attributes named cva.
func emission(pattern, named, value string) Test {
	names, values := path(named), path(value)
	return each(pattern, func(c *Check, n Node) {
		if !c.claims().cvd || !anyOf(names, n, "cva") {
			return
		}
		if s := values.First(n).Norm(); !vehicleEmissions.Has(s) {
			c.Arg("emission", shown(s)).failAt(values, n)
		}
	})
}

// ciiHasTender: among the documents referred to is one of type 50 with a number.
func ciiHasTender(_ *Check, n Node) bool {
	return !tenderPath.Each(n, func(x Node) bool {
		return x.Child(ramTypeCode).Norm() != "50" || blank(x.Child(ramIssuerAssignedID).Text())
	})
}
