package mask

import (
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice/internal/names"
)

// kind is what is done with a value. What no table here knows is masked.
type kind uint8

const (
	text      kind = iota // replaced
	keep                  // kept
	code                  // kept if it looks like a code, a number or a date, else replaced
	vat                   // replaced behind its country
	terms                 // replaced but for the language of discounts
	filename              // replaced but for its extension
	locations             // of schemas: replaced where they are files
	file                  // a file in base64
	digest                // base64 of no file
	part                  // replaced; a part of what is joined
	joined                // made of parts: BatchIdentifier of Facturae
)

// syntax is what the tables are by: the namespaces of a format have one between them.
type syntax uint8

const (
	foreign syntax = iota // nothing is known of it
	ublSyntax
	ciiSyntax
	facturaeSyntax
	signatureSyntax
)

// syntaxOf is by the prefix that a namespace has in package names, or by its URI.
func syntaxOf(n names.Name, uri string) syntax {
	prefix, _, ok := strings.Cut(n.String(), ":")
	if !ok {
		prefix = ""
	}
	switch {
	case strings.HasPrefix(uri, "urn:un:unece:uncefact:") || uri == "urn:ferd:CrossIndustryDocument:invoice:1p0":
		return ciiSyntax
	case strings.HasPrefix(uri, "http://uri.etsi.org/01903/"):
		return signatureSyntax
	case n == names.Other:
		return foreign
	}
	switch prefix {
	case "inv", "cn", "cac", "cbc", "ext":
		return ublSyntax
	case "", "fe32", "fe321", "fe322", "fb2b", "fb2b11":
		return facturaeSyntax
	}
	return signatureSyntax
}

// places are the kinds of elements by "parent/name" and by name; the former come first.
var places = map[syntax]map[string]kind{
	ublSyntax: {
		"UBLVersionID": keep, "CustomizationID": keep, "ProfileID": keep, "ProfileExecutionID": keep,
		"TaxCategory/ID": code, "ClassifiedTaxCategory/ID": code, "TaxScheme/ID": code,
		"InvoiceLine/ID": code, "CreditNoteLine/ID": code, "SubInvoiceLine/ID": code, "SubCreditNoteLine/ID": code,
		"LineID": code, "NetworkID": code,
		"PartyTaxScheme/CompanyID": vat, "PaymentTerms/Note": terms,
		"EmbeddedDocumentBinaryObject": file,
	},
	ciiSyntax: {
		"GuidelineSpecifiedDocumentContextParameter/ID": keep, "BusinessProcessSpecifiedDocumentContextParameter/ID": keep,
		"ApplicationSpecifiedDocumentContextParameter/ID": keep, "ScenarioSpecifiedDocumentContextParameter/ID": keep,
		"LineID": code, "ParentLineID": code, "OriginTradeCountry/ID": code, "CountryID": code, "LanguageID": code, "DateTimeString": code, "DateString": code, "TimeString": code,
		"SpecifiedTaxRegistration/ID": vat, "SpecifiedTradePaymentTerms/Description": terms,
		"AttachmentBinaryObject": file, "IncludedBinaryObject": file, "DescriptionBinaryObject": file, "ReferenceFileBinaryObject": file,
	},
	facturaeSyntax: {
		"SchemaVersion": keep, "Modality": code, "InvoiceIssuerType": code, "InvoicesCount": code, "InvoiceDocumentType": code, "InvoiceClass": code,
		"LanguageName": code, "PaymentMeans": code, "CorrectionMethod": code, "CorrectionMethodDescription": keep, "ReasonDescription": keep, "DocumentCharacter": keep,
		"AttachmentFormat": code, "AttachmentEncoding": code, "AttachmentCompressionAlgorithm": code, "UnitOfMeasure": code, "EquivalentInEuros": code,
		"EquivalenceSurcharge": code, "InvoiceTotal": code, "UnitPriceWithoutTax": code, "SequenceNumber": code,
		"InvoiceSeriesCode": part, "ArticleCode": text, "CentreCode": text, "PostCode": text, "INETownCode": text, "BankCode": text, "BranchCode": text,
		"InvoiceNumber": part, "BatchIdentifier": joined, "TaxIdentificationNumber": vat, "AttachmentData": file, "AttachmentDescription": filename,
	},
	signatureSyntax: {
		"SigPolicyHash/DigestValue": keep, "SigPolicyId/Identifier": keep, "SPURI": keep, "SigningTime": code, "XPath": keep,
		"DigestValue": digest, "SignatureValue": digest, "X509Certificate": digest, "Modulus": digest, "Exponent": digest, "X509CRL": digest, "X509SKI": digest,
		"EncapsulatedX509Certificate": digest, "EncapsulatedOCSPValue": digest, "EncapsulatedCRLValue": digest, "EncapsulatedTimeStamp": digest,
	},
}

// endings are the endings of names of values that say nothing of anybody, by the naming
// rules of the formats.
var endings = map[syntax][]string{
	ublSyntax:      {"Code", "Amount", "Quantity", "Date", "Time", "Percent", "Rate", "Numeric", "Measure", "Indicator"},
	ciiSyntax:      {"Code", "Amount", "Quantity", "DateTime", "Date", "Percent", "Rate", "Numeric", "Measure", "Indicator"},
	facturaeSyntax: {"Code", "Amount", "Quantity", "Date", "Rate", "Percent"},
}

// elementKind is the kind of an element's text.
func elementKind(of syntax, parent, name string) kind {
	table := places[of]
	if k, ok := table[parent+"/"+name]; ok {
		return k
	}
	if k, ok := table[name]; ok {
		return k
	}
	if of == facturaeSyntax && strings.HasPrefix(name, "Total") {
		return code
	}
	for _, e := range endings[of] {
		if strings.HasSuffix(name, e) {
			return code
		}
	}
	return text
}

// attributes are those of the formats that are codes or belong to the syntax.
var attributes = map[string]kind{
	"schemeID": code, "schemeVersionID": code, "schemeAgencyID": code, "schemeName": code, "listID": code, "listVersionID": code, "listAgencyID": code, "listName": code,
	"schemeAgencyName": code, "listAgencyName": code, "currencyID": code, "currencyCodeListVersionID": code, "unitCode": code, "unitCodeListID": code, "unitCodeListAgencyID": code, "mimeCode": keep,
	"characterSetCode": code, "encodingCode": code, "format": code, "languageID": code, "languageLocaleID": code, "filename": filename,
}

func attributeKind(of syntax, space, name string) kind {
	switch space {
	case "http://www.w3.org/XML/1998/namespace":
		return code
	case "http://www.w3.org/2001/XMLSchema-instance":
		if name == "schemaLocation" || name == "noNamespaceSchemaLocation" {
			return locations
		}
		return keep
	case "":
	default:
		return text
	}
	if of == signatureSyntax {
		return keep // algorithms, and what refers to what
	}
	return attributes[name]
}

// looksLikeCode: short, and in capital letters, digits and signs, so that it can be no
// name; or a very short word.
func looksLikeCode(s string) bool {
	s = strings.Trim(s, xmlSpaces)
	if n := utf8.RuneCountInString(s); n > 40 || strings.ContainsAny(s, xmlSpaces+"@") {
		return false
	} else if n <= 5 || s == "false" || len(s) > 6 && strings.EqualFold(s[:6], "vatex-") {
		return true
	}
	capitals := 0
	for _, r := range s {
		switch {
		case r >= utf8.RuneSelf || 'a' <= r && r <= 'z':
			return false
		case 'A' <= r && r <= 'Z':
			capitals++
		}
	}
	return capitals <= 12
}
