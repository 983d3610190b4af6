package invoicepage

// label numbers the words that stand on every page.
type label uint8

const (
	lNumber label = iota
	lIssueDate
	lDeliveryDate
	lPeriod
	lDueDate
	lTaxPoint
	lBuyerReference
	lOrder
	lSalesOrder
	lContract
	lProject
	lReceivingAdvice
	lDespatchAdvice
	lDeliveryNote
	lTender
	lObject
	lAccounting
	lCustomer
	lYourVAT
	lYourTaxNumber
	lVATNumber
	lTaxNumber
	lRegistration
	lIdentifier
	lContact
	lPhone
	lFax
	lEmail
	lElectronicAddress
	lPosition
	lDescription
	lQuantity
	lUnit
	lPrice
	lVAT
	lAmount
	lPer
	lGrossPrice
	lDiscount
	lOn
	lItemNumber
	lYourItemNumber
	lStandardNumber
	lClassification
	lVersion
	lOrigin
	lOrderLine
	lParent
	lStatus
	lPackages
	lIncludes
	lAllowance
	lCharge
	lLogistics
	lAllowances
	lReason
	lBase
	lRate
	lTaxable
	lTax
	lBreakdown
	lLineBasis
	lAllowanceBasis
	lLineNet
	lAllowanceTotal
	lChargeTotal
	lWithoutVAT
	lVATTotal
	lVATIn
	lWithVAT
	lPaid
	lRounding
	lThirdParty
	lDue
	lExchange
	lPayment
	lMeans
	lAccount
	lAccountName
	lBank
	lRemittance
	lCard
	lCardHolder
	lMandate
	lDebited
	lCreditor
	lTerms
	lEarlyPayment
	lWithin
	lFrom
	lPartial
	lDelivery
	lLocation
	lPayee
	lTaxRepresentative
	lInvoicee
	lBuyer
	lSeller
	lNotes
	lDocuments
	lDocument
	lFile
	lPrecedes
	lOf
	lPage
	lPageOf
	lTotals
	labelCount
)

// labels are the words by language: en, de, fr, es.
var labels = [labelCount][4]string{
	lNumber:            {"Number", "Nummer", "Numéro", "Número"},
	lIssueDate:         {"Date", "Datum", "Date", "Fecha"},
	lDeliveryDate:      {"Delivery date", "Lieferdatum", "Date de livraison", "Fecha de entrega"},
	lPeriod:            {"Period", "Zeitraum", "Période", "Periodo"},
	lDueDate:           {"Due date", "Fällig am", "Échéance", "Vencimiento"},
	lTaxPoint:          {"Tax point", "Steuerzeitpunkt", "Exigibilité de la TVA", "Devengo del IVA"},
	lBuyerReference:    {"Your reference", "Ihr Zeichen", "Votre référence", "Su referencia"},
	lOrder:             {"Your order", "Ihre Bestellung", "Votre commande", "Su pedido"},
	lSalesOrder:        {"Our order", "Unser Auftrag", "Notre commande", "Nuestro pedido"},
	lContract:          {"Contract", "Vertrag", "Contrat", "Contrato"},
	lProject:           {"Project", "Projekt", "Projet", "Proyecto"},
	lReceivingAdvice:   {"Receiving advice", "Wareneingang", "Avis de réception", "Albarán de recepción"},
	lDespatchAdvice:    {"Despatch advice", "Lieferavis", "Avis d’expédition", "Aviso de expedición"},
	lDeliveryNote:      {"Delivery note", "Lieferschein", "Bon de livraison", "Albarán"},
	lTender:            {"Tender or lot", "Ausschreibung/Los", "Appel d’offres/lot", "Licitación/lote"},
	lObject:            {"Object", "Objekt", "Objet facturé", "Objeto facturado"},
	lAccounting:        {"Your account", "Ihr Konto", "Votre compte", "Su cuenta contable"},
	lCustomer:          {"Customer number", "Kundennummer", "Numéro client", "Número de cliente"},
	lYourVAT:           {"Your VAT number", "Ihre USt-IdNr.", "Votre n° de TVA", "Su NIF-IVA"},
	lYourTaxNumber:     {"Your tax number", "Ihre Steuernummer", "Votre n° fiscal", "Su NIF"},
	lVATNumber:         {"VAT number", "USt-IdNr.", "N° de TVA", "NIF-IVA"},
	lTaxNumber:         {"Tax number", "Steuernummer", "N° fiscal", "NIF"},
	lRegistration:      {"Registration", "Registernummer", "N° d’immatriculation", "N.º de registro"},
	lIdentifier:        {"Identifier", "Kennung", "Identifiant", "Identificador"},
	lContact:           {"Contact", "Ansprechpartner", "Contact", "Contacto"},
	lPhone:             {"Phone", "Telefon", "Téléphone", "Teléfono"},
	lFax:               {"Fax", "Fax", "Fax", "Fax"},
	lEmail:             {"E-mail", "E-Mail", "E-mail", "Correo"},
	lElectronicAddress: {"Electronic address", "Elektronische Adresse", "Adresse électronique", "Dirección electrónica"},
	lPosition:          {"Pos.", "Pos.", "Pos.", "Pos."},
	lDescription:       {"Description", "Bezeichnung", "Désignation", "Descripción"},
	lQuantity:          {"Quantity", "Menge", "Quantité", "Cantidad"},
	lUnit:              {"Unit", "Einheit", "Unité", "Unidad"},
	lPrice:             {"Unit price", "Einzelpreis", "Prix unitaire", "Precio"},
	lVAT:               {"VAT", "USt.", "TVA", "IVA"},
	lAmount:            {"Net amount", "Nettobetrag", "Montant HT", "Importe neto"},
	lPer:               {"per", "je", "par", "por"},
	lGrossPrice:        {"List price", "Listenpreis", "Prix brut", "Precio bruto"},
	lDiscount:          {"discount", "Rabatt", "remise", "descuento"},
	lOn:                {"on", "auf", "sur", "sobre"},
	lItemNumber:        {"Item no.", "Artikelnr.", "Réf.", "Ref."},
	lYourItemNumber:    {"Your item no.", "Ihre Artikelnr.", "Votre réf.", "Su ref."},
	lStandardNumber:    {"Standard no.", "Standardnr.", "Réf. standard", "Ref. estándar"},
	lClassification:    {"Class", "Klasse", "Classe", "Clase"},
	lVersion:           {"version", "Version", "version", "versión"},
	lOrigin:            {"Origin", "Herkunft", "Origine", "Origen"},
	lOrderLine:         {"Order item", "Bestellposition", "Ligne de commande", "Línea de pedido"},
	lParent:            {"Belongs to item", "Gehört zu Position", "Relève de la ligne", "Pertenece a la línea"},
	lStatus:            {"Status", "Status", "Statut", "Estado"},
	lPackages:          {"Packages", "Packstücke", "Colis", "Bultos"},
	lIncludes:          {"Includes", "Enthält", "Comprend", "Incluye"},
	lAllowance:         {"Allowance", "Nachlass", "Remise", "Descuento"},
	lCharge:            {"Charge", "Zuschlag", "Supplément", "Recargo"},
	lLogistics:         {"Shipping and handling", "Versandkosten", "Frais d’expédition", "Gastos de envío"},
	lAllowances:        {"Allowances and charges", "Nachlässe und Zuschläge", "Remises et suppléments", "Descuentos y recargos"},
	lReason:            {"Reason", "Grund", "Motif", "Motivo"},
	lBase:              {"Base", "Basis", "Base", "Base"},
	lRate:              {"Rate", "Satz", "Taux", "Tipo"},
	lTaxable:           {"Taxable", "Netto", "Base HT", "Base imponible"},
	lTax:               {"VAT", "Steuer", "TVA", "Cuota"},
	lBreakdown:         {"VAT breakdown", "Umsatzsteuer", "Détail de la TVA", "Desglose del IVA"},
	lLineBasis:         {"of which lines", "davon Positionen", "dont lignes", "de líneas"},
	lAllowanceBasis:    {"of which allowances and charges", "davon Nachlässe und Zuschläge", "dont remises et suppléments", "de descuentos y recargos"},
	lLineNet:           {"Sum of lines", "Summe der Positionen", "Total des lignes", "Suma de líneas"},
	lAllowanceTotal:    {"Allowances", "Nachlässe", "Remises", "Descuentos"},
	lChargeTotal:       {"Charges", "Zuschläge", "Suppléments", "Recargos"},
	lWithoutVAT:        {"Total without VAT", "Gesamt netto", "Total HT", "Total sin IVA"},
	lVATTotal:          {"VAT", "Umsatzsteuer", "TVA", "IVA"},
	lVATIn:             {"VAT in", "Umsatzsteuer in", "TVA en", "IVA en"},
	lWithVAT:           {"Total with VAT", "Gesamt brutto", "Total TTC", "Total con IVA"},
	lPaid:              {"Paid", "Bereits gezahlt", "Déjà payé", "Pagado"},
	lRounding:          {"Rounding", "Rundung", "Arrondi", "Redondeo"},
	lThirdParty:        {"Collected for others", "Für Dritte erhoben", "Perçu pour des tiers", "Cobrado por terceros"},
	lDue:               {"Amount due", "Zahlbetrag", "Net à payer", "Total a pagar"},
	lExchange:          {"Exchange rate", "Wechselkurs", "Taux de change", "Tipo de cambio"},
	lPayment:           {"Payment", "Zahlung", "Paiement", "Pago"},
	lMeans:             {"Means of payment", "Zahlungsweg", "Moyen de paiement", "Forma de pago"},
	lAccount:           {"Account", "Konto", "Compte", "Cuenta"},
	lAccountName:       {"Account holder", "Kontoinhaber", "Titulaire", "Titular"},
	lBank:              {"Bank (BIC)", "Bank (BIC)", "Banque (BIC)", "Banco (BIC)"},
	lRemittance:        {"Payment reference", "Verwendungszweck", "Référence à indiquer", "Concepto"},
	lCard:              {"Card", "Karte", "Carte", "Tarjeta"},
	lCardHolder:        {"Card holder", "Karteninhaber", "Titulaire de la carte", "Titular de la tarjeta"},
	lMandate:           {"Mandate", "Mandat", "Mandat", "Mandato"},
	lDebited:           {"Debited account", "Belastetes Konto", "Compte débité", "Cuenta de cargo"},
	lCreditor:          {"Creditor identifier", "Gläubiger-ID", "Identifiant créancier", "Id. del acreedor"},
	lTerms:             {"Terms", "Zahlungsbedingungen", "Conditions", "Condiciones"},
	lEarlyPayment:      {"Early payment", "Skonto", "Escompte", "Pronto pago"},
	lWithin:            {"within", "innerhalb von", "sous", "en"},
	lFrom:              {"from", "ab", "à partir du", "desde"},
	lPartial:           {"Instalment", "Teilbetrag", "Acompte", "Pago parcial"},
	lDelivery:          {"Delivery", "Lieferung", "Livraison", "Entrega"},
	lLocation:          {"Location", "Ort", "Lieu", "Lugar"},
	lPayee:             {"Payee", "Zahlungsempfänger", "Bénéficiaire", "Beneficiario"},
	lTaxRepresentative: {"Tax representative", "Steuervertreter", "Représentant fiscal", "Representante fiscal"},
	lInvoicee:          {"Invoicee", "Rechnungsempfänger", "Destinataire de la facture", "Destinatario de la factura"},
	lBuyer:             {"Buyer", "Käufer", "Acheteur", "Comprador"},
	lSeller:            {"Seller", "Verkäufer", "Vendeur", "Vendedor"},
	lNotes:             {"Notes", "Hinweise", "Remarques", "Observaciones"},
	lDocuments:         {"Supporting documents", "Anlagen", "Pièces jointes", "Documentos adjuntos"},
	lDocument:          {"Document", "Dokument", "Document", "Documento"},
	lFile:              {"File", "Datei", "Fichier", "Archivo"},
	lPrecedes:          {"Refers to invoice", "Bezieht sich auf Rechnung", "Se rapporte à la facture", "Se refiere a la factura"},
	lOf:                {"of", "vom", "du", "de"},
	lPage:              {"Page", "Seite", "Page", "Página"},
	lPageOf:            {"of", "von", "sur", "de"},
	lTotals:            {"Totals", "Summen", "Totaux", "Totales"},
}
