package facturx

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// pdfaNamespace is that of the claim to be PDF/A (ISO 19005-1, 6.7.11).
const pdfaNamespace = "http://www.aiim.org/pdfa/ns/id/"

// claimNamespaces begin the namespaces of what standards say of the invoice in XMP:
// Factur-X and ZUGFeRD since 2.1, ZUGFeRD 2.0, ZUGFeRD 1.0 and its draft. Order-X has one
// of the first kind.
var claimNamespaces = []string{"urn:factur-x:pdfa:", "urn:zugferd:pdfa:", "urn:ferd:pdfa:"}

// mostClaims bounds how many schemas make claims.
const mostClaims = 16

// readMetadata reads the XMP of the document.
func (r *reading) readMetadata() {
	data, err := r.doc.Metadata()
	if err == nil && data == nil {
		return
	}
	m := metadata{report: r.Report}
	defer func() { r.extensions = m.extensions.described }()
	if err == nil {
		err = m.read(r.ctx, bytes.TrimRight(data, "\x00 \r\n\t"))
	}
	if err != nil {
		r.noXMP = true
		r.fault("FX-PDF-401", pathMetadata, arg("why", err.Error()))
	}
}

// metadata collects properties, which stand in XMP as elements or as attributes of
// rdf:Description (ISO 16684-1, 7).
type metadata struct {
	report     *Report
	extensions extensions
	uri        string // of the open element, if it is a property
	local      string
	text       strings.Builder
}

func (m *metadata) read(ctx context.Context, data []byte) error {
	if i := bytes.IndexByte(data, '<'); i > 0 && i < 16 {
		data = keepMark(data, i)
	}
	t, _, err := xmlmap.NewTokens(ctx, io.Reader(bytes.NewReader(data)), names.Schema, xmlmap.Limits{})
	if err != nil {
		return err
	}
	for t.Next() {
		switch t.Kind {
		case xmlmap.OpenToken:
			e := &t.Element
			prefix, _, colon := strings.Cut(e.Raw, ":")
			if !colon {
				prefix = ""
			}
			m.uri, m.local = strings.Clone(e.Namespace(prefix)), strings.Clone(e.Local)
			m.text.Reset()
			m.extensions.opened(m.uri)
			for i := range e.Attrs {
				m.property(e.Attrs[i].Space, e.Attrs[i].Local, e.Attrs[i].Value, true)
			}
		case xmlmap.TextToken:
			if m.text.Len() < mostText {
				m.text.WriteString(t.Text)
			}
		case xmlmap.CloseToken:
			m.property(m.uri, m.local, m.text.String(), false)
			m.extensions.closed()
			m.uri = ""
		}
	}
	return t.Err()
}

// keepMark drops white space in front of the first tag, which no XML declaration bears,
// and leaves byte order marks.
func keepMark(data []byte, i int) []byte {
	if len(bytes.TrimLeft(data[:i], " \t\r\n")) == 0 {
		return data[i:]
	}
	return data
}

// property takes an element with its text, or an attribute.
func (m *metadata) property(uri, local, value string, attribute bool) {
	value = cut(strings.Clone(strings.TrimSpace(value)))
	m.extensions.see(uri, local, value, attribute)
	if uri == pdfaNamespace {
		m.pdfa(local, value)
		return
	}
	for _, known := range claimNamespaces {
		if strings.HasPrefix(uri, known) {
			m.claim(uri, local, value)
		}
	}
}

func (m *metadata) pdfa(local, value string) {
	if local != "part" && local != "conformance" {
		return
	}
	if m.report.PDFA == nil {
		m.report.PDFA = &PDFA{}
	}
	if local == "part" {
		m.report.PDFA.Part = value
	} else {
		m.report.PDFA.Conformance = value
	}
}

func (m *metadata) claim(uri, local, value string) {
	r := m.report
	i := 0
	for i < len(r.Claims) && r.Claims[i].Namespace != uri {
		i++
	}
	if i >= mostClaims {
		return
	}
	field := map[string]func(*Claim) *string{
		"DocumentType":     func(c *Claim) *string { return &c.Type },
		"DocumentFileName": func(c *Claim) *string { return &c.File },
		"Version":          func(c *Claim) *string { return &c.Version },
		"ConformanceLevel": func(c *Claim) *string { return &c.Level },
	}[local]
	if field == nil {
		return
	}
	if i == len(r.Claims) {
		r.Claims = append(r.Claims, Claim{Namespace: strings.Clone(uri)})
	}
	*field(&r.Claims[i]) = value
}
