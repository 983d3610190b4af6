package validate

// What the standards are called where a rule stems from them.
const (
	facturXHybrid = "Factur-X 1.0 and ZUGFeRD 2, the hybrid PDF"
	isoFiles      = "ISO 19005-3, 6.8"
	isoProperties = "ISO 19005-3, 6.6.2.3"
	isoClaim      = "ISO 19005-3, 6.6.4"
	isoParams     = "ISO 32000-1, 7.11.4"
	samePages     = "Factur-X 1.0 and ZUGFeRD 2: page and XML say the same"
)

// The file that is the invoice.
func containerFile() []Rule {
	return []Rule{
		{ID: "FX-PDF-101", Severity: Fatal, Source: facturXHybrid,
			Text: "The invoice is called {file}, which is none of the names that the standards give it ({names}).",
			Help: "Readers look for it by its name."},
		{ID: "FX-PDF-102", Severity: Warning, Source: facturXHybrid,
			Text: "The invoice is called {file}; the standard writes {name}.",
			Help: "Readers that look at capital letters do not find it."},
		{ID: "FX-PDF-103", Severity: Fatal, Source: facturXHybrid,
			Text: "The invoice is called {file}, a name that stands for {expected}, but is in {format}."},
		{ID: "FX-PDF-104", Severity: Warning, Terms: t("BT-24"), Source: facturXHybrid,
			Text: "The invoice is called {file}, but follows the profile {profile}.",
			Help: "The name xrechnung.xml is for XRechnung; the other profiles have factur-x.xml."},
		{ID: "FX-PDF-105", Severity: Warning, Source: facturXHybrid,
			Text: "The invoice {file} is in {format}, for which there is no standard of hybrids.",
			Help: "Factur-X and ZUGFeRD are in CII."},
		{ID: "FX-PDF-106", Severity: Fatal, Source: facturXHybrid,
			Text: "More than one file is an invoice in CII: {file} was checked, and not {others}.",
			Help: "A hybrid has one invoice inside."},
		{ID: "FX-PDF-107", Severity: Warning, Source: facturXHybrid,
			Text: "More than one file can be the invoice: {file} was checked, and not {others}."},
		{ID: "FX-PDF-108", Severity: Fatal, Source: facturXHybrid,
			Text: "{file} has the name of an invoice, but is none: {why}."},
		{ID: "FX-PDF-109", Severity: Warning, Terms: t("BT-24"), Source: facturXHybrid,
			Text: "{file} follows {guideline}, which is no profile of Factur-X, ZUGFeRD or XRechnung."},
		{ID: "FX-PDF-110", Severity: Fatal, Terms: t("BT-24"), Source: facturXHybrid,
			Text: "{file} does not say which guideline it follows (BT-24)."},
		{ID: "FX-PDF-111", Severity: Warning, Source: isoParams,
			Text: "{file} cannot be decoded: {why}."},
	}
}

// How it is embedded.
func containerPlace() []Rule {
	return []Rule{
		{ID: "FX-PDF-201", Severity: Fatal, Source: facturXHybrid + "; ISO 32000-1, 7.7.4",
			Text: "{file} is not in the tree of embedded files (EmbeddedFiles of the catalog).",
			Help: "Many programs look for it nowhere else."},
		{ID: "FX-PDF-202", Severity: Fatal, Source: isoFiles,
			Text: "{file} is not associated with the document (AF of the catalog)."},
		{ID: "FX-PDF-203", Severity: Fatal, Source: isoFiles,
			Text: "{file} has no relationship to the document (AFRelationship)."},
		{ID: "FX-PDF-204", Severity: Fatal, Source: "Factur-X 1.0, 6.2.2",
			Text: "{file} has the relationship {relationship}; that of an invoice is Alternative, Source or Data."},
		{ID: "FX-PDF-205", Severity: Fatal, Source: "Factur-X 1.0, 6.2.2",
			Text: "{file} has the relationship {relationship}; in the profile {profile} it is Data.",
			Help: "The profile says less than the page, so it is no alternative to it."},
		{ID: "FX-PDF-206", Severity: Fatal, Source: isoFiles,
			Text: "The PDF does not say of which type {file} is (Subtype of the stream)."},
		{ID: "FX-PDF-207", Severity: Fatal, Source: facturXHybrid,
			Text: "{file} is of the type {type} by what the PDF says; it is text/xml."},
		{ID: "FX-PDF-208", Severity: Info, Source: facturXHybrid,
			Text: "{file} is of the type {type} by what the PDF says; the standard writes text/xml."},
		{ID: "FX-PDF-209", Severity: Fatal, Source: isoFiles,
			Text: "The file specification of {file} has no {key}; it needs F and UF."},
		{ID: "FX-PDF-210", Severity: Warning, Source: isoParams,
			Text: "{file} has {found} bytes; the PDF says that it has {size} (Params/Size)."},
		{ID: "FX-PDF-211", Severity: Warning, Source: isoParams,
			Text: "The checksum that the PDF gives of {file} is not its own (Params/CheckSum).",
			Help: "The file was changed after it was embedded, or the sum was made of something else."},
		{ID: "FX-PDF-212", Severity: Warning, Source: isoFiles,
			Text: "{file} is {found}; the PDF says that it is {type}."},
	}
}

// The document.
func containerDocument() []Rule {
	return []Rule{
		{ID: "FX-PDF-301", Severity: Fatal, Source: isoClaim,
			Text: "The PDF does not claim to be PDF/A (pdfaid:part in its metadata); a hybrid is PDF/A-3."},
		{ID: "FX-PDF-302", Severity: Fatal, Source: "ISO 19005-1, 6.1.11; ISO 19005-2, 6.8",
			Text: "The PDF claims to be {claimed}, which allows no XML inside; a hybrid is PDF/A-3."},
		{ID: "FX-PDF-303", Severity: Fatal, Source: isoClaim,
			Text: "The PDF claims PDF/A-3 with the conformance {level}; there are A, B and U."},
		{ID: "FX-PDF-304", Severity: Fatal, Source: "ISO 19005-3, 6.1.3",
			Text: "The PDF is encrypted, if with an empty password; PDF/A is not."},
		{ID: "FX-PDF-305", Severity: Fatal, Source: "ISO 19005-3, 6.1.4; ISO 32000-1, 7.5.4",
			Text: "The PDF is damaged; its objects were found all the same.",
			Help: "Other programs may refuse it."},
		{ID: "FX-PDF-306", Severity: Warning, Source: "ISO 32000-1, 7.11.4",
			Text: "Not all of the PDF could be looked through: {why}."},
	}
}

// What its metadata say of the invoice.
func containerMetadata() []Rule {
	return []Rule{
		{ID: "FX-PDF-401", Severity: Fatal, Source: "ISO 19005-3, 6.6.2.1",
			Text: "The metadata (XMP) cannot be read: {why}."},
		{ID: "FX-PDF-402", Severity: Fatal, Source: facturXHybrid,
			Text: "The metadata (XMP) do not say that an invoice is inside."},
		{ID: "FX-PDF-403", Severity: Fatal, Source: facturXHybrid,
			Text: "The metadata lack {property} in {namespace}.",
			Help: "There are four: DocumentType, DocumentFileName, Version, ConformanceLevel."},
		{ID: "FX-PDF-404", Severity: Fatal, Source: isoProperties,
			Text: "The metadata use {namespace} and do not describe it (pdfaExtension:schemas).",
			Help: "PDF/A-3 demands a description of every schema that XMP itself does not know."},
		{ID: "FX-PDF-405", Severity: Fatal, Source: isoProperties,
			Text: "The metadata describe {namespace} without {property}."},
		{ID: "FX-PDF-406", Severity: Fatal, Source: facturXHybrid,
			Text: "The metadata say that the document is of the type {type} (DocumentType), and not INVOICE."},
		{ID: "FX-PDF-407", Severity: Fatal, Source: facturXHybrid,
			Text: "The metadata call the invoice {claimed} (DocumentFileName); it is called {file}."},
		{ID: "FX-PDF-408", Severity: Warning, Source: facturXHybrid,
			Text: "The metadata name the version {version} (Version), which does not exist."},
		{ID: "FX-PDF-409", Severity: Fatal, Terms: t("BT-24"), Source: facturXHybrid,
			Text: "The metadata claim the profile {claimed} (ConformanceLevel); the invoice follows {profile}."},
		{ID: "FX-PDF-410", Severity: Warning, Source: facturXHybrid,
			Text: "The metadata write the profile {claimed} (ConformanceLevel); the standard writes {profile}."},
		{ID: "FX-PDF-411", Severity: Fatal, Source: facturXHybrid,
			Text: "The metadata are those of {namespace}; the invoice is in {format}."},
	}
}

// What the pages say.
func containerPages() []Rule {
	return []Rule{
		{ID: "FX-PDF-601", Severity: Warning, Terms: t("BT-1"), Source: samePages,
			Text: "The invoice number {value} (BT-1) is not {where}."},
		{ID: "FX-PDF-602", Severity: Warning, Terms: t("BT-2"), Source: samePages,
			Text: "The issue date {value} (BT-2) is not {where}, in any of the usual forms."},
		{ID: "FX-PDF-603", Severity: Warning, Terms: t("BT-115"), Source: samePages,
			Text: "The {what} is not {where}."},
		{ID: "FX-PDF-604", Severity: Info, Source: samePages,
			Text: "The pages cannot be searched for {what} of the invoice: {why}."},
	}
}
