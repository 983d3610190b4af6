package pdfa

import "github.com/einvoice-go/einvoice/internal/pdf"

// annotationTypes are those of 6.3.1.
var annotationTypes = map[pdf.Name]bool{
	"Text": true, "Link": true, "FreeText": true, "Line": true, "Square": true, "Circle": true, "Polygon": true,
	"PolyLine": true, "Highlight": true, "Underline": true, "Squiggly": true, "StrikeOut": true, "Stamp": true,
	"Caret": true, "Ink": true, "Popup": true, "FileAttachment": true, "Widget": true, "PrinterMark": true,
	"TrapNet": true, "Watermark": true, "Redact": true,
}

// Flags of annotations (12.5.3).
const (
	flagInvisible    = 1 << 0
	flagHidden       = 1 << 1
	flagPrint        = 1 << 2
	flagNoView       = 1 << 5
	flagToggleNoView = 1 << 8
)

// annotations checks those of a page.
func (m *mender) annotations(page *node) {
	annots := page.get("Annots")
	var keep pdf.Array
	for _, a := range annots.items() {
		m.visit()
		if !m.dropped(a) {
			keep = append(keep, a.raw())
		}
	}
	if len(keep) < len(annots.array()) {
		annots.put(keep)
	}
	for _, a := range annots.items() {
		m.annotation(a)
	}
}

// dropped tells whether an annotation can go: its type is not allowed, and nothing of it
// is seen.
func (m *mender) dropped(a *node) bool {
	if a.dict() == nil {
		return !a.there()
	}
	kind := a.get("Subtype").name()
	if annotationTypes[kind] {
		return false
	}
	seen := a.path("AP", "N").there() || kind == "Movie"
	m.report("6.3.1", a.object(), !seen, "an annotation is of a type that is not allowed: %s", string(kind))
	return !seen
}

func (m *mender) annotation(a *node) {
	kind := a.get("Subtype").name()
	m.annotationActions(a, kind)
	if kind != "Popup" {
		m.flags(a, kind)
	}
	m.appearance(a, kind)
}

// annotationActions: those of form fields must have none (6.4.1).
func (m *mender) annotationActions(a *node, kind pdf.Name) {
	clause := "6.5.2"
	if kind == "Widget" {
		clause = "6.4.1"
		if a.dict().Get("A") != nil {
			m.report(clause, a.object(), a.set("A", nil), "a form field on the page has an action")
		}
	}
	if a.dict().Get("AA") != nil {
		m.report(clause, a.object(), a.set("AA", nil), "%s annotation has actions that events start", article(kind))
	}
	m.action(a, "A", article(kind)+" annotation")
}

func article(kind pdf.Name) string {
	switch kind {
	case "Ink":
		return "an Ink"
	case "Underline":
		return "an Underline"
	}
	return "a " + string(kind)
}

// flags: an annotation prints, and is not hidden.
func (m *mender) flags(a *node, kind pdf.Name) {
	had, ok := a.get("F").integer()
	want := (had | flagPrint) &^ (flagInvisible | flagHidden | flagNoView | flagToggleNoView)
	switch {
	case had&(flagHidden|flagNoView) != 0:
		m.report("6.3.2", a.object(), false, "%s annotation is hidden, and would be seen if it were not; take it out of the document or show it", article(kind))
	case !ok:
		m.report("6.3.2", a.object(), a.set("F", want), "%s annotation has no flags", article(kind))
	case had != want:
		m.report("6.3.2", a.object(), a.set("F", want), "%s annotation has the flags %d", article(kind), had)
	}
}

// appearance: what an annotation looks like is said by a stream, and by one alone.
func (m *mender) appearance(a *node, kind pdf.Name) {
	ap := a.get("AP")
	if ap.dict() == nil {
		if kind != "Popup" && kind != "Link" && !m.empty(a) {
			m.report("6.3.3", a.object(), false, "%s annotation does not say what it looks like; save the document in a viewer that draws it, or print it into a PDF", article(kind))
		}
		return
	}
	for _, key := range ap.keys() {
		if key != "N" {
			m.report("6.3.3", a.object(), ap.set(key, nil), "%s annotation looks otherwise at times (%s)", article(kind), string(key))
		}
	}
	normal := ap.get("N")
	if kind == "Widget" && m.fieldType(a) == "Btn" {
		m.button(a, normal)
	} else if normal.stream() == nil {
		m.oneState(a, kind, ap)
	}
	for _, s := range m.states(ap.get("N")) {
		m.drawForm(s, nil, newState(), 0)
	}
}

// empty tells whether the rectangle of an annotation has no size.
func (m *mender) empty(a *node) bool {
	r, ok := m.rectangle(a.get("Rect"))
	return ok && r[0] == r[2] && r[1] == r[3]
}

// fieldType is that of a widget, or of the fields above it (12.7.3.1).
func (m *mender) fieldType(a *node) pdf.Name {
	for range maxDepth {
		if t := a.get("FT").name(); t != "" {
			return t
		}
		if a = a.get("Parent"); a.dict() == nil {
			break
		}
	}
	return ""
}

// button: the appearances of a button are in a dictionary by state.
func (m *mender) button(a, normal *node) {
	if s := normal.stream(); s != nil {
		state := a.get("AS").name()
		if state == "" {
			state = "Off"
		}
		ref := normal.raw()
		_, isRef := ref.(pdf.Ref)
		done := isRef && a.get("AP").set("N", pdf.Dict{{Key: state, Value: ref}}) && a.set("AS", state)
		m.report("6.3.3", a.object(), done, "a button has its appearance in no dictionary of states")
		return
	}
	if len(m.states(normal)) == 0 {
		m.report("6.3.3", a.object(), false, "a button has no appearance; save the document in a viewer that draws it, or print it into a PDF")
	}
}

// oneState: what is no button has one appearance, the one that its state selects.
func (m *mender) oneState(a *node, kind pdf.Name, ap *node) {
	normal := ap.get("N")
	chosen := normal.get(a.get("AS").name())
	done := a.get("AS").there() && chosen.stream() != nil && ap.set("N", chosen.raw())
	message := "%s annotation has no appearance; save the document in a viewer that draws it, or print it into a PDF"
	if done {
		message = "%s annotation has its appearance in a dictionary of states"
	}
	m.report("6.3.3", a.object(), done, message, article(kind))
}

// states are the streams of an appearance.
func (m *mender) states(normal *node) []*node {
	if normal.stream() != nil {
		return []*node{normal}
	}
	var out []*node
	for _, key := range normal.keys() {
		if s := normal.get(key); s.stream() != nil {
			out = append(out, s)
		}
	}
	return out
}
