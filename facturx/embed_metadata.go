package facturx

import (
	"slices"
	"strings"
	"time"

	"github.com/einvoice-go/einvoice/internal/pdf"
	"github.com/einvoice-go/einvoice/internal/pdfwrite"
	"github.com/einvoice-go/einvoice/internal/xmp"
)

const (
	dcSpace  = "http://purl.org/dc/elements/1.1/"
	xmpSpace = "http://ns.adobe.com/xap/1.0/"
	pdfSpace = "http://ns.adobe.com/pdf/1.3/"
	uaSpace  = "http://www.aiim.org/pdfua/ns/id/"
	mmSpace  = "http://ns.adobe.com/xap/1.0/mm/"
	rights   = "http://ns.adobe.com/xap/1.0/rights/"
)

// describe writes the metadata anew: the information dictionary and XMP, which say the
// same. What XMP said beside that stays if PDF/A allows it.
func (e *embedding) describe() error {
	d := e.doc
	data, err := d.Metadata()
	old := &xmp.Packet{}
	if err == nil && data != nil {
		old, err = xmp.Read(e.ctx, data)
	}
	if err := e.ctx.Err(); err != nil {
		return err
	}
	if err != nil {
		e.say("the metadata (XMP) of the PDF cannot be read to the end, and are made anew from what could be: %v", err)
	}
	m := e.describeInfo(old)
	m.Part, m.Level, m.Hybrid = e.part, e.level, hybridOf(e.p)
	e.keep(m, old)
	packet := pdf.NewStream(pdf.Dict{{Key: "Type", Value: pdf.Name("Metadata")}, {Key: "Subtype", Value: pdf.Name("XML")}}, m.XMP())
	if ref, is := d.Catalog().Get("Metadata").(pdf.Ref); is && d.Stream(ref) != nil {
		d.Set(ref.Num, packet)
	} else {
		e.change("Metadata", d.Add(packet))
	}
	if e.o.Language != "" && d.Text(d.Catalog().Get("Lang")) == "" {
		e.change("Lang", pdf.TextString(e.o.Language))
	} else if is := d.Text(d.Catalog().Get("Lang")); e.o.Language != "" && is != e.o.Language {
		e.say("the PDF says that its language is %q, which stays", is)
	}
	return nil
}

// describeInfo writes the information dictionary (ISO 32000-1, 14.3.3); what it does not
// say is taken from XMP.
func (e *embedding) describeInfo(old *xmp.Packet) *pdfwrite.Metadata {
	d, m := e.doc, &pdfwrite.Metadata{}
	ref := d.Place("Info")
	info := d.Dict(ref)
	for _, f := range []struct {
		key          pdf.Name
		space, local string
		forced, last string
		to           *string
	}{
		{"Title", dcSpace, "title", e.o.Title, "", &m.Title},
		{"Author", dcSpace, "creator", "", "", &m.Author},
		{"Subject", dcSpace, "description", "", "", &m.Subject},
		{"Keywords", pdfSpace, "Keywords", "", "", &m.Keywords},
		{"Creator", xmpSpace, "CreatorTool", "", e.o.Creator, &m.Creator},
		{"Producer", pdfSpace, "Producer", "", "einvoice", &m.Producer},
	} {
		for _, text := range []string{f.forced, d.Text(info.Get(f.key)), old.Text(f.space, f.local), f.last} {
			if *f.to == "" {
				*f.to = pdfwrite.Clean(text)
			}
		}
		info = setText(d, info, f.key, *f.to)
	}
	info, m.Created = e.date(info, "CreationDate", old.Text(xmpSpace, "CreateDate"), false)
	info, m.Modified = e.date(info, "ModDate", old.Text(xmpSpace, "ModifyDate"), true)
	m.Described = m.Modified
	d.Set(ref.Num, info)
	return m
}

// setText sets a text where the dictionary says another.
func setText(d *pdf.Doc, info pdf.Dict, key pdf.Name, text string) pdf.Dict {
	switch {
	case text == "":
		return info.With(key, nil)
	case d.Text(info.Get(key)) == text:
		return info
	}
	return info.With(key, pdf.TextString(text))
}

// date settles a date of the information dictionary, and tells how XMP writes it. If it
// is to be set, the time of the options comes before what the PDF says.
func (e *embedding) date(info pdf.Dict, key pdf.Name, fromXMP string, set bool) (pdf.Dict, string) {
	if own := e.o.Time; !own.IsZero() && set {
		return info.With(key, pdf.String(pdfwrite.Date(own))), own.Format(stamp)
	}
	raw := e.doc.Text(info.Get(key))
	if iso := pdf.Date(raw); validDate(iso) {
		return info, iso
	}
	if raw != "" {
		e.say("%s of the PDF is no date (%s)", key, cut(raw))
	}
	if validDate(fromXMP) {
		return info.With(key, pdf.String(dateOf(fromXMP))), fromXMP
	}
	if own := e.o.Time; !own.IsZero() {
		return info.With(key, pdf.String(pdfwrite.Date(own))), own.Format(stamp)
	}
	return info.With(key, nil), ""
}

const stamp = "2006-01-02T15:04:05-07:00"

// stamps are the forms of dates in XMP (ISO 16684-1, 8.2.1.2), but for fractions of seconds.
var stamps = []string{"2006", "2006-01", "2006-01-02", "2006-01-02T15:04", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04:05Z07:00"}

func validDate(iso string) bool {
	return slices.ContainsFunc(stamps, func(form string) bool {
		_, err := time.Parse(form, iso)
		return err == nil && !strings.Contains(iso, ".") // which time.Parse takes everywhere
	})
}

// dateOf is a valid date as PDF writes it.
func dateOf(iso string) string {
	day, clock, _ := strings.Cut(iso, "T")
	out := "D:" + strings.ReplaceAll(day, "-", "")
	if i := strings.IndexAny(clock, "Z+-"); i >= 0 {
		zone := strings.Replace(clock[i:], ":", "'", 1)
		if zone != "Z" {
			zone += "'"
		}
		return out + strings.ReplaceAll(clock[:i], ":", "") + zone
	}
	return out + strings.ReplaceAll(clock, ":", "")
}

// rewritten are the properties that are written anew; "" stands for all of a namespace.
var rewritten = map[[2]string]bool{
	{dcSpace, "format"}: true, {dcSpace, "title"}: true, {dcSpace, "creator"}: true, {dcSpace, "description"}: true,
	{pdfSpace, "Producer"}: true, {pdfSpace, "Keywords"}: true,
	{xmpSpace, "CreatorTool"}: true, {xmpSpace, "CreateDate"}: true, {xmpSpace, "ModifyDate"}: true, {xmpSpace, "MetadataDate"}: true,
	{pdfaNamespace, ""}: true,
}

// predefined are properties of schemas that PDF/A knows (ISO 19005-3, 6.6.2.3.1), with
// the containers of their values, as XMP Specification 2005 has them; of others nobody
// here knows what they may hold.
var predefined = map[[2]string]string{
	{dcSpace, "contributor"}: "Bag", {dcSpace, "coverage"}: "", {dcSpace, "identifier"}: "", {dcSpace, "language"}: "Bag",
	{dcSpace, "publisher"}: "Bag", {dcSpace, "relation"}: "Bag", {dcSpace, "rights"}: "Alt", {dcSpace, "source"}: "",
	{dcSpace, "subject"}: "Bag", {dcSpace, "type"}: "Bag",
	{xmpSpace, "BaseURL"}: "", {xmpSpace, "Identifier"}: "Bag", {xmpSpace, "Label"}: "", {xmpSpace, "Nickname"}: "",
	{mmSpace, "DocumentID"}: "", {mmSpace, "InstanceID"}: "", {mmSpace, "VersionID"}: "",
	{rights, "Certificate"}: "", {rights, "Owner"}: "Bag", {rights, "UsageTerms"}: "Alt", {rights, "WebStatement"}: "",
	{pdfSpace, "PDFVersion"}: "",
}

// adobe begins the namespaces of schemas that PDF/A knows, dc aside.
const adobe = "http://ns.adobe.com/"

// known tells whether a document that claims to be PDF/A may have a property without a
// description. If it has claimed that before, what it has is taken for right.
func (e *embedding) known(p *xmp.Property) bool {
	container, ok := predefined[[2]string{p.Space, p.Local}]
	if ok && container == p.Container {
		return true
	}
	return e.PDFA != nil && (p.Space == dcSpace || strings.HasPrefix(p.Space, adobe) && !strings.HasPrefix(p.Space, "http://ns.adobe.com/pdfx/"))
}

// keep takes over what XMP says beside what is written anew, and tells what it leaves out.
func (e *embedding) keep(m *pdfwrite.Metadata, old *xmp.Packet) {
	described := map[string]bool{}
	for _, s := range old.Schemas {
		if isClaim(s.Namespace) || s.Namespace == pdfaNamespace || described[s.Namespace] {
			continue
		}
		described[s.Namespace] = true
		m.Schemas = append(m.Schemas, s.XML)
	}
	var left []string
	seen := map[[2]string]bool{}
	for i := range old.Properties {
		p := &old.Properties[i]
		name := [2]string{p.Space, p.Local}
		switch {
		case seen[name], rewritten[name], rewritten[[2]string{p.Space, ""}], isClaim(p.Space):
		case p.Space == uaSpace && p.Local == "part" && !described[uaSpace] && len(p.Texts) == 1 && p.Texts[0] == "1":
			m.Accessible = true
		case e.part == 0 && p.Space != "", described[p.Space], e.known(p):
			m.Kept = append(m.Kept, p.XML)
		default:
			left = append(left, cut(p.Space+p.Local))
		}
		seen[name] = true
	}
	if len(left) > 0 {
		const shown = 10
		e.say("PDF/A does not know, and the metadata do not describe, what they say in %s: left out (%d in all)", strings.Join(left[:min(len(left), shown)], ", "), len(left))
	}
}

// isClaim tells the namespaces of what standards say of an invoice inside.
func isClaim(space string) bool {
	return slices.ContainsFunc(claimNamespaces, func(known string) bool { return strings.HasPrefix(space, known) })
}
