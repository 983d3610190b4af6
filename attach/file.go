package attach

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/einvoice-go/einvoice/internal/filetype"
)

// ViewMark is the description (BT-123) by which Embed marks the one rendering of the
// invoice for people to read. EN 16931 has no place for that; the networks have customs:
// this one is Norway's (EHF), and Belgium's in one word. In France it is "LISIBLE"
// (BR-FR-17). All three are understood, in any case.
const ViewMark = "Commercial invoice"

var viewMarks = []string{ViewMark, "CommercialInvoice", "LISIBLE"}

// markView looks whether the description marks the rendering of the invoice. In
// Facturae, where the description is all there is, the file name follows a colon.
func (s *scanner) markView(f *File) {
	for _, mark := range viewMarks {
		if !hasPrefixFold(f.Description, mark) {
			continue
		}
		rest := f.Description[len(mark):]
		name, named := strings.CutPrefix(rest, ": ")
		switch {
		case rest == "":
			f.View = true
		case named && isFacturae(s.doc.Format) && isName(name):
			f.View = true
			f.Filename = name
		}
	}
}

// isName tells a text that can be a file name by its known extension.
func isName(s string) bool {
	return len(s) <= 255 && !strings.ContainsAny(s, "\r\n\t") && filetype.ByName(s) != ""
}

// name gives a file its name on a disk: that which the document gives it, or a
// description or reference that looks like one, or the number of the invoice and of the
// file in it.
func (w *walker) name(f *File, seen string) {
	given := f.Filename
	for _, s := range []string{f.Description, f.Reference} {
		if given == "" && isName(s) {
			given = s
		}
	}
	if given == "" && f.Kind == External {
		given = lastOfURI(f.URI)
	}
	stem := f.Invoice
	if stem == "" {
		stem = "attachment"
	}
	stem = fmt.Sprintf("%s_%d", stem, f.Index)
	f.Name = w.names.Safe(lastOf(given, mostName), lastOf(stem, mostName), f.extension(seen))
	if f.Filename != "" && f.Filename != f.Name {
		f.note(NoteName, fmt.Sprintf("called %q in the document", cut(f.Filename)))
	}
}

// mostName is how many bytes of a name are made safe. The file systems' limit is 255; names
// are shared by many files, and each has to be worked through.
const mostName = 512

// lastOfURI is the file name that a URI ends in, if it does.
func lastOfURI(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return ""
	}
	if name := u.Path[strings.LastIndexByte(u.Path, '/')+1:]; isName(name) {
		return name
	}
	return ""
}

// extension is the one that fits best what is known of the type.
func (f *File) extension(seen string) string {
	claim := filetype.ByMIME(f.MIME)
	switch t := filetype.ByMIME(seen); {
	case claim != nil && seen == "", claim != nil && len(claim.Extensions) > 0 && filetype.Same(f.MIME, seen):
		return first(claim.Extensions)
	case f.Format != "" && filetype.ByExtension(strings.ToLower(f.Format)) != nil && (seen == "" || filetype.Same(f.formatMIME(), seen)):
		return strings.ToLower(f.Format)
	case t != nil:
		return first(t.Extensions)
	case f.Kind == External:
		return ""
	}
	return "bin"
}

// Claim is the MIME type that the document claims for a file, by its name or by
// AttachmentFormat; "" if it claims none.
func (f *File) Claim() string {
	if f.MIME != "" {
		return f.MIME
	}
	return f.formatMIME()
}

func (f *File) formatMIME() string { return filetype.ByName("x." + f.Format) }

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// compareTypes notes where the content is not what it is called.
func (f *File) compareTypes(length int) {
	if f.Type == "" || length == 0 {
		return
	}
	for _, claim := range []struct{ text, mime string }{
		{"the document calls it " + f.MIME, f.MIME},
		{"the document calls its format " + f.Format, f.formatMIME()},
		{fmt.Sprintf("its name is %q", cut(f.Filename)), filetype.ByName(lastOf(f.Filename, mostName))},
	} {
		if claim.mime != "" && !filetype.Same(claim.mime, f.Type) {
			f.note(NoteType, fmt.Sprintf("%s, but it is %s", claim.text, f.Type))
			return
		}
	}
}

// cut shortens a text that is shown.
func cut(s string) string {
	const most = 100
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "..."
	}
	return s
}

func percentDecoded(s string) string {
	if t, err := url.PathUnescape(s); err == nil {
		return t
	}
	return s
}
