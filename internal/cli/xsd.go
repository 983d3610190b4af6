package cli

import (
	"errors"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/schema"
	"github.com/einvoice-go/einvoice/validate"
)

// xsdRoots are the root elements that a user's XSD files are asked about.
var xsdRoots = map[einvoice.Format]names.Name{
	einvoice.UBLInvoice:    names.Of("inv:Invoice"),
	einvoice.UBLCreditNote: names.Of("cn:CreditNote"),
	einvoice.CII:           names.Of("rsm:CrossIndustryInvoice"),
	"facturae-3.2":         names.Of("fe32:Facturae"),
	"facturae-3.2.1":       names.Of("fe321:Facturae"),
	"facturae-3.2.2":       names.Of("fe322:Facturae"),
}

// addXSD adds to a report what the XSD files in a folder say of the document.
func addXSD(r *validate.Report, dir string, in input) error {
	root, ok := xsdRoots[r.Format]
	if !ok {
		r.NotRun = append(r.NotRun, validate.NotRun{RuleSet: "xsd", Why: "a document of this kind has none"})
		return nil
	}
	data, _, err := in.document()
	if err != nil {
		return err
	}
	faults, err := schema.External(dir, root, data)
	if err != nil {
		return err
	}
	r.RuleSets = append(r.RuleSets, "xsd:"+dir)
	for _, f := range faults {
		r.Add(validate.Finding{Rule: "xsd", RuleSet: "xsd:" + dir, Severity: validate.Fatal, Line: f.Line, Message: f.Message, Offset: -1})
	}
	return nil
}

// checkXSD refuses --xsd where the program cannot do it.
func checkXSD(dir string) error {
	if dir == "" {
		return nil
	}
	if _, err := schema.External(dir, xsdRoots[einvoice.UBLInvoice], nil); errors.Is(err, schema.ErrNoLibxml2) {
		return usageError{err}
	}
	return nil
}
