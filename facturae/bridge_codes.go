package facturae

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
)

// meansRow is a means of payment: its code in Facturae, that in UNTDID 4461, and the
// other codes of UNTDID 4461 that are read as it.
type meansRow struct {
	code, untdid, label string
	also                string
}

// mutuallyDefined is the code of UNTDID 4461 under which the label (BT-82) says what is
// meant, for those means that the list does not have.
const mutuallyDefined = "ZZZ"

// special is the means of payment for what Facturae does not have.
const special = "13"

var means = []meansRow{
	{"01", "10", "Al contado", ""},
	{"02", "49", "Recibo domiciliado", "59"},
	{"03", mutuallyDefined, "Recibo", ""},
	{"04", "30", "Transferencia", "31 42 58"},
	{"05", "44", "Letra aceptada", ""},
	{"06", mutuallyDefined, "Crédito documentario", ""},
	{"07", mutuallyDefined, "Contrato adjudicación", ""},
	{"08", "24", "Letra de cambio", "21 22 70"},
	{"09", "60", "Pagaré a la orden", "61 62 63 64 65 66"},
	{"10", mutuallyDefined, "Pagaré no a la orden", ""},
	{"11", "20", "Cheque", ""},
	{"12", mutuallyDefined, "Reposición", ""},
	{"13", mutuallyDefined, "Especiales", "68"},
	{"14", "97", "Compensación", ""},
	{"15", "50", "Giro postal", ""},
	{"16", "25", "Cheque conformado", "26"},
	{"17", "23", "Cheque bancario", ""},
	{"18", mutuallyDefined, "Pago contra reembolso", ""},
	{"19", "48", "Pago mediante tarjeta", "54 55"},
}

func meansOf(code string) (meansRow, bool) {
	i := slices.IndexFunc(means, func(m meansRow) bool { return m.code == code })
	if i < 0 {
		return meansRow{}, false
	}
	return means[i], true
}

// meansFrom is Facturae's code for BT-81 and BT-82.
func meansFrom(untdid, label string) (string, bool) {
	for _, m := range means {
		switch {
		case untdid == mutuallyDefined && strings.EqualFold(strings.TrimSpace(label), m.label):
			return m.code, true
		case untdid != mutuallyDefined && untdid != "" && (m.untdid == untdid || slices.Contains(strings.Fields(m.also), untdid)):
			return m.code, true
		}
	}
	return special, false
}

// unitRow is a unit of measure in Facturae and in UN/ECE Recommendations 20 and 21.
type unitRow struct{ code, rec, also string }

const (
	pieces    = "C62" // one
	otherUnit = "05"
)

// units: 05 is any other one; Tetra Brik (14) and packs of six (27) have no code in the
// lists of EN 16931-1. Packages have an X before their code of Recommendation 21.
var units = []unitRow{
	{"01", pieces, "H87 EA NAR XPP"}, {"02", "HUR", ""}, {"03", "KGM", ""}, {"04", "LTR", ""}, {"06", "XBX", ""},
	{"07", "XDS", ""}, {"08", "XBA", ""}, {"09", "XJY", ""}, {"10", "XBG", ""}, {"11", "XCO", ""},
	{"12", "XBO", ""}, {"13", "XCI", ""}, {"15", "CLT", ""}, {"16", "CMT", ""}, {"17", "XBI", ""},
	{"18", "DZN", ""}, {"19", "XCS", ""}, {"20", "XDJ", ""}, {"21", "GRM", ""}, {"22", "KMT", ""},
	{"23", "XCA", ""}, {"24", "XBH", ""}, {"25", "MTR", ""}, {"26", "MMT", ""}, {"28", "XPK", ""},
	{"29", "PTN", ""}, {"30", "XRO", ""}, {"31", "XEN", ""}, {"32", "XTB", ""}, {"33", "MTQ", ""},
	{"34", "SEC", ""}, {"35", "WTT", ""}, {"36", "KWH", ""},
}

func unitOf(code string) string {
	for _, u := range units {
		if u.code == code {
			return u.rec
		}
	}
	return pieces
}

func unitFrom(rec string) (string, bool) {
	for _, u := range units {
		if u.rec == rec || slices.Contains(strings.Fields(u.also), rec) {
			return u.code, true
		}
	}
	return otherUnit, rec == ""
}

// taxRow is a type of tax: how it is called, and the VAT category that has its place in
// EN 16931-1: S for VAT and its regime for travel agencies, L for IGIC, M for IPSI,
// none for a tax that is no VAT.
type taxRow struct{ code, name, category string }

const (
	iva         = "01"
	otherTax    = "05"
	travelAgent = "17" // regime of travel agencies
)

var taxes = []taxRow{
	{iva, "IVA", "S"}, {"02", "IPSI", "M"}, {"03", "IGIC", "L"}, {"04", "IRPF", ""}, {otherTax, "Otro impuesto", ""},
	{"06", "ITPAJD", ""}, {"07", "Impuestos especiales", ""}, {"08", "Renta de aduanas", ""}, {"09", "IGTECM", ""},
	{"10", "IECDPCAC", ""}, {"11", "IIIMAB", ""}, {"12", "ICIO", ""}, {"13", "IMVDN", ""}, {"14", "IMSN", ""},
	{"15", "IMGSN", ""}, {"16", "IMPN", ""}, {travelAgent, "IVA, régimen de agencias de viajes", "S"},
	{"18", "IGIC, régimen de agencias de viajes", "L"}, {"19", "IPSI, régimen de agencias de viajes", "M"},
	{"20", "IPS", ""}, {"21", "RLEA", ""}, {"22", "IVPEE", ""}, {"23", "Impuesto sobre el combustible nuclear gastado", ""},
	{"24", "Impuesto sobre el almacenamiento de combustible nuclear", ""}, {"25", "IDEC", ""},
	{"26", "Impuesto sobre las labores del tabaco de Canarias", ""}, {"27", "IGFEI", ""}, {"28", "IRNR", ""},
	{"29", "Impuesto sobre Sociedades", ""},
}

func taxOf(code string) taxRow {
	for _, t := range taxes {
		if t.code == code {
			return t
		}
	}
	return taxRow{code, "Impuesto", ""}
}

// taxFrom is Facturae's type of a VAT category.
func taxFrom(category string) string {
	switch category {
	case "L":
		return "03"
	case "M":
		return "02"
	}
	return iva
}

// surcharges are the pairs of a VAT rate and its equivalence surcharge, in percent, that
// Spanish law has or had since 2010 and whose sum can be nothing else.
var surcharges = [...][2]string{
	{"21", "5.2"}, {"10", "1.4"}, {"4", "0.5"}, {"21", "1.75"}, {"5", "0.62"}, {"5", "0.5"}, {"7.5", "1"}, {"2", "0.26"},
	{"18", "4"}, {"16", "4"}, {"8", "1"},
}

// surchargeOf splits a combined rate.
func surchargeOf(combined einvoice.Decimal) (rate, surcharge einvoice.Decimal, ok bool) {
	for _, p := range surcharges {
		rate, surcharge = einvoice.MustDecimal(p[0]), einvoice.MustDecimal(p[1])
		if rate.Add(surcharge).Cmp(combined) == 0 {
			return rate.Round(2), surcharge.Round(2), true
		}
	}
	return combined, einvoice.Decimal{}, false
}

// exemptions are the VATEX codes whose VAT category is not E.
var exemptions = map[string]string{"VATEX-EU-AE": "AE", "VATEX-EU-IC": "K", "VATEX-EU-G": "G", "VATEX-EU-O": "O"}

var vatexCodes = codes.Get("vatex@en16931-1.3.16")

func knownExemption(code string) bool { return vatexCodes.Has(code) }

// reverseCharge is what Spanish invoices must say where the buyer owes the VAT (RD
// 1619/2012, art. 6.1.m).
const reverseCharge = "inversión del sujeto pasivo"

// reasons are those for a line without VAT, where the document has only the category.
var reasons = map[string]string{
	"E":  "Operación exenta",
	"K":  "VATEX-EU-IC Entrega intracomunitaria exenta",
	"G":  "VATEX-EU-G Exportación exenta",
	"O":  "Operación no sujeta",
	"AE": "Inversión del sujeto pasivo",
}

// fileFormats are the MIME codes of AttachmentFormat. The first of a format is written to
// EN 16931-1, if it is one of BR-CL-24, which is marked.
var fileFormats = []struct {
	format, mime string
	core         bool
}{
	{"pdf", "application/pdf", true}, {"jpg", "image/jpeg", true},
	{"xml", "application/xml", false}, {"xml", "text/xml", false}, {"doc", "application/msword", false}, {"gif", "image/gif", false},
	{"rtf", "application/rtf", false}, {"xls", "application/vnd.ms-excel", false}, {"bmp", "image/bmp", false},
	{"tiff", "image/tiff", false}, {"html", "text/html", false},
}

// typeRow is a kind of invoice: BT-3 and what Facturae calls it.
type typeRow struct {
	code, document, class, issuer string
	method                        string // of correction, for corrective ones
	faithful                      bool   // comes back as the same BT-3
}

// kinds: the first row that fits is taken in either direction; other codes are written
// like 380, or 381 if they are credit notes.
var kinds = []typeRow{
	{"380", "FC", "OO", "EM", "", true},
	{"381", "FC", "OR", "EM", "02", true},
	{"384", "FC", "OR", "EM", "01", true},
	{"383", "FC", "OR", "EM", "02", false},
	{"389", "AF", "OO", "RE", "", true},
	{"261", "AF", "OR", "RE", "02", true},
	{"385", "FC", "OC", "EM", "", true},
	{"393", "FC", "OO", "EM", "", true},
}

// corrects tells whether a class is that of corrective invoices: OR, and CR, its copy.
func corrects(class string) bool { return class == "OR" || class == "CR" }

// rolesOfCentres are the names of the offices by role.
var rolesOfCentres = map[string]string{
	"01": "Oficina contable", "02": "Órgano gestor", "03": "Unidad tramitadora", "04": "Órgano proponente",
}
