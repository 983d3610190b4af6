package facturx

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// versions are those of the standards that XMP may name, and how they are written.
var versions = strings.Fields("1.0 1p0 2p0 3p0 RC 1.2 2.0 2.1 2.2 2.3 2.4 3.0")

// properties are the four that the standards define, with their values in a claim.
var properties = []struct {
	name  string
	value func(*Claim) *string
}{
	{"DocumentType", func(c *Claim) *string { return &c.Type }},
	{"DocumentFileName", func(c *Claim) *string { return &c.File }},
	{"Version", func(c *Claim) *string { return &c.Version }},
	{"ConformanceLevel", func(c *Claim) *string { return &c.Level }},
}

// compareClaims holds the metadata against the invoice, and against the standard.
func (r *reading) compareClaims(f *File) {
	if len(r.Claims) == 0 && !r.noXMP {
		r.fault("FX-PDF-402", pathMetadata)
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		if !r.noXMP {
			r.comparePresence(c)
			r.compareExtension(c)
		}
		r.compareClaim(c, f)
	}
}

func (r *reading) comparePresence(c *Claim) {
	for _, p := range properties {
		if *p.value(c) == "" {
			r.fault("FX-PDF-403", pathMetadata, arg("property", p.name), arg("namespace", c.Namespace))
		}
	}
}

// compareExtension: PDF/A-2 and -3 want a description of every schema that XMP does not
// know. PDF/A-4 does not.
func (r *reading) compareExtension(c *Claim) {
	if r.PDFA == nil || r.PDFA.Part != "2" && r.PDFA.Part != "3" {
		return
	}
	described, known := r.extensions[c.Namespace]
	if !known {
		r.fault("FX-PDF-404", pathMetadata, arg("namespace", c.Namespace))
		return
	}
	for _, p := range properties {
		if *p.value(c) != "" && !slices.Contains(described, p.name) {
			r.fault("FX-PDF-405", pathMetadata, arg("namespace", c.Namespace), arg("property", p.name))
		}
	}
}

func (r *reading) compareClaim(c *Claim, f *File) {
	at := func(property string) string { return pathMetadata + "/" + property }
	if c.File != "" && c.File != f.Filename {
		r.fault("FX-PDF-407", at("DocumentFileName"), arg("claimed", `"`+c.File+`"`), arg("file", `"`+f.Filename+`"`))
	}
	if c.Type != "" && !strings.EqualFold(c.Type, "INVOICE") {
		r.fault("FX-PDF-406", at("DocumentType"), arg("type", `"`+c.Type+`"`))
	}
	if c.Version != "" && !slices.Contains(versions, c.Version) {
		r.fault("FX-PDF-408", at("Version"), arg("version", `"`+c.Version+`"`))
	}
	old := strings.HasPrefix(c.Namespace, "urn:ferd:")
	switch p := r.Invoice.Profile; {
	case p == "" || c.Level == "":
	case !sameLevel(c.Level, p):
		r.fault("FX-PDF-409", at("ConformanceLevel"), arg("claimed", c.Level), arg("profile", p))
	case c.Level != p && !old && !(level(c.Level) == "EN16931" && p == "XRECHNUNG"):
		r.fault("FX-PDF-410", at("ConformanceLevel"), arg("claimed", c.Level), arg("profile", p))
	}
	if f.Format != "" && old != (f.Format == einvoice.ZUGFeRD1) {
		r.fault("FX-PDF-411", pathMetadata, arg("namespace", c.Namespace), arg("format", string(f.Format)))
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
