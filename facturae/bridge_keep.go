package facturae

import (
	"reflect"
	"regexp"
	"strings"
	"sync"

	"github.com/einvoice-go/einvoice"
)

// What EN 16931-1 has no term for and a person needs is kept as a line of text in a note
// (BT-22), or in the note of the line (BT-127) that it belongs to:
//
//	Retención (Facturae Invoice.TaxesWithheld[0]): TaxTypeCode=04; TaxRate=15.00; ...
//	Idioma (Facturae Invoice.InvoiceIssueData.LanguageName): ca
//
// First comes what it is, in Spanish; then the place in the document, from one of the
// five roots FileHeader, SellerParty, BuyerParty, Invoice and InvoiceLine; then the
// value, or values with their places within it. FromInvoices reads these lines and
// puts the values back. In values a backslash comes before backslash and semicolon, and
// \n, \r, \t and \s are line feed, carriage return, tab and a blank at either end.

// keptRow is a place that is kept, with everything in it.
type keptRow struct {
	place string // with [] for indexes
	label string
	whole bool // all of it, even where a part would come back by itself
	why   string
}

// keptRows: the row that reaches farthest counts. A row with why is not kept but lost.
var keptRows = []keptRow{
	{place: "FileHeader.SchemaVersion", why: "of the document's own form"},
	{place: "FileHeader.Modality", why: "every invoice of a batch stands alone"},
	{place: "FileHeader.Batch.BatchIdentifier", label: "Lote"},
	{place: "FileHeader.Batch", why: "adds up the file: worked out anew"},
	{place: "FileHeader.InvoiceIssuerType", label: "Emisor de la factura"},
	{place: "FileHeader.ThirdParty", label: "Tercero emisor", whole: true},
	{place: "FileHeader.FactoringAssignmentData", label: "Cesión del crédito", whole: true},
	{place: "SellerParty.TaxIdentification", label: "Identificación fiscal del vendedor"},
	{place: "BuyerParty.TaxIdentification", label: "Identificación fiscal del comprador"},
	{place: "SellerParty.AdministrativeCentres[]", label: "Centro administrativo del vendedor", whole: true},
	{place: "BuyerParty.AdministrativeCentres[]", label: "Centro administrativo del comprador", whole: true},
	{place: "SellerParty.LegalEntity.RegistrationData", label: "Registro mercantil del vendedor", whole: true},
	{place: "BuyerParty.LegalEntity.RegistrationData", label: "Registro mercantil del comprador", whole: true},
	{place: "SellerParty", label: "Vendedor"},
	{place: "BuyerParty", label: "Comprador"},
	{place: "Invoice.InvoiceHeader.InvoiceSeriesCode", label: "Serie"},
	{place: "Invoice.InvoiceHeader.InvoiceNumber", label: "Número"},
	{place: "Invoice.InvoiceHeader.InvoiceDocumentType", label: "Tipo de documento"},
	{place: "Invoice.InvoiceHeader.InvoiceClass", label: "Clase de factura"},
	{place: "Invoice.InvoiceHeader.Corrective", label: "Rectificación", whole: true},
	{place: "Invoice.InvoiceIssueData.PlaceOfIssue", label: "Lugar de expedición", whole: true},
	{place: "Invoice.InvoiceIssueData.ExchangeRateDetails", label: "Tipo de cambio", whole: true},
	{place: "Invoice.InvoiceIssueData.TaxCurrencyCode", label: "Moneda del impuesto"},
	{place: "Invoice.InvoiceIssueData.LanguageName", label: "Idioma"},
	{place: "Invoice.InvoiceIssueData", label: "Datos de emisión"},
	{place: "Invoice.TaxesOutputs[]", label: "Impuesto repercutido", whole: true},
	{place: "Invoice.TaxesWithheld[]", label: "Retención", whole: true},
	{place: "Invoice.InvoiceTotals.GeneralDiscounts[]", label: "Descuento general", whole: true},
	{place: "Invoice.InvoiceTotals.GeneralSurcharges[]", label: "Cargo general", whole: true},
	{place: "Invoice.InvoiceTotals.Subsidies[]", label: "Subvención", whole: true},
	{place: "Invoice.InvoiceTotals.PaymentsOnAccount[]", label: "Anticipo", whole: true},
	{place: "Invoice.InvoiceTotals.ReimbursableExpenses[]", label: "Suplido", whole: true},
	{place: "Invoice.InvoiceTotals.AmountsWithheld", label: "Importe retenido en garantía", whole: true},
	{place: "Invoice.InvoiceTotals.PaymentInKind", label: "Pago en especie", whole: true},
	{place: "Invoice.InvoiceTotals", why: "worked out anew from what EN 16931-1 holds"},
	{place: "Invoice.PaymentDetails[]", label: "Vencimiento", whole: true},
	{place: "Invoice.AdditionalData.RelatedDocuments", why: "EN 16931-1 embeds PDF, PNG, JPEG, CSV, XLSX and ODS, in base64"},
	{place: "Invoice.AdditionalData.Extensions", why: "an extension is XML of its own"},
	{place: "Invoice.AdditionalData.RelatedInvoice", label: "Factura relacionada"},
	{place: "Invoice.AdditionalData.InvoiceAdditionalInformation", label: "Información adicional"},
	{place: "Invoice.LegalLiterals", label: "Literal legal"},
	{place: "InvoiceLine.TotalCost", why: "worked out anew from quantity and price"},
	{place: "InvoiceLine.GrossAmount", why: "worked out anew, with two decimals"},
	{place: "InvoiceLine.Extensions", why: "an extension is XML of its own"},
	{place: "InvoiceLine.DiscountsAndRebates", why: "EN 16931-1 has amounts of two decimals"},
	{place: "InvoiceLine.Charges", why: "EN 16931-1 has amounts of two decimals"},
	{place: "InvoiceLine.TaxesOutputs[]", label: "Impuesto de la línea", whole: true},
	{place: "InvoiceLine.TaxesWithheld[]", label: "Retención de la línea", whole: true},
	{place: "InvoiceLine.DeliveryNotes[]", label: "Albarán", whole: true},
	{place: "InvoiceLine.SpecialTaxableEvent", label: "Operación sin impuesto", whole: true},
	{place: "InvoiceLine", label: "Línea"},
	{place: "Extensions", why: "an extension is XML of its own"},
}

// generic is a place without the numbers in its brackets.
func generic(place string) string {
	if !strings.Contains(place, "[") {
		return place
	}
	var b strings.Builder
	for {
		head, rest, ok := strings.Cut(place, "[")
		b.WriteString(head)
		if !ok {
			return b.String()
		}
		b.WriteString("[]")
		_, place, _ = strings.Cut(rest, "]")
	}
}

var keptByPlace = sync.OnceValue(func() map[string]keptRow {
	m := make(map[string]keptRow, len(keptRows))
	for _, r := range keptRows {
		m[r.place] = r
	}
	return m
})

// keptAs finds the row of a place, which is the one that reaches farthest, and the part of
// the place that the row is for.
func keptAs(place string) (row keptRow, instance string) {
	rows, g := keptByPlace(), generic(place)
	for at := g; at != ""; at = at[:max(0, strings.LastIndexAny(at, ".["))] {
		r, ok := rows[at]
		if !ok {
			continue
		}
		steps := strings.Count(at, ".") + 1
		parts := strings.SplitN(place, ".", steps+1)
		instance = strings.Join(parts[:min(steps, len(parts))], ".")
		if strings.HasPrefix(g[len(at):], "[]") { // the row is for the list
			instance = instance[:strings.LastIndexByte(instance, '[')]
		}
		return r, instance
	}
	return keptRow{why: "EN 16931-1 has no place for it"}, place
}

var keptLine = regexp.MustCompile(`^[^()\n]+ \(Facturae ((?:FileHeader|SellerParty|BuyerParty|Invoice|InvoiceLine)\.?[A-Za-z0-9_.\[\]]*)\): (.*)$`)

// keptText writes a line.
func keptText(label, instance string, within []leaf) string {
	var b strings.Builder
	b.WriteString(label + " (Facturae " + instance + "): ")
	for i, l := range within {
		if i > 0 {
			b.WriteString("; ")
		}
		if key := strings.TrimPrefix(strings.TrimPrefix(l.place, instance), "."); key != "" {
			b.WriteString(key + "=")
		}
		b.WriteString(escape(l.text()))
	}
	return b.String()
}

var escapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, "\n", `\n`, "\r", `\r`, "\t", `\t`)

func escape(s string) string {
	s = escapes.Replace(s)
	if rest, ok := strings.CutPrefix(s, " "); ok {
		s = `\s` + rest
	}
	if rest, ok := strings.CutSuffix(s, " "); ok {
		s = rest + `\s`
	}
	return s
}

var unescapes = strings.NewReplacer(`\\`, `\`, `\;`, ";", `\n`, "\n", `\r`, "\r", `\t`, "\t", `\s`, " ")

// fields takes the values of a line apart: at semicolons without a backslash.
func fields(s string) (parts []string) {
	start := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == ';':
			parts = append(parts, strings.TrimPrefix(s[start:i], " "))
			start = i + 1
		}
	}
	return append(parts, strings.TrimPrefix(s[start:], " "))
}

// kept are the values that were read back from notes.
type kept struct {
	Facturae          // those of the header and the parties
	invoice  Invoice  // and of one invoice
	places   []string // in their order, from the roots
	values   map[string]string
	groups   []string // places of groups of which all was kept
	gaps     int      // how many elements may yet be made that are left empty
}

// doc is what a place is in, and the place there.
func (k *kept) doc(place string) (doc any, within string) {
	if rest, ok := strings.CutPrefix(place, "Invoice."); ok {
		return &k.invoice, rest
	}
	return &k.Facturae, place
}

// read takes the kept lines with one of the roots out of a text. It gives back what is
// left, and which lines could not be read.
func (k *kept) read(text, line string) (rest string, bad []string) {
	var others []string
	found := false
	for part := range strings.SplitSeq(text, "\n") {
		m := keptLine.FindStringSubmatch(part)
		if m == nil || strings.HasPrefix(m[1], "InvoiceLine") != (line != "") {
			others = append(others, part)
			continue
		}
		found = true
		if place := m[1]; !k.take(place, line, m[2]) {
			bad = append(bad, part)
		}
	}
	if !found {
		return text, nil
	}
	return strings.Join(others, "\n"), bad
}

// take puts the values of a kept line in their places; line is the place of the line in
// the invoice, "" for what does not belong to a line.
func (k *kept) take(instance, line, text string) (ok bool) {
	row, _ := keptAs(instance)
	if row.why != "" {
		return false
	}
	root := instance
	if line != "" {
		root = "Invoice." + line + strings.TrimPrefix(instance, "InvoiceLine")
	}
	ok = true
	for _, part := range fields(text) {
		place, value := root, part
		key, after, assigned := strings.Cut(part, "=")
		if assigned && keyForm.MatchString(key) && !isPlaceOfLeaf(k, root) {
			place, value = root+"."+key, after
			if strings.HasPrefix(key, "[") {
				place = root + key
			}
		}
		ok = k.put(place, unescapes.Replace(value)) && ok
	}
	if ok && row.whole && !isPlaceOfLeaf(k, root) {
		k.groups = append(k.groups, root)
	}
	return ok
}

var keyForm = regexp.MustCompile(`^[A-Z\[][A-Za-z0-9_.\[\]]*$`)

// isPlaceOfLeaf looks at a copy, so that no group is made.
func isPlaceOfLeaf(k *kept, place string) bool {
	doc, within := k.doc(place)
	t := reflect.TypeOf(doc).Elem()
	for step := range strings.SplitSeq(within, ".") {
		name, _, indexed := strings.Cut(step, "[")
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || isLeaf(t) {
			return false
		}
		f, ok := t.FieldByName(name)
		if !ok {
			return false
		}
		if t = f.Type; indexed && t.Kind() == reflect.Slice {
			t = t.Elem()
		}
	}
	return isLeaf(t)
}

func (k *kept) put(place, value string) bool {
	if _, twice := k.values[place]; twice {
		return false
	}
	doc, within := k.doc(place)
	l, ok := leafAt(doc, within, &k.gaps)
	if !ok || !l.set(value) {
		return false
	}
	if k.values == nil {
		k.values = map[string]string{}
	}
	k.values[place] = value
	k.places = append(k.places, place)
	return true
}

// has tells whether anything below a place was kept.
func (k *kept) has(place string) bool {
	for _, p := range k.places {
		if rest, ok := strings.CutPrefix(p, place); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return true
		}
	}
	return false
}

// mirrored are the terms that Facturae has no element for, and which are kept the other
// way round: as lines of InvoiceAdditionalInformation, such as
//
//	Referencia del comprador (EN 16931 BT-10): 04011000-12345-34
var mirrored = []struct {
	term, label string
	at          func(i *einvoice.Invoice, make bool) *string // nil: the group is absent, and is not to be made
}{
	{"BT-10", "Referencia del comprador", func(i *einvoice.Invoice, _ bool) *string { return &i.BuyerReference }},
	{"BT-11", "Proyecto", func(i *einvoice.Invoice, _ bool) *string { return &i.ProjectReference }},
	{"BT-14", "Pedido del vendedor", func(i *einvoice.Invoice, _ bool) *string { return &i.SalesOrderReference }},
	{"BT-15", "Recepción", func(i *einvoice.Invoice, _ bool) *string { return &i.ReceivingAdvice }},
	{"BT-16", "Albarán", func(i *einvoice.Invoice, _ bool) *string { return &i.DespatchAdvice }},
	{"BT-19", "Referencia contable del comprador", func(i *einvoice.Invoice, _ bool) *string { return &i.BuyerAccountingReference }},
	{"BT-20", "Condiciones de pago", func(i *einvoice.Invoice, _ bool) *string { return &i.PaymentTerms }},
	{"BT-18", "Objeto facturado", func(i *einvoice.Invoice, _ bool) *string { return &i.InvoicedObject.Value }},
	{"BT-59", "Beneficiario", payeeField(func(p *einvoice.Payee) *string { return &p.Name })},
	{"BT-60", "Identificador del beneficiario", payeeField(func(p *einvoice.Payee) *string { return &p.Identifier.Value })},
	{"BT-61", "Registro del beneficiario", payeeField(func(p *einvoice.Payee) *string { return &p.LegalRegistration.Value })},
	{"BT-70", "Lugar de entrega", deliveryField(func(d *einvoice.Delivery) *string { return &d.Name })},
	{"BT-71", "Código del lugar de entrega", deliveryField(func(d *einvoice.Delivery) *string { return &d.Location.Value })},
	{"BT-75", "Dirección de entrega", deliveryField(func(d *einvoice.Delivery) *string { return &d.Address.Line1 })},
	{"BT-76", "Dirección de entrega, 2", deliveryField(func(d *einvoice.Delivery) *string { return &d.Address.Line2 })},
	{"BT-165", "Dirección de entrega, 3", deliveryField(func(d *einvoice.Delivery) *string { return &d.Address.Line3 })},
	{"BT-77", "Población de entrega", deliveryField(func(d *einvoice.Delivery) *string { return &d.Address.City })},
	{"BT-78", "Código postal de entrega", deliveryField(func(d *einvoice.Delivery) *string { return &d.Address.PostCode })},
	{"BT-79", "Provincia de entrega", deliveryField(func(d *einvoice.Delivery) *string { return &d.Address.Subdivision })},
	{"BT-80", "País de entrega", deliveryField(func(d *einvoice.Delivery) *string { return &d.Address.Country })},
}

func payeeField(of func(*einvoice.Payee) *string) func(*einvoice.Invoice, bool) *string {
	return func(i *einvoice.Invoice, make bool) *string {
		switch {
		case i.Payee != nil:
		case !make:
			return nil
		default:
			i.Payee = new(einvoice.Payee)
		}
		return of(i.Payee)
	}
}

func deliveryField(of func(*einvoice.Delivery) *string) func(*einvoice.Invoice, bool) *string {
	return func(i *einvoice.Invoice, make bool) *string {
		switch {
		case i.Delivery != nil:
		case !make:
			return nil
		default:
			i.Delivery = new(einvoice.Delivery)
		}
		return of(i.Delivery)
	}
}

// mirroredOnLine are those of lines, in AdditionalLineItemInformation.
var mirroredOnLine = []struct {
	term, label string
	at          func(*einvoice.Line) *string
}{
	{"BT-128", "Objeto facturado", func(l *einvoice.Line) *string { return &l.Object.Value }},
	{"BT-132", "Línea del pedido", func(l *einvoice.Line) *string { return &l.PurchaseOrderLine }},
	{"BT-133", "Referencia contable", func(l *einvoice.Line) *string { return &l.BuyerAccountingReference }},
	{"BT-156", "Código del comprador", func(l *einvoice.Line) *string { return &l.Item.BuyerIdentifier }},
	{"BT-159", "País de origen", func(l *einvoice.Line) *string { return &l.Item.OriginCountry }},
}

// unitLine keeps a unit that Facturae does not have.
const unitTerm, unitLabel = "BT-130", "Unidad"

// roundingLine keeps the rounding amount, which is among the financial expenses.
const roundingTerm, roundingLabel = "BT-114", "Redondeo"

func mirrorText(label, term, value string) string {
	return label + " (EN 16931 " + term + "): " + escape(value)
}

var mirroredLine = regexp.MustCompile(`^[^()\n]+ \(EN 16931 (BT-[0-9]+)\): (.*)$`)
