package facturae

// ReasonText is the text that the schema demands for a ReasonCode of Corrective; "" if
// there is no such code.
func ReasonText(code string) string { return reasonTexts[code] }

// MethodText is the text that the schema demands for a CorrectionMethod; "" if there is no
// such code.
func MethodText(code string) string { return methodTexts[code] }

// TaxName is the Spanish name of a TaxTypeCode, "Impuesto" of one that is not known.
func TaxName(code string) string { return taxOf(code).name }

// The schema has these texts for ReasonDescription and CorrectionMethodDescription, letter
// by letter.
var reasonTexts = map[string]string{
	"01": "Número de la factura", "02": "Serie de la factura", "03": "Fecha expedición",
	"04": "Nombre y apellidos/Razón Social-Emisor", "05": "Nombre y apellidos/Razón Social-Receptor",
	"06": "Identificación fiscal Emisor/obligado", "07": "Identificación fiscal Receptor",
	"08": "Domicilio Emisor/Obligado", "09": "Domicilio Receptor", "10": "Detalle Operación",
	"11": "Porcentaje impositivo a aplicar", "12": "Cuota tributaria a aplicar", "13": "Fecha/Periodo a aplicar",
	"14": "Clase de factura", "15": "Literales legales", "16": "Base imponible",
	"80": "Cálculo de cuotas repercutidas", "81": "Cálculo de cuotas retenidas",
	"82": "Base imponible modificada por devolución de envases / embalajes",
	"83": "Base imponible modificada por descuentos y bonificaciones",
	"84": "Base imponible modificada por resolución firme, judicial o administrativa",
	"85": "Base imponible modificada cuotas repercutidas no satisfechas. Auto de declaración de concurso",
}

var methodTexts = map[string]string{
	"01": "Rectificación íntegra", "02": "Rectificación por diferencias",
	"03": "Rectificación por descuento por volumen de operaciones durante un periodo",
	"04": "Autorizadas por la Agencia Tributaria",
}
