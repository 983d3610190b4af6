package invoicepage

import "github.com/einvoice-go/einvoice"

// words are what codes mean, by language: en, de, fr, es.
type words map[string][4]string

func (w words) in(l language, code string) string {
	if t, ok := w[code]; ok {
		return t[l]
	}
	return code
}

// titleOf is the kind of document in words (BT-3, UNTDID 1001). A self-billed invoice
// must be called so (directive 2006/112/EC, article 226 (10a)).
func titleOf(inv *einvoice.Invoice, l language) string {
	if t, ok := kinds[inv.TypeCode]; ok {
		return t[l]
	}
	if inv.IsCreditNote() {
		return kinds["381"][l]
	}
	return kinds["380"][l]
}

var kinds = words{
	"80":  {"Debit note", "Belastungsanzeige", "Note de débit", "Nota de cargo"},
	"84":  {"Debit note", "Belastungsanzeige", "Note de débit", "Nota de cargo"},
	"261": {"Self-billing credit note", "Korrektur einer Gutschrift", "Avoir en autofacturation", "Rectificación de facturación por el destinatario"},
	"325": {"Pro forma invoice", "Proforma-Rechnung", "Facture pro forma", "Factura proforma"},
	"326": {"Partial invoice", "Teilrechnung", "Facture partielle", "Factura parcial"},
	"380": {"Invoice", "Rechnung", "Facture", "Factura"},
	"381": {"Credit note", "Rechnungskorrektur", "Avoir", "Nota de crédito"},
	"383": {"Debit note", "Belastungsanzeige", "Note de débit", "Nota de cargo"},
	"384": {"Corrected invoice", "Korrigierte Rechnung", "Facture rectificative", "Factura rectificativa"},
	"386": {"Prepayment invoice", "Vorauszahlungsrechnung", "Facture d’acompte", "Factura de anticipo"},
	"389": {"Self-billing invoice", "Gutschrift", "Autofacturation", "Facturación por el destinatario"},
	"390": {"Delcredere invoice", "Delkredere-Rechnung", "Facture ducroire", "Factura del credere"},
	"393": {"Factored invoice", "Factoring-Rechnung", "Facture affacturée", "Factura con factoring"},
	"394": {"Lease invoice", "Leasingrechnung", "Facture de crédit-bail", "Factura de arrendamiento"},
	"395": {"Consignment invoice", "Konsignationsrechnung", "Facture de consignation", "Factura de consignación"},
	"396": {"Factored credit note", "Factoring-Rechnungskorrektur", "Avoir affacturé", "Nota de crédito con factoring"},
	"471": {"Self-billing corrected invoice", "Korrigierte Gutschrift", "Autofacture rectificative", "Facturación por el destinatario rectificativa"},
	"500": {"Self-billing prepayment invoice", "Gutschrift über Vorauszahlung", "Autofacture d’acompte", "Facturación por el destinatario de anticipo"},
	"751": {"Invoice information", "Rechnungsinformation", "Information de facture", "Información de factura"},
	"875": {"Partial construction invoice", "Abschlagsrechnung", "Facture de situation de travaux", "Certificación parcial de obra"},
	"876": {"Partial final construction invoice", "Teilschlussrechnung", "Facture partielle définitive de travaux", "Certificación final parcial de obra"},
	"877": {"Final construction invoice", "Schlussrechnung", "Décompte général de travaux", "Certificación final de obra"},
}

// categories are UNTDID 5305; the words for AE are those that the law demands
// (directive 2006/112/EC, article 226 (11a)).
var categories = words{
	"S":  {"VAT", "Umsatzsteuer", "TVA", "IVA"},
	"Z":  {"Zero rated", "Nullsatz", "Taux zéro", "Tipo cero"},
	"E":  {"Exempt from VAT", "Steuerfrei", "Exonéré de TVA", "Exento de IVA"},
	"AE": {"Reverse charge", "Steuerschuldnerschaft des Leistungsempfängers", "Autoliquidation", "Inversión del sujeto pasivo"},
	"K":  {"Intra-Community supply", "Innergemeinschaftliche Lieferung", "Livraison intracommunautaire", "Entrega intracomunitaria"},
	"G":  {"Export outside the EU", "Ausfuhrlieferung", "Exportation hors UE", "Exportación fuera de la UE"},
	"O":  {"Not subject to VAT", "Nicht steuerbar", "Hors champ de la TVA", "No sujeto a IVA"},
	"L":  {"IGIC (Canary Islands)", "IGIC (Kanarische Inseln)", "IGIC (îles Canaries)", "IGIC (Canarias)"},
	"M":  {"IPSI (Ceuta and Melilla)", "IPSI (Ceuta und Melilla)", "IPSI (Ceuta et Melilla)", "IPSI (Ceuta y Melilla)"},
	"B":  {"Split payment", "Split Payment", "Paiement scindé", "Pago dividido"},
}

// means are UNTDID 4461.
var means = words{
	"1":  {"Not defined", "Nicht festgelegt", "Non défini", "No definido"},
	"10": {"Cash", "Bar", "Espèces", "Efectivo"},
	"20": {"Cheque", "Scheck", "Chèque", "Cheque"},
	"30": {"Credit transfer", "Überweisung", "Virement", "Transferencia"},
	"31": {"Debit transfer", "Lastschrift", "Prélèvement", "Adeudo"},
	"42": {"Payment to bank account", "Zahlung auf Bankkonto", "Versement sur compte", "Ingreso en cuenta"},
	"48": {"Bank card", "Bankkarte", "Carte bancaire", "Tarjeta bancaria"},
	"49": {"Direct debit", "Lastschrift", "Prélèvement", "Domiciliación bancaria"},
	"54": {"Credit card", "Kreditkarte", "Carte de crédit", "Tarjeta de crédito"},
	"55": {"Debit card", "Debitkarte", "Carte de débit", "Tarjeta de débito"},
	"57": {"Standing agreement", "Dauerauftrag", "Accord permanent", "Acuerdo permanente"},
	"58": {"SEPA credit transfer", "SEPA-Überweisung", "Virement SEPA", "Transferencia SEPA"},
	"59": {"SEPA direct debit", "SEPA-Lastschrift", "Prélèvement SEPA", "Adeudo directo SEPA"},
	"68": {"Online payment service", "Online-Bezahldienst", "Service de paiement en ligne", "Servicio de pago en línea"},
	"97": {"Clearing between partners", "Verrechnung", "Compensation", "Compensación"},
}

// taxPoints are UNTDID 2005 and 2475 (BT-8).
var taxPoints = words{
	"3":   {"Invoice date", "Rechnungsdatum", "Date de facture", "Fecha de factura"},
	"35":  {"Delivery date", "Lieferdatum", "Date de livraison", "Fecha de entrega"},
	"432": {"Date of payment", "Zahlungsdatum", "Date de paiement", "Fecha de pago"},
}

// schemes are names of identifier schemes (ISO 6523, EAS, UNTDID 1153), the same in all languages.
var schemes = map[string]string{
	"0002": "SIRENE", "0009": "SIRET", "0060": "DUNS", "0088": "GLN", "0160": "GTIN", "0204": "Leitweg-ID", "EM": "E-Mail",
	"9930": "DE VAT", "9957": "FR VAT", "9920": "ES VAT", "FC": "", "VA": "VAT",
}

// unitNames are units of UN/ECE Recommendations 20 and 21.
var unitNames = words{
	"C62": {"pcs", "Stk.", "u.", "ud."}, "H87": {"pcs", "Stk.", "pce", "pza."}, "EA": {"pcs", "Stk.", "u.", "ud."}, "XPP": {"pcs", "Stk.", "pce", "pza."},
	"NAR": {"pcs", "Stk.", "u.", "ud."}, "PR": {"pairs", "Paar", "paires", "pares"}, "NPR": {"pairs", "Paar", "paires", "pares"}, "SET": {"set", "Satz", "jeu", "juego"},
	"SEC": {"s", "s", "s", "s"}, "MIN": {"min", "min", "min", "min"}, "HUR": {"h", "Std.", "h", "h"}, "DAY": {"days", "Tage", "jours", "días"}, "WEE": {"weeks", "Wochen", "semaines", "semanas"},
	"MON": {"months", "Monate", "mois", "meses"}, "QAN": {"quarters", "Quartale", "trimestres", "trimestres"}, "ANN": {"years", "Jahre", "ans", "años"},
	"MGM": {"mg", "mg", "mg", "mg"}, "GRM": {"g", "g", "g", "g"}, "KGM": {"kg", "kg", "kg", "kg"}, "TNE": {"t", "t", "t", "t"},
	"MMT": {"mm", "mm", "mm", "mm"}, "CMT": {"cm", "cm", "cm", "cm"}, "MTR": {"m", "m", "m", "m"}, "KMT": {"km", "km", "km", "km"}, "KTM": {"km", "km", "km", "km"},
	"CMK": {"cm²", "cm²", "cm²", "cm²"}, "MTK": {"m²", "m²", "m²", "m²"}, "HAR": {"ha", "ha", "ha", "ha"}, "CMQ": {"cm³", "cm³", "cm³", "cm³"}, "MTQ": {"m³", "m³", "m³", "m³"},
	"MLT": {"ml", "ml", "ml", "ml"}, "LTR": {"l", "l", "l", "l"}, "HLT": {"hl", "hl", "hl", "hl"}, "KWH": {"kWh", "kWh", "kWh", "kWh"}, "MWH": {"MWh", "MWh", "MWh", "MWh"}, "KWT": {"kW", "kW", "kW", "kW"},
	"LS": {"lump sum", "pauschal", "forfait", "global"}, "E48": {"services", "Leist.", "prest.", "serv."}, "P1": {"%", "%", "%", "%"},
	"XPK": {"packs", "Pack.", "paquets", "paquetes"}, "PK": {"packs", "Pack.", "paquets", "paquetes"}, "XBX": {"boxes", "Kisten", "boîtes", "cajas"}, "XCT": {"cartons", "Kartons", "cartons", "cartones"},
	"XPX": {"pallets", "Paletten", "palettes", "palés"}, "XBO": {"bottles", "Flaschen", "bouteilles", "botellas"}, "XBG": {"bags", "Beutel", "sacs", "bolsas"}, "XRO": {"rolls", "Rollen", "rouleaux", "rollos"},
}

// subjects are UNTDID 4451 (BT-21).
var subjects = words{
	"AAI": {"General", "Allgemein", "Général", "General"},
	"AAB": {"Terms of payment", "Zahlungsbedingungen", "Conditions de paiement", "Condiciones de pago"},
	"ABL": {"Legal information", "Rechtliche Angaben", "Mentions légales", "Información legal"},
	"ACB": {"Further information", "Weitere Angaben", "Informations complémentaires", "Información adicional"},
	"CUS": {"Customs", "Zoll", "Douane", "Aduanas"},
	"PMD": {"Late payment", "Zahlungsverzug", "Pénalités de retard", "Demora en el pago"},
	"PMT": {"Payment", "Zahlung", "Paiement", "Pago"},
	"REG": {"Regulatory information", "Rechtliche Angaben", "Informations réglementaires", "Información reglamentaria"},
	"SUR": {"Seller’s remark", "Anmerkung des Verkäufers", "Remarque du vendeur", "Nota del vendedor"},
	"TXD": {"Tax", "Steuer", "Taxe", "Impuestos"},
}

// reasons are what allowances (UNTDID 5189) and charges (UNTDID 7161) are called most often.
var reasons = words{
	"41": {"Bonus", "Bonus", "Prime", "Bonificación"}, "42": {"Other bonus", "Sonstiger Bonus", "Autre prime", "Otra bonificación"},
	"60": {"Manufacturer’s discount", "Herstellerrabatt", "Remise du fabricant", "Descuento del fabricante"},
	"64": {"Special agreement", "Sondervereinbarung", "Accord spécial", "Acuerdo especial"}, "66": {"Promotion", "Aktion", "Promotion", "Promoción"},
	"95": {"Discount", "Rabatt", "Remise", "Descuento"}, "100": {"Special rebate", "Sonderrabatt", "Rabais spécial", "Rebaja especial"},
	"102": {"Fixed term", "Feste Laufzeit", "Durée fixe", "Plazo fijo"}, "104": {"Standard discount", "Standardrabatt", "Remise standard", "Descuento estándar"},
	"AA": {"Advertising", "Werbung", "Publicité", "Publicidad"}, "ABK": {"Miscellaneous", "Sonstiges", "Divers", "Varios"}, "ADR": {"Other services", "Sonstige Leistungen", "Autres services", "Otros servicios"},
	"FC": {"Freight", "Fracht", "Fret", "Portes"}, "FI": {"Financing", "Finanzierung", "Financement", "Financiación"}, "LA": {"Labelling", "Kennzeichnung", "Étiquetage", "Etiquetado"},
	"PC": {"Packing", "Verpackung", "Emballage", "Embalaje"}, "IN": {"Insurance", "Versicherung", "Assurance", "Seguro"}, "DL": {"Delivery", "Lieferung", "Livraison", "Entrega"},
}

// countries are those that invoices in the internal market name most (ISO 3166-1).
var countries = words{
	"AT": {"Austria", "Österreich", "Autriche", "Austria"}, "BE": {"Belgium", "Belgien", "Belgique", "Bélgica"}, "BG": {"Bulgaria", "Bulgarien", "Bulgarie", "Bulgaria"},
	"CH": {"Switzerland", "Schweiz", "Suisse", "Suiza"}, "CY": {"Cyprus", "Zypern", "Chypre", "Chipre"}, "CZ": {"Czechia", "Tschechien", "Tchéquie", "Chequia"},
	"DE": {"Germany", "Deutschland", "Allemagne", "Alemania"}, "DK": {"Denmark", "Dänemark", "Danemark", "Dinamarca"}, "EE": {"Estonia", "Estland", "Estonie", "Estonia"},
	"ES": {"Spain", "Spanien", "Espagne", "España"}, "FI": {"Finland", "Finnland", "Finlande", "Finlandia"}, "FR": {"France", "Frankreich", "France", "Francia"},
	"GB": {"United Kingdom", "Vereinigtes Königreich", "Royaume-Uni", "Reino Unido"}, "GR": {"Greece", "Griechenland", "Grèce", "Grecia"}, "HR": {"Croatia", "Kroatien", "Croatie", "Croacia"},
	"HU": {"Hungary", "Ungarn", "Hongrie", "Hungría"}, "IE": {"Ireland", "Irland", "Irlande", "Irlanda"}, "IS": {"Iceland", "Island", "Islande", "Islandia"},
	"IT": {"Italy", "Italien", "Italie", "Italia"}, "LI": {"Liechtenstein", "Liechtenstein", "Liechtenstein", "Liechtenstein"}, "LT": {"Lithuania", "Litauen", "Lituanie", "Lituania"},
	"LU": {"Luxembourg", "Luxemburg", "Luxembourg", "Luxemburgo"}, "LV": {"Latvia", "Lettland", "Lettonie", "Letonia"}, "MT": {"Malta", "Malta", "Malte", "Malta"},
	"NL": {"Netherlands", "Niederlande", "Pays-Bas", "Países Bajos"}, "NO": {"Norway", "Norwegen", "Norvège", "Noruega"}, "PL": {"Poland", "Polen", "Pologne", "Polonia"},
	"PT": {"Portugal", "Portugal", "Portugal", "Portugal"}, "RO": {"Romania", "Rumänien", "Roumanie", "Rumanía"}, "SE": {"Sweden", "Schweden", "Suède", "Suecia"},
	"SI": {"Slovenia", "Slowenien", "Slovénie", "Eslovenia"}, "SK": {"Slovakia", "Slowakei", "Slovaquie", "Eslovaquia"}, "TR": {"Türkiye", "Türkei", "Turquie", "Turquía"},
	"UA": {"Ukraine", "Ukraine", "Ukraine", "Ucrania"}, "US": {"United States", "Vereinigte Staaten", "États-Unis", "Estados Unidos"}, "CN": {"China", "China", "Chine", "China"},
	"JP": {"Japan", "Japan", "Japon", "Japón"}, "AU": {"Australia", "Australien", "Australie", "Australia"}, "SG": {"Singapore", "Singapur", "Singapour", "Singapur"},
}
