package facturx

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	invoices "github.com/einvoice-go/einvoice/internal/open"
	"github.com/einvoice-go/einvoice/internal/pdf"
)

// invoiceNames are those that standards give the invoice, the newest first.
var invoiceNames = []string{"factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml"}

// candidate is a file that can be the invoice, with its place in the order that the
// package comment gives.
type candidate struct {
	*File
	rank [4]int
}

// choose finds the invoice and reads it; Report.Invoice is nil if there is none.
func (r *reading) choose() ([]byte, error) {
	all := r.candidates()
	if len(all) == 0 {
		return nil, nil
	}
	f := all[0].File
	r.compareOthers(f, all[1:])
	r.Invoice = &Facts{File: f.Index, Name: f.Name, Format: f.Format}
	xml, err := r.content(f)
	if err != nil {
		return nil, err
	}
	if f.Err == nil {
		r.readGuideline(xml)
	}
	r.compare(f)
	return xml, nil
}

// compareOthers: a hybrid has one invoice. Another one in CII leaves readers to guess;
// what is in another format, or has but the name, may be there beside it.
func (r *reading) compareOthers(f *File, others []candidate) {
	var names [2][]string
	for _, c := range others {
		kind := 1
		if isCII(f) && isCII(c.File) {
			kind = 0
		}
		names[kind] = append(names[kind], c.Name)
	}
	for i, rule := range []string{"FX-PDF-106", "FX-PDF-107"} {
		if n := names[i]; len(n) > 0 {
			r.fault(rule, r.specPath(f), arg("file", f.Name), arg("others", strings.Join(n[:min(len(n), 10)], " and ")))
		}
	}
}

func isCII(f *File) bool { return f.Format == einvoice.CII || f.Format == einvoice.ZUGFeRD1 }

func (r *reading) candidates() (all []candidate) {
	claimed := ""
	for _, c := range r.Claims {
		if claimed == "" {
			claimed = c.File
		}
	}
	for _, f := range r.Files {
		byName := slices.IndexFunc(invoiceNames, func(s string) bool { return strings.EqualFold(s, lastOf(f.Filename)) })
		byContent := f.Format != "" && f.Format != Order
		if !byContent && (byName < 0 || f.Format == Order) {
			continue
		}
		c := candidate{File: f, rank: [4]int{0, byName, 1, f.Index}}
		if !byContent {
			c.rank[0] = 1
		}
		switch {
		case byName >= 0:
		case claimed != "" && f.Filename == claimed:
			c.rank[1] = len(invoiceNames)
		default:
			c.rank[1] = len(invoiceNames) + 1
		}
		if slices.Contains(f.Places, pdf.InCatalog) {
			c.rank[2] = 0
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b candidate) int { return slices.Compare(a.rank[:], b.rank[:]) })
	return all
}

// lastOf is the last element of a path.
func lastOf(name string) string { return name[strings.LastIndexAny(name, `/\`)+1:] }

// content reads the invoice, whose size is known by now. Its own fault is kept with it.
func (r *reading) content(f *File) ([]byte, error) {
	if f.Err != nil {
		return nil, nil
	}
	if f.Size > r.o.MaxXML {
		f.Err = &Error{Code: ErrLimit, Message: "the XML is larger than the limit"}
		f.Error = f.Err.Message
		return nil, nil
	}
	in, err := r.doc.Content(r.found[f.Index-1], r.o.MaxFile)
	if err != nil {
		return nil, wrap(err)
	}
	var b bytes.Buffer
	b.Grow(int(f.Size) + bytes.MinRead)
	_, err = io.Copy(&b, patient{r.ctx, in})
	return b.Bytes(), wrap(err)
}

// readGuideline reads what the invoice follows.
func (r *reading) readGuideline(xml []byte) {
	f := r.Files[r.Invoice.File-1]
	switch {
	case f.Format == "":
		why := "its root element is " + f.root
		if f.root == "" {
			why = "it is no XML that can be read"
		}
		r.fault("FX-PDF-108", r.streamPath(f), arg("file", f.Name), arg("why", why))
		return
	case strings.HasPrefix(string(f.Format), "facturae"):
		return // has no guideline
	}
	s, err := invoices.Read(xml)
	if s.Document == nil {
		message := "is not readable"
		if syntax := (*einvoice.SyntaxError)(nil); errors.As(err, &syntax) {
			message = syntax.Error()
		}
		r.note(NoteXML, "%s cannot be read as an invoice: %s", f.Name, message)
		return
	}
	r.model = &s.Document.Invoice
	r.Invoice.Specification = cut(strings.TrimSpace(s.Document.Invoice.Process.Specification))
	r.Invoice.Profile = profileOf(r.Invoice.Specification)
	if r.Invoice.Specification == "" {
		r.fault("FX-PDF-110", r.streamPath(f), arg("file", f.Name))
	}
}

// profileOf is the name of the profile that a guideline stands for, "" if none is known.
func profileOf(guideline string) string {
	if p := cii.ProfileOf(guideline); p != 0 {
		return p.String()
	}
	s := strings.ToLower(guideline)
	if strings.HasPrefix(s, "urn:ferd:") {
		for _, level := range []string{"basic", "comfort", "extended"} {
			if strings.HasSuffix(s, ":"+level) {
				return strings.ToUpper(level)
			}
		}
	}
	return ""
}

// lower is ASCII letters in lower case.
func lower(s string) string { return strings.ToLower(s) }
