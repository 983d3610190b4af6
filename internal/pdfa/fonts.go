package pdfa

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// face is a font of the document that text is shown in.
type face struct {
	*node
	key        string
	title      string // its name
	kind       pdf.Name
	type3      bool
	composite  bool
	descendant *node // of a composite font
	descriptor *node
	shown      bool // text was shown in it
	embedded   bool
	seen       bool // so that it can be seen
	program    program
	codes      *codeMap
	encoding   encodingTable // of a simple font, by the document
	encoded    bool          // it has one
	widths     map[int]float64
	usual      float64 // width of characters that have none
	checked    map[int]bool
	said       map[string]bool
	found      []int
	toGlyph    []byte             // CIDToGIDMap
	drawn      map[string]float64 // widths of the glyphs of a Type 3 font
	encodingAt int                // where it was found that a symbolic font has an encoding
}

var fontKinds = []pdf.Name{"Type1", "MMType1", "TrueType", "Type3", "Type0"}

// font is the font of a resource.
func (m *mender) font(n *node) *face {
	key := n.same()
	if f, ok := m.fonts[key]; ok {
		return f
	}
	f := &face{node: n, key: key, kind: n.get("Subtype").name(), descendant: n, checked: map[int]bool{}, said: map[string]bool{}}
	f.type3, f.composite = f.kind == "Type3", f.kind == "Type0"
	if f.composite {
		f.descendant = n.get("DescendantFonts").item(0)
	}
	f.descriptor = f.descendant.get("FontDescriptor")
	f.title = string(n.get("BaseFont").name())
	if f.title == "" {
		f.title = string(n.get("Name").name())
	}
	m.fonts[key] = f
	return f
}

// report notes a problem of the font, each kind of them once.
func (f *face) report(clause, kind string, object int, mended bool, format string, a ...any) {
	if f.said[kind] {
		return
	}
	f.said[kind] = true
	m := f.m
	m.frames = append(m.frames, nil)
	m.report(clause, object, mended, format, a...)
	last := len(m.frames) - 1
	found := m.frames[last]
	m.frames = m.frames[:last]
	f.found = append(f.found, found...)
}

// show checks the font in which text is shown, and its glyphs.
func (m *mender) show(r *run, text string) {
	f := r.font
	if !f.shown {
		f.shown = true
		f.dictionary(r)
	}
	if !f.composite {
		f.names(text)
	}
	if f.type3 {
		for i := range len(text) {
			f.type3Width(int(text[i]))
		}
	} else if r.mode != 3 {
		if !f.seen {
			f.seen = true
			f.load()
		}
		f.text(text)
	}
	for _, i := range f.found {
		m.again(i)
	}
}

// dictionary checks what a font says of itself.
func (f *face) dictionary(r *run) {
	o := f.object()
	if !f.get("Type").is("Font") {
		f.report("6.2.11.2", "type", o, f.set("Type", pdf.Name("Font")), "the font %s does not say that it is one", f.title)
	}
	if !slices.Contains(fontKinds, f.kind) {
		f.report("6.2.11.2", "kind", o, false, "the font %s is of a kind that there is not: %q", f.title, string(f.kind))
		return
	}
	if !f.type3 && f.get("BaseFont").name() == "" {
		name := f.descriptor.get("FontName").name()
		f.report("6.2.11.2", "name", o, name != "" && f.set("BaseFont", name), "a font has no name")
	}
	for _, name := range []pdf.Name{f.get("BaseFont").name(), f.descriptor.get("FontName").name()} {
		f.m.utf8Name(o, name, "font")
	}
	if f.composite {
		f.compositeDictionary()
	} else {
		f.simpleDictionary()
	}
	f.embedded = f.type3 || f.m.program(f.descriptor) != nil
	if !f.composite {
		f.readEncoding()
	}
	if f.type3 {
		f.readWidths()
		f.glyphProcedures(r)
	}
	f.lists()
}

// lists takes out lists of glyphs, which need not be there and often are wrong.
func (f *face) lists() {
	for _, key := range []pdf.Name{"CIDSet", "CharSet"} {
		if f.descriptor.get(key).there() && strings.Index(f.title, "+") == 6 {
			f.report("6.2.11.4.2", string(key), f.descriptor.object(), f.descriptor.set(key, nil), "the font %s lists its glyphs (%s), which need not be and has to be exact", f.title, string(key))
		}
	}
}

// glyphProcedures checks what draws the glyphs of a Type 3 font.
func (f *face) glyphProcedures(r *run) {
	if r.deep >= maxDepth {
		return
	}
	f.drawn = map[string]float64{}
	f.m.once("type3 "+f.key, func() {
		procs := f.get("CharProcs")
		for _, name := range procs.keys() {
			f.m.visit()
			g := procs.get(name)
			data, err := f.m.decoded(g.stream(), f.m.left)
			if err != nil {
				f.m.report("6.2.2", g.object(), false, "the content of a glyph is damaged: %v", err)
			}
			f.drawn[string(name)] = drawnWidth(data)
			st := newState()
			st.fill, st.stroke = paint{}, paint{}
			f.m.content(&scope{m: f.m, owner: f.node, own: f.get("Resources"), page: r.inherited()}, data, st, r.deep+1)
		}
	})
	if found := f.m.memo["type3 "+f.key]; len(found) > 0 {
		f.found = append(f.found, found...)
	}
}

// drawnWidth is the first operand of d0 or d1, with which a glyph begins (9.6.5).
func drawnWidth(data []byte) (width float64) {
	_ = pdf.Operators(data, func(op string, o []pdf.Object) bool {
		if len(o) > 0 && (op == "d0" || op == "d1") {
			switch w := o[0].(type) {
			case int64:
				width = float64(w)
			case float64:
				width = w
			}
		}
		return false
	})
	return width
}
