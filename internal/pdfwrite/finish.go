package pdfwrite

import (
	"fmt"
	"strings"

	"github.com/einvoice-go/einvoice/internal/icc"
)

// Bytes is the finished document. Errors: ErrStructure, *font.Error.
func (d *Document) Bytes() ([]byte, error) {
	for _, p := range d.pages {
		if p.open {
			d.fail(ErrStructure)
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	d.cleanInfo()
	if err := d.embedFonts(); err != nil {
		return nil, err
	}
	pages := d.writePages()
	var catalog strings.Builder
	fmt.Fprintf(&catalog, "<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>",
		pages, d.structure())
	if d.info.Language != "" {
		catalog.WriteString("/Lang" + text(d.info.Language))
	}
	fmt.Fprintf(&catalog, "/Metadata %d 0 R", d.rawStream("/Type/Metadata/Subtype/XML", d.info.xmp()))
	intent := d.add("<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>",
		d.stream("/N 3", icc.SRGB()))
	fmt.Fprintf(&catalog, "/OutputIntents[%d 0 R]", intent)
	catalog.WriteString(d.embedFiles())
	catalog.WriteString(d.outline())
	catalog.WriteString(">>")
	return d.file(d.add("%s", catalog.String()), d.writeInfo()), nil
}

func (d *Document) cleanInfo() {
	i := &d.info
	for _, s := range []*string{&i.Title, &i.Author, &i.Subject, &i.Keywords, &i.Creator, &i.Producer, &i.Language} {
		*s = strings.TrimSpace(clean(*s))
	}
}

func (d *Document) writeInfo() int {
	var b strings.Builder
	for _, e := range []struct{ key, value string }{
		{"Title", d.info.Title}, {"Author", d.info.Author}, {"Subject", d.info.Subject},
		{"Keywords", d.info.Keywords}, {"Creator", d.info.Creator}, {"Producer", d.info.Producer},
	} {
		if e.value != "" {
			b.WriteString("/" + e.key + text(e.value))
		}
	}
	if !d.info.Created.IsZero() {
		b.WriteString("/CreationDate" + date(d.info.Created) + "/ModDate" + date(d.info.Modified))
	}
	return d.add("<<%s>>", b.String())
}

// writePages writes all pages and the node above them.
func (d *Document) writePages() int {
	node, resources := d.reserve(), d.resources()
	var kids []int
	for _, p := range d.pages {
		p.object = d.reserve()
		kids = append(kids, p.object)
	}
	for _, p := range d.pages {
		content := d.stream("", p.content)
		box := appendNumber(append(appendNumber([]byte("0 0 "), p.width), ' '), p.height)
		// Resources stand on each page: none are inherited (ISO 19005-3, 6.2.2).
		d.set(p.object, "<</Type/Page/Parent %d 0 R/MediaBox[%s]/Contents %d 0 R/StructParents %d/Tabs/S/Resources %d 0 R>>",
			node, box, content, p.number, resources)
	}
	d.set(node, "<</Type/Pages/Kids[%s]/Count %d>>", references(kids), len(kids))
	return node
}

func (d *Document) resources() int {
	var b strings.Builder
	b.WriteString("<</Font<<")
	for _, f := range d.fonts {
		if f.object != 0 {
			fmt.Fprintf(&b, "/F%d %d 0 R", f.number, f.object)
		}
	}
	b.WriteString(">>")
	if len(d.images) > 0 {
		b.WriteString("/XObject<<")
		for _, img := range d.images {
			fmt.Fprintf(&b, "/I%d %d 0 R", img.number, img.object)
		}
		b.WriteString(">>")
	}
	b.WriteString(">>")
	return d.add("%s", b.String())
}

// outline writes the bookmarks, all on one level (ISO 32000-1, 12.3.3).
func (d *Document) outline() string {
	if len(d.bookmarks) == 0 {
		return ""
	}
	root := d.reserve()
	first := len(d.objects) + 1
	last := first + len(d.bookmarks) - 1
	for i, m := range d.bookmarks {
		links := ""
		if i > 0 {
			links += fmt.Sprintf("/Prev %d 0 R", first+i-1)
		}
		if first+i < last {
			links += fmt.Sprintf("/Next %d 0 R", first+i+1)
		}
		top := appendNumber(nil, m.page.height-m.y)
		d.add("<</Title%s/Parent %d 0 R%s/Dest[%d 0 R/XYZ 0 %s null]>>", text(clean(m.title)), root, links, m.page.object, top)
	}
	d.set(root, "<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>", first, last, len(d.bookmarks))
	return fmt.Sprintf("/Outlines %d 0 R", root)
}
