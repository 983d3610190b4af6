package facturx

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto/md5"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/filetype"
	"github.com/einvoice-go/einvoice/internal/pdf"
	"github.com/einvoice-go/einvoice/internal/pdfwrite"
)

// languageTag is the form of a language tag (BCP 47, 2.1).
var languageTag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// checkFiles looks at what is to go in, whatever the PDF.
func (e *embedding) checkFiles() error {
	if r := e.files[0].Relationship; e.p <= cii.BasicWL && r != pdfwrite.Data {
		return embedError(EmbedOption, "Relationship", "in the profile %s the relationship is Data (Factur-X 1.0, 6.2.2), not %s", e.p, r)
	} else if r != pdfwrite.Alternative && r != pdfwrite.Data && r != pdfwrite.Source {
		return embedError(EmbedOption, "Relationship", "the relationship of an invoice is Alternative, Data or Source (Factur-X 1.0, 6.2.2), not %q", r)
	}
	if l := e.o.Language; l != "" && !languageTag.MatchString(l) {
		return embedError(EmbedOption, "Language", "%q is no language tag (BCP 47) such as de or pt-BR", l)
	}
	for i := range e.files {
		f := &e.files[i]
		option := "Files"
		if i == 0 {
			option = "Relationship"
		}
		if err := f.Check(); err != nil {
			return &EmbedError{EmbedOption, option, err}
		}
		if slices.ContainsFunc(e.files[:i], func(g pdfwrite.Attachment) bool { return strings.EqualFold(g.Name, f.Name) }) || i > 0 && isInvoiceName(f.Name) {
			return &EmbedError{EmbedOption, option, &pdfwrite.AttachmentError{Name: f.Name, Why: "the name is taken by another attachment"}}
		}
		if f.ModTime.IsZero() {
			f.ModTime = e.o.Time
		}
		if format, _ := recognize(context.Background(), f.Data[:min(len(f.Data), headSize)]); i > 0 && (format == einvoice.CII || format == einvoice.ZUGFeRD1) {
			e.say("%s is an invoice too: programs may take it for the one that the PDF is about", f.Name)
		}
	}
	return nil
}

func isInvoiceName(name string) bool {
	return slices.ContainsFunc(invoiceNames, func(s string) bool { return strings.EqualFold(s, lastOf(name)) })
}

// attach puts the files in: into the name tree of embedded files and /AF of the catalog
// (ISO 19005-3, 6.8). Those that are inside stay, but for an invoice.
func (e *embedding) attach() error {
	specs, names, err := e.doc.Specs()
	if err != nil {
		return wrap(err)
	}
	var old, others []*pdf.Spec
	for _, s := range specs {
		if e.isInvoice(s) {
			old = append(old, s)
		} else {
			others = append(others, s)
		}
	}
	if err := e.replaces(old, others); err != nil {
		return err
	}
	refs, err := e.addFiles(old, others)
	if err != nil {
		return err
	}
	for _, s := range others {
		e.mendSpec(s)
	}
	e.associate(refs, old, others)
	e.name(refs, names, old)
	return nil
}

// isInvoice: a file with the name of an invoice, or the one that the metadata name.
func (e *embedding) isInvoice(s *pdf.Spec) bool {
	if isInvoiceName(s.File.Name) {
		return true
	}
	for _, c := range e.Report.Claims {
		if c.File != "" && c.File == s.File.Name && strings.EqualFold(c.Type, "INVOICE") {
			return true
		}
	}
	return false
}

// replaces holds what is inside against the options, and tells what becomes of it.
func (e *embedding) replaces(old, others []*pdf.Spec) error {
	if len(old) > 0 && e.o.NoReplace {
		return embedError(EmbedInside, "NoReplace", "the PDF has an invoice inside already: %s", old[0].File.Name)
	}
	for i, s := range old {
		if !slices.ContainsFunc(old[:i], func(t *pdf.Spec) bool { return t.File == s.File }) {
			e.say("%s, which was in the PDF, is replaced", cut(s.File.Name))
		}
	}
	for _, s := range others {
		if f := e.fileOf(s); f != nil && f.Format != "" && f.Format != Order {
			e.say("%s stays in the PDF, though it is an invoice too: programs that go by the name take %s", f.Name, e.Name)
		}
	}
	return nil
}

// fileOf is what is known of the file of a specification.
func (e *embedding) fileOf(s *pdf.Spec) *File {
	for i, f := range e.found {
		if f.Object == s.File.Object {
			return e.Report.Files[i]
		}
	}
	return nil
}

// addFiles writes the new files. The invoice takes the place of the old one, so that
// whatever refers to that finds it.
func (e *embedding) addFiles(old, others []*pdf.Spec) (refs []pdf.Ref, err error) {
	for i, f := range e.files {
		if i > 0 && slices.ContainsFunc(others, func(s *pdf.Spec) bool { return strings.EqualFold(s.File.Name, f.Name) }) {
			return nil, embedError(EmbedName, "Files", "a file called %s is in the PDF already: give the new one another name", f.Name)
		}
		spec := e.newSpec(f)
		var ref pdf.Ref
		if i == 0 {
			for _, s := range old {
				if s.Ref.Num != 0 {
					e.doc.Set(s.Ref.Num, spec)
					ref = first(ref, s.Ref)
				}
			}
		}
		if ref.Num == 0 {
			ref = e.doc.Add(spec)
		}
		refs = append(refs, ref)
	}
	return refs, nil
}

func first(a, b pdf.Ref) pdf.Ref {
	if a.Num != 0 {
		return a
	}
	return b
}

// newSpec is a file specification with its file (ISO 32000-1, 7.11.3 and 7.11.4).
func (e *embedding) newSpec(f pdfwrite.Attachment) pdf.Dict {
	var b bytes.Buffer
	z := zlib.NewWriter(&b) // writing to a buffer does not fail
	_, _ = z.Write(f.Data)
	_ = z.Close()
	sum := md5.Sum(f.Data)
	params := pdf.Dict{{Key: "Size", Value: int64(len(f.Data))}, {Key: "CheckSum", Value: pdf.String(sum[:])}}
	if !f.ModTime.IsZero() {
		params = params.With("ModDate", pdf.String(pdfwrite.Date(f.ModTime)))
	}
	file := e.doc.Add(pdf.NewStream(pdf.Dict{{Key: "Type", Value: pdf.Name("EmbeddedFile")}, {Key: "Subtype", Value: pdf.Name(f.MIME)},
		{Key: "Params", Value: params}, {Key: "Filter", Value: pdf.Name("FlateDecode")}}, b.Bytes()))
	spec := pdf.Dict{{Key: "Type", Value: pdf.Name("Filespec")}, {Key: "F", Value: pdf.TextString(pdfwrite.ASCIIName(f.Name))}, {Key: "UF", Value: pdf.TextString(f.Name)},
		{Key: "AFRelationship", Value: pdf.Name(f.Relationship)}, {Key: "EF", Value: pdf.Dict{{Key: "F", Value: file}, {Key: "UF", Value: file}}}}
	if d := pdfwrite.Clean(f.Description); d != "" {
		spec = spec.With("Desc", pdf.TextString(d))
	}
	return spec
}

// mediaType is what a Subtype looks like that is one.
var mediaType = regexp.MustCompile(`^[-\w+.]+/[-\w+.]+$`)

// mendSpec gives a file that stays what PDF/A-3 wants of it (ISO 19005-3, 6.8).
func (e *embedding) mendSpec(s *pdf.Spec) {
	d := e.doc
	mended := func(object int, what string) {
		e.Problems = append(e.Problems, Problem{Clause: "6.8", Object: object, Message: fmt.Sprintf("the file %q has no %s", cut(s.File.Name), what), Mended: true})
	}
	dict := s.Dict
	set := func(key pdf.Name, value pdf.Object, what string) {
		if dict.Get(key) == nil {
			dict = dict.With(key, value)
			mended(s.Ref.Num, what)
		}
	}
	name := s.File.Name
	if name == "" {
		name = s.File.Key
	}
	if name == "" {
		name = fmt.Sprintf("file-%d", s.File.Object)
	}
	set("F", pdf.TextString(pdfwrite.ASCIIName(name)), "name in F")
	set("UF", pdf.TextString(name), "name in UF")
	set("AFRelationship", pdf.Name("Unspecified"), "AFRelationship")
	if d.Name(dict.Get("Type")) == "" {
		dict = dict.With("Type", pdf.Name("Filespec"))
	}
	if len(dict) != len(s.Dict) && s.Ref.Num != 0 {
		d.Set(s.Ref.Num, dict)
	}
	s.Dict = dict
	if stream := s.File.Embedded(); !mediaType.MatchString(string(d.Name(stream.Get("Subtype")))) {
		mended(s.File.Object, "media type in Subtype")
		d.Set(s.File.Object, stream.WithDict(stream.With("Subtype", pdf.Name(e.typeOf(s)))))
	}
}

// typeOf tells the media type of a file by name and content.
func (e *embedding) typeOf(s *pdf.Spec) string {
	detected := ""
	if f := e.fileOf(s); f != nil {
		detected = f.Type
	}
	for _, mime := range []string{filetype.ByName(s.File.Name), detected} {
		if mediaType.MatchString(mime) {
			return mime
		}
	}
	return "application/octet-stream"
}

// associate makes /AF of the catalog: the new files first, then those that were there,
// then those that belong to nothing yet.
func (e *embedding) associate(refs []pdf.Ref, old, others []*pdf.Spec) {
	var af pdf.Array
	for _, r := range refs {
		af = append(af, r)
	}
	for _, s := range old { // what stands in its place has to belong to something too
		elsewhere := slices.ContainsFunc(s.Places, func(p string) bool { return p != pdf.InNames && p != pdf.InCatalog })
		switch {
		case s.Ref.Num == 0:
			e.hold(s.Holder, refs[0])
		case s.Ref.Num == refs[0].Num:
		case elsewhere:
			af = append(af, s.Ref)
		default:
			e.doc.Set(s.Ref.Num, nil)
		}
	}
	for _, s := range others {
		if s.Associated && !slices.Contains(s.Places, pdf.InCatalog) {
			continue
		}
		if !s.Associated {
			e.Problems = append(e.Problems, Problem{Clause: "6.8", Object: s.Ref.Num, Message: fmt.Sprintf("the file %q belongs to nothing in the document", cut(s.File.Name)), Mended: true})
		}
		af = append(af, e.place(s))
	}
	e.change("AF", af)
}

// place gives a file specification that stands in something else a number.
func (e *embedding) place(s *pdf.Spec) pdf.Ref {
	if s.Ref.Num == 0 {
		s.Ref = e.doc.Add(s.Dict)
		e.hold(s.Holder, s.Ref)
	}
	return s.Ref
}

// hold makes an annotation refer to a file.
func (e *embedding) hold(annotation, file pdf.Ref) {
	if a := e.doc.Dict(annotation); a != nil {
		e.doc.Set(annotation.Num, a.With("FS", file))
	}
}

// name makes the name tree of embedded files: one node, in the order of the bytes of its
// keys (ISO 32000-1, 7.9.6), each of which is there once.
func (e *embedding) name(refs []pdf.Ref, names []pdf.NameEntry, old []*pdf.Spec) {
	var all []pdf.NameEntry
	for i, r := range refs {
		all = append(all, pdf.NameEntry{Key: pdf.TextString(e.files[i].Name), Value: r})
	}
	for _, n := range names {
		if n.Spec != nil && slices.Contains(old, n.Spec) {
			continue
		}
		if n.Spec != nil {
			n.Value = e.place(n.Spec)
		}
		all = append(all, n)
	}
	taken := map[pdf.String]bool{}
	for i := range all {
		key := all[i].Key
		for n := 2; taken[all[i].Key]; n++ {
			all[i].Key = pdf.TextString(fmt.Sprintf("%s (%d)", pdf.Text(string(key)), n))
		}
		taken[all[i].Key] = true
	}
	slices.SortStableFunc(all, func(a, b pdf.NameEntry) int { return strings.Compare(string(a.Key), string(b.Key)) })
	var flat pdf.Array
	for _, n := range all {
		flat = append(flat, n.Key, n.Value)
	}
	tree := pdf.Dict{{Key: "Names", Value: flat}}
	ref, indirect := e.doc.Catalog().Get("Names").(pdf.Ref)
	namesDict := e.doc.Dict(e.doc.Catalog().Get("Names")).With("EmbeddedFiles", tree)
	if indirect && e.doc.Dict(ref) != nil {
		e.doc.Set(ref.Num, namesDict)
	} else {
		e.change("Names", namesDict)
	}
}
