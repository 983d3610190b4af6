package validate

import (
	"slices"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/schema"
)

// Other is a kind of findings that comes from no rule set: from a schema ("schema"),
// from reading ("xml", "pdf"), from the choice of rules ("profile"), or from a part of a set
// that is published without an id ("facturx").
type Other struct {
	From string
	Rule Rule
}

// Others lists them. Rules of schemas that share an id differ in the text.
func Others() []Other {
	var all []Other
	for _, c := range schema.Codes() {
		all = append(all, Other{"schema", faultRule(c)})
	}
	return slices.Concat(all, outside)
}

// outside are findings that no rule gives. Theirs are the messages of whoever does.
var outside = []Other{
	{"facturx", withoutID},
	{"schema", Rule{ID: "value", Severity: Fatal, Text: "A value is not of its data type: it could not be read.",
		Help: "Numbers have a point and no exponent, dates are as in 2026-03-02."}},
	{"profile", Rule{ID: "specification-unknown", Severity: Warning, Terms: t("BT-24"), Text: "The specification identifier (BT-24) is not known, or not in full.",
		Help: "The report says which rules were chosen instead; others can be asked for by name."}},
	{"profile", Rule{ID: "not-run", Severity: Fatal, Text: "A rule set was asked for by name and did not run.",
		Help: "Ask for a set that has rules for the document's syntax, or leave the choice to the document."}},
	unread(einvoice.ErrEmpty, "There are no bytes, or only white space."),
	unread(einvoice.ErrNotXML, "The document does not begin like XML."),
	unread(einvoice.ErrMalformed, "The document is not well-formed XML 1.0 with namespaces."),
	unread(einvoice.ErrTruncated, "The document ends too early."),
	unread(einvoice.ErrEncoding, "The document is not in the encoding that it claims, or in one that is not known here."),
	unread(einvoice.ErrDoctype, "The document has a document type declaration, which is refused: it can name files and grow without bound."),
	unread(einvoice.ErrLimit, "The document exceeds a limit of size, depth or length."),
	unread(einvoice.ErrWrongRoot, "The document is well-formed, but no invoice in a format that is known here."),
	unread(einvoice.ErrNoInvoice, "There is an envelope without an invoice in it."),
	noHybrid("not-pdf", "The document is no PDF."),
	noHybrid("damaged", "The PDF, or the invoice in it, cannot be read."),
	noHybrid("encrypted", "The PDF needs a password."),
	noHybrid("no-attachments", "The PDF holds no file, and so no invoice: it is no hybrid (Factur-X, ZUGFeRD)."),
	noHybrid("no-invoice", "The PDF holds files, and none of them is an invoice."),
	noHybrid("order", "The PDF holds an order (Order-X), and no invoice."),
	noHybrid("limit", "The PDF, or the invoice in it, is larger than what is read."),
}

// noHybrid is why a PDF gives no invoice that could be checked, by the codes of package facturx.
func noHybrid(code, text string) Other {
	return Other{"pdf", Rule{ID: "pdf-" + code, Severity: Fatal, Text: text}}
}

func unread(code einvoice.ErrorCode, text string) Other {
	return Other{"xml", Rule{ID: string(code), Severity: Fatal, Text: text}}
}
