package pdfa

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

func itoa(n int) string { return strconv.Itoa(n) }

// document is what concerns all of it: the catalog and what hangs on it, pages apart.
func (m *mender) document() {
	root := m.node(m.d.Trailer.Get("Root"))
	if root.num == 0 { // the catalog has to be an object of its own (7.5.5)
		ref := m.d.Add(m.d.Catalog())
		m.d.Trailer = m.d.Trailer.With("Root", ref)
		root = m.node(ref)
	}
	m.outputIntents(root)
	m.forbidden(root, inCatalog)
	m.permissions(root.get("Perms"))
	m.openAction(root)
	m.names(root.get("Names"))
	m.form(root.get("AcroForm"), root.get("NeedsRendering"))
	m.optionalContent(root.get("OCProperties"))
	m.outlines(root.get("Outlines"))
}

// ban is a key that must not be there, and may be taken out without anything looking
// otherwise.
type ban struct {
	key    pdf.Name
	clause string
	what   string
}

var inCatalog = []ban{
	{"AA", "6.5.2", "the document has actions that events start"},
	{"Requirements", "6.11", "the document demands features of viewers"},
}

var inPage = []ban{
	{"AA", "6.5.2", "the page has actions that events start"},
	{"PresSteps", "6.10", "the page has presentation steps"},
}

var inNames = []ban{
	{"JavaScript", "6.5.1", "the document has JavaScript"},
	{"AlternatePresentations", "6.10", "the document has alternate presentations"},
}

var inImage = []ban{
	{"Alternates", "6.2.8", "an image has alternates"},
	{"OPI", "6.2.8", "an image stands for another (OPI)"},
}

var inForm = []ban{
	{"OPI", "6.2.9", "a form XObject stands for another (OPI)"},
	{"PS", "6.2.9", "a form XObject has PostScript"},
	{"Ref", "6.2.9", "a form XObject stands for a page of another document"},
}

// forbidden takes out keys.
func (m *mender) forbidden(n *node, bans []ban) {
	for _, b := range bans {
		if n.dict().Get(b.key) != nil {
			m.report(b.clause, n.object(), n.set(b.key, nil), "%s", b.what)
		}
	}
}

// permissions are signatures that grant rights (12.8.4).
func (m *mender) permissions(perms *node) {
	for _, key := range perms.keys() {
		if key != "UR3" && key != "DocMDP" {
			m.report("6.1.12", perms.object(), perms.set(key, nil), "the permissions have an entry %q", string(key))
		}
	}
	if !perms.get("DocMDP").there() {
		return
	}
	for _, ref := range perms.path("DocMDP", "Reference").items() {
		for _, key := range []pdf.Name{"DigestLocation", "DigestMethod", "DigestValue"} {
			if ref.get(key).there() {
				m.report("6.1.12", ref.object(), ref.set(key, nil), "the signature that grants permissions has a %s", string(key))
			}
		}
	}
}

func (m *mender) names(names *node) { m.forbidden(names, inNames) }

// form is the interactive form with its fields.
func (m *mender) form(form, rendering *node) {
	if b, _ := rendering.value().(bool); b {
		m.report("6.4.2", rendering.object(), false, "the pages are made from an XFA form when the document is opened; print it into a PDF and take that")
	} else if form.get("XFA").there() {
		m.report("6.4.2", form.object(), form.set("XFA", nil), "the form has an XFA form beside it")
	}
	if b, _ := form.get("NeedAppearances").value().(bool); b {
		m.needAppearances(form)
	}
	m.fields(form.get("Fields"))
}

// needAppearances: what viewers are asked to draw may look otherwise than what stands in
// the document.
func (m *mender) needAppearances(form *node) {
	if len(form.get("Fields").array()) == 0 {
		m.report("6.4.1", form.object(), form.set("NeedAppearances", nil), "the form asks viewers to draw its fields, of which there are none")
		return
	}
	m.report("6.4.1", form.object(), false, "the form asks viewers to draw its fields; save the document in a viewer that draws them, or print it into a PDF")
}

// fields walks the tree of fields.
func (m *mender) fields(roots *node) {
	seen := map[int]bool{}
	for next := roots.items(); len(next) > 0; {
		field := next[len(next)-1]
		next = next[:len(next)-1]
		m.visit()
		if field.num != 0 {
			if seen[field.num] {
				continue
			}
			seen[field.num] = true
		} else if depth(field) > maxDepth {
			continue
		}
		if field.dict().Get("AA") != nil {
			m.report("6.4.1", field.object(), field.set("AA", nil), "a form field has actions that events start")
		}
		if field.get("V").get("ByteRange").there() {
			m.report("6.4.3", field.object(), false, "the document is signed; what is changed in it breaks the signature: take the document as it was before it was signed")
		}
		kids := field.get("Kids").items()
		slices.Reverse(kids)
		next = append(next, kids...)
	}
}

func depth(n *node) (deep int) {
	for ; n != nil; n = n.up {
		deep++
	}
	return deep
}

// optionalContent are the layers (8.11.4.2).
func (m *mender) optionalContent(properties *node) {
	if !properties.there() {
		return
	}
	groups := properties.get("OCGs").array()
	used := map[string]bool{}
	configs := append([]*node{properties.get("D")}, properties.get("Configs").items()...)
	for i, c := range configs {
		if c.dict() != nil {
			m.layers(c, i, groups, used)
		}
	}
}

// layers is one configuration of layers.
func (m *mender) layers(c *node, i int, groups pdf.Array, used map[string]bool) {
	name := m.d.Text(c.get("Name").raw())
	if name == "" || used[name] {
		what := "a configuration of layers has no name"
		if name != "" {
			what = "two configurations of layers have one name"
		}
		for k := i + 1; name == "" || used[name]; k++ {
			name = "Layers " + itoa(k)
		}
		m.report("6.9", c.object(), c.set("Name", pdf.String(name)), "%s", what)
	}
	used[name] = true
	if c.dict().Get("AS") != nil {
		m.report("6.9", c.object(), c.set("AS", nil), "a configuration of layers switches them by itself (AS)")
	}
	order := c.get("Order")
	if !order.there() {
		return
	}
	listed := map[pdf.Object]bool{}
	m.listed(order, listed, 0)
	missing := slices.DeleteFunc(slices.Clone(groups), func(o pdf.Object) bool {
		ref, ok := o.(pdf.Ref)
		return !ok || listed[ref.Num]
	})
	if len(missing) > 0 {
		all := append(slices.Clone(order.array()), missing...)
		m.report("6.9", c.object(), c.set("Order", all), "%d layers are missing in the order of a configuration", len(missing))
	}
}

// listed collects the numbers of the groups in an array of arrays.
func (m *mender) listed(order *node, seen map[pdf.Object]bool, deep int) {
	if deep > maxDepth {
		return
	}
	for _, o := range order.items() {
		m.visit()
		if o.array() != nil {
			m.listed(o, seen, deep+1)
		} else if o.num != 0 {
			seen[o.num] = true
		}
	}
}

// boxes of a page, and whether the page looks the same without one that is too small.
var boxes = []struct {
	key   pdf.Name
	spare bool
}{{"MediaBox", false}, {"CropBox", false}, {"BleedBox", true}, {"TrimBox", true}, {"ArtBox", true}}

// sizes checks the boxes of a page: 3 to 14,400 units a side.
func (m *mender) sizes(page *node, media pdf.Object) {
	for _, b := range boxes {
		box := page.get(b.key)
		if b.key == "MediaBox" {
			box = m.node(media)
		} else if b.key == "CropBox" {
			box = inherited(page, b.key)
		}
		r, ok := m.rectangle(box)
		if !ok {
			if b.key == "MediaBox" {
				m.report("6.1.13", page.object(), false, "the page has no size (MediaBox)")
			}
			continue
		}
		w, h := r[2]-r[0], r[3]-r[1]
		if min(w, h) < 3 || max(w, h) > 14400 {
			m.report("6.1.13", page.object(), b.spare && page.set(b.key, nil), "the %s of the page is %g by %g units; 3 to 14,400 are allowed", string(b.key), w, h)
		}
	}
}

// inherited is a value of a page or of the nodes above it (7.7.3.4).
func inherited(page *node, key pdf.Name) *node {
	above := page
	for range maxDepth {
		if above.get(key).there() {
			return above.get(key)
		}
		if above = above.get("Parent"); above.dict() == nil {
			break
		}
	}
	return page.get(key)
}

// rectangle is left, bottom, right, top (7.9.5).
func (m *mender) rectangle(n *node) (r [4]float64, ok bool) {
	a := n.array()
	if len(a) != 4 {
		return r, false
	}
	for i := range r {
		if r[i], ok = m.d.Number(a[i]); !ok {
			return r, false
		}
	}
	return [4]float64{min(r[0], r[2]), min(r[1], r[3]), max(r[0], r[2]), max(r[1], r[3])}, true
}

// utf8Name: names of fonts, colorants and structure types are UTF-8 (6.1.8).
func (m *mender) utf8Name(object int, name pdf.Name, of string) {
	if !utf8.ValidString(string(name)) {
		m.report("6.1.8", object, false, "the name of a %s, %s, is not UTF-8", of, fmt.Sprintf("%q", string(name)))
	}
}
