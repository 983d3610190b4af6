package facturx

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/filetype"
	"github.com/einvoice-go/einvoice/internal/pdf"
)

// compare notes where name, relationship, place, metadata and content of the invoice
// contradict one another.
func (r *reading) compare(f *File) {
	r.compareName(f)
	r.compareRelationship(f)
	if !slices.Contains(f.Places, pdf.InNames) {
		r.note(NotePlace, "%s is not in the tree of embedded files (EmbeddedFiles): many programs look nowhere else", f.Name)
	}
	if !slices.Contains(f.Places, pdf.InCatalog) {
		r.note(NotePlace, "%s is not associated with the document (/AF of the catalog), as PDF/A-3 wants it", f.Name)
	}
	if f.MIME != "" && f.Format != "" && f.Type == "" && !filetype.Same(f.MIME, "text/xml") {
		r.note(NoteType, "%s: the PDF calls it %s; it is text/xml", f.Name, f.MIME)
	}
	switch p := r.PDFA; {
	case p == nil:
		r.note(NotePDFA, "the PDF does not claim to be PDF/A; a hybrid is PDF/A-3")
	case p.Part != "3" && (p.Part != "4" || lower(p.Conformance) != "f"):
		r.note(NotePDFA, "the PDF claims to be %s, which allows no XML inside; a hybrid is PDF/A-3", p)
	}
	if s := r.Invoice.Specification; s != "" && r.Invoice.Profile == "" {
		r.note(NoteGuideline, "%s follows %q, which is no profile of Factur-X, ZUGFeRD or XRechnung", f.Name, s)
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
		r.note(n.Code, "%s", n.Message)
	}
	return wrap(r.ctx.Err())
}

// compareName: ZUGFeRD 1.0 has a name of its own, and the others are for CII.
func (r *reading) compareName(f *File) {
	name := lastOf(f.Filename)
	known := slices.ContainsFunc(invoiceNames, func(s string) bool { return strings.EqualFold(s, name) })
	switch {
	case f.Format == "":
	case !known:
		r.note(NoteName, "the invoice is called %q, which is none of the names that the standards give it (%s)", cut(f.Filename), strings.Join(invoiceNames, ", "))
	case f.Format == einvoice.ZUGFeRD1 && !strings.EqualFold(name, "zugferd-invoice.xml"):
		r.note(NoteName, "the invoice is called %q, but is in ZUGFeRD 1.0, whose name is ZUGFeRD-invoice.xml", name)
	case f.Format != einvoice.CII && f.Format != einvoice.ZUGFeRD1:
		r.note(NoteName, "the invoice is called %q, which stands for CII, but is in %s", name, f.Format)
	case strings.EqualFold(name, "xrechnung.xml") && r.Invoice.Profile != "" && r.Invoice.Profile != "XRECHNUNG":
		r.note(NoteName, "the invoice is called %q, but follows the profile %s", name, r.Invoice.Profile)
	}
}

// relationships are those of ISO 19005-3, annex E.
var relationships = []string{"Source", "Data", "Alternative", "Supplement", "Unspecified"}

// compareRelationship: MINIMUM and BASIC WL say less than the page, so they are Data;
// the others say the same (Factur-X 1.0, 6.2.2).
func (r *reading) compareRelationship(f *File) {
	small := r.Invoice.Profile == "MINIMUM" || r.Invoice.Profile == "BASIC WL"
	switch rel := f.Relationship; {
	case rel == "":
		r.note(NoteRelationship, "%s has no relationship to the document (AFRelationship)", f.Name)
	case !slices.Contains(relationships, rel):
		r.note(NoteRelationship, "%s has the relationship %q, which does not exist", f.Name, rel)
	case small && rel != "Data":
		r.note(NoteRelationship, "%s has the relationship %s; in the profile %s it is Data", f.Name, rel, r.Invoice.Profile)
	case rel == "Supplement" || rel == "Unspecified":
		r.note(NoteRelationship, "%s has the relationship %s; that of an invoice is Alternative, Source or Data", f.Name, rel)
	}
}

// versions are those of the standards that XMP may name, and how they are written.
var versions = strings.Fields("1.0 1p0 2p0 3p0 RC 1.2 2.0 2.1 2.2 2.3 2.4 3.0")

func (r *reading) compareClaims(f *File) {
	if len(r.Claims) == 0 {
		r.note(NoteNoClaim, "the metadata (XMP) do not say that an invoice is inside")
	}
	for _, c := range r.Claims {
		if c.File != "" && c.File != f.Filename {
			r.note(NoteClaimFile, "the metadata call the invoice %q; it is called %q", c.File, f.Filename)
		}
		if !strings.EqualFold(c.Type, "INVOICE") {
			r.note(NoteClaimType, "the metadata say that the document is of the type %q, and not INVOICE", c.Type)
		}
		if !slices.Contains(versions, c.Version) {
			r.note(NoteClaimVersion, "the metadata name the version %q, which does not exist", c.Version)
		}
		if p := r.Invoice.Profile; p != "" && !sameLevel(c.Level, p) {
			r.note(NoteClaimLevel, "the metadata claim the profile %q; the invoice follows %s", c.Level, p)
		}
		if old := strings.HasPrefix(c.Namespace, "urn:ferd:"); f.Format != "" && old != (f.Format == einvoice.ZUGFeRD1) {
			r.note(NoteStandards, "the metadata are those of %s, the invoice is in %s", c.Namespace, f.Format)
		}
	}
}

// sameLevel compares names of profiles: COMFORT was what is EN 16931 now, and XRechnung
// is within that.
func sameLevel(claimed, own string) bool {
	claimed, own = level(claimed), level(own)
	return claimed == own || claimed == "EN16931" && own == "XRECHNUNG"
}

func level(s string) string {
	s = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "_", "").Replace(s))
	if s == "COMFORT" {
		return "EN16931"
	}
	return s
}
