package facturx

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/pdf"
)

// compare notes where name, relationship, place, metadata and content of the invoice
// contradict one another, or the standard.
func (r *reading) compare(f *File) {
	r.compareName(f)
	r.compareRelationship(f)
	if !slices.Contains(f.Places, pdf.InNames) {
		r.fault("FX-PDF-201", pathNames, arg("file", f.Name))
	}
	if !slices.Contains(f.Places, pdf.InCatalog) {
		r.fault("FX-PDF-202", pathAF, arg("file", f.Name))
	}
	r.compareType(f)
	r.compareSpec(f)
	r.comparePDFA()
	if s := r.Invoice.Specification; s != "" && r.Invoice.Profile == "" {
		r.fault("FX-PDF-109", r.streamPath(f), arg("file", f.Name), arg("guideline", `"`+s+`"`))
	}
	r.compareClaims(f)
}

// comparePages notes what of the invoice the pages do not show. The error is that of the
// context.
func (r *reading) comparePages() error {
	if r.model == nil {
		return nil
	}
	for _, n := range visible(r.ctx, r.doc, r.model) {
		r.add(n)
	}
	return wrap(r.ctx.Err())
}

// compareType: the stream says that it is text/xml.
func (r *reading) compareType(f *File) {
	switch {
	case f.Format == "":
	case f.MIME == "":
		r.fault("FX-PDF-206", r.streamPath(f), arg("file", f.Name))
	case strings.EqualFold(f.MIME, "text/xml"):
	case strings.EqualFold(f.MIME, "application/xml"):
		r.fault("FX-PDF-208", r.streamPath(f), arg("file", f.Name), arg("type", f.MIME))
	default:
		r.fault("FX-PDF-207", r.streamPath(f), arg("file", f.Name), arg("type", f.MIME))
	}
}

func (r *reading) compareSpec(f *File) {
	spec := r.found[f.Index-1].Spec
	for _, key := range []pdf.Name{"F", "UF"} {
		if r.doc.Bytes(spec.Get(key)) == "" {
			r.fault("FX-PDF-209", r.specPath(f), arg("file", f.Name), arg("key", string(key)))
		}
	}
}

// comparePDFA: a hybrid is PDF/A-3; PDF/A-4f came later, and allows files too.
func (r *reading) comparePDFA() {
	p := r.PDFA
	if p == nil || p.Part == "" {
		if !r.noXMP {
			r.fault("FX-PDF-301", pathMetadata)
		}
		return
	}
	level := lower(p.Conformance)
	switch {
	case p.Part == "4" && level == "f":
	case p.Part != "3":
		r.fault("FX-PDF-302", pathMetadata, arg("claimed", p.String()))
	case level != "a" && level != "b" && level != "u":
		r.fault("FX-PDF-303", pathMetadata, arg("level", p.Conformance))
	}
}

// formatNames are what the names of invoices stand for.
var formatNames = map[bool]string{true: "ZUGFeRD 1.0", false: "CII"}

// compareName: ZUGFeRD 1.0 has a name of its own, and the others are for CII.
func (r *reading) compareName(f *File) {
	name := lastOf(f.Filename)
	known := slices.IndexFunc(invoiceNames, func(s string) bool { return strings.EqualFold(s, name) })
	file := arg("file", `"`+cut(f.Filename)+`"`)
	own := f.Format == einvoice.CII || f.Format == einvoice.ZUGFeRD1
	want := exactName(name, f.Format)
	switch {
	case f.Format == "":
	case known < 0 && !own:
		r.fault("FX-PDF-105", r.streamPath(f), file, arg("format", string(f.Format)))
	case known < 0:
		r.fault("FX-PDF-101", r.specPath(f), file, arg("names", strings.Join(invoiceNames, ", ")))
	case !own, f.Format == einvoice.ZUGFeRD1 && !strings.EqualFold(name, oldName):
		r.fault("FX-PDF-103", r.specPath(f), file, arg("expected", formatNames[name == oldName]), arg("format", string(f.Format)))
	case strings.EqualFold(name, "xrechnung.xml") && r.Invoice.Profile != "" && r.Invoice.Profile != "XRECHNUNG":
		r.fault("FX-PDF-104", r.specPath(f), file, arg("profile", r.Invoice.Profile))
	case name != want:
		r.fault("FX-PDF-102", r.specPath(f), file, arg("name", want))
	}
}

// oldName is that of ZUGFeRD 1.0, which later releases have in small letters.
const oldName = "ZUGFeRD-invoice.xml"

// exactName is a name as the standard writes it.
func exactName(name string, f einvoice.Format) string {
	if f == einvoice.ZUGFeRD1 {
		return oldName
	}
	return strings.ToLower(name)
}

// relationships are those that an invoice can have: of ISO 19005-3, annex E, without
// Supplement and Unspecified.
var relationships = []string{"Source", "Data", "Alternative"}

// compareRelationship: MINIMUM and BASIC WL say less than the page, so they are Data;
// the others say the same (Factur-X 1.0, 6.2.2). ZUGFeRD 2.0, before that, had Alternative
// in its own sample of MINIMUM.
func (r *reading) compareRelationship(f *File) {
	small := (r.Invoice.Profile == "MINIMUM" || r.Invoice.Profile == "BASIC WL") && strings.Contains(r.Invoice.Specification, "factur-x")
	file, relationship := arg("file", f.Name), arg("relationship", f.Relationship)
	switch rel := f.Relationship; {
	case rel == "":
		r.fault("FX-PDF-203", r.specPath(f), file)
	case !slices.Contains(relationships, rel):
		r.fault("FX-PDF-204", r.specPath(f), file, relationship)
	case small && rel != "Data":
		r.fault("FX-PDF-205", r.specPath(f), file, relationship, arg("profile", r.Invoice.Profile))
	}
}
